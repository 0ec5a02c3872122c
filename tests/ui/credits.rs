//! Refunds, credit, returned checks, discounts and the sliding scale in the window.

use pegboard::domain::discount::{Discount, NewHardship, Scale};
use pegboard::domain::payment::{NewReceipt, Tender};
use pegboard::domain::returned::NewReturn;
use pegboard::office::Office;
use pegboard::ui::place::{ChartTab, DepositsTab, Place, Section};

use super::accounts::{cents, day, fill, guarantor, patient, visit};
use super::harness::Window;

/// Somebody without insurance who owes for two visits, paid ahead, and whose check came back; another with credit.
fn prepared(office: &mut Office) {
    let known = fill(office);
    let ada = patient(office, "Lindqvist", "Ada");
    let services = [("99213", "Office visit, established", 13_000)];
    let _claim = visit(office, &known, ada, "2026-03-02", &services);
    let _claim = visit(office, &known, ada, "2026-03-09", &services);
    for (who, amount, number) in [(ada, 6_000, "1042"), (known.dana, 4_550, "2210")] {
        let account = guarantor(office, who);
        let paid = NewReceipt {
            guarantor: account,
            accounting_on: day("2026-03-10"),
            tenders: vec![Tender::Check {
                amount: cents(amount),
                number: number.to_owned(),
            }],
            placed: Vec::new(),
        };
        let receipt = office.take_payment(&paid).unwrap();
        if who == ada {
            let back = NewReturn {
                receipt,
                tender: 1,
                on: day("2026-03-12"),
                fee: cents(3_000),
                why: "not enough funds".to_owned(),
            };
            let _id = office.return_check(&back).unwrap();
        }
    }
}

fn window() -> Window {
    Window::in_book(prepared)
}

#[test]
fn a_refund_is_asked_for_approved_and_paid_by_keys() {
    let mut window = window();
    window.click("Payments");
    window.press("8");
    assert_eq!(*window.place(), Place::Deposits(DepositsTab::Refunds));
    assert!(window.sees("No refunds yet"));
    window.press("Right");
    assert!(window.sees("The guarantor’s"));
    window.picture("refunds-credit");
    window.press("R");
    window.types("asked for it at the desk");
    window.press("Enter");
    window.press("Left");
    assert!(window.sees("RF-00001"));
    window.press("A");
    window.press("Tab");
    window.press("Enter");
    assert!(window.sees("To pay"));
    window.press("P");
    window.types("501");
    window.press("Enter");
    assert!(window.sees("501"));
    window.picture("refunds-paid");
    let paid = window.office(|office| office.refunds(None, 5).unwrap());
    assert_eq!(paid[0].check().unwrap().number, "501");
    window.press("Right");
    window.press("Right");
    assert!(window.sees("1042"));
    window.picture("refunds-returned");
}

#[test]
fn the_scale_is_kept_in_settings_and_help_comes_off_on_the_card() {
    let mut window = window();
    window.office(|office| {
        let _version = office.set_scale(&Scale::usual(), "the first one").unwrap();
        let account = office.find_patients("lind", 1).unwrap()[0].guarantor;
        let _grant = office
            .grant_hardship(&NewHardship {
                guarantor: account,
                household: 2,
                income: cents(2_500_000),
                from: day("2026-01-01"),
                to: day("2026-12-31"),
                why: "two pay slips".to_owned(),
            })
            .unwrap();
    });
    let ada = window.office(|office| office.find_patients("lind", 1).unwrap()[0].id);
    window.press("Alt 2");
    window.types("lind");
    window.press("Enter");
    assert_eq!(*window.place(), Place::Chart(ada, ChartTab::Ledger));
    assert!(window.sees("Returned check fee"));
    window.press("D");
    assert!(window.sees("Hardship discount"));
    window.picture("chart-discount");
    window.press("Ctrl Enter");
    window.picture("chart-discounted");
    let left = window.office(|office| {
        let account = office.find_patients("lind", 1).unwrap()[0].guarantor;
        office
            .preview_discount(account, Discount::Hardship)
            .unwrap()
    });
    assert!(left.lines.is_empty());
}

#[test]
fn the_terms_and_the_scale_are_written_under_settings() {
    let mut window = window();
    window.press("Alt 9");
    window.click(Section::Help.words());
    assert_eq!(*window.place(), Place::Settings(Section::Help));
    assert!(window.sees("Sliding scale"));
    window.picture("settings-help");
}
