//! Credit that goes back to a guarantor: asked for, approved by another act, paid by check, and what may follow. It must
//! not know the journal or the book.

use chrono::{DateTime, Months, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::domain::id::{GuarantorId, RefundId};
use crate::domain::money::Money;
use crate::domain::patient::account_number;
use crate::domain::person::Name;
use crate::domain::typed::show_date;

#[cfg(test)]
mod tests;

/// Where a refund stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Somebody asked for it; no money moved.
    Asked,
    /// It was approved: the credit is set aside, a check is to be written.
    Approved,
    /// A check was written.
    Paid,
    /// The bank cashed the check.
    Cashed,
    /// It was declined, or withdrawn: the credit is where it was.
    Declined,
}

impl Standing {
    /// All of them, in the order lists show them.
    pub const ALL: [Self; 5] = [
        Self::Asked,
        Self::Approved,
        Self::Paid,
        Self::Cashed,
        Self::Declined,
    ];

    /// In words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Asked => "to approve",
            Self::Approved => "to pay",
            Self::Paid => "check is out",
            Self::Cashed => "cashed",
            Self::Declined => "declined",
        }
    }

    /// Where a refund stands after a deed; none where that cannot be done to it.
    pub const fn after(self, deed: Deed) -> Option<Self> {
        match (self, deed) {
            (Self::Asked, Deed::Approved) | (Self::Paid, Deed::Voided) => Some(Self::Approved),
            (Self::Asked | Self::Approved, Deed::Declined) => Some(Self::Declined),
            (Self::Approved, Deed::Paid) => Some(Self::Paid),
            (Self::Paid, Deed::Cashed) => Some(Self::Cashed),
            (
                Self::Asked | Self::Approved | Self::Paid | Self::Cashed | Self::Declined,
                Deed::Approved | Deed::Declined | Deed::Paid | Deed::Voided | Deed::Cashed,
            ) => None,
        }
    }

    /// Whether something is still to be done about it here.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Asked | Self::Approved)
    }
}

/// What is done about a refund.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Deed {
    /// It may be paid.
    Approved,
    /// It is not paid.
    Declined,
    /// A check was written for it.
    Paid,
    /// The check was voided: it is to be paid again, or declined.
    Voided,
    /// The bank cashed the check.
    Cashed,
}

impl Deed {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::Approved,
        Self::Declined,
        Self::Paid,
        Self::Voided,
        Self::Cashed,
    ];

    /// The word the book keeps (`refund_event.kind`).
    pub const fn code(self) -> &'static str {
        match self {
            Self::Approved => "approved",
            Self::Declined => "declined",
            Self::Paid => "paid",
            Self::Voided => "voided",
            Self::Cashed => "cashed",
        }
    }

    /// Reads the book's word.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|deed| deed.code() == code)
    }

    /// In words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Approved => "approved",
            Self::Declined => "declined",
            Self::Paid => "paid",
            Self::Voided => "check voided",
            Self::Cashed => "check cashed",
        }
    }
}

/// One thing that was done about a refund.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RefundEvent {
    /// What.
    pub deed: Deed,
    /// The day it counts for; the date on the check.
    pub on: NaiveDate,
    /// The check's number, empty where there is none.
    pub number: String,
    /// Why, where it was said.
    pub words: String,
    /// When.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by: String,
}

/// A refund with everything that was done about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Refund {
    /// Id; shown as `RF-` and five digits.
    pub id: RefundId,
    /// To whom.
    pub guarantor: GuarantorId,
    /// Their name.
    pub name: Name,
    /// How much.
    pub amount: Money,
    /// Why.
    pub why: String,
    /// When it was asked for.
    pub asked_at: DateTime<Utc>,
    /// By whom.
    pub asked_by: String,
    /// What was done about it, in order.
    pub events: Vec<RefundEvent>,
}

impl Refund {
    /// Where it stands: each deed changes that in turn, and one that could not be done changes nothing.
    pub fn standing(&self) -> Standing {
        self.events.iter().fold(Standing::Asked, |at, event| {
            at.after(event.deed).unwrap_or(at)
        })
    }

    /// The last time something was done to it.
    fn last(&self, deed: Deed) -> Option<&RefundEvent> {
        self.events.iter().rev().find(|event| event.deed == deed)
    }

    /// The check that pays it, out or cashed; none where none stands.
    pub fn check(&self) -> Option<&RefundEvent> {
        match self.standing() {
            Standing::Paid | Standing::Cashed => self.last(Deed::Paid),
            Standing::Asked | Standing::Approved | Standing::Declined => None,
        }
    }

    /// Who approved it and when; none until somebody did.
    pub fn approval(&self) -> Option<&RefundEvent> {
        self.last(Deed::Approved)
    }

    /// The day on which the money of a check that nobody cashed goes to the state, `months` after its date.
    pub fn escheats_on(&self, months: u32) -> Option<NaiveDate> {
        match self.standing() {
            Standing::Paid => escheats_on(self.last(Deed::Paid)?.on, months),
            Standing::Asked | Standing::Approved | Standing::Cashed | Standing::Declined => None,
        }
    }
}

/// Somebody's credit that is not placed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Credit {
    /// Whose account.
    pub guarantor: GuarantorId,
    /// Their name.
    pub name: Name,
    /// How much.
    pub amount: Money,
    /// The last day anything was paid into it or out of it.
    pub last_on: NaiveDate,
}

/// The columns of the register of refunds.
pub const REGISTER: [&str; 11] = [
    "refund", "account", "name", "amount", "state", "asked", "approved", "by", "check", "dated",
    "escheat",
];

/// A refund's line in the register. `months` is after how many unclaimed money goes to the state.
pub fn register_row(refund: &Refund, months: u32) -> [String; 11] {
    let (approval, check) = (refund.approval(), refund.check());
    [
        refund_number(refund.id),
        account_number(refund.guarantor),
        refund.name.to_string(),
        refund.amount.plain(),
        refund.standing().words().to_owned(),
        show_date(refund.asked_at.date_naive()),
        approval
            .map(|event| show_date(event.on))
            .unwrap_or_default(),
        approval.map(|event| event.by.clone()).unwrap_or_default(),
        check.map(|event| event.number.clone()).unwrap_or_default(),
        check.map(|event| show_date(event.on)).unwrap_or_default(),
        refund
            .escheats_on(months)
            .map(show_date)
            .unwrap_or_default(),
    ]
}

/// The register as CSV, with its head.
pub fn register_csv(refunds: &[Refund], months: u32) -> String {
    let mut text = REGISTER.join(",");
    for refund in refunds {
        text.push_str("\r\n");
        text.push_str(&register_row(refund, months).map(quoted).join(","));
    }
    text.push_str("\r\n");
    text
}

/// A cell of a CSV file.
fn quoted(cell: String) -> String {
    if cell.contains([',', '"', '\n']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell
    }
}

/// The day on which money that nobody claims goes to the state: so many months after it last moved.
///
/// Source: each state's unclaimed property law; one to five years, three in most for credit balances.
pub fn escheats_on(since: NaiveDate, months: u32) -> Option<NaiveDate> {
    since.checked_add_months(Months::new(months))
}

/// Gives a refund's number as lists show it.
pub fn refund_number(refund: RefundId) -> String {
    format!("RF-{:05}", refund.get())
}
