//! Money on its way to the bank: what waits in the drawer, worked out each time from what came in and what went, and
//! the deposits that were made. It must not know what may go together; that is the domain's.

use chrono::{DateTime, Utc};
use rusqlite::{OptionalExtension, Row};

use super::attachment::AttachmentId;
use super::both::{Readable, reads};
use super::error::{Doing, StoreError};
use super::value::{bound, count, instant};
use super::{Store, Tx};
use crate::domain::deposit::{
    Bank, Deposit, DepositRow, Item, Kind, Means, NewBank, Part, Undeposited,
};
use crate::domain::eob::TakenBack;
use crate::domain::id::{BankId, DepositId, EntryId, EobId, ReceiptId, UserId};
use crate::domain::money::Money;
use crate::domain::person::Name;

/// What is written of a new deposit beside its parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NewRow<'a> {
    /// Its number.
    pub id: DepositId,
    /// To which account.
    pub bank: BankId,
    /// What it is.
    pub kind: Kind,
    /// The day it counts for.
    pub on: chrono::NaiveDate,
    /// Sum of its parts.
    pub amount: Money,
    /// What was kept back.
    pub fee: Money,
    /// Trace, batch or bag number.
    pub reference: &'a str,
    /// The entry that posted it; none for an exchange.
    pub entry: Option<EntryId>,
}

/// What waits of the tenders of receipts: what stands of each, less what deposits that stand took along.
const TENDERS: &str = "SELECT w.receipt_id, w.tender_place, NULL AS eob_id, w.method, w.accounting_on, w.reference, \
     g.last_name, g.first_name, g.middle_name, g.suffix, '' AS payer_name, w.open_cents AS amount_cents, \
     CASE WHEN w.open_cents < 0 THEN (SELECT MAX(p.deposit_id) FROM deposit_part AS p WHERE p.receipt_id = w.receipt_id \
       AND p.tender_place = w.tender_place AND p.amount_cents > 0) END AS went_in \
     FROM (SELECT t.receipt_id, t.place AS tender_place, t.method, t.reference, r.accounting_on, r.guarantor_id, \
       t.amount_cents * (NOT EXISTS (SELECT 1 FROM entry AS e WHERE e.reverses = r.entry_id) \
         AND NOT EXISTS (SELECT 1 FROM returned_check AS c WHERE c.receipt_id = t.receipt_id AND c.tender_place = t.place \
           AND NOT EXISTS (SELECT 1 FROM returned_check_undone AS n WHERE n.returned_check_id = c.id))) \
       - COALESCE((SELECT SUM(p.amount_cents) FROM deposit_part AS p WHERE p.receipt_id = t.receipt_id \
           AND p.tender_place = t.place \
           AND NOT EXISTS (SELECT 1 FROM deposit_reversal AS b WHERE b.deposit_id = p.deposit_id)), 0) AS open_cents \
       FROM receipt AS r JOIN receipt_tender AS t ON t.receipt_id = r.id) AS w \
     JOIN guarantor AS g ON g.id = w.guarantor_id WHERE w.open_cents <> 0";

/// What waits of the payments of EOBs, likewise.
const EOBS: &str = "SELECT NULL AS receipt_id, NULL AS tender_place, w.eob_id, w.method, w.accounting_on, w.reference, \
     '' AS last_name, '' AS first_name, '' AS middle_name, '' AS suffix, y.name AS payer_name, \
     w.open_cents AS amount_cents, \
     CASE WHEN w.open_cents < 0 THEN (SELECT MAX(p.deposit_id) FROM deposit_part AS p WHERE p.eob_id = w.eob_id \
       AND p.amount_cents > 0) END AS went_in \
     FROM (SELECT o.id AS eob_id, o.method, o.reference, o.accounting_on, o.payer_id, \
       o.amount_cents * (NOT EXISTS (SELECT 1 FROM eob_reversal AS r WHERE r.eob_id = o.id)) \
       - COALESCE((SELECT SUM(p.amount_cents) FROM deposit_part AS p WHERE p.eob_id = o.id \
           AND NOT EXISTS (SELECT 1 FROM deposit_reversal AS b WHERE b.deposit_id = p.deposit_id)), 0) AS open_cents \
       FROM eob AS o) AS w JOIN payer AS y ON y.id = w.payer_id WHERE w.open_cents <> 0";

