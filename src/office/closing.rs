//! The close of days and months: the sheet that says what they come to, the lock, the seal, and opening them again.
//!
//! Whoever closes Monday closes the weekend with it: a close begins where the one before it ended. The first close of a
//! book covers its day only; what was written before it stands in its opening and is locked with it.

use chrono::NaiveDate;

use super::money::reason;
use super::{Office, OfficeError, Refusal, paper};
use crate::domain::close::seal::Seal;
use crate::domain::close::{CloseError, DaySheet, MonthSheet, NewClose, Span, month_end};
use crate::domain::id::{ClosingId, MonthClosingId};
use crate::domain::page::Page;
use crate::pdf::day_sheet::{Close, MonthClose, month_sheets, sheets};
use crate::pdf::font::Fonts;
use crate::pdf::page::page;
use crate::pdf::write::{Title, document};
use crate::store::Role;
use crate::store::closing::{ClosingRow, KeptClosing, KeptMonth, LastClose, MonthRow, NewClosing};

mod month;
mod sheet;

pub(in crate::office) use self::month::month_span;
pub(in crate::office) use self::sheet::adjustment_words;

/// Days that were closed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Closed {
    /// The close.
    pub id: ClosingId,
    /// What it says.
    pub sheet: DaySheet,
    /// Its seal.
    pub seal: Seal,
}

impl From<CloseError> for OfficeError {
    fn from(refusal: CloseError) -> Self {
        Self::Refused(Refusal::Close(refusal))
    }
}

impl Office {
    /// Gives the last day that is closed; none when every day is open.
    ///
    /// # Errors
    /// [`OfficeError::Store`].
    pub fn closed_through(&self) -> Result<Option<NaiveDate>, OfficeError> {
        Ok(self.store.last_close()?.map(|last| last.through))
    }

    /// Lists closes, the newest first, those that were opened again among them.
    ///
    /// # Errors
    /// [`OfficeError::Store`].
    pub fn closings(&self, limit: usize) -> Result<Vec<ClosingRow>, OfficeError> {
        Ok(self.store.closings(None, limit)?)
    }

    /// Gives what a close of the days through one would say, without closing them: what is closed with which drawer.
    ///
    /// # Errors
    /// [`CloseError`] when they cannot be closed; [`OfficeError::Store`].
    pub fn day_sheet(&self, through: NaiveDate, new: &NewClose) -> Result<DaySheet, OfficeError> {
        let last = self.store.last_close()?;
        let spans = self.spans_to(through, last.as_ref())?;
        let span = spans.last().copied().ok_or(CloseError::Already(through))?;
        self.sheet_with_drawer(span, last.as_ref(), new)
    }

    /// Closes the days through one: proves what they come to, seals their entries and locks them. Where a month ends
    /// between, it is closed apart.
    ///
    /// # Errors
    /// [`CloseError`] when they cannot be closed; [`OfficeError::Store`].
    pub fn close_days(
        &mut self,
        through: NaiveDate,
        new: &NewClose,
    ) -> Result<Vec<Closed>, OfficeError> {
        let mut last = self.store.last_close()?;
        let spans = self.spans_to(through, last.as_ref())?;
        let mut sheets = Vec::with_capacity(spans.len());
        for (place, span) in (1..).zip(&spans) {
            // Only the last of them ends with the drawer in hand.
            let without = NewClose {
                float: new.float,
                ..NewClose::default()
            };
            let wanted = if place == spans.len() { new } else { &without };
            let sheet = self.sheet_with_drawer(*span, last.as_ref(), wanted)?;
            if let Some(last) = &mut last {
                last.stays = sheet.drawer.stays()?;
            }
            sheets.push(sheet);
        }
        self.stamped("close days", |tx, stamp| {
            let mut closed = Vec::with_capacity(sheets.len());
            for sheet in sheets {
                let before = tx.last_close()?;
                let new = NewClosing {
                    sheet: &sheet,
                    before: before.as_ref(),
                };
                let (id, seal) = tx.close_days(new, stamp.at, stamp.by)?;
                closed.push(Closed { id, sheet, seal });
            }
            let object = closed
                .last()
                .map_or_else(String::new, |last| object(last.id));
            Ok((object, closed))
        })
    }

