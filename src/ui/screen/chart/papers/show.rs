//! How statements and receipts of an account look in its table and beside it. It must not know what is done with them.

use iced::widget::{column, container, row, space};
use iced::{Center, Element, Fill};

use super::Message;
use crate::domain::mailing::SentStatement;
use crate::domain::payment::{ReceiptDetail, ReceiptRow, Tender, receipt_number};
use crate::domain::typed::show_date;
use crate::office::Chart;
use crate::ui::icon;
use crate::ui::screen::placed;
use crate::ui::spacing::{space as gap, width};
use crate::ui::theme;
use crate::ui::widget::data_table::{Cell, cell};
use crate::ui::widget::empty_state::empty_state;
use crate::ui::widget::{panel, pill, words};

/// What a receipt was placed on.
pub(super) fn placed_panel(detail: &ReceiptDetail) -> Element<'_, Message> {
    let head = panel::head(receipt_number(detail.row.id), "", space());
    let by = words::label(format!("Taken by {}", detail.taken_by));
    let body = column![
        words::section(words::show_dollars(detail.row.amount)),
        by,
        placed::placed(detail),
    ]
    .spacing(gap::M);
    panel::panel(width::PANEL_CHART, head, body)
}

/// Why nothing is sent at present.
pub(super) fn held(about: &Chart) -> Option<Element<'_, Message>> {
    let said = match (&about.guarantor.held, about.guarantor.returned_on) {
        (Some(why), _) => format!("Statements are held: {why}"),
        (None, Some(on)) => format!(
            "Mail came back on {}: no statement is mailed until the address is changed",
            show_date(on)
        ),
        (None, None) => return None,
    };
    let line = row![icon::of(icon::HELD, 16.0), words::body(said)]
        .spacing(gap::S)
        .height(40.0)
        .align_y(Center);
    Some(
        container(line)
            .padding([0.0, gap::L])
            .width(Fill)
            .style(|theme| {
                let tint = theme::tokens(theme).attention;
                container::Style::default()
                    .background(tint.ground)
                    .color(tint.ink)
            })
            .into(),
    )
}

/// A statement that was sent.
pub(super) fn statement(sent: &SentStatement) -> Vec<Cell<'_, Message>> {
    vec![
        cell::date(sent.made_on),
        cell::code(sent.number.as_str()),
        cell::text(sent.withdrawn.as_ref().map_or_else(
            || format!("Statement, due {}", show_date(sent.due_on)),
            |why| format!("Statement, taken back: {why}"),
        )),
        cell::money(sent.amount).strong(),
        cell::pill(if sent.withdrawn.is_some() {
            pill::takeback().says("Taken back")
        } else {
            pill::sent()
        }),
    ]
}

/// A receipt that was given.
pub(super) fn receipt(row: &ReceiptRow) -> Vec<Cell<'_, Message>> {
    let tenders: Vec<String> = row.tenders.iter().map(tender).collect();
    vec![
        cell::date(row.accounting_on),
        cell::code(receipt_number(row.id)),
        cell::text(tenders.join("; ")),
        cell::money(row.amount).strong(),
        if row.is_reversed {
            cell::pill(pill::takeback().says("Taken back"))
        } else {
            cell::pill(pill::well().says("Received"))
        },
    ]
}

/// How money was handed over.
fn tender(tender: &Tender) -> String {
    match tender {
        Tender::Cash { .. } => String::from("Cash"),
        Tender::Check { number, .. } => format!("Check {number}"),
        Tender::Card { reference, .. } => format!("Card {reference}"),
    }
}

/// Nothing is there.
pub(super) fn empty<'a>() -> Element<'a, Message> {
    container(empty_state(
        icon::STATEMENTS,
        "Nothing printed yet",
        "Statements that were sent and receipts that were given stay here as they were printed.",
        None,
    ))
    .padding([gap::XXXL, 0.0])
    .into()
}
