//! The claims desk: what is wrong is seen and mended, what is ready is sent, what was sent can be written again.

use pegboard::domain::claim::{Order, State};
use pegboard::domain::id::{ClaimId, PatientId};
use pegboard::domain::visit::{Details, LineDetails, NewLine, NewVisit, Notes, Pointer};
use pegboard::office::{Office, quietly};
use pegboard::ui::place::{FieldOf, Lane, Place};

use super::harness::Window;
use super::visit::{day, money, patient, set_up};
use crate::claims::clearinghouse::Reply;
use crate::support::today;

/// A visit of one service, signed or not.
fn visit(office: &mut Office, patient: PatientId, cents: i64, is_signed: bool) {
    let visit = plain(office, patient, cents, is_signed);
    let _visit = office.enter_visit(&visit).unwrap();
}

fn plain(office: &Office, patient: PatientId, cents: i64, is_signed: bool) -> NewVisit {
    let providers = office.providers().unwrap();
    let rendering = providers
        .iter()
        .find(|one| one.who.duty.renders())
        .unwrap()
        .id;
    NewVisit {
        patient,
        service_on: day(2026, 3, 10),
        rendering,
        referring: None,
        facility: None,
        place: "11".parse().unwrap(),
        notes: Notes {
            reason: "Follow-up".to_owned(),
            signed_on: is_signed.then(today),
            ..Notes::default()
        },
        authorization: String::new(),
        onset_on: None,
        admitted_on: None,
        accident: None,
        details: Details::default(),
        diagnoses: vec!["E11.65".parse().unwrap()],
        lines: vec![NewLine {
            code: "99214".parse().unwrap(),
            modifiers: Vec::new(),
            pointers: Pointer::from_index(0).into_iter().collect(),
            units: "1".parse().unwrap(),
            charge: money(cents),
            description: "Office visit, established".to_owned(),
            drug: None,
            details: LineDetails::default(),
        }],
    }
}

/// The claims desk with one visit each of these patients, signed or not.
fn desk_of(visits: &'static [(&str, &str, bool)]) -> Window {
    let mut window = Window::in_book(|office| {
        set_up(office);
        for (last, first, is_signed) in visits {
            let id = patient(office, last, first, Some(day(2026, 1, 1)));
            visit(office, id, 18_500, *is_signed);
        }
    });
    window.click("Claims");
    window
}

/// Three claims: two ready, one held because nobody signed.
pub fn desk() -> Window {
    desk_of(&[
        ("Quintero", "Marisol", false),
        ("Abbott-Lindqvist", "Persephone Annabel", true),
        ("Okonjo", "Bisi", true),
    ])
}

/// Turns so many lanes to the right.
fn turn(window: &mut Window, lanes: usize) {
    for _ in 0..lanes {
        window.press("]");
    }
}

/// Sends what is ready into a folder.
fn send(window: &mut Window, folder: &std::path::Path) {
    window.press("Ctrl Enter");
    window.files.give(folder);
    window.click("Choose a folder and send");
    window.press("Esc");
}

fn states(window: &Window) -> Vec<State> {
    window.office(|office| {
        (1..=3)
            .map(|id| office.claim(ClaimId::new(id)).unwrap().row.state)
            .collect()
    })
}

#[test]
fn a_held_claim_says_why_and_leads_to_its_field() {
    let mut window = desk();
    assert_eq!(*window.place(), Place::Claims(Vec::new()));
    window.picture("claims-needs");
    assert_eq!(states(&window), [State::Held, State::Ready, State::Ready]);
    window.press("F");
    assert!(matches!(window.place(), Place::Visit(_, Some(field)) if field == "signed_on"));
    window.picture("visit-correct");
    window.types("t");
    window.press("Ctrl Enter");
    assert_eq!(states(&window), [State::Ready, State::Ready, State::Ready]);
}

