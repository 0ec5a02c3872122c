//! The form of a patient, new or known: who they are, where they live, who pays. What is typed is put aside as a draft
//! until it is saved. It must not know coverage or money.

mod fields;
mod payor;
mod saving;
mod side;

use chrono::{DateTime, NaiveDate, Utc};
use iced::widget::{row, text_editor};
use iced::{Element, Fill, Task};

use self::payor::Known;
use crate::domain::code::{Phone, Relation, Sex, State, Zip};
use crate::domain::draft::PatientDraft;
use crate::domain::draft::patient::{Field, WhoPays};
use crate::domain::id::{GuarantorId, PatientId};
use crate::domain::patient::{Guarantor, NewPatient, Patient, PatientRow};
use crate::domain::person::Name;
use crate::ui::complaints::Complaints;
use crate::ui::context::Context;
use crate::ui::place::{Action, Ask, ChartTab, Place};
use crate::ui::widget::focus;
use crate::ui::widget::key::{Hint, Press, hint};
use crate::ui::worker::Failure;

/// What the screen remembers.
pub struct PatientForm {
    purpose: Purpose,
    draft: PatientDraft,
    /// The draft as it opened, which tells whether something was typed.
    before: PatientDraft,
    note: text_editor::Content,
    complaints: Complaints<Field>,
    known: Known,
    /// Patients in the book who are likely this one.
    alike: Vec<PatientRow>,
    /// Counts the changes, so that the draft is put aside once typing rests.
    edits: u64,
    kept_at: Option<DateTime<Utc>>,
    is_saving: bool,
}

/// What the form is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Purpose {
    Register,
    Change(PatientId),
}

impl Purpose {
    /// Under which name the draft is put aside.
    fn place(self) -> String {
        match self {
            Self::Register => String::from("patient/new"),
            Self::Change(patient) => format!("patient/{patient}"),
        }
    }
}

/// What became of saving.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// The patient is in the book.
    Registered(PatientId),
    /// The changes are.
    Changed,
    /// Nothing was saved: these are likely the same person.
    Alike(Vec<PatientRow>),
}

/// What happened.
#[derive(Clone, Debug)]
pub enum Message {
    /// A draft was put aside earlier, or not.
    DraftFound(Result<Option<(String, DateTime<Utc>)>, Failure>),
    /// Something was typed.
    Typed(Field, String),
    /// The note was edited.
    NoteEdited(text_editor::Action),
    /// The focus left a field.
    FieldLeft(Field),
    /// A sex was chosen.
    SexChosen(Sex),
    /// Who pays was chosen.
    PayorChosen(WhoPays),
    /// What the patient is to whoever pays was chosen.
    RelationChosen(Relation),
    /// The patient's address is to be the payor's.
    AddressCopied,
    /// Somebody the book knows is looked for, to pay.
    KnownTyped(String),
    /// These were found.
    KnownFound {
        /// What was looked for.
        typed: String,
        /// Who was found.
        rows: Result<Vec<PatientRow>, Failure>,
    },
    /// One of them was taken.
    KnownTaken(usize),
    /// The guarantor behind them was read.
    KnownRead(GuarantorId, Result<Guarantor, Failure>),
    /// People alike were looked for.
    AlikeFound {
        /// The name and birthday looked for.
        of: (Name, NaiveDate),
        /// Who was found.
        rows: Result<Vec<PatientRow>, Failure>,
    },
    /// One of them was pressed.
    AlikePressed(PatientId),
    /// Nothing was typed for a while.
    Rested(u64),
    /// The draft was put aside, or not.
    Kept(DateTime<Utc>, Result<(), Failure>),
    /// The draft is to be thrown away.
    AnewPressed,
    /// It was, or not.
    DraftDropped(Result<(), Failure>),
    /// The form is to be saved.
    SavePressed,
    /// The form is to be saved although others are alike.
    SaveAgreed,
    /// It was saved, or not.
    Saved(Result<Outcome, Failure>),
    /// What was typed may go.
    LeaveAgreed,
}

impl PatientForm {
    /// Opens the form for a new patient, with what was put aside earlier.
    pub fn open(context: &Context) -> (Self, Task<Message>) {
        let form = Self::start(Purpose::Register, PatientDraft::default(), Known::default());
        let task = Task::batch([form.find_draft(context), focus::on(id(Field::Last))]);
        (form, task)
    }

    /// Opens the form of a patient the book has.
    pub fn change(
        context: &Context,
        patient: &Patient,
        guarantor: &Guarantor,
    ) -> (Self, Task<Message>) {
        let draft = PatientDraft::from(patient);
        let known = Known::chosen(draft.guarantor.map(|_| guarantor.clone()));
        let form = Self::start(Purpose::Change(patient.id), draft, known);
        let task = form.find_draft(context);
        (form, task)
    }

