//! The form of a policy: which payer, which days, who is insured. It must not know the tab it stands in.

mod view;

use iced::Task;

use super::coverage::capital;
use crate::domain::code::{MedicareSecondary, Relation, Sex};
use crate::domain::draft::PolicyDraft;
use crate::domain::draft::policy::Context as Against;
use crate::domain::id::PolicyId;
use crate::domain::policy::{NewPolicy, Policy, Rank};
use crate::domain::practice::Payer;
use crate::office::Chart;
use crate::ui::complaints::Complaints;
use crate::ui::context::Context;
use crate::ui::place::{Action, Ask};
use crate::ui::widget::focus;
use crate::ui::widget::key::{Hint, Press, hint};
use crate::ui::worker::Failure;

pub(crate) use crate::domain::draft::policy::Field;

/// How many payers a look-up shows.
const FOUND_MOST: usize = 8;

/// What the form remembers.
pub(super) struct PolicyForm {
    changing: Option<PolicyId>,
    draft: PolicyDraft,
    before: PolicyDraft,
    payers: Vec<Payer>,
    payer_typed: String,
    complaints: Complaints<Field>,
    is_saving: bool,
}

/// What happened.
#[derive(Clone, Debug)]
pub enum Message {
    /// The payers were read.
    PayersRead(Result<Vec<Payer>, Failure>),
    /// A payer is looked for.
    PayerTyped(String),
    /// One of those found was taken.
    PayerTaken(usize),
    /// Something was typed.
    Typed(Field, String),
    /// The focus left a field.
    FieldLeft(Field),
    /// The order was chosen.
    RankChosen(Rank),
    /// Why Medicare is not asked first was chosen, or that nothing is to be said of it.
    MedicareChosen(Option<MedicareSecondary>),
    /// What the patient is to the subscriber was chosen.
    RelationChosen(Relation),
    /// The subscriber's sex was chosen.
    SexChosen(Sex),
    /// A check box was turned.
    Turned(Field, bool),
    /// The patient's address is to be the subscriber's.
    AddressCopied,
    /// The form is to be saved.
    SavePressed,
    /// It was, or not.
    Saved(Result<(), Failure>),
    /// What was typed may go.
    LeaveAgreed,
}

/// A rank as a list shows it.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Named(Rank);

impl std::fmt::Display for Named {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&capital(self.0.words()))
    }
}

/// Why Medicare is not asked first, as a list shows it.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Reason(Option<MedicareSecondary>);

impl std::fmt::Display for Reason {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.0.map_or("Not said", MedicareSecondary::words))
    }
}

impl PolicyForm {
    /// Opens an empty form, of the first rank that no policy in force has.
    pub fn add(context: &Context, about: &Chart) -> (Self, Task<Message>) {
        let today = context.today();
        let in_force = |rank| {
            let mut policies = about.policies.iter().map(|(policy, _)| &policy.what);
            policies.any(|what| what.rank == rank && what.is_in_force(today))
        };
        let rank = Rank::ALL.into_iter().find(|rank| !in_force(*rank));
        let draft = PolicyDraft {
            rank: rank.unwrap_or(Rank::Primary).words().to_owned(),
            ..PolicyDraft::default()
        };
        let form = Self::start(None, draft, String::new());
        let task = Task::batch([read_payers(context), focus::on(id(Field::Payer))]);
        (form, task)
    }

    /// Opens the form of a policy, at a field.
    pub fn change(
        context: &Context,
        policy: &Policy,
        payer: &str,
        at: Field,
    ) -> (Self, Task<Message>) {
        let draft = PolicyDraft::from(&policy.what);
        let form = Self::start(Some(policy.id), draft, payer.to_owned());
        (form, Task::batch([read_payers(context), focus::on(id(at))]))
    }

    /// Says what is wrong with a field until it is changed.
    pub fn tell(&mut self, field: Field, words: String) {
        self.complaints.tell(field, words);
    }

    fn start(changing: Option<PolicyId>, draft: PolicyDraft, payer_typed: String) -> Self {
        Self {
            changing,
            before: draft.clone(),
            draft,
            payers: Vec::new(),
            payer_typed,
            complaints: Complaints::default(),
            is_saving: false,
        }
    }

