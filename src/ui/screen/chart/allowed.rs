//! What a payer allowed under a policy: the list with what is left of each, and the form to add, change or end one. It
//! must not know the rest of the coverage tab.

use chrono::NaiveDate;
use iced::widget::{column, row, space};
use iced::{Center, Element, Fill, Task};

use crate::domain::authorization::{Authorization, Kind};
use crate::domain::code::Span;
use crate::domain::draft::AuthorizationDraft;
use crate::domain::draft::authorization::Field;
use crate::domain::id::{AuthorizationId, PatientId, PolicyId};
use crate::domain::typed::show_date;
use crate::office::{Chart, Office};
use crate::ui::context::Context;
use crate::ui::form::{Edit, Form};
use crate::ui::icon;
use crate::ui::place::Action;
use crate::ui::spacing::{space as gap, width};
use crate::ui::widget::key::{Hint, Press, hint};
use crate::ui::widget::{button, field, focus, panel, pill, words};
use crate::ui::worker::Failure;

const FORM: &str = "authorization";

/// The form of one.
pub(super) struct AllowedForm {
    changing: Option<AuthorizationId>,
    /// Whether it was ended here.
    is_ended: bool,
    form: Form<AuthorizationDraft>,
    is_saving: bool,
}

/// What happened.
#[derive(Clone, Debug)]
pub enum Message {
    /// In the form.
    Form(Edit<Field>),
    /// What kind it is was chosen.
    KindChosen(Kind),
    /// It is to be saved.
    SavePressed,
    /// It is to end after that day, or not to end.
    EndPressed(Option<NaiveDate>),
    /// It was written, or not.
    Kept(&'static str, Result<(), Failure>),
    /// The form is to close.
    ClosePressed,
}

/// A kind as a list shows it.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Named(Kind);

impl std::fmt::Display for Named {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.0.words())
    }
}

impl AllowedForm {
    /// The form of a new one under a policy.
    pub fn add(context: &Context, patient: PatientId, policy: PolicyId) -> (Self, Task<Message>) {
        let draft = AuthorizationDraft {
            policy: Some(policy),
            ..AuthorizationDraft::default()
        };
        Self::of(context, patient, draft, None)
    }

    /// The form of one that is there.
    pub fn change(context: &Context, one: &Authorization) -> (Self, Task<Message>) {
        let draft = AuthorizationDraft::from(&one.what);
        Self::of(context, one.what.patient, draft, Some(one))
    }

    fn of(
        context: &Context,
        patient: PatientId,
        draft: AuthorizationDraft,
        changing: Option<&Authorization>,
    ) -> (Self, Task<Message>) {
        let lent = (patient.get(), context.today());
        let form = Self {
            changing: changing.map(|one| one.id),
            is_ended: changing.is_some_and(|one| one.ended_on.is_some()),
            form: Form::lent(FORM, draft, lent),
            is_saving: false,
        };
        let first = form.form.start();
        (form, first)
    }

