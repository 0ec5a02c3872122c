//! Claims: where they stand, what is wrong with them, and what people decide about them. It must not know how a file is
//! written.

use std::collections::BTreeSet;

use serde::Serialize;

use super::progress::{Go, Progress};
use super::visits::Stamp;
use super::{Office, OfficeError, Refusal};
use crate::domain::attachment::ClaimAttachment;
use crate::domain::claim::{
    Claim, ClaimFilter, ClaimNumber, ClaimRow, Event, Happening, Lane, MoveError, PayerClaimNumber,
    Reference, ReferenceKind, State,
};
use crate::domain::cob::OtherPayer;
use crate::domain::id::ClaimId;
use crate::domain::policy::Policy;
use crate::domain::practice::{Payer, Practice};
use crate::domain::rule::Number;
use crate::domain::scrub::{self, Finding, Run, Waiving};
use crate::domain::visit::{Line, Visit};
use crate::store::Tx;
use crate::store::batch::BatchRow;
use crate::store::claim::Note;
use crate::store::paper_batch::PaperBatchRow;

mod acts;
mod instead;
mod lanes;
mod later;
mod preview;
mod refusal;
mod settle;
mod split;

pub use self::acts::{Act, Offer};
pub(in crate::office) use self::instead::{close_void, replace, takes_replacements};
pub use self::lanes::{DeskLanes, SameFix, Waiting};
pub(in crate::office) use self::later::{bill_on, unmake};
pub use self::preview::Section;
pub use self::refusal::ClaimRefusal;
pub(in crate::office) use self::settle::{
    Ground, Say, look_again, papers_now, settle, settle_with,
};

/// A claim as a person looks at it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ClaimPage {
    /// As lists show it.
    pub row: ClaimRow,
    /// The claim.
    pub claim: Claim,
    /// What is wrong with it today; what was let pass says so.
    pub findings: Vec<Finding>,
    /// Whether a person stopped it.
    pub is_stopped: bool,
    /// Everything that happened to it, the oldest first.
    pub events: Vec<Event>,
    /// Every number it is or was known by, the oldest first.
    pub references: Vec<Reference>,
    /// Who else pays: those asked before, with what they decided, and those it names to be asked after it.
    pub other_payers: Vec<OtherPayer>,
    /// What can be done with it, and why the rest cannot.
    pub acts: Vec<Offer>,
    /// What is billed, with its diagnoses.
    pub visit: Visit,
    /// The services billed, in the order in which they are sent.
    pub lines: Vec<Line>,
    /// Papers announced with it.
    pub attachments: Vec<ClaimAttachment>,
    /// What pays.
    pub policy: Policy,
    /// Who pays.
    pub payer: Payer,
    /// The batches it left in, the oldest first.
    pub batches: Vec<BatchRow>,
    /// The paper runs it was printed in, the oldest first.
    pub printed: Vec<PaperBatchRow>,
    /// The claim as the payer sees it.
    pub preview: Vec<Section>,
}

/// What looking again at every claim that waits came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct LookedAt {
    /// How many were looked at.
    pub claims: usize,
    /// How many of them were ready and are held now.
    pub held: usize,
    /// How many were held and are ready now.
    pub ready: usize,
}

/// What a receiver or payer said of a claim, as a person enters it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It was taken in.
    Accepted,
    /// It was not: it must be mended and sent as new.
    Rejected,
}

impl Office {
    /// Counts the claims of every state that has any, and adds up their charges.
    ///
    /// # Errors
    /// What the book says.
    pub fn lanes(&self) -> Result<Vec<Lane>, OfficeError> {
        Ok(self.store.lanes()?)
    }

    /// Lists claims.
    ///
    /// # Errors
    /// What the book says.
    pub fn claims(&self, filter: &ClaimFilter) -> Result<Vec<ClaimRow>, OfficeError> {
        Ok(self.store.claims(filter)?)
    }

    /// Finds a claim by its number.
    ///
    /// # Errors
    /// What the book says.
    pub fn claim_numbered(&self, number: &ClaimNumber) -> Result<Option<ClaimId>, OfficeError> {
        Ok(self.store.claim_numbered(number)?)
    }

