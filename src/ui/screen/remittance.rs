//! One remittance: its figures, its claims, what has to be decided with what each way would change, and its posting. It must
//! not know how anything is matched, planned or booked.

mod decide;
mod hand;
mod odd;
mod panel;
mod paper;
mod post;
mod sheet;
mod table;
mod tally;
mod why;

use iced::widget::{column, container, row, space};
use iced::{Element, Fill, Task};

use self::hand::Hand;
use self::post::Going;
use self::sheet::{Line, Need};
use self::tally::Tally;
use crate::domain::id::{RemitClaimId, RemittanceId};
use crate::domain::posting::{Exception, PlannedClaim};
use crate::domain::remittance::PostOn;
use crate::office::{DeskClaim, OfferedClaim, Posted, RemittancePage};
use crate::ui::context::Context;
use crate::ui::place::{Action, Place};
use crate::ui::theme;
use crate::ui::widget::focus;
use crate::ui::widget::key::{Hint, Press, hint};
use crate::ui::worker::{Failure, Step};

/// The table of claims.
const TABLE: &str = "remittance claims";

/// What the screen remembers.
pub struct Remittance {
    id: RemittanceId,
    page: Option<Box<RemittancePage>>,
    tally: Tally,
    /// The rows that show.
    lines: Vec<Line>,
    /// The chosen one of them.
    at: usize,
    /// Which exception of the chosen row is shown.
    exception: usize,
    /// The way out that is chosen and not accepted yet.
    choice: Option<usize>,
    /// What would be posted of the chosen claim by that way; none while the page says it.
    preview: Option<(RemitClaimId, Box<PlannedClaim>)>,
    only_needs: bool,
    face: Face,
    side: Side,
    hand: Hand,
    /// The chosen claim as the file says it.
    quote: Option<(RemitClaimId, Vec<String>)>,
    /// Whether the next thing that waits is gone to once the page is read anew.
    goes_on: bool,
    /// The segment to open on, where somebody came from an amount.
    wanted: Option<u64>,
    /// The day that it is to count for.
    on: PostOn,
    going: Option<Going>,
    /// Counts the questions, so that an answer to an earlier one is known.
    asked: u64,
}

/// What stands at the left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Face {
    /// The table of claims.
    Table,
    /// The chosen claim as an EOB on paper.
    Paper,
}

/// What the panel shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    /// What is to be decided.
    Decide,
    /// Why it is posted so.
    Why,
    /// Which claim of ours it is.
    Hand,
}

/// What happened.
#[derive(Clone, Debug)]
pub enum Message {
    /// The remittance was read.
    Read(u64, Result<Box<RemittancePage>, Failure>),
    /// A row was chosen.
    RowSelected(usize),
    /// The next that waits is wanted.
    NextPressed,
    /// A way out was chosen.
    ChoiceTaken(usize),
    /// What it would do was worked out.
    Previewed(RemitClaimId, usize, Result<Box<PlannedClaim>, Failure>),
    /// The chosen way out is to be taken.
    AcceptPressed,
    /// The same for everything that waits for the same.
    AcceptLikePressed,
    /// The claim's money is to be kept apart, or not any more.
    ParkPressed,
    /// Something was decided, or not.
    Decided(Result<(), Failure>),
    /// Why it is posted so.
    WhyPressed,
    /// Only what waits, or everything.
    NarrowPressed,
    /// As on paper, or as a table.
    PaperPressed,
    /// The segments of a claim were read.
    QuoteRead(RemitClaimId, Result<Vec<String>, Failure>),
    /// Our claim is to be opened.
    ClaimPressed,
    /// About the match by hand.
    Hand(hand::Message),
    /// It is to count for another day.
    DayPressed,
    /// It is to be posted.
    PostPressed,
    /// What waits is to be put aside, so that the rest can be posted.
    RestPressed,
    /// Yes.
    RestParked,
    /// How far that is.
    Posting(Box<Step<Posted>>),
    /// The work is to stop.
    StopPressed,
    /// It is to be said who paid it.
    PayerPressed,
    /// That one, by name or number.
    PayerTyped(String),
    /// What stands against it as a whole is to pass.
    PassPressed,
    /// For that reason.
    PassSaid(String),
    /// It is to be said for which claim money was taken back.
    RecoveryPressed,
    /// That one, by number.
    RecoveryTyped(String),
    /// It is to be taken back.
    BackPressed,
    /// For that reason.
    TakeBack(String),
    /// How far that is.
    TakenBack(Box<Step<()>>),
}

