//! Opening the longest ledger card of a book against the bare indexed read of the same rows.
//!
//! The baseline runs the two statements a card comes from, by the guarantor's index, and reads every column of every
//! row; it makes nothing of them. Warm: over and over on open connections, taking turns. First: each time on a
//! connection that has read nothing yet, so that every page is decrypted; what that costs the bare read tells. The time
//! of the office on open pages is what the window waits for while somebody works on the account, and must stay under
//! one frame.

use std::time::Duration;

use pegboard::domain::id::GuarantorId;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, params};

use super::measure::{Timed, Verdict, time};
use super::{books, key};

const REPETITIONS: usize = 51;
const OPENINGS: usize = 5;
/// The most the office may take, in times of the bare read.
const BAR: f64 = 2.0;
const FRAME: Duration = Duration::from_millis(16);
/// The card that is measured has at least so many postings.
const POSTINGS: i64 = 5_000;

pub fn run() -> Verdict {
    let (name, size) = books::size();
    let (_above, book) = books::copied(&books::kept(name, size));
    let bare = key::bare(&book, pegboard::demo::PASSPHRASE);
    let (guarantor, lines, postings) = longest(&bare);
    let all: i64 = bare
        .query_row("SELECT COUNT(*) FROM posting", [], |row| row.get(0))
        .unwrap();
    println!(
        "a {name} book of {all} postings; the card has {lines} services and {postings} postings; median of \
         {REPETITIONS}, taking turns"
    );
    let office = books::open(&book);
    let id = GuarantorId::new(guarantor);
    let (mut opened, mut read, mut summed) = (
        Timed::new("the office, open pages"),
        Timed::new("bare indexed read, open pages"),
        Timed::new("adding up the card's postings, open pages"),
    );
    for _ in 0..REPETITIONS {
        opened.add(time(|| office.ledger_card(id, None).unwrap()));
        read.add(time(|| rows(&bare, guarantor)));
        summed.add(time(|| sum(&bare, guarantor)));
    }
    drop((office, bare));
    let (mut first, mut first_read) = (
        Timed::new("the office, nothing read yet"),
        Timed::new("bare indexed read, nothing read yet"),
    );
    for _ in 0..OPENINGS {
        let office = books::open(&book);
        first.add(time(|| office.ledger_card(id, None).unwrap()));
        drop(office);
        let bare = key::bare(&book, pegboard::demo::PASSPHRASE);
        let _key_is_used: i64 = bare
            .query_row("SELECT COUNT(*) FROM practice", [], |row| row.get(0))
            .unwrap();
        first_read.add(time(|| rows(&bare, guarantor)));
    }
    let is_long = Verdict::of(postings >= POSTINGS);
    if is_long == Verdict::Missed {
        println!("  the longest card has fewer than {POSTINGS} postings: MISSED");
    }
    let warm = opened.against(&read, Some(BAR)).and(opened.under(FRAME));
    let cold = first
        .against(&first_read, Some(BAR))
        .and(first.under(FRAME));
    let other = opened.against(&summed, None);
    is_long.and(warm).and(cold).and(other)
}

/// The guarantor with the most services, and how many postings stand on them.
fn longest(book: &Connection) -> (i64, i64, i64) {
    let (guarantor, lines): (i64, i64) = book
        .query_row(
            "SELECT guarantor_id, COUNT(*) FROM line_balance GROUP BY guarantor_id ORDER BY 2 DESC LIMIT 1",
            [],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
        .unwrap();
    let postings = book
        .query_row(
            "SELECT COUNT(*) FROM posting WHERE charge_line_id IN \
             (SELECT charge_line_id FROM line_balance WHERE guarantor_id = ?1)",
            [guarantor],
            |row| row.get(0),
        )
        .unwrap();
    (guarantor, lines, postings)
}

/// Reads the rows a card shows, and gives how many bytes they have.
fn rows(book: &Connection, guarantor: i64) -> usize {
    const VISITS: &str = "SELECT id, patient_id, service_on, place, rendering_id, claim_id, claim_state FROM visit \
         WHERE guarantor_id = ?1";
    const LINES: &str = "SELECT * FROM line_balance WHERE guarantor_id = ?1";
    touched(book, VISITS, guarantor) + touched(book, LINES, guarantor)
}

fn touched(book: &Connection, sql: &str, guarantor: i64) -> usize {
    let mut select = book.prepare_cached(sql).unwrap();
    let many = select.column_count();
    let mut rows = select.query([guarantor]).unwrap();
    let mut bytes = 0;
    while let Some(row) = rows.next().unwrap() {
        for at in 0..many {
            bytes += match row.get_ref(at).unwrap() {
                ValueRef::Null => 0,
                ValueRef::Integer(_) | ValueRef::Real(_) => 8,
                ValueRef::Text(text) | ValueRef::Blob(text) => text.len(),
            };
        }
    }
    bytes
}

/// What a card without running balances would have to do: add up every posting of its services.
fn sum(book: &Connection, guarantor: i64) -> usize {
    let mut select = book
        .prepare_cached(
            "SELECT b.charge_line_id, p.effect, p.account, SUM(p.amount_cents) FROM line_balance AS b \
             JOIN posting AS p ON p.charge_line_id = b.charge_line_id WHERE b.guarantor_id = ?1 GROUP BY 1, 2, 3",
        )
        .unwrap();
    let mut rows = select.query(params![guarantor]).unwrap();
    let mut many = 0;
    while let Some(_row) = rows.next().unwrap() {
        many += 1;
    }
    many
}
