//! Visit entry: who was seen, when, by whom and where; why, and what was done. The same form enters a visit, codes one
//! that was kept without charges, corrects one and signs it. It must not know what is charged to whom.

mod checks;
mod choose;
mod details;
mod form;
mod grid;
mod keep;
mod lists;
mod questions;
mod records;
mod save;
mod sheet;
mod side;

pub use self::checks::{line_field, visit_field};
pub use self::questions::QUESTION;

use chrono::{DateTime, NaiveDate, Utc};
use iced::advanced::widget::Id;
use iced::widget::{column, row, text_editor};
use iced::{Element, Task};

use self::choose::Choose;
use self::records::Records;
use self::sheet::{Fold, Found, NOTES, Sheet};
use crate::domain::claim::{ClaimNumber, State};
use crate::domain::code::Procedure;
use crate::domain::codebook::{DiagnosisHit, ProcedureHit};
use crate::domain::draft::visit::{Field, line};
use crate::domain::id::{ClaimId, FacilityId, PatientId, ProviderId, VisitId};
use crate::domain::money::Money;
use crate::domain::patient::PatientRow;
use crate::domain::scrub::Finding;
use crate::office::PlacedCredit;
use crate::ui::context::Context;
use crate::ui::icon;
use crate::ui::place::{Action, Place};
use crate::ui::widget::key::{Hint, Press, hint};
use crate::ui::widget::{button, empty_state, focus, page};
use crate::ui::worker::Failure;

/// How many hits a look-up shows.
const HITS: usize = 8;

/// What the screen remembers.
pub struct Visit {
    stage: Stage,
    /// The field to go to once the form is open.
    wanted: Option<Field>,
    /// Whether to go to the open question instead.
    is_asked: bool,
    /// Counts the changes, so that the draft is put aside once typing rests.
    edits: u64,
}

/// How far the screen is.
enum Stage {
    /// The patient is still to be chosen.
    Choosing(Choose),
    /// The book is being read.
    Opening,
    /// It could not be.
    Closed(Failure),
    /// The form is open.
    Open(Box<Sheet>),
}

/// What follows once the visit is saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum After {
    /// Back to where the form was opened from.
    Leave,
    /// On to taking the copay.
    TakeCopay,
}

/// The visit that was saved, and its claim.
pub type Kept = (VisitId, Option<(ClaimNumber, State)>);

/// What happened.
#[derive(Clone, Debug)]
pub enum Message {
    /// A patient is looked for.
    PatientTyped(String),
    /// These were found.
    PatientsFound(String, Result<Vec<PatientRow>, Failure>),
    /// One of them was chosen, to be looked at.
    PatientSelected(usize),
    /// One of them was taken.
    PatientTaken(usize),
    /// The book was read.
    Opened(Result<Box<Records>, Failure>),
    /// Something was typed.
    Typed(Field, String),
    /// One of the notes was edited.
    NoteEdited(usize, text_editor::Action),
    /// Who saw the patient was chosen.
    RenderingChosen(ProviderId),
    /// Who sent the patient was chosen.
    ReferringChosen(Option<ProviderId>),
    /// Where was chosen.
    FacilityChosen(Option<FacilityId>),
    /// The focus came to a field.
    Entered(Field),
    /// The focus left a field.
    FieldLeft(Field),
    /// Diagnoses were looked for.
    DiagnosesFound(usize, String, Result<Vec<DiagnosisHit>, Failure>),
    /// One of them was taken.
    DiagnosisTaken(usize, usize),
    /// A diagnosis is to go.
    DiagnosisRemoved(usize),
    /// Services were looked for.
    ProceduresFound(usize, String, Result<Vec<ProcedureHit>, Failure>),
    /// One of them was taken.
    ProcedureTaken(usize, usize),
    /// A fee was looked for.
    FeeFound(usize, Procedure, Result<Option<Money>, Failure>),
    /// A line is to go.
    LineRemoved(usize),
    /// What the scrubber would find after so many edits was found out.
    Judged(u64, Result<Vec<Finding>, Failure>),
    /// Something happened to what is said more.
    Detail(details::Message),
    /// A folded part is to be opened or closed.
    FoldPressed(Fold),
    /// A check was pressed: go to its field.
    CheckPressed(Field),
    /// A check about what lies on another form was pressed.
    ElsewherePressed(Place),
    /// The last visit is to be copied.
    CopyPressed,
    /// What was put aside is to be thrown away.
    AnewPressed,
    /// Nothing was typed for a while.
    Rested(u64),
    /// The draft was put aside, or not.
    PutAside(DateTime<Utc>, Result<(), Failure>),
    /// The draft was thrown away, or not.
    DraftDropped(Result<(), Failure>),
    /// The visit is to be saved.
    SavePressed(After),
    /// Why it is corrected.
    WhySaid(After, String),
    /// It was saved, or not.
    Saved(After, Result<Kept, Failure>),
    /// The documentation is to be signed as of today.
    SignPressed,
    /// It was, or not.
    Signed(NaiveDate, Result<(), Failure>),
    /// Credit was placed, or not.
    CreditPlaced(Result<PlacedCredit, Failure>),
    /// About a question.
    Question(questions::Message),
    /// The visit's claim is to be opened.
    ClaimPressed(ClaimId),
    /// Back to where the form was opened from.
    BackPressed,
}

