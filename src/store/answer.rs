//! Files of answers in the book: each kept once byte for byte, what it says part by part, and what that did to claims.
//! It must not know what an answer means.

use chrono::{DateTime, Utc};
use rusqlite::types::Type;
use rusqlite::{OptionalExtension, Row, named_params};

use super::attachment::AttachmentId;
use super::both::{Readable, reads};
use super::error::{Doing, StoreError};
use super::value::{bound, count, instant};
use super::{Store, Tx};
use crate::domain::answer::{ClaimAnswer, Effect, FileRow, KeptPart, Kind, Part};
use crate::domain::id::{AnswerFileId, AnswerPartId, ClaimId, UserId};
use crate::domain::scrub::Place;

mod sent;
mod work;

pub use sent::SentBatch;
pub use work::{PASSED_ON, Quiet, Refused};

/// What a list selects of files of answers.
macro_rules! listed {
    ($rest:literal) => {
        concat!(
            "SELECT f.id, f.name, f.kinds, f.taken_at, u.name AS taken_by, lower(hex(x.sha256)) AS sha256, x.byte_length, \
             (SELECT COUNT(*) FROM answer_part AS p WHERE p.answer_file_id = f.id) AS parts, \
             (SELECT COUNT(*) FROM answer_part AS p WHERE p.answer_file_id = f.id AND p.why <> '' \
               AND NOT EXISTS (SELECT 1 FROM claim_answer AS a WHERE a.answer_part_id = p.id)) AS unmatched, \
             (SELECT COUNT(DISTINCT a.claim_id) FROM answer_part AS p JOIN claim_answer AS a ON a.answer_part_id = p.id \
               WHERE p.answer_file_id = f.id) AS claims, \
             (SELECT COUNT(DISTINCT a.claim_id) FROM answer_part AS p JOIN claim_answer AS a ON a.answer_part_id = p.id \
               WHERE p.answer_file_id = f.id AND a.verdict = 'rejected') AS rejected \
             FROM answer_file AS f JOIN attachment AS x ON x.id = f.attachment_id \
             JOIN person_at_work AS u ON u.id = f.taken_by ",
            $rest
        )
    };
}

/// What a list selects of parts.
macro_rules! parts {
    ($rest:literal) => {
        concat!(
            "SELECT p.id, p.answer_file_id, p.segment, p.kind, p.about, p.verdict, p.words, p.why, p.is_of_a_claim, \
             (SELECT MIN(a.claim_id) FROM claim_answer AS a WHERE a.answer_part_id = p.id) AS claim_id, \
             (SELECT COUNT(*) FROM claim_answer AS a WHERE a.answer_part_id = p.id) AS claims, \
             (SELECT COUNT(*) FROM claim_answer AS a WHERE a.answer_part_id = p.id AND a.has_moved = 1) AS moved \
             FROM answer_part AS p WHERE ",
            $rest
        )
    };
}
impl Tx<'_> {
    /// Keeps a file of answers.
    ///
    /// # Errors
    /// [`StoreError::Refused`] when it was taken in before.
    pub fn add_answer_file(
        &self,
        name: &str,
        kinds: &[Kind],
        file: AttachmentId,
        at: DateTime<Utc>,
        by: UserId,
    ) -> Result<AnswerFileId, StoreError> {
        let kinds: Vec<&str> = kinds.iter().map(|kind| kind.code()).collect();
        self.0
            .prepare_cached(
                "INSERT INTO answer_file (name, kinds, attachment_id, taken_at, taken_by) VALUES (?1, ?2, ?3, ?4, ?5)",
            )
            .and_then(|mut insert| {
                insert.insert((name, kinds.join(" "), file, instant(at), by))
            })
            .map(AnswerFileId::new)
            .doing("keep a file of answers")
    }

    /// Keeps a part of a file of answers, without what it does.
    ///
    /// # Errors
    /// [`StoreError::Refused`] when the file has a part that begins there.
    pub fn add_answer_part(
        &self,
        file: AnswerFileId,
        part: &Part,
    ) -> Result<AnswerPartId, StoreError> {
        self.0
            .prepare_cached(
                "INSERT INTO answer_part (answer_file_id, segment, kind, about, verdict, words, why, is_of_a_claim) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            )
            .and_then(|mut insert| {
                insert.insert((
                    file,
                    i64::try_from(part.segment).unwrap_or(i64::MAX),
                    part.kind,
                    &part.about,
                    part.verdict,
                    &part.words,
                    &part.why,
                    part.is_of_a_claim,
                ))
            })
            .map(AnswerPartId::new)
            .doing("keep a part of a file of answers")
    }

    /// Keeps what a part of a file says of a claim.
    ///
    /// # Errors
    /// [`StoreError::Refused`] when the part answers that claim already.
    pub fn add_claim_answer(&self, part: AnswerPartId, effect: &Effect) -> Result<(), StoreError> {
        const TASK: &str = "keep an answer to a claim";
        let place = match &effect.place {
            Some(place) => serde_json::to_string(place).map_err(|_| StoreError::Refused {
                task: TASK,
                rule: String::from("a field has a name"),
            })?,
            None => String::new(),
        };
        let _rows = self
            .0
            .prepare_cached(
                "INSERT INTO claim_answer (answer_part_id, claim_id, batch_id, verdict, code, words, message, place, \
                 charge_cents, payer_claim_number, clearinghouse_number, has_moved) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
            )
            .and_then(|mut insert| {
                insert.execute((
                    part,
                    effect.claim,
                    effect.batch,
                    effect.verdict,
                    &effect.code,
                    &effect.words,
                    &effect.message,
                    place,
                    effect.charge,
                    &effect.payer_claim_number,
                    &effect.clearinghouse_number,
                    effect.from != effect.to,
                ))
            })
            .doing(TASK)?;
        Ok(())
    }

    /// The file of answers that has these bytes; none when it was not taken in.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn answer_file_of(&self, file: AttachmentId) -> Result<Option<AnswerFileId>, StoreError> {
        self.0
            .prepare_cached("SELECT id FROM answer_file WHERE attachment_id = ?1")
            .and_then(|mut select| select.query_row([file], |row| row.get("id")).optional())
            .doing("look for a file of answers")
    }
}

