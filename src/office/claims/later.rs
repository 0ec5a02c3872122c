//! Claims to the payers that come after: made when the one before has decided, with the money that it left, and taken
//! back with that money when they never counted. It must not know how an answer is posted.
//!
//! When the next claim is made, what the payer before left open and what is the patient's by its answer becomes the
//! next payer's in one entry. Nobody is billed twice for it meanwhile, and the patient gets no statement for what
//! another insurer may pay. The entry names the claim, so that it is taken back exactly when the claim is.

use chrono::{Days, NaiveDate};

use super::{ClaimRefusal, Say, claim_in, object, say, settle};
use crate::domain::claim::{
    Claim, ClaimNumber, Filing, Happening, NewClaim, Responsibility, State,
};
use crate::domain::cob::Decision;
use crate::domain::id::{ClaimId, PolicyId};
use crate::domain::ledger::{HandOver, Owner, hand_over};
use crate::domain::money::Money;
use crate::domain::policy::Policy;
use crate::domain::practice::Payer;
use crate::office::money::{hold, settle_claims, take_back};
use crate::office::visits::Stamp;
use crate::office::{Office, OfficeError};
use crate::store::Tx;
use crate::store::claim::Note;

impl Office {
    /// Makes the claim to the payer that comes after that of `id`, with what the earlier ones left: the next policy in
    /// force on the day of service. What is left moves to it in the journal.
    ///
    /// # Errors
    /// [`ClaimRefusal::NoNextPayer`], [`ClaimRefusal::NotDecided`], [`ClaimRefusal::NothingLeft`],
    /// [`ClaimRefusal::BilledOn`] when that claim is there already, [`ClaimRefusal::Replaced`],
    /// [`crate::office::Refusal::NotThere`], or what the book says.
    pub fn bill_next(&mut self, id: ClaimId) -> Result<ClaimId, OfficeError> {
        self.stamped("bill the next payer", |tx, stamp| {
            let claim = claim_in(tx, id)?;
            let next = next_of(tx, &claim)?;
            let made = make(tx, &claim, &next, stamp)?;
            Ok((object(made), made))
        })
    }
}

/// Makes the claim to the payer that comes after, when there is one to make; none when nobody comes after, nothing is left,
/// or it is there already.
///
/// # Errors
/// What the book says.
pub(in crate::office) fn bill_on(
    tx: &Tx<'_>,
    id: ClaimId,
    stamp: Stamp,
) -> Result<Option<ClaimId>, OfficeError> {
    let claim = claim_in(tx, id)?;
    match next_of(tx, &claim) {
        Ok(next) => make(tx, &claim, &next, stamp).map(Some),
        Err(OfficeError::Claim(_)) => Ok(None),
        Err(error) => Err(error),
    }
}

/// What the claim to the next payer is made of.
pub(super) struct Next {
    policy: Policy,
    payer: Payer,
    responsibility: Responsibility,
    parts: Vec<HandOver>,
    decided_on: NaiveDate,
}

/// Finds out whom to bill after a claim and for what, or why nobody.
pub(super) fn next_of(tx: &Tx<'_>, claim: &Claim) -> Result<Next, OfficeError> {
    let number = || claim.number.clone();
    if let Some(by) = tx.replaced_by(claim.id)? {
        let by = ClaimNumber::of(by);
        return Err(ClaimRefusal::Replaced {
            number: number(),
            by,
        }
        .into());
    }
    if let Filing::Void(_) = claim.filing {
        return Err(ClaimRefusal::TakesBack(number()).into());
    }
    let decision = decision_on(tx, claim)?;
    let patient = tx
        .find_visit(claim.visit)?
        .map_or(Ok(Vec::new()), |visit| {
            tx.policies_on(visit.patient, claim.service_on)
        })?;
    let own = patient
        .iter()
        .position(|(policy, _)| policy.id == claim.policy);
    let after = own.map(|own| own.saturating_add(1));
    let next = after.and_then(|at| Some((at, patient.into_iter().nth(at)?)));
    let Some((at, (policy, payer))) = next else {
        return Err(ClaimRefusal::NoNextPayer(number()).into());
    };
    let responsibility =
        Responsibility::after(at).ok_or_else(|| ClaimRefusal::NoNextPayer(number()))?;
    if let Some(next) = live_under(tx, claim, policy.id)? {
        let next = next.number;
        return Err(ClaimRefusal::BilledOn {
            number: number(),
            next,
        }
        .into());
    }
    let decided_on = decision.and_then(|decision| decision.on());
    let (true, Some(decided_on)) = (!claim.state.is_waiting(), decided_on) else {
        let state = claim.state;
        return Err(ClaimRefusal::NotDecided {
            number: number(),
            state,
        }
        .into());
    };
    let parts = left_over(tx, claim)?;
    if parts.is_empty() {
        return Err(ClaimRefusal::NothingLeft(number()).into());
    }
    Ok(Next {
        policy,
        payer,
        responsibility,
        parts,
        decided_on,
    })
}

