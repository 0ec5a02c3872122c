//! What comes after a remittance: claims to the payers that are asked next, made by themselves, or kept here when the payer
//! passed the claim on.

use serde::Serialize;

use crate::domain::claim::{ClaimNumber, Happening, State};
use crate::domain::id::ClaimId;
use crate::office::OfficeError;
use crate::office::claims::bill_on;
use crate::office::visits::Stamp;
use crate::store::Tx;
use crate::store::answer::PASSED_ON;
use crate::store::claim::Note;

/// Claims that were made to later payers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Onward {
    /// Those that can go to their payer.
    pub billed: Vec<ClaimNumber>,
    /// Those whose payer has them already, because the one before passed them on: they wait here for its answer.
    pub passed_on: Vec<ClaimNumber>,
}

/// Makes the claims to the payers that are asked next; for each answered claim it is said whether it was passed on.
pub(super) fn bill(
    tx: &Tx<'_>,
    answered: &[(ClaimId, bool)],
    stamp: Stamp,
) -> Result<Onward, OfficeError> {
    let ids: Vec<ClaimId> = answered.iter().map(|(claim, _)| *claim).collect();
    let with_next = tx.claims_with_later_policy(&ids)?;
    let mut onward = Onward::default();
    for claim in with_next {
        let Some(made) = bill_on(tx, claim, stamp)? else {
            continue;
        };
        let number = ClaimNumber::of(made);
        let is_passed_on = answered.contains(&(claim, true));
        if is_passed_on {
            let note = Note {
                kind: Happening::Stopped,
                source: PASSED_ON,
                words: "The payer before passed it on. Release it only when no answer comes.",
            };
            tx.move_claim(made, State::Held, note, stamp.at, stamp.by)?;
            onward.passed_on.push(number);
        } else {
            onward.billed.push(number);
        }
    }
    Ok(onward)
}
