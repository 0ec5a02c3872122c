//! Visits that are put right, before and after money and claims have gone out.

use pegboard::domain::claim::State;
use pegboard::domain::id::{ClaimId, ProviderId, VisitId};
use pegboard::domain::money::Money;
use pegboard::domain::payment::{NewReceipt, Placement, Tender};
use pegboard::domain::visit::NewVisit;
use pegboard::office::{Answer, OfficeError, Refusal, VisitRefusal};

use super::practice::{Desk, cents, day, line, policy};

fn entered(desk: &mut Desk, visit: &NewVisit) -> (VisitId, ClaimId) {
    let claim = desk.claim_of(visit);
    (desk.office.claim(claim).unwrap().row.visit, claim)
}

/// What is charged and owed for a visit, and by whom.
fn owed(desk: &Desk, visit: VisitId) -> (Money, Money, Money) {
    let guarantor = desk.office.visit(visit).unwrap().guarantor;
    let sums = desk.office.ledger_card(guarantor, None).unwrap().sums;
    (sums.charged, sums.insurance_owes, sums.patient_owes)
}

/// Takes a copay for the first service of a visit.
fn pay(desk: &mut Desk, visit: VisitId, amount: i64) {
    let visit = desk.office.visit(visit).unwrap();
    let on = day("2026-03-05");
    let receipt = NewReceipt {
        guarantor: visit.guarantor,
        accounting_on: on,
        tenders: vec![Tender::Cash {
            amount: cents(amount),
            given: cents(amount),
        }],
        placed: vec![Placement {
            line: visit.standing().next().unwrap().id,
            amount: cents(amount),
        }],
    };
    let _id = desk.office.take_payment(&receipt).unwrap();
}

#[test]
fn a_changed_service_is_taken_back_and_charged_anew_on_the_same_claim() {
    let mut desk = Desk::open();
    let visit = desk.visit();
    let (id, claim) = entered(&mut desk, &visit);
    let mut right = visit.clone();
    right.lines[0] = line("99214", "A", 18_500);
    desk.office
        .correct_visit(id, &right, "level was wrong")
        .unwrap();
    assert_eq!(owed(&desk, id), (cents(20_000), cents(20_000), cents(0)));
    let page = desk.office.claim(claim).unwrap();
    assert_eq!(page.row.state, State::Ready);
    assert_eq!(page.row.charged, cents(20_000));
    let codes: Vec<_> = page
        .lines
        .iter()
        .map(|line| line.what.code.to_string())
        .collect();
    assert_eq!(codes, ["99214", "36415"]);
    assert_eq!(desk.all().len(), 1);
    let kept = desk.office.visit(id).unwrap();
    assert_eq!(kept.lines.len(), 4);
    assert_eq!(kept.standing().count(), 2);
}

#[test]
fn money_is_moved_for_a_reason_only() {
    let mut desk = Desk::open();
    let visit = desk.visit();
    let (id, _) = entered(&mut desk, &visit);
    let mut right = visit.clone();
    let _out = right.lines.pop();
    let refused = desk.office.correct_visit(id, &right, " ").unwrap_err();
    assert!(matches!(refused, OfficeError::Refused(Refusal::Missing(_))));
    assert_eq!(owed(&desk, id).0, cents(14_500));
}

#[test]
fn what_a_claim_says_is_put_right_without_moving_money() {
    let mut desk = Desk::open();
    let visit = NewVisit {
        diagnoses: vec!["W19.XXXA".parse().unwrap(), "I10".parse().unwrap()],
        ..desk.visit()
    };
    let (id, claim) = entered(&mut desk, &visit);
    assert_eq!(desk.findings(claim), ["S063"]);
    pay(&mut desk, id, 2_500);
    let right = desk.visit();
    desk.office.correct_visit(id, &right, "").unwrap();
    assert_eq!(desk.state(claim), State::Ready);
    assert_eq!(desk.office.visit(id).unwrap().lines.len(), 2);
    assert_eq!(owed(&desk, id), (cents(14_500), cents(12_000), cents(0)));
}

