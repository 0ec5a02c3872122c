//! Refunds in the book, with what became of each. It must not know what is posted for one, nor what may follow.

use chrono::{DateTime, NaiveDate, Utc};
use rusqlite::Row;

use super::both::{Readable, reads};
use super::error::{Doing, StoreError};
use super::value::{bound, instant};
use super::{Store, Tx};
use crate::domain::id::{EntryId, GuarantorId, PayerId, RefundId, UserId};
use crate::domain::money::Money;
use crate::domain::person::Name;
use crate::domain::refund::{Credit, Deed, Refund, RefundEvent};

/// What is written of a deed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NewDeed<'a> {
    /// What.
    pub deed: Deed,
    /// The day it counts for.
    pub on: NaiveDate,
    /// The check's number, empty where there is none.
    pub number: &'a str,
    /// The entry that moved money; none where none moved.
    pub entry: Option<EntryId>,
    /// Why, may be empty.
    pub words: &'a str,
}

/// What has to be known of a posting on credit to tell whose it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CreditSource {
    /// The entry its entry takes back.
    pub reverses: Option<EntryId>,
    /// The payer whose money came in, or to whom it went.
    pub payer: Option<(PayerId, String)>,
    /// What the guarantor had paid on the services that a payer paid too much for.
    pub guarantor_paid: Money,
}

/// The columns of refunds with their events, one row an event, at least one a refund.
const ROWS: &str = "SELECT r.id, r.guarantor_id, g.last_name, g.first_name, g.middle_name, g.suffix, r.amount_cents, r.why, \
     r.asked_at, a.name AS asked_by, e.kind, e.on_day, e.number, e.words, e.at, u.name AS by_name \
     FROM refund AS r JOIN guarantor AS g ON g.id = r.guarantor_id JOIN person_at_work AS a ON a.id = r.asked_by \
     LEFT JOIN refund_event AS e ON e.refund_id = r.id LEFT JOIN person_at_work AS u ON u.id = e.by_id ";

impl Tx<'_> {
    /// Files a refund that was asked for.
    ///
    /// # Errors
    /// [`StoreError`] when the book does not take it.
    pub fn add_refund(
        &self,
        guarantor: GuarantorId,
        amount: Money,
        why: &str,
        at: DateTime<Utc>,
        by: UserId,
    ) -> Result<RefundId, StoreError> {
        self.0
            .prepare_cached(
                "INSERT INTO refund (guarantor_id, amount_cents, why, asked_at, asked_by) VALUES (?1, ?2, ?3, ?4, ?5)",
            )
            .and_then(|mut insert| insert.insert((guarantor, amount, why, instant(at), by)))
            .map(RefundId::new)
            .doing("file a refund")
    }

    /// Files what was done about a refund.
    ///
    /// # Errors
    /// [`StoreError`] when the book does not take it.
    pub fn add_refund_deed(
        &self,
        refund: RefundId,
        deed: NewDeed<'_>,
        at: DateTime<Utc>,
        by: UserId,
    ) -> Result<(), StoreError> {
        let _row = self
            .0
            .prepare_cached(
                "INSERT INTO refund_event (refund_id, kind, on_day, number, entry_id, words, at, by_id) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            )
            .and_then(|mut insert| {
                insert.insert((
                    refund,
                    deed.deed.code(),
                    deed.on,
                    deed.number,
                    deed.entry,
                    deed.words,
                    instant(at),
                    by,
                ))
            })
            .doing("file what became of a refund")?;
        Ok(())
    }

    /// Finds the entry of the newest deed of a kind.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn refund_entry(
        &self,
        refund: RefundId,
        deed: Deed,
    ) -> Result<Option<EntryId>, StoreError> {
        self.0
            .prepare_cached(
                "SELECT MAX(entry_id) AS entry_id FROM refund_event WHERE refund_id = ?1 AND kind = ?2",
            )
            .and_then(|mut select| {
                select.query_row((refund, deed.code()), |row| row.get("entry_id"))
            })
            .doing("find what moved a refund")
    }

    /// Finds the refund that a check of this number pays and that stands.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn refund_by_check(&self, number: &str) -> Result<Option<RefundId>, StoreError> {
        self.0
            .prepare_cached(
                "SELECT MAX(p.refund_id) AS refund_id FROM refund_event AS p WHERE p.number = ?1 COLLATE NOCASE \
                 AND p.kind = 'paid' AND NOT EXISTS (SELECT 1 FROM refund_event AS v WHERE v.refund_id = p.refund_id \
                   AND v.kind = 'voided' AND v.id > p.id)",
            )
            .and_then(|mut select| select.query_row([number], |row| row.get("refund_id")))
            .doing("look for a check")
    }
}

reads! {
    /// Reads a refund.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn refund(&self, id: RefundId) -> Result<Option<Refund>, StoreError> {
        self.sql()
            .prepare_cached(&format!("{ROWS} WHERE r.id = ?1 ORDER BY r.id, e.id"))
            .and_then(|mut select| gathered(select.query([id])?))
            .map(|found| found.into_iter().next())
            .doing("read a refund")
    }
}

