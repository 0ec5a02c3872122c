//! How what a remittance says becomes entries: answers to claims, adjustments beside them, and money put aside until it
//! is known whose it is. It must not know why an amount goes where it goes.
//!
//! Every amount may have either sign: an answer that takes an earlier one back moves the same sums the other way.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::account::{Account, WriteOff};
use super::entry::{Effect, Entry, Kind, LedgerError, Posting, Source};
use super::event::{Owner, Reason, plain, receivable, write_off_effect};
use crate::domain::id::{ChargeLineId, EobId, GuarantorId, PayerId, PolicyId};
use crate::domain::money::{Money, MoneyError};

/// An account of its own that takes a part of what was charged: neither given up nor paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Pocket {
    /// Held back by the payer until a settlement (CARC 104, 245).
    Withhold,
    /// Paid for by the month or as an incentive (CARC 24, 144, 161).
    Capitation,
    /// Interest for paying late (CARC 225): income, no payment for the service.
    Interest,
}

impl Pocket {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Withhold, Self::Capitation, Self::Interest];

    /// The account of a payer's.
    pub const fn account(self, payer: PayerId) -> Account {
        match self {
            Self::Withhold => Account::Withhold(payer),
            Self::Capitation => Account::Capitation(payer),
            Self::Interest => Account::InterestIncome,
        }
    }

    /// The code of that account, as the book keeps it.
    pub const fn code(self) -> i64 {
        self.account(PayerId::new(0)).code()
    }

    /// Reads back the one whose account has this code.
    pub fn from_code(code: i64) -> Option<Self> {
        Self::ALL.into_iter().find(|pocket| pocket.code() == code)
    }

    /// The one that a claim adjustment reason belongs in, whoever bears it.
    pub fn of_carc(carc: &str) -> Option<Self> {
        match carc {
            "104" | "245" => Some(Self::Withhold),
            "24" | "144" | "161" => Some(Self::Capitation),
            "85" | "225" => Some(Self::Interest),
            _ => None,
        }
    }

    /// In words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Withhold => "withhold",
            Self::Capitation => "capitation and incentive",
            Self::Interest => "interest",
        }
    }

    /// The column of the ledger card: interest lowers what counts as paid, the others what is owed.
    pub const fn effect(self) -> Effect {
        match self {
            Self::Withhold => Effect::Adjustment,
            Self::Capitation => Effect::Contractual,
            Self::Interest => Effect::InsurancePaid,
        }
    }
}

/// One thing that an answer does to a service.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "move", content = "value", rename_all = "snake_case")]
pub enum Move {
    /// The payer paid.
    Paid(Money),
    /// Given up, and why.
    WrittenOff(WriteOff, Reason, Money),
    /// It becomes the guarantor's, and why; below zero it becomes the insurer's again.
    ToPatient(Reason, Money),
    /// It is kept on an account of its own, and why.
    Kept(Pocket, Reason, Money),
    /// Paid beyond what was owed: the payer's, who will want it back.
    OwedBack(Money),
    /// Paid beyond what was owed: the guarantor's, who had paid it before.
    Credited(Money),
}

impl Move {
    /// How much.
    pub const fn amount(&self) -> Money {
        match self {
            Self::Paid(amount)
            | Self::WrittenOff(_, _, amount)
            | Self::ToPatient(_, amount)
            | Self::Kept(_, _, amount)
            | Self::OwedBack(amount)
            | Self::Credited(amount) => *amount,
        }
    }

    /// By how much it lowers what the insurer owes.
    pub const fn from_insurer(&self) -> Money {
        match self {
            Self::Paid(amount)
            | Self::WrittenOff(_, _, amount)
            | Self::ToPatient(_, amount)
            | Self::Kept(_, _, amount) => *amount,
            Self::OwedBack(amount) | Self::Credited(amount) => amount.negated(),
        }
    }

    /// The same the other way round.
    #[must_use]
    pub fn negated(&self) -> Self {
        match self {
            Self::Paid(amount) => Self::Paid(amount.negated()),
            Self::WrittenOff(kind, reason, amount) => {
                Self::WrittenOff(*kind, reason.clone(), amount.negated())
            }
            Self::ToPatient(reason, amount) => Self::ToPatient(reason.clone(), amount.negated()),
            Self::Kept(pocket, reason, amount) => {
                Self::Kept(*pocket, reason.clone(), amount.negated())
            }
            Self::OwedBack(amount) => Self::OwedBack(amount.negated()),
            Self::Credited(amount) => Self::Credited(amount.negated()),
        }
    }

    /// Group and CARC that led to it; empty when none was given.
    pub const fn reason(&self) -> &Reason {
        const NONE: &Reason = &Reason::NONE;
        match self {
            Self::WrittenOff(_, reason, _)
            | Self::ToPatient(reason, _)
            | Self::Kept(_, reason, _) => reason,
            Self::Paid(_) | Self::OwedBack(_) | Self::Credited(_) => NONE,
        }
    }
}

/// What an answer does to one service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnsweredLine {
    /// The service.
    pub line: ChargeLineId,
    /// Whose card it is on.
    pub guarantor: GuarantorId,
    /// What it does.
    pub moves: Vec<Move>,
}

/// Where the money of an answer comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Funds {
    /// The payment that came with it.
    Payment,
    /// Money of the payer that was put aside before.
    PutAside,
    /// What the payer's account stands at: a payer that took money back without saying for which claim.
    PayerAccount,
}

impl Funds {
    const fn account(self, payer: PayerId) -> Account {
        match self {
            Self::Payment => Account::UndepositedCash,
            Self::PutAside => Account::UnappliedPayer(payer),
            Self::PayerAccount => Account::OwedToPayer(payer),
        }
    }
}