impl Visit {
    /// Opens a new visit of a patient, or the choice of the patient.
    pub fn enter(context: &Context, patient: Option<PatientId>) -> (Self, Task<Message>) {
        match patient {
            None => {
                let (choose, task) = Choose::open(context);
                (Self::at(Stage::Choosing(choose), None), task)
            }
            Some(patient) => (
                Self::at(Stage::Opening, None),
                read_patient(context, patient),
            ),
        }
    }

    /// Opens a visit that is in the book, at a field if one is named.
    pub fn open(context: &Context, visit: VisitId, field: Option<&str>) -> (Self, Task<Message>) {
        let task = context.worker.ask(
            move |office| Records::of_visit(office, visit).map(Box::new),
            Message::Opened,
        );
        let opened = Self {
            is_asked: field == Some(QUESTION),
            ..Self::at(Stage::Opening, field.and_then(field_named))
        };
        (opened, task)
    }

    const fn at(stage: Stage, wanted: Option<Field>) -> Self {
        Self {
            stage,
            wanted,
            is_asked: false,
            edits: 0,
        }
    }

    /// Takes in what happened.
    pub fn update(&mut self, context: &Context, message: Message) -> Action<Message> {
        match message {
            Message::Opened(Ok(records)) => return self.opened(context, *records),
            Message::Opened(Err(failure)) => {
                self.stage = Stage::Closed(failure);
                return Action::None;
            }
            Message::BackPressed => {
                self.put_aside_now(context);
                return Action::Leave;
            }
            Message::ClaimPressed(claim) => {
                self.put_aside_now(context);
                return Action::Go(Place::Claim(claim));
            }
            Message::ElsewherePressed(place) => {
                self.put_aside_now(context);
                return Action::Go(place);
            }
            _ => {}
        }
        match &mut self.stage {
            Stage::Choosing(choose) => match choose.update(context, message) {
                choose::Outcome::Taken(patient) => {
                    self.stage = Stage::Opening;
                    Action::Moved(
                        Place::NewVisit(Some(patient)),
                        read_patient(context, patient),
                    )
                }
                choose::Outcome::Do(action) => action,
            },
            Stage::Open(_) => self.on_form(context, message),
            Stage::Opening | Stage::Closed(_) => Action::None,
        }
    }

    fn opened(&mut self, context: &Context, records: Records) -> Action<Message> {
        let sheet = Sheet::new(records, context.today());
        let start = self.wanted.take().unwrap_or(if sheet.is_open() {
            Field::ServiceOn
        } else {
            Field::Reason
        });
        let is_asked = self.is_asked && sheet.open_question().is_some();
        self.stage = Stage::Open(Box::new(sheet));
        let judge = self.judge(context);
        let go = if is_asked {
            focus::on(questions::ANSWER)
        } else {
            self.go_to(start)
        };
        Action::Run(Task::batch([judge, go]))
    }

    fn sheet(&mut self) -> Option<&mut Sheet> {
        match &mut self.stage {
            Stage::Open(sheet) => Some(sheet),
            _ => None,
        }
    }

