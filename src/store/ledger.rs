//! The journal in the book: entries with their postings, sealed as they are written. It must not know what an entry
//! should say; that is the domain's ledger. The running balances follow by themselves, in the schema's triggers.

use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension, Row};

use super::both::{Readable, reads};
use super::error::{Doing, StoreError};
use super::value::{count, instant};
use super::{Store, Tx};
use crate::domain::id::{
    ChargeLineId, ClaimId, DepositId, EntryId, EobId, GuarantorId, ReceiptId, RefundId, UserId,
    VisitId,
};
use crate::domain::ledger::{Account, Effect, Entry, Kind, Posting, Source};
use crate::domain::money::Money;

#[cfg(test)]
pub(in crate::store) mod tests;

/// How large the journal is, and what all of it sums to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Figures {
    /// Entries.
    pub entries: u64,
    /// Postings.
    pub postings: u64,
    /// All postings added up: zero in a sound book.
    pub sum: Money,
}

impl Tx<'_> {
    /// Writes an entry with its postings and seals it, which brings every running balance up to date.
    ///
    /// # Errors
    /// [`StoreError::Refused`] in a closed period, for a second reversal of one entry, or for a service that is not
    /// on that guarantor's card.
    pub fn post(
        &self,
        entry: &Entry,
        at: DateTime<Utc>,
        by: UserId,
    ) -> Result<EntryId, StoreError> {
        const TASK: &str = "write an entry in the journal";
        let (source, source_id) = source_parts(entry.source());
        let id = self
            .0
            .prepare_cached(
                "INSERT INTO entry (kind, accounting_on, at, by_id, why, source, source_id, reverses) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            )
            .and_then(|mut insert| {
                insert.insert((
                    entry.kind(),
                    entry.accounting_on(),
                    instant(at),
                    by,
                    entry.why(),
                    source,
                    source_id,
                    entry.reverses(),
                ))
            })
            .map(EntryId::new)
            .doing(TASK)?;
        for (place, posting) in (1_i64..).zip(entry.postings()) {
            self.write_posting(id, place, posting).doing(TASK)?;
        }
        let _row = self
            .0
            .prepare_cached("INSERT INTO seal (entry_id) VALUES (?1)")
            .and_then(|mut insert| insert.insert([id]))
            .doing(TASK)?;
        Ok(id)
    }

    fn write_posting(
        &self,
        entry: EntryId,
        place: i64,
        posting: &Posting,
    ) -> Result<(), rusqlite::Error> {
        let account = posting.account;
        let on = posting.on;
        let _rows = self
            .0
            .prepare_cached(
                "INSERT INTO posting (entry_id, place, account, amount_cents, effect, charge_line_id, policy_id, \
                 guarantor_id, payer_id, reason) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
            )?
            .execute((
                entry,
                place,
                account.code(),
                posting.amount,
                on.map_or("", |(_, _, effect)| effect.code()),
                on.map(|(line, _, _)| line),
                account.policy(),
                on.map(|(_, guarantor, _)| guarantor).or(account.guarantor()),
                account.payer(),
                posting.reason.as_str(),
            ))?;
        Ok(())
    }

    /// Finds the entry that takes another back.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn reversal_of(&self, id: EntryId) -> Result<Option<EntryId>, StoreError> {
        self.0
            .prepare_cached("SELECT id FROM entry WHERE reverses = ?1")
            .and_then(|mut select| select.query_row([id], |row| row.get("id")).optional())
            .doing("look for a reversal")
    }
}

reads! {
    /// Reads an entry back as it was written.
    ///
    /// # Errors
    /// [`StoreError::BadRow`] when it is not there, or is no balanced entry any more.
    pub fn entry(&self, id: EntryId) -> Result<Entry, StoreError> {
        entry(self.sql(), id)
    }
}

impl Store {
    /// Counts the journal and adds all of it up.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn figures(&self) -> Result<Figures, StoreError> {
        self.connection
            .prepare_cached(
                "SELECT (SELECT COUNT(*) FROM entry) AS entries, COUNT(*) AS postings, \
                 COALESCE(SUM(amount_cents), 0) AS sum FROM posting",
            )
            .and_then(|mut select| {
                select.query_row([], |row| {
                    Ok(Figures {
                        entries: count(row, "entries")?,
                        postings: count(row, "postings")?,
                        sum: row.get("sum")?,
                    })
                })
            })
            .doing("count the journal")
    }
}

