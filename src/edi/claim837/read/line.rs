//! One service line as it is read. It must not know whose claim it is of.

use rust_decimal::Decimal;

use super::super::super::field;
use super::super::super::finding::{Findings, quoted};
use super::super::super::segment::Segment;
use super::super::loops::Loop;
use super::super::{
    Address, CertificateDelivery, CodeSet, Drug, DrugUnit, EntityKind, Line, LineDate, LineFlag,
    LineQuantity, LineReference, Measure, NoteKind, OrderingProvider, OtherNumber, OtherNumberKind,
    POINTERS_MAX, Period, PrescriptionKind, Procedure, ProductKind, Provider, PurchasedFrom,
};
use super::claim::{attachment, note, of_facility, of_provider};
use super::{coordination, medical, parties, terms};
use crate::domain::money::Money;

pub(super) fn blank() -> Line {
    Line {
        service: None,
        quantity: Decimal::ZERO,
        ..Line::new(Procedure::hcpcs(""), Money::ZERO, chrono::NaiveDate::MIN)
    }
}

/// Keeps a segment of a line or of what hangs on it. Gives whether there is a field for it; so do the others below.
pub(super) fn take(
    line: &mut Line,
    number: usize,
    at: Loop,
    is_primary_care: bool,
    segment: &Segment<'_>,
    findings: &mut Findings,
) -> bool {
    let provider = match (at, is_primary_care) {
        (Loop::Line, _) => return of_line(line, number, segment, findings),
        (Loop::Drug, _) => return of_drug(&mut line.drug, segment, findings),
        (Loop::LineRendering, _) => return of_provider(&mut line.rendering, segment, findings),
        (Loop::LinePurchased, _) => return of_seller(line, segment, findings),
        (Loop::LineFacility, _) => {
            let place = line.facility.get_or_insert_default();
            return of_facility(place, segment, findings);
        }
        (Loop::LineOrdering, _) => return of_ordering(line, segment, findings),
        (Loop::LinePickUp, _) => return medical::pick_up(&mut line.pick_up, segment, findings),
        (Loop::LineDropOff, _) => return medical::drop_off(&mut line.drop_off, segment, findings),
        (Loop::Adjudication, _) => {
            let one = line.adjudications.last_mut();
            return one.is_some_and(|one| coordination::of_adjudication(one, segment, findings));
        }
        (Loop::Form, _) => return medical::form(&mut line.forms, segment, findings),
        (Loop::LineSupervising, _) => &mut line.supervising,
        (Loop::LineReferring, true) => &mut line.primary_care,
        (Loop::LineReferring, false) => &mut line.referring,
        (_, _) => return false,
    };
    let mut one = provider.take().map(|boxed| *boxed);
    let is_kept = of_provider(&mut one, segment, findings);
    *provider = one.map(Box::new);
    is_kept
}

fn of_seller(line: &mut Line, segment: &Segment<'_>, findings: &mut Findings) -> bool {
    match (segment.id(), &mut line.purchased_from) {
        ("NM1", place) => {
            let of = EntityKind::from_code;
            let entity = field::required_code(segment, 2, of, "1 or 2", findings);
            *place = Some(Box::new(PurchasedFrom {
                entity: entity.unwrap_or(EntityKind::Organization),
                npi: parties::npi(segment, findings),
                ids: Vec::new(),
            }));
            field::not_kept(segment, &[1, 2, 8, 9], findings);
        }
        ("REF", Some(seller)) => parties::provider_id(&mut seller.ids, segment, findings),
        (_, _) => return false,
    }
    true
}

fn of_ordering(line: &mut Line, segment: &Segment<'_>, findings: &mut Findings) -> bool {
    match (segment.id(), &mut line.ordering) {
        ("NM1", place) => {
            let mut provider = None;
            let _kept = of_provider(&mut provider, segment, findings);
            *place = Some(Box::new(OrderingProvider {
                provider: provider.unwrap_or_else(Provider::default),
                ..OrderingProvider::default()
            }));
        }
        ("N3" | "N4", Some(one)) => {
            let address = one.address.get_or_insert_with(Address::default);
            parties::address(address, segment, findings);
        }
        ("REF", Some(one)) => parties::provider_id(&mut one.provider.ids, segment, findings),
        ("PER", Some(one)) => one.contact = Some(parties::contact(segment, findings)),
        (_, _) => return false,
    }
    true
}

