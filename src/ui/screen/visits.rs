//! Visits in lists: the coder's queue, which is those to code and those asked about, then today's and recent ones. It
//! must not know what a visit says.

use iced::widget::{Column as Parts, container};
use iced::{Element, Fill, Task};

use crate::domain::id::{QuestionId, VisitId};
use crate::domain::money::Money;
use crate::domain::question::Question;
use crate::domain::typed::show_date;
use crate::domain::visit::VisitRow;
use crate::office::{Office, OfficeError};
use crate::ui::context::Context;
use crate::ui::icon;
use crate::ui::place::{Action, Ask, Place};
use crate::ui::screen::claims::state_pill;
use crate::ui::spacing::space as gap;
use crate::ui::theme;
use crate::ui::widget::data_table::{Cell, Column, cell, data_table};
use crate::ui::widget::key::{Hint, Press, hint, key_hint};
use crate::ui::widget::pill::{self, Pill};
use crate::ui::widget::{button, empty_state, field, focus, page, tabs, words};
use crate::ui::worker::Failure;

/// How many recent visits are listed.
const RECENT: usize = 2_000;
/// The table, and the field over it.
const TABLE: &str = "visits";
const FILTER: &str = "visits filter";

/// Which visits are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Pile {
    /// Those without charges.
    #[default]
    ToCode,
    /// Those with a question that is not answered.
    Asked,
    /// Those of today.
    Today,
    /// The newest.
    Recent,
}

impl Pile {
    const ALL: [Self; 4] = [Self::ToCode, Self::Asked, Self::Today, Self::Recent];

    fn read(self, office: &Office) -> Result<Vec<VisitRow>, OfficeError> {
        match self {
            // What can be coded comes before what still lacks its notes.
            Self::ToCode => office.visits_to_code().map(|mut rows| {
                rows.sort_by_key(|row| !row.has_notes);
                rows
            }),
            Self::Asked => office.visits_asked_about(),
            Self::Today => office.visits_on(office.today()),
            Self::Recent => office.recent_visits(RECENT),
        }
    }

    const fn words(self) -> &'static str {
        match self {
            Self::ToCode => "To code",
            Self::Asked => "Questions",
            Self::Today => "Today",
            Self::Recent => "Recent",
        }
    }

    fn place(self) -> usize {
        Self::ALL.iter().position(|pile| *pile == self).unwrap_or(0)
    }

    fn turned(self, by: usize) -> Self {
        let at = self.place().saturating_add(by);
        Self::ALL
            .iter()
            .cycle()
            .nth(at)
            .copied()
            .unwrap_or_default()
    }
}

/// The visits of a pile, and how many there are in each.
#[derive(Clone, Debug)]
pub struct Listed {
    rows: Vec<VisitRow>,
    to_code: usize,
    asked: usize,
}

/// What the screen remembers.
pub struct Visits {
    pile: Pile,
    text: String,
    rows: Vec<VisitRow>,
    /// The places in `rows` of those that fit the filter.
    fitting: Vec<usize>,
    at: usize,
    is_read: bool,
    to_code: usize,
    asked: usize,
}

/// What happened.
#[derive(Clone, Debug)]
pub enum Message {
    /// Visits were read.
    Listed(Pile, Result<Listed, Failure>),
    /// Other visits are to be listed.
    PilePressed(usize),
    /// The filter was typed.
    FilterTyped(String),
    /// A row was chosen.
    RowSelected(usize),
    /// A visit is to be opened.
    RowOpened(usize),
    /// A new visit is to be entered.
    NewPressed,
    /// The chosen visit is to be asked about.
    AskPressed,
    /// What is asked.
    Asked(VisitId, String),
    /// The oldest question about the chosen visit is to be answered.
    AnswerPressed,
    /// It was read.
    QuestionRead(Result<Option<Question>, Failure>),
    /// What is answered.
    Answered(QuestionId, String),
    /// One of these was done, or not.
    Done(&'static str, Result<(), Failure>),
}

impl Visits {
    /// Opens a pile of visits.
    pub fn open(context: &Context, pile: Pile) -> (Self, Task<Message>) {
        let visits = Self {
            pile,
            text: String::new(),
            rows: Vec::new(),
            fitting: Vec::new(),
            at: 0,
            is_read: false,
            to_code: 0,
            asked: 0,
        };
        let task = Task::batch([visits.list(context), focus::on(TABLE)]);
        (visits, task)
    }

