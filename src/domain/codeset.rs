//! Lists of codes with their meanings in words: the starter lists we ship, look-up by code and search by words.
//! It must not know where a practice keeps its imported lists, nor prices.
//!
//! The words are our own and meant for people. CPT is licensed, so no CPT code or description is shipped: a
//! practice's fee schedule carries its own.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::code::{FilingIndicator, PlaceOfService};

pub mod add_ons;
pub mod answers;
pub mod contract;
pub mod fees;
pub mod hcpcs;
pub mod icd10;
pub mod import;
pub mod mue;
pub mod ncci;
pub mod payers;
pub mod release;
pub mod schedule;
mod search;
pub(in crate::domain) mod table;
#[cfg(test)]
mod tests;

pub use search::{Hit, search};

/// One code and what it means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The code as people write it, an ICD-10-CM code with its dot.
    pub code: String,
    /// What it means, in words.
    pub description: String,
    /// What to do about it, where the list says so.
    pub hint: Option<String>,
}

impl Entry {
    /// Makes an entry without a hint.
    pub fn new(code: impl Into<String>, description: impl Into<String>) -> Self {
        Self {
            code: code.into(),
            description: description.into(),
            hint: None,
        }
    }
}

/// A list of codes in the order in which it should be shown.
#[derive(Clone, Debug, Default)]
pub struct List {
    entries: Vec<Entry>,
    by_code: BTreeMap<String, usize>,
}

impl List {
    /// Every entry, in the order of the list.
    pub fn iter(&self) -> std::slice::Iter<'_, Entry> {
        self.entries.iter()
    }

    /// How many codes there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The entry of a code, with or without its dot.
    pub fn get(&self, code: &str) -> Option<&Entry> {
        self.by_code
            .get(&key(code))
            .and_then(|at| self.entries.get(*at))
    }

    /// The best matches for what was typed; see [`search`].
    pub fn search(&self, query: &str, limit: usize) -> Vec<Hit<'_>> {
        search(self.iter(), query, limit)
    }
}

impl<'a> IntoIterator for &'a List {
    type Item = &'a Entry;
    type IntoIter = std::slice::Iter<'a, Entry>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// A code met twice keeps its first entry.
impl FromIterator<Entry> for List {
    fn from_iter<I: IntoIterator<Item = Entry>>(entries: I) -> Self {
        let mut list = Self::default();
        for entry in entries {
            let at = list.entries.len();
            let known = list.by_code.entry(key(&entry.code)).or_insert(at);
            if *known == at {
                list.entries.push(entry);
            }
        }
        list
    }
}

/// A code as it is looked up: without a dot, in upper case.
fn key(code: &str) -> String {
    code.trim().replace('.', "").to_ascii_uppercase()
}

/// Reads a list as shipped: a code, a description and perhaps a hint in each row after the first.
fn shipped(text: &'static str) -> List {
    text.lines()
        .skip(1)
        .filter_map(|line| table::cells(line, ','))
        .filter_map(|cells| {
            let mut cells = cells.into_iter();
            Some(Entry {
                code: cells.next()?,
                description: cells.next()?,
                hint: cells.next(),
            })
        })
        .collect()
}

/// Common diagnoses of primary care, pediatrics, behavioral health and physical therapy, all billable.
pub fn diagnoses() -> &'static List {
    static LIST: LazyLock<List> =
        LazyLock::new(|| shipped(include_str!("../../assets/codes/icd10cm.csv")));
    &LIST
}

/// Modifiers of procedures.
pub fn modifiers() -> &'static List {
    static LIST: LazyLock<List> =
        LazyLock::new(|| shipped(include_str!("../../assets/codes/modifiers.csv")));
    &LIST
}

/// Claim adjustment reasons (CARC), each with the next step as its hint.
pub fn adjustment_reasons() -> &'static List {
    static LIST: LazyLock<List> =
        LazyLock::new(|| shipped(include_str!("../../assets/codes/carc.csv")));
    &LIST
}

/// Remittance advice remarks (RARC).
pub fn remarks() -> &'static List {
    static LIST: LazyLock<List> =
        LazyLock::new(|| shipped(include_str!("../../assets/codes/rarc.csv")));
    &LIST
}

/// Common provider taxonomies.
pub fn taxonomies() -> &'static List {
    static LIST: LazyLock<List> =
        LazyLock::new(|| shipped(include_str!("../../assets/codes/taxonomies.csv")));
    &LIST
}

/// Places of service.
pub fn places() -> &'static List {
    static LIST: LazyLock<List> = LazyLock::new(|| {
        PlaceOfService::all()
            .map(|place| Entry::new(place.as_str(), place.name()))
            .collect()
    });
    &LIST
}

/// Claim filing indicators.
pub fn filing_indicators() -> &'static List {
    static LIST: LazyLock<List> = LazyLock::new(|| {
        FilingIndicator::ALL
            .iter()
            .map(|one| Entry::new(one.as_str(), one.words()))
            .collect()
    });
    &LIST
}
