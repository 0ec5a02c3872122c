//! Closed days and months in the book: what each account came to, the closes that stand, and their seals. It must not
//! know how a sheet is laid out.

use chrono::{DateTime, NaiveDate, Utc};
use rusqlite::{OptionalExtension, Row};

use super::attachment::AttachmentId;
use super::both::{Readable, reads};
use super::error::{Doing, StoreError};
use super::value::{bound, count, instant, json};
use super::{Store, Tx};

use crate::domain::close::seal::Seal;
use crate::domain::close::{Control, Count, DaySheet, Drawer, Span, Sums};
use crate::domain::eob::TakenBack;
use crate::domain::id::{ClosingId, UserId};
use crate::domain::money::Money;

mod month;
mod rolled;
mod sealed;
mod taken;
#[cfg(test)]
mod tests;

pub use self::month::{KeptMonth, MonthRow};
pub use self::taken::{CashMove, Tender};

/// The last of the closes that stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LastClose {
    /// Its id.
    pub id: ClosingId,
    /// Its last day.
    pub through: NaiveDate,
    /// What was owed after it.
    pub closing: Money,
    /// What stayed in the drawer.
    pub stays: Money,
    /// Its seal.
    pub seal: Seal,
}

/// A close as lists show it.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct ClosingRow {
    /// Its id.
    pub id: ClosingId,
    /// Its days.
    #[serde(flatten)]
    pub span: Span,
    /// What it comes to.
    #[serde(flatten)]
    pub control: Control,
    /// Entries of the journal.
    pub entries: u64,
    /// How much more was counted in the drawer than expected; none: it was not counted.
    pub over_short: Option<Money>,
    /// When it was closed.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by: String,
    /// When, by whom and why it was opened again; none while it stands.
    pub reopened: Option<TakenBack>,
    /// Whether its sheet was printed.
    pub is_printed: bool,
}

/// A close with all that is kept of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptClosing {
    /// As lists show it.
    pub row: ClosingRow,
    /// Its sheet.
    pub sheet: DaySheet,
    /// Its seal.
    pub seal: Seal,
    /// The close before: its last day and seal; none for the first.
    pub before: Option<(NaiveDate, Seal)>,
    /// The printed sheet; none until it was printed.
    pub attachment: Option<AttachmentId>,
}

/// What is written of a close.
#[derive(Clone, Copy, Debug)]
pub struct NewClosing<'a> {
    /// Its sheet.
    pub sheet: &'a DaySheet,
    /// The close that it follows.
    pub before: Option<&'a LastClose>,
}

/// The columns of a list of closes.
const ROW: &str = "SELECT c.*, u.name AS by_name, r.at AS back_at, r.why AS back_why, \
     (SELECT name FROM person_at_work WHERE id = r.by_id) AS back_by FROM closing AS c \
     JOIN person_at_work AS u ON u.id = c.closed_by LEFT JOIN reopening AS r ON r.closing_id = c.id ";

