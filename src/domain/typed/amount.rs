//! Amounts as typed, with `+ - * /` and parentheses. It must not know any widget.

use rust_decimal::{Decimal, RoundingStrategy};

use crate::domain::money::{Money, MoneyError};

/// Why a typed amount cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AmountError {
    /// The text is not an amount, or the result is not one a book can hold.
    #[error(transparent)]
    Money(#[from] MoneyError),
    /// The sum is not complete, as `16.99*`.
    #[error("the sum is not finished")]
    Unfinished,
    /// A parenthesis has no partner.
    #[error("a parenthesis has no partner")]
    Parenthesis,
    /// Something was divided by zero.
    #[error("an amount cannot be divided by zero")]
    DividedByZero,
    /// Longer or more deeply nested than anyone types.
    #[error("the sum is too long")]
    TooLong,
}

/// Reads an amount: `43`, `43.17`, `$1,284.00`, `-5`, `(12.00)`, or a sum such as `16.99*2` or `(185+18)/2`.
///
/// Plain amounts and sums of `+` and `-` stay exact and must be whole cents. Where `*` or `/` was used the result is
/// rounded once, at the end, half away from zero to a whole cent. A lone amount in parentheses is negative, as in a
/// ledger; parentheses within a sum only group.
///
/// # Errors
/// [`AmountError`], in words that can stand under the field.
pub fn amount(text: &str) -> Result<Money, AmountError> {
    let text = text.trim();
    match text.parse::<Money>() {
        Ok(money) => return Ok(money),
        Err(MoneyError::NotANumber) => {}
        Err(other) => return Err(other.into()),
    }
    if text.chars().count() > LONGEST {
        return Err(AmountError::TooLong);
    }
    let mut sum = Sum {
        rest: text,
        scaled: false,
        depth: 0,
    };
    let value = sum.terms()?;
    match sum.peek() {
        None => {}
        Some(')') => return Err(AmountError::Parenthesis),
        Some(_) => return Err(MoneyError::NotANumber.into()),
    }
    let value = if sum.scaled {
        value.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero)
    } else {
        value
    };
    Ok(Money::from_decimal(value)?)
}

const LONGEST: usize = 80;
const DEEPEST: u8 = 16;

/// A sum being read from the left.
struct Sum<'a> {
    rest: &'a str,
    scaled: bool,
    depth: u8,
}

impl Sum<'_> {
    fn terms(&mut self) -> Result<Decimal, AmountError> {
        let mut total = self.factors()?;
        loop {
            if self.take('+') {
                total = within(total.checked_add(self.factors()?))?;
            } else if self.take('-') {
                total = within(total.checked_sub(self.factors()?))?;
            } else {
                return Ok(total);
            }
        }
    }

    fn factors(&mut self) -> Result<Decimal, AmountError> {
        let mut product = self.value()?;
        loop {
            if self.take('*') || self.take('×') || self.take('x') {
                product = within(product.checked_mul(self.value()?))?;
            } else if self.take('/') || self.take('÷') {
                let by = self.value()?;
                if by.is_zero() {
                    return Err(AmountError::DividedByZero);
                }
                product = within(product.checked_div(by))?;
            } else {
                return Ok(product);
            }
            self.scaled = true;
        }
    }

    fn value(&mut self) -> Result<Decimal, AmountError> {
        if self.take('-') {
            return self
                .deeper(Self::value)
                .map(|value| Decimal::ZERO.saturating_sub(value));
        }
        if self.take('(') {
            let inner = self.deeper(Self::terms)?;
            return match self.peek() {
                Some(')') => {
                    let _ = self.take(')');
                    Ok(inner)
                }
                _ => Err(AmountError::Parenthesis),
            };
        }
        self.number()
    }

    fn deeper(
        &mut self,
        read: impl FnOnce(&mut Self) -> Result<Decimal, AmountError>,
    ) -> Result<Decimal, AmountError> {
        self.depth = self.depth.saturating_add(1);
        if self.depth > DEEPEST {
            return Err(AmountError::TooLong);
        }
        let value = read(self);
        self.depth = self.depth.saturating_sub(1);
        value
    }

    fn number(&mut self) -> Result<Decimal, AmountError> {
        let _ = self.take('$');
        self.rest = self.rest.trim_start();
        let end = self
            .rest
            .find(|c: char| !(c.is_ascii_digit() || c == '.' || c == ','))
            .unwrap_or(self.rest.len());
        let (digits, rest) = self.rest.split_at_checked(end).unwrap_or(("", self.rest));
        if digits.is_empty() {
            return Err(match self.peek() {
                None | Some(')') => AmountError::Unfinished,
                Some(_) => MoneyError::NotANumber.into(),
            });
        }
        self.rest = rest;
        let plain = digits.replace(',', "");
        plain
            .trim_end_matches('.')
            .parse()
            .map_err(|_| MoneyError::NotANumber.into())
    }

    fn peek(&self) -> Option<char> {
        self.rest.trim_start().chars().next()
    }

    fn take(&mut self, wanted: char) -> bool {
        match self.rest.trim_start().strip_prefix(wanted) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }
}

