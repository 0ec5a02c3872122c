//! CSV of any shape: which columns hold the day, the amount and the words is found by their names, or by what stands in
//! them, or said by hand once. It must not know the book.

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use super::{BankFile, BankFileError, Form, amount_of, key_by_content, stated};
use crate::domain::codeset::import::{Imported, Refused};
use crate::domain::codeset::table::Rows;
use crate::domain::money::{Money, MoneyError};

/// In which order a day is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DayOrder {
    /// `11/03/2026`.
    MonthDayYear,
    /// `03/11/2026`.
    DayMonthYear,
    /// `2026-11-03`.
    YearMonthDay,
}

/// Where amounts stand. Columns are counted from nought.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Amounts {
    /// In one column, what comes in positive.
    One(usize),
    /// In one column, what goes out positive.
    Flipped(usize),
    /// What came in and what went out in a column each, neither with a sign.
    Two {
        /// What came in.
        credit: usize,
        /// What went out.
        debit: usize,
    },
    /// In one column without a sign; another says `credit` or `debit`.
    Marked {
        /// The amount.
        amount: usize,
        /// Which way it went.
        mark: usize,
    },
}

/// How a bank's CSV file is to be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Layout {
    /// What stands between cells.
    pub separator: char,
    /// How many rows stand before the first line of the account.
    pub skip: usize,
    /// The day's column, counted from nought.
    pub day: usize,
    /// How it is written.
    pub order: DayOrder,
    /// The amount's columns.
    pub amounts: Amounts,
    /// The columns whose texts say what it was, in their order.
    pub words: Vec<usize>,
    /// The column of the check or reference number.
    pub reference: Option<usize>,
}

/// The marks between cells that are tried.
const SEPARATORS: [char; 4] = [',', '\t', ';', '|'];

/// How many rows are looked at to find the columns, and how many before which their names must stand.
const ROWS_LOOKED_AT: usize = 60;
const ROWS_BEFORE_NAMES: usize = 30;

/// Names of columns, in small letters and digits.
const DAY: &[&str] = &[
    "postingdate",
    "postdate",
    "posteddate",
    "dateposted",
    "posted",
    "date",
    "transactiondate",
    "transdate",
    "effectivedate",
    "bookingdate",
    "valuedate",
    "processdate",
    "processeddate",
];
const AMOUNT: &[&str] = &[
    "amount",
    "transactionamount",
    "amountusd",
    "amt",
    "netamount",
    "value",
];
const CREDIT: &[&str] = &[
    "credit",
    "credits",
    "creditamount",
    "amountcredit",
    "deposit",
    "deposits",
    "moneyin",
    "paidin",
    "in",
];
const DEBIT: &[&str] = &[
    "debit",
    "debits",
    "debitamount",
    "amountdebit",
    "withdrawal",
    "withdrawals",
    "moneyout",
    "paidout",
    "out",
];
const MARK: &[&str] = &[
    "creditdebit",
    "drcr",
    "crdr",
    "debitcredit",
    "creditdebitindicator",
    "cdindicator",
];
const WORDS: &[&str] = &[
    "description",
    "payee",
    "name",
    "memo",
    "details",
    "transactiondescription",
    "narrative",
    "originaldescription",
    "extendeddescription",
    "addenda",
    "transaction",
    "text",
];
const REFERENCE: &[&str] = &[
    "checknumber",
    "checkno",
    "check",
    "checkorslip",
    "checkorslipnumber",
    "reference",
    "referencenumber",
    "bankreference",
    "customerreference",
    "serialnumber",
    "slip",
];

/// The first rows of a CSV file, as they are divided by one mark.
fn rows(bytes: &[u8], separator: char, most: usize) -> Result<Vec<Vec<String>>, BankFileError> {
    let mut rows = Rows::new(bytes);
    rows.set_delimiter(separator);
    let mut found = Vec::new();
    while found.len() < most {
        match rows.next()? {
            None => break,
            Some(Ok(row)) => found.push(row.cells),
            Some(Err(_)) => found.push(Vec::new()),
        }
    }
    Ok(found)
}

