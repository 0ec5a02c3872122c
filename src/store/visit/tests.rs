use super::*;
use crate::domain::code::{
    ClaimDay, DelayReason, EpsdtReferral, NoteTopic, ServiceMark, SpecialProgram, SpinalCondition,
};
use crate::domain::id::{FacilityId, ProviderId};
use crate::domain::visit::NoteToPayer;
use crate::store::ledger::tests::{BY, m, now, practice};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn new_visit(on: &str) -> NewVisit {
    NewVisit {
        patient: PatientId::new(1),
        service_on: day(on),
        rendering: ProviderId::new(1),
        referring: Some(ProviderId::new(1)),
        facility: None,
        place: "11".parse().unwrap(),
        notes: Notes {
            reason: "cough".to_owned(),
            finding: "bronchitis".to_owned(),
            treatment: "rest".to_owned(),
            plan: "back in two weeks".to_owned(),
            prognosis: "good".to_owned(),
            signed_on: Some(day(on)),
        },
        authorization: "PA-77".to_owned(),
        onset_on: Some(day("2026-03-01")),
        admitted_on: Some(day("2026-02-27")),
        accident: None,
        details: Details::default(),
        diagnoses: ["J20.9", "I10"].map(|code| code.parse().unwrap()).to_vec(),
        lines: Vec::new(),
    }
}

fn line(code: &str, cents: i64) -> NewLine {
    NewLine {
        code: code.parse().unwrap(),
        modifiers: ["25", "GT"].map(|code| code.parse().unwrap()).to_vec(),
        pointers: ['A', 'L']
            .map(|l| Pointer::from_letter(l).unwrap())
            .to_vec(),
        units: "2.5".parse().unwrap(),
        charge: m(cents),
        description: "Visit".to_owned(),
        drug: None,
        details: LineDetails::default(),
    }
}

fn add(store: &mut Store, visit: &NewVisit) -> VisitId {
    let guarantor = GuarantorId::new(1);
    store
        .transact(|tx| tx.add_visit(visit, guarantor, now(), BY))
        .unwrap()
}

/// What a visit says, without what the book added.
fn said(visit: Visit) -> NewVisit {
    NewVisit {
        patient: visit.patient,
        service_on: visit.service_on,
        rendering: visit.rendering,
        referring: visit.referring,
        facility: visit.facility,
        place: visit.place,
        notes: visit.notes,
        authorization: visit.authorization,
        onset_on: visit.onset_on,
        admitted_on: visit.admitted_on,
        accident: visit.accident,
        details: visit.details,
        diagnoses: visit.diagnoses,
        lines: visit.lines.into_iter().map(|line| line.what).collect(),
    }
}

#[test]
fn a_visit_reads_back_as_it_was_written() {
    let mut store = practice();
    let on = day("2026-03-09");
    for cause in [
        None,
        Some(Cause::Auto(State::Nevada)),
        Some(Cause::Employment),
        Some(Cause::Other),
    ] {
        let visit = NewVisit {
            accident: cause.map(|cause| Accident { cause, on }),
            ..new_visit("2026-03-10")
        };
        let id = add(&mut store, &visit);
        assert_eq!(said(store.find_visit(id).unwrap().unwrap()), visit);
    }
    assert_eq!(store.find_visit(VisitId::new(99)).unwrap(), None);
}

#[test]
fn a_corrected_visit_says_the_new_things_and_keeps_its_patient() {
    let mut store = practice();
    let id = add(&mut store, &new_visit("2026-03-10"));
    let corrected = NewVisit {
        diagnoses: vec!["E11.9".parse().unwrap()],
        notes: Notes::default(),
        referring: None,
        accident: Some(Accident {
            cause: Cause::Other,
            on: day("2026-03-08"),
        }),
        ..new_visit("2026-03-09")
    };
    store
        .transact(|tx| tx.change_visit(id, &corrected))
        .unwrap();
    assert_eq!(said(store.find_visit(id).unwrap().unwrap()), corrected);
    store
        .transact(|tx| tx.sign_visit(id, day("2026-03-11")))
        .unwrap();
    let signed = store.find_visit(id).unwrap().unwrap();
    assert_eq!(signed.notes.signed_on, Some(day("2026-03-11")));
}

