//! Statements: who is due one and why, who is not and why not; each as it will be printed; the run that sends them; those
//! sent before; and the runs, any of which can be taken back. It must not know how a statement is made.

mod list;
mod reasons;
mod rules;
mod run;
mod runs;
mod sheet;

use std::path::PathBuf;

use iced::widget::{column, row, rule};
use iced::{Element, Fill, Task};

use crate::domain::draft::StatementRulesDraft;
use crate::domain::id::{GuarantorId, RunId, StatementId};
use crate::domain::mailing::{Kind, Returns, Rules, RunRow, SentStatement, StatementRow};
use crate::domain::money::Money;
use crate::domain::page::Page;
use crate::domain::person::Name;
use crate::office::{RunOutcome, Simulation};
use crate::ui::context::Context;
use crate::ui::form::Form;
use crate::ui::icon;
use crate::ui::place::{Action, Ask};
use crate::ui::screen::pages::Pages;
use crate::ui::theme;
use crate::ui::where_to::{self, WhereTo};
use crate::ui::widget::key::{Hint, Press, hint};
use crate::ui::widget::{button, dialog, focus, words};
use crate::ui::worker::{Failure, Step};

use self::run::Run;
use self::runs::Runs;

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
    /// The runs so far.
    Runs,
}

/// What stands beside the list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Side {
    /// The statement they would get.
    #[default]
    Preview,
    /// Those they got.
    Sent,
    /// All reasons with their counts and dollars.
    Reasons,
    /// The rules, to be changed.
    Rules,
}

impl Side {
    const ALL: [Self; 4] = [Self::Preview, Self::Sent, Self::Reasons, Self::Rules];
}

/// What the screen remembers.
pub struct Statements {
    /// Everybody with an account; none until told.
    rows: Option<Vec<StatementRow>>,
    filter: Filter,
    /// Only those of one reason; none: all of the list.
    only: Option<Kind>,
    query: String,
    /// Which rows are listed.
    shown: Vec<usize>,
    selected: Option<usize>,
    side: Side,
    /// The statement of whoever is chosen.
    preview: Pages,
    sent: Vec<SentStatement>,
    sent_selected: Option<usize>,
    reason_selected: usize,
    /// The rules being changed; none while they are not.
    form: Option<Form<StatementRulesDraft>>,
    /// By which rules, and what earlier statements brought; none until told.
    past: Option<(Rules, Returns)>,
    runs: Runs,
    run: Run,
    /// The folder that is asked for.
    folder: WhereTo<()>,
}

/// What happened.
#[derive(Clone, Debug)]
pub enum Message {
    /// It was read who is due.
    Read(Result<Vec<StatementRow>, Failure>),
    /// The rules and what statements brought were read.
    PastRead(Result<Box<(Rules, Returns)>, Failure>),
    /// Others are to be listed.
    FilterTurned(Filter),
    /// A reason was chosen in the side.
    ReasonChosen(usize),
    /// Only those of a reason are to be listed.
    ReasonOpened(usize),
    /// All are to be listed again.
    ReasonLeft,
    /// Of the rules.
    Rules(rules::Message),
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
    /// All are to be sent: first a look through.
    RunPressed,
    /// How far the look is.
    Looked(Box<Step<Simulation>>),
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
    /// Mail to whoever is chosen came back.
    ReturnedPressed,
    /// It did.
    ReturnedMeant(GuarantorId),
    /// It was kept, or not.
    ReturnedKept(Result<(), Failure>),
    /// The runs were read.
    RunsRead(Result<Vec<RunRow>, Failure>),
    /// A run was chosen.
    RunChosen(usize),
    /// Its statements were read.
    RunPapersRead(
        RunId,
        Result<Vec<(GuarantorId, Name, SentStatement)>, Failure>,
    ),
    /// A statement of it was chosen.
    RunPaperChosen(usize),
    /// A statement of it was opened.
    RunPaperOpened(usize),
    /// The chosen run is to be taken back.
    UndoPressed,
    /// It is, for this reason.
    UndoMeant(RunId, String),
    /// It was, or not.
    Undone(Result<Box<RunRow>, Failure>),
}

impl Statements {
    /// Opens the list of who is due today.
    pub fn open(context: &Context) -> (Self, Task<Message>) {
        let screen = Self {
            rows: None,
            filter: Filter::default(),
            only: None,
            query: String::new(),
            shown: Vec::new(),
            selected: None,
            side: Side::default(),
            preview: Pages::default(),
            sent: Vec::new(),
            sent_selected: None,
            reason_selected: 0,
            form: None,
            past: None,
            runs: Runs::default(),
            run: Run::default(),
            folder: WhereTo::default(),
        };
        (
            screen,
            Task::batch([read(context), past(context), focus::on(TABLE)]),
        )
    }

