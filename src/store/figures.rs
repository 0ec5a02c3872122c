//! What reports add up from the journal and from what became of claims. It must not know how reports are laid out.

use chrono::NaiveDate;
use rusqlite::Row;

use super::Store;
use super::error::{Doing, StoreError};
use super::value::count;
use crate::domain::close::Span;
use crate::domain::id::{GuarantorId, PatientId, PayerId};
use crate::domain::money::Money;

/// What was given up by account and reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GivenUp {
    /// The account.
    pub account: i64,
    /// Group and CARC; empty when no payer gave one.
    pub reason: String,
    /// How often.
    pub count: u64,
    /// How much.
    pub amount: Money,
}

/// What a clinician charged under a code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Charged {
    /// The clinician.
    pub provider: String,
    /// The code.
    pub code: String,
    /// In the practice's words.
    pub description: String,
    /// How often, less what was taken back.
    pub lines: i64,
    /// How much.
    pub amount: Money,
}

/// Money held for somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldFor {
    /// The account: 70 to 73.
    pub account: i64,
    /// For whom.
    pub who: String,
    /// The guarantor, when it is one's.
    pub guarantor: Option<GuarantorId>,
    /// How much; positive.
    pub amount: Money,
}

/// How claims went in a span.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ClaimFigures {
    /// Claims that left for the first time.
    pub sent: u64,
    /// Of those, never held and never rejected.
    pub clean: u64,
    /// Claims that payers decided.
    pub decided: u64,
    /// Of those, denied.
    pub denied: u64,
}

/// A service as a list of open items names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// The patient.
    pub patient: PatientId,
    /// Their name.
    pub name: String,
    /// Code and words.
    pub what: String,
}

