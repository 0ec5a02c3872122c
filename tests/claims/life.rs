//! The life of a claim up to the batch: made of a visit, scrubbed, held, let pass, released, answered.

use pegboard::domain::claim::{Happening, MoveError, State};
use pegboard::domain::ledger::LineBalance;
use pegboard::domain::scrub::{LineField, Place};
use pegboard::domain::visit::NewVisit;
use pegboard::office::{Answer, ClaimRefusal, Go, OfficeError, Refusal, VisitRefusal, quietly};

use super::practice::{Desk, after, cents, line};

#[test]
fn a_visit_is_charged_and_its_claim_is_ready_in_one_stroke() {
    let mut desk = Desk::open();
    let visit = desk.visit();
    let claim = desk.claim_of(&visit);
    let page = desk.office.claim(claim).unwrap();
    assert_eq!(page.row.state, State::Ready);
    assert_eq!(page.row.charged, cents(14_500));
    assert_eq!(page.row.insurance_owes, cents(14_500));
    assert_eq!(page.claim.number.as_str(), "C200014");
    assert_eq!(page.row.file_by.to_string(), after(90));
    let happened: Vec<_> = page
        .events
        .iter()
        .map(|event| (event.kind, event.state))
        .collect();
    assert_eq!(
        happened,
        [
            (Happening::Made, State::Held),
            (Happening::Ready, State::Ready)
        ]
    );
    let kept = desk.office.visit(page.row.visit).unwrap();
    let card = desk.office.ledger_card(kept.guarantor, None).unwrap();
    assert_eq!(
        card.sums,
        LineBalance {
            charged: cents(14_500),
            insurance_owes: cents(14_500),
            ..LineBalance::default()
        }
    );
}

#[test]
fn without_a_policy_the_guarantor_owes_and_nobody_is_billed() {
    let mut desk = Desk::open();
    let visit = desk.visit_of(desk.known.per);
    let id = desk.office.enter_visit(&visit).unwrap();
    assert_eq!(desk.all(), []);
    let guarantor = desk.office.visit(id).unwrap().guarantor;
    let card = desk.office.ledger_card(guarantor, None).unwrap();
    assert_eq!(card.sums.patient_owes, cents(14_500));
}

#[test]
fn a_visit_kept_without_charges_waits_until_it_is_coded() {
    let mut desk = Desk::open();
    let full = desk.visit();
    let kept = NewVisit {
        diagnoses: Vec::new(),
        lines: Vec::new(),
        ..full.clone()
    };
    let id = desk.office.enter_visit(&kept).unwrap();
    assert_eq!(desk.office.visits_to_code().unwrap()[0].id, id);
    assert_eq!(desk.all(), []);
    let nothing = desk.office.code_visit(id, &full.diagnoses, &[]);
    assert!(matches!(
        nothing,
        Err(OfficeError::Visit(VisitRefusal::NothingToCharge))
    ));
    desk.office
        .code_visit(id, &full.diagnoses, &full.lines)
        .unwrap();
    assert_eq!(desk.office.visits_to_code().unwrap(), []);
    assert_eq!(desk.all()[0].state, State::Ready);
    let again = desk.office.code_visit(id, &full.diagnoses, &full.lines);
    assert!(matches!(
        again,
        Err(OfficeError::Visit(VisitRefusal::AlreadyCoded))
    ));
    assert_eq!(desk.office.visits(desk.known.dana).unwrap()[0].lines, 2);
    let last = desk.office.last_visit(desk.known.dana).unwrap().unwrap();
    assert_eq!(last.id, id);
}

#[test]
fn an_unsigned_visit_holds_its_claim_until_it_is_signed() {
    let mut desk = Desk::open();
    let mut visit = desk.visit();
    visit.notes.signed_on = None;
    let claim = desk.claim_of(&visit);
    let page = desk.office.claim(claim).unwrap();
    assert_eq!(page.row.state, State::Held);
    assert_eq!(page.events[1].words, "Documentation not signed");
    desk.office
        .sign_visit(page.row.visit, visit.service_on)
        .unwrap();
    assert_eq!(desk.state(claim), State::Ready);
}

#[test]
fn more_services_than_a_claim_carries_go_on_several_claims() {
    let mut desk = Desk::open();
    let lines = (0..51)
        .map(|n| line(&format!("{}", 36_400 + n), "A", 100))
        .collect();
    let visit = NewVisit {
        lines,
        ..desk.visit()
    };
    let _id = desk.office.enter_visit(&visit).unwrap();
    let claims = desk.all();
    let sizes: Vec<_> = claims.iter().map(|row| (row.lines, row.state)).collect();
    assert_eq!(sizes, [(50, State::Ready), (1, State::Ready)]);
}

