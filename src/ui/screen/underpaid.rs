//! Underpaid services: what payers allowed too little for, by payer and code, why more was expected, and what is done
//! about it. It must not know how an expectation is come by.

mod list;
mod side;

use chrono::{Months, NaiveDate};
use iced::widget::column;
use iced::{Element, Task};

use self::list::Row;
use crate::domain::id::{ChargeLineId, PayerId};
use crate::domain::money::Money;
use crate::domain::typed::counted;
use crate::domain::underpaid::{Event, Filter, Group, Standing, Underpaid};
use crate::office::OfficeError;
use crate::ui::context::Context;
use crate::ui::icon;
use crate::ui::place::{Action, Ask, Place};
use crate::ui::widget::key::{Hint, Press, hint};
use crate::ui::widget::{button, focus, page, tabs, words};
use crate::ui::worker::Failure;

const TABLE: &str = "underpaid services";
/// What the evidence's file is called on its way to the viewer; it tells nobody's name.
const FILE: &str = "underpaid.pdf";

/// How far back the answers go that are looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Span {
    /// Three months.
    Quarter,
    /// A year.
    Year,
    /// Everything.
    All,
}

impl Span {
    const fn next(self) -> Self {
        match self {
            Self::Quarter => Self::Year,
            Self::Year => Self::All,
            Self::All => Self::Quarter,
        }
    }

    const fn words(self) -> &'static str {
        match self {
            Self::Quarter => "Last 3 months",
            Self::Year => "Last 12 months",
            Self::All => "All years",
        }
    }

    fn filter(self, today: NaiveDate) -> Filter {
        let from = match self {
            Self::Quarter => today.checked_sub_months(Months::new(3)),
            Self::Year => today.checked_sub_months(Months::new(12)),
            Self::All => NaiveDate::from_ymd_opt(1900, 1, 1),
        };
        Filter {
            payer: None,
            code: None,
            standing: None,
            from: from.unwrap_or(today),
            until: today,
        }
    }
}

/// What the screen remembers.
pub struct Screen {
    today: NaiveDate,
    span: Span,
    /// Which of them are listed.
    standing: Standing,
    /// Only this payer's.
    only: Option<PayerId>,
    found: Option<Vec<Underpaid>>,
    tolerance: Money,
    groups: Vec<Group>,
    rows: Vec<Row>,
    selected: Option<usize>,
    /// What was done about the chosen one.
    events: Vec<Event>,
}

/// What happened.
#[derive(Clone, Debug)]
pub enum Message {
    /// The services were read.
    Read(Span, Result<(Vec<Underpaid>, Money), Failure>),
    /// What was done about one was read.
    EventsRead(ChargeLineId, Result<Vec<Event>, Failure>),
    /// Others are to be listed.
    TabTurned(usize),
    /// Answers of another span are wanted.
    SpanTurned,
    /// Only the chosen one's payer is wanted, or all again.
    OnlyToggled,
    /// A row was chosen.
    RowChosen(usize),
    /// A row was opened.
    RowOpened(usize),
    /// The EOB is wanted.
    EobPressed,
    /// It is to be put there.
    StandPressed(Standing),
    /// It is to be put there, for that reason.
    Stand(ChargeLineId, PayerId, Standing, String),
    /// It was, or not.
    Stood(Standing, Result<(), Failure>),
    /// The evidence is wanted.
    ReportPressed,
    /// It is to be printed, and what is open disputed.
    Report(PayerId),
    /// It was printed, or not.
    Printed(Result<Vec<u8>, Failure>),
    /// It was handed to the viewer, or not.
    Shown(Result<(), Failure>),
    /// Another difference is to be let pass.
    TolerancePressed,
    /// This one.
    ToleranceTyped(String),
    /// It was set, or not.
    ToleranceSet(Result<(), Failure>),
    /// The contracts are wanted.
    ContractsPressed,
}

impl Screen {
    /// Opens the list.
    pub fn open(context: &Context) -> (Self, Task<Message>) {
        let screen = Self {
            today: context.today(),
            span: Span::Year,
            standing: Standing::Open,
            only: None,
            found: None,
            tolerance: Money::ZERO,
            groups: Vec::new(),
            rows: Vec::new(),
            selected: None,
            events: Vec::new(),
        };
        let read = screen.read(context);
        (screen, Task::batch([read, focus::on(TABLE)]))
    }

    fn read(&self, context: &Context) -> Task<Message> {
        let (span, filter) = (self.span, self.span.filter(self.today));
        context.worker.ask(
            move |office| Ok((office.underpaid(&filter)?, office.underpaid_tolerance()?)),
            move |read| Message::Read(span, read),
        )
    }

