//! The bank's lines beside the book: what each may be and why, what is missing on either side, and its files. It must
//! not know how a line is scored.

mod file;
mod view;

use iced::Task;

use self::file::Import;
use crate::domain::bank::matching::{Suggestion, What};
use crate::domain::bank::{BankLine, Standing};
use crate::domain::deposit::{Bank as Account, DepositRow, deposit_number};
use crate::domain::id::{BankLineId, DepositId};
use crate::domain::money::Money;
use crate::office::{BankBoard, Office, OfficeError};
use crate::ui::context::Context;
use crate::ui::files::Kind;
use crate::ui::place::{Action, Ask};
use crate::ui::widget::key::{Hint, Press, hint};
use crate::ui::widget::{focus, words};
use crate::ui::worker::Failure;

/// How many lines that are settled are read.
const MOST: usize = 2_000;
const TABLE: &str = "bank lines";
/// So many deposits are offered to match a line with.
const OFFERED: usize = 9;

/// A bank's file.
const BANK: Kind = Kind {
    name: "Bank files",
    endings: &["ofx", "qfx", "qbo", "csv", "txt", "OFX", "QFX", "CSV"],
};

/// Which list is open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum View {
    /// In the bank, not in the book.
    #[default]
    Open,
    /// In the book, not in the bank.
    Missing,
    /// Lines of which somebody said what they are.
    Settled,
}

/// What the tab remembers.
pub struct Bank {
    view: View,
    board: Option<BankBoard>,
    settled: Vec<BankLine>,
    accounts: Vec<Account>,
    selected: Option<usize>,
    /// The deposit that a line is to be matched with by hand.
    by_hand: Option<BankLineId>,
    /// The deposits that it is so far, until they come to its amount.
    picked: Vec<DepositId>,
    import: Option<Import>,
}

/// What was read of the book.
#[derive(Clone, Debug)]
pub struct Read {
    board: BankBoard,
    settled: Vec<BankLine>,
    accounts: Vec<Account>,
}

/// What happened.
#[derive(Clone, Debug)]
pub enum Message {
    /// The lines were read.
    Read(Result<Box<Read>, Failure>),
    /// Another list is wanted.
    Turned(View),
    /// A row was chosen.
    RowChosen(usize),
    /// A row was opened.
    RowOpened(usize),
    /// What is suggested for the chosen line is it.
    AcceptPressed,
    /// All that is sure is it.
    AllPressed,
    /// Yes.
    AllMeant,
    /// So many were accepted, or none.
    Accepted(Result<usize, Failure>),
    /// The chosen line is to be matched by hand.
    HandPressed,
    /// That deposit is it, or a part of it; chosen again, it is not.
    HandChosen(DepositId),
    /// The chosen line is none of ours.
    AsidePressed,
    /// For that reason.
    Aside(BankLineId, String),
    /// What was said of the chosen line is to be taken back.
    UndoPressed,
    /// For that reason.
    Undo(BankLineId, String),
    /// It was done, or not.
    Done(String, Result<(), Failure>),
    /// A file is to be taken in.
    ImportPressed,
    /// With the file.
    Import(file::Message),
}

impl Bank {
    /// Opens the lines nobody knows yet.
    pub fn open(context: &Context) -> (Self, Task<Message>) {
        let tab = Self {
            view: View::default(),
            board: None,
            settled: Vec::new(),
            accounts: Vec::new(),
            selected: None,
            by_hand: None,
            picked: Vec::new(),
            import: None,
        };
        (tab, Task::batch([read(context), focus::on(TABLE)]))
    }

