//! Files cut anywhere: nothing panics, and none is taken for whole.

use fastrand::Rng;
use pegboard::edi::finding::Finding;
use pegboard::edi::segment::{Delimiters, ReadError};
use pegboard::edi::{ack999, claim837, inquiry276, inspect, status277, ta1};

use super::{inquiries, made, replier};

/// A file up to so many bytes is tried at every byte; a longer one at this many places, the ends among them.
const EVERY_BYTE_MAX: usize = 1_500;
const PLACES: usize = 100;

/// What a reader says of a file: what is odd, or why it cannot be read.
type Says = fn(&[u8]) -> Result<Vec<Finding>, ReadError>;

/// Holds that a file cut short is not read without a word, wherever it was cut.
fn check(name: &str, text: &str, says: Says) {
    let whole = says(text.as_bytes()).unwrap();
    assert_eq!(whole, [], "{name}: the whole file");
    for at in places(text.len()) {
        let cut = &text.as_bytes()[..at];
        let is_told = says(cut).map_or(true, |findings| !findings.is_empty());
        assert!(is_told, "{name}: cut at byte {at} without a word");
        let report = inspect::file(name, cut);
        let is_told = report.error.is_some()
            || report.interchanges.iter().any(|interchange| {
                !interchange.findings.is_empty()
                    || interchange
                        .transactions
                        .iter()
                        .any(|transaction| !transaction.findings.is_empty())
            });
        assert!(is_told, "{name}: cut at byte {at} and reported as whole");
    }
}

fn places(len: usize) -> Vec<usize> {
    if len <= EVERY_BYTE_MAX {
        return (0..len).collect();
    }
    let mut chance = Rng::with_seed(1);
    let ends = (0..120).chain(len - 50..len);
    ends.chain((0..PLACES).map(|_| chance.usize(0..len)))
        .collect()
}

#[test]
fn claims_cut_anywhere_are_not_taken_for_whole() {
    for seed in 0..3 {
        let mut maker = made::Maker::new(seed, Delimiters::STANDARD);
        let one = maker.submission(seed == 1);
        let batch = maker.batch_of(vec![one]);
        let text = claim837::write(&batch, Delimiters::STANDARD).unwrap();
        check("837", &text, |cut| claim837::read(cut).map(|read| read.1));
    }
}

#[test]
fn questions_cut_anywhere_are_not_taken_for_whole() {
    for seed in 0..3 {
        let text = inquiry276::write(&inquiries::batch(seed), Delimiters::STANDARD).unwrap();
        check("276", &text, |cut| inquiry276::read(cut).map(|read| read.1));
    }
}

#[test]
fn answers_cut_anywhere_are_not_taken_for_whole() {
    for seed in 0..3 {
        let mut maker = replier::Maker::of(seed);
        let text = ta1::write(&maker.answers(), Delimiters::STANDARD).unwrap();
        check("TA1", &text, |cut| ta1::read(cut).map(|read| read.1));
        let text = ack999::write(&maker.acknowledgements(), Delimiters::STANDARD).unwrap();
        check("999", &text, |cut| ack999::read(cut).map(|read| read.1));
        let text = status277::write(&maker.statuses_of_claims(), Delimiters::STANDARD).unwrap();
        check("277", &text, |cut| status277::read(cut).map(|read| read.1));
    }
}
