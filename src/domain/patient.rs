//! Patients and their guarantors.

use chrono::NaiveDate;
use serde::Serialize;

use crate::domain::code::{Email, Phone, Relation, Sex};
use crate::domain::id::{GuarantorId, PatientId};
use crate::domain::money::Money;
use crate::domain::person::{Address, Name};

/// Who somebody is and where to reach them: all that patients and guarantors have in common.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Contact {
    /// Name.
    pub name: Name,
    /// Where mail goes.
    pub address: Address,
    /// Phone.
    pub phone: Option<Phone>,
    /// E-mail.
    pub email: Option<Email>,
}

/// Who pays the patient's part of a new patient's bills.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Payor {
    /// The patient.
    Patient,
    /// Somebody the book knows already, as a parent with another child here; and what the patient is to them.
    Known(GuarantorId, Relation),
    /// Somebody new.
    Other(Contact, Relation),
}

/// A patient before the book gave an id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewPatient {
    /// Who and where.
    pub contact: Contact,
    /// Birthday.
    pub born_on: NaiveDate,
    /// Sex on the payer's record.
    pub sex: Sex,
    /// Who pays the patient's part.
    pub payor: Payor,
    /// Why they came to the practice.
    pub reason: String,
    /// What the desk should know.
    pub note: String,
    /// Day of death.
    pub died_on: Option<NaiveDate>,
}

/// A patient.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Patient {
    /// Id.
    pub id: PatientId,
    /// Who and where.
    #[serde(flatten)]
    pub contact: Contact,
    /// Birthday.
    pub born_on: NaiveDate,
    /// Sex on the payer's record.
    pub sex: Sex,
    /// Who pays the patient's part today.
    pub guarantor: GuarantorId,
    /// What the patient is to that guarantor.
    pub guarantor_relation: Relation,
    /// Why they came to the practice.
    pub reason: String,
    /// What the desk should know.
    pub note: String,
    /// Day of death.
    pub died_on: Option<NaiveDate>,
}

/// Gives the chart number of a patient, as screens and claims show it (six digits from 100001 on).
pub fn chart_number(patient: PatientId) -> String {
    patient.get().saturating_add(100_000).to_string()
}

/// Gives the account number of a guarantor, as statements show it (seven digits).
pub fn account_number(guarantor: GuarantorId) -> String {
    format!("{:07}", guarantor.get())
}

/// Who pays the patient's part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Guarantor {
    /// Id; see [`account_number`].
    pub id: GuarantorId,
    /// Who and where statements go.
    #[serde(flatten)]
    pub contact: Contact,
    /// The patient this guarantor is; none when no patient.
    pub patient: Option<PatientId>,
    /// Why no statements go out; none when they do.
    pub held: Option<String>,
    /// The day mail came back from the address; none when it arrives.
    pub returned_on: Option<NaiveDate>,
}

/// A patient in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PatientRow {
    /// Id.
    pub id: PatientId,
    /// Who pays.
    pub guarantor: GuarantorId,
    /// Name.
    pub name: Name,
    /// Birthday.
    pub born_on: NaiveDate,
    /// Phone.
    pub phone: Option<Phone>,
    /// Name of the payer of today's primary policy, empty when there is none.
    pub payer: String,
    /// What insurers owe for them.
    pub insurance_owes: Money,
    /// What the guarantor owes for them.
    pub patient_owes: Money,
}

/// How much there is of each thing on a patient's chart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ChartCounts {
    /// Visits.
    pub visits: u32,
    /// Claims.
    pub claims: u32,
    /// Statements to the guarantor.
    pub statements: u32,
    /// Patients for whom the same guarantor pays, this one counted.
    pub family: u32,
}
