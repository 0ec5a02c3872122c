//! The statements tab: what was sent to the guarantor and what they were given for their money, each as it was printed.
//! It must not know how a page is drawn.

mod now;
mod show;

use std::path::PathBuf;

use chrono::NaiveDate;

use iced::widget::{column, row, space};
use iced::{Element, Fill, Task};

use crate::domain::id::{ReceiptId, StatementId};
use crate::domain::mailing::SentStatement;
use crate::domain::page::Page;
use crate::domain::payment::{ReceiptDetail, ReceiptRow, receipt_number};
use crate::domain::typed::show_date;
use crate::office::{Chart, Office, OfficeError};
use crate::ui::context::Context;
use crate::ui::files;
use crate::ui::place::{Action, Ask};
use crate::ui::screen::pages::Pages;
use crate::ui::widget::data_table::{Cell, Column, Kind, cell, data_table};
use crate::ui::widget::key::{Hint, Press, hint};
use crate::ui::widget::{button, focus, page, words};
use crate::ui::worker::Failure;

const TABLE: &str = "statements and receipts";
/// How many receipts are listed.
const RECEIPTS: u32 = 1_000;

/// What the tab remembers.
#[derive(Default)]
pub(super) struct Papers {
    statements: Vec<SentStatement>,
    receipts: Vec<ReceiptRow>,
    rows: Vec<Row>,
    is_read: bool,
    selected: Option<usize>,
    /// What the chosen receipt was placed on.
    placed: Option<ReceiptDetail>,
    /// The statement that is looked at before it is made.
    now: Option<Pages>,
}

/// A row of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Row {
    /// Words above what follows.
    Head(&'static str),
    /// A statement, by its place.
    Statement(usize),
    /// A receipt.
    Receipt(usize),
}

/// Something that was printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paper {
    /// A statement.
    Statement(StatementId),
    /// A receipt.
    Receipt(ReceiptId),
}

impl Paper {
    fn pages(self, office: &mut Office) -> Result<Vec<u8>, OfficeError> {
        match self {
            Self::Statement(id) => office.statement_pdf(id),
            Self::Receipt(id) => office.receipt_pdf(id),
        }
    }

    /// What its file is called on its way to the viewer; it does not tell whose it is.
    const fn file(self) -> &'static str {
        match self {
            Self::Statement(_) => "statement.pdf",
            Self::Receipt(_) => "receipt.pdf",
        }
    }
}

/// Pages on their way to the viewer. `Debug` shows none of them.
#[derive(Clone)]
pub struct Pdf(Vec<u8>);

impl std::fmt::Debug for Pdf {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Pdf(…)")
    }
}

/// What happened.
#[derive(Clone, Debug)]
pub enum Message {
    /// Statements and receipts were read.
    Read(Result<(Vec<SentStatement>, Vec<ReceiptRow>), Failure>),
    /// A row was chosen.
    RowChosen(usize),
    /// A row was opened.
    RowOpened(usize),
    /// The chosen paper is to be shown.
    OpenPressed,
    /// Its pages were read.
    PagesRead(Paper, Result<Pdf, Failure>),
    /// They were handed to the viewer, or not.
    Shown(Result<(), Failure>),
    /// The chosen paper is to be saved as a file.
    SavePressed,
    /// Where to, was said or not.
    SaveTo(Paper, Option<PathBuf>),
    /// It was saved, or not.
    Saved(Result<(), Failure>),
    /// It was read what a receipt was placed on.
    PlacedRead(ReceiptId, Result<Box<ReceiptDetail>, Failure>),
    /// A statement is to be looked at and made now.
    MakePressed,
    /// Its pages were made.
    Looked(Result<Vec<Page>, Failure>),
    /// Another page is wanted: so many on.
    PageTurned(isize),
    /// It is to be kept.
    MakeMeant,
    /// It was, or not.
    Made(Result<SentStatement, Failure>),
    /// It is to be left.
    MakeLeft,
    /// The chosen receipt is to be taken back.
    TakeBackPressed,
    /// It is, for this reason.
    TakeBackAgreed(ReceiptId, String),
    /// It was, or not.
    TakenBack(ReceiptId, Result<(), Failure>),
    /// Statements are to be held, or released.
    HoldPressed,
    /// They are, for this reason; released without one.
    HoldAgreed(Option<String>),
    /// They were, or not.
    Held(bool, Result<(), Failure>),
    /// Mail came back, or arrives again.
    ReturnedPressed,
    /// It did; it arrives where no day is given.
    ReturnedAgreed(Option<NaiveDate>),
    /// It was kept, or not.
    ReturnedKept(bool, Result<(), Failure>),
}

