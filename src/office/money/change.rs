//! Amounts given up, moved between insurer and guarantor, and taken back by hand.

use super::{MoneyRefusal, hold, line_state, owed_by, reason, settle_claims, take_back};
use crate::domain::id::{ChargeLineId, EntryId};
use crate::domain::ledger::{
    Account, Entry, Kind, LedgerError, Owner, Source, WriteOff, transfer, write_off,
};
use crate::domain::money::Money;
use crate::office::visits::Stamp;
use crate::office::{Office, OfficeError};
use crate::store::Tx;
use crate::store::balance::LineState;

impl Office {
    /// Gives up an amount that one side owes on a service.
    ///
    /// # Errors
    /// [`LedgerError::MoreThanOwed`] when it is more than they owe; [`crate::office::Refusal::Missing`] without a
    /// reason.
    pub fn write_off(
        &mut self,
        line: ChargeLineId,
        owner: Owner,
        kind: WriteOff,
        amount: Money,
        why: &str,
    ) -> Result<EntryId, OfficeError> {
        self.stamped("write an amount off", |tx, stamp| {
            let why = reason(why)?;
            let state = line_state(tx, line)?;
            no_more_than_owed(&state, owner, amount)?;
            let entry = write_off(stamp.today, line, state.guarantor, owner, kind, amount, why)?;
            let id = tx.post(&entry, stamp.at, stamp.by)?;
            settle_claims(tx, [line], stamp)?;
            Ok((format!("entry:{id}"), id))
        })
    }

    /// Moves an amount on a service from one who owes it to another.
    ///
    /// # Errors
    /// [`LedgerError::MoreThanOwed`] when it is more than the first owes; [`MoneyRefusal::SameOwner`],
    /// [`MoneyRefusal::OtherPolicy`]; [`crate::office::Refusal::Missing`] without a reason.
    pub fn transfer(
        &mut self,
        line: ChargeLineId,
        from: Owner,
        to: Owner,
        amount: Money,
        why: &str,
    ) -> Result<EntryId, OfficeError> {
        self.stamped("move an amount", |tx, stamp| {
            let why = reason(why)?;
            if from == to {
                return Err(MoneyRefusal::SameOwner.into());
            }
            let state = line_state(tx, line)?;
            if let Owner::Insurer(policy) = to
                && !tx.is_policy_of(policy, state.patient)?
            {
                return Err(MoneyRefusal::OtherPolicy.into());
            }
            no_more_than_owed(&state, from, amount)?;
            let entry = transfer(stamp.today, line, state.guarantor, from, to, amount, why)?;
            let id = tx.post(&entry, stamp.at, stamp.by)?;
            settle_claims(tx, [line], stamp)?;
            Ok((format!("entry:{id}"), id))
        })
    }

    /// Takes back a write-off, a transfer or a placing of credit. Charges, EOBs and receipts have verbs of their own.
    ///
    /// # Errors
    /// [`MoneyRefusal::OtherWay`] with the verb to use, [`MoneyRefusal::TakenBackAlready`],
    /// [`MoneyRefusal::InsurerBelowZero`]; [`crate::office::Refusal::Missing`] without a reason.
    pub fn reverse(&mut self, id: EntryId, why: &str) -> Result<EntryId, OfficeError> {
        self.stamped("take an entry back", |tx, stamp| {
            let back = reverse(tx, id, reason(why)?, stamp)?;
            Ok((format!("entry:{id}"), back))
        })
    }
}

fn reverse(tx: &Tx<'_>, id: EntryId, why: &str, stamp: Stamp) -> Result<EntryId, OfficeError> {
    let entry = tx.entry(id)?;
    match entry.kind() {
        Kind::WriteOff | Kind::Transfer | Kind::Allocation => {}
        Kind::Charge if entry.source() == Source::Person => void_account_charge(tx, &entry, stamp)?,
        Kind::Charge => {
            return Err(
                MoneyRefusal::OtherWay("a charge is taken back by correcting its visit").into(),
            );
        }
        Kind::InsurancePayment | Kind::ProviderAdjustment | Kind::Parked => {
            return Err(
                MoneyRefusal::OtherWay("what a payer paid is taken back with its EOB").into(),
            );
        }
        Kind::PatientPayment => {
            return Err(MoneyRefusal::OtherWay("a payment is taken back with its receipt").into());
        }
        Kind::ReturnedCheck => {
            return Err(MoneyRefusal::OtherWay(
                "a returned check is paid after all by a command of its own",
            )
            .into());
        }
        Kind::Refund | Kind::Deposit => {
            return Err(MoneyRefusal::OtherWay(
                "money that left is taken back where it was sent from",
            )
            .into());
        }
        Kind::Agency => {
            return Err(MoneyRefusal::OtherWay(
                "what is at the collections agency is called back from there",
            )
            .into());
        }
        Kind::Reversal => return Err(LedgerError::ReversalOfReversal.into()),
    }
    if let Source::Claim(_) = entry.source() {
        return Err(MoneyRefusal::OtherWay(
            "what was billed on to the next payer is taken back with its claim",
        )
        .into());
    }
    if tx.reversal_of(id)?.is_some() {
        return Err(MoneyRefusal::TakenBackAlready("this entry").into());
    }
    let (back, lines) = take_back(tx, id, why, stamp)?;
    hold(tx, &lines)?;
    hold_credit(tx, &entry)?;
    settle_claims(tx, lines, stamp)?;
    Ok(back)
}

/// Refuses what would leave a guarantor's credit below zero: then it was used since.
fn hold_credit(tx: &Tx<'_>, entry: &Entry) -> Result<(), OfficeError> {
    for posting in entry.postings() {
        let Account::UnappliedPatient(guarantor) = posting.account else {
            continue;
        };
        let left = tx.guarantor_balance(guarantor)?.unapplied;
        if left.is_negative() {
            let placed = left.negated();
            return Err(MoneyRefusal::CreditPlaced { placed }.into());
        }
    }
    Ok(())
}

/// A charge to an account is taken back with the line that stands for it.
fn void_account_charge(tx: &Tx<'_>, entry: &Entry, stamp: Stamp) -> Result<(), OfficeError> {
    for line in super::lines_of(entry) {
        tx.void_charge_line(line, stamp.at)?;
    }
    Ok(())
}

fn no_more_than_owed(state: &LineState, owner: Owner, amount: Money) -> Result<(), OfficeError> {
    let _amount = amount.positive()?;
    let owed = owed_by(state, owner).max(Money::ZERO);
    if amount > owed {
        Err(LedgerError::MoreThanOwed {
            wanted: amount,
            owed,
        }
        .into())
    } else {
        Ok(())
    }
}