fn entry(connection: &Connection, id: EntryId) -> Result<Entry, StoreError> {
    const TASK: &str = "read an entry of the journal";
    let bad = |reason: &str| StoreError::BadRow {
        table: "entry",
        row: id.get(),
        reason: reason.to_owned(),
    };
    let head = connection
        .prepare_cached(
            "SELECT kind, accounting_on, why, source, source_id, reverses FROM entry WHERE id = ?1",
        )
        .and_then(|mut select| select.query_row([id], Head::read).optional())
        .doing(TASK)?
        .ok_or_else(|| bad("it is not there"))?;
    let source = head
        .source()
        .ok_or_else(|| bad("what it came from is not known"))?;
    let postings = connection
        .prepare_cached(
            "SELECT account, amount_cents, effect, charge_line_id, policy_id, guarantor_id, payer_id, reason \
             FROM posting WHERE entry_id = ?1 ORDER BY place",
        )
        .and_then(|mut select| select.query_map([id], posting)?.collect::<Result<Vec<_>, _>>())
        .doing(TASK)?
        .into_iter()
        .collect::<Option<Vec<Posting>>>()
        .ok_or_else(|| bad("a posting names no account we know"))?;
    Entry::new(head.kind, head.accounting_on, source, head.why, postings)
        .map(|entry| entry.restored(head.reverses))
        .map_err(|error| bad(&error.to_string()))
}

/// What a row of `entry` says.
struct Head {
    kind: Kind,
    accounting_on: chrono::NaiveDate,
    why: String,
    source: String,
    source_id: Option<i64>,
    reverses: Option<EntryId>,
}

impl Head {
    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            kind: row.get("kind")?,
            accounting_on: row.get("accounting_on")?,
            why: row.get("why")?,
            source: row.get("source")?,
            source_id: row.get("source_id")?,
            reverses: row.get("reverses")?,
        })
    }

    fn source(&self) -> Option<Source> {
        match (self.source.as_str(), self.source_id) {
            ("visit", Some(id)) => Some(Source::Visit(VisitId::new(id))),
            ("eob", Some(id)) => Some(Source::Eob(EobId::new(id))),
            ("receipt", Some(id)) => Some(Source::Receipt(ReceiptId::new(id))),
            ("claim", Some(id)) => Some(Source::Claim(ClaimId::new(id))),
            ("deposit", Some(id)) => Some(Source::Deposit(DepositId::new(id))),
            ("refund", Some(id)) => Some(Source::Refund(RefundId::new(id))),
            ("person", None) => Some(Source::Person),
            _ => None,
        }
    }
}

/// Reads a posting; nothing when its account and whose it is do not fit together.
fn posting(row: &Row<'_>) -> rusqlite::Result<Option<Posting>> {
    let guarantor: Option<GuarantorId> = row.get("guarantor_id")?;
    let account = Account::from_parts(
        row.get("account")?,
        row.get("policy_id")?,
        guarantor,
        row.get("payer_id")?,
    );
    let (line, effect): (Option<ChargeLineId>, String) =
        (row.get("charge_line_id")?, row.get("effect")?);
    let on = match (line, guarantor, Effect::from_code(&effect)) {
        (Some(line), Some(guarantor), Some(effect)) => Some((line, guarantor, effect)),
        _ => None,
    };
    let (amount, reason) = (row.get("amount_cents")?, row.get("reason")?);
    Ok(account.map(|account| Posting {
        account,
        amount,
        on,
        reason,
    }))
}

/// The two columns that say what an entry came from.
const fn source_parts(source: Source) -> (&'static str, Option<i64>) {
    match source {
        Source::Visit(id) => ("visit", Some(id.get())),
        Source::Eob(id) => ("eob", Some(id.get())),
        Source::Receipt(id) => ("receipt", Some(id.get())),
        Source::Claim(id) => ("claim", Some(id.get())),
        Source::Deposit(id) => ("deposit", Some(id.get())),
        Source::Refund(id) => ("refund", Some(id.get())),
        Source::Person => ("person", None),
    }
}
