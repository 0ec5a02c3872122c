//! Looking at accounts: the ledger card, what happened to a service, why a balance is what it is, and ageing.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::domain::card::{self, CardLine, Happening, LedgerCard, Step, Why};
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

    /// Lists what happened to a service on the card of its visit, oldest first.
    ///
    /// # Errors
    /// [`Refusal::NotThere`].
    pub fn steps(&self, line: ChargeLineId) -> Result<Vec<Step>, OfficeError> {
        let (_, _, guarantor) = self.on_card(line, None)?;
        Ok(card::steps(&self.happened(line, guarantor)?))
    }

    /// Lists what happened to a service on one card, oldest first.
    ///
    /// # Errors
    /// [`OfficeError::Store`] when the book cannot be read.
    pub fn steps_on(
        &self,
        line: ChargeLineId,
        guarantor: GuarantorId,
    ) -> Result<Vec<Step>, OfficeError> {
        Ok(card::steps(&self.happened(line, guarantor)?))
    }

    /// Explains a service's balance to the cent: the amounts of its steps, transfers left out, sum to what is owed.
    ///
    /// # Errors
    /// [`Refusal::NotThere`].
    pub fn why(&self, line: ChargeLineId) -> Result<Why, OfficeError> {
        self.why_of(line, None)
    }

    /// Explains what a service comes to on one card, which may be another one than that of its visit.
    ///
    /// # Errors
    /// [`Refusal::NotThere`].
    pub fn why_on(&self, line: ChargeLineId, guarantor: GuarantorId) -> Result<Why, OfficeError> {
        self.why_of(line, Some(guarantor))
    }

    fn why_of(
        &self,
        line: ChargeLineId,
        guarantor: Option<GuarantorId>,
    ) -> Result<Why, OfficeError> {
        let (mut shown, service_on, guarantor) = self.on_card(line, guarantor)?;
        shown.billed = self.store.billed_line(line)?;
        let happenings = self.happened(line, guarantor)?;
        let allowed = self.store.allowed_for(line)?;
        Ok(card::why(shown, service_on, &happenings, allowed)?)
    }

    fn on_card(
        &self,
        line: ChargeLineId,
        guarantor: Option<GuarantorId>,
    ) -> Result<(CardLine, NaiveDate, GuarantorId), OfficeError> {
        let found = self.store.card_line(line, guarantor)?;
        Ok(found.ok_or(Refusal::NotThere {
            what: "service",
            number: line.get(),
        })?)
    }

    fn happened(
        &self,
        line: ChargeLineId,
        guarantor: GuarantorId,
    ) -> Result<Vec<Happening>, OfficeError> {
        let mut all = self.store.happenings(line)?;
        all.retain(|one| one.guarantor == guarantor);
        Ok(all)
    }

    /// Adds up what is owed today by days since service, seen from `as_of`.
    ///
    /// # Errors
    /// [`OfficeError::Store`] when the book cannot be read.
    pub fn ageing(&self, as_of: NaiveDate) -> Result<Ageing, OfficeError> {
        Ok(self.store.ageing(as_of)?)
    }
}
