//! Numbers that name a provider or a taxpayer: NPI, taxonomy, EIN, SSN. It must not know who has them.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use super::ascii::Ascii;
use super::{CodeError, digits_of, is_alphanumeric, upper_of};

/// A National Provider Identifier: ten digits, the last of them a check digit (Luhn, over `80840` and the rest).
///
/// X12: NM109 under qualifier `XX`. Source: 45 CFR 162.406 and the CMS note on the NPI check digit.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Npi(Ascii<10>);

text_form!(Npi);
shown_plain!(Npi);
debug_shown!(Npi);

impl Npi {
    /// Makes the NPI that starts with these nine digits, by adding the check digit.
    ///
    /// # Errors
    /// [`CodeError::DigitCount`] when there are not nine, [`CodeError::NpiStart`] when the first is not 1 or 2.
    pub fn from_first_nine(number: u32) -> Result<Self, CodeError> {
        let nine = number.to_string();
        if nine.len() != 9 {
            return Err(CodeError::DigitCount {
                what: "an NPI without its check digit",
                wanted: "9",
                found: nine.len(),
            });
        }
        format!("{nine}{}", check_digit(nine.as_bytes())).parse()
    }
}

/// The digit that makes `80840`, the nine digits and itself pass Luhn's check.
fn check_digit(nine: &[u8]) -> u32 {
    // The prefix 80840 always adds 24 to the sum.
    let sum = nine.iter().rev().map(|byte| digit(*byte)).enumerate().fold(
        24_u32,
        |sum, (place, digit)| {
            let counted = match (place.is_multiple_of(2), digit) {
                (true, 0..=4) => digit.saturating_mul(2),
                (true, _) => digit.saturating_mul(2).saturating_sub(9),
                (false, _) => digit,
            };
            sum.saturating_add(counted)
        },
    );
    sum.next_multiple_of(10).saturating_sub(sum)
}

fn digit(byte: u8) -> u32 {
    byte.saturating_sub(b'0').into()
}

/// Takes dashes and blanks between the digits.
impl FromStr for Npi {
    type Err = CodeError;

    fn from_str(text: &str) -> Result<Self, CodeError> {
        const WHAT: &str = "an NPI";
        // Nearly all are ten plain digits, in files always: those need no text of their own.
        let is_plain = text.len() == 10 && text.bytes().all(|byte| byte.is_ascii_digit());
        let digits = if is_plain {
            Cow::Borrowed(text)
        } else {
            Cow::Owned(digits_of(text, WHAT, &['-', ' '])?)
        };
        let wrong_count = CodeError::DigitCount {
            what: WHAT,
            wanted: "10",
            found: digits.len(),
        };
        let kept = Ascii::new(&digits).ok_or(wrong_count)?;
        let (nine, [last]) = digits
            .as_bytes()
            .split_last_chunk()
            .filter(|(nine, _)| nine.len() == 9)
            .ok_or(wrong_count)?;
        if !matches!(nine.first(), Some(b'1' | b'2')) {
            return Err(CodeError::NpiStart);
        }
        if check_digit(nine) != digit(*last) {
            return Err(CodeError::NpiCheck);
        }
        Ok(Self(kept))
    }
}

/// A provider taxonomy code: ten letters and digits, the last an `X` (NUCC list; X12 PRV03 under `PXC`).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Taxonomy(Ascii<10>);

text_form!(Taxonomy);
shown_plain!(Taxonomy);
debug_shown!(Taxonomy);

impl FromStr for Taxonomy {
    type Err = CodeError;

    fn from_str(text: &str) -> Result<Self, CodeError> {
        let code = upper_of(text, "a taxonomy code")?;
        if code.len() != 10 || !code.ends_with('X') || !code.bytes().all(is_alphanumeric) {
            return Err(CodeError::TaxonomyShape);
        }
        Ascii::new(&code).map(Self).ok_or(CodeError::TaxonomyShape)
    }
}

/// A laboratory's CLIA certificate number: two digits, `D`, seven digits (X12 REF*X4).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Clia(Ascii<10>);

text_form!(Clia);
shown_plain!(Clia);
debug_shown!(Clia);

impl FromStr for Clia {
    type Err = CodeError;

