//! Claims in the place of others: replaced, voided at the payer, mended and sent again.

use pegboard::domain::claim::{Frequency, Happening, ReferenceKind, State};
use pegboard::domain::id::{ClaimId, VisitId};
use pegboard::domain::policy::Rank;
use pegboard::domain::visit::NewVisit;
use pegboard::office::{Act, Answer, ClaimRefusal, OfficeError, VisitRefusal, Which, quietly};

use super::payers::FIRST;
use super::practice::{Desk, cents, line};

/// Dana's claim, which Meridian took in.
fn accepted(desk: &mut Desk) -> (VisitId, ClaimId) {
    let visit = desk.visit();
    let claim = desk.claim_of(&visit);
    let _sent = desk.export();
    desk.office
        .answered_by_hand(claim, Answer::Accepted, "")
        .unwrap();
    (desk.visit_of_claim(claim), claim)
}

fn number(desk: &Desk, claim: ClaimId) -> String {
    desk.office.claim(claim).unwrap().row.number.to_string()
}

#[test]
fn a_replacement_names_the_payers_number_and_closes_the_first() {
    let mut desk = Desk::open();
    let (_, first) = accepted(&mut desk);
    let refused = desk.office.replace_claim(first, None).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "the payer's number of claim C200014 is missing; take it from the payer's answer"
    );
    for wrong in ["26*PX", "\u{1f33f}"] {
        let refused = desk.office.replace_claim(first, Some(wrong)).unwrap_err();
        assert!(matches!(
            refused,
            OfficeError::Claim(ClaimRefusal::BadNumber(_))
        ));
    }
    let second = desk.office.replace_claim(first, Some("26PX-1")).unwrap();
    assert_eq!(desk.state(first), State::Closed);
    let page = desk.office.claim(second).unwrap();
    assert_eq!(page.claim.filing.frequency(), Frequency::Replacement);
    assert_eq!(page.claim.replaces, Some(first));
    assert_eq!(page.row.state, State::Ready);
    let names = |claim, other: ClaimId| {
        let other = number(&desk, other);
        let events = desk.office.claim(claim).unwrap().events;
        events.iter().any(|event| event.words.contains(&other))
    };
    assert!(names(first, second) && names(second, first));
    let file = desk.export().files.remove(0).file.unwrap();
    let text = std::fs::read_to_string(file).unwrap();
    assert!(text.contains("CLM*C200022*145***11:B:7*"), "{text}");
    assert!(text.contains("REF*F8*26PX-1~"), "{text}");
    let by = desk.office.replace_claim(first, None).unwrap_err();
    assert!(matches!(
        by,
        OfficeError::Claim(ClaimRefusal::Replaced { .. })
    ));
    desk.proves();
}

#[test]
fn a_number_once_known_need_not_be_given_again() {
    let mut desk = Desk::open();
    let (_, first) = accepted(&mut desk);
    for number in ["26PX-1", "26PX-2", "26px-2"] {
        desk.office
            .note_reference(first, ReferenceKind::Payer, number)
            .unwrap();
    }
    let second = desk.office.replace_claim(first, None).unwrap();
    let page = desk.office.claim(second).unwrap();
    assert_eq!(page.claim.filing.payer_number().unwrap().as_str(), "26PX-2");
    let events = desk.office.claim(first).unwrap().events;
    let numbered = events.iter().filter(|one| one.kind == Happening::Numbered);
    assert_eq!(numbered.count(), 2);
    let found = desk.office.claims_with_reference(None, "26PX-1").unwrap();
    assert_eq!(found, [first]);
}

#[test]
fn a_replacement_taken_back_lets_the_first_count_again() {
    let mut desk = Desk::open();
    let (_, first) = accepted(&mut desk);
    let _eob = desk.answered(first, &FIRST);
    let second = desk.office.replace_claim(first, Some("26PX-1")).unwrap();
    desk.office.take_back_claim(second, "no need").unwrap();
    assert_eq!(
        (desk.state(first), desk.state(second)),
        (State::Paid, State::Void)
    );
    let third = desk.office.replace_claim(first, None).unwrap();
    assert_eq!(desk.state(third), State::Ready);
    desk.proves();
}

