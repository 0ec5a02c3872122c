//! How each event of the practice becomes an entry.

use std::fmt;

use chrono::NaiveDate;

use super::account::{Account, WriteOff};
use super::entry::{Effect, Entry, Kind, LedgerError, Posting, Source};
use super::remittance::{Move, Pocket};
use crate::domain::id::{
    ChargeLineId, ClaimId, DepositId, EobId, GuarantorId, PayerId, PolicyId, ReceiptId, VisitId,
};
use crate::domain::money::Money;

/// Who is to pay a part of a charge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Owner {
    /// The insurer, under this policy.
    Insurer(PolicyId),
    /// The guarantor.
    Guarantor,
}

impl Owner {
    const fn account(self) -> Account {
        match self {
            Self::Insurer(policy) => Account::InsuranceReceivable(policy),
            Self::Guarantor => Account::PatientReceivable,
        }
    }
}

/// A payer's reason: adjustment group and claim adjustment reason code, shown as `CO-45`.
#[derive(
    Clone,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    serde::Serialize,
    serde::Deserialize,
)]
#[serde(transparent)]
pub struct Reason(String);

impl Reason {
    /// No payer gave a reason.
    pub const NONE: Self = Self(String::new());

    /// The reason a payer gave: group (`CO`, `PR`…) and CARC.
    pub fn new(group: &str, carc: &str) -> Self {
        Self(format!("{group}-{carc}"))
    }

    /// As the book keeps it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// One service to be charged, and who is asked first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChargePart {
    /// The service.
    pub line: ChargeLineId,
    /// Whose card it is on.
    pub guarantor: GuarantorId,
    /// Who is asked first.
    pub owner: Owner,
    /// How much.
    pub amount: Money,
}

/// Charges the services of a visit.
///
/// # Errors
/// [`LedgerError`] when no service has a charge or an amount does not fit.
pub fn charge(on: NaiveDate, visit: VisitId, parts: &[ChargePart]) -> Result<Entry, LedgerError> {
    let mut postings = Vec::with_capacity(parts.len().saturating_add(1));
    for part in parts {
        postings.push(receivable(
            part.owner,
            part.line,
            part.guarantor,
            Effect::Charge,
            part.amount,
            &Reason::NONE,
        ));
    }
    let total = Money::sum(parts.iter().map(|p| p.amount))?;
    postings.push(plain(Account::Revenue, total.negated()));
    Entry::new(
        Kind::Charge,
        on,
        Source::Visit(visit),
        "charges of the visit",
        postings,
    )
}

/// What a payer said of one service, sorted by what it does to the account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Adjudication {
    /// The service.
    pub line: ChargeLineId,
    /// Whose card it is on.
    pub guarantor: GuarantorId,
    /// What the insurer owes for it now.
    pub owed: Money,
    /// What was made the guarantor's before, as a copay taken at the visit.
    pub already_patient: Money,
    /// What the payer paid.
    pub paid: Money,
    /// What is given up, with the payer's reason.
    pub write_offs: Vec<(WriteOff, Reason, Money)>,
    /// What is kept on an account of its own, with the payer's reason.
    pub kept: Vec<(Pocket, Reason, Money)>,
    /// What the payer makes the guarantor's, in all, with its reasons.
    pub patient: Vec<(Reason, Money)>,
}

impl Adjudication {
    /// What moves to the guarantor now: the stated share less what is the guarantor's already. Nothing moves while
    /// the payer settled nothing, so that a denial leaves a copay where it is.
    fn moves(&self) -> Result<Vec<(Reason, Money)>, LedgerError> {
        let stated = Money::sum(self.patient.iter().map(|(_, m)| *m))?;
        let takes_something = !self.write_offs.is_empty() || !self.kept.is_empty();
        if self.paid.is_zero() && !takes_something && stated.is_zero() {
            return Ok(Vec::new());
        }
        let mut before = self.already_patient;
        let mut moves = Vec::with_capacity(self.patient.len());
        // A copay taken at the visit answers the stated copay (PR-3) first, then the other shares in their order.
        let copay_first = self
            .patient
            .iter()
            .filter(|(r, _)| r.as_str() == "PR-3")
            .chain(self.patient.iter().filter(|(r, _)| r.as_str() != "PR-3"));
        for (reason, amount) in copay_first {
            let covered = before.min(*amount);
            before = before.minus(covered)?;
            moves.push((reason.clone(), amount.minus(covered)?));
        }
        if before.is_positive() {
            moves.push((Reason::NONE, before.negated()));
        }
        Ok(moves)
    }

