//! What a claim says beside what every claim says, as a person reads it. It must not know segments.

use super::Section;
use crate::edi::claim837::{Claim, ClaimDate, ClaimReference};

/// The days in words; those that stand elsewhere are left out.
const DAYS: [(ClaimDate, &str); 13] = [
    (ClaimDate::InitialTreatment, "First treatment"),
    (ClaimDate::LastSeen, "Last seen"),
    (ClaimDate::AcuteManifestation, "Turned acute"),
    (ClaimDate::LastMenstrualPeriod, "Last period"),
    (ClaimDate::LastXray, "Last X-ray"),
    (ClaimDate::FirstContact, "First contact"),
    (ClaimDate::LastWorked, "Last worked"),
    (ClaimDate::DisabilityBegan, "Disabled from"),
    (ClaimDate::DisabilityEnded, "Disabled until"),
    (ClaimDate::ReturnToWork, "Back to work"),
    (ClaimDate::Discharge, "Discharged"),
    (ClaimDate::CareAssumed, "Care taken over"),
    (ClaimDate::CareRelinquished, "Care given over"),
];

/// The section; none when there is nothing more to say.
pub(super) fn section(claim: &Claim, case_number: Option<&str>) -> Option<Section> {
    let mut rows: Vec<(String, String)> = Vec::new();
    let mut row = |what: &str, value: &str| {
        if !value.is_empty() {
            rows.push((what.to_owned(), value.to_owned()));
        }
    };
    row("Case number", case_number.unwrap_or_default());
    let referral = claim.references.get(&ClaimReference::Referral);
    row("Referral", referral.map_or("", String::as_str));
    for (kind, words) in DAYS {
        if let Some(day) = claim.dates.get(&kind) {
            row(words, &day.format("%m/%d/%Y").to_string());
        }
    }
    row("Program", claim.program.map_or("", |one| one.code()));
    row("Delay", claim.delay.map_or("", |one| one.code()));
    if let Some(note) = &claim.note {
        row("Note", &format!("{} {}", note.kind.code(), note.text));
    }
    for paper in &claim.attachments {
        let number = paper.number.as_deref().unwrap_or_default();
        let words = format!("{} {} {number}", paper.kind.code(), paper.delivery.code());
        row("Paper", words.trim());
    }
    (!rows.is_empty()).then(|| Section {
        title: "It also says".to_owned(),
        rows,
    })
}

/// What more is said of a service, after what is billed.
pub(super) fn of_line(line: &crate::edi::claim837::Line) -> Vec<String> {
    let numbers = line
        .references
        .iter()
        .map(|(kind, number)| format!("{} {number}", kind.code()));
    let note = line.note.iter().map(|note| note.text.clone());
    numbers.chain(note).collect()
}
