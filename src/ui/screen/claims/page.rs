//! A claim's page: the claim as the payer sees it, what happened to it, the files it left in, what is wrong with it and
//! everything that can be done with it. It must not know how a file is written.

mod act;
mod files;
mod later;
mod view;

pub(super) use self::act::why_no_rule;

use std::collections::BTreeSet;
use std::path::PathBuf;

use iced::{Element, Task};

use super::papers::{self, ClaimPapers};
use super::send::{self, Sending, What};
use super::{decide, found, lane};
use crate::domain::answer::{Rejected, Unanswered};
use crate::domain::id::{BatchId, ChargeLineId, ClaimId, EobId};
use crate::domain::scrub::Run;
use crate::office::{Act, ClaimPage};
use crate::ui::context::Context;
use crate::ui::icon;
use crate::ui::place::{Action, ChartTab, Place};
use crate::ui::where_to::{self, WhereTo};
use crate::ui::widget::key::{Hint, Press, hint};
use crate::ui::widget::{button, dialog, page};
use crate::ui::worker::Failure;

/// How far an arrow and a page key scroll.
const LINE: f32 = 56.0;
const SCREEN: f32 = 480.0;

/// A column of the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Side {
    /// The claim as the payer sees it, or its segments.
    #[default]
    Form,
    /// What happened, files, numbers.
    Story,
    /// Findings and acts.
    Acts,
}

impl Side {
    const ALL: [Self; 3] = [Self::Form, Self::Story, Self::Acts];

    /// The name of its region.
    const fn id(self) -> &'static str {
        match self {
            Self::Form => "claim form",
            Self::Story => "claim story",
            Self::Acts => "claim acts",
        }
    }

    fn turned(self, by: usize) -> Self {
        let at = Self::ALL.iter().position(|side| *side == self);
        Self::ALL
            .iter()
            .cycle()
            .nth(at.unwrap_or(0).saturating_add(by))
            .copied()
            .unwrap_or_default()
    }
}

/// What the screen remembers.
pub struct Page {
    claim: ClaimId,
    about: Option<Box<ClaimPage>>,
    /// Why it is rejected.
    rejected: Option<Rejected>,
    /// How long it waits for its answer.
    silence: Option<Unanswered>,
    /// What was found in it over time.
    runs: Vec<Run>,
    side: Side,
    /// The segments of the sending that is looked at; none: the claim in words.
    segments: Option<(BatchId, Vec<String>)>,
    sending: Option<Sending>,
    /// The folder that is asked for the file of a sending.
    folder: WhereTo<BatchId>,
    /// The services that are to go to a claim of their own, while that is asked.
    split: Option<BTreeSet<ChargeLineId>>,
    papers: ClaimPapers,
    /// What has no room on its paper form, while that is told.
    lost_on_paper: Vec<String>,
    failure: Option<Failure>,
}

/// What happened.
#[derive(Clone, Debug)]
pub enum Message {
    /// The claim was read.
    Read(Result<Box<found::Seen>, Failure>),
    /// A column was chosen.
    SideChosen(Side),
    /// Something is decided about the claim.
    Decided(decide::Message),
    /// About what comes after it or takes its place.
    Later(later::Message),
    /// About the papers announced with it.
    Papers(papers::Message),
    /// The place of a finding is to be opened.
    FixPressed(usize),
    /// The segments of the next sending are to be shown, and after the last the claim in words.
    SegmentsPressed,
    /// The segments of this sending are to be shown.
    SegmentsOf(BatchId),
    /// They were read.
    SegmentsRead(BatchId, Result<Vec<String>, Failure>),
    /// The file of the newest sending is to be saved.
    SavePressed,
    /// The file of this sending.
    SaveOf(BatchId),
    /// About the folder for it.
    Folder(where_to::Message),
    /// The file was written, or not.
    Saved(Result<PathBuf, Failure>),
    /// This claim alone is to be sent.
    SendPressed,
    /// Its payer is to be asked what became of it.
    InquirePressed,
    /// About sending.
    Send(send::Message),
    /// Something else is to be opened.
    PlacePressed(Place),
}

impl Page {
    /// Opens a claim's page.
    pub fn open(context: &Context, claim: ClaimId) -> (Self, Task<Message>) {
        let page = Self {
            claim,
            about: None,
            rejected: None,
            silence: None,
            runs: Vec::new(),
            side: Side::default(),
            segments: None,
            sending: None,
            folder: WhereTo::default(),
            split: None,
            papers: ClaimPapers::default(),
            lost_on_paper: Vec::new(),
            failure: None,
        };
        let read = page.read(context);
        (page, read)
    }

    fn read(&self, context: &Context) -> Task<Message> {
        let claim = self.claim;
        context.worker.ask(
            move |office| found::read(office, claim).map(Box::new),
            Message::Read,
        )
    }

