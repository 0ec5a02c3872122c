//! Questions about visits: asked once, answered or withdrawn once. They must not know what waits for the answer.

use chrono::{DateTime, Utc};
use rusqlite::{OptionalExtension, Row};

use super::both::{Readable, reads};
use super::error::{Doing, StoreError};
use super::value::{bound, instant};
use super::{Store, Tx};
use crate::domain::id::{QuestionId, UserId, VisitId};
use crate::domain::person::Name;
use crate::domain::question::{Closed, Question, QuestionRow};

impl Tx<'_> {
    /// Writes a question down.
    ///
    /// # Errors
    /// [`StoreError::Refused`] without words, or when the visit is not there.
    pub fn add_question(
        &self,
        visit: VisitId,
        words: &str,
        at: DateTime<Utc>,
        by: UserId,
    ) -> Result<QuestionId, StoreError> {
        self.0
            .prepare_cached(
                "INSERT INTO visit_question (visit_id, words, asked_at, asked_by) VALUES (?1, ?2, ?3, ?4)",
            )
            .and_then(|mut insert| insert.insert((visit, words, instant(at), by)))
            .map(QuestionId::new)
            .doing("ask about a visit")
    }

    /// Ends a question with an answer, or without one when it is withdrawn.
    ///
    /// # Errors
    /// [`StoreError::Refused`] when it ended before.
    pub fn close_question(
        &self,
        id: QuestionId,
        answer: Option<&str>,
        at: DateTime<Utc>,
        by: UserId,
    ) -> Result<(), StoreError> {
        let _rows = self
            .0
            .prepare_cached(
                "UPDATE visit_question SET answer = ?2, closed_at = ?3, closed_by = ?4 WHERE id = ?1",
            )
            .and_then(|mut update| update.execute((id, answer, instant(at), by)))
            .doing("answer a question")?;
        Ok(())
    }
}

reads! {
    /// Reads a question.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn find_question(&self, id: QuestionId) -> Result<Option<Question>, StoreError> {
        self.sql()
            .prepare_cached(
                "SELECT q.id, q.visit_id, q.words, q.asked_at, a.name AS asker, q.answer, q.closed_at, c.name AS closer \
                 FROM visit_question AS q JOIN person_at_work AS a ON a.id = q.asked_by \
                 LEFT JOIN person_at_work AS c ON c.id = q.closed_by WHERE q.id = ?1",
            )
            .and_then(|mut select| select.query_row([id], question).optional())
            .doing("read a question")
    }

    /// Lists the questions about a visit that are not answered, the oldest first.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn open_questions_of(&self, visit: VisitId) -> Result<Vec<Question>, StoreError> {
        self.sql()
            .prepare_cached(
                "SELECT q.id, q.visit_id, q.words, q.asked_at, a.name AS asker, q.answer, q.closed_at, NULL AS closer \
                 FROM visit_question AS q JOIN person_at_work AS a ON a.id = q.asked_by \
                 WHERE q.visit_id = ?1 AND q.closed_at IS NULL ORDER BY q.id",
            )
            .and_then(|mut select| select.query_map([visit], question)?.collect())
            .doing("list the open questions about a visit")
    }
}

impl Store {
    /// Lists every question about a visit, the oldest first.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn questions_of(&self, visit: VisitId) -> Result<Vec<Question>, StoreError> {
        self.connection
            .prepare_cached(
                "SELECT q.id, q.visit_id, q.words, q.asked_at, a.name AS asker, q.answer, q.closed_at, c.name AS closer \
                 FROM visit_question AS q JOIN person_at_work AS a ON a.id = q.asked_by \
                 LEFT JOIN person_at_work AS c ON c.id = q.closed_by WHERE q.visit_id = ?1 ORDER BY q.id",
            )
            .and_then(|mut select| select.query_map([visit], question)?.collect())
            .doing("list the questions about a visit")
    }

    /// Lists the questions that are not answered, the oldest first.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn open_questions(&self, limit: usize) -> Result<Vec<QuestionRow>, StoreError> {
        self.connection
            .prepare_cached(
                "SELECT q.id, q.visit_id, q.words, q.asked_at, a.name AS asker, q.answer, q.closed_at, NULL AS closer, \
                 v.patient_id, v.service_on, p.last_name, p.first_name, p.middle_name, p.suffix, \
                 r.last_name || iif(r.first_name = '', '', ', ' || r.first_name) \
                   || iif(r.credential = '', '', ' ' || r.credential) AS rendering \
                 FROM visit_question AS q INDEXED BY visit_question_open \
                 JOIN person_at_work AS a ON a.id = q.asked_by JOIN visit AS v ON v.id = q.visit_id \
                 JOIN patient AS p ON p.id = v.patient_id JOIN provider AS r ON r.id = v.rendering_id \
                 WHERE q.closed_at IS NULL ORDER BY q.id LIMIT ?1",
            )
            .and_then(|mut select| select.query_map([bound(limit)], listed)?.collect())
            .doing("list the open questions")
    }
}

fn question(row: &Row<'_>) -> rusqlite::Result<Question> {
    let at: Option<DateTime<Utc>> = row.get("closed_at")?;
    let by: Option<String> = row.get("closer")?;
    let answer = row.get("answer")?;
    Ok(Question {
        id: row.get("id")?,
        visit: row.get("visit_id")?,
        words: row.get("words")?,
        asked_at: row.get("asked_at")?,
        asked_by: row.get("asker")?,
        closed: at.zip(by).map(|(at, by)| Closed { at, by, answer }),
    })
}

fn listed(row: &Row<'_>) -> rusqlite::Result<QuestionRow> {
    Ok(QuestionRow {
        question: question(row)?,
        patient: row.get("patient_id")?,
        patient_name: Name {
            last: row.get("last_name")?,
            first: row.get("first_name")?,
            middle: row.get("middle_name")?,
            suffix: row.get("suffix")?,
        },
        service_on: row.get("service_on")?,
        rendering: row.get("rendering")?,
    })
}
