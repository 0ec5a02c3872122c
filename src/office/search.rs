//! Search over the whole book: people by anything of theirs, papers by the numbers on them.

use super::{Office, OfficeError};
use crate::domain::find::Hit;

impl Office {
    /// Finds patients, claims, payments, remittances, EOBs and files of claims; at most `limit` of each kind, people first. Papers
    /// are looked for only where a number was typed.
    ///
    /// # Errors
    /// [`OfficeError::Store`].
    pub fn search(&self, query: &str, limit: usize) -> Result<Vec<Hit>, OfficeError> {
        let typed = query.trim();
        if typed.is_empty() {
            return Ok(Vec::new());
        }
        let patients = self.find_patients(typed, limit)?;
        let mut hits: Vec<Hit> = patients.into_iter().map(Hit::Patient).collect();
        if typed.contains(|c: char| c.is_ascii_digit()) {
            let store = &self.store;
            hits.extend(store.find_claims(typed, limit)?.into_iter().map(Hit::Claim));
            hits.extend(
                store
                    .find_receipts(typed, limit)?
                    .into_iter()
                    .map(Hit::Receipt),
            );
            hits.extend(
                store
                    .find_remittances(typed, limit)?
                    .into_iter()
                    .map(Hit::Remittance),
            );
            hits.extend(store.find_eobs(typed, limit)?.into_iter().map(Hit::Eob));
            hits.extend(
                store
                    .find_batches(typed, limit)?
                    .into_iter()
                    .map(Hit::Batch),
            );
        }
        Ok(hits)
    }
}
