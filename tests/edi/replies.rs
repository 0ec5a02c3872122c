//! Answers of our own making (TA1, 999, 277CA, 277): what is written reads back the same, and nothing done to a file on
//! its way makes the reader panic or keep silent.

use chrono::NaiveDate;
use pegboard::domain::money::Money;
use pegboard::edi::claim837::{Name, Person};
use pegboard::edi::segment::Delimiters;
use pegboard::edi::status277::{
    self, Entity, Guide, Header, Level, LevelKind, Line, Reference, Status,
};
use pegboard::edi::write::Layout;
use pegboard::edi::{ack999, inspect, replies, ta1};
use proptest::prelude::*;
use rust_decimal::Decimal;

use super::replier::Maker;
use super::{harm, judges, made, suffer};

fn layout(set: u64, has_line_ends: bool) -> Layout {
    let delimiters = if set.is_multiple_of(3) {
        Delimiters::STANDARD
    } else {
        made::delimiters(set)
    };
    Layout {
        delimiters,
        has_line_ends,
    }
}

/// A file of one of the three kinds.
fn file(seed: u64) -> String {
    let mut make = Maker::of(seed);
    let layout = Layout::from(Delimiters::STANDARD);
    match seed % 3 {
        0 => ta1::write(&make.answers(), layout).unwrap(),
        1 => ack999::write(&make.acknowledgements(), layout).unwrap(),
        _ => status277::write(&make.statuses_of_claims(), layout).unwrap(),
    }
}

/// Reads a file in all ways.
fn read_all(bytes: &[u8]) -> inspect::FileReport {
    let _ = ta1::read(bytes);
    let _ = ack999::read(bytes);
    let _ = status277::read(bytes);
    let _ = replies::stream(bytes, |_| {});
    inspect::file("a.edi", bytes)
}

/// How much a report lists, words and all.
fn listed(report: &inspect::FileReport) -> usize {
    report
        .interchanges
        .iter()
        .flat_map(|interchange| &interchange.transactions)
        .map(|transaction| {
            let claims = transaction.claim_statuses.iter().flatten().count();
            let levels = transaction.levels.iter().flatten().count();
            let sets = match &transaction.acknowledgement {
                Some(inspect::answers::Acknowledgement::Group(group)) => group.transactions.len(),
                Some(inspect::answers::Acknowledgement::Interchange(_)) | None => 0,
            };
            1 + claims + levels + sets
        })
        .sum()
}

proptest! {
    #[test]
    fn interchange_answers_read_back_the_same(seed in any::<u64>(), set in any::<u64>(), has_line_ends in any::<bool>()) {
        let answers = Maker::of(seed).answers();
        let text = ta1::write(&answers, layout(set, has_line_ends)).unwrap();
        prop_assert_eq!(ta1::read(text.as_bytes()).unwrap(), (vec![answers], vec![]));
    }

    #[test]
    fn acknowledgements_read_back_the_same(seed in any::<u64>(), has_line_ends in any::<bool>()) {
        let batch = Maker::of(seed).acknowledgements();
        let text = ack999::write(&batch, layout(0, has_line_ends)).unwrap();
        prop_assert_eq!(ack999::read(text.as_bytes()).unwrap(), (vec![batch], vec![]));
    }

    #[test]
    fn claim_statuses_read_back_the_same(seed in any::<u64>(), has_line_ends in any::<bool>()) {
        let batch = Maker::of(seed).statuses_of_claims();
        let text = status277::write(&batch, layout(0, has_line_ends)).unwrap();
        prop_assert_eq!(status277::read(text.as_bytes()).unwrap(), (vec![batch], vec![]));
    }

    #[test]
    fn a_report_lists_no_more_than_the_trailers_count(seed in any::<u64>()) {
        let text = file(seed);
        let report = read_all(text.as_bytes());
        prop_assert!(report.is_sound());
        prop_assert!(listed(&report) <= text.matches('~').count());
        let of = |name: &str| -> usize {
            let trailers = text.split('~').filter(|segment| segment.starts_with(name));
            trailers.map(|segment| segment.split('*').nth(1).unwrap().parse::<usize>().unwrap()).sum()
        };
        let transactions: usize = report.interchanges.iter().map(|one| one.transactions.len()).sum();
        prop_assert_eq!(transactions, of("GE*") + text.matches("~TA1*").count());
        prop_assert_eq!(text.matches("~GS*").count(), of("IEA*"));
    }

    #[test]
    fn harmed_answers_make_nothing_panic(seed in 0_u64..60, harms in prop::collection::vec(harm(), 1..12)) {
        let mut bytes = file(seed).into_bytes();
        for harm in harms {
            suffer(&mut bytes, harm);
        }
        let report = read_all(&bytes);
        prop_assert!(listed(&report) <= bytes.len());
    }

    #[test]
    fn no_bytes_make_anything_panic(bytes in prop::collection::vec(any::<u8>(), 0..400), seed in 0_u64..60) {
        let _ = read_all(&bytes);
        let mut text = file(seed).into_bytes();
        text.truncate(106);
        text.extend(bytes);
        let _ = read_all(&text);
    }

    #[test]
    fn an_answer_cut_anywhere_is_not_sound(seed in 0_u64..60, at in any::<prop::sample::Index>()) {
        let text = file(seed);
        let at = at.index(text.len());
        let report = inspect::file("a.edi", &text.as_bytes()[..at]);
        if at + 1 < text.len() {
            prop_assert!(!report.is_sound(), "cut at byte {}", at);
        } else {
            let findings = report.interchanges.iter().flat_map(|one| &one.transactions).flat_map(|one| &one.findings);
            prop_assert!(findings.count() > 0);
        }
    }
}

