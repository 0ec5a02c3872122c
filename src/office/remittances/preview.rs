//! A look at what a decision would do before it is made, and at a claim as its file says it. It must not change anything.

use super::laid::Laid;
use super::{RemitRefusal, no_claim, not_there};
use crate::domain::id::RemitClaimId;
use crate::domain::posting::{Key, PlannedClaim, Resolution};
use crate::edi::segment::Segments;
use crate::office::{Office, OfficeError};

impl Office {
    /// Plans a claim of a remittance as if one of its problems were decided so, and decides nothing.
    ///
    /// # Errors
    /// [`crate::office::Refusal::NotThere`], [`RemitRefusal::NotMatched`], or what the book says.
    pub fn preview_remit_claim(
        &self,
        id: RemitClaimId,
        key: Key,
        what: Resolution,
    ) -> Result<PlannedClaim, OfficeError> {
        let today = self.today();
        self.store.look(|tx| {
            let filed = tx.remit_claim(id)?.ok_or(no_claim(id))?;
            let mut laid = Laid::read(tx, filed.remittance)?;
            let mut claims = laid.claims.iter_mut().enumerate();
            let (at, claim) = claims
                .find(|(_, claim)| claim.filed.id == id)
                .ok_or(no_claim(id))?;
            claim.filed.decisions.decide(key, what);
            let day = laid.row.accounting_on.unwrap_or(today);
            let planned = laid.plan(tx, day)?.claims.into_iter().nth(at).flatten();
            Ok(planned.ok_or(RemitRefusal::NotMatched)?)
        })
    }

    /// Gives the segments of a claim of a remittance as they came, from its CLP to the last of its services.
    ///
    /// # Errors
    /// [`crate::office::Refusal::NotThere`], or what the book says.
    pub fn remit_segments(&self, id: RemitClaimId) -> Result<Vec<String>, OfficeError> {
        self.store.look(|tx| {
            let filed = tx.remit_claim(id)?.ok_or(no_claim(id))?;
            let laid = Laid::read(tx, filed.remittance)?;
            let claim = laid.claims.iter().find(|claim| claim.filed.id == id);
            let read = &claim.ok_or(no_claim(id))?.read;
            let (first, end) = (read.place.segment, read.end.segment);
            let bytes = tx.remit_file_bytes(laid.row.file)?;
            let bytes = bytes.ok_or(not_there(filed.remittance))?;
            let mut segments = Segments::new(bytes.as_slice());
            let mut found = Vec::new();
            // The file was found whole when it was taken in.
            while let Ok(Some(segment)) = segments.next_segment() {
                let number = segment.position().segment;
                if number >= end {
                    break;
                }
                if number >= first {
                    found.push(segment.text().to_owned());
                }
            }
            Ok(found)
        })
    }
}