/// The columns of a list of deposits.
pub(in crate::store) const ROW: &str = "SELECT d.id, d.bank_id, b.name AS bank_name, b.last_four, d.kind, d.deposited_on, d.amount_cents, \
     d.fee_cents, d.reference, d.made_at, u.name AS made_by, d.entry_id, d.attachment_id, \
     (SELECT COUNT(*) FROM deposit_part AS p WHERE p.deposit_id = d.id) AS parts, \
     v.at AS back_at, v.why AS back_why, (SELECT name FROM person_at_work WHERE id = v.by_id) AS back_by, \
     (SELECT e.bank_line_id FROM bank_event AS e WHERE e.deposit_id = d.id \
       AND NOT EXISTS (SELECT 1 FROM bank_event AS n WHERE n.undoes = e.id)) AS at_bank \
     FROM deposit AS d JOIN bank AS b ON b.id = d.bank_id JOIN person_at_work AS u ON u.id = d.made_by \
     LEFT JOIN deposit_reversal AS v ON v.deposit_id = d.id ";

/// A deposit as the book keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptDeposit {
    /// What it says.
    pub deposit: Deposit,
    /// The entry that posted it; none for an exchange.
    pub entry: Option<EntryId>,
    /// The printed slip; none until it was printed.
    pub attachment: Option<AttachmentId>,
}

