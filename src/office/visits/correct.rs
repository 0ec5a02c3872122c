//! How a visit is corrected: what may still change, and what is charged anew. It must not post anything but the
//! charges of the visit.

use super::{Stamp, VisitRefusal, bill, settle_waiting, visit_in};
use crate::domain::claim::{Claim, ClaimNumber, Filing, Responsibility, State};
use crate::domain::id::{ChargeLineId, VisitId};
use crate::domain::ledger::{Account, Effect};
use crate::domain::visit::{Line, NewLine, NewVisit, Visit};
use crate::office::claims::{close_void, replace, takes_replacements, unmake};
use crate::office::{OfficeError, Refusal};
use crate::store::Tx;
use crate::store::balance::LineState;

/// Corrects a visit as far as its claims and its money allow.
pub(super) fn correct(
    tx: &Tx<'_>,
    id: VisitId,
    new: &NewVisit,
    why: &str,
    stamp: Stamp,
) -> Result<(), OfficeError> {
    let old = visit_in(tx, id)?;
    if old.patient != new.patient {
        return Err(VisitRefusal::OtherPatient.into());
    }
    let same_services = old.service_on == new.service_on && are_charged_alike(&old, new);
    if !same_services {
        return recharge(tx, &old, new, why, stamp);
    }
    if !says_the_same(&old, new) {
        for claim in make_way(tx, id, stamp)? {
            let _instead = replace(tx, &claim, None, stamp)?;
        }
    }
    tx.change_visit(id, new)?;
    for (line, said) in old.standing().zip(&new.lines) {
        tx.change_line_details(line.id, &said.details)?;
    }
    settle_waiting(tx, id, stamp)
}

/// Whether both charge the same services.
fn are_charged_alike(old: &Visit, new: &NewVisit) -> bool {
    let mut wanted = new.lines.iter();
    old.standing().all(|line| {
        wanted
            .next()
            .is_some_and(|new| line.what.is_charged_as(new))
    }) && wanted.next().is_none()
}

/// Charges a visit anew as it stands.
pub(super) fn bill_again(
    tx: &Tx<'_>,
    id: VisitId,
    why: &str,
    stamp: Stamp,
) -> Result<(), OfficeError> {
    let old = visit_in(tx, id)?;
    let as_it_stands = NewVisit {
        patient: old.patient,
        service_on: old.service_on,
        rendering: old.rendering,
        referring: old.referring,
        facility: old.facility,
        place: old.place,
        notes: old.notes.clone(),
        authorization: old.authorization.clone(),
        onset_on: old.onset_on,
        admitted_on: old.admitted_on,
        accident: old.accident,
        details: old.details.clone(),
        diagnoses: old.diagnoses.clone(),
        lines: old.standing().map(|line| line.what.clone()).collect(),
    };
    recharge(tx, &old, &as_it_stands, why, stamp)
}

/// Whether a claim would say the same of both, services and notes aside.
fn says_the_same(old: &Visit, new: &NewVisit) -> bool {
    old.rendering == new.rendering
        && old.referring == new.referring
        && old.facility == new.facility
        && old.place == new.place
        && old.authorization == new.authorization
        && old.onset_on == new.onset_on
        && old.admitted_on == new.admitted_on
        && old.accident == new.accident
        && old.details == new.details
        && old
            .standing()
            .map(|line| &line.what.details)
            .eq(new.lines.iter().map(|line| &line.details))
        && old.diagnoses == new.diagnoses
}

/// Makes way for a correction of what claims say, and gives those that their payers have. Claims to later payers that
/// are here are taken back: they were made out of answers to what is said otherwise now. A claim that takes another
/// back, and that was taken in, is closed, so that the visit is billed anew.
fn make_way(tx: &Tx<'_>, id: VisitId, stamp: Stamp) -> Result<Vec<Claim>, OfficeError> {
    take_later_back(tx, id, stamp)?;
    refuse_when_settled(tx, id)?;
    let mut theirs = Vec::new();
    for claim in tx.live_claims(id)? {
        match claim.state {
            State::Held | State::Ready | State::Rejected if !takes_back(&claim) => {}
            State::Accepted | State::Paid | State::PartlyPaid | State::Denied | State::InAppeal => {
                if takes_back(&claim) {
                    close_void(tx, &claim, stamp)?;
                } else {
                    theirs.push(claim);
                }
            }
            State::Held
            | State::Ready
            | State::Batched
            | State::Rejected
            | State::Closed
            | State::Void => return Err(sent(claim.number, claim.state)),
        }
    }
    Ok(theirs)
}

