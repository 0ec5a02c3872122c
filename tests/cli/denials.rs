//! `denials` and `appeal`, on what the demo practice's payers refused.

use std::fs;

use pegboard::demo;

use super::{Desk, text};

#[test]
fn a_refusal_is_shown_put_aside_appealed_and_answered() {
    let mut desk = Desk::new(demo::PASSPHRASE);
    let made = desk
        .json(&["demo", "practice", "--size", "tiny", "--no-window"])
        .done();
    desk.book = Some(desk.at(text(&made, "book")));
    let queue = desk.json(&["denials"]).done();
    let queue = queue["denials"].as_array().unwrap().clone();
    let open = |row: &&serde_json::Value| row["state"] != "in_appeal";
    let first = queue.iter().find(open).expect("a payer refuses something");
    let claim = text(first, "claim_number").to_owned();

    let shown = desk.json(&["denials", "show", &claim]).done();
    assert_eq!(shown["claim_number"], claim.as_str());
    assert_eq!(shown["ways"].as_array().unwrap().len(), 4, "{shown}");
    assert!(shown["lines"][0]["remarks"].is_array(), "{shown}");
    let noted = desk.json(&["denials", "note", &claim, "Called"]).done();
    assert_eq!(noted["noted"], true);
    let aside = desk
        .json(&["denials", "snooze", &claim, "2100-01-01", "--why", "waits"])
        .done();
    assert_eq!(aside["snoozed_until"], "2100-01-01");
    let _back = desk.json(&["denials", "snooze", &claim]).done();
    let figures = desk.json(&["denials", "figures"]).done();
    assert!(figures["answered"].as_u64().unwrap() > 0, "{figures}");
    let none = desk.run(&[
        "denials",
        "write-off",
        &claim,
        "--service",
        "00000",
        "--kind",
        "other",
        "--why",
        "no",
    ]);
    assert_eq!(none.status, 1, "{none:?}");

    let draft = desk.json(&["appeal", "draft", &claim]).done();
    let letter = text(&draft, "letter").replace("Add here", "See the record:");
    fs::write(desk.at("letter.txt"), letter).unwrap();
    let sent = desk
        .json(&[
            "appeal",
            "send",
            &claim,
            "appeal.pdf",
            "--letter",
            "letter.txt",
        ])
        .done();
    let number = text(&sent, "appeal").to_owned();
    assert!(sent["pages"].as_u64().unwrap() >= 2, "{sent}");
    let pdf = fs::read(desk.at("appeal.pdf")).unwrap();
    assert!(pdf.starts_with(b"%PDF"));
    let twice = desk.json(&["appeal", "send", &claim, "again.pdf"]);
    assert_eq!(twice.status, 1, "{twice:?}");
    let _printed = desk.json(&["appeal", "print", &number, "same.pdf"]).done();
    assert_eq!(fs::read(desk.at("same.pdf")).unwrap(), pdf);
    let lost = desk
        .json(&["appeal", "answer", &number, "lost", "--words", "Not shown"])
        .done();
    assert_eq!(lost["outcome"], "lost");
    let once = desk.json(&["appeal", "answer", &number, "won"]);
    assert_eq!(once.status, 1, "{once:?}");
    assert!(desk.json(&["verify"]).done()["holds"].as_bool().unwrap());
}
