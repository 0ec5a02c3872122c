//! What guarantors agree to pay later: promises, and checks that are held until their day.

use chrono::NaiveDate;

use super::{MoneyRefusal, reason};
use crate::domain::id::{GuarantorId, PayLaterId, ReceiptId};
use crate::domain::pay_later::{Ending, Means, NewPayLater, PayLater, PayLaterRow, stand};
use crate::domain::payment::{NewReceipt, Tender, holds_card_number, oldest_first};
use crate::office::visits::Stamp;
use crate::office::{Office, OfficeError, Refusal};
use crate::store::Tx;

impl Office {
    /// Writes down what a guarantor agreed to pay later. Nothing is posted: it is no money yet.
    ///
    /// # Errors
    /// [`MoneyRefusal::Past`] when the promised day is over, [`MoneyRefusal::GoodToday`] for a check that could be
    /// taken now, [`MoneyRefusal::CardNumber`], [`Refusal::Missing`] without the number of the check.
    pub fn agree_to_pay_later(&mut self, new: &NewPayLater) -> Result<PayLaterId, OfficeError> {
        self.stamped("agree to pay later", |tx, stamp| {
            let kept = checked(new, stamp.today)?;
            let _payer = tx.guarantor(new.guarantor)?.ok_or(Refusal::NotThere {
                what: "guarantor",
                number: new.guarantor.get(),
            })?;
            let id = tx.add_pay_later(&kept, stamp.at, stamp.by)?;
            Ok((format!("pay_later:{id}"), id))
        })
    }

    /// Takes a held check in as a payment of today, on the oldest services first. What is over waits as credit.
    ///
    /// # Errors
    /// [`MoneyRefusal::HeldUntil`] before its day; [`MoneyRefusal::NoHeldCheck`] for a promise or what ended before.
    pub fn take_held_check(&mut self, id: PayLaterId) -> Result<ReceiptId, OfficeError> {
        let later = self.find_later(id)?;
        let today = self.today();
        let Means::HeldCheck { number } = &later.what.means else {
            return Err(MoneyRefusal::NoHeldCheck.into());
        };
        if later.ending.is_some() {
            return Err(MoneyRefusal::NoHeldCheck.into());
        }
        if later.what.due_on > today {
            return Err(MoneyRefusal::HeldUntil(later.what.due_on).into());
        }
        let open = self.open_items(later.what.guarantor)?;
        let (placed, _) = oldest_first(&open, later.what.amount)?;
        let receipt = NewReceipt {
            guarantor: later.what.guarantor,
            accounting_on: today,
            tenders: vec![Tender::Check {
                amount: later.what.amount,
                number: number.clone(),
            }],
            placed,
        };
        self.together(|office| {
            let taken = office.take_payment(&receipt)?;
            office.stamped("take a held check in", |tx, stamp| {
                end(tx, id, &Ending::TakenIn(taken), stamp)
            })?;
            Ok(taken)
        })
    }

    /// Calls an agreement off: a promise that does not hold any more, a check that was given back.
    ///
    /// # Errors
    /// [`MoneyRefusal::EndedAlready`]; [`Refusal::Missing`] without a reason.
    pub fn call_off(&mut self, id: PayLaterId, why: &str) -> Result<(), OfficeError> {
        self.stamped("call off what is paid later", |tx, stamp| {
            let why = reason(why)?;
            if holds_card_number(why) {
                return Err(MoneyRefusal::CardNumber.into());
            }
            end(tx, id, &Ending::CalledOff(why.to_owned()), stamp)
        })
    }

    /// Lists everything a guarantor ever agreed to pay later, with where it stands today, by its day.
    ///
    /// # Errors
    /// [`OfficeError::Store`] when the book cannot be read.
    pub fn pay_laters_of(&self, guarantor: GuarantorId) -> Result<Vec<PayLaterRow>, OfficeError> {
        let agreed = self.store.pay_laters_of(guarantor)?;
        if agreed.is_empty() {
            return Ok(Vec::new());
        }
        let received = self.store.received_from(guarantor)?;
        Ok(stand(agreed, &received, self.today())?)
    }

    /// Lists what is still to come of all that was agreed to be paid later, by its day: promises that are open or
    /// broken, and held checks.
    ///
    /// # Errors
    /// [`OfficeError::Store`] when the book cannot be read.
    pub fn pay_laters(&self) -> Result<Vec<PayLaterRow>, OfficeError> {
        let received = self.store.received_for_promises()?;
        let mut rows = stand(self.store.pay_laters()?, &received, self.today())?;
        rows.retain(|row| row.standing.is_open());
        Ok(rows)
    }

    fn find_later(&self, id: PayLaterId) -> Result<PayLater, OfficeError> {
        Ok(self.store.find_pay_later(id)?.ok_or(not_there(id))?)
    }
}

/// Checks what can be told without the book, and tidies the words.
fn checked(new: &NewPayLater, today: NaiveDate) -> Result<NewPayLater, OfficeError> {
    let _ = new.amount.positive()?;
    let words = new.words.trim().to_owned();
    let means = match &new.means {
        Means::Promise if new.due_on < today => return Err(MoneyRefusal::Past(new.due_on).into()),
        Means::Promise => Means::Promise,
        Means::HeldCheck { number } => {
            let number = number.trim();
            if number.is_empty() {
                return Err(Refusal::Missing("the number of the check").into());
            }
            if new.due_on <= today {
                return Err(MoneyRefusal::GoodToday.into());
            }
            if holds_card_number(number) {
                return Err(MoneyRefusal::CardNumber.into());
            }
            Means::HeldCheck {
                number: number.to_owned(),
            }
        }
    };
    if holds_card_number(&words) {
        return Err(MoneyRefusal::CardNumber.into());
    }
    Ok(NewPayLater {
        means,
        words,
        ..new.clone()
    })
}

fn end(
    tx: &Tx<'_>,
    id: PayLaterId,
    ending: &Ending,
    stamp: Stamp,
) -> Result<(String, ()), OfficeError> {
    let later = tx.find_pay_later(id)?.ok_or(not_there(id))?;
    if later.ending.is_some() {
        return Err(MoneyRefusal::EndedAlready.into());
    }
    tx.end_pay_later(id, ending, stamp.at, stamp.by)?;
    Ok((format!("pay_later:{id}"), ()))
}

const fn not_there(id: PayLaterId) -> Refusal {
    Refusal::NotThere {
        what: "agreement to pay later",
        number: id.get(),
    }
}
