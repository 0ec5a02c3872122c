//! The journal: entries whose postings sum to zero, and how each event of the practice becomes one.
//!
//! An [`Entry`] cannot be built unbalanced, so whatever reaches the store is already proved here; SQLite proves
//! it a second time. Nothing is ever changed: a mistake is taken back by [`Entry::reversal`].

mod account;
mod agency;
mod credit;
mod entry;
mod event;
mod line;
mod remittance;
#[cfg(test)]
mod tests;

pub use account::{Account, WriteOff};
pub use agency::{ServicePart, agency_payment, laid, placed, recalled, uncollectable, written_off};
pub use credit::{
    Part, account_charge, bounced, credit_moved, discount, moved_between, payer_owns,
    refund_approved, refund_paid, released,
};
pub use entry::{Effect, Entry, Kind, LedgerError, Posting, Source};
pub use event::{
    Adjudication, ChargePart, HandOver, Owner, Payment, Reason, adjudication, allocation, charge,
    deposit, hand_over, payment, transfer, write_off,
};
pub use line::{AgeBucket, Ageing, LineBalance};
pub use remittance::{
    AnsweredLine, Funds, Move, PayerAccount, Pocket, RemitAnswer, answer, parked,
    provider_adjustment,
};