/// Takes the claims to later payers back, the latest payer's first, as each stands on the answers before it.
fn take_later_back(tx: &Tx<'_>, id: VisitId, stamp: Stamp) -> Result<(), OfficeError> {
    let live = tx.live_claims(id)?.into_iter().rev();
    for claim in live.filter(|claim| claim.responsibility != Responsibility::Primary) {
        if !claim.state.is_here() {
            return Err(sent(claim.number, claim.state));
        }
        unmake(tx, &claim, "Its visit was corrected", stamp)?;
    }
    Ok(())
}

/// Refuses a visit with a claim that nobody works any more, unless another took its place.
fn refuse_when_settled(tx: &Tx<'_>, id: VisitId) -> Result<(), OfficeError> {
    for (id, state) in tx.claims_of_visit(id)? {
        if state == State::Closed
            && tx.replaced_by(id)?.is_none()
            && tx.find_claim(id)?.is_some_and(|claim| !takes_back(&claim))
        {
            return Err(sent(ClaimNumber::of(id), state));
        }
    }
    Ok(())
}

const fn takes_back(claim: &Claim) -> bool {
    matches!(claim.filing, Filing::Void(_))
}

fn sent(number: ClaimNumber, state: State) -> OfficeError {
    VisitRefusal::Sent { number, state }.into()
}

/// Takes the charges back, puts the services right, and charges anew.
fn recharge(
    tx: &Tx<'_>,
    old: &Visit,
    new: &NewVisit,
    why: &str,
    stamp: Stamp,
) -> Result<(), OfficeError> {
    if why.trim().is_empty() {
        return Err(Refusal::Missing("the reason for the correction").into());
    }
    let theirs = make_way(tx, old.id, stamp)?;
    let (kept, added) = sort_out(tx, old, new, &theirs)?;
    let says_the_same = |line: &&Line| {
        kept.iter()
            .any(|(id, said)| *id == line.id && said.details == line.what.details)
    };
    let unchanged: Vec<ChargeLineId> = old
        .standing()
        .filter(says_the_same)
        .map(|line| line.id)
        .collect();
    replace_changed(tx, &theirs, &unchanged, &added, stamp)?;
    take_back_charges(tx, old.id, why, stamp)?;
    let stays = |line: &&Line| kept.iter().any(|(id, _)| *id == line.id);
    for line in old.standing().filter(|line| !stays(line)) {
        tx.void_charge_line(line.id, stamp.at)?;
    }
    for (id, said) in &kept {
        tx.change_line_details(*id, &said.details)?;
    }
    tx.change_visit(old.id, new)?;
    let _lines = tx.add_charge_lines(old.id, &added)?;
    if kept.is_empty() && added.is_empty() {
        let visit = visit_in(tx, old.id)?;
        return bill::claims(tx, &visit, None, stamp);
    }
    bill::bill(tx, old.id, stamp)
}

/// Puts a replacement in the place of each claim that its payer has and that would bill otherwise. Services that come
/// to a visit whose claims all stand go on the last of them, where its payer takes replacements; else they get a
/// claim of their own.
fn replace_changed(
    tx: &Tx<'_>,
    theirs: &[Claim],
    unchanged: &[ChargeLineId],
    added: &[NewLine],
    stamp: Stamp,
) -> Result<(), OfficeError> {
    let bills_otherwise = |claim: &&Claim| !claim.lines.iter().all(|line| unchanged.contains(line));
    let mut changed: Vec<&Claim> = theirs.iter().filter(bills_otherwise).collect();
    let visit = theirs.first().map(|claim| claim.visit);
    let live = visit.map_or(Ok(Vec::new()), |visit| tx.live_claims(visit))?;
    let has_place = !changed.is_empty() || live.iter().any(|claim| claim.state.is_here());
    if !added.is_empty()
        && !has_place
        && let Some(last) = theirs.first()
        && takes_replacements(tx, last.payer)?
    {
        changed.push(last);
    }
    for claim in changed {
        let _instead = replace(tx, claim, None, stamp)?;
    }
    Ok(())
}

