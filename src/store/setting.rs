//! Choices of the practice that are not money or people, each a JSON value under its key. It must not know what they
//! mean.

use rusqlite::OptionalExtension;

use super::Tx;
use super::both::{Readable, reads};
use super::error::{Doing, StoreError};

reads! {
    /// Reads a choice as JSON; none when it was never made.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn setting(&self, key: &str) -> Result<Option<String>, StoreError> {
        self.sql()
            .prepare_cached("SELECT value FROM setting WHERE key = ?1")
            .and_then(|mut select| select.query_row([key], |row| row.get("value")).optional())
            .doing("read a setting")
    }
}

impl Tx<'_> {
    /// Keeps a choice as JSON.
    ///
    /// # Errors
    /// [`StoreError`] when the book does not take it.
    pub fn set_setting(&self, key: &str, value: &str) -> Result<(), StoreError> {
        let _rows = self
            .0
            .prepare_cached(
                "INSERT INTO setting (key, value) VALUES (?1, ?2) \
                 ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            )
            .and_then(|mut insert| insert.execute((key, value)))
            .doing("keep a setting")?;
        Ok(())
    }
}
