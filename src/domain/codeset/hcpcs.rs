//! Reads the HCPCS level II list that CMS publishes each quarter, as fixed text or as CSV. It must not know fees.

use std::collections::BTreeMap;
use std::io::{self, BufRead, Read};

use chrono::NaiveDate;

use super::import::{Column, ImportError, Imported, Refused, Table, Why, optional_day, words};
use super::table::{Line, Lines, columns, tidy_text};
use crate::domain::code::{CodeError, Modifier, Procedure};

/// What a record of the list describes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Code {
    /// A supply, drug or service.
    Procedure(Procedure),
    /// A modifier.
    Modifier(Modifier),
}

impl Code {
    /// The code as text.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Procedure(procedure) => procedure.as_str(),
            Self::Modifier(modifier) => modifier.as_str(),
        }
    }
}

/// One code of the published list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// The line on which it starts.
    pub line: u64,
    /// The code.
    pub code: Code,
    /// The short description as published, perhaps empty.
    pub short: String,
    /// The description in full.
    pub long: String,
    /// The first day on which the code as it stands counts.
    pub effective_on: Option<NaiveDate>,
    /// The last day on which it counts, when it was ended.
    pub ended_on: Option<NaiveDate>,
}

const DESCRIPTION: &str = "the description";
const MOST_SHORT: usize = 60;
const MOST_LONG: usize = 2000;
/// So many bytes are more than the longest description has, whatever its letters.
const MOST_KEPT: usize = 4 * MOST_LONG;

/// Reads `HCPCyyyy_…_ANWEB.txt` (records of 320 characters) or a CSV with the columns code and description; which
/// of the two is seen from the first line.
///
/// # Errors
/// [`ImportError`] when the file cannot be read, is not text, has nothing in it, or is a CSV whose columns are not
/// named.
pub fn read(mut input: impl BufRead) -> Result<Imported<Item>, ImportError> {
    let mut start = Vec::new();
    let taken = (&mut input).take(400).read_until(b'\n', &mut start)?;
    let is_fixed = taken > 100
        && start
            .get(5..11)
            .is_some_and(|b| b.iter().all(u8::is_ascii_digit));
    let input = io::Cursor::new(start).chain(input);
    if is_fixed {
        read_fixed(input)
    } else {
        read_csv(input)
    }
}

/// The kind of a record, told by its mark: `3` and `7` start a procedure and a modifier, `4` and `8` go on with them.
fn is_continuation(mark: char) -> Result<bool, Why> {
    match mark {
        '3' | '7' => Ok(false),
        '4' | '8' => Ok(true),
        found => Err(Why::Mark {
            what: "the record mark",
            found,
        }),
    }
}

/// Joins continued descriptions and refuses a code that was there before.
struct Joiner {
    imported: Imported<Item>,
    first_lines: BTreeMap<Code, u64>,
    open: Option<Item>,
}

impl Joiner {
    const fn new() -> Self {
        Self {
            imported: Imported::new(),
            first_lines: BTreeMap::new(),
            open: None,
        }
    }

    fn refuse(&mut self, line: u64, why: Why) -> Result<(), ImportError> {
        self.imported.add(Err(Refused { line, why }))
    }

    /// Starts a code; the one before is complete.
    fn start(&mut self, item: Item) -> Result<(), ImportError> {
        self.close()?;
        self.open = Some(item);
        Ok(())
    }

    /// Goes on with the description of the open code.
    fn go_on(&mut self, line: u64, code: Code, more: &str) -> Result<(), ImportError> {
        match &mut self.open {
            Some(item) if item.code == code => {
                // Past the limit it will be refused in any case; what follows need not be kept.
                if item.long.len() <= MOST_KEPT {
                    item.long.push(' ');
                    item.long.push_str(more);
                }
                Ok(())
            }
            _ => self.refuse(line, Why::Orphan),
        }
    }

    fn close(&mut self) -> Result<(), ImportError> {
        let Some(mut item) = self.open.take() else {
            return Ok(());
        };
        let line = item.line;
        let first = *self.first_lines.entry(item.code).or_insert(line);
        if first != line {
            return self.refuse(line, Why::Duplicate(first));
        }
        match words(tidy_text(&item.long), DESCRIPTION, MOST_LONG) {
            Ok(long) => {
                item.long = long;
                self.imported.add(Ok(item))
            }
            Err(why) => self.refuse(line, why),
        }
    }

