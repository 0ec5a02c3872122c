//! Printing a receipt: once, as the account stood when the money was taken; the same bytes ever after.

use chrono::NaiveDate;

use crate::domain::id::{GuarantorId, ReceiptId};
use crate::domain::money::{Money, MoneyError};
use crate::domain::page::Page;
use crate::domain::pay_later::Means;
use crate::domain::payment::{CardSlip, PaidAhead, Tender as Taken};
use crate::domain::receipt::{How, Item, Order, Receipt, Taking, Tender};
use crate::domain::statement::Patient;
use crate::office::{MoneyRefusal, Office, OfficeError, Refusal, paper};
use crate::pdf::font::Fonts;
use crate::pdf::page::page;
use crate::pdf::receipt::sheets;
use crate::pdf::write::{Title, document};
use crate::store::receipt::{KeptReceipt, ReceiptItem};

impl Office {
    /// Gives a receipt as a PDF. The first time it is made and kept; later the same bytes are given again.
    ///
    /// # Errors
    /// [`Refusal::NotThere`]; [`MoneyRefusal::TakenBackAlready`] when it was taken back before it was ever printed;
    /// [`MoneyRefusal::Receipt`] when its figures do not add up.
    pub fn receipt_pdf(&mut self, id: ReceiptId) -> Result<Vec<u8>, OfficeError> {
        let kept = self.store.receipt(id)?.ok_or(Refusal::NotThere {
            what: "receipt",
            number: id.get(),
        })?;
        if let Some(print) = kept.attachment {
            return Ok(self.store.attachment(print)?);
        }
        if kept.row.is_reversed {
            return Err(MoneyRefusal::TakenBackAlready("this receipt").into());
        }
        let taken_at = self.clock.wall_time_of(kept.row.taken_at);
        let receipt =
            Receipt::build(self.taking(&kept, taken_at)?).map_err(MoneyRefusal::Receipt)?;
        let fonts = Fonts::load()?;
        let pages = sheets(&receipt, &fonts);
        let bytes = document(&fonts, Title::Receipt, taken_at.date(), &pages)?;
        self.write("print a receipt", |tx, at| {
            let print = tx.attach(&bytes, at)?;
            tx.keep_receipt_print(id, print)?;
            Ok((format!("receipt:{id}"), ()))
        })?;
        Ok(bytes)
    }

    /// Gives a receipt as pages to be drawn: what [`Office::receipt_pdf`] prints when it is printed now.
    ///
    /// # Errors
    /// [`Refusal::NotThere`]; [`MoneyRefusal::Receipt`] when its figures do not add up.
    pub fn receipt_pages(&self, id: ReceiptId) -> Result<Vec<Page>, OfficeError> {
        let kept = self.store.receipt(id)?.ok_or(Refusal::NotThere {
            what: "receipt",
            number: id.get(),
        })?;
        let taken_at = self.clock.wall_time_of(kept.row.taken_at);
        let receipt =
            Receipt::build(self.taking(&kept, taken_at)?).map_err(MoneyRefusal::Receipt)?;
        let sheets = sheets(&receipt, &Fonts::load()?);
        Ok(sheets.into_iter().map(page).collect())
    }

    /// When the rest is asked for: the day they promised it for, else the one on the newest statement.
    fn pay_by(
        &self,
        guarantor: GuarantorId,
        today: NaiveDate,
    ) -> Result<Option<NaiveDate>, OfficeError> {
        let promised = self.pay_laters_of(guarantor)?;
        let promised = promised
            .iter()
            .filter(|row| row.standing.is_open() && row.later.what.means == Means::Promise)
            .map(|row| row.later.what.due_on);
        let stated = self.store.statements(guarantor)?;
        let stated = stated
            .iter()
            .find(|statement| statement.withdrawn.is_none());
        let stated = stated.map(|statement| statement.due_on);
        Ok(promised
            .filter(|day| *day >= today)
            .min()
            .or_else(|| stated.filter(|day| *day >= today)))
    }

