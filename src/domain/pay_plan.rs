//! Payment plans: what a guarantor and the practice agree, in versions, and how a plan stands on a day. It must not know
//! where plans are kept or how an agreement is printed.
//!
//! A plan covers services. Its schedule is worked out of its terms each time, and so is what became of each instalment:
//! only the journal says what was paid. Whatever happens to the services, the schedule follows, so that it always comes
//! to what was paid toward them and what is still owed for them, and its last balance is nothing. What insurers pay or
//! the practice gives up is taken off the last instalments; what is owed more comes after them.

mod agreement;
mod progress;
mod schedule;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

pub use self::agreement::{Agreement, AgreementError, AgreementParts, CoveredVisit};
pub use self::progress::{Instalment, Movement, Progress, Reached, Standing};
pub use self::schedule::{INSTALMENTS_MAX, Planned};
use super::id::{ChargeLineId, GuarantorId, PatientId, PlanId};
use super::money::{Money, MoneyError};
use super::person::Name;
use super::typed::show_date;

/// How often an instalment is due.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Every {
    /// Each week.
    Week,
    /// Every two weeks.
    TwoWeeks,
    /// Each month, on the day of the first; on the last day of a shorter month.
    #[default]
    Month,
}

impl Every {
    /// All of them, in the order lists show them.
    pub const ALL: [Self; 3] = [Self::Week, Self::TwoWeeks, Self::Month];

    /// The word the book keeps (`pay_plan_version.every`).
    pub const fn code(self) -> &'static str {
        match self {
            Self::Week => "week",
            Self::TwoWeeks => "two_weeks",
            Self::Month => "month",
        }
    }

    /// Reads the book's word.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|every| every.code() == code)
    }

    /// In words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Week => "each week",
            Self::TwoWeeks => "every two weeks",
            Self::Month => "each month",
        }
    }
}

/// How large instalments are, said either way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Instalments {
    /// Each of this amount, the last what is left.
    Of(Money),
    /// So many, alike to the cent.
    In(u32),
}

/// What a plan covers beside the services it names.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// Nothing.
    #[default]
    Fixed,
    /// Whatever the guarantor comes to owe while the plan runs.
    NewCharges,
}

/// What is agreed about amounts and days.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Terms {
    /// Paid on the day of the agreement; zero when nothing is.
    pub down: Money,
    /// How large the instalments are.
    pub instalments: Instalments,
    /// How often one is due.
    pub every: Every,
    /// When the first is due.
    pub first_on: NaiveDate,
    /// What the plan follows.
    pub scope: Scope,
}

/// What happens when payments are missed. A version keeps the rules it was agreed under.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MissedRules {
    /// Days after its day on which an instalment may still come.
    pub grace_days: u32,
    /// After how many missed instalments the guarantor is reminded.
    pub remind_after: u32,
    /// After how many the plan no longer keeps its services out of statements and collection.
    pub default_after: u32,
}

impl MissedRules {
    /// Ten days, a reminder after one, default after two.
    pub const USUAL: Self = Self {
        grace_days: 10,
        remind_after: 1,
        default_after: 2,
    };

    /// Whether they make sense together.
    ///
    /// # Errors
    /// [`PlanError::Rules`].
    pub const fn check(self) -> Result<(), PlanError> {
        if self.grace_days > 90
            || self.remind_after == 0
            || self.default_after < self.remind_after
            || self.default_after > 12
        {
            Err(PlanError::Rules)
        } else {
            Ok(())
        }
    }
}

/// A service of a plan and what was owed for it when the plan, or a version of it, was agreed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Covered {
    /// The service.
    pub line: ChargeLineId,
    /// What the guarantor owed for it then.
    pub owed: Money,
}

/// What was agreed at one time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Version {
    /// From 1.
    pub number: u32,
    /// The day of the agreement.
    pub agreed_on: NaiveDate,
    /// Amounts and days.
    pub terms: Terms,
    /// What happens when payments are missed.
    pub rules: MissedRules,
    /// The services.
    pub covers: Vec<Covered>,
    /// Why there is this version.
    pub why: String,
    /// When it was written.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by: String,
}

impl Version {
    /// What was owed for its services when it was agreed.
    ///
    /// # Errors
    /// [`MoneyError::OutOfRange`].
    pub fn balance(&self) -> Result<Money, MoneyError> {
        Money::sum(self.covers.iter().map(|covered| covered.owed))
    }

    /// Each payment as it was agreed: the down payment first, the last balance nothing.
    ///
    /// # Errors
    /// [`PlanError`].
    pub fn schedule(&self) -> Result<Vec<Planned>, PlanError> {
        self.terms.schedule(self.balance()?, self.agreed_on)
    }
}

/// How a plan came to its end before it was paid off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ending {
    /// The practice ended it, as after missed payments: the rest is due.
    Ended,
    /// It was called off, as by the guarantor or because it was a slip.
    Cancelled,
}

