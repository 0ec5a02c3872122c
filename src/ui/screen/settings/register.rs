//! A list of what a practice has of one kind, and the form of the one that is chosen or new: clinicians, places, payers,
//! receivers, fees. It must not know which kind it shows.

use std::fmt::Debug;

use iced::widget::{column, container, row, space};
use iced::{Center, Element, Fill, Task};

use crate::office::{Office, OfficeError};
use crate::ui::form::{Draft, Edit, Form};
use crate::ui::icon::{self, Glyph};
use crate::ui::spacing::space as gap;
use crate::ui::theme::Tone;
use crate::ui::widget::data_table::{Cell, Column, data_table};
use crate::ui::widget::key::Press;
use crate::ui::widget::{button, check_box, empty_state, field, focus, page, panel, words};
use crate::ui::worker::{Failure, Worker};

/// How wide the form is.
pub const FORM_WIDTH: f32 = 420.0;

/// The names of a kind.
#[derive(Clone, Copy, Debug)]
pub struct Names {
    /// As `clinician`.
    pub one: &'static str,
    /// As `Clinicians`.
    pub many: &'static str,
    /// What stands where there are none yet.
    pub why: &'static str,
    /// Its sign.
    pub glyph: Glyph,
}

/// A kind of thing that a practice has several of.
pub trait Kind: Copy + Debug + Send + Sync + 'static {
    /// One of them as the book gives it.
    type Row: Clone + Debug + Send + 'static;
    /// Its form.
    type Draft: Draft<Field: Debug + Send + 'static, Lent: Send, Checked: Send + 'static>;
    /// What is chosen on the form rather than typed.
    type Choice: Clone + Debug + Send + 'static;
    /// What the form offers to choose from.
    type Offer: Clone + Debug + Default + Send + 'static;
    /// Whether one can be kept but no longer offered.
    const CAN_REST: bool = true;

    /// What it is called.
    const NAMES: Names;

    /// Reads all of them.
    ///
    /// # Errors
    /// What the office says.
    fn read(office: &Office) -> Result<(Vec<Self::Row>, Self::Offer), OfficeError>;

    /// Writes one in, or anew.
    ///
    /// # Errors
    /// What the office says.
    fn keep(
        office: &mut Office,
        row: Option<&Self::Row>,
        what: <Self::Draft as Draft>::Checked,
        is_active: bool,
    ) -> Result<(), OfficeError>;

    /// The form of one.
    fn draft(row: &Self::Row) -> Self::Draft;

    /// The form of a new one.
    fn blank(_offer: &Self::Offer) -> Self::Draft {
        Self::Draft::default()
    }

    /// Whether lists offer it.
    fn is_active(row: &Self::Row) -> bool;

    /// How people call it.
    fn name(row: &Self::Row) -> String;

    /// Its number in the book; none for what has no number of its own.
    fn number(_row: &Self::Row) -> Option<i64> {
        None
    }

    /// The columns of the list.
    fn columns<'a>() -> Vec<Column<'a>>;

    /// The cells of one.
    fn cells<'a, M: 'a>(row: &Self::Row, offer: &Self::Offer) -> Vec<Cell<'a, M>>;

    /// Takes over what was chosen.
    fn choose(draft: &mut Self::Draft, choice: Self::Choice);

    /// The fields of the form.
    fn fields<'a>(
        form: &'a Form<Self::Draft>,
        offer: &'a Self::Offer,
    ) -> Element<'a, Message<Self>>;

    /// What else can be done with one that is there, below its form.
    fn acts(_form: &Form<Self::Draft>) -> Option<Element<'_, Message<Self>>> {
        None
    }
}

type FieldOf<K> = <<K as Kind>::Draft as Draft>::Field;
type LentTo<K> = <<K as Kind>::Draft as Draft>::Lent;

/// What the list remembers.
pub struct Register<K: Kind> {
    rows: Option<Vec<K::Row>>,
    offer: K::Offer,
    lent: LentTo<K>,
    query: String,
    open: Option<Open<K>>,
    wanted: Option<Wanted<FieldOf<K>>>,
}

/// The field to go to once the list is there.
#[derive(Clone, Debug)]
pub struct Wanted<F> {
    number: i64,
    field: Option<F>,
    words: String,
}

