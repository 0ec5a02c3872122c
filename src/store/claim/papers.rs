//! A claim with everything it draws on, read together, so that it can be looked at and sent. It must not judge it.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::domain::attachment::ClaimAttachment;
use crate::domain::authorization::Authorization;
use crate::domain::claim::Claim;
use crate::domain::cob::OtherPayer;
use crate::domain::id::{ClaimId, ProviderId};
use crate::domain::patient::Patient;
use crate::domain::policy::Policy;
use crate::domain::practice::{Facility, Payer, Practice, Provider, Receiver};
use crate::domain::question::Question;
use crate::domain::rule::{self, Rule, Setting};
use crate::domain::scrub::{Case, History, OtherClaim, PastRefusal, Waiver};
use crate::domain::tables::Tables;
use crate::domain::visit::{Line, Visit};
use crate::store::both::reads;
use crate::store::claim::Asked;
use crate::store::error::StoreError;

/// A claim with everything it draws on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Papers {
    /// The claim.
    pub claim: Claim,
    /// Who was seen.
    pub patient: Patient,
    /// What pays.
    pub policy: Policy,
    /// Every policy of the patient.
    pub policies: Vec<Policy>,
    /// Who pays.
    pub payer: Payer,
    /// Where the file goes; none: on paper.
    pub receiver: Option<Receiver>,
    /// What is billed.
    pub visit: Visit,
    /// The services billed, in the order in which they are sent.
    pub lines: Vec<Line>,
    /// Who saw the patient.
    pub rendering: Provider,
    /// Who sent the patient.
    pub referring: Option<Provider>,
    /// Whoever else had a part: supervised, ordered, rendered one of the services.
    pub people: Vec<Provider>,
    /// Where, when not at the practice.
    pub facility: Option<Facility>,
    /// Who else pays: those asked before, with what they decided, and those the claim names to be asked after.
    pub other_payers: Vec<OtherPayer>,
    /// Papers announced with it.
    pub attachments: Vec<ClaimAttachment>,
    /// The patient's other claims for the same day.
    pub others: Vec<OtherClaim>,
    /// What the patient had before and what the payer pays.
    pub history: History,
    /// The public lists that the practice brought in.
    pub tables: Tables,
    /// Questions about the visit that are not answered.
    pub questions: Vec<Question>,
    /// What a person let pass.
    pub waivers: Vec<Waiver>,
    /// What payers allowed the patient, used without this visit.
    pub authorizations: Vec<Authorization>,
    /// What the payer refused of these services lately.
    pub refusals: Vec<PastRefusal>,
    /// What rules set on the claim; visit and services say so already.
    pub settings: Vec<Setting>,
}

impl Papers {
    /// The claim as the scrubber looks at it.
    pub fn case<'a>(
        &'a self,
        practice: &'a Practice,
        rules: &'a [Rule],
        today: NaiveDate,
    ) -> Case<'a> {
        Case {
            claim: &self.claim,
            practice,
            patient: &self.patient,
            policy: &self.policy,
            payer: &self.payer,
            receiver: self.receiver.as_ref(),
            visit: &self.visit,
            rendering: &self.rendering,
            referring: self.referring.as_ref(),
            people: &self.people,
            facility: self.facility.as_ref(),
            lines: &self.lines,
            policies: &self.policies,
            other_payers: &self.other_payers,
            attachments: &self.attachments,
            others: &self.others,
            authorizations: &self.authorizations,
            refusals: &self.refusals,
            rules,
            history: &self.history,
            tables: &self.tables,
            questions: &self.questions,
            today,
        }
    }

    /// Lets the rules set what they set, on papers that say what the visit says.
    pub fn set(&mut self, rules: &[Rule]) {
        self.settings = rule::set(
            rules,
            &mut rule::Draft {
                claim: &self.claim,
                patient: &self.patient,
                authorizations: &self.authorizations,
                visit: &mut self.visit,
                lines: &mut self.lines,
            },
        );
    }
}

