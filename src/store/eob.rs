//! Explanations of benefits in the book: what was posted of each service, which claims were answered, and what was
//! taken back. It must not know what an answer does to the money; the office posts the entries.

use chrono::{DateTime, NaiveDate, Utc};
use rusqlite::{OptionalExtension, Row};

use super::error::{Doing, StoreError};
use super::value::{count, instant, modifiers};
use super::{Store, Tx};
use crate::domain::claim::State;
use crate::domain::code::{PlaceOfService, Units};
use crate::domain::eob::{
    Adjustment, EobLine, EobLineTemplate, EobRow, Method, NewEob, Outcome, PostedEob, TakenBack,
    UsualAnswer,
};
use crate::domain::expected::Service;
use crate::domain::id::{ChargeLineId, ClaimId, EntryId, EobId, PayerId, UserId};
use crate::domain::ledger::{Account, Pocket, WriteOff};
use crate::domain::money::Money;
use crate::domain::posting::PlannedMove;

/// A claim whose money moves, and how to put it back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Answered {
    /// The claim.
    pub claim: ClaimId,
    /// Where it stands now.
    pub state: State,
    /// Where it stood before; none when it never stood elsewhere.
    pub before: Option<State>,
}

/// The columns of a list of EOBs.
const ROW: &str = "SELECT o.id, y.name AS payer_name, o.method, o.reference, o.paid_on, o.accounting_on, \
     o.amount_cents, o.remittance_id, (SELECT COUNT(DISTINCT claim_id) FROM eob_line WHERE eob_id = o.id) AS claims, \
     EXISTS (SELECT 1 FROM eob_reversal AS r WHERE r.eob_id = o.id) AS is_reversed \
     FROM eob AS o JOIN payer AS y ON y.id = o.payer_id ";

/// What was said of services, a row for each adjustment.
const LINES: &str = "SELECT l.id, l.claim_id, l.charge_line_id, c.charge_cents, l.allowed_cents, l.paid_cents, \
     a.adjustment_group, a.carc, a.amount_cents, a.outcome, a.account \
     FROM eob_line AS l JOIN charge_line AS c ON c.id = l.charge_line_id \
     LEFT JOIN eob_adjustment AS a ON a.eob_line_id = l.id ";

