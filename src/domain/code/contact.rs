//! Where a person or a practice is reached: ZIP code, phone, e-mail. It must not know whose they are.

use std::fmt;
use std::str::FromStr;

use super::ascii::Ascii;
use super::{CodeError, digits_of};

/// A ZIP code of five or nine digits, kept without the dash (X12 N403) and shown with it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Zip(Ascii<9>);

text_form!(Zip);
debug_hidden!(Zip);

impl Zip {
    /// The first five digits.
    pub fn five(&self) -> &str {
        self.split().0
    }

    /// The four digits after the dash, which a billing provider's address must have.
    pub fn plus_four(&self) -> Option<&str> {
        Some(self.split().1).filter(|four| !four.is_empty())
    }

    fn split(&self) -> (&str, &str) {
        self.as_str().split_at_checked(5).unwrap_or_default()
    }
}

impl FromStr for Zip {
    type Err = CodeError;

    fn from_str(text: &str) -> Result<Self, CodeError> {
        const WHAT: &str = "a ZIP code";
        let digits = digits_of(text, WHAT, &['-', ' '])?;
        let wrong_count = CodeError::DigitCount {
            what: WHAT,
            wanted: "5 or 9",
            found: digits.len(),
        };
        if !matches!(digits.len(), 5 | 9) {
            return Err(wrong_count);
        }
        if digits.starts_with("00000") {
            return Err(CodeError::ZipZero);
        }
        Ascii::new(&digits).map(Self).ok_or(wrong_count)
    }
}

impl fmt::Display for Zip {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.split() {
            (five, "") => f.pad(five),
            (five, four) => f.pad(&format!("{five}-{four}")),
        }
    }
}

/// A North American telephone number: ten digits, shown as `(555) 014-7732`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Phone(Ascii<10>);

text_form!(Phone);
debug_hidden!(Phone);

impl FromStr for Phone {
    type Err = CodeError;

    /// Takes `+1` or `1` in front, and brackets, dashes, dots and blanks.
    fn from_str(text: &str) -> Result<Self, CodeError> {
        const WHAT: &str = "a phone number";
        let typed = digits_of(text, WHAT, &['(', ')', '-', '.', ' ', '+', '/'])?;
        let digits = typed
            .strip_prefix('1')
            .filter(|rest| rest.len() == 10)
            .unwrap_or(&typed);
        let wrong_count = CodeError::DigitCount {
            what: WHAT,
            wanted: "10",
            found: digits.len(),
        };
        if digits.len() != 10 {
            return Err(wrong_count);
        }
        if digits.starts_with(['0', '1']) {
            return Err(CodeError::AreaCode);
        }
        Ascii::new(digits).map(Self).ok_or(wrong_count)
    }
}

impl fmt::Display for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (area, rest) = self.as_str().split_at_checked(3).unwrap_or_default();
        let (exchange, line) = rest.split_at_checked(3).unwrap_or_default();
        f.pad(&format!("({area}) {exchange}-{line}"))
    }
}

/// An e-mail address. The part after the @ is kept in lower case, the part before it as typed.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Email(String);

text_form!(Email);
shown_plain!(Email);
debug_hidden!(Email);

impl FromStr for Email {
    type Err = CodeError;

    fn from_str(text: &str) -> Result<Self, CodeError> {
        const WHAT: &str = "an e-mail address";
        const MOST: usize = 254;
        let text = text.trim();
        if text.is_empty() {
            return Err(CodeError::Missing(WHAT));
        }
        if text.len() > MOST {
            return Err(CodeError::TooLong {
                what: WHAT,
                most: MOST,
                found: text.chars().count(),
            });
        }
        let (name, host) = text.split_once('@').ok_or(CodeError::EmailShape)?;
        let name_fits = !name.is_empty()
            && !name.starts_with('.')
            && !name.ends_with('.')
            && !name.contains("..")
            && name
                .bytes()
                .all(|b| b.is_ascii_graphic() && !b"\"(),:;<>[\\]".contains(&b));
        let labels_fit = host.split('.').all(|label| {
            !label.is_empty()
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || b == b'-')
        });
        if name_fits && labels_fit && host.contains('.') {
            Ok(Self(format!("{name}@{}", host.to_ascii_lowercase())))
        } else {
            Err(CodeError::EmailShape)
        }
    }
}
