//! What waits in the drawer and what is picked of it, and the deposits that were made. It must not know how a slip is
//! printed.

mod view;

use std::collections::BTreeSet;

use iced::Task;

use crate::domain::deposit::{
    Bank, Deposit, DepositRow, Drawer as Waiting, Item, Kind, Means, NewBank, NewDeposit,
    Undeposited, check, deposit_number, kind_of, total,
};
use crate::domain::id::{BankId, DepositId};
use crate::domain::money::Money;
use crate::domain::typed::{self, show_date};
use crate::ui::context::Context;
use crate::ui::place::{Action, Ask};
use crate::ui::widget::key::{Hint, Press, hint};
use crate::ui::widget::{focus, words};
use crate::ui::worker::Failure;

/// How many deposits are read.
const MOST: usize = 2_000;
const TABLE: &str = "deposits";
/// What a slip's file is called on its way to the viewer.
const FILE: &str = "deposit-slip.pdf";

/// Which list is open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum View {
    /// What waits.
    #[default]
    Waiting,
    /// The deposits.
    Made,
}

/// What is typed about the deposit to be made.
#[derive(Clone, Debug, Default)]
struct Form {
    bank: Option<BankId>,
    on: String,
    fee: String,
    reference: String,
    /// A new account's name and the end of its number.
    name: String,
    ends: String,
}

/// A field of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// The day.
    On,
    /// What was kept back.
    Fee,
    /// Batch or bag number.
    Reference,
    /// A new account's name.
    Name,
    /// The end of its number.
    Ends,
}

/// What the tab remembers.
pub struct Drawer {
    view: View,
    waiting: Option<Waiting>,
    made: Option<Vec<DepositRow>>,
    banks: Vec<Bank>,
    picked: BTreeSet<Item>,
    selected: Option<usize>,
    /// The deposit that is chosen among those made.
    detail: Option<Deposit>,
    form: Form,
}

/// What was read of the book.
#[derive(Clone, Debug)]
pub struct Read {
    waiting: Waiting,
    made: Vec<DepositRow>,
    banks: Vec<Bank>,
}

/// What happened.
#[derive(Clone, Debug)]
pub enum Message {
    /// The drawer and the deposits were read.
    Read(Result<Box<Read>, Failure>),
    /// The other list is wanted.
    Turned(View),
    /// A row was chosen.
    RowChosen(usize),
    /// A row is picked, or dropped.
    Picked(usize),
    /// All that goes together with the chosen row is picked.
    LikePicked,
    /// Nothing is picked any more.
    Dropped,
    /// Something was typed.
    Typed(Field, String),
    /// An account was chosen.
    BankChosen(BankId),
    /// The account that was typed is to be written in.
    AccountPressed,
    /// It was, or not.
    AccountAdded(Result<BankId, Failure>),
    /// The deposit is to be made.
    DepositPressed,
    /// It was made, or not.
    Made(Result<(DepositId, Kind), Failure>),
    /// The chosen deposit was read.
    DetailRead(DepositId, Result<Box<Deposit>, Failure>),
    /// Its slip is wanted.
    SlipPressed,
    /// The slip was made.
    SlipRead(Result<Vec<u8>, Failure>),
    /// It was handed to the viewer, or not.
    Shown(Result<(), Failure>),
    /// The chosen deposit is to be taken back.
    BackPressed,
    /// For that reason.
    TakeBack(DepositId, String),
    /// It was taken back, or not.
    TakenBack(DepositId, Result<(), Failure>),
}

impl Drawer {
    /// Opens what waits.
    pub fn open(context: &Context) -> (Self, Task<Message>) {
        let tab = Self {
            view: View::default(),
            waiting: None,
            made: None,
            banks: Vec::new(),
            picked: BTreeSet::new(),
            selected: None,
            detail: None,
            form: Form {
                on: show_date(context.today()),
                ..Form::default()
            },
        };
        (tab, Task::batch([read(context), focus::on(TABLE)]))
    }