    /// Takes in what happened.
    pub fn update(&mut self, context: &Context, message: Message) -> Action<Message> {
        match message {
            Message::Read(span, _) if span != self.span => Action::None,
            Message::Read(_, Ok((found, tolerance))) => {
                self.found = Some(found);
                self.tolerance = tolerance;
                self.lay_out(context)
            }
            Message::EventsRead(line, Ok(events)) => {
                if self.chosen().is_some_and(|one| one.answer.line == line) {
                    self.events = events;
                }
                Action::None
            }
            Message::TabTurned(at) => self.turn(context, at),
            Message::SpanTurned => {
                self.span = self.span.next();
                Action::Run(self.read(context))
            }
            Message::OnlyToggled => self.toggle_payer(context),
            Message::RowChosen(at) => self.choose(context, at),
            Message::RowOpened(at) => {
                self.selected = Some(at);
                self.go(|one| Place::Claim(one.answer.claim))
            }
            Message::EobPressed => self.go(|one| Place::Eob(one.answer.eob)),
            Message::StandPressed(to) => self.ask_stand(to),
            Message::Stand(line, payer, to, why) => Action::Run(context.worker.ask(
                move |office| office.mark_underpaid(&[(line, payer)], to, &why),
                move |done| Message::Stood(to, done),
            )),
            Message::Stood(to, Ok(())) => {
                Action::Say(format!("{}.", to.words()), self.read(context))
            }
            Message::ReportPressed => self.ask_report(),
            Message::Report(payer) => self.report(context, payer),
            Message::Printed(Ok(pages)) => self.printed(context, pages),
            Message::Shown(Ok(())) => Action::None,
            Message::TolerancePressed => self.ask_tolerance(),
            Message::ToleranceTyped(text) => Self::set_tolerance(context, &text),
            Message::ToleranceSet(Ok(())) => Action::Run(self.read(context)),
            Message::ContractsPressed => Action::Go(Place::Contracts),
            Message::Read(_, Err(failure))
            | Message::EventsRead(_, Err(failure))
            | Message::Stood(_, Err(failure))
            | Message::Printed(Err(failure))
            | Message::Shown(Err(failure))
            | Message::ToleranceSet(Err(failure)) => Action::Warn(failure),
        }
    }

    fn turn(&mut self, context: &Context, at: usize) -> Action<Message> {
        self.standing = Standing::ALL.get(at).copied().unwrap_or(Standing::Open);
        self.selected = None;
        self.lay_out(context)
    }

    /// Goes to what the chosen service leads to.
    fn go(&self, to: impl FnOnce(&Underpaid) -> Place) -> Action<Message> {
        self.chosen()
            .map_or(Action::None, |one| Action::Go(to(one)))
    }

    /// Shows the evidence; what is in it was disputed.
    fn printed(&self, context: &Context, pages: Vec<u8>) -> Action<Message> {
        let shown = context
            .files
            .view_pages(&context.worker, FILE, pages, Message::Shown);
        Action::Run(Task::batch([shown, self.read(context)]))
    }

    /// Lists what stands where it is looked at, the most money first.
    fn lay_out(&mut self, context: &Context) -> Action<Message> {
        let found = self.found.as_deref().unwrap_or_default();
        let (groups, rows) = list::rows(found, self.standing, self.only);
        (self.groups, self.rows) = (groups, rows);
        let at = self.selected.unwrap_or(1).max(1);
        if let Some(last) = self.rows.len().checked_sub(1) {
            self.choose(context, at.min(last))
        } else {
            self.selected = None;
            Action::None
        }
    }

    fn choose(&mut self, context: &Context, at: usize) -> Action<Message> {
        self.selected = Some(at);
        self.events = Vec::new();
        let Some(one) = self.chosen() else {
            return Action::None;
        };
        let (line, payer) = (one.answer.line, one.answer.payer);
        Action::Run(context.worker.ask(
            move |office| office.underpayment_events(line, payer),
            move |events| Message::EventsRead(line, events),
        ))
    }

    /// The chosen service.
    fn chosen(&self) -> Option<&Underpaid> {
        match *self.rows.get(self.selected?)? {
            Row::Service(at) => self.found.as_ref()?.get(at),
            Row::Group(_) => None,
        }
    }

    fn toggle_payer(&mut self, context: &Context) -> Action<Message> {
        self.only = match self.only {
            Some(_) => None,
            None => self.chosen().map(|one| one.answer.payer),
        };
        self.selected = None;
        self.lay_out(context)
    }

    fn ask_stand(&self, to: Standing) -> Action<Message> {
        let Some(one) = self.chosen() else {
            return Action::None;
        };
        let (line, payer) = (one.answer.line, one.answer.payer);
        let missing = words::show_dollars(one.missing);
        let (title, what, act) = match to {
            Standing::Open => (
                "Open it again?",
                "It waits for somebody again.",
                "Open again",
            ),
            Standing::Disputed => (
                "Dispute it?",
                "It waits for the payer, and shows when it is paid after all.",
                "Dispute",
            ),
            Standing::Paid => (
                "Was it paid after all?",
                "No more is asked for, though no EOB in the book says so.",
                "Paid after all",
            ),
            Standing::Accepted => (
                "Accept it?",
                "No more is asked for. What the payer allowed stands.",
                "Accept",
            ),
        };
        let of = format!(
            "{missing} of {} on {}. {what}",
            one.answer.code, one.answer.claim_number
        );
        let then = move |why| Message::Stand(line, payer, to, why);
        Action::Ask(Ask::reason(title, of, act, "What was sent or said", then).calm())
    }

