//! Status questions to a file. It must not know why a claim is asked about.

use std::collections::HashSet;

use super::super::claim837::{Birth, Name, Period};
use super::super::envelope::Kind;
use super::super::envelope::write as envelope;
use super::super::write::{Field, Layout, WriteError, Writer, field};
use super::{
    AskerInquiries, Batch, DependentInquiries, IMPLEMENTATION, Inquiry, Line, MODIFIERS_MAX,
    PayerInquiries, ProviderIdKind, ProviderInquiries, SubscriberInquiries, Transaction,
};
use crate::domain::code::{Npi, Sex};

const CODE: Field = field("procedure code", 1, 48);
const FIRST: Field = field("first name", 1, 35);
const ID: Field = field("id", 2, 80);
const LINE_NUMBER: Field = field("line control number", 1, 50);
const MIDDLE: Field = field("middle name", 1, 25);
const MODIFIER: Field = field("modifier", 2, 2);
const NAME: Field = field("name", 1, 60);
const NUMBER: Field = field("number", 1, 50);
const REFERENCE: Field = field("reference", 1, 50);
const REVENUE: Field = field("revenue code", 1, 48);
const SUFFIX: Field = field("name suffix", 1, 10);
const TRACE: Field = field("trace number", 1, 50);

/// Writes a batch as one file, in upper case.
///
/// # Errors
/// [`WriteError`] for the first value that a receiver would refuse. It names an inquiry by its trace.
pub fn write(batch: &Batch, layout: impl Into<Layout>) -> Result<String, WriteError> {
    let mut w = Writer::new(layout.into());
    w.part("batch");
    w.rule(
        "transactions",
        !batch.transactions.is_empty(),
        "are missing",
    )?;
    envelope::open_interchange(&mut w, &batch.interchange)?;
    envelope::open_group(&mut w, &batch.group, Kind::StatusInquiry, IMPLEMENTATION)?;
    let mut numbers = HashSet::new();
    for transaction in &batch.transactions {
        w.part("transaction");
        let is_new = numbers.insert(transaction.control_number.as_str());
        w.rule("control number", is_new, "is used twice in the batch")?;
        write_transaction(&mut w, transaction)?;
    }
    envelope::close_group(&mut w, &batch.group, batch.transactions.len());
    envelope::close_interchange(&mut w, &batch.interchange);
    Ok(w.into_text())
}

fn write_transaction(w: &mut Writer, transaction: &Transaction) -> Result<(), WriteError> {
    let number = &transaction.control_number;
    envelope::open_transaction(w, "276", number, IMPLEMENTATION)?;
    w.begin("BHT");
    w.code("0010");
    w.code("13");
    w.text(REFERENCE, &transaction.reference)?;
    w.minute("day and time", transaction.created)?;
    w.end();
    w.rule("questions", !transaction.payers.is_empty(), "are missing")?;
    let mut levels = Levels(0);
    for payer in &transaction.payers {
        write_payer(w, &mut levels, payer)?;
    }
    envelope::close_transaction(w, number)
}

/// The numbers of the hierarchy's levels (HL01).
struct Levels(u64);

impl Levels {
    /// Opens a level and gives its number. A level that can have none below does not say so.
    fn open(
        &mut self,
        w: &mut Writer,
        parent: Option<u64>,
        level: &str,
        has_child: Option<bool>,
    ) -> u64 {
        self.0 = self.0.saturating_add(1);
        w.begin("HL");
        w.whole(self.0);
        match parent {
            Some(parent) => w.whole(parent),
            None => w.skip(1),
        }
        w.code(level);
        w.code(has_child.map_or("", |has_child| if has_child { "1" } else { "0" }));
        w.end();
        self.0
    }
}

fn write_payer(
    w: &mut Writer,
    levels: &mut Levels,
    place: &PayerInquiries,
) -> Result<(), WriteError> {
    w.claim(None);
    w.part("payer");
    w.rule("questions", !place.askers.is_empty(), "are missing")?;
    let level = levels.open(w, None, "20", Some(true));
    let payer = &place.payer;
    w.begin("NM1");
    w.code("PR");
    w.code("2");
    w.text(NAME, &payer.name)?;
    w.skip(4);
    w.code(payer.id_kind.code());
    w.text(ID, &payer.id)?;
    w.end();
    for asker in &place.askers {
        write_asker(w, levels, level, asker)?;
    }
    Ok(())
}

fn write_asker(
    w: &mut Writer,
    levels: &mut Levels,
    parent: u64,
    place: &AskerInquiries,
) -> Result<(), WriteError> {
    w.claim(None);
    w.part("asker");
    w.rule("questions", !place.providers.is_empty(), "are missing")?;
    let level = levels.open(w, Some(parent), "21", Some(true));
    w.begin("NM1");
    w.code("41");
    name(w, &place.asker.name, Suffix::Not)?;
    w.code("46");
    w.text(ID, &place.asker.id)?;
    w.end();
    for provider in &place.providers {
        write_provider(w, levels, level, provider)?;
    }
    Ok(())
}

fn write_provider(
    w: &mut Writer,
    levels: &mut Levels,
    parent: u64,
    place: &ProviderInquiries,
) -> Result<(), WriteError> {
    w.claim(None);
    w.part("provider");
    w.rule("questions", !place.subscribers.is_empty(), "are missing")?;
    let level = levels.open(w, Some(parent), "19", Some(true));
    let provider = &place.provider;
    let is_npi = provider.id_kind == ProviderIdKind::Npi;
    let holds = provider.id.len() == 10 && provider.id.parse::<Npi>().is_ok();
    w.rule(
        "NPI",
        holds || !is_npi,
        "is not one: ten digits that pass their check",
    )?;
    w.begin("NM1");
    w.code("1P");
    name(w, &provider.name, Suffix::May)?;
    w.code(provider.id_kind.code());
    w.text(ID, &provider.id)?;
    w.end();
    for subscriber in &place.subscribers {
        write_subscriber(w, levels, level, subscriber)?;
    }
    Ok(())
}

