//! An agreement about a payment plan → its pages: what is paid when, what it covers, what it costs, what is agreed, and
//! where both sign. What does not fit on the first page goes on after it.

use chrono::Datelike;

use crate::domain::money::Money;
use crate::domain::pay_plan::{Agreement, CoveredVisit, Every, Planned};

use super::font::{Face, Fonts};
use super::head::letterhead;
use super::pen::Pen;
use super::sheet::{Ink, Sheet};
use super::style::{BODY, CAPTION, HAIR, HEADING, HEAVY, LEFT, RIGHT, ROW, SMALL, TITLE, Type};
use super::words;

/// The left list's right edge, and the right list's left edge.
const HALVES: (f32, f32) = (99.9, 108.9);
/// A row of a list, and where the lists begin on the first and on a further page.
const STEP: f32 = 6.2;
const TOP: f32 = 80.5;
const TOP_AGAIN: f32 = 36.0;
/// How many rows a list has on the first page, its total not counted, and how many on a further one.
const PAYMENTS: usize = 14;
const VISITS: usize = 6;
const FURTHER: usize = 34;
/// Where what is agreed begins at the earliest, and how wide and high its lines are.
const AGREED: f32 = 160.0;
const TERM: f32 = 87.0;
const LINE: f32 = 4.4;

/// A payment and what is left after it.
type Row = (Planned, Money);

/// Gives the pages of an agreement, nearly always one.
pub fn sheets(agreement: &Agreement, fonts: &Fonts) -> Vec<Sheet> {
    let rows = agreement.balances();
    let visits = &agreement.parts().covers;
    let (rows_here, rows_later) = cut(&rows, PAYMENTS);
    let (visits_here, visits_later) = cut(visits, VISITS);
    let visits_later: Vec<&[CoveredVisit]> = visits_later.chunks(FURTHER).collect();
    let columns: Vec<&[Row]> = rows_later.chunks(FURTHER).collect();
    let columns: Vec<&[&[Row]]> = columns.chunks(2).collect();
    let count = columns
        .len()
        .saturating_add(visits_later.len())
        .saturating_add(1);
    let mut page = Pen::new(fonts, Sheet::LETTER);
    head(&mut page, agreement);
    figures(&mut page, agreement);
    between(&mut page, agreement);
    let left = payments(&mut page, agreement, rows_here, rows_later.len());
    let others = visits.len().saturating_sub(visits_here.len());
    let right = covered(&mut page, agreement, visits_here, others);
    let right = cost(&mut page, agreement, right);
    agreed(
        &mut page,
        agreement,
        left.max(right).max(AGREED - 9.0) + 9.0,
    );
    signatures(&mut page, agreement, count);
    let mut pages = vec![page];
    for columns in columns {
        let mut page = further(agreement, fonts);
        for ((left, right), rows) in [(LEFT, HALVES.0), (HALVES.1, RIGHT)].iter().zip(columns) {
            let y = payment_head(&mut page, *left, *right, TOP_AGAIN);
            let _ = payment_rows(&mut page, agreement, (*left, *right), y, rows);
        }
        pages.push(page);
    }
    for visits in visits_later {
        let mut page = further(agreement, fonts);
        let y = visit_head(&mut page, LEFT, TOP_AGAIN);
        let _ = visit_rows(&mut page, LEFT, y, visits);
        pages.push(page);
    }
    let numbered = (1..).zip(pages);
    numbered
        .map(|(number, mut page)| {
            foot(&mut page, agreement, number, count);
            page.sheet()
        })
        .collect()
}

/// The first rows, as many as fit with one to spare for a word on the others, and the rest.
fn cut<T>(rows: &[T], most: usize) -> (&[T], &[T]) {
    if rows.len() <= most {
        (rows, &[])
    } else {
        rows.split_at_checked(most.saturating_sub(1))
            .unwrap_or((rows, &[]))
    }
}

