//! `receive` of an 835, `post`, `unpost` and what they list, on the demo practice.

use std::fs;

use pegboard::demo;

use super::{Desk, rows, text};

/// A remittance of one claim, whose charge is paid but for ten dollars.
fn remittance(payer: &str, number: &str, charged: &str) -> String {
    let cents: i64 = charged.replace('.', "").parse().unwrap();
    let paid = cents - 1_000;
    let paid = format!("{}.{:02}", paid / 100, paid % 100);
    let body = [
        String::from("ST*835*0001"),
        format!("BPR*I*{paid}*C*CHK************20261120"),
        String::from("TRN*1*70001*1330000001"),
        String::from("DTM*405*20261120"),
        format!("N1*PR*{}", payer.to_uppercase()),
        String::from("N3*1 CLAIM WAY"),
        String::from("N4*FAIRHOLLOW*OH*43099"),
        String::from("N1*PE*THE PRACTICE"),
        String::from("LX*1"),
        format!("CLP*{number}*1*{charged}*{paid}*0*12*P1*11*1"),
        String::from("CAS*CO*45*10"),
        String::from("SE*12*0001"),
    ];
    format!(
        "ISA*00*          *00*          *ZZ*PAYER          *ZZ*PRACTICE       *261120*0900*^*00501*000000001*0*P*:~\
         GS*HP*PAYER*PRACTICE*20261120*0900*1*X*005010X221A1~{}~GE*1*1~IEA*1*000000001~",
        body.join("~")
    )
}

#[test]
fn a_remittance_is_received_posted_taken_back_and_posted_again() {
    let mut desk = Desk::new(demo::PASSPHRASE);
    let made = desk
        .json(&["demo", "practice", "--size", "tiny", "--no-window"])
        .done();
    desk.book = Some(desk.at(text(&made, "book")));
    let claims = desk.json(&["list", "claims"]).done();
    let sent = rows(&claims).iter().rfind(|row| row["state"] == "Sent");
    let sent = sent.unwrap();
    let number = text(sent, "claim");
    let file = remittance(text(sent, "payer"), number, text(sent, "charged"));
    fs::write(desk.at("a.835"), &file).unwrap();
    let state = |desk: &Desk| {
        let claims = desk.json(&["list", "claims", number]).done();
        text(&rows(&claims)[0], "state").to_owned()
    };

    let dry = desk.json(&["receive", "a.835", "--dry-run"]).done();
    let planned = &dry["files"][0]["remittances"][0];
    assert_eq!((&planned["needs"], &planned["id"]), (&0.into(), &().into()));
    assert_eq!(planned["plan"][0]["stands"], "matched");
    assert_eq!(state(&desk), "Sent");
    let done = desk.json(&["receive", "a.835"]).done();
    let posted = &done["files"][0]["remittances"][0]["posted"];
    assert_eq!(posted["claims"], 1);
    let id = posted["remittance"].to_string();
    assert_eq!(state(&desk), "Paid");
    let again = desk.run(&["receive", "a.835"]);
    assert!(again.out.contains("already posted on"), "{}", again.out);

    let listed = desk.json(&["list", "remittances"]).done();
    let ours = rows(&listed).iter().find(|row| row["trace"] == "70001");
    assert_eq!(ours.unwrap()["state"], "posted");
    let _back = desk.json(&["unpost", &id, "--why", "a slip"]).done();
    assert_eq!(state(&desk), "Sent");
    let twice = desk.run(&["unpost", &id]);
    assert_eq!(twice.status, 1, "{}", twice.err);
    let anew = desk.json(&["post", &id]).done();
    assert_eq!(anew["amount"], posted["amount"]);
    assert_eq!(state(&desk), "Paid");

    fs::write(desk.at("cut.835"), &file[..file.len() - 120]).unwrap();
    let refused = desk.json(&["receive", "cut.835"]);
    assert_eq!(refused.status, 1);
    let error = refused.document()["files"][0]["error"].to_string();
    assert!(
        error.contains("nothing of the file was taken in"),
        "{error}"
    );
    let parked = desk.json(&["list", "parked"]).done();
    assert!(rows(&parked).iter().all(|row| row["trace"] != "70001"));
    assert_eq!(desk.json(&["verify"]).done()["holds"], true);
}
