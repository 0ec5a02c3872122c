//! Money that is not where it belongs yet, beside the payments: what was agreed to be paid later, and credit that nobody
//! placed. It must not know how either is booked.

mod view;

use iced::{Element, Task};

use crate::domain::desk::CreditRow;
use crate::domain::id::{GuarantorId, ReceiptId};
use crate::domain::pay_later::{LaterId, Means, PayLaterRow, Standing};
use crate::domain::payment::receipt_number;
use crate::domain::typed::show_date;
use crate::office::PlacedCredit;
use crate::ui::context::Context;
use crate::ui::place::{Action, Ask, Place};
use crate::ui::screen::deposits;
use crate::ui::widget::key::{Hint, Press, hint};
use crate::ui::widget::{focus, tabs, words};
use crate::ui::worker::Failure;

const TABLE: &str = "waiting money";

/// The two lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tab {
    /// Promises and held checks.
    Later,
    /// Credit that nobody placed.
    Credit,
}

/// What the screen remembers.
pub struct Waiting {
    tab: Tab,
    later: Option<Vec<PayLaterRow>>,
    credit: Option<Vec<CreditRow>>,
    selected: usize,
    is_busy: bool,
}

/// What happened.
#[derive(Clone, Debug)]
pub enum Message {
    /// What is paid later was read.
    LaterRead(Result<Vec<PayLaterRow>, Failure>),
    /// Credit was read.
    CreditRead(Result<Vec<CreditRow>, Failure>),
    /// Another tab is wanted.
    TabTurned(usize),
    /// A row was chosen.
    RowChosen(usize),
    /// A row was opened: its account goes to the counter.
    RowOpened(usize),
    /// The held check is to be taken in.
    TakePressed,
    /// It was, or not.
    Taken(Result<ReceiptId, Failure>),
    /// The agreement is to be called off.
    OffPressed,
    /// For this reason.
    Off(LaterId, String),
    /// It was, or not.
    CalledOff(Result<(), Failure>),
    /// The credit is to go where it belongs.
    PlacePressed,
    /// It did, or not.
    Placed(Result<PlacedCredit, Failure>),
}

/// What placing credit is said to have done.
pub fn placed_words(placed: PlacedCredit) -> String {
    let services = match placed.services {
        1 => String::from("1 service"),
        more => format!("{more} services"),
    };
    format!(
        "Placed {} of credit on {services}.",
        words::show_dollars(placed.amount)
    )
}

impl Waiting {
    /// Opens a list.
    pub fn open(context: &Context, tab: Tab) -> (Self, Task<Message>) {
        let screen = Self {
            tab,
            later: None,
            credit: None,
            selected: 0,
            is_busy: false,
        };
        (screen, Task::batch([read(context), focus::on(TABLE)]))
    }

    /// Takes in what happened.
    pub fn update(&mut self, context: &Context, message: Message) -> Action<Message> {
        match message {
            Message::LaterRead(Ok(rows)) => {
                self.later = Some(rows);
                self.stay_inside();
                Action::None
            }
            Message::CreditRead(Ok(rows)) => {
                self.credit = Some(rows);
                self.stay_inside();
                Action::None
            }
            Message::TabTurned(at) => deposits::tab_place(at).map_or(Action::None, Action::Go),
            Message::RowChosen(at) => {
                self.selected = at;
                Action::None
            }
            Message::RowOpened(at) => {
                self.selected = at;
                self.guarantor().map_or(Action::None, |guarantor| {
                    Action::Go(Place::TakePayment(Some(guarantor)))
                })
            }
            Message::TakePressed => self.take(context),
            Message::Taken(Ok(receipt)) => {
                self.is_busy = false;
                let said = format!(
                    "The check was taken in by receipt {}.",
                    receipt_number(receipt)
                );
                Action::Say(said, read(context))
            }
            Message::OffPressed => self.ask_off(),
            Message::Off(id, why) => Action::Run(
                context
                    .worker
                    .ask(move |office| office.call_off(id, &why), Message::CalledOff),
            ),
            Message::CalledOff(Ok(())) => {
                Action::Say(String::from("It is called off."), read(context))
            }
            Message::PlacePressed => self.place(context),
            Message::Placed(Ok(placed)) => {
                self.is_busy = false;
                Action::Say(placed_words(placed), read(context))
            }
            Message::LaterRead(Err(failure))
            | Message::CreditRead(Err(failure))
            | Message::Taken(Err(failure))
            | Message::CalledOff(Err(failure))
            | Message::Placed(Err(failure)) => {
                self.is_busy = false;
                Action::Warn(failure)
            }
        }
    }

    fn stay_inside(&mut self) {
        self.selected = self.selected.min(self.count().saturating_sub(1));
    }

