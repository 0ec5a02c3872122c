//! Evidence of underpayment → letter pages: what is asked of the payer, each service with what it should have allowed
//! and why, and the sum.

use crate::domain::money::Money;
use crate::domain::underpaid::{Evidence, Underpaid};

use super::font::Fonts;
use super::pen::Pen;
use super::sheet::{Ink, Sheet};
use super::style::{BODY, CAPTION, HAIR, HEADING, HEAVY, LEFT, RIGHT, ROW, SMALL, TITLE};
use super::words;

/// Where the running text begins on a first and on a further page, and where it ends.
const TOP: f32 = 37.0;
const TOP_AGAIN: f32 = 27.0;
const BOTTOM: f32 = 256.0;
/// How far lines of text are apart, and those of a service.
const STEP: f32 = 4.9;
const NOTE: f32 = 4.0;
/// Where the columns begin; those of money end there.
const CODE: f32 = 37.0;
const UNITS: f32 = 71.0;
const CLAIM: f32 = 76.0;
const EXPECTED: f32 = 156.0;
const ALLOWED: f32 = 178.0;
/// The room of a figure.
const FIGURE: f32 = 20.0;

/// Pages as they fill.
struct Flow<'a> {
    evidence: &'a Evidence,
    fonts: &'a Fonts,
    pages: Vec<Pen<'a>>,
    page: Pen<'a>,
    y: f32,
}

/// Gives the pages of the evidence.
pub fn sheets(evidence: &Evidence, fonts: &Fonts) -> Vec<Sheet> {
    let mut flow = Flow {
        evidence,
        fonts,
        pages: Vec::new(),
        page: Pen::new(fonts, Sheet::LETTER),
        y: TOP,
    };
    head(&mut flow.page, evidence);
    flow.asked();
    flow.columns();
    for line in &evidence.lines {
        flow.service(line);
    }
    flow.total();
    flow.pages.push(flow.page);
    let count = flow.pages.len();
    let numbered = (1..).zip(flow.pages);
    numbered
        .map(|(number, mut page)| {
            foot(&mut page, evidence, number, count);
            page.sheet()
        })
        .collect()
}

fn head(page: &mut Pen<'_>, evidence: &Evidence) {
    let practice = &evidence.practice;
    page.mark((LEFT, 12.7), 13.0, &practice.name);
    let room = 96.0;
    let _ = page.fit(32.0, 16.7, HEADING.sized(13.0), room, &practice.name);
    let address = practice.address.lines().join(" · ");
    let _ = page.fit(32.0, 20.7, SMALL.muted(), room, &address);
    let ids = format!(
        "{} · NPI {} · Tax ID {}",
        practice.phone, evidence.npi, practice.tax_id
    );
    let _ = page.fit(32.0, 24.7, SMALL.muted(), room, &ids);
    page.text_to(RIGHT, 17.4, TITLE, "Underpaid services");
    page.text_to(RIGHT, 21.6, SMALL.muted(), &evidence.payer);
    let days = format!(
        "Answered {} to {}",
        words::day(evidence.from),
        words::day(evidence.until)
    );
    page.text_to(RIGHT, 25.6, SMALL.muted(), &days);
    page.rule((LEFT, 29.0), (RIGHT, 29.0), HEAVY, Ink::Ink);
}

fn foot(page: &mut Pen<'_>, evidence: &Evidence, number: usize, count: usize) {
    page.rule((LEFT, 264.0), (RIGHT, 264.0), HAIR, Ink::Hair);
    let made = format!(
        "Printed {}. Amounts are what was allowed, not what was paid: the patient's share is part of them.",
        words::day(evidence.printed_on)
    );
    let _ = page.fit(LEFT, 268.4, CAPTION, 155.0, &made);
    page.text_to(RIGHT, 268.4, CAPTION, &format!("Page {number} of {count}"));
}

