//! What a claim says beside what every claim says, in the form of its file. It must not know which payer wants what.

use super::{plain, rendering, some};
use crate::domain::code::{ClaimDay, EpsdtReferral, Procedure, ServiceMark};
use crate::domain::id::ProviderId;
use crate::domain::visit::{Details, Line};
use crate::edi::claim837::{
    self, Attachment, AttachmentKind, Certification, CertificationKind, ClaimDate, ClaimReference,
    Delay, Delivery, LineFlag, LineReference, Manipulation, Note, NoteKind, OrderingProvider,
    Program, Provider, SpinalCondition,
};
use crate::store::claim::Papers;

/// The number of the case with the accident's insurer, for that insurer alone.
pub(super) fn casualty_claim(papers: &Papers) -> Option<String> {
    let is_theirs = papers
        .payer
        .what
        .filing_indicator
        .is_property_and_casualty();
    some(&papers.visit.details.casualty_claim).filter(|_| is_theirs)
}

/// Adds to a claim what its visit says more.
pub(super) fn add(claim: &mut claim837::Claim, papers: &Papers) {
    let details = &papers.visit.details;
    add_days(claim, papers, details);
    if let Some(referral) = some(&details.referral) {
        let _none = claim.references.insert(ClaimReference::Referral, referral);
    }
    claim.program = details
        .program
        .and_then(|program| Program::from_code(program.as_str()));
    claim.delay = details
        .delay
        .and_then(|delay| Delay::from_code(delay.as_str()));
    claim.attachments = papers_of(papers);
    claim.note = details.note.as_ref().and_then(|note| {
        Some(Note {
            kind: NoteKind::from_code(note.topic.as_str())?,
            text: plain(&note.words),
        })
    });
    claim.condition_codes = details
        .conditions
        .iter()
        .map(|code| code.as_str().to_owned())
        .collect();
    claim.certifications = certifications(details);
    claim.manipulation = details.spine.and_then(|spine| {
        Some(Box::new(Manipulation {
            condition: SpinalCondition::from_code(spine.as_str())?,
            description: None,
            more: None,
        }))
    });
    claim.supervising = details
        .supervising
        .and_then(|who| clinician(papers, who))
        .map(untaxed);
}

/// What is certified of the patient: that they cannot leave home, and what came of a screening.
fn certifications(details: &Details) -> Vec<Certification> {
    let homebound = details.is_homebound.then(|| Certification {
        kind: CertificationKind::Homebound,
        applies: true,
        conditions: vec!["IH".to_owned()],
    });
    let screening = details.epsdt.map(|epsdt| Certification {
        kind: CertificationKind::Screening,
        applies: epsdt != EpsdtReferral::None,
        conditions: vec![epsdt.as_str().to_owned()],
    });
    [screening, homebound].into_iter().flatten().collect()
}

/// Whether somebody orders such services: tests, images, supplies.
fn is_ordered(code: Procedure) -> bool {
    code.is_laboratory() || code.is_radiology() || code.as_str().starts_with(['A', 'E', 'K', 'L'])
}

/// Who ordered a service: of a visit with tests, images or supplies those alone, else every one.
fn ordering(papers: &Papers, line: &Line) -> Option<Box<OrderingProvider>> {
    let who = papers.visit.details.ordering?;
    let mut lines = papers.lines.iter();
    let is_theirs = is_ordered(line.what.code) || !lines.any(|one| is_ordered(one.what.code));
    if !is_theirs || who == line.what.details.rendering.unwrap_or(papers.rendering.id) {
        return None;
    }
    let provider = untaxed(clinician(papers, who)?);
    Some(Box::new(OrderingProvider {
        provider,
        ..OrderingProvider::default()
    }))
}

