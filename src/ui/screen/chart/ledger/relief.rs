//! The panel of the card in which something comes off an account or goes to another: the self-pay discount, help for
//! those in need, and a balance or a credit that another guarantor takes over. It must not know the journal.

mod view;

use chrono::{Datelike, NaiveDate};
use iced::Task;

use crate::domain::discount::{Discount, DiscountPreview, Hardship, NewHardship};
use crate::domain::id::{ChargeLineId, GuarantorId};
use crate::domain::ledger::Part;
use crate::domain::money::Money;
use crate::domain::patient::account_number;
use crate::domain::payment::OpenItem;
use crate::domain::typed;
use crate::office::Chart;
use crate::ui::context::Context;
use crate::ui::place::Action;
use crate::ui::widget::{focus, words};
use crate::ui::worker::Failure;

/// What is to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// A discount comes off.
    Off(Discount),
    /// Help is granted.
    Grant,
    /// What is owed goes to another account.
    Move,
}

/// A field of the panel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// People in the household.
    Household,
    /// Its income in a year.
    Income,
    /// The first day.
    From,
    /// The last day.
    To,
    /// The other account's number.
    Account,
    /// Why.
    Why,
}

/// What was read for the panel.
#[derive(Clone, Debug)]
pub struct Found {
    self_pay: DiscountPreview,
    hardship: DiscountPreview,
    grants: Vec<Hardship>,
    open: Vec<OpenItem>,
}

/// What the panel remembers.
pub(in crate::ui::screen::chart) struct Relief {
    guarantor: GuarantorId,
    today: NaiveDate,
    what: What,
    /// The service that was chosen on the card; only it moves, else all that is owed.
    line: Option<ChargeLineId>,
    found: Option<Found>,
    household: String,
    income: String,
    from: String,
    to: String,
    account: String,
    why: String,
    /// What is wrong, once it was tried.
    wrong: Option<(Field, &'static str)>,
    is_saving: bool,
}

/// What happened.
#[derive(Clone, Debug)]
pub enum Message {
    /// What it needs was read.
    Read(Result<Box<Found>, Failure>),
    /// Something else is to be done.
    Chosen(What),
    /// Something was typed.
    Typed(Field, String),
    /// It is to be done.
    SavePressed,
    /// It was done, or not.
    Saved(String, Result<(), Failure>),
    /// Help was granted, or not; what comes off by it is shown.
    Granted(Result<(), Failure>),
    /// All stays as it is.
    KeepPressed,
}

impl Relief {
    /// Opens the panel for the account.
    pub fn open(
        context: &Context,
        about: &Chart,
        line: Option<ChargeLineId>,
    ) -> (Self, Task<Message>) {
        let today = context.today();
        let guarantor = about.guarantor.id;
        let end = NaiveDate::from_ymd_opt(today.year(), 12, 31).unwrap_or(today);
        let panel = Self {
            guarantor,
            today,
            what: What::Off(Discount::SelfPay),
            line,
            found: None,
            household: String::new(),
            income: String::new(),
            from: typed::show_date(today),
            to: typed::show_date(end),
            account: String::new(),
            why: String::new(),
            wrong: None,
            is_saving: false,
        };
        (panel, read(context, guarantor))
    }

    /// Takes in what happened.
    pub fn update(&mut self, context: &Context, message: Message) -> Action<Message> {
        match message {
            Message::Read(Ok(found)) => {
                let is_first = self.found.is_none();
                if is_first && !found.hardship.lines.is_empty() {
                    self.what = What::Off(Discount::Hardship);
                }
                self.found = Some(*found);
                Action::None
            }
            Message::Chosen(what) => {
                (self.what, self.wrong) = (what, None);
                let first = match what {
                    What::Off(_) => Field::Why,
                    What::Grant => Field::Household,
                    What::Move => Field::Account,
                };
                Action::Run(focus::on(id(first)))
            }
            Message::Typed(field, text) => {
                *self.typed(field) = text;
                self.wrong = None;
                Action::None
            }
            Message::SavePressed => self.save(context),
            Message::Granted(Ok(())) => {
                (self.is_saving, self.what) = (false, What::Off(Discount::Hardship));
                Action::Run(read(context, self.guarantor))
            }
            Message::Saved(done, Ok(())) => Action::Say(done, Task::none()),
            Message::Read(Err(failure))
            | Message::Granted(Err(failure))
            | Message::Saved(_, Err(failure)) => {
                self.is_saving = false;
                Action::Warn(failure)
            }
            Message::KeepPressed => Action::Leave,
        }
    }

