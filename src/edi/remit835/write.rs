//! Remittances to a file: what a payer sends. It must not know how a claim was decided, nor whether a remittance adds
//! up: one that does not is written as it stands.

use std::collections::HashSet;

use chrono::NaiveDate;

use super::super::envelope::Kind;
use super::super::envelope::write as envelope;
use super::super::write::{Field, Layout, WriteError, Writer, field};
use super::{Batch, IMPLEMENTATION, Remitted};
use crate::domain::remit::{
    BankAccount, Coded, Contact, Party, PaymentMethod, ProviderAdjustment, Reference, Remittance,
};

mod claim;

const NAME: Field = field("name", 1, 60);
const PARTY_ID: Field = field("id", 2, 80);
const STREET: Field = field("street", 1, 55);
const CITY: Field = field("city", 2, 30);
const STATE: Field = field("state", 2, 2);
const ZIP: Field = field("ZIP code", 3, 15);
const COUNTRY: Field = field("country", 2, 3);
const QUALIFIER: Field = field("qualifier", 1, 3);
const NUMBER: Field = field("number", 1, 50);
const DESCRIPTION: Field = field("description", 1, 80);
const TRACE: Field = field("trace", 1, 50);
const ORIGIN: Field = field("origin of the trace", 10, 10);
const BANK: Field = field("bank", 3, 12);
const ACCOUNT: Field = field("account", 1, 35);
const FORMAT: Field = field("payment format", 1, 10);
const CURRENCY: Field = field("currency", 3, 3);
const FUNCTION: Field = field("contact", 2, 2);
const WAY: Field = field("way to reach a contact", 1, 256);

/// The most reasons that one PLB holds.
const REASONS_MAX: usize = 6;

/// Writes a batch as one file, in upper case. The claims of a remittance stand in one group (LX).
///
/// # Errors
/// [`WriteError`] for the first value that a receiver would refuse.
pub fn write(batch: &Batch, layout: impl Into<Layout>) -> Result<String, WriteError> {
    let claims: usize = batch.transactions.iter().map(|one| one.claims.len()).sum();
    let mut w = Writer::with_room(layout.into(), claims.saturating_mul(600));
    w.part("batch");
    envelope::open_interchange(&mut w, &batch.interchange)?;
    envelope::open_group(&mut w, &batch.group, Kind::Remittance, IMPLEMENTATION)?;
    let mut numbers = HashSet::new();
    for remitted in &batch.transactions {
        w.part("remittance");
        let is_new = numbers.insert(remitted.header.control_number.as_str());
        w.rule("control number", is_new, "is used twice in the batch")?;
        remittance(&mut w, remitted)?;
    }
    envelope::close_group(&mut w, &batch.group, batch.transactions.len());
    envelope::close_interchange(&mut w, &batch.interchange);
    Ok(w.into_text())
}

fn remittance(w: &mut Writer, remitted: &Remitted) -> Result<(), WriteError> {
    let header = &remitted.header;
    // The 835 alone has no ST03.
    envelope::open_transaction(w, "835", &header.control_number, "")?;
    payment(w, header)?;
    trace(w, header)?;
    if !header.currency.is_empty() {
        w.begin("CUR");
        w.code("PR");
        w.text(CURRENCY, &header.currency)?;
        w.end();
    }
    references(w, &header.references)?;
    if let Some(day) = header.produced_on {
        dated(w, "405", day)?;
    }
    w.part("payer");
    party(w, "PR", &header.payer)?;
    w.part("payee");
    party(w, "PE", &header.payee)?;
    if !remitted.claims.is_empty() {
        w.begin("LX");
        w.whole(1);
        w.end();
    }
    for one in &remitted.claims {
        claim::write(w, one)?;
    }
    w.claim(None);
    w.part("provider adjustment");
    provider_adjustments(w, &remitted.provider_adjustments)?;
    w.part("remittance");
    envelope::close_transaction(w, &header.control_number)
}

fn payment(w: &mut Writer, header: &Remittance) -> Result<(), WriteError> {
    w.part("payment");
    w.begin("BPR");
    listed(w, "handling", &header.handling)?;
    w.amount("amount", header.paid)?;
    listed(w, "direction", &header.flow)?;
    listed(w, "method", &header.method)?;
    let is_electronic = header.method == Coded::Known(PaymentMethod::Ach);
    let has_accounts = header.from_account.is_some() && header.to_account.is_some();
    w.rule(
        "accounts",
        !is_electronic || (has_accounts && !header.format.is_empty()),
        "are missing, which a transfer needs",
    )?;
    w.optional(FORMAT, Some(&header.format))?;
    account(w, header.from_account.as_ref())?;
    if header.from_account.is_some() {
        w.text(ORIGIN, &header.origin)?;
        w.optional(NUMBER, Some(&header.origin_supplement))?;
    } else {
        w.skip(2);
    }
    account(w, header.to_account.as_ref())?;
    let day = w.required("day", header.paid_on)?;
    w.day("day", day)?;
    w.end();
    Ok(())
}

