//! The main job as the README tells it, from a new book to one that is proved, command by command.

use std::fs;

use chrono::{Days, NaiveDate};
use pegboard::domain::money::Money;
use pegboard::office::Clock;
use serde_json::{Value, json};

use super::{Desk, files, rows, text};
use crate::edi::judges;
use crate::pages::reading;
use crate::support;

const PASSPHRASE: &str = "copper lantern drifts noon";

fn yesterday() -> NaiveDate {
    Clock::System.today() - Days::new(1)
}

/// A practice whose first visit was entered.
fn practice() -> Desk {
    let mut desk = Desk::new(PASSPHRASE);
    let practice = serde_json::to_value(pegboard::domain::draft::PracticeDraft::from(
        &support::practice(),
    ))
    .unwrap();
    let file = desk.write("practice.json", &practice);
    let owner = ["--owner", support::OWNER, "--practice", &file];
    let made = desk.json(&[&["new", "linden.pegboard"], owner.as_slice()].concat());
    let made = made.done();
    let key = text(&made, "recovery_key");
    assert_eq!(key.split('-').count(), 8, "{key}");
    for (name, bytes) in files(&desk.at("linden.pegboard")) {
        for secret in [key, PASSPHRASE] {
            let found = bytes
                .windows(secret.len())
                .any(|part| part == secret.as_bytes());
            assert!(!found, "a secret in {name}");
        }
    }
    // From here on the book is the one that was used last.
    assert_eq!(rows(&desk.json(&["list", "payers"]).done()).len(), 0);
    desk.book = Some(desk.at("linden.pegboard"));
    desk
}

fn add(desk: &Desk, kind: &str, fields: &[(&str, Value)], more: &[&str]) -> Value {
    let file = desk.write(&format!("{kind}.json"), &desk.filled(kind, fields));
    desk.json(&[&["add", kind, &file], more].concat()).done()
}

/// Sets up who pays and who works here, as the README does.
fn set_up(desk: &Desk) {
    let receiver = [
        ("name", json!("Portage Clearing")),
        ("receiver_id", json!("PORTAGE")),
        ("sender_id", json!("LARKSPUR")),
    ];
    assert_eq!(
        add(desk, "receiver", &receiver, &[]),
        json!({ "receiver": 1 })
    );
    let payer = [
        ("name", json!("Meridian Health PPO")),
        ("payer_id", json!("60054")),
        ("filing_indicator", json!("CI")),
        ("timely_days", json!("180")),
        ("receiver", json!(1)),
    ];
    assert_eq!(add(desk, "payer", &payer, &[]), json!({ "payer": 1 }));
    let provider = [
        ("last", json!("Hale")),
        ("first", json!("Simon")),
        ("credential", json!("MD")),
        ("npi", json!(support::npi(133_333_333))),
        ("taxonomy", json!("207Q00000X")),
    ];
    assert_eq!(
        add(desk, "provider", &provider, &[]),
        json!({ "provider": 1 })
    );
    let facility = [
        ("name", json!("Lakeside Hospital")),
        ("place", json!("22")),
        ("street", json!("1 Lakeside Dr")),
        ("city", json!("Dublin")),
        ("state", json!("OH")),
        ("zip", json!("43016-4412")),
    ];
    let facility = add(desk, "facility", &facility, &[]);
    assert_eq!(facility, json!({ "facility": 1 }));
    let practice = desk.json(&["add", "practice", "practice.json"]).done();
    assert_eq!(practice, json!({ "practice": true }));
    fs::write(
        desk.at("fees.csv"),
        "code,description,fee\n99213,Office visit,125.00\n",
    )
    .unwrap();
    let imported = desk.json(&["import", "fees", "fees.csv"]).done();
    assert_eq!(imported["taken"], 1);
    bring_lists_in(desk);
}

