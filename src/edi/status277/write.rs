//! Claim statuses to a file. It must not know how a status is come by.

use std::collections::HashSet;

use chrono::NaiveDate;

use super::super::claim837::Name;
use super::super::envelope::write as envelope;
use super::super::write::{Field, Layout, WriteError, Writer, field};
use super::{
    Batch, CODES_MAX, Claim, Entity, Header, KEPT_MAX, Level, LevelKind, Line, Reference, Status,
    StatusCode, Transaction,
};
use crate::domain::money::Money;

const REFERENCE: Field = field("reference", 1, 50);
const CODE: Field = field("code", 1, 3);
const NAME: Field = field("name", 1, 60);
const GIVEN: Field = field("first name", 1, 35);
const MIDDLE: Field = field("middle name", 1, 25);
const SUFFIX: Field = field("name suffix", 1, 10);
const ID: Field = field("id", 2, 80);
const TRACE: Field = field("trace number", 1, 50);
const STATUS: Field = field("status", 1, 30);
const METHOD: Field = field("payment method", 3, 3);
const CHECK: Field = field("check number", 1, 16);
const MESSAGE: Field = field("message", 1, 264);
const PROCEDURE: Field = field("procedure", 1, 48);
const MODIFIER: Field = field("modifier", 2, 2);
const REVENUE: Field = field("revenue code", 1, 48);

/// Writes a batch as one file, in upper case. All its transactions follow the same guide.
///
/// # Errors
/// [`WriteError`] for the first value that a receiver would refuse.
pub fn write(batch: &Batch, layout: impl Into<Layout>) -> Result<String, WriteError> {
    let mut w = Writer::new(layout.into());
    w.part("batch");
    let first = w.required("transactions", batch.transactions.first())?;
    let guide = first.header.guide;
    envelope::open_interchange(&mut w, &batch.interchange)?;
    envelope::open_group(&mut w, &batch.group, guide.kind(), guide.implementation())?;
    let mut numbers = HashSet::new();
    for transaction in &batch.transactions {
        w.part("transaction");
        let is_new = numbers.insert(transaction.control_number.as_str());
        w.rule("control number", is_new, "is used twice in the batch")?;
        let is_same = transaction.header.guide == guide;
        w.rule("guide", is_same, "is not the same for the whole batch")?;
        write_transaction(&mut w, transaction)?;
    }
    envelope::close_group(&mut w, &batch.group, batch.transactions.len());
    envelope::close_interchange(&mut w, &batch.interchange);
    Ok(w.into_text())
}

fn write_transaction(w: &mut Writer, transaction: &Transaction) -> Result<(), WriteError> {
    let number = &transaction.control_number;
    let guide = transaction.header.guide;
    envelope::open_transaction(w, "277", number, guide.implementation())?;
    header(w, &transaction.header)?;
    w.rule("levels", !transaction.levels.is_empty(), "are missing")?;
    let mut above: Vec<(LevelKind, usize)> = Vec::new();
    let levels = transaction.levels.iter();
    let below = transaction.levels.iter().skip(1).map(Some).chain([None]);
    for (index, (both, next)) in levels.zip(below).enumerate() {
        let kind = both.level.kind;
        w.part(kind.words());
        w.rule("level", kind.is_of(guide), "is not of this guide")?;
        above.retain(|(over, _)| over.depth() < kind.depth());
        let is_in_order = above.len() == kind.depth();
        w.rule("level", is_in_order, "does not stand under its parent")?;
        let own = index.saturating_add(1);
        let has_child = next.is_some_and(|next| next.level.kind.depth() > kind.depth());
        let parent = above.last().map(|(_, parent)| *parent);
        hierarchy(w, own, parent, kind, has_child);
        above.push((kind, own));
        level(w, &both.level)?;
        let may_have = kind.holds_claims() || both.claims.is_empty();
        w.rule("claims", may_have, "have no place in this level")?;
        for one in &both.claims {
            claim(w, one)?;
        }
        w.claim(None);
    }
    envelope::close_transaction(w, number)
}

