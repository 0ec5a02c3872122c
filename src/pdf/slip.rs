//! A deposit slip → letter pages: the account, cash by total, each check with its number and from whom, and the totals.

use crate::domain::deposit::slip::{Check, Slip};
use crate::domain::money::Money;

use super::font::Fonts;
use super::pen::Pen;
use super::sheet::{Ink, Sheet};
use super::style::{
    BODY, CAPTION, HAIR, HEADING, HEADLINE, HEAVY, LEFT, RIGHT, ROW, SMALL, TITLE, Type,
};
use super::words;

/// Where the columns start; amounts end at the right margin.
const NUMBER: f32 = 28.0;
const FROM: f32 = 66.0;
const AMOUNT: f32 = 30.0;
/// Where the list begins on a first and on a further page, and where it ends.
const TOP: f32 = 84.0;
const TOP_AGAIN: f32 = 37.0;
const BOTTOM: f32 = 256.0;
/// How far rows are apart, and what the totals need below the last.
const STEP: f32 = 6.0;
const CLOSING: f32 = 34.0;

/// Gives the pages of a slip.
pub fn sheets(slip: &Slip, fonts: &Fonts) -> Vec<Sheet> {
    let mut pages = Vec::new();
    let mut page = Pen::new(fonts, Sheet::LETTER);
    head(&mut page, slip);
    let mut y = column_heads(&mut page, TOP);
    if slip.cash.is_positive() {
        let _ = page.text(NUMBER, y, ROW.semibold(), "Cash");
        let _ = page.text(FROM, y, ROW, "Notes and coin, in all");
        page.figure_to(RIGHT, y, ROW, AMOUNT, &slip.cash.to_string());
        y = ruled(&mut page, y);
    }
    for (place, check) in slip.checks.iter().enumerate() {
        let is_last = place.saturating_add(1) == slip.checks.len();
        let needed = if is_last { STEP + CLOSING } else { STEP * 2.0 };
        if y + needed > BOTTOM {
            carried(&mut page, y, slip, place, "Carried forward");
            let mut next = Pen::new(fonts, Sheet::LETTER);
            head_again(&mut next, slip);
            y = column_heads(&mut next, TOP_AGAIN);
            carried(&mut next, y, slip, place, "Brought forward");
            y = ruled(&mut next, y);
            pages.push(std::mem::replace(&mut page, next));
        }
        y = row(&mut page, y, place.saturating_add(1), check);
    }
    closing(&mut page, slip, y + 3.0);
    pages.push(page);
    let count = pages.len();
    (1..)
        .zip(pages)
        .map(|(number, mut page)| {
            foot(&mut page, slip, number, count);
            page.sheet()
        })
        .collect()
}

fn head(page: &mut Pen<'_>, slip: &Slip) {
    let practice = &slip.practice;
    page.mark((LEFT, 12.7), 13.0, &practice.name);
    let room = 100.0;
    let _ = page.fit(32.0, 16.7, HEADING.sized(13.0), room, &practice.name);
    let address = practice.address.lines().join(" · ");
    let _ = page.fit(32.0, 20.7, SMALL.muted(), room, &address);
    let _ = page.fit(32.0, 24.7, SMALL.muted(), room, &practice.phone);
    page.text_to(RIGHT, 17.4, TITLE, "Deposit slip");
    page.text_to(RIGHT, 21.9, SMALL.muted(), &slip.number);
    page.rule((LEFT, 29.0), (RIGHT, 29.0), HEAVY, Ink::Ink);
    let _ = page.text(
        LEFT,
        38.0,
        SMALL.muted(),
        "To the account of the practice at",
    );
    let _ = page.fit(LEFT, 45.0, HEADING.sized(14.0), 100.0, &slip.bank);
    let ending = format!("Account ending in {}", slip.last_four);
    let _ = page.text(LEFT, 51.0, BODY, &ending);
    page.text_to(RIGHT, 38.0, SMALL.muted(), "Deposit");
    page.text_to(RIGHT, 48.6, HEADLINE, &words::dollars(slip.total));
    let of = format!("{}, {}", words::long_day(slip.on), contents(slip));
    page.text_to(RIGHT, 54.6, BODY, &of);
    let mut x = LEFT;
    let bag = (!slip.bag.is_empty()).then_some(("Bag or batch", slip.bag.as_str()));
    let facts = [
        ("Deposit number", slip.number.as_str()),
        ("Made up by", slip.made_by.as_str()),
    ];
    for (label, value) in facts.into_iter().chain(bag) {
        let _ = page.text(x, 62.0, CAPTION, label);
        let _ = page.fit(x, 66.6, BODY, 44.0, value);
        x += 48.0;
    }
}

