//! An appeal → letter pages: the letter with what it is about, and the payer's answer as it was posted. It must not
//! know claims.

use super::font::Fonts;
use super::pen::Pen;
use super::sheet::{Ink, Sheet};
use super::style::{
    BODY, CAPTION, HAIR, HEADING, HEAVY, LEFT, POSTAL, RIGHT, ROW, SMALL, TITLE, Type,
};
use super::words;
use crate::domain::denial::{LetterPaper, RemittanceLine, RemittancePaper};
use crate::domain::letterhead::Letterhead;

/// Where the running text begins on a further page, and where it ends.
const TOP_AGAIN: f32 = 27.0;
const BOTTOM: f32 = 258.0;
/// Where the values of facts begin, and how far lines are apart.
const VALUE: f32 = 52.0;
const STEP: f32 = 4.9;
/// From the end of a paragraph to the next.
const GAP: f32 = 3.2;
/// The letter is set a little larger than forms are.
const PROSE: Type = POSTAL;
const PROSE_STEP: f32 = 5.2;

/// Pages as they fill.
struct Flow<'a> {
    fonts: &'a Fonts,
    /// What stands at the head of further pages.
    again: String,
    practice: &'a str,
    pages: Vec<Pen<'a>>,
    page: Pen<'a>,
    y: f32,
}

impl<'a> Flow<'a> {
    fn new(fonts: &'a Fonts, practice: &'a str, again: String, y: f32) -> Self {
        Self {
            fonts,
            again,
            practice,
            pages: Vec::new(),
            page: Pen::new(fonts, Sheet::LETTER),
            y,
        }
    }

    /// Makes sure that so much fits, on this page or on the next.
    fn room(&mut self, high: f32) {
        if self.y + high <= BOTTOM {
            return;
        }
        let mut page = Pen::new(self.fonts, Sheet::LETTER);
        let _ = page.fit(LEFT, 17.4, HEADING, 120.0, &self.again);
        page.text_to(RIGHT, 17.4, SMALL.muted(), self.practice);
        page.rule((LEFT, 21.0), (RIGHT, 21.0), HEAVY, Ink::Ink);
        self.pages.push(std::mem::replace(&mut self.page, page));
        self.y = TOP_AGAIN;
    }

    fn paragraph(&mut self, style: Type, step: f32, x: f32, text: &str) {
        for line in self.page.wrapped(style, RIGHT - x, 200, text) {
            self.room(step);
            let _ = self.page.text(x, self.y, style, &line);
            self.y += step;
        }
    }

    fn fact(&mut self, label: &str, value: &str) {
        let lines = self.page.wrapped(BODY, RIGHT - VALUE, 4, value);
        for (place, line) in lines.iter().enumerate() {
            self.room(STEP);
            if place == 0 {
                let _ = self.page.text(LEFT, self.y, BODY.muted(), label);
            }
            let _ = self.page.text(VALUE, self.y, BODY, line);
            self.y += STEP;
        }
    }

    /// The pages, each with its number.
    fn done(mut self, foot: &str) -> Vec<Sheet> {
        self.pages.push(self.page);
        let count = self.pages.len();
        (1..)
            .zip(self.pages)
            .map(|(number, mut page)| {
                page.rule((LEFT, 264.0), (RIGHT, 264.0), HAIR, Ink::Hair);
                let _ = page.fit(LEFT, 268.4, CAPTION, 150.0, foot);
                page.text_to(RIGHT, 268.4, CAPTION, &format!("Page {number} of {count}"));
                page.sheet()
            })
            .collect()
    }
}

/// The practice at the head of a first page, with what the page is at the right.
fn head(page: &mut Pen<'_>, practice: &Letterhead, ids: &str, title: &str, of: &str) {
    page.mark((LEFT, 12.7), 13.0, &practice.name);
    let room = 96.0;
    let _ = page.fit(32.0, 16.7, HEADING.sized(13.0), room, &practice.name);
    let address = practice.address.lines().join(" · ");
    let _ = page.fit(32.0, 20.7, SMALL.muted(), room, &address);
    let _ = page.fit(32.0, 24.7, SMALL.muted(), room, ids);
    page.text_to(RIGHT, 17.4, TITLE, title);
    page.text_to(RIGHT, 21.6, SMALL.muted(), of);
    page.rule((LEFT, 29.0), (RIGHT, 29.0), HEAVY, Ink::Ink);
}

