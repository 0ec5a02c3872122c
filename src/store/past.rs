//! Claims that left, and what became of them: what rules are tried on, and what payers refused. It must not judge them.

use std::collections::BTreeMap;

use chrono::{Datelike, Months, NaiveDate};
use rusqlite::OptionalExtension;

use super::Tx;
use super::both::{Readable, reads};
use super::error::{Doing, StoreError};
use super::value::count;
use crate::domain::claim::ClaimNumber;
use crate::domain::code::Carc;
use crate::domain::eob::EobLine;
use crate::domain::id::{ChargeLineId, ClaimId, PayerId};
use crate::domain::money::Money;
use crate::domain::rule::trial::{Ending, is_refusal};
use crate::domain::scrub::PastRefusal;
use crate::domain::visit::Line;

/// For how many months before a service refusals are remembered.
const MONTHS: u32 = 6;
/// How often a service must have been refused for one reason to be worth a warning.
const TIMES: u32 = 3;
/// And at least in one out of so many answers.
const OUT_OF: u32 = 10;

/// A claim that left or was answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Left {
    /// Id.
    pub claim: ClaimId,
    /// Its number.
    pub number: ClaimNumber,
    /// As it was last sent, JSON; none for one that never left in a file.
    pub sent: Option<String>,
    /// What became of it.
    pub ending: Ending,
}

/// Why services were refused.
pub type Refused = BTreeMap<ChargeLineId, Vec<(Carc, Money)>>;

reads! {
    /// Lists the claims for services since a day that left or were answered, the oldest first: a payer's, or all.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn claims_that_left(
        &self,
        since: NaiveDate,
        payer: Option<PayerId>,
    ) -> Result<Vec<ClaimId>, StoreError> {
        self.sql()
            .prepare_cached(
                "SELECT k.id FROM claim AS k WHERE k.service_on >= ?1 AND (?2 IS NULL OR k.payer_id = ?2) \
                 AND k.state <> 'void' AND (EXISTS (SELECT 1 FROM batch_claim AS b WHERE b.claim_id = k.id) \
                   OR EXISTS (SELECT 1 FROM paper_batch_claim AS b WHERE b.claim_id = k.id) \
                   OR EXISTS (SELECT 1 FROM eob_line AS l WHERE l.claim_id = k.id)) ORDER BY k.id",
            )
            .and_then(|mut select| {
                select.query_map((since, payer), |row| row.get("id"))?.collect()
            })
            .doing("list the claims that left")
    }

    /// Reads a claim as it left, and what became of it.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn claim_that_left(&self, id: ClaimId) -> Result<Option<Left>, StoreError> {
        self.sql()
            .prepare_cached(
                "SELECT k.id, k.number, \
                 COALESCE((SELECT b.sent FROM batch_claim AS b WHERE b.claim_id = k.id ORDER BY b.batch_id DESC LIMIT 1), \
                   (SELECT b.sent FROM paper_batch_claim AS b WHERE b.claim_id = k.id \
                    ORDER BY b.paper_batch_id DESC LIMIT 1)) AS sent, \
                 EXISTS (SELECT 1 FROM eob_line AS l WHERE l.claim_id = k.id \
                   AND NOT EXISTS (SELECT 1 FROM eob_reversal AS r WHERE r.eob_id = l.eob_id)) AS is_decided, \
                 EXISTS (SELECT 1 FROM claim_event AS e WHERE e.claim_id = k.id AND e.state = 'rejected') AS was_rejected \
                 FROM claim AS k WHERE k.id = ?1",
            )
            .and_then(|mut select| {
                select
                    .query_row([id], |row| {
                        let (is_decided, was_rejected): (bool, bool) =
                            (row.get("is_decided")?, row.get("was_rejected")?);
                        Ok(Left {
                            claim: row.get("id")?,
                            number: row.get("number")?,
                            sent: row.get("sent")?,
                            ending: if was_rejected {
                                Ending::Rejected
                            } else if is_decided {
                                Ending::Decided
                            } else {
                                Ending::Open
                            },
                        })
                    })
                    .optional()
            })
            .doing("read a claim that left")
    }

    /// Lists why the services of a claim were refused, by service; what was taken back does not count.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn refused_of(&self, claim: ClaimId) -> Result<Refused, StoreError> {
        let rows: Vec<(ChargeLineId, _, Carc, Money)> = self
            .sql()
            .prepare_cached(
                "SELECT l.charge_line_id, a.adjustment_group, a.carc, a.amount_cents FROM eob_line AS l \
                 JOIN eob_adjustment AS a ON a.eob_line_id = l.id WHERE l.claim_id = ?1 AND a.amount_cents > 0 \
                 AND l.takes_back_id IS NULL \
                 AND NOT EXISTS (SELECT 1 FROM eob_reversal AS r WHERE r.eob_id = l.eob_id) \
                 AND NOT EXISTS (SELECT 1 FROM eob_line AS t WHERE t.takes_back_id = l.eob_id \
                   AND t.charge_line_id = l.charge_line_id \
                   AND NOT EXISTS (SELECT 1 FROM eob_reversal AS r WHERE r.eob_id = t.eob_id)) ORDER BY l.id, a.place",
            )
            .and_then(|mut select| {
                select
                    .query_map([claim], |row| {
                        Ok((
                            row.get("charge_line_id")?,
                            row.get("adjustment_group")?,
                            row.get("carc")?,
                            row.get("amount_cents")?,
                        ))
                    })?
                    .collect()
            })
            .doing("list why a claim was refused")?;
        let mut refused = Refused::new();
        for (line, group, carc, amount) in rows {
            if is_refusal(group, carc) {
                refused.entry(line).or_default().push((carc, amount));
            }
        }
        Ok(refused)
    }

    /// Lists what a payer refused more than once of these services in the months before a day, the most frequent first:
    /// only what is worth a warning.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn refusals_of(
        &self,
        payer: PayerId,
        lines: &[Line],
        on: NaiveDate,
    ) -> Result<Vec<PastRefusal>, StoreError> {
        const TASK: &str = "look for earlier refusals";
        let since = on.checked_sub_months(Months::new(MONTHS)).unwrap_or(on);
        let mut refusals = self
            .sql()
            .prepare_cached(
                "SELECT f.carc, COUNT(*) AS times, (SELECT COALESCE(SUM(n.answers), 0) FROM answer_count AS n \
                   WHERE n.payer_id = ?1 AND n.code = ?2 AND n.month >= ?4) AS answers FROM refusal AS f \
                 WHERE f.payer_id = ?1 AND f.code = ?2 AND f.refused_on >= ?3 \
                 AND NOT EXISTS (SELECT 1 FROM eob_line AS l JOIN eob_reversal AS r ON r.eob_id = l.eob_id \
                   WHERE l.id = f.eob_line_id) \
                 GROUP BY f.carc HAVING COUNT(*) >= ?5 ORDER BY times DESC, f.carc",
            )
            .doing(TASK)?;
        let mut found = Vec::new();
        let mut codes: Vec<_> = lines.iter().map(|line| line.what.code).collect();
        codes.sort_unstable();
        codes.dedup();
        for code in codes {
            let of_code: Vec<PastRefusal> = refusals
                .query_map((payer, code, since, month(since), TIMES), |row| {
                    Ok(PastRefusal {
                        code,
                        carc: row.get("carc")?,
                        times: count(row, "times")?,
                        answers: count(row, "answers")?,
                        months: MONTHS,
                    })
                })
                .and_then(Iterator::collect)
                .doing(TASK)?;
            found.extend(of_code);
        }
        found.retain(|one| one.times.saturating_mul(OUT_OF) >= one.answers);
        Ok(found)
    }
}

