//! Taking guarantors' money, placing their credit, and taking receipts back.

use super::{
    CreditRefusal, MoneyRefusal, hold, not_ahead, on_card, reason, settle_claims, take_back,
};
use crate::domain::desk::Ahead;
use crate::domain::id::{ChargeLineId, EntryId, GuarantorId, ReceiptId};
use crate::domain::ledger::{
    Account, Effect, Entry, Kind, LedgerError, Payment, Posting, Source, allocation, payment,
};
use crate::domain::money::Money;
use crate::domain::patient::Guarantor;
use crate::domain::pay_plan::live_lines;
use crate::domain::payment::{
    NewReceipt, OpenItem, Placement, ReceiptDetail, ReceiptRow, Tender, holds_card_number,
    receipt_number,
};
use crate::office::visits::Stamp;
use crate::office::{Office, OfficeError, Refusal};
use crate::store::Tx;

impl Office {
    /// Lists the services of a guarantor on which anything is owed, oldest first, with the payment plans that are kept.
    ///
    /// # Errors
    /// [`OfficeError::Store`] when the book cannot be read.
    pub fn open_items(&self, guarantor: GuarantorId) -> Result<Vec<OpenItem>, OfficeError> {
        let planned = live_lines(&self.plan_due(guarantor, self.today())?);
        let mut items = self.store.open_items(guarantor)?;
        for item in &mut items {
            item.plan = planned.get(&item.line).copied();
        }
        Ok(items)
    }

    /// Takes a payment. A part placed on what an insurer still carries, as a copay at the visit, becomes the
    /// guarantor's in the same entry. What is placed nowhere waits as credit.
    ///
    /// # Errors
    /// [`LedgerError::MoreThanOwed`] when a service is owed less, or less was received than is placed;
    /// [`MoneyRefusal::OtherAccount`], [`MoneyRefusal::NoTender`], [`MoneyRefusal::TooLittleGiven`],
    /// [`MoneyRefusal::CardNumber`], [`MoneyRefusal::Ahead`].
    pub fn take_payment(&mut self, receipt: &NewReceipt) -> Result<ReceiptId, OfficeError> {
        self.take_payment_ahead(receipt, &[])
    }

    /// Takes a payment of which parts are for visits whose services are not entered yet, as a copay on the way in. They
    /// wait as credit, and the credit goes to those visits first.
    ///
    /// # Errors
    /// As [`Office::take_payment`]; [`MoneyRefusal::NotAhead`] when the services of a visit are entered,
    /// [`MoneyRefusal::OtherVisit`] when somebody else pays for it.
    pub fn take_payment_ahead(
        &mut self,
        receipt: &NewReceipt,
        ahead: &[Ahead],
    ) -> Result<ReceiptId, OfficeError> {
        self.stamped("take a payment", |tx, stamp| {
            let received = check(receipt, stamp)?;
            let _payer = guarantor(tx, receipt.guarantor)?;
            check_ahead(tx, receipt, ahead, received)?;
            let id = tx.next_receipt()?;
            let parts = parts(tx, receipt.guarantor, &receipt.placed)?;
            let entry = payment(
                receipt.accounting_on,
                id,
                receipt.guarantor,
                received,
                &parts,
            )?;
            let entry = tx.post(&entry, stamp.at, stamp.by)?;
            tx.add_receipt(id, receipt, received, entry, stamp.at, stamp.by)?;
            for part in ahead {
                tx.add_prepayment(id, part.visit, part.amount)?;
            }
            settle_claims(tx, receipt.placed.iter().map(|part| part.line), stamp)?;
            Ok((format!("receipt:{id}"), id))
        })
    }

    /// Places a guarantor's credit on services.
    ///
    /// # Errors
    /// [`LedgerError::MoreThanOwed`] when a service is owed less, or the credit is smaller;
    /// [`MoneyRefusal::OtherAccount`].
    pub fn place_credit(
        &mut self,
        guarantor: GuarantorId,
        placed: &[Placement],
    ) -> Result<EntryId, OfficeError> {
        self.stamped("place credit", |tx, stamp| {
            let credit = tx.guarantor_balance(guarantor)?.unapplied;
            let parts = parts(tx, guarantor, placed)?;
            let entry = allocation(stamp.today, guarantor, credit, &parts)?;
            let id = tx.post(&entry, stamp.at, stamp.by)?;
            settle_claims(tx, placed.iter().map(|part| part.line), stamp)?;
            Ok((format!("entry:{id}"), id))
        })
    }