fn head(page: &mut Pen<'_>, agreement: &Agreement) {
    let parts = agreement.parts();
    letterhead(page, &parts.practice);
    page.text_to(RIGHT, 17.4, TITLE, "Payment plan agreement");
    let of = format!(
        "Plan {}, version {}  ·  {}",
        parts.plan,
        parts.version,
        words::day(parts.agreed_on)
    );
    page.text_to(RIGHT, 21.6, SMALL.muted(), &of);
    page.rule((LEFT, 29.0), (RIGHT, 29.0), HEAVY, Ink::Ink);
}

/// The head of a further page.
fn further<'a>(agreement: &Agreement, fonts: &'a Fonts) -> Pen<'a> {
    let parts = agreement.parts();
    let mut page = Pen::new(fonts, Sheet::LETTER);
    let title = format!("Payment plan {}, version {}", parts.plan, parts.version);
    let _ = page.text(LEFT, 17.4, HEADING, &title);
    page.text_to(RIGHT, 17.4, SMALL.muted(), &parts.practice.name);
    page.rule((LEFT, 21.0), (RIGHT, 21.0), HEAVY, Ink::Ink);
    page
}

fn foot(page: &mut Pen<'_>, agreement: &Agreement, number: usize, count: usize) {
    page.rule((LEFT, 265.2), (RIGHT, 265.2), HAIR, Ink::Hair);
    let mut control = format!("Control: covered {} = ", agreement.covered());
    if agreement.down().is_positive() {
        control = format!("{control}today {} + ", agreement.down());
    }
    let runs: Vec<String> = agreement
        .runs()
        .iter()
        .map(|(count, amount)| match count {
            1 => amount.to_string(),
            count => format!("{count} × {amount}"),
        })
        .collect();
    let control = format!(
        "{control}{}. Two copies: one for you, one for us.",
        runs.join(" + ")
    );
    let _ = page.fit(LEFT, 269.2, CAPTION, 160.0, &control);
    page.text_to(RIGHT, 269.2, CAPTION, &format!("Page {number} of {count}"));
}

/// The four figures the page is about.
fn figures(page: &mut Pen<'_>, agreement: &Agreement) {
    let parts = agreement.parts();
    let (top, high, wide) = (34.3, 20.0, (RIGHT - LEFT) / 4.0);
    page.frame((LEFT, top), (RIGHT - LEFT, high), 0.5);
    let each = agreement
        .runs()
        .first()
        .map_or(Money::ZERO, |(_, each)| *each);
    let visits = match spelled(parts.covers.len()) {
        Some("one") => String::from("for one visit"),
        Some(word) => format!("for {word} visits"),
        None => format!("for {} visits", parts.covers.len()),
    };
    let down = if agreement.down().is_zero() {
        "no down payment"
    } else {
        "down payment"
    };
    let boxes = [
        ("You owe today", agreement.covered(), visits),
        ("You pay today", agreement.down(), down.to_owned()),
        (then(parts.terms.every), each, times(agreement)),
        (
            "Interest and fees",
            Money::ZERO,
            format!("paid off {}", words::day(agreement.ends_on())),
        ),
    ];
    let mut x = LEFT;
    for (what, amount, more) in boxes {
        if x > LEFT {
            page.rule((x, top), (x, top + high), HAIR, Ink::Edge);
        }
        let room = wide - 6.0;
        let _ = page.fit(x + 4.0, top + 5.0, SMALL, room, what);
        let figure = words::dollars(amount);
        let style = page.fitted(Type::new(Face::Bold, 17.0), room, &figure);
        let _ = page.text(x + 4.0, top + 11.8, style, &figure);
        let _ = page.fit(x + 4.0, top + 16.3, SMALL.muted(), room, &more);
        x += wide;
    }
}

const fn then(every: Every) -> &'static str {
    match every {
        Every::Week => "Then each week",
        Every::TwoWeeks => "Then every two weeks",
        Every::Month => "Then each month",
    }
}