    /// Takes in what happened; [`Action::Say`] and [`Action::Leave`] end it.
    pub fn update(&mut self, context: &Context, message: Message) -> Action<Message> {
        match message {
            Message::Form(edit) => self.form.take(edit),
            Message::KindChosen(kind) => self
                .form
                .choose(|draft| kind.code().clone_into(&mut draft.kind)),
            Message::SavePressed => return self.save(context),
            Message::EndPressed(on) => return self.end(context, on),
            Message::Kept(words, Ok(())) => return Action::Say(words.to_owned(), Task::none()),
            Message::Kept(_, Err(failure)) => {
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
        let what = match self.form.finish() {
            Ok(what) => what,
            Err(go) => return Action::Run(go),
        };
        self.is_saving = true;
        let changing = self.changing;
        let keep = move |office: &mut Office| match changing {
            Some(id) => office.change_authorization(id, &what),
            None => office.add_authorization(&what).map(drop),
        };
        let said = "The authorization is saved";
        let then = move |kept| Message::Kept(said, kept);
        Action::Run(context.worker.ask(keep, then))
    }

    fn end(&mut self, context: &Context, on: Option<NaiveDate>) -> Action<Message> {
        let Some(id) = self.changing.filter(|_| !self.is_saving) else {
            return Action::None;
        };
        self.is_saving = true;
        let said = match on {
            Some(_) => "The authorization ends today",
            None => "The authorization holds again",
        };
        Action::Run(context.worker.ask(
            move |office| office.end_authorization(id, on),
            move |kept| Message::Kept(said, kept),
        ))
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

    /// What the keys do.
    pub fn keys() -> Vec<Hint<'static>> {
        vec![hint(&["Ctrl S"], "save"), hint(&["Esc"], "not now")]
    }

    /// The panel with the form.
    pub fn view(&self, today: NaiveDate) -> Element<'_, Message> {
        let text = |label: &'static str, field| self.form.text(label, field, Message::Form);
        let kind = Kind::from_code(self.form.draft().kind.trim());
        let kind = field::select(
            "Kind",
            Kind::ALL.map(Named),
            kind.map(Named).as_ref(),
            |named: Named| Message::KindChosen(named.0),
        );
        let day = |label: &'static str, field: Field| {
            let value = self.form.draft().text(field);
            let typed = move |text| Message::Form(Edit::Edited(field, text));
            let control = field::date(label, value, today, typed);
            self.form.dress(control, field, Message::Form)
        };
        let save = button::primary("Save")
            .key("Ctrl S")
            .on_press_maybe((!self.is_saving).then_some(Message::SavePressed));
        let cancel = button::quiet("Cancel")
            .key("Esc")
            .on_press(Message::ClosePressed);
        let body = column![
            text("The payer's number", Field::Number),
            self.form.dress(kind, Field::Kind, Message::Form),
            text("Services", Field::Codes)
                .optional()
                .placeholder("97110-97140, 20610")
                .helper("Codes and ranges; empty for any"),
            row![
                text("Visits", Field::Visits).optional(),
                text("Units", Field::Units).optional(),
                text("Money", Field::Money).optional(),
            ]
            .spacing(gap::S),
            words::note("Give one of the three, or none where nothing is counted."),
            row![
                day("First day", Field::From),
                day("Last day", Field::Until).optional()
            ]
            .spacing(gap::S),
            text("Note", Field::Note).optional(),
            row![save, cancel].spacing(gap::S).align_y(Center),
            self.ending(today),
        ]
        .spacing(gap::M);
        let title = match self.changing {
            Some(_) => "Authorization",
            None => "New authorization",
        };
        panel::panel(
            width::PANEL_CHART,
            panel::closable(title, "", Message::ClosePressed),
            focus::form(body),
        )
    }

    /// The button that ends it, or takes that back.
    fn ending(&self, today: NaiveDate) -> Option<Element<'_, Message>> {
        let _id = self.changing?;
        let button = if self.is_ended {
            button::quiet("It holds after all").on_press(Message::EndPressed(None))
        } else {
            button::quiet("It ends today").on_press(Message::EndPressed(Some(today)))
        };
        Some(row![Element::from(button)].into())
    }
}

/// What the payer allowed under a policy and what is left of it, with what is said when one is to be changed or added.
pub(super) fn list<M: Clone + 'static>(
    about: &Chart,
    policy: PolicyId,
    today: NaiveDate,
    change: fn(AuthorizationId) -> M,
    add: M,
) -> Element<'_, M> {
    let all = about.authorizations.iter();
    let all = all.filter(|one| one.what.policy == policy);
    let rows: Vec<Element<'_, M>> = all.map(|one| shown(one, today, change(one.id))).collect();
    let none = rows
        .is_empty()
        .then(|| words::muted("None is written down."));
    let add = button::quiet("Add an authorization")
        .icon(icon::ADD)
        .key("A")
        .compact()
        .on_press(add);
    column![panel::section("Authorizations", "")]
        .push(none)
        .extend(rows)
        .push(row![Element::from(add)])
        .spacing(gap::M)
        .into()
}

fn shown<M: Clone + 'static>(one: &Authorization, today: NaiveDate, change: M) -> Element<'_, M> {
    let what = &one.what;
    let until = match (one.ended_on, what.until) {
        (Some(end), _) => format!("{} to {}, ended", show_date(what.from), show_date(end)),
        (None, Some(last)) => format!("{} to {}", show_date(what.from), show_date(last)),
        (None, None) => format!("from {} on", show_date(what.from)),
    };
    let covers = if what.codes.is_empty() {
        String::from("Any service")
    } else {
        Span::listed(&what.codes)
    };
    let state = if one.holds_on(today) {
        pill::active()
    } else {
        pill::voided().says("Not today")
    };
    let change = button::quiet("Change").compact().on_press(change);
    column![
        row![
            words::strong(what.number.as_str()),
            words::muted(what.kind.words()),
            space::horizontal(),
            Element::from(state),
        ]
        .spacing(gap::S)
        .align_y(Center),
        row![
            words::body(one.left_words()).width(Fill),
            Element::from(change)
        ]
        .align_y(Center),
        words::muted(format!("{covers}, {until}")),
    ]
    .spacing(gap::XS)
    .into()
}
