//! What a crash or a failing disk does to a book: nothing that was acknowledged is lost, and everything still adds up.
//!
//! The work runs in a child process: this test program itself, asked for one ignored test. The parent kills it at
//! random moments, or loads a shim under it that fails its Nth write.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "the child tells its parent on standard output, and a skipped test says so"
)]

use std::collections::BTreeSet;
use std::fs;
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use pegboard::office::{Office, quietly};
use tempfile::TempDir;

use crate::support;

mod child;
mod disk;
mod kills;
mod remitted;
mod round;

/// A practice to be mistreated: made once, copied for each run.
static PRACTICE: LazyLock<TempDir> = LazyLock::new(|| {
    let above = tempfile::tempdir().unwrap();
    let made = support::Book::new();
    let mut office = made.open();
    round::furnish(&mut office);
    // Some history, and at the end a claim that waits for its payer.
    for name in ["Ada", "Bea", "Cleo"] {
        round::whole(&mut office, above.path(), name, &mut |_| ()).unwrap();
    }
    let _sent = round::until_sent(&mut office, above.path(), "Dora", &mut |_| ()).unwrap();
    office.close().unwrap();
    copy_book(&made.path, &practice_in(above.path()));
    above
});

fn practice_in(folder: &Path) -> PathBuf {
    folder.join("made.pegboard")
}

/// Copies a book's files as they are now, as a crash would leave them, in place of what was there.
fn copy_book(from: &Path, to: &Path) {
    if to.exists() {
        fs::remove_dir_all(to).unwrap();
    }
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().flatten() {
        let _bytes = fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
    }
}

/// A copy of the practice, in a folder that papers may be written to.
fn practice_to_mistreat(folder: &Path) -> PathBuf {
    let book = folder.join("tried.pegboard");
    copy_book(&practice_in(PRACTICE.path()), &book);
    book
}

/// What does not hold in a book, in words.
fn broken(office: &Office) -> Vec<String> {
    let verification = office.verify(&mut quietly).unwrap();
    let checks = verification.checks.into_iter();
    checks
        .filter(|check| !check.holds)
        .map(|check| format!("{}: {}", check.name, check.detail))
        .collect()
}

/// Opens a book in which everything holds and everything acknowledged is there.
///
/// A process that another thread is just starting may hold the book's lock for a moment longer than this one, so a book
/// is opened here only once in the same place.
#[track_caller]
fn whole(book: &Path, papers: &Path, acknowledged: &BTreeSet<String>, about: &str) -> Office {
    let opened = Office::open(book, support::PASSPHRASE, support::clock());
    let office = opened.unwrap_or_else(|error| panic!("{about}: {error}"));
    assert_eq!(broken(&office), [""; 0], "{about}");
    let there = round::facts(&office, papers);
    let lost: Vec<_> = acknowledged.difference(&there).collect();
    assert!(lost.is_empty(), "{about}: acknowledged and gone: {lost:?}");
    office
}

/// Starts this program again as the child.
fn start(work: &str, book: &Path, more: impl FnOnce(&mut Command)) -> Child {
    let mut command = Command::new(std::env::current_exe().unwrap());
    let _command = command
        .args([
            "faults::child::child",
            "--exact",
            "--ignored",
            "--nocapture",
            "--test-threads=1",
        ])
        .env(child::WORK, work)
        .env(child::BOOK, book)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    more(&mut command);
    command.spawn().unwrap()
}

/// Hands 0..count out to a few workers. Each does its work with what `begin` gives it.
fn share_out<W>(
    count: usize,
    begin: impl Fn() -> W + Sync,
    each: impl Fn(&mut W, usize) + Sync,
    end: impl Fn(W) + Sync,
) {
    let _made_before_the_clock_runs = &*PRACTICE;
    let workers = thread::available_parallelism().map_or(2, NonZero::get);
    let next = AtomicUsize::new(0);
    thread::scope(|scope| {
        for _ in 0..workers.clamp(2, 6) {
            let _running = scope.spawn(|| {
                let mut worker = begin();
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    if number >= count {
                        break;
                    }
                    each(&mut worker, number);
                }
                end(worker);
            });
        }
    });
}
