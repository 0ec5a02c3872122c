//! What answers leave to do: claims that were rejected and why, and claims that nobody answered in time. It must not
//! decide what is done about them.

use chrono::{DateTime, NaiveDate, Utc};
use rusqlite::{OptionalExtension, Row};

use super::place;
use crate::domain::id::ClaimId;
use crate::domain::practice::NewPayer;
use crate::domain::scrub::Place;
use crate::store::Store;
use crate::store::board::Pile;
use crate::store::error::{Doing, StoreError};
use crate::store::value::{bound, count};

/// A claim that was rejected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// The claim.
    pub claim: ClaimId,
    /// When it was rejected.
    pub since: DateTime<Utc>,
    /// Why, in words.
    pub words: String,
    /// The codes; empty when a person entered it.
    pub code: String,
    /// What the answerer wrote besides.
    pub message: String,
    /// The field to go to.
    pub place: Option<Place>,
}

/// A claim that was sent and not answered in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quiet {
    /// The claim.
    pub claim: ClaimId,
    /// When it last left.
    pub sent_at: DateTime<Utc>,
    /// When its payer last said how it stands.
    pub told_at: Option<DateTime<Utc>>,
    /// After how many days its payer is asked.
    pub patience: u16,
    /// Whether it waits here because the payer before passed it on.
    pub is_passed_on: bool,
}

/// What a claim event came from that stops a claim because the payer before passed it on.
pub const PASSED_ON: &str = "passed_on";

/// What stops a claim whose payer has it already, because the one before passed it on, and since when, while that is the
/// last that stops it or lets it go on.
macro_rules! passed_on {
    () => {
        "(SELECT e.at FROM claim_event AS e WHERE e.claim_id = k.id AND e.kind = 'stopped' AND e.source = 'passed_on' \
           AND NOT EXISTS (SELECT 1 FROM claim_event AS n WHERE n.claim_id = k.id AND n.id > e.id \
             AND n.kind IN ('stopped', 'released')))"
    };
}

/// Claims that left and wait, each with when it was last heard of: how it was decided or, to an inquiry, how it stands.
/// Those that wait here because the payer before passed them on left with that.
macro_rules! waiting {
    ($select:literal, $which:literal, $rest:literal) => {
        concat!(
            "WITH out AS (SELECT k.id, k.charged_cents, k.service_on, k.state = 'held' AS is_passed_on, \
               NULLIF(MAX(COALESCE(iif(k.state = 'held', ",
            passed_on!(),
            ", NULL), ''), COALESCE((SELECT MAX(b.made_at) FROM batch_claim AS c JOIN batch AS b ON b.id = c.batch_id \
                 WHERE c.claim_id = k.id), ''), COALESCE((SELECT MAX(b.made_at) FROM paper_batch_claim AS c \
                 JOIN paper_batch AS b ON b.id = c.paper_batch_id WHERE c.claim_id = k.id), '')), '') AS sent_at, \
               (SELECT MAX(f.taken_at) FROM claim_answer AS a JOIN answer_part AS p ON p.id = a.answer_part_id \
                 JOIN answer_file AS f ON f.id = p.answer_file_id WHERE a.claim_id = k.id AND p.kind = '277') AS told_at, \
               COALESCE(y.answer_days, iif(y.receiver_id IS NULL, :paper, :usual)) AS patience \
               FROM claim AS k JOIN payer AS y ON y.id = k.payer_id WHERE k.state IN ('batched', 'accepted') \
               OR (k.state = 'held' AND k.responsibility <> 'P' AND ",
            passed_on!(),
            " IS NOT NULL)) ",
            $select,
            " FROM out WHERE sent_at IS NOT NULL ",
            $which,
            $rest
        )
    };
}

/// Those of which nothing was heard for longer than their payer is given.
macro_rules! quiet {
    ($select:literal, $rest:literal) => {
        waiting!(
            $select,
            "AND julianday(:today) - julianday(substr(MAX(sent_at, COALESCE(told_at, '')), 1, 10)) >= patience ",
            $rest
        )
    };
}

