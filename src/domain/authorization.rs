//! Leave that a payer gave to treat a patient: prior authorizations and referrals, what they cover and what is left of
//! them. It must not know where they are kept.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::domain::code::{Procedure, Span, Units};
use crate::domain::id::{AuthorizationId, PatientId, PolicyId};
use crate::domain::money::Money;
use crate::domain::visit::Line;

/// What kind of leave it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// The payer agreed beforehand (REF*G1).
    #[default]
    Prior,
    /// Another clinician sent the patient, and the payer knows (REF*9F).
    Referral,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Prior, Self::Referral];

    /// The word the book keeps (`authorization.kind`).
    pub const fn code(self) -> &'static str {
        match self {
            Self::Prior => "prior",
            Self::Referral => "referral",
        }
    }

    /// Reads the book's word.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// In words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Prior => "Prior authorization",
            Self::Referral => "Referral",
        }
    }
}

/// How much it allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "of", content = "most", rename_all = "snake_case")]
pub enum Limit {
    /// So many visits.
    Visits(u32),
    /// So many units of its services, in all.
    Units(u32),
    /// So much charged for its services, in all.
    Money(Money),
}

/// A leave before the book gave an id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NewAuthorization {
    /// For whom.
    pub patient: PatientId,
    /// Under which policy.
    pub policy: PolicyId,
    /// The payer's number of it.
    pub number: String,
    /// What kind it is.
    pub kind: Kind,
    /// The services it covers; any when empty.
    pub codes: Vec<Span>,
    /// How much it allows; none: as much as is needed.
    pub limit: Option<Limit>,
    /// First day of service.
    pub from: NaiveDate,
    /// Last day of service; none while it is open.
    pub until: Option<NaiveDate>,
    /// What else was said.
    pub note: String,
}

/// What the charges of visits that carry a number come to. What was taken back does not count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Used {
    /// How many visits.
    pub visits: u32,
    /// Units of its services, in thousandths.
    pub thousandths: u64,
    /// Charged for its services.
    pub charged: Money,
}

impl Used {
    /// Takes one visit's services more into account.
    #[must_use]
    pub fn and<'l>(self, services: impl Iterator<Item = &'l Line>) -> Self {
        services.fold(
            Self {
                visits: self.visits.saturating_add(1),
                ..self
            },
            |used, line| Self {
                thousandths: used
                    .thousandths
                    .saturating_add(u64::from(line.what.units.thousandths())),
                charged: used.charged.plus(line.what.charge).unwrap_or(used.charged),
                ..used
            },
        )
    }
}

/// What is left of a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Left {
    /// Enough.
    Plenty,
    /// At most one visit, or a tenth.
    Little,
    /// Nothing more, and nothing beyond it was used.
    Nothing,
    /// More was used than it allows.
    Exceeded,
}

/// A leave in the book.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Authorization {
    /// Id.
    pub id: AuthorizationId,
    /// What it is.
    #[serde(flatten)]
    pub what: NewAuthorization,
    /// What was used of it.
    pub used: Used,
    /// The day on which somebody ended it here; none while it is used.
    pub ended_on: Option<NaiveDate>,
}

impl Authorization {
    /// Whether it covers a service.
    pub fn covers(&self, code: Procedure) -> bool {
        self.what.codes.is_empty() || self.what.codes.iter().any(|span| span.has(code))
    }

    /// Whether it holds on a day and nobody ended it.
    pub fn holds_on(&self, day: NaiveDate) -> bool {
        self.ended_on.is_none_or(|end| day <= end)
            && self.what.from <= day
            && self.what.until.is_none_or(|last| day <= last)
    }

    /// What is left when so much is used.
    pub fn left_after(&self, used: Used) -> Left {
        let (used, most, one) = match self.what.limit {
            None => return Left::Plenty,
            Some(Limit::Visits(most)) => (u64::from(used.visits), u64::from(most), 1),
            Some(Limit::Units(most)) => {
                (used.thousandths, u64::from(most).saturating_mul(1000), 1000)
            }
            Some(Limit::Money(most)) => (cents(used.charged), cents(most), 0),
        };
        match most.checked_sub(used) {
            None => Left::Exceeded,
            Some(0) => Left::Nothing,
            Some(left) if left <= one || left.saturating_mul(10) <= most => Left::Little,
            Some(_) => Left::Plenty,
        }
    }

