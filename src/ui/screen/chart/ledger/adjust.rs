//! The panel in which something is done about a service: an amount is given up, somebody else is asked for it, or an
//! entry is taken back. It says in numbers what will happen. It must not know the journal.

mod view;

use iced::Task;

use crate::domain::card::{CardLine, CardVisit, Step};
use crate::domain::draft::AdjustDraft;
use crate::domain::draft::adjust::{Adjustment, Field, Side, Standing, Target, What};
use crate::domain::id::{ChargeLineId, EntryId, PolicyId};
use crate::domain::ledger::{Kind, WriteOff};
use crate::domain::money::Money;
use crate::domain::typed::show_date;
use crate::office::Chart;
use crate::ui::complaints::Complaints;
use crate::ui::context::Context;
use crate::ui::place::{Action, Ask};
use crate::ui::widget::{focus, words};
use crate::ui::worker::Failure;

/// What the panel remembers.
pub(in crate::ui::screen::chart) struct Adjust {
    line: ChargeLineId,
    about: String,
    insurance_owes: Money,
    patient_owes: Money,
    what: Choice,
    draft: AdjustDraft,
    standing: Standing,
    /// Who can be asked: the guarantor, and the policies of the patient by name.
    parties: Vec<Party>,
    /// What can be taken back.
    entries: Vec<Step>,
    entry: Option<EntryId>,
    complaints: Complaints<Field>,
    is_saving: bool,
}

/// What is to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// Give an amount up.
    GiveUp,
    /// Ask somebody else for it.
    Move,
    /// Take an entry back.
    TakeBack,
}

/// Somebody who can be asked for an amount.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Party {
    side: Side,
    name: String,
    /// What tells two of one name apart.
    detail: String,
}

impl std::fmt::Display for Party {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.name)?;
        if self.detail.is_empty() {
            return Ok(());
        }
        write!(f, ", {}", self.detail)
    }
}

/// A kind of write-off as a list shows it.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Named(WriteOff);

impl std::fmt::Display for Named {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&crate::ui::worker::sentence(self.0.words()).replace('.', ""))
    }
}

/// What the book says of the service: who of the insurers owes how much, and what happened to it.
#[derive(Clone, Debug)]
pub struct Found {
    insurer: Option<(PolicyId, Money)>,
    steps: Vec<Step>,
}

/// What happened.
#[derive(Clone, Debug)]
pub enum Message {
    /// What is owed, and what can be taken back, was read.
    Read(Result<Found, Failure>),
    /// What is to be done was chosen.
    Chosen(Choice),
    /// Who owes was chosen.
    FromChosen(Side),
    /// Who is asked instead was chosen.
    ToChosen(Side),
    /// Which kind of write-off was chosen.
    KindChosen(WriteOff),
    /// Something was typed.
    Typed(Field, String),
    /// The focus left a field.
    FieldLeft(Field),
    /// An entry to take back was chosen.
    EntryChosen(EntryId),
    /// It is to be done.
    SavePressed,
    /// The entry is to be taken back, for this reason.
    TakeBackAgreed(EntryId, String),
    /// It was done, or not.
    Saved(String, Result<(), Failure>),
    /// All stays as it is.
    KeepPressed,
}

impl Adjust {
    /// Opens the panel for a service; with an entry, to take that back.
    pub fn open(
        context: &Context,
        about: &Chart,
        visit: &CardVisit,
        line: &CardLine,
        entry: Option<EntryId>,
    ) -> (Self, Task<Message>) {
        let guarantor = about.guarantor.id;
        let adjust = Self {
            line: line.line,
            about: format!("{} on {}", line.called(), show_date(visit.service_on)),
            insurance_owes: line.sums.insurance_owes,
            patient_owes: line.sums.patient_owes,
            what: entry.map_or(Choice::GiveUp, |_| Choice::TakeBack),
            draft: AdjustDraft::default(),
            standing: Standing {
                guarantor: line.sums.patient_owes,
                insurer: None,
            },
            parties: parties(about, visit),
            entries: Vec::new(),
            entry,
            complaints: Complaints::default(),
            is_saving: false,
        };
        let of = line.line;
        let read = context.worker.ask(
            move |office| {
                let open = office.open_items(guarantor)?;
                let item = open.into_iter().find(|item| item.line == of);
                Ok(Found {
                    insurer: item.and_then(|item| item.insurer),
                    steps: office.steps_on(of, guarantor)?,
                })
            },
            Message::Read,
        );
        (adjust, read)
    }

    /// Takes in what happened.
    pub fn update(&mut self, context: &Context, message: Message) -> Action<Message> {
        match message {
            Message::Read(Ok(found)) => {
                self.standing.insurer = found.insurer;
                self.entries = found.steps.into_iter().filter(can_be_taken_back).collect();
                self.start();
                // All is proposed but the reason.
                Action::Run(focus::on(id(Field::Why)))
            }
            Message::Read(Err(failure)) => Action::Warn(failure),
            Message::Chosen(what) => {
                self.what = what;
                self.start();
                Action::None
            }
            Message::FromChosen(side) => {
                self.draft.from = Some(side);
                self.fill();
                Action::None
            }
            Message::ToChosen(side) => self.changed(|draft| draft.to = Some(side)),
            Message::KindChosen(kind) => self.changed(|draft| draft.kind = kind),
            Message::Typed(field, text) => self.changed(|draft| {
                if let Some(value) = draft.text_mut(field) {
                    *value = text;
                }
            }),
            Message::FieldLeft(field) => {
                self.complaints.leave(field);
                self.changed(|_| {})
            }
            Message::EntryChosen(entry) => {
                self.entry = Some(entry);
                Action::None
            }
            Message::SavePressed => self.save(context),
            Message::TakeBackAgreed(entry, why) => self.take_back(context, entry, why),
            Message::Saved(words, Ok(())) => Action::Say(words, Task::none()),
            Message::Saved(_, Err(failure)) => {
                self.is_saving = false;
                Action::Warn(failure)
            }
            Message::KeepPressed => Action::Leave,
        }
    }