    /// Takes in what happened.
    pub fn update(&mut self, context: &Context, message: Message) -> Action<Message> {
        match message {
            Message::Read(Ok(rows)) => {
                self.rows = Some(rows);
                self.narrow(context)
            }
            Message::PastRead(Ok(past)) => {
                self.past = Some(*past);
                self.side_turned(self.side)
            }
            Message::FilterTurned(filter) => {
                self.only = None;
                self.turn_to(context, filter)
            }
            message @ (Message::ReasonChosen(_)
            | Message::ReasonOpened(_)
            | Message::ReasonLeft) => self.reason(context, &message),
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
            Message::SideTurned(side) => self.side_turned(side),
            Message::Rules(message) => self.rule(context, message),
            message @ (Message::SentRead(_, Ok(_)) | Message::SentChosen(_)) => {
                self.sent_told(message)
            }
            Message::SentOpened(at) => self.open_sent(context, at),
            Message::FileRead(Ok(file)) => Action::Run(context.files.view_pages(
                &context.worker,
                FILE,
                file,
                Message::Shown,
            )),
            message @ (Message::ReturnedPressed
            | Message::ReturnedMeant(_)
            | Message::ReturnedKept(Ok(()))) => self.returned(context, &message),
            Message::SentRead(_, Err(failure))
            | Message::Read(Err(failure))
            | Message::PastRead(Err(failure))
            | Message::FileRead(Err(failure))
            | Message::ReturnedKept(Err(failure))
            | Message::Shown(Err(failure)) => Action::Warn(failure),
            message @ (Message::RunsRead(_)
            | Message::RunChosen(_)
            | Message::RunPapersRead(..)
            | Message::RunPaperChosen(_)
            | Message::RunPaperOpened(_)
            | Message::UndoPressed
            | Message::UndoMeant(..)
            | Message::Undone(_)) => self.of_runs(context, message),
            message => self.running(context, message),
        }
    }

    /// What has to do with mail that came back.
    fn returned(&self, context: &Context, message: &Message) -> Action<Message> {
        match message {
            Message::ReturnedPressed => self.ask_returned(),
            Message::ReturnedMeant(who) => {
                let (who, today) = (*who, context.today());
                Action::Run(context.worker.ask(
                    move |office| office.mail_returned(who, Some(today)),
                    Message::ReturnedKept,
                ))
            }
            Message::ReturnedKept(Ok(())) => Action::Say(
                String::from("No statement goes there until the address is changed"),
                read(context),
            ),
            _ => Action::None,
        }
    }

    /// What has to do with the reasons.
    fn reason(&mut self, context: &Context, message: &Message) -> Action<Message> {
        match message {
            Message::ReasonChosen(at) => {
                self.reason_selected = *at;
                Action::None
            }
            Message::ReasonOpened(at) => self.only_those(context, *at),
            Message::ReasonLeft => {
                self.only = None;
                self.narrow(context)
            }
            _ => Action::None,
        }
    }

    /// What whoever is chosen was sent.
    fn sent_told(&mut self, message: Message) -> Action<Message> {
        match message {
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
            _ => Action::None,
        }
    }

    /// Shows another side; the rules open with what holds, and what was typed there stays until it is given up.
    fn side_turned(&mut self, side: Side) -> Action<Message> {
        self.side = side;
        match side {
            Side::Preview | Side::Sent | Side::Reasons => Action::None,
            Side::Rules => Action::Run(self.open_rules()),
        }
    }

    /// Lists others, or the runs.
    fn turn_to(&mut self, context: &Context, filter: Filter) -> Action<Message> {
        self.filter = filter;
        self.selected = None;
        match filter {
            Filter::Due | Filter::NotDue => self.narrow(context),
            Filter::Runs => Action::Run(runs::read(context)),
        }
    }

    /// Finds which rows are listed.
    fn list_again(&mut self) {
        let query = self.query.trim().to_lowercase();
        let is_due = self.filter == Filter::Due;
        let rows = self.rows.iter().flatten().enumerate();
        self.shown = rows
            .filter(|(_, row)| row.sent == is_due)
            .filter(|(_, row)| self.only.is_none_or(|only| row.kind() == only))
            .filter(|(_, row)| query.is_empty() || list::words_of(row).contains(&query))
            .map(|(at, _)| at)
            .collect();
    }