impl Tx<'_> {
    /// Files an EOB's head and gives its id.
    ///
    /// # Errors
    /// [`StoreError`] when the book does not take it.
    pub fn add_eob(
        &self,
        eob: &NewEob,
        at: DateTime<Utc>,
        by: UserId,
    ) -> Result<EobId, StoreError> {
        self.0
            .prepare_cached(
                "INSERT INTO eob (payer_id, method, reference, paid_on, accounting_on, amount_cents, posted_at, posted_by) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            )
            .and_then(|mut insert| {
                insert.insert((
                    eob.payer,
                    eob.method,
                    eob.reference.trim(),
                    eob.paid_on,
                    eob.accounting_on,
                    eob.amount,
                    instant(at),
                    by,
                ))
            })
            .map(EobId::new)
            .doing("file an EOB")
    }

    /// Files what an EOB says of one service, what was posted of it, and the entry that posted it; none when the payer moved
    /// nothing.
    ///
    /// # Errors
    /// [`StoreError`] when the book does not take it.
    pub fn add_eob_line(
        &self,
        eob: EobId,
        line: &EobLine,
        moves: &[PlannedMove],
        entry: Option<EntryId>,
    ) -> Result<(), StoreError> {
        const TASK: &str = "file a line of an EOB";
        let id = self
            .0
            .prepare_cached(
                "INSERT INTO eob_line (eob_id, claim_id, charge_line_id, entry_id, allowed_cents, paid_cents, moves) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )
            .and_then(|mut insert| {
                let moves = serde_json::to_string(moves).unwrap_or_default();
                insert.insert((eob, line.claim, line.line, entry, line.allowed, line.paid, moves))
            })
            .doing(TASK)?;
        for (place, adjustment) in (1_i64..).zip(&line.adjustments) {
            let (outcome, account) = outcome_parts(adjustment.outcome);
            let _rows = self
                .0
                .prepare_cached(
                    "INSERT INTO eob_adjustment \
                     (eob_line_id, place, adjustment_group, carc, amount_cents, outcome, account) \
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                )
                .and_then(|mut insert| {
                    insert.execute((
                        id,
                        place,
                        adjustment.group,
                        adjustment.carc,
                        adjustment.amount,
                        outcome,
                        account,
                    ))
                })
                .doing(TASK)?;
        }
        self.remember_answer(id, line)
    }

    /// Marks an EOB as taken back.
    ///
    /// # Errors
    /// [`StoreError::Refused`] when it was taken back before.
    pub fn take_back_eob(
        &self,
        eob: EobId,
        why: &str,
        at: DateTime<Utc>,
        by: UserId,
    ) -> Result<(), StoreError> {
        let _row = self
            .0
            .prepare_cached(
                "INSERT INTO eob_reversal (eob_id, at, by_id, why) VALUES (?1, ?2, ?3, ?4)",
            )
            .and_then(|mut insert| insert.insert((eob, instant(at), by, why)))
            .doing("take an EOB back")?;
        Ok(())
    }

    /// Finds an EOB of the same payer, number and amount that stands.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn same_eob(
        &self,
        payer: PayerId,
        reference: &str,
        amount: Money,
    ) -> Result<Option<EobRow>, StoreError> {
        self.0
            .prepare_cached(&format!(
                "{ROW} WHERE o.payer_id = ?1 AND o.reference = ?2 COLLATE NOCASE AND o.amount_cents = ?3 \
                 AND NOT EXISTS (SELECT 1 FROM eob_reversal AS r WHERE r.eob_id = o.id) ORDER BY o.id LIMIT 1"
            ))
            .and_then(|mut select| {
                select
                    .query_row((payer, reference.trim(), amount), eob_row)
                    .optional()
            })
            .doing("look for the same EOB")
    }

    /// Lists the claims an EOB answered, those left out that another took the place of: they stay closed.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn answered_by(&self, eob: EobId) -> Result<Vec<Answered>, StoreError> {
        self.0
            .prepare_cached(
                "SELECT k.id, k.state, (SELECT p.state FROM claim_event AS p WHERE p.claim_id = k.id AND p.id < \
                   (SELECT MIN(v.id) FROM claim_event AS v WHERE v.claim_id = k.id AND v.source = 'eob:' || ?1) \
                   ORDER BY p.id DESC LIMIT 1) AS before \
                 FROM (SELECT DISTINCT claim_id FROM eob_line WHERE eob_id = ?1) AS l \
                 JOIN claim AS k ON k.id = l.claim_id \
                 WHERE NOT EXISTS (SELECT 1 FROM claim AS n WHERE n.replaces = k.id AND n.state <> 'void') \
                 ORDER BY k.id",
            )
            .and_then(|mut select| {
                select.query_map([eob], answered)?.collect()
            })
            .doing("list the claims an EOB answered")
    }

    /// Finds a later EOB that answers one of the same services and stands.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn later_eob(&self, eob: EobId) -> Result<Option<EobRow>, StoreError> {
        self.0
            .prepare_cached(&format!(
                "{ROW} WHERE o.id IN (SELECT n.eob_id FROM eob_line AS l \
                   JOIN eob_line AS n ON n.charge_line_id = l.charge_line_id WHERE l.eob_id = ?1 AND n.eob_id > ?1) \
                 AND NOT EXISTS (SELECT 1 FROM eob_reversal AS r WHERE r.eob_id = o.id) ORDER BY o.id DESC LIMIT 1"
            ))
            .and_then(|mut select| select.query_row([eob], eob_row).optional())
            .doing("look for a later EOB")
    }

    /// Lists the entries that posted an EOB and stand.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn eob_entries(&self, eob: EobId) -> Result<Vec<EntryId>, StoreError> {
        self.0
            .prepare_cached(
                "SELECT e.id FROM entry AS e WHERE e.source = 'eob' AND e.source_id = ?1 AND e.kind <> 'reversal' \
                 AND NOT EXISTS (SELECT 1 FROM entry AS r WHERE r.reverses = e.id) ORDER BY e.id",
            )
            .and_then(|mut select| select.query_map([eob], |row| row.get("id"))?.collect())
            .doing("list the entries of an EOB")
    }

    /// Reads an EOB as a list shows it.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn eob_row(&self, eob: EobId) -> Result<Option<EobRow>, StoreError> {
        self.0
            .prepare_cached(&format!("{ROW} WHERE o.id = ?1"))
            .and_then(|mut select| select.query_row([eob], eob_row).optional())
            .doing("read an EOB")
    }

    /// Lists the claims that bill a service, but for those that take others back or that another took the place
    /// of, with where they stand and where they stood before that.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn claims_of_line(&self, line: ChargeLineId) -> Result<Vec<Answered>, StoreError> {
        self.0
            .prepare_cached(
                "SELECT k.id, k.state, (SELECT p.state FROM claim_event AS p \
                   WHERE p.claim_id = k.id AND p.state <> k.state ORDER BY p.id DESC LIMIT 1) AS before \
                 FROM claim_line AS l JOIN claim AS k ON k.id = l.claim_id WHERE l.charge_line_id = ?1 \
                 AND k.frequency <> '8' \
                 AND NOT EXISTS (SELECT 1 FROM claim AS n WHERE n.replaces = k.id AND n.state <> 'void') ORDER BY k.id",
            )
            .and_then(|mut select| select.query_map([line], answered)?.collect())
            .doing("list the claims of a service")
    }

    /// Whether a standing EOB answered a service with an entry written after `entry`.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn was_answered_since(
        &self,
        line: ChargeLineId,
        entry: EntryId,
    ) -> Result<bool, StoreError> {
        self.0
            .prepare_cached(
                "SELECT EXISTS (SELECT 1 FROM eob_line AS l WHERE l.charge_line_id = ?1 AND l.entry_id > ?2 \
                 AND NOT EXISTS (SELECT 1 FROM eob_reversal AS r WHERE r.eob_id = l.eob_id)) AS answered",
            )
            .and_then(|mut select| select.query_row((line, entry), |row| row.get("answered")))
            .doing("look for an answer to a service")
    }
}

