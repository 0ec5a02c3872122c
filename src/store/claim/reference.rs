//! The numbers that claims are or were known by. It must not know what was said under them.

use chrono::{DateTime, Utc};

use crate::domain::claim::{PayerClaimNumber, Reference, ReferenceKind};
use crate::domain::id::ClaimId;
use crate::store::Tx;
use crate::store::both::{Readable, reads};
use crate::store::error::{Doing, StoreError};
use crate::store::value::instant;

impl Tx<'_> {
    /// Writes down a number that a claim is known by, and whether it was new. `source` says where it was said, as
    /// `batch:7`; it is empty when a person entered it.
    ///
    /// # Errors
    /// [`StoreError::Refused`] when the number is empty or the claim is not there.
    pub fn note_reference(
        &self,
        claim: ClaimId,
        kind: ReferenceKind,
        number: &str,
        source: &str,
        at: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        self.0
            .prepare_cached(
                "INSERT INTO claim_reference (claim_id, kind, number, source, at) VALUES (?1, ?2, ?3, ?4, ?5) \
                 ON CONFLICT (claim_id, kind, number) DO NOTHING",
            )
            .and_then(|mut insert| {
                insert.execute((claim, kind, number.trim(), source, instant(at)))
            })
            .map(|rows| rows > 0)
            .doing("write down a number of a claim")
    }
}

reads! {
    /// Lists the claims that are or were known by a number, whoever gave it when `kind` is none, the newest first.
    /// Capitals do not matter.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn claims_with_reference(
        &self,
        kind: Option<ReferenceKind>,
        number: &str,
    ) -> Result<Vec<ClaimId>, StoreError> {
        self.sql()
            .prepare_cached(
                "SELECT DISTINCT claim_id FROM claim_reference \
                 WHERE number = ?1 AND (?2 IS NULL OR kind = ?2) ORDER BY claim_id DESC",
            )
            .and_then(|mut select| {
                select
                    .query_map((number.trim(), kind), |row| row.get("claim_id"))?
                    .collect()
            })
            .doing("look for a claim by a number")
    }

    /// Lists every number that a claim is or was known by, the oldest first.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn references(&self, claim: ClaimId) -> Result<Vec<Reference>, StoreError> {
        self.sql()
            .prepare_cached(
                "SELECT kind, number, source, at FROM claim_reference WHERE claim_id = ?1 ORDER BY id",
            )
            .and_then(|mut select| {
                select
                    .query_map([claim], |row| {
                        Ok(Reference {
                            kind: row.get("kind")?,
                            number: row.get("number")?,
                            source: row.get("source")?,
                            at: row.get("at")?,
                        })
                    })?
                    .collect()
            })
            .doing("list the numbers of a claim")
    }

    /// The payer's number of a claim, the newest of several; none when the payer gave none, or one that no file
    /// could carry.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn payer_number(&self, claim: ClaimId) -> Result<Option<PayerClaimNumber>, StoreError> {
        let given = self.references(claim)?.into_iter().rev();
        Ok(given
            .filter(|reference| reference.kind == ReferenceKind::Payer)
            .find_map(|reference| reference.number.parse().ok()))
    }
}
