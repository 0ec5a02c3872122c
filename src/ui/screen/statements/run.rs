//! The run: a look through what it would do, the question in numbers, the run itself with its progress, and what it made.
//! It must not know who is due a statement.

use std::path::PathBuf;

use iced::Element;

use super::{Message, Statements, TABLE, list, read};
use crate::domain::mailing::Kind;
use crate::domain::money::Money;
use crate::office::{RunOutcome, Simulation};
use crate::ui::context::Context;
use crate::ui::place::{Action, Ask};
use crate::ui::where_to;
use crate::ui::widget::{focus, progress, words};
use crate::ui::worker::{Cancel, Step};

/// The run.
#[derive(Default)]
pub(super) enum Run {
    /// None since the screen was opened.
    #[default]
    Not,
    /// Each statement is built and proves itself; nothing is kept.
    Looking {
        done: u64,
        total: u64,
        cancel: Cancel,
    },
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
pub(super) struct Made {
    pub count: usize,
    pub total: Money,
    pub folder: PathBuf,
    pub files: Vec<PathBuf>,
}

impl Run {
    fn step(&mut self, to: u64, of: u64) {
        match self {
            Self::Looking { done, total, .. } | Self::Going { done, total, .. } => {
                (*done, *total) = (to, of);
            }
            Self::Not | Self::Done(_) => {}
        }
    }

    /// How far it is.
    pub(super) fn progress(&self) -> Option<Element<'_, Message>> {
        let (what, done, total) = match self {
            Self::Looking { done, total, .. } => ("Looking through", *done, *total),
            Self::Going { done, total, .. } => ("Making", *done, *total),
            Self::Not | Self::Done(_) => return None,
        };
        let count = |of: u64| usize::try_from(of).unwrap_or(usize::MAX);
        Some(progress::progress(
            format!("{what} statements, {done} of {total}"),
            count(done),
            count(total),
            Some(Message::StopPressed),
        ))
    }
}

impl Statements {
    /// What has to do with the run.
    pub(super) fn running(&mut self, context: &Context, message: Message) -> Action<Message> {
        match message {
            Message::RunPressed => self.look(context),
            Message::Looked(step) => self.looked(*step),
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
                if let Run::Looking { cancel, .. } | Run::Going { cancel, .. } = &self.run {
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

    /// Goes through the run without making anything.
    fn look(&mut self, context: &Context) -> Action<Message> {
        let (count, _) = self.due();
        if count == 0 || matches!(self.run, Run::Looking { .. } | Run::Going { .. }) {
            return Action::None;
        }
        let today = context.today();
        let (task, cancel) = context.worker.ask_long(
            move |office, progress| office.simulate_statements(today, progress),
            |step| Message::Looked(Box::new(step)),
        );
        self.run = Run::Looking {
            done: 0,
            total: 0,
            cancel,
        };
        Action::Run(task)
    }

    fn looked(&mut self, step: Step<Simulation>) -> Action<Message> {
        match step {
            Step::Going { done, total } => {
                self.run.step(done, total);
                Action::None
            }
            Step::Done(Ok(simulated)) => {
                self.run = Run::Not;
                let asked = ask(&simulated);
                self.past = Some((simulated.rules.rules, simulated.returns));
                let shown = self.who();
                self.rows = Some(simulated.rows);
                // What is listed follows what was found; the page beside it stays while it is the same person's.
                self.list_again();
                if self.who() != shown {
                    self.selected = None;
                }
                asked
            }
            Step::Done(Err(failure)) => {
                self.run = Run::Not;
                Action::Warn(failure)
            }
        }
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
                self.run.step(done, total);
                Action::None
            }
            Step::Done(Ok(outcome)) => {
                let made = Made {
                    count: outcome.papers(),
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
}

/// Asks before the run, in numbers that were just proved.
fn ask(simulated: &Simulation) -> Action<Message> {
    let sums = simulated.sums().unwrap_or_default();
    let wrong = sums.iter().find(|sum| sum.kind == Kind::DoesNotAddUp);
    let papers: usize = simulated.rows.iter().map(|row| row.papers.len()).sum();
    let asked = simulated.rows.iter().filter(|row| row.sent);
    let total = Money::sum(asked.map(|row| row.amount)).unwrap_or_default();
    let left_out = wrong.map_or_else(String::new, |sum| {
        let count = list::many(
            usize::try_from(sum.count).unwrap_or(0),
            "account",
            "accounts",
        );
        format!(
            " {count} with {} do not add up and are left out; the list says why.",
            words::show_dollars(sum.amount)
        )
    });
    if papers == 0 {
        return Action::Warn(crate::ui::worker::Failure::Words(format!(
            "No statement can be made.{left_out}"
        )));
    }
    let what = list::many(papers, "statement", "statements");
    let said = format!(
        "They ask for {} in all and cost {} to send.{left_out} Choose a folder next: one file for the printer and one \
         for each statement go there, and the book keeps every page as it was sent. The run can be taken back.",
        words::show_dollars(total),
        words::show_dollars(simulated.cost().unwrap_or_default()),
    );
    let title = format!("Make {what}?");
    Action::Ask(Ask::yes(title, said, format!("Make {what}"), Message::RunMeant).calm())
}
