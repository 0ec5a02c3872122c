//! How a balance goes to a collections agency and comes back: by service, so that nothing is asked twice.
//!
//! What is at an agency is no receivable any more: it left the card as an adjustment, and account 51 says service by
//! service what the agency has. Whatever is paid on it, to the agency or to us, is first taken back from there in the same
//! entry, so that the card shows the payment as the guarantor's.

use chrono::NaiveDate;

use super::account::{Account, WriteOff};
use super::entry::{Effect, Entry, Kind, LedgerError, Posting, Source};
use super::event::{Owner, Reason, plain, receivable};
use crate::domain::id::{ChargeLineId, GuarantorId, ReceiptId};
use crate::domain::money::{Money, MoneyError};

/// A part of what is owed on a service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ServicePart {
    /// The service.
    pub line: ChargeLineId,
    /// How much, above zero.
    pub amount: Money,
}

/// Gives what a guarantor owes on services to an agency.
///
/// # Errors
/// [`LedgerError`] when nothing would move.
pub fn placed(
    on: NaiveDate,
    guarantor: GuarantorId,
    parts: &[ServicePart],
    why: &str,
) -> Result<Entry, LedgerError> {
    let mut postings = Vec::with_capacity(parts.len().saturating_mul(2));
    for part in parts {
        let amount = part.amount.positive()?;
        postings.push(adjusted(guarantor, part.line, amount.negated()));
        postings.push(at_agency(guarantor, part.line, amount));
    }
    Entry::new(Kind::Agency, on, Source::Person, why, postings)
}

/// Takes services back from an agency: the guarantor owes them to us again.
///
/// # Errors
/// [`LedgerError`] when nothing would move.
pub fn recalled(
    on: NaiveDate,
    guarantor: GuarantorId,
    parts: &[ServicePart],
    why: &str,
) -> Result<Entry, LedgerError> {
    let mut postings = Vec::with_capacity(parts.len().saturating_mul(2));
    for part in parts {
        let amount = part.amount.positive()?;
        postings.push(at_agency(guarantor, part.line, amount.negated()));
        postings.push(adjusted(guarantor, part.line, amount));
    }
    Entry::new(Kind::Agency, on, Source::Person, why, postings)
}

/// Posts money for services that are at an agency: what reached us, and what the agency kept of it. Money that the
/// guarantor brought to us directly has no fee.
///
/// # Errors
/// [`LedgerError`] when nothing was paid, or the services are paid otherwise than with money and fee together.
pub fn agency_payment(
    on: NaiveDate,
    receipt: ReceiptId,
    guarantor: GuarantorId,
    (net, fee): (Money, Money),
    parts: &[ServicePart],
) -> Result<Entry, LedgerError> {
    let mut postings = vec![
        plain(Account::UndepositedCash, net.positive()?),
        plain(Account::AgencyFees, fee.not_negative()?),
    ];
    for part in parts {
        let amount = part.amount.positive()?;
        postings.push(at_agency(guarantor, part.line, amount.negated()));
        postings.push(adjusted(guarantor, part.line, amount));
        postings.push(receivable(
            Owner::Guarantor,
            part.line,
            guarantor,
            Effect::PatientPaid,
            amount.negated(),
            &Reason::NONE,
        ));
    }
    Entry::new(
        Kind::PatientPayment,
        on,
        Source::Receipt(receipt),
        "payment received for what is at the agency",
        postings,
    )
}

/// Gives up as uncollectable what an agency did not bring. On the card it was given away already.
///
/// # Errors
/// [`LedgerError`] when nothing would be given up.
pub fn uncollectable(
    on: NaiveDate,
    guarantor: GuarantorId,
    parts: &[ServicePart],
    why: &str,
) -> Result<Entry, LedgerError> {
    let mut postings = Vec::with_capacity(parts.len().saturating_mul(2));
    for part in parts {
        let amount = part.amount.positive()?;
        postings.push(at_agency(guarantor, part.line, amount.negated()));
        postings.push(plain(Account::WrittenOff(WriteOff::BadDebt), amount));
    }
    Entry::new(Kind::WriteOff, on, Source::Person, why, postings)
}

/// Gives up what a guarantor owes on several services in one entry, service by service, so that each card line finds
/// what became of its amount.
///
/// # Errors
/// [`LedgerError`] when nothing would be given up.
pub fn written_off(
    on: NaiveDate,
    guarantor: GuarantorId,
    kind: WriteOff,
    parts: &[ServicePart],
    why: &str,
) -> Result<Entry, LedgerError> {
    let mut postings = Vec::with_capacity(parts.len().saturating_mul(2));
    for part in parts {
        let amount = part.amount.positive()?;
        postings.push(adjusted(guarantor, part.line, amount.negated()));
        postings.push(plain(Account::WrittenOff(kind), amount));
    }
    Entry::new(Kind::WriteOff, on, Source::Person, why, postings)
}

/// Lays an amount on services, the first of them first.
///
/// # Errors
/// [`LedgerError::MoreThanOwed`] when they hold less.
pub fn laid(amount: Money, on: &[ServicePart]) -> Result<Vec<ServicePart>, LedgerError> {
    let owed = total(on)?;
    if amount > owed {
        return Err(LedgerError::MoreThanOwed {
            wanted: amount,
            owed,
        });
    }
    let mut left = amount;
    let mut parts = Vec::with_capacity(on.len());
    for part in on {
        let amount = left.min(part.amount);
        if amount.is_positive() {
            left = left.minus(amount)?;
            parts.push(ServicePart { amount, ..*part });
        }
    }
    Ok(parts)
}

/// What parts come to.
fn total(parts: &[ServicePart]) -> Result<Money, MoneyError> {
    Money::sum(parts.iter().map(|part| part.amount))
}

fn adjusted(guarantor: GuarantorId, line: ChargeLineId, amount: Money) -> Posting {
    receivable(
        Owner::Guarantor,
        line,
        guarantor,
        Effect::Adjustment,
        amount,
        &Reason::NONE,
    )
}

fn at_agency(guarantor: GuarantorId, line: ChargeLineId, amount: Money) -> Posting {
    Posting {
        on: Some((line, guarantor, Effect::Agency)),
        ..plain(Account::Collections, amount)
    }
}
