//! The batches: files of claims that were sent, the claims in each, and writing one out again exactly as it was. It must
//! not know what stands in a file.

use std::path::PathBuf;

use chrono::Local;
use iced::widget::{column, container, row, space};
use iced::{Center, Element, Fill, Task};

use crate::domain::claim::ClaimRow;
use crate::domain::id::{BatchId, ReceiverId};
use crate::domain::money::Money;
use crate::domain::practice::Receiver;
use crate::office::{BatchRow, Remade};
use crate::ui::context::Context;
use crate::ui::icon;
use crate::ui::place::{Action, Place};
use crate::ui::screen::claims::state_pill;
use crate::ui::spacing::space as gap;
use crate::ui::theme;
use crate::ui::widget::data_table::{Cell, Column, cell, data_table};
use crate::ui::widget::key::{Hint, Press, hint};
use crate::ui::widget::{button, empty_state, field, focus, page, panel, pill, words};
use crate::ui::worker::Failure;

/// How many batches are listed.
const MOST: usize = 1_000;
/// The tables.
const TABLE: &str = "batches";
const CLAIMS: &str = "batch claims";
/// The choice of another receiver.
const OTHERS: &str = "batch other receiver";

/// What the screen remembers.
pub struct Batches {
    rows: Vec<BatchRow>,
    chosen: Option<BatchId>,
    claims: Vec<ClaimRow>,
    claim: usize,
    is_read: bool,
    /// The other receivers, while one is being chosen for the batch.
    others: Option<(Vec<Receiver>, Option<ReceiverId>)>,
}

/// What happened.
#[derive(Clone, Debug)]
pub enum Message {
    /// The batches were read.
    Listed(Result<Vec<BatchRow>, Failure>),
    /// The claims of one were.
    ClaimsRead(BatchId, Result<Vec<ClaimRow>, Failure>),
    /// A batch was chosen.
    RowSelected(usize),
    /// Its claims are to be gone through.
    RowOpened(usize),
    /// A claim of it was chosen.
    ClaimSelected(usize),
    /// A claim of it is to be opened.
    ClaimOpened(usize),
    /// What came back is wanted.
    AnswersPressed,
    /// Its file is to be written again.
    WritePressed,
    /// A folder was chosen, or not.
    FolderChosen(BatchId, Option<PathBuf>),
    /// The file was written, or not.
    Written(Result<PathBuf, Failure>),
    /// Its claims are to go to another receiver, or not after all.
    RemakePressed,
    /// The receivers were read.
    ReceiversRead(Result<Vec<Receiver>, Failure>),
    /// One of them was chosen.
    ReceiverChosen(ReceiverId),
    /// The files for it are to be made.
    RemakeAgreed,
    /// The folder for them was chosen, or not.
    RemakeFolderChosen(BatchId, ReceiverId, Option<PathBuf>),
    /// They were made, or not.
    Remade(Result<Remade, Failure>),
}

impl Batches {
    /// Opens the batches, with one chosen.
    pub fn open(context: &Context, chosen: Option<BatchId>) -> (Self, Task<Message>) {
        let batches = Self {
            rows: Vec::new(),
            chosen,
            claims: Vec::new(),
            claim: 0,
            is_read: false,
            others: None,
        };
        let list = context
            .worker
            .ask(|office| office.batches(MOST), Message::Listed);
        (batches, Task::batch([list, focus::on(TABLE)]))
    }

    fn row(&self) -> Option<usize> {
        self.rows.iter().position(|row| Some(row.id) == self.chosen)
    }

    fn batch(&self) -> Option<&BatchRow> {
        self.rows.get(self.row()?)
    }

    fn read_claims(&self, context: &Context) -> Task<Message> {
        self.chosen.map_or_else(Task::none, |batch| {
            context.worker.ask(
                move |office| office.claims_of_batch(batch),
                move |claims| Message::ClaimsRead(batch, claims),
            )
        })
    }