impl Flow<'_> {
    /// Makes sure that so much fits, on this page or on the next.
    fn room(&mut self, high: f32) {
        if self.y + high <= BOTTOM {
            return;
        }
        let mut page = Pen::new(self.fonts, Sheet::LETTER);
        let title = format!("Underpaid services, {}", self.evidence.payer);
        let _ = page.fit(LEFT, 17.4, HEADING, 120.0, &title);
        page.text_to(RIGHT, 17.4, SMALL.muted(), &self.evidence.practice.name);
        page.rule((LEFT, 21.0), (RIGHT, 21.0), HEAVY, Ink::Ink);
        self.pages.push(std::mem::replace(&mut self.page, page));
        self.y = TOP_AGAIN;
        self.columns();
    }

    /// What is asked, in a sentence.
    fn asked(&mut self) {
        let evidence = self.evidence;
        let services = match evidence.lines.len() {
            1 => String::from("one service"),
            many => format!("{many} services"),
        };
        let asked = format!(
            "{} allowed {} for {services} for which {} was due. Please process the claims below again and pay the difference of {}.",
            evidence.payer,
            words::dollars(evidence.allowed),
            words::dollars(evidence.expected),
            words::dollars(evidence.missing),
        );
        for line in self.page.wrapped(BODY.sized(10.5), RIGHT - LEFT, 6, &asked) {
            let _ = self.page.text(LEFT, self.y, BODY.sized(10.5), &line);
            self.y += STEP;
        }
        self.y += 4.0;
    }

    fn columns(&mut self) {
        let style = SMALL.muted();
        let page = &mut self.page;
        let _ = page.text(LEFT, self.y, style, "Service");
        let _ = page.text(CODE, self.y, style, "Code");
        page.text_to(UNITS, self.y, style, "Units");
        let _ = page.text(CLAIM, self.y, style, "Claim, your number of it");
        page.text_to(EXPECTED, self.y, style, "Due");
        page.text_to(ALLOWED, self.y, style, "Allowed");
        page.text_to(RIGHT, self.y, style, "Missing");
        self.y += 1.8;
        page.rule((LEFT, self.y), (RIGHT, self.y), HEAVY, Ink::Ink);
        self.y += 4.6;
    }

    fn service(&mut self, line: &Underpaid) {
        let answer = &line.answer;
        let why = format!(
            "Charged {}. Due by {}.",
            words::dollars(answer.charged),
            line.basis
        );
        let check = if answer.reference.is_empty() {
            String::from("answered")
        } else {
            format!("check {} of", answer.reference)
        };
        let whose = format!(
            "{}, member {}, {check} {}",
            answer.patient_name.natural(),
            answer.member,
            words::day(answer.paid_on)
        );
        let room = RIGHT - CODE;
        let notes: Vec<String> = [whose, why]
            .iter()
            .flat_map(|note| self.page.wrapped(SMALL.muted(), room, 3, note))
            .collect();
        let mut high = STEP;
        for _ in &notes {
            high += NOTE;
        }
        self.room(high);
        let page = &mut self.page;
        let y = self.y;
        let _ = page.text(LEFT, y, ROW, &words::day(answer.service_on));
        let _ = page.fit(CODE, y, ROW.semibold(), 26.0, &answer.service());
        page.text_to(UNITS, y, ROW, &answer.units.to_string());
        let claim = if answer.payer_claim_number.is_empty() {
            answer.claim_number.to_string()
        } else {
            format!("{}, {}", answer.claim_number, answer.payer_claim_number)
        };
        let _ = page.fit(CLAIM, y, ROW, 58.0, &claim);
        for (x, amount) in [(EXPECTED, line.expected), (ALLOWED, answer.allowed)] {
            figure(page, x, y, amount, false);
        }
        figure(page, RIGHT, y, line.missing, true);
        self.y += NOTE;
        for note in &notes {
            let _ = self.page.text(CODE, self.y, SMALL.muted(), note);
            self.y += NOTE;
        }
        self.page
            .rule((LEFT, self.y - 2.0), (RIGHT, self.y - 2.0), HAIR, Ink::Hair);
        self.y += 2.2;
    }

    fn total(&mut self) {
        self.room(STEP * 2.0);
        let page = &mut self.page;
        page.rule((LEFT, self.y - 3.0), (RIGHT, self.y - 3.0), HEAVY, Ink::Ink);
        self.y += 2.0;
        let services = match self.evidence.lines.len() {
            1 => String::from("Total, 1 service"),
            many => format!("Total, {many} services"),
        };
        let _ = page.text(LEFT, self.y, ROW.semibold(), &services);
        for (x, amount) in [
            (EXPECTED, self.evidence.expected),
            (ALLOWED, self.evidence.allowed),
            (RIGHT, self.evidence.missing),
        ] {
            figure(page, x, self.y, amount, true);
        }
        self.y += STEP;
    }
}

fn figure(page: &mut Pen<'_>, x: f32, y: f32, amount: Money, is_strong: bool) {
    let style = if is_strong { ROW.semibold() } else { ROW };
    page.figure_to(x, y, style, FIGURE, &amount.to_string());
}
