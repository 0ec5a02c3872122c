//! Edits on the claim itself: whether it is still in time, and whether it is new or stands in for another.

use super::case::Case;
use super::place::{ClaimField, Place, VisitField};
use super::{Edit, Hits};
use crate::domain::code::FilingIndicator;

const MEDICARE_B: &[FilingIndicator] = &[FilingIndicator::MedicarePartB];

pub(super) const EDITS: &[Edit] = &[
    Edit::block("S100", "Too late to file", late),
    Edit::warn("S101", "Nearly too late to file", nearly_late),
    Edit::warn(
        "S102",
        "Three quarters of the time to file are over",
        getting_late,
    ),
    Edit::block(
        "S104",
        "Medicare takes no replacement",
        medicare_replacement,
    )
    .filed_as(MEDICARE_B),
    Edit::block("S105", "Services billed already", billed_already),
];

/// How far the time to file an original has run. A payer's limit for replacements is its own matter.
#[derive(PartialEq, Eq)]
enum Clock {
    Early,
    ThreeQuarters,
    NineTenths,
    Over,
}

impl Clock {
    fn of(case: &Case<'_>) -> Self {
        let claim = case.claim;
        let run = case
            .today
            .signed_duration_since(claim.counted_from)
            .num_days();
        let window = claim
            .file_by
            .signed_duration_since(claim.counted_from)
            .num_days();
        let at_least = |part: i64, of: i64| run.saturating_mul(of) >= window.saturating_mul(part);
        if !claim.filing.is_original() {
            Self::Early
        } else if case.today > claim.file_by {
            Self::Over
        } else if at_least(9, 10) {
            Self::NineTenths
        } else if at_least(3, 4) {
            Self::ThreeQuarters
        } else {
            Self::Early
        }
    }
}

fn late(case: &Case<'_>, hits: &mut Hits) {
    if Clock::of(case) == Clock::Over && case.visit.details.delay.is_none() {
        hits.add(
            Place::Visit(VisitField::ServiceOn),
            format!(
                "The last day to file was {}.",
                case.claim.file_by.format("%m/%d/%Y")
            ),
            "Correct the day of service, say why the claim is late, or let it pass when the payer agreed to it.",
        );
    }
}

fn days_left(case: &Case<'_>) -> String {
    let left = case
        .claim
        .file_by
        .signed_duration_since(case.today)
        .num_days();
    let by = case.claim.file_by.format("%m/%d/%Y");
    match left {
        0 => format!("Today, {by}, is the last day to file."),
        1 => format!("One day is left to file, until {by}."),
        _ => format!("{left} days are left to file, until {by}."),
    }
}

fn nearly_late(case: &Case<'_>, hits: &mut Hits) {
    if Clock::of(case) == Clock::NineTenths {
        hits.add(
            Place::Visit(VisitField::ServiceOn),
            days_left(case),
            "Send this claim first.",
        );
    }
}

fn getting_late(case: &Case<'_>, hits: &mut Hits) {
    if Clock::of(case) == Clock::ThreeQuarters {
        hits.add(
            Place::Visit(VisitField::ServiceOn),
            days_left(case),
            "Send this claim soon.",
        );
    }
}

fn medicare_replacement(case: &Case<'_>, hits: &mut Hits) {
    hits.add_if(
        !case.claim.filing.is_original(),
        Place::Claim(ClaimField::Frequency),
        "Medicare Part B takes new claims only, none that replaces or voids another.",
        "Ask Medicare to reopen the first claim.",
    );
}

fn billed_already(case: &Case<'_>, hits: &mut Hits) {
    let earlier = case.others.iter().find(|other| {
        other.policy == case.claim.policy
            && other
                .services
                .iter()
                .any(|service| case.claim.lines.contains(&service.id))
    });
    if let Some(earlier) = earlier.filter(|_| case.claim.filing.is_original()) {
        hits.add(
            Place::Claim(ClaimField::Frequency),
            format!(
                "Claim {} bills the same services to the same policy.",
                earlier.number
            ),
            "Void the other claim, or send this one as its replacement.",
        );
    }
}
