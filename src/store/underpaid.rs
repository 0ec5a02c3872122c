//! Services as their payers answered them last, and what was done about those that were allowed too little for. It must
//! not judge them.

use chrono::{DateTime, Utc};
use rusqlite::Row;

use super::error::{Doing, StoreError};
use super::value::{count, instant, modifiers};
use super::{Store, Tx};
use crate::domain::code::Units;
use crate::domain::id::{ChargeLineId, PayerId, UserId};
use crate::domain::money::Money;
use crate::domain::person::Name;
use crate::domain::underpaid::{Answer, Event, Filter, Said, Standing, Underpaid};

impl Store {
    /// Lists services as the payer that was asked first answered them last, by payer, code and day; what was refused or
    /// taken back is no answer.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn first_answers(&self, filter: &Filter) -> Result<Vec<Answer>, StoreError> {
        self.answers_where(
            "o.paid_on >= ?1 AND o.paid_on <= ?2 AND (?3 IS NULL OR k.payer_id = ?3) AND (?4 IS NULL OR c.code = ?4)",
            (filter.from, filter.until, filter.payer, filter.code),
        )
    }

    /// Reads how a service was answered last by the payer that was asked first; none when it was not.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn first_answer(
        &self,
        line: ChargeLineId,
        payer: PayerId,
    ) -> Result<Option<Answer>, StoreError> {
        let mut found =
            self.answers_where("l.charge_line_id = ?1 AND k.payer_id = ?2", (line, payer))?;
        Ok(found.pop())
    }

    fn answers_where(
        &self,
        which: &str,
        params: impl rusqlite::Params,
    ) -> Result<Vec<Answer>, StoreError> {
        self.connection
            .prepare_cached(&format!(
                "SELECT l.charge_line_id, k.payer_id, y.name AS payer_name, p.plan_name, p.member_id, k.id AS claim_id, \
                 k.number, COALESCE((SELECT f.number FROM claim_reference AS f WHERE f.claim_id = k.id \
                   AND f.kind = 'payer' ORDER BY f.id DESC LIMIT 1), '') AS payer_claim, v.patient_id, \
                 t.last_name, t.first_name, t.middle_name, t.suffix, v.service_on, v.place, c.code, c.modifiers, \
                 c.units_thousandths, c.charge_cents, l.allowed_cents, l.paid_cents, o.id AS eob_id, o.reference, \
                 o.paid_on, u.state, u.expected_cents, u.allowed_cents AS then_cents, u.basis \
                 FROM eob AS o JOIN eob_line AS l ON l.eob_id = o.id JOIN claim AS k ON k.id = l.claim_id \
                 JOIN policy AS p ON p.id = k.policy_id JOIN payer AS y ON y.id = k.payer_id \
                 JOIN charge_line AS c ON c.id = l.charge_line_id JOIN visit AS v ON v.id = c.visit_id \
                 JOIN patient AS t ON t.id = v.patient_id \
                 LEFT JOIN underpayment_event AS u ON u.id = (SELECT MAX(e.id) FROM underpayment_event AS e \
                   WHERE e.charge_line_id = l.charge_line_id AND e.payer_id = k.payer_id) \
                 WHERE {which} AND k.responsibility = 'P' AND l.allowed_cents > 0 AND l.takes_back_id IS NULL \
                 AND c.voided_at IS NULL \
                 AND NOT EXISTS (SELECT 1 FROM eob_reversal AS r WHERE r.eob_id = o.id) \
                 AND NOT EXISTS (SELECT 1 FROM eob_line AS n JOIN claim AS m ON m.id = n.claim_id \
                   WHERE n.charge_line_id = l.charge_line_id AND n.id > l.id AND m.payer_id = k.payer_id \
                   AND m.responsibility = 'P' AND n.takes_back_id IS NULL \
                   AND NOT EXISTS (SELECT 1 FROM eob_reversal AS x WHERE x.eob_id = n.eob_id)) \
                 AND NOT EXISTS (SELECT 1 FROM eob_line AS b WHERE b.takes_back_id = l.eob_id \
                   AND b.charge_line_id = l.charge_line_id \
                   AND NOT EXISTS (SELECT 1 FROM eob_reversal AS x WHERE x.eob_id = b.eob_id)) \
                 ORDER BY y.name COLLATE NOCASE, c.code, v.service_on, l.id"
            ))
            .and_then(|mut select| {
                let modified = select.column_index("modifiers")?;
                select
                    .query_map(params, |row| answer(row, modified))?
                    .collect()
            })
            .doing("list what payers allowed")
    }

    /// Lists what was done about a service that a payer allowed too little for, the oldest first.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn underpayment_events(
        &self,
        line: ChargeLineId,
        payer: PayerId,
    ) -> Result<Vec<Event>, StoreError> {
        self.connection
            .prepare_cached(
                "SELECT e.at, u.name AS by_name, e.state, e.expected_cents, e.allowed_cents, e.basis, e.words \
                 FROM underpayment_event AS e JOIN person_at_work AS u ON u.id = e.by_id \
                 WHERE e.charge_line_id = ?1 AND e.payer_id = ?2 ORDER BY e.id",
            )
            .and_then(|mut select| {
                select
                    .query_map((line, payer), |row| {
                        Ok(Event {
                            at: row.get("at")?,
                            by: row.get("by_name")?,
                            standing: standing(row)?.unwrap_or(Standing::Open),
                            expected: row.get("expected_cents")?,
                            allowed: row.get("allowed_cents")?,
                            basis: row.get("basis")?,
                            words: row.get("words")?,
                        })
                    })?
                    .collect()
            })
            .doing("list what was done about an underpayment")
    }
}