#[test]
fn what_is_ready_is_sent_and_can_be_written_again() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = desk();
    window.press("[");
    window.press("]");
    window.press("Ctrl Enter");
    assert!(window.sees("Send 2 claims?"));
    window.picture("claims-send");
    window.files.give(folder.path());
    window.click("Choose a folder and send");
    assert!(window.sees("2 claims sent"));
    window.picture("claims-sent");
    window.press("Esc");
    assert_eq!(
        states(&window),
        [State::Held, State::Batched, State::Batched]
    );
    let files: Vec<_> = std::fs::read_dir(folder.path())
        .unwrap()
        .map(|file| file.unwrap().path())
        .collect();
    assert_eq!(files.len(), 1);
    let sent = std::fs::read(files.first().unwrap()).unwrap();
    window.press("B");
    window.picture("batches");
    let again = tempfile::tempdir().unwrap();
    window.files.give(again.path());
    window.press("W");
    let file = std::fs::read_dir(again.path())
        .unwrap()
        .next()
        .unwrap()
        .unwrap()
        .path();
    assert_eq!(std::fs::read(file).unwrap(), sent);
    window.press("Tab");
    window.press("Enter");
}

#[test]
fn people_hold_release_and_let_pass() {
    let mut window = desk();
    window.press("W");
    window.types("The physician signs tomorrow");
    window.press("Enter");
    assert_eq!(states(&window).first(), Some(&State::Ready));
    turn(&mut window, 6);
    window.picture("claims-ready");
    window.press("H");
    window.types("Wait for the card");
    window.press("Enter");
    let held = |window: &Window| {
        states(window)
            .iter()
            .filter(|state| **state == State::Held)
            .count()
    };
    assert_eq!(held(&window), 1);
    window.press("[");
    window.press("[");
    window.press("[");
    window.press("[");
    window.press("R");
    assert_eq!(held(&window), 0);
}

#[test]
fn an_answer_is_noted_by_hand_and_a_rejected_claim_goes_again() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = desk();
    send(&mut window, folder.path());
    turn(&mut window, 7);
    window.picture("claims-sent-lane");
    window.press("X");
    window.types("Payer does not know the member");
    window.press("Enter");
    let rejected = states(&window)
        .iter()
        .filter(|state| **state == State::Rejected)
        .count();
    assert_eq!(rejected, 1);
    window.click("Claims");
    window.press("R");
    assert!(!states(&window).contains(&State::Rejected));
}

#[test]
fn a_claim_has_a_page_with_everything_about_it() {
    let mut window = desk();
    window.press("Enter");
    let Place::Claim(claim) = *window.place() else {
        panic!("{:?}", window.place());
    };
    assert!(window.sees("As the payer sees it"));
    assert!(window.sees("It was never sent."));
    window.picture("claim-held");
    window.press("F");
    assert!(matches!(window.place(), Place::Visit(_, Some(field)) if field == "signed_on"));
    window.types("t");
    window.press("Ctrl Enter");
    assert_eq!(*window.place(), Place::Claim(claim));
    assert!(window.sees("Nothing is wrong with it"));
    let folder = tempfile::tempdir().unwrap();
    send(&mut window, folder.path());
    assert_eq!(
        states(&window),
        [State::Batched, State::Ready, State::Ready],
        "this claim alone"
    );
    window.picture("claim-sent");
    window.press("V");
    assert!(window.reads("CLM*C200014*185*"));
    assert!(window.sees("As it was sent in batch 1"));
    assert!(!window.reads("CLM*C200022"));
    window.picture("claim-segments");
    window.press("V");
    assert!(window.sees("As the payer sees it"));
    let again = tempfile::tempdir().unwrap();
    window.files.give(again.path());
    window.press("S");
    let bytes = |folder: &std::path::Path| {
        let mut files = std::fs::read_dir(folder).unwrap();
        std::fs::read(files.next().unwrap().unwrap().path()).unwrap()
    };
    assert_eq!(bytes(again.path()), bytes(folder.path()));
    for key in ["Right", "PgDn", "Down", "Up", "PgUp", "Left"] {
        window.press(key);
    }
    window.press("X");
    window.types("Subscriber not on file");
    window.press("Enter");
    assert!(window.sees("Rejected: Subscriber not on file"));
    window.picture("claim-rejected");
}

