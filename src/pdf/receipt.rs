//! A receipt → its half pages: what was received and how on the left, what it paid for and what is left on the right.

use crate::domain::money::Money;
use crate::domain::receipt::{How, Item, Order, Receipt, Tender};

use super::font::{Face, Fonts};
use super::pen::Pen;
use super::sheet::{Ink, Sheet};
use super::style::{HAIR, HEADING, HEADLINE, HEAVY, LEFT, RIGHT, ROW, SMALL, TITLE, Type};
use super::words;

/// The left list's right edge, and the right list's left edge.
const HALVES: (f32, f32) = (77.9, 88.1);
/// Where the right list's columns start, and where its amounts end.
const FOR: f32 = 112.4;
const SERVICE: f32 = 124.1;
const OWED: f32 = 172.7;
const PAID: f32 = 188.8;
/// A row of the right list, and of the left.
const STEP: f32 = 6.35;
const TENDER: f32 = 9.7;
/// Each further line of a row, and how wide a service's words may be.
const FURTHER: f32 = 3.7;
const WHAT: f32 = 35.2;
/// Where the right list's rows begin and end.
const TOP: f32 = 38.3;
const BOTTOM: f32 = 118.0;
/// What must stand below the last row: the total, how it was put, what is still owed.
const CLOSING: f32 = 40.0;
/// How many means of payment fit on a page.
const TENDERS: usize = 5;
/// How much room an amount has.
const AMOUNT: f32 = 15.0;

/// An item and the lines its words take.
struct Row<'a> {
    item: &'a Item,
    what: Vec<String>,
}

/// Gives the half pages of a receipt, nearly always one.
pub fn sheets(receipt: &Receipt, fonts: &Fonts) -> Vec<Sheet> {
    let taking = receipt.taking();
    let measure = Pen::new(fonts, Sheet::HALF);
    let rows = taking.items.iter().map(|item| Row {
        item,
        what: measure.wrapped(ROW, WHAT, 2, &item.what),
    });
    let items = pages_of(rows.collect());
    let tenders: Vec<&[Tender]> = taking.tenders.chunks(TENDERS).collect();
    let count = items.len().max(tenders.len());
    let mut sheets = Vec::with_capacity(count);
    for number in 1..=count {
        let mut page = Pen::new(fonts, Sheet::HALF);
        let place = number.saturating_sub(1);
        head(&mut page, receipt, number, count);
        if number == 1 {
            received(&mut page, receipt);
        }
        if let Some(tenders_here) = tenders.get(place) {
            let is_last = number == tenders.len();
            tender_list(&mut page, receipt, tenders_here, is_last);
        }
        if let Some(items_here) = items.get(place) {
            let y = item_list(&mut page, receipt, items_here);
            if number == items.len() {
                closing(&mut page, receipt, y);
            }
        }
        foot(&mut page, receipt);
        sheets.push(page.sheet());
    }
    sheets
}

/// Rows page by page, so that the last page has room for what closes the list.
fn pages_of(rows: Vec<Row<'_>>) -> Vec<Vec<Row<'_>>> {
    let mut pages = Vec::new();
    let (mut page, mut y) = (Vec::new(), TOP);
    for row in rows {
        let high = row.height();
        if y + high > BOTTOM {
            pages.push(std::mem::take(&mut page));
            y = TOP;
        }
        y += high;
        page.push(row);
    }
    let is_full = y + CLOSING > BOTTOM;
    pages.push(page);
    if is_full {
        pages.push(Vec::new());
    }
    pages
}

impl Row<'_> {
    fn height(&self) -> f32 {
        if self.what.len() > 1 {
            STEP + FURTHER
        } else {
            STEP
        }
    }
}

fn head(page: &mut Pen<'_>, receipt: &Receipt, number: usize, count: usize) {
    let taking = receipt.taking();
    let practice = &taking.practice;
    page.mark((LEFT, 12.7), 13.0, &practice.name);
    let (x, room) = (32.0, 104.0);
    let name = HEADING.sized(13.0);
    let _ = page.fit(x, 16.7, name, room, &practice.name);
    let address = practice.address.lines().join(" · ");
    let _ = page.fit(x, 20.7, SMALL.muted(), room, &address);
    let reach = match practice.pay_page() {
        Some(url) => format!("{} · {url}", practice.phone),
        None => practice.phone.clone(),
    };
    let _ = page.fit(x, 24.7, SMALL.muted(), room, &reach);
    page.text_to(RIGHT, 17.4, TITLE, "Receipt");
    let number = if count > 1 {
        format!("  ·  Page {number} of {count}")
    } else {
        String::new()
    };
    let at = taking.taken_at;
    let of = format!(
        "No. R-{:06}  ·  {}, {}{number}",
        taking.number,
        words::day(at.date()),
        at.format("%-I:%M %P")
    );
    page.text_to(RIGHT, 21.6, SMALL.muted(), &of);
    page.rule((LEFT, 29.0), (RIGHT, 29.0), HEAVY, Ink::Ink);
}

