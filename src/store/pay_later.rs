//! What guarantors agreed to pay later. It must not know where an agreement stands; that is the domain's.

use chrono::{DateTime, Utc};
use rusqlite::{OptionalExtension, Row};

use super::both::{Readable, reads};
use super::error::{Doing, StoreError};
use super::value::instant;
use super::{Store, Tx};
use crate::domain::id::{GuarantorId, PayLaterId, ReceiptId, UserId};
use crate::domain::pay_later::{Ending, Means, NewPayLater, PayLater, Received};
use crate::domain::person::Name;

/// The columns of agreements, with how a person ended each.
const ROWS: &str = "SELECT l.id, l.guarantor_id, l.kind, l.amount_cents, l.due_on, l.check_number, l.words, l.after_receipt, \
     l.made_at, u.name AS made_by, g.last_name, g.first_name, g.middle_name, g.suffix, \
     e.pay_later_id IS NOT NULL AS is_ended, e.receipt_id, e.why \
     FROM pay_later AS l JOIN guarantor AS g ON g.id = l.guarantor_id JOIN person_at_work AS u ON u.id = l.made_by \
     LEFT JOIN pay_later_end AS e ON e.pay_later_id = l.id ";

/// The receipts that may keep a promise: those that stand and took no held check in.
const RECEIVED: &str = "SELECT r.id, r.guarantor_id, r.accounting_on, r.amount_cents FROM receipt AS r \
     WHERE NOT EXISTS (SELECT 1 FROM entry AS e WHERE e.reverses = r.entry_id) \
     AND NOT EXISTS (SELECT 1 FROM pay_later_end AS t WHERE t.receipt_id = r.id) ";

impl Tx<'_> {
    /// Writes an agreement down.
    ///
    /// # Errors
    /// [`StoreError`] when the book does not take it.
    pub fn add_pay_later(
        &self,
        new: &NewPayLater,
        at: DateTime<Utc>,
        by: UserId,
    ) -> Result<PayLaterId, StoreError> {
        let number = match &new.means {
            Means::Promise => "",
            Means::HeldCheck { number } => number.as_str(),
        };
        self.0
            .prepare_cached(
                "INSERT INTO pay_later (guarantor_id, kind, amount_cents, due_on, check_number, words, after_receipt, \
                 made_at, made_by) VALUES (?1, ?2, ?3, ?4, ?5, ?6, (SELECT COALESCE(MAX(id), 0) FROM receipt), ?7, ?8)",
            )
            .and_then(|mut insert| {
                insert.insert((
                    new.guarantor,
                    new.means.code(),
                    new.amount,
                    new.due_on,
                    number,
                    new.words.as_str(),
                    instant(at),
                    by,
                ))
            })
            .map(PayLaterId::new)
            .doing("write down what is paid later")
    }

    /// Ends an agreement.
    ///
    /// # Errors
    /// [`StoreError::Refused`] when it ended before.
    pub fn end_pay_later(
        &self,
        id: PayLaterId,
        ending: &Ending,
        at: DateTime<Utc>,
        by: UserId,
    ) -> Result<(), StoreError> {
        let (receipt, why) = match ending {
            Ending::TakenIn(receipt) => (Some(*receipt), ""),
            Ending::CalledOff(why) => (None, why.as_str()),
        };
        let _rows = self
            .0
            .prepare_cached(
                "INSERT INTO pay_later_end (pay_later_id, receipt_id, why, at, by_id) VALUES (?1, ?2, ?3, ?4, ?5)",
            )
            .and_then(|mut insert| insert.execute((id, receipt, why, instant(at), by)))
            .doing("end what is paid later")?;
        Ok(())
    }
}

reads! {
    /// Reads one agreement.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn find_pay_later(&self, id: PayLaterId) -> Result<Option<PayLater>, StoreError> {
        self.sql()
            .prepare_cached(&format!("{ROWS} WHERE l.id = ?1"))
            .and_then(|mut select| select.query_row([id], agreement).optional())
            .doing("read what is paid later")
    }
}