/// The first rows of a file for somebody who says which column is which, and the mark that divides them.
///
/// # Errors
/// [`BankFileError::Import`] when it is no text.
pub fn first_rows(bytes: &[u8], most: usize) -> Result<(char, Vec<Vec<String>>), BankFileError> {
    let (separator, mut found) = divided(bytes)?;
    found.truncate(most);
    Ok((separator, found))
}

/// Finds the columns of a file.
///
/// # Errors
/// [`BankFileError::NoColumns`] when day or amount cannot be told, [`BankFileError::Import`] when it is no text.
pub fn guess(bytes: &[u8]) -> Result<Layout, BankFileError> {
    let (separator, rows) = divided(bytes)?;
    by_names(separator, &rows)
        .or_else(|| by_content(separator, &rows))
        .ok_or(BankFileError::NoColumns)
}

/// Finds the mark between cells, and gives the first rows divided by it.
fn divided(bytes: &[u8]) -> Result<(char, Vec<Vec<String>>), BankFileError> {
    let mut best: Option<(usize, char, Vec<Vec<String>>)> = None;
    for separator in SEPARATORS {
        let found = rows(bytes, separator, ROWS_LOOKED_AT)?;
        // The mark that divides most rows into most cells is it.
        let weight: usize = found
            .iter()
            .map(|row| row.len().saturating_sub(1).min(12))
            .sum();
        if best.as_ref().is_none_or(|(most, _, _)| weight > *most) {
            best = Some((weight, separator, found));
        }
    }
    let (_, separator, rows) = best.ok_or(BankFileError::NoColumns)?;
    Ok((separator, rows))
}

fn by_names(separator: char, rows: &[Vec<String>]) -> Option<Layout> {
    let (at, names) = rows
        .iter()
        .take(ROWS_BEFORE_NAMES)
        .enumerate()
        .map(|(at, row)| (at, row.iter().map(|cell| bare(cell)).collect::<Vec<_>>()))
        .find(|(_, names)| {
            place(names, DAY).is_some()
                && (place(names, AMOUNT).is_some() || place(names, CREDIT).is_some())
        })?;
    let skip = at.saturating_add(1);
    let day = place(&names, DAY)?;
    let amounts = match (
        place(&names, AMOUNT),
        place(&names, CREDIT),
        place(&names, DEBIT),
        place(&names, MARK),
    ) {
        (Some(amount), _, _, Some(mark)) => Amounts::Marked { amount, mark },
        (Some(amount), _, _, None) => Amounts::One(amount),
        (None, Some(credit), Some(debit), _) => Amounts::Two { credit, debit },
        (None, Some(credit), None, _) => Amounts::One(credit),
        (None, None, _, _) => return None,
    };
    let words = WORDS
        .iter()
        .filter_map(|wanted| names.iter().position(|name| name == wanted))
        .take(3)
        .collect();
    let days = rows.iter().skip(skip).filter_map(|row| row.get(day));
    Some(Layout {
        separator,
        skip,
        day,
        order: order_of(days.map(String::as_str)),
        amounts,
        words,
        reference: place(&names, REFERENCE),
    })
}

/// Finds the columns of a file without names: the first in which days stand, the first after it in which amounts with
/// cents do, and the widest text.
fn by_content(separator: char, rows: &[Vec<String>]) -> Option<Layout> {
    let full: Vec<&Vec<String>> = rows.iter().filter(|row| row.len() > 1).collect();
    let columns = full.iter().map(|row| row.len()).max()?;
    let mostly = |column: usize, fits: &dyn Fn(&str) -> bool| {
        let cells = full.iter().filter_map(|row| row.get(column));
        let (yes, all) =
            cells
                .filter(|cell| !cell.is_empty())
                .fold((0_usize, 0_usize), |(yes, all), cell| {
                    (
                        yes.saturating_add(usize::from(fits(cell))),
                        all.saturating_add(1),
                    )
                });
        all > 0 && yes.saturating_mul(10) >= all.saturating_mul(8)
    };
    let is_day = |cell: &str| any_order(cell).is_some();
    let is_amount = |cell: &str| cell.contains(['.', ',']) && amount_of(cell).is_ok();
    let day = (0..columns).find(|column| mostly(*column, &is_day))?;
    let amount = (0..columns).find(|column| *column != day && mostly(*column, &is_amount))?;
    let width = |column: usize| -> usize {
        let cells = full.iter().filter_map(|row| row.get(column));
        cells
            .map(|cell| cell.chars().filter(|c| c.is_alphabetic()).count())
            .sum()
    };
    let words = (0..columns)
        .filter(|column| *column != day && *column != amount)
        .max_by_key(|column| width(*column));
    let skip = rows
        .iter()
        .position(|row| row.get(day).is_some_and(|cell| is_day(cell)))?;
    let days = rows.iter().skip(skip).filter_map(|row| row.get(day));
    Some(Layout {
        separator,
        skip,
        day,
        order: order_of(days.map(String::as_str)),
        amounts: Amounts::One(amount),
        words: words.into_iter().collect(),
        reference: None,
    })
}

