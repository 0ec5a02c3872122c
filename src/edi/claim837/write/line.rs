//! One service line as segments. It must not know whose claim it is of.

use super::super::super::write::{Field, WriteError, Writer, field};
use super::super::{
    Claim, Drug, Facility, Line, LineFlag, MODIFIERS_MAX, NoteKind, OrderingProvider,
    OtherNumberKind, POINTERS_MAX, Procedure, ProductKind, Provider, ProviderIdKind, PurchasedFrom,
};
use super::claim::{attachments, file_information, note, range};
use super::people::{self, Id, Numbers, Scope};
use super::{coordination, medical, terms};
use crate::domain::money::Money;

const CODE: Field = field("procedure code", 1, 48);
const DESCRIPTION: Field = field("description", 1, 80);
const DRUG: Field = field("national drug code", 11, 11);
const LINE_NUMBER: Field = field("line control number", 1, 30);
const MODIFIER: Field = field("modifier", 2, 2);
const NOTE: Field = field("note", 1, 80);
const PLACE: Field = field("place of service", 2, 2);
const PRESCRIPTION: Field = field("prescription number", 1, 50);
const PRODUCT: Field = field("product code", 1, 48);
const REFERENCE: Field = field("number", 1, 50);

/// The most numbers of each kind that payers have given to a line.
const SAME_NUMBERS_MAX: usize = 5;

/// Which numbers providers of a line may have beside the NPI.
const REFERRER: Numbers = Numbers {
    kinds: &[
        ProviderIdKind::License,
        ProviderIdKind::Upin,
        ProviderIdKind::Commercial,
    ],
    most: 20,
};
const CLINICIAN: Numbers = Numbers {
    kinds: ProviderIdKind::ALL,
    most: 20,
};
const PLACE_NUMBERS: Numbers = Numbers {
    kinds: &[ProviderIdKind::Commercial, ProviderIdKind::Location],
    most: 3,
};

/// Writes a line of a claim (loop 2400 and what hangs on it).
pub(super) fn write(
    w: &mut Writer,
    claim: &Claim,
    number: u32,
    line: &Line,
) -> Result<(), WriteError> {
    w.begin("LX");
    w.whole(number.into());
    w.end();
    service(w, claim, line)?;
    medical::rental(w, line.equipment.as_deref())?;
    attachments(w, &line.attachments)?;
    medical::certificate(w, line.equipment.as_deref());
    medical::transport(w, line.transport.as_deref())?;
    medical::equipment(w, line.equipment.as_deref())?;
    medical::certifications(w, &line.certifications, medical::OF_LINES)?;
    dates(w, line)?;
    for (kind, quantity) in &line.quantities {
        w.begin("QTY");
        w.code(kind.code());
        w.quantity("quantity", *quantity)?;
        w.end();
    }
    medical::measurements(w, &line.measurements)?;
    terms::contract(w, line.contract.as_deref())?;
    references(w, line)?;
    for (qualifier, what, amount) in [
        ("T", "sales tax", line.sales_tax),
        ("F4", "postage", line.postage),
    ] {
        amount_of(w, qualifier, what, amount)?;
    }
    file_information(w, &line.file_information)?;
    notes(w, line)?;
    terms::purchase(w, line.purchase.as_deref())?;
    terms::pricing(w, line.pricing.as_deref(), terms::Of::Line)?;
    drug(w, line.drug.as_ref())?;
    providers(w, line)?;
    line.adjudications
        .iter()
        .try_for_each(|one| coordination::adjudication(w, one))?;
    medical::forms(w, &line.forms)
}

/// Writes an amount by its qualifier (AMT), where there is one.
pub(super) fn amount_of(
    w: &mut Writer,
    qualifier: &str,
    what: &'static str,
    amount: Option<Money>,
) -> Result<(), WriteError> {
    if let Some(amount) = amount {
        w.begin("AMT");
        w.code(qualifier);
        w.amount(what, amount)?;
        w.end();
    }
    Ok(())
}

fn dates(w: &mut Writer, line: &Line) -> Result<(), WriteError> {
    let period = w.required("day of service", line.service)?;
    w.begin("DTP");
    w.code("472");
    range(w, period, false)?;
    for (kind, day) in &line.dates {
        w.begin("DTP");
        w.code(kind.code());
        w.code("D8");
        w.day("day", *day)?;
        w.end();
    }
    Ok(())
}

fn references(w: &mut Writer, line: &Line) -> Result<(), WriteError> {
    let control_number = line.control_number.as_deref().unwrap_or_default();
    people::reference(w, "6R", LINE_NUMBER, control_number)?;
    for (kind, value) in &line.references {
        people::reference(w, kind.code(), REFERENCE, value)?;
    }
    for kind in OtherNumberKind::ALL {
        let of_kind = || line.other_numbers.iter().filter(|one| one.kind == *kind);
        // One place is the own payer's.
        w.at_most(
            "numbers",
            of_kind().count(),
            SAME_NUMBERS_MAX.saturating_sub(1),
        )?;
    }
    for one in &line.other_numbers {
        w.begin("REF");
        w.code(one.kind.code());
        w.text(REFERENCE, &one.number)?;
        w.skip(1);
        w.compose();
        w.part_code("2U");
        w.part_text(people::ID, &one.payer)?;
        w.end();
    }
    Ok(())
}

