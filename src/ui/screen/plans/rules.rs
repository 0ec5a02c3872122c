//! What happens when payments are missed, typed in the panel beside the plans. It must not know a plan.

use iced::widget::{column, row};
use iced::{Center, Element, Task};

use crate::domain::draft::MissedDraft;
use crate::domain::draft::missed::Field;
use crate::domain::pay_plan::MissedRules;
use crate::ui::context::Context;
use crate::ui::form::{Edit, Form};
use crate::ui::place::Action;
use crate::ui::spacing::{space as gap, width};
use crate::ui::widget::key::Press;
use crate::ui::widget::{button, focus, panel, words};
use crate::ui::worker::Failure;

const FORM: &str = "missed payments";

/// The form.
pub(super) struct Rules {
    form: Form<MissedDraft>,
    is_saving: bool,
}

/// What happened.
#[derive(Clone, Debug)]
pub enum Message {
    /// In the form.
    Form(Edit<Field>),
    /// They are to be kept.
    SavePressed,
    /// They were, or not.
    Saved(Result<(), Failure>),
    /// All stays as it is.
    ClosePressed,
}

impl Rules {
    /// The form with what holds now.
    pub fn open(rules: MissedRules) -> (Self, Task<Message>) {
        let form = Form::of(FORM, MissedDraft::from(rules));
        let first = form.start();
        let rules = Self {
            form,
            is_saving: false,
        };
        (rules, first)
    }

    /// Takes in what happened; [`Action::Say`] and [`Action::Leave`] end it.
    pub fn update(&mut self, context: &Context, message: Message) -> Action<Message> {
        match message {
            Message::Form(edit) => self.form.take(edit),
            Message::SavePressed => return self.save(context),
            Message::Saved(Ok(())) => {
                let said = "Plans that are agreed from now on go by these rules.";
                return Action::Say(said.to_owned(), Task::none());
            }
            Message::Saved(Err(failure)) => {
                self.is_saving = false;
                return Action::Warn(failure);
            }
            Message::ClosePressed => return Action::Leave,
        }
        Action::None
    }

    fn save(&mut self, context: &Context) -> Action<Message> {
        if self.is_saving {
            return Action::None;
        }
        let rules = match self.form.finish() {
            Ok(rules) => rules,
            Err(go) => return Action::Run(go),
        };
        self.is_saving = true;
        Action::Run(
            context
                .worker
                .ask(move |office| office.set_missed_rules(rules), Message::Saved),
        )
    }

    /// A key that nothing in the view had a use for.
    pub fn pressed(&mut self, context: &Context, press: &Press) -> Option<Action<Message>> {
        let message = if press.is("Ctrl S") || press.is("Ctrl Enter") {
            Message::SavePressed
        } else if press.is("Esc") {
            Message::ClosePressed
        } else {
            return None;
        };
        Some(self.update(context, message))
    }

    /// The panel.
    pub fn view(&self) -> Element<'_, Message> {
        let text = |label: &'static str, field| self.form.text(label, field, Message::Form);
        let save = button::primary("Save")
            .key("Ctrl S")
            .on_press_maybe((!self.is_saving).then_some(Message::SavePressed));
        let close = button::quiet("Cancel")
            .key("Esc")
            .on_press(Message::ClosePressed);
        let body = column![
            text("Days of grace", Field::GraceDays).helper("After these a payment is missed"),
            text("Remind after", Field::RemindAfter).helper("Missed payments"),
            text("Default after", Field::DefaultAfter)
                .helper("Missed payments; what the plan covers goes on statements again"),
            words::note("Plans keep the rules that they were agreed under."),
            row![save, close].spacing(gap::S).align_y(Center),
        ]
        .spacing(gap::M);
        column![
            panel::section("When payments are missed", ""),
            focus::form(body)
        ]
        .spacing(gap::M)
        .width(width::PANEL_CLAIM)
        .into()
    }
}