    /// Takes in what happened.
    pub fn update(&mut self, context: &Context, message: Message) -> Action<Message> {
        match message {
            Message::Listed(Ok(rows)) => {
                self.rows = rows;
                self.is_read = true;
                if self.row().is_none() {
                    self.chosen = self.rows.first().map(|row| row.id);
                }
                Action::Run(self.read_claims(context))
            }
            Message::ClaimsRead(batch, Ok(claims)) => {
                if self.chosen == Some(batch) {
                    self.claims = claims;
                    self.claim = 0;
                }
                Action::None
            }
            Message::Listed(Err(failure))
            | Message::ClaimsRead(_, Err(failure))
            | Message::Written(Err(failure))
            | Message::ReceiversRead(Err(failure))
            | Message::Remade(Err(failure)) => Action::Warn(failure),
            Message::RowSelected(at) => {
                self.chosen = self.rows.get(at).map(|row| row.id);
                Action::Run(self.read_claims(context))
            }
            Message::RowOpened(_) => Action::Run(focus::on(CLAIMS)),
            Message::ClaimSelected(at) => {
                self.claim = at;
                Action::None
            }
            Message::ClaimOpened(at) => self
                .claims
                .get(at)
                .map_or(Action::None, |row| Action::Go(Place::Claim(row.id))),
            Message::AnswersPressed => Action::Go(Place::Answers),
            Message::WritePressed => self.chosen.map_or(Action::None, |batch| {
                Action::Run(
                    context
                        .files
                        .folder("Where the file is written again", move |folder| {
                            Message::FolderChosen(batch, folder)
                        }),
                )
            }),
            Message::FolderChosen(_, None) | Message::RemakeFolderChosen(_, _, None) => {
                Action::None
            }
            Message::FolderChosen(batch, Some(folder)) => Action::Run(context.worker.ask(
                move |office| office.write_batch_again(batch, &folder),
                Message::Written,
            )),
            Message::Written(Ok(path)) => {
                Action::Say(format!("Written again: {}", path.display()), Task::none())
            }
            Message::RemakePressed => self.ask_receiver(context),
            Message::ReceiversRead(Ok(all)) => self.offer(all),
            Message::ReceiverChosen(receiver) => {
                if let Some((_, chosen)) = &mut self.others {
                    *chosen = Some(receiver);
                }
                Action::None
            }
            Message::RemakeAgreed => self.remake(context),
            Message::RemakeFolderChosen(batch, receiver, folder) => {
                Action::Run(make_again(context, batch, receiver, folder))
            }
            Message::Remade(Ok(remade)) => self.remade(context, &remade),
        }
    }

    fn ask_receiver(&mut self, context: &Context) -> Action<Message> {
        if self.others.take().is_some() || self.chosen.is_none() {
            return Action::Run(focus::on(TABLE));
        }
        Action::Run(
            context
                .worker
                .ask(|office| office.receivers(), Message::ReceiversRead),
        )
    }

    fn offer(&mut self, mut all: Vec<Receiver>) -> Action<Message> {
        let first = self.batch().map(|batch| batch.receiver);
        all.retain(|one| one.is_active && Some(one.id) != first);
        let only = match all.as_slice() {
            [only] => Some(only.id),
            _ => None,
        };
        self.others = Some((all, only));
        Action::Run(focus::on(OTHERS))
    }

    fn remake(&self, context: &Context) -> Action<Message> {
        let chosen = self.others.as_ref().and_then(|(all, chosen)| {
            let chosen = (*chosen)?;
            all.iter().find(|one| one.id == chosen)
        });
        let (Some(batch), Some(receiver)) = (self.chosen, chosen) else {
            return Action::Run(focus::on(OTHERS));
        };
        let id = receiver.id;
        if !receiver.what.profile.folder_out.is_empty() {
            return Action::Run(make_again(context, batch, id, None));
        }
        Action::Run(
            context
                .files
                .folder("Where the new files go", move |folder| {
                    Message::RemakeFolderChosen(batch, id, folder)
                }),
        )
    }

