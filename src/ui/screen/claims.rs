//! The claims desk: claims by where they stand, what is wrong with each, what happened to it, and sending those that are
//! ready. It must not know how a file is written.

mod decide;
mod found;
mod history;
mod lane;
mod list;
mod one;
pub mod page;
pub mod papers;
mod pick;
mod round;
mod send;

pub use self::lane::{state as state_pill, sums};

use std::collections::BTreeSet;

use iced::widget::{column, container, row, rule};
use iced::{Element, Fill, Task};

use self::pick::Scrubbing;
use self::send::{Sending, What};
use crate::domain::answer::{Rejected, Unanswered};
use crate::domain::claim::{ClaimFilter, ClaimRow, Order, State};
use crate::domain::id::{ClaimId, PayerId, ProviderId};
use crate::domain::money::Money;
use crate::domain::practice::{Payer, Provider};
use crate::domain::visit::VisitRow;
use crate::office::{ClaimPage, DeskLanes, SameFix, Waiting};
use crate::ui::context::Context;
use crate::ui::icon;
use crate::ui::place::{Action, ChartTab, DeskAt, Lane, Place};
use crate::ui::spacing::space as gap;
use crate::ui::theme;
use crate::ui::widget::key::{Hint, Press, hint};
use crate::ui::widget::lane::lanes;
use crate::ui::widget::{button, dialog, focus};
use crate::ui::worker::{Failure, Step};

/// How many claims a lane lists at most.
const MOST: usize = 5_000;
/// The table, and the field over it.
const TABLE: &str = "claims";
const FILTER: &str = "claims filter";

/// What the screen remembers.
pub struct Claims {
    at: DeskAt,
    counts: DeskLanes,
    rows: Vec<ClaimRow>,
    /// The visits of the lane that lists visits.
    visits: Vec<VisitRow>,
    visit: usize,
    same: Vec<SameFix>,
    picked: BTreeSet<ClaimId>,
    payers: Vec<Payer>,
    providers: Vec<Provider>,
    /// Counts the questions, so that an answer to an earlier one is known.
    asked: u64,
    page: Option<Box<ClaimPage>>,
    /// Why the chosen claim is rejected.
    rejected: Option<Rejected>,
    /// How long it waits for its answer.
    silence: Option<Unanswered>,
    sending: Option<Sending>,
    scrubbing: Option<Scrubbing>,
}

/// What a lane lists.
#[derive(Clone, Debug)]
pub struct Listed {
    counts: DeskLanes,
    rows: Vec<ClaimRow>,
    visits: Vec<VisitRow>,
}

/// The lists to filter by.
#[derive(Clone, Debug)]
pub struct Lists {
    payers: Vec<Payer>,
    providers: Vec<Provider>,
}

/// What happened.
#[derive(Clone, Debug)]
pub enum Message {
    /// The lists to filter by were read.
    ListsRead(Result<Lists, Failure>),
    /// The claims of a lane were read.
    Listed(u64, Result<Listed, Failure>),
    /// Held claims were looked at for a fix they share.
    SameRead(Result<Vec<SameFix>, Failure>),
    /// A claim was read.
    PageRead(ClaimId, Result<Box<found::Seen>, Failure>),
    /// A lane was chosen.
    LanePressed(Lane),
    /// The filter was typed.
    FilterTyped(String),
    /// Only this payer, or all.
    PayerChosen(Option<PayerId>),
    /// Only this clinician, or all.
    ProviderChosen(Option<ProviderId>),
    /// In this order.
    OrderChosen(Order),
    /// A row was chosen.
    RowSelected(usize),
    /// The chosen claim's page, or the visit, is to be opened.
    PagePressed,
    /// The desk is remembered as it is: this is opened.
    Left(Place),
    /// The patient's chart is to be opened.
    ChartPressed,
    /// The place of a finding is to be opened.
    FixPressed(usize),
    /// A rule is to be made of its refusal.
    RulePressed,
    /// Something is decided about the chosen claim.
    Decided(decide::Message),
    /// A row is to be picked, or not any more.
    Picked(usize),
    /// Every row is to be picked.
    AllPicked,
    /// Nothing is picked any more.
    PicksDropped,
    /// The claims that want the same fix are to be gone through, or the next of them opened.
    RoundPressed,
    /// The claim of the round is passed by.
    RoundSkipped,
    /// The round ends.
    RoundStopped,
    /// It was looked where the round stands, from this place; whether the next claim is opened in any case.
    RoundRead(usize, bool, Result<round::Stand, Failure>),
    /// Claims are to be looked at again: those picked, or all that wait here.
    ScrubPressed,
    /// So much of it is done.
    ScrubStep(Step<(usize, usize)>),
    /// It is to stop.
    ScrubStopped,
    /// What is ready is to be sent: of those picked, or all.
    SendPressed,
    /// Payers are to be asked what became of claims: of those picked, else of those of the lane.
    InquirePressed,
    /// About sending.
    Send(send::Message),
    /// The batches are to be shown.
    BatchesPressed,
}

