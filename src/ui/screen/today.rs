//! Today: what to do next, what waits, what is owed, what came in. It must not know how any of it is counted.

mod money;
mod work;

use iced::widget::{column, container, row};
use iced::{Alignment, Element, Fill, Task};

use self::work::Work;
use crate::domain::today::Board;
use crate::ui::context::Context;
use crate::ui::icon;
use crate::ui::place::{Action, Place, Section};
use crate::ui::spacing::space as gap;
use crate::ui::theme::Tone;
use crate::ui::widget::data_table::data_table;
use crate::ui::widget::key::{Hint, Press, hint};
use crate::ui::widget::{button, card, empty_state, notice, page, queue, words};
use crate::ui::worker::Failure;

/// The table of queues.
const QUEUES: &str = "queues";
/// How wide the cards with the money are.
const MONEY_WIDTH: f32 = 364.0;

/// What the screen remembers.
pub struct Today {
    seen: Option<Seen>,
    /// The chosen row of the table.
    at: Option<usize>,
    /// How many files of answers lie in the folders of receivers.
    came: usize,
}

/// What the book says.
#[derive(Clone, Debug)]
pub struct Seen {
    board: Board,
    /// Whether anybody was ever registered.
    is_new: bool,
}

/// What happened.
#[derive(Clone, Debug)]
pub enum Message {
    /// The book was asked.
    Counted(Result<Box<Seen>, Failure>),
    /// It was looked for files of answers.
    Looked(Result<usize, Failure>),
    /// A row was chosen.
    Selected(usize),
    /// A row was opened.
    Opened(usize),
    /// A way somewhere was pressed.
    PlacePressed(Place),
}

impl Today {
    /// Opens it.
    pub fn open(context: &Context) -> (Self, Task<Message>) {
        let counted = context.worker.ask(
            |office| {
                Ok(Box::new(Seen {
                    board: office.board()?,
                    is_new: office.patient_count()? == 0,
                }))
            },
            Message::Counted,
        );
        let today = Self {
            seen: None,
            at: None,
            came: 0,
        };
        let looked = context.worker.ask(
            |office| Ok(office.waiting_answers()?.ready().len()),
            Message::Looked,
        );
        (today, Task::batch([counted, looked]))
    }

    /// Takes in what happened.
    pub fn update(&mut self, _context: &Context, message: Message) -> Action<Message> {
        match message {
            Message::Counted(Ok(seen)) => {
                self.seen = Some(*seen);
                let chosen = self.at;
                self.at = chosen.or_else(|| self.work().and_then(|work| work.first_row()));
                Action::None
            }
            Message::Looked(Ok(came)) => {
                self.came = came;
                Action::None
            }
            Message::Counted(Err(failure)) | Message::Looked(Err(failure)) => Action::Warn(failure),
            Message::Selected(at) => {
                self.at = Some(at);
                Action::None
            }
            Message::Opened(at) => self.open_row(at),
            Message::PlacePressed(place) => Action::Go(place),
        }
    }

    /// A key nothing in the view had a use for.
    pub fn pressed(&mut self, _context: &Context, press: &Press) -> Option<Action<Message>> {
        let work = self.work()?;
        if let Some(digit) = press.digit(iced::keyboard::Modifiers::empty()) {
            let place = if digit == 0 { 9 } else { digit.checked_sub(1)? };
            let place = usize::try_from(place).ok()?;
            return Some(Action::Go(work.queues.get(place)?.place.clone()));
        }
        if press.is("Enter") {
            return Some(Action::Go(work.place_of(self.at?)?));
        }
        if press.is("T") && self.came > 0 {
            return Some(Action::Go(Place::Answers));
        }
        if press.is("Down") {
            self.at = work.row_below(self.at).or(self.at);
        } else if press.is("Up") {
            self.at = work.row_above(self.at).or(self.at);
        } else {
            return None;
        }
        Some(Action::None)
    }

    fn open_row(&self, at: usize) -> Action<Message> {
        self.work()
            .and_then(|work| work.place_of(at))
            .map_or(Action::None, Action::Go)
    }

    fn work(&self) -> Option<Work> {
        self.seen.as_ref().map(|seen| Work::of(&seen.board))
    }

