//! Reading an 835: megabytes a second, claims a second, and the most memory it took.
//!
//! Baselines are run over the same bytes in the same minute: a bare count of the terminators, a cut into borrowed
//! elements of which nothing is kept, our own segments without what they mean, and the readers that somebody else would
//! take: pyx12 where `PEGBOARD_PYX12` names a python that has it, openx12 where `PEGBOARD_OPENX12` does. Each way of
//! reading a file to its claims is a process of its own, so that the peak of its memory is its own too. What is written
//! for it comes from our writer: three services a claim, a thousand claims a remittance.

use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use chrono::NaiveDate;
use pegboard::domain::money::Money;
use pegboard::domain::remit::{
    BankAccount, ClaimStatus, Coded, Contact, Dated, Flow, Handling, Party as Payee, PaymentMethod,
    Place, Reference, RemitAdjustment, RemitClaim, RemitLine, RemitPerson, RemitProcedure,
    Remittance, Supplement, Text,
};
use pegboard::edi::envelope::{Group, Interchange, Party, Usage};
use pegboard::edi::remit835::{self, Batch, Item, Part, Remitted};
use pegboard::edi::segment::{Delimiters, Segments};

use super::measure::{Timed, Verdict, time};

const FEW: u32 = 10_000;
const MANY: u32 = 100_000;
const CLAIMS_A_REMITTANCE: u32 = 1_000;
const REPETITIONS: usize = 5;

/// How many times as fast as the fastest reader in Python it has to be.
const TIMES_PYTHON: f64 = 20.0;

/// How many kilobytes more a file ten times as long may take.
const GROWS_KB: u64 = 2_048;

/// The name by which a process of its own is asked to read a file.
pub const CHILD: &str = "read-remittances";

/// What a process of its own found.
struct Found {
    took: Duration,
    claims: u64,
    /// Kilobytes, the most it ever had.
    peak: u64,
}

pub fn run() -> Verdict {
    let folder = tempfile::tempdir().unwrap();
    let (few, many) = (write(folder.path(), FEW), write(folder.path(), MANY));
    let bytes = std::fs::read(&many).unwrap();
    let megabytes = size(&many);
    println!("an 835 of {MANY} claims, {megabytes:.0} MB; {REPETITIONS} repetitions, taking turns");
    let mut count = Timed::new("bare count of terminators, in memory");
    let mut split = Timed::new("cut into borrowed elements, in memory");
    let mut segments = Timed::new("our segments and elements, in memory");
    let mut typed = Timed::new("our claims, read from the file and proved");
    let mut peaks = Vec::new();
    for _ in 0..REPETITIONS {
        count.add(time(|| terminators(&bytes)));
        split.add(time(|| cut(&bytes)));
        segments.add(time(|| all_segments(&bytes)));
        let found = in_a_process(&many);
        assert_eq!(found.claims, u64::from(MANY));
        typed.add(found.took);
        peaks.push(found.peak);
    }
    for timed in [&count, &split, &segments, &typed] {
        timed.print();
        println!(
            "    {:.0} MB a second",
            megabytes / timed.median().as_secs_f64()
        );
    }
    let speed = megabytes / typed.median().as_secs_f64();
    println!(
        "  {:.0} claims a second",
        f64::from(MANY) / typed.median().as_secs_f64()
    );
    flat(&few, peaks.into_iter().max().unwrap_or(0)).and(ahead_of_python(&few, speed))
}

/// Says whether memory stays as it is when the file grows tenfold.
fn flat(few: &Path, peak_of_many: u64) -> Verdict {
    let peak_of_few = in_a_process(few).peak;
    let is_flat = peak_of_many <= peak_of_few + GROWS_KB;
    println!(
        "  at most {peak_of_few} KB of memory for {FEW} claims, {peak_of_many} KB for {MANY}: {}",
        if is_flat { "flat" } else { "GROWS" }
    );
    Verdict::of(is_flat)
}

/// Readers in Python: how each is asked to read the file its first argument names, and to print its processor seconds.
const PEERS: [(&str, &str, &str); 2] = [
    (
        "pyx12, segments",
        "PEGBOARD_PYX12",
        "import sys, time, pyx12.x12file as x\nt = time.process_time()\nn = sum(1 for _ in x.X12Reader(sys.argv[1]))\nprint(time.process_time() - t)",
    ),
    (
        "openx12, objects",
        "PEGBOARD_OPENX12",
        "import sys, time, openx12.x835 as x\ntext = open(sys.argv[1]).read()\nt = time.process_time()\nx.parse(text)\nprint(time.process_time() - t)",
    ),
];