#[test]
fn what_the_payer_does_not_have_is_not_replaced() {
    let mut desk = Desk::open();
    let visit = desk.visit();
    let claim = desk.claim_of(&visit);
    let refused = |desk: &mut Desk| {
        let replaced = desk.office.replace_claim(claim, Some("26PX-1"));
        let voided = desk.office.void_at_payer(claim, Some("26PX-1"));
        let words = replaced.unwrap_err().to_string();
        assert_eq!(words, voided.unwrap_err().to_string());
        words
    };
    assert_eq!(
        refused(&mut desk),
        "claim C200014 is ready and with us; correct its visit instead"
    );
    let _sent = desk.export();
    assert!(refused(&mut desk).starts_with("claim C200014 was sent already, to Portage Clearing"));
    desk.office
        .answered_by_hand(claim, Answer::Rejected, "")
        .unwrap();
    assert_eq!(
        refused(&mut desk),
        "claim C200014 was rejected and is not in the payer's books; mend it and send it again as new"
    );
}

#[test]
fn medicare_is_asked_for_a_reopening() {
    let mut desk = Desk::open();
    desk.medicare();
    let (_, claim) = accepted(&mut desk);
    let refused = desk
        .office
        .replace_claim(claim, Some("26PX-1"))
        .unwrap_err();
    assert!(refused.to_string().contains("reopening"), "{refused}");
    let refused = desk
        .office
        .void_at_payer(claim, Some("26PX-1"))
        .unwrap_err();
    assert!(refused.to_string().contains("reopening"), "{refused}");
}

#[test]
fn nothing_is_replaced_under_a_later_payer() {
    let mut desk = Desk::open();
    let dana = desk.known.dana;
    let _policy = desk.covered_too(dana, Rank::Secondary, "Aldgate");
    let (_, first) = accepted(&mut desk);
    let _eob = desk.answered(first, &FIRST);
    let second = desk.office.bill_next(first).unwrap();
    let refused = desk
        .office
        .replace_claim(first, Some("26PX-1"))
        .unwrap_err();
    assert!(matches!(
        refused,
        OfficeError::Claim(ClaimRefusal::StandsOn { .. })
    ));
    desk.office
        .take_back_claim(second, "first one was wrong")
        .unwrap();
    let _replacement = desk.office.replace_claim(first, Some("26PX-1")).unwrap();
}

#[test]
fn a_void_that_was_taken_in_leaves_the_visit_to_be_billed_anew_or_not() {
    for anew in [true, false] {
        let mut desk = Desk::open();
        let (visit, first) = accepted(&mut desk);
        let void = desk.office.void_at_payer(first, Some("26PX-1")).unwrap();
        assert_eq!(desk.state(first), State::Closed);
        assert!(desk.office.close_claim(void).is_err());
        let _sent = desk.export();
        let payer = desk.all()[0].payer;
        assert_eq!(desk.office.open_claims_of(payer, "").unwrap(), []);
        let early = desk.office.bill_again(visit, "anew").unwrap_err();
        assert!(matches!(
            early,
            OfficeError::Visit(VisitRefusal::Sent { .. })
        ));
        desk.office
            .answered_by_hand(void, Answer::Accepted, "")
            .unwrap();
        if anew {
            desk.office.bill_again(visit, "anew").unwrap();
            let states: Vec<_> = desk.all().iter().map(|row| row.state).collect();
            assert_eq!(states.iter().filter(|one| **one == State::Ready).count(), 1);
        } else {
            desk.office.close_claim(void).unwrap();
        }
        assert_eq!(desk.state(void), State::Closed);
        assert_eq!(desk.owe(visit).0, cents(14_500));
        desk.proves();
    }
}