/// What a claim's payer decided, when it did so on every service.
fn decision_on(tx: &Tx<'_>, claim: &Claim) -> Result<Option<Decision>, OfficeError> {
    let decision = tx.decision(claim.policy, &claim.lines)?;
    Ok(decision.filter(|decision| decision.lines.len() == claim.lines.len()))
}

/// The claim under a policy that counts and bills one of the services of another.
fn live_under(tx: &Tx<'_>, claim: &Claim, policy: PolicyId) -> Result<Option<Claim>, OfficeError> {
    let mut live = tx.live_claims(claim.visit)?.into_iter();
    Ok(live.find(|other| other.policy == policy && shares(other, claim)))
}

fn shares(one: &Claim, other: &Claim) -> bool {
    one.lines.iter().any(|line| other.lines.contains(line))
}

/// The claim to a later payer that counts and was made out of the answer to this one.
pub(super) fn later_live(tx: &Tx<'_>, claim: &Claim) -> Result<Option<Claim>, OfficeError> {
    let mut live = tx.live_claims(claim.visit)?.into_iter();
    Ok(live.find(|other| other.responsibility > claim.responsibility && shares(other, claim)))
}

/// What a claim's payer left open, and what its answer made the patient's and nobody paid yet.
fn left_over(tx: &Tx<'_>, claim: &Claim) -> Result<Vec<HandOver>, OfficeError> {
    let mut parts = Vec::new();
    for line in &claim.lines {
        let Some(state) = tx.line(*line)?.filter(|state| !state.is_voided) else {
            continue;
        };
        let share = state.sums.patient_owes.min(state.already_patient);
        let owed = [
            (Owner::Insurer(claim.policy), state.owed_under(claim.policy)),
            (Owner::Guarantor, share),
        ];
        for (from, amount) in owed {
            if amount.is_positive() {
                parts.push(HandOver {
                    line: *line,
                    guarantor: state.guarantor,
                    from,
                    amount,
                });
            }
        }
    }
    Ok(parts)
}

fn make(tx: &Tx<'_>, before: &Claim, next: &Next, stamp: Stamp) -> Result<ClaimId, OfficeError> {
    let counted_from = next.decided_on;
    let days = Days::new(next.payer.what.timely_days.into());
    let id = tx.add_claim(
        &NewClaim {
            visit: before.visit,
            policy: next.policy.id,
            payer: next.payer.id,
            responsibility: next.responsibility,
            filing: Filing::Original,
            replaces: None,
            split: free_part(tx, before, next.policy.id)?,
            charged: before.charged,
            service_on: before.service_on,
            counted_from,
            file_by: counted_from.checked_add_days(days).unwrap_or(counted_from),
            lines: before.lines.clone(),
        },
        stamp.at,
    )?;
    let number = ClaimNumber::of(id);
    let words = format!("Made for what claim {} left", before.number);
    say(tx, id, State::Held, Happening::Made, &words, stamp)?;
    let why = format!("left by claim {}, billed on as {number}", before.number);
    let entry = hand_over(stamp.today, id, next.policy.id, &next.parts, &why)?;
    let _entry = tx.post(&entry, stamp.at, stamp.by)?;
    let amount = Money::sum(next.parts.iter().map(|part| part.amount))?;
    let words = format!(
        "{amount} billed on to {} as claim {number}",
        next.payer.what.name
    );
    say(
        tx,
        before.id,
        before.state,
        Happening::BilledOn,
        &words,
        stamp,
    )?;
    settle_claims(tx, before.lines.iter().copied(), stamp)?;
    let _findings = settle(tx, id, Say::Always, stamp)?;
    Ok(id)
}

/// The part that the earlier claim bills, or the first that no claim under the policy bills yet.
fn free_part(tx: &Tx<'_>, before: &Claim, policy: PolicyId) -> Result<u32, OfficeError> {
    let taken: Vec<u32> = tx
        .live_claims(before.visit)?
        .into_iter()
        .filter(|claim| claim.policy == policy)
        .map(|claim| claim.split)
        .collect();
    let mut parts = std::iter::once(before.split).chain(1..);
    Ok(parts
        .find(|part| !taken.contains(part))
        .unwrap_or(before.split))
}

/// Voids a claim that never counted, and takes the money back that went to its payer when it was made.
pub(in crate::office) fn unmake(
    tx: &Tx<'_>,
    claim: &Claim,
    words: &str,
    stamp: Stamp,
) -> Result<(), OfficeError> {
    let note = Note {
        kind: Happening::Voided,
        source: "",
        words,
    };
    tx.move_claim(claim.id, State::Void, note, stamp.at, stamp.by)?;
    take_money_back(tx, claim.id, words, stamp)
}

/// Takes the money back that went to the payer of a claim when it was made.
pub(super) fn take_money_back(
    tx: &Tx<'_>,
    claim: ClaimId,
    why: &str,
    stamp: Stamp,
) -> Result<(), OfficeError> {
    for entry in tx.hand_overs_of(claim)? {
        let (_, lines) = take_back(tx, entry, why, stamp)?;
        hold(tx, &lines)?;
        settle_claims(tx, lines, stamp)?;
    }
    Ok(())
}
