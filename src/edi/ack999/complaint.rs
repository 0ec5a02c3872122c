//! What a 999 complains of in a professional claim: a segment in a loop, in plain words, and the field behind it. It
//! must not know whose claim it is.

use super::{ElementFault, SegmentFault};
use crate::domain::answer::Subject;
use crate::domain::codeset::answers::{element_errors, meaning, segment_errors, uncapitalized};
use crate::domain::scrub::{
    AddressPart, ClaimField, FacilityField, LineField, NamePart, PatientField, PayerField,
    PolicyField, PracticeField, ProviderField, ReceiverField, VisitField,
};

/// Says a fault in a sentence: what it is about, what is wrong, and where it stands for those who look it up. The value
/// that was found is left out, because it may be a patient's.
pub fn told(fault: &SegmentFault, qualifier: &str) -> String {
    let thing = thing(fault.loop_id.as_deref(), &fault.segment, qualifier);
    let mut reasons: Vec<String> = fault.elements.iter().map(element).collect();
    if reasons.is_empty() {
        let code = fault.code.as_deref().unwrap_or_default();
        reasons.push(uncapitalized(&meaning(segment_errors(), code)));
    }
    let place = match &fault.loop_id {
        Some(id) => format!("{} in loop {id}", fault.segment),
        None => fault.segment.clone(),
    };
    format!("{thing}: {} ({place})", reasons.join("; "))
}

fn element(fault: &ElementFault) -> String {
    let reason = uncapitalized(&meaning(element_errors(), &fault.code));
    match (fault.place.element, fault.place.component) {
        (Some(element), Some(component)) => format!("element {element}-{component}: {reason}"),
        (Some(element), None) => format!("element {element}: {reason}"),
        (None, _) => reason,
    }
}

/// The codes of a fault as people quote them.
pub fn quoted(fault: &SegmentFault) -> String {
    let of_elements = fault.elements.iter().map(|one| one.code.as_str());
    let codes: Vec<&str> = fault
        .code
        .as_deref()
        .into_iter()
        .chain(of_elements)
        .collect();
    format!("{} {}", fault.segment, codes.join(" "))
}

/// The field behind a fault, where there is one: that of its first element that leads to one.
pub fn subject(fault: &SegmentFault, qualifier: &str) -> Option<Subject> {
    let loop_id = fault.loop_id.as_deref().unwrap_or_default();
    let field = |element: u64, component: u64| {
        field(loop_id, &fault.segment, qualifier, (element, component))
    };
    let of_elements = fault.elements.iter().find_map(|one| {
        field(
            one.place.element.unwrap_or(0),
            one.place.component.unwrap_or(0),
        )
    });
    of_elements.or_else(|| field(0, 0))
}

/// What a segment holds, in plain words.
fn thing(loop_id: Option<&str>, segment: &str, qualifier: &str) -> &'static str {
    let in_loop = |start: &str| loop_id.is_some_and(|id| id.starts_with(start));
    match segment {
        "N3" | "N4" if in_loop("2010AA") => "The practice's address",
        "N3" | "N4" if in_loop("2010AB") => "The address for payments",
        "N3" | "N4" if in_loop("2010BB") => "The payer's address",
        "N3" | "N4" if in_loop("2010CA") => "The patient's address",
        "N3" | "N4" if in_loop("2010BA") => "The subscriber's address",
        "N3" | "N4" if in_loop("2310") || in_loop("2420") => "The address of the place of service",
        "N3" | "N4" => "An address",
        "NM1" if in_loop("1000") => "The names of sender and receiver",
        "NM1" if in_loop("2010AA") => "The practice's name or NPI",
        "NM1" if in_loop("2010BA") => "The subscriber's name or member id",
        "NM1" if in_loop("2010CA") => "The patient's name",
        "NM1" if in_loop("2010BB") => "The payer's name or id",
        "NM1" if in_loop("2310A") => "The referring provider's name or NPI",
        "NM1" if in_loop("2310B") || in_loop("2420A") => "The rendering provider's name or NPI",
        "NM1" if in_loop("2310C") || in_loop("2420C") => "The place of service's name or NPI",
        "NM1" => "A name or its id",
        "PRV" => "A taxonomy code",
        "PER" => "A contact",
        "DMG" if in_loop("2010CA") => "The patient's birthday or sex",
        "DMG" => "The subscriber's birthday or sex",
        "SBR" => "The coverage",
        "PAT" => "The patient's relationship to the subscriber",
        "CLM" => "The claim",
        "HI" => "The diagnoses",
        "DTP" if in_loop("24") => "The day of service",
        "DTP" => "A date of the claim",
        "REF" if qualifier == "G1" => "The prior authorization number",
        "REF" if qualifier == "F8" => "The payer's claim number",
        "REF" if matches!(qualifier, "EI" | "SY") => "The tax id",
        "REF" if qualifier == "X4" => "The CLIA number",
        "REF" => "A number of the claim",
        "SV1" => "A service",
        "LIN" | "CTP" => "The drug of a service",
        "LX" => "A service line",
        "ISA" | "GS" | "ST" | "SE" | "GE" | "IEA" | "BHT" | "HL" => "The structure of the file",
        _ => "A part of the claim",
    }
}