/// `cash and 12 checks`
fn contents(slip: &Slip) -> String {
    let checks = match slip.checks.len() {
        0 => String::new(),
        1 => String::from("1 check"),
        many => format!("{many} checks"),
    };
    match (slip.cash.is_positive(), checks.is_empty()) {
        (true, true) => String::from("cash"),
        (true, false) => format!("cash and {checks}"),
        (false, _) => checks,
    }
}

fn head_again(page: &mut Pen<'_>, slip: &Slip) {
    let title = format!(
        "Deposit slip {}, account ending in {}",
        slip.number, slip.last_four
    );
    let _ = page.fit(LEFT, 17.4, HEADING, 120.0, &title);
    let of = format!("{} · {}", words::day(slip.on), slip.practice.name);
    page.text_to(RIGHT, 17.4, SMALL.muted(), &of);
    page.rule((LEFT, 21.0), (RIGHT, 21.0), HEAVY, Ink::Ink);
}

fn column_heads(page: &mut Pen<'_>, top: f32) -> f32 {
    let y = top - 6.4;
    let _ = page.text(NUMBER, y, CAPTION, "Check number");
    let _ = page.text(FROM, y, CAPTION, "From");
    page.text_to(RIGHT, y, CAPTION, "Amount");
    page.rule((LEFT, y + 1.8), (RIGHT, y + 1.8), HEAVY, Ink::Ink);
    top
}

fn row(page: &mut Pen<'_>, y: f32, number: usize, check: &Check) -> f32 {
    let _ = page.text(LEFT, y, CAPTION, &number.to_string());
    let shown = if check.number.is_empty() {
        "no number"
    } else {
        check.number.as_str()
    };
    let _ = page.fit(NUMBER, y, ROW, FROM - NUMBER - 3.0, shown);
    let _ = page.fit(FROM, y, ROW, RIGHT - AMOUNT - FROM, &check.from);
    page.figure_to(RIGHT, y, ROW, AMOUNT, &check.amount.to_string());
    ruled(page, y)
}

/// Draws the rule below a row and gives where the next one stands.
fn ruled(page: &mut Pen<'_>, y: f32) -> f32 {
    page.rule((LEFT, y + 1.9), (RIGHT, y + 1.9), HAIR, Ink::Hair);
    y + STEP
}

/// Says what the rows so far come to, where a page ends and where the next begins.
fn carried(page: &mut Pen<'_>, y: f32, slip: &Slip, checks: usize, what: &str) {
    let so_far = slip.checks.iter().take(checks).map(|check| check.amount);
    let sum = Money::sum(so_far)
        .and_then(|sum| sum.plus(slip.cash))
        .map_or_else(|_| String::new(), |sum| sum.to_string());
    let _ = page.text(FROM, y, ROW.muted(), what);
    page.figure_to(RIGHT, y, ROW.muted(), AMOUNT, &sum);
}

