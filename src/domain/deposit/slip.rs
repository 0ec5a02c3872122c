//! What a deposit slip says, as data: cash by total, each check, proven before a page is drawn. It must not know pages.

use chrono::NaiveDate;

use super::{Deposit, Kind, Means, deposit_number};
use crate::domain::letterhead::Letterhead;
use crate::domain::money::{Money, MoneyError};

/// A slip that adds up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slip {
    /// Who deposits.
    pub practice: Letterhead,
    /// To which account, by name.
    pub bank: String,
    /// The end of its number.
    pub last_four: String,
    /// The deposit's number: `D-00041`.
    pub number: String,
    /// The day.
    pub on: NaiveDate,
    /// Bag number, empty when there is none.
    pub bag: String,
    /// Who made it up.
    pub made_by: String,
    /// Notes and coin, in all.
    pub cash: Money,
    /// The checks, in the order of the deposit.
    pub checks: Vec<Check>,
    /// The checks in all.
    pub checks_total: Money,
    /// Cash and checks.
    pub total: Money,
}

/// One check on a slip.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// Its number.
    pub number: String,
    /// From whom.
    pub from: String,
    /// How much.
    pub amount: Money,
}

/// Why no slip can be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SlipError {
    /// Electronic money has no slip.
    #[error("only cash and checks go to the bank on a slip")]
    NotPaper,
    /// The parts are not the whole.
    #[error("the parts of the deposit come to {parts}, the deposit to {whole}")]
    Off {
        /// Cash and checks.
        parts: Money,
        /// The deposit's amount.
        whole: Money,
    },
    /// An amount does not fit.
    #[error(transparent)]
    Money(#[from] MoneyError),
}

impl Slip {
    /// Makes the slip of a deposit.
    ///
    /// # Errors
    /// [`SlipError`].
    pub fn of(deposit: &Deposit, practice: Letterhead) -> Result<Self, SlipError> {
        if deposit.row.kind != Kind::Slip {
            return Err(SlipError::NotPaper);
        }
        let (cash, checks): (Vec<_>, Vec<_>) = deposit
            .contents
            .iter()
            .partition(|part| part.means == Means::Cash);
        let cash = Money::sum(cash.iter().map(|part| part.amount))?;
        let checks_total = Money::sum(checks.iter().map(|part| part.amount))?;
        let total = cash.plus(checks_total)?;
        if total != deposit.row.amount {
            return Err(SlipError::Off {
                parts: total,
                whole: deposit.row.amount,
            });
        }
        Ok(Self {
            practice,
            bank: deposit.row.bank_name.clone(),
            last_four: deposit.row.last_four.clone(),
            number: deposit_number(deposit.row.id),
            on: deposit.row.on,
            bag: deposit.row.reference.clone(),
            made_by: deposit.made_by.clone(),
            cash,
            checks: checks
                .into_iter()
                .map(|part| Check {
                    number: part.reference.clone(),
                    from: part.from.clone(),
                    amount: part.amount,
                })
                .collect(),
            checks_total,
            total,
        })
    }
}
