//! The table of service lines: seven columns, visits under their patients, as many pages as it takes, each carrying
//! its sums to the next.

use crate::domain::statement::{Columns, Line, PatientGroup, Standing, Visit};
use crate::pdf::font::Face;
use crate::pdf::pen::Pen;
use crate::pdf::sheet::Ink;
use crate::pdf::style::{BODY, CAPTION, HAIR, HEAVY, LEFT, OUTLINE, RIGHT, ROW, SMALL, Type};
use crate::pdf::words;

use super::{Flow, Reference, calling_name, why};

/// Right edges of the five money columns, where their amounts end.
const CHARGE: f32 = 81.4;
const INSURANCE: f32 = 99.8;
const DISCOUNT: f32 = 118.4;
const PAID: f32 = 134.3;
const OWED: f32 = 153.4;
/// The column that matters, tinted from edge to edge.
const TINT: (f32, f32) = (136.0, 19.0);
/// Where the reasons start.
const WHY: f32 = 158.1;
/// Where descriptions start, and the room they have.
const SERVICE: (f32, f32) = (18.9, 45.6);
/// How wide an amount may be.
const AMOUNT: f32 = 15.6;

/// Heights: the columns' heads, a patient's heading, a visit's heading, a row, each further line of one, a total.
const HEADS: f32 = 8.6;
const PATIENT: f32 = 6.4;
const VISIT: f32 = 4.7;
const STEP: f32 = 4.92;
const FURTHER: f32 = 3.7;
const TOTAL: f32 = 5.2;
/// What the sentence on pending visits takes on page 1.
const SENTENCE: f32 = 5.2;
/// What the sentence below the whole table takes.
const FORMULA: f32 = 4.6;

/// The most lines a description or a reason may take.
const MOST_LINES: usize = 4;

const REASON: Type = Type::new(Face::Regular, 8.5);

/// A service line, broken into the lines of its row.
struct Row<'a> {
    line: &'a Line,
    description: Vec<String>,
    why: Vec<String>,
}

/// Where the table stands while it is being written.
struct Table<'flow, 'a> {
    flow: &'flow mut Flow<'a>,
    /// All rows so far.
    sums: Columns,
    /// Where page 1 says what is pending.
    reference: Option<Reference>,
    /// Which patient's which visit is being written.
    at: (usize, usize),
    /// Whether some of it stands on the page already.
    is_begun: bool,
}

/// Draws the table and gives where page 1 speaks of pending visits, if there are any.
pub(super) fn draw(flow: &mut Flow<'_>) -> Option<Reference> {
    let statement = flow.statement;
    let mut table = Table {
        flow,
        sums: Columns::default(),
        reference: None,
        at: (0, 0),
        is_begun: false,
    };
    if statement.groups().is_empty() {
        table.refer(4.0);
        return table.reference;
    }
    table.heads();
    for (place, group) in statement.groups().iter().enumerate() {
        for (number, visit) in group.visits.iter().enumerate() {
            table.at = (place, number);
            table.visit(group, visit);
        }
    }
    table.at = (statement.groups().len(), 0);
    table.total();
    table.reference
}

