//! What a visit's services cost, and to whom: the charge in the journal and the claims. It must not know why a visit
//! is billed now.

use chrono::Days;

use super::{Stamp, visit_in};
use crate::domain::claim::{Filing, Happening, NewClaim, Responsibility, State};
use crate::domain::id::{ClaimId, VisitId};
use crate::domain::ledger::{ChargePart, Owner, charge};
use crate::domain::money::Money;
use crate::domain::policy::Policy;
use crate::domain::practice::Payer;
use crate::domain::visit::{LINES_MAX, Line, Visit};
use crate::office::OfficeError;
use crate::office::claims::{Say, settle};
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
/// fifty services; a visit with more gets several. A claim that ever left stays as it was sent: it is voided, and a
/// new one takes its place.
pub(super) fn claims(
    tx: &Tx<'_>,
    visit: &Visit,
    covered: Option<&(Policy, Payer)>,
    stamp: Stamp,
) -> Result<(), OfficeError> {
    let standing: Vec<&Line> = visit.standing().collect();
    let mut wanted = Vec::new();
    if let Some((policy, payer)) = covered {
        for lines in standing.chunks(LINES_MAX) {
            wanted.push(new_claim(visit, policy, payer, lines)?);
        }
    }
    let mut kept = never_sent(tx, visit.id, stamp)?.into_iter();
    for claim in &wanted {
        let (id, words) = match kept.next() {
            Some(id) => {
                tx.change_claim(id, claim)?;
                (id, "Made anew from the corrected visit")
            }
            None => (tx.add_claim(claim, stamp.at)?, "Made from the visit"),
        };
        let made = (Happening::Made, words);
        say(tx, id, State::Held, made, visit.id, stamp)?;
        let _findings = settle(tx, id, Say::Always, stamp)?;
    }
    for id in kept {
        let why = (Happening::Voided, "The visit is not billed to this policy");
        say(tx, id, State::Void, why, visit.id, stamp)?;
    }
    Ok(())
}

/// The claims of a visit that never left. Those that did are voided.
fn never_sent(tx: &Tx<'_>, visit: VisitId, stamp: Stamp) -> Result<Vec<ClaimId>, OfficeError> {
    let mut kept = Vec::new();
    for (id, state) in tx.claims_of_visit(visit)? {
        if state == State::Void {
            continue;
        }
        if tx.sendings(id)? == 0 {
            kept.push(id);
        } else {
            let why = (Happening::Voided, "The visit was corrected after it left");
            say(tx, id, State::Void, why, visit, stamp)?;
        }
    }
    Ok(kept)
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
