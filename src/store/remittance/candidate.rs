//! Our claims that a claim of a remittance may be: found by number, by day and charge, by member. Many at once, so that a
//! remittance of ten thousand claims asks a handful of questions.

use std::collections::HashMap;

use chrono::NaiveDate;
use rusqlite::Row;

use super::as_json;
use crate::domain::claim::ReferenceKind;
use crate::domain::id::ClaimId;
use crate::domain::matching::Candidate;
use crate::domain::money::Money;
use crate::domain::person::Name;
use crate::store::both::{Readable, reads};
use crate::store::error::{Doing, StoreError};
use crate::store::value::end_of;

const TASK: &str = "look for the claims of a remittance";

reads! {
    /// Finds the claims that are or were known by any of these numbers, whoever gave it, and all others of their visits.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn claims_known_as(&self, numbers: &[&str]) -> Result<Vec<(String, ClaimId)>, StoreError> {
        self.sql()
            .prepare_cached(
                "SELECT DISTINCT r.number, o.id FROM json_each(?1) AS n \
                 CROSS JOIN claim_reference AS r ON r.number = n.value \
                 JOIN claim AS k ON k.id = r.claim_id JOIN claim AS o ON o.visit_id = k.visit_id",
            )
            .and_then(|mut select| {
                select
                    .query_map([as_json(numbers)], |row| Ok((row.get("number")?, row.get("id")?)))?
                    .collect()
            })
            .doing(TASK)
    }

    /// Finds the claims whose number begins so, at most fifty.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn claims_numbered_like(&self, start: &str) -> Result<Vec<ClaimId>, StoreError> {
        self.sql()
            .prepare_cached(
                "SELECT DISTINCT claim_id FROM claim_reference WHERE number >= ?1 AND number < ?2 AND kind = 'ours' \
                 ORDER BY claim_id DESC LIMIT 50",
            )
            .and_then(|mut select| {
                select
                    .query_map((start, end_of(start)), |row| row.get("claim_id"))?
                    .collect()
            })
            .doing(TASK)
    }

    /// Finds the claims for services of these days that charge this.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn claims_charging(
        &self,
        (from, to): (NaiveDate, NaiveDate),
        charged: Money,
    ) -> Result<Vec<ClaimId>, StoreError> {
        self.sql()
            .prepare_cached(
                "SELECT id FROM claim WHERE service_on BETWEEN ?1 AND ?2 AND charged_cents = ?3 AND state <> 'void' \
                 ORDER BY id DESC LIMIT 200",
            )
            .and_then(|mut select| {
                select
                    .query_map((from, to, charged), |row| row.get("id"))?
                    .collect()
            })
            .doing(TASK)
    }

    /// Finds the claims of a member for services of these days.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn claims_of_member(
        &self,
        member: &str,
        (from, to): (NaiveDate, NaiveDate),
    ) -> Result<Vec<ClaimId>, StoreError> {
        self.sql()
            .prepare_cached(
                "SELECT k.id FROM policy AS y JOIN claim AS k ON k.policy_id = y.id \
                 WHERE y.member_id = ?1 AND k.service_on BETWEEN ?2 AND ?3 AND k.state <> 'void' ORDER BY k.id DESC LIMIT 50",
            )
            .and_then(|mut select| {
                select
                    .query_map((member, from, to), |row| row.get("id"))?
                    .collect()
            })
            .doing(TASK)
    }

    /// Reads claims as they are held against a remittance, in the order of their ids.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn candidates(&self, claims: &[ClaimId]) -> Result<Vec<Candidate>, StoreError> {
        let ids = as_json(claims);
        let mut candidates: Vec<Candidate> = self
            .sql()
            .prepare_cached(
                "SELECT k.id, k.number, k.payer_id, k.responsibility, k.state, k.service_on, k.charged_cents, \
                 p.last_name, p.first_name, p.middle_name, p.suffix, y.member_id, \
                 (SELECT MAX(n.id) FROM claim AS n WHERE n.replaces = k.id AND n.state <> 'void') AS replaced_by, \
                 EXISTS (SELECT 1 FROM eob_line AS l WHERE l.claim_id = k.id \
                   AND NOT EXISTS (SELECT 1 FROM eob_reversal AS r WHERE r.eob_id = l.eob_id)) AS is_answered \
                 FROM claim AS k JOIN visit AS v ON v.id = k.visit_id JOIN patient AS p ON p.id = v.patient_id \
                 JOIN policy AS y ON y.id = k.policy_id WHERE k.id IN (SELECT value FROM json_each(?1)) ORDER BY k.id",
            )
            .and_then(|mut select| select.query_map([&ids], candidate)?.collect())
            .doing(TASK)?;
        let places: HashMap<ClaimId, usize> = candidates
            .iter()
            .enumerate()
            .map(|(at, one)| (one.claim, at))
            .collect();
        let numbers: Vec<(ClaimId, ReferenceKind, String)> = self
            .sql()
            .prepare_cached(
                "WITH RECURSIVE chain (id, root) AS (SELECT value, value FROM json_each(?1) \
                   UNION SELECT k.replaces, c.root FROM chain AS c JOIN claim AS k ON k.id = c.id \
                   WHERE k.replaces IS NOT NULL) \
                 SELECT c.root, r.kind, r.number FROM chain AS c JOIN claim_reference AS r ON r.claim_id = c.id",
            )
            .and_then(|mut select| {
                select
                    .query_map([&ids], |row| {
                        Ok((row.get("root")?, row.get("kind")?, row.get("number")?))
                    })?
                    .collect()
            })
            .doing(TASK)?;
        for (claim, kind, number) in numbers {
            let Some(one) = places.get(&claim).and_then(|at| candidates.get_mut(*at)) else {
                continue;
            };
            match kind {
                ReferenceKind::Ours => one.numbers.push(number),
                ReferenceKind::Payer => one.payer_numbers.push(number),
                ReferenceKind::Clearinghouse | ReferenceKind::Inquiry => {}
            }
        }
        let others: Vec<(ClaimId, String)> = self
            .sql()
            .prepare_cached(
                "SELECT k.id, o.number FROM claim AS k JOIN claim AS o ON o.visit_id = k.visit_id \
                 AND o.policy_id <> k.policy_id AND o.split = k.split AND o.state <> 'void' \
                 WHERE k.id IN (SELECT value FROM json_each(?1))",
            )
            .and_then(|mut select| {
                select
                    .query_map([&ids], |row| Ok((row.get("id")?, row.get("number")?)))?
                    .collect()
            })
            .doing(TASK)?;
        for (claim, number) in others {
            if let Some(one) = places.get(&claim).and_then(|at| candidates.get_mut(*at)) {
                one.numbers_of_others.push(number);
            }
        }
        Ok(candidates)
    }
}

fn candidate(row: &Row<'_>) -> rusqlite::Result<Candidate> {
    Ok(Candidate {
        claim: row.get("id")?,
        number: row.get("number")?,
        numbers: Vec::new(),
        numbers_of_others: Vec::new(),
        payer_numbers: Vec::new(),
        patient: Name {
            last: row.get("last_name")?,
            first: row.get("first_name")?,
            middle: row.get("middle_name")?,
            suffix: row.get("suffix")?,
        },
        member: row.get("member_id")?,
        service_on: row.get("service_on")?,
        charged: row.get("charged_cents")?,
        payer: row.get("payer_id")?,
        responsibility: row.get("responsibility")?,
        state: row.get("state")?,
        replaced_by: row.get("replaced_by")?,
        is_answered: row.get("is_answered")?,
    })
}
