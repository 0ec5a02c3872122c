//! Taking a posted remittance back: every account is as it was, every claim where it was, and the same remittance can be
//! posted again.

use std::collections::BTreeSet;

use super::decide::look_again;
use super::{RemitRefusal, not_there, object};
use crate::domain::claim::{ClaimNumber, Happening, State};
use crate::domain::id::{ChargeLineId, EobId, RemittanceId};
use crate::domain::remittance::{Standing, Turn};
use crate::office::claims::{claim_in, unmake};
use crate::office::money::{MoneyRefusal, hold, reason, take_back};
use crate::office::progress::{Go, Progress};
use crate::office::visits::Stamp;
use crate::office::{Office, OfficeError};
use crate::store::Tx;
use crate::store::claim::Note;

impl Office {
    /// Takes a posted remittance back: its entries are reversed, its claims stand where they stood, claims to later payers
    /// that were made out of it and are still here are taken back, and it can be posted again.
    ///
    /// # Errors
    /// [`RemitRefusal::NotPosted`], [`MoneyRefusal::AnsweredSince`] when a later answer stands on it,
    /// [`RemitRefusal::BilledOn`] when a claim made out of it has left, [`crate::office::Refusal::Missing`] without a
    /// reason, or what the book says. Nothing is taken back then.
    pub fn unpost_remittance(
        &mut self,
        id: RemittanceId,
        why: &str,
        progress: Progress<'_>,
    ) -> Result<(), OfficeError> {
        self.stamped("take a remittance back", |tx, stamp| {
            let why = reason(why)?;
            let row = tx.remittance(id)?.ok_or(not_there(id))?;
            if row.standing != Standing::Posted {
                return Err(RemitRefusal::NotPosted.into());
            }
            // What found its claim later stands on what was posted first.
            for eob in tx.eobs_of_remittance(id)? {
                unpost(tx, eob, why, stamp, progress)?;
            }
            tx.stand_remittance(id, Standing::TakenBack, 0)?;
            tx.note_remittance(id, Turn::TakenBack, why, stamp.at, stamp.by)?;
            look_again(tx, id, stamp)?;
            Ok((object(id), ()))
        })
    }
}

fn unpost(
    tx: &Tx<'_>,
    eob: EobId,
    why: &str,
    stamp: Stamp,
    progress: Progress<'_>,
) -> Result<(), OfficeError> {
    if let Some(later) = tx.later_eob(eob)? {
        return Err(MoneyRefusal::AnsweredSince(Box::new(later)).into());
    }
    take_back_next(tx, eob, stamp)?;
    let mut lines: BTreeSet<ChargeLineId> = BTreeSet::new();
    let entries = tx.eob_entries(eob)?;
    let total = u64::try_from(entries.len()).unwrap_or(u64::MAX);
    for (done, entry) in (1..).zip(entries.into_iter().rev()) {
        let (_, of_entry) = take_back(tx, entry, why, stamp)?;
        lines.extend(of_entry);
        if progress(done, total) == Go::Stop {
            return Err(OfficeError::Stopped);
        }
    }
    let lines: Vec<ChargeLineId> = lines.into_iter().collect();
    hold(tx, &lines)?;
    let source = format!("eob:{eob}");
    for answered in tx.answered_by(eob)? {
        let note = Note {
            kind: Happening::Reopened,
            source: &source,
            words: "its remittance was taken back",
        };
        let to = answered.before.unwrap_or(State::Batched);
        tx.move_claim(answered.claim, to, note, stamp.at, stamp.by)?;
    }
    Ok(tx.take_back_eob(eob, why, stamp.at, stamp.by)?)
}

/// Takes back the claims to later payers that were made out of an answer and are still here.
fn take_back_next(tx: &Tx<'_>, eob: EobId, stamp: Stamp) -> Result<(), OfficeError> {
    for next in tx.billed_on_after(eob)? {
        let claim = claim_in(tx, next)?;
        if !matches!(claim.state, State::Held | State::Ready) {
            return Err(RemitRefusal::BilledOn(ClaimNumber::of(next)).into());
        }
        unmake(
            tx,
            &claim,
            "the remittance it was made out of was taken back",
            stamp,
        )?;
    }
    Ok(())
}
