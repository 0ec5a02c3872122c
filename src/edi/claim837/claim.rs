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
use super::people::{Facility, Provider};
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
    /// What the patient has paid (AMT*F5).
    pub patient_paid: Option<Money>,
    /// A note to the payer.
    pub note: Option<Note>,
    /// Which revision of ICD the diagnoses are of.
    pub icd: Icd,
    /// Diagnoses without point, the principal one first, 1 to 12 (HI).
    pub diagnoses: Vec<String>,
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
            program: None,
            delay: None,
            dates: BTreeMap::new(),
            references: BTreeMap::new(),
            attachments: Vec::new(),
            patient_paid: None,
            note: None,
            icd: Icd::Ten,
            diagnoses: Vec::new(),
            referring: None,
            primary_care: None,
            rendering: None,
            facility: None,
            supervising: None,
            other_payers: Vec::new(),
            lines: Vec::new(),
        }
    }
}