reads! {
    /// Whether a file of answers with this SHA-256 was taken in.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn is_answer_file(&self, hash: [u8; 32]) -> Result<bool, StoreError> {
        self.sql()
            .prepare_cached(
                "SELECT EXISTS (SELECT 1 FROM answer_file AS f JOIN attachment AS a ON a.id = f.attachment_id \
                 WHERE a.sha256 = ?1) AS is_there",
            )
            .and_then(|mut select| select.query_row([hash], |row| row.get("is_there")))
            .doing("look for a file of answers")
    }

    /// Reads a file of answers as a list shows it.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn answer_file(&self, id: AnswerFileId) -> Result<Option<FileRow>, StoreError> {
        self.sql()
            .prepare_cached(listed!("WHERE f.id = ?1"))
            .and_then(|mut select| select.query_row([id], file_row).optional())
            .doing("read a file of answers")
    }

    /// Reads a part of a file of answers.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn answer_part(&self, id: AnswerPartId) -> Result<Option<KeptPart>, StoreError> {
        self.sql()
            .prepare_cached(parts!("p.id = ?1"))
            .and_then(|mut select| select.query_row([id], part_row).optional())
            .doing("read a part of a file of answers")
    }

    /// The bytes of a file of answers are kept under this id.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn answer_file_bytes(&self, id: AnswerFileId) -> Result<Option<Vec<u8>>, StoreError> {
        let kept: Option<AttachmentId> = self
            .sql()
            .prepare_cached("SELECT attachment_id FROM answer_file WHERE id = ?1")
            .and_then(|mut select| {
                select
                    .query_row([id], |row| row.get("attachment_id"))
                    .optional()
            })
            .doing("look for a file of answers")?;
        kept.map(|file| self.attachment(file)).transpose()
    }
}

