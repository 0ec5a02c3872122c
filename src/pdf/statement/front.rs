//! The upper part of page 1: who writes to whom, how much, by when, how to pay, and the causes that add up to it.

use crate::domain::statement::{Bridge, Part, Statement};
use crate::pdf::font::Face;
use crate::pdf::pen::Pen;
use crate::pdf::sheet::{Ink, Panel};
use crate::pdf::style::{
    BODY, CAPTION, HEADING, HEADLINE, HEAVY, LEFT, OUTLINE, POSTAL, RIGHT, SMALL, Type,
};
use crate::pdf::words;

use super::{Reference, why};

/// The left edge of what no window shows.
const PRIVATE: f32 = 118.0;
/// Its width.
const ROOM: f32 = RIGHT - PRIVATE;

/// Draws it and gives where the table may begin.
pub(super) fn draw(page: &mut Pen<'_>, statement: &Statement) -> f32 {
    let _ = page.text(LEFT, 10.0, CAPTION, "Statement of your account");
    return_address(page, statement);
    mailing_address(page, statement);
    amount_box(page, statement);
    bridge(page, statement.bridge());
    how_to_pay(page, statement);
    let down = reminder(page, statement);
    causes(page, statement, down)
}

/// The practice's mark, name and address, behind the upper window. A long name takes the mark's place; a very long
/// one takes two lines.
fn return_address(page: &mut Pen<'_>, statement: &Statement) {
    let practice = &statement.account().practice;
    let name = SMALL.semibold().sized(11.0);
    let beside = 47.0;
    let (x, room) = if page.fitted(name, beside, &practice.name).size < SMALL.size {
        (LEFT, 59.7)
    } else {
        page.mark((LEFT, 25.8), 9.6, &practice.name);
        (28.6, beside)
    };
    let small = SMALL.sized(8.0);
    let is_long = page.fitted(name, room, &practice.name).size < small.size;
    let (mut y, leading, style) = if is_long {
        let lines = page.wrapped(small.semibold(), room, 2, &practice.name);
        page.lines(x, 27.6, 2.6, small.semibold(), &lines);
        (30.2, 2.6, small)
    } else {
        let _ = page.fit(x, 28.7, name, room, &practice.name);
        (28.7, 3.2, SMALL)
    };
    for line in practice.address.lines().iter().take(2) {
        y += leading;
        let _ = page.fit(x, y, style, room, line);
    }
}

/// Where the mail goes, behind the lower window.
fn mailing_address(page: &mut Pen<'_>, statement: &Statement) {
    let guarantor = &statement.account().guarantor;
    let mut lines = vec![crate::domain::letterhead::postal(&guarantor.name())];
    lines.extend(guarantor.address.postal_lines());
    let (style, leading, y) = if lines.len() > 3 {
        (POSTAL.sized(9.5), 3.5, 66.0)
    } else {
        (POSTAL, 4.37, 67.4)
    };
    page.block_of((LEFT, y), leading, style, 72.5, &lines);
}

fn amount_box(page: &mut Pen<'_>, statement: &Statement) {
    let account = statement.account();
    let due = statement.amount_due();
    let (x, inner) = (PRIVATE + 4.4, 54.0);
    page.frame((PRIVATE, 12.7), (ROOM, 31.0), 0.5);
    let _ = page.text(x, 18.8, HEADING.sized(11.0), "Amount due");
    let figure = words::dollars(due);
    let style = page.fitted(HEADLINE, inner, &figure);
    let _ = page.text(x, 31.0, style, &figure);
    let by = if due.is_zero() {
        "Nothing to pay. Thank you.".to_owned()
    } else {
        format!("Please pay by {}", words::long_day(account.due_on))
    };
    let _ = page.text(x, 39.9, HEADING.sized(11.0), &by);
    if let Some(url) = account.practice.pay_page() {
        page.code((178.7, 16.5), 17.0, &format!("https://{url}"));
        page.text_around(187.2, 36.6, CAPTION, "Scan to pay");
    }
}

/// From the last statement's amount to this one's.
fn bridge(page: &mut Pen<'_>, bridge: &Bridge) {
    let rows = bridge_rows(bridge);
    let (style, mut y, step, gap) = if rows.len() <= 3 {
        (BODY, 50.8, 5.56, 4.2)
    } else {
        (SMALL, 49.2, 3.65, 3.2)
    };
    for (what, amount) in &rows {
        let _ = page.fit(PRIVATE, y, style, ROOM - 24.0, what);
        page.figure_to(RIGHT, y, style, 22.0, amount);
        y += step;
    }
    let total = y - step + gap * 1.52;
    let rule = total - gap;
    page.rule((PRIVATE, rule), (RIGHT, rule), HEAVY, Ink::Ink);
    let _ = page.text(PRIVATE, total, style.semibold(), "Amount due");
    let due = words::dollars(bridge.due);
    page.figure_to(RIGHT, total, style.semibold(), 40.0, &due);
}

