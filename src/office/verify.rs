//! Proving the whole book: its files, its journal, and every balance worked out again.

use super::{Check, Go, Office, OfficeError, Progress, StoreError};
use crate::store::ledger::Figures;

/// What checking the book gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verification {
    /// Whether everything holds.
    pub holds: bool,
    /// Everything that was checked.
    pub checks: Vec<Check>,
}

impl Office {
    /// Checks the book: that its files are whole, and that everything kept of its money is what the postings say.
    /// Changes no record.
    ///
    /// # Errors
    /// [`OfficeError::Stopped`] when `progress` says so; [`OfficeError::Store`] where a check could not be made at
    /// all. What is wrong is a check that does not hold.
    pub fn verify(&self, progress: Progress<'_>) -> Result<Verification, OfficeError> {
        let mut checks = self.store.integrity()?;
        let money = self
            .store
            .check_money(&mut |done, total| progress(done, total) == Go::On);
        match money {
            Ok(money) => checks.extend(money),
            Err(StoreError::Stopped { .. }) => return Err(OfficeError::Stopped),
            Err(error) => return Err(error.into()),
        }
        Ok(Verification {
            holds: checks.iter().all(|check| check.holds),
            checks,
        })
    }

    /// Counts the journal and adds all of it up.
    ///
    /// # Errors
    /// [`OfficeError::Store`] when the book cannot be read.
    pub fn book_figures(&self) -> Result<Figures, OfficeError> {
        Ok(self.store.figures()?)
    }
}
