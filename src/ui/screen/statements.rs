//! Statements: who is due one and why, who is not and why not; each as it will be printed; the run that sends them; and
//! those sent before. It must not know how a statement is made.

mod list;
mod sheet;

use std::path::PathBuf;

use iced::widget::{column, row, rule};
use iced::{Element, Fill, Task};

use crate::domain::id::{GuarantorId, StatementId};
use crate::domain::mailing::{SentStatement, StatementRow};
use crate::domain::money::Money;
use crate::domain::page::Page;
use crate::office::RunOutcome;
use crate::ui::context::Context;
use crate::ui::icon;
use crate::ui::place::{Action, Ask};
use crate::ui::screen::pages::Pages;
use crate::ui::theme;
use crate::ui::where_to::{self, WhereTo};
use crate::ui::widget::key::{Hint, Press, hint};
use crate::ui::widget::{button, dialog, focus, progress, words};
use crate::ui::worker::{Cancel, Failure, Step};

const TABLE: &str = "statements";
const SEARCH: &str = "find a statement";
/// What a statement's file is called on its way to the viewer; it tells nobody's name.
const FILE: &str = "statement.pdf";

/// Who is listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Filter {
    /// Those who get one today.
    #[default]
    Due,
    /// Those who get none, and why.
    NotDue,
}

/// What stands beside the list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Side {
    /// The statement they would get.
    #[default]
    Preview,
    /// Those they got.
    Sent,
}

/// What the screen remembers.
pub struct Statements {
    /// Everybody with an account; none until told.
    rows: Option<Vec<StatementRow>>,
    filter: Filter,
    query: String,
    /// Which rows are listed.
    shown: Vec<usize>,
    selected: Option<usize>,
    side: Side,
    /// The statement of whoever is chosen.
    preview: Pages,
    sent: Vec<SentStatement>,
    sent_selected: Option<usize>,
    run: Run,
    /// The folder that is asked for.
    folder: WhereTo<()>,
}

/// The run.
#[derive(Default)]
enum Run {
    /// None since the screen was opened.
    #[default]
    Not,
    /// It goes on.
    Going {
        done: u64,
        total: u64,
        cancel: Cancel,
    },
    /// What it made.
    Done(Made),
}

/// What a run made.
#[derive(Clone, Debug)]
struct Made {
    count: usize,
    total: Money,
    folder: PathBuf,
    files: Vec<PathBuf>,
}

/// What happened.
#[derive(Clone, Debug)]
pub enum Message {
    /// It was read who is due.
    Read(Result<Vec<StatementRow>, Failure>),
    /// Others are to be listed.
    FilterTurned(Filter),
    /// Something is looked for.
    QueryEdited(String),
    /// A row was chosen.
    RowChosen(usize),
    /// The pages of the chosen one were made.
    PagesMade(GuarantorId, Result<Vec<Page>, Failure>),
    /// Another page is wanted: so many on.
    PageTurned(isize),
    /// The other side is wanted.
    SideTurned(Side),
    /// What they were sent was read.
    SentRead(GuarantorId, Result<Vec<SentStatement>, Failure>),
    /// One that was sent was chosen.
    SentChosen(usize),
    /// One that was sent was opened.
    SentOpened(usize),
    /// Its file was read.
    FileRead(Result<Vec<u8>, Failure>),
    /// A file was handed to the viewer, or not.
    Shown(Result<(), Failure>),
    /// All are to be sent.
    RunPressed,
    /// Yes.
    RunMeant,
    /// About the folder for them.
    Folder(where_to::Message),
    /// How far the run is.
    Stepped(PathBuf, Box<Step<RunOutcome>>),
    /// The run is to stop.
    StopPressed,
    /// A file of the run is to be opened.
    FilePressed(PathBuf),
    /// What the run made was looked at.
    MadePressed,
}

impl Statements {
    /// Opens the list of who is due today.
    pub fn open(context: &Context) -> (Self, Task<Message>) {
        let screen = Self {
            rows: None,
            filter: Filter::default(),
            query: String::new(),
            shown: Vec::new(),
            selected: None,
            side: Side::default(),
            preview: Pages::default(),
            sent: Vec::new(),
            sent_selected: None,
            run: Run::default(),
            folder: WhereTo::default(),
        };
        (screen, Task::batch([read(context), focus::on(TABLE)]))
    }

