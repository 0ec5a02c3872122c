//! The steps from the fee to what the patient pays. It must not know who asks.

use serde::Serialize;

use super::{Benefits, Cover, EstimateError, Line, Reckoned, Service};
use crate::domain::code::Procedure;
use crate::domain::expected::Percent;
use crate::domain::money::{Money, MoneyError};

/// What becomes of a service's price.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Steps {
    /// The price.
    pub fee: Money,
    /// What the plan allows; the price without insurance.
    pub allowed: Money,
    /// What nobody pays: the plan's discount, or the practice's without insurance.
    pub discount: Money,
    /// What of it counts to the deductible.
    pub deductible: Money,
    /// The patient's percentage of the rest.
    pub coinsurance: Money,
    /// The copay.
    pub copay: Money,
    /// What the yearly limit takes off.
    pub over_limit: Money,
    /// What the patient pays.
    pub pays: Money,
    /// What the plan pays.
    pub plan_pays: Money,
}

/// The steps of all services added up.
pub type Sums = Steps;

impl Steps {
    fn plus(self, other: Self) -> Result<Self, MoneyError> {
        Ok(Self {
            fee: self.fee.plus(other.fee)?,
            allowed: self.allowed.plus(other.allowed)?,
            discount: self.discount.plus(other.discount)?,
            deductible: self.deductible.plus(other.deductible)?,
            coinsurance: self.coinsurance.plus(other.coinsurance)?,
            copay: self.copay.plus(other.copay)?,
            over_limit: self.over_limit.plus(other.over_limit)?,
            pays: self.pays.plus(other.pays)?,
            plan_pays: self.plan_pays.plus(other.plan_pays)?,
        })
    }

    /// Adds all of them up.
    ///
    /// # Errors
    /// [`MoneyError::OutOfRange`].
    pub fn sum<'a>(all: impl IntoIterator<Item = &'a Self>) -> Result<Self, MoneyError> {
        all.into_iter()
            .try_fold(Self::default(), |sum, steps| sum.plus(*steps))
    }
}

/// Works out every step of every service, in order: what one takes of the deductible, the copay and the limit is gone for
/// the next.
///
/// # Errors
/// [`EstimateError`] with the step that does not fit.
pub fn reckon(services: Vec<Service>, cover: &Cover) -> Result<Reckoned, EstimateError> {
    if services.is_empty() {
        return Err(EstimateError::NoService);
    }
    let mut left = match cover {
        Cover::SelfPay { .. } => Benefits::default(),
        Cover::Insured { benefits, .. } => *benefits,
    };
    let mut lines = Vec::with_capacity(services.len());
    for service in services {
        let steps = match cover {
            Cover::SelfPay { discount } => alone(&service, *discount)?,
            Cover::Insured { .. } => insured(&service, &mut left)?,
        };
        lines.push(Line { service, steps });
    }
    let sums = Steps::sum(lines.iter().map(|line| &line.steps))?;
    Ok(Reckoned { lines, sums })
}

/// Without insurance. What others bill has no discount of ours.
fn alone(service: &Service, discount: Option<Percent>) -> Result<Steps, EstimateError> {
    let fee = least(service.code, "the price", service.fee)?;
    let usual = match discount.filter(|_| service.biller.is_none()) {
        Some(percent) => percent.of(fee)?.min(fee),
        None => Money::ZERO,
    };
    let off = step(
        service.code,
        "the discount",
        service.typed.discount.unwrap_or(usual),
        fee,
    )?;
    Ok(Steps {
        fee,
        allowed: fee,
        discount: off,
        pays: fee.minus(off)?,
        ..Steps::default()
    })
}

fn insured(service: &Service, left: &mut Benefits) -> Result<Steps, EstimateError> {
    let (code, typed) = (service.code, service.typed);
    let fee = least(code, "the price", service.fee)?;
    let expected = service.expected.as_ref().map_or(fee, |(amount, _)| *amount);
    let allowed = typed.allowed.unwrap_or_else(|| expected.min(fee));
    let allowed = step(code, "the allowed amount", allowed, fee)?;
    let usual = left.deductible_left.max(Money::ZERO).min(allowed);
    let deductible = typed.deductible.unwrap_or(usual);
    let deductible = step(code, "the deductible", deductible, allowed)?;
    let rest = allowed.minus(deductible)?;
    let usual = match left.coinsurance {
        Some(percent) => percent.of(rest)?.min(rest),
        None => Money::ZERO,
    };
    let coinsurance = typed.coinsurance.unwrap_or(usual);
    let coinsurance = step(code, "the coinsurance", coinsurance, rest)?;
    let rest = rest.minus(coinsurance)?;
    let usual = left.copay.max(Money::ZERO).min(rest);
    let copay = step(code, "the copay", typed.copay.unwrap_or(usual), rest)?;
    let share = Money::sum([deductible, coinsurance, copay])?;
    let pays = left
        .pocket_left
        .map_or(share, |limit| share.min(limit.max(Money::ZERO)));
    left.deductible_left = left.deductible_left.minus(deductible)?.max(Money::ZERO);
    left.copay = left.copay.minus(copay)?.max(Money::ZERO);
    left.pocket_left = match left.pocket_left {
        Some(limit) => Some(limit.minus(pays)?.max(Money::ZERO)),
        None => None,
    };
    Ok(Steps {
        fee,
        allowed,
        discount: fee.minus(allowed)?,
        deductible,
        coinsurance,
        copay,
        over_limit: share.minus(pays)?,
        pays,
        plan_pays: allowed.minus(pays)?,
    })
}

fn least(code: Procedure, what: &'static str, amount: Money) -> Result<Money, EstimateError> {
    amount
        .not_negative()
        .map_err(|_| EstimateError::BelowZero { what, code })
}

/// An amount that is nothing or more and takes no more than is left.
fn step(
    code: Procedure,
    what: &'static str,
    amount: Money,
    left: Money,
) -> Result<Money, EstimateError> {
    let amount = least(code, what, amount)?;
    if amount > left {
        Err(EstimateError::TooMuch {
            what,
            code,
            amount,
            left,
        })
    } else {
        Ok(amount)
    }
}