impl Store {
    /// Lists the claims that are rejected and why, the one with the nearest last day to file first. Of several answers
    /// to one sending, that which names a field is told.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn refused(&self, claim: Option<ClaimId>) -> Result<Vec<Refused>, StoreError> {
        self.connection
            .prepare_cached(
                "WITH fallen AS (SELECT k.id, k.file_by_on, (SELECT MIN(e.id) FROM claim_event AS e WHERE e.claim_id = k.id \
                   AND e.id > COALESCE((SELECT MAX(o.id) FROM claim_event AS o WHERE o.claim_id = k.id \
                     AND o.state <> 'rejected'), 0)) AS event_id \
                   FROM claim AS k WHERE k.state = 'rejected' AND (?1 IS NULL OR k.id = ?1)) \
                 SELECT n.id, e.at, COALESCE(a.words, e.words) AS words, COALESCE(a.code, '') AS code, \
                   COALESCE(a.message, '') AS message, COALESCE(a.place, '') AS place \
                 FROM fallen AS n JOIN claim_event AS e ON e.id = n.event_id \
                 LEFT JOIN claim_answer AS a ON a.claim_id = n.id AND a.verdict = 'rejected' \
                   AND a.answer_part_id = (SELECT r.answer_part_id FROM claim_answer AS r \
                     JOIN answer_part AS p ON p.id = r.answer_part_id JOIN answer_file AS f ON f.id = p.answer_file_id \
                     WHERE r.claim_id = n.id AND r.verdict = 'rejected' \
                       AND (f.taken_at >= e.at OR e.source = 'answer:' || f.id || ':' || p.segment) \
                     ORDER BY r.place = '', r.answer_part_id LIMIT 1) \
                 ORDER BY n.file_by_on, n.id",
            )
            .and_then(|mut select| select.query_map([claim], refused)?.collect())
            .doing("list the claims that were rejected")
    }

    /// Lists the claims that nobody answered in time, the longest silent first.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn quiet_claims(&self, today: NaiveDate, limit: usize) -> Result<Vec<Quiet>, StoreError> {
        self.connection
            .prepare_cached(quiet!(
                "SELECT id, sent_at, told_at, patience, is_passed_on",
                "ORDER BY MAX(sent_at, COALESCE(told_at, '')), id LIMIT :limit"
            ))
            .and_then(|mut select| {
                let named = rusqlite::named_params! {
                    ":today": today, ":limit": bound(limit), ":usual": NewPayer::ANSWER_DAYS,
                    ":paper": NewPayer::ANSWER_DAYS_ON_PAPER,
                };
                select.query_map(named, quiet)?.collect()
            })
            .doing("list claims without an answer")
    }

    /// Says how long a claim waits for its answer, in time or not; none when it waits for none.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn silence(&self, claim: ClaimId) -> Result<Option<Quiet>, StoreError> {
        self.connection
            .prepare_cached(waiting!(
                "SELECT id, sent_at, told_at, patience, is_passed_on",
                "AND id = :claim",
                ""
            ))
            .and_then(|mut select| {
                let named = rusqlite::named_params! {
                    ":claim": claim, ":usual": NewPayer::ANSWER_DAYS, ":paper": NewPayer::ANSWER_DAYS_ON_PAPER,
                };
                select.query_row(named, quiet).optional()
            })
            .doing("read how long a claim waits")
    }

    /// Counts the claims that nobody answered in time, with their charges: those that were sent, and those that the payer
    /// before passed on.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn quiet_piles(&self, today: NaiveDate) -> Result<(Pile, Pile), StoreError> {
        let mut piles = (Pile::default(), Pile::default());
        self.connection
            .prepare_cached(quiet!(
                "SELECT is_passed_on, COUNT(*) AS count, COALESCE(SUM(charged_cents), 0) AS amount, \
                 MIN(service_on) AS oldest",
                "GROUP BY is_passed_on"
            ))
            .and_then(|mut select| {
                let named = rusqlite::named_params! {
                    ":today": today, ":usual": NewPayer::ANSWER_DAYS, ":paper": NewPayer::ANSWER_DAYS_ON_PAPER,
                };
                let mut rows = select.query(named)?;
                while let Some(row) = rows.next()? {
                    let pile = Pile {
                        count: count(row, "count")?,
                        amount: row.get("amount")?,
                        oldest: row.get("oldest")?,
                    };
                    if row.get("is_passed_on")? {
                        piles.1 = pile;
                    } else {
                        piles.0 = pile;
                    }
                }
                Ok(())
            })
            .doing("count claims without an answer")?;
        Ok(piles)
    }
}

fn refused(row: &Row<'_>) -> rusqlite::Result<Refused> {
    Ok(Refused {
        claim: row.get("id")?,
        since: row.get("at")?,
        words: row.get("words")?,
        code: row.get("code")?,
        message: row.get("message")?,
        place: place(row)?,
    })
}

fn quiet(row: &Row<'_>) -> rusqlite::Result<Quiet> {
    Ok(Quiet {
        claim: row.get("id")?,
        sent_at: row.get("sent_at")?,
        told_at: row.get("told_at")?,
        patience: row.get("patience")?,
        is_passed_on: row.get("is_passed_on")?,
    })
}