impl<F> Wanted<F> {
    /// A field of the one with that number in the book, or whether lists offer it, and what is wrong with it.
    pub const fn of(number: i64, field: Option<F>, words: String) -> Self {
        Self {
            number,
            field,
            words,
        }
    }
}

/// The form that is open.
struct Open<K: Kind> {
    form: Form<K::Draft>,
    /// Which it is of; none for a new one.
    row: Option<K::Row>,
    is_active: bool,
    was_active: bool,
    is_saving: bool,
    /// Why it was not saved.
    refused: Option<String>,
    /// What is wrong with whether lists offer it, until that is changed.
    told: Option<String>,
}

/// What happened.
#[derive(Clone, Debug)]
pub enum Message<K: Kind> {
    /// All of them were read.
    Read(Result<(Vec<K::Row>, K::Offer), Failure>),
    /// Something was typed to narrow the list.
    QueryEdited(String),
    /// One was chosen.
    Selected(usize),
    /// A new one is wanted.
    NewPressed,
    /// In the form.
    Form(Edit<FieldOf<K>>),
    /// Something was chosen on the form.
    Chosen(K::Choice),
    /// Whether lists offer it.
    ActiveToggled(bool),
    /// It shall be saved.
    SavePressed,
    /// It was, under that name, or not.
    Saved(String, Result<(), Failure>),
    /// The form shall close.
    ClosePressed,
}

/// What the parent must do.
#[derive(Debug)]
pub enum Action<K: Kind> {
    /// Run this.
    Run(Task<Message<K>>),
    /// Say that this was done, and run this.
    Say(String, Task<Message<K>>),
    /// Say that this failed.
    Warn(Failure),
}

impl<K: Kind> Register<K> {
    /// Opens the list.
    pub fn open(worker: &Worker, lent: LentTo<K>) -> (Self, Task<Message<K>>) {
        let register = Self {
            rows: None,
            offer: K::Offer::default(),
            lent,
            query: String::new(),
            open: None,
            wanted: None,
        };
        (register, read(worker))
    }

    /// Opens the list with the form of one at a field, and says there what is wrong with it.
    pub fn open_at(
        worker: &Worker,
        lent: LentTo<K>,
        wanted: Wanted<FieldOf<K>>,
    ) -> (Self, Task<Message<K>>) {
        let (register, task) = Self::open(worker, lent);
        let wanted = Some(wanted);
        (Self { wanted, ..register }, task)
    }

    /// Whether something was typed that is not saved.
    pub fn is_changed(&self) -> bool {
        self.open
            .as_ref()
            .is_some_and(|open| open.form.is_changed() || open.is_active != open.was_active)
    }

    /// Whether a form is open.
    pub const fn has_form(&self) -> bool {
        self.open.is_some()
    }

    /// The one whose form is open; none for a new one.
    pub fn open_row(&self) -> Option<&K::Row> {
        self.open.as_ref()?.row.as_ref()
    }

    /// How many there are, as far as it is known.
    pub fn count(&self) -> usize {
        self.rows.as_ref().map_or(0, Vec::len)
    }

    /// All of them, as far as they are known.
    pub fn rows(&self) -> &[K::Row] {
        self.rows.as_deref().unwrap_or_default()
    }

    /// Takes in what happened.
    pub fn update(&mut self, worker: &Worker, message: Message<K>) -> Action<K> {
        match message {
            Message::Read(Ok((rows, offer))) => {
                self.rows = Some(rows);
                self.offer = offer;
                return Action::Run(self.go_to_wanted());
            }
            Message::Read(Err(failure)) => return Action::Warn(failure),
            Message::QueryEdited(query) => self.query = query,
            Message::Selected(at) => self.select(at),
            Message::NewPressed => return Action::Run(self.begin()),
            Message::Form(edit) => self.with_open(|open| open.form.take(edit)),
            Message::Chosen(choice) => {
                self.with_open(|open| open.form.choose(|draft| K::choose(draft, choice)));
            }
            Message::ActiveToggled(is_active) => self.with_open(|open| {
                open.is_active = is_active;
                open.told = None;
            }),
            Message::SavePressed => return Action::Run(self.save(worker)),
            Message::Saved(name, Ok(())) => {
                self.open = None;
                return Action::Say(format!("{name} is saved"), read(worker));
            }
            Message::Saved(_, Err(failure)) => self.with_open(|open| {
                open.is_saving = false;
                open.refused = Some(failure.words());
            }),
            Message::ClosePressed => self.open = None,
        }
        Action::Run(Task::none())
    }