    /// Takes in what happened.
    pub fn update(&mut self, context: &Context, message: Message) -> Action<Message> {
        match message {
            Message::Read(Ok(read)) => self.take(context, *read),
            Message::Turned(view) => {
                self.view = view;
                self.choose(context, 0)
            }
            Message::RowChosen(at) => self.choose(context, at),
            Message::Picked(at) => self.pick(context, at),
            Message::LikePicked => {
                self.pick_like();
                Action::None
            }
            Message::Dropped => {
                self.picked.clear();
                Action::None
            }
            Message::Typed(field, text) => {
                *self.typed_mut(field) = text;
                Action::None
            }
            Message::BankChosen(bank) => {
                self.form.bank = Some(bank);
                Action::None
            }
            Message::AccountPressed => self.add_account(context),
            Message::AccountAdded(Ok(bank)) => {
                self.form.bank = Some(bank);
                Action::Say(
                    String::from("The bank account is written in."),
                    read(context),
                )
            }
            Message::DepositPressed => self.deposit(context),
            Message::Made(Ok((id, kind))) => self.was_made(context, id, kind),
            Message::DetailRead(id, Ok(detail)) => {
                if self.chosen_deposit().is_some_and(|row| row.id == id) {
                    self.detail = Some(*detail);
                }
                Action::None
            }
            Message::SlipPressed => match self.chosen_deposit() {
                Some(row) if row.kind == Kind::Slip => slip(context, row.id),
                _ => Action::None,
            },
            Message::SlipRead(Ok(bytes)) => show(context, bytes),
            Message::Shown(Ok(())) => Action::None,
            Message::BackPressed => self.ask(),
            Message::TakeBack(id, why) => Action::Run(context.worker.ask(
                move |office| office.take_back_deposit(id, &why),
                move |outcome| Message::TakenBack(id, outcome),
            )),
            Message::TakenBack(id, Ok(())) => Action::Say(
                format!("Deposit {} was taken back.", deposit_number(id)),
                read(context),
            ),
            Message::Read(Err(failure))
            | Message::AccountAdded(Err(failure))
            | Message::Made(Err(failure))
            | Message::DetailRead(_, Err(failure))
            | Message::SlipRead(Err(failure))
            | Message::Shown(Err(failure))
            | Message::TakenBack(_, Err(failure)) => Action::Warn(failure),
        }
    }

    fn take(&mut self, context: &Context, read: Read) -> Action<Message> {
        self.banks = read
            .banks
            .into_iter()
            .filter(|bank| bank.is_active)
            .collect();
        if self.form.bank.is_none() {
            self.form.bank = self.banks.first().map(|bank| bank.id);
        }
        self.waiting = Some(read.waiting);
        self.made = Some(read.made);
        let there: BTreeSet<Item> = self.items().iter().map(|one| one.item).collect();
        self.picked.retain(|item| there.contains(item));
        self.choose(context, self.selected.unwrap_or(0))
    }

    fn items(&self) -> &[Undeposited] {
        self.waiting.as_ref().map_or(&[], |waiting| &waiting.items)
    }

    fn rows(&self) -> usize {
        match self.view {
            View::Waiting => self.items().len(),
            View::Made => self.made.as_ref().map_or(0, Vec::len),
        }
    }

    /// Chooses a row, as far as there is one, and reads what a deposit is made of.
    fn choose(&mut self, context: &Context, at: usize) -> Action<Message> {
        self.selected = self.rows().checked_sub(1).map(|last| at.min(last));
        self.detail = None;
        let Some(id) = self.chosen_deposit().map(|row| row.id) else {
            return Action::None;
        };
        Action::Run(context.worker.ask(
            move |office| office.deposit(id).map(Box::new),
            move |detail| Message::DetailRead(id, detail),
        ))
    }

