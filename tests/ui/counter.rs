//! The desk in the window: who is seen today and what is due, where the money goes, what is paid later, credit by one
//! key, and a statement's scan line.

use pegboard::domain::id::GuarantorId;
use pegboard::domain::pay_later::{Means, NewPayLater};
use pegboard::domain::payment::{NewReceipt, Tender};
use pegboard::domain::statement::{AccountNumber, ScanLine, StatementNumber};
use pegboard::office::{Office, quietly};
use pegboard::ui::place::{ChartTab, Place};

use super::accounts::{self, Known, cents, day, fill, guarantor, patient, visit};
use super::harness::Window;

const OFFICE_VISIT: [(&str, &str, i64); 1] = [("99214", "Office visit, established", 18_500)];

/// Dana is seen today with a copay, Otis is expected and his services are not entered; Wren owes for two visits.
fn prepared(office: &mut Office) -> (Known, GuarantorId) {
    let known = fill(office);
    let _today = visit(office, &known, known.dana, "2026-03-17", &OFFICE_VISIT);
    let _coming = visit(office, &known, known.otis, "2026-03-17", &[]);
    let wren = patient(office, "Abernathy", "Wren");
    let first = [("99213", "Office visit", 13_000)];
    let second = [
        ("36415", "Blood draw", 1_500),
        ("99213", "Office visit", 13_000),
    ];
    let _old = visit(office, &known, wren, "2026-01-08", &first);
    let _new = visit(office, &known, wren, "2026-02-19", &second);
    let who = guarantor(office, wren);
    (known, who)
}

fn window() -> (Window, Known, GuarantorId) {
    let mut known = None;
    let window = Window::in_book(|office| known = Some(prepared(office)));
    let (known, wren) = known.unwrap();
    (window, known, wren)
}

fn find(window: &mut Window, name: &str) {
    window.click("Payments");
    window.press("P");
    window.types(name);
    window.press("Enter");
}

#[test]
fn those_seen_today_stand_there_with_what_is_due() {
    let (mut window, known, _) = window();
    window.click("Payments");
    window.press("P");
    assert!(window.sees("Seen today, and what is due"));
    window.picture("counter-today");
    window.press("Down");
    window.press("Enter");
    let dana = window.office(move |office| guarantor(office, known.dana));
    assert_eq!(*window.place(), Place::TakePayment(Some(dana)));
    assert!(window.sees("Copay today"));
}

#[test]
fn a_copay_is_taken_before_the_services_are_entered() {
    let (mut window, known, _) = window();
    find(&mut window, "ferr");
    assert!(window.sees("Copay for the visit"));
    window.picture("counter-ahead");
    window.press("Tab");
    window.types("Visa 4417 062915");
    window.press("Ctrl Enter");
    assert!(window.sees("Receipt R-000001"));
    window.picture("counter-ahead-done");
    let credit = window.office(move |office| office.chart(known.otis).unwrap().unapplied);
    assert_eq!(credit, cents(2_500));
}

#[test]
fn a_visit_is_paid_first_by_one_key_and_services_by_hand() {
    let (mut window, _, _) = window();
    find(&mut window, "abern");
    window.types("100");
    window.press("Alt V");
    window.press("Alt V");
    assert!(window.sees("02/19/2026 Wren"));
    window.picture("counter-visit-first");
    window.press("Alt O");
    assert!(window.sees("Oldest first"));
    window.press("Alt V");
    window.press("Alt V");
    window.press("Tab");
    window.types("Visa 4417");
    window.press("Ctrl Enter");
    let open = window.office(|office| {
        let row = office.find_patients("abern", 1).unwrap().remove(0);
        let items = office.open_items(row.guarantor).unwrap();
        items
            .iter()
            .map(|item| item.patient_owes.cents())
            .collect::<Vec<_>>()
    });
    assert_eq!(open.iter().sum::<i64>(), 17_500);
    assert_eq!(open[0], 13_000, "the older visit was left alone");
}

#[test]
fn the_rest_is_promised_by_a_day() {
    let (mut window, _, wren) = window();
    find(&mut window, "abern");
    window.types("75");
    window.press("Tab");
    window.types("Visa 4417 062915");
    window.press("Alt L");
    window.press("Tab");
    window.press("Tab");
    window.types("03/31/2026");
    window.press("Tab");
    window.picture("counter-later");
    window.press("Ctrl Enter");
    assert!(window.sees("Receipt R-000001"));
    window.picture("counter-later-done");
    let rows = window.office(move |office| office.pay_laters_of(wren).unwrap());
    assert_eq!(rows[0].later.what.amount, cents(20_000));
    assert_eq!(rows[0].later.what.due_on, day("2026-03-31"));
    assert_eq!(
        rows[0].left,
        cents(20_000),
        "what was paid with it keeps nothing"
    );
}