fn bridge_rows(bridge: &Bridge) -> Vec<(String, String)> {
    let mut rows = Vec::new();
    if let Some((on, amount)) = bridge.previous {
        rows.push((
            format!("On your last statement, {}", words::day(on)),
            words::amount(amount),
        ));
    }
    if !bridge.credit_then.is_zero() {
        rows.push((
            "Credit it took off, added back".to_owned(),
            words::amount(bridge.credit_then),
        ));
    }
    match bridge.paid_on[..] {
        _ if bridge.paid.is_zero() => {}
        [on] => rows.push((
            format!("You paid on {}. Thank you.", words::day(on)),
            words::less(bridge.paid),
        )),
        [..] => rows.push((
            format!(
                "You paid since then, {}. Thank you.",
                words::count(bridge.paid_on.len(), "payment")
            ),
            words::less(bridge.paid),
        )),
    }
    if !bridge.changed.is_zero() {
        rows.push((
            "Changes to earlier visits since then".to_owned(),
            words::amount(bridge.changed),
        ));
    }
    if !bridge.fresh.is_zero() || bridge.previous.is_none() {
        rows.push((fresh(bridge), words::amount(bridge.fresh)));
    }
    if bridge.credit_now.is_positive() {
        rows.push((
            "Your credit with us".to_owned(),
            words::less(bridge.credit_now),
        ));
    } else if bridge.credit_now.is_negative() {
        rows.push((
            "Paid too much, kept for later".to_owned(),
            words::less(bridge.credit_now),
        ));
    }
    rows
}

/// `New: your share of 3 visits in October`
fn fresh(bridge: &Bridge) -> String {
    let visits = words::count(bridge.fresh_on.len(), "visit");
    match words::month(&bridge.fresh_on) {
        Some(month) => format!("New: your share of {visits} in {month}"),
        None => format!("New: your share of {visits}"),
    }
}

fn how_to_pay(page: &mut Pen<'_>, statement: &Statement) {
    let account = statement.account();
    let practice = &account.practice;
    let (mut y, leading) = (75.2, 3.88);
    let bold = SMALL.semibold();
    let _ = page.text(PRIVATE, y, bold, "How to pay");
    let code = account.statement.code();
    if let Some(url) = practice.pay_page() {
        y += leading;
        let end = page.text(PRIVATE, y, SMALL, "Online: ");
        let end = page.fit(end, y, bold, 44.0, url);
        let _ = page.pieces(end, y, &[(SMALL, ", code "), (bold, &code)]);
    }
    if !practice.phone.is_empty() {
        y += leading;
        let end = page.text(PRIVATE, y, SMALL, "Phone: ");
        let end = page.fit(end, y, bold, 36.0, &practice.phone);
        if let Some(hours) = &practice.hours {
            let _ = page.fit(end, y, SMALL, RIGHT - end, &format!(", {hours}"));
        }
    }
    y += leading;
    let _ = page.text(PRIVATE, y, SMALL, "Mail: check with the coupon below");
    let planned = account.planned;
    let on_plan = planned.is_positive().then(|| {
        format!(
            "On your payment plan: {}, to be paid as agreed.",
            words::dollars(planned)
        )
    });
    if let Some(said) = on_plan.as_ref().or(practice.plan_offer.as_ref()) {
        y += leading;
        let _ = page.fit(PRIVATE, y, SMALL, ROOM, said);
    }
}

/// What is said to somebody who was asked before, in a frame over the whole width; gives what it takes.
fn reminder(page: &mut Pen<'_>, statement: &Statement) -> f32 {
    let words = statement.account().reminder.trim();
    if words.is_empty() {
        return 0.0;
    }
    let (top, style, leading) = (94.4, BODY.semibold(), 4.4);
    let lines = page.wrapped(style, RIGHT - LEFT - 5.6, 3, words);
    let high = leading * f32::from(u8::try_from(lines.len()).unwrap_or(u8::MAX)) + 2.6;
    page.panel(Panel {
        x: LEFT,
        y: top,
        width: RIGHT - LEFT,
        height: high,
        radius: (1.6, 1.6),
        fill: Some(Ink::Tint),
        outline: Some((OUTLINE, Ink::Ink)),
    });
    page.lines(LEFT + 2.8, top + 4.7, leading, style, &lines);
    high + 2.0
}

