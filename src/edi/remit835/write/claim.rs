//! A claim of a remittance to segments, in the order of the guide.

use super::super::super::write::{Field, WriteError, Writer, field};
use super::{contacts, dated, listed, references};
use crate::domain::remit::{
    Counted, Detail, RemitAdjustment, RemitClaim, RemitLine, RemitPerson, RemitProcedure,
    Supplement,
};

const CLAIM_NUMBER: Field = field("claim number", 1, 38);
const PAYER_NUMBER: Field = field("payer's claim number", 1, 50);
const PLACE: Field = field("place of service", 1, 2);
const FREQUENCY: Field = field("frequency", 1, 1);
const LAST: Field = field("name", 1, 60);
const FIRST: Field = field("first name", 1, 35);
const MIDDLE: Field = field("middle name", 1, 25);
const SUFFIX: Field = field("name suffix", 1, 10);
const ID_QUALIFIER: Field = field("kind of id", 1, 2);
const ID: Field = field("id", 2, 80);
const QUALIFIER: Field = field("qualifier", 1, 3);
const CODE: Field = field("procedure", 1, 48);
const MODIFIER: Field = field("modifier", 2, 2);
const DESCRIPTION: Field = field("description", 1, 80);
const REVENUE: Field = field("revenue code", 1, 48);
const DETAIL: Field = field("detail", 1, 50);

/// The kinds of payer that a remittance knows: fewer than a claim does.
const FILING: [&str; 19] = [
    "12", "13", "14", "15", "16", "17", "AM", "CH", "DS", "HM", "LM", "MA", "MB", "MC", "OF", "TV",
    "VA", "WC", "ZZ",
];

/// The most reasons that one CAS holds.
const REASONS_MAX: usize = 6;

/// Writes a claim.
pub(super) fn write(w: &mut Writer, claim: &RemitClaim) -> Result<(), WriteError> {
    w.claim(Some(&claim.number));
    w.part("");
    w.begin("CLP");
    w.text(CLAIM_NUMBER, &claim.number)?;
    listed(w, "status", &claim.status)?;
    w.signed_amount("charge", claim.charged)?;
    w.signed_amount("payment", claim.paid)?;
    if claim.patient_share.is_zero() {
        w.skip(1);
    } else {
        w.signed_amount("patient's share", claim.patient_share)?;
    }
    let filing = w.required("filing indicator", claim.filing.as_ref())?;
    let is_listed = FILING.contains(&filing.as_str());
    w.rule("filing indicator", is_listed, "is not one of a remittance")?;
    w.code(filing.as_str());
    w.text(PAYER_NUMBER, &claim.payer_number)?;
    w.optional(PLACE, Some(&claim.place_of_service))?;
    w.optional(FREQUENCY, Some(&claim.frequency))?;
    details(w, claim, "CLP", 10..=14)?;
    w.end();
    adjustments(w, &claim.adjustments)?;
    people(w, claim)?;
    for segment in ["MIA", "MOA"] {
        adjudication(w, claim, segment)?;
    }
    references(w, &claim.references)?;
    for one in &claim.dates {
        dated(w, &one.qualifier, one.day)?;
    }
    contacts(w, &claim.contacts)?;
    supplements(w, &claim.amounts)?;
    counts(w, &claim.quantities)?;
    for (index, one) in claim.lines.iter().enumerate() {
        w.line(Some(index.saturating_add(1)));
        line(w, one)?;
    }
    w.line(None);
    Ok(())
}

/// Writes the elements of a segment that stand among the details.
fn details(
    w: &mut Writer,
    claim: &RemitClaim,
    segment: &str,
    elements: impl IntoIterator<Item = u8>,
) -> Result<(), WriteError> {
    for element in elements {
        let found = |one: &&Detail| one.segment == *segment && one.element == element;
        let detail = claim.details.iter().find(found);
        w.optional(DETAIL, detail.map(|one| one.text.as_str()))?;
    }
    Ok(())
}

/// MIA or MOA. A hospital's has more than remarks; remarks stand in the MIA when there is one.
fn adjudication(w: &mut Writer, claim: &RemitClaim, segment: &str) -> Result<(), WriteError> {
    let is_inpatient = segment == "MIA";
    let has = |name: &str| claim.details.iter().any(|one| one.segment == *name);
    let takes_remarks = has("MIA") == is_inpatient;
    if !has(segment) && (!takes_remarks || claim.remarks.is_empty()) {
        return Ok(());
    }
    w.at_most("remarks", claim.remarks.len(), 5)?;
    let mut remarks = claim.remarks.iter();
    let last = if is_inpatient { 24 } else { 9 };
    w.begin(segment);
    for element in 1..=last {
        let is_remark = if is_inpatient {
            matches!(element, 5 | 20..=23)
        } else {
            matches!(element, 3..=7)
        };
        if is_remark && takes_remarks {
            match remarks.next() {
                Some(remark) => listed(w, "remark", remark)?,
                None => w.skip(1),
            }
        } else if is_remark {
            w.skip(1);
        } else {
            details(w, claim, segment, [element])?;
        }
    }
    w.end();
    Ok(())
}

