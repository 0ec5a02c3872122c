//! Registration: patients, who pays for them, and how they are insured.

use chrono::NaiveDate;
use serde::Serialize;

use super::claims::look_again;
use super::setup::{found, none};
use super::{MoneyRefusal, Office, OfficeError, Refusal};
use crate::domain::authorization::Authorization;
use crate::domain::code::{MemberId, Relation};
use crate::domain::draft::policy::overlap_words;
use crate::domain::find::Query;
use crate::domain::id::{GuarantorId, PatientId, PolicyId};
use crate::domain::ledger::LineBalance;
use crate::domain::money::Money;
use crate::domain::patient::{
    ChartCounts, Contact, Guarantor, NewPatient, Patient, PatientRow, Payor,
};
use crate::domain::policy::{NewPolicy, Policy};
use crate::domain::practice::Payer;
use crate::store::Tx;
use crate::store::claim::Source;

/// What stands at the head of a patient's chart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Chart {
    /// The patient.
    pub patient: Patient,
    /// Who pays for them.
    pub guarantor: Guarantor,
    /// Their policies with the payers' names, by rank, the newest first.
    pub policies: Vec<(Policy, String)>,
    /// The one that is billed first today.
    pub policy_today: Option<PolicyId>,
    /// What payers allowed beforehand, the newest first, with what was used of it.
    pub authorizations: Vec<Authorization>,
    /// Their services added up.
    pub sums: LineBalance,
    /// What the guarantor owes for all their patients.
    pub guarantor_owes: Money,
    /// The guarantor's credit not yet placed.
    pub unapplied: Money,
    /// How much there is of each thing.
    pub counts: ChartCounts,
}

impl Office {
    /// Writes a patient in, with their guarantor.
    ///
    /// # Errors
    /// [`Refusal::NotThere`] when the guarantor the book should know is not there, [`OfficeError::Store`].
    pub fn register_patient(&mut self, new: &NewPatient) -> Result<PatientId, OfficeError> {
        self.write("register a patient", |tx, at| {
            let id = match &new.payor {
                Payor::Patient => {
                    let guarantor = tx.add_guarantor(&new.contact, None)?;
                    let id = tx.add_patient(new, guarantor, Relation::Itself, at)?;
                    tx.name_guarantor(guarantor, id)?;
                    id
                }
                Payor::Known(guarantor, relation) => {
                    let _known = known_guarantor(tx, *guarantor)?;
                    tx.add_patient(new, *guarantor, *relation, at)?
                }
                Payor::Other(contact, relation) => {
                    let guarantor = tx.add_guarantor(contact, None)?;
                    tx.add_patient(new, guarantor, *relation, at)?
                }
            };
            Ok((format!("patient:{id}"), id))
        })
    }

    /// Writes a patient anew. Past visits stay with the guarantor they had; where the patient is a guarantor, that
    /// follows. Claims of the patient that wait are looked at again.
    ///
    /// # Errors
    /// [`Refusal::NotThere`], [`OfficeError::Store`].
    pub fn change_patient(&mut self, id: PatientId, new: &NewPatient) -> Result<(), OfficeError> {
        self.stamped("change a patient", |tx, stamp| {
            let own = tx.guarantor_who_is(id)?;
            if let Some(own) = own {
                let _is_there = tx.change_guarantor(own, &new.contact)?;
            }
            let (guarantor, relation) = match &new.payor {
                Payor::Patient => (own_guarantor(tx, id, own, &new.contact)?, Relation::Itself),
                Payor::Known(guarantor, _) if Some(*guarantor) == own => {
                    (*guarantor, Relation::Itself)
                }
                Payor::Known(guarantor, relation) => {
                    (known_guarantor(tx, *guarantor)?.id, *relation)
                }
                Payor::Other(contact, relation) => (tx.add_guarantor(contact, None)?, *relation),
            };
            found(
                tx.change_patient(id, new, guarantor, relation)?,
                "patient",
                id.get(),
            )?;
            look_again(tx, Source::Patient(id), stamp)?;
            Ok((format!("patient:{id}"), ()))
        })
    }

    /// Gives a patient.
    ///
    /// # Errors
    /// [`Refusal::NotThere`], [`OfficeError::Store`].
    pub fn patient(&self, id: PatientId) -> Result<Patient, OfficeError> {
        Ok(self
            .store
            .patient(id)?
            .ok_or_else(|| none("patient", id.get()))?)
    }

    /// Gives a guarantor.
    ///
    /// # Errors
    /// [`Refusal::NotThere`], [`OfficeError::Store`].
    pub fn guarantor(&self, id: GuarantorId) -> Result<Guarantor, OfficeError> {
        Ok(self
            .store
            .guarantor(id)?
            .ok_or_else(|| none("guarantor", id.get()))?)
    }

