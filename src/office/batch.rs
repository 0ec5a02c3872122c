//! What is in a batch. It must not know how its file is written.

use super::{Office, OfficeError};
use crate::domain::claim::ClaimRow;
use crate::domain::id::{BatchId, InquiryId, PaperBatchId};

impl Office {
    /// Lists the claims of a batch, in the order in which they stand in its file.
    ///
    /// # Errors
    /// What the book says.
    pub fn claims_of_batch(&self, id: BatchId) -> Result<Vec<ClaimRow>, OfficeError> {
        let mut rows = Vec::new();
        for claim in self.store.claims_of_batch(id)? {
            rows.extend(self.store.claim_row(claim)?);
        }
        Ok(rows)
    }

    /// Lists the claims that a file of questions asks about, as they stand now.
    ///
    /// # Errors
    /// What the book says.
    pub fn claims_of_inquiry(&self, file: InquiryId) -> Result<Vec<ClaimRow>, OfficeError> {
        let mut rows = Vec::new();
        for claim in self.store.claims_of_inquiry(file)? {
            rows.extend(self.store.claim_row(claim)?);
        }
        Ok(rows)
    }

    /// Lists the claims of a paper run, as they stand now.
    ///
    /// # Errors
    /// What the book says.
    pub fn claims_of_paper_batch(&self, run: PaperBatchId) -> Result<Vec<ClaimRow>, OfficeError> {
        let mut rows = Vec::new();
        for claim in self.store.claims_of_paper_batch(run)? {
            rows.extend(self.store.claim_row(claim)?);
        }
        Ok(rows)
    }
}
