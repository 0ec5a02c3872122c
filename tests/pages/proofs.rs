//! The figures of a page, added up again from what can be read on it.

use proptest::prelude::*;

use pegboard::domain::money::Money;
use pegboard::pdf::font::Fonts;
use pegboard::pdf::sheet::Sheet;
use pegboard::pdf::statement::{Sides, sheets};
use pegboard::pdf::write::{Printer, Title};

use super::many::{self, Seed, cents};
use super::reading::{Row, rows, text_of};
use super::whitlock::{self, money};
use super::{pages, pdf, receipt_pages, recovery_groups, recovery_sheet};

/// Asserts that each piece can be read, runs of spaces counting as one.
fn reads(text: &str, pieces: &[&str]) {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    for piece in pieces {
        assert!(text.contains(piece), "cannot read \"{piece}\" in {text}");
    }
}

fn total(rows: &[Row], column: usize) -> Money {
    Money::sum(
        rows.iter()
            .filter(|row| row.is_service())
            .map(|row| row.amounts[column]),
    )
    .unwrap()
}

#[test]
fn the_whitlock_statement_proves_every_figure() {
    let (_, sheets) = pages(whitlock::account());
    let Some(text) = text_of(&pdf(&sheets)) else {
        return;
    };
    reads(
        &text,
        &[
            "Please pay by December 14, 2026",
            "On your last statement, 10/20/2026 85.00",
            "You paid on 11/02/2026. Thank you. (45.00)",
            "New: your share of 3 visits in October 187.60",
            "Why you owe $227.60",
            "Deductible 149.00",
            "Coinsurance 23.60",
            "Copay 30.00",
            "Not covered 25.00",
            "Carried to page 2 560.00 (179.20) (221.60) (30.00) 129.20 Owen’s visits: page 2",
            "Still with your insurance: $323.00.",
            "0010447 26112003 00022760 8",
            "Brought from page 1 560.00 (179.20) (221.60) (30.00) 129.20 Dana’s visits, 10/06 and 10/27",
            "Total, all visits 925.00 (254.80) (367.60) (75.00) 227.60 Amount due, $227.60",
            "Waiting for Northfield Mutual 323.00",
            "$45.00 of it since 10/20/2026 75.00",
            "187.60 – 40.00 – – $227.60",
            "Control: 9 lines, 925.00 − 254.80 − 367.60 − 75.00 = 227.60.",
            "Account ledger 550.60 = due 227.60 + with insurance 323.00.",
            "DANA WHITLOCK",
            "FAIRHOLLOW OH 43099-1127",
            "PO BOX 8810",
            "code 2611-2003",
        ],
    );
    let rows = rows(&text);
    assert!(rows.iter().all(Row::holds), "{rows:?}");
    assert_eq!(rows.iter().filter(|row| row.is_service()).count(), 9);
    assert_eq!(total(&rows, 4), money("227.60"));
    assert_eq!(total(&rows, 3), money("-75.00"));
}

#[test]
fn the_whitlock_reasons_are_told_in_words() {
    let (_, sheets) = pages(whitlock::account());
    let Some(text) = text_of(&pdf(&sheets)) else {
        return;
    };
    let told: Vec<String> = rows(&text)
        .into_iter()
        .filter(Row::is_service)
        .map(|row| row.why)
        .collect();
    assert_eq!(
        told,
        [
            "Copay, paid at the visit",
            "Deductible",
            "Deductible",
            "Deductible 62.00 + 20% of 86.00",
            "Coinsurance, 20% of $15.00",
            "Deductible 85.00, you paid 45.00",
            "Copay",
            "Coinsurance, 20% of $17.00",
            "Not covered by your plan",
        ]
    );
}

#[test]
fn the_receipt_proves_every_figure() {
    let Some(text) = text_of(&pdf(&receipt_pages())) else {
        return;
    };
    reads(
        &text,
        &[
            "No. R-004812 · 12/03/2026, 10:42 am",
            "$175.40",
            "145.40",
            "given 40.00, change 10.00",
            "Total 257.60 175.40 82.20",
            "Today’s copay first, then the oldest visit first. Nothing is left unapplied.",
            "$82.20",
            "Not counted here: $323.00 still with Northfield Mutual.",
            "Our tax ID: 00-1234567.",
            "entry 119 548",
        ],
    );
}

#[test]
fn the_recovery_key_reads_back_group_by_group() {
    let Some(text) = text_of(&pdf(&[recovery_sheet()])) else {
        return;
    };
    let groups = recovery_groups();
    let (upper, lower) = groups.split_at(4);
    reads(&text, &[&upper.join(" "), &lower.join(" ")]);
}

#[test]
fn one_line_and_nine_hundred_read_back_whole() {
    for count in [1, 900] {
        let (statement, sheets) = pages(many::account(&many::alike(count), 0, &[]));
        let Some(text) = text_of(&pdf(&sheets)) else {
            return;
        };
        let rows = rows(&text);
        let services: Vec<_> = rows.iter().filter(|row| row.is_service()).collect();
        assert_eq!(services.len(), usize::from(count));
        for line in &statement.account().lines {
            let found = services
                .iter()
                .find(|row| row.label == line.description)
                .unwrap_or_else(|| panic!("{} is missing", line.description));
            assert_eq!(
                found.amounts,
                [
                    line.charge,
                    line.insurance_paid.negated(),
                    line.discount.negated(),
                    line.patient_paid.negated(),
                    line.owed
                ]
            );
        }
        assert_eq!(total(&rows, 4), statement.amount_due());
        let control = format!(
            "{} {}, {}",
            count,
            if count == 1 { "line" } else { "lines" },
            statement.totals().charge
        );
        reads(&text, &[&control]);
    }
}

