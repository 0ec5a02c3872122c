//! How the lists of what is paid later and of credit look. It must not know what their keys do.

use iced::widget::{column, container, space};
use iced::{Element, Fill};

use super::{Message, TABLE, Tab, Waiting};
use crate::domain::desk::CreditRow;
use crate::domain::money::Money;
use crate::domain::patient::account_number;
use crate::domain::pay_later::{Means, PayLaterRow, Standing};
use crate::ui::context::Context;
use crate::ui::icon;
use crate::ui::screen::deposits::{CREDIT, LATER, TABS};
use crate::ui::spacing::space as gap;
use crate::ui::widget::data_table::{Cell, Column, cell, data_table};
use crate::ui::widget::empty_state::empty_state;
use crate::ui::widget::{button, page, pill, tabs};

impl Waiting {
    /// The work area.
    pub fn view<'a>(&'a self, _: &'a Context) -> Element<'a, Message> {
        let count = |at: usize| match at {
            LATER => self.later.as_ref().map_or(0, Vec::len),
            CREDIT => self.credit.as_ref().map_or(0, Vec::len),
            _ => 0,
        };
        let list = TABS.into_iter().enumerate();
        let list = list.map(|(at, name)| tabs::tab(name).count(count(at)));
        let bar = page::filter_bar(
            [tabs::tabs(list, self.tab_at(), Message::TabTurned)],
            [space().into()],
        );
        column![bar, self.table()].width(Fill).into()
    }

    /// What can be done about the chosen row.
    pub(super) fn buttons(&self) -> Vec<Element<'_, Message>> {
        if self.count() == 0 {
            return Vec::new();
        }
        match self.tab {
            Tab::Later => {
                let off = button::plain("Call off")
                    .icon(icon::UNDO)
                    .key("U")
                    .on_press(Message::OffPressed);
                let take = match self.why_not_take() {
                    None => button::primary("Take the check in").on_press(Message::TakePressed),
                    Some(why) => button::plain("Take the check in").disabled(why),
                };
                vec![off.into(), take.icon(icon::CASH).key("T").into()]
            }
            Tab::Credit => {
                let nothing = self
                    .credit()
                    .is_some_and(|row| !row.placeable().is_positive());
                let place = if nothing {
                    button::plain("Place it").disabled("Nothing is owed that it could pay")
                } else {
                    button::primary("Place it").on_press(Message::PlacePressed)
                };
                vec![place.icon(icon::CHECK).key("K").into()]
            }
        }
    }

    fn table(&self) -> Element<'_, Message> {
        let (columns, total) = match self.tab {
            Tab::Later => (later_columns(), self.later_total()),
            Tab::Credit => (credit_columns(), self.credit_total()),
        };
        let count = self.count();
        let table = data_table(columns, count, |at| self.cells(at))
            .edge_to_edge()
            .id(TABLE)
            .height(Fill)
            .selected((count > 0).then_some(self.selected))
            .on_select(Message::RowChosen)
            .on_open(Message::RowOpened)
            .empty(self.empty());
        if count == 0 {
            table.into()
        } else {
            table.total(total).into()
        }
    }

    fn cells(&self, at: usize) -> Vec<Cell<'_, Message>> {
        match self.tab {
            Tab::Later => {
                let row = self.later.as_ref().and_then(|rows| rows.get(at));
                row.map(later_cells).unwrap_or_default()
            }
            Tab::Credit => {
                let row = self.credit.as_ref().and_then(|rows| rows.get(at));
                row.map(credit_cells).unwrap_or_default()
            }
        }
    }

    fn later_total(&self) -> Vec<Cell<'_, Message>> {
        let rows = self.later.as_deref().unwrap_or_default();
        let sum = |amount: fn(&PayLaterRow) -> Money| {
            Money::sum(rows.iter().map(amount)).unwrap_or_default()
        };
        vec![
            cell::text("In all"),
            cell::empty(),
            cell::empty(),
            cell::empty(),
            cell::dollars(sum(|row| row.later.what.amount)),
            cell::dollars(sum(|row| row.left)),
        ]
    }

    fn credit_total(&self) -> Vec<Cell<'_, Message>> {
        let rows = self.credit.as_deref().unwrap_or_default();
        let sum = Money::sum(rows.iter().map(|row| row.credit)).unwrap_or_default();
        vec![
            cell::text("In all"),
            cell::empty(),
            cell::empty(),
            cell::empty(),
            cell::dollars(sum),
        ]
    }

    fn empty(&self) -> Element<'_, Message> {
        let state = match (self.tab, &self.later, &self.credit) {
            (Tab::Later, Some(_), _) => empty_state(
                icon::CALENDAR,
                "Nothing is to be paid later",
                "A promise to pay by a day, or a check that is held until its day, is written down while a payment is taken.",
                None,
            ),
            (Tab::Credit, _, Some(_)) => empty_state(
                icon::PAID,
                "No credit waits",
                "What is paid ahead or too much stands here until it is placed.",
                None,
            ),
            _ => return space().into(),
        };
        container(state).padding([gap::XXXL, 0.0]).into()
    }
}

fn later_columns() -> Vec<Column<'static>> {
    vec![
        Column::fixed("By", 104.0),
        Column::portion("From", 3),
        Column::fixed("Account", 88.0),
        Column::portion("What", 3),
        Column::fixed("Amount", 104.0).right(),
        Column::fixed("Still to come", 112.0).right(),
        Column::fixed("State", 116.0),
    ]
}

fn later_cells(row: &PayLaterRow) -> Vec<Cell<'_, Message>> {
    let what = &row.later.what;
    let words = match &what.means {
        Means::Promise => String::from("Promise"),
        Means::HeldCheck { number } => format!("Check {number}"),
    };
    let words = if what.words.is_empty() {
        words
    } else {
        format!("{words}, {}", what.words)
    };
    vec![
        cell::date(what.due_on),
        cell::text(row.later.name.to_string()).strong(),
        cell::code(account_number(what.guarantor)),
        cell::text(words),
        cell::money(what.amount),
        cell::money(row.left).strong(),
        cell::pill(match row.standing {
            Standing::Broken => pill::owes().says("Broken"),
            Standing::Due => pill::sent().says("Good now"),
            Standing::Waiting if what.means == Means::Promise => pill::waiting().says("Promised"),
            Standing::Waiting => pill::held().says("Held"),
            Standing::Kept | Standing::TakenIn(_) | Standing::CalledOff => {
                pill::well().says(row.standing.words())
            }
        }),
    ]
}

fn credit_columns() -> Vec<Column<'static>> {
    vec![
        Column::portion("Whose", 4),
        Column::fixed("Account", 88.0),
        Column::fixed("Since", 104.0),
        Column::fixed("Owes now", 112.0).right(),
        Column::fixed("Credit", 112.0).right(),
        Column::fixed("Can be placed", 120.0).right(),
    ]
}

fn credit_cells(row: &CreditRow) -> Vec<Cell<'_, Message>> {
    vec![
        cell::text(row.name.to_string()).strong(),
        cell::code(account_number(row.guarantor)),
        cell::date_maybe(row.since),
        cell::money(row.owes),
        cell::money(row.credit).strong(),
        cell::money(row.placeable()),
    ]
}
