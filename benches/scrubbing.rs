//! Scrubbing claims against full-size lists, beside a named pace: a claim every 5 ms.
//!
//! A seeded generator makes up 3,000,000 code pairs over 12,000 codes, some with earlier and later periods, 15,000 unit
//! limits, 2,000 add-ons and 10,000 services of a fee schedule, in the records the book keeps. 5,000 made-up claims of
//! one to six services, some with other claims of the day beside them and services before, are then scrubbed with every
//! edit. All codes of the claims are among the codes that have pairs, so that no look-up ends early.
//!
//! The second part writes the same pairs as the published text files, has the office take them in, and tells how long
//! that takes, how large the book grows, and how long the first look at a claim waits for the lists. These fail nothing.

use std::fmt::Write as _;
use std::sync::Arc;
use std::time::Duration;

use chrono::{Days, NaiveDate};
use fastrand::Rng;
use pegboard::demo;
use pegboard::domain::claim::ClaimFilter;
use pegboard::domain::code::Procedure;
use pegboard::domain::scrub::scrub;
use pegboard::domain::tables::{
    AddOn, AddOns, Counted, Global, Kind, Limit, Limits, List, Pair, Pairs, Parts, Release,
    Service, Services, Sides, Status, Tables, Together,
};
use pegboard::office::{ListFile, Office, quietly};

use super::books;
use super::measure::{Timed, Verdict, shown, time};

mod made;

const CLAIMS: usize = 5_000;
const REPETITIONS: usize = 7;
/// How long a claim takes at the pace that is compared with.
const PACE: Duration = Duration::from_millis(5);
/// The most that scrubbing may take, in times of that pace: a hundredth.
const BAR: f64 = 0.01;
const CODES: usize = 12_000;
/// As many pairs as CMS publishes; a tenth of them where a small book is asked for, to try the benchmark out.
fn many_pairs() -> usize {
    if books::size().0 == "small" {
        300_000
    } else {
        3_000_000
    }
}
const LIMITS: usize = 15_000;
const SEED: u64 = 20_261_122;

/// The day of every claim.
fn on() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 2).unwrap()
}

pub fn run() -> Verdict {
    let pairs = pairs();
    let (before, tables, after) = {
        let before = resident();
        let tables = tables(&pairs);
        (before, tables, resident())
    };
    println!(
        "{} pairs, {LIMITS} unit limits, {CODES} codes; lists of pairs and limits take about {} MB of memory",
        tables.pairs.len(),
        after.saturating_sub(before) >> 20,
    );
    let verdict = scrubbing(&tables);
    loading(&pairs);
    verdict
}

fn scrubbing(tables: &Tables) -> Verdict {
    let made = made::claims(&codes(), CLAIMS, on());
    let lines: usize = made.iter().map(made::Made::services).sum();
    let mut found = 0;
    let (mut took, mut pace) = (
        Timed::new("scrubbing 5,000 claims, lists loaded"),
        Timed::new("a claim every 5 ms"),
    );
    for _ in 0..REPETITIONS {
        took.add(time(|| {
            found = made
                .iter()
                .map(|one| scrub(&one.case(tables), &[]).len())
                .sum();
        }));
        pace.add(PACE * u32::try_from(CLAIMS).unwrap());
    }
    println!("{CLAIMS} claims with {lines} services; {found} findings");
    let verdict = took.against(&pace, Some(BAR));
    let per_claim = took.median() / u32::try_from(CLAIMS).unwrap();
    println!("  {} a claim", shown(per_claim).trim());
    verdict
}

/// What the book makes of the lists: in, out, and how large.
fn loading(pairs: &[Pair]) {
    let kept = books::kept("tiny", demo::Size::Tiny);
    let (_above, book) = books::copied(&kept);
    let mut office = books::open(&book);
    let size = || std::fs::metadata(book.join("book.db")).map_or(0, |file| file.len());
    let small = size();
    let mut import = Timed::new("taking in the published files");
    import.add(time(|| {
        let parts = (1..=4).zip(pairs.chunks(pairs.len() / 4 + 1));
        let files: Vec<_> = parts.map(|(part, pairs)| published(part, pairs)).collect();
        let files = files
            .iter()
            .map(|(name, text)| ListFile {
                name: name.clone(),
                bytes: u64::try_from(text.len()).unwrap(),
                input: text.as_bytes(),
            })
            .collect();
        let taken = office
            .import_code_list(Kind::Pairs, files, None, &mut quietly)
            .unwrap();
        assert_eq!(usize::try_from(taken.taken).unwrap(), pairs.len());
    }));
    import.print();
    office.close().unwrap();
    println!(
        "  the book grew by {} MB",
        size().saturating_sub(small) >> 20
    );
    let office = books::open(&book);
    let mut first = Timed::new("the first look at the lists");
    let mut again = Timed::new("the next look");
    first.add(time(|| office.read_code_lists().unwrap()));
    again.add(time(|| office.read_code_lists().unwrap()));
    first.print();
    again.print();
    page(&office);
}

