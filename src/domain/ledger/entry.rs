//! Entries and postings: built balanced or not at all.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::account::Account;
use crate::domain::id::{
    ChargeLineId, ClaimId, DepositId, EntryId, EobId, GuarantorId, ReceiptId, RefundId, VisitId,
};
use crate::domain::money::{Money, MoneyError};

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Services were charged.
    Charge,
    /// A payer answered: paid, wrote off, moved a share to the patient, or took such an answer back.
    InsurancePayment,
    /// A payer added to a payment or took from it beside its claims.
    ProviderAdjustment,
    /// A payer's money was put aside until it is known whose it is.
    Parked,
    /// A guarantor paid.
    PatientPayment,
    /// A guarantor's earlier credit was placed on services.
    Allocation,
    /// Responsibility moved between insurer and patient.
    Transfer,
    /// An amount was given up.
    WriteOff,
    /// Money went back to whom it belongs.
    Refund,
    /// A check that a guarantor paid with came back from the bank.
    ReturnedCheck,
    /// Cash went to the bank.
    Deposit,
    /// Services went to a collections agency, or came back from it.
    Agency,
    /// An earlier entry was taken back.
    Reversal,
}

impl Kind {
    /// The word the book keeps (`entry.kind`).
    pub const fn code(self) -> &'static str {
        match self {
            Self::Charge => "charge",
            Self::InsurancePayment => "insurance_payment",
            Self::ProviderAdjustment => "provider_adjustment",
            Self::Parked => "parked",
            Self::PatientPayment => "patient_payment",
            Self::Allocation => "allocation",
            Self::Transfer => "transfer",
            Self::WriteOff => "write_off",
            Self::Refund => "refund",
            Self::ReturnedCheck => "returned_check",
            Self::Deposit => "deposit",
            Self::Agency => "agency",
            Self::Reversal => "reversal",
        }
    }

    /// Reads the book's word.
    pub fn from_code(code: &str) -> Option<Self> {
        [
            Self::Charge,
            Self::InsurancePayment,
            Self::ProviderAdjustment,
            Self::Parked,
            Self::PatientPayment,
            Self::Allocation,
            Self::Transfer,
            Self::WriteOff,
            Self::Refund,
            Self::ReturnedCheck,
            Self::Deposit,
            Self::Agency,
            Self::Reversal,
        ]
        .into_iter()
        .find(|kind| kind.code() == code)
    }
}

/// The column of the ledger card a receivable posting belongs to; what is at a collections agency stands beside them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// Charge.
    Charge,
    /// Paid by a payer.
    InsurancePaid,
    /// Written off by contract.
    Contractual,
    /// Any other write-off.
    Adjustment,
    /// Paid by a guarantor.
    PatientPaid,
    /// Moved between insurer and patient; changes who owes, not how much.
    Transfer,
    /// What a collections agency has of a service; on no column of the card, where it was adjusted away.
    Agency,
}

impl Effect {
    /// The word the book keeps (`posting.effect`).
    pub const fn code(self) -> &'static str {
        match self {
            Self::Charge => "charge",
            Self::InsurancePaid => "insurance_paid",
            Self::Contractual => "contractual",
            Self::Adjustment => "adjustment",
            Self::PatientPaid => "patient_paid",
            Self::Transfer => "transfer",
            Self::Agency => "agency",
        }
    }

    /// Reads the book's word.
    pub fn from_code(code: &str) -> Option<Self> {
        [
            Self::Charge,
            Self::InsurancePaid,
            Self::Contractual,
            Self::Adjustment,
            Self::PatientPaid,
            Self::Transfer,
            Self::Agency,
        ]
        .into_iter()
        .find(|effect| effect.code() == code)
    }
}

/// Where an entry came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Source {
    /// A visit's charges.
    Visit(VisitId),
    /// A payer's explanation of benefits.
    Eob(EobId),
    /// A guarantor's payment.
    Receipt(ReceiptId),
    /// A claim that was made: what the payer before left goes to the next one.
    Claim(ClaimId),
    /// Money that was taken to the bank.
    Deposit(DepositId),
    /// Money that goes back to a guarantor.
    Refund(RefundId),
    /// Somebody decided it; the entry says why.
    Person,
}

/// What an entry did to one account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Posting {
    /// The account.
    pub account: Account,
    /// Debit positive, credit negative; never zero.
    pub amount: Money,
    /// For receivables and what an agency has: the service, whose card it is on, and in which column.
    pub on: Option<(ChargeLineId, GuarantorId, Effect)>,
    /// Group and CARC as `CO-45` or `PR-1`, empty when none was given.
    pub reason: String,
}