/// Brings in little made-up lists that claims are held against.
fn bring_lists_in(desk: &Desk) {
    let put = |name: &str, text: &str| fs::write(desk.at(name), text).unwrap();
    put(
        "ccipra-v320r0-f1.TXT",
        "1\t2\t3\t4\t5\t6\n11111\t22222\t\t20200101\t*\t1\tMade-up\n",
    );
    put(
        "limits.csv",
        "HCPCS/CPT Code,MUE Values,MUE Adjudication Indicator\n11111,2,1 Line Edit\nwrong,2,1\n",
    );
    put(
        "contracts.csv",
        "payer,code,modifier,effective,allowed\nMeridian Health PPO,99213,,,80.00\n",
    );
    let pairs = desk
        .json(&["import", "ncci", "ccipra-v320r0-f1.TXT"])
        .done();
    assert_eq!(pairs["taken"], 1);
    let nameless = desk.json(&["import", "mue", "limits.csv"]).refused();
    assert!(nameless.contains("from which day"), "{nameless}");
    let limits = desk.json(&["import", "mue", "limits.csv", "--effective", "2026-01-01"]);
    assert_eq!(limits.status, 1);
    let limits = limits.document();
    assert_eq!(
        (&limits["taken"], &limits["refused"][0]["line"]),
        (&json!(1), &json!(3))
    );
    let contracts = desk.json(&["import", "contracts", "contracts.csv"]).done();
    assert_eq!(contracts["taken"], 1);
}

/// Looks at the answered claim, and does with it at its payer what can be done.
fn work(desk: &Desk, claim: &str) {
    let shown = desk.json(&["claim", "show", claim]).done();
    let of_it = &shown["claim"];
    assert_eq!(of_it["responsibility"], "primary");
    assert_eq!(
        (&of_it["frequency"], &of_it["split"]),
        (&json!("original"), &json!(1))
    );
    assert_eq!(shown["references"][0]["number"], json!(claim));
    let words = desk.json(&["claim", "bill-next", claim]).one_sentence();
    assert!(words.contains("no other policy covers the day"), "{words}");
    let words = desk.json(&["claim", "replace", claim]).one_sentence();
    assert!(words.contains("the payer's number"), "{words}");
    let numbered = desk.json(&["claim", "number", claim, "26PX-1"]).done();
    assert_eq!(numbered["references"][1]["number"], "26PX-1");
    let instead = desk.json(&["claim", "replace", claim]).done();
    let of_it = &instead["claim"];
    assert_eq!(of_it["frequency"], "replacement");
    assert_eq!(of_it["payer_claim_number"], "26PX-1");
    let instead = text(of_it, "number").to_owned();
    let words = desk.json(&["claim", "split", &instead, "7"]).one_sentence();
    assert!(words.contains("service 7"), "{words}");
    let back = desk
        .json(&["claim", "take-back", &instead, "--why", "no need"])
        .done();
    assert_eq!(back["claim"]["state"], "void");
}

/// Registers a patient with a policy, and gives the number of the claim of a visit.
fn see_somebody(desk: &Desk) -> String {
    let patient = [
        ("last", json!("Whitlock")),
        ("first", json!("Dana")),
        ("born_on", json!("07/09/1984")),
        ("sex", json!("F")),
        ("street", json!("4 Elm Court")),
        ("city", json!("Dublin")),
        ("state", json!("OH")),
        ("zip", json!("43016")),
    ];
    let registered = add(desk, "patient", &patient, &[]);
    assert_eq!(registered["patient"], 1);
    let policy = [
        ("payer", json!(1)),
        ("member_id", json!("MHP884201773")),
        ("effective_on", json!("01/01/2025")),
        ("signature_on_file", json!(true)),
    ];
    let policy = add(desk, "policy", &policy, &["--patient", "1"]);
    assert_eq!(policy, json!({ "policy": 1 }));
    let day = yesterday().format("%m/%d/%Y").to_string();
    let visit = [
        ("service_on", json!(day)),
        ("rendering", json!(1)),
        ("diagnoses", json!(["J06.9"])),
        (
            "lines",
            json!([{ "code": "99213", "pointers": "A", "units": "1", "charge": "125.00", "modifiers": "", "description": "Office visit" }]),
        ),
    ];
    let entered = add(desk, "visit", &visit, &["--patient", "1"]);
    assert_eq!(
        (&entered["visit"], &entered["state"]),
        (&json!(1), &json!("held"))
    );
    text(&entered, "claim_number").to_owned()
}

/// Asks about the visit and answers; the claim would wait for the answer.
fn ask(desk: &Desk) {
    let asked = desk.json(&["ask", "1", "Which knee?"]).done();
    assert_eq!(asked, json!({ "question": 1, "visit": 1 }));
    let open = desk.json(&["list", "questions"]).done();
    assert_eq!(text(&rows(&open)[0], "words"), "Which knee?");
    let answered = desk.json(&["answer", "1", "The left"]).done();
    assert_eq!(answered["visit"], 1);
    assert!(rows(&desk.json(&["list", "questions"]).done()).is_empty());
    assert_eq!(
        desk.run(&["withdraw", "1"]).one_sentence(),
        "that question was answered already"
    );
}

