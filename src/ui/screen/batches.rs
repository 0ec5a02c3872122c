//! The batches: files and paper runs of claims that were sent, files of questions, the claims in each, and giving one
//! out again exactly as it was. It must not know what stands in a file.

mod left;

use std::path::PathBuf;

use iced::widget::{column, container, row, space};
use iced::{Center, Element, Fill, Task};

use crate::domain::claim::ClaimRow;
use crate::domain::id::{BatchId, InquiryId, PaperBatchId, ReceiverId};
use crate::domain::money::Money;
use crate::domain::practice::Receiver;
use crate::domain::typed::counted;
use crate::office::{Office, Remade};
use crate::ui::context::Context;
use crate::ui::icon;
use crate::ui::place::{Action, Place};
use crate::ui::screen::claims::state_pill;
use crate::ui::spacing::space as gap;
use crate::ui::theme;
use crate::ui::where_to::{self, WhereTo};
use crate::ui::widget::data_table::{Cell, Column, cell, data_table};
use crate::ui::widget::key::{Hint, Press, hint};
use crate::ui::widget::{button, dialog, empty_state, field, focus, page, panel, pill, words};
use crate::ui::worker::Failure;

use self::left::{Left, LeftId};

/// How many batches are listed.
const MOST: usize = 1_000;
/// The tables.
const TABLE: &str = "batches";
const CLAIMS: &str = "batch claims";
/// The choice of another receiver.
const OTHERS: &str = "batch other receiver";

/// What the screen remembers.
pub struct Batches {
    rows: Vec<Left>,
    chosen: Option<LeftId>,
    claims: Vec<ClaimRow>,
    claim: usize,
    is_read: bool,
    /// The other receivers, while one is being chosen for the batch.
    others: Option<(Vec<Receiver>, Option<ReceiverId>)>,
    /// The folder that is asked for, and what goes there.
    folder: WhereTo<Goes>,
}

/// What goes into a folder.
#[derive(Clone, Copy, Debug)]
enum Goes {
    /// The file of a batch, as it was.
    Again(BatchId),
    /// A file of questions, as it was.
    Questions(InquiryId),
    /// Its claims, for another receiver.
    Another(BatchId, ReceiverId),
}

/// What happened.
#[derive(Clone, Debug)]
pub enum Message {
    /// The batches were read.
    Listed(Result<Vec<Left>, Failure>),
    /// The claims of one were.
    ClaimsRead(LeftId, Result<Vec<ClaimRow>, Failure>),
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
    /// About the folder for it.
    Folder(where_to::Message),
    /// The pages of a paper run were read, or not.
    PagesRead(Result<Vec<u8>, Failure>),
    /// They are being shown, or not.
    Shown(Result<(), Failure>),
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
    /// They were made, or not.
    Remade(Result<Remade, Failure>),
}

impl Batches {
    /// Opens the batches, with one chosen.
    pub fn open(context: &Context, chosen: Option<BatchId>) -> (Self, Task<Message>) {
        Self::open_on(context, chosen.map(LeftId::File))
    }

    /// Opens them with a paper run chosen.
    pub fn open_paper(context: &Context, run: PaperBatchId) -> (Self, Task<Message>) {
        Self::open_on(context, Some(LeftId::Paper(run)))
    }

    fn open_on(context: &Context, chosen: Option<LeftId>) -> (Self, Task<Message>) {
        let batches = Self {
            rows: Vec::new(),
            chosen,
            claims: Vec::new(),
            claim: 0,
            is_read: false,
            others: None,
            folder: WhereTo::default(),
        };
        (batches, Task::batch([list(context), focus::on(TABLE)]))
    }

    fn row(&self) -> Option<usize> {
        self.rows
            .iter()
            .position(|row| Some(row.id()) == self.chosen)
    }

    fn left(&self) -> Option<&Left> {
        self.rows.get(self.row()?)
    }

    /// The file that is chosen; none when a paper run is.
    const fn file(&self) -> Option<BatchId> {
        match self.chosen {
            Some(LeftId::File(batch)) => Some(batch),
            Some(LeftId::Paper(_) | LeftId::Questions(_)) | None => None,
        }
    }

    fn read_claims(&self, context: &Context) -> Task<Message> {
        self.chosen.map_or_else(Task::none, |left| {
            let read = move |office: &mut Office| match left {
                LeftId::File(batch) => office.claims_of_batch(batch),
                LeftId::Paper(run) => office.claims_of_paper_batch(run),
                LeftId::Questions(file) => office.claims_of_inquiry(file),
            };
            let then = move |claims| Message::ClaimsRead(left, claims);
            context.worker.ask(read, then)
        })
    }

