//! The sheet of closed days → letter pages: the roll-forward, what it is made of, the drawer, what goes to the bank, what
//! is owed after, and the seal. And, in its own module, the sheet of a month.

use std::fmt::Write;

use chrono::{NaiveDate, NaiveDateTime};

use crate::domain::close::seal::{Seal, grouped};
use crate::domain::close::{Control, DaySheet, PaidRow, Paper, Strip, TakenIn};
use crate::domain::letterhead::Letterhead;
use crate::domain::money::Money;

use super::flow::{At, Column, Flow, Row, Table, head};
use super::font::{Face, Fonts};
use super::sheet::{Ink, Sheet};
use super::style::{BODY, CAPTION, HAIR, HEADING, LEFT, OUTLINE, RIGHT, SMALL, Type};
use super::words;

mod month;

pub use self::month::{MonthClose, month_sheets};

/// Where the left half ends and the right half begins.
const HALVES: (f32, f32) = (103.4, 112.5);
/// Where the roll-forward stands, and what is below it begins.
const TOTALS: f32 = 33.6;
const BELOW: f32 = 57.0;
/// What is left between two parts.
const GAP: f32 = 4.6;

/// A close to be printed.
#[derive(Clone, Debug)]
pub struct Close {
    /// Whose it is.
    pub practice: Letterhead,
    /// What it says.
    pub sheet: DaySheet,
    /// When it was closed, by the clock on the wall.
    pub closed_at: NaiveDateTime,
    /// By whom.
    pub closed_by: String,
    /// Its seal.
    pub seal: Seal,
    /// The last day and the seal of the close before; none for the first.
    pub before: Option<(NaiveDate, Seal)>,
    /// Whether it was opened again.
    pub is_open_again: bool,
}

/// Gives the pages of a day sheet.
pub fn sheets(close: &Close, fonts: &Fonts) -> Vec<Sheet> {
    let sheet = &close.sheet;
    let day = words::day(sheet.span.through);
    let mut flow = Flow::new(
        fonts,
        (format!("Day sheet {day}"), close.practice.name.clone()),
    );
    let below = format!(
        "{} {day}  ·  {} {}",
        sheet.span.through.format("%A"),
        if close.is_open_again {
            "opened again, closed first"
        } else {
            "closed"
        },
        close.closed_at.format("%-I:%M %P")
    );
    flow.on(0, |pen| head(pen, &close.practice, "Day sheet", &below));
    let top = At { page: 0, y: TOTALS };
    let _ = flow.totals(top, &figures(&sheet.control));
    let mut from = At { page: 0, y: BELOW };
    if !sheet.span.is_one_day() {
        let words = format!(
            "It covers the days from {} to {day}.",
            words::day(sheet.span.from)
        );
        from = flow
            .note(At { page: 0, y: 53.0 }, (LEFT, RIGHT), &words)
            .down(3.0);
    }
    let left = charges(&mut flow, from, sheet);
    let left = adjustments(&mut flow, left.down(GAP), sheet);
    let right = payments(&mut flow, from, sheet);
    let right = drawer(&mut flow, right.down(GAP), sheet);
    let from = left.or_later(right).down(GAP);
    let left = to_the_bank(&mut flow, from, sheet);
    let right = arrives(&mut flow, from, sheet);
    let at = strips(
        &mut flow,
        left.or_later(right).down(GAP),
        &sheet.strip,
        sheet.control.closing,
    );
    let at = left_open(&mut flow, at.down(GAP), sheet);
    let before = close
        .before
        .as_ref()
        .map(|(day, seal)| (format!("Close of {}", words::short_day(*day)), *seal));
    let at = seals(
        &mut flow,
        at.down(GAP),
        "Seal of this close",
        &close.seal,
        before.as_ref(),
    );
    signatures(&mut flow, at, &close.closed_by);
    flow.done(&control_words(sheet))
}

fn figures(control: &Control) -> [(&'static str, &'static str, String); 5] {
    [
        ("Opening receivable", "", control.opening.to_string()),
        ("Charges", "+", signed(control.charges)),
        ("Payments, net", "−", signed(control.payments)),
        ("Adjustments", "−", signed(control.adjustments)),
        ("Closing receivable", "=", control.closing.to_string()),
    ]
}

/// A figure after a sign: what is below zero in parentheses.
fn signed(of: Money) -> String {
    if of.is_negative() {
        format!("({})", of.abs())
    } else {
        of.to_string()
    }
}