impl Store {
    /// Lists refunds, the newest first: all of them, or one guarantor's.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn refunds(
        &self,
        guarantor: Option<GuarantorId>,
        limit: usize,
    ) -> Result<Vec<Refund>, StoreError> {
        self.connection
            .prepare_cached(&format!(
                "{ROWS} WHERE r.id IN (SELECT id FROM refund WHERE ?1 IS NULL OR guarantor_id = ?1 \
                 ORDER BY id DESC LIMIT ?2) ORDER BY r.id DESC, e.id"
            ))
            .and_then(|mut select| gathered(select.query((guarantor, bound(limit)))?))
            .doing("list refunds")
    }

    /// Lists, for each posting on a guarantor's credit in its order, what tells whose it is.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn credit_sources(&self, guarantor: GuarantorId) -> Result<Vec<CreditSource>, StoreError> {
        self.connection
            .prepare_cached(
                "SELECT e.reverses, y.id AS payer_id, y.name AS payer_name, \
                 (SELECT COALESCE(-SUM(q.amount_cents), 0) FROM posting AS o JOIN posting AS q \
                   ON q.charge_line_id = o.charge_line_id AND q.guarantor_id = p.guarantor_id \
                   AND q.effect = 'patient_paid' AND q.entry_id < p.entry_id \
                   WHERE o.entry_id = p.entry_id AND o.effect = 'insurance_paid' AND o.amount_cents > 0) AS paid_cents \
                 FROM posting AS p JOIN entry AS e ON e.id = p.entry_id \
                 LEFT JOIN payer AS y ON y.id = COALESCE((SELECT b.payer_id FROM eob AS b WHERE e.source = 'eob' AND b.id = e.source_id), \
                   (SELECT w.payer_id FROM posting AS w WHERE w.entry_id = p.entry_id AND w.account = 72)) \
                 WHERE p.account = 70 AND p.guarantor_id = ?1 AND p.account BETWEEN 70 AND 82 ORDER BY p.entry_id, p.place",
            )
            .and_then(|mut select| {
                select
                    .query_map([guarantor], |row| {
                        let payer: Option<PayerId> = row.get("payer_id")?;
                        let name: Option<String> = row.get("payer_name")?;
                        Ok(CreditSource {
                            reverses: row.get("reverses")?,
                            payer: payer.zip(name),
                            guarantor_paid: row.get("paid_cents")?,
                        })
                    })?
                    .collect()
            })
            .doing("look where credit came from")
    }

    /// Lists the credit of guarantors that is not placed, the largest first.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn open_credit(&self, limit: usize) -> Result<Vec<Credit>, StoreError> {
        self.connection
            .prepare_cached(
                "SELECT b.guarantor_id, b.unapplied_cents, g.last_name, g.first_name, g.middle_name, g.suffix, \
                 (SELECT MAX(e.accounting_on) FROM posting AS p JOIN entry AS e ON e.id = p.entry_id \
                   WHERE p.account = 70 AND p.guarantor_id = b.guarantor_id) AS last_on \
                 FROM guarantor_balance AS b JOIN guarantor AS g ON g.id = b.guarantor_id \
                 WHERE b.unapplied_cents <> 0 ORDER BY b.unapplied_cents DESC, b.guarantor_id LIMIT ?1",
            )
            .and_then(|mut select| {
                select
                    .query_map([bound(limit)], |row| {
                        Ok(Credit {
                            guarantor: row.get("guarantor_id")?,
                            name: named(row)?,
                            amount: row.get("unapplied_cents")?,
                            last_on: row.get("last_on")?,
                        })
                    })?
                    .collect()
            })
            .doing("list credit that is not placed")
    }
}

fn named(row: &Row<'_>) -> rusqlite::Result<Name> {
    Ok(Name {
        last: row.get("last_name")?,
        first: row.get("first_name")?,
        middle: row.get("middle_name")?,
        suffix: row.get("suffix")?,
    })
}

/// Gathers refunds from rows that hold one event each.
fn gathered(mut rows: rusqlite::Rows<'_>) -> rusqlite::Result<Vec<Refund>> {
    let mut found: Vec<Refund> = Vec::new();
    while let Some(row) = rows.next()? {
        let id: RefundId = row.get("id")?;
        if found.last().is_none_or(|last| last.id != id) {
            found.push(refund(id, row)?);
        }
        if let (Some(last), Some(event)) = (found.last_mut(), event(row)?) {
            last.events.push(event);
        }
    }
    Ok(found)
}

fn refund(id: RefundId, row: &Row<'_>) -> rusqlite::Result<Refund> {
    Ok(Refund {
        id,
        guarantor: row.get("guarantor_id")?,
        name: named(row)?,
        amount: row.get("amount_cents")?,
        why: row.get("why")?,
        asked_at: row.get("asked_at")?,
        asked_by: row.get("asked_by")?,
        events: Vec::new(),
    })
}

/// What was done; none for a refund that nothing was done about yet.
fn event(row: &Row<'_>) -> rusqlite::Result<Option<RefundEvent>> {
    let kind: Option<String> = row.get("kind")?;
    let Some(deed) = kind.as_deref().and_then(Deed::from_code) else {
        return Ok(None);
    };
    Ok(Some(RefundEvent {
        deed,
        on: row.get("on_day")?,
        number: row.get("number")?,
        words: row.get("words")?,
        at: row.get("at")?,
        by: row.get("by_name")?,
    }))
}
