//! Remittances: what payers sent, what of it waits for somebody, and taking in a file. It must not know how a file is read,
//! nor what a remittance says of a claim.

mod came;
mod chosen;

use std::path::PathBuf;

use iced::widget::{column, container, space};
use iced::{Element, Fill, Task};

use self::came::Taking;
use crate::domain::id::RemittanceId;
use crate::domain::remittance::{RemittanceRow, Standing};
use crate::domain::typed::show_date;
use crate::office::{AnswerFile, Received, RemittanceFilter};
use crate::ui::context::Context;
use crate::ui::files;
use crate::ui::icon;
use crate::ui::place::{Action, Place};
use crate::ui::screen::payments::table::method;
use crate::ui::spacing::space as gap;
use crate::ui::theme;
use crate::ui::widget::data_table::{Cell, Column, Kind, cell, data_table};
use crate::ui::widget::key::{Hint, Press, hint};
use crate::ui::widget::pill::{self, Pill};
use crate::ui::widget::{button, empty_state, field, focus, page, words};
use crate::ui::worker::{Failure, Step};

/// How many are listed at most.
const MOST: usize = 5_000;
/// The table, and the field over it.
const TABLE: &str = "remittances";
const FILTER: &str = "remittances filter";

/// What the screen remembers.
pub struct Remittances {
    rows: Vec<RemittanceRow>,
    chosen: Option<RemittanceId>,
    text: String,
    only_open: bool,
    is_read: bool,
    taking: Option<Taking>,
    /// Files that lie in the folders of receivers.
    waiting: Vec<AnswerFile>,
    /// Counts the questions, so that an answer to an earlier one is known.
    asked: u64,
}

/// What happened.
#[derive(Clone, Debug)]
pub enum Message {
    /// The remittances were read.
    Listed(u64, Result<Vec<RemittanceRow>, Failure>),
    /// The filter was typed.
    FilterTyped(String),
    /// Only what waits, or everything.
    NarrowPressed,
    /// A row was chosen.
    RowSelected(usize),
    /// It is to be opened.
    RowOpened(usize),
    /// A file is to be taken in.
    ChoosePressed,
    /// That file, or none.
    FileChosen(Option<PathBuf>),
    /// It was looked what lies in the folders of receivers.
    WaitingRead(Result<Vec<AnswerFile>, Failure>),
    /// What lies there is to be taken in.
    WaitingPressed,
    /// How far the taking in is.
    Taken(Box<Step<Vec<Received>>>),
    /// The work is to stop.
    StopPressed,
}

impl Remittances {
    /// Opens the list.
    pub fn open(context: &Context) -> (Self, Task<Message>) {
        let mut screen = Self {
            rows: Vec::new(),
            chosen: None,
            text: String::new(),
            only_open: false,
            is_read: false,
            taking: None,
            waiting: Vec::new(),
            asked: 0,
        };
        let tasks = [
            screen.list(context),
            came::look_around(context),
            focus::on(TABLE),
        ];
        (screen, Task::batch(tasks))
    }

    fn list(&mut self, context: &Context) -> Task<Message> {
        self.asked = self.asked.wrapping_add(1);
        let asked = self.asked;
        let standings = if self.only_open {
            Standing::ALL
                .into_iter()
                .filter(|one| one.is_open())
                .collect()
        } else {
            Vec::new()
        };
        let filter = RemittanceFilter {
            standings,
            text: self.text.trim().to_owned(),
            limit: MOST,
        };
        context.worker.ask(
            move |office| office.remittances(&filter),
            move |rows| Message::Listed(asked, rows),
        )
    }

    fn row(&self) -> Option<usize> {
        self.rows.iter().position(|row| Some(row.id) == self.chosen)
    }

    /// Takes in what happened.
    pub fn update(&mut self, context: &Context, message: Message) -> Action<Message> {
        match message {
            Message::Listed(asked, Ok(rows)) => {
                if asked == self.asked {
                    self.rows = rows;
                    self.is_read = true;
                    if self.row().is_none() {
                        self.chosen = self.rows.first().map(|row| row.id);
                    }
                }
                Action::None
            }
            Message::FilterTyped(text) => {
                self.text = text;
                Action::Run(self.list(context))
            }
            Message::NarrowPressed => {
                self.only_open = !self.only_open;
                Action::Run(Task::batch([self.list(context), focus::on(TABLE)]))
            }
            Message::RowSelected(at) => {
                self.chosen = self.rows.get(at).map(|row| row.id);
                Action::None
            }
            Message::RowOpened(at) => self.rows.get(at).map_or(Action::None, |row| {
                Action::Go(Place::Remittance(row.id, None))
            }),
            Message::ChoosePressed => Action::Run(context.files.file(
                "Which remittance came?",
                files::REMITTANCES,
                Message::FileChosen,
            )),
            Message::Listed(_, Err(failure)) | Message::WaitingRead(Err(failure)) => {
                Action::Warn(failure)
            }
            message => self.coming(context, message),
        }
    }

    /// A key nothing in the view had a use for.
    pub fn pressed(&mut self, context: &Context, press: &Press) -> Option<Action<Message>> {
        let message = if press.is("O") {
            Message::ChoosePressed
        } else if press.is("T") {
            Message::WaitingPressed
        } else if press.is("F") {
            Message::NarrowPressed
        } else if press.is("/") {
            return Some(Action::Run(focus::on(FILTER)));
        } else if press.is("Enter") {
            Message::RowOpened(self.row()?)
        } else {
            return None;
        };
        Some(self.update(context, message))
    }