impl Papers {
    /// Reads statements and receipts.
    pub fn read(context: &Context, about: &Chart) -> Task<Message> {
        let guarantor = about.guarantor.id;
        context.worker.ask(
            move |office| {
                Ok((
                    office.statements(guarantor)?,
                    office.receipts(Some(guarantor), RECEIPTS)?,
                ))
            },
            Message::Read,
        )
    }

    /// Takes in what happened.
    pub fn update(
        &mut self,
        context: &Context,
        about: &Chart,
        message: Message,
    ) -> Action<Message> {
        match message {
            Message::Read(Ok((statements, receipts))) => {
                self.laid_out(statements, receipts);
                let placed = self.read_placed(context);
                Action::Run(Task::batch([placed, focus::on(TABLE)]))
            }
            Message::RowChosen(at) => {
                self.selected = Some(at);
                Action::Run(self.read_placed(context))
            }
            Message::PlacedRead(id, Ok(placed)) => {
                if self.chosen_receipt().is_some_and(|row| row.id == id) {
                    self.placed = Some(*placed);
                }
                Action::None
            }
            Message::RowOpened(at) => {
                self.selected = Some(at);
                self.open(context)
            }
            Message::OpenPressed => self.open(context),
            Message::PagesRead(paper, Ok(pages)) => Action::Run(context.files.view_pages(
                &context.worker,
                paper.file(),
                pages.0,
                Message::Shown,
            )),
            Message::SavePressed => self.save(context),
            Message::Shown(Ok(())) | Message::SaveTo(_, None) => Action::None,
            Message::SaveTo(paper, Some(path)) => save_to(context, paper, path),
            Message::Saved(Ok(())) => Action::Say(String::from("Saved the file"), Task::none()),
            message @ (Message::MakePressed
            | Message::Looked(_)
            | Message::PageTurned(_)
            | Message::MakeMeant
            | Message::Made(_)
            | Message::MakeLeft) => self.making(context, about, message),
            Message::TakeBackPressed => self.ask_back(),
            Message::TakeBackAgreed(receipt, why) => Action::Run(context.worker.ask(
                move |office| office.take_back_receipt(receipt, &why),
                move |done| Message::TakenBack(receipt, done),
            )),
            Message::TakenBack(receipt, Ok(())) => Action::Say(
                format!("Took receipt {} back", receipt_number(receipt)),
                Task::none(),
            ),
            message @ (Message::HoldPressed
            | Message::HoldAgreed(_)
            | Message::Held(_, Ok(()))
            | Message::ReturnedPressed
            | Message::ReturnedAgreed(_)
            | Message::ReturnedKept(_, Ok(()))) => holding(context, about, message),
            Message::Read(Err(failure))
            | Message::PagesRead(_, Err(failure))
            | Message::Shown(Err(failure))
            | Message::Saved(Err(failure))
            | Message::PlacedRead(_, Err(failure))
            | Message::TakenBack(_, Err(failure))
            | Message::ReturnedKept(_, Err(failure))
            | Message::Held(_, Err(failure)) => Action::Warn(failure),
        }
    }

    fn laid_out(&mut self, statements: Vec<SentStatement>, receipts: Vec<ReceiptRow>) {
        self.rows.clear();
        if !statements.is_empty() {
            self.rows.push(Row::Head("Statements"));
            self.rows.extend((0..statements.len()).map(Row::Statement));
        }
        if !receipts.is_empty() {
            self.rows.push(Row::Head("Receipts"));
            self.rows.extend((0..receipts.len()).map(Row::Receipt));
        }
        self.statements = statements;
        self.receipts = receipts;
        self.is_read = true;
        let is_there = self.selected.is_some_and(|at| at < self.rows.len());
        if !is_there {
            self.selected = (!self.rows.is_empty()).then_some(1);
        }
    }

    fn paper(&self) -> Option<Paper> {
        match *self.rows.get(self.selected?)? {
            Row::Head(_) => None,
            Row::Statement(at) => Some(Paper::Statement(self.statements.get(at)?.id)),
            Row::Receipt(at) => Some(Paper::Receipt(self.receipts.get(at)?.id)),
        }
    }

    /// The chosen receipt.
    fn chosen_receipt(&self) -> Option<&ReceiptRow> {
        match *self.rows.get(self.selected?)? {
            Row::Receipt(at) => self.receipts.get(at),
            Row::Head(_) | Row::Statement(_) => None,
        }
    }