/// `Control: 48,216.35 + 4,385.00 − 3,668.50 − 1,295.58 = 47,637.27. Journal entries 117902 to 118067.`
fn control_words(sheet: &DaySheet) -> String {
    let control = &sheet.control;
    let entries = match sheet.numbers {
        Some((first, last)) if first == last => format!("Journal entry {first}."),
        Some((first, last)) => format!("{} journal entries, {first} to {last}.", sheet.entries),
        None => String::from("No journal entry."),
    };
    format!(
        "Control: {} + {} − {} − {} = {}. {entries}",
        control.opening,
        signed(control.charges),
        signed(control.payments),
        signed(control.adjustments),
        control.closing
    )
}

fn charges(flow: &mut Flow<'_>, at: At, sheet: &DaySheet) -> At {
    let right = HALVES.0;
    let columns = [
        Column::words("Provider", LEFT, 48.0),
        Column::figures("Visits", right - 26.0, 12.0),
        Column::figures("Lines", right - 15.6, 10.0),
        Column::figures("Amount", right, 15.0),
    ];
    let mut rows: Vec<Row> = sheet
        .charges
        .iter()
        .map(|row| {
            Row::plain([
                row.who.clone(),
                row.visits.map_or_else(|| "–".to_owned(), |n| n.to_string()),
                row.lines.to_string(),
                words::amount(row.amount),
            ])
        })
        .collect();
    let visits: u32 = sheet
        .charges
        .iter()
        .filter_map(|row| row.visits)
        .fold(0, u32::saturating_add);
    let lines: u32 = sheet
        .charges
        .iter()
        .map(|row| row.lines)
        .fold(0, u32::saturating_add);
    rows.push(Row::total([
        "Charges".to_owned(),
        visits.to_string(),
        lines.to_string(),
        total(sheet.control.charges),
    ]));
    let table = Table {
        heading: "Charges",
        from: LEFT,
        to: right,
        columns: &columns,
        rows: &rows,
    };
    flow.table(at, &table)
}

/// A total: zero is a figure here.
fn total(of: Money) -> String {
    signed(of)
}

fn adjustments(flow: &mut Flow<'_>, at: At, sheet: &DaySheet) -> At {
    let columns = [
        Column::words("Kind", LEFT, 60.0),
        Column::figures("Amount", HALVES.0, 20.0),
    ];
    let mut rows: Vec<Row> = sheet
        .adjustments
        .iter()
        .map(|row| Row::plain([row.what.clone(), words::amount(row.amount)]))
        .collect();
    rows.push(Row::total([
        "Adjustments".to_owned(),
        total(sheet.control.adjustments),
    ]));
    let table = Table {
        heading: "Adjustments",
        from: LEFT,
        to: HALVES.0,
        columns: &columns,
        rows: &rows,
    };
    flow.table(at, &table)
}

fn payments(flow: &mut Flow<'_>, at: At, sheet: &DaySheet) -> At {
    let columns = [
        Column::words("From and how", HALVES.1, 56.0),
        Column::figures("Count", 182.0, 10.0),
        Column::figures("Amount", RIGHT, 17.0),
    ];
    let shown = |row: &PaidRow| {
        Row::plain([
            row.what.clone(),
            row.count.map_or_else(|| "–".to_owned(), |n| n.to_string()),
            words::amount(row.amount),
        ])
    };
    let count: u32 = sheet
        .received
        .iter()
        .filter_map(|row| row.count)
        .fold(0, u32::saturating_add);
    let received = sheet.received().map_or_else(|_| String::new(), total);
    let mut rows: Vec<Row> = sheet.received.iter().map(shown).collect();
    rows.push(Row::total([
        "Received".to_owned(),
        count.to_string(),
        received,
    ]));
    rows.extend(sheet.less.iter().map(shown));
    rows.push(Row::total([
        "Payments, net".to_owned(),
        String::new(),
        total(sheet.control.payments),
    ]));
    let table = Table {
        heading: "Payments",
        from: HALVES.1,
        to: RIGHT,
        columns: &columns,
        rows: &rows,
    };
    flow.table(at, &table)
}