fn of_line(line: &mut Line, number: usize, segment: &Segment<'_>, findings: &mut Findings) -> bool {
    match (segment.id(), segment.element(1)) {
        ("LX", says) => {
            if says.parse() != Ok(number) {
                let says = quoted(says);
                let text = format!("LX01 is {says}, this is line {number} of the claim");
                findings.warning(segment.spot(1), text);
            }
        }
        ("SV1", _) => service(line, segment, findings),
        ("PWK", "CT") if CertificateDelivery::from_code(segment.element(2)).is_some() => {
            let delivery = CertificateDelivery::from_code(segment.element(2));
            line.equipment.get_or_insert_default().certificate = delivery;
            field::not_kept(segment, &[1, 2], findings);
        }
        ("PWK", _) => attachment(&mut line.attachments, segment, findings),
        ("SV5", _) => medical::rental(&mut line.equipment, segment, findings),
        ("CR1", _) => line.transport = medical::transport(segment, findings),
        ("CR3", _) => medical::equipment(&mut line.equipment, segment, findings),
        ("CRC", _) => medical::certification(&mut line.certifications, segment, findings),
        ("DTP", "472") => {
            let period = field::period(segment, 3, findings);
            line.service = period.map(|(from, through)| Period { from, through });
        }
        ("DTP", _) => return date(line, segment, findings),
        ("QTY", _) => return quantity(line, segment, findings),
        ("MEA", _) => medical::measurement(&mut line.measurements, segment, findings),
        ("CN1", _) if line.contract.is_none() => {
            line.contract = terms::contract(segment, findings);
        }
        ("REF", _) => return reference(line, segment, findings),
        ("AMT", "T") => line.sales_tax = field::amount(segment, 2, findings),
        ("AMT", "F4") => line.postage = field::amount(segment, 2, findings),
        ("K3", _) => line.file_information.extend(field::text(segment, 1)),
        ("NTE", "TPO") if line.third_party_note.is_none() => {
            line.third_party_note = field::text(segment, 2);
        }
        ("NTE", kind) if line.note.is_none() && kind != NoteKind::ThirdParty.code() => {
            line.note = note(segment, findings);
        }
        ("PS1", _) => line.purchase = terms::purchase(segment, findings),
        ("HCP", _) => line.pricing = terms::pricing(segment, findings),
        (_, _) => return false,
    }
    true
}

fn date(line: &mut Line, segment: &Segment<'_>, findings: &mut Findings) -> bool {
    let what = "a day that a line has";
    let kind = field::required_code(segment, 1, LineDate::from_code, what, findings);
    if let Some(kind) = kind
        && let Some(day) = field::day(segment, 3, findings)
        && line.dates.insert(kind, day).is_some()
    {
        let code = kind.code();
        let text = format!("DTP*{code} stands twice in this line");
        findings.error(segment.position(), text);
    }
    true
}

fn quantity(line: &mut Line, segment: &Segment<'_>, findings: &mut Findings) -> bool {
    let what = "a quantity that a line has";
    let kind = field::required_code(segment, 1, LineQuantity::from_code, what, findings);
    if let Some(kind) = kind
        && let Some(quantity) = field::quantity(segment, 2, findings)
    {
        let _before = line.quantities.insert(kind, quantity);
    }
    field::not_kept(segment, &[1, 2], findings);
    true
}

/// Takes a drug or product by its code.
fn of_drug(drug: &mut Option<Drug>, segment: &Segment<'_>, findings: &mut Findings) -> bool {
    match (segment.id(), drug) {
        ("LIN", drug) => {
            let what = "N4, EN, EO, HI, ON, UK or UP";
            let kind = field::required_code(segment, 2, ProductKind::from_code, what, findings);
            *drug = kind.map(|kind| Drug {
                kind,
                ..Drug::ndc(segment.element(3), Decimal::ZERO, DrugUnit::Unit)
            });
            let _code = field::required(segment, 3, findings);
            field::not_kept(segment, &[2, 3], findings);
        }
        ("CTP", Some(drug)) => {
            drug.quantity = field::quantity(segment, 4, findings).unwrap_or(Decimal::ZERO);
            let unit = segment.component(5, 1);
            match DrugUnit::from_code(unit) {
                Some(unit) => drug.unit = unit,
                None => findings.error(
                    segment.spot(5),
                    format!("CTP05-1 {} is not UN, ML, GR, ME or F2", quoted(unit)),
                ),
            }
            field::not_kept(segment, &[4, 5], findings);
        }
        ("REF", Some(drug)) if drug.prescription.is_none() => {
            let of = PrescriptionKind::from_code;
            let kind = field::required_code(segment, 1, of, "XZ or VY", findings);
            let number = field::required(segment, 2, findings);
            drug.prescription = kind.map(|kind| (kind, number));
            field::not_kept(segment, &[1, 2], findings);
        }
        (_, _) => return false,
    }
    true
}