    fn on_form(&mut self, context: &Context, message: Message) -> Action<Message> {
        match message {
            Message::Typed(field, text) => self.typed(context, field, text),
            Message::NoteEdited(at, action) => self.note_edited(context, at, action),
            Message::RenderingChosen(id) => {
                self.chosen(context, |sheet| sheet.draft.rendering = Some(id))
            }
            Message::ReferringChosen(id) => {
                self.chosen(context, |sheet| sheet.draft.referring = id)
            }
            Message::FacilityChosen(id) => self.chosen(context, |sheet| sheet.draft.facility = id),
            Message::Entered(field) => self.entered(field),
            Message::FieldLeft(field) => self.field_left(context, field),
            Message::DiagnosisTaken(row, at) => self.diagnosis_taken(context, row, at),
            Message::ProcedureTaken(row, at) => self.procedure_taken(context, row, at),
            Message::DiagnosisRemoved(row) => self.removed(context, Field::Diagnosis(row)),
            Message::LineRemoved(row) => self.removed(context, Field::Line(row, line::Field::Code)),
            Message::Detail(message) => self.detail(context, message),
            Message::FoldPressed(fold) => self.fold(fold),
            Message::CheckPressed(field) => Action::Run(self.go_to(field)),
            Message::CopyPressed => self.copy_last(context),
            Message::AnewPressed => self.start_anew(context),
            Message::Rested(edits) => self.rested(context, edits),
            Message::SavePressed(after) => self.save(context, after),
            Message::WhySaid(after, why) => self.save_for(context, after, why),
            Message::Saved(after, outcome) => self.saved(after, outcome),
            Message::SignPressed => self.sign(context),
            Message::Signed(day, outcome) => self.signed(context, day, outcome),
            Message::CreditPlaced(outcome) => self.credit_placed(outcome),
            Message::Question(message) => self.question(context, message),
            answer => self.answered(context, answer),
        }
    }

    /// An answer, dropped when its question has changed.
    fn answered(&mut self, context: &Context, message: Message) -> Action<Message> {
        let current = self.edits;
        let Some(sheet) = self.sheet() else {
            return Action::None;
        };
        match message {
            Message::DiagnosesFound(row, typed, Ok(hits)) => {
                if sheet.draft.diagnoses.get(row) == Some(&typed) {
                    sheet.was_found(Field::Diagnosis(row), Found::Diagnoses(row, hits));
                }
            }
            Message::ProceduresFound(row, typed, Ok(hits)) => {
                if sheet
                    .draft
                    .lines
                    .get(row)
                    .is_some_and(|line| line.code == typed)
                {
                    sheet.was_found(
                        Field::Line(row, line::Field::Code),
                        Found::Procedures(row, hits),
                    );
                }
            }
            Message::FeeFound(row, code, Ok(fee)) => sheet.fee_found(row, code, fee),
            Message::Judged(edits, Ok(findings)) => {
                if edits == current {
                    sheet.judged(findings);
                }
                return Action::None;
            }
            Message::PutAside(at, Ok(())) => {
                sheet.kept_at = Some(at);
                return Action::None;
            }
            Message::DiagnosesFound(_, _, Err(failure))
            | Message::ProceduresFound(_, _, Err(failure))
            | Message::FeeFound(_, _, Err(failure))
            | Message::Judged(_, Err(failure))
            | Message::DraftDropped(Err(failure))
            | Message::PutAside(_, Err(failure)) => return Action::Warn(failure),
            _ => return Action::None,
        }
        // What was found may have filled something in.
        Action::Run(self.judge(context))
    }

    fn typed(&mut self, context: &Context, field: Field, text: String) -> Action<Message> {
        let Some(sheet) = self.sheet() else {
            return Action::None;
        };
        sheet.type_into(field, text);
        let look_up = look_up(context, sheet, field);
        Action::Run(Task::batch([look_up, self.edited(context)]))
    }

    fn note_edited(
        &mut self,
        context: &Context,
        at: usize,
        action: text_editor::Action,
    ) -> Action<Message> {
        let is_edit = action.is_edit();
        let Some(sheet) = self.sheet() else {
            return Action::None;
        };
        let (Some(note), Some(field)) = (sheet.notes.get_mut(at), NOTES.get(at)) else {
            return Action::None;
        };
        note.perform(action);
        if !is_edit {
            return Action::None;
        }
        let text = note.text();
        sheet.type_into(*field, text);
        Action::Run(self.edited(context))
    }

