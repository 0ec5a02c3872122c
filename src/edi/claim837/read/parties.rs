//! Who is who in a claim file: header, billing provider, subscriber, payer and patient. It must not know claims.

use std::collections::BTreeMap;

use super::super::super::envelope;
use super::super::super::field;
use super::super::super::finding::{Findings, quoted};
use super::super::super::segment::Segment;
use super::super::loops::Loop;
use super::super::{
    Address, BillingProvider, Birth, CasualtyId, CasualtyIdKind, Contact, Content, Header,
    MedicareSecondary, MemberIdKind, Name, Patient, PatientFacts, PayToPlan, Payer, PayerIdKind,
    PayerNumberKind, PayerOrder, Person, ProviderId, ProviderIdKind, Purpose, Receiver, Submitter,
    Subscriber, TaxId, TaxIdKind, npi_holds,
};
use crate::domain::code::{FilingIndicator, Relation, Sex};

/// The value of a list whose code this is.
pub(super) fn listed<T: Copy>(all: &[T], code_of: fn(T) -> &'static str, code: &str) -> Option<T> {
    all.iter().copied().find(|one| code_of(*one) == code)
}

pub(super) fn blank_header() -> Header {
    Header {
        purpose: Purpose::Original,
        reference: String::new(),
        created: None,
        content: Content::Claims,
        submitter: Submitter::default(),
        receiver: Receiver::default(),
    }
}

/// Keeps a segment of the header. Gives whether there is a field for it; so do the others below.
pub(super) fn header(
    header: &mut Header,
    at: Loop,
    segment: &Segment<'_>,
    findings: &mut Findings,
) -> bool {
    match (at, segment.id()) {
        (Loop::Header, "BHT") => beginning(header, segment, findings),
        (Loop::Submitter, "NM1") => {
            header.submitter.name = name(segment, findings);
            header.submitter.id = id(segment, &["46"], findings);
        }
        (Loop::Submitter, "PER") => header.submitter.contacts.push(contact(segment, findings)),
        (Loop::Receiver, "NM1") => {
            header.receiver.name = organization(segment, findings);
            header.receiver.id = id(segment, &["46"], findings);
        }
        _ => return false,
    }
    true
}

fn beginning(header: &mut Header, segment: &Segment<'_>, findings: &mut Findings) {
    if segment.element(1) != "0019" {
        findings.error(
            segment.spot(1),
            format!("BHT01 is {}, not 0019", quoted(segment.element(1))),
        );
    }
    let purpose = field::required_code(segment, 2, Purpose::from_code, "a purpose", findings);
    header.purpose = purpose.unwrap_or(Purpose::Original);
    header.reference = field::required(segment, 3, findings);
    header.created = envelope::minute(segment.element(4), segment.element(5));
    if header.created.is_none() {
        findings.error(segment.spot(4), "BHT04 and BHT05 are not a day and a time");
    }
    let content = field::required_code(segment, 6, Content::from_code, "CH or RP", findings);
    header.content = content.unwrap_or(Content::Claims);
}

pub(super) fn provider(
    provider: &mut BillingProvider,
    at: Loop,
    segment: &Segment<'_>,
    findings: &mut Findings,
) -> bool {
    match (at, segment.id()) {
        (Loop::BillingLevel, "PRV") => provider.taxonomy = taxonomy(segment, "BI", findings),
        (Loop::BillingProvider, "NM1") => {
            provider.name = name(segment, findings);
            provider.npi = npi(segment, findings);
        }
        (Loop::BillingProvider, "N3" | "N4") => address(&mut provider.address, segment, findings),
        (Loop::BillingLevel, "CUR") => {
            provider.currency = field::text(segment, 2);
            field::not_kept(segment, &[1, 2], findings);
        }
        (Loop::BillingProvider, "REF") => biller_number(provider, segment, findings),
        (Loop::BillingProvider, "PER") => provider.contacts.push(contact(segment, findings)),
        (Loop::PayToAddress, "NM1") => {
            provider.pay_to = Some(Address::default());
            field::not_kept(segment, &[1, 2], findings);
        }
        (Loop::PayToAddress, "N3" | "N4") => {
            address(provider.pay_to.get_or_insert_default(), segment, findings);
        }
        (Loop::PayToPlan, _) => {
            let plan = provider.pay_to_plan.get_or_insert_default();
            return pay_to_plan(plan, segment, findings);
        }
        _ => return false,
    }
    true
}

fn pay_to_plan(plan: &mut PayToPlan, segment: &Segment<'_>, findings: &mut Findings) -> bool {
    match segment.id() {
        "NM1" => {
            plan.name = organization(segment, findings);
            plan.id = id(segment, &["PI", "XV"], findings);
            plan.id_kind = PayerIdKind::from_code(segment.element(8)).unwrap_or_default();
        }
        "N3" | "N4" => address(&mut plan.address, segment, findings),
        "REF" if segment.element(1) == "EI" => {
            plan.tax_id = field::required(segment, 2, findings);
            field::not_kept(segment, &[1, 2], findings);
        }
        "REF" => return payer_number(&mut plan.ids, segment, findings),
        _ => return false,
    }
    true
}

