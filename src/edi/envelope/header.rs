//! What ISA, GS and ST say. It must not know what follows them.

use super::super::finding::{Findings, quoted};
use super::super::segment::Segment;
use super::{Group, Interchange, Kind, Party, Transaction, Usage, minute, short_minute};

/// The widths of ISA01 to ISA16.
const ISA_WIDTHS: [usize; 16] = [2, 10, 2, 10, 2, 15, 2, 15, 6, 4, 1, 5, 9, 1, 1, 1];

/// The kinds of id that ISA05 and ISA07 may name.
pub(super) const PARTY_QUALIFIERS: [&str; 9] =
    ["01", "14", "20", "27", "28", "29", "30", "33", "ZZ"];

pub(super) fn interchange(segment: &Segment<'_>, findings: &mut Findings) -> Interchange {
    check_widths(segment, findings);
    if segment.element(12) != "00501" {
        findings.warning(
            segment.spot(12),
            format!("ISA12 is {}, not 00501", quoted(segment.element(12))),
        );
    }
    let usage = match segment.element(15) {
        "P" => Usage::Production,
        "T" => Usage::Test,
        other => {
            findings.warning(
                segment.spot(15),
                format!(
                    "ISA15 is {}, neither P nor T: taken as a test",
                    quoted(other)
                ),
            );
            Usage::Test
        }
    };
    Interchange {
        authorization: secret(segment, 1, "03"),
        security: secret(segment, 3, "01"),
        sender: party(segment, 5, findings),
        receiver: party(segment, 7, findings),
        created: created(segment, findings),
        control_number: control_number(segment, 13, findings),
        wants_acknowledgement: segment.element(14) == "1",
        usage,
    }
}

pub(super) fn group(segment: &Segment<'_>, findings: &mut Findings) -> Group {
    let created = minute(segment.element(4), segment.element(5));
    if created.is_none() {
        findings.warning(segment.spot(4), "GS04 and GS05 are not a day and a time");
    }
    Group {
        sender: segment.element(2).to_owned(),
        receiver: segment.element(3).to_owned(),
        created,
        control_number: control_number(segment, 6, findings),
    }
}

pub(super) fn transaction(
    segment: &Segment<'_>,
    group_implementation: &str,
    findings: &mut Findings,
) -> Transaction {
    let (number, own) = (segment.element(2), segment.element(3));
    if !(4..=9).contains(&number.chars().count()) {
        findings.warning(
            segment.spot(2),
            format!("ST02 {} is not 4 to 9 characters long", quoted(number)),
        );
    }
    let implementation = if own.is_empty() {
        group_implementation
    } else {
        own
    };
    if !own.is_empty() && !group_implementation.is_empty() && own != group_implementation {
        findings.warning(
            segment.spot(3),
            format!(
                "ST03 is {}, GS08 is {}",
                quoted(own),
                quoted(group_implementation)
            ),
        );
    }
    Transaction {
        kind: Kind::of(segment.element(1), implementation),
        control_number: number.to_owned(),
        implementation: implementation.to_owned(),
        position: segment.position(),
    }
}

fn check_widths(segment: &Segment<'_>, findings: &mut Findings) {
    let odd: Vec<String> = ISA_WIDTHS
        .iter()
        .enumerate()
        .map(|(index, width)| (index.saturating_add(1), *width))
        .filter(|(number, width)| segment.raw(*number).chars().count() != *width)
        .map(|(number, _)| format!("ISA{number:02}"))
        .collect();
    if !odd.is_empty() {
        findings.warning(
            segment.position(),
            format!("not of the standard's fixed width: {}", odd.join(", ")),
        );
    }
}

/// ISA02 or ISA04, where its qualifier says that it means something.
fn secret(segment: &Segment<'_>, qualifier: usize, meaningful: &str) -> Option<String> {
    let value = segment.element(qualifier.saturating_add(1));
    (segment.element(qualifier) == meaningful && !value.is_empty()).then(|| value.to_owned())
}

fn party(segment: &Segment<'_>, qualifier: usize, findings: &mut Findings) -> Party {
    let code = segment.element(qualifier);
    if !PARTY_QUALIFIERS.contains(&code) {
        findings.warning(
            segment.spot(qualifier),
            format!(
                "ISA{qualifier:02} {} names no known kind of id",
                quoted(code)
            ),
        );
    }
    Party {
        qualifier: code.to_owned(),
        id: segment.element(qualifier.saturating_add(1)).to_owned(),
    }
}

fn created(segment: &Segment<'_>, findings: &mut Findings) -> Option<chrono::NaiveDateTime> {
    let created = short_minute(segment.element(9), segment.element(10));
    if created.is_none() {
        findings.warning(segment.spot(9), "ISA09 and ISA10 are not a day and a time");
    }
    created
}

fn control_number(segment: &Segment<'_>, element: usize, findings: &mut Findings) -> u32 {
    let text = segment.element(element);
    let number = Some(text)
        .filter(|t| t.len() <= 9 && t.bytes().all(|b| b.is_ascii_digit()))
        .and_then(|t| t.parse().ok());
    if number.is_none() {
        findings.warning(
            segment.spot(element),
            format!(
                "{}{element:02} {} is not a number of at most nine digits",
                segment.id(),
                quoted(text)
            ),
        );
    }
    number.unwrap_or(0)
}