#[test]
fn the_way_back_from_a_claim_leads_to_the_same_row() {
    let mut window = desk();
    turn(&mut window, 6);
    window.press("O");
    window.press("Down");
    window.press("Enter");
    let Place::Claim(claim) = *window.place() else {
        panic!("{:?}", window.place());
    };
    window.press("Esc");
    let Place::Desk(at) = window.place() else {
        panic!("{:?}", window.place());
    };
    assert_eq!(at.lane, Lane::Ready);
    assert_eq!(at.order, Order::Oldest);
    assert_eq!(at.claim, Some(claim));
}

#[test]
fn several_claims_are_picked_checked_and_sent_at_once() {
    let mut window = desk_of(&[
        ("Quintero", "Marisol", true),
        ("Abbott-Lindqvist", "Persephone Annabel", true),
        ("Okonjo", "Bisi", true),
    ]);
    turn(&mut window, 6);
    window.press("Space");
    window.press("Space");
    assert!(window.sees("2 claims picked"));
    window.picture("claims-picked");
    window.press("S");
    assert!(window.sees("2 claims picked"), "they stay picked");
    window.press("Ctrl Enter");
    assert!(window.sees("Send 2 claims?"));
    let folder = tempfile::tempdir().unwrap();
    window.files.give(folder.path());
    window.click("Choose a folder and send");
    window.press("Esc");
    assert_eq!(
        states(&window),
        [State::Batched, State::Batched, State::Ready]
    );
    window.press("Ctrl A");
    assert!(window.sees("1 claim picked"));
    window.press("Esc");
    assert!(!window.sees("1 claim picked"));
}

#[test]
fn claims_that_want_the_same_fix_are_gone_through_one_after_the_other() {
    let mut window = desk_of(&[
        ("Quintero", "Marisol", false),
        ("Abbott-Lindqvist", "Persephone Annabel", false),
        ("Okonjo", "Bisi", false),
    ]);
    assert!(window.sees("3 held claims want the same fix:"));
    window.picture("claims-same-fix");
    window.press("Shift F");
    let mut seen = Vec::new();
    let Place::Visit(first, Some(field)) = window.place().clone() else {
        panic!("{:?}", window.place());
    };
    assert_eq!(field, "signed_on");
    seen.push(first);
    // Left without a signature, the round waits and says so.
    window.press("Esc");
    assert!(window.reads("1 of 3, 0 mended"));
    window.picture("claims-round");
    window.press("Shift F");
    window.types("t");
    window.press("Ctrl Enter");
    let Place::Visit(second, _) = *window.place() else {
        panic!("{:?}", window.place());
    };
    assert_ne!(first, second);
    window.press("Esc");
    window.press("N");
    window.types("t");
    window.press("Ctrl Enter");
    assert!(matches!(window.place(), Place::Desk(_)));
    assert_eq!(states(&window), [State::Ready, State::Held, State::Ready]);
}

#[test]
fn visits_to_code_stand_in_a_lane_of_their_own() {
    let mut window = Window::in_book(|office| {
        set_up(office);
        let id = patient(office, "Okonjo", "Bisi", Some(day(2026, 1, 1)));
        visit(office, id, 18_500, true);
        for (finding, treatment) in [("Effusion", "Aspiration"), ("", "")] {
            let mut bare = plain(office, id, 18_500, true);
            bare.lines.clear();
            bare.diagnoses.clear();
            bare.notes.finding = finding.to_owned();
            bare.notes.treatment = treatment.to_owned();
            let _visit = office.enter_visit(&bare).unwrap();
        }
    });
    window.click("Claims");
    turn(&mut window, 1);
    assert!(window.sees("No notes yet"));
    window.picture("claims-to-code");
    window.press("Down");
    window.press("Enter");
    assert!(matches!(window.place(), Place::Visit(_, None)));
}