impl Tx<'_> {
    /// Remembers by payer and code that a line was answered, and why it was refused.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be written.
    pub(super) fn remember_answer(&self, id: i64, line: &EobLine) -> Result<(), StoreError> {
        const TASK: &str = "remember an answer";
        let _rows = self
            .0
            .prepare_cached(
                "INSERT INTO answer_count (payer_id, code, month, answers) \
                 SELECT o.payer_id, c.code, substr(o.paid_on, 1, 7), 1 FROM eob_line AS l \
                 JOIN eob AS o ON o.id = l.eob_id JOIN charge_line AS c ON c.id = l.charge_line_id WHERE l.id = ?1 \
                 ON CONFLICT (payer_id, code, month) DO UPDATE SET answers = answers + 1",
            )
            .and_then(|mut insert| insert.execute([id]))
            .doing(TASK)?;
        for adjustment in &line.adjustments {
            if adjustment.amount.is_positive() && is_refusal(adjustment.group, adjustment.carc) {
                let _rows = self
                    .0
                    .prepare_cached(
                        "INSERT OR IGNORE INTO refusal (payer_id, code, refused_on, eob_line_id, carc) \
                         SELECT o.payer_id, c.code, o.paid_on, l.id, ?2 FROM eob_line AS l \
                         JOIN eob AS o ON o.id = l.eob_id JOIN charge_line AS c ON c.id = l.charge_line_id \
                         WHERE l.id = ?1",
                    )
                    .and_then(|mut insert| insert.execute((id, adjustment.carc)))
                    .doing(TASK)?;
            }
        }
        Ok(())
    }
}

/// A day's month as the book writes it.
fn month(day: NaiveDate) -> String {
    format!("{:04}-{:02}", day.year(), day.month())
}
