//! What a good-faith estimate for a patient without insurance says, as data, proven before a page is drawn. It must not
//! know pages or the book.
//!
//! Source: 45 CFR 149.610 (what it must hold) and 149.620 (the dispute of a bill that is much higher).

use chrono::NaiveDate;

use super::{Biller, EstimateNumber, Line, Steps};
use crate::domain::letterhead::Letterhead;
use crate::domain::money::{Money, MoneyError};

/// How much above an estimate a bill must be before it can be disputed, in cents.
const ABOVE_CENTS: i64 = 40_000;

/// Whose bill a part of an estimate is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Whose {
    /// The practice's, with who sees the patient, if that is known.
    Ours {
        /// As paper shows them: `Priya Anand, MD`.
        provider: String,
        /// The NPI of the practice.
        npi: String,
    },
    /// Another provider's.
    Other(Biller),
}

/// What one provider will bill.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Whose.
    pub whose: Whose,
    /// The services.
    pub lines: Vec<Line>,
    /// Added up.
    pub sums: Steps,
    /// A bill of so much or more can be disputed.
    pub disputed_from: Money,
}

/// Everything a page is made from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GoodFaithParts {
    /// Who gives it.
    pub practice: Letterhead,
    /// Its NPI.
    pub npi: String,
    /// Its number.
    pub number: EstimateNumber,
    /// The day it was given.
    pub given_on: NaiveDate,
    /// To whom.
    pub patient: String,
    /// Their birthday.
    pub born_on: NaiveDate,
    /// Where they live, on one line.
    pub address: String,
    /// What is planned.
    pub what: String,
    /// For which day.
    pub planned_on: Option<NaiveDate>,
    /// When it was booked.
    pub booked_on: Option<NaiveDate>,
    /// Who sees the patient; may be empty.
    pub provider: String,
    /// Each service.
    pub lines: Vec<Line>,
    /// Who prepared it.
    pub prepared_by: String,
}

/// An estimate whose figures hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GoodFaith {
    given: GoodFaithParts,
    parts: Vec<Part>,
    sums: Steps,
}

/// Why no page can be made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GoodFaithError {
    /// A service does not add up, or a plan pays for it.
    #[error("the price less the discount is not what would be paid for {0}")]
    Off(crate::domain::code::Procedure),
    /// Nothing is estimated.
    #[error("an estimate needs at least one service")]
    Empty,
    /// A sum beyond what a book can hold.
    #[error(transparent)]
    Money(#[from] MoneyError),
}

impl GoodFaith {
    /// Groups the services by who bills them, ours first, adds up and proves: price less discount is what would be paid.
    ///
    /// # Errors
    /// [`GoodFaithError`].
    pub fn build(given: GoodFaithParts) -> Result<Self, GoodFaithError> {
        if given.lines.is_empty() {
            return Err(GoodFaithError::Empty);
        }
        for line in &given.lines {
            let steps = line.steps;
            if steps.fee.minus(steps.discount)? != steps.pays || !steps.plan_pays.is_zero() {
                return Err(GoodFaithError::Off(line.service.code));
            }
        }
        let mut groups: Vec<(Option<&Biller>, Vec<Line>)> = Vec::new();
        for line in &given.lines {
            let biller = line.service.biller.as_ref();
            match groups.iter_mut().find(|(whose, _)| *whose == biller) {
                Some((_, lines)) => lines.push(line.clone()),
                None => groups.push((biller, vec![line.clone()])),
            }
        }
        groups.sort_by_key(|(biller, _)| biller.is_some());
        let parts = groups
            .into_iter()
            .map(|(biller, lines)| {
                let sums = Steps::sum(lines.iter().map(|line| &line.steps))?;
                let whose = match biller {
                    Some(biller) => Whose::Other(biller.clone()),
                    None => Whose::Ours {
                        provider: given.provider.clone(),
                        npi: given.npi.clone(),
                    },
                };
                Ok(Part {
                    whose,
                    lines,
                    disputed_from: sums.pays.plus(Money::from_cents(ABOVE_CENTS)?)?,
                    sums,
                })
            })
            .collect::<Result<Vec<Part>, MoneyError>>()?;
        let sums = Steps::sum(parts.iter().map(|part| &part.sums))?;
        Ok(Self { given, parts, sums })
    }

    /// What it was built from.
    pub const fn given(&self) -> &GoodFaithParts {
        &self.given
    }

    /// Provider by provider, ours first.
    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// All of them.
    pub const fn sums(&self) -> &Steps {
        &self.sums
    }
}
