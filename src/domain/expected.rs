//! What a payer is expected to allow for a service, and why: by contract, or as it allowed before. It must not know
//! where contracts and answers are kept.
//!
//! A contract is an amount for one unit, or a percent of a schedule or of the charge. Which one holds: of two terms the
//! one that began later, and of two that began on one day the amount. Where nothing was agreed, what the payer allowed
//! most often is what it is expected to allow again; it takes [`LEAST_SEEN`] equal answers to hold a payer to that.

mod learned;
mod percent;
#[cfg(test)]
mod tests;

use chrono::NaiveDate;
use serde::Serialize;

use crate::domain::code::{Modifier, PlaceOfService, Procedure, Units};
use crate::domain::id::PayerId;
use crate::domain::money::{Money, MoneyError};
use crate::domain::typed::show_date;

pub use self::learned::{LEAST_SEEN, Learned, Seen, learn};
pub use self::percent::{Percent, PercentError};

/// A service for which a payer is asked.
#[derive(Clone, Copy, Debug)]
pub struct Service<'a> {
    /// Who pays.
    pub payer: PayerId,
    /// Which of its plans, as the policy names it; may be empty.
    pub plan: &'a str,
    /// What was done.
    pub code: Procedure,
    /// With which modifiers.
    pub modifiers: &'a [Modifier],
    /// Where.
    pub place: PlaceOfService,
    /// On which day.
    pub on: NaiveDate,
    /// How much of it.
    pub units: Units,
    /// What is charged for all of it.
    pub charge: Money,
}

/// What was agreed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "terms")]
pub enum Terms {
    /// An amount for one unit.
    Amount {
        /// How much.
        unit: Money,
        /// The modifier that has this amount of its own; none when it holds for all.
        modifier: Option<Modifier>,
    },
    /// A percent of a schedule.
    OfSchedule {
        /// How many.
        percent: Percent,
        /// The schedule's name.
        schedule: String,
        /// What the schedule says for one unit.
        base: Money,
    },
    /// A percent of what is charged.
    OfCharge {
        /// How many.
        percent: Percent,
    },
}

/// What a payer agreed to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Agreed {
    /// The first day it holds.
    pub since: NaiveDate,
    /// For which of its plans; empty for all.
    pub plan: String,
    /// To what.
    #[serde(flatten)]
    pub terms: Terms,
}

impl Agreed {
    /// Of an amount and a percent that were agreed to, the one that holds: the later one, the amount on the same day.
    pub fn holding(amount: Option<Self>, percent: Option<Self>) -> Option<Self> {
        match (amount, percent) {
            (Some(amount), Some(percent)) if percent.since > amount.since => Some(percent),
            (Some(amount), _) => Some(amount),
            (None, percent) => percent,
        }
    }

    /// What is paid for one unit; a percent is rounded half to even to a whole cent. None where it depends on the charge.
    ///
    /// # Errors
    /// [`MoneyError::OutOfRange`].
    pub fn unit(&self) -> Result<Option<Money>, MoneyError> {
        match &self.terms {
            Terms::Amount { unit, .. } => Ok(Some(*unit)),
            Terms::OfSchedule { percent, base, .. } => percent.of(*base).map(Some),
            Terms::OfCharge { .. } => Ok(None),
        }
    }

    fn amount(&self, units: Units, charge: Money) -> Result<Money, MoneyError> {
        match &self.terms {
            Terms::OfCharge { percent } => percent.of(charge),
            Terms::Amount { .. } | Terms::OfSchedule { .. } => {
                units.charge(self.unit()?.unwrap_or(Money::ZERO))
            }
        }
    }

    /// In words: `contract of 01/01/2026`, `contract of 01/01/2026, 110 % of Medicare 2026 (89.45)`.
    pub fn words(&self) -> String {
        let plan = if self.plan.is_empty() {
            String::new()
        } else {
            format!(" for {}", self.plan)
        };
        let terms = match &self.terms {
            Terms::Amount { modifier: None, .. } => String::new(),
            Terms::Amount {
                modifier: Some(modifier),
                ..
            } => format!(", with {modifier}"),
            Terms::OfSchedule {
                percent,
                schedule,
                base,
            } => {
                // The rounding is said where there is one.
                let exact = percent.is_exact_of(*base);
                let rounding = if exact {
                    ""
                } else {
                    ", rounded half to even to the cent"
                };
                format!(", {percent} of {schedule} ({base}){rounding}")
            }
            Terms::OfCharge { percent } => format!(", {percent} of the charge"),
        };
        format!("contract{plan} of {}{terms}", show_date(self.since))
    }
}

/// Why an amount is expected.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "source")]
pub enum Basis {
    /// It was agreed.
    Contract(Agreed),
    /// The payer allowed it before.
    Learned(Learned),
}

/// What a payer is expected to allow for a service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Expected {
    /// For all units, never more than the charge: payers pay the lower of the two.
    pub amount: Money,
    /// Whether it is the charge that holds it down.
    pub is_held_by_charge: bool,
    /// Why.
    #[serde(flatten)]
    pub basis: Basis,
}

impl Expected {
    /// Works out what is expected of what was agreed, else of what was seen.
    ///
    /// # Errors
    /// [`MoneyError::OutOfRange`].
    pub fn of(
        agreed: Option<Agreed>,
        learned: Option<Learned>,
        units: Units,
        charge: Money,
    ) -> Result<Option<Self>, MoneyError> {
        let (full, basis) = match (agreed, learned) {
            (Some(agreed), _) => (agreed.amount(units, charge)?, Basis::Contract(agreed)),
            (None, Some(learned)) => (learned.amount(units)?, Basis::Learned(learned)),
            (None, None) => return Ok(None),
        };
        Ok(Some(Self {
            amount: full.min(charge),
            is_held_by_charge: full > charge,
            basis,
        }))
    }

    /// Whether a payer can be held to it: it was agreed, or seen often enough.
    pub const fn is_firm(&self) -> bool {
        match &self.basis {
            Basis::Contract(_) => true,
            Basis::Learned(learned) => learned.is_firm(),
        }
    }

    /// Why, in words.
    pub fn words(&self) -> String {
        let why = match &self.basis {
            Basis::Contract(agreed) => agreed.words(),
            Basis::Learned(learned) => learned.words(),
        };
        if self.is_held_by_charge {
            format!("{why}, no more than the charge")
        } else {
            why
        }
    }
}
