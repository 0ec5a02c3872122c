//! Edits on what the payer allowed beforehand. It must not know which services need it: a rule of the practice says so.

use super::case::Case;
use super::place::{LineField, Place, VisitField};
use super::{Edit, Hits};
use crate::domain::authorization::{Authorization, Left, only_one};
use crate::domain::code::Procedure;
use crate::domain::typed::show_date;
use crate::domain::visit::Line;

pub(super) const EDITS: &[Edit] = &[
    Edit::block("S120", "Authorization does not hold that day", not_in_force),
    Edit::block("S121", "Authorization used up", used_up),
    Edit::warn("S122", "Authorization nearly used up", nearly_used_up),
    Edit::warn("S123", "Service not authorized", not_covered),
    Edit::warn("S124", "Authorization number not known", unknown),
    Edit::info("S125", "Authorization at hand", at_hand),
];

const NUMBER: Place = Place::Visit(VisitField::Authorization);

/// What the payer allowed under the policy billed.
fn of_policy<'a>(case: &Case<'a>) -> impl Iterator<Item = &'a Authorization> + use<'a> {
    let policy = case.claim.policy;
    case.authorizations
        .iter()
        .filter(move |one| one.what.policy == policy)
}

/// The one whose number the visit names.
fn named<'a>(case: &Case<'a>) -> Option<&'a Authorization> {
    let number = case.visit.authorization.trim();
    of_policy(case).find(|one| one.what.number.eq_ignore_ascii_case(number))
}

/// What is left of it after this visit. Services on other claims of the visit count as well.
fn left(case: &Case<'_>, one: &Authorization) -> Left {
    let covered = |line: &&Line| one.covers(line.what.code);
    one.left_after(one.used.and(case.visit.standing().filter(covered)))
}

fn not_in_force(case: &Case<'_>, hits: &mut Hits) {
    let on = case.visit.service_on;
    let Some(one) = named(case).filter(|one| !one.holds_on(on)) else {
        return;
    };
    let last = [one.what.until, one.ended_on].into_iter().flatten().min();
    let words = match last {
        Some(last) if on > last => format!("The authorization ended on {}.", show_date(last)),
        _ => format!(
            "The authorization only holds from {}.",
            show_date(one.what.from)
        ),
    };
    hits.add(
        NUMBER,
        words,
        "Choose a number that holds that day, or have the payer extend this one.",
    );
}

fn used_up(case: &Case<'_>, hits: &mut Hits) {
    if let Some(one) = named(case).filter(|one| left(case, one) == Left::Exceeded) {
        hits.add(
            NUMBER,
            format!(
                "The authorization allows no more; without this visit there are {}.",
                one.left_words().to_lowercase()
            ),
            "Ask the payer for more, or for a new number.",
        );
    }
}

fn nearly_used_up(case: &Case<'_>, hits: &mut Hits) {
    let is_near = |one: &Authorization| {
        one.what.limit.is_some() && matches!(left(case, one), Left::Little | Left::Nothing)
    };
    if named(case).is_some_and(is_near) {
        hits.add(
            NUMBER,
            "After this visit little or nothing is left of the authorization.",
            "Ask the payer for more before the next visit.",
        );
    }
}

fn not_covered(case: &Case<'_>, hits: &mut Hits) {
    let Some(one) = named(case) else {
        return;
    };
    for (number, line) in case.numbered() {
        if !one.covers(line.what.code) {
            hits.add(
                Place::Line(number, LineField::Code),
                format!("The authorization does not cover {}.", line.what.code),
                "Ask the payer to add the service, or bill it on a visit of its own.",
            );
        }
    }
}

fn unknown(case: &Case<'_>, hits: &mut Hits) {
    let is_unknown = !case.visit.authorization.trim().is_empty()
        && of_policy(case).next().is_some()
        && named(case).is_none();
    hits.add_if(
        is_unknown,
        NUMBER,
        "The visit names an authorization that is not among the patient's.",
        "Choose one of the patient's numbers, or write this one in on the coverage tab.",
    );
}

fn at_hand(case: &Case<'_>, hits: &mut Hits) {
    if !case.visit.authorization.trim().is_empty() {
        return;
    }
    let codes: Vec<Procedure> = case.lines.iter().map(|line| line.what.code).collect();
    let found = only_one(
        case.authorizations,
        case.claim.policy,
        case.visit.service_on,
        &codes,
    );
    hits.add_if(
        found.is_some(),
        NUMBER,
        "The patient has an authorization that covers this visit, and the visit does not name it.",
        "Choose the number on the visit when the payer wants it.",
    );
}
