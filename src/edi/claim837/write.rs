//! Claims to a file: the envelopes, the tree of levels, and who stands in it. It must not know how a claim itself is
//! written (that is [`claim`]).

use std::collections::HashSet;

use super::super::envelope::Kind;
use super::super::envelope::write as envelope;
use super::super::write::{Layout, WriteError, Writer};
use super::{
    Batch, BillingProvider, Claim, Header, IMPLEMENTATION, Name, PATIENT_CLAIMS_MAX, PatientClaims,
    PatientFacts, PayToPlan, Payer, PayerNumberKind, PayerOrder, ProviderClaims, ProviderIdKind,
    Receiver, Submitter, Subscriber, SubscriberClaims, TRANSACTION_CLAIMS_MAX, Transaction,
};
use crate::domain::code::Relation;

mod claim;
mod coordination;
mod line;
mod medical;
mod people;
mod stretch;
mod terms;

use people::{Id, Numbers, Scope};

/// As long as claims usually are, rather more, with all that stands above them.
const CLAIM_BYTES: usize = 1_024;

const BILLER: Numbers = Numbers {
    kinds: &[ProviderIdKind::License, ProviderIdKind::Upin],
    most: 2,
};
const PAYERS_BILLER: Numbers = Numbers {
    kinds: &[ProviderIdKind::Commercial, ProviderIdKind::Location],
    most: 2,
};

/// Writes a batch as one file, in upper case.
///
/// # Errors
/// [`WriteError`] for the first value that a receiver would refuse: what is missing, too long, out of its list, or
/// has characters that cannot be sent or that are delimiters; sums, pointers and numbers that do not agree.
pub fn write(batch: &Batch, layout: impl Into<Layout>) -> Result<String, WriteError> {
    let claims = batch.transactions.iter().flat_map(|one| &one.providers);
    let claims = claims.flat_map(claims_of).count();
    let mut w = Writer::with_room(layout.into(), claims.saturating_mul(CLAIM_BYTES));
    envelope::open_interchange(&mut w, &batch.interchange)?;
    envelope::open_group(&mut w, &batch.group, Kind::Claims, IMPLEMENTATION)?;
    w.part("batch");
    w.rule(
        "transactions",
        !batch.transactions.is_empty(),
        "are missing",
    )?;
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
    envelope::open_transaction(w, "837", number, IMPLEMENTATION)?;
    header(w, &transaction.header)?;
    w.part("transaction");
    let claims = transaction.providers.iter().flat_map(claims_of).count();
    w.rule("claims", claims > 0, "are missing")?;
    w.at_most("claims", claims, TRANSACTION_CLAIMS_MAX)?;
    let mut levels = Levels(0);
    for provider in &transaction.providers {
        write_provider(w, &mut levels, provider)?;
    }
    w.claim(None);
    envelope::close_transaction(w, number)
}

fn claims_of(provider: &ProviderClaims) -> impl Iterator<Item = &Claim> {
    provider.subscribers.iter().flat_map(|subscriber| {
        let others = subscriber
            .patients
            .iter()
            .flat_map(|patient| &patient.claims);
        subscriber.claims.iter().chain(others)
    })
}

/// The numbers of the hierarchy's levels (HL01): the last one that was given.
#[derive(Clone, Copy)]
struct Levels(u64);

impl Levels {
    /// The same when these subscribers' levels have been given.
    fn after(self, places: &[SubscriberClaims]) -> Self {
        let levels = places
            .iter()
            .map(|place| place.patients.len().saturating_add(1));
        let given = u64::try_from(levels.sum::<usize>()).unwrap_or(u64::MAX);
        Self(self.0.saturating_add(given))
    }

    /// Opens a level and gives its number.
    fn open(&mut self, w: &mut Writer, parent: Option<u64>, level: &str, has_child: bool) -> u64 {
        self.0 = self.0.saturating_add(1);
        w.begin("HL");
        w.whole(self.0);
        match parent {
            Some(parent) => w.whole(parent),
            None => w.skip(1),
        }
        w.code(level);
        w.code(if has_child { "1" } else { "0" });
        w.end();
        self.0
    }
}