/// Everything that a visit and a service can say more.
fn everything() -> (Details, LineDetails) {
    let days = ClaimDay::ALL.iter().map(|on| (*on, day("2026-03-01")));
    let details = Details {
        supervising: Some(ProviderId::new(1)),
        ordering: Some(ProviderId::new(1)),
        referral: "RF-7".to_owned(),
        casualty_claim: "WC 7".to_owned(),
        days: days.collect(),
        spine: Some(SpinalCondition::Chronic),
        epsdt: Some(EpsdtReferral::Referred),
        is_homebound: true,
        delay: Some(DelayReason::Disaster),
        program: Some(SpecialProgram::SecondOpinion),
        note: Some(NoteToPayer {
            topic: NoteTopic::Certification,
            words: "As agreed".to_owned(),
        }),
        conditions: vec!["AD".parse().unwrap(), "02".parse().unwrap()],
    };
    let line = LineDetails {
        note: "Left arm".to_owned(),
        lot: "U7712AA".to_owned(),
        marks: ServiceMark::ALL.iter().copied().collect(),
        rendering: Some(ProviderId::new(1)),
        referring_clia: Some("36D1122334".parse().unwrap()),
        minutes: Some(23),
    };
    (details, line)
}

#[test]
fn what_a_visit_and_its_services_say_more_reads_back_and_can_be_taken_back() {
    let mut store = practice();
    let (details, said_of_line) = everything();
    let visit = NewVisit {
        details,
        ..new_visit("2026-03-10")
    };
    let id = add(&mut store, &visit);
    let mut service = line("99213", 13_000);
    service.details = said_of_line;
    let lines = store
        .transact(|tx| tx.add_charge_lines(id, &[service.clone(), line("36415", 0)]))
        .unwrap();
    let found = store.find_visit(id).unwrap().unwrap();
    assert_eq!(found.details, visit.details);
    assert_eq!(found.lines[0].what, service);
    assert!(found.lines[1].what.details.is_empty());
    store
        .transact(|tx| {
            tx.change_visit(id, &new_visit("2026-03-10"))?;
            tx.change_line_details(lines[0], &LineDetails::default())
        })
        .unwrap();
    let bare = store.find_visit(id).unwrap().unwrap();
    assert!(bare.details.is_empty() && bare.lines[0].what.details.is_empty());
}

#[test]
fn the_page_knows_every_kind_and_no_other() {
    let mut store = practice();
    let id = add(&mut store, &new_visit("2026-03-10"));
    for (kind, value) in [("shoe_size", "9"), ("referral", ""), ("supervising", "1")] {
        let outcome = store.transact(|tx| {
            let insert = "INSERT INTO visit_detail (visit_id, kind, value) VALUES (?1, ?2, ?3)";
            let _rows = tx.0.execute(insert, (id, kind, value)).doing("try")?;
            Ok::<_, StoreError>(())
        });
        assert!(outcome.is_err(), "{kind}");
    }
}

#[test]
fn services_stand_in_order_and_on_the_card_and_new_ones_follow_voided_ones() {
    let mut store = practice();
    let id = add(&mut store, &new_visit("2026-03-10"));
    let first = [line("99213", 13_000), line("36415", 0)];
    let ids = store
        .transact(|tx| {
            let ids = tx.add_charge_lines(id, &first)?;
            for line in &ids {
                tx.void_charge_line(*line, now())?;
            }
            let _second = tx.add_charge_lines(id, &[line("99214", 18_500)])?;
            Ok::<_, StoreError>(ids)
        })
        .unwrap();
    let visit = store.find_visit(id).unwrap().unwrap();
    assert_eq!(visit.lines[0].what, first[0]);
    assert_eq!(ids, [visit.lines[0].id, visit.lines[1].id]);
    let standing: Vec<u32> = visit.standing().map(|line| line.place).collect();
    assert_eq!(standing, [3]);
    for line in &visit.lines {
        assert!(store.line(line.id).unwrap().is_some());
    }
}