impl Remittance {
    /// Opens a remittance, at the claim that has a segment if one is given.
    pub fn open(
        context: &Context,
        id: RemittanceId,
        segment: Option<u64>,
    ) -> (Self, Task<Message>) {
        let mut screen = Self {
            id,
            page: None,
            tally: Tally::default(),
            lines: Vec::new(),
            at: 0,
            exception: 0,
            choice: None,
            preview: None,
            only_needs: false,
            face: Face::Table,
            side: Side::Decide,
            hand: Hand::default(),
            quote: None,
            goes_on: segment.is_none(),
            wanted: segment,
            on: PostOn::default(),
            going: None,
            asked: 0,
        };
        let read = screen.read(context);
        (screen, Task::batch([read, focus::on(TABLE)]))
    }

    fn read(&mut self, context: &Context) -> Task<Message> {
        self.asked = self.asked.wrapping_add(1);
        let (id, asked) = (self.id, self.asked);
        context.worker.ask(
            move |office| Ok(Box::new(office.remittance(id)?)),
            move |page| Message::Read(asked, page),
        )
    }

    /// The chosen row.
    fn line(&self) -> Option<Line> {
        self.lines.get(self.at).copied()
    }

    /// The chosen claim.
    fn claim(&self) -> Option<&DeskClaim> {
        match self.line()? {
            Line::Claim(at) => self.page.as_deref()?.claims.get(at),
            Line::Adjustment(_) => None,
        }
    }

