//! How a claim is filed: who is asked in which order, whether it is new or stands in for one the payer has, and the
//! numbers it is known by. It must not know how any of it is written in a file.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::domain::charset;

/// Which of the payers of a visit a claim asks (SBR01), as it came out on the day of service: whoever is asked first
/// is primary, whatever rank its policy has.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Responsibility {
    /// First.
    #[default]
    Primary,
    /// Second: what the first left.
    Secondary,
    /// Third: what both left.
    Tertiary,
}

impl Responsibility {
    /// All of them in order.
    pub const ALL: [Self; 3] = [Self::Primary, Self::Secondary, Self::Tertiary];

    /// The letter that the claim and the book carry.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Primary => "P",
            Self::Secondary => "S",
            Self::Tertiary => "T",
        }
    }

    /// Reads the letter.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|order| order.code() == code)
    }

    /// In words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Primary => "primary",
            Self::Secondary => "secondary",
            Self::Tertiary => "tertiary",
        }
    }

    /// Whoever is asked after `earlier` others; none when a claim cannot name so many.
    pub fn after(earlier: usize) -> Option<Self> {
        Self::ALL.get(earlier).copied()
    }
}

/// Whether a claim is new to the payer or stands in for one it has, as its file says it (CLM05-3).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Frequency {
    /// New.
    #[default]
    Original,
    /// Replaces one that the payer has adjudicated; goes with the payer's number of it.
    Replacement,
    /// Takes back one that the payer has adjudicated; goes with the payer's number of it.
    Void,
}

impl Frequency {
    /// The digit that the claim and the book carry.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Original => "1",
            Self::Replacement => "7",
            Self::Void => "8",
        }
    }

    /// Reads the digit.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Original, Self::Replacement, Self::Void]
            .into_iter()
            .find(|frequency| frequency.code() == code)
    }

    /// In words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Original => "original",
            Self::Replacement => "replacement",
            Self::Void => "void",
        }
    }
}

/// The payer's own number of a claim (REF*F8, 835 CLP07): one to fifty plain characters.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PayerClaimNumber(String);

/// Why text is no payer's claim number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a payer's claim number has one to fifty plain letters, digits and signs")]
pub struct NotANumber;

impl PayerClaimNumber {
    /// The number as the payer gave it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for PayerClaimNumber {
    type Err = NotANumber;

    fn from_str(text: &str) -> Result<Self, NotANumber> {
        let plain = charset::fold(text.trim()).map_err(|_| NotANumber)?;
        // Separators of files never stand in a number; a payer that gave one was misread.
        let is_whole = plain
            .chars()
            .all(|c| c.is_ascii_graphic() && !matches!(c, '*' | '~' | '^' | ':'));
        if plain.is_empty() || plain.len() > 50 || !is_whole {
            return Err(NotANumber);
        }
        Ok(Self(plain))
    }
}

impl TryFrom<String> for PayerClaimNumber {
    type Error = NotANumber;

    fn try_from(text: String) -> Result<Self, NotANumber> {
        text.parse()
    }
}

impl From<PayerClaimNumber> for String {
    fn from(number: PayerClaimNumber) -> Self {
        number.0
    }
}

impl fmt::Display for PayerClaimNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// How a claim is filed with its payer. What stands in for another always names it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
#[serde(
    tag = "frequency",
    content = "payer_claim_number",
    rename_all = "snake_case"
)]
pub enum Filing {
    /// New to the payer.
    #[default]
    Original,
    /// In the place of the claim with this number.
    Replacement(PayerClaimNumber),
    /// Takes back the claim with this number.
    Void(PayerClaimNumber),
}

impl Filing {
    /// Puts together what stands apart in a row or a file; none when one stands without the other.
    pub fn of(frequency: Frequency, number: Option<PayerClaimNumber>) -> Option<Self> {
        match (frequency, number) {
            (Frequency::Original, None) => Some(Self::Original),
            (Frequency::Replacement, Some(number)) => Some(Self::Replacement(number)),
            (Frequency::Void, Some(number)) => Some(Self::Void(number)),
            (Frequency::Original, Some(_)) | (Frequency::Replacement | Frequency::Void, None) => {
                None
            }
        }
    }

