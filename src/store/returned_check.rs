//! Checks that the bank returned, in the book. It must not know what is posted for one.

use chrono::{DateTime, NaiveDate, Utc};
use rusqlite::{OptionalExtension, Row};

use super::both::{Readable, reads};
use super::error::{Doing, StoreError};
use super::value::{bound, count, instant};
use super::{Store, Tx};
use crate::domain::deposit::Item;
use crate::domain::id::{
    ChargeLineId, DepositId, EntryId, GuarantorId, ReceiptId, ReturnedCheckId, UserId,
};
use crate::domain::money::Money;
use crate::domain::person::Name;
use crate::domain::returned::{NewReturn, ReturnedCheck};

/// A returned check with the entry that took its payment back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptReturn {
    /// As lists show it.
    pub row: ReturnedCheck,
    /// The entry.
    pub entry: EntryId,
}

const ROWS: &str = "SELECT c.id, c.receipt_id, c.tender_place, c.returned_on, c.entry_id, c.why, c.at, \
     u.name AS by_name, t.reference, t.amount_cents, r.guarantor_id, g.last_name, g.first_name, g.middle_name, g.suffix, \
     CASE WHEN f.voided_at IS NULL THEN f.id END AS fee_line_id, f.charge_cents AS fee_cents, n.why AS undone \
     FROM returned_check AS c JOIN receipt AS r ON r.id = c.receipt_id \
     JOIN receipt_tender AS t ON t.receipt_id = c.receipt_id AND t.place = c.tender_place \
     JOIN guarantor AS g ON g.id = r.guarantor_id JOIN person_at_work AS u ON u.id = c.by_id \
     LEFT JOIN charge_line AS f ON f.id = c.fee_line_id \
     LEFT JOIN returned_check_undone AS n ON n.returned_check_id = c.id ";

impl Tx<'_> {
    /// Files a returned check.
    ///
    /// # Errors
    /// [`StoreError::Refused`] when that check was returned already.
    pub fn add_returned_check(
        &self,
        new: &NewReturn,
        entry: EntryId,
        fee: Option<ChargeLineId>,
        at: DateTime<Utc>,
        by: UserId,
    ) -> Result<ReturnedCheckId, StoreError> {
        self.0
            .prepare_cached(
                "INSERT INTO returned_check (receipt_id, tender_place, returned_on, entry_id, fee_line_id, why, at, by_id) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            )
            .and_then(|mut insert| {
                insert.insert((
                    new.receipt,
                    new.tender,
                    new.on,
                    entry,
                    fee,
                    new.why.trim(),
                    instant(at),
                    by,
                ))
            })
            .map(ReturnedCheckId::new)
            .doing("file a returned check")
    }

    /// Marks the payment of a returned check as holding again.
    ///
    /// # Errors
    /// [`StoreError::Refused`] when it does already.
    pub fn undo_returned_check(
        &self,
        id: ReturnedCheckId,
        why: &str,
        at: DateTime<Utc>,
        by: UserId,
    ) -> Result<(), StoreError> {
        let _row = self
            .0
            .prepare_cached(
                "INSERT INTO returned_check_undone (returned_check_id, at, by_id, why) VALUES (?1, ?2, ?3, ?4)",
            )
            .and_then(|mut insert| insert.insert((id, instant(at), by, why)))
            .doing("let a returned check hold again")?;
        Ok(())
    }

    /// Finds the deposit that took a payment to the bank and stands.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn deposit_of(&self, item: Item) -> Result<Option<DepositId>, StoreError> {
        let Item::Tender(receipt, place) = item else {
            return Ok(None);
        };
        self.0
            .prepare_cached(
                "SELECT MAX(p.deposit_id) AS deposit_id FROM deposit_part AS p WHERE p.receipt_id = ?1 \
                 AND p.tender_place = ?2 AND p.amount_cents > 0 \
                 AND NOT EXISTS (SELECT 1 FROM deposit_reversal AS b WHERE b.deposit_id = p.deposit_id)",
            )
            .and_then(|mut select| {
                select.query_row((receipt, place), |row| row.get("deposit_id"))
            })
            .doing("find where a payment went")
    }

    /// Finds the entry that charged a line and stands.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn charge_entry_of(&self, line: ChargeLineId) -> Result<Option<EntryId>, StoreError> {
        self.0
            .prepare_cached(
                "SELECT e.id FROM posting AS p JOIN entry AS e ON e.id = p.entry_id AND e.kind = 'charge' \
                 WHERE p.charge_line_id = ?1 AND p.effect = 'charge' \
                 AND NOT EXISTS (SELECT 1 FROM entry AS r WHERE r.reverses = e.id) ORDER BY e.id DESC LIMIT 1",
            )
            .and_then(|mut select| select.query_row([line], |row| row.get("id")).optional())
            .doing("find what charged a line")
    }

    /// Adds up where the money of a receipt stands by its own entries: on each service, the newest day first, and as
    /// credit.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn stands_of_receipt(
        &self,
        receipt: ReceiptId,
    ) -> Result<(Vec<(ChargeLineId, Money)>, Money), StoreError> {
        const TASK: &str = "find where a payment stands";
        let placed = self
            .0
            .prepare_cached(
                "SELECT p.charge_line_id, -SUM(p.amount_cents) AS cents FROM entry AS e \
                 JOIN posting AS p ON p.entry_id = e.id AND p.effect = 'patient_paid' \
                 WHERE e.source = 'receipt' AND e.source_id = ?1 GROUP BY p.charge_line_id \
                 HAVING SUM(p.amount_cents) < 0 ORDER BY p.charge_line_id DESC",
            )
            .and_then(|mut select| {
                select
                    .query_map([receipt], |row| {
                        Ok((row.get("charge_line_id")?, row.get("cents")?))
                    })?
                    .collect()
            })
            .doing(TASK)?;
        let credit = self
            .0
            .prepare_cached(
                "SELECT COALESCE(-SUM(p.amount_cents), 0) AS cents FROM entry AS e \
                 JOIN posting AS p ON p.entry_id = e.id AND p.account = 70 \
                 WHERE e.source = 'receipt' AND e.source_id = ?1",
            )
            .and_then(|mut select| select.query_row([receipt], |row| row.get("cents")))
            .doing(TASK)?;
        Ok((placed, credit))
    }

    /// Whether one tender of a receipt was returned, and its payment does not hold.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn is_returned(&self, receipt: ReceiptId, tender: u32) -> Result<bool, StoreError> {
        self.0
            .prepare_cached(
                "SELECT EXISTS (SELECT 1 FROM returned_check AS c WHERE c.receipt_id = ?1 AND c.tender_place = ?2 \
                 AND NOT EXISTS (SELECT 1 FROM returned_check_undone AS n WHERE n.returned_check_id = c.id)) AS has",
            )
            .and_then(|mut select| select.query_row((receipt, tender), |row| row.get("has")))
            .doing("look whether a check was returned")
    }

    /// Lists what credit of a guarantor paid for since an entry, the newest first: the service, and how much.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn placed_since(
        &self,
        guarantor: GuarantorId,
        since: EntryId,
    ) -> Result<Vec<(ChargeLineId, Money)>, StoreError> {
        self.0
            .prepare_cached(
                "SELECT p.charge_line_id, -SUM(p.amount_cents) AS cents FROM posting AS h \
                 JOIN entry AS e ON e.id = h.entry_id AND e.kind = 'allocation' AND e.id > ?2 \
                   AND NOT EXISTS (SELECT 1 FROM entry AS r WHERE r.reverses = e.id) \
                 JOIN posting AS p ON p.entry_id = e.id AND p.effect = 'patient_paid' AND p.amount_cents < 0 \
                 WHERE h.account = 70 AND h.guarantor_id = ?1 AND h.amount_cents > 0 \
                 GROUP BY e.id, p.charge_line_id ORDER BY e.id DESC, p.charge_line_id DESC",
            )
            .and_then(|mut select| {
                select
                    .query_map((guarantor, since), |row| {
                        Ok((row.get("charge_line_id")?, row.get("cents")?))
                    })?
                    .collect()
            })
            .doing("list what credit paid for")
    }
}