impl Ending {
    /// The word the book keeps (`pay_plan_event.kind`).
    pub const fn code(self) -> &'static str {
        match self {
            Self::Ended => "ended",
            Self::Cancelled => "cancelled",
        }
    }

    /// Reads the book's word.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Ended, Self::Cancelled]
            .into_iter()
            .find(|ending| ending.code() == code)
    }
}

/// The end of a plan, written down.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Closing {
    /// Which end.
    pub ending: Ending,
    /// The day.
    pub on: NaiveDate,
    /// Why.
    pub why: String,
    /// By whom.
    pub by: String,
}

/// A plan with its version that holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Plan {
    /// Id; people write P-0218.
    pub id: PlanId,
    /// Who pays.
    pub guarantor: GuarantorId,
    /// What is agreed now.
    pub version: Version,
    /// How it was closed; none while it is open.
    pub closed: Option<Closing>,
}

/// A plan as it stands on a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PlanNow {
    /// The plan.
    #[serde(flatten)]
    pub plan: Plan,
    /// How it stands.
    pub now: Progress,
}

impl PlanNow {
    /// Whether it keeps a service out of statements and collection: the plan is kept and the service is one of its own.
    pub fn protects(&self, line: ChargeLineId) -> bool {
        self.now.standing.is_live() && self.now.lines.contains_key(&line)
    }
}

/// Whether a service is on a plan that is kept.
pub fn is_on_live_plan(plans: &[PlanNow], line: ChargeLineId) -> bool {
    plans.iter().any(|plan| plan.protects(line))
}

/// The services on plans that are kept, each with its plan.
pub fn live_lines(plans: &[PlanNow]) -> BTreeMap<ChargeLineId, PlanId> {
    let live = plans.iter().filter(|plan| plan.now.standing.is_live());
    live.flat_map(|plan| plan.now.lines.keys().map(|line| (*line, plan.plan.id)))
        .collect()
}

/// A plan in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PlanRow {
    /// Whose.
    pub name: Name,
    /// A patient of theirs, whose chart it is shown on.
    pub patient: Option<PatientId>,
    /// The plan as it stands.
    #[serde(flatten)]
    pub plan: PlanNow,
}

/// A plan before the book gave it a number, or what is agreed anew about one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewPlan {
    /// The services to be covered.
    pub lines: Vec<ChargeLineId>,
    /// Amounts and days.
    pub terms: Terms,
    /// Why; a first version needs no reason.
    pub why: String,
}

/// Why a plan cannot be so.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PlanError {
    /// Nothing is owed for the services.
    #[error("nothing is owed for these services")]
    NothingOwed,
    /// The down payment is below zero.
    #[error("the down payment is below zero")]
    DownBelowZero,
    /// The down payment leaves nothing to be paid later.
    #[error("the down payment of {down} leaves nothing of {balance} for instalments")]
    DownIsAll {
        /// The down payment.
        down: Money,
        /// What is owed.
        balance: Money,
    },
    /// An instalment of nothing.
    #[error("an instalment must be more than zero")]
    NoAmount,
    /// No instalment, or too many.
    #[error("a plan has 1 to {INSTALMENTS_MAX} instalments")]
    Count,
    /// The amount is so small that the plan would never end.
    #[error("instalments of {0} would be more than {INSTALMENTS_MAX}")]
    TooSmall(Money),
    /// Fewer cents than instalments.
    #[error("{rest} cannot be paid in {count} instalments")]
    TooMany {
        /// What is left after the down payment.
        rest: Money,
        /// How many instalments were asked for.
        count: u32,
    },
    /// The first instalment would be due before the agreement.
    #[error("the first instalment cannot be due before {}", show_date(*.0))]
    FirstTooEarly(NaiveDate),
    /// A day beyond the calendar.
    #[error("the last instalment is too far away")]
    TooFar,
    /// Rules that make no sense.
    #[error(
        "at most 90 days of grace, a reminder after one missed payment or more, and default not before the reminder and after at most 12"
    )]
    Rules,
    /// An amount does not fit.
    #[error(transparent)]
    Money(#[from] MoneyError),
}

/// A plan's number as people write it: `P-0218`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlanNumber(pub PlanId);

/// What was typed is no plan's number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a plan's number is written as P-0218")]
pub struct NotAPlan;

impl fmt::Display for PlanNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "P-{:04}", self.0.get())
    }
}

impl FromStr for PlanNumber {
    type Err = NotAPlan;

    fn from_str(text: &str) -> Result<Self, NotAPlan> {
        let text = text.trim();
        let digits = text
            .strip_prefix(['P', 'p'])
            .map_or(text, |rest| rest.strip_prefix('-').unwrap_or(rest));
        let number: u32 = digits.parse().map_err(|_| NotAPlan)?;
        Ok(Self(PlanId::new(i64::from(number))))
    }
}
