//! Reports: the list of them, the table of the one that is open, and where its rows lead. It must not know how a figure is
//! worked out.

mod view;

use std::path::PathBuf;

use iced::Task;

use crate::domain::aged::Since;
use crate::domain::report::{Drill, Name, Report, Wanted};
use crate::domain::typed::{self, show_date};
use crate::office::save_file;
use crate::ui::context::Context;
use crate::ui::files::CSV;
use crate::ui::place::{Action, ChartTab, Place};
use crate::ui::widget::focus;
use crate::ui::widget::key::{Hint, Press, hint};
use crate::ui::worker::Failure;

const TABLE: &str = "report";
/// What a report's file is called on its way to the viewer.
const FILE: &str = "report.pdf";

/// What the screen remembers: the list, or one report.
pub struct Reports {
    selected: usize,
    open: Option<Open>,
}

/// A report that is open.
struct Open {
    wanted: Wanted,
    report: Option<Box<Report>>,
    selected: Option<usize>,
    from: String,
    to: String,
}

/// What happened.
#[derive(Clone, Debug)]
pub enum Message {
    /// A row of the list was chosen.
    NameChosen(usize),
    /// A report of the list was opened.
    NameOpened(usize),
    /// A report was made.
    Made(Wanted, Result<Box<Report>, Failure>),
    /// A row was chosen.
    RowChosen(usize),
    /// A row was opened.
    RowOpened(usize),
    /// A first or a last day was typed.
    Typed(Day, String),
    /// It was typed to its end.
    DayLeft,
    /// Days are to be counted from something else.
    SinceChosen(Since),
    /// It is to be printed.
    PrintPressed,
    /// Its pages were made.
    Printed(Result<Vec<u8>, Failure>),
    /// They were handed to the viewer, or not.
    Shown(Result<(), Failure>),
    /// It is to be saved.
    SavePressed,
    /// There.
    PlaceChosen(Option<PathBuf>),
    /// It was, or not.
    Saved(Result<(), Failure>),
    /// The patient of an account was found.
    Found(Result<Option<crate::domain::id::PatientId>, Failure>),
    /// Days are to be closed.
    ClosePressed,
}

/// Which day is typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Day {
    /// The first.
    From,
    /// The last.
    To,
}

impl Reports {
    /// Opens the list.
    pub fn open(_: &Context) -> (Self, Task<Message>) {
        let screen = Self {
            selected: 0,
            open: None,
        };
        (screen, focus::on(TABLE))
    }

    /// Opens a report.
    pub fn open_report(context: &Context, wanted: Wanted) -> (Self, Task<Message>) {
        let screen = Self {
            selected: 0,
            open: Some(Open {
                wanted,
                report: None,
                selected: None,
                from: show_date(wanted.from),
                to: show_date(wanted.to),
            }),
        };
        (
            screen,
            Task::batch([make(context, wanted), focus::on(TABLE)]),
        )
    }

    /// Takes in what happened.
    pub fn update(&mut self, context: &Context, message: Message) -> Action<Message> {
        match message {
            Message::NameChosen(at) => {
                self.selected = at;
                Action::None
            }
            Message::NameOpened(at) => {
                usual(context, at).map_or(Action::None, |wanted| Action::Go(Place::Report(wanted)))
            }
            Message::Made(wanted, Ok(report)) => self.made(wanted, report),
            Message::RowChosen(at) => {
                if let Some(open) = &mut self.open {
                    open.selected = Some(at);
                }
                Action::None
            }
            Message::RowOpened(at) => self.drill(context, at),
            Message::Typed(day, text) => {
                if let Some(open) = &mut self.open {
                    match day {
                        Day::From => open.from = text,
                        Day::To => open.to = text,
                    }
                }
                Action::None
            }
            Message::DayLeft => self.again(context, None),
            Message::SinceChosen(since) => self.again(context, Some(since)),
            Message::PrintPressed => self.print(context),
            Message::Printed(Ok(bytes)) => {
                let files = &context.files;
                Action::Run(files.view_pages(&context.worker, FILE, bytes, Message::Shown))
            }
            Message::Shown(Ok(())) | Message::PlaceChosen(None) => Action::None,
            Message::SavePressed => self.ask_where(context),
            Message::PlaceChosen(Some(path)) => self.save(context, path),
            Message::Saved(Ok(())) => {
                Action::Say(String::from("The report is saved."), Task::none())
            }
            Message::Found(Ok(patient)) => patient.map_or(Action::None, |patient| {
                Action::Go(Place::Chart(patient, ChartTab::Ledger))
            }),
            Message::ClosePressed => Action::Go(Place::Closing),
            Message::Made(_, Err(failure))
            | Message::Printed(Err(failure))
            | Message::Shown(Err(failure))
            | Message::Saved(Err(failure))
            | Message::Found(Err(failure)) => Action::Warn(failure),
        }
    }

    /// Shows a report that was made. The keys go to its table once there is one.
    fn made(&mut self, wanted: Wanted, report: Box<Report>) -> Action<Message> {
        let Some(open) = self.open.as_mut().filter(|open| open.wanted == wanted) else {
            return Action::None;
        };
        open.selected = Some(0);
        match open.report.replace(report) {
            None => Action::Run(focus::on(TABLE)),
            Some(_) => Action::None,
        }
    }

