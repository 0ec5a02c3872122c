//! Batches in the book: files of claims as they left, the claims as they were sent, and the numbers that are never
//! given twice. It must not know what stands in a file.

use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension, Row};
use serde::Serialize;

use super::attachment::AttachmentId;
use super::error::{Doing, StoreError};
use super::value::{count, instant};
use super::{Store, Tx};
use crate::domain::id::{BatchId, ClaimId, ReceiverId, UserId};
use crate::domain::money::Money;

#[cfg(test)]
mod tests;

/// Which envelope a control number is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Envelope {
    /// The interchange (ISA13).
    Interchange,
    /// The functional group (GS06).
    Group,
    /// The transaction set (ST02).
    Set,
}

impl Envelope {
    const fn code(self) -> &'static str {
        match self {
            Self::Interchange => "ISA",
            Self::Group => "GS",
            Self::Set => "ST",
        }
    }
}

/// The numbers on the envelopes of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Numbers {
    /// ISA13.
    pub interchange: u32,
    /// GS06.
    pub group: u32,
    /// ST02 of its first transaction set; the others follow one by one.
    pub set: u32,
}

/// A file of claims before the book gave an id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewBatch<'a> {
    /// To whom.
    pub receiver: ReceiverId,
    /// The numbers on its envelopes.
    pub numbers: Numbers,
    /// As it is called when written out; names no patient.
    pub file_name: &'a str,
    /// How many claims.
    pub claims: u32,
    /// Their charges added up.
    pub total: Money,
    /// The file, byte for byte.
    pub file: AttachmentId,
    /// The batch whose claims it sends by another way; none when they leave for the first time.
    pub remakes: Option<BatchId>,
}

/// A batch in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct BatchRow {
    /// Id.
    pub id: BatchId,
    /// To whom.
    pub receiver: ReceiverId,
    /// The receiver's name.
    pub receiver_name: String,
    /// The numbers on its envelopes.
    #[serde(flatten)]
    pub numbers: Numbers,
    /// As it is called when written out.
    pub file_name: String,
    /// How many claims.
    pub claims: u32,
    /// Their charges added up.
    pub total: Money,
    /// The batch whose claims it sends by another way; none when they left for the first time.
    pub remakes: Option<BatchId>,
    /// When it was made.
    pub made_at: DateTime<Utc>,
    /// By whom.
    pub made_by: String,
}

impl Tx<'_> {
    /// Gives control numbers of a receiver that were never given before, as many in a row as are wanted, and gives
    /// the first of them.
    ///
    /// # Errors
    /// [`StoreError::Refused`] when the receiver's numbers are used up.
    pub fn take_control_numbers(
        &self,
        receiver: ReceiverId,
        envelope: Envelope,
        wanted: u32,
    ) -> Result<u32, StoreError> {
        const TASK: &str = "give a control number";
        let last: u32 = self
            .0
            .prepare_cached(
                "INSERT INTO control_number (receiver_id, kind, last) VALUES (?1, ?2, ?3) \
                 ON CONFLICT (receiver_id, kind) DO UPDATE SET last = last + excluded.last RETURNING last",
            )
            .and_then(|mut upsert| {
                upsert.query_row((receiver, envelope.code(), wanted), |row| row.get("last"))
            })
            .doing(TASK)?;
        Ok(last.saturating_sub(wanted).saturating_add(1))
    }

    /// Keeps a batch.
    ///
    /// # Errors
    /// [`StoreError::Refused`] when its interchange number was used before.
    pub fn add_batch(
        &self,
        batch: &NewBatch<'_>,
        at: DateTime<Utc>,
        by: UserId,
    ) -> Result<BatchId, StoreError> {
        self.0
            .prepare_cached(
                "INSERT INTO batch (receiver_id, interchange, functional_group, transaction_set, file_name, claims, \
                 total_cents, attachment_id, made_at, made_by, remakes_id) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, \
                 ?11)",
            )
            .and_then(|mut insert| {
                insert.insert((
                    batch.receiver,
                    batch.numbers.interchange,
                    batch.numbers.group,
                    batch.numbers.set,
                    batch.file_name,
                    batch.claims,
                    batch.total,
                    batch.file,
                    instant(at),
                    by,
                    batch.remakes,
                ))
            })
            .map(BatchId::new)
            .doing("keep a batch")
    }

    /// Keeps a claim of a batch as it was sent, as JSON.
    ///
    /// # Errors
    /// [`StoreError::Refused`] when the claim is in the batch already.
    pub fn add_batch_claim(
        &self,
        batch: BatchId,
        claim: ClaimId,
        sent: &str,
    ) -> Result<(), StoreError> {
        let _rows = self
            .0
            .prepare_cached(
                "INSERT INTO batch_claim (batch_id, claim_id, charged_cents, sent) \
                 VALUES (?1, ?2, (SELECT charged_cents FROM claim WHERE id = ?2), ?3)",
            )
            .and_then(|mut insert| insert.execute((batch, claim, sent)))
            .doing("keep a claim as it was sent")?;
        Ok(())
    }

    /// Reads the batch in which a claim left last; none when it never left.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn last_batch_of(&self, claim: ClaimId) -> Result<Option<BatchRow>, StoreError> {
        let last: Option<BatchId> = self
            .0
            .prepare_cached("SELECT MAX(batch_id) AS last FROM batch_claim WHERE claim_id = ?1")
            .and_then(|mut select| select.query_row([claim], |row| row.get("last")))
            .doing("look for the last batch of a claim")?;
        last.map_or(Ok(None), |id| find(self.0, id))
    }

    /// Counts how often a claim left before.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn sendings(&self, claim: ClaimId) -> Result<u32, StoreError> {
        self.0
            .prepare_cached("SELECT COUNT(*) AS sendings FROM batch_claim WHERE claim_id = ?1")
            .and_then(|mut select| select.query_row([claim], |row| count(row, "sendings")))
            .doing("count how often a claim left")
    }
}

