//! The patients' side of Follow-up: accounts to call about, promises, disputes, final notices, the agency and small
//! balances, each with what was said and done. It must not know how an amount is posted.

use iced::widget::{column, container, row, rule};
use iced::{Element, Fill, Task};

use self::list::{Lane, Row};
use crate::domain::collections::{Agency, SmallRow, WriteOffRun};
use crate::domain::contact::{Dispute, Note, PromiseState};
use crate::domain::id::{GuarantorId, UserId};
use crate::domain::money::Money;
use crate::office::{CollectionPage, CollectionRow, Office, OfficeError};
use crate::ui::context::Context;
use crate::ui::icon;
use crate::ui::place::{Action, ChartTab, Place};
use crate::ui::spacing::space as gap;
use crate::ui::theme;
use crate::ui::widget::key::{Hint, Press, hint};
use crate::ui::widget::lane::lanes;
use crate::ui::widget::{button, focus};
use crate::ui::worker::Failure;

mod deeds;
pub mod form;
mod list;
pub mod one;

/// The table.
const TABLE: &str = "accounts";

/// Everything the lanes show.
#[derive(Clone, Debug, Default)]
pub struct Found {
    notes: Vec<Note>,
    promises: Vec<PromiseState>,
    disputes: Vec<Dispute>,
    accounts: Vec<CollectionRow>,
    small: Vec<SmallRow>,
    small_words: String,
    runs: Vec<WriteOffRun>,
    agencies: Vec<Agency>,
    people: Vec<(UserId, String)>,
}

/// What the screen remembers.
pub struct Accounts {
    found: Found,
    lane: Lane,
    at: usize,
    /// The account that was asked for, until its row was found.
    wanted: Option<GuarantorId>,
    page: Option<Box<CollectionPage>>,
    form: form::Open,
    /// Which of the agencies accounts go to.
    agency: usize,
    is_read: bool,
}

/// What happened.
#[derive(Clone, Debug)]
pub enum Message {
    /// The lanes were read.
    Listed(Result<Box<Found>, Failure>),
    /// One account was.
    PageRead(GuarantorId, Result<Box<CollectionPage>, Failure>),
    /// A lane was chosen.
    LanePressed(Lane),
    /// A row was chosen.
    RowSelected(usize),
    /// The chart of a row is wanted.
    RowOpened(usize),
    /// The payers' side is wanted.
    PayersPressed,
    /// Accounts go to the next agency from now on.
    AgencyTurned,
    /// What has to do with the chosen row.
    Deed(deeds::Message),
    /// What has to do with the form.
    Form(form::Message),
}

impl Accounts {
    /// Opens the lanes, on an account or on the first.
    pub fn open(context: &Context, account: Option<GuarantorId>) -> (Self, Task<Message>) {
        let screen = Self {
            found: Found::default(),
            lane: Lane::default(),
            at: 0,
            wanted: account,
            page: None,
            form: form::Open::Nothing,
            agency: 0,
            is_read: false,
        };
        (screen, Task::batch([read(context), focus::on(TABLE)]))
    }

