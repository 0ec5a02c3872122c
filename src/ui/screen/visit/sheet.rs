//! The form of a visit as it stands: what is typed, what is wrong with it, and what follows from each edit. It must not
//! know widgets or the office.

use std::collections::{BTreeMap, HashSet};

use chrono::{DateTime, NaiveDate, Utc};
use iced::widget::text_editor;

use super::checks::{self, Check};
use super::records::Records;
use crate::domain::claim::{ClaimNumber, State};
use crate::domain::code::{Icd10, Modifier, PlaceOfService, Procedure, Units};
use crate::domain::codebook::{DiagnosisHit, ProcedureHit};
use crate::domain::draft::visit::{Context, Field, LineDraft, line};
use crate::domain::draft::{Complaint, VisitDraft};
use crate::domain::id::VisitId;
use crate::domain::money::Money;
use crate::domain::scrub::Finding;
use crate::domain::typed::{self, show_date};
use crate::domain::visit::{DIAGNOSES_MAX, LINES_MAX, NewVisit};
use crate::ui::widget::field::Left;

/// What saving does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// A new visit.
    Enter,
    /// A visit that is in the book without charges.
    Code(VisitId),
    /// A visit that is in the book with its charges.
    Correct(VisitId),
}

impl Purpose {
    /// The visit, if it is in the book.
    pub const fn visit(self) -> Option<VisitId> {
        match self {
            Self::Enter => None,
            Self::Code(visit) | Self::Correct(visit) => Some(visit),
        }
    }
}

/// A part of the form that is folded away until it is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fold {
    /// Facility, onset, accident.
    More,
    /// What a claim says beside what every claim says.
    Details,
    /// The clinician's notes and the signature.
    Notes,
}

/// The fields that hold several lines.
pub const NOTES: [Field; 5] = [
    Field::Reason,
    Field::Finding,
    Field::Treatment,
    Field::Plan,
    Field::Prognosis,
];

/// What was found for the row that is being typed.
#[derive(Debug, Default)]
pub enum Found {
    /// Nothing was looked for.
    #[default]
    Nothing,
    /// Diagnoses for the row.
    Diagnoses(usize, Vec<DiagnosisHit>),
    /// Services for the row.
    Procedures(usize, Vec<ProcedureHit>),
}

/// The form of a visit.
pub struct Sheet {
    pub records: Records,
    pub purpose: Purpose,
    pub draft: VisitDraft,
    /// The draft as it opened, which tells whether something was typed.
    before: VisitDraft,
    /// The texts of [`NOTES`].
    pub notes: Vec<text_editor::Content>,
    pub left: Left<String>,
    pub complaints: Vec<Complaint<Field>>,
    pub checks: Vec<Check>,
    /// What the scrubber would find in its claim; none until it was asked about a form that can be saved.
    findings: Option<Vec<Finding>>,
    /// The field that has the focus.
    pub at: Option<Field>,
    pub found: Found,
    /// What diagnoses are in words, by code.
    pub words: BTreeMap<String, String>,
    /// What one unit of each service costs by the schedule.
    pub fees: Vec<Option<Money>>,
    pub has_more: bool,
    pub has_notes: bool,
    /// What shows of the details though nothing is said there yet; none while they are folded away.
    pub details: Option<HashSet<Field>>,
    /// The service of which more shows though nothing more is said of it yet.
    pub open_line: Option<usize>,
    pub kept_at: Option<DateTime<Utc>>,
    pub is_saving: bool,
    /// What is typed to answer the open question.
    pub answer: String,
    /// Why saving was refused, as the office said it.
    pub refusal: Option<String>,
    today: NaiveDate,
}