    fn list(&self, context: &Context) -> Task<Message> {
        let pile = self.pile;
        context.worker.ask(
            move |office| {
                let board = office.coder_piles()?;
                Ok(Listed {
                    rows: pile.read(office)?,
                    to_code: board.to_code,
                    asked: board.asked,
                })
            },
            move |rows| Message::Listed(pile, rows),
        )
    }

    /// Takes in what happened.
    pub fn update(&mut self, context: &Context, message: Message) -> Action<Message> {
        match message {
            Message::Listed(pile, Ok(listed)) => {
                if pile == self.pile {
                    self.rows = listed.rows;
                    (self.to_code, self.asked) = (listed.to_code, listed.asked);
                    self.is_read = true;
                    self.filter();
                }
                Action::None
            }
            Message::Listed(_, Err(failure))
            | Message::QuestionRead(Err(failure))
            | Message::Done(_, Err(failure)) => Action::Warn(failure),
            Message::PilePressed(at) => {
                self.turn(context, Pile::ALL.get(at).copied().unwrap_or_default())
            }
            Message::FilterTyped(text) => {
                self.text = text;
                self.filter();
                Action::None
            }
            Message::RowSelected(at) => {
                self.at = at;
                Action::None
            }
            Message::RowOpened(at) => self
                .row(at)
                .map_or(Action::None, |row| Action::Go(Place::Visit(row.id, None))),
            Message::NewPressed => Action::Go(Place::NewVisit(None)),
            Message::AskPressed => self
                .row(self.at)
                .map_or(Action::None, |row| Action::Ask(ask_about(row))),
            Message::AnswerPressed => self.read_question(context),
            Message::QuestionRead(Ok(question)) => {
                question.map_or(Action::None, |question| Action::Ask(answer_to(question)))
            }
            Message::Asked(visit, words) => done(context, "The question is asked", move |office| {
                office.ask_about_visit(visit, &words).map(drop)
            }),
            Message::Answered(question, words) => {
                done(context, "The question is answered", move |office| {
                    office.answer_question(question, &words).map(drop)
                })
            }
            Message::Done(what, Ok(())) => Action::Say(what.to_owned(), self.list(context)),
        }
    }

    /// Reads the oldest question about the chosen visit that is not answered.
    fn read_question(&self, context: &Context) -> Action<Message> {
        let Some(row) = self.row(self.at).filter(|row| row.question.is_some()) else {
            return Action::None;
        };
        let visit = row.id;
        Action::Run(context.worker.ask(
            move |office| {
                let questions = office.questions_of(visit)?;
                Ok(questions.into_iter().find(Question::is_open))
            },
            Message::QuestionRead,
        ))
    }

    fn turn(&mut self, context: &Context, pile: Pile) -> Action<Message> {
        self.pile = pile;
        self.is_read = false;
        self.rows.clear();
        self.filter();
        Action::Run(Task::batch([self.list(context), focus::on(TABLE)]))
    }

    /// Finds the rows that have every word typed in them.
    fn filter(&mut self) {
        let wanted: Vec<String> = self
            .text
            .split_whitespace()
            .map(str::to_lowercase)
            .collect();
        let rows = self.rows.iter().enumerate();
        self.fitting = rows
            .filter(|(_, row)| fits(row, &wanted))
            .map(|(at, _)| at)
            .collect();
        self.at = 0;
    }

    fn row(&self, at: usize) -> Option<&VisitRow> {
        self.fitting.get(at).and_then(|place| self.rows.get(*place))
    }

