//! A claim as the payer sees it: what its file would say, in sections a person can read. It must not know segments.

use serde::Serialize;

use crate::domain::claim::Responsibility;
use crate::domain::practice::Practice;
use crate::edi::claim837::{
    Address, Birth, Claim, ClaimDate, ClaimReference, Line, Name, OtherPayer, OtherPayerReference,
    PayerOrder, Person, Provider, Submission,
};
use crate::office::export::form;
use crate::store::claim::Papers;

mod details;

/// A part of a claim with its rows: what something is, and what the claim says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Section {
    /// What it is about.
    pub title: String,
    /// Its rows.
    pub rows: Vec<(String, String)>,
}

/// Shows the claim as its next sending would say it.
pub(super) fn preview(practice: &Practice, papers: &Papers) -> Vec<Section> {
    let submission = form::submission(practice, papers, 1);
    let claim = &submission.claim;
    let mut sections = vec![
        billing(&submission),
        payer(&submission),
        subscriber(&submission),
    ];
    sections.extend(patient(&submission));
    sections.push(about(claim));
    let case_number = match &submission.patient {
        Some(patient) => patient.casualty_claim.as_deref(),
        None => submission.subscriber.casualty_claim.as_deref(),
    };
    sections.extend(details::section(claim, case_number));
    for (title, provider) in [
        ("Referring", &claim.referring),
        ("Rendering", &claim.rendering),
        ("Supervising", &claim.supervising),
    ] {
        sections.extend(provider.as_ref().map(|one| clinician(title, one)));
    }
    sections.extend(facility(claim));
    sections.extend(claim.other_payers.iter().map(other_payer));
    sections.push(services(claim));
    sections
}

fn section(title: &str, rows: Vec<(&str, String)>) -> Section {
    Section {
        title: title.to_owned(),
        rows: rows
            .into_iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(what, value)| (what.to_owned(), value))
            .collect(),
    }
}

fn billing(submission: &Submission) -> Section {
    let provider = &submission.provider;
    let tax_id = provider.tax_id.as_ref();
    section(
        "Billing provider",
        vec![
            ("Name", called(&provider.name)),
            ("NPI", provider.npi.clone().unwrap_or_default()),
            ("Taxonomy", provider.taxonomy.clone().unwrap_or_default()),
            (
                "Tax id",
                tax_id.map(|id| id.number.clone()).unwrap_or_default(),
            ),
            ("Address", place(&provider.address)),
            (
                "Pay to",
                provider.pay_to.as_ref().map(place).unwrap_or_default(),
            ),
        ],
    )
}

fn payer(submission: &Submission) -> Section {
    let payer = &submission.payer;
    section(
        "Payer",
        vec![
            ("Name", payer.name.clone()),
            ("Payer id", payer.id.clone()),
            (
                "Address",
                payer.address.as_ref().map(place).unwrap_or_default(),
            ),
        ],
    )
}

fn other_payer(other: &OtherPayer) -> Section {
    let number = other.references.get(&OtherPayerReference::ClaimNumber);
    section(
        "Other payer",
        vec![
            ("Order", order(other.order).to_owned()),
            ("Name", other.payer.name.clone()),
            ("Payer id", other.payer.id.clone()),
            ("Subscriber", called(&other.subscriber.name)),
            ("Member id", other.subscriber.member_id.clone()),
            ("Relation", other.relation.words().to_owned()),
            (
                "Paid",
                other.paid.map(|paid| paid.to_string()).unwrap_or_default(),
            ),
            ("Its claim number", number.cloned().unwrap_or_default()),
        ],
    )
}

/// In which order a payer is asked; the letter itself where we never write it.
fn order(order: PayerOrder) -> &'static str {
    match Responsibility::from_code(order.code()) {
        Some(responsibility) => responsibility.words(),
        None => order.code(),
    }
}

fn subscriber(submission: &Submission) -> Section {
    let subscriber = &submission.subscriber;
    section(
        "Subscriber",
        vec![
            ("Name", called(&subscriber.name)),
            ("Member id", subscriber.member_id.clone()),
            ("Group", subscriber.group_number.clone().unwrap_or_default()),
            (
                "Group name",
                subscriber.group_name.clone().unwrap_or_default(),
            ),
            ("Asked", order(subscriber.order).to_owned()),
            (
                "Plan",
                subscriber
                    .filing
                    .map(|kind| kind.words().to_owned())
                    .unwrap_or_default(),
            ),
            ("Born", subscriber.birth.map(birth).unwrap_or_default()),
            (
                "Address",
                subscriber.address.as_ref().map(place).unwrap_or_default(),
            ),
        ],
    )
}