reads! {
    /// Reads a returned check.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn returned_check(&self, id: ReturnedCheckId) -> Result<Option<KeptReturn>, StoreError> {
        self.sql()
            .prepare_cached(&format!("{ROWS} WHERE c.id = ?1"))
            .and_then(|mut select| select.query_row([id], kept).optional())
            .doing("read a returned check")
    }

    /// Whether a check of a receipt was returned, and its payment does not hold.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn has_returned_check(&self, receipt: ReceiptId) -> Result<bool, StoreError> {
        self.sql()
            .prepare_cached(
                "SELECT EXISTS (SELECT 1 FROM returned_check AS c WHERE c.receipt_id = ?1 AND NOT EXISTS \
                 (SELECT 1 FROM returned_check_undone AS n WHERE n.returned_check_id = c.id)) AS has",
            )
            .and_then(|mut select| select.query_row([receipt], |row| row.get("has")))
            .doing("look for returned checks")
    }
}

impl Store {
    /// Lists returned checks, the newest first: all of them, or one guarantor's.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn returned_checks(
        &self,
        guarantor: Option<GuarantorId>,
        limit: usize,
    ) -> Result<Vec<ReturnedCheck>, StoreError> {
        self.connection
            .prepare_cached(&format!(
                "{ROWS} WHERE ?1 IS NULL OR r.guarantor_id = ?1 ORDER BY c.id DESC LIMIT ?2"
            ))
            .and_then(|mut select| {
                select
                    .query_map((guarantor, bound(limit)), |row| Ok(kept(row)?.row))?
                    .collect()
            })
            .doing("list returned checks")
    }

    /// The day of a guarantor's newest returned check that nothing undid; none when all of their checks were good.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn last_returned_check(
        &self,
        guarantor: GuarantorId,
    ) -> Result<Option<NaiveDate>, StoreError> {
        self.connection
            .prepare_cached(
                "SELECT MAX(c.returned_on) AS on_day FROM receipt AS r JOIN returned_check AS c ON c.receipt_id = r.id \
                 WHERE r.guarantor_id = ?1 AND NOT EXISTS \
                 (SELECT 1 FROM returned_check_undone AS n WHERE n.returned_check_id = c.id)",
            )
            .and_then(|mut select| select.query_row([guarantor], |row| row.get("on_day")))
            .doing("look for returned checks")
    }
}

fn kept(row: &Row<'_>) -> rusqlite::Result<KeptReturn> {
    let fee: Option<ChargeLineId> = row.get("fee_line_id")?;
    let cost: Option<Money> = row.get("fee_cents")?;
    Ok(KeptReturn {
        row: ReturnedCheck {
            id: row.get("id")?,
            receipt: row.get("receipt_id")?,
            tender: count(row, "tender_place")?,
            number: row.get("reference")?,
            guarantor: row.get("guarantor_id")?,
            name: Name {
                last: row.get("last_name")?,
                first: row.get("first_name")?,
                middle: row.get("middle_name")?,
                suffix: row.get("suffix")?,
            },
            amount: row.get("amount_cents")?,
            on: row.get("returned_on")?,
            why: row.get("why")?,
            fee: fee.zip(cost),
            at: row.get("at")?,
            by: row.get("by_name")?,
            undone: row.get("undone")?,
        },
        entry: row.get("entry_id")?,
    })
}
