//! The codes of the trade as checked values: once made, a code has the right shape. It must not know which codes
//! a payer takes, nor hold the long lists (those are the code sets).
//!
//! Every type reads what a person types (`FromStr`: blanks around it, lower case and the usual dots, dashes and
//! brackets are taken), gives the form that X12 and the book want (`as_str`), and shows the form a person reads
//! (`Display`). JSON carries the `as_str` form, and reading JSON checks again. Values that are about a person show
//! only their type in `Debug`, so that they reach no log.

/// Gives a type over `Ascii` or `String` its plain text, and JSON that is that text and is checked when read.
macro_rules! text_form {
    ($type:ident) => {
        impl $type {
            /// The plain form, as X12 and the book carry it.
            pub fn as_str(&self) -> &str {
                self.0.as_str()
            }
        }
        impl AsRef<str> for $type {
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }
        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }
        read_from_text!($type);
    };
}

/// Makes JSON reading the same as reading what a person typed.
macro_rules! read_from_text {
    ($type:ident) => {
        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                <String as serde::Deserialize>::deserialize(deserializer)?
                    .parse()
                    .map_err(serde::de::Error::custom)
            }
        }
    };
}

/// Shows a type by its plain form.
macro_rules! shown_plain {
    ($type:ident) => {
        impl std::fmt::Display for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }
    };
}

/// Lets `Debug` show the code.
macro_rules! debug_shown {
    ($type:ident) => {
        impl std::fmt::Debug for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_tuple(stringify!($type))
                    .field(&self.as_str())
                    .finish()
            }
        }
    };
}

/// Lets `Debug` show the type's name only, because the value is about a person.
macro_rules! debug_hidden {
    ($type:ident) => {
        impl std::fmt::Debug for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(concat!(stringify!($type), "(…)"))
            }
        }
    };
}

/// A closed list: each value has a code and words, and is read from either.
macro_rules! closed_list {
    ($(#[$about:meta])* $type:ident, $what:literal: $($variant:ident $code:literal $words:literal,)+) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $type {
            $(#[doc = concat!("`", $code, "`: ", $words, ".")] $variant,)+
        }

        impl $type {
            /// Every value, in the order in which a list should offer them.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The code, as X12 and the book carry it.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $code,)+ }
            }

            /// The meaning in words.
            pub const fn words(self) -> &'static str {
                match self { $(Self::$variant => $words,)+ }
            }
        }

        impl std::str::FromStr for $type {
            type Err = $crate::domain::code::CodeError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                let text = text.trim();
                if text.is_empty() {
                    return Err($crate::domain::code::CodeError::Missing($what));
                }
                Self::ALL
                    .iter()
                    .copied()
                    .find(|one| {
                        one.as_str().eq_ignore_ascii_case(text) || one.words().eq_ignore_ascii_case(text)
                    })
                    .ok_or($crate::domain::code::CodeError::NotListed($what))
            }
        }

        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }
        read_from_text!($type);
    };
}

/// Shows a closed list's value by its words.
macro_rules! shown_in_words {
    ($type:ident) => {
        impl std::fmt::Display for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.words())
            }
        }
    };
}

mod adjustment;
mod ascii;
mod contact;
mod coverage;
mod detail;
mod diagnosis;
mod drug;
mod identifier;
mod place;
mod procedure;
mod remittance;
mod span;
mod state;
#[cfg(test)]
mod tests;
mod units;

pub use adjustment::{AdjustmentGroup, Carc, Rarc};
pub use contact::{Email, Phone, Zip};
pub use coverage::{FilingIndicator, MedicareSecondary, MemberId, PayerId, Relation, Sex};
pub use detail::{
    ClaimDay, ConditionCode, DelayReason, EpsdtReferral, NoteTopic, ReportKind, ServiceMark,
    SpecialProgram, SpinalCondition, Transmission,
};
pub use diagnosis::Icd10;
pub use drug::{DrugUnit, Ndc};
pub use identifier::{Clia, Ein, Npi, Ssn, TaxId, Taxonomy};
pub use place::{PlaceOfService, Setting};
pub use procedure::{Modifier, Procedure};
pub use remittance::{ClaimStatus, Flow, Handling, PaymentMethod, ProviderReason};
pub use span::Span;
pub use state::State;
pub use units::Units;

