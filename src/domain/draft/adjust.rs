//! An amount given up, or moved from one who owes it to another, as typed. It must not know the ledger: what is owed
//! comes in.

use serde::{Deserialize, Serialize};

use super::Complaint;
use super::checks::Checks;
use super::shape::Room;
use crate::domain::id::PolicyId;
use crate::domain::ledger::{Owner, WriteOff};
use crate::domain::money::{Money, MoneyError};

/// What is done with the amount.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// It is given up.
    #[default]
    GiveUp,
    /// Somebody else is asked for it.
    Move,
}

/// Who owes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// The guarantor.
    Guarantor,
    /// The insurer, under this policy.
    Insurer(PolicyId),
}

impl Side {
    /// As the ledger names it.
    pub const fn owner(self) -> Owner {
        match self {
            Self::Guarantor => Owner::Guarantor,
            Self::Insurer(policy) => Owner::Insurer(policy),
        }
    }
}

form! {
    /// An adjustment as typed.
    AdjustDraft {
        typed {
            /// How much.
            amount: Amount,
            /// Why, which is kept with the entry.
            why: Why,
        }
        chosen {
            /// What is done with it.
            what: What of What,
            /// Who owes it.
            from: From of Option<Side>,
            /// Who is asked for it instead.
            to: To of Option<Side>,
            /// For what is given up: which account it goes to.
            kind: Kind of WriteOff = WriteOff::SmallBalance,
        }
    }
}

/// What is owed on a service.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// By the guarantor.
    pub guarantor: Money,
    /// By the insurer that owes, and under which policy.
    pub insurer: Option<(PolicyId, Money)>,
}

impl Standing {
    /// What one of the two owes.
    pub fn owed(&self, side: Side) -> Money {
        match (side, self.insurer) {
            (Side::Guarantor, _) => self.guarantor,
            (Side::Insurer(policy), Some((owing, amount))) if policy == owing => amount,
            (Side::Insurer(_), _) => Money::ZERO,
        }
    }

    /// Who owes anything, the guarantor first.
    pub fn owing(&self) -> Vec<Side> {
        let insurer = self.insurer.map(|(policy, _)| Side::Insurer(policy));
        [Some(Side::Guarantor), insurer]
            .into_iter()
            .flatten()
            .filter(|side| self.owed(*side).is_positive())
            .collect()
    }
}

/// An adjustment that can be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Adjustment {
    /// Who owes it.
    pub from: Owner,
    /// Where it goes.
    pub to: Target,
    /// How much.
    pub amount: Money,
    /// Why.
    pub why: String,
}

/// Where an adjusted amount goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// It is given up.
    WrittenOff(WriteOff),
    /// They are asked for it.
    Owner(Owner),
}

impl Adjustment {
    /// What insurers and the guarantor owe once it is done, out of what they owe now.
    ///
    /// # Errors
    /// [`MoneyError::OutOfRange`].
    pub fn after(&self, insurance: Money, guarantor: Money) -> Result<(Money, Money), MoneyError> {
        let less = |owner: Owner, (insurance, guarantor): (Money, Money), amount: Money| match owner
        {
            Owner::Insurer(_) => Ok((insurance.minus(amount)?, guarantor)),
            Owner::Guarantor => Ok((insurance, guarantor.minus(amount)?)),
        };
        let left = less(self.from, (insurance, guarantor), self.amount)?;
        match self.to {
            Target::WrittenOff(_) => Ok(left),
            Target::Owner(to) => less(to, left, self.amount.negated()),
        }
    }
}

impl AdjustDraft {
    /// Gives the adjustment, or what is wrong.
    ///
    /// # Errors
    /// One complaint or more for each field that cannot be used.
    pub fn check(&self, standing: Standing) -> Result<Adjustment, Vec<Complaint<Field>>> {
        let mut checks = Checks::new();
        let from = checks.picked(Field::From, self.from, "choose who owes it");
        let amount = checks.amount((Field::Amount, &self.amount));
        let amount = checks.hold(
            Field::Amount,
            amount,
            |amount| amount.is_positive(),
            "the amount must be more than zero",
        );
        let owed = from.map_or(Money::ZERO, |from| standing.owed(from).max(Money::ZERO));
        let amount = checks.hold(
            Field::Amount,
            amount,
            |amount| from.is_none() || *amount <= owed,
            format_args!("only {owed} is owed"),
        );
        let to = self.target(&mut checks, from);
        let why = checks.words((Field::Why, &self.why), Room::new("the reason", 400));
        let why = checks.hold(
            Field::Why,
            why,
            |why| !why.is_empty(),
            "say why; it is kept with the entry",
        );
        checks.finish(|| {
            Some(Adjustment {
                from: from?.owner(),
                to: to?,
                amount: amount?,
                why: why?,
            })
        })
    }

