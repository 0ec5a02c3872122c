//! Why a household owes what it owes, over all lines.

use rust_decimal::Decimal;

use crate::domain::money::{Money, MoneyError};

use super::{Line, ReasonKind};

/// One cause and what is still owed for it, over all lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// The cause.
    pub cause: Cause,
    /// What is still owed for it.
    pub amount: Money,
}

/// A cause, alike over all lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cause {
    /// The part before insurance helps.
    Deductible,
    /// A percentage; whole lines with the same rate keep it.
    Coinsurance(Option<Decimal>),
    /// A set fee a visit.
    Copay,
    /// The plan does not pay for it.
    NotCovered,
    /// There is no insurance.
    SelfPay,
    /// Another cause.
    Other(String),
}

/// Adds up what is still owed by cause, in the order a patient meets them; causes that are settled are left out.
pub(super) fn parts(lines: &[Line]) -> Result<Vec<Part>, MoneyError> {
    let mut parts: Vec<Part> = Vec::new();
    for line in lines {
        for reason in line.open_reasons()? {
            if reason.amount.is_zero() {
                continue;
            }
            let cause = Cause::of(reason.kind);
            match parts.iter_mut().find(|part| part.cause.is_like(&cause)) {
                Some(part) => part.take(cause, reason.amount)?,
                None => parts.push(Part {
                    cause,
                    amount: reason.amount,
                }),
            }
        }
    }
    parts.sort_by(|a, b| a.cause.place().cmp(&b.cause.place()));
    Ok(parts)
}

impl Part {
    fn take(&mut self, cause: Cause, amount: Money) -> Result<(), MoneyError> {
        self.amount = self.amount.plus(amount)?;
        if self.cause != cause {
            self.cause = cause.without_rate();
        }
        Ok(())
    }
}

impl Cause {
    fn of(kind: ReasonKind) -> Self {
        match kind {
            ReasonKind::Deductible => Self::Deductible,
            ReasonKind::Coinsurance(rate) => {
                Self::Coinsurance(rate.map(|rate| rate.percent.normalize()))
            }
            ReasonKind::Copay => Self::Copay,
            ReasonKind::NotCovered => Self::NotCovered,
            ReasonKind::SelfPay => Self::SelfPay,
            ReasonKind::Other(words) => Self::Other(words),
        }
    }

    /// Whether both stand in one box: the same cause, whatever the rate.
    fn is_like(&self, other: &Self) -> bool {
        self.place() == other.place()
    }

    fn without_rate(self) -> Self {
        match self {
            Self::Coinsurance(_) => Self::Coinsurance(None),
            Self::Deductible | Self::Copay | Self::NotCovered | Self::SelfPay | Self::Other(_) => {
                self
            }
        }
    }

    fn place(&self) -> (u8, &str) {
        match self {
            Self::Deductible => (0, ""),
            Self::Coinsurance(_) => (1, ""),
            Self::Copay => (2, ""),
            Self::NotCovered => (3, ""),
            Self::SelfPay => (4, ""),
            Self::Other(words) => (5, words),
        }
    }
}
