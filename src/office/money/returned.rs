//! Checks that the bank returned: the payment is taken back from wherever it was placed, a fee is charged that no insurer
//! is asked for, and where the check had gone to the bank, the bank's return is entered with it.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::credit_refusal::CreditRefusal;
use super::{MoneyRefusal, lines_of, not_ahead, reason, take_back};
use crate::domain::deposit::NewDeposit;
use crate::domain::id::{ChargeLineId, GuarantorId, ReturnedCheckId};
use crate::domain::ledger::{Part, account_charge, bounced};
use crate::domain::money::Money;
use crate::domain::payment::Tender;
use crate::domain::returned::{NewReturn, ReturnedCheck};
use crate::office::visits::Stamp;
use crate::office::{Office, OfficeError, Refusal, deposits};
use crate::store::Tx;
use crate::store::account_charge::AccountCharge;
use crate::store::receipt::KeptReceipt;

/// What the fee is called on cards and statements.
const FEE: &str = "Returned check fee";

impl Office {
    /// Takes a check back that the bank returned. What it paid is owed again, the fee is charged, and the bank's return
    /// is entered where the check had been deposited.
    ///
    /// # Errors
    /// [`CreditRefusal::NotACheck`], [`CreditRefusal::ReturnedAlready`], [`CreditRefusal::SpentSince`],
    /// [`CreditRefusal::BeforePayment`]; [`MoneyRefusal::TakenBackAlready`]; [`Refusal::Missing`] without a reason.
    pub fn return_check(&mut self, new: &NewReturn) -> Result<ReturnedCheckId, OfficeError> {
        self.stamped("return a check", |tx, stamp| {
            let id = bounce(tx, new, stamp)?;
            Ok((format!("returned_check:{id}"), id))
        })
    }

    /// Lets the payment of a returned check hold again, as when the bank paid it after all: it waits for the bank anew,
    /// and its fee is taken back.
    ///
    /// # Errors
    /// [`MoneyRefusal::TakenBackAlready`], [`Refusal::NotThere`]; [`Refusal::Missing`] without a reason.
    pub fn undo_returned_check(
        &mut self,
        id: ReturnedCheckId,
        why: &str,
    ) -> Result<(), OfficeError> {
        self.stamped("let a returned check hold again", |tx, stamp| {
            undo(tx, id, reason(why)?, stamp)?;
            Ok((format!("returned_check:{id}"), ()))
        })
    }

    /// Lists returned checks, the newest first: all of them, or one guarantor's.
    ///
    /// # Errors
    /// [`OfficeError::Store`].
    pub fn returned_checks(
        &self,
        guarantor: Option<GuarantorId>,
        limit: usize,
    ) -> Result<Vec<ReturnedCheck>, OfficeError> {
        Ok(self.store.returned_checks(guarantor, limit)?)
    }

    /// The day of a guarantor's newest returned check; none when all of their checks were good.
    ///
    /// # Errors
    /// [`OfficeError::Store`].
    pub fn last_returned_check(
        &self,
        guarantor: GuarantorId,
    ) -> Result<Option<NaiveDate>, OfficeError> {
        Ok(self.store.last_returned_check(guarantor)?)
    }
}

fn bounce(tx: &Tx<'_>, new: &NewReturn, stamp: Stamp) -> Result<ReturnedCheckId, OfficeError> {
    let why = reason(&new.why)?;
    not_ahead(new.on, stamp.today)?;
    let kept = tx.receipt(new.receipt)?.ok_or(Refusal::NotThere {
        what: "receipt",
        number: new.receipt.get(),
    })?;
    if kept.row.is_reversed {
        return Err(MoneyRefusal::TakenBackAlready("this receipt").into());
    }
    if new.on < kept.row.accounting_on {
        return Err(CreditRefusal::BeforePayment(kept.row.accounting_on).into());
    }
    let (number, amount) = check_of(&kept, new.tender)?;
    if tx.is_returned(new.receipt, new.tender)? {
        return Err(CreditRefusal::ReturnedAlready.into());
    }
    let guarantor = kept.row.guarantor;
    let (parts, credit) = where_it_is(tx, &kept, amount)?;
    let words = format!("check {number} returned: {why}");
    let entry = bounced(new.on, new.receipt, guarantor, &parts, credit, &words)?;
    let entry = tx.post(&entry, stamp.at, stamp.by)?;
    let fee = if new.fee.not_negative()?.is_zero() {
        None
    } else {
        Some(charge_fee(tx, guarantor, new, &number, stamp)?)
    };
    let id = tx.add_returned_check(new, entry, fee, stamp.at, stamp.by)?;
    come_back(tx, new, &number, stamp)?;
    Ok(id)
}

