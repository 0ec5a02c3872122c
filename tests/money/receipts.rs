//! Money from guarantors: taken, placed, printed and taken back.

use pegboard::domain::ledger::Owner;
use pegboard::domain::payment::{Placement, Tender, oldest_first};
use pegboard::office::{MoneyRefusal, OfficeError, Refusal};

use super::practice::{Bench, cash, check, day, m};

#[test]
fn a_payment_goes_oldest_first_and_the_rest_waits_as_credit() {
    let mut bench = Bench::open();
    let otis = bench.patient("Otis", None);
    let newer = bench.visit(otis, day(3, 12), &["50.00"]);
    let older = bench.visit(otis, day(3, 2), &["40.00", "30.00"]);
    let open = bench.office.open_items(otis.guarantor).unwrap();
    assert_eq!(open[0].line, older.lines[0]);
    let (placed, left) = oldest_first(&open, m("150")).unwrap();
    assert_eq!(left, m("30"));
    let mut receipt = bench.receipt(otis, vec![check(m("100"), "1187"), cash(m("50"))], &[]);
    receipt.placed = placed;
    let id = bench.office.take_payment(&receipt).unwrap();
    assert_eq!(bench.credit(otis), "30.00");
    assert_eq!(bench.owes(otis, newer.lines[0]).1, "0.00");
    let row = &bench.office.receipts(Some(otis.guarantor), 5).unwrap()[0];
    assert_eq!((row.id, row.amount, row.tenders.len()), (id, m("150"), 2));
    let later = bench.visit(otis, day(3, 15), &["45.00"]);
    let placing = [Placement {
        line: later.lines[0],
        amount: m("30"),
    }];
    let placed = bench.office.place_credit(otis.guarantor, &placing).unwrap();
    assert_eq!(
        (bench.credit(otis), bench.owes(otis, later.lines[0]).1),
        ("0.00".into(), "15.00".into())
    );
    assert!(
        bench.office.place_credit(otis.guarantor, &placing).is_err(),
        "it is used up"
    );

    let refused = bench.office.take_back_receipt(id, "bounced").unwrap_err();
    assert!(
        matches!(
            refused,
            OfficeError::Refused(Refusal::Money(MoneyRefusal::CreditPlaced { placed })) if placed == m("30")
        ),
        "{refused:?}"
    );
    let _back = bench.office.reverse(placed, "bounced").unwrap();
    bench.office.take_back_receipt(id, "bounced").unwrap();
    assert_eq!(bench.credit(otis), "0.00");
    assert_eq!(bench.owes(otis, older.lines[0]).1, "40.00");
    assert!(bench.office.receipts(None, 5).unwrap()[0].is_reversed);
    assert!(bench.office.take_back_receipt(id, "again").is_err());
    bench.must_hold();
}

#[test]
fn nothing_is_placed_where_it_is_not_owed() {
    let mut bench = Bench::open();
    let otis = bench.patient("Otis", None);
    let dana = bench.patient("Dana", None);
    let his = bench.visit(otis, day(3, 2), &["40.00"]);
    let hers = bench.visit(dana, day(3, 2), &["40.00"]);
    let figures = bench.office.book_figures().unwrap();
    let mut said = Vec::new();
    for (amount, line, part) in [
        ("50", his.lines[0], "40.01"),
        ("50", hers.lines[0], "10"),
        ("20", his.lines[0], "30"),
        ("20", his.lines[0], "0"),
    ] {
        said.push(
            bench
                .pay(otis, amount, &[(line, part)])
                .unwrap_err()
                .to_string(),
        );
    }
    assert_eq!(
        said,
        [
            "40.01 is more than the 40.00 owed".to_owned(),
            format!("service {} is not on this account", hers.lines[0]),
            "30.00 is more than the 20.00 owed".to_owned(),
            "the amount must be more than zero".to_owned(),
        ]
    );
    for (tenders, words) in [
        (vec![], "at least one amount"),
        (vec![cash(m("0"))], "at least one amount"),
        (
            vec![Tender::Cash {
                amount: m("20"),
                given: m("10"),
            }],
            "10.00 in cash was given for 20.00",
        ),
        (vec![check(m("20"), " ")], "number of the check is missing"),
        (
            vec![Tender::Card {
                amount: m("20"),
                reference: "4111 1111 1111 1111".into(),
            }],
            "whole card number",
        ),
    ] {
        let receipt = bench.receipt(otis, tenders, &[]);
        let said = bench.office.take_payment(&receipt).unwrap_err().to_string();
        assert!(said.contains(words), "{said}");
    }
    assert_eq!(bench.office.book_figures().unwrap(), figures);
    assert!(bench.office.receipts(None, 5).unwrap().is_empty());
    bench.must_hold();
}

