//! A claim frozen as it was sent: what the book keeps beside the file, so that answers are matched with what was said
//! then and not with what the book says now. It must hold nothing that was not sent.

use chrono::NaiveDate;
use serde::Serialize;

use super::file::set_number;
use crate::domain::attachment::ClaimAttachment;
use crate::domain::claim::Claim;
use crate::domain::cob::OtherPayer;
use crate::domain::code::{Icd10, PlaceOfService};
use crate::domain::patient::Patient;
use crate::domain::person::{Address, Name};
use crate::domain::policy::Policy;
use crate::domain::practice::{Facility, Payer, Practice, Provider};
use crate::domain::visit::{Accident, Details, Line};
use crate::store::claim::Papers;

/// A claim as it was sent.
#[derive(Serialize)]
pub(in crate::office) struct Sent<'a> {
    /// ST02 of the transaction set it stands in.
    transaction_set: String,
    /// Which sending of the claim it is, from 1.
    sending: u32,
    claim: &'a Claim,
    billing: Billing<'a>,
    payer: &'a Payer,
    policy: &'a Policy,
    patient: Person<'a>,
    service_on: NaiveDate,
    place: PlaceOfService,
    diagnoses: &'a [Icd10],
    #[serde(skip_serializing_if = "str::is_empty")]
    authorization: &'a str,
    onset_on: Option<NaiveDate>,
    admitted_on: Option<NaiveDate>,
    accident: Option<Accident>,
    #[serde(skip_serializing_if = "Details::is_empty")]
    details: &'a Details,
    rendering: &'a Provider,
    referring: Option<&'a Provider>,
    #[serde(skip_serializing_if = "<[Provider]>::is_empty")]
    people: &'a [Provider],
    facility: Option<&'a Facility>,
    #[serde(skip_serializing_if = "<[ClaimAttachment]>::is_empty")]
    attachments: &'a [ClaimAttachment],
    #[serde(skip_serializing_if = "<[OtherPayer]>::is_empty")]
    other_payers: &'a [OtherPayer],
    lines: Vec<SentLine<'a>>,
}

/// The practice as far as a claim names it.
#[derive(Serialize)]
struct Billing<'a> {
    name: &'a str,
    owner: Option<&'a Name>,
    npi: &'a str,
    taxonomy: Option<&'a str>,
    tax_id: &'a str,
    clia: Option<&'a str>,
    address: &'a Address,
    pay_to: Option<&'a Address>,
}

/// The patient as far as a claim names them.
#[derive(Serialize)]
struct Person<'a> {
    name: &'a Name,
    born_on: NaiveDate,
    sex: &'static str,
    address: &'a Address,
}

/// A service with the number it came back under.
#[derive(Serialize)]
struct SentLine<'a> {
    /// LX01.
    number: u32,
    /// REF*6R.
    control_number: String,
    #[serde(flatten)]
    line: &'a Line,
}

impl<'a> Sent<'a> {
    /// Freezes a claim.
    pub(in crate::office) fn of(
        practice: &'a Practice,
        papers: &'a Papers,
        set: u32,
        sending: u32,
    ) -> Self {
        let visit = &papers.visit;
        Self {
            transaction_set: set_number(set),
            sending,
            claim: &papers.claim,
            billing: Billing {
                name: &practice.name,
                owner: practice.owner.as_ref(),
                npi: practice.npi.as_str(),
                taxonomy: practice.taxonomy.as_ref().map(AsRef::as_ref),
                tax_id: practice.tax_id.as_str(),
                clia: practice.clia.as_ref().map(AsRef::as_ref),
                address: &practice.address,
                pay_to: practice.pay_to.as_ref(),
            },
            payer: &papers.payer,
            policy: &papers.policy,
            patient: person(&papers.patient),
            service_on: visit.service_on,
            place: visit.place,
            diagnoses: &visit.diagnoses,
            authorization: &visit.authorization,
            onset_on: visit.onset_on,
            admitted_on: visit.admitted_on,
            accident: visit.accident,
            details: &visit.details,
            rendering: &papers.rendering,
            referring: papers.referring.as_ref(),
            people: &papers.people,
            facility: papers.facility.as_ref(),
            attachments: &papers.attachments,
            other_payers: &papers.other_payers,
            lines: (1..)
                .zip(&papers.lines)
                .map(|(number, line)| SentLine {
                    number,
                    control_number: papers.claim.number.line_control(sending, number),
                    line,
                })
                .collect(),
        }
    }
}

fn person(patient: &Patient) -> Person<'_> {
    Person {
        name: &patient.contact.name,
        born_on: patient.born_on,
        sex: patient.sex.as_str(),
        address: &patient.contact.address,
    }
}
