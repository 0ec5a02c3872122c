//! Edits by NCCI's lists: services not paid together, more units than are believed, add-ons without their main
//! service. They find nothing until the practice has brought the lists in.

use super::case::Case;
use super::modifiers::first_of;
use super::place::{LineField, Place};
use super::{Edit, Hits};
use crate::domain::code::{FilingIndicator, Procedure};
use crate::domain::tables::{Counted, Global, Limit, Mains, Together, Verdict};
use crate::domain::visit::Line;

pub(super) const EDITS: &[Edit] = &[
    Edit::block("C001", "Services never paid together", never),
    Edit::block(
        "C002",
        "Services paid together only with a modifier",
        unmodified,
    ),
    Edit::block("C003", "More units than a line takes", line_units).filed_as(GOVERNMENT),
    Edit::warn("C004", "Many units for one line", line_units_elsewhere),
    Edit::block("C005", "More units than a day takes", day_units).filed_as(GOVERNMENT),
    Edit::warn("C006", "Many units for one day", day_units_elsewhere),
    Edit::block("C007", "Add-on without its main service", add_on),
];

/// Payers that hold claims to CMS's limits by law.
const GOVERNMENT: &[FilingIndicator] = &[
    FilingIndicator::MedicarePartA,
    FilingIndicator::MedicarePartB,
    FilingIndicator::MedicareAdvantage,
    FilingIndicator::Medicaid,
];

/// Modifiers that NCCI takes for the sign of a separate service.
const SEPARATE: &[&str] = &[
    "59", "XE", "XS", "XP", "XU", "25", "24", "57", "58", "78", "79", "27", "91", "LT", "RT", "E1",
    "E2", "E3", "E4", "FA", "F1", "F2", "F3", "F4", "F5", "F6", "F7", "F8", "F9", "TA", "T1", "T2",
    "T3", "T4", "T5", "T6", "T7", "T8", "T9", "LC", "LD", "LM", "RC", "RI",
];

/// Whether the code is a clinician's visit.
pub(super) fn is_visit(code: Procedure) -> bool {
    code.is_evaluation_and_management() || code.is_eye_visit()
}

fn is_health_insurance(case: &Case<'_>) -> bool {
    let kind = case.payer.what.filing_indicator;
    !kind.is_property_and_casualty()
}

fn never(case: &Case<'_>, hits: &mut Hits) {
    pairs(case, Together::Never, hits);
}

fn unmodified(case: &Case<'_>, hits: &mut Hits) {
    pairs(case, Together::WithModifier, hits);
}

/// A service of the claim, or of another claim of the day.
#[derive(Clone, Copy)]
struct Side<'a> {
    line: &'a Line,
    number: Option<u32>,
    claim: &'a str,
}

fn pairs(case: &Case<'_>, wanted: Together, hits: &mut Hits) {
    if case.tables.pairs.is_empty() || !is_health_insurance(case) {
        return;
    }
    let own = || {
        case.numbered().map(|(number, line)| Side {
            line,
            number: Some(number),
            claim: "",
        })
    };
    let beside = case.beside();
    let beside = || {
        beside.iter().map(|(claim, line)| Side {
            line,
            number: None,
            claim: claim.as_str(),
        })
    };
    for first in own() {
        for second in own()
            .filter(|one| one.number != first.number)
            .chain(beside())
        {
            pair(case, wanted, (first, second), hits);
        }
    }
    for first in beside() {
        for second in own() {
            pair(case, wanted, (first, second), hits);
        }
    }
}

/// Holds two services against the list, the second being the one that is not paid.
fn pair(case: &Case<'_>, wanted: Together, (first, second): (Side<'_>, Side<'_>), hits: &mut Hits) {
    let (one, other) = (first.line.what.code, second.line.what.code);
    let on = case.visit.service_on;
    let Some(found) = case.tables.pairs.find(one, other, on) else {
        return;
    };
    let is_said = [first, second]
        .iter()
        .any(|side| first_of(side.line, SEPARATE).is_some());
    if found.together != wanted || (wanted == Together::WithModifier && is_said) {
        return;
    }
    let Some(number) = second.number.or(first.number) else {
        return;
    };
    let where_to = match wanted {
        Together::WithModifier => LineField::Modifiers,
        Together::Never | Together::NotApplicable => LineField::Code,
    };
    let fix = match wanted {
        Together::WithModifier => {
            "Add the modifier when the record shows a separate service; else take the included one out."
        }
        Together::Never | Together::NotApplicable => {
            "Take the included service out; no modifier makes payers pay both."
        }
    };
    hits.add(
        Place::Line(number, where_to),
        pair_words(case, wanted, (first, second), found),
        fix,
    );
}