    /// What becomes the guarantor's by this answer, less what goes back to the payer.
    ///
    /// # Errors
    /// [`LedgerError::Money`] when an amount does not fit.
    pub fn moves_in_all(&self) -> Result<Money, LedgerError> {
        Ok(Money::sum(self.moves()?.iter().map(|(_, m)| *m))?)
    }

    /// Everything that this answer does to the service, one move after the other.
    ///
    /// # Errors
    /// [`LedgerError::Money`] when an amount does not fit.
    pub fn as_moves(&self) -> Result<Vec<Move>, LedgerError> {
        let given_up = self.write_offs.iter();
        let given_up =
            given_up.map(|(kind, reason, amount)| Move::WrittenOff(*kind, reason.clone(), *amount));
        let kept = self.kept.iter();
        let kept =
            kept.map(|(pocket, reason, amount)| Move::Kept(*pocket, reason.clone(), *amount));
        let shares = self.moves()?.into_iter();
        let shares = shares.map(|(reason, amount)| Move::ToPatient(reason, amount));
        let mut moves: Vec<Move> = std::iter::once(Move::Paid(self.paid))
            .chain(given_up)
            .chain(kept)
            .chain(shares)
            .collect();
        moves.retain(|one| !one.amount().is_zero());
        Ok(moves)
    }

    /// What stays with the payer after this answer.
    ///
    /// # Errors
    /// [`LedgerError::Money`] when an amount does not fit.
    pub fn stays(&self) -> Result<Money, LedgerError> {
        let written_off = Money::sum(self.write_offs.iter().map(|(_, _, m)| *m))?;
        let kept = Money::sum(self.kept.iter().map(|(_, _, m)| *m))?;
        let moved = self.moves_in_all()?;
        Ok(self
            .owed
            .minus(self.paid)?
            .minus(written_off)?
            .minus(kept)?
            .minus(moved)?)
    }
}

/// Posts what a payer said of one claim: money in, contractual and other write-offs, the guarantor's share.
///
/// # Errors
/// [`LedgerError::NotProved`] when a service would end below zero with the payer, [`LedgerError::Empty`] when the
/// payer moved nothing (a denial is an event of the claim, not an entry).
pub fn adjudication(
    on: NaiveDate,
    eob: EobId,
    (policy, payer): (PolicyId, PayerId),
    why: &str,
    lines: &[Adjudication],
) -> Result<Entry, LedgerError> {
    let insurer = Owner::Insurer(policy);
    let mut postings = Vec::new();
    for answer in lines {
        let stays = answer.stays()?;
        if stays.is_negative() {
            return Err(LedgerError::NotProved(stays));
        }
        let mut post = |effect, amount: Money, reason: &Reason| {
            postings.push(receivable(
                insurer,
                answer.line,
                answer.guarantor,
                effect,
                amount.negated(),
                reason,
            ));
        };
        post(Effect::InsurancePaid, answer.paid, &Reason::NONE);
        for (kind, reason, amount) in &answer.write_offs {
            post(write_off_effect(*kind), *amount, reason);
        }
        for (pocket, reason, amount) in &answer.kept {
            post(pocket.effect(), *amount, reason);
        }
        let moves = answer.moves()?;
        for (reason, amount) in &moves {
            post(Effect::Transfer, *amount, reason);
        }
        for (reason, amount) in &moves {
            postings.push(receivable(
                Owner::Guarantor,
                answer.line,
                answer.guarantor,
                Effect::Transfer,
                *amount,
                reason,
            ));
        }
        for (kind, reason, amount) in &answer.write_offs {
            postings.push(Posting {
                reason: reason.as_str().to_owned(),
                ..plain(Account::WrittenOff(*kind), *amount)
            });
        }
        for (pocket, reason, amount) in &answer.kept {
            postings.push(Posting {
                reason: reason.as_str().to_owned(),
                ..plain(pocket.account(payer), *amount)
            });
        }
    }
    let paid = Money::sum(lines.iter().map(|l| l.paid))?;
    postings.push(plain(Account::UndepositedCash, paid));
    Entry::new(Kind::InsurancePayment, on, Source::Eob(eob), why, postings)
}

