//! Who is who: names, addresses, contacts, births and numbers of people and organizations. It must not know where in
//! the tree they stand.

use super::super::super::write::{Field, Problem, WriteError, Writer, field};
use super::super::npi_holds;
use super::super::{
    Address, Birth, Contact, EntityKind, Facility, Name, Payer, Person, Provider, ProviderId,
    ProviderIdKind,
};

pub(super) const BATCH_REFERENCE: Field = field("reference", 1, 30);
pub(super) const CASUALTY_CLAIM: Field = field("property and casualty claim number", 1, 50);
pub(super) const GROUP_NAME: Field = field("group name", 1, 60);
pub(super) const GROUP_NUMBER: Field = field("group number", 1, 50);
pub(super) const CURRENCY: Field = field("currency", 3, 3);
pub(super) const ID: Field = field("id", 2, 80);
pub(super) const NINE_DIGITS: Field = field("number", 9, 9);
pub(super) const OTHER_NUMBER: Field = field("other number", 1, 50);

const CITY: Field = field("city", 2, 30);
const CONTACT_NAME: Field = field("contact's name", 1, 60);
const COUNTRY: Field = field("country", 2, 3);
const EMAIL: Field = field("mail address", 1, 256);
const EXTENSION: Field = field("extension", 1, 10);
const FAX: Field = field("fax", 10, 10);
const FIRST: Field = field("first name", 1, 35);
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

/// Whether the numbers of a provider may name the other payer whose they are.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Scope {
    /// They may not.
    Claim,
    /// They may.
    Line,
}

/// The kinds of number that somebody may have, and how many.
#[derive(Clone, Copy)]
pub(super) struct Numbers {
    pub(super) kinds: &'static [ProviderIdKind],
    pub(super) most: usize,
}

pub(super) const fn entity_type(name: &Name) -> EntityKind {
    match name {
        Name::Person(_) => EntityKind::Person,
        Name::Organization(_) => EntityKind::Organization,
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

/// Somebody whose name is not said (NM1 without NM103 to NM107).
pub(super) fn nameless(
    w: &mut Writer,
    entity: &str,
    kind: EntityKind,
    id: Id<'_>,
) -> Result<(), WriteError> {
    w.begin("NM1");
    w.code(entity);
    w.code(kind.code());
    w.skip(5);
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
    town(w, address)
}

/// The second half of an address: city, state and ZIP code.
fn town(w: &mut Writer, address: &Address) -> Result<(), WriteError> {
    w.begin("N4");
    w.text(CITY, &address.city)?;
    w.optional(STATE, address.state.as_deref())?;
    w.optional(ZIP, address.zip.as_deref())?;
    w.optional(COUNTRY, address.country.as_deref())?;
    w.end();
    if address.country.is_none() {
        let _ = w.required("state", address.state.as_ref())?;
        let zip = w.required("ZIP code", address.zip.as_ref())?;
        // How many digits a ZIP code has is settled where ours are typed; of a file that is written again it is kept.
        w.rule("ZIP code", all_digits(zip), "must have nothing but digits")?;
    }
    Ok(())
}

pub(super) fn contacts(w: &mut Writer, contacts: &[Contact]) -> Result<(), WriteError> {
    w.at_most("contacts", contacts.len(), 2)?;
    contacts.iter().try_for_each(|one| contact(w, one))
}

/// Whom to call, where there is room for a phone and its extension only.
pub(super) fn caller(w: &mut Writer, one: Option<&Contact>) -> Result<(), WriteError> {
    let Some(one) = one else {
        return Ok(());
    };
    let is_phone = one.phone.is_some() && one.fax.is_none() && one.email.is_none();
    w.rule(
        "contact",
        is_phone,
        "must be a phone, with an extension or without",
    )?;
    contact(w, one)
}

pub(super) fn contact(w: &mut Writer, contact: &Contact) -> Result<(), WriteError> {
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

/// The numbers that a provider has beside the NPI.
pub(super) fn ids(
    w: &mut Writer,
    ids: &[ProviderId],
    allowed: Numbers,
    scope: Scope,
) -> Result<(), WriteError> {
    w.at_most("other numbers", ids.len(), allowed.most)?;
    for id in ids {
        let holds = allowed.kinds.contains(&id.kind);
        w.rule("other number", holds, "is of a kind that has no place here")?;
        w.begin("REF");
        w.code(id.kind.code());
        w.text(OTHER_NUMBER, &id.number)?;
        if let Some(payer) = &id.payer {
            let holds = scope == Scope::Line;
            w.rule(
                "other number",
                holds,
                "names a payer, which only a line's may",
            )?;
            w.skip(1);
            w.compose();
            w.part_code("2U");
            w.part_text(ID, payer)?;
        }
        w.end();
    }
    Ok(())
}

/// Somebody who must be a person and has no taxonomy code in a claim.
pub(super) fn individual(
    w: &mut Writer,
    entity: &str,
    provider: &Provider,
) -> Result<(), WriteError> {
    let has_none = provider.taxonomy.is_none();
    w.rule("taxonomy code", has_none, "has no place in a claim")?;
    match &provider.name {
        Name::Person(name) => person(w, entity, name, Id::Npi(provider.npi.as_deref())),
        Name::Organization(_) => Err(w.error("name", Problem::Rule("must be a person's"))),
    }
}

/// Somebody who rendered, with a taxonomy code.
pub(super) fn rendering(w: &mut Writer, provider: &Provider) -> Result<(), WriteError> {
    name(w, "82", &provider.name, Id::Npi(provider.npi.as_deref()))?;
    taxonomy(w, "PE", provider.taxonomy.as_deref())
}

/// A place of service, but for its other numbers.
pub(super) fn facility(w: &mut Writer, facility: &Facility) -> Result<(), WriteError> {
    organization(w, "77", &facility.name, Id::Npi(facility.npi.as_deref()))?;
    address(w, &facility.address)
}

/// A payer with its address, which may be no more than a city: the guide asks for no street there.
pub(super) fn payer(w: &mut Writer, payer: &Payer) -> Result<(), WriteError> {
    let id = Id::Required(payer.id_kind.code(), &payer.id);
    organization(w, "PR", &payer.name, id)?;
    match &payer.address {
        Some(place) if place.line.is_empty() && place.second_line.is_none() => town(w, place),
        Some(place) => address(w, place),
        None => Ok(()),
    }
}

/// The other numbers of a payer, at most so many.
pub(super) fn payer_ids(w: &mut Writer, payer: &Payer, most: usize) -> Result<(), WriteError> {
    w.at_most("other numbers", payer.ids.len(), most)?;
    payer
        .ids
        .iter()
        .try_for_each(|(kind, number)| reference(w, kind.code(), OTHER_NUMBER, number))
}

pub(super) fn nine_digits(w: &Writer, what: &str, number: &str) -> Result<(), WriteError> {
    let holds = number.len() == 9 && all_digits(number);
    w.rule(what, holds, "must have nine digits")
}

fn all_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}
