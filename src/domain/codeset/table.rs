//! Lines and comma-separated rows from a stream, with their line numbers and within bounds. It must not know what
//! the columns mean.

use std::collections::VecDeque;
use std::io::{self, BufRead, Read};

use super::import::{ImportError, Refused, Why};

/// The longest line that is read; a longer one is refused and passed over.
const LONGEST_LINE: usize = 64 * 1024;

/// Over how many lines a quoted cell may run.
const MOST_LINES_OF_A_ROW: usize = 20;

/// A line of a file with its number, counted from one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) number: u64,
    pub(super) text: String,
}

/// What a stream gives next: a part that can be used, or a line that is refused.
pub(in crate::domain) type Next<T> = Result<Option<Result<T, Refused>>, ImportError>;

/// The lines of a stream, one at a time in bounded memory.
pub(super) struct Lines<R> {
    input: R,
    number: u64,
}

impl<R: BufRead> Lines<R> {
    pub(super) const fn new(input: R) -> Self {
        Self { input, number: 0 }
    }

    /// Gives the next line without its end.
    pub(super) fn next(&mut self) -> Next<Line> {
        let mut bytes = Vec::new();
        let limit = u64::try_from(LONGEST_LINE).unwrap_or(u64::MAX);
        let taken = (&mut self.input)
            .take(limit)
            .read_until(b'\n', &mut bytes)?;
        if taken == 0 {
            return Ok(None);
        }
        self.number = self.number.saturating_add(1);
        if self.number == 1 {
            refuse_what_is_not_text(&bytes)?;
        }
        if taken == LONGEST_LINE && bytes.last() != Some(&b'\n') {
            self.pass_over_line()?;
            return Ok(Some(Err(Refused {
                line: self.number,
                why: Why::LineTooLong,
            })));
        }
        let text = text_of(&bytes);
        let text = text.trim_start_matches('\u{feff}');
        Ok(Some(Ok(Line {
            number: self.number,
            text: text.trim_end_matches(['\n', '\r']).to_owned(),
        })))
    }

    fn pass_over_line(&mut self) -> io::Result<()> {
        loop {
            let buffer = self.input.fill_buf()?;
            if buffer.is_empty() {
                return Ok(());
            }
            let end = buffer.iter().position(|byte| *byte == b'\n');
            let length = end.map_or(buffer.len(), |at| at.saturating_add(1));
            self.input.consume(length);
            if end.is_some() {
                return Ok(());
            }
        }
    }
}

/// Refuses a file that a spreadsheet or a viewer opens but that is not plain text.
fn refuse_what_is_not_text(start: &[u8]) -> Result<(), ImportError> {
    if start.starts_with(b"PK\x03\x04") || start.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        Err(ImportError::Workbook)
    } else if start.starts_with(b"%PDF") {
        Err(ImportError::Pdf)
    } else if start.starts_with(&[0xff, 0xfe]) || start.starts_with(&[0xfe, 0xff]) {
        Err(ImportError::WideText)
    } else if start.contains(&0) {
        Err(ImportError::NotText)
    } else {
        Ok(())
    }
}

/// The whole of a file as text, or why it is none.
pub(in crate::domain) fn plain_text(bytes: &[u8]) -> Result<String, ImportError> {
    refuse_what_is_not_text(bytes)?;
    Ok(text_of(bytes).trim_start_matches('\u{feff}').to_owned())
}

/// Reads bytes as UTF-8, else as the Western code page that older spreadsheets write.
fn text_of(bytes: &[u8]) -> String {
    std::str::from_utf8(bytes).map_or_else(
        |_| bytes.iter().copied().map(western).collect(),
        str::to_owned,
    )
}

/// A byte of Windows code page 1252; its quotes and dashes become the plain ones.
fn western(byte: u8) -> char {
    match byte {
        0x91 | 0x92 => '\'',
        0x93 | 0x94 => '"',
        0x96 | 0x97 => '-',
        0x80..=0x9f => ' ',
        _ => char::from(byte),
    }
}

/// A row of cells with the number of the line on which it starts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::domain) struct Row {
    pub(in crate::domain) line: u64,
    pub(in crate::domain) cells: Vec<String>,
}

/// The rows of a comma-separated stream. A quoted cell may run over line ends. A quotation mark that is never closed
/// costs its own line only.
pub(in crate::domain) struct Rows<R> {
    lines: Lines<R>,
    waiting: VecDeque<Result<Line, Refused>>,
    delimiter: char,
}