impl Store {
    /// Lists files of answers, the newest first.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn answer_files(&self, limit: usize) -> Result<Vec<FileRow>, StoreError> {
        self.connection
            .prepare_cached(listed!("ORDER BY f.id DESC LIMIT ?1"))
            .and_then(|mut select| select.query_map([bound(limit)], file_row)?.collect())
            .doing("list files of answers")
    }

    /// Lists the parts of a file of answers in the order of the file.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn answer_parts(
        &self,
        file: AnswerFileId,
        limit: usize,
    ) -> Result<Vec<KeptPart>, StoreError> {
        self.connection
            .prepare_cached(parts!(
                "p.answer_file_id = :file ORDER BY p.segment LIMIT :limit"
            ))
            .and_then(|mut select| {
                let named = named_params! { ":file": file, ":limit": bound(limit) };
                select.query_map(named, part_row)?.collect()
            })
            .doing("list the parts of a file of answers")
    }

    /// Lists the parts that fit nothing that was sent, the newest file first.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn unmatched_answers(&self, limit: usize) -> Result<Vec<KeptPart>, StoreError> {
        self.connection
            .prepare_cached(parts!(
                "p.why <> '' AND NOT EXISTS (SELECT 1 FROM claim_answer AS a WHERE a.answer_part_id = p.id) \
                 ORDER BY p.answer_file_id DESC, p.segment LIMIT ?1"
            ))
            .and_then(|mut select| select.query_map([bound(limit)], part_row)?.collect())
            .doing("list answers that fit no claim")
    }

    /// Lists what was answered to a claim, the oldest first.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn answers_to(&self, claim: ClaimId) -> Result<Vec<ClaimAnswer>, StoreError> {
        self.connection
            .prepare_cached(
                "SELECT f.id AS file_id, f.name, f.taken_at, p.segment, p.kind, a.verdict, a.code, a.words, a.message, \
                 a.place, a.charge_cents, a.payer_claim_number, a.clearinghouse_number, a.batch_id, a.has_moved \
                 FROM claim_answer AS a JOIN answer_part AS p ON p.id = a.answer_part_id \
                 JOIN answer_file AS f ON f.id = p.answer_file_id WHERE a.claim_id = ?1 ORDER BY f.id, p.segment",
            )
            .and_then(|mut select| select.query_map([claim], answer)?.collect())
            .doing("read what was answered to a claim")
    }
}

fn file_row(row: &Row<'_>) -> rusqlite::Result<FileRow> {
    let kinds: String = row.get("kinds")?;
    Ok(FileRow {
        id: row.get("id")?,
        name: row.get("name")?,
        kinds: kinds.split(' ').filter_map(Kind::from_code).collect(),
        sha256: row.get("sha256")?,
        bytes: count(row, "byte_length")?,
        taken_at: row.get("taken_at")?,
        taken_by: row.get("taken_by")?,
        parts: count(row, "parts")?,
        unmatched: count(row, "unmatched")?,
        claims: count(row, "claims")?,
        rejected: count(row, "rejected")?,
    })
}

fn part_row(row: &Row<'_>) -> rusqlite::Result<KeptPart> {
    Ok(KeptPart {
        id: row.get("id")?,
        file: row.get("answer_file_id")?,
        segment: count(row, "segment")?,
        kind: row.get("kind")?,
        about: row.get("about")?,
        verdict: row.get("verdict")?,
        words: row.get("words")?,
        why: row.get("why")?,
        is_of_a_claim: row.get("is_of_a_claim")?,
        claim: row.get("claim_id")?,
        claims: count(row, "claims")?,
        moved: count(row, "moved")?,
    })
}

fn answer(row: &Row<'_>) -> rusqlite::Result<ClaimAnswer> {
    Ok(ClaimAnswer {
        file: row.get("file_id")?,
        file_name: row.get("name")?,
        segment: count(row, "segment")?,
        at: row.get("taken_at")?,
        kind: row.get("kind")?,
        verdict: row.get("verdict")?,
        code: row.get("code")?,
        words: row.get("words")?,
        message: row.get("message")?,
        place: place(row)?,
        charge: row.get("charge_cents")?,
        payer_claim_number: row.get("payer_claim_number")?,
        clearinghouse_number: row.get("clearinghouse_number")?,
        batch: row.get("batch_id")?,
        has_moved: row.get("has_moved")?,
    })
}

/// Reads a field, which stands as JSON.
fn place(row: &Row<'_>) -> rusqlite::Result<Option<Place>> {
    let at = row.as_ref().column_index("place")?;
    match row.get_ref(at)?.as_str()? {
        "" => Ok(None),
        text => serde_json::from_str(text)
            .map(Some)
            .map_err(|_| rusqlite::Error::InvalidColumnType(at, String::from("place"), Type::Text)),
    }
}