impl Tx<'_> {
    /// Writes down what was done about an underpaid service.
    ///
    /// # Errors
    /// [`StoreError`] when the book does not take it.
    pub fn add_underpayment_event(
        &self,
        about: &Underpaid,
        to: Standing,
        words: &str,
        at: DateTime<Utc>,
        by: UserId,
    ) -> Result<(), StoreError> {
        let answer = &about.answer;
        let _row = self
            .0
            .prepare_cached(
                "INSERT INTO underpayment_event (charge_line_id, payer_id, at, by_id, state, expected_cents, \
                 allowed_cents, basis, words) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
            )
            .and_then(|mut insert| {
                insert.insert((
                    answer.line,
                    answer.payer,
                    instant(at),
                    by,
                    to.code(),
                    about.expected,
                    answer.allowed,
                    &about.basis,
                    words,
                ))
            })
            .doing("write down what was done about an underpayment")?;
        Ok(())
    }
}

fn answer(row: &Row<'_>, modified: usize) -> rusqlite::Result<Answer> {
    let units = Units::from_thousandths(count(row, "units_thousandths")?);
    let expected: Option<Money> = row.get("expected_cents")?;
    let said = match (standing(row)?, expected) {
        (Some(standing), Some(expected)) => Some(Said {
            standing,
            expected,
            allowed: row.get("then_cents")?,
            basis: row.get("basis")?,
        }),
        _ => None,
    };
    Ok(Answer {
        line: row.get("charge_line_id")?,
        payer: row.get("payer_id")?,
        payer_name: row.get("payer_name")?,
        plan: row.get("plan_name")?,
        claim: row.get("claim_id")?,
        claim_number: row.get("number")?,
        payer_claim_number: row.get("payer_claim")?,
        patient: row.get("patient_id")?,
        patient_name: Name {
            last: row.get("last_name")?,
            first: row.get("first_name")?,
            middle: row.get("middle_name")?,
            suffix: row.get("suffix")?,
        },
        member: row.get("member_id")?,
        service_on: row.get("service_on")?,
        place: row.get("place")?,
        code: row.get("code")?,
        modifiers: modifiers(row, modified)?,
        units: units.map_err(|_| rusqlite::Error::InvalidQuery)?,
        charged: row.get("charge_cents")?,
        allowed: row.get("allowed_cents")?,
        paid: row.get("paid_cents")?,
        eob: row.get("eob_id")?,
        reference: row.get("reference")?,
        paid_on: row.get("paid_on")?,
        said,
    })
}

fn standing(row: &Row<'_>) -> rusqlite::Result<Option<Standing>> {
    let code: Option<String> = row.get("state")?;
    Ok(code.as_deref().and_then(Standing::from_code))
}