    fn target(&self, checks: &mut Checks<Field>, from: Option<Side>) -> Option<Target> {
        match self.what {
            What::GiveUp => Some(Target::WrittenOff(self.kind)),
            What::Move => {
                let to = checks.picked(Field::To, self.to, "choose who is asked for it");
                let to = checks.hold(
                    Field::To,
                    to,
                    |to| Some(*to) != from,
                    "it is theirs already; choose somebody else",
                );
                to.map(|to| Target::Owner(to.owner()))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn money(cents: i64) -> Money {
        Money::from_cents(cents).unwrap()
    }

    const POLICY: PolicyId = PolicyId::new(7);

    fn standing() -> Standing {
        Standing {
            guarantor: money(4_317),
            insurer: Some((POLICY, money(16_000))),
        }
    }

    fn draft() -> AdjustDraft {
        AdjustDraft {
            amount: String::from("43.17"),
            why: String::from("agreed with the patient"),
            from: Some(Side::Guarantor),
            ..AdjustDraft::default()
        }
    }

    fn complained(draft: &AdjustDraft) -> Vec<Field> {
        let complaints = draft.check(standing()).unwrap_err();
        complaints.into_iter().map(|c| c.field).collect()
    }

    #[test]
    fn what_is_given_up_is_owed_no_more() {
        let adjustment = draft().check(standing()).unwrap();
        assert_eq!(adjustment.to, Target::WrittenOff(WriteOff::SmallBalance));
        let after = adjustment.after(money(16_000), money(4_317));
        assert_eq!(after, Ok((money(16_000), Money::ZERO)));
    }

    #[test]
    fn what_is_moved_stays_owed() {
        let moved = AdjustDraft {
            what: What::Move,
            from: Some(Side::Insurer(POLICY)),
            to: Some(Side::Guarantor),
            amount: String::from("100"),
            ..draft()
        };
        let adjustment = moved.check(standing()).unwrap();
        let after = adjustment.after(money(16_000), money(4_317));
        assert_eq!(after, Ok((money(6_000), money(14_317))));
        let to_another = Adjustment {
            to: Target::Owner(Owner::Insurer(PolicyId::new(8))),
            ..adjustment
        };
        let after = to_another.after(money(16_000), money(4_317));
        assert_eq!(after, Ok((money(16_000), money(4_317))));
    }

    #[test]
    fn no_more_than_is_owed_goes_and_never_without_a_reason() {
        let spoilt = |spoil: fn(&mut AdjustDraft)| {
            let mut draft = draft();
            spoil(&mut draft);
            complained(&draft)
        };
        assert_eq!(spoilt(|d| d.amount = "43.18".into()), [Field::Amount]);
        assert_eq!(spoilt(|d| d.amount = "0".into()), [Field::Amount]);
        assert_eq!(spoilt(|d| d.amount = "much".into()), [Field::Amount]);
        assert_eq!(spoilt(|d| d.why = "  ".into()), [Field::Why]);
        assert_eq!(spoilt(|d| d.from = None), [Field::From]);
        assert_eq!(spoilt(|d| d.what = What::Move), [Field::To]);
        assert_eq!(
            spoilt(|d| {
                d.what = What::Move;
                d.to = d.from;
            }),
            [Field::To]
        );
        let other_policy = Some(Side::Insurer(PolicyId::new(9)));
        assert_eq!(
            complained(&AdjustDraft {
                from: other_policy,
                ..draft()
            }),
            [Field::Amount]
        );
    }

    #[test]
    fn those_who_owe_are_named() {
        assert_eq!(standing().owing(), [Side::Guarantor, Side::Insurer(POLICY)]);
        let credit = Standing {
            guarantor: money(-100),
            insurer: None,
        };
        assert!(credit.owing().is_empty());
    }
}