    /// Writes anew who a guarantor is and where statements go. Where the guarantor is a patient, the patient's chart
    /// says the same from then on, and claims that wait are looked at again.
    ///
    /// # Errors
    /// [`Refusal::NotThere`], [`OfficeError::Store`].
    pub fn change_guarantor(
        &mut self,
        id: GuarantorId,
        contact: &Contact,
    ) -> Result<(), OfficeError> {
        self.stamped("change a guarantor", |tx, stamp| {
            let guarantor = known_guarantor(tx, id)?;
            let _is_there = tx.change_guarantor(id, contact)?;
            if let Some(patient) = guarantor.patient {
                tx.change_contact(patient, contact)?;
                look_again(tx, Source::Patient(patient), stamp)?;
            }
            Ok((format!("guarantor:{id}"), ()))
        })
    }

    /// Holds a guarantor's statements back and keeps why, or lets them go again.
    ///
    /// # Errors
    /// [`Refusal::Missing`] when no reason is given, [`Refusal::NotThere`], [`OfficeError::Store`].
    pub fn hold_statements(
        &mut self,
        id: GuarantorId,
        why: Option<&str>,
    ) -> Result<(), OfficeError> {
        let why = why.map(str::trim);
        if why == Some("") {
            return Err(Refusal::Missing("the reason").into());
        }
        let verb = why.map_or("release statements", |_| "hold statements");
        self.write(verb, |tx, _| {
            found(tx.hold_statements(id, why)?, "guarantor", id.get())?;
            Ok((format!("guarantor:{id}"), ()))
        })
    }

    /// Keeps the day on which mail came back from a guarantor's address, or that it arrives again. Statement runs pass
    /// the account by until then, or until the address is changed.
    ///
    /// # Errors
    /// [`MoneyRefusal::Ahead`] for a day that has not come, [`Refusal::NotThere`], [`OfficeError::Store`].
    pub fn mail_returned(
        &mut self,
        id: GuarantorId,
        on: Option<NaiveDate>,
    ) -> Result<(), OfficeError> {
        if let Some(on) = on.filter(|on| *on > self.today()) {
            return Err(MoneyRefusal::Ahead(on).into());
        }
        let verb = on.map_or("mail arrives", |_| "mail came back");
        self.write(verb, |tx, _| {
            found(tx.mail_returned(id, on)?, "guarantor", id.get())?;
            Ok((format!("guarantor:{id}"), ()))
        })
    }

    /// Lists the patients for whom a guarantor pays, eldest first.
    ///
    /// # Errors
    /// [`OfficeError::Store`].
    pub fn family(&self, guarantor: GuarantorId) -> Result<Vec<PatientRow>, OfficeError> {
        Ok(self.store.family(guarantor, self.today())?)
    }

    /// Lists the patients who are likely the same as one about to be written in: same birthday and names alike, or
    /// same member id and given names alike.
    ///
    /// # Errors
    /// [`OfficeError::Store`].
    pub fn likely_duplicates(
        &self,
        new: &NewPatient,
        member: Option<&MemberId>,
    ) -> Result<Vec<PatientRow>, OfficeError> {
        let name = &new.contact.name;
        Ok(self
            .store
            .likely_duplicates(name, new.born_on, member, self.today())?)
    }

    /// Writes a policy in, and looks again at the patient's claims that wait.
    ///
    /// # Errors
    /// [`Refusal::Overlap`] when another of the same rank covers one of its days, [`Refusal::NotThere`],
    /// [`OfficeError::Store`].
    pub fn add_policy(&mut self, what: &NewPolicy) -> Result<PolicyId, OfficeError> {
        self.stamped("add a policy", |tx, stamp| {
            insurable(tx, what, None)?;
            let id = tx.add_policy(what)?;
            look_again(tx, Source::Patient(what.patient), stamp)?;
            Ok((format!("policy:{id}"), id))
        })
    }

    /// Writes a policy anew. It stays with its patient, and once claims were made under it with its payer.
    /// The patient's claims that wait are looked at again.
    ///
    /// # Errors
    /// [`Refusal::PolicyBilled`], [`Refusal::PolicyOfAnother`], and as [`Office::add_policy`].
    pub fn change_policy(&mut self, id: PolicyId, what: &NewPolicy) -> Result<(), OfficeError> {
        self.stamped("change a policy", |tx, stamp| {
            let before = tx.policy(id)?.ok_or_else(|| none("policy", id.get()))?.what;
            if before.patient != what.patient {
                return Err(Refusal::PolicyOfAnother.into());
            }
            if before.payer != what.payer && tx.is_billed(id)? {
                return Err(Refusal::PolicyBilled.into());
            }
            insurable(tx, what, Some(id))?;
            tx.change_policy(id, what)?;
            look_again(tx, Source::Patient(what.patient), stamp)?;
            Ok((format!("policy:{id}"), ()))
        })
    }