impl Store {
    /// Lists every agreement of a guarantor, by its day.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn pay_laters_of(&self, guarantor: GuarantorId) -> Result<Vec<PayLater>, StoreError> {
        self.connection
            .prepare_cached(&format!(
                "{ROWS} WHERE l.guarantor_id = ?1 ORDER BY l.due_on, l.id"
            ))
            .and_then(|mut select| select.query_map([guarantor], agreement)?.collect())
            .doing("list what a guarantor pays later")
    }

    /// Lists the agreements that nobody ended, by their day.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn pay_laters(&self) -> Result<Vec<PayLater>, StoreError> {
        self.connection
            .prepare_cached(&format!(
                "{ROWS} WHERE e.pay_later_id IS NULL ORDER BY l.due_on, l.id"
            ))
            .and_then(|mut select| select.query_map([], agreement)?.collect())
            .doing("list what is paid later")
    }

    /// Lists the receipts of a guarantor that may keep a promise.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn received_from(&self, guarantor: GuarantorId) -> Result<Vec<Received>, StoreError> {
        self.connection
            .prepare_cached(&format!("{RECEIVED} AND r.guarantor_id = ?1"))
            .and_then(|mut select| select.query_map([guarantor], received)?.collect())
            .doing("list what came in from a guarantor")
    }

    /// Lists the receipts that may keep a promise nobody ended: of its guarantor, and after the first of theirs.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn received_for_promises(&self) -> Result<Vec<Received>, StoreError> {
        self.connection
            .prepare_cached(
                "SELECT r.id, r.guarantor_id, r.accounting_on, r.amount_cents \
                 FROM (SELECT l.guarantor_id, MIN(l.after_receipt) AS after FROM pay_later AS l \
                   WHERE l.kind = 'promise' AND NOT EXISTS (SELECT 1 FROM pay_later_end AS e WHERE e.pay_later_id = l.id) \
                   GROUP BY l.guarantor_id) AS p \
                 JOIN receipt AS r ON r.guarantor_id = p.guarantor_id AND r.id > p.after \
                 WHERE NOT EXISTS (SELECT 1 FROM entry AS e WHERE e.reverses = r.entry_id) \
                 AND NOT EXISTS (SELECT 1 FROM pay_later_end AS t WHERE t.receipt_id = r.id)",
            )
            .and_then(|mut select| select.query_map([], received)?.collect())
            .doing("list what came in since it was promised")
    }
}

fn agreement(row: &Row<'_>) -> rusqlite::Result<PayLater> {
    let kind: String = row.get("kind")?;
    let means = match kind.as_str() {
        "promise" => Means::Promise,
        _ => Means::HeldCheck {
            number: row.get("check_number")?,
        },
    };
    let receipt: Option<ReceiptId> = row.get("receipt_id")?;
    let ending = match (row.get("is_ended")?, receipt) {
        (false, _) => None,
        (true, Some(receipt)) => Some(Ending::TakenIn(receipt)),
        (true, None) => Some(Ending::CalledOff(row.get("why")?)),
    };
    Ok(PayLater {
        id: row.get("id")?,
        what: NewPayLater {
            guarantor: row.get("guarantor_id")?,
            means,
            amount: row.get("amount_cents")?,
            due_on: row.get("due_on")?,
            words: row.get("words")?,
        },
        name: Name {
            last: row.get("last_name")?,
            first: row.get("first_name")?,
            middle: row.get("middle_name")?,
            suffix: row.get("suffix")?,
        },
        after_receipt: row.get("after_receipt")?,
        made_at: row.get("made_at")?,
        made_by: row.get("made_by")?,
        ending,
    })
}

fn received(row: &Row<'_>) -> rusqlite::Result<Received> {
    Ok(Received {
        receipt: row.get("id")?,
        guarantor: row.get("guarantor_id")?,
        on: row.get("accounting_on")?,
        amount: row.get("amount_cents")?,
    })
}
