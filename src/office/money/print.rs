//! Printing a receipt: once, as the account stood when the money was taken; the same bytes ever after.

use std::collections::BTreeSet;

use crate::domain::id::ReceiptId;
use crate::domain::money::{Money, MoneyError};
use crate::domain::page::Page;
use crate::domain::payment::Tender as Taken;
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

    fn taking(
        &self,
        kept: &KeptReceipt,
        taken_at: chrono::NaiveDateTime,
    ) -> Result<Taking, OfficeError> {
        let row = &kept.row;
        let found = self.store.receipt_items(row.guarantor, kept.entry)?;
        let items = found.iter().map(item).collect::<Result<Vec<_>, _>>()?;
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
            order: order(&found)?,
            items,
            unapplied: row.amount.minus(placed)?,
            pay_by: None,
            pending: self.store.pending_after(row.guarantor, kept.entry)?,
        })
    }
}

fn item(found: &ReceiptItem) -> Result<Item, MoneyError> {
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
            String::from("Copay for the visit")
        } else {
            what
        },
        owed: found.owed.plus(found.copay)?,
        paid: found.paid,
    })
}

/// Tells how the money was put: a copay first or not, and the rest oldest first or as somebody asked.
fn order(found: &[ReceiptItem]) -> Result<Order, MoneyError> {
    let has_copay = found.iter().any(|item| item.copay.is_positive());
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

/// Sorts what was keyed for a card: brand in words, four digits, and whatever else is the approval.
fn card(reference: &str) -> How {
    let words: Vec<&str> = reference
        .split([' ', ',', ';', '/'])
        .filter(|word| !word.is_empty())
        .collect();
    let ending = words
        .iter()
        .position(|word| word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit()));
    let brands: BTreeSet<&str> = ["ending", "in", "approval", "auth", "card"].into();
    let Some(ending) = ending else {
        return How::Other(if reference.trim().is_empty() {
            String::from("Card")
        } else {
            format!("Card, {}", reference.trim())
        });
    };
    let spoken = |word: &&&str| !brands.contains(word.to_lowercase().as_str());
    let (brand, approval): (Vec<&str>, Vec<&str>) = (
        words.iter().take(ending).filter(spoken).copied().collect(),
        words
            .iter()
            .skip(ending.saturating_add(1))
            .filter(spoken)
            .copied()
            .collect(),
    );
    How::Card {
        brand: brand.join(" "),
        ending: words
            .get(ending)
            .map_or_else(String::new, |w| (*w).to_owned()),
        approval: approval.join(" "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(reference: &str) -> (String, String, String) {
        match card(reference) {
            How::Card {
                brand,
                ending,
                approval,
            } => (brand, ending, approval),
            How::Cash { .. } | How::Check { .. } => unreachable!(),
            How::Other(words) => (words, String::new(), String::new()),
        }
    }

    #[test]
    fn what_was_keyed_for_a_card_is_sorted() {
        for (keyed, brand, ending, approval) in [
            ("Visa 4417 062915", "Visa", "4417", "062915"),
            (
                "visa ending in 4417, approval 062915",
                "visa",
                "4417",
                "062915",
            ),
            ("American Express 1005", "American Express", "1005", ""),
            ("terminal", "Card, terminal", "", ""),
            ("", "Card", "", ""),
        ] {
            let want = (brand.to_owned(), ending.to_owned(), approval.to_owned());
            assert_eq!(parts(keyed), want, "{keyed}");
        }
    }
}
