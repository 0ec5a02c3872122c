//! What a guarantor agreed at the desk to pay later: promises, which [`super::contact`] follows, and checks that are held
//! until their day. It must not know the ledger or who asks.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::domain::contact::{Kept, PromiseState};
use crate::domain::id::{GuarantorId, HeldCheckId, PromiseId, ReceiptId};
use crate::domain::money::Money;
use crate::domain::person::Name;

/// By what it will be paid.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Means {
    /// Their word.
    Promise,
    /// A check that was handed over, dated a day to come, and is held until then.
    HeldCheck {
        /// Its number.
        number: String,
    },
}

impl Means {
    /// The word for files and forms.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Promise => "promise",
            Self::HeldCheck { .. } => "held_check",
        }
    }
}

/// Which agreement: `P3` is a promise, `C3` a held check.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LaterId {
    /// A promise.
    Promise(PromiseId),
    /// A held check.
    Check(HeldCheckId),
}

impl std::fmt::Display for LaterId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Promise(id) => write!(f, "P{id}"),
            Self::Check(id) => write!(f, "C{id}"),
        }
    }
}

impl std::str::FromStr for LaterId {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim().to_ascii_uppercase();
        let number = |digits: &str| digits.parse().map_err(|_| "give it as P3 or C3");
        match (text.strip_prefix('P'), text.strip_prefix('C')) {
            (Some(digits), _) => Ok(Self::Promise(PromiseId::new(number(digits)?))),
            (_, Some(digits)) => Ok(Self::Check(HeldCheckId::new(number(digits)?))),
            (None, None) => Err("give it as P3 or C3"),
        }
    }
}

impl Serialize for LaterId {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// An agreement before the book gave a number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewPayLater {
    /// Who will pay.
    pub guarantor: GuarantorId,
    /// By what.
    #[serde(flatten)]
    pub means: Means,
    /// How much.
    pub amount: Money,
    /// By which day; the day written on the check.
    pub due_on: NaiveDate,
    /// What else was said; empty for nothing.
    pub words: String,
}

/// How a person ended an agreement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Ending {
    /// The held check was taken in by this receipt.
    TakenIn(ReceiptId),
    /// It was called off for this reason.
    CalledOff(String),
}

/// An agreement as the book has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PayLater {
    /// Id.
    pub id: LaterId,
    /// What was agreed.
    #[serde(flatten)]
    pub what: NewPayLater,
    /// The guarantor's name.
    pub name: Name,
    /// When it was agreed.
    pub made_at: DateTime<Utc>,
    /// With whom at the practice.
    pub made_by: String,
    /// How a person ended it; none while nobody did.
    pub ending: Option<Ending>,
}

/// Where an agreement stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Its day has not passed; the check is held, the promise is open.
    Waiting,
    /// The held check may be taken in: its day has come.
    Due,
    /// The promise was kept.
    Kept,
    /// The day of the promise has passed and something is missing.
    Broken,
    /// The held check was taken in by this receipt.
    TakenIn(ReceiptId),
    /// It was called off.
    CalledOff,
}

impl Standing {
    /// Whether somebody has to do something about it, now or later.
    pub const fn is_open(&self) -> bool {
        match self {
            Self::Waiting | Self::Due | Self::Broken => true,
            Self::Kept | Self::TakenIn(_) | Self::CalledOff => false,
        }
    }

    /// Whether somebody has to do something about it now.
    pub const fn is_pressing(&self) -> bool {
        match self {
            Self::Due | Self::Broken => true,
            Self::Waiting | Self::Kept | Self::TakenIn(_) | Self::CalledOff => false,
        }
    }

    /// In a word or two.
    pub const fn words(&self) -> &'static str {
        match self {
            Self::Waiting => "Waiting",
            Self::Due => "Due",
            Self::Kept => "Kept",
            Self::Broken => "Broken",
            Self::TakenIn(_) => "Taken in",
            Self::CalledOff => "Called off",
        }
    }
}

/// An agreement with where it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PayLaterRow {
    /// The agreement.
    #[serde(flatten)]
    pub later: PayLater,
    /// Where it stands.
    pub standing: Standing,
    /// What is still to come of it; nothing once it ended.
    pub left: Money,
}

impl PayLaterRow {
    /// Tells where a held check stands on `today`.
    pub fn of_check(later: PayLater, today: NaiveDate) -> Self {
        let standing = match &later.ending {
            Some(Ending::TakenIn(receipt)) => Standing::TakenIn(*receipt),
            Some(Ending::CalledOff(_)) => Standing::CalledOff,
            None if later.what.due_on <= today => Standing::Due,
            None => Standing::Waiting,
        };
        Self {
            left: if standing.is_open() {
                later.what.amount
            } else {
                Money::ZERO
            },
            standing,
            later,
        }
    }

    /// Tells of a promise what became of it.
    pub fn of_promise(state: PromiseState) -> Self {
        let standing = match state.kept {
            Kept::Open => Standing::Waiting,
            Kept::Kept => Standing::Kept,
            Kept::Part | Kept::Broken => Standing::Broken,
            Kept::Withdrawn => Standing::CalledOff,
        };
        let promise = state.promise;
        let left = promise.amount.minus(state.paid).unwrap_or(promise.amount);
        Self {
            left: if standing.is_open() {
                left
            } else {
                Money::ZERO
            },
            standing,
            later: PayLater {
                id: LaterId::Promise(promise.id),
                what: NewPayLater {
                    guarantor: promise.guarantor,
                    means: Means::Promise,
                    amount: promise.amount,
                    due_on: promise.by_on,
                    words: String::new(),
                },
                name: promise.guarantor_name,
                made_at: promise.at,
                made_by: promise.by,
                ending: promise.withdrawn.map(Ending::CalledOff),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 3, day).unwrap()
    }

    fn held() -> PayLater {
        PayLater {
            id: LaterId::Check(HeldCheckId::new(1)),
            what: NewPayLater {
                guarantor: GuarantorId::new(1),
                means: Means::HeldCheck {
                    number: String::from("1044"),
                },
                amount: "50".parse().unwrap(),
                due_on: day(20),
                words: String::new(),
            },
            name: Name::default(),
            made_at: DateTime::UNIX_EPOCH,
            made_by: String::from("Renata M."),
            ending: None,
        }
    }

    #[test]
    fn a_held_check_waits_for_its_day_and_for_nothing_else() {
        let stands = |on: u32| PayLaterRow::of_check(held(), day(on)).standing;
        assert_eq!(stands(19), Standing::Waiting);
        assert_eq!(stands(20), Standing::Due);
        assert_eq!(
            stands(25),
            Standing::Due,
            "a check does not break by waiting"
        );
        let mut ended = held();
        ended.ending = Some(Ending::TakenIn(ReceiptId::new(9)));
        let row = PayLaterRow::of_check(ended, day(25));
        assert_eq!(row.standing, Standing::TakenIn(ReceiptId::new(9)));
        assert!(row.left.is_zero() && !row.standing.is_open());
    }

    #[test]
    fn what_is_paid_later_is_named_by_what_it_is() {
        for id in [
            LaterId::Promise(PromiseId::new(3)),
            LaterId::Check(HeldCheckId::new(12)),
        ] {
            assert_eq!(id.to_string().parse(), Ok(id));
        }
        assert!("12".parse::<LaterId>().is_err());
    }
}