    /// Gives everything there is to know of a claim, scrubbed as of today.
    ///
    /// # Errors
    /// [`Refusal::NotThere`], or what the book says.
    pub fn claim(&self, id: ClaimId) -> Result<ClaimPage, OfficeError> {
        let row = self.store.claim_row(id)?.ok_or(not_there(id))?;
        let papers = self.store.papers(id)?.ok_or(not_there(id))?;
        let practice = self.store.practice()?.ok_or(Refusal::Missing(PRACTICE))?;
        let rules = self.store.rules_on()?;
        let case = papers.case(&practice, &rules, self.today());
        let findings = scrub::scrub(&case, &papers.waivers);
        let mut batches = Vec::new();
        for batch in self.store.batches_of_claim(id)? {
            batches.extend(self.store.find_batch(batch)?);
        }
        Ok(ClaimPage {
            row,
            findings,
            is_stopped: self.store.is_stopped_by_hand(id)?,
            events: self.store.claim_events(id)?,
            batches,
            printed: self.store.paper_batches_of(id)?,
            references: self.store.references(id)?,
            acts: self.claim_acts(id)?,
            preview: preview::preview(&practice, &papers),
            other_payers: papers.other_payers,
            claim: papers.claim,
            visit: papers.visit,
            lines: papers.lines,
            attachments: papers.attachments,
            policy: papers.policy,
            payer: papers.payer,
        })
    }

    /// Scrubs one claim, or all that are held or ready: what is clean becomes ready, what is not is held. A claim
    /// that a person stopped stays held. Gives the findings of each.
    ///
    /// # Errors
    /// [`OfficeError::Stopped`] when `progress` says so, [`Refusal::NotThere`], or what the book says.
    pub fn scrub(
        &mut self,
        which: Option<ClaimId>,
        progress: Progress<'_>,
    ) -> Result<Vec<(ClaimId, Vec<Finding>)>, OfficeError> {
        match which {
            Some(id) => self.scrub_these(&[id], progress),
            None => self.look_at(
                |tx| Ok([tx.claims_in(State::Held)?, tx.claims_in(State::Ready)?].concat()),
                progress,
            ),
        }
    }

    /// Scrubs every claim that waits here, as after a list that claims are held against was brought in, and says what
    /// came of it.
    ///
    /// # Errors
    /// As [`Office::scrub`].
    pub fn look_at_waiting(&mut self, progress: Progress<'_>) -> Result<LookedAt, OfficeError> {
        let before = self.ready_claims()?;
        let claims = self.scrub(None, progress)?.len();
        let after = self.ready_claims()?;
        Ok(LookedAt {
            claims,
            held: before.difference(&after).count(),
            ready: after.difference(&before).count(),
        })
    }

    fn ready_claims(&self) -> Result<BTreeSet<ClaimId>, OfficeError> {
        let filter = ClaimFilter {
            states: vec![State::Ready],
            limit: usize::MAX,
            ..ClaimFilter::default()
        };
        let rows = self.store.claims(&filter)?;
        Ok(rows.into_iter().map(|row| row.id).collect())
    }

    /// Scrubs these claims, as [`Office::scrub`] does; those that are out stay where they are.
    ///
    /// # Errors
    /// As [`Office::scrub`].
    pub fn scrub_these(
        &mut self,
        claims: &[ClaimId],
        progress: Progress<'_>,
    ) -> Result<Vec<(ClaimId, Vec<Finding>)>, OfficeError> {
        self.look_at(|_| Ok(claims.to_vec()), progress)
    }

