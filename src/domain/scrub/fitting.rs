//! Edits on whether diagnoses and services fit the patient and one another: sex, age, side, what stands first.
//!
//! The lists are short and our own: only what is sure from the codes' own definitions.

use chrono::NaiveDate;

use super::case::Case;
use super::modifiers::has;
use super::place::{LineField, Place, VisitField};
use super::{Edit, Hits};
use crate::domain::code::{Icd10, Sex};

pub(super) const EDITS: &[Edit] = &[
    Edit::block("C030", "Diagnosis of the other sex", sex),
    Edit::warn("C031", "Diagnosis of another age", age),
    Edit::warn("C032", "Side of the service and of its diagnosis", side),
    Edit::block("C033", "Manifestation stands first", manifestation),
    Edit::warn("C034", "Diagnoses that exclude each other", excludes),
    Edit::block("C035", "Check-up of another age", checkup),
];

fn numbered(case: &Case<'_>) -> impl Iterator<Item = (u32, Icd10)> {
    (1..).zip(case.visit.diagnoses.iter().copied())
}

/// Whether a code's category stands in a span: `O00` to `O9A`.
fn within(code: Icd10, first: &str, last: &str) -> bool {
    (first..=last).contains(&code.category())
}

/// Pregnancy and birth, organs of women, examinations of them.
fn is_womens(code: Icd10) -> bool {
    let spans = [
        ("O00", "O9A"),
        ("C51", "C58"),
        ("D25", "D28"),
        ("N70", "N77"),
        ("N80", "N98"),
        ("Z33", "Z34"),
        ("Z36", "Z37"),
        ("Z3A", "Z3A"),
    ];
    let starts = ["E28", "Z014", "Z124", "Z39", "Z320"];
    spans.iter().any(|(first, last)| within(code, first, last))
        || starts.iter().any(|start| code.as_str().starts_with(start))
}

/// Organs of men, examinations of them.
fn is_mens(code: Icd10) -> bool {
    let spans = [
        ("N40", "N53"),
        ("C60", "C63"),
        ("D29", "D29"),
        ("E29", "E29"),
    ];
    spans.iter().any(|(first, last)| within(code, first, last)) || code.as_str().starts_with("Z125")
}

fn sex(case: &Case<'_>, hits: &mut Hits) {
    // KX and condition codes say that the record was looked at.
    if case.lines.iter().any(|line| has(line, "KX")) {
        return;
    }
    for (place, code) in numbered(case) {
        let of = match case.patient.sex {
            Sex::Male if is_womens(code) => "women",
            Sex::Female if is_mens(code) => "men",
            Sex::Male | Sex::Female | Sex::Unknown => continue,
        };
        hits.add(
            Place::Visit(VisitField::Diagnosis(place)),
            format!("{code} is a diagnosis of {of}; the payer has another sex on file."),
            "Check the diagnosis and the patient's sex; for Medicare KX says that both are right.",
        );
    }
}

/// Whole years between two days.
fn years(born: NaiveDate, on: NaiveDate) -> u32 {
    on.years_since(born).unwrap_or(0)
}

fn age(case: &Case<'_>, hits: &mut Hits) {
    let (born, on) = (case.patient.born_on, case.visit.service_on);
    let days = on.signed_duration_since(born).num_days();
    let years = years(born, on);
    for (place, code) in numbered(case) {
        let text = code.as_str();
        let of = if within(code, "P00", "P96") && years > 0 {
            "the time around birth"
        } else if (text.starts_with("Z0011") || text.starts_with("Z38")) && days > 28 {
            "the first four weeks"
        } else if text.starts_with("Z0012") && !(29..).contains(&days) {
            "children from the fifth week"
        } else if text.starts_with("Z0012") && years > 17 {
            "children"
        } else if text.starts_with("Z000") && years < 15 {
            "adults"
        } else if within(code, "O00", "O9A") && !(9..=64).contains(&years) {
            "ages 9 to 64"
        } else {
            continue;
        };
        hits.add(
            Place::Visit(VisitField::Diagnosis(place)),
            format!("{code} is a diagnosis of {of}; the patient was {years} years old."),
            "Check the diagnosis and the birthday.",
        );
    }
}

/// Codes whose next character after these tells the side: 1 right, 2 left.
const SIDED: &[&str] = &[
    "G560", "H251", "H612", "H669", "M161", "M171", "M201", "M2551", "M2552", "M2553", "M2554",
    "M2555", "M2556", "M2557", "M543", "M544", "M750", "M754", "M766", "M771",
];

/// The modifier of the side that a diagnosis names.
fn side_of(code: Icd10) -> Option<&'static str> {
    let start = SIDED.iter().find(|one| code.as_str().starts_with(**one))?;
    match code.as_str().strip_prefix(start)? {
        "1" => Some("RT"),
        "2" => Some("LT"),
        _ => None,
    }
}