#[test]
fn acknowledgements_pass_the_independent_validator() {
    let folder = tempfile::tempdir().unwrap();
    let files: Vec<_> = (0..25)
        .map(|seed| {
            let file = folder.path().join(format!("{seed}.999"));
            let batch = Maker::of(seed).acknowledgements();
            let text = ack999::write(&batch, Delimiters::STANDARD).unwrap();
            std::fs::write(&file, text).unwrap();
            file
        })
        .collect();
    judges::first(&files);
}

/// Takes away what a status response does not have, of what its types can hold, and repeated segments, of which the
/// second validator loses count.
fn tamed(mut batch: status277::Batch) -> status277::Batch {
    for transaction in &mut batch.transactions {
        for both in &mut transaction.levels {
            let (code, id_kind, id) = match both.level.kind {
                LevelKind::Source => ("PR", "PI", "60054"),
                LevelKind::Receiver => ("41", "46", "S1001"),
                LevelKind::Provider => ("1P", "XX", "1234567893"),
                LevelKind::Subscriber | LevelKind::Patient => ("IL", "MI", "M1001"),
                LevelKind::Dependent => ("QC", "", ""),
            };
            let text = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
            let name = if both.level.kind.holds_claims() {
                Name::Person(Person {
                    last: "BROOKS".to_owned(),
                    first: Some("ADA".to_owned()),
                    ..Person::default()
                })
            } else {
                Name::Organization("ELM STREET".to_owned())
            };
            both.level = Level::new(both.level.kind);
            both.level.entities = vec![Entity {
                code: code.to_owned(),
                name,
                id_kind: text(id_kind),
                id: text(id),
            }];
            for claim in &mut both.claims {
                claim.references.truncate(1);
                claim.statuses.truncate(1);
                claim.lines.truncate(1);
                claim.lines.iter_mut().for_each(tame_line);
                claim.statuses.iter_mut().for_each(tame_status);
            }
        }
    }
    batch
}

fn tame_line(line: &mut Line) {
    line.modifiers = vec!["25".to_owned()];
    line.references = vec![Reference {
        qualifier: "FJ".to_owned(),
        value: "L1".to_owned(),
    }];
    line.charge = line.charge.or(Some(Money::ZERO));
    line.paid = line.paid.or(Some(Money::ZERO));
    line.units = Some(Decimal::ONE);
    line.service = line
        .service
        .or(NaiveDate::from_ymd_opt(2024, 3, 1).map(|day| (day, day)));
    line.statuses.truncate(1);
    line.statuses.iter_mut().for_each(tame_status);
}

fn tame_status(status: &mut Status) {
    status.action = None;
    status.message = None;
    for code in &mut status.codes {
        code.list = None;
    }
}

#[test]
fn status_responses_pass_the_second_validator() {
    let folder = tempfile::tempdir().unwrap();
    let files: Vec<_> = (0..10)
        .map(|seed| {
            let mut make = Maker::of(seed);
            let batch = make.batch(|make, control_number| {
                let mut levels = vec![
                    make.level(LevelKind::Source),
                    make.level(LevelKind::Receiver),
                ];
                for _ in 0..make.0.usize(1..3) {
                    levels.push(make.level(LevelKind::Provider));
                    levels.push(make.level(LevelKind::Subscriber));
                    let claims = &mut levels.last_mut().unwrap().claims;
                    *claims = vec![make.claim(), make.claim()];
                }
                status277::Transaction {
                    control_number,
                    header: Header {
                        guide: Guide::StatusResponse,
                        reference: make.number("R"),
                        created: make.minute(),
                    },
                    levels,
                }
            });
            let file = folder.path().join(format!("{seed}.277"));
            let text = status277::write(&tamed(batch), Delimiters::STANDARD).unwrap();
            std::fs::write(&file, text).unwrap();
            file
        })
        .collect();
    judges::second(&files);
}