    fn count(&self) -> usize {
        match self.tab {
            Tab::Later => self.later.as_ref().map_or(0, Vec::len),
            Tab::Credit => self.credit.as_ref().map_or(0, Vec::len),
        }
    }

    /// The chosen agreement.
    fn agreed(&self) -> Option<&PayLaterRow> {
        match self.tab {
            Tab::Later => self.later.as_ref()?.get(self.selected),
            Tab::Credit => None,
        }
    }

    /// The chosen credit.
    fn credit(&self) -> Option<&CreditRow> {
        match self.tab {
            Tab::Later => None,
            Tab::Credit => self.credit.as_ref()?.get(self.selected),
        }
    }

    fn guarantor(&self) -> Option<GuarantorId> {
        let agreed = self.agreed().map(|row| row.later.what.guarantor);
        agreed.or_else(|| self.credit().map(|row| row.guarantor))
    }

    /// Why the chosen check cannot be taken in; none when it can.
    fn why_not_take(&self) -> Option<String> {
        let row = self.agreed()?;
        match (&row.later.what.means, &row.standing) {
            (Means::Promise, _) => Some(String::from("A promise is kept by a payment")),
            (Means::HeldCheck { .. }, Standing::Due) => None,
            (Means::HeldCheck { .. }, _) => {
                let day = show_date(row.later.what.due_on);
                Some(format!("Held until {day}"))
            }
        }
    }

    fn take(&mut self, context: &Context) -> Action<Message> {
        let can = !self.is_busy && self.why_not_take().is_none();
        let Some(LaterId::Check(id)) = self.agreed().map(|row| row.later.id).filter(|_| can) else {
            return Action::None;
        };
        self.is_busy = true;
        Action::Run(
            context
                .worker
                .ask(move |office| office.take_held_check(id), Message::Taken),
        )
    }

    /// Asks before an agreement is called off.
    fn ask_off(&self) -> Action<Message> {
        let Some(row) = self.agreed() else {
            return Action::None;
        };
        let id = row.later.id;
        let amount = words::show_dollars(row.later.what.amount);
        let (title, words) = match &row.later.what.means {
            Means::Promise => (
                String::from("Call the promise off?"),
                format!("{amount} is no longer expected by its day. What is owed stays as it is."),
            ),
            Means::HeldCheck { number } => (
                format!("Give check {number} back?"),
                format!(
                    "The check over {amount} will not be taken in. What is owed stays as it is."
                ),
            ),
        };
        Action::Ask(Ask::reason(title, words, "Call off", "Why", move |why| {
            Message::Off(id, why)
        }))
    }

    fn place(&mut self, context: &Context) -> Action<Message> {
        let can = !self.is_busy;
        let Some(guarantor) = self.credit().map(|row| row.guarantor).filter(|_| can) else {
            return Action::None;
        };
        self.is_busy = true;
        Action::Run(context.worker.ask(
            move |office| office.place_credit_by_itself(guarantor),
            Message::Placed,
        ))
    }

    const fn tab_at(&self) -> usize {
        match self.tab {
            Tab::Later => deposits::LATER,
            Tab::Credit => deposits::CREDIT,
        }
    }

    /// A key that nothing in the view had a use for.
    pub fn pressed(&mut self, context: &Context, press: &Press) -> Option<Action<Message>> {
        let message = if press.is("P") {
            Message::RowOpened(self.selected)
        } else if press.is("T") && self.tab == Tab::Later {
            Message::TakePressed
        } else if press.is("U") && self.tab == Tab::Later {
            Message::OffPressed
        } else if press.is("K") && self.tab == Tab::Credit {
            Message::PlacePressed
        } else {
            let to = tabs::turned(press, self.tab_at(), deposits::TABS.len())?;
            Message::TabTurned(to)
        };
        Some(self.update(context, message))
    }

    /// What the keys do.
    pub fn keys(&self) -> Vec<Hint<'static>> {
        let mut keys = vec![
            hint(&["Up", "Down"], "move"),
            hint(&["Enter"], "to the counter"),
        ];
        match self.tab {
            Tab::Later => keys.extend([
                hint(&["T"], "take the check in"),
                hint(&["U"], "call off"),
                hint(&["7"], "credit"),
            ]),
            Tab::Credit => keys.extend([
                hint(&["K"], "place it by itself"),
                hint(&["6"], "paid later"),
            ]),
        }
        keys
    }

    /// What stands at the right end of the top bar.
    pub fn actions<'a>(&'a self, _: &'a Context) -> Vec<Element<'a, Message>> {
        self.buttons()
    }
}

/// Reads both lists.
fn read(context: &Context) -> Task<Message> {
    Task::batch([
        context
            .worker
            .ask(|office| office.pay_laters(), Message::LaterRead),
        context
            .worker
            .ask(|office| office.credits(), Message::CreditRead),
    ])
}
