//! X12 files from anywhere: what they are and whether they are sound. Needs no book.

use std::io::Read;

pub use crate::edi::finding::Finding as X12Finding;
pub use crate::edi::inspect::FileReport as X12Report;

/// Reads any X12 file to a report, in the room of its largest transaction. What cannot be read is said in the report.
pub fn read_x12(name: &str, source: impl Read) -> X12Report {
    crate::edi::inspect::file(name, source)
}