reads! {
    /// Gives the last of the closes that stand; none when every day is open.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn last_close(&self) -> Result<Option<LastClose>, StoreError> {
        self.sql()
            .prepare_cached(
                "SELECT c.id, c.through_on, c.closing_cents, c.seal, \
                 COALESCE(c.counted_cents, c.float_cents + c.cash_in_cents) - c.to_bank_cents AS stays_cents \
                 FROM last_close AS l JOIN closing AS c ON c.id = l.id",
            )
            .and_then(|mut select| {
                select
                    .query_row([], |row| {
                        Ok(LastClose {
                            id: row.get("id")?,
                            through: row.get("through_on")?,
                            closing: row.get("closing_cents")?,
                            stays: row.get("stays_cents")?,
                            seal: row.get("seal")?,
                        })
                    })
                    .optional()
            })
            .doing("look which days are closed")
    }

    /// Gives the close that stands over a day; none when it is open, or was before the first close.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn closing_of(&self, day: NaiveDate) -> Result<Option<ClosingId>, StoreError> {
        self.sql()
            .prepare_cached(
                "SELECT c.id FROM closing AS c WHERE ?1 BETWEEN c.from_on AND c.through_on \
                 AND NOT EXISTS (SELECT 1 FROM reopening AS r WHERE r.closing_id = c.id) LIMIT 1",
            )
            .and_then(|mut select| select.query_row([day], |row| row.get("id")).optional())
            .doing("look for the close of a day")
    }

    /// Reads a close with its sheet.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn closing(&self, id: ClosingId) -> Result<Option<KeptClosing>, StoreError> {
        self.sql()
            .prepare_cached(&format!(
                "SELECT w.*, b.through_on AS before_on, b.seal AS before_seal FROM ({ROW} WHERE c.id = ?1) AS w \
                 LEFT JOIN closing AS b ON b.id = w.before_id"
            ))
            .and_then(|mut select| {
                select
                    .query_row([id], |row| {
                        let on: Option<NaiveDate> = row.get("before_on")?;
                        let seal: Option<Seal> = row.get("before_seal")?;
                        Ok(KeptClosing {
                            row: closing_row(row)?,
                            sheet: json(row, "sheet")?,
                            seal: row.get("seal")?,
                            before: on.zip(seal),
                            attachment: row.get("attachment_id")?,
                        })
                    })
                    .optional()
            })
            .doing("read a close")
    }

    /// Lists the closes that cover `since` or a later day (none: all), the newest first, those that were opened again
    /// among them.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn closings(&self, since: Option<NaiveDate>, limit: usize) -> Result<Vec<ClosingRow>, StoreError> {
        self.sql()
            .prepare_cached(&format!(
                "{ROW} WHERE ?1 IS NULL OR c.through_on >= ?1 ORDER BY c.through_on DESC, c.id DESC LIMIT ?2"
            ))
            .and_then(|mut select| {
                select
                    .query_map((since, bound(limit)), closing_row)?
                    .collect()
            })
            .doing("list the closes")
    }

    /// Gives the first day that anything counts for; none for an empty journal.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn first_day(&self) -> Result<Option<NaiveDate>, StoreError> {
        self.sql()
            .prepare_cached("SELECT MIN(accounting_on) AS first_on FROM account_day")
            .and_then(|mut select| select.query_row([], |row| row.get("first_on")))
            .doing("look when the journal begins")
    }

    /// What each account came to at the end of the day before `day`.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn sums_before(&self, day: NaiveDate) -> Result<Sums, StoreError> {
        self.sql()
            .prepare_cached(
                "SELECT account, SUM(amount_cents) AS cents FROM account_day WHERE accounting_on < ?1 GROUP BY account",
            )
            .and_then(|mut select| select.query_map([day], sum)?.collect())
            .map(Sums::new)
            .doing("add up the accounts")
    }

    /// What each account moved on the days of a span.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn sums_within(&self, span: Span) -> Result<Sums, StoreError> {
        self.sql()
            .prepare_cached(
                "SELECT account, SUM(amount_cents) AS cents FROM account_day \
                 WHERE accounting_on BETWEEN ?1 AND ?2 GROUP BY account",
            )
            .and_then(|mut select| select.query_map((span.from, span.through), sum)?.collect())
            .map(Sums::new)
            .doing("add up what the accounts moved")
    }

    /// How many entries count for the days of a span, with the numbers of the first and the last.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn entries_within(&self, span: Span) -> Result<(u64, Option<(i64, i64)>), StoreError> {
        self.sql()
            .prepare_cached(
                "SELECT COUNT(*) AS entries, MIN(id) AS first_id, MAX(id) AS last_id FROM entry \
                 WHERE accounting_on BETWEEN ?1 AND ?2",
            )
            .and_then(|mut select| {
                select.query_row((span.from, span.through), |row| {
                    let first: Option<i64> = row.get("first_id")?;
                    let last: Option<i64> = row.get("last_id")?;
                    Ok((count(row, "entries")?, first.zip(last)))
                })
            })
            .doing("count the entries of a day")
    }
}