    /// Goes to a field, and says there what is wrong with it until it is changed.
    pub fn go_to(&mut self, field: Field, words: String) -> Task<Message> {
        self.complaints.tell(field, words);
        focus::on(id(field))
    }

    fn start(purpose: Purpose, draft: PatientDraft, known: Known) -> Self {
        Self {
            purpose,
            note: text_editor::Content::with_text(&draft.note),
            before: draft.clone(),
            draft,
            complaints: Complaints::default(),
            known,
            alike: Vec::new(),
            edits: 0,
            kept_at: None,
            is_saving: false,
        }
    }

    fn find_draft(&self, context: &Context) -> Task<Message> {
        let place = self.purpose.place();
        context
            .worker
            .ask(move |office| office.draft(&place), Message::DraftFound)
    }

    /// Whether something was typed that is not saved.
    pub fn is_dirty(&self) -> bool {
        self.draft != self.before
    }

    /// Takes in what happened.
    pub fn update(&mut self, context: &Context, message: Message) -> Action<Message> {
        match message {
            Message::DraftFound(Ok(Some((typed, at)))) => self.take_up(context, &typed, at),
            Message::DraftFound(Ok(None))
            | Message::DraftDropped(Ok(()))
            | Message::KnownRead(_, Ok(_))
            | Message::KnownFound { rows: Ok(_), .. }
            | Message::AlikeFound { rows: Ok(_), .. }
            | Message::Kept(_, Ok(())) => self.answered(context, message),
            Message::DraftFound(Err(failure))
            | Message::DraftDropped(Err(failure))
            | Message::KnownRead(_, Err(failure))
            | Message::KnownFound {
                rows: Err(failure), ..
            }
            | Message::AlikeFound {
                rows: Err(failure), ..
            }
            | Message::Kept(_, Err(failure)) => Action::Warn(failure),
            Message::Typed(field, text) => self.typed(context, field, text),
            Message::NoteEdited(action) => self.note_edited(context, action),
            Message::FieldLeft(field) => self.field_left(context, field),
            Message::SexChosen(sex) => self.typed(context, Field::Sex, sex.as_str().to_owned()),
            Message::PayorChosen(who) => self.payor_chosen(context, who),
            Message::RelationChosen(relation) => {
                self.typed(context, Field::PayorRelation, relation.as_str().to_owned())
            }
            Message::AddressCopied => self.address_copied(context),
            Message::KnownTyped(typed) => self.known_typed(context, typed),
            Message::KnownTaken(at) => self.known_taken(context, at),
            Message::AlikePressed(patient) => Action::Go(Place::Chart(patient, ChartTab::Ledger)),
            Message::Rested(edits) => self.rested(context, edits),
            Message::AnewPressed => self.anew(context),
            Message::SavePressed => self.save(context, false),
            Message::SaveAgreed => self.save(context, true),
            Message::Saved(outcome) => self.saved(outcome),
            Message::LeaveAgreed => self.left(context),
        }
    }

    /// An answer, dropped when its question has changed.
    fn answered(&mut self, context: &Context, message: Message) -> Action<Message> {
        match message {
            Message::KnownFound {
                typed,
                rows: Ok(rows),
            } => self.known.found(&typed, rows),
            Message::KnownRead(id, Ok(guarantor)) if self.draft.guarantor == Some(id) => {
                self.known = Known::chosen(Some(guarantor));
            }
            Message::AlikeFound { of, rows: Ok(rows) } if self.is_about(&of, context.today()) => {
                self.alike = rows;
            }
            Message::Kept(at, Ok(())) => self.kept_at = Some(at),
            _ => {}
        }
        Action::None
    }

    /// Goes on with a draft that was put aside, unless something was typed meanwhile.
    fn take_up(&mut self, context: &Context, kept: &str, at: DateTime<Utc>) -> Action<Message> {
        let Ok(draft) = serde_json::from_str::<PatientDraft>(kept) else {
            return Action::None;
        };
        if self.is_dirty() {
            return Action::None;
        }
        self.note = text_editor::Content::with_text(&draft.note);
        self.draft = draft;
        self.kept_at = Some(at);
        self.checked(context);
        let read = self
            .draft
            .guarantor
            .map_or_else(Task::none, |guarantor| read_guarantor(context, guarantor));
        Action::Run(Task::batch([read, self.find_alike(context)]))
    }

    fn typed(&mut self, context: &Context, field: Field, text: String) -> Action<Message> {
        self.complaints.changed(field);
        if let Some(value) = self.draft.text_mut(field) {
            *value = text;
        }
        self.edited(context);
        Action::None
    }