/// Whose answer to a claim is posted, and from what.
#[derive(Clone, Copy, Debug)]
pub struct RemitAnswer<'a> {
    /// The day it counts for.
    pub on: NaiveDate,
    /// What said so.
    pub eob: EobId,
    /// Under which policy the claim is.
    pub policy: PolicyId,
    /// Who answered.
    pub payer: PayerId,
    /// Where the money comes from.
    pub funds: Funds,
    /// In words.
    pub why: &'a str,
}

/// Posts a payer's answer to one claim.
///
/// # Errors
/// [`LedgerError::Empty`] when nothing moves (a denial is an event of the claim, not an entry).
pub fn answer(of: &RemitAnswer<'_>, lines: &[AnsweredLine]) -> Result<Entry, LedgerError> {
    let mut postings = Vec::new();
    for line in lines {
        for one in &line.moves {
            on_card(of, line, one, &mut postings);
        }
    }
    let paid = paid_in(lines)?;
    postings.push(plain(of.funds.account(of.payer), paid));
    let source = Source::Eob(of.eob);
    Entry::new(Kind::InsurancePayment, of.on, source, of.why, postings)
}

fn paid_in(lines: &[AnsweredLine]) -> Result<Money, MoneyError> {
    Money::sum(
        lines
            .iter()
            .flat_map(|line| &line.moves)
            .map(|one| match one {
                Move::Paid(amount) => *amount,
                Move::WrittenOff(..)
                | Move::ToPatient(..)
                | Move::Kept(..)
                | Move::OwedBack(_)
                | Move::Credited(_) => Money::ZERO,
            }),
    )
}

/// Puts one move on the ledger card, and its other side where that is not the payment.
fn on_card(of: &RemitAnswer<'_>, line: &AnsweredLine, one: &Move, postings: &mut Vec<Posting>) {
    let reason = one.reason();
    let mut card = |owner, effect, amount| {
        postings.push(receivable(
            owner,
            line.line,
            line.guarantor,
            effect,
            amount,
            reason,
        ));
    };
    let insurer = Owner::Insurer(of.policy);
    let amount = one.amount();
    let (effect, other) = match one {
        Move::Paid(_) => (Effect::InsurancePaid, None),
        Move::WrittenOff(kind, ..) => (
            write_off_effect(*kind),
            Some((Account::WrittenOff(*kind), amount)),
        ),
        Move::ToPatient(..) => {
            card(Owner::Guarantor, Effect::Transfer, amount);
            (Effect::Transfer, None)
        }
        Move::Kept(pocket, ..) => (pocket.effect(), Some((pocket.account(of.payer), amount))),
        Move::OwedBack(_) => (
            Effect::InsurancePaid,
            Some((Account::OwedToPayer(of.payer), amount.negated())),
        ),
        Move::Credited(_) => (
            Effect::InsurancePaid,
            Some((Account::UnappliedPatient(line.guarantor), amount.negated())),
        ),
    };
    card(insurer, effect, one.from_insurer().negated());
    if let Some((account, amount)) = other {
        postings.push(Posting {
            reason: reason.as_str().to_owned(),
            ..plain(account, amount)
        });
    }
}

/// Where money goes that a payer adds to a payment or takes from it beside its claims.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(tag = "account", content = "kind", rename_all = "snake_case")]
pub enum PayerAccount {
    /// What the payer takes back, carries over or paid ahead: rows close when both sides met.
    Owed,
    /// Interest, ours or the payer's.
    Interest,
    /// Held back, by the payer or for somebody else.
    Withhold,
    /// Paid by the month or for something other than services.
    Capitation,
    /// A settlement that somebody has to place.
    Unapplied,
    /// Given up.
    WrittenOff(WriteOff),
}

impl PayerAccount {
    /// The account of a payer's.
    pub const fn account(self, payer: PayerId) -> Account {
        match self {
            Self::Owed => Account::OwedToPayer(payer),
            Self::Interest => Account::InterestIncome,
            Self::Withhold => Account::Withhold(payer),
            Self::Capitation => Account::Capitation(payer),
            Self::Unapplied => Account::UnappliedPayer(payer),
            Self::WrittenOff(kind) => Account::WrittenOff(kind),
        }
    }

    /// In words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Owed => "owed back to the payer",
            Self::Interest => "interest",
            Self::Withhold => "withhold",
            Self::Capitation => "capitation and incentive",
            Self::Unapplied => "unapplied payer money",
            Self::WrittenOff(kind) => kind.words(),
        }
    }
}

/// Posts what a payer adds or takes beside its claims (PLB). `amount` is as written: positive lowers the payment.
///
/// # Errors
/// [`LedgerError::Empty`] when it is nothing.
pub fn provider_adjustment(
    on: NaiveDate,
    eob: EobId,
    payer: PayerId,
    (account, amount): (PayerAccount, Money),
    why: &str,
) -> Result<Entry, LedgerError> {
    let postings = vec![
        plain(Account::UndepositedCash, amount.negated()),
        plain(account.account(payer), amount),
    ];
    let source = Source::Eob(eob);
    Entry::new(Kind::ProviderAdjustment, on, source, why, postings)
}

/// Puts a payer's money aside, so that its payment is placed whole while a claim of it is not known. Below zero it is
/// what a claim takes back that is not known.
///
/// # Errors
/// [`LedgerError::Empty`] when it is nothing.
pub fn parked(
    on: NaiveDate,
    eob: EobId,
    payer: PayerId,
    amount: Money,
    why: &str,
) -> Result<Entry, LedgerError> {
    let postings = vec![
        plain(Account::UndepositedCash, amount),
        plain(Account::UnappliedPayer(payer), amount.negated()),
    ];
    Entry::new(Kind::Parked, on, Source::Eob(eob), why, postings)
}