#[test]
fn a_service_with_money_on_it_stays_while_others_are_put_right() {
    let mut desk = Desk::open();
    let visit = desk.visit();
    let (id, claim) = entered(&mut desk, &visit);
    pay(&mut desk, id, 2_500);
    let mut right = visit.clone();
    right.lines[1] = line("36416", "B", 1_000);
    desk.office
        .correct_visit(id, &right, "finger, not vein")
        .unwrap();
    assert_eq!(owed(&desk, id), (cents(14_000), cents(11_500), cents(0)));
    assert_eq!(desk.office.claim(claim).unwrap().row.charged, cents(14_000));
    right.lines[0] = line("99212", "A", 9_000);
    let refused = desk.office.correct_visit(id, &right, "level").unwrap_err();
    assert!(
        matches!(refused, OfficeError::Visit(VisitRefusal::Settled { code }) if code.as_str() == "99213")
    );
    let mut later = visit.clone();
    later.service_on = day("2026-03-03");
    let refused = desk.office.correct_visit(id, &later, "day").unwrap_err();
    assert!(matches!(
        refused,
        OfficeError::Visit(VisitRefusal::Settled { .. })
    ));
    assert_eq!(owed(&desk, id), (cents(14_000), cents(11_500), cents(0)));
}

#[test]
fn what_was_sent_stays_but_notes_may_still_change() {
    let mut desk = Desk::open();
    let visit = desk.visit();
    let (id, claim) = entered(&mut desk, &visit);
    assert_eq!(desk.export().files.len(), 1);
    let mut noted = visit.clone();
    "stable".clone_into(&mut noted.notes.prognosis);
    desk.office.correct_visit(id, &noted, "").unwrap();
    assert_eq!(desk.office.visit(id).unwrap().notes.prognosis, "stable");
    let mut elsewhere = visit.clone();
    "PA-1".clone_into(&mut elsewhere.authorization);
    let mut cheaper = visit.clone();
    cheaper.lines[0].charge = cents(1);
    for wrong in [elsewhere, cheaper] {
        let refused = desk.office.correct_visit(id, &wrong, "late").unwrap_err();
        assert_eq!(
            refused.to_string(),
            "claim C200014 for this visit is sent and not answered; wait for the answer, then it is sent again or replaced"
        );
    }
    assert_eq!(desk.state(claim), State::Batched);
}

#[test]
fn a_visit_stays_with_its_patient() {
    let mut desk = Desk::open();
    let visit = desk.visit();
    let (id, _) = entered(&mut desk, &visit);
    let others = desk.visit_of(desk.known.per);
    let refused = desk.office.correct_visit(id, &others, "wrong chart");
    assert!(matches!(
        refused,
        Err(OfficeError::Visit(VisitRefusal::OtherPatient))
    ));
}

#[test]
fn another_day_asks_whoever_covers_it_and_files_anew() {
    let mut desk = Desk::open();
    let visit = desk.visit();
    let (id, claim) = entered(&mut desk, &visit);
    let mut right = visit.clone();
    right.service_on = day("2024-12-31");
    right.notes.signed_on = Some(right.service_on);
    desk.office
        .correct_visit(id, &right, "another year")
        .unwrap();
    assert_eq!(owed(&desk, id), (cents(14_500), cents(0), cents(14_500)));
    assert_eq!(desk.state(claim), State::Void);
    desk.office.correct_visit(id, &visit, "no, it was").unwrap();
    assert_eq!(owed(&desk, id), (cents(14_500), cents(14_500), cents(0)));
    let states: Vec<_> = desk.all().iter().map(|row| row.state).collect();
    assert_eq!(states, [State::Ready, State::Void]);
}