/// The payer counted on the copay, so when its check bounces the guarantor owes it, not the payer.
#[test]
fn a_copay_that_bounces_after_the_answer_is_the_guarantors() {
    let mut bench = Bench::open();
    let dana = bench.patient("Dana", Some(bench.meridian));
    let seen = bench.visit(dana, day(3, 10), &["185.00"]);
    let copay = bench.pay(dana, "25", &[(seen.lines[0], "25")]).unwrap();
    let line = Bench::says(&seen, 0, "185", "100", &["CO-45 60", "PR-3 25"]);
    let _eob = bench.post("1", vec![line]);
    assert_eq!(
        bench.owes(dana, seen.lines[0]),
        ("0.00".into(), "0.00".into())
    );
    bench.office.take_back_receipt(copay, "bounced").unwrap();
    assert_eq!(
        bench.owes(dana, seen.lines[0]),
        ("0.00".into(), "25.00".into())
    );
    assert_eq!(
        bench.office.why(seen.lines[0]).unwrap().because,
        "PR-3, copay. Meridian Health allowed 125.00"
    );
    let early = bench.visit(dana, day(3, 11), &["90.00"]);
    let copay = bench.pay(dana, "25", &[(early.lines[0], "25")]).unwrap();
    bench.office.take_back_receipt(copay, "bounced").unwrap();
    assert_eq!(
        bench.owes(dana, early.lines[0]),
        ("90.00".into(), "0.00".into())
    );
    bench.must_hold();
}

#[test]
fn a_copay_too_high_stays_the_guarantors_own_money() {
    let mut bench = Bench::open();
    let dana = bench.patient("Dana", Some(bench.meridian));
    let seen = bench.visit(dana, day(3, 10), &["100.00"]);
    let _copay = bench.pay(dana, "25", &[(seen.lines[0], "25")]).unwrap();
    let line = Bench::says(&seen, 0, "100", "60", &["CO-45 20", "PR-3 20"]);
    let _eob = bench.post("1", vec![line]);
    assert_eq!(
        bench.owes(dana, seen.lines[0]),
        ("0.00".into(), "-5.00".into())
    );
    assert_eq!(
        bench.office.why(seen.lines[0]).unwrap().because,
        "more was paid than the patient's share. Meridian Health allowed 80.00"
    );
    let insurer = Owner::Insurer(dana.policy.unwrap());
    assert!(
        bench
            .office
            .transfer(seen.lines[0], insurer, Owner::Guarantor, m("5"), "x")
            .is_err(),
        "the payer owes nothing"
    );
    bench.must_hold();
}

