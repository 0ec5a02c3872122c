//! The list: tabs by how plans stand, and a row a plan. It must not know what is done about one.

use iced::widget::{column, container, row, space};
use iced::{Center, Element, Fill};

use super::{Message, Plans, TABLE, Tab};
use crate::domain::money::Money;
use crate::domain::pay_plan::{PlanNumber, PlanRow, Standing};
use crate::ui::icon;
use crate::ui::spacing::space as gap;
use crate::ui::widget::data_table::{Cell, Column, cell, data_table};
use crate::ui::widget::empty_state::empty_state;
use crate::ui::widget::pill::{self, Pill};
use crate::ui::widget::{tabs, words};

impl Plans {
    pub(super) fn head(&self) -> Element<'_, Message> {
        let at = Tab::ALL.iter().position(|tab| *tab == self.tab);
        let counted = Tab::ALL.iter().map(|tab| {
            let rows = self.rows().iter();
            let count = rows.filter(|row| tab.holds(row.plan.now.standing)).count();
            tabs::tab(tab.words()).count(count)
        });
        let open = self.rows().iter();
        let open = open.filter(|row| Tab::Open.holds(row.plan.now.standing));
        let sum = |of: fn(&PlanRow) -> Money| {
            let amounts = open.clone().map(of);
            words::show_dollars(Money::sum(amounts).unwrap_or_default())
        };
        let figures = row![
            words::title("Payment plans"),
            space::horizontal(),
            words::label("Due and not paid"),
            words::figure(sum(|row| row.plan.now.due)),
            space::horizontal().width(gap::M),
            words::label("On plans"),
            words::figure(sum(|row| row.plan.now.open)),
        ]
        .spacing(gap::S)
        .align_y(Center);
        let turned = tabs::tabs(counted, at.unwrap_or(0), Message::TabTurned);
        container(column![figures, turned].spacing(gap::S))
            .padding(iced::Padding {
                top: gap::M,
                left: gap::L,
                right: gap::L,
                bottom: 0.0,
            })
            .width(Fill)
            .into()
    }

    pub(super) fn table(&self) -> Element<'_, Message> {
        let amount = |head| Column::fixed(head, 88.0).right();
        data_table(
            [
                Column::fixed("Plan", 76.0),
                Column::fill("Guarantor"),
                Column::fixed("State", 116.0),
                amount("Paid"),
                amount("Open"),
                amount("Due"),
                Column::fixed("Next", 96.0),
            ],
            self.shown.len(),
            |at| {
                let place = self.shown.get(at);
                let row = place.and_then(|place| self.rows().get(*place));
                row.map_or_else(Vec::new, cells)
            },
        )
        .id(TABLE)
        .edge_to_edge()
        .selected(self.selected)
        .on_select(Message::RowChosen)
        .on_open(Message::RowOpened)
        .height(Fill)
        .empty(self.empty())
        .into()
    }

    fn empty(&self) -> Element<'_, Message> {
        if self.found.is_none() {
            return space().into();
        }
        let (title, why) = match self.tab {
            Tab::Open => (
                "Nobody is on a payment plan",
                "A plan is agreed from the ledger of a patient’s chart, with the key L.",
            ),
            Tab::Remind => (
                "Nobody is to be reminded",
                "A plan comes here when a payment was missed.",
            ),
            Tab::Default => (
                "No plan is in default",
                "A plan in default protects nothing: what it covers goes on statements again.",
            ),
            Tab::Over => (
                "No plan is over",
                "What was paid off, ended or called off stays here.",
            ),
        };
        container(empty_state(icon::CHECK, title, why, None))
            .padding(gap::XL)
            .into()
    }
}

fn cells(row: &PlanRow) -> Vec<Cell<'_, Message>> {
    let (plan, now) = (&row.plan.plan, &row.plan.now);
    let due = cell::money(now.due);
    let due = if now.missed > 0 {
        due.strong().tone(|tokens| tokens.attention.ink)
    } else {
        due
    };
    vec![
        cell::code(PlanNumber(plan.id).to_string()),
        cell::text(row.name.to_string()),
        cell::pill(standing(now.standing)),
        cell::money(now.paid),
        cell::money(now.open),
        due,
        cell::date_maybe(now.next.map(|(on, _)| on)),
    ]
}

/// How a plan stands, as a pill.
pub(super) fn standing(of: Standing) -> Pill {
    match of {
        Standing::Default => pill::overdue().says(of.words()),
        Standing::Remind | Standing::Behind => pill::look().says(of.words()),
        Standing::OnTime => pill::active().says(of.words()),
        Standing::PaidOff => pill::paid().says(of.words()),
        Standing::Closed => pill::voided().says(of.words()),
    }
}
