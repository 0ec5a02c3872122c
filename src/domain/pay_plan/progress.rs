//! How a plan stands on a day: what was paid toward its services since it was agreed, and which instalments that covers.
//! It must not know how the journal is kept.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use serde::Serialize;

use super::{Covered, MissedRules, PlanError, Planned, Version};
use crate::domain::id::ChargeLineId;
use crate::domain::money::{Money, MoneyError};

/// What one entry did to what the guarantor owes for one service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Movement {
    /// The day it counts for.
    pub on: NaiveDate,
    /// The service.
    pub line: ChargeLineId,
    /// Paid by the guarantor, less what was taken back.
    pub paid: Money,
    /// Owed more for any other cause; less is below zero.
    pub more: Money,
}

impl Movement {
    /// What of it is paid on the plan. A copay that an entry makes the guarantor's and takes at once is no instalment.
    fn toward_plan(&self) -> Result<Money, MoneyError> {
        if self.paid.is_positive() && self.more.is_positive() {
            self.paid.minus(self.paid.min(self.more))
        } else if self.paid.is_negative() && self.more.is_negative() {
            self.paid.minus(self.paid.max(self.more))
        } else {
            Ok(self.paid)
        }
    }
}

/// What became of one payment of the schedule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Reached {
    /// Paid.
    Paid,
    /// Its days are over and it is not paid, or not wholly.
    Missed,
    /// Due, and may still come.
    Due,
    /// Not due yet, and paid in part.
    Part,
    /// Not due yet.
    Ahead,
}

impl Reached {
    /// In a word.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Paid => "Paid",
            Self::Missed => "Missed",
            Self::Due => "Due",
            Self::Part => "Part paid",
            Self::Ahead => "Ahead",
        }
    }
}

/// One payment of the schedule, with what became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Instalment {
    /// 0 for the down payment, instalments from 1.
    pub place: u32,
    /// When it is due.
    pub on: NaiveDate,
    /// How much.
    pub amount: Money,
    /// What is left of the plan after it.
    pub left: Money,
    /// What of it was paid.
    pub paid: Money,
    /// The day on which it was paid wholly.
    pub paid_on: Option<NaiveDate>,
    /// What became of it.
    pub reached: Reached,
}

/// How a plan stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// So much was missed that it keeps nothing out of collection any more.
    Default,
    /// So much was missed that the guarantor is to be reminded.
    Remind,
    /// Something was missed.
    Behind,
    /// Everything that was due is paid, or may still come.
    OnTime,
    /// Nothing is owed for its services.
    PaidOff,
    /// It was ended or called off.
    Closed,
}

impl Standing {
    /// Whether it keeps its services out of statements and collection.
    pub const fn is_live(self) -> bool {
        matches!(self, Self::Remind | Self::Behind | Self::OnTime)
    }

    /// In words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Default => "In default",
            Self::Remind => "To remind",
            Self::Behind => "Behind",
            Self::OnTime => "On time",
            Self::PaidOff => "Paid off",
            Self::Closed => "Closed",
        }
    }
}

/// A plan on a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Progress {
    /// The day.
    pub on: NaiveDate,
    /// How it stands.
    pub standing: Standing,
    /// Each payment of the schedule as it is now; they come to what was paid and what is open.
    pub instalments: Vec<Instalment>,
    /// Paid toward the plan since this version was agreed.
    pub paid: Money,
    /// Still owed for its services.
    pub open: Money,
    /// Due by the day and not paid.
    pub due: Money,
    /// Of that, what is past its days of grace.
    pub overdue: Money,
    /// How many instalments were missed and are still not paid.
    pub missed: u32,
    /// The next payment that is not wholly paid and not yet due, and what is left of it.
    pub next: Option<(NaiveDate, Money)>,
    /// The services it covers on the day, with what is owed for each.
    pub lines: BTreeMap<ChargeLineId, Money>,
}

