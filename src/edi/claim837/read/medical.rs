//! Medical need as it is read: rides, manipulation, certifications, measures, equipment and forms. It must not know
//! claims and lines.

use rust_decimal::Decimal;

use super::super::super::field;
use super::super::super::finding::{Findings, quoted};
use super::super::super::segment::Segment;
use super::super::{
    Address, Certification, CertificationKind, DropOff, Equipment, EquipmentCertification,
    EquipmentCertificationKind, Form, FormAnswer, FormList, FormReply, Manipulation, Measurement,
    Rental, RentalPeriod, SpinalCondition, TestKind, TestSource, Transport, TransportReason,
};
use super::parties;
use crate::domain::money::Money;

/// A CR1.
pub(super) fn transport(segment: &Segment<'_>, findings: &mut Findings) -> Option<Box<Transport>> {
    let reason = TransportReason::from_code;
    let what = "a reason for a ride";
    let reason = field::required_code(segment, 4, reason, what, findings);
    field::not_kept(segment, &[1, 2, 4, 5, 6, 9, 10], findings);
    let transport = Transport {
        weight: field::optional_quantity(segment, 2, findings),
        reason: reason?,
        miles: field::quantity(segment, 6, findings).unwrap_or(Decimal::ZERO),
        round_trip: field::text(segment, 9),
        stretcher: field::text(segment, 10),
    };
    Some(Box::new(transport))
}

/// A segment of where an ambulance came to. Gives whether there is a field for it; so do the others below.
pub(super) fn pick_up(
    place: &mut Option<Box<Address>>,
    segment: &Segment<'_>,
    findings: &mut Findings,
) -> bool {
    let address = place.get_or_insert_default();
    match segment.id() {
        "NM1" => field::not_kept(segment, &[1, 2], findings),
        "N3" | "N4" => parties::address(address, segment, findings),
        _ => return false,
    }
    true
}

/// A segment of where it went.
pub(super) fn drop_off(
    place: &mut Option<Box<DropOff>>,
    segment: &Segment<'_>,
    findings: &mut Findings,
) -> bool {
    let blank = || {
        Box::new(DropOff {
            name: None,
            address: Address::default(),
        })
    };
    let place = place.get_or_insert_with(blank);
    match segment.id() {
        "NM1" => {
            place.name = field::text(segment, 3);
            field::not_kept(segment, &[1, 2, 3], findings);
        }
        "N3" | "N4" => parties::address(&mut place.address, segment, findings),
        _ => return false,
    }
    true
}

/// A CR2.
pub(super) fn manipulation(
    segment: &Segment<'_>,
    findings: &mut Findings,
) -> Option<Box<Manipulation>> {
    let what = "a condition of the spine";
    let of = SpinalCondition::from_code;
    let condition = field::required_code(segment, 8, of, what, findings);
    field::not_kept(segment, &[8, 10, 11], findings);
    let manipulation = Manipulation {
        condition: condition?,
        description: field::text(segment, 10),
        more: field::text(segment, 11),
    };
    Some(Box::new(manipulation))
}

/// A CRC.
pub(super) fn certification(
    all: &mut Vec<Certification>,
    segment: &Segment<'_>,
    findings: &mut Findings,
) {
    let what = "a kind of certification";
    let of = CertificationKind::from_code;
    let kind = field::required_code(segment, 1, of, what, findings);
    let applies = field::yes_or_no(segment, 2, findings);
    field::not_kept(segment, &[1, 2, 3, 4, 5, 6, 7], findings);
    let Some(kind) = kind else {
        return;
    };
    let conditions: Vec<String> = (3..=7).filter_map(|e| field::text(segment, e)).collect();
    for code in &conditions {
        if !kind.conditions().contains(&code.as_str()) {
            let text = format!("CRC {} is no condition of its kind", quoted(code));
            findings.error(segment.position(), text);
        }
    }
    all.push(Certification {
        kind,
        applies,
        conditions,
    });
}

/// A MEA.
pub(super) fn measurement(
    all: &mut Vec<Measurement>,
    segment: &Segment<'_>,
    findings: &mut Findings,
) {
    let source = field::required_code(segment, 1, TestSource::from_code, "OG or TR", findings);
    let what = "HT, R1, R2, R3 or R4";
    let kind = field::required_code(segment, 2, TestKind::from_code, what, findings);
    let value = field::quantity(segment, 3, findings);
    field::not_kept(segment, &[1, 2, 3], findings);
    if let (Some(source), Some(kind), Some(value)) = (source, kind, value) {
        all.push(Measurement {
            source,
            kind,
            value,
        });
    }
}

/// An SV5.
pub(super) fn rental(
    equipment: &mut Option<Box<Equipment>>,
    segment: &Segment<'_>,
    findings: &mut Findings,
) {
    let period = RentalPeriod::from_code;
    let period = field::required_code(segment, 6, period, "1, 4 or 6", findings);
    let days = field::quantity(segment, 3, findings);
    let mut money = |element| field::amount(segment, element, findings).unwrap_or(Money::ZERO);
    let (rental, purchase) = (money(4), money(5));
    field::not_kept(segment, &[1, 2, 3, 4, 5, 6], findings);
    if let (Some(period), Some(days)) = (period, days) {
        equipment.get_or_insert_default().rental = Some(Rental {
            code: segment.component(1, 2).to_owned(),
            days,
            rental,
            purchase,
            period,
        });
    }
}

/// A CR3.
pub(super) fn equipment(
    equipment: &mut Option<Box<Equipment>>,
    segment: &Segment<'_>,
    findings: &mut Findings,
) {
    let of = EquipmentCertificationKind::from_code;
    let kind = field::required_code(segment, 1, of, "I, R or S", findings);
    let months = field::quantity(segment, 3, findings);
    field::not_kept(segment, &[1, 2, 3], findings);
    if let (Some(kind), Some(months)) = (kind, months) {
        let certification = EquipmentCertification { kind, months };
        equipment.get_or_insert_default().certification = Some(certification);
    }
}

/// An LQ or an FRM.
pub(super) fn form(forms: &mut Vec<Form>, segment: &Segment<'_>, findings: &mut Findings) -> bool {
    match segment.id() {
        "LQ" => {
            let list = field::required_code(segment, 1, FormList::from_code, "AS or UT", findings);
            forms.push(Form {
                list: list.unwrap_or(FormList::Payer),
                id: field::required(segment, 2, findings),
                answers: Vec::new(),
            });
            field::not_kept(segment, &[1, 2], findings);
        }
        "FRM" => {
            let answer = answer(segment, findings);
            if let Some(form) = forms.last_mut() {
                form.answers.push(answer);
            }
        }
        _ => return false,
    }
    true
}

fn answer(segment: &Segment<'_>, findings: &mut Findings) -> FormAnswer {
    field::not_kept(segment, &[1, 2, 3, 4, 5], findings);
    FormAnswer {
        question: field::required(segment, 1, findings),
        reply: field::code(segment, 2, FormReply::from_code, "Y, N or W", findings),
        text: field::text(segment, 3),
        day: field::plain_day(segment, 4, findings),
        percent: field::optional_quantity(segment, 5, findings),
    }
}
