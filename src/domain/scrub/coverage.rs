//! Edits on what pays: the policy, its payer and where the payer's claims go.

use super::case::Case;
use super::place::{PayerField, Place, PolicyField, ReceiverField, VisitField};
use super::{Edit, Hits};
use crate::domain::claim::Responsibility;
use crate::domain::code::{FilingIndicator, MemberId};
use crate::domain::policy::first_in_force;
use crate::domain::visit::Cause;

const MEDICARE: &[FilingIndicator] = &[
    FilingIndicator::MedicarePartA,
    FilingIndicator::MedicarePartB,
];
const ACCIDENT_PAYERS: &[FilingIndicator] = &[
    FilingIndicator::WorkersCompensation,
    FilingIndicator::Automobile,
];

pub(super) const EDITS: &[Edit] = &[
    Edit::block("S020", "Policy not in force", in_force),
    Edit::block("S021", "Another policy pays first", first).never_waived(),
    Edit::block("S022", "Member number of another shape", member_shape),
    Edit::block("S023", "Not a Medicare number", medicare_number).filed_as(MEDICARE),
    Edit::warn("S024", "No signature on file", signature),
    Edit::warn("S025", "Somebody else may have to pay first", other_cause),
    Edit::block("S026", "Accident missing", accident_missing).filed_as(ACCIDENT_PAYERS),
    Edit::info("S027", "Goes on paper", on_paper),
    Edit::info("S028", "Goes as a test", as_test),
    Edit::block("S029", "Receiver no longer used", receiver_off).never_waived(),
];

/// Whether a member number has the payer's shape: `A` a letter, `9` a digit, `X` either, anything else itself; an
/// empty shape takes every number. Dashes and blanks in the number are passed over unless the shape has them.
pub fn fits_pattern(pattern: &str, member_id: &MemberId) -> bool {
    let fits = |id: &mut dyn Iterator<Item = char>| {
        pattern.chars().all(|wanted| {
            id.next().is_some_and(|found| match wanted {
                'A' => found.is_ascii_alphabetic(),
                '9' => found.is_ascii_digit(),
                'X' => found.is_ascii_alphanumeric(),
                itself => itself.eq_ignore_ascii_case(&found),
            })
        }) && id.next().is_none()
    };
    let id = member_id.as_str();
    pattern.is_empty()
        || fits(&mut id.chars())
        || fits(&mut id.chars().filter(|c| !matches!(c, '-' | ' ')))
}

fn in_force(case: &Case<'_>, hits: &mut Hits) {
    let policy = &case.policy.what;
    let on = case.visit.service_on;
    if policy.is_in_force(on) {
        return;
    }
    let (place, words) = match policy.ends_on {
        Some(end) if on > end => (
            PolicyField::EndsOn,
            format!("The policy ended on {}.", end.format("%m/%d/%Y")),
        ),
        _ => (
            PolicyField::EffectiveOn,
            format!(
                "The policy only starts on {}.",
                policy.effective_on.format("%m/%d/%Y")
            ),
        ),
    };
    hits.add(
        Place::Policy(place),
        words,
        "Bill the policy that was in force on the day of service, or correct its days.",
    );
}

fn first(case: &Case<'_>, hits: &mut Hits) {
    let policy = &case.policy.what;
    let on = case.visit.service_on;
    let earlier = first_in_force(case.policies, on)
        .filter(|first| first.what.rank < policy.rank && policy.is_in_force(on))
        .filter(|_| case.claim.responsibility == Responsibility::Primary);
    if let Some(earlier) = earlier {
        hits.add(
            Place::Policy(PolicyField::Rank),
            format!(
                "A {} policy was in force that day and pays before this {} one.",
                earlier.what.rank.words(),
                policy.rank.words()
            ),
            "Bill the policy that pays first, or correct the order of the policies.",
        );
    }
}

fn member_shape(case: &Case<'_>, hits: &mut Hits) {
    let pattern = &case.payer.what.member_pattern;
    if !fits_pattern(pattern, &case.policy.what.member_id) {
        hits.add(
            Place::Policy(PolicyField::MemberId),
            format!(
                "Member numbers of {} look like {pattern} (A a letter, 9 a digit, X either); this one does not.",
                case.payer.what.name
            ),
            "Type the number as it stands on the insurance card.",
        );
    }
}

fn medicare_number(case: &Case<'_>, hits: &mut Hits) {
    hits.add_if(
        !case.policy.what.member_id.is_medicare_shaped(),
        Place::Policy(PolicyField::MemberId),
        "A Medicare number has 11 letters and digits, as 1EG4-TE5-MK73; this one has another shape.",
        "Type the number of the red, white and blue card, without S, L, O, I, B and Z.",
    );
}

fn signature(case: &Case<'_>, hits: &mut Hits) {
    hits.add_if(
        !case.policy.what.signature_on_file,
        Place::Policy(PolicyField::Signature),
        "The patient's release of information is not on file.",
        "Have it signed and tick it on the policy.",
    );
}

fn other_cause(case: &Case<'_>, hits: &mut Hits) {
    if case.payer.what.filing_indicator.is_property_and_casualty() {
        return;
    }
    let who = match case.visit.accident.map(|accident| accident.cause) {
        Some(Cause::Employment) => "workers' compensation",
        Some(Cause::Auto(_)) => "the car insurance",
        Some(Cause::Other) | None => return,
    };
    hits.add(
        Place::Visit(VisitField::Accident),
        format!("The accident is marked so that {who} pays before health insurance."),
        "Bill the insurance of the accident first, or correct the cause.",
    );
}

fn accident_missing(case: &Case<'_>, hits: &mut Hits) {
    hits.add_if(
        case.visit.accident.is_none(),
        Place::Visit(VisitField::Accident),
        "This payer pays for accidents only, and the visit names none.",
        "Say what the accident was and on which day.",
    );
}

fn on_paper(case: &Case<'_>, hits: &mut Hits) {
    hits.add_if(
        case.receiver.is_none(),
        Place::Payer(PayerField::Receiver),
        "The payer has no receiver for claim files, so its claims go on paper.",
        "Choose a receiver for the payer to send its claims as a file.",
    );
}

fn as_test(case: &Case<'_>, hits: &mut Hits) {
    hits.add_if(
        case.receiver.is_some_and(|receiver| receiver.what.is_test),
        Place::Receiver(ReceiverField::Test),
        "Files to this receiver are marked as a test: nobody pays for them.",
        "Take the mark off in Settings when the receiver has passed the test.",
    );
}

fn receiver_off(case: &Case<'_>, hits: &mut Hits) {
    hits.add_if(
        case.receiver.is_some_and(|receiver| !receiver.is_active),
        Place::Receiver(ReceiverField::Active),
        "The receiver of this payer's claims is no longer used.",
        "Choose another receiver for the payer.",
    );
}