impl Sheet {
    /// The form filled in with what the book has, or with what was put aside.
    pub fn new(records: Records, today: NaiveDate) -> Self {
        let purpose = match &records.visit {
            None => Purpose::Enter,
            Some(visit) if visit.standing().next().is_none() => Purpose::Code(visit.id),
            Some(visit) => Purpose::Correct(visit.id),
        };
        let before = records
            .visit
            .as_ref()
            .map_or_else(|| fresh(&records, today), VisitDraft::from);
        let aside = records
            .put_aside
            .clone()
            .filter(|(draft, _)| *draft != before);
        let (draft, kept_at) = match aside {
            Some((draft, at)) => (draft, Some(at)),
            None => (before.clone(), None),
        };
        let mut sheet = Self {
            purpose,
            notes: Vec::new(),
            left: Left::default(),
            complaints: Vec::new(),
            checks: Vec::new(),
            findings: None,
            at: None,
            found: Found::Nothing,
            words: records.words.clone(),
            fees: Vec::new(),
            has_more: false,
            has_notes: false,
            details: None,
            open_line: None,
            kept_at,
            is_saving: false,
            answer: String::new(),
            refusal: None,
            today,
            records,
            draft,
            before,
        };
        sheet.settle();
        sheet
    }

    /// Brings what hangs on the draft in line with a draft that came as a whole.
    fn settle(&mut self) {
        self.notes = NOTES
            .iter()
            .map(|field| text_editor::Content::with_text(self.draft.text(*field)))
            .collect();
        self.fees = self.draft.lines.iter().map(unit_fee).collect();
        self.has_more |= self.draft.facility.is_some()
            || !self.draft.onset_on.is_empty()
            || !self.draft.accident.is_empty();
        self.edited();
    }

    /// Whether the day of admission is asked for: at a hospital's inpatient place, or where one was typed.
    pub fn wants_admission(&self) -> bool {
        let place = self.draft.place.parse::<PlaceOfService>();
        place.is_ok_and(|place| place.admits()) || !self.draft.admitted_on.is_empty()
    }

    /// Back to how the form opened.
    pub fn start_anew(&mut self) {
        self.draft = self.before.clone();
        self.kept_at = None;
        self.left.clear();
        self.refusal = None;
        self.found = Found::Nothing;
        self.settle();
    }

    /// Whether something was typed that is not saved.
    pub fn is_dirty(&self) -> bool {
        self.draft != self.before
    }

    /// The day of service, once it can be read.
    pub fn day(&self) -> Option<NaiveDate> {
        typed::date(&self.draft.service_on, self.today).ok()
    }

    /// What the form is checked against.
    pub const fn context(&self) -> Context {
        Context {
            patient: self.records.patient.id,
            born_on: self.records.patient.born_on,
            died_on: self.records.patient.died_on,
            today: self.today,
        }
    }

    /// Checks the form anew.
    pub fn edited(&mut self) {
        self.has_more |= self.wants_admission();
        self.complaints = self.draft.check(self.context()).err().unwrap_or_default();
        let may_be_said: Vec<Complaint<Field>> = self
            .complaints
            .iter()
            .filter(|complaint| {
                self.left
                    .show(&complaint.field.to_string(), Some(()))
                    .is_some()
            })
            .cloned()
            .collect();
        if !self.complaints.is_empty() {
            self.findings = None;
        }
        self.checks = checks::look(
            &self.records,
            &self.draft,
            &may_be_said,
            self.findings.as_deref(),
            self.today,
        );
    }

    /// Takes in what the scrubber would find in the claim.
    pub fn judged(&mut self, findings: Vec<Finding>) {
        self.findings = Some(findings);
        self.edited();
    }

    /// The visit as the form has it, when it has services and could be saved.
    pub fn to_judge(&self) -> Option<NewVisit> {
        let visit = self.draft.check(self.context()).ok()?;
        (!visit.lines.is_empty()).then_some(visit)
    }

    /// The visit, when it can be saved.
    pub fn checked(&mut self) -> Option<NewVisit> {
        let checked = self.draft.check(self.context());
        if checked.is_err() {
            self.left.leave_all();
        }
        self.edited();
        checked.ok()
    }

