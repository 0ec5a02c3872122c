//! One claim and its service lines as segments. It must not know whose claim it is.

use super::super::super::write::{Field, WriteError, Writer, field};
use super::super::{
    ATTACHMENTS_MAX, Attachment, Cause, Claim, ClaimDate, ClaimReference, DIAGNOSES_MAX, Delivery,
    Drug, LINES_MAX, Line, LineFlag, MODIFIERS_MAX, Note, NoteKind, POINTERS_MAX, PayerOrder,
    Period, Procedure, Provider, ProviderIdKind,
};
use super::coordination;
use super::people::{self, Numbers, Scope};
use crate::domain::money::Money;

const ATTACHMENT: Field = field("control number", 2, 50);
const CLAIM_NUMBER: Field = field("claim number", 1, 20);
const CODE: Field = field("procedure code", 1, 48);
const DESCRIPTION: Field = field("description", 1, 80);
const DIAGNOSIS: Field = field("diagnosis", 3, 7);
const DRUG: Field = field("national drug code", 11, 11);
const LINE_NUMBER: Field = field("line control number", 1, 30);
const MODIFIER: Field = field("modifier", 2, 2);
const NOTE: Field = field("note", 1, 80);
const PLACE: Field = field("place of service", 2, 2);
const REFERENCE: Field = field("number", 1, 50);
const STATE: Field = field("state of the accident", 2, 2);

/// Which numbers providers may have beside the NPI.
const REFERRER: Numbers = Numbers {
    kinds: &[
        ProviderIdKind::License,
        ProviderIdKind::Upin,
        ProviderIdKind::Commercial,
    ],
    most: 3,
};
const CLINICIAN: Numbers = Numbers {
    kinds: ProviderIdKind::ALL,
    most: 4,
};
const LINE_CLINICIAN: Numbers = Numbers {
    most: 20,
    ..CLINICIAN
};
const PLACE_NUMBERS: Numbers = Numbers {
    kinds: &[
        ProviderIdKind::License,
        ProviderIdKind::Commercial,
        ProviderIdKind::Location,
    ],
    most: 3,
};

/// Writes a claim to the payer of this order.
pub(super) fn write(w: &mut Writer, claim: &Claim, order: PayerOrder) -> Result<(), WriteError> {
    w.claim(Some(&claim.number));
    w.part("");
    check(w, claim)?;
    coordination::check(w, claim, order)?;
    head(w, claim)?;
    dates(w, claim)?;
    attachments(w, &claim.attachments)?;
    if let Some(paid) = claim.patient_paid {
        w.begin("AMT");
        w.code("F5");
        w.amount("amount the patient paid", paid)?;
        w.end();
    }
    for (kind, number) in &claim.references {
        w.part(what(*kind));
        people::reference(w, kind.code(), REFERENCE, number)?;
    }
    w.part("");
    note(w, claim.note.as_ref())?;
    diagnoses(w, claim)?;
    providers(w, claim)?;
    for other in &claim.other_payers {
        coordination::other_payer(w, other)?;
    }
    for (index, line) in claim.lines.iter().enumerate() {
        let number = index.saturating_add(1);
        w.line(Some(number));
        w.part("");
        write_line(w, claim, number, line)?;
    }
    w.claim(None);
    Ok(())
}

/// Refuses a claim whose parts do not agree.
fn check(w: &Writer, claim: &Claim) -> Result<(), WriteError> {
    w.rule("lines", !claim.lines.is_empty(), "are missing")?;
    w.at_most("lines", claim.lines.len(), LINES_MAX)?;
    let sum = Money::sum(claim.lines.iter().map(|line| line.charge));
    w.rule(
        "charge",
        sum == Ok(claim.charge),
        "is not the sum of its lines",
    )?;
    let earlier = claim.references.get(&ClaimReference::PayerClaimNumber);
    let known = matches!(claim.frequency.code(), "1" | "7" | "8");
    w.rule("frequency", known, "must be 1, 7 or 8")?;
    w.rule(
        "payer's claim number",
        claim.frequency.changes_a_claim() == earlier.is_some(),
        "must go with a replacement or a void, and with nothing else",
    )?;
    w.at_most("related causes", claim.causes.len(), 2)?;
    let has = |cause| claim.causes.contains(&cause);
    w.rule(
        "accident",
        !(has(Cause::Automobile) || has(Cause::OtherAccident))
            || claim.dates.contains_key(&ClaimDate::Accident),
        "needs its day",
    )?;
    w.rule(
        "state of the accident",
        has(Cause::Automobile) == claim.accident_state.is_some(),
        "must go with an automobile accident, and with nothing else",
    )?;
    line_numbers_differ(w, claim)
}

