//! Claims printed on paper, in the book: each run's PDF byte for byte, and the claims as they were sent. It must not
//! know how a page looks.

use chrono::{DateTime, Utc};
use rusqlite::{OptionalExtension, Row};
use serde::Serialize;

use super::attachment::AttachmentId;
use super::both::{Readable, reads};
use super::error::{Doing, StoreError};
use super::value::{count, instant};
use super::{Store, Tx};
use crate::domain::id::{ClaimId, PaperBatchId, UserId};
use crate::domain::money::Money;

/// A run before the book gave an id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NewPaperBatch<'a> {
    /// `red` or `plain`.
    pub form: &'a str,
    /// The printer's name, empty when none was chosen.
    pub printer: &'a str,
    /// How many claims.
    pub claims: u32,
    /// On how many pages.
    pub pages: u32,
    /// Their charges added up.
    pub total: Money,
    /// The PDF, byte for byte.
    pub file: AttachmentId,
}

/// A run in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PaperBatchRow {
    /// Id.
    pub id: PaperBatchId,
    /// `red` or `plain`.
    pub form: String,
    /// The printer's name, empty when none was chosen.
    pub printer: String,
    /// How many claims.
    pub claims: u32,
    /// On how many pages.
    pub pages: u32,
    /// Their charges added up.
    pub total: Money,
    /// When it was made.
    pub made_at: DateTime<Utc>,
    /// By whom.
    pub made_by: String,
}

impl Tx<'_> {
    /// Keeps a run.
    ///
    /// # Errors
    /// [`StoreError`] when the book does not take it.
    pub fn add_paper_batch(
        &self,
        batch: &NewPaperBatch<'_>,
        at: DateTime<Utc>,
        by: UserId,
    ) -> Result<PaperBatchId, StoreError> {
        self.0
            .prepare_cached(
                "INSERT INTO paper_batch (form, printer, claims, pages, total_cents, attachment_id, made_at, made_by) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            )
            .and_then(|mut insert| {
                insert.insert((
                    batch.form,
                    batch.printer,
                    batch.claims,
                    batch.pages,
                    batch.total,
                    batch.file,
                    instant(at),
                    by,
                ))
            })
            .map(PaperBatchId::new)
            .doing("keep a paper run")
    }

    /// Keeps a claim of a run as it was sent, as JSON.
    ///
    /// # Errors
    /// [`StoreError::Refused`] when the claim is in the run already.
    pub fn add_paper_batch_claim(
        &self,
        batch: PaperBatchId,
        claim: ClaimId,
        sent: &str,
    ) -> Result<(), StoreError> {
        let _rows = self
            .0
            .prepare_cached(
                "INSERT INTO paper_batch_claim (paper_batch_id, claim_id, charged_cents, sent) \
                 VALUES (?1, ?2, (SELECT charged_cents FROM claim WHERE id = ?2), ?3)",
            )
            .and_then(|mut insert| insert.execute((batch, claim, sent)))
            .doing("keep a claim as it was printed")?;
        Ok(())
    }
}

reads! {
    /// Lists the claims of a run.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn claims_of_paper_batch(&self, run: PaperBatchId) -> Result<Vec<ClaimId>, StoreError> {
        self.sql()
            .prepare_cached(
                "SELECT claim_id FROM paper_batch_claim WHERE paper_batch_id = ?1 ORDER BY claim_id",
            )
            .and_then(|mut select| select.query_map([run], |row| row.get("claim_id"))?.collect())
            .doing("list the claims of a paper run")
    }

    /// Lists the runs in which a claim was printed, the oldest first.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn paper_batches_of(&self, claim: ClaimId) -> Result<Vec<PaperBatchRow>, StoreError> {
        self.sql()
            .prepare_cached(
                "SELECT b.id, b.form, b.printer, b.claims, b.pages, b.total_cents, b.made_at, u.name AS made_by \
                 FROM paper_batch_claim AS c JOIN paper_batch AS b ON b.id = c.paper_batch_id \
                 JOIN person_at_work AS u ON u.id = b.made_by WHERE c.claim_id = ?1 ORDER BY b.id",
            )
            .and_then(|mut select| select.query_map([claim], row)?.collect())
            .doing("list the paper runs of a claim")
    }
}

impl Store {
    /// Lists runs, the newest first.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn paper_batches(&self, limit: usize) -> Result<Vec<PaperBatchRow>, StoreError> {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        self.connection
            .prepare_cached(
                "SELECT b.id, b.form, b.printer, b.claims, b.pages, b.total_cents, b.made_at, u.name AS made_by \
                 FROM paper_batch AS b JOIN person_at_work AS u ON u.id = b.made_by ORDER BY b.id DESC LIMIT ?1",
            )
            .and_then(|mut select| select.query_map([limit], row)?.collect())
            .doing("list paper runs")
    }

    /// Gives a run's PDF byte for byte; none when there is no such run.
    ///
    /// # Errors
    /// [`StoreError::BadRow`] when the file is not the one that was kept.
    pub fn paper_batch_file(&self, id: PaperBatchId) -> Result<Option<Vec<u8>>, StoreError> {
        let file: Option<AttachmentId> = self
            .connection
            .prepare_cached("SELECT attachment_id FROM paper_batch WHERE id = ?1")
            .and_then(|mut select| {
                select
                    .query_row([id], |row| row.get("attachment_id"))
                    .optional()
            })
            .doing("look for the file of a paper run")?;
        file.map(|file| self.attachment(file)).transpose()
    }
}

fn row(row: &Row<'_>) -> rusqlite::Result<PaperBatchRow> {
    Ok(PaperBatchRow {
        id: row.get("id")?,
        form: row.get("form")?,
        printer: row.get("printer")?,
        claims: count(row, "claims")?,
        pages: count(row, "pages")?,
        total: row.get("total_cents")?,
        made_at: row.get("made_at")?,
        made_by: row.get("made_by")?,
    })
}
