//! Edits on the visit: its day, its place, its papers, the accident behind it.

use chrono::NaiveDate;

use super::case::Case;
use super::place::{Place, VisitField};
use super::{Edit, Hits};
use crate::domain::code::FilingIndicator;

const MEDICARE_B: &[FilingIndicator] = &[FilingIndicator::MedicarePartB];

/// Places that are never the practice's own address: hospitals, surgery centers, nursing and residential homes,
/// dialysis and the like.
const ELSEWHERE: &[&str] = &[
    "19", "21", "22", "23", "24", "26", "31", "32", "33", "34", "51", "52", "53", "54", "55", "56",
    "61", "62", "65",
];

pub(super) const EDITS: &[Edit] = &[
    Edit::block("S050", "Service in the future", future).never_waived(),
    Edit::block("S051", "Documentation not signed", unsigned),
    Edit::warn("S052", "Signed before the visit", signed_early),
    Edit::block("S053", "Facility missing", facility_missing),
    Edit::warn(
        "S054",
        "Place of service and facility differ",
        facility_place,
    ),
    Edit::block("S055", "Impossible day of the accident", accident_day).never_waived(),
    Edit::block("S056", "Impossible day of onset", onset_day).never_waived(),
    Edit::warn("S057", "Who ordered it is missing", ordered_by).filed_as(MEDICARE_B),
    Edit::info("S058", "Injury without an accident", injury),
    Edit::block("S059", "Admission missing or impossible", admission),
];

fn future(case: &Case<'_>, hits: &mut Hits) {
    hits.add_if(
        case.visit.service_on > case.today,
        Place::Visit(VisitField::ServiceOn),
        "The day of service is still to come.",
        "Correct the day, or send the claim after it.",
    );
}

fn unsigned(case: &Case<'_>, hits: &mut Hits) {
    hits.add_if(
        case.visit.notes.signed_on.is_none(),
        Place::Visit(VisitField::SignedOn),
        "The documentation of the visit is not signed.",
        "Have the clinician sign it, then enter the day.",
    );
}

fn signed_early(case: &Case<'_>, hits: &mut Hits) {
    let signed = case.visit.notes.signed_on;
    hits.add_if(
        signed.is_some_and(|on| on < case.visit.service_on),
        Place::Visit(VisitField::SignedOn),
        "The documentation was signed before the day of service.",
        "Check both days.",
    );
}

fn facility_missing(case: &Case<'_>, hits: &mut Hits) {
    let place = case.visit.place;
    if case.facility.is_none() && ELSEWHERE.contains(&place.as_str()) {
        hits.add(
            Place::Visit(VisitField::Facility),
            format!(
                "Place of service {place} ({}) is not the practice's own address, and no facility is named.",
                place.name()
            ),
            "Choose the facility, or correct the place of service.",
        );
    }
}

fn facility_place(case: &Case<'_>, hits: &mut Hits) {
    let place = case.visit.place;
    if let Some(facility) = case.facility.filter(|f| f.what.place != place) {
        hits.add(
            Place::Visit(VisitField::Place),
            format!(
                "The visit says place of service {place}; {} is entered as {}.",
                facility.what.name, facility.what.place
            ),
            "Check the place of service and the facility.",
        );
    }
}

/// Whether something that led to the visit cannot have been on that day.
fn is_impossible(on: NaiveDate, case: &Case<'_>) -> bool {
    on > case.visit.service_on
        || (on < case.patient.born_on && case.patient.born_on <= case.visit.service_on)
}

fn accident_day(case: &Case<'_>, hits: &mut Hits) {
    let accident = case.visit.accident;
    hits.add_if(
        accident.is_some_and(|accident| is_impossible(accident.on, case)),
        Place::Visit(VisitField::Accident),
        "The accident is after the day of service, or before the patient was born.",
        "Check the day of the accident.",
    );
}

fn onset_day(case: &Case<'_>, hits: &mut Hits) {
    hits.add_if(
        case.visit
            .onset_on
            .is_some_and(|on| is_impossible(on, case)),
        Place::Visit(VisitField::OnsetOn),
        "The illness began after the day of service, or before the patient was born.",
        "Check the day of onset.",
    );
}

fn admission(case: &Case<'_>, hits: &mut Hits) {
    let place = case.visit.place;
    match case.visit.admitted_on {
        None if place.admits() => hits.add(
            Place::Visit(VisitField::AdmittedOn),
            format!(
                "Place of service {place} ({}) needs the day on which the patient was admitted.",
                place.name()
            ),
            "Ask the hospital for the day of admission, or correct the place of service.",
        ),
        Some(on) if is_impossible(on, case) => hits.add(
            Place::Visit(VisitField::AdmittedOn),
            "The admission is after the day of service, or before the patient was born.",
            "Check the day of admission.",
        ),
        Some(_) | None => {}
    }
}

fn ordered_by(case: &Case<'_>, hits: &mut Hits) {
    if case.referring.is_some() || case.visit.details.ordering.is_some() {
        return;
    }
    let test = case
        .lines
        .iter()
        .map(|line| line.what.code)
        .find(|code| code.is_laboratory() || code.is_radiology());
    if let Some(code) = test {
        hits.add(
            Place::Visit(VisitField::Referring),
            format!("Medicare pays for tests and images such as {code} only with the name of who ordered them."),
            "Choose who ordered or referred; it may be the clinician who saw the patient.",
        );
    }
}

fn injury(case: &Case<'_>, hits: &mut Hits) {
    let first = case.visit.diagnoses.first();
    hits.add_if(
        case.visit.accident.is_none()
            && first.is_some_and(|code| code.as_str().starts_with(['S', 'T'])),
        Place::Visit(VisitField::Accident),
        "The first diagnosis is an injury or poisoning, and no accident is named; payers may ask.",
        "Say what the accident was, if there was one.",
    );
}
