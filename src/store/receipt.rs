//! Money from guarantors in the book: receipts, how they were paid, and what each paid for, as it stood then. It must
//! not know how a receipt is printed.

use chrono::{DateTime, NaiveDate, Utc};
use rusqlite::Row;

use super::attachment::AttachmentId;
use super::both::{Readable, reads};
use super::error::{Doing, StoreError};
use super::value::{coded, count, instant};
use super::{Store, Tx};
use crate::domain::id::{EntryId, GuarantorId, PatientId, ReceiptId, UserId, VisitId};
use crate::domain::money::Money;
use crate::domain::payment::{NewReceipt, Placed, ReceiptRow, Tender};
use crate::domain::person::Name;

/// A receipt as it was taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptReceipt {
    /// As a list shows it.
    pub row: ReceiptRow,
    /// The entry that posted it.
    pub entry: EntryId,
    /// Who took it.
    pub taken_by: String,
    /// The printed receipt; none until it was printed.
    pub attachment: Option<AttachmentId>,
}

/// A visit as it stood when a receipt was taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReceiptItem {
    /// The visit.
    pub visit: VisitId,
    /// Whose.
    pub patient: PatientId,
    /// The patient's name.
    pub name: Name,
    /// Day of service.
    pub service_on: NaiveDate,
    /// Its first service, in the practice's words.
    pub description: String,
    /// How many services it has.
    pub lines: u32,
    /// What the guarantor owed for it before.
    pub owed: Money,
    /// What the receipt itself made the guarantor's, as a copay.
    pub copay: Money,
    /// What the receipt paid for it.
    pub paid: Money,
}

/// The columns of a list of receipts, one row a tender.
const ROWS: &str = "SELECT r.id, r.guarantor_id, g.last_name, g.first_name, g.middle_name, g.suffix, r.accounting_on, r.taken_at, \
     r.amount_cents, r.entry_id, r.attachment_id, u.name AS taken_by, t.method, t.reference, \
     t.amount_cents AS tender_cents, t.given_cents, \
     EXISTS (SELECT 1 FROM entry AS e WHERE e.reverses = r.entry_id) AS is_reversed \
     FROM receipt AS r JOIN guarantor AS g ON g.id = r.guarantor_id \
     JOIN person_at_work AS u ON u.id = r.taken_by JOIN receipt_tender AS t ON t.receipt_id = r.id ";

impl Tx<'_> {
    /// Gives the number the next receipt will have, so that its entry can name it.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn next_receipt(&self) -> Result<ReceiptId, StoreError> {
        self.0
            .prepare_cached(
                "SELECT COALESCE(MAX(seq), 0) + 1 AS next FROM sqlite_sequence WHERE name = 'receipt'",
            )
            .and_then(|mut select| select.query_row([], |row| row.get("next")))
            .doing("number a receipt")
    }

    /// Files a receipt under its number.
    ///
    /// # Errors
    /// [`StoreError`] when the book does not take it.
    pub fn add_receipt(
        &self,
        id: ReceiptId,
        receipt: &NewReceipt,
        amount: Money,
        entry: EntryId,
        at: DateTime<Utc>,
        by: UserId,
    ) -> Result<(), StoreError> {
        const TASK: &str = "file a receipt";
        let _row = self
            .0
            .prepare_cached(
                "INSERT INTO receipt (id, guarantor_id, accounting_on, amount_cents, entry_id, taken_at, taken_by) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )
            .and_then(|mut insert| {
                insert.insert((
                    id,
                    receipt.guarantor,
                    receipt.accounting_on,
                    amount,
                    entry,
                    instant(at),
                    by,
                ))
            })
            .doing(TASK)?;
        for (place, tender) in (1_i64..).zip(&receipt.tenders) {
            let (reference, given) = match tender {
                Tender::Cash { given, .. } => ("", *given),
                Tender::Check { number, .. } => (number.trim(), Money::ZERO),
                Tender::Card { reference, .. } => (reference.trim(), Money::ZERO),
            };
            let _rows = self
                .0
                .prepare_cached(
                    "INSERT INTO receipt_tender (receipt_id, place, method, reference, amount_cents, given_cents) \
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                )
                .and_then(|mut insert| {
                    insert.execute((id, place, tender.code(), reference, tender.amount(), given))
                })
                .doing(TASK)?;
        }
        Ok(())
    }

    /// Keeps the printed receipt. It is kept once; what was handed out stays what it was.
    ///
    /// # Errors
    /// [`StoreError::Refused`] when one is kept already.
    pub fn keep_receipt_print(&self, id: ReceiptId, print: AttachmentId) -> Result<(), StoreError> {
        let _rows = self
            .0
            .prepare_cached("UPDATE receipt SET attachment_id = ?2 WHERE id = ?1")
            .and_then(|mut update| update.execute((id, print)))
            .doing("keep a printed receipt")?;
        Ok(())
    }
}

reads! {
    /// Reads a receipt.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn receipt(&self, id: ReceiptId) -> Result<Option<KeptReceipt>, StoreError> {
        self.sql()
            .prepare_cached(&format!("{ROWS} WHERE r.id = ?1 ORDER BY t.place"))
            .and_then(|mut select| gathered(select.query([id])?))
            .map(|found| found.into_iter().next())
            .doing("read a receipt")
    }
}