    /// Proposes the usual: all that the guarantor owes, else all that the insurer does.
    fn start(&mut self) {
        self.draft.what = match self.what {
            Choice::Move => What::Move,
            Choice::GiveUp | Choice::TakeBack => What::GiveUp,
        };
        self.draft.from = self.standing.owing().first().copied();
        self.fill();
    }

    fn fill(&mut self) {
        let owed = self.draft.from.map(|from| self.standing.owed(from));
        self.draft.amount = owed.map(|owed| owed.to_string()).unwrap_or_default();
        self.draft.kind = match self.draft.from {
            Some(Side::Insurer(_)) => WriteOff::TimelyFiling,
            Some(Side::Guarantor) | None => WriteOff::SmallBalance,
        };
        let others = self.parties.iter().map(|party| party.side);
        let mut others = others.filter(|side| Some(*side) != self.draft.from);
        self.draft.to = others.next();
        self.checked();
    }

    fn changed(&mut self, change: impl FnOnce(&mut AdjustDraft)) -> Action<Message> {
        change(&mut self.draft);
        self.checked();
        Action::None
    }

    fn checked(&mut self) {
        self.complaints.note(self.draft.check(self.standing));
    }

    /// Does it, or goes to the first field that is wrong.
    pub fn save(&mut self, context: &Context) -> Action<Message> {
        if self.is_saving {
            return Action::None;
        }
        if self.what == Choice::TakeBack {
            return self.ask_back();
        }
        match self.draft.check(self.standing) {
            Ok(adjustment) => {
                self.is_saving = true;
                Action::Run(self.post(context, adjustment))
            }
            Err(found) => self
                .complaints
                .insist(found)
                .map_or(Action::None, |field| Action::Run(focus::on(id(field)))),
        }
    }

    fn post(&self, context: &Context, adjustment: Adjustment) -> Task<Message> {
        let line = self.line;
        let Adjustment {
            from,
            to,
            amount,
            why,
        } = adjustment;
        let words = match to {
            Target::WrittenOff(_) => format!("Wrote off ${amount}"),
            Target::Owner(_) => format!("Moved ${amount} to {}", self.to_name()),
        };
        context.worker.ask(
            move |office| {
                let _entry = match to {
                    Target::WrittenOff(kind) => office.write_off(line, from, kind, amount, &why)?,
                    Target::Owner(to) => office.transfer(line, from, to, amount, &why)?,
                };
                Ok(())
            },
            move |done| Message::Saved(words, done),
        )
    }

    fn to_name(&self) -> &str {
        let to = self
            .parties
            .iter()
            .find(|party| Some(party.side) == self.draft.to);
        to.map_or("", |party| party.name.as_str())
    }

    fn ask_back(&self) -> Action<Message> {
        let Some(step) = self
            .entries
            .iter()
            .find(|step| Some(step.entry) == self.entry)
        else {
            return Action::None;
        };
        let entry = step.entry;
        Action::Ask(Ask::reason(
            format!("Take back “{}”?", step.words),
            format!(
                "{} of {} is reversed by an entry of today; both stay on the card.",
                words::show_dollars(step.amount.abs()),
                show_date(step.accounting_on),
            ),
            "Take it back",
            "Why",
            move |why| Message::TakeBackAgreed(entry, why),
        ))
    }

    fn take_back(&mut self, context: &Context, entry: EntryId, why: String) -> Action<Message> {
        self.is_saving = true;
        Action::Run(context.worker.ask(
            move |office| office.reverse(entry, &why).map(|_| ()),
            |done| Message::Saved(String::from("Took the entry back"), done),
        ))
    }
}

fn id(field: Field) -> String {
    format!("adjust {field}")
}

/// The guarantor, and every policy of the patient, the one of that day first.
fn parties(about: &Chart, visit: &CardVisit) -> Vec<Party> {
    let mut policies: Vec<_> = about.policies.iter().collect();
    policies
        .sort_by_key(|(policy, _)| (!policy.what.is_in_force(visit.service_on), policy.what.rank));
    let guarantor = Party {
        side: Side::Guarantor,
        name: String::from("Patient"),
        detail: String::new(),
    };
    let insurers = policies.into_iter().map(|(policy, payer)| Party {
        side: Side::Insurer(policy.id),
        name: payer.clone(),
        detail: policy.what.member_id.to_string(),
    });
    std::iter::once(guarantor).chain(insurers).collect()
}

/// Entries that a person made and nobody took back.
fn can_be_taken_back(step: &Step) -> bool {
    matches!(
        step.kind,
        Kind::WriteOff | Kind::Transfer | Kind::Allocation
    ) && !step.is_reversed
}