fn side(case: &Case<'_>, hits: &mut Hits) {
    for (number, line) in case.numbered() {
        let (side, other) = match (has(line, "LT"), has(line, "RT")) {
            (true, false) => ("LT", "RT"),
            (false, true) => ("RT", "LT"),
            _ => continue,
        };
        let sided = line.what.pointers.iter().filter_map(|pointer| {
            let code = *case.visit.diagnoses.get(pointer.index())?;
            Some((code, side_of(code)?))
        });
        let sided: Vec<(Icd10, &str)> = sided.collect();
        let is_wrong = sided.iter().all(|(_, one)| *one == other);
        if let Some((code, _)) = sided.first().filter(|_| is_wrong) {
            hits.add(
                Place::Line(number, LineField::Modifiers),
                format!(
                    "{} was done on the side of {side}; {code} is on the other.",
                    line.what.code
                ),
                "Check the modifier and the diagnosis.",
            );
        }
    }
}

/// Categories that hold only what another disease brings about; that disease stands before them.
const BROUGHT_ABOUT: &[&str] = &[
    "D63", "D77", "E35", "F02", "G01", "G02", "G05", "G07", "G13", "G26", "G32", "G53", "G55",
    "G59", "G63", "G94", "G99", "H22", "H28", "H32", "H36", "H42", "H62", "H67", "H75", "H82",
    "H94", "I32", "I39", "I41", "I43", "I52", "I68", "J17", "J99", "K23", "K67", "K77", "K87",
    "L14", "L45", "L54", "L62", "L86", "L99", "M01", "M36", "M49", "M63", "M90", "N08", "N16",
    "N22", "N29", "N33", "N37", "N51", "N74", "N77",
];

fn manifestation(case: &Case<'_>, hits: &mut Hits) {
    let first = case.visit.diagnoses.first();
    if let Some(code) = first.filter(|code| BROUGHT_ABOUT.contains(&code.category())) {
        hits.add(
            Place::Visit(VisitField::Diagnosis(1)),
            format!("{code} is brought about by another disease; such a code never stands first."),
            "Put the disease behind it first.",
        );
    }
}

/// Starts of codes that ICD-10-CM never lets stand together (Excludes1).
const EXCLUDED: &[(&str, &str)] = &[
    ("E10", "E08"),
    ("E10", "E09"),
    ("E10", "E11"),
    ("E10", "E13"),
    ("E11", "E08"),
    ("E11", "E09"),
    ("E11", "E13"),
    ("F32", "F31"),
    ("F32", "F33"),
    ("M545", "M512"),
    ("M545", "M544"),
];

fn excludes(case: &Case<'_>, hits: &mut Hits) {
    for (place, code) in numbered(case) {
        let earlier = numbered(case).take_while(|(at, _)| *at < place);
        let starts = |code: Icd10, start: &str| code.as_str().starts_with(start);
        let other = earlier.map(|(_, other)| other).find(|other| {
            EXCLUDED.iter().any(|(one, two)| {
                (starts(code, one) && starts(*other, two))
                    || (starts(code, two) && starts(*other, one))
            })
        });
        if let Some(other) = other {
            hits.add(
                Place::Visit(VisitField::Diagnosis(place)),
                format!("{other} and {code} exclude each other."),
                "Keep the one that the record shows.",
            );
        }
    }
}

/// The ages, in whole years, of CPT's preventive visits: by the last digit, new (9938x) and established (9939x).
const CHECKUPS: &[(char, u32, u32)] = &[
    ('1', 0, 0),
    ('2', 1, 4),
    ('3', 5, 11),
    ('4', 12, 17),
    ('5', 18, 39),
    ('6', 40, 64),
    ('7', 65, u32::MAX),
];

fn checkup(case: &Case<'_>, hits: &mut Hits) {
    let years = years(case.patient.born_on, case.visit.service_on);
    for (number, line) in case.numbered() {
        let code = line.what.code;
        let text = code.as_str();
        let digit = text.strip_prefix("9938").or(text.strip_prefix("9939"));
        let ages =
            digit.and_then(|digit| CHECKUPS.iter().find(|(one, _, _)| digit.starts_with(*one)));
        if let Some((_, from, to)) = ages.filter(|(_, from, to)| !(*from..=*to).contains(&years)) {
            let ages = match (*from, *to) {
                (0, _) => "children under one year".to_owned(),
                (from, u32::MAX) => format!("ages from {from}"),
                (from, to) => format!("ages {from} to {to}"),
            };
            hits.add(
                Place::Line(number, LineField::Code),
                format!("{code} is for {ages}; the patient was {years} years old."),
                "Choose the code of the patient's age.",
            );
        }
    }
}
