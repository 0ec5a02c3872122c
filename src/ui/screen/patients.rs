//! Patients: type to find one, or leaf through all of them; Enter opens the chart. However many there are, only those
//! in sight are read. It must not know what stands in a chart.

mod pages;

use iced::widget::{column, container, space};
use iced::{Element, Fill, Task};

use self::pages::Pages;
use crate::domain::find::PART;
use crate::domain::patient::{PatientRow, chart_number};
use crate::ui::context::Context;
use crate::ui::icon;
use crate::ui::place::{Action, ChartTab, Place};
use crate::ui::spacing::{space as gap, width};
use crate::ui::widget::data_table::{Cell, Column, cell, data_table};
use crate::ui::widget::empty_state::empty_state;
use crate::ui::widget::field;
use crate::ui::widget::key::{self, Hint, Press, hint};
use crate::ui::widget::{button, focus, page, words};
use crate::ui::worker::Failure;

/// How many of those that were found are shown; more are told to type on.
const FOUND_MOST: usize = 200;
/// How many rows Page Up and Page Down go while the search has the focus.
const LEAP: usize = 20;

const SEARCH: &str = "find a patient";
const TABLE: &str = "patients";

/// What the screen remembers.
pub struct Patients {
    query: String,
    /// How many patients there are; none until told.
    count: Option<usize>,
    all: Pages,
    /// What was found for a query, until the search is emptied.
    found: Option<Found>,
    selected: Option<usize>,
}

struct Found {
    rows: Vec<PatientRow>,
    has_more: bool,
}

/// What happened.
#[derive(Clone, Debug)]
pub enum Message {
    /// The patients were counted.
    Counted(Result<usize, Failure>),
    /// Something else stands in the search.
    QueryEdited(String),
    /// This was found for that query.
    Found {
        /// What was looked for.
        query: String,
        /// Who was found.
        rows: Result<Vec<PatientRow>, Failure>,
    },
    /// A row that was not read yet came into sight.
    RowMissed(usize),
    /// A page of the whole list was read.
    PageRead {
        /// Which.
        page: usize,
        /// Who is on it.
        rows: Result<Vec<PatientRow>, Failure>,
    },
    /// A row was chosen.
    RowChosen(usize),
    /// A row was opened.
    RowOpened(usize),
    /// Enter was pressed in the search.
    SearchEntered,
    /// A new patient is to be registered.
    NewPressed,
}

impl Patients {
    /// Opens the list with `query` in the search.
    pub fn open(context: &Context, query: &str) -> (Self, Task<Message>) {
        let screen = Self {
            query: query.to_owned(),
            count: None,
            all: Pages::default(),
            found: None,
            selected: None,
        };
        let count = context
            .worker
            .ask(|office| office.patient_count(), Message::Counted);
        let find = screen.find(context);
        (screen, Task::batch([count, find, focus::on(SEARCH)]))
    }

    /// Takes in what happened.
    pub fn update(&mut self, context: &Context, message: Message) -> Action<Message> {
        match message {
            Message::Counted(Ok(count)) => {
                self.count = Some(count);
                Action::None
            }
            Message::QueryEdited(query) => self.edited(context, query),
            Message::Found { query, .. } if query != self.query => Action::None,
            Message::Found { rows: Ok(rows), .. } => {
                self.shown(rows);
                Action::None
            }
            Message::RowMissed(at) => self.missed(context, at),
            Message::PageRead { page, rows } => match rows {
                Ok(rows) => {
                    self.all.keep(page, rows);
                    Action::None
                }
                Err(failure) => {
                    self.all.give_up(page);
                    Action::Warn(failure)
                }
            },
            Message::Counted(Err(failure))
            | Message::Found {
                rows: Err(failure), ..
            } => Action::Warn(failure),
            Message::RowChosen(at) => {
                self.selected = Some(at);
                Action::None
            }
            Message::RowOpened(at) => self.opened(Some(at)),
            Message::SearchEntered => self.opened(self.selected),
            Message::NewPressed => Action::Go(Place::NewPatient),
        }
    }

    fn edited(&mut self, context: &Context, query: String) -> Action<Message> {
        self.query = query;
        if self.query.trim().is_empty() {
            self.found = None;
            self.selected = None;
        }
        Action::Moved(Place::Patients(self.query.clone()), self.find(context))
    }

    fn find(&self, context: &Context) -> Task<Message> {
        if self.query.trim().is_empty() {
            return Task::none();
        }
        let (wanted, query) = (self.query.clone(), self.query.clone());
        context.worker.ask(
            move |office| office.find_patients(&wanted, FOUND_MOST.saturating_add(1)),
            move |rows| Message::Found { query, rows },
        )
    }

