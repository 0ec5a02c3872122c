//! A claim of the book in the form of its file. It must not judge it: what cannot be sent is found by the scrubber
//! before and by the writer after.

mod others;

use std::collections::BTreeMap;

use crate::domain::charset;
use crate::domain::claim::Responsibility;
use crate::domain::code::{self, Clia, MemberId, Relation, TaxId};
use crate::domain::person;
use crate::domain::policy::Policy;
use crate::domain::practice::{self, Practice};
use crate::domain::visit::{Accident, Cause, Line};
use crate::edi::claim837::{
    self, Address, Assignment, Benefits, BillingProvider, Birth, ClaimDate, ClaimReference,
    DrugUnit, Facility, Frequency, Measure, Name, Patient, Payer, PayerIdKind, Person, Procedure,
    Provider, Release, Submission, Subscriber, TaxIdKind,
};
use crate::store::claim::Papers;

mod details;

/// Puts a claim into the form of a file, as its `sending`-th sending.
pub(in crate::office) fn submission(
    practice: &Practice,
    papers: &Papers,
    sending: u32,
) -> Submission {
    Submission {
        provider: billing(practice),
        subscriber: subscriber(papers),
        payer: payer(&papers.payer),
        patient: patient(papers),
        claim: claim(practice, papers, sending),
    }
}

fn some(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| plain(text))
}

/// The text as the file says it. What has no plain form stays as it is, for the writer to refuse by name.
fn plain(text: &str) -> String {
    charset::fold(text).unwrap_or_else(|_| text.to_owned())
}

fn person_of(name: &person::Name) -> Person {
    Person {
        last: plain(&name.last),
        first: some(&name.first),
        middle: some(&name.middle),
        suffix: some(&name.suffix),
    }
}

fn address_of(address: &person::Address) -> Address {
    Address {
        line: plain(&address.street),
        second_line: some(&address.street2),
        city: plain(&address.city),
        state: Some(address.state.as_str().to_owned()),
        zip: Some(address.zip.as_str().to_owned()),
        country: None,
    }
}

/// The practice's name as a biller or a sender has it.
pub(super) fn billing_name(practice: &Practice) -> Name {
    match &practice.owner {
        Some(owner) => Name::Person(person_of(owner)),
        None => Name::Organization(plain(&practice.name)),
    }
}

fn billing(practice: &Practice) -> BillingProvider {
    let kind = match practice.tax_id {
        TaxId::Ein(_) => TaxIdKind::Employer,
        TaxId::Ssn(_) => TaxIdKind::SocialSecurity,
    };
    BillingProvider {
        name: billing_name(practice),
        npi: Some(practice.npi.as_str().to_owned()),
        taxonomy: practice.taxonomy.map(|code| code.as_str().to_owned()),
        tax_id: Some(claim837::TaxId {
            kind,
            number: practice.tax_id.as_str().to_owned(),
        }),
        address: address_of(&practice.address),
        contacts: Vec::new(),
        pay_to: practice.pay_to.as_ref().map(address_of),
        ..BillingProvider::default()
    }
}

/// Whoever holds the policy. Address and birth go along only when that is the patient, as the guide wants it.
fn subscriber(papers: &Papers) -> Subscriber {
    let policy = &papers.policy.what;
    let patient = &papers.patient;
    let other = policy
        .subscriber
        .as_ref()
        .filter(|_| is_dependent(&papers.policy));
    let group_number = some(&policy.group_number);
    Subscriber {
        order: others::order(papers.claim.responsibility),
        medicare_secondary: others::medicare_secondary(policy.medicare_secondary)
            .filter(|_| papers.claim.responsibility != Responsibility::Primary),
        group_name: some(&policy.plan_name).filter(|_| group_number.is_none()),
        group_number,
        filing: Some(papers.payer.what.filing_indicator),
        name: match other {
            Some(employer) if employer.is_employer() => {
                Name::Organization(plain(&employer.name.last))
            }
            other => Name::Person(person_of(other.map_or(&patient.contact.name, |o| &o.name))),
        },
        member_id: member_number(&policy.member_id, &papers.payer),
        address: other
            .is_none()
            .then(|| address_of(&patient.contact.address)),
        birth: other.is_none().then(|| birth_of(papers)),
        casualty_claim: details::casualty_claim(papers).filter(|_| other.is_none()),
        ..Subscriber::default()
    }
}

/// A Medicare number goes without the dashes of its card; any other number as it stands.
fn member_number(id: &MemberId, payer: &practice::Payer) -> String {
    if payer.what.filing_indicator.is_medicare() && id.is_medicare_shaped() {
        id.as_str().replace('-', "")
    } else {
        id.as_str().to_owned()
    }
}

fn is_dependent(policy: &Policy) -> bool {
    policy.what.relation != Relation::Itself
}

fn birth_of(papers: &Papers) -> Birth {
    Birth {
        day: papers.patient.born_on,
        sex: papers.patient.sex,
    }
}

fn payer(payer: &practice::Payer) -> Payer {
    Payer {
        name: plain(&payer.what.name),
        id_kind: PayerIdKind::Payer,
        id: payer.what.payer_id.as_str().to_owned(),
        address: payer.what.address.as_ref().map(address_of),
        ..Payer::default()
    }
}

fn patient(papers: &Papers) -> Option<Patient> {
    if !is_dependent(&papers.policy) {
        return None;
    }
    let contact = &papers.patient.contact;
    Some(Patient {
        relation: papers.policy.what.relation,
        name: person_of(&contact.name),
        address: address_of(&contact.address),
        birth: Some(birth_of(papers)),
        casualty_claim: details::casualty_claim(papers),
        ..Patient::default()
    })
}

