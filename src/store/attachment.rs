//! Files kept inside the book: compressed, once however often they are attached, and checked when they are read.
//! It must not know what they are; their kind and name stand with whatever points at them.

use std::io::{Read, Write};

use chrono::{DateTime, SecondsFormat, Utc};
use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;
use rusqlite::types::{FromSql, FromSqlResult, ToSql, ToSqlOutput, ValueRef};
use rusqlite::{OptionalExtension, Row};
use sha2::{Digest, Sha256};

use super::Tx;
use super::both::{Readable, reads};
use super::error::{Doing, StoreError};

/// The largest file that is attached, in bytes before compression.
pub const LARGEST: usize = 128 * 1024 * 1024;

/// Names a file kept in the book.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AttachmentId(i64);

impl AttachmentId {
    /// Its number, as rows of the book hold it.
    pub const fn number(self) -> i64 {
        self.0
    }
}

impl ToSql for AttachmentId {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        self.0.to_sql()
    }
}

impl FromSql for AttachmentId {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        i64::column_result(value).map(Self)
    }
}

impl Tx<'_> {
    /// Keeps a file in the book. The same bytes are kept once: attaching them again gives the same id.
    ///
    /// # Errors
    /// [`StoreError::TooLarge`] beyond [`LARGEST`].
    pub fn attach(&self, bytes: &[u8], now: DateTime<Utc>) -> Result<AttachmentId, StoreError> {
        const TASK: &str = "keep a file in the book";
        if bytes.len() > LARGEST {
            return Err(StoreError::TooLarge {
                bytes: bytes.len(),
                limit: LARGEST,
            });
        }
        let hash: [u8; 32] = Sha256::digest(bytes).into();
        let kept = self
            .0
            .prepare_cached("SELECT id FROM attachment WHERE sha256 = ?1")
            .and_then(|mut select| select.query_row([hash], |row| row.get("id")).optional())
            .doing(TASK)?;
        if let Some(id) = kept {
            return Ok(id);
        }
        let deflated = deflate(bytes).doing(TASK)?;
        let length = i64::try_from(bytes.len()).unwrap_or(i64::MAX);
        let made_at = now.to_rfc3339_opts(SecondsFormat::Secs, true);
        self.0
            .prepare_cached(
                "INSERT INTO attachment (sha256, byte_length, deflated, made_at) \
                 VALUES (?1, ?2, ?3, ?4)",
            )
            .and_then(|mut insert| insert.insert((hash, length, deflated, made_at)))
            .map(AttachmentId)
            .doing(TASK)
    }
}

reads! {
    /// Gives a file back exactly as it was attached.
    ///
    /// # Errors
    /// [`StoreError::BadRow`] when its bytes are not the ones that were attached.
    pub fn attachment(&self, id: AttachmentId) -> Result<Vec<u8>, StoreError> {
        let kept = self
            .sql()
            .prepare_cached("SELECT sha256, byte_length, deflated FROM attachment WHERE id = ?1")
            .and_then(|mut select| select.query_row([id], Kept::read))
            .doing("read a file kept in the book")?;
        kept.inflate().map_err(|reason| StoreError::BadRow {
            table: "attachment",
            row: id.0,
            reason: reason.to_owned(),
        })
    }
}

/// A row of `attachment`.
struct Kept {
    hash: [u8; 32],
    length: i64,
    deflated: Vec<u8>,
}

impl Kept {
    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            hash: row.get("sha256")?,
            length: row.get("byte_length")?,
            deflated: row.get("deflated")?,
        })
    }

    /// No more is inflated than the row says there is, whatever the compressed bytes would grow to.
    fn inflate(&self) -> Result<Vec<u8>, &'static str> {
        let length = u64::try_from(self.length).map_err(|_| "the file has no length")?;
        let mut bytes = Vec::new();
        let read = DeflateDecoder::new(self.deflated.as_slice())
            .take(length.saturating_add(1))
            .read_to_end(&mut bytes)
            .map_err(|_| "the file cannot be decompressed")?;
        if u64::try_from(read) != Ok(length) {
            Err("the file has another length than was attached")
        } else if self.hash != <[u8; 32]>::from(Sha256::digest(&bytes)) {
            Err("the file is not the one that was attached")
        } else {
            Ok(bytes)
        }
    }
}

fn deflate(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes)?;
    encoder.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Store;

    const NOW: DateTime<Utc> = DateTime::UNIX_EPOCH;

    fn attach(store: &mut Store, bytes: &[u8]) -> AttachmentId {
        store.transact(|tx| tx.attach(bytes, NOW)).unwrap()
    }

    fn tampered(change: &str) -> StoreError {
        let mut store = Store::in_memory().unwrap();
        let id = attach(&mut store, &b"a scanned card ".repeat(50));
        // Whoever tampers with a book does not ask its triggers.
        let triggers: Vec<String> = store
            .connection
            .prepare(
                "SELECT name FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'attachment'",
            )
            .unwrap()
            .query_map([], |row| row.get(0))
            .unwrap()
            .map(Result::unwrap)
            .collect();
        for trigger in triggers {
            store
                .connection
                .execute_batch(&format!("DROP TRIGGER {trigger}"))
                .unwrap();
        }
        store.connection.execute_batch(change).unwrap();
        store.attachment(id).unwrap_err()
    }

    #[test]
    fn a_file_comes_back_as_it_was() {
        let mut store = Store::in_memory().unwrap();
        let zeros = vec![0; 100_000];
        for bytes in [b"".as_slice(), b"ISA*00*", &zeros, &[0xff, 0, 0x80]] {
            let id = attach(&mut store, bytes);
            assert_eq!(store.attachment(id).unwrap(), bytes);
        }
    }

    #[test]
    fn the_same_file_is_kept_once_and_compressed() {
        let mut store = Store::in_memory().unwrap();
        let scan = vec![7; 50_000];
        let first = attach(&mut store, &scan);
        let other = attach(&mut store, b"another");
        assert_eq!(attach(&mut store, &scan), first);
        assert_ne!(first, other);
        let (rows, kept): (i64, i64) = store
            .connection
            .query_row(
                "SELECT count(*), sum(length(deflated)) FROM attachment",
                [],
                |row| Ok((row.get(0)?, row.get(1)?)),
            )
            .unwrap();
        assert_eq!(rows, 2);
        assert!(kept < 1000, "{kept} bytes");
    }

    #[test]
    fn what_is_too_large_is_refused_in_words() {
        let mut store = Store::in_memory().unwrap();
        let error = store
            .transact(|tx| tx.attach(&vec![0; LARGEST + 1], NOW))
            .unwrap_err();
        assert!(matches!(error, StoreError::TooLarge { .. }));
    }

    #[test]
    fn a_file_that_changed_under_us_is_not_handed_out() {
        for change in [
            "UPDATE attachment SET sha256 = zeroblob(32)",
            "UPDATE attachment SET byte_length = byte_length - 1",
            "UPDATE attachment SET byte_length = byte_length + 1",
            "UPDATE attachment SET deflated = zeroblob(9)",
            "UPDATE attachment SET deflated = substr(deflated, 1, 5)",
        ] {
            assert!(
                matches!(tampered(change), StoreError::BadRow { row: 1, .. }),
                "{change}"
            );
        }
    }

    #[test]
    fn what_is_not_there_is_said_to_be_missing() {
        let store = Store::in_memory().unwrap();
        let error = store.attachment(AttachmentId(7)).unwrap_err();
        assert_eq!(
            error.to_string(),
            "could not read a file kept in the book: a record that should be there is not"
        );
    }
}
