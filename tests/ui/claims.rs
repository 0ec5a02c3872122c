//! The claims desk: what is wrong is seen and mended, what is ready is sent, what was sent can be written again.

use pegboard::domain::claim::State;
use pegboard::domain::id::{ClaimId, PatientId};
use pegboard::domain::visit::{Details, LineDetails, NewLine, NewVisit, Notes, Pointer};
use pegboard::office::Office;
use pegboard::ui::place::Place;

use super::harness::Window;
use super::visit::{day, money, patient, set_up};
use crate::support::today;

/// A visit of one service, signed or not.
fn visit(office: &mut Office, patient: PatientId, cents: i64, is_signed: bool) {
    let providers = office.providers().unwrap();
    let rendering = providers
        .iter()
        .find(|one| one.who.duty.renders())
        .unwrap()
        .id;
    let _visit = office
        .enter_visit(&NewVisit {
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
        })
        .unwrap();
}

/// Three claims: two ready, one held because nobody signed.
pub fn desk() -> Window {
    let mut window = Window::in_book(|office| {
        set_up(office);
        for (at, (last, first)) in [
            ("Quintero", "Marisol"),
            ("Abbott-Lindqvist", "Persephone Annabel"),
            ("Okonjo", "Bisi"),
        ]
        .into_iter()
        .enumerate()
        {
            let id = patient(office, last, first, Some(day(2026, 1, 1)));
            visit(office, id, 18_500, at > 0);
        }
    });
    window.click("Claims");
    window
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
    window.press("[");
    for _ in 0..4 {
        window.press("]");
    }
    window.press("]");
    window.picture("claims-ready");
    window.press("H");
    window.types("Wait for the card");
    window.press("Enter");
    assert_eq!(
        states(&window)
            .iter()
            .filter(|state| **state == State::Held)
            .count(),
        1
    );
    window.press("P");
    window.picture("claims-preview");
}

#[test]
fn an_answer_is_noted_by_hand_and_a_rejected_claim_goes_again() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = desk();
    window.press("Ctrl Enter");
    window.files.give(folder.path());
    window.click("Choose a folder and send");
    window.press("Esc");
    for _ in 0..5 {
        window.press("]");
    }
    window.picture("claims-waiting");
    window.press("X");
    window.types("Payer does not know the member");
    window.press("Enter");
    assert_eq!(
        states(&window)
            .iter()
            .filter(|state| **state == State::Rejected)
            .count(),
        1
    );
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
