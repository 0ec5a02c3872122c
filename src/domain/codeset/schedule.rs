//! Reads what Medicare's physician fee schedule says of each service beside its price. It must not know amounts: what
//! payers allow is the practice's own list.

use std::io::BufRead;

use super::import::{ImportError, Imported, Refused, Why};
use super::table::{Row, Rows, cells};
use crate::domain::code::Procedure;
use crate::domain::tables::{Global, Parts, Service, Sides, Status};

/// One service of the schedule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The line on which it stands.
    pub line: u64,
    /// The service.
    pub code: Procedure,
    /// What is said of it.
    pub service: Service,
}

/// In how many lines at the start the row of names is looked for.
const LINES_BEFORE_NAMES: usize = 40;

/// Places of the columns, which `PPRRVU` files keep though their names change: modifier, status, reading and
/// equipment apart, days of surgery, both sides, assistants.
const MODIFIER: usize = 1;
const STATUS: usize = 3;
const PARTS: usize = 13;
const GLOBAL: usize = 14;
const SIDES: usize = 19;
const ASSISTANT: usize = 20;

/// Reads `PPRRVUYYYY_….csv` or the same with tabs. Rows of a part of a service (modifiers 26, TC and 53) say nothing
/// more than its whole and are passed over.
///
/// # Errors
/// [`ImportError`] when the file cannot be read, is not text, or has no row that begins with `HCPCS`.
pub fn read(input: impl BufRead) -> Result<Imported<Entry>, ImportError> {
    let mut rows = Rows::new(input);
    find_names(&mut rows)?;
    let mut imported = Imported::new();
    while let Some(row) = rows.next()? {
        match row {
            Ok(row) if row.cells.get(MODIFIER).is_some_and(|cell| !cell.is_empty()) => {}
            Ok(row) => {
                let line = row.line;
                imported.add(entry(&row).map_err(|why| Refused { line, why }))?;
            }
            Err(refused) => imported.add(Err(refused))?,
        }
    }
    imported.not_empty()
}

fn find_names(rows: &mut Rows<impl BufRead>) -> Result<(), ImportError> {
    let mut is_empty = true;
    for _ in 0..LINES_BEFORE_NAMES {
        let Some(line) = rows.next_line()? else { break };
        is_empty = false;
        let Ok(line) = line else { continue };
        for delimiter in [',', '\t'] {
            let cells = cells(&line.text, delimiter).unwrap_or_default();
            let is_names = cells.first().is_some_and(|cell| cell == "HCPCS");
            if is_names && cells.len() > ASSISTANT {
                rows.set_delimiter(delimiter);
                return Ok(());
            }
        }
    }
    Err(if is_empty {
        ImportError::Empty
    } else {
        ImportError::NoColumns("HCPCS first, then the columns of a PPRRVU file")
    })
}

fn entry(row: &Row) -> Result<Entry, Why> {
    let cell = |at: usize| row.cells.get(at).map(String::as_str);
    let status = cell(STATUS).ok_or(Why::LineTooShort)?;
    let status = match status.chars().next() {
        Some('B' | 'P') => Status::Bundled,
        Some('I') => Status::OtherCode,
        Some('N' | 'X') => Status::NotCovered,
        Some('A'..='Z') => Status::Payable,
        Some(found) => {
            let what = "the status code";
            return Err(Why::Mark { what, found });
        }
        None => return Err(Why::Missing("the status code")),
    };
    let global = match cell(GLOBAL).ok_or(Why::LineTooShort)? {
        "000" | "0" => Global::Day,
        "010" | "10" => Global::Ten,
        "090" | "90" => Global::Ninety,
        "ZZZ" => Global::AddOn,
        _ => Global::None,
    };
    Ok(Entry {
        line: row.line,
        code: cell(0).unwrap_or_default().parse()?,
        service: Service {
            status,
            global,
            parts: match cell(PARTS).unwrap_or_default() {
                "1" | "6" => Parts::Two,
                "" | "9" => Parts::Unsaid,
                _ => Parts::One,
            },
            sides: match cell(SIDES).unwrap_or_default() {
                "1" | "3" => Sides::Apart,
                "2" => Sides::Both,
                _ => Sides::Without,
            },
            is_without_assistant: cell(ASSISTANT) == Some("1"),
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(code: &str, modifier: &str, status: &str, parts: &str, global: &str) -> String {
        format!(
            "{code},{modifier},Made-up words,{status},,0,0,,0,,0,0,0,{parts},{global},0,0,0,0,1,1,0,0,,33.4\n"
        )
    }

    #[test]
    fn columns_are_found_by_their_place() {
        let names = "HCPCS,MOD,DESCRIPTION,CODE,PAYMENT,RVU,PE,IND,PE,IND,RVU,TOTAL,TOTAL,IND,DAYS,OP,OP,OP,PROC,SURG,\
                     SURG,SURG,SURG,BASE,FACTOR\n";
        let file = format!(
            "Made-up schedule,,,\n,,,STATUS,,\n{names}{}{}{}{}{}",
            row("27447", "", "A", "0", "090"),
            row("71046", "", "A", "1", "XXX"),
            row("71046", "26", "A", "1", "XXX"),
            row("99070", "", "B", "9", "XXX"),
            row("2744", "", "A", "0", "090"),
        );
        let read = read(file.as_bytes()).unwrap();
        let found: Vec<_> = read
            .rows
            .iter()
            .map(|row| (row.service.status, row.service.global, row.service.parts))
            .collect();
        assert_eq!(
            found,
            [
                (Status::Payable, Global::Ninety, Parts::One),
                (Status::Payable, Global::None, Parts::Two),
                (Status::Bundled, Global::None, Parts::Unsaid),
            ]
        );
        assert!(
            read.rows
                .iter()
                .all(|row| row.service.sides == Sides::Apart)
        );
        assert!(read.rows[0].service.is_without_assistant);
        assert_eq!(read.refused_count, 1);
        assert_eq!(read.refused[0].line, 8);
    }
}
