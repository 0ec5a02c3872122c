//! What visit entry reads from the book before a form opens: the patient, coverage, the lists to choose from, earlier
//! visits, and what was put aside. It must not know the form.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};

use crate::domain::authorization::Authorization;
use crate::domain::claim::{ClaimNumber, State};
use crate::domain::draft::VisitDraft;
use crate::domain::id::{ClaimId, PatientId, VisitId};
use crate::domain::money::Money;
use crate::domain::patient::{Patient, PatientRow};
use crate::domain::policy::{self, Policy};
use crate::domain::practice::{Facility, Payer, Provider};
use crate::domain::question::Question;
use crate::domain::visit::{Visit, VisitRow};
use crate::office::{Office, OfficeError};

/// Everything a form is filled in and checked with.
#[derive(Clone, Debug)]
pub struct Records {
    /// Who came.
    pub patient: Patient,
    /// With what they owe.
    pub row: Option<PatientRow>,
    /// What whoever pays has paid and nobody placed.
    pub credit: Money,
    /// Every policy of the patient.
    pub policies: Vec<Policy>,
    /// What payers allowed the patient.
    pub authorizations: Vec<Authorization>,
    /// Every payer.
    pub payers: Vec<Payer>,
    /// Clinicians.
    pub providers: Vec<Provider>,
    /// Places.
    pub facilities: Vec<Facility>,
    /// The patient's visits, the newest first.
    pub earlier: Vec<VisitRow>,
    /// The visit to copy from.
    pub last: Option<Visit>,
    /// The visit that is open, if it is in the book already.
    pub visit: Option<Visit>,
    /// The questions about the open visit, the oldest first.
    pub questions: Vec<Question>,
    /// What was typed and not saved, and when.
    pub put_aside: Option<(VisitDraft, DateTime<Utc>)>,
    /// What diagnoses are in words, by code.
    pub words: BTreeMap<String, String>,
}

/// Under which name a form's text is put aside.
pub fn draft_place(patient: PatientId, visit: Option<VisitId>) -> String {
    match visit {
        Some(visit) => format!("visit/{visit}"),
        None => format!("visit/new/{patient}"),
    }
}

impl Records {
    /// Reads everything for a new visit of a patient.
    pub fn of_patient(office: &Office, patient: PatientId) -> Result<Self, OfficeError> {
        Self::read(office, patient, None)
    }

    /// Reads everything for a visit that is in the book.
    pub fn of_visit(office: &Office, visit: VisitId) -> Result<Self, OfficeError> {
        let visit = office.visit(visit)?;
        Self::read(office, visit.patient, Some(visit))
    }

    fn read(office: &Office, id: PatientId, visit: Option<Visit>) -> Result<Self, OfficeError> {
        let patient = office.patient(id)?;
        let family = office.family(patient.guarantor)?;
        let kept = office.draft(&draft_place(id, visit.as_ref().map(|visit| visit.id)))?;
        let put_aside = kept.and_then(|(typed, at)| Some((serde_json::from_str(&typed).ok()?, at)));
        let last = office.last_visit(id)?;
        let mut records = Self {
            row: family.into_iter().find(|row| row.id == id),
            credit: office.guarantor_balance(patient.guarantor)?.unapplied,
            policies: office
                .policies(id)?
                .into_iter()
                .map(|(policy, _)| policy)
                .collect(),
            authorizations: office.authorizations(id)?,
            payers: office.payers()?,
            providers: office.providers()?,
            facilities: office.facilities()?,
            earlier: office.visits(id)?,
            last: last.filter(|last| visit.as_ref().is_none_or(|visit| visit.id != last.id)),
            questions: match &visit {
                Some(visit) => office.questions_of(visit.id)?,
                None => Vec::new(),
            },
            put_aside,
            words: BTreeMap::new(),
            visit,
            patient,
        };
        records.words = records.read_words(office)?;
        Ok(records)
    }

    /// The words of every diagnosis that the form may show from the start.
    fn read_words(&self, office: &Office) -> Result<BTreeMap<String, String>, OfficeError> {
        let kept = self
            .put_aside
            .iter()
            .flat_map(|(draft, _)| draft.diagnoses.clone());
        let visits = self.visit.iter().chain(&self.last);
        let codes = visits.flat_map(|visit| visit.diagnoses.iter().map(ToString::to_string));
        let mut words = BTreeMap::new();
        for code in kept.chain(codes) {
            if !code.is_empty() && !words.contains_key(&code) {
                let hits = office.look_up_diagnosis(&code, 1)?;
                let hit = hits.into_iter().find(|hit| hit.code.to_string() == code);
                words.extend(hit.map(|hit| (code, hit.description)));
            }
        }
        Ok(words)
    }

    /// The policy that pays first for a service on a day, and its payer.
    pub fn cover_on(&self, day: NaiveDate) -> Option<(&Policy, &Payer)> {
        let policy = policy::first_in_force(&self.policies, day)?;
        let payer = self
            .payers
            .iter()
            .find(|payer| payer.id == policy.what.payer)?;
        Some((policy, payer))
    }

    /// What the payer of a day allowed that holds on it.
    pub fn allowed_on(&self, day: NaiveDate) -> impl Iterator<Item = &Authorization> {
        let policy = policy::first_in_force(&self.policies, day).map(|policy| policy.id);
        self.authorizations
            .iter()
            .filter(move |one| Some(one.what.policy) == policy && one.holds_on(day))
    }

    /// The claim of the open visit and where it stands.
    pub fn claim(&self) -> Option<(ClaimId, State)> {
        let open = self.visit.as_ref()?;
        self.earlier.iter().find(|row| row.id == open.id)?.claim
    }

    /// The claim that keeps the open visit's charges as they are, because it is out of our hands.
    pub fn bound_by(&self) -> Option<(ClaimNumber, State)> {
        let (claim, state) = self.claim()?;
        let is_here = matches!(
            state,
            State::Held | State::Ready | State::Rejected | State::Void
        );
        (!is_here).then(|| (ClaimNumber::of(claim), state))
    }
}