impl Store {
    /// Lists posted EOBs, newest first.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn eobs(&self, limit: u32) -> Result<Vec<EobRow>, StoreError> {
        self.connection
            .prepare_cached(&format!("{ROW} ORDER BY o.id DESC LIMIT ?1"))
            .and_then(|mut select| select.query_map([limit], eob_row)?.collect())
            .doing("list EOBs")
    }

    /// Reads a posted EOB with everything it said.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn eob(&self, id: EobId) -> Result<Option<PostedEob>, StoreError> {
        const TASK: &str = "read an EOB";
        let found = self
            .connection
            .prepare_cached(
                "SELECT o.*, u.name AS by_name, r.at AS back_at, r.why AS back_why, b.name AS back_by \
                 FROM eob AS o JOIN person_at_work AS u ON u.id = o.posted_by \
                 LEFT JOIN eob_reversal AS r ON r.eob_id = o.id \
                 LEFT JOIN person_at_work AS b ON b.id = r.by_id WHERE o.id = ?1",
            )
            .and_then(|mut select| select.query_row([id], posted_eob).optional())
            .doing(TASK)?;
        let Some(mut posted) = found else {
            return Ok(None);
        };
        posted.eob.lines = self
            .connection
            .prepare_cached(&format!(
                "{LINES} WHERE l.eob_id = ?1 ORDER BY l.id, a.place"
            ))
            .and_then(|mut select| eob_lines(select.query([id])?))
            .doing(TASK)?;
        Ok(Some(posted))
    }

    /// Lists the services of a claim as an EOB will answer them: what the insurer owes, what was made the guarantor's
    /// before, and what this payer is expected to allow.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn eob_template(&self, claim: ClaimId) -> Result<Vec<EobLineTemplate>, StoreError> {
        const TASK: &str = "list the services of a claim for its EOB";
        let rows: Vec<(EobLineTemplate, Billed, Option<i64>)> = self
            .connection
            .prepare_cached(
                "SELECT c.id, c.code, c.modifiers, c.description, c.charge_cents, v.service_on, \
                 (SELECT COALESCE(SUM(p.amount_cents), 0) FROM posting AS p \
                  WHERE p.charge_line_id = c.id AND p.account = 10 AND p.policy_id = m.policy_id) AS owed_cents, \
                 (SELECT COALESCE(SUM(p.amount_cents), 0) FROM posting AS p \
                  WHERE p.charge_line_id = c.id AND p.account = 20 AND p.effect = 'transfer') AS moved_cents, \
                 (SELECT MAX(n.id) FROM \
                    (SELECT * FROM eob_line ORDER BY id DESC LIMIT 400) AS n \
                    CROSS JOIN charge_line AS x ON x.id = n.charge_line_id \
                    CROSS JOIN eob AS o ON o.id = n.eob_id \
                    WHERE x.code = c.code AND x.modifiers = c.modifiers AND x.charge_cents = c.charge_cents \
                    AND n.entry_id IS NOT NULL AND n.takes_back_id IS NULL AND o.payer_id = m.payer_id) AS newest, \
                 c.units_thousandths, v.place, m.payer_id, y.plan_name \
                 FROM claim AS m JOIN policy AS y ON y.id = m.policy_id JOIN claim_line AS k ON k.claim_id = m.id \
                 JOIN charge_line AS c ON c.id = k.charge_line_id JOIN visit AS v ON v.id = c.visit_id \
                 WHERE m.id = ?1 ORDER BY k.place",
            )
            .and_then(|mut select| {
                let modified = select.column_index("modifiers")?;
                select
                    .query_map([claim], |row| {
                        let template = EobLineTemplate {
                            claim,
                            line: row.get("id")?,
                            code: row.get("code")?,
                            modifiers: modifiers(row, modified)?,
                            description: row.get("description")?,
                            service_on: row.get("service_on")?,
                            charged: row.get("charge_cents")?,
                            insurance_owes: row.get("owed_cents")?,
                            already_patient: row.get("moved_cents")?,
                            expected_allowed: None,
                            expected: None,
                            usual: None,
                        };
                        let units = Units::from_thousandths(count(row, "units_thousandths")?);
                        let billed = Billed {
                            payer: row.get("payer_id")?,
                            plan: row.get("plan_name")?,
                            place: row.get("place")?,
                            units: units.map_err(|_| rusqlite::Error::InvalidQuery)?,
                        };
                        Ok((template, billed, row.get("newest")?))
                    })?
                    .collect()
            })
            .doing(TASK)?;
        rows.into_iter()
            .map(|(mut line, billed, newest)| {
                let said = newest.map_or(Ok(None), |newest| self.eob_line_said(newest))?;
                line.expected = self.expected_allowed(&Service {
                    payer: billed.payer,
                    plan: &billed.plan,
                    code: line.code,
                    modifiers: &line.modifiers,
                    place: billed.place,
                    on: line.service_on,
                    units: billed.units,
                    charge: line.charged,
                })?;
                let expected = line.expected.as_ref().map(|expected| expected.amount);
                line.expected_allowed = expected.or(said.as_ref().map(|said| said.allowed));
                line.usual = said.as_ref().and_then(UsualAnswer::of);
                Ok(line)
            })
            .collect()
    }

    /// Reads one line of an EOB as it was posted.
    fn eob_line_said(&self, line: i64) -> Result<Option<EobLine>, StoreError> {
        let mut said = self
            .connection
            .prepare_cached(&format!("{LINES} WHERE l.id = ?1 ORDER BY a.place"))
            .and_then(|mut select| eob_lines(select.query([line])?))
            .doing("read what a payer said")?;
        Ok(said.pop())
    }
}