fn service(line: &mut Line, segment: &Segment<'_>, findings: &mut Findings) {
    procedure(&mut line.procedure, Composite::Billed, segment, findings);
    line.charge = field::amount(segment, 2, findings).unwrap_or(Money::ZERO);
    let measure = field::required_code(segment, 3, Measure::from_code, "UN or MJ", findings);
    line.measure = measure.unwrap_or(Measure::Units);
    line.quantity = field::quantity(segment, 4, findings).unwrap_or(Decimal::ZERO);
    line.place_of_service = field::text(segment, 5);
    pointers(line, segment, findings);
    let answer = |code: &str| match code {
        "Y" => Some(true),
        "N" => Some(false),
        _ => None,
    };
    for (element, flag) in [
        (9, LineFlag::Emergency),
        (11, LineFlag::Epsdt),
        (12, LineFlag::FamilyPlanning),
    ] {
        if field::code(segment, element, answer, "Y", findings) == Some(true) {
            let _ = line.flags.insert(flag);
        }
    }
    let exempt = |code: &str| (code == "0").then_some(LineFlag::CopayExempt);
    let exempt = field::code(segment, 15, exempt, "0", findings);
    line.flags.extend(exempt);
    field::not_kept(segment, &[1, 2, 3, 4, 5, 7, 9, 11, 12, 15], findings);
}

/// Which element a procedure stands in.
#[derive(Clone, Copy)]
pub(super) enum Composite {
    /// SV101, what was billed.
    Billed,
    /// SVD03, what another payer decided on.
    Decided,
}

impl Composite {
    const fn place(self) -> (usize, &'static str) {
        match self {
            Self::Billed => (1, "SV101"),
            Self::Decided => (3, "SVD03"),
        }
    }
}

/// A procedure out of a composite element.
pub(super) fn procedure(
    procedure: &mut Procedure,
    composite: Composite,
    segment: &Segment<'_>,
    findings: &mut Findings,
) {
    let (element, name) = composite.place();
    let spot = segment.spot(element);
    let mut parts = segment.components(element).map(str::to_owned);
    let code_set = parts.next().unwrap_or_default();
    procedure.code_set = CodeSet::from_code(&code_set).unwrap_or_else(|| {
        let says = quoted(&code_set);
        findings.error(spot, format!("{name}-1 {says} is not HC, ER, IV or WK"));
        CodeSet::Hcpcs
    });
    procedure.code = parts.next().unwrap_or_default();
    if procedure.code.is_empty() {
        findings.error(spot, format!("{name}-2, the procedure code, is missing"));
    }
    let modifiers = parts.by_ref().take(4).filter(|part| !part.is_empty());
    procedure.modifiers = modifiers.collect();
    procedure.description = parts.next().filter(|part| !part.is_empty());
    if parts.any(|part| !part.is_empty()) {
        findings.note(spot, format!("{name}-8 is not kept"));
    }
}

fn pointers(line: &mut Line, segment: &Segment<'_>, findings: &mut Findings) {
    if segment.element(7).is_empty() {
        field::missing(segment, 7, findings);
        return;
    }
    for part in segment.components(7).filter(|part| !part.is_empty()) {
        match part.parse() {
            Ok(pointer) => line.pointers.push(pointer),
            Err(_) => findings.error(
                segment.spot(7),
                format!("SV107 {} does not point at a diagnosis", quoted(part)),
            ),
        }
    }
    if line.pointers.len() > POINTERS_MAX {
        findings.error(
            segment.spot(7),
            format!("a line points at no more than {POINTERS_MAX} diagnoses"),
        );
    }
}

fn reference(line: &mut Line, segment: &Segment<'_>, findings: &mut Findings) -> bool {
    let code = segment.element(1);
    if code == "6R" {
        if line.control_number.is_some() {
            findings.error(segment.position(), "REF*6R stands twice in this line");
        }
        line.control_number = field::text(segment, 2);
        return true;
    }
    let payer = segment.component(4, 2);
    if let Some(kind) = OtherNumberKind::from_code(code).filter(|_| !payer.is_empty()) {
        line.other_numbers.push(OtherNumber {
            kind,
            number: field::required(segment, 2, findings),
            payer: payer.to_owned(),
        });
        field::not_kept(segment, &[1, 2, 4], findings);
        return true;
    }
    let what = "a number that a line has";
    let kind = field::required_code(segment, 1, LineReference::from_code, what, findings);
    let Some(kind) = kind else {
        return true;
    };
    let number = field::required(segment, 2, findings);
    field::not_kept(segment, &[1, 2], findings);
    if line.references.contains_key(&kind) {
        return false;
    }
    if !number.is_empty() {
        let _ = line.references.insert(kind, number);
    }
    true
}
