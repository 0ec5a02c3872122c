//! The child: works in a book until it is killed, or under a disk that fails, and says what happened line by line.
//!
//! ```text
//! opened              the book is open
//! wrong CHECK         a check of the book that does not hold
//! there FACT          a fact that the book holds at opening
//! ready               the work begins
//! does VERB           a verb begins
//! kept FACT           it was acknowledged, and this is what it left
//! refused WORDS       it was refused
//! ```

use std::io::{BufRead, stdin};
use std::path::{Path, PathBuf};

use pegboard::office::Office;

use super::disk::Shim;
use super::{broken, remitted, round};
use crate::support;

/// Which work is to be done.
pub const WORK: &str = "PEGBOARD_TEST_WORK";
/// In which book.
pub const BOOK: &str = "PEGBOARD_TEST_BOOK";
/// What the people it registers are called.
pub const NAME: &str = "PEGBOARD_TEST_NAME";

#[test]
#[ignore = "run as a child process by the tests of this room"]
fn child() {
    let (Ok(work), Some(book)) = (std::env::var(WORK), std::env::var_os(BOOK)) else {
        return;
    };
    let book = PathBuf::from(book);
    let papers = book.parent().unwrap();
    if work == "make" {
        return make(&book);
    }
    let mut office = match Office::open(&book, support::PASSPHRASE, support::clock()) {
        Ok(office) => office,
        Err(error) => return println!("refused {error}"),
    };
    println!("opened");
    match work.as_str() {
        "rounds" => rounds(&mut office, papers),
        "close" => close(office),
        "remittance" => remitted::work(&mut office),
        verb => under_faults(&mut office, papers, verb),
    }
}

/// Makes the book.
fn make(book: &Path) {
    let (practice, clock) = (support::practice(), support::clock());
    let made =
        Office::create_open_to_all(book, support::OWNER, support::PASSPHRASE, &practice, clock);
    let (office, _recovery) = made.unwrap();
    println!("ready");
    office.close().unwrap();
}

/// Says what is in the book, then goes round and round.
fn rounds(office: &mut Office, papers: &Path) {
    for check in broken(office) {
        println!("wrong {check}");
    }
    for fact in round::facts(office, papers) {
        println!("there {fact}");
    }
    println!("ready");
    let name = std::env::var(NAME).unwrap();
    loop {
        let done = round::whole(office, papers, &name, &mut |line| println!("{line}"));
        if let Err(error) = done {
            return println!("refused {error}");
        }
    }
}

/// Posts the same money again and again, each time with another call failing, until none is left that can fail.
fn under_faults(office: &mut Office, papers: &Path, verb: &str) {
    let shim = Shim::here();
    let waiting = round::waiting(office);
    for at in 1.. {
        let before = round::facts(office, papers);
        let eob = round::eob(office, waiting.claim).unwrap();
        let receipt = round::payment(office, waiting.guarantor, 100).unwrap();
        shim.fail(at);
        println!("does {verb}");
        let mut posted = None;
        let outcome = match verb {
            "post" => office.post_eob(&eob).map(|id| {
                posted = Some(id);
                round::posted(id, eob.amount)
            }),
            _ => office
                .take_payment(&receipt)
                .map(|id| round::paid(id, receipt.guarantor, receipt.tenders[0].amount())),
        };
        match &outcome {
            Ok(fact) => println!("kept {fact}"),
            Err(error) => println!("refused {error}"),
        }
        // The disk goes on failing while the parent copies what a crash would leave now.
        let has_failed = shim.has_failed();
        println!("done {at}");
        wait();
        shim.fail(0);
        if outcome.is_err() {
            let after = round::facts(office, papers);
            assert!(
                before == after,
                "refused at call {at}, and something changed"
            );
        }
        if let Some(id) = posted {
            office.unpost_eob(id, "to be posted again").unwrap();
        }
        if !has_failed {
            break;
        }
    }
    for check in broken(office) {
        println!("wrong {check}");
    }
    println!("ready");
}

/// Takes a payment, then closes the book with a call failing.
fn close(mut office: Office) {
    let shim = Shim::here();
    let waiting = round::waiting(&office);
    let receipt = round::payment(&office, waiting.guarantor, 100).unwrap();
    let id = office.take_payment(&receipt).unwrap();
    let amount = receipt.tenders[0].amount();
    println!("kept {}", round::paid(id, receipt.guarantor, amount));
    shim.fail(std::env::var(super::disk::AT).unwrap().parse().unwrap());
    if let Err(error) = office.close() {
        println!("refused {error}");
    }
    if !shim.has_failed() {
        println!("ready");
    }
}

fn wait() {
    let mut line = String::new();
    let _bytes = stdin().lock().read_line(&mut line).unwrap();
}