#[test]
fn a_question_is_asked_from_the_claim_and_answered_at_the_visit() {
    let mut window = desk();
    turn(&mut window, 6);
    window.press("Q");
    window.types("Which knee was it");
    window.picture("claims-ask");
    window.press("Enter");
    assert_eq!(states(&window), [State::Held, State::Held, State::Ready]);
    window.press("Alt 1");
    window.picture("today-asked");
    window.click("Visits");
    window.press("]");
    assert!(window.sees("Which knee was it"));
    window.picture("visits-asked");
    window.press("Enter");
    window.press("Alt A");
    assert!(window.is_focused("visit answer"));
    window.types("The left one");
    window.picture("visit-asked");
    window.press("Enter");
    assert_eq!(states(&window), [State::Held, State::Ready, State::Ready]);
    assert!(window.reads("The left one"));
    window.picture("visit-answered");
}

#[test]
fn a_question_is_asked_and_answered_from_the_list_of_visits() {
    let mut window = desk();
    window.click("Visits");
    for _ in 0..3 {
        window.press("]");
    }
    window.press("Q");
    window.types("Which knee was it");
    window.press("Enter");
    window.press("[");
    window.press("[");
    window.press("A");
    assert!(window.sees("Nadia Orsolek asks"));
    window.types("The left one");
    window.press("Enter");
    assert!(window.sees("No question is open"));
    window.picture("visits-none-asked");
    let open = window.office(|office| office.open_questions(9).unwrap().len());
    assert_eq!(open, 0);
}

/// Two claims sent; the payer took the first in under a number of its own and does not know the second one's member.
fn answered(folder: &std::path::Path) -> Window {
    let mut window = desk();
    send(&mut window, folder);
    window.office(|office| {
        let numbers = [2, 3].map(|id| {
            let claim = office.claim(ClaimId::new(id)).unwrap();
            claim.row.number.to_string()
        });
        let taken: &[&str] = &["STC*A2:20:PR*20260317*WQ*185", "REF*1K*M26000417"];
        let refused: &[&str] = &["STC*A7:164:IL*20260317*U*185"];
        let reply = Reply::on("20260317").claims(
            "99-0001",
            "",
            &[(&numbers[0], taken), (&numbers[1], refused)],
        );
        let _plan = office
            .take_answers("20260317-0004.277", &reply.file(), &mut quietly)
            .unwrap();
    });
    window.click("Claims");
    window
}

#[test]
fn a_rejected_claim_says_why_and_leads_to_the_field() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = answered(folder.path());
    window.picture("claims-rejected");
    window.press("Enter");
    window.picture("claim-rejected-by-file");
    window.press("F");
    assert!(
        matches!(window.place(), Place::Field(FieldOf::Policy(..), _)),
        "{:?}",
        window.place()
    );
}

#[test]
fn a_rule_is_made_of_a_refusal_by_a_key() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = answered(folder.path());
    window.press("U");
    assert!(
        matches!(window.place(), Place::ProposedRule(_)),
        "{:?}",
        window.place()
    );
}

#[test]
fn a_claim_the_payer_has_is_replaced_under_the_payers_number() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = answered(folder.path());
    turn(&mut window, 7);
    window.press("Enter");
    assert!(window.sees("M26000417"));
    window.press("P");
    assert!(window.reads("The payer knows it as M26000417."));
    window.picture("claim-replace");
    window.click("Make the claim");
    let Place::Claim(made) = *window.place() else {
        panic!("{:?}", window.place());
    };
    assert_eq!(made, ClaimId::new(4));
    window.picture("claim-replacement");
    window.press("T");
    window.types("A slip");
    window.press("Enter");
    let state = window.office(move |office| office.claim(made).unwrap().row.state);
    assert_eq!(state, State::Void);
}

#[test]
fn a_proof_of_timely_filing_is_printed_from_the_claim() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = answered(folder.path());
    window.press("Enter");
    window.press("Y");
    assert!(!window.reads("cannot"));
}

