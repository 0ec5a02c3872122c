//! Scanned papers of EOBs in the book. It must not know what stands on them.

use chrono::{DateTime, Utc};
use rusqlite::{OptionalExtension, Row};

use super::attachment::AttachmentId;
use super::error::{Doing, StoreError};
use super::value::instant;
use super::{Store, Tx};
use crate::domain::eob::EobScan;
use crate::domain::id::{EobId, EobScanId, UserId};

impl Tx<'_> {
    /// Keeps a scan of an EOB that is still being keyed.
    ///
    /// # Errors
    /// [`StoreError`] when the book does not take it.
    pub fn keep_scan(
        &self,
        name: &str,
        file: AttachmentId,
        at: DateTime<Utc>,
        by: UserId,
    ) -> Result<EobScanId, StoreError> {
        self.0
            .prepare_cached(
                "INSERT INTO eob_scan (name, attachment_id, added_at, added_by) VALUES (?1, ?2, ?3, ?4)",
            )
            .and_then(|mut insert| insert.insert((name, file, instant(at), by)))
            .map(EobScanId::new)
            .doing("keep a scan of an EOB")
    }

    /// Puts a scan to the EOB it is of; whether it belonged to none before.
    ///
    /// # Errors
    /// [`StoreError`] when the book does not take it.
    pub fn put_scan(&self, scan: EobScanId, eob: EobId) -> Result<bool, StoreError> {
        self.0
            .prepare_cached("UPDATE eob_scan SET eob_id = ?2 WHERE id = ?1 AND eob_id IS NULL")
            .and_then(|mut update| update.execute((scan, eob)))
            .map(|rows| rows == 1)
            .doing("put a scan to its EOB")
    }

    /// Takes out a scan of an EOB that was not posted; whether it was there. What was scanned stays in the book.
    ///
    /// # Errors
    /// [`StoreError`] when the book does not take it.
    pub fn drop_scan(&self, scan: EobScanId) -> Result<bool, StoreError> {
        self.0
            .prepare_cached("DELETE FROM eob_scan WHERE id = ?1 AND eob_id IS NULL")
            .and_then(|mut delete| delete.execute([scan]))
            .map(|rows| rows == 1)
            .doing("take a scan of an EOB out")
    }
}

impl Store {
    /// Lists the scans of a posted EOB in the order in which they were kept.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn eob_scans(&self, eob: EobId) -> Result<Vec<EobScan>, StoreError> {
        self.connection
            .prepare_cached(
                "SELECT s.id, s.name, a.byte_length FROM eob_scan AS s JOIN attachment AS a ON a.id = s.attachment_id \
                 WHERE s.eob_id = ?1 ORDER BY s.id",
            )
            .and_then(|mut select| select.query_map([eob], scan)?.collect())
            .doing("list the scans of an EOB")
    }

    /// Gives a scan back byte for byte, and how its file was called; none when there is no such scan.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn eob_scan(&self, scan: EobScanId) -> Result<Option<(String, Vec<u8>)>, StoreError> {
        let kept: Option<(String, AttachmentId)> = self
            .connection
            .prepare_cached("SELECT name, attachment_id FROM eob_scan WHERE id = ?1")
            .and_then(|mut select| {
                select
                    .query_row([scan], |row| {
                        Ok((row.get("name")?, row.get("attachment_id")?))
                    })
                    .optional()
            })
            .doing("look for a scan of an EOB")?;
        let Some((name, file)) = kept else {
            return Ok(None);
        };
        Ok(Some((name, self.attachment(file)?)))
    }
}

fn scan(row: &Row<'_>) -> rusqlite::Result<EobScan> {
    let bytes: i64 = row.get("byte_length")?;
    Ok(EobScan {
        id: row.get("id")?,
        name: row.get("name")?,
        bytes: u64::try_from(bytes).unwrap_or_default(),
    })
}
