//! Amounts that change the account, or their owner: what one guarantor owes to another, credit from one to another,
//! what is overpaid back to credit, and a payer's money back to the payer.

use super::credit_refusal::CreditRefusal;
use super::{on_card, reason};
use crate::domain::id::{ChargeLineId, EntryId, GuarantorId, PayerId};
use crate::domain::ledger::{LedgerError, Part, credit_moved, moved_between, payer_owns, released};
use crate::domain::money::Money;
use crate::domain::owner::{CreditReplay, Movement, ServiceReplay, replay_credit, replay_service};
use crate::domain::why::held;
use crate::office::{Office, OfficeError, Refusal};
use crate::store::Tx;

impl Office {
    /// Moves what one guarantor owes on services to another, as when another parent pays. The payers' side stays with
    /// the visit, and so does what they leave to the patient later.
    ///
    /// # Errors
    /// [`LedgerError::MoreThanOwed`]; [`CreditRefusal::SameAccount`]; [`Refusal::Missing`] without a reason.
    pub fn move_balance(
        &mut self,
        from: GuarantorId,
        to: GuarantorId,
        parts: &[Part],
        why: &str,
    ) -> Result<EntryId, OfficeError> {
        self.stamped("move a balance to another account", |tx, stamp| {
            let why = reason(why)?;
            two_accounts(tx, from, to)?;
            for part in parts {
                let state = on_card(tx, part.line, from)?;
                let owed = state.sums.patient_owes.max(Money::ZERO);
                if part.amount > owed {
                    return Err(LedgerError::MoreThanOwed {
                        wanted: part.amount,
                        owed,
                    }
                    .into());
                }
                tx.open_on_card(part.line, to)?;
            }
            let entry = moved_between(stamp.today, from, to, parts, why)?;
            let id = tx.post(&entry, stamp.at, stamp.by)?;
            Ok((format!("entry:{id}"), id))
        })
    }

    /// Moves credit of one guarantor to another.
    ///
    /// # Errors
    /// [`CreditRefusal::NoCredit`], [`CreditRefusal::PayersMoney`], [`CreditRefusal::SameAccount`];
    /// [`Refusal::Missing`] without a reason.
    pub fn move_credit(
        &mut self,
        from: GuarantorId,
        to: GuarantorId,
        amount: Money,
        why: &str,
    ) -> Result<EntryId, OfficeError> {
        let own = self.credit_owner(from)?.guarantors()?;
        self.stamped("move credit to another account", |tx, stamp| {
            let why = reason(why)?;
            two_accounts(tx, from, to)?;
            let left = no_more_than_credit(tx, from, amount)?;
            if amount > own {
                let payers = left.minus(own)?;
                return Err(CreditRefusal::PayersMoney { own, payers }.into());
            }
            let entry = credit_moved(stamp.today, from, to, amount, why)?;
            let id = tx.post(&entry, stamp.at, stamp.by)?;
            Ok((format!("entry:{id}"), id))
        })
    }

    /// Takes everything that is paid beyond a guarantor's share off its services, where it waits as credit.
    ///
    /// # Errors
    /// [`CreditRefusal::NothingOverpaid`]; [`Refusal::Missing`] without a reason.
    pub fn release_overpaid(
        &mut self,
        guarantor: GuarantorId,
        why: &str,
    ) -> Result<EntryId, OfficeError> {
        let open = self.store.open_items(guarantor)?;
        self.stamped("release what is overpaid", |tx, stamp| {
            let why = reason(why)?;
            let mut parts = Vec::new();
            for item in open.iter().filter(|item| item.patient_owes.is_negative()) {
                let sums = on_card(tx, item.line, guarantor)?.sums;
                let amount = sums.patient_owes.negated().min(sums.patient_paid);
                if amount.is_positive() {
                    parts.push(Part {
                        line: item.line,
                        amount,
                    });
                }
            }
            if parts.is_empty() {
                return Err(CreditRefusal::NothingOverpaid.into());
            }
            let entry = released(stamp.today, guarantor, &parts, why)?;
            let id = tx.post(&entry, stamp.at, stamp.by)?;
            Ok((format!("entry:{id}"), id))
        })
    }

    /// Gives credit to the payer whose money it is: from then on it is owed back to that payer.
    ///
    /// # Errors
    /// [`CreditRefusal::NotThePayers`], [`CreditRefusal::NoCredit`]; [`Refusal::Missing`] without a reason.
    pub fn give_to_payer(
        &mut self,
        guarantor: GuarantorId,
        payer: PayerId,
        amount: Money,
        why: &str,
    ) -> Result<EntryId, OfficeError> {
        let theirs = self.credit_owner(guarantor)?.of_payer(payer)?;
        self.stamped("give credit back to a payer", |tx, stamp| {
            let why = reason(why)?;
            let _left = no_more_than_credit(tx, guarantor, amount)?;
            if amount > theirs {
                return Err(CreditRefusal::NotThePayers(theirs).into());
            }
            let entry = payer_owns(stamp.today, guarantor, payer, amount, why)?;
            let id = tx.post(&entry, stamp.at, stamp.by)?;
            Ok((format!("entry:{id}"), id))
        })
    }

    /// Tells an account's credit again, step by step: whose each part of it is.
    ///
    /// # Errors
    /// [`OfficeError::Store`].
    pub fn credit_owner(&self, guarantor: GuarantorId) -> Result<CreditReplay, OfficeError> {
        let postings = self.store.held_for_guarantor(guarantor)?;
        let sources = self.store.credit_sources(guarantor)?;
        let moved = postings.into_iter().zip(sources).map(|(posting, source)| {
            let kind = posting.kind;
            let part = held(posting);
            Movement {
                entry: part.entry,
                kind,
                on: part.day,
                words: format!("{}: {}", part.words, part.from),
                amount: part.amount.negated(),
                reverses: source.reverses,
                payer: source.payer,
                guarantor_paid: source.guarantor_paid,
            }
        });
        Ok(replay_credit(&moved.collect::<Vec<_>>())?)
    }

    /// Tells a service again, step by step: what each side was to pay, had paid, and paid too much.
    ///
    /// # Errors
    /// [`Refusal::NotThere`].
    pub fn service_owner(
        &self,
        line: ChargeLineId,
        guarantor: GuarantorId,
    ) -> Result<ServiceReplay, OfficeError> {
        let mut all = self.store.happenings(line)?;
        all.retain(|one| one.guarantor == guarantor);
        if all.is_empty() {
            return Err(Refusal::NotThere {
                what: "service",
                number: line.get(),
            }
            .into());
        }
        Ok(replay_service(&all)?)
    }
}

fn two_accounts(tx: &Tx<'_>, from: GuarantorId, to: GuarantorId) -> Result<(), OfficeError> {
    if from == to {
        return Err(CreditRefusal::SameAccount.into());
    }
    for id in [from, to] {
        let _there = tx.guarantor(id)?.ok_or(Refusal::NotThere {
            what: "guarantor",
            number: id.get(),
        })?;
    }
    Ok(())
}

/// Gives the credit there is, or refuses an amount that is more.
fn no_more_than_credit(
    tx: &Tx<'_>,
    guarantor: GuarantorId,
    amount: Money,
) -> Result<Money, OfficeError> {
    let left = tx.guarantor_balance(guarantor)?.unapplied;
    if amount > left {
        return Err(CreditRefusal::NoCredit { left }.into());
    }
    Ok(left)
}