    fn chosen_deposit(&self) -> Option<&DepositRow> {
        match self.view {
            View::Waiting => None,
            View::Made => self.made.as_ref()?.get(self.selected?),
        }
    }

    /// Picks a row, or drops it, and goes on to the next.
    fn pick(&mut self, context: &Context, at: usize) -> Action<Message> {
        let Some(item) = self.items().get(at).map(|one| one.item) else {
            return Action::None;
        };
        if !self.picked.remove(&item) {
            let _new = self.picked.insert(item);
        }
        self.choose(context, at.saturating_add(1))
    }

    /// Picks whatever waits that goes with the chosen row: paper with paper, cards with cards, an EFT with its own.
    fn pick_like(&mut self) {
        let Some(chosen) = self.selected.and_then(|at| self.items().get(at)).cloned() else {
            return;
        };
        let is_paper = |means| matches!(means, Means::Cash | Means::Check);
        let fits = |one: &&Undeposited| {
            one.amount.is_negative() == chosen.amount.is_negative()
                && match chosen.means {
                    Means::Cash | Means::Check => is_paper(one.means),
                    Means::Card => one.means == Means::Card,
                    Means::Eft => {
                        one.means == Means::Eft
                            && one.from == chosen.from
                            && one.reference == chosen.reference
                    }
                }
        };
        let like: BTreeSet<Item> = self
            .items()
            .iter()
            .filter(fits)
            .map(|one| one.item)
            .collect();
        // Pressed again with all of them picked, it drops them.
        self.picked = if self.picked == like {
            BTreeSet::new()
        } else {
            like
        };
    }

    /// What is picked, in the order of the list.
    fn parts(&self) -> Vec<Undeposited> {
        let picked = |one: &&Undeposited| self.picked.contains(&one.item);
        self.items().iter().filter(picked).cloned().collect()
    }

    fn typed_mut(&mut self, field: Field) -> &mut String {
        match field {
            Field::On => &mut self.form.on,
            Field::Fee => &mut self.form.fee,
            Field::Reference => &mut self.form.reference,
            Field::Name => &mut self.form.name,
            Field::Ends => &mut self.form.ends,
        }
    }

    /// The deposit as it would be made, or why it cannot be.
    fn proposed(&self, context: &Context) -> Result<(NewDeposit, Kind, Money), String> {
        let parts = self.parts();
        let kind = kind_of(&parts).map_err(|error| sentence(&error.to_string()))?;
        let bank = self
            .form
            .bank
            .ok_or_else(|| String::from("Write the bank account in first."))?;
        let on = typed::date(&self.form.on, context.today())
            .map_err(|_| String::from("The day is no day, as 11/03/2026."))?;
        let fee = match self.form.fee.trim() {
            "" => Money::ZERO,
            _ if !bears_fee(kind) => Money::ZERO,
            text => text
                .parse()
                .map_err(|_| String::from("The fee is no amount, as 3.17."))?,
        };
        check(kind, &parts, on, fee).map_err(|error| sentence(&error.to_string()))?;
        let sum = total(&parts).map_err(|error| sentence(&error.to_string()))?;
        let new = NewDeposit {
            bank,
            on,
            items: parts.iter().map(|part| part.item).collect(),
            fee,
            reference: self.form.reference.trim().to_owned(),
        };
        Ok((new, kind, sum))
    }

    fn deposit(&self, context: &Context) -> Action<Message> {
        let Ok((new, kind, _)) = self.proposed(context) else {
            return Action::None;
        };
        Action::Run(context.worker.ask(
            move |office| office.make_deposit(&new),
            move |made| Message::Made(made.map(|id| (id, kind))),
        ))
    }

    fn was_made(&mut self, context: &Context, id: DepositId, kind: Kind) -> Action<Message> {
        self.picked.clear();
        self.form.fee.clear();
        self.form.reference.clear();
        let said = format!("Deposit {} is made.", deposit_number(id));
        let mut tasks = vec![read(context)];
        if kind == Kind::Slip {
            tasks.push(slip_task(context, id));
        }
        Action::Say(said, Task::batch(tasks))
    }