    /// The exception that is shown.
    fn exception<'a>(&self, page: &'a RemittancePage) -> Option<&'a Exception> {
        sheet::exceptions(page, self.line()?).get(self.exception)
    }

    /// What of the chosen row waits, as it is shown.
    fn need(&self) -> Option<Need> {
        let (line, at) = (self.line()?, self.exception);
        let mut here = self.tally.needs.iter().filter(|need| need.line == line);
        here.find(|need| need.exception.is_none_or(|exception| exception == at))
            .copied()
    }

    /// Takes in what happened.
    pub fn update(&mut self, context: &Context, message: Message) -> Action<Message> {
        match message {
            Message::Read(asked, Ok(page)) if asked == self.asked => self.opened(context, page),
            Message::Read(_, Ok(_)) => Action::None,
            Message::RowSelected(at) => {
                self.at = at;
                Action::Run(self.arrived(context))
            }
            Message::NextPressed => {
                self.next_need();
                Action::Run(Task::batch([self.arrived(context), focus::on(TABLE)]))
            }
            Message::NarrowPressed => {
                self.only_needs = !self.only_needs;
                let kept = self.line();
                self.lay(kept);
                Action::Run(Task::batch([self.arrived(context), focus::on(TABLE)]))
            }
            Message::PaperPressed => {
                self.face = match self.face {
                    Face::Table => Face::Paper,
                    Face::Paper => Face::Table,
                };
                let focus = match self.face {
                    Face::Table => focus::on(TABLE),
                    Face::Paper => Task::none(),
                };
                Action::Run(Task::batch([self.quoted(context), focus]))
            }
            Message::WhyPressed => {
                self.side = match self.side {
                    Side::Why => Side::Decide,
                    Side::Decide | Side::Hand => Side::Why,
                };
                Action::Run(self.quoted(context))
            }
            Message::QuoteRead(claim, Ok(segments)) => {
                self.quote = Some((claim, segments));
                Action::None
            }
            Message::ClaimPressed => {
                let claim = self.claim().and_then(|claim| claim.filed.matches.first());
                claim.map_or(Action::None, |found| Action::Go(Place::Claim(found.claim)))
            }
            Message::Hand(message) => self.by_hand(context, message),
            Message::Read(_, Err(failure))
            | Message::Previewed(_, _, Err(failure))
            | Message::QuoteRead(_, Err(failure)) => Action::Warn(failure),
            Message::PayerPressed
            | Message::PayerTyped(_)
            | Message::PassPressed
            | Message::PassSaid(_)
            | Message::RecoveryPressed
            | Message::RecoveryTyped(_) => self.about_whole(context, message),
            Message::DayPressed
            | Message::PostPressed
            | Message::RestPressed
            | Message::RestParked
            | Message::Posting(_)
            | Message::StopPressed
            | Message::BackPressed
            | Message::TakeBack(_)
            | Message::TakenBack(_) => self.posting(context, message),
            Message::ChoiceTaken(_)
            | Message::Previewed(..)
            | Message::AcceptPressed
            | Message::AcceptLikePressed
            | Message::ParkPressed
            | Message::Decided(_) => self.deciding(context, message),
        }
    }

    fn opened(&mut self, context: &Context, page: Box<RemittancePage>) -> Action<Message> {
        let kept = self.line();
        self.tally = Tally::of(&page);
        self.page = Some(page);
        self.lay(kept);
        if let Some(segment) = self.wanted.take() {
            self.at = self.row_at(segment).unwrap_or(self.at);
        }
        // What waits on the row itself comes before the next one.
        if std::mem::take(&mut self.goes_on) && self.need().is_none() {
            self.next_need();
        }
        Action::Run(self.arrived(context))
    }

    /// The row of the claim that a segment belongs to.
    fn row_at(&self, segment: u64) -> Option<usize> {
        let page = self.page.as_deref()?;
        self.lines.iter().position(|line| match line {
            Line::Claim(at) => page.claims.get(*at).is_some_and(|claim| {
                (claim.read.place.segment..claim.read.end.segment).contains(&segment)
            }),
            Line::Adjustment(at) => page
                .adjustments
                .get(*at)
                .is_some_and(|one| one.filed.segment == segment),
        })
    }

    /// Lays the rows out anew, and stays at the row that was chosen, or where it would stand.
    fn lay(&mut self, kept: Option<Line>) {
        let Some(page) = self.page.as_deref() else {
            return;
        };
        self.lines = sheet::lines(page, self.only_needs);
        let place = kept.and_then(|kept| self.lines.iter().position(|line| *line == kept));
        let last = self.lines.len().saturating_sub(1);
        self.at = place.unwrap_or(self.at).min(last);
    }

    /// Goes to the next thing that waits behind the chosen one, or to the first.
    fn next_need(&mut self) {
        let place = |line: Line| match line {
            Line::Claim(at) => (0, at),
            Line::Adjustment(at) => (1, at),
        };
        let here = self.line().map(|line| (place(line), self.exception));
        let is_behind = |need: &&Need| {
            here.is_none_or(|here| (place(need.line), need.exception.unwrap_or_default()) > here)
        };
        let needs = &self.tally.needs;
        let Some(next) = needs
            .iter()
            .find(is_behind)
            .or_else(|| needs.first())
            .copied()
        else {
            return;
        };
        if let Some(at) = self.lines.iter().position(|line| *line == next.line) {
            self.at = at;
            self.exception = next.exception.unwrap_or_default();
        }
    }

    /// A row was come to: what was begun on another is forgotten.
    fn arrived(&mut self, context: &Context) -> Task<Message> {
        self.choice = None;
        self.preview = None;
        if self.side == Side::Hand {
            self.side = Side::Decide;
        }
        let line = self.line();
        let first = self.tally.needs.iter().find(|need| Some(need.line) == line);
        let is_here = self.need().is_some_and(|need| need.exception.is_some());
        if !is_here {
            self.exception = first.and_then(|need| need.exception).unwrap_or_default();
        }
        Task::batch([self.quoted(context), self.offered(context)])
    }

    /// Reads the segments of the chosen claim, where they show.
    fn quoted(&self, context: &Context) -> Task<Message> {
        let shows = self.face == Face::Paper || self.side == Side::Why;
        let Some(claim) = self.claim().filter(|_| shows) else {
            return Task::none();
        };
        let claim = claim.filed.id;
        if self.quote.as_ref().is_some_and(|(of, _)| *of == claim) {
            return Task::none();
        }
        context.worker.ask(
            move |office| office.remit_segments(claim),
            move |segments| Message::QuoteRead(claim, segments),
        )
    }

    /// A key nothing in the view had a use for.
    pub fn pressed(&mut self, context: &Context, press: &Press) -> Option<Action<Message>> {
        if let Some(digit) = press.digit(iced::keyboard::Modifiers::empty()) {
            let at = usize::try_from(digit).ok()?.checked_sub(1)?;
            return Some(self.number(context, at));
        }
        let is_by_hand = self.side == Side::Hand;
        let message = if press.is("N") {
            Message::NextPressed
        } else if press.is("A") {
            Message::AcceptPressed
        } else if press.is("Shift A") {
            Message::AcceptLikePressed
        } else if press.is("K") {
            Message::ParkPressed
        } else if press.is("W") {
            Message::WhyPressed
        } else if press.is("Ctrl J") {
            Message::Hand(hand::Message::Joined)
        } else if press.is("L") {
            Message::PassPressed
        } else if press.is("M") && self.recovery().is_some() {
            Message::RecoveryPressed
        } else if press.is("M") {
            Message::Hand(hand::Message::Opened)
        } else if press.is("F") {
            Message::NarrowPressed
        } else if press.is("V") {
            Message::PaperPressed
        } else if press.is("D") {
            Message::DayPressed
        } else if press.is("Ctrl Enter") {
            Message::PostPressed
        } else if press.is("P") {
            Message::RestPressed
        } else if press.is("Y") {
            Message::PayerPressed
        } else if press.is("U") {
            Message::BackPressed
        } else if press.is("C") {
            Message::ClaimPressed
        } else if press.is("Esc") && is_by_hand {
            Message::Hand(hand::Message::Closed)
        } else if press.is("Esc") && self.side == Side::Why {
            Message::WhyPressed
        } else if press.is("Esc") && self.face == Face::Paper {
            Message::PaperPressed
        } else if press.is("Up") {
            Message::RowSelected(self.at.checked_sub(1)?)
        } else if press.is("Down") {
            Message::RowSelected(Some(self.at.checked_add(1)?).filter(|at| *at < self.lines.len())?)
        } else {
            return None;
        };
        Some(self.update(context, message))
    }

    /// The way out, or the claim, that carries a digit.
    fn number(&mut self, context: &Context, at: usize) -> Action<Message> {
        let is_unknown = self.claim().is_some_and(hand::is_unknown);
        if self.side == Side::Hand || is_unknown {
            self.update(context, Message::Hand(hand::Message::Taken(at)))
        } else {
            self.update(context, Message::ChoiceTaken(at))
        }
    }

    /// What the keys do.
    pub fn keys(&self) -> Vec<Hint<'static>> {
        let is_open = self
            .page
            .as_deref()
            .is_none_or(|page| page.row.standing.is_open());
        if !is_open {
            return vec![
                hint(&["Up", "Down"], "move"),
                hint(&["M"], "find the claim"),
                hint(&["W"], "why"),
                hint(&["V"], "as on paper"),
                hint(&["C"], "our claim"),
                hint(&["U"], "un-post"),
                hint(&["Esc"], "back"),
            ];
        }
        vec![
            hint(&["Up", "Down"], "move"),
            hint(&["N"], "next that needs you"),
            hint(&["A"], "accept"),
            hint(&["1–3"], "choose"),
            hint(&["M"], "match by hand"),
            hint(&["Ctrl J"], "join another"),
            hint(&["K"], "park"),
            hint(&["Shift A"], "accept all like it"),
            hint(&["W"], "why"),
            hint(&["F"], "only what needs you"),
            hint(&["V"], "as on paper"),
            hint(&["C"], "our claim"),
            hint(&["D"], "another day"),
            hint(&["Ctrl Enter"], "post"),
            hint(&["P"], "post, and park what waits"),
            hint(&["Y"], "say who paid"),
            hint(&["L"], "let it pass"),
            hint(&["Esc"], "back"),
        ]
    }

    /// The right end of the top bar.
    pub fn actions<'a>(&'a self, _context: &'a Context) -> Vec<Element<'a, Message>> {
        self.page
            .as_deref()
            .map_or_else(Vec::new, |page| self.buttons(page))
    }

    /// The work area.
    pub fn view<'a>(&'a self, context: &'a Context) -> Element<'a, Message> {
        let Some(page) = self.page.as_deref() else {
            return container(space())
                .width(Fill)
                .height(Fill)
                .style(theme::ground(|t| t.paper))
                .into();
        };
        let left = match self.face {
            Face::Table => self.list(page),
            Face::Paper => self.paper(page),
        };
        let left = container(left)
            .width(Fill)
            .height(Fill)
            .style(theme::ground(|t| t.paper));
        container(column![
            Self::head(context, page),
            row![left, self.panel(page)].height(Fill),
        ])
        .style(theme::ground(|t| t.paper))
        .into()
    }
}

/// Reads claims of ours that a claim of a remittance may be.
type Offers = Result<Vec<OfferedClaim>, Failure>;
