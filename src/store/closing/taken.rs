//! What a day sheet says beside the totals: charges by clinician, cash by entry, and how each payment was made. It must
//! not know in which rows these are shown.

use std::collections::BTreeMap;

use rusqlite::Row;

use crate::domain::close::{ChargeRow, Span};
use crate::domain::deposit::Means;
use crate::domain::id::{EobId, ReceiptId};
use crate::domain::ledger::Kind;
use crate::domain::money::Money;
use crate::domain::person::Name;
use crate::store::Store;
use crate::store::error::{Doing, StoreError};
use crate::store::value::count;

/// What moved cash, entry by entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CashMove {
    /// What happened.
    pub kind: Kind,
    /// `entry.source`.
    pub source: String,
    /// Which one.
    pub source_id: Option<i64>,
    /// Why, as the entry says.
    pub why: String,
    /// Cash in the drawer, at the bank and kept back by it, together.
    pub cash: Money,
    /// What was not paid for services, or was withheld.
    pub aside: Money,
}

/// One payment as it was taken in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tender {
    /// The receipt it is a tender of.
    pub receipt: Option<ReceiptId>,
    /// The EOB it is the payment of.
    pub eob: Option<EobId>,
    /// How.
    pub means: Means,
    /// Check or trace number.
    pub reference: String,
    /// From whom.
    pub from: String,
    /// How much.
    pub amount: Money,
    /// The deposit it went in, if one that stands has it.
    pub deposit: Option<i64>,
}

impl Store {
    /// Adds up the charges of a span by clinician, those that were taken back at the end.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn charges_by_provider(&self, span: Span) -> Result<Vec<ChargeRow>, StoreError> {
        self.connection
            .prepare_cached(
                "SELECT r.last_name, r.first_name, r.credential, e.reverses IS NOT NULL AS is_back, \
                 COUNT(DISTINCT v.id) AS visits, COUNT(*) AS lines, SUM(p.amount_cents) AS cents \
                 FROM entry AS e CROSS JOIN posting AS p ON p.entry_id = e.id AND p.effect = 'charge' \
                 JOIN charge_line AS c ON c.id = p.charge_line_id LEFT JOIN visit AS v ON v.id = c.visit_id \
                 LEFT JOIN provider AS r ON r.id = v.rendering_id \
                 WHERE e.accounting_on BETWEEN ?1 AND ?2 GROUP BY is_back, r.id ORDER BY is_back, cents DESC, r.id",
            )
            .and_then(|mut select| {
                select
                    .query_map((span.from, span.through), charge_row)?
                    .collect()
            })
            .doing("add up charges by clinician")
    }

    /// Lists what moved cash in a span, entry by entry.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn cash_moves(&self, span: Span) -> Result<Vec<CashMove>, StoreError> {
        self.connection
            .prepare_cached(
                "SELECT e.kind, e.source, e.source_id, e.why, \
                 SUM(p.amount_cents * (p.account IN (60, 61, 90))) AS cash_cents, \
                 SUM(p.amount_cents * (p.account BETWEEN 80 AND 82)) AS aside_cents \
                 FROM entry AS e CROSS JOIN posting AS p ON p.entry_id = e.id \
                 WHERE e.accounting_on BETWEEN ?1 AND ?2 AND p.account IN (60, 61, 80, 81, 82, 90) \
                 GROUP BY e.id HAVING cash_cents <> 0 OR aside_cents <> 0 ORDER BY e.id",
            )
            .and_then(|mut select| {
                select
                    .query_map((span.from, span.through), |row| {
                        Ok(CashMove {
                            kind: row.get("kind")?,
                            source: row.get("source")?,
                            source_id: row.get("source_id")?,
                            why: row.get("why")?,
                            cash: row.get("cash_cents")?,
                            aside: row.get("aside_cents")?,
                        })
                    })?
                    .collect()
            })
            .doing("list what moved cash")
    }

    /// Lists the payments of receipts whose entries count for a span (`is_back`: were taken back in it), in the order
    /// in which they were taken.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn receipts_within(&self, span: Span, is_back: bool) -> Result<Vec<Tender>, StoreError> {
        self.connection
            .prepare_cached(
                "SELECT t.receipt_id, NULL AS eob_id, t.method, t.reference, t.amount_cents, g.last_name, g.first_name, \
                 g.middle_name, g.suffix, '' AS payer_name, (SELECT MAX(d.deposit_id) FROM deposit_part AS d \
                   WHERE d.receipt_id = t.receipt_id AND d.tender_place = t.place \
                   AND NOT EXISTS (SELECT 1 FROM deposit_reversal AS b WHERE b.deposit_id = d.deposit_id)) AS deposit_id \
                 FROM entry AS e JOIN receipt AS r ON r.id = e.source_id AND r.entry_id = COALESCE(e.reverses, e.id) \
                 JOIN receipt_tender AS t ON t.receipt_id = r.id JOIN guarantor AS g ON g.id = r.guarantor_id \
                 WHERE e.accounting_on BETWEEN ?1 AND ?2 AND +e.source = 'receipt' AND (e.reverses IS NOT NULL) = ?3 \
                 ORDER BY e.id, t.place",
            )
            .and_then(|mut select| {
                select
                    .query_map((span.from, span.through, is_back), tender)?
                    .collect::<Result<Vec<_>, _>>()
            })
            .map(|rows| rows.into_iter().flatten().collect())
            .doing("list the receipts of a day")
    }

    /// Lists the payments of payers that count for a span, by the cash that their entries brought in it.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn eobs_within(&self, span: Span) -> Result<Vec<Tender>, StoreError> {
        let mut cash: BTreeMap<EobId, i64> = BTreeMap::new();
        for one in self.cash_moves(span)? {
            if let (true, Some(id)) = (
                one.source == "eob" && one.kind != Kind::Reversal,
                one.source_id,
            ) {
                let sum = cash.entry(EobId::new(id)).or_default();
                *sum = sum.saturating_add(one.cash.cents());
            }
        }
        let mut rows = Vec::new();
        for (eob, cents) in cash {
            let found: Option<Tender> = self
                .connection
                .prepare_cached(
                    "SELECT NULL AS receipt_id, o.id AS eob_id, o.method, o.reference, ?2 AS amount_cents, '' AS last_name, \
                     '' AS first_name, '' AS middle_name, '' AS suffix, y.name AS payer_name, \
                     (SELECT MAX(d.deposit_id) FROM deposit_part AS d WHERE d.eob_id = o.id \
                       AND NOT EXISTS (SELECT 1 FROM deposit_reversal AS b WHERE b.deposit_id = d.deposit_id)) AS deposit_id \
                     FROM eob AS o JOIN payer AS y ON y.id = o.payer_id WHERE o.id = ?1",
                )
                .and_then(|mut select| select.query_row((eob, cents), tender))
                .doing("read the payment of a payer")?;
            rows.extend(found.filter(|tender| !tender.amount.is_zero()));
        }
        Ok(rows)
    }
}