/// Sends the claim and gives its file to those who know.
fn send(desk: &Desk, claim: &str) {
    let unsigned = desk.json(&["scrub"]);
    assert_eq!(unsigned.status, 1);
    assert_eq!(unsigned.err, "pegboard: not everything holds\n");
    let findings = unsigned.document()["claims"][0]["findings"].clone();
    assert_eq!(findings[0]["edit"], "S051", "{findings}");
    // Signed on a day that is odd but stops nothing, which somebody may let pass.
    let day_before = (yesterday() - Days::new(1)).to_string();
    let signed = desk.json(&["sign", "1", "--on", &day_before]).done();
    assert_eq!(signed["signed_on"], day_before);
    let odd = |desk: &Desk| {
        let clean = desk.json(&["scrub", "--claim", claim]).done();
        clean["claims"][0]["findings"][0].clone()
    };
    let found = odd(desk);
    assert_eq!(
        (&found["edit"], &found["waived"]),
        (&json!("S052"), &json!(false))
    );
    let reason = "dated by the dictation";
    let waived = desk.json(&["waive", claim, "S052", reason]).done();
    assert_eq!(waived, json!({ "claim_number": claim, "state": "ready" }));
    assert_eq!(odd(desk)["waived"], true);

    fs::create_dir(desk.at("claims")).unwrap();
    let exported = desk.json(&["export", "claims"]).done();
    let batch = &exported["batches"][0];
    assert_eq!(
        (&batch["claims"], &batch["total"]),
        (&json!(1), &json!("125.00"))
    );
    let file = desk.at(text(batch, "file"));
    judges::first(std::slice::from_ref(&file));
    judges::second(std::slice::from_ref(&file));
    let read = desk.json(&["edi", file.to_str().unwrap()]).done();
    let transaction = &read["files"][0]["interchanges"][0]["transactions"][0];
    assert_eq!(transaction["claims"][0]["claim_number"], claim);
    let nothing_more = desk.json(&["export", "claims"]).done();
    assert_eq!(nothing_more["batches"], json!([]));
}

/// Posts what the payer and the guarantor paid.
fn collect(desk: &Desk, claim: &str) {
    let day = yesterday().format("%m/%d/%Y").to_string();
    let mut eob = desk.json(&["template", "eob", "--claim", claim]).done();
    assert_eq!(eob["lines"][0]["charged"], "125.00");
    let said = [
        ("reference", json!("88120")),
        ("paid_on", json!(day)),
        ("accounting_on", json!(day)),
        ("amount", json!("70.00")),
    ];
    super::fill(&mut eob, &said);
    let line = [
        ("allowed", json!("90.00")),
        ("contractual", json!("35.00")),
        ("deductible", json!("10.00")),
        ("paid", json!("80.00")),
    ];
    super::fill(&mut eob["lines"][0], &line);
    // The check is ten dollars short of what was entered, so nothing is posted.
    let file = desk.write("eob.json", &eob);
    let off = desk.json(&["post-eob", &file, "--dry-run"]);
    assert_eq!(
        (off.status, off.err.as_str()),
        (1, "pegboard: not everything holds\n")
    );
    assert_eq!(off.document()["proof"]["left"], "-10.00");
    let sentence = desk.json(&["post-eob", &file]).one_sentence();
    assert!(sentence.contains("10.00"), "{sentence}");
    eob["amount"] = json!("80.00");
    let file = desk.write("eob.json", &eob);
    let posted = desk.json(&["post-eob", &file]).done();
    assert_eq!(
        (&posted["eob"], &posted["proof"]["holds"]),
        (&json!(1), &json!(true))
    );

    let tender = json!([{ "method": "card", "amount": "4.00", "given": "", "reference": "Visa 4402, approval 118822" }]);
    let payment = [
        ("amount", json!("4.00")),
        ("accounting_on", json!(day)),
        ("tenders", tender),
    ];
    let file = desk.write("payment.json", &desk.filled("payment", &payment));
    let pay = ["pay", &file, "--account", "1", "--receipt"];
    // Without its receipt the payment is not taken at all.
    let nowhere = desk.json(&[pay.as_slice(), &["nowhere/receipt.pdf"]].concat());
    assert!(
        nowhere
            .one_sentence()
            .starts_with("could not save the file: ")
    );
    assert_eq!(rows(&desk.json(&["list", "receipts"]).done()).len(), 0);
    let paid = desk
        .json(&[pay.as_slice(), &["receipt.pdf"]].concat())
        .done();
    assert_eq!(paid["file"], "receipt.pdf");
    let receipt = fs::read(desk.at("receipt.pdf")).unwrap();
    reading::check(&receipt);
    if let Some(printed) = reading::text_of(&receipt) {
        assert!(printed.contains(text(&paid, "receipt")), "{printed}");
        assert!(printed.contains("4.00"), "{printed}");
    }
}

