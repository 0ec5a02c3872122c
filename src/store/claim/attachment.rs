//! Papers announced with a claim. It must not know what is in them.

use chrono::{DateTime, Utc};
use rusqlite::{OptionalExtension, Row};

use crate::domain::attachment::{ClaimAttachment, NewClaimAttachment};
use crate::domain::claim::ClaimNumber;
use crate::domain::id::{ClaimAttachmentId, ClaimId, UserId};
use crate::store::attachment::AttachmentId;
use crate::store::both::{Readable, reads};
use crate::store::error::{Doing, StoreError};
use crate::store::value::instant;
use crate::store::{Store, Tx};

impl Tx<'_> {
    /// Announces a paper with a claim that is still here, under its own number or one of the book's. `file` is what the
    /// book keeps of it, with the name it had.
    ///
    /// # Errors
    /// [`StoreError::Refused`] when the claim left, or another paper has that number.
    pub fn announce(
        &self,
        claim: ClaimId,
        new: &NewClaimAttachment,
        file: Option<(AttachmentId, &str)>,
        at: DateTime<Utc>,
        by: UserId,
    ) -> Result<ClaimAttachmentId, StoreError> {
        const TASK: &str = "announce a paper with a claim";
        let next: i64 = self
            .0
            .prepare_cached(
                "SELECT COALESCE((SELECT seq FROM sqlite_sequence WHERE name = 'claim_attachment'), 0) + 1 AS next",
            )
            .and_then(|mut select| select.query_row([], |row| row.get("next")))
            .doing(TASK)?;
        let number = if new.control_number.is_empty() {
            format!("{}A{next}", ClaimNumber::of(claim))
        } else {
            new.control_number.clone()
        };
        self.0
            .prepare_cached(
                "INSERT INTO claim_attachment (id, claim_id, report, transmission, control_number, name, \
                 attachment_id, added_at, added_by) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
            )
            .and_then(|mut insert| {
                insert.insert((
                    next,
                    claim,
                    new.report,
                    new.transmission,
                    number,
                    file.map_or("", |(_, name)| name),
                    file.map(|(id, _)| id),
                    instant(at),
                    by,
                ))
            })
            .map(ClaimAttachmentId::new)
            .doing(TASK)
    }

    /// Takes back an announced paper; says whether there was one. What the book keeps of it stays.
    ///
    /// # Errors
    /// [`StoreError::Refused`] when its claim left.
    pub fn withdraw(&self, id: ClaimAttachmentId) -> Result<bool, StoreError> {
        self.0
            .prepare_cached("DELETE FROM claim_attachment WHERE id = ?1")
            .and_then(|mut delete| delete.execute([id]))
            .map(|rows| rows > 0)
            .doing("take back an announced paper")
    }
}

reads! {
    /// Lists the papers announced with a claim, in the order in which they were.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn announced(&self, claim: ClaimId) -> Result<Vec<ClaimAttachment>, StoreError> {
        self.sql()
            .prepare_cached(
                "SELECT a.id, a.report, a.transmission, a.control_number, a.name, f.byte_length, a.added_at, \
                 u.name AS added_by FROM claim_attachment AS a JOIN person_at_work AS u ON u.id = a.added_by \
                 LEFT JOIN attachment AS f ON f.id = a.attachment_id WHERE a.claim_id = ?1 ORDER BY a.id",
            )
            .and_then(|mut select| select.query_map([claim], announced)?.collect())
            .doing("list the papers announced with a claim")
    }

    /// Whether an announced paper has that number.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn is_number_taken(&self, number: &str) -> Result<bool, StoreError> {
        self.sql()
            .prepare_cached(
                "SELECT EXISTS (SELECT 1 FROM claim_attachment WHERE control_number = ?1) AS is_taken",
            )
            .and_then(|mut select| select.query_row([number], |row| row.get("is_taken")))
            .doing("look for the number of a paper")
    }

    /// Finds the claim that a paper is announced with.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn claim_of_announced(&self, id: ClaimAttachmentId) -> Result<Option<ClaimId>, StoreError> {
        self.sql()
            .prepare_cached("SELECT claim_id FROM claim_attachment WHERE id = ?1")
            .and_then(|mut select| select.query_row([id], |row| row.get("claim_id")).optional())
            .doing("look for an announced paper")
    }
}

impl Store {
    /// Gives what the book keeps of an announced paper, byte for byte, and how it was called; none when it keeps nothing.
    ///
    /// # Errors
    /// [`StoreError::BadRow`] when the file is not the one that was kept.
    pub fn announced_file(
        &self,
        id: ClaimAttachmentId,
    ) -> Result<Option<(String, Vec<u8>)>, StoreError> {
        let kept: Option<(String, Option<AttachmentId>)> = self
            .connection
            .prepare_cached("SELECT name, attachment_id FROM claim_attachment WHERE id = ?1")
            .and_then(|mut select| {
                select
                    .query_row([id], |row| {
                        Ok((row.get("name")?, row.get("attachment_id")?))
                    })
                    .optional()
            })
            .doing("look for an announced paper")?;
        let Some((name, Some(file))) = kept else {
            return Ok(None);
        };
        Ok(Some((name, self.attachment(file)?)))
    }
}

fn announced(row: &Row<'_>) -> rusqlite::Result<ClaimAttachment> {
    let bytes: Option<i64> = row.get("byte_length")?;
    Ok(ClaimAttachment {
        id: row.get("id")?,
        report: row.get("report")?,
        transmission: row.get("transmission")?,
        control_number: row.get("control_number")?,
        name: row.get("name")?,
        bytes: bytes.and_then(|bytes| u64::try_from(bytes).ok()),
        at: row.get("added_at")?,
        by: row.get("added_by")?,
    })
}