    /// A key nothing in the view had a use for.
    pub fn pressed(&mut self, worker: &Worker, press: &Press) -> Option<Action<K>> {
        let says = if press.is("Ctrl S") || press.is("Ctrl Enter") {
            self.open.as_ref().map(|_| Message::SavePressed)
        } else if press.is("N") {
            Some(Message::NewPressed)
        } else if press.is("Down") || press.is("Up") {
            Some(Message::Selected(self.neighbour(press.is("Down"))?))
        } else {
            None
        };
        Some(self.update(worker, says?))
    }

    fn neighbour(&self, is_down: bool) -> Option<usize> {
        let shown = self.shown();
        let last = shown.len().checked_sub(1)?;
        Some(match (self.at(&shown), is_down) {
            (None, _) => 0,
            (Some(at), true) => at.saturating_add(1).min(last),
            (Some(at), false) => at.saturating_sub(1),
        })
    }

    fn with_open(&mut self, change: impl FnOnce(&mut Open<K>)) {
        if let Some(open) = &mut self.open {
            open.refused = None;
            change(open);
        }
    }

    /// Goes to the field that was wanted when the list was opened.
    fn go_to_wanted(&mut self) -> Task<Message<K>> {
        let Some(wanted) = self.wanted.take() else {
            return Task::none();
        };
        let is_it = |row: &&K::Row| K::number(row) == Some(wanted.number);
        let at = self.shown().iter().position(is_it);
        if let Some(at) = at {
            self.select(at);
        }
        let Some(open) = &mut self.open else {
            return Task::none();
        };
        if let Some(field) = wanted.field {
            return open.form.go_to(field, wanted.words);
        }
        open.told = Some(wanted.words);
        focus::on(active_id::<K>())
    }

    fn select(&mut self, at: usize) {
        let row = self.shown().get(at).map(|row| (*row).clone());
        if let Some(row) = row {
            self.open = Some(Open {
                form: Form::lent(K::NAMES.one, K::draft(&row), self.lent),
                is_active: K::is_active(&row),
                was_active: K::is_active(&row),
                row: Some(row),
                is_saving: false,
                refused: None,
                told: None,
            });
        }
    }

    /// Opens the form of a new one.
    pub fn begin(&mut self) -> Task<Message<K>> {
        let form = Form::lent(K::NAMES.one, K::blank(&self.offer), self.lent);
        let first = form.start();
        self.open = Some(Open {
            form,
            row: None,
            is_active: true,
            was_active: true,
            is_saving: false,
            refused: None,
            told: None,
        });
        first
    }

    fn save(&mut self, worker: &Worker) -> Task<Message<K>> {
        let Some(open) = &mut self.open else {
            return Task::none();
        };
        if open.is_saving {
            return Task::none();
        }
        let what = match open.form.finish() {
            Ok(what) => what,
            Err(task) => return task,
        };
        open.is_saving = true;
        let (row, is_active) = (open.row.clone(), open.is_active);
        let name = row
            .as_ref()
            .map_or_else(|| format!("The {}", K::NAMES.one), K::name);
        worker.ask(
            move |office| K::keep(office, row.as_ref(), what, is_active),
            move |saved| Message::Saved(name, saved),
        )
    }

    /// The rows that fit what was typed to narrow the list.
    fn shown(&self) -> Vec<&K::Row> {
        let wanted = self.query.trim().to_lowercase();
        self.rows()
            .iter()
            .filter(|row| wanted.is_empty() || K::name(row).to_lowercase().contains(&wanted))
            .collect()
    }

    /// The place among the shown rows of the one whose form is open.
    fn at(&self, shown: &[&K::Row]) -> Option<usize> {
        let open = self.open.as_ref()?.row.as_ref()?;
        let name = K::name(open);
        shown.iter().position(|row| K::name(row) == name)
    }