impl Claims {
    /// Opens the desk on some states.
    pub fn open(context: &Context, states: &[State]) -> (Self, Task<Message>) {
        Self::open_at(context, DeskAt::lane(Lane::of(states)))
    }

    /// Opens the desk as it was left.
    pub fn open_at(context: &Context, at: DeskAt) -> (Self, Task<Message>) {
        let mut claims = Self {
            at,
            counts: DeskLanes::default(),
            rows: Vec::new(),
            visits: Vec::new(),
            visit: 0,
            same: Vec::new(),
            picked: BTreeSet::new(),
            payers: Vec::new(),
            providers: Vec::new(),
            asked: 0,
            page: None,
            rejected: None,
            silence: None,
            sending: None,
            scrubbing: None,
        };
        let tasks = [
            read_lists(context),
            claims.list_all(context),
            claims.read_round(context, false),
            focus::on(TABLE),
        ];
        (claims, Task::batch(tasks))
    }

    fn filter(&self) -> ClaimFilter {
        ClaimFilter {
            states: self.at.lane.states().to_vec(),
            text: self.at.text.trim().to_owned(),
            payer: self.at.payer,
            provider: self.at.provider,
            order: self.at.order,
            limit: MOST,
            ..ClaimFilter::default()
        }
    }

    /// Reads everything anew: what the lanes hold, the claims of the open one, and what held claims share.
    fn list_all(&mut self, context: &Context) -> Task<Message> {
        let same = context
            .worker
            .ask(|office| office.same_fixes(), Message::SameRead);
        Task::batch([self.list(context), same])
    }

    /// Reads what the lanes hold and the claims of the open one.
    fn list(&mut self, context: &Context) -> Task<Message> {
        self.asked = self.asked.wrapping_add(1);
        let (asked, lane, filter) = (self.asked, self.at.lane, self.filter());
        context.worker.ask(
            move |office| {
                let (mut rows, mut visits) = (Vec::new(), Vec::new());
                match lane {
                    Lane::ToCode => visits = office.visits_to_code()?,
                    Lane::NoAnswer => rows = office.claims_waiting(&filter, Waiting::TooLong)?,
                    Lane::Sent => rows = office.claims_waiting(&filter, Waiting::InTime)?,
                    Lane::NeedsYou
                    | Lane::Held
                    | Lane::Rejected
                    | Lane::Denied
                    | Lane::InAppeal
                    | Lane::Ready
                    | Lane::Done => rows = office.claims(&filter)?,
                }
                Ok(Listed {
                    rows,
                    visits,
                    counts: office.desk_lanes()?,
                })
            },
            move |listed| Message::Listed(asked, listed),
        )
    }

    fn read_page(&self, context: &Context) -> Task<Message> {
        self.at.claim.map_or_else(Task::none, |claim| {
            context.worker.ask(
                move |office| found::read(office, claim).map(Box::new),
                move |seen| Message::PageRead(claim, seen),
            )
        })
    }

    /// The place of the chosen claim in the table.
    fn row(&self) -> Option<usize> {
        if self.at.lane == Lane::ToCode {
            return (self.visit < self.visits.len()).then_some(self.visit);
        }
        self.rows
            .iter()
            .position(|row| Some(row.id) == self.at.claim)
    }

    /// The chosen visit, where visits are listed.
    fn visit(&self) -> Option<&VisitRow> {
        self.visits.get(self.visit)
    }

