//! Edits on who bills: the practice, its clinicians and its other places.

use super::case::Case;
use super::place::{
    AddressPart, FacilityField, NamePart, Place, PracticeField, ProviderField, VisitField,
};
use super::{Edit, Hits};
use crate::domain::code::{FilingIndicator, Procedure};
use crate::domain::person::Address;

const MEDICAID: &[FilingIndicator] = &[FilingIndicator::Medicaid];
/// Payers that never pay for a test without the laboratory's certificate.
const GOVERNMENT: &[FilingIndicator] = &[
    FilingIndicator::MedicarePartA,
    FilingIndicator::MedicarePartB,
    FilingIndicator::MedicareAdvantage,
    FilingIndicator::Medicaid,
];

pub(super) const EDITS: &[Edit] = &[
    Edit::block("S030", "Practice without a name", name).never_waived(),
    Edit::block("S031", "Practice without an address", address).never_waived(),
    Edit::block("S032", "Practice at a PO box", po_box),
    Edit::block("S033", "Billing ZIP of five digits", zip),
    Edit::block("S034", "Pay-to address incomplete", pay_to).never_waived(),
    Edit::block("S035", "A person's NPI on a company", shared_npi),
    Edit::warn("S036", "Billing taxonomy missing", billing_taxonomy).filed_as(MEDICAID),
    Edit::warn("S037", "Rendering taxonomy missing", rendering_taxonomy).filed_as(MEDICAID),
    Edit::block("S038", "Clinician without a name", clinician_name).never_waived(),
    Edit::block("S039", "Clinician does not see patients", duty),
    Edit::block("S040", "Facility without name or address", facility_address).never_waived(),
    Edit::block("S041", "Facility ZIP of five digits", facility_zip),
    Edit::warn("S042", "Facility without an NPI", facility_npi),
    Edit::block("S043", "CLIA number missing", clia).filed_as(GOVERNMENT),
    Edit::warn("S044", "CLIA number not given", clia_elsewhere),
];

/// Whether an address is a post office box, in any of the usual spellings.
fn is_po_box(address: &Address) -> bool {
    [&address.street, &address.street2].into_iter().any(|line| {
        let words: Vec<&str> = line
            .split(|c: char| !c.is_ascii_alphanumeric())
            .filter(|word| !word.is_empty())
            .collect();
        let is = |found: &[&str], wanted: &[&str]| {
            found.len() == wanted.len()
                && found
                    .iter()
                    .zip(wanted)
                    .all(|(found, wanted)| found.eq_ignore_ascii_case(wanted))
        };
        words
            .windows(2)
            .any(|two| is(two, &["PO", "BOX"]) || is(two, &["LOCK", "BOX"]))
            || words
                .windows(3)
                .any(|three| is(three, &["P", "O", "BOX"]) || is(three, &["POST", "OFFICE", "BOX"]))
            || words
                .first()
                .is_some_and(|word| is(&[*word], &["POB"]) || is(&[*word], &["POBOX"]))
    })
}

fn name(case: &Case<'_>, hits: &mut Hits) {
    match &case.practice.owner {
        Some(owner) => {
            if let Some(part) = NamePart::missing(owner) {
                hits.add(
                    Place::Practice(PracticeField::Owner(part)),
                    "The practice bills as a person, whose first or last name is missing.",
                    "Type the owner's name in Settings.",
                );
            }
        }
        None => hits.add_if(
            case.practice.name.trim().is_empty(),
            Place::Practice(PracticeField::Name),
            "The practice's name is missing.",
            "Type its legal name in Settings.",
        ),
    }
}

fn address(case: &Case<'_>, hits: &mut Hits) {
    if let Some(part) = AddressPart::missing(&case.practice.address) {
        hits.add(
            Place::Practice(PracticeField::Address(part)),
            "The practice's street or city is missing.",
            "Type the address at which patients are seen in Settings.",
        );
    }
}

fn po_box(case: &Case<'_>, hits: &mut Hits) {
    hits.add_if(
        is_po_box(&case.practice.address),
        Place::Practice(PracticeField::Address(AddressPart::Street)),
        "The practice's address is a PO box, which no claim may carry.",
        "Type the street address in Settings; payments can still go to the PO box as pay-to address.",
    );
}

fn zip(case: &Case<'_>, hits: &mut Hits) {
    hits.add_if(
        case.practice.address.zip.plus_four().is_none(),
        Place::Practice(PracticeField::Zip),
        "The practice's ZIP has five digits; a claim needs all nine.",
        "Add the last four digits in Settings.",
    );
}

fn pay_to(case: &Case<'_>, hits: &mut Hits) {
    let pay_to = case.practice.pay_to.as_ref();
    if let Some(part) = pay_to.and_then(AddressPart::missing) {
        hits.add(
            Place::Practice(PracticeField::PayTo(part)),
            "The address where payments go has no street or no city.",
            "Complete it in Settings, or leave it empty when it is the practice's own.",
        );
    }
}

