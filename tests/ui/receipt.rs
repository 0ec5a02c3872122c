//! Money at the counter: the copay of today, the oldest first, cash with change, credit, the receipt, and taking it back.

use pegboard::domain::payment::Tender;
use pegboard::office::Office;
use pegboard::ui::place::Place;

use super::accounts::{self, Known, cents, fill, guarantor, patient, visit};
use super::harness::Window;

/// A window over a book in which Dana has a copay today and Wren pays for herself.
fn window() -> (Window, Known) {
    let mut known = None;
    let window = Window::in_book(|office| known = Some(prepared(office)));
    (window, known.unwrap())
}

fn prepared(office: &mut Office) -> Known {
    let known = fill(office);
    let office_visit = [("99214", "Office visit, established", 18_500)];
    let _today = visit(office, &known, known.dana, "2026-03-17", &office_visit);
    let wren = patient(office, "Abernathy", "Wren");
    let _old = visit(
        office,
        &known,
        wren,
        "2026-01-08",
        &[("99213", "Office visit", 13_000)],
    );
    let _new = visit(
        office,
        &known,
        wren,
        "2026-02-19",
        &[
            ("36415", "Blood draw", 1_500),
            ("99213", "Office visit", 13_000),
        ],
    );
    known
}

fn find(window: &mut Window, name: &str) {
    window.click("Payments");
    window.press("P");
    window.types(name);
    window.press("Enter");
}

#[test]
fn the_copay_of_today_stands_there_to_be_taken() {
    let (mut window, known) = window();
    find(&mut window, "whit");
    assert!(window.sees("Copay today"));
    window.picture("receipt-copay");
    window.press("Tab");
    window.types("Visa 4417 062915");
    window.press("Ctrl Enter");
    assert!(window.sees("Receipt R-000001"));
    window.picture("receipt-done");
    let rows = window.office(move |office| {
        let who = guarantor(office, known.dana);
        office.receipts(Some(who), 5).unwrap()
    });
    assert_eq!(rows[0].amount, cents(2_500));
    window.press("R");
    let printed = window.office(|office| office.receipts(None, 1).unwrap()[0].id);
    let pdf = window.office(move |office| office.receipt_pdf(printed).unwrap());
    assert!(pdf.starts_with(b"%PDF"));
}

#[test]
fn cash_goes_to_the_oldest_and_what_is_over_is_said_to_be_credit() {
    let (mut window, _) = window();
    find(&mut window, "abern");
    window.press("Shift Tab");
    window.types("cas");
    window.press("Tab");
    window.types("300");
    window.press("Tab");
    window.types("320");
    window.press("Tab");
    assert!(window.sees("25.00 is placed nowhere and stays as credit"));
    assert!(window.sees("$20.00"), "the change");
    window.picture("receipt-cash");
    window.press("Ctrl Enter");
    window.picture("receipt-change");
    let row = window.office(|office| office.receipts(None, 1).unwrap().remove(0));
    let Tender::Cash { amount, given } = row.tenders[0] else {
        panic!("{:?}", row.tenders);
    };
    assert_eq!((amount, given), (cents(30_000), cents(32_000)));
}

#[test]
fn a_card_number_is_never_taken() {
    let (mut window, _) = window();
    find(&mut window, "abern");
    window.types("20");
    window.press("Tab");
    window.types("4111 1111 1111 1111");
    window.press("Ctrl Enter");
    window.picture("receipt-card");
    assert!(window.office(|office| office.receipts(None, 1).unwrap().is_empty()));
}

#[test]
fn a_receipt_is_taken_back_for_a_reason() {
    let (mut window, _) = window();
    find(&mut window, "abern");
    window.types("130");
    window.press("Tab");
    window.types("Visa 4417");
    window.press("Ctrl Enter");
    window.press("Esc");
    assert_eq!(*window.place(), Place::Payments);
    window.press("2");
    assert!(window.sees("Placed on"));
    window.picture("payments-receipts");
    window.press("U");
    window.types("card was declined later");
    window.press("Enter");
    let row = window.office(|office| office.receipts(None, 1).unwrap().remove(0));
    assert!(row.is_reversed);
    assert!(window.sees("Taken back"));
    window.picture("payments-taken-back");
}

#[test]
fn credit_is_placed_where_somebody_says() {
    let (mut window, _) = window();
    window.office(|office| {
        let rows = office.find_patients("abern", 1).unwrap();
        let paid = pegboard::domain::payment::NewReceipt {
            guarantor: rows[0].guarantor,
            accounting_on: accounts::day("2026-03-16"),
            tenders: vec![Tender::Check {
                amount: cents(5_000),
                number: "1044".to_owned(),
            }],
            placed: Vec::new(),
        };
        let _receipt = office.take_payment(&paid).unwrap();
    });
    find(&mut window, "abern");
    window.press("Alt K");
    window.picture("receipt-credit");
    window.press("Ctrl Enter");
    let owed = window.office(|office| office.find_patients("abern", 1).unwrap()[0].patient_owes);
    assert_eq!(owed, cents(22_500));
}
