//! The ledger card of one account: visits, their services, what happened to each, and why a balance is what it is.

pub(in crate::domain) mod happening;
pub mod share;

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;

use crate::domain::claim::State;
use crate::domain::code::{Modifier, PlaceOfService, Procedure};
use crate::domain::id::{ChargeLineId, ClaimId, EntryId, GuarantorId, PatientId, VisitId};
use crate::domain::ledger::{Effect, Kind, LineBalance};
use crate::domain::mailing::Billed;
use crate::domain::money::Money;

pub use happening::{Happening, Origin, Side, SourceKey, steps, why};

/// One service on a card.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CardLine {
    /// The service.
    pub line: ChargeLineId,
    /// Its code; none for a charge to the account, as a fee.
    pub code: Option<Procedure>,
    /// Its modifiers.
    pub modifiers: Vec<Modifier>,
    /// In the practice's words.
    pub description: String,
    /// Its sums.
    #[serde(flatten)]
    pub sums: LineBalance,
    /// Whether it was taken back.
    pub is_voided: bool,
    /// When statements asked the guarantor for it; none when none did.
    pub billed: Option<Billed>,
}

impl CardLine {
    /// What it is called where there is room for a code only: its code, else what it is.
    pub fn called(&self) -> &str {
        self.code
            .as_ref()
            .map_or(self.description.as_str(), Procedure::as_str)
    }
}

/// One visit on a card.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CardVisit {
    /// The visit.
    pub visit: VisitId,
    /// Whose visit.
    pub patient: PatientId,
    /// Day of service.
    pub service_on: NaiveDate,
    /// Who saw the patient, as lists show it; empty for a charge to the account.
    pub rendering: String,
    /// Place of service; none for a charge to the account.
    pub place: Option<PlaceOfService>,
    /// Its newest claim and where that stands; none when nobody is billed but the patient.
    pub claim: Option<(ClaimId, State)>,
    /// Its services in order.
    pub lines: Vec<CardLine>,
    /// Their sums added up.
    #[serde(flatten)]
    pub sums: LineBalance,
}

/// The card of one guarantor, or of one patient of theirs; newest visit first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LedgerCard {
    /// Whose account.
    pub guarantor: GuarantorId,
    /// Visits, newest first.
    pub visits: Vec<CardVisit>,
    /// All of them added up.
    #[serde(flatten)]
    pub sums: LineBalance,
    /// The guarantor's credit not yet placed.
    pub unapplied: Money,
}

/// One thing that happened to a service, as the card's sub-rows and the why chain show it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Step {
    /// The entry.
    pub entry: EntryId,
    /// What kind of event.
    pub kind: Kind,
    /// In which column.
    pub effect: Effect,
    /// What it does to what is owed: a charge positive, a payment negative; a transfer counts for the guarantor.
    pub amount: Money,
    /// The day it counts for.
    pub accounting_on: NaiveDate,
    /// When it was written.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by: String,
    /// What it was, in words: `Contract write-off, CO-45`.
    pub words: String,
    /// Where it came from, in words: `EOB 8821904 of Meridian Health, 02/09/2026`, `receipt R-020418, card`.
    pub source: String,
    /// Whether it was taken back, or takes another back.
    pub is_reversed: bool,
    /// The record it came from.
    pub key: SourceKey,
    /// Who decided that it was posted so, in words; empty where nobody had to.
    pub decided: String,
}

/// Why a service's balance is what it is: every step, and the sum that is left.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Why {
    /// The service.
    pub line: CardLine,
    /// Its day.
    pub service_on: NaiveDate,
    /// What happened, oldest first; their amounts (transfers left out) sum to the balance.
    pub steps: Vec<Step>,
    /// What is left and who owes it.
    pub insurance_owes: Money,
    /// The guarantor's part of it.
    pub patient_owes: Money,
    /// Why the guarantor owes it, in words: `PR-1, deductible`; empty when nothing is owed.
    pub because: String,
}
