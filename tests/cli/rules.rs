//! The practice's own rules and what payers allowed, from the command line.

use pegboard::demo;
use serde_json::json;

use super::{Desk, rows, text};

#[test]
fn a_rule_is_added_tried_and_switched_by_its_number() {
    let mut desk = Desk::new(demo::PASSPHRASE);
    let made = desk.json(&["demo", "practice", "--size", "tiny", "--no-window"]);
    desk.book = Some(desk.at(text(&made.done(), "book")));
    let before = rows(&desk.json(&["list", "rules"]).done()).len();
    assert!(before >= 2, "the demo has some");

    let fields = [
        ("name", json!("Visit with a test")),
        ("codes", json!("99202-99215")),
        ("act", json!("warn")),
        ("words", json!("A test was done on the day of the visit.")),
    ];
    let file = desk.write("rule.json", &desk.filled("rule", &fields));
    let added = desk.json(&["add", "rule", &file]).done();
    let number = text(&added, "rule").to_owned();
    assert_eq!(number, format!("R{}", before + 1));

    let sentence = desk.run(&["rules", "on", &number]).one_sentence();
    assert!(sentence.contains("was not tried"), "{sentence}");
    let trial = desk
        .json(&["rules", "test", &number, "--months", "24"])
        .done();
    let count = |field: &str| trial[field].as_u64().unwrap();
    assert!(count("caught") > 0 && count("looked_at") >= count("caught"));
    assert_eq!(
        count("refused") + count("paid") + count("not_answered"),
        count("caught")
    );
    assert_eq!(
        desk.json(&["rules", "on", &number]).done(),
        json!({ "rule": number, "on": true })
    );
    let listed = desk.json(&["list", "rules"]).done();
    assert_eq!(rows(&listed)[before]["state"], "on");
    let off = desk.json(&["rules", "off", &number[1..]]).done();
    assert_eq!(off["on"], false);
    let sentence = desk.run(&["rules", "off", "R99"]).one_sentence();
    assert_eq!(sentence, "there is no rule 99");
}

#[test]
fn an_authorization_is_added_for_the_only_policy() {
    let mut desk = Desk::new(demo::PASSPHRASE);
    let made = desk.json(&["demo", "practice", "--size", "tiny", "--no-window"]);
    desk.book = Some(desk.at(text(&made.done(), "book")));
    let patients = desk.json(&["list", "patients"]).done();
    let insured = rows(&patients).iter().find(|row| row["payer"] != "");
    let patient = text(insured.unwrap(), "patient").to_owned();
    let fields = [
        ("number", json!("A7731")),
        ("visits", json!("12")),
        ("from", json!("t")),
    ];
    let file = desk.write("authorization.json", &desk.filled("authorization", &fields));
    let added = desk
        .json(&["add", "authorization", &file, "--patient", &patient])
        .done();
    assert!(added["authorization"].as_i64().is_some());
    let again = desk
        .run(&["add", "authorization", &file, "--patient", &patient])
        .one_sentence();
    assert_eq!(
        again,
        "this policy has an authorization of that number already"
    );
}