/// How often, and on which day: `9 times, on the 15th`.
fn times(agreement: &Agreement) -> String {
    let first = agreement.parts().terms.first_on;
    let count = agreement.instalments();
    let when = match agreement.parts().terms.every {
        Every::Week | Every::TwoWeeks => format!("on {}s", first.format("%A")),
        Every::Month => match first.day() {
            day @ 29.. => format!("on the {day}th or the month’s last day"),
            day => format!("on the {}", ordinal(day)),
        },
    };
    match (count, agreement.runs().as_slice()) {
        (1, _) => format!("once, on {}", words::day(first)),
        (_, [_, (1, last)]) => format!("{count} times, the last {last}"),
        (_, [_, (_, rest)]) => format!("{count} times, the later ones {rest}"),
        _ => format!("{count} times, {when}"),
    }
}

fn ordinal(day: u32) -> String {
    let ending = match day {
        1 | 21 | 31 => "st",
        2 | 22 => "nd",
        3 | 23 => "rd",
        _ => "th",
    };
    format!("{day}{ending}")
}

fn spelled(count: usize) -> Option<&'static str> {
    let names = [
        "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    ];
    names.get(count.checked_sub(1)?).copied()
}

fn between(page: &mut Pen<'_>, agreement: &Agreement) {
    let parts = agreement.parts();
    let bold = BODY.semibold();
    let patients: Vec<&str> = parts.patients.iter().map(String::as_str).collect();
    let whose = if patients.len() == 1 {
        "patient"
    } else {
        "patients"
    };
    let rest = format!(
        ", {} (“you”), account {}, {whose} {}.",
        parts.address,
        parts.account,
        words::list(&patients)
    );
    let mut pieces = vec![
        (BODY, String::from("Between ")),
        (bold, parts.practice.name.clone()),
        (BODY, String::from(" (“we”) and ")),
        (bold, parts.guarantor.clone()),
        (BODY, rest),
    ];
    if parts.version > 1 {
        let before = parts.version.saturating_sub(1);
        let instead = format!(
            " It takes the place of version {before}: {}.",
            parts.why.trim_end_matches('.')
        );
        pieces.push((BODY, instead));
    }
    let _ = page.flow((LEFT, 62.0), RIGHT - LEFT, 4.5, &pieces);
}

fn payment_head(page: &mut Pen<'_>, left: f32, right: f32, y: f32) -> f32 {
    let style = SMALL.semibold().muted();
    let _ = page.text(left, y, style, "Payment");
    let _ = page.text(left + 15.5, y, style, "Due");
    page.text_to(right - 17.6, y, style, "Amount");
    page.text_to(right, y, style, "Left to pay");
    page.rule((left, y + 2.0), (right, y + 2.0), HEAVY, Ink::Ink);
    y + 2.0
}

fn payment_rows(
    page: &mut Pen<'_>,
    agreement: &Agreement,
    (left, right): (f32, f32),
    top: f32,
    rows: &[Row],
) -> f32 {
    let count = agreement.instalments();
    let mut y = top;
    for (one, after) in rows {
        let (name, due) = if one.place == 0 {
            (
                String::from("Today"),
                format!("{}, at signing", words::day(one.on)),
            )
        } else {
            (format!("{} of {count}", one.place), words::day(one.on))
        };
        let base = y + 4.2;
        let _ = page.fit(left, base, ROW, 15.0, &name);
        let _ = page.text(left + 15.5, base, ROW, &due);
        page.figure_to(right - 17.6, base, ROW, 17.0, &one.amount.to_string());
        page.figure_to(right, base, ROW, 17.0, &after.to_string());
        y += STEP;
        page.rule((left, y), (right, y), HAIR, Ink::Hair);
    }
    y
}

