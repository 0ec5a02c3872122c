//! The practice itself, as it stands on claims and statements.

use iced::widget::{column, container, row, text_editor};
use iced::{Center, Element, Fill, Task};

use super::Address;
use crate::domain::draft::PracticeDraft;
use crate::domain::draft::practice::Field;
use crate::ui::form::{Edit, Form};
use crate::ui::spacing::space as gap;
use crate::ui::widget::key::Press;
use crate::ui::widget::{button, card, check_box, field, focus, page, words};
use crate::ui::worker::{Failure, Worker};

/// How wide the form is.
const WIDTH: f32 = 760.0;

/// What the section remembers.
pub struct Practice {
    form: Option<Form<PracticeDraft>>,
    note: text_editor::Content,
    is_saving: bool,
    /// The field to go to once the form is there, and what is wrong with it.
    wanted: Option<(Field, String)>,
}

/// What happened.
#[derive(Clone, Debug)]
pub enum Message {
    /// The practice was read.
    Read(Result<Box<PracticeDraft>, Failure>),
    /// In the form.
    Form(Edit<Field>),
    /// In the note of statements.
    NoteEdited(text_editor::Action),
    /// It bills as a person, or not.
    PersonToggled(bool),
    /// It shall be saved.
    SavePressed,
    /// It was, or not.
    Saved(Result<(), Failure>),
}

/// What the parent must do.
#[derive(Debug)]
pub enum Action {
    /// Run this.
    Run(Task<Message>),
    /// Say that it was saved.
    Saved,
    /// Say that this failed.
    Warn(Failure),
}

impl Practice {
    /// Opens the form.
    pub fn open(worker: &Worker) -> (Self, Task<Message>) {
        let section = Self {
            form: None,
            note: text_editor::Content::new(),
            is_saving: false,
            wanted: None,
        };
        let read = worker.ask(
            |office| Ok(Box::new(PracticeDraft::from(&office.practice()?))),
            Message::Read,
        );
        (section, read)
    }

    /// Opens the form at a field, and says there what is wrong with it.
    pub fn open_at(worker: &Worker, field: Field, words: String) -> (Self, Task<Message>) {
        let (section, task) = Self::open(worker);
        let wanted = Some((field, words));
        (Self { wanted, ..section }, task)
    }

    /// Whether something was typed that is not saved.
    pub fn is_changed(&self) -> bool {
        self.form.as_ref().is_some_and(Form::is_changed)
    }

    /// Takes in what happened.
    pub fn update(&mut self, worker: &Worker, message: Message) -> Action {
        match message {
            Message::Read(Ok(draft)) => {
                self.note = text_editor::Content::with_text(&draft.statement_note);
                let form = self.form.insert(Form::of("practice", *draft));
                if let Some((field, words)) = self.wanted.take() {
                    return Action::Run(form.go_to(field, words));
                }
            }
            Message::Read(Err(failure)) => return Action::Warn(failure),
            Message::Form(edit) => self.with_form(|form| form.take(edit)),
            Message::NoteEdited(action) => {
                self.note.perform(action);
                let note = self.note.text().trim_end().to_owned();
                self.with_form(|form| form.take(Edit::Edited(Field::StatementNote, note)));
            }
            Message::PersonToggled(is) => {
                self.with_form(|form| form.choose(|draft| draft.bills_as_person = is));
            }
            Message::SavePressed => return Action::Run(self.save(worker)),
            Message::Saved(Ok(())) => {
                self.is_saving = false;
                self.with_form(|form| *form = Form::of("practice", form.draft().clone()));
                return Action::Saved;
            }
            Message::Saved(Err(failure)) => {
                self.is_saving = false;
                return Action::Warn(failure);
            }
        }
        Action::Run(Task::none())
    }

    /// A key nothing in the view had a use for.
    pub fn pressed(&mut self, worker: &Worker, press: &Press) -> Option<Action> {
        (press.is("Ctrl S") || press.is("Ctrl Enter"))
            .then(|| self.update(worker, Message::SavePressed))
    }

