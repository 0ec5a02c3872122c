//! Finding who pays, through any patient of theirs. It must not know what is paid.

use iced::widget::{column, container, row};
use iced::{Center, Element, Fill, Task};

use super::payer_of;
use crate::domain::id::GuarantorId;
use crate::domain::patient::{PatientRow, chart_number};
use crate::ui::context::Context;
use crate::ui::icon;
use crate::ui::place;
use crate::ui::spacing::{height, space as gap, width};
use crate::ui::theme;
use crate::ui::widget::data_table::{Column, cell, data_table};
use crate::ui::widget::empty_state::empty_state;
use crate::ui::widget::key::Press;
use crate::ui::widget::{field, focus, words};
use crate::ui::worker::Failure;

/// How many are shown.
const MOST: usize = 100;
const SEARCH: &str = "who pays";

/// What was typed and found.
pub struct Find {
    query: String,
    rows: Option<Vec<PatientRow>>,
    selected: usize,
}

/// What happened.
#[derive(Clone, Debug)]
pub enum Message {
    /// Something else stands in the search.
    Typed(String),
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
    /// Do this.
    Do(place::Action<Message>),
}

impl Find {
    /// Opens the look-up.
    pub fn open(context: &Context) -> (Self, Task<Message>) {
        let find = Self {
            query: String::new(),
            rows: None,
            selected: 0,
        };
        let task = find.look(context);
        (find, Task::batch([task, focus::on(SEARCH)]))
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
                place::Action::Run(self.look(context))
            }
            Message::Found(text, Ok(rows)) => {
                if text == self.query {
                    self.rows = Some(rows);
                    self.selected = 0;
                }
                place::Action::None
            }
            Message::Found(_, Err(failure)) => place::Action::Warn(failure),
            Message::Chosen(at) => {
                self.selected = at;
                place::Action::None
            }
            Message::Taken(at) => return self.taken(at),
            Message::Entered => return self.taken(self.selected),
        };
        Outcome::Do(action)
    }

    fn taken(&self, at: usize) -> Outcome {
        let rows = self.rows.as_deref().unwrap_or_default();
        match rows.get(at) {
            Some(row) => Outcome::Found(payer_of(row)),
            None => Outcome::Do(place::Action::None),
        }
    }

    /// The arrows move in the list while one types.
    pub fn pressed(&mut self, press: &Press) -> Option<place::Action<Message>> {
        let last = self.rows.as_ref()?.len().checked_sub(1)?;
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
            "Name, birthday, phone or chart number",
            &self.query,
            Message::Typed,
        )
        .id(SEARCH)
        .on_submit(Message::Entered)
        .width(width::SEARCH);
        let head = row![
            words::title("Take a payment"),
            words::muted("Who pays?"),
            iced::widget::space::horizontal(),
            search,
        ]
        .spacing(gap::M)
        .height(height::PATIENT_STRIP)
        .padding([0.0, gap::L])
        .align_y(Center);
        column![
            container(head).style(theme::ground(|t| t.paper)),
            self.table()
        ]
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
