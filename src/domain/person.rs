//! Names and addresses of people and places.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::domain::code::{State, Zip};

/// A person's name. `Debug` shows none of it, so that it reaches no log.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Name {
    /// Family name; 1 to 60 characters (X12 NM103).
    pub last: String,
    /// Given name; up to 35 characters (NM104).
    pub first: String,
    /// Middle name or letter; up to 25 characters (NM105).
    pub middle: String,
    /// Jr, III; up to 10 characters (NM107).
    pub suffix: String,
}

impl Name {
    /// Given name first, as one addresses a person: `Dana Whitlock`.
    pub fn natural(&self) -> String {
        [&self.first, &self.middle, &self.last, &self.suffix]
            .into_iter()
            .filter(|part| !part.is_empty())
            .map(String::as_str)
            .collect::<Vec<_>>()
            .join(" ")
    }
}

impl fmt::Debug for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Name(…)")
    }
}

/// Family name first, as lists are sorted: `Whitlock, Dana`.
impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.last)?;
        if !self.suffix.is_empty() {
            write!(f, " {}", self.suffix)?;
        }
        if !self.first.is_empty() {
            write!(f, ", {}", self.first)?;
        }
        if !self.middle.is_empty() {
            write!(f, " {}", self.middle)?;
        }
        Ok(())
    }
}

/// A postal address in the United States. `Debug` shows none of it.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Address {
    /// Number and street; up to 55 characters (X12 N301).
    pub street: String,
    /// Apartment, suite; up to 55 characters (N302), empty when there is none.
    pub street2: String,
    /// City; 2 to 30 characters (N401).
    pub city: String,
    /// State (N402).
    pub state: State,
    /// ZIP (N403).
    pub zip: Zip,
}

impl Address {
    /// City, state and ZIP on one line.
    pub fn last_line(&self) -> String {
        format!("{}, {} {}", self.city, self.state.as_str(), self.zip)
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Address(…)")
    }
}
