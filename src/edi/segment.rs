//! Bytes to segments: the delimiters are told from the ISA, and each segment comes with its elements and its place.
//! It must not know which segments there are, nor which may follow which.
//!
//! Reading is as patient as files are sloppy: a byte order mark, blanks, line ends after or within segments, any
//! terminator, an ISA whose elements are not padded, and bytes that are not UTF-8 (taken as Latin-1) all pass, each
//! marked as a [`Flaw`] where it matters. Memory stays bounded whatever the bytes are: a segment holds at most
//! [`SEGMENT_BYTES_MAX`] bytes and [`ELEMENTS_MAX`] elements; what goes beyond is left out and marked.

use super::finding::{Position, Spot};

mod delimiters;
mod reader;
mod scan;
#[cfg(test)]
mod tests;

pub use delimiters::{DelimiterError, Delimiters};
pub use reader::Segments;

/// The longest segment that is kept whole.
pub const SEGMENT_BYTES_MAX: usize = 64 * 1024;

/// The most elements of a segment that are kept, its name not counted.
pub const ELEMENTS_MAX: usize = 128;

/// Why a file cannot be read as X12. Everything less than this is a finding.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The bytes could not be had.
    #[error("the file could not be read: {0}")]
    Io(#[from] std::io::Error),
    /// No interchange header was found.
    #[error("this is not an X12 file: no ISA segment was found")]
    NoInterchange,
    /// The header is there, but the delimiters cannot be told from it.
    #[error("the ISA segment at byte {} does not tell the file's delimiters", position.byte)]
    Delimiters {
        /// Where the header stands.
        position: Position,
    },
    /// The file ends inside a transaction.
    #[error(
        "the file is cut off inside {}, which began at byte {}",
        numbered(control_number),
        position.byte
    )]
    CutOff {
        /// The transaction's number (ST02).
        control_number: String,
        /// Where the transaction began.
        position: Position,
    },
}

/// A transaction by its number. A file may end before it says one.
pub(super) fn numbered(control_number: &str) -> String {
    if control_number.is_empty() {
        "a transaction without a number".to_owned()
    } else {
        format!("transaction {control_number}")
    }
}

/// Something odd about the bytes of a segment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// Bytes that belong to no interchange stood before it and were skipped.
    AfterJunk,
    /// A byte order mark stood before it.
    ByteOrderMark,
    /// At least one segment without anything in it stood before it.
    AfterEmpty,
    /// A line end stood within it.
    Wrapped,
    /// It was longer than [`SEGMENT_BYTES_MAX`] and was cut.
    TooLong,
    /// It had more elements than [`ELEMENTS_MAX`]; the rest was left out.
    TooManyElements,
    /// It was not UTF-8 and was taken as Latin-1.
    Latin1,
    /// The file ended before its terminator.
    Unterminated,
}

/// The flaws of one segment, as a small set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Flaws(u8);

impl Flaws {
    /// Whether it has this one.
    pub fn has(self, flaw: Flaw) -> bool {
        self.0 & bit(flaw) != 0
    }

    /// Whether it has none.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    fn add(&mut self, flaw: Flaw) {
        self.0 |= bit(flaw);
    }
}

const fn bit(flaw: Flaw) -> u8 {
    match flaw {
        Flaw::AfterJunk => 1,
        Flaw::ByteOrderMark => 2,
        Flaw::AfterEmpty => 4,
        Flaw::Wrapped => 8,
        Flaw::TooLong => 16,
        Flaw::TooManyElements => 32,
        Flaw::Latin1 => 64,
        Flaw::Unterminated => 128,
    }
}

/// One segment, borrowed from the reader's window.
#[derive(Clone, Copy, Debug)]
pub struct Segment<'a> {
    text: &'a str,
    id: &'a str,
    /// Where each element ends in `text`; the segment's name is the first.
    ends: &'a [usize],
    delimiters: Delimiters,
    position: Position,
    flaws: Flaws,
}

impl<'a> Segment<'a> {
    fn new(
        text: &'a str,
        ends: &'a [usize],
        delimiters: Delimiters,
        position: Position,
        flaws: Flaws,
    ) -> Self {
        let id = ends.first().and_then(|end| text.get(..*end));
        Self {
            text,
            id: trimmed(id.unwrap_or_default()),
            ends,
            delimiters,
            position,
            flaws,
        }
    }

    /// The whole segment as it stands, without its terminator.
    pub fn text(&self) -> &'a str {
        self.text
    }

    /// The segment's name, as `NM1`.
    pub fn id(&self) -> &'a str {
        self.id
    }

    /// The element with this number, from 1, without blanks around it. What is absent is empty.
    pub fn element(&self, number: usize) -> &'a str {
        trimmed(self.raw(number))
    }

    /// The element as it stands, blanks and all.
    pub fn raw(&self, number: usize) -> &'a str {
        let start = match number.checked_sub(1) {
            None => 0,
            Some(before) => match self.ends.get(before) {
                Some(end) => end.saturating_add(1),
                None => return "",
            },
        };
        self.ends
            .get(number)
            .and_then(|end| self.text.get(start..*end))
            .unwrap_or("")
    }

    /// One part of a composite element, both numbers from 1. What is absent is empty.
    pub fn component(&self, number: usize, part: usize) -> &'a str {
        self.components(number)
            .nth(part.saturating_sub(1))
            .unwrap_or("")
    }

    /// The parts of a composite element; an absent element has one empty part.
    pub fn components(&self, number: usize) -> impl Iterator<Item = &'a str> + use<'a> {
        self.element(number)
            .split(self.delimiters.component())
            .map(trimmed)
    }

    /// The repetitions of an element; the whole element where the file has no repetition separator.
    pub fn repetitions(&self, number: usize) -> impl Iterator<Item = &'a str> + use<'a> {
        let separator = self.delimiters.repetition();
        self.element(number)
            .split(move |c| Some(c) == separator)
            .map(|part| part.trim_matches(' '))
    }

    /// How many elements it has, its name not counted.
    pub fn len(&self) -> usize {
        self.ends.len().saturating_sub(1)
    }

    /// Whether it has no element.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The delimiters of its interchange.
    pub fn delimiters(&self) -> Delimiters {
        self.delimiters
    }

    /// Where it stands.
    pub fn position(&self) -> Position {
        self.position
    }

    /// The place of one of its elements.
    pub fn spot(&self, element: usize) -> Spot {
        Spot {
            position: self.position,
            element: Some(element),
        }
    }

    /// What is odd about its bytes.
    pub fn flaws(&self) -> Flaws {
        self.flaws
    }
}

/// The text without blanks around it. Nearly all has none, which one look at its ends tells.
fn trimmed(text: &str) -> &str {
    let is_blank = |byte: Option<&u8>| byte == Some(&b' ');
    let bytes = text.as_bytes();
    if is_blank(bytes.first()) || is_blank(bytes.last()) {
        text.trim_matches(' ')
    } else {
        text
    }
}
