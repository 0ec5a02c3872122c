//! Claims to the payers that come after.

use pegboard::domain::claim::{ReferenceKind, Responsibility, State};
use pegboard::domain::code::MedicareSecondary;
use pegboard::domain::id::ClaimId;
use pegboard::domain::policy::Rank;
use pegboard::office::{Answer, ClaimRefusal, MoneyRefusal, OfficeError, Refusal};

use super::payers::FIRST;
use super::practice::{Desk, cents};

/// Dana's claim, sent and answered by Meridian, with Aldgate to come after.
fn answered(desk: &mut Desk) -> ClaimId {
    let dana = desk.known.dana;
    let _policy = desk.covered_too(dana, Rank::Secondary, "Aldgate");
    let visit = desk.visit();
    let claim = desk.claim_of(&visit);
    let _sent = desk.export();
    desk.office
        .note_reference(claim, ReferenceKind::Payer, "26PX-1")
        .unwrap();
    let _eob = desk.answered(claim, &FIRST);
    claim
}

#[test]
fn the_second_payer_is_asked_for_what_the_first_left() {
    let mut desk = Desk::open();
    let first = answered(&mut desk);
    let visit = desk.visit_of_claim(first);
    assert_eq!(desk.owe(visit), (cents(0), cents(2_000)));
    let second = desk.office.bill_next(first).unwrap();
    assert_eq!(desk.owe(visit), (cents(2_000), cents(0)));
    let page = desk.office.claim(second).unwrap();
    assert_eq!(page.claim.responsibility, Responsibility::Secondary);
    assert_eq!(page.claim.charged, cents(14_500));
    assert_eq!((page.row.state, page.findings.len()), (State::Ready, 0));
    let decision = page.other_payers[0].decision.as_ref().unwrap();
    assert_eq!(decision.paid().unwrap(), cents(9_000));
    assert_eq!(decision.claim_number.as_ref().unwrap().as_str(), "26PX-1");
    let text = sent(&mut desk);
    for said in [
        "SBR*S*18*",
        "SBR*P*18*G-100",
        "AMT*D*90~",
        "REF*F8*26PX-1~",
        "SVD*60054*80*HC:99213**1~",
        "CAS*CO*45*30~",
        "CAS*PR*2*20~",
        "DTP*573*D8*20260305~",
        "AMT*EAF*20~",
    ] {
        assert!(text.contains(said), "{said} in\n{text}");
    }
    // What the first payer did stands in the way of the second as OA-23; the patient keeps five.
    let _eob = desk.answered(
        second,
        &[
            (1_500, &[("OA", "23", 11_000), ("PR", "3", 500)]),
            (0, &[("OA", "23", 1_500)]),
        ],
    );
    assert_eq!(desk.state(second), State::Paid);
    assert_eq!(desk.owe(visit), (cents(0), cents(500)));
    desk.proves();
}

/// Sends what is ready, and gives the text of its only file.
fn sent(desk: &mut Desk) -> String {
    let files = desk.export().files;
    assert_eq!(files.len(), 1);
    let (_, bytes) = desk.office.batch_file(files[0].batch).unwrap();
    String::from_utf8(bytes).unwrap()
}

#[test]
fn the_third_payer_hears_what_both_others_did() {
    let mut desk = Desk::open();
    let first = answered(&mut desk);
    let dana = desk.known.dana;
    let _third = desk.covered_too(dana, Rank::Tertiary, "Bascombe");
    let second = desk.office.bill_next(first).unwrap();
    let _sent = desk.export();
    let early = desk.office.bill_next(second).unwrap_err();
    assert!(matches!(
        early,
        OfficeError::Claim(ClaimRefusal::NotDecided { .. })
    ));
    let _eob = desk.answered(
        second,
        &[
            (500, &[("OA", "23", 11_000), ("PR", "2", 1_500)]),
            (0, &[("OA", "23", 1_500)]),
        ],
    );
    let third = desk.office.bill_next(second).unwrap();
    let page = desk.office.claim(third).unwrap();
    assert_eq!(page.claim.responsibility, Responsibility::Tertiary);
    assert_eq!(page.other_payers.len(), 2);
    assert_eq!(desk.findings(third), [""; 0]);
    let text = sent(&mut desk);
    for said in [
        "SBR*T*18",
        "SVD*60054*80*",
        "SVD*ALDGA*5*",
        "CAS*OA*23*110~",
    ] {
        assert!(text.contains(said), "{said} in\n{text}");
    }
    assert_eq!(
        desk.owe(desk.visit_of_claim(first)),
        (cents(1_500), cents(0))
    );
    let none = desk.office.bill_next(third).unwrap_err();
    assert!(matches!(
        none,
        OfficeError::Claim(ClaimRefusal::NoNextPayer(_))
    ));
    desk.proves();
}