fn line_numbers_differ(w: &Writer, claim: &Claim) -> Result<(), WriteError> {
    let mut numbers: Vec<&str> = claim
        .lines
        .iter()
        .filter_map(|line| line.control_number.as_deref())
        .collect();
    numbers.sort_unstable();
    let differ = numbers.windows(2).all(|pair| pair.first() != pair.last());
    w.rule("line control number", differ, "is used twice in the claim")
}

fn head(w: &mut Writer, claim: &Claim) -> Result<(), WriteError> {
    w.begin("CLM");
    w.text(CLAIM_NUMBER, &claim.number)?;
    w.amount("charge", claim.charge)?;
    w.skip(2);
    let place = w.checked(PLACE, &claim.place_of_service)?;
    w.composite(&[place.as_str(), "B", claim.frequency.code()]);
    w.yes_or_no(claim.provider_signed);
    w.code(claim.assignment.code());
    w.code(claim.benefits.code());
    w.code(claim.release.code());
    w.code(if claim.provider_signed_for_patient {
        "P"
    } else {
        ""
    });
    let cause = |index: usize| claim.causes.get(index).map_or("", |cause| cause.code());
    let state = w.checked_optional(STATE, claim.accident_state.as_deref())?;
    w.composite(&[cause(0), cause(1), "", state.as_str()]);
    w.code(claim.program.map_or("", |program| program.code()));
    w.skip(7);
    w.code(claim.delay.map_or("", |delay| delay.code()));
    w.end();
    Ok(())
}

fn dates(w: &mut Writer, claim: &Claim) -> Result<(), WriteError> {
    let began = claim.dates.get(&ClaimDate::DisabilityBegan);
    let ended = claim.dates.get(&ClaimDate::DisabilityEnded);
    let disability = began.zip(ended).map(|(from, through)| Period {
        from: *from,
        through: *through,
    });
    if let Some(period) = disability {
        w.part("disability");
        w.begin("DTP");
        w.code("314");
        range(w, period, true)?;
    }
    for (kind, day) in &claim.dates {
        let is_sent = matches!(
            kind,
            ClaimDate::DisabilityBegan | ClaimDate::DisabilityEnded
        ) && disability.is_some();
        if !is_sent {
            w.begin("DTP");
            w.code(kind.code());
            w.code("D8");
            w.day("day", *day)?;
            w.end();
        }
    }
    w.part("");
    Ok(())
}

/// Ends a DTP with its days.
fn range(w: &mut Writer, period: Period, always_as_range: bool) -> Result<(), WriteError> {
    let Period { from, through } = period;
    w.rule("period", from <= through, "ends before it begins")?;
    let (first, last) = (w.day_text("day", from)?, w.day_text("day", through)?);
    if from == through && !always_as_range {
        w.code("D8");
        w.code(&first);
    } else {
        w.code("RD8");
        w.code(&format!("{first}-{last}"));
    }
    w.end();
    Ok(())
}

/// How a number is called where an error speaks of it.
const fn what(kind: ClaimReference) -> &'static str {
    match kind {
        ClaimReference::AuthorizationException => "authorization exception",
        ClaimReference::MedicareCrossover => "Medicare 4081 indicator",
        ClaimReference::Mammography => "mammography certification",
        ClaimReference::Referral => "referral",
        ClaimReference::PriorAuthorization => "prior authorization",
        ClaimReference::PayerClaimNumber => "payer's claim number",
        ClaimReference::Clia => "CLIA number",
        ClaimReference::Repriced => "repriced claim",
        ClaimReference::AdjustedRepriced => "adjusted repriced claim",
        ClaimReference::DeviceExemption => "device exemption",
        ClaimReference::IntermediaryTrace => "intermediary's trace",
        ClaimReference::MedicalRecord => "medical record",
        ClaimReference::Demonstration => "demonstration project",
        ClaimReference::CarePlanOversight => "care plan oversight",
    }
}

