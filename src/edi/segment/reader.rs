//! Segments one after the other from any source of bytes, through a window that grows no further than one segment.

use std::io::Read;

use super::super::finding::Position;
use super::delimiters::{Delimiters, is_blank, is_line_end};
use super::scan::{Marks, Scan};
use super::{Flaw, Flaws, ReadError, SEGMENT_BYTES_MAX, Segment};

/// How much is asked of the source at once.
const READ_BYTES: usize = 64 * 1024;

/// How far a header may reach, padding and line ends included.
const HEADER_BYTES_MAX: usize = 1024;

/// How far into a file the first header is looked for.
const JUNK_BYTES_MAX: usize = 4096;

const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// Reads segments. Each interchange may have delimiters of its own.
#[derive(Debug)]
pub struct Segments<R> {
    source: R,
    exhausted: bool,
    /// Bytes read and not yet used up: those from `start` on.
    window: Vec<u8>,
    /// The same as text, as far as what was read at once was UTF-8: so its segments need not be checked one by one.
    plain: String,
    start: usize,
    /// Bytes of the file that stood before the window.
    dropped: u64,
    /// Segments given so far.
    given: u64,
    delimiters: Option<Delimiters>,
    scan: Scan,
    latin1: String,
}

/// Where the next segment's bytes are in the window.
struct Found {
    /// Its bytes without the terminator.
    length: usize,
    /// The bytes to step over afterwards, terminator included.
    used: usize,
    position: Position,
    /// Whether its elements were told as its end was looked for.
    is_scanned: bool,
}

impl<R: Read> Segments<R> {
    /// Begins to read.
    pub fn new(source: R) -> Self {
        Self {
            source,
            exhausted: false,
            window: Vec::new(),
            plain: String::new(),
            start: 0,
            dropped: 0,
            given: 0,
            delimiters: None,
            scan: Scan::default(),
            latin1: String::new(),
        }
    }

