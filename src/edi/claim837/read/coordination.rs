//! Other payers of a claim and what they decided, as they are read, and whether their figures add up. It must not
//! know the rest of the claim.

use rust_decimal::Decimal;

use super::super::super::field;
use super::super::super::finding::{Findings, Position, quoted};
use super::super::super::segment::Segment;
use super::super::loops::Loop;
use super::super::{
    Adjudication, Adjustment, Benefits, Claim, EntityKind, OtherPayer, OtherPayerProvider,
    OtherPayerReference, OtherPayerRole, OtherSubscriber, Outpatient, Payer, PayerOrder, Procedure,
    Release,
};
use super::line::{self, Composite};
use super::parties;
use crate::domain::code::{AdjustmentGroup, Relation};
use crate::domain::money::Money;

pub(super) fn blank_other_payer() -> OtherPayer {
    let (subscriber, payer) = (OtherSubscriber::default(), Payer::default());
    OtherPayer::new(PayerOrder::Unknown, Relation::Unknown, subscriber, payer)
}

pub(super) fn blank_adjudication() -> Adjudication {
    Adjudication {
        quantity: Decimal::ZERO,
        decided_on: None,
        ..Adjudication::new(
            "",
            Procedure::hcpcs(""),
            Money::ZERO,
            chrono::NaiveDate::MIN,
        )
    }
}

/// Keeps a segment of another payer. Gives whether there is a field for it; so do the others below.
pub(super) fn of_other_payer(
    other: &mut OtherPayer,
    at: Loop,
    role: Option<OtherPayerRole>,
    segment: &Segment<'_>,
    findings: &mut Findings,
) -> bool {
    match (at, segment.id()) {
        (Loop::OtherPayerLevel, _) => return decision(other, segment, findings),
        (Loop::OtherSubscriber, _) => {
            return of_subscriber(&mut other.subscriber, segment, findings);
        }
        (Loop::OtherPayer, "DTP") if segment.element(1) == "573" => {
            other.decided_on = field::day(segment, 3, findings);
        }
        (Loop::OtherPayer, "REF") => return number(other, segment, findings),
        (Loop::OtherPayer, _) => return parties::of_payer(&mut other.payer, segment, findings),
        (_, id) => return role.is_some_and(|role| of_role(other, role, id, segment, findings)),
    }
    true
}

fn decision(other: &mut OtherPayer, segment: &Segment<'_>, findings: &mut Findings) -> bool {
    let amount = match (segment.id(), segment.element(1)) {
        ("SBR", _) => {
            policy(other, segment, findings);
            return true;
        }
        ("CAS", _) => {
            adjustments(&mut other.adjustments, segment, findings);
            return true;
        }
        ("OI", _) => {
            coverage(other, segment, findings);
            return true;
        }
        ("MOA", _) => {
            other.outpatient = Some(Box::new(outpatient(segment, findings)));
            return true;
        }
        ("AMT", "D") => &mut other.paid,
        ("AMT", "A8") => &mut other.non_covered,
        ("AMT", "EAF") => &mut other.remaining,
        (_, _) => return false,
    };
    *amount = field::amount(segment, 2, findings);
    field::not_kept(segment, &[1, 2], findings);
    true
}

fn policy(other: &mut OtherPayer, segment: &Segment<'_>, findings: &mut Findings) {
    other.order = parties::order(segment, findings).unwrap_or(PayerOrder::Unknown);
    let relation = |code: &str| parties::listed(Relation::ALL, Relation::as_str, code);
    let relation = field::required_code(segment, 2, relation, "a relationship", findings);
    other.relation = relation.unwrap_or(Relation::Unknown);
    other.group_number = field::text(segment, 3);
    other.group_name = field::text(segment, 4);
    other.medicare_secondary = parties::medicare_secondary(segment, findings);
    other.filing = parties::filing(segment, findings);
    field::not_kept(segment, &[1, 2, 3, 4, 5, 9], findings);
}

