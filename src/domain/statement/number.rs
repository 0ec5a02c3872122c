//! The numbers a statement is known by, and the scan line that carries them back with the payment.

use std::fmt;

use crate::domain::money::Money;

/// A guarantor's account, shown with seven digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AccountNumber(u32);

/// A statement, shown with eight digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StatementNumber(u32);

/// A number with more digits than its place on the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{number} has more than {digits} digits")]
pub struct TooLong {
    number: u32,
    digits: u32,
}

impl AccountNumber {
    /// Takes a number of at most seven digits.
    ///
    /// # Errors
    /// [`TooLong`] when it has more.
    pub const fn new(number: u32) -> Result<Self, TooLong> {
        if number > 9_999_999 {
            Err(TooLong { number, digits: 7 })
        } else {
            Ok(Self(number))
        }
    }

    /// The number itself.
    pub const fn get(self) -> u32 {
        self.0
    }
}

impl StatementNumber {
    /// Takes a number of at most eight digits.
    ///
    /// # Errors
    /// [`TooLong`] when it has more.
    pub const fn new(number: u32) -> Result<Self, TooLong> {
        if number > 99_999_999 {
            Err(TooLong { number, digits: 8 })
        } else {
            Ok(Self(number))
        }
    }

    /// The number itself.
    pub const fn get(self) -> u32 {
        self.0
    }

    /// The number as a patient types it to pay: `2611-2003`.
    pub fn code(self) -> String {
        let digits = self.to_string();
        match (digits.get(..4), digits.get(4..)) {
            (Some(head), Some(tail)) => format!("{head}-{tail}"),
            _ => digits,
        }
    }
}

impl fmt::Display for AccountNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:07}", self.0)
    }
}

impl fmt::Display for StatementNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:08}", self.0)
    }
}

/// Why something is no scan line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ScanFault {
    /// There is more than digits and spaces.
    #[error("a scan line has digits only")]
    NotDigits,
    /// Another count of digits.
    #[error("a scan line has 24 digits, this has {0}")]
    Count(usize),
    /// The last digit does not fit the others.
    #[error("the scan line was misread: its last digit does not fit the others")]
    Check,
}

/// What a reading machine takes from the coupon: account, statement, cents and a check digit.
///
/// Seven, eight and eight digits, then the Luhn digit over those twenty-three.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ScanLine {
    account: AccountNumber,
    statement: StatementNumber,
    cents: u32,
}

impl ScanLine {
    /// Puts the three together; none when the amount is below zero or has more than eight digits of cents.
    pub fn new(account: AccountNumber, statement: StatementNumber, amount: Money) -> Option<Self> {
        let cents = u32::try_from(amount.cents())
            .ok()
            .filter(|cents| *cents <= 99_999_999)?;
        Some(Self {
            account,
            statement,
            cents,
        })
    }

    /// Reads what a scanner typed, or a person: twenty-four digits, spaces anywhere.
    ///
    /// # Errors
    /// [`ScanFault`] for another count of digits, anything else among them, or a check digit that does not fit.
    pub fn read(text: &str) -> Result<Self, ScanFault> {
        let digits: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        if digits.chars().any(|c| !c.is_ascii_digit()) {
            return Err(ScanFault::NotDigits);
        }
        let part = |from: usize, to: usize| digits.get(from..to).unwrap_or_default();
        let count = digits.len();
        if count != Self::DIGITS {
            return Err(ScanFault::Count(count));
        }
        if luhn(part(0, 23)).to_string() != part(23, 24) {
            return Err(ScanFault::Check);
        }
        let number = |from, to| part(from, to).parse().map_err(|_| ScanFault::NotDigits);
        Ok(Self {
            account: AccountNumber(number(0, 7)?),
            statement: StatementNumber(number(7, 15)?),
            cents: number(15, 23)?,
        })
    }

    /// Whether a text is meant as a scan line: as many digits and nothing but spaces among them.
    pub fn is_meant(text: &str) -> bool {
        let mut count = 0_usize;
        for c in text.chars().filter(|c| !c.is_whitespace()) {
            if !c.is_ascii_digit() {
                return false;
            }
            count = count.saturating_add(1);
        }
        count == Self::DIGITS
    }

    /// How many digits it has.
    pub const DIGITS: usize = 24;

