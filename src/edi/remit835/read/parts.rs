//! Segments and composites that stand in more than one place of an 835.

use rust_decimal::Decimal;

use super::super::super::field;
use super::super::super::finding::{Findings, quoted};
use super::super::super::segment::Segment;
use super::beyond;
use crate::domain::money::Money;
use crate::domain::remit::{
    Coded, Contact, Counted, Dated, Detail, Place, Reference, RemitAdjustment, RemitPerson,
    RemitProcedure, Supplement, Text,
};

/// The element's text.
pub(super) fn text(segment: &Segment<'_>, element: usize) -> Text {
    Text::from(segment.element(element))
}

/// An amount that must be there; zero, with an error, when it cannot be read.
pub(super) fn amount(segment: &Segment<'_>, element: usize, findings: &mut Findings) -> Money {
    field::amount(segment, element, findings).unwrap_or_default()
}

/// Keeps an element that no field holds.
pub(super) fn detail(segment: &Segment<'_>, element: usize, kept: &mut Vec<Detail>) {
    let text = segment.element(element);
    if !text.is_empty() {
        kept.push(Detail {
            segment: Text::from(segment.id()),
            element: u8::try_from(element).unwrap_or(u8::MAX),
            text: Text::from(text),
        });
    }
}

/// A CAS: up to six reasons, and more if somebody wrote more.
pub(super) fn adjustments(
    segment: &Segment<'_>,
    kept: &mut Vec<RemitAdjustment>,
    findings: &mut Findings,
) {
    let group = Coded::read(segment.element(1));
    if group.known().is_none() {
        let text = if group.is_empty() {
            "CAS01 is missing: nobody says who bears the adjustment".to_owned()
        } else {
            format!("CAS01 {} is no adjustment group", quoted(group.as_str()))
        };
        findings.warning(segment.spot(1), text);
    }
    let place = Place::from(segment.position());
    let before = kept.len();
    let mut element = 2_usize;
    while element <= segment.len() {
        let (reason, money, count) = (
            element,
            element.saturating_add(1),
            element.saturating_add(2),
        );
        element = element.saturating_add(3);
        if segment.element(reason).is_empty() && segment.element(money).is_empty() {
            continue;
        }
        let carc = Coded::read(segment.element(reason));
        if carc.known().is_none() {
            let text = format!("{} is no adjustment reason", quoted(carc.as_str()));
            findings.warning(segment.spot(reason), text);
        }
        kept.push(RemitAdjustment {
            group: group.clone(),
            carc,
            amount: amount(segment, money, findings),
            quantity: field::optional_quantity(segment, count, findings),
            place,
        });
    }
    if kept.len() == before {
        findings.warning(segment.position(), "this CAS has no adjustment in it");
    }
}

/// A REF.
pub(super) fn reference(segment: &Segment<'_>, findings: &mut Findings) -> Reference {
    beyond(segment, 3, findings);
    Reference {
        qualifier: text(segment, 1),
        value: text(segment, 2),
        description: text(segment, 3),
    }
}

/// A DTM; none, with an error, when its day cannot be read.
pub(super) fn dated(segment: &Segment<'_>, findings: &mut Findings) -> Option<Dated> {
    beyond(segment, 2, findings);
    let day = field::plain_day(segment, 2, findings);
    if segment.element(2).is_empty() {
        field::missing(segment, 2, findings);
    }
    Some(Dated {
        qualifier: text(segment, 1),
        day: day?,
    })
}

/// An AMT.
pub(super) fn supplement(segment: &Segment<'_>, findings: &mut Findings) -> Supplement {
    beyond(segment, 2, findings);
    Supplement {
        qualifier: text(segment, 1),
        amount: amount(segment, 2, findings),
    }
}

/// A QTY.
pub(super) fn counted(segment: &Segment<'_>, findings: &mut Findings) -> Counted {
    beyond(segment, 2, findings);
    Counted {
        qualifier: text(segment, 1),
        quantity: field::quantity(segment, 2, findings).unwrap_or(Decimal::ZERO),
    }
}

/// A PER.
pub(super) fn contact(segment: &Segment<'_>, findings: &mut Findings) -> Contact {
    beyond(segment, 8, findings);
    let ways = [3_usize, 5, 7].into_iter().filter_map(|kind| {
        let number = kind.saturating_add(1);
        let is_there = !segment.element(kind).is_empty() || !segment.element(number).is_empty();
        is_there.then(|| (text(segment, kind), text(segment, number)))
    });
    Contact {
        function: text(segment, 1),
        name: text(segment, 2),
        ways: ways.collect(),
    }
}

/// An NM1.
pub(super) fn person(segment: &Segment<'_>, findings: &mut Findings) -> RemitPerson {
    if !segment.element(6).is_empty() || segment.len() > 9 {
        field::not_kept(segment, &[1, 2, 3, 4, 5, 7, 8, 9], findings);
    }
    RemitPerson {
        is_organization: segment.element(2) == "2",
        last: text(segment, 3),
        first: text(segment, 4),
        middle: text(segment, 5),
        suffix: text(segment, 7),
        id_qualifier: text(segment, 8),
        id: text(segment, 9),
    }
}

/// A composite that names a service (SVC01, SVC06).
pub(super) fn procedure(
    segment: &Segment<'_>,
    element: usize,
    kept: &mut RemitProcedure,
    findings: &mut Findings,
) {
    let whole = segment.element(element);
    kept.modifiers.clear();
    kept.qualifier = Text::default();
    kept.code = Text::default();
    kept.description = Text::default();
    for (index, part) in segment.components(element).enumerate() {
        match index {
            0 => kept.qualifier = Text::from(part),
            1 => kept.code = Text::from(part),
            2..=5 if part.is_empty() => {}
            2..=5 => kept.modifiers.push(Text::from(part)),
            6 => kept.description = Text::from(part),
            _ if part.is_empty() => {}
            _ => findings.note(
                segment.spot(element),
                format!("part {} is not kept", index.saturating_add(1)),
            ),
        }
    }
    if !whole.is_empty() && kept.code.is_empty() {
        findings.warning(
            segment.spot(element),
            format!("{} names no service", quoted(whole)),
        );
    }
}
