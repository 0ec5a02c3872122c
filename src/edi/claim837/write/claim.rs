//! One claim and its service lines as segments. It must not know whose claim it is.

use super::super::super::write::{Field, WriteError, Writer, field};
use super::super::{
    ATTACHMENTS_MAX, Attachment, Cause, Claim, ClaimDate, ClaimReference, DIAGNOSES_MAX, Delivery,
    LINES_MAX, Note, PayerOrder, Period, Provider, ProviderIdKind,
};
use super::people::{self, Numbers, Scope};
use super::{coordination, line, medical, terms};
use crate::domain::money::Money;

const ATTACHMENT: Field = field("control number", 2, 50);
const CLAIM_NUMBER: Field = field("claim number", 1, 20);
const CONDITION: Field = field("condition code", 1, 30);
const COUNTRY: Field = field("country of the accident", 2, 3);
const DIAGNOSIS: Field = field("diagnosis", 3, 7);
const FIXED_FORMAT: Field = field("fixed format text", 1, 80);
const NOTE: Field = field("note", 1, 80);
const PLACE: Field = field("place of service", 2, 2);
const REFERENCE: Field = field("number", 1, 50);
const STATE: Field = field("state of the accident", 2, 2);
const SURGERY: Field = field("surgery", 1, 30);

/// The most condition codes, in two segments, and the most texts in a payer's own form.
const CONDITIONS_MAX: usize = 24;
const FILE_INFORMATION_MAX: usize = 10;

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
    terms::contract(w, claim.contract.as_deref())?;
    line::amount_of(w, "F5", "amount the patient paid", claim.patient_paid)?;
    for (kind, number) in &claim.references {
        w.part(what(*kind));
        people::reference(w, kind.code(), REFERENCE, number)?;
    }
    w.part("");
    file_information(w, &claim.file_information)?;
    note(w, claim.note.as_ref())?;
    medical::transport(w, claim.transport.as_deref())?;
    medical::manipulation(w, claim.manipulation.as_deref())?;
    medical::certifications(w, &claim.certifications, medical::OF_CLAIMS)?;
    diagnoses(w, claim)?;
    other_codes(w, claim)?;
    terms::pricing(w, claim.pricing.as_deref(), terms::Of::Claim)?;
    providers(w, claim)?;
    for other in &claim.other_payers {
        coordination::other_payer(w, other)?;
    }
    for (number, one) in (1..).zip(&claim.lines) {
        w.line(usize::try_from(number).ok());
        w.part("");
        line::write(w, claim, number, one)?;
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
        has(Cause::Automobile)
            == (claim.accident_state.is_some() || claim.accident_country.is_some()),
        "must go with an automobile accident, and with nothing else",
    )?;
    line_numbers_differ(w, claim)
}

fn line_numbers_differ(w: &Writer, claim: &Claim) -> Result<(), WriteError> {
    let numbers = || {
        claim
            .lines
            .iter()
            .map(|line| line.control_number.as_deref())
    };
    // A claim has few lines, so that looking through them costs less than sorting them.
    let differ = numbers().enumerate().all(|(at, number)| {
        number.is_none() || numbers().take(at).all(|earlier| earlier != number)
    });
    w.rule("line control number", differ, "is used twice in the claim")
}

fn head(w: &mut Writer, claim: &Claim) -> Result<(), WriteError> {
    w.begin("CLM");
    w.text(CLAIM_NUMBER, &claim.number)?;
    w.amount("charge", claim.charge)?;
    w.skip(2);
    w.compose();
    w.part_text(PLACE, &claim.place_of_service)?;
    w.part_code("B");
    w.part_code(claim.frequency.code());
    w.yes_or_no(claim.provider_signed);
    w.code(claim.assignment.code());
    w.code(claim.benefits.code());
    w.code(claim.release.code());
    w.code(if claim.provider_signed_for_patient {
        "P"
    } else {
        ""
    });
    causes(w, claim)?;
    w.code(claim.program.map_or("", |program| program.code()));
    w.skip(7);
    w.code(claim.delay.map_or("", |delay| delay.code()));
    w.end();
    Ok(())
}

fn causes(w: &mut Writer, claim: &Claim) -> Result<(), WriteError> {
    let cause = |index: usize| claim.causes.get(index).map_or("", |cause| cause.code());
    w.compose();
    w.part_code(cause(0));
    w.part_code(cause(1));
    w.part_code("");
    w.part_optional(STATE, claim.accident_state.as_deref())?;
    w.part_optional(COUNTRY, claim.accident_country.as_deref())
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
pub(super) fn range(
    w: &mut Writer,
    period: Period,
    always_as_range: bool,
) -> Result<(), WriteError> {
    let Period { from, through } = period;
    w.rule("period", from <= through, "ends before it begins")?;
    if from == through && !always_as_range {
        w.code("D8");
        w.day("day", from)?;
    } else {
        w.code("RD8");
        w.days("day", from, through)?;
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

/// What a payer asks for in a form of its own (K3).
pub(super) fn file_information(w: &mut Writer, all: &[String]) -> Result<(), WriteError> {
    w.at_most("fixed format texts", all.len(), FILE_INFORMATION_MAX)?;
    for text in all {
        w.begin("K3");
        w.text(FIXED_FORMAT, text)?;
        w.end();
    }
    Ok(())
}

pub(super) fn note(w: &mut Writer, note: Option<&Note>) -> Result<(), WriteError> {
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
        w.compose();
        w.part_code(if index == 0 { principal } else { other });
        w.part_text(DIAGNOSIS, diagnosis)?;
        let plain = diagnosis
            .trim()
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric());
        w.rule(
            "diagnosis",
            plain,
            "must be letters and digits, without a point",
        )?;
    }
    w.end();
    Ok(())
}

/// Codes that are no diagnoses: what anesthesia was for, and conditions of the claim.
fn other_codes(w: &mut Writer, claim: &Claim) -> Result<(), WriteError> {
    if !claim.anesthesia_for.is_empty() {
        w.at_most("surgery", claim.anesthesia_for.len(), 2)?;
        w.begin("HI");
        for (qualifier, code) in ["BP", "BO"].into_iter().zip(&claim.anesthesia_for) {
            w.compose();
            w.part_code(qualifier);
            w.part_text(SURGERY, code)?;
        }
        w.end();
    }
    w.at_most(
        "condition codes",
        claim.condition_codes.len(),
        CONDITIONS_MAX,
    )?;
    for codes in claim.condition_codes.chunks(DIAGNOSES_MAX) {
        w.begin("HI");
        for code in codes {
            w.compose();
            w.part_code("BG");
            w.part_text(CONDITION, code)?;
        }
        w.end();
    }
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
    medical::pick_up(w, claim.pick_up.as_deref())?;
    medical::drop_off(w, claim.drop_off.as_deref())?;
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
pub(super) fn attachments(w: &mut Writer, all: &[Attachment]) -> Result<(), WriteError> {
    if all.is_empty() {
        return Ok(());
    }
    w.part("attachment");
    w.at_most("attachments", all.len(), ATTACHMENTS_MAX)?;
    for one in all {
        w.begin("PWK");
        w.code(one.kind.code());
        w.code(one.delivery.code());
        if let Some(number) = &one.number {
            w.skip(2);
            w.code("AC");
            w.text(ATTACHMENT, number)?;
        } else {
            let is_kept = one.delivery == Delivery::OnRequest;
            w.rule("control number", is_kept, "is missing")?;
        }
        w.end();
    }
    w.part("");
    Ok(())
}
