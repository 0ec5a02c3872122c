//! Finding who pays: those who are seen today with what is due from them, anybody through a patient of theirs, or the
//! account of a statement whose scan line is read. It must not know what is paid.

use iced::widget::{column, container, row};
use iced::{Center, Element, Fill, Task};

use super::payer_of;
use crate::domain::desk::DeskRow;
use crate::domain::id::GuarantorId;
use crate::domain::patient::{PatientRow, chart_number};
use crate::domain::statement::ScanLine;
use crate::ui::context::Context;
use crate::ui::icon;
use crate::ui::place;
use crate::ui::spacing::{height, space as gap, width};
use crate::ui::theme;
use crate::ui::widget::data_table::{Column, cell, data_table};
use crate::ui::widget::empty_state::empty_state;
use crate::ui::widget::key::Press;
use crate::ui::widget::{field, focus, words};
use crate::ui::worker::{Failure, sentence};

/// How many are shown.
const MOST: usize = 100;
const SEARCH: &str = "who pays";

/// What was typed and found.
pub struct Find {
    query: String,
    /// Who is seen today.
    today: Option<Vec<DeskRow>>,
    rows: Option<Vec<PatientRow>>,
    selected: usize,
    /// Why what was scanned leads nowhere.
    misread: Option<String>,
}

/// What happened.
#[derive(Clone, Debug)]
pub enum Message {
    /// Something else stands in the search.
    Typed(String),
    /// It was read who is seen today.
    TodayRead(Result<Vec<DeskRow>, Failure>),
    /// These were found for that text.
    Found(String, Result<Vec<PatientRow>, Failure>),
    /// A row was chosen.
    Chosen(usize),
    /// A row was taken.
    Taken(usize),
    /// Enter was pressed in the search.
    Entered,
}

/// What follows.
pub enum Outcome {
    /// They pay.
    Found(GuarantorId),
    /// A statement's scan line was read.
    Scanned(ScanLine),
    /// Do this.
    Do(place::Action<Message>),
}

impl Find {
    /// Opens the look-up.
    pub fn open(context: &Context) -> (Self, Task<Message>) {
        let find = Self {
            query: String::new(),
            today: None,
            rows: None,
            selected: 0,
            misread: None,
        };
        let today = context
            .worker
            .ask(|office| office.desk_today(), Message::TodayRead);
        let task = find.look(context);
        (find, Task::batch([today, task, focus::on(SEARCH)]))
    }

    fn look(&self, context: &Context) -> Task<Message> {
        let (text, asked) = (self.query.clone(), self.query.clone());
        context.worker.ask(
            move |office| office.find_patients(&asked, MOST),
            move |rows| Message::Found(text, rows),
        )
    }

    /// Takes in what happened.
    pub fn update(&mut self, context: &Context, message: Message) -> Outcome {
        let action = match message {
            Message::Typed(text) => {
                self.query = text;
                self.misread = None;
                if ScanLine::is_meant(&self.query) {
                    place::Action::None
                } else {
                    self.selected = 0;
                    place::Action::Run(self.look(context))
                }
            }
            Message::TodayRead(Ok(today)) => {
                self.today = Some(today);
                place::Action::None
            }
            Message::Found(text, Ok(rows)) => {
                if text == self.query {
                    self.rows = Some(rows);
                    self.selected = 0;
                }
                place::Action::None
            }
            Message::Found(_, Err(failure)) | Message::TodayRead(Err(failure)) => {
                place::Action::Warn(failure)
            }
            Message::Chosen(at) => {
                self.selected = at;
                place::Action::None
            }
            Message::Taken(at) => return self.taken(at),
            Message::Entered => return self.entered(),
        };
        Outcome::Do(action)
    }

    /// Enter: a scanner ends what it types with it.
    fn entered(&mut self) -> Outcome {
        if !ScanLine::is_meant(&self.query) {
            return self.taken(self.selected);
        }
        match ScanLine::read(&self.query) {
            Ok(scan) => Outcome::Scanned(scan),
            Err(fault) => {
                self.misread = Some(sentence(&fault.to_string()));
                Outcome::Do(place::Action::None)
            }
        }
    }

    fn taken(&self, at: usize) -> Outcome {
        let found = if let Some(today) = self.seen_today() {
            today.get(at).map(|row| row.guarantor)
        } else {
            let rows = self.rows.as_deref().unwrap_or_default();
            rows.get(at).map(payer_of)
        };
        found.map_or(Outcome::Do(place::Action::None), Outcome::Found)
    }

