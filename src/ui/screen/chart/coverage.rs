//! The coverage tab: every policy of the patient, and the form to add or change one. It must not know claims.

use chrono::NaiveDate;
use iced::widget::{column, container, row, space};
use iced::{Element, Fill, Task};

use super::allowed::{self, AllowedForm};
use super::policy::{self, PolicyForm};
use crate::domain::code::{MedicareSecondary, Relation};
use crate::domain::id::{AuthorizationId, PolicyId};
use crate::domain::money::Money;
use crate::domain::policy::{NewPolicy, Policy};
use crate::domain::typed::show_date;
use crate::office::Chart;
use crate::ui::context::Context;
use crate::ui::icon;
use crate::ui::place::Action;
use crate::ui::spacing::{space as gap, width};
use crate::ui::widget::data_table::{Cell, Column, cell, data_table};
use crate::ui::widget::empty_state::empty_state;
use crate::ui::widget::key::{Hint, Press, hint};
use crate::ui::widget::pill::{self, Pill};
use crate::ui::widget::{button, focus, page, panel, words};

const TABLE: &str = "policies";

/// What the tab remembers.
#[derive(Default)]
pub(super) struct Coverage {
    selected: Option<usize>,
    form: Option<Box<PolicyForm>>,
    /// The form of an authorization under the policy that is chosen.
    allowed: Option<Box<AllowedForm>>,
}

/// What happened.
#[derive(Clone, Debug)]
pub enum Message {
    /// A policy was chosen.
    RowChosen(usize),
    /// A policy was opened, to be changed.
    RowOpened(usize),
    /// A policy is to be added.
    AddPressed,
    /// The chosen policy is to be changed.
    ChangePressed,
    /// The chosen policy is to get its last day.
    EndPressed,
    /// In the form.
    Form(policy::Message),
    /// An authorization is to be added to the chosen policy.
    AllowPressed,
    /// One is to be changed.
    AllowedPressed(AuthorizationId),
    /// In its form.
    Allowed(allowed::Message),
}

impl Coverage {
    /// The policies came with the chart; the table gets the keys.
    pub fn read(&mut self, _: &Context, about: &Chart) -> Task<Message> {
        if self.form.is_some() {
            return Task::none();
        }
        let last = about.policies.len().checked_sub(1);
        self.selected = last.map(|last| self.selected.unwrap_or(0).min(last));
        focus::on(TABLE)
    }

    /// Opens the form of a policy at a field, and says there what is wrong with it.
    pub fn open_at(
        &mut self,
        context: &Context,
        about: &Chart,
        policy: PolicyId,
        field: policy::Field,
        words: String,
    ) -> Task<Message> {
        let mut policies = about.policies.iter();
        self.selected = policies.position(|(one, _)| one.id == policy);
        let Some((policy, payer)) = self.chosen(about) else {
            return self.read(context, about);
        };
        let (mut form, task) = PolicyForm::change(context, policy, payer, field);
        form.tell(field, words);
        self.form = Some(Box::new(form));
        task.map(Message::Form)
    }

    /// Takes in what happened.
    pub fn update(
        &mut self,
        context: &Context,
        about: &Chart,
        message: Message,
    ) -> Action<Message> {
        match message {
            Message::RowChosen(at) => {
                self.selected = Some(at);
                self.allowed = None;
                Action::None
            }
            Message::RowOpened(at) => {
                self.selected = Some(at);
                self.change(context, about, policy::Field::MemberId)
            }
            Message::AddPressed => {
                let (form, task) = PolicyForm::add(context, about);
                self.form = Some(Box::new(form));
                Action::Run(task.map(Message::Form))
            }
            Message::ChangePressed => self.change(context, about, policy::Field::MemberId),
            Message::EndPressed => self.change(context, about, policy::Field::EndsOn),
            Message::Form(message) => match &mut self.form {
                Some(form) => {
                    let action = form.update(context, about, message).map(Message::Form);
                    self.settled(action)
                }
                None => Action::None,
            },
            Message::AllowPressed => {
                let Some((policy, _)) = self.chosen(about) else {
                    return Action::None;
                };
                let patient = policy.what.patient;
                self.allow(AllowedForm::add(context, patient, policy.id))
            }
            Message::AllowedPressed(id) => {
                let found = about.authorizations.iter().find(|one| one.id == id);
                found.map_or(Action::None, |one| {
                    self.allow(AllowedForm::change(context, one))
                })
            }
            Message::Allowed(message) => match &mut self.allowed {
                Some(form) => {
                    let action = form.update(context, message).map(Message::Allowed);
                    self.allowed_settled(action)
                }
                None => Action::None,
            },
        }
    }

