//! The chart of accounts. Codes are the book's own (`account.code` in `schema.sql`).

use serde::{Deserialize, Serialize};

use crate::domain::id::{GuarantorId, PayerId, PolicyId};

/// Why an amount was given up, other than by contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WriteOff {
    /// The payer's contract does not let us charge it (CO-45 and its like).
    Contractual,
    /// Too small to ask for.
    SmallBalance,
    /// The practice's financial help.
    Charity,
    /// Filed too late.
    TimelyFiling,
    /// Medicare's statutory two per cent (CARC 253).
    Sequestration,
    /// A courtesy of the practice.
    Courtesy,
    /// No prior authorisation.
    NoAuthorization,
    /// What the practice takes off for those who pay for themselves.
    SelfPay,
    /// Anything else, said in the entry's reason.
    Other,
    /// Given up as uncollectable.
    BadDebt,
}

impl WriteOff {
    /// All of them, in the order lists show them.
    pub const ALL: [Self; 10] = [
        Self::Contractual,
        Self::SmallBalance,
        Self::Charity,
        Self::TimelyFiling,
        Self::Sequestration,
        Self::Courtesy,
        Self::NoAuthorization,
        Self::SelfPay,
        Self::Other,
        Self::BadDebt,
    ];

    /// Reads back the kind whose account has this code.
    pub fn from_code(code: i64) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|kind| Account::WrittenOff(*kind).code() == code)
    }

    /// In words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Contractual => "contract write-off",
            Self::SmallBalance => "small balance",
            Self::Charity => "charity",
            Self::TimelyFiling => "filed too late",
            Self::Sequestration => "sequestration",
            Self::Courtesy => "courtesy",
            Self::NoAuthorization => "no authorization",
            Self::SelfPay => "self-pay discount",
            Self::Other => "other write-off",
            Self::BadDebt => "bad debt",
        }
    }
}

/// An account money can be in, with whose it is where that matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Account {
    /// Owed by an insurer under a policy.
    InsuranceReceivable(PolicyId),
    /// Owed by a guarantor; whose is named by the posting itself.
    PatientReceivable,
    /// Earned.
    Revenue,
    /// Given up.
    WrittenOff(WriteOff),
    /// Handed to a collections agency.
    Collections,
    /// Taken in, not yet at the bank.
    UndepositedCash,
    /// At the bank.
    Bank,
    /// Paid by a guarantor and not yet placed on a service.
    UnappliedPatient(GuarantorId),
    /// Paid by a payer and not yet placed.
    UnappliedPayer(PayerId),
    /// Taken back by a payer, or about to be.
    OwedToPayer(PayerId),
    /// To be paid back to a guarantor.
    RefundsPayable(GuarantorId),
    /// Interest payers paid for being late.
    InterestIncome,
    /// Held back by a payer until year's end.
    Withhold(PayerId),
    /// Paid per member, not per service.
    Capitation(PayerId),
    /// Kept back by a card processor or a bank.
    BankFees,
    /// Kept by a collections agency of what it brought.
    AgencyFees,
}

impl Account {
    /// The code the book keeps (`account.code`).
    pub const fn code(self) -> i64 {
        match self {
            Self::InsuranceReceivable(_) => 10,
            Self::PatientReceivable => 20,
            Self::Revenue => 30,
            Self::WrittenOff(kind) => match kind {
                WriteOff::Contractual => 40,
                WriteOff::SmallBalance => 41,
                WriteOff::Charity => 42,
                WriteOff::TimelyFiling => 43,
                WriteOff::Sequestration => 44,
                WriteOff::Courtesy => 45,
                WriteOff::NoAuthorization => 46,
                WriteOff::SelfPay => 47,
                WriteOff::Other => 49,
                WriteOff::BadDebt => 50,
            },
            Self::Collections => 51,
            Self::UndepositedCash => 60,
            Self::Bank => 61,
            Self::UnappliedPatient(_) => 70,
            Self::UnappliedPayer(_) => 71,
            Self::OwedToPayer(_) => 72,
            Self::RefundsPayable(_) => 73,
            Self::InterestIncome => 80,
            Self::Withhold(_) => 81,
            Self::Capitation(_) => 82,
            Self::BankFees => 90,
            Self::AgencyFees => 91,
        }
    }

    /// Reads an account back from its code and whose it is. `None` when the parts do not fit together.
    pub fn from_parts(
        code: i64,
        policy: Option<PolicyId>,
        guarantor: Option<GuarantorId>,
        payer: Option<PayerId>,
    ) -> Option<Self> {
        Some(match code {
            10 => Self::InsuranceReceivable(policy?),
            20 => Self::PatientReceivable,
            30 => Self::Revenue,
            51 => Self::Collections,
            60 => Self::UndepositedCash,
            61 => Self::Bank,
            70 => Self::UnappliedPatient(guarantor?),
            71 => Self::UnappliedPayer(payer?),
            72 => Self::OwedToPayer(payer?),
            73 => Self::RefundsPayable(guarantor?),
            80 => Self::InterestIncome,
            81 => Self::Withhold(payer?),
            82 => Self::Capitation(payer?),
            90 => Self::BankFees,
            91 => Self::AgencyFees,
            _ => Self::WrittenOff(WriteOff::from_code(code)?),
        })
    }

    /// The policy whose receivable it is.
    pub const fn policy(self) -> Option<PolicyId> {
        if let Self::InsuranceReceivable(policy) = self {
            Some(policy)
        } else {
            None
        }
    }

    /// The payer whose money it is.
    pub const fn payer(self) -> Option<PayerId> {
        if let Self::UnappliedPayer(p)
        | Self::OwedToPayer(p)
        | Self::Withhold(p)
        | Self::Capitation(p) = self
        {
            Some(p)
        } else {
            None
        }
    }

    /// The guarantor whose credit it is.
    pub const fn guarantor(self) -> Option<GuarantorId> {
        if let Self::UnappliedPatient(g) | Self::RefundsPayable(g) = self {
            Some(g)
        } else {
            None
        }
    }

    /// Whether it is money owed to the practice for a service.
    pub const fn is_receivable(self) -> bool {
        matches!(self, Self::InsuranceReceivable(_) | Self::PatientReceivable)
    }
}