    /// What is wrong with a field, once it may be said.
    pub fn complaint(&self, field: Field) -> Option<&str> {
        let first = self
            .complaints
            .iter()
            .find(|complaint| complaint.field == field);
        self.left.show(
            &field.to_string(),
            first.map(|complaint| complaint.words.as_str()),
        )
    }

    /// The claim that binds the charges, when there is one.
    pub fn bound_by(&self) -> Option<(ClaimNumber, State)> {
        self.records.bound_by()
    }

    /// Whether what a claim says may be typed into.
    pub fn is_open(&self) -> bool {
        self.bound_by().is_none()
    }

    /// Whether saving takes charges back and charges anew, which wants a reason.
    pub fn charges_anew(&self) -> bool {
        matches!(self.purpose, Purpose::Correct(_))
            && (self.draft.lines != self.before.lines
                || self.draft.service_on != self.before.service_on)
    }

    /// Takes in text typed into a field of the form.
    pub fn type_into(&mut self, field: Field, text: String) {
        match field {
            Field::Diagnosis(at) => {
                grow(&mut self.draft.diagnoses, at, DIAGNOSES_MAX);
                put(&mut self.draft.diagnoses, at, text);
            }
            Field::Line(at, cell) => self.type_line(at, cell, text),
            _ => {
                if let Some(value) = self.draft.text_mut(field) {
                    *value = text;
                }
            }
        }
        self.refusal = None;
        self.edited();
    }

    fn type_line(&mut self, at: usize, cell: line::Field, text: String) {
        grow(&mut self.draft.lines, at, LINES_MAX);
        self.fees.resize(self.draft.lines.len(), None);
        let Some(line) = self.draft.lines.get_mut(at) else {
            return;
        };
        if let Some(value) = line.text_mut(cell) {
            *value = if matches!(
                cell,
                line::Field::Code | line::Field::Modifiers | line::Field::Pointers
            ) {
                text.to_uppercase()
            } else {
                text
            };
        }
        if cell == line::Field::Units {
            self.price(at);
        }
    }

    /// Puts the schedule's fee for the units on a line.
    fn price(&mut self, at: usize) {
        let fee = self.fees.get(at).copied().flatten();
        if let (Some(line), Some(fee)) = (self.draft.lines.get_mut(at), fee)
            && let Ok(units) = line.units.trim().parse::<Units>()
            && let Ok(charge) = units.charge(fee)
        {
            line.charge = charge.to_string();
        }
    }

    /// Takes in what one unit costs by the schedule.
    pub fn fee_found(&mut self, at: usize, code: Procedure, fee: Option<Money>) {
        let is_asked = self
            .draft
            .lines
            .get(at)
            .is_some_and(|line| line.code.trim() == code.as_str());
        if let (true, Some(kept)) = (is_asked, self.fees.get_mut(at)) {
            *kept = fee;
            self.price(at);
            self.edited();
        }
    }

    /// The code and modifiers of a line, when a fee can be looked for.
    pub fn priced(&self, at: usize) -> Option<(Procedure, Vec<Modifier>, NaiveDate)> {
        let line = self.draft.lines.get(at)?;
        let code = line.code.trim().parse().ok()?;
        let modifiers = line
            .modifiers
            .split_whitespace()
            .filter_map(|word| word.parse().ok())
            .collect();
        Some((code, modifiers, self.day().unwrap_or(self.today)))
    }

    /// Takes a diagnosis that was found.
    pub fn take_diagnosis(&mut self, row: usize, hit: DiagnosisHit) {
        let code = hit.code.to_string();
        let _known = self.words.insert(code.clone(), hit.description);
        self.found = Found::Nothing;
        self.type_into(Field::Diagnosis(row), code);
    }

