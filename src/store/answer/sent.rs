//! What was sent, as far as an answer can be led back to it: by the numbers on its envelopes, by a claim's own number and
//! by every number others gave it. It must not guess.

use chrono::{DateTime, Utc};
use rusqlite::{OptionalExtension, Row};

use crate::domain::answer::Parties;
use crate::domain::id::{BatchId, ClaimId};
use crate::store::attachment::AttachmentId;
use crate::store::batch::{Envelope, Numbers};
use crate::store::both::{Readable, reads};
use crate::store::error::{Doing, StoreError};
use crate::store::value::count;

/// A batch with what its receiver calls itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SentBatch {
    /// Id.
    pub id: BatchId,
    /// What its receiver is called on envelopes (ISA08).
    pub receiver: String,
    /// What we are called there (ISA06).
    pub sender: String,
    /// The numbers on its envelopes.
    pub numbers: Numbers,
    /// When it was made.
    pub made_at: DateTime<Utc>,
    /// The file.
    pub file: AttachmentId,
}

/// What is selected of a batch.
macro_rules! sent {
    ($rest:literal) => {
        concat!(
            "SELECT b.id, r.receiver_id, r.sender_id, b.interchange, b.functional_group, b.transaction_set, b.made_at, b.attachment_id \
             FROM batch AS b JOIN receiver AS r ON r.id = b.receiver_id ",
            $rest
        )
    };
}

reads! {
    /// Lists the batches that have a number on their interchange or on their group, the oldest first.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn batches_numbered(
        &self,
        envelope: Envelope,
        number: u32,
    ) -> Result<Vec<SentBatch>, StoreError> {
        let sql = match envelope {
            Envelope::Interchange => sent!("WHERE b.interchange = ?1 ORDER BY b.id"),
            Envelope::Group => sent!("WHERE b.functional_group = ?1 ORDER BY b.id"),
            Envelope::Set => sent!("WHERE b.transaction_set = ?1 ORDER BY b.id"),
        };
        self.sql()
            .prepare_cached(sql)
            .and_then(|mut select| select.query_map([number], batch)?.collect())
            .doing("look for a batch by its number")
    }

    /// Gives a batch.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn sent_batch(&self, id: BatchId) -> Result<Option<SentBatch>, StoreError> {
        self.sql()
            .prepare_cached(sent!("WHERE b.id = ?1"))
            .and_then(|mut select| select.query_row([id], batch).optional())
            .doing("look for a batch")
    }

    /// Lists the batches a claim left in, the oldest first.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn sendings_of(&self, claim: ClaimId) -> Result<Vec<SentBatch>, StoreError> {
        self.sql()
            .prepare_cached(sent!(
                "JOIN batch_claim AS c ON c.batch_id = b.id WHERE c.claim_id = ?1 ORDER BY b.id"
            ))
            .and_then(|mut select| select.query_map([claim], batch)?.collect())
            .doing("list the sendings of a claim")
    }

    /// Lists the claims of a batch, or of one transaction set of it, in the order of their making.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn claims_sent_in(
        &self,
        batch: BatchId,
        set: Option<&str>,
    ) -> Result<Vec<ClaimId>, StoreError> {
        self.sql()
            .prepare_cached(
                "SELECT claim_id FROM batch_claim WHERE batch_id = ?1 \
                 AND (?2 IS NULL OR json_extract(sent, '$.transaction_set') = ?2) ORDER BY claim_id",
            )
            .and_then(|mut select| {
                select
                    .query_map((batch, set), |row| row.get("claim_id"))?
                    .collect()
            })
            .doing("list the claims of a transaction")
    }

    /// Says whose claim it is, as far as a complaint can lead to a field.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn parties_to(&self, claim: ClaimId) -> Result<Option<Parties>, StoreError> {
        self.sql()
            .prepare_cached(
                "SELECT p.relation = '18' AS is_insured, v.rendering_id, v.referring_id, v.facility_id, \
                 (SELECT COUNT(*) FROM claim_line AS l WHERE l.claim_id = k.id) AS lines \
                 FROM claim AS k JOIN visit AS v ON v.id = k.visit_id JOIN policy AS p ON p.id = k.policy_id \
                 WHERE k.id = ?1",
            )
            .and_then(|mut select| {
                select
                    .query_row([claim], |row| {
                        Ok(Parties {
                            is_insured: row.get("is_insured")?,
                            rendering: row.get("rendering_id")?,
                            referring: row.get("referring_id")?,
                            facility: row.get("facility_id")?,
                            lines: count(row, "lines")?,
                        })
                    })
                    .optional()
            })
            .doing("read whose claim it is")
    }
}

fn batch(row: &Row<'_>) -> rusqlite::Result<SentBatch> {
    Ok(SentBatch {
        id: row.get("id")?,
        receiver: row.get("receiver_id")?,
        sender: row.get("sender_id")?,
        numbers: Numbers {
            interchange: row.get("interchange")?,
            group: row.get("functional_group")?,
            set: row.get("transaction_set")?,
        },
        made_at: row.get("made_at")?,
        file: row.get("attachment_id")?,
    })
}
