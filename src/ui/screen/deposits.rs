//! Money to the bank, beside the payments: what waits in the drawer and the deposits, the bank's own lines, and a month
//! reconciled. It must not know how money is booked.

mod bank;
mod credits;
mod drawer;
mod month;

use iced::widget::{column, row};
use iced::{Element, Fill, Task};

use crate::ui::context::Context;
use crate::ui::place::{Action, DepositsTab, Place};
use crate::ui::widget::key::{Hint, Press, hint};
use crate::ui::widget::{page, tabs};

/// What the screen remembers: the tab that is open.
pub enum Deposits {
    /// What waits, and the deposits.
    Drawer(Box<drawer::Drawer>),
    /// The bank's lines.
    Bank(Box<bank::Bank>),
    /// A month.
    Month(Box<month::Month>),
    /// Refunds and credit.
    Credits(Box<credits::Credits>),
}

/// What happened.
#[derive(Clone, Debug)]
pub enum Message {
    /// Another tab is wanted; the first two are the payments'.
    TabTurned(usize),
    /// On the drawer.
    Drawer(drawer::Message),
    /// On the bank's lines.
    Bank(bank::Message),
    /// On the month.
    Month(month::Message),
    /// On refunds and credit.
    Credits(credits::Message),
}

/// The tabs of payments, deposits and money that waits, as all their screens show them.
pub const TABS: [&str; 8] = [
    "EOBs",
    "Receipts",
    "Deposits",
    "Bank",
    "Month",
    "Paid later",
    "Credit",
    "Refunds",
];
/// Where what is paid later stands among them.
pub const LATER: usize = 5;
/// Where credit that nobody placed stands among them.
pub const CREDIT: usize = 6;
/// Where refunds stand among them.
const REFUNDS: usize = 7;

/// Where a tab leads.
pub fn tab_place(at: usize) -> Option<Place> {
    Some(match at {
        0 => Place::Payments,
        1 => Place::Receipts,
        2 => Place::Deposits(DepositsTab::Drawer),
        3 => Place::Deposits(DepositsTab::Bank),
        4 => Place::Deposits(DepositsTab::Month),
        LATER => Place::PaidLater,
        CREDIT => Place::Credit,
        REFUNDS => Place::Deposits(DepositsTab::Refunds),
        _ => return None,
    })
}

impl Deposits {
    /// Opens a tab.
    pub fn open(context: &Context, tab: DepositsTab) -> (Self, Task<Message>) {
        match tab {
            DepositsTab::Drawer => {
                let (part, task) = drawer::Drawer::open(context);
                (Self::Drawer(Box::new(part)), task.map(Message::Drawer))
            }
            DepositsTab::Bank => {
                let (part, task) = bank::Bank::open(context);
                (Self::Bank(Box::new(part)), task.map(Message::Bank))
            }
            DepositsTab::Month => {
                let (part, task) = month::Month::open(context);
                (Self::Month(Box::new(part)), task.map(Message::Month))
            }
            DepositsTab::Refunds => {
                let (part, task) = credits::Credits::open(context);
                (Self::Credits(Box::new(part)), task.map(Message::Credits))
            }
        }
    }

    /// Takes in what happened.
    pub fn update(&mut self, context: &Context, message: Message) -> Action<Message> {
        match (self, message) {
            (_, Message::TabTurned(at)) => tab_place(at).map_or(Action::None, Action::Go),
            (Self::Drawer(part), Message::Drawer(message)) => {
                part.update(context, message).map(Message::Drawer)
            }
            (Self::Bank(part), Message::Bank(message)) => {
                part.update(context, message).map(Message::Bank)
            }
            (Self::Month(part), Message::Month(message)) => {
                part.update(context, message).map(Message::Month)
            }
            (Self::Credits(part), Message::Credits(message)) => {
                part.update(context, message).map(Message::Credits)
            }
            _ => Action::None,
        }
    }

    const fn at(&self) -> usize {
        match self {
            Self::Drawer(_) => 2,
            Self::Bank(_) => 3,
            Self::Month(_) => 4,
            Self::Credits(_) => REFUNDS,
        }
    }

    /// A key that nothing in the view had a use for.
    pub fn pressed(&mut self, context: &Context, press: &Press) -> Option<Action<Message>> {
        if let Some(to) = tabs::turned(press, self.at(), TABS.len()) {
            return Some(self.update(context, Message::TabTurned(to)));
        }
        match self {
            Self::Drawer(part) => Some(part.pressed(context, press)?.map(Message::Drawer)),
            Self::Bank(part) => Some(part.pressed(context, press)?.map(Message::Bank)),
            Self::Month(part) => Some(part.pressed(context, press)?.map(Message::Month)),
            Self::Credits(part) => Some(part.pressed(context, press)?.map(Message::Credits)),
        }
    }

    /// What the keys do.
    pub fn keys(&self) -> Vec<Hint<'static>> {
        let mut keys = match self {
            Self::Drawer(part) => part.keys(),
            Self::Bank(part) => part.keys(),
            Self::Month(part) => part.keys(),
            Self::Credits(part) => part.keys(),
        };
        keys.push(hint(&["1", "8"], "tabs"));
        keys
    }

    /// What stands at the right end of the top bar.
    pub fn actions<'a>(&'a self, _: &'a Context) -> Vec<Element<'a, Message>> {
        match self {
            Self::Drawer(part) => wrapped(part.actions(), Message::Drawer),
            Self::Bank(part) => wrapped(part.actions(), Message::Bank),
            Self::Month(part) => wrapped(part.actions(), Message::Month),
            Self::Credits(part) => wrapped(part.actions(), Message::Credits),
        }
    }

    /// The work area.
    pub fn view<'a>(&'a self, context: &'a Context) -> Element<'a, Message> {
        let bar = tabs::tabs(TABS.map(tabs::tab), self.at(), Message::TabTurned);
        let (right, left, panel): (Vec<Element<'a, Message>>, _, _) = match self {
            Self::Drawer(part) => (
                wrapped(part.filters(), Message::Drawer),
                part.list().map(Message::Drawer),
                part.panel(context).map(Message::Drawer),
            ),
            Self::Bank(part) => (
                wrapped(part.filters(), Message::Bank),
                part.list().map(Message::Bank),
                part.panel(context).map(Message::Bank),
            ),
            Self::Month(part) => (
                wrapped(part.filters(), Message::Month),
                part.list().map(Message::Month),
                part.panel().map(Message::Month),
            ),
            Self::Credits(part) => (
                Vec::new(),
                part.list().map(Message::Credits),
                part.panel().map(Message::Credits),
            ),
        };
        let left = column![page::filter_bar([bar], right), left].width(Fill);
        row![left, panel].into()
    }
}

fn wrapped<'a, M: 'a>(
    list: Vec<Element<'a, M>>,
    wrap: impl Fn(M) -> Message + Copy + 'a,
) -> Vec<Element<'a, Message>> {
    list.into_iter().map(|one| one.map(wrap)).collect()
}
