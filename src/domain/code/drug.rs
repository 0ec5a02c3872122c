//! Drugs as payers want them named: the national drug code and what it is counted in. It must not know what a drug is.

use std::fmt;
use std::str::FromStr;

use super::CodeError;
use super::ascii::Ascii;

/// A national drug code: eleven digits in three parts, 5-4-2 (X12 LIN03 under `N4`). The ten digits of a package are
/// read when dashes show which part lacks its zero.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ndc(Ascii<11>);

text_form!(Ndc);
debug_shown!(Ndc);

/// How long the parts are.
const PARTS: [usize; 3] = [5, 4, 2];

impl FromStr for Ndc {
    type Err = CodeError;

    fn from_str(text: &str) -> Result<Self, CodeError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(CodeError::Missing("an NDC"));
        }
        let parts: Vec<&str> = text.split(['-', ' ']).collect();
        let all_digits = parts
            .iter()
            .all(|part| part.bytes().all(|byte| byte.is_ascii_digit()));
        if !all_digits {
            return Err(CodeError::NdcShape);
        }
        let digits = match parts.as_slice() {
            [whole] if whole.len() == 10 => return Err(CodeError::NdcDashes),
            [whole] => (*whole).to_owned(),
            [labeler, product, package] => {
                let given = [*labeler, *product, *package];
                let mut whole = String::new();
                for (part, length) in given.into_iter().zip(PARTS) {
                    whole.push_str(&"0".repeat(length.saturating_sub(part.len())));
                    whole.push_str(part);
                }
                // At most one zero is left off a package.
                let count: usize = given.iter().map(|part| part.len()).sum();
                if count < 10 {
                    return Err(CodeError::NdcShape);
                }
                whole
            }
            _ => return Err(CodeError::NdcShape),
        };
        Some(digits)
            .filter(|digits| digits.len() == 11)
            .and_then(|digits| Ascii::new(&digits))
            .map(Self)
            .ok_or(CodeError::NdcShape)
    }
}

/// `00409-1234-05`.
impl fmt::Display for Ndc {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = self.as_str();
        let (labeler, rest) = text.split_at_checked(5).unwrap_or((text, ""));
        let (product, package) = rest.split_at_checked(4).unwrap_or((rest, ""));
        f.pad(&format!("{labeler}-{product}-{package}"))
    }
}

closed_list! {
    /// What a drug is counted in (X12 CTP05).
    DrugUnit, "a unit of a drug":
    Unit "UN" "Units",
    Milliliter "ML" "Milliliters",
    Gram "GR" "Grams",
    Milligram "ME" "Milligrams",
    International "F2" "International units",
}
shown_in_words!(DrugUnit);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_drug_code_is_read_in_every_usual_form() {
        for text in [
            "00409123405",
            "00409-1234-05",
            "0409-1234-05",
            "00409-1234-5",
            "00409 1234 05",
        ] {
            let code: Ndc = text.parse().unwrap();
            assert_eq!(code.as_str(), "00409123405", "{text}");
            assert_eq!(code.to_string(), "00409-1234-05");
        }
        assert_eq!(
            "00409-123-05".parse::<Ndc>().unwrap().as_str(),
            "00409012305"
        );
    }

    #[test]
    fn what_is_no_drug_code_is_refused_in_words() {
        for (text, why) in [
            ("", CodeError::Missing("an NDC")),
            ("0409123405", CodeError::NdcDashes),
            ("409-123-05", CodeError::NdcShape),
            ("00409-1234", CodeError::NdcShape),
            ("00409-1234-05-1", CodeError::NdcShape),
            ("004091234056", CodeError::NdcShape),
            ("0O409-1234-05", CodeError::NdcShape),
        ] {
            assert_eq!(text.parse::<Ndc>(), Err(why), "{text}");
        }
    }
}
