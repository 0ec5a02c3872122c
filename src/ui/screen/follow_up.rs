//! Follow-up: what payers refused, what promises most first, each with what usually works, until when, and the four ways
//! out. It must not know how an answer was posted.

use iced::widget::{column, container, row, rule};
use iced::{Element, Fill, Task};

use crate::domain::denial::Figures;
use crate::domain::id::{ChargeLineId, ClaimId};
use crate::domain::money::Money;
use crate::office::{DenialPage, DenialRow, DeskLanes};
use crate::ui::context::Context;
use crate::ui::icon;
use crate::ui::place::{Action, ChartTab, DeskAt, Lane as DeskLane, Place};
use crate::ui::theme;
use crate::ui::widget::key::{Hint, Press, hint};
use crate::ui::widget::lane::lanes;
use crate::ui::widget::{button, focus};
use crate::ui::worker::Failure;

mod figures;
mod list;
mod one;
mod ways;

/// The table.
const TABLE: &str = "follow-up";

/// What a lane of the screen holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lane {
    /// To be worked now.
    #[default]
    ToWork,
    /// A last day is near or over.
    Due,
    /// Its payer is to decide anew.
    InAppeal,
    /// Put aside until a day.
    Aside,
}

impl Lane {
    const ALL: [Self; 4] = [Self::ToWork, Self::Due, Self::InAppeal, Self::Aside];

    fn turned(self, by: usize) -> Self {
        let at = Self::ALL.iter().position(|lane| *lane == self);
        let mut round = Self::ALL.iter().cycle();
        let lane = round.nth(at.unwrap_or(0).saturating_add(by));
        lane.copied().unwrap_or_default()
    }
}

/// In which order the queue stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// What promises most in a minute first.
    #[default]
    Worth,
    /// The nearest last day first.
    Due,
    /// The most money first.
    Amount,
}

impl Order {
    const fn words(self) -> &'static str {
        match self {
            Self::Worth => "Most in a minute first",
            Self::Due => "Nearest last day first",
            Self::Amount => "Most money first",
        }
    }

    const fn next(self) -> Self {
        match self {
            Self::Worth => Self::Due,
            Self::Due => Self::Amount,
            Self::Amount => Self::Worth,
        }
    }
}

/// What the screen remembers.
pub struct FollowUp {
    rows: Vec<DenialRow>,
    counts: DeskLanes,
    lane: Lane,
    order: Order,
    chosen: Option<ClaimId>,
    page: Option<Box<DenialPage>>,
    /// The services that the ways out are about; empty: all that is left.
    picked: Vec<ChargeLineId>,
    figures: Option<Figures>,
    shows_figures: bool,
    is_read: bool,
}

/// What happened.
#[derive(Clone, Debug)]
pub enum Message {
    /// The queue was read.
    Listed(Result<(Vec<DenialRow>, DeskLanes), Failure>),
    /// One of it was.
    PageRead(ClaimId, Result<Box<DenialPage>, Failure>),
    /// The figures were.
    FiguresRead(Result<Figures, Failure>),
    /// A lane was chosen.
    LanePressed(Lane),
    /// Claims that nobody answered are wanted.
    NoAnswerPressed,
    /// Services that payers allowed too little for are wanted.
    UnderpaidPressed,
    /// The patients' side is wanted.
    AccountsPressed,
    /// Another order is wanted.
    OrderPressed,
    /// The figures are wanted, or no more.
    FiguresPressed,
    /// A row was chosen.
    RowSelected(usize),
    /// The claim of a row is to be opened.
    RowOpened(usize),
    /// The chart is wanted.
    ChartPressed,
    /// A rule is to be made of the refusal.
    RulePressed,
    /// The ways out are about a service of it, or not only.
    ServicePicked(usize),
    /// What has to do with the chosen one.
    Way(ways::Message),
}

impl FollowUp {
    /// Opens the queue, on a claim or on the first.
    pub fn open(context: &Context, claim: Option<ClaimId>) -> (Self, Task<Message>) {
        let screen = Self {
            rows: Vec::new(),
            counts: DeskLanes::default(),
            lane: Lane::default(),
            order: Order::default(),
            chosen: claim,
            page: None,
            picked: Vec::new(),
            figures: None,
            shows_figures: false,
            is_read: false,
        };
        (screen, Task::batch([list(context), focus::on(TABLE)]))
    }

    /// The rows of the lane, in their order.
    fn shown(&self, context: &Context) -> Vec<&DenialRow> {
        let today = context.today();
        let mut shown: Vec<&DenialRow> = self
            .rows
            .iter()
            .filter(|row| list::is_in(row, self.lane, today))
            .collect();
        match self.order {
            // They come in this order.
            Order::Worth => {}
            Order::Due => shown.sort_by_key(|row| row.clock.due.on),
            Order::Amount => shown.sort_by_key(|row| std::cmp::Reverse(row.worth.at_stake)),
        }
        shown
    }

