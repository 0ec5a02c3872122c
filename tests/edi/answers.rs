//! Other people's answers (TA1, 999, 277CA, 277): each agrees with its truth, is told in words, and shows when it was
//! cut off.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use pegboard::domain::money::Money;
use pegboard::edi::ack999::{self, GroupAnswer, Place, SetAnswer};
use pegboard::edi::claim837::Name;
use pegboard::edi::status277::{self, LevelClaims, Reference, Status, StatusCode};
use pegboard::edi::{inspect, ta1};
use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::samples;

/// The samples of some kinds, each with its truth.
fn samples_of(kinds: &[&str]) -> Vec<(PathBuf, Value)> {
    let Some(folder) = samples::folder("samples") else {
        return Vec::new();
    };
    let files: Vec<_> = samples::files(&folder)
        .into_iter()
        .filter(|(kind, _)| kinds.contains(&kind.as_str()))
        .map(|(_, file)| {
            let truth = std::fs::read_to_string(file.with_extension("truth.json")).unwrap();
            (file, serde_json::from_str(&truth).unwrap())
        })
        .collect();
    assert!(!files.is_empty());
    files
}

/// A segment of these elements, without empty ones at its end.
fn segment(elements: &[&str]) -> String {
    elements.join("*").trim_end_matches('*').to_owned()
}

fn text(text: Option<&String>) -> &str {
    text.map_or("", String::as_str)
}

fn place(place: Place) -> String {
    [place.element, place.component, place.repetition]
        .map(|number| number.map_or_else(String::new, |number| number.to_string()))
        .join(":")
        .trim_end_matches(':')
        .to_owned()
}

fn set_truth(set: &SetAnswer) -> Value {
    let mut errors = Vec::new();
    for fault in &set.faults {
        let position = fault.position.unwrap().to_string();
        errors.push(segment(&[
            "IK3",
            &fault.segment,
            &position,
            text(fault.loop_id.as_ref()),
            text(fault.code.as_ref()),
        ]));
        errors.extend(fault.elements.iter().map(|element| {
            segment(&[
                "IK4",
                &place(element.place),
                text(element.reference.as_ref()),
                &element.code,
                text(element.value.as_ref()),
            ])
        }));
    }
    json!({
        "st": set.set,
        "ctrl": set.control_number,
        "ver": text(set.implementation.as_ref()),
        "errors": errors,
        "ik5": {"code": set.outcome.unwrap().code(), "reasons": set.reasons},
    })
}

fn group_truth(group: &GroupAnswer, sets: &[SetAnswer]) -> Value {
    let count = |count: Option<u64>| count.unwrap().to_string();
    json!({
        "gs01": group.group,
        "gs06": group.control_number,
        "ver": text(group.implementation.as_ref()),
        "sets": sets.iter().map(set_truth).collect::<Vec<_>>(),
        "ak9": {
            "code": group.outcome.unwrap().code(),
            "included": count(group.included),
            "received": count(group.received),
            "accepted": count(group.accepted),
            "reasons": group.reasons,
        },
    })
}

#[test]
fn acknowledgements_agree_with_their_truth() {
    for (file, truth) in samples_of(&["999"]) {
        let (batches, _) = ack999::read(std::fs::File::open(&file).unwrap()).unwrap();
        let groups: Vec<Value> = batches
            .iter()
            .flat_map(|batch| &batch.transactions)
            .map(|one| group_truth(&one.group, &one.sets))
            .collect();
        assert_eq!(json!(groups), truth["groups"], "{}", file.display());
    }
}

fn codes(code: &StatusCode, component: char) -> String {
    [
        code.category.as_str(),
        &code.status,
        text(code.entity.as_ref()),
        text(code.list.as_ref()),
    ]
    .join(&component.to_string())
    .trim_end_matches(component)
    .to_owned()
}

/// Compares a status with its truth. Amounts are compared as numbers.
fn check_status(status: &Status, truth: &Value, component: char, file: &str) {
    let told: Vec<String> = status
        .codes
        .iter()
        .map(|code| codes(code, component))
        .collect();
    assert_eq!(json!(told), truth["codes"], "{file}");
    let day = status.day.map(|day| day.format("%Y%m%d").to_string());
    assert_eq!(
        day.unwrap_or_default(),
        truth["date"].as_str().unwrap(),
        "{file}"
    );
    let action = status.action.map_or("", status277::Action::code);
    assert_eq!(action, truth["action"], "{file}");
    assert_eq!(text(status.message.as_ref()), truth["msg"], "{file}");
    for (amount, name) in [(status.charge, "charge"), (status.paid, "paid")] {
        let want = Decimal::from_str(truth[name].as_str().unwrap()).ok();
        assert_eq!(amount.map(Money::to_decimal), want, "{file} {name}");
    }
}

fn name(name: &Name) -> String {
    match name {
        Name::Organization(name) => name.clone(),
        Name::Person(person) => format!("{} {}", person.last, text(person.first.as_ref()))
            .trim()
            .to_owned(),
    }
}