    fn from_str(text: &str) -> Result<Self, CodeError> {
        let code = upper_of(text, "a CLIA number")?;
        let fits = code.bytes().enumerate().all(|(at, byte)| match at {
            2 => byte == b'D',
            _ => byte.is_ascii_digit(),
        });
        Some(code)
            .filter(|code| fits && code.len() == 10)
            .and_then(|code| Ascii::new(&code))
            .map(Self)
            .ok_or(CodeError::CliaShape)
    }
}

/// An Employer Identification Number: nine digits, shown as `12-3456789`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ein(Ascii<9>);

text_form!(Ein);
debug_shown!(Ein);

impl FromStr for Ein {
    type Err = CodeError;

    fn from_str(text: &str) -> Result<Self, CodeError> {
        let digits = nine_digits(text, "an EIN")?;
        if digits.as_str().starts_with("00") {
            return Err(CodeError::EinStart);
        }
        Ok(Self(digits))
    }
}

impl fmt::Display for Ein {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (prefix, rest) = self.as_str().split_at_checked(2).unwrap_or_default();
        f.pad(&format!("{prefix}-{rest}"))
    }
}

/// A Social Security number: nine digits. `Display` hides all but the last four.
///
/// Numbers that start with 9 are taken, because the IRS gives taxpayer numbers of the same shape there.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ssn(Ascii<9>);

text_form!(Ssn);
debug_hidden!(Ssn);

impl Ssn {
    /// The whole number as `123-45-6789`, for the rare paper that must show it.
    pub fn unmasked(&self) -> String {
        let (area, group, serial) = self.parts();
        format!("{area}-{group}-{serial}")
    }

    fn parts(&self) -> (&str, &str, &str) {
        let (area, rest) = self.as_str().split_at_checked(3).unwrap_or_default();
        let (group, serial) = rest.split_at_checked(2).unwrap_or_default();
        (area, group, serial)
    }
}

impl FromStr for Ssn {
    type Err = CodeError;

    fn from_str(text: &str) -> Result<Self, CodeError> {
        let number = Self(nine_digits(text, "a Social Security number")?);
        match number.parts() {
            ("000" | "666", _, _) | (_, "00", _) | (_, _, "0000") => Err(CodeError::SsnRange),
            _ => Ok(number),
        }
    }
}

impl fmt::Display for Ssn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (_, _, serial) = self.parts();
        f.pad(&format!("***-**-{serial}"))
    }
}

fn nine_digits(text: &str, what: &'static str) -> Result<Ascii<9>, CodeError> {
    let digits = digits_of(text, what, &['-', ' '])?;
    let wrong_count = CodeError::DigitCount {
        what,
        wanted: "9",
        found: digits.len(),
    };
    if digits.len() == 9 {
        Ascii::new(&digits).ok_or(wrong_count)
    } else {
        Err(wrong_count)
    }
}

/// The number under which a practice or provider pays tax: a company's EIN or a person's SSN.
///
/// Text without dashes is read as an EIN; an SSN is written `123-45-6789`, and that is also its JSON form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TaxId {
    /// A company's number.
    Ein(Ein),
    /// A person's number.
    Ssn(Ssn),
}

impl TaxId {
    /// The nine digits.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Ein(ein) => ein.as_str(),
            Self::Ssn(ssn) => ssn.as_str(),
        }
    }

    /// The X12 qualifier of REF01: `EI` or `SY`.
    pub const fn qualifier(&self) -> &'static str {
        match self {
            Self::Ein(_) => "EI",
            Self::Ssn(_) => "SY",
        }
    }

    /// The whole number with its dashes, which says by itself whether it is an EIN or an SSN.
    pub fn unmasked(&self) -> String {
        match self {
            Self::Ein(ein) => ein.to_string(),
            Self::Ssn(ssn) => ssn.unmasked(),
        }
    }
}

impl FromStr for TaxId {
    type Err = CodeError;

    fn from_str(text: &str) -> Result<Self, CodeError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(CodeError::Missing("a tax id"));
        }
        if text.match_indices('-').map(|(at, _)| at).eq([3, 6]) {
            text.parse().map(Self::Ssn)
        } else {
            text.parse().map(Self::Ein)
        }
    }
}

/// An EIN in full, an SSN with all but its last four digits hidden.
impl fmt::Display for TaxId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ein(ein) => ein.fmt(f),
            Self::Ssn(ssn) => ssn.fmt(f),
        }
    }
}

impl serde::Serialize for TaxId {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.unmasked())
    }
}
read_from_text!(TaxId);