fn claim(practice: &Practice, papers: &Papers, sending: u32) -> claim837::Claim {
    let (kept, visit, policy) = (&papers.claim, &papers.visit, &papers.policy.what);
    let mut claim = claim837::Claim::new(kept.number.as_str(), visit.place.as_str());
    claim.charge = kept.charged;
    claim.frequency = Frequency::from_code(kept.filing.frequency().code());
    claim.assignment = if policy.accepts_assignment {
        Assignment::Assigned
    } else {
        Assignment::NotAssigned
    };
    claim.benefits = if policy.assigns_benefits {
        Benefits::Assigned
    } else {
        Benefits::NotAssigned
    };
    claim.release = if policy.signature_on_file {
        Release::Signed
    } else {
        Release::Informed
    };
    add_accident(&mut claim, visit.accident);
    if let Some(onset) = visit.onset_on {
        let _none = claim.dates.insert(ClaimDate::Onset, onset);
    }
    if let Some(admitted) = visit.admitted_on {
        let _none = claim.dates.insert(ClaimDate::Admission, admitted);
    }
    claim.references = references(practice, papers);
    details::add(&mut claim, papers);
    claim.diagnoses = visit
        .diagnoses
        .iter()
        .map(|code| code.as_str().to_owned())
        .collect();
    claim.referring = papers.referring.as_ref().map(referring);
    let is_biller = papers.rendering.who.npi == practice.npi;
    claim.rendering = (!is_biller).then(|| rendering(&papers.rendering));
    claim.facility = papers.facility.as_ref().map(facility);
    claim.other_payers = others::payers(papers);
    claim.lines = (1..)
        .zip(&papers.lines)
        .map(|(place, line)| service(papers, line, kept.number.line_control(sending, place)))
        .collect();
    claim
}

fn add_accident(claim: &mut claim837::Claim, accident: Option<Accident>) {
    let Some(Accident { cause, on }) = accident else {
        return;
    };
    let cause = match cause {
        Cause::Auto(state) => {
            claim.accident_state = Some(state.as_str().to_owned());
            claim837::Cause::Automobile
        }
        Cause::Employment => claim837::Cause::Employment,
        Cause::Other => claim837::Cause::OtherAccident,
    };
    claim.causes.push(cause);
    let _none = claim.dates.insert(ClaimDate::Accident, on);
}

/// The certificate of the laboratory that did the tests: that of the place of service, else the practice's own. Only
/// a claim with tests names it.
fn clia(practice: &Practice, papers: &Papers) -> Option<Clia> {
    let has_tests = papers
        .lines
        .iter()
        .any(|line| line.what.code.is_laboratory());
    let there = papers.facility.as_ref().map(|facility| facility.what.clia);
    there.unwrap_or(practice.clia).filter(|_| has_tests)
}

fn references(practice: &Practice, papers: &Papers) -> BTreeMap<ClaimReference, String> {
    let clia = clia(practice, papers).map(|clia| clia.as_str().to_owned());
    let clia = clia.unwrap_or_default();
    let payer_number = papers.claim.filing.payer_number();
    let payer_number = payer_number.map(ToString::to_string).unwrap_or_default();
    let given = [
        (ClaimReference::Clia, &clia),
        (
            ClaimReference::PriorAuthorization,
            &papers.visit.authorization,
        ),
        (ClaimReference::PayerClaimNumber, &payer_number),
    ];
    given
        .into_iter()
        .filter_map(|(kind, number)| Some((kind, some(number)?)))
        .collect()
}

fn referring(provider: &practice::Provider) -> Provider {
    Provider {
        taxonomy: None,
        ..rendering(provider)
    }
}

fn rendering(provider: &practice::Provider) -> Provider {
    Provider {
        name: Name::Person(person_of(&provider.who.name)),
        npi: Some(provider.who.npi.as_str().to_owned()),
        taxonomy: provider.who.taxonomy.map(|code| code.as_str().to_owned()),
        ..Provider::default()
    }
}

fn facility(facility: &practice::Facility) -> Facility {
    Facility {
        name: plain(&facility.what.name),
        npi: facility.what.npi.map(|npi| npi.as_str().to_owned()),
        address: address_of(&facility.what.address),
        ..Facility::default()
    }
}

fn service(papers: &Papers, line: &Line, control_number: String) -> claim837::Line {
    let what = &line.what;
    let procedure = Procedure {
        modifiers: what
            .modifiers
            .iter()
            .map(|m| m.as_str().to_owned())
            .collect(),
        description: some(&what.description).filter(|_| what.code.is_unlisted()),
        ..Procedure::hcpcs(what.code.as_str())
    };
    let mut service = claim837::Line::new(procedure, what.charge, papers.visit.service_on);
    service.measure = if what.code.is_anesthesia() {
        Measure::Minutes
    } else {
        Measure::Units
    };
    service.quantity = what.units.to_decimal();
    service.pointers = what
        .pointers
        .iter()
        .filter_map(|pointer| u8::try_from(pointer.index().saturating_add(1)).ok())
        .collect();
    service.control_number = Some(control_number);
    service.adjudications = others::decisions(papers, line, &service);
    service.drug = what.drug.map(|drug| {
        let quantity = drug.quantity.to_decimal();
        claim837::Drug::ndc(drug.ndc.as_str(), quantity, drug_unit(drug.unit))
    });
    details::add_to_line(&mut service, papers, line);
    service
}

const fn drug_unit(unit: code::DrugUnit) -> DrugUnit {
    match unit {
        code::DrugUnit::Unit => DrugUnit::Unit,
        code::DrugUnit::Milliliter => DrugUnit::Milliliter,
        code::DrugUnit::Gram => DrugUnit::Gram,
        code::DrugUnit::Milligram => DrugUnit::Milligram,
        code::DrugUnit::International => DrugUnit::International,
    }
}