impl Store {
    /// Adds up what was given up on the days of a span, by account and reason.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn given_up(&self, span: Span) -> Result<Vec<GivenUp>, StoreError> {
        self.connection
            .prepare_cached(
                "SELECT p.account, p.reason, COUNT(*) AS times, SUM(p.amount_cents) AS cents FROM entry AS e \
                 CROSS JOIN posting AS p ON p.entry_id = e.id AND p.account BETWEEN 40 AND 51 \
                 WHERE e.accounting_on BETWEEN ?1 AND ?2 GROUP BY p.account, p.reason ORDER BY p.account, cents DESC",
            )
            .and_then(|mut select| {
                select
                    .query_map((span.from, span.through), |row| {
                        Ok(GivenUp {
                            account: row.get("account")?,
                            reason: row.get("reason")?,
                            count: count(row, "times")?,
                            amount: row.get("cents")?,
                        })
                    })?
                    .collect()
            })
            .doing("add up what was given up")
    }

    /// Adds up what was charged on the days of a span, by clinician and code.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn charged_by_code(&self, span: Span) -> Result<Vec<Charged>, StoreError> {
        self.connection
            .prepare_cached(
                "SELECT COALESCE(r.last_name || ', ' || r.first_name, 'No clinician') AS provider, c.code, \
                 MAX(c.description) AS description, SUM(CASE WHEN p.amount_cents < 0 THEN -1 ELSE 1 END) AS lines, \
                 SUM(p.amount_cents) AS cents FROM entry AS e \
                 CROSS JOIN posting AS p ON p.entry_id = e.id AND p.effect = 'charge' \
                 JOIN charge_line AS c ON c.id = p.charge_line_id LEFT JOIN visit AS v ON v.id = c.visit_id \
                 LEFT JOIN provider AS r ON r.id = v.rendering_id WHERE e.accounting_on BETWEEN ?1 AND ?2 \
                 GROUP BY r.id, c.code ORDER BY provider, r.id, cents DESC, c.code",
            )
            .and_then(|mut select| {
                select
                    .query_map((span.from, span.through), |row| {
                        Ok(Charged {
                            provider: row.get("provider")?,
                            code: row.get("code")?,
                            description: row.get("description")?,
                            lines: row.get("lines")?,
                            amount: row.get("cents")?,
                        })
                    })?
                    .collect()
            })
            .doing("add up charges by code")
    }

    /// Lists whose money was held at the end of a day, the most first within each account.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn held_as_of(&self, on: NaiveDate) -> Result<Vec<HeldFor>, StoreError> {
        self.connection
            .prepare_cached(
                "SELECT h.account, h.guarantor_id, COALESCE(g.last_name || ', ' || g.first_name, y.name, '') AS who, \
                 h.cents FROM (SELECT p.account, p.guarantor_id, p.payer_id, -SUM(p.amount_cents) AS cents \
                   FROM posting AS p JOIN entry AS e ON e.id = p.entry_id \
                   WHERE p.account BETWEEN 70 AND 82 AND p.account <= 73 AND e.accounting_on <= ?1 \
                   GROUP BY p.account, p.guarantor_id, p.payer_id HAVING cents <> 0) AS h \
                 LEFT JOIN guarantor AS g ON g.id = h.guarantor_id LEFT JOIN payer AS y ON y.id = h.payer_id \
                 ORDER BY h.account, h.cents DESC, h.guarantor_id, h.payer_id",
            )
            .and_then(|mut select| {
                select
                    .query_map([on], |row| {
                        Ok(HeldFor {
                            account: row.get("account")?,
                            who: row.get("who")?,
                            guarantor: row.get("guarantor_id")?,
                            amount: row.get("cents")?,
                        })
                    })?
                    .collect()
            })
            .doing("list whose money is held")
    }

    /// Counts how claims went on the days of a span.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn claim_figures(&self, span: Span) -> Result<ClaimFigures, StoreError> {
        self.connection
            .prepare_cached(
                "WITH left_here AS (SELECT claim_id, MIN(at) AS first_at FROM claim_event WHERE state = 'batched' \
                   GROUP BY claim_id HAVING substr(first_at, 1, 10) BETWEEN ?1 AND ?2), \
                 answered AS (SELECT DISTINCT l.claim_id FROM eob AS o JOIN eob_line AS l ON l.eob_id = o.id \
                   WHERE o.accounting_on BETWEEN ?1 AND ?2 AND l.takes_back_id IS NULL \
                   AND NOT EXISTS (SELECT 1 FROM eob_reversal AS r WHERE r.eob_id = o.id)) \
                 SELECT (SELECT COUNT(*) FROM left_here) AS sent, \
                 (SELECT COUNT(*) FROM left_here AS s WHERE NOT EXISTS (SELECT 1 FROM claim_event AS e \
                   WHERE e.claim_id = s.claim_id AND (e.state = 'rejected' OR (e.state = 'held' AND e.at <= s.first_at)))) AS clean, \
                 (SELECT COUNT(*) FROM answered) AS decided, \
                 (SELECT COUNT(*) FROM answered AS a WHERE EXISTS (SELECT 1 FROM eob_line AS l \
                   JOIN eob AS o ON o.id = l.eob_id JOIN eob_adjustment AS j ON j.eob_line_id = l.id AND j.outcome = 'stays' \
                   WHERE l.claim_id = a.claim_id AND l.paid_cents = 0 AND j.amount_cents > 0 \
                   AND o.accounting_on BETWEEN ?1 AND ?2)) AS denied",
            )
            .and_then(|mut select| {
                select.query_row((span.from, span.through), |row| {
                    Ok(ClaimFigures {
                        sent: count(row, "sent")?,
                        clean: count(row, "clean")?,
                        decided: count(row, "decided")?,
                        denied: count(row, "denied")?,
                    })
                })
            })
            .doing("count how claims went")
    }

    /// Names a service as it stands on a card.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn named_line(
        &self,
        guarantor: GuarantorId,
        line: crate::domain::id::ChargeLineId,
    ) -> Result<Named, StoreError> {
        self.connection
            .prepare_cached(
                "SELECT b.patient_id, p.last_name || ', ' || p.first_name AS name, b.code || ' ' || b.description AS what \
                 FROM line_balance AS b JOIN patient AS p ON p.id = b.patient_id \
                 WHERE b.guarantor_id = ?1 AND b.charge_line_id = ?2",
            )
            .and_then(|mut select| select.query_row((guarantor, line), named))
            .doing("name a service")
    }

    /// Gives a payer's name.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn name_of_payer(&self, payer: PayerId) -> Result<String, StoreError> {
        self.connection
            .prepare_cached("SELECT name FROM payer WHERE id = ?1")
            .and_then(|mut select| select.query_row([payer], |row| row.get("name")))
            .doing("read a payer's name")
    }
}

fn named(row: &Row<'_>) -> rusqlite::Result<Named> {
    Ok(Named {
        patient: row.get("patient_id")?,
        name: row.get("name")?,
        what: row.get("what")?,
    })
}
