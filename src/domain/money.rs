//! Money in whole cents: parse it, add it, split it without losing a cent, show it.
//!
//! No floating point comes near it. Percentages and X12 amounts pass through [`Decimal`] and come back rounded
//! only where a caller names the rounding.

use std::fmt;
use std::str::FromStr;

use rust_decimal::{Decimal, RoundingStrategy};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// An amount of US dollars in whole cents, at most ten billion dollars either way.
///
/// The bound leaves room to add nine thousand such amounts before an `i64` could overflow, and every operation
/// still checks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Money(i64);

/// Why text or a number is not money.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MoneyError {
    /// Nothing was given.
    #[error("an amount is missing")]
    Empty,
    /// A character that cannot stand in an amount.
    #[error("an amount has only digits and a point, as 43.17")]
    NotANumber,
    /// More than two digits after the point.
    #[error("an amount has at most two digits after the point")]
    TooPrecise,
    /// Beyond what a book can hold.
    #[error("the amount is too large")]
    OutOfRange,
    /// A negative amount where only a positive one makes sense.
    #[error("the amount must not be negative")]
    Negative,
    /// Zero where an amount is needed.
    #[error("the amount must be more than zero")]
    Zero,
}

const MAX_CENTS: i64 = 1_000_000_000_000;

impl Money {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// Makes an amount from whole cents.
    ///
    /// # Errors
    /// [`MoneyError::OutOfRange`] beyond ten billion dollars.
    pub const fn from_cents(cents: i64) -> Result<Self, MoneyError> {
        if cents > MAX_CENTS || cents < -MAX_CENTS {
            Err(MoneyError::OutOfRange)
        } else {
            Ok(Self(cents))
        }
    }

    /// The amount in whole cents.
    pub const fn cents(self) -> i64 {
        self.0
    }

    /// Whether it is exactly nothing.
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// Whether it is below nothing.
    pub const fn is_negative(self) -> bool {
        self.0 < 0
    }

    /// Whether it is above nothing.
    pub const fn is_positive(self) -> bool {
        self.0 > 0
    }

    /// Adds.
    ///
    /// # Errors
    /// [`MoneyError::OutOfRange`] when the sum does not fit.
    pub fn plus(self, other: Self) -> Result<Self, MoneyError> {
        self.0
            .checked_add(other.0)
            .ok_or(MoneyError::OutOfRange)
            .and_then(Self::from_cents)
    }

    /// Subtracts.
    ///
    /// # Errors
    /// [`MoneyError::OutOfRange`] when the difference does not fit.
    pub fn minus(self, other: Self) -> Result<Self, MoneyError> {
        self.0
            .checked_sub(other.0)
            .ok_or(MoneyError::OutOfRange)
            .and_then(Self::from_cents)
    }

    /// The same amount with the other sign. The range is symmetric, so this cannot fail.
    #[must_use]
    pub const fn negated(self) -> Self {
        Self(self.0.saturating_neg())
    }

    /// The amount without its sign.
    #[must_use]
    pub const fn abs(self) -> Self {
        Self(self.0.saturating_abs())
    }

    /// Multiplies by a count, as units by a fee.
    ///
    /// # Errors
    /// [`MoneyError::OutOfRange`] when the product does not fit.
    pub fn times(self, count: u32) -> Result<Self, MoneyError> {
        self.0
            .checked_mul(i64::from(count))
            .ok_or(MoneyError::OutOfRange)
            .and_then(Self::from_cents)
    }

    /// Adds all of them.
    ///
    /// # Errors
    /// [`MoneyError::OutOfRange`] when a running sum does not fit.
    pub fn sum<I: IntoIterator<Item = Self>>(amounts: I) -> Result<Self, MoneyError> {
        amounts.into_iter().try_fold(Self::ZERO, Self::plus)
    }

    /// The part that `percent` of it is, rounded half to even to a whole cent (20 % of 86.03 is 17.21).
    ///
    /// # Errors
    /// [`MoneyError::OutOfRange`] when the part does not fit.
    pub fn percent(self, percent: Decimal) -> Result<Self, MoneyError> {
        let part = self
            .to_decimal()
            .checked_mul(percent)
            .and_then(|p| p.checked_div(Decimal::ONE_HUNDRED))
            .ok_or(MoneyError::OutOfRange)?;
        Self::from_decimal(part.round_dp_with_strategy(2, RoundingStrategy::MidpointNearestEven))
    }

