//! Money to the bank from the command line, in the demo practice, which goes there every Friday.

use std::fs;

use pegboard::demo;
use serde_json::{Value, json};

use super::{Desk, rows, text};
use crate::pages::reading;

fn list<'a>(document: &'a Value, field: &str) -> &'a Vec<Value> {
    document[field].as_array().unwrap()
}

#[test]
fn the_demo_goes_to_the_bank_and_its_months_tie_out() {
    let mut desk = Desk::new(demo::PASSPHRASE);
    let made = desk
        .json(&["demo", "practice", "--size", "tiny", "--no-window"])
        .done();
    desk.book = Some(desk.at(text(&made, "book")));

    let told = desk.json(&["deposits"]).done();
    assert_eq!(told["holds"], json!(true), "{told}");
    let deposits = list(&told, "deposits");
    assert!(deposits.len() > 50, "{}", deposits.len());
    let slip = deposits.iter().find(|one| one["kind"] == "slip").unwrap();
    let printed = desk
        .json(&["slip", text(slip, "deposit"), "slip.pdf"])
        .done();
    assert_eq!(printed["file"], "slip.pdf");
    let pdf = fs::read(desk.at("slip.pdf")).unwrap();
    reading::check(&pdf);
    if let Some(words) = reading::text_of(&pdf) {
        for wanted in [text(slip, "deposit"), "4417", "Total deposit"] {
            assert!(words.contains(wanted), "{wanted}: {words}");
        }
    }

    let lines = desk.json(&["bank", "lines"]).done();
    let matched = |line: &&Value| line["standing"] == "matched";
    assert!(rows(&lines).iter().any(|line| matched(&line)), "{lines}");
    let board = desk.json(&["bank", "matches"]).done();
    assert!(!list(&board, "in_the_bank_not_in_the_book").is_empty());
    let sure = desk.json(&["bank", "matches", "--accept-sure"]).done();
    assert!(list(&sure, "accepted").len() <= list(&board, "suggestions").len());

    let month = pegboard::office::Clock::System.today();
    for back in 0..3 {
        let month = month
            .checked_sub_months(chrono::Months::new(back))
            .unwrap()
            .format("%Y-%m")
            .to_string();
        let said = desk
            .json(&["reconcile", "--month", &month, "--csv", "month.csv"])
            .done();
        assert_eq!(said["holds"], json!(true), "{said}");
        assert_eq!(said["month"], json!(month));
        let counted: usize = list(&said, "sections")
            .iter()
            .map(|section| list(section, "rows").len())
            .sum();
        let csv = fs::read_to_string(desk.at("month.csv")).unwrap();
        assert_eq!(csv.lines().count(), counted + 1);
    }
    let verified = desk.json(&["verify"]).done();
    assert_eq!(verified["holds"], json!(true), "{verified}");
}

#[test]
fn what_cannot_be_read_of_a_bank_is_refused_in_a_sentence() {
    let mut desk = Desk::new(demo::PASSPHRASE);
    let made = desk
        .json(&["demo", "practice", "--size", "tiny", "--no-window"])
        .done();
    desk.book = Some(desk.at(text(&made, "book")));
    for (bytes, words) in [
        (b"hello".as_slice(), "which columns hold the day"),
        (b"<OFX><STMTTRN><TRNAMT>5", "cut off"),
        (b"PK\x03\x04", "workbook"),
    ] {
        fs::write(desk.at("bank.txt"), bytes).unwrap();
        let said = desk.json(&["import", "bank", "bank.txt"]).refused();
        assert!(said.contains(words), "{said}");
    }
    fs::write(desk.at("odd.csv"), "a;b;c\nCOUNTER;12,50;03.11.2026\n").unwrap();
    let columns = "day=3,credit=2,debit=1,words=1,order=dmy,separator=semicolon";
    let odd = ["import", "bank", "odd.csv", "--columns", columns];
    assert_eq!(desk.json(&odd).status, 1, "COUNTER is no amount");
    let columns = "day=3,amount=2,words=1,order=dmy,separator=semicolon";
    let right = ["import", "bank", "odd.csv", "--columns", columns];
    assert_eq!(desk.json(&right).done()["taken"], json!(1));
    assert_eq!(desk.json(&right).done()["known"], json!(1));
    let nothing = desk.json(&["deposit", "--item", "R-999999/1"]).refused();
    assert!(nothing.contains("does not wait"), "{nothing}");
}