    fn remade(&mut self, context: &Context, remade: &Remade) -> Action<Message> {
        self.others = None;
        self.chosen = remade.files.first().map(|file| file.batch).or(self.chosen);
        let claims: u32 = remade
            .files
            .iter()
            .fold(0, |sum, file| sum.saturating_add(file.claims));
        let stay = remade.left_out.len().saturating_add(remade.held.len());
        let words = match stay {
            0 => format!("{claims} claims sent another way"),
            stay => format!("{claims} claims sent another way; {stay} stay as they are"),
        };
        let list = context
            .worker
            .ask(|office| office.batches(MOST), Message::Listed);
        Action::Say(words, Task::batch([list, focus::on(TABLE)]))
    }

    /// A key nothing in the view had a use for.
    pub fn pressed(&mut self, context: &Context, press: &Press) -> Option<Action<Message>> {
        if press.is("A") {
            return Some(Action::Go(Place::Answers));
        }
        if press.is("Esc") && self.others.is_some() {
            return Some(self.update(context, Message::RemakePressed));
        }
        let message = if press.is("W") {
            Message::WritePressed
        } else if press.is("R") {
            Message::RemakePressed
        } else {
            return None;
        };
        Some(self.update(context, message))
    }

    /// What the keys do.
    pub fn keys(&self) -> Vec<Hint<'static>> {
        vec![
            hint(&["Up", "Down"], "move"),
            hint(&["Enter"], "go to its claims, open a claim"),
            hint(&["W"], "write the file again"),
            hint(&["A"], "answers"),
            hint(&["R"], "send it to another receiver"),
            hint(&["Esc"], "back"),
        ]
    }

    /// The right end of the top bar.
    pub fn actions<'a>(&'a self, _context: &'a Context) -> Vec<Element<'a, Message>> {
        let write = self.chosen.map(|_| Message::WritePressed);
        let remake = self.chosen.map(|_| Message::RemakePressed);
        vec![
            button::plain("Answers")
                .icon(icon::IMPORT)
                .key("A")
                .on_press(Message::AnswersPressed)
                .into(),
            button::quiet("To another receiver")
                .icon(icon::SENT)
                .key("R")
                .on_press_maybe(remake)
                .into(),
            button::plain("Write the file again")
                .icon(icon::EXPORT)
                .key("W")
                .on_press_maybe(write)
                .into(),
        ]
    }

    /// The work area.
    pub fn view<'a>(&'a self, _context: &'a Context) -> Element<'a, Message> {
        let sent = match self.rows.len() {
            1 => String::from("1 file sent"),
            more => format!("{more} files sent"),
        };
        let list = column![
            page::toolbar(
                [
                    words::dense("Batches").font(theme::SEMIBOLD).into(),
                    words::label(sent).into()
                ],
                []
            ),
            self.table(),
        ];
        page::beside(list, self.one())
    }

    fn table(&self) -> Element<'_, Message> {
        let columns = [
            Column::fixed("Sent", 152.0),
            Column::fill("Receiver"),
            Column::fixed("Control no.", 104.0),
            Column::fixed("Claims", 68.0).right(),
            Column::fixed("Total", 108.0).right(),
        ];
        let empty = empty_state::empty_state(
            icon::SENT,
            "Nothing was sent yet",
            "Each file of claims that leaves is kept here, byte for byte.",
            None,
        );
        let empty = if self.is_read {
            container(empty).padding(gap::XL).into()
        } else {
            Element::from(space())
        };
        data_table(columns, self.rows.len(), |at| {
            self.rows.get(at).map(cells).unwrap_or_default()
        })
        .id(TABLE)
        .edge_to_edge()
        .selected(self.row())
        .on_select(Message::RowSelected)
        .on_open(Message::RowOpened)
        .height(Fill)
        .empty(empty)
        .into()
    }

    fn one(&self) -> Element<'_, Message> {
        let Some(batch) = self.batch() else {
            return container(words::muted("Choose a batch to see its claims.")).into();
        };
        let numbers = batch.numbers;
        let facts = [
            ("File", words::dense(batch.file_name.as_str()).into()),
            (
                "Sent",
                words::dense(format!("{}, {}", when(batch), batch.made_by)).into(),
            ),
            (
                "Interchange",
                words::dense(format!("{:09}", numbers.interchange)).into(),
            ),
            ("Group", words::dense(numbers.group.to_string()).into()),
        ];
        let first = batch.remakes.map(|first| {
            let what: Element<'_, Message> = words::dense(format!("Batch {first}")).into();
            ("In place of", what)
        });
        let facts = facts.into_iter().chain(first);
        let columns = [
            Column::fixed("Claim", 92.0),
            Column::fill("Patient"),
            Column::fixed("State", 108.0),
        ];
        let table = data_table(columns, self.claims.len(), |at| {
            self.claims.get(at).map(claim_cells).unwrap_or_default()
        })
        .id(CLAIMS)
        .selected(Some(self.claim))
        .on_select(Message::ClaimSelected)
        .on_open(Message::ClaimOpened);
        column![
            row![
                words::section(format!("Batch {}", batch.id)),
                Element::from(pill::sent()),
                space::horizontal(),
                words::section(words::show_dollars(batch.total)),
            ]
            .spacing(gap::S)
            .align_y(Center),
            words::body(batch.receiver_name.as_str()),
            panel::facts(88.0, facts),
            self.another_way(),
            panel::section("Claims", open_of(&self.claims)),
            table,
        ]
        .spacing(gap::S)
        .into()
    }
}

