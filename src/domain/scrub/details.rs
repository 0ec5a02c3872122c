//! Edits on what a claim says beside what every claim says: chiropractic, foot care, therapy, telehealth, accidents,
//! late claims, supervision, screening, papers.

use super::case::Case;
use super::place::{ClaimField, LineField, Place, VisitField};
use super::{Edit, Hits};
use crate::domain::claim::Filing;
use crate::domain::code::{
    ClaimDay, FilingIndicator, Procedure, ServiceMark, Sex, SpinalCondition, Transmission,
};
use crate::domain::typed;
use crate::domain::visit::Line;

const MEDICARE_B: &[FilingIndicator] = &[FilingIndicator::MedicarePartB];
const MEDICAID: &[FilingIndicator] = &[FilingIndicator::Medicaid];
const CASUALTY: &[FilingIndicator] = &[
    FilingIndicator::WorkersCompensation,
    FilingIndicator::Automobile,
    FilingIndicator::Liability,
];

/// Modifiers that say the payer was not expected to pay, so that nothing else need be proved.
const NOT_EXPECTED: &[&str] = &["GA", "GX", "GY", "GZ"];
/// Modifiers that say somebody supervised: a teaching physician, or a physician beside a nurse practitioner.
const SUPERVISED: &[&str] = &["GC", "SA"];
/// Modifiers of therapy under a plan of care.
const THERAPY: &[&str] = &["GP", "GO", "GN"];

pub(super) const EDITS: &[Edit] = &[
    Edit::warn("S150", "Chiropractic without AT", no_active_treatment).filed_as(MEDICARE_B),
    Edit::block(
        "S151",
        "First chiropractic treatment missing",
        no_first_treatment,
    )
    .filed_as(MEDICARE_B),
    Edit::block("S152", "Day it turned acute missing", no_acute_day),
    Edit::warn("S153", "Foot care without who attends", foot_care).filed_as(MEDICARE_B),
    Edit::warn("S154", "Who certified the therapy is missing", therapy).filed_as(MEDICARE_B),
    Edit::warn(
        "S156",
        "Case number of the accident missing",
        no_case_number,
    )
    .filed_as(CASUALTY),
    Edit::warn("S157", "Late, with a reason", late_with_reason),
    Edit::warn("S158", "Reason for a delay that is none", early_with_reason),
    Edit::warn("S159", "Who supervised is missing", no_supervisor),
    Edit::block("S160", "Impossible day", impossible_day).never_waived(),
    Edit::block("S161", "Disability ends before it begins", disability).never_waived(),
    Edit::warn("S162", "Last period of a man", last_period),
    Edit::warn("S163", "Screening not marked", screening).filed_as(MEDICAID),
    Edit::warn("S164", "Announced paper not in the book", paper_missing),
];

fn has(line: &Line, codes: &[&str]) -> bool {
    line.what
        .modifiers
        .iter()
        .any(|modifier| codes.contains(&modifier.as_str()))
}

/// Manipulation of the spine (CPT 98940 to 98942).
fn is_spinal(code: Procedure) -> bool {
    matches!(code.as_str(), "98940" | "98941" | "98942")
}

/// Routine foot care, which Medicare pays only for patients whom somebody treats for what endangers their feet.
fn is_foot_care(code: Procedure) -> bool {
    matches!(
        code.as_str(),
        "11055" | "11056" | "11057" | "11719" | "11720" | "11721" | "G0127"
    )
}

/// A child's preventive visit.
fn is_screening(code: Procedure) -> bool {
    matches!(
        code.as_str(),
        "99381"
            | "99382"
            | "99383"
            | "99384"
            | "99385"
            | "99391"
            | "99392"
            | "99393"
            | "99394"
            | "99395"
    )
}

fn no_active_treatment(case: &Case<'_>, hits: &mut Hits) {
    for (number, line) in case.numbered() {
        let code = line.what.code;
        if is_spinal(code) && !has(line, &["AT"]) && !has(line, NOT_EXPECTED) {
            hits.add(
                Place::Line(number, LineField::Modifiers),
                format!("Without modifier AT, Medicare takes {code} for maintenance and does not pay it."),
                "Add AT when it was active treatment, or GA when the patient signed for not being covered.",
            );
        }
    }
}

fn spinal(case: &Case<'_>) -> Option<Procedure> {
    let codes = case.lines.iter().map(|line| line.what.code);
    codes.into_iter().find(|code| is_spinal(*code))
}

fn no_first_treatment(case: &Case<'_>, hits: &mut Hits) {
    let is_given = case.visit.details.day(ClaimDay::InitialTreatment).is_some();
    if let Some(code) = spinal(case).filter(|_| !is_given) {
        hits.add(
            Place::Visit(VisitField::Day(ClaimDay::InitialTreatment)),
            format!(
                "Medicare wants to know for {code} on which day this course of treatment began."
            ),
            "Enter the day of the first treatment.",
        );
    }
}

fn no_acute_day(case: &Case<'_>, hits: &mut Hits) {
    let details = &case.visit.details;
    let is_acute = details.spine.is_some_and(SpinalCondition::is_acute);
    hits.add_if(
        is_acute && spinal(case).is_some() && details.day(ClaimDay::Acute).is_none(),
        Place::Visit(VisitField::Day(ClaimDay::Acute)),
        "The spine is said to be acute, and not since when.",
        "Enter the day on which it turned acute.",
    );
}

