//! Money of payers that waits for its claim.

use rusqlite::Row;

use crate::domain::id::{PayerId, RemitClaimId};
use crate::domain::money::Money;
use crate::domain::posting::Moved;
use crate::domain::remittance::ParkedRow;
use crate::store::both::{Readable, reads};
use crate::store::error::{Doing, StoreError};

reads! {
    /// Lists everything that moved what is owed back to a payer, the oldest first: what it took, carried over or paid ahead
    /// beside claims, by its own reference, and what it paid on claims beyond what was owed, by its number of the claim.
    /// Positive was taken.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn payer_moves(&self, payer: PayerId) -> Result<Vec<Moved>, StoreError> {
        self.sql()
            .prepare_cached(
                "SELECT e.accounting_on, COALESCE(q.code, 'WO') AS code, COALESCE(q.reference, \
                   (SELECT c.payer_number FROM eob_line AS l JOIN remit_claim AS c ON c.id = l.remit_claim_id \
                    WHERE l.eob_id = e.source_id AND l.entry_id = e.id LIMIT 1), '') AS reference, \
                 SUM(p.amount_cents) AS amount_cents \
                 FROM posting AS p JOIN entry AS e ON e.id = p.entry_id \
                 LEFT JOIN eob_part AS q ON q.eob_id = e.source_id AND q.entry_id = e.id \
                 WHERE p.account = 72 AND p.payer_id = ?1 AND e.source = 'eob' AND e.kind <> 'reversal' \
                 AND NOT EXISTS (SELECT 1 FROM entry AS r WHERE r.reverses = e.id) \
                 GROUP BY e.id ORDER BY e.source_id, SUM(p.amount_cents) > 0, e.id",
            )
            .and_then(|mut select| {
                select
                    .query_map([payer], |row| {
                        Ok(Moved {
                            on: row.get("accounting_on")?,
                            code: row.get("code")?,
                            reference: row.get("reference")?,
                            amount: row.get("amount_cents")?,
                        })
                    })?
                    .collect()
            })
            .doing("read the account of a payer")
    }

    /// How much is parked for a claim of a remittance: what was parked less what found its claim.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn parked_for(&self, claim: RemitClaimId) -> Result<Money, StoreError> {
        self.sql()
            .prepare_cached(
                "SELECT COALESCE(SUM(p.amount_cents), 0) AS amount_cents FROM eob_part AS p \
                 WHERE p.remit_claim_id = ?1 AND p.kind IN ('parked', 'found') \
                 AND NOT EXISTS (SELECT 1 FROM eob_reversal AS r WHERE r.eob_id = p.eob_id)",
            )
            .and_then(|mut select| select.query_row([claim], |row| row.get("amount_cents")))
            .doing("add up what is parked for a claim")
    }

    /// Lists the money that waits for its claim, the oldest payment first.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn parked(&self) -> Result<Vec<ParkedRow>, StoreError> {
        self.sql()
            .prepare_cached(
                "SELECT r.id, g.remit_claim_id, COALESCE(y.name, r.payer_name) AS payer_name, r.trace, r.paid_on, \
                 COALESCE(c.number, '') AS number, g.amount_cents, g.eob_id FROM (SELECT MIN(p.eob_id) AS eob_id, \
                   p.remit_claim_id, SUM(p.amount_cents) AS amount_cents, o.remittance_id FROM eob_part AS p \
                   JOIN eob AS o ON o.id = p.eob_id WHERE p.kind IN ('parked', 'found') \
                   AND NOT EXISTS (SELECT 1 FROM eob_reversal AS b WHERE b.eob_id = o.id) \
                   GROUP BY o.remittance_id, p.remit_claim_id HAVING SUM(p.amount_cents) <> 0) AS g \
                 JOIN remittance AS r ON r.id = g.remittance_id LEFT JOIN payer AS y ON y.id = r.payer_id \
                 LEFT JOIN remit_claim AS c ON c.id = g.remit_claim_id ORDER BY r.paid_on, r.id, c.place",
            )
            .and_then(|mut select| select.query_map([], parked)?.collect())
            .doing("list the money that waits for its claim")
    }
}

fn parked(row: &Row<'_>) -> rusqlite::Result<ParkedRow> {
    Ok(ParkedRow {
        remittance: row.get("id")?,
        claim: row.get("remit_claim_id")?,
        payer_name: row.get("payer_name")?,
        trace: row.get("trace")?,
        paid_on: row.get("paid_on")?,
        number: row.get("number")?,
        amount: row.get("amount_cents")?,
        eob: row.get("eob_id")?,
    })
}

#[cfg(test)]
mod tests {
    use crate::domain::id::ChargeLineId;
    use crate::domain::id::{EobId, PayerId};
    use crate::domain::ledger::{
        AnsweredLine, Funds, Move, PayerAccount, RemitAnswer, answer, provider_adjustment,
    };
    use crate::domain::posting::open_rows;
    use crate::store::ledger::tests::{GUARANTOR, POLICY, charged, day, m, posted, practice};

    const PAYER: PayerId = PayerId::new(1);
    const EOB: EobId = EobId::new(1);

    #[test]
    fn what_is_owed_back_to_a_payer_is_what_the_journal_says() {
        let mut store = practice();
        let _charged = posted(&mut store, &charged()).unwrap();
        let eob = "INSERT INTO eob (payer_id, method, reference, paid_on, accounting_on, amount_cents, posted_at, posted_by) \
            VALUES (1, 'eft', 'T1', '2026-03-10', '2026-03-10', 0, '2026-03-10T12:00:00Z', 1)";
        store.connection.execute_batch(eob).unwrap();
        let of = RemitAnswer {
            on: day(),
            eob: EOB,
            policy: POLICY,
            payer: PAYER,
            funds: Funds::Payment,
            why: "answer",
        };
        let line = AnsweredLine {
            line: ChargeLineId::new(1),
            guarantor: GUARANTOR,
            moves: vec![Move::Paid(m(20_000)), Move::OwedBack(m(1_500))],
        };
        let _paid = posted(&mut store, &answer(&of, &[line]).unwrap()).unwrap();
        let moved = (PayerAccount::Owed, m(-2_000));
        let carried = provider_adjustment(day(), EOB, PAYER, moved, "carried over").unwrap();
        let entry = posted(&mut store, &carried).unwrap();
        let part = format!(
            "INSERT INTO eob_part (eob_id, place, kind, amount_cents, account, segment, code, reference, entry_id) \
             VALUES (1, 1, 'adjustment', 2000, 72, 9, 'FB', 'F1', {entry})"
        );
        store.connection.execute_batch(&part).unwrap();
        let rows = store.payer_moves(PAYER).unwrap();
        let told: Vec<(&str, &str, i64)> = rows
            .iter()
            .map(|one| {
                (
                    one.code.as_str(),
                    one.reference.as_str(),
                    one.amount.cents(),
                )
            })
            .collect();
        assert_eq!(told, [("WO", "", -1_500), ("FB", "F1", -2_000)]);
        assert_eq!(open_rows(&rows).unwrap().len(), 2);
        let back = carried.reversal(entry, day(), "a slip").unwrap();
        let _back = posted(&mut store, &back).unwrap();
        assert_eq!(store.payer_moves(PAYER).unwrap().len(), 1);
    }
}
