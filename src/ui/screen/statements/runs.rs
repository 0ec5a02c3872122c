//! The runs so far: what each made, every statement of it as it was sent, and a run taken back. It must not know who is
//! due a statement now.

use iced::widget::{column, container, row, rule, space};
use iced::{Center, Element, Fill, Task};

use super::{Message, Statements, list};
use crate::domain::id::{GuarantorId, RunId};
use crate::domain::mailing::{RunRow, SentStatement};
use crate::domain::person::Name;
use crate::domain::typed::show_date;
use crate::ui::context::Context;
use crate::ui::icon;
use crate::ui::place::{Action, Ask};
use crate::ui::spacing::{height, space as gap};
use crate::ui::theme;
use crate::ui::widget::data_table::{Cell, Column, cell, data_table};
use crate::ui::widget::empty_state::empty_state;
use crate::ui::widget::key::{Hint, Press, hint};
use crate::ui::widget::{button, focus, pill, words};

const RUNS: &str = "statement runs";
const PAPERS: &str = "statements of a run";

/// What is known of the runs.
#[derive(Default)]
pub(super) struct Runs {
    /// Newest first; none until told.
    rows: Option<Vec<RunRow>>,
    selected: Option<usize>,
    papers: Vec<(GuarantorId, Name, SentStatement)>,
    paper: Option<usize>,
}

/// Reads the runs.
pub(super) fn read(context: &Context) -> Task<Message> {
    let read = context
        .worker
        .ask(|office| office.statement_runs(), Message::RunsRead);
    Task::batch([read, focus::on(RUNS)])
}

/// What the keys do.
pub(super) fn keys() -> Vec<Hint<'static>> {
    vec![
        hint(&["Up", "Down"], "move"),
        hint(&["Enter"], "its statements"),
        hint(&["O"], "open as sent"),
        hint(&["U"], "take the run back"),
        hint(&["1 – 3"], "due, not due, runs"),
    ]
}

impl Runs {
    fn row(&self) -> Option<&RunRow> {
        self.rows.as_ref()?.get(self.selected?)
    }

    /// A key in this list.
    pub(super) fn pressed(&self, press: &Press) -> Option<Message> {
        if press.is("U") {
            Some(Message::UndoPressed)
        } else if press.is("O") {
            self.paper.map(Message::RunPaperOpened)
        } else {
            None
        }
    }

    pub(super) fn table(&self) -> Element<'_, Message> {
        if self.rows.is_none() {
            return space().into();
        }
        let rows = self.rows.as_deref().unwrap_or_default();
        let none = container(empty_state(
            icon::STATEMENTS,
            "No run was made yet",
            "Each run stands here with what it asked for, and can be taken back as a whole.",
            None,
        ))
        .padding([gap::XXXL, gap::L]);
        data_table(
            [
                Column::fixed("Run", 64.0),
                Column::fixed("As of", 100.0),
                Column::fixed("Sent", 64.0).right(),
                Column::fixed("Asked for", 120.0).right(),
                Column::fill("State"),
            ],
            rows.len(),
            |at| rows.get(at).map_or_else(Vec::new, cells),
        )
        .edge_to_edge()
        .id(RUNS)
        .height(Fill)
        .selected(self.selected)
        .on_select(Message::RunChosen)
        .on_open(|_| Message::RunPaperChosen(0))
        .empty(none)
        .into()
    }

    pub(super) fn beside(&self) -> Element<'_, Message> {
        let Some(row) = self.row() else {
            return space().into();
        };
        let about = match &row.withdrawn {
            Some((at, why)) => format!("Taken back {}: {why}", at.format("%m/%d/%Y")),
            None => format!(
                "Made {} by {}; cost {}",
                row.made_at.format("%m/%d/%Y"),
                row.by,
                words::show_dollars(row.cost)
            ),
        };
        let undo = button::danger("Take the run back")
            .key("U")
            .compact()
            .on_press_maybe(row.withdrawn.is_none().then_some(Message::UndoPressed));
        let head = row![words::body(about), space::horizontal(), undo]
            .spacing(gap::M)
            .padding([0.0, gap::L])
            .height(height::FILTER_BAR - 1.0)
            .align_y(Center);
        let papers = data_table(
            [
                Column::fixed("Number", 104.0),
                Column::fill("Guarantor"),
                Column::fixed("Request", 80.0).right(),
                Column::fixed("Asked for", 112.0).right(),
            ],
            self.papers.len(),
            |at| self.paper_cells(at),
        )
        .edge_to_edge()
        .id(PAPERS)
        .height(Fill)
        .selected(self.paper)
        .on_select(Message::RunPaperChosen)
        .on_open(Message::RunPaperOpened);
        column![head, rule::horizontal(1).style(theme::divider), papers].into()
    }

    fn paper_cells(&self, at: usize) -> Vec<Cell<'_, Message>> {
        self.papers
            .get(at)
            .map_or_else(Vec::new, |(_, name, sent)| {
                vec![
                    cell::code(sent.number.as_str()),
                    cell::text(name.to_string()),
                    cell::count(usize::from(sent.times)),
                    cell::money(sent.amount).strong(),
                ]
            })
    }
}

