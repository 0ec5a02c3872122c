//! `kill -9` at any moment of any verb: what comes up after it is whole, and has everything that was acknowledged.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::Child;
use std::sync::Mutex;
use std::thread;
use std::time::{Duration, Instant};

use tempfile::TempDir;

use super::round::VERBS;
use super::{child, practice_to_mistreat, share_out, start, whole};
use crate::support;

/// How often a child is killed in the middle of its verbs.
const KILLS: usize = 200;
/// How often one is killed while it opens the book that the last one left.
const KILLS_AT_OPENING: usize = 20;

/// How often one is killed while it makes a book.
const KILLS_AT_MAKING: usize = 24;

/// The verb of which a child is in the middle while it opens the book.
const OPENING: &str = "open";

/// How long opening and each verb take.
type Pace = BTreeMap<String, Duration>;

/// A book whose program is killed again and again. Each new child is the one who looks at what the last one left.
struct Victim {
    folder: TempDir,
    book: PathBuf,
    /// What was acknowledged so far.
    acknowledged: BTreeSet<String>,
    /// In the middle of which verbs it was killed.
    cut: Vec<String>,
}

impl Victim {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self {
            book: practice_to_mistreat(folder.path()),
            folder,
            acknowledged: BTreeSet::new(),
            cut: Vec::new(),
        }
    }

    fn start(&self, number: usize) -> Child {
        start("rounds", &self.book, |command| {
            let _command = command.env(child::NAME, called(number));
        })
    }

    /// Starts a child, kills it that long into a verb, and hears what it had to say.
    fn be_killed(&mut self, number: usize, verb: &str, after: Duration) {
        let mut child = self.start(number);
        let mut lines = BufReader::new(child.stdout.take().unwrap());
        let mut text = String::new();
        let begins = format!("does {verb}\n");
        while verb != OPENING && !text.ends_with(&begins) {
            let length = lines.read_line(&mut text).unwrap();
            assert!(
                length > 0,
                "kill {number}: the child ended by itself: {text}"
            );
        }
        thread::sleep(after);
        child.kill().unwrap();
        let _bytes = lines.read_to_string(&mut text).unwrap();
        let _status = child.wait().unwrap();
        self.hear(number, &text);
    }

    fn hear(&mut self, number: usize, text: &str) {
        let about = format!("kill {number}");
        let mut there = BTreeSet::new();
        let mut doing = OPENING;
        // A killed child may leave half a line behind, which acknowledged nothing.
        for line in text
            .split_inclusive('\n')
            .filter_map(|line| line.strip_suffix('\n'))
        {
            let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
            match word {
                "there" => assert!(there.insert(rest.to_owned())),
                "ready" => {
                    let lost: Vec<_> = self.acknowledged.difference(&there).collect();
                    assert!(lost.is_empty(), "before {about}: gone: {lost:?}");
                    doing = "";
                }
                "does" => doing = rest,
                "kept" => {
                    let _new = self.acknowledged.insert(rest.to_owned());
                    doing = "";
                }
                "wrong" | "refused" => panic!("before {about}: {line}"),
                _ => {}
            }
        }
        if !doing.is_empty() {
            self.cut.push(doing.to_owned());
        }
    }
}

/// A given name for each kill, in letters.
fn called(number: usize) -> String {
    let letter = |at: usize| char::from(b'a' + u8::try_from(at % 26).unwrap());
    [
        "Q".to_owned(),
        letter(number / 26).into(),
        letter(number).into(),
    ]
    .concat()
}

/// Lets one child live for a whole round, and times it.
fn pace() -> Pace {
    let victim = Victim::new();
    let begun = Instant::now();
    let mut child = victim.start(0);
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut pace = Pace::new();
    let (mut doing, mut since) = (OPENING.to_owned(), begun);
    while !(doing == VERBS[0] && pace.contains_key(VERBS[VERBS.len() - 1])) {
        let line = lines.next().unwrap().unwrap();
        if let Some(verb) = line
            .strip_prefix("does ")
            .or((line == "ready").then_some(""))
        {
            let now = Instant::now();
            let _before = pace.insert(std::mem::replace(&mut doing, verb.to_owned()), now - since);
            since = now;
        }
    }
    child.kill().unwrap();
    let _status = child.wait().unwrap();
    pace
}