    /// Takes a receipt back, as when a check bounced. A copay that a payer counted on since is owed again by the
    /// guarantor, not by the payer.
    ///
    /// # Errors
    /// [`MoneyRefusal::TakenBackAlready`]; [`MoneyRefusal::CreditPlaced`] when its credit was placed since;
    /// [`Refusal::Missing`] without a reason.
    pub fn take_back_receipt(&mut self, id: ReceiptId, why: &str) -> Result<(), OfficeError> {
        self.stamped("take a receipt back", |tx, stamp| {
            back(tx, id, reason(why)?, stamp)?;
            Ok((format!("receipt:{id}"), ()))
        })
    }

    /// Lists receipts, newest first: all of them, or one guarantor's.
    ///
    /// # Errors
    /// [`OfficeError::Store`] when the book cannot be read.
    pub fn receipts(
        &self,
        guarantor: Option<GuarantorId>,
        limit: u32,
    ) -> Result<Vec<ReceiptRow>, OfficeError> {
        Ok(self.store.receipts(guarantor, limit)?)
    }

    /// Gives a receipt with what it was placed on when it was taken. Credit that was placed later is no longer told
    /// apart by the receipt it came from.
    ///
    /// # Errors
    /// [`Refusal::NotThere`], [`OfficeError::Store`].
    pub fn receipt(&self, id: ReceiptId) -> Result<ReceiptDetail, OfficeError> {
        let kept = self.store.receipt(id)?.ok_or(Refusal::NotThere {
            what: "receipt",
            number: id.get(),
        })?;
        let placed = self.store.placed_by(kept.entry)?;
        let ahead = self.store.paid_ahead_by(id)?;
        let parts = placed.iter().map(|part| part.amount);
        let sum = Money::sum(parts.chain(ahead.iter().map(|part| part.amount)))?;
        Ok(ReceiptDetail {
            credit: kept.row.amount.minus(sum)?,
            ahead,
            row: kept.row,
            taken_by: kept.taken_by,
            placed,
        })
    }
}

fn guarantor(tx: &Tx<'_>, id: GuarantorId) -> Result<Guarantor, OfficeError> {
    Ok(tx.guarantor(id)?.ok_or(Refusal::NotThere {
        what: "guarantor",
        number: id.get(),
    })?)
}

/// Checks what can be told without the book, and adds up what was received.
pub(in crate::office) fn check(receipt: &NewReceipt, stamp: Stamp) -> Result<Money, OfficeError> {
    not_ahead(receipt.accounting_on, stamp.today)?;
    if receipt.tenders.is_empty() {
        return Err(MoneyRefusal::NoTender.into());
    }
    for tender in &receipt.tenders {
        let amount = tender
            .amount()
            .positive()
            .map_err(|_| MoneyRefusal::NoTender)?;
        match tender {
            Tender::Cash { given, .. } if *given < amount => {
                return Err(MoneyRefusal::TooLittleGiven {
                    given: *given,
                    amount,
                }
                .into());
            }
            Tender::Check { number, .. } if number.trim().is_empty() => {
                return Err(Refusal::Missing("the number of the check").into());
            }
            Tender::Check {
                number: reference, ..
            }
            | Tender::Card { reference, .. }
                if holds_card_number(reference) =>
            {
                return Err(MoneyRefusal::CardNumber.into());
            }
            Tender::Cash { .. } | Tender::Check { .. } | Tender::Card { .. } => {}
        }
    }
    Ok(Money::sum(receipt.tenders.iter().map(Tender::amount))?)
}