fn check_level(both: &LevelClaims, truth: &Value, component: char, file: &str) {
    let LevelClaims { level, claims } = both;
    assert_eq!(level.kind.code(), truth["level"], "{file}");
    let first = &level.entities[0];
    assert_eq!(first.code, truth["entity"], "{file}");
    assert_eq!(name(&first.name), truth["name"], "{file}");
    assert_eq!(text(first.id.as_ref()), truth["id"], "{file}");
    let own = level
        .trace
        .iter()
        .map(|trace| format!("{}:{}", trace.kind, trace.number));
    let traces: Vec<String> = own
        .chain(claims.iter().map(|claim| format!("2:{}", claim.trace)))
        .collect();
    assert_eq!(json!(traces), truth["trn"], "{file}");
    let mut statuses: Vec<&Status> = level.statuses.iter().collect();
    let mut references: Vec<&Reference> = level.references.iter().collect();
    for claim in claims {
        statuses.extend(&claim.statuses);
        references.extend(&claim.references);
        for line in &claim.lines {
            statuses.extend(&line.statuses);
            references.extend(&line.references);
        }
    }
    let wanted = truth["stc"].as_array().unwrap();
    assert_eq!(statuses.len(), wanted.len(), "{file}");
    for (status, want) in statuses.into_iter().zip(wanted) {
        check_status(status, want, component, file);
    }
    let mut numbers: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for reference in references {
        numbers
            .entry(&reference.qualifier)
            .or_default()
            .push(&reference.value);
    }
    assert_eq!(json!(numbers), truth["refs"], "{file}");
    let lines: usize = claims.iter().map(|claim| claim.lines.len()).sum();
    assert_eq!(truth["svc"], lines, "{file}");
}

#[test]
fn claim_statuses_agree_with_their_truth() {
    for (file, truth) in samples_of(&["277CA", "277"]) {
        let said = file.display().to_string();
        let component = char::from(std::fs::read(&file).unwrap()[104]);
        let (batches, _) = status277::read(std::fs::File::open(&file).unwrap()).unwrap();
        let transactions = batches.iter().flat_map(|batch| &batch.transactions);
        let levels: Vec<&LevelClaims> = transactions.flat_map(|one| &one.levels).collect();
        let wanted = truth["levels"].as_array().unwrap();
        assert_eq!(levels.len(), wanted.len(), "{said}");
        for (level, want) in levels.into_iter().zip(wanted) {
            check_level(level, want, component, &said);
        }
    }
}

#[test]
fn every_answer_is_told_in_words_and_is_sound() {
    for (file, _) in samples_of(&["999", "277CA", "277"]) {
        let report = samples::report(&file);
        assert!(report.is_sound(), "{report:#?}");
        for transaction in report.interchanges.iter().flat_map(|i| &i.transactions) {
            let words = transaction.words();
            assert!(!words.is_empty(), "{}", report.file);
            for words in words {
                assert!(!words.contains(['{', '}']), "{words}");
            }
        }
    }
}

/// A file cut anywhere is refused or has an error, but where only what ends it is gone.
#[test]
fn a_sample_cut_anywhere_is_not_sound() {
    for (file, _) in samples_of(&["999", "277CA", "277"]) {
        let bytes = std::fs::read(&file).unwrap();
        let whole = end_of_trailer(&bytes, &file);
        for at in 0..whole {
            let report = inspect::file("cut", &bytes[..at]);
            assert!(!report.is_sound(), "{} cut at byte {at}", file.display());
        }
    }
}

/// Bytes of samples are changed, lost, put in and doubled, the same ones on every run.
#[test]
fn harmed_samples_make_nothing_panic() {
    let mut chance = fastrand::Rng::with_seed(277);
    for (file, _) in samples_of(&["999", "277CA", "277"]) {
        let whole = std::fs::read(&file).unwrap();
        for _ in 0..100 {
            let mut bytes = whole.clone();
            for _ in 0..chance.usize(1..8) {
                harm_once(&mut bytes, &mut chance);
            }
            let _ = ta1::read(bytes.as_slice());
            let _ = ack999::read(bytes.as_slice());
            let _ = status277::read(bytes.as_slice());
            let report = inspect::file("harmed", bytes.as_slice());
            let transactions = report.interchanges.iter().flat_map(|one| &one.transactions);
            let words: usize = transactions.map(|one| one.words().len()).sum();
            assert!(words <= bytes.len(), "{}", file.display());
        }
    }
}

fn harm_once(bytes: &mut Vec<u8>, chance: &mut fastrand::Rng) {
    if bytes.is_empty() {
        return;
    }
    let at = chance.usize(..bytes.len());
    let end = bytes.len().min(at + chance.usize(1..60));
    match chance.u8(..4) {
        0 => bytes[at] = *chance.choice(b"*:~^\r\nISAHLTRNC190.-\xff").unwrap(),
        1 => drop(bytes.drain(at..end)),
        2 => {
            let piece = bytes[at..end].to_vec();
            drop(bytes.splice(at..at, piece));
        }
        _ => bytes.insert(at, chance.u8(..)),
    }
}

/// Where the last segment's content ends, its terminator not counted.
fn end_of_trailer(bytes: &[u8], file: &Path) -> usize {
    let terminator = bytes[105];
    let end = bytes.iter().rposition(|byte| *byte == terminator);
    end.unwrap_or_else(|| panic!("{} has no terminator", file.display()))
}