    /// Makes the open report anew for the days that are typed, or by another clock.
    fn again(&mut self, context: &Context, since: Option<Since>) -> Action<Message> {
        let Some(open) = &mut self.open else {
            return Action::None;
        };
        let day = |text: &str, was| typed::date(text, context.today()).unwrap_or(was);
        let to = day(&open.to, open.wanted.to);
        let wanted = Wanted {
            from: day(&open.from, open.wanted.from).min(to),
            to,
            since: since.unwrap_or(open.wanted.since),
            ..open.wanted
        };
        (open.from, open.to) = (show_date(wanted.from), show_date(wanted.to));
        if wanted == open.wanted {
            return Action::None;
        }
        open.wanted = wanted;
        Action::Moved(Place::Report(wanted), make(context, wanted))
    }

    /// Goes where a row leads.
    fn drill(&self, context: &Context, at: usize) -> Action<Message> {
        let Some(open) = &self.open else {
            return Action::None;
        };
        let row = open.report.as_ref().and_then(|report| report.rows.get(at));
        match row.and_then(|row| row.drill) {
            Some(Drill::Chart(patient)) => Action::Go(Place::Chart(patient, ChartTab::Ledger)),
            Some(Drill::Items(who)) => Action::Go(Place::Report(Wanted {
                of: Some(who),
                ..open.wanted
            })),
            Some(Drill::Day(day)) => Action::Go(Place::Report(Wanted {
                name: Name::Day,
                from: day,
                to: day,
                ..open.wanted
            })),
            Some(Drill::Account(guarantor)) => Action::Run(context.worker.ask(
                move |office| office.patient_of_account(guarantor),
                Message::Found,
            )),
            None => Action::None,
        }
    }

    fn print(&self, context: &Context) -> Action<Message> {
        let Some(wanted) = self.open.as_ref().map(|open| open.wanted) else {
            return Action::None;
        };
        let pages = context
            .worker
            .ask(move |office| office.report_pdf(wanted), Message::Printed);
        Action::Run(pages)
    }

    fn ask_where(&self, context: &Context) -> Action<Message> {
        let Some(open) = &self.open else {
            return Action::None;
        };
        let name = format!("{}-{}.csv", open.wanted.name.code(), open.wanted.to);
        Action::Run(context.files.save(
            "Where should the report go?",
            &name,
            CSV,
            Message::PlaceChosen,
        ))
    }

    fn save(&self, context: &Context, path: PathBuf) -> Action<Message> {
        let report = self.open.as_ref().and_then(|open| open.report.as_ref());
        let Some(text) = report.map(|report| report.csv()) else {
            return Action::None;
        };
        Action::Run(
            context
                .worker
                .ask(move |_| save_file(&path, text.as_bytes()), Message::Saved),
        )
    }

    /// A key that nothing in the view had a use for.
    pub fn pressed(&mut self, context: &Context, press: &Press) -> Option<Action<Message>> {
        let is_open = self.open.is_some();
        let is_ageing = self
            .open
            .as_ref()
            .is_some_and(|open| open.wanted.name == Name::Ageing);
        let message = if press.is("K") {
            Message::ClosePressed
        } else if is_open && press.is("R") {
            Message::PrintPressed
        } else if is_open && press.is("X") {
            Message::SavePressed
        } else if is_open && press.is("D") {
            return Some(Action::Run(focus::on("report day")));
        } else if is_ageing && press.is("C") {
            Message::SinceChosen(self.next_clock())
        } else {
            return None;
        };
        Some(self.update(context, message))
    }

    /// The clock after the one days are counted from.
    fn next_clock(&self) -> Since {
        let now = self.open.as_ref().map(|open| open.wanted.since);
        let after = Since::ALL.iter().skip_while(|since| Some(**since) != now);
        after.copied().nth(1).unwrap_or_default()
    }

    /// What the keys do.
    pub fn keys(&self) -> Vec<Hint<'static>> {
        let Some(open) = &self.open else {
            return vec![
                hint(&["Up", "Down"], "move"),
                hint(&["Enter"], "open"),
                hint(&["K"], "close the day"),
            ];
        };
        let mut keys = vec![
            hint(&["Up", "Down"], "move"),
            hint(&["Enter"], "what it is made of"),
            hint(&["D"], "days"),
        ];
        if open.wanted.name == Name::Ageing {
            keys.push(hint(&["C"], "next clock"));
        }
        keys.extend([
            hint(&["R"], "print"),
            hint(&["X"], "save as CSV"),
            hint(&["K"], "close the day"),
            hint(&["Esc"], "back"),
        ]);
        keys
    }
}

/// What is asked of a report of the list when nothing else is said.
fn usual(context: &Context, at: usize) -> Option<Wanted> {
    Name::ALL
        .get(at)
        .map(|name| Wanted::usual(*name, context.today()))
}

fn make(context: &Context, wanted: Wanted) -> Task<Message> {
    context.worker.ask(
        move |office| office.report(wanted).map(Box::new),
        move |report| Message::Made(wanted, report),
    )
}
