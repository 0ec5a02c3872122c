//! Every write of a posting failed once, and of closing the book: the fault is said in words, nothing acknowledged is
//! lost, nothing refused is half there, and the program goes on.

use std::collections::BTreeSet;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::{copy_book, practice_to_mistreat, share_out, start, whole};

/// Names the file through which the shim is told what to do.
const CONTROL: &str = "PEGBOARD_TEST_CONTROL";
/// How a call fails, and whether all later ones do: `torn sticky`.
const MANNER: &str = "PEGBOARD_TEST_MANNER";
/// Which call fails when the book is closed.
pub const AT: &str = "PEGBOARD_TEST_AT";

/// How a call may fail, and for how long.
const MANNERS: [&str; 6] = [
    "eio once",
    "eio sticky",
    "full once",
    "full sticky",
    "torn once",
    "torn sticky",
];

/// The shim as the child steers it: four numbers in a file that both have in memory.
pub struct Shim {
    control: PathBuf,
    kind: u64,
    is_sticky: u64,
}

impl Shim {
    /// The shim under this process.
    pub fn here() -> Self {
        let manner = std::env::var(MANNER).unwrap();
        let (kind, duration) = manner.split_once(' ').unwrap();
        Self {
            control: std::env::var_os(CONTROL).unwrap().into(),
            kind: match kind {
                "eio" => 1,
                "full" => 2,
                _ => 3,
            },
            is_sticky: u64::from(duration == "sticky"),
        }
    }

    /// From now on the call of that number fails, counted from 1; 0 fails none.
    pub fn fail(&self, at: u64) {
        let words = [at, self.kind, self.is_sticky, 0];
        let bytes: Vec<u8> = words.into_iter().flat_map(u64::to_ne_bytes).collect();
        let mut file = fs::OpenOptions::new()
            .write(true)
            .open(&self.control)
            .unwrap();
        file.write_all(&bytes).unwrap();
    }

    /// Whether a call has failed since.
    pub fn has_failed(&self) -> bool {
        let bytes = fs::read(&self.control).unwrap();
        let number = |at: usize| u64::from_ne_bytes(bytes[at..at + 8].try_into().unwrap());
        number(24) >= number(0)
    }
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

/// What a child said when one call failed.
#[derive(Default)]
struct Said {
    refused: Vec<String>,
    /// Whether it met no call to fail any more.
    is_over: bool,
    last: u64,
}

/// A child under a failing disk.
struct Trial<'a> {
    shim: &'a Path,
    folder: &'a Path,
    book: PathBuf,
    manner: &'a str,
    acknowledged: BTreeSet<String>,
}

impl<'a> Trial<'a> {
    fn new(shim: &'a Path, folder: &'a Path, manner: &'a str) -> Self {
        Self {
            shim,
            folder,
            book: practice_to_mistreat(folder),
            manner,
            acknowledged: BTreeSet::new(),
        }
    }

    /// Runs a child. After each failing call it waits until the book was looked at as a crash would leave it there.
    fn run(&mut self, work: &str, at: u64) -> Said {
        let control = self.folder.join("control");
        fs::write(&control, [0; 32]).unwrap();
        let mut child = start(work, &self.book, |command| {
            let _command = command
                .env("LD_PRELOAD", self.shim)
                .env(CONTROL, &control)
                .env(MANNER, self.manner)
                .env(AT, at.to_string());
        });
        let mut stdin = child.stdin.take().unwrap();
        let mut said = Said::default();
        for line in BufReader::new(child.stdout.take().unwrap()).lines() {
            let line = line.unwrap();
            let (kind, rest) = line.split_once(' ').unwrap_or((&line, ""));
            let about = format!("{work}, {} at call {}", self.manner, said.last + 1);
            match kind {
                "kept" => assert!(self.acknowledged.insert(rest.to_owned())),
                "refused" => {
                    assert!(rest.starts_with("could not "), "{about}: {rest}");
                    said.refused.push(rest.to_owned());
                }
                "done" => {
                    said.last = rest.parse().unwrap();
                    let crashed = self.folder.join("crashed.pegboard");
                    copy_book(&self.book, &crashed);
                    stdin.write_all(b"\n").unwrap();
                    drop(whole(&crashed, self.folder, &self.acknowledged, &about));
                }
                "wrong" => panic!("{about}: {line}"),
                "ready" => said.is_over = true,
                _ => {}
            }
        }
        let status = child.wait().unwrap();
        assert!(
            status.success(),
            "{work}, {}: the child did not end well at call {}: {status}",
            self.manner,
            said.last
        );
        said
    }
}

#[test]
fn a_failing_disk_is_said_in_words_and_harms_nothing() {
    let tools = tempfile::tempdir().unwrap();
    let Some(shim) = shim(tools.path()) else {
        return;
    };
    let works = ["post", "pay"];
    let (refused, calls) = (AtomicUsize::new(0), AtomicUsize::new(0));
    share_out(
        works.len() * MANNERS.len(),
        || tempfile::tempdir().unwrap(),
        |folder, number| {
            let (work, manner) = (works[number % 2], MANNERS[number / 2]);
            let mut trial = Trial::new(&shim, folder.path(), manner);
            let said = trial.run(work, 0);
            assert!(
                said.is_over,
                "{work}, {manner}: ended at call {}",
                said.last
            );
            assert!(said.last > 5, "{work}: the shim saw {} calls", said.last);
            let _before = refused.fetch_add(said.refused.len(), Ordering::Relaxed);
            let _before = calls.fetch_add(usize::try_from(said.last).unwrap(), Ordering::Relaxed);
        },
        drop,
    );
    let (refused, calls) = (refused.into_inner(), calls.into_inner());
    println!("{calls} postings under faults, {refused} refused");
    assert!(
        refused > calls / 2,
        "{refused} of {calls} injected faults were noticed"
    );
}

#[test]
fn a_disk_that_fails_when_the_book_is_closed_loses_nothing() {
    let tools = tempfile::tempdir().unwrap();
    let Some(shim) = shim(tools.path()) else {
        return;
    };
    // What is torn is the worst that can stay behind, and with a disk that stays broken no second try can help.
    let manners = ["torn once", "torn sticky", "full sticky"];
    let refused = AtomicUsize::new(0);
    share_out(
        manners.len(),
        || tempfile::tempdir().unwrap(),
        |folder, number| {
            let mut trial = Trial::new(&shim, folder.path(), manners[number]);
            for at in 1.. {
                let said = trial.run("close", at);
                let about = format!("closing, {} at call {at}", trial.manner);
                let closed = trial.folder.join("closed.pegboard");
                copy_book(&trial.book, &closed);
                drop(whole(&closed, trial.folder, &trial.acknowledged, &about));
                let _before = refused.fetch_add(said.refused.len(), Ordering::Relaxed);
                if said.is_over {
                    assert!(at > 5, "the shim saw {at} calls");
                    break;
                }
            }
        },
        drop,
    );
    assert!(refused.into_inner() > 0, "no injected fault was noticed");
}