fn charge_row(row: &Row<'_>) -> rusqlite::Result<ChargeRow> {
    let last: Option<String> = row.get("last_name")?;
    let is_back: bool = row.get("is_back")?;
    let name = match last {
        Some(last) => {
            let first: String = row.get("first_name")?;
            let credential: String = row.get("credential")?;
            let comma = if credential.is_empty() { "" } else { ", " };
            format!("{first} {last}{comma}{credential}")
                .trim()
                .to_owned()
        }
        None => String::from("No clinician"),
    };
    Ok(ChargeRow {
        who: if is_back {
            format!("Taken back ({name})")
        } else {
            name
        },
        visits: if is_back {
            None
        } else {
            Some(count(row, "visits")?)
        },
        lines: count(row, "lines")?,
        amount: row.get("cents")?,
    })
}

/// Reads a payment; nothing for one that paid nothing.
fn tender(row: &Row<'_>) -> rusqlite::Result<Option<Tender>> {
    let method: String = row.get("method")?;
    let Some(means) = Means::from_code(&method) else {
        return Ok(None);
    };
    let payer: String = row.get("payer_name")?;
    let from = if payer.is_empty() {
        let name = Name {
            last: row.get("last_name")?,
            first: row.get("first_name")?,
            middle: row.get("middle_name")?,
            suffix: row.get("suffix")?,
        };
        name.natural()
    } else {
        payer
    };
    Ok(Some(Tender {
        receipt: row.get("receipt_id")?,
        eob: row.get("eob_id")?,
        means,
        reference: row.get("reference")?,
        from,
        amount: row.get("amount_cents")?,
        deposit: row.get("deposit_id")?,
    }))
}
