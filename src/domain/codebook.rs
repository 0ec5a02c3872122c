//! The codes a practice works with and what it charges for them, as lists and look-ups show them. It must not know
//! where they are kept.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::domain::code::{Icd10, Modifier, Procedure};
use crate::domain::money::Money;

/// A diagnosis of the practice's list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DiagnosisHit {
    /// Its code.
    pub code: Icd10,
    /// In words.
    pub description: String,
    /// Whether a claim can carry it; if not, it is the heading of longer codes.
    pub is_billable: bool,
}

/// A service of the practice's list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ProcedureHit {
    /// Its code.
    pub code: Procedure,
    /// In the practice's words.
    pub description: String,
    /// What the practice charges for one unit on that day; none when it has no fee.
    pub fee: Option<Money>,
}

/// A line of the fee schedule: what the practice charges from a day on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeeRow {
    /// The service.
    pub code: Procedure,
    /// The modifier with which this fee holds; none for all that have none of their own.
    pub modifier: Option<Modifier>,
    /// In the practice's words, as the patient will read it.
    pub description: String,
    /// For one unit.
    pub fee: Money,
    /// First day on which it holds.
    pub effective_on: NaiveDate,
}