fn drawer(flow: &mut Flow<'_>, at: At, sheet: &DaySheet) -> At {
    let drawer = &sheet.drawer;
    let shown = |of: Option<Money>| of.map_or_else(|| "not counted".to_owned(), signed);
    let figures = [
        ("Float", signed(drawer.float)),
        ("Cash in", signed(drawer.cash_in)),
        ("Expected", shown(drawer.expected().ok())),
        ("Counted", shown(drawer.counted().ok().flatten())),
        ("Difference", shown(drawer.difference().ok().flatten())),
    ]
    .map(|(label, figure)| (label.to_owned(), figure));
    let at = Flow::with_room(at, 24.0);
    flow.on(at.page, |pen| {
        let _ = pen.text(HALVES.1, at.y, HEADING, "Cash drawer");
    });
    let at = flow.strip(at.down(2.2), (HALVES.1, RIGHT), &figures);
    let stays = drawer.stays().map_or_else(|_| String::new(), signed);
    let mut said = format!(
        "{stays} stays, {} goes to the bank.",
        signed(drawer.to_bank)
    );
    if let Some(count) = &drawer.count {
        let _ = write!(said, " Counted {count}.");
    }
    if !drawer.words.is_empty() {
        let why = drawer.words.trim_end_matches('.');
        let _ = write!(said, " Why it differs: {why}.");
    }
    flow.note(at.down(4.0), (HALVES.1, RIGHT), &said)
}

fn to_the_bank(flow: &mut Flow<'_>, at: At, sheet: &DaySheet) -> At {
    let columns = [
        Column::words("From", LEFT, 36.0),
        Column::words("Check no.", 54.0, 17.0),
        Column::words("Deposit", 72.0, 14.0),
        Column::figures("Amount", HALVES.0, 17.0),
    ];
    let paper = || sheet.taken_in.iter().filter(|row| row.way == Paper::Paper);
    let mut rows: Vec<Row> = paper()
        .map(|row| {
            Row::plain([
                row.from.clone(),
                or_dash(&row.number),
                row.deposit.clone().unwrap_or_else(|| "–".to_owned()),
                words::amount(row.amount),
            ])
        })
        .collect();
    let sum = sheet.taken_in(Paper::Paper);
    rows.push(Row::total([
        "Cash and checks".to_owned(),
        String::new(),
        String::new(),
        sum.map_or_else(|_| String::new(), total),
    ]));
    let slips: Vec<&str> = slips(&sheet.taken_in);
    let heading = match slips.as_slice() {
        [] => String::from("To the bank"),
        [one] => format!("To the bank: deposit slip {one}"),
        many => format!("To the bank: deposit slips {}", many.join(", ")),
    };
    let table = Table {
        heading: &heading,
        from: LEFT,
        to: HALVES.0,
        columns: &columns,
        rows: &rows,
    };
    let at = flow.table(at, &table);
    if paper().any(|row| row.deposit.is_none()) {
        let words = "What has no number waits in the drawer for its deposit.";
        return flow.note(at.down(-0.6), (LEFT, HALVES.0), words);
    }
    at
}

/// The deposits that paper went in, each once.
fn slips(taken_in: &[TakenIn]) -> Vec<&str> {
    let mut slips: Vec<&str> = taken_in
        .iter()
        .filter(|row| row.way == Paper::Paper)
        .filter_map(|row| row.deposit.as_deref())
        .collect();
    slips.sort_unstable();
    slips.dedup();
    slips
}

fn or_dash(words: &str) -> String {
    if words.is_empty() {
        "–".to_owned()
    } else {
        words.to_owned()
    }
}

fn arrives(flow: &mut Flow<'_>, at: At, sheet: &DaySheet) -> At {
    let columns = [
        Column::words("From", HALVES.1, 44.0),
        Column::words("Trace", 159.0, 23.0),
        Column::figures("Amount", RIGHT, 17.0),
    ];
    let mut rows: Vec<Row> = sheet
        .taken_in
        .iter()
        .filter(|row| row.way == Paper::Electronic)
        .map(|row| {
            Row::plain([
                row.from.clone(),
                or_dash(&row.number),
                words::amount(row.amount),
            ])
        })
        .collect();
    let (paper, electronic) = (
        sheet.taken_in(Paper::Paper).unwrap_or_default(),
        sheet.taken_in(Paper::Electronic).unwrap_or_default(),
    );
    rows.push(Row::total([
        "Electronic".to_owned(),
        String::new(),
        total(electronic),
    ]));
    let table = Table {
        heading: "Arrives by itself",
        from: HALVES.1,
        to: RIGHT,
        columns: &columns,
        rows: &rows,
    };
    let at = flow.table(at, &table);
    let received = sheet.received().map_or_else(|_| String::new(), signed);
    let said = format!(
        "Cash and checks {} + electronic {} = received {received}.",
        signed(paper),
        signed(electronic)
    );
    flow.note(at.down(-0.6), (HALVES.1, RIGHT), &said)
}

