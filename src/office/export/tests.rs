use super::*;
use crate::domain::claim::{ClaimFilter, Happening};
use crate::domain::code::{FilingIndicator, Npi, Relation, Sex, Units};
use crate::domain::patient::{Contact, NewPatient, Payor};
use crate::domain::person::{Address, Name};
use crate::domain::policy::{NewPolicy, Rank};
use crate::domain::practice::{
    Duty, NewPayer, NewProvider, NewReceiver, Practice, Profile, Separators, Windows,
};
use crate::domain::visit::{Details, LineDetails, NewLine, NewVisit, Notes, Pointer};
use crate::edi::claim837;
use crate::office::Clock;
use crate::office::claims::practice_in;

fn name(last: &str) -> Name {
    Name {
        last: last.to_owned(),
        first: "Dana".to_owned(),
        ..Name::default()
    }
}

fn address() -> Address {
    Address {
        street: "12 Juniper Way".to_owned(),
        street2: String::new(),
        city: "Akron".to_owned(),
        state: "OH".parse().unwrap(),
        zip: "44308-0120".parse().unwrap(),
    }
}

fn practice() -> Practice {
    Practice {
        name: "Fairlawn Family Medicine".to_owned(),
        owner: None,
        npi: Npi::from_first_nine(123_456_789).unwrap(),
        taxonomy: None,
        tax_id: "34-1234567".parse().unwrap(),
        clia: None,
        address: address(),
        pay_to: None,
        phone: "330 555 0142".parse().unwrap(),
        contact: String::new(),
        email: None,
        pay_online: String::new(),
        office_hours: String::new(),
        statement_note: String::new(),
        due_days: 24,
    }
}

fn receiver() -> NewReceiver {
    NewReceiver {
        name: "  Ünder & Söhne ".to_owned(),
        receiver_id: "UNDER".to_owned(),
        receiver_qualifier: "ZZ".to_owned(),
        sender_id: "FAIRLAWN".to_owned(),
        sender_qualifier: "ZZ".to_owned(),
        is_test: false,
        separators: Separators::default(),
        profile: Profile::default(),
    }
}

fn visit(
    patient: crate::domain::id::PatientId,
    rendering: crate::domain::id::ProviderId,
) -> NewVisit {
    let on = "2026-03-02".parse().unwrap();
    NewVisit {
        patient,
        service_on: on,
        rendering,
        referring: None,
        facility: None,
        place: "11".parse().unwrap(),
        notes: Notes {
            signed_on: Some(on),
            ..Notes::default()
        },
        authorization: String::new(),
        onset_on: None,
        admitted_on: None,
        accident: None,
        details: Details::default(),
        diagnoses: vec!["I10".parse().unwrap()],
        lines: vec![NewLine {
            code: "99213".parse().unwrap(),
            modifiers: Vec::new(),
            pointers: vec![Pointer::from_letter('A').unwrap()],
            units: Units::ONE,
            charge: Money::from_cents(13_000).unwrap(),
            description: "Visit".to_owned(),
            drug: None,
            details: LineDetails::default(),
        }],
    }
}

/// A practice in memory with one ready claim.
fn office() -> (Office, ClaimId) {
    let clock = Clock::stopped("2026-03-05T12:00:00Z".parse().unwrap());
    let mut office = Office::in_memory("Ruth", &practice(), clock).unwrap();
    let rendering = NewProvider {
        name: name("Hale"),
        credential: "MD".to_owned(),
        npi: Npi::from_first_nine(133_333_333).unwrap(),
        taxonomy: None,
        duty: Duty::Renders,
    };
    let rendering = office.add_provider(&rendering).unwrap();
    let receiver = office.add_receiver(&receiver()).unwrap();
    let payer = NewPayer {
        name: "Meridian Health".to_owned(),
        payer_id: "60054".parse().unwrap(),
        filing_indicator: FilingIndicator::Commercial,
        timely_days: 90,
        address: None,
        phone: None,
        receiver: Some(receiver),
        member_pattern: String::new(),
        answer_days: None,
        windows: Windows::default(),
    };
    let payer = office.add_payer(&payer).unwrap();
    let patient = NewPatient {
        contact: Contact {
            name: name("Whitlock"),
            address: address(),
            phone: None,
            email: None,
        },
        born_on: "1984-07-09".parse().unwrap(),
        sex: Sex::Female,
        payor: Payor::Patient,
        reason: String::new(),
        note: String::new(),
        died_on: None,
    };
    let patient = office.register_patient(&patient).unwrap();
    let policy = NewPolicy {
        patient,
        payer,
        rank: Rank::Primary,
        member_id: "MER4471902".parse().unwrap(),
        group_number: String::new(),
        plan_name: String::new(),
        medicare_secondary: None,
        relation: Relation::Itself,
        subscriber: None,
        effective_on: "2025-01-01".parse().unwrap(),
        ends_on: None,
        copay: Money::ZERO,
        assigns_benefits: true,
        accepts_assignment: true,
        signature_on_file: true,
    };
    let _policy = office.add_policy(&policy).unwrap();
    let _visit = office.enter_visit(&visit(patient, rendering)).unwrap();
    let claim = office.claims(&ClaimFilter::default()).unwrap()[0].id;
    (office, claim)
}