/// Gives the pages of a letter.
pub fn letter(paper: &LetterPaper, fonts: &Fonts) -> Vec<Sheet> {
    let practice = &paper.practice;
    let ids = format!(
        "{} · NPI {} · Tax ID {}",
        practice.phone, paper.npi, practice.tax_id
    );
    let day = words::long_day(paper.on);
    let mut flow = Flow::new(fonts, &practice.name, paper.title.clone(), 40.0);
    head(&mut flow.page, practice, &ids, &paper.title, &day);
    for line in &paper.to {
        flow.paragraph(PROSE, PROSE_STEP, LEFT, line);
    }
    flow.y += 4.0;
    for (label, value) in &paper.facts {
        flow.fact(label, value);
    }
    flow.y += 1.0;
    flow.page
        .rule((LEFT, flow.y), (RIGHT, flow.y), HAIR, Ink::Hair);
    flow.y += 8.0;
    flow.paragraph(PROSE, PROSE_STEP, LEFT, "To whom it may concern:");
    flow.y += GAP;
    for paragraph in paragraphs(&paper.letter) {
        for line in paragraph.lines() {
            flow.paragraph(PROSE, PROSE_STEP, LEFT, line);
        }
        flow.y += GAP;
    }
    closing(&mut flow, paper);
    let foot = format!("{} · {}", practice.name, practice.phone);
    flow.done(&foot)
}

/// The text between empty lines.
fn paragraphs(text: &str) -> impl Iterator<Item = &str> {
    text.split("\n\n")
        .map(str::trim)
        .filter(|one| !one.is_empty())
}

fn closing(flow: &mut Flow<'_>, paper: &LetterPaper) {
    flow.room(32.0);
    flow.paragraph(PROSE, PROSE_STEP, LEFT, "Sincerely,");
    flow.y += 13.0;
    flow.page
        .rule((LEFT, flow.y), (LEFT + 70.0, flow.y), HAIR, Ink::Edge);
    flow.y += 4.6;
    flow.paragraph(PROSE, PROSE_STEP, LEFT, &paper.signed);
    if paper.encloses.is_empty() {
        return;
    }
    flow.y += 4.0;
    flow.room(STEP * 2.0);
    flow.paragraph(BODY.semibold(), STEP, LEFT, "Enclosed");
    for (number, one) in (1..).zip(&paper.encloses) {
        flow.paragraph(BODY, STEP, LEFT, &format!("{number}. {one}"));
    }
}

/// Where the columns of figures end.
const CHARGED: f32 = 152.0;
const COLUMNS: [(f32, &str); 3] = [(CHARGED, "Charged"), (176.0, "Allowed"), (RIGHT, "Paid")];

/// Gives the pages of a payer's answer as it was posted.
pub fn remittance(paper: &RemittancePaper, fonts: &Fonts) -> Vec<Sheet> {
    let practice = &paper.practice;
    let title = format!("Payer’s answer, claim {}", paper.claim);
    let mut flow = Flow::new(fonts, &practice.name, title, 37.0);
    let of = format!("Claim {}", paper.claim);
    let ids = format!("{} · Tax ID {}", practice.phone, practice.tax_id);
    head(&mut flow.page, practice, &ids, "Payer’s answer", &of);
    for (label, value) in &paper.facts {
        flow.fact(label, value);
    }
    flow.y += 5.0;
    let _ = flow.page.text(LEFT, flow.y, SMALL.muted(), "Service");
    for (x, name) in COLUMNS {
        flow.page.text_to(x, flow.y, SMALL.muted(), name);
    }
    flow.y += 2.0;
    flow.page
        .rule((LEFT, flow.y), (RIGHT, flow.y), HEAVY, Ink::Ink);
    flow.y += 5.0;
    for line in &paper.lines {
        service(&mut flow, line);
    }
    let foot = format!(
        "Printed {} from the answer as it was posted. Amounts in dollars.",
        words::day(paper.printed_on)
    );
    flow.done(&foot)
}

fn service(flow: &mut Flow<'_>, line: &RemittanceLine) {
    let high = 12.0;
    flow.room(high);
    let _ = flow
        .page
        .fit(LEFT, flow.y, ROW.semibold(), 112.0, &line.service);
    let figures = [line.charged, line.allowed, line.paid];
    for ((x, _), figure) in COLUMNS.into_iter().zip(figures) {
        flow.page.text_to(x, flow.y, ROW, &words::amount(figure));
    }
    flow.y += STEP;
    for (code, meaning, amount) in &line.reasons {
        let said = format!("{code}  {meaning}");
        let lines = flow.page.wrapped(ROW, 108.0, 3, &said);
        for (place, one) in lines.iter().enumerate() {
            flow.room(STEP);
            let _ = flow.page.text(LEFT + 4.0, flow.y, ROW, one);
            if place == 0 {
                let less = words::amount(amount.negated());
                flow.page.text_to(CHARGED, flow.y, ROW.muted(), &less);
            }
            flow.y += STEP;
        }
    }
    flow.page
        .rule((LEFT, flow.y - 1.6), (RIGHT, flow.y - 1.6), HAIR, Ink::Hair);
    flow.y += 3.0;
}