    fn allow(&mut self, (form, task): (AllowedForm, Task<allowed::Message>)) -> Action<Message> {
        self.allowed = Some(Box::new(form));
        Action::Run(task.map(Message::Allowed))
    }

    /// Once the form of an authorization has saved, or is left, the policy is there again.
    fn allowed_settled(&mut self, action: Action<Message>) -> Action<Message> {
        match action {
            Action::Say(words, task) => {
                self.allowed = None;
                Action::Say(words, Task::batch([task, focus::on(TABLE)]))
            }
            Action::Leave => {
                self.allowed = None;
                Action::Run(focus::on(TABLE))
            }
            action => action,
        }
    }

    fn change(&mut self, context: &Context, about: &Chart, at: policy::Field) -> Action<Message> {
        let Some((policy, payer)) = self.chosen(about) else {
            return Action::None;
        };
        let (form, task) = PolicyForm::change(context, policy, payer, at);
        self.form = Some(Box::new(form));
        Action::Run(task.map(Message::Form))
    }

    fn chosen<'a>(&self, about: &'a Chart) -> Option<(&'a Policy, &'a str)> {
        let (policy, payer) = about.policies.get(self.selected?)?;
        Some((policy, payer.as_str()))
    }

    /// Once the form has saved, or is left, the table is there again.
    fn settled(&mut self, action: Action<Message>) -> Action<Message> {
        match action {
            Action::Say(words, task) => {
                self.form = None;
                Action::Say(words, Task::batch([task, focus::on(TABLE)]))
            }
            Action::Leave => {
                self.form = None;
                Action::Run(focus::on(TABLE))
            }
            action => action,
        }
    }

    /// A key that nothing in the view had a use for.
    pub fn pressed(
        &mut self,
        context: &Context,
        about: &Chart,
        press: &Press,
    ) -> Option<Action<Message>> {
        if let Some(form) = &mut self.form {
            let action = form.pressed(context, about, press)?.map(Message::Form);
            return Some(self.settled(action));
        }
        if let Some(form) = &mut self.allowed {
            let action = form.pressed(context, press)?.map(Message::Allowed);
            return Some(self.allowed_settled(action));
        }
        let message = if press.is("A") {
            Message::AllowPressed
        } else if press.is("N") || (press.is("Enter") && about.policies.is_empty()) {
            Message::AddPressed
        } else if press.is("E") {
            Message::EndPressed
        } else if press.is("Up") || press.is("Down") {
            return Some(Action::Run(focus::on(TABLE)));
        } else {
            return None;
        };
        Some(self.update(context, about, message))
    }

    /// Whether a policy is being written.
    pub const fn is_form(&self) -> bool {
        self.form.is_some() || self.allowed.is_some()
    }

    /// What the keys do.
    pub fn keys(&self) -> Vec<Hint<'static>> {
        match (&self.form, &self.allowed) {
            (Some(_), _) => PolicyForm::keys(),
            (None, Some(_)) => AllowedForm::keys(),
            (None, None) => vec![
                hint(&["Up", "Down"], "move"),
                hint(&["Enter"], "change"),
                hint(&["N"], "add a policy"),
                hint(&["E"], "end it"),
                hint(&["A"], "add an authorization"),
            ],
        }
    }

    /// The work area below the head of the chart.
    pub fn view<'a>(&'a self, context: &'a Context, about: &'a Chart) -> Element<'a, Message> {
        let today = context.today();
        if let Some(form) = &self.form {
            return form.view(today).map(Message::Form);
        }
        if about.policies.is_empty() {
            let add = button::primary("Add a policy")
                .key("N")
                .on_press(Message::AddPressed);
            return container(empty_state(
                icon::PAYER,
                "No coverage yet",
                "With a policy in force on the day of service, a visit becomes a claim. Without one, the patient pays.",
                Some(add),
            ))
            .padding([gap::XXXL, 0.0])
            .into();
        }
        let add = button::quiet("Add a policy")
            .icon(icon::ADD)
            .key("N")
            .compact()
            .on_press(Message::AddPressed);
        let bar = page::toolbar(
            [
                words::strong("Coverage").into(),
                words::muted(format!("as of {}", show_date(today))).into(),
            ],
            [add.into()],
        );
        let left = column![bar, table(about, today, self.selected)];
        let beside = match &self.allowed {
            Some(form) => Some(form.view(today).map(Message::Allowed)),
            None => self
                .chosen(about)
                .map(|(policy, payer)| details(about, policy, payer, today)),
        };
        row![container(left).width(Fill).height(Fill), beside].into()
    }
}

