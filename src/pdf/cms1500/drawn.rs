//! The form as we draw it on plain paper: boxes with their numbers and short captions of our own, around the places of
//! the published grid.

use super::{LEADING, TOP, edge};
use crate::domain::cms1500::field::{Field, ROWS};
use crate::pdf::font::{Face, MM_PER_PT};
use crate::pdf::pen::Pen;
use crate::pdf::sheet::{Ink, Panel};
use crate::pdf::style::Type;

/// How far a box reaches below the baseline of its last line and to the left of its first column, in points.
const BELOW: f32 = 3.0;
const BEFORE: f32 = 3.0;
/// How thick its lines are, in millimetres.
const LINE: f32 = 0.15;
const CAPTION: f32 = 5.0;

/// From below one line to below another, from one column up to another, and what is said at its head.
type Area = (u8, u8, u8, u8, &'static str);

const AREAS: &[Area] = &[
    (6, 8, 1, 50, "1"),
    (6, 8, 50, 81, "1a  Insured's number"),
    (8, 10, 1, 30, "2  Patient: last, first, middle"),
    (8, 10, 30, 50, "3  Birth and sex"),
    (8, 10, 50, 81, "4  Insured: last, first, middle"),
    (10, 12, 1, 30, "5  Patient's street"),
    (10, 12, 30, 50, "6  Patient to insured"),
    (10, 12, 50, 81, "7  Insured's street"),
    (12, 14, 1, 26, "City"),
    (12, 14, 26, 30, "State"),
    (12, 16, 30, 50, "8  Reserved"),
    (12, 14, 50, 74, "City"),
    (12, 14, 74, 81, "State"),
    (14, 16, 1, 15, "ZIP"),
    (14, 16, 15, 30, "Phone"),
    (14, 16, 50, 65, "ZIP"),
    (14, 16, 65, 81, "Phone"),
    (16, 18, 1, 30, "9  Other insured"),
    (16, 18, 30, 50, "10  The visit comes from"),
    (16, 18, 50, 81, "11  Group or FECA number"),
    (18, 20, 1, 30, "9a  Other policy or group"),
    (18, 20, 30, 50, "10a  Employment"),
    (18, 20, 50, 81, "11a  Insured's birth and sex"),
    (20, 22, 1, 30, "9b  Reserved"),
    (20, 22, 30, 50, "10b  Car accident, state"),
    (20, 22, 50, 81, "11b  Other claim number"),
    (22, 24, 1, 30, "9c  Reserved"),
    (22, 24, 30, 50, "10c  Other accident"),
    (22, 24, 50, 81, "11c  Plan"),
    (24, 26, 1, 30, "9d  Other plan"),
    (24, 26, 30, 50, "10d  Claim codes"),
    (24, 26, 50, 81, "11d  Another plan"),
    (26, 30, 1, 50, "12  Patient lets us tell the payer"),
    (26, 30, 50, 81, "13  Insured lets the payer pay us"),
    (30, 32, 1, 30, "14  It began, or last period"),
    (30, 32, 30, 50, "15  Other date"),
    (30, 32, 50, 81, "16  Unable to work"),
    (32, 34, 1, 29, "17  Referred, ordered or supervised by"),
    (32, 33, 29, 50, "17a"),
    (33, 34, 29, 50, "17b"),
    (32, 34, 50, 81, "18  In hospital"),
    (34, 36, 1, 50, "19  More about the claim"),
    (34, 36, 50, 81, "20  Outside laboratory"),
    (36, 40, 1, 50, "21  Diagnoses"),
    (36, 38, 50, 81, "22  Resubmission, original number"),
    (38, 40, 50, 81, "23  Authorization"),
    (54, 56, 1, 22, "25  Tax ID"),
    (54, 56, 22, 37, "26  Account"),
    (54, 56, 37, 51, "27  Assignment"),
    (54, 56, 51, 61, "28  Total charge"),
    (54, 56, 61, 71, "29  Paid"),
    (54, 56, 71, 81, "30  Reserved"),
    (56, 61, 1, 22, "31  Clinician's signature"),
    (56, 60, 22, 49, "32  Where"),
    (60, 61, 22, 35, "a"),
    (60, 61, 35, 49, "b"),
    (56, 60, 49, 81, "33  Billing provider and phone"),
    (60, 61, 49, 62, "a"),
    (60, 61, 62, 81, "b"),
];

/// The columns of box 24.
const COLUMNS: &[(u8, u8, &str)] = &[
    (1, 19, "24A  From and to"),
    (19, 22, "B  Place"),
    (22, 25, "C  EMG"),
    (25, 45, "D  Service and modifiers"),
    (45, 50, "E  Pointer"),
    (50, 59, "F  Charge"),
    (59, 62, "G  Units"),
    (62, 65, "H  EPSDT"),
    (65, 68, "I  ID"),
    (68, 81, "J  Rendered by"),
];

/// What is ticked, and the word beside it.
const TICKS: &[(Field, &str)] = &[
    (Field::Medicare, "Medicare"),
    (Field::Medicaid, "Medicaid"),
    (Field::Tricare, "TRICARE"),
    (Field::Champva, "CHAMPVA"),
    (Field::Group, "Group"),
    (Field::Feca, "FECA"),
    (Field::OtherKind, "Other"),
    (Field::Male, "M"),
    (Field::Female, "F"),
    (Field::IsSelf, "Self"),
    (Field::IsSpouse, "Spouse"),
    (Field::IsChild, "Child"),
    (Field::IsOther, "Other"),
    (Field::EmploymentYes, "Yes"),
    (Field::EmploymentNo, "No"),
    (Field::InsuredMale, "M"),
    (Field::InsuredFemale, "F"),
    (Field::AutoYes, "Yes"),
    (Field::AutoNo, "No"),
    (Field::AccidentYes, "Yes"),
    (Field::AccidentNo, "No"),
    (Field::OtherPlanYes, "Yes"),
    (Field::OtherPlanNo, "No"),
    (Field::OutsideLabYes, "Yes"),
    (Field::OutsideLabNo, "No"),
    (Field::TaxIdSsn, "SSN"),
    (Field::TaxIdEin, "EIN"),
    (Field::AssignmentYes, "Yes"),
    (Field::AssignmentNo, "No"),
];

/// Draws the form without anything in it.
pub(super) fn draw(pen: &mut Pen<'_>) {
    let caption = Type::new(Face::Regular, CAPTION).muted();
    let head = Type::new(Face::Semibold, 9.0);
    let _ = pen.text(
        edge(1) * MM_PER_PT,
        below(4) * MM_PER_PT,
        head,
        "Health insurance claim",
    );
    let note = "CMS-1500 (02/12) on plain paper";
    let _ = pen.text(edge(1) * MM_PER_PT, below(5) * MM_PER_PT, caption, note);
    services(pen, caption);
    for (top, bottom, left, right, words) in AREAS.iter().copied() {
        outline(pen, (left, right), (below(top), below(bottom)), None);
        say(pen, caption, left, below(top), words);
    }
    for (field, words) in TICKS.iter().copied() {
        tick(pen, caption, field, words);
    }
    for (field, letter) in Field::DIAGNOSES.into_iter().zip('A'..) {
        let place = field.place();
        let x = edge(place.column) - 8.0;
        let y = TOP + f32::from(place.line) * LEADING;
        let _ = pen.text(x * MM_PER_PT, y * MM_PER_PT, caption, &letter.to_string());
    }
}

/// Box 24: its head, then the services, each with a shaded line above.
fn services(pen: &mut Pen<'_>, caption: Type) {
    for row in 0..ROWS {
        let top = 42_u8.saturating_add(row.saturating_mul(2));
        let (upper, lower) = (below(top), below(top.saturating_add(2)));
        outline(pen, (1, 81), (upper, lower), None);
        outline(pen, (1, 81), (upper, upper + LEADING), Some(Ink::Tint));
        for (left, right, _) in COLUMNS.iter().copied() {
            outline(pen, (left, right), (upper + LEADING, lower), None);
        }
    }
    for (left, right, words) in COLUMNS.iter().copied() {
        outline(pen, (left, right), (below(40), below(42)), None);
        // A narrow head stands in two lines.
        match words.split_once("  ") {
            Some((letter, rest)) => {
                say(pen, caption, left, below(40), letter);
                say(pen, caption, left, below(40) + LEADING, rest);
            }
            None => say(pen, caption, left, below(40), words),
        }
    }
}

fn say(pen: &mut Pen<'_>, caption: Type, column: u8, top: f32, words: &str) {
    let x = edge(column) - BEFORE + 1.5;
    let y = top + CAPTION + 0.8;
    let _ = pen.text(x * MM_PER_PT, y * MM_PER_PT, caption, words);
}

/// A square to tick, and its word to the right; above, where another square or the edge of the box is near.
fn tick(pen: &mut Pen<'_>, caption: Type, field: Field, words: &str) {
    let place = field.place();
    let (x, y) = (edge(place.column), TOP + f32::from(place.line) * LEADING);
    pen.panel(Panel {
        x: (x - 0.7) * MM_PER_PT,
        y: (y - 7.6) * MM_PER_PT,
        width: 8.6 * MM_PER_PT,
        height: 8.6 * MM_PER_PT,
        radius: (0.0, 0.0),
        fill: None,
        outline: Some((LINE, Ink::Edge)),
    });
    let is_above = matches!(field, Field::TaxIdSsn | Field::TaxIdEin | Field::IsOther);
    let (x, y) = if is_above {
        (x - 0.7, y - 9.4)
    } else {
        (x + 9.2, y)
    };
    let _ = pen.text(x * MM_PER_PT, y * MM_PER_PT, caption, words);
}

fn outline(
    pen: &mut Pen<'_>,
    (left, right): (u8, u8),
    (top, bottom): (f32, f32),
    fill: Option<Ink>,
) {
    let (left, right) = (edge(left) - BEFORE, edge(right) - BEFORE);
    pen.panel(Panel {
        x: left * MM_PER_PT,
        y: top * MM_PER_PT,
        width: (right - left) * MM_PER_PT,
        height: (bottom - top) * MM_PER_PT,
        radius: (0.0, 0.0),
        fill,
        outline: Some((LINE, Ink::Edge)),
    });
}

/// Where a box ends whose last line this is, in points from the top.
fn below(line: u8) -> f32 {
    TOP + f32::from(line) * LEADING + BELOW
}
