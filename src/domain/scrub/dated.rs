//! Edits on what counts on the day of service: diagnoses, HCPCS codes, services that Medicare knows; and new patients
//! who are not new.

use super::case::Case;
use super::place::{LineField, Place, VisitField};
use super::{Edit, Hits};
use crate::domain::code::{FilingIndicator, Icd10};
use crate::domain::tables::{Standing, Status};

const MEDICARE: &[FilingIndicator] = &[
    FilingIndicator::MedicarePartB,
    FilingIndicator::MedicareAdvantage,
];

pub(super) const EDITS: &[Edit] = &[
    Edit::block("C020", "New-patient visit of a known patient", not_new),
    Edit::block("C021", "Diagnosis that needs more characters", heading),
    Edit::block("C022", "Diagnosis not valid on that day", absent),
    Edit::block("C023", "Seventh character missing", seventh),
    Edit::block("C024", "HCPCS code not valid on that day", level_two),
    Edit::block("C025", "Medicare wants another code", other_code).filed_as(MEDICARE),
    Edit::warn("C026", "Medicare never pays it apart", bundled).filed_as(MEDICARE),
    Edit::warn("C027", "Medicare does not cover it", not_covered).filed_as(MEDICARE),
];

fn not_new(case: &Case<'_>, hits: &mut Hits) {
    let Some(seen) = &case.history.seen else {
        return;
    };
    for (number, line) in case.numbered() {
        if line.what.code.is_new_patient_visit() {
            let who = if seen.rendering == case.rendering.id {
                "the same clinician"
            } else {
                "a clinician of the same specialty"
            };
            hits.add(
                Place::Line(number, LineField::Code),
                format!(
                    "{} is for new patients; {who} saw this one on {}, within three years.",
                    line.what.code,
                    seen.on.format("%m/%d/%Y")
                ),
                "Bill the code for an established patient.",
            );
        }
    }
}

fn numbered(case: &Case<'_>) -> impl Iterator<Item = (u32, Icd10)> {
    (1..).zip(case.visit.diagnoses.iter().copied())
}

fn standing(case: &Case<'_>, code: Icd10) -> Option<Standing> {
    case.tables.diagnoses.find(code, case.visit.service_on)
}

fn heading(case: &Case<'_>, hits: &mut Hits) {
    for (place, code) in numbered(case) {
        if standing(case, code) == Some(Standing::Heading) {
            hits.add(
                Place::Visit(VisitField::Diagnosis(place)),
                format!("{code} is the heading of more exact codes; payers refuse it."),
                "Choose the code below it that says it exactly.",
            );
        }
    }
}

fn absent(case: &Case<'_>, hits: &mut Hits) {
    for (place, code) in numbered(case) {
        if standing(case, code) == Some(Standing::Absent) {
            hits.add(
                Place::Visit(VisitField::Diagnosis(place)),
                format!(
                    "{code} is not in the ICD-10-CM list that held on {}.",
                    case.visit.service_on.format("%m/%d/%Y")
                ),
                "Choose a code of that year's list; codes change each October.",
            );
        }
    }
}

/// Whether a category's codes all have seven characters: injuries and poisonings but for burns by extent (T30–T32),
/// transplants and amputations (T86, T87), external causes to X, and fractures of brittle bone (M80).
fn takes_seventh(code: Icd10) -> bool {
    let category = code.category();
    match category.split_at_checked(1) {
        Some(("S" | "V" | "W" | "X", _)) => true,
        Some(("T", number)) => {
            let number: u32 = number.parse().unwrap_or(0);
            matches!(number, 7..=29 | 33..=79 | 80..=85 | 88)
        }
        _ => category == "M80",
    }
}

fn seventh(case: &Case<'_>, hits: &mut Hits) {
    for (place, code) in numbered(case) {
        // A list of the year says it better.
        let is_unsure = standing(case, code).is_none();
        if is_unsure && takes_seventh(code) && code.as_str().len() < 7 {
            hits.add(
                Place::Visit(VisitField::Diagnosis(place)),
                format!("{code} lacks its seventh character, which says at which time of treatment."),
                "Add A (treatment), D (healing) or S (late effect) at the seventh place, with X in empty places before it.",
            );
        }
    }
}

fn level_two(case: &Case<'_>, hits: &mut Hits) {
    let on = case.visit.service_on;
    for (number, line) in case.numbered() {
        let code = line.what.code;
        let Some(span) = case.tables.level_two.find(code) else {
            continue;
        };
        let words = match (span.from, span.until) {
            (_, Some(last)) if on > last => {
                format!("{code} ended on {}.", last.format("%m/%d/%Y"))
            }
            (Some(first), _) if on < first => {
                format!("{code} only counts from {}.", first.format("%m/%d/%Y"))
            }
            _ => continue,
        };
        hits.add(
            Place::Line(number, LineField::Code),
            words,
            "Choose the code that counted on the day of service.",
        );
    }
}

/// Says of each service with that standing what is wrong.
fn by_status(
    case: &Case<'_>,
    status: Status,
    hits: &mut Hits,
    words: &'static str,
    fix: &'static str,
) {
    for (number, line) in case.numbered() {
        let code = line.what.code;
        let service = case.tables.services.find(code, case.visit.service_on);
        let is_said = line
            .what
            .modifiers
            .iter()
            .any(|modifier| matches!(modifier.as_str(), "GY" | "GX" | "GZ"));
        if service.is_some_and(|service| service.status == status) && !is_said {
            hits.add(
                Place::Line(number, LineField::Code),
                format!("{code} {words}"),
                fix,
            );
        }
    }
}

fn other_code(case: &Case<'_>, hits: &mut Hits) {
    by_status(
        case,
        Status::OtherCode,
        hits,
        "is not a code that Medicare takes; it has another for the same service.",
        "Choose Medicare's own code.",
    );
}

fn bundled(case: &Case<'_>, hits: &mut Hits) {
    by_status(
        case,
        Status::Bundled,
        hits,
        "is always part of another service for Medicare and never paid apart.",
        "Take it out; the patient may not be billed for it either.",
    );
}

fn not_covered(case: &Case<'_>, hits: &mut Hits) {
    by_status(
        case,
        Status::NotCovered,
        hits,
        "is not covered by Medicare.",
        "Add GY to have it refused for the patient's other insurance, or bill the patient.",
    );
}
