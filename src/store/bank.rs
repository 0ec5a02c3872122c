//! What banks say in the book: files, lines, each line once, and what was decided about each. It must not know how a
//! file is read or what a line may be.

use chrono::{DateTime, NaiveDate, Utc};
use rusqlite::{OptionalExtension, Row};

use super::both::{Readable, reads};
use super::deposit::{ROW, kept};
use super::error::{Doing, StoreError};
use super::value::{bound, count, instant};
use super::{Store, Tx};
use crate::domain::bank::{BankLine, Form, Standing, StatedLine};
use crate::domain::deposit::DepositRow;
use crate::domain::id::{BankEventId, BankFileId, BankId, BankLineId, DepositId, UserId};
use crate::domain::money::Money;

/// Which lines to list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LineFilter {
    /// Of this account; none: of all.
    pub bank: Option<BankId>,
    /// Only those nobody said anything of.
    pub is_open: bool,
    /// From this day on.
    pub from: Option<NaiveDate>,
    /// Up to this day.
    pub to: Option<NaiveDate>,
}

/// The columns of a list of lines, one row a standing event.
const LINES: &str = "SELECT l.id, l.bank_id, l.posted_on, l.amount_cents, l.words, l.reference, f.name AS file, \
     l.file_line, e.kind AS decided, e.deposit_id, e.words AS why \
     FROM bank_line AS l JOIN bank_file AS f ON f.id = l.file_id \
     LEFT JOIN bank_event AS e ON e.bank_line_id = l.id AND e.kind <> 'undone' \
       AND NOT EXISTS (SELECT 1 FROM bank_event AS u WHERE u.undoes = e.id) ";

reads! {
    /// Reads a line of the bank.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn bank_line(&self, id: BankLineId) -> Result<Option<BankLine>, StoreError> {
        self.sql()
            .prepare_cached(&format!("{LINES} WHERE l.id = ?1 ORDER BY e.id"))
            .and_then(|mut select| gathered(select.query([id])?))
            .map(|found| found.into_iter().next())
            .doing("read a line of the bank")
    }

    /// How an account's CSV files read, JSON; empty until one was read.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn bank_layout(&self, id: BankId) -> Result<String, StoreError> {
        self.sql()
            .prepare_cached("SELECT layout FROM bank WHERE id = ?1")
            .and_then(|mut select| select.query_row([id], |row| row.get("layout")).optional())
            .map(Option::unwrap_or_default)
            .doing("read how a bank's files read")
    }

    /// Whether a line is in the book: by its key, or, for one without the bank's own id, by day and amount as files of
    /// another form say them.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn is_bank_line_known(&self, bank: BankId, key: &str) -> Result<bool, StoreError> {
        self.sql()
            .prepare_cached(
                "SELECT EXISTS (SELECT 1 FROM bank_line WHERE bank_id = ?1 AND key = ?2) AS known",
            )
            .and_then(|mut select| select.query_row((bank, key), |row| row.get("known")))
            .doing("look for a line of the bank")
    }

    /// How many lines of a day and an amount files of another form said.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn bank_lines_of_other_form(
        &self,
        bank: BankId,
        form: Form,
        on: NaiveDate,
        amount: Money,
    ) -> Result<u32, StoreError> {
        self.sql()
            .prepare_cached(
                "SELECT COUNT(*) AS many FROM bank_line AS l JOIN bank_file AS f ON f.id = l.file_id \
                 WHERE l.bank_id = ?1 AND f.form <> ?2 AND l.posted_on = ?3 AND l.amount_cents = ?4",
            )
            .and_then(|mut select| {
                select.query_row((bank, form.code(), on, amount), |row| count(row, "many"))
            })
            .doing("look for lines of the bank")
    }
}

