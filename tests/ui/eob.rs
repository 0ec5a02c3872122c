//! A paper EOB keyed from first to last without the mouse, posted only when it proves.

use pegboard::ui::place::Place;

use super::accounts::{self, cents, fill};
use super::harness::Window;

/// A window over a book in which Dana and Otis have a claim each.
fn window() -> Window {
    Window::in_book(|office| {
        let known = fill(office);
        let lines = [
            ("99214", "Office visit, established", 18_500),
            ("20610", "Joint injection, large", 16_000),
        ];
        let _dana = accounts::visit(office, &known, known.dana, "2026-02-10", &lines);
        let _otis = accounts::visit(office, &known, known.otis, "2026-02-11", &lines[..1]);
    })
}

fn open(window: &mut Window) {
    window.click("Payments");
    window.press("E");
}

/// Types the head of the EOB, and adds Dana's claim.
fn key_head(window: &mut Window, amount: &str) {
    window.types("meri");
    window.press("Enter");
    window.types("8830217");
    window.press("Tab");
    window.types("03162026");
    window.press("Tab");
    window.press("Tab");
    window.types(amount);
    window.press("Enter");
    window.types("whit");
    window.press("Enter");
}

#[test]
fn an_eob_is_keyed_without_the_mouse_and_posted_when_it_proves() {
    let mut window = window();
    open(&mut window);
    window.picture("eob-empty");
    key_head(&mut window, "117.58");
    window.picture("eob-claim");
    window.types("142.58");
    for cell in ["", "", "", "25"] {
        window.press("Enter");
        window.types(cell);
    }
    window.press("Enter");
    window.types("100");
    window.press("Tab");
    assert!(window.sees("17.58 of the charge is not explained"));
    window.picture("eob-off");
    window.press("Ctrl Enter");
    assert!(window.office(|office| office.eobs(10).unwrap().is_empty()));
    window.types("117.58");
    window.press("Tab");
    assert!(!window.sees("17.58 of the charge is not explained"));
    window.picture("eob-proved");
    window.press("Ctrl Enter");
    let eobs = window.office(|office| office.eobs(10).unwrap());
    assert_eq!(eobs.len(), 1);
    assert_eq!(eobs[0].amount, cents(11_758));
    assert_eq!(eobs[0].reference, "8830217");
    let kept = window.office(|office| office.draft("eob/new").unwrap());
    assert!(kept.is_none(), "the draft is gone once it is posted");
}

#[test]
fn a_denied_service_stays_with_the_payer_and_its_reason_is_shown() {
    let mut window = window();
    open(&mut window);
    key_head(&mut window, "117.58");
    for cell in ["142.58", "", "", "", "25", "117.58"] {
        window.types(cell);
        window.press("Enter");
    }
    window.press("Alt A");
    window.press("Tab");
    window.types("197");
    assert!(window.sees("No authorization before the service"));
    window.press("Tab");
    window.press("Tab");
    window.types("160");
    window.press("Tab");
    assert!(window.sees("Stays with payer"));
    window.picture("eob-denied");
    window.press("Ctrl Enter");
    let eob = window.office(|office| {
        let id = office.eobs(1).unwrap()[0].id;
        office.eob(id).unwrap()
    });
    assert_eq!(eob.eob.lines.len(), 2);
}

#[test]
fn what_was_typed_is_there_again_when_the_paper_is_opened_anew() {
    let mut window = window();
    open(&mut window);
    key_head(&mut window, "117.58");
    window.types("142.58");
    window.press("Esc");
    assert_eq!(*window.place(), Place::Payments);
    open(&mut window);
    assert!(window.sees("Whitlock, Dana"));
    assert!(window.sees("Start anew"));
    window.click("Start anew");
    assert!(!window.sees("Whitlock, Dana"));
}

#[test]
fn a_posted_eob_is_listed_and_taken_back_for_a_reason() {
    let mut window = window();
    open(&mut window);
    key_head(&mut window, "117.58");
    for cell in ["142.58", "", "", "", "25", "117.58"] {
        window.types(cell);
        window.press("Enter");
    }
    window.press("Ctrl Enter");
    assert_eq!(*window.place(), Place::Payments);
    assert!(window.sees("Stays with the payer") || window.sees("Patient’s share"));
    window.picture("payments");
    window.press("U");
    window.picture("payments-ask");
    window.types("keyed for the wrong payer");
    window.press("Enter");
    let row = window.office(|office| office.eobs(1).unwrap().remove(0));
    assert!(row.is_reversed);
    assert!(window.sees("Taken back"));
}

