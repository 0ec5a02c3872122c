//! A practice with accounts on which money can be posted: made-up people, visits of two patients, a payer.

use chrono::NaiveDate;
use pegboard::domain::claim::ClaimFilter;
use pegboard::domain::code::{FilingIndicator, Npi, Relation, Sex, Units};
use pegboard::domain::id::{ClaimId, GuarantorId, PatientId, PayerId, ProviderId};
use pegboard::domain::money::Money;
use pegboard::domain::patient::{Contact, NewPatient, Payor};
use pegboard::domain::person::{Address, Name};
use pegboard::domain::policy::{NewPolicy, Rank};
use pegboard::domain::practice::{Duty, NewPayer, NewProvider, Windows};
use pegboard::domain::visit::{Details, LineDetails, NewLine, NewVisit, Notes, Pointer};
use pegboard::office::Office;

/// What the tests refer to.
#[derive(Clone, Copy)]
pub struct Known {
    pub hale: ProviderId,
    pub dana: PatientId,
    pub otis: PatientId,
}

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub fn cents(cents: i64) -> Money {
    Money::from_cents(cents).unwrap()
}

/// Fills an empty book.
pub fn fill(office: &mut Office) -> Known {
    let hale = office
        .add_provider(&NewProvider {
            name: name("Hale", "Simon"),
            credential: "MD".to_owned(),
            npi: Npi::from_first_nine(133_333_333).unwrap(),
            taxonomy: Some("207Q00000X".parse().unwrap()),
            duty: Duty::Renders,
        })
        .unwrap();
    let meridian = payer(office, "Meridian Health", "60054");
    let _corwin = payer(office, "Corwin Mutual", "61482");
    let dana = patient(office, "Whitlock", "Dana");
    let otis = patient(office, "Ferreira", "Otis");
    for one in [dana, otis] {
        let _policy = office.add_policy(&policy(one, meridian)).unwrap();
    }
    Known { hale, dana, otis }
}

/// Enters a visit with these services and gives its claim.
pub fn visit(
    office: &mut Office,
    known: &Known,
    patient: PatientId,
    on: &str,
    lines: &[(&str, &str, i64)],
) -> Option<ClaimId> {
    let on = day(on);
    let visit = office
        .enter_visit(&NewVisit {
            patient,
            service_on: on,
            rendering: known.hale,
            referring: None,
            facility: None,
            place: "11".parse().unwrap(),
            notes: Notes {
                reason: "check-up".to_owned(),
                signed_on: Some(on),
                ..Notes::default()
            },
            authorization: String::new(),
            onset_on: None,
            admitted_on: None,
            accident: None,
            details: Details::default(),
            diagnoses: vec!["E11.9".parse().unwrap()],
            lines: lines
                .iter()
                .map(|(code, what, charge)| line(code, what, *charge))
                .collect(),
        })
        .unwrap();
    let claims = office.claims(&ClaimFilter::default()).unwrap();
    claims
        .iter()
        .find(|row| row.visit == visit)
        .map(|row| row.id)
}

/// Who answers for a patient.
pub fn guarantor(office: &Office, patient: PatientId) -> GuarantorId {
    office.patient(patient).unwrap().guarantor
}

/// A patient without insurance.
pub fn patient(office: &mut Office, last: &str, first: &str) -> PatientId {
    let new = NewPatient {
        contact: Contact {
            name: name(last, first),
            address: Address {
                street: "12 Juniper Way".to_owned(),
                street2: String::new(),
                city: "Akron".to_owned(),
                state: "OH".parse().unwrap(),
                zip: "44308-0120".parse().unwrap(),
            },
            phone: None,
            email: None,
        },
        born_on: day("1984-07-09"),
        sex: Sex::Female,
        payor: Payor::Patient,
        reason: String::new(),
        note: String::new(),
        died_on: None,
    };
    office.register_patient(&new).unwrap()
}

/// A patient insured with Meridian Health.
pub fn insured(office: &mut Office, last: &str, first: &str) -> PatientId {
    let payers = office.payers().unwrap();
    let meridian = payers
        .iter()
        .find(|payer| payer.what.name == "Meridian Health");
    let id = patient(office, last, first);
    let _policy = office
        .add_policy(&policy(id, meridian.unwrap().id))
        .unwrap();
    id
}

fn payer(office: &mut Office, name: &str, id: &str) -> PayerId {
    let payer = NewPayer {
        name: name.to_owned(),
        payer_id: id.parse().unwrap(),
        filing_indicator: FilingIndicator::Commercial,
        timely_days: 90,
        address: None,
        phone: None,
        receiver: None,
        member_pattern: String::new(),
        answer_days: None,
        windows: Windows::default(),
    };
    office.add_payer(&payer).unwrap()
}

fn name(last: &str, first: &str) -> Name {
    Name {
        last: last.to_owned(),
        first: first.to_owned(),
        ..Name::default()
    }
}

fn policy(patient: PatientId, payer: PayerId) -> NewPolicy {
    NewPolicy {
        patient,
        payer,
        rank: Rank::Primary,
        member_id: "MER4471902".parse().unwrap(),
        group_number: String::new(),
        plan_name: String::new(),
        medicare_secondary: None,
        relation: Relation::Itself,
        subscriber: None,
        effective_on: day("2025-01-01"),
        ends_on: None,
        copay: cents(2_500),
        assigns_benefits: true,
        accepts_assignment: true,
        signature_on_file: true,
    }
}

fn line(code: &str, description: &str, charge: i64) -> NewLine {
    NewLine {
        code: code.parse().unwrap(),
        modifiers: Vec::new(),
        pointers: vec![Pointer::from_letter('A').unwrap()],
        units: Units::ONE,
        charge: cents(charge),
        description: description.to_owned(),
        drug: None,
        details: LineDetails::default(),
    }
}
