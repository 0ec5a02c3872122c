//! Single segments to what they say. It must not know where in the transaction they stand.

use super::super::super::claim837::{Name, Person};
use super::super::super::envelope;
use super::super::super::field;
use super::super::super::finding::{Findings, quoted};
use super::super::super::segment::Segment;
use super::super::{Action, Entity, Guide, Header, Line, Reference, Standing, Status, StatusCode};
use crate::domain::codeset::answers;

pub(super) fn header(guide: Guide, segment: &Segment<'_>, findings: &mut Findings) -> Header {
    for (element, want) in [(1, guide.code()), (2, "08"), (6, guide.content())] {
        let text = segment.element(element);
        if text != want {
            let text = format!("BHT{element:02} is {}, not {want}", quoted(text));
            findings.warning(segment.spot(element), text);
        }
    }
    let created = envelope::minute(segment.element(4), segment.element(5));
    if created.is_none() {
        findings.warning(segment.spot(4), "BHT04 and BHT05 are not a day and a time");
    }
    Header {
        guide,
        reference: field::required(segment, 3, findings),
        created,
    }
}

pub(super) fn entity(segment: &Segment<'_>, findings: &mut Findings) -> Entity {
    let name = match segment.element(2) {
        "1" => Name::Person(Person {
            last: segment.element(3).to_owned(),
            first: field::text(segment, 4),
            middle: field::text(segment, 5),
            suffix: field::text(segment, 7),
        }),
        other => {
            if other != "2" {
                let text = format!("NM102 {} is neither 1 nor 2", quoted(other));
                findings.error(segment.spot(2), text);
            }
            // Some put a given name beside an organization's.
            let parts = [segment.element(3), segment.element(4)];
            Name::Organization(parts.join(" ").trim().to_owned())
        }
    };
    field::not_kept(segment, &[1, 2, 3, 4, 5, 7, 8, 9], findings);
    Entity {
        code: field::required(segment, 1, findings),
        name,
        id_kind: field::text(segment, 8),
        id: field::text(segment, 9),
    }
}

pub(super) fn reference(segment: &Segment<'_>, findings: &mut Findings) -> Reference {
    field::not_kept(segment, &[1, 2], findings);
    Reference {
        qualifier: field::required(segment, 1, findings),
        value: field::required(segment, 2, findings),
    }
}

pub(super) fn status(segment: &Segment<'_>, findings: &mut Findings) -> Status {
    let mut codes = Vec::new();
    for element in [1, 10, 11] {
        if !segment.element(element).is_empty() {
            codes.push(status_code(segment, element, findings));
        }
    }
    if segment.element(1).is_empty() {
        field::missing(segment, 1, findings);
    }
    let status = Status {
        codes,
        day: field::plain_day(segment, 2, findings),
        action: field::code(segment, 3, Action::from_code, "WQ or U", findings),
        charge: field::optional_amount(segment, 4, findings),
        paid: field::optional_amount(segment, 5, findings),
        decided: field::plain_day(segment, 6, findings),
        method: field::text(segment, 7),
        check_day: field::plain_day(segment, 8, findings),
        check_number: field::text(segment, 9),
        message: field::text(segment, 12),
    };
    let is_refused = status
        .codes
        .iter()
        .any(|code| Standing::of_category(&code.category) == Standing::Rejected);
    if status.action == Some(Action::Accept) && is_refused {
        let text = "STC03 says accepted (WQ), but the category says rejected: taken as rejected";
        findings.warning(segment.spot(3), text);
    }
    status
}

fn status_code(segment: &Segment<'_>, element: usize, findings: &mut Findings) -> StatusCode {
    let mut parts = segment.components(element);
    let mut part = || parts.next().unwrap_or_default().to_owned();
    let (category, status) = (part(), part());
    let (entity, list) = (part(), part());
    if category.is_empty() || status.is_empty() {
        let text = format!("STC{element:02} has no category or no status");
        findings.error(segment.spot(element), text);
    } else if answers::claim_status_categories().get(&category).is_none() {
        let text = format!(
            "STC{element:02} {} is not a known category",
            quoted(&category)
        );
        findings.warning(segment.spot(element), text);
    }
    StatusCode {
        category,
        status,
        entity: Some(entity).filter(|code| !code.is_empty()),
        list: Some(list).filter(|code| !code.is_empty()),
    }
}

pub(super) fn line(segment: &Segment<'_>, findings: &mut Findings) -> Line {
    let mut parts = segment.components(1);
    let mut part = || parts.next().unwrap_or_default().to_owned();
    let (qualifier, code) = (part(), part());
    if code.is_empty() {
        findings.error(segment.spot(1), "SVC01 names no procedure");
    }
    let modifiers = parts
        .take(4)
        .filter(|modifier| !modifier.is_empty())
        .map(str::to_owned)
        .collect();
    field::not_kept(segment, &[1, 2, 3, 4, 7], findings);
    Line {
        qualifier,
        code,
        modifiers,
        charge: field::optional_amount(segment, 2, findings),
        paid: field::optional_amount(segment, 3, findings),
        revenue_code: field::text(segment, 4),
        units: field::optional_quantity(segment, 7, findings),
        ..Line::default()
    }
}