fn header(w: &mut Writer, header: &Header) -> Result<(), WriteError> {
    w.part("transaction");
    w.begin("BHT");
    w.code("0019");
    w.code(header.purpose.code());
    w.text(people::BATCH_REFERENCE, &header.reference)?;
    w.minute("day and time", header.created)?;
    w.code(header.content.code());
    w.end();
    submitter(w, &header.submitter)?;
    receiver(w, &header.receiver)
}

fn submitter(w: &mut Writer, submitter: &Submitter) -> Result<(), WriteError> {
    w.part("submitter");
    if let Name::Person(person) = &submitter.name {
        w.rule(
            "name suffix",
            person.suffix.is_none(),
            "has no place in a submitter's name",
        )?;
    }
    people::name(w, "41", &submitter.name, Id::Required("46", &submitter.id))?;
    w.rule("contact", !submitter.contacts.is_empty(), "is missing")?;
    people::contacts(w, &submitter.contacts)
}

fn receiver(w: &mut Writer, receiver: &Receiver) -> Result<(), WriteError> {
    w.part("receiver");
    people::organization(w, "40", &receiver.name, Id::Required("46", &receiver.id))
}

fn write_provider(
    w: &mut Writer,
    levels: &mut Levels,
    claims: &ProviderClaims,
) -> Result<(), WriteError> {
    w.claim(None);
    w.part("billing provider");
    w.rule("claims", !claims.subscribers.is_empty(), "are missing")?;
    let level = levels.open(w, None, "20", true);
    billing_provider(w, &claims.provider)?;
    stretch::write(w, levels, level, &claims.subscribers)
}

fn billing_provider(w: &mut Writer, provider: &BillingProvider) -> Result<(), WriteError> {
    people::taxonomy(w, "BI", provider.taxonomy.as_deref())?;
    if let Some(currency) = &provider.currency {
        w.begin("CUR");
        w.code("85");
        w.text(people::CURRENCY, currency)?;
        w.end();
    }
    people::name(w, "85", &provider.name, Id::Npi(provider.npi.as_deref()))?;
    people::address(w, &provider.address)?;
    let tax_id = w.required("tax id", provider.tax_id.as_ref())?;
    people::nine_digits(w, "tax id", &tax_id.number)?;
    people::reference(w, tax_id.kind.code(), people::NINE_DIGITS, &tax_id.number)?;
    people::ids(w, &provider.ids, BILLER, Scope::Claim)?;
    people::contacts(w, &provider.contacts)?;
    if let Some(pay_to) = &provider.pay_to {
        w.part("pay-to address");
        w.begin("NM1");
        w.code("87");
        w.code(people::entity_type(&provider.name).code());
        w.end();
        people::address(w, pay_to)?;
    }
    match &provider.pay_to_plan {
        Some(plan) => pay_to_plan(w, plan),
        None => Ok(()),
    }
}

fn pay_to_plan(w: &mut Writer, plan: &PayToPlan) -> Result<(), WriteError> {
    w.part("pay-to plan");
    let id = Id::Required(plan.id_kind.code(), &plan.id);
    people::organization(w, "PE", &plan.name, id)?;
    people::address(w, &plan.address)?;
    w.at_most("other numbers", plan.ids.len(), 1)?;
    for (kind, number) in &plan.ids {
        let holds = *kind != PayerNumberKind::TaxId;
        w.rule("other number", holds, "must not be the tax id")?;
        people::reference(w, kind.code(), people::OTHER_NUMBER, number)?;
    }
    people::nine_digits(w, "tax id", &plan.tax_id)?;
    people::reference(w, "EI", people::NINE_DIGITS, &plan.tax_id)
}

fn write_subscriber(
    w: &mut Writer,
    levels: &mut Levels,
    provider: u64,
    place: &SubscriberClaims,
) -> Result<(), WriteError> {
    let is_patient = !place.claims.is_empty();
    w.claim(None);
    w.part("subscriber");
    w.rule(
        "claims",
        is_patient == place.patients.is_empty(),
        "must be either the subscriber's own or those of other patients",
    )?;
    w.at_most("claims", place.claims.len(), PATIENT_CLAIMS_MAX)?;
    let level = levels.open(w, Some(provider), "22", !is_patient);
    subscriber(w, &place.subscriber, is_patient)?;
    payer(w, &place.payer)?;
    let order = place.subscriber.order;
    for one in &place.claims {
        claim::write(w, one, order)?;
    }
    for patient in &place.patients {
        write_patient(w, levels, level, patient, order)?;
    }
    Ok(())
}