fn account(w: &mut Writer, account: Option<&BankAccount>) -> Result<(), WriteError> {
    let Some(account) = account else {
        w.skip(4);
        return Ok(());
    };
    w.text(QUALIFIER, &account.bank_qualifier)?;
    w.text(BANK, &account.bank)?;
    w.optional(QUALIFIER, Some(&account.kind))?;
    w.optional(ACCOUNT, Some(&account.number))
}

fn trace(w: &mut Writer, header: &Remittance) -> Result<(), WriteError> {
    w.part("trace");
    w.begin("TRN");
    w.code("1");
    w.text(TRACE, &header.trace)?;
    w.text(ORIGIN, &header.origin)?;
    w.optional(NUMBER, Some(&header.origin_supplement))?;
    w.end();
    Ok(())
}

fn party(w: &mut Writer, entity: &str, party: &Party) -> Result<(), WriteError> {
    w.begin("N1");
    w.code(entity);
    w.optional(NAME, Some(&party.name))?;
    w.optional(QUALIFIER, Some(&party.id_qualifier))?;
    w.optional(PARTY_ID, Some(&party.id))?;
    w.end();
    if let Some(first) = party.street.first() {
        w.begin("N3");
        w.text(STREET, first)?;
        w.optional(STREET, party.street.get(1).map(AsRef::as_ref))?;
        w.end();
    }
    if !party.city.is_empty() {
        w.begin("N4");
        w.text(CITY, &party.city)?;
        w.optional(STATE, Some(&party.state))?;
        w.optional(ZIP, Some(&party.zip))?;
        w.optional(COUNTRY, Some(&party.country))?;
        w.end();
    }
    references(w, &party.references)?;
    contacts(w, &party.contacts)
}

fn references(w: &mut Writer, references: &[Reference]) -> Result<(), WriteError> {
    for reference in references {
        w.begin("REF");
        w.text(QUALIFIER, &reference.qualifier)?;
        w.text(NUMBER, &reference.value)?;
        w.optional(DESCRIPTION, Some(&reference.description))?;
        w.end();
    }
    Ok(())
}

fn contacts(w: &mut Writer, contacts: &[Contact]) -> Result<(), WriteError> {
    for contact in contacts {
        w.begin("PER");
        w.text(FUNCTION, &contact.function)?;
        w.optional(NAME, Some(&contact.name))?;
        w.at_most("ways to reach a contact", contact.ways.len(), 3)?;
        for (kind, number) in &contact.ways {
            w.text(FUNCTION, kind)?;
            w.text(WAY, number)?;
        }
        w.end();
    }
    Ok(())
}

fn dated(w: &mut Writer, qualifier: &str, day: NaiveDate) -> Result<(), WriteError> {
    w.begin("DTM");
    w.text(QUALIFIER, qualifier)?;
    w.day("day", day)?;
    w.end();
    Ok(())
}

/// Writes a code that must be on its list.
fn listed<T: crate::domain::remit::Code>(
    w: &mut Writer,
    what: &'static str,
    code: &Coded<T>,
) -> Result<(), WriteError> {
    w.rule(what, code.known().is_some(), "is not a code of its list")?;
    w.code(code.as_str());
    Ok(())
}

/// Adjustments of one provider and year that follow each other share a PLB, six at most.
fn provider_adjustments(
    w: &mut Writer,
    adjustments: &[ProviderAdjustment],
) -> Result<(), WriteError> {
    let same = |one: &ProviderAdjustment, other: &ProviderAdjustment| {
        one.provider == other.provider && one.fiscal_period_end == other.fiscal_period_end
    };
    for run in adjustments.chunk_by(same) {
        for chunk in run.chunks(REASONS_MAX) {
            for (index, one) in chunk.iter().enumerate() {
                if index == 0 {
                    w.begin("PLB");
                    w.text(NUMBER, &one.provider)?;
                    let end = w.required("end of the fiscal year", one.fiscal_period_end)?;
                    w.day("end of the fiscal year", end)?;
                }
                let is_listed = one.code.known().is_some();
                w.rule("reason", is_listed, "is not a code of its list")?;
                w.compose();
                w.part_code(one.code.as_str());
                w.part_optional(NUMBER, Some(&one.reference))?;
                w.signed_amount("amount", one.amount)?;
            }
            w.end();
        }
    }
    Ok(())
}
