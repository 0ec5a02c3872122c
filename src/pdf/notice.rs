//! A final notice → its pages: a letter that folds into a window envelope, with how much and by when beside the address,
//! the words below, and the services it is about. It must not know accounts.

use super::font::Fonts;
use super::pen::Pen;
use super::sheet::{Ink, Sheet};
use super::style::{
    BODY, CAPTION, HAIR, HEADING, HEADLINE, HEAVY, LEFT, POSTAL, RIGHT, ROW, SMALL, TITLE, Type,
};
use super::words;
use crate::domain::collections::Notice;

/// The left edge of what no window shows, and its width.
const PRIVATE: f32 = 118.0;
const ROOM: f32 = RIGHT - PRIVATE;
/// Where the words begin on the first page, where text begins on a further one, and where it ends.
const TOP: f32 = 101.0;
const TOP_AGAIN: f32 = 28.0;
const BOTTOM: f32 = 256.0;
/// How far lines of the letter are apart, and paragraphs more.
const PROSE_STEP: f32 = 5.2;
const GAP: f32 = 3.0;
/// A row of the services, and where their words begin.
const STEP: f32 = 5.4;
const WHAT: f32 = 40.0;
const WHO: f32 = 142.0;

/// Pages as they fill.
struct Flow<'a> {
    notice: &'a Notice,
    fonts: &'a Fonts,
    done: Vec<Pen<'a>>,
    page: Pen<'a>,
    y: f32,
}

/// Gives the pages of a final notice.
pub fn sheets(notice: &Notice, fonts: &Fonts) -> Vec<Sheet> {
    let mut flow = Flow {
        notice,
        fonts,
        done: Vec::new(),
        page: Pen::new(fonts, Sheet::LETTER),
        y: TOP,
    };
    front(&mut flow.page, notice);
    let _ = flow.page.text(LEFT, flow.y, TITLE, "Final notice");
    flow.y += 9.0;
    flow.prose(&format!("Dear {},", notice.name));
    flow.y += GAP;
    for paragraph in notice.words.split("\n\n") {
        flow.prose(paragraph.trim());
        flow.y += GAP;
    }
    flow.prose(&format!(
        "{}, {}",
        notice.practice.name, notice.practice.phone
    ));
    flow.services();
    flow.done.push(flow.page);
    let count = flow.done.len();
    (1..)
        .zip(flow.done)
        .map(|(number, mut page)| {
            foot(&mut page, notice, number, count);
            page.sheet()
        })
        .collect()
}

/// What stands above the letter: from whom, to whom, and the box that no window shows.
fn front(page: &mut Pen<'_>, notice: &Notice) {
    let practice = &notice.practice;
    page.mark((LEFT, 25.8), 9.6, &practice.name);
    let (x, room) = (28.6, 47.0);
    let name = SMALL.semibold().sized(11.0);
    let _ = page.fit(x, 28.7, name, room, &practice.name);
    let mut y = 28.7;
    for line in practice.address.lines().iter().take(2) {
        y += 3.2;
        let _ = page.fit(x, y, SMALL, room, line);
    }
    let (style, leading, y) = if notice.to.len() > 3 {
        (POSTAL.sized(9.5), 3.5, 66.0)
    } else {
        (POSTAL, 4.37, 67.4)
    };
    page.block_of((LEFT, y), leading, style, 72.5, &notice.to);
    amount_box(page, notice);
}