#[test]
fn a_receipt_is_printed_once_as_the_account_stood_then() {
    let mut bench = Bench::open();
    let otis = bench.patient("Otis", Some(bench.meridian));
    let ada = bench.patient("Ada", None);
    let old = bench.visit(ada, day(3, 2), &["40.00"]);
    let _new = bench.visit(ada, day(3, 12), &["82.20"]);
    let seen = bench.visit(otis, day(3, 20), &["185.00"]);
    let copay = bench.pay(otis, "30", &[(seen.lines[0], "30")]).unwrap();
    let paid = bench.pay(ada, "45", &[(old.lines[0], "40")]).unwrap();
    let _more = bench.visit(ada, day(3, 13), &["500.00"]);
    let read = |bench: &mut Bench, receipt| {
        let pdf = bench.office.receipt_pdf(receipt).unwrap();
        crate::pages::reading::text_of(&pdf).unwrap_or_default()
    };
    let (first, second) = (read(&mut bench, copay), read(&mut bench, paid));
    if !first.is_empty() {
        let told = |text: &str, words: &[&str]| {
            for word in words {
                assert!(text.contains(word), "no {word} in {text}");
            }
        };
        told(
            &first,
            &["R-000001", "$30.00", "Today: copay for the visit", "155.00"],
        );
        told(&second, &["R-000002", "40.00", "82.20", "5.00"]);
        assert!(!second.contains("500.00"), "a later visit is not on it");
    }
    for receipt in [copay, paid] {
        let first = bench.office.receipt_pdf(receipt).unwrap();
        assert!(first.starts_with(b"%PDF-"));
        bench.go_to(day(3, 25));
        assert_eq!(bench.office.receipt_pdf(receipt).unwrap(), first);
    }
    bench.office.take_back_receipt(paid, "bounced").unwrap();
    assert!(bench.office.receipt_pdf(paid).is_ok(), "it was handed out");
    let never = bench.pay(ada, "5", &[]).unwrap();
    bench.office.take_back_receipt(never, "a slip").unwrap();
    assert!(bench.office.receipt_pdf(never).is_err());
    bench.must_hold();
}

#[test]
fn a_receipt_shows_what_it_was_placed_on() {
    let mut bench = Bench::open();
    let otis = bench.patient("Otis", None);
    let ada = bench.child("Ada", otis, None);
    let first = bench.visit(otis, day(3, 2), &["40.00", "30.00"]);
    let second = bench.visit(ada, day(3, 5), &["50.00"]);
    let placed = [
        (second.lines[0], "20"),
        (first.lines[0], "40"),
        (first.lines[1], "5"),
    ];
    let id = bench.pay(otis, "80", &placed).unwrap();
    let detail = bench.office.receipt(id).unwrap();
    let parts: Vec<_> = detail
        .placed
        .iter()
        .map(|part| {
            let name = part.patient_first.as_str();
            (part.line, name, part.service_on, part.amount)
        })
        .collect();
    assert_eq!(
        parts,
        [
            (first.lines[0], "Otis", day(3, 2), m("40")),
            (first.lines[1], "Otis", day(3, 2), m("5")),
            (second.lines[0], "Ada", day(3, 5), m("20")),
        ]
    );
    assert_eq!((detail.row.amount, detail.credit), (m("80"), m("15")));
    // It stays what it was, even taken back.
    bench.office.take_back_receipt(id, "bounced").unwrap();
    let after = bench.office.receipt(id).unwrap();
    assert_eq!(after.placed, detail.placed);
    assert!(after.row.is_reversed);
    let unknown = bench
        .office
        .receipt(pegboard::domain::id::ReceiptId::new(99));
    assert!(matches!(
        unknown,
        Err(OfficeError::Refused(Refusal::NotThere { .. }))
    ));
}

#[test]
fn a_copay_counts_as_placed_on_its_service() {
    let mut bench = Bench::open();
    let meridian = bench.meridian;
    let dana = bench.patient("Dana", Some(meridian));
    let seen = bench.visit(dana, day(3, 10), &["185.00"]);
    let id = bench.pay(dana, "25", &[(seen.lines[0], "25")]).unwrap();
    let detail = bench.office.receipt(id).unwrap();
    assert_eq!(detail.placed.len(), 1);
    assert_eq!((detail.placed[0].amount, detail.credit), (m("25"), m("0")));
}