fn field(loop_id: &str, segment: &str, qualifier: &str, at: (u64, u64)) -> Option<Subject> {
    match segment {
        "NM1" => name(loop_id, at.0),
        "N3" | "N4" => address(loop_id, segment, at.0),
        "CLM" => Some(match at {
            (2, _) => Subject::Claim(ClaimField::Total),
            (5, 3) => Subject::Claim(ClaimField::Frequency),
            (5, _) => Subject::Visit(VisitField::Place),
            (6..=10, _) => Subject::Policy(PolicyField::Signature),
            (11, _) => Subject::Visit(VisitField::Accident),
            _ => return None,
        }),
        "SV1" => Some(Subject::Line(match at {
            (1, 3..=6) => LineField::Modifiers,
            (1, 7) => LineField::Description,
            (2, _) => LineField::Charge,
            (3 | 4, _) => LineField::Units,
            (7, _) => LineField::Pointers,
            (5, _) => return Some(Subject::Visit(VisitField::Place)),
            _ => LineField::Code,
        })),
        "LIN" | "CTP" => Some(Subject::Line(LineField::Ndc)),
        "HI" => Some(Subject::Visit(VisitField::Diagnosis(
            u32::try_from(at.0).unwrap_or(0),
        ))),
        "DMG" => Some(demographics(loop_id, at.0)),
        "SBR" => Some(match at.0 {
            3 => Subject::Policy(PolicyField::Group),
            4 => Subject::Policy(PolicyField::Plan),
            2 => Subject::Policy(PolicyField::Relation),
            9 => Subject::Payer(PayerField::Name),
            _ => Subject::Policy(PolicyField::Rank),
        }),
        "PAT" => Some(Subject::Policy(PolicyField::Relation)),
        "PRV" if loop_id.starts_with("2000A") => Some(Subject::Practice(PracticeField::Taxonomy)),
        "PRV" => Some(Subject::Rendering(ProviderField::Taxonomy)),
        "PER" => Some(Subject::Practice(PracticeField::Contact)),
        "DTP" => Some(Subject::Visit(match qualifier {
            "435" => VisitField::AdmittedOn,
            "439" => VisitField::Accident,
            "431" | "454" | "304" | "453" | "484" => VisitField::OnsetOn,
            _ => VisitField::ServiceOn,
        })),
        "REF" => Some(match qualifier {
            "G1" | "9F" => Subject::Visit(VisitField::Authorization),
            "F8" => Subject::Claim(ClaimField::Frequency),
            "EI" | "SY" => Subject::Practice(PracticeField::TaxId),
            "X4" => Subject::Facility(FacilityField::Clia),
            _ => return None,
        }),
        _ => None,
    }
}

