//! Money: what payers and guarantors pay, what is given up or moved, and what every balance is made of.
//!
//! Each verb writes whole entries through the journal or nothing. Money that was posted is taken back by an entry
//! that says why, never changed.

use chrono::NaiveDate;

use super::visits::Stamp;
use super::{OfficeError, Refusal};
use crate::domain::claim::{Happening, MoveError, State};
use crate::domain::id::{ChargeLineId, EntryId, GuarantorId};
use crate::domain::ledger::{Entry, Owner};
use crate::domain::money::Money;
use crate::store::Tx;
use crate::store::balance::LineState;
use crate::store::claim::Note;

mod between;
mod card;
mod change;
mod credit_refusal;
mod desk;
mod discount;
mod eob;
mod later;
mod print;
mod receipt;
mod refund;
mod refusal;
mod returned;
mod scan;
mod why;

pub use self::credit_refusal::CreditRefusal;
pub use self::desk::{PlacedCredit, Scanned};
pub(in crate::office) use self::receipt::check as check_receipt;
pub use self::refusal::MoneyRefusal;

/// Reads a service that money may be put on.
fn line_state(tx: &Tx<'_>, line: ChargeLineId) -> Result<LineState, OfficeError> {
    let state = tx.line(line)?.ok_or(Refusal::NotThere {
        what: "service",
        number: line.get(),
    })?;
    if state.is_voided {
        return Err(MoneyRefusal::Voided.into());
    }
    Ok(state)
}

/// Reads a service as it stands on a guarantor's card, to put money on it there.
fn on_card(
    tx: &Tx<'_>,
    line: ChargeLineId,
    guarantor: GuarantorId,
) -> Result<LineState, OfficeError> {
    let Some(state) = tx.line_on(line, guarantor)? else {
        let _there = line_state(tx, line)?;
        return Err(MoneyRefusal::OtherAccount(line).into());
    };
    if state.is_voided {
        return Err(MoneyRefusal::Voided.into());
    }
    Ok(state)
}

/// What one of the two sides owes on a service.
fn owed_by(state: &LineState, owner: Owner) -> Money {
    match owner {
        Owner::Insurer(policy) => state.owed_under(policy),
        Owner::Guarantor => state.sums.patient_owes,
    }
}

/// Refuses an accounting day that has not come.
pub(in crate::office) fn not_ahead(on: NaiveDate, today: NaiveDate) -> Result<(), OfficeError> {
    if on > today {
        Err(MoneyRefusal::Ahead(on).into())
    } else {
        Ok(())
    }
}

/// Gives the reason without blanks around it, or refuses to go on without one.
pub(in crate::office) fn reason(why: &str) -> Result<&str, OfficeError> {
    let why = why.trim();
    if why.is_empty() {
        Err(Refusal::Missing("the reason").into())
    } else {
        Ok(why)
    }
}

/// Takes an entry back, and gives its reversal and the services it was about.
pub(in crate::office) fn take_back(
    tx: &Tx<'_>,
    id: EntryId,
    why: &str,
    stamp: Stamp,
) -> Result<(EntryId, Vec<ChargeLineId>), OfficeError> {
    let entry = tx.entry(id)?;
    let back = entry.reversal(id, stamp.today, why)?;
    let written = tx.post(&back, stamp.at, stamp.by)?;
    Ok((written, lines_of(&entry)))
}

/// The services an entry is about, each once.
fn lines_of(entry: &Entry) -> Vec<ChargeLineId> {
    let on = entry.postings().iter().filter_map(|posting| posting.on);
    let mut lines: Vec<ChargeLineId> = on.map(|(line, _, _)| line).collect();
    lines.sort_unstable();
    lines.dedup();
    lines
}

/// Refuses what would leave an insurer owing less than nothing, or a guarantor's share below zero: then something
/// posted since stands on what is taken away.
pub(in crate::office) fn hold(tx: &Tx<'_>, lines: &[ChargeLineId]) -> Result<(), OfficeError> {
    for line in lines {
        let Some(state) = tx.line(*line)? else {
            continue;
        };
        if let Some((_, owed)) = state.insurers.iter().find(|(_, owed)| owed.is_negative()) {
            return Err(MoneyRefusal::InsurerBelowZero(owed.negated()).into());
        }
        let share = state.sums.patient_owes.plus(state.sums.patient_paid)?;
        if share.is_negative() {
            return Err(MoneyRefusal::ShareSpent(*line).into());
        }
    }
    Ok(())
}

/// Lets the claims of services follow money that somebody moved: one that waits for us with nothing left at its payer
/// is closed, and a closed one with something left is open again.
pub(in crate::office) fn settle_claims(
    tx: &Tx<'_>,
    lines: impl IntoIterator<Item = ChargeLineId>,
    stamp: Stamp,
) -> Result<(), OfficeError> {
    for line in lines {
        for found in tx.claims_of_line(line)? {
            let is_closed = match found.state {
                State::Closed => true,
                State::Denied | State::PartlyPaid | State::InAppeal => false,
                State::Held
                | State::Ready
                | State::Batched
                | State::Accepted
                | State::Rejected
                | State::Paid
                | State::Void => continue,
            };
            let left = tx.left_with_payer(found.claim)?;
            if is_closed != left.is_positive() {
                continue;
            }
            let (kind, to, words) = if is_closed {
                let before = found.before.unwrap_or(State::PartlyPaid);
                let words = format!("{left} is with the payer again");
                (Happening::Reopened, before, words)
            } else {
                let words = String::from("nothing is left with the payer");
                (Happening::Settled, State::Closed, words)
            };
            let to = moved(found.state, to)?;
            let note = Note {
                kind,
                source: "",
                words: &words,
            };
            tx.move_claim(found.claim, to, note, stamp.at, stamp.by)?;
        }
    }
    Ok(())
}

/// Gives `to` when a claim may go there.
fn moved(from: State, to: State) -> Result<State, OfficeError> {
    if from.may_become(to) {
        Ok(to)
    } else {
        Err(MoveError { from, to }.into())
    }
}
