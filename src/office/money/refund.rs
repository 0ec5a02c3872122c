//! Refunds: asked for, approved by another act, paid by check. Credit is set aside when a refund is approved, so that
//! nothing else is paid with it, and leaves the bank with the check.

use chrono::NaiveDate;

use super::credit_refusal::CreditRefusal;
use super::{not_ahead, reason, take_back};
use crate::domain::id::{GuarantorId, RefundId};
use crate::domain::ledger::{refund_approved, refund_paid};
use crate::domain::money::Money;
use crate::domain::refund::{Credit, Deed, Refund, Standing, refund_number};
use crate::office::visits::Stamp;
use crate::office::{Office, OfficeError, Refusal};
use crate::store::Tx;
use crate::store::refund::NewDeed;

impl Office {
    /// Asks for credit to go back to a guarantor. No money moves before somebody approves it.
    ///
    /// # Errors
    /// [`CreditRefusal::NoCredit`]; [`CreditRefusal::PayersMoney`] when a part of it is not the guarantor's;
    /// [`Refusal::Missing`] without a reason.
    pub fn ask_refund(
        &mut self,
        guarantor: GuarantorId,
        amount: Money,
        why: &str,
    ) -> Result<RefundId, OfficeError> {
        let _there = self.guarantor(guarantor)?;
        let asked = self.waiting_refunds(guarantor)?;
        self.is_their_own(guarantor, amount.plus(asked)?)?;
        self.stamped("ask for a refund", |tx, stamp| {
            let amount = amount.positive()?;
            let left = tx.guarantor_balance(guarantor)?.unapplied.minus(asked)?;
            if amount > left {
                return Err(CreditRefusal::NoCredit { left }.into());
            }
            let id = tx.add_refund(guarantor, amount, reason(why)?, stamp.at, stamp.by)?;
            Ok((object(id), id))
        })
    }

    /// Approves a refund: the credit is set aside for its check.
    ///
    /// # Errors
    /// [`CreditRefusal::Refund`], [`CreditRefusal::NoCredit`], [`CreditRefusal::PayersMoney`], [`Refusal::NotThere`].
    pub fn approve_refund(&mut self, id: RefundId) -> Result<(), OfficeError> {
        let refund = self.refund(id)?;
        self.is_their_own(refund.guarantor, refund.amount)?;
        self.stamped("approve a refund", |tx, stamp| {
            let refund = standing(tx, id, Deed::Approved)?;
            let left = tx.guarantor_balance(refund.guarantor)?.unapplied;
            if refund.amount > left {
                return Err(CreditRefusal::NoCredit { left }.into());
            }
            let entry = refund_approved(
                stamp.today,
                id,
                refund.guarantor,
                refund.amount,
                &refund.why,
            )?;
            let entry = tx.post(&entry, stamp.at, stamp.by)?;
            let deed = NewDeed {
                deed: Deed::Approved,
                on: stamp.today,
                number: "",
                entry: Some(entry),
                words: "",
            };
            tx.add_refund_deed(id, deed, stamp.at, stamp.by)?;
            Ok((object(id), ()))
        })
    }

    /// Declines a refund, or withdraws one that was approved: the credit is where it was.
    ///
    /// # Errors
    /// [`CreditRefusal::Refund`], [`Refusal::Missing`] without a reason, [`Refusal::NotThere`].
    pub fn decline_refund(&mut self, id: RefundId, why: &str) -> Result<(), OfficeError> {
        self.stamped("decline a refund", |tx, stamp| {
            let why = reason(why)?;
            let refund = standing(tx, id, Deed::Declined)?;
            let entry = match refund.standing() {
                Standing::Approved => Some(undo(tx, id, Deed::Approved, why, stamp)?),
                Standing::Asked | Standing::Paid | Standing::Cashed | Standing::Declined => None,
            };
            let deed = NewDeed {
                deed: Deed::Declined,
                on: stamp.today,
                number: "",
                entry,
                words: why,
            };
            tx.add_refund_deed(id, deed, stamp.at, stamp.by)?;
            Ok((object(id), ()))
        })
    }

    /// Pays an approved refund by a check of the practice.
    ///
    /// # Errors
    /// [`CreditRefusal::Refund`]; [`CreditRefusal::CheckUsed`]; [`Refusal::Missing`] without a number.
    pub fn pay_refund(
        &mut self,
        id: RefundId,
        number: &str,
        on: NaiveDate,
    ) -> Result<(), OfficeError> {
        self.stamped("pay a refund", |tx, stamp| {
            let number = number.trim();
            if number.is_empty() {
                return Err(Refusal::Missing("the number of the check").into());
            }
            not_ahead(on, stamp.today)?;
            let refund = standing(tx, id, Deed::Paid)?;
            if let Some(other) = tx.refund_by_check(number)? {
                return Err(CreditRefusal::CheckUsed {
                    number: number.to_owned(),
                    refund: refund_number(other),
                }
                .into());
            }
            let why = format!("check {number}");
            let entry = refund_paid(on, id, refund.guarantor, refund.amount, &why)?;
            let entry = tx.post(&entry, stamp.at, stamp.by)?;
            let deed = NewDeed {
                deed: Deed::Paid,
                on,
                number,
                entry: Some(entry),
                words: "",
            };
            tx.add_refund_deed(id, deed, stamp.at, stamp.by)?;
            Ok((object(id), ()))
        })
    }

