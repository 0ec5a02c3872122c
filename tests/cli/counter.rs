//! The counter from the command line: what is due, a payment by its scan line, what is paid later, and credit.

use serde_json::json;

use super::{Desk, rows, text};
use pegboard::demo;

#[test]
#[expect(clippy::too_many_lines, reason = "it is one story, told in order")]
fn a_promise_is_made_listed_and_called_off_and_a_check_waits_for_its_day() {
    let mut desk = Desk::new(demo::PASSPHRASE);
    let made = desk
        .json(&["demo", "practice", "--size", "tiny", "--no-window"])
        .done();
    desk.book = Some(desk.at(text(&made, "book")));

    let due = desk.json(&["due"]).done();
    assert!(due["rows"].is_array() && due["due"].is_string(), "{due}");
    let one = desk.json(&["due", "--account", "1"]).done();
    assert_eq!(text(&one, "account"), "0000001");
    let before = rows(&desk.json(&["later"]).done()).len();
    let promise = [
        "later",
        "promise",
        "--account",
        "1",
        "--amount",
        "40",
        "--by",
        "2099-01-31",
    ];
    let number = text(&desk.json(&promise).done(), "number").to_owned();
    let hold = [
        "later",
        "hold",
        "--account",
        "1",
        "--amount",
        "40",
        "--by",
        "2099-01-31",
        "--check",
        "1044",
    ];
    let check = text(&desk.json(&hold).done(), "number").to_owned();
    let listed = desk.json(&["later"]).done();
    assert_eq!(rows(&listed).len(), before + 2);
    let ours = rows(&listed).iter().find(|row| row["check"] == "1044");
    assert_eq!(ours.unwrap()["state"], "waiting");
    let early = desk.run(&["later", "take", &check]).one_sentence();
    assert!(early.contains("held until 01/31/2099"), "{early}");
    let off = desk
        .json(&["later", "off", &number, "--why", "they moved away"])
        .done();
    assert_eq!(off["called_off"], json!(true));
    let _gone = desk
        .json(&["later", "off", &check, "--why", "given back"])
        .done();
    assert_eq!(rows(&desk.json(&["later"]).done()).len(), before);
    let late = [
        "later",
        "promise",
        "--account",
        "1",
        "--amount",
        "40",
        "--by",
        "2020-01-31",
    ];
    assert_eq!(desk.run(&late).status, 1);

    let credit = desk.json(&["credit"]).done();
    for row in rows(&credit) {
        let account = text(row, "account");
        let placed = desk.json(&["credit", "place", "--account", account]);
        let can = text(row, "owes") != "0.00";
        assert_eq!(placed.status == 0, can, "{row} {placed:?}");
    }
    let misread = desk
        .run(&["pay", "none.json", "--scan", "0000001 26112003 00022760 1"])
        .one_sentence();
    assert!(misread.contains("last digit"), "{misread}");
    assert_eq!(desk.json(&["verify"]).done()["holds"], true);
}