/// Refuses to take money ahead for a visit that is paid by somebody else or has its services, or more than there is.
fn check_ahead(
    tx: &Tx<'_>,
    receipt: &NewReceipt,
    ahead: &[Ahead],
    received: Money,
) -> Result<(), OfficeError> {
    for part in ahead {
        let _ = part.amount.positive()?;
        let (payer, is_coded) = tx.visit_payer(part.visit)?.ok_or(Refusal::NotThere {
            what: "visit",
            number: part.visit.get(),
        })?;
        if payer != receipt.guarantor {
            return Err(MoneyRefusal::OtherVisit(part.visit).into());
        }
        if is_coded {
            return Err(MoneyRefusal::NotAhead(part.visit).into());
        }
    }
    let placed = receipt.placed.iter().map(|part| part.amount);
    let used = Money::sum(placed.chain(ahead.iter().map(|part| part.amount)))?;
    if used > received {
        return Err(LedgerError::MoreThanOwed {
            wanted: used,
            owed: received,
        }
        .into());
    }
    Ok(())
}

/// Sorts placements by what they pay: first what the guarantor owes, then what an insurer still carries.
fn parts(
    tx: &Tx<'_>,
    guarantor: GuarantorId,
    placed: &[Placement],
) -> Result<Vec<Payment>, OfficeError> {
    let mut lines: Vec<ChargeLineId> = placed.iter().map(|part| part.line).collect();
    lines.sort_unstable();
    if let Some([twice, _]) = lines.array_windows().find(|[one, next]| one == next) {
        return Err(MoneyRefusal::Twice(*twice).into());
    }
    let mut parts = Vec::with_capacity(placed.len());
    for placement in placed {
        let amount = placement.amount.positive()?;
        let state = on_card(tx, placement.line, guarantor)?;
        let own = state.sums.patient_owes.max(Money::ZERO).min(amount);
        let mut left = amount.minus(own)?;
        if own.is_positive() {
            parts.push(Payment {
                line: placement.line,
                amount: own,
                from_insurer: None,
            });
        }
        for (policy, owed) in &state.insurers {
            let part = left.min(*owed);
            if part.is_positive() {
                left = left.minus(part)?;
                parts.push(Payment {
                    line: placement.line,
                    amount: part,
                    from_insurer: Some((*policy, part)),
                });
            }
        }
        if left.is_positive() {
            return Err(LedgerError::MoreThanOwed {
                wanted: amount,
                owed: amount.minus(left)?,
            }
            .into());
        }
    }
    Ok(parts)
}

fn back(tx: &Tx<'_>, id: ReceiptId, why: &str, stamp: Stamp) -> Result<(), OfficeError> {
    let kept = tx.receipt(id)?.ok_or(Refusal::NotThere {
        what: "receipt",
        number: id.get(),
    })?;
    if kept.row.is_reversed {
        return Err(MoneyRefusal::TakenBackAlready("this receipt").into());
    }
    if tx.has_returned_check(id)? {
        return Err(CreditRefusal::CheckReturned.into());
    }
    let entry = tx.entry(kept.entry)?;
    let credit = Money::sum(
        entry
            .postings()
            .iter()
            .filter(|posting| posting.account == Account::UnappliedPatient(kept.row.guarantor))
            .map(|posting| posting.amount.negated()),
    )?;
    let left = tx.guarantor_balance(kept.row.guarantor)?.unapplied;
    if credit > left {
        return Err(MoneyRefusal::CreditPlaced {
            placed: credit.minus(left)?,
        }
        .into());
    }
    let (_, lines) = take_back(tx, kept.entry, why, stamp)?;
    owe_copays_again(tx, id, kept.entry, &entry, stamp)?;
    hold(tx, &lines)?;
    settle_claims(tx, lines, stamp)
}

/// Taking a copay back gives it to the insurer again. Where the insurer answered since, it counted on the copay as
/// the guarantor's, so there it goes to the guarantor.
fn owe_copays_again(
    tx: &Tx<'_>,
    receipt: ReceiptId,
    written: EntryId,
    entry: &Entry,
    stamp: Stamp,
) -> Result<(), OfficeError> {
    let mut postings: Vec<Posting> = Vec::new();
    for posting in entry.postings() {
        let Some((line, _, Effect::Transfer)) = posting.on else {
            continue;
        };
        if tx.was_answered_since(line, written)? {
            postings.push(posting.clone());
        }
    }
    if postings.is_empty() {
        return Ok(());
    }
    let why = format!(
        "receipt {} was taken back; its copay is owed again",
        receipt_number(receipt)
    );
    let again = Entry::new(Kind::Transfer, stamp.today, Source::Person, why, postings)?;
    let _id = tx.post(&again, stamp.at, stamp.by)?;
    Ok(())
}
