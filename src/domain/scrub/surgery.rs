//! Edits on the days of care that a surgery includes, by the fee schedule the practice brought in.

use chrono::{Days, NaiveDate};

use super::before::Past;
use super::case::Case;
use super::coding::is_visit;
use super::modifiers::{first_of, has};
use super::place::{LineField, Place};
use super::{Edit, Hits};
use crate::domain::code::Procedure;
use crate::domain::tables::Global;
use crate::domain::visit::Line;

pub(super) const EDITS: &[Edit] = &[
    Edit::block("C010", "Visit on the day of a procedure", same_day),
    Edit::block("C011", "Visit that led to surgery", decision),
    Edit::block("C012", "Visit in the days after surgery", visit_after),
    Edit::block(
        "C013",
        "Procedure in the days after surgery",
        procedure_after,
    ),
    Edit::warn(
        "C014",
        "Modifier of surgery's days without surgery",
        no_surgery,
    ),
    Edit::block("C015", "Part of a surgery's care on one line", parts),
];

fn global(case: &Case<'_>, code: Procedure, on: NaiveDate) -> Global {
    case.tables.services.global(code, on)
}

/// The claim's visits, with their numbers, that have none of these modifiers.
fn visits<'a>(
    case: &Case<'a>,
    without: &'static [&'static str],
) -> impl Iterator<Item = (u32, &'a Line)> {
    case.numbered()
        .filter(|(_, line)| is_visit(line.what.code))
        .filter(|(_, line)| first_of(line, without).is_none())
}

fn same_day(case: &Case<'_>, hits: &mut Hits) {
    let on = case.visit.service_on;
    let beside = case.beside();
    let mut codes = case
        .lines
        .iter()
        .chain(beside.iter().map(|(_, line)| *line))
        .map(|line| line.what.code)
        .filter(|code| matches!(global(case, *code, on), Global::Day | Global::Ten));
    let Some(procedure) = codes.next() else {
        return;
    };
    for (number, line) in visits(case, &["25", "57", "24"]) {
        hits.add(
            Place::Line(number, LineField::Modifiers),
            format!(
                "{} is part of {procedure} of the same day unless modifier 25 says otherwise.",
                line.what.code
            ),
            "Add 25 when the visit went beyond the procedure and the record shows it; else take the visit out.",
        );
    }
}

fn decision(case: &Case<'_>, hits: &mut Hits) {
    let on = case.visit.service_on;
    let beside = case.beside();
    let today = case
        .lines
        .iter()
        .chain(beside.iter().map(|(_, line)| *line))
        .map(|line| line.what.code);
    let tomorrow = recent(case)
        .filter(|past| Some(past.on) == on.succ_opt())
        .map(|past| past.code);
    let surgery = today
        .chain(tomorrow)
        .find(|code| global(case, *code, on) == Global::Ninety);
    let Some(surgery) = surgery else {
        return;
    };
    for (number, line) in visits(case, &["57", "25", "24"]) {
        hits.add(
            Place::Line(number, LineField::Modifiers),
            format!(
                "{} is part of {surgery}, which includes the day of surgery and the day before it.",
                line.what.code
            ),
            "Add 57 when surgery was decided on at this visit; else take the visit out.",
        );
    }
}

/// What the same clinician or specialty did lately.
fn recent<'a>(case: &Case<'a>) -> impl Iterator<Item = &'a Past> + use<'a> {
    let rendering = case.rendering;
    case.history
        .recent
        .iter()
        .filter(move |past| past.is_by(rendering))
}

/// An earlier surgery whose days of care reach to this claim, and the last of them.
fn surgery_before<'a>(case: &Case<'a>) -> Option<(&'a Past, NaiveDate)> {
    let on = case.visit.service_on;
    // Care after surgery that was handed over is not part of it.
    let surgeries = recent(case).filter(|past| past.on < on && !past.has(&["54", "55", "56"]));
    surgeries
        .filter_map(|past| {
            let days = u64::try_from(global(case, past.code, past.on).days()).ok()?;
            let last = past.on.checked_add_days(Days::new(days))?;
            (on <= last).then_some((past, last))
        })
        .last()
}

fn visit_after(case: &Case<'_>, hits: &mut Hits) {
    let Some((surgery, last)) = surgery_before(case) else {
        return;
    };
    for (number, _) in visits(case, &["24", "57"]) {
        hits.add(
            Place::Line(number, LineField::Modifiers),
            format!(
                "{} of {} includes visits until {}.",
                surgery.code,
                surgery.on.format("%m/%d/%Y"),
                last.format("%m/%d/%Y")
            ),
            "Add 24 when the visit had nothing to do with the surgery; else it is not billed.",
        );
    }
}

fn procedure_after(case: &Case<'_>, hits: &mut Hits) {
    let on = case.visit.service_on;
    let Some((surgery, last)) = surgery_before(case) else {
        return;
    };
    let procedures = case
        .numbered()
        .filter(|(_, line)| global(case, line.what.code, on).is_procedure())
        .filter(|(_, line)| first_of(line, &["58", "78", "79", "76", "77", "55"]).is_none());
    for (number, line) in procedures {
        hits.add(
            Place::Line(number, LineField::Modifiers),
            format!(
                "{} falls in the days of {} of {}, which last until {}.",
                line.what.code,
                surgery.code,
                surgery.on.format("%m/%d/%Y"),
                last.format("%m/%d/%Y")
            ),
            "Add 58 when it was planned, 78 for a return to the operating room, 79 when it is unrelated.",
        );
    }
}

fn no_surgery(case: &Case<'_>, hits: &mut Hits) {
    if case.tables.services.is_empty() || surgery_before(case).is_some() {
        return;
    }
    for (number, line) in case.numbered() {
        if let Some(modifier) = first_of(line, &["24", "58", "78", "79"]) {
            hits.add(
                Place::Line(number, LineField::Modifiers),
                format!(
                    "{} has modifier {modifier}, and no surgery before it whose days of care still last.",
                    line.what.code
                ),
                "Check the modifier; the surgery may have been elsewhere.",
            );
        }
    }
}

fn parts(case: &Case<'_>, hits: &mut Hits) {
    for (number, line) in case.numbered() {
        let code = line.what.code;
        let service = case.tables.services.find(code, case.visit.service_on);
        let is_no_surgery = service.is_some_and(|service| service.global.days() == 0);
        let part = first_of(line, &["54", "55", "56"]);
        let words = match part {
            Some(_) if has(line, "54") && has(line, "55") => {
                format!("{code} has 54 (surgery only) and 55 (care after it only) together.")
            }
            Some(part) if is_no_surgery => format!(
                "{code} has modifier {part}, and includes no days of care that could be shared."
            ),
            Some(_) | None => continue,
        };
        hits.add(
            Place::Line(number, LineField::Modifiers),
            words,
            "Keep what the practice did; without a modifier the surgery and all its care are billed.",
        );
    }
}