fn patient(submission: &Submission) -> Option<Section> {
    let patient = submission.patient.as_ref()?;
    Some(section(
        "Patient",
        vec![
            ("Name", person(&patient.name)),
            ("Relation", patient.relation.words().to_owned()),
            ("Born", patient.birth.map(birth).unwrap_or_default()),
            ("Address", place(&patient.address)),
        ],
    ))
}

fn about(claim: &Claim) -> Section {
    let day = |kind: ClaimDate| {
        claim
            .dates
            .get(&kind)
            .map(|day| day.format("%m/%d/%Y").to_string())
            .unwrap_or_default()
    };
    let reference = |kind: ClaimReference| claim.references.get(&kind).cloned().unwrap_or_default();
    let causes: Vec<&str> = claim.causes.iter().map(|cause| cause.code()).collect();
    let state = claim.accident_state.as_deref().unwrap_or_default();
    section(
        "Claim",
        vec![
            ("Number", claim.number.clone()),
            ("Total", claim.charge.to_string()),
            ("Place of service", claim.place_of_service.clone()),
            ("Frequency", claim.frequency.code().to_owned()),
            (
                "Payer's claim number",
                reference(ClaimReference::PayerClaimNumber),
            ),
            (
                "Authorization",
                reference(ClaimReference::PriorAuthorization),
            ),
            ("CLIA number", reference(ClaimReference::Clia)),
            ("Onset", day(ClaimDate::Onset)),
            ("Admission", day(ClaimDate::Admission)),
            (
                "Accident",
                format!("{} {state}", causes.join(" ")).trim().to_owned(),
            ),
            ("Day of accident", day(ClaimDate::Accident)),
            ("Diagnoses", claim.diagnoses.join(" ")),
        ],
    )
}

fn clinician(title: &str, provider: &Provider) -> Section {
    section(
        title,
        vec![
            ("Name", called(&provider.name)),
            ("NPI", provider.npi.clone().unwrap_or_default()),
            ("Taxonomy", provider.taxonomy.clone().unwrap_or_default()),
        ],
    )
}

fn facility(claim: &Claim) -> Option<Section> {
    let facility = claim.facility.as_ref()?;
    Some(section(
        "Facility",
        vec![
            ("Name", facility.name.clone()),
            ("NPI", facility.npi.clone().unwrap_or_default()),
            ("Address", place(&facility.address)),
        ],
    ))
}

fn services(claim: &Claim) -> Section {
    let rows: Vec<(String, String)> = (1..)
        .zip(&claim.lines)
        .map(|(number, line): (u32, _)| (number.to_string(), service(line)))
        .collect();
    Section {
        title: "Services".to_owned(),
        rows,
    }
}

fn service(line: &Line) -> String {
    let mut words = vec![line.procedure.code.clone()];
    words.extend(line.procedure.modifiers.iter().cloned());
    let pointers: String = line
        .pointers
        .iter()
        .filter_map(|place| ('A'..='L').nth(usize::from(place.saturating_sub(1))))
        .collect();
    words.push(pointers);
    words.push(format!("{} {}", line.quantity, line.measure.code()));
    words.push(line.charge.to_string());
    for one in &line.adjudications {
        words.push(format!("paid {} by {}", one.paid, one.payer_id));
        for reason in &one.adjustments {
            let group = reason.group.as_str();
            words.push(format!("{group}-{} {}", reason.reason, reason.amount));
        }
    }
    if let Some(drug) = &line.drug {
        words.push(format!(
            "NDC {} {} {}",
            drug.code,
            drug.quantity,
            drug.unit.code()
        ));
    }
    words.extend(details::of_line(line));
    words.join(" ")
}

fn called(name: &Name) -> String {
    match name {
        Name::Person(one) => person(one),
        Name::Organization(name) => name.clone(),
    }
}

fn person(name: &Person) -> String {
    let rest = [&name.first, &name.middle, &name.suffix];
    let mut words = vec![format!("{},", name.last)];
    words.extend(rest.into_iter().flatten().cloned());
    words.join(" ")
}

fn place(address: &Address) -> String {
    let second = address.second_line.as_ref().map(|line| format!(", {line}"));
    format!(
        "{}{}, {}, {} {}",
        address.line,
        second.unwrap_or_default(),
        address.city,
        address.state.as_deref().unwrap_or_default(),
        address.zip.as_deref().unwrap_or_default()
    )
}

fn birth(birth: Birth) -> String {
    format!("{} {}", birth.day.format("%m/%d/%Y"), birth.sex)
}
