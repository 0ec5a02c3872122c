//! The close of days: the closes that were made, and beside them the next one: what it comes to, the drawer as it is
//! counted, and the lock. It must not know how a seal is taken.

mod view;

use iced::Task;

use crate::domain::close::{Count, DaySheet, Drawer, NewClose, month_end};
use crate::domain::id::ClosingId;
use crate::domain::money::Money;
use crate::domain::typed::{self, show_date};
use crate::office::{Closed, ClosingRow};
use crate::ui::context::Context;
use crate::ui::place::{Action, Ask};
use crate::ui::widget::focus;
use crate::ui::widget::key::{Hint, Press, hint};
use crate::ui::worker::Failure;

const TABLE: &str = "closes";
/// The first field of the count.
const COUNT: &str = "drawer 0";
/// How many closes are read.
const MOST: usize = 2_000;
/// What a sheet's file is called on its way to the viewer.
const FILE: &str = "day-sheet.pdf";

/// What was read of the book.
#[derive(Clone, Debug)]
pub struct Read {
    rows: Vec<ClosingRow>,
    months: Vec<(String, crate::domain::id::MonthClosingId)>,
    preview: Result<Box<DaySheet>, String>,
}

/// What is typed of the next close.
#[derive(Clone, Debug, Default)]
struct Form {
    day: String,
    float: String,
    pieces: [String; 12],
    to_bank: String,
    words: String,
}

/// A field of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// The last day.
    Day,
    /// In the drawer before.
    Float,
    /// How many of which note or coin, by its place.
    Pieces(usize),
    /// What goes to the bank.
    ToBank,
    /// Why it differs.
    Words,
}

/// What the screen remembers.
pub struct Closing {
    read: Option<Read>,
    selected: Option<usize>,
    form: Form,
}

/// What happened.
#[derive(Clone, Debug)]
pub enum Message {
    /// The closes and the next one were read, for that day.
    Read(String, Result<Box<Read>, Failure>),
    /// A row was chosen.
    RowChosen(usize),
    /// Something was typed.
    Typed(Field, String),
    /// The day was typed to its end.
    DayLeft,
    /// The drawer is to be counted.
    CountPressed,
    /// The days are to be closed.
    ClosePressed,
    /// Yes.
    Agreed,
    /// They were, or not.
    Closed(Result<Box<Vec<Closed>>, Failure>),
    /// The month is to be closed too.
    MonthPressed,
    /// Yes.
    MonthAgreed,
    /// It was, or not.
    MonthClosed(Result<Vec<u8>, Failure>),
    /// The sheet of the chosen close is wanted.
    PrintPressed,
    /// It was made.
    Printed(Result<Vec<u8>, Failure>),
    /// It was handed to the viewer, or not.
    Shown(Result<(), Failure>),
    /// The chosen close, and what came after it, is to be opened again.
    ReopenPressed,
    /// For that reason.
    Reopen(chrono::NaiveDate, String),
    /// It was, or not.
    Reopened(Result<usize, Failure>),
}

impl Closing {
    /// Opens the closes, with today to be closed next.
    pub fn open(context: &Context) -> (Self, Task<Message>) {
        let screen = Self {
            read: None,
            selected: None,
            form: Form {
                day: show_date(context.today()),
                ..Form::default()
            },
        };
        let first = screen.read(context);
        (screen, Task::batch([first, focus::on(TABLE)]))
    }

    /// Takes in what happened.
    pub fn update(&mut self, context: &Context, message: Message) -> Action<Message> {
        match message {
            Message::Read(day, Ok(read)) => {
                if day == self.form.day {
                    self.selected = read.rows.first().map(|_| 0);
                    self.read = Some(*read);
                }
                Action::None
            }
            Message::RowChosen(at) => {
                self.selected = Some(at);
                Action::None
            }
            Message::Typed(field, text) => {
                self.typed(field, text);
                Action::None
            }
            Message::DayLeft => Action::Run(self.read(context)),
            Message::CountPressed => Action::Run(focus::on(COUNT)),
            Message::ClosePressed => self.ask_close(context),
            Message::Agreed => self.close(context),
            Message::Closed(Ok(closed)) => self.closed(context, &closed),
            Message::MonthPressed => self.ask_month(context),
            Message::MonthAgreed => self.close_month(context),
            Message::MonthClosed(Ok(bytes)) => {
                let shown = self.show(context, bytes);
                Action::Say(String::from("The month is closed."), shown)
            }
            Message::PrintPressed => self.print(context),
            Message::Printed(Ok(bytes)) => Action::Run(self.show(context, bytes)),
            Message::Shown(Ok(())) => Action::None,
            Message::ReopenPressed => self.ask_reopen(),
            Message::Reopen(day, why) => Action::Run(context.worker.ask(
                move |office| office.reopen_days(day, &why).map(|rows| rows.len()),
                Message::Reopened,
            )),
            Message::Reopened(Ok(count)) => {
                let words = match count {
                    1 => String::from("The days are open again, and are to be closed anew."),
                    many => format!("{many} closes are open again, and are to be closed anew."),
                };
                Action::Say(words, self.read(context))
            }
            Message::Read(_, Err(failure))
            | Message::Closed(Err(failure))
            | Message::MonthClosed(Err(failure))
            | Message::Printed(Err(failure))
            | Message::Shown(Err(failure))
            | Message::Reopened(Err(failure)) => Action::Warn(failure),
        }
    }

