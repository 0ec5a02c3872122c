//! What every importer of a code list gives back, and how it finds its columns. It must not know any one list.

use std::io::{self, BufRead};

use chrono::NaiveDate;

use super::table::{Next, Row, Rows};
use crate::domain::code::CodeError;
use crate::domain::money::MoneyError;

#[cfg(test)]
mod tests;

/// What was read from a file, line by line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Imported<T> {
    /// What was taken, in the order of the file.
    pub rows: Vec<T>,
    /// What was refused, in the order of the file; at most [`MOST_REFUSED`] are kept.
    pub refused: Vec<Refused>,
    /// How many were refused in all.
    pub refused_count: u64,
}

/// A line that was not taken, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// The line's number, counted from one.
    pub line: u64,
    /// Why it was not taken.
    pub why: Why,
}

/// How many refused lines are kept with their reason; the rest are counted.
pub const MOST_REFUSED: usize = 1000;

/// How many rows a file may have.
pub const MOST_ROWS: usize = 1_000_000;

/// Why a line was not taken, in words that follow the line's number.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Why {
    /// Longer than any line of such a file.
    #[error("the line is too long to be one of these")]
    LineTooLong,
    /// Shorter than its columns need.
    #[error("the line is too short: a part of it is missing")]
    LineTooShort,
    /// A quotation mark without its partner.
    #[error("a quotation mark is opened and never closed")]
    OpenQuote,
    /// An empty cell where something is needed.
    #[error("{0} is missing")]
    Missing(&'static str),
    /// A cell that a spreadsheet would run.
    #[error("{0} begins like a spreadsheet formula")]
    Formula(&'static str),
    /// More text than the book keeps.
    #[error("{what} has at most {most} characters")]
    TooLong {
        /// Which cell.
        what: &'static str,
        /// The most characters it can have.
        most: usize,
    },
    /// Text that is no calendar day.
    #[error("{0} is not a day, as 1/31/2026")]
    Day(&'static str),
    /// Text that is no count of days.
    #[error("{0} is a whole number from 1 to 3650")]
    DayCount(&'static str),
    /// Text that is no count of units.
    #[error("the number of units is not a whole number")]
    Units,
    /// A mark of the file that is not one of those it defines.
    #[error("{what} is {found:?}, which such a file does not have")]
    Mark {
        /// Which mark.
        what: &'static str,
        /// What stands there.
        found: char,
    },
    /// The second part of a description without the first.
    #[error("the line continues a code that does not stand before it")]
    Orphan,
    /// The same thing again.
    #[error("the same as line {0}")]
    Duplicate(u64),
    /// A code of the wrong shape.
    #[error(transparent)]
    Code(#[from] CodeError),
    /// An amount that is not one.
    #[error(transparent)]
    Money(#[from] MoneyError),
}

/// Why a file could not be read at all.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The disk or the network failed.
    #[error("the file cannot be read: {0}")]
    Unreadable(#[from] io::Error),
    /// Nothing in it.
    #[error("the file is empty")]
    Empty,
    /// A spreadsheet or an archive.
    #[error(
        "the file is a workbook or a ZIP archive; save the sheet as CSV, or take the file out of the archive"
    )]
    Workbook,
    /// A PDF.
    #[error("the file is a PDF; a text or CSV file is needed")]
    Pdf,
    /// Text of two bytes a character.
    #[error("the file is \"Unicode text\"; save it as CSV UTF-8")]
    WideText,
    /// Something else that is not text.
    #[error("the file is not a text file")]
    NotText,
    /// No line that names the columns.
    #[error("no line of the file names its columns; needed: {0}")]
    NoColumns(&'static str),
    /// More rows than any such list has.
    #[error("the file has more than a million rows")]
    TooManyRows,
}

impl<T> Imported<T> {
    pub(in crate::domain) const fn new() -> Self {
        Self {
            rows: Vec::new(),
            refused: Vec::new(),
            refused_count: 0,
        }
    }

    pub(in crate::domain) fn add(&mut self, row: Result<T, Refused>) -> Result<(), ImportError> {
        match row {
            Ok(_) if self.rows.len() >= MOST_ROWS => return Err(ImportError::TooManyRows),
            Ok(row) => self.rows.push(row),
            Err(refused) => {
                self.refused_count = self.refused_count.saturating_add(1);
                if self.refused.len() < MOST_REFUSED {
                    self.refused.push(refused);
                }
            }
        }
        Ok(())
    }

    /// Refuses a file in which nothing was found at all.
    pub(in crate::domain) fn not_empty(self) -> Result<Self, ImportError> {
        if self.rows.is_empty() && self.refused_count == 0 {
            return Err(ImportError::Empty);
        }
        Ok(self)
    }
}

/// A column: whether the file must have it, and the names under which it is known, in small letters and digits.
pub(super) struct Column {
    pub(super) names: &'static [&'static str],
    pub(super) is_needed: bool,
}

/// A table whose columns were found by their names.
pub(super) struct Table<R, const N: usize> {
    rows: Rows<R>,
    places: [Option<usize>; N],
}

/// In how many lines at the start the names of the columns are looked for, past titles and notices.
const LINES_BEFORE_NAMES: usize = 30;

impl<R: BufRead, const N: usize> Table<R, N> {
    /// Finds the line that names the columns. `needed` names in words those that must be there.
    pub(super) fn open(
        input: R,
        columns: &[Column; N],
        needed: &'static str,
    ) -> Result<Self, ImportError> {
        let mut rows = Rows::new(input);
        let mut is_empty = true;
        for _ in 0..LINES_BEFORE_NAMES {
            let Some(line) = rows.next_line()? else {
                break;
            };
            is_empty = false;
            let Ok(line) = line else { continue };
            for delimiter in [',', '\t', ';', '|'] {
                if let Some(places) = find_columns(&line.text, delimiter, columns) {
                    rows.set_delimiter(delimiter);
                    return Ok(Self { rows, places });
                }
            }
        }
        Err(if is_empty {
            ImportError::Empty
        } else {
            ImportError::NoColumns(needed)
        })
    }

    /// Gives the cells of the next row in the order of the columns; an absent column is empty.
    pub(super) fn next(&mut self) -> Next<Cells<N>> {
        Ok(self.rows.next()?.map(|row| row.map(|row| self.pick(row))))
    }

    fn pick(&self, mut row: Row) -> Cells<N> {
        Cells {
            line: row.line,
            cells: self.places.map(|place| {
                place
                    .and_then(|place| row.cells.get_mut(place))
                    .map(std::mem::take)
                    .unwrap_or_default()
            }),
        }
    }
}

/// The cells of one row, in the order of the columns asked for.
pub(super) struct Cells<const N: usize> {
    pub(super) line: u64,
    pub(super) cells: [String; N],
}

fn find_columns<const N: usize>(
    line: &str,
    delimiter: char,
    columns: &[Column; N],
) -> Option<[Option<usize>; N]> {
    let names: Vec<String> = super::table::cells(line, delimiter)?
        .iter()
        .map(|name| {
            name.chars()
                .filter(char::is_ascii_alphanumeric)
                .map(|c| c.to_ascii_lowercase())
                .collect()
        })
        .collect();
    let mut places = [None; N];
    for (place, column) in places.iter_mut().zip(columns) {
        // The first of the column's names that the file has, so that the better name wins.
        *place = column
            .names
            .iter()
            .find_map(|wanted| names.iter().position(|name| name == wanted));
        if place.is_none() && column.is_needed {
            return None;
        }
    }
    Some(places)
}

/// A day as people and spreadsheets write it: `2026-01-31`, `20260131`, `1/31/2026`, `1-31-26`.
pub(super) fn day(text: &str) -> Option<NaiveDate> {
    // A time after the day is what spreadsheets add.
    let text = text.split_whitespace().next()?;
    let number = |part: &str| {
        (part.len() <= 4 && part.bytes().all(|b| b.is_ascii_digit()))
            .then(|| part.parse::<u32>().ok())
            .flatten()
    };
    let parts: Vec<&str> = text.split(['-', '/', '.']).collect();
    let (year, month, day) = match parts.as_slice() {
        [plain] => {
            let (year, rest) = plain.split_at_checked(4)?;
            let (month, day) = rest.split_at_checked(2).filter(|(_, day)| day.len() == 2)?;
            (year, month, day)
        }
        [year, month, day] if year.len() == 4 => (*year, *month, *day),
        [month, day, year] if matches!(year.len(), 2 | 4) => (*year, *month, *day),
        _ => return None,
    };
    let full_year = match (number(year)?, year.len()) {
        (short, 2) => short.saturating_add(2000),
        (full, _) => full,
    };
    let full_year = i32::try_from(full_year)
        .ok()
        .filter(|year| (1900..=2199).contains(year))?;
    NaiveDate::from_ymd_opt(full_year, number(month)?, number(day)?)
}

/// A day in a cell that may be empty; some lists write zeros for none.
pub(super) fn optional_day(text: &str, what: &'static str) -> Result<Option<NaiveDate>, Why> {
    if text.bytes().all(|byte| byte == b'0') {
        return Ok(None);
    }
    day(text).map(Some).ok_or(Why::Day(what))
}

/// A text for people: there, not too long, and nothing that a spreadsheet would run when it is exported again.
pub(super) fn words(text: String, what: &'static str, most: usize) -> Result<String, Why> {
    if text.is_empty() {
        return Err(Why::Missing(what));
    }
    // A plus or minus in front is also how people mark an add-on or a list, so those need more to be a formula.
    let is_formula = text.starts_with(['=', '@'])
        || (text.starts_with(['+', '-']) && text.contains(['(', '|', '!']));
    if is_formula {
        return Err(Why::Formula(what));
    }
    if text.chars().count() > most {
        return Err(Why::TooLong { what, most });
    }
    Ok(text)
}
