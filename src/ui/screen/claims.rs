//! The claims desk: claims by where they stand, what is wrong with each, what happened to it, and sending those that are
//! ready. It must not know how a file is written.

mod lane;
mod list;
mod one;
pub mod papers;
mod send;

pub use self::lane::state as state_pill;

use chrono::Days;
use iced::widget::{column, container, row, rule};
use iced::{Element, Fill, Task};

use self::lane::Desk;
use self::send::Sending;
use crate::domain::claim::{ClaimFilter, ClaimRow, Lane, Order, State};
use crate::domain::id::{ClaimId, PayerId, ProviderId};
use crate::domain::money::Money;
use crate::domain::practice::{Payer, Provider};
use crate::domain::scrub::{Finding, Waiving};
use crate::office::{Answer, ClaimPage, Office, OfficeError};
use crate::ui::context::Context;
use crate::ui::icon;
use crate::ui::place::{Action, Ask, ChartTab, Place};
use crate::ui::screen::mend;
use crate::ui::spacing::space as gap;
use crate::ui::theme;
use crate::ui::widget::key::{Hint, Press, hint};
use crate::ui::widget::lane::lanes;
use crate::ui::widget::{button, dialog, focus, words};
use crate::ui::worker::{Cancel, Failure, Step};

/// How many claims a lane lists at most.
const MOST: usize = 5_000;
/// After so many days without an answer somebody should ask.
const NO_ANSWER: Days = Days::new(30);
/// The table, and the field over it.
const TABLE: &str = "claims";
const FILTER: &str = "claims filter";

/// What the screen remembers.
pub struct Claims {
    desk: Desk,
    text: String,
    payer: Option<PayerId>,
    provider: Option<ProviderId>,
    is_unanswered: bool,
    lanes: Vec<Lane>,
    rows: Vec<ClaimRow>,
    payers: Vec<Payer>,
    providers: Vec<Provider>,
    /// Counts the questions, so that an answer to an earlier one is known.
    asked: u64,
    chosen: Option<ClaimId>,
    page: Option<Box<ClaimPage>>,
    shows_preview: bool,
    sending: Option<Sending>,
    scrubbing: Option<(u64, u64, Cancel)>,
}

/// What a lane lists.
#[derive(Clone, Debug)]
pub struct Listed {
    lanes: Vec<Lane>,
    rows: Vec<ClaimRow>,
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
    /// A claim was read.
    PageRead(ClaimId, Result<Box<ClaimPage>, Failure>),
    /// The claim that the desk was opened on was read: its lane is shown.
    Sought(ClaimId, Result<Box<ClaimPage>, Failure>),
    /// A lane was chosen.
    LanePressed(Desk),
    /// The filter was typed.
    FilterTyped(String),
    /// Only this payer, or all.
    PayerChosen(Option<PayerId>),
    /// Only this clinician, or all.
    ProviderChosen(Option<ProviderId>),
    /// Only those without an answer for long, or all.
    UnansweredPressed,
    /// A claim was chosen.
    RowSelected(usize),
    /// A claim's visit is to be opened.
    RowOpened(usize),
    /// The patient's chart is to be opened.
    ChartPressed,
    /// The place of a finding is to be opened.
    FixPressed(usize),
    /// A finding is to be let pass.
    WaivePressed(usize),
    /// Why.
    WaiveSaid(ClaimId, String, String),
    /// The claim is to be held.
    HoldPressed,
    /// Why.
    HoldSaid(ClaimId, String),
    /// The claim may go on.
    ReleasePressed,
    /// The receiver or payer took the claim in, or not.
    AnswerPressed(Answer),
    /// What they said.
    AnswerSaid(ClaimId, Answer, String),
    /// One of these was done, or not.
    Done(&'static str, Result<(), Failure>),
    /// The claim as the payer sees it, or what happened to it.
    PreviewPressed,
    /// All claims are to be looked at again.
    ScrubPressed,
    /// So much of it is done.
    ScrubStep(Step<(usize, usize)>),
    /// It is to stop.
    ScrubStopped,
    /// What is ready is to be sent.
    SendPressed,
    /// About sending.
    Send(send::Message),
    /// The batches are to be shown.
    BatchesPressed,
}

impl Claims {
    /// Opens the desk on some states.
    pub fn open(context: &Context, states: &[State]) -> (Self, Task<Message>) {
        let mut claims = Self::at(Desk::of(states));
        let list = claims.list(context);
        let task = Task::batch([read_lists(context), list, focus::on(TABLE)]);
        (claims, task)
    }