    /// Takes in what happened.
    pub fn update(&mut self, context: &Context, message: Message) -> Action<Message> {
        match message {
            Message::Read(Ok(read)) => {
                self.board = Some(read.board);
                self.settled = read.settled;
                self.accounts = read.accounts;
                self.choose(self.selected.unwrap_or(0));
                Action::None
            }
            Message::Turned(view) => {
                self.view = view;
                self.by_hand = None;
                self.choose(0);
                Action::None
            }
            Message::RowChosen(at) => {
                self.choose(at);
                Action::None
            }
            Message::RowOpened(at) => {
                self.choose(at);
                match self.view {
                    View::Open => self.accept(context),
                    View::Missing | View::Settled => Action::None,
                }
            }
            Message::AcceptPressed => self.accept(context),
            Message::AllPressed => self.ask_all(),
            Message::AllMeant => self.accept_all(context),
            Message::Accepted(Ok(count)) => {
                self.by_hand = None;
                let said = match count {
                    1 => String::from("1 line is matched."),
                    many => format!("{many} lines are matched."),
                };
                Action::Say(said, read(context))
            }
            Message::HandPressed => {
                self.picked.clear();
                self.by_hand = match self.by_hand {
                    Some(_) => None,
                    None => self.open_line().map(|line| line.id),
                };
                Action::None
            }
            Message::HandChosen(deposit) => self.match_by_hand(context, deposit),
            Message::AsidePressed => self.ask_aside(),
            Message::Aside(line, why) => Action::Run(context.worker.ask(
                move |office| office.set_bank_line_aside(line, &why),
                |outcome| Message::Done(String::from("The line is set aside."), outcome),
            )),
            Message::UndoPressed => self.ask_undo(),
            Message::Undo(line, why) => Action::Run(context.worker.ask(
                move |office| office.undo_bank_line(line, &why),
                |outcome| Message::Done(String::from("The line is open again."), outcome),
            )),
            Message::Done(said, Ok(())) => Action::Say(said, read(context)),
            Message::ImportPressed => self.choose_file(context),
            Message::Import(message) => self.importing(context, message),
            Message::Read(Err(failure))
            | Message::Accepted(Err(failure))
            | Message::Done(_, Err(failure)) => Action::Warn(failure),
        }
    }

    fn choose_file(&mut self, context: &Context) -> Action<Message> {
        let Some(account) = self.accounts.first() else {
            return Action::Warn(Failure::Words(String::from(
                "Write the bank account in first, beside what waits.",
            )));
        };
        self.import = Some(Import::of(account.id));
        Action::Run(context.files.file("Which file of the bank?", BANK, |path| {
            Message::Import(file::Message::FileChosen(path))
        }))
    }

    fn importing(&mut self, context: &Context, message: file::Message) -> Action<Message> {
        let Some(import) = &mut self.import else {
            return Action::None;
        };
        match import.update(context, message) {
            file::Outcome::Go(action) => action.map(Message::Import),
            file::Outcome::Closed => {
                self.import = None;
                Action::Run(focus::on(TABLE))
            }
            file::Outcome::Taken(said) => {
                self.import = None;
                self.view = View::Open;
                Action::Say(said, Task::batch([read(context), focus::on(TABLE)]))
            }
        }
    }

    fn open_lines(&self) -> &[BankLine] {
        self.board.as_ref().map_or(&[], |board| &board.open)
    }

    fn missing(&self) -> &[DepositRow] {
        self.board.as_ref().map_or(&[], |board| &board.missing)
    }

    fn rows(&self) -> usize {
        match self.view {
            View::Open => self.open_lines().len(),
            View::Missing => self.missing().len(),
            View::Settled => self.settled.len(),
        }
    }

    fn choose(&mut self, at: usize) {
        self.selected = self.rows().checked_sub(1).map(|last| at.min(last));
        self.picked.clear();
        self.by_hand = None;
    }

    /// The chosen line nobody knows yet.
    fn open_line(&self) -> Option<&BankLine> {
        match self.view {
            View::Open => self.open_lines().get(self.selected?),
            View::Missing | View::Settled => None,
        }
    }

    fn settled_line(&self) -> Option<&BankLine> {
        match self.view {
            View::Settled => self.settled.get(self.selected?),
            View::Open | View::Missing => None,
        }
    }

    /// What a line may be.
    fn suggestion(&self, line: BankLineId) -> Option<&Suggestion> {
        let board = self.board.as_ref()?;
        board.suggestions.iter().find(|one| one.line == line)
    }