/// A column's name in small letters and digits.
fn bare(name: &str) -> String {
    name.chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_lowercase())
        .collect()
}

fn place(names: &[String], wanted: &[&str]) -> Option<usize> {
    wanted
        .iter()
        .find_map(|wanted| names.iter().position(|name| name == wanted))
}

/// Tells the order in which days are written by those that can only be one.
fn order_of<'a>(days: impl Iterator<Item = &'a str>) -> DayOrder {
    for text in days {
        let parts = numbers(text);
        if let [whole] = parts.as_slice() {
            // Eight digits run together.
            return if (1990..=2199).contains(&whole.checked_div(10_000).unwrap_or(0)) {
                DayOrder::YearMonthDay
            } else if whole.checked_div(1_000_000).is_some_and(|first| first > 12) {
                DayOrder::DayMonthYear
            } else {
                DayOrder::MonthDayYear
            };
        }
        if let [first, second, ..] = parts.as_slice() {
            if *first > 31 {
                return DayOrder::YearMonthDay;
            }
            if *first > 12 {
                return DayOrder::DayMonthYear;
            }
            if *second > 12 {
                return DayOrder::MonthDayYear;
            }
        }
    }
    DayOrder::MonthDayYear
}

/// The numbers of a day, eight digits run together taken apart by their year; a month by its name is its number.
fn numbers(text: &str) -> Vec<u32> {
    const MONTHS: [&str; 12] = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ];
    // A time after the day is dropped.
    let head = text.find([' ', 'T']).and_then(|at| text.get(..at));
    let text = head
        .filter(|head| head.len() >= 6 && head.starts_with(|c: char| c.is_ascii_digit()))
        .unwrap_or(text);
    let mut named = None;
    let mut found: Vec<u32> = Vec::new();
    for part in text.split(|c: char| !c.is_ascii_alphanumeric()) {
        let lower = part.to_ascii_lowercase();
        let month = MONTHS.iter().position(|month| lower.starts_with(month));
        let number = match month {
            Some(month) => u32::try_from(month).ok().and_then(|m| m.checked_add(1)),
            None => part.parse().ok(),
        };
        if month.is_some() && named.is_none() {
            named = Some(found.len());
        }
        found.extend(number);
    }
    // A month by its name is put first, wherever it stands.
    if named == Some(1) && found.len() >= 3 {
        found.swap(0, 1);
    }
    found.truncate(3);
    found
}

/// A day as the bank writes it.
pub(super) fn day(text: &str, order: DayOrder) -> Option<NaiveDate> {
    let parts = numbers(text);
    let (year, month, day) = match (parts.as_slice(), order) {
        ([whole], DayOrder::YearMonthDay) => (
            whole.checked_div(10_000)?,
            whole.checked_div(100)?.checked_rem(100)?,
            whole.checked_rem(100)?,
        ),
        ([whole], DayOrder::MonthDayYear) => (
            whole.checked_rem(10_000)?,
            whole.checked_div(1_000_000)?,
            whole.checked_div(10_000)?.checked_rem(100)?,
        ),
        ([whole], DayOrder::DayMonthYear) => (
            whole.checked_rem(10_000)?,
            whole.checked_div(10_000)?.checked_rem(100)?,
            whole.checked_div(1_000_000)?,
        ),
        ([year, month, day], DayOrder::YearMonthDay)
        | ([month, day, year], DayOrder::MonthDayYear)
        | ([day, month, year], DayOrder::DayMonthYear) => (*year, *month, *day),
        _ => return None,
    };
    let year = if year < 100 {
        year.checked_add(2000)?
    } else {
        year
    };
    NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)
        .filter(|day| (1990..=2199).contains(&day.year()))
}