#[test]
fn a_rejected_claim_goes_again_once() {
    let mut desk = Desk::open();
    let visit = desk.visit();
    let claim = desk.claim_of(&visit);
    let _sent = desk.export();
    desk.office
        .answered_by_hand(claim, Answer::Rejected, "subscriber unknown")
        .unwrap();
    let _findings = desk.office.release(claim).unwrap();
    let files = desk.export().files;
    let batch = files[0].batch;
    let page = desk.office.claim(claim).unwrap();
    assert_eq!(
        (page.batches.len(), page.claim.filing.is_original()),
        (2, true)
    );
    let out = desk.out();
    let again = desk.office.release(claim).unwrap_err();
    let these = desk
        .office
        .export(&out, Which::These(&[claim]), &mut quietly);
    let taken = desk.office.take_back_claim(claim, "twice").unwrap_err();
    for refused in [again, these.unwrap_err(), taken] {
        assert_eq!(
            refused.to_string(),
            format!(
                "claim C200014 was sent already, to Portage Clearing in batch {batch} on 03/05/2026"
            )
        );
    }
    desk.proves();
}

#[test]
fn a_corrected_visit_replaces_what_the_payer_has() {
    let mut desk = Desk::open();
    let (visit, first) = accepted(&mut desk);
    let mut right = desk.visit();
    right.lines[0] = line("99214", "A", 18_500);
    let refused = desk
        .office
        .correct_visit(visit, &right, "level")
        .unwrap_err();
    assert!(matches!(
        refused,
        OfficeError::Claim(ClaimRefusal::PayerNumberMissing(_))
    ));
    desk.office
        .note_reference(first, ReferenceKind::Payer, "26PX-1")
        .unwrap();
    desk.office.correct_visit(visit, &right, "level").unwrap();
    let rows = desk.all();
    assert_eq!(rows.len(), 2);
    assert_eq!(desk.state(first), State::Closed);
    let page = desk
        .office
        .claim(rows.iter().find(|row| row.id != first).unwrap().id);
    let page = page.unwrap();
    assert_eq!(page.claim.charged, cents(20_000));
    assert_eq!(page.claim.filing.frequency(), Frequency::Replacement);
    assert_eq!(page.lines[0].what.code.as_str(), "99214");
    assert_eq!(page.row.state, State::Ready);
    let replaced = desk.office.claim(first).unwrap();
    assert_eq!(replaced.lines[0].what.code.as_str(), "99213");
    // What it says besides its services is replaced too.
    let mut desk = Desk::open();
    let (visit, first) = accepted(&mut desk);
    desk.office
        .note_reference(first, ReferenceKind::Payer, "26PX-1")
        .unwrap();
    let right = NewVisit {
        authorization: "PA-1".to_owned(),
        ..desk.visit()
    };
    desk.office.correct_visit(visit, &right, "").unwrap();
    assert_eq!(desk.all().len(), 2);
    desk.proves();
}

#[test]
fn a_claim_says_what_can_be_done_with_it() {
    let mut desk = Desk::open();
    let can = |desk: &Desk, claim| {
        let offers = desk.office.claim_acts(claim).unwrap();
        let free = offers.iter().filter(|offer| offer.refusal.is_none());
        free.map(|offer| offer.act).collect::<Vec<_>>()
    };
    let dana = desk.known.dana;
    let _policy = desk.covered_too(dana, Rank::Secondary, "Aldgate");
    let visit = desk.visit();
    let claim = desk.claim_of(&visit);
    assert_eq!(can(&desk, claim), [Act::Hold, Act::Split]);
    let _sent = desk.export();
    assert_eq!(can(&desk, claim), []);
    desk.office
        .answered_by_hand(claim, Answer::Accepted, "")
        .unwrap();
    assert_eq!(can(&desk, claim), [Act::Replace, Act::Void]);
    let _eob = desk.answered(claim, &FIRST);
    assert_eq!(can(&desk, claim), [Act::BillNext, Act::Replace, Act::Void]);
    let second = desk.office.bill_next(claim).unwrap();
    assert_eq!(can(&desk, claim), []);
    assert_eq!(can(&desk, second), [Act::Hold, Act::TakeBack]);
    let refusals = desk.office.claim_acts(claim).unwrap();
    let next = refusals.iter().find(|offer| offer.act == Act::BillNext);
    let words = next.unwrap().refusal.as_deref().unwrap();
    assert!(words.contains("bills the next payer"), "{words}");
}
