//! When a plan is paid: the down payment, then the instalments, to the cent. It must not know what was paid.

use chrono::{Days, Months, NaiveDate};
use serde::Serialize;

use super::{Every, Instalments, PlanError, Terms};
use crate::domain::money::{Money, MoneyError};

/// The most instalments of a plan: ten years of months.
pub const INSTALMENTS_MAX: u32 = 120;

/// The most that a schedule grows to when more comes to be owed than was agreed; what is left then is one amount.
const GROWN_MAX: usize = 600;

/// One payment of a schedule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Planned {
    /// 0 for the down payment, instalments from 1.
    pub place: u32,
    /// When it is due.
    pub on: NaiveDate,
    /// How much.
    pub amount: Money,
}

impl Every {
    /// The day that comes so many times after the first; none beyond the calendar.
    pub fn after(self, first: NaiveDate, times: u32) -> Option<NaiveDate> {
        let days = |each: u64| first.checked_add_days(Days::new(each.checked_mul(times.into())?));
        match self {
            Self::Week => days(7),
            Self::TwoWeeks => days(14),
            Self::Month => first.checked_add_months(Months::new(times)),
        }
    }
}

impl Instalments {
    /// The amounts in which `rest` is paid.
    fn amounts(self, rest: Money) -> Result<Vec<Money>, PlanError> {
        match self {
            Self::In(count) => {
                if !(1..=INSTALMENTS_MAX).contains(&count) {
                    return Err(PlanError::Count);
                }
                let amounts = rest.split(count);
                if amounts.last().is_none_or(|last| last.is_zero()) {
                    return Err(PlanError::TooMany { rest, count });
                }
                Ok(amounts)
            }
            Self::Of(each) => {
                let each = each.positive().map_err(|_| PlanError::NoAmount)?;
                let mut left = rest;
                let mut amounts = Vec::new();
                for _ in 0..INSTALMENTS_MAX {
                    let amount = left.min(each);
                    if !amount.is_positive() {
                        break;
                    }
                    left = left.minus(amount)?;
                    amounts.push(amount);
                }
                if left.is_positive() {
                    return Err(PlanError::TooSmall(each));
                }
                Ok(amounts)
            }
        }
    }
}

impl Terms {
    /// Each payment of `balance`: the down payment on the day of the agreement, then the instalments. They add up to
    /// the balance.
    ///
    /// # Errors
    /// [`PlanError`] with what does not fit.
    pub fn schedule(
        &self,
        balance: Money,
        agreed_on: NaiveDate,
    ) -> Result<Vec<Planned>, PlanError> {
        let balance = balance.positive().map_err(|_| PlanError::NothingOwed)?;
        let down = self
            .down
            .not_negative()
            .map_err(|_| PlanError::DownBelowZero)?;
        let rest = balance.minus(down)?;
        if !rest.is_positive() {
            return Err(PlanError::DownIsAll { down, balance });
        }
        if self.first_on < agreed_on {
            return Err(PlanError::FirstTooEarly(agreed_on));
        }
        let first = Planned {
            place: 0,
            on: agreed_on,
            amount: down,
        };
        let mut planned: Vec<Planned> = Some(first)
            .filter(|first| first.amount.is_positive())
            .into_iter()
            .collect();
        for (place, amount) in (1_u32..).zip(self.instalments.amounts(rest)?) {
            planned.push(self.planned(place, amount)?);
        }
        Ok(planned)
    }

    fn planned(&self, place: u32, amount: Money) -> Result<Planned, PlanError> {
        let on = self.every.after(self.first_on, place.saturating_sub(1));
        Ok(Planned {
            place,
            on: on.ok_or(PlanError::TooFar)?,
            amount,
        })
    }

    /// Makes a schedule come to another total: what is less is taken off the last payments, what is more is added to
    /// the last up to a full instalment and then paid in further ones.
    ///
    /// # Errors
    /// [`PlanError::Money`].
    pub(super) fn fitted(
        &self,
        mut planned: Vec<Planned>,
        total: Money,
    ) -> Result<Vec<Planned>, PlanError> {
        let sum = Money::sum(planned.iter().map(|one| one.amount))?;
        if total < sum {
            shorten(&mut planned, sum.minus(total)?)?;
        } else if total > sum {
            self.lengthen(&mut planned, total.minus(sum)?)?;
        }
        Ok(planned)
    }

    fn lengthen(&self, planned: &mut Vec<Planned>, mut more: Money) -> Result<(), PlanError> {
        let instalments = planned.iter().filter(|one| one.place > 0);
        let full = instalments.map(|one| one.amount).max().unwrap_or(more);
        while more.is_positive() {
            let is_at_end = planned.len() >= GROWN_MAX;
            match planned.last_mut() {
                Some(last) if last.place > 0 && (last.amount < full || is_at_end) => {
                    let room = if is_at_end {
                        more
                    } else {
                        full.minus(last.amount)?
                    };
                    let part = room.min(more);
                    last.amount = last.amount.plus(part)?;
                    more = more.minus(part)?;
                }
                last => {
                    let place = last.map_or(1, |last| last.place.saturating_add(1));
                    let amount = full.min(more);
                    planned.push(self.planned(place, amount)?);
                    more = more.minus(amount)?;
                }
            }
        }
        Ok(())
    }
}

fn shorten(planned: &mut Vec<Planned>, mut less: Money) -> Result<(), MoneyError> {
    while less.is_positive() {
        let Some(mut last) = planned.pop() else {
            break;
        };
        let part = last.amount.min(less);
        less = less.minus(part)?;
        last.amount = last.amount.minus(part)?;
        if last.amount.is_positive() {
            planned.push(last);
        }
    }
    Ok(())
}
