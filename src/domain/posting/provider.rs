//! Money that a payer adds to a payment or takes from it beside its claims (PLB), and the running account with the payer
//! that it leaves: what was carried over or is owed back stays open until it meets its other side. It must not know any
//! claim.

use chrono::NaiveDate;
use serde::Serialize;

use super::exception::{Decisions, Exception};
use super::plan::Lane;
use super::words;
use crate::domain::ledger::{AgeBucket, PayerAccount, WriteOff};
use crate::domain::money::{Money, MoneyError};
use crate::domain::remit::ProviderAdjustment;

/// Gives the account that a reason belongs on (PLB03-1). A reason that no list knows waits on the payer's unapplied money.
pub fn account_of(code: &str) -> PayerAccount {
    match code {
        // Taken back, carried over, paid ahead, and what comes off that again.
        "WO" | "WU" | "FB" | "72" | "AP" | "AM" | "B3" | "C5" | "CS" | "IS" | "PI" | "TL" => {
            PayerAccount::Owed
        }
        "L6" | "51" => PayerAccount::Interest,
        // Held back until a settlement, or paid to somebody else in our name.
        "E3" | "IR" | "LE" | "OB" | "SL" => PayerAccount::Withhold,
        "B2" | "BN" | "CR" | "CT" | "CV" | "CW" | "DM" | "FC" | "GO" | "HM" | "IP" | "OA" => {
            PayerAccount::Capitation
        }
        "50" => PayerAccount::WrittenOff(WriteOff::TimelyFiling),
        "90" => PayerAccount::WrittenOff(WriteOff::Contractual),
        "AH" | "J1" | "L3" => PayerAccount::WrittenOff(WriteOff::Other),
        "BD" => PayerAccount::WrittenOff(WriteOff::BadDebt),
        _ => PayerAccount::Unapplied,
    }
}

/// One thing that moved what is owed back to a payer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    /// The day it counts for.
    pub on: NaiveDate,
    /// Why (PLB03-1).
    pub code: String,
    /// About what (PLB03-2).
    pub reference: String,
    /// As written: positive was taken, negative was carried over.
    pub amount: Money,
}

/// What is open with a payer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OpenRow {
    /// Since when.
    pub since: NaiveDate,
    /// Why it was opened (PLB03-1).
    pub code: String,
    /// About what (PLB03-2).
    pub reference: String,
    /// Positive: the payer is still to take it. Negative: the payer took it, and nothing says for what.
    pub owed: Money,
}

impl OpenRow {
    /// How old it is.
    pub fn age(&self, as_of: NaiveDate) -> AgeBucket {
        AgeBucket::of(self.since, as_of)
    }

    /// Whether something that moved belongs to it: by its reference; a balance that is carried over (FB), and what has
    /// no reference, by the same reason and the same sum on the other side.
    fn meets(&self, moved: &Moved) -> bool {
        let has_reference = !plain(&self.reference).is_empty();
        if has_reference && plain(&self.reference) == plain(&moved.reference) {
            return self.owed.is_positive() == moved.amount.is_positive()
                || self.code == moved.code;
        }
        let is_by_sum = moved.code == "FB" || plain(&moved.reference).is_empty();
        is_by_sum && self.code == moved.code && self.owed == moved.amount
    }
}

/// A reference without what payers put in or leave out: case, blanks and zeros in front.
fn plain(reference: &str) -> String {
    let kept = reference.chars().filter(char::is_ascii_alphanumeric);
    let kept: String = kept.collect();
    kept.trim_start_matches('0').to_ascii_uppercase()
}

/// Works out what is open with a payer from everything that moved, the oldest first. A row closes when it comes to nothing.
///
/// # Errors
/// [`MoneyError::OutOfRange`].
pub fn open_rows(moved: &[Moved]) -> Result<Vec<OpenRow>, MoneyError> {
    let mut rows = Vec::new();
    for one in moved {
        let _row = meet(&mut rows, one)?;
    }
    Ok(rows)
}

/// Puts one more on the rows. Gives the row it met, as it was before.
pub(super) fn meet(rows: &mut Vec<OpenRow>, moved: &Moved) -> Result<Option<OpenRow>, MoneyError> {
    let Some(row) = rows.iter_mut().find(|row| row.meets(moved)) else {
        rows.push(OpenRow {
            since: moved.on,
            code: moved.code.clone(),
            reference: moved.reference.clone(),
            owed: moved.amount.negated(),
        });
        return Ok(None);
    };
    let before = row.clone();
    row.owed = row.owed.minus(moved.amount)?;
    rows.retain(|row| !row.owed.is_zero());
    Ok(Some(before))
}

/// What would be posted of one provider adjustment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PlannedProviderAdjustment {
    /// Why (PLB03-1).
    pub code: String,
    /// About what (PLB03-2).
    pub reference: String,
    /// As written: positive lowers the payment.
    pub amount: Money,
    /// Where it goes.
    pub account: PayerAccount,
    /// What it is, in a sentence.
    pub words: String,
    /// Where it goes next.
    pub lane: Lane,
    /// What waits for a person, and what was decided.
    pub exceptions: Vec<Exception>,
    /// The open row of the payer's account that it meets, as it was before.
    pub meets: Option<OpenRow>,
    /// The segment of the file that says so.
    pub segment: u64,
}

/// Plans the provider adjustments of a remittance on what is open with its payer, those that are carried over first.
/// `decisions` has what was decided of each, in the order of the file.
///
/// # Errors
/// [`MoneyError::OutOfRange`].
pub fn plan_adjustments(
    adjustments: &[ProviderAdjustment],
    on: NaiveDate,
    open: &[OpenRow],
    decisions: &[Decisions],
) -> Result<Vec<PlannedProviderAdjustment>, MoneyError> {
    let mut rows = open.to_vec();
    let mut order: Vec<usize> = (0..adjustments.len()).collect();
    order.sort_by_key(|at| {
        let amount = adjustments.get(*at).map(|one| one.amount);
        amount.is_some_and(Money::is_positive)
    });
    let mut planned = Vec::with_capacity(adjustments.len());
    for at in order {
        if let Some(one) = adjustments.get(at) {
            let none = Decisions::default();
            let decided = decisions.get(at).unwrap_or(&none);
            planned.push((at, planned_one(one, on, &mut rows, decided)?));
        }
    }
    planned.sort_by_key(|(at, _)| *at);
    Ok(planned.into_iter().map(|(_, one)| one).collect())
}

fn planned_one(
    one: &ProviderAdjustment,
    on: NaiveDate,
    rows: &mut Vec<OpenRow>,
    decisions: &Decisions,
) -> Result<PlannedProviderAdjustment, MoneyError> {
    let code = one.code.as_str();
    let account = account_of(code);
    let mut exceptions = Vec::new();
    let mut meets = None;
    if account == PayerAccount::Owed {
        let moved = Moved {
            on,
            code: code.to_owned(),
            reference: one.reference.to_string(),
            amount: one.amount,
        };
        meets = meet(rows, &moved)?;
        if meets.is_none() && one.amount.is_positive() {
            let mut recovery = words::recovery(&one.reference, one.amount);
            recovery.decided = decisions.of(recovery.key);
            exceptions.push(recovery);
        }
    }
    let waits = exceptions.iter().any(Exception::waits);
    Ok(PlannedProviderAdjustment {
        code: code.to_owned(),
        reference: one.reference.to_string(),
        amount: one.amount,
        account,
        words: words::adjusted(one, account),
        lane: if waits { Lane::Person } else { Lane::Ready },
        exceptions,
        meets,
        segment: one.place.segment,
    })
}
