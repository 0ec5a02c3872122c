//! Why a payer paid other than charged: group, reason and remark. It must not know what to do about it.

use std::str::FromStr;

use super::ascii::Ascii;
use super::{CodeError, typed_of};

closed_list! {
    /// Who bears an adjustment (X12 CAS01). `Display` gives the two letters, as in `CO-45`.
    AdjustmentGroup, "an adjustment group":
    Contractual "CO" "Contractual obligation",
    Patient "PR" "Patient responsibility",
    Other "OA" "Other adjustment",
    PayerInitiated "PI" "Payer-initiated reduction",
    Correction "CR" "Correction and reversal",
}
shown_plain!(AdjustmentGroup);

/// A claim adjustment reason (CARC): a number of up to three digits, or a letter and a number (X12 CAS02).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Carc(Ascii<3>);

text_form!(Carc);
shown_plain!(Carc);
debug_shown!(Carc);

impl FromStr for Carc {
    type Err = CodeError;

    /// Takes zeros in front, as in `045`.
    fn from_str(text: &str) -> Result<Self, CodeError> {
        let typed = typed_of(text, "an adjustment reason")?;
        let code = Ascii::capital(typed.trim_start_matches('0'));
        let fits = |code: &Ascii<3>| match code.as_str().as_bytes() {
            [letter, digits @ ..] if letter.is_ascii_uppercase() => is_number(digits),
            digits => is_number(digits),
        };
        code.filter(fits).map(Self).ok_or(CodeError::CarcShape)
    }
}

/// A remittance advice remark (RARC): `M`, `MA` or `N` and a number (X12 MOA03–07, LQ02 under `HE`).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rarc(Ascii<5>);

text_form!(Rarc);
shown_plain!(Rarc);
debug_shown!(Rarc);

impl FromStr for Rarc {
    type Err = CodeError;

    fn from_str(text: &str) -> Result<Self, CodeError> {
        let code = Ascii::capital(typed_of(text, "a remark code")?);
        let fits = |code: &Ascii<5>| {
            let code = code.as_str();
            let number = code
                .strip_prefix("MA")
                .or_else(|| code.strip_prefix('M'))
                .or_else(|| code.strip_prefix('N'));
            number.is_some_and(|number| is_number(number.as_bytes()) && number.len() <= 4)
        };
        code.filter(fits).map(Self).ok_or(CodeError::RarcShape)
    }
}

fn is_number(digits: &[u8]) -> bool {
    !digits.is_empty() && digits.iter().all(u8::is_ascii_digit)
}