    /// Shows who was found, the first of them chosen, so that Enter opens it.
    fn shown(&mut self, mut rows: Vec<PatientRow>) {
        if self.query.trim().is_empty() {
            return;
        }
        let has_more = rows.len() > FOUND_MOST;
        rows.truncate(FOUND_MOST);
        self.selected = (!rows.is_empty()).then_some(0);
        self.found = Some(Found { rows, has_more });
    }

    fn missed(&mut self, context: &Context, at: usize) -> Action<Message> {
        let Some(page) = self.all.wanted(at) else {
            return Action::None;
        };
        let read = context.worker.ask(
            move |office| office.patients_page(Pages::offset(page), Pages::SIZE),
            move |rows| Message::PageRead { page, rows },
        );
        Action::Run(read)
    }

    fn opened(&self, at: Option<usize>) -> Action<Message> {
        at.and_then(|at| self.row(at)).map_or(Action::None, |row| {
            Action::Go(Place::Chart(row.id, ChartTab::Ledger))
        })
    }

    fn row(&self, at: usize) -> Option<&PatientRow> {
        match &self.found {
            Some(found) => found.rows.get(at),
            None => self.all.row(at),
        }
    }

    fn len(&self) -> usize {
        match &self.found {
            Some(found) => found.rows.len(),
            None => self.count.unwrap_or(0),
        }
    }

    /// A key that nothing in the view had a use for: the arrows move in the table while one types.
    pub fn pressed(&mut self, _: &Context, press: &Press) -> Option<Action<Message>> {
        if press.is("/") {
            return Some(Action::Run(focus::on(SEARCH)));
        }
        let last = self.len().checked_sub(1)?;
        let now = self.selected;
        let to = if press.is("Down") {
            now.map_or(0, |at| at.saturating_add(1))
        } else if press.is("Up") {
            now.map_or(0, |at| at.saturating_sub(1))
        } else if press.is("PgDn") {
            now.map_or(0, |at| at.saturating_add(LEAP))
        } else if press.is("PgUp") {
            now.map_or(0, |at| at.saturating_sub(LEAP))
        } else {
            return None;
        };
        self.selected = Some(to.min(last));
        Some(Action::None)
    }

    /// What the screen's keys do.
    pub fn keys(&self) -> Vec<Hint<'static>> {
        vec![
            hint(&["Up", "Down"], "move"),
            hint(&["Enter"], "open chart"),
            hint(&["/"], "find"),
            hint(&["Ctrl Shift N"], "new patient"),
        ]
    }

    /// What stands at the right end of the top bar.
    pub fn actions<'a>(&'a self, _: &'a Context) -> Vec<Element<'a, Message>> {
        vec![
            button::primary("New patient")
                .icon(icon::ADD)
                .key("Ctrl Shift N")
                .on_press(Message::NewPressed)
                .into(),
        ]
    }

    /// The work area.
    pub fn view<'a>(&'a self, _: &'a Context) -> Element<'a, Message> {
        let search = field::search(
            "Name, birthday, phone or chart number",
            &self.query,
            Message::QueryEdited,
        )
        .id(SEARCH)
        .on_submit(Message::SearchEntered)
        .trailing(key::key_hint("/"), 20.0)
        .compact()
        .width(width::SEARCH);
        let remark = words::muted(self.remark());
        let bar = page::filter_bar([search.into(), remark.into()], []);
        column![bar, self.table()].into()
    }

    /// How many, of what.
    fn remark(&self) -> String {
        match (&self.found, self.count) {
            (Some(found), _) if found.has_more => {
                format!("The first {FOUND_MOST} that match; type more to narrow")
            }
            (Some(found), Some(count)) => format!("{} of {}", found.rows.len(), grouped(count)),
            (Some(found), None) => format!("{} match", found.rows.len()),
            (None, Some(1)) => String::from("1 patient"),
            (None, Some(count)) => format!("{} patients, by name", grouped(count)),
            (None, None) => String::new(),
        }
    }

    fn table(&self) -> Element<'_, Message> {
        data_table(
            [
                Column::portion("Name", 5),
                Column::fixed("Chart no.", 88.0),
                Column::fixed("Birthday", 100.0),
                Column::fixed("Phone", 136.0),
                Column::portion("Payer today", 4),
                Column::fixed("Insurance owes", 124.0).right(),
                Column::fixed("Patient owes", 116.0).right(),
            ],
            self.len(),
            |at| self.row(at).map_or_else(|| missing(at), cells),
        )
        .edge_to_edge()
        .id(TABLE)
        .height(Fill)
        .selected(self.selected)
        .on_select(Message::RowChosen)
        .on_open(Message::RowOpened)
        .empty(self.empty())
        .into()
    }

    fn empty(&self) -> Element<'_, Message> {
        let (title, why) = match (&self.found, self.count) {
            (None, None) => return space().into(),
            (None, Some(_)) => (
                String::from("No patients yet"),
                "Register the first one; the chart, the visits and the bills follow from there.",
            ),
            (Some(_), _) if self.query.trim().chars().count() < PART => (
                format!("No last name starts with “{}”", self.query.trim()),
                "From three letters on, any part of a name finds; so do birthday, phone and chart number.",
            ),
            (Some(_), _) => (
                format!("Nobody matches “{}”", self.query.trim()),
                "Type part of a name, a birthday as 04/12/1968, a phone number or a chart number.",
            ),
        };
        let register = button::primary("Register a patient")
            .key("Ctrl Shift N")
            .on_press(Message::NewPressed);
        container(empty_state(icon::PATIENTS, title, why, Some(register)))
            .padding([gap::XXXL, 0.0])
            .into()
    }
}