    /// Takes in what happened.
    pub fn update(&mut self, context: &Context, message: Message) -> Action<Message> {
        match message {
            Message::Read(Ok(rows)) => {
                self.rows = Some(rows);
                self.narrow(context)
            }
            Message::FilterTurned(filter) => {
                self.filter = filter;
                self.selected = None;
                self.narrow(context)
            }
            Message::QueryEdited(query) => {
                self.query = query;
                self.selected = None;
                self.narrow(context)
            }
            Message::RowChosen(at) => self.chosen(context, at),
            Message::PagesMade(who, pages) => {
                if self.who() == Some(who) {
                    self.preview = Pages::of(pages);
                }
                Action::None
            }
            Message::PageTurned(by) => {
                self.preview.turn(by);
                Action::None
            }
            Message::SideTurned(side) => {
                self.side = side;
                Action::None
            }
            Message::SentRead(who, Ok(sent)) => {
                if self.who() == Some(who) {
                    self.sent_selected = (!sent.is_empty()).then_some(0);
                    self.sent = sent;
                }
                Action::None
            }
            Message::SentChosen(at) => {
                self.sent_selected = Some(at);
                Action::None
            }
            Message::SentOpened(at) => self.open_sent(context, at),
            Message::FileRead(Ok(file)) => Action::Run(context.files.view_pages(
                &context.worker,
                FILE,
                file,
                Message::Shown,
            )),
            Message::SentRead(_, Err(failure))
            | Message::Read(Err(failure))
            | Message::FileRead(Err(failure))
            | Message::Shown(Err(failure)) => Action::Warn(failure),
            message => self.running(context, message),
        }
    }

    /// What has to do with the run.
    fn running(&mut self, context: &Context, message: Message) -> Action<Message> {
        match message {
            Message::RunPressed => self.ask(),
            Message::RunMeant => {
                let title = "Where should the statements go?";
                let task = self.folder.ask(&context.files, title, ());
                Action::Run(task.map(Message::Folder))
            }
            Message::Folder(message) => match self.folder.update(message) {
                where_to::Outcome::Run(task) => Action::Run(task.map(Message::Folder)),
                where_to::Outcome::Go((), folder) => self.start(context, folder),
            },
            Message::Stepped(folder, step) => self.stepped(context, folder, *step),
            Message::StopPressed => {
                if let Run::Going { cancel, .. } = &self.run {
                    cancel.now();
                }
                Action::None
            }
            Message::FilePressed(path) => Action::Run(context.files.show(path, Message::Shown)),
            Message::MadePressed => {
                self.run = Run::Not;
                Action::Run(focus::on(TABLE))
            }
            _ => Action::None,
        }
    }

    fn narrow(&mut self, context: &Context) -> Action<Message> {
        let query = self.query.trim().to_lowercase();
        let is_due = self.filter == Filter::Due;
        let rows = self.rows.iter().flatten().enumerate();
        self.shown = rows
            .filter(|(_, row)| row.sent == is_due)
            .filter(|(_, row)| query.is_empty() || list::words_of(row).contains(&query))
            .map(|(at, _)| at)
            .collect();
        if let Some(last) = self.shown.len().checked_sub(1) {
            return self.chosen(context, self.selected.unwrap_or(0).min(last));
        }
        self.selected = None;
        self.preview = Pages::Reading;
        self.sent.clear();
        Action::None
    }

    /// Shows the statement of a row, and what was sent before.
    fn chosen(&mut self, context: &Context, at: usize) -> Action<Message> {
        self.selected = Some(at);
        self.preview = Pages::Reading;
        self.sent.clear();
        self.sent_selected = None;
        let Some(who) = self.who() else {
            return Action::None;
        };
        let today = context.today();
        let pages = context.worker.ask(
            move |office| Ok(office.statement_pages(who, today)?.1),
            move |pages| Message::PagesMade(who, pages),
        );
        let sent = context.worker.ask(
            move |office| office.statements(who),
            move |sent| Message::SentRead(who, sent),
        );
        Action::Run(Task::batch([pages, sent]))
    }

    /// The row that is chosen.
    fn row(&self) -> Option<&StatementRow> {
        let at = *self.shown.get(self.selected?)?;
        self.rows.as_ref()?.get(at)
    }

    fn who(&self) -> Option<GuarantorId> {
        self.row().map(|row| row.guarantor)
    }

    fn open_sent(&self, context: &Context, at: usize) -> Action<Message> {
        let Some(id) = self.sent.get(at).map(|sent| sent.id) else {
            return Action::None;
        };
        Action::Run(read_file(context, id))
    }

    /// Those who are due, and what they are asked for.
    fn due(&self) -> (usize, Money) {
        let due = self.rows.iter().flatten().filter(|row| row.sent);
        let count = due.clone().count();
        (
            count,
            Money::sum(due.map(|row| row.amount)).unwrap_or_default(),
        )
    }

    /// Asks before the run, in numbers.
    fn ask(&self) -> Action<Message> {
        let (count, total) = self.due();
        if count == 0 || matches!(self.run, Run::Going { .. }) {
            return Action::None;
        }
        let what = list::many(count, "statement", "statements");
        let words = format!(
            "They ask for {} in all. Choose a folder next: one file for the printer and one for each guarantor go there, \
             and the book keeps every page as it was sent.",
            words::show_dollars(total)
        );
        let title = format!("Make {what}?");
        Action::Ask(Ask::yes(title, words, format!("Make {what}"), Message::RunMeant).calm())
    }

    fn start(&mut self, context: &Context, folder: PathBuf) -> Action<Message> {
        let (today, into) = (context.today(), folder.clone());
        let (task, cancel) = context.worker.ask_long(
            move |office, progress| office.run_statements(Some(&into), today, progress),
            move |step| Message::Stepped(folder.clone(), Box::new(step)),
        );
        self.run = Run::Going {
            done: 0,
            total: 0,
            cancel,
        };
        Action::Run(task)
    }