/// A further number of a payer, by its kind. Gives whether there is a field for it.
pub(super) fn payer_number(
    ids: &mut BTreeMap<PayerNumberKind, String>,
    segment: &Segment<'_>,
    findings: &mut Findings,
) -> bool {
    let Some(kind) = PayerNumberKind::from_code(segment.element(1)) else {
        return false;
    };
    if ids.contains_key(&kind) {
        return false;
    }
    let number = field::required(segment, 2, findings);
    field::not_kept(segment, &[1, 2], findings);
    if !number.is_empty() {
        let _none = ids.insert(kind, number);
    }
    true
}

/// A number of a provider beside the NPI.
pub(super) fn provider_id(
    ids: &mut Vec<ProviderId>,
    segment: &Segment<'_>,
    findings: &mut Findings,
) {
    let what = "a number that a provider has";
    let kind = field::required_code(segment, 1, ProviderIdKind::from_code, what, findings);
    let number = field::required(segment, 2, findings);
    let payer = Some(segment.component(4, 2)).filter(|id| !id.is_empty());
    field::not_kept(segment, &[1, 2, 4], findings);
    if let Some(kind) = kind.filter(|_| !number.is_empty()) {
        ids.push(ProviderId {
            kind,
            number,
            payer: payer.map(str::to_owned),
        });
    }
}

fn biller_number(provider: &mut BillingProvider, segment: &Segment<'_>, findings: &mut Findings) {
    match TaxIdKind::from_code(segment.element(1)) {
        Some(kind) => tax_id(provider, kind, segment, findings),
        None => provider_id(&mut provider.ids, segment, findings),
    }
}

fn tax_id(
    provider: &mut BillingProvider,
    kind: TaxIdKind,
    segment: &Segment<'_>,
    findings: &mut Findings,
) {
    if provider.tax_id.is_some() {
        findings.error(
            segment.position(),
            "the billing provider has more than one tax id",
        );
    }
    let number = field::required(segment, 2, findings);
    if number.len() != 9 || !number.bytes().all(|byte| byte.is_ascii_digit()) {
        findings.warning(segment.spot(2), "a tax id has nine digits");
    }
    provider.tax_id = Some(TaxId { kind, number });
    field::not_kept(segment, &[1, 2], findings);
}

pub(super) fn subscriber(
    subscriber: &mut Subscriber,
    payer: &mut Payer,
    at: Loop,
    segment: &Segment<'_>,
    findings: &mut Findings,
) -> bool {
    match (at, segment.id()) {
        (Loop::SubscriberLevel, "SBR") => policy(subscriber, segment, findings),
        (Loop::SubscriberLevel, "PAT") => {
            subscriber.facts = facts(segment, findings);
            field::not_kept(segment, &[5, 6, 7, 8, 9], findings);
        }
        (Loop::Subscriber, "NM1") => {
            subscriber.name = name(segment, findings);
            (subscriber.member_id_kind, subscriber.member_id) = member_id(segment, findings);
        }
        (Loop::Subscriber, "PER") => subscriber.contact = Some(contact(segment, findings)),
        (Loop::Subscriber, "N3" | "N4") => {
            address(
                subscriber.address.get_or_insert_default(),
                segment,
                findings,
            );
        }
        (Loop::Subscriber, "DMG") => subscriber.birth = birth(segment, findings),
        (Loop::Subscriber, "REF") => {
            let number = field::text(segment, 2);
            match segment.element(1) {
                "SY" => subscriber.social_security = number,
                "Y4" => subscriber.casualty_claim = number,
                _ => return false,
            }
            field::not_kept(segment, &[1, 2], findings);
        }
        (Loop::Payer, "REF") if matches!(segment.element(1), "G2" | "LU") => {
            provider_id(&mut payer.biller_ids, segment, findings);
        }
        (Loop::Payer, _) => return of_payer(payer, segment, findings),
        _ => return false,
    }
    true
}

/// A payer's name, address and further numbers.
pub(super) fn of_payer(payer: &mut Payer, segment: &Segment<'_>, findings: &mut Findings) -> bool {
    match segment.id() {
        "NM1" => {
            payer.name = organization(segment, findings);
            payer.id = id(segment, &["PI", "XV"], findings);
            payer.id_kind = PayerIdKind::from_code(segment.element(8)).unwrap_or_default();
        }
        "N3" | "N4" => address(payer.address.get_or_insert_default(), segment, findings),
        "REF" => return payer_number(&mut payer.ids, segment, findings),
        _ => return false,
    }
    true
}