reads! {
    /// Lists what waits to go to the bank, the oldest day first; negative where what went was taken back since.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn undeposited(&self) -> Result<Vec<Undeposited>, StoreError> {
        self.sql()
            .prepare_cached(&format!(
                "{TENDERS} UNION ALL {EOBS} ORDER BY accounting_on, receipt_id, tender_place, eob_id"
            ))
            .and_then(|mut select| select.query_map([], undeposited)?.collect())
            .doing("list what waits for the bank")
    }

    /// Gives what waits of one source; none when nothing does.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn undeposited_of(&self, item: Item) -> Result<Option<Undeposited>, StoreError> {
        const TASK: &str = "look for what waits for the bank";
        match item {
            Item::Tender(receipt, place) => self
                .sql()
                .prepare_cached(&format!(
                    "{TENDERS} AND w.receipt_id = ?1 AND w.tender_place = ?2"
                ))
                .and_then(|mut select| {
                    select.query_row((receipt, place), undeposited).optional()
                })
                .doing(TASK),
            Item::Eob(eob) => self
                .sql()
                .prepare_cached(&format!("{EOBS} AND w.eob_id = ?1"))
                .and_then(|mut select| select.query_row([eob], undeposited).optional())
                .doing(TASK),
        }
    }

    /// What the ledger says is in the drawer: account 60.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn drawer_in_ledger(&self) -> Result<Money, StoreError> {
        self.sql()
            .prepare_cached(
                "SELECT COALESCE(SUM(amount_cents), 0) AS drawer FROM account_day WHERE account = 60",
            )
            .and_then(|mut select| select.query_row([], |row| row.get("drawer")))
            .doing("add up the drawer")
    }

    /// Reads a deposit with its parts.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn deposit(&self, id: DepositId) -> Result<Option<KeptDeposit>, StoreError> {
        const TASK: &str = "read a deposit";
        let found = self
            .sql()
            .prepare_cached(&format!("{ROW} WHERE d.id = ?1"))
            .and_then(|mut select| select.query_row([id], kept).optional())
            .doing(TASK)?;
        let Some(mut kept) = found else {
            return Ok(None);
        };
        kept.deposit.contents = self
            .sql()
            .prepare_cached(
                "SELECT p.receipt_id, p.tender_place, p.eob_id, p.amount_cents, COALESCE(t.method, o.method) AS method, \
                 COALESCE(t.reference, o.reference) AS reference, COALESCE(r.accounting_on, o.accounting_on) AS accounting_on, \
                 COALESCE(g.last_name, '') AS last_name, COALESCE(g.first_name, '') AS first_name, \
                 COALESCE(g.middle_name, '') AS middle_name, COALESCE(g.suffix, '') AS suffix, \
                 COALESCE(y.name, '') AS payer_name, \
                 (EXISTS (SELECT 1 FROM entry AS e WHERE e.reverses = r.entry_id) \
                   OR EXISTS (SELECT 1 FROM returned_check AS c WHERE c.receipt_id = p.receipt_id \
                     AND c.tender_place = p.tender_place AND NOT EXISTS \
                     (SELECT 1 FROM returned_check_undone AS n WHERE n.returned_check_id = c.id)) \
                   OR EXISTS (SELECT 1 FROM eob_reversal AS v WHERE v.eob_id = o.id)) AS is_gone \
                 FROM deposit_part AS p LEFT JOIN receipt AS r ON r.id = p.receipt_id \
                 LEFT JOIN receipt_tender AS t ON t.receipt_id = p.receipt_id AND t.place = p.tender_place \
                 LEFT JOIN guarantor AS g ON g.id = r.guarantor_id \
                 LEFT JOIN eob AS o ON o.id = p.eob_id LEFT JOIN payer AS y ON y.id = o.payer_id \
                 WHERE p.deposit_id = ?1 ORDER BY p.place",
            )
            .and_then(|mut select| select.query_map([id], part)?.collect())
            .doing(TASK)?;
        Ok(Some(kept))
    }

    /// Lists bank accounts by name, those that lists no longer offer at the end.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn banks(&self) -> Result<Vec<Bank>, StoreError> {
        self.sql()
            .prepare_cached("SELECT * FROM bank ORDER BY is_active DESC, name COLLATE NOCASE, id")
            .and_then(|mut select| select.query_map([], bank)?.collect())
            .doing("list bank accounts")
    }

    /// Reads a bank account.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn bank(&self, id: BankId) -> Result<Option<Bank>, StoreError> {
        self.sql()
            .prepare_cached("SELECT * FROM bank WHERE id = ?1")
            .and_then(|mut select| select.query_row([id], bank).optional())
            .doing("read a bank account")
    }
}

impl Store {
    /// Lists deposits, newest first.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn deposits(&self, limit: usize) -> Result<Vec<DepositRow>, StoreError> {
        self.connection
            .prepare_cached(&format!(
                "{ROW} ORDER BY d.deposited_on DESC, d.id DESC LIMIT ?1"
            ))
            .and_then(|mut select| {
                select
                    .query_map([bound(limit)], |row| Ok(kept(row)?.deposit.row))?
                    .collect()
            })
            .doing("list deposits")
    }
}

