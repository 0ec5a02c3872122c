//! The demo practice from the command line, and that nothing of its patients lies about in the clear.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use pegboard::demo;
use pegboard::domain::claim::ClaimFilter;
use pegboard::domain::money::Money;
use pegboard::domain::person::{Address, Name};
use pegboard::office::{Clock, Office, RemittanceFilter, quietly};
use serde_json::Value;

use super::canaries::Canaries;
use super::{Desk, files, rows, text};
use crate::edi::judges;
use crate::support;

fn money(value: &Value) -> Money {
    value.as_str().unwrap().parse().unwrap()
}

fn made(desk: &mut Desk) -> Value {
    let said = desk.json(&["demo", "practice", "--size", "tiny", "--no-window"]);
    let document = said.done();
    desk.book = Some(desk.at(text(&document, "book")));
    document
}

#[test]
fn the_demo_prints_what_it_made_and_all_of_it_is_there() {
    let mut desk = Desk::new(demo::PASSPHRASE);
    let made = made(&mut desk);
    assert_eq!(money(&made["proof"]["sum"]), Money::ZERO);

    let sent = desk.json(&["list", "batches"]).done();
    let claims = desk.json(&["list", "claims"]).done();
    let batches = made["batches"].as_array().unwrap();
    assert!(!batches.is_empty());
    let mut claim_files = Vec::new();
    for batch in batches {
        let file = desk.at(text(batch, "file"));
        assert!(file.is_file(), "{}", file.display());
        let number = batch["batch"].to_string();
        let row = rows(&sent).iter().find(|row| row["batch"] == *number);
        let row = row.unwrap();
        assert_eq!(row["claims"], batch["claims"].to_string());
        assert_eq!(money(&row["total"]), money(&batch["total"]));
        assert_claims_of(&desk, &file, batch, &claims);
        claim_files.push(file);
    }
    judges::first(&claim_files);
    judges::second(&claim_files);

    let statements = made["statements"].as_array().unwrap();
    assert_eq!(statements.len(), 1);
    assert!(desk.at(text(&statements[0], "file")).is_file());
    let singles = files(&desk.at("practice/statements"));
    let single = |(name, _): &&(String, Vec<u8>)| name.starts_with("statement-");
    assert_eq!(
        u64::try_from(singles.iter().filter(single).count()).unwrap(),
        statements[0]["guarantors"].as_u64().unwrap()
    );

    let verified = desk.json(&["verify"]).done();
    assert_eq!(verified["holds"], true);
    let journal = verified["checks"].as_array().unwrap();
    let journal = journal.iter().find(|check| check["name"] == "journal");
    let postings = made["proof"]["postings"].as_u64().unwrap();
    let detail = text(journal.unwrap(), "detail").replace(',', "");
    assert_eq!(detail, format!("{postings} postings sum to 0.00"));

    let again = desk
        .json(&["demo", "practice", "--no-window"])
        .one_sentence();
    assert!(again.starts_with("there is a practice at "), "{again}");
}

/// Claims that a payer has as parts of one visit.
fn parts(office: &Office) -> usize {
    let every = ClaimFilter {
        limit: usize::MAX,
        ..ClaimFilter::default()
    };
    let mut live = BTreeMap::new();
    for row in office.claims(&every).unwrap() {
        if row.state.is_live() {
            *live.entry((row.visit, row.policy)).or_insert(0_usize) += 1;
        }
    }
    live.values().filter(|claims| **claims > 1).count()
}

#[test]
#[ignore = "two thousand visits take minutes in a debug build; run it with --ignored"]
fn a_larger_practice_has_claims_of_every_order_and_frequency() {
    let above = tempfile::tempdir().unwrap();
    let folder = above.path().join("practice");
    let day = support::today();
    let made = demo::make(&folder, demo::Size::Small, 1, day, &mut quietly).unwrap();
    let office = Office::open(&made.book, demo::PASSPHRASE, Clock::stopped(support::now()));
    let office = office.unwrap();
    assert!(office.verify(&mut quietly).unwrap().holds);
    assert!(parts(&office) > 0);
    assert_remittances(&office);
    let mut sent: Vec<PathBuf> = made
        .exported
        .files
        .iter()
        .map(|one| one.file.clone().unwrap())
        .collect();
    let earlier = fs::read_dir(folder.join("claims/earlier")).unwrap();
    sent.extend(earlier.map(|file| file.unwrap().path()));
    let kinds = [
        "\nSBR*S*18*",
        "\nSBR*T*18*",
        "*43****MB~",
        "\nSVD*",
        ":B:7*",
        ":B:8*",
    ];
    let (mut chosen, mut found) = (BTreeSet::new(), Vec::new());
    for kind in kinds {
        let has_it = |file: &&PathBuf| fs::read_to_string(file).unwrap().contains(kind);
        let files: Vec<&PathBuf> = sent.iter().filter(has_it).collect();
        found.push((kind, files.len()));
        chosen.extend(files.into_iter().take(2).cloned());
    }
    let missing = found.iter().filter(|(_, files)| *files == 0);
    assert_eq!(missing.collect::<Vec<_>>(), Vec::<&(&str, usize)>::new());
    let chosen: Vec<PathBuf> = chosen.into_iter().collect();
    judges::first(&chosen);
}

