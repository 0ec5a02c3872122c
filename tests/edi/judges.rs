//! Other people's validators over what we write.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use chrono::NaiveDate;
use pegboard::edi::claim837::{
    self, Batch, Cause, Certification, CertificationKind, Claim, ClaimDate, ClaimReference,
    Frequency, PayerOrder, Submission,
};
use pegboard::edi::segment::Delimiters;

use super::made::{self, Maker};

#[test]
fn what_we_write_passes_the_independent_validator() {
    let folder = tempfile::tempdir().unwrap();
    first(&write_all(folder.path(), cases()));
}

/// The second opinion, which also compares each claim's charge with its lines.
#[test]
fn what_we_write_passes_the_second_validator() {
    let folder = tempfile::tempdir().unwrap();
    second(&write_all(folder.path(), tame_cases()));
}

/// Has pyx12 look for faults in claim files, where it is installed.
pub fn first(files: &[PathBuf]) {
    let Some(python) = pyx12() else { return };
    let judge = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/edi/judge.py");
    let verdict = Command::new(python)
        .arg(judge)
        .args(files)
        .output()
        .unwrap();
    let faults = String::from_utf8_lossy(&verdict.stdout);
    assert!(
        verdict.status.success(),
        "{faults}\n{}",
        String::from_utf8_lossy(&verdict.stderr)
    );
}

/// Has lfhx12 look for faults in claim files, where it is named. It knows the guide by a later name.
pub fn second(files: &[PathBuf]) {
    let Some(program) = std::env::var_os("PEGBOARD_LFHX12") else {
        super::skipped("PEGBOARD_LFHX12 does not name the lfhx12 program");
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let renamed = folder.path().join("renamed.837");
    let mut refused = Vec::new();
    for file in files {
        let text = std::fs::read_to_string(file).unwrap();
        std::fs::write(&renamed, text.replace("005010X222A1", "005010X222A2")).unwrap();
        let Output {
            status,
            stdout,
            stderr,
        } = Command::new(&program)
            .args(["-m", "-x"])
            .arg(&renamed)
            .output()
            .unwrap();
        if !status.success() {
            let said = [stdout, stderr].concat();
            let said = String::from_utf8_lossy(&said);
            let end = said.lines().rev().take(4).collect::<Vec<_>>().join("\n");
            refused.push(format!("{}: {end}", file.display()));
        }
    }
    assert!(refused.is_empty(), "{}", refused.join("\n"));
}

/// A python that has pyx12: the one the environment names, else the system's.
fn pyx12() -> Option<OsString> {
    let named = std::env::var_os("PEGBOARD_PYX12");
    let python = named.unwrap_or_else(|| "python3".into());
    let has_it = Command::new(&python)
        .args(["-c", "import pyx12"])
        .output()
        .is_ok_and(|output| output.status.success());
    if has_it {
        return Some(python);
    }
    let required = std::env::var_os("PEGBOARD_REQUIRE_JUDGES").is_some_and(|value| value == "1");
    let why = "no python with pyx12 (set PEGBOARD_PYX12)";
    assert!(!required, "a judge is required: {why}");
    super::skipped(why);
    None
}

fn write_all(folder: &Path, cases: Vec<Case>) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for (name, delimiters, batch) in cases {
        let text = claim837::write(&batch, delimiters).unwrap();
        let file = folder.join(format!("{name}.837"));
        std::fs::write(&file, text).unwrap();
        files.push(file);
    }
    files
}

/// A file to be written: its name, its delimiters and what it holds.
type Case = (String, Delimiters, Batch);

/// Files of every shape.
fn cases() -> Vec<Case> {
    let mut cases = any(0..10, |maker| maker);
    for (index, [e, r, c, s]) in [
        ['|', '^', '>', '~'],
        ['*', '!', '<', '\n'],
        ['+', '{', '&', '\''],
        ['?', '%', '@', '#'],
    ]
    .into_iter()
    .enumerate()
    {
        let delimiters = Delimiters::new(e, r, c, s).unwrap();
        let batch = Maker::new(100, delimiters).batch();
        cases.push((format!("delimiters-{index}"), delimiters, batch));
    }
    cases.extend(shapes(|maker| maker));
    let mut maker = Maker::new(8, Delimiters::STANDARD);
    let many = (0..250).map(|_| maker.submission(false)).collect();
    cases.push(standard("many", maker.batch_of(many)));
    let first = maker.submission(true);
    let same = std::iter::repeat_with(|| Submission {
        claim: maker.claim(),
        ..first.clone()
    });
    let same = same.take(120).collect();
    cases.push(standard("same-patient", maker.batch_of(same)));
    cases
}

/// Files that the second validator knows how to read.
fn tame_cases() -> Vec<Case> {
    let mut cases = any(0..6, Maker::tame);
    cases.extend(shapes(Maker::tame));
    cases
}

fn any(seeds: std::ops::Range<u64>, manner: fn(Maker) -> Maker) -> Vec<Case> {
    let make = |seed| manner(Maker::new(seed, Delimiters::STANDARD)).batch();
    seeds
        .map(|seed| standard(&format!("any-{seed}"), make(seed)))
        .collect()
}