/// Where one part of a guarantor's money goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Payment {
    /// The service it pays for.
    pub line: ChargeLineId,
    /// How much.
    pub amount: Money,
    /// The part of it that the insurer still carries, as a copay taken before the payer answered: it becomes the
    /// guarantor's in the same entry.
    pub from_insurer: Option<(PolicyId, Money)>,
}

/// Posts a guarantor's money: on services first, the rest as unapplied credit.
///
/// # Errors
/// [`LedgerError`] when nothing was paid or more is placed than was paid.
pub fn payment(
    on: NaiveDate,
    receipt: ReceiptId,
    guarantor: GuarantorId,
    received: Money,
    placed: &[Payment],
) -> Result<Entry, LedgerError> {
    let _ = received.positive()?;
    let mut postings = vec![plain(Account::UndepositedCash, received)];
    let applied = place(&mut postings, guarantor, placed)?;
    let left = received.minus(applied)?;
    if left.is_negative() {
        return Err(LedgerError::MoreThanOwed {
            wanted: applied,
            owed: received,
        });
    }
    postings.push(plain(Account::UnappliedPatient(guarantor), left.negated()));
    Entry::new(
        Kind::PatientPayment,
        on,
        Source::Receipt(receipt),
        "payment received",
        postings,
    )
}

/// Places a guarantor's earlier credit on services.
///
/// # Errors
/// [`LedgerError`] when nothing is placed or more than the credit.
pub fn allocation(
    on: NaiveDate,
    guarantor: GuarantorId,
    credit: Money,
    placed: &[Payment],
) -> Result<Entry, LedgerError> {
    let mut postings = Vec::new();
    let applied = place(&mut postings, guarantor, placed)?;
    if applied > credit {
        return Err(LedgerError::MoreThanOwed {
            wanted: applied,
            owed: credit,
        });
    }
    postings.push(plain(Account::UnappliedPatient(guarantor), applied));
    Entry::new(
        Kind::Allocation,
        on,
        Source::Person,
        "credit placed",
        postings,
    )
}

fn place(
    postings: &mut Vec<Posting>,
    guarantor: GuarantorId,
    placed: &[Payment],
) -> Result<Money, LedgerError> {
    let copay = Reason::new("PR", "3");
    for part in placed {
        let _ = part.amount.positive()?;
        if let Some((policy, moved)) = part.from_insurer {
            postings.push(receivable(
                Owner::Insurer(policy),
                part.line,
                guarantor,
                Effect::Transfer,
                moved.negated(),
                &copay,
            ));
            postings.push(receivable(
                Owner::Guarantor,
                part.line,
                guarantor,
                Effect::Transfer,
                moved,
                &copay,
            ));
        }
        postings.push(receivable(
            Owner::Guarantor,
            part.line,
            guarantor,
            Effect::PatientPaid,
            part.amount.negated(),
            &Reason::NONE,
        ));
    }
    Ok(Money::sum(placed.iter().map(|p| p.amount))?)
}

/// Moves responsibility for a service from one to another.
///
/// # Errors
/// [`LedgerError`] when nothing would move.
pub fn transfer(
    on: NaiveDate,
    line: ChargeLineId,
    guarantor: GuarantorId,
    from: Owner,
    to: Owner,
    amount: Money,
    why: &str,
) -> Result<Entry, LedgerError> {
    let postings = vec![
        receivable(
            from,
            line,
            guarantor,
            Effect::Transfer,
            amount.positive()?.negated(),
            &Reason::NONE,
        ),
        receivable(to, line, guarantor, Effect::Transfer, amount, &Reason::NONE),
    ];
    Entry::new(Kind::Transfer, on, Source::Person, why, postings)
}