impl Tx<'_> {
    /// Gives the number the next deposit will have, so that its entry can name it.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn next_deposit(&self) -> Result<DepositId, StoreError> {
        self.0
            .prepare_cached(
                "SELECT COALESCE(MAX(seq), 0) + 1 AS next FROM sqlite_sequence WHERE name = 'deposit'",
            )
            .and_then(|mut select| select.query_row([], |row| row.get("next")))
            .doing("number a deposit")
    }

    /// Files a deposit under its number, with its parts.
    ///
    /// # Errors
    /// [`StoreError`] when the book does not take it.
    pub fn add_deposit(
        &self,
        new: NewRow<'_>,
        parts: &[Undeposited],
        at: DateTime<Utc>,
        by: UserId,
    ) -> Result<(), StoreError> {
        const TASK: &str = "file a deposit";
        let _row = self
            .0
            .prepare_cached(
                "INSERT INTO deposit (id, bank_id, kind, deposited_on, amount_cents, fee_cents, reference, entry_id, \
                 made_at, made_by) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
            )
            .and_then(|mut insert| {
                insert.insert((
                    new.id,
                    new.bank,
                    new.kind,
                    new.on,
                    new.amount,
                    new.fee,
                    new.reference.trim(),
                    new.entry,
                    instant(at),
                    by,
                ))
            })
            .doing(TASK)?;
        for (place, part) in (1_i64..).zip(parts) {
            let (receipt, tender, eob) = match part.item {
                Item::Tender(receipt, tender) => (Some(receipt), Some(tender), None),
                Item::Eob(eob) => (None, None, Some(eob)),
            };
            let _rows = self
                .0
                .prepare_cached(
                    "INSERT INTO deposit_part (deposit_id, place, receipt_id, tender_place, eob_id, amount_cents) \
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                )
                .and_then(|mut insert| {
                    insert.execute((new.id, place, receipt, tender, eob, part.amount))
                })
                .doing(TASK)?;
        }
        Ok(())
    }

    /// Marks a deposit as taken back.
    ///
    /// # Errors
    /// [`StoreError::Refused`] when it was taken back before, or the bank has it.
    pub fn take_back_deposit(
        &self,
        id: DepositId,
        why: &str,
        at: DateTime<Utc>,
        by: UserId,
    ) -> Result<(), StoreError> {
        let _row = self
            .0
            .prepare_cached(
                "INSERT INTO deposit_reversal (deposit_id, at, by_id, why) VALUES (?1, ?2, ?3, ?4)",
            )
            .and_then(|mut insert| insert.insert((id, instant(at), by, why)))
            .doing("take a deposit back")?;
        Ok(())
    }

    /// Finds a later deposit that stands and is made of one of the same sources.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn later_deposit(&self, id: DepositId) -> Result<Option<DepositId>, StoreError> {
        self.0
            .prepare_cached(
                "SELECT n.deposit_id FROM deposit_part AS p JOIN deposit_part AS n ON n.deposit_id > p.deposit_id \
                   AND ((n.receipt_id = p.receipt_id AND n.tender_place = p.tender_place) OR n.eob_id = p.eob_id) \
                 WHERE p.deposit_id = ?1 \
                 AND NOT EXISTS (SELECT 1 FROM deposit_reversal AS b WHERE b.deposit_id = n.deposit_id) LIMIT 1",
            )
            .and_then(|mut select| {
                select
                    .query_row([id], |row| row.get("deposit_id"))
                    .optional()
            })
            .doing("look for a later deposit")
    }

    /// Keeps the printed slip. It is kept once; what went to the bank stays what it was.
    ///
    /// # Errors
    /// [`StoreError::Refused`] when one is kept already.
    pub fn keep_slip(&self, id: DepositId, print: AttachmentId) -> Result<(), StoreError> {
        let _rows = self
            .0
            .prepare_cached("UPDATE deposit SET attachment_id = ?2 WHERE id = ?1")
            .and_then(|mut update| update.execute((id, print)))
            .doing("keep a printed slip")?;
        Ok(())
    }

    /// Writes a bank account in.
    ///
    /// # Errors
    /// [`StoreError`] when the book does not take it.
    pub fn add_bank(&self, what: &NewBank) -> Result<BankId, StoreError> {
        self.0
            .prepare_cached("INSERT INTO bank (name, last_four) VALUES (?1, ?2)")
            .and_then(|mut insert| insert.insert((what.name.trim(), what.last_four.trim())))
            .map(BankId::new)
            .doing("write a bank account in")
    }

    /// Writes a bank account anew, and whether lists offer it. Gives whether there is such an account.
    ///
    /// # Errors
    /// [`StoreError`] when the book does not take it.
    pub fn change_bank(
        &self,
        id: BankId,
        what: &NewBank,
        is_active: bool,
    ) -> Result<bool, StoreError> {
        self.0
            .prepare_cached(
                "UPDATE bank SET name = ?2, last_four = ?3, is_active = ?4 WHERE id = ?1",
            )
            .and_then(|mut update| {
                update.execute((id, what.name.trim(), what.last_four.trim(), is_active))
            })
            .map(|rows| rows > 0)
            .doing("change a bank account")
    }
}