    /// The chosen receipt, if it stands.
    fn receipt(&self) -> Option<&ReceiptRow> {
        self.chosen_receipt().filter(|row| !row.is_reversed)
    }

    /// Reads what the chosen receipt was placed on.
    fn read_placed(&mut self, context: &Context) -> Task<Message> {
        self.placed = None;
        let Some(id) = self.chosen_receipt().map(|row| row.id) else {
            return Task::none();
        };
        context.worker.ask(
            move |office| office.receipt(id).map(Box::new),
            move |placed| Message::PlacedRead(id, placed),
        )
    }

    fn open(&self, context: &Context) -> Action<Message> {
        let Some(paper) = self.paper() else {
            return Action::None;
        };
        Action::Run(context.worker.ask(
            move |office| paper.pages(office).map(Pdf),
            move |pages| Message::PagesRead(paper, pages),
        ))
    }

    fn save(&self, context: &Context) -> Action<Message> {
        let Some(paper) = self.paper() else {
            return Action::None;
        };
        let name = match paper {
            Paper::Statement(id) => {
                let sent = self.statements.iter().find(|one| one.id == id);
                let number = sent.map(|sent| sent.number.as_str()).unwrap_or_default();
                format!("statement {number}.pdf")
            }
            Paper::Receipt(id) => format!("receipt {}.pdf", receipt_number(id)),
        };
        Action::Run(
            context
                .files
                .save("Save as", &name, files::PDF, move |path| {
                    Message::SaveTo(paper, path)
                }),
        )
    }

    fn ask_back(&self) -> Action<Message> {
        let Some(receipt) = self.receipt() else {
            return Action::None;
        };
        let id = receipt.id;
        Action::Ask(Ask::reason(
            format!("Take receipt {} back?", receipt_number(id)),
            format!(
                "{} taken on {} goes off the account again; what it paid for is owed again.",
                words::show_dollars(receipt.amount),
                show_date(receipt.accounting_on),
            ),
            "Take it back",
            "Why",
            move |why| Message::TakeBackAgreed(id, why),
        ))
    }

    /// A key that nothing in the view had a use for.
    pub fn pressed(
        &mut self,
        context: &Context,
        about: &Chart,
        press: &Press,
    ) -> Option<Action<Message>> {
        if self.now.is_some() {
            return self.pressed_now(context, about, press);
        }
        let message = if press.is("S") {
            Message::SavePressed
        } else if press.is("M") {
            Message::MakePressed
        } else if press.is("T") {
            Message::TakeBackPressed
        } else if press.is("H") {
            Message::HoldPressed
        } else if press.is("B") {
            Message::ReturnedPressed
        } else if press.is("Up") || press.is("Down") {
            return Some(Action::Run(focus::on(TABLE)));
        } else {
            return None;
        };
        Some(self.update(context, about, message))
    }

    /// What the keys do.
    pub fn keys(&self) -> Vec<Hint<'static>> {
        if self.now.is_some() {
            return Self::keys_now();
        }
        vec![
            hint(&["Up", "Down"], "move"),
            hint(&["Enter"], "open"),
            hint(&["M"], "make a statement now"),
            hint(&["S"], "save as"),
            hint(&["T"], "take receipt back"),
            hint(&["H"], "hold statements"),
            hint(&["B"], "mail came back"),
        ]
    }

    /// The work area below the head of the chart.
    pub fn view<'a>(&'a self, context: &'a Context, about: &'a Chart) -> Element<'a, Message> {
        if let Some(pages) = &self.now {
            return now::view(context, about, pages);
        }
        if !self.is_read {
            return space().into();
        }
        let guarantor = about.guarantor.contact.name.natural();
        let bar = page::toolbar(
            [
                words::strong("Statements and receipts").into(),
                words::muted(format!("of {guarantor}")).into(),
            ],
            self.acts(about),
        );
        let placed = self.placed.as_ref().map(show::placed_panel);
        column![bar, show::held(about), row![self.table()].push(placed)].into()
    }

    fn acts<'a>(&'a self, about: &'a Chart) -> Vec<Element<'a, Message>> {
        let quiet = |words, keys, message| {
            Element::from(button::quiet(words).key(keys).compact().on_press(message))
        };
        let mut acts = Vec::new();
        if self.receipt().is_some() {
            acts.push(quiet("Take back", "T", Message::TakeBackPressed));
        }
        if self.paper().is_some() {
            acts.push(quiet("Save as", "S", Message::SavePressed));
            acts.push(quiet("Open", "Enter", Message::OpenPressed));
        }
        let hold = if about.guarantor.held.is_some() {
            "Let statements go out"
        } else {
            "Hold statements"
        };
        acts.push(quiet(hold, "H", Message::HoldPressed));
        if about.guarantor.returned_on.is_some() {
            acts.push(quiet("Mail arrives again", "B", Message::ReturnedPressed));
        }
        acts.push(quiet("Make a statement now", "M", Message::MakePressed));
        acts
    }

    fn table(&self) -> Element<'_, Message> {
        data_table(
            [
                Column::fixed("Day", 120.0),
                Column::fixed("Number", 140.0),
                Column::fill("What"),
                Column::fixed("Amount", 112.0).right(),
                Column::fixed("State", 156.0),
            ],
            self.rows.len(),
            |at| self.cells(at).unwrap_or_default(),
        )
        .kinds(|at| match self.rows.get(at) {
            Some(Row::Head(_)) => Kind::Group,
            _ => Kind::Line,
        })
        .edge_to_edge()
        .id(TABLE)
        .height(Fill)
        .selected(self.selected)
        .on_select(Message::RowChosen)
        .on_open(Message::RowOpened)
        .empty(show::empty())
        .into()
    }

    fn cells(&self, at: usize) -> Option<Vec<Cell<'_, Message>>> {
        Some(match *self.rows.get(at)? {
            Row::Head(words) => vec![cell::text(words)],
            Row::Statement(at) => show::statement(self.statements.get(at)?),
            Row::Receipt(at) => show::receipt(self.receipts.get(at)?),
        })
    }
}