fn within(value: Option<Decimal>) -> Result<Decimal, AmountError> {
    value.ok_or(AmountError::Money(MoneyError::OutOfRange))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(text: &str) -> String {
        amount(text).unwrap().plain()
    }

    #[test]
    fn plain_amounts_read_as_money_does() {
        for (typed, want) in [
            ("43", "43.00"),
            (" 43.17 ", "43.17"),
            ("-5", "-5.00"),
            ("$1,284.00", "1284.00"),
            ("(12.00)", "-12.00"),
        ] {
            assert_eq!(plain(typed), want, "{typed}");
        }
    }

    #[test]
    fn sums_are_worked_out() {
        for (typed, want) in [
            ("16.99*2", "33.98"),
            ("16.99x2", "33.98"),
            ("10+5-3", "12.00"),
            ("10 - 2 * 3", "4.00"),
            ("(185+18)/2", "101.50"),
            ("-(2+3)", "-5.00"),
            ("2*-3", "-6.00"),
            ("$10 + $5.50", "15.50"),
            ("1,000*2", "2000.00"),
            ("7.*2", "14.00"),
        ] {
            assert_eq!(plain(typed), want, "{typed}");
        }
    }

    #[test]
    fn only_times_and_divided_by_round_and_half_goes_away_from_zero() {
        assert_eq!(plain("10/3"), "3.33");
        assert_eq!(plain("0.05/2"), "0.03");
        assert_eq!(plain("-0.05/2"), "-0.03");
        assert_eq!(
            amount("1.005+1"),
            Err(AmountError::Money(MoneyError::TooPrecise))
        );
        assert_eq!(plain("10/3*3"), "10.00", "rounded once, at the end");
    }

    #[test]
    fn what_is_not_a_sum_is_refused_with_the_reason() {
        for (typed, want) in [
            ("", AmountError::Money(MoneyError::Empty)),
            ("ten", AmountError::Money(MoneyError::NotANumber)),
            ("16.99*", AmountError::Unfinished),
            ("(1+2", AmountError::Parenthesis),
            ("1+2)", AmountError::Parenthesis),
            ("()", AmountError::Money(MoneyError::Empty)),
            ("1+()", AmountError::Unfinished),
            ("1/0", AmountError::DividedByZero),
            ("1 2", AmountError::Money(MoneyError::NotANumber)),
            ("1.2.3+1", AmountError::Money(MoneyError::NotANumber)),
            (
                "9999999999*9999999999",
                AmountError::Money(MoneyError::OutOfRange),
            ),
        ] {
            assert_eq!(amount(typed), Err(want), "{typed}");
        }
        assert_eq!(amount(&"-".repeat(79)), Err(AmountError::TooLong));
        assert_eq!(amount(&"1+".repeat(60)), Err(AmountError::TooLong));
    }

    proptest::proptest! {
        #[test]
        fn no_text_makes_it_panic(text in ".*") {
            let _ = amount(&text);
        }

        #[test]
        fn no_sum_makes_it_panic(text in "[0-9+*/(). x-]{0,40}") {
            let _ = amount(&text);
        }

        #[test]
        fn adding_is_exact(a in -1_000_000_000i64..1_000_000_000, b in -1_000_000_000i64..1_000_000_000) {
            let (a, b) = (Money::from_cents(a).unwrap(), Money::from_cents(b).unwrap());
            proptest::prop_assert_eq!(
                amount(&format!("{}+({})", a.plain(), b.plain())),
                Ok(a.plus(b).unwrap())
            );
        }
    }
}
