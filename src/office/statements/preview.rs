//! A statement as pages to look at before it is sent.

use chrono::NaiveDate;

use super::{Making, numbered};
use crate::domain::id::GuarantorId;
use crate::domain::page::Page;
use crate::domain::statement::Statement;
use crate::office::{Office, OfficeError};
use crate::pdf::font::Fonts;
use crate::pdf::page::page;
use crate::pdf::statement::sheets;

impl Office {
    /// Makes the statement a guarantor would get on `as_of` as pages to be drawn, without keeping it. They are what
    /// [`Office::preview_statement`] prints.
    ///
    /// # Errors
    /// [`MoneyRefusal::Statement`](crate::office::MoneyRefusal::Statement) when the account does not add up;
    /// [`Refusal::NotThere`](crate::office::Refusal::NotThere).
    pub fn statement_pages(
        &self,
        guarantor: GuarantorId,
        as_of: NaiveDate,
    ) -> Result<(Statement, Vec<Page>), OfficeError> {
        let fonts = Fonts::load()?;
        let number = numbered(as_of, self.store.last_statement_number(as_of)?)?;
        let making = Making {
            practice: self.practice()?,
            sides: self.sides()?,
            as_of,
        };
        let who = self.guarantor(guarantor)?;
        let facts = self.store.account_facts(guarantor)?;
        let statement = making.statement(&who, &facts, number)?;
        let sheets = sheets(&statement, &fonts, making.sides);
        Ok((statement, sheets.into_iter().map(page).collect()))
    }
}
