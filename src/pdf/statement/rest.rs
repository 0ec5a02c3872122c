//! What follows the table: visits that wait for insurance, what was paid, how long the amount has been open, a note.

use crate::domain::statement::{Payment, Statement};
use crate::pdf::pen::Pen;
use crate::pdf::sheet::{Ink, Panel};
use crate::pdf::style::{BODY, CAPTION, HAIR, HEADING, HEAVY, LEFT, OUTLINE, RIGHT, SMALL, Type};
use crate::pdf::words;

use super::{Flow, brief, calling_name, control, control_height};

/// The left and the right part of the page, where two things stand side by side.
const HALVES: [(f32, f32); 2] = [(LEFT, 113.9), (121.9, RIGHT)];
/// Free space above a section.
const GAP: f32 = 4.2;
/// Heights of a list: from its top to the rule under its heads, a row, each further line of one.
const HEADS: f32 = 15.2;
const STEP: f32 = 5.3;
const FURTHER: f32 = 3.7;

/// What a patient can do when something looks wrong.
const WRONG: &str = "Call us. While we check a charge, we will not ask you to pay it. You can also ask your \
                                plan to explain or review its decision.";

/// A list with a heading, a sentence, columns, rows and a total.
struct List {
    heading: &'static str,
    sentence: Vec<(Type, &'static str)>,
    heads: Vec<&'static str>,
    /// Where columns start, as parts of the list's width; the last one ends at its right edge.
    starts: Vec<f32>,
    rows: Vec<Vec<String>>,
    total: (String, String),
}

/// A list's row, broken into lines.
type Cells = Vec<Vec<String>>;

/// Draws all of it and gives the page on which pending visits are listed.
pub(super) fn draw(flow: &mut Flow<'_>) -> Option<usize> {
    let statement = flow.statement;
    if brief::draw(flow) {
        return Some(flow.number());
    }
    let on = lists(flow, pending(statement), payments(statement));
    ageing(flow, statement);
    note(flow, statement);
    on
}

/// The two lists side by side where they fit, one after the other where they are long.
fn lists(flow: &mut Flow<'_>, pending: Option<List>, payments: Option<List>) -> Option<usize> {
    let both: Vec<(&List, f32)> = [&pending, &payments]
        .into_iter()
        .zip(HALVES)
        .filter_map(|(list, half)| list.as_ref().map(|list| (list, half)))
        .map(|(list, (left, right))| (list, height(&flow.page, list, right - left)))
        .collect();
    let tallest = both
        .iter()
        .fold(0.0, |most: f32, (_, height)| most.max(*height));
    if both.is_empty() {
        return None;
    }
    if tallest > 120.0 {
        let on = pending.map(|list| long(flow, &list));
        if let Some(list) = payments {
            let _ = long(flow, &list);
        }
        return on;
    }
    flow.need(GAP + tallest);
    let top = flow.y + GAP;
    for ((list, _), (left, right)) in both.into_iter().zip(HALVES) {
        let mut y = heading(&mut flow.page, list, (left, right), top, false);
        for row in &list.rows {
            y = list_row(&mut flow.page, list, row, (left, right), y);
        }
        list_total(&mut flow.page, list, (left, right), y);
    }
    flow.y = top + tallest;
    pending.is_some().then(|| flow.number())
}

/// A list over the whole width, its rows on as many pages as they need. Gives the page it starts on.
fn long(flow: &mut Flow<'_>, list: &List) -> usize {
    let sides = (LEFT, RIGHT);
    let first = list.rows.first().map_or(0.0, |row| {
        row_height(&cells(&flow.page, list, row, RIGHT - LEFT))
    });
    flow.need(GAP + HEADS + first + STEP);
    let on = flow.number();
    flow.y = heading(&mut flow.page, list, sides, flow.y + GAP, false);
    for (place, row) in list.rows.iter().enumerate() {
        let high = row_height(&cells(&flow.page, list, row, RIGHT - LEFT));
        let is_last = list.rows.len() == place.saturating_add(1);
        if !flow.has_room(high + if is_last { STEP } else { 0.0 }) {
            flow.turn();
            flow.y = heading(&mut flow.page, list, sides, flow.y, true);
        }
        flow.y = list_row(&mut flow.page, list, row, sides, flow.y);
    }
    list_total(&mut flow.page, list, sides, flow.y);
    flow.y += STEP;
    on
}

fn heading(
    page: &mut Pen<'_>,
    list: &List,
    (left, right): (f32, f32),
    top: f32,
    is_continued: bool,
) -> f32 {
    let end = page.text(left, top + 4.0, HEADING, list.heading);
    if is_continued {
        let _ = page.text(end + 1.4, top + 4.0, SMALL.muted(), "continued");
    }
    let _ = page.pieces(left, top + 7.9, &list.sentence);
    let y = top + 13.3;
    let head = SMALL.semibold().muted();
    let amounts = list.heads.len().saturating_sub(1);
    for (place, (words, start)) in list.heads.iter().zip(&list.starts).enumerate() {
        if place == amounts {
            page.text_to(right, y, head, words);
        } else {
            let _ = page.text(left + (right - left) * start, y, head, words);
        }
    }
    page.rule((left, top + HEADS), (right, top + HEADS), HEAVY, Ink::Ink);
    top + HEADS
}

/// Breaks a row's cells into lines that fit their columns.
fn cells(page: &Pen<'_>, list: &List, row: &[String], width: f32) -> Cells {
    let ends = list.starts.iter().skip(1).copied().chain([1.0]);
    row.iter()
        .zip(list.starts.iter().zip(ends))
        .map(|(words, (start, end))| page.wrapped(SMALL, (end - start) * width - 2.0, 3, words))
        .collect()
}

fn row_height(cells: &Cells) -> f32 {
    let most = cells.iter().map(Vec::len).max().unwrap_or(1);
    let further = u8::try_from(most.saturating_sub(1)).unwrap_or(u8::MAX);
    STEP + FURTHER * f32::from(further)
}

fn height(page: &Pen<'_>, list: &List, width: f32) -> f32 {
    list.rows
        .iter()
        .map(|row| row_height(&cells(page, list, row, width)))
        .fold(HEADS + STEP, |sum, row| sum + row)
}

fn list_row(
    page: &mut Pen<'_>,
    list: &List,
    row: &[String],
    (left, right): (f32, f32),
    top: f32,
) -> f32 {
    let width = right - left;
    let cells = cells(page, list, row, width);
    let bottom = top + row_height(&cells);
    let y = top + 3.6;
    let amounts = cells.len().saturating_sub(1);
    for (place, (lines, start)) in cells.iter().zip(&list.starts).enumerate() {
        if place == amounts {
            let amount = row.last().map_or("", String::as_str);
            page.figure_to(right, y, SMALL, (1.0 - start) * width, amount);
        } else {
            page.lines(left + width * start, y, FURTHER, SMALL, lines);
        }
    }
    page.rule((left, bottom), (right, bottom), HAIR, Ink::Hair);
    bottom
}

fn list_total(page: &mut Pen<'_>, list: &List, (left, right): (f32, f32), top: f32) {
    let (label, amount) = &list.total;
    let bold = SMALL.semibold();
    let y = top + 3.6;
    page.text_to(right, y, bold, amount);
    let room = right - left - page.width(bold, amount) - 3.0;
    let _ = page.fit(left, y, bold, room, label);
}

fn pending(statement: &Statement) -> Option<List> {
    let mut visits: Vec<_> = statement.account().pending.iter().collect();
    visits.sort_by_key(|visit| visit.visit_on);
    let mut payers: Vec<&str> = visits.iter().map(|visit| visit.payer.as_str()).collect();
    payers.sort_unstable();
    payers.dedup();
    let waiting = match payers[..] {
        [] => return None,
        [_] | [_, _] => format!("Waiting for {}", words::list(&payers)),
        [..] => "Waiting for insurance".to_owned(),
    };
    let row = |visit: &&crate::domain::statement::Pending| {
        let sent = visit
            .sent_on
            .map_or_else(|| "Not yet".to_owned(), words::day);
        vec![
            words::day(visit.visit_on),
            calling_name(statement, &visit.patient),
            visit.service.clone(),
            sent,
            words::amount(visit.open),
        ]
    };
    Some(List {
        heading: "Still with your insurance",
        sentence: vec![
            (SMALL, "You owe nothing for these now. They are "),
            (SMALL.semibold(), "not"),
            (SMALL, " in the amount due."),
        ],
        heads: vec!["Visit", "For", "Service", "Sent", "Open"],
        starts: vec![0.0, 0.21, 0.355, 0.64, 0.83],
        rows: visits.iter().map(row).collect(),
        total: (waiting, words::amount(statement.pending_total())),
    })
}

fn payments(statement: &Statement) -> Option<List> {
    let account = statement.account();
    let mut payments: Vec<&Payment> = account.payments.iter().collect();
    payments.sort_by_key(|payment| payment.paid_on);
    if payments.is_empty() {
        return None;
    }
    let since = &statement.bridge().paid;
    let label = match statement.bridge().previous {
        Some((day, _)) if since.is_positive() => {
            format!("{} of it since {}", words::dollars(*since), words::day(day))
        }
        _ => "Total".to_owned(),
    };
    let row = |payment: &&Payment| {
        vec![
            words::day(payment.paid_on),
            payment.how.clone(),
            toward(statement, payment),
            words::amount(payment.amount),
        ]
    };
    Some(List {
        heading: "What you paid",
        sentence: vec![(SMALL, "Toward the visits on this statement.")],
        heads: vec!["Date", "How", "For visit", "Amount"],
        starts: vec![0.0, 0.26, 0.545, 0.8],
        rows: payments.iter().map(row).collect(),
        total: (label, words::amount(statement.totals().patient_paid)),
    })
}

/// The visit a payment was put toward: `10/06 Dana`.
pub(super) fn toward(statement: &Statement, payment: &Payment) -> String {
    let lines = &statement.account().lines;
    lines
        .iter()
        .find(|line| line.visit == payment.visit)
        .map_or_else(String::new, |line| {
            let day = words::short_day(line.visit_on);
            format!("{day} {}", calling_name(statement, &line.patient))
        })
}

/// The ages and what is as old, and the credit where there is some.
pub(super) fn ages(statement: &Statement) -> Vec<(&'static str, String)> {
    let ageing = statement.ageing();
    let mut ages = vec![
        ("New today", words::amount(ageing.fresh)),
        ("1–30 days", words::amount(ageing.to_30)),
        ("31–60 days", words::amount(ageing.to_60)),
        ("61–90 days", words::amount(ageing.to_90)),
        ("Over 90 days", words::amount(ageing.over_90)),
    ];
    if !ageing.credit.is_zero() {
        ages.push(("Credit", words::less(ageing.credit)));
    }
    ages
}

/// Six cells that add up to the amount due, seven where there is credit.
fn ageing(flow: &mut Flow<'_>, statement: &Statement) {
    let mut cells = ages(statement);
    if cells.iter().all(|(_, amount)| amount == "–") {
        return;
    }
    cells.push(("Amount due", words::dollars(statement.amount_due())));
    let high = 11.0;
    flow.need(GAP + 10.8 + high);
    let top = flow.y + GAP;
    let page = &mut flow.page;
    let _ = page.text(
        LEFT,
        top + 4.0,
        HEADING,
        "How long the amount due has been open",
    );
    let how =
        "Counted from the first statement that asked you for it, not from the day of the visit.";
    let _ = page.text(LEFT, top + 8.0, SMALL, how);
    let top = top + 10.8;
    let last = 34.6;
    let count = u8::try_from(cells.len().saturating_sub(1)).unwrap_or(u8::MAX);
    let each = (RIGHT - LEFT - last) / f32::from(count);
    page.panel(Panel {
        x: RIGHT - last,
        y: top,
        width: last,
        height: high,
        radius: (0.0, 1.6),
        fill: Some(Ink::Ink),
        outline: None,
    });
    let mut x = LEFT;
    for (label, amount) in &cells {
        let is_due = *label == "Amount due";
        let wide = if is_due { last } else { each };
        let ink = |style: Type| {
            if is_due {
                style.inked(Ink::White)
            } else {
                style
            }
        };
        if x > LEFT && !is_due {
            page.rule((x, top), (x, top + high), OUTLINE, Ink::Hair);
        }
        let _ = page.text(x + 2.8, top + 4.0, ink(CAPTION), label);
        let figure = if amount == "–" {
            HEADING.sized(11.0).muted()
        } else {
            ink(HEADING.sized(11.0))
        };
        page.figure_to(x + wide - 2.8, top + 8.6, figure, wide - 5.6, amount);
        x += wide;
    }
    page.frame((LEFT, top), (RIGHT - LEFT, high), OUTLINE);
    flow.y = top + high;
}

/// A word from the office beside what a patient can do when something looks wrong.
fn note(flow: &mut Flow<'_>, statement: &Statement) {
    let account = statement.account();
    let (leading, small) = (4.38, 3.88);
    let said = account.note.as_ref().filter(|note| !note.words.is_empty());
    let (left, right) = (HALVES[0], HALVES[1]);
    let words = said.map_or_else(Vec::new, |note| {
        flow.page
            .wrapped(BODY, left.1 - left.0 - 4.8, 24, &note.words)
    });
    let signed = said.map_or("", |note| note.signed.as_str());
    let mut advice = vec![("Something looks wrong?", WRONG)];
    if let Some(help) = &account.practice.help_offer {
        advice.push(("Help with the bill", help));
    }
    let advice: Vec<(&str, Vec<String>)> = advice
        .into_iter()
        .map(|(heading, words)| {
            let lines = flow.page.wrapped(SMALL, right.1 - right.0, 8, words);
            (heading, lines)
        })
        .collect();
    let count = |lines: usize| f32::from(u8::try_from(lines).unwrap_or(u8::MAX));
    let advice_height = |lines: usize| 6.5 + small * count(lines);
    let last = 8.9 + leading * (count(words.len()) - 1.0);
    let of_note = last + 2.2 + if signed.is_empty() { 0.0 } else { 4.9 };
    let of_advice: f32 = advice
        .iter()
        .map(|(_, lines)| advice_height(lines.len()))
        .sum();
    let is_noted = !words.is_empty();
    let high = if is_noted {
        of_note.max(of_advice)
    } else {
        of_advice
    };
    let control = if flow.done.is_empty() {
        let lines = control(&flow.page, statement, RIGHT - LEFT);
        1.0 + control_height(lines.len())
    } else {
        0.0
    };
    flow.need(GAP + high + control);
    let top = flow.y + GAP;
    let page = &mut flow.page;
    if is_noted {
        page.block((LEFT, top), (0.9, of_note), Ink::Ink);
        let x = LEFT + 4.8;
        let _ = page.text(x, top + 3.5, HEADING, "A note from us");
        page.lines(x, top + 8.9, leading, BODY, &words);
        let _ = page.fit(x, top + last + 4.9, BODY.muted(), left.1 - x, signed);
    }
    let mut y = top;
    for (heading, lines) in &advice {
        let x = if is_noted { right.0 } else { LEFT };
        let _ = page.text(x, y + 3.3, HEADING.sized(10.5), heading);
        page.lines(x, y + 7.6, small, SMALL, lines);
        y += advice_height(lines.len());
    }
    flow.y = top + high;
}
