//! Who works in the book, and what they did: one line a verb, written in the verb's own transaction. Holds ids, never
//! names of patients.

use chrono::{DateTime, SecondsFormat, Utc};
use rusqlite::OptionalExtension;

use super::error::{Doing, StoreError};
use super::{Store, Tx};
use crate::domain::id::UserId;

/// Writes an instant as the book keeps it: UTC, to the second.
pub(in crate::store) fn instant(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

impl Store {
    /// Gives the name of somebody who works in the book; their number when the book does not know them.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn person_at_work(&self, id: UserId) -> Result<String, StoreError> {
        let name: Option<String> = self
            .connection
            .prepare_cached("SELECT name FROM person_at_work WHERE id = ?1")
            .and_then(|mut select| {
                select
                    .query_row([id.get()], |row| row.get("name"))
                    .optional()
            })
            .doing("read who works in the book")?;
        Ok(name.unwrap_or_else(|| format!("user {id}")))
    }
}

impl Tx<'_> {
    /// Writes in somebody who works in the book, as its owner.
    ///
    /// # Errors
    /// [`StoreError`] when the book does not take it.
    pub fn let_in(&self, id: UserId, name: &str, at: DateTime<Utc>) -> Result<(), StoreError> {
        let _one = self
            .0
            .prepare_cached("INSERT INTO person_at_work (id, name, role, added_at) VALUES (?1, ?2, 'owner', ?3)")
            .and_then(|mut insert| insert.execute((id.get(), name, instant(at))))
            .doing("write in who works in the book")?;
        Ok(())
    }

    /// Writes one audit line: who did which verb to what (kind and id, as `patient:7`).
    ///
    /// # Errors
    /// [`StoreError`] when the book does not take it.
    pub fn audit(
        &self,
        at: DateTime<Utc>,
        by: UserId,
        verb: &str,
        object: &str,
    ) -> Result<(), StoreError> {
        let _one = self
            .0
            .prepare_cached("INSERT INTO audit (at, by_id, verb, object) VALUES (?1, ?2, ?3, ?4)")
            .and_then(|mut insert| insert.execute((instant(at), by.get(), verb, object)))
            .doing("write the audit")?;
        Ok(())
    }
}