impl Progress {
    /// Works out how a version stands on a day. `joined` are services it came to follow, with what was owed for them
    /// when it was agreed; `movements` is what the journal holds for all of them since, in its order.
    ///
    /// # Errors
    /// [`PlanError`] when an amount does not fit.
    pub fn of(
        version: &Version,
        joined: &[Covered],
        movements: &[Movement],
        is_closed: bool,
        day: NaiveDate,
    ) -> Result<Self, PlanError> {
        let mut lines: BTreeMap<ChargeLineId, Money> = BTreeMap::new();
        for covered in version.covers.iter().chain(joined) {
            let _before = lines.insert(covered.line, covered.owed);
        }
        let mut days: Vec<(NaiveDate, Money)> = Vec::new();
        for movement in movements.iter().filter(|movement| movement.on <= day) {
            if let Some(owed) = lines.get_mut(&movement.line) {
                *owed = owed.plus(movement.more)?.minus(movement.paid)?;
                days.push((movement.on, movement.toward_plan()?));
            }
        }
        // A payment may be written down later than the day it counts for.
        days.sort_by_key(|(on, _)| *on);
        for owed in lines.values_mut() {
            *owed = (*owed).max(Money::ZERO);
        }
        let open = Money::sum(lines.values().copied())?;
        let paid = Money::sum(days.iter().map(|(_, paid)| *paid))?.max(Money::ZERO);
        let planned = version
            .terms
            .fitted(version.schedule()?, paid.plus(open)?)?;
        let instalments = reached(&planned, paid, &days, version.rules, day)?;
        Self::summed(
            instalments,
            (paid, open),
            lines,
            version.rules,
            (is_closed, day),
        )
    }

    fn summed(
        instalments: Vec<Instalment>,
        (paid, open): (Money, Money),
        lines: BTreeMap<ChargeLineId, Money>,
        rules: MissedRules,
        (is_closed, day): (bool, NaiveDate),
    ) -> Result<Self, PlanError> {
        let unpaid = |wanted: &dyn Fn(&Instalment) -> bool| {
            let of_them = instalments.iter().filter(|one| wanted(one));
            of_them
                .map(|one| one.amount.minus(one.paid))
                .try_fold(Money::ZERO, |sum, left| -> Result<Money, MoneyError> {
                    sum.plus(left?)
                })
        };
        let due = unpaid(&|one| one.on <= day)?;
        let overdue = unpaid(&|one| one.reached == Reached::Missed)?;
        let missed = instalments
            .iter()
            .filter(|one| one.reached == Reached::Missed)
            .count();
        let missed = u32::try_from(missed).unwrap_or(u32::MAX);
        let next = instalments
            .iter()
            .find(|one| one.on > day && one.paid < one.amount)
            .map(|one| Ok::<_, MoneyError>((one.on, one.amount.minus(one.paid)?)))
            .transpose()?;
        let standing = match () {
            () if is_closed => Standing::Closed,
            () if open.is_zero() => Standing::PaidOff,
            () if missed >= rules.default_after => Standing::Default,
            () if missed >= rules.remind_after => Standing::Remind,
            () if missed > 0 => Standing::Behind,
            () => Standing::OnTime,
        };
        Ok(Self {
            on: day,
            standing,
            instalments,
            paid,
            open,
            due,
            overdue,
            missed,
            next,
            lines,
        })
    }
}

/// Puts what was paid on the payments of a schedule, the earliest first.
fn reached(
    planned: &[Planned],
    paid: Money,
    days: &[(NaiveDate, Money)],
    rules: MissedRules,
    day: NaiveDate,
) -> Result<Vec<Instalment>, MoneyError> {
    let total = Money::sum(planned.iter().map(|one| one.amount))?;
    let (mut upto, mut left) = (Money::ZERO, paid);
    let mut instalments = Vec::with_capacity(planned.len());
    for one in planned {
        upto = upto.plus(one.amount)?;
        let part = left.min(one.amount);
        left = left.minus(part)?;
        let grace = Days::new(rules.grace_days.into());
        let last_day = one.on.checked_add_days(grace).unwrap_or(one.on);
        let reached = match () {
            () if part >= one.amount => Reached::Paid,
            () if last_day < day => Reached::Missed,
            () if one.on <= day => Reached::Due,
            () if part.is_positive() => Reached::Part,
            () => Reached::Ahead,
        };
        instalments.push(Instalment {
            place: one.place,
            on: one.on,
            amount: one.amount,
            left: total.minus(upto)?,
            paid: part,
            paid_on: if reached == Reached::Paid {
                day_of(days, upto)?
            } else {
                None
            },
            reached,
        });
    }
    Ok(instalments)
}

/// The day on which what was paid came to an amount and did not fall below it again.
fn day_of(days: &[(NaiveDate, Money)], amount: Money) -> Result<Option<NaiveDate>, MoneyError> {
    let (mut sum, mut since) = (Money::ZERO, None);
    for (on, paid) in days {
        sum = sum.plus(*paid)?;
        since = if sum >= amount {
            since.or(Some(*on))
        } else {
            None
        };
    }
    Ok(since)
}