    fn chosen(&mut self, context: &Context, choose: impl FnOnce(&mut Sheet)) -> Action<Message> {
        if let Some(sheet) = self.sheet() {
            choose(sheet);
            sheet.edited();
        }
        Action::Run(self.edited(context))
    }

    fn entered(&mut self, field: Field) -> Action<Message> {
        if let Some(sheet) = self.sheet() {
            sheet.at = Some(field);
        }
        Action::None
    }

    fn field_left(&mut self, context: &Context, field: Field) -> Action<Message> {
        let Some(sheet) = self.sheet() else {
            return Action::None;
        };
        sheet.left.leave(field.to_string());
        let found = std::mem::take(&mut sheet.found);
        sheet.adopt(found);
        sheet.edited();
        let task = match field {
            Field::Line(row, line::Field::Code | line::Field::Modifiers) => {
                find_fee(context, sheet, row)
            }
            _ => Task::none(),
        };
        Action::Run(Task::batch([task, self.judge(context)]))
    }

    fn diagnosis_taken(&mut self, context: &Context, row: usize, at: usize) -> Action<Message> {
        let Some(sheet) = self.sheet() else {
            return Action::None;
        };
        let Found::Diagnoses(_, hits) = std::mem::take(&mut sheet.found) else {
            return Action::None;
        };
        if let Some(hit) = hits.into_iter().nth(at) {
            sheet.take_diagnosis(row, hit);
        }
        let next = self.go_to(Field::Diagnosis(row.saturating_add(1)));
        Action::Run(Task::batch([next, self.edited(context)]))
    }

    fn procedure_taken(&mut self, context: &Context, row: usize, at: usize) -> Action<Message> {
        let Some(sheet) = self.sheet() else {
            return Action::None;
        };
        let Found::Procedures(_, hits) = std::mem::take(&mut sheet.found) else {
            return Action::None;
        };
        if let Some(hit) = hits.get(at) {
            sheet.take_procedure(row, hit);
        }
        let fee = find_fee(context, sheet, row);
        let next = self.go_to(Field::Line(row, line::Field::Modifiers));
        Action::Run(Task::batch([fee, next, self.edited(context)]))
    }

    /// Removes the diagnosis or the line of a field, and goes to what takes its place.
    fn removed(&mut self, context: &Context, field: Field) -> Action<Message> {
        if let Some(sheet) = self.sheet() {
            match field {
                Field::Diagnosis(row) => sheet.remove_diagnosis(row),
                Field::Line(row, _) => sheet.remove_line(row),
                _ => {}
            }
        }
        let next = self.go_to(field);
        Action::Run(Task::batch([next, self.edited(context)]))
    }

    fn fold(&mut self, fold: Fold) -> Action<Message> {
        let Some(sheet) = self.sheet() else {
            return Action::None;
        };
        let (is_open, first) = match fold {
            Fold::More => (&mut sheet.has_more, id(Field::Facility)),
            Fold::Notes => (&mut sheet.has_notes, id(Field::Reason)),
            Fold::Details => return self.fold_details(),
        };
        *is_open = !*is_open;
        if *is_open {
            Action::Run(focus::on(first))
        } else {
            Action::None
        }
    }

    fn copy_last(&mut self, context: &Context) -> Action<Message> {
        if let Some(sheet) = self.sheet() {
            sheet.copy_last();
        }
        let next = self.go_to(Field::Line(0, line::Field::Code));
        Action::Run(Task::batch([next, self.edited(context)]))
    }

    fn copy_above(&mut self, context: &Context) -> Option<Action<Message>> {
        let sheet = self.sheet()?;
        let Some(Field::Line(row, _)) = sheet.at else {
            return None;
        };
        if !sheet.copy_above(row) {
            return None;
        }
        let next = self.go_to(Field::Line(row.saturating_add(1), line::Field::Code));
        Some(Action::Run(Task::batch([next, self.edited(context)])))
    }