/// One file for each thing a claim may have.
fn shapes(manner: fn(Maker) -> Maker) -> Vec<Case> {
    let shape = |(name, change): (&str, Change)| {
        let mut maker = manner(Maker::new(7, Delimiters::STANDARD));
        let mut submission = maker.submission(name.starts_with("dependent"));
        submission.claim = plain(submission.claim);
        change(&mut maker, &mut submission);
        made::total(&mut submission.claim);
        standard(name, maker.batch_of(vec![submission]))
    };
    SHAPES.into_iter().map(shape).collect()
}

fn standard(name: &str, batch: Batch) -> Case {
    (name.to_owned(), Delimiters::STANDARD, batch)
}

/// The claim with nothing on it that it could be without.
fn plain(claim: Claim) -> Claim {
    let lines = claim.lines.into_iter().take(1);
    Claim {
        diagnoses: claim.diagnoses,
        lines: lines.collect(),
        charge: claim.charge,
        ..Claim::new(claim.number, "11")
    }
}

/// Makes the claim one that changes another.
fn change(submission: &mut Submission, frequency: Frequency) {
    submission.claim.frequency = frequency;
    let number = "ICN70001".to_owned();
    let _none = submission
        .claim
        .references
        .insert(ClaimReference::PayerClaimNumber, number);
}

type Change = fn(&mut Maker, &mut Submission);

const SHAPES: [(&str, Change); 19] = [
    ("self", |_, _| {}),
    ("dependent", |_, _| {}),
    ("dependent-without-subscriber-details", |_, s| {
        s.subscriber.address = None;
        s.subscriber.birth = None;
    }),
    ("facility", |m, s| s.claim.facility = Some(m.facility())),
    ("referring", |m, s| s.claim.referring = Some(m.individual())),
    ("everyone", |m, s| {
        s.claim.referring = Some(m.individual());
        s.claim.primary_care = m.primary_care();
        s.claim.rendering = Some(m.rendering());
        s.claim.facility = Some(m.facility());
        s.claim.supervising = Some(m.individual());
    }),
    ("automobile-accident", |_, s| {
        let day = NaiveDate::from_ymd_opt(2024, 2, 29).unwrap();
        s.claim.causes = vec![Cause::Automobile, Cause::Employment];
        s.claim.accident_state = Some("VT".to_owned());
        let _ = s.claim.dates.insert(ClaimDate::Accident, day);
    }),
    ("fifty-lines", |m, s| {
        s.claim.lines = (1..=50)
            .map(|n| m.line(n, s.claim.diagnoses.len()))
            .collect();
    }),
    ("twelve-diagnoses", |_, s| {
        let codes = [
            "A000", "B001", "C009", "D500", "E119", "F411", "G43909", "H669", "I10", "J069",
            "K219", "L309",
        ];
        s.claim.diagnoses = codes.map(str::to_owned).to_vec();
        s.claim.lines[0].pointers = vec![12, 1, 11, 2];
    }),
    ("secondary-by-line", |m, s| {
        s.subscriber.order = PayerOrder::Secondary;
        made::total(&mut s.claim);
        let first = m.other_payer(PayerOrder::Primary);
        m.decide_lines(&mut s.claim, first);
    }),
    ("secondary-as-a-whole", |m, s| {
        s.subscriber.order = PayerOrder::Secondary;
        made::total(&mut s.claim);
        let first = m.other_payer(PayerOrder::Primary);
        m.decide_whole(&mut s.claim, first);
    }),
    ("replacement", |_, s| change(s, Frequency::Replacement)),
    ("void", |_, s| change(s, Frequency::Void)),
    ("attachments", |m, s| {
        s.claim.attachments = (0..10).map(|_| m.attachment()).collect();
        s.claim.lines[0].attachments = vec![m.attachment()];
    }),
    ("chiropractic", |m, s| {
        s.claim.manipulation = Some(Box::new(m.manipulation()));
        let day = NaiveDate::from_ymd_opt(2024, 2, 1).unwrap();
        let _none = s.claim.dates.insert(ClaimDate::InitialTreatment, day);
    }),
    ("ordered", |m, s| {
        s.claim.lines[0].ordering = Some(Box::new(m.ordering()));
        s.claim.lines[0].supervising = Some(Box::new(m.individual()));
        s.claim.lines[0].referring = Some(Box::new(m.individual()));
    }),
    ("contract", |m, s| {
        s.claim.contract = Some(Box::new(m.contract()));
    }),
    ("screening-and-condition-codes", |_, s| {
        s.claim.certifications = vec![Certification {
            kind: CertificationKind::Screening,
            applies: true,
            conditions: vec!["AV".to_owned()],
        }];
        s.claim.condition_codes = vec!["AA".to_owned(), "AB".to_owned()];
    }),
    ("accented", |_, s| {
        "Société d’Assurance – “Élan”".clone_into(&mut s.payer.name);
        "Cañon City".clone_into(&mut s.provider.address.city);
    }),
];