    fn sure(&self) -> impl Iterator<Item = &Suggestion> {
        let board = self.board.iter();
        board
            .flat_map(|board| &board.suggestions)
            .filter(|one| one.is_sure())
    }

    fn accept(&self, context: &Context) -> Action<Message> {
        let Some(one) = self
            .open_line()
            .and_then(|line| self.suggestion(line.id))
            .filter(|one| one.difference.is_zero())
            .cloned()
        else {
            return Action::None;
        };
        Action::Run(
            context
                .worker
                .ask(move |office| accept(office, &[one]), Message::Accepted),
        )
    }

    fn ask_all(&self) -> Action<Message> {
        let count = self.sure().count();
        if count == 0 {
            return Action::None;
        }
        let makes = self
            .sure()
            .filter(|one| matches!(one.what, What::Waiting(_)))
            .count();
        let words = format!(
            "Their amounts are equal to the cent. For {makes} of them the money still waits in the book; its deposit is \
             made. Each can be taken back."
        );
        let title = format!("Match {count} lines?");
        Action::Ask(Ask::yes(title, words, "Match them", Message::AllMeant).calm())
    }

    fn accept_all(&self, context: &Context) -> Action<Message> {
        let sure: Vec<Suggestion> = self.sure().cloned().collect();
        Action::Run(
            context
                .worker
                .ask(move |office| accept(office, &sure), Message::Accepted),
        )
    }

    /// Deposits to match a line with, those of its amount first.
    fn offered(&self, line: &BankLine) -> Vec<&DepositRow> {
        let mut rows: Vec<&DepositRow> = self
            .board
            .iter()
            .flat_map(|board| board.missing.iter().chain(&board.on_the_way))
            .filter(|row| row.bank == line.bank)
            .collect();
        rows.sort_by_key(|row| {
            let off = row.net().and_then(|net| net.minus(line.amount));
            let off = off.map_or(i64::MAX, |off| off.abs().cents());
            let days = row.on.signed_duration_since(line.on).num_days().abs();
            (off, days)
        });
        rows.truncate(OFFERED);
        rows
    }

    /// What of a line the picked deposits leave.
    fn left(&self, line: &BankLine) -> Money {
        let rows = self.offered(line).into_iter();
        let picked = rows.filter(|row| self.picked.contains(&row.id));
        let picked = picked.map(|row| row.net().unwrap_or(Money::ZERO));
        let sum = Money::sum(picked).and_then(|sum| line.amount.minus(sum));
        sum.unwrap_or(line.amount)
    }

    /// Takes a deposit as a part of the line; once all that are taken come to its amount, they are it.
    fn match_by_hand(&mut self, context: &Context, deposit: DepositId) -> Action<Message> {
        let Some(id) = self.by_hand else {
            return Action::None;
        };
        match self.picked.iter().position(|one| *one == deposit) {
            Some(at) => {
                let _not_it = self.picked.remove(at);
            }
            None => self.picked.push(deposit),
        }
        let is_whole = self
            .open_line()
            .is_some_and(|line| line.id == id && self.left(line).is_zero());
        if !is_whole || self.picked.is_empty() {
            return Action::None;
        }
        let deposits = std::mem::take(&mut self.picked);
        Action::Run(context.worker.ask(
            move |office| {
                office.match_bank_line(id, &deposits, "by hand")?;
                Ok(1)
            },
            Message::Accepted,
        ))
    }

    /// The deposit that carries a digit while a line is matched by hand.
    fn numbered(&self, press: &Press) -> Option<DepositId> {
        let digit = press.digit(iced::keyboard::Modifiers::empty())?;
        let _hand = self.by_hand?;
        let at = usize::try_from(digit).ok()?.checked_sub(1)?;
        Some(self.offered(self.open_line()?).get(at)?.id)
    }