fn add_days(claim: &mut claim837::Claim, papers: &Papers, details: &Details) {
    let is_casualty = papers
        .payer
        .what
        .filing_indicator
        .is_property_and_casualty();
    for (day, on) in &details.days {
        let kind = match day {
            ClaimDay::InitialTreatment => ClaimDate::InitialTreatment,
            ClaimDay::LastSeen => ClaimDate::LastSeen,
            ClaimDay::Acute => ClaimDate::AcuteManifestation,
            ClaimDay::LastPeriod => ClaimDate::LastMenstrualPeriod,
            ClaimDay::LastXray => ClaimDate::LastXray,
            // Only an accident's insurer is told.
            ClaimDay::FirstContact if !is_casualty => continue,
            ClaimDay::FirstContact => ClaimDate::FirstContact,
            ClaimDay::LastWorked => ClaimDate::LastWorked,
            ClaimDay::DisabledFrom => ClaimDate::DisabilityBegan,
            ClaimDay::DisabledUntil => ClaimDate::DisabilityEnded,
            ClaimDay::ReturnToWork => ClaimDate::ReturnToWork,
            ClaimDay::Discharged => ClaimDate::Discharge,
            ClaimDay::CareAssumed => ClaimDate::CareAssumed,
            ClaimDay::CareRelinquished => ClaimDate::CareRelinquished,
        };
        let _none = claim.dates.insert(kind, *on);
    }
}

/// Adds to a service what is said more of it.
pub(super) fn add_to_line(service: &mut claim837::Line, papers: &Papers, line: &Line) {
    let details = &line.what.details;
    service.note = some(&details.note).map(|text| Note {
        kind: NoteKind::Additional,
        text,
    });
    let clia = details.referring_clia.as_ref().map(AsRef::as_ref);
    let references = [
        (LineReference::ImmunizationBatch, details.lot.as_str()),
        (LineReference::ReferringClia, clia.unwrap_or_default()),
    ];
    let given = references.into_iter();
    service
        .references
        .extend(given.filter_map(|(kind, number)| Some((kind, some(number)?))));
    service.flags = details
        .marks
        .iter()
        .map(|mark| match mark {
            ServiceMark::Emergency => LineFlag::Emergency,
            ServiceMark::Epsdt => LineFlag::Epsdt,
            ServiceMark::FamilyPlanning => LineFlag::FamilyPlanning,
        })
        .collect();
    service.ordering = ordering(papers, line);
    service.rendering = details
        .rendering
        .filter(|who| *who != papers.rendering.id)
        .and_then(|who| clinician(papers, who));
}

fn clinician(papers: &Papers, who: ProviderId) -> Option<Provider> {
    let found = papers.people.iter().find(|one| one.id == who);
    found.map(rendering)
}

/// Without the specialty, which only who rendered names.
fn untaxed(provider: Provider) -> Provider {
    Provider {
        taxonomy: None,
        ..provider
    }
}

/// The papers announced with a claim.
fn papers_of(papers: &Papers) -> Vec<Attachment> {
    papers
        .attachments
        .iter()
        .filter_map(|paper| {
            Some(Attachment {
                kind: AttachmentKind::from_code(paper.report.as_str())?,
                delivery: Delivery::from_code(paper.transmission.as_str())?,
                number: some(&paper.control_number),
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::code::{DelayReason, NoteTopic, ReportKind, SpecialProgram, Transmission};

    #[test]
    fn every_code_of_ours_is_one_of_the_files() {
        for code in ReportKind::ALL {
            assert!(AttachmentKind::from_code(code.as_str()).is_some(), "{code}");
        }
        for code in Transmission::ALL {
            assert!(Delivery::from_code(code.as_str()).is_some(), "{code}");
        }
        for code in NoteTopic::ALL {
            assert!(NoteKind::from_code(code.as_str()).is_some(), "{code}");
        }
        for code in DelayReason::ALL {
            assert!(Delay::from_code(code.as_str()).is_some(), "{code}");
        }
        for code in SpecialProgram::ALL {
            assert!(Program::from_code(code.as_str()).is_some(), "{code}");
        }
    }
}