    fn finish(mut self) -> Result<Imported<Item>, ImportError> {
        self.close()?;
        self.imported.refused.sort_by_key(|refused| refused.line);
        self.imported.not_empty()
    }
}

fn read_fixed(input: impl BufRead) -> Result<Imported<Item>, ImportError> {
    let mut lines = Lines::new(input);
    let mut joiner = Joiner::new();
    while let Some(line) = lines.next()? {
        let line = match line {
            Ok(line) if line.text.trim().is_empty() => continue,
            Ok(line) => line,
            Err(refused) => {
                joiner.imported.add(Err(refused))?;
                continue;
            }
        };
        let number = line.number;
        match record(&line) {
            Ok((item, false)) => joiner.start(item)?,
            Ok((item, true)) => joiner.go_on(number, item.code, &item.long)?,
            Err(why) => joiner.refuse(number, why)?,
        }
    }
    joiner.finish()
}

/// One record of the fixed file, and whether it goes on with the one before. Columns, counted from one: code 1–5 (a
/// modifier stands in 4–5), record mark 11, long description 12–91, short 92–119, effective day 277–284, last day
/// 285–292.
fn record(line: &Line) -> Result<(Item, bool), Why> {
    let text = &line.text;
    let mark = columns(text, 11, 11)
        .chars()
        .next()
        .ok_or(Why::LineTooShort)?;
    let is_continued = is_continuation(mark)?;
    let item = Item {
        line: line.number,
        code: code_of(columns(text, 1, 5))?,
        short: tidy_text(columns(text, 92, 119)),
        long: columns(text, 12, 91).to_owned(),
        effective_on: optional_day(columns(text, 277, 284), "the effective date")?,
        ended_on: optional_day(columns(text, 285, 292), "the termination date")?,
    };
    Ok((item, is_continued))
}

fn code_of(text: &str) -> Result<Code, CodeError> {
    let text = text.trim();
    if text.len() == 2 {
        text.parse().map(Code::Modifier)
    } else {
        text.parse().map(Code::Procedure)
    }
}

const COLUMNS: [Column; 6] = [
    Column {
        names: &[
            "hcpc",
            "hcpcs",
            "hcpcscode",
            "code",
            "procedurecode",
            "procedure",
        ],
        is_needed: true,
    },
    Column {
        names: &[
            "longdescription",
            "description",
            "longdesc",
            "desc",
            "shortdescription",
        ],
        is_needed: true,
    },
    Column {
        names: &["shortdescription", "shortdesc"],
        is_needed: false,
    },
    Column {
        names: &["recid", "recordid", "recordidentificationcode"],
        is_needed: false,
    },
    Column {
        names: &[
            "acteffdt",
            "actioneffectivedate",
            "effectivedate",
            "effective",
            "adddt",
        ],
        is_needed: false,
    },
    Column {
        names: &[
            "termdt",
            "terminationdate",
            "termination",
            "enddate",
            "ended",
        ],
        is_needed: false,
    },
];

fn read_csv(input: impl BufRead) -> Result<Imported<Item>, ImportError> {
    let mut table = Table::open(input, &COLUMNS, "code and description")?;
    let mut joiner = Joiner::new();
    while let Some(row) = table.next()? {
        let row = match row {
            Ok(row) => row,
            Err(refused) => {
                joiner.imported.add(Err(refused))?;
                continue;
            }
        };
        let line = row.line;
        match item(line, row.cells) {
            Ok((item, false)) => joiner.start(item)?,
            Ok((item, true)) => joiner.go_on(line, item.code, &item.long)?,
            Err(why) => joiner.refuse(line, why)?,
        }
    }
    joiner.finish()
}

fn item(line: u64, cells: [String; 6]) -> Result<(Item, bool), Why> {
    let [code, mut long, mut short, mark, effective, ended] = cells;
    let is_continued = mark.chars().next().map_or(Ok(false), is_continuation)?;
    if long.is_empty() {
        // Only one description was given, and under the name of the short one.
        long.clone_from(&short);
    } else if short.is_empty() && long.chars().count() <= MOST_SHORT {
        short.clone_from(&long);
    }
    let item = Item {
        line,
        code: code_of(&code)?,
        short: short.chars().take(MOST_SHORT).collect(),
        long,
        effective_on: optional_day(&effective, "the effective date")?,
        ended_on: optional_day(&ended, "the termination date")?,
    };
    Ok((item, is_continued))
}
