//! `kill -9` in the middle of posting a remittance, and of taking it back: all of it is there afterwards, or none.
//!
//! A few dozen claims by default; `PEGBOARD_TEST_CLAIMS=10000` posts as many as a large payer sends.

use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use pegboard::domain::remittance::{PostOn, Standing};
use pegboard::office::{Office, RemittanceFilter, Rest, quietly};

use super::{broken, copy_book, round, start};
use crate::support;

/// How often the program is killed.
const KILLS: u32 = 24;

/// How many claims the remittance has.
fn many() -> usize {
    std::env::var("PEGBOARD_TEST_CLAIMS")
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(60)
}

/// A book with a remittance of so many claims that waits to be posted.
fn furnish(book: &Path) -> Office {
    let (practice, clock) = (support::practice(), support::clock());
    let made =
        Office::create_open_to_all(book, support::OWNER, support::PASSPHRASE, &practice, clock);
    let (mut office, _recovery) = made.unwrap();
    round::furnish(&mut office);
    let numbers = office
        .together(|office| round::visits(office, many()))
        .unwrap();
    let received = office
        .take_remittances(
            "large.835",
            &round::remittance(&office, &numbers),
            &mut quietly,
        )
        .unwrap();
    assert_eq!(received.parts[0].row.standing, Standing::Read);
    office
}

/// Posts the remittance that waits, or takes the posted one back, and says when it began and when it was done.
pub fn work(office: &mut Office) {
    let row = office
        .remittances(&RemittanceFilter::default())
        .unwrap()
        .remove(0);
    println!("does it");
    match row.standing {
        Standing::Posted => office
            .unpost_remittance(row.id, "tried", &mut quietly)
            .unwrap(),
        _ => {
            let _posted = office
                .post_remittance(row.id, PostOn::Today, Rest::Waits, &mut quietly)
                .unwrap();
        }
    }
    println!("kept it");
}

/// Where the remittance stands, and how much of the journal there is.
fn found(book: &Path, about: &str) -> (Standing, u64) {
    let office = Office::open(book, support::PASSPHRASE, support::clock()).unwrap();
    assert_eq!(broken(&office), [""; 0], "{about}");
    let row = office.remittances(&RemittanceFilter::default()).unwrap();
    let figures = office.book_figures().unwrap();
    office.close().unwrap();
    (row[0].standing, figures.entries)
}

/// Lets a child do the work and kills it that long after it began; none lets it end. Says whether it acknowledged.
fn child(book: &Path, after: Option<Duration>) -> (bool, Duration) {
    let mut child = start("remittance", book, |_| ());
    let mut lines = BufReader::new(child.stdout.take().unwrap());
    let mut text = String::new();
    while !text.ends_with("does it\n") {
        let length = lines.read_line(&mut text).unwrap();
        assert!(length > 0, "the child ended by itself: {text}");
    }
    let begun = Instant::now();
    if let Some(after) = after {
        thread::sleep(after);
        child.kill().unwrap();
    }
    let _bytes = lines.read_to_string(&mut text).unwrap();
    let _status = child.wait().unwrap();
    (text.contains("kept it\n"), begun.elapsed())
}

#[test]
fn a_program_killed_while_it_posts_a_remittance_leaves_all_of_it_or_none() {
    let folder = tempfile::tempdir().unwrap();
    let (made, tried) = (
        folder.path().join("made.pegboard"),
        folder.path().join("tried.pegboard"),
    );
    furnish(&made).close().unwrap();
    for what in [Standing::Read, Standing::Posted] {
        let (stands, entries) = found(&made, "before");
        assert_eq!(stands, what);
        copy_book(&made, &tried);
        let (is_done, took) = child(&tried, None);
        assert!(is_done);
        let (after, all) = found(&tried, "done");
        assert_ne!(after, what);
        let moved = u64::try_from(many()).unwrap();
        assert_eq!(all - entries, moved, "one entry a claim");
        let (mut none, mut whole) = (0, 0);
        for kill in 0..KILLS {
            copy_book(&made, &tried);
            let moment = took.mul_f64(f64::from(kill) * 1.1 / f64::from(KILLS));
            let (is_acknowledged, _) = child(&tried, Some(moment));
            let about = format!("{what:?}, kill {kill} after {moment:?}");
            match found(&tried, &about) {
                (stands, left) if stands == what => {
                    assert_eq!(left, entries, "{about}");
                    assert!(!is_acknowledged, "{about}: acknowledged and gone");
                    none += 1;
                }
                (_, left) => {
                    assert_eq!(left, all, "{about}");
                    whole += 1;
                }
            }
        }
        println!("{what:?}: {none} times nothing, {whole} times all of it");
        assert!(none > 0, "never killed in time");
        // The second turn takes back what was posted.
        if what == Standing::Read {
            let mut office = Office::open(&made, support::PASSPHRASE, support::clock()).unwrap();
            work(&mut office);
            office.close().unwrap();
        }
    }
}
