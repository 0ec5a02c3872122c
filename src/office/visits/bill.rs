//! What a visit's services cost, and to whom: the charge in the journal and the claims. It must not know why a visit
//! is billed now.

use chrono::Days;

use super::{Stamp, visit_in};
use crate::domain::claim::{Claim, Filing, Happening, NewClaim, Responsibility, State};
use crate::domain::id::{ClaimId, VisitId};
use crate::domain::ledger::{ChargePart, Owner, charge};
use crate::domain::money::Money;
use crate::domain::policy::Policy;
use crate::domain::practice::Payer;
use crate::domain::visit::{LINES_MAX, Line, Visit};
use crate::office::OfficeError;
use crate::office::claims::{ClaimRefusal, Say, settle};
use crate::store::Tx;
use crate::store::claim::Note;

/// Charges the standing services of a visit, none of which is charged, and brings its claims in line.
pub(super) fn bill(tx: &Tx<'_>, id: VisitId, stamp: Stamp) -> Result<(), OfficeError> {
    let visit = visit_in(tx, id)?;
    let covered = tx.policy_on(visit.patient, visit.service_on)?;
    let owner = match &covered {
        Some((policy, _)) => Owner::Insurer(policy.id),
        None => Owner::Guarantor,
    };
    post_charge(tx, &visit, owner, stamp)?;
    claims(tx, &visit, covered.as_ref(), stamp)
}

/// Writes one charge entry for every standing service. Services that cost nothing need none.
fn post_charge(tx: &Tx<'_>, visit: &Visit, owner: Owner, stamp: Stamp) -> Result<(), OfficeError> {
    let parts: Vec<ChargePart> = visit
        .standing()
        .filter(|line| !line.what.charge.is_zero())
        .map(|line| ChargePart {
            line: line.id,
            guarantor: visit.guarantor,
            owner,
            amount: line.what.charge,
        })
        .collect();
    if !parts.is_empty() {
        let entry = charge(stamp.today, visit.id, &parts)?;
        let _id = tx.post(&entry, stamp.at, stamp.by)?;
    }
    Ok(())
}

/// Makes, changes or voids the claims of a visit so that each standing service is on one of them. A claim carries
/// fifty services; a visit with more gets several. What a payer has stays as it was sent; the parts into which a
/// biller split the rest stay as far as their services do; a rejected claim is changed and goes again as itself.
pub(super) fn claims(
    tx: &Tx<'_>,
    visit: &Visit,
    covered: Option<&(Policy, Payer)>,
    stamp: Stamp,
) -> Result<(), OfficeError> {
    let live = tx.live_claims(visit.id)?;
    let (here, out): (Vec<Claim>, Vec<Claim>) =
        live.into_iter().partition(|claim| claim.state.is_here());
    let Some((policy, payer)) = covered else {
        return here
            .iter()
            .try_for_each(|claim| drop_claim(tx, claim, stamp));
    };
    let (here, elsewhere) = same_payer(tx, here, policy)?;
    for claim in &elsewhere {
        drop_claim(tx, claim, stamp)?;
    }
    let is_out = |line: &&Line| out.iter().any(|claim| claim.lines.contains(&line.id));
    let wanted = visit.standing().filter(|line| !is_out(line)).collect();
    let mut parts = parts(visit, &here, wanted).into_iter();
    for (claim, lines) in here.iter().zip(parts.by_ref()) {
        if lines.is_empty() {
            drop_claim(tx, claim, stamp)?;
            continue;
        }
        let changed = NewClaim {
            split: claim.split,
            filing: claim.filing.clone(),
            replaces: claim.replaces,
            ..new_claim(visit, policy, payer, &lines)?
        };
        tx.change_claim(claim.id, &changed)?;
        made(
            tx,
            claim.id,
            "Made anew from the corrected visit",
            visit.id,
            stamp,
        )?;
    }
    let last = here.iter().chain(&out).map(|claim| claim.split).max();
    for (split, lines) in (last.unwrap_or(0).saturating_add(1)..).zip(parts) {
        let new = NewClaim {
            split,
            ..new_claim(visit, policy, payer, &lines)?
        };
        let id = tx.add_claim(&new, stamp.at)?;
        made(tx, id, "Made from the visit", visit.id, stamp)?;
    }
    Ok(())
}