fn shared_npi(case: &Case<'_>, hits: &mut Hits) {
    if case.practice.owner.is_some() {
        return;
    }
    let shared = case
        .clinicians()
        .find(|provider| provider.who.npi == case.practice.npi);
    if let Some(provider) = shared {
        hits.add(
            Place::Practice(PracticeField::Npi),
            format!(
                "The practice bills as a company with the NPI of {}.",
                provider.signed()
            ),
            "Type the company's own NPI in Settings, or say there that the owner bills as a person.",
        );
    }
}

fn billing_taxonomy(case: &Case<'_>, hits: &mut Hits) {
    hits.add_if(
        case.practice.taxonomy.is_none(),
        Place::Practice(PracticeField::Taxonomy),
        "The practice's taxonomy is missing; most Medicaid programs refuse a claim without it.",
        "Type it in Settings as it is enrolled with Medicaid.",
    );
}

fn rendering_taxonomy(case: &Case<'_>, hits: &mut Hits) {
    hits.add_if(
        case.rendering.who.taxonomy.is_none(),
        Place::Provider(case.rendering.id, ProviderField::Taxonomy),
        "The clinician's taxonomy is missing; most Medicaid programs refuse a claim without it.",
        "Type it in Settings as it is enrolled with Medicaid.",
    );
}

fn clinician_name(case: &Case<'_>, hits: &mut Hits) {
    for provider in case.clinicians() {
        if let Some(part) = NamePart::missing(&provider.who.name) {
            hits.add(
                Place::Provider(provider.id, ProviderField::Name(part)),
                "The clinician's first or last name is missing.",
                "Type it in Settings.",
            );
        }
    }
}

fn duty(case: &Case<'_>, hits: &mut Hits) {
    hits.add_if(
        !case.rendering.who.duty.renders(),
        Place::Visit(VisitField::Rendering),
        "The visit is by a clinician who only sends patients here.",
        "Choose who saw the patient, or mark the clinician as one who sees patients.",
    );
}

fn facility_address(case: &Case<'_>, hits: &mut Hits) {
    let Some(facility) = case.facility else {
        return;
    };
    let field = if facility.what.name.trim().is_empty() {
        Some(FacilityField::Name)
    } else {
        AddressPart::missing(&facility.what.address).map(FacilityField::Address)
    };
    if let Some(field) = field {
        hits.add(
            Place::Facility(facility.id, field),
            "The facility's name, street or city is missing.",
            "Complete it in Settings.",
        );
    }
}

fn facility_zip(case: &Case<'_>, hits: &mut Hits) {
    if let Some(facility) = case.facility {
        hits.add_if(
            facility.what.address.zip.plus_four().is_none(),
            Place::Facility(facility.id, FacilityField::Zip),
            "The facility's ZIP has five digits; a claim needs all nine.",
            "Add the last four digits in Settings.",
        );
    }
}

fn facility_npi(case: &Case<'_>, hits: &mut Hits) {
    if let Some(facility) = case.facility {
        hits.add_if(
            facility.what.npi.is_none(),
            Place::Facility(facility.id, FacilityField::Npi),
            "The facility has no NPI; payers want it where there is one.",
            "Look it up in the public NPI registry and type it in Settings.",
        );
    }
}

/// The test that needs a certificate nobody has: that of the place of service, else the practice's own.
fn clia_lacks(case: &Case<'_>) -> Option<(Place, String)> {
    let mut codes = case.lines.iter().map(|line| line.what.code);
    let test = codes.find(Procedure::is_laboratory)?;
    let (clia, place) = match case.facility {
        Some(facility) => (
            facility.what.clia,
            Place::Facility(facility.id, FacilityField::Clia),
        ),
        None => (case.practice.clia, Place::Practice(PracticeField::Clia)),
    };
    let words = format!("{test} is a laboratory test, and its laboratory has no CLIA number.");
    clia.is_none().then_some((place, words))
}

fn clia(case: &Case<'_>, hits: &mut Hits) {
    if let Some((place, words)) = clia_lacks(case) {
        hits.add(
            place,
            words,
            "Type the number of the laboratory's CLIA certificate in Settings.",
        );
    }
}

fn clia_elsewhere(case: &Case<'_>, hits: &mut Hits) {
    if !GOVERNMENT.contains(&case.payer.what.filing_indicator) {
        clia(case, hits);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_po_box_is_known_in_every_spelling() {
        let at = |street: &str| Address {
            street: street.to_owned(),
            street2: String::new(),
            city: "Akron".to_owned(),
            state: crate::domain::code::State::Ohio,
            zip: "443080001".parse().unwrap(),
        };
        for street in [
            "PO Box 12",
            "P.O. Box 12",
            "P. O. BOX 12",
            "p o box 12",
            "Post Office Box 9",
            "POB 77",
            "POBox 3",
            "Lock Box 4",
            "12 Main St, PO BOX 3",
        ] {
            assert!(is_po_box(&at(street)), "{street}");
        }
        for street in [
            "12 Boxwood Ln",
            "1 Post Office Sq",
            "900 Polk St",
            "77 Pobox Rd",
            "Box Elder Rd 4",
        ] {
            assert!(!is_po_box(&at(street)), "{street}");
        }
    }
}
