//! X12: what is written reads back the same, nothing makes the reader panic, other people's files are read right,
//! and other people's validators find no fault in ours.

mod judges;
mod made;
mod samples;

use std::io::Write;

use made::Maker;
use pegboard::edi::claim837;
use pegboard::edi::segment::Delimiters;
use proptest::prelude::*;

/// Says that a test was not run. Written past the test harness, which would keep it to itself.
fn skipped(why: &str) {
    let _ = writeln!(std::io::stderr(), "skipped: {why}");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_reads_back_the_same(seed in any::<u64>(), set in any::<u64>()) {
        let delimiters = if set.is_multiple_of(3) { Delimiters::STANDARD } else { made::delimiters(set) };
        let batch = Maker::new(seed, delimiters).batch();
        let text = claim837::write(&batch, delimiters).unwrap();
        let (batches, findings) = claim837::read(text.as_bytes()).unwrap();
        prop_assert_eq!(findings, vec![]);
        prop_assert!(batches == [batch]);
    }
}