    /// Takes a service that was found: its words, its fee, and the first diagnosis as its reason.
    pub fn take_procedure(&mut self, row: usize, hit: &ProcedureHit) {
        self.found = Found::Nothing;
        grow(&mut self.draft.lines, row, LINES_MAX);
        self.fees.resize(self.draft.lines.len(), None);
        put(&mut self.fees, row, hit.fee);
        let has_diagnosis = self
            .draft
            .diagnoses
            .iter()
            .any(|text| !text.trim().is_empty());
        if let Some(line) = self.draft.lines.get_mut(row) {
            line.code = hit.code.to_string();
            line.description.clone_from(&hit.description);
            if line.pointers.trim().is_empty() && has_diagnosis {
                "A".clone_into(&mut line.pointers);
            }
        }
        self.price(row);
        self.edited();
    }

    /// Shows what was found for a field that is being typed into; takes it over where the field was left meanwhile.
    pub fn was_found(&mut self, field: Field, found: Found) {
        if self.at == Some(field) {
            self.found = found;
        } else {
            self.adopt(found);
        }
    }

    /// Takes over what was found for a row that was typed as a whole code and left, without waiting to be taken.
    pub fn adopt(&mut self, found: Found) {
        match found {
            Found::Diagnoses(row, hits) => {
                let typed = self
                    .draft
                    .diagnoses
                    .get(row)
                    .and_then(|text| text.parse::<Icd10>().ok());
                if let Some(hit) = hits.into_iter().find(|hit| Some(hit.code) == typed) {
                    self.take_diagnosis(row, hit);
                }
            }
            Found::Procedures(row, hits) => {
                let line = self
                    .draft
                    .lines
                    .get(row)
                    .filter(|line| line.description.trim().is_empty());
                let typed = line.and_then(|line| line.code.parse::<Procedure>().ok());
                if let Some(hit) = hits.iter().find(|hit| Some(hit.code) == typed) {
                    self.take_procedure(row, hit);
                }
            }
            Found::Nothing => {}
        }
    }

    /// Removes a line.
    pub fn remove_line(&mut self, at: usize) {
        if at < self.draft.lines.len() {
            self.open_line = None;
            let _line = self.draft.lines.remove(at);
            if at < self.fees.len() {
                let _fee = self.fees.remove(at);
            }
            self.edited();
        }
    }

    /// Removes a diagnosis, and lets the pointers of the lines follow the letters that move up.
    pub fn remove_diagnosis(&mut self, at: usize) {
        if at >= self.draft.diagnoses.len() {
            return;
        }
        let _code = self.draft.diagnoses.remove(at);
        for line in &mut self.draft.lines {
            let moved = line
                .pointers
                .chars()
                .filter_map(|letter| moved_up(letter, at));
            line.pointers = moved.collect();
        }
        self.edited();
    }

    /// Copies the line above into a line; gives whether there is one.
    pub fn copy_above(&mut self, at: usize) -> bool {
        let above = at.checked_sub(1);
        let Some(line) = above.and_then(|above| self.draft.lines.get(above)).cloned() else {
            return false;
        };
        let fee = above
            .and_then(|above| self.fees.get(above))
            .copied()
            .flatten();
        grow(&mut self.draft.lines, at, LINES_MAX);
        self.fees.resize(self.draft.lines.len(), None);
        put(&mut self.draft.lines, at, line);
        put(&mut self.fees, at, fee);
        self.edited();
        true
    }

    /// Copies diagnoses and services of the patient's last visit, and who saw them where; the day stays.
    pub fn copy_last(&mut self) {
        let Some(last) = &self.records.last else {
            return;
        };
        let copied = VisitDraft::from(last);
        self.draft.diagnoses = copied.diagnoses;
        self.draft.lines = copied.lines;
        self.draft.rendering = copied.rendering;
        self.draft.referring = copied.referring;
        self.draft.facility = copied.facility;
        self.draft.place = copied.place;
        self.settle();
    }

    /// Notes that the book has the signature now.
    pub fn signed(&mut self, day: NaiveDate) {
        show_date(day).clone_into(&mut self.draft.signed_on);
        self.before.signed_on.clone_from(&self.draft.signed_on);
        self.edited();
    }