    /// Takes in what happened.
    pub fn update(&mut self, context: &Context, message: Message) -> Action<Message> {
        match message {
            Message::Read(Ok(seen)) => {
                self.about = Some(Box::new(seen.page));
                self.rejected = seen.rejected;
                self.silence = seen.silence;
                self.runs = seen.runs;
                Action::None
            }
            Message::Read(Err(failure)) => {
                self.failure = Some(failure);
                Action::None
            }
            Message::SideChosen(side) => {
                self.side = side;
                Action::None
            }
            Message::Decided(message) => self.decide(context, message),
            Message::Later(message) => self.later(context, message),
            Message::Papers(message) => match self.papers.update(context, message) {
                papers::Outcome::Run(task) => Action::Run(task.map(Message::Papers)),
                papers::Outcome::Warn(failure) => Action::Warn(failure),
                papers::Outcome::Changed => Action::Run(self.read(context)),
            },
            Message::FixPressed(at) => self.fix(at),
            Message::SegmentsPressed => self.next_segments(context),
            Message::SegmentsOf(batch) => self.read_segments(context, batch),
            Message::SegmentsRead(batch, Ok(segments)) => {
                self.segments = Some((batch, segments));
                Action::None
            }
            Message::SegmentsRead(_, Err(failure)) | Message::Saved(Err(failure)) => {
                Action::Warn(failure)
            }
            Message::SavePressed => self
                .newest()
                .map_or(Action::None, |batch| self.save(context, batch)),
            Message::SaveOf(batch) => self.save(context, batch),
            Message::Folder(message) => match self.folder.update(message) {
                where_to::Outcome::Run(task) => Action::Run(task.map(Message::Folder)),
                where_to::Outcome::Go(batch, folder) => Action::Run(context.worker.ask(
                    move |office| office.write_batch_again(batch, &folder),
                    Message::Saved,
                )),
            },
            Message::Saved(Ok(path)) => {
                Action::Say(format!("Saved: {}", path.display()), Task::none())
            }
            Message::SendPressed => self.send(
                context,
                send::Message::Asked(What::Claims, vec![self.claim]),
            ),
            Message::InquirePressed => self.send(
                context,
                send::Message::Asked(What::Questions, vec![self.claim]),
            ),
            Message::Send(message) => self.send(context, message),
            Message::PlacePressed(place) => Action::Go(place),
        }
    }

    fn save(&mut self, context: &Context, batch: BatchId) -> Action<Message> {
        let title = "Where the file is saved";
        let task = self.folder.ask(&context.files, title, batch);
        Action::Run(task.map(Message::Folder))
    }

    fn decide(&mut self, context: &Context, message: decide::Message) -> Action<Message> {
        let Some(page) = &self.about else {
            return Action::None;
        };
        match decide::update(context, page, message) {
            decide::Outcome::Do(action) => action.map(Message::Decided),
            decide::Outcome::Changed(words) => Action::Say(words, self.read(context)),
        }
    }

    fn fix(&self, at: usize) -> Action<Message> {
        let page = self.about.as_deref();
        let place = page.and_then(|page| found::place(page, self.rejected.as_ref(), at));
        place.map_or(Action::None, Action::Go)
    }

    /// The batch of the last sending.
    fn newest(&self) -> Option<BatchId> {
        Some(self.about.as_ref()?.batches.last()?.id)
    }

    /// Goes from the words to the newest sending, on to older ones, and back to the words.
    fn next_segments(&mut self, context: &Context) -> Action<Message> {
        let Some(page) = &self.about else {
            return Action::None;
        };
        let shown = self.segments.as_ref().map(|(batch, _)| *batch);
        let older = page
            .batches
            .iter()
            .rev()
            .map(|batch| batch.id)
            .skip_while(|id| shown.is_some_and(|shown| *id != shown))
            .nth(usize::from(shown.is_some()));
        if let Some(batch) = older {
            return self.read_segments(context, batch);
        }
        self.segments = None;
        Action::None
    }

    fn read_segments(&mut self, context: &Context, batch: BatchId) -> Action<Message> {
        self.side = Side::Form;
        let Some(number) = self.about.as_ref().map(|page| page.row.number.clone()) else {
            return Action::None;
        };
        Action::Run(context.worker.ask(
            move |office| office.claim_segments(batch, &number),
            move |segments| Message::SegmentsRead(batch, segments),
        ))
    }

    fn send(&mut self, context: &Context, message: send::Message) -> Action<Message> {
        if let (send::Message::Asked(what, _), Some(page)) = (&message, &self.about)
            && act::why_not(page, *what).is_some()
        {
            return Action::None;
        }
        match send::update(&mut self.sending, context, message) {
            send::Outcome::Run(task) => Action::Run(task.map(Message::Send)),
            send::Outcome::Warn(failure) => Action::Warn(failure),
            send::Outcome::Over => Action::Run(self.read(context)),
        }
    }

    /// Where it left last, in a file or on paper; none when it never did.
    fn last_left(&self) -> Option<Place> {
        act::last_left(self.about.as_deref()?)
    }