    /// Takes in what happened.
    pub fn update(
        &mut self,
        context: &Context,
        about: &Chart,
        message: Message,
    ) -> Action<Message> {
        match message {
            Message::PayersRead(Ok(mut payers)) => {
                payers.retain(|payer| payer.is_active);
                self.payers = payers;
                return Action::None;
            }
            Message::PayersRead(Err(failure)) => return Action::Warn(failure),
            Message::PayerTyped(typed) => {
                self.draft.payer = None;
                self.payer_typed = typed;
            }
            Message::PayerTaken(at) => {
                let taken = self.found().nth(at);
                let taken = taken.map(|payer| (payer.id, payer.what.name.clone()));
                if let Some((id, name)) = taken {
                    self.draft.payer = Some(id);
                    self.payer_typed = name;
                }
            }
            Message::Typed(field, text) => {
                self.complaints.changed(field);
                if let Some(value) = self.draft.text_mut(field) {
                    *value = text;
                }
            }
            Message::FieldLeft(field) => self.complaints.leave(field),
            Message::RankChosen(rank) => {
                self.complaints.changed(Field::Rank);
                rank.words().clone_into(&mut self.draft.rank);
            }
            Message::MedicareChosen(reason) => {
                self.complaints.changed(Field::MedicareSecondary);
                let code = reason.map_or("", MedicareSecondary::as_str);
                code.clone_into(&mut self.draft.medicare_secondary);
            }
            Message::RelationChosen(relation) => {
                self.complaints.changed(Field::Relation);
                relation.as_str().clone_into(&mut self.draft.relation);
            }
            Message::SexChosen(sex) => sex.as_str().clone_into(&mut self.draft.subscriber_sex),
            Message::Turned(field, holds) => self.turned(field, holds),
            Message::AddressCopied => self.copy_address(about),
            Message::SavePressed => return self.save(context, about),
            Message::Saved(done) => return self.saved(done),
            Message::LeaveAgreed => return Action::Leave,
        }
        self.complaints.note(self.checked(context, about));
        Action::None
    }

    fn turned(&mut self, field: Field, holds: bool) {
        self.complaints.changed(field);
        match field {
            Field::AssignsBenefits => self.draft.assigns_benefits = holds,
            Field::AcceptsAssignment => self.draft.accepts_assignment = holds,
            Field::SignatureOnFile => self.draft.signature_on_file = holds,
            _ => {}
        }
    }

    fn copy_address(&mut self, about: &Chart) {
        let address = &about.patient.contact.address;
        let draft = &mut self.draft;
        draft.subscriber_street.clone_from(&address.street);
        draft.subscriber_street2.clone_from(&address.street2);
        draft.subscriber_city.clone_from(&address.city);
        draft.subscriber_state = address.state.to_string();
        draft.subscriber_zip = address.zip.to_string();
    }

    fn checked(
        &self,
        context: &Context,
        about: &Chart,
    ) -> Result<NewPolicy, Vec<crate::domain::draft::Complaint<Field>>> {
        let policies: Vec<Policy> = about
            .policies
            .iter()
            .map(|(policy, _)| policy.clone())
            .collect();
        self.draft.check(Against {
            patient: about.patient.id,
            policies: &policies,
            changing: self.changing,
            today: context.today(),
        })
    }

    /// Saves, or goes to the first field that is wrong.
    fn save(&mut self, context: &Context, about: &Chart) -> Action<Message> {
        if self.is_saving {
            return Action::None;
        }
        match self.checked(context, about) {
            Ok(policy) => {
                self.is_saving = true;
                let changing = self.changing;
                Action::Run(context.worker.ask(
                    move |office| match changing {
                        Some(id) => office.change_policy(id, &policy),
                        None => office.add_policy(&policy).map(|_| ()),
                    },
                    Message::Saved,
                ))
            }
            Err(found) => self
                .complaints
                .insist(found)
                .map_or(Action::None, |field| Action::Run(focus::on(id(field)))),
        }
    }

    fn saved(&mut self, done: Result<(), Failure>) -> Action<Message> {
        self.is_saving = false;
        match done {
            Ok(()) => {
                let words = match self.changing {
                    Some(_) => format!("Saved the policy of {}", self.payer_typed),
                    None => format!("Added the policy of {}", self.payer_typed),
                };
                Action::Say(words, Task::none())
            }
            Err(failure) => Action::Warn(failure),
        }
    }

    /// A key that nothing in the view had a use for.
    pub fn pressed(
        &mut self,
        context: &Context,
        about: &Chart,
        press: &Press,
    ) -> Option<Action<Message>> {
        if press.is("Ctrl Enter") {
            return Some(self.save(context, about));
        }
        if !press.is("Esc") {
            return None;
        }
        if self.draft == self.before {
            return Some(Action::Leave);
        }
        Some(Action::Ask(Ask::yes(
            "Throw away what was typed?",
            "The coverage stays as it was.",
            "Throw away",
            Message::LeaveAgreed,
        )))
    }

    /// What the keys do.
    pub fn keys() -> Vec<Hint<'static>> {
        vec![
            hint(&["Tab"], "next field"),
            hint(&["Shift Tab"], "back"),
            hint(&["Ctrl Enter"], "save"),
            hint(&["Esc"], "leave"),
        ]
    }
}

fn read_payers(context: &Context) -> Task<Message> {
    context
        .worker
        .ask(|office| office.payers(), Message::PayersRead)
}

fn id(field: Field) -> String {
    format!("policy {field}")
}
