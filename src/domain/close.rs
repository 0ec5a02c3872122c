//! The close of days and months: what was owed before, what moved, what is owed after, the drawer, and the seal over it.
//! It must not know the book, pages or the clock.
//!
//! Every account belongs to one column of the roll-forward, so that opening + charges − payments − adjustments =
//! closing follows from entries that sum to zero; nothing is left over for a row that makes it fit.

use chrono::{Datelike, Months, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::domain::money::{Money, MoneyError};

mod drawer;
pub mod seal;
mod sheet;
#[cfg(test)]
mod tests;

pub use self::drawer::{Count, Drawer, DrawerError};
pub use self::sheet::{
    AmountRow, ChargeRow, DaySheet, MonthRow, MonthSheet, PaidRow, Paper, Strip, TakenIn,
};

/// The days that one close covers, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub through: NaiveDate,
}

impl Span {
    /// Gives the days from one to another, cut where a month ends: no close covers days of two months. Empty when
    /// `from` comes after `through`.
    pub fn by_month(from: NaiveDate, through: NaiveDate) -> Vec<Self> {
        let mut spans = Vec::new();
        let mut first = from;
        while first <= through {
            let end = month_end(first).unwrap_or(through).min(through);
            spans.push(Self {
                from: first,
                through: end,
            });
            let Some(next) = end.succ_opt() else { break };
            first = next;
        }
        spans
    }

    /// Whether it is one day only.
    pub fn is_one_day(self) -> bool {
        self.from == self.through
    }
}

/// Gives the last day of the month of a day; none at the end of the calendar.
pub fn month_end(day: NaiveDate) -> Option<NaiveDate> {
    day.with_day(1)?
        .checked_add_months(Months::new(1))?
        .pred_opt()
}

/// A column of the roll-forward.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Column {
    /// What is owed to the practice, less what it holds for others.
    Receivable,
    /// What was charged.
    Charges,
    /// What was paid: cash wherever it is, less what was not paid for services.
    Payments,
    /// What was given up, or handed to a collections agency.
    Adjustments,
}

impl Column {
    /// The column of an account, by its code (`account.code`); none for a code that no account has.
    pub const fn of(account: i64) -> Option<Self> {
        Some(match account {
            10 | 20 | 70..=73 => Self::Receivable,
            30 => Self::Charges,
            40..=51 => Self::Adjustments,
            60 | 61 | 80..=82 | 90 | 91 => Self::Payments,
            _ => return None,
        })
    }
}

/// What each account comes to, or moved: its code, and debits less credits.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sums(Vec<(i64, Money)>);

impl Sums {
    /// Takes them as the book adds them up.
    pub const fn new(sums: Vec<(i64, Money)>) -> Self {
        Self(sums)
    }

    /// Debits less credits of the accounts with these codes.
    ///
    /// # Errors
    /// [`MoneyError::OutOfRange`].
    pub fn of(&self, is_one: impl Fn(i64) -> bool) -> Result<Money, MoneyError> {
        let wanted = self.0.iter().filter(|(account, _)| is_one(*account));
        Money::sum(wanted.map(|(_, sum)| *sum))
    }

    /// Each account of a column with what it comes to, as the roll-forward counts it: charges positive.
    pub fn column(&self, column: Column) -> impl Iterator<Item = (i64, Money)> + '_ {
        self.0
            .iter()
            .filter(move |(account, _)| Column::of(*account) == Some(column))
            .map(move |(account, sum)| match column {
                Column::Charges => (*account, sum.negated()),
                Column::Receivable | Column::Payments | Column::Adjustments => (*account, *sum),
            })
    }

    /// Adds a column up, as [`Sums::column`] counts it.
    ///
    /// # Errors
    /// [`MoneyError::OutOfRange`].
    pub fn total(&self, column: Column) -> Result<Money, MoneyError> {
        Money::sum(self.column(column).map(|(_, sum)| sum))
    }
}

/// The roll-forward: what was owed, what moved, what is owed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Control {
    /// Net receivable before.
    pub opening: Money,
    /// Charged, less what was taken back.
    pub charges: Money,
    /// Paid, net.
    pub payments: Money,
    /// Given up, or handed to an agency.
    pub adjustments: Money,
    /// Net receivable after.
    pub closing: Money,
}

impl Control {
    /// Makes it from what the accounts came to before and what they moved since.
    ///
    /// # Errors
    /// [`MoneyError::OutOfRange`].
    pub fn of(before: &Sums, moved: &Sums) -> Result<Self, MoneyError> {
        let opening = before.total(Column::Receivable)?;
        Ok(Self {
            opening,
            charges: moved.total(Column::Charges)?,
            payments: moved.total(Column::Payments)?,
            adjustments: moved.total(Column::Adjustments)?,
            closing: opening.plus(moved.total(Column::Receivable)?)?,
        })
    }

    /// Whether opening + charges − payments − adjustments = closing.
    pub fn proves(&self) -> bool {
        self.opening
            .plus(self.charges)
            .and_then(|sum| sum.minus(self.payments))
            .and_then(|sum| sum.minus(self.adjustments))
            .is_ok_and(|closing| closing == self.closing)
    }
}

/// What somebody says who closes days.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewClose {
    /// Money that was in the drawer before; none: what stayed in it at the close before.
    pub float: Option<Money>,
    /// What was counted in the drawer; none: nothing was counted.
    pub count: Option<Count>,
    /// Of that, what goes to the bank; none: the cash that was taken.
    pub to_bank: Option<Money>,
    /// Why more or less was counted than expected.
    pub words: String,
}

/// Why days cannot be closed or opened again.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CloseError {
    /// They are closed.
    #[error("{} is closed already", crate::domain::typed::show_date(*.0))]
    Already(NaiveDate),
    /// The day has not come.
    #[error("{} has not come yet; days are closed when they are over", crate::domain::typed::show_date(*.0))]
    Ahead(NaiveDate),
    /// Nothing was ever written.
    #[error("nothing is written in the journal yet, so there is nothing to close")]
    Empty,
    /// The day is open.
    #[error("{} is not closed, so there is nothing to open again", crate::domain::typed::show_date(*.0))]
    Open(NaiveDate),
    /// Somebody else than an owner.
    #[error("only an owner opens closed days again")]
    NotOwner,
    /// The drawer does not fit.
    #[error(transparent)]
    Drawer(#[from] DrawerError),
    /// A month with open days.
    #[error("{0} is not over, so it cannot be closed")]
    MonthAhead(String),
    /// A month that is closed.
    #[error("{0} is closed already")]
    MonthAlready(String),
    /// A month before the last that was closed.
    #[error(
        "later days are closed already; {0} is closed with its last day, or after they are opened again"
    )]
    MonthPast(String),
}
