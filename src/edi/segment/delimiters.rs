//! The four characters that hold an interchange together: checked before they are written, told from an ISA when
//! they are read. It must not know anything else about interchanges.

/// The separators of elements, repetitions and components, and the terminator of segments. All are ASCII and differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Delimiters {
    element: u8,
    repetition: Option<u8>,
    component: u8,
    segment: u8,
}

/// Why a set of delimiters may not be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DelimiterError {
    /// Letters, digits and blanks are data.
    #[error("a delimiter must not be a letter, a digit or a space")]
    Data,
    /// The point and the hyphen stand in amounts and periods.
    #[error("a delimiter must not be a point or a hyphen, which amounts and dates need")]
    InNumbers,
    /// A character that not every receiver can read.
    #[error("a delimiter must be a plain mark such as * : ^ ~")]
    Unusual,
    /// Two delimiters are equal.
    #[error("the four delimiters must differ")]
    Equal,
}

impl Delimiters {
    /// What nearly everyone uses: `*`, `^`, `:` and `~`.
    pub const STANDARD: Self = Self {
        element: b'*',
        repetition: Some(b'^'),
        component: b':',
        segment: b'~',
    };

    /// Makes a set that may be written. The terminator may also be a line end.
    ///
    /// # Errors
    /// [`DelimiterError`] when one is not legal or two are equal.
    pub fn new(
        element: char,
        repetition: char,
        component: char,
        segment: char,
    ) -> Result<Self, DelimiterError> {
        let set = Self {
            element: checked(element)?,
            repetition: Some(checked(repetition)?),
            component: checked(component)?,
            segment: match segment {
                '\n' => b'\n',
                '\r' => b'\r',
                other => checked(other)?,
            },
        };
        if set.differ() {
            Ok(set)
        } else {
            Err(DelimiterError::Equal)
        }
    }

    /// What stands between elements.
    pub fn element(self) -> char {
        char::from(self.element)
    }

    /// What stands between repetitions of an element; none where the ISA does not name one (before 005010 it held
    /// the letter U).
    pub fn repetition(self) -> Option<char> {
        self.repetition.map(char::from)
    }

    /// What stands between the parts of a composite element.
    pub fn component(self) -> char {
        char::from(self.component)
    }

    /// What ends a segment.
    pub fn segment(self) -> char {
        char::from(self.segment)
    }

    /// The first character of the text that is one of them.
    pub fn found_in(self, text: &str) -> Option<char> {
        text.chars()
            .find(|&c| u8::try_from(c).is_ok_and(|byte| self.holds(byte)))
    }

    pub(in crate::edi) fn element_byte(self) -> u8 {
        self.element
    }

    pub(in crate::edi) fn component_byte(self) -> u8 {
        self.component
    }

    pub(in crate::edi) fn segment_byte(self) -> u8 {
        self.segment
    }

    /// Tells the delimiters from the bytes of an ISA segment, and how long that segment is, terminator included.
    ///
    /// Elements are counted, not measured, so that an ISA without its padding is read too; line ends that a wrapped
    /// file has within it are stepped over.
    pub(super) fn tell(bytes: &[u8]) -> Option<(Self, usize)> {
        let mut rest = Bytes { bytes, at: 3 };
        let element = rest.next()?;
        let mut separators = 1_u8;
        let mut standard = None;
        let mut standard_length = 0_u8;
        while separators < 16 {
            let byte = rest.next_on_line()?;
            if byte == element {
                separators = separators.saturating_add(1);
            } else if separators == 11 {
                standard = Some(byte);
                standard_length = standard_length.saturating_add(1);
            }
        }
        let (component, segment) = rest.component_and_terminator()?;
        let repetition = standard.filter(|byte| standard_length == 1 && is_mark(*byte));
        let set = Self {
            element,
            repetition,
            component,
            segment,
        };
        let set = if set.differ() {
            set
        } else {
            Self {
                repetition: None,
                ..set
            }
        };
        let told = is_mark(element)
            && is_mark(component)
            && (is_mark(segment) || is_line_end(segment))
            && set.differ();
        told.then_some((set, rest.at))
    }

    pub(in crate::edi) fn holds(self, byte: u8) -> bool {
        byte == self.element
            || Some(byte) == self.repetition
            || byte == self.component
            || byte == self.segment
    }

    fn differ(self) -> bool {
        let Self {
            element,
            repetition,
            component,
            segment,
        } = self;
        element != component
            && element != segment
            && component != segment
            && repetition.is_none_or(|r| r != element && r != component && r != segment)
    }
}

/// Bytes of an ISA, read one after the other.
struct Bytes<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Bytes<'_> {
    fn next(&mut self) -> Option<u8> {
        let byte = self.bytes.get(self.at).copied()?;
        self.at = self.at.saturating_add(1);
        Some(byte)
    }

    fn next_on_line(&mut self) -> Option<u8> {
        loop {
            let byte = self.next()?;
            if !is_line_end(byte) {
                return Some(byte);
            }
        }
    }

    /// What stands after the sixteenth separator: the component separator and the terminator.
    fn component_and_terminator(&mut self) -> Option<(u8, u8)> {
        let component = self.next_on_line()?;
        let after = self.bytes.get(self.at..).unwrap_or_default();
        let blanks = after
            .iter()
            .position(|byte| !is_blank(*byte))
            .unwrap_or(after.len());
        let next = after.get(blanks..).unwrap_or_default();
        let opens = next.starts_with(b"GS") || next.starts_with(b"TA1");
        let ends_next = next.iter().find(|b| **b == component || is_line_end(**b));
        if opens && (blanks == 0 || ends_next == Some(&component)) {
            // It ends the next segment too: ISA16 was left empty, and this is the terminator already.
            return Some((b':', component));
        }
        let terminator = loop {
            match self.next()? {
                b' ' => {}
                byte => break byte,
            }
        };
        if is_line_end(terminator)
            && let Some(mark) = self.mark_on_next_line()
        {
            return Some((component, mark));
        }
        Some((component, terminator))
    }

    /// The mark that a line wrapped at this very place begins with; it is then the terminator.
    fn mark_on_next_line(&mut self) -> Option<u8> {
        let after = self.bytes.get(self.at..)?;
        let skip = after.iter().position(|byte| !is_line_end(*byte))?;
        let mark = after.get(skip).copied().filter(|byte| is_mark(*byte))?;
        self.at = self.at.saturating_add(skip).saturating_add(1);
        Some(mark)
    }
}

fn checked(character: char) -> Result<u8, DelimiterError> {
    match character {
        '.' | '-' => Err(DelimiterError::InNumbers),
        c if c.is_alphanumeric() || c == ' ' => Err(DelimiterError::Data),
        c if c.is_ascii_punctuation() || ('\u{1C}'..='\u{1F}').contains(&c) => {
            u8::try_from(c).map_err(|_| DelimiterError::Unusual)
        }
        _ => Err(DelimiterError::Unusual),
    }
}

fn is_mark(byte: u8) -> bool {
    byte.is_ascii()
        && byte > 0
        && !byte.is_ascii_alphanumeric()
        && byte != b' '
        && !is_line_end(byte)
}

pub(super) fn is_line_end(byte: u8) -> bool {
    byte == b'\r' || byte == b'\n'
}

/// What may stand between segments without meaning: blanks, line ends, the zero byte and the old end-of-file mark.
pub(super) fn is_blank(byte: u8) -> bool {
    is_line_end(byte) || matches!(byte, b' ' | b'\t' | 0 | 0x1A)
}
