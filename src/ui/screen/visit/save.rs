//! Saving: a visit is entered, coded or corrected, and signed. It must not know how the form looks.

use chrono::NaiveDate;
use iced::Task;

use super::sheet::{Purpose, Sheet};
use super::{After, Kept, Message, Visit, id};
use crate::domain::claim::{ClaimNumber, State};
use crate::domain::draft::visit::Field;
use crate::domain::id::VisitId;
use crate::domain::typed::show_date;
use crate::domain::visit::NewVisit;
use crate::office::{Office, OfficeError, PlacedCredit};
use crate::ui::context::Context;
use crate::ui::place::{Action, Ask, Place};
use crate::ui::screen::waiting;
use crate::ui::widget::focus;
use crate::ui::worker::Failure;

impl Visit {
    /// Saves, asks for the reason of a correction, or goes to the first field that is wrong.
    pub(super) fn save(&mut self, context: &Context, after: After) -> Action<Message> {
        let Some(sheet) = self.sheet() else {
            return Action::None;
        };
        if sheet.checked().is_none() {
            let first = sheet.complaints.first().map(|complaint| complaint.field);
            return first.map_or(Action::None, |field| Action::Run(self.go_to(field)));
        }
        if sheet.charges_anew() {
            let ask = Ask::reason(
                "Correct the charges of this visit?",
                "The charges are taken back and charged anew, and the claim is made again.",
                "Correct",
                "Why",
                move |why| Message::WhySaid(after, why),
            );
            return Action::Ask(ask.calm());
        }
        self.save_for(context, after, String::new())
    }

    pub(super) fn save_for(
        &mut self,
        context: &Context,
        after: After,
        why: String,
    ) -> Action<Message> {
        let Some(sheet) = self.sheet().filter(|sheet| !sheet.is_saving) else {
            return Action::None;
        };
        let Some(new) = sheet.checked() else {
            return Action::None;
        };
        sheet.is_saving = true;
        let (purpose, place) = (sheet.purpose, super::keep::place(sheet));
        Action::Run(context.worker.ask(
            move |office| {
                let kept = store(office, purpose, &new, &why)?;
                office.drop_draft(&place)?;
                Ok(kept)
            },
            move |outcome| Message::Saved(after, outcome),
        ))
    }

    pub(super) fn saved(
        &mut self,
        after: After,
        outcome: Result<Kept, Failure>,
    ) -> Action<Message> {
        let Some(sheet) = self.sheet() else {
            return Action::None;
        };
        sheet.is_saving = false;
        match outcome {
            Err(failure) => {
                sheet.refusal = Some(failure.words());
                Action::Run(focus::on(id(sheet.at.unwrap_or(Field::ServiceOn))))
            }
            Ok((_, claim)) => {
                let words = done(sheet.day(), claim);
                match after {
                    After::Leave => Action::SayAndLeave(words),
                    After::TakeCopay => {
                        let guarantor = sheet.records.patient.guarantor;
                        Action::SayAndGo(words, Place::TakePayment(Some(guarantor)))
                    }
                }
            }
        }
    }

    /// Says what became of the credit.
    pub(super) fn credit_placed(
        &mut self,
        outcome: Result<PlacedCredit, Failure>,
    ) -> Action<Message> {
        match (outcome, self.sheet()) {
            (Ok(placed), Some(sheet)) => {
                let left = sheet.records.credit.minus(placed.amount);
                sheet.records.credit = left.unwrap_or_default();
                Action::Say(waiting::placed_words(placed), Task::none())
            }
            (Ok(_), None) => Action::None,
            (Err(failure), _) => Action::Warn(failure),
        }
    }

    /// Signs the documentation as of today: at once for a visit in the book, with the rest for a new one.
    pub(super) fn sign(&mut self, context: &Context) -> Action<Message> {
        let today = context.today();
        let Some(sheet) = self.sheet() else {
            return Action::None;
        };
        match sheet.purpose.visit() {
            None => {
                sheet.type_into(Field::SignedOn, show_date(today));
                sheet.has_notes = true;
                Action::Run(self.edited(context))
            }
            Some(visit) => Action::Run(context.worker.ask(
                move |office| office.sign_visit(visit, today),
                move |outcome| Message::Signed(today, outcome),
            )),
        }
    }

    pub(super) fn signed(
        &mut self,
        _context: &Context,
        day: NaiveDate,
        outcome: Result<(), Failure>,
    ) -> Action<Message> {
        if let Err(failure) = outcome {
            return Action::Warn(failure);
        }
        if let Some(sheet) = self.sheet() {
            sheet.signed(day);
        }
        Action::Say(format!("Signed on {}", show_date(day)), iced::Task::none())
    }
}

fn store(
    office: &mut Office,
    purpose: Purpose,
    new: &NewVisit,
    why: &str,
) -> Result<Kept, OfficeError> {
    let visit = match purpose {
        Purpose::Enter => office.enter_visit(new)?,
        Purpose::Code(visit) => {
            office.together(|office| code(office, visit, new))?;
            visit
        }
        Purpose::Correct(visit) => {
            office.correct_visit(visit, new, why)?;
            visit
        }
    };
    let rows = office.visits(new.patient)?;
    let claim = rows
        .into_iter()
        .find(|row| row.id == visit)
        .and_then(|row| row.claim);
    Ok((
        visit,
        claim.map(|(claim, state)| (ClaimNumber::of(claim), state)),
    ))
}

/// Brings the visit as it was kept in line with the form, then charges it.
fn code(office: &mut Office, visit: VisitId, new: &NewVisit) -> Result<(), OfficeError> {
    let uncharged = NewVisit {
        lines: Vec::new(),
        ..new.clone()
    };
    office.correct_visit(visit, &uncharged, "The visit is being coded")?;
    if new.lines.is_empty() {
        return Ok(());
    }
    office.code_visit(visit, &new.diagnoses, &new.lines)
}

/// What was done, in a sentence.
fn done(day: Option<NaiveDate>, claim: Option<(ClaimNumber, State)>) -> String {
    let visit = match day {
        Some(day) => format!("Visit of {} saved", show_date(day)),
        None => String::from("Visit saved"),
    };
    match claim {
        Some((number, State::Held)) => format!("{visit}; claim {number} is held"),
        Some((number, state)) => format!(
            "{visit}; claim {number} is {}",
            state.words().to_lowercase()
        ),
        None => visit,
    }
}

/// Places what was paid before where it goes by itself; nothing where there is none.
pub(super) fn place_credit(context: &Context, sheet: &Sheet) -> Option<Action<Message>> {
    let guarantor = sheet.records.patient.guarantor;
    sheet.records.credit.is_positive().then(|| {
        Action::Run(context.worker.ask(
            move |office| office.place_credit_by_itself(guarantor),
            Message::CreditPlaced,
        ))
    })
}
