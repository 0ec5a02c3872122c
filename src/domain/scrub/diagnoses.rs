//! Edits on the visit's diagnoses.

use chrono::NaiveDate;

use super::case::Case;
use super::place::{Place, VisitField};
use super::{Edit, Hits};
use crate::domain::visit::{DIAGNOSES_MAX, Pointer};

/// The last day of service on which a claim carried ICD-9.
const LAST_ICD9: Option<NaiveDate> = NaiveDate::from_ymd_opt(2015, 9, 30);

pub(super) const EDITS: &[Edit] = &[
    Edit::block("S060", "No diagnosis", none).never_waived(),
    Edit::block("S061", "Too many diagnoses", too_many).never_waived(),
    Edit::block("S062", "Same diagnosis twice", twice),
    Edit::block("S063", "External cause stands first", external_first),
    Edit::block("S064", "Before ICD-10", before_icd10)
        .until(LAST_ICD9)
        .never_waived(),
];

/// The diagnoses with their places, from 1.
fn numbered<'a>(case: &Case<'a>) -> impl Iterator<Item = (u32, &'a crate::domain::code::Icd10)> {
    (1..).zip(&case.visit.diagnoses)
}

fn none(case: &Case<'_>, hits: &mut Hits) {
    hits.add_if(
        case.visit.diagnoses.is_empty(),
        Place::Visit(VisitField::Diagnosis(0)),
        "The visit has no diagnosis.",
        "Enter at least one.",
    );
}

fn too_many(case: &Case<'_>, hits: &mut Hits) {
    let count = case.visit.diagnoses.len();
    if count > DIAGNOSES_MAX {
        hits.add(
            Place::Visit(VisitField::Diagnosis(0)),
            format!("The visit has {count} diagnoses; a claim carries {DIAGNOSES_MAX}."),
            "Take out those that explain no service.",
        );
    }
}

fn twice(case: &Case<'_>, hits: &mut Hits) {
    for (place, code) in numbered(case) {
        let earlier = numbered(case).find(|(at, other)| *at < place && *other == code);
        if let Some((first, _)) = earlier {
            hits.add(
                Place::Visit(VisitField::Diagnosis(place)),
                format!(
                    "{code} stands at {} and again at {}.",
                    letter(first),
                    letter(place)
                ),
                "Take the second out and correct the pointers.",
            );
        }
    }
}

/// The letter of a place counted from 1.
fn letter(place: u32) -> String {
    usize::try_from(place)
        .ok()
        .and_then(|place| Pointer::from_index(place.checked_sub(1)?))
        .map_or_else(|| place.to_string(), |pointer| pointer.letter().to_string())
}

fn external_first(case: &Case<'_>, hits: &mut Hits) {
    if let Some(code) = case
        .visit
        .diagnoses
        .first()
        .filter(|code| code.is_external_cause())
    {
        hits.add(
            Place::Visit(VisitField::Diagnosis(1)),
            format!("{code} says what caused an injury; such a code never stands first."),
            "Put the injury itself first.",
        );
    }
}

fn before_icd10(_: &Case<'_>, hits: &mut Hits) {
    hits.add(
        Place::Visit(VisitField::ServiceOn),
        "Services before 10/01/2015 are billed with ICD-9, which this book does not hold.",
        "Check the day of service.",
    );
}
