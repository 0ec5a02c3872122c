//! One claim: what it says of itself, and everything that hangs on it. It must not know whose claim it is, nor
//! segments.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::codes::{
    Assignment, AttachmentKind, Benefits, Cause, ClaimDate, ClaimReference, Delay, Delivery,
    Frequency, Icd, NoteKind, Program, Release,
};
use super::coordination::OtherPayer;
use super::line::Line;
use super::medical::{Certification, DropOff, Manipulation, Transport};
use super::people::{Address, Facility, Provider};
use super::terms::{Contract, Pricing};
use crate::domain::money::Money;

/// The most attachments of a claim or of a line (PWK).
pub const ATTACHMENTS_MAX: usize = 10;

/// Paper or a file that belongs to a claim or a line and does not go with it (PWK).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Attachment {
    /// What it is.
    pub kind: AttachmentKind,
    /// How it comes to the payer.
    pub delivery: Delivery,
    /// The number that it carries and is found by, 2 to 50 characters; must be there unless it is only to be had on
    /// request.
    pub number: Option<String>,
}

/// A note to the payer (NTE).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Note {
    /// What it is about.
    pub kind: NoteKind,
    /// At most 80 characters.
    pub text: String,
}

/// One claim (loop 2300 and what hangs on it).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// The practice's number, which every answer repeats, at most 20 characters (CLM01).
    pub number: String,
    /// The sum of its lines (CLM02).
    pub charge: Money,
    /// Place of service, two digits (CLM05-1).
    pub place_of_service: String,
    /// New, replacement or void (CLM05-3).
    pub frequency: Frequency,
    /// Whether the provider's signature is on file (CLM06).
    pub provider_signed: bool,
    /// Whether the provider takes the payer's amount (CLM07).
    pub assignment: Assignment,
    /// Whether the payer may pay the provider (CLM08).
    pub benefits: Benefits,
    /// On what ground medical data are released (CLM09).
    pub release: Release,
    /// Whether the provider signed for the patient (CLM10).
    pub provider_signed_for_patient: bool,
    /// What it is related to, at most two (CLM11).
    pub causes: Vec<Cause>,
    /// The state of an automobile accident (CLM11-4).
    pub accident_state: Option<String>,
    /// The country of an automobile accident, when it is not the US (CLM11-5).
    pub accident_country: Option<String>,
    /// Special program (CLM12).
    pub program: Option<Program>,
    /// Why it comes late (CLM20).
    pub delay: Option<Delay>,
    /// Days that concern it.
    pub dates: BTreeMap<ClaimDate, NaiveDate>,
    /// Numbers that concern it.
    pub references: BTreeMap<ClaimReference, String>,
    /// What belongs to it and comes apart from it, at most ten (PWK).
    pub attachments: Vec<Attachment>,
    /// What a contract says of its price (CN1).
    pub contract: Option<Box<Contract>>,
    /// What the patient has paid (AMT*F5).
    pub patient_paid: Option<Money>,
    /// What a payer asks for in a form of its own, at most ten texts of at most 80 characters (K3).
    pub file_information: Vec<String>,
    /// A note to the payer.
    pub note: Option<Note>,
    /// The ride in an ambulance.
    pub transport: Option<Box<Transport>>,
    /// Why the spine was manipulated.
    pub manipulation: Option<Box<Manipulation>>,
    /// What is certified of the patient.
    pub certifications: Vec<Certification>,
    /// Which revision of ICD the diagnoses are of.
    pub icd: Icd,
    /// Diagnoses without point, the principal one first, 1 to 12 (HI).
    pub diagnoses: Vec<String>,
    /// The surgery that the anesthesia was for, the principal procedure first, at most two (HI*BP).
    pub anesthesia_for: Vec<String>,
    /// Condition codes, at most 24 (HI*BG).
    pub condition_codes: Vec<String>,
    /// What a repricer made of it (HCP).
    pub pricing: Option<Box<Pricing>>,
    /// Who referred (NM1*DN).
    pub referring: Option<Provider>,
    /// The primary care provider, when the referral went through another (NM1*P3).
    pub primary_care: Option<Provider>,
    /// Who rendered, when not the billing provider (NM1*82).
    pub rendering: Option<Provider>,
    /// Where, when not at the billing provider's address (NM1*77).
    pub facility: Option<Facility>,
    /// Who supervised (NM1*DQ).
    pub supervising: Option<Provider>,
    /// Where an ambulance came to (NM1*PW).
    pub pick_up: Option<Box<Address>>,
    /// Where it went (NM1*45).
    pub drop_off: Option<Box<DropOff>>,
    /// Other payers of the patient, at most ten (loop 2320).
    pub other_payers: Vec<OtherPayer>,
    /// Services, 1 to 50.
    pub lines: Vec<Line>,
}

impl Claim {
    /// A new, assigned claim with signatures on file and nothing else yet.
    pub fn new(number: impl Into<String>, place_of_service: impl Into<String>) -> Self {
        Self {
            number: number.into(),
            charge: Money::ZERO,
            place_of_service: place_of_service.into(),
            frequency: Frequency::Original,
            provider_signed: true,
            assignment: Assignment::Assigned,
            benefits: Benefits::Assigned,
            release: Release::Signed,
            provider_signed_for_patient: false,
            causes: Vec::new(),
            accident_state: None,
            accident_country: None,
            program: None,
            delay: None,
            dates: BTreeMap::new(),
            references: BTreeMap::new(),
            attachments: Vec::new(),
            contract: None,
            patient_paid: None,
            file_information: Vec::new(),
            note: None,
            transport: None,
            manipulation: None,
            certifications: Vec::new(),
            icd: Icd::Ten,
            diagnoses: Vec::new(),
            anesthesia_for: Vec::new(),
            condition_codes: Vec::new(),
            pricing: None,
            referring: None,
            primary_care: None,
            rendering: None,
            facility: None,
            supervising: None,
            pick_up: None,
            drop_off: None,
            other_payers: Vec::new(),
            lines: Vec::new(),
        }
    }
}
