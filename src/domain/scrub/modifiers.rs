//! Edits on modifiers, as far as their shape alone is sure.

use super::case::Case;
use super::place::{LineField, Place};
use super::services::repeated;
use super::{Edit, Hits};
use crate::domain::code::Procedure;
use crate::domain::visit::Line;

/// The most modifiers of a service (SV101-3 to -6).
const MODIFIERS_MAX: usize = 4;

pub(super) const EDITS: &[Edit] = &[
    Edit::block("S090", "Too many modifiers", too_many).never_waived(),
    Edit::block("S091", "Same modifier twice", twice),
    Edit::block("S092", "Modifier of visits on another service", visits_only),
    Edit::block("S093", "Both parts of a test on one line", both_parts),
    Edit::block("S094", "Both sides and one side", sides),
    Edit::block("S095", "59 beside an X modifier", distinct),
];

pub(super) fn has(line: &Line, code: &str) -> bool {
    line.what
        .modifiers
        .iter()
        .any(|modifier| modifier.as_str() == code)
}

pub(super) fn first_of(line: &Line, codes: &[&'static str]) -> Option<&'static str> {
    codes.iter().copied().find(|code| has(line, code))
}

fn too_many(case: &Case<'_>, hits: &mut Hits) {
    for (number, line) in case.numbered() {
        let count = line.what.modifiers.len();
        if count > MODIFIERS_MAX {
            hits.add(
                Place::Line(number, LineField::Modifiers),
                format!(
                    "{} has {count} modifiers; a service takes {MODIFIERS_MAX}.",
                    line.what.code
                ),
                "Keep the four that matter for payment.",
            );
        }
    }
}

fn twice(case: &Case<'_>, hits: &mut Hits) {
    for (number, line) in case.numbered() {
        if let Some(modifier) = repeated(&line.what.modifiers) {
            hits.add(
                Place::Line(number, LineField::Modifiers),
                format!("{} has modifier {modifier} twice.", line.what.code),
                "Take the second out.",
            );
        }
    }
}

/// Whether 24, 25 and 57 cannot belong to a code. HCPCS has visits of its own (`G`, `S`, `T` and others), so only
/// its supplies and drugs are sure.
fn is_no_visit(code: Procedure) -> bool {
    if code.is_cpt() {
        !code.is_evaluation_and_management() && !code.is_eye_visit()
    } else {
        code.as_str().starts_with(['A', 'B', 'E', 'J', 'K', 'L'])
    }
}

fn visits_only(case: &Case<'_>, hits: &mut Hits) {
    for (number, line) in case.numbered() {
        let modifier = first_of(line, &["24", "25", "57"]);
        if let Some(modifier) = modifier.filter(|_| is_no_visit(line.what.code)) {
            hits.add(
                Place::Line(number, LineField::Modifiers),
                format!(
                    "Modifier {modifier} belongs to a visit; {} is none.",
                    line.what.code
                ),
                "Move the modifier to the visit's own line.",
            );
        }
    }
}

fn both_parts(case: &Case<'_>, hits: &mut Hits) {
    for (number, line) in case.numbered() {
        if has(line, "26") && has(line, "TC") {
            hits.add(
                Place::Line(number, LineField::Modifiers),
                format!(
                    "{} has 26 (reading only) and TC (equipment only) together.",
                    line.what.code
                ),
                "Take both out when the practice did the whole, else keep one.",
            );
        }
    }
}

fn sides(case: &Case<'_>, hits: &mut Hits) {
    for (number, line) in case.numbered() {
        if let Some(side) = first_of(line, &["LT", "RT"]).filter(|_| has(line, "50")) {
            hits.add(
                Place::Line(number, LineField::Modifiers),
                format!(
                    "{} has 50 (both sides) and {side} (one side) together.",
                    line.what.code
                ),
                "Keep 50 alone, or bill each side on its own line.",
            );
        }
    }
}

fn distinct(case: &Case<'_>, hits: &mut Hits) {
    for (number, line) in case.numbered() {
        let narrower = first_of(line, &["XE", "XP", "XS", "XU"]);
        if let Some(narrower) = narrower.filter(|_| has(line, "59")) {
            hits.add(
                Place::Line(number, LineField::Modifiers),
                format!(
                    "{} has 59 and {narrower}, which says the same more exactly.",
                    line.what.code
                ),
                "Keep one of the two.",
            );
        }
    }
}
