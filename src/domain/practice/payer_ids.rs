//! The ids by which one receiver knows payers, where they are others than usual. It must not know payers.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::domain::code::{CodeError, PayerId};

/// Payers' ids with one receiver, by their usual ones: written `60054=AETNA 87726=UHC01`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PayerIds(BTreeMap<PayerId, PayerId>);

/// Why a list of ids is none.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PayerIdsError {
    /// Not two ids with a sign between them.
    #[error("{0} is no pair; write the usual ID, =, and the one used here, as 60054=AETNA")]
    Pair(String),
    /// One of them is none.
    #[error(transparent)]
    Id(#[from] CodeError),
    /// A usual id stands there twice, or two payers would have one id.
    #[error("{0} stands there twice")]
    Twice(PayerId),
}

impl PayerIds {
    /// The id that a payer has here, when it is another than usual.
    pub fn here(&self, usual: &str) -> Option<&str> {
        let found = self.0.iter().find(|(one, _)| one.as_str() == usual);
        found.map(|(_, here)| here.as_str())
    }

    /// The usual id of a payer that has another here.
    pub fn usual(&self, here: &str) -> Option<&str> {
        let found = self.0.iter().find(|(_, one)| one.as_str() == here);
        found.map(|(usual, _)| usual.as_str())
    }
}

impl FromStr for PayerIds {
    type Err = PayerIdsError;

    fn from_str(text: &str) -> Result<Self, PayerIdsError> {
        let mut ids = BTreeMap::new();
        let pairs = text.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';'));
        for pair in pairs.filter(|pair| !pair.is_empty()) {
            let wrong = || PayerIdsError::Pair(pair.to_owned());
            let (usual, here) = pair.split_once('=').ok_or_else(wrong)?;
            let (usual, here): (PayerId, PayerId) = (usual.parse()?, here.parse()?);
            if ids.values().any(|one| *one == here) {
                return Err(PayerIdsError::Twice(here));
            }
            if ids.insert(usual, here).is_some() {
                return Err(PayerIdsError::Twice(usual));
            }
        }
        Ok(Self(ids))
    }
}

impl fmt::Display for PayerIds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, (usual, here)) in self.0.iter().enumerate() {
            let before = if place == 0 { "" } else { " " };
            write!(f, "{before}{usual}={here}")?;
        }
        Ok(())
    }
}

impl TryFrom<String> for PayerIds {
    type Error = PayerIdsError;

    fn try_from(text: String) -> Result<Self, PayerIdsError> {
        text.parse()
    }
}

impl From<PayerIds> for String {
    fn from(ids: PayerIds) -> Self {
        ids.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_found_both_ways_and_read_back() {
        let ids: PayerIds = "60054=aetna, 87726=UHC01".parse().unwrap();
        assert_eq!(ids.to_string(), "60054=AETNA 87726=UHC01");
        assert_eq!(ids.to_string().parse(), Ok(ids.clone()));
        assert_eq!(ids.here("60054"), Some("AETNA"));
        assert_eq!(ids.usual("UHC01"), Some("87726"));
        assert_eq!(ids.here("AETNA"), None);
        assert_eq!("".parse(), Ok(PayerIds::default()));
    }

    #[test]
    fn what_is_no_list_is_refused() {
        for wrong in ["60054", "60054=", "60054=A1 60054=B1", "60054=A1 87726=A1"] {
            assert!(wrong.parse::<PayerIds>().is_err(), "{wrong}");
        }
    }
}