fn coverage(other: &mut OtherPayer, segment: &Segment<'_>, findings: &mut Findings) {
    let benefits = field::required_code(segment, 3, Benefits::from_code, "Y, N or W", findings);
    other.benefits = benefits.unwrap_or(Benefits::NotAssigned);
    let signed = |code: &str| (code == "P").then_some(());
    other.provider_signed_for_patient = field::code(segment, 4, signed, "P", findings).is_some();
    let release = field::required_code(segment, 6, Release::from_code, "Y or I", findings);
    other.release = release.unwrap_or(Release::Informed);
    field::not_kept(segment, &[3, 4, 6], findings);
}

fn outpatient(segment: &Segment<'_>, findings: &mut Findings) -> Outpatient {
    let remarks = (3..=7).filter_map(|element| field::text(segment, element));
    let outpatient = Outpatient {
        rate: field::optional_quantity(segment, 1, findings),
        payable: field::optional_amount(segment, 2, findings),
        remarks: remarks.collect(),
        renal: field::optional_amount(segment, 8, findings),
        professional: field::optional_amount(segment, 9, findings),
    };
    field::not_kept(segment, &[1, 2, 3, 4, 5, 6, 7, 8, 9], findings);
    outpatient
}

fn of_subscriber(
    subscriber: &mut OtherSubscriber,
    segment: &Segment<'_>,
    findings: &mut Findings,
) -> bool {
    match segment.id() {
        "NM1" => {
            subscriber.name = parties::name(segment, findings);
            (subscriber.member_id_kind, subscriber.member_id) =
                parties::member_id(segment, findings);
        }
        "N3" | "N4" => {
            let address = subscriber.address.get_or_insert_default();
            parties::address(address, segment, findings);
        }
        "REF" if segment.element(1) == "SY" => {
            subscriber.social_security = field::text(segment, 2);
            field::not_kept(segment, &[1, 2], findings);
        }
        _ => return false,
    }
    true
}

fn number(other: &mut OtherPayer, segment: &Segment<'_>, findings: &mut Findings) -> bool {
    let Some(kind) = OtherPayerReference::from_code(segment.element(1)) else {
        return parties::payer_number(&mut other.payer.ids, segment, findings);
    };
    if other.references.contains_key(&kind) {
        return false;
    }
    let number = field::required(segment, 2, findings);
    field::not_kept(segment, &[1, 2], findings);
    if !number.is_empty() {
        let _none = other.references.insert(kind, number);
    }
    true
}

/// A provider that this payer numbers, in the part that its NM1 named.
fn of_role(
    other: &mut OtherPayer,
    role: OtherPayerRole,
    id: &str,
    segment: &Segment<'_>,
    findings: &mut Findings,
) -> bool {
    match id {
        "NM1" => {
            let what = "1 or 2";
            let entity = field::required_code(segment, 2, EntityKind::from_code, what, findings);
            let provider = OtherPayerProvider {
                entity: entity.unwrap_or(EntityKind::Person),
                ids: Vec::new(),
            };
            field::not_kept(segment, &[1, 2], findings);
            let _before = other.providers.insert(role, provider);
        }
        "REF" => {
            if let Some(provider) = other.providers.get_mut(&role) {
                parties::provider_id(&mut provider.ids, segment, findings);
            }
        }
        _ => return false,
    }
    true
}