    /// The EOB that answered it last.
    fn eob(page: &ClaimPage) -> Option<EobId> {
        let sources = page.events.iter().rev().map(|event| event.source.as_str());
        let mut eobs = sources.filter_map(|source| source.strip_prefix("eob:"));
        eobs.next()?.parse().ok().map(EobId::new)
    }

    /// A key nothing in the view had a use for.
    pub fn pressed(&mut self, context: &Context, press: &Press) -> Option<Action<Message>> {
        let scroll = |down| Some(Action::Run(page::turn(self.side.id(), down)));
        if press.is("Down") {
            return scroll(LINE);
        } else if press.is("Up") {
            return scroll(-LINE);
        } else if press.is("PgDn") {
            return scroll(SCREEN);
        } else if press.is("PgUp") {
            return scroll(-SCREEN);
        }
        let page = self.about.as_deref()?;
        let message = if press.is("Right") {
            Message::SideChosen(self.side.turned(1))
        } else if press.is("Left") {
            Message::SideChosen(self.side.turned(2))
        } else if press.is("F") {
            Message::FixPressed(0)
        } else if let Some(digit) = press.digit(iced::keyboard::Modifiers::empty()) {
            Message::FixPressed(usize::try_from(digit.checked_sub(1)?).ok()?)
        } else if press.is("V") {
            Message::SegmentsPressed
        } else if press.is("S") {
            Message::SavePressed
        } else if press.is("Ctrl Enter") {
            Message::SendPressed
        } else if press.is("E") {
            Message::PlacePressed(Place::Visit(page.row.visit, None))
        } else if press.is("C") {
            Message::PlacePressed(Place::Chart(page.row.patient, ChartTab::Claims))
        } else if press.is("O") {
            Message::PlacePressed(Place::Eob(Self::eob(page)?))
        } else if press.is("B") {
            Message::PlacePressed(self.last_left().unwrap_or(Place::Batches(None)))
        } else if press.is("U") && act::why_no_rule(page.row.state).is_none() {
            Message::PlacePressed(Place::ProposedRule(self.claim))
        } else if press.is("I") {
            Message::InquirePressed
        } else if press.is("Ctrl P") {
            Message::Later(later::Message::PaperPressed)
        } else if press.is("Y") && self.last_left().is_some() {
            Message::Later(later::Message::ProofPressed)
        } else if let Some(act) = Act::ALL
            .into_iter()
            .find(|act| later::key_of(*act).is_some_and(|key| press.is(key)))
        {
            Message::Later(later::Message::Pressed(act))
        } else {
            Message::Decided(decide::pressed(press)?)
        };
        Some(self.update(context, message))
    }

    /// What the keys do.
    pub fn keys(&self) -> Vec<Hint<'static>> {
        vec![
            hint(&["Left", "Right"], "column"),
            hint(&["Up", "Down"], "scroll"),
            hint(&["F"], "fix"),
            hint(&["V"], "the segments as sent"),
            hint(&["E"], "the visit"),
            hint(&["Esc"], "back"),
            hint(&["2", "9"], "fix another finding"),
            hint(&["W"], "let the finding pass"),
            hint(&["H"], "hold"),
            hint(&["R"], "release, or send again"),
            hint(&["Q"], "ask about the visit"),
            hint(&["A"], "was accepted"),
            hint(&["X"], "was rejected"),
            hint(&["S"], "save the file that was sent"),
            hint(&["B"], "the batch it left in"),
            hint(&["O"], "the EOB that answered it"),
            hint(&["N"], "bill the next payer"),
            hint(&["P"], "replace at the payer"),
            hint(&["D"], "void at the payer"),
            hint(&["L", "J"], "split, put together"),
            hint(&["I"], "ask the payer what became of it"),
            hint(&["U"], "make a rule of the refusal"),
            hint(&["Ctrl P"], "on paper"),
            hint(&["Y"], "proof of timely filing"),
            hint(&["C"], "chart"),
            hint(&["Ctrl Enter"], "send this claim"),
        ]
    }

    /// The right end of the top bar.
    pub fn actions<'a>(&'a self, _context: &'a Context) -> Vec<Element<'a, Message>> {
        let Some(page) = &self.about else {
            return Vec::new();
        };
        let visit = button::plain("The visit")
            .icon(icon::VISITS)
            .key("E")
            .on_press(Message::PlacePressed(Place::Visit(page.row.visit, None)));
        let send = button::primary("Send this claim")
            .icon(icon::SENT)
            .key("Ctrl Enter")
            .on_press(Message::SendPressed);
        let send = act::why_not_send(page).is_none().then(|| send.into());
        [Some(visit.into()), send].into_iter().flatten().collect()
    }

    /// The work area.
    pub fn view<'a>(&'a self, context: &'a Context) -> Element<'a, Message> {
        let body = view::view(self, context.today());
        let sending = self.sending.as_ref();
        let sending = sending.map(|sending| sending.dialog(Message::Send));
        let asked = sending.or_else(|| self.split_dialog());
        let asked = asked.or_else(|| self.folder.dialog(Message::Folder));
        dialog::over(body, asked.or_else(|| self.loss_dialog()))
    }
}
