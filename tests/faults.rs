//! What a crash or a failing disk does to a book: nothing that was acknowledged is lost, and everything still adds up.
//!
//! The work runs in a child process: this test program itself, asked for one ignored test. The parent kills it at
//! random moments, or loads a shim under it that fails its Nth write.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "the child tells its parent on standard output, and a skipped test says so"
)]

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use pegboard::demo::{self, Size};
use pegboard::domain::id::GuarantorId;
use pegboard::domain::money::Money;
use pegboard::domain::payment::{NewReceipt, Placement, Tender, oldest_first};
use pegboard::office::{Clock, Office, quietly};

/// How often a child is killed.
const KILLS: usize = 200;

/// Verbs a child does when its disk is to fail.
const VERBS_A_SWEEP: usize = 1;

const BOOK: &str = "PEGBOARD_TEST_BOOK";
const VERBS: &str = "PEGBOARD_TEST_VERBS";

/// A practice to be mistreated: made once, copied for each run.
fn practice() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let today = chrono::NaiveDate::from_ymd_opt(2026, 3, 17).unwrap();
    let made = demo::make(folder.path(), Size::Tiny, 7, today, &mut quietly).unwrap();
    (folder, made.book)
}

fn copy_book(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().flatten() {
        let _bytes = fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
    }
}

fn open(book: &Path) -> Office {
    Office::open(book, demo::PASSPHRASE, Clock::System).unwrap()
}

/// Takes one payment: two verbs in three are placed on what is open, the third stays as credit.
fn pay(office: &mut Office, number: usize) -> Result<i64, String> {
    let guarantor = GuarantorId::new(1 + i64::try_from(number % 9).unwrap());
    let amount = Money::from_cents(100 + i64::try_from(number % 50).unwrap()).unwrap();
    let open = office.open_items(guarantor).map_err(|e| e.to_string())?;
    let placed: Vec<Placement> = if number % 3 == 2 {
        Vec::new()
    } else {
        oldest_first(&open, amount).map_err(|e| e.to_string())?.0
    };
    let tenders = vec![Tender::Check {
        amount,
        number: number.to_string(),
    }];
    let receipt = NewReceipt {
        guarantor,
        accounting_on: office.today(),
        tenders,
        placed,
    };
    office
        .take_payment(&receipt)
        .map(pegboard::domain::id::ReceiptId::get)
        .map_err(|e| e.to_string())
}

/// The child: opens the book it is told, takes payments and says each that was acknowledged.
#[test]
#[ignore = "run as a child process by the tests of this file"]
fn child() {
    let Ok(book) = std::env::var(BOOK) else {
        return;
    };
    let verbs: usize = std::env::var(VERBS).map_or(usize::MAX, |text| text.parse().unwrap());
    let mut office = match Office::open(Path::new(&book), demo::PASSPHRASE, Clock::System) {
        Ok(office) => office,
        Err(error) => return println!("refused {error}"),
    };
    if let Ok(gate) = std::env::var("FAULT_GATE") {
        fs::write(gate, "").unwrap();
    }
    println!("opened");
    for number in 0..verbs {
        match pay(&mut office, number) {
            Ok(id) => println!("kept {id}"),
            Err(words) => println!("refused {words}"),
        }
    }
}

fn start(book: &Path, more: impl FnOnce(&mut Command)) -> Child {
    let mut command = Command::new(std::env::current_exe().unwrap());
    let _command = command
        .args([
            "faults::child",
            "--exact",
            "--ignored",
            "--nocapture",
            "--test-threads=1",
        ])
        .env(BOOK, book)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    more(&mut command);
    command.spawn().unwrap()
}

/// What a child said: receipts it acknowledged, and its words when it was refused.
#[derive(Default)]
struct Said {
    kept: Vec<i64>,
    refused: Vec<String>,
}

fn heard(lines: &str) -> Said {
    let mut said = Said::default();
    // A killed child may leave half a line behind, which acknowledged nothing.
    for line in lines
        .split_inclusive('\n')
        .filter(|line| line.ends_with('\n'))
        .map(str::trim_end)
    {
        if let Some(id) = line.strip_prefix("kept ") {
            said.kept.push(id.parse().unwrap());
        } else if let Some(words) = line.strip_prefix("refused ") {
            said.refused.push(words.to_owned());
        }
    }
    said
}

/// The book opens, everything in it holds, and every acknowledged receipt is there.
fn assert_whole(book: &Path, kept: &[i64], about: &str) {
    let office = open(book);
    let verification = office.verify(&mut quietly).unwrap();
    let wrong: Vec<_> = verification
        .checks
        .iter()
        .filter(|check| !check.holds)
        .map(|check| format!("{}: {}", check.name, check.detail))
        .collect();
    assert!(verification.holds, "{about}: {}", wrong.join("; "));
    let there: Vec<i64> = office
        .receipts(None, 100_000)
        .unwrap()
        .iter()
        .map(|receipt| receipt.id.get())
        .collect();
    for id in kept {
        assert!(
            there.contains(id),
            "{about}: receipt {id} was acknowledged and is gone"
        );
    }
    office.close().unwrap();
}

/// Runs `each` for 0..count on two threads, each with a folder of its own.
fn on_two_threads(count: usize, each: impl Fn(usize, &Path) + Sync) {
    let next = AtomicUsize::new(0);
    thread::scope(|scope| {
        for _ in 0..2 {
            let _running = scope.spawn(|| {
                let folder = tempfile::tempdir().unwrap();
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    if number >= count {
                        return;
                    }
                    each(number, folder.path());
                }
            });
        }
    });
}

