//! Which account is asked about, as it is typed: `guarantor:12`, `payer:3`, `account:72`. It must not know whether the
//! book has it.

use std::fmt;
use std::str::FromStr;

use crate::domain::claim::ClaimNumber;
use crate::domain::id::{ChargeLineId, GuarantorId, PatientId, PayerId, PolicyId};

/// An account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asked {
    /// All that a guarantor's card comes to, less what was paid ahead.
    Guarantor(GuarantorId),
    /// What is owed for a patient's services.
    Patient(PatientId),
    /// What a policy owes.
    Policy(PolicyId),
    /// What the payer of a claim owes on its services.
    Claim(ClaimNumber),
    /// What is owed for one service.
    Line(ChargeLineId),
    /// What a payer owes under all its policies, and what is held of its money or owed back to it.
    Payer(PayerId),
    /// A whole account of the chart, by its code.
    Account(i64),
}

/// Why what was typed names no account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "an account is named as guarantor:12, patient:3, policy:5, claim:C200188, line:40, payer:2 or account:72"
)]
pub struct AskedError;

impl FromStr for Asked {
    type Err = AskedError;

    /// A number alone is a guarantor's account.
    fn from_str(text: &str) -> Result<Self, AskedError> {
        let text = text.trim();
        let (kind, rest) = text.split_once(':').unwrap_or(("guarantor", text));
        let number = || {
            let number: i64 = rest.trim().parse().map_err(|_| AskedError)?;
            if number > 0 {
                Ok(number)
            } else {
                Err(AskedError)
            }
        };
        Ok(match kind.trim().to_ascii_lowercase().as_str() {
            "guarantor" => Self::Guarantor(GuarantorId::new(number()?)),
            "patient" => Self::Patient(PatientId::new(number()?)),
            "policy" => Self::Policy(PolicyId::new(number()?)),
            "claim" => Self::Claim(rest.parse().map_err(|_| AskedError)?),
            "line" => Self::Line(ChargeLineId::new(number()?)),
            "payer" => Self::Payer(PayerId::new(number()?)),
            "account" => Self::Account(number()?),
            _ => return Err(AskedError),
        })
    }
}

/// As it can be typed again.
impl fmt::Display for Asked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Guarantor(id) => write!(f, "guarantor:{id}"),
            Self::Patient(id) => write!(f, "patient:{id}"),
            Self::Policy(id) => write!(f, "policy:{id}"),
            Self::Claim(number) => write!(f, "claim:{number}"),
            Self::Line(id) => write!(f, "line:{id}"),
            Self::Payer(id) => write!(f, "payer:{id}"),
            Self::Account(code) => write!(f, "account:{code}"),
        }
    }
}
