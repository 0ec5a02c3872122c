//! A diagnosis by its ICD-10-CM code. It must not know the list: whether a code exists and is billable on a day
//! is looked up elsewhere.

use std::fmt;
use std::str::FromStr;

use super::ascii::Ascii;
use super::{CodeError, is_alphanumeric, upper_of};

/// An ICD-10-CM code: three to seven characters, kept without the dot as X12 HI and CMS-1500 box 21 want it and
/// shown with it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Icd10(Ascii<7>);

text_form!(Icd10);
debug_shown!(Icd10);

impl Icd10 {
    /// The first three characters, the category.
    pub fn category(&self) -> &str {
        self.as_str().split_at_checked(3).unwrap_or_default().0
    }

    /// Whether it says what caused an injury (V00–Y99); such a code never stands first on a claim.
    pub fn is_external_cause(&self) -> bool {
        self.as_str().starts_with(['V', 'W', 'X', 'Y'])
    }
}

impl FromStr for Icd10 {
    type Err = CodeError;

    fn from_str(text: &str) -> Result<Self, CodeError> {
        let typed = upper_of(text, "a diagnosis")?;
        let code = match typed.split_once('.') {
            // A dot with nothing after it, as `I10.`, is how some write a code of three characters.
            Some((category, rest)) if category.len() == 3 => format!("{category}{rest}"),
            Some(_) => return Err(CodeError::Icd10Shape),
            None => typed,
        };
        // The second character was always a digit until category QA0 came in October 2025.
        let fits = match code.as_bytes() {
            [first, second, third, rest @ ..] => {
                first.is_ascii_uppercase()
                    && [second, third].iter().any(|byte| byte.is_ascii_digit())
                    && [second, third]
                        .into_iter()
                        .chain(rest)
                        .copied()
                        .all(is_alphanumeric)
            }
            _ => false,
        };
        Ascii::new(&code)
            .filter(|_| fits)
            .map(Self)
            .ok_or(CodeError::Icd10Shape)
    }
}

impl fmt::Display for Icd10 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.as_str().split_at_checked(3) {
            Some((category, rest)) if !rest.is_empty() => f.pad(&format!("{category}.{rest}")),
            _ => f.pad(self.as_str()),
        }
    }
}
