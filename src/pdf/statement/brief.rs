//! The same as [`rest`](super::rest) in few words, for the many statements that then fit on one page. Nothing is left
//! out: where it does not fit, the lists and the strip are drawn instead.

use crate::domain::statement::Statement;
use crate::pdf::sheet::Ink;
use crate::pdf::style::{LEFT, OUTLINE, RIGHT, SMALL};
use crate::pdf::words;

use super::rest;
use super::{Flow, calling_name, control, control_height};

/// Where the words start, beside what they are about.
const WORDS: f32 = LEFT + 36.5;
/// Free space above, and what a row takes: its lines and the space below them.
const GAP: f32 = 3.8;
const LEADING: f32 = 3.88;
const BELOW: f32 = 1.1;
/// What a patient can do when something looks wrong, in one line.
const WRONG: &str = "Call us: we will not ask you to pay a charge while we check it. Your plan can review its decision.";
/// More payments or pending visits than this want a list.
const MOST: usize = 4;

/// Draws it on the first page if all of it fits there, and says whether it did.
pub(super) fn draw(flow: &mut Flow<'_>) -> bool {
    let statement = flow.statement;
    let account = statement.account();
    if flow.number() > 1 || account.pending.len() > MOST || account.payments.len() > MOST {
        return false;
    }
    let rows: Vec<(&str, Vec<String>)> = rows(statement)
        .into_iter()
        .map(|(about, words)| (about, flow.page.wrapped(SMALL, RIGHT - WORDS, 6, &words)))
        .collect();
    let lines = |lines: usize| LEADING * f32::from(u8::try_from(lines).unwrap_or(u8::MAX));
    let height: f32 = rows
        .iter()
        .map(|(_, words)| lines(words.len()) + BELOW)
        .sum();
    let control = control(&flow.page, statement, RIGHT - LEFT).len();
    if !flow.has_room(GAP + height + control_height(control)) {
        return false;
    }
    let mut y = flow.y + GAP;
    let page = &mut flow.page;
    page.rule((LEFT, y - 2.2), (RIGHT, y - 2.2), OUTLINE, Ink::Hair);
    for (about, words) in &rows {
        let _ = page.text(LEFT, y + 1.8, SMALL.semibold(), about);
        page.lines(WORDS, y + 1.8, LEADING, SMALL, words);
        y += lines(words.len()) + BELOW;
    }
    flow.y = y;
    true
}

fn rows(statement: &Statement) -> Vec<(&'static str, String)> {
    let account = statement.account();
    let mut rows = Vec::new();
    if !account.pending.is_empty() {
        rows.push(("Still with insurance", pending(statement)));
    }
    if !account.payments.is_empty() {
        rows.push(("What you paid", payments(statement)));
    }
    let ages: Vec<String> = rest::ages(statement)
        .into_iter()
        .filter(|(_, amount)| amount != "–")
        .map(|(age, amount)| format!("{age}: {amount}"))
        .collect();
    if !ages.is_empty() {
        let ages = ages.join(", ");
        rows.push((
            "How long it is open",
            format!("{ages}. Counted from the first statement that asked you for it."),
        ));
    }
    if let Some(note) = account.note.as_ref().filter(|note| !note.words.is_empty()) {
        rows.push(("A note from us", format!("{} {}", note.words, note.signed)));
    }
    rows.push(("Something looks wrong?", WRONG.to_owned()));
    if let Some(help) = &account.practice.help_offer {
        rows.push(("Help with the bill", help.clone()));
    }
    rows
}

fn pending(statement: &Statement) -> String {
    let visits: Vec<String> = statement
        .account()
        .pending
        .iter()
        .map(|visit| {
            format!(
                "{} {}, {}, {}, {}",
                words::day(visit.visit_on),
                calling_name(statement, &visit.patient),
                visit.service,
                visit.payer,
                visit.open
            )
        })
        .collect();
    in_all(&visits, &statement.pending_total().to_string())
}

fn payments(statement: &Statement) -> String {
    let payments: Vec<String> = statement
        .account()
        .payments
        .iter()
        .map(|payment| {
            let toward = rest::toward(statement, payment);
            format!(
                "{} {}, for {toward}, {}",
                words::day(payment.paid_on),
                payment.how,
                payment.amount
            )
        })
        .collect();
    in_all(&payments, &statement.totals().patient_paid.to_string())
}

/// Items one after another, with their sum where there is more than one.
fn in_all(items: &[String], sum: &str) -> String {
    let said = items.join("; ");
    match items {
        [_] => format!("{said}."),
        [..] => format!("{said}; in all {sum}."),
    }
}