/// The kind of a member's number, and the number.
pub(super) fn member_id(segment: &Segment<'_>, findings: &mut Findings) -> (MemberIdKind, String) {
    let number = id(segment, &["MI", "II"], findings);
    let kind = MemberIdKind::from_code(segment.element(8));
    (kind.unwrap_or_default(), number)
}

/// What PAT05 to PAT09 say.
fn facts(segment: &Segment<'_>, findings: &mut Findings) -> PatientFacts {
    let is_there = |element: usize| !segment.element(element).is_empty();
    let pregnant = |code: &str| (code == "Y").then_some(());
    PatientFacts {
        died_on: is_there(6)
            .then(|| field::day(segment, 6, findings))
            .flatten(),
        weight: field::optional_quantity(segment, 8, findings),
        is_pregnant: field::code(segment, 9, pregnant, "Y", findings).is_some(),
    }
}

/// The order of a payer, when it is said.
pub(super) fn order(segment: &Segment<'_>, findings: &mut Findings) -> Option<PayerOrder> {
    let what = "a payer's order";
    field::required_code(segment, 1, PayerOrder::from_code, what, findings)
}

/// What kind of plan it is.
pub(super) fn filing(segment: &Segment<'_>, findings: &mut Findings) -> Option<FilingIndicator> {
    let filing = |code: &str| listed(FilingIndicator::ALL, FilingIndicator::as_str, code);
    field::code(segment, 9, filing, "a claim filing indicator", findings)
}

/// Why Medicare comes second.
pub(super) fn medicare_secondary(
    segment: &Segment<'_>,
    findings: &mut Findings,
) -> Option<MedicareSecondary> {
    let secondary = MedicareSecondary::from_code;
    let what = "a reason for Medicare to come second";
    field::code(segment, 5, secondary, what, findings)
}

fn policy(subscriber: &mut Subscriber, segment: &Segment<'_>, findings: &mut Findings) {
    subscriber.order = order(segment, findings).unwrap_or_default();
    let own = |code: &str| (code == "18").then_some(());
    let _ = field::code(segment, 2, own, "18 or empty", findings);
    subscriber.group_number = field::text(segment, 3);
    subscriber.group_name = field::text(segment, 4);
    subscriber.medicare_secondary = medicare_secondary(segment, findings);
    subscriber.filing = filing(segment, findings);
    field::not_kept(segment, &[1, 2, 3, 4, 5, 9], findings);
}

pub(super) fn patient(
    patient: &mut Patient,
    at: Loop,
    segment: &Segment<'_>,
    findings: &mut Findings,
) -> bool {
    match (at, segment.id()) {
        (Loop::PatientLevel, "PAT") => {
            let what = "a relationship";
            let other = |code: &str| {
                let relation = listed(Relation::ALL, Relation::as_str, code);
                relation.filter(|relation| *relation != Relation::Itself)
            };
            let relation = field::required_code(segment, 1, other, what, findings);
            patient.relation = relation.unwrap_or(Relation::Unknown);
            patient.facts = facts(segment, findings);
            field::not_kept(segment, &[1, 5, 6, 7, 8, 9], findings);
        }
        (Loop::Patient, "NM1") => {
            patient.name = match name(segment, findings) {
                Name::Person(person) => person,
                Name::Organization(last) => {
                    findings.error(segment.spot(2), "a patient is a person, NM102 is 1");
                    Person {
                        last,
                        ..Person::default()
                    }
                }
            };
            field::not_kept(segment, &[1, 2, 3, 4, 5, 6, 7], findings);
        }
        (Loop::Patient, "N3" | "N4") => address(&mut patient.address, segment, findings),
        (Loop::Patient, "DMG") => patient.birth = birth(segment, findings),
        (Loop::Patient, "REF") if segment.element(1) == "Y4" => {
            patient.casualty_claim = field::text(segment, 2);
            field::not_kept(segment, &[1, 2], findings);
        }
        (Loop::Patient, "REF") if patient.casualty_id.is_none() => {
            let what = "a number that a patient has";
            let of = CasualtyIdKind::from_code;
            let kind = field::required_code(segment, 1, of, what, findings);
            let number = field::required(segment, 2, findings);
            field::not_kept(segment, &[1, 2], findings);
            patient.casualty_id = kind.map(|kind| CasualtyId { kind, number });
        }
        (Loop::Patient, "PER") => patient.contact = Some(contact(segment, findings)),
        _ => return false,
    }
    true
}

