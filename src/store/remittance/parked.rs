//! Money of payers that waits for its claim.

use rusqlite::Row;

use crate::domain::id::{PayerId, RemitClaimId};
use crate::domain::money::Money;
use crate::domain::posting::Moved;
use crate::domain::remittance::ParkedRow;
use crate::store::both::{Readable, reads};
use crate::store::error::{Doing, StoreError};

reads! {
    /// Lists everything by which a payer took money back or carried it over beside claims, the oldest first.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn payer_moves(&self, payer: PayerId) -> Result<Vec<Moved>, StoreError> {
        self.sql()
            .prepare_cached(
                "SELECT o.accounting_on, p.code, p.reference, -p.amount_cents AS amount_cents FROM eob AS o \
                 JOIN eob_part AS p ON p.eob_id = o.id WHERE o.payer_id = ?1 AND o.remittance_id IS NOT NULL \
                 AND p.kind = 'adjustment' AND p.account = 72 \
                 AND NOT EXISTS (SELECT 1 FROM eob_reversal AS r WHERE r.eob_id = o.id) \
                 ORDER BY o.id, p.amount_cents < 0, p.place",
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