    /// The chosen claim, once it was read.
    fn page(&self) -> Option<&DenialPage> {
        let page = self.page.as_deref()?;
        (Some(page.row.denial.claim) == self.chosen).then_some(page)
    }

    fn read_page(&self, context: &Context) -> Task<Message> {
        self.chosen.map_or_else(Task::none, |claim| {
            context.worker.ask(
                move |office| office.denial(claim).map(Box::new),
                move |page| Message::PageRead(claim, page),
            )
        })
    }

    /// Takes in what happened.
    pub fn update(&mut self, context: &Context, message: Message) -> Action<Message> {
        match message {
            Message::Listed(Ok((rows, counts))) => {
                let is_first = !self.is_read;
                (self.rows, self.counts, self.is_read) = (rows, counts, true);
                if is_first {
                    self.turn_to_chosen(context);
                }
                self.choose(context)
            }
            Message::PageRead(claim, Ok(page)) => {
                if self.chosen == Some(claim) {
                    self.page = Some(page);
                }
                Action::None
            }
            // It may have been settled meanwhile; the list says so.
            Message::PageRead(_, Err(_)) => Action::None,
            Message::FiguresRead(Ok(figures)) => {
                self.figures = Some(figures);
                Action::None
            }
            Message::Listed(Err(failure)) | Message::FiguresRead(Err(failure)) => {
                Action::Warn(failure)
            }
            Message::LanePressed(lane) => {
                (self.lane, self.shows_figures) = (lane, false);
                self.choose(context)
            }
            Message::NoAnswerPressed => Action::Go(Place::Desk(DeskAt::lane(DeskLane::NoAnswer))),
            Message::UnderpaidPressed => Action::Go(Place::Underpaid),
            Message::AccountsPressed => Action::Go(Place::Accounts(None)),
            Message::OrderPressed => {
                self.order = self.order.next();
                Action::None
            }
            Message::FiguresPressed => {
                self.shows_figures = !self.shows_figures;
                Action::Run(
                    context
                        .worker
                        .ask(|office| office.denial_figures(), Message::FiguresRead),
                )
            }
            Message::RowSelected(at) => {
                let claim = self.shown(context).get(at).map(|row| row.denial.claim);
                if claim == self.chosen {
                    return Action::None;
                }
                self.chosen = claim;
                self.picked.clear();
                Action::Run(self.read_page(context))
            }
            Message::RowOpened(at) => {
                let claim = self.shown(context).get(at).map(|row| row.denial.claim);
                claim.map_or(Action::None, |claim| self.leave_for(Place::Claim(claim)))
            }
            Message::ChartPressed => self.page().map_or(Action::None, |page| {
                self.leave_for(Place::Chart(page.row.denial.patient, ChartTab::Ledger))
            }),
            Message::RulePressed => self.chosen.map_or(Action::None, |claim| {
                self.leave_for(Place::ProposedRule(claim))
            }),
            Message::ServicePicked(at) => {
                self.pick(at);
                Action::None
            }
            Message::Way(message) => self.way(context, message),
        }
    }

    /// Lets the ways out be about a service, or no more.
    fn pick(&mut self, at: usize) {
        let line = self.page().and_then(|page| page.row.denial.lines.get(at));
        let Some(line) = line.map(|line| line.line) else {
            return;
        };
        match self.picked.iter().position(|one| *one == line) {
            Some(at) => {
                let _not_it = self.picked.remove(at);
            }
            None => self.picked.push(line),
        }
    }

    /// Turns to the lane of the claim that was asked for.
    fn turn_to_chosen(&mut self, context: &Context) {
        let mut rows = self.rows.iter();
        let chosen = rows.find(|row| Some(row.denial.claim) == self.chosen);
        if let Some(row) = chosen {
            let mut lanes = [Lane::ToWork, Lane::InAppeal, Lane::Aside].into_iter();
            let lane = lanes.find(|lane| list::is_in(row, *lane, context.today()));
            self.lane = lane.unwrap_or_default();
        }
    }

    /// Keeps the choice where it is listed, else takes the first of the lane.
    fn choose(&mut self, context: &Context) -> Action<Message> {
        let shown: Vec<ClaimId> = self
            .shown(context)
            .iter()
            .map(|row| row.denial.claim)
            .collect();
        if self.chosen.is_none_or(|claim| !shown.contains(&claim)) {
            self.chosen = shown.first().copied();
            self.page = None;
            self.picked.clear();
        }
        Action::Run(self.read_page(context))
    }

    /// Goes elsewhere; the way back leads to the claim that is chosen now.
    fn leave_for(&self, place: Place) -> Action<Message> {
        let here = Place::FollowUp(self.chosen);
        Action::Moved(here, Task::done(Message::Way(ways::Message::Left(place))))
    }

