//! Closed months: they stand as long as the close of their last day does.

use chrono::{DateTime, NaiveDate, Utc};
use rusqlite::{Connection, OptionalExtension, Row};
use sha2::{Digest, Sha256};

use crate::domain::close::seal::{self, NONE, Seal};
use crate::domain::close::{Control, MonthSheet, Span};
use crate::domain::id::{ClosingId, MonthClosingId, UserId};
use crate::store::attachment::AttachmentId;
use crate::store::both::{Readable, reads};
use crate::store::error::{Doing, StoreError};
use crate::store::value::{instant, json};
use crate::store::{Store, Tx};

/// A closed month that stands.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct MonthRow {
    /// Its id.
    pub id: MonthClosingId,
    /// `2026-10`
    pub month: String,
    /// The close of its last day.
    pub closing: ClosingId,
    /// What it comes to.
    #[serde(flatten)]
    pub control: Control,
    /// Its seal.
    #[serde(skip)]
    pub seal: Seal,
}

/// A closed month with all that is kept of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptMonth {
    /// As lists show it.
    pub row: MonthRow,
    /// Its sheet.
    pub sheet: MonthSheet,
    /// The seal of the month before that stood; none for the first.
    pub before: Option<(String, Seal)>,
    /// When it was closed.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by: String,
    /// The printed sheet; none until it was printed.
    pub attachment: Option<AttachmentId>,
}

/// The months whose last day's close stands, the oldest first.
pub(super) fn standing_months(connection: &Connection) -> Result<Vec<MonthRow>, StoreError> {
    connection
        .prepare_cached(
            "SELECT m.* FROM month_closing AS m WHERE NOT EXISTS \
             (SELECT 1 FROM reopening AS r WHERE r.closing_id = m.closing_id) ORDER BY m.month",
        )
        .and_then(|mut select| select.query_map([], month_row)?.collect())
        .doing("list the closed months")
}

fn month_row(row: &Row<'_>) -> rusqlite::Result<MonthRow> {
    Ok(MonthRow {
        id: row.get("id")?,
        month: row.get("month")?,
        closing: row.get("closing_id")?,
        control: Control {
            opening: row.get("opening_cents")?,
            charges: row.get("charges_cents")?,
            payments: row.get("payments_cents")?,
            adjustments: row.get("adjustments_cents")?,
            closing: row.get("closing_cents")?,
        },
        seal: row.get("seal")?,
    })
}

reads! {
    /// Lists the closed months that stand, the oldest first.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn closed_months(&self) -> Result<Vec<MonthRow>, StoreError> {
        standing_months(self.sql())
    }

    /// Lists the closes of a span that stand, with their last days, the roll-forward and the seal, the oldest first.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn standing_closes(&self, span: Span) -> Result<Vec<(NaiveDate, Control, Seal)>, StoreError> {
        self.sql()
            .prepare_cached(
                "SELECT c.* FROM closing AS c WHERE c.through_on BETWEEN ?1 AND ?2 \
                 AND NOT EXISTS (SELECT 1 FROM reopening AS r WHERE r.closing_id = c.id) ORDER BY c.through_on",
            )
            .and_then(|mut select| {
                select
                    .query_map((span.from, span.through), |row| {
                        let control = Control {
                            opening: row.get("opening_cents")?,
                            charges: row.get("charges_cents")?,
                            payments: row.get("payments_cents")?,
                            adjustments: row.get("adjustments_cents")?,
                            closing: row.get("closing_cents")?,
                        };
                        Ok((row.get("through_on")?, control, row.get("seal")?))
                    })?
                    .collect()
            })
            .doing("list the closes of a month")
    }
}

impl Store {
    /// Reads a closed month with its sheet.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn month_closing(&self, id: MonthClosingId) -> Result<Option<KeptMonth>, StoreError> {
        self.connection
            .prepare_cached(
                "SELECT m.*, u.name AS by_name, b.month AS before_month, b.seal AS before_seal FROM month_closing AS m \
                 JOIN person_at_work AS u ON u.id = m.closed_by LEFT JOIN month_closing AS b ON b.id = m.before_id \
                 WHERE m.id = ?1",
            )
            .and_then(|mut select| {
                select
                    .query_row([id], |row| {
                        let month: Option<String> = row.get("before_month")?;
                        let seal: Option<Seal> = row.get("before_seal")?;
                        Ok(KeptMonth {
                            row: month_row(row)?,
                            sheet: json(row, "sheet")?,
                            before: month.zip(seal),
                            at: row.get("closed_at")?,
                            by: row.get("by_name")?,
                            attachment: row.get("attachment_id")?,
                        })
                    })
                    .optional()
            })
            .doing("read a closed month")
    }
}

impl Tx<'_> {
    /// Closes a month whose last day was just closed.
    ///
    /// # Errors
    /// [`StoreError::Refused`] when the last close is not that of its last day.
    pub fn close_month(
        &self,
        sheet: &MonthSheet,
        closing: ClosingId,
        at: DateTime<Utc>,
        by: UserId,
    ) -> Result<MonthClosingId, StoreError> {
        let before = self.closed_months()?.pop();
        let days: Vec<_> = match sheet.days.first().zip(sheet.days.last()) {
            Some(((from, _), (through, _))) => self
                .standing_closes(Span {
                    from: *from,
                    through: *through,
                })?
                .into_iter()
                .map(|(day, _, seal)| (day, seal))
                .collect(),
            None => Vec::new(),
        };
        let of_before = before.as_ref().map_or(&NONE, |month| &month.seal);
        let text = seal::month(&sheet.month, of_before, &sheet.control, &days);
        let sealed: Seal = Sha256::digest(text.as_bytes()).into();
        let kept = serde_json::to_string(sheet).map_err(|_| StoreError::Damaged {
            reason: String::from("a month’s sheet cannot be written down"),
        })?;
        let control = &sheet.control;
        self.0
            .prepare_cached(
                "INSERT INTO month_closing (month, closing_id, before_id, opening_cents, charges_cents, payments_cents, \
                 adjustments_cents, closing_cents, sheet, seal, closed_at, closed_by) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
            )
            .and_then(|mut insert| {
                insert.insert((
                    &sheet.month,
                    closing,
                    before.as_ref().map(|month| month.id),
                    control.opening,
                    control.charges,
                    control.payments,
                    control.adjustments,
                    control.closing,
                    kept,
                    sealed,
                    instant(at),
                    by,
                ))
            })
            .map(MonthClosingId::new)
            .doing("close a month")
    }

    /// Keeps the printed sheet of a month.
    ///
    /// # Errors
    /// [`StoreError::Refused`] when one is kept.
    pub fn keep_month_sheet(
        &self,
        id: MonthClosingId,
        print: AttachmentId,
    ) -> Result<(), StoreError> {
        self.0
            .prepare_cached("UPDATE month_closing SET attachment_id = ?2 WHERE id = ?1")
            .and_then(|mut update| update.execute((id, print)))
            .map(drop)
            .doing("keep a month’s sheet")
    }
}
