//! A statement → its pages: what is owed and why in the upper two thirds of the first, the coupon in its lower third,
//! and as many pages after it as the lines need.
//!
//! The first page folds into window envelopes: nothing private stands where a window can wander.

mod brief;
mod coupon;
mod front;
mod rest;
mod table;
mod why;

use crate::domain::statement::{Patient, Statement};

use super::font::Fonts;
use super::pen::Pen;
use super::sheet::{Ink, Sheet};
use super::style::{CAPTION, HAIR, HEADING, HEAVY, LEFT, RIGHT, SMALL};
use super::words;

/// How the pages go through the printer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sides {
    /// Each page on its own sheet.
    #[default]
    One,
    /// Page 2 on the back of page 1, so that the form lies behind the coupon.
    Both,
}

/// Where the coupon is torn off.
const PERFORATION: f32 = 186.3;
/// Where text ends above it.
const ABOVE_COUPON: f32 = 185.0;
/// Where text ends on pages without anything to tear off.
const FOOT: f32 = 261.0;
/// Where text begins on later pages.
const HEAD: f32 = 24.6;
/// From one line of the control figures to the next.
const CONTROL_STEP: f32 = 3.5;

/// Gives the pages of a statement.
pub fn sheets(statement: &Statement, fonts: &Fonts, sides: Sides) -> Vec<Sheet> {
    let mut flow = Flow::new(statement, fonts);
    let start = front::draw(&mut flow.page, statement);
    flow.y = start;
    let reference = table::draw(&mut flow);
    let pending = rest::draw(&mut flow);
    flow.finish(statement, sides, reference.zip(pending))
}

/// Pages that fill from the top; the last one is being written.
struct Flow<'a> {
    statement: &'a Statement,
    fonts: &'a Fonts,
    done: Vec<Pen<'a>>,
    page: Pen<'a>,
    y: f32,
}

/// Where page 1 says on which page pending visits are listed.
struct Reference {
    y: f32,
}

impl<'a> Flow<'a> {
    const fn new(statement: &'a Statement, fonts: &'a Fonts) -> Self {
        Self {
            statement,
            fonts,
            done: Vec::new(),
            page: Pen::new(fonts, Sheet::LETTER),
            y: 0.0,
        }
    }

    /// The page being written, counted from 1.
    const fn number(&self) -> usize {
        self.done.len().saturating_add(1)
    }

    /// Where the page being written ends. The first two share their lower third with the coupon and its back.
    const fn bottom(&self) -> f32 {
        if self.done.len() < 2 {
            ABOVE_COUPON
        } else {
            FOOT
        }
    }

    /// Whether `height` more fits on the page.
    fn has_room(&self, height: f32) -> bool {
        self.y + height <= self.bottom()
    }

    /// Starts the next page with its head.
    fn turn(&mut self) {
        let next = Pen::new(self.fonts, Sheet::LETTER);
        self.done.push(std::mem::replace(&mut self.page, next));
        self.y = HEAD;
        let account = self.statement.account();
        let page = &mut self.page;
        page.mark((LEFT, 12.3), 9.0, &account.practice.name);
        let room = RIGHT - 45.0 - 28.1;
        let _ = page.fit(28.1, 15.6, HEADING, room, &account.practice.name);
        let of = format!(
            "Statement for {}, account {}",
            account.guarantor.name(),
            account.number
        );
        let _ = page.fit(28.1, 19.4, SMALL.muted(), room, &of);
        let of = format!(
            "Statement {} of {}",
            account.statement,
            words::day(account.made_on)
        );
        page.text_to(RIGHT, 14.9, SMALL.muted(), &of);
        page.rule((LEFT, 22.8), (RIGHT, 22.8), HEAVY, Ink::Ink);
    }

    /// Turns the page unless `height` more fits on it.
    fn need(&mut self, height: f32) {
        if !self.has_room(height) {
            self.turn();
        }
    }

    /// Writes what needs the number of pages, and gives the sheets.
    fn finish(
        mut self,
        statement: &Statement,
        sides: Sides,
        pending: Option<(Reference, usize)>,
    ) -> Vec<Sheet> {
        if self.done.is_empty() {
            let lines = control(&self.page, statement, RIGHT - LEFT);
            let top = ABOVE_COUPON - 0.6 - control_height(lines.len()) + CONTROL_STEP;
            self.page.lines(LEFT, top, CONTROL_STEP, CAPTION, &lines);
        }
        self.done.push(self.page);
        let mut pages = self.done;
        let count = pages.len();
        if let (Some(first), Some((reference, on))) = (pages.first_mut(), pending) {
            front::still_with_insurance(first, statement, &reference, on);
        }
        for (page, number) in pages.iter_mut().zip(1_usize..) {
            let numbered = format!("Page {number} of {count}");
            if number == 1 {
                let of = format!("Statement {}  ·  {numbered}", statement.account().statement);
                page.text_to(RIGHT, 10.0, CAPTION, &of);
                coupon::draw(page, statement);
                continue;
            }
            if number == 2 {
                coupon::draw_back(page, sides);
            }
            page.text_to(RIGHT, 18.6, SMALL.muted(), &numbered);
            page.rule((LEFT, 263.1), (RIGHT, 263.1), HAIR, Ink::Hair);
            page.text_to(RIGHT, 267.5, CAPTION, &numbered);
            if number == count {
                let lines = control(page, statement, RIGHT - LEFT - 24.0);
                page.lines(LEFT, 267.5, CONTROL_STEP, CAPTION, &lines);
            }
        }
        pages.into_iter().map(Pen::sheet).collect()
    }
}

/// The lines of the control figures.
fn control(page: &Pen<'_>, statement: &Statement, room: f32) -> Vec<String> {
    page.wrapped(CAPTION, room, 3, &control_figures(statement))
}

/// What so many of them take.
fn control_height(lines: usize) -> f32 {
    CONTROL_STEP * f32::from(u8::try_from(lines).unwrap_or(u8::MAX))
}

/// The statement's figures as sums that can be checked by hand, and against the ledger.
fn control_figures(statement: &Statement) -> String {
    let totals = statement.totals();
    let due = statement.amount_due();
    let credit = if statement.credit_used().is_zero() {
        String::new()
    } else {
        format!(" Less credit {} = {due}.", statement.credit_used())
    };
    let left = if statement.credit_left().is_zero() {
        String::new()
    } else {
        format!(" − credit left {}", statement.credit_left())
    };
    let planned = statement.account().planned;
    let on_plan = if planned.is_zero() {
        String::new()
    } else {
        format!(" + on your payment plan {planned}")
    };
    format!(
        "Control: {}, {} − {} − {} − {} = {}.{credit} Account ledger {} = due {due} + with insurance {}{on_plan}{left}.",
        words::count(statement.line_count(), "line"),
        totals.charge,
        totals.insurance_paid,
        totals.discount,
        totals.patient_paid,
        totals.owed,
        statement.account().ledger,
        statement.pending_total(),
    )
}

/// A patient's given name where no other patient of the statement has it, the whole name otherwise.
fn calling_name(statement: &Statement, patient: &Patient) -> String {
    let account = statement.account();
    let is_shared = account
        .lines
        .iter()
        .map(|line| &line.patient)
        .chain(account.pending.iter().map(|visit| &visit.patient))
        .any(|other| other.id != patient.id && other.given == patient.given);
    if is_shared {
        patient.name()
    } else {
        patient.given.clone()
    }
}
