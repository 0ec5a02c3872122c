//! A run of 1,000 statements: pages a second, and the most memory it took.
//!
//! The baseline is the paper alone: the same statements, read and proved beforehand, laid out, written as one PDF each
//! and as one file for the printer, with no book and no disk. The run does that too, and reads each account out of the
//! encrypted book, proves it, archives its PDF in the book and writes 1,001 files. Each repetition is a process of its
//! own, so that the peak of its memory is its own too.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;
use std::{fs, io};

use pegboard::domain::code::Units;
use pegboard::domain::eob::EobLineTemplate;
use pegboard::domain::id::{PatientId, PayerId, ProviderId};
use pegboard::domain::money::Money;
use pegboard::domain::statement::Statement;
use pegboard::domain::visit::{Details, LineDetails, NewLine, NewVisit, Notes, Pointer};
use pegboard::office::{Office, OfficeError, quietly};
use pegboard::pdf::font::Fonts;
use pegboard::pdf::statement::{Sides, sheets};
use pegboard::pdf::write::{Printer, Title, document};

use super::measure::{Timed, Verdict, time};
use super::{books, payer};

#[path = "../tests/support.rs"]
#[allow(dead_code, reason = "the tests use the rest of it")]
mod support;

const STATEMENTS: usize = 1_000;
const VISITS: u64 = 13;
const REPETITIONS: usize = 3;

/// What a process of its own does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// The run of the office.
    Run,
    /// The paper alone.
    Paper,
}

impl Way {
    pub fn named(name: &str) -> Option<Self> {
        [Self::Run, Self::Paper]
            .into_iter()
            .find(|way| way.name() == name)
    }

    fn name(self) -> &'static str {
        match self {
            Self::Run => "run-of-statements",
            Self::Paper => "paper-of-statements",
        }
    }
}

/// What such a process found.
struct Found {
    took: Duration,
    pages: usize,
    /// Kilobytes: the most before the clock started, and the most while it ran.
    before: u64,
    peak: u64,
}

pub fn run() -> Verdict {
    let book = made();
    let (mut office, mut paper) = (
        Timed::new("the office: book, proof, archive, 1,001 files"),
        Timed::new("the paper alone"),
    );
    let mut found = Vec::new();
    for _ in 0..REPETITIONS {
        let (_above, copy) = books::copied(&book);
        // The paper first: the run leaves nothing due.
        let of_paper = in_a_process(Way::Paper, &copy);
        let of_office = in_a_process(Way::Run, &copy);
        office.add(of_office.took);
        paper.add(of_paper.took);
        found.push((of_office, of_paper));
    }
    let (of_office, of_paper) = found.pop().unwrap();
    let pages = of_paper.pages;
    println!(
        "{STATEMENTS} statements of {pages} pages, {REPETITIONS} processes each, taking turns"
    );
    let verdict = office.against(&paper, None);
    for (name, timed) in [("the office", &office), ("the paper alone", &paper)] {
        println!(
            "  {name}: {:.0} pages a second",
            f64::from(u32::try_from(pages).unwrap()) / timed.median().as_secs_f64()
        );
    }
    for (name, found) in [("the office", &of_office), ("the paper alone", &of_paper)] {
        println!(
            "  {name}: at most {} MB of memory, {} MB more than before the clock started",
            found.peak / 1024,
            found.peak.saturating_sub(found.before) / 1024
        );
    }
    verdict
}

/// The book with a thousand guarantors who are due a statement of two pages. Made when it is not there.
fn made() -> PathBuf {
    let folder = books::shelf().join(format!("statements-{:016x}", books::fingerprint()));
    let book = folder.join("book.pegboard");
    if !book.exists() {
        eprintln!("making the book for statements in {}", folder.display());
        let unfinished = folder.with_extension("part");
        let _none = fs::remove_dir_all(&unfinished);
        fs::create_dir_all(&unfinished).unwrap();
        let (mut office, _) = Office::create_open_to_all(
            &unfinished.join("book.pegboard"),
            support::OWNER,
            support::PASSPHRASE,
            &support::practice(),
            support::clock(),
        )
        .unwrap();
        let provider = office
            .add_provider(&support::clinician("Hale", 145_208_201))
            .unwrap();
        let insurer = office
            .add_payer(&support::payer("Meridian Health", "61482"))
            .unwrap();
        for guarantor in 0..STATEMENTS {
            office
                .together(|office| live(office, guarantor, provider, insurer))
                .unwrap();
        }
        office.close().unwrap();
        fs::rename(&unfinished, &folder).unwrap();
    }
    book
}

/// Thirteen visits of three services each, every one answered by the insurer.
fn live(
    office: &mut Office,
    number: usize,
    provider: ProviderId,
    insurer: PayerId,
) -> Result<(), OfficeError> {
    let patient =
        office.register_patient(&support::person(&letters(number), "Dana", "1980-04-12"))?;
    let _policy = office.add_policy(&support::own_policy(patient, insurer, "2025-01-01"))?;
    let mut said: Vec<EobLineTemplate> = Vec::new();
    for week in 1..=VISITS {
        let on = office.today() - chrono::Days::new(7 * week);
        let visit = office.enter_visit(&visit(patient, provider, on))?;
        let (claim, _) = office.claims_of(visit)?[0];
        said.extend(office.eob_template(claim)?);
    }
    let eob = payer::eob(insurer, &said, format!("88{number:05}"), office.today());
    let _eob = office.post_eob(&eob)?;
    Ok(())
}

