//! What a payer allowed, as typed. It must not know what was used of it.

use chrono::NaiveDate;

use super::Complaint;
use super::checks::{Checks, Typed};
use super::shape::Room;
use crate::domain::authorization::{Kind, Limit, NewAuthorization};
use crate::domain::code::Span;
use crate::domain::id::{PatientId, PolicyId};
use crate::domain::typed::{self, show_date};

form! {
    /// An authorization or a referral as typed.
    AuthorizationDraft {
        typed {
            /// The payer's number.
            number: Number,
            /// `prior` or `referral`.
            kind: Kind = "prior",
            /// Codes and ranges of codes it covers; any when empty.
            codes: Codes,
            /// How many visits; empty when they are not counted.
            visits: Visits,
            /// How many units; empty when they are not counted.
            units: Units,
            /// How much may be charged; empty when that is not counted.
            money: Money,
            /// First day of service.
            from: From,
            /// Last day of service; empty while it is open.
            until: Until,
            /// What else was said.
            note: Note,
        }
        chosen {
            /// Under which policy.
            policy: Policy of Option<PolicyId>,
        }
    }
}

impl AuthorizationDraft {
    /// Gives what was allowed, or what is wrong.
    ///
    /// # Errors
    /// One complaint or more for each field that cannot be used.
    pub fn check(
        &self,
        patient: PatientId,
        today: NaiveDate,
    ) -> Result<NewAuthorization, Vec<Complaint<Field>>> {
        let typed = |field| (field, self.text(field));
        let mut checks = Checks::new();
        let policy = checks.picked(Field::Policy, self.policy, "choose the policy it is for");
        let number = checks.line(
            typed(Field::Number),
            Room::new("the authorization number", 50),
        );
        let kind = Kind::from_code(self.kind.trim());
        let kind = checks.note(Field::Kind, kind.ok_or("choose prior or referral"));
        let codes = checks.note(Field::Codes, Span::list(&self.codes));
        let limit = self.limit(&mut checks);
        let from = checks.day(typed(Field::From), "the first day", today);
        let until = (!self.until.trim().is_empty())
            .then(|| checks.note(Field::Until, typed::coming_date(&self.until, today)))
            .flatten();
        let until = match from {
            Some(from) => checks.hold(
                Field::Until,
                until,
                |until| *until >= from,
                "the last day is before the first",
            ),
            None => until,
        };
        let note = checks.words(typed(Field::Note), Room::new("the note", 500));
        checks.finish(|| {
            Some(NewAuthorization {
                patient,
                policy: policy?,
                number: number?,
                kind: kind?,
                codes: codes?,
                limit,
                from: from?,
                until,
                note: note?,
            })
        })
    }

    /// The one thing that is counted.
    fn limit(&self, checks: &mut Checks<Field>) -> Option<Limit> {
        let typed = |field| (field, self.text(field));
        let is_given = |field| !self.text(field).trim().is_empty();
        let (visits, units, money) = (
            is_given(Field::Visits),
            is_given(Field::Units),
            is_given(Field::Money),
        );
        match (visits, units, money) {
            (false, false, false) => None,
            (true, false, false) => count(checks, typed(Field::Visits)).map(Limit::Visits),
            (false, true, false) => count(checks, typed(Field::Units)).map(Limit::Units),
            (false, false, true) => {
                let sum = checks.amount(typed(Field::Money));
                let words = "give an amount of more than zero";
                let sum = checks.hold(Field::Money, sum, |sum| sum.is_positive(), words);
                sum.map(Limit::Money)
            }
            (_, is_units, _) => {
                let second = if is_units && visits {
                    Field::Units
                } else {
                    Field::Money
                };
                checks.complain(second, "count visits, units or money, not two of them");
                None
            }
        }
    }
}

fn count(checks: &mut Checks<Field>, (field, text): Typed<'_, Field>) -> Option<u32> {
    let read = text.trim().parse::<u32>().ok();
    let read = read.filter(|count| (1..=9_999).contains(count));
    checks.note(field, read.ok_or("give a whole number from 1 to 9999"))
}

impl From<&NewAuthorization> for AuthorizationDraft {
    fn from(what: &NewAuthorization) -> Self {
        let mut draft = Self {
            number: what.number.clone(),
            kind: what.kind.code().to_owned(),
            codes: Span::listed(&what.codes),
            from: show_date(what.from),
            until: what.until.map(show_date).unwrap_or_default(),
            note: what.note.clone(),
            policy: Some(what.policy),
            ..Self::default()
        };
        match what.limit {
            None => {}
            Some(Limit::Visits(most)) => draft.visits = most.to_string(),
            Some(Limit::Units(most)) => draft.units = most.to_string(),
            Some(Limit::Money(most)) => draft.money = most.to_string(),
        }
        draft
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft() -> AuthorizationDraft {
        AuthorizationDraft {
            number: "A7731".to_owned(),
            codes: "97110-97140, 20610".to_owned(),
            visits: "12".to_owned(),
            from: "03/01/2026".to_owned(),
            until: "05/31/2026".to_owned(),
            policy: Some(PolicyId::new(5)),
            ..AuthorizationDraft::default()
        }
    }

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 3, 2).unwrap()
    }

    #[test]
    fn what_was_allowed_reads_back_as_it_is_shown() {
        let what = draft().check(PatientId::new(2), today()).unwrap();
        assert_eq!(what.limit, Some(Limit::Visits(12)));
        assert_eq!(
            AuthorizationDraft::from(&what).check(PatientId::new(2), today()),
            Ok(what)
        );
    }

    type Spoil = fn(&mut AuthorizationDraft);

    #[test]
    fn every_field_says_what_is_wrong_with_it() {
        let wrong: [(Field, Spoil); 7] = [
            (Field::Number, |d| d.number.clear()),
            (Field::Policy, |d| d.policy = None),
            (Field::Codes, |d| d.codes = "9711".to_owned()),
            (Field::Units, |d| d.units = "40".to_owned()),
            (Field::Visits, |d| d.visits = "many".to_owned()),
            (Field::Until, |d| d.until = "02/01/2026".to_owned()),
            (Field::From, |d| d.from.clear()),
        ];
        for (field, spoil) in wrong {
            let mut draft = draft();
            spoil(&mut draft);
            let complaints = draft.check(PatientId::new(2), today()).unwrap_err();
            assert_eq!(complaints[0].field, field);
        }
    }
}