/// Under what a service was billed, for what is expected of its payer.
struct Billed {
    payer: PayerId,
    plan: String,
    place: PlaceOfService,
    units: Units,
}

pub(in crate::store) const fn outcome_parts(outcome: Outcome) -> (&'static str, Option<i64>) {
    match outcome {
        Outcome::Patient => ("patient", None),
        Outcome::WriteOff(kind) => ("write_off", Some(Account::WrittenOff(kind).code())),
        Outcome::Kept(pocket) => ("kept", Some(pocket.code())),
        Outcome::Informs => ("informs", None),
        Outcome::Stays => ("stays", None),
    }
}

fn answered(row: &Row<'_>) -> rusqlite::Result<Answered> {
    Ok(Answered {
        claim: row.get("id")?,
        state: row.get("state")?,
        before: row.get("before")?,
    })
}

fn eob_row(row: &Row<'_>) -> rusqlite::Result<EobRow> {
    Ok(EobRow {
        id: row.get("id")?,
        payer_name: row.get("payer_name")?,
        method: row.get("method")?,
        reference: row.get("reference")?,
        paid_on: row.get("paid_on")?,
        accounting_on: row.get("accounting_on")?,
        amount: row.get("amount_cents")?,
        claims: count(row, "claims")?,
        is_reversed: row.get("is_reversed")?,
        remittance: row.get("remittance_id")?,
    })
}