fn save_to(context: &Context, paper: Paper, path: PathBuf) -> Action<Message> {
    Action::Run(context.worker.ask(
        move |office| {
            let pages = paper.pages(office)?;
            std::fs::write(path, pages).map_err(|source| OfficeError::File {
                task: "save the page",
                source,
            })
        },
        Message::Saved,
    ))
}

/// What has to do with mail that is not to go out.
fn holding(context: &Context, about: &Chart, message: Message) -> Action<Message> {
    match message {
        Message::HoldPressed => ask_hold(about),
        Message::HoldAgreed(why) => {
            let (guarantor, is_held) = (about.guarantor.id, why.is_some());
            Action::Run(context.worker.ask(
                move |office| office.hold_statements(guarantor, why.as_deref()),
                move |done| Message::Held(is_held, done),
            ))
        }
        Message::Held(is_held, Ok(())) => {
            let words = if is_held {
                "Statements are held"
            } else {
                "Statements go out again"
            };
            Action::Say(String::from(words), Task::none())
        }
        Message::ReturnedPressed => ask_returned(context, about),
        Message::ReturnedAgreed(on) => {
            let guarantor = about.guarantor.id;
            Action::Run(context.worker.ask(
                move |office| office.mail_returned(guarantor, on),
                move |done| Message::ReturnedKept(on.is_some(), done),
            ))
        }
        Message::ReturnedKept(came_back, Ok(())) => {
            let words = if came_back {
                "No statement is mailed there"
            } else {
                "Mail goes there again"
            };
            Action::Say(String::from(words), Task::none())
        }
        _ => Action::None,
    }
}

fn ask_returned(context: &Context, about: &Chart) -> Action<Message> {
    let name = about.guarantor.contact.name.natural();
    Action::Ask(match about.guarantor.returned_on {
        Some(on) => Ask::yes(
            format!("Does mail to {name} arrive again?"),
            format!("It came back on {}.", show_date(on)),
            "It arrives",
            Message::ReturnedAgreed(None),
        )
        .calm(),
        None => Ask::yes(
            format!("Did mail to {name} come back?"),
            "Statement runs pass this account by and say why, until the address is changed or mail arrives again.",
            "It came back",
            Message::ReturnedAgreed(Some(context.today())),
        )
        .calm(),
    })
}

fn ask_hold(about: &Chart) -> Action<Message> {
    let name = about.guarantor.contact.name.natural();
    Action::Ask(match &about.guarantor.held {
        Some(why) => Ask::yes(
            format!("Let statements to {name} go out again?"),
            format!("They are held: {why}."),
            "Let them go out",
            Message::HoldAgreed(None),
        )
        .calm(),
        None => Ask::reason(
            format!("Hold the statements to {name}?"),
            "Statement runs pass this account by and say why, until they are let go out again.",
            "Hold them",
            "Why, as: mail came back",
            |why| Message::HoldAgreed(Some(why)),
        )
        .calm(),
    })
}