fn subscriber(w: &mut Writer, subscriber: &Subscriber, is_patient: bool) -> Result<(), WriteError> {
    w.begin("SBR");
    w.code(subscriber.order.code());
    w.code(if is_patient { "18" } else { "" });
    w.optional(people::GROUP_NUMBER, subscriber.group_number.as_deref())?;
    w.optional(people::GROUP_NAME, subscriber.group_name.as_deref())?;
    w.code(subscriber.medicare_secondary.map_or("", |code| code.code()));
    w.skip(3);
    let filing = w.required("claim filing indicator", subscriber.filing)?;
    w.code(filing.as_str());
    w.end();
    let facts = &subscriber.facts;
    w.rule(
        "facts of the patient",
        is_patient || *facts == PatientFacts::default(),
        "must be those of a subscriber who is the patient",
    )?;
    if *facts != PatientFacts::default() {
        w.begin("PAT");
        w.skip(4);
        patient_facts(w, facts)?;
        w.end();
    }
    let member = Id::Required(subscriber.member_id_kind.code(), &subscriber.member_id);
    people::name(w, "IL", &subscriber.name, member)?;
    if is_patient {
        let _ = w.required("address", subscriber.address.as_ref())?;
        let _ = w.required("day of birth", subscriber.birth)?;
    }
    if let Some(address) = &subscriber.address {
        people::address(w, address)?;
    }
    if let Some(birth) = subscriber.birth {
        people::birth(w, birth)?;
    }
    if let Some(number) = &subscriber.social_security {
        people::nine_digits(w, "social security number", number)?;
        people::reference(w, "SY", people::NINE_DIGITS, number)?;
    }
    casualty_claim(w, subscriber.casualty_claim.as_deref())?;
    people::caller(w, subscriber.contact.as_ref())
}

/// Ends a PAT with PAT05 to PAT09.
fn patient_facts(w: &mut Writer, facts: &PatientFacts) -> Result<(), WriteError> {
    match facts.died_on {
        Some(day) => {
            w.code("D8");
            w.day("day of death", day)?;
        }
        None => w.skip(2),
    }
    match facts.weight {
        Some(weight) => {
            w.code("01");
            w.quantity("weight", weight)?;
        }
        None => w.skip(2),
    }
    w.code(if facts.is_pregnant { "Y" } else { "" });
    Ok(())
}

fn payer(w: &mut Writer, payer: &Payer) -> Result<(), WriteError> {
    w.part("payer");
    people::payer(w, payer)?;
    people::payer_ids(w, payer, 3)?;
    people::ids(w, &payer.biller_ids, PAYERS_BILLER, Scope::Claim)
}

fn write_patient(
    w: &mut Writer,
    levels: &mut Levels,
    subscriber: u64,
    place: &PatientClaims,
    order: PayerOrder,
) -> Result<(), WriteError> {
    let patient = &place.patient;
    w.claim(None);
    w.part("patient");
    w.rule("claims", !place.claims.is_empty(), "are missing")?;
    w.at_most("claims", place.claims.len(), PATIENT_CLAIMS_MAX)?;
    let _ = levels.open(w, Some(subscriber), "23", false);
    let is_another = patient.relation != Relation::Itself;
    w.rule(
        "relation",
        is_another,
        "must be that of another than the subscriber",
    )?;
    w.begin("PAT");
    w.code(patient.relation.as_str());
    w.skip(3);
    patient_facts(w, &patient.facts)?;
    w.end();
    people::person(w, "QC", &patient.name, Id::None)?;
    people::address(w, &patient.address)?;
    let birth = w.required("day of birth", patient.birth)?;
    people::birth(w, birth)?;
    casualty_claim(w, patient.casualty_claim.as_deref())?;
    if let Some(id) = &patient.casualty_id {
        people::reference(w, id.kind.code(), people::OTHER_NUMBER, &id.number)?;
    }
    people::caller(w, patient.contact.as_ref())?;
    for one in &place.claims {
        claim::write(w, one, order)?;
    }
    Ok(())
}

fn casualty_claim(w: &mut Writer, number: Option<&str>) -> Result<(), WriteError> {
    match number {
        Some(number) => people::reference(w, "Y4", people::CASUALTY_CLAIM, number),
        None => Ok(()),
    }
}