    /// Takes in what happened.
    pub fn update(&mut self, context: &Context, message: Message) -> Action<Message> {
        match message {
            Message::Listed(Ok(rows)) => {
                self.rows = rows;
                self.is_read = true;
                if self.row().is_none() {
                    self.chosen = self.rows.first().map(Left::id);
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
            | Message::PagesRead(Err(failure))
            | Message::Shown(Err(failure))
            | Message::Remade(Err(failure)) => Action::Warn(failure),
            Message::RowSelected(at) => {
                self.chosen = self.rows.get(at).map(Left::id);
                self.others = None;
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
            Message::WritePressed => self.give_again(context),
            Message::PagesRead(Ok(pages)) => Action::Run(context.files.view_pages(
                &context.worker,
                "paper-claims.pdf",
                pages,
                Message::Shown,
            )),
            Message::Shown(Ok(())) => Action::None,
            Message::Folder(message) => match self.folder.update(message) {
                where_to::Outcome::Run(task) => Action::Run(task.map(Message::Folder)),
                where_to::Outcome::Go(goes, folder) => Action::Run(put(context, goes, folder)),
            },
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
            Message::Remade(Ok(remade)) => self.remade(context, &remade),
        }
    }

    /// Gives the file or the pages of what is chosen again, as they were.
    fn give_again(&mut self, context: &Context) -> Action<Message> {
        match self.chosen {
            None => Action::None,
            Some(LeftId::File(batch)) => {
                let title = "Where the file is written again";
                let task = self.folder.ask(&context.files, title, Goes::Again(batch));
                Action::Run(task.map(Message::Folder))
            }
            Some(LeftId::Questions(file)) => {
                let title = "Where the questions are written again";
                let goes = Goes::Questions(file);
                let task = self.folder.ask(&context.files, title, goes);
                Action::Run(task.map(Message::Folder))
            }
            Some(LeftId::Paper(run)) => Action::Run(context.worker.ask(
                move |office| office.paper_batch_file(run),
                Message::PagesRead,
            )),
        }
    }

    fn ask_receiver(&mut self, context: &Context) -> Action<Message> {
        if self.others.take().is_some() || self.file().is_none() {
            return Action::Run(focus::on(TABLE));
        }
        Action::Run(
            context
                .worker
                .ask(|office| office.receivers(), Message::ReceiversRead),
        )
    }

    fn offer(&mut self, mut all: Vec<Receiver>) -> Action<Message> {
        let first = self.left().and_then(|left| match left {
            Left::File(batch) => Some(batch.receiver),
            Left::Paper(_) | Left::Questions(_) => None,
        });
        all.retain(|one| one.is_active && Some(one.id) != first);
        let only = match all.as_slice() {
            [only] => Some(only.id),
            _ => None,
        };
        self.others = Some((all, only));
        Action::Run(focus::on(OTHERS))
    }

    fn remake(&mut self, context: &Context) -> Action<Message> {
        let chosen = self.others.as_ref().and_then(|(all, chosen)| {
            let chosen = (*chosen)?;
            all.iter().find(|one| one.id == chosen)
        });
        let (Some(batch), Some(receiver)) = (self.file(), chosen) else {
            return Action::Run(focus::on(OTHERS));
        };
        let id = receiver.id;
        if !receiver.what.profile.folder_out.is_empty() {
            return Action::Run(make_again(context, batch, id, None));
        }
        let goes = Goes::Another(batch, id);
        let task = self
            .folder
            .ask(&context.files, "Where the new files go", goes);
        Action::Run(task.map(Message::Folder))
    }

    fn remade(&mut self, context: &Context, remade: &Remade) -> Action<Message> {
        self.others = None;
        let first = remade.files.first().map(|file| LeftId::File(file.batch));
        self.chosen = first.or(self.chosen);
        let claims: u32 = remade
            .files
            .iter()
            .fold(0, |sum, file| sum.saturating_add(file.claims));
        let claims = counted(claims, "claim");
        let stay = remade.left_out.len().saturating_add(remade.held.len());
        let words = match stay {
            0 => format!("{claims} sent another way"),
            stay => format!("{claims} sent another way; {stay} stay as they are"),
        };
        Action::Say(words, Task::batch([list(context), focus::on(TABLE)]))
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
        } else if press.is("R") && self.file().is_some() {
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
            hint(&["W"], "write the file, or show the pages, again"),
            hint(&["A"], "answers"),
            hint(&["R"], "send it to another receiver"),
            hint(&["Esc"], "back"),
        ]
    }

    /// The right end of the top bar.
    pub fn actions<'a>(&'a self, _context: &'a Context) -> Vec<Element<'a, Message>> {
        let write = self.chosen.map(|_| Message::WritePressed);
        let remake = self.file().map(|_| Message::RemakePressed);
        let again = match self.chosen {
            Some(LeftId::Paper(_)) => button::plain("Show the pages again").icon(icon::PRINT),
            Some(LeftId::File(_) | LeftId::Questions(_)) | None => {
                button::plain("Write the file again").icon(icon::EXPORT)
            }
        };
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
            again.key("W").on_press_maybe(write).into(),
        ]
    }

    /// The work area.
    pub fn view<'a>(&'a self, _context: &'a Context) -> Element<'a, Message> {
        let sent = sent_in_all(&self.rows);
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
        let body = page::beside(list, self.one());
        dialog::over(body, self.folder.dialog(Message::Folder))
    }

    fn table(&self) -> Element<'_, Message> {
        let columns = [
            Column::fixed("Sent", 152.0),
            Column::fill("Receiver"),
            Column::fixed("Control no.", 104.0),
            Column::fixed("Claims", 68.0).right(),
            Column::fixed("Total", 108.0).right(),
        ];
        let empty = empty_state::in_table(
            self.is_read,
            icon::SENT,
            "Nothing was sent yet",
            "Each file and each paper run of claims that leaves is kept here, byte for byte.",
        );
        data_table(columns, self.rows.len(), |at| {
            self.rows.get(at).map(Left::cells).unwrap_or_default()
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
        let Some(left) = self.left() else {
            return container(words::muted("Choose a batch to see its claims.")).into();
        };
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
                words::section(left.title()),
                Element::from(pill::sent()),
                space::horizontal(),
                words::section(left.total().map(words::show_dollars).unwrap_or_default()),
            ]
            .spacing(gap::S)
            .align_y(Center),
            words::body(left.to()),
            panel::facts(88.0, facts(left)),
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

fn list(context: &Context) -> Task<Message> {
    context
        .worker
        .ask(|office| left::read(office, MOST), Message::Listed)
}

fn put(context: &Context, goes: Goes, folder: PathBuf) -> Task<Message> {
    match goes {
        Goes::Again(batch) => context.worker.ask(
            move |office| office.write_batch_again(batch, &folder),
            Message::Written,
        ),
        Goes::Questions(file) => context.worker.ask(
            move |office| office.write_inquiry_again(file, &folder),
            Message::Written,
        ),
        Goes::Another(batch, receiver) => make_again(context, batch, receiver, Some(folder)),
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

/// How many files of claims, paper runs and files of questions there are.
fn sent_in_all(rows: &[Left]) -> String {
    let [mut files, mut papers, mut questions] = [0_usize; 3];
    for row in rows {
        let count = match row {
            Left::File(_) => &mut files,
            Left::Paper(_) => &mut papers,
            Left::Questions(_) => &mut questions,
        };
        *count = count.saturating_add(1);
    }
    let counted = |count: usize, one: &str, more: &str| match count {
        1 => format!("1 {one}"),
        many => format!("{many} {more}"),
    };
    let mut parts = Vec::new();
    for (count, one, more) in [
        (files, "file", "files"),
        (papers, "paper run", "paper runs"),
        (questions, "file of questions", "files of questions"),
    ] {
        if count > 0 {
            parts.push(counted(count, one, more));
        }
    }
    match parts.as_slice() {
        [] => String::new(),
        _ => format!("{} sent", parts.join(", ")),
    }
}

/// What is known of a file or a paper run.
fn facts(left: &Left) -> Vec<(&'static str, Element<'_, Message>)> {
    let said = |words: String| -> Element<'_, Message> { words::dense(words).into() };
    let sent = ("Sent", said(format!("{}, {}", left.when(), left.made_by())));
    match left {
        Left::File(batch) => {
            let mut facts = vec![
                ("File", said(batch.file_name.clone())),
                sent,
                (
                    "Interchange",
                    said(format!("{:09}", batch.numbers.interchange)),
                ),
                ("Group", said(batch.numbers.group.to_string())),
            ];
            let first = batch.remakes;
            facts.extend(first.map(|first| ("In place of", said(format!("Batch {first}")))));
            facts
        }
        Left::Questions(file) => vec![
            ("File", said(file.file_name.clone())),
            sent,
            (
                "Interchange",
                said(format!("{:09}", file.numbers.interchange)),
            ),
        ],
        Left::Paper(run) => {
            let printer = match run.printer.as_str() {
                "" => "Not set to a printer",
                name => name,
            };
            vec![
                sent,
                ("Pages", said(run.pages.to_string())),
                ("Printer", said(printer.to_owned())),
            ]
        }
    }
}

fn claim_cells<'a>(claim: &ClaimRow) -> Vec<Cell<'a, Message>> {
    vec![
        cell::code(claim.number.to_string()),
        cell::text(claim.patient_name.to_string()),
        cell::pill(state_pill(claim.state)),
    ]
}
