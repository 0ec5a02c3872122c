//! Checks of guarantors that their bank returned, as lists show them. It must not know the journal or the book.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::domain::deposit::Item;
use crate::domain::id::{ChargeLineId, GuarantorId, ReceiptId, ReturnedCheckId};
use crate::domain::money::Money;
use crate::domain::person::Name;

/// A check that came back, before the book gave it a number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewReturn {
    /// The receipt it came by.
    pub receipt: ReceiptId,
    /// Which of its tenders.
    pub tender: u32,
    /// The day it counts for.
    pub on: NaiveDate,
    /// What is charged for it; zero for nothing.
    pub fee: Money,
    /// What the bank said.
    pub why: String,
}

impl NewReturn {
    /// The payment, as deposits name it.
    pub const fn item(&self) -> Item {
        Item::Tender(self.receipt, self.tender)
    }
}

/// A check that came back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ReturnedCheck {
    /// Which.
    pub id: ReturnedCheckId,
    /// The receipt it came by.
    pub receipt: ReceiptId,
    /// Which of its tenders.
    pub tender: u32,
    /// The check's number.
    pub number: String,
    /// Whose.
    pub guarantor: GuarantorId,
    /// Their name.
    pub name: Name,
    /// How much.
    pub amount: Money,
    /// The day it counts for.
    pub on: NaiveDate,
    /// What the bank said.
    pub why: String,
    /// The fee that was charged for it and still stands, and how much it is.
    pub fee: Option<(ChargeLineId, Money)>,
    /// When it was entered.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by: String,
    /// Why its payment holds again; none while it does not.
    pub undone: Option<String>,
}