#[test]
fn a_killed_program_loses_nothing_it_acknowledged() {
    let pace = pace();
    assert!(
        VERBS.iter().all(|verb| pace.contains_key(*verb)),
        "{pace:?}"
    );
    let cut = Mutex::new(BTreeMap::<String, usize>::new());
    let acknowledged = Mutex::new(0);
    share_out(
        KILLS + KILLS_AT_OPENING,
        Victim::new,
        |victim, number| {
            let verb = if number < KILLS {
                VERBS[number % VERBS.len()]
            } else {
                OPENING
            };
            // Moments spread over the verb and a little beyond, in an order that repeats.
            let part = f64::from(u32::try_from(number * 7_919 % 1_009).unwrap()) / 1_009.0;
            victim.be_killed(number, verb, pace[verb].mul_f64(part * 1.1));
        },
        |victim| {
            let about = "after the last kill";
            let papers = victim.folder.path();
            drop(whole(&victim.book, papers, &victim.acknowledged, about));
            *acknowledged.lock().unwrap() += victim.acknowledged.len();
            for verb in victim.cut {
                *cut.lock().unwrap().entry(verb).or_default() += 1;
            }
        },
    );
    let (cut, acknowledged) = (
        cut.into_inner().unwrap(),
        acknowledged.into_inner().unwrap(),
    );
    println!("{acknowledged} facts were acknowledged; killed in the middle of: {cut:?}");
    assert!(acknowledged > KILLS, "killed before anything was done");
    assert!(
        cut.len() > VERBS.len() / 2,
        "killed too seldom in the middle of a verb"
    );
}

/// Lets a child make a book, and gives how long it took until the folder was there and until it was done.
fn making() -> (Duration, Duration) {
    let folder = tempfile::tempdir().unwrap();
    let book = folder.path().join("new.pegboard");
    let begun = Instant::now();
    let mut child = start("make", &book, |_| ());
    let there = wait_for(&book, begun);
    assert!(child.wait().unwrap().success());
    (there, begun.elapsed())
}

fn wait_for(book: &Path, begun: Instant) -> Duration {
    while !book.exists() {
        thread::sleep(Duration::from_micros(200));
    }
    begun.elapsed()
}

#[test]
fn a_program_killed_while_it_makes_a_book_leaves_a_whole_one_or_none() {
    let (there, done) = making();
    let left_behind = Mutex::new(0);
    share_out(
        KILLS_AT_MAKING,
        || tempfile::tempdir().unwrap(),
        |folder, number| {
            let book = folder.path().join(format!("new-{number}.pegboard"));
            let mut child = start("make", &book, |_| ());
            // Every other kill falls between the folder's appearing and the end.
            let part = f64::from(u32::try_from(number / 2).unwrap()) / 12.0;
            if number % 2 == 0 {
                thread::sleep(there.mul_f64(part));
            } else {
                let _waited = wait_for(&book, Instant::now());
                thread::sleep(done.saturating_sub(there).mul_f64(part));
            }
            child.kill().unwrap();
            let _status = child.wait().unwrap();
            if book.exists() {
                let about = format!("kill {number}");
                let office = whole(&book, folder.path(), &BTreeSet::new(), &about);
                assert_eq!(office.practice().unwrap(), support::practice(), "{about}");
                office.close().unwrap();
                *left_behind.lock().unwrap() += 1;
            }
        },
        drop,
    );
    let left_behind = left_behind.into_inner().unwrap();
    println!("{left_behind} of {KILLS_AT_MAKING} left a book");
    assert!(left_behind >= KILLS_AT_MAKING / 2);
}
