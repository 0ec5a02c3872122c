//! Estimates: what planned services will come to and what of it the patient will pay, step by step. It must not know
//! where fees, contracts and policies are kept or how an estimate is printed.
//!
//! Each service goes through the same steps: the fee, what the plan allows of it, what is left of the deductible, a
//! percentage of the rest, the copay once for the visit, and the limit of what the patient pays in a year. Without
//! insurance it is the fee less the discount. Any step can be typed instead; whatever is typed, what the patient pays,
//! what the plan pays and what nobody pays add up to the fee.

mod good_faith;
mod reckon;
#[cfg(test)]
mod tests;

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

pub use self::good_faith::{GoodFaith, GoodFaithError, GoodFaithParts, Part, Whose};
pub use self::reckon::{Steps, Sums, reckon};
use super::code::{Icd10, Modifier, Procedure, Units};
use super::expected::Percent;
use super::id::{EstimateId, PatientId, PolicyId};
use super::money::{Money, MoneyError};

/// What a policy leaves to the patient, as far as it is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Benefits {
    /// What is left of the deductible.
    pub deductible_left: Money,
    /// The patient's percentage of the rest; none when they pay no part of it.
    pub coinsurance: Option<Percent>,
    /// Paid once for the visit.
    pub copay: Money,
    /// What the patient may still have to pay this year; none when nothing limits it or nobody knows.
    pub pocket_left: Option<Money>,
}

/// Who pays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Cover {
    /// The patient alone, less what the practice takes off.
    SelfPay {
        /// How much it takes off; none when nothing.
        discount: Option<Percent>,
    },
    /// A policy and the patient.
    Insured {
        /// Which policy.
        policy: PolicyId,
        /// What it leaves to the patient.
        benefits: Benefits,
    },
}

/// Steps that were typed instead of worked out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Typed {
    /// What the plan allows.
    pub allowed: Option<Money>,
    /// What of it counts to the deductible.
    pub deductible: Option<Money>,
    /// The patient's percentage of the rest, as an amount.
    pub coinsurance: Option<Money>,
    /// The copay.
    pub copay: Option<Money>,
    /// What is taken off without insurance.
    pub discount: Option<Money>,
}

/// Another provider who bills a part of the care.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Biller {
    /// Its name.
    pub name: String,
    /// Where it is, as `Fairhollow, OH 43099`; may be empty.
    #[serde(default)]
    pub place: String,
    /// Its NPI; may be empty.
    #[serde(default)]
    pub npi: String,
    /// Its tax number; may be empty.
    #[serde(default)]
    pub tax_id: String,
}

/// A planned service with what it costs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Service {
    /// What is planned.
    pub code: Procedure,
    /// With which modifiers.
    pub modifiers: Vec<Modifier>,
    /// How much of it.
    pub units: Units,
    /// In the practice's words.
    pub description: String,
    /// What for.
    pub diagnosis: Option<Icd10>,
    /// Who bills it; none when the practice does.
    pub biller: Option<Biller>,
    /// The price of all of it.
    pub fee: Money,
    /// What the plan is expected to allow, and why.
    pub expected: Option<(Money, String)>,
    /// Steps that were typed.
    pub typed: Typed,
}

/// A planned service and what becomes of its price.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Line {
    /// The service.
    #[serde(flatten)]
    pub service: Service,
    /// Each step.
    pub steps: Steps,
}

impl Line {
    /// Why so much is allowed, in words.
    pub fn allowed_why(&self) -> &str {
        match (&self.service.typed.allowed, &self.service.expected) {
            (Some(_), _) => "typed",
            (None, Some((_, why))) => why,
            (None, None) => "nothing is agreed or learned: the fee",
        }
    }
}

/// A planned service as it is asked about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewService {
    /// What is planned.
    pub code: Procedure,
    /// With which modifiers.
    pub modifiers: Vec<Modifier>,
    /// How much of it.
    pub units: Units,
    /// In plain words; the practice's own when empty.
    pub description: String,
    /// What for.
    pub diagnosis: Option<Icd10>,
    /// Who bills it; none when the practice does.
    pub biller: Option<Biller>,
    /// The price of all of it; the practice's fee when none is typed.
    pub fee: Option<Money>,
    /// Steps that were typed.
    pub typed: Typed,
}

/// What an estimate is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewEstimate {
    /// For whom.
    pub patient: PatientId,
    /// Who pays.
    pub cover: Cover,
    /// What is planned, in plain words.
    pub what: String,
    /// For which day; none when no day is set.
    pub planned_on: Option<NaiveDate>,
    /// When it was booked; none when it is not.
    pub booked_on: Option<NaiveDate>,
    /// The services, in order.
    pub services: Vec<NewService>,
}

/// An estimate worked out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Reckoned {
    /// Each service.
    pub lines: Vec<Line>,
    /// All of them.
    pub sums: Sums,
}

/// An estimate as it was given. It is never changed; a new one is made instead.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Estimate {
    /// Id; people write E-0347.
    pub id: EstimateId,
    /// For whom.
    pub patient: PatientId,
    /// Who pays.
    pub cover: Cover,
    /// What is planned, in plain words.
    pub what: String,
    /// For which day.
    pub planned_on: Option<NaiveDate>,
    /// When it was booked.
    pub booked_on: Option<NaiveDate>,
    /// The day it was given.
    pub given_on: NaiveDate,
    /// When it was written down.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by: String,
    /// What it says.
    #[serde(flatten)]
    pub reckoned: Reckoned,
}

/// Why an estimate cannot be made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EstimateError {
    /// Nothing is planned.
    #[error("an estimate needs at least one service")]
    NoService,
    /// There is no price.
    #[error("there is no fee for {0}; type its price")]
    NoFee(Procedure),
    /// An amount below nothing.
    #[error("{what} of {code} is below zero")]
    BelowZero {
        /// Which amount.
        what: &'static str,
        /// Of which service.
        code: Procedure,
    },
    /// A step takes more than is left of the service.
    #[error("{what} of {code} is {amount}, and only {left} is left of it")]
    TooMuch {
        /// Which step.
        what: &'static str,
        /// Of which service.
        code: Procedure,
        /// What it would be.
        amount: Money,
        /// What is left.
        left: Money,
    },
    /// An amount does not fit.
    #[error(transparent)]
    Money(#[from] MoneyError),
}

/// An estimate's number as people write it: `E-0347`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EstimateNumber(pub EstimateId);

/// What was typed is no estimate's number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("an estimate's number is written as E-0347")]
pub struct NotAnEstimate;

impl fmt::Display for EstimateNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "E-{:04}", self.0.get())
    }
}

impl FromStr for EstimateNumber {
    type Err = NotAnEstimate;

    fn from_str(text: &str) -> Result<Self, NotAnEstimate> {
        let text = text.trim();
        let digits = text
            .strip_prefix(['E', 'e'])
            .map_or(text, |rest| rest.strip_prefix('-').unwrap_or(rest));
        let number: u32 = digits.parse().map_err(|_| NotAnEstimate)?;
        Ok(Self(EstimateId::new(i64::from(number))))
    }
}
