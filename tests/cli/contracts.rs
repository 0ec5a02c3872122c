//! Contracts, what is underpaid and why a balance is what it is, from the command line.

use pegboard::demo;
use pegboard::domain::money::Money;
use serde_json::Value;

use super::{Desk, text};

fn money(value: &Value) -> Money {
    value.as_str().unwrap().parse().unwrap()
}

#[test]
#[expect(
    clippy::too_many_lines,
    reason = "it is one story, told in the order in which it happens"
)]
fn contracts_are_loaded_and_what_is_paid_below_them_is_listed_and_printed() {
    let mut desk = Desk::new(demo::PASSPHRASE);
    let made = desk.json(&["demo", "practice", "--size", "tiny", "--no-window"]);
    desk.book = Some(desk.at(text(&made.done(), "book")));

    let whole = desk.json(&["why", "account:10"]).done();
    let parts = whole["parts"].as_array().unwrap();
    assert!(!parts.is_empty());
    let sum = Money::sum(parts.iter().map(|part| money(&part["amount"])));
    assert_eq!(sum.unwrap(), money(&whole["balance"]));
    assert!(parts.iter().all(|part| part["source"]["entry"].is_i64()));
    let sentence = desk.run(&["why", "account:11"]).one_sentence();
    assert_eq!(sentence, "there is no account 11");

    // Every payer agrees to the whole charge, which none of them allows.
    for payer in 1..=6 {
        let payer = payer.to_string();
        let args = [
            "contracts",
            "percent",
            "--payer",
            &payer,
            "--percent",
            "100",
            "--from",
            "2020-01-01",
            "--why",
            "a trial",
        ];
        let set = desk.json(&args).done();
        assert_eq!(set["became"], "100 % of the charge");
    }
    let contracts = desk.json(&["contracts"]).done();
    assert_eq!(contracts["contracts"].as_array().unwrap().len(), 6);
    let log = desk.json(&["contracts", "log", "--payer", "1"]).done();
    assert_eq!(log["changes"][0]["why"], "a trial");
    let expected = desk.json(&[
        "contracts",
        "expect",
        "99213",
        "--payer",
        "1",
        "--charge",
        "120.00",
    ]);
    assert_eq!(expected.done()["expected"], "120.00");

    let found = desk.json(&["underpaid", "--from", "2020-01-01"]).done();
    let lines = found["lines"].as_array().unwrap();
    assert!(!lines.is_empty());
    let missing = Money::sum(lines.iter().map(|line| money(&line["missing"])));
    assert_eq!(missing.unwrap(), money(&found["at_stake"]));
    let first = &lines[0];
    assert_eq!(
        money(&first["expected"])
            .minus(money(&first["allowed"]))
            .unwrap(),
        money(&first["missing"])
    );
    let (line, payer) = (first["line"].to_string(), first["payer"].to_string());
    let file = desk.at("underpaid.pdf").to_string_lossy().into_owned();
    let _printed = desk
        .json(&[
            "underpaid",
            "--from",
            "2020-01-01",
            "--payer",
            &payer,
            "--pdf",
            &file,
        ])
        .done();
    assert!(std::fs::read(&file).unwrap().starts_with(b"%PDF-"));
    let marked = desk.json(&[
        "underpaid",
        "mark",
        &line,
        "--payer",
        &payer,
        "--as",
        "disputed",
    ]);
    assert_eq!(marked.done()["marked"], 1);
    let args = ["underpaid", "--from", "2020-01-01", "--state", "disputed"];
    let disputed = desk.json(&args).done();
    assert_eq!(disputed["lines"].as_array().unwrap().len(), 1);
    let tolerance = desk.json(&["underpaid", "tolerance", "5.00"]).done();
    assert_eq!(tolerance["tolerance"], "5.00");
}
