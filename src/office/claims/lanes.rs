//! The claims desk: what its lanes hold beside the states of claims, and which held claims want the same fix. It must
//! not know how the desk looks.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::domain::claim::{ClaimFilter, ClaimRow, Lane, State};
use crate::domain::id::ClaimId;
use crate::domain::money::Money;
use crate::domain::scrub::{self, Finding};
use crate::office::{Office, OfficeError, Refusal};

/// How many held claims are looked at for a fix they share, the oldest first.
const LOOKED_AT: usize = 300;

/// What the lanes of the claims desk hold.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct DeskLanes {
    /// The states that have any claim.
    pub states: Vec<Lane>,
    /// How many visits wait for their codes.
    pub to_code: u32,
    /// How many of the claims that wait for an answer wait too long.
    pub unanswered: u32,
    /// Sum of their charges.
    pub unanswered_charged: Money,
    /// How many that the payer before passed on wait too long for their payer: they can be sent.
    pub passed_on: u32,
    /// Sum of their charges.
    pub passed_on_charged: Money,
}

/// How long a claim that was sent waits for its answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Waiting {
    /// No longer than its payer is given.
    InTime,
    /// Longer: somebody should ask.
    TooLong,
}

/// Held claims that the same edit stops.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SameFix {
    /// Id of the edit.
    pub edit: String,
    /// What it finds, in a few words.
    pub title: String,
    /// What is wrong with the first of them.
    pub words: String,
    /// The claims, the oldest service first.
    pub claims: Vec<ClaimId>,
}

impl Office {
    /// Counts what the lanes of the claims desk hold.
    ///
    /// # Errors
    /// What the book says.
    pub fn desk_lanes(&self) -> Result<DeskLanes, OfficeError> {
        let (unanswered, passed_on) = self.no_answer_piles()?;
        Ok(DeskLanes {
            states: self.store.lanes()?,
            to_code: self.store.visits_to_code_pile()?.count,
            unanswered: unanswered.count,
            unanswered_charged: unanswered.amount,
            passed_on: passed_on.count,
            passed_on_charged: passed_on.amount,
        })
    }

    /// Lists claims that were sent and wait for their answer: those that wait longer than their payer is given, with those
    /// that the payer before passed on, or the others.
    ///
    /// # Errors
    /// What the book says.
    pub fn claims_waiting(
        &self,
        filter: &ClaimFilter,
        how: Waiting,
    ) -> Result<Vec<ClaimRow>, OfficeError> {
        let silent = self.no_answer()?;
        let silent: BTreeSet<ClaimId> = silent.into_iter().map(|quiet| quiet.row.id).collect();
        // Those of the other kind must not use up the places of a list.
        let mut states = filter.states.clone();
        if how == Waiting::TooLong && !states.is_empty() {
            // What the payer before passed on waits here.
            states.push(State::Held);
        }
        let every = ClaimFilter {
            states,
            limit: usize::MAX,
            offset: 0,
            ..filter.clone()
        };
        let rows = self.store.claims(&every)?.into_iter();
        let rows = rows.filter(|row| silent.contains(&row.id) == (how == Waiting::TooLong));
        Ok(rows.skip(filter.offset).take(filter.limit).collect())
    }

    /// Lists the edits that stop two held claims or more, the most first. Only the three hundred oldest held claims
    /// are looked at; nothing is kept.
    ///
    /// # Errors
    /// What the book says.
    pub fn same_fixes(&self) -> Result<Vec<SameFix>, OfficeError> {
        let practice = self.store.practice()?;
        let practice = practice.ok_or(Refusal::Missing("the practice"))?;
        let held = ClaimFilter {
            states: vec![State::Held],
            limit: LOOKED_AT,
            ..ClaimFilter::default()
        };
        let rules = self.store.rules_on()?;
        let mut groups: BTreeMap<String, SameFix> = BTreeMap::new();
        for row in self.store.claims(&held)? {
            let Some(papers) = self.store.papers(row.id)? else {
                continue;
            };
            let case = papers.case(&practice, &rules, self.today());
            for finding in scrub::scrub(&case, &papers.waivers) {
                if finding.stops() {
                    gather(&mut groups, row.id, finding);
                }
            }
        }
        let mut shared: Vec<SameFix> = groups
            .into_values()
            .filter(|group| group.claims.len() > 1)
            .collect();
        shared.sort_by_key(|group| std::cmp::Reverse(group.claims.len()));
        Ok(shared)
    }
}

fn gather(groups: &mut BTreeMap<String, SameFix>, claim: ClaimId, finding: Finding) {
    let edit = finding.edit.id.to_string();
    let group = groups.entry(edit.clone()).or_insert_with(|| SameFix {
        edit,
        title: finding.edit.title.to_string(),
        words: finding.words,
        claims: Vec::new(),
    });
    if group.claims.last() != Some(&claim) {
        group.claims.push(claim);
    }
}