impl Store {
    /// Lists lines of the bank, newest first.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn bank_lines(
        &self,
        filter: LineFilter,
        limit: usize,
    ) -> Result<Vec<BankLine>, StoreError> {
        self.connection
            .prepare_cached(&format!(
                "{LINES} WHERE l.id IN (SELECT id FROM bank_line AS m WHERE (?1 IS NULL OR m.bank_id = ?1) \
                   AND (?2 IS NULL OR m.posted_on >= ?2) AND (?3 IS NULL OR m.posted_on <= ?3) \
                   AND (NOT ?4 OR NOT EXISTS (SELECT 1 FROM bank_event AS d WHERE d.bank_line_id = m.id \
                     AND d.kind <> 'undone' AND NOT EXISTS (SELECT 1 FROM bank_event AS u WHERE u.undoes = d.id))) \
                   ORDER BY m.posted_on DESC, m.id DESC LIMIT ?5) \
                 ORDER BY l.posted_on DESC, l.id DESC, e.id"
            ))
            .and_then(|mut select| {
                gathered(select.query((
                    filter.bank,
                    filter.from,
                    filter.to,
                    filter.is_open,
                    bound(limit),
                ))?)
            })
            .doing("list lines of the bank")
    }

    /// Gives the first and the last day that an account's lines tell of; none before its first file.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn bank_days(&self, bank: BankId) -> Result<Option<(NaiveDate, NaiveDate)>, StoreError> {
        self.connection
            .prepare_cached(
                "SELECT MIN(posted_on) AS first, MAX(posted_on) AS last FROM bank_line WHERE bank_id = ?1",
            )
            .and_then(|mut select| {
                select.query_row([bank], |row| {
                    let first: Option<NaiveDate> = row.get("first")?;
                    let last: Option<NaiveDate> = row.get("last")?;
                    Ok(first.zip(last))
                })
            })
            .doing("read the days of a bank")
    }

    /// Lists the deposits that stand and that no line of the bank is, oldest first.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn deposits_not_at_bank(
        &self,
        from: NaiveDate,
        limit: usize,
    ) -> Result<Vec<DepositRow>, StoreError> {
        self.connection
            .prepare_cached(&format!(
                "{ROW} WHERE d.deposited_on >= ?1 AND d.kind <> 'exchange' AND v.deposit_id IS NULL AND at_bank IS NULL \
                 ORDER BY d.deposited_on, d.id LIMIT ?2"
            ))
            .and_then(|mut select| {
                select
                    .query_map((from, bound(limit)), |row| Ok(kept(row)?.deposit.row))?
                    .collect()
            })
            .doing("list deposits that are not at the bank")
    }
}

