//! Statements in the book: whose account stands how, what one statement is made from, and what was sent. It must not
//! know what a statement says or how it is printed.

use chrono::{DateTime, NaiveDate, Utc};
use rusqlite::{Connection, OptionalExtension, Row};

use super::attachment::AttachmentId;
use super::both::{Readable, reads};
use super::error::{Doing, StoreError};
use super::value::instant;
use super::{Store, Tx};
use crate::domain::id::{ChargeLineId, EntryId, GuarantorId, RunId, StatementId, UserId};
use crate::domain::mailing::{SentStatement, Standing, number_blocks};
use crate::domain::money::Money;
use crate::domain::person::Name;

mod facts;

use self::facts::account_facts;
pub use self::facts::{AccountFacts, LineFacts, PaymentFacts, PendingFacts, PreviousFacts};

/// A statement about to be filed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewStatement {
    /// As printed, eight digits.
    pub number: String,
    /// In which run.
    pub run: RunId,
    /// To whom.
    pub guarantor: GuarantorId,
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
    /// Lists how the account of each guarantor stands, for a run of statements, by name.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn standings(&self) -> Result<Vec<Standing>, StoreError> {
        self.connection
            .prepare_cached(&standing_sql("1"))
            .and_then(|mut select| select.query_map([], standing)?.collect())
            .doing("list who is due a statement")
    }

    /// Lists how the accounts of those who owe anything themselves stand, by name.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn standings_owing(&self) -> Result<Vec<Standing>, StoreError> {
        self.connection
            .prepare_cached(&standing_sql("b.patient_owes_cents <> 0"))
            .and_then(|mut select| select.query_map([], standing)?.collect())
            .doing("list who owes")
    }

    /// Reads how one guarantor's account stands.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn standing(&self, guarantor: GuarantorId) -> Result<Option<Standing>, StoreError> {
        self.connection
            .prepare_cached(&standing_sql("g.id = ?1"))
            .and_then(|mut select| select.query_row([guarantor], standing).optional())
            .doing("read how an account stands")
    }

    /// Lists the statements sent to a guarantor, newest first.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn statements(&self, guarantor: GuarantorId) -> Result<Vec<SentStatement>, StoreError> {
        self.connection
            .prepare_cached(
                "SELECT id, run_id, number, made_on, due_on, amount_cents FROM statement \
                 WHERE guarantor_id = ?1 ORDER BY id DESC",
            )
            .and_then(|mut select| {
                select
                    .query_map([guarantor], |row| {
                        Ok(SentStatement {
                            id: row.get("id")?,
                            run: row.get("run_id")?,
                            number: row.get("number")?,
                            made_on: row.get("made_on")?,
                            due_on: row.get("due_on")?,
                            amount: row.get("amount_cents")?,
                        })
                    })?
                    .collect()
            })
            .doing("list statements")
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
    /// Gathers what a statement of one guarantor is made from.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn account_facts(&self, guarantor: GuarantorId) -> Result<AccountFacts, StoreError> {
        account_facts(self.sql(), guarantor)
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
    /// Files a run of statements and gives its id.
    ///
    /// # Errors
    /// [`StoreError`] when the book does not take it.
    pub fn add_run(
        &self,
        as_of: NaiveDate,
        at: DateTime<Utc>,
        by: UserId,
    ) -> Result<RunId, StoreError> {
        self.0
            .prepare_cached(
                "INSERT INTO statement_run (as_of_on, made_at, made_by) VALUES (?1, ?2, ?3)",
            )
            .and_then(|mut insert| insert.insert((as_of, instant(at), by)))
            .map(RunId::new)
            .doing("file a run of statements")
    }

    /// Files a statement with what it asks for.
    ///
    /// # Errors
    /// [`StoreError::Refused`] when its number was used before.
    pub fn add_statement(&self, new: &NewStatement) -> Result<StatementId, StoreError> {
        const TASK: &str = "file a statement";
        let id = self
            .0
            .prepare_cached(
                "INSERT INTO statement (number, run_id, guarantor_id, made_on, due_on, amount_cents, attachment_id, \
                 last_entry_id) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            )
            .and_then(|mut insert| {
                insert.insert((
                    new.number.as_str(),
                    new.run,
                    new.guarantor,
                    new.made_on,
                    new.due_on,
                    new.amount,
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

fn standing_sql(which: &str) -> String {
    format!(
        "SELECT g.id, g.last_name, g.first_name, g.middle_name, g.suffix, g.hold_statements, g.hold_reason, \
         b.patient_owes_cents, b.insurance_owes_cents, b.unapplied_cents, s.made_on, \
         CASE WHEN s.id IS NOT NULL AND b.patient_owes_cents > 0 THEN EXISTS ( \
           SELECT 1 FROM line_balance AS l JOIN posting AS p ON p.charge_line_id = l.charge_line_id \
             AND p.guarantor_id = l.guarantor_id AND p.entry_id > s.last_entry_id AND p.account = 20 \
             AND p.amount_cents > 0 AND p.effect IN ('charge', 'transfer') \
           WHERE l.guarantor_id = g.id AND l.patient_owes_cents > 0) ELSE 0 END AS has_news \
         FROM guarantor_balance AS b JOIN guarantor AS g ON g.id = b.guarantor_id \
         LEFT JOIN statement AS s ON s.id = (SELECT MAX(id) FROM statement WHERE guarantor_id = g.id) \
         WHERE {which} ORDER BY g.last_name COLLATE NOCASE, g.first_name COLLATE NOCASE, g.id"
    )
}

fn standing(row: &Row<'_>) -> rusqlite::Result<Standing> {
    let (is_held, reason): (bool, String) = (row.get("hold_statements")?, row.get("hold_reason")?);
    Ok(Standing {
        guarantor: row.get("id")?,
        name: Name {
            last: row.get("last_name")?,
            first: row.get("first_name")?,
            middle: row.get("middle_name")?,
            suffix: row.get("suffix")?,
        },
        patient_owes: row.get("patient_owes_cents")?,
        insurance_owes: row.get("insurance_owes_cents")?,
        unapplied: row.get("unapplied_cents")?,
        held: is_held.then_some(reason),
        last_sent_on: row.get("made_on")?,
        has_news: row.get("has_news")?,
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
