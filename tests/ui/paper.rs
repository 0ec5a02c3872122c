//! Claims on paper in the window: printed where the rest is sent, found again where sendings are, printers set.

use pegboard::domain::claim::State;
use pegboard::domain::id::ClaimId;
use pegboard::ui::place::{Place, Section};

use super::claims::desk;
use super::harness::Window;

/// The desk with two claims that are ready and whose payers take no files.
fn paper_desk() -> Window {
    let window = desk();
    window.office(|office| {
        for payer in office.payers().unwrap() {
            let mut what = payer.what;
            what.receiver = None;
            office.change_payer(payer.id, &what, true).unwrap();
        }
    });
    window
}

fn state(window: &Window, claim: i64) -> State {
    window.office(move |office| office.claim(ClaimId::new(claim)).unwrap().row.state)
}

#[test]
fn claims_on_paper_are_named_printed_and_found_again() {
    let mut window = paper_desk();
    window.press("Ctrl Enter");
    assert!(window.sees("Print 2 claims on paper?"));
    assert!(window.reads("Okonjo, Bisi"), "names, not only numbers");
    window.picture("send-paper");
    window.click("Print 2");
    assert!(window.sees("2 claims printed"));
    assert!(window.reads("On 2 pages. They stand as sent."));
    assert!(window.reads("does not fit its form"), "a long name is cut");
    window.picture("send-paper-over");
    window.press("Esc");
    assert_eq!(state(&window, 2), State::Batched);
    window.press("B");
    assert!(window.sees("On red forms"));
    assert!(window.sees("Paper run 1"));
    assert!(window.sees("1 paper run sent"));
    window.picture("batches-paper");
    window.press("W");
    window.press("Tab");
    window.press("Enter");
    window.press("Enter");
    let Place::Claim(claim) = *window.place() else {
        panic!("{:?}", window.place());
    };
    assert!(window.sees("On paper, run 1"));
    window.picture("claim-paper");
    window.press("B");
    assert!(matches!(window.place(), Place::PaperRun(_)));
    window.press("Esc");
    assert_eq!(*window.place(), Place::Claim(claim));
}

#[test]
fn one_claim_is_printed_from_its_page_and_what_does_not_fit_is_told() {
    let mut window = paper_desk();
    for _ in 0..6 {
        window.press("]");
    }
    window.press("Enter");
    assert!(
        matches!(window.place(), Place::Claim(_)),
        "{:?}",
        window.place()
    );
    window.press("Ctrl P");
    assert!(window.reads("Not all of it has room on the form"));
    assert!(window.reads("box 2"));
    window.picture("claim-paper-loss");
    window.press("Esc");
    assert!(!window.reads("Not all of it has room on the form"));
    window.press("Ctrl Enter");
    assert!(window.sees("Print 1 claim on paper?"));
    window.click("Print 1");
    assert!(window.sees("1 claim printed"));
    window.press("Esc");
    assert_eq!(state(&window, 2), State::Batched);
    window.press("Y");
}

#[test]
fn a_printer_is_set_tried_and_forgotten_by_keyboard() {
    let mut window = Window::in_book(|_| {});
    window.press("Alt 9");
    window.press("0");
    window.press("Ctrl PgDn");
    assert_eq!(*window.place(), Place::Settings(Section::Printers));
    assert!(window.sees("No printer yet"));
    window.press("N");
    for text in ["Front desk", "3", "-2", "24F:1:0"] {
        window.press("Ctrl A");
        window.types(text);
        window.press("Enter");
    }
    window.press("Ctrl S");
    assert!(window.sees("Front desk"));
    window.press("Down");
    window.picture("settings-printers");
    assert!(window.sees("−0.02 in"));
    window.click("Print the rulers");
    window.click("Fill a form");
    window.click("Forget this printer");
    assert!(window.sees("No printer yet"));
}
