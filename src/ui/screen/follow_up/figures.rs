//! The figures of denials: how much is refused, by whom and why, how often that is overturned, what it brings. They must
//! not know the queue.

use iced::widget::{column, container, row};
use iced::{Element, Fill};

use super::Message;
use crate::domain::denial::{Figure, Figures};
use crate::domain::money::Money;
use crate::domain::typed::show_date;
use crate::ui::icon;
use crate::ui::spacing::space as gap;
use crate::ui::widget::data_table::{Cell, Column, cell, data_table};
use crate::ui::widget::empty_state::empty_state;
use crate::ui::widget::words;

/// The figures in a row, and the table by payer and reason.
pub fn view(figures: &Figures) -> Element<'_, Message> {
    let (tried, won) = figures.tried();
    let rate = figures.denial_permille().map_or_else(
        || String::from("–"),
        |permille| {
            format!(
                "{}.{} %",
                permille.checked_div(10).unwrap_or(0),
                permille.checked_rem(10).unwrap_or(0)
            )
        },
    );
    let overturned = won.saturating_mul(100).checked_div(tried);
    let overturned = overturned.map_or_else(|| String::from("–"), |of| format!("{of} %"));
    let brought = figures.dollars_won().unwrap_or(Money::ZERO);
    let head = row![
        one(
            "Refused at first",
            rate,
            format!("{} of {} services", figures.refused(), figures.answered)
        ),
        one(
            "Overturned",
            overturned,
            format!("{won} of {tried} answered once more")
        ),
        one(
            "Won",
            words::show_dollars(brought),
            format!("since {}", show_date(figures.since))
        ),
    ]
    .spacing(gap::XXXL)
    .padding(gap::L);
    let columns = [
        Column::fill("Payer"),
        Column::fixed("CARC", 64.0),
        Column::fixed("Lines", 64.0).right(),
        Column::fixed("Refused", 108.0).right(),
        Column::fixed("Tried", 64.0).right(),
        Column::fixed("Won", 64.0).right(),
        Column::fixed("Rate", 64.0).right(),
        Column::fixed("Brought", 108.0).right(),
    ];
    let empty = container(empty_state(
        icon::REPORTS,
        "No payer refused anything yet",
        "What payers refuse and what comes of it is added up here.",
        None,
    ))
    .padding(gap::XL);
    let table = data_table(columns, figures.rows.len(), |at| {
        figures.rows.get(at).map(cells).unwrap_or_default()
    })
    .edge_to_edge()
    .height(Fill)
    .empty(empty);
    column![head, table].into()
}

fn one(label: &str, figure: String, note: String) -> Element<'_, Message> {
    column![
        words::label(label),
        words::figure(figure),
        words::note(note)
    ]
    .into()
}

fn cells<'a>(row: &Figure) -> Vec<Cell<'a, Message>> {
    let many = |count: u32| cell::count(usize::try_from(count).unwrap_or(usize::MAX));
    let rate = row.overturned().map(|of| format!("{of} %"));
    vec![
        cell::text(row.payer_name.clone()),
        cell::code(row.carc.to_string()),
        many(row.lines),
        cell::money(row.refused),
        many(row.tries),
        many(row.won),
        cell::text(rate.unwrap_or_else(|| String::from("–"))),
        cell::money(row.dollars_won),
    ]
}