/// Why text is not the code it should be, in words that stand under the field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CodeError {
    /// Nothing was given.
    #[error("{0} is missing")]
    Missing(&'static str),
    /// Something other than digits where only digits can stand.
    #[error("{0} has digits only")]
    DigitsOnly(&'static str),
    /// Too few or too many digits.
    #[error("{what} has {wanted} digits; this one has {found}")]
    DigitCount {
        /// What was being read, with its article.
        what: &'static str,
        /// How many digits it has.
        wanted: &'static str,
        /// How many there were.
        found: usize,
    },
    /// Longer than the field that carries it.
    #[error("{what} has at most {most} characters; this one has {found}")]
    TooLong {
        /// What was being read, with its article.
        what: &'static str,
        /// The most characters it can have.
        most: usize,
        /// How many there were.
        found: usize,
    },
    /// A character that the field cannot carry.
    #[error("{what} cannot have the character {character:?}")]
    Character {
        /// What was being read, with its article.
        what: &'static str,
        /// The first such character.
        character: char,
    },
    /// Not one of a closed list.
    #[error("{0} of that name or code does not exist")]
    NotListed(&'static str),
    /// An NPI of the wrong range.
    #[error("an NPI starts with 1 or 2")]
    NpiStart,
    /// An NPI whose last digit does not follow from the others.
    #[error("the NPI's check digit is wrong: one of its digits was mistyped")]
    NpiCheck,
    /// An EIN that the IRS cannot have given.
    #[error("an EIN never starts with 00")]
    EinStart,
    /// A number that the Social Security Administration cannot have given.
    #[error(
        "that Social Security number cannot exist: no part is all zeros, and none starts with 666"
    )]
    SsnRange,
    /// Not the shape of a taxonomy code.
    #[error("a taxonomy code has 10 letters and digits and ends in X, as 207Q00000X")]
    TaxonomyShape,
    /// Not the shape of a CLIA number.
    #[error("a CLIA number has two digits, a D and seven digits, as 36D0987654")]
    CliaShape,
    /// Not the shape of a drug code.
    #[error("an NDC has 11 digits, as 00409-1234-05")]
    NdcShape,
    /// Ten digits that do not say where the zero belongs.
    #[error("type the NDC with its dashes, so that the missing zero finds its place")]
    NdcDashes,
    /// Not the shape of a diagnosis.
    #[error("an ICD-10-CM code has a letter, then two characters, then up to four more, as E11.9")]
    Icd10Shape,
    /// Not the shape of a procedure.
    #[error(
        "a procedure code has five characters: five digits, four digits and a letter, or a letter and four digits"
    )]
    ProcedureShape,
    /// A range that ends before it begins.
    #[error("a range of codes goes from the lower to the higher, as 99381-99397")]
    SpanOrder,
    /// Not the shape of a modifier.
    #[error("a modifier has two letters or digits, as 25 or GT")]
    ModifierShape,
    /// Not the shape of a condition code.
    #[error("a condition code has two letters or digits, as AD")]
    ConditionShape,
    /// Not the shape of a place of service.
    #[error("a place of service has two digits, as 11 for the office")]
    PlaceShape,
    /// Two digits that no place has.
    #[error("that place of service does not exist")]
    PlaceUnknown,
    /// A ZIP code that no post office has.
    #[error("that ZIP code does not exist")]
    ZipZero,
    /// An area code that cannot be dialled.
    #[error("an area code starts with a digit from 2 to 9")]
    AreaCode,
    /// Not the shape of an e-mail address.
    #[error("an e-mail address looks like name@example.com")]
    EmailShape,
    /// A payer id of one character.
    #[error("a payer id has at least 2 characters")]
    PayerIdShort,
    /// Not the shape of an adjustment reason.
    #[error(
        "an adjustment reason is a number of up to three digits, or a letter and a number, as 45 or B7"
    )]
    CarcShape,
    /// Not the shape of a remark.
    #[error("a remark code is M, MA or N and a number, as MA130")]
    RarcShape,
    /// Not a number.
    #[error("units are a number, as 1 or 2.5")]
    UnitsShape,
    /// Zero or below.
    #[error("units must be more than zero")]
    UnitsZero,
    /// More than three digits after the point.
    #[error("units have at most three digits after the point")]
    UnitsPrecise,
    /// Beyond what a service line can carry.
    #[error("units go up to 99,999.999")]
    UnitsLarge,
}

/// The digits of `text`, without the separators that people write between them.
fn digits_of(text: &str, what: &'static str, separators: &[char]) -> Result<String, CodeError> {
    let text = text.trim();
    if text.is_empty() {
        return Err(CodeError::Missing(what));
    }
    let digits: String = text.chars().filter(|c| !separators.contains(c)).collect();
    if digits.chars().all(|c| c.is_ascii_digit()) {
        Ok(digits)
    } else {
        Err(CodeError::DigitsOnly(what))
    }
}

/// The trimmed text, which must be there.
fn typed_of<'a>(text: &'a str, what: &'static str) -> Result<&'a str, CodeError> {
    let text = text.trim();
    if text.is_empty() {
        Err(CodeError::Missing(what))
    } else {
        Ok(text)
    }
}

/// The trimmed text in upper case.
fn upper_of(text: &str, what: &'static str) -> Result<String, CodeError> {
    typed_of(text, what).map(str::to_ascii_uppercase)
}

/// Whether an upper-case letter or a digit.
const fn is_alphanumeric(byte: u8) -> bool {
    byte.is_ascii_uppercase() || byte.is_ascii_digit()
}