fn cells(row: &RunRow) -> Vec<Cell<'_, Message>> {
    let state = if row.withdrawn.is_some() {
        pill::takeback().says("Taken back")
    } else {
        pill::sent()
    };
    vec![
        cell::code(row.run.to_string()),
        cell::date(row.as_of),
        cell::count(usize::try_from(row.count).unwrap_or(usize::MAX)),
        cell::money(row.amount).strong(),
        cell::pill(state),
    ]
}

impl Statements {
    /// What has to do with the runs so far.
    pub(super) fn of_runs(&mut self, context: &Context, message: Message) -> Action<Message> {
        match message {
            Message::RunsRead(Ok(rows)) => {
                let last = rows.len().checked_sub(1);
                let at = last.map(|last| self.runs.selected.unwrap_or(0).min(last));
                self.runs.rows = Some(rows);
                self.runs.selected = at;
                self.read_papers(context)
            }
            Message::RunChosen(at) => {
                self.runs.selected = Some(at);
                self.read_papers(context)
            }
            Message::RunPapersRead(run, Ok(papers)) => {
                if self.runs.row().is_some_and(|row| row.run == run) {
                    self.runs.paper = (!papers.is_empty()).then_some(0);
                    self.runs.papers = papers;
                }
                Action::None
            }
            Message::RunPaperChosen(at) => {
                self.runs.paper = Some(at);
                Action::Run(focus::on(PAPERS))
            }
            Message::RunPaperOpened(at) => match self.runs.papers.get(at) {
                Some((_, _, sent)) => Action::Run(super::read_file(context, sent.id)),
                None => Action::None,
            },
            Message::UndoPressed => self.ask_undo(),
            Message::UndoMeant(run, why) => Action::Run(context.worker.ask(
                move |office| office.withdraw_run(run, &why).map(Box::new),
                Message::Undone,
            )),
            Message::Undone(Ok(row)) => {
                let count = usize::try_from(row.count).unwrap_or(usize::MAX);
                let what = list::many(count, "statement counts", "statements count");
                let again = Task::batch([read(context), super::read(context)]);
                Action::Say(
                    format!("Run {} is taken back: {what} no more", row.run),
                    again,
                )
            }
            Message::RunsRead(Err(failure))
            | Message::RunPapersRead(_, Err(failure))
            | Message::Undone(Err(failure)) => Action::Warn(failure),
            _ => Action::None,
        }
    }

    fn read_papers(&mut self, context: &Context) -> Action<Message> {
        self.runs.papers.clear();
        self.runs.paper = None;
        let Some(run) = self.runs.row().map(|row| row.run) else {
            return Action::None;
        };
        Action::Run(context.worker.ask(
            move |office| office.statements_of_run(run),
            move |papers| Message::RunPapersRead(run, papers),
        ))
    }

    /// Asks before a run is taken back, in numbers.
    fn ask_undo(&self) -> Action<Message> {
        let Some(row) = self.runs.row().filter(|row| row.withdrawn.is_none()) else {
            return Action::None;
        };
        let run: RunId = row.run;
        let count = usize::try_from(row.count).unwrap_or(usize::MAX);
        let words = format!(
            "{} of {} for {} count no more: what they asked for counts as not asked for, and reminders go on from \
             before. Their numbers stay used, and their pages stay kept. Tear up what was printed.",
            list::many(count, "statement", "statements"),
            show_date(row.as_of),
            words::show_dollars(row.amount),
        );
        Action::Ask(Ask::reason(
            format!("Take run {run} back?"),
            words,
            "Take it back",
            "Why, as: the wrong day",
            move |why| Message::UndoMeant(run, why),
        ))
    }
}
