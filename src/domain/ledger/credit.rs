//! How what guarantors are let off, given back and moved between them becomes an entry.

use chrono::NaiveDate;

use super::account::{Account, WriteOff};
use super::entry::{Effect, Entry, Kind, LedgerError, Source};
use super::event::{Owner, Reason, plain, receivable, write_off_effect};
use crate::domain::id::{ChargeLineId, GuarantorId, PayerId, ReceiptId, RefundId};
use crate::domain::money::Money;

/// An amount on one service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// The service.
    pub line: ChargeLineId,
    /// How much, above zero.
    pub amount: Money,
}

/// Adds the parts up, each of which must be above zero.
fn total(parts: &[Part]) -> Result<Money, LedgerError> {
    let mut sum = Money::ZERO;
    for part in parts {
        sum = sum.plus(part.amount.positive()?)?;
    }
    Ok(sum)
}

/// Charges a guarantor for what no visit brought about and no insurer is ever asked for, as a fee. `line` is the charge
/// to the account that stands on their card for it.
///
/// # Errors
/// [`LedgerError`] when the amount is not above zero.
pub fn account_charge(
    on: NaiveDate,
    line: ChargeLineId,
    guarantor: GuarantorId,
    amount: Money,
    why: &str,
) -> Result<Entry, LedgerError> {
    let amount = amount.positive()?;
    let postings = vec![
        receivable(
            Owner::Guarantor,
            line,
            guarantor,
            Effect::Charge,
            amount,
            &Reason::NONE,
        ),
        plain(Account::Revenue, amount.negated()),
    ];
    Entry::new(Kind::Charge, on, Source::Person, why, postings)
}

/// Gives up parts of what a guarantor owes on several services, for one reason, so that all of it is taken back at once.
///
/// # Errors
/// [`LedgerError`] when nothing would be given up.
pub fn discount(
    on: NaiveDate,
    guarantor: GuarantorId,
    kind: WriteOff,
    parts: &[Part],
    why: &str,
) -> Result<Entry, LedgerError> {
    let _total = total(parts)?;
    let given_up = parts.iter().flat_map(|part| {
        [
            receivable(
                Owner::Guarantor,
                part.line,
                guarantor,
                write_off_effect(kind),
                part.amount.negated(),
                &Reason::NONE,
            ),
            plain(Account::WrittenOff(kind), part.amount),
        ]
    });
    Entry::new(Kind::WriteOff, on, Source::Person, why, given_up.collect())
}

/// Moves what one guarantor owes on services to another. On both cards it stands as an adjustment, down here and up
/// there, so that each adds up by itself.
///
/// # Errors
/// [`LedgerError`] when nothing would move.
pub fn moved_between(
    on: NaiveDate,
    from: GuarantorId,
    to: GuarantorId,
    parts: &[Part],
    why: &str,
) -> Result<Entry, LedgerError> {
    let _total = total(parts)?;
    let moved = parts.iter().flat_map(|part| {
        [(from, part.amount.negated()), (to, part.amount)].map(|(guarantor, amount)| {
            receivable(
                Owner::Guarantor,
                part.line,
                guarantor,
                Effect::Adjustment,
                amount,
                &Reason::NONE,
            )
        })
    });
    Entry::new(Kind::Transfer, on, Source::Person, why, moved.collect())
}

/// Moves credit of one guarantor to another.
///
/// # Errors
/// [`LedgerError`] when nothing would move.
pub fn credit_moved(
    on: NaiveDate,
    from: GuarantorId,
    to: GuarantorId,
    amount: Money,
    why: &str,
) -> Result<Entry, LedgerError> {
    let amount = amount.positive()?;
    let postings = vec![
        plain(Account::UnappliedPatient(from), amount),
        plain(Account::UnappliedPatient(to), amount.negated()),
    ];
    Entry::new(Kind::Transfer, on, Source::Person, why, postings)
}

/// Takes what a guarantor paid beyond their share off its services, where it waits as credit again.
///
/// # Errors
/// [`LedgerError`] when nothing would be released.
pub fn released(
    on: NaiveDate,
    guarantor: GuarantorId,
    parts: &[Part],
    why: &str,
) -> Result<Entry, LedgerError> {
    let sum = total(parts)?;
    let mut postings = paid_back(guarantor, parts);
    postings.push(plain(Account::UnappliedPatient(guarantor), sum.negated()));
    Entry::new(Kind::Allocation, on, Source::Person, why, postings)
}

/// Takes a check back that the bank returned: from the services it paid for, the rest from what waits as credit. The
/// money leaves the drawer, which the bank's return then squares.
///
/// # Errors
/// [`LedgerError`] when nothing would be taken back.
pub fn bounced(
    on: NaiveDate,
    receipt: ReceiptId,
    guarantor: GuarantorId,
    parts: &[Part],
    credit: Money,
    why: &str,
) -> Result<Entry, LedgerError> {
    let credit = credit.not_negative()?;
    let sum = total(parts)?.plus(credit)?;
    let mut postings = paid_back(guarantor, parts);
    postings.push(plain(Account::UnappliedPatient(guarantor), credit));
    postings.push(plain(Account::UndepositedCash, sum.negated()));
    let source = Source::Receipt(receipt);
    Entry::new(Kind::ReturnedCheck, on, source, why, postings)
}

/// What is paid no longer.
fn paid_back(guarantor: GuarantorId, parts: &[Part]) -> Vec<super::entry::Posting> {
    let back = parts.iter().map(|part| {
        receivable(
            Owner::Guarantor,
            part.line,
            guarantor,
            Effect::PatientPaid,
            part.amount,
            &Reason::NONE,
        )
    });
    back.collect()
}

/// Sets credit aside that is to go back to a guarantor, so that nothing else is paid with it.
///
/// # Errors
/// [`LedgerError`] when it is nothing.
pub fn refund_approved(
    on: NaiveDate,
    refund: RefundId,
    guarantor: GuarantorId,
    amount: Money,
    why: &str,
) -> Result<Entry, LedgerError> {
    let amount = amount.positive()?;
    let postings = vec![
        plain(Account::UnappliedPatient(guarantor), amount),
        plain(Account::RefundsPayable(guarantor), amount.negated()),
    ];
    Entry::new(Kind::Refund, on, Source::Refund(refund), why, postings)
}

/// Pays a refund that was approved, by a check on the bank.
///
/// # Errors
/// [`LedgerError`] when it is nothing.
pub fn refund_paid(
    on: NaiveDate,
    refund: RefundId,
    guarantor: GuarantorId,
    amount: Money,
    why: &str,
) -> Result<Entry, LedgerError> {
    let amount = amount.positive()?;
    let postings = vec![
        plain(Account::RefundsPayable(guarantor), amount),
        plain(Account::Bank, amount.negated()),
    ];
    Entry::new(Kind::Refund, on, Source::Refund(refund), why, postings)
}

/// Gives credit on a guarantor's account to the payer whose money it is: from then on it is owed back to that payer.
///
/// # Errors
/// [`LedgerError`] when it is nothing.
pub fn payer_owns(
    on: NaiveDate,
    guarantor: GuarantorId,
    payer: PayerId,
    amount: Money,
    why: &str,
) -> Result<Entry, LedgerError> {
    let amount = amount.positive()?;
    let postings = vec![
        plain(Account::UnappliedPatient(guarantor), amount),
        plain(Account::OwedToPayer(payer), amount.negated()),
    ];
    Entry::new(Kind::Transfer, on, Source::Person, why, postings)
}