fn received(page: &mut Pen<'_>, receipt: &Receipt) {
    let taking = receipt.taking();
    let room = HALVES.0 - LEFT;
    let _ = page.text(LEFT, 35.8, SMALL.muted(), "We received");
    let figure = words::dollars(receipt.received());
    let style = page.fitted(HEADLINE.sized(27.0), room, &figure);
    let _ = page.text(LEFT, 45.6, style, &figure);
    let end = page.text(LEFT, 51.3, SMALL, "from ");
    let account = format!(", account {}", taking.account);
    let name = format!("{} {}", taking.given, taking.family);
    let left = room - (end - LEFT) - page.width(SMALL, &account);
    let end = page.fit(end, 51.3, SMALL.semibold(), left, name.trim());
    let _ = page.text(end, 51.3, SMALL, &account);
}

fn tender_list(page: &mut Pen<'_>, receipt: &Receipt, tenders: &[Tender], is_last: bool) {
    let right = HALVES.0;
    let head = SMALL.semibold().muted();
    let _ = page.text(LEFT, 59.1, head, "How it was paid");
    page.text_to(right, 59.1, head, "Amount");
    let mut y = 61.1;
    page.rule((LEFT, y), (right, y), HEAVY, Ink::Ink);
    for tender in tenders {
        let (how, more) = told(tender);
        let amount = words::amount(tender.amount);
        page.figure_to(right, y + 3.6, SMALL, AMOUNT, &amount);
        let _ = page.fit(LEFT, y + 3.6, SMALL, right - LEFT - AMOUNT - 2.0, &how);
        let _ = page.fit(LEFT, y + 7.7, SMALL.muted(), right - LEFT, &more);
        y += if more.is_empty() { STEP } else { TENDER };
        page.rule((LEFT, y), (right, y), HAIR, Ink::Hair);
    }
    if is_last {
        let bold = SMALL.semibold();
        let _ = page.text(LEFT, y + 3.8, bold, "Received");
        page.text_to(right, y + 3.8, bold, &words::dollars(receipt.received()));
    }
}

/// How money came, and what else is worth knowing of it.
fn told(tender: &Tender) -> (String, String) {
    match &tender.how {
        How::Cash { given } => {
            let change = given.minus(tender.amount).unwrap_or_default();
            let more = if change.is_zero() {
                String::new()
            } else {
                format!("given {given}, change {change}")
            };
            ("Cash".to_owned(), more)
        }
        How::Card {
            brand,
            ending,
            approval,
        } => {
            let more = if approval.is_empty() {
                String::new()
            } else {
                format!("approval {approval}")
            };
            (format!("{brand} card ending {ending}"), more)
        }
        How::Check { number } => (format!("Check {number}"), String::new()),
        How::Other(words) => (words.clone(), String::new()),
    }
}

/// Draws rows and gives where they end.
fn item_list(page: &mut Pen<'_>, receipt: &Receipt, rows: &[Row<'_>]) -> f32 {
    let head = SMALL.semibold().muted();
    let y = 36.3;
    let left = HALVES.1;
    for (x, words) in [
        (left, "What it paid for"),
        (FOR, "For"),
        (SERVICE, "Service"),
    ] {
        let _ = page.text(x, y, head, words);
    }
    for (x, words) in [(OWED, "Owed"), (PAID, "Paid now"), (RIGHT, "Left")] {
        page.text_to(x, y, head, words);
    }
    let mut y = TOP;
    page.rule((left, y), (RIGHT, y), HEAVY, Ink::Ink);
    for row in rows {
        let (item, line) = (row.item, y + 4.2);
        let _ = page.text(left, line, ROW, &words::day(item.on));
        let _ = page.fit(FOR, line, ROW, SERVICE - FOR - 1.0, &called(receipt, item));
        page.lines(SERVICE, line, FURTHER, ROW, &row.what);
        amounts(
            page,
            line,
            (ROW, ROW.semibold()),
            [item.owed, item.paid, item.left().unwrap_or(item.owed)],
        );
        y += row.height();
        page.rule((left, y), (RIGHT, y), HAIR, Ink::Hair);
    }
    y
}