/// Keeps a file of these papers, whatever the scrubber would say of them.
fn keep(office: &mut Office, papers: Vec<Papers>) -> (Vec<Kept>, usize) {
    let wall = office.clock().wall_time_of(office.clock().now());
    office
        .stamped("export claims", |tx, stamp| {
            let receiver = papers[0].receiver.clone().unwrap();
            let practice = practice_in(tx)?;
            let run = file::Run {
                practice: &practice,
                receiver: &receiver,
                wall,
                stamp,
                remakes: None,
            };
            let mut held = Vec::new();
            let kept = file::keep(tx, &run, papers, &mut held)?;
            Ok((String::new(), (kept, held.len())))
        })
        .unwrap()
}

#[test]
fn a_claim_that_the_writer_refuses_is_held_and_the_others_leave() {
    let (mut office, claim) = office();
    let good = office.store.papers(claim).unwrap().unwrap();
    let second = visit(good.patient.id, good.rendering.id);
    let _visit = office.enter_visit(&second).unwrap();
    let other = office.claims(&ClaimFilter::default()).unwrap()[0].id;
    assert_ne!(other, claim);
    let mut bad = office.store.papers(other).unwrap().unwrap();
    bad.visit.authorization = "PA^1".to_owned();
    let (kept, held) = keep(&mut office, vec![bad, good]);
    assert_eq!(held, 1);
    assert_eq!(kept.len(), 1);
    let kept = &kept[0];
    assert_eq!(kept.batch.claims, 1);
    assert_eq!(kept.name, "under-sohne-2026-03-05-000000001.837");
    let page = office.claim(other).unwrap();
    assert_eq!((page.row.state, page.is_stopped), (State::Held, true));
    let last = page.events.last().unwrap();
    assert_eq!(last.kind, Happening::Stopped);
    assert!(last.words.contains("prior authorization"), "{}", last.words);
    assert_eq!(office.claim(claim).unwrap().row.state, State::Batched);
}

#[test]
fn when_the_writer_refuses_every_claim_no_batch_is_kept() {
    let (mut office, claim) = office();
    let mut bad = office.store.papers(claim).unwrap().unwrap();
    bad.visit.authorization = "PA^1".to_owned();
    let (kept, held) = keep(&mut office, vec![bad]);
    assert!(kept.is_empty());
    assert_eq!(held, 1);
    assert_eq!(office.batches(5).unwrap(), []);
}

#[test]
fn more_than_five_thousand_claims_are_split_into_sets() {
    let (mut office, claim) = office();
    let papers = office.store.papers(claim).unwrap().unwrap();
    let many: Vec<Papers> = (1..=5001)
        .map(|number| {
            let mut one = papers.clone();
            one.claim.number = ClaimNumber::of(ClaimId::new(number));
            one
        })
        .collect();
    let text = office
        .stamped("export claims", |tx, stamp| {
            let receiver = papers.receiver.clone().unwrap();
            let practice = practice_in(tx)?;
            let run = file::Run {
                practice: &practice,
                receiver: &receiver,
                wall: "2026-03-05T12:00:00".parse().unwrap(),
                stamp,
                remakes: None,
            };
            Ok((String::new(), run.trial(many)))
        })
        .unwrap();
    let (batches, findings) = claim837::read(text.as_bytes()).unwrap();
    assert_eq!(findings, []);
    let sets: Vec<(&str, usize)> = batches[0]
        .transactions
        .iter()
        .map(|set| {
            let places = set.providers.iter().flat_map(|one| &one.subscribers);
            let claims = places.map(|place| place.claims.len()).sum();
            (set.control_number.as_str(), claims)
        })
        .collect();
    assert_eq!(sets, [("0007", 5000), ("0008", 1)]);
}