fn hierarchy(w: &mut Writer, own: usize, parent: Option<usize>, kind: LevelKind, has_child: bool) {
    w.begin("HL");
    w.code(&own.to_string());
    w.code(&parent.map_or_else(String::new, |parent| parent.to_string()));
    w.code(kind.code());
    match kind {
        LevelKind::Source | LevelKind::Receiver | LevelKind::Provider | LevelKind::Subscriber => {
            w.code(if has_child { "1" } else { "0" });
        }
        LevelKind::Dependent | LevelKind::Patient => {}
    }
    w.end();
}

fn header(w: &mut Writer, header: &Header) -> Result<(), WriteError> {
    w.part("transaction");
    w.begin("BHT");
    w.code(header.guide.code());
    w.code("08");
    w.text(REFERENCE, &header.reference)?;
    w.minute("day and time", header.created)?;
    w.code(header.guide.content());
    w.end();
    Ok(())
}

fn level(w: &mut Writer, level: &Level) -> Result<(), WriteError> {
    w.rule("name", !level.entities.is_empty(), "is missing")?;
    w.at_most("names", level.entities.len(), KEPT_MAX)?;
    for one in &level.entities {
        entity(w, one)?;
    }
    if let Some(trace) = &level.trace {
        w.begin("TRN");
        w.text(CODE, &trace.kind)?;
        w.text(TRACE, &trace.number)?;
        w.end();
    }
    let may_have = !level.kind.holds_claims() || level.statuses.is_empty() && level.trace.is_none();
    w.rule("statuses", may_have, "belong to the claims here")?;
    statuses(w, &level.statuses)?;
    references(w, &level.references)?;
    for (qualifier, what, day) in [
        ("050", "day received", level.received),
        ("009", "day processed", level.processed),
    ] {
        if let Some(day) = day {
            w.begin("DTP");
            w.code(qualifier);
            w.code("D8");
            w.day(what, day)?;
            w.end();
        }
    }
    totals(w, level)
}

fn totals(w: &mut Writer, level: &Level) -> Result<(), WriteError> {
    let codes = if level.kind == LevelKind::Provider {
        ["QA", "QC"]
    } else {
        ["90", "AA"]
    };
    for (code, count) in codes
        .into_iter()
        .zip([level.accepted_claims, level.rejected_claims])
    {
        if let Some(count) = count {
            w.begin("QTY");
            w.code(code);
            w.code(&count.to_string());
            w.end();
        }
    }
    for (code, amount) in [("YU", level.accepted_charge), ("YY", level.rejected_charge)] {
        if let Some(amount) = amount {
            w.begin("AMT");
            w.code(code);
            w.amount("charge", amount)?;
            w.end();
        }
    }
    Ok(())
}

fn entity(w: &mut Writer, entity: &Entity) -> Result<(), WriteError> {
    w.begin("NM1");
    w.text(CODE, &entity.code)?;
    match &entity.name {
        Name::Person(person) => {
            w.code("1");
            w.text(NAME, &person.last)?;
            w.optional(GIVEN, person.first.as_deref())?;
            w.optional(MIDDLE, person.middle.as_deref())?;
            w.skip(1);
            w.optional(SUFFIX, person.suffix.as_deref())?;
        }
        Name::Organization(name) => {
            w.code("2");
            w.optional(NAME, Some(name))?;
            w.skip(4);
        }
    }
    w.optional(CODE, entity.id_kind.as_deref())?;
    w.optional(ID, entity.id.as_deref())?;
    w.end();
    Ok(())
}

fn claim(w: &mut Writer, claim: &Claim) -> Result<(), WriteError> {
    w.claim(Some(&claim.trace));
    w.begin("TRN");
    w.code("2");
    w.text(TRACE, &claim.trace)?;
    w.end();
    w.rule("status", !claim.statuses.is_empty(), "is missing")?;
    statuses(w, &claim.statuses)?;
    references(w, &claim.references)?;
    service(w, claim.service)?;
    w.at_most("lines", claim.lines.len(), KEPT_MAX)?;
    for (index, one) in claim.lines.iter().enumerate() {
        w.line(Some(index.saturating_add(1)));
        line(w, one)?;
    }
    w.line(None);
    Ok(())
}

