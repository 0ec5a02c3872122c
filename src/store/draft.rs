//! What forms had typed when they were left. It must not know the forms.

use chrono::{DateTime, Utc};
use rusqlite::OptionalExtension;

use super::Tx;
use super::both::{Readable, reads};
use super::error::{Doing, StoreError};
use super::value::instant;

reads! {
    /// Reads what a form had typed, and when it was kept.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn draft(&self, place: &str) -> Result<Option<(String, DateTime<Utc>)>, StoreError> {
        self.sql()
            .prepare_cached("SELECT typed, saved_at FROM draft WHERE place = ?1")
            .and_then(|mut select| {
                select
                    .query_row([place], |row| Ok((row.get("typed")?, row.get("saved_at")?)))
                    .optional()
            })
            .doing("read a draft")
    }
}

impl Tx<'_> {
    /// Keeps what a form has typed.
    ///
    /// # Errors
    /// [`StoreError`] when the book does not take it.
    pub fn keep_draft(
        &self,
        place: &str,
        typed: &str,
        at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let _rows = self
            .0
            .prepare_cached(
                "INSERT INTO draft (place, typed, saved_at) VALUES (?1, ?2, ?3) \
                 ON CONFLICT (place) DO UPDATE SET typed = excluded.typed, saved_at = excluded.saved_at",
            )
            .and_then(|mut insert| insert.execute((place, typed, instant(at))))
            .doing("keep a draft")?;
        Ok(())
    }

    /// Throws a draft away.
    ///
    /// # Errors
    /// [`StoreError`] when the book does not take it.
    pub fn drop_draft(&self, place: &str) -> Result<(), StoreError> {
        let _rows = self
            .0
            .prepare_cached("DELETE FROM draft WHERE place = ?1")
            .and_then(|mut delete| delete.execute([place]))
            .doing("throw a draft away")?;
        Ok(())
    }
}