#[test]
#[ignore = "takes minutes: cargo test faults::a_ -- --ignored"]
fn a_killed_program_loses_nothing_it_acknowledged() {
    let (_kept, practice) = practice();
    let acknowledged = AtomicUsize::new(0);
    on_two_threads(KILLS, |number, folder| {
        let book = folder.join("killed.pegboard");
        if !book.exists() {
            copy_book(&practice, &book);
        }
        let mut child = start(&book, |_| ());
        let mut lines = BufReader::new(child.stdout.take().unwrap());
        let mut text = String::new();
        // The moment is counted from when the book is open: before that there is only the key to be worked out.
        while !text.contains("opened\n") && lines.read_line(&mut text).unwrap() > 0 {}
        thread::sleep(Duration::from_micros(
            u64::try_from(number * 7_919 % 60_000).unwrap(),
        ));
        child.kill().unwrap();
        let _bytes = lines.read_to_string(&mut text).unwrap();
        let _status = child.wait().unwrap();
        let said = heard(&text);
        assert_eq!(said.refused, Vec::<String>::new());
        let _before = acknowledged.fetch_add(said.kept.len(), Ordering::Relaxed);
        assert_whole(&book, &said.kept, &format!("kill {number}"));
    });
    assert!(
        acknowledged.load(Ordering::Relaxed) > KILLS,
        "the children were killed before they did anything"
    );
}

/// Compiles the shim; `None`, said aloud, where that cannot be.
fn shim(into: &Path) -> Option<PathBuf> {
    if !cfg!(target_os = "linux") {
        eprintln!("skipped: failing writes are injected on Linux only");
        return None;
    }
    let library = into.join("shim.so");
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/faults/shim.c");
    let built = Command::new("cc")
        .args(["-shared", "-fPIC", "-O1", "-o"])
        .arg(&library)
        .arg(source)
        .arg("-ldl")
        .status();
    if built.is_ok_and(|status| status.success()) {
        Some(library)
    } else {
        assert!(
            std::env::var_os("PEGBOARD_REQUIRE_JUDGES").is_none(),
            "the shim that fails writes could not be compiled"
        );
        eprintln!("skipped: no C compiler to build the shim that fails writes");
        None
    }
}

fn run_with(shim: &Path, book: &Path, folder: &Path, faults: &[(&str, String)]) -> Said {
    let gate = folder.join("gate");
    let _gone = fs::remove_file(&gate);
    let mut child = start(book, |command| {
        let _command = command
            .env("LD_PRELOAD", shim)
            .env("FAULT_GATE", &gate)
            .env(VERBS, VERBS_A_SWEEP.to_string());
        for (name, value) in faults {
            let _command = command.env(name, value);
        }
    });
    let mut text = String::new();
    let _bytes = child
        .stdout
        .take()
        .unwrap()
        .read_to_string(&mut text)
        .unwrap();
    let status = child.wait().unwrap();
    assert!(
        status.success(),
        "the child did not end by itself: {status}; {text}"
    );
    heard(&text)
}

#[test]
#[ignore = "takes minutes: cargo test faults::a_ -- --ignored"]
fn a_failing_disk_is_said_in_words_and_harms_nothing() {
    let tools = tempfile::tempdir().unwrap();
    let Some(shim) = shim(tools.path()) else {
        return;
    };
    let (_kept, practice) = practice();

    let counted = tools.path().join("count");
    let trial = tools.path().join("trial.pegboard");
    copy_book(&practice, &trial);
    let said = run_with(
        &shim,
        &trial,
        tools.path(),
        &[("FAULT_COUNT", counted.display().to_string())],
    );
    assert_eq!((said.kept.len(), said.refused.len()), (VERBS_A_SWEEP, 0));
    let calls: usize = fs::read_to_string(counted).unwrap().trim().parse().unwrap();
    assert!(calls >= 5, "the shim saw {calls} calls");

    let kinds = ["eio", "full", "torn"];
    let refusals = AtomicUsize::new(0);
    on_two_threads(calls * kinds.len() * 2, |number, folder| {
        let (at, kind, is_sticky) = (number / 6 + 1, kinds[number % 3], number % 6 >= 3);
        let book = folder.join("failing.pegboard");
        let _gone = fs::remove_dir_all(&book);
        copy_book(&practice, &book);
        let mut faults = vec![
            ("FAULT_AT", at.to_string()),
            ("FAULT_KIND", kind.to_owned()),
        ];
        if is_sticky {
            faults.push(("FAULT_STICKY", String::from("1")));
        }
        let said = run_with(&shim, &book, folder, &faults);
        let about = format!("{kind} at call {at}, sticky {is_sticky}");
        for words in &said.refused {
            assert!(words.starts_with("could not "), "{about}: {words}");
        }
        assert_eq!(
            said.kept.len() + said.refused.len(),
            VERBS_A_SWEEP,
            "{about}"
        );
        let _before = refusals.fetch_add(said.refused.len(), Ordering::Relaxed);
        assert_whole(&book, &said.kept, &about);
    });
    assert!(
        refusals.load(Ordering::Relaxed) > 0,
        "no injected fault was noticed"
    );
}
