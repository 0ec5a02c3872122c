//! Files of questions about claims in the book, as they left. It must not know what stands in a file.

use chrono::{DateTime, Utc};
use rusqlite::{OptionalExtension, Row};
use serde::Serialize;

use super::attachment::AttachmentId;
use super::batch::Numbers;
use super::both::{Readable, reads};
use super::error::{Doing, StoreError};
use super::value::{bound, count, instant};
use super::{Store, Tx};
use crate::domain::id::{ClaimId, InquiryId, ReceiverId, UserId};

/// A file of questions before the book gave an id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewInquiry<'a> {
    /// To whom.
    pub receiver: ReceiverId,
    /// The numbers on its envelopes.
    pub numbers: Numbers,
    /// As it is called when written out; names no patient.
    pub file_name: &'a str,
    /// How many claims are asked about.
    pub claims: u32,
    /// The file, byte for byte.
    pub file: AttachmentId,
}

/// A file of questions in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct InquiryRow {
    /// Id.
    pub id: InquiryId,
    /// To whom.
    pub receiver: ReceiverId,
    /// The receiver's name.
    pub receiver_name: String,
    /// What the receiver is called on envelopes.
    pub receiver_code: String,
    /// The numbers on its envelopes.
    #[serde(flatten)]
    pub numbers: Numbers,
    /// As it is called when written out.
    pub file_name: String,
    /// How many claims are asked about.
    pub claims: u32,
    /// When it was made.
    pub made_at: DateTime<Utc>,
    /// By whom.
    pub made_by: String,
}

/// What is selected of a file of questions.
macro_rules! listed {
    ($rest:literal) => {
        concat!(
            "SELECT q.id, q.receiver_id, r.name, r.receiver_id AS receiver_code, q.interchange, q.functional_group, \
             q.transaction_set, q.file_name, q.claims, q.made_at, u.name AS made_by FROM inquiry AS q \
             JOIN receiver AS r ON r.id = q.receiver_id JOIN person_at_work AS u ON u.id = q.made_by ",
            $rest
        )
    };
}

impl Tx<'_> {
    /// Keeps a file of questions.
    ///
    /// # Errors
    /// [`StoreError::Refused`] when its interchange number was given before.
    pub fn add_inquiry(
        &self,
        inquiry: &NewInquiry<'_>,
        at: DateTime<Utc>,
        by: UserId,
    ) -> Result<InquiryId, StoreError> {
        self.0
            .prepare_cached(
                "INSERT INTO inquiry (receiver_id, interchange, functional_group, transaction_set, file_name, claims, \
                 attachment_id, made_at, made_by) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
            )
            .and_then(|mut insert| {
                insert.insert((
                    inquiry.receiver,
                    inquiry.numbers.interchange,
                    inquiry.numbers.group,
                    inquiry.numbers.set,
                    inquiry.file_name,
                    inquiry.claims,
                    inquiry.file,
                    instant(at),
                    by,
                ))
            })
            .map(InquiryId::new)
            .doing("keep a file of questions")
    }

    /// Keeps which claim a file asks about, and under which number.
    ///
    /// # Errors
    /// [`StoreError::Refused`] when the file asks about it already.
    pub fn add_inquiry_claim(
        &self,
        inquiry: InquiryId,
        claim: ClaimId,
        trace: &str,
    ) -> Result<(), StoreError> {
        let _rows = self
            .0
            .prepare_cached(
                "INSERT INTO inquiry_claim (inquiry_id, claim_id, trace) VALUES (?1, ?2, ?3)",
            )
            .and_then(|mut insert| insert.execute((inquiry, claim, trace)))
            .doing("keep a question about a claim")?;
        Ok(())
    }
}

reads! {
    /// Lists the files of questions whose group has a number, the oldest first.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn inquiries_in_group(&self, group: u32) -> Result<Vec<InquiryRow>, StoreError> {
        self.sql()
            .prepare_cached(listed!("WHERE q.functional_group = ?1 ORDER BY q.id"))
            .and_then(|mut select| select.query_map([group], row)?.collect())
            .doing("look for a file of questions by its number")
    }

    /// When a claim was last asked about; none when it never was.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn asked_at(&self, claim: ClaimId) -> Result<Option<DateTime<Utc>>, StoreError> {
        self.sql()
            .prepare_cached(
                "SELECT MAX(q.made_at) AS asked_at FROM inquiry_claim AS c JOIN inquiry AS q ON q.id = c.inquiry_id \
                 WHERE c.claim_id = ?1",
            )
            .and_then(|mut select| select.query_row([claim], |row| row.get("asked_at")))
            .doing("see when a claim was asked about")
    }

    /// Counts how often a claim was asked about.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn times_asked(&self, claim: ClaimId) -> Result<u32, StoreError> {
        self.sql()
            .prepare_cached("SELECT COUNT(*) AS asked FROM inquiry_claim WHERE claim_id = ?1")
            .and_then(|mut select| select.query_row([claim], |row| count(row, "asked")))
            .doing("count how often a claim was asked about")
    }
}

impl Store {
    /// Lists the claims that a file of questions asks about.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn claims_of_inquiry(&self, id: InquiryId) -> Result<Vec<ClaimId>, StoreError> {
        self.connection
            .prepare_cached(
                "SELECT claim_id FROM inquiry_claim WHERE inquiry_id = ?1 ORDER BY claim_id",
            )
            .and_then(|mut select| select.query_map([id], |row| row.get("claim_id"))?.collect())
            .doing("list the claims of a file of questions")
    }

    /// Lists files of questions, the newest first.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn inquiries(&self, limit: usize) -> Result<Vec<InquiryRow>, StoreError> {
        self.connection
            .prepare_cached(listed!("ORDER BY q.id DESC LIMIT ?1"))
            .and_then(|mut select| select.query_map([bound(limit)], row)?.collect())
            .doing("list files of questions")
    }

    /// Gives a file of questions byte for byte, with its name; none when there is no such file.
    ///
    /// # Errors
    /// [`StoreError::BadRow`] when the file is not the one that was kept.
    pub fn inquiry_file(&self, id: InquiryId) -> Result<Option<(String, Vec<u8>)>, StoreError> {
        let kept: Option<(String, AttachmentId)> = self
            .connection
            .prepare_cached("SELECT file_name, attachment_id FROM inquiry WHERE id = ?1")
            .and_then(|mut select| {
                select
                    .query_row([id], |row| {
                        Ok((row.get("file_name")?, row.get("attachment_id")?))
                    })
                    .optional()
            })
            .doing("look for a file of questions")?;
        kept.map(|(name, file)| Ok((name, self.attachment(file)?)))
            .transpose()
    }
}

fn row(row: &Row<'_>) -> rusqlite::Result<InquiryRow> {
    Ok(InquiryRow {
        id: row.get("id")?,
        receiver: row.get("receiver_id")?,
        receiver_name: row.get("name")?,
        receiver_code: row.get("receiver_code")?,
        numbers: Numbers {
            interchange: row.get("interchange")?,
            group: row.get("functional_group")?,
            set: row.get("transaction_set")?,
        },
        file_name: row.get("file_name")?,
        claims: count(row, "claims")?,
        made_at: row.get("made_at")?,
        made_by: row.get("made_by")?,
    })
}