    fn add_account(&self, context: &Context) -> Action<Message> {
        let new = self.account();
        if new.check().is_err() {
            return Action::None;
        }
        Action::Run(
            context
                .worker
                .ask(move |office| office.add_bank(&new), Message::AccountAdded),
        )
    }

    fn account(&self) -> NewBank {
        NewBank {
            name: self.form.name.trim().to_owned(),
            last_four: self.form.ends.trim().to_owned(),
        }
    }

    /// Asks before the chosen deposit is taken back, in numbers.
    fn ask(&self) -> Action<Message> {
        let Some(row) = self.chosen_deposit().filter(|row| !row.is_taken_back) else {
            return Action::None;
        };
        let id = row.id;
        let title = format!("Take back deposit {}?", deposit_number(id));
        let words = format!(
            "Its {} payments, {} in all, wait to go to the bank again.",
            row.parts,
            words::show_dollars(row.amount)
        );
        Action::Ask(Ask::reason(title, words, "Take back", "Why", move |why| {
            Message::TakeBack(id, why)
        }))
    }

    /// A key that nothing in the view had a use for.
    pub fn pressed(&mut self, context: &Context, press: &Press) -> Option<Action<Message>> {
        let message = if press.is("M") {
            Message::Turned(match self.view {
                View::Waiting => View::Made,
                View::Made => View::Waiting,
            })
        } else if press.is("Ctrl Enter") && self.view == View::Waiting {
            Message::DepositPressed
        } else if press.is("A") && self.view == View::Waiting {
            Message::LikePicked
        } else if press.is("R") && self.view == View::Made {
            Message::SlipPressed
        } else if press.is("U") && self.view == View::Made {
            Message::BackPressed
        } else if press.is("Esc") && !self.picked.is_empty() {
            Message::Dropped
        } else {
            return None;
        };
        Some(self.update(context, message))
    }

    /// What the keys do.
    pub fn keys(&self) -> Vec<Hint<'static>> {
        match self.view {
            View::Waiting => vec![
                hint(&["Up", "Down"], "move"),
                hint(&["Space"], "pick"),
                hint(&["A"], "pick all alike"),
                hint(&["Ctrl Enter"], "make the deposit"),
                hint(&["M"], "deposits made"),
            ],
            View::Made => vec![
                hint(&["Up", "Down"], "move"),
                hint(&["R"], "print the slip"),
                hint(&["U"], "take back"),
                hint(&["M"], "what waits"),
            ],
        }
    }
}

const fn bears_fee(kind: Kind) -> bool {
    matches!(kind, Kind::Card | Kind::Eft)
}

/// The words with a capital and a full stop.
fn sentence(said: &str) -> String {
    let mut letters = said.chars();
    let first = letters.next().map(|c| c.to_uppercase().collect::<String>());
    format!("{}{}.", first.unwrap_or_default(), letters.as_str())
}

fn slip(context: &Context, id: DepositId) -> Action<Message> {
    Action::Run(slip_task(context, id))
}

/// Hands a slip to the viewer, and reads again that it was printed.
fn show(context: &Context, bytes: Vec<u8>) -> Action<Message> {
    let shown = context
        .files
        .view_pages(&context.worker, FILE, bytes, Message::Shown);
    Action::Run(Task::batch([shown, read(context)]))
}

fn slip_task(context: &Context, id: DepositId) -> Task<Message> {
    context
        .worker
        .ask(move |office| office.slip_pdf(id), Message::SlipRead)
}

fn read(context: &Context) -> Task<Message> {
    context.worker.ask(
        |office| {
            Ok(Box::new(Read {
                waiting: office.drawer()?,
                made: office.deposits(MOST)?,
                banks: office.banks()?,
            }))
        },
        Message::Read,
    )
}