    /// Whose account.
    pub const fn account(self) -> AccountNumber {
        self.account
    }

    /// Which statement.
    pub const fn statement(self) -> StatementNumber {
        self.statement
    }

    /// What the statement asked for.
    pub fn amount(self) -> Money {
        Money::from_cents(i64::from(self.cents)).unwrap_or_default()
    }

    /// The twenty-four digits without spaces, for a machine.
    pub fn digits(self) -> String {
        let body = format!("{}{}{:08}", self.account, self.statement, self.cents);
        let check = luhn(&body);
        format!("{body}{check}")
    }
}

/// The digits in their groups; the spaces are for the eye.
impl fmt::Display for ScanLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = self.digits();
        let check = digits.get(23..).unwrap_or_default();
        write!(
            f,
            "{} {} {:08} {check}",
            self.account, self.statement, self.cents
        )
    }
}

/// The digit that makes the whole pass the Luhn check (ISO/IEC 7812-1, annex B).
fn luhn(digits: &str) -> u32 {
    let sum = digits
        .chars()
        .rev()
        .filter_map(|c| c.to_digit(10))
        .enumerate()
        .map(|(place, digit)| match place.is_multiple_of(2) {
            true if digit > 4 => digit.saturating_mul(2).saturating_sub(9),
            true => digit.saturating_mul(2),
            false => digit,
        })
        .fold(0_u32, u32::saturating_add);
    10_u32.saturating_sub(sum.checked_rem(10).unwrap_or(0)) % 10
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scan(account: u32, statement: u32, cents: i64) -> Option<ScanLine> {
        ScanLine::new(
            AccountNumber::new(account).unwrap(),
            StatementNumber::new(statement).unwrap(),
            Money::from_cents(cents).unwrap(),
        )
    }

    #[test]
    fn the_scan_line_has_its_check_digit() {
        let line = scan(10_447, 26_112_003, 22_760).unwrap();
        assert_eq!(line.to_string(), "0010447 26112003 00022760 8");
        assert_eq!(line.digits(), "001044726112003000227608");
    }

    #[test]
    fn one_wrong_digit_is_always_noticed() {
        let good = scan(10_447, 26_112_003, 22_760).unwrap().digits();
        let (body, check) = good.split_at(23);
        for place in 0..body.len() {
            for other in b'0'..=b'9' {
                let mut wrong = body.as_bytes().to_vec();
                if wrong[place] == other {
                    continue;
                }
                wrong[place] = other;
                let wrong = String::from_utf8(wrong).unwrap();
                assert_ne!(luhn(&wrong).to_string(), check, "{wrong}");
            }
        }
    }

    #[test]
    fn a_scan_line_is_read_as_it_was_printed() {
        let line = scan(10_447, 26_112_003, 22_760).unwrap();
        for text in [line.to_string(), line.digits(), format!(" {line}\r\n")] {
            assert!(ScanLine::is_meant(&text));
            assert_eq!(ScanLine::read(&text), Ok(line));
        }
        assert_eq!(line.account().to_string(), "0010447");
        assert_eq!(line.statement().to_string(), "26112003");
        assert_eq!(line.amount(), Money::from_cents(22_760).unwrap());
        let wrong = "001044726112003000227618";
        assert_eq!(ScanLine::read(wrong), Err(ScanFault::Check));
        assert_eq!(ScanLine::read("0010447"), Err(ScanFault::Count(7)));
        assert_eq!(ScanLine::read("Whitlock"), Err(ScanFault::NotDigits));
        assert!(!ScanLine::is_meant("4111 1111 1111 1111"));
    }

    #[test]
    fn amounts_that_do_not_fit_have_no_scan_line() {
        assert!(scan(1, 1, 99_999_999).is_some());
        assert!(scan(1, 1, 100_000_000).is_none());
        assert!(scan(1, 1, -1).is_none());
    }

    #[test]
    fn numbers_keep_their_leading_zeros() {
        assert_eq!(AccountNumber::new(447).unwrap().to_string(), "0000447");
        assert_eq!(
            StatementNumber::new(26_112_003).unwrap().code(),
            "2611-2003"
        );
        assert!(AccountNumber::new(10_000_000).is_err());
        assert!(StatementNumber::new(100_000_000).is_err());
    }
}