    /// Unfolds what a field is in, and focuses it.
    fn go_to(&mut self, field: Field) -> Task<Message> {
        if let Some(sheet) = self.sheet() {
            match field {
                Field::Facility
                | Field::OnsetOn
                | Field::AdmittedOn
                | Field::Accident
                | Field::AccidentOn
                | Field::AccidentState => sheet.has_more = true,
                field if field == Field::SignedOn || NOTES.contains(&field) => {
                    sheet.has_notes = true;
                }
                field if details::holds(field) => {
                    let added = sheet.details.get_or_insert_default();
                    let _new = added.insert(details::beside(field));
                }
                Field::Line(
                    at,
                    line::Field::Lot
                    | line::Field::Note
                    | line::Field::ReferringClia
                    | line::Field::Minutes,
                ) => sheet.open_line = Some(at),
                _ => {}
            }
        }
        focus::on(id(field))
    }

    /// Asks what the scrubber would find in the claim of the form as it stands.
    fn judge(&mut self, context: &Context) -> Task<Message> {
        let edits = self.edits;
        let Some(sheet) = self.sheet() else {
            return Task::none();
        };
        let instead_of = sheet.purpose.visit();
        sheet.to_judge().map_or_else(Task::none, |visit| {
            context.worker.ask(
                move |office| office.would_find(&visit, instead_of),
                move |findings| Message::Judged(edits, findings),
            )
        })
    }

    /// A key nothing in the view had a use for.
    pub fn pressed(&mut self, context: &Context, press: &Press) -> Option<Action<Message>> {
        if press.is("Esc") {
            return Some(self.update(context, Message::BackPressed));
        }
        let Stage::Open(sheet) = &self.stage else {
            return None;
        };
        let message = if press.is("Ctrl Enter") || press.is("Ctrl S") {
            Message::SavePressed(After::Leave)
        } else if press.is("Alt P") {
            Message::SavePressed(After::TakeCopay)
        } else if press.is("Alt D") {
            Message::CheckPressed(Field::Diagnosis(0))
        } else if press.is("Alt L") {
            Message::CheckPressed(Field::Line(0, line::Field::Code))
        } else if press.is("Alt N") {
            Message::FoldPressed(Fold::Notes)
        } else if press.is("Alt M") {
            Message::FoldPressed(Fold::More)
        } else if press.is("Alt E") {
            Message::FoldPressed(Fold::Details)
        } else if press.is("F7") {
            Message::Detail(details::Message::LinePressed)
        } else if press.is("Alt V") && sheet.is_open() {
            Message::CopyPressed
        } else if press.is("Alt S") {
            Message::SignPressed
        } else if press.is("Alt Q") {
            Message::Question(questions::Message::AskPressed)
        } else if press.is("Alt K") {
            return save::place_credit(context, sheet);
        } else if press.is("Alt A") {
            return sheet
                .open_question()
                .map(|_| Action::Run(focus::on(questions::ANSWER)));
        } else if press.is("Alt C") {
            Message::ClaimPressed(sheet.records.claim()?.0)
        } else if press.is("F6") {
            return self.copy_above(context);
        } else {
            return None;
        };
        Some(self.update(context, message))
    }