fn cells(row: &PatientRow) -> Vec<Cell<'_, Message>> {
    vec![
        cell::text(row.name.to_string()).strong(),
        cell::code(chart_number(row.id)),
        cell::date(row.born_on),
        cell::text(row.phone.map(|phone| phone.to_string()).unwrap_or_default()),
        cell::text(row.payer.as_str()),
        cell::money(row.insurance_owes),
        cell::money(row.patient_owes).strong(),
    ]
}

/// A row that is not read yet; it asks for itself once it is in sight.
fn missing<'a>(at: usize) -> Vec<Cell<'a, Message>> {
    let dots = iced::widget::sensor(words::muted("…")).on_show(move |_| Message::RowMissed(at));
    vec![cell::of(dots)]
}

/// A count with its thousands apart.
fn grouped(count: usize) -> String {
    let digits = count.to_string();
    let mut out = String::with_capacity(digits.len().saturating_add(4));
    for (at, digit) in digits.chars().enumerate() {
        let left = digits.len().saturating_sub(at);
        if at > 0 && left.is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::id::{GuarantorId, PatientId};
    use crate::domain::money::Money;
    use crate::domain::person::Name;
    use crate::office::Clock;
    use crate::ui::files::Files;
    use crate::ui::look::Look;
    use crate::ui::worker::Worker;

    fn context() -> Context {
        Context {
            worker: Worker::here(None),
            clock: Clock::System,
            files: Files::given([]),
            practice: String::new(),
            user: String::new(),
            book: std::path::PathBuf::new(),
            look: Look::default(),
        }
    }

    fn row(id: i64, last: &str) -> PatientRow {
        PatientRow {
            id: PatientId::new(id),
            guarantor: GuarantorId::new(id),
            name: Name {
                last: last.to_owned(),
                ..Name::default()
            },
            born_on: chrono::NaiveDate::default(),
            phone: None,
            payer: String::new(),
            insurance_owes: Money::ZERO,
            patient_owes: Money::ZERO,
        }
    }

    fn found(query: &str, rows: Vec<PatientRow>) -> Message {
        Message::Found {
            query: query.to_owned(),
            rows: Ok(rows),
        }
    }

    #[test]
    fn a_late_answer_is_dropped() {
        let context = context();
        let (mut screen, _) = Patients::open(&context, "qui");
        let _ = screen.update(&context, found("q", vec![row(1, "Quist")]));
        assert_eq!(screen.len(), 0);
        let _ = screen.update(&context, found("qui", vec![row(2, "Quintero")]));
        assert_eq!(screen.row(0).map(|row| row.id.get()), Some(2));
        let _ = screen.update(&context, Message::QueryEdited(String::new()));
        let _ = screen.update(&context, found("qui", vec![row(3, "Quinlan")]));
        assert!(screen.found.is_none(), "the search was emptied meanwhile");
    }

    #[test]
    fn more_than_can_be_shown_is_told() {
        let context = context();
        let (mut screen, _) = Patients::open(&context, "a");
        let many = (1..=201).map(|id| row(id, "Abbott")).collect();
        let _ = screen.update(&context, found("a", many));
        assert_eq!(screen.len(), FOUND_MOST);
        assert!(screen.remark().contains("type more"));
    }

    #[test]
    fn counts_have_their_thousands_apart() {
        for (count, want) in [
            (0, "0"),
            (999, "999"),
            (1_000, "1,000"),
            (1_234_567, "1,234,567"),
        ] {
            assert_eq!(grouped(count), want);
        }
    }
}
