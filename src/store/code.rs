//! The practice's lists of diagnoses and services, and finding in them by code or words. It must not know where the
//! lists came from.

use chrono::NaiveDate;
use rusqlite::types::Value;
use rusqlite::{Connection, Params, Row, params_from_iter};

use super::Tx;
use super::both::{Readable, reads};
use super::error::{Doing, StoreError};
use super::value::{bound, end_of, like};
use crate::domain::code::{Icd10, Procedure};
use crate::domain::codebook::{DiagnosisHit, ProcedureHit};

#[cfg(test)]
mod tests;

reads! {
    /// Finds diagnoses: the code typed, then codes that start so, then descriptions that have every word typed.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn find_diagnoses(
        &self,
        query: &str,
        limit: usize,
    ) -> Result<Vec<DiagnosisHit>, StoreError> {
        let wanted = Wanted::read(query);
        let mut hits = if let Some(code) = wanted.code() {
            const SQL: &str = "SELECT code, description, is_billable FROM diagnosis_code \
                 WHERE code >= ?1 AND code < ?2 ORDER BY code LIMIT ?3";
            let end = end_of(&code);
            list(self.sql(), SQL, (code, end, bound(limit)), diagnosis)?
        } else {
            Vec::new()
        };
        if hits.len() < limit {
            const SQL: &str = "SELECT code, description, is_billable FROM diagnosis_code \
                 WHERE (description LIKE ?1 ESCAPE '\\' OR code LIKE ?2 ESCAPE '\\') \
                 AND (description LIKE ?3 ESCAPE '\\' OR code LIKE ?4 ESCAPE '\\') \
                 AND (description LIKE ?5 ESCAPE '\\' OR code LIKE ?6 ESCAPE '\\') \
                 ORDER BY CASE WHEN description LIKE ?7 ESCAPE '\\' THEN 0 \
                   WHEN ' ' || description LIKE ?8 ESCAPE '\\' THEN 1 ELSE 2 END, is_billable DESC, code LIMIT ?9";
            let params = params_from_iter(wanted.patterns(limit));
            let more = list(self.sql(), SQL, params, diagnosis)?;
            let known: Vec<Icd10> = hits.iter().map(|hit| hit.code).collect();
            hits.extend(more.into_iter().filter(|hit| !known.contains(&hit.code)));
            hits.truncate(limit);
        }
        Ok(hits)
    }

    /// Reads what a diagnosis is in words, when the practice's list has it.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn diagnosis(&self, code: Icd10) -> Result<Option<DiagnosisHit>, StoreError> {
        const SQL: &str =
            "SELECT code, description, is_billable FROM diagnosis_code WHERE code = ?1";
        Ok(list(self.sql(), SQL, [code], diagnosis)?.pop())
    }

    /// Finds services as [`Self::find_diagnoses`] does diagnoses, those that have a fee on that day first.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn find_procedures(
        &self,
        query: &str,
        on: NaiveDate,
        limit: usize,
    ) -> Result<Vec<ProcedureHit>, StoreError> {
        const SQL: &str = "SELECT code, description, fee_cents FROM (SELECT c.code, c.description, \
               (SELECT f.fee_cents FROM fee AS f WHERE f.code = c.code AND f.modifier = '' AND f.effective_on <= ?10 \
                ORDER BY f.effective_on DESC LIMIT 1) AS fee_cents \
               FROM procedure_code AS c \
               WHERE (c.description LIKE ?1 ESCAPE '\\' OR c.code LIKE ?2 ESCAPE '\\') \
               AND (c.description LIKE ?3 ESCAPE '\\' OR c.code LIKE ?4 ESCAPE '\\') \
               AND (c.description LIKE ?5 ESCAPE '\\' OR c.code LIKE ?6 ESCAPE '\\')) \
             ORDER BY code LIKE ?2 ESCAPE '\\' DESC, fee_cents IS NULL, \
               CASE WHEN description LIKE ?7 ESCAPE '\\' THEN 0 \
               WHEN ' ' || description LIKE ?8 ESCAPE '\\' THEN 1 ELSE 2 END, code LIMIT ?9";
        let mut params = Wanted::read(query).patterns(limit);
        params.push(Value::from(on.to_string()));
        list(self.sql(), SQL, params_from_iter(params), procedure)
    }

    /// Reads a service's words, when the practice's list has it.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn procedure_words(&self, code: Procedure) -> Result<Option<String>, StoreError> {
        const SQL: &str = "SELECT description FROM procedure_code WHERE code = ?1";
        Ok(list(self.sql(), SQL, [code], |row| row.get("description"))?.pop())
    }
}