fn line(w: &mut Writer, line: &Line) -> Result<(), WriteError> {
    w.begin("SVC");
    let mut parts = vec![w.checked(CODE, &line.qualifier)?];
    parts.push(w.checked(PROCEDURE, &line.code)?);
    w.at_most("modifiers", line.modifiers.len(), 4)?;
    for modifier in &line.modifiers {
        parts.push(w.checked(MODIFIER, modifier)?);
    }
    w.composite(&parts);
    amount(w, "charge", line.charge)?;
    amount(w, "paid", line.paid)?;
    w.optional(REVENUE, line.revenue_code.as_deref())?;
    w.skip(2);
    match line.units {
        Some(units) => w.quantity("units", units)?,
        None => w.skip(1),
    }
    w.end();
    statuses(w, &line.statuses)?;
    references(w, &line.references)?;
    service(w, line.service)
}

fn amount(w: &mut Writer, what: &'static str, amount: Option<Money>) -> Result<(), WriteError> {
    if let Some(amount) = amount {
        w.amount(what, amount)
    } else {
        w.skip(1);
        Ok(())
    }
}

fn service(w: &mut Writer, service: Option<(NaiveDate, NaiveDate)>) -> Result<(), WriteError> {
    let Some((from, to)) = service else {
        return Ok(());
    };
    w.rule("days of service", from <= to, "end before they begin")?;
    w.begin("DTP");
    w.code("472");
    if from == to {
        w.code("D8");
        w.day("day of service", from)?;
    } else {
        w.code("RD8");
        w.days("day of service", from, to)?;
    }
    w.end();
    Ok(())
}

fn references(w: &mut Writer, references: &[Reference]) -> Result<(), WriteError> {
    w.at_most("references", references.len(), KEPT_MAX)?;
    for reference in references {
        w.begin("REF");
        w.text(CODE, &reference.qualifier)?;
        w.text(REFERENCE, &reference.value)?;
        w.end();
    }
    Ok(())
}

fn statuses(w: &mut Writer, statuses: &[Status]) -> Result<(), WriteError> {
    w.at_most("statuses", statuses.len(), KEPT_MAX)?;
    for one in statuses {
        status(w, one)?;
    }
    Ok(())
}

fn status(w: &mut Writer, status: &Status) -> Result<(), WriteError> {
    w.at_most("status codes", status.codes.len(), CODES_MAX)?;
    let mut codes = status.codes.iter();
    let first = w.required("status code", codes.next())?;
    w.begin("STC");
    status_code(w, first)?;
    let from = w.required("day of the status", status.day)?;
    w.day("day of the status", from)?;
    w.code(status.action.map_or("", super::Action::code));
    amount(w, "charge", status.charge)?;
    amount(w, "paid", status.paid)?;
    day(w, status.decided)?;
    w.optional(METHOD, status.method.as_deref())?;
    day(w, status.check_day)?;
    w.optional(CHECK, status.check_number.as_deref())?;
    for _ in 1..CODES_MAX {
        match codes.next() {
            Some(code) => status_code(w, code)?,
            None => w.skip(1),
        }
    }
    w.optional(MESSAGE, status.message.as_deref())?;
    w.end();
    Ok(())
}

fn day(w: &mut Writer, day: Option<NaiveDate>) -> Result<(), WriteError> {
    if let Some(day) = day {
        w.day("day of the payment", day)
    } else {
        w.skip(1);
        Ok(())
    }
}

fn status_code(w: &mut Writer, code: &StatusCode) -> Result<(), WriteError> {
    let parts = [
        w.checked(CODE, &code.category)?,
        w.checked(STATUS, &code.status)?,
        w.checked_optional(CODE, code.entity.as_deref())?,
        w.checked_optional(CODE, code.list.as_deref())?,
    ];
    w.composite(&parts);
    Ok(())
}
