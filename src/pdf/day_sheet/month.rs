//! The sheet of a month → letter pages: the roll-forward by clinician, by who owes and close by close, and its seal.

use super::{
    At, BELOW, Column, Control, Flow, Fonts, GAP, LEFT, Letterhead, Money, NaiveDate,
    NaiveDateTime, RIGHT, Row, Seal, Sheet, TOTALS, Table, figures, head, seals, signatures,
    signed, strips, words,
};
use crate::domain::close::{MonthRow, MonthSheet};

/// A month to be printed.
#[derive(Clone, Debug)]
pub struct MonthClose {
    /// Whose it is.
    pub practice: Letterhead,
    /// What it says.
    pub sheet: MonthSheet,
    /// When it was closed, by the clock on the wall.
    pub closed_at: NaiveDateTime,
    /// By whom.
    pub closed_by: String,
    /// Its seal.
    pub seal: Seal,
    /// The month before with its seal; none for the first.
    pub before: Option<(String, Seal)>,
}

/// Gives the pages of a month’s sheet.
pub fn month_sheets(close: &MonthClose, fonts: &Fonts) -> Vec<Sheet> {
    let sheet = &close.sheet;
    let name = month_words(&sheet.month);
    let mut flow = Flow::new(
        fonts,
        (
            format!("Month’s sheet, {name}"),
            close.practice.name.clone(),
        ),
    );
    let below = format!(
        "{name}  ·  closed {} {}",
        words::day(close.closed_at.date()),
        close.closed_at.format("%-I:%M %P")
    );
    flow.on(0, |pen| head(pen, &close.practice, "Month’s sheet", &below));
    let top = At { page: 0, y: TOTALS };
    let _ = flow.totals(top, &figures(&sheet.control));
    let at = rolled(
        &mut flow,
        At { page: 0, y: BELOW },
        "By clinician",
        &sheet.providers,
        &sheet.control,
    );
    let at = rolled(
        &mut flow,
        at.down(GAP),
        "By who owes",
        &sheet.payers,
        &sheet.control,
    );
    let days: Vec<MonthRow> = sheet
        .days
        .iter()
        .map(|(day, control)| MonthRow {
            who: words::day(*day),
            control: *control,
            moved: Money::ZERO,
        })
        .collect();
    let at = by_day(&mut flow, at.down(GAP), &days);
    let at = strips(&mut flow, at.down(GAP), &sheet.strip, sheet.control.closing);
    let before = close
        .before
        .as_ref()
        .map(|(month, seal)| (month_words(month), *seal));
    let at = seals(
        &mut flow,
        at.down(GAP),
        "Seal of this month",
        &close.seal,
        before.as_ref(),
    );
    signatures(&mut flow, at, &close.closed_by);
    let control = &sheet.control;
    let foot = format!(
        "Control: {} + {} − {} − {} = {}. {} closes.",
        control.opening,
        signed(control.charges),
        signed(control.payments),
        signed(control.adjustments),
        control.closing,
        sheet.days.len()
    );
    flow.done(&foot)
}

/// `October 2026` of `2026-10`.
fn month_words(month: &str) -> String {
    NaiveDate::parse_from_str(&format!("{month}-01"), "%Y-%m-%d")
        .map_or_else(|_| month.to_owned(), |day| day.format("%B %Y").to_string())
}

const ROLLED: [Column<'static>; 7] = [
    Column::words("", LEFT, 52.0),
    Column::figures("Opening", 94.0, 21.0),
    Column::figures("Charges", 115.0, 20.0),
    Column::figures("Payments", 136.0, 20.0),
    Column::figures("Adjustments", 157.0, 20.0),
    Column::figures("Moved over", 178.0, 20.0),
    Column::figures("Closing", RIGHT, 21.0),
];

fn rolled_row(row: &MonthRow) -> [String; 7] {
    let control = &row.control;
    [
        row.who.clone(),
        words::amount(control.opening),
        words::amount(control.charges),
        words::amount(control.payments),
        words::amount(control.adjustments),
        words::amount(row.moved),
        words::amount(control.closing),
    ]
}

fn rolled(flow: &mut Flow<'_>, at: At, heading: &str, rows: &[MonthRow], whole: &Control) -> At {
    let mut shown: Vec<Row> = rows.iter().map(|row| Row::plain(rolled_row(row))).collect();
    shown.push(Row::total(rolled_row(&MonthRow {
        who: String::from("Together"),
        control: *whole,
        moved: Money::ZERO,
    })));
    let table = Table {
        heading,
        from: LEFT,
        to: RIGHT,
        columns: &ROLLED,
        rows: &shown,
    };
    flow.table(at, &table)
}

fn by_day(flow: &mut Flow<'_>, at: At, days: &[MonthRow]) -> At {
    let shown: Vec<Row> = days.iter().map(|row| Row::plain(rolled_row(row))).collect();
    let table = Table {
        heading: "Close by close",
        from: LEFT,
        to: RIGHT,
        columns: &ROLLED,
        rows: &shown,
    };
    flow.table(at, &table)
}