/// Parts the claims that can be changed from those that cannot be made out to a policy: they left under another one,
/// and their numbers are known there.
fn same_payer(
    tx: &Tx<'_>,
    here: Vec<Claim>,
    policy: &Policy,
) -> Result<(Vec<Claim>, Vec<Claim>), OfficeError> {
    let (mut same, mut elsewhere) = (Vec::new(), Vec::new());
    for claim in here {
        if claim.policy == policy.id || tx.sendings(claim.id)? == 0 {
            same.push(claim);
        } else {
            elsewhere.push(claim);
        }
    }
    Ok((same, elsewhere))
}

/// Sorts services into one part for each claim, in which those stay together that the claim billed before they were
/// written anew, and parts for what is left over. A claim that loses all its services gets an empty part.
fn parts<'v>(visit: &'v Visit, claims: &[Claim], mut wanted: Vec<&'v Line>) -> Vec<Vec<&'v Line>> {
    /// Whether a service is the one that was billed: itself, one that says the same, or one of the same code.
    const SAME: [fn(&Line, &Line) -> bool; 3] = [
        |old, new| old.id == new.id,
        |old, new| old.what == new.what,
        |old, new| old.what.code == new.what.code,
    ];
    let mut parts: Vec<Vec<&Line>> = claims.iter().map(|_| Vec::new()).collect();
    let billed = |claim: &Claim| {
        let of_claim = |line: &&Line| claim.lines.contains(&line.id);
        visit.lines.iter().filter(of_claim).collect::<Vec<_>>()
    };
    let mut lost: Vec<Vec<&Line>> = claims.iter().map(billed).collect();
    for same in SAME {
        for (part, lost) in parts.iter_mut().zip(&mut lost) {
            lost.retain(|old| {
                let found = wanted.iter().position(|new| same(old, new));
                part.extend(found.map(|at| wanted.remove(at)));
                found.is_none()
            });
        }
    }
    let mut rest = wanted.into_iter();
    for part in &mut parts {
        let room = LINES_MAX.saturating_sub(part.len());
        part.extend(rest.by_ref().take(room));
        part.sort_by_key(|line| line.place);
    }
    let rest: Vec<&Line> = rest.collect();
    parts.extend(rest.chunks(LINES_MAX).map(<[&Line]>::to_vec));
    parts
}

/// Writes down that a claim was made or made anew, and looks at it.
fn made(
    tx: &Tx<'_>,
    id: ClaimId,
    words: &str,
    visit: VisitId,
    stamp: Stamp,
) -> Result<(), OfficeError> {
    say(tx, id, State::Held, (Happening::Made, words), visit, stamp)?;
    let _findings = settle(tx, id, Say::Always, stamp)?;
    Ok(())
}

/// Voids a claim that bills nothing any more. One that stands in for another at its payer cannot just go.
fn drop_claim(tx: &Tx<'_>, claim: &Claim, stamp: Stamp) -> Result<(), OfficeError> {
    if claim.replaces.is_some() {
        return Err(ClaimRefusal::EmptyPart(claim.number.clone()).into());
    }
    let why = (Happening::Voided, "The visit is not billed to this policy");
    say(tx, claim.id, State::Void, why, claim.visit, stamp)
}

fn say(
    tx: &Tx<'_>,
    claim: ClaimId,
    to: State,
    (kind, words): (Happening, &str),
    visit: VisitId,
    stamp: Stamp,
) -> Result<(), OfficeError> {
    let note = Note {
        kind,
        source: &format!("visit:{visit}"),
        words,
    };
    Ok(tx.move_claim(claim, to, note, stamp.at, stamp.by)?)
}

fn new_claim(
    visit: &Visit,
    policy: &Policy,
    payer: &Payer,
    lines: &[&Line],
) -> Result<NewClaim, OfficeError> {
    let days = Days::new(payer.what.timely_days.into());
    Ok(NewClaim {
        visit: visit.id,
        policy: policy.id,
        payer: payer.id,
        responsibility: Responsibility::Primary,
        filing: Filing::Original,
        replaces: None,
        split: 1,
        charged: Money::sum(lines.iter().map(|line| line.what.charge))?,
        service_on: visit.service_on,
        counted_from: visit.service_on,
        file_by: visit
            .service_on
            .checked_add_days(days)
            .unwrap_or(visit.service_on),
        lines: lines.iter().map(|line| line.id).collect(),
    })
}
