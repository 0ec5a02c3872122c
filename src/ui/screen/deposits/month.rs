//! A month reconciled: its lists with counts and dollars, the way to each row, and what ties out to the ledger. It must
//! not know how a list is made.

use std::path::PathBuf;

use iced::widget::{column, container, space};
use iced::{Element, Fill, Task};

use crate::domain::id::RemittanceId;
use crate::domain::reconcile::{self, Reconciliation, Row, Section, Way};
use crate::office::save_file;
use crate::ui::context::Context;
use crate::ui::files::CSV;
use crate::ui::icon;
use crate::ui::place::{Action, DepositsTab, Place};
use crate::ui::spacing::{space as gap, width};
use crate::ui::theme::Tone;
use crate::ui::widget::data_table::{Cell, Column, cell, data_table};
use crate::ui::widget::empty_state::empty_state;
use crate::ui::widget::key::{Hint, Press, hint};
use crate::ui::widget::{button, chip, finding, focus, panel, words};
use crate::ui::worker::Failure;

const TABLE: &str = "month";

/// What the tab remembers.
pub struct Month {
    of: reconcile::Month,
    found: Option<Reconciliation>,
    /// Which list is open.
    list: usize,
    selected: Option<usize>,
}

/// What happened.
#[derive(Clone, Debug)]
pub enum Message {
    /// A month was reconciled.
    Read(reconcile::Month, Result<Box<Reconciliation>, Failure>),
    /// Another month is wanted: so many on.
    Turned(i8),
    /// Another list is wanted.
    ListChosen(usize),
    /// A row was chosen.
    RowChosen(usize),
    /// A row was opened.
    RowOpened(usize),
    /// It is to be saved.
    ExportPressed,
    /// There.
    PlaceChosen(Option<PathBuf>),
    /// It was, or not.
    Saved(Result<(), Failure>),
}

impl Month {
    /// Opens the month of today.
    pub fn open(context: &Context) -> (Self, Task<Message>) {
        let month = reconcile::Month::of(context.today());
        let tab = Self {
            of: month,
            found: None,
            list: 0,
            selected: None,
        };
        (tab, Task::batch([read(context, month), focus::on(TABLE)]))
    }

    /// Takes in what happened.
    pub fn update(&mut self, context: &Context, message: Message) -> Action<Message> {
        match message {
            Message::Read(month, Ok(found)) => {
                if month == self.of {
                    self.list = first_filled(&found);
                    self.found = Some(*found);
                    self.choose(0);
                }
                Action::None
            }
            Message::Turned(by) => {
                self.of = if by < 0 {
                    self.of.before()
                } else {
                    self.of.next()
                };
                self.found = None;
                self.selected = None;
                Action::Run(read(context, self.of))
            }
            Message::ListChosen(list) => {
                self.list = list;
                self.choose(0);
                Action::None
            }
            Message::RowChosen(at) => {
                self.choose(at);
                Action::None
            }
            Message::RowOpened(at) => {
                self.choose(at);
                self.opened()
            }
            Message::ExportPressed => {
                let name = format!("reconciliation-{}.csv", self.of);
                Action::Run(context.files.save(
                    "Where should the lists go?",
                    &name,
                    CSV,
                    Message::PlaceChosen,
                ))
            }
            Message::PlaceChosen(Some(path)) => self.save(context, path),
            Message::PlaceChosen(None) => Action::None,
            Message::Saved(Ok(())) => {
                Action::Say(String::from("The lists are saved."), Task::none())
            }
            Message::Read(_, Err(failure)) | Message::Saved(Err(failure)) => Action::Warn(failure),
        }
    }

    fn sections(&self) -> &[Section] {
        self.found.as_ref().map_or(&[], |found| &found.sections)
    }

    fn section(&self) -> Option<&Section> {
        self.sections().get(self.list)
    }

    fn rows(&self) -> &[Row] {
        self.section().map_or(&[], |section| &section.rows)
    }

    fn choose(&mut self, at: usize) {
        self.selected = self.rows().len().checked_sub(1).map(|last| at.min(last));
    }

    /// Goes to what the chosen row is about.
    fn opened(&self) -> Action<Message> {
        let Some(row) = self.selected.and_then(|at| self.rows().get(at)) else {
            return Action::None;
        };
        match row.way {
            Way::Claim(claim) => Action::Go(Place::Claim(claim)),
            Way::Line(_) => Action::Go(Place::Deposits(DepositsTab::Bank)),
            Way::Deposit(_) => Action::Go(Place::Deposits(DepositsTab::Drawer)),
            Way::Remittance(id) => Action::Go(Place::Remittance(RemittanceId::new(id), None)),
        }
    }

    fn save(&self, context: &Context, path: PathBuf) -> Action<Message> {
        let Some(text) = self.found.as_ref().map(Reconciliation::csv) else {
            return Action::None;
        };
        Action::Run(
            context
                .worker
                .ask(move |_| save_file(&path, text.as_bytes()), Message::Saved),
        )
    }

    /// A key that nothing in the view had a use for.
    pub fn pressed(&mut self, context: &Context, press: &Press) -> Option<Action<Message>> {
        let last = self.sections().len().saturating_sub(1);
        let message = if press.is("[") {
            Message::Turned(-1)
        } else if press.is("]") {
            Message::Turned(1)
        } else if press.is("Right") {
            Message::ListChosen(self.list.saturating_add(1).min(last))
        } else if press.is("Left") {
            Message::ListChosen(self.list.saturating_sub(1))
        } else if press.is("X") {
            Message::ExportPressed
        } else {
            return None;
        };
        Some(self.update(context, message))
    }

