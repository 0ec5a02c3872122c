//! `plan` and `estimate` on the demo practice.

use chrono::{Days, Local};
use pegboard::demo;
use pegboard::domain::money::Money;
use serde_json::{Value, json};

use super::{Desk, rows, text};

fn money(value: &Value) -> Money {
    value.as_str().unwrap().parse().unwrap()
}

fn demo_desk() -> Desk {
    let mut desk = Desk::new(demo::PASSPHRASE);
    let made = desk.json(&["demo", "practice", "--size", "tiny", "--no-window"]);
    desk.book = Some(desk.at(text(&made.done(), "book")));
    desk
}

#[test]
#[expect(clippy::too_many_lines, reason = "it is one story, told in order")]
fn a_plan_is_tried_agreed_changed_and_ended_by_a_script() {
    let desk = demo_desk();
    let due = desk.json(&["statements", "out", "--dry-run"]).done();
    let planned = desk.json(&["plan", "list"]).done();
    let is_free = |account: &Value| rows(&planned).iter().all(|row| row["account"] != *account);
    let row = rows(&due)
        .iter()
        .find(|row| money(&row["amount"]) > "5".parse().unwrap() && is_free(&row["guarantor"]))
        .unwrap();
    let account = text(row, "guarantor");
    let first = (Local::now().date_naive() + Days::new(30)).to_string();
    let agree = ["plan", "make", account, "--count", "3", "--first", &first];

    let tried = desk.json(&[&agree[..], &["--dry-run"]].concat()).done();
    let schedule = tried["schedule"].as_array().unwrap();
    let sum = Money::sum(schedule.iter().map(|one| money(&one["amount"])));
    assert_eq!(sum.unwrap(), money(&tried["balance"]));
    assert_eq!(schedule.len(), 3);

    let made = desk
        .json(&[&agree[..], &["--pdf", "plan.pdf"]].concat())
        .done();
    assert!(
        std::fs::read(desk.at("plan.pdf"))
            .unwrap()
            .starts_with(b"%PDF-")
    );
    let number = text(&made, "plan");
    assert_eq!(made["now"]["standing"], "on_time");
    let due = desk.json(&["plan", "due", account, "--on", &first]).done();
    assert_eq!(rows(&due)[0]["now"]["due"], schedule[0]["amount"]);
    let twice = desk.run(&agree);
    assert_eq!(twice.status, 1, "{}", twice.out);

    let change = [
        "plan",
        "change",
        number,
        "--each",
        "2",
        "--first",
        &first,
        "--why",
        "less work",
    ];
    let changed = desk.json(&change).done();
    assert_eq!(changed["version"], 2);
    let shown = desk.json(&["plan", "show", number]).done();
    assert_eq!(shown["versions"][1]["why"], "less work");
    let last = shown["now"]["instalments"]
        .as_array()
        .unwrap()
        .last()
        .unwrap();
    assert_eq!(last["left"], "0.00");
    let old = ["plan", "agreement", number, "first.pdf", "--version", "1"];
    let _written = desk.json(&old).done();
    assert_eq!(
        std::fs::read(desk.at("first.pdf")).unwrap(),
        std::fs::read(desk.at("plan.pdf")).unwrap()
    );

    let ended = desk
        .json(&["plan", "end", number, "--why", "nothing came"])
        .done();
    assert_eq!(ended["closed"], "ended");
    let again = desk.run(&["plan", "cancel", number, "--why", "again"]);
    assert_eq!(
        again.one_sentence(),
        format!("plan {number} was closed; make a new one")
    );
    let rules = desk.json(&["plan", "rules", "--default", "3"]).done();
    assert_eq!(
        (&rules["default_after"], &rules["grace_days"]),
        (&json!(3), &json!(10))
    );
    let broken = desk.run(&["plan", "rules", "--remind", "9"]);
    assert_eq!(broken.status, 1);
    assert_eq!(desk.json(&["verify"]).done()["holds"], true);
}

#[test]
fn an_estimate_is_given_from_a_document() {
    let desk = demo_desk();
    let service =
        json!({ "code": "99213", "units": "2", "fee": "260.00", "description": "Office visit" });
    let fields = [
        ("what", json!("two check-ups")),
        ("discount", json!("15")),
        ("services", json!([service])),
    ];
    let document = desk.filled("estimate", &fields);
    let file = desk.write("estimate.json", &document);
    let dry = desk
        .json(&["estimate", "give", "1", &file, "--dry-run"])
        .done();
    assert_eq!(dry["sums"]["pays"], "221.00");
    let before = rows(&desk.json(&["estimate", "list"]).done()).len();
    let given = desk
        .json(&["estimate", "give", "1", &file, "--pdf", "estimate.pdf"])
        .done();
    assert!(
        std::fs::read(desk.at("estimate.pdf"))
            .unwrap()
            .starts_with(b"%PDF-")
    );
    let number = text(&given, "estimate");
    let shown = desk.json(&["estimate", "show", number]).done();
    assert_eq!(shown["lines"][0]["steps"]["discount"], "39.00");
    let listed = desk.json(&["estimate", "list", "--patient", "1"]).done();
    assert_eq!(rows(&listed)[0]["pays"], "221.00");
    assert_eq!(
        rows(&desk.json(&["estimate", "list"]).done()).len(),
        before + 1
    );

    let mut wrong = document;
    wrong["services"][0]["fee"] = json!("12.345");
    let file = desk.write("wrong.json", &wrong);
    let refused = desk.run(&["estimate", "give", "1", &file]);
    assert_eq!(refused.status, 1);
    assert!(refused.err.contains("services 1 fee:"), "{}", refused.err);
}
