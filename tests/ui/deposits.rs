//! Money to the bank: picked and deposited, matched with the bank's file, and a month that ties out.

use pegboard::domain::deposit::NewBank;
use pegboard::domain::payment::{NewReceipt, Tender};
use pegboard::office::Office;
use pegboard::ui::place::{DepositsTab, Place};

use super::accounts::{cents, day, fill};
use super::harness::Window;

const FILE: &str = "OFXHEADER:100\n<OFX><STMTRS><BANKACCTFROM><ACCTID>00994417</BANKACCTFROM><BANKTRANLIST>\n\
<STMTTRN><DTPOSTED>20260317<TRNAMT>75.50<FITID>A1<NAME>COUNTER DEPOSIT</STMTTRN>\n\
<STMTTRN><DTPOSTED>20260316<TRNAMT>-9.00<FITID>A3<NAME>MONTHLY FEE</STMTTRN>\n\
<STMTTRN><DTPOSTED>20260317<TRNAMT>40.00<FITID>A4<NAME>MERCHANT BANKCD</STMTTRN>\n\
</BANKTRANLIST></STMTRS></OFX>";

fn prepared(office: &mut Office) {
    let _known = fill(office);
    let guarantor = office.find_patients("whit", 1).unwrap()[0].guarantor;
    let tenders = [
        Tender::Cash {
            amount: cents(2_000),
            given: cents(2_000),
        },
        Tender::Check {
            amount: cents(5_550),
            number: "1187".to_owned(),
        },
        Tender::Card {
            amount: cents(4_000),
            reference: "Visa 1881, approval 204518".to_owned(),
        },
    ];
    for tender in tenders {
        let paid = NewReceipt {
            guarantor,
            accounting_on: day("2026-03-16"),
            tenders: vec![tender],
            placed: Vec::new(),
        };
        let _receipt = office.take_payment(&paid).unwrap();
    }
}

fn window(with_bank: bool) -> Window {
    let mut window = Window::in_book(move |office| {
        prepared(office);
        if with_bank {
            let what = NewBank {
                name: "First Cornfield, operating".to_owned(),
                last_four: "4417".to_owned(),
            };
            let _bank = office.add_bank(&what).unwrap();
        }
    });
    window.click("Payments");
    window.press("3");
    assert_eq!(*window.place(), Place::Deposits(DepositsTab::Drawer));
    window
}

#[test]
fn an_account_is_written_in_before_the_first_deposit() {
    let mut window = window(false);
    assert!(window.sees("Write it in"));
    window.picture("deposits-first");
    window.press("A");
    assert!(window.sees("Write the bank account in first."));
}

#[test]
fn paper_is_picked_deposited_and_found_at_the_bank() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("march.ofx");
    std::fs::write(&file, FILE).unwrap();
    let mut window = window(true);
    assert!(window.sees("3 payments"));
    window.press("Space");
    window.picture("deposits-one");
    window.press("A");
    assert!(window.sees("$75.50"));
    window.picture("deposits-picked");
    window.press("Ctrl Enter");
    window.press("M");
    assert!(window.sees("D-00001"));
    assert!(window.sees("Print again"));
    window.picture("deposits-made");

    window.press("4");
    assert_eq!(*window.place(), Place::Deposits(DepositsTab::Bank));
    window.picture("bank-empty");
    window.files.give(&file);
    window.press("I");
    assert!(window.sees("3 lines, 03/16/2026 to 03/17/2026"));
    window.picture("bank-file");
    window.press("Ctrl Enter");
    assert!(window.sees("MONTHLY FEE"));
    window.picture("bank-open");
    let figures = window.office(|office| office.book_figures().unwrap());
    window.press("Ctrl Enter");
    window.press("Tab");
    window.press("Enter");
    let after = window.office(|office| office.book_figures().unwrap());
    assert_eq!(
        after.entries,
        figures.entries + 1,
        "the deposit of the cards"
    );
    window.press("S");
    window.types("the bank's own fee");
    window.press("Enter");
    window.press("M");
    window.press("M");
    assert!(window.sees("Set aside"));
    window.picture("bank-settled");

    window.press("5");
    assert!(window.sees("March 2026"));
    window.picture("month");
    let month = window.office(|office| {
        let month = pegboard::domain::reconcile::Month::of(day("2026-03-17"));
        office.reconcile(month).unwrap()
    });
    assert!(month.holds, "{:?}", month.ties);
}

#[test]
fn a_csv_whose_columns_cannot_be_told_is_mapped_by_hand() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("odd.csv");
    std::fs::write(
        &file,
        "x;y;z\nCOUNTER DEPOSIT;7550;03/17/2026\nFEE;9;03/17/2026\n",
    )
    .unwrap();
    let mut window = window(true);
    window.press("4");
    window.files.give(&file);
    window.press("I");
    assert!(window.sees("Columns"));
    window.picture("bank-columns");
    window.press("Esc");
    assert!(!window.sees("Columns"));
}