impl Store {
    /// Lists receipts, newest first: all of them, or one guarantor's.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn receipts(
        &self,
        guarantor: Option<GuarantorId>,
        limit: u32,
    ) -> Result<Vec<ReceiptRow>, StoreError> {
        const TASK: &str = "list receipts";
        let rows = match guarantor {
            Some(guarantor) => self
                .connection
                .prepare_cached(&format!(
                    "{ROWS} WHERE r.id IN (SELECT id FROM receipt WHERE guarantor_id = ?1 ORDER BY id DESC LIMIT ?2) \
                     ORDER BY r.id DESC, t.place"
                ))
                .and_then(|mut select| gathered(select.query((guarantor, limit))?)),
            None => self
                .connection
                .prepare_cached(&format!(
                    "{ROWS} WHERE r.id IN (SELECT id FROM receipt ORDER BY id DESC LIMIT ?1) ORDER BY r.id DESC, t.place"
                ))
                .and_then(|mut select| gathered(select.query([limit])?)),
        };
        Ok(rows
            .doing(TASK)?
            .into_iter()
            .map(|receipt| receipt.row)
            .collect())
    }

    /// Lists the services that an entry of a guarantor's money paid for, oldest day first.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn placed_by(&self, entry: EntryId) -> Result<Vec<Placed>, StoreError> {
        self.connection
            .prepare_cached(
                "SELECT c.id, c.visit_id, v.patient_id, n.first_name, v.service_on, c.code, c.description, \
                 -SUM(p.amount_cents) AS paid_cents \
                 FROM posting AS p JOIN charge_line AS c ON c.id = p.charge_line_id \
                 JOIN visit AS v ON v.id = c.visit_id JOIN patient AS n ON n.id = v.patient_id \
                 WHERE p.entry_id = ?1 AND p.effect = 'patient_paid' \
                 GROUP BY c.id ORDER BY v.service_on, c.visit_id, c.place",
            )
            .and_then(|mut select| select.query_map([entry], placed)?.collect())
            .doing("list what a payment was placed on")
    }

    /// Lists the visits of a guarantor that were owed for, or paid for, when a receipt was taken, oldest first. What came
    /// back from a collections agency in the same entry was owed for.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn receipt_items(
        &self,
        guarantor: GuarantorId,
        entry: EntryId,
    ) -> Result<Vec<ReceiptItem>, StoreError> {
        self.connection
            .prepare_cached(
                "SELECT s.visit_id, s.patient_id, s.service_on, n.last_name, n.first_name, \
                 SUM(MAX(s.before_cents, 0)) AS owed_cents, SUM(s.copay_cents) AS copay_cents, \
                 SUM(s.paid_cents) AS paid_cents, \
                 (SELECT description FROM charge_line WHERE visit_id = s.visit_id AND voided_at IS NULL \
                  ORDER BY place LIMIT 1) AS description, \
                 (SELECT COUNT(*) FROM charge_line WHERE visit_id = s.visit_id AND voided_at IS NULL) AS lines \
                 FROM (SELECT b.visit_id, b.patient_id, b.service_on, \
                   SUM(p.amount_cents * (p.entry_id < ?2 OR (p.entry_id = ?2 AND p.effect = 'adjustment'))) \
                     AS before_cents, \
                   SUM(p.amount_cents * (p.entry_id = ?2 AND p.effect = 'transfer')) AS copay_cents, \
                   -SUM(p.amount_cents * (p.entry_id = ?2 AND p.effect = 'patient_paid')) AS paid_cents \
                   FROM line_balance AS b JOIN posting AS p \
                     ON p.charge_line_id = b.charge_line_id AND p.guarantor_id = b.guarantor_id AND p.account = 20 \
                     AND p.entry_id <= ?2 \
                   WHERE b.guarantor_id = ?1 GROUP BY b.charge_line_id) AS s \
                 JOIN patient AS n ON n.id = s.patient_id GROUP BY s.visit_id \
                 HAVING owed_cents > 0 OR paid_cents <> 0 ORDER BY s.service_on, s.visit_id",
            )
            .and_then(|mut select| select.query_map((guarantor, entry), receipt_item)?.collect())
            .doing("list what a receipt paid for")
    }

    /// Adds up, by payer, what insurers owed a guarantor's services once `entry` was written.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn pending_after(
        &self,
        guarantor: GuarantorId,
        entry: EntryId,
    ) -> Result<Vec<(String, Money)>, StoreError> {
        self.connection
            .prepare_cached(
                "SELECT y.name, SUM(p.amount_cents) AS open_cents FROM line_balance AS b \
                 JOIN posting AS p ON p.charge_line_id = b.charge_line_id AND p.guarantor_id = b.guarantor_id \
                   AND p.account = 10 AND p.entry_id <= ?2 \
                 JOIN policy AS c ON c.id = p.policy_id JOIN payer AS y ON y.id = c.payer_id \
                 WHERE b.guarantor_id = ?1 GROUP BY y.id HAVING SUM(p.amount_cents) > 0 ORDER BY y.name",
            )
            .and_then(|mut select| {
                select
                    .query_map((guarantor, entry), |row| {
                        Ok((row.get("name")?, row.get("open_cents")?))
                    })?
                    .collect()
            })
            .doing("add up what waits for insurance")
    }
}

