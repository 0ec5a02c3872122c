//! The visits tab: every visit of the patient, to be opened, coded or signed. It must not know how a visit is entered.

use iced::widget::{column, container, space};
use iced::{Element, Fill, Task};

use super::claims::standing;
use crate::domain::money::Money;
use crate::domain::visit::VisitRow;
use crate::office::Chart;
use crate::ui::context::Context;
use crate::ui::icon;
use crate::ui::place::{Action, Place};
use crate::ui::spacing::space as gap;
use crate::ui::widget::data_table::{Cell, Column, cell, data_table};
use crate::ui::widget::empty_state::empty_state;
use crate::ui::widget::key::{Hint, Press, hint};
use crate::ui::widget::pill::{self, Pill};
use crate::ui::widget::{button, focus, page, words};
use crate::ui::worker::Failure;

const TABLE: &str = "visits of the patient";

/// What the tab remembers.
#[derive(Default)]
pub(super) struct Visits {
    rows: Option<Vec<VisitRow>>,
    selected: Option<usize>,
}

/// What happened.
#[derive(Clone, Debug)]
pub enum Message {
    /// The visits were read.
    Read(Result<Vec<VisitRow>, Failure>),
    /// A visit was chosen.
    RowChosen(usize),
    /// A visit was opened.
    RowOpened(usize),
    /// The chosen visit is to be signed.
    SignPressed,
    /// It was, or not.
    Signed(Result<(), Failure>),
    /// A visit is to be entered.
    NewPressed,
}

impl Visits {
    /// Reads the visits.
    pub fn read(context: &Context, about: &Chart) -> Task<Message> {
        let patient = about.patient.id;
        let read = context
            .worker
            .ask(move |office| office.visits(patient), Message::Read);
        Task::batch([read, focus::on(TABLE)])
    }

    /// Takes in what happened.
    pub fn update(
        &mut self,
        context: &Context,
        about: &Chart,
        message: Message,
    ) -> Action<Message> {
        match message {
            Message::Read(Ok(rows)) => {
                let last = rows.len().checked_sub(1);
                self.selected = last.map(|last| self.selected.unwrap_or(0).min(last));
                self.rows = Some(rows);
                Action::Run(focus::on(TABLE))
            }
            Message::Read(Err(failure)) | Message::Signed(Err(failure)) => Action::Warn(failure),
            Message::RowChosen(at) => {
                self.selected = Some(at);
                Action::None
            }
            Message::RowOpened(at) => self
                .row(Some(at))
                .map_or(Action::None, |row| Action::Go(Place::Visit(row.id, None))),
            Message::SignPressed => self.sign(context),
            Message::Signed(Ok(())) => {
                Action::Say(String::from("Signed the documentation"), Task::none())
            }
            Message::NewPressed => Action::Go(Place::NewVisit(Some(about.patient.id))),
        }
    }

    fn row(&self, at: Option<usize>) -> Option<&VisitRow> {
        self.rows.as_ref()?.get(at?)
    }

    fn sign(&self, context: &Context) -> Action<Message> {
        let Some(row) = self.row(self.selected).filter(|row| !row.is_signed) else {
            return Action::None;
        };
        let (visit, today) = (row.id, context.today());
        Action::Run(context.worker.ask(
            move |office| office.sign_visit(visit, today),
            Message::Signed,
        ))
    }

    /// A key that nothing in the view had a use for.
    pub fn pressed(
        &mut self,
        context: &Context,
        about: &Chart,
        press: &Press,
    ) -> Option<Action<Message>> {
        if press.is("S") {
            Some(self.update(context, about, Message::SignPressed))
        } else if press.is("Up") || press.is("Down") {
            Some(Action::Run(focus::on(TABLE)))
        } else {
            None
        }
    }

    /// What the keys do.
    pub fn keys() -> Vec<Hint<'static>> {
        vec![
            hint(&["Up", "Down"], "move"),
            hint(&["Enter"], "open visit"),
            hint(&["S"], "sign"),
        ]
    }

    /// The work area below the head of the chart.
    pub fn view<'a>(&'a self, _: &'a Chart) -> Element<'a, Message> {
        let Some(rows) = &self.rows else {
            return space().into();
        };
        let can_sign = self.row(self.selected).is_some_and(|row| !row.is_signed);
        let sign = can_sign.then(|| {
            button::quiet("Sign")
                .key("S")
                .compact()
                .on_press(Message::SignPressed)
                .into()
        });
        let bar = page::toolbar(
            [
                words::strong("Visits").into(),
                words::muted("newest first").into(),
            ],
            sign,
        );
        let table = data_table(
            [
                Column::fixed("Service", 104.0),
                Column::portion("Seen by", 3),
                Column::portion("Where", 3),
                Column::portion("Reason", 4),
                Column::fixed("Services", 76.0).right(),
                Column::fixed("Charge", 92.0).right(),
                Column::fixed("Open", 92.0).right(),
                Column::fixed("Claim", 132.0),
                Column::fixed("Notes", 116.0),
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

fn cells(row: &VisitRow) -> Vec<Cell<'_, Message>> {
    let open = row
        .insurance_owes
        .plus(row.patient_owes)
        .unwrap_or(Money::ZERO);
    vec![
        cell::date(row.service_on).strong(),
        cell::text(row.rendering.as_str()),
        cell::text(row.place.name()),
        cell::text(row.reason.as_str()),
        if row.lines == 0 {
            cell::empty()
        } else {
            cell::text(row.lines.to_string())
        },
        cell::money(row.charged),
        cell::money(open).strong(),
        claim(row).map_or_else(cell::empty, cell::pill),
        if row.is_signed {
            cell::pill(pill::well().says("Signed"))
        } else {
            cell::pill(pill::look().says("Not signed"))
        },
    ]
}

/// Where the claim of a visit stands, or that the visit has no charges yet.
fn claim(row: &VisitRow) -> Option<Pill> {
    match row.claim {
        Some((_, state)) => Some(standing(state)),
        None if row.lines == 0 => Some(pill::draft().says("To code")),
        None => None,
    }
}

fn empty<'a>() -> Element<'a, Message> {
    let new = button::primary("Enter a visit")
        .key("Ctrl N")
        .on_press(Message::NewPressed);
    container(empty_state(
        icon::VISITS,
        "No visits yet",
        "A visit holds the notes, the diagnoses and the charges; its claim is made with it.",
        Some(new),
    ))
    .padding([gap::XXXL, 0.0])
    .into()
}
