//! The claims tab: every claim for the patient and where it stands; each opens at the claims desk. It must not know what
//! is wrong with one.

use iced::widget::{column, container, space};
use iced::{Element, Fill, Task};

use crate::domain::claim::{ClaimFilter, ClaimRow, State};
use crate::office::Chart;
use crate::ui::context::Context;
use crate::ui::icon;
use crate::ui::place::{Action, Place};
use crate::ui::spacing::space as gap;
use crate::ui::widget::data_table::{Cell, Column, cell, data_table};
use crate::ui::widget::empty_state::empty_state;
use crate::ui::widget::key::{Hint, Press, hint};
use crate::ui::widget::pill::{self, Pill};
use crate::ui::widget::{focus, page, words};
use crate::ui::worker::Failure;

const TABLE: &str = "claims of the patient";
/// No patient has more claims than this in a lifetime of visits.
const MOST: usize = 5_000;

/// What the tab remembers.
#[derive(Default)]
pub(super) struct Claims {
    rows: Option<Vec<ClaimRow>>,
    selected: Option<usize>,
}

/// What happened.
#[derive(Clone, Debug)]
pub enum Message {
    /// The claims were read.
    Read(Result<Vec<ClaimRow>, Failure>),
    /// A claim was chosen.
    RowChosen(usize),
    /// A claim was opened.
    RowOpened(usize),
}

impl Claims {
    /// Reads the claims.
    pub fn read(context: &Context, about: &Chart) -> Task<Message> {
        let filter = ClaimFilter {
            patient: Some(about.patient.id),
            limit: MOST,
            ..ClaimFilter::default()
        };
        let read = context
            .worker
            .ask(move |office| office.claims(&filter), Message::Read);
        Task::batch([read, focus::on(TABLE)])
    }

    /// Takes in what happened.
    pub fn update(&mut self, _: &Context, _: &Chart, message: Message) -> Action<Message> {
        match message {
            Message::Read(Ok(mut rows)) => {
                rows.sort_by_key(|row| std::cmp::Reverse((row.service_on, row.id)));
                let last = rows.len().checked_sub(1);
                self.selected = last.map(|last| self.selected.unwrap_or(0).min(last));
                self.rows = Some(rows);
                Action::Run(focus::on(TABLE))
            }
            Message::Read(Err(failure)) => Action::Warn(failure),
            Message::RowChosen(at) => {
                self.selected = Some(at);
                Action::None
            }
            Message::RowOpened(at) => {
                let row = self.rows.as_ref().and_then(|rows| rows.get(at));
                row.map_or(Action::None, |row| Action::Go(Place::Claim(row.id)))
            }
        }
    }

    /// A key that nothing in the view had a use for.
    pub fn pressed(press: &Press) -> Option<Action<Message>> {
        (press.is("Up") || press.is("Down")).then(|| Action::Run(focus::on(TABLE)))
    }

    /// What the keys do.
    pub fn keys() -> Vec<Hint<'static>> {
        vec![
            hint(&["Up", "Down"], "move"),
            hint(&["Enter"], "open at the claims desk"),
        ]
    }

    /// The work area below the head of the chart.
    pub fn view<'a>(&'a self, _: &'a Chart) -> Element<'a, Message> {
        let Some(rows) = &self.rows else {
            return space().into();
        };
        let bar = page::toolbar(
            [
                words::strong("Claims").into(),
                words::muted("newest first").into(),
            ],
            [],
        );
        let table = data_table(
            [
                Column::fixed("Claim", 112.0),
                Column::fixed("Service", 100.0),
                Column::portion("Payer", 4),
                Column::portion("Seen by", 3),
                Column::fixed("Services", 76.0).right(),
                Column::fixed("Charge", 96.0).right(),
                Column::fixed("Insurance owes", 120.0).right(),
                Column::fixed("File by", 100.0),
                Column::fixed("State", 148.0),
            ],
            rows.len(),
            |at| rows.get(at).map(cells).unwrap_or_default(),
        )
        .edge_to_edge()
        .id(TABLE)
        .height(Fill)
        .selected(self.selected)
        .on_select(Message::RowChosen)
        .on_open(Message::RowOpened)
        .empty(empty());
        column![bar, table].into()
    }
}

fn cells(row: &ClaimRow) -> Vec<Cell<'_, Message>> {
    vec![
        cell::code(row.number.as_str()).strong(),
        cell::date(row.service_on),
        cell::text(row.payer_name.as_str()),
        cell::text(row.rendering.as_str()),
        cell::text(row.lines.to_string()),
        cell::money(row.charged),
        cell::money(row.insurance_owes).strong(),
        cell::date(row.file_by),
        cell::pill(standing(row.state)),
    ]
}

/// A claim's state as a pill.
pub(super) fn standing(state: State) -> Pill {
    match state {
        State::Held => pill::held(),
        State::Ready => pill::ready(),
        State::Batched => pill::sent(),
        State::Accepted => pill::sent().says("Accepted"),
        State::Rejected => pill::rejected(),
        State::Paid => pill::paid(),
        State::PartlyPaid => pill::look().says("Partly paid"),
        State::Denied => pill::denied(),
        State::InAppeal => pill::appealed(),
        State::Closed => pill::well().says("Closed"),
        State::Void => pill::voided(),
    }
}

fn empty<'a>() -> Element<'a, Message> {
    container(empty_state(
        icon::CLAIMS,
        "No claims yet",
        "A visit on a day with coverage makes its claim by itself.",
        None,
    ))
    .padding([gap::XXXL, 0.0])
    .into()
}