fn foot_care(case: &Case<'_>, hits: &mut Hits) {
    let details = &case.visit.details;
    let codes = case.lines.iter().filter(|line| !has(line, NOT_EXPECTED));
    let Some(code) = codes
        .map(|line| line.what.code)
        .find(|code| is_foot_care(*code))
    else {
        return;
    };
    if details.day(ClaimDay::LastSeen).is_none() {
        hits.add(
            Place::Visit(VisitField::Day(ClaimDay::LastSeen)),
            format!("Medicare pays {code} for patients under a physician's care, and wants to know when they were last seen."),
            "Enter the day on which the attending physician last saw the patient.",
        );
    } else if details.supervising.is_none() {
        hits.add(
            Place::Visit(VisitField::Supervising),
            format!("Medicare pays {code} for patients under a physician's care, and wants to know whose."),
            "Choose the attending physician under Supervised by.",
        );
    }
}

fn therapy(case: &Case<'_>, hits: &mut Hits) {
    let line = case.lines.iter().find(|line| has(line, THERAPY));
    if let Some(line) = line.filter(|_| case.referring.is_none()) {
        hits.add(
            Place::Visit(VisitField::Referring),
            format!(
                "Medicare pays therapy such as {} only with the name of who certified the plan of care.",
                line.what.code
            ),
            "Choose who certified the plan under Referred by.",
        );
    }
}

fn no_case_number(case: &Case<'_>, hits: &mut Hits) {
    let is_given = !case.visit.details.casualty_claim.trim().is_empty();
    hits.add_if(
        case.visit.accident.is_some() && !is_given,
        Place::Visit(VisitField::CasualtyClaim),
        "The insurer of an accident finds its case by number, and the visit names none.",
        "Ask the insurer or the employer for the number of the case.",
    );
}

/// Whether a first claim is past its last day.
fn is_late(case: &Case<'_>) -> bool {
    case.claim.filing == Filing::Original && case.today > case.claim.file_by
}

fn late_with_reason(case: &Case<'_>, hits: &mut Hits) {
    if let Some(delay) = case.visit.details.delay.filter(|_| is_late(case)) {
        hits.add(
            Place::Visit(VisitField::Delay),
            format!(
                "The last day to file was {}; the claim says why it is late: {}.",
                case.claim.file_by.format("%m/%d/%Y"),
                delay.words().to_lowercase()
            ),
            "Keep what proves the reason at hand; the payer may ask for it.",
        );
    }
}

fn early_with_reason(case: &Case<'_>, hits: &mut Hits) {
    hits.add_if(
        case.visit.details.delay.is_some() && !is_late(case),
        Place::Visit(VisitField::Delay),
        "The claim is in time and gives a reason for being late.",
        "Take the reason out.",
    );
}

fn no_supervisor(case: &Case<'_>, hits: &mut Hits) {
    let line = case.numbered().find(|(_, line)| has(line, SUPERVISED));
    if let Some((_, line)) = line.filter(|_| case.visit.details.supervising.is_none()) {
        hits.add(
            Place::Visit(VisitField::Supervising),
            format!(
                "A modifier of {} says that somebody supervised, and nobody is named.",
                line.what.code
            ),
            "Choose who supervised, or take the modifier out.",
        );
    }
}

fn impossible_day(case: &Case<'_>, hits: &mut Hits) {
    for (day, on) in &case.visit.details.days {
        let is_after = day.leads_to_the_visit() && *on > case.visit.service_on;
        let is_to_come = !day.may_be_to_come() && *on > case.today;
        let is_before_birth =
            *on < case.patient.born_on && case.patient.born_on <= case.visit.service_on;
        if is_after || is_to_come || is_before_birth {
            hits.add(
                Place::Visit(VisitField::Day(*day)),
                format!("{} cannot be on {}.", day.words(), typed::show_date(*on)),
                "Check the day.",
            );
        }
    }
}

fn disability(case: &Case<'_>, hits: &mut Hits) {
    let day = |day| case.visit.details.day(day);
    let ends_early = day(ClaimDay::DisabledFrom)
        .zip(day(ClaimDay::DisabledUntil))
        .is_some_and(|(from, until)| until < from);
    hits.add_if(
        ends_early,
        Place::Visit(VisitField::Day(ClaimDay::DisabledUntil)),
        "The disability ends before it begins.",
        "Check both days.",
    );
}

fn last_period(case: &Case<'_>, hits: &mut Hits) {
    hits.add_if(
        case.patient.sex == Sex::Male && case.visit.details.day(ClaimDay::LastPeriod).is_some(),
        Place::Visit(VisitField::Day(ClaimDay::LastPeriod)),
        "The last menstrual period is given for a patient whom the payer has as male.",
        "Take the day out, or check the patient's sex.",
    );
}

fn screening(case: &Case<'_>, hits: &mut Hits) {
    /// Until this birthday Medicaid screens.
    const GROWN: u32 = 21;
    let is_child =
        typed::age(case.patient.born_on, case.visit.service_on).is_some_and(|age| age < GROWN);
    let is_said = case.visit.details.epsdt.is_some();
    for (number, line) in case.numbered() {
        let is_marked = line.what.details.marks.contains(&ServiceMark::Epsdt);
        if is_child && is_screening(line.what.code) && !is_marked && !is_said {
            hits.add(
                Place::Line(number, LineField::Code),
                format!(
                    "{} is a child's check-up, and is not marked as EPSDT screening.",
                    line.what.code
                ),
                "Mark the service as EPSDT, and say what came of the screening.",
            );
        }
    }
}

fn paper_missing(case: &Case<'_>, hits: &mut Hits) {
    for paper in case.attachments {
        if paper.bytes.is_none() && paper.transmission != Transmission::OnRequest {
            hits.add(
                Place::Claim(ClaimField::Attachments),
                format!(
                    "{} {} is announced to come {}, and the book keeps no copy.",
                    paper.report.words(),
                    paper.control_number,
                    paper.transmission.words().to_lowercase()
                ),
                "Add the file, so that it can be shown what was sent.",
            );
        }
    }
}