/// A visit of three services.
fn visit(patient: PatientId, provider: ProviderId, on: chrono::NaiveDate) -> NewVisit {
    NewVisit {
        patient,
        service_on: on,
        rendering: provider,
        referring: None,
        facility: None,
        place: "11".parse().unwrap(),
        notes: Notes {
            signed_on: Some(on),
            ..Notes::default()
        },
        authorization: String::new(),
        onset_on: None,
        accident: None,
        details: Details::default(),
        admitted_on: None,
        diagnoses: vec!["J069".parse().unwrap()],
        lines: services(),
    }
}

/// Enters visits of new patients who are insured with this payer, twenty each, so that as many claims wait for it.
pub fn wait_for(office: &mut Office, payer: PayerId, claims: usize) {
    let provider = office.providers().unwrap()[0].id;
    for number in 0..claims.div_ceil(20) {
        office
            .together(|office| {
                let person = support::person(&letters(number), "Robin", "1980-04-12");
                let patient = office.register_patient(&person)?;
                let _policy =
                    office.add_policy(&support::own_policy(patient, payer, "2025-01-01"))?;
                for week in 1..=20 {
                    let on = office.today() - chrono::Days::new(7 * week);
                    let _visit = office.enter_visit(&visit(patient, provider, on))?;
                }
                Ok::<_, OfficeError>(())
            })
            .unwrap();
    }
}

fn services() -> Vec<NewLine> {
    [
        ("99214", "Office visit, established, long", 18_500),
        ("83036", "Hemoglobin A1c", 4_200),
        ("36415", "Blood draw", 1_800),
    ]
    .into_iter()
    .map(|(code, words, cents)| NewLine {
        code: code.parse().unwrap(),
        modifiers: Vec::new(),
        pointers: vec![Pointer::from_index(0).unwrap()],
        units: Units::ONE,
        charge: Money::from_cents(cents).unwrap(),
        description: String::from(words),
        drug: None,
        details: LineDetails::default(),
    })
    .collect()
}

/// A family name for a number.
fn letters(mut number: usize) -> String {
    let mut name = String::from("Oak");
    for _ in 0..3 {
        name.push(char::from(b'a' + u8::try_from(number % 26).unwrap()));
        number /= 26;
    }
    name
}

fn in_a_process(way: Way, book: &Path) -> Found {
    let told = Command::new(std::env::current_exe().unwrap())
        .args([way.name().as_ref(), book.as_os_str()])
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
    let [micros, pages, before, peak] = numbers[..] else {
        panic!("{told}");
    };
    Found {
        took: Duration::from_micros(micros),
        pages: usize::try_from(pages).unwrap(),
        before,
        peak,
    }
}

/// What a process of its own does: works on a copy of the book, and prints microseconds, pages and memory.
pub fn work(way: Way, book: &Path) {
    let mut office = Office::open(book, support::PASSPHRASE, support::clock()).unwrap();
    let today = office.today();
    let (took, pages, before) = match way {
        Way::Run => {
            let out = book.with_file_name("statements");
            let before = reset_peak();
            let mut sent = 0;
            let took = time(|| {
                let run = office
                    .run_statements(Some(&out), today, &mut quietly)
                    .unwrap();
                sent = run.sent();
            });
            assert_eq!(sent, STATEMENTS);
            (took, 0, before)
        }
        Way::Paper => {
            let statements: Vec<Statement> = office
                .statements_due(today)
                .unwrap()
                .iter()
                .filter(|row| row.sent)
                .map(|row| office.preview_statement(row.guarantor, today).unwrap().0)
                .collect();
            assert_eq!(statements.len(), STATEMENTS);
            let before = reset_peak();
            let mut pages = 0;
            let took = time(|| pages = paper(&statements, today));
            (took, pages, before)
        }
    };
    println!("{} {pages} {before} {}", took.as_micros(), status("VmHWM:"));
}

/// Lays statements out and writes them, and gives how many pages they have.
fn paper(statements: &[Statement], today: chrono::NaiveDate) -> usize {
    let fonts = Fonts::load().unwrap();
    let mut printer = Printer::new(&fonts, Title::Statements, today);
    for statement in statements {
        let pages = sheets(statement, &fonts, Sides::One);
        let _bytes =
            std::hint::black_box(document(&fonts, Title::Statement, today, &pages).unwrap());
        printer.add(&pages).unwrap();
    }
    let pages = printer.page_count();
    printer.finish(&mut io::sink()).unwrap();
    pages
}

/// Lets the peak of memory start again from what is held now, and gives that; zero where the system cannot say.
fn reset_peak() -> u64 {
    let _where_it_can = fs::write("/proc/self/clear_refs", "5");
    status("VmHWM:")
}

fn status(field: &str) -> u64 {
    fs::read_to_string("/proc/self/status")
        .unwrap_or_default()
        .lines()
        .find_map(|line| line.strip_prefix(field))
        .and_then(|rest| rest.split_whitespace().next()?.parse().ok())
        .unwrap_or(0)
}