/// The number and the amount of the check among a receipt's tenders.
fn check_of(kept: &KeptReceipt, tender: u32) -> Result<(String, Money), OfficeError> {
    let at = usize::try_from(tender).unwrap_or(usize::MAX).checked_sub(1);
    match at.and_then(|at| kept.row.tenders.get(at)) {
        Some(Tender::Check { number, amount }) => Ok((number.clone(), *amount)),
        Some(Tender::Cash { .. } | Tender::Card { .. }) => Err(CreditRefusal::NotACheck.into()),
        None => Err(Refusal::NotThere {
            what: "payment on the receipt",
            number: i64::from(tender),
        }
        .into()),
    }
}

/// Finds where the money of a check is now: what of the receipt waits as credit, what it was placed on, any other credit
/// of the account, and what credit was placed on since.
fn where_it_is(
    tx: &Tx<'_>,
    kept: &KeptReceipt,
    amount: Money,
) -> Result<(Vec<Part>, Money), OfficeError> {
    let guarantor = kept.row.guarantor;
    let (placed, waits) = tx.stands_of_receipt(kept.row.id)?;
    let unapplied = tx.guarantor_balance(guarantor)?.unapplied.max(Money::ZERO);
    let mut credit = amount.min(waits.max(Money::ZERO)).min(unapplied);
    let mut need = amount.minus(credit)?;
    let mut taken: BTreeMap<ChargeLineId, Money> = BTreeMap::new();
    take_from(tx, guarantor, placed, &mut need, &mut taken)?;
    let more = need.min(unapplied.minus(credit)?);
    credit = credit.plus(more)?;
    need = need.minus(more)?;
    if need.is_positive() {
        let since = tx.placed_since(guarantor, kept.entry)?;
        take_from(tx, guarantor, since, &mut need, &mut taken)?;
    }
    if need.is_positive() {
        return Err(CreditRefusal::SpentSince(need).into());
    }
    let parts = taken
        .into_iter()
        .map(|(line, amount)| Part { line, amount })
        .collect();
    Ok((parts, credit))
}

/// Takes what is needed from services, the last one first, and never more than is paid on one.
fn take_from(
    tx: &Tx<'_>,
    guarantor: GuarantorId,
    placed: Vec<(ChargeLineId, Money)>,
    need: &mut Money,
    taken: &mut BTreeMap<ChargeLineId, Money>,
) -> Result<(), OfficeError> {
    for (line, amount) in placed {
        let paid = tx
            .line_on(line, guarantor)?
            .map_or(Money::ZERO, |state| state.sums.patient_paid);
        let before = taken.get(&line).copied().unwrap_or(Money::ZERO);
        let part = amount.min(*need).min(paid.minus(before)?);
        if part.is_positive() {
            *need = need.minus(part)?;
            let _before = taken.insert(line, before.plus(part)?);
        }
    }
    Ok(())
}

/// Charges the fee of a returned check to the account.
fn charge_fee(
    tx: &Tx<'_>,
    guarantor: GuarantorId,
    new: &NewReturn,
    number: &str,
    stamp: Stamp,
) -> Result<ChargeLineId, OfficeError> {
    let patient = tx
        .patient_on_account(guarantor)?
        .ok_or(CreditRefusal::NoPatient)?;
    let charge = AccountCharge {
        guarantor,
        patient,
        on: new.on,
        description: FEE,
        amount: new.fee,
    };
    let line = tx.add_account_charge(&charge, stamp.at, stamp.by)?;
    let why = format!("fee for check {number}, which the bank returned");
    let entry = account_charge(new.on, line, guarantor, new.fee, &why)?;
    let _entry = tx.post(&entry, stamp.at, stamp.by)?;
    Ok(line)
}

/// Enters the bank's return, where the check had gone to the bank.
fn come_back(tx: &Tx<'_>, new: &NewReturn, number: &str, stamp: Stamp) -> Result<(), OfficeError> {
    let Some(went_in) = tx.deposit_of(new.item())? else {
        return Ok(());
    };
    let Some(there) = tx.deposit(went_in)? else {
        return Ok(());
    };
    let back = NewDeposit {
        bank: there.deposit.row.bank,
        on: new.on.max(there.deposit.row.on),
        items: vec![new.item()],
        fee: Money::ZERO,
        reference: format!("check {number}"),
    };
    let _deposit = deposits::deposit(tx, &back, stamp)?;
    Ok(())
}

fn undo(tx: &Tx<'_>, id: ReturnedCheckId, why: &str, stamp: Stamp) -> Result<(), OfficeError> {
    let kept = tx.returned_check(id)?.ok_or(Refusal::NotThere {
        what: "returned check",
        number: id.get(),
    })?;
    if kept.row.undone.is_some() {
        return Err(MoneyRefusal::TakenBackAlready("this returned check").into());
    }
    let (_back, _lines) = take_back(tx, kept.entry, why, stamp)?;
    if let Some((line, _)) = kept.row.fee
        && let Some(entry) = tx.charge_entry_of(line)?
    {
        for line in lines_of(&tx.entry(entry)?) {
            tx.void_charge_line(line, stamp.at)?;
        }
        let (_back, _lines) = take_back(tx, entry, why, stamp)?;
    }
    Ok(tx.undo_returned_check(id, why, stamp.at, stamp.by)?)
}
