//! What guarantors agree to pay later: promises, and checks that are held until their day.

use chrono::NaiveDate;

use super::{MoneyRefusal, reason};
use crate::domain::contact::{About, NewNote, Way};
use crate::domain::id::{GuarantorId, HeldCheckId, ReceiptId};
use crate::domain::pay_later::{Ending, LaterId, Means, NewPayLater, PayLater, PayLaterRow};
use crate::domain::payment::{NewReceipt, Tender, holds_card_number, oldest_first};
use crate::office::visits::Stamp;
use crate::office::{Office, OfficeError, Refusal};
use crate::store::Tx;

impl Office {
    /// Writes down what a guarantor agreed to pay later. Nothing is posted: it is no money yet. A promise is taken down
    /// as one given at the desk, with what was said as a note.
    ///
    /// # Errors
    /// [`MoneyRefusal::Past`] when the promised day is over, [`MoneyRefusal::GoodToday`] for a check that could be
    /// taken now, [`MoneyRefusal::CardNumber`], [`Refusal::Missing`] without the number of the check.
    pub fn agree_to_pay_later(&mut self, new: &NewPayLater) -> Result<LaterId, OfficeError> {
        let kept = checked(new, self.today())?;
        let number = match &kept.means {
            Means::Promise => return self.promise_at_the_desk(&kept).map(LaterId::Promise),
            Means::HeldCheck { number } => number.clone(),
        };
        self.stamped("hold a check", |tx, stamp| {
            let _payer = tx.guarantor(new.guarantor)?.ok_or(Refusal::NotThere {
                what: "guarantor",
                number: new.guarantor.get(),
            })?;
            let id = tx.add_held_check(&kept, &number, stamp.at, stamp.by)?;
            Ok((format!("held_check:{id}"), LaterId::Check(id)))
        })
    }

    fn promise_at_the_desk(
        &mut self,
        new: &NewPayLater,
    ) -> Result<crate::domain::id::PromiseId, OfficeError> {
        if new.words.is_empty() {
            return self.add_promise(new.guarantor, new.amount, new.due_on);
        }
        let note = NewNote {
            about: About::account(new.guarantor),
            way: Way::InPerson,
            with: String::new(),
            words: new.words.clone(),
            follow_up: None,
            promised: Some((new.amount, new.due_on)),
        };
        let (_note, promise) = self.add_note(&note)?;
        Ok(promise.ok_or(Refusal::Missing("the promise"))?)
    }

    /// Takes a held check in as a payment of today, on the oldest services first. What is over waits as credit.
    ///
    /// # Errors
    /// [`MoneyRefusal::HeldUntil`] before its day; [`MoneyRefusal::NoHeldCheck`] when it was taken in or given back.
    pub fn take_held_check(&mut self, id: HeldCheckId) -> Result<ReceiptId, OfficeError> {
        let later = self.store.find_held_check(id)?.ok_or(not_there(id))?;
        let today = self.today();
        let number = match (&later.what.means, &later.ending) {
            (Means::HeldCheck { number }, None) => number.clone(),
            (Means::HeldCheck { .. } | Means::Promise, _) => {
                return Err(MoneyRefusal::NoHeldCheck.into());
            }
        };
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
                number,
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
    /// [`MoneyRefusal::EndedAlready`]; [`Refusal::Missing`] without a reason; for a promise as
    /// [`Office::withdraw_promise`].
    pub fn call_off(&mut self, id: LaterId, why: &str) -> Result<(), OfficeError> {
        let why = reason(why)?;
        if holds_card_number(why) {
            return Err(MoneyRefusal::CardNumber.into());
        }
        match id {
            LaterId::Promise(id) => self.withdraw_promise(id, why),
            LaterId::Check(id) => self.stamped("give a held check back", |tx, stamp| {
                end(tx, id, &Ending::CalledOff(why.to_owned()), stamp)
            }),
        }
    }

    /// Lists everything a guarantor ever agreed to pay later, with where it stands today, by its day.
    ///
    /// # Errors
    /// [`OfficeError::Store`] when the book cannot be read.
    pub fn pay_laters_of(&self, guarantor: GuarantorId) -> Result<Vec<PayLaterRow>, OfficeError> {
        let checks = self.store.held_checks_of(guarantor)?;
        self.with_promises(checks, Some(guarantor))
    }

    /// Lists what is still to come of all that was agreed to be paid later, by its day: promises that are open or
    /// broken, and held checks.
    ///
    /// # Errors
    /// [`OfficeError::Store`] when the book cannot be read.
    pub fn pay_laters(&self) -> Result<Vec<PayLaterRow>, OfficeError> {
        let mut rows = self.with_promises(self.store.held_checks()?, None)?;
        rows.retain(|row| row.standing.is_open());
        Ok(rows)
    }

    fn with_promises(
        &self,
        checks: Vec<PayLater>,
        guarantor: Option<GuarantorId>,
    ) -> Result<Vec<PayLaterRow>, OfficeError> {
        let today = self.today();
        let checks = checks.into_iter();
        let checks = checks.map(|check| PayLaterRow::of_check(check, today));
        let promises = self.promises(guarantor)?.into_iter();
        let mut rows: Vec<PayLaterRow> = checks
            .chain(promises.map(PayLaterRow::of_promise))
            .collect();
        rows.sort_by_key(|row| (row.later.what.due_on, row.later.id));
        Ok(rows)
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
    id: HeldCheckId,
    ending: &Ending,
    stamp: Stamp,
) -> Result<(String, ()), OfficeError> {
    let later = tx.find_held_check(id)?.ok_or(not_there(id))?;
    if later.ending.is_some() {
        return Err(MoneyRefusal::EndedAlready.into());
    }
    tx.end_held_check(id, ending, stamp.at, stamp.by)?;
    Ok((format!("held_check:{id}"), ()))
}

const fn not_there(id: HeldCheckId) -> Refusal {
    Refusal::NotThere {
        what: "held check",
        number: id.get(),
    }
}