    fn stepped(
        &mut self,
        context: &Context,
        folder: PathBuf,
        step: Step<RunOutcome>,
    ) -> Action<Message> {
        match step {
            Step::Going { done, total } => {
                if let Run::Going {
                    done: so_far,
                    total: of,
                    ..
                } = &mut self.run
                {
                    (*so_far, *of) = (done, total);
                }
                Action::None
            }
            Step::Done(Ok(outcome)) => {
                let made = Made {
                    count: outcome.sent(),
                    total: outcome.total().unwrap_or_default(),
                    folder,
                    files: outcome.printer_files,
                };
                let said = format!(
                    "Made {}.",
                    list::many(made.count, "statement", "statements")
                );
                self.run = Run::Done(made);
                Action::Say(said, read(context))
            }
            Step::Done(Err(failure)) => {
                self.run = Run::Not;
                Action::Warn(failure)
            }
        }
    }

    /// A key that nothing in the view had a use for.
    pub fn pressed(&mut self, context: &Context, press: &Press) -> Option<Action<Message>> {
        let message = if press.is("Ctrl Enter") {
            Message::RunPressed
        } else if press.is("Right") {
            Message::PageTurned(1)
        } else if press.is("Left") {
            Message::PageTurned(-1)
        } else if press.is("S") {
            Message::SideTurned(match self.side {
                Side::Preview => Side::Sent,
                Side::Sent => Side::Preview,
            })
        } else if press.is("O") && self.side == Side::Sent {
            Message::SentOpened(self.sent_selected?)
        } else if press.is("1") {
            Message::FilterTurned(Filter::Due)
        } else if press.is("2") {
            Message::FilterTurned(Filter::NotDue)
        } else if press.is("/") {
            return Some(Action::Run(focus::on(SEARCH)));
        } else if press.is("Esc") && matches!(self.run, Run::Done(_)) {
            Message::MadePressed
        } else {
            return None;
        };
        Some(self.update(context, message))
    }

    /// What the keys do.
    pub fn keys(&self) -> Vec<Hint<'static>> {
        let mut keys = vec![
            hint(&["Up", "Down"], "move"),
            hint(&["Left", "Right"], "turn the page"),
        ];
        keys.push(match self.side {
            Side::Preview => hint(&["S"], "sent before"),
            Side::Sent => hint(&["S"], "preview"),
        });
        if self.side == Side::Sent {
            keys.push(hint(&["O"], "open as it was sent"));
        }
        keys.push(match self.filter {
            Filter::Due => hint(&["2"], "who is not due"),
            Filter::NotDue => hint(&["1"], "who is due"),
        });
        keys.push(hint(&["Ctrl Enter"], "make all"));
        keys.push(hint(&["/"], "find"));
        keys
    }

    /// What stands at the right end of the top bar.
    pub fn actions<'a>(&'a self, _: &'a Context) -> Vec<Element<'a, Message>> {
        let (count, total) = self.due();
        let is_going = matches!(self.run, Run::Going { .. });
        let label = format!("Make {}", list::many(count, "statement", "statements"));
        let run = if self.rows.is_none() {
            return Vec::new();
        } else if is_going {
            button::plain(label).disabled("A run is going")
        } else if count == 0 {
            button::plain("Make statements").disabled("Nobody is due one today")
        } else {
            button::primary(label).on_press(Message::RunPressed)
        };
        let sum = (count > 0 && !is_going).then(|| {
            words::body(format!("{} in all", words::show_dollars(total)))
                .style(theme::ink(|t| t.muted))
        });
        let mut actions: Vec<Element<'a, Message>> = Vec::new();
        actions.extend(sum.map(Element::from));
        actions.push(run.icon(icon::PRINT).key("Ctrl Enter").into());
        actions
    }

    /// The work area.
    pub fn view<'a>(&'a self, context: &'a Context) -> Element<'a, Message> {
        let going = match &self.run {
            Run::Going { done, total, .. } => {
                let words = format!("Making statements, {done} of {total}");
                let count = |of: &u64| usize::try_from(*of).unwrap_or(usize::MAX);
                Some(progress::progress(
                    words,
                    count(done),
                    count(total),
                    Some(Message::StopPressed),
                ))
            }
            Run::Not | Run::Done(_) => None,
        };
        let left = column![self.bar()]
            .push(going)
            .push(self.table())
            .width(list::WIDTH);
        let body = row![
            left,
            rule::vertical(1).style(theme::divider),
            self.beside(context),
        ]
        .height(Fill);
        dialog::over(body, self.folder.dialog(Message::Folder))
    }
}

/// Reads who is due today.
fn read(context: &Context) -> Task<Message> {
    let today = context.today();
    context
        .worker
        .ask(move |office| office.statements_due(today), Message::Read)
}

fn read_file(context: &Context, id: StatementId) -> Task<Message> {
    context
        .worker
        .ask(move |office| office.statement_pdf(id), Message::FileRead)
}
