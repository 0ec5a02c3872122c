//! What happened to one service: its postings with what their entries came from. It must not put it into words; the
//! domain's card does.

use chrono::{DateTime, NaiveDate, Utc};
use rusqlite::{OptionalExtension, Row};

use super::Store;
use super::balance::{sums, sums_at};
use super::error::{Doing, StoreError};
use super::value::{coded, json, modifiers};
use crate::domain::card::{CardLine, Happening, Origin, Side, SourceKey};
use crate::domain::id::{ChargeLineId, GuarantorId, ReceiptId, RefundId};
use crate::domain::ledger::{Account, Effect, Move, WriteOff};
use crate::domain::money::Money;
use crate::domain::posting::PlannedMove;

impl Store {
    /// Lists everything that was posted on a service, oldest first.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn happenings(&self, line: ChargeLineId) -> Result<Vec<Happening>, StoreError> {
        self.connection
            .prepare_cached(
                "SELECT p.entry_id, p.account, p.amount_cents, p.effect, p.reason, e.kind, e.accounting_on, e.at, \
                 e.why, e.reverses, u.name AS by_name, y.name AS payer_name, e.source, e.source_id, p.policy_id, p.guarantor_id, \
                 EXISTS (SELECT 1 FROM entry AS r WHERE r.reverses = e.id) AS is_taken_back, \
                 CASE WHEN p.effect IN ('contractual', 'adjustment') THEN \
                   (SELECT w.account FROM posting AS w WHERE w.entry_id = p.entry_id AND w.account BETWEEN 40 AND 50 \
                    AND w.reason = p.reason AND w.amount_cents = -p.amount_cents LIMIT 1) END AS written_off, \
                 v.service_on, o.reference, o.paid_on, oy.name AS eob_payer, k.number, \
                 CASE e.source WHEN 'visit' THEN v.id IS NOT NULL WHEN 'eob' THEN o.id IS NOT NULL WHEN 'claim' \
                   THEN k.id IS NOT NULL WHEN 'receipt' THEN EXISTS (SELECT 1 FROM receipt WHERE id = e.source_id) \
                   WHEN 'deposit' THEN EXISTS (SELECT 1 FROM deposit WHERE id = e.source_id) \
                   WHEN 'refund' THEN EXISTS (SELECT 1 FROM refund WHERE id = e.source_id) \
                   ELSE 1 END AS is_there, o.remittance_id, n.segment, COALESCE(n.moves, '[]') AS moves, \
                 CASE e.source WHEN 'receipt' THEN (SELECT GROUP_CONCAT(t.method, ', ') \
                   FROM (SELECT DISTINCT method FROM receipt_tender WHERE receipt_id = e.source_id) AS t) END AS methods \
                 FROM posting AS p JOIN entry AS e ON e.id = p.entry_id \
                 JOIN person_at_work AS u ON u.id = e.by_id \
                 LEFT JOIN policy AS c ON c.id = p.policy_id LEFT JOIN payer AS y ON y.id = c.payer_id \
                 LEFT JOIN visit AS v ON e.source = 'visit' AND v.id = e.source_id \
                 LEFT JOIN eob AS o ON e.source = 'eob' AND o.id = e.source_id \
                 LEFT JOIN payer AS oy ON oy.id = o.payer_id \
                 LEFT JOIN claim AS k ON e.source = 'claim' AND k.id = e.source_id \
                 LEFT JOIN eob_line AS n ON n.id = (SELECT MAX(l.id) FROM eob_line AS l \
                   WHERE e.source = 'eob' AND l.eob_id = e.source_id AND l.charge_line_id = p.charge_line_id) \
                 WHERE p.charge_line_id = ?1 AND p.account IN (10, 20) ORDER BY p.entry_id, p.place",
            )
            .and_then(|mut select| select.query_map([line], happening)?.collect())
            .doing("list what happened to a service")
    }

    /// Reads one service as a card shows it, with its day and whose card it is: that of its visit, or another one that its
    /// balance was moved to; none when it is not on that card.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn card_line(
        &self,
        line: ChargeLineId,
        guarantor: Option<GuarantorId>,
    ) -> Result<Option<(CardLine, NaiveDate, GuarantorId)>, StoreError> {
        self.connection
            .prepare_cached(
                "SELECT b.* FROM charge_line AS c JOIN visit AS v ON v.id = c.visit_id \
                 JOIN line_balance AS b ON b.guarantor_id = COALESCE(?2, v.guarantor_id) AND b.charge_line_id = c.id \
                 WHERE c.id = ?1",
            )
            .and_then(|mut select| {
                let at = sums_at(&select)?;
                let modified = select.column_index("modifiers")?;
                select
                    .query_row((line, guarantor), |row| {
                        let card = CardLine {
                            line,
                            code: coded(row)?,
                            modifiers: modifiers(row, modified)?,
                            description: row.get("description")?,
                            sums: sums(row, at)?,
                            is_voided: row.get("is_voided")?,
                            billed: None,
                        };
                        Ok((card, row.get("service_on")?, row.get("guarantor_id")?))
                    })
                    .optional()
            })
            .doing("read a service of a ledger card")
    }

    /// Gives what the payer of the newest standing EOB allows for a service, with the payer's name.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn allowed_for(&self, line: ChargeLineId) -> Result<Option<(String, Money)>, StoreError> {
        self.connection
            .prepare_cached(
                "SELECT y.name, l.allowed_cents FROM eob_line AS l JOIN eob AS o ON o.id = l.eob_id \
                 JOIN payer AS y ON y.id = o.payer_id \
                 WHERE l.charge_line_id = ?1 AND l.entry_id IS NOT NULL \
                 AND NOT EXISTS (SELECT 1 FROM eob_reversal AS r WHERE r.eob_id = o.id) \
                 ORDER BY l.id DESC LIMIT 1",
            )
            .and_then(|mut select| {
                select
                    .query_row([line], |row| {
                        Ok((row.get("name")?, row.get("allowed_cents")?))
                    })
                    .optional()
            })
            .doing("read what a payer allows")
    }
}

