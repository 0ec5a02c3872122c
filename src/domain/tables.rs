//! The public lists that claims are held against, put together for fast look-ups: code pairs, limits, add-on codes,
//! surgery's days, diagnoses and HCPCS codes by the day on which they count. It must not know files or the book.
//!
//! Each list is kept as blocks of records of one length, which only this module writes and reads. Nothing of them is
//! shipped: a practice brings in the files that CMS publishes.

use std::sync::Arc;

use chrono::NaiveDate;

mod add_ons;
mod diagnoses;
mod level_two;
mod limits;
mod packed;
mod pairs;
mod services;
#[cfg(test)]
pub(crate) mod tests;

pub use add_ons::{AddOn, AddOns, Mains};
pub use diagnoses::{Diagnoses, Listed, Standing};
pub use level_two::{LevelTwo, Span};
pub use limits::{Counted, Limit, Limits};
pub use pairs::{Pair, Pairs, Together, Verdict};
pub use services::{Global, Parts, Service, Services, Sides, Status};

/// A list that was brought in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// NCCI procedure-to-procedure pairs, for practitioners.
    Pairs,
    /// Medically unlikely units, for practitioners.
    Limits,
    /// NCCI add-on codes.
    AddOns,
    /// What Medicare's fee schedule says of each service.
    Services,
    /// ICD-10-CM of a fiscal year.
    Diagnoses,
    /// HCPCS level II.
    LevelTwo,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Pairs,
        Self::Limits,
        Self::AddOns,
        Self::Services,
        Self::Diagnoses,
        Self::LevelTwo,
    ];

    /// The book's word for it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Pairs => "ptp",
            Self::Limits => "mue",
            Self::AddOns => "add_on",
            Self::Services => "services",
            Self::Diagnoses => "icd10",
            Self::LevelTwo => "hcpcs",
        }
    }

    /// Reads the book's word.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// Whether the newest release says all, also of days long past, so that it stands in for every earlier one.
    pub const fn holds_its_past(self) -> bool {
        match self {
            Self::Pairs | Self::AddOns | Self::LevelTwo => true,
            Self::Limits | Self::Services | Self::Diagnoses => false,
        }
    }
}

/// One file of a release as it was brought in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Release {
    /// The first day on which it holds.
    pub effective_on: NaiveDate,
    /// The sentences its records point at by number: why two services are not paid together.
    pub words: Vec<String>,
}

/// A list that is put together from its blocks.
pub trait List: Default {
    /// Takes one block of a release; none when it is not whole.
    fn take(&mut self, release: &Release, block: &[u8]) -> Option<()>;

    /// Gets everything in order, after the last block.
    fn settle(&mut self);
}

/// Every list there is. Cheap to clone; empty lists find nothing wrong.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tables {
    /// Which services are not paid together.
    pub pairs: Arc<Pairs>,
    /// How many units are believed.
    pub limits: Arc<Limits>,
    /// Which services need another.
    pub add_ons: Arc<AddOns>,
    /// What the fee schedule says of each service.
    pub services: Arc<Services>,
    /// Which diagnoses count on which day.
    pub diagnoses: Arc<Diagnoses>,
    /// Which HCPCS codes count on which day.
    pub level_two: Arc<LevelTwo>,
}