fn pair_words(
    case: &Case<'_>,
    wanted: Together,
    (first, second): (Side<'_>, Side<'_>),
    found: Verdict<'_>,
) -> String {
    let (one, other) = (first.line.what.code, second.line.what.code);
    let claim = if first.claim.is_empty() {
        second.claim
    } else {
        first.claim
    };
    let place = match (first.number, second.number) {
        (Some(first), Some(second)) => format!("lines {second} and {first}"),
        _ => format!("the other is on claim {claim}"),
    };
    let why = if found.why.is_empty() {
        String::new()
    } else {
        format!(" NCCI says: {}.", found.why.trim_end_matches('.'))
    };
    let help = match wanted {
        Together::WithModifier => helping(case, one, other),
        Together::Never | Together::NotApplicable => String::new(),
    };
    format!("{other} is not paid beside {one} on one day ({place}).{help}{why}")
}

/// Which modifier would say that both were done.
fn helping(case: &Case<'_>, first: Procedure, second: Procedure) -> String {
    let on = case.visit.service_on;
    let visit = [first, second].into_iter().find(|code| is_visit(*code));
    let surgery = [first, second]
        .into_iter()
        .any(|code| case.tables.services.global(code, on) == Global::Ninety);
    match visit {
        Some(visit) if surgery => format!(" Modifier 57 on {visit} would say why both."),
        Some(visit) => format!(" Modifier 25 on {visit} would say why both."),
        None => format!(
            " Modifier 59, XE, XS, XP or XU on {second}, or its side or finger, would say why both."
        ),
    }
}

fn line_units(case: &Case<'_>, hits: &mut Hits) {
    for (number, line) in case.numbered() {
        let Some(limit) = limit(case, line).filter(|one| one.counted == Counted::Line) else {
            continue;
        };
        if line.what.units.thousandths() > limit.units.saturating_mul(1000) {
            hits.add(
                Place::Line(number, LineField::Units),
                format!(
                    "{} has {} units on one line; CMS believes {} at most.",
                    line.what.code, line.what.units, limit.units
                ),
                "Check the units; what is right beyond that goes on another line with modifier 59, 76 or 91.",
            );
        }
    }
}

fn limit(case: &Case<'_>, line: &Line) -> Option<Limit> {
    let limits = &case.tables.limits;
    limits.find(line.what.code, case.visit.service_on)
}

fn line_units_elsewhere(case: &Case<'_>, hits: &mut Hits) {
    if !GOVERNMENT.contains(&case.payer.what.filing_indicator) && is_health_insurance(case) {
        line_units(case, hits);
    }
}

fn day_units(case: &Case<'_>, hits: &mut Hits) {
    for (number, line) in case.numbered() {
        let code = line.what.code;
        let Some(limit) = limit(case, line).filter(|one| one.counted != Counted::Line) else {
            continue;
        };
        // A code is counted where it stands first.
        if case
            .numbered()
            .any(|(n, other)| n < number && other.what.code == code)
        {
            continue;
        }
        let beside = case.beside();
        let sum = case
            .lines
            .iter()
            .chain(beside.iter().map(|(_, line)| *line))
            .filter(|other| other.what.code == code)
            .map(|other| other.what.units.thousandths())
            .fold(0, u32::saturating_add);
        if sum > limit.units.saturating_mul(1000) {
            let thousandths = crate::domain::code::Units::from_thousandths(sum);
            let units =
                thousandths.map_or_else(|_| "too many".to_owned(), |units| units.to_string());
            hits.add(
                Place::Line(number, LineField::Units),
                format!(
                    "{code} comes to {units} units on that day; CMS believes {} at most.",
                    limit.units
                ),
                if limit.counted == Counted::DayByRule {
                    "Check the units; beyond that nothing is paid, and no appeal changes it."
                } else {
                    "Check the units; when they are right, be ready to send the record on appeal."
                },
            );
        }
    }
}

fn day_units_elsewhere(case: &Case<'_>, hits: &mut Hits) {
    if !GOVERNMENT.contains(&case.payer.what.filing_indicator) && is_health_insurance(case) {
        day_units(case, hits);
    }
}

/// Whether a service is paid only beside another, by either list.
pub(super) fn is_add_on(case: &Case<'_>, code: Procedure) -> bool {
    let (tables, on) = (case.tables, case.visit.service_on);
    tables.add_ons.find(code, on).is_some() || tables.services.global(code, on) == Global::AddOn
}

fn add_on(case: &Case<'_>, hits: &mut Hits) {
    let (tables, on) = (case.tables, case.visit.service_on);
    for (number, line) in case.numbered() {
        let code = line.what.code;
        if !is_add_on(case, code) {
            continue;
        }
        let mains = tables.add_ons.find(code, on);
        let beside = case.beside();
        let own = case.numbered().filter(|(n, _)| *n != number);
        let mut others = own
            .map(|(_, line)| line)
            .chain(beside.iter().map(|(_, line)| *line))
            .map(|line| line.what.code);
        let is_there = others.any(|other| {
            tables.add_ons.is_main(code, other, on)
                || (mains != Some(Mains::Named) && !is_add_on(case, other))
        });
        if !is_there {
            hits.add(
                Place::Line(number, LineField::Code),
                format!(
                    "{code} is an add-on, and no service that it belongs to is billed for that day."
                ),
                "Enter the main service, or take the add-on out.",
            );
        }
    }
}