fn notes(w: &mut Writer, line: &Line) -> Result<(), WriteError> {
    if let Some(note) = &line.note {
        let fits = matches!(note.kind, NoteKind::Additional | NoteKind::Plans);
        w.rule(
            "note",
            fits,
            "is of a kind that only a whole claim can have",
        )?;
    }
    note(w, line.note.as_ref())?;
    if let Some(text) = &line.third_party_note {
        w.begin("NTE");
        w.code(NoteKind::ThirdParty.code());
        w.text(NOTE, text)?;
        w.end();
    }
    Ok(())
}

/// The drug or product that was given (loop 2410).
fn drug(w: &mut Writer, drug: Option<&Drug>) -> Result<(), WriteError> {
    let Some(drug) = drug else {
        return Ok(());
    };
    w.part("drug");
    w.begin("LIN");
    w.skip(1);
    w.code(drug.kind.code());
    let is_drug = drug.kind == ProductKind::Drug;
    w.text(if is_drug { DRUG } else { PRODUCT }, &drug.code)?;
    let is_plain = drug.code.trim().bytes().all(|byte| byte.is_ascii_digit());
    w.rule(
        "national drug code",
        is_plain || !is_drug,
        "must be digits, without dashes",
    )?;
    w.end();
    w.begin("CTP");
    w.skip(3);
    w.quantity("quantity", drug.quantity)?;
    w.compose();
    w.part_code(drug.unit.code());
    w.end();
    if let Some((kind, number)) = &drug.prescription {
        people::reference(w, kind.code(), PRESCRIPTION, number)?;
    }
    w.part("");
    Ok(())
}

/// Who had to do with the line (loops 2420).
fn providers(w: &mut Writer, line: &Line) -> Result<(), WriteError> {
    if let Some(provider) = &line.rendering {
        w.part("rendering provider");
        people::rendering(w, provider)?;
        people::ids(w, &provider.ids, CLINICIAN, Scope::Line)?;
    }
    if let Some(seller) = &line.purchased_from {
        purchased_from(w, seller)?;
    }
    if let Some(place) = &line.facility {
        facility(w, place)?;
    }
    let supervising = line.supervising.as_deref();
    individual(w, "supervising provider", "DQ", supervising, CLINICIAN)?;
    if let Some(one) = &line.ordering {
        ordering(w, one)?;
    }
    let (referring, primary) = (line.referring.as_deref(), line.primary_care.as_deref());
    w.rule(
        "primary care provider",
        primary.is_none() || referring.is_some(),
        "needs a referring provider before it",
    )?;
    individual(w, "referring provider", "DN", referring, REFERRER)?;
    individual(w, "primary care provider", "P3", primary, REFERRER)?;
    medical::pick_up(w, line.pick_up.as_deref())?;
    medical::drop_off(w, line.drop_off.as_deref())?;
    w.part("");
    Ok(())
}

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
    people::ids(w, &provider.ids, numbers, Scope::Line)
}

fn purchased_from(w: &mut Writer, seller: &PurchasedFrom) -> Result<(), WriteError> {
    w.part("seller of the service");
    people::nameless(w, "QB", seller.entity, Id::Npi(seller.npi.as_deref()))?;
    people::ids(w, &seller.ids, REFERRER, Scope::Line)
}

fn facility(w: &mut Writer, place: &Facility) -> Result<(), WriteError> {
    w.part("service facility");
    people::facility(w, place)?;
    people::ids(w, &place.ids, PLACE_NUMBERS, Scope::Line)?;
    let has_none = place.contact.is_none();
    w.rule("contact", has_none, "has no place on a line")
}

fn ordering(w: &mut Writer, one: &OrderingProvider) -> Result<(), WriteError> {
    w.part("ordering provider");
    people::individual(w, "DK", &one.provider)?;
    if let Some(address) = &one.address {
        people::address(w, address)?;
    }
    people::ids(w, &one.provider.ids, REFERRER, Scope::Line)?;
    match &one.contact {
        Some(contact) => people::contact(w, contact),
        None => Ok(()),
    }
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
    w.compose();
    w.part_code(procedure.code_set.code());
    w.part_text(CODE, &procedure.code)?;
    for modifier in &procedure.modifiers {
        w.part_text(MODIFIER, modifier)?;
    }
    for _ in procedure.modifiers.len()..MODIFIERS_MAX {
        w.part_code("");
    }
    w.part_optional(DESCRIPTION, procedure.description.as_deref())
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
    w.compose();
    for pointer in pointers {
        w.part_whole((*pointer).into());
    }
    Ok(())
}