impl Batches {
    /// The choice of another receiver, while there is one to make.
    fn another_way(&self) -> Option<Element<'_, Message>> {
        let (all, chosen) = self.others.as_ref()?;
        if all.is_empty() {
            let words = "There is no other receiver; add one in Settings.";
            return Some(words::muted(words).into());
        }
        let named = |one: &Receiver| Other {
            id: one.id,
            name: one.what.name.clone(),
        };
        let at = all.iter().find(|one| Some(one.id) == *chosen).map(named);
        let list = field::select(
            "Send what is not answered yet to",
            all.iter().map(named),
            at.as_ref(),
            |other: Other| Message::ReceiverChosen(other.id),
        )
        .id(OTHERS)
        .width(Fill);
        let send = button::primary("Make its files")
            .icon(icon::SENT)
            .on_press_maybe(chosen.map(|_| Message::RemakeAgreed));
        let keep = button::quiet("Not now").on_press(Message::RemakePressed);
        Some(
            column![list, row![send, keep].spacing(gap::S)]
                .spacing(gap::S)
                .into(),
        )
    }
}

/// A receiver to choose.
#[derive(Clone, PartialEq)]
struct Other {
    id: ReceiverId,
    name: String,
}

impl std::fmt::Display for Other {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.name)
    }
}

fn make_again(
    context: &Context,
    batch: BatchId,
    receiver: ReceiverId,
    folder: Option<PathBuf>,
) -> Task<Message> {
    context.worker.ask(
        move |office| office.remake_batch(batch, receiver, folder.as_deref()),
        Message::Remade,
    )
}

/// What insurers still owe on a batch.
fn open_of(claims: &[ClaimRow]) -> String {
    let owed = Money::sum(claims.iter().map(|claim| claim.insurance_owes)).unwrap_or(Money::ZERO);
    if owed.is_zero() {
        String::from("nothing open")
    } else {
        format!("{} open", words::show_dollars(owed))
    }
}

fn when(batch: &BatchRow) -> String {
    batch
        .made_at
        .with_timezone(&Local)
        .format("%m/%d/%Y %-I:%M %p")
        .to_string()
}

fn cells<'a>(batch: &BatchRow) -> Vec<Cell<'a, Message>> {
    vec![
        cell::text(when(batch)),
        cell::text(batch.receiver_name.clone()),
        cell::code(format!("{:09}", batch.numbers.interchange)),
        cell::count(usize::try_from(batch.claims).unwrap_or(usize::MAX)),
        cell::money(batch.total),
    ]
}

fn claim_cells<'a>(claim: &ClaimRow) -> Vec<Cell<'a, Message>> {
    vec![
        cell::code(claim.number.to_string()),
        cell::text(claim.patient_name.to_string()),
        cell::pill(state_pill(claim.state)),
    ]
}