/// A patient's given name where no other patient of the receipt has it, the whole name otherwise.
fn called(receipt: &Receipt, item: &Item) -> String {
    let is_shared = receipt.taking().items.iter().any(|other| {
        other.patient.id != item.patient.id && other.patient.given == item.patient.given
    });
    if is_shared {
        item.patient.name()
    } else {
        item.patient.given.clone()
    }
}

fn amounts(
    page: &mut Pen<'_>,
    y: f32,
    (plain, bold): (Type, Type),
    [owed, paid, left]: [Money; 3],
) {
    for (x, style, amount) in [
        (OWED, plain, owed),
        (PAID, bold, paid),
        (RIGHT, plain, left),
    ] {
        let style = if amount.is_zero() {
            plain.muted()
        } else {
            style
        };
        page.figure_to(x, y, style, AMOUNT - 1.0, &words::amount(amount));
    }
}

/// The total, how the money was put toward visits, what is kept and what is still owed.
fn closing(page: &mut Pen<'_>, receipt: &Receipt, top: f32) {
    let taking = receipt.taking();
    let left = HALVES.1;
    let bold = ROW.semibold();
    let y = top + 4.2;
    let paid = receipt.paid().unwrap_or(receipt.received());
    let _ = page.text(left, y, bold, "Total");
    amounts(
        page,
        y,
        (bold, bold),
        [receipt.owed(), paid, receipt.left()],
    );
    let order = match taking.order {
        Order::CopayThenOldest => "Today’s copay first, then the oldest visit first.",
        Order::OldestFirst => "The oldest visit first.",
        Order::AsAsked => "Put toward the visits you named.",
    };
    let kept = if taking.unapplied.is_zero() {
        "Nothing is left unapplied.".to_owned()
    } else {
        format!(
            "{} is kept as credit on your account.",
            words::dollars(taking.unapplied)
        )
    };
    let _ = page.text(left, top + 10.6, SMALL.muted(), &format!("{order} {kept}"));
    still_owed(page, receipt, top + 17.6);
}

fn still_owed(page: &mut Pen<'_>, receipt: &Receipt, top: f32) {
    let taking = receipt.taking();
    let left = HALVES.1;
    page.frame((left, top), (RIGHT - left, 15.1), 0.5);
    let by = match taking.pay_by {
        _ if receipt.left().is_zero() => "Thank you. Everything listed is paid.".to_owned(),
        Some(day) => format!("Please pay by {}", words::day(day)),
        None => "We will send a statement.".to_owned(),
    };
    let title = if receipt.left().is_zero() {
        "Paid in full"
    } else {
        "You still owe"
    };
    let _ = page.text(left + 4.9, top + 6.4, HEADING.sized(10.5), title);
    let _ = page.text(left + 4.9, top + 10.5, SMALL, &by);
    let figure = words::dollars(receipt.left());
    let style = page.fitted(Type::new(Face::Bold, 19.0), 45.0, &figure);
    page.text_to(RIGHT - 5.0, top + 9.9, style, &figure);
    let waiting: Vec<String> = taking
        .pending
        .iter()
        .map(|(payer, amount)| format!("{} still with {payer}", words::dollars(*amount)))
        .collect();
    if !waiting.is_empty() {
        let waiting: Vec<&str> = waiting.iter().map(String::as_str).collect();
        let counted = format!("Not counted here: {}.", words::list(&waiting));
        let _ = page.fit(left, top + 19.3, SMALL.muted(), RIGHT - left, &counted);
    }
}

fn foot(page: &mut Pen<'_>, receipt: &Receipt) {
    let taking = receipt.taking();
    page.rule((LEFT, 124.5), (RIGHT, 124.5), HAIR, Ink::Hair);
    let by = format!(
        "Taken by {}  ·  entry {}",
        taking.taken_by,
        grouped(taking.entry)
    );
    let by_style = page.fitted(SMALL.muted(), 62.0, &by);
    page.text_to(RIGHT, 129.2, by_style, &by);
    let room = RIGHT - LEFT - page.width(by_style, &by) - 4.0;
    let thanks = format!(
        "Thank you, {}. Please keep this receipt for your health savings account or taxes. Our tax ID: {}.",
        taking.given, taking.practice.tax_id
    );
    let _ = page.fit(LEFT, 129.2, SMALL, room, &thanks);
}

/// A number in groups of three: `119 548`.
fn grouped(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut grouped = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && digits.len().saturating_sub(place).is_multiple_of(3) {
            grouped.push(' ');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entry_numbers_are_read_in_threes() {
        assert_eq!(grouped(7), "7");
        assert_eq!(grouped(119_548), "119 548");
        assert_eq!(grouped(1_119_548), "1 119 548");
    }
}