    /// Opens every close again that covers `from` or a later day, the last first, and lists them so. They are to be
    /// closed anew.
    ///
    /// # Errors
    /// [`CloseError::NotOwner`], [`CloseError::Open`]; [`Refusal::Missing`] without a reason.
    pub fn reopen_days(
        &mut self,
        from: NaiveDate,
        why: &str,
    ) -> Result<Vec<ClosingRow>, OfficeError> {
        let why = reason(why)?;
        if self.user.role != Role::Owner {
            return Err(CloseError::NotOwner.into());
        }
        let standing: Vec<ClosingRow> = self
            .store
            .closings(Some(from), usize::MAX)?
            .into_iter()
            .filter(|row| row.reopened.is_none())
            .collect();
        if standing.is_empty() {
            return Err(CloseError::Open(from).into());
        }
        self.stamped("open closed days again", |tx, stamp| {
            for row in &standing {
                tx.reopen(row.id, why, stamp.at, stamp.by)?;
            }
            let first = standing
                .last()
                .map_or_else(String::new, |row| object(row.id));
            Ok((first, ()))
        })?;
        Ok(standing)
    }

    /// Reads a close with its sheet as it stood.
    ///
    /// # Errors
    /// [`Refusal::NotThere`], [`OfficeError::Store`].
    pub fn closing(&self, id: ClosingId) -> Result<KeptClosing, OfficeError> {
        Ok(self.store.closing(id)?.ok_or(Refusal::NotThere {
            what: "close",
            number: id.get(),
        })?)
    }

    /// Gives the close that stands over a day; none while it is open.
    ///
    /// # Errors
    /// [`OfficeError::Store`].
    pub fn closing_of(&self, day: NaiveDate) -> Result<Option<ClosingId>, OfficeError> {
        Ok(self.store.closing_of(day)?)
    }

    /// Gives the day sheet of a close as a PDF. The first time it is made and kept; later the same bytes are given.
    ///
    /// # Errors
    /// [`Refusal::NotThere`], [`OfficeError::Store`], [`OfficeError::Print`].
    pub fn day_sheet_pdf(&mut self, id: ClosingId) -> Result<Vec<u8>, OfficeError> {
        let kept = self.closing(id)?;
        if let Some(print) = kept.attachment {
            return Ok(self.store.attachment(print)?);
        }
        let fonts = Fonts::load()?;
        let pages = sheets(&self.close_page(&kept)?, &fonts);
        let bytes = document(&fonts, Title::DaySheet, kept.row.span.through, &pages)?;
        self.write("print a day sheet", |tx, at| {
            let print = tx.attach(&bytes, at)?;
            tx.keep_day_sheet(id, print)?;
            Ok((object(id), ()))
        })?;
        Ok(bytes)
    }

    /// Gives the day sheet of a close as pages to be drawn.
    ///
    /// # Errors
    /// [`Refusal::NotThere`], [`OfficeError::Store`], [`OfficeError::Print`].
    pub fn day_sheet_pages(&self, id: ClosingId) -> Result<Vec<Page>, OfficeError> {
        let kept = self.closing(id)?;
        let sheets = sheets(&self.close_page(&kept)?, &Fonts::load()?);
        Ok(sheets.into_iter().map(page).collect())
    }

    fn close_page(&self, kept: &KeptClosing) -> Result<Close, OfficeError> {
        Ok(Close {
            practice: paper::letterhead(&self.practice()?),
            sheet: kept.sheet.clone(),
            closed_at: self.clock.wall_time_of(kept.row.at),
            closed_by: kept.row.by.clone(),
            seal: kept.seal,
            before: kept.before,
            is_open_again: kept.row.reopened.is_some(),
        })
    }

    /// The days that a close through one covers, by month.
    fn spans_to(
        &self,
        through: NaiveDate,
        last: Option<&LastClose>,
    ) -> Result<Vec<Span>, OfficeError> {
        if through > self.today() {
            return Err(CloseError::Ahead(through).into());
        }
        if self.store.first_day()?.is_none() {
            return Err(CloseError::Empty.into());
        }
        let from = match last {
            Some(last) if last.through >= through => {
                return Err(CloseError::Already(through).into());
            }
            Some(last) => last.through.succ_opt().unwrap_or(through),
            None => through,
        };
        Ok(Span::by_month(from, through))
    }
}

fn object(id: ClosingId) -> String {
    format!("closing:{id}")
}
