//! Visits and what was charged for them.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::domain::claim;
use crate::domain::code::{
    DrugUnit, Icd10, Modifier, Ndc, PlaceOfService, Procedure, State, Units,
};
use crate::domain::id::{
    ChargeLineId, ClaimId, FacilityId, GuarantorId, PatientId, ProviderId, VisitId,
};
use crate::domain::money::Money;
use crate::domain::person::Name;

pub mod detail;

pub use detail::{Details, LineDetails, NoteToPayer};

/// The most diagnoses a professional claim carries (2300 HI).
pub const DIAGNOSES_MAX: usize = 12;
/// The most services a professional claim carries (2400).
pub const LINES_MAX: usize = 50;

/// What an accident that led to the visit was (CLM11).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// A car accident, in this state.
    Auto(State),
    /// At work.
    Employment,
    /// Any other.
    Other,
}

/// An accident that led to the visit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Accident {
    /// What it was.
    pub cause: Cause,
    /// Its day (DTP*439).
    pub on: NaiveDate,
}

/// The clinician's notes on the visit.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notes {
    /// Why the patient came.
    pub reason: String,
    /// What was found.
    pub finding: String,
    /// What was done.
    pub treatment: String,
    /// What comes next.
    pub plan: String,
    /// What is expected.
    pub prognosis: String,
    /// The day the documentation was signed; none until then.
    pub signed_on: Option<NaiveDate>,
}

/// A diagnosis pointer: the place of a diagnosis in the visit's list, 0 for `A`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Pointer(u8);

impl Pointer {
    /// From a letter `A` to `L`, either case.
    pub fn from_letter(letter: char) -> Option<Self> {
        ('A'..='L')
            .zip(0..)
            .find(|(l, _)| *l == letter.to_ascii_uppercase())
            .map(|(_, place)| Self(place))
    }

    /// From a place in the list, 0 to 11.
    pub fn from_index(index: usize) -> Option<Self> {
        u8::try_from(index)
            .ok()
            .filter(|i| usize::from(*i) < DIAGNOSES_MAX)
            .map(Self)
    }

    /// Its letter.
    pub fn letter(self) -> char {
        ('A'..='L').nth(usize::from(self.0)).unwrap_or('A')
    }

    /// Its place in the list, from 0.
    pub fn index(self) -> usize {
        usize::from(self.0)
    }
}

/// One service to be charged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewLine {
    /// CPT or HCPCS code.
    pub code: Procedure,
    /// Up to four modifiers.
    pub modifiers: Vec<Modifier>,
    /// Up to four diagnoses that explain it, the first being the reason.
    pub pointers: Vec<Pointer>,
    /// How much.
    pub units: Units,
    /// For all units.
    pub charge: Money,
    /// In the practice's words.
    pub description: String,
    /// The drug that was given, where payers want it named.
    pub drug: Option<Drug>,
    /// What else a claim says of it. Nobody pays more or less for it.
    #[serde(default, skip_serializing_if = "LineDetails::is_empty")]
    pub details: LineDetails,
}

impl NewLine {
    /// Whether both are charged alike: all is the same but what else a claim says.
    pub fn is_charged_as(&self, other: &Self) -> bool {
        let Self {
            code,
            modifiers,
            pointers,
            units,
            charge,
            description,
            drug,
            details: _,
        } = self;
        *code == other.code
            && *modifiers == other.modifiers
            && *pointers == other.pointers
            && *units == other.units
            && *charge == other.charge
            && *description == other.description
            && *drug == other.drug
    }
}

/// A drug that was given (2410 LIN and CTP).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Drug {
    /// Which.
    pub ndc: Ndc,
    /// How much.
    pub quantity: Units,
    /// Counted in what.
    pub unit: DrugUnit,
}

/// A visit before the book gave an id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewVisit {
    /// Who came.
    pub patient: PatientId,
    /// Day of service (DOS).
    pub service_on: NaiveDate,
    /// Who saw the patient.
    pub rendering: ProviderId,
    /// Who sent the patient.
    pub referring: Option<ProviderId>,
    /// Where, when not at the practice.
    pub facility: Option<FacilityId>,
    /// Place of service.
    pub place: PlaceOfService,
    /// The clinician's notes.
    pub notes: Notes,
    /// Prior authorisation number (REF*G1), may be empty.
    pub authorization: String,
    /// Onset of the illness (DTP*431).
    pub onset_on: Option<NaiveDate>,
    /// Admission to the hospital where the patient was seen (DTP*435).
    pub admitted_on: Option<NaiveDate>,
    /// The accident that led to it.
    pub accident: Option<Accident>,
    /// What else a claim says of it.
    pub details: Details,
    /// Up to twelve diagnoses, the first being pointer A.
    pub diagnoses: Vec<Icd10>,
    /// Services; none when the visit is still to be coded.
    pub lines: Vec<NewLine>,
}

/// A charged service in the book.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Line {
    /// Id.
    pub id: ChargeLineId,
    /// Order in the visit.
    pub place: u32,
    /// What was charged.
    #[serde(flatten)]
    pub what: NewLine,
    /// Whether it was taken back.
    pub is_voided: bool,
}

/// A visit in the book.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Visit {
    /// Id.
    pub id: VisitId,
    /// Who came.
    pub patient: PatientId,
    /// Who pays the patient's part of it.
    pub guarantor: GuarantorId,
    /// Day of service.
    pub service_on: NaiveDate,
    /// Who saw the patient.
    pub rendering: ProviderId,
    /// Who sent the patient.
    pub referring: Option<ProviderId>,
    /// Where, when not at the practice.
    pub facility: Option<FacilityId>,
    /// Place of service.
    pub place: PlaceOfService,
    /// The clinician's notes.
    #[serde(flatten)]
    pub notes: Notes,
    /// Prior authorisation number, may be empty.
    pub authorization: String,
    /// Onset of the illness.
    pub onset_on: Option<NaiveDate>,
    /// Admission to the hospital where the patient was seen.
    pub admitted_on: Option<NaiveDate>,
    /// The accident that led to it.
    pub accident: Option<Accident>,
    /// What else a claim says of it.
    pub details: Details,
    /// Diagnoses in order.
    pub diagnoses: Vec<Icd10>,
    /// Services in order, voided ones too.
    pub lines: Vec<Line>,
}

impl Visit {
    /// The services that were not taken back.
    pub fn standing(&self) -> impl Iterator<Item = &Line> {
        self.lines.iter().filter(|line| !line.is_voided)
    }
}

/// A visit in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct VisitRow {
    /// Id.
    pub id: VisitId,
    /// Who came.
    pub patient: PatientId,
    /// The patient's name.
    pub patient_name: Name,
    /// Day of service.
    pub service_on: NaiveDate,
    /// Who saw the patient, as lists show it.
    pub rendering: String,
    /// Place of service.
    pub place: PlaceOfService,
    /// Why the patient came.
    pub reason: String,
    /// Whether the documentation is signed.
    pub is_signed: bool,
    /// Whether it says what was found and what was done, so that it can be coded.
    pub has_notes: bool,
    /// The oldest question about it that is not answered; none when none is.
    pub question: Option<String>,
    /// How many services stand.
    pub lines: u32,
    /// Their charges added up.
    pub charged: Money,
    /// What insurers still owe on them.
    pub insurance_owes: Money,
    /// What the guarantor still owes on them.
    pub patient_owes: Money,
    /// Its newest claim and where that stands; none when nobody is billed but the patient.
    pub claim: Option<(ClaimId, claim::State)>,
}
