//! Contracts as they are loaded and changed: for whom a term is, what a file would change, and the log of what changed.
//! It must not know what a contract makes of a service; see [`super::expected`].

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;

use crate::domain::code::{Modifier, Procedure};
use crate::domain::expected::Percent;
use crate::domain::id::PayerId;
use crate::domain::money::Money;

/// Whose terms.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Party {
    /// A payer's.
    Payer {
        /// Which payer.
        payer: PayerId,
        /// For which of its plans, as policies name it; empty for those with nothing of their own.
        plan: String,
    },
    /// Nobody's yet: a schedule that contracts are a percent of, by its name.
    Schedule(String),
}

/// An amount for one unit of a service, from a day on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Amount {
    /// Whose.
    pub party: Party,
    /// The service.
    pub code: Procedure,
    /// The modifier that has this amount of its own; none when it holds for all.
    pub modifier: Option<Modifier>,
    /// The first day it holds.
    pub effective_on: NaiveDate,
    /// How much.
    pub amount: Money,
}

/// A percent that a payer pays for what has no amount of its own, from a day on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PercentTerm {
    /// Which payer.
    pub payer: PayerId,
    /// For which of its plans, as in [`Party`].
    pub plan: String,
    /// The first day it holds.
    pub effective_on: NaiveDate,
    /// How many percent.
    pub percent: Percent,
    /// Of which schedule; none: of what is charged.
    pub schedule: Option<String>,
}

/// What is agreed anew.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Term {
    /// An amount for one service.
    Amount(Amount),
    /// A percent for the rest.
    Percent(PercentTerm),
}

impl PercentTerm {
    /// As the log says it: `110 % of Medicare 2026`.
    pub fn words(&self) -> String {
        let of = self.schedule.as_deref().unwrap_or("the charge");
        format!("{} of {of}", self.percent)
    }
}

/// What a line of a file changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Change {
    /// Whose terms.
    pub party: Party,
    /// The payer's name, or the schedule's.
    pub name: String,
    /// The service; none for a percent.
    pub code: Option<Procedure>,
    /// With which modifier.
    pub modifier: Option<Modifier>,
    /// From which day.
    pub effective_on: NaiveDate,
    /// What held from that day before, as `98.40`; empty when nothing did.
    pub was: String,
    /// What holds.
    pub became: String,
}

/// What a file would change, before anything is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Preview {
    /// Each change, in the order of the file.
    pub changes: Vec<Change>,
    /// How many lines say what holds already.
    pub same: u32,
    /// The lines that cannot be taken, by their number, each with its reason; the first thousand.
    pub refused: Vec<(u64, String)>,
    /// How many cannot be taken in all.
    pub refused_count: u64,
}

impl Preview {
    /// How many amounts are new, and how many stand in place of another.
    pub fn counts(&self) -> (usize, usize) {
        let new = self.changes.iter().filter(|one| one.was.is_empty()).count();
        (new, self.changes.len().saturating_sub(new))
    }
}

/// For whom a file of amounts is, where it does not say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Target {
    /// The payer of lines that name none.
    pub payer: Option<PayerId>,
    /// The plan of lines that name none.
    pub plan: String,
    /// The schedule that the whole file is; none: contracts.
    pub schedule: Option<String>,
    /// The first day of lines that name none; none: from the start.
    pub from: Option<NaiveDate>,
}

/// A change as it was logged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Logged {
    /// When.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by: String,
    /// The payer's name, or the schedule's.
    pub name: String,
    /// Of which plan; empty for all.
    pub plan: String,
    /// Which service, with its modifier; empty for a percent.
    pub service: String,
    /// From which day it holds.
    pub effective_on: NaiveDate,
    /// What held before; empty when nothing did.
    pub was: String,
    /// What holds.
    pub became: String,
    /// Why, in words.
    pub why: String,
}

/// What is agreed with a payer, in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ContractRow {
    /// The payer.
    pub payer: PayerId,
    /// Its name.
    pub payer_name: String,
    /// For which of its plans; empty for all.
    pub plan: String,
    /// How many amounts hold today.
    pub amounts: u32,
    /// What is paid for the rest today, as `110 % of Medicare 2026`; empty when nothing is agreed.
    pub rest: String,
    /// The newest day from which something holds.
    pub newest_on: NaiveDate,
}

/// A schedule that contracts can be a percent of, in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ScheduleRow {
    /// Its name.
    pub name: String,
    /// How many amounts it has.
    pub amounts: u32,
    /// The newest day from which one holds.
    pub newest_on: Option<NaiveDate>,
}