    /// Opens the desk with one claim chosen, in the lane where it stands.
    pub fn open_on(context: &Context, claim: ClaimId) -> (Self, Task<Message>) {
        let claims = Self {
            chosen: Some(claim),
            ..Self::at(Desk::NeedsYou)
        };
        let read = context.worker.ask(
            move |office| office.claim(claim).map(Box::new),
            move |page| Message::Sought(claim, page),
        );
        (
            claims,
            Task::batch([read_lists(context), read, focus::on(TABLE)]),
        )
    }

    fn at(desk: Desk) -> Self {
        Self {
            desk,
            text: String::new(),
            payer: None,
            provider: None,
            is_unanswered: false,
            lanes: Vec::new(),
            rows: Vec::new(),
            payers: Vec::new(),
            providers: Vec::new(),
            asked: 0,
            chosen: None,
            page: None,
            shows_preview: false,
            sending: None,
            scrubbing: None,
        }
    }

    fn filter(&self, context: &Context) -> ClaimFilter {
        let is_unanswered = self.is_unanswered && self.desk == Desk::Waiting;
        ClaimFilter {
            states: self.desk.states().to_vec(),
            text: self.text.trim().to_owned(),
            payer: self.payer,
            provider: self.provider,
            patient: None,
            sent_before: context
                .today()
                .checked_sub_days(NO_ANSWER)
                .filter(|_| is_unanswered),
            order: Order::Urgent,
            limit: MOST,
            offset: 0,
        }
    }

    /// Reads the lanes and the claims of the open one.
    fn list(&mut self, context: &Context) -> Task<Message> {
        self.asked = self.asked.wrapping_add(1);
        let (asked, filter) = (self.asked, self.filter(context));
        context.worker.ask(
            move |office| {
                Ok(Listed {
                    lanes: office.lanes()?,
                    rows: office.claims(&filter)?,
                })
            },
            move |listed| Message::Listed(asked, listed),
        )
    }

    fn read_page(&self, context: &Context) -> Task<Message> {
        self.chosen.map_or_else(Task::none, |claim| {
            context.worker.ask(
                move |office| office.claim(claim).map(Box::new),
                move |page| Message::PageRead(claim, page),
            )
        })
    }

    /// The place of the chosen claim in the table.
    fn row(&self) -> Option<usize> {
        self.rows.iter().position(|row| Some(row.id) == self.chosen)
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
            Message::PageRead(claim, Ok(page)) => {
                if self.chosen == Some(claim) {
                    self.page = Some(page);
                }
                Action::None
            }
            Message::Sought(_, Ok(page)) => {
                self.desk = Desk::of(&[page.row.state]);
                Action::Run(self.list(context))
            }
            Message::Listed(_, Ok(_)) => Action::None,
            Message::ListsRead(Err(failure))
            | Message::Listed(_, Err(failure))
            | Message::PageRead(_, Err(failure))
            | Message::Sought(_, Err(failure))
            | Message::Done(_, Err(failure)) => Action::Warn(failure),
            Message::LanePressed(_)
            | Message::FilterTyped(_)
            | Message::PayerChosen(_)
            | Message::ProviderChosen(_)
            | Message::UnansweredPressed => self.filtered(context, message),
            Message::RowSelected(at) => self.selected(context, at),
            Message::RowOpened(_) => self.page_place(|page| Place::Visit(page.row.visit, None)),
            Message::ChartPressed => {
                self.page_place(|page| Place::Chart(page.row.patient, ChartTab::Claims))
            }
            Message::FixPressed(at) => self.fix(at),
            Message::BatchesPressed => Action::Go(Place::Batches(None)),
            Message::PreviewPressed => {
                self.shows_preview = !self.shows_preview;
                Action::None
            }
            Message::ScrubPressed | Message::ScrubStep(_) | Message::ScrubStopped => {
                self.scrub(context, message)
            }
            Message::SendPressed => self.send(context, send::Message::Asked),
            Message::Send(message) => self.send(context, message),
            decision => self.decide(context, decision),
        }
    }

    fn listed(&mut self, context: &Context, listed: Listed) -> Action<Message> {
        self.lanes = listed.lanes;
        self.rows = listed.rows;
        if self.row().is_none() {
            self.chosen = self.rows.first().map(|row| row.id);
            self.page = None;
        }
        Action::Run(self.read_page(context))
    }