fn write_subscriber(
    w: &mut Writer,
    levels: &mut Levels,
    parent: u64,
    place: &SubscriberInquiries,
) -> Result<(), WriteError> {
    let is_patient = place.dependents.is_empty();
    w.claim(None);
    w.part("subscriber");
    w.rule(
        "questions",
        is_patient != place.inquiries.is_empty(),
        "must be either about the subscriber's own claims or about those of dependents",
    )?;
    let level = levels.open(w, Some(parent), "22", Some(!is_patient));
    let one = &place.subscriber;
    if is_patient {
        let _ = w.required("day of birth", one.birth)?;
    }
    if let Some(birth) = one.birth {
        demographics(w, birth)?;
    }
    w.begin("NM1");
    w.code("IL");
    name(w, &one.name, Suffix::May)?;
    w.code(one.id_kind.code());
    w.text(ID, &one.id)?;
    w.end();
    for inquiry in &place.inquiries {
        write_inquiry(w, inquiry)?;
    }
    for dependent in &place.dependents {
        write_dependent(w, levels, level, dependent)?;
    }
    Ok(())
}

fn write_dependent(
    w: &mut Writer,
    levels: &mut Levels,
    parent: u64,
    place: &DependentInquiries,
) -> Result<(), WriteError> {
    w.claim(None);
    w.part("dependent");
    w.rule("questions", !place.inquiries.is_empty(), "are missing")?;
    let _own = levels.open(w, Some(parent), "23", None);
    let birth = w.required("day of birth", place.dependent.birth)?;
    demographics(w, birth)?;
    let person = &place.dependent.name;
    w.begin("NM1");
    w.code("QC");
    w.code("1");
    w.text(NAME, &person.last)?;
    w.optional(FIRST, person.first.as_deref())?;
    w.optional(MIDDLE, person.middle.as_deref())?;
    w.skip(1);
    w.optional(SUFFIX, person.suffix.as_deref())?;
    w.end();
    place
        .inquiries
        .iter()
        .try_for_each(|inquiry| write_inquiry(w, inquiry))
}

/// Whether a name has room for a suffix.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Suffix {
    May,
    Not,
}

/// NM102 to NM107. An organization's name may be missing.
fn name(w: &mut Writer, name: &Name, suffix: Suffix) -> Result<(), WriteError> {
    match name {
        Name::Person(person) => {
            let holds = suffix == Suffix::May || person.suffix.is_none();
            w.rule("name suffix", holds, "has no place in this name")?;
            w.code("1");
            w.text(NAME, &person.last)?;
            w.optional(FIRST, person.first.as_deref())?;
            w.optional(MIDDLE, person.middle.as_deref())?;
            w.skip(1);
            w.optional(SUFFIX, person.suffix.as_deref())
        }
        Name::Organization(name) => {
            w.code("2");
            w.optional(NAME, Some(name))?;
            w.skip(4);
            Ok(())
        }
    }
}

fn demographics(w: &mut Writer, birth: Birth) -> Result<(), WriteError> {
    w.begin("DMG");
    w.code("D8");
    w.day("day of birth", birth.day)?;
    match birth.sex {
        Sex::Female | Sex::Male => w.code(birth.sex.as_str()),
        Sex::Unknown => {}
    }
    w.end();
    Ok(())
}

fn write_inquiry(w: &mut Writer, inquiry: &Inquiry) -> Result<(), WriteError> {
    w.claim(Some(inquiry.trace.as_str()).filter(|trace| !trace.is_empty()));
    w.part("");
    w.begin("TRN");
    w.code("1");
    w.text(TRACE, &inquiry.trace)?;
    w.end();
    for (kind, number) in &inquiry.references {
        w.begin("REF");
        w.code(kind.code());
        w.text(NUMBER, number)?;
        w.end();
    }
    if let Some(charge) = inquiry.charge {
        w.begin("AMT");
        w.code("T3");
        w.amount("charge", charge)?;
        w.end();
    }
    if let Some(period) = inquiry.service {
        service(w, period)?;
    }
    for (number, line) in (1..).zip(&inquiry.lines) {
        w.line(Some(number));
        write_line(w, line)?;
    }
    w.claim(None);
    Ok(())
}

fn write_line(w: &mut Writer, line: &Line) -> Result<(), WriteError> {
    w.begin("SVC");
    w.compose();
    w.part_code(line.code_set.code());
    w.part_text(CODE, &line.code)?;
    w.at_most("modifiers", line.modifiers.len(), MODIFIERS_MAX)?;
    for modifier in &line.modifiers {
        w.part_text(MODIFIER, modifier)?;
    }
    w.amount("charge", line.charge)?;
    w.skip(1);
    w.optional(REVENUE, line.revenue_code.as_deref())?;
    w.skip(2);
    w.quantity("units", line.units)?;
    w.end();
    if let Some(number) = &line.control_number {
        w.begin("REF");
        w.code("FJ");
        w.text(LINE_NUMBER, number)?;
        w.end();
    }
    let period = w.required("day of service", line.service)?;
    service(w, period)
}

fn service(w: &mut Writer, Period { from, through }: Period) -> Result<(), WriteError> {
    w.rule("period", from <= through, "ends before it begins")?;
    w.begin("DTP");
    w.code("472");
    if from == through {
        w.code("D8");
        w.day("day of service", from)?;
    } else {
        w.code("RD8");
        w.days("day of service", from, through)?;
    }
    w.end();
    Ok(())
}