impl<'a> Table<'_, 'a> {
    /// A visit's heading stays with its first row, its total with its last, and the table's end with the last visit's.
    fn visit(&mut self, group: &'a PatientGroup, visit: &'a Visit) {
        let rows: Vec<Row<'a>> = visit.lines.iter().map(|line| self.row(line)).collect();
        let has_total = rows.len() > 1;
        let is_first = self.at.1 == 0;
        let last = rows.len().saturating_sub(1);
        for (place, row) in rows.iter().enumerate() {
            let above = match place {
                0 if is_first => PATIENT + VISIT,
                0 => VISIT,
                _ => 0.0,
            };
            let below = match place {
                _ if place < last => 0.0,
                _ if has_total => STEP + self.end(),
                _ => self.end(),
            };
            let is_turned = self.need(above + row.height() + below);
            if is_turned || (place == 0 && is_first) {
                self.patient(group, !is_first || place > 0);
            }
            if is_turned || place == 0 {
                self.visit_heading(visit, place > 0);
            }
            self.service(row);
            self.is_begun = true;
        }
        if has_total {
            self.visit_total(visit);
        }
        self.is_begun = false;
    }

    /// What must stand below the last visit on its page.
    fn end(&self) -> f32 {
        let statement = self.flow.statement;
        let groups = statement.groups();
        let (place, number) = self.at;
        let is_last = groups.len() == place.saturating_add(1)
            && groups
                .last()
                .is_some_and(|group| group.visits.len() == number.saturating_add(1));
        match (is_last, statement.credit_used().is_zero()) {
            (false, _) => 0.0,
            (true, true) => FORMULA,
            (true, false) => FORMULA + STEP * 2.0,
        }
    }

    fn row(&self, line: &'a Line) -> Row<'a> {
        let page = &self.flow.page;
        let why = why::line(line, self.flow.statement.account());
        Row {
            line,
            description: page.wrapped(ROW, SERVICE.1, MOST_LINES, &line.description),
            why: page.wrapped(REASON, RIGHT - WHY, MOST_LINES, &why),
        }
    }

    /// Turns the page unless `height` and what must follow it fit, and says whether it did.
    fn need(&mut self, height: f32) -> bool {
        let below = TOTAL + self.sentence();
        if self.flow.has_room(height + below) {
            return false;
        }
        let next = self.flow.number().saturating_add(1);
        let (label, sums) = (format!("Carried to page {next}"), self.sums);
        self.dark_row(
            &label,
            Some(sums),
            &words::amount(sums.owed),
            &self.rest(next),
        );
        self.refer(0.0);
        let seen = self.seen();
        let on = self.flow.number();
        self.flow.turn();
        self.heads();
        self.brought(on, &seen);
        true
    }

    /// What page 1 keeps free for the sentence on pending visits.
    fn sentence(&self) -> f32 {
        let is_told = self.reference.is_some();
        let is_pending = self.flow.statement.pending_total().is_positive();
        if is_pending && !is_told {
            SENTENCE
        } else {
            0.0
        }
    }

    /// Keeps a place for the sentence on pending visits, once.
    fn refer(&mut self, gap: f32) {
        if self.sentence() > 0.0 {
            self.reference = Some(Reference {
                y: self.flow.y + gap + 4.3,
            });
            self.flow.y += SENTENCE + gap;
        }
    }

    fn heads(&mut self) {
        let top = self.flow.y;
        let page = &mut self.flow.page;
        let head = REASON.semibold().muted();
        page.block((TINT.0, top), (TINT.1, HEADS), Ink::Tint);
        let (upper, lower) = (top + 2.9, top + 6.7);
        let _ = page.text(LEFT, lower, head, "Service");
        page.text_to(CHARGE, lower, head, "Charge");
        for (x, above, below) in [
            (INSURANCE, "Insurance", "paid"),
            (DISCOUNT, "Plan", "discount"),
            (PAID, "You", "paid"),
        ] {
            page.text_to(x, upper, head, above);
            page.text_to(x, lower, head, below);
        }
        let dark = REASON.semibold();
        page.text_to(OWED, lower, dark, "You owe");
        let _ = page.text(WHY, lower, dark, "Why");
        self.rule(top + HEADS, HEAVY, Ink::Ink);
        self.flow.y = top + HEADS;
    }

    fn patient(&mut self, group: &PatientGroup, is_continued: bool) {
        let top = self.flow.y;
        let page = &mut self.flow.page;
        let style = BODY.semibold().sized(10.5);
        let end = page.fit(LEFT, top + 4.7, style, 110.0, &group.patient.name());
        if is_continued {
            let _ = page.text(end + 1.2, top + 4.7, SMALL.muted(), "continued");
        }
        self.rule(top + PATIENT, OUTLINE, Ink::Edge);
        self.flow.y = top + PATIENT;
    }

    fn visit_heading(&mut self, visit: &Visit, is_continued: bool) {
        let y = self.flow.y + 3.9;
        let standing = match visit.standing {
            Standing::Billed(on) => format!("on your statement of {}", words::day(on)),
            Standing::Answered(on) => format!("insurance answered {}", words::day(on)),
            Standing::NotInsured => "no insurance billed".to_owned(),
        };
        let standing = if is_continued {
            "continued".to_owned()
        } else {
            standing
        };
        let page = &mut self.flow.page;
        let end = page.text(LEFT, y, ROW.semibold(), &words::day(visit.on));
        let end = page.fit(end + 1.5, y, ROW, 90.0, &visit.provider);
        let _ = page.text(end, y, ROW.muted(), &format!("  ·  {standing}"));
        self.flow.y += VISIT;
    }

    fn service(&mut self, row: &Row<'_>) {
        let (top, height) = (self.flow.y, row.height());
        let y = top + 3.6;
        let line = row.line;
        self.tint(height);
        let page = &mut self.flow.page;
        page.lines(SERVICE.0, y, FURTHER, ROW, &row.description);
        page.lines(WHY, y, FURTHER, REASON, &row.why);
        let owed = if line.owed.is_zero() {
            ROW.muted()
        } else {
            ROW.semibold()
        };
        columns(page, y, ROW, columns_of(line));
        page.figure_to(OWED, y, owed, AMOUNT, &words::amount(line.owed));
        self.rule(top + height, HAIR, Ink::Hair);
        self.flow.y = top + height;
        // Sums are checked when the statement is built; one that does not fit never gets here.
        if let Ok(sums) = self.sums.plus(columns_of(line)) {
            self.sums = sums;
        }
    }

    fn visit_total(&mut self, visit: &Visit) {
        let top = self.flow.y;
        let y = top + 3.6;
        let bold = ROW.semibold();
        self.tint(STEP);
        let page = &mut self.flow.page;
        let _ = page.text(SERVICE.0, y, bold, "Visit total");
        columns(page, y, bold, visit.totals);
        page.figure_to(OWED, y, bold, AMOUNT, &words::amount(visit.totals.owed));
        self.rule(top + STEP, OUTLINE, Ink::Edge);
        self.flow.y = top + STEP;
    }

    /// A row of sums under a heavy rule, its last figure white on dark.
    fn dark_row(&mut self, label: &str, sums: Option<Columns>, last: &str, why: &str) {
        let top = self.flow.y;
        let y = top + 3.8;
        let bold = ROW.semibold();
        let page = &mut self.flow.page;
        page.rule((LEFT, top), (RIGHT, top), HEAVY, Ink::Ink);
        page.block((TINT.0, top), (TINT.1, TOTAL), Ink::Ink);
        let _ = page.text(LEFT, y, bold, label);
        if let Some(sums) = sums {
            columns(page, y, bold, sums);
        }
        let white = bold.inked(Ink::White);
        page.figure_to(OWED, y, white, AMOUNT, last);
        let _ = page.fit(WHY, y, bold, RIGHT - WHY, why);
        self.flow.y = top + TOTAL;
    }

    fn brought(&mut self, from: usize, seen: &str) {
        let top = self.flow.y;
        let y = top + 3.6;
        let (bold, sums) = (ROW.semibold(), self.sums);
        self.tint(STEP);
        let page = &mut self.flow.page;
        let _ = page.text(LEFT, y, bold, &format!("Brought from page {from}"));
        columns(page, y, bold, sums);
        page.figure_to(OWED, y, bold, AMOUNT, &words::amount(sums.owed));
        let _ = page.fit(WHY, y, REASON, RIGHT - WHY, seen);
        self.rule(top + STEP, OUTLINE, Ink::Edge);
        self.flow.y = top + STEP;
    }

    /// The last row, what credit takes off it, and how the columns belong together.
    fn total(&mut self) {
        let statement = self.flow.statement;
        let due = statement.amount_due();
        let credit = statement.credit_used();
        let why = format!("Amount due, {}", words::dollars(due));
        let last = due.to_string();
        if credit.is_zero() {
            self.dark_row("Total, all visits", Some(statement.totals()), &last, &why);
        } else {
            self.credit_rows();
            self.dark_row("Amount due", None, &last, &why);
        }
        self.refer(0.0);
        let formula = "Charge − insurance paid − plan discount − you paid = you owe. The plan discount is the part \
                       we agreed with your insurance not to charge you.";
        let y = self.flow.y + 3.7;
        let _ = self.flow.page.fit(LEFT, y, CAPTION, RIGHT - LEFT, formula);
        self.flow.y += FORMULA;
    }

    /// The lines' total and the credit between it and the amount due.
    fn credit_rows(&mut self) {
        let statement = self.flow.statement;
        let credit = statement.credit_used();
        let label = if credit.is_negative() {
            "Paid too much, kept for later"
        } else {
            "Your credit with us"
        };
        let bold = ROW.semibold();
        let top = self.flow.y;
        self.tint(STEP * 2.0);
        let page = &mut self.flow.page;
        page.rule((LEFT, top), (RIGHT, top), HEAVY, Ink::Ink);
        let totals = statement.totals();
        let mut y = top + 3.6;
        let _ = page.text(LEFT, y, bold, "Total, all visits");
        columns(page, y, bold, totals);
        page.figure_to(OWED, y, bold, AMOUNT, &words::amount(totals.owed));
        y += STEP;
        let _ = page.text(LEFT, y, ROW, label);
        page.figure_to(OWED, y, bold, AMOUNT, &words::less(credit));
        if statement.credit_left().is_positive() {
            let left = format!(
                "{} is left for later",
                words::dollars(statement.credit_left())
            );
            let _ = page.fit(WHY, y, REASON, RIGHT - WHY, &left);
        }
        self.flow.y = top + STEP * 2.0;
    }

    fn tint(&mut self, height: f32) {
        let top = self.flow.y;
        self.flow
            .page
            .block((TINT.0, top + HAIR), (TINT.1, height - HAIR), Ink::Tint);
    }

    fn rule(&mut self, y: f32, weight: f32, ink: Ink) {
        self.flow.page.rule((LEFT, y), (RIGHT, y), weight, ink);
    }

    /// What the pages after this one hold, for the row that carries sums there.
    fn rest(&self, next: usize) -> String {
        let statement = self.flow.statement;
        match statement.groups().get(self.at.0..) {
            Some([only]) if self.at.1 == 0 && !self.is_begun => {
                let name = words::possessive(&calling_name(statement, &only.patient));
                format!("{name} visits: page {next}")
            }
            _ => format!("More visits: page {next}"),
        }
    }

    /// What the pages before hold, for the row that brings sums from there.
    fn seen(&self) -> String {
        let statement = self.flow.statement;
        let (place, number) = self.at;
        let begun = number.saturating_add(usize::from(self.is_begun));
        let mut groups: Vec<(&PatientGroup, usize)> = statement
            .groups()
            .iter()
            .take(place)
            .map(|group| (group, group.visits.len()))
            .collect();
        groups.extend(statement.groups().get(place).map(|group| (group, begun)));
        groups.retain(|(_, visits)| *visits > 0);
        let names: Vec<String> = groups
            .iter()
            .map(|(group, _)| words::possessive(&calling_name(statement, &group.patient)))
            .collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let ([(group, visits)], [name]) = (&groups[..], &names[..]) else {
            return match names[..] {
                [_, _] => format!("{} visits", words::list(&names)),
                [..] => format!("Visits of {} patients", names.len()),
            };
        };
        let mut days = group.visits.iter().take(*visits).map(|visit| visit.on);
        match (days.next(), days.next(), days.next_back()) {
            (Some(one), None, _) => format!("{name} visit, {}", words::short_day(one)),
            (Some(one), Some(two), None) => format!(
                "{name} visits, {} and {}",
                words::short_day(one),
                words::short_day(two)
            ),
            (Some(first), Some(_), Some(last)) => format!(
                "{name} visits, {} to {}",
                words::short_day(first),
                words::short_day(last)
            ),
            (None, _, _) => String::new(),
        }
    }
}

impl Row<'_> {
    fn height(&self) -> f32 {
        let lines = self.description.len().max(self.why.len());
        let further = u8::try_from(lines.saturating_sub(1)).unwrap_or(u8::MAX);
        STEP + FURTHER * f32::from(further)
    }
}

fn columns_of(line: &Line) -> Columns {
    Columns {
        charge: line.charge,
        insurance_paid: line.insurance_paid,
        discount: line.discount,
        patient_paid: line.patient_paid,
        owed: line.owed,
    }
}

/// The four columns before the tinted one: what is taken off stands in parentheses, nothing is a quiet dash.
fn columns(page: &mut Pen<'_>, y: f32, style: Type, columns: Columns) {
    for (x, words) in [
        (CHARGE, words::amount(columns.charge)),
        (INSURANCE, words::less(columns.insurance_paid)),
        (DISCOUNT, words::less(columns.discount)),
        (PAID, words::less(columns.patient_paid)),
    ] {
        let style = if words == "–" { ROW.muted() } else { style };
        page.figure_to(x, y, style, AMOUNT, &words);
    }
}
