//! What came of refusals: which were answered once more, and what was paid then. It must not know what is expected.

use chrono::NaiveDate;

use crate::domain::denial::{Figure, Try};
use crate::store::both::{Readable, reads};
use crate::store::error::{Doing, StoreError};
use crate::store::value::count;

/// The refusals since a day by which a service was refused first, each under its dearest reason, with what its payer
/// said later of it (or of the service in its place on a replacement) and with how its appeals ended by letter. What was
/// taken back does not count.
macro_rules! first_refusals {
    ($select:literal) => {
        concat!(
            "WITH first AS (SELECT s.id, s.claim_id, s.charge_line_id, o.payer_id, f.carc, a.amount_cents \
               FROM refusal AS f JOIN eob_line AS s ON s.id = f.eob_line_id JOIN eob AS o ON o.id = s.eob_id \
               JOIN eob_adjustment AS a ON a.eob_line_id = f.eob_line_id AND a.carc = f.carc AND a.amount_cents > 0 \
               WHERE f.refused_on >= ?1 AND NOT EXISTS (SELECT 1 FROM eob_reversal AS r WHERE r.eob_id = s.eob_id) \
               AND NOT EXISTS (SELECT 1 FROM refusal AS g \
                 JOIN eob_adjustment AS x ON x.eob_line_id = g.eob_line_id AND x.carc = g.carc \
                 WHERE g.payer_id = f.payer_id AND g.code = f.code AND g.refused_on = f.refused_on \
                 AND g.eob_line_id = f.eob_line_id AND (x.amount_cents > a.amount_cents \
                   OR (x.amount_cents = a.amount_cents AND g.carc < f.carc))) \
               AND NOT EXISTS (SELECT 1 FROM eob_line AS b JOIN eob AS m ON m.id = b.eob_id \
                 WHERE b.charge_line_id = s.charge_line_id AND b.id < s.id AND m.payer_id = o.payer_id \
                 AND NOT EXISTS (SELECT 1 FROM eob_reversal AS r WHERE r.eob_id = b.eob_id)) GROUP BY s.id), \
             after AS (SELECT s.id AS of_id, n.id, n.paid_cents, n.eob_id FROM first AS s \
                 JOIN eob_line AS n ON n.charge_line_id = s.charge_line_id AND n.id > s.id \
                 JOIN eob AS m ON m.id = n.eob_id AND m.payer_id = s.payer_id \
               UNION SELECT s.id, n.id, n.paid_cents, n.eob_id FROM first AS s \
                 JOIN claim AS q ON q.replaces = s.claim_id AND q.state <> 'void' \
                 JOIN claim_line AS z ON z.claim_id = s.claim_id AND z.charge_line_id = s.charge_line_id \
                 JOIN claim_line AS x ON x.claim_id = q.id AND x.place = z.place \
                 JOIN eob_line AS n ON n.claim_id = q.id AND n.charge_line_id = x.charge_line_id AND n.id > s.id), \
             told AS (SELECT of_id, COUNT(*) AS later, SUM(paid_cents) AS later_cents FROM after \
               WHERE NOT EXISTS (SELECT 1 FROM eob_reversal AS r WHERE r.eob_id = after.eob_id) GROUP BY of_id), \
             refused AS (SELECT s.*, COALESCE(t.later, 0) AS later, COALESCE(t.later_cents, 0) AS later_cents, \
               (SELECT COUNT(*) FROM appeal AS p JOIN appeal_answer AS w ON w.appeal_id = p.id \
                WHERE p.claim_id = s.claim_id AND p.after_line_id >= s.id AND w.outcome <> 'withdrawn') AS answered, \
               (SELECT COUNT(*) FROM appeal AS p JOIN appeal_answer AS w ON w.appeal_id = p.id \
                WHERE p.claim_id = s.claim_id AND p.after_line_id >= s.id AND w.outcome IN ('won', 'partly_won')) AS won \
               FROM first AS s LEFT JOIN told AS t ON t.of_id = s.id) ",
            $select
        )
    };
}

reads! {
    /// Lists the refusals since a day that were answered once more, by an EOB or a letter, and whether anything was won.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn denial_tries(&self, since: NaiveDate) -> Result<Vec<Try>, StoreError> {
        self.sql()
            .prepare_cached(first_refusals!(
                "SELECT payer_id, carc, later_cents > 0 OR won > 0 AS is_won FROM refused WHERE later > 0 OR answered > 0"
            ))
            .and_then(|mut select| {
                select
                    .query_map([since], |row| {
                        Ok(Try {
                            payer: row.get("payer_id")?,
                            carc: Some(row.get("carc")?),
                            is_won: row.get("is_won")?,
                        })
                    })?
                    .collect()
            })
            .doing("look what came of refusals")
    }

    /// Adds up what came of the refusals since a day, by payer and reason, the dearest first.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn denial_figures(&self, since: NaiveDate) -> Result<Vec<Figure>, StoreError> {
        self.sql()
            .prepare_cached(first_refusals!(
                "SELECT q.payer_id, y.name AS payer_name, q.carc, COUNT(*) AS lines, SUM(q.amount_cents) AS refused_cents, \
                 SUM(q.later > 0 OR q.answered > 0) AS tries, SUM(q.later_cents > 0 OR q.won > 0) AS won, \
                 SUM(q.later_cents) AS won_cents FROM refused AS q JOIN payer AS y ON y.id = q.payer_id \
                 GROUP BY q.payer_id, q.carc ORDER BY refused_cents DESC, y.name, q.carc"
            ))
            .and_then(|mut select| {
                select
                    .query_map([since], |row| {
                        Ok(Figure {
                            payer: row.get("payer_id")?,
                            payer_name: row.get("payer_name")?,
                            carc: row.get("carc")?,
                            lines: count(row, "lines")?,
                            refused: row.get("refused_cents")?,
                            tries: count(row, "tries")?,
                            won: count(row, "won")?,
                            dollars_won: row.get("won_cents")?,
                        })
                    })?
                    .collect()
            })
            .doing("add up what came of refusals")
    }

    /// Counts the services that payers answered for the first time since a day.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn answered_services(&self, since: NaiveDate) -> Result<u32, StoreError> {
        self.sql()
            .prepare_cached(
                "SELECT COUNT(DISTINCT l.charge_line_id || '/' || o.payer_id) AS count FROM eob_line AS l \
                 JOIN eob AS o ON o.id = l.eob_id WHERE o.paid_on >= ?1 \
                 AND NOT EXISTS (SELECT 1 FROM eob_reversal AS r WHERE r.eob_id = l.eob_id)",
            )
            .and_then(|mut select| select.query_row([since], |row| count(row, "count")))
            .doing("count the services that were answered")
    }
}