fn happening(row: &Row<'_>) -> rusqlite::Result<Happening> {
    let at: DateTime<Utc> = row.get("at")?;
    let payer: Option<String> = row.get("payer_name")?;
    let account: i64 = row.get("account")?;
    let mut happening = Happening {
        entry: row.get("entry_id")?,
        kind: row.get("kind")?,
        effect: row.get("effect")?,
        side: if account == Account::PatientReceivable.code() {
            Side::Guarantor
        } else {
            Side::Insurer
        },
        policy: row.get("policy_id")?,
        guarantor: row.get("guarantor_id")?,
        amount: row.get("amount_cents")?,
        reason: row.get("reason")?,
        accounting_on: row.get("accounting_on")?,
        at,
        by: row.get("by_name")?,
        why: row.get("why")?,
        reverses: row.get("reverses")?,
        is_taken_back: row.get("is_taken_back")?,
        written_off: row
            .get::<_, Option<i64>>("written_off")?
            .and_then(WriteOff::from_code),
        payer: payer.unwrap_or_default(),
        origin: origin(row)?,
        key: source_key(row)?,
        decided: None,
    };
    let moves: Vec<PlannedMove> = json(row, "moves")?;
    if let Some(planned) = moves.iter().find(|planned| is_of(planned, &happening)) {
        happening.decided = Some(planned.by);
        if planned.segment > 0 {
            happening.key.segment = Some(planned.segment);
        }
    }
    Ok(happening)
}

/// Whether a posting came of a move that was planned: the same thing for the same reason.
fn is_of(planned: &PlannedMove, one: &Happening) -> bool {
    let reason = match (&planned.what, one.effect) {
        (Move::Paid(_), Effect::InsurancePaid) => return true,
        (Move::WrittenOff(_, reason, _), Effect::Contractual | Effect::Adjustment)
        | (Move::ToPatient(reason, _), Effect::Transfer) => reason,
        (
            Move::Paid(_)
            | Move::WrittenOff(..)
            | Move::ToPatient(..)
            | Move::Kept(..)
            | Move::OwedBack(_)
            | Move::Credited(_),
            _,
        ) => return false,
    };
    reason.as_str() == one.reason
}

/// The record an entry came from.
pub(in crate::store) fn source_key(row: &Row<'_>) -> rusqlite::Result<SourceKey> {
    Ok(SourceKey {
        kind: row.get("source")?,
        number: row.get("source_id")?,
        remittance: row.get("remittance_id")?,
        segment: row
            .get::<_, Option<i64>>("segment")?
            .and_then(|segment| u64::try_from(segment).ok()),
        is_there: row.get("is_there")?,
    })
}

pub(in crate::store) fn origin(row: &Row<'_>) -> rusqlite::Result<Origin> {
    let source: String = row.get("source")?;
    Ok(match source.as_str() {
        "visit" => Origin::Visit(row.get("service_on")?),
        "claim" => Origin::Claim(row.get("number")?),
        "eob" => Origin::Eob {
            payer: row.get("eob_payer")?,
            reference: row.get("reference")?,
            paid_on: row.get("paid_on")?,
        },
        "receipt" => Origin::Receipt {
            receipt: ReceiptId::new(row.get("source_id")?),
            methods: row.get::<_, Option<String>>("methods")?.unwrap_or_default(),
        },
        "refund" => Origin::Refund(RefundId::new(row.get("source_id")?)),
        _ => Origin::Person,
    })
}