fn posted_eob(row: &Row<'_>) -> rusqlite::Result<PostedEob> {
    let (at, by, why): (Option<DateTime<Utc>>, Option<String>, Option<String>) = (
        row.get("back_at")?,
        row.get("back_by")?,
        row.get("back_why")?,
    );
    let taken_back = match (at, by, why) {
        (Some(at), Some(by), Some(why)) => Some(TakenBack { at, by, why }),
        _ => None,
    };
    let (method, paid_on, accounting_on): (Method, NaiveDate, NaiveDate) = (
        row.get("method")?,
        row.get("paid_on")?,
        row.get("accounting_on")?,
    );
    Ok(PostedEob {
        id: row.get("id")?,
        eob: NewEob {
            payer: row.get("payer_id")?,
            method,
            reference: row.get("reference")?,
            paid_on,
            accounting_on,
            amount: row.get("amount_cents")?,
            lines: Vec::new(),
        },
        posted_at: row.get("posted_at")?,
        posted_by: row.get("by_name")?,
        taken_back,
    })
}

/// Gathers lines from rows that hold one adjustment each.
fn eob_lines(mut rows: rusqlite::Rows<'_>) -> rusqlite::Result<Vec<EobLine>> {
    let mut lines: Vec<(i64, EobLine)> = Vec::new();
    while let Some(row) = rows.next()? {
        let id: i64 = row.get("id")?;
        if lines.last().is_none_or(|(last, _)| *last != id) {
            let line = EobLine {
                claim: row.get("claim_id")?,
                line: row.get("charge_line_id")?,
                charged: row.get("charge_cents")?,
                allowed: row.get("allowed_cents")?,
                paid: row.get("paid_cents")?,
                adjustments: Vec::new(),
            };
            lines.push((id, line));
        }
        if let (Some(adjustment), Some((_, line))) = (adjustment(row)?, lines.last_mut()) {
            line.adjustments.push(adjustment);
        }
    }
    Ok(lines.into_iter().map(|(_, line)| line).collect())
}

/// Reads a row's adjustment; none when its line has none.
pub(in crate::store) fn adjustment(row: &Row<'_>) -> rusqlite::Result<Option<Adjustment>> {
    let Some(outcome) = row.get::<_, Option<String>>("outcome")? else {
        return Ok(None);
    };
    let account: Option<i64> = row.get("account")?;
    let pocket = account.and_then(Pocket::from_code);
    let outcome = match (outcome.as_str(), account.and_then(WriteOff::from_code)) {
        ("patient", _) => Outcome::Patient,
        ("write_off", Some(kind)) => Outcome::WriteOff(kind),
        ("kept", _) => pocket.map_or(Outcome::Stays, Outcome::Kept),
        ("informs", _) => Outcome::Informs,
        _ => Outcome::Stays,
    };
    Ok(Some(Adjustment {
        group: row.get("adjustment_group")?,
        carc: row.get("carc")?,
        amount: row.get("amount_cents")?,
        outcome,
    }))
}