fn any_order(text: &str) -> Option<NaiveDate> {
    if !text.contains(|c: char| c.is_ascii_digit()) || text.len() < 6 {
        return None;
    }
    [
        DayOrder::MonthDayYear,
        DayOrder::YearMonthDay,
        DayOrder::DayMonthYear,
    ]
    .into_iter()
    .find_map(|order| day(text, order))
}

/// Reads the lines of a CSV file.
///
/// # Errors
/// [`BankFileError::NoColumn`] when the layout names a column that no row has, [`BankFileError::Import`] when the file
/// is no text.
pub(super) fn read(bytes: &[u8], layout: &Layout) -> Result<BankFile, BankFileError> {
    let mut rows = Rows::new(bytes);
    rows.set_delimiter(layout.separator);
    let mut lines = Imported::new();
    let mut passed = 0_usize;
    let mut widest = 0_usize;
    while let Some(row) = rows.next()? {
        passed = passed.saturating_add(1);
        if passed <= layout.skip {
            continue;
        }
        let line = match row {
            Err(refused) => Err(refused),
            Ok(row) => {
                widest = widest.max(row.cells.len());
                if is_foot(&row.cells, layout) {
                    continue;
                }
                line_of(&row.cells, row.line, layout)
            }
        };
        lines.add(line)?;
    }
    let needed = needed(layout);
    if widest > 0 && widest <= needed {
        return Err(BankFileError::NoColumn(needed.saturating_add(1)));
    }
    key_by_content(&mut lines.rows);
    Ok(BankFile {
        form: Form::Csv,
        lines: lines.not_empty()?,
    })
}

/// The last column a layout cannot do without.
fn needed(layout: &Layout) -> usize {
    let amounts = match layout.amounts {
        Amounts::One(column) | Amounts::Flipped(column) => column,
        Amounts::Two { credit, debit } => credit.max(debit),
        Amounts::Marked { amount, mark } => amount.max(mark),
    };
    layout.day.max(amounts)
}

/// Whether a row is a total or a remark at the foot: neither a day nor a full row.
fn is_foot(cells: &[String], layout: &Layout) -> bool {
    let has_digit = |cell: &String| cell.contains(|c: char| c.is_ascii_digit());
    cells.len() <= needed(layout) || !cells.get(layout.day).is_some_and(has_digit)
}

fn line_of(cells: &[String], line: u64, layout: &Layout) -> Result<super::StatedLine, Refused> {
    let cell = |column: usize| cells.get(column).map_or("", String::as_str);
    let words: Vec<&str> = layout
        .words
        .iter()
        .map(|column| cell(*column))
        .filter(|words| !words.is_empty())
        .collect();
    stated(
        (line, None),
        day(cell(layout.day), layout.order),
        amount(&cell, layout.amounts),
        &words.join(" "),
        layout.reference.map_or("", &cell),
    )
    .map_err(|why| Refused { line, why })
}

fn amount<'a>(cell: &impl Fn(usize) -> &'a str, amounts: Amounts) -> Result<Money, MoneyError> {
    let read = |column: usize| match cell(column) {
        "" => Ok(Money::ZERO),
        text => amount_of(text),
    };
    match amounts {
        Amounts::One(column) => amount_of(cell(column)),
        Amounts::Flipped(column) => Ok(amount_of(cell(column))?.negated()),
        Amounts::Two { credit, debit } => read(credit)?.abs().minus(read(debit)?.abs()),
        Amounts::Marked { amount, mark } => {
            let amount = amount_of(cell(amount))?.abs();
            let mark = cell(mark).to_ascii_lowercase();
            Ok(if mark.starts_with('d') {
                amount.negated()
            } else {
                amount
            })
        }
    }
}
