//! Contracts and what is underpaid, worked by keys: a file looked at before it is loaded, a term typed, a service
//! disputed, the evidence printed.

use pegboard::domain::contract::Target;
use pegboard::domain::eob::{Adjustment, EobLine, Method, NewEob, Outcome};
use pegboard::domain::ledger::WriteOff;
use pegboard::domain::underpaid::{Filter, Standing};
use pegboard::office::{Office, quietly};
use pegboard::ui::place::Place;

use super::accounts::{Known, cents, day, fill, visit};
use super::harness::Window;

const FILE: &str = "Payer,CPT,Modifier,Effective,Allowed\n\
    Meridian Health,99213,,2026-01-01,98.40\n\
    Meridian Health,99214,,2026-01-01,139.50\n\
    Meridian Health,36415,,2026-01-01,9.00\n\
    Meridian Health,99213,25,2026-01-01,101.25\n\
    Nobody Mutual,99213,,2026-01-01,90.00\n";

/// Answers a visit of two services: so much is allowed for the first, and 9.00 for the second.
fn answered(office: &mut Office, known: &Known, on: &str, check: &str, allowed: i64) {
    let lines = [
        ("99213", "Office visit, established patient", 13_000),
        ("36415", "Blood draw", 1_500),
    ];
    let claim = visit(office, known, known.dana, on, &lines).unwrap();
    let page = office.claim(claim).unwrap();
    let answers = page.lines.iter().zip([allowed, 900]);
    let lines: Vec<EobLine> = answers
        .map(|(line, allowed)| EobLine {
            claim,
            line: line.id,
            charged: line.what.charge,
            allowed: cents(allowed),
            paid: cents(allowed),
            adjustments: vec![Adjustment {
                group: "CO".parse().unwrap(),
                carc: "45".parse().unwrap(),
                amount: line.what.charge.minus(cents(allowed)).unwrap(),
                outcome: Outcome::WriteOff(WriteOff::Contractual),
            }],
        })
        .collect();
    let eob = NewEob {
        payer: page.row.payer,
        method: Method::Check,
        reference: check.to_owned(),
        paid_on: day("2026-03-12"),
        accounting_on: day("2026-03-12"),
        amount: cents(allowed + 900),
        lines,
    };
    let _eob = office.post_eob(&eob).unwrap();
}

fn prepared(office: &mut Office) {
    let known = fill(office);
    let _taken = office
        .load_contracts(
            FILE.as_bytes(),
            &Target::default(),
            "renewed for 2026",
            &mut quietly,
        )
        .unwrap();
    for (on, check, allowed) in [
        ("2026-02-03", "8821901", 8_900),
        ("2026-02-10", "8821902", 9_840),
        ("2026-02-17", "8821903", 8_900),
        ("2026-02-24", "8821904", 9_150),
    ] {
        answered(office, &known, on, check, allowed);
    }
}

fn go(window: &mut Window, words: &str) {
    window.press("Ctrl K");
    window.types(words);
    window.press("Enter");
}

fn everything() -> Filter {
    Filter {
        payer: None,
        code: None,
        standing: None,
        from: day("2026-01-01"),
        until: day("2026-12-31"),
    }
}

#[test]
fn an_underpaid_service_is_found_disputed_and_printed_without_the_mouse() {
    let mut window = Window::in_book(prepared);
    go(&mut window, "underpaid services");
    assert_eq!(*window.place(), Place::Underpaid);
    assert!(window.sees("Meridian Health, 99213: 3 services, $25.70 at stake"));
    assert!(window.reads("ontract of 01/01/2026"));
    window.picture("underpaid");
    window.press("D");
    window.picture("underpaid-ask");
    window.types("called, reference 4471");
    window.press("Enter");
    assert!(window.sees("Meridian Health, 99213: 2 services, $16.30 at stake"));
    window.press("R");
    assert!(window.sees("Print the evidence for Meridian Health?"));
    window.press("Tab");
    window.press("Enter");
    assert!(window.sees("Nothing is underpaid"));
    window.press("2");
    assert!(window.sees("Meridian Health, 99213: 3 services, $25.70 at stake"));
    window.picture("underpaid-disputed");
    let found = window.office(|office| office.underpaid(&everything()).unwrap());
    assert!(found.iter().all(|one| one.standing == Standing::Disputed));
    window.press("T");
    window.types("10.00");
    window.press("Enter");
    window.press("3");
    assert!(window.reads("Paid after all"));
    window.press("C");
    assert_eq!(*window.place(), Place::Contracts);
}

#[test]
fn a_file_of_amounts_shows_what_it_changes_before_it_is_loaded() {
    let above = tempfile::tempdir().unwrap();
    let file = above.path().join("fees.csv");
    std::fs::write(
        &file,
        FILE.replace("98.40", "99.90").replace("99214", "99215"),
    )
    .unwrap();
    let mut window = Window::in_book(prepared);
    go(&mut window, "contracts with payers");
    assert!(window.sees("Meridian Health"));
    window.picture("contracts");
    window.files.give(&file);
    window.press("L");
    assert!(window.sees("1 new, 1 changed, 2 as they are, 1 left out"));
    assert!(window.sees("the book has no payer of this name or electronic id"));
    window.picture("contracts-preview");
    window.press("Ctrl Enter");
    window.types("raised in spring");
    window.press("Enter");
    assert!(window.sees("99213: 98.40 became 99.90"));

    window.press("N");
    window.picture("contracts-term");
    window.types("PPO Gold");
    window.press("Tab");
    window.press("Tab");
    window.press("Tab");
    window.types("80 %");
    window.press("Ctrl Enter");
    assert!(window.reads("for the log"), "a reason is missing");
    window.types("new plan");
    window.press("Ctrl Enter");
    assert!(window.sees("PPO Gold"));
    assert!(window.sees("80 % of the charge"));
    window.picture("contracts-plans");
    let log = window.office(|office| office.contract_changes(None, 1).unwrap());
    assert_eq!(log[0].why, "new plan");
}