impl Posting {
    /// Whether it names a service where its account wants one, in a column that the account has.
    fn is_placed(&self) -> bool {
        match self.on {
            None => !self.account.is_receivable() && self.account != Account::Collections,
            Some((_, _, Effect::Agency)) => self.account == Account::Collections,
            Some(_) => self.account.is_receivable(),
        }
    }
}

/// Why an entry cannot be built.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LedgerError {
    /// Nothing moves.
    #[error("nothing would be posted")]
    Empty,
    /// Debits and credits differ.
    #[error("the entry is out of balance by {0}")]
    OutOfBalance(Money),
    /// A receivable, or what an agency has, without its service, or another account with one.
    #[error("a receivable posting names its service, and no other does")]
    Misplaced,
    /// An amount does not fit.
    #[error(transparent)]
    Money(#[from] MoneyError),
    /// The parts of a payer's answer do not add up to the charge it answers.
    #[error("the parts differ from what the payer still owes by {0}")]
    NotProved(Money),
    /// More than is owed would be taken.
    #[error("{wanted} is more than the {owed} owed")]
    MoreThanOwed {
        /// What was to be taken.
        wanted: Money,
        /// What is owed.
        owed: Money,
    },
    /// A reversal cannot be reversed; write the right entry instead.
    #[error("a reversal is not taken back; enter the right amount instead")]
    ReversalOfReversal,
}

/// One event in the journal, balanced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    kind: Kind,
    accounting_on: NaiveDate,
    source: Source,
    why: String,
    reverses: Option<EntryId>,
    postings: Vec<Posting>,
}

impl Entry {
    /// Builds an entry. Postings of zero are left out.
    ///
    /// # Errors
    /// [`LedgerError::Empty`], [`LedgerError::OutOfBalance`], [`LedgerError::Misplaced`].
    pub fn new(
        kind: Kind,
        accounting_on: NaiveDate,
        source: Source,
        why: impl Into<String>,
        postings: Vec<Posting>,
    ) -> Result<Self, LedgerError> {
        let postings: Vec<Posting> = postings
            .into_iter()
            .filter(|p| !p.amount.is_zero())
            .collect();
        if postings.is_empty() {
            return Err(LedgerError::Empty);
        }
        if !postings.iter().all(Posting::is_placed) {
            return Err(LedgerError::Misplaced);
        }
        let sum = Money::sum(postings.iter().map(|p| p.amount))?;
        if !sum.is_zero() {
            return Err(LedgerError::OutOfBalance(sum));
        }
        Ok(Self {
            kind,
            accounting_on,
            source,
            why: why.into(),
            reverses: None,
            postings,
        })
    }

    /// Takes `self`, written as `id`, back on `accounting_on`: every posting with the other sign.
    ///
    /// # Errors
    /// [`LedgerError::ReversalOfReversal`].
    pub fn reversal(
        &self,
        id: EntryId,
        accounting_on: NaiveDate,
        why: impl Into<String>,
    ) -> Result<Self, LedgerError> {
        if self.kind == Kind::Reversal {
            return Err(LedgerError::ReversalOfReversal);
        }
        let postings = self
            .postings
            .iter()
            .map(|p| Posting {
                amount: p.amount.negated(),
                ..p.clone()
            })
            .collect();
        Ok(Self {
            kind: Kind::Reversal,
            accounting_on,
            source: self.source,
            why: why.into(),
            reverses: Some(id),
            postings,
        })
    }

    /// Puts back together what the book kept of a reversal.
    ///
    /// # Errors
    /// As [`Entry::new`].
    #[must_use]
    pub fn restored(self, reverses: Option<EntryId>) -> Self {
        Self { reverses, ..self }
    }

    /// What happened.
    pub const fn kind(&self) -> Kind {
        self.kind
    }

    /// The day it counts for.
    pub const fn accounting_on(&self) -> NaiveDate {
        self.accounting_on
    }

    /// Where it came from.
    pub const fn source(&self) -> Source {
        self.source
    }

    /// Why, in words.
    pub fn why(&self) -> &str {
        &self.why
    }

    /// The entry it takes back.
    pub const fn reverses(&self) -> Option<EntryId> {
        self.reverses
    }

    /// Its postings, at least two, none of them zero, summing to zero.
    pub fn postings(&self) -> &[Posting] {
        &self.postings
    }
}