    /// Takes in what happened.
    pub fn update(&mut self, context: &Context, message: Message) -> Action<Message> {
        match message {
            Message::ListsRead(Ok(lists)) => {
                self.payers = lists.payers;
                self.providers = lists.providers;
                Action::None
            }
            Message::Listed(asked, Ok(listed)) if asked == self.asked => {
                self.listed(context, listed)
            }
            Message::SameRead(Ok(same)) => {
                self.same = same;
                Action::None
            }
            Message::PageRead(claim, Ok(seen)) => {
                if self.at.claim == Some(claim) {
                    self.page = Some(Box::new(seen.page));
                    self.rejected = seen.rejected;
                    self.silence = seen.silence;
                }
                Action::None
            }
            Message::Listed(_, Ok(_)) => Action::None,
            Message::ListsRead(Err(failure))
            | Message::Listed(_, Err(failure))
            | Message::SameRead(Err(failure))
            | Message::RoundRead(_, _, Err(failure))
            | Message::PageRead(_, Err(failure)) => Action::Warn(failure),
            Message::LanePressed(_)
            | Message::FilterTyped(_)
            | Message::PayerChosen(_)
            | Message::ProviderChosen(_)
            | Message::OrderChosen(_) => self.filtered(context, message),
            Message::RowSelected(at) => self.selected(context, at),
            Message::PagePressed => self.open_page(),
            Message::Left(place) => Action::Go(place),
            Message::ChartPressed => {
                self.page_place(|page| Place::Chart(page.row.patient, ChartTab::Claims))
            }
            Message::RulePressed => match self.page() {
                Some(page) if page::why_no_rule(page.row.state).is_none() => {
                    self.leave_for(Place::ProposedRule(page.row.id))
                }
                _ => Action::None,
            },
            Message::FixPressed(at) => self.fix(at),
            Message::Decided(message) => self.decide(context, message),
            Message::BatchesPressed => self.leave_for(Place::Batches(None)),
            Message::RoundPressed => self.round_pressed(context),
            Message::RoundSkipped => self.round_skipped(context),
            Message::RoundStopped => self.round_over(context),
            Message::RoundRead(before, goes, Ok(stand)) => {
                self.round_read(context, before, goes, stand)
            }
            Message::SendPressed => {
                let picked = self.picked.iter().copied().collect();
                self.send(context, send::Message::Asked(What::Claims, picked))
            }
            Message::InquirePressed => self.inquire(context),
            Message::Send(message) => self.send(context, message),
            bulk => self.bulk(context, bulk),
        }
    }

    fn listed(&mut self, context: &Context, listed: Listed) -> Action<Message> {
        self.counts = listed.counts;
        self.rows = listed.rows;
        let text = self.at.text.trim().to_lowercase();
        self.visits = listed.visits;
        self.visits.retain(|row| {
            let words = format!("{} {} {}", row.patient_name, row.rendering, row.reason);
            words.to_lowercase().contains(&text)
        });
        // What can be coded comes before what still lacks its notes.
        self.visits.sort_by_key(|row| !row.has_notes);
        self.visit = self.visit.min(self.visits.len().saturating_sub(1));
        let rows = &self.rows;
        self.picked
            .retain(|picked| rows.iter().any(|row| row.id == *picked));
        if self.row().is_none() {
            self.at.claim = self.rows.first().map(|row| row.id);
            self.page = None;
        }
        Action::Run(self.read_page(context))
    }

    fn filtered(&mut self, context: &Context, message: Message) -> Action<Message> {
        match message {
            Message::LanePressed(lane) => {
                self.at.lane = lane;
                self.at.text.clear();
                self.picked.clear();
            }
            Message::FilterTyped(text) => self.at.text = text,
            Message::PayerChosen(payer) => self.at.payer = payer,
            Message::ProviderChosen(provider) => self.at.provider = provider,
            Message::OrderChosen(order) => self.at.order = order,
            _ => {}
        }
        let list = self.list(context);
        Action::Moved(Place::Desk(self.at.clone()), list)
    }

    fn selected(&mut self, context: &Context, at: usize) -> Action<Message> {
        self.visit = at;
        let Some(row) = self.rows.get(at) else {
            return Action::None;
        };
        if self.at.claim == Some(row.id) {
            return Action::None;
        }
        self.at.claim = Some(row.id);
        Action::Run(self.read_page(context))
    }