    fn way(&mut self, context: &Context, message: ways::Message) -> Action<Message> {
        if let ways::Message::Done(_, Ok(())) = &message {
            // The next of the queue is worked next.
            self.page = None;
            self.picked.clear();
        }
        match ways::update(context, self.page(), &self.picked, message) {
            ways::Outcome::Do(action) => action.map(Message::Way),
            ways::Outcome::Leave(place) => self.leave_for(place),
            ways::Outcome::Changed(words) => {
                Action::Say(words, Task::batch([list(context), focus::on(TABLE)]))
            }
        }
    }

    /// A key nothing in the view had a use for.
    pub fn pressed(&mut self, context: &Context, press: &Press) -> Option<Action<Message>> {
        if let Some(digit) = press.digit(iced::keyboard::Modifiers::COMMAND) {
            let at = usize::try_from(digit).ok()?.checked_sub(1)?;
            return Some(self.update(context, Message::ServicePicked(at)));
        }
        let message = if press.is("]") {
            Message::LanePressed(self.lane.turned(1))
        } else if press.is("[") {
            Message::LanePressed(self.lane.turned(Lane::ALL.len().saturating_sub(1)))
        } else if press.is("O") {
            Message::OrderPressed
        } else if press.is("S") || (press.is("Esc") && self.shows_figures) {
            Message::FiguresPressed
        } else if press.is("U") {
            Message::RulePressed
        } else if press.is("C") {
            Message::ChartPressed
        } else if press.is("Shift U") {
            Message::UnderpaidPressed
        } else if press.is("A") {
            Message::AccountsPressed
        } else if press.is("I") {
            Message::NoAnswerPressed
        } else {
            Message::Way(ways::pressed(press)?)
        };
        Some(self.update(context, message))
    }

    /// What the keys do.
    pub fn keys(&self) -> Vec<Hint<'static>> {
        let mut keys = vec![
            hint(&["Up", "Down"], "move"),
            hint(&["1"], "correct"),
            hint(&["2"], "appeal"),
            hint(&["3"], "to the patient"),
            hint(&["4"], "write off"),
            hint(&["Ctrl 1–9"], "only that service"),
            hint(&["Z"], "put aside"),
            hint(&["N"], "note"),
            hint(&["M"], "take it on"),
            hint(&["U"], "make a rule of it"),
            hint(&["Enter"], "open the claim"),
            hint(&["C"], "chart"),
            hint(&["[", "]"], "lane"),
            hint(&["O"], "another order"),
            hint(&["S"], "figures"),
            hint(&["I"], "claims without an answer"),
            hint(&["Shift U"], "underpaid services"),
            hint(&["A"], "patients’ side"),
        ];
        if self
            .page()
            .is_some_and(|page| page.row.denial.open_appeal().is_some())
        {
            keys.splice(
                1..1,
                [
                    hint(&["W"], "won"),
                    hint(&["V"], "won in part"),
                    hint(&["X"], "lost"),
                    hint(&["P"], "print the appeal"),
                ],
            )
            .for_each(drop);
        }
        keys
    }

    /// The right end of the top bar.
    pub fn actions<'a>(&'a self, _context: &'a Context) -> Vec<Element<'a, Message>> {
        let figures = if self.shows_figures {
            button::plain("Back to the queue")
        } else {
            button::plain("Figures")
        };
        vec![
            button::quiet("Underpaid")
                .key("Shift U")
                .on_press(Message::UnderpaidPressed)
                .into(),
            button::quiet(self.order.words())
                .key("O")
                .on_press(Message::OrderPressed)
                .into(),
            button::plain("Patients’ side")
                .icon(icon::PATIENT)
                .key("A")
                .on_press(Message::AccountsPressed)
                .into(),
            figures
                .icon(icon::REPORTS)
                .key("S")
                .on_press(Message::FiguresPressed)
                .into(),
        ]
    }

    /// The work area.
    pub fn view<'a>(&'a self, context: &'a Context) -> Element<'a, Message> {
        let left: Element<'a, Message> = match (&self.figures, self.shows_figures) {
            (Some(figures), true) => figures::view(figures),
            (None | Some(_), _) => list::table(self, context),
        };
        column![
            container(lanes(list::lanes(self, context)))
                .padding(crate::ui::spacing::space::L)
                .style(theme::ground(|t| t.paper)),
            rule::horizontal(1).style(theme::divider),
            row![
                container(left)
                    .width(Fill)
                    .height(Fill)
                    .style(theme::ground(|t| t.paper)),
                one::view(self, context),
            ],
        ]
        .into()
    }
}

fn list(context: &Context) -> Task<Message> {
    context.worker.ask(
        |office| Ok((office.denials()?, office.desk_lanes()?)),
        Message::Listed,
    )
}

/// What rows come to.
fn total<'a>(rows: impl IntoIterator<Item = &'a DenialRow>) -> Money {
    Money::sum(rows.into_iter().map(|row| row.worth.at_stake)).unwrap_or(Money::ZERO)
}
