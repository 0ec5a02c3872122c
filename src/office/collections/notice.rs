//! Final notices: written from the practice's words, kept byte for byte. It must not know where anything stands on the
//! page.

use super::{CollectionRefusal, after, owed};
use crate::domain::collections::{Account, Notice, NoticeText, Step};
use crate::domain::id::{GuarantorId, NoticeId};
use crate::domain::money::Money;
use crate::domain::patient::{Guarantor, account_number};
use crate::domain::practice::Practice;
use crate::office::paper::{address, letterhead};
use crate::office::visits::Stamp;
use crate::office::{Office, OfficeError, Refusal};
use crate::pdf::font::Fonts;
use crate::pdf::notice::sheets;
use crate::pdf::sheet::Sheet;
use crate::pdf::write::{Title, document};
use crate::store::Tx;
use crate::store::collections::NewNoticeRow;

/// Final notices that were made together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoticesMade {
    /// The notices.
    pub notices: Vec<NoticeId>,
    /// What they ask for.
    pub total: Money,
    /// All of them as one PDF for the printer.
    pub pages: Vec<u8>,
}

/// What all notices of a run have in common.
struct Making<'a> {
    practice: Practice,
    text: NoticeText,
    days: u16,
    fonts: &'a Fonts,
}

impl Office {
    /// Writes and keeps a final notice to each of these guarantors.
    ///
    /// # Errors
    /// [`CollectionRefusal::NotReady`] for the first account to which none is due. Nothing is kept then.
    pub fn make_notices(&mut self, guarantors: &[GuarantorId]) -> Result<NoticesMade, OfficeError> {
        let rules = self.collection_rules()?;
        let mut accounts = Vec::with_capacity(guarantors.len());
        for guarantor in guarantors {
            let row = self.collection_row(self.known_account(*guarantor)?, &rules)?;
            if row.step != Step::NoticeDue {
                let number = account_number(*guarantor);
                return Err(CollectionRefusal::NotReady(number, row.step.words()).into());
            }
            accounts.push((self.guarantor(*guarantor)?, row.account));
        }
        if accounts.is_empty() {
            return Err(CollectionRefusal::NothingOwed.into());
        }
        let fonts = Fonts::load()?;
        let making = Making {
            practice: self.practice()?,
            text: self.notice_text()?,
            days: rules.notice_days,
            fonts: &fonts,
        };
        self.stamped("make final notices", |tx, stamp| {
            let mut all: Vec<Sheet> = Vec::new();
            let (mut notices, mut total) = (Vec::new(), Money::ZERO);
            for (who, account) in &accounts {
                let notice = making.notice(tx, who, account, stamp)?;
                let pages = sheets(&notice, making.fonts);
                let bytes = document(making.fonts, Title::FinalNotice, stamp.today, &pages)?;
                let row = NewNoticeRow {
                    guarantor: who.id,
                    made_on: notice.on,
                    due_on: notice.due_on,
                    amount: notice.amount,
                    print: tx.attach(&bytes, stamp.at)?,
                };
                notices.push(tx.add_final_notice(row, stamp.at, stamp.by)?);
                total = total.plus(notice.amount)?;
                all.extend(pages);
            }
            let pages = document(making.fonts, Title::FinalNotice, stamp.today, &all)?;
            let made = NoticesMade {
                notices,
                total,
                pages,
            };
            Ok((format!("notices:{}", made.notices.len()), made))
        })
    }

    /// Gives a final notice exactly as it was made.
    ///
    /// # Errors
    /// [`Refusal::NotThere`], or what the book says.
    pub fn notice_pdf(&self, id: NoticeId) -> Result<Vec<u8>, OfficeError> {
        let print = self.store.notice_print(id)?.ok_or(Refusal::NotThere {
            what: "final notice",
            number: id.get(),
        })?;
        Ok(self.store.attachment(print)?)
    }
}

impl Making<'_> {
    fn notice(
        &self,
        tx: &Tx<'_>,
        who: &Guarantor,
        account: &Account,
        stamp: Stamp,
    ) -> Result<Notice, OfficeError> {
        let parts = owed(tx, who.id)?;
        let services = tx.owed_services(who.id)?.into_iter();
        let asked = services.filter(|one| parts.iter().any(|part| part.line == one.line));
        let name = who.contact.name.natural();
        let mut to = vec![crate::domain::letterhead::postal(&name)];
        to.extend(address(&who.contact.address).postal_lines());
        let notice = Notice {
            practice: letterhead(&self.practice),
            to,
            name,
            account: account_number(who.id),
            on: stamp.today,
            due_on: after(stamp.today, self.days),
            amount: Money::sum(parts.iter().map(|part| part.amount))?,
            statements: account.statements,
            since: account.first_asked_on,
            services: asked
                .map(|one| {
                    (
                        one.service_on,
                        one.description,
                        one.patient_first,
                        one.amount,
                    )
                })
                .collect(),
            words: String::new(),
        };
        let written = notice.write(&self.text);
        Ok(written.map_err(CollectionRefusal::from)?)
    }
}