#[test]
fn a_check_for_a_later_day_is_held_without_any_payment() {
    let (mut window, _, wren) = window();
    find(&mut window, "abern");
    window.press("Alt L");
    window.types("check");
    window.press("Tab");
    window.press("Tab");
    window.types("03/31/2026");
    window.press("Tab");
    window.types("1044");
    window.press("Tab");
    window.picture("counter-held");
    window.press("Ctrl Enter");
    assert!(window.sees("Agreed"), "{:?}", window.texts());
    let rows = window.office(move |office| office.pay_laters_of(wren).unwrap());
    assert!(matches!(&rows[0].later.what.means, Means::HeldCheck { number } if number == "1044"));
    assert!(window.office(|office| office.receipts(None, 1).unwrap().is_empty()));
}

#[test]
fn a_whole_card_number_does_not_even_stay_in_its_field() {
    let (mut window, _, _) = window();
    find(&mut window, "abern");
    window.types("20");
    window.press("Tab");
    window.types("4111111111111");
    assert!(window.reads("A whole card number was typed and not kept"));
    window.picture("counter-card");
    assert!(!window.reads("41111"));
    window.types("Visa 1111");
    assert!(!window.reads("A whole card number"));
}

/// The scan line of a statement just sent.
fn statement(office: &mut Office, wren: GuarantorId) -> ScanLine {
    let today = office.today();
    let _run = office.run_statements(None, today, &mut quietly).unwrap();
    let sent = office.statements(wren).unwrap().remove(0);
    let account = AccountNumber::new(u32::try_from(wren.get()).unwrap()).unwrap();
    let number = StatementNumber::new(sent.number.parse().unwrap()).unwrap();
    ScanLine::new(account, number, sent.amount).unwrap()
}

#[test]
fn a_scan_in_payments_opens_the_account_with_the_amount() {
    let (mut window, _, wren) = window();
    let scan = window.office(move |office| statement(office, wren));
    window.click("Payments");
    window.types(&scan.digits());
    window.picture("counter-scanning");
    window.press("Enter");
    assert_eq!(*window.place(), Place::PayStatement(scan));
    assert!(window.sees("Take $275.00"), "{:?}", window.texts());
    window.picture("counter-scanned");
    window.press("Tab");
    window.types("2210");
    window.press("Ctrl Enter");
    assert!(window.sees("Receipt R-000001"), "{:?}", window.texts());
    let owes = window.office(|office| office.find_patients("abern", 1).unwrap()[0].patient_owes);
    assert!(owes.is_zero());
}

#[test]
fn a_misread_scan_says_so_and_one_in_the_search_works_too() {
    let (mut window, _, wren) = window();
    let scan = window.office(move |office| statement(office, wren));
    window.click("Payments");
    let mut wrong = scan.digits();
    let last = wrong.pop().unwrap();
    wrong.push(if last == '9' { '0' } else { '9' });
    window.types(&wrong);
    window.press("Enter");
    assert!(window.reads("misread"), "{:?}", window.texts());
    window.picture("counter-misread");
    window.press("P");
    window.types(&scan.to_string());
    window.press("Enter");
    assert_eq!(*window.place(), Place::PayStatement(scan));
}

#[test]
fn credit_shows_where_the_patient_is_and_goes_by_one_key() {
    let (mut window, _, wren) = window();
    window.office(move |office| {
        let paid = NewReceipt {
            guarantor: wren,
            accounting_on: day("2026-03-16"),
            tenders: vec![Tender::Check {
                amount: cents(5_000),
                number: "1044".to_owned(),
            }],
            placed: Vec::new(),
        };
        let _receipt = office.take_payment(&paid).unwrap();
    });
    window.click("Payments");
    window.press("7");
    assert_eq!(*window.place(), Place::Credit);
    window.picture("waiting-credit");
    let wren = window.office(|office| office.find_patients("abern", 1).unwrap()[0].id);
    window.click("Patients");
    window.types("abern");
    window.press("Enter");
    assert_eq!(*window.place(), Place::Chart(wren, ChartTab::Ledger));
    assert!(window.sees("Credit"));
    window.picture("chart-credit");
    window.press("K");
    let chart = window.office(move |office| office.chart(wren).unwrap());
    assert!(chart.unapplied.is_zero());
    assert_eq!(chart.guarantor_owes, cents(22_500));
}

#[test]
fn a_held_check_is_taken_in_and_a_promise_called_off() {
    let (mut window, known, wren) = window();
    window.office(move |office| {
        let dana = guarantor(office, known.dana);
        let agreed = |guarantor, means, on| NewPayLater {
            guarantor,
            means,
            amount: cents(6_000),
            due_on: accounts::day(on),
            words: String::new(),
        };
        let number = "1044".to_owned();
        let held = agreed(wren, Means::HeldCheck { number }, "2026-03-18");
        let _held = office.agree_to_pay_later(&held).unwrap();
        let promised = agreed(dana, Means::Promise, "2026-03-17");
        let _promised = office.agree_to_pay_later(&promised).unwrap();
    });
    window.click("Payments");
    window.press("6");
    assert_eq!(*window.place(), Place::PaidLater);
    window.picture("waiting-later");
    window.press("U");
    window.types("it was a slip");
    window.press("Enter");
    let rows = window.office(|office| office.pay_laters().unwrap());
    assert_eq!(rows.len(), 1);
    window.press("T");
    assert!(window.sees("Held until 03/18/2026"), "{:?}", window.texts());
}