    /// The rows of diagnoses that show: those typed and one more.
    pub fn diagnosis_rows(&self) -> usize {
        rows(&self.draft.diagnoses, String::is_empty, 3, DIAGNOSES_MAX)
    }

    /// The rows of services that show: those typed and one more.
    pub fn line_rows(&self) -> usize {
        rows(&self.draft.lines, LineDraft::is_blank, 4, LINES_MAX)
    }
}

/// A new visit: today, at the practice, by the clinician of the last visit or the only one there is.
fn fresh(records: &Records, today: NaiveDate) -> VisitDraft {
    let mut active = records
        .providers
        .iter()
        .filter(|one| one.is_active && one.who.duty.renders());
    let only = active.next().filter(|_| active.next().is_none());
    let last = records.last.as_ref();
    VisitDraft {
        service_on: show_date(today),
        rendering: last.map(|visit| visit.rendering).or(only.map(|one| one.id)),
        ..VisitDraft::default()
    }
}

/// What one unit was charged, where that is a whole amount.
fn unit_fee(line: &LineDraft) -> Option<Money> {
    let units: Units = line.units.trim().parse().ok()?;
    let charged = line.charged()?;
    let one = match units.whole()? {
        0 => None,
        count => charged.split(count).first().copied(),
    }?;
    units
        .charge(one)
        .ok()
        .filter(|sum| *sum == charged)
        .map(|_| one)
}

/// Where a pointer goes when the diagnosis at `removed` is gone; none when it pointed there.
fn moved_up(letter: char, removed: usize) -> Option<char> {
    let Some(pointer) = crate::domain::visit::Pointer::from_letter(letter) else {
        return Some(letter);
    };
    if pointer.index() == removed {
        return None;
    }
    let index = if pointer.index() > removed {
        pointer.index().saturating_sub(1)
    } else {
        pointer.index()
    };
    crate::domain::visit::Pointer::from_index(index).map(crate::domain::visit::Pointer::letter)
}

/// How many rows show: up to the last one used, and one to type in.
fn rows<T>(list: &[T], is_blank: impl Fn(&T) -> bool, least: usize, most: usize) -> usize {
    let used = list
        .iter()
        .rposition(|one| !is_blank(one))
        .map_or(0, |last| last.saturating_add(1));
    used.max(list.len())
        .max(used.saturating_add(1))
        .clamp(least, most)
}

/// Makes a list long enough to have a place `at`, unless that is too many.
fn grow<T: Default>(list: &mut Vec<T>, at: usize, most: usize) {
    if at < most && list.len() <= at {
        list.resize_with(at.saturating_add(1), T::default);
    }
}

fn put<T>(list: &mut [T], at: usize, value: T) {
    if let Some(place) = list.get_mut(at) {
        *place = value;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pointers_follow_the_letters_that_move_up() {
        let moved: String = "A B D"
            .chars()
            .filter_map(|letter| moved_up(letter, 1))
            .collect();
        assert_eq!(moved, "A  C");
    }

    #[test]
    fn there_is_always_a_row_to_type_in_until_the_claim_is_full() {
        let blank = String::is_empty;
        assert_eq!(rows(&[], blank, 3, 12), 3);
        let full = vec!["E11.9".to_owned(); 4];
        assert_eq!(rows(&full, blank, 3, 12), 5);
        assert_eq!(rows(&vec!["E11.9".to_owned(); 12], blank, 3, 12), 12);
    }

    #[test]
    fn a_unit_costs_what_the_charge_says_when_that_is_whole() {
        let line = |units: &str, charge: &str| LineDraft {
            units: units.to_owned(),
            charge: charge.to_owned(),
            ..LineDraft::default()
        };
        assert_eq!(unit_fee(&line("2", "84.00")), Money::from_cents(4_200).ok());
        assert_eq!(unit_fee(&line("3", "1.00")), None);
        assert_eq!(unit_fee(&line("x", "1.00")), None);
    }
}
