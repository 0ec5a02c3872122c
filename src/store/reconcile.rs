//! What a month is reconciled from: claims sent, remittances not posted, bank and drawer. It must not know which list
//! anything belongs in.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rusqlite::Row;

use super::Store;
use super::error::{Doing, StoreError};
use super::value::count;
use crate::domain::reconcile::{AtBank, Cash, Month, NotAtBank, Received, Sent};

impl Store {
    /// Lists the claims that left for the first time in a month, in a file or on paper. What is open on the services of
    /// one that another took the place of is told with that other, once.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn sent_in(&self, month: Month) -> Result<Vec<Sent>, StoreError> {
        self.connection
            .prepare_cached(
                "SELECT k.id, k.number, y.name AS payer_name, k.service_on, MIN(s.made_on) AS sent_on, k.state, \
                 k.charged_cents, (SELECT COALESCE(SUM(p.amount_cents), 0) FROM claim_line AS l \
                   JOIN posting AS p ON p.charge_line_id = l.charge_line_id AND p.account = 10 AND p.policy_id = k.policy_id \
                   WHERE l.claim_id = k.id AND NOT EXISTS \
                     (SELECT 1 FROM claim AS i WHERE i.replaces = k.id AND i.state <> 'void')) AS open_cents \
                 FROM (SELECT c.claim_id, substr(b.made_at, 1, 10) AS made_on FROM batch AS b \
                     JOIN batch_claim AS c ON c.batch_id = b.id WHERE b.made_at >= ?1 AND b.made_at < ?2 \
                   UNION ALL SELECT c.claim_id, substr(b.made_at, 1, 10) FROM paper_batch AS b \
                     JOIN paper_batch_claim AS c ON c.paper_batch_id = b.id WHERE b.made_at >= ?1 AND b.made_at < ?2) AS s \
                 JOIN claim AS k ON k.id = s.claim_id JOIN payer AS y ON y.id = k.payer_id \
                 WHERE NOT EXISTS (SELECT 1 FROM batch_claim AS c JOIN batch AS b ON b.id = c.batch_id \
                     WHERE c.claim_id = k.id AND b.made_at < ?1) \
                   AND NOT EXISTS (SELECT 1 FROM paper_batch_claim AS c JOIN paper_batch AS b ON b.id = c.paper_batch_id \
                     WHERE c.claim_id = k.id AND b.made_at < ?1) \
                 GROUP BY k.id ORDER BY k.id",
            )
            .and_then(|mut select| {
                select
                    .query_map((month.first(), month.next().first()), sent)?
                    .collect()
            })
            .doing("list the claims of a month")
    }

    /// Lists the remittances that came and are not posted, up to a day.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn remittances_not_posted(&self, to: NaiveDate) -> Result<Vec<Received>, StoreError> {
        self.connection
            .prepare_cached(
                "SELECT r.id, COALESCE(y.name, r.payer_name) AS payer_name, r.trace, r.paid_on, r.claims, r.amount_cents \
                 FROM remittance AS r LEFT JOIN payer AS y ON y.id = r.payer_id \
                 WHERE r.state IN ('read', 'waiting', 'taken_back') AND r.paid_on <= ?1 ORDER BY r.paid_on, r.id",
            )
            .and_then(|mut select| {
                select
                    .query_map([to], |row| {
                        Ok(Received {
                            remittance: row.get("id")?,
                            payer: row.get("payer_name")?,
                            trace: row.get("trace")?,
                            paid_on: row.get("paid_on")?,
                            claims: count(row, "claims")?,
                            amount: row.get("amount_cents")?,
                        })
                    })?
                    .collect()
            })
            .doing("list remittances that are not posted")
    }

    /// Lists the money the bank took in in a month that nobody said anything of.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn unknown_at_bank(&self, month: Month) -> Result<Vec<AtBank>, StoreError> {
        self.connection
            .prepare_cached(
                "SELECT l.id, l.posted_on, l.words, l.amount_cents FROM bank_line AS l \
                 WHERE l.posted_on BETWEEN ?1 AND ?2 AND l.amount_cents > 0 \
                 AND NOT EXISTS (SELECT 1 FROM bank_event AS e WHERE e.bank_line_id = l.id AND e.kind <> 'undone' \
                   AND NOT EXISTS (SELECT 1 FROM bank_event AS u WHERE u.undoes = e.id)) \
                 ORDER BY l.posted_on, l.id",
            )
            .and_then(|mut select| {
                select
                    .query_map((month.first(), month.last()), |row| {
                        Ok(AtBank {
                            line: row.get("id")?,
                            on: row.get("posted_on")?,
                            words: row.get("words")?,
                            amount: row.get("amount_cents")?,
                        })
                    })?
                    .collect()
            })
            .doing("list money that only the bank knows of")
    }

    /// Lists the deposits of a month that stand and that no line of the bank is, as far as the bank's files tell of
    /// those days.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn deposits_missing_in(&self, month: Month) -> Result<Vec<NotAtBank>, StoreError> {
        let mut told = BTreeMap::new();
        for bank in self.banks()? {
            let _before = told.insert(bank.id, self.bank_days(bank.id)?);
        }
        let is_told = |bank, on| {
            let days = told.get(&bank).copied().flatten();
            days.is_some_and(|(first, last)| first <= on && on <= last)
        };
        let rows = self.deposits_not_at_bank(month.first(), usize::MAX)?;
        Ok(rows
            .into_iter()
            .filter(|row| row.on <= month.last() && is_told(row.bank, row.on))
            .map(|row| NotAtBank {
                deposit: row.id,
                on: row.on,
                words: format!("{}, account ··{}", row.kind.words(), row.last_four),
                amount: row.net().unwrap_or(row.amount),
            })
            .collect())
    }

    /// Adds up what went through the drawer in a month.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn cash_of(&self, month: Month) -> Result<Cash, StoreError> {
        self.connection
            .prepare_cached(
                "SELECT COALESCE(SUM(amount_cents * (account = 60 AND accounting_on < ?1)), 0) AS before, \
                 COALESCE(SUM(amount_cents * (account = 60 AND accounting_on >= ?1 AND source = 'eob')), 0) AS from_payers, \
                 COALESCE(SUM(amount_cents * (account = 60 AND accounting_on >= ?1 AND source = 'receipt')), 0) AS from_guarantors, \
                 COALESCE(SUM(amount_cents * (account = 60 AND accounting_on >= ?1 \
                   AND source NOT IN ('eob', 'receipt', 'deposit'))), 0) AS otherwise, \
                 -COALESCE(SUM(amount_cents * (account = 60 AND accounting_on >= ?1 AND source = 'deposit')), 0) AS deposited, \
                 COALESCE(SUM(amount_cents * (account = 90 AND accounting_on >= ?1 AND source = 'deposit')), 0) AS fees, \
                 COALESCE(SUM(amount_cents * (account = 60)), 0) AS after \
                 FROM account_day WHERE accounting_on <= ?2 AND account IN (60, 90)",
            )
            .and_then(|mut select| {
                select.query_row((month.first(), month.last()), |row| {
                    Ok(Cash {
                        before: row.get("before")?,
                        from_payers: row.get("from_payers")?,
                        from_guarantors: row.get("from_guarantors")?,
                        otherwise: row.get("otherwise")?,
                        deposited: row.get("deposited")?,
                        fees: row.get("fees")?,
                        after: row.get("after")?,
                    })
                })
            })
            .doing("add up the drawer of a month")
    }
}

fn sent(row: &Row<'_>) -> rusqlite::Result<Sent> {
    Ok(Sent {
        claim: row.get("id")?,
        number: row.get("number")?,
        payer: row.get("payer_name")?,
        service_on: row.get("service_on")?,
        sent_on: row.get("sent_on")?,
        state: row.get("state")?,
        charged: row.get("charged_cents")?,
        open: row.get("open_cents")?,
    })
}