    /// Voids the check of a refund, as one that was lost: the refund is to be paid again, or declined.
    ///
    /// # Errors
    /// [`CreditRefusal::Refund`]; [`Refusal::Missing`] without a reason.
    pub fn void_refund_check(&mut self, id: RefundId, why: &str) -> Result<(), OfficeError> {
        self.stamped("void a refund check", |tx, stamp| {
            let why = reason(why)?;
            let refund = standing(tx, id, Deed::Voided)?;
            let check = refund.check();
            let number = check.map(|event| event.number.clone()).unwrap_or_default();
            let entry = undo(tx, id, Deed::Paid, why, stamp)?;
            let deed = NewDeed {
                deed: Deed::Voided,
                on: stamp.today,
                number: &number,
                entry: Some(entry),
                words: why,
            };
            tx.add_refund_deed(id, deed, stamp.at, stamp.by)?;
            Ok((object(id), ()))
        })
    }

    /// Says that the bank cashed the check of a refund: nothing goes to the state any more.
    ///
    /// # Errors
    /// [`CreditRefusal::Refund`], [`Refusal::NotThere`].
    pub fn cash_refund(&mut self, id: RefundId, on: NaiveDate) -> Result<(), OfficeError> {
        self.stamped("note a cashed refund", |tx, stamp| {
            not_ahead(on, stamp.today)?;
            let _refund = standing(tx, id, Deed::Cashed)?;
            let deed = NewDeed {
                deed: Deed::Cashed,
                on,
                number: "",
                entry: None,
                words: "",
            };
            tx.add_refund_deed(id, deed, stamp.at, stamp.by)?;
            Ok((object(id), ()))
        })
    }

    /// Gives a refund with what became of it.
    ///
    /// # Errors
    /// [`Refusal::NotThere`], [`OfficeError::Store`].
    pub fn refund(&self, id: RefundId) -> Result<Refund, OfficeError> {
        Ok(self.store.refund(id)?.ok_or(not_there(id))?)
    }

    /// Lists refunds, the newest first: all of them, or one guarantor's.
    ///
    /// # Errors
    /// [`OfficeError::Store`].
    pub fn refunds(
        &self,
        guarantor: Option<GuarantorId>,
        limit: usize,
    ) -> Result<Vec<Refund>, OfficeError> {
        Ok(self.store.refunds(guarantor, limit)?)
    }

    /// Lists guarantors' credit that is not placed, the largest first.
    ///
    /// # Errors
    /// [`OfficeError::Store`].
    pub fn open_credit(&self, limit: usize) -> Result<Vec<Credit>, OfficeError> {
        Ok(self.store.open_credit(limit)?)
    }

    /// What a guarantor's refunds that wait for approval come to.
    fn waiting_refunds(&self, guarantor: GuarantorId) -> Result<Money, OfficeError> {
        let all = self.store.refunds(Some(guarantor), usize::MAX)?;
        let waiting = all
            .iter()
            .filter(|refund| refund.standing() == Standing::Asked);
        Ok(Money::sum(waiting.map(|refund| refund.amount))?)
    }

    /// Refuses to pay back to a guarantor what is a payer's.
    fn is_their_own(&self, guarantor: GuarantorId, amount: Money) -> Result<(), OfficeError> {
        let replay = self.credit_owner(guarantor)?;
        let own = replay.guarantors()?;
        let whole = Money::sum(replay.pieces.iter().map(|piece| piece.amount))?;
        if amount > own && amount <= whole {
            let payers = whole.minus(own)?;
            return Err(CreditRefusal::PayersMoney { own, payers }.into());
        }
        Ok(())
    }
}

fn object(id: RefundId) -> String {
    format!("refund:{id}")
}

const fn not_there(id: RefundId) -> Refusal {
    Refusal::NotThere {
        what: "refund",
        number: id.get(),
    }
}

/// Reads a refund to which a deed can be done.
fn standing(tx: &Tx<'_>, id: RefundId, deed: Deed) -> Result<Refund, OfficeError> {
    let refund = tx.refund(id)?.ok_or(not_there(id))?;
    let standing = refund.standing();
    match standing.after(deed) {
        Some(_) => Ok(refund),
        None => Err(CreditRefusal::Refund { standing, deed }.into()),
    }
}

/// Takes back the entry of a refund's newest deed of a kind.
fn undo(
    tx: &Tx<'_>,
    id: RefundId,
    deed: Deed,
    why: &str,
    stamp: Stamp,
) -> Result<crate::domain::id::EntryId, OfficeError> {
    let entry = tx.refund_entry(id, deed)?.ok_or(not_there(id))?;
    let (back, _lines) = take_back(tx, entry, why, stamp)?;
    Ok(back)
}
