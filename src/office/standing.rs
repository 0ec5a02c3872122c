//! Where the claims of a visit stand, asked for one visit or one claim at a time.

use super::{Office, OfficeError, Refusal};
use crate::domain::claim::State;
use crate::domain::id::{ClaimId, VisitId};

impl Office {
    /// The claims of a visit and where each stands, newest first.
    ///
    /// # Errors
    /// [`OfficeError::Store`].
    pub fn claims_of(&self, visit: VisitId) -> Result<Vec<(ClaimId, State)>, OfficeError> {
        Ok(self.store.claims_of_visit(visit)?)
    }

    /// Where a claim stands.
    ///
    /// # Errors
    /// [`Refusal::NotThere`], [`OfficeError::Store`].
    pub fn claim_state(&self, claim: ClaimId) -> Result<State, OfficeError> {
        let row = self.store.claim_row(claim)?;
        Ok(row
            .ok_or(Refusal::NotThere {
                what: "claim",
                number: claim.get(),
            })?
            .state)
    }
}