    /// Who is seen today, as long as nobody is looked for.
    fn seen_today(&self) -> Option<&[DeskRow]> {
        let today = self.today.as_deref()?;
        (self.query.trim().is_empty() && !today.is_empty()).then_some(today)
    }

    /// How many rows show.
    fn count(&self) -> usize {
        match self.seen_today() {
            Some(today) => today.len(),
            None => self.rows.as_ref().map_or(0, Vec::len),
        }
    }

    /// The arrows move in the list while one types.
    pub fn pressed(&mut self, press: &Press) -> Option<place::Action<Message>> {
        let last = self.count().checked_sub(1)?;
        let to = if press.is("Down") {
            self.selected.saturating_add(1)
        } else if press.is("Up") {
            self.selected.saturating_sub(1)
        } else {
            return None;
        };
        self.selected = to.min(last);
        Some(place::Action::None)
    }

    /// The look-up.
    pub fn view(&self) -> Element<'_, Message> {
        let search = field::search(
            "Name, birthday, chart number, or scan a statement",
            &self.query,
            Message::Typed,
        )
        .id(SEARCH)
        .on_submit(Message::Entered)
        .width(width::SEARCH);
        let remark: Element<'_, Message> = match (&self.misread, self.seen_today()) {
            (Some(misread), _) => field::error(misread.as_str()),
            (None, Some(_)) => words::muted("Seen today, and what is due").into(),
            (None, None) => words::muted("Who pays?").into(),
        };
        let head = row![
            words::title("Take a payment"),
            remark,
            iced::widget::space::horizontal(),
            search,
        ]
        .spacing(gap::M)
        .height(height::PATIENT_STRIP)
        .padding([0.0, gap::L])
        .align_y(Center);
        let table = match self.seen_today() {
            Some(today) => self.day(today),
            None => self.table(),
        };
        column![container(head).style(theme::ground(|t| t.paper)), table].into()
    }

    /// Who is seen today.
    fn day<'a>(&'a self, today: &'a [DeskRow]) -> Element<'a, Message> {
        data_table(
            [
                Column::portion("Seen today", 3),
                Column::portion("Who pays", 4),
                Column::fixed("Copay", 84.0).right(),
                Column::fixed("Instalment", 92.0).right(),
                Column::fixed("From before", 96.0).right(),
                Column::fixed("Due today", 92.0).right(),
                Column::fixed("Paid today", 92.0).right(),
                Column::fixed("Credit", 84.0).right(),
            ],
            today.len(),
            |at| match today.get(at) {
                Some(row) => vec![
                    cell::text(row.patients.join(", ")).strong(),
                    cell::text(row.name.to_string()),
                    cell::money(row.copay),
                    cell::money(row.instalment),
                    cell::money(row.old),
                    cell::money(row.due().unwrap_or_default()).strong(),
                    cell::money(row.paid),
                    cell::money(row.credit),
                ],
                None => Vec::new(),
            },
        )
        .edge_to_edge()
        .height(Fill)
        .selected(Some(self.selected))
        .on_select(Message::Chosen)
        .on_open(Message::Taken)
        .into()
    }

    fn table(&self) -> Element<'_, Message> {
        let rows = self.rows.as_deref().unwrap_or_default();
        let nobody = container(empty_state(
            icon::PATIENTS,
            if self.query.trim().is_empty() {
                "No patients yet"
            } else {
                "Nobody matches"
            },
            "Type part of a name, a birthday, a phone number or a chart number.",
            None,
        ))
        .padding([gap::XXXL, 0.0]);
        let empty: Element<'_, Message> = match self.rows {
            Some(_) => nobody.into(),
            None => iced::widget::space().into(),
        };
        data_table(
            [
                Column::portion("Patient", 5),
                Column::fixed("Chart no.", 88.0),
                Column::fixed("Birthday", 100.0),
                Column::portion("Payer today", 4),
                Column::fixed("Insurance owes", 124.0).right(),
                Column::fixed("Patient owes", 116.0).right(),
            ],
            rows.len(),
            |at| match rows.get(at) {
                Some(row) => vec![
                    cell::text(row.name.to_string()).strong(),
                    cell::code(chart_number(row.id)),
                    cell::date(row.born_on),
                    cell::text(row.payer.as_str()),
                    cell::money(row.insurance_owes),
                    cell::money(row.patient_owes).strong(),
                ],
                None => Vec::new(),
            },
        )
        .edge_to_edge()
        .height(Fill)
        .selected((!rows.is_empty()).then_some(self.selected))
        .on_select(Message::Chosen)
        .on_open(Message::Taken)
        .empty(empty)
        .into()
    }
}
