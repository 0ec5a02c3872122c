//! The list of who is due a statement or not, and why. It must not know what a statement looks like.

use iced::widget::{container, space};
use iced::{Element, Fill};

use super::{Filter, Message, SEARCH, Statements, TABLE};
use crate::domain::mailing::StatementRow;
use crate::domain::money::Money;
use crate::ui::icon;
use crate::ui::spacing::space as gap;
use crate::ui::widget::data_table::{Cell, Column, cell, data_table};
use crate::ui::widget::empty_state::empty_state;
use crate::ui::widget::{chip, field, page, tabs};

/// How wide the list is: the page beside it needs the rest to be read.
pub const WIDTH: f32 = 536.0;

/// What a row is found by, in small letters.
pub fn words_of(row: &StatementRow) -> String {
    format!(
        "{}|{}|{}|{}|{}",
        row.name,
        row.name.natural(),
        row.why,
        row.amount,
        row.amount.plain()
    )
    .to_lowercase()
}

/// `1 statement`, `2 statements`.
pub fn many(count: usize, one: &str, more: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { more })
}

impl Filter {
    const ALL: [Self; 3] = [Self::Due, Self::NotDue, Self::Runs];

    /// Where its tab stands.
    fn place(self) -> usize {
        let place = Self::ALL.iter().position(|filter| *filter == self);
        place.unwrap_or_default()
    }

    fn at(place: usize) -> Self {
        Self::ALL.get(place).copied().unwrap_or_default()
    }
}

impl Statements {
    pub(super) fn bar(&self) -> Element<'_, Message> {
        let all = self.rows.as_ref().map_or(0, Vec::len);
        let (due, _) = self.due();
        let list = [
            tabs::tab("Due").count(due),
            tabs::tab("Not due").count(all.saturating_sub(due)),
            tabs::tab("Runs"),
        ];
        let (at, turn) = (self.filter.place(), |at| {
            Message::FilterTurned(Filter::at(at))
        });
        let only = self
            .only
            .map(|kind| chip::chip(super::sheet::capital(kind.words()), Message::ReasonLeft));
        let search = (self.filter != Filter::Runs && only.is_none()).then(|| {
            field::search("Name, amount or reason", &self.query, Message::QueryEdited)
                .compact()
                .id(SEARCH)
                .width(208.0)
                .into()
        });
        page::filter_bar([tabs::tabs(list, at, turn)], only.into_iter().chain(search))
    }

    pub(super) fn table(&self) -> Element<'_, Message> {
        let head = match self.filter {
            Filter::Due => "Why",
            Filter::NotDue | Filter::Runs => "Why not",
        };
        let table = data_table(
            [
                Column::portion("Guarantor", 4),
                Column::fixed("Amount", 120.0).right(),
                Column::portion(head, 5),
            ],
            self.shown.len(),
            |at| self.cells(at),
        )
        .edge_to_edge()
        .id(TABLE)
        .height(Fill)
        .selected(self.selected)
        .on_select(Message::RowChosen)
        .on_open(|_| Message::SideTurned(super::Side::Preview))
        .on_key(|_, press| {
            use iced::keyboard::key::Named;
            if press.is(Named::ArrowRight) {
                Some(Message::PageTurned(1))
            } else if press.is(Named::ArrowLeft) {
                Some(Message::PageTurned(-1))
            } else {
                None
            }
        })
        .empty(self.empty());
        if self.shown.is_empty() {
            return table.into();
        }
        let rows = self.rows.as_deref().unwrap_or_default();
        let shown = self.shown.iter().filter_map(|at| rows.get(*at));
        let sum = Money::sum(shown.map(|row| row.amount)).unwrap_or_default();
        let count = many(self.shown.len(), "guarantor", "guarantors");
        table
            .total(vec![cell::text(count), cell::dollars(sum), cell::empty()])
            .into()
    }

    fn cells(&self, at: usize) -> Vec<Cell<'_, Message>> {
        let rows = self.rows.as_deref().unwrap_or_default();
        let Some(row) = self.shown.get(at).and_then(|at| rows.get(*at)) else {
            return Vec::new();
        };
        vec![
            cell::text(row.name.to_string()),
            cell::money(row.amount).strong(),
            cell::text(super::sheet::capital(&row.why)),
        ]
    }

    fn empty(&self) -> Element<'_, Message> {
        if self.rows.is_none() {
            return space().into();
        }
        let (title, why) = match (self.query.trim(), self.filter) {
            ("", Filter::Due) => (
                String::from("Nobody is due a statement"),
                "What patients owe shows here once insurance has answered.",
            ),
            ("", Filter::NotDue | Filter::Runs) => (
                String::from("Everybody with an account is due"),
                "Those who get none stand here with the reason.",
            ),
            (query, _) => (
                format!("Nothing matches “{query}”"),
                "Type part of a name, an amount or a reason.",
            ),
        };
        container(empty_state(icon::STATEMENTS, title, why, None))
            .padding([gap::XXXL, gap::L])
            .into()
    }
}