    fn ask_aside(&self) -> Action<Message> {
        let Some(line) = self.open_line() else {
            return Action::None;
        };
        let id = line.id;
        let words = format!(
            "{} of {} is then none of the practice’s receipts, as rent or a fee of the account. It can be taken back.",
            words::show_dollars(line.amount),
            line.on.format("%m/%d/%Y")
        );
        Action::Ask(
            Ask::reason(
                "Set the line aside?",
                words,
                "Set aside",
                "What it is",
                move |why| Message::Aside(id, why),
            )
            .calm(),
        )
    }

    fn ask_undo(&self) -> Action<Message> {
        let Some(line) = self.settled_line() else {
            return Action::None;
        };
        let id = line.id;
        let words = match &line.standing {
            Standing::Matched { deposits, .. } => {
                let numbers: Vec<String> = deposits.iter().map(|id| deposit_number(*id)).collect();
                format!(
                    "It is no longer said to be {}. The deposit stands, and no money moves.",
                    numbers.join(", ")
                )
            }
            Standing::SetAside { .. } | Standing::Open => {
                String::from("It stands among the lines nobody knows again.")
            }
        };
        Action::Ask(Ask::reason(
            "Take back what was said of the line?",
            words,
            "Take back",
            "Why",
            move |why| Message::Undo(id, why),
        ))
    }

    /// A key that nothing in the view had a use for.
    pub fn pressed(&mut self, context: &Context, press: &Press) -> Option<Action<Message>> {
        if let Some(import) = &mut self.import {
            let message = import.pressed(press)?;
            return Some(self.update(context, Message::Import(message)));
        }
        if let Some(deposit) = self.numbered(press) {
            return Some(self.update(context, Message::HandChosen(deposit)));
        }
        let message = if press.is("M") {
            Message::Turned(match self.view {
                View::Open => View::Missing,
                View::Missing => View::Settled,
                View::Settled => View::Open,
            })
        } else if press.is("I") {
            Message::ImportPressed
        } else if press.is("Ctrl Enter") && self.view == View::Open {
            Message::AllPressed
        } else if press.is("H") && self.view == View::Open {
            Message::HandPressed
        } else if press.is("S") && self.view == View::Open {
            Message::AsidePressed
        } else if press.is("U") && self.view == View::Settled {
            Message::UndoPressed
        } else {
            return None;
        };
        Some(self.update(context, message))
    }

    /// What the keys do.
    pub fn keys(&self) -> Vec<Hint<'static>> {
        if self.import.is_some() {
            return vec![
                hint(&["Ctrl Enter"], "take the lines in"),
                hint(&["Esc"], "not this file"),
            ];
        }
        let mut keys = vec![hint(&["Up", "Down"], "move")];
        match self.view {
            View::Open => keys.extend([
                hint(&["Enter"], "accept"),
                hint(&["Ctrl Enter"], "accept all that is sure"),
                hint(&["H"], "match by hand"),
                hint(&["1–9"], "that deposit, or a part"),
                hint(&["S"], "set aside"),
                hint(&["M"], "in the book only"),
            ]),
            View::Missing => keys.push(hint(&["M"], "settled lines")),
            View::Settled => {
                keys.extend([hint(&["U"], "take back"), hint(&["M"], "open lines")]);
            }
        }
        keys.push(hint(&["I"], "take a bank file in"));
        keys
    }
}

/// Accepts suggestions, and gives how many.
fn accept(office: &mut Office, list: &[Suggestion]) -> Result<usize, OfficeError> {
    for one in list {
        let _deposits = office.accept_bank_line(one.line, &one.what, &one.reasons.join("; "))?;
    }
    Ok(list.len())
}

fn read(context: &Context) -> Task<Message> {
    context.worker.ask(
        |office| {
            let mut settled = office.bank_lines(None, MOST)?;
            settled.retain(|line| line.standing != Standing::Open);
            let mut accounts = office.banks()?;
            accounts.retain(|account| account.is_active);
            Ok(Box::new(Read {
                board: office.bank_board()?,
                settled,
                accounts,
            }))
        },
        Message::Read,
    )
}