#[test]
fn every_service_taken_out_leaves_a_visit_to_code() {
    let mut desk = Desk::open();
    let visit = desk.visit();
    let (id, claim) = entered(&mut desk, &visit);
    let bare = NewVisit {
        lines: Vec::new(),
        ..visit
    };
    desk.office
        .correct_visit(id, &bare, "coded too early")
        .unwrap();
    assert_eq!(owed(&desk, id), (cents(0), cents(0), cents(0)));
    assert_eq!(desk.state(claim), State::Void);
    assert_eq!(desk.office.visits_to_code().unwrap()[0].id, id);
}

#[test]
fn a_policy_entered_late_is_billed_when_asked_for() {
    let mut desk = Desk::open();
    let visit = desk.visit_of(desk.known.per);
    let id = desk.office.enter_visit(&visit).unwrap();
    let late = policy(desk.known.per, desk.known.meridian);
    let _policy = desk.office.add_policy(&late).unwrap();
    desk.office.bill_again(id, "card came later").unwrap();
    assert_eq!(owed(&desk, id), (cents(14_500), cents(14_500), cents(0)));
    assert_eq!(desk.all()[0].state, State::Ready);
    assert_eq!(desk.office.visit(id).unwrap().diagnoses, visit.diagnoses);
}

#[test]
fn a_rejected_claim_whose_services_were_wrong_is_mended_and_goes_again_as_itself() {
    let mut desk = Desk::open();
    let visit = desk.visit();
    let (id, claim) = entered(&mut desk, &visit);
    let batch = desk.export().files[0].batch;
    desk.office
        .answered_by_hand(claim, Answer::Rejected, "code unknown")
        .unwrap();
    let mut right = visit.clone();
    right.lines[0] = line("99214", "A", 18_500);
    desk.office.correct_visit(id, &right, "code").unwrap();
    let states: Vec<_> = desk.all().iter().map(|row| (row.id, row.state)).collect();
    assert_eq!(states, [(claim, State::Ready)]);
    let mended = desk.office.claim(claim).unwrap();
    assert_eq!(mended.row.charged, cents(20_000));
    assert_eq!(mended.lines[0].what.code.as_str(), "99214");
    assert_eq!(desk.export().files[0].total, cents(20_000));
    let sent = desk.office.sent_claim(batch, claim).unwrap();
    assert!(sent.contains("99213") && !sent.contains("99214"));
    let row = &desk.office.batches(10).unwrap()[1];
    assert_eq!((row.id, row.total), (batch, cents(14_500)));
}

#[test]
fn a_visit_still_being_typed_is_looked_at_and_nothing_is_kept() {
    let mut desk = Desk::open();
    let ids = |desk: &Desk, visit: &NewVisit, instead_of| {
        let found = desk.office.would_find(visit, instead_of).unwrap();
        found.iter().map(|one| one.edit.id).collect::<Vec<_>>()
    };
    let clean = desk.visit();
    assert_eq!(ids(&desk, &clean, None), [""; 0]);
    let mut spoilt = clean.clone();
    spoilt.diagnoses.clear();
    spoilt.lines[0].charge = Money::ZERO;
    spoilt.notes.signed_on = None;
    assert_eq!(ids(&desk, &spoilt, None), ["S051", "S060", "S073"]);
    let uncovered = NewVisit {
        diagnoses: Vec::new(),
        ..desk.visit_of(desk.known.per)
    };
    assert_eq!(ids(&desk, &uncovered, None), [""; 0]);
    assert_eq!(desk.office.recent_visits(10).unwrap(), []);
    let (id, _) = entered(&mut desk, &clean);
    assert_eq!(ids(&desk, &clean, None), ["S083", "S083"]);
    assert_eq!(ids(&desk, &clean, Some(id)), [""; 0]);
    let mut unknown = clean.clone();
    unknown.rendering = ProviderId::new(99);
    let refused = desk.office.would_find(&unknown, None).unwrap_err();
    assert_eq!(refused.to_string(), "there is no clinician 99");
}