fn strips(flow: &mut Flow<'_>, at: At, strip: &Strip, closing: Money) -> At {
    let at = Flow::with_room(at, 24.0);
    flow.on(at.page, |pen| {
        let words = "Closing receivable, who owes it and how old it is";
        let _ = pen.text(LEFT, at.y, HEADING, words);
    });
    let mut owners = vec![
        ("Insurance".to_owned(), signed(strip.insurance)),
        ("Patients".to_owned(), signed(strip.patients)),
        ("Unapplied".to_owned(), signed(strip.unapplied)),
    ];
    if !strip.owed_back.is_zero() {
        owners.push(("Owed back".to_owned(), signed(strip.owed_back)));
    }
    let labels = [
        "0–30 days",
        "31–60 days",
        "61–90 days",
        "91–120 days",
        "Over 120",
    ];
    let mut ages: Vec<(String, String)> = labels
        .into_iter()
        .zip(strip.ages)
        .map(|(label, age)| (label.to_owned(), signed(age)))
        .collect();
    let credit = strip.credit().map_or_else(|_| String::new(), signed);
    ages.push(("Credit".to_owned(), credit));
    let below = at.down(2.2);
    let middle = if owners.len() > 3 { 88.0 } else { 78.0 };
    let _ = flow.strip(below, (LEFT, middle), &owners);
    let at = flow.strip(below, (middle + 4.0, RIGHT), &ages);
    let said = format!("Each strip adds up to {closing}. Days are counted from the service.");
    flow.note(at.down(4.0), (LEFT, RIGHT), &said)
}

fn left_open(flow: &mut Flow<'_>, at: At, sheet: &DaySheet) -> At {
    const HIGH: f32 = 6.6;
    let at = Flow::with_room(at, HIGH + 4.0);
    let count = u16::try_from(sheet.left_open.len()).unwrap_or(1).max(1);
    let wide = (RIGHT - LEFT) / f32::from(count);
    flow.on(at.page, |pen| {
        let _ = pen.text(LEFT, at.y, HEADING, "Left open");
        let y = at.y + 2.2;
        pen.frame((LEFT, y), (RIGHT - LEFT, HIGH), OUTLINE);
        let mut x = LEFT;
        for (place, (what, count)) in sheet.left_open.iter().enumerate() {
            if place > 0 {
                pen.rule((x, y), (x, y + HIGH), HAIR, Ink::Edge);
            }
            let _ = pen.fit(x + 2.0, y + 4.5, SMALL, wide - 12.0, what);
            pen.text_to(x + wide - 2.2, y + 4.5, BODY.semibold(), &count.to_string());
            x += wide;
        }
    });
    at.down(HIGH + 2.2)
}

fn seals(
    flow: &mut Flow<'_>,
    at: At,
    label: &str,
    seal: &Seal,
    before: Option<&(String, Seal)>,
) -> At {
    const HIGH: f32 = 12.6;
    let at = Flow::with_room(at, HIGH + 20.6);
    let hash = Type::new(Face::Regular, 8.5);
    flow.on(at.page, |pen| {
        pen.frame((LEFT, at.y), (RIGHT - LEFT, HIGH), OUTLINE);
        let _ = pen.text(LEFT + 3.8, at.y + 5.0, SMALL.semibold(), label);
        let _ = pen.fit(53.6, at.y + 5.0, hash, RIGHT - 56.0, &grouped(seal));
        let (label, seal) = match before {
            Some((label, seal)) => (label.as_str(), grouped(seal)),
            None => ("No close before it", String::from("–")),
        };
        let _ = pen.text(LEFT + 3.8, at.y + 9.6, SMALL.muted(), label);
        let _ = pen.fit(53.6, at.y + 9.6, hash.muted(), RIGHT - 56.0, &seal);
    });
    let said = "SHA-256 over the close before, the entries and the totals above. “pegboard verify” takes it again and \
                must find the same. What is closed is locked.";
    flow.note(at.down(HIGH + 3.9), (LEFT, RIGHT), said)
}

fn signatures(flow: &mut Flow<'_>, at: At, closed_by: &str) {
    let at = Flow::with_room(at.down(8.6), 4.0);
    flow.on(at.page, |pen| {
        for (from, to, words) in [
            (LEFT, 73.5, format!("Counted and closed by: {closed_by}")),
            (78.5, 105.5, String::from("Date")),
            (110.5, 168.0, String::from("Checked by")),
            (173.0, RIGHT, String::from("Date")),
        ] {
            pen.rule((from, at.y), (to, at.y), OUTLINE, Ink::Ink);
            let _ = pen.fit(from, at.y + 3.4, CAPTION, to - from, &words);
        }
    });
}

#[cfg(test)]
mod tests;
