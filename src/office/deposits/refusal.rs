//! Why money does not go to the bank as asked.

use chrono::NaiveDate;

use crate::domain::deposit::slip::SlipError;
use crate::domain::deposit::{DepositError, Item, deposit_number};
use crate::domain::id::DepositId;
use crate::domain::payment::receipt_number;

/// A rule of deposits that says no.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DepositRefusal {
    /// It cannot go together, or not on that day.
    #[error(transparent)]
    Unfit(#[from] DepositError),
    /// No slip can be made of it.
    #[error("no slip is printed: {0}")]
    Slip(#[from] SlipError),
    /// A payment does not wait for the bank.
    #[error("{} does not wait for the bank; it went already or was taken back", named(.0))]
    NotWaiting(Item),
    /// A payment was picked twice.
    #[error("a payment was picked twice")]
    Twice,
    /// The day has not come.
    #[error("{} has not come yet", .0.format("%m/%d/%Y"))]
    Ahead(NaiveDate),
    /// It was taken back before.
    #[error("this deposit was taken back already")]
    TakenBackAlready,
    /// The bank has it.
    #[error("the bank has this deposit; take the match with its line back first")]
    AtBank,
    /// A later deposit stands on it.
    #[error("deposit {} stands on it; take that one back first", deposit_number(*.0))]
    Later(DepositId),
}

fn named(item: &Item) -> String {
    match item {
        Item::Tender(receipt, _) => format!("receipt {}", receipt_number(*receipt)),
        Item::Eob(eob) => format!("EOB {eob}"),
    }
}