    /// The digit's meaning.
    pub const fn frequency(&self) -> Frequency {
        match self {
            Self::Original => Frequency::Original,
            Self::Replacement(_) => Frequency::Replacement,
            Self::Void(_) => Frequency::Void,
        }
    }

    /// The payer's number of the claim it stands in for; none on an original.
    pub const fn payer_number(&self) -> Option<&PayerClaimNumber> {
        match self {
            Self::Original => None,
            Self::Replacement(number) | Self::Void(number) => Some(number),
        }
    }

    /// Whether it is new to the payer.
    pub const fn is_original(&self) -> bool {
        matches!(self, Self::Original)
    }
}

/// Who gave a claim a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReferenceKind {
    /// We did: what the claim carries as CLM01.
    Ours,
    /// The payer: its claim control number, the ICN of Medicare.
    Payer,
    /// A clearinghouse on the way.
    Clearinghouse,
    /// We did, to ask about the claim (TRN02 of a status inquiry).
    Inquiry,
}

impl ReferenceKind {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Ours, Self::Payer, Self::Clearinghouse, Self::Inquiry];

    /// The word the book keeps (`claim_reference.kind`).
    pub const fn code(self) -> &'static str {
        match self {
            Self::Ours => "ours",
            Self::Payer => "payer",
            Self::Clearinghouse => "clearinghouse",
            Self::Inquiry => "inquiry",
        }
    }

    /// Reads the book's word.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// In words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Ours => "Our number",
            Self::Payer => "Payer's claim number",
            Self::Clearinghouse => "Clearinghouse's number",
            Self::Inquiry => "Inquiry number",
        }
    }
}

/// A number that a claim is or was known by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Reference {
    /// Who gave it.
    pub kind: ReferenceKind,
    /// The number.
    pub number: String,
    /// Where it was said, as `batch:7`; empty when a person entered it.
    pub source: String,
    /// When it was written down.
    pub at: DateTime<Utc>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_the_book_read_back() {
        for order in Responsibility::ALL {
            assert_eq!(Responsibility::from_code(order.code()), Some(order));
        }
        for kind in ReferenceKind::ALL {
            assert_eq!(ReferenceKind::from_code(kind.code()), Some(kind));
        }
        for code in ["1", "7", "8"] {
            assert_eq!(Frequency::from_code(code).map(Frequency::code), Some(code));
        }
        assert_eq!(Frequency::from_code("6"), None);
        assert_eq!(Responsibility::after(3), None);
    }

    #[test]
    fn a_frequency_and_a_payers_number_never_stand_without_each_other() {
        let number: PayerClaimNumber = " 2026060001 ".parse().unwrap();
        assert_eq!(number.as_str(), "2026060001");
        let wanted = [
            (Frequency::Original, None, true),
            (Frequency::Original, Some(number.clone()), false),
            (Frequency::Replacement, None, false),
            (Frequency::Replacement, Some(number.clone()), true),
            (Frequency::Void, None, false),
            (Frequency::Void, Some(number), true),
        ];
        for (frequency, number, stands) in wanted {
            let filing = Filing::of(frequency, number.clone());
            assert_eq!(filing.is_some(), stands, "{frequency:?} {number:?}");
            if let Some(filing) = filing {
                assert_eq!(filing.frequency(), frequency);
                assert_eq!(filing.payer_number(), number.as_ref());
            }
        }
    }

    #[test]
    fn what_a_file_could_not_carry_is_no_payers_number() {
        let long = "7".repeat(51);
        for wrong in [
            "",
            "  ",
            "12*34",
            "12~",
            "a:b",
            "\u{1f33f}",
            "12 34",
            long.as_str(),
        ] {
            assert_eq!(
                wrong.parse::<PayerClaimNumber>(),
                Err(NotANumber),
                "{wrong}"
            );
        }
    }
}