    /// The next segment, none at the end of the file.
    ///
    /// # Errors
    /// [`ReadError::NoInterchange`] when the file does not begin with an ISA, [`ReadError::Delimiters`] when an ISA
    /// does not tell them, [`ReadError::Io`] when the source fails.
    pub fn next_segment(&mut self) -> Result<Option<Segment<'_>>, ReadError> {
        let mut flaws = Flaws::default();
        let begins_at_once = self.delimiters.is_some() && self.begins_at_once();
        if !begins_at_once {
            if self.delimiters.is_none() {
                self.find_first_header(&mut flaws)?;
            }
            self.skip_blanks(&mut flaws)?;
            if self.unused().is_empty() {
                return Ok(None);
            }
        }
        let position = Position {
            byte: self.byte(),
            segment: self.given.saturating_add(1),
        };
        let found = if !begins_at_once && self.at_header()? {
            self.header(position)?
        } else {
            self.body(position, &mut flaws)?
        };
        self.given = position.segment;
        self.cut(&found, flaws)
    }

    /// Steps over the line ends of a file with a segment a line. Tells whether a segment other than a header begins
    /// then, as nearly all do: with a letter that is not the header's.
    fn begins_at_once(&mut self) -> bool {
        let unused = self.window.get(self.start..).unwrap_or_default();
        let ends = unused.iter().take_while(|byte| is_line_end(**byte)).count();
        let first = unused.get(ends).copied();
        self.step(ends);
        first.is_some_and(|first| first.is_ascii_uppercase() && first != b'I')
    }

    /// The bytes not yet used.
    fn unused(&self) -> &[u8] {
        self.window.get(self.start..).unwrap_or_default()
    }

    /// The place in the file of the first unused byte.
    fn byte(&self) -> u64 {
        self.dropped
            .saturating_add(u64::try_from(self.start).unwrap_or(u64::MAX))
    }

    /// Sees to it that at least this many unused bytes are there, unless the file ends before.
    fn fill(&mut self, wanted: usize) -> Result<(), ReadError> {
        while !self.exhausted && self.unused().len() < wanted {
            self.drop_used();
            let kept = self.window.len();
            self.window.resize(kept.saturating_add(READ_BYTES), 0);
            let room = self.window.get_mut(kept..).unwrap_or_default();
            let outcome = self.source.read(room);
            let read = outcome.as_ref().copied().unwrap_or(0);
            self.window.truncate(kept.saturating_add(read));
            let new = self.window.get(kept..).unwrap_or_default();
            if self.plain.len() == kept
                && let Ok(text) = std::str::from_utf8(new)
            {
                self.plain.push_str(text);
            }
            match outcome {
                Ok(read) => self.exhausted = read == 0,
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    }

    fn drop_used(&mut self) {
        let used = self.window.len().min(self.start);
        self.dropped = self.byte();
        self.start = 0;
        drop(self.window.drain(..used));
        if self.plain.is_char_boundary(used) {
            drop(self.plain.drain(..used));
        } else {
            self.plain.clear();
        }
    }

    fn step(&mut self, bytes: usize) {
        self.start = self.start.saturating_add(bytes);
    }

    /// Steps to the first header of the file.
    fn find_first_header(&mut self, flaws: &mut Flaws) -> Result<(), ReadError> {
        self.fill(JUNK_BYTES_MAX)?;
        if self.unused().starts_with(BYTE_ORDER_MARK) {
            self.step(BYTE_ORDER_MARK.len());
            flaws.add(Flaw::ByteOrderMark);
        }
        let unused = self.unused();
        let header = unused
            .windows(4)
            .take(JUNK_BYTES_MAX)
            .position(opens_header)
            .ok_or(ReadError::NoInterchange)?;
        let junk = unused.get(..header).unwrap_or_default();
        if !junk.iter().all(|byte| is_blank(*byte)) {
            flaws.add(Flaw::AfterJunk);
        }
        self.step(header);
        Ok(())
    }

    /// Steps over what may stand between segments: blanks, byte order marks of joined files, empty segments.
    fn skip_blanks(&mut self, flaws: &mut Flaws) -> Result<(), ReadError> {
        let terminator = self.delimiters.map(Delimiters::segment_byte);
        loop {
            self.fill(4)?;
            let unused = self.unused();
            let Some(first) = unused.first().copied() else {
                return Ok(());
            };
            if is_blank(first) {
                self.step(1);
            } else if Some(first) == terminator {
                flaws.add(Flaw::AfterEmpty);
                self.step(1);
            } else if unused.starts_with(BYTE_ORDER_MARK) {
                flaws.add(Flaw::ByteOrderMark);
                self.step(BYTE_ORDER_MARK.len());
            } else {
                return Ok(());
            }
        }
    }

    fn at_header(&mut self) -> Result<bool, ReadError> {
        self.fill(4)?;
        Ok(self.unused().get(..4).is_some_and(opens_header))
    }

    /// Finds the end of a header, and takes its delimiters for what follows.
    fn header(&mut self, position: Position) -> Result<Found, ReadError> {
        self.fill(HEADER_BYTES_MAX)?;
        let unused = self.unused();
        let bytes = unused.get(..HEADER_BYTES_MAX).unwrap_or(unused);
        let (delimiters, used) =
            Delimiters::tell(bytes).ok_or(ReadError::Delimiters { position })?;
        self.delimiters = Some(delimiters);
        Ok(Found {
            length: used.saturating_sub(1),
            used,
            position,
            is_scanned: false,
        })
    }

    /// Finds the terminator of any other segment, and its elements on the way.
    fn body(&mut self, position: Position, flaws: &mut Flaws) -> Result<Found, ReadError> {
        let Some(delimiters) = self.delimiters else {
            return Err(ReadError::NoInterchange);
        };
        let marks = Marks::of(delimiters.element_byte(), delimiters.segment_byte());
        self.scan.begin();
        loop {
            let unused = self.window.get(self.start..).unwrap_or_default();
            if let Some(length) = self.scan.run(unused, marks) {
                return Ok(Found {
                    length,
                    used: length.saturating_add(1),
                    position,
                    is_scanned: true,
                });
            }
            let searched = unused.len();
            if searched > SEGMENT_BYTES_MAX {
                flaws.add(Flaw::TooLong);
                return self.overlong(position, delimiters.segment_byte());
            }
            self.fill(searched.saturating_add(1))?;
            if self.unused().len() == searched {
                flaws.add(Flaw::Unterminated);
                self.scan.end(searched);
                return Ok(Found {
                    length: searched,
                    used: searched,
                    position,
                    is_scanned: true,
                });
            }
        }
    }

    /// Keeps the beginning of a segment that is too long, and drops the rest of it as it comes.
    fn overlong(&mut self, position: Position, terminator: u8) -> Result<Found, ReadError> {
        self.drop_used();
        self.plain.clear();
        let mut beyond = self
            .window
            .split_off(SEGMENT_BYTES_MAX.min(self.window.len()));
        loop {
            if let Some(end) = beyond.iter().position(|byte| *byte == terminator) {
                let rest = beyond.split_off(end);
                self.skipped(beyond.len());
                self.window.extend_from_slice(&rest);
                return Ok(Found {
                    length: SEGMENT_BYTES_MAX,
                    used: SEGMENT_BYTES_MAX.saturating_add(1),
                    position,
                    is_scanned: false,
                });
            }
            self.skipped(beyond.len());
            self.fill(SEGMENT_BYTES_MAX.saturating_add(1))?;
            if self.window.len() <= SEGMENT_BYTES_MAX {
                return Ok(Found {
                    length: self.window.len(),
                    used: self.window.len(),
                    position,
                    is_scanned: false,
                });
            }
            beyond = self.window.split_off(SEGMENT_BYTES_MAX);
        }
    }

    /// Counts bytes that were taken out of the middle of the window.
    fn skipped(&mut self, bytes: usize) {
        let bytes = u64::try_from(bytes).unwrap_or(u64::MAX);
        self.dropped = self.dropped.saturating_add(bytes);
    }

    /// Cuts the found bytes into elements.
    fn cut(&mut self, found: &Found, mut flaws: Flaws) -> Result<Option<Segment<'_>>, ReadError> {
        let Some(delimiters) = self.delimiters else {
            return Err(ReadError::NoInterchange);
        };
        let from = self.start;
        self.step(found.used);
        let mut until = from.saturating_add(found.length);
        let mut is_scanned = found.is_scanned;
        // What has no control character in it has no line end either.
        if !is_scanned || self.scan.has_control() {
            let bytes = self.window.get_mut(from..until).unwrap_or_default();
            let length = join_lines(bytes);
            if length < bytes.len() {
                flaws.add(Flaw::Wrapped);
                until = from.saturating_add(length);
                is_scanned = false;
            }
        }
        let bytes = self.window.get(from..until).unwrap_or_default();
        let plain = self.plain.get(from..until).filter(|_| is_scanned);
        let text = if let Some(text) = plain.or_else(|| std::str::from_utf8(bytes).ok()) {
            text
        } else {
            flaws.add(Flaw::Latin1);
            self.latin1.clear();
            self.latin1.extend(bytes.iter().copied().map(char::from));
            is_scanned = false;
            &self.latin1
        };
        if !is_scanned {
            self.scan.again(text.as_bytes(), delimiters.element_byte());
        }
        if self.scan.has_too_many() {
            flaws.add(Flaw::TooManyElements);
        }
        Ok(Some(Segment::new(
            text,
            self.scan.ends(),
            delimiters,
            found.position,
            flaws,
        )))
    }
}

/// Whether a header begins here: its name and something that can be a separator.
fn opens_header(bytes: &[u8]) -> bool {
    match bytes {
        [b'I', b'S', b'A', mark, ..] => !mark.is_ascii_alphanumeric() && !is_blank(*mark),
        _ => false,
    }
}

/// Takes the line ends out of a segment and gives how long it is then.
fn join_lines(bytes: &mut [u8]) -> usize {
    if !bytes.iter().any(|byte| is_line_end(*byte)) {
        return bytes.len();
    }
    let mut kept = 0_usize;
    for index in 0..bytes.len() {
        let Some(byte) = bytes.get(index).copied().filter(|b| !is_line_end(*b)) else {
            continue;
        };
        if let Some(place) = bytes.get_mut(kept) {
            *place = byte;
        }
        kept = kept.saturating_add(1);
    }
    kept
}
