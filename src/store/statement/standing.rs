//! How the accounts of guarantors stand when statements are due. It must not decide who gets one.

use chrono::NaiveDate;
use rusqlite::{OptionalExtension, Row};

use super::COUNTS;
use crate::domain::id::GuarantorId;
use crate::domain::mailing::Standing;
use crate::domain::money::Money;
use crate::domain::person::Name;
use crate::store::Store;
use crate::store::error::{Doing, StoreError};
use crate::store::value::count;

impl Store {
    /// Lists how the account of each guarantor stands, for a run of statements, by name. What is on payment plans is not
    /// looked at.
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
}

/// What was asked for before counts for what is still owed only: who paid everything begins anew.
fn standing_sql(which: &str) -> String {
    let asked = format!(
        "FROM line_balance AS l JOIN statement_line AS x ON x.charge_line_id = l.charge_line_id AND x.owed_cents > 0 \
         JOIN statement AS s ON s.id = x.statement_id AND s.guarantor_id = l.guarantor_id AND {COUNTS} \
         WHERE l.guarantor_id = g.id AND l.patient_owes_cents > 0"
    );
    format!(
        "SELECT g.id, g.last_name, g.first_name, g.middle_name, g.suffix, g.hold_statements, g.hold_reason, \
         (SELECT MIN(d.opened_on) FROM dispute AS d WHERE d.guarantor_id = g.id \
           AND NOT EXISTS (SELECT 1 FROM dispute_end WHERE dispute_id = d.id)) AS disputed_on, \
         g.mail_returned_on, b.patient_owes_cents, b.insurance_owes_cents, b.unapplied_cents, t.made_on, \
         CASE WHEN t.id IS NOT NULL AND b.patient_owes_cents > 0 THEN EXISTS ( \
           SELECT 1 FROM line_balance AS l JOIN posting AS p ON p.charge_line_id = l.charge_line_id \
             AND p.guarantor_id = l.guarantor_id AND p.entry_id > t.last_entry_id AND p.account = 20 \
             AND p.amount_cents > 0 AND p.effect IN ('charge', 'transfer') \
           WHERE l.guarantor_id = g.id AND l.patient_owes_cents > 0) ELSE 0 END AS has_news, \
         CASE WHEN t.id IS NOT NULL AND b.patient_owes_cents > 0 THEN COALESCE((SELECT COUNT(*) AS times {asked} \
           GROUP BY l.charge_line_id ORDER BY times DESC LIMIT 1), 0) ELSE 0 END AS asked, \
         CASE WHEN t.id IS NOT NULL AND b.patient_owes_cents > 0 THEN (SELECT MIN(s.made_on) {asked}) END AS first_asked_on \
         FROM guarantor_balance AS b JOIN guarantor AS g ON g.id = b.guarantor_id \
         LEFT JOIN statement AS t ON t.id = (SELECT s.id FROM statement AS s WHERE s.guarantor_id = g.id AND {COUNTS} \
           ORDER BY s.id DESC LIMIT 1) \
         WHERE {which} ORDER BY g.last_name COLLATE NOCASE, g.first_name COLLATE NOCASE, g.id"
    )
}

fn standing(row: &Row<'_>) -> rusqlite::Result<Standing> {
    let (is_held, reason): (bool, String) = (row.get("hold_statements")?, row.get("hold_reason")?);
    let disputed: Option<NaiveDate> = row.get("disputed_on")?;
    let disputed = disputed.map(|since| format!("disputed since {}", since.format("%m/%d/%Y")));
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
        planned: Money::ZERO,
        held: is_held.then_some(reason).or(disputed),
        returned_on: row.get("mail_returned_on")?,
        last_sent_on: row.get("made_on")?,
        has_news: row.get("has_news")?,
        asked: count(row, "asked")?,
        first_asked_on: row.get("first_asked_on")?,
    })
}