    /// Goes elsewhere; the way back leads to the desk as it is now.
    fn leave_for(&self, place: Place) -> Action<Message> {
        let here = Place::Desk(self.at.clone());
        Action::Moved(here, Task::done(Message::Left(place)))
    }

    fn open_page(&self) -> Action<Message> {
        let place = if self.at.lane == Lane::ToCode {
            self.visit().map(|row| Place::Visit(row.id, None))
        } else {
            self.at.claim.map(Place::Claim)
        };
        place.map_or(Action::None, |place| self.leave_for(place))
    }

    /// The chosen claim, once it was read.
    fn page(&self) -> Option<&ClaimPage> {
        self.page
            .as_deref()
            .filter(|page| Some(page.row.id) == self.at.claim && self.at.lane != Lane::ToCode)
    }

    fn page_place(&self, place: impl FnOnce(&ClaimPage) -> Place) -> Action<Message> {
        self.page()
            .map_or(Action::None, |page| self.leave_for(place(page)))
    }

    fn fix(&self, at: usize) -> Action<Message> {
        let place = self
            .page()
            .and_then(|page| found::place(page, self.rejected.as_ref(), at));
        place.map_or(Action::None, |place| self.leave_for(place))
    }

    fn decide(&mut self, context: &Context, message: decide::Message) -> Action<Message> {
        let Some(page) = self.page() else {
            return Action::None;
        };
        match decide::update(context, page, message) {
            decide::Outcome::Do(action) => action.map(Message::Decided),
            decide::Outcome::Changed(words) => Action::Say(words, self.list_all(context)),
        }
    }

    fn round_pressed(&mut self, context: &Context) -> Action<Message> {
        if self.at.round.is_none() {
            self.at.round = self.same.first().map(round::begun);
        }
        Action::Run(self.read_round(context, true))
    }

    fn send(&mut self, context: &Context, message: send::Message) -> Action<Message> {
        match send::update(&mut self.sending, context, message) {
            send::Outcome::Run(task) => Action::Run(task.map(Message::Send)),
            send::Outcome::Warn(failure) => Action::Warn(failure),
            send::Outcome::Over => {
                Action::Run(Task::batch([self.list_all(context), focus::on(TABLE)]))
            }
        }
    }

    /// Asks payers what became of claims: of those picked, of all of the lane without an answer, or of the chosen one.
    fn inquire(&mut self, context: &Context) -> Action<Message> {
        let picked = self.picked.iter().copied();
        let these: Vec<ClaimId> = match self.at.lane {
            Lane::NoAnswer | Lane::Sent if !self.picked.is_empty() => picked.collect(),
            Lane::NoAnswer if self.at.is_narrowed() => self.rows.iter().map(|row| row.id).collect(),
            Lane::NoAnswer => Vec::new(),
            Lane::Sent => self.at.claim.into_iter().collect(),
            Lane::NeedsYou
            | Lane::ToCode
            | Lane::Held
            | Lane::Rejected
            | Lane::Denied
            | Lane::InAppeal
            | Lane::Ready
            | Lane::Done => return Action::None,
        };
        if self.rows.is_empty() {
            return Action::None;
        }
        self.send(context, send::Message::Asked(What::Questions, these))
    }

    /// A key nothing in the view had a use for.
    pub fn pressed(&mut self, context: &Context, press: &Press) -> Option<Action<Message>> {
        let message = if press.is("Ctrl Enter") {
            Message::SendPressed
        } else if press.is("/") {
            return Some(Action::Run(focus::on(FILTER)));
        } else if press.is("]") {
            Message::LanePressed(self.at.lane.turned(1))
        } else if press.is("[") {
            Message::LanePressed(self.at.lane.turned(Lane::ALL.len().saturating_sub(1)))
        } else if press.is("F") {
            Message::FixPressed(0)
        } else if press.is("G") {
            Message::FixPressed(1)
        } else if press.is("Shift F") {
            Message::RoundPressed
        } else if press.is("N") && self.at.round.is_some() {
            Message::RoundSkipped
        } else if press.is("Esc") && self.at.round.is_some() {
            Message::RoundStopped
        } else if press.is("Esc") && !self.picked.is_empty() {
            Message::PicksDropped
        } else if press.is("Ctrl A") {
            Message::AllPicked
        } else if press.is("O") {
            Message::OrderChosen(next(self.at.order))
        } else if press.is("U") {
            Message::RulePressed
        } else if press.is("C") {
            Message::ChartPressed
        } else if press.is("S") {
            Message::ScrubPressed
        } else if press.is("I") {
            Message::InquirePressed
        } else if press.is("B") {
            Message::BatchesPressed
        } else {
            Message::Decided(decide::pressed(press)?)
        };
        Some(self.update(context, message))
    }