    /// What the keys do.
    #[allow(
        clippy::unused_self,
        reason = "every part of a screen is asked for its keys in the same way"
    )]
    pub fn keys(&self) -> Vec<Hint<'static>> {
        vec![
            hint(&["[", "]"], "month"),
            hint(&["Left", "Right"], "list"),
            hint(&["Up", "Down"], "move"),
            hint(&["Enter"], "go there"),
            hint(&["X"], "save as CSV"),
        ]
    }

    /// What stands at the right end of the top bar.
    pub fn actions(&self) -> Vec<Element<'_, Message>> {
        vec![
            button::plain("Save as CSV")
                .icon(icon::EXPORT)
                .key("X")
                .on_press_maybe(self.found.is_some().then_some(Message::ExportPressed))
                .into(),
        ]
    }

    /// What stands at the right of the tabs.
    pub fn filters(&self) -> Vec<Element<'_, Message>> {
        vec![
            button::icon(icon::BACK, "Month before")
                .compact()
                .on_press(Message::Turned(-1))
                .into(),
            words::strong(self.of.words()).into(),
            button::icon(icon::GO, "Month after")
                .compact()
                .on_press(Message::Turned(1))
                .into(),
        ]
    }

    /// The lists, and the rows of the open one.
    pub fn list(&self) -> Element<'_, Message> {
        let chips = self.sections().iter().enumerate().map(|(at, section)| {
            chip::toggle(
                if section.count == 0 {
                    icon::PAID
                } else {
                    icon::OWES
                },
                format!("{} {}", section.words, section.count),
                at == self.list,
                Message::ListChosen(at),
            )
        });
        let chips = iced::widget::row(chips).spacing(gap::S).wrap();
        let columns = [
            Column::fixed("Since", 96.0),
            Column::fixed("What", 116.0),
            Column::fill("Who"),
            Column::fixed("Amount", 112.0).right(),
            Column::fixed("With the payer", 112.0).right(),
        ];
        let table = data_table(columns, self.rows().len(), |at| self.cells(at))
            .edge_to_edge()
            .id(TABLE)
            .height(Fill)
            .selected(self.selected)
            .on_select(Message::RowChosen)
            .on_open(Message::RowOpened)
            .empty(self.empty());
        let table: Element<'_, Message> = match self.section().filter(|one| one.count > 0) {
            Some(section) => table.total(total(section)).into(),
            None => table.into(),
        };
        column![container(chips).padding([gap::S, gap::L]), table].into()
    }

    fn cells(&self, at: usize) -> Vec<Cell<'_, Message>> {
        self.rows().get(at).map_or_else(Vec::new, |row| {
            vec![
                cell::date(row.since),
                cell::code(row.what.as_str()),
                cell::text(row.who.as_str()),
                cell::money(row.amount).strong(),
                cell::money_maybe((!row.open.is_zero()).then_some(row.open)),
            ]
        })
    }

    fn empty(&self) -> Element<'_, Message> {
        match self.section() {
            None => space().into(),
            Some(section) => container(empty_state(
                icon::PAID,
                "Nothing here",
                format!("{}: none in {}.", section.words, self.of.words()),
                None,
            ))
            .padding([gap::XXXL, 0.0])
            .into(),
        }
    }

    /// The figures of the month, and what ties out.
    pub fn panel(&self) -> Element<'_, Message> {
        let head = panel::head("The month", "", space());
        let Some(found) = &self.found else {
            return panel::panel(width::PANEL_REMITTANCE, head, space());
        };
        let cash = &found.cash;
        let otherwise = (!cash.otherwise.is_zero()).then_some(("Otherwise", cash.otherwise));
        let fees = (!cash.fees.is_zero()).then_some(("Of that, fees", cash.fees));
        let drawer = [
            ("Before", cash.before),
            ("From payers", cash.from_payers),
            ("From patients", cash.from_guarantors),
        ]
        .into_iter()
        .chain(otherwise)
        .chain([("Deposited", cash.deposited.negated())])
        .chain(fees)
        .chain([("After", cash.after)]);
        let mut body = column![
            panel::section("Claims sent", found.claims.to_string()),
            panel::sums([
                ("Charged", found.charged),
                ("Answered and done", found.answered_charged),
            ]),
            panel::section("Waiting to be deposited", ""),
            panel::sums(drawer),
            panel::section("Ties out to the ledger", ""),
        ]
        .spacing(gap::S);
        for tie in &found.ties {
            let tone = if tie.holds { Tone::Good } else { Tone::Bad };
            body = body.push(finding::check(sentence(tie.words, tie.holds), tone));
        }
        panel::panel(width::PANEL_REMITTANCE, head, body)
    }
}

fn sentence(said: &str, holds: bool) -> String {
    let mut letters = said.chars();
    let first = letters.next().map(|c| c.to_uppercase().collect::<String>());
    let rest = letters.as_str();
    let end = if holds { "" } else { ": they differ" };
    format!("{}{rest}{end}", first.unwrap_or_default())
}

fn total(section: &Section) -> Vec<Cell<'_, Message>> {
    vec![
        cell::text(format!("{} in all", section.count)),
        cell::empty(),
        cell::empty(),
        cell::dollars(section.amount),
        cell::dollars(section.open),
    ]
}

/// The first list with something in it.
fn first_filled(found: &Reconciliation) -> usize {
    let at = found.sections.iter().position(|section| section.count > 0);
    at.unwrap_or(0)
}

fn read(context: &Context, month: reconcile::Month) -> Task<Message> {
    context.worker.ask(
        move |office| office.reconcile(month).map(Box::new),
        move |found| Message::Read(month, found),
    )
}
