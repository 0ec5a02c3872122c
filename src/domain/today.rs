//! What Today shows: queues with counts and dollars, what is owed by age, and cash by day.

use chrono::NaiveDate;
use serde::Serialize;

use crate::domain::ledger::Ageing;
use crate::domain::money::Money;

/// A pile of work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Queue {
    /// Visits without charges.
    ToCode,
    /// Visits with a question that is not answered.
    Asked,
    /// Claims with a finding that stops them.
    Held,
    /// Clean claims waiting for a batch.
    Ready,
    /// Claims a receiver or payer would not take in.
    Rejected,
    /// Claims sent and not answered in time.
    NoAnswer,
    /// Remittances that are not posted.
    Remittances,
    /// Claims adjudicated and not paid.
    Denied,
    /// Refused claims whose last day to come back, or whose answer to an appeal, is near or over.
    Deadlines,
    /// Guarantors who are due a statement.
    StatementsDue,
    /// Guarantors with credit not yet placed.
    CreditToPlace,
    /// Held checks whose day has come.
    HeldChecks,
    /// Accounts that somebody has to call or write about again: a day that was set has come, or a promise was not kept.
    FollowUps,
    /// Accounts to which a final notice is due, or that are ready for a collections agency.
    Collections,
}

/// How much of it there is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct QueueRow {
    /// Which pile.
    pub queue: Queue,
    /// How many.
    pub count: u32,
    /// What they come to.
    pub amount: Money,
    /// The oldest of them.
    pub oldest: Option<NaiveDate>,
}

/// Cash taken on one day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct CashDay {
    /// The day.
    pub on: NaiveDate,
    /// From insurers.
    pub insurance: Money,
    /// From guarantors.
    pub patient: Money,
}

/// Everything Today shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Board {
    /// The day it is about.
    pub today: NaiveDate,
    /// Every pile, empty ones too.
    pub queues: Vec<QueueRow>,
    /// What is owed by days since service.
    pub ageing: Ageing,
    /// Cash of this month so far, by day.
    pub cash: Vec<CashDay>,
    /// Cash of last month up to the same day of the month.
    pub last_month_so_far: Money,
    /// Visits of the working day before, and how many of them are still to be coded.
    pub visits_before: (u32, u32),
    /// Whether the running balances agree with the journal's accounts.
    pub is_in_balance: bool,
}