/// Keys the check of another EOB for Otis, up to the first cell of his claim.
fn key_second(window: &mut Window, number: &str, amount: &str) {
    window.press("E");
    window.types("meri");
    window.press("Enter");
    window.types(number);
    window.press("Tab");
    window.types("03232026");
    window.press("Tab");
    window.press("Tab");
    window.types(amount);
    window.press("Enter");
    window.types("ferr");
    window.press("Enter");
}

/// Keys and posts Dana's EOB, so that the payer is known to allow 142.58 with a copay of 25.
fn post_first(window: &mut Window) {
    open(window);
    key_head(window, "117.58");
    for cell in ["142.58", "", "", "", "25", "117.58"] {
        window.types(cell);
        window.press("Enter");
    }
    window.press("Ctrl Enter");
    assert_eq!(*window.place(), Place::Payments);
}

#[test]
fn a_line_like_the_last_one_takes_one_key_and_the_check_one_more() {
    let mut window = window();
    post_first(&mut window);
    key_second(&mut window, "8830300", "117.58");
    assert!(
        window.reads("142.58"),
        "what was allowed last time is ghosted"
    );
    window.picture("eob-ghost");
    window.press("+");
    assert!(window.is_focused("eob find"));
    assert!(window.sees("0.00"), "the check is proved");
    window.picture("eob-express");
    window.press("*");
    assert_eq!(*window.place(), Place::Payments);
    let eob = window.office(|office| {
        let id = office.eobs(1).unwrap()[0].id;
        office.eob(id).unwrap()
    });
    assert_eq!(eob.eob.reference, "8830300");
    assert_eq!(eob.eob.lines[0].allowed, cents(14_258));
    assert_eq!(eob.eob.lines[0].adjustments.len(), 2);
}

#[test]
fn another_allowed_amount_is_marked_and_may_be_posted_all_the_same() {
    let mut window = window();
    post_first(&mut window);
    key_second(&mut window, "8830301", "105.00");
    window.types("130");
    for cell in ["", "", "", "25"] {
        window.press("Enter");
        window.types(cell);
    }
    window.press("Enter");
    window.press("+");
    assert!(window.is_focused("eob find"));
    window.picture("eob-unexpected");
    assert!(window.reads("142.58 was expected to be allowed; this is 12.58 less"));
    window.press("Ctrl Enter");
    let eobs = window.office(|office| office.eobs(1).unwrap());
    assert_eq!(eobs[0].reference, "8830301");
}

#[test]
fn a_denied_line_takes_its_reason_and_nothing_else_from_the_number_block() {
    let mut window = window();
    open(&mut window);
    key_head(&mut window, "117.58");
    for cell in ["142.58", "", "", "", "25", "117.58"] {
        window.types(cell);
        window.press("Enter");
    }
    window.press("-");
    window.types("197");
    assert!(window.sees("No authorization before the service"));
    window.press("Enter");
    assert!(window.is_focused("eob find"));
    window.press("*");
    let eob = window.office(|office| {
        let id = office.eobs(1).unwrap()[0].id;
        office.eob(id).unwrap()
    });
    let denied = &eob.eob.lines[1];
    assert_eq!(denied.adjustments[0].carc.as_str(), "197");
    assert_eq!(denied.adjustments[0].amount, cents(16_000));
}

#[test]
fn arrows_go_from_cell_to_cell_and_from_line_to_line() {
    let mut window = window();
    open(&mut window);
    key_head(&mut window, "117.58");
    window.press("Down");
    assert!(window.is_focused("eob lines 2 allowed"));
    window.press("Right");
    window.press("Right");
    assert!(window.is_focused("eob lines 2 deductible"));
    window.press("Up");
    assert!(window.is_focused("eob lines 1 deductible"));
    window.press("Left");
    assert!(window.is_focused("eob lines 1 contractual"));
}

#[test]
fn a_scan_goes_with_the_paper_and_is_there_when_it_is_posted() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("eob 8830217.pdf");
    std::fs::write(&path, b"%PDF-1.4 made up").unwrap();
    let mut window = window();
    open(&mut window);
    key_head(&mut window, "117.58");
    window.files.give(&path);
    window.press("Alt S");
    assert!(window.sees("eob 8830217.pdf"));
    for cell in ["142.58", "", "", "", "25", "117.58"] {
        window.types(cell);
        window.press("Enter");
    }
    window.press("Ctrl Enter");
    assert!(window.sees("eob 8830217.pdf"), "the payment shows its scan");
    let kept = window.office(|office| {
        let id = office.eobs(1).unwrap()[0].id;
        let scan = office.eob_scans(id).unwrap().remove(0);
        office.eob_scan(scan.id).unwrap()
    });
    assert_eq!(kept.1, b"%PDF-1.4 made up");
}
