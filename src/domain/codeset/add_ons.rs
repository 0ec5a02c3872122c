//! Reads NCCI's list of add-on codes. It must not know claims.

use std::io::BufRead;

use chrono::{Days, NaiveDate};

use super::import::{Column, ImportError, Imported, Refused, Table, Why, day};
use crate::domain::tables::AddOn;

const COLUMNS: [Column; 5] = [
    Column {
        names: &["addoncode", "addon", "aoc", "aoccode"],
        is_needed: true,
    },
    Column {
        names: &["primarycode", "primary", "primaryprocedurecode"],
        is_needed: true,
    },
    Column {
        names: &[
            "aocedittype",
            "edittype",
            "addoncodeedittype",
            "aoctype",
            "type",
        ],
        is_needed: true,
    },
    Column {
        names: &[
            "aocediteffdt",
            "aocediteffdate",
            "aocediteffectivedate",
            "editeffdt",
            "effectivedate",
            "effdt",
        ],
        is_needed: true,
    },
    Column {
        names: &[
            "aoceditdeldt",
            "aoceditdeldate",
            "aoceditdeletiondate",
            "editdeldt",
            "deletiondate",
            "deldt",
        ],
        is_needed: false,
    },
];

/// Reads `AOC_V….txt` with its columns by name: add-on code, primary code (`CCCCC` when the payer says which), type 1
/// to 3, effective date and perhaps deletion date.
///
/// # Errors
/// [`ImportError`] when the file cannot be read, is not text, has nothing in it or does not name its columns.
pub fn read(input: impl BufRead) -> Result<Imported<(u64, AddOn)>, ImportError> {
    let needed = "add-on code, primary code, edit type and effective date";
    let mut table = Table::open(input, &COLUMNS, needed)?;
    let mut imported = Imported::new();
    while let Some(row) = table.next()? {
        imported.add(row.and_then(|row| {
            let line = row.line;
            add_on(&row.cells)
                .map(|add_on| (line, add_on))
                .map_err(|why| Refused { line, why })
        }))?;
    }
    imported.not_empty()
}

fn add_on([code, main, kind, from, until]: &[String; 5]) -> Result<AddOn, Why> {
    let is_closed = match kind.trim_start_matches("Type ").chars().next() {
        // Older lists number the types in Roman figures.
        Some('1') => true,
        Some('I') => kind.matches('I').count() == 1,
        Some('2' | '3') => false,
        Some(found) => {
            let what = "the edit type";
            return Err(Why::Mark { what, found });
        }
        None => return Err(Why::Missing("the edit type")),
    };
    let main = match main.as_str() {
        "" | "CCCCC" | "*" => None,
        code => Some(code.parse()?),
    };
    Ok(AddOn {
        code: code.parse()?,
        main,
        is_closed: is_closed && main.is_some(),
        from: any_day(from).ok_or(Why::Day("the effective date"))?,
        until: match until.as_str() {
            "" | "*" | "0" => None,
            text => Some(any_day(text).ok_or(Why::Day("the deletion date"))?),
        },
    })
}

/// A day as a calendar writes it, or as a year and the day's number in it: `2026001`.
fn any_day(text: &str) -> Option<NaiveDate> {
    if text.len() == 7 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        let (year, number) = text.split_at_checked(4)?;
        let first = NaiveDate::from_ymd_opt(year.parse().ok()?, 1, 1)?;
        let after: u64 = number.parse::<u64>().ok()?.checked_sub(1)?;
        return first.checked_add_days(Days::new(after));
    }
    day(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_read_by_the_names_of_its_columns() {
        let file = "A notice\n\
            Add_On_Code\tPrimary_Code\tAOC_Edit_Type\tAOC_Edit_Eff_Dt\tAOC_Edit_Del_Dt\n\
            22222\t11111\t1\t2013001\t\n\
            33333\tCCCCC\t2\t20130101\t20251231\n\
            44444\t11111\t9\t20130101\t\n\
            44444\t11111\t1\tnever\t\n";
        let read = read(file.as_bytes()).unwrap();
        let rows: Vec<AddOn> = read.rows.iter().map(|(_, row)| *row).collect();
        assert_eq!(rows.len(), 2);
        assert_eq!(Some(rows[0].from), NaiveDate::from_ymd_opt(2013, 1, 1));
        assert!(rows[0].is_closed);
        assert_eq!(rows[1].main, None);
        assert_eq!(rows[1].until, NaiveDate::from_ymd_opt(2025, 12, 31));
        let refused: Vec<u64> = read.refused.iter().map(|one| one.line).collect();
        assert_eq!(refused, [5, 6]);
    }
}