reads! {
    /// Reads a claim with everything it draws on and what rules set on it.
    ///
    /// # Errors
    /// [`StoreError::BadRow`] when something it names is not there.
    pub fn papers(&self, id: ClaimId) -> Result<Option<Papers>, StoreError> {
        let Some(mut papers) = self.papers_as_entered(id)? else {
            return Ok(None);
        };
        papers.settings = self.settings_of(id)?;
        for setting in &papers.settings {
            setting.what.apply(&mut papers.visit, &mut papers.lines);
        }
        Ok(Some(papers))
    }

    /// Reads a claim with everything it draws on, as its visit says it.
    ///
    /// # Errors
    /// [`StoreError::BadRow`] when something it names is not there.
    pub fn papers_as_entered(&self, id: ClaimId) -> Result<Option<Papers>, StoreError> {
        let Some(claim) = self.find_claim(id)? else {
            return Ok(None);
        };
        let visit = self.find_visit(claim.visit)?.ok_or_else(|| lost(id, "its visit"))?;
        let patient = self.patient(visit.patient)?.ok_or_else(|| lost(id, "its patient"))?;
        let payer = self.payer(claim.payer)?.ok_or_else(|| lost(id, "its payer"))?;
        let receiver = payer.what.receiver.map_or(Ok(None), |id| self.receiver(id))?;
        let rendering = self.provider(visit.rendering)?;
        let referring = visit.referring.map_or(Ok(None), |id| self.provider(id))?;
        let people = people_of(&visit).into_iter().map(|id| {
            self.provider(id)?.ok_or_else(|| lost(claim.id, "a clinician"))
        });
        let people = people.collect::<Result<_, _>>()?;
        let facility = visit.facility.map_or(Ok(None), |id| self.facility(id))?;
        let others = self.other_claims(patient.id, visit.service_on, id)?;
        let named = self.policies(patient.id)?;
        let policies: Vec<Policy> = named.into_iter().map(|(policy, _)| policy).collect();
        let other_payers = self.other_payers(&claim, &policies)?;
        let policy = policies.iter().find(|policy| policy.id == claim.policy).cloned();
        let lines = lines(&claim, &visit)?;
        let rendering = rendering.ok_or_else(|| lost(id, "who saw the patient"))?;
        let history = self.history(&Asked {
            patient: patient.id,
            visit: visit.id,
            on: visit.service_on,
            rendering: &rendering,
            payer: payer.id,
            plan: policy.as_ref().map_or("", |policy| policy.what.plan_name.as_str()),
            place: visit.place,
            lines: &lines,
        })?;
        Ok(Some(Papers {
            authorizations: self.authorizations(patient.id, Some(visit.id))?,
            refusals: self.refusals_of(payer.id, &lines, visit.service_on)?,
            settings: Vec::new(),
            policy: policy.ok_or_else(|| lost(id, "its policy"))?,
            lines,
            tables: self.tables()?,
            history,
            rendering,
            questions: self.open_questions_of(visit.id)?,
            waivers: self.waivers(id)?,
            attachments: self.announced(id)?,
            claim,
            patient,
            policies,
            payer,
            receiver,
            visit,
            referring,
            people,
            facility,
            other_payers,
            others,
        }))
    }
}

/// Whoever has a part in a visit beside who saw and who sent the patient.
pub fn people_of(visit: &Visit) -> BTreeSet<ProviderId> {
    let lines = visit.standing();
    visit
        .details
        .clinicians()
        .chain(lines.filter_map(|line| line.what.details.rendering))
        .collect()
}

/// The services of the visit that the claim bills, in its order.
fn lines(claim: &Claim, visit: &Visit) -> Result<Vec<Line>, StoreError> {
    claim
        .lines
        .iter()
        .map(|id| {
            let line = visit.lines.iter().find(|line| line.id == *id);
            line.cloned()
                .ok_or_else(|| lost(claim.id, "one of its services"))
        })
        .collect()
}

fn lost(claim: ClaimId, what: &str) -> StoreError {
    StoreError::BadRow {
        table: "claim",
        row: claim.get(),
        reason: format!("{what} is not there"),
    }
}