/// When it is paid. Gives where the list ends.
fn payments(page: &mut Pen<'_>, agreement: &Agreement, rows: &[Row], others: usize) -> f32 {
    let (left, right) = (LEFT, HALVES.0);
    let _ = page.text(left, TOP - 5.2, HEADING, "When you pay");
    let y = payment_head(page, left, right, TOP);
    let mut y = payment_rows(page, agreement, (left, right), y, rows);
    if others > 0 {
        let word = format!("{}: see page 2", words::count(others, "further payment"));
        let _ = page.text(left, y + 4.2, ROW.muted(), &word);
        y += STEP;
        page.rule((left, y), (right, y), HAIR, Ink::Hair);
    }
    let bold = ROW.semibold();
    let _ = page.text(left, y + 4.2, bold, "Total of all payments");
    let total = words::dollars(agreement.covered());
    page.figure_to(right - 17.6, y + 4.2, bold, 24.0, &total);
    y + STEP
}

fn visit_head(page: &mut Pen<'_>, left: f32, y: f32) -> f32 {
    let style = SMALL.semibold().muted();
    let _ = page.text(left, y, style, "Visit");
    let _ = page.text(left + 19.0, y, style, "Service");
    page.text_to(RIGHT, y, style, "You owe");
    page.rule((left, y + 2.0), (RIGHT, y + 2.0), HEAVY, Ink::Ink);
    y + 2.0
}

fn visit_rows(page: &mut Pen<'_>, left: f32, top: f32, visits: &[CoveredVisit]) -> f32 {
    let mut y = top;
    for visit in visits {
        let base = y + 4.2;
        let _ = page.text(left, base, ROW, &words::day(visit.on));
        let room = RIGHT - left - 19.0 - 18.0;
        let what = page.wrapped(ROW, room, 1, &visit.services);
        page.lines(left + 19.0, base, STEP, ROW, &what);
        page.figure_to(RIGHT, base, ROW, 17.0, &visit.owed.to_string());
        y += STEP;
        page.rule((left, y), (RIGHT, y), HAIR, Ink::Hair);
    }
    y
}

/// What it covers. Gives where the list ends.
fn covered(
    page: &mut Pen<'_>,
    agreement: &Agreement,
    visits: &[CoveredVisit],
    others: usize,
) -> f32 {
    let left = HALVES.1;
    let _ = page.text(left, TOP - 5.2, HEADING, "What this plan covers");
    let y = visit_head(page, left, TOP);
    let mut y = visit_rows(page, left, y, visits);
    if others > 0 {
        let word = format!(
            "{}: see the last page",
            words::count(others, "further visit")
        );
        let _ = page.text(left, y + 4.2, ROW.muted(), &word);
        y += STEP;
        page.rule((left, y), (RIGHT, y), HAIR, Ink::Hair);
    }
    let bold = ROW.semibold();
    let _ = page.text(left, y + 4.2, bold, "Covered by this plan");
    page.figure_to(
        RIGHT,
        y + 4.2,
        bold,
        24.0,
        &words::dollars(agreement.covered()),
    );
    y + STEP
}

/// What it costs: nothing, which is said. Gives where the list ends.
fn cost(page: &mut Pen<'_>, agreement: &Agreement, top: f32) -> f32 {
    let left = HALVES.1;
    let mut y = top + 8.0;
    let _ = page.text(left, y, HEADING, "Cost of credit");
    y += 1.8;
    let later = words::dollars(agreement.later());
    let payments = match agreement.instalments() {
        1 => String::from("Total of the one payment"),
        count => format!("Total of the {count} payments"),
    };
    let rows = [
        ("Annual percentage rate", String::from("0.00%")),
        ("Finance charge", words::dollars(Money::ZERO)),
        ("Amount financed (after today’s payment)", later.clone()),
        (payments.as_str(), later),
        ("Late fee, early-payment fee", String::from("None")),
    ];
    let count = rows.len();
    for (place, (what, figure)) in rows.into_iter().enumerate() {
        let _ = page.text(left, y + 4.2, ROW, what);
        page.text_to(RIGHT, y + 4.2, ROW, &figure);
        y += STEP;
        if place.saturating_add(1) < count {
            page.rule((left, y), (RIGHT, y), HAIR, Ink::Hair);
        }
    }
    y
}

