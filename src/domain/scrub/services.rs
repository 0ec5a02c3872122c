//! Edits on the services billed: codes, pointers, units, charges.

use super::case::Case;
use super::place::{ClaimField, LineField, Place, VisitField};
use super::{Edit, Hits};
use crate::domain::code::{FilingIndicator, Modifier, Procedure};
use crate::domain::money::Money;
use crate::domain::visit::{LINES_MAX, Line, Pointer};

/// The most pointers of a service (SV107).
const POINTERS_MAX: usize = 4;

pub(super) const EDITS: &[Edit] = &[
    Edit::block("S070", "No service", none).never_waived(),
    Edit::block("S071", "Too many services", too_many).never_waived(),
    Edit::block("S072", "Total differs from its services", total).never_waived(),
    Edit::block("S073", "Service without a charge", charge),
    Edit::block("S074", "Service without a diagnosis", unexplained).never_waived(),
    Edit::block("S075", "Pointer to a diagnosis that is not there", dangling).never_waived(),
    Edit::block("S076", "Too many pointers", many_pointers).never_waived(),
    Edit::block("S077", "Same pointer twice", pointer_twice),
    Edit::warn("S078", "First diagnosis explains no service", first_unused),
    Edit::warn("S079", "Part of a unit", part_unit),
    Edit::warn("S080", "Very many units", many_units),
    Edit::block("S081", "Dental code", dental),
    Edit::block("S082", "Same service twice on the claim", twice),
    Edit::block("S083", "Same service on another claim", elsewhere),
    Edit::block("S084", "Total too large for a claim", too_large).never_waived(),
    Edit::block("S085", "Unlisted service without words", unlisted).never_waived(),
    Edit::block("S086", "Drug without an NDC", no_ndc).filed_as(MEDICAID),
    Edit::warn("S087", "Drug not named", no_ndc_elsewhere),
];

const MEDICAID: &[FilingIndicator] = &[FilingIndicator::Medicaid];
/// Payers that know a drug by its HCPCS code alone.
const MEDICARE: &[FilingIndicator] = &[
    FilingIndicator::MedicarePartA,
    FilingIndicator::MedicarePartB,
];

fn none(case: &Case<'_>, hits: &mut Hits) {
    hits.add_if(
        case.lines.is_empty(),
        Place::Visit(VisitField::Lines),
        "The claim has no service.",
        "Enter the services of the visit.",
    );
}

fn too_many(case: &Case<'_>, hits: &mut Hits) {
    let count = case.lines.len();
    if count > LINES_MAX {
        hits.add(
            Place::Visit(VisitField::Lines),
            format!("The claim has {count} services; a claim carries {LINES_MAX}."),
            "Put the rest on another visit of the same day.",
        );
    }
}

fn total(case: &Case<'_>, hits: &mut Hits) {
    let sum = Money::sum(case.lines.iter().map(|line| line.what.charge));
    if sum != Ok(case.claim.charged) {
        hits.add(
            Place::Claim(ClaimField::Total),
            format!(
                "The claim says {}, its services add up to {}.",
                case.claim.charged,
                sum.unwrap_or_default()
            ),
            "Correct the visit, so that the claim is made anew.",
        );
    }
}

/// Ten digits, cents among them, are what an amount of a claim file holds.
const MOST_CENTS: i64 = 9_999_999_999;

fn too_large(case: &Case<'_>, hits: &mut Hits) {
    if case.claim.charged.cents() > MOST_CENTS {
        hits.add(
            Place::Claim(ClaimField::Total),
            format!(
                "The claim comes to {}; a claim file holds up to 99,999,999.99.",
                case.claim.charged
            ),
            "Check the charges.",
        );
    }
}

fn unlisted(case: &Case<'_>, hits: &mut Hits) {
    for (number, line) in case.numbered() {
        if line.what.code.is_unlisted() && line.what.description.trim().is_empty() {
            hits.add(
                Place::Line(number, LineField::Description),
                format!(
                    "{} is an unlisted service, which needs a description.",
                    line.what.code
                ),
                "Say in a few words what was done.",
            );
        }
    }
}

fn no_ndc(case: &Case<'_>, hits: &mut Hits) {
    for (number, line) in case.numbered() {
        if line.what.code.is_drug() && line.what.drug.is_none() {
            hits.add(
                Place::Line(number, LineField::Ndc),
                format!("{} is a drug, and its NDC is not given.", line.what.code),
                "Type the NDC of the vial or box, and how much was given.",
            );
        }
    }
}

fn no_ndc_elsewhere(case: &Case<'_>, hits: &mut Hits) {
    let kind = case.payer.what.filing_indicator;
    if !MEDICAID.contains(&kind) && !MEDICARE.contains(&kind) {
        no_ndc(case, hits);
    }
}

fn charge(case: &Case<'_>, hits: &mut Hits) {
    for (number, line) in case.numbered() {
        let what = &line.what;
        let is_free = what.charge.is_zero() && what.code.is_quality_report();
        if !what.charge.is_positive() && !is_free {
            hits.add(
                Place::Line(number, LineField::Charge),
                format!("{} is charged at {}.", what.code, what.charge),
                "Enter the fee, or take the service out.",
            );
        }
    }
}

fn unexplained(case: &Case<'_>, hits: &mut Hits) {
    for (number, line) in case.numbered() {
        if line.what.pointers.is_empty() {
            hits.add(
                Place::Line(number, LineField::Pointers),
                format!("{} points to no diagnosis.", line.what.code),
                "Enter the letter of the diagnosis that is its reason.",
            );
        }
    }
}

