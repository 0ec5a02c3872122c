//! The accounts of claims as they stand before an answer is posted, many claims at once.

use std::collections::HashMap;

use rusqlite::Row;

use super::as_json;
use crate::domain::id::{ChargeLineId, ClaimId};
use crate::domain::posting::{
    AccountLine, ClaimAccount, DecidedBy, EarlierAnswer, EarlierLine, PlannedMove, Said,
};
use crate::store::balance::{sums, sums_at};
use crate::store::both::{Readable, reads};
use crate::store::eob::adjustment;
use crate::store::error::{Doing, StoreError};
use crate::store::value::{count, json, modifiers};

const TASK: &str = "read how claims stand";

/// Accounts by their claim.
pub type Accounts = HashMap<ClaimId, ClaimAccount>;

reads! {
    /// Reads how these claims stand: what is owed on each service, and what their payers answered before.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn claim_accounts(&self, claims: &[ClaimId]) -> Result<Accounts, StoreError> {
        let ids = as_json(claims);
        let mut accounts: Accounts = self
            .sql()
            .prepare_cached(
                "SELECT k.id, k.number, k.state, k.policy_id, k.payer_id, y.name AS payer_name, y.filing_indicator, \
                 k.responsibility FROM claim AS k JOIN payer AS y ON y.id = k.payer_id \
                 WHERE k.id IN (SELECT value FROM json_each(?1))",
            )
            .and_then(|mut select| {
                select
                    .query_map([&ids], |row| account(row).map(|one| (one.claim, one)))?
                    .collect()
            })
            .doing(TASK)?;
        for (claim, line) in self.account_lines(&ids)? {
            if let Some(account) = accounts.get_mut(&claim) {
                account.lines.push(line);
            }
        }
        for (claim, answer, id, line) in self.earlier_lines(&ids)? {
            let Some(account) = accounts.get_mut(&claim) else {
                continue;
            };
            let is_next = account.earlier.last().is_none_or(|last| last.eob != answer.eob);
            if is_next {
                account.earlier.push(answer);
            }
            if let Some(last) = account.earlier.last_mut() {
                let said = self.said_of(id)?;
                last.lines.push(EarlierLine { said, ..line });
            }
        }
        Ok(accounts)
    }

    fn account_lines(&self, ids: &str) -> Result<Vec<(ClaimId, AccountLine)>, StoreError> {
        self.sql()
            .prepare_cached(
                "SELECT l.claim_id, l.place AS line_place, c.id AS line_id, v.service_on AS served_on, v.guarantor_id AS whose, \
                 c.code AS billed, c.modifiers AS billed_with, b.*, \
                 COALESCE(SUM(p.amount_cents * (p.account = 10 AND p.policy_id = k.policy_id)), 0) AS owed_cents, \
                 COALESCE(SUM(p.amount_cents * (p.account = 20 AND p.effect = 'transfer')), 0) AS moved_cents, \
                 -COALESCE(SUM(p.amount_cents * (p.account = 10 AND p.policy_id = k.policy_id \
                   AND p.effect = 'insurance_paid')), 0) AS by_payer_cents, \
                 -COALESCE(SUM(p.amount_cents * (p.account = 10 AND p.policy_id = k.policy_id \
                   AND p.effect IN ('contractual', 'adjustment') AND e.source = 'eob')), 0) AS given_up_cents \
                 FROM claim AS k JOIN claim_line AS l ON l.claim_id = k.id \
                 JOIN charge_line AS c ON c.id = l.charge_line_id JOIN visit AS v ON v.id = c.visit_id \
                 JOIN line_balance AS b ON b.guarantor_id = v.guarantor_id AND b.charge_line_id = c.id \
                 LEFT JOIN posting AS p ON p.charge_line_id = c.id LEFT JOIN entry AS e ON e.id = p.entry_id \
                 WHERE k.id IN (SELECT value FROM json_each(?1)) GROUP BY l.claim_id, l.place ORDER BY l.claim_id, l.place",
            )
            .and_then(|mut select| {
                let at = sums_at(&select)?;
                let with = select.column_index("billed_with")?;
                select
                    .query_map([ids], |row| {
                        let line = AccountLine {
                            line: row.get("line_id")?,
                            place: count(row, "line_place")?,
                            claim: row.get("claim_id")?,
                            sent_as: count(row, "line_place")?,
                            guarantor: row.get("whose")?,
                            code: row.get("billed")?,
                            modifiers: modifiers(row, with)?,
                            service_on: row.get("served_on")?,
                            sums: sums(row, at)?,
                            owed: row.get("owed_cents")?,
                            already_patient: row.get("moved_cents")?,
                            paid: row.get("by_payer_cents")?,
                            written_off: row.get("given_up_cents")?,
                        };
                        Ok((row.get("claim_id")?, line))
                    })?
                    .collect()
            })
            .doing(TASK)
    }

    /// What the same payers answered before on the services of these claims and stands: neither we nor they took it back.
    fn earlier_lines(
        &self,
        ids: &str,
    ) -> Result<Vec<(ClaimId, EarlierAnswer, i64, EarlierLine)>, StoreError> {
        self.sql()
            .prepare_cached(
                "SELECT k.id AS claim_id, l.id, l.eob_id, o.paid_on, l.charge_line_id, l.paid_cents, l.moves, \
                 COALESCE(c.payer_number, '') AS payer_number \
                 FROM claim AS k JOIN claim_line AS m ON m.claim_id = k.id \
                 JOIN eob_line AS l ON l.charge_line_id = m.charge_line_id JOIN eob AS o ON o.id = l.eob_id \
                 JOIN claim AS a ON a.id = l.claim_id AND a.policy_id = k.policy_id \
                 LEFT JOIN remit_claim AS c ON c.id = l.remit_claim_id \
                 WHERE k.id IN (SELECT value FROM json_each(?1)) AND l.takes_back_id IS NULL \
                 AND NOT EXISTS (SELECT 1 FROM eob_reversal AS r WHERE r.eob_id = l.eob_id) \
                 AND NOT EXISTS (SELECT 1 FROM eob_line AS t WHERE t.takes_back_id = l.eob_id \
                   AND t.charge_line_id = l.charge_line_id \
                   AND NOT EXISTS (SELECT 1 FROM eob_reversal AS r WHERE r.eob_id = t.eob_id)) \
                 ORDER BY k.id, l.eob_id, l.id",
            )
            .and_then(|mut select| select.query_map([ids], earlier)?.collect())
            .doing(TASK)
    }

    fn said_of(&self, eob_line: i64) -> Result<Vec<Said>, StoreError> {
        self.sql()
            .prepare_cached(
                "SELECT adjustment_group, carc, amount_cents, outcome, account, COALESCE(segment, 0) AS segment, decided_by \
                 FROM eob_adjustment WHERE eob_line_id = ?1 ORDER BY place",
            )
            .and_then(|mut select| {
                select
                    .query_map([eob_line], |row| {
                        let by: DecidedBy = json(row, "decided_by")?;
                        let segment = count(row, "segment")?;
                        Ok(adjustment(row)?.map(|one| Said {
                            group: one.group,
                            carc: one.carc,
                            amount: one.amount,
                            outcome: one.outcome,
                            by,
                            segment,
                        }))
                    })?
                    .filter_map(Result::transpose)
                    .collect()
            })
            .doing(TASK)
    }
}

fn account(row: &Row<'_>) -> rusqlite::Result<ClaimAccount> {
    Ok(ClaimAccount {
        claim: row.get("id")?,
        number: row.get("number")?,
        state: row.get("state")?,
        policy: row.get("policy_id")?,
        payer: row.get("payer_id")?,
        payer_name: row.get("payer_name")?,
        kind: row.get("filing_indicator")?,
        rank: row.get("responsibility")?,
        lines: Vec::new(),
        earlier: Vec::new(),
        with: Vec::new(),
    })
}

fn earlier(row: &Row<'_>) -> rusqlite::Result<(ClaimId, EarlierAnswer, i64, EarlierLine)> {
    let answer = EarlierAnswer {
        eob: row.get("eob_id")?,
        paid_on: row.get("paid_on")?,
        payer_number: row.get("payer_number")?,
        lines: Vec::new(),
    };
    let line: ChargeLineId = row.get("charge_line_id")?;
    let moves: Vec<PlannedMove> = json(row, "moves")?;
    let line = EarlierLine {
        line,
        paid: row.get("paid_cents")?,
        said: Vec::new(),
        moves: moves.into_iter().map(|one| one.what).collect(),
    };
    Ok((row.get("claim_id")?, answer, row.get("id")?, line))
}
