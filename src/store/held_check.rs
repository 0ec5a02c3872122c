//! Checks that are held until their day. It must not know where one stands; that is the domain's.

use chrono::{DateTime, Utc};
use rusqlite::{OptionalExtension, Row};

use super::both::{Readable, reads};
use super::error::{Doing, StoreError};
use super::value::instant;
use super::{Store, Tx};
use crate::domain::id::{GuarantorId, HeldCheckId, ReceiptId, UserId};
use crate::domain::pay_later::{Ending, LaterId, Means, NewPayLater, PayLater};
use crate::domain::person::Name;

/// The columns of held checks, with what became of each.
const ROWS: &str = "SELECT l.id, l.guarantor_id, l.amount_cents, l.due_on, l.check_number, l.words, l.made_at, \
     u.name AS made_by, g.last_name, g.first_name, g.middle_name, g.suffix, \
     e.held_check_id IS NOT NULL AS is_ended, e.receipt_id, e.why \
     FROM held_check AS l JOIN guarantor AS g ON g.id = l.guarantor_id JOIN person_at_work AS u ON u.id = l.made_by \
     LEFT JOIN held_check_end AS e ON e.held_check_id = l.id ";

impl Tx<'_> {
    /// Writes a held check down under its number.
    ///
    /// # Errors
    /// [`StoreError`] when the book does not take it.
    pub fn add_held_check(
        &self,
        new: &NewPayLater,
        number: &str,
        at: DateTime<Utc>,
        by: UserId,
    ) -> Result<HeldCheckId, StoreError> {
        self.0
            .prepare_cached(
                "INSERT INTO held_check (guarantor_id, amount_cents, due_on, check_number, words, made_at, made_by) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )
            .and_then(|mut insert| {
                insert.insert((
                    new.guarantor,
                    new.amount,
                    new.due_on,
                    number,
                    new.words.as_str(),
                    instant(at),
                    by,
                ))
            })
            .map(HeldCheckId::new)
            .doing("write a held check down")
    }

    /// Writes what became of a held check.
    ///
    /// # Errors
    /// [`StoreError::Refused`] when it ended before.
    pub fn end_held_check(
        &self,
        id: HeldCheckId,
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
                "INSERT INTO held_check_end (held_check_id, receipt_id, why, at, by_id) VALUES (?1, ?2, ?3, ?4, ?5)",
            )
            .and_then(|mut insert| insert.execute((id, receipt, why, instant(at), by)))
            .doing("end a held check")?;
        Ok(())
    }
}

reads! {
    /// Reads a held check.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn find_held_check(&self, id: HeldCheckId) -> Result<Option<PayLater>, StoreError> {
        self.sql()
            .prepare_cached(&format!("{ROWS} WHERE l.id = ?1"))
            .and_then(|mut select| select.query_row([id], agreement).optional())
            .doing("read a held check")
    }
}

impl Store {
    /// Lists every held check of a guarantor, by its day.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn held_checks_of(&self, guarantor: GuarantorId) -> Result<Vec<PayLater>, StoreError> {
        self.connection
            .prepare_cached(&format!(
                "{ROWS} WHERE l.guarantor_id = ?1 ORDER BY l.due_on, l.id"
            ))
            .and_then(|mut select| select.query_map([guarantor], agreement)?.collect())
            .doing("list the held checks of a guarantor")
    }

    /// Lists the checks that are held, by their day.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn held_checks(&self) -> Result<Vec<PayLater>, StoreError> {
        self.connection
            .prepare_cached(&format!(
                "{ROWS} WHERE e.held_check_id IS NULL ORDER BY l.due_on, l.id"
            ))
            .and_then(|mut select| select.query_map([], agreement)?.collect())
            .doing("list held checks")
    }
}

fn agreement(row: &Row<'_>) -> rusqlite::Result<PayLater> {
    let means = Means::HeldCheck {
        number: row.get("check_number")?,
    };
    let receipt: Option<ReceiptId> = row.get("receipt_id")?;
    let ending = match (row.get("is_ended")?, receipt) {
        (false, _) => None,
        (true, Some(receipt)) => Some(Ending::TakenIn(receipt)),
        (true, None) => Some(Ending::CalledOff(row.get("why")?)),
    };
    Ok(PayLater {
        id: LaterId::Check(row.get("id")?),
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
        made_at: row.get("made_at")?,
        made_by: row.get("made_by")?,
        ending,
    })
}