fn dangling(case: &Case<'_>, hits: &mut Hits) {
    for (number, line) in case.numbered() {
        let wrong = line
            .what
            .pointers
            .iter()
            .find(|pointer| pointer.index() >= case.visit.diagnoses.len());
        if let Some(pointer) = wrong.filter(|_| !case.visit.diagnoses.is_empty()) {
            hits.add(
                Place::Line(number, LineField::Pointers),
                format!(
                    "{} points to {}, where no diagnosis stands.",
                    line.what.code,
                    pointer.letter()
                ),
                "Correct the pointer, or enter the diagnosis.",
            );
        }
    }
}

fn many_pointers(case: &Case<'_>, hits: &mut Hits) {
    for (number, line) in case.numbered() {
        let count = line.what.pointers.len();
        if count > POINTERS_MAX {
            hits.add(
                Place::Line(number, LineField::Pointers),
                format!(
                    "{} points to {count} diagnoses; a service takes {POINTERS_MAX}.",
                    line.what.code
                ),
                "Keep the four that explain it best.",
            );
        }
    }
}

fn pointer_twice(case: &Case<'_>, hits: &mut Hits) {
    for (number, line) in case.numbered() {
        if let Some(pointer) = repeated(&line.what.pointers) {
            hits.add(
                Place::Line(number, LineField::Pointers),
                format!(
                    "{} points to {} twice.",
                    line.what.code,
                    Pointer::letter(pointer)
                ),
                "Take the second out.",
            );
        }
    }
}

/// The first value that stands in the row a second time.
pub(super) fn repeated<T: Copy + PartialEq>(row: &[T]) -> Option<T> {
    row.iter().enumerate().find_map(|(at, value)| {
        row.iter()
            .take(at)
            .any(|earlier| earlier == value)
            .then_some(*value)
    })
}

fn first_unused(case: &Case<'_>, hits: &mut Hits) {
    let mut pointed = case
        .lines
        .iter()
        .flat_map(|line| &line.what.pointers)
        .peekable();
    if let (Some(_), Some(first)) = (pointed.peek(), case.visit.diagnoses.first())
        && pointed.all(|pointer| pointer.index() != 0)
    {
        hits.add(
            Place::Visit(VisitField::Diagnosis(1)),
            format!("{first} stands first, and no service points to it."),
            "Put the main reason of the visit first, or point a service to it.",
        );
    }
}

fn part_unit(case: &Case<'_>, hits: &mut Hits) {
    for (number, line) in case.numbered() {
        let what = &line.what;
        if what.units.whole().is_none() && what.code.is_cpt() {
            hits.add(
                Place::Line(number, LineField::Units),
                format!(
                    "{} is billed with {} units; CPT codes are counted whole.",
                    what.code, what.units
                ),
                "Check the units.",
            );
        }
    }
}

fn many_units(case: &Case<'_>, hits: &mut Hits) {
    for (number, line) in case.numbered() {
        let what = &line.what;
        if what.units.thousandths() > 999_999 {
            hits.add(
                Place::Line(number, LineField::Units),
                format!("{} is billed with {} units.", what.code, what.units),
                "Check the units; payers stop at 999.",
            );
        }
    }
}

fn dental(case: &Case<'_>, hits: &mut Hits) {
    for (number, line) in case.numbered() {
        if line.what.code.is_dental() {
            hits.add(
                Place::Line(number, LineField::Code),
                format!(
                    "{} is a dentist's code, which does not go on a medical claim.",
                    line.what.code
                ),
                "Take it out, or use the medical code.",
            );
        }
    }
}

/// Modifiers that say a service was done again.
const REPEATED: &[&str] = &["76", "77", "91"];

fn is_repeat(modifiers: &[Modifier]) -> bool {
    modifiers
        .iter()
        .any(|modifier| REPEATED.contains(&modifier.as_str()))
}

/// Whether a service is the one of that code and those modifiers, in any order.
pub(super) fn is_same(line: &Line, code: Procedure, modifiers: &[Modifier]) -> bool {
    line.what.code == code
        && line.what.modifiers.len() == modifiers.len()
        && line
            .what
            .modifiers
            .iter()
            .all(|modifier| modifiers.contains(modifier))
        && !is_repeat(modifiers)
}

fn twice(case: &Case<'_>, hits: &mut Hits) {
    for (number, line) in case.numbered() {
        let earlier = case
            .numbered()
            .find(|(n, other)| *n < number && is_same(other, line.what.code, &line.what.modifiers));
        if let Some((first, _)) = earlier {
            hits.add(
                Place::Line(number, LineField::Code),
                format!(
                    "{} stands on lines {first} and {number} with the same modifiers.",
                    line.what.code
                ),
                "Raise the units of one line, or add modifier 76, 77 or 91 when it was done again.",
            );
        }
    }
}

fn elsewhere(case: &Case<'_>, hits: &mut Hits) {
    for other in case
        .others
        .iter()
        .filter(|other| other.visit != case.claim.visit && other.rendering == case.visit.rendering)
    {
        for (number, line) in case.numbered() {
            if other
                .services
                .iter()
                .any(|service| is_same(line, service.what.code, &service.what.modifiers))
            {
                hits.add(
                    Place::Line(number, LineField::Code),
                    format!(
                        "Claim {} bills {} by the same clinician on the same day already.",
                        other.number, line.what.code
                    ),
                    "Take it out of one of the two, or add the modifier that says why it was done again.",
                );
            }
        }
    }
}
