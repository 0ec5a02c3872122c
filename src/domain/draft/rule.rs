//! A rule of the practice as typed. It must not know the claims it is about.

use std::str::FromStr;

use chrono::NaiveDate;

use super::Complaint;
use super::checks::{Checks, Typed};
use super::shape::Room;
use crate::domain::code::{CodeError, Icd10, Modifier, PlaceOfService, Sex, Span};
use crate::domain::id::{PayerId, ProviderId};
use crate::domain::rule::{Act, Condition, NewRule};
use crate::domain::typed::show_date;

form! {
    /// A rule as typed. Several codes stand with commas between them.
    RuleDraft {
        typed {
            /// Its name.
            name: Name,
            /// Codes and ranges of codes; any when empty.
            codes: Codes,
            /// Modifiers the service has.
            has: Has,
            /// Modifiers the service has not.
            lacks: Lacks,
            /// How a diagnosis begins.
            diagnoses: Diagnoses,
            /// Places of service.
            places: Places,
            /// What the claim comes to at least.
            at_least: AtLeast,
            /// The patient's youngest age.
            youngest: Youngest,
            /// The patient's oldest age.
            oldest: Oldest,
            /// The patient's sex; may be empty.
            sex: Sex,
            /// What happens: `hold`, `warn`, `add_modifier`, `set_place` or `use_authorization`.
            act: Act = "hold",
            /// The modifier or the place that is set; empty otherwise.
            value: Value,
            /// What is wrong, as a finding says it.
            words: Words,
            /// What to do about it.
            fix: Fix,
            /// First day of service it holds for; may be empty.
            from: From,
            /// Last day of service it holds for; may be empty.
            until: Until,
        }
        chosen {
            /// The payer; none for all.
            payer: Payer of Option<PayerId>,
            /// Who saw the patient; none for all.
            clinician: Clinician of Option<ProviderId>,
            /// Only visits that name no authorization.
            without_authorization: WithoutAuthorization of bool,
        }
    }
}

/// What can happen: its word in the draft, and in words for people.
pub const ACTS: [(&str, &str); 5] = [
    ("hold", "Hold the claim"),
    ("warn", "Warn"),
    ("add_modifier", "Add a modifier"),
    ("set_place", "Set the place of service"),
    ("use_authorization", "Fill in the authorization"),
];

impl RuleDraft {
    /// Gives the rule, or what is wrong.
    ///
    /// # Errors
    /// One complaint or more for each field that cannot be used.
    pub fn check(&self, today: NaiveDate) -> Result<NewRule, Vec<Complaint<Field>>> {
        let typed = |field| (field, self.text(field));
        let mut checks = Checks::new();
        let name = checks.line(typed(Field::Name), Room::new("the rule's name", 60));
        let when = self.condition(&mut checks);
        let then = self.act(&mut checks);
        let words = checks.line(
            typed(Field::Words),
            Room::new("what is wrong, in a sentence,", 200),
        );
        let fix = checks.line_if_given(typed(Field::Fix), Room::new("what to do about it", 200));
        let from = checks.day_if_given(typed(Field::From), today);
        let until = checks.day_if_given(typed(Field::Until), today);
        let until = match (from, until) {
            (Some(from), Some(_)) => checks.hold(
                Field::Until,
                until,
                |until| *until >= from,
                "the last day is before the first",
            ),
            _ => until,
        };
        checks.finish(|| {
            Some(NewRule {
                name: name?,
                words: words?,
                fix: fix?,
                when: when?,
                then: then?,
                from,
                until,
                learned: None,
            })
        })
    }

    fn condition(&self, checks: &mut Checks<Field>) -> Option<Condition> {
        let typed = |field| (field, self.text(field));
        let amount = self.at_least.trim();
        let at_least = checks.amount_if_given(typed(Field::AtLeast))?;
        let when = Condition {
            payer: self.payer,
            codes: checks.note(Field::Codes, Span::list(&self.codes))?,
            has: list::<Modifier>(checks, typed(Field::Has))?,
            lacks: list::<Modifier>(checks, typed(Field::Lacks))?,
            diagnoses: list::<Icd10>(checks, typed(Field::Diagnoses))?,
            places: list::<PlaceOfService>(checks, typed(Field::Places))?,
            clinician: self.clinician,
            at_least: (!amount.is_empty()).then_some(at_least),
            youngest: years(checks, typed(Field::Youngest))?,
            oldest: years(checks, typed(Field::Oldest))?,
            sex: checks.code_if_given::<Sex>(typed(Field::Sex)),
            without_authorization: self.without_authorization,
        };
        if when.is_empty() {
            checks.complain(
                Field::Codes,
                "a rule needs a condition: a payer, a code, or anything else",
            );
            return None;
        }
        Some(when)
    }