#[test]
fn what_is_unknown_or_too_much_is_refused_and_nothing_is_kept() {
    let mut desk = Desk::open();
    let mut nobody = desk.visit();
    nobody.patient = pegboard::domain::id::PatientId::new(99);
    let refused = desk.office.enter_visit(&nobody).unwrap_err();
    assert_eq!(refused.to_string(), "there is no patient 99");
    let mut many = desk.visit();
    many.diagnoses = vec!["I10".parse().unwrap(); 13];
    let refused = desk.office.enter_visit(&many).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "a visit has at most 12 diagnoses; this one has 13"
    );
    let mut nowhere = desk.visit();
    nowhere.facility = Some(pegboard::domain::id::FacilityId::new(99));
    assert!(desk.office.enter_visit(&nowhere).is_err());
    assert_eq!(desk.office.recent_visits(10).unwrap(), []);
}

#[test]
fn findings_are_let_pass_for_a_reason_and_count_again() {
    let mut desk = Desk::open();
    let mut visit = desk.visit();
    visit.notes.signed_on = None;
    let claim = desk.claim_of(&visit);
    for reason in ["", "  "] {
        let refused = desk.office.waive(claim, "S051", reason);
        assert!(matches!(
            refused,
            Err(OfficeError::Refused(Refusal::Missing(_)))
        ));
    }
    desk.office.waive(claim, "S051", "signed on paper").unwrap();
    let page = desk.office.claim(claim).unwrap();
    assert_eq!(page.row.state, State::Ready);
    let waived = page.findings[0].waived.as_ref().unwrap();
    assert_eq!(
        (waived.reason.as_str(), waived.by.as_str()),
        ("signed on paper", "Ruth Amsel")
    );
    let kinds: Vec<_> = page.events.iter().map(|event| event.kind).collect();
    assert_eq!(kinds[2..], [Happening::Waived, Happening::Ready]);
    desk.office.waive_no_more(claim, "S051").unwrap();
    assert_eq!(desk.state(claim), State::Held);
    let again = desk.office.waive_no_more(claim, "S051");
    assert!(matches!(
        again,
        Err(OfficeError::Claim(ClaimRefusal::NoSuchEdit(_)))
    ));
}

#[test]
fn what_would_be_unreadable_is_never_let_pass() {
    let mut desk = Desk::open();
    let visit = NewVisit {
        diagnoses: Vec::new(),
        ..desk.visit()
    };
    let claim = desk.claim_of(&visit);
    assert_eq!(desk.findings(claim), ["S060"]);
    let refused = desk.office.waive(claim, "S060", "none known").unwrap_err();
    assert_eq!(
        refused.to_string(),
        "S060 (No diagnosis) cannot be let pass: the claim would be unreadable or untrue"
    );
    let unknown = desk.office.waive(claim, "S999", "why not").unwrap_err();
    assert_eq!(unknown.to_string(), "there is no edit S999");
}

#[test]
fn a_person_stops_a_claim_and_lets_it_go_on() {
    let mut desk = Desk::open();
    let visit = desk.visit();
    let claim = desk.claim_of(&visit);
    desk.office.hold(claim, "wait for the referral").unwrap();
    let scrubbed = desk.office.scrub(None, &mut quietly).unwrap();
    assert_eq!(scrubbed, [(claim, vec![])]);
    let page = desk.office.claim(claim).unwrap();
    assert_eq!((page.row.state, page.is_stopped), (State::Held, true));
    assert_eq!(desk.export().files, []);
    assert_eq!(desk.office.release(claim).unwrap(), []);
    assert_eq!(desk.state(claim), State::Ready);
    let again = desk.office.release(claim).unwrap_err();
    assert_eq!(
        again.to_string(),
        "claim C200014 was not stopped by anybody; its findings hold it"
    );
}

