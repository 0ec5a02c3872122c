//! Estimates: what planned services will come to and what the patient will pay, worked out, given and printed. It must
//! not know the steps; the domain does.

use chrono::NaiveDate;

use super::{Office, OfficeError, Refusal, paper};
use crate::domain::code::PlaceOfService;
use crate::domain::estimate::{
    Benefits, Cover, Estimate, EstimateError, EstimateNumber, GoodFaith, GoodFaithError,
    GoodFaithParts, NewEstimate, NewService, Reckoned, Service, reckon,
};
use crate::domain::expected;
use crate::domain::id::{EstimateId, PatientId};
use crate::domain::page::Page;
use crate::domain::policy::Policy;
use crate::pdf::estimate::sheets;
use crate::pdf::font::Fonts;
use crate::pdf::page::page;
use crate::pdf::write::{Title, document};

/// Where planned services are reckoned to be done: the practice's own rooms.
const OFFICE: &str = "11";

/// Why an estimate is not given.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EstimateRefusal {
    /// A step does not fit.
    #[error(transparent)]
    Estimate(#[from] EstimateError),
    /// The policy is another patient's.
    #[error("the policy is another patient's")]
    OtherPatient,
    /// The page is for patients who pay alone.
    #[error(
        "estimate {0} counts on insurance; the printed estimate is for patients who pay without it"
    )]
    Insured(EstimateNumber),
    /// The figures of the page do not hold.
    #[error(transparent)]
    Page(#[from] GoodFaithError),
}

impl Office {
    /// Works an estimate out. Nothing is kept.
    ///
    /// # Errors
    /// [`EstimateRefusal`] with what does not fit, [`Refusal::NotThere`], [`OfficeError::Store`].
    pub fn reckon_estimate(&self, new: &NewEstimate) -> Result<Reckoned, OfficeError> {
        let _there = self.patient(new.patient)?;
        let policy = match new.cover {
            Cover::SelfPay { .. } => None,
            Cover::Insured { policy, .. } => Some(self.policy_of(new.patient, policy)?),
        };
        let on = new.planned_on.unwrap_or_else(|| self.today());
        let services = new.services.iter();
        let services = services
            .map(|service| self.priced(service, policy.as_ref(), on))
            .collect::<Result<Vec<_>, _>>()?;
        Ok(reckon(services, &new.cover).map_err(EstimateRefusal::Estimate)?)
    }

    fn policy_of(
        &self,
        patient: PatientId,
        policy: crate::domain::id::PolicyId,
    ) -> Result<Policy, OfficeError> {
        let found = self.policy(policy)?;
        if found.what.patient == patient {
            Ok(found)
        } else {
            Err(EstimateRefusal::OtherPatient.into())
        }
    }

    /// Finds what a service costs, how it is called and what its plan is expected to allow.
    fn priced(
        &self,
        new: &NewService,
        policy: Option<&Policy>,
        on: NaiveDate,
    ) -> Result<Service, OfficeError> {
        let usual = match new.fee {
            Some(fee) => Some(fee),
            None => match self.fee_for(new.code, &new.modifiers, on)? {
                Some(unit) => Some(new.units.charge(unit)?),
                None => None,
            },
        };
        let fee = usual.ok_or(EstimateRefusal::Estimate(EstimateError::NoFee(new.code)))?;
        let description = if new.description.trim().is_empty() {
            let known = self.store.procedure_words(new.code)?;
            known.unwrap_or_else(|| new.code.to_string())
        } else {
            new.description.trim().to_owned()
        };
        let office: PlaceOfService = OFFICE.parse().map_err(|_| Refusal::Missing("the place"))?;
        // What another provider bills is that one's contract, which the practice does not know.
        let expected = match policy.filter(|_| new.biller.is_none()) {
            None => None,
            Some(policy) => self.store.expected_allowed(&expected::Service {
                payer: policy.what.payer,
                plan: &policy.what.plan_name,
                code: new.code,
                modifiers: &new.modifiers,
                place: office,
                on,
                units: new.units,
                charge: fee,
            })?,
        };
        Ok(Service {
            code: new.code,
            modifiers: new.modifiers.clone(),
            units: new.units,
            description,
            diagnosis: new.diagnosis,
            biller: new.biller.clone(),
            fee,
            expected: expected.map(|expected| (expected.amount, expected.words())),
            typed: new.typed,
        })
    }

    /// What a policy is known to leave to the patient: its copay.
    pub fn usual_benefits(policy: &Policy) -> Benefits {
        Benefits {
            copay: policy.what.copay,
            ..Benefits::default()
        }
    }