/// A part of what is owed on a service that goes to the next payer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HandOver {
    /// The service.
    pub line: ChargeLineId,
    /// Whose card it is on.
    pub guarantor: GuarantorId,
    /// Who owes it now.
    pub from: Owner,
    /// How much.
    pub amount: Money,
}

/// Moves what the payer before and the patient owe on the services of a claim to the policy that it is made to.
///
/// # Errors
/// [`LedgerError`] when nothing would move.
pub fn hand_over(
    on: NaiveDate,
    claim: ClaimId,
    to: PolicyId,
    parts: &[HandOver],
    why: &str,
) -> Result<Entry, LedgerError> {
    let mut postings = Vec::with_capacity(parts.len().saturating_mul(2));
    for part in parts {
        let amount = part.amount.positive()?;
        for (owner, amount) in [(part.from, amount.negated()), (Owner::Insurer(to), amount)] {
            postings.push(receivable(
                owner,
                part.line,
                part.guarantor,
                Effect::Transfer,
                amount,
                &Reason::NONE,
            ));
        }
    }
    Entry::new(Kind::Transfer, on, Source::Claim(claim), why, postings)
}

/// Gives an amount up.
///
/// # Errors
/// [`LedgerError`] when nothing would be given up.
pub fn write_off(
    on: NaiveDate,
    line: ChargeLineId,
    guarantor: GuarantorId,
    from: Owner,
    kind: WriteOff,
    amount: Money,
    why: &str,
) -> Result<Entry, LedgerError> {
    let amount = amount.positive()?;
    let postings = vec![
        receivable(
            from,
            line,
            guarantor,
            write_off_effect(kind),
            amount.negated(),
            &Reason::NONE,
        ),
        plain(Account::WrittenOff(kind), amount),
    ];
    Entry::new(Kind::WriteOff, on, Source::Person, why, postings)
}

/// Takes money from the drawer to the bank; what the bank or the card processor kept back of it is a cost. A negative
/// amount is one that the bank gave back, as a check that bounced.
///
/// # Errors
/// [`LedgerError`] when nothing would move, or the fee is below zero or more than the amount.
pub fn deposit(
    on: NaiveDate,
    deposit: DepositId,
    amount: Money,
    fee: Money,
    why: &str,
) -> Result<Entry, LedgerError> {
    let fee = fee.not_negative()?;
    if fee.is_positive() && fee >= amount {
        return Err(LedgerError::MoreThanOwed {
            wanted: fee,
            owed: amount,
        });
    }
    let postings = vec![
        plain(Account::Bank, amount.minus(fee)?),
        plain(Account::BankFees, fee),
        plain(Account::UndepositedCash, amount.negated()),
    ];
    Entry::new(Kind::Deposit, on, Source::Deposit(deposit), why, postings)
}

pub(super) const fn write_off_effect(kind: WriteOff) -> Effect {
    match kind {
        WriteOff::Contractual => Effect::Contractual,
        WriteOff::SmallBalance
        | WriteOff::Charity
        | WriteOff::TimelyFiling
        | WriteOff::Sequestration
        | WriteOff::Courtesy
        | WriteOff::NoAuthorization
        | WriteOff::SelfPay
        | WriteOff::Other
        | WriteOff::BadDebt => Effect::Adjustment,
    }
}

pub(super) fn receivable(
    owner: Owner,
    line: ChargeLineId,
    guarantor: GuarantorId,
    effect: Effect,
    amount: Money,
    reason: &Reason,
) -> Posting {
    Posting {
        account: owner.account(),
        amount,
        on: Some((line, guarantor, effect)),
        reason: reason.as_str().to_owned(),
    }
}

pub(super) const fn plain(account: Account, amount: Money) -> Posting {
    Posting {
        account,
        amount,
        on: None,
        reason: String::new(),
    }
}