    /// Splits into `parts` amounts that differ by at most a cent and add up to the whole; the larger come first.
    /// Zero parts give nothing.
    pub fn split(self, parts: u32) -> Vec<Self> {
        let count = i64::from(parts);
        let (Some(each), Some(over)) = (self.0.checked_div(count), self.0.checked_rem(count))
        else {
            return Vec::new();
        };
        let step = over.signum();
        (0..count)
            .map(|n| Self(each.saturating_add(if n < over.abs() { step } else { 0 })))
            .collect()
    }

    /// The same amount as a decimal with two places.
    pub fn to_decimal(self) -> Decimal {
        Decimal::new(self.0, 2)
    }

    /// Makes an amount from a decimal, which must be whole cents already.
    ///
    /// # Errors
    /// [`MoneyError::TooPrecise`] when there is a fraction of a cent, [`MoneyError::OutOfRange`] when too large.
    pub fn from_decimal(value: Decimal) -> Result<Self, MoneyError> {
        let cents = value
            .checked_mul(Decimal::ONE_HUNDRED)
            .ok_or(MoneyError::OutOfRange)?;
        if !cents.fract().is_zero() {
            return Err(MoneyError::TooPrecise);
        }
        i64::try_from(cents.trunc())
            .map_err(|_| MoneyError::OutOfRange)
            .and_then(Self::from_cents)
    }

    /// The amount as X12 and JSON want it: digits, a point and two digits, `-` in front when negative.
    pub fn plain(self) -> String {
        let sign = if self.0 < 0 { "-" } else { "" };
        let cents = self.0.unsigned_abs();
        format!(
            "{sign}{}.{:02}",
            cents.checked_div(100).unwrap_or(0),
            cents.checked_rem(100).unwrap_or(0)
        )
    }

    /// Gives the amount back if it is above nothing.
    ///
    /// # Errors
    /// [`MoneyError::Negative`] or [`MoneyError::Zero`].
    pub const fn positive(self) -> Result<Self, MoneyError> {
        if self.0 < 0 {
            Err(MoneyError::Negative)
        } else if self.0 == 0 {
            Err(MoneyError::Zero)
        } else {
            Ok(self)
        }
    }

    /// Gives the amount back if it is nothing or more.
    ///
    /// # Errors
    /// [`MoneyError::Negative`].
    pub const fn not_negative(self) -> Result<Self, MoneyError> {
        if self.0 < 0 {
            Err(MoneyError::Negative)
        } else {
            Ok(self)
        }
    }
}

/// Thousands are set apart with commas: `1,284.00`, `-5.00`.
impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plain = self.plain();
        let (sign, digits) = plain
            .strip_prefix('-')
            .map_or(("", plain.as_str()), |rest| ("-", rest));
        let (whole, cents) = digits.split_once('.').unwrap_or((digits, "00"));
        let mut grouped = String::with_capacity(plain.len().saturating_add(4));
        for (place, digit) in whole.chars().enumerate() {
            if place > 0 && whole.len().saturating_sub(place).is_multiple_of(3) {
                grouped.push(',');
            }
            grouped.push(digit);
        }
        f.pad(&format!("{sign}{grouped}.{cents}"))
    }
}

/// Reads what a biller types: `43`, `43.1`, `43.17`, `$1,284.00`, `-5`, `(12.00)`.
impl FromStr for Money {
    type Err = MoneyError;

