//! The cash drawer at a close: the float, what came in, what was counted and what goes to the bank.

use serde::{Deserialize, Serialize};

use crate::domain::money::{Money, MoneyError};

/// What was counted in the drawer: notes and coins by their worth.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Count(Vec<(i64, u32)>);

impl Count {
    /// What notes and coins are worth, in cents, the largest first.
    pub const WORTHS: [i64; 12] = [10_000, 5_000, 2_000, 1_000, 500, 200, 100, 50, 25, 10, 5, 1];

    /// Takes what was counted: worth in cents and how many. What was counted twice is added up.
    ///
    /// # Errors
    /// [`DrawerError::Worth`] for a worth that no note or coin has.
    pub fn new(pieces: impl IntoIterator<Item = (i64, u32)>) -> Result<Self, DrawerError> {
        let mut count: Vec<(i64, u32)> = Vec::new();
        for (worth, number) in pieces {
            if !Self::WORTHS.contains(&worth) {
                return Err(DrawerError::Worth);
            }
            match count.iter_mut().find(|(known, _)| *known == worth) {
                Some((_, sum)) => *sum = sum.saturating_add(number),
                None => count.push((worth, number)),
            }
        }
        count.retain(|(_, number)| *number > 0);
        count.sort_unstable_by_key(|(worth, _)| std::cmp::Reverse(*worth));
        Ok(Self(count))
    }

    /// Reads `4x20 1x10 3x0.25`: how many of which worth, with blanks or commas between.
    ///
    /// # Errors
    /// [`DrawerError::Spelling`], [`DrawerError::Worth`].
    pub fn parse(text: &str) -> Result<Self, DrawerError> {
        let parts = text.split([' ', ',']).filter(|part| !part.is_empty());
        let pieces: Result<Vec<(i64, u32)>, DrawerError> = parts
            .map(|part| {
                let (number, worth) = part
                    .split_once(['x', 'X', '×'])
                    .ok_or(DrawerError::Spelling)?;
                let number = number.trim().parse().map_err(|_| DrawerError::Spelling)?;
                let worth: Money = worth.trim().parse().map_err(|_| DrawerError::Spelling)?;
                Ok((worth.cents(), number))
            })
            .collect();
        Self::new(pieces?)
    }

    /// Worth in cents and how many, the largest first.
    pub fn pieces(&self) -> &[(i64, u32)] {
        &self.0
    }

    /// What all of it is worth.
    ///
    /// # Errors
    /// [`MoneyError::OutOfRange`].
    pub fn total(&self) -> Result<Money, MoneyError> {
        self.0.iter().try_fold(Money::ZERO, |sum, (worth, number)| {
            sum.plus(Money::from_cents(*worth)?.times(*number)?)
        })
    }
}

/// `4 × 20, 1 × 10`
impl std::fmt::Display for Count {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (place, (worth, number)) in self.0.iter().enumerate() {
            let comma = if place == 0 { "" } else { ", " };
            let worth = Money::from_cents(*worth).map_err(|_| std::fmt::Error)?;
            let worth = worth.plain();
            write!(
                f,
                "{comma}{number} × {}",
                worth.strip_suffix(".00").unwrap_or(&worth)
            )?;
        }
        Ok(())
    }
}

/// The drawer at a close.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Drawer {
    /// In it before.
    pub float: Money,
    /// Cash taken, less what was given back.
    pub cash_in: Money,
    /// What was counted; none: nothing was.
    pub count: Option<Count>,
    /// Of that, what goes to the bank.
    pub to_bank: Money,
    /// Why more or less was counted than expected.
    pub words: String,
}

/// Why a drawer does not fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DrawerError {
    /// Not how a count is written.
    #[error("a count is written as 4x20 1x10 3x0.25: how many of which worth")]
    Spelling,
    /// No such note or coin.
    #[error("there is no note or coin of that worth")]
    Worth,
    /// More or less than expected, without a word.
    #[error("{counted} was counted where {expected} is expected; say why, or count again")]
    Unexplained {
        /// What was counted.
        counted: Money,
        /// What should be there.
        expected: Money,
    },
    /// More is to go to the bank than is there.
    #[error("{to_bank} cannot go to the bank out of a drawer of {there}")]
    TooMuchToBank {
        /// What is to go.
        to_bank: Money,
        /// What is there.
        there: Money,
    },
    /// An amount does not fit.
    #[error(transparent)]
    Money(#[from] MoneyError),
}

impl Drawer {
    /// What should be in it: the float and what came in.
    ///
    /// # Errors
    /// [`MoneyError::OutOfRange`].
    pub fn expected(&self) -> Result<Money, MoneyError> {
        self.float.plus(self.cash_in)
    }

    /// What was counted; none when nothing was.
    ///
    /// # Errors
    /// [`MoneyError::OutOfRange`].
    pub fn counted(&self) -> Result<Option<Money>, MoneyError> {
        self.count.as_ref().map(Count::total).transpose()
    }

    /// How much more was counted than expected, negative when less; none when nothing was counted.
    ///
    /// # Errors
    /// [`MoneyError::OutOfRange`].
    pub fn difference(&self) -> Result<Option<Money>, MoneyError> {
        let expected = self.expected()?;
        let counted = self.counted()?;
        counted.map(|counted| counted.minus(expected)).transpose()
    }

    /// What stays in it for the next day.
    ///
    /// # Errors
    /// [`MoneyError::OutOfRange`].
    pub fn stays(&self) -> Result<Money, MoneyError> {
        let there = match self.counted()? {
            Some(counted) => counted,
            None => self.expected()?,
        };
        there.minus(self.to_bank)
    }

    /// Checks that a difference is explained, and that no more goes to the bank than is there.
    ///
    /// # Errors
    /// [`DrawerError::Unexplained`], [`DrawerError::TooMuchToBank`], [`DrawerError::Money`].
    pub fn check(&self) -> Result<(), DrawerError> {
        let _float = self.float.not_negative()?;
        if let (Some(counted), Some(difference)) = (self.counted()?, self.difference()?)
            && !difference.is_zero()
            && self.words.trim().is_empty()
        {
            return Err(DrawerError::Unexplained {
                counted,
                expected: self.expected()?,
            });
        }
        let stays = self.stays()?;
        if stays.is_negative() && self.to_bank.is_positive() {
            return Err(DrawerError::TooMuchToBank {
                to_bank: self.to_bank,
                there: stays.plus(self.to_bank)?,
            });
        }
        Ok(())
    }
}
