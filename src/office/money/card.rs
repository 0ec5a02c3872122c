//! Looking at accounts: the ledger card, what happened to a service, why a balance is what it is, and ageing.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::domain::card::{self, LedgerCard, Step, Why};
use crate::domain::id::{ChargeLineId, GuarantorId, PatientId};
use crate::domain::ledger::Ageing;
use crate::office::{Office, OfficeError, Refusal};
use crate::store::balance::GuarantorBalance;

impl Office {
    /// Opens a ledger card: every visit of the guarantor, or of one patient of theirs, newest first.
    ///
    /// # Errors
    /// [`OfficeError::Store`] when the book cannot be read.
    pub fn ledger_card(
        &self,
        guarantor: GuarantorId,
        patient: Option<PatientId>,
    ) -> Result<LedgerCard, OfficeError> {
        let mut card = self.store.ledger_card(guarantor, patient)?;
        let billed: BTreeMap<_, _> = self.store.billed(guarantor)?.into_iter().collect();
        for line in card.visits.iter_mut().flat_map(|visit| &mut visit.lines) {
            line.billed = billed.get(&line.line).copied();
        }
        Ok(card)
    }

    /// Says what a guarantor's account comes to.
    ///
    /// # Errors
    /// [`OfficeError::Store`] when the book cannot be read.
    pub fn guarantor_balance(
        &self,
        guarantor: GuarantorId,
    ) -> Result<GuarantorBalance, OfficeError> {
        Ok(self.store.guarantor_balance(guarantor)?)
    }

    /// Lists what happened to a service, oldest first.
    ///
    /// # Errors
    /// [`OfficeError::Store`] when the book cannot be read.
    pub fn steps(&self, line: ChargeLineId) -> Result<Vec<Step>, OfficeError> {
        Ok(card::steps(&self.store.happenings(line)?))
    }

    /// Explains a service's balance to the cent: the amounts of its steps, transfers left out, sum to what is owed.
    ///
    /// # Errors
    /// [`Refusal::NotThere`].
    pub fn why(&self, line: ChargeLineId) -> Result<Why, OfficeError> {
        let none = Refusal::NotThere {
            what: "service",
            number: line.get(),
        };
        let (mut shown, service_on) = self.store.card_line(line)?.ok_or(none)?;
        shown.billed = self.store.billed_line(line)?;
        let happenings = self.store.happenings(line)?;
        let allowed = self.store.allowed_for(line)?;
        Ok(card::why(shown, service_on, &happenings, allowed)?)
    }

    /// Adds up what is owed today by days since service, seen from `as_of`.
    ///
    /// # Errors
    /// [`OfficeError::Store`] when the book cannot be read.
    pub fn ageing(&self, as_of: NaiveDate) -> Result<Ageing, OfficeError> {
        Ok(self.store.ageing(as_of)?)
    }
}