impl<R: BufRead> Rows<R> {
    pub(in crate::domain) const fn new(input: R) -> Self {
        Self {
            lines: Lines::new(input),
            waiting: VecDeque::new(),
            delimiter: ',',
        }
    }

    /// Reads the rows that follow with this mark between cells.
    pub(in crate::domain) const fn set_delimiter(&mut self, delimiter: char) {
        self.delimiter = delimiter;
    }

    /// Gives the next line as it stands, for finding the line that names the columns.
    pub(super) fn next_line(&mut self) -> Next<Line> {
        match self.waiting.pop_front() {
            Some(line) => Ok(Some(line)),
            None => self.lines.next(),
        }
    }

    /// Gives the next row that has anything in it.
    pub(in crate::domain) fn next(&mut self) -> Next<Row> {
        while let Some(line) = self.next_line()? {
            let line = match line {
                Ok(line) => line,
                Err(refused) => return Ok(Some(Err(refused))),
            };
            let row = self.row_from(line)?;
            if !row
                .as_ref()
                .is_ok_and(|row| row.cells.iter().all(String::is_empty))
            {
                return Ok(Some(row));
            }
        }
        Ok(None)
    }

    fn row_from(&mut self, first: Line) -> Result<Result<Row, Refused>, ImportError> {
        let line = first.number;
        let mut text = first.text;
        let mut taken = VecDeque::new();
        loop {
            if let Some(cells) = cells(&text, self.delimiter) {
                return Ok(Ok(Row { line, cells }));
            }
            let more = if taken.len() < MOST_LINES_OF_A_ROW && text.len() < LONGEST_LINE {
                self.next_line()?
            } else {
                None
            };
            match more {
                Some(Ok(next)) => {
                    text.push('\n');
                    text.push_str(&next.text);
                    taken.push_back(Ok(next));
                }
                other => {
                    taken.extend(other);
                    taken.append(&mut self.waiting);
                    self.waiting = taken;
                    let why = Why::OpenQuote;
                    return Ok(Err(Refused { line, why }));
                }
            }
        }
    }
}

/// The cells of a row, or nothing when a quotation mark is still open at its end.
///
/// A mark inside an unquoted cell stands for itself, as in `5" needle`.
pub(super) fn cells(text: &str, delimiter: char) -> Option<Vec<String>> {
    let mut cells = Vec::new();
    let mut cell = String::new();
    let mut is_quoted = false;
    let mut is_at_start = true;
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '"' if is_quoted && rest.next_if_eq(&'"').is_some() => cell.push('"'),
            '"' if is_quoted => is_quoted = false,
            '"' if is_at_start => {
                is_quoted = true;
                is_at_start = false;
            }
            c if c == delimiter && !is_quoted => {
                cells.push(tidy(&cell));
                cell.clear();
                is_at_start = true;
            }
            c => {
                is_at_start = is_at_start && c.is_whitespace();
                cell.push(c);
            }
        }
    }
    cells.push(tidy(&cell));
    (!is_quoted).then_some(cells)
}

/// The text in the columns `first` to `last` of a line of fixed columns, counted from one, without blanks around it;
/// a line that ends before gives less.
pub(super) fn columns(line: &str, first: usize, last: usize) -> &str {
    let from = byte_of(line, first.saturating_sub(1));
    let to = byte_of(line, last);
    line.get(from..to).unwrap_or_default().trim()
}

/// Where the character with this number starts, counted from nought, or where the line ends.
fn byte_of(line: &str, number: usize) -> usize {
    line.char_indices()
        .nth(number)
        .map_or(line.len(), |(at, _)| at)
}

/// A cell without what a spreadsheet adds around text (`="00100"`, a leading apostrophe), with every run of blanks
/// and control characters made one blank.
fn tidy(cell: &str) -> String {
    let cell = cell.trim();
    let cell = cell
        .strip_prefix("=\"")
        .and_then(|rest| rest.strip_suffix('"'))
        .or_else(|| cell.strip_prefix('\''))
        .unwrap_or(cell);
    tidy_text(cell)
}

/// A text with every run of blanks and control characters made one blank, and without invisible marks.
pub(in crate::domain) fn tidy_text(text: &str) -> String {
    let mut tidy = String::with_capacity(text.len());
    let seen = text.replace(is_invisible, "");
    for word in seen.split(|c: char| c.is_whitespace() || c.is_control()) {
        if !word.is_empty() {
            if !tidy.is_empty() {
                tidy.push(' ');
            }
            tidy.push_str(word);
        }
    }
    tidy
}

/// Marks of no width, and those that turn the direction of writing.
const fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}