    /// What the keys do.
    pub fn keys(&self) -> Vec<Hint<'static>> {
        vec![
            hint(&["Up", "Down"], "move"),
            hint(&["Enter"], "open"),
            hint(&["O"], "take in a file"),
            hint(&["T"], "take in what came"),
            hint(&["F"], "only what waits"),
            hint(&["/"], "filter"),
            hint(&["Esc"], "back"),
        ]
    }

    /// The right end of the top bar.
    pub fn actions<'a>(&'a self, _context: &'a Context) -> Vec<Element<'a, Message>> {
        if self.taking.is_some() {
            return Vec::new();
        }
        let is_usual = self.waiting.is_empty();
        let take = if is_usual {
            button::primary("Take in a file")
        } else {
            button::plain("Take in a file")
        };
        vec![
            take.icon(icon::IMPORT)
                .key("O")
                .on_press(Message::ChoosePressed)
                .into(),
        ]
    }

    /// The work area.
    pub fn view<'a>(&'a self, _context: &'a Context) -> Element<'a, Message> {
        let open = self
            .rows
            .iter()
            .filter(|row| row.standing.is_open())
            .count();
        let told = match (self.rows.len(), open) {
            (0, _) => String::new(),
            (_, 0) => String::from("all posted"),
            (_, 1) => String::from("1 to post"),
            (_, more) => format!("{more} to post"),
        };
        let narrow = if self.only_open {
            "All of them"
        } else {
            "Only what waits"
        };
        let filter = field::search(
            words::filter_these(self.rows.len()),
            &self.text,
            Message::FilterTyped,
        )
        .compact()
        .id(FILTER)
        .width(220.0);
        let bar = page::filter_bar(
            [
                words::dense("Remittances").font(theme::SEMIBOLD).into(),
                words::label(told).into(),
            ],
            [
                button::quiet(narrow)
                    .icon(icon::FILTER)
                    .compact()
                    .on_press(Message::NarrowPressed)
                    .into(),
                filter.into(),
            ],
        );
        let list = column![bar].push(self.came()).push(self.table());
        page::beside(list, self.one())
    }

    fn table(&self) -> Element<'_, Message> {
        let columns = [
            Column::fixed("Paid", 96.0),
            Column::fill("Payer"),
            Column::fixed("Number", 116.0),
            Column::fixed("By", 72.0),
            Column::fixed("Claims", 64.0).right(),
            Column::fixed("Amount", 96.0).right(),
            Column::fixed("State", 120.0),
        ];
        let empty: Element<'_, Message> = if !self.is_read {
            space().into()
        } else if self.text.trim().is_empty() && !self.only_open {
            container(empty_state::empty_state(
                icon::REMITTANCES,
                "No remittance came yet",
                "Take in the 835 of a payer: it is read, matched and proved, and nothing is posted before you say so.",
                Some(
                    button::primary("Take in a file")
                        .key("O")
                        .on_press(Message::ChoosePressed),
                ),
            ))
            .padding(gap::XL)
            .into()
        } else {
            container(words::muted("None is like that."))
                .padding(gap::XL)
                .into()
        };
        let selected = self.row();
        let is_odd = move |at: usize| {
            Some(at) != selected
                && self
                    .rows
                    .get(at)
                    .is_some_and(|row| row.standing == Standing::Waiting)
        };
        data_table(columns, self.rows.len(), move |at| {
            let row = self.rows.get(at);
            row.map(|row| cells(row, is_odd(at))).unwrap_or_default()
        })
        .kinds(move |at| {
            if is_odd(at) {
                Kind::Attention
            } else {
                Kind::Line
            }
        })
        .id(TABLE)
        .edge_to_edge()
        .selected(selected)
        .on_select(Message::RowSelected)
        .on_open(Message::RowOpened)
        .height(Fill)
        .empty(empty)
        .into()
    }
}

/// Where a remittance stands, as its pill.
pub(super) fn standing(row: &RemittanceRow) -> Pill {
    match row.standing {
        Standing::Read if row.problem.is_empty() => pill::sent().says("Ready"),
        Standing::Read => pill::look().says("Held back"),
        Standing::Waiting => match row.needs {
            0 | 1 => pill::look().says("1 needs you"),
            more => pill::look().says(format!("{more} need you")),
        },
        Standing::Posted => pill::well().says("Posted"),
        Standing::TakenBack => pill::takeback().says("Taken back"),
        Standing::Replaced => pill::voided().says("Replaced"),
    }
}

fn cells<'a>(row: &RemittanceRow, is_on_paper: bool) -> Vec<Cell<'a, Message>> {
    let pill = standing(row);
    vec![
        cell::text(show_date(row.paid_on)),
        cell::text(row.payer_name.clone()).strong(),
        cell::code(row.trace.clone()),
        cell::text(method(row.method)),
        cell::count(usize::try_from(row.claims).unwrap_or(usize::MAX)),
        cell::money(row.amount).strong(),
        cell::pill(if is_on_paper { pill.on_paper() } else { pill }),
    ]
}
