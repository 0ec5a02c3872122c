//! The fee schedule: what the practice charges from which day on. It must not know what was charged.

use chrono::NaiveDate;
use rusqlite::{OptionalExtension, Row};

use super::Tx;
use super::both::{Readable, reads};
use super::error::{Doing, StoreError};
use super::person::{given, text};
use crate::domain::code::{Modifier, Procedure};
use crate::domain::codebook::FeeRow;
use crate::domain::money::Money;

reads! {
    /// Lists the fees that hold on a day, by code.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn fees(&self, on: NaiveDate) -> Result<Vec<FeeRow>, StoreError> {
        self.sql()
            .prepare_cached(
                "SELECT f.code, f.modifier, c.description, f.fee_cents, MAX(f.effective_on) AS effective_on \
                 FROM fee AS f JOIN procedure_code AS c ON c.code = f.code WHERE f.effective_on <= ?1 \
                 GROUP BY f.code, f.modifier ORDER BY f.code, f.modifier",
            )
            .and_then(|mut select| select.query_map([on], fee_row)?.collect())
            .doing("list the fees")
    }

    /// Reads the fee of a service on a day: that of the first modifier which has its own, else the plain one.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn fee(
        &self,
        code: Procedure,
        modifiers: &[Modifier],
        on: NaiveDate,
    ) -> Result<Option<Money>, StoreError> {
        let mut select = self
            .sql()
            .prepare_cached(
                "SELECT fee_cents FROM fee WHERE code = ?1 AND modifier = ?2 AND effective_on <= ?3 \
                 ORDER BY effective_on DESC LIMIT 1",
            )
            .doing("read a fee")?;
        for modifier in modifiers.iter().map(Modifier::as_str).chain([""]) {
            let fee = select
                .query_row((code, modifier, on), |row| row.get("fee_cents"))
                .optional()
                .doing("read a fee")?;
            if fee.is_some() {
                return Ok(fee);
            }
        }
        Ok(None)
    }
}

impl Tx<'_> {
    /// Sets a fee from its day on, and the words of its service.
    ///
    /// # Errors
    /// [`StoreError`] when the book does not take it.
    pub fn set_fee(&self, row: &FeeRow) -> Result<(), StoreError> {
        self.keep_procedure(row.code, &row.description)?;
        let _rows = self
            .0
            .prepare_cached(
                "INSERT INTO fee (code, modifier, effective_on, fee_cents) VALUES (?1, ?2, ?3, ?4) \
                 ON CONFLICT (code, modifier, effective_on) DO UPDATE SET fee_cents = excluded.fee_cents",
            )
            .and_then(|mut insert| {
                let modifier = text(row.modifier.as_ref());
                insert.execute((row.code, modifier, row.effective_on, row.fee))
            })
            .doing("set a fee")?;
        Ok(())
    }
}

fn fee_row(row: &Row<'_>) -> rusqlite::Result<FeeRow> {
    Ok(FeeRow {
        code: row.get("code")?,
        modifier: given(row, "modifier")?,
        description: row.get("description")?,
        fee: row.get("fee_cents")?,
        effective_on: row.get("effective_on")?,
    })
}
