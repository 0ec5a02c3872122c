//! How a visit is corrected: what may still change, and what is charged anew. It must not post anything but the
//! charges of the visit.

use super::{Stamp, VisitRefusal, bill, settle_waiting, visit_in};
use crate::domain::claim::{ClaimNumber, State};
use crate::domain::id::{ChargeLineId, VisitId};
use crate::domain::ledger::{Account, Effect};
use crate::domain::visit::{Line, NewLine, NewVisit, Visit};
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
    let same_services =
        old.service_on == new.service_on && old.standing().map(|line| &line.what).eq(&new.lines);
    if !same_services {
        return recharge(tx, &old, new, why, stamp);
    }
    if !says_the_same(&old, new) {
        refuse_when_sent(tx, id)?;
    }
    tx.change_visit(id, new)?;
    settle_waiting(tx, id, stamp)
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
        && old.diagnoses == new.diagnoses
}

fn refuse_when_sent(tx: &Tx<'_>, id: VisitId) -> Result<(), OfficeError> {
    let sent = tx.claims_of_visit(id)?.into_iter().find(|(_, state)| {
        !matches!(
            state,
            State::Held | State::Ready | State::Rejected | State::Void
        )
    });
    match sent {
        Some((claim, state)) => Err(VisitRefusal::Sent {
            number: ClaimNumber::of(claim),
            state,
        }
        .into()),
        None => Ok(()),
    }
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
    refuse_when_sent(tx, old.id)?;
    let (kept, added) = sort_out(tx, old, new)?;
    take_back_charges(tx, old.id, why, stamp)?;
    for line in old.standing().filter(|line| !kept.contains(&line.id)) {
        tx.void_charge_line(line.id, stamp.at)?;
    }
    tx.change_visit(old.id, new)?;
    let _lines = tx.add_charge_lines(old.id, &added)?;
    if kept.is_empty() && added.is_empty() {
        let visit = visit_in(tx, old.id)?;
        return bill::claims(tx, &visit, None, stamp);
    }
    bill::bill(tx, old.id, stamp)
}

/// Sorts services into those that stay, because money was moved on them, and those that are written anew. A service
/// with money on it that would change, or change hands, is refused.
fn sort_out(
    tx: &Tx<'_>,
    old: &Visit,
    new: &NewVisit,
) -> Result<(Vec<ChargeLineId>, Vec<NewLine>), OfficeError> {
    let payer = tx
        .policy_on(new.patient, new.service_on)?
        .map(|(policy, _)| policy.id);
    let account = payer.map_or(Account::PatientReceivable, Account::InsuranceReceivable);
    let mut added = new.lines.clone();
    let mut kept = Vec::new();
    for line in old.standing() {
        if tx.line(line.id)?.is_none_or(|state| is_untouched(&state)) {
            continue;
        }
        let place = added.iter().position(|one| *one == line.what);
        let stays =
            old.service_on == new.service_on && charged_to(tx, old.id, line)? == Some(account);
        match place.filter(|_| stays) {
            Some(place) => {
                let _same = added.remove(place);
                kept.push(line.id);
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