    fn act(&self, checks: &mut Checks<Field>) -> Option<Act> {
        let value = (Field::Value, self.value.as_str());
        match self.act.trim() {
            "hold" => Some(Act::Hold),
            "warn" => Some(Act::Warn),
            "add_modifier" => checks.code::<Modifier>(value).map(Act::AddModifier),
            "set_place" => checks.code::<PlaceOfService>(value).map(Act::SetPlace),
            "use_authorization" => Some(Act::UseAuthorization),
            _ => {
                checks.complain(
                    Field::Act,
                    "choose what happens: hold, warn, add_modifier, set_place or use_authorization",
                );
                None
            }
        }
    }
}

/// Codes with commas or blanks between them.
fn list<T>(checks: &mut Checks<Field>, (field, text): Typed<'_, Field>) -> Option<Vec<T>>
where
    T: FromStr<Err = CodeError>,
{
    let parts = text.split([',', ';', ' ']).map(str::trim);
    let codes: Result<Vec<T>, CodeError> = parts
        .filter(|part| !part.is_empty())
        .map(str::parse)
        .collect();
    checks.note(field, codes)
}

/// Whole years; none where nothing is given.
#[allow(
    clippy::option_option,
    reason = "wrong, not given and given are three things"
)]
fn years(checks: &mut Checks<Field>, (field, text): Typed<'_, Field>) -> Option<Option<u32>> {
    if text.trim().is_empty() {
        return Some(None);
    }
    let read = text.trim().parse::<u32>().ok().filter(|age| *age <= 125);
    checks
        .note(field, read.ok_or("an age is whole years, from 0 to 125"))
        .map(Some)
}

impl From<&NewRule> for RuleDraft {
    fn from(what: &NewRule) -> Self {
        let when = &what.when;
        let (act, value) = match what.then {
            Act::Hold => ("hold", String::new()),
            Act::Warn => ("warn", String::new()),
            Act::AddModifier(modifier) => ("add_modifier", modifier.to_string()),
            Act::SetPlace(place) => ("set_place", place.to_string()),
            Act::UseAuthorization => ("use_authorization", String::new()),
        };
        Self {
            name: what.name.clone(),
            codes: Span::listed(&when.codes),
            has: listed(&when.has),
            lacks: listed(&when.lacks),
            diagnoses: listed(&when.diagnoses),
            places: listed(&when.places),
            at_least: when.at_least.map(|sum| sum.to_string()).unwrap_or_default(),
            youngest: when.youngest.map(|age| age.to_string()).unwrap_or_default(),
            oldest: when.oldest.map(|age| age.to_string()).unwrap_or_default(),
            sex: when
                .sex
                .map(|sex| sex.as_str().to_owned())
                .unwrap_or_default(),
            act: act.to_owned(),
            value,
            words: what.words.clone(),
            fix: what.fix.clone(),
            from: what.from.map(show_date).unwrap_or_default(),
            until: what.until.map(show_date).unwrap_or_default(),
            payer: when.payer,
            clinician: when.clinician,
            without_authorization: when.without_authorization,
        }
    }
}

fn listed<T: ToString>(all: &[T]) -> String {
    let all: Vec<String> = all.iter().map(T::to_string).collect();
    all.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::rule::ready_made;

    fn day() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 3, 2).unwrap()
    }

    #[test]
    fn a_rule_reads_back_as_it_is_shown() {
        for rule in ready_made() {
            let draft = RuleDraft::from(&rule);
            assert_eq!(draft.check(day()), Ok(rule));
        }
    }

    type Spoil = fn(&mut RuleDraft);

    #[test]
    fn every_field_says_what_is_wrong_with_it() {
        let good = RuleDraft::from(&ready_made()[1]);
        let wrong: [(Field, Spoil); 9] = [
            (Field::Name, |d| d.name.clear()),
            (Field::Codes, |d| d.codes = "9921".to_owned()),
            (Field::Lacks, |d| d.lacks = "255".to_owned()),
            (Field::Diagnoses, |d| d.diagnoses = "25".to_owned()),
            (Field::Places, |d| d.places = "7".to_owned()),
            (Field::Oldest, |d| d.oldest = "old".to_owned()),
            (Field::Act, |d| d.act = "shout".to_owned()),
            (Field::Value, |d| d.act = "add_modifier".to_owned()),
            (Field::Words, |d| d.words.clear()),
        ];
        for (field, spoil) in wrong {
            let mut draft = good.clone();
            spoil(&mut draft);
            let complaints = draft.check(day()).unwrap_err();
            assert_eq!(complaints[0].field, field);
        }
    }

    #[test]
    fn a_rule_about_every_claim_is_none() {
        let draft = RuleDraft {
            name: "All".to_owned(),
            words: "Stop.".to_owned(),
            ..RuleDraft::default()
        };
        assert_eq!(draft.check(day()).unwrap_err()[0].field, Field::Codes);
    }
}
