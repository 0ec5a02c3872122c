//! The lists of EOBs and receipts, and how one finds in them. They must not know what a row says in full.

use chrono::Local;
use iced::widget::{container, space};
use iced::{Element, Fill};

use super::{Message, Payments, SEARCH, TABLE, Tab};
use crate::domain::eob::{EobRow, Method};
use crate::domain::money::Money;
use crate::domain::payment::{ReceiptRow, Tender, receipt_number};
use crate::domain::typed::show_date;
use crate::ui::icon;
use crate::ui::screen::deposits::TABS;
use crate::ui::spacing::space as gap;
use crate::ui::widget::data_table::{Cell, Column, cell, data_table};
use crate::ui::widget::empty_state::empty_state;
use crate::ui::widget::{button, field, page, pill, tabs};

/// How a payer paid, in a word.
pub const fn method(method: Method) -> &'static str {
    match method {
        Method::Check => "Check",
        Method::Eft => "EFT",
        Method::Card => "Virtual card",
        Method::None => "Nothing paid",
    }
}

/// The number by which people know an EOB.
pub fn reference(row: &EobRow) -> String {
    if row.reference.is_empty() {
        row.id.to_string()
    } else {
        row.reference.clone()
    }
}

/// How a guarantor paid, in a few words.
pub fn tenders(row: &ReceiptRow) -> String {
    let words: Vec<String> = row.tenders.iter().map(tender).collect();
    words.join(", ")
}

/// How a part was paid.
pub fn tender(tender: &Tender) -> String {
    match tender {
        Tender::Cash { .. } => String::from("Cash"),
        Tender::Check { number, .. } => format!("Check {number}"),
        Tender::Card { reference, .. } => format!("Card {reference}"),
    }
}

/// What an EOB is found by.
pub fn eob_words(row: &EobRow) -> String {
    let days = (show_date(row.paid_on), show_date(row.accounting_on));
    format!(
        "{}|{}|{}|{}|{}|{}",
        row.payer_name,
        row.reference,
        days.0,
        days.1,
        row.amount,
        row.amount.plain()
    )
}

/// What a receipt is found by.
pub fn receipt_words(row: &ReceiptRow) -> String {
    let day = show_date(row.accounting_on);
    let number = receipt_number(row.id);
    format!(
        "{}|{}|{number}|{day}|{}|{}|{}",
        row.name,
        row.name.natural(),
        tenders(row),
        row.amount,
        row.amount.plain()
    )
}