/// Payers sent files, most of them are posted, with takebacks and money put aside among them, and the last ones wait.
fn assert_remittances(office: &Office) {
    let rows = office.remittances(&RemittanceFilter::default()).unwrap();
    let (open, posted): (Vec<_>, Vec<_>) = rows.iter().partition(|row| row.standing.is_open());
    assert!(posted.len() > 20, "{} posted", posted.len());
    assert!((1..=6).contains(&open.len()), "{} open", open.len());
    assert!(!office.parked_money().unwrap().is_empty());
    assert!(posted.iter().any(|row| !row.withheld.is_zero()));
}

/// Holds that a claim file has the claims its batch says, each with the charge the book gives it.
fn assert_claims_of(desk: &Desk, file: &Path, batch: &Value, claims: &Value) {
    let read = desk.json(&["edi", file.to_str().unwrap()]).done();
    let transactions = read["files"][0]["interchanges"][0]["transactions"].clone();
    let found: Vec<Value> = transactions
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|transaction| transaction["claims"].as_array().unwrap().clone())
        .collect();
    assert_eq!(
        Some(found.len()),
        batch["claims"]
            .as_u64()
            .map(|n| usize::try_from(n).unwrap())
    );
    let total = Money::sum(found.iter().map(|claim| money(&claim["charged"]))).unwrap();
    assert_eq!(total, money(&batch["total"]));
    for claim in &found {
        let listed = rows(claims)
            .iter()
            .find(|row| row["claim"] == claim["claim_number"]);
        assert_eq!(money(&listed.unwrap()["charged"]), money(&claim["charged"]));
    }
}

/// Everything in the book by which a patient or a guarantor could be known.
fn people(office: &Office) -> Vec<String> {
    let mut canaries = Vec::new();
    for row in office.patients_page(0, 10_000).unwrap() {
        let patient = office.patient(row.id).unwrap();
        let guarantor = office.guarantor(row.guarantor).unwrap();
        for contact in [&patient.contact, &guarantor.contact] {
            canaries.extend(called(&contact.name));
            canaries.extend(lives(&contact.address));
            canaries.extend(contact.phone.as_ref().map(ToString::to_string));
            canaries.extend(contact.email.as_ref().map(ToString::to_string));
        }
        for (policy, _) in office.policies(row.id).unwrap() {
            canaries.push(policy.what.member_id.to_string());
            if let Some(subscriber) = &policy.what.subscriber {
                canaries.extend(called(&subscriber.name));
                canaries.extend(lives(&subscriber.address));
            }
        }
    }
    canaries
}

fn called(name: &Name) -> [String; 4] {
    [
        name.last.clone(),
        name.to_string(),
        format!("{} {}", name.first, name.last),
        format!("{}*{}", name.last, name.first),
    ]
}

fn lives(address: &Address) -> [String; 2] {
    [
        address.street.clone(),
        format!("{}, {}", address.street, address.city),
    ]
}

#[test]
fn nothing_of_a_patient_is_in_any_file_of_the_book_or_in_what_is_complained_of() {
    let mut desk = Desk::new(demo::PASSPHRASE);
    let _made = made(&mut desk);
    let book = desk.book.clone().unwrap();
    let listed = desk.json(&["list", "patients"]).done();
    let mut office = Office::open(&book, demo::PASSPHRASE, Clock::System).unwrap();
    let mut texts = people(&office);
    texts.extend(rows(&listed).iter().map(|row| text(row, "name").to_owned()));
    texts.extend(["Macquinley".to_owned(), "4 Elm Court".to_owned()]);
    let canaries = Canaries::new(texts);
    assert!(canaries.count() > 60, "{} canaries", canaries.count());

    // While the book is open and being written to, its log lies beside it.
    let new = support::person("Macquinley", "Rosa", "04/12/1968");
    let _id = office.register_patient(&new).unwrap();
    assert!(fs::metadata(book.join("book.db-wal")).unwrap().len() > 0);
    canaries.assert_none_in(&book);
    office.close().unwrap();
    canaries.assert_none_in(&book);

    // Refused for every reason there is, on documents that are full of names.
    let mut typed = serde_json::to_value(support::typed("Macquinley", "Rosa", "Rosa")).unwrap();
    let not_a_day = desk.write("a.json", &typed);
    typed["last"] = Value::from("Macquinley".repeat(30));
    let too_long = desk.write("b.json", &typed);
    typed["sex"] = Value::from(7);
    let misshapen = desk.write("c.json", &typed);
    let mut heard = Vec::new();
    for file in [not_a_day, too_long, misshapen] {
        heard.push(desk.json(&["add", "patient", &file]));
    }
    heard.push(desk.json(&["add", "visit", "a.json", "--patient", "1"]));
    heard.push(desk.json(&["post-eob", "b.json"]));
    heard.push(desk.json(&["pay", "b.json", "--account", "1"]));
    heard.push(desk.run_with("Macquinley Rosa", &["verify"]));
    for said in heard {
        let _words = said.refused();
        assert_eq!(canaries.found(said.err.as_bytes()), None, "{}", said.err);
    }
    canaries.assert_none_in(&book);
}