    fn ask_report(&self) -> Action<Message> {
        let Some(one) = self.chosen() else {
            return Action::None;
        };
        let payer = one.answer.payer;
        let found = self.found.as_deref().unwrap_or_default().iter();
        let of_payer: Vec<&Underpaid> = found
            .filter(|one| one.answer.payer == payer && one.is_at_stake())
            .collect();
        if of_payer.is_empty() {
            let words = String::from("No more is asked for of this payer.");
            return Action::Say(words, Task::none());
        }
        let missing = Money::sum(of_payer.iter().map(|one| one.missing)).unwrap_or(Money::ZERO);
        let words = format!(
            "{}, {} missing. Those that are open are marked as disputed.",
            counted(of_payer.len(), "service"),
            words::show_dollars(missing)
        );
        let title = format!("Print the evidence for {}?", one.answer.payer_name);
        Action::Ask(Ask::yes(title, words, "Print and dispute", Message::Report(payer)).calm())
    }

    /// Prints the evidence, and marks what is in it as disputed: both or neither.
    fn report(&self, context: &Context, payer: PayerId) -> Action<Message> {
        let filter = self.span.filter(self.today);
        let found = self.found.as_deref().unwrap_or_default().iter();
        let open: Vec<(ChargeLineId, PayerId)> = found
            .filter(|one| one.answer.payer == payer && one.standing == Standing::Open)
            .map(|one| (one.answer.line, payer))
            .collect();
        Action::Run(context.worker.ask(
            move |office| {
                office.together(|office| {
                    let pages = office.underpaid_report(payer, &filter)?;
                    if !open.is_empty() {
                        let words = "evidence printed";
                        office.mark_underpaid(&open, Standing::Disputed, words)?;
                    }
                    Ok::<_, OfficeError>(pages)
                })
            },
            Message::Printed,
        ))
    }

    fn ask_tolerance(&self) -> Action<Message> {
        let words = format!(
            "Differences up to {} are let pass now. A service counts as underpaid when more is missing.",
            words::show_dollars(self.tolerance)
        );
        let title = "Which difference is let pass?";
        let label = "Amount in dollars";
        Action::Ask(Ask::reason(title, words, "Set", label, Message::ToleranceTyped).calm())
    }

    fn set_tolerance(context: &Context, text: &str) -> Action<Message> {
        match text.trim().parse::<Money>() {
            Ok(amount) => Action::Run(context.worker.ask(
                move |office| office.set_underpaid_tolerance(amount),
                Message::ToleranceSet,
            )),
            Err(error) => Action::Say(format!("Not set: {error}."), Task::none()),
        }
    }

    /// A key that nothing in the view had a use for.
    pub fn pressed(&mut self, context: &Context, press: &Press) -> Option<Action<Message>> {
        let open = Standing::ALL.iter().position(|one| *one == self.standing);
        if let Some(at) = tabs::turned(press, open.unwrap_or(0), Standing::ALL.len()) {
            return Some(self.update(context, Message::TabTurned(at)));
        }
        let message = if press.is("D") {
            Message::StandPressed(Standing::Disputed)
        } else if press.is("A") {
            Message::StandPressed(Standing::Accepted)
        } else if press.is("P") {
            Message::StandPressed(Standing::Paid)
        } else if press.is("O") {
            Message::StandPressed(Standing::Open)
        } else if press.is("R") {
            Message::ReportPressed
        } else if press.is("E") {
            Message::EobPressed
        } else if press.is("F") {
            Message::OnlyToggled
        } else if press.is("M") {
            Message::SpanTurned
        } else if press.is("T") {
            Message::TolerancePressed
        } else if press.is("C") {
            Message::ContractsPressed
        } else {
            return None;
        };
        Some(self.update(context, message))
    }

    /// What the keys do.
    pub fn keys(&self) -> Vec<Hint<'static>> {
        vec![
            hint(&["Up", "Down"], "move"),
            hint(&["D"], "dispute"),
            hint(&["A"], "accept"),
            hint(&["R"], "evidence"),
            hint(&["Enter"], "its claim"),
            hint(&["1", "4"], "lists"),
            hint(&["E"], "its EOB"),
            hint(&["P"], "paid after all"),
            hint(&["O"], "open again"),
            hint(&["F"], "only this payer"),
            hint(&["M"], "other months"),
            hint(&["T"], "difference let pass"),
            hint(&["C"], "contracts"),
        ]
    }

    /// What stands at the right end of the top bar.
    pub fn actions<'a>(&'a self, _: &'a Context) -> Vec<Element<'a, Message>> {
        let report = self.chosen().map(|_| Message::ReportPressed);
        vec![
            button::plain("Contracts")
                .icon(icon::CLAIM)
                .key("C")
                .on_press(Message::ContractsPressed)
                .into(),
            button::primary("Print the evidence")
                .icon(icon::PRINT)
                .key("R")
                .on_press_maybe(report)
                .into(),
        ]
    }

    /// The work area.
    pub fn view<'a>(&'a self, _: &'a Context) -> Element<'a, Message> {
        let left = column![self.head(), self.toolbar(), self.table()];
        page::beside(left, self.side())
    }
}
