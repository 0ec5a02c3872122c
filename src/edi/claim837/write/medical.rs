//! Medical need as segments: rides, manipulation, certifications, measures, equipment and forms. It must not know
//! claims and lines.

use super::super::super::write::{Field, WriteError, Writer, field};
use super::super::{
    Address, Certification, CertificationKind, DropOff, EntityKind, Equipment, Form, FormAnswer,
    Manipulation, Measurement, Transport,
};
use super::people::{self, Id};

const ANSWER: Field = field("answer", 1, 50);
const CODE: Field = field("procedure code", 1, 48);
const DESCRIPTION: Field = field("description", 1, 80);
const FORM: Field = field("form", 1, 30);
const PLACE: Field = field("name", 1, 60);
const QUESTION: Field = field("question", 1, 20);

const MEASUREMENTS_MAX: usize = 5;
const ANSWERS_MAX: usize = 99;

/// Which certifications may stand somewhere, each group with how many of it.
type Allowed = [(&'static [CertificationKind], usize)];

/// The certifications of a claim, in their order.
pub(super) const OF_CLAIMS: &Allowed = &[
    (&[CertificationKind::Ambulance], 3),
    (
        &[
            CertificationKind::SpectacleLenses,
            CertificationKind::ContactLenses,
            CertificationKind::SpectacleFrames,
        ],
        3,
    ),
    (&[CertificationKind::Homebound], 1),
    (&[CertificationKind::Screening], 1),
];

/// The certifications of a line, in their order.
pub(super) const OF_LINES: &Allowed = &[
    (&[CertificationKind::Ambulance], 3),
    (&[CertificationKind::Hospice], 1),
    (&[CertificationKind::Equipment], 1),
];

/// A ride (CR1).
pub(super) fn transport(w: &mut Writer, ride: Option<&Transport>) -> Result<(), WriteError> {
    let Some(ride) = ride else {
        return Ok(());
    };
    w.part("ambulance");
    w.begin("CR1");
    match ride.weight {
        Some(weight) => {
            w.code("LB");
            w.quantity("weight", weight)?;
        }
        None => w.skip(2),
    }
    w.skip(1);
    w.code(ride.reason.code());
    w.code("DH");
    w.number("miles", ride.miles)?;
    w.skip(2);
    w.optional(DESCRIPTION, ride.round_trip.as_deref())?;
    w.optional(DESCRIPTION, ride.stretcher.as_deref())?;
    w.end();
    w.part("");
    Ok(())
}

/// Where an ambulance came to.
pub(super) fn pick_up(w: &mut Writer, place: Option<&Address>) -> Result<(), WriteError> {
    let Some(place) = place else {
        return Ok(());
    };
    w.part("pick-up");
    people::nameless(w, "PW", EntityKind::Organization, Id::None)?;
    people::address(w, place)
}

/// Where it went.
pub(super) fn drop_off(w: &mut Writer, place: Option<&DropOff>) -> Result<(), WriteError> {
    let Some(place) = place else {
        return Ok(());
    };
    w.part("drop-off");
    w.begin("NM1");
    w.code("45");
    w.code(EntityKind::Organization.code());
    w.optional(PLACE, place.name.as_deref())?;
    w.end();
    people::address(w, &place.address)
}

/// Why a spine was manipulated (CR2).
pub(super) fn manipulation(w: &mut Writer, one: Option<&Manipulation>) -> Result<(), WriteError> {
    let Some(one) = one else {
        return Ok(());
    };
    w.part("manipulation");
    w.begin("CR2");
    w.skip(7);
    w.code(one.condition.code());
    w.skip(1);
    w.optional(DESCRIPTION, one.description.as_deref())?;
    w.optional(DESCRIPTION, one.more.as_deref())?;
    w.end();
    w.part("");
    Ok(())
}

/// What is certified (CRC).
pub(super) fn certifications(
    w: &mut Writer,
    all: &[Certification],
    allowed: &Allowed,
) -> Result<(), WriteError> {
    if all.is_empty() {
        return Ok(());
    }
    w.part("certification");
    let is_allowed = |one: &Certification| allowed.iter().any(|(of, _)| of.contains(&one.kind));
    let holds = all.iter().all(is_allowed);
    w.rule("kind", holds, "has no place here")?;
    for (kinds, most) in allowed {
        let count = all.iter().filter(|one| kinds.contains(&one.kind)).count();
        w.at_most("certifications", count, *most)?;
    }
    all.iter().try_for_each(|one| certification(w, one))?;
    w.part("");
    Ok(())
}

fn certification(w: &mut Writer, one: &Certification) -> Result<(), WriteError> {
    let known = one.kind.conditions();
    w.rule("conditions", !one.conditions.is_empty(), "are missing")?;
    w.at_most("conditions", one.conditions.len(), one.kind.most())?;
    let holds = one
        .conditions
        .iter()
        .all(|code| known.contains(&code.as_str()));
    w.rule(
        "conditions",
        holds,
        "must be of those that the certification knows",
    )?;
    let holds = one.applies || one.kind != CertificationKind::Homebound;
    w.rule("homebound patient", holds, "is only said where it applies")?;
    w.begin("CRC");
    w.code(one.kind.code());
    w.yes_or_no(one.applies);
    for code in &one.conditions {
        w.code(code);
    }
    w.end();
    Ok(())
}

/// What was measured (MEA).
pub(super) fn measurements(w: &mut Writer, all: &[Measurement]) -> Result<(), WriteError> {
    w.at_most("measurements", all.len(), MEASUREMENTS_MAX)?;
    for one in all {
        w.begin("MEA");
        w.code(one.source.code());
        w.code(one.kind.code());
        w.number("measurement", one.value)?;
        w.end();
    }
    Ok(())
}

/// What equipment costs (SV5).
pub(super) fn rental(w: &mut Writer, equipment: Option<&Equipment>) -> Result<(), WriteError> {
    let Some(one) = equipment.and_then(|equipment| equipment.rental.as_ref()) else {
        return Ok(());
    };
    w.part("equipment");
    w.begin("SV5");
    w.compose();
    w.part_code("HC");
    w.part_text(CODE, &one.code)?;
    w.code("DA");
    w.quantity("days", one.days)?;
    w.amount("rental", one.rental)?;
    w.amount("purchase price", one.purchase)?;
    w.code(one.period.code());
    w.end();
    w.part("");
    Ok(())
}

/// How the certificate of medical necessity comes (PWK*CT).
pub(super) fn certificate(w: &mut Writer, equipment: Option<&Equipment>) {
    if let Some(delivery) = equipment.and_then(|equipment| equipment.certificate) {
        w.begin("PWK");
        w.code("CT");
        w.code(delivery.code());
        w.end();
    }
}

/// For how long equipment is certified (CR3).
pub(super) fn equipment(w: &mut Writer, equipment: Option<&Equipment>) -> Result<(), WriteError> {
    if let Some(one) = equipment.and_then(|equipment| equipment.certification) {
        w.part("equipment");
        w.begin("CR3");
        w.code(one.kind.code());
        w.code("MO");
        w.quantity("months", one.months)?;
        w.end();
        w.part("");
    }
    Ok(())
}

/// Forms, filled in (loop 2440).
pub(super) fn forms(w: &mut Writer, all: &[Form]) -> Result<(), WriteError> {
    for form in all {
        w.part("form");
        w.begin("LQ");
        w.code(form.list.code());
        w.text(FORM, &form.id)?;
        w.end();
        w.rule("answers", !form.answers.is_empty(), "are missing")?;
        w.at_most("answers", form.answers.len(), ANSWERS_MAX)?;
        form.answers.iter().try_for_each(|one| answer(w, one))?;
        w.part("");
    }
    Ok(())
}

fn answer(w: &mut Writer, one: &FormAnswer) -> Result<(), WriteError> {
    let is_there =
        one.reply.is_some() || one.text.is_some() || one.day.is_some() || one.percent.is_some();
    w.rule("answer", is_there, "is missing")?;
    w.begin("FRM");
    w.text(QUESTION, &one.question)?;
    w.code(one.reply.map_or("", |reply| reply.code()));
    w.optional(ANSWER, one.text.as_deref())?;
    match one.day {
        Some(day) => w.day("day", day)?,
        None => w.skip(1),
    }
    w.optional_number("share", one.percent)?;
    w.end();
    Ok(())
}
