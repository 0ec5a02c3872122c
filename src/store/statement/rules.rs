//! The rules of statements, version by version. It must not know what they say.

use chrono::{DateTime, Utc};
use rusqlite::{OptionalExtension, Row};
use serde::Serialize;

use crate::domain::id::UserId;
use crate::store::Tx;
use crate::store::both::{Readable, reads};
use crate::store::error::{Doing, StoreError};
use crate::store::value::{count, instant};

/// The rules as they were kept once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct KeptRules {
    /// Rises by one with each change.
    pub version: u32,
    /// All of them, JSON.
    pub rules: String,
    /// When.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by: String,
    /// Why, in words; empty when nobody said.
    pub why: String,
}

reads! {
    /// Reads the rules that hold; none when nobody changed the usual ones.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn statement_rules(&self) -> Result<Option<KeptRules>, StoreError> {
        self.sql()
            .prepare_cached(&format!("{KEPT} ORDER BY r.version DESC LIMIT 1"))
            .and_then(|mut select| select.query_row([], kept).optional())
            .doing("read the rules of statements")
    }

    /// Lists every version of the rules, the newest first.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn statement_rules_history(&self) -> Result<Vec<KeptRules>, StoreError> {
        self.sql()
            .prepare_cached(&format!("{KEPT} ORDER BY r.version DESC"))
            .and_then(|mut select| select.query_map([], kept)?.collect())
            .doing("list the rules of statements")
    }
}

impl Tx<'_> {
    /// Keeps rules as the version that holds from now on, and gives its number.
    ///
    /// # Errors
    /// [`StoreError`] when the book does not take it.
    pub fn add_statement_rules(
        &self,
        rules: &str,
        why: &str,
        at: DateTime<Utc>,
        by: UserId,
    ) -> Result<i64, StoreError> {
        self.0
            .prepare_cached(
                "INSERT INTO statement_rules (rules, at, by_id, why) VALUES (?1, ?2, ?3, ?4)",
            )
            .and_then(|mut insert| insert.insert((rules, instant(at), by, why)))
            .doing("keep the rules of statements")
    }
}

const KEPT: &str = "SELECT r.version, r.rules, r.at, p.name, r.why FROM statement_rules AS r \
     JOIN person_at_work AS p ON p.id = r.by_id";

fn kept(row: &Row<'_>) -> rusqlite::Result<KeptRules> {
    Ok(KeptRules {
        version: count(row, "version")?,
        rules: row.get("rules")?,
        at: row.get("at")?,
        by: row.get("name")?,
        why: row.get("why")?,
    })
}