impl Tx<'_> {
    /// Puts a diagnosis in the practice's list, or writes it anew there.
    ///
    /// # Errors
    /// [`StoreError`] when the book does not take it.
    pub fn keep_diagnosis(&self, hit: &DiagnosisHit) -> Result<(), StoreError> {
        let _rows = self
            .0
            .prepare_cached(
                "INSERT INTO diagnosis_code (code, description, is_billable) VALUES (?1, ?2, ?3) \
                 ON CONFLICT (code) DO UPDATE SET description = excluded.description, is_billable = excluded.is_billable",
            )
            .and_then(|mut insert| insert.execute((hit.code, &hit.description, hit.is_billable)))
            .doing("keep a diagnosis")?;
        Ok(())
    }

    /// Puts a service in the practice's list, or writes it anew there.
    ///
    /// # Errors
    /// [`StoreError`] when the book does not take it.
    pub fn keep_procedure(&self, code: Procedure, description: &str) -> Result<(), StoreError> {
        let _rows = self
            .0
            .prepare_cached(
                "INSERT INTO procedure_code (code, description) VALUES (?1, ?2) \
                 ON CONFLICT (code) DO UPDATE SET description = excluded.description",
            )
            .and_then(|mut insert| insert.execute((code, description)))
            .doing("keep a service")?;
        Ok(())
    }

    /// Puts a service of a public list in the practice's, unless the practice has a fee for it and so words of its own.
    ///
    /// # Errors
    /// [`StoreError`] when the book does not take it.
    pub fn know_procedure(&self, code: Procedure, description: &str) -> Result<(), StoreError> {
        let _rows = self
            .0
            .prepare_cached(
                "INSERT INTO procedure_code (code, description) VALUES (?1, ?2) \
                 ON CONFLICT (code) DO UPDATE SET description = excluded.description \
                 WHERE NOT EXISTS (SELECT 1 FROM fee AS f WHERE f.code = excluded.code)",
            )
            .and_then(|mut insert| insert.execute((code, description)))
            .doing("keep a service")?;
        Ok(())
    }
}

/// What was typed into a look-up, as patterns: up to three words.
struct Wanted(Vec<String>);

impl Wanted {
    fn read(query: &str) -> Self {
        Self(
            query
                .split_whitespace()
                .take(3)
                .map(str::to_owned)
                .collect(),
        )
    }

    /// The start of a code, when that is all that was typed. Nothing is the start of every code.
    fn code(&self) -> Option<String> {
        let code = match self.0.as_slice() {
            [] => String::new(),
            [word] => plain_code(word),
            _ => return None,
        };
        let is_start = self.0.is_empty() || !code.is_empty();
        (is_start && code.chars().all(|c| c.is_ascii_alphanumeric())).then_some(code)
    }

    /// The patterns of three words, each for descriptions and for codes; of the start of a description and of a word;
    /// and the limit.
    fn patterns(&self, limit: usize) -> Vec<Value> {
        let word = |place: usize| self.0.get(place).map_or("", String::as_str);
        let words = |place| format!("%{}%", like(word(place)));
        let code = |place| format!("{}%", like(&plain_code(word(place))));
        let first = like(word(0));
        let mut patterns: Vec<Value> = (0..3)
            .flat_map(|place| [words(place), code(place)])
            .chain([format!("{first}%"), format!("% {first}%")])
            .map(Value::from)
            .collect();
        patterns.push(Value::from(bound(limit)));
        patterns
    }
}

/// A code as the lists keep it: capitals without the dot.
fn plain_code(word: &str) -> String {
    word.replace('.', "").to_uppercase()
}

fn list<T>(
    connection: &Connection,
    sql: &str,
    params: impl Params,
    read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
) -> Result<Vec<T>, StoreError> {
    connection
        .prepare_cached(sql)
        .and_then(|mut select| select.query_map(params, read)?.collect())
        .doing("look up codes")
}

fn diagnosis(row: &Row<'_>) -> rusqlite::Result<DiagnosisHit> {
    Ok(DiagnosisHit {
        code: row.get("code")?,
        description: row.get("description")?,
        is_billable: row.get("is_billable")?,
    })
}

fn procedure(row: &Row<'_>) -> rusqlite::Result<ProcedureHit> {
    Ok(ProcedureHit {
        code: row.get("code")?,
        description: row.get("description")?,
        fee: row.get("fee_cents")?,
    })
}
