//! Edits on the payers asked before: whether each decided, on which day, and whether its figures add up.

use super::case::Case;
use super::place::{ClaimField, LineField, Place, PolicyField};
use super::{Edit, Hits};
use crate::domain::claim::Responsibility;
use crate::domain::cob::{Decision, OtherPayer};
use crate::domain::code::FilingIndicator;
use crate::domain::money::Money;

const MEDICARE: &[FilingIndicator] = &[
    FilingIndicator::MedicarePartA,
    FilingIndicator::MedicarePartB,
];

pub(super) const EDITS: &[Edit] = &[
    Edit::block("S106", "Earlier payer has not decided", undecided).never_waived(),
    Edit::block("S107", "Earlier payer's figures do not add up", unbalanced).never_waived(),
    Edit::block("S108", "Earlier payer's day cannot be", wrong_day),
    Edit::block("S109", "Not said why Medicare is not first", why_not_first)
        .filed_as(MEDICARE)
        .never_waived(),
];

/// The payers asked before this one.
fn earlier<'a>(case: &Case<'a>) -> impl Iterator<Item = &'a OtherPayer> + use<'a> {
    let own = case.claim.responsibility;
    case.other_payers
        .iter()
        .filter(move |other| other.responsibility < own)
}

/// How many payers are asked before one.
const fn asked_before(responsibility: Responsibility) -> usize {
    match responsibility {
        Responsibility::Primary => 0,
        Responsibility::Secondary => 1,
        Responsibility::Tertiary => 2,
    }
}

fn undecided(case: &Case<'_>, hits: &mut Hits) {
    let decided = earlier(case)
        .filter_map(|other| other.decision.as_ref())
        .filter(|decision| {
            let mut lines = case.lines.iter();
            lines.all(|line| decision.line(line.id).is_some())
        });
    if decided.count() < asked_before(case.claim.responsibility) {
        hits.add(
            Place::Claim(ClaimField::Frequency),
            format!(
                "This {} claim needs the answer of each payer asked before, for each of its services.",
                case.claim.responsibility.words()
            ),
            "Post the earlier payer's EOB, or take this claim back.",
        );
    }
}

fn unbalanced(case: &Case<'_>, hits: &mut Hits) {
    for other in earlier(case) {
        let Some(decision) = &other.decision else {
            continue;
        };
        for (number, line) in case.numbered() {
            let Some(decided) = decision.line(line.id) else {
                continue;
            };
            let off = decided.difference(line.what.charge);
            if off.is_ok_and(Money::is_zero) {
                continue;
            }
            hits.add(
                Place::Line(number, LineField::Charge),
                format!(
                    "What {} paid and its reasons for the rest do not come to the charge.",
                    other.payer.what.name
                ),
                "Take the EOB back and post it with every reason it gives.",
            );
        }
    }
}

fn wrong_day(case: &Case<'_>, hits: &mut Hits) {
    for other in earlier(case) {
        let day = other.decision.as_ref().and_then(Decision::on);
        let Some(day) = day.filter(|day| *day < case.visit.service_on || *day > case.today) else {
            continue;
        };
        hits.add(
            Place::Claim(ClaimField::Frequency),
            format!(
                "{} is said to have decided on {}, which is before the service or still to come.",
                other.payer.what.name,
                day.format("%m/%d/%Y")
            ),
            "Take the EOB back and post it with the day on the check.",
        );
    }
}

fn why_not_first(case: &Case<'_>, hits: &mut Hits) {
    hits.add_if(
        case.claim.responsibility != Responsibility::Primary
            && case.policy.what.medicare_secondary.is_none(),
        Place::Policy(PolicyField::MedicareSecondary),
        "Medicare is not asked first, and the policy does not say why.",
        "Choose the reason on the policy; the other insurance decides it.",
    );
}
