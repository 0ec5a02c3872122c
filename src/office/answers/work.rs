//! What answers leave to do: claims that were rejected, with the field to mend, and claims that nobody answered in time.

use crate::domain::answer::{Rejected, Unanswered};
use crate::domain::id::ClaimId;
use crate::office::{Office, OfficeError};
use crate::store::answer::{Quiet, Refused};
use crate::store::board::Pile;

impl Office {
    /// Lists the claims that are rejected, each with why and the field to go to, the one with the nearest last day to
    /// file first.
    ///
    /// # Errors
    /// What the book says.
    pub fn rejected(&self) -> Result<Vec<Rejected>, OfficeError> {
        let mut rejected = Vec::new();
        for refused in self.store.refused(None)? {
            rejected.extend(self.rejection(refused)?);
        }
        Ok(rejected)
    }

    /// Why a claim is rejected; none when it is not.
    ///
    /// # Errors
    /// What the book says.
    pub fn rejected_because(&self, claim: ClaimId) -> Result<Option<Rejected>, OfficeError> {
        match self.store.refused(Some(claim))?.pop() {
            Some(refused) => self.rejection(refused),
            None => Ok(None),
        }
    }

    fn rejection(&self, refused: Refused) -> Result<Option<Rejected>, OfficeError> {
        let today = self.today();
        let row = self.store.claim_row(refused.claim)?;
        Ok(row.map(|row| Rejected {
            days_left: row.file_by.signed_duration_since(today).num_days(),
            words: refused.words,
            code: refused.code,
            message: refused.message,
            place: refused.place,
            since: refused.since,
            row,
        }))
    }

    /// Lists the claims that were sent, or that the payer before passed on, and that nobody answered in the days their
    /// payer is given, the longest silent first.
    ///
    /// # Errors
    /// What the book says.
    pub fn no_answer(&self) -> Result<Vec<Unanswered>, OfficeError> {
        let mut silent = Vec::new();
        for quiet in self.store.quiet_claims(self.today(), usize::MAX)? {
            silent.extend(self.unanswered(quiet)?);
        }
        Ok(silent)
    }

    /// Says how long a claim waits for its answer, in time or not; none when it waits for none.
    ///
    /// # Errors
    /// What the book says.
    pub fn silence(&self, claim: ClaimId) -> Result<Option<Unanswered>, OfficeError> {
        match self.store.silence(claim)? {
            Some(quiet) => self.unanswered(quiet),
            None => Ok(None),
        }
    }

    fn unanswered(&self, quiet: Quiet) -> Result<Option<Unanswered>, OfficeError> {
        let Some(row) = self.store.claim_row(quiet.claim)? else {
            return Ok(None);
        };
        let day = |at| self.clock.wall_time_of(at).date();
        let last = quiet
            .told_at
            .map_or(quiet.sent_at, |told| told.max(quiet.sent_at));
        Ok(Some(Unanswered {
            row,
            sent_at: quiet.sent_at,
            told_on: quiet.told_at.map(day),
            asked_on: self.store.asked_at(quiet.claim)?.map(day),
            days: self.today().signed_duration_since(day(last)).num_days(),
            patience: quiet.patience,
            is_passed_on: quiet.is_passed_on,
        }))
    }

    /// Counts the claims without an answer, and adds up their charges: those that were sent, and those that the payer
    /// before passed on.
    ///
    /// # Errors
    /// What the book says.
    pub fn no_answer_piles(&self) -> Result<(Pile, Pile), OfficeError> {
        Ok(self.store.quiet_piles(self.today())?)
    }
}