/// Gathers receipts from rows that hold one tender each.
fn gathered(mut rows: rusqlite::Rows<'_>) -> rusqlite::Result<Vec<KeptReceipt>> {
    let mut found: Vec<KeptReceipt> = Vec::new();
    while let Some(row) = rows.next()? {
        let id: ReceiptId = row.get("id")?;
        if found.last().is_none_or(|last| last.row.id != id) {
            found.push(kept(row)?);
        }
        if let Some(last) = found.last_mut() {
            last.row.tenders.push(tender(row)?);
        }
    }
    Ok(found)
}

fn kept(row: &Row<'_>) -> rusqlite::Result<KeptReceipt> {
    let taken_at: DateTime<Utc> = row.get("taken_at")?;
    Ok(KeptReceipt {
        row: ReceiptRow {
            id: row.get("id")?,
            guarantor: row.get("guarantor_id")?,
            name: Name {
                last: row.get("last_name")?,
                first: row.get("first_name")?,
                middle: row.get("middle_name")?,
                suffix: row.get("suffix")?,
            },
            accounting_on: row.get("accounting_on")?,
            taken_at,
            tenders: Vec::new(),
            amount: row.get("amount_cents")?,
            is_reversed: row.get("is_reversed")?,
        },
        entry: row.get("entry_id")?,
        taken_by: row.get("taken_by")?,
        attachment: row.get("attachment_id")?,
    })
}

fn tender(row: &Row<'_>) -> rusqlite::Result<Tender> {
    let (method, reference): (String, String) = (row.get("method")?, row.get("reference")?);
    let amount = row.get("tender_cents")?;
    Ok(match method.as_str() {
        "cash" => Tender::Cash {
            amount,
            given: row.get("given_cents")?,
        },
        "check" => Tender::Check {
            amount,
            number: reference,
        },
        _ => Tender::Card { amount, reference },
    })
}

fn placed(row: &Row<'_>) -> rusqlite::Result<Placed> {
    Ok(Placed {
        line: row.get("id")?,
        visit: row.get("visit_id")?,
        patient: row.get("patient_id")?,
        patient_first: row.get("first_name")?,
        service_on: row.get("service_on")?,
        code: coded(row)?,
        description: row.get("description")?,
        amount: row.get("paid_cents")?,
    })
}

fn receipt_item(row: &Row<'_>) -> rusqlite::Result<ReceiptItem> {
    let description: Option<String> = row.get("description")?;
    Ok(ReceiptItem {
        visit: row.get("visit_id")?,
        patient: row.get("patient_id")?,
        name: Name {
            last: row.get("last_name")?,
            first: row.get("first_name")?,
            ..Name::default()
        },
        service_on: row.get("service_on")?,
        description: description.unwrap_or_default(),
        lines: count(row, "lines")?,
        owed: row.get("owed_cents")?,
        copay: row.get("copay_cents")?,
        paid: row.get("paid_cents")?,
    })
}