    fn rows(&self) -> Vec<Row<'_>> {
        list::rows(&self.found, self.lane)
    }

    fn chosen(&self) -> Option<Row<'_>> {
        self.rows().get(self.at).copied()
    }

    fn guarantor(&self) -> Option<GuarantorId> {
        self.chosen().map(|row| row.guarantor())
    }

    /// The chosen account, once it was read.
    fn page(&self) -> Option<&CollectionPage> {
        let page = self.page.as_deref()?;
        (Some(page.row.account.guarantor) == self.guarantor()).then_some(page)
    }

    /// The agency that accounts go to.
    fn agency(&self) -> Option<&Agency> {
        let mut open = self
            .found
            .agencies
            .iter()
            .filter(|one| one.details.is_active);
        let count = open.clone().count();
        open.nth(self.agency.checked_rem(count).unwrap_or(0))
    }

    fn read_page(&self, context: &Context) -> Task<Message> {
        self.guarantor().map_or_else(Task::none, |guarantor| {
            context.worker.ask(
                move |office| office.collection_page(guarantor).map(Box::new),
                move |page| Message::PageRead(guarantor, page),
            )
        })
    }

    /// Takes in what happened.
    pub fn update(&mut self, context: &Context, message: Message) -> Action<Message> {
        match message {
            Message::Listed(Ok(found)) => {
                (self.found, self.is_read) = (*found, true);
                self.turn_to_wanted();
                self.choose(context, self.at)
            }
            Message::PageRead(guarantor, Ok(page)) => {
                if self.guarantor() == Some(guarantor) {
                    self.page = Some(page);
                }
                Action::None
            }
            Message::Listed(Err(failure)) | Message::PageRead(_, Err(failure)) => {
                Action::Warn(failure)
            }
            Message::LanePressed(lane) => {
                self.lane = lane;
                self.choose(context, 0)
            }
            Message::RowSelected(at) => self.choose(context, at),
            Message::RowOpened(at) => {
                self.at = at;
                self.open_chart()
            }
            Message::PayersPressed => Action::Go(Place::FollowUp(None)),
            Message::AgencyTurned => {
                self.agency = self.agency.saturating_add(1);
                let words = self.agency().map(|one| one.details.name.clone());
                let words = words.unwrap_or_else(|| String::from("nobody yet"));
                Action::Say(format!("Accounts go to {words} now"), Task::none())
            }
            Message::Deed(message) => self.deed(context, message),
            Message::Form(message) => self.formed(context, message),
        }
    }

    /// Turns to the lane in which the account that was asked for stands.
    fn turn_to_wanted(&mut self) {
        let Some(wanted) = self.wanted.take() else {
            return;
        };
        for lane in Lane::ALL {
            let rows = list::rows(&self.found, lane);
            if let Some(at) = rows.iter().position(|row| row.guarantor() == wanted) {
                (self.lane, self.at) = (lane, at);
                return;
            }
        }
    }

    fn choose(&mut self, context: &Context, at: usize) -> Action<Message> {
        let before = self.guarantor();
        let last = self.rows().len().saturating_sub(1);
        self.at = at.min(last);
        if self.guarantor() != before {
            self.form = form::Open::Nothing;
        }
        Action::Run(self.read_page(context))
    }

    fn open_chart(&self) -> Action<Message> {
        let Some(patient) = self.page().and_then(|page| page.patient) else {
            return Action::None;
        };
        let here = Place::Accounts(self.guarantor());
        let there = Place::Chart(patient, ChartTab::Ledger);
        Action::Moved(here, Task::done(Message::Deed(deeds::Message::Left(there))))
    }

    fn deed(&mut self, context: &Context, message: deeds::Message) -> Action<Message> {
        match deeds::update(self, context, message) {
            deeds::Outcome::Do(action) => action.map(Message::Deed),
            deeds::Outcome::Changed(words) => self.changed(context, words),
            deeds::Outcome::Write => self.open_note(context),
            deeds::Outcome::TakeMoney => self.open_money(context),
            deeds::Outcome::Chart => self.open_chart(),
        }
    }

    /// Says what was done, and reads everything again.
    fn changed(&mut self, context: &Context, words: String) -> Action<Message> {
        self.form = form::Open::Nothing;
        self.wanted = None;
        Action::Say(words, Task::batch([read(context), focus::on(TABLE)]))
    }

    /// A key nothing in the view had a use for.
    pub fn pressed(&mut self, context: &Context, press: &Press) -> Option<Action<Message>> {
        if self.form.is_open() {
            let message = form::pressed(press)?;
            return Some(self.update(context, Message::Form(message)));
        }
        let message = if press.is("]") {
            Message::LanePressed(self.lane.turned(1))
        } else if press.is("[") {
            Message::LanePressed(self.lane.turned(Lane::ALL.len().saturating_sub(1)))
        } else if press.is("I") {
            Message::PayersPressed
        } else if press.is("Q") {
            Message::AgencyTurned
        } else {
            Message::Deed(deeds::pressed(press)?)
        };
        Some(self.update(context, message))
    }

    /// What the keys do.
    pub fn keys(&self) -> Vec<Hint<'static>> {
        if self.form.is_open() {
            return vec![hint(&["Ctrl Enter"], "keep"), hint(&["Esc"], "not now")];
        }
        let mut keys = vec![hint(&["Up", "Down"], "move"), hint(&["N"], "note or call")];
        keys.extend(deeds::keys(self.lane));
        keys.extend([
            hint(&["D"], "dispute"),
            hint(&["B"], "bad debt"),
            hint(&["Enter"], "chart"),
            hint(&["[", "]"], "lane"),
            hint(&["Q"], "another agency"),
            hint(&["I"], "payers’ side"),
        ]);
        keys
    }

    /// The right end of the top bar.
    pub fn actions<'a>(&'a self, _context: &'a Context) -> Vec<Element<'a, Message>> {
        vec![
            button::plain("Payers’ side")
                .icon(icon::PAYER)
                .key("I")
                .on_press(Message::PayersPressed)
                .into(),
            button::primary("Note or call")
                .icon(icon::PHONE)
                .key("N")
                .on_press_maybe(
                    self.guarantor()
                        .map(|_| Message::Deed(deeds::Message::NotePressed)),
                )
                .into(),
        ]
    }

    /// The work area.
    pub fn view<'a>(&'a self, context: &'a Context) -> Element<'a, Message> {
        column![
            container(lanes(list::lanes(self, context.today())))
                .padding(gap::L)
                .style(theme::ground(|t| t.paper)),
            rule::horizontal(1).style(theme::divider),
            row![
                container(list::table(self, context.today()))
                    .width(Fill)
                    .height(Fill)
                    .style(theme::ground(|t| t.paper)),
                one::view(self, context),
            ],
        ]
        .into()
    }
}

fn read(context: &Context) -> Task<Message> {
    context
        .worker
        .ask(|office| gather(office).map(Box::new), Message::Listed)
}

fn gather(office: &Office) -> Result<Found, OfficeError> {
    let small = office.small_balances()?;
    Ok(Found {
        notes: office.follow_ups(false)?,
        promises: office.promises(None)?,
        disputes: office.disputes(None)?,
        accounts: office.collection_accounts()?,
        small: small.rows,
        small_words: small.words,
        runs: office.write_off_runs()?,
        agencies: office.agencies()?,
        people: office.people_at_work()?,
    })
}

/// What amounts come to.
fn total(amounts: impl IntoIterator<Item = Money>) -> Money {
    Money::sum(amounts).unwrap_or(Money::ZERO)
}