    fn look_at(
        &mut self,
        which: impl FnOnce(&Tx<'_>) -> Result<Vec<ClaimId>, OfficeError>,
        progress: Progress<'_>,
    ) -> Result<Vec<(ClaimId, Vec<Finding>)>, OfficeError> {
        self.stamped("scrub claims", |tx, stamp| {
            let claims = which(tx)?;
            let ground = Ground::of(tx)?;
            let total = u64::try_from(claims.len()).unwrap_or(u64::MAX);
            let mut found = Vec::with_capacity(claims.len());
            for (done, id) in (1..).zip(claims) {
                found.push((
                    id,
                    settle::settle_for(tx, &ground, id, Say::Changes, stamp)?,
                ));
                if progress(done, total) == Go::Stop {
                    return Err(OfficeError::Stopped);
                }
            }
            // One claim is named; what all of them were, their events say.
            let named = match found.as_slice() {
                [(id, _)] => object(*id),
                _ => String::new(),
            };
            Ok((named, found))
        })
    }

    /// Lets an edit's findings pass on a claim for a reason, which is written down.
    ///
    /// # Errors
    /// [`ClaimRefusal::NoSuchEdit`], [`ClaimRefusal::NeverWaived`], [`Refusal::Missing`] without a reason,
    /// [`Refusal::NotThere`], or what the book says.
    pub fn waive(&mut self, id: ClaimId, edit: &str, reason: &str) -> Result<(), OfficeError> {
        let reason = given(reason, "the reason to let it pass")?;
        let (edit, title) = self.may_be_waived(edit)?;
        self.stamped("let a finding pass", |tx, stamp| {
            let claim = claim_in(tx, id)?;
            tx.add_waiver(id, &edit, reason, stamp.at, stamp.by)?;
            let words = format!("Let {edit} ({title}) pass: {reason}");
            say(tx, id, claim.state, Happening::Waived, &words, stamp)?;
            let _findings = settle(tx, id, Say::Changes, stamp)?;
            Ok((object(id), ()))
        })
    }

    /// The id and the title of an edit or rule whose findings may be let pass.
    fn may_be_waived(&self, edit: &str) -> Result<(String, String), OfficeError> {
        let none = || ClaimRefusal::NoSuchEdit(edit.to_owned());
        if let Ok(number) = edit.parse::<Number>() {
            let rule = self.store.find_rule(number.0)?.ok_or_else(none)?;
            return Ok((number.to_string(), rule.what.name));
        }
        let known = scrub::edit(edit).ok_or_else(none)?;
        match known.waiving {
            Waiving::ForReason => Ok((known.id.to_owned(), known.title.to_owned())),
            Waiving::Never => Err(ClaimRefusal::NeverWaived {
                id: known.id,
                title: known.title,
            }
            .into()),
        }
    }

    /// Lists the looks at a claim that found something else than the one before, the oldest first: when, during which
    /// work, and what.
    ///
    /// # Errors
    /// What the book says.
    pub fn scrub_history(&self, id: ClaimId) -> Result<Vec<Run>, OfficeError> {
        Ok(self.store.scrub_runs(id)?)
    }

    /// Lets an edit's findings count again on a claim.
    ///
    /// # Errors
    /// [`ClaimRefusal::NoSuchEdit`] when it was not let pass, [`Refusal::NotThere`], or what the book says.
    pub fn waive_no_more(&mut self, id: ClaimId, edit: &str) -> Result<(), OfficeError> {
        self.stamped("let a finding count again", |tx, stamp| {
            let claim = claim_in(tx, id)?;
            if !tx.drop_waiver(id, edit)? {
                return Err(ClaimRefusal::NoSuchEdit(edit.to_owned()).into());
            }
            let words = format!("{edit} counts again");
            say(tx, id, claim.state, Happening::Waived, &words, stamp)?;
            let _findings = settle(tx, id, Say::Changes, stamp)?;
            Ok((object(id), ()))
        })
    }

    /// Stops a claim until somebody lets it go on.
    ///
    /// # Errors
    /// [`OfficeError::Move`] when it is out already, [`Refusal::Missing`] without a reason, [`Refusal::NotThere`], or
    /// what the book says.
    pub fn hold(&mut self, id: ClaimId, reason: &str) -> Result<(), OfficeError> {
        let reason = given(reason, "the reason to hold it")?;
        self.stamped("hold a claim", |tx, stamp| {
            let claim = claim_in(tx, id)?;
            allow(claim.state, State::Held)?;
            say(tx, id, State::Held, Happening::Stopped, reason, stamp)?;
            Ok((object(id), ()))
        })
    }

    /// Lets a claim go on that a person stopped, or that was rejected and is mended: it becomes ready when nothing
    /// stops it, and goes again as the same claim. Gives its findings.
    ///
    /// # Errors
    /// [`ClaimRefusal::NotStopped`], [`ClaimRefusal::SentAlready`] when it went again already,
    /// [`Refusal::NotThere`], or what the book says.
    pub fn release(&mut self, id: ClaimId) -> Result<Vec<Finding>, OfficeError> {
        self.stamped("release a claim", |tx, stamp| {
            let claim = claim_in(tx, id)?;
            here_still(tx, &claim)?;
            let words = if claim.state == State::Rejected {
                "To be sent again"
            } else if tx.is_stopped_by_hand(id)? {
                "May go on"
            } else {
                return Err(ClaimRefusal::NotStopped(claim.number).into());
            };
            say(tx, id, State::Held, Happening::Released, words, stamp)?;
            let findings = settle(tx, id, Say::Always, stamp)?;
            Ok((object(id), findings))
        })
    }

    /// Writes down a number that somebody gave a claim, as the payer on the telephone. The same number again changes
    /// nothing.
    ///
    /// # Errors
    /// [`ClaimRefusal::BadNumber`] when no file could carry it, [`Refusal::NotThere`], or what the book says.
    pub fn note_reference(
        &mut self,
        id: ClaimId,
        kind: ReferenceKind,
        number: &str,
    ) -> Result<(), OfficeError> {
        self.stamped("note a number of a claim", |tx, stamp| {
            let claim = claim_in(tx, id)?;
            let number: PayerClaimNumber = number.parse().map_err(ClaimRefusal::BadNumber)?;
            note_number(tx, &claim, kind, &number, stamp)?;
            Ok((object(id), ()))
        })
    }

    /// Lists the claims that are or were known by a number, whoever gave it when `kind` is none, the newest first.
    ///
    /// # Errors
    /// What the book says.
    pub fn claims_with_reference(
        &self,
        kind: Option<ReferenceKind>,
        number: &str,
    ) -> Result<Vec<ClaimId>, OfficeError> {
        Ok(self.store.claims_with_reference(kind, number)?)
    }

    /// Enters by hand what a receiver or payer said of a claim, as long as acknowledgements are not read.
    ///
    /// # Errors
    /// [`OfficeError::Move`] when the claim does not wait for an answer, [`Refusal::NotThere`], or what the book says.
    pub fn answered_by_hand(
        &mut self,
        id: ClaimId,
        answer: Answer,
        words: &str,
    ) -> Result<(), OfficeError> {
        let to = match answer {
            Answer::Accepted => State::Accepted,
            Answer::Rejected => State::Rejected,
        };
        self.stamped("enter an answer to a claim", |tx, stamp| {
            let claim = claim_in(tx, id)?;
            allow(claim.state, to)?;
            say(tx, id, to, Happening::Answered, words.trim(), stamp)?;
            Ok((object(id), ()))
        })
    }
}

const PRACTICE: &str = "the practice";

pub(in crate::office) fn object(claim: ClaimId) -> String {
    format!("claim:{claim}")
}

const fn not_there(id: ClaimId) -> Refusal {
    Refusal::NotThere {
        what: "claim",
        number: id.get(),
    }
}

pub(in crate::office) fn claim_in(tx: &Tx<'_>, id: ClaimId) -> Result<Claim, OfficeError> {
    Ok(tx.find_claim(id)?.ok_or(not_there(id))?)
}

pub(in crate::office) fn practice_in(tx: &Tx<'_>) -> Result<Practice, OfficeError> {
    Ok(tx.practice()?.ok_or(Refusal::Missing(PRACTICE))?)
}

fn given<'t>(text: &'t str, what: &'static str) -> Result<&'t str, Refusal> {
    match text.trim() {
        "" => Err(Refusal::Missing(what)),
        text => Ok(text),
    }
}

fn allow(from: State, to: State) -> Result<(), MoveError> {
    if from.may_become(to) {
        Ok(())
    } else {
        Err(MoveError { from, to })
    }
}

/// Refuses a claim that is not with us; one that left says when and in which batch.
fn here_still(tx: &Tx<'_>, claim: &Claim) -> Result<(), OfficeError> {
    if claim.state.may_become(State::Held) {
        return Ok(());
    }
    if claim.state.is_waiting()
        && let Some(batch) = tx.last_batch_of(claim.id)?
    {
        return Err(ClaimRefusal::sent_already(&claim.number, &batch).into());
    }
    Ok(allow(claim.state, State::Held)?)
}

/// Writes down a number of a claim, and that it was, when it is new.
fn note_number(
    tx: &Tx<'_>,
    claim: &Claim,
    kind: ReferenceKind,
    number: &PayerClaimNumber,
    stamp: Stamp,
) -> Result<(), OfficeError> {
    if tx.note_reference(claim.id, kind, number.as_str(), "", stamp.at)? {
        let words = format!("{}: {number}", kind.words());
        say(
            tx,
            claim.id,
            claim.state,
            Happening::Numbered,
            &words,
            stamp,
        )?;
    }
    Ok(())
}

/// Moves a claim and writes down what a person said to it.
pub(in crate::office) fn say(
    tx: &Tx<'_>,
    id: ClaimId,
    to: State,
    kind: Happening,
    words: &str,
    stamp: Stamp,
) -> Result<(), OfficeError> {
    let note = Note {
        kind,
        source: "",
        words,
    };
    Ok(tx.move_claim(id, to, note, stamp.at, stamp.by)?)
}
