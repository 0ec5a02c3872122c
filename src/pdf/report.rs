//! A report → letter pages: what was asked, its rows with headings and totals, what it comes to, and how it is counted.

use chrono::NaiveDateTime;

use crate::domain::letterhead::Letterhead;
use crate::domain::report::{Cell, Report, Shape, Weight};

use super::flow::{At, Column, Flow, Row, Table, head};
use super::font::Fonts;
use super::pen::Pen;
use super::sheet::Sheet;
use super::style::{LEFT, RIGHT, ROW};
use super::words;

/// A report to be printed.
#[derive(Clone, Debug)]
pub struct Printed {
    /// Whose it is.
    pub practice: Letterhead,
    /// What it says.
    pub report: Report,
    /// When it was made, by the clock on the wall.
    pub made_at: NaiveDateTime,
}

/// The least and the most a column of words takes, and what stands between columns.
const LEAST: f32 = 12.0;
const MOST: f32 = 70.0;
const GAP: f32 = 3.0;

/// Gives the pages of a report.
pub fn sheets(printed: &Printed, fonts: &Fonts) -> Vec<Sheet> {
    let report = &printed.report;
    let title = report.title();
    let days = report.days();
    let mut flow = Flow::new(
        fonts,
        (format!("{title}, {days}"), printed.practice.name.clone()),
    );
    flow.on(0, |pen| head(pen, &printed.practice, &title, &days));
    let mut at = At { page: 0, y: 36.0 };
    at = flow
        .note(at, (LEFT, RIGHT), report.wanted.name.about())
        .down(2.6);
    let facts: Vec<(String, String)> = report
        .facts
        .iter()
        .map(|(_, words, amount)| ((*words).to_owned(), words::amount(*amount)))
        .collect();
    if !facts.is_empty() {
        at = flow.strip(at, (LEFT, RIGHT), &facts).down(6.0);
    }
    let columns = columns(report, fonts);
    for (heading, rows) in parts(report) {
        let table = Table {
            heading: &heading,
            from: LEFT,
            to: RIGHT,
            columns: &columns,
            rows: &rows,
        };
        at = flow.table(at.down(2.0), &table).down(3.0);
    }
    for note in &report.notes {
        at = flow.note(at, (LEFT, RIGHT), note).down(0.8);
    }
    let made = format!(
        "Made on {} at {}",
        words::day(printed.made_at.date()),
        printed.made_at.format("%-I:%M %P")
    );
    flow.done(&made)
}

/// The rows under each heading; those before any have none.
fn parts(report: &Report) -> Vec<(String, Vec<Row>)> {
    let mut parts: Vec<(String, Vec<Row>)> = Vec::new();
    for row in &report.rows {
        let cells = row.cells.iter().map(Cell::shown);
        match row.weight {
            Weight::Part => parts.push((cells.collect(), Vec::new())),
            Weight::Plain | Weight::Total => {
                let drawn = if row.weight == Weight::Total {
                    Row::total(cells)
                } else {
                    Row::plain(cells)
                };
                match parts.last_mut() {
                    Some((_, rows)) => rows.push(drawn),
                    None => parts.push((String::new(), vec![drawn])),
                }
            }
        }
    }
    if parts.is_empty() {
        parts.push((String::from("Nothing on these days"), Vec::new()));
    }
    parts
}

/// The columns with their places: figures as wide as their widest, words what is left.
fn columns<'a>(report: &'a Report, fonts: &Fonts) -> Vec<Column<'a>> {
    let pen = Pen::new(fonts, Sheet::LETTER);
    let widths: Vec<f32> = report
        .columns
        .iter()
        .enumerate()
        .map(|(place, column)| {
            let cells = report
                .rows
                .iter()
                .filter(|row| row.weight != Weight::Part)
                .filter_map(|row| row.cells.get(place))
                .map(|cell| pen.width(ROW.semibold(), &cell.shown()));
            cells
                .fold(pen.width(ROW.semibold(), column.head), f32::max)
                .clamp(LEAST, MOST)
        })
        .collect();
    let count = f32::from(u16::try_from(widths.len().saturating_sub(1)).unwrap_or(0));
    let room = RIGHT - LEFT - GAP * count;
    let needed: f32 = widths.iter().sum();
    let scale = room / needed;
    let mut x = LEFT;
    report
        .columns
        .iter()
        .zip(widths)
        .map(|(column, width)| {
            let width = width * scale;
            let placed = match column.shape {
                Shape::Words => Column::words(column.head, x, width),
                Shape::Figures => Column::figures(column.head, x + width, width),
            };
            x += width + GAP;
            placed
        })
        .collect()
}