#[test]
fn scrubbing_moves_what_changed_and_stops_when_told_to() {
    let mut desk = Desk::open();
    let visit = desk.visit();
    let claim = desk.claim_of(&visit);
    desk.on(&after(91));
    let stopped = desk.office.scrub(None, &mut |_, _| Go::Stop);
    assert!(matches!(stopped, Err(OfficeError::Stopped)));
    assert_eq!(desk.state(claim), State::Ready);
    let mut seen = Vec::new();
    let found = desk
        .office
        .scrub(None, &mut |done, total| {
            seen.push((done, total));
            Go::On
        })
        .unwrap();
    assert_eq!(seen, [(1, 1)]);
    assert_eq!(found[0].1[0].edit.id, "S100");
    assert_eq!(desk.state(claim), State::Held);
    desk.on(&after(80));
    let found = desk.office.scrub(Some(claim), &mut quietly).unwrap();
    assert_eq!(found[0].1[0].edit.id, "S102");
    assert_eq!(desk.state(claim), State::Ready);
}

#[test]
fn an_answer_is_entered_by_hand_and_a_rejected_claim_goes_out_again() {
    let mut desk = Desk::open();
    let visit = desk.visit();
    let claim = desk.claim_of(&visit);
    let early = desk
        .office
        .answered_by_hand(claim, Answer::Accepted, "")
        .unwrap_err();
    assert!(matches!(
        early,
        OfficeError::Move(MoveError {
            from: State::Ready,
            to: State::Accepted
        })
    ));
    assert_eq!(desk.export().files.len(), 1);
    desk.office
        .answered_by_hand(claim, Answer::Accepted, "taken in")
        .unwrap();
    desk.office
        .answered_by_hand(claim, Answer::Rejected, "member unknown")
        .unwrap();
    assert_eq!(desk.state(claim), State::Rejected);
    assert_eq!(desk.export().files, []);
    assert_eq!(desk.office.release(claim).unwrap(), []);
    let second = desk.export();
    assert_eq!(second.files.len(), 1);
    let sent = desk
        .office
        .sent_claim(second.files[0].batch, claim)
        .unwrap();
    assert!(sent.contains("C200014S2L1"), "{sent}");
    let page = desk.office.claim(claim).unwrap();
    assert_eq!(page.batches.len(), 2);
}

#[test]
fn a_claim_that_is_out_is_neither_held_nor_released() {
    let mut desk = Desk::open();
    let visit = desk.visit();
    let claim = desk.claim_of(&visit);
    assert_eq!(desk.export().files.len(), 1);
    assert!(matches!(
        desk.office.hold(claim, "wait"),
        Err(OfficeError::Move(_))
    ));
    assert!(matches!(
        desk.office.release(claim),
        Err(OfficeError::Claim(ClaimRefusal::SentAlready { .. }))
    ));
}

#[test]
fn the_same_service_twice_on_a_day_holds_the_second_claim() {
    let mut desk = Desk::open();
    let visit = desk.visit();
    let first = desk.claim_of(&visit);
    let second = desk.claim_of(&visit);
    assert_eq!(desk.findings(second), ["S083", "S083"]);
    assert_eq!(desk.state(second), State::Held);
    let page = desk.office.claim(second).unwrap();
    assert_eq!(page.findings[0].place, Place::Line(1, LineField::Code));
    assert_eq!(desk.state(first), State::Ready);
}

#[test]
fn the_preview_says_what_the_file_would() {
    let mut desk = Desk::open();
    let visit = desk.visit_of(desk.known.otis);
    let claim = desk.claim_of(&visit);
    let page = desk.office.claim(claim).unwrap();
    let titles: Vec<_> = page
        .preview
        .iter()
        .map(|part| part.title.as_str())
        .collect();
    assert_eq!(
        titles,
        [
            "Billing provider",
            "Payer",
            "Subscriber",
            "Patient",
            "Claim",
            "Rendering",
            "Services"
        ]
    );
    let rows = |title: &str| {
        let part = page.preview.iter().find(|part| part.title == title);
        part.unwrap().rows.clone()
    };
    assert_eq!(rows("Subscriber")[0].1, "FERREIRA, JOANA");
    assert_eq!(rows("Patient")[0].1, "FERREIRA, OTIS");
    assert_eq!(rows("Services")[1].1, "36415 BA 1 UN 15.00");
}

#[test]
fn lanes_count_what_stands_where() {
    let mut desk = Desk::open();
    let mut visit = desk.visit();
    let _ready = desk.claim_of(&visit);
    visit.lines = vec![line("99214", "A", 20_000)];
    visit.notes.signed_on = None;
    let _held = desk.claim_of(&visit);
    let lanes: Vec<_> = desk
        .office
        .lanes()
        .unwrap()
        .iter()
        .map(|lane| (lane.state, lane.count, lane.charged))
        .collect();
    assert_eq!(
        lanes,
        [
            (State::Held, 1, cents(20_000)),
            (State::Ready, 1, cents(14_500))
        ]
    );
}