    /// A key nothing in the view had a use for.
    pub fn pressed(&mut self, context: &Context, press: &Press) -> Option<Action<Message>> {
        if press.is("N") {
            Some(Action::Go(Place::NewVisit(None)))
        } else if press.is("/") {
            Some(Action::Run(focus::on(FILTER)))
        } else if press.is("]") {
            Some(self.turn(context, self.pile.turned(1)))
        } else if press.is("[") {
            Some(self.turn(context, self.pile.turned(Pile::ALL.len().saturating_sub(1))))
        } else if press.is("Q") {
            Some(self.update(context, Message::AskPressed))
        } else if press.is("A") {
            Some(self.update(context, Message::AnswerPressed))
        } else {
            None
        }
    }

    /// What the keys do.
    pub fn keys(&self) -> Vec<Hint<'static>> {
        vec![
            hint(&["Up", "Down"], "move"),
            hint(&["Enter"], "open"),
            hint(&["N"], "new visit"),
            hint(&["[", "]"], "other visits"),
            hint(&["Q"], "ask about it"),
            hint(&["A"], "answer the question"),
            hint(&["/"], "filter"),
        ]
    }

    /// The right end of the top bar.
    pub fn actions<'a>(&'a self, _context: &'a Context) -> Vec<Element<'a, Message>> {
        let answer = button::plain("Answer")
            .icon(icon::ASK)
            .key("A")
            .on_press(Message::AnswerPressed);
        let can_answer = self.row(self.at).is_some_and(|row| row.question.is_some());
        let new = vec![
            button::primary("New visit")
                .icon(icon::ADD)
                .key("N")
                .on_press(Message::NewPressed)
                .into(),
        ];
        can_answer
            .then(|| answer.into())
            .into_iter()
            .chain(new)
            .collect()
    }

    /// The work area.
    pub fn view<'a>(&'a self, _context: &'a Context) -> Element<'a, Message> {
        let turn = tabs::tabs(
            Pile::ALL.map(|pile| self.tab(pile)),
            self.pile.place(),
            Message::PilePressed,
        );
        let filter = field::search(
            words::filter_these(self.rows.len()),
            &self.text,
            Message::FilterTyped,
        )
        .id(FILTER)
        .trailing(key_hint("/"), 18.0)
        .compact()
        .width(240);
        let head = container(turn).padding(iced::Padding {
            top: gap::S,
            ..iced::Padding::from([0.0, gap::L])
        });
        container(
            Parts::new()
                .push(head)
                .push(page::filter_bar([filter.into()], []))
                .push(self.table()),
        )
        .width(Fill)
        .height(Fill)
        .style(theme::ground(|t| t.paper))
        .into()
    }

    fn tab(&self, pile: Pile) -> tabs::Tab<'static> {
        let tab = tabs::tab(pile.words());
        match pile {
            Pile::ToCode => tab.count(self.to_code),
            Pile::Asked => tab.count(self.asked),
            _ if pile == self.pile && self.is_read => tab.count(self.rows.len()),
            Pile::Today | Pile::Recent => tab,
        }
    }

    fn table(&self) -> Element<'_, Message> {
        let is_asked = self.pile == Pile::Asked;
        let columns = [
            Column::fixed("Date", 100.0),
            Column::portion("Patient", 4),
            Column::portion("Provider", 3),
            Column::fixed("Place", 60.0),
            Column::portion(
                if is_asked { "Question" } else { "Reason" },
                if is_asked { 8 } else { 4 },
            ),
            Column::fixed("Signed", 68.0),
            Column::fixed("Lines", 60.0).right(),
            Column::fixed("Charge", 100.0).right(),
            Column::fixed("State", 140.0),
        ];
        let count = self.fitting.len();
        let charged = self
            .fitting
            .iter()
            .filter_map(|at| self.rows.get(*at))
            .map(|row| row.charged);
        let mut total: Vec<Cell<'_, Message>> = (0..9).map(|_| cell::empty()).collect();
        if let Some(first) = total.first_mut() {
            *first = cell::text(match count {
                1 => String::from("1 visit"),
                more => format!("{more} visits"),
            });
        }
        if let Some(sum) = total.get_mut(7) {
            *sum = cell::dollars(Money::sum(charged).unwrap_or(Money::ZERO));
        }
        let table = data_table(columns, count, move |at| {
            self.row(at)
                .map(|row| cells(row, is_asked))
                .unwrap_or_default()
        })
        .id(TABLE)
        .edge_to_edge()
        .selected((count > 0).then_some(self.at))
        .on_select(Message::RowSelected)
        .on_open(Message::RowOpened)
        .height(Fill)
        .empty(self.empty());
        if count == 0 {
            table.into()
        } else {
            table.total(total).into()
        }
    }

    fn empty(&self) -> Element<'_, Message> {
        if !self.is_read {
            return iced::widget::space().into();
        }
        let (title, why) = match self.pile {
            _ if !self.text.trim().is_empty() => (
                "No visit fits the filter",
                "Clear the filter to see every visit.",
            ),
            Pile::ToCode => (
                "Every visit is coded",
                "Visits kept without charges wait here.",
            ),
            Pile::Asked => (
                "No question is open",
                "Press Q on a visit, or on a claim, to ask whoever codes or signs it.",
            ),
            Pile::Today => (
                "No visit today yet",
                "Visits of today show here once they are entered.",
            ),
            Pile::Recent => (
                "No visits yet",
                "Enter the first one: who was seen, why, and what was done.",
            ),
        };
        let add = button::plain("New visit")
            .icon(icon::ADD)
            .key("N")
            .on_press(Message::NewPressed);
        container(empty_state::empty_state(
            icon::VISITS,
            title,
            why,
            Some(add),
        ))
        .padding(gap::XL)
        .into()
    }
}