fn name(loop_id: &str, element: u64) -> Option<Subject> {
    let part = match element {
        4 => NamePart::First,
        5 => NamePart::Middle,
        7 => NamePart::Suffix,
        _ => NamePart::Last,
    };
    let is_id = matches!(element, 8 | 9);
    Some(match loop_id.get(..6).unwrap_or(loop_id) {
        "1000A" => Subject::Receiver(ReceiverField::SenderId),
        "1000B" => Subject::Receiver(ReceiverField::ReceiverId),
        "2010AA" if is_id => Subject::Practice(PracticeField::Npi),
        "2010AA" => Subject::Practice(PracticeField::Name),
        "2010BA" if is_id => Subject::Policy(PolicyField::MemberId),
        "2010BA" => Subject::InsuredName(part),
        "2010CA" => Subject::Patient(PatientField::Name(part)),
        "2010BB" if is_id => Subject::Payer(PayerField::PayerId),
        "2010BB" => Subject::Payer(PayerField::Name),
        "2310A" if is_id => Subject::Referring(ProviderField::Npi),
        "2310A" => Subject::Referring(ProviderField::Name(part)),
        "2310B" | "2420A" if is_id => Subject::Rendering(ProviderField::Npi),
        "2310B" | "2420A" => Subject::Rendering(ProviderField::Name(part)),
        "2310C" | "2420C" if is_id => Subject::Facility(FacilityField::Npi),
        "2310C" | "2420C" => Subject::Facility(FacilityField::Name),
        _ => return None,
    })
}

fn address(loop_id: &str, segment: &str, element: u64) -> Option<Subject> {
    let part = match (segment, element) {
        ("N3", 2) => AddressPart::Street2,
        ("N3", _) => AddressPart::Street,
        _ => AddressPart::City,
    };
    let is_zip = segment == "N4" && element == 3;
    Some(match loop_id.get(..6).unwrap_or(loop_id) {
        "2010AA" if is_zip => Subject::Practice(PracticeField::Zip),
        "2010AA" => Subject::Practice(PracticeField::Address(part)),
        "2010AB" => Subject::Practice(PracticeField::PayTo(part)),
        "2010BA" => Subject::InsuredAddress(part),
        "2010BB" => Subject::Payer(PayerField::Address(part)),
        "2010CA" => Subject::Patient(PatientField::Address(part)),
        "2310C" | "2420C" if is_zip => Subject::Facility(FacilityField::Zip),
        "2310C" | "2420C" => Subject::Facility(FacilityField::Address(part)),
        _ => return None,
    })
}

fn demographics(loop_id: &str, element: u64) -> Subject {
    if element == 3 {
        Subject::Patient(PatientField::Sex)
    } else if loop_id.starts_with("2010CA") {
        Subject::Patient(PatientField::BornOn)
    } else {
        Subject::InsuredBornOn
    }
}

#[cfg(test)]
mod tests {
    use super::super::Place;
    use super::*;

    fn fault(segment: &str, loop_id: &str, element: u64, component: Option<u64>) -> SegmentFault {
        SegmentFault {
            segment: segment.to_owned(),
            loop_id: Some(loop_id.to_owned()),
            code: Some("8".to_owned()),
            elements: vec![ElementFault {
                place: Place {
                    element: Some(element),
                    component,
                    repetition: None,
                },
                code: "7".to_owned(),
                value: Some("QUILLFEATHER".to_owned()),
                ..ElementFault::default()
            }],
            ..SegmentFault::default()
        }
    }

    #[test]
    fn a_fault_is_told_plainly_and_keeps_what_it_found_to_itself() {
        let told = told(&fault("N4", "2010AA", 3, None), "");
        assert_eq!(
            told,
            "The practice's address: element 3: the code is not valid (N4 in loop 2010AA)"
        );
        assert_eq!(quoted(&fault("N4", "2010AA", 3, None)), "N4 8 7");
    }

    #[test]
    fn a_fault_leads_to_its_field() {
        let cases = [
            (
                fault("N4", "2010AA", 3, None),
                Subject::Practice(PracticeField::Zip),
            ),
            (
                fault("NM1", "2010BA", 9, None),
                Subject::Policy(PolicyField::MemberId),
            ),
            (
                fault("SV1", "2400", 1, Some(3)),
                Subject::Line(LineField::Modifiers),
            ),
            (
                fault("HI", "2300", 2, Some(2)),
                Subject::Visit(VisitField::Diagnosis(2)),
            ),
        ];
        for (fault, expected) in cases {
            assert_eq!(subject(&fault, ""), Some(expected), "{}", fault.segment);
        }
        let authorization = fault("REF", "2300", 2, None);
        assert_eq!(
            subject(&authorization, "G1"),
            Some(Subject::Visit(VisitField::Authorization))
        );
        assert_eq!(subject(&authorization, "D9"), None);
    }
}