fn note(w: &mut Writer, note: Option<&Note>) -> Result<(), WriteError> {
    if let Some(note) = note {
        w.begin("NTE");
        w.code(note.kind.code());
        w.text(NOTE, &note.text)?;
        w.end();
    }
    Ok(())
}

fn diagnoses(w: &mut Writer, claim: &Claim) -> Result<(), WriteError> {
    w.rule("diagnoses", !claim.diagnoses.is_empty(), "are missing")?;
    w.at_most("diagnoses", claim.diagnoses.len(), DIAGNOSES_MAX)?;
    w.begin("HI");
    let [principal, other] = claim.icd.qualifiers();
    for (index, diagnosis) in claim.diagnoses.iter().enumerate() {
        let code = w.checked(DIAGNOSIS, diagnosis)?;
        let plain = code.bytes().all(|byte| byte.is_ascii_alphanumeric());
        w.rule(
            "diagnosis",
            plain,
            "must be letters and digits, without a point",
        )?;
        w.composite(&[if index == 0 { principal } else { other }, code.as_str()]);
    }
    w.end();
    Ok(())
}

fn providers(w: &mut Writer, claim: &Claim) -> Result<(), WriteError> {
    let referring = claim.referring.as_ref();
    let primary = claim.primary_care.as_ref();
    w.rule(
        "primary care provider",
        primary.is_none() || referring.is_some(),
        "needs a referring provider before it",
    )?;
    individual(w, "referring provider", "DN", referring, REFERRER)?;
    individual(w, "primary care provider", "P3", primary, REFERRER)?;
    if let Some(provider) = &claim.rendering {
        w.part("rendering provider");
        people::rendering(w, provider)?;
        people::ids(w, &provider.ids, CLINICIAN, Scope::Claim)?;
    }
    if let Some(place) = &claim.facility {
        w.part("service facility");
        people::facility(w, place)?;
        people::ids(w, &place.ids, PLACE_NUMBERS, Scope::Claim)?;
        people::caller(w, place.contact.as_ref())?;
    }
    let supervising = claim.supervising.as_ref();
    individual(w, "supervising provider", "DQ", supervising, CLINICIAN)?;
    w.part("");
    Ok(())
}

/// Somebody who must be a person and has no taxonomy code in a claim.
fn individual(
    w: &mut Writer,
    part: &'static str,
    entity: &str,
    provider: Option<&Provider>,
    numbers: Numbers,
) -> Result<(), WriteError> {
    let Some(provider) = provider else {
        return Ok(());
    };
    w.part(part);
    people::individual(w, entity, provider)?;
    people::ids(w, &provider.ids, numbers, Scope::Claim)
}

/// What belongs to a claim or a line and comes apart from it (PWK).
fn attachments(w: &mut Writer, all: &[Attachment]) -> Result<(), WriteError> {
    if all.is_empty() {
        return Ok(());
    }
    w.part("attachment");
    w.at_most("attachments", all.len(), ATTACHMENTS_MAX)?;
    for one in all {
        w.begin("PWK");
        w.code(one.kind.code());
        w.code(one.delivery.code());
        match &one.number {
            Some(number) => {
                w.skip(2);
                w.code("AC");
                w.text(ATTACHMENT, number)?;
            }
            None => {
                let is_kept = one.delivery == Delivery::OnRequest;
                w.rule("control number", is_kept, "is missing")?;
            }
        }
        w.end();
    }
    w.part("");
    Ok(())
}

