//! One visit over several claims.

use pegboard::domain::claim::{ReferenceKind, State};
use pegboard::domain::id::{ChargeLineId, ClaimId, VisitId};
use pegboard::domain::visit::NewVisit;
use pegboard::office::{Answer, ClaimRefusal, OfficeError};

use super::practice::{Desk, cents, line};

/// A visit of four services on one claim.
fn four(desk: &Desk) -> NewVisit {
    let mut visit = desk.visit();
    visit.lines.push(line("36416", "B", 900));
    visit.lines.push(line("93000", "A", 4_100));
    visit
}

/// The codes that each claim which counts bills, by part.
fn parts(desk: &Desk, visit: VisitId) -> Vec<(u32, String)> {
    let rows = desk.all().into_iter();
    let mut parts: Vec<(u32, String)> = rows
        .filter(|row| row.visit == visit && row.state.is_live())
        .map(|row| {
            let page = desk.office.claim(row.id).unwrap();
            let codes = page.lines.iter().map(|line| line.what.code.to_string());
            (page.claim.split, codes.collect::<Vec<_>>().join(" "))
        })
        .collect();
    parts.sort();
    parts
}

fn lines(desk: &Desk, claim: ClaimId, places: &[usize]) -> Vec<ChargeLineId> {
    let page = desk.office.claim(claim).unwrap();
    places.iter().map(|place| page.lines[*place].id).collect()
}

fn told(parts: &[(u32, &str)]) -> Vec<(u32, String)> {
    parts
        .iter()
        .map(|(at, codes)| (*at, (*codes).to_owned()))
        .collect()
}

#[test]
fn services_go_to_a_claim_of_their_own_and_come_back() {
    let mut desk = Desk::open();
    let visit = four(&desk);
    let claim = desk.claim_of(&visit);
    let id = desk.visit_of_claim(claim);
    let some = lines(&desk, claim, &[1, 3]);
    let other = desk.office.split_claim(claim, &some).unwrap();
    assert_eq!(
        parts(&desk, id),
        told(&[(1, "99213 36416"), (2, "36415 93000")])
    );
    assert_eq!(
        desk.office.claim(other).unwrap().claim.charged,
        cents(5_600)
    );
    for one in [claim, other] {
        assert_eq!(
            (desk.state(one), desk.findings(one)),
            (State::Ready, vec![])
        );
    }
    desk.office.join_claims(claim, other).unwrap();
    assert_eq!(parts(&desk, id), told(&[(1, "99213 36415 36416 93000")]));
    assert_eq!(desk.state(other), State::Void);
    desk.proves();
}

#[test]
fn a_part_bills_something_and_only_what_is_here() {
    let mut desk = Desk::open();
    let visit = four(&desk);
    let claim = desk.claim_of(&visit);
    let all = lines(&desk, claim, &[0, 1, 2, 3]);
    for wrong in [&all[..], &[]] {
        let refused = desk.office.split_claim(claim, wrong).unwrap_err();
        assert!(matches!(
            refused,
            OfficeError::Claim(ClaimRefusal::EmptyPart(_))
        ));
    }
    let unknown = [ChargeLineId::new(9_999)];
    let refused = desk.office.split_claim(claim, &unknown).unwrap_err();
    assert!(matches!(
        refused,
        OfficeError::Claim(ClaimRefusal::NotOnClaim(_))
    ));
    let _sent = desk.export();
    let refused = desk.office.split_claim(claim, &all[..1]).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "a claim is split before it leaves; claim C200014 is sent"
    );
}

#[test]
fn a_corrected_visit_keeps_its_parts() {
    let mut desk = Desk::open();
    let mut visit = four(&desk);
    let claim = desk.claim_of(&visit);
    let id = desk.visit_of_claim(claim);
    let some = lines(&desk, claim, &[1, 3]);
    let _other = desk.office.split_claim(claim, &some).unwrap();
    visit.lines[3] = line("93000", "AB", 4_500);
    let _gone = visit.lines.remove(2);
    visit.lines.push(line("81002", "B", 800));
    desk.office.correct_visit(id, &visit, "charges").unwrap();
    assert_eq!(
        parts(&desk, id),
        told(&[(1, "99213 81002"), (2, "36415 93000")])
    );
    desk.proves();
}

#[test]
fn only_the_part_that_changes_is_replaced() {
    let mut desk = Desk::open();
    let mut visit = four(&desk);
    let claim = desk.claim_of(&visit);
    let id = desk.visit_of_claim(claim);
    let some = lines(&desk, claim, &[1, 3]);
    let other = desk.office.split_claim(claim, &some).unwrap();
    let _sent = desk.export();
    for one in [claim, other] {
        let taken = desk.office.answered_by_hand(one, Answer::Accepted, "");
        taken.unwrap();
    }
    desk.office
        .note_reference(other, ReferenceKind::Payer, "26PX-2")
        .unwrap();
    visit.lines[3] = line("93000", "AB", 4_500);
    desk.office.correct_visit(id, &visit, "charges").unwrap();
    assert_eq!(desk.state(claim), State::Accepted);
    assert_eq!(desk.state(other), State::Closed);
    assert_eq!(
        parts(&desk, id),
        told(&[(1, "99213 36416"), (2, "36415 93000")])
    );
    desk.proves();
}

#[test]
fn more_services_than_a_claim_carries_make_parts_by_themselves() {
    let mut desk = Desk::open();
    let mut visit = desk.visit();
    visit.lines = (0..60)
        .map(|n| line(&format!("{}", 36_400 + n), "AB", 100))
        .collect();
    let id = desk.office.enter_visit(&visit).unwrap();
    let count = |desk: &Desk| {
        let codes = parts(desk, id);
        codes
            .iter()
            .map(|(at, codes)| (*at, codes.split(' ').count()))
            .collect::<Vec<_>>()
    };
    assert_eq!(count(&desk), [(1, 50), (2, 10)]);
    let _gone = visit.lines.remove(3);
    desk.office
        .correct_visit(id, &visit, "one too many")
        .unwrap();
    assert_eq!(count(&desk), [(1, 49), (2, 10)]);
    let (one, two) = {
        let mut rows = desk.all();
        rows.sort_by_key(|row| row.id);
        (rows[0].id, rows[1].id)
    };
    let refused = desk.office.join_claims(one, two).unwrap_err();
    assert!(matches!(
        refused,
        OfficeError::Claim(ClaimRefusal::TooManyServices(59))
    ));
}