fn fits(row: &VisitRow, wanted: &[String]) -> bool {
    if wanted.is_empty() {
        return true;
    }
    let day = row.service_on.format("%m/%d/%Y");
    let words = format!(
        "{} {} {} {day} {} {}",
        row.patient_name,
        row.rendering,
        row.reason,
        row.place,
        row.question.as_deref().unwrap_or_default()
    )
    .to_lowercase();
    wanted.iter().all(|word| words.contains(word))
}

fn ask_about(row: &VisitRow) -> Ask<Message> {
    let visit = row.id;
    Ask::reason(
        format!("Ask about the visit of {}?", show_date(row.service_on)),
        "Whoever codes or signs it sees the question; its claims wait for the answer.",
        "Ask",
        "Question",
        move |words| Message::Asked(visit, words),
    )
    .calm()
}

fn answer_to(question: Question) -> Ask<Message> {
    let id = question.id;
    Ask::reason(
        format!("{} asks", question.asked_by),
        question.words,
        "Answer",
        "Answer",
        move |words| Message::Answered(id, words),
    )
    .calm()
}

/// Does something about a question, and says so.
fn done(
    context: &Context,
    what: &'static str,
    work: impl FnOnce(&mut Office) -> Result<(), OfficeError> + Send + 'static,
) -> Action<Message> {
    Action::Run(
        context
            .worker
            .ask(work, move |outcome| Message::Done(what, outcome)),
    )
}

fn cells<'a>(row: &VisitRow, is_asked: bool) -> Vec<Cell<'a, Message>> {
    let said = match &row.question {
        Some(question) if is_asked => question.as_str(),
        _ => row.reason.lines().next().unwrap_or_default(),
    };
    vec![
        cell::date(row.service_on),
        cell::text(row.patient_name.to_string()).strong(),
        cell::text(row.rendering.clone()),
        cell::code(row.place.to_string()),
        cell::text(said.to_owned()),
        if row.is_signed {
            cell::icon(icon::CHECK)
        } else {
            cell::empty()
        },
        cell::count(usize::try_from(row.lines).unwrap_or(usize::MAX)),
        cell::money(row.charged),
        cell::pill(standing(row)),
    ]
}

/// Where a visit stands: to code, with its claim, or with the patient.
pub fn standing(row: &VisitRow) -> Pill {
    match row.claim {
        _ if row.question.is_some() => pill::look().says("Question"),
        _ if row.lines == 0 && !row.has_notes => pill::waiting().says("No notes yet"),
        _ if row.lines == 0 => pill::draft().says("To code"),
        Some((_, state)) => state_pill(state),
        None if row.patient_owes.is_zero() => pill::paid(),
        None => pill::owes(),
    }
}