fn write_line(w: &mut Writer, claim: &Claim, number: usize, line: &Line) -> Result<(), WriteError> {
    w.begin("LX");
    w.code(&number.to_string());
    w.end();
    service(w, claim, line)?;
    attachments(w, &line.attachments)?;
    let period = w.required("day of service", line.service)?;
    w.begin("DTP");
    w.code("472");
    range(w, period, false)?;
    let control_number = line.control_number.as_deref().unwrap_or_default();
    people::reference(w, "6R", LINE_NUMBER, control_number)?;
    for (kind, value) in &line.references {
        people::reference(w, kind.code(), REFERENCE, value)?;
    }
    if let Some(note) = &line.note {
        let fits = matches!(
            note.kind,
            NoteKind::Additional | NoteKind::Plans | NoteKind::ThirdParty
        );
        w.rule(
            "note",
            fits,
            "is of a kind that only a whole claim can have",
        )?;
    }
    note(w, line.note.as_ref())?;
    drug(w, line.drug.as_ref())?;
    if let Some(provider) = &line.rendering {
        w.part("rendering provider");
        people::rendering(w, provider)?;
        people::ids(w, &provider.ids, LINE_CLINICIAN, Scope::Line)?;
        w.part("");
    }
    line.adjudications
        .iter()
        .try_for_each(|one| coordination::adjudication(w, one))
}

/// The drug that was given (loop 2410).
fn drug(w: &mut Writer, drug: Option<&Drug>) -> Result<(), WriteError> {
    let Some(drug) = drug else {
        return Ok(());
    };
    w.part("drug");
    w.begin("LIN");
    w.skip(1);
    w.code("N4");
    let code = w.checked(DRUG, &drug.code)?;
    let holds = code.bytes().all(|byte| byte.is_ascii_digit());
    w.rule(
        "national drug code",
        holds,
        "must be digits, without dashes",
    )?;
    w.code(&code);
    w.end();
    w.begin("CTP");
    w.skip(3);
    w.quantity("quantity", drug.quantity)?;
    w.composite(&[drug.unit.code()]);
    w.end();
    w.part("");
    Ok(())
}

fn service(w: &mut Writer, claim: &Claim, line: &Line) -> Result<(), WriteError> {
    w.begin("SV1");
    procedure(w, &line.procedure)?;
    w.amount("charge", line.charge)?;
    w.code(line.measure.code());
    w.quantity("quantity", line.quantity)?;
    w.optional(PLACE, line.place_of_service.as_deref())?;
    w.skip(1);
    pointers(w, claim, &line.pointers)?;
    w.skip(1);
    let flagged = |flag, code: &'static str| if line.flags.contains(&flag) { code } else { "" };
    w.code(flagged(LineFlag::Emergency, "Y"));
    w.skip(1);
    w.code(flagged(LineFlag::Epsdt, "Y"));
    w.code(flagged(LineFlag::FamilyPlanning, "Y"));
    w.skip(2);
    w.code(flagged(LineFlag::CopayExempt, "0"));
    w.end();
    Ok(())
}

/// Writes a procedure as one composite element.
pub(super) fn procedure(w: &mut Writer, procedure: &Procedure) -> Result<(), WriteError> {
    w.at_most("modifiers", procedure.modifiers.len(), MODIFIERS_MAX)?;
    let mut parts = vec![
        procedure.code_set.code().to_owned(),
        w.checked(CODE, &procedure.code)?,
    ];
    for modifier in &procedure.modifiers {
        parts.push(w.checked(MODIFIER, modifier)?);
    }
    parts.resize(MODIFIERS_MAX.saturating_add(2), String::new());
    parts.push(w.checked_optional(DESCRIPTION, procedure.description.as_deref())?);
    w.composite(&parts);
    Ok(())
}

fn pointers(w: &mut Writer, claim: &Claim, pointers: &[u8]) -> Result<(), WriteError> {
    w.rule("diagnosis pointers", !pointers.is_empty(), "are missing")?;
    w.at_most("diagnosis pointers", pointers.len(), POINTERS_MAX)?;
    let valid = |pointer: &u8| (1..=claim.diagnoses.len()).contains(&usize::from(*pointer));
    let holds = pointers.iter().all(valid);
    w.rule(
        "diagnosis pointers",
        holds,
        "must point at a diagnosis of the claim",
    )?;
    let parts: Vec<String> = pointers.iter().map(ToString::to_string).collect();
    w.composite(&parts);
    Ok(())
}