    fn narrow(&mut self, context: &Context) -> Action<Message> {
        self.list_again();
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
            move |office| office.statement_pages(who, today),
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

    /// Asks whether mail to whoever is chosen came back.
    fn ask_returned(&self) -> Action<Message> {
        let Some(row) = self.row() else {
            return Action::None;
        };
        let (who, name) = (row.guarantor, row.name.natural());
        let words = "Runs pass the account by and say so, until the address is changed or the chart says that mail \
                     arrives.";
        let title = format!("Did mail to {name} come back?");
        Action::Ask(Ask::yes(title, words, "It came back", Message::ReturnedMeant(who)).calm())
    }

    /// A key that nothing in the view had a use for.
    pub fn pressed(&mut self, context: &Context, press: &Press) -> Option<Action<Message>> {
        if self.filter == Filter::Runs
            && let Some(message) = self.runs.pressed(press)
        {
            return Some(self.update(context, message));
        }
        let message = if press.is("Ctrl Enter") {
            Message::RunPressed
        } else if press.is("Right") {
            Message::PageTurned(1)
        } else if press.is("Left") {
            Message::PageTurned(-1)
        } else if press.is("S") {
            Message::SideTurned(if self.side == Side::Sent {
                Side::Preview
            } else {
                Side::Sent
            })
        } else if press.is("W") {
            Message::SideTurned(if self.side == Side::Reasons {
                Side::Preview
            } else {
                Side::Reasons
            })
        } else if press.is("R") {
            Message::SideTurned(Side::Rules)
        } else if press.is("Ctrl S") && self.side == Side::Rules {
            Message::Rules(rules::Message::SavePressed)
        } else if press.is("Esc") && self.side == Side::Rules {
            Message::Rules(rules::Message::LeftPressed)
        } else if press.is("O") && self.side == Side::Sent {
            Message::SentOpened(self.sent_selected?)
        } else if press.is("B") {
            Message::ReturnedPressed
        } else if press.is("1") {
            Message::FilterTurned(Filter::Due)
        } else if press.is("2") {
            Message::FilterTurned(Filter::NotDue)
        } else if press.is("3") {
            Message::FilterTurned(Filter::Runs)
        } else if press.is("/") {
            return Some(Action::Run(focus::on(SEARCH)));
        } else if press.is("Esc") && matches!(self.run, Run::Done(_)) {
            Message::MadePressed
        } else if press.is("Esc") && matches!(self.run, Run::Looking { .. } | Run::Going { .. }) {
            Message::StopPressed
        } else if press.is("Esc") && self.only.is_some() {
            Message::ReasonLeft
        } else {
            return None;
        };
        Some(self.update(context, message))
    }

    /// What the keys do.
    pub fn keys(&self) -> Vec<Hint<'static>> {
        if self.filter == Filter::Runs {
            return runs::keys();
        }
        let mut keys = vec![
            hint(&["Up", "Down"], "move"),
            hint(&["Left", "Right"], "turn the page"),
            hint(&["1 – 3"], "due, not due, runs"),
        ];
        keys.push(match self.side {
            Side::Preview | Side::Reasons | Side::Rules => hint(&["S"], "sent before"),
            Side::Sent => hint(&["S"], "preview"),
        });
        keys.push(match self.side {
            Side::Preview | Side::Sent | Side::Rules => hint(&["W"], "reasons"),
            Side::Reasons => hint(&["W"], "preview"),
        });
        keys.push(if self.side == Side::Rules {
            hint(&["Ctrl S"], "save the rules")
        } else {
            hint(&["R"], "rules")
        });
        if self.side == Side::Sent {
            keys.push(hint(&["O"], "open as sent"));
        }
        keys.push(hint(&["B"], "mail came back"));
        keys.push(hint(&["Ctrl Enter"], "make all"));
        keys.push(hint(&["/"], "find"));
        keys
    }

    /// What stands at the right end of the top bar.
    pub fn actions<'a>(&'a self, _: &'a Context) -> Vec<Element<'a, Message>> {
        let (count, total) = self.due();
        let is_going = matches!(self.run, Run::Looking { .. } | Run::Going { .. });
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
        let going = self.run.progress();
        let table = match self.filter {
            Filter::Due | Filter::NotDue => self.table(),
            Filter::Runs => self.runs.table(),
        };
        let left = column![self.bar()]
            .push(going)
            .push(table)
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

/// Reads the rules, and what statements brought by them.
fn past(context: &Context) -> Task<Message> {
    let today = context.today();
    context.worker.ask(
        move |office| {
            let past = (office.statement_rules()?, office.statement_returns(today)?);
            Ok(Box::new(past))
        },
        Message::PastRead,
    )
}