    fn taking(
        &self,
        kept: &KeptReceipt,
        taken_at: chrono::NaiveDateTime,
    ) -> Result<Taking, OfficeError> {
        let row = &kept.row;
        let found = self.store.receipt_items(row.guarantor, kept.entry)?;
        let today = taken_at.date();
        let items = found.iter().map(|found| item(found, today));
        let mut items = items.collect::<Result<Vec<_>, _>>()?;
        let ahead = self.store.paid_ahead_by(row.id)?;
        items.extend(ahead.iter().map(|paid| ahead_item(paid, today)));
        // What was settled first stands first: the copays of the day.
        items.sort_by_key(|item| (!is_copay(item), item.on));
        let placed = Money::sum(items.iter().map(|item| item.paid))?;
        Ok(Taking {
            practice: paper::letterhead(&self.practice()?),
            number: u32::try_from(row.id.get()).map_err(|_| MoneyRefusal::NumbersUsedUp)?,
            taken_at,
            taken_by: kept.taken_by.clone(),
            entry: kept.entry.get(),
            given: paper::given(&row.name),
            family: paper::family(&row.name),
            account: paper::account_number(row.guarantor)?,
            tenders: row.tenders.iter().map(tender).collect(),
            order: order(&found, !ahead.is_empty())?,
            items,
            unapplied: row.amount.minus(placed)?,
            pay_by: self.pay_by(row.guarantor, today)?,
            pending: self.store.pending_after(row.guarantor, kept.entry)?,
        })
    }
}

/// What a copay is called; the one of the day says so.
const COPAY: &str = "Copay for the visit";
const COPAY_TODAY: &str = "Today: copay for the visit";

fn copay_words(on: NaiveDate, today: NaiveDate) -> String {
    String::from(if on == today { COPAY_TODAY } else { COPAY })
}

fn is_copay(item: &Item) -> bool {
    item.what == COPAY || item.what == COPAY_TODAY
}

/// A copay that was taken before the services of its visit were entered.
fn ahead_item(paid: &PaidAhead, today: NaiveDate) -> Item {
    Item {
        on: paid.service_on,
        patient: Patient {
            id: paid.patient.get(),
            given: paper::given(&paid.name),
            family: paper::family(&paid.name),
        },
        what: copay_words(paid.service_on, today),
        owed: paid.amount,
        paid: paid.amount,
    }
}

fn item(found: &ReceiptItem, today: NaiveDate) -> Result<Item, MoneyError> {
    let is_only_copay = found.copay.is_positive() && found.owed.is_zero();
    let what = match found.lines {
        0 | 1 => found.description.clone(),
        more => format!("{} and {} more", found.description, more.saturating_sub(1)),
    };
    Ok(Item {
        on: found.service_on,
        patient: Patient {
            id: found.patient.get(),
            given: paper::given(&found.name),
            family: paper::family(&found.name),
        },
        what: if is_only_copay {
            copay_words(found.service_on, today)
        } else {
            what
        },
        owed: found.owed.plus(found.copay)?,
        paid: found.paid,
    })
}

/// Tells how the money was put: a copay first or not, and the rest oldest first or as somebody asked.
fn order(found: &[ReceiptItem], has_ahead: bool) -> Result<Order, MoneyError> {
    let has_copay = has_ahead || found.iter().any(|item| item.copay.is_positive());
    let rest: Vec<(Money, Money)> = found
        .iter()
        .map(|item| Ok((item.owed, item.paid.minus(item.copay)?)))
        .collect::<Result<_, MoneyError>>()?;
    // Oldest first means: once something is left open, nothing younger was paid.
    let mut is_open = false;
    let mut is_oldest_first = true;
    for (owed, paid) in rest {
        is_oldest_first &= !(is_open && paid.is_positive());
        is_open |= paid < owed;
    }
    Ok(match (is_oldest_first, has_copay) {
        (false, _) => Order::AsAsked,
        (true, true) => Order::CopayThenOldest,
        (true, false) => Order::OldestFirst,
    })
}

fn tender(taken: &Taken) -> Tender {
    let how = match taken {
        Taken::Cash { given, .. } => How::Cash { given: *given },
        Taken::Check { number, .. } => How::Check {
            number: number.clone(),
        },
        Taken::Card { reference, .. } => card(reference),
    };
    Tender {
        how,
        amount: taken.amount(),
    }
}

/// Sorts what was keyed for a card.
fn card(reference: &str) -> How {
    match CardSlip::read(reference) {
        Some(slip) => How::Card {
            brand: slip.brand,
            ending: slip.ending,
            approval: slip.approval,
        },
        None if reference.trim().is_empty() => How::Other(String::from("Card")),
        None => How::Other(format!("Card, {}", reference.trim())),
    }
}
