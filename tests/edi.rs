//! X12: what is written reads back the same, nothing makes the reader panic, other people's files are read right,
//! and other people's validators find no fault in ours.

mod answers;
mod corpus;
mod cuts;
mod inquiries;
pub mod judges;
mod made;
mod remittances;
pub mod remitted;
mod replier;
mod replies;
pub mod samples;

use std::io::Write;

use made::Maker;
use pegboard::edi::segment::{Delimiters, ReadError};
use pegboard::edi::write::Layout;
use pegboard::edi::{claim837, inspect};
use proptest::prelude::*;

/// Says that a test was not run. Written past the test harness, which would keep it to itself.
fn skipped(why: &str) {
    let _ = writeln!(std::io::stderr(), "skipped: {why}");
}

fn file(seed: u64) -> Vec<u8> {
    let batch = Maker::new(seed, Delimiters::STANDARD).batch();
    claim837::write(&batch, Delimiters::STANDARD)
        .unwrap()
        .into_bytes()
}

/// One thing that may happen to a file on its way.
#[derive(Clone, Debug)]
enum Harm {
    /// A byte becomes another.
    Change(prop::sample::Index, u8),
    /// Bytes are put in.
    Insert(prop::sample::Index, Vec<u8>),
    /// Bytes are lost.
    Lose(prop::sample::Index, usize),
    /// A piece comes twice.
    Repeat(prop::sample::Index, usize),
}

fn harm() -> impl Strategy<Value = Harm> {
    let at = any::<prop::sample::Index>;
    // Bytes that mean something are tried more often than others.
    let byte = prop_oneof![
        any::<u8>(),
        prop::sample::select(b"*:~^\r\nISAHLCM190.-".to_vec())
    ];
    prop_oneof![
        (at(), byte.clone()).prop_map(|(at, byte)| Harm::Change(at, byte)),
        (at(), prop::collection::vec(byte, 0..20)).prop_map(|(at, bytes)| Harm::Insert(at, bytes)),
        (at(), 1_usize..400).prop_map(|(at, count)| Harm::Lose(at, count)),
        (at(), 1_usize..400).prop_map(|(at, count)| Harm::Repeat(at, count)),
    ]
}

fn suffer(bytes: &mut Vec<u8>, harm: Harm) {
    if bytes.is_empty() {
        return;
    }
    match harm {
        Harm::Change(at, byte) => {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        Harm::Insert(at, more) => {
            let at = at.index(bytes.len());
            drop(bytes.splice(at..at, more));
        }
        Harm::Lose(at, count) => {
            let at = at.index(bytes.len());
            let end = bytes.len().min(at + count);
            drop(bytes.drain(at..end));
        }
        Harm::Repeat(at, count) => {
            let at = at.index(bytes.len());
            let end = bytes.len().min(at + count);
            let piece = bytes[at..end].to_vec();
            drop(bytes.splice(at..at, piece));
        }
    }
}

proptest! {
    #[test]
    fn what_is_written_reads_back_the_same(seed in any::<u64>(), set in any::<u64>(), has_line_ends in any::<bool>()) {
        let delimiters = if set.is_multiple_of(3) { Delimiters::STANDARD } else { made::delimiters(set) };
        let batch = Maker::new(seed, delimiters).batch();
        let text = claim837::write(&batch, Layout { delimiters, has_line_ends }).unwrap();
        let (batches, findings) = claim837::read(text.as_bytes()).unwrap();
        prop_assert_eq!(findings, vec![]);
        prop_assert!(batches == [batch]);
    }

    #[test]
    fn a_report_sums_up_what_was_written(seed in any::<u64>()) {
        let batch = Maker::new(seed, Delimiters::STANDARD).batch();
        let text = claim837::write(&batch, Delimiters::STANDARD).unwrap();
        let report = inspect::file("a.837", text.as_bytes());
        prop_assert_eq!(report.error, None);
        prop_assert_eq!(report.interchanges.len(), 1);
        let transactions = &report.interchanges[0].transactions;
        prop_assert_eq!(transactions.len(), batch.transactions.len());
        for (shown, meant) in transactions.iter().zip(&batch.transactions) {
            let claims = made::claims(meant);
            let shown_claims = shown.claims.as_ref().unwrap();
            prop_assert_eq!(&shown.findings, &vec![]);
            prop_assert_eq!(shown_claims.len(), claims.len());
            for (summary, claim) in shown_claims.iter().zip(claims) {
                prop_assert_eq!(&summary.claim_number, &claim.number);
                prop_assert_eq!(summary.charged, claim.charge);
                prop_assert_eq!(summary.lines, claim.lines.len());
                prop_assert_eq!(&summary.diagnoses, &claim.diagnoses);
            }
        }
    }

    #[test]
    fn harmed_files_make_nothing_panic(seed in 0_u64..50, harms in prop::collection::vec(harm(), 1..12)) {
        let mut bytes = file(seed);
        for harm in harms {
            suffer(&mut bytes, harm);
        }
        let _ = claim837::read(bytes.as_slice());
        let _ = inspect::file("a.837", bytes.as_slice());
    }

    #[test]
    fn a_file_cut_inside_a_transaction_is_refused(seed in 0_u64..50, at in any::<prop::sample::Index>()) {
        let text = String::from_utf8(file(seed)).unwrap();
        let (from, end) = (text.find("~ST*").unwrap() + 4, text.find("~SE*").unwrap() + 3);
        assert_refused(&text, from + at.index(end - from))?;
    }
}

#[test]
fn a_file_cut_inside_the_first_segment_of_a_transaction_is_refused() {
    let text = String::from_utf8(file(0)).unwrap();
    let from = text.find("~ST*").unwrap() + 4;
    let end = from + text[from..].find('~').unwrap();
    for at in from..=end {
        assert_refused(&text, at).unwrap();
    }
    let said = |at: usize| {
        inspect::file("a.837", &text.as_bytes()[..at])
            .error
            .unwrap()
    };
    assert!(said(from).contains("inside a transaction without a number, which began at byte "));
    assert!(said(end).contains("inside transaction 0001, which began at byte "));
}

/// Holds that a file cut there, inside its first transaction, is refused and says in which: a number that was cut
/// itself is given as far as it goes.
fn assert_refused(text: &str, at: usize) -> Result<(), TestCaseError> {
    let cut = &text[..at];
    let outcome = claim837::read(cut.as_bytes());
    let is_refused = matches!(outcome, Err(ReadError::CutOff { .. }));
    prop_assert!(is_refused, "cut at byte {}", at);
    let header: Vec<&str> = cut[cut.find("~ST*").unwrap() + 1..]
        .split(['*', '~'])
        .collect();
    let number = header.get(2).copied().unwrap_or_default();
    let inside = if number.is_empty() {
        "is cut off inside a transaction without a number,".to_owned()
    } else {
        format!("is cut off inside transaction {number},")
    };
    let error = inspect::file("a.837", cut.as_bytes())
        .error
        .unwrap_or_default();
    prop_assert!(error.contains(&inside), "cut at byte {}: {}", at, error);
    Ok(())
}
