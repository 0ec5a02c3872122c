//! A look at what a decision would do before it is made, and at a claim as its file says it. It must not change anything.

use super::{RemitRefusal, no_claim, not_there};
use crate::domain::id::{RemitClaimId, RemittanceId};
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
        let remittance = self.remittance_of(id)?;
        self.look_at_desk(remittance, |_, desk| {
            let planned = desk.preview(id, key, what)?;
            Ok(planned.ok_or(RemitRefusal::NotMatched)?)
        })
    }

    /// Gives the segments of a claim of a remittance as they came, from its CLP to the last of its services.
    ///
    /// # Errors
    /// [`crate::office::Refusal::NotThere`], or what the book says.
    pub fn remit_segments(&self, id: RemitClaimId) -> Result<Vec<String>, OfficeError> {
        let remittance = self.remittance_of(id)?;
        self.look_at_desk(remittance, |tx, desk| {
            let read = &desk.claim(id)?.read;
            let (first, end) = (read.place.segment, read.end.segment);
            let bytes = tx.remit_file_bytes(desk.laid.row.file)?;
            let bytes = bytes.ok_or(not_there(remittance))?;
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

    /// The remittance that a claim stands in.
    pub(super) fn remittance_of(&self, id: RemitClaimId) -> Result<RemittanceId, OfficeError> {
        let filed = self.store.remit_claim(id)?.ok_or(no_claim(id))?;
        Ok(filed.remittance)
    }
}