#[test]
fn what_is_carried_is_brought() {
    let (_, sheets) = pages(many::account(&many::alike(200), 0, &[]));
    let Some(text) = text_of(&pdf(&sheets)) else {
        return;
    };
    let mut carried: Option<Row> = None;
    let mut sum = Money::ZERO;
    for page in text.split('\u{c}') {
        for row in rows(page) {
            if row.label.starts_with("Brought from") {
                assert_eq!(Some(row.amounts), carried.take().map(|row| row.amounts));
            } else if row.label.starts_with("Carried to") {
                assert_eq!(row.amounts[4], sum);
                carried = Some(row);
            } else if row.is_service() {
                sum = sum.plus(row.amounts[4]).unwrap();
            }
        }
    }
    assert_eq!(carried, None, "the last page carries nothing on");
}

#[test]
fn credit_is_shown_and_taken_off() {
    let mut account = whitlock::account();
    account.unapplied = money("20.00");
    account.ledger = money("530.60");
    let (_, sheets) = pages(account);
    let Some(text) = text_of(&pdf(&sheets)) else {
        return;
    };
    reads(
        &text,
        &[
            "Your credit with us (20.00)",
            "Amount due $207.60",
            "Why you owe $207.60",
            "Credit (20.00)",
            "227.60",
            "Less credit 20.00 = 207.60.",
            "00020760",
        ],
    );
}

#[test]
fn more_credit_than_is_owed_asks_for_nothing() {
    let mut account = whitlock::account();
    account.unapplied = money("300.00");
    account.ledger = money("250.60");
    let (_, sheets) = pages(account);
    let Some(text) = text_of(&pdf(&sheets)) else {
        return;
    };
    reads(
        &text,
        &[
            "Nothing to pay. Thank you.",
            "$72.40 is left for later",
            "− credit left 72.40.",
            "00000000",
        ],
    );
    assert!(!text.contains("Please pay by 12/14/2026"));
}

#[test]
fn a_run_is_one_file_with_every_page_in_order() {
    let fonts = Fonts::load().unwrap();
    let mut printer = Printer::new(&fonts, Title::Statements, whitlock::day(11, 20));
    let mut expected = 0;
    for count in [1, 40, 7] {
        let account = many::account(&many::alike(count), 0, &[]);
        let statement = pegboard::domain::statement::Statement::build(account).unwrap();
        let sheets: Vec<Sheet> = sheets(&statement, &fonts, Sides::Both);
        expected += sheets.len().next_multiple_of(2);
        printer.add(&sheets).unwrap();
        printer.turn_to_front().unwrap();
        printer.turn_to_front().unwrap();
    }
    assert_eq!(printer.page_count(), expected);
    let mut bytes = Vec::new();
    printer.finish(&mut bytes).unwrap();
    let Some(text) = text_of(&bytes) else { return };
    let found: Vec<usize> = text
        .split('\u{c}')
        .map(|page| rows(page).iter().filter(|row| row.is_service()).count())
        .collect();
    assert_eq!(found.iter().sum::<usize>(), 48);
    assert_eq!(found.first(), Some(&1));
    for (page, text) in text.split('\u{c}').enumerate() {
        let is_first = text.contains("Statement of your account");
        assert!(!is_first || page % 2 == 0, "a statement starts on a back");
    }
}

fn seeds() -> impl Strategy<Value = Vec<Seed>> {
    let words = prop_oneof![
        "[A-Za-z]{1,12}( [a-z]{1,12}){0,5}",
        "[A-Za-z]{280,300}",
        Just("Lab · café, naïve – “quoted” 30 minutes".to_owned()),
    ];
    let money = || prop_oneof![Just(0_i64), 1..50_000_i64, 1..700_000_i64];
    let seed = (
        (0_u8..4, 0_u8..12, words, money(), money()),
        (money(), money(), money(), 0_u64..130),
    )
        .prop_map(
            |((patient, visit, words, share, second), (paid, insurance, discount, age))| Seed {
                patient,
                visit,
                words: words.trim().to_owned(),
                share,
                second,
                paid,
                insurance,
                discount,
                age: if age > 30 { age } else { 0 },
            },
        );
    proptest::collection::vec(seed, 0..40)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 20, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_account_reads_back_to_the_cent(
        seeds in seeds(),
        unapplied in prop_oneof![Just(0_i64), 0..100_000_i64],
        pending in proptest::collection::vec(1..90_000_i64, 0..30),
    ) {
        let (statement, sheets) = pages(many::account(&seeds, unapplied, &pending));
        super::layout::nothing_touches(&sheets);
        let Some(text) = text_of(&pdf(&sheets)) else { return Ok(()) };
        let rows = rows(&text);
        prop_assert!(rows.iter().all(Row::holds));
        let services = rows.iter().filter(|row| row.is_service()).count();
        prop_assert_eq!(services, seeds.len());
        let totals = statement.totals();
        prop_assert_eq!(total(&rows, 0), totals.charge);
        prop_assert_eq!(total(&rows, 1), totals.insurance_paid.negated());
        prop_assert_eq!(total(&rows, 2), totals.discount.negated());
        prop_assert_eq!(total(&rows, 3), totals.patient_paid.negated());
        prop_assert_eq!(total(&rows, 4), totals.owed);
        prop_assert!(text.contains(&statement.scan_line().to_string()));
        prop_assert_eq!(cents(unapplied).plus(statement.amount_due()).unwrap(),
            statement.totals().owed.plus(statement.credit_left()).unwrap());
    }
}