    fn note_edited(&mut self, context: &Context, action: text_editor::Action) -> Action<Message> {
        let is_edit = action.is_edit();
        self.note.perform(action);
        if is_edit {
            self.draft.note = self.note.text();
            self.edited(context);
        }
        Action::None
    }

    fn edited(&mut self, context: &Context) {
        self.edits = self.edits.wrapping_add(1);
        self.checked(context);
    }

    fn checked(&mut self, context: &Context) {
        self.complaints.note(self.draft.check(context.today()));
    }

    fn field_left(&mut self, context: &Context, field: Field) -> Action<Message> {
        self.complaints.leave(field);
        self.tidy(field);
        self.checked(context);
        match field {
            Field::Last | Field::First | Field::Middle | Field::Suffix | Field::BornOn => {
                Action::Run(self.find_alike(context))
            }
            _ => Action::None,
        }
    }

    /// Writes a state, a phone number or a ZIP code out as it is kept.
    fn tidy(&mut self, field: Field) {
        let Some(text) = self.draft.text_mut(field) else {
            return;
        };
        let tidied = match field {
            Field::State | Field::PayorState => text.parse::<State>().ok().map(|s| s.to_string()),
            Field::Phone | Field::PayorPhone => text.parse::<Phone>().ok().map(|p| p.to_string()),
            Field::Zip | Field::PayorZip => text.parse::<Zip>().ok().map(|z| z.to_string()),
            _ => None,
        };
        if let Some(tidied) = tidied {
            *text = tidied;
        }
    }

    /// The patient in question, once name and birthday were typed. Only these are compared, so the rest is filled in.
    fn in_question(&self, today: NaiveDate) -> Option<NewPatient> {
        let fixed = |text: &str| text.to_owned();
        let draft = PatientDraft {
            last: self.draft.last.clone(),
            first: self.draft.first.clone(),
            middle: self.draft.middle.clone(),
            suffix: self.draft.suffix.clone(),
            born_on: self.draft.born_on.clone(),
            sex: fixed("U"),
            street: fixed("1 Any Street"),
            city: fixed("Anywhere"),
            state: fixed("OH"),
            zip: fixed("43215"),
            ..PatientDraft::default()
        };
        draft.check(today).ok()
    }

    fn find_alike(&mut self, context: &Context) -> Task<Message> {
        self.alike.clear();
        if self.purpose != Purpose::Register {
            return Task::none();
        }
        let Some(patient) = self.in_question(context.today()) else {
            return Task::none();
        };
        let of = (patient.contact.name.clone(), patient.born_on);
        context.worker.ask(
            move |office| office.likely_duplicates(&patient, None),
            move |rows| Message::AlikeFound { of, rows },
        )
    }

    /// Whether the answer is about the name and birthday that stand on the form.
    fn is_about(&self, of: &(Name, NaiveDate), today: NaiveDate) -> bool {
        self.in_question(today)
            .is_some_and(|patient| (patient.contact.name, patient.born_on) == *of)
    }

    /// A key that nothing in the view had a use for.
    pub fn pressed(&mut self, context: &Context, press: &Press) -> Option<Action<Message>> {
        if press.is("Ctrl Enter") {
            return Some(self.save(context, false));
        }
        if press.is("Esc") && self.is_dirty() {
            return Some(Action::Ask(Ask::yes(
                "Throw away what was typed?",
                match self.purpose {
                    Purpose::Register => "The patient is not in the book yet.",
                    Purpose::Change(_) => "The chart stays as it was.",
                },
                "Throw away",
                Message::LeaveAgreed,
            )));
        }
        None
    }

    /// What the screen's keys do.
    pub fn keys(&self) -> Vec<Hint<'static>> {
        vec![
            hint(&["Tab"], "next field"),
            hint(&["Shift Tab"], "back"),
            hint(&["Ctrl Enter"], "save"),
            hint(&["Esc"], "leave"),
        ]
    }

    /// What stands at the right end of the top bar.
    pub fn actions<'a>(&'a self, _: &'a Context) -> Vec<Element<'a, Message>> {
        Vec::new()
    }

    /// The work area.
    pub fn view<'a>(&'a self, context: &'a Context) -> Element<'a, Message> {
        row![self.fields(&context.clock), self.side(context.today())]
            .width(Fill)
            .height(Fill)
            .into()
    }
}

fn read_guarantor(context: &Context, guarantor: GuarantorId) -> Task<Message> {
    context.worker.ask(
        move |office| office.guarantor(guarantor),
        move |read| Message::KnownRead(guarantor, read),
    )
}

/// The name of a field's control, by which it is focused.
fn id(field: Field) -> String {
    format!("patient {field}")
}
