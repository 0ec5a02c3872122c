//! Reads NCCI's procedure-to-procedure pairs for practitioners, as CMS publishes them each quarter in four files of
//! hundreds of thousands of lines. It must not keep them.

use std::io::BufRead;

use chrono::NaiveDate;

use super::import::{ImportError, Refused, Why, day};
use super::table::{Line, Lines, Next, tidy_text};
use crate::domain::tables::{Pair, Together};

/// In how many lines at the start the first pair is looked for, past notices and the names of the columns.
const LINES_BEFORE_PAIRS: u64 = 40;

/// How many different reasons a file may give; the rest have none.
const MOST_WORDS: usize = 255;

/// The columns: two codes, a mark for pairs older than 1996, first day, last day or `*`, indicator, reason.
const COLUMNS: usize = 6;

const NEEDED: &str =
    "column 1, column 2, effective date, deletion date and modifier indicator, with tabs between";

/// The pairs of a file, one at a time in bounded memory.
pub struct Reader<R> {
    lines: Lines<R>,
    words: Vec<String>,
    is_begun: bool,
}

impl<R: BufRead> Reader<R> {
    /// Begins to read `ccipra-vNNNr0-f1.TXT` or one of its neighbours.
    pub const fn new(input: R) -> Self {
        Self {
            lines: Lines::new(input),
            words: Vec::new(),
            is_begun: false,
        }
    }

    /// The reasons met so far, in the order of the pairs' numbers.
    pub fn words(&self) -> &[String] {
        &self.words
    }

    /// Gives the next pair, or the next line that is none and why.
    ///
    /// # Errors
    /// [`ImportError`] when the file cannot be read, is not text, or has no pair among its first lines.
    pub fn next_pair(&mut self) -> Result<Option<Result<Pair, Refused>>, ImportError> {
        loop {
            let next: Next<Line> = self.lines.next();
            let line = match next? {
                None if self.is_begun => return Ok(None),
                None => return Err(ImportError::NoColumns(NEEDED)),
                Some(Err(refused)) => return Ok(Some(Err(refused))),
                Some(Ok(line)) if line.text.trim().is_empty() => continue,
                Some(Ok(line)) => line,
            };
            match self.pair(&line.text) {
                Ok(pair) => {
                    self.is_begun = true;
                    return Ok(Some(Ok(pair)));
                }
                Err(_) if !self.is_begun && line.number <= LINES_BEFORE_PAIRS => {}
                Err(_) if !self.is_begun => return Err(ImportError::NoColumns(NEEDED)),
                Err(why) => {
                    let line = line.number;
                    return Ok(Some(Err(Refused { line, why })));
                }
            }
        }
    }

    fn pair(&mut self, line: &str) -> Result<Pair, Why> {
        let mut cells = line.split('\t').map(|cell| cell.trim().trim_matches('"'));
        let mut needed = [""; COLUMNS];
        for cell in &mut needed {
            *cell = cells.next().ok_or(Why::LineTooShort)?;
        }
        let [first, second, _, from, until, indicator] = needed;
        let why = cells.next().unwrap_or_default();
        let indicator = match indicator.chars().next() {
            Some(mark) => mark
                .to_digit(10)
                .and_then(|digit| u8::try_from(digit).ok())
                .and_then(Together::from_indicator)
                .ok_or(Why::Mark {
                    what: "the modifier indicator",
                    found: mark,
                })?,
            None => return Err(Why::Missing("the modifier indicator")),
        };
        Ok(Pair {
            first: first.parse()?,
            second: second.parse()?,
            from: plain_day(from).ok_or(Why::Day("the effective date"))?,
            until: match until {
                "*" | "" => None,
                day => Some(plain_day(day).ok_or(Why::Day("the deletion date"))?),
            },
            together: indicator,
            why: self.number(why),
        })
    }

    /// The number of a reason; the next free one for a new reason.
    fn number(&mut self, why: &str) -> u8 {
        let known = self.words.iter().position(|word| word == why);
        let at = known.unwrap_or_else(|| {
            let why = tidy_text(why);
            let again = self.words.iter().position(|word| *word == why);
            again.unwrap_or_else(|| {
                if self.words.len() < MOST_WORDS {
                    self.words.push(why);
                }
                self.words.len().saturating_sub(1)
            })
        });
        u8::try_from(at).unwrap_or(u8::MAX)
    }
}

/// A day of eight digits, which nearly all are, or in another usual form.
fn plain_day(text: &str) -> Option<NaiveDate> {
    let eight = || {
        let (year, rest) = text.split_at_checked(4)?;
        let (month, day) = rest.split_at_checked(2)?;
        let is_plain = day.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
        is_plain.then_some(())?;
        NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
    };
    eight().or_else(|| day(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "Made-up pairs, in the published layout\n\n\
        Column 1/Column 2 Edits\t\t\t\t\t\t\n\
        Column 1\tColumn 2\t*=in existence\tEffective\tDeletion\tModifier\tPTP Edit Rationale\n\
        11111\t22222\t*\t19960101\t*\t1\tMade-up reason\n\
        11111\t33333\t\t20200101\t20231231\t0\tAnother reason\n\
        11111\t3333\t\t20200101\t*\t0\tMade-up reason\n\
        11111\t44444\t\t20209901\t*\t0\tMade-up reason\n\
        11111\t44444\t\t20200101\t*\t7\tMade-up reason\n\
        11111\t44444\n\
        0001A\tG0001\t\t20210101\t*\t9\tMade-up reason\n";

    #[test]
    fn a_file_is_read_line_by_line() {
        let mut reader = Reader::new(FILE.as_bytes());
        let (mut pairs, mut refused) = (Vec::new(), Vec::new());
        while let Some(next) = reader.next_pair().unwrap() {
            match next {
                Ok(pair) => pairs.push(pair),
                Err(line) => refused.push((line.line, line.why.to_string())),
            }
        }
        assert_eq!(pairs.len(), 3);
        assert_eq!(pairs[0].together, Together::WithModifier);
        assert_eq!(pairs[0].until, None);
        assert_eq!(pairs[1].until, NaiveDate::from_ymd_opt(2023, 12, 31));
        assert_eq!(pairs[2].together, Together::NotApplicable);
        assert_eq!(reader.words(), ["Made-up reason", "Another reason"]);
        assert_eq!((pairs[0].why, pairs[1].why, pairs[2].why), (0, 1, 0));
        let lines: Vec<u64> = refused.iter().map(|(line, _)| *line).collect();
        assert_eq!(lines, [7, 8, 9, 10], "{refused:?}");
    }

    #[test]
    fn a_file_of_something_else_is_refused_as_a_whole() {
        for text in ["", "a,b,c\n1,2,3\n", &"words\n".repeat(100)] {
            let read = Reader::new(text.as_bytes()).next_pair();
            assert!(matches!(read, Err(ImportError::NoColumns(_))), "{text:?}");
        }
    }
}
