//! Who is who: names, addresses, contacts, births and numbers of people and organizations. It must not know where in
//! the tree they stand.

use super::super::super::write::{Field, WriteError, Writer, field};
use super::super::npi_holds;
use super::super::{Address, Birth, Contact, Name, Person};

pub(super) const BATCH_REFERENCE: Field = field("reference", 1, 30);
pub(super) const CASUALTY_CLAIM: Field = field("property and casualty claim number", 1, 50);
pub(super) const GROUP_NAME: Field = field("group name", 1, 60);
pub(super) const GROUP_NUMBER: Field = field("group number", 1, 50);
pub(super) const NINE_DIGITS: Field = field("number", 9, 9);

const CITY: Field = field("city", 2, 30);
const CONTACT_NAME: Field = field("contact's name", 1, 60);
const COUNTRY: Field = field("country", 2, 3);
const EMAIL: Field = field("mail address", 1, 256);
const EXTENSION: Field = field("extension", 1, 10);
const FAX: Field = field("fax", 10, 10);
const FIRST: Field = field("first name", 1, 35);
const ID: Field = field("id", 2, 80);
const LAST: Field = field("last name", 1, 60);
const MIDDLE: Field = field("middle name", 1, 25);
const ORGANIZATION: Field = field("name", 1, 60);
const PHONE: Field = field("phone", 10, 10);
const SECOND_STREET: Field = field("second address line", 1, 55);
const STATE: Field = field("state", 2, 2);
const STREET: Field = field("street", 1, 55);
const SUFFIX: Field = field("name suffix", 1, 10);
const TAXONOMY: Field = field("taxonomy code", 10, 10);
const ZIP: Field = field("ZIP code", 3, 15);

/// How somebody is identified (NM108 and NM109).
#[derive(Clone, Copy)]
pub(super) enum Id<'a> {
    /// Not at all.
    None,
    /// By an id of this kind.
    Required(&'static str, &'a str),
    /// By an NPI, where there is one.
    Npi(Option<&'a str>),
}

pub(super) const fn entity_type(name: &Name) -> &'static str {
    match name {
        Name::Person(_) => "1",
        Name::Organization(_) => "2",
    }
}

pub(super) fn name(
    w: &mut Writer,
    entity: &str,
    name: &Name,
    id: Id<'_>,
) -> Result<(), WriteError> {
    match name {
        Name::Person(one) => person(w, entity, one, id),
        Name::Organization(one) => organization(w, entity, one, id),
    }
}

pub(super) fn organization(
    w: &mut Writer,
    entity: &str,
    name: &str,
    id: Id<'_>,
) -> Result<(), WriteError> {
    w.begin("NM1");
    w.code(entity);
    w.code("2");
    w.text(ORGANIZATION, name)?;
    w.skip(4);
    end_name(w, id)
}

pub(super) fn person(
    w: &mut Writer,
    entity: &str,
    name: &Person,
    id: Id<'_>,
) -> Result<(), WriteError> {
    w.begin("NM1");
    w.code(entity);
    w.code("1");
    w.text(LAST, &name.last)?;
    w.optional(FIRST, name.first.as_deref())?;
    w.optional(MIDDLE, name.middle.as_deref())?;
    w.skip(1);
    w.optional(SUFFIX, name.suffix.as_deref())?;
    end_name(w, id)
}

fn end_name(w: &mut Writer, id: Id<'_>) -> Result<(), WriteError> {
    match id {
        Id::None | Id::Npi(None) => {}
        Id::Required(qualifier, id) => {
            w.code(qualifier);
            w.text(ID, id)?;
        }
        Id::Npi(Some(npi)) => {
            w.rule(
                "NPI",
                npi_holds(npi),
                "is not one: ten digits that pass their check",
            )?;
            w.code("XX");
            w.code(npi);
        }
    }
    w.end();
    Ok(())
}

pub(super) fn address(w: &mut Writer, address: &Address) -> Result<(), WriteError> {
    w.begin("N3");
    w.text(STREET, &address.line)?;
    w.optional(SECOND_STREET, address.second_line.as_deref())?;
    w.end();
    w.begin("N4");
    w.text(CITY, &address.city)?;
    w.optional(STATE, address.state.as_deref())?;
    w.optional(ZIP, address.zip.as_deref())?;
    w.optional(COUNTRY, address.country.as_deref())?;
    w.end();
    if address.country.is_none() {
        let _ = w.required("state", address.state.as_ref())?;
        let zip = w.required("ZIP code", address.zip.as_ref())?;
        let holds = matches!(zip.len(), 5 | 9) && all_digits(zip);
        w.rule("ZIP code", holds, "must have 5 or 9 digits")?;
    }
    Ok(())
}

pub(super) fn contacts(w: &mut Writer, contacts: &[Contact]) -> Result<(), WriteError> {
    w.at_most("contacts", contacts.len(), 2)?;
    contacts.iter().try_for_each(|one| contact(w, one))
}

fn contact(w: &mut Writer, contact: &Contact) -> Result<(), WriteError> {
    let mut numbers = Vec::new();
    for (qualifier, field, number) in [
        ("TE", PHONE, &contact.phone),
        ("EX", EXTENSION, &contact.extension),
        ("FX", FAX, &contact.fax),
        ("EM", EMAIL, &contact.email),
    ] {
        let number = w.checked_optional(field, number.as_deref())?;
        if !number.is_empty() {
            numbers.push((qualifier, number));
        }
    }
    let extends_phone = contact.extension.is_none() || contact.phone.is_some();
    w.rule("extension", extends_phone, "needs a phone")?;
    let is_reachable = contact.phone.is_some() || contact.fax.is_some() || contact.email.is_some();
    w.rule(
        "contact",
        is_reachable,
        "needs a phone, a fax or a mail address",
    )?;
    w.rule(
        "contact",
        numbers.len() <= 3,
        "has room for three of phone, extension, fax and mail address",
    )?;
    for (what, number) in [("phone", &contact.phone), ("fax", &contact.fax)] {
        let holds = number.as_deref().is_none_or(all_digits);
        w.rule(what, holds, "must be digits only")?;
    }
    w.begin("PER");
    w.code("IC");
    w.optional(CONTACT_NAME, contact.name.as_deref())?;
    for (qualifier, number) in &numbers {
        w.code(qualifier);
        w.code(number);
    }
    w.end();
    Ok(())
}

pub(super) fn birth(w: &mut Writer, birth: Birth) -> Result<(), WriteError> {
    w.begin("DMG");
    w.code("D8");
    w.day("day of birth", birth.day)?;
    w.code(birth.sex.as_str());
    w.end();
    Ok(())
}

pub(super) fn taxonomy(
    w: &mut Writer,
    role: &str,
    taxonomy: Option<&str>,
) -> Result<(), WriteError> {
    if let Some(taxonomy) = taxonomy {
        w.begin("PRV");
        w.code(role);
        w.code("PXC");
        w.text(TAXONOMY, taxonomy)?;
        w.end();
    }
    Ok(())
}

pub(super) fn reference(
    w: &mut Writer,
    qualifier: &str,
    field: Field,
    value: &str,
) -> Result<(), WriteError> {
    w.begin("REF");
    w.code(qualifier);
    w.text(field, value)?;
    w.end();
    Ok(())
}

pub(super) fn nine_digits(w: &Writer, what: &str, number: &str) -> Result<(), WriteError> {
    let holds = number.len() == 9 && all_digits(number);
    w.rule(what, holds, "must have nine digits")
}

fn all_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}