/// The boxes that say why, so far down; gives where they end.
fn causes(page: &mut Pen<'_>, statement: &Statement, down: f32) -> f32 {
    let due = statement.amount_due();
    let heading = if due.is_zero() {
        "Nothing to pay now".to_owned()
    } else {
        format!("Why you owe {}", words::dollars(due))
    };
    let end = page.text(LEFT, 98.0 + down, HEADING, &heading);
    about(page, statement, (98.0 + down, RIGHT - end - 6.0));
    let mut boxes: Vec<(String, String, String)> = statement
        .parts()
        .iter()
        .map(|Part { cause, amount }| {
            let (name, hint) = why::cause(cause);
            (name, words::amount(*amount), hint)
        })
        .collect();
    if boxes.len() > 7 {
        return plain_causes(page, &boxes, statement, down);
    }
    let credit = statement.ageing().credit;
    if credit.is_positive() {
        boxes.push((
            "Credit".to_owned(),
            words::less(credit),
            "Money of yours we hold".to_owned(),
        ));
    }
    let mut top = 100.1 + down;
    for row in boxes.chunks(4) {
        draw_boxes(page, top, row);
        top += 12.4;
    }
    if boxes.is_empty() {
        101.6 + down
    } else {
        top + 0.9
    }
}

/// A strip of up to four boxes, each a quarter of the page wide.
fn draw_boxes(page: &mut Pen<'_>, top: f32, boxes: &[(String, String, String)]) {
    let (wide, high) = ((RIGHT - LEFT) / 4.0, 11.0);
    let mut x = LEFT;
    for (name, amount, hint) in boxes {
        if x > LEFT {
            page.rule((x, top), (x, top + high), OUTLINE, Ink::Hair);
        }
        let room = wide - 5.6;
        let title = BODY.semibold();
        page.figure_to(x + wide - 2.8, top + 4.7, title, room / 2.0, amount);
        let left = room - page.width(title, amount).min(room / 2.0) - 2.0;
        let _ = page.fit(x + 2.8, top + 4.7, title, left, name);
        let _ = page.fit(x + 2.8, top + 8.9, SMALL.sized(8.0), room, hint);
        x += wide;
    }
    page.frame((LEFT, top), (x - LEFT, high), OUTLINE);
}

/// So many causes that boxes would fill the page: one sentence, and the reasons stay at their lines.
fn plain_causes(
    page: &mut Pen<'_>,
    boxes: &[(String, String, String)],
    statement: &Statement,
    down: f32,
) -> f32 {
    let mut said: Vec<String> = boxes
        .iter()
        .map(|(name, amount, _)| format!("{name} {amount}"))
        .collect();
    let credit = statement.ageing().credit;
    if credit.is_positive() {
        said.push(format!("credit {}", words::less(credit)));
    }
    let lines = page.wrapped(SMALL, RIGHT - LEFT, 5, &said.join(" + "));
    page.lines(LEFT, 103.0 + down, 3.88, SMALL, &lines);
    let count = u8::try_from(lines.len()).unwrap_or(u8::MAX);
    101.0 + down + 3.88 * f32::from(count)
}

/// Whose account this is, at the right of the heading.
fn about(page: &mut Pen<'_>, statement: &Statement, (y, room): (f32, f32)) {
    let account = statement.account();
    let head = format!(
        "Account {}  ·  Statement date {}",
        account.number,
        words::day(account.made_on)
    );
    let whole = match patients(statement) {
        Some(patients) => format!("{head}  ·  {patients}"),
        None => head.clone(),
    };
    let fits = page.width(CAPTION, &whole) <= room;
    page.text_to(RIGHT, y, CAPTION, if fits { &whole } else { &head });
}

/// `Patients: Dana and Owen Whitlock`
fn patients(statement: &Statement) -> Option<String> {
    let groups = statement.groups();
    let first = &groups.first()?.patient;
    let label = if groups.len() == 1 {
        "Patient"
    } else {
        "Patients"
    };
    if groups.iter().all(|g| g.patient.family == first.family) {
        let given: Vec<&str> = groups.iter().map(|g| g.patient.given.as_str()).collect();
        Some(format!("{label}: {} {}", words::list(&given), first.family))
    } else {
        let names: Vec<String> = groups.iter().map(|g| g.patient.name()).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        Some(format!("{label}: {}", words::list(&names)))
    }
}

/// The sentence on page 1 that says what waits for insurance and where it is listed.
pub(super) fn still_with_insurance(
    page: &mut Pen<'_>,
    statement: &Statement,
    reference: &Reference,
    on: usize,
) {
    let place = if on == 1 {
        "See below.".to_owned()
    } else {
        format!("See page {on}.")
    };
    let bold = Type::new(Face::Semibold, SMALL.size);
    let _ = page.pieces(
        LEFT,
        reference.y,
        &[
            (
                bold,
                &format!(
                    "Still with your insurance: {}.",
                    words::dollars(statement.pending_total())
                ),
            ),
            (
                SMALL,
                &format!(" You owe nothing for it now, and it is not in the amount due. {place}"),
            ),
        ],
    );
}
