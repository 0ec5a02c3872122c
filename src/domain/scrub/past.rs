//! Edits on what came before the claim: check-ups of the year, other visits of the day, claims still open, and whether
//! the charge is below what the payer pays.

use chrono::{Datelike, Months, NaiveDate};

use super::before::Past;
use super::case::Case;
use super::coding::is_visit;
use super::modifiers::first_of;
use super::place::{LineField, Place};
use super::services::is_same;
use super::{Edit, Hits};
use crate::domain::code::FilingIndicator;
use crate::domain::money::Money;

const MEDICARE: &[FilingIndicator] = &[
    FilingIndicator::MedicarePartB,
    FilingIndicator::MedicareAdvantage,
];

pub(super) const EDITS: &[Edit] = &[
    Edit::warn("H001", "Second check-up within a year", yearly),
    Edit::block(
        "H002",
        "Medicare's check-up comes too early",
        medicare_yearly,
    )
    .filed_as(MEDICARE),
    Edit::warn("H003", "Second visit of the day", second_visit),
    Edit::warn("H004", "Charge below the contract", below_contract),
    Edit::warn("H005", "Charge as low as what is allowed", as_allowed),
    Edit::warn("H006", "Another open claim of the day", open_claim),
];

/// The family of check-ups that a plan pays once a year together.
fn is_private(past: &Past) -> bool {
    past.code.is_cpt()
}

fn yearly(case: &Case<'_>, hits: &mut Hits) {
    let on = case.visit.service_on;
    let year_ago = on.checked_sub_months(Months::new(12)).unwrap_or(on);
    let last = case.history.checkups.iter().find(|past| is_private(past));
    let Some(last) = last.filter(|last| last.on > year_ago) else {
        return;
    };
    // A small child has several in a year.
    let is_small = on.years_since(case.patient.born_on).unwrap_or(0) < 3;
    let checkups = case
        .numbered()
        .filter(|(_, line)| line.what.code.is_cpt() && line.what.code.is_checkup() && !is_small);
    for (number, line) in checkups {
        hits.add(
            Place::Line(number, LineField::Code),
            format!(
                "{} is a yearly check-up; the last one, {}, was on {}.",
                line.what.code,
                last.code,
                last.on.format("%m/%d/%Y")
            ),
            "Ask the plan whether it counts by calendar year; else the patient may have to pay.",
        );
    }
}

/// Months between the months of two days.
fn months(from: NaiveDate, to: NaiveDate) -> i32 {
    let number = |day: NaiveDate| {
        let month = i32::try_from(day.month()).unwrap_or(0);
        day.year().saturating_mul(12).saturating_add(month)
    };
    number(to).saturating_sub(number(from))
}

fn medicare_yearly(case: &Case<'_>, hits: &mut Hits) {
    let on = case.visit.service_on;
    for (number, line) in case.numbered() {
        let code = line.what.code;
        let once_a_life = matches!(code.as_str(), "G0402" | "G0438");
        let is_wellness = matches!(code.as_str(), "G0438" | "G0439");
        let earlier = || {
            let all = case.history.checkups.iter();
            all.filter(|past| past.code.is_hcpcs())
        };
        let again = earlier().find(|past| once_a_life && past.code == code);
        let early = earlier().find(|past| is_wellness && months(past.on, on) < 12);
        let words = match (again, early) {
            (Some(past), _) => format!(
                "{code} is paid once in a life, and was given on {}.",
                past.on.format("%m/%d/%Y")
            ),
            (None, Some(past)) => format!(
                "{code} is paid when eleven full months have passed; {} was given on {}.",
                past.code,
                past.on.format("%m/%d/%Y")
            ),
            (None, None) => continue,
        };
        hits.add(
            Place::Line(number, LineField::Code),
            words,
            "Bill the code that fits, or have the patient sign a notice and add GA.",
        );
    }
}

fn second_visit(case: &Case<'_>, hits: &mut Hits) {
    let on = case.visit.service_on;
    let earlier = case
        .history
        .recent
        .iter()
        .filter(|past| past.on == on && past.is_by(case.rendering) && !past.has(&["25", "27"]))
        .find(|past| is_visit(past.code));
    let Some(earlier) = earlier else {
        return;
    };
    for (number, line) in case.numbered() {
        let is_said = first_of(line, &["25", "27", "24", "57", "76", "77"]).is_some();
        // The very same service again is another edit's matter.
        let is_copy = earlier.code == line.what.code && earlier.rendering == case.visit.rendering;
        if is_visit(line.what.code) && !is_said && !is_copy {
            hits.add(
                Place::Line(number, LineField::Modifiers),
                format!(
                    "{} is the second visit of that day to the same specialty, after {}.",
                    line.what.code, earlier.code
                ),
                "Bill both as one visit of the level they come to, unless they were for different things.",
            );
        }
    }
}

fn below_contract(case: &Case<'_>, hits: &mut Hits) {
    for ((number, line), price) in case.numbered().zip(&case.history.prices) {
        let what = &line.what;
        let Some(agreed) = price.contract.and_then(|fee| what.units.charge(fee).ok()) else {
            continue;
        };
        if what.charge < agreed && what.charge.is_positive() {
            hits.add(
                Place::Line(number, LineField::Charge),
                format!(
                    "{} is charged at {}; this payer pays up to {agreed} for it.",
                    what.code, what.charge
                ),
                "Raise the fee: payers pay the charge when it is the lower of the two.",
            );
        }
    }
}

fn as_allowed(case: &Case<'_>, hits: &mut Hits) {
    for ((number, line), price) in case.numbered().zip(&case.history.prices) {
        let what = &line.what;
        let Some(last) = price.last.filter(|last| last.allowed >= last.charge) else {
            continue;
        };
        let same = |charge: Money, units: crate::domain::code::Units| {
            i128::from(charge.cents()).saturating_mul(i128::from(units.thousandths()))
        };
        // Charge for charge per unit, without a division.
        let is_no_higher = same(what.charge, last.units) <= same(last.charge, what.units);
        if is_no_higher && what.charge.is_positive() {
            hits.add(
                Place::Line(number, LineField::Charge),
                format!(
                    "{} was allowed in full the last time, {} of {}; this payer may pay more than is charged.",
                    what.code, last.allowed, last.charge
                ),
                "Look up the contract and raise the fee above what it pays.",
            );
        }
    }
}

fn open_claim(case: &Case<'_>, hits: &mut Hits) {
    let is_billed_again = |other: &super::OtherClaim| {
        other.services.iter().any(|service| {
            case.lines
                .iter()
                .any(|line| is_same(line, service.what.code, &service.what.modifiers))
        })
    };
    let open = case.others.iter().find(|other| {
        other.is_open
            && other.visit != case.claim.visit
            && other.policy == case.claim.policy
            && other.rendering == case.visit.rendering
            && !is_billed_again(other)
    });
    if let Some(other) = open {
        hits.add(
            Place::Visit(super::VisitField::ServiceOn),
            format!(
                "Claim {} of the same day, clinician and policy is still open; payers may take one for a copy of the \
                 other.",
                other.number
            ),
            "Put the services on one claim, or wait until the other is answered.",
        );
    }
}