    fn typed(&mut self, field: Field) -> &mut String {
        match field {
            Field::Household => &mut self.household,
            Field::Income => &mut self.income,
            Field::From => &mut self.from,
            Field::To => &mut self.to,
            Field::Account => &mut self.account,
            Field::Why => &mut self.why,
        }
    }

    /// What comes off, where a discount is open.
    fn preview(&self, which: Discount) -> Option<&DiscountPreview> {
        let found = self.found.as_ref()?;
        Some(match which {
            Discount::SelfPay => &found.self_pay,
            Discount::Hardship => &found.hardship,
        })
    }

    /// What would move to another account.
    fn parts(&self) -> Vec<Part> {
        let open = self.found.as_ref().map_or(&[][..], |found| &found.open);
        open.iter()
            .filter(|item| item.patient_owes.is_positive())
            .filter(|item| self.line.is_none_or(|line| line == item.line))
            .map(|item| Part {
                line: item.line,
                amount: item.patient_owes,
            })
            .collect()
    }

    fn moves(&self) -> Money {
        Money::sum(self.parts().iter().map(|part| part.amount)).unwrap_or_default()
    }

    /// Does what is open, or says what is wrong.
    pub fn save(&mut self, context: &Context) -> Action<Message> {
        if self.is_saving || self.found.is_none() {
            return Action::None;
        }
        let done = match self.what {
            What::Off(which) => self.take_off(context, which),
            What::Grant => self.grant(context),
            What::Move => self.move_it(context),
        };
        match done {
            Ok(task) => {
                self.is_saving = true;
                Action::Run(task)
            }
            Err((field, words)) => {
                self.wrong = Some((field, words));
                Action::Run(focus::on(id(field)))
            }
        }
    }

    fn take_off(
        &self,
        context: &Context,
        which: Discount,
    ) -> Result<Task<Message>, (Field, &'static str)> {
        let off = self.preview(which).map_or(Money::ZERO, |found| found.off);
        if !off.is_positive() {
            return Err((
                Field::Why,
                "There is nothing that this discount would come off.",
            ));
        }
        let (guarantor, why) = (self.guarantor, self.why.clone());
        let done = format!("{} came off", words::show_dollars(off));
        Ok(context.worker.ask(
            move |office| office.give_discount(guarantor, which, &why).map(drop),
            move |outcome| Message::Saved(done, outcome),
        ))
    }

    fn grant(&self, context: &Context) -> Result<Task<Message>, (Field, &'static str)> {
        let household = self.household.trim().parse();
        let household =
            household.map_err(|_| (Field::Household, "How many people are in the household?"))?;
        let income = typed::amount(&self.income)
            .map_err(|_| (Field::Income, "What does the household earn in a year?"))?;
        let day = |text: &str| typed::date(text, self.today).ok();
        let from = day(&self.from).ok_or((Field::From, "Give the first day as 01/31/2026."))?;
        let to = day(&self.to).ok_or((Field::To, "Give the last day as 12/31/2026."))?;
        if self.why.trim().is_empty() {
            return Err((Field::Why, "Say why, and by what papers; it is kept."));
        }
        let new = NewHardship {
            guarantor: self.guarantor,
            household,
            income,
            from,
            to,
            why: self.why.clone(),
        };
        Ok(context.worker.ask(
            move |office| office.grant_hardship(&new).map(drop),
            Message::Granted,
        ))
    }

    fn move_it(&self, context: &Context) -> Result<Task<Message>, (Field, &'static str)> {
        let number = self.account.trim().trim_start_matches('0');
        let number: i64 = number
            .parse()
            .map_err(|_| (Field::Account, "Give the number of the other account."))?;
        if self.why.trim().is_empty() {
            return Err((Field::Why, "Say why; it is kept with the entry."));
        }
        let parts = self.parts();
        if parts.is_empty() {
            return Err((Field::Account, "Nothing is owed here that could move."));
        }
        let (from, to) = (self.guarantor, GuarantorId::new(number));
        let why = self.why.clone();
        let done = format!(
            "{} moved to account {}",
            words::show_dollars(self.moves()),
            account_number(to)
        );
        Ok(context.worker.ask(
            move |office| office.move_balance(from, to, &parts, &why).map(drop),
            move |outcome| Message::Saved(done, outcome),
        ))
    }
}

fn read(context: &Context, guarantor: GuarantorId) -> Task<Message> {
    context.worker.ask(
        move |office| {
            Ok(Box::new(Found {
                self_pay: office.preview_discount(guarantor, Discount::SelfPay)?,
                hardship: office.preview_discount(guarantor, Discount::Hardship)?,
                grants: office.hardships(Some(guarantor), 5)?,
                open: office.open_items(guarantor)?,
            }))
        },
        Message::Read,
    )
}

fn id(field: Field) -> String {
    format!("relief {field:?}")
}