impl Tx<'_> {
    /// Keeps how an account's CSV files read.
    ///
    /// # Errors
    /// [`StoreError`] when the book does not take it.
    pub fn keep_bank_layout(&self, id: BankId, layout: &str) -> Result<(), StoreError> {
        let _rows = self
            .0
            .prepare_cached("UPDATE bank SET layout = ?2 WHERE id = ?1")
            .and_then(|mut update| update.execute((id, layout)))
            .doing("keep how a bank's files read")?;
        Ok(())
    }

    /// Files a file of the bank.
    ///
    /// # Errors
    /// [`StoreError`] when the book does not take it.
    pub fn add_bank_file(
        &self,
        bank: BankId,
        name: &str,
        form: Form,
        at: DateTime<Utc>,
        by: UserId,
    ) -> Result<BankFileId, StoreError> {
        self.0
            .prepare_cached(
                "INSERT INTO bank_file (bank_id, name, form, taken_at, taken_by) VALUES (?1, ?2, ?3, ?4, ?5)",
            )
            .and_then(|mut insert| insert.insert((bank, name, form.code(), instant(at), by)))
            .map(BankFileId::new)
            .doing("file a file of the bank")
    }

    /// Writes a line of the bank in.
    ///
    /// # Errors
    /// [`StoreError`] when the book has it already.
    pub fn add_bank_line(
        &self,
        bank: BankId,
        file: BankFileId,
        line: &StatedLine,
    ) -> Result<BankLineId, StoreError> {
        self.0
            .prepare_cached(
                "INSERT INTO bank_line (bank_id, file_id, file_line, key, posted_on, amount_cents, words, reference) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            )
            .and_then(|mut insert| {
                insert.insert((
                    bank,
                    file,
                    i64::try_from(line.line).unwrap_or(i64::MAX),
                    line.key.as_str(),
                    line.on,
                    line.amount,
                    line.words.as_str(),
                    line.reference.as_str(),
                ))
            })
            .map(BankLineId::new)
            .doing("write a line of the bank in")
    }

    /// Says that a line is a deposit.
    ///
    /// # Errors
    /// [`StoreError::Refused`] when the bank has the deposit already, or it was taken back.
    pub fn match_bank_line(
        &self,
        line: BankLineId,
        deposit: DepositId,
        words: &str,
        at: DateTime<Utc>,
        by: UserId,
    ) -> Result<(), StoreError> {
        let _row = self
            .0
            .prepare_cached(
                "INSERT INTO bank_event (bank_line_id, kind, deposit_id, words, at, by_id) \
                 VALUES (?1, 'matched', ?2, ?3, ?4, ?5)",
            )
            .and_then(|mut insert| insert.insert((line, deposit, words, instant(at), by)))
            .doing("match a line of the bank")?;
        Ok(())
    }

    /// Says that a line is none of the practice's receipts.
    ///
    /// # Errors
    /// [`StoreError`] when the book does not take it.
    pub fn set_bank_line_aside(
        &self,
        line: BankLineId,
        why: &str,
        at: DateTime<Utc>,
        by: UserId,
    ) -> Result<(), StoreError> {
        let _row = self
            .0
            .prepare_cached(
                "INSERT INTO bank_event (bank_line_id, kind, words, at, by_id) VALUES (?1, 'set_aside', ?2, ?3, ?4)",
            )
            .and_then(|mut insert| insert.insert((line, why, instant(at), by)))
            .doing("set a line of the bank aside")?;
        Ok(())
    }

    /// Undoes all that was decided about a line and stands. Gives how much that was.
    ///
    /// # Errors
    /// [`StoreError`] when the book does not take it.
    pub fn undo_bank_line(
        &self,
        line: BankLineId,
        why: &str,
        at: DateTime<Utc>,
        by: UserId,
    ) -> Result<usize, StoreError> {
        const TASK: &str = "undo what was decided about a line of the bank";
        let standing: Vec<BankEventId> = self
            .0
            .prepare_cached(
                "SELECT e.id FROM bank_event AS e WHERE e.bank_line_id = ?1 AND e.kind <> 'undone' \
                 AND NOT EXISTS (SELECT 1 FROM bank_event AS u WHERE u.undoes = e.id) ORDER BY e.id",
            )
            .and_then(|mut select| select.query_map([line], |row| row.get("id"))?.collect())
            .doing(TASK)?;
        for event in &standing {
            let _row = self
                .0
                .prepare_cached(
                    "INSERT INTO bank_event (bank_line_id, kind, undoes, words, at, by_id) \
                     VALUES (?1, 'undone', ?2, ?3, ?4, ?5)",
                )
                .and_then(|mut insert| insert.insert((line, event, why, instant(at), by)))
                .doing(TASK)?;
        }
        Ok(standing.len())
    }
}

/// Gathers lines from rows that hold one standing event each.
fn gathered(mut rows: rusqlite::Rows<'_>) -> rusqlite::Result<Vec<BankLine>> {
    let mut found: Vec<BankLine> = Vec::new();
    while let Some(row) = rows.next()? {
        let id: BankLineId = row.get("id")?;
        let deposit: Option<DepositId> = row.get("deposit_id")?;
        match (found.last_mut(), deposit) {
            (Some(last), Some(deposit)) if last.id == id => {
                if let Standing::Matched { deposits, .. } = &mut last.standing {
                    deposits.push(deposit);
                }
            }
            _ => found.push(line(row, deposit)?),
        }
    }
    Ok(found)
}

fn line(row: &Row<'_>, deposit: Option<DepositId>) -> rusqlite::Result<BankLine> {
    let decided: Option<String> = row.get("decided")?;
    let why: Option<String> = row.get("why")?;
    let why = why.unwrap_or_default();
    let standing = match (decided, deposit) {
        (None, _) => Standing::Open,
        (Some(_), Some(deposit)) => Standing::Matched {
            deposits: vec![deposit],
            words: why,
        },
        (Some(_), None) => Standing::SetAside { why },
    };
    Ok(BankLine {
        id: row.get("id")?,
        bank: row.get("bank_id")?,
        on: row.get("posted_on")?,
        amount: row.get("amount_cents")?,
        words: row.get("words")?,
        reference: row.get("reference")?,
        file: row.get("file")?,
        file_line: count(row, "file_line")?,
        standing,
    })
}