#[test]
fn a_visit_waits_for_its_charges_while_no_service_stands_on_it() {
    let mut store = practice();
    let waiting = |store: &Store| {
        let rows = store.visits(VisitsOf::ToCode, 10, 0).unwrap();
        rows.iter().map(|row| row.id).collect::<Vec<_>>()
    };
    let id = add(&mut store, &new_visit("2026-03-10"));
    assert_eq!(waiting(&store), [id]);
    let charge = |tx: &Tx<'_>| tx.add_charge_lines(id, &[line("99213", 13_000)]);
    let ids = store.transact(charge).unwrap();
    assert_eq!(waiting(&store), []);
    let void = |tx: &Tx<'_>| tx.void_charge_line(ids[0], now());
    store.transact(void).unwrap();
    assert!(store.transact(void).is_err());
    assert_eq!(waiting(&store), [id]);
}

#[test]
fn lists_show_the_newest_day_first_and_what_each_visit_comes_to() {
    let mut store = practice();
    let early = add(&mut store, &new_visit("2026-01-05"));
    let late = add(&mut store, &new_visit("2026-04-05"));
    let charge = |tx: &Tx<'_>| {
        let voided = tx.add_charge_lines(early, &[line("99215", 1)])?;
        tx.void_charge_line(voided[0], now())?;
        tx.add_charge_lines(early, &[line("99213", 13_000), line("36415", 1_800)])
    };
    assert_eq!(store.transact(charge).unwrap().len(), 2);
    let ids = |which, limit, offset| {
        let rows = store.visits(which, limit, offset).unwrap();
        rows.iter().map(|row| row.id).collect::<Vec<_>>()
    };
    let made_with_the_practice = VisitId::new(1);
    assert_eq!(
        ids(VisitsOf::Everybody, 10, 0),
        [late, made_with_the_practice, early]
    );
    assert_eq!(ids(VisitsOf::Everybody, 1, 1), [made_with_the_practice]);
    assert_eq!(ids(VisitsOf::Patient(PatientId::new(1)), 1, 0), [late]);
    assert_eq!(ids(VisitsOf::Patient(PatientId::new(2)), 10, 0), []);
    assert_eq!(ids(VisitsOf::Day(day("2026-01-05")), 10, 0), [early]);
    let row = &store
        .visits(VisitsOf::Day(day("2026-01-05")), 1, 0)
        .unwrap()[0];
    assert_eq!((row.lines, row.charged), (2, m(14_800)));
    assert_eq!(row.rendering, "Hale");
    assert_eq!(row.patient_name.to_string(), "Abel, Ann");
    assert!(row.is_signed);
    let last = store.last_visit(PatientId::new(1)).unwrap().unwrap();
    assert_eq!(last.id, late);
    assert_eq!(store.last_visit(PatientId::new(2)).unwrap(), None);
}

#[test]
fn what_is_not_there_or_too_much_is_refused() {
    let mut store = practice();
    let nowhere = NewVisit {
        facility: Some(FacilityId::new(9)),
        ..new_visit("2026-03-10")
    };
    let many = NewVisit {
        diagnoses: vec!["I10".parse().unwrap(); 13],
        ..new_visit("2026-03-10")
    };
    for visit in [nowhere, many] {
        let refused = store
            .transact(|tx| tx.add_visit(&visit, GuarantorId::new(1), now(), BY))
            .unwrap_err();
        assert!(matches!(refused, StoreError::Refused { .. }), "{refused}");
    }
}

#[test]
fn a_visit_that_breaks_a_rule_is_shown_and_not_mended() {
    for change in [
        "accident = 'auto', accident_on = '2026-03-01', accident_state = 'XX'",
        "accident = 'other', accident_on = NULL",
        "accident = '', accident_on = '2026-03-01'",
    ] {
        let store = practice();
        store
            .connection
            .execute_batch(&format!("UPDATE visit SET {change}"))
            .unwrap();
        let found = store.find_visit(VisitId::new(1));
        assert!(matches!(found, Err(StoreError::BadRow { .. })), "{change}");
    }
}
