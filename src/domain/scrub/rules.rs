//! What the practice's own rules find. It must not know how a rule is written.

use std::borrow::Cow;

use super::case::Case;
use super::place::{ClaimField, LineField, Place, VisitField};
use super::{Finding, Origin, Severity};
use crate::domain::claim::State;
use crate::domain::rule::{Act, Billed, Condition, Fit, Rule};

/// Adds what the rules that are on find.
pub(super) fn find(case: &Case<'_>, findings: &mut Vec<Finding>) {
    if case.rules.iter().all(|rule| !rule.is_on) {
        return;
    }
    let billed = Billed::of(case);
    for rule in case.rules.iter().filter(|rule| rule.is_on) {
        if let Some(fit) = rule.what.fit(&billed) {
            for place in places(rule, &fit, case) {
                findings.push(found(rule, place, case));
            }
        }
    }
}

fn found(rule: &Rule, place: Place, case: &Case<'_>) -> Finding {
    let severity = match rule.what.then {
        Act::Warn => Severity::Warn,
        Act::Hold | Act::AddModifier(_) | Act::SetPlace(_) | Act::UseAuthorization => {
            Severity::Block
        }
    };
    let words = if rule.what.then.sets() {
        format!(
            "{} The rule could not {}.",
            rule.what.words,
            rule.what.then.words()
        )
    } else {
        rule.what.words.clone()
    };
    Finding {
        edit: Origin::from(rule),
        severity,
        words,
        fix: Cow::Owned(rule.what.fix.clone()),
        about: place.about(case),
        place,
        waived: None,
    }
}

/// The fields to go to, one for each service the rule is about, or for the claim.
fn places(rule: &Rule, fit: &Fit, case: &Case<'_>) -> Vec<Place> {
    match rule.what.then {
        Act::Hold | Act::Warn => of_fit(&rule.what.when, fit),
        // What left stays as it was sent, and a rule that sets a field has nothing to find there.
        Act::AddModifier(_) | Act::SetPlace(_) | Act::UseAuthorization if !waits(case) => {
            Vec::new()
        }
        Act::AddModifier(modifier) => {
            let numbers = match fit {
                Fit::Claim => case.numbered().map(|(number, _)| number).collect(),
                Fit::Lines(numbers) => numbers.clone(),
            };
            case.numbered()
                .filter(|(number, line)| {
                    numbers.contains(number) && !line.what.modifiers.contains(&modifier)
                })
                .map(|(number, _)| Place::Line(number, LineField::Modifiers))
                .collect()
        }
        Act::SetPlace(place) if place == case.visit.place => Vec::new(),
        Act::SetPlace(_) => vec![Place::Visit(VisitField::Place)],
        Act::UseAuthorization if case.visit.authorization.trim().is_empty() => {
            vec![Place::Visit(VisitField::Authorization)]
        }
        Act::UseAuthorization => Vec::new(),
    }
}

const fn waits(case: &Case<'_>) -> bool {
    matches!(case.claim.state, State::Held | State::Ready)
}

fn of_fit(when: &Condition, fit: &Fit) -> Vec<Place> {
    match fit {
        Fit::Claim => vec![of_claim(when)],
        Fit::Lines(numbers) => {
            let field = if when.has.is_empty() && when.lacks.is_empty() {
                LineField::Code
            } else {
                LineField::Modifiers
            };
            let is_wanting = when.without_authorization;
            numbers
                .iter()
                .map(|number| {
                    if is_wanting {
                        Place::Visit(VisitField::Authorization)
                    } else {
                        Place::Line(*number, field)
                    }
                })
                .take(if is_wanting { 1 } else { usize::MAX })
                .collect()
        }
    }
}

/// The field that a rule about a whole claim most likely wants looked at.
const fn of_claim(when: &Condition) -> Place {
    if when.without_authorization {
        Place::Visit(VisitField::Authorization)
    } else if when.at_least.is_some() {
        Place::Claim(ClaimField::Total)
    } else if !when.diagnoses.is_empty() {
        Place::Visit(VisitField::Diagnosis(0))
    } else if !when.places.is_empty() {
        Place::Visit(VisitField::Place)
    } else if when.clinician.is_some() {
        Place::Visit(VisitField::Rendering)
    } else {
        Place::Visit(VisitField::Lines)
    }
}