    fn typed(&mut self, field: Field, text: String) {
        let place = match field {
            Field::Day => &mut self.form.day,
            Field::Float => &mut self.form.float,
            Field::Pieces(at) => match self.form.pieces.get_mut(at) {
                Some(place) => place,
                None => return,
            },
            Field::ToBank => &mut self.form.to_bank,
            Field::Words => &mut self.form.words,
        };
        *place = text;
    }

    fn rows(&self) -> &[ClosingRow] {
        self.read.as_ref().map_or(&[], |read| &read.rows)
    }

    fn chosen(&self) -> Option<&ClosingRow> {
        self.rows().get(self.selected?)
    }

    /// The day that was typed, or why it is none.
    fn day(&self, context: &Context) -> Option<chrono::NaiveDate> {
        typed::date(&self.form.day, context.today()).ok()
    }

    /// What would be closed; none where nothing can be.
    fn preview(&self) -> Option<&DaySheet> {
        self.read.as_ref()?.preview.as_deref().ok()
    }

    /// The drawer as it is typed, or what is wrong with it in a sentence.
    fn drawer(&self) -> Result<(NewClose, Drawer), String> {
        let amount = |text: &str| -> Result<Option<Money>, String> {
            if text.trim().is_empty() {
                return Ok(None);
            }
            typed::amount(text)
                .map(Some)
                .map_err(|_| format!("“{}” is no amount.", text.trim()))
        };
        let mut pieces = Vec::new();
        for (worth, text) in Count::WORTHS.into_iter().zip(&self.form.pieces) {
            let text = text.trim();
            if !text.is_empty() {
                let number = text
                    .parse::<u32>()
                    .map_err(|_| format!("“{text}” is no count of notes or coins."))?;
                pieces.push((worth, number));
            }
        }
        let is_counted = self.form.pieces.iter().any(|text| !text.trim().is_empty());
        let count = is_counted
            .then(|| Count::new(pieces))
            .transpose()
            .map_err(|error| error.to_string())?;
        let new = NewClose {
            float: amount(&self.form.float)?,
            count,
            to_bank: amount(&self.form.to_bank)?,
            words: self.form.words.clone(),
        };
        let usual = self.preview().map(|sheet| &sheet.drawer);
        let cash_in = usual.map_or(Money::ZERO, |drawer| drawer.cash_in);
        let drawer = Drawer {
            float: new
                .float
                .or(usual.map(|drawer| drawer.float))
                .unwrap_or_default(),
            cash_in,
            count: new.count.clone(),
            to_bank: new.to_bank.unwrap_or_else(|| cash_in.max(Money::ZERO)),
            words: new.words.clone(),
        };
        Ok((new, drawer))
    }

    /// Why the days cannot be closed as they stand; none when they can.
    fn trouble(&self) -> Option<String> {
        let sentence = |error: String| {
            let mut letters = error.chars();
            let first: String = letters
                .next()
                .into_iter()
                .flat_map(char::to_uppercase)
                .collect();
            let rest = letters.as_str();
            format!(
                "{first}{rest}{}",
                if rest.ends_with('.') { "" } else { "." }
            )
        };
        match &self.read.as_ref()?.preview {
            Err(why) => Some(sentence(why.clone())),
            Ok(_) => match self.drawer() {
                Err(why) => Some(why),
                Ok((_, drawer)) => drawer
                    .check()
                    .err()
                    .map(|error| sentence(error.to_string())),
            },
        }
    }

    fn ask_close(&self, context: &Context) -> Action<Message> {
        if let Some(why) = self.trouble() {
            return Action::Warn(Failure::Words(why));
        }
        let (Some(sheet), Some(day)) = (self.preview(), self.day(context)) else {
            return Action::None;
        };
        let words = format!(
            "{} entries are sealed, and nothing is written on {} or before it any more. {} + {} − {} − {} = {}. An owner can \
             open the day again, with a reason.",
            sheet.entries,
            show_date(day),
            sheet.control.opening,
            sheet.control.charges,
            sheet.control.payments,
            sheet.control.adjustments,
            sheet.control.closing
        );
        let title = format!("Close {}?", show_date(day));
        Action::Ask(Ask::yes(title, words, "Close it", Message::Agreed).calm())
    }

    fn close(&self, context: &Context) -> Action<Message> {
        let (Some(day), Ok((new, _))) = (self.day(context), self.drawer()) else {
            return Action::None;
        };
        Action::Run(context.worker.ask(
            move |office| office.close_days(day, &new).map(Box::new),
            Message::Closed,
        ))
    }