    /// What the keys do.
    pub fn keys(&self) -> Vec<Hint<'static>> {
        vec![
            hint(&["Up", "Down"], "move"),
            hint(&["Enter"], "open"),
            hint(&["1 – 9"], "open queue"),
            hint(&["T"], "take in what came"),
            hint(&["Ctrl N"], "new visit"),
            hint(&["Ctrl K"], "find"),
        ]
    }

    /// The right end of the top bar.
    pub fn actions<'a>(&'a self, _context: &'a Context) -> Vec<Element<'a, Message>> {
        vec![
            button::plain("New visit")
                .icon(icon::ADD)
                .key("Ctrl N")
                .on_press(Message::PlacePressed(Place::NewVisit(None)))
                .into(),
        ]
    }

    /// The work area.
    pub fn view<'a>(&'a self, context: &'a Context) -> Element<'a, Message> {
        let Some(seen) = &self.seen else {
            return page::inset(head(context, None));
        };
        let body = if seen.is_new {
            begin()
        } else {
            let left = column![self.next(), self.queues()]
                .spacing(gap::L)
                .width(Fill);
            let right = column![money::owed(&seen.board), money::cash(&seen.board)]
                .spacing(gap::L)
                .width(MONEY_WIDTH);
            row![left, right]
                .spacing(gap::L)
                .align_y(Alignment::Start)
                .into()
        };
        let work = column![head(context, Some(&seen.board))]
            .push(self.came())
            .push(body)
            .spacing(gap::L);
        container(page::scroll(container(work).padding(gap::L)))
            .style(crate::ui::theme::ground(|t| t.canvas))
            .into()
    }

    /// Files that came back and are not taken in yet.
    fn came(&self) -> Option<Element<'_, Message>> {
        let words = match self.came {
            0 => return None,
            1 => String::from("1 file came back and is not taken in yet."),
            more => format!("{more} files came back and are not taken in yet."),
        };
        let look = button::plain("Look at what came")
            .key("T")
            .on_press(Message::PlacePressed(Place::Answers));
        Some(notice::notice(Tone::Sent, words, Some(look)))
    }

    fn next(&self) -> Element<'_, Message> {
        let Some(work) = self.work() else {
            return iced::widget::space().into();
        };
        let mut next = work.next.into_iter();
        let Some(first) = next.next() else {
            return card::card(empty_state::empty_state(
                icon::PAID,
                "Nothing waits",
                "All visits are coded, all claims are sent, and every answer is dealt with.",
                None,
            ))
            .into();
        };
        let action = button::primary(first.act)
            .key("Enter")
            .on_press(Message::PlacePressed(first.place));
        let others = next.take(2).zip(2_usize..).map(|(step, number)| {
            let go = Message::PlacePressed(step.place);
            queue::next_row(number, step.brief, Some(step.amount), go)
        });
        queue::do_next(first.title, first.why, action, others)
    }

    fn queues(&self) -> Element<'_, Message> {
        let Some(work) = self.work() else {
            return iced::widget::space().into();
        };
        let rows = work.rows();
        let kinds: Vec<_> = rows.iter().map(queue::Row::kind).collect();
        let count = rows.len();
        data_table(queue::columns(), count, move |at| {
            rows.get(at)
                .cloned()
                .map(queue::Row::cells)
                .unwrap_or_default()
        })
        .kinds(move |at| kinds.get(at).copied().unwrap_or_default())
        .id(QUEUES)
        .selected(self.at)
        .on_select(Message::Selected)
        .on_open(Message::Opened)
        .into()
    }
}

/// The day, yesterday's visits, and whether the book is in balance.
fn head<'a>(context: &Context, board: Option<&Board>) -> Element<'a, Message> {
    let day = context.today().format("%A, %B %-d").to_string();
    let Some(board) = board else {
        return page::head(day, "", iced::widget::space());
    };
    let balance: Element<'a, Message> = if board.is_in_balance {
        row![
            words::muted("The book is in balance"),
            icon::of(icon::PAID, 16.0).style(Tone::Good.ink()),
        ]
        .spacing(gap::S)
        .align_y(Alignment::Center)
        .into()
    } else {
        button::danger("The book is out of balance: verify it")
            .compact()
            .on_press(Message::PlacePressed(Place::Settings(Section::Book)))
            .into()
    };
    page::head(day, work::before(board.visits_before), balance)
}

/// What a practice begins with, while nobody is registered.
fn begin<'a>() -> Element<'a, Message> {
    let steps = [
        ("Register a patient with a policy", Place::NewPatient),
        ("Add clinicians", Place::Settings(Section::Providers)),
        (
            "Bring in fees and code lists",
            Place::Settings(Section::Fees),
        ),
        (
            "Add payers, and where their claims go",
            Place::Settings(Section::Payers),
        ),
    ];
    let rows = steps
        .into_iter()
        .zip(1_usize..)
        .map(|((words, place), number)| {
            queue::next_row(number, words, None, Message::PlacePressed(place))
        });
    let mut parts = column![empty_state::empty_state(
        icon::TODAY,
        "A new book",
        "What waits for somebody, what is owed and what came in will stand here. Begin with any of these.",
        None,
    )];
    for row in rows {
        let line = iced::widget::rule::horizontal(1).style(crate::ui::theme::divider);
        parts = parts.push(line).push(row);
    }
    card::bare(parts).into()
}