/// Bills what is left, and reads the bill to the cent.
fn bill(desk: &Desk) {
    let due = desk.json(&["statements", "statements", "--dry-run"]).done();
    assert_eq!(due["rows"][0]["amount"], "6.00");
    assert!(!desk.at("statements").exists());
    let run = desk.json(&["statements", "statements"]).done();
    let row = &run["rows"][0];
    assert_eq!(
        (&row["sent"], &row["amount"]),
        (&json!(true), &json!("6.00"))
    );
    for file in [text(row, "file"), run["files"][0].as_str().unwrap()] {
        let page = fs::read(desk.at(file)).unwrap();
        reading::check(&page);
        let Some(printed) = reading::text_of(&page) else {
            continue;
        };
        let services: Vec<_> = reading::rows(&printed)
            .into_iter()
            .filter(reading::Row::is_service)
            .collect();
        assert_eq!(services.len(), 1, "{printed}");
        let want =
            ["125.00", "-80.00", "-35.00", "-4.00", "6.00"].map(|m| m.parse::<Money>().unwrap());
        assert!(services[0].holds(), "{printed}");
        assert_eq!(services[0].amounts, want, "{printed}");
        assert!(printed.contains("$6.00"), "{printed}");
    }
    let again = desk.json(&["statements", "statements"]).done();
    assert_eq!(again["files"], json!([]));
}

#[test]
fn the_main_job_is_done_command_by_command() {
    let desk = practice();
    set_up(&desk);
    let claim = see_somebody(&desk);
    ask(&desk);
    send(&desk, &claim);
    collect(&desk, &claim);
    bill(&desk);

    let why = desk.json(&["why", "1"]).done();
    assert_eq!(why["balance"], "6.00");
    let because = text(&why["services"][0], "because");
    assert_eq!(
        because,
        "PR-1, deductible. Meridian Health PPO allowed 90.00"
    );
    let ageing = desk
        .json(&["report", "ageing", "--csv", "ageing.csv"])
        .done();
    assert_eq!(
        (&ageing["total"], &ageing["insurance"]),
        (&json!("6.00"), &json!("0.00"))
    );
    let csv = fs::read_to_string(desk.at("ageing.csv")).unwrap();
    assert!(
        csv.starts_with("who,items,to_30,to_60,to_90,to_120,over_120,total\r\n"),
        "{csv}"
    );
    for what in [
        "patients",
        "claims",
        "payers",
        "providers",
        "batches",
        "eobs",
        "receipts",
    ] {
        assert_eq!(rows(&desk.json(&["list", what]).done()).len(), 1, "{what}");
        let shown = desk.run(&["list", what]);
        assert_eq!((shown.status, shown.out.lines().count()), (0, 2), "{what}");
    }
    assert_eq!(desk.json(&["verify"]).done()["holds"], true);

    work(&desk, &claim);

    let _back = desk
        .json(&["unpost-eob", "1", "--why", "posted to the wrong claim"])
        .done();
    assert_eq!(desk.json(&["verify"]).done()["holds"], true);
    let words = desk
        .json(&["unpost-eob", "1", "--why", "again"])
        .one_sentence();
    assert!(words.contains("taken back already"), "{words}");
    let plain = desk.run(&["verify"]);
    assert_eq!((plain.status, plain.err.as_str()), (0, ""));
    assert!(
        !plain.out.contains("WRONG") && plain.out.contains("holds"),
        "{}",
        plain.out
    );
}