    /// Draws the list with the form beside it.
    pub fn view(&self) -> Element<'_, Message<K>> {
        row![
            self.list(),
            self.open.as_ref().map(|open| open.view(&self.offer))
        ]
        .height(Fill)
        .into()
    }

    fn list(&self) -> Element<'_, Message<K>> {
        let Names {
            one,
            many,
            why,
            glyph,
        } = K::NAMES;
        let shown = self.shown();
        let new = || {
            button::plain(format!("New {one}"))
                .icon(icon::ADD)
                .key("N")
                .on_press(Message::NewPressed)
        };
        let search = field::search(format!("Find a {one}"), &self.query, Message::QueryEdited)
            .compact()
            .width(240);
        let count = words::label(self.count().to_string());
        let bar = page::filter_bar(
            [words::strong(many).into(), count.into(), search.into()],
            [new().compact().into()],
        );
        let empty: Element<'_, Message<K>> = match (&self.rows, self.query.is_empty()) {
            (None, _) => space().into(),
            (Some(_), true) => {
                empty_state::empty_state(glyph, format!("No {one} yet"), why, Some(new()))
            }
            (Some(_), false) => empty_state::empty_state(
                glyph,
                "Nothing fits",
                format!("No {one} has that in its name."),
                None,
            ),
        };
        let at = self.at(&shown);
        let offer = &self.offer;
        let table = data_table(K::columns(), shown.len(), move |at| {
            shown
                .get(at)
                .map(|row| K::cells(row, offer))
                .unwrap_or_default()
        })
        .id(one)
        .edge_to_edge()
        .height(Fill)
        .selected(at)
        .on_select(Message::Selected)
        .empty(empty);
        column![bar, table].width(Fill).height(Fill).into()
    }

    /// Draws the list as a part of another page: the names, and the form of a new one or the button that opens it.
    pub fn adder(&self) -> Element<'_, Message<K>> {
        let Names { one, many, why, .. } = K::NAMES;
        let names = self.rows().iter().map(|row| {
            row![
                icon::of(icon::CHECK, 14.0).style(Tone::Good.ink()),
                words::body(K::name(row)),
            ]
            .spacing(gap::S)
            .align_y(Center)
            .into()
        });
        let list: Element<'_, Message<K>> = if self.rows().is_empty() {
            words::muted(why).into()
        } else {
            column(names).spacing(gap::XS).into()
        };
        let form: Element<'_, Message<K>> = match &self.open {
            None => button::plain(format!("Add a {one}"))
                .icon(icon::ADD)
                .on_press(Message::NewPressed)
                .into(),
            Some(open) => {
                let add = button::plain(format!("Add this {one}"))
                    .icon(icon::ADD)
                    .key("Ctrl S")
                    .on_press_maybe((!open.is_saving).then_some(Message::SavePressed));
                let cancel = button::quiet("Cancel").on_press(Message::ClosePressed);
                let refused = open.refused.as_deref().map(field::error);
                let acts = row![add, cancel].spacing(gap::S);
                column![K::fields(&open.form, &self.offer), refused, acts]
                    .spacing(gap::M)
                    .into()
            }
        };
        column![column![words::section(many), list].spacing(gap::XS), form]
            .spacing(gap::M)
            .into()
    }
}

impl<K: Kind> Open<K> {
    fn view<'a>(&'a self, offer: &'a K::Offer) -> Element<'a, Message<K>> {
        let title = match &self.row {
            Some(row) => K::name(row),
            None => format!("New {}", K::NAMES.one),
        };
        let rest = (K::CAN_REST && self.row.is_some()).then(|| {
            check_box::check_box("Offered in lists", self.is_active, Message::ActiveToggled)
                .id(active_id::<K>())
        });
        let told = self.told.as_deref().map(field::error);
        let save = button::primary("Save")
            .key("Ctrl S")
            .on_press_maybe((!self.is_saving).then_some(Message::SavePressed));
        let cancel = button::quiet("Cancel")
            .key("Esc")
            .on_press(Message::ClosePressed);
        let body = column![
            K::fields(&self.form, offer),
            told,
            rest,
            self.refused.as_deref().map(field::error),
            container(row![save, cancel].spacing(gap::S).align_y(Center)).padding([gap::S, 0.0]),
            self.row.as_ref().and_then(|_| K::acts(&self.form)),
        ]
        .spacing(gap::M);
        panel::panel(
            FORM_WIDTH,
            panel::closable(title, "", Message::ClosePressed),
            focus::form(body),
        )
    }
}

/// The name of the box that says whether lists offer it.
fn active_id<K: Kind>() -> String {
    format!("{} active", K::NAMES.one)
}

/// Reads all of a kind.
pub fn read<K: Kind>(worker: &Worker) -> Task<Message<K>> {
    worker.ask(|office| K::read(office), Message::Read)
}