/// What is agreed, in two columns.
fn agreed(page: &mut Pen<'_>, agreement: &Agreement, top: f32) {
    let _ = page.text(LEFT, top, HEADING, "What we agree");
    let all = terms(agreement);
    let (first, second) = all.split_at_checked(3).unwrap_or((&all, &[]));
    for (x, terms) in [(LEFT, first), (RIGHT - TERM, second)] {
        let mut y = top + 6.0;
        for (lead, words) in terms {
            let pieces = [(BODY.semibold(), lead.clone()), (BODY, format!(" {words}"))];
            y = page.flow((x, y), TERM, LINE, &pieces) + LINE + 1.8;
        }
    }
}

fn terms(agreement: &Agreement) -> Vec<(String, String)> {
    let rules = agreement.parts().rules;
    let grace = match rules.grace_days {
        0 => String::from("A payment that has not come by its day is missed."),
        1 => String::from("A payment may come one day late; after that it is missed."),
        days => format!("A payment may come up to {days} days late; after that it is missed."),
    };
    let remind = match rules.remind_after {
        1 => String::from("We call or write when one is missed."),
        count => format!("We call or write when {count} are missed."),
    };
    let default = match rules.default_after {
        1 => String::from("From then on we may end this plan in writing, and the rest is due."),
        count => {
            format!("When {count} are missed we may end this plan in writing, and the rest is due.")
        }
    };
    let new = if agreement.follows() {
        "join this plan: what you come to owe for them is paid after the last payment listed here, in amounts of the same size."
    } else {
        "are not in this plan. We bill them to you by statement."
    };
    let numbered = [
        ("1. Paying.", "You make each payment on or before its day, in cash, by check or by card, and get a receipt for it.".to_owned()),
        ("2. As long as you keep to the plan", "we charge no interest and no fee, and send these visits neither to reminders nor to collection.".to_owned()),
        ("3. A payment that is missed.", format!("{grace} {remind} {default}")),
        ("4. New visits", new.to_owned()),
        ("5. If an insurer pays later", "for a visit listed here, the last payments become fewer or smaller, and we send you the new schedule.".to_owned()),
        ("6. Changes.", "You may pay more or sooner at any time, at no cost. Any other change is a new version of this page, with its reason, signed again by both of us.".to_owned()),
    ];
    numbered
        .into_iter()
        .map(|(lead, words)| (lead.to_owned(), words))
        .collect()
}

fn signatures(page: &mut Pen<'_>, agreement: &Agreement, count: usize) {
    let parts = agreement.parts();
    let pages = if count == 1 {
        String::from("We both agree to what this page says.")
    } else {
        format!("We both agree to what these {count} pages say.")
    };
    let _ = page.text(LEFT, 239.0, BODY.semibold().sized(10.5), &pages);
    let sides = [
        (
            LEFT,
            parts.guarantor.as_str(),
            String::from("responsible for this account"),
        ),
        (
            112.5,
            parts.signer.as_str(),
            format!("for {}", parts.practice.name),
        ),
    ];
    for (x, name, role) in sides {
        let (signed, dated) = (x + 55.5, x + 60.5);
        let end = x + 87.5;
        page.rule((x, 248.5), (signed, 248.5), HEAVY, Ink::Ink);
        page.rule((dated, 248.5), (end, 248.5), HEAVY, Ink::Ink);
        let _ = page.text(x, 252.0, CAPTION, "Signature");
        let _ = page.text(dated, 252.0, CAPTION, "Date");
        let _ = page.fit(x, 257.2, ROW.semibold(), 87.5, name);
        let _ = page.fit(x, 261.2, SMALL.muted(), 87.5, &role);
    }
}
