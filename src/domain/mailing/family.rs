//! What each patient's part of an account asks for where every patient has a statement of their own. It must not know
//! what the services were.

use crate::domain::id::PatientId;
use crate::domain::money::{Money, MoneyError};

/// One patient's part of an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// Whose services.
    pub patient: PatientId,
    /// What the guarantor owes for them.
    pub owed: Money,
    /// The account's credit that is taken off it.
    pub credit: Money,
}

/// Shares an account's credit out over its patients, in their order: unapplied money, and what was paid too much for one
/// of them. Only those for whom something is left to pay are given, and what is left for them in all is what the whole
/// account comes to.
///
/// # Errors
/// [`MoneyError::OutOfRange`] when a sum does not fit.
pub fn parts(owed: &[(PatientId, Money)], unapplied: Money) -> Result<Vec<Part>, MoneyError> {
    let too_much = owed.iter().map(|(_, owed)| *owed);
    let too_much = Money::sum(too_much.filter(|owed| owed.is_negative()))?;
    let mut credit = unapplied.minus(too_much)?;
    let mut parts = Vec::new();
    for (patient, owed) in owed.iter().filter(|(_, owed)| owed.is_positive()) {
        let used = credit.min(*owed).max(Money::ZERO);
        credit = credit.minus(used)?;
        if used < *owed {
            parts.push(Part {
                patient: *patient,
                owed: *owed,
                credit: used,
            });
        }
    }
    Ok(parts)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn m(cents: i64) -> Money {
        Money::from_cents(cents).unwrap()
    }

    proptest! {
        #[test]
        fn what_is_left_for_each_adds_up_to_what_the_account_comes_to(
            owed in prop::collection::vec(-9_000_i64..20_000, 0..6),
            unapplied in 0_i64..30_000,
        ) {
            let each: Vec<_> = owed.iter().zip(1..)
                .map(|(cents, id)| (PatientId::new(id), m(*cents))).collect();
            let parts = parts(&each, m(unapplied)).unwrap();
            let left: i64 = parts.iter().map(|part| part.owed.cents() - part.credit.cents()).sum();
            let all: i64 = owed.iter().sum::<i64>() - unapplied;
            prop_assert_eq!(left, all.max(0));
            for part in parts {
                prop_assert!(part.credit < part.owed && !part.credit.is_negative());
            }
        }
    }
}
