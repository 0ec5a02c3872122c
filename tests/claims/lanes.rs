//! What the claims desk counts and lists beside the states of claims.

use pegboard::domain::claim::{ClaimFilter, Order, State};
use pegboard::domain::visit::NewVisit;
use pegboard::office::{Waiting, quietly};

use super::practice::{Desk, cents, line};

#[test]
fn claims_that_wait_too_long_stand_apart_from_those_that_wait() {
    let mut desk = Desk::open();
    let visit = desk.visit();
    let first = desk.claim_of(&visit);
    let _files = desk.export();
    let waiting = |desk: &Desk, how| {
        let filter = ClaimFilter {
            states: vec![State::Batched, State::Accepted],
            ..ClaimFilter::default()
        };
        let rows = desk.office.claims_waiting(&filter, how).unwrap();
        rows.iter().map(|row| row.id).collect::<Vec<_>>()
    };
    assert_eq!(waiting(&desk, Waiting::InTime), [first]);
    assert_eq!(desk.office.desk_lanes().unwrap().unanswered, 0);
    desk.on("2026-06-30");
    assert_eq!(waiting(&desk, Waiting::InTime), []);
    assert_eq!(waiting(&desk, Waiting::TooLong), [first]);
    let lanes = desk.office.desk_lanes().unwrap();
    assert_eq!(
        (lanes.unanswered, lanes.unanswered_charged),
        (1, cents(14_500))
    );
}

#[test]
fn held_claims_that_one_edit_stops_are_told_together() {
    let mut desk = Desk::open();
    let mut unsigned = desk.visit();
    unsigned.notes.signed_on = None;
    let first = desk.claim_of(&unsigned);
    assert_eq!(desk.office.same_fixes().unwrap(), [], "one is not several");
    let other = NewVisit {
        lines: vec![line("83036", "A", 1_000)],
        ..unsigned
    };
    let second = desk.claim_of(&other);
    let same = desk.office.same_fixes().unwrap();
    assert_eq!(same.len(), 1);
    assert_eq!(same[0].edit, "S051");
    assert_eq!(same[0].claims, [first, second]);
}

#[test]
fn some_claims_are_checked_and_the_others_are_left_alone() {
    let mut desk = Desk::open();
    let visit = desk.visit();
    let first = desk.claim_of(&visit);
    let other = NewVisit {
        lines: vec![line("83036", "A", 1_000)],
        ..visit
    };
    let _second = desk.claim_of(&other);
    let looked = desk.office.scrub_these(&[first], &mut quietly).unwrap();
    assert_eq!(looked.len(), 1);
    assert_eq!(looked[0].0, first);
}

#[test]
fn a_list_stands_in_the_order_asked_for() {
    let mut desk = Desk::open();
    let visit = desk.visit();
    let large = desk.claim_of(&visit);
    let other = NewVisit {
        lines: vec![line("83036", "A", 1_000)],
        ..visit
    };
    let small = desk.claim_of(&other);
    let list = |order| {
        let filter = ClaimFilter {
            order,
            ..ClaimFilter::default()
        };
        let rows = desk.office.claims(&filter).unwrap();
        rows.iter().map(|row| row.id).collect::<Vec<_>>()
    };
    assert_eq!(list(Order::Largest), [large, small]);
    assert_eq!(list(Order::Newest), [small, large]);
    for order in Order::ALL {
        assert_eq!(list(order).len(), 2, "{order:?}");
    }
}

#[test]
fn the_segments_of_one_claim_are_cut_out_of_its_file() {
    let mut desk = Desk::open();
    let visit = desk.visit();
    let claim = desk.claim_of(&visit);
    let batch = desk.export().files[0].batch;
    let number = desk.office.claim(claim).unwrap().row.number;
    let segments = desk.office.claim_segments(batch, &number).unwrap();
    assert!(segments[0].starts_with("HL*"));
    let own = format!("CLM*{number}*145*");
    assert!(segments.iter().any(|segment| segment.starts_with(&own)));
    let (_, file) = desk.office.batch_file(batch).unwrap();
    let file = String::from_utf8(file).unwrap();
    assert!(segments.iter().all(|segment| file.contains(segment)));
}