    /// Lists a patient's policies with the payers' names, by rank, the newest first.
    ///
    /// # Errors
    /// [`OfficeError::Store`].
    pub fn policies(&self, patient: PatientId) -> Result<Vec<(Policy, String)>, OfficeError> {
        Ok(self.store.policies(patient)?)
    }

    /// Gives a policy.
    ///
    /// # Errors
    /// [`Refusal::NotThere`], [`OfficeError::Store`].
    pub fn policy(&self, id: PolicyId) -> Result<Policy, OfficeError> {
        Ok(self
            .store
            .policy(id)?
            .ok_or_else(|| none("policy", id.get()))?)
    }

    /// Gives the policy that is billed first for a service on that day, with its payer; none when nobody is.
    ///
    /// # Errors
    /// [`OfficeError::Store`].
    pub fn policy_on(
        &self,
        patient: PatientId,
        on: NaiveDate,
    ) -> Result<Option<(Policy, Payer)>, OfficeError> {
        Ok(self.store.policy_on(patient, on)?)
    }

    /// Finds patients by any part of a name, birthday, phone, chart number or member id; without a query, the first
    /// by name.
    ///
    /// # Errors
    /// [`OfficeError::Store`].
    pub fn find_patients(&self, query: &str, limit: usize) -> Result<Vec<PatientRow>, OfficeError> {
        let today = self.today();
        Ok(self
            .store
            .find_patients(&Query::read(query, today), limit, today)?)
    }

    /// Lists patients by name, from a place in that order on.
    ///
    /// # Errors
    /// [`OfficeError::Store`].
    pub fn patients_page(
        &self,
        offset: usize,
        limit: usize,
    ) -> Result<Vec<PatientRow>, OfficeError> {
        Ok(self.store.patients_page(offset, limit, self.today())?)
    }

    /// Counts the patients.
    ///
    /// # Errors
    /// [`OfficeError::Store`].
    pub fn patient_count(&self) -> Result<usize, OfficeError> {
        Ok(self.store.patient_count()?)
    }

    /// Opens a patient's chart.
    ///
    /// # Errors
    /// [`Refusal::NotThere`], [`OfficeError::Store`].
    pub fn chart(&self, id: PatientId) -> Result<Chart, OfficeError> {
        let patient = self.patient(id)?;
        let guarantor = self.guarantor(patient.guarantor)?;
        let account = self.store.guarantor_balance(guarantor.id)?;
        let policies = self.store.policies(id)?;
        let policy_today = policies
            .iter()
            .map(|(policy, _)| policy)
            .filter(|policy| policy.what.is_in_force(self.today()))
            .min_by_key(|policy| policy.what.rank)
            .map(|policy| policy.id);
        Ok(Chart {
            authorizations: self.store.authorizations(id, None)?,
            sums: self.store.patient_sums(id)?,
            counts: self.store.chart_counts(id, guarantor.id)?,
            patient,
            guarantor,
            policies,
            policy_today,
            guarantor_owes: account.patient_owes,
            unapplied: account.unapplied,
        })
    }
}

fn known_guarantor(tx: &Tx<'_>, id: GuarantorId) -> Result<Guarantor, OfficeError> {
    Ok(tx
        .guarantor(id)?
        .ok_or_else(|| none("guarantor", id.get()))?)
}

/// The guarantor that a patient is, written in where the patient never was one.
fn own_guarantor(
    tx: &Tx<'_>,
    patient: PatientId,
    own: Option<GuarantorId>,
    contact: &Contact,
) -> Result<GuarantorId, OfficeError> {
    match own {
        Some(own) => Ok(own),
        None => Ok(tx.add_guarantor(contact, Some(patient))?),
    }
}

/// Refuses a policy whose patient or payer is not there, or one of whose days another of the same rank covers.
fn insurable(tx: &Tx<'_>, what: &NewPolicy, changing: Option<PolicyId>) -> Result<(), OfficeError> {
    if tx.patient(what.patient)?.is_none() {
        return Err(none("patient", what.patient.get()).into());
    }
    if tx.payer(what.payer)?.is_none() {
        return Err(none("payer", what.payer.get()).into());
    }
    let policies = tx.policies(what.patient)?;
    let other = policies
        .iter()
        .map(|(policy, _)| policy)
        .find(|other| changing != Some(other.id) && other.what.overlaps(what));
    match other {
        Some(other) => Err(Refusal::Overlap(overlap_words(&other.what)).into()),
        None => Ok(()),
    }
}