#[test]
fn nobody_is_asked_too_early_twice_or_for_nothing() {
    let mut desk = Desk::open();
    let visit = desk.visit();
    let alone = desk.claim_of(&visit);
    let refused = desk.office.bill_next(alone).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "no other policy covers the day of claim C200014 after this one"
    );
    let dana = desk.known.dana;
    let _policy = desk.covered_too(dana, Rank::Secondary, "Aldgate");
    let refused = desk.office.bill_next(alone).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "claim C200014 is ready; the next payer is billed when this one has decided on every service"
    );
    let _sent = desk.export();
    let whole = [(13_000, &[][..]), (1_500, &[][..])];
    let eob = desk.answered(alone, &whole);
    let refused = desk.office.bill_next(alone).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "claim C200014 left nothing to bill to the next payer"
    );
    desk.office.unpost_eob(eob, "keyed wrong").unwrap();
    let _eob = desk.answered(alone, &FIRST);
    let second = desk.office.bill_next(alone).unwrap();
    let refused = desk.office.bill_next(alone).unwrap_err();
    let number = desk.office.claim(second).unwrap().row.number;
    assert_eq!(
        refused.to_string(),
        format!("claim {number} bills the next payer for claim C200014 already")
    );
}

#[test]
fn a_claim_taken_back_gives_the_money_back_to_the_cent() {
    let mut desk = Desk::open();
    let first = answered(&mut desk);
    let visit = desk.visit_of_claim(first);
    let before = desk.owe(visit);
    let second = desk.office.bill_next(first).unwrap();
    desk.office.take_back_claim(second, "too early").unwrap();
    assert_eq!(desk.state(second), State::Void);
    assert_eq!((desk.owe(visit), desk.state(first)), (before, State::Paid));
    // And again, until it is out.
    let again = desk.office.bill_next(first).unwrap();
    let _sent = desk.export();
    let refused = desk.office.take_back_claim(again, "late").unwrap_err();
    assert!(matches!(
        refused,
        OfficeError::Claim(ClaimRefusal::SentAlready { .. })
    ));
    desk.office
        .answered_by_hand(again, Answer::Rejected, "member unknown")
        .unwrap();
    desk.office.take_back_claim(again, "not insured").unwrap();
    assert_eq!(desk.owe(visit), before);
    desk.proves();
}

#[test]
fn a_denial_goes_to_the_next_payer_and_comes_back_open() {
    let mut desk = Desk::open();
    let dana = desk.known.dana;
    let _policy = desk.covered_too(dana, Rank::Secondary, "Aldgate");
    let visit = desk.visit();
    let first = desk.claim_of(&visit);
    let _sent = desk.export();
    let denied = [
        (0, &[("CO", "109", 13_000)][..]),
        (0, &[("CO", "109", 1_500)][..]),
    ];
    let _eob = desk.answered(first, &denied);
    assert_eq!(desk.state(first), State::Denied);
    let second = desk.office.bill_next(first).unwrap();
    assert_eq!(desk.state(first), State::Closed);
    assert_eq!(desk.findings(second), [""; 0]);
    desk.office
        .take_back_claim(second, "appealed instead")
        .unwrap();
    assert_eq!(desk.state(first), State::Denied);
    desk.proves();
}

#[test]
fn an_answer_stays_while_a_later_claim_stands_on_it() {
    let mut desk = Desk::open();
    let dana = desk.known.dana;
    let _policy = desk.covered_too(dana, Rank::Secondary, "Aldgate");
    let visit = desk.visit();
    let first = desk.claim_of(&visit);
    let _sent = desk.export();
    let eob = desk.answered(first, &FIRST);
    let second = desk.office.bill_next(first).unwrap();
    let refused = desk.office.unpost_eob(eob, "keyed wrong").unwrap_err();
    let is_it = |refused: &OfficeError| {
        matches!(
            refused,
            OfficeError::Refused(Refusal::Money(MoneyRefusal::BilledOn(_)))
        )
    };
    assert!(is_it(&refused), "{refused}");
    desk.office.take_back_claim(second, "keyed wrong").unwrap();
    desk.office.unpost_eob(eob, "keyed wrong").unwrap();
    assert_eq!(desk.state(first), State::Batched);
    desk.proves();
}

#[test]
fn medicare_is_second_for_a_reason() {
    let mut desk = Desk::open();
    desk.medicare();
    let mut danas = desk.office.policy(desk.known.danas).unwrap().what;
    danas.rank = Rank::Secondary;
    desk.office.change_policy(desk.known.danas, &danas).unwrap();
    let dana = desk.known.dana;
    let _first = desk.covered_too(dana, Rank::Primary, "Employers");
    let visit = desk.visit();
    let first = desk.claim_of(&visit);
    let _sent = desk.export();
    let _eob = desk.answered(first, &FIRST);
    let second = desk.office.bill_next(first).unwrap();
    assert_eq!(desk.findings(second), ["S109"]);
    danas.medicare_secondary = Some(MedicareSecondary::WorkingAged);
    desk.office.change_policy(desk.known.danas, &danas).unwrap();
    assert_eq!(desk.state(second), State::Ready);
    let text = sent(&mut desk);
    assert!(text.contains("SBR*S*18*G-100**12****MB~"), "{text}");
}

#[test]
fn medicare_first_names_who_comes_after() {
    let mut desk = Desk::open();
    let visit = desk.visit();
    let dana = desk.known.dana;
    let _policy = desk.covered_too(dana, Rank::Secondary, "Aldgate");
    let plain = desk.claim_of(&visit);
    assert!(desk.office.claim(plain).unwrap().other_payers.is_empty());
    desk.medicare();
    let page = desk.office.claim(plain).unwrap();
    assert_eq!(page.other_payers.len(), 1);
    assert_eq!(page.other_payers[0].decision, None);
    let text = sent(&mut desk);
    assert!(
        text.contains("SBR*S*18*G-100") && !text.contains("SVD*"),
        "{text}"
    );
}
