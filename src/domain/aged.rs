//! How old each open item is, by four clocks, on any day: worked out from the postings of its service up to that day. It
//! must not know where these are read.
//!
//! An item is what one owes, insurer or guarantor, on one service. Its clocks start with the service, with the first bill
//! that asked this one for it, with the day it became this one's to pay, and with the last payment of this one.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::domain::id::{ChargeLineId, EntryId, GuarantorId, PayerId, PolicyId};
use crate::domain::ledger::{AgeBucket, Effect};
use crate::domain::money::{Money, MoneyError};

#[cfg(test)]
mod tests;

/// What days are counted from.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Since {
    /// The day of service.
    #[default]
    Service,
    /// The first bill that asked for it: a claim that left, or a statement. What nobody was asked for is new.
    FirstBill,
    /// The day on which it became this one's to pay.
    Responsibility,
    /// The last payment of this one on it; without one, as by responsibility.
    LastPayment,
}

impl Since {
    /// All of them.
    pub const ALL: [Self; 4] = [
        Self::Service,
        Self::FirstBill,
        Self::Responsibility,
        Self::LastPayment,
    ];

    /// A word for it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Service => "service",
            Self::FirstBill => "first-bill",
            Self::Responsibility => "responsibility",
            Self::LastPayment => "last-payment",
        }
    }

    /// In words, after “days since”.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Service => "the service",
            Self::FirstBill => "the first bill",
            Self::Responsibility => "it became theirs to pay",
            Self::LastPayment => "their last payment",
        }
    }

    /// Reads it back.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|since| since.code() == code)
    }
}

/// One posting to a receivable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    /// Of which service.
    pub line: ChargeLineId,
    /// On whose card.
    pub guarantor: GuarantorId,
    /// The policy that owes; none: the guarantor.
    pub policy: Option<PolicyId>,
    /// By which entry.
    pub entry: EntryId,
    /// The entry that this one takes back.
    pub reverses: Option<EntryId>,
    /// The day it counts for.
    pub on: NaiveDate,
    /// The card's column.
    pub effect: Effect,
    /// Debit positive.
    pub amount: Money,
}

/// What one owes on one service, with when it became theirs and when they paid last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Owed {
    /// Which service.
    pub line: ChargeLineId,
    /// On whose card.
    pub guarantor: GuarantorId,
    /// The policy that owes; none: the guarantor.
    pub policy: Option<PolicyId>,
    /// How much.
    pub amount: Money,
    /// When it became theirs: the last day on which nothing turned into something owed.
    pub since: NaiveDate,
    /// Their last payment that stands.
    pub paid_on: Option<NaiveDate>,
}

/// Works out what is owed on one card for one service, given all postings on it up to the day, in any order.
///
/// # Errors
/// [`MoneyError::OutOfRange`].
pub fn owed(postings: &mut [Moved]) -> Result<Vec<Owed>, MoneyError> {
    postings.sort_by_key(|one| (one.policy, one.on, one.entry));
    let gone: Vec<EntryId> = postings.iter().filter_map(|one| one.reverses).collect();
    let mut found: Vec<Owed> = Vec::new();
    for one in &*postings {
        let is_new = found.last().is_none_or(|last| last.policy != one.policy);
        if is_new {
            found.push(Owed {
                line: one.line,
                guarantor: one.guarantor,
                policy: one.policy,
                amount: Money::ZERO,
                since: one.on,
                paid_on: None,
            });
        }
        let Some(item) = found.last_mut() else {
            continue;
        };
        let before = item.amount;
        item.amount = before.plus(one.amount)?;
        if before.is_zero() {
            item.since = one.on;
        }
        let is_payment = matches!(one.effect, Effect::InsurancePaid | Effect::PatientPaid)
            && one.amount.is_negative()
            && one.reverses.is_none()
            && !gone.contains(&one.entry);
        if is_payment {
            item.paid_on = Some(one.on);
        }
    }
    found.retain(|item| !item.amount.is_zero());
    Ok(found)
}

/// An open item with its clocks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Item {
    /// Which service.
    pub line: ChargeLineId,
    /// On whose card.
    pub guarantor: GuarantorId,
    /// The payer that owes; none: the guarantor.
    pub payer: Option<PayerId>,
    /// How much.
    pub amount: Money,
    /// The day of service.
    pub service_on: NaiveDate,
    /// The first bill; none: nobody was asked for it yet.
    pub billed_on: Option<NaiveDate>,
    /// When it became theirs.
    pub since: NaiveDate,
    /// Their last payment.
    pub paid_on: Option<NaiveDate>,
}

impl Item {
    /// The day its clock started; what nobody was asked for starts on the day it is looked at.
    pub fn start(&self, since: Since, as_of: NaiveDate) -> NaiveDate {
        match since {
            Since::Service => self.service_on,
            Since::FirstBill => self.billed_on.unwrap_or(as_of),
            Since::Responsibility => self.since,
            Since::LastPayment => self.paid_on.unwrap_or(self.since),
        }
    }

    /// How old it is.
    pub fn bucket(&self, since: Since, as_of: NaiveDate) -> AgeBucket {
        AgeBucket::of(self.start(since, as_of), as_of)
    }
}
