//! Reads the ICD-10-CM list that CMS and CDC publish each year. It must not know which codes a practice uses.

use std::io::BufRead;

use super::import::{ImportError, Imported, Refused, Why, words};
use super::table::{Line, Lines, columns, tidy_text};
use crate::domain::code::Icd10;

/// One code of the published list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnosis {
    /// The line on which it stands.
    pub line: u64,
    /// The code.
    pub code: Icd10,
    /// Whether a claim can carry it; if not it is the heading of the codes below it.
    pub is_billable: bool,
    /// The description cut to 60 characters, as published.
    pub short: String,
    /// The description in full.
    pub long: String,
}

const MOST_LONG: usize = 400;

/// Reads `icd10cm_order_YYYY.txt` (fixed columns: number 1–5, code 7–13, billable 15, short 17–76, long from 78), or
/// `icd10cm_codes_YYYY.txt` of the same archive (code 1–7, description from 9, all billable).
///
/// # Errors
/// [`ImportError`] when the file cannot be read, is not text or has nothing in it.
pub fn read(input: impl BufRead) -> Result<Imported<Diagnosis>, ImportError> {
    let mut lines = Lines::new(input);
    let mut imported = Imported::new();
    let mut last: Option<(Icd10, u64)> = None;
    while let Some(line) = lines.next()? {
        let row = match line {
            Ok(line) if line.text.trim().is_empty() => continue,
            Ok(line) => {
                let number = line.number;
                diagnosis(&line).map_err(|why| Refused { line: number, why })
            }
            Err(refused) => Err(refused),
        };
        // The file is sorted, so that the same code twice stands together.
        let row = row.and_then(|row| match last {
            Some((code, line)) if code == row.code => Err(Refused {
                line: row.line,
                why: Why::Duplicate(line),
            }),
            _ => Ok(row),
        });
        if let Ok(row) = &row {
            last = Some((row.code, row.line));
        }
        imported.add(row)?;
    }
    imported.not_empty()
}

fn diagnosis(line: &Line) -> Result<Diagnosis, Why> {
    let text = &line.text;
    let is_numbered = columns(text, 1, 6).bytes().all(|b| b.is_ascii_digit());
    let (code, is_billable, short, long) = if is_numbered {
        let is_billable = match columns(text, 15, 15).chars().next() {
            Some('0') => false,
            Some('1') => true,
            Some(found) => {
                let what = "the billable mark";
                return Err(Why::Mark { what, found });
            }
            None => return Err(Why::LineTooShort),
        };
        let short = columns(text, 17, 76);
        let long = match columns(text, 78, usize::MAX) {
            "" => short,
            long => long,
        };
        (columns(text, 7, 13), is_billable, short, long)
    } else {
        let long = columns(text, 9, usize::MAX);
        (columns(text, 1, 7), true, long, long)
    };
    Ok(Diagnosis {
        line: line.number,
        code: code.parse()?,
        is_billable,
        short: tidy_text(short).chars().take(60).collect(),
        long: words(tidy_text(long), "the description", MOST_LONG)?,
    })
}