    /// What the keys do.
    pub fn keys(&self) -> Vec<Hint<'static>> {
        let ask = hint(&["I"], "ask the payers");
        let is_silent = self.at.lane == Lane::NoAnswer;
        let mut keys = vec![hint(&["Up", "Down"], "move"), hint(&["Enter"], "open")];
        keys.extend(is_silent.then_some(ask));
        keys.extend([
            hint(&["F"], "fix"),
            hint(&["R"], "send again"),
            hint(&["Space"], "pick"),
            hint(&["[", "]"], "lane"),
            hint(&["G"], "fix the second finding"),
            hint(&["Shift F"], "fix those alike together"),
            hint(&["W"], "let the finding pass"),
            hint(&["H"], "hold"),
            hint(&["Q"], "ask about the visit"),
            hint(&["A"], "was accepted"),
            hint(&["X"], "was rejected"),
            hint(&["U"], "make a rule of the refusal"),
            hint(&["C"], "chart"),
            hint(&["S"], "check those picked, or all"),
            hint(&["O"], "another order"),
            hint(&["Ctrl A"], "pick all"),
            hint(&["B"], "batches"),
            hint(&["/"], "filter"),
            hint(&["Ctrl Enter"], "send what is ready"),
        ]);
        keys.extend((!is_silent).then_some(ask));
        keys
    }

    /// The right end of the top bar.
    pub fn actions<'a>(&'a self, _context: &'a Context) -> Vec<Element<'a, Message>> {
        let (ready, _) = lane::sums(Lane::Ready, &self.counts);
        let send = button::primary(if ready == 0 {
            String::from("Nothing to send")
        } else {
            format!("Send {ready} ready")
        })
        .icon(icon::SENT)
        .key("Ctrl Enter")
        .on_press_maybe((ready > 0).then_some(Message::SendPressed));
        let batches = button::plain("Batches")
            .icon(icon::HISTORY)
            .key("B")
            .on_press(Message::BatchesPressed);
        let check = button::quiet("Check all")
            .icon(icon::CHECK)
            .key("S")
            .on_press_maybe(self.scrubbing.is_none().then_some(Message::ScrubPressed));
        // Those picked have a bar of their own.
        if self.picked.is_empty() {
            vec![check.into(), batches.into(), send.into()]
        } else {
            vec![batches.into()]
        }
    }

    /// The work area.
    pub fn view<'a>(&'a self, context: &'a Context) -> Element<'a, Message> {
        let list = Lane::ALL
            .iter()
            .map(|of| lane::view(*of, &self.counts, *of == self.at.lane))
            .collect();
        let body = column![
            container(lanes(list))
                .padding(gap::L)
                .style(theme::ground(|t| t.paper)),
            rule::horizontal(1).style(theme::divider),
            row![
                container(list::view(self, context))
                    .width(Fill)
                    .height(Fill)
                    .style(theme::ground(|t| t.paper)),
                one::view(self, context),
            ],
        ];
        let sending = self.sending.as_ref();
        dialog::over(body, sending.map(|sending| sending.dialog(Message::Send)))
    }

    /// What the listed claims, or visits, come to.
    fn total(&self) -> Money {
        Money::sum(self.rows.iter().map(|row| row.charged)).unwrap_or(Money::ZERO)
    }
}

fn next(order: Order) -> Order {
    let at = Order::ALL.iter().position(|one| *one == order);
    Order::ALL
        .iter()
        .cycle()
        .nth(at.unwrap_or(0).saturating_add(1))
        .copied()
        .unwrap_or_default()
}

fn read_lists(context: &Context) -> Task<Message> {
    context.worker.ask(
        |office| {
            Ok(Lists {
                payers: office.payers()?,
                providers: office.providers()?,
            })
        },
        Message::ListsRead,
    )
}
