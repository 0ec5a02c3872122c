//! Choosing whose visit it is. It must not know the form.

use iced::widget::{column, container};
use iced::{Element, Fill, Task};

use super::Message;
use crate::domain::id::PatientId;
use crate::domain::patient::{PatientRow, chart_number};
use crate::ui::context::Context;
use crate::ui::icon;
use crate::ui::place::{Action, Place};
use crate::ui::spacing::space as gap;
use crate::ui::theme;
use crate::ui::widget::data_table::{Column, cell, data_table};
use crate::ui::widget::{button, empty_state, field, focus, page, words};

/// How many patients are shown at most.
const MOST: usize = 50;
/// The field.
const FIELD: &str = "visit patient";

/// What is typed and who was found.
#[derive(Debug, Default)]
pub struct Choose {
    typed: String,
    rows: Vec<PatientRow>,
    at: usize,
}

/// What the screen must do.
pub enum Outcome {
    /// Go on with that patient.
    Taken(PatientId),
    /// This.
    Do(Action<Message>),
}

impl Choose {
    pub fn open(context: &Context) -> (Self, Task<Message>) {
        let choose = Self::default();
        let task = Task::batch([choose.find(context), focus::on(FIELD)]);
        (choose, task)
    }

    fn find(&self, context: &Context) -> Task<Message> {
        let typed = self.typed.clone();
        let query = typed.clone();
        context.worker.ask(
            move |office| office.find_patients(&query, MOST),
            move |rows| Message::PatientsFound(typed, rows),
        )
    }

    pub fn update(&mut self, context: &Context, message: Message) -> Outcome {
        Outcome::Do(match message {
            Message::PatientTyped(typed) => {
                self.typed = typed;
                self.at = 0;
                Action::Run(self.find(context))
            }
            Message::PatientsFound(typed, Ok(rows)) => {
                if typed == self.typed {
                    self.rows = rows;
                }
                Action::None
            }
            Message::PatientsFound(_, Err(failure)) => Action::Warn(failure),
            Message::PatientSelected(at) => {
                self.at = at.min(self.rows.len().saturating_sub(1));
                Action::None
            }
            Message::PatientTaken(at) => match self.rows.get(at) {
                Some(row) => return Outcome::Taken(row.id),
                None if at == usize::MAX => Action::Go(Place::NewPatient),
                None => Action::None,
            },
            _ => Action::None,
        })
    }

    pub fn view<'a>(&'a self, _context: &'a Context) -> Element<'a, Message> {
        let (at, last) = (self.at, self.rows.len().saturating_sub(1));
        let search = field::search(
            "Name, birthday, phone, chart or member number",
            &self.typed,
            Message::PatientTyped,
        )
        .id(FIELD)
        .on_submit(Message::PatientTaken(at))
        .on_key(move |press| {
            use iced::keyboard::key::Named;
            if press.is(Named::ArrowDown) {
                Some(Message::PatientSelected(at.saturating_add(1).min(last)))
            } else if press.is(Named::ArrowUp) {
                Some(Message::PatientSelected(at.saturating_sub(1)))
            } else {
                None
            }
        });
        let body = column![
            page::head("New visit", "Whose visit is it?", iced::widget::space()),
            container(search).max_width(560),
            self.table(),
        ]
        .spacing(gap::L);
        container(body)
            .padding(gap::L)
            .width(Fill)
            .height(Fill)
            .style(theme::ground(|t| t.paper))
            .into()
    }

    fn table(&self) -> Element<'_, Message> {
        let columns = [
            Column::fixed("Chart", 84.0),
            Column::fill("Patient"),
            Column::fixed("Birthday", 104.0),
            Column::fixed("Phone", 132.0),
            Column::fixed("Covered by", 196.0),
            Column::fixed("Balance", 104.0).right(),
        ];
        let add = button::plain("Register a patient")
            .icon(icon::ADD)
            .on_press(Message::PatientTaken(usize::MAX));
        let empty = empty_state::empty_state(
            icon::PATIENTS,
            "Nobody found",
            "No patient has that name, birthday, phone or number.",
            Some(add),
        );
        data_table(columns, self.rows.len(), |at| {
            self.rows.get(at).map(cells).unwrap_or_default()
        })
        .selected(Some(self.at))
        .on_select(Message::PatientSelected)
        .on_open(Message::PatientTaken)
        .empty(empty)
        .into()
    }
}

fn cells<'a>(row: &PatientRow) -> Vec<cell::Cell<'a, Message>> {
    let balance = row.insurance_owes.plus(row.patient_owes).ok();
    let phone = row
        .phone
        .as_ref()
        .map(ToString::to_string)
        .unwrap_or_default();
    vec![
        cell::code(chart_number(row.id)),
        cell::text(row.name.to_string()).strong(),
        cell::date(row.born_on),
        cell::text(phone),
        if row.payer.is_empty() {
            cell::of(words::muted("Nobody today"))
        } else {
            cell::text(row.payer.clone())
        },
        cell::money_maybe(balance),
    ]
}