    fn from_str(text: &str) -> Result<Self, MoneyError> {
        let text = text.trim();
        let (text, negative) = match text.strip_prefix('(').and_then(|t| t.strip_suffix(')')) {
            Some(inner) => (inner, true),
            None => text
                .strip_prefix('-')
                .map_or((text, false), |rest| (rest, true)),
        };
        let text = text.strip_prefix('$').unwrap_or(text);
        if text.is_empty() {
            return Err(MoneyError::Empty);
        }
        let (whole, cents) = text.split_once('.').unwrap_or((text, ""));
        let whole = whole.replace(',', "");
        if (whole.is_empty() && cents.is_empty())
            || !whole
                .chars()
                .chain(cents.chars())
                .all(|c| c.is_ascii_digit())
        {
            return Err(MoneyError::NotANumber);
        }
        if cents.len() > 2 {
            return Err(MoneyError::TooPrecise);
        }
        let number: i64 = format!("{whole}{cents:0<2}")
            .parse()
            .map_err(|_| MoneyError::OutOfRange)?;
        Self::from_cents(if negative {
            number.saturating_neg()
        } else {
            number
        })
    }
}

impl Serialize for Money {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.plain())
    }
}

impl<'de> Deserialize<'de> for Money {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cents(n: i64) -> Money {
        Money::from_cents(n).unwrap()
    }

    #[test]
    fn a_biller_may_type_money_in_many_ways() {
        for (typed, want) in [
            ("43", 4300),
            ("43.1", 4310),
            ("43.17", 4317),
            ("$1,284.00", 128_400),
            ("-5", -500),
            ("(12.00)", -1200),
            (".50", 50),
            ("7.", 700),
        ] {
            assert_eq!(typed.parse::<Money>(), Ok(cents(want)), "{typed}");
        }
    }

    #[test]
    fn what_is_not_money_is_refused_with_the_reason() {
        for (typed, want) in [
            ("", MoneyError::Empty),
            ("$", MoneyError::Empty),
            ("abc", MoneyError::NotANumber),
            ("1.2.3", MoneyError::NotANumber),
            (".", MoneyError::NotANumber),
            ("--5", MoneyError::NotANumber),
            ("1e3", MoneyError::NotANumber),
            ("٣", MoneyError::NotANumber),
            ("1.005", MoneyError::TooPrecise),
            ("99999999999999999999", MoneyError::OutOfRange),
            ("20000000000", MoneyError::OutOfRange),
        ] {
            assert_eq!(typed.parse::<Money>(), Err(want), "{typed}");
        }
    }

    #[test]
    fn it_shows_commas_and_both_cents() {
        assert_eq!(cents(128_400).to_string(), "1,284.00");
        assert_eq!(cents(123_456_789).to_string(), "1,234,567.89");
        assert_eq!(cents(-5).to_string(), "-0.05");
        assert_eq!(cents(-5).plain(), "-0.05");
    }

    #[test]
    fn half_cents_round_to_even_and_only_there() {
        let twenty = Decimal::from(20);
        assert_eq!(cents(8603).percent(twenty), Ok(cents(1721)));
        assert_eq!(cents(25).percent(Decimal::TEN), Ok(cents(2)));
        assert_eq!(cents(35).percent(Decimal::TEN), Ok(cents(4)));
        assert_eq!(
            Money::from_decimal(Decimal::new(1, 3)),
            Err(MoneyError::TooPrecise)
        );
    }

    proptest::proptest! {
        #[test]
        fn what_it_shows_it_reads_back(n in -MAX_CENTS..=MAX_CENTS) {
            proptest::prop_assert_eq!(cents(n).to_string().parse(), Ok(cents(n)));
            proptest::prop_assert_eq!(cents(n).plain().parse(), Ok(cents(n)));
            proptest::prop_assert_eq!(Money::from_decimal(cents(n).to_decimal()), Ok(cents(n)));
        }

        #[test]
        fn a_split_loses_no_cent(n in -MAX_CENTS..=MAX_CENTS, parts in 1u32..60) {
            let split = cents(n).split(parts);
            proptest::prop_assert_eq!(split.len(), usize::try_from(parts).unwrap());
            proptest::prop_assert_eq!(Money::sum(split.iter().copied()), Ok(cents(n)));
            let (low, high) = (split.iter().min().unwrap(), split.iter().max().unwrap());
            proptest::prop_assert!(high.cents() - low.cents() <= 1);
        }

        #[test]
        fn no_text_makes_it_panic(text in ".*") {
            let _ = text.parse::<Money>();
        }
    }
}