#[test]
fn a_claim_is_split_and_put_together_again() {
    let mut window = Window::in_book(|office| {
        set_up(office);
        let id = patient(office, "Okonjo", "Bisi", Some(day(2026, 1, 1)));
        let mut visit = plain(office, id, 18_500, true);
        let test = NewLine {
            code: "83036".parse().unwrap(),
            description: "Hemoglobin A1c".to_owned(),
            ..visit.lines[0].clone()
        };
        visit.lines.push(test);
        let _visit = office.enter_visit(&visit).unwrap();
    });
    window.click("Claims");
    turn(&mut window, 6);
    window.press("Enter");
    window.press("L");
    assert!(window.sees("Split claim C200014?"));
    window.press("Space");
    window.picture("claim-split");
    window.click("Make the claim");
    assert_eq!(*window.place(), Place::Claim(ClaimId::new(2)));
    window.press("J");
    window.press("Tab");
    window.press("Enter");
    let lines = window.office(|office| office.claim(ClaimId::new(2)).unwrap().lines.len());
    assert_eq!(lines, 2);
}

#[test]
fn a_long_lane_is_gone_through_by_keys() {
    let mut window = Window::in_book(|office| {
        set_up(office);
        let id = patient(office, "Okonjo", "Bisi", Some(day(2026, 1, 1)));
        for _ in 0..300 {
            visit(office, id, 12_345_678, false);
        }
    });
    window.resize(1920.0, 1080.0);
    window.click("Claims");
    assert!(window.sees("300 claims"));
    assert!(window.sees("$37,037,034.00"));
    window.press("End");
    window.picture("claims-many");
    window.press("/");
    window.types("nobody");
    assert!(window.sees("No claim fits the filter"));
}

/// The desk long after two claims were sent.
fn long_after(folder: &std::path::Path) -> Window {
    let mut window = desk();
    send(&mut window, folder);
    let later = window.clock.now() + chrono::Duration::days(40);
    window.clock.set(later);
    window.click("Today");
    window.click("Claims");
    turn(&mut window, 5);
    window
}

#[test]
fn claims_nobody_answered_are_asked_about_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = long_after(folder.path());
    assert!(window.sees("Ask about these 2"));
    assert!(window.sees("40 days"));
    window.picture("claims-silent");
    window.press("I");
    assert!(window.sees("Ask about 2 claims?"));
    window.picture("claims-inquire");
    let questions = tempfile::tempdir().unwrap();
    window.files.give(questions.path());
    window.press("Enter");
    assert!(window.sees("2 claims asked about"));
    window.picture("claims-inquired");
    let files = std::fs::read_dir(questions.path()).unwrap().count();
    assert_eq!(files, 1);
    window.press("Esc");
    window.press("I");
    assert!(window.sees("There is nothing to ask"));
    assert!(window.sees("2 were asked about in the last days."));
    window.press("Esc");

    // Whoever asks from the claim itself may ask again, and is told.
    window.press("Enter");
    assert!(window.reads("40 days, asked"));
    window.picture("claim-silent");
    window.press("I");
    assert!(window.sees("Ask about 1 claim?"));
    assert!(window.sees("1 was asked about in the last days already."));
}

#[test]
fn a_folder_is_typed_where_no_dialog_opens() {
    let mut window = desk();
    window.press("Ctrl Enter");
    window.press("Enter");
    assert!(window.reads("No dialog for folders opens"));
    window.picture("claims-send-typed");
    window.types("claims");
    window.press("Enter");
    assert!(window.reads("Type the whole path"));
    let folder = tempfile::tempdir().unwrap();
    window.press("Ctrl A");
    window.types(&folder.path().join("gone").display().to_string());
    window.press("Enter");
    assert!(window.reads("claim files into that folder"));
    assert_eq!(states(&window)[1], State::Ready, "nothing was sent");
    window.press("Ctrl A");
    window.types(&folder.path().display().to_string());
    window.press("Enter");
    assert!(window.sees("2 claims sent"));
}

#[test]
fn a_receiver_with_a_folder_of_its_own_needs_no_question() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = desk();
    let own = folder.path().display().to_string();
    window.office(move |office| {
        let one = office.receivers().unwrap().remove(0);
        let mut what = one.what;
        what.profile.folder_out = own;
        office.change_receiver(one.id, &what, true).unwrap();
    });
    window.press("Ctrl Enter");
    assert!(!window.sees("Choose a folder and send"));
    assert!(window.reads("into /"));
    window.picture("claims-send-own");
    window.click("Send");
    assert!(window.sees("2 claims sent"));
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
}
