//! Postings that are on no service: cash, revenue, write-offs, money held for others, and what each was. It must not
//! know where they are kept.

use chrono::NaiveDate;

use super::Part;
use crate::domain::card::{Origin, SourceKey, happening};
use crate::domain::id::EntryId;
use crate::domain::ledger::{Kind, WriteOff};
use crate::domain::money::Money;

/// A posting on an account that is not a receivable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// The entry.
    pub entry: EntryId,
    /// What kind of event.
    pub kind: Kind,
    /// The account's code.
    pub account: i64,
    /// The account's name.
    pub name: String,
    /// As posted: debit positive.
    pub amount: Money,
    /// Group and CARC as `CO-45`, may be empty.
    pub reason: String,
    /// The day it counts for.
    pub accounting_on: NaiveDate,
    /// By whom.
    pub by: String,
    /// Why, in the entry's own words.
    pub why: String,
    /// Whether it takes another entry back.
    pub is_reversal: bool,
    /// Where it came from.
    pub origin: Origin,
    /// The record it came from.
    pub key: SourceKey,
}

/// Puts such a posting into words.
pub fn held(one: Held) -> Part {
    let words = words(&one);
    let words = if one.reason.is_empty() {
        words
    } else {
        format!("{words}, {}", one.reason)
    };
    let from = match one.origin.words() {
        Some(source) if one.is_reversal => format!("{source}: {}", one.why),
        Some(source) => source,
        None => one.why,
    };
    Part {
        words: happening::capital(&words),
        amount: one.amount,
        day: one.accounting_on,
        by: one.by,
        entry: one.entry,
        source: one.key,
        decided: String::new(),
        from,
    }
}

fn words(one: &Held) -> String {
    let what = match one.kind {
        Kind::Charge => "charged",
        Kind::InsurancePayment => "payer's answer",
        Kind::ProviderAdjustment => "payer's adjustment beside its claims",
        Kind::Parked => "put aside until it is known whose it is",
        Kind::PatientPayment if one.account == 70 => "paid ahead",
        Kind::PatientPayment => "payment",
        Kind::Allocation => "placed on services",
        Kind::Transfer => "moved",
        Kind::WriteOff => WriteOff::from_code(one.account)
            .unwrap_or(WriteOff::Other)
            .words(),
        Kind::Refund => "refund",
        Kind::ReturnedCheck => "returned check",
        Kind::Deposit => "deposit",
        Kind::Agency => "collections agency",
        Kind::Reversal => "taken back",
    };
    match WriteOff::from_code(one.account) {
        Some(given_up) if one.kind != Kind::WriteOff => format!("{}, {what}", given_up.words()),
        Some(_) => what.to_owned(),
        None => format!("{what}, {}", one.name),
    }
}
