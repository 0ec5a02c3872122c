//! What was sent: runs, their statements, each exactly as it was printed, and a whole run taken back.

use crate::domain::id::{ChargeLineId, GuarantorId, RunId, StatementId};
use crate::domain::mailing::{Billed, RunRow, SentStatement};
use crate::domain::person::Name;
use crate::office::money::reason;
use crate::office::{MoneyRefusal, Office, OfficeError, Refusal};

impl Office {
    /// Lists the statements made for a guarantor, newest first; those of runs that were taken back say so.
    ///
    /// # Errors
    /// [`OfficeError::Store`] when the book cannot be read.
    pub fn statements(&self, guarantor: GuarantorId) -> Result<Vec<SentStatement>, OfficeError> {
        Ok(self.store.statements(guarantor)?)
    }

    /// Finds a statement by its eight digits, as printed.
    ///
    /// # Errors
    /// [`Refusal::NotThere`].
    pub fn find_statement(&self, number: u32) -> Result<SentStatement, OfficeError> {
        let found = self.store.find_statement(&format!("{number:08}"))?;
        let number = i64::from(number);
        let what = "statement";
        Ok(found.ok_or(Refusal::NotThere { what, number })?)
    }

    /// Gives a statement exactly as it was sent.
    ///
    /// # Errors
    /// [`Refusal::NotThere`].
    pub fn statement_pdf(&self, id: StatementId) -> Result<Vec<u8>, OfficeError> {
        let print = self.store.statement_print(id)?.ok_or(Refusal::NotThere {
            what: "statement",
            number: id.get(),
        })?;
        Ok(self.store.attachment(print)?)
    }

    /// Lists the runs that made any statement, newest first.
    ///
    /// # Errors
    /// [`OfficeError::Store`] when the book cannot be read.
    pub fn statement_runs(&self) -> Result<Vec<RunRow>, OfficeError> {
        Ok(self.store.statement_runs(None)?)
    }

    /// Lists the statements of a run in the order of their numbers, each with whom it went to.
    ///
    /// # Errors
    /// [`OfficeError::Store`] when the book cannot be read.
    pub fn statements_of_run(
        &self,
        run: RunId,
    ) -> Result<Vec<(GuarantorId, Name, SentStatement)>, OfficeError> {
        Ok(self.store.statements_of_run(run)?)
    }

    /// Says when each service of a guarantor was asked for, and how often, by statements that count.
    ///
    /// # Errors
    /// [`OfficeError::Store`] when the book cannot be read.
    pub fn billed(
        &self,
        guarantor: GuarantorId,
    ) -> Result<Vec<(ChargeLineId, Billed)>, OfficeError> {
        Ok(self.store.billed(guarantor)?)
    }

    /// Takes a whole run of statements back, as when it was made by the wrong rules or never mailed: what it asked for
    /// counts as not asked for, and reminders go on from where they stood before. Its numbers stay used, and its pages
    /// stay kept as they were. Gives the run.
    ///
    /// # Errors
    /// [`Refusal::Missing`] without a reason, [`Refusal::NotThere`], [`MoneyRefusal::RunTakenBack`],
    /// [`MoneyRefusal::StatementsSince`] when later statements go on from those of the run, [`OfficeError::Store`].
    pub fn withdraw_run(&mut self, run: RunId, why: &str) -> Result<RunRow, OfficeError> {
        let why = reason(why)?;
        self.stamped("take a statement run back", |tx, stamp| {
            let row = tx.statement_runs(Some(run))?.into_iter().next();
            let row = row.ok_or(Refusal::NotThere {
                what: "run of statements",
                number: run.get(),
            })?;
            if row.withdrawn.is_some() {
                return Err(MoneyRefusal::RunTakenBack.into());
            }
            match tx.statements_since(run)? {
                0 => {}
                later => return Err(MoneyRefusal::StatementsSince(later).into()),
            }
            tx.withdraw_run(run, why, stamp.at, stamp.by)?;
            Ok((format!("run:{run}"), row))
        })
    }
}
