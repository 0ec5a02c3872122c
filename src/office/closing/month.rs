//! The close of a month: its days are closed, its roll-forward is kept by clinician and payer, and its seal is taken over
//! the seals of its days.

use super::{
    CloseError, Fonts, KeptMonth, MonthClose, MonthClosingId, MonthRow, MonthSheet, NaiveDate,
    NewClose, Office, OfficeError, Page, Refusal, Span, Title, document, month_end, month_sheets,
    page, paper,
};
use crate::domain::close::{Control, MonthRow as Moved};
use crate::domain::money::{Money, MoneyError};

impl Office {
    /// Lists the closed months that stand, the oldest first.
    ///
    /// # Errors
    /// [`OfficeError::Store`].
    pub fn closed_months(&self) -> Result<Vec<MonthRow>, OfficeError> {
        Ok(self.store.closed_months()?)
    }

    /// Closes the month of a day: its days that are open, and then the month.
    ///
    /// # Errors
    /// [`CloseError`] when it is not over, closed, or before the last day that is closed; [`OfficeError::Store`].
    pub fn close_month(
        &mut self,
        day: NaiveDate,
        new: &NewClose,
    ) -> Result<MonthClosingId, OfficeError> {
        let words = words(day);
        let end = month_end(day).ok_or(CloseError::Ahead(day))?;
        if end > self.today() {
            return Err(CloseError::MonthAhead(words).into());
        }
        let name = day.format("%Y-%m").to_string();
        if self.store.closed_months()?.iter().any(|m| m.month == name) {
            return Err(CloseError::MonthAlready(words).into());
        }
        let last = self.store.last_close()?;
        if last.is_some_and(|last| last.through > end) {
            return Err(CloseError::MonthPast(words).into());
        }
        self.together(|office| {
            if office.closed_through()?.is_none_or(|through| through < end) {
                let _closed = office.close_days(end, new)?;
            }
            let sheet = office.month_sheet(day)?;
            office.stamped("close a month", |tx, stamp| {
                let last = tx.last_close()?.ok_or(CloseError::Open(end))?;
                let id = tx.close_month(&sheet, last.id, stamp.at, stamp.by)?;
                Ok((format!("month_closing:{id}"), id))
            })
        })
    }

    /// Works out the sheet of the month of a day, as far as it has come.
    ///
    /// # Errors
    /// [`OfficeError::Store`].
    pub fn month_sheet(&self, day: NaiveDate) -> Result<MonthSheet, OfficeError> {
        self.rolled_sheet(month_span(day))
    }

    /// Rolls what is owed forward over any days, as the sheet of a month does.
    pub(in crate::office) fn rolled_sheet(&self, span: Span) -> Result<MonthSheet, OfficeError> {
        let before = self.store.sums_before(span.from)?;
        let control = Control::of(&before, &self.store.sums_within(span)?)?;
        Ok(MonthSheet {
            month: span.from.format("%Y-%m").to_string(),
            control,
            days: self
                .store
                .standing_closes(span)?
                .into_iter()
                .map(|(day, control, _)| (day, control))
                .collect(),
            providers: with_held(self.store.rolled_by_provider(span)?, &control)?,
            payers: with_held(self.store.rolled_by_payer(span)?, &control)?,
            strip: self.strip(span.through)?,
        })
    }

    /// Reads a closed month with its sheet as it stood.
    ///
    /// # Errors
    /// [`Refusal::NotThere`], [`OfficeError::Store`].
    pub fn month_closing(&self, id: MonthClosingId) -> Result<KeptMonth, OfficeError> {
        Ok(self.store.month_closing(id)?.ok_or(Refusal::NotThere {
            what: "closed month",
            number: id.get(),
        })?)
    }

    /// Gives the sheet of a closed month as a PDF. The first time it is made and kept; later the same bytes are given.
    ///
    /// # Errors
    /// [`Refusal::NotThere`], [`OfficeError::Store`], [`OfficeError::Print`].
    pub fn month_sheet_pdf(&mut self, id: MonthClosingId) -> Result<Vec<u8>, OfficeError> {
        let kept = self.month_closing(id)?;
        if let Some(print) = kept.attachment {
            return Ok(self.store.attachment(print)?);
        }
        let fonts = Fonts::load()?;
        let pages = month_sheets(&self.month_page(&kept)?, &fonts);
        let on = self.clock.wall_time_of(kept.at).date();
        let bytes = document(&fonts, Title::MonthSheet, on, &pages)?;
        self.write("print a month’s sheet", |tx, at| {
            let print = tx.attach(&bytes, at)?;
            tx.keep_month_sheet(id, print)?;
            Ok((format!("month_closing:{id}"), ()))
        })?;
        Ok(bytes)
    }

    /// Gives the sheet of a closed month as pages to be drawn.
    ///
    /// # Errors
    /// [`Refusal::NotThere`], [`OfficeError::Store`], [`OfficeError::Print`].
    pub fn month_sheet_pages(&self, id: MonthClosingId) -> Result<Vec<Page>, OfficeError> {
        let kept = self.month_closing(id)?;
        let sheets = month_sheets(&self.month_page(&kept)?, &Fonts::load()?);
        Ok(sheets.into_iter().map(page).collect())
    }

    fn month_page(&self, kept: &KeptMonth) -> Result<MonthClose, OfficeError> {
        Ok(MonthClose {
            practice: paper::letterhead(&self.practice()?),
            sheet: kept.sheet.clone(),
            closed_at: self.clock.wall_time_of(kept.at),
            closed_by: kept.by.clone(),
            seal: kept.row.seal,
            before: kept.before.clone(),
        })
    }
}

/// The days of the month of a day.
pub(in crate::office) fn month_span(day: NaiveDate) -> Span {
    use chrono::Datelike;
    Span {
        from: day.with_day(1).unwrap_or(day),
        through: month_end(day).unwrap_or(day),
    }
}

/// Adds a row for what is held for others and stands on no service, so that the rows come to the whole.
fn with_held(mut rows: Vec<Moved>, whole: &Control) -> Result<Vec<Moved>, MoneyError> {
    let rest = |of: fn(&Control) -> Money| {
        of(whole).minus(Money::sum(rows.iter().map(|row| of(&row.control)))?)
    };
    let moved = Money::sum(rows.iter().map(|row| row.moved))?.negated();
    let control = Control {
        opening: rest(|control| control.opening)?,
        charges: rest(|control| control.charges)?,
        payments: rest(|control| control.payments)?,
        adjustments: rest(|control| control.adjustments)?,
        closing: rest(|control| control.closing)?,
    };
    if control != Control::default() || !moved.is_zero() {
        rows.push(Moved {
            who: String::from("Credit held for others"),
            control,
            moved,
        });
    }
    Ok(rows)
}

/// `October 2026`
fn words(day: NaiveDate) -> String {
    day.format("%B %Y").to_string()
}
