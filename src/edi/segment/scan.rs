//! Where the elements and the end of a segment are, eight bytes at a look. It must not know where the bytes come from.

use super::ELEMENTS_MAX;

const LOW: u64 = 0x0101_0101_0101_0101;
const HIGH: u64 = 0x8080_8080_8080_8080;
const SEVEN: u64 = 0x7F7F_7F7F_7F7F_7F7F;
const BLANKS: u64 = 0x2020_2020_2020_2020;
const WORD: usize = 8;

/// What is looked for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Marks {
    /// The separator of elements, in each byte of a word.
    element: u64,
    /// The terminator of segments, in each byte of a word.
    segment: u64,
}

impl Marks {
    pub(super) fn of(separator: u8, terminator: u8) -> Self {
        Self {
            element: LOW.wrapping_mul(u64::from(separator)),
            segment: LOW.wrapping_mul(u64::from(terminator)),
        }
    }
}

/// Sets the high bit of each byte that is zero, and no other.
const fn zeros(word: u64) -> u64 {
    !((word & SEVEN).wrapping_add(SEVEN) | word | SEVEN)
}

/// Sets the high bit of each byte below the blank. Bytes of 128 and more do not count.
const fn controls(word: u64) -> u64 {
    !(word | HIGH).wrapping_sub(BLANKS) & HIGH & !word
}

/// The number of the first byte whose high bit is set.
fn first(flags: u64) -> usize {
    usize::try_from(flags.trailing_zeros() / u8::BITS).unwrap_or(WORD)
}

/// The elements of one segment, as far as it has been looked at.
#[derive(Debug)]
pub(super) struct Scan {
    /// Where each element ends, from the segment's first byte; as many as have been found.
    ends: [usize; ELEMENTS_MAX + 1],
    found: usize,
    /// How many bytes have been looked at.
    searched: usize,
    has_control: bool,
    has_too_many: bool,
}

impl Default for Scan {
    fn default() -> Self {
        Self {
            ends: [0; ELEMENTS_MAX + 1],
            found: 0,
            searched: 0,
            has_control: false,
            has_too_many: false,
        }
    }
}

impl Scan {
    /// Begins with another segment.
    pub(super) fn begin(&mut self) {
        self.found = 0;
        self.searched = 0;
        self.has_control = false;
        self.has_too_many = false;
    }

    /// Looks on. Gives the segment's length when its terminator is there. The bytes begin with the segment's first,
    /// those looked at before among them.
    pub(super) fn run(&mut self, bytes: &[u8], marks: Marks) -> Option<usize> {
        let tail = bytes.get(self.searched..).unwrap_or_default();
        let (words, rest) = tail.as_chunks::<WORD>();
        for word in words {
            if let Some(length) = self.look(u64::from_le_bytes(*word), marks) {
                return Some(length);
            }
        }
        for byte in rest {
            // Bytes that are not there are told by a letter, which is neither mark nor control.
            let word = u64::from_le_bytes([*byte, b'A', b'A', b'A', b'A', b'A', b'A', b'A']);
            let before = self.searched;
            if let Some(length) = self.look(word, marks) {
                return Some(length);
            }
            self.searched = before.saturating_add(1);
        }
        None
    }

    /// Looks at the next eight bytes.
    fn look(&mut self, word: u64, marks: Marks) -> Option<usize> {
        let ends = zeros(word ^ marks.segment);
        // The bits below the first terminator; all of them where there is none.
        let inside = ends.wrapping_sub(1) & !ends;
        self.has_control |= controls(word) & inside != 0;
        let mut separators = zeros(word ^ marks.element) & inside;
        while separators != 0 {
            self.element_ends(self.searched.saturating_add(first(separators)));
            separators &= separators.wrapping_sub(1);
        }
        if ends == 0 {
            self.searched = self.searched.saturating_add(WORD);
            return None;
        }
        let length = self.searched.saturating_add(first(ends));
        self.end(length);
        Some(length)
    }

    /// Looks at a whole segment anew.
    pub(super) fn again(&mut self, bytes: &[u8], separator: u8) {
        self.begin();
        for (at, byte) in bytes.iter().enumerate() {
            if *byte == separator {
                self.element_ends(at);
            }
        }
        self.end(bytes.len());
    }

    /// Ends the segment after so many bytes.
    pub(super) fn end(&mut self, length: usize) {
        self.element_ends(length);
    }

    fn element_ends(&mut self, at: usize) {
        match self.ends.get_mut(self.found) {
            Some(end) => {
                *end = at;
                self.found = self.found.saturating_add(1);
            }
            None => self.has_too_many = true,
        }
    }

    /// Where each element ends; the segment's name is the first.
    pub(super) fn ends(&self) -> &[usize] {
        self.ends.get(..self.found).unwrap_or_default()
    }

    /// Whether a control character stands in it, as a line end is.
    pub(super) fn has_control(&self) -> bool {
        self.has_control
    }

    /// Whether some elements were left out.
    pub(super) fn has_too_many(&self) -> bool {
        self.has_too_many
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the scan should give, byte by byte.
    fn plainly(bytes: &[u8], separator: u8, terminator: u8) -> (Vec<usize>, Option<usize>, bool) {
        let length = bytes.iter().position(|byte| *byte == terminator);
        let inside = &bytes[..length.unwrap_or(bytes.len())];
        let mut ends: Vec<usize> = inside
            .iter()
            .enumerate()
            .filter(|(_, byte)| **byte == separator)
            .map(|(at, _)| at)
            .collect();
        ends.extend(length);
        (ends, length, inside.iter().any(|byte| *byte < b' '))
    }

    proptest::proptest! {
        #[test]
        fn eight_bytes_at_a_look_find_what_one_at_a_time_does(
            bytes in proptest::collection::vec(proptest::prelude::prop_oneof![
                proptest::prelude::any::<u8>(),
                proptest::sample::select(b"**~:AB1 \n\x80\xFF".to_vec()),
            ], 0..120),
            step in 1_usize..40,
        ) {
            let marks = Marks::of(b'*', b'~');
            let (ends, length, has_control) = plainly(&bytes, b'*', b'~');
            let mut scan = Scan::default();
            scan.begin();
            // The bytes come by and by, as from a slow source.
            let mut given = 0;
            let found = loop {
                given = bytes.len().min(given + step);
                let found = scan.run(&bytes[..given], marks);
                if found.is_some() || given == bytes.len() {
                    break found;
                }
            };
            proptest::prop_assert_eq!(found, length);
            proptest::prop_assert_eq!(scan.ends(), ends.as_slice());
            proptest::prop_assert_eq!(scan.has_control(), has_control);
        }
    }
}
