//! Statements in the book: whose account stands how, what one statement is made from, and what was sent. It must not
//! know what a statement says or how it is printed.

use chrono::NaiveDate;
use rusqlite::{Connection, OptionalExtension, Row};

use super::attachment::AttachmentId;
use super::both::{Readable, reads};
use super::error::{Doing, StoreError};
use super::value::count;
use super::{Store, Tx};
use crate::domain::id::{ChargeLineId, EntryId, GuarantorId, PatientId, RunId, StatementId};
use crate::domain::mailing::{SentStatement, number_blocks};
use crate::domain::money::Money;

mod facts;
mod rules;
mod runs;
mod standing;

use self::facts::account_facts;
pub use self::facts::{AccountFacts, LineFacts, PaymentFacts, PendingFacts, PreviousFacts};
pub use self::rules::KeptRules;
pub use self::runs::NewRun;

/// Whether the statement `s` counts: its run was not taken back.
const COUNTS: &str =
    "NOT EXISTS (SELECT 1 FROM statement_withdrawal AS w WHERE w.run_id = s.run_id)";

/// A statement about to be filed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewStatement {
    /// As printed, eight digits.
    pub number: String,
    /// In which run.
    pub run: RunId,
    /// To whom.
    pub guarantor: GuarantorId,
    /// Whose services it shows; none: everybody's on the account.
    pub patient: Option<PatientId>,
    /// Which request it is for what was asked for most often.
    pub times: u16,
    /// What sending it costs.
    pub cost: Money,
    /// Statement date.
    pub made_on: NaiveDate,
    /// Pay by.
    pub due_on: NaiveDate,
    /// Amount due.
    pub amount: Money,
    /// The PDF.
    pub print: AttachmentId,
    /// The newest entry it knew of.
    pub last_entry: EntryId,
    /// What it asks for on each service.
    pub asked: Vec<(ChargeLineId, Money)>,
}

impl Store {
    /// Lists the statements made for a guarantor, newest first; those of runs that were taken back are among them.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn statements(&self, guarantor: GuarantorId) -> Result<Vec<SentStatement>, StoreError> {
        self.connection
            .prepare_cached(&format!(
                "{SENT} WHERE s.guarantor_id = ?1 ORDER BY s.id DESC"
            ))
            .and_then(|mut select| select.query_map([guarantor], sent)?.collect())
            .doing("list statements")
    }

    /// Finds a statement by the number that is printed on it.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn find_statement(&self, number: &str) -> Result<Option<SentStatement>, StoreError> {
        self.connection
            .prepare_cached(&format!("{SENT} WHERE s.number = ?1"))
            .and_then(|mut select| select.query_row([number], sent).optional())
            .doing("find a statement")
    }

    /// Finds the PDF of a statement.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn statement_print(&self, id: StatementId) -> Result<Option<AttachmentId>, StoreError> {
        self.connection
            .prepare_cached("SELECT attachment_id FROM statement WHERE id = ?1")
            .and_then(|mut select| {
                select
                    .query_row([id], |row| row.get("attachment_id"))
                    .optional()
            })
            .doing("find a statement")
    }
}

reads! {
    /// Gathers what a statement of one guarantor is made from: of everybody on the account, or of one patient. What
    /// is unapplied is the whole account's in both.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn account_facts(
        &self,
        guarantor: GuarantorId,
        patient: Option<PatientId>,
    ) -> Result<AccountFacts, StoreError> {
        account_facts(self.sql(), guarantor, patient)
    }

    /// Lists the patients on a guarantor's card with what the guarantor owes for each, in the order of their ids.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn owed_by_patient(
        &self,
        guarantor: GuarantorId,
    ) -> Result<Vec<(PatientId, Money)>, StoreError> {
        self.sql()
            .prepare_cached(
                "SELECT patient_id, SUM(patient_owes_cents) AS owed FROM line_balance \
                 WHERE guarantor_id = ?1 GROUP BY patient_id ORDER BY patient_id",
            )
            .and_then(|mut select| {
                select
                    .query_map([guarantor], |row| {
                        Ok((row.get("patient_id")?, row.get("owed")?))
                    })?
                    .collect()
            })
            .doing("add up what is owed for each patient")
    }

    /// Gives the highest number of a statement made in the month of `made_on`.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn last_statement_number(&self, made_on: NaiveDate) -> Result<Option<u32>, StoreError> {
        last_number(self.sql(), made_on)
    }
}

impl Tx<'_> {
    /// Files a statement with what it asks for.
    ///
    /// # Errors
    /// [`StoreError::Refused`] when its number was used before, or a service stands on another account.
    pub fn add_statement(&self, new: &NewStatement) -> Result<StatementId, StoreError> {
        const TASK: &str = "file a statement";
        let id = self
            .0
            .prepare_cached(
                "INSERT INTO statement (number, run_id, guarantor_id, patient_id, made_on, due_on, amount_cents, \
                 times, cost_cents, attachment_id, last_entry_id) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
            )
            .and_then(|mut insert| {
                insert.insert((
                    new.number.as_str(),
                    new.run,
                    new.guarantor,
                    new.patient,
                    new.made_on,
                    new.due_on,
                    new.amount,
                    new.times,
                    new.cost,
                    new.print,
                    new.last_entry,
                ))
            })
            .map(StatementId::new)
            .doing(TASK)?;
        for (line, owed) in &new.asked {
            let _rows = self
                .0
                .prepare_cached(
                    "INSERT INTO statement_line (statement_id, charge_line_id, owed_cents) VALUES (?1, ?2, ?3)",
                )
                .and_then(|mut insert| insert.execute((id, line, owed)))
                .doing(TASK)?;
        }
        Ok(id)
    }
}

/// The columns of a [`SentStatement`].
const SENT: &str = "SELECT s.id, s.run_id, s.number, s.patient_id, s.times, s.made_on, s.due_on, s.amount_cents, \
     t.why FROM statement AS s LEFT JOIN statement_withdrawal AS t ON t.run_id = s.run_id";

fn sent(row: &Row<'_>) -> rusqlite::Result<SentStatement> {
    Ok(SentStatement {
        id: row.get("id")?,
        run: row.get("run_id")?,
        number: row.get("number")?,
        patient: row.get("patient_id")?,
        times: count(row, "times")?,
        made_on: row.get("made_on")?,
        due_on: row.get("due_on")?,
        amount: row.get("amount_cents")?,
        withdrawn: row.get("why")?,
    })
}

fn last_number(connection: &Connection, made_on: NaiveDate) -> Result<Option<u32>, StoreError> {
    for block in number_blocks(made_on).into_iter().rev() {
        let last: Option<String> = connection
            .prepare_cached(
                "SELECT MAX(number) AS last FROM statement WHERE number BETWEEN ?1 AND ?2",
            )
            .and_then(|mut select| {
                let end = block.saturating_add(9_999);
                select.query_row((format!("{block:08}"), format!("{end:08}")), |row| {
                    row.get("last")
                })
            })
            .doing("number a statement")?;
        if let Some(last) = last.and_then(|last| last.parse().ok()) {
            return Ok(Some(last));
        }
    }
    Ok(None)
}