/// Says how many times as fast as each reader in Python it is. They read the smaller file, or nobody would wait for it.
fn ahead_of_python(few: &Path, speed: f64) -> Verdict {
    let mut verdict = Verdict::Held;
    for (name, variable, script) in PEERS {
        let Some(python) = std::env::var_os(variable) else {
            eprintln!("skipped: {variable} does not name a python with {name}");
            continue;
        };
        let told = Command::new(python)
            .args(["-c", script])
            .arg(few)
            .output()
            .unwrap();
        let told = String::from_utf8_lossy(&told.stdout).trim().to_owned();
        let Ok(seconds) = told.parse::<f64>() else {
            eprintln!("skipped: {name} did not read the file");
            continue;
        };
        let theirs = size(few) / seconds;
        let times = speed / theirs;
        let is_held = times >= TIMES_PYTHON;
        println!(
            "  {name}: {theirs:.1} MB a second; ours is {times:.0} times as fast, at least {TIMES_PYTHON:.0}: {}",
            if is_held { "holds" } else { "MISSED" }
        );
        verdict = verdict.and(Verdict::of(is_held));
    }
    verdict
}

/// What a process of its own does: reads a file to its claims, and prints microseconds, claims and memory.
pub fn work(file: &Path) {
    let (mut claims, mut cents) = (0_u64, 0_i64);
    let took = time(|| {
        let file = BufReader::new(File::open(file).unwrap());
        let findings = remit835::stream(file, |part| {
            if let Part::Item(Item::Claim(claim, proof)) = part {
                claims += 1;
                cents += claim.paid.cents();
                assert!(proof.is_some_and(pegboard::domain::remit::ClaimProof::holds));
            }
        });
        assert_eq!(findings.unwrap(), []);
    });
    let _sum = std::hint::black_box(cents);
    println!("{} {claims} {}", took.as_micros(), peak());
}

fn in_a_process(file: &Path) -> Found {
    let told = Command::new(std::env::current_exe().unwrap())
        .arg(CHILD)
        .arg(file)
        .output()
        .unwrap();
    assert!(
        told.status.success(),
        "{}",
        String::from_utf8_lossy(&told.stderr)
    );
    let told = String::from_utf8(told.stdout).unwrap();
    let numbers: Vec<u64> = told
        .split_whitespace()
        .map(|number| number.parse().unwrap())
        .collect();
    let [micros, claims, peak] = numbers[..] else {
        panic!("{told}");
    };
    Found {
        took: Duration::from_micros(micros),
        claims,
        peak,
    }
}

/// The most kilobytes this process ever had; zero where the system does not tell.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM:"));
    line.and_then(|line| line.split_whitespace().nth(1)?.parse().ok())
        .unwrap_or(0)
}

fn terminators(bytes: &[u8]) -> usize {
    bytes
        .iter()
        .fold(0, |count, byte| count + usize::from(*byte == b'~'))
}

fn cut(bytes: &[u8]) -> usize {
    let mut elements = 0;
    for segment in bytes.split(|byte| *byte == b'~') {
        for element in segment.split(|byte| *byte == b'*') {
            elements += usize::from(!std::hint::black_box(element).is_empty());
        }
    }
    elements
}

fn all_segments(bytes: &[u8]) -> usize {
    let mut segments = Segments::new(bytes);
    let mut elements = 0;
    while let Some(segment) = segments.next_segment().unwrap() {
        elements += std::hint::black_box(segment).len();
    }
    elements
}

#[allow(
    clippy::cast_precision_loss,
    reason = "megabytes are shown, not counted"
)]
fn size(file: &Path) -> f64 {
    std::fs::metadata(file).unwrap().len() as f64 / 1e6
}

fn write(folder: &Path, claims: u32) -> PathBuf {
    let transactions: Vec<Remitted> = (0..claims / CLAIMS_A_REMITTANCE)
        .map(|number| remitted(number, CLAIMS_A_REMITTANCE))
        .collect();
    let at = day().and_hms_opt(9, 30, 0).unwrap();
    let party = |id: &str| Party {
        qualifier: "ZZ".to_owned(),
        id: id.to_owned(),
    };
    let batch = Batch {
        interchange: Interchange {
            authorization: None,
            security: None,
            sender: party("ELMHEALTH"),
            receiver: party("ELMSTREET"),
            created: Some(at),
            control_number: 1,
            wants_acknowledgement: false,
            usage: Usage::Production,
        },
        group: Group {
            sender: "ELMHEALTH".to_owned(),
            receiver: "ELMSTREET".to_owned(),
            created: Some(at),
            control_number: 1,
        },
        transactions,
    };
    let file = folder.join(format!("{claims}.835"));
    std::fs::write(
        &file,
        remit835::write(&batch, Delimiters::STANDARD).unwrap(),
    )
    .unwrap();
    file
}

fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 3, 20).unwrap()
}

fn remitted(number: u32, claims: u32) -> Remitted {
    let claims: Vec<RemitClaim> = (0..claims).map(|at| claim(number * claims + at)).collect();
    let paid = Money::sum(claims.iter().map(|claim| claim.paid)).unwrap();
    let account = |number: &str| BankAccount {
        bank_qualifier: "01".into(),
        bank: "071000013".into(),
        kind: "DA".into(),
        number: number.into(),
    };
    Remitted {
        header: Remittance {
            control_number: format!("{:06}", number + 1).into(),
            handling: Coded::Known(Handling::Remittance),
            paid,
            flow: Coded::Known(Flow::Credit),
            method: Coded::Known(PaymentMethod::Ach),
            format: "CCP".into(),
            from_account: Some(account("5550001")),
            to_account: Some(account("5550002")),
            paid_on: Some(day()),
            trace: format!("T{number:08}").into(),
            origin: "1999888777".into(),
            produced_on: Some(day()),
            payer: Payee {
                name: "ELM HEALTH PLAN".into(),
                street: vec!["1 INSURANCE WAY".into()],
                city: "DAYTON".into(),
                state: "OH".into(),
                zip: "45402".into(),
                contacts: vec![Contact {
                    function: "BL".into(),
                    name: "FILES".into(),
                    ways: vec![("TE".into(), "8005550100".into())],
                }],
                ..Payee::default()
            },
            payee: Payee {
                name: "ELM STREET FAMILY MEDICINE".into(),
                id_qualifier: "XX".into(),
                id: "1234567893".into(),
                ..Payee::default()
            },
            ..Remittance::default()
        },
        claims,
        ..Remitted::default()
    }
}

fn cents(cents: u32) -> Money {
    Money::from_cents(i64::from(cents)).unwrap()
}

fn claim(number: u32) -> RemitClaim {
    let lines: Vec<RemitLine> = (0..3).map(|at| line(number, at)).collect();
    let sum = |of: fn(&RemitLine) -> Money| Money::sum(lines.iter().map(of)).unwrap();
    RemitClaim {
        number: format!("C{number:07}").into(),
        status: Coded::Known(ClaimStatus::Primary),
        charged: sum(|line| line.charged),
        paid: sum(|line| line.paid),
        patient_share: sum(|line| line.adjustments[1].amount),
        filing: Some(Coded::read("12")),
        payer_number: format!("ICN{number:010}").into(),
        place_of_service: "11".into(),
        frequency: "1".into(),
        patient: Some(RemitPerson {
            last: "ABERNATHY".into(),
            first: "ADA".into(),
            id_qualifier: "MI".into(),
            id: format!("M{number:08}").into(),
            ..RemitPerson::default()
        }),
        rendering: Some(RemitPerson {
            last: "HALL".into(),
            first: "IDA".into(),
            id_qualifier: "XX".into(),
            id: "1234567893".into(),
            ..RemitPerson::default()
        }),
        remarks: vec![Coded::read("MA01")],
        dates: vec![dated("232")],
        lines,
        ..RemitClaim::default()
    }
}

fn dated(qualifier: &str) -> Dated {
    Dated {
        qualifier: qualifier.into(),
        day: day(),
    }
}

fn line(claim: u32, at: u32) -> RemitLine {
    let charged = 5_000 + (claim * 37 + at * 911) % 20_000;
    let (given_up, share) = (charged / 3, charged / 9);
    let adjustment = |group: &str, carc: &str, amount: u32| RemitAdjustment {
        group: Coded::read(group),
        carc: Coded::read(carc),
        amount: cents(amount),
        quantity: None,
        place: Place::default(),
    };
    RemitLine {
        procedure: RemitProcedure {
            qualifier: "HC".into(),
            code: ["99213", "87880", "36415"][usize::try_from(at).unwrap()].into(),
            modifiers: Vec::new(),
            description: Text::default(),
        },
        charged: cents(charged),
        paid: cents(charged - given_up - share),
        units_paid: Some(1.into()),
        dates: vec![dated("472")],
        adjustments: vec![
            adjustment("CO", "45", given_up),
            adjustment("PR", "2", share),
        ],
        references: vec![Reference {
            qualifier: "6R".into(),
            value: format!("{claim}L{at}").into(),
            description: Text::default(),
        }],
        amounts: vec![Supplement {
            qualifier: "B6".into(),
            amount: cents(charged - given_up),
        }],
        ..RemitLine::default()
    }
}