    fn filtered(&mut self, context: &Context, message: Message) -> Action<Message> {
        match message {
            Message::LanePressed(desk) => {
                self.desk = desk;
                self.text.clear();
                let list = self.list(context);
                return Action::Moved(Place::Claims(desk.states().to_vec()), list);
            }
            Message::FilterTyped(text) => self.text = text,
            Message::PayerChosen(payer) => self.payer = payer,
            Message::ProviderChosen(provider) => self.provider = provider,
            _ => self.is_unanswered = !self.is_unanswered,
        }
        Action::Run(self.list(context))
    }

    fn selected(&mut self, context: &Context, at: usize) -> Action<Message> {
        let Some(row) = self.rows.get(at) else {
            return Action::None;
        };
        if self.chosen == Some(row.id) {
            return Action::None;
        }
        self.chosen = Some(row.id);
        Action::Run(self.read_page(context))
    }

    /// The chosen claim, once it was read.
    fn page(&self) -> Option<&ClaimPage> {
        self.page
            .as_deref()
            .filter(|page| Some(page.row.id) == self.chosen)
    }

    fn page_place(&self, place: impl FnOnce(&ClaimPage) -> Place) -> Action<Message> {
        self.page()
            .map_or(Action::None, |page| Action::Go(place(page)))
    }

    fn finding(&self, at: usize) -> Option<(&ClaimPage, &Finding)> {
        let page = self.page()?;
        Some((page, page.findings.get(at)?))
    }

    fn fix(&self, at: usize) -> Action<Message> {
        self.finding(at).map_or(Action::None, |(page, finding)| {
            Action::Go(mend::Drawn::of(page).place(finding.place, &finding.words))
        })
    }

    /// What people decide about a claim.
    fn decide(&mut self, context: &Context, message: Message) -> Action<Message> {
        let Some(page) = self.page() else {
            return Action::None;
        };
        let (id, number) = (page.row.id, page.row.number.clone());
        match message {
            Message::WaivePressed(at) => self.ask_to_waive(at),
            Message::HoldPressed => Action::Ask(Ask::reason(
                format!("Hold claim {number}?"),
                "It stays here until somebody releases it.",
                "Hold",
                "Why",
                move |why| Message::HoldSaid(id, why),
            )),
            Message::AnswerPressed(answer) => ask_for_answer(id, number.as_str(), answer),
            Message::ReleasePressed => done(context, "Released", move |office| {
                office.release(id).map(drop)
            }),
            Message::WaiveSaid(claim, edit, why) => done(context, "Let pass", move |office| {
                office.waive(claim, &edit, &why)
            }),
            Message::HoldSaid(claim, why) => {
                done(context, "Held", move |office| office.hold(claim, &why))
            }
            Message::AnswerSaid(claim, answer, said) => done(context, "Noted", move |office| {
                office.answered_by_hand(claim, answer, &said)
            }),
            Message::Done(what, Ok(())) => {
                let words = format!("Claim {number}: {}", what.to_lowercase());
                Action::Say(words, self.list(context))
            }
            _ => Action::None,
        }
    }

    fn ask_to_waive(&self, at: usize) -> Action<Message> {
        let Some((page, finding)) = self.finding(at) else {
            return Action::None;
        };
        if finding.edit.waiving == Waiving::Never || finding.waived.is_some() {
            return Action::None;
        }
        let (claim, edit) = (page.row.id, finding.edit.id.to_string());
        Action::Ask(Ask::reason(
            format!("Let “{}” pass?", finding.edit.title),
            format!(
                "{} It counts no more on claim {}.",
                finding.words, page.row.number
            ),
            "Let it pass",
            "Why",
            move |why| Message::WaiveSaid(claim, edit, why),
        ))
    }

    fn scrub(&mut self, context: &Context, message: Message) -> Action<Message> {
        match message {
            Message::ScrubPressed if self.scrubbing.is_none() => {
                let (task, cancel) = context.worker.ask_long(
                    |office, progress| {
                        let looked = office.scrub(None, progress)?;
                        let held = looked
                            .iter()
                            .filter(|(_, found)| found.iter().any(Finding::stops))
                            .count();
                        Ok((looked.len(), held))
                    },
                    Message::ScrubStep,
                );
                self.scrubbing = Some((0, 0, cancel));
                Action::Run(task)
            }
            Message::ScrubStep(Step::Going { done, total }) => {
                if let Some((shown, of, _)) = &mut self.scrubbing {
                    (*shown, *of) = (done, total);
                }
                Action::None
            }
            Message::ScrubStep(Step::Done(outcome)) => {
                self.scrubbing = None;
                match outcome {
                    Ok((looked, held)) => {
                        let words = format!("Looked at {}: {held} held", lane::counted(looked));
                        Action::Say(words, self.list(context))
                    }
                    Err(failure) => Action::Warn(failure),
                }
            }
            _ => {
                if let Some((_, _, cancel)) = &self.scrubbing {
                    cancel.now();
                }
                Action::None
            }
        }
    }

