//! One service of a claim. It must not know segments.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::claim::{Attachment, Note};
use super::codes::{CodeSet, DrugUnit, LineFlag, LineReference, Measure};
use super::coordination::Adjudication;
use super::people::Provider;
use crate::domain::money::Money;

/// One service (loop 2400).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// What was done.
    pub procedure: Procedure,
    /// What it costs (SV102).
    pub charge: Money,
    /// What it is counted in (SV103).
    pub measure: Measure,
    /// How many (SV104).
    pub quantity: Decimal,
    /// Place of service, when not the claim's (SV105).
    pub place_of_service: Option<String>,
    /// The diagnoses it was done for, by their place in the claim from 1, the main one first, 1 to 4 (SV107).
    pub pointers: Vec<u8>,
    /// What is true of it.
    pub flags: BTreeSet<LineFlag>,
    /// When; none when the file does not say it legibly (DTP*472).
    pub service: Option<Period>,
    /// The practice's number of the line, which remittances repeat, at most 30 characters (REF*6R). Always written.
    pub control_number: Option<String>,
    /// Numbers that concern it.
    pub references: BTreeMap<LineReference, String>,
    /// What belongs to it and comes apart from it, at most ten (PWK).
    pub attachments: Vec<Attachment>,
    /// A note to the payer.
    pub note: Option<Note>,
    /// The drug that was given.
    pub drug: Option<Drug>,
    /// Who rendered it, when not the claim's rendering provider.
    pub rendering: Option<Provider>,
    /// What other payers decided on it, at most fifteen (loop 2430).
    pub adjudications: Vec<Adjudication>,
}

/// A drug that was given (loop 2410).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drug {
    /// National drug code, eleven digits without dashes (LIN03 under `N4`).
    pub code: String,
    /// How much (CTP04).
    pub quantity: Decimal,
    /// Counted in what (CTP05-1).
    pub unit: DrugUnit,
}

impl Line {
    /// One unit of a service on one day, with nothing else yet.
    pub fn new(procedure: Procedure, charge: Money, day: NaiveDate) -> Self {
        Self {
            procedure,
            charge,
            measure: Measure::Units,
            quantity: Decimal::ONE,
            place_of_service: None,
            pointers: Vec::new(),
            flags: BTreeSet::new(),
            service: Some(Period {
                from: day,
                through: day,
            }),
            control_number: None,
            references: BTreeMap::new(),
            attachments: Vec::new(),
            note: None,
            drug: None,
            rendering: None,
            adjudications: Vec::new(),
        }
    }
}

/// What was done (SV101).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Procedure {
    /// Where the code is from.
    pub code_set: CodeSet,
    /// The code.
    pub code: String,
    /// Modifiers, at most four.
    pub modifiers: Vec<String>,
    /// A description, which unlisted codes need, at most 80 characters.
    pub description: Option<String>,
}

impl Procedure {
    /// A procedure by its HCPCS or CPT code.
    pub fn hcpcs(code: impl Into<String>) -> Self {
        Self {
            code_set: CodeSet::Hcpcs,
            code: code.into(),
            modifiers: Vec::new(),
            description: None,
        }
    }
}

/// The days of a service, both included; one day has it twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Period {
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub through: NaiveDate,
}
