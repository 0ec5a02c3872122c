//! Why the guarantor's share of a service is what it is: its parts by cause, and which of them payments have settled.

use crate::domain::ledger::Effect;
use crate::domain::money::{Money, MoneyError};

/// What made a part of a service the guarantor's.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cause {
    /// A payer said so; group and CARC as `PR-1`.
    Payer(String),
    /// Somebody in the office moved it.
    Moved,
    /// No insurer was asked.
    SelfPay,
    /// It was moved from another guarantor's account.
    OtherAccount,
}

/// A part of the share.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Share {
    /// Why it is the guarantor's.
    pub cause: Cause,
    /// How much, above zero.
    pub amount: Money,
}

impl Cause {
    /// In a biller's words: `PR-1, deductible`.
    pub fn words(&self) -> String {
        match self {
            Self::Payer(reason) => match meaning(reason) {
                Some(meaning) => format!("{reason}, {meaning}"),
                None => format!("{reason}, left to the patient by the payer"),
            },
            Self::Moved => String::from("moved to the patient by the office"),
            Self::SelfPay => String::from("no insurance was asked"),
            Self::OtherAccount => String::from("moved from another account"),
        }
    }

    /// The order in which payments settle parts: a copay is paid at the visit, the rest later.
    fn place(&self) -> (u8, &str) {
        match self {
            Self::Payer(reason) if reason == "PR-3" => (0, ""),
            Self::Payer(reason) => (1, reason),
            Self::Moved => (2, ""),
            Self::SelfPay => (3, ""),
            Self::OtherAccount => (4, ""),
        }
    }
}

/// Gives what a payer's reason means for the patient, where it is one of those every biller knows.
///
/// Source: X12 external code list 139, group PR.
pub fn meaning(reason: &str) -> Option<&'static str> {
    Some(match reason {
        "PR-1" => "deductible",
        "PR-2" => "coinsurance",
        "PR-3" => "copay",
        "PR-26" | "PR-27" => "not insured on that day",
        "PR-31" => "not known to the insurance",
        "PR-96" | "PR-204" => "not covered by the plan",
        "PR-119" => "over the plan's limit",
        "PR-187" => "to be paid from the health account",
        _ => return None,
    })
}

/// Sorts what was posted on the guarantor's side of one service into the parts of the share. What was given up or
/// moved back lowers the parts settled last.
///
/// # Errors
/// [`MoneyError::OutOfRange`].
pub fn shares<'posted>(
    posted: impl IntoIterator<Item = (Effect, &'posted str, Money)>,
) -> Result<Vec<Share>, MoneyError> {
    let mut parts: Vec<Share> = Vec::new();
    let mut less = Money::ZERO;
    for (effect, reason, amount) in posted {
        let cause = match effect {
            Effect::Charge => Cause::SelfPay,
            Effect::Transfer if reason.is_empty() => Cause::Moved,
            Effect::Transfer => Cause::Payer(reason.to_owned()),
            Effect::PatientPaid | Effect::Agency => continue,
            Effect::InsurancePaid | Effect::Contractual | Effect::Adjustment => {
                less = less.minus(amount)?;
                continue;
            }
        };
        match parts.iter_mut().find(|part| part.cause == cause) {
            Some(part) => part.amount = part.amount.plus(amount)?,
            None => parts.push(Share { cause, amount }),
        }
    }
    for part in parts.iter().filter(|part| part.amount.is_negative()) {
        less = less.minus(part.amount)?;
    }
    parts.retain(|part| part.amount.is_positive());
    if less.is_negative() {
        parts.push(Share {
            cause: Cause::OtherAccount,
            amount: less.negated(),
        });
        less = Money::ZERO;
    }
    parts.sort_by(|a, b| a.cause.place().cmp(&b.cause.place()));
    for part in parts.iter_mut().rev() {
        let taken = part.amount.min(less).max(Money::ZERO);
        part.amount = part.amount.minus(taken)?;
        less = less.minus(taken)?;
    }
    parts.retain(|part| part.amount.is_positive());
    Ok(parts)
}

/// Leaves the parts that `paid` has not settled.
///
/// # Errors
/// [`MoneyError::OutOfRange`].
pub fn open(parts: &[Share], paid: Money) -> Result<Vec<Share>, MoneyError> {
    let mut left = paid.max(Money::ZERO);
    let mut open = Vec::new();
    for part in parts {
        let settled = part.amount.min(left);
        left = left.minus(settled)?;
        let amount = part.amount.minus(settled)?;
        if amount.is_positive() {
            open.push(Share {
                cause: part.cause.clone(),
                amount,
            });
        }
    }
    Ok(open)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn m(cents: i64) -> Money {
        Money::from_cents(cents).unwrap()
    }

    fn told(posted: &[(Effect, &str, i64)]) -> Vec<(String, i64)> {
        shares(posted.iter().map(|(e, r, c)| (*e, *r, m(*c))))
            .unwrap()
            .into_iter()
            .map(|part| (part.cause.words(), part.amount.cents()))
            .collect()
    }

    #[test]
    fn a_share_is_told_by_its_causes_with_the_copay_first() {
        let parts = told(&[
            (Effect::Transfer, "PR-1", 4_317),
            (Effect::Transfer, "PR-3", 2_500),
            (Effect::PatientPaid, "", -2_500),
        ]);
        assert_eq!(
            parts,
            [
                (String::from("PR-3, copay"), 2_500),
                (String::from("PR-1, deductible"), 4_317)
            ]
        );
    }

    #[test]
    fn what_is_given_up_or_moved_back_lowers_the_share() {
        let parts = told(&[
            (Effect::Transfer, "PR-1", 4_000),
            (Effect::Transfer, "PR-2", 1_000),
            (Effect::Transfer, "", -300),
            (Effect::Adjustment, "", -1_200),
        ]);
        assert_eq!(parts, [(String::from("PR-1, deductible"), 3_500)]);
    }

    #[test]
    fn payments_settle_the_parts_in_order() {
        let parts = shares([
            (Effect::Transfer, "PR-1", m(4_000)),
            (Effect::Transfer, "PR-3", m(2_500)),
        ])
        .unwrap();
        let left = open(&parts, m(3_000)).unwrap();
        assert_eq!(
            left,
            [Share {
                cause: Cause::Payer(String::from("PR-1")),
                amount: m(3_500)
            }]
        );
        assert!(open(&parts, m(9_000)).unwrap().is_empty());
    }
}
