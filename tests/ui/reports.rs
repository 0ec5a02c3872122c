//! Reports and the close of the day in the window: by keys, from the list to the items, and from the count to the seal.

use pegboard::domain::aged::Since;
use pegboard::domain::close::NewClose;
use pegboard::domain::payment::{NewReceipt, Placement, Tender};
use pegboard::domain::report::{Name, Who};
use pegboard::office::Office;
use pegboard::ui::place::Place;

use super::accounts::{self, cents, day};
use super::harness::Window;

/// A practice with two accounts, of which one paid something in cash today.
fn filled(office: &mut Office) {
    let known = accounts::fill(office);
    let services = [
        ("99214", "Office visit, established", 18_500),
        ("36415", "Blood draw", 1_800),
    ];
    for (who, on) in [
        (known.dana, "2026-01-05"),
        (known.otis, "2026-02-02"),
        (known.dana, "2026-03-10"),
    ] {
        let _claim = accounts::visit(office, &known, who, on, &services);
    }
    let nell = accounts::patient(office, "Nell", "Ada");
    let _visit = accounts::visit(
        office,
        &known,
        nell,
        "2026-03-16",
        &[("99213", "Office visit", 9_500)],
    );
    let guarantor = accounts::guarantor(office, nell);
    let line = office.open_items(guarantor).unwrap()[0].line;
    let receipt = NewReceipt {
        guarantor,
        accounting_on: day("2026-03-17"),
        tenders: vec![Tender::Cash {
            amount: cents(4_000),
            given: cents(4_000),
        }],
        placed: vec![Placement {
            line,
            amount: cents(4_000),
        }],
    };
    let _receipt = office.take_payment(&receipt).unwrap();
}

#[test]
fn a_report_leads_from_the_list_to_the_items_and_back() {
    let mut window = Window::in_book(filled);
    window.press("Alt 0");
    assert_eq!(*window.place(), Place::Reports);
    window.picture("reports");
    window.press("Enter");
    let Place::Report(wanted) = window.place().clone() else {
        panic!("{:?}", window.place());
    };
    assert_eq!((wanted.name, wanted.since), (Name::Ageing, Since::Service));
    assert!(window.sees("Meridian Health"));
    assert!(window.reads("664.00 owed"), "{:?}", window.texts());
    window.picture("report-ageing");
    window.press("C");
    let Place::Report(wanted) = window.place().clone() else {
        panic!("{:?}", window.place());
    };
    assert_eq!(wanted.since, Since::FirstBill);
    window.press("Enter");
    let Place::Report(wanted) = window.place().clone() else {
        panic!("{:?}", window.place());
    };
    assert!(matches!(wanted.of, Some(Who::Payer(_))));
    window.picture("report-items");
    window.press("Enter");
    assert!(
        matches!(window.place(), Place::Chart(..)),
        "{:?}",
        window.place()
    );
    window.press("Esc");
    window.press("Esc");
    window.press("Esc");
    for _ in 0..7 {
        window.press("Down");
    }
    window.press("Enter");
    assert!(window.reads("Days in A/R"), "{:?}", window.texts());
    window.picture("report-kpi");
}

#[test]
fn the_day_is_counted_closed_and_opened_again_by_keys() {
    let mut window = Window::in_book(filled);
    window.press("Alt 0");
    window.press("K");
    assert_eq!(*window.place(), Place::Closing);
    assert!(window.reads("Every day is open"));
    window.press("C");
    // One hundred, a twenty and two tens where 150 and 40 are expected.
    window.types("1");
    window.press("Tab");
    window.press("Tab");
    window.types("1");
    window.press("Tab");
    window.types("2");
    assert!(window.reads("140.00"), "{:?}", window.texts());
    window.picture("closing-count");
    window.press("Ctrl Enter");
    assert_eq!(
        window.office(|office| office.closed_through()).unwrap(),
        None
    );
    window.office(|office| {
        let _closed = office
            .close_days(
                day("2026-03-16"),
                &NewClose {
                    float: Some(cents(10_000)),
                    ..NewClose::default()
                },
            )
            .unwrap();
    });
    window.press("Alt 1");
    window.press("Alt 0");
    window.press("K");
    assert!(
        window.reads("Closed through 03/16/2026"),
        "{:?}",
        window.texts()
    );
    window.press("C");
    window.types("1");
    window.press("Tab");
    window.press("Tab");
    window.types("2");
    window.press("Ctrl Enter");
    window.click("Close it");
    let closed = window.office(|office| office.closed_through()).unwrap();
    assert_eq!(closed, Some(day("2026-03-17")));
    window.picture("closing");
    // What is closed is locked, and says so wherever it is tried.
    window.press("O");
    window.types("a check was missing");
    window.click("Open the days");
    let closed = window.office(|office| office.closed_through()).unwrap();
    assert_eq!(closed, Some(day("2026-03-16")));
    assert!(window.reads("a check was missing"), "{:?}", window.texts());
}