    fn with_form(&mut self, change: impl FnOnce(&mut Form<PracticeDraft>)) {
        if let Some(form) = &mut self.form {
            change(form);
        }
    }

    fn save(&mut self, worker: &Worker) -> Task<Message> {
        let Some(form) = &mut self.form else {
            return Task::none();
        };
        if self.is_saving {
            return Task::none();
        }
        match form.finish() {
            Ok(practice) => {
                self.is_saving = true;
                worker.ask(
                    move |office| office.save_practice(&practice),
                    Message::Saved,
                )
            }
            Err(task) => task,
        }
    }

    /// Draws the form.
    pub fn view(&self) -> Element<'_, Message> {
        let Some(form) = &self.form else {
            return iced::widget::space().into();
        };
        let save = button::primary("Save")
            .key("Ctrl S")
            .on_press_maybe((!self.is_saving).then_some(Message::SavePressed));
        let changed = self.is_changed().then(|| words::muted("Not saved yet"));
        let foot = row![save, changed].spacing(gap::M).align_y(Center);
        let parts = column![
            card::card(bills(form)),
            card::card(pays(form)),
            card::card(self.statements(form)),
            foot,
        ]
        .spacing(gap::L)
        .max_width(WIDTH);
        page::scroll(container(focus::form(parts)).padding(gap::L).width(Fill))
    }

    fn statements<'a>(&'a self, form: &'a Form<PracticeDraft>) -> Element<'a, Message> {
        let text = |label: &'static str, field| form.text(label, field, Message::Form);
        let note = field::area(
            "Note at the foot of every statement",
            &self.note,
            Message::NoteEdited,
        )
        .optional()
        .height(72.0);
        column![
            words::section("On statements"),
            row![
                text("Days to pay", Field::DueDays).width(120),
                text("Office hours", Field::OfficeHours).optional(),
                text("Where to pay on line", Field::PayOnline).optional(),
            ]
            .spacing(gap::M),
            form.dress(note, Field::StatementNote, Message::Form),
        ]
        .spacing(gap::M)
        .into()
    }
}

/// Who bills: name, numbers, address, whom payers call.
fn bills(form: &Form<PracticeDraft>) -> Element<'_, Message> {
    let text = |label: &'static str, field| form.text(label, field, Message::Form);
    let is_person = form.draft().bills_as_person;
    let owner = is_person.then(|| {
        row![
            text("Owner's family name", Field::OwnerLast),
            text("Given name", Field::OwnerFirst),
            text("Middle", Field::OwnerMiddle).optional().width(120),
            text("Suffix", Field::OwnerSuffix).optional().width(96),
        ]
        .spacing(gap::M)
    });
    let here = Address {
        fields: [
            Field::Street,
            Field::Street2,
            Field::City,
            Field::State,
            Field::Zip,
        ],
        street: "Street",
        zip: "ZIP+4",
    };
    column![
        words::section("Who bills"),
        text("Name of the practice", Field::Name),
        check_box::check_box(
            "It bills as a person: its owner",
            is_person,
            Message::PersonToggled
        ),
        owner,
        row![
            text("Billing NPI", Field::Npi),
            text("Tax ID", Field::TaxId),
            text("Taxonomy", Field::Taxonomy).optional(),
            text("CLIA number", Field::Clia).optional(),
        ]
        .spacing(gap::M),
        here.of(form, Message::Form),
        row![
            text("Phone", Field::Phone),
            text("Who answers about claims", Field::Contact),
            text("E-mail", Field::Email).optional(),
        ]
        .spacing(gap::M),
    ]
    .spacing(gap::M)
    .into()
}

/// Where payments go, when that is elsewhere.
fn pays(form: &Form<PracticeDraft>) -> Element<'_, Message> {
    let there = Address {
        fields: [
            Field::PayStreet,
            Field::PayStreet2,
            Field::PayCity,
            Field::PayState,
            Field::PayZip,
        ],
        street: "Street or box",
        zip: "ZIP",
    };
    column![
        words::section("Where payments go"),
        words::muted("Leave it empty when they come to the address above."),
        there.of(form, Message::Form),
    ]
    .spacing(gap::M)
    .into()
}