/// What a payer decided on a line.
pub(super) fn of_adjudication(
    one: &mut Adjudication,
    segment: &Segment<'_>,
    findings: &mut Findings,
) -> bool {
    match (segment.id(), segment.element(1)) {
        ("SVD", _) => {
            one.payer_id = field::required(segment, 1, findings);
            one.paid = field::amount(segment, 2, findings).unwrap_or(Money::ZERO);
            line::procedure(&mut one.procedure, Composite::Decided, segment, findings);
            one.quantity = field::quantity(segment, 5, findings).unwrap_or(Decimal::ZERO);
            let number = field::count(segment, 6, findings);
            one.bundled_into = number.and_then(|number| u32::try_from(number).ok());
            field::not_kept(segment, &[1, 2, 3, 5, 6], findings);
        }
        ("CAS", _) => adjustments(&mut one.adjustments, segment, findings),
        ("DTP", "573") => one.decided_on = field::day(segment, 3, findings),
        ("AMT", "EAF") => one.remaining = field::amount(segment, 2, findings),
        (_, _) => return false,
    }
    true
}

/// A CAS: its group, and up to six reasons with amounts and units.
fn adjustments(all: &mut Vec<Adjustment>, segment: &Segment<'_>, findings: &mut Findings) {
    let group = |code: &str| parties::listed(AdjustmentGroup::ALL, AdjustmentGroup::as_str, code);
    let group = field::required_code(segment, 1, group, "CO, CR, OA, PI or PR", findings);
    let Some(group) = group else {
        return;
    };
    for reason in [2, 5, 8, 11, 14, 17] {
        let [amount, quantity] = [1, 2].map(|more| usize::saturating_add(reason, more));
        let is_empty = [reason, amount, quantity]
            .iter()
            .all(|element| segment.element(*element).is_empty());
        if is_empty && reason > 2 {
            continue;
        }
        all.push(Adjustment {
            group,
            reason: field::required(segment, reason, findings),
            amount: field::amount(segment, amount, findings).unwrap_or(Money::ZERO),
            quantity: field::optional_quantity(segment, quantity, findings),
        });
    }
    field::not_kept(segment, EVERY_REASON, findings);
}

/// The elements of a CAS.
const EVERY_REASON: &[usize] = &[
    1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19,
];

/// Says where other payers' decisions and the claim do not agree. The claim begins at `at`, its lines at `lines`.
pub(super) fn check(claim: &Claim, at: Position, lines: &[Position], findings: &mut Findings) {
    for (line, at) in claim.lines.iter().zip(lines) {
        for one in &line.adjudications {
            let is_known = |other: &OtherPayer| other.payer.id == one.payer_id;
            if !claim.other_payers.iter().any(is_known) {
                let id = quoted(&one.payer_id);
                findings.error(
                    *at,
                    format!("SVD01 is {id}, which is no other payer of the claim"),
                );
            }
            if one.decided_on.is_none() {
                findings.error(*at, "no day of a payer's decision can be read (DTP*573)");
            }
        }
    }
    for other in &claim.other_payers {
        balance(claim, other, at, lines, findings);
    }
}

/// Says where the decision of one payer does not add up.
fn balance(
    claim: &Claim,
    other: &OtherPayer,
    at: Position,
    lines: &[Position],
    findings: &mut Findings,
) {
    let mut all = vec![other.paid.unwrap_or(Money::ZERO)];
    all.extend(other.adjustments.iter().map(|one| one.amount));
    for (line, at) in claim.lines.iter().zip(lines) {
        let decided = line
            .adjudications
            .iter()
            .filter(|one| one.payer_id == other.payer.id);
        let adjusted = decided.clone().flat_map(|one| &one.adjustments);
        let adjusted: Vec<Money> = adjusted.map(|one| one.amount).collect();
        let paid: Vec<Money> = decided.map(|one| one.paid).collect();
        let sum = Money::sum(paid.iter().chain(&adjusted).copied());
        if !paid.is_empty() && sum != Ok(line.charge) {
            let text = "what another payer paid for the line and its adjustments do not come to the line's charge";
            findings.warning(*at, text);
        }
        all.extend(adjusted);
    }
    let has_decided = other.paid.is_some() || all.len() > 1;
    if has_decided && Money::sum(all) != Ok(claim.charge) {
        let text =
            "what another payer paid and all its adjustments do not come to the claim's charge";
        findings.warning(at, text);
    }
}