/// A service that stays, and what is to be said of it.
type Stays = (ChargeLineId, NewLine);

/// Sorts services into those that stay, because money was moved on them or a payer has them as they are, and those
/// that are written anew. A service with money on it that would change, or change hands, is refused, and so is one
/// that a payer has and that would be another payer's.
fn sort_out(
    tx: &Tx<'_>,
    old: &Visit,
    new: &NewVisit,
    theirs: &[Claim],
) -> Result<(Vec<Stays>, Vec<NewLine>), OfficeError> {
    let payer = tx
        .policy_on(new.patient, new.service_on)?
        .map(|(policy, _)| policy.id);
    if let Some(claim) = theirs.iter().find(|claim| Some(claim.policy) != payer) {
        return Err(VisitRefusal::AnotherPayerHasIt(claim.number.clone()).into());
    }
    let account = payer.map_or(Account::PatientReceivable, Account::InsuranceReceivable);
    let mut added = new.lines.clone();
    let mut kept = Vec::new();
    if old.service_on == new.service_on {
        for claim in theirs {
            if let Some((stay, rest)) = without(&added, old, claim) {
                added = rest;
                kept.extend(stay);
            }
        }
    }
    for line in old.standing() {
        let stays = kept.iter().any(|(id, _)| *id == line.id);
        if stays || tx.line(line.id)?.is_none_or(|state| is_untouched(&state)) {
            continue;
        }
        let place = added.iter().position(|one| one.is_charged_as(&line.what));
        let stays =
            old.service_on == new.service_on && charged_to(tx, old.id, line)? == Some(account);
        match place.filter(|_| stays) {
            Some(place) => {
                kept.push((line.id, added.remove(place)));
            }
            None => {
                return Err(VisitRefusal::Settled {
                    code: line.what.code,
                }
                .into());
            }
        }
    }
    Ok((kept, added))
}

/// The services of a claim and what is left when they are taken out; none when it would bill otherwise.
fn without(wanted: &[NewLine], visit: &Visit, claim: &Claim) -> Option<(Vec<Stays>, Vec<NewLine>)> {
    let mut rest = wanted.to_vec();
    let mut stay = Vec::new();
    for line in visit
        .standing()
        .filter(|line| claim.lines.contains(&line.id))
    {
        let place = rest.iter().position(|one| *one == line.what)?;
        stay.push((line.id, rest.remove(place)));
    }
    Some((stay, rest))
}

/// Whether nothing happened to a service since it was charged.
fn is_untouched(state: &LineState) -> bool {
    let sums = &state.sums;
    [
        sums.insurance_paid,
        sums.contractual,
        sums.adjusted,
        sums.patient_paid,
        state.already_patient,
    ]
    .iter()
    .all(|amount| amount.is_zero())
}

/// The account that a service was charged to.
fn charged_to(tx: &Tx<'_>, visit: VisitId, line: &Line) -> Result<Option<Account>, OfficeError> {
    for id in tx.charges_of_visit(visit)? {
        let entry = tx.entry(id)?;
        let posting = entry.postings().iter().find(|posting| {
            posting
                .on
                .is_some_and(|(on, _, effect)| on == line.id && effect == Effect::Charge)
        });
        if let Some(posting) = posting {
            return Ok(Some(posting.account));
        }
    }
    Ok(None)
}

fn take_back_charges(
    tx: &Tx<'_>,
    visit: VisitId,
    why: &str,
    stamp: Stamp,
) -> Result<(), OfficeError> {
    for id in tx.charges_of_visit(visit)? {
        let back = tx.entry(id)?.reversal(id, stamp.today, why.trim())?;
        let _id = tx.post(&back, stamp.at, stamp.by)?;
    }
    Ok(())
}