fn amount_box(page: &mut Pen<'_>, notice: &Notice) {
    let x = PRIVATE + 4.4;
    page.frame((PRIVATE, 12.7), (ROOM, 31.0), 0.5);
    let _ = page.text(x, 18.8, HEADING.sized(11.0), "Amount due");
    let figure = words::dollars(notice.amount);
    let style = page.fitted(HEADLINE, 54.0, &figure);
    let _ = page.text(x, 31.0, style, &figure);
    let by = format!("Please pay by {}", words::long_day(notice.due_on));
    let _ = page.text(x, 39.9, HEADING.sized(11.0), &by);
    if let Some(url) = notice.practice.pay_page() {
        page.code((178.7, 16.5), 17.0, &format!("https://{url}"));
        page.text_around(187.2, 36.6, CAPTION, "Scan to pay");
    }
    let mut y = 51.0;
    let mut facts = vec![
        ("Account", notice.account.clone()),
        ("Date", words::long_day(notice.on)),
        ("Call us", notice.practice.phone.clone()),
    ];
    if let Some(hours) = &notice.practice.hours {
        facts.push(("", hours.clone()));
    }
    if let Some(url) = notice.practice.pay_page() {
        facts.push(("Pay online", url.to_owned()));
    }
    let pay_to = notice.practice.pay_to.lines().join(", ");
    facts.push(("Pay by mail", pay_to));
    for (label, value) in &facts {
        let _ = page.text(PRIVATE, y, SMALL.muted(), label);
        for line in page.wrapped(SMALL, ROOM - 24.0, 2, value) {
            let _ = page.fit(PRIVATE + 24.0, y, SMALL, ROOM - 24.0, &line);
            y += 4.3;
        }
    }
}

fn foot(page: &mut Pen<'_>, notice: &Notice, number: usize, count: usize) {
    page.rule((LEFT, 264.0), (RIGHT, 264.0), HAIR, Ink::Hair);
    let said = format!(
        "Write account {} on your check, made out to {}.",
        notice.account, notice.practice.name
    );
    let _ = page.fit(LEFT, 268.4, CAPTION, 150.0, &said);
    page.text_to(RIGHT, 268.4, CAPTION, &format!("Page {number} of {count}"));
}

impl Flow<'_> {
    /// Makes sure that so much fits, on this page or on the next.
    fn room(&mut self, high: f32) -> bool {
        if self.y + high <= BOTTOM {
            return false;
        }
        let mut page = Pen::new(self.fonts, Sheet::LETTER);
        let title = format!("Final notice, account {}", self.notice.account);
        let _ = page.fit(LEFT, 17.4, HEADING, 120.0, &title);
        page.text_to(RIGHT, 17.4, SMALL.muted(), &self.notice.practice.name);
        page.rule((LEFT, 21.0), (RIGHT, 21.0), HEAVY, Ink::Ink);
        self.done.push(std::mem::replace(&mut self.page, page));
        self.y = TOP_AGAIN;
        true
    }

    fn prose(&mut self, text: &str) {
        const PROSE: Type = POSTAL;
        for line in self.page.wrapped(PROSE, RIGHT - LEFT, 200, text) {
            let _turned = self.room(PROSE_STEP);
            let _ = self.page.text(LEFT, self.y, PROSE, &line);
            self.y += PROSE_STEP;
        }
    }

    /// The services with their sum. Their words stand as on statements.
    fn services(&mut self) {
        self.y += 6.0;
        let _turned = self.room(STEP * 4.0);
        self.head();
        let notice = self.notice;
        for (on, what, who, amount) in &notice.services {
            if self.room(STEP) {
                self.head();
            }
            let _ = self.page.text(LEFT, self.y, ROW, &words::day(*on));
            let _ = self.page.fit(WHAT, self.y, ROW, WHO - WHAT - 4.0, what);
            let _ = self.page.fit(WHO, self.y, ROW, 34.0, who);
            self.page
                .text_to(RIGHT, self.y, ROW, &words::amount(*amount));
            self.y += STEP;
        }
        let _turned = self.room(STEP);
        self.page
            .rule((LEFT, self.y - 3.8), (RIGHT, self.y - 3.8), HEAVY, Ink::Ink);
        let _ = self.page.text(LEFT, self.y, BODY.semibold(), "Amount due");
        let due = words::dollars(notice.amount);
        self.page.text_to(RIGHT, self.y, BODY.semibold(), &due);
    }

    fn head(&mut self) {
        for (x, name) in [(LEFT, "Service"), (WHAT, "What it was"), (WHO, "Patient")] {
            let _ = self.page.text(x, self.y, SMALL.muted(), name);
        }
        self.page.text_to(RIGHT, self.y, SMALL.muted(), "You owe");
        self.page
            .rule((LEFT, self.y + 1.8), (RIGHT, self.y + 1.8), HEAVY, Ink::Ink);
        self.y += 1.8 + STEP;
    }
}