/// A name out of NM102 to NM107.
pub(super) fn name(segment: &Segment<'_>, findings: &mut Findings) -> Name {
    field::not_kept(segment, &[1, 2, 3, 4, 5, 7, 8, 9], findings);
    let is_person = match segment.element(2) {
        "1" => true,
        "2" => false,
        "" => {
            field::missing(segment, 2, findings);
            !segment.element(4).is_empty()
        }
        other => {
            findings.error(
                segment.spot(2),
                format!("NM102 is {}, neither 1 nor 2", quoted(other)),
            );
            !segment.element(4).is_empty()
        }
    };
    let last = field::required(segment, 3, findings);
    if is_person {
        Name::Person(Person {
            last,
            first: field::text(segment, 4),
            middle: field::text(segment, 5),
            suffix: field::text(segment, 7),
        })
    } else {
        Name::Organization(last)
    }
}

/// The name of what must be an organization.
pub(super) fn organization(segment: &Segment<'_>, findings: &mut Findings) -> String {
    match name(segment, findings) {
        Name::Organization(name) => name,
        Name::Person(person) => {
            findings.error(segment.spot(2), "this is an organization, NM102 is 2");
            person.last
        }
    }
}

/// The id in NM109, which NM108 should say to be of one of these kinds.
fn id(segment: &Segment<'_>, kinds: &[&str], findings: &mut Findings) -> String {
    let kind = segment.element(8);
    if !kinds.contains(&kind) {
        findings.error(
            segment.spot(8),
            format!(
                "NM108 is {}, where {} is wanted",
                quoted(kind),
                kinds.join(" or ")
            ),
        );
    }
    field::required(segment, 9, findings)
}

/// The NPI in NM109, when there is one.
pub(super) fn npi(segment: &Segment<'_>, findings: &mut Findings) -> Option<String> {
    let (kind, npi) = (segment.element(8), segment.element(9));
    match (kind, npi) {
        ("", "") => None,
        ("XX", "") => {
            field::missing(segment, 9, findings);
            None
        }
        ("XX", npi) => {
            if !npi_holds(npi) {
                findings.warning(
                    segment.spot(9),
                    format!(
                        "NM109 {} is not an NPI: ten digits that pass their check",
                        quoted(npi)
                    ),
                );
            }
            Some(npi.to_owned())
        }
        (kind, _) => {
            findings.error(
                segment.spot(8),
                format!("NM108 is {}, where XX is wanted", quoted(kind)),
            );
            None
        }
    }
}

pub(super) fn taxonomy(
    segment: &Segment<'_>,
    role: &str,
    findings: &mut Findings,
) -> Option<String> {
    if segment.element(1) != role || segment.element(2) != "PXC" {
        findings.error(
            segment.position(),
            format!("a taxonomy code here begins with PRV*{role}*PXC"),
        );
    }
    field::not_kept(segment, &[1, 2, 3], findings);
    Some(field::required(segment, 3, findings)).filter(|code| !code.is_empty())
}

/// An N3 or an N4.
pub(super) fn address(address: &mut Address, segment: &Segment<'_>, findings: &mut Findings) {
    if segment.id() == "N3" {
        address.line = field::required(segment, 1, findings);
        address.second_line = field::text(segment, 2);
        field::not_kept(segment, &[1, 2], findings);
    } else {
        address.city = field::required(segment, 1, findings);
        address.state = field::text(segment, 2);
        address.zip = field::text(segment, 3);
        address.country = field::text(segment, 4);
        field::not_kept(segment, &[1, 2, 3, 4], findings);
    }
}

fn birth(segment: &Segment<'_>, findings: &mut Findings) -> Option<Birth> {
    let day = field::day(segment, 2, findings)?;
    let sex = |code: &str| listed(Sex::ALL, Sex::as_str, code);
    let sex = field::required_code(segment, 3, sex, "F, M or U", findings);
    field::not_kept(segment, &[1, 2, 3], findings);
    Some(Birth {
        day,
        sex: sex.unwrap_or(Sex::Unknown),
    })
}

pub(super) fn contact(segment: &Segment<'_>, findings: &mut Findings) -> Contact {
    let mut contact = Contact {
        name: field::text(segment, 2),
        ..Contact::default()
    };
    if segment.element(1) != "IC" {
        findings.error(
            segment.spot(1),
            format!("PER01 is {}, not IC", quoted(segment.element(1))),
        );
    }
    for kind in [3, 5, 7] {
        let element = usize::saturating_add(kind, 1);
        let place = match segment.element(kind) {
            "" => continue,
            "TE" => &mut contact.phone,
            "EX" => &mut contact.extension,
            "FX" => &mut contact.fax,
            "EM" => &mut contact.email,
            other => {
                findings.note(
                    segment.spot(kind),
                    format!("PER {} is not kept", quoted(other)),
                );
                continue;
            }
        };
        if place.is_some() {
            findings.note(
                segment.spot(element),
                "a second number of its kind is not kept",
            );
        } else {
            *place = field::text(segment, element);
        }
    }
    field::not_kept(segment, &[1, 2, 3, 4, 5, 6, 7, 8], findings);
    contact
}
