//! The rules for statements, changed beside the list of those they are about. They must not know an account.

use iced::widget::{column, container, row};
use iced::{Element, Fill, Task};

use super::{Message as Of, Side, Statements, TABLE, past, read};
use crate::domain::draft::StatementRulesDraft;
use crate::domain::draft::statement_rules::{Field, REMINDERS, Turn};
use crate::domain::mailing::{Family, Rules, WhilePending, Worth};
use crate::ui::context::Context;
use crate::ui::form::{Edit, Form};
use crate::ui::place::Action;
use crate::ui::spacing::space as gap;
use crate::ui::widget::{button, field, focus, page, panel};
use crate::ui::worker::Failure;

/// What happened.
#[derive(Clone, Debug)]
pub enum Message {
    /// In a field.
    Form(Edit<Field>),
    /// What happens while insurers owe was chosen.
    PendingChosen(WhilePending),
    /// Whose turn it is was chosen.
    TurnChosen(Turn),
    /// One paper or several was chosen.
    FamilyChosen(Family),
    /// What becomes of those that bring too little was chosen.
    WorthChosen(Worth),
    /// They are to be kept.
    SavePressed,
    /// They were, or not.
    Saved(Result<(), Failure>),
    /// They stay as they were.
    LeftPressed,
}

impl Statements {
    /// Opens the form with the rules that hold, unless it is open.
    pub(super) fn open_rules(&mut self) -> Task<Of> {
        let rules = self.past.as_ref().map(|(rules, _)| rules);
        if let (None, Some(rules)) = (&self.form, rules) {
            let draft = StatementRulesDraft::from(rules);
            self.form = Some(Form::of("statement rules", draft));
        }
        self.form.as_ref().map_or_else(Task::none, Form::start)
    }

    /// What has to do with the rules.
    pub(super) fn rule(&mut self, context: &Context, message: Message) -> Action<Of> {
        let Some(form) = &mut self.form else {
            return Action::None;
        };
        match message {
            Message::Form(edit) => form.take(edit),
            Message::PendingChosen(pending) => form.choose(|draft| draft.pending = pending),
            Message::TurnChosen(turn) => form.choose(|draft| draft.turn = turn),
            Message::FamilyChosen(family) => form.choose(|draft| draft.family = family),
            Message::WorthChosen(worth) => form.choose(|draft| draft.worth = worth),
            Message::SavePressed => return self.keep_rules(context),
            Message::Saved(Ok(())) => {
                self.form = None;
                self.side = Side::Preview;
                let again = Task::batch([read(context), past(context), focus::on(TABLE)]);
                return Action::Say(String::from("The rules hold from now on"), again);
            }
            Message::Saved(Err(failure)) => return Action::Warn(failure),
            Message::LeftPressed => {
                self.form = None;
                self.side = Side::Preview;
                return Action::Run(focus::on(TABLE));
            }
        }
        Action::None
    }

    fn keep_rules(&mut self, context: &Context) -> Action<Of> {
        let Some(form) = &mut self.form else {
            return Action::None;
        };
        let mut rules: Rules = match form.finish() {
            Ok(rules) => rules,
            Err(task) => return Action::Run(task),
        };
        // The form shows the first reminders; those that follow stay as they are.
        if let Some((held, _)) = &self.past {
            let more = held.reminders.iter().skip(REMINDERS.len());
            rules.reminders.extend(more.cloned());
        }
        Action::Run(context.worker.ask(
            move |office| office.set_statement_rules(&rules, ""),
            |done| Of::Rules(Message::Saved(done)),
        ))
    }

    pub(super) fn rules_view(&self) -> Element<'_, Of> {
        let Some(form) = &self.form else {
            return column![].into();
        };
        let body: Element<'_, Message> = column![
            panel::section("Who gets one", ""),
            row![
                form.text("Least amount", Field::Minimum, Message::Form)
                    .right(),
                form.text("Days between two", Field::EveryDays, Message::Form)
                    .right(),
            ]
            .spacing(gap::M),
            row![
                form.text("Requests at most", Field::Most, Message::Form)
                    .optional()
                    .right(),
                form.text(
                    "Days at most, from the first",
                    Field::OldestDays,
                    Message::Form
                )
                .optional()
                .right(),
            ]
            .spacing(gap::M),
            choices(form),
            panel::section("What it costs", ""),
            row![
                form.text("Cost of sending one", Field::Cost, Message::Form)
                    .right(),
                field::select(
                    "One that brings less",
                    Worth::ALL,
                    Some(&form.draft().worth),
                    Message::WorthChosen
                ),
            ]
            .spacing(gap::M),
            panel::section("What is said to who was asked before", ""),
            column(REMINDERS.into_iter().map(|fields| reminder(form, fields))).spacing(gap::M),
            button::primary("Save the rules")
                .key("Ctrl S")
                .on_press_maybe(form.is_changed().then_some(Message::SavePressed)),
        ]
        .spacing(gap::M)
        .into();
        let body = container(container(body).max_width(640.0))
            .padding(gap::L)
            .width(Fill);
        page::scroll(Element::from(body).map(Of::Rules))
    }
}

fn choices(form: &Form<StatementRulesDraft>) -> Element<'_, Message> {
    let draft = form.draft();
    let letters = (draft.turn == Turn::Letters).then(|| {
        form.text("Weeks 2, 3 and 4 begin with", Field::Letters, Message::Form)
            .helper("Three letters: the weeks from the 8th, the 15th and the 22nd")
    });
    column![
        field::select(
            "While insurance owes on the account",
            WhilePending::ALL,
            Some(&draft.pending),
            Message::PendingChosen
        ),
        field::select(
            "A family",
            Family::ALL,
            Some(&draft.family),
            Message::FamilyChosen
        ),
        field::select(
            "Whose turn it is",
            Turn::ALL,
            Some(&draft.turn),
            Message::TurnChosen
        ),
    ]
    .push(letters)
    .spacing(gap::M)
    .into()
}

/// From which request and how many days on, and in which words.
fn reminder(
    form: &Form<StatementRulesDraft>,
    [from, days, words]: [Field; 3],
) -> Element<'_, Message> {
    column![
        row![
            form.text("From request", from, Message::Form)
                .optional()
                .right(),
            form.text("From day, after the first", days, Message::Form)
                .optional()
                .right(),
        ]
        .spacing(gap::M),
        form.text("Words", words, Message::Form).optional(),
    ]
    .spacing(gap::XS)
    .into()
}
