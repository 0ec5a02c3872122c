//! The claims of a lane: the filters over them and the table. It must not know one claim's page.

use std::fmt;

use chrono::NaiveDate;
use iced::widget::{Column as Parts, container};
use iced::{Element, Fill};

use super::{Claims, FILTER, MOST, Message, TABLE, lane};
use crate::domain::claim::ClaimRow;
use crate::ui::context::Context;
use crate::ui::icon;
use crate::ui::screen::claims::lane::Desk;
use crate::ui::spacing::space as gap;
use crate::ui::widget::data_table::{Cell, Column, cell, data_table};
use crate::ui::widget::key::key_hint;
use crate::ui::widget::{button, chip, empty_state, field, page, progress, words};

/// One choice of a filter.
#[derive(Clone, PartialEq)]
struct Pick<T> {
    value: Option<T>,
    words: String,
}

impl<T> fmt::Display for Pick<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.words)
    }
}

/// The filters, the table, and what is going on.
pub fn view<'a>(claims: &'a Claims, context: &'a Context) -> Element<'a, Message> {
    let working = claims.scrubbing.as_ref().map(|(done, total, _)| {
        let count = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
        let words = format!("Checking claims, {done} of {total}");
        container(progress::progress(
            words,
            count(*done),
            count(*total),
            Some(Message::ScrubStopped),
        ))
        .padding(gap::S)
    });
    Parts::new()
        .push(toolbar(claims))
        .push(working)
        .push(table(claims, context.today()))
        .height(Fill)
        .into()
}

fn toolbar(claims: &Claims) -> Element<'_, Message> {
    let filter = field::search(
        words::filter_these(claims.rows.len()),
        &claims.text,
        Message::FilterTyped,
    )
    .id(FILTER)
    .trailing(key_hint("/"), 18.0)
    .compact()
    .width(208);
    let providers = picks(
        "All providers",
        claims.providers.iter().map(|one| (one.id, one.listed())),
    );
    let provider = providers
        .iter()
        .find(|pick| pick.value == claims.provider)
        .cloned();
    let payers = picks(
        "All payers",
        claims
            .payers
            .iter()
            .map(|one| (one.id, one.what.name.clone())),
    );
    let payer = payers
        .iter()
        .find(|pick| pick.value == claims.payer)
        .cloned();
    let unanswered = (claims.desk == Desk::Waiting).then(|| {
        chip::toggle(
            icon::OVERDUE,
            "No answer in 30 days",
            claims.is_unanswered,
            Message::UnansweredPressed,
        )
    });
    let left = [
        Element::from(filter),
        field::select("", providers, provider.as_ref(), |pick| {
            Message::ProviderChosen(pick.value)
        })
        .icon(icon::PATIENT)
        .compact()
        .width(140)
        .list_width(220.0)
        .into(),
        field::select("", payers, payer.as_ref(), |pick| {
            Message::PayerChosen(pick.value)
        })
        .icon(icon::PAYER)
        .compact()
        .width(128)
        .list_width(260.0)
        .into(),
    ];
    let scrub = button::quiet("Check all")
        .icon(icon::CHECK)
        .key("S")
        .compact()
        .on_press_maybe(claims.scrubbing.is_none().then_some(Message::ScrubPressed));
    page::filter_bar(left.into_iter().chain(unanswered), [scrub.into()])
}

fn picks<T: Clone>(all: &str, list: impl Iterator<Item = (T, String)>) -> Vec<Pick<T>> {
    let every = Pick {
        value: None,
        words: all.to_owned(),
    };
    [every]
        .into_iter()
        .chain(list.map(|(value, words)| Pick {
            value: Some(value),
            words,
        }))
        .collect()
}

fn table(claims: &Claims, today: NaiveDate) -> Element<'_, Message> {
    let columns = [
        Column::fixed("Claim", 80.0),
        Column::portion("Patient", 4),
        Column::fixed("Service", 96.0),
        Column::portion("Payer", 4),
        Column::fixed("Charge", 92.0).right(),
        Column::fixed("Days", 56.0).right(),
        Column::fixed("State", 108.0),
    ];
    let count = claims.rows.len();
    let shown = if count == MOST {
        format!("First {count} claims")
    } else {
        lane::counted(count)
    };
    let total = vec![
        cell::text(shown),
        cell::empty(),
        cell::empty(),
        cell::empty(),
        cell::dollars(claims.total()),
        cell::empty(),
        cell::empty(),
    ];
    let table = data_table(columns, count, move |at| {
        claims
            .rows
            .get(at)
            .map(|row| cells(row, today))
            .unwrap_or_default()
    })
    .id(TABLE)
    .edge_to_edge()
    .selected(claims.row())
    .on_select(Message::RowSelected)
    .on_open(Message::RowOpened)
    .height(Fill)
    .empty(empty(claims));
    if count == 0 {
        table.into()
    } else {
        table.total(total).into()
    }
}

fn cells<'a>(row: &ClaimRow, today: NaiveDate) -> Vec<Cell<'a, Message>> {
    let days = today.signed_duration_since(row.service_on).num_days();
    vec![
        cell::code(row.number.to_string()),
        cell::text(row.patient_name.to_string()),
        cell::date(row.service_on),
        cell::text(row.payer_name.clone()),
        cell::money(row.charged),
        cell::count(usize::try_from(days).unwrap_or(0)),
        cell::pill(lane::state(row.state)),
    ]
}

fn empty(claims: &Claims) -> Element<'_, Message> {
    let is_filtered =
        !claims.text.trim().is_empty() || claims.payer.is_some() || claims.provider.is_some();
    let (title, why) = if is_filtered {
        (
            "No claim fits the filter",
            "Clear the filter to see every claim of this lane.",
        )
    } else {
        ("No claims here", claims.desk.why_empty())
    };
    container(empty_state::empty_state(icon::CLAIMS, title, why, None))
        .padding(gap::XL)
        .into()
}