/// Writes adjustments in their order: those that follow each other with the same group share a CAS, six at most.
fn adjustments(w: &mut Writer, adjustments: &[RemitAdjustment]) -> Result<(), WriteError> {
    for run in adjustments.chunk_by(|one, other| one.group == other.group) {
        for chunk in run.chunks(REASONS_MAX) {
            for (index, one) in chunk.iter().enumerate() {
                if index == 0 {
                    w.begin("CAS");
                    listed(w, "adjustment group", &one.group)?;
                }
                listed(w, "adjustment reason", &one.carc)?;
                w.signed_amount("adjustment", one.amount)?;
                w.optional_number("units not paid", one.quantity)?;
            }
            w.end();
        }
    }
    Ok(())
}

fn people(w: &mut Writer, claim: &RemitClaim) -> Result<(), WriteError> {
    let patient = w.required("patient", claim.patient.as_ref())?;
    person(w, "QC", Some(patient))?;
    person(w, "IL", claim.insured.as_ref())?;
    person(w, "74", claim.corrected.as_ref())?;
    person(w, "82", claim.rendering.as_ref())?;
    person(w, "TT", claim.crossover.as_ref())?;
    person(w, "PR", claim.corrected_payer.as_ref())?;
    person(w, "GB", claim.other_insured.as_ref())
}

fn person(w: &mut Writer, entity: &str, person: Option<&RemitPerson>) -> Result<(), WriteError> {
    let Some(person) = person else {
        return Ok(());
    };
    w.begin("NM1");
    w.code(entity);
    w.code(if person.is_organization { "2" } else { "1" });
    w.optional(LAST, Some(&person.last))?;
    w.optional(FIRST, Some(&person.first))?;
    w.optional(MIDDLE, Some(&person.middle))?;
    w.skip(1);
    w.optional(SUFFIX, Some(&person.suffix))?;
    w.optional(ID_QUALIFIER, Some(&person.id_qualifier))?;
    w.optional(ID, Some(&person.id))?;
    w.end();
    Ok(())
}

fn line(w: &mut Writer, line: &RemitLine) -> Result<(), WriteError> {
    w.begin("SVC");
    procedure(w, &line.procedure)?;
    w.signed_amount("charge", line.charged)?;
    w.signed_amount("payment", line.paid)?;
    w.optional(REVENUE, Some(&line.revenue_code))?;
    w.optional_number("units paid", line.units_paid)?;
    match &line.submitted {
        Some(submitted) => procedure(w, submitted)?,
        None => w.skip(1),
    }
    w.optional_number("units billed", line.units_submitted)?;
    w.end();
    for one in &line.dates {
        dated(w, &one.qualifier, one.day)?;
    }
    adjustments(w, &line.adjustments)?;
    references(w, &line.references)?;
    supplements(w, &line.amounts)?;
    counts(w, &line.quantities)?;
    for remark in &line.remarks {
        w.begin("LQ");
        w.code("HE");
        listed(w, "remark", remark)?;
        w.end();
    }
    Ok(())
}

fn procedure(w: &mut Writer, procedure: &RemitProcedure) -> Result<(), WriteError> {
    w.compose();
    w.part_text(QUALIFIER, &procedure.qualifier)?;
    w.part_text(CODE, &procedure.code)?;
    w.at_most("modifiers", procedure.modifiers.len(), 4)?;
    for index in 0..4 {
        let modifier = procedure.modifiers.get(index);
        w.part_optional(MODIFIER, modifier.map(AsRef::as_ref))?;
    }
    w.part_optional(DESCRIPTION, Some(&procedure.description))
}

fn supplements(w: &mut Writer, amounts: &[Supplement]) -> Result<(), WriteError> {
    for one in amounts {
        w.begin("AMT");
        w.text(QUALIFIER, &one.qualifier)?;
        w.signed_amount("amount", one.amount)?;
        w.end();
    }
    Ok(())
}

fn counts(w: &mut Writer, counts: &[Counted]) -> Result<(), WriteError> {
    for one in counts {
        w.begin("QTY");
        w.text(QUALIFIER, &one.qualifier)?;
        w.number("count", one.quantity)?;
        w.end();
    }
    Ok(())
}