impl Payments {
    pub(super) fn bar(&self) -> Element<'_, Message> {
        let count = |rows: Option<usize>| rows.unwrap_or(0);
        let counts = [
            count(self.eobs.as_ref().map(Vec::len)),
            count(self.receipts.as_ref().map(Vec::len)),
            0,
            0,
            0,
            0,
            0,
            0,
        ];
        let list = TABS.into_iter().zip(counts);
        let list = list.map(|(name, count)| tabs::tab(name).count(count));
        let placeholder = match self.tab {
            Tab::Eobs => "Payer, check number, amount or day",
            Tab::Receipts => "Name, receipt, check number or day",
        };
        let shown = self.scanning.as_deref().unwrap_or(&self.query);
        let search = field::search(placeholder, shown, Message::QueryEdited)
            .compact()
            .id(SEARCH)
            .on_submit(Message::QueryEntered)
            .width(272.0);
        page::filter_bar([tabs::tabs(list, self.tab_at(), turn)], [search.into()])
    }

    /// Why what was scanned leads nowhere, on a line of its own.
    pub(super) fn misread(&self) -> Option<Element<'_, Message>> {
        let misread = field::error(self.misread.as_deref()?);
        Some(container(misread).padding([gap::S, gap::L]).into())
    }

    pub(super) fn table(&self) -> Element<'_, Message> {
        let (columns, total) = match self.tab {
            Tab::Eobs => (eob_columns(), self.eob_total()),
            Tab::Receipts => (receipt_columns(), self.receipt_total()),
        };
        let table = data_table(columns, self.shown.len(), |at| self.cells(at))
            .edge_to_edge()
            .id(TABLE)
            .height(Fill)
            .selected(self.selected)
            .on_select(Message::RowChosen)
            .on_open(Message::RowOpened)
            .empty(self.empty());
        if self.shown.is_empty() {
            table.into()
        } else {
            table.total(total).into()
        }
    }

    fn cells(&self, at: usize) -> Vec<Cell<'_, Message>> {
        let Some(at) = self.shown.get(at) else {
            return Vec::new();
        };
        match self.tab {
            Tab::Eobs => {
                let row = self.eobs.as_ref().and_then(|rows| rows.get(*at));
                row.map(eob_cells).unwrap_or_default()
            }
            Tab::Receipts => {
                let row = self.receipts.as_ref().and_then(|rows| rows.get(*at));
                row.map(receipt_cells).unwrap_or_default()
            }
        }
    }

    fn eob_total(&self) -> Vec<Cell<'_, Message>> {
        let rows = self.eobs.as_deref().unwrap_or_default();
        let shown = self.shown.iter().filter_map(|at| rows.get(*at));
        let sum = sum(shown.filter(|row| !row.is_reversed).map(|row| row.amount));
        let mut cells = vec![cell::text(many(self.shown.len(), "EOB", "EOBs"))];
        cells.extend((0..4).map(|_| cell::empty()));
        cells.push(cell::dollars(sum));
        cells
    }

    fn receipt_total(&self) -> Vec<Cell<'_, Message>> {
        let rows = self.receipts.as_deref().unwrap_or_default();
        let shown = self.shown.iter().filter_map(|at| rows.get(*at));
        let sum = sum(shown.filter(|row| !row.is_reversed).map(|row| row.amount));
        let mut cells = vec![cell::text(many(self.shown.len(), "receipt", "receipts"))];
        cells.extend((0..3).map(|_| cell::empty()));
        cells.push(cell::dollars(sum));
        cells
    }

    fn empty(&self) -> Element<'_, Message> {
        let is_read = match self.tab {
            Tab::Eobs => self.eobs.is_some(),
            Tab::Receipts => self.receipts.is_some(),
        };
        if !is_read {
            return space().into();
        }
        let state = match (self.tab, self.query.trim()) {
            (Tab::Eobs, "") => empty_state(
                icon::PAYMENTS,
                "No EOBs yet",
                "Key what a payer’s paper says; it is posted when it proves.",
                Some(
                    button::primary("Key a paper EOB")
                        .key("E")
                        .on_press(Message::NewEobPressed),
                ),
            ),
            (Tab::Receipts, "") => empty_state(
                icon::RECEIPT,
                "No receipts yet",
                "Take a payment; it goes to what is open, and a receipt is printed.",
                Some(
                    button::primary("Take a payment")
                        .key("P")
                        .on_press(Message::TakePressed),
                ),
            ),
            (_, query) => empty_state(
                icon::SEARCH,
                format!("Nothing matches “{query}”"),
                "Type part of a name, a number, an amount or a day as 03/17/2026.",
                None,
            ),
        };
        container(state).padding([gap::XXXL, 0.0]).into()
    }
}

/// What a press on one of the tabs says.
pub const fn turn(at: usize) -> Message {
    match at {
        0 => Message::TabTurned(Tab::Eobs),
        1 => Message::TabTurned(Tab::Receipts),
        _ => Message::OtherTab(at),
    }
}

fn eob_columns() -> Vec<Column<'static>> {
    vec![
        Column::fill("Payer"),
        Column::fixed("Paid by", 92.0),
        Column::fixed("Number", 112.0),
        Column::fixed("Check date", 96.0),
        Column::fixed("Claims", 60.0).right(),
        Column::fixed("Amount", 104.0).right(),
        Column::fixed("State", 116.0),
    ]
}

fn eob_cells(row: &EobRow) -> Vec<Cell<'_, Message>> {
    vec![
        cell::text(row.payer_name.as_str()),
        cell::text(method(row.method)),
        cell::code(row.reference.as_str()),
        cell::date(row.paid_on),
        cell::count(usize::try_from(row.claims).unwrap_or(usize::MAX)),
        cell::money(row.amount).strong(),
        state(row.is_reversed, "Posted"),
    ]
}

fn receipt_columns() -> Vec<Column<'static>> {
    vec![
        Column::fixed("Receipt", 92.0),
        Column::fixed("Taken", 148.0),
        Column::portion("From", 3),
        Column::portion("Paid with", 3),
        Column::fixed("Amount", 96.0).right(),
        Column::fixed("State", 116.0),
    ]
}

fn receipt_cells(row: &ReceiptRow) -> Vec<Cell<'_, Message>> {
    let taken = row.taken_at.with_timezone(&Local);
    vec![
        cell::code(receipt_number(row.id)),
        cell::text(taken.format("%m/%d/%Y %-I:%M %p").to_string()),
        cell::text(row.name.to_string()),
        cell::text(tenders(row)),
        cell::money(row.amount).strong(),
        state(row.is_reversed, "Taken"),
    ]
}

fn state<'a>(is_reversed: bool, words: &str) -> Cell<'a, Message> {
    cell::pill(if is_reversed {
        pill::takeback().says("Taken back")
    } else {
        pill::well().says(words)
    })
}

fn sum(amounts: impl Iterator<Item = Money>) -> Money {
    Money::sum(amounts).unwrap_or_default()
}

/// `1 EOB`, `2 EOBs`.
fn many(count: usize, one: &str, more: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { more })
}
