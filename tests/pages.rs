//! Printed pages, read back: what is on the paper is what is in the book, to the cent and to the millimetre.

mod agreed;

pub mod layout;

mod many;

mod proofs;

pub mod reading;

mod whitlock;

use std::path::Path;

use pegboard::domain::receipt::Receipt;
use pegboard::domain::statement::{Account, Statement};
use pegboard::pdf::font::Fonts;
use pegboard::pdf::recovery::RecoverySheet;
use pegboard::pdf::sheet::Sheet;
use pegboard::pdf::statement::{Sides, sheets};
use pegboard::pdf::write::{Title, document};
use pegboard::pdf::{receipt, recovery};

/// What a practice says that asks the third time.
const ASKED_AGAIN: &str = "This is our third request. If you cannot pay all of it at once, call us and we agree on parts.";

fn pages(account: Account) -> (Statement, Vec<Sheet>) {
    let statement = Statement::build(account).unwrap();
    let pages = sheets(&statement, &Fonts::load().unwrap(), Sides::Both);
    (statement, pages)
}

/// One visit of two lines, asked for the first time: what most people get.
fn short() -> Account {
    let mut account = whitlock::account();
    account.lines.retain(|line| line.visit == 103);
    account.payments.clear();
    account.pending.clear();
    account.previous = None;
    account.note = None;
    account.ledger = whitlock::money("82.20");
    account
}

fn pdf(pages: &[Sheet]) -> Vec<u8> {
    let fonts = Fonts::load().unwrap();
    document(&fonts, Title::Statement, whitlock::day(11, 20), pages).unwrap()
}

fn recovery_groups() -> Vec<String> {
    [
        "7K2M9", "X4QTA", "0B1ZN", "H8WCR", "D3FGJ", "5PSVY", "6E2TK", "MN40Q",
    ]
    .map(String::from)
    .to_vec()
}

fn recovery_sheet() -> Sheet {
    let groups = recovery_groups();
    let recovery = RecoverySheet {
        book: "Larkspur Family Medicine",
        made_on: whitlock::day(11, 20),
        groups: &groups,
    };
    recovery::sheet(&recovery, &Fonts::load().unwrap())
}

fn receipt_pages() -> Vec<Sheet> {
    let receipt = Receipt::build(whitlock::taking()).unwrap();
    receipt::sheets(&receipt, &Fonts::load().unwrap())
}

/// Compares with the kept text, or keeps it when `UPDATE_GOLDEN` is set. A missing text fails.
fn golden(name: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/pages")
        .join(name);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&path, text).unwrap();
        return;
    }
    let kept = std::fs::read_to_string(&path)
        .unwrap_or_else(|why| panic!("{name}: {why}; keep it with UPDATE_GOLDEN=1"));
    for (number, (is, was)) in (1..).zip(text.lines().zip(kept.lines())) {
        assert_eq!(is, was, "{name}:{number} has changed");
    }
    assert_eq!(text.lines().count(), kept.lines().count(), "{name}");
}

fn told(pages: &[Sheet]) -> String {
    pages.iter().map(Sheet::to_string).collect()
}

#[test]
fn pages_stay_where_they_were_put() {
    let (_, both) = pages(whitlock::account());
    golden("statement.txt", &told(&both));
    let (_, one) = pages(short());
    assert_eq!(one.len(), 1, "a short statement keeps to one page");
    golden("statement-short.txt", &told(&one));
    golden("receipt.txt", &told(&receipt_pages()));
    golden("recovery.txt", &told(&[recovery_sheet()]));
    golden("plan.txt", &told(&agreed::plan_pages()));
    golden("estimate.txt", &told(&agreed::estimate_pages(0)));
}

#[test]
fn equal_accounts_give_equal_bytes() {
    let print = || pdf(&pages(whitlock::account()).1);
    assert_eq!(print(), print());
}

#[test]
fn another_program_finds_the_files_sound() {
    for sheets in [
        pages(whitlock::account()).1,
        pages(many::account(&many::alike(90), 0, &[])).1,
        receipt_pages(),
        vec![recovery_sheet()],
        agreed::plan_pages(),
        agreed::long_plan_pages(),
        agreed::estimate_pages(40),
    ] {
        reading::check(&pdf(&sheets));
    }
}

/// Writes pages to look at: `cargo test pages_to_look_at -- --ignored`, then open them in `target/tmp`.
#[test]
#[ignore = "writes files to look at"]
fn pages_to_look_at() {
    let mut credit = whitlock::account();
    credit.unapplied = whitlock::money("300.00");
    credit.ledger = whitlock::money("250.60");
    for (name, sheets) in [
        ("statement", pages(whitlock::account()).1),
        ("short", pages(short()).1),
        ("credit", pages(credit).1),
        ("reminded", pages(layout::reminded(ASKED_AGAIN)).1),
        ("stretched", pages(layout::stretched()).1),
        ("many", pages(many::account(&many::alike(900), 0, &[])).1),
        ("receipt", receipt_pages()),
        ("recovery", vec![recovery_sheet()]),
        ("plan", agreed::plan_pages()),
        ("plan-long", agreed::long_plan_pages()),
        ("estimate", agreed::estimate_pages(0)),
        ("estimate-long", agreed::estimate_pages(30)),
    ] {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}.pdf"));
        std::fs::write(path, pdf(&sheets)).unwrap();
    }
}