fn table(about: &Chart, today: NaiveDate, selected: Option<usize>) -> Element<'_, Message> {
    data_table(
        [
            Column::fill("Payer"),
            Column::fixed("Billed", 92.0),
            Column::fixed("From", 96.0),
            Column::fixed("To", 96.0),
            Column::fixed("Copay", 80.0).right(),
            Column::fixed("State", 140.0),
        ],
        about.policies.len(),
        move |at| {
            about
                .policies
                .get(at)
                .map(|(policy, payer)| cells(&policy.what, payer, today))
                .unwrap_or_default()
        },
    )
    .edge_to_edge()
    .id(TABLE)
    .height(Fill)
    .selected(selected)
    .on_select(Message::RowChosen)
    .on_open(Message::RowOpened)
    .into()
}

fn cells<'a>(what: &'a NewPolicy, payer: &'a str, today: NaiveDate) -> Vec<Cell<'a, Message>> {
    vec![
        cell::text(payer).strong(),
        cell::text(capital(what.rank.words())),
        cell::date(what.effective_on),
        match what.ends_on {
            Some(day) => cell::date(day),
            None => cell::text("open").tone(|t| t.muted),
        },
        cell::money(what.copay),
        cell::pill(standing(what, today)),
    ]
}

/// Whether a policy covers today, did, or will.
fn standing(what: &NewPolicy, today: NaiveDate) -> Pill {
    if what.is_in_force(today) {
        pill::active().says("Active today")
    } else if what.effective_on > today {
        pill::waiting().says(format!("From {}", show_date(what.effective_on)))
    } else {
        pill::voided().says("Ended")
    }
}

/// Everything a claim takes from the policy.
fn details<'a>(
    about: &'a Chart,
    policy: &'a Policy,
    payer: &'a str,
    today: NaiveDate,
) -> Element<'a, Message> {
    let what = &policy.what;
    let fact = |words: String| -> Element<'a, Message> { words::body(words).into() };
    let given = |text: &str| {
        if text.is_empty() {
            String::from("–")
        } else {
            text.to_owned()
        }
    };
    let yes = |holds: bool| fact(String::from(if holds { "Yes" } else { "No" }));
    let medicare = what.medicare_secondary.map_or("", MedicareSecondary::words);
    let list = [
        ("Member ID", fact(what.member_id.to_string())),
        ("Group", fact(given(&what.group_number))),
        ("Plan", fact(given(&what.plan_name))),
        ("Billed", fact(capital(what.rank.words()))),
        ("Medicare", fact(given(medicare))),
        ("Covers", fact(span(what))),
        ("Copay", fact(copay(what.copay))),
        ("Insured", fact(insured(about, what))),
        ("Payer pays us", yes(what.assigns_benefits)),
        ("Fee as full", yes(what.accepts_assignment)),
        ("Release signed", yes(what.signature_on_file)),
    ];
    let acts = row![
        button::plain("Change")
            .key("Enter")
            .compact()
            .on_press(Message::ChangePressed),
        button::quiet("End it")
            .key("E")
            .compact()
            .on_press(Message::EndPressed),
    ]
    .spacing(gap::S);
    let body = column![
        row![
            words::section(payer),
            space::horizontal(),
            Element::from(standing(what, today))
        ],
        panel::facts(104.0, list),
        acts,
        allowed::list(
            about,
            policy.id,
            today,
            Message::AllowedPressed,
            Message::AllowPressed,
        ),
    ]
    .spacing(gap::L);
    panel::panel(width::PANEL_CHART, panel::head("Policy", "", space()), body)
}

fn span(what: &NewPolicy) -> String {
    match what.ends_on {
        Some(end) => format!("{} to {}", show_date(what.effective_on), show_date(end)),
        None => format!("from {} on", show_date(what.effective_on)),
    }
}

fn copay(copay: Money) -> String {
    if copay.is_zero() {
        String::from("None")
    } else {
        format!("{copay} a visit")
    }
}

/// Whose policy it is.
fn insured(about: &Chart, what: &NewPolicy) -> String {
    match (&what.subscriber, what.relation) {
        (Some(employer), _) if employer.is_employer() => {
            format!("{}, the patient's employer", employer.name.last)
        }
        (Some(subscriber), relation) => format!(
            "{}, born {}; the patient is {}",
            subscriber.name.natural(),
            subscriber.born_on.map(show_date).unwrap_or_default(),
            relation.words().to_lowercase()
        ),
        (None, Relation::Itself) => about.patient.contact.name.natural(),
        (None, relation) => relation.words().to_owned(),
    }
}

pub(super) fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}