/// How long one claim takes with everything read from the book.
fn page(office: &Office) {
    let claims = office.claims(&ClaimFilter::default()).unwrap();
    let mut page = Timed::new("a claim's page, read and scrubbed");
    for claim in claims.iter().take(200) {
        page.add(time(|| office.claim(claim.id).unwrap()));
    }
    page.print();
}

/// Memory that is in use, in bytes; nought where the system does not say.
fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmRSS:"));
    let kib = line.and_then(|line| line.split_whitespace().nth(1)?.parse::<u64>().ok());
    kib.unwrap_or(0) << 10
}

/// Made-up codes in the shape of procedures, the visits of the claims among them.
fn codes() -> Vec<Procedure> {
    let mut codes: Vec<Procedure> = (0..CODES)
        .map(|at| format!("{:05}", 10_000 + at * 7).parse().unwrap())
        .collect();
    for code in ["99213", "99214", "99203", "36415", "20610"] {
        codes.push(code.parse().unwrap());
    }
    codes.sort_unstable();
    codes.dedup();
    codes
}

/// Pairs in the order of the published files.
fn pairs() -> Vec<Pair> {
    let codes = codes();
    let mut rng = Rng::with_seed(SEED);
    let mut all = Vec::with_capacity(many_pairs() + 1);
    let many = many_pairs();
    let each = many / codes.len() + 1;
    'all: for first in &codes {
        let start = rng.usize(..codes.len());
        for step in 0..each {
            let second = codes[(start + step * 13) % codes.len()];
            let years = rng.u64(1..25);
            let from = on() - Days::new(years * 365);
            let until = (rng.u8(..4) == 0).then(|| from + Days::new(rng.u64(200..3_000)));
            all.push(Pair {
                first: *first,
                second,
                from,
                until,
                together: match rng.u8(..10) {
                    0..6 => Together::WithModifier,
                    6..9 => Together::Never,
                    _ => Together::NotApplicable,
                },
                why: rng.u8(..12),
            });
            if all.len() == many {
                break 'all;
            }
        }
    }
    all
}

fn list<T: List>(blocks: impl Iterator<Item = Vec<u8>>) -> Arc<T> {
    let release = Release {
        effective_on: NaiveDate::from_ymd_opt(2026, 10, 1).unwrap(),
        words: (0..12).map(|at| format!("Made-up reason {at}")).collect(),
    };
    let mut list = T::default();
    for block in blocks {
        list.take(&release, &block).unwrap();
    }
    list.settle();
    Arc::new(list)
}

fn tables(pairs: &[Pair]) -> Tables {
    let codes = codes();
    let blocks = pairs.chunk_by(|one, next| one.first == next.first);
    let blocks = blocks.map(|pairs| {
        let mut block = Pair::begin(pairs[0].first);
        for pair in pairs {
            pair.add_to(&mut block);
        }
        block
    });
    let pairs: Arc<Pairs> = list(blocks);
    let mut rng = Rng::with_seed(SEED + 1);
    let mut limits = Vec::new();
    let more = (0..LIMITS - codes.len()).map(|at| format!("A{at:04}").parse().unwrap());
    for code in codes.iter().copied().chain(more) {
        let (units, counted) = (rng.u32(1..20), Counted::DayUsually);
        Limit { units, counted }.add_to(code, &mut limits);
    }
    let (mut add_ons, mut services) = (Vec::new(), Vec::new());
    for at in 0..2_000 {
        let row = AddOn {
            code: codes[at * 5 + 3],
            main: Some(codes[at * 5 + 4]),
            is_closed: true,
            from: NaiveDate::from_ymd_opt(2013, 1, 1).unwrap(),
            until: None,
        };
        row.add_to(&mut add_ons);
    }
    for code in codes.iter().take(10_000) {
        let service = Service {
            status: Status::Payable,
            global: if rng.u8(..3) == 0 {
                Global::Ninety
            } else {
                Global::None
            },
            parts: Parts::Unsaid,
            sides: Sides::Apart,
            is_without_assistant: false,
        };
        service.add_to(*code, &mut services);
    }
    Tables {
        pairs,
        limits: list::<Limits>([limits].into_iter()),
        add_ons: list::<AddOns>([add_ons].into_iter()),
        services: list::<Services>([services].into_iter()),
        ..Tables::default()
    }
}

/// One file of the release as CMS would publish it.
fn published(part: usize, pairs: &[Pair]) -> (String, String) {
    let mut text = String::from(
        "Made-up pairs\nColumn 1\tColumn 2\t*\tEffective\tDeletion\tModifier\tRationale\n",
    );
    for pair in pairs {
        let until = pair
            .until
            .map_or("*".to_owned(), |day| day.format("%Y%m%d").to_string());
        let indicator = match pair.together {
            Together::Never => 0,
            Together::WithModifier => 1,
            Together::NotApplicable => 9,
        };
        let from = pair.from.format("%Y%m%d");
        writeln!(
            text,
            "{}\t{}\t\t{from}\t{until}\t{indicator}\tMade-up reason {}",
            pair.first, pair.second, pair.why
        )
        .unwrap();
    }
    (format!("ccipra-v323r0-f{part}.TXT"), text)
}
