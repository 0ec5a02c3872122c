//! Statements as pages to look at before they are sent.

use chrono::NaiveDate;

use crate::domain::id::GuarantorId;
use crate::domain::page::Page;
use crate::office::{Office, OfficeError};
use crate::pdf::font::Fonts;
use crate::pdf::page::page;
use crate::pdf::statement::sheets;

impl Office {
    /// Makes what a guarantor would get on `as_of` as pages to be drawn, one statement after the other, without keeping
    /// any. They are what a run prints.
    ///
    /// # Errors
    /// [`MoneyRefusal::Statement`](crate::office::MoneyRefusal::Statement) when the account does not add up;
    /// [`Refusal::NotThere`](crate::office::Refusal::NotThere).
    pub fn statement_pages(
        &self,
        guarantor: GuarantorId,
        as_of: NaiveDate,
    ) -> Result<Vec<Page>, OfficeError> {
        let fonts = Fonts::load()?;
        let making = self.making(self.statement_rules()?, as_of)?;
        let built = self.build_one(&making, guarantor)?;
        let pages = built
            .iter()
            .flat_map(|one| sheets(&one.statement, &fonts, making.sides));
        Ok(pages.map(page).collect())
    }
}