impl Tx<'_> {
    /// Closes days: writes what their sheet says, what was counted, and the seal over their entries.
    ///
    /// # Errors
    /// [`StoreError::Refused`] when the close does not follow the one before, or does not say what the journal comes to.
    pub fn close_days(
        &self,
        new: NewClosing<'_>,
        at: DateTime<Utc>,
        by: UserId,
    ) -> Result<(ClosingId, Seal), StoreError> {
        const TASK: &str = "close days";
        let sheet = new.sheet;
        let (span, control, drawer) = (sheet.span, &sheet.control, &sheet.drawer);
        let damaged = super::balance::too_large;
        let counted = drawer.counted().map_err(damaged)?;
        let seal = self.seal_of(sheet, new.before.map(|last| &last.seal), counted, at, by)?;
        let kept = serde_json::to_string(sheet).map_err(|_| StoreError::Damaged {
            reason: String::from("a day sheet cannot be written down"),
        })?;
        let id: ClosingId = self
            .0
            .prepare_cached(
                "INSERT INTO closing (from_on, through_on, before_id, opening_cents, charges_cents, payments_cents, \
                 adjustments_cents, closing_cents, entries, float_cents, cash_in_cents, counted_cents, to_bank_cents, \
                 drawer_words, sheet, seal, closed_at, closed_by) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)",
            )
            .and_then(|mut insert| {
                insert.insert(rusqlite::params![
                    span.from,
                    span.through,
                    new.before.map(|last| last.id),
                    control.opening,
                    control.charges,
                    control.payments,
                    control.adjustments,
                    control.closing,
                    i64::try_from(sheet.entries).unwrap_or(i64::MAX),
                    drawer.float,
                    drawer.cash_in,
                    counted,
                    drawer.to_bank,
                    drawer.words,
                    kept,
                    seal,
                    instant(at),
                    by,
                ])
            })
            .map(ClosingId::new)
            .doing(TASK)?;
        self.write_count(id, drawer)?;
        Ok((id, seal))
    }

    fn write_count(&self, id: ClosingId, drawer: &Drawer) -> Result<(), StoreError> {
        for (worth, pieces) in drawer.count.iter().flat_map(Count::pieces) {
            let _one = self
                .0
                .prepare_cached(
                    "INSERT INTO drawer_count (closing_id, denomination_cents, pieces) VALUES (?1, ?2, ?3)",
                )
                .and_then(|mut insert| insert.execute((id, worth, pieces)))
                .doing("write what was counted")?;
        }
        Ok(())
    }

    /// Opens the last of the closes that stand again.
    ///
    /// # Errors
    /// [`StoreError::Refused`] for any other close, or for somebody who is no owner.
    pub fn reopen(
        &self,
        id: ClosingId,
        why: &str,
        at: DateTime<Utc>,
        by: UserId,
    ) -> Result<(), StoreError> {
        self.0
            .prepare_cached(
                "INSERT INTO reopening (closing_id, at, by_id, why) VALUES (?1, ?2, ?3, ?4)",
            )
            .and_then(|mut insert| insert.execute((id, instant(at), by, why)))
            .map(drop)
            .doing("open closed days again")
    }

    /// Keeps the printed sheet of a close.
    ///
    /// # Errors
    /// [`StoreError::Refused`] when one is kept.
    pub fn keep_day_sheet(&self, id: ClosingId, print: AttachmentId) -> Result<(), StoreError> {
        self.0
            .prepare_cached("UPDATE closing SET attachment_id = ?2 WHERE id = ?1")
            .and_then(|mut update| update.execute((id, print)))
            .map(drop)
            .doing("keep a day sheet")
    }
}

impl Store {
    /// Whether anything counts for a day after `day`.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn is_written_after(&self, day: NaiveDate) -> Result<bool, StoreError> {
        self.connection
            .prepare_cached(
                "SELECT EXISTS (SELECT 1 FROM entry WHERE accounting_on > ?1) AS is_written",
            )
            .and_then(|mut select| select.query_row([day], |row| row.get("is_written")))
            .doing("look for later entries")
    }
}

fn sum(row: &Row<'_>) -> rusqlite::Result<(i64, Money)> {
    Ok((row.get("account")?, row.get("cents")?))
}

fn closing_row(row: &Row<'_>) -> rusqlite::Result<ClosingRow> {
    let back: Option<DateTime<Utc>> = row.get("back_at")?;
    let counted: Option<i64> = row.get("counted_cents")?;
    let float: i64 = row.get("float_cents")?;
    let cash_in: i64 = row.get("cash_in_cents")?;
    let over = counted.map(|counted| counted.saturating_sub(float.saturating_add(cash_in)));
    let attachment: Option<i64> = row.get("attachment_id")?;
    Ok(ClosingRow {
        id: row.get("id")?,
        span: Span {
            from: row.get("from_on")?,
            through: row.get("through_on")?,
        },
        control: Control {
            opening: row.get("opening_cents")?,
            charges: row.get("charges_cents")?,
            payments: row.get("payments_cents")?,
            adjustments: row.get("adjustments_cents")?,
            closing: row.get("closing_cents")?,
        },
        entries: count(row, "entries")?,
        over_short: over.and_then(|cents| Money::from_cents(cents).ok()),
        at: row.get("closed_at")?,
        by: row.get("by_name")?,
        reopened: match back {
            Some(at) => Some(TakenBack {
                at,
                by: row.get("back_by")?,
                why: row.get("back_why")?,
            }),
            None => None,
        },
        is_printed: attachment.is_some(),
    })
}
