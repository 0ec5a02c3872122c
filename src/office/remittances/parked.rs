//! Money that was put aside, posted to the claim it was paid for once that is known.

use std::collections::HashMap;

use super::laid::Laid;
use super::post::{Poster, day};
use super::{RemitRefusal, no_claim, onward};
use crate::domain::claim::State;
use crate::domain::id::{ClaimId, EobId, PolicyId, RemitClaimId};
use crate::domain::ledger::{Account, Funds};
use crate::domain::matching::Key;
use crate::domain::money::Money;
use crate::domain::posting::{Decisions, PlannedClaim, Position, plan};
use crate::domain::remit::RemitClaim;
use crate::domain::remittance::{PostOn, RemittanceRow, Said, Standing};
use crate::office::visits::Stamp;
use crate::office::{Office, OfficeError, Refusal};
use crate::store::Tx;
use crate::store::remittance::{NewMatch, NewPart, PartKind};

impl Office {
    /// Says what would be posted of a parked claim of a posted remittance if it were this claim of ours.
    ///
    /// # Errors
    /// [`RemitRefusal::NotParked`], [`Refusal::NotThere`], or what the book says.
    pub fn plan_parked(
        &self,
        id: RemitClaimId,
        claim: ClaimId,
        decisions: &Decisions,
    ) -> Result<PlannedClaim, OfficeError> {
        self.store.look(|tx| {
            let (_, _, planned, _) = of_parked(tx, id, claim, decisions)?;
            Ok(planned)
        })
    }

    /// Posts a parked claim of a posted remittance to the claim of ours that it is, out of the money that was put aside.
    ///
    /// # Errors
    /// [`RemitRefusal::NotParked`], [`RemitRefusal::Waits`] when something is not decided, [`Refusal::NotThere`], or what
    /// the book says.
    pub fn place_parked(
        &mut self,
        id: RemitClaimId,
        claim: ClaimId,
        decisions: &Decisions,
        on: PostOn,
    ) -> Result<EobId, OfficeError> {
        self.stamped("post parked money", |tx, stamp| {
            let eob = place_parked(tx, id, claim, decisions, on, stamp)?;
            Ok((format!("eob:{eob}"), eob))
        })
    }
}

/// A parked claim with the row it stands in, what it would do to a claim of ours, and how it would be matched.
fn of_parked(
    tx: &Tx<'_>,
    id: RemitClaimId,
    claim: ClaimId,
    decisions: &Decisions,
) -> Result<(RemittanceRow, RemitClaim, PlannedClaim, (State, PolicyId)), OfficeError> {
    let filed = tx.remit_claim(id)?.ok_or(no_claim(id))?;
    let laid = Laid::read(tx, filed.remittance)?;
    let waits = tx.parked_for(id)?;
    let is_parked =
        laid.row.standing == Standing::Posted && filed.said == Said::Parked && waits == filed.paid;
    if !is_parked {
        return Err(RemitRefusal::NotParked.into());
    }
    let mut accounts = tx.claim_accounts(&[claim])?;
    let account = accounts.remove(&claim).ok_or(Refusal::NotThere {
        what: "claim",
        number: claim.get(),
    })?;
    let mut claims = laid.claims.into_iter();
    let read = claims
        .find(|one| one.filed.id == id)
        .ok_or(no_claim(id))?
        .read;
    let rules = tx.posting_rules_on()?;
    let planned = plan(&read, &account, &rules, decisions, Position::Alone)?;
    Ok((laid.row, read, planned, (account.state, account.policy)))
}

fn place_parked(
    tx: &Tx<'_>,
    id: RemitClaimId,
    claim: ClaimId,
    decisions: &Decisions,
    on: PostOn,
    stamp: Stamp,
) -> Result<EobId, OfficeError> {
    let (row, read, planned, stands) = of_parked(tx, id, claim, decisions)?;
    let waiting = u32::try_from(planned.waiting()).unwrap_or(u32::MAX);
    if waiting > 0 || planned.is_parked {
        return Err(RemitRefusal::Waits(waiting.max(1)).into());
    }
    let payer = row.payer.ok_or(RemitRefusal::NoPayer)?;
    let on = day(tx, on, &row, stamp)?;
    let eob = tx.add_remit_eob(&row, (payer, Money::ZERO), on, stamp.at, stamp.by)?;
    let stands = HashMap::from([(claim, stands)]);
    let mut poster = Poster::new(tx, &row, (eob, payer), on, stands, stamp);
    poster.funds = Funds::PutAside;
    poster.claim(id, &read, &planned)?;
    poster.part(&NewPart {
        kind: PartKind::Found,
        amount: read.paid.negated(),
        account: Account::UnappliedPayer(payer).code(),
        claim: Some(id),
        segment: read.place.segment,
        code: String::new(),
        reference: String::new(),
        entry: None,
    })?;
    let _onward = onward::bill(tx, &poster.answered, stamp)?;
    let found = NewMatch {
        claim,
        score: 100,
        keys: vec![Key::Person],
        by: Some(stamp.by),
    };
    tx.match_remit_claim(id, &[found])?;
    tx.say_of_remit_claim(id, Said::Accepted, decisions)?;
    Ok(eob)
}