/// Reads which source a row is about.
fn item(row: &Row<'_>) -> rusqlite::Result<Item> {
    let receipt: Option<ReceiptId> = row.get("receipt_id")?;
    Ok(match receipt {
        Some(receipt) => Item::Tender(receipt, count(row, "tender_place")?),
        None => Item::Eob(row.get::<_, EobId>("eob_id")?),
    })
}

/// Reads who paid.
fn from(row: &Row<'_>) -> rusqlite::Result<String> {
    let payer: String = row.get("payer_name")?;
    if !payer.is_empty() {
        return Ok(payer);
    }
    let name = Name {
        last: row.get("last_name")?,
        first: row.get("first_name")?,
        middle: row.get("middle_name")?,
        suffix: row.get("suffix")?,
    };
    Ok(name.natural())
}

fn means(row: &Row<'_>) -> rusqlite::Result<Means> {
    let method: String = row.get("method")?;
    let at = row.as_ref().column_index("method")?;
    Means::from_code(&method).ok_or_else(|| {
        rusqlite::Error::InvalidColumnType(at, String::from("method"), rusqlite::types::Type::Text)
    })
}

fn undeposited(row: &Row<'_>) -> rusqlite::Result<Undeposited> {
    Ok(Undeposited {
        item: item(row)?,
        means: means(row)?,
        on: row.get("accounting_on")?,
        reference: row.get("reference")?,
        from: from(row)?,
        amount: row.get("amount_cents")?,
        went_in: row.get("went_in")?,
    })
}

fn part(row: &Row<'_>) -> rusqlite::Result<Part> {
    Ok(Part {
        item: item(row)?,
        means: means(row)?,
        on: row.get("accounting_on")?,
        reference: row.get("reference")?,
        from: from(row)?,
        amount: row.get("amount_cents")?,
        is_gone: row.get("is_gone")?,
    })
}

pub(in crate::store) fn kept(row: &Row<'_>) -> rusqlite::Result<KeptDeposit> {
    let (at, by, why): (Option<DateTime<Utc>>, Option<String>, Option<String>) = (
        row.get("back_at")?,
        row.get("back_by")?,
        row.get("back_why")?,
    );
    let taken_back = match (at, by, why) {
        (Some(at), Some(by), Some(why)) => Some(TakenBack { at, by, why }),
        _ => None,
    };
    let attachment: Option<AttachmentId> = row.get("attachment_id")?;
    Ok(KeptDeposit {
        deposit: Deposit {
            row: DepositRow {
                id: row.get("id")?,
                bank: row.get("bank_id")?,
                bank_name: row.get("bank_name")?,
                last_four: row.get("last_four")?,
                kind: row.get("kind")?,
                on: row.get("deposited_on")?,
                amount: row.get("amount_cents")?,
                fee: row.get("fee_cents")?,
                reference: row.get("reference")?,
                parts: count(row, "parts")?,
                is_printed: attachment.is_some(),
                is_taken_back: taken_back.is_some(),
                at_bank: row.get("at_bank")?,
            },
            contents: Vec::new(),
            made_at: row.get("made_at")?,
            made_by: row.get("made_by")?,
            taken_back,
        },
        entry: row.get("entry_id")?,
        attachment,
    })
}

fn bank(row: &Row<'_>) -> rusqlite::Result<Bank> {
    Ok(Bank {
        id: row.get("id")?,
        what: NewBank {
            name: row.get("name")?,
            last_four: row.get("last_four")?,
        },
        is_active: row.get("is_active")?,
    })
}
