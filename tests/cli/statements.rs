//! Statements as a script runs them: simulated, made, printed again, taken back, by rules of the practice's own.

use std::fs;

use serde_json::{Value, json};

use super::{Desk, files, text};

/// The demo practice, where there is much to bill.
fn desk() -> Desk {
    let mut desk = Desk::new("demo");
    let made = desk
        .json(&["demo", "practice", "--size", "tiny", "--no-window"])
        .done();
    desk.book = Some(desk.at(text(&made, "book")));
    desk
}

fn whole<'a>(run: &'a Value, what: &str) -> Vec<(&'a str, &'a str, bool)> {
    run[what]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| {
            let sent = row["sent"].as_bool().unwrap();
            (text(row, "guarantor"), text(row, "amount"), sent)
        })
        .collect()
}

#[test]
fn a_run_is_simulated_made_printed_again_and_taken_back() {
    let desk = desk();
    // The demo's own run is the newest.
    let runs = desk.json(&["statements", "--runs"]).done();
    let newest = runs["runs"][0]["run"].to_string();
    let refused = desk.json(&["statements", "--undo", &newest]).status;
    assert_eq!(refused, 2, "a reason is wanted");
    let undone = desk
        .json(&["statements", "--undo", &newest, "--why", "never mailed"])
        .done();
    assert_eq!(undone["withdrawn"], "never mailed");

    let simulated = desk.json(&["statements", "--dry-run"]).done();
    let reasons = simulated["reasons"].as_array().unwrap();
    let counted: u64 = reasons
        .iter()
        .map(|sum| sum["count"].as_u64().unwrap())
        .sum();
    assert_eq!(counted, simulated["rows"].as_array().unwrap().len() as u64);
    let made = desk.json(&["statements", "out"]).done();
    assert_eq!(whole(&simulated, "rows"), whole(&made, "rows"));

    let sent = made["rows"]
        .as_array()
        .unwrap()
        .iter()
        .find(|row| row["sent"] == true);
    let file = desk.at(text(sent.unwrap(), "file"));
    let number = file.file_stem().unwrap().to_str().unwrap();
    let number = number.strip_prefix("statement-").unwrap();
    let again = desk
        .json(&["statements", "again", "--reprint", number])
        .done();
    assert_eq!(
        fs::read(desk.at(text(&again, "file"))).unwrap(),
        fs::read(&file).unwrap()
    );
    assert_eq!(files(&desk.at("again")).len(), 1);
    let none = desk
        .json(&["statements", "again", "--reprint", "1"])
        .one_sentence();
    assert!(none.contains("statement"), "{none}");

    let older = runs["runs"][1]["run"].as_i64();
    if let Some(older) = older {
        let refused = desk
            .json(&["statements", "--undo", &older.to_string(), "--why", "x"])
            .one_sentence();
        assert!(
            refused.contains("take the later run back first"),
            "{refused}"
        );
    }
    assert_eq!(desk.json(&["verify"]).done()["holds"], true);
}

#[test]
fn the_rules_are_kept_from_a_document_and_mail_comes_back() {
    let desk = desk();
    let usual = desk.json(&["statement-rules"]).done();
    assert_eq!(
        (&usual["version"], &usual["rules"]["minimum"]),
        (&Value::Null, &json!("5.00"))
    );
    let file = desk.write("rules.json", &json!({ "minimum": "100000.00" }));
    let kept = desk
        .json(&["statement-rules", &file, "--why", "the owner wants it"])
        .done();
    assert_eq!(
        (&kept["version"], &kept["rules"]["every_days"]),
        (&json!(1), &json!(28))
    );
    let run = desk.json(&["statements", "--dry-run"]).done();
    assert!(whole(&run, "rows").iter().all(|(.., sent)| !sent));
    let wrong = desk.write("wrong.json", &json!({ "minimun": "1.00" }));
    assert!(
        desk.json(&["statement-rules", &wrong])
            .one_sentence()
            .contains("minimun")
    );

    let back = desk
        .json(&["mail-returned", "1", "--on", "2020-01-02"])
        .done();
    assert_eq!(back["mail_returned_on"], "2020-01-02");
    let arrives = desk.json(&["mail-returned", "1", "--arrives"]).done();
    assert_eq!(arrives["mail_returned_on"], Value::Null);
}
