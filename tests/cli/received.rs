//! `receive`, what it leaves to do, and `proof`, on the demo practice whose clearinghouse has answered for two years.

use std::fs;

use pegboard::demo;

use super::{Desk, rows, text};
use crate::claims::clearinghouse::Reply;

#[test]
fn answers_are_taken_in_once_and_leave_their_work() {
    let mut desk = Desk::new(demo::PASSPHRASE);
    let made = desk
        .json(&["demo", "practice", "--size", "tiny", "--no-window"])
        .done();
    desk.book = Some(desk.at(text(&made, "book")));
    let taken = desk.json(&["list", "answers"]).done();
    assert!(rows(&taken).len() > 50, "{}", rows(&taken).len());
    assert!(rows(&taken).iter().all(|row| row["not_matched"] == "0"));
    let rejected = desk.json(&["list", "rejected"]).done();
    assert!(
        !rows(&rejected).is_empty(),
        "somebody has something to mend"
    );
    assert!(rows(&rejected).iter().all(|row| row["why"] != ""));
    let _silent = desk.json(&["list", "no-answer"]).done();

    let claims = desk.json(&["list", "claims"]).done();
    let sent = |state: &str| {
        let all = rows(&claims).iter();
        all.filter(|row| row["state"] == state)
            .map(|row| text(row, "claim").to_owned())
            .collect::<Vec<_>>()
    };
    let waiting = sent("Sent");
    let number = waiting.last().unwrap();
    let yes: &[&str] = &["STC*A2:20:PR*20261122*WQ"];
    let reply = Reply::on("20261122").claims("none", "", &[(number, yes), ("ELSE", yes)]);
    fs::write(desk.at("a.277"), reply.file()).unwrap();
    let dry = desk.json(&["receive", "a.277", "--dry-run"]).done();
    let parts = &dry["files"][0]["parts"];
    assert_eq!(parts[0]["effects"][0]["to"], "accepted");
    assert_eq!(parts[1]["why"], "no claim has the number ELSE");
    let said = desk.run(&["receive", "a.277"]);
    assert_eq!((said.status, said.err.as_str()), (0, ""));
    assert!(
        said.out.contains("moved 1 claim; 1 answer fits nothing"),
        "{}",
        said.out
    );
    let again = desk.run(&["receive", "a.277"]);
    assert!(again.out.contains("nothing was done"), "{}", again.out);

    // One bad file of two: neither is taken in.
    let other = Reply::on("20261122").claims("none", "", &[(&waiting[0], yes)]);
    fs::write(desk.at("b.277"), other.file()).unwrap();
    let cut = &reply.file()[..500];
    fs::write(desk.at("cut.277"), cut).unwrap();
    let before = desk.json(&["list", "answers"]).done();
    let refused = desk.json(&["receive", "b.277", "cut.277"]);
    assert_eq!(refused.status, 1, "{refused:?}");
    let error = refused.document()["files"][0]["error"].to_string();
    assert!(error.contains("cut off inside transaction 0001"), "{error}");
    assert_eq!(desk.json(&["list", "answers"]).done(), before);

    let nothing = desk.run(&["receive", "--waiting"]);
    assert_eq!((nothing.status, nothing.err.as_str()), (0, ""));
    assert!(
        nothing.out.contains("nothing to take in"),
        "{}",
        nothing.out
    );
    let neither = desk.run(&["receive"]);
    assert_ne!(neither.status, 0);
    fs::create_dir(desk.at("questions")).unwrap();
    let asked = desk.json(&["export", "questions", "--inquire"]).done();
    let files = asked["files"].as_array().unwrap().len();
    assert_eq!(fs::read_dir(desk.at("questions")).unwrap().count(), files);

    let paid = sent("Paid");
    let proof = desk.json(&["proof", &paid[0], "proof.pdf"]).done();
    assert!(proof["days_to_spare"].as_i64().unwrap() > 0, "{proof}");
    assert!(fs::read(desk.at("proof.pdf")).unwrap().starts_with(b"%PDF"));
    assert_eq!(desk.json(&["verify"]).done()["holds"], true);
}
