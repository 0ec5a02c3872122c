//! Who is due a statement, the page as it will be printed, and the run.

use pegboard::office::Office;

use super::accounts::{fill, patient, visit};
use super::harness::Window;

fn prepared(office: &mut Office) {
    let known = fill(office);
    let lines = [
        ("99213", "Office visit, established patient", 13_000),
        ("36415", "Blood draw", 1_500),
    ];
    for (last, first) in [("Abernathy", "Wren"), ("Castellan", "Remy")] {
        let who = patient(office, last, first);
        let _claim = visit(office, &known, who, "2026-02-10", &lines);
    }
    let _waiting = visit(office, &known, known.dana, "2026-03-02", &lines);
}

fn window() -> Window {
    let mut window = Window::in_book(prepared);
    window.click("Statements");
    window
}

#[test]
fn who_is_due_stands_there_with_the_page_as_it_will_be_printed() {
    let mut window = window();
    assert!(window.sees("Abernathy, Wren"));
    assert!(window.sees("First statement"));
    assert!(window.sees("$290.00 in all"));
    window.picture("statements");
    window.press("2");
    assert!(window.sees("Whitlock, Dana"));
    assert!(window.sees("Only 145.00 pending with insurance"));
    window.picture("statements-not-due");
}

#[test]
fn the_run_writes_the_files_and_the_book_keeps_what_was_sent() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = window();
    window.files.give(folder.path());
    window.press("Ctrl Enter");
    window.picture("statements-ask");
    window.press("Tab");
    window.press("Enter");
    assert!(window.sees("2 statements, $290.00"));
    window.picture("statements-made");
    let files = std::fs::read_dir(folder.path()).unwrap().count();
    assert_eq!(files, 3, "one for the printer, one for each guarantor");
    window.press("Esc");
    window.press("2");
    window.press("S");
    window.picture("statements-sent");
    let sent = window.office(|office| {
        let rows = office.find_patients("abern", 1).unwrap();
        office.statements(rows[0].guarantor).unwrap()
    });
    assert_eq!(sent.len(), 1);
}

#[test]
fn many_guarantors_with_long_names_are_listed_and_found() {
    let mut window = Window::in_book(|office| {
        let known = fill(office);
        let lines = [("99213", "Office visit, established patient", 1_234_567)];
        for number in 0..120 {
            let last = format!("Montgomery-Featherstonehaugh the {number}th");
            let who = patient(office, &last, "Maximiliana Josephine");
            let _claim = visit(office, &known, who, "2026-02-10", &lines);
        }
    });
    window.click("Statements");
    window.picture("statements-many");
    window.resize(1920.0, 1080.0);
    window.picture("statements-wide");
    window.press("/");
    window.types("the 77th");
    assert!(window.sees("1 guarantor"));
}

/// Makes the run of today into a folder.
fn make(window: &mut Window, folder: &std::path::Path) {
    window.files.give(folder);
    window.press("Ctrl Enter");
    assert!(window.reads("cost $2.00 to send"), "{:?}", window.texts());
    window.press("Tab");
    window.press("Enter");
    window.press("Esc");
}

#[test]
fn a_run_is_looked_at_and_taken_back_by_keys() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = window();
    make(&mut window, folder.path());
    window.press("3");
    assert!(window.sees("$290.00") || window.sees("290.00"));
    window.picture("statements-runs");
    window.press("U");
    assert!(window.sees("Take run 1 back?"));
    window.types("the wrong day");
    window.picture("statements-undo");
    window.press("Tab");
    window.press("Tab");
    window.press("Enter");
    assert!(window.sees("Taken back"), "{:?}", window.texts());
    assert!(window.reads("the wrong day"));
    window.picture("statements-undone");
    window.press("1");
    assert!(window.sees("First statement"), "it was not asked for");
    assert!(window.sees("$290.00 in all"));
}

#[test]
fn the_reasons_stand_there_with_counts_and_dollars_and_narrow_the_list() {
    let mut window = window();
    window.press("W");
    assert!(window.sees("First request") && window.sees("Only insurance owes"));
    window.picture("statements-reasons");
    window.press("B");
    assert!(window.reads("come back?"));
    window.press("Tab");
    window.press("Enter");
    window.press("2");
    assert!(window.reads("Mail came back on"), "{:?}", window.texts());
    window.picture("statements-returned");
}

#[test]
fn the_rules_are_changed_beside_those_they_are_about() {
    let mut window = window();
    window.press("R");
    assert!(window.sees("Least amount"));
    window.picture("statements-rules");
    assert!(window.is_focused("statement rules minimum"));
    window.press("Ctrl A");
    window.types("200");
    window.press("Ctrl S");
    assert!(
        window.sees("The rules hold from now on"),
        "{:?}",
        window.texts()
    );
    window.press("2");
    assert!(
        window.reads("ess than the minimum of 200.00"),
        "{:?}",
        window.texts()
    );
    let kept = window.office(|office| office.statement_rules_history().unwrap());
    assert_eq!(kept.len(), 2);
}

#[test]
fn the_chart_says_what_was_billed_when_and_whether_mail_arrives() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = window();
    make(&mut window, folder.path());
    window.press("Alt 2");
    window.types("abern");
    window.press("Enter");
    assert!(window.reads("On the statement of"), "{:?}", window.texts());
    window.picture("chart-billed");
}
