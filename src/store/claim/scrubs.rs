//! What was found in a claim over time, and what rules set on it. It must not look at claims itself.

use chrono::{DateTime, Utc};
use rusqlite::OptionalExtension;

use crate::domain::id::{ClaimId, UserId};
use crate::domain::rule::Setting;
use crate::domain::scrub::{Found, Run};
use crate::store::Tx;
use crate::store::both::{Readable, reads};
use crate::store::error::{Doing, StoreError};
use crate::store::value::{instant, json};

reads! {
    /// Lists the looks at a claim that found something else than the one before, the oldest first.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn scrub_runs(&self, claim: ClaimId) -> Result<Vec<Run>, StoreError> {
        self.sql()
            .prepare_cached(
                "SELECT s.at, u.name, s.why, s.findings FROM claim_scrub AS s \
                 JOIN person_at_work AS u ON u.id = s.by_id WHERE s.claim_id = ?1 ORDER BY s.id",
            )
            .and_then(|mut select| {
                select
                    .query_map([claim], |row| {
                        Ok(Run {
                            at: row.get("at")?,
                            by: row.get("name")?,
                            why: row.get("why")?,
                            findings: json(row, "findings")?,
                        })
                    })?
                    .collect()
            })
            .doing("read what was found in a claim over time")
    }

    /// Lists what rules set on a claim.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn settings_of(&self, claim: ClaimId) -> Result<Vec<Setting>, StoreError> {
        self.sql()
            .prepare_cached("SELECT setting FROM claim_setting WHERE claim_id = ?1 ORDER BY place")
            .and_then(|mut select| {
                select
                    .query_map([claim], |row| json(row, "setting"))?
                    .collect()
            })
            .doing("read what rules set on a claim")
    }
}

impl Tx<'_> {
    /// Remembers what was found in a claim, unless the last look found the same.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be written.
    pub fn remember_scrub(
        &self,
        claim: ClaimId,
        findings: &[Found],
        why: &str,
        at: DateTime<Utc>,
        by: UserId,
    ) -> Result<(), StoreError> {
        const TASK: &str = "remember what was found in a claim";
        let found = text_of(findings, TASK)?;
        let last: Option<String> = self
            .0
            .prepare_cached(
                "SELECT findings FROM claim_scrub WHERE claim_id = ?1 ORDER BY id DESC LIMIT 1",
            )
            .and_then(|mut select| {
                select
                    .query_row([claim], |row| row.get("findings"))
                    .optional()
            })
            .doing(TASK)?;
        if last.as_ref() == Some(&found) {
            return Ok(());
        }
        let _id = self
            .0
            .prepare_cached(
                "INSERT INTO claim_scrub (claim_id, at, by_id, why, findings) VALUES (?1, ?2, ?3, ?4, ?5)",
            )
            .and_then(|mut insert| insert.insert((claim, instant(at), by, why, found)))
            .doing(TASK)?;
        Ok(())
    }

    /// Writes anew what rules set on a claim that waits here.
    ///
    /// # Errors
    /// [`StoreError::Refused`] for a claim that left.
    pub fn set_settings(&self, claim: ClaimId, settings: &[Setting]) -> Result<(), StoreError> {
        const TASK: &str = "write what rules set on a claim";
        let _rows = self
            .0
            .prepare_cached("DELETE FROM claim_setting WHERE claim_id = ?1")
            .and_then(|mut delete| delete.execute([claim]))
            .doing(TASK)?;
        let mut insert = self
            .0
            .prepare_cached(
                "INSERT INTO claim_setting (claim_id, place, setting) VALUES (?1, ?2, ?3)",
            )
            .doing(TASK)?;
        for (place, setting) in (1_i64..).zip(settings) {
            let setting = text_of(setting, TASK)?;
            let _rows = insert.execute((claim, place, setting)).doing(TASK)?;
        }
        Ok(())
    }
}

/// A value as a JSON column holds it.
fn text_of<T: serde::Serialize + ?Sized>(
    value: &T,
    task: &'static str,
) -> Result<String, StoreError> {
    serde_json::to_string(value)
        .map_err(|error| rusqlite::Error::ToSqlConversionFailure(Box::new(error)))
        .doing(task)
}
