//! How much of a service was given. It must not know prices.

use std::fmt;
use std::str::FromStr;

use rust_decimal::{Decimal, RoundingStrategy};

use super::CodeError;
use crate::domain::money::{Money, MoneyError};

/// A quantity of a service: more than zero, up to three digits after the point, at most 99,999.999 (X12 SV104).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Units {
    thousandths: u32,
}

impl Units {
    /// One unit, as most services are billed.
    pub const ONE: Self = Self { thousandths: 1000 };

    const MOST: u32 = 99_999_999;

    /// Makes a quantity from thousandths, the form in which the book keeps it.
    ///
    /// # Errors
    /// [`CodeError::UnitsZero`] or [`CodeError::UnitsLarge`].
    pub const fn from_thousandths(thousandths: u32) -> Result<Self, CodeError> {
        match thousandths {
            0 => Err(CodeError::UnitsZero),
            1..=Self::MOST => Ok(Self { thousandths }),
            _ => Err(CodeError::UnitsLarge),
        }
    }

    /// Makes a whole quantity.
    ///
    /// # Errors
    /// [`CodeError::UnitsZero`] or [`CodeError::UnitsLarge`].
    pub const fn from_count(count: u32) -> Result<Self, CodeError> {
        match count.checked_mul(1000) {
            Some(thousandths) => Self::from_thousandths(thousandths),
            None => Err(CodeError::UnitsLarge),
        }
    }

    /// Makes a quantity from a decimal.
    ///
    /// # Errors
    /// [`CodeError::UnitsZero`], [`CodeError::UnitsPrecise`] or [`CodeError::UnitsLarge`].
    pub fn from_decimal(value: Decimal) -> Result<Self, CodeError> {
        if value <= Decimal::ZERO {
            return Err(CodeError::UnitsZero);
        }
        let thousandths = value
            .checked_mul(Decimal::ONE_THOUSAND)
            .ok_or(CodeError::UnitsLarge)?;
        if !thousandths.fract().is_zero() {
            return Err(CodeError::UnitsPrecise);
        }
        u32::try_from(thousandths.trunc())
            .map_err(|_| CodeError::UnitsLarge)
            .and_then(Self::from_thousandths)
    }

    /// The quantity in thousandths.
    pub const fn thousandths(self) -> u32 {
        self.thousandths
    }

    /// The quantity as a count, when it is whole.
    pub fn whole(self) -> Option<u32> {
        self.thousandths
            .is_multiple_of(1000)
            .then(|| self.thousandths.checked_div(1000))
            .flatten()
    }

    /// The quantity as a decimal, without zeros at its end.
    pub fn to_decimal(self) -> Decimal {
        Decimal::new(i64::from(self.thousandths), 3).normalize()
    }

    /// The charge for this many at `fee` each, rounded half to even to a whole cent.
    ///
    /// # Errors
    /// [`MoneyError::OutOfRange`] when the charge does not fit.
    pub fn charge(self, fee: Money) -> Result<Money, MoneyError> {
        let charge = fee
            .to_decimal()
            .checked_mul(self.to_decimal())
            .ok_or(MoneyError::OutOfRange)?;
        Money::from_decimal(charge.round_dp_with_strategy(2, RoundingStrategy::MidpointNearestEven))
    }
}

/// Digits and, only where needed, a point: `1`, `2.5`.
impl fmt::Display for Units {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.to_decimal().to_string())
    }
}

impl FromStr for Units {
    type Err = CodeError;

    fn from_str(text: &str) -> Result<Self, CodeError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(CodeError::Missing("a number of units"));
        }
        let unsigned = text.strip_prefix('-').unwrap_or(text);
        let (whole, part) = unsigned.split_once('.').unwrap_or((unsigned, ""));
        let whole = whole.replace(',', "");
        let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
        if (whole.is_empty() && part.is_empty()) || !digits(&whole) || !digits(part) {
            return Err(CodeError::UnitsShape);
        }
        let part = part.trim_end_matches('0');
        if text.starts_with('-') {
            return Err(CodeError::UnitsZero);
        }
        if part.len() > 3 {
            return Err(CodeError::UnitsPrecise);
        }
        format!("{whole}{part:0<3}")
            .parse()
            .map_err(|_| CodeError::UnitsLarge)
            .and_then(Self::from_thousandths)
    }
}

impl serde::Serialize for Units {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
read_from_text!(Units);