    fn closed(&mut self, context: &Context, closed: &[Closed]) -> Action<Message> {
        let day = std::mem::take(&mut self.form.day);
        self.form = Form {
            day,
            ..Form::default()
        };
        let owed = closed.last().map_or_else(String::new, |last| {
            format!(
                "Closed through {}: {} is owed.",
                show_date(last.sheet.span.through),
                last.sheet.control.closing
            )
        });
        let printed = closed
            .last()
            .map_or_else(Task::none, |last| print_task(context, last.id));
        Action::Say(owed, Task::batch([self.read(context), printed]))
    }

    fn ask_month(&self, context: &Context) -> Action<Message> {
        let Some(day) = self.day(context) else {
            return Action::None;
        };
        if let Some(why) = self.no_month(context) {
            return Action::Warn(Failure::Words(why));
        }
        let words = format!(
            "Its open days are closed through {}, and its roll-forward is sealed over the seals of its days.",
            month_end(day).map_or_else(String::new, show_date)
        );
        let title = format!("Close {}?", day.format("%B %Y"));
        Action::Ask(Ask::yes(title, words, "Close the month", Message::MonthAgreed).calm())
    }

    /// Why the month of the day cannot be closed; none when it can.
    fn no_month(&self, context: &Context) -> Option<String> {
        let day = self.day(context)?;
        let name = day.format("%B %Y");
        let key = day.format("%Y-%m").to_string();
        let is_closed = self
            .read
            .as_ref()
            .is_some_and(|read| read.months.iter().any(|(month, _)| *month == key));
        if is_closed {
            return Some(format!("{name} is closed already."));
        }
        (month_end(day)? > context.today())
            .then(|| format!("{name} is not over; its days can be closed one by one until it is."))
    }

    fn close_month(&self, context: &Context) -> Action<Message> {
        let (Some(day), Ok((new, _))) = (self.day(context), self.drawer()) else {
            return Action::None;
        };
        Action::Run(context.worker.ask(
            move |office| {
                let id = office.close_month(day, &new)?;
                office.month_sheet_pdf(id)
            },
            Message::MonthClosed,
        ))
    }

    fn print(&self, context: &Context) -> Action<Message> {
        self.chosen()
            .map_or(Action::None, |row| Action::Run(print_task(context, row.id)))
    }

    fn show(&self, context: &Context, bytes: Vec<u8>) -> Task<Message> {
        let shown = context
            .files
            .view_pages(&context.worker, FILE, bytes, Message::Shown);
        Task::batch([shown, self.read(context)])
    }

    fn ask_reopen(&self) -> Action<Message> {
        let Some(row) = self.chosen().filter(|row| row.reopened.is_none()) else {
            return Action::None;
        };
        let later = self
            .rows()
            .iter()
            .filter(|one| one.reopened.is_none() && one.span.through > row.span.through)
            .count();
        let from = row.span.from;
        let words = match later {
            0 => String::from("Its seal no longer stands, and it is to be closed anew."),
            1 => String::from("The close after it is opened too; both are to be closed anew."),
            many => {
                format!("The {many} closes after it are opened too; all are to be closed anew.")
            }
        };
        Action::Ask(Ask::reason(
            format!("Open {} again?", show_date(row.span.through)),
            words,
            "Open the days",
            "Why",
            move |why| Message::Reopen(from, why),
        ))
    }

    fn read(&self, context: &Context) -> Task<Message> {
        let text = self.form.day.clone();
        let day = typed::date(&text, context.today()).unwrap_or_else(|_| context.today());
        context.worker.ask(
            move |office| {
                let preview = match office.day_sheet(day, &NewClose::default()) {
                    Ok(sheet) => Ok(Box::new(sheet)),
                    Err(error @ crate::office::OfficeError::Refused(_)) => Err(error.to_string()),
                    Err(error) => return Err(error),
                };
                Ok(Box::new(Read {
                    rows: office.closings(MOST)?,
                    months: office
                        .closed_months()?
                        .into_iter()
                        .map(|month| (month.month, month.id))
                        .collect(),
                    preview,
                }))
            },
            move |read| Message::Read(text, read),
        )
    }

    /// A key that nothing in the view had a use for.
    pub fn pressed(&mut self, context: &Context, press: &Press) -> Option<Action<Message>> {
        let message = if press.is("Ctrl Enter") {
            Message::ClosePressed
        } else if press.is("C") {
            Message::CountPressed
        } else if press.is("R") {
            Message::PrintPressed
        } else if press.is("M") {
            Message::MonthPressed
        } else if press.is("O") {
            Message::ReopenPressed
        } else {
            return None;
        };
        Some(self.update(context, message))
    }

    /// What the keys do.
    #[allow(
        clippy::unused_self,
        reason = "every screen is asked for its keys in the same way"
    )]
    pub fn keys(&self) -> Vec<Hint<'static>> {
        vec![
            hint(&["C"], "count the drawer"),
            hint(&["Ctrl Enter"], "close"),
            hint(&["R"], "print the sheet"),
            hint(&["O"], "open again"),
            hint(&["M"], "close the month"),
            hint(&["Esc"], "back"),
        ]
    }
}

fn print_task(context: &Context, id: ClosingId) -> Task<Message> {
    context
        .worker
        .ask(move |office| office.day_sheet_pdf(id), Message::Printed)
}