    fn send(&mut self, context: &Context, message: send::Message) -> Action<Message> {
        match send::update(&mut self.sending, context, message) {
            send::Outcome::Run(task) => Action::Run(task.map(Message::Send)),
            send::Outcome::Warn(failure) => Action::Warn(failure),
            send::Outcome::Over => Action::Run(Task::batch([self.list(context), focus::on(TABLE)])),
        }
    }

    /// A key nothing in the view had a use for.
    pub fn pressed(&mut self, context: &Context, press: &Press) -> Option<Action<Message>> {
        let message = if press.is("Ctrl Enter") {
            Message::SendPressed
        } else if press.is("/") {
            return Some(Action::Run(focus::on(FILTER)));
        } else if press.is("]") {
            Message::LanePressed(self.desk.next())
        } else if press.is("[") {
            Message::LanePressed(self.desk.previous())
        } else if press.is("F") {
            Message::FixPressed(0)
        } else if press.is("Shift F") {
            Message::FixPressed(1)
        } else if press.is("W") {
            Message::WaivePressed(0)
        } else if press.is("H") {
            Message::HoldPressed
        } else if press.is("R") {
            Message::ReleasePressed
        } else if press.is("A") {
            Message::AnswerPressed(Answer::Accepted)
        } else if press.is("X") {
            Message::AnswerPressed(Answer::Rejected)
        } else if press.is("P") {
            Message::PreviewPressed
        } else if press.is("C") {
            Message::ChartPressed
        } else if press.is("S") {
            Message::ScrubPressed
        } else if press.is("B") {
            Message::BatchesPressed
        } else {
            return None;
        };
        Some(self.update(context, message))
    }

    /// What the keys do.
    pub fn keys(&self) -> Vec<Hint<'static>> {
        vec![
            hint(&["Up", "Down"], "move"),
            hint(&["Enter"], "open visit"),
            hint(&["F"], "fix"),
            hint(&["W"], "let pass"),
            hint(&["P"], "as the payer sees it"),
            hint(&["[", "]"], "lane"),
            hint(&["Shift F"], "fix the second finding"),
            hint(&["H"], "hold"),
            hint(&["R"], "release, or send again"),
            hint(&["A"], "was accepted"),
            hint(&["X"], "was rejected"),
            hint(&["C"], "chart"),
            hint(&["S"], "check all claims again"),
            hint(&["B"], "batches"),
            hint(&["/"], "filter"),
            hint(&["Ctrl Enter"], "send what is ready"),
        ]
    }

    /// The right end of the top bar.
    pub fn actions<'a>(&'a self, _context: &'a Context) -> Vec<Element<'a, Message>> {
        let (ready, _) = Desk::Ready.sums(&self.lanes);
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
        vec![batches.into(), send.into()]
    }

    /// The work area.
    pub fn view<'a>(&'a self, context: &'a Context) -> Element<'a, Message> {
        let list = Desk::ALL
            .iter()
            .map(|desk| desk.view(&self.lanes, *desk == self.desk))
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
        dialog::over(body, self.sending.as_ref().map(|sending| sending.dialog()))
    }

    /// What the listed claims come to.
    fn total(&self) -> Money {
        Money::sum(self.rows.iter().map(|row| row.charged)).unwrap_or(Money::ZERO)
    }
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

/// Does something with a claim, and says so.
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

fn ask_for_answer(id: ClaimId, number: &str, answer: Answer) -> Action<Message> {
    let (title, what) = match answer {
        Answer::Accepted => (
            format!("Was claim {number} accepted?"),
            "It was taken in and waits for its answer. Say where that was read.",
        ),
        Answer::Rejected => (
            format!("Was claim {number} rejected?"),
            "It never reached the payer’s books: mend it and send it again as new.",
        ),
    };
    let act = if answer == Answer::Accepted {
        "Accepted"
    } else {
        "Rejected"
    };
    Action::Ask(Ask::reason(
        title,
        what,
        act,
        "What they said",
        move |said| Message::AnswerSaid(id, answer, said),
    ))
}

/// What explains, where there is nothing to show.
fn nothing(sentence: &str) -> Element<'_, Message> {
    container(words::muted(sentence)).padding(gap::L).into()
}
