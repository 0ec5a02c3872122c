//! What of a plan goes into the journal. It must not know why it was planned so.

use chrono::NaiveDate;

use super::account::ClaimAccount;
use super::plan::PlannedClaim;
use super::provider::PlannedProviderAdjustment;
use crate::domain::id::{EobId, PayerId};
use crate::domain::ledger::{
    self, AnsweredLine, Entry, Funds, LedgerError, Move, RemitAnswer, provider_adjustment,
};
use crate::domain::money::{Money, MoneyError};

impl PlannedClaim {
    /// The entry that posts it; none when it moves nothing, as a denial. One that is put aside posts its payment on the
    /// payer's unapplied money, unless that is where it comes from.
    ///
    /// # Errors
    /// [`LedgerError::Money`] when amounts are too large to be added.
    pub fn entry(
        &self,
        account: &ClaimAccount,
        eob: EobId,
        on: NaiveDate,
        funds: Funds,
    ) -> Result<Option<Entry>, LedgerError> {
        let number = &account.number;
        let entry = if self.is_parked {
            if funds == Funds::PutAside {
                return Ok(None);
            }
            let why = format!("put aside: answer to claim {number}");
            ledger::parked(on, eob, account.payer, self.paid, &why)
        } else {
            let why = match self.takes_back {
                Some(before) => format!("answer to claim {number} taken back (EOB {before})"),
                None => format!("answer to claim {number}"),
            };
            let of = RemitAnswer {
                on,
                eob,
                policy: account.policy,
                payer: account.payer,
                funds,
                why: &why,
            };
            ledger::answer(&of, &self.answered())
        };
        some(entry)
    }
}

impl PlannedProviderAdjustment {
    /// The entry that posts it; none when it is nothing.
    ///
    /// # Errors
    /// [`LedgerError::Money`] when the amount does not fit.
    pub fn entry(
        &self,
        payer: PayerId,
        eob: EobId,
        on: NaiveDate,
    ) -> Result<Option<Entry>, LedgerError> {
        some(provider_adjustment(
            on,
            eob,
            payer,
            (self.account, self.amount),
            &self.words,
        ))
    }
}

fn some(entry: Result<Entry, LedgerError>) -> Result<Option<Entry>, LedgerError> {
    match entry {
        Ok(entry) => Ok(Some(entry)),
        Err(LedgerError::Empty) => Ok(None),
        Err(error) => Err(error),
    }
}

/// What a recovery does to the claim that somebody found for it: the payer took its payment back, from the services in
/// their order, from each no more than was paid. It is posted from the payer's account ([`Funds::PayerAccount`]). Gives
/// besides what is left because less was paid on the claim.
///
/// # Errors
/// [`MoneyError::OutOfRange`].
pub fn recovered(
    account: &ClaimAccount,
    amount: Money,
) -> Result<(Vec<AnsweredLine>, Money), MoneyError> {
    let mut left = amount;
    let mut lines = Vec::new();
    for line in &account.lines {
        let part = left.min(line.paid).max(Money::ZERO);
        if part.is_zero() {
            continue;
        }
        left = left.minus(part)?;
        lines.push(AnsweredLine {
            line: line.line,
            guarantor: line.guarantor,
            moves: vec![Move::Paid(part.negated())],
        });
    }
    Ok((lines, left))
}
