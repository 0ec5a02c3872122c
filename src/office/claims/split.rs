//! One visit over several claims: parts taken apart and put together before they leave. It must not know why a visit
//! is billed in parts.

use super::{ClaimRefusal, Say, claim_in, object, say, settle};
use crate::domain::claim::{
    Claim, ClaimNumber, Filing, Happening, NewClaim, Responsibility, State,
};
use crate::domain::id::{ChargeLineId, ClaimId};
use crate::domain::money::Money;
use crate::domain::visit::{LINES_MAX, Visit};
use crate::office::visits::Stamp;
use crate::office::{Office, OfficeError, Refusal};
use crate::store::Tx;

impl Office {
    /// Takes services off a claim that has not left, and bills them on a claim of their own. A visit that is corrected
    /// later keeps its parts.
    ///
    /// # Errors
    /// [`ClaimRefusal::NotSplitNow`], [`ClaimRefusal::NotOnClaim`], [`ClaimRefusal::EmptyPart`],
    /// [`ClaimRefusal::FollowsTheFirst`] for a claim to a later payer, [`Refusal::NotThere`], or what the book says.
    pub fn split_claim(
        &mut self,
        id: ClaimId,
        lines: &[ChargeLineId],
    ) -> Result<ClaimId, OfficeError> {
        self.stamped("split a claim", |tx, stamp| {
            let claim = claim_in(tx, id)?;
            may_split(&claim)?;
            let made = split(tx, &claim, lines, stamp)?;
            Ok((object(made), made))
        })
    }

    /// Puts the services of `other`, which bills another part of the same visit and has not left either, back on a
    /// claim. `other` is voided.
    ///
    /// # Errors
    /// [`ClaimRefusal::NotSplitNow`], [`ClaimRefusal::NoOtherPart`], [`ClaimRefusal::TooManyServices`],
    /// [`Refusal::NotThere`], or what the book says.
    pub fn join_claims(&mut self, id: ClaimId, other: ClaimId) -> Result<(), OfficeError> {
        self.stamped("join two claims", |tx, stamp| {
            let (claim, other) = (claim_in(tx, id)?, claim_in(tx, other)?);
            may_split_here(&claim)?;
            may_split_here(&other)?;
            if !is_other_part(&claim, &other) {
                return Err(ClaimRefusal::NoOtherPart(claim.number).into());
            }
            join(tx, &claim, &other, stamp)?;
            Ok((object(id), ()))
        })
    }
}

/// Refuses a claim that is not with us.
fn may_split_here(claim: &Claim) -> Result<(), ClaimRefusal> {
    let number = claim.number.clone();
    if claim.responsibility != Responsibility::Primary {
        return Err(ClaimRefusal::FollowsTheFirst(number));
    }
    match claim.state {
        State::Held | State::Ready => Ok(()),
        State::Batched
        | State::Accepted
        | State::Rejected
        | State::Paid
        | State::PartlyPaid
        | State::Denied
        | State::InAppeal
        | State::Closed
        | State::Void => Err(ClaimRefusal::NotSplitNow {
            number,
            state: claim.state,
        }),
    }
}

pub(super) fn may_split(claim: &Claim) -> Result<(), ClaimRefusal> {
    may_split_here(claim)?;
    if claim.lines.len() < 2 {
        return Err(ClaimRefusal::EmptyPart(claim.number.clone()));
    }
    Ok(())
}

/// Refuses a claim that has no other part to be put together with.
pub(super) fn may_join(tx: &Tx<'_>, claim: &Claim) -> Result<(), OfficeError> {
    may_split_here(claim)?;
    let mut live = tx.live_claims(claim.visit)?.into_iter();
    if live.any(|other| is_other_part(claim, &other) && may_split_here(&other).is_ok()) {
        Ok(())
    } else {
        Err(ClaimRefusal::NoOtherPart(claim.number.clone()).into())
    }
}

/// Whether a claim bills another part of the same visit, as new.
fn is_other_part(claim: &Claim, other: &Claim) -> bool {
    other.id != claim.id
        && other.visit == claim.visit
        && other.policy == claim.policy
        && other.filing.is_original()
}

fn split(
    tx: &Tx<'_>,
    claim: &Claim,
    wanted: &[ChargeLineId],
    stamp: Stamp,
) -> Result<ClaimId, OfficeError> {
    if !wanted.iter().all(|line| claim.lines.contains(line)) {
        return Err(ClaimRefusal::NotOnClaim(claim.number.clone()).into());
    }
    let (gone, kept): (Vec<_>, Vec<_>) = claim
        .lines
        .iter()
        .copied()
        .partition(|line| wanted.contains(line));
    if gone.is_empty() || kept.is_empty() {
        return Err(ClaimRefusal::EmptyPart(claim.number.clone()).into());
    }
    let visit = visit_of(tx, claim)?;
    let live = tx.live_claims(claim.visit)?;
    let last = live.iter().filter(|other| other.policy == claim.policy);
    let last = last.map(|other| other.split).max().unwrap_or(1);
    change(tx, claim, &visit, kept)?;
    let made = NewClaim {
        filing: Filing::Original,
        replaces: None,
        split: last.saturating_add(1),
        charged: charge_of(&visit, &gone)?,
        lines: gone,
        ..NewClaim::from(claim)
    };
    let made = tx.add_claim(&made, stamp.at)?;
    let number = ClaimNumber::of(made);
    let words = format!("Services taken to claim {number}");
    say(tx, claim.id, State::Held, Happening::Split, &words, stamp)?;
    let words = format!("Made of services of claim {}", claim.number);
    say(tx, made, State::Held, Happening::Made, &words, stamp)?;
    for id in [claim.id, made] {
        let _findings = settle(tx, id, Say::Always, stamp)?;
    }
    Ok(made)
}

fn join(tx: &Tx<'_>, claim: &Claim, other: &Claim, stamp: Stamp) -> Result<(), OfficeError> {
    let visit = visit_of(tx, claim)?;
    let on_either = |line: &ChargeLineId| claim.lines.contains(line) || other.lines.contains(line);
    let lines: Vec<ChargeLineId> = visit
        .standing()
        .map(|line| line.id)
        .filter(on_either)
        .collect();
    if lines.len() > LINES_MAX {
        return Err(ClaimRefusal::TooManyServices(lines.len()).into());
    }
    let words = format!("Its services went back to claim {}", claim.number);
    say(tx, other.id, State::Void, Happening::Voided, &words, stamp)?;
    change(tx, claim, &visit, lines)?;
    let words = format!("Services of claim {} came back", other.number);
    say(tx, claim.id, State::Held, Happening::Split, &words, stamp)?;
    let _findings = settle(tx, claim.id, Say::Always, stamp)?;
    Ok(())
}

fn change(
    tx: &Tx<'_>,
    claim: &Claim,
    visit: &Visit,
    lines: Vec<ChargeLineId>,
) -> Result<(), OfficeError> {
    let changed = NewClaim {
        charged: charge_of(visit, &lines)?,
        lines,
        ..NewClaim::from(claim)
    };
    Ok(tx.change_claim(claim.id, &changed)?)
}

fn visit_of(tx: &Tx<'_>, claim: &Claim) -> Result<Visit, OfficeError> {
    Ok(tx.find_visit(claim.visit)?.ok_or(Refusal::NotThere {
        what: "visit",
        number: claim.visit.get(),
    })?)
}

fn charge_of(visit: &Visit, lines: &[ChargeLineId]) -> Result<Money, OfficeError> {
    let billed = visit.lines.iter().filter(|line| lines.contains(&line.id));
    Ok(Money::sum(billed.map(|line| line.what.charge))?)
}