    /// Gives an estimate: works it out and keeps it as it was given.
    ///
    /// # Errors
    /// As [`Office::reckon_estimate`], and [`Refusal::Missing`] when it does not say what is planned.
    pub fn give_estimate(&mut self, new: &NewEstimate) -> Result<EstimateId, OfficeError> {
        if new.what.trim().is_empty() {
            return Err(Refusal::Missing("what is planned").into());
        }
        let reckoned = self.reckon_estimate(new)?;
        self.stamped("give an estimate", |tx, stamp| {
            let id = tx.add_estimate(new, &reckoned, stamp.today, stamp.at, stamp.by)?;
            Ok((object(id), id))
        })
    }

    /// Gives an estimate as it was given.
    ///
    /// # Errors
    /// [`Refusal::NotThere`], [`OfficeError::Store`].
    pub fn estimate(&self, id: EstimateId) -> Result<Estimate, OfficeError> {
        Ok(self.store.estimate(id)?.ok_or(Refusal::NotThere {
            what: "estimate",
            number: id.get(),
        })?)
    }

    /// Finds an estimate by its number, with or without the E.
    ///
    /// # Errors
    /// [`Refusal::Missing`] when that is no number, [`Refusal::NotThere`], [`OfficeError::Store`].
    pub fn estimate_numbered(&self, text: &str) -> Result<Estimate, OfficeError> {
        let number: EstimateNumber = text
            .parse()
            .map_err(|_| Refusal::Missing("the number of the estimate"))?;
        self.estimate(number.0)
    }

    /// Lists estimates, the newest first: a patient's, or all of them.
    ///
    /// # Errors
    /// [`OfficeError::Store`].
    pub fn estimates(
        &self,
        patient: Option<PatientId>,
        limit: u32,
    ) -> Result<Vec<Estimate>, OfficeError> {
        Ok(self.store.estimates(patient, limit)?)
    }

    /// Gives a good-faith estimate as a PDF. The first time it is made and kept; later the same bytes are given again.
    ///
    /// # Errors
    /// [`EstimateRefusal::Insured`], [`EstimateRefusal::Page`] when its figures do not hold, [`Refusal::NotThere`],
    /// [`OfficeError::Store`].
    pub fn estimate_pdf(&mut self, id: EstimateId) -> Result<Vec<u8>, OfficeError> {
        if let Some(print) = self.store.estimate_print(id)? {
            return Ok(self.store.attachment(print)?);
        }
        let page = self.good_faith(id)?;
        let fonts = Fonts::load()?;
        let given_on = page.given().given_on;
        let bytes = document(&fonts, Title::Estimate, given_on, &sheets(&page, &fonts))?;
        self.write("print an estimate", |tx, at| {
            let print = tx.attach(&bytes, at)?;
            tx.keep_estimate_print(id, print)?;
            Ok((object(id), ()))
        })?;
        Ok(bytes)
    }

    /// Gives a good-faith estimate as pages to be drawn: what [`Office::estimate_pdf`] prints when it is printed now.
    ///
    /// # Errors
    /// As [`Office::estimate_pdf`].
    pub fn estimate_pages(&self, id: EstimateId) -> Result<Vec<Page>, OfficeError> {
        let sheets = sheets(&self.good_faith(id)?, &Fonts::load()?);
        Ok(sheets.into_iter().map(page).collect())
    }

    fn good_faith(&self, id: EstimateId) -> Result<GoodFaith, OfficeError> {
        let estimate = self.estimate(id)?;
        if let Cover::Insured { .. } = estimate.cover {
            return Err(EstimateRefusal::Insured(EstimateNumber(id)).into());
        }
        let (practice, patient) = (self.practice()?, self.patient(estimate.patient)?);
        // With one clinician it is plain who sees the patient; with several the estimate names none.
        let provider = match self.providers()?.as_slice() {
            [only] => only.signed(),
            _ => String::new(),
        };
        let parts = GoodFaithParts {
            npi: practice.npi.to_string(),
            practice: paper::letterhead(&practice),
            number: EstimateNumber(id),
            given_on: estimate.given_on,
            patient: patient.contact.name.natural(),
            born_on: patient.born_on,
            address: paper::address(&patient.contact.address).lines().join(", "),
            what: estimate.what,
            planned_on: estimate.planned_on,
            booked_on: estimate.booked_on,
            provider,
            lines: estimate.reckoned.lines,
            prepared_by: estimate.by,
        };
        Ok(GoodFaith::build(parts).map_err(EstimateRefusal::Page)?)
    }
}

fn object(id: EstimateId) -> String {
    format!("estimate:{id}")
}
