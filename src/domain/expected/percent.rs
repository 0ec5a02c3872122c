//! A percent of a contract. It must not know what it is of.

use std::fmt;
use std::str::FromStr;

use rust_decimal::Decimal;
use serde::{Serialize, Serializer};

use crate::domain::money::{Money, MoneyError};

/// A percent with at most two digits after the point, above zero and at most 1,000.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Percent {
    hundredths: u32,
}

/// Why text or a number is no such percent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PercentError {
    /// Not written as one.
    #[error("a percent is a number as 110 or 112.5, with at most two digits after the point")]
    NotANumber,
    /// Nothing, or beyond what anybody agrees to.
    #[error("a percent is above 0 and at most 1000")]
    OutOfRange,
}

impl Percent {
    const MOST: u32 = 100_000;

    /// Makes a percent from hundredths of one, the form in which the book keeps it: 110 % is 11,000.
    ///
    /// # Errors
    /// [`PercentError::OutOfRange`].
    pub const fn from_hundredths(hundredths: u32) -> Result<Self, PercentError> {
        match hundredths {
            1..=Self::MOST => Ok(Self { hundredths }),
            _ => Err(PercentError::OutOfRange),
        }
    }

    /// The percent in hundredths of one.
    pub const fn hundredths(self) -> u32 {
        self.hundredths
    }

    fn decimal(self) -> Decimal {
        Decimal::new(i64::from(self.hundredths), 2)
    }

    /// That part of an amount, rounded half to even to a whole cent.
    ///
    /// # Errors
    /// [`MoneyError::OutOfRange`].
    pub fn of(self, base: Money) -> Result<Money, MoneyError> {
        base.percent(self.decimal())
    }

    /// Whether that part of an amount is whole cents before any rounding.
    pub fn is_exact_of(self, base: Money) -> bool {
        i128::from(base.cents())
            .checked_mul(i128::from(self.hundredths))
            .is_some_and(|product| product.checked_rem(10_000) == Some(0))
    }
}

/// As `110 %`, `112.5 %`.
impl fmt::Display for Percent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} %", self.decimal().normalize())
    }
}

impl FromStr for Percent {
    type Err = PercentError;

    fn from_str(text: &str) -> Result<Self, PercentError> {
        let number = text.trim().trim_end_matches('%').trim_end();
        let decimal = Decimal::from_str(number).map_err(|_| PercentError::NotANumber)?;
        let hundredths = decimal
            .checked_mul(Decimal::ONE_HUNDRED)
            .ok_or(PercentError::OutOfRange)?;
        if !hundredths.fract().is_zero() {
            return Err(PercentError::NotANumber);
        }
        u32::try_from(hundredths.trunc())
            .map_err(|_| PercentError::OutOfRange)
            .and_then(Self::from_hundredths)
    }
}

impl Serialize for Percent {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.decimal().normalize().to_string().serialize(serializer)
    }
}