    /// What is left of it today, in words: `3 of 12 visits left`.
    pub fn left_words(&self) -> String {
        match self.what.limit {
            None => "No limit".to_owned(),
            Some(Limit::Visits(most)) => {
                format!(
                    "{} of {most} visits left",
                    most.saturating_sub(self.used.visits)
                )
            }
            Some(Limit::Units(most)) => {
                let all = u64::from(most).saturating_mul(1000);
                let left = all.saturating_sub(self.used.thousandths);
                let left = u32::try_from(left).ok().map(Units::from_thousandths);
                let left = left
                    .and_then(Result::ok)
                    .map_or_else(|| "0".to_owned(), |u| u.to_string());
                format!("{left} of {most} units left")
            }
            Some(Limit::Money(most)) => {
                let left = most.minus(self.used.charged).unwrap_or_default();
                let left = if left.is_negative() {
                    Money::ZERO
                } else {
                    left
                };
                format!("{left} of {most} left")
            }
        }
    }
}

/// Whole cents of an amount that is never negative.
fn cents(amount: Money) -> u64 {
    u64::try_from(amount.cents()).unwrap_or(0)
}

/// Finds the one leave under a policy that holds on a day, covers all the codes and is not used up; none when there is
/// none, or more than one to choose from.
pub fn only_one<'a>(
    all: &'a [Authorization],
    policy: PolicyId,
    day: NaiveDate,
    codes: &[Procedure],
) -> Option<&'a Authorization> {
    let mut fitting = all.iter().filter(|one| {
        one.what.policy == policy
            && one.holds_on(day)
            && codes.iter().all(|code| one.covers(*code))
            && !matches!(one.left_after(one.used), Left::Nothing | Left::Exceeded)
    });
    let first = fitting.next()?;
    fitting.next().is_none().then_some(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn leave(limit: Option<Limit>) -> Authorization {
        Authorization {
            id: AuthorizationId::new(1),
            what: NewAuthorization {
                patient: PatientId::new(2),
                policy: PolicyId::new(5),
                number: "A7731".to_owned(),
                kind: Kind::Prior,
                codes: Span::list("97110-97140").unwrap(),
                limit,
                from: day("2026-03-01"),
                until: Some(day("2026-05-31")),
                note: String::new(),
            },
            used: Used::default(),
            ended_on: None,
        }
    }

    #[test]
    fn it_holds_from_its_first_day_to_its_last_unless_it_was_ended() {
        let mut one = leave(None);
        for (on, holds) in [
            ("2026-02-28", false),
            ("2026-03-01", true),
            ("2026-05-31", true),
            ("2026-06-01", false),
        ] {
            assert_eq!(one.holds_on(day(on)), holds, "{on}");
        }
        one.ended_on = Some(day("2026-04-01"));
        assert!(one.holds_on(day("2026-04-01")) && !one.holds_on(day("2026-04-02")));
        assert!(one.covers("97112".parse().unwrap()) && !one.covers("99213".parse().unwrap()));
    }

    #[test]
    fn what_is_left_is_told_before_it_is_gone() {
        let one = leave(Some(Limit::Visits(12)));
        let used = |visits| Used {
            visits,
            ..Used::default()
        };
        for (visits, left) in [
            (0, Left::Plenty),
            (10, Left::Plenty),
            (11, Left::Little),
            (12, Left::Nothing),
            (13, Left::Exceeded),
        ] {
            assert_eq!(one.left_after(used(visits)), left, "{visits}");
        }
        let one = leave(Some(Limit::Units(20)));
        let used = |thousandths| Used {
            thousandths,
            ..Used::default()
        };
        assert_eq!(one.left_after(used(17_000)), Left::Plenty);
        assert_eq!(one.left_after(used(18_000)), Left::Little);
        assert_eq!(one.left_after(used(20_001)), Left::Exceeded);
        assert_eq!(
            leave(None).left_after(used(u64::from(u32::MAX))),
            Left::Plenty
        );
    }

    #[test]
    fn a_number_is_only_found_where_nobody_has_to_choose() {
        let (policy, on) = (PolicyId::new(5), day("2026-04-01"));
        let codes = ["97110".parse().unwrap()];
        let mut all = vec![leave(None)];
        assert!(only_one(&all, policy, on, &codes).is_some());
        assert_eq!(only_one(&all, PolicyId::new(6), on, &codes), None);
        all.push(leave(Some(Limit::Visits(3))));
        assert_eq!(only_one(&all, policy, on, &codes), None);
        all[1].used.visits = 3;
        assert!(only_one(&all, policy, on, &codes).is_some());
    }
}