    /// What the keys do.
    pub fn keys(&self) -> Vec<Hint<'static>> {
        if !matches!(self.stage, Stage::Open(_)) {
            return vec![
                hint(&["Up", "Down"], "move"),
                hint(&["Enter"], "take"),
                hint(&["Esc"], "back"),
            ];
        }
        vec![
            hint(&["Tab"], "next field"),
            hint(&["Shift Tab"], "back"),
            hint(&["F6"], "copy line above"),
            hint(&["T"], "today, in a date"),
            hint(&["Ctrl Del"], "remove line"),
            hint(&["Ctrl Enter"], "save"),
            hint(&["Alt P"], "save and take copay"),
            hint(&["Alt K"], "place credit"),
            hint(&["Alt D"], "diagnoses"),
            hint(&["Alt L"], "charges"),
            hint(&["Alt M"], "facility, onset, accident"),
            hint(&["Alt E"], "more on the claim"),
            hint(&["F7"], "more of the line"),
            hint(&["Alt N"], "notes"),
            hint(&["Alt S"], "sign today"),
            hint(&["Alt V"], "copy the last visit"),
            hint(&["Alt Q"], "ask about it"),
            hint(&["Alt A"], "answer the question"),
            hint(&["Alt C"], "its claim"),
            hint(&["Esc"], "leave; the draft is kept"),
        ]
    }

    /// The right end of the top bar.
    pub fn actions<'a>(&'a self, _context: &'a Context) -> Vec<Element<'a, Message>> {
        let claim = match &self.stage {
            Stage::Open(sheet) => sheet.records.claim(),
            _ => None,
        };
        let claim = claim.map(|(claim, _)| {
            button::plain(format!("Claim {}", ClaimNumber::of(claim)))
                .icon(icon::CLAIM)
                .key("Alt C")
                .on_press(Message::ClaimPressed(claim))
                .into()
        });
        let back = button::quiet("Back")
            .icon(icon::BACK)
            .key("Esc")
            .on_press(Message::BackPressed)
            .into();
        claim.into_iter().chain([back]).collect()
    }

    /// The work area.
    pub fn view<'a>(&'a self, context: &'a Context) -> Element<'a, Message> {
        match &self.stage {
            Stage::Choosing(choose) => choose.view(context),
            Stage::Opening => page::inset(iced::widget::space()),
            Stage::Closed(failure) => page::inset(empty_state::empty_state(
                icon::VISITS,
                "The visit could not be opened",
                failure.words(),
                None,
            )),
            Stage::Open(sheet) => column![
                side::strip(sheet, context.today()),
                row![
                    focus::form(form::view(sheet, context.today())),
                    side::panel(sheet)
                ],
            ]
            .into(),
        }
    }
}

/// The name under which a field is focused.
fn id(field: Field) -> Id {
    Id::from(format!("visit {field}"))
}

/// The field with that name, as [`Field`] shows it.
fn field_named(name: &str) -> Option<Field> {
    let rows = (0..crate::domain::visit::LINES_MAX).flat_map(|row| {
        let cells = line::Field::TYPED
            .iter()
            .map(move |cell| Field::Line(row, *cell));
        cells.chain([Field::Diagnosis(row)])
    });
    Field::TYPED
        .iter()
        .copied()
        .chain([
            Field::Rendering,
            Field::Referring,
            Field::Facility,
            Field::Supervising,
            Field::Ordering,
        ])
        .chain(rows)
        .find(|field| field.to_string() == name)
}

fn read_patient(context: &Context, patient: PatientId) -> Task<Message> {
    context.worker.ask(
        move |office| Records::of_patient(office, patient).map(Box::new),
        Message::Opened,
    )
}

/// Looks up what is being typed, where a field has a look-up.
fn look_up(context: &Context, sheet: &Sheet, field: Field) -> Task<Message> {
    match field {
        Field::Diagnosis(row) => {
            let typed = sheet.draft.diagnoses.get(row).cloned().unwrap_or_default();
            let query = typed.clone();
            if query.trim().is_empty() {
                return Task::none();
            }
            context.worker.ask(
                move |office| office.look_up_diagnosis(&query, HITS),
                move |hits| Message::DiagnosesFound(row, typed, hits),
            )
        }
        Field::Line(row, line::Field::Code) => {
            let typed = sheet
                .draft
                .lines
                .get(row)
                .map(|line| line.code.clone())
                .unwrap_or_default();
            let (query, day) = (
                typed.clone(),
                sheet.day().unwrap_or_else(|| context.today()),
            );
            if query.trim().is_empty() {
                return Task::none();
            }
            context.worker.ask(
                move |office| office.look_up_procedure(&query, day, HITS),
                move |hits| Message::ProceduresFound(row, typed, hits),
            )
        }
        _ => Task::none(),
    }
}

/// Looks for the fee of a line, which its modifiers and the day decide.
fn find_fee(context: &Context, sheet: &Sheet, row: usize) -> Task<Message> {
    let Some((code, modifiers, day)) = sheet.priced(row) else {
        return Task::none();
    };
    context.worker.ask(
        move |office| office.fee_for(code, &modifiers, day),
        move |fee| Message::FeeFound(row, code, fee),
    )
}