fn closing(page: &mut Pen<'_>, slip: &Slip, top: f32) {
    let checks = match slip.checks.len() {
        1 => String::from("1 check"),
        many => format!("{many} checks"),
    };
    let mut y = top + 3.0;
    for (label, amount) in [("Cash", slip.cash), (checks.as_str(), slip.checks_total)] {
        let _ = page.text(FROM, y, BODY, label);
        page.figure_to(RIGHT, y, BODY, AMOUNT, &amount.to_string());
        y += 5.6;
    }
    page.rule((FROM, y - 2.4), (RIGHT, y - 2.4), HEAVY, Ink::Ink);
    let total: Type = HEADING.sized(13.0);
    let _ = page.text(FROM, y + 3.6, total, "Total deposit");
    page.figure_to(RIGHT, y + 3.6, total, 40.0, &words::dollars(slip.total));
}

fn foot(page: &mut Pen<'_>, slip: &Slip, number: usize, count: usize) {
    page.rule((LEFT, 264.0), (RIGHT, 264.0), HAIR, Ink::Hair);
    let words = format!(
        "{} payments on this slip. Names stand here for the bank; keep the copy with the practice’s papers.",
        slip.checks
            .len()
            .saturating_add(usize::from(slip.cash.is_positive()))
    );
    let _ = page.fit(LEFT, 268.4, CAPTION, 155.0, &words);
    page.text_to(RIGHT, 268.4, CAPTION, &format!("Page {number} of {count}"));
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::NaiveDate;

    fn slip(checks: usize, cash: i64) -> Slip {
        let amount = |cents| Money::from_cents(cents).unwrap();
        let checks: Vec<Check> = (0..checks)
            .map(|place| Check {
                number: (88_120 + place).to_string(),
                from: String::from("Portage Mutual"),
                amount: amount(1_250 + i64::try_from(place).unwrap()),
            })
            .collect();
        let checks_total = Money::sum(checks.iter().map(|check| check.amount)).unwrap();
        Slip {
            practice: crate::domain::letterhead::Letterhead {
                name: String::from("Larkspur Family Medicine"),
                ..Default::default()
            },
            bank: String::from("First Cornfield Bank, operating"),
            last_four: String::from("4417"),
            number: String::from("D-00041"),
            on: NaiveDate::from_ymd_opt(2026, 11, 20).unwrap(),
            bag: String::new(),
            made_by: String::from("Renata M."),
            cash: amount(cash),
            total: checks_total.plus(amount(cash)).unwrap(),
            checks_total,
            checks,
        }
    }

    fn said(sheets: &[Sheet]) -> Vec<Vec<String>> {
        let texts = |sheet: &Sheet| sheet.texts().map(|text| text.words.clone()).collect();
        sheets.iter().map(texts).collect()
    }

    #[test]
    fn every_check_stands_on_it_once_and_nothing_leaves_the_paper() {
        let fonts = Fonts::load().unwrap();
        for count in [0, 1, 24, 25, 26, 27, 28, 29, 30, 90] {
            let slip = slip(count, 4_000);
            let pages = sheets(&slip, &fonts);
            let words = said(&pages).concat();
            for check in &slip.checks {
                let times = words.iter().filter(|word| **word == check.number).count();
                assert_eq!(times, 1, "{count}: {}", check.number);
            }
            let total = words::dollars(slip.total);
            assert!(words.contains(&total), "{count}: {total}");
            assert!(words.contains(&String::from("Total deposit")));
            for sheet in &pages {
                for text in sheet.texts() {
                    assert!(
                        text.y < 270.0 && text.x + text.width <= RIGHT + 0.1,
                        "{text:?}"
                    );
                    let is_foot = text.y > 262.0;
                    assert!(is_foot || text.y <= BOTTOM + 2.0, "{count}: {text:?}");
                }
            }
        }
    }

    #[test]
    fn a_further_page_begins_with_what_the_one_before_came_to() {
        let fonts = Fonts::load().unwrap();
        let pages = said(&sheets(&slip(60, 0), &fonts));
        assert!(pages.len() > 1);
        let after = |page: &[String], what: &str| {
            let at = page.iter().position(|word| word == what).unwrap();
            page[at + 1].clone()
        };
        assert_eq!(
            after(&pages[0], "Carried forward"),
            after(&pages[1], "Brought forward")
        );
    }
}
