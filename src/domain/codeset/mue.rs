//! Reads CMS's medically unlikely edits for practitioners. It must not know claims.

use std::collections::BTreeMap;
use std::io::BufRead;

use super::import::{ImportError, Imported, Refused, Why};
use super::table::{Row, Rows};
use crate::domain::code::Procedure;
use crate::domain::tables::{Counted, Limit};

/// The limit of one service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The line on which it stands.
    pub line: u64,
    /// The service.
    pub code: Procedure,
    /// Its limit.
    pub limit: Limit,
}

/// In how many rows at the start the names of the columns are looked for, past notices.
const ROWS_BEFORE_NAMES: usize = 30;

/// Reads `MCR_MUE_PractitionerServices_Eff_MM-DD-YYYY.csv`: a notice, a row of names (which run over line ends), then
/// code, units, indicator and reason.
///
/// # Errors
/// [`ImportError`] when the file cannot be read, is not text, has nothing in it or does not name its columns.
pub fn read(input: impl BufRead) -> Result<Imported<Entry>, ImportError> {
    let mut rows = Rows::new(input);
    find_names(&mut rows)?;
    let mut imported = Imported::new();
    let mut first_lines = BTreeMap::new();
    while let Some(row) = rows.next()? {
        let row = row.and_then(|row| {
            let line = row.line;
            let entry = entry(row).and_then(|entry| {
                let first = *first_lines.entry(entry.code).or_insert(line);
                if first == line {
                    Ok(entry)
                } else {
                    Err(Why::Duplicate(first))
                }
            });
            entry.map_err(|why| Refused { line, why })
        });
        imported.add(row)?;
    }
    imported.not_empty()
}

/// Passes over everything up to the names of the columns.
fn find_names(rows: &mut Rows<impl BufRead>) -> Result<(), ImportError> {
    let mut is_empty = true;
    for _ in 0..ROWS_BEFORE_NAMES {
        let Some(row) = rows.next()? else { break };
        is_empty = false;
        let Ok(row) = row else { continue };
        let named = |at: usize, word: &str| {
            let cell = row.cells.get(at);
            cell.is_some_and(|cell| cell.to_ascii_lowercase().contains(word))
        };
        if named(0, "hcpcs") && named(1, "mue") && named(2, "adjudication") {
            return Ok(());
        }
    }
    Err(if is_empty {
        ImportError::Empty
    } else {
        ImportError::NoColumns("HCPCS/CPT code, MUE values and MUE adjudication indicator")
    })
}

fn entry(row: Row) -> Result<Entry, Why> {
    let line = row.line;
    let mut cells = row.cells.into_iter();
    let mut cell = |what| cells.next().ok_or(Why::Missing(what));
    let code = cell("the code")?.parse()?;
    let units = cell("the number of units")?;
    let indicator = cell("the adjudication indicator")?;
    let mark = indicator
        .chars()
        .next()
        .ok_or(Why::Missing("the adjudication indicator"))?;
    let counted = mark
        .to_digit(10)
        .and_then(|digit| u8::try_from(digit).ok())
        .and_then(Counted::from_indicator);
    Ok(Entry {
        line,
        code,
        limit: Limit {
            units: units.parse().map_err(|_| Why::Units)?,
            counted: counted.ok_or(Why::Mark {
                what: "the adjudication indicator",
                found: mark,
            })?,
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "\"A notice that runs\nover two lines\",,,\n\
        \"HCPCS/\nCPT Code\",\"Practitioner Services\nMUE Values\",MUE Adjudication Indicator,MUE Rationale\n\
        11111,1,1 Line Edit,Made-up\n\
        22222,4,2 Date of Service Edit: Policy,Made-up\n\
        33333,12,\"3 Date of Service Edit: Clinical\",\"Made, up\"\n\
        44444,many,1 Line Edit,Made-up\n\
        55555,1,4 Other,Made-up\n\
        11111,1,1 Line Edit,Again\n";

    #[test]
    fn a_quarter_is_read_past_its_notice() {
        let read = read(FILE.as_bytes()).unwrap();
        let found: Vec<_> = read
            .rows
            .iter()
            .map(|row| (row.code.to_string(), row.limit.units, row.limit.counted))
            .collect();
        assert_eq!(
            found,
            [
                ("11111".to_owned(), 1, Counted::Line),
                ("22222".to_owned(), 4, Counted::DayByRule),
                ("33333".to_owned(), 12, Counted::DayUsually),
            ]
        );
        let refused: Vec<u64> = read.refused.iter().map(|one| one.line).collect();
        assert_eq!(refused, [9, 10, 11]);
    }

    #[test]
    fn a_file_without_names_is_refused() {
        assert!(matches!(
            read(&b"11111,1,1 Line Edit\n"[..]),
            Err(ImportError::NoColumns(_))
        ));
    }
}
