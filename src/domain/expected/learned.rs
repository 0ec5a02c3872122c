//! What a payer will allow, learned from what it allowed: the amount it allowed most often, and between which it lay. It
//! must not know contracts.

use rust_decimal::{Decimal, RoundingStrategy};
use serde::Serialize;

use crate::domain::code::Units;
use crate::domain::money::{Money, MoneyError};

/// How many equal answers it takes to hold a payer to what they say.
pub const LEAST_SEEN: u32 = 3;

/// Equal answers of a payer to one service in one year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seen {
    /// Of which year the services were.
    pub year: i32,
    /// Whether they were under the plan that is asked about.
    pub is_of_plan: bool,
    /// How much was billed.
    pub units: Units,
    /// What was allowed for all of it.
    pub allowed: Money,
    /// How many lines were answered so.
    pub lines: u32,
    /// Which was the newest of them; higher is newer.
    pub newest: i64,
}

/// What was learned.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Learned {
    /// What was allowed most often, for `units`.
    pub usual: Money,
    /// For how much of the service that was.
    pub units: Units,
    /// How many lines were answered so.
    pub seen: u32,
    /// Of how many.
    pub answers: u32,
    /// The least that was allowed, for as much.
    pub low: Money,
    /// The most.
    pub high: Money,
    /// Of which year the services were.
    pub year: i32,
}

impl Learned {
    /// Whether it was seen often enough to hold a payer to it.
    pub const fn is_firm(&self) -> bool {
        self.seen >= LEAST_SEEN
    }

    /// What is expected for so many units, rounded half to even to a whole cent where it was seen for another number.
    pub(super) fn amount(&self, units: Units) -> Result<Money, MoneyError> {
        scaled(self.usual, self.units, units)
    }

    /// In words: `learned from 14 of 16 payments of 2026, 90.00 to 98.40`.
    pub fn words(&self) -> String {
        let payments = match (self.seen, self.answers) {
            (1, 1) => String::from("1 payment"),
            (seen, all) if seen == all => format!("{all} payments"),
            (seen, all) => format!("{seen} of {all} payments"),
        };
        let band = if self.low == self.high {
            String::new()
        } else {
            format!(", {} to {}", self.low, self.high)
        };
        let doubt = if self.is_firm() {
            ""
        } else {
            ", too few to hold the payer to"
        };
        format!("learned from {payments} of {}{band}{doubt}", self.year)
    }
}

/// Learns what a payer will allow for a service of a year: from that year and plan, else from any of its plans, else from
/// the year before. An amount that was seen often enough goes before one that was not.
///
/// # Errors
/// [`MoneyError::OutOfRange`].
pub fn learn(seen: &[Seen], year: i32, units: Units) -> Result<Option<Learned>, MoneyError> {
    let mut first = None;
    for (year, only_plan) in [
        (year, true),
        (year, false),
        (year.saturating_sub(1), true),
        (year.saturating_sub(1), false),
    ] {
        let of_year = |one: &&Seen| one.year == year && (one.is_of_plan || !only_plan);
        let chosen: Vec<Seen> = seen.iter().filter(of_year).copied().collect();
        // Answers for as many units say it to the cent; others have to be scaled.
        let exact: Vec<Seen> = chosen
            .iter()
            .filter(|one| one.units == units)
            .copied()
            .collect();
        for answers in [exact, chosen] {
            let Some(learned) = usual(&answers, units)? else {
                continue;
            };
            if learned.is_firm() {
                return Ok(Some(learned));
            }
            first = first.or(Some(learned));
        }
    }
    Ok(first)
}

/// The amount that was allowed most often for so many units; of several as often, the newest.
fn usual(answers: &[Seen], units: Units) -> Result<Option<Learned>, MoneyError> {
    let mut amounts: Vec<(Money, u32, i64)> = Vec::new();
    for one in answers {
        let amount = scaled(one.allowed, one.units, units)?;
        match amounts.iter_mut().find(|(other, ..)| *other == amount) {
            Some((_, lines, newest)) => {
                *lines = lines.saturating_add(one.lines);
                *newest = one.newest.max(*newest);
            }
            None => amounts.push((amount, one.lines, one.newest)),
        }
    }
    let best = amounts
        .iter()
        .max_by_key(|(_, lines, newest)| (*lines, *newest));
    let Some((usual, lines, _)) = best.copied() else {
        return Ok(None);
    };
    let all = amounts.iter().map(|(amount, ..)| *amount);
    Ok(Some(Learned {
        usual,
        units,
        seen: lines,
        answers: answers
            .iter()
            .fold(0, |sum, one| one.lines.saturating_add(sum)),
        low: all.clone().min().unwrap_or(usual),
        high: all.max().unwrap_or(usual),
        year: answers.first().map_or(0, |one| one.year),
    }))
}

/// An amount for `from` as it is for `to`, rounded half to even to a whole cent.
fn scaled(amount: Money, from: Units, to: Units) -> Result<Money, MoneyError> {
    if from == to {
        return Ok(amount);
    }
    let value = amount
        .to_decimal()
        .checked_mul(Decimal::from(to.thousandths()))
        .and_then(|value| value.checked_div(Decimal::from(from.thousandths())))
        .ok_or(MoneyError::OutOfRange)?;
    Money::from_decimal(value.round_dp_with_strategy(2, RoundingStrategy::MidpointNearestEven))
}
