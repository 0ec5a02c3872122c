//! Everything a claim says, put together for the edits. It must not know where it comes from.

use chrono::NaiveDate;

use super::before::History;
use crate::domain::attachment::ClaimAttachment;
use crate::domain::authorization::Authorization;
use crate::domain::claim::{Claim, ClaimNumber};
use crate::domain::cob::OtherPayer;
use crate::domain::code::{Carc, Procedure, Relation};
use crate::domain::id::{PolicyId, ProviderId, VisitId};
use crate::domain::patient::Patient;
use crate::domain::policy::Policy;
use crate::domain::practice::{Facility, Payer, Practice, Provider, Receiver};
use crate::domain::question::Question;
use crate::domain::rule::Rule;
use crate::domain::tables::Tables;
use crate::domain::visit::{Line, Visit};

/// A claim with all that it draws on.
#[derive(Clone, Copy, Debug)]
pub struct Case<'a> {
    /// The claim.
    pub claim: &'a Claim,
    /// Who bills.
    pub practice: &'a Practice,
    /// Who was seen.
    pub patient: &'a Patient,
    /// What pays.
    pub policy: &'a Policy,
    /// Who pays.
    pub payer: &'a Payer,
    /// Where the file goes; none: on paper.
    pub receiver: Option<&'a Receiver>,
    /// What is billed, with its diagnoses.
    pub visit: &'a Visit,
    /// Who saw the patient.
    pub rendering: &'a Provider,
    /// Who sent the patient.
    pub referring: Option<&'a Provider>,
    /// Whoever else had a part: supervised, ordered, rendered one of the services.
    pub people: &'a [Provider],
    /// Where, when not at the practice.
    pub facility: Option<&'a Facility>,
    /// The services billed, in the order in which they are sent.
    pub lines: &'a [Line],
    /// Every policy of the patient.
    pub policies: &'a [Policy],
    /// The claim's other payers: those asked before it, and those it names to be asked after it.
    pub other_payers: &'a [OtherPayer],
    /// Papers announced with it.
    pub attachments: &'a [ClaimAttachment],
    /// The patient's other claims for the same day, void ones left out.
    pub others: &'a [OtherClaim],
    /// What payers allowed the patient, used without this visit.
    pub authorizations: &'a [Authorization],
    /// What the payer refused of these services lately.
    pub refusals: &'a [PastRefusal],
    /// The practice's own rules.
    pub rules: &'a [Rule],
    /// What the patient had before and what the payer pays.
    pub history: &'a History,
    /// The public lists that the practice brought in.
    pub tables: &'a Tables,
    /// Questions about the visit that are not answered.
    pub questions: &'a [Question],
    /// The day on which the claim is looked at.
    pub today: NaiveDate,
}

/// Another claim of the same patient for the same day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherClaim {
    /// Its number.
    pub number: ClaimNumber,
    /// What it bills.
    pub visit: VisitId,
    /// Under which policy.
    pub policy: PolicyId,
    /// Who saw the patient.
    pub rendering: ProviderId,
    /// Whether the payer has not settled it yet.
    pub is_open: bool,
    /// Its services.
    pub services: Vec<Line>,
}

/// A service that a payer refused more than once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PastRefusal {
    /// The service.
    pub code: Procedure,
    /// For which reason.
    pub carc: Carc,
    /// How often.
    pub times: u32,
    /// Out of how many answers.
    pub answers: u32,
    /// In how many months before the day of service.
    pub months: u32,
}

impl<'a> Case<'a> {
    /// The services with their numbers on the claim, from 1.
    pub(super) fn numbered(&self) -> impl Iterator<Item = (u32, &'a Line)> + use<'a> {
        (1..).zip(self.lines)
    }

    /// Who saw the patient, who sent them, and whoever else had a part.
    pub(super) fn clinicians(&self) -> impl Iterator<Item = &'a Provider> + use<'a> {
        let two = [Some(self.rendering), self.referring].into_iter().flatten();
        two.chain(self.people)
    }

    /// The services of the same clinician on the same day that other claims bill, each once, with the claim's number.
    pub(super) fn beside(&self) -> Vec<(&'a ClaimNumber, &'a Line)> {
        let mut found: Vec<(&ClaimNumber, &Line)> = Vec::new();
        let others = self.others.iter().filter(|other| {
            other.rendering == self.visit.rendering
                && (other.visit != self.claim.visit || other.policy == self.claim.policy)
        });
        for other in others {
            for line in other.services.iter().filter(|line| !line.is_voided) {
                let is_known = found.iter().any(|(_, one)| one.id == line.id)
                    || self.lines.iter().any(|own| own.id == line.id);
                if !is_known {
                    found.push((&other.number, line));
                }
            }
        }
        found
    }

    /// Whether the patient is somebody else's dependent on the policy.
    pub(super) fn is_dependent(&self) -> bool {
        self.policy.what.relation != Relation::Itself
    }
}