impl Store {
    /// Lists batches, the newest first.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn batches(&self, limit: usize) -> Result<Vec<BatchRow>, StoreError> {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        self.connection
            .prepare_cached(
                "SELECT b.id, b.receiver_id, r.name, b.interchange, b.functional_group, b.transaction_set, b.file_name, \
                 b.claims, b.total_cents, b.remakes_id, b.made_at, u.name AS made_by FROM batch AS b \
                 JOIN receiver AS r ON r.id = b.receiver_id JOIN person_at_work AS u ON u.id = b.made_by \
                 ORDER BY b.id DESC LIMIT ?1",
            )
            .and_then(|mut select| select.query_map([limit], row)?.collect::<Result<Vec<_>, _>>())
            .doing("list batches")
    }

    /// Reads a batch.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn find_batch(&self, id: BatchId) -> Result<Option<BatchRow>, StoreError> {
        find(&self.connection, id)
    }

    /// Gives a batch's file byte for byte; none when there is no such batch.
    ///
    /// # Errors
    /// [`StoreError::BadRow`] when the file is not the one that was kept.
    pub fn batch_file(&self, id: BatchId) -> Result<Option<Vec<u8>>, StoreError> {
        let file: Option<AttachmentId> = self
            .connection
            .prepare_cached("SELECT attachment_id FROM batch WHERE id = ?1")
            .and_then(|mut select| {
                select
                    .query_row([id], |row| row.get("attachment_id"))
                    .optional()
            })
            .doing("look for the file of a batch")?;
        file.map(|file| self.attachment(file)).transpose()
    }

    /// Lists the claims of a batch.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn claims_of_batch(&self, id: BatchId) -> Result<Vec<ClaimId>, StoreError> {
        self.connection
            .prepare_cached(
                "SELECT claim_id FROM batch_claim WHERE batch_id = ?1 ORDER BY claim_id",
            )
            .and_then(|mut select| {
                select
                    .query_map([id], |row| row.get("claim_id"))?
                    .collect::<Result<Vec<_>, _>>()
            })
            .doing("list the claims of a batch")
    }

    /// Gives a claim as it was sent in a batch, as JSON.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn sent_claim(&self, batch: BatchId, claim: ClaimId) -> Result<Option<String>, StoreError> {
        self.connection
            .prepare_cached("SELECT sent FROM batch_claim WHERE batch_id = ?1 AND claim_id = ?2")
            .and_then(|mut select| {
                select
                    .query_row((batch, claim), |row| row.get("sent"))
                    .optional()
            })
            .doing("read a claim as it was sent")
    }
}

fn find(connection: &Connection, id: BatchId) -> Result<Option<BatchRow>, StoreError> {
    connection
        .prepare_cached(
            "SELECT b.id, b.receiver_id, r.name, b.interchange, b.functional_group, b.transaction_set, b.file_name, \
             b.claims, b.total_cents, b.remakes_id, b.made_at, u.name AS made_by FROM batch AS b \
             JOIN receiver AS r ON r.id = b.receiver_id JOIN person_at_work AS u ON u.id = b.made_by WHERE b.id = ?1",
        )
        .and_then(|mut select| select.query_row([id], row).optional())
        .doing("read a batch")
}

fn row(row: &Row<'_>) -> rusqlite::Result<BatchRow> {
    Ok(BatchRow {
        id: row.get("id")?,
        receiver: row.get("receiver_id")?,
        receiver_name: row.get("name")?,
        numbers: Numbers {
            interchange: row.get("interchange")?,
            group: row.get("functional_group")?,
            set: row.get("transaction_set")?,
        },
        file_name: row.get("file_name")?,
        claims: count(row, "claims")?,
        total: row.get("total_cents")?,
        remakes: row.get("remakes_id")?,
        made_at: row.get("made_at")?,
        made_by: row.get("made_by")?,
    })
}
