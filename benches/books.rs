//! Demo books to measure on: made once by the program's own demo, kept under `target/bench-books`, worked on as copies.

use std::fs;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use pegboard::demo::{self, Size};
use pegboard::office::{Clock, Go, Office};
use tempfile::TempDir;

/// The last day the demo practices lived through: a Friday.
pub fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 20).unwrap()
}

/// The clock of the day after: a Monday morning.
pub fn monday() -> Clock {
    Clock::stopped("2026-11-23T14:00:00Z".parse().unwrap())
}

/// The size asked for in the environment, with its name; medium when none is.
pub fn size() -> (&'static str, Size) {
    match std::env::var("PEGBOARD_BENCH_SIZE").as_deref() {
        Ok("small") => ("small", Size::Small),
        Ok("large") => ("large", Size::Large),
        _ => ("medium", Size::Medium),
    }
}

/// The demo book of that size, which nobody writes into. Made when it is not there.
pub fn kept(name: &str, size: Size) -> PathBuf {
    let folder = shelf().join(format!("{name}-{:016x}", fingerprint()));
    let book = demo::book_in(&folder);
    if !book.exists() {
        eprintln!("making the {name} book in {}", folder.display());
        // Under another name until it is whole, so that one that was cut off is never measured.
        let unfinished = folder.with_extension("part");
        let _none = fs::remove_dir_all(&unfinished);
        let begun = std::time::Instant::now();
        let mut last = 0;
        let made = demo::make(&unfinished, size, 1, today(), &mut |done, total| {
            let percent = done * 100 / total.max(1);
            if percent / 5 != last / 5 {
                eprintln!("  {percent} % after {:.0?}", begun.elapsed());
            }
            last = percent;
            Go::On
        })
        .unwrap();
        eprintln!(
            "  {} postings after {:.0?}",
            made.figures.postings,
            begun.elapsed()
        );
        fs::rename(&unfinished, &folder).unwrap();
    }
    book
}

/// A copy of a book in a folder of its own, gone when dropped.
pub fn copied(book: &Path) -> (TempDir, PathBuf) {
    let above = TempDir::new_in(shelf()).unwrap();
    let copy = above.path().join("copy.pegboard");
    fs::create_dir(&copy).unwrap();
    for file in fs::read_dir(book).unwrap() {
        let file = file.unwrap();
        let _bytes = fs::copy(file.path(), copy.join(file.file_name())).unwrap();
    }
    (above, copy)
}

pub fn open(book: &Path) -> Office {
    Office::open(book, demo::PASSPHRASE, monday()).unwrap()
}

/// Where the books are kept.
pub fn shelf() -> PathBuf {
    let shelf = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/bench-books");
    fs::create_dir_all(&shelf).unwrap();
    shelf
}

/// Books of another schema are of no use (FNV-1a).
pub fn fingerprint() -> u64 {
    include_bytes!("../schema.sql")
        .iter()
        .fold(0xcbf2_9ce4_8422_2325, |sum, byte| {
            (sum ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
        })
}
