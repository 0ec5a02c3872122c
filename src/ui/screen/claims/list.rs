//! What a lane lists: the filters over it and the table, of claims or of visits to code. It must not know one claim's
//! page.

use std::fmt;

use chrono::NaiveDate;
use iced::keyboard::key::Named;
use iced::widget::{Column as Parts, container};
use iced::{Element, Fill};

use super::{Claims, FILTER, MOST, Message, TABLE, lane};
use crate::domain::claim::{ClaimRow, Order};
use crate::domain::visit::VisitRow;
use crate::ui::context::Context;
use crate::ui::icon;
use crate::ui::place::Lane;
use crate::ui::screen::visits::standing;
use crate::ui::spacing::space as gap;
use crate::ui::widget::data_table::{Cell, Column, cell, data_table};
use crate::ui::widget::key::key_hint;
use crate::ui::widget::{empty_state, field, page, words};

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

/// The filters, the table, and what stands below it.
pub fn view<'a>(claims: &'a Claims, context: &'a Context) -> Element<'a, Message> {
    let table = if claims.at.lane == Lane::ToCode {
        visits(claims)
    } else {
        table(claims, context.today())
    };
    Parts::new()
        .push(toolbar(claims))
        .push(table)
        .push(claims.foot())
        .height(Fill)
        .into()
}

fn toolbar(claims: &Claims) -> Element<'_, Message> {
    let is_visits = claims.at.lane == Lane::ToCode;
    let count = if is_visits {
        claims.visits.len()
    } else {
        claims.rows.len()
    };
    let filter = field::search(
        words::filter_these(count),
        &claims.at.text,
        Message::FilterTyped,
    )
    .id(FILTER)
    .trailing(key_hint("/"), 18.0)
    .compact()
    .width(184);
    if is_visits {
        return page::filter_bar([filter.into()], []);
    }
    let providers = picks(
        "All providers",
        claims.providers.iter().map(|one| (one.id, one.listed())),
    );
    let provider = chosen(&providers, claims.at.provider);
    let payers = picks(
        "All payers",
        claims
            .payers
            .iter()
            .map(|one| (one.id, one.what.name.clone())),
    );
    let payer = chosen(&payers, claims.at.payer);
    let orders = Order::ALL
        .map(|order| Pick {
            value: Some(order),
            words: order.words().to_owned(),
        })
        .to_vec();
    let order = chosen(&orders, Some(claims.at.order));
    let left = [
        Element::from(filter),
        field::select("", providers, provider.as_ref(), |pick| {
            Message::ProviderChosen(pick.value)
        })
        .icon(icon::PATIENT)
        .compact()
        .width(144)
        .list_width(220.0)
        .into(),
        field::select("", payers, payer.as_ref(), |pick| {
            Message::PayerChosen(pick.value)
        })
        .icon(icon::PAYER)
        .compact()
        .width(140)
        .list_width(260.0)
        .into(),
        field::select("", orders, order.as_ref(), |pick| {
            Message::OrderChosen(pick.value.unwrap_or_default())
        })
        .icon(icon::FILTER)
        .compact()
        .width(152)
        .list_width(180.0)
        .into(),
    ];
    page::filter_bar(left, [])
}

fn chosen<T: Copy + PartialEq>(list: &[Pick<T>], value: Option<T>) -> Option<Pick<T>> {
    list.iter().find(|pick| pick.value == value).cloned()
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
        Column::fixed("", 32.0),
        Column::fixed("Claim", 76.0),
        Column::portion("Patient", 4),
        Column::fixed("Service", 96.0),
        Column::portion("Payer", 4),
        Column::fixed("Charge", 116.0).right(),
        Column::fixed("Days", 48.0).right(),
        Column::fixed("State", 108.0),
    ];
    let count = claims.rows.len();
    let shown = if count == MOST {
        format!("First {count} claims")
    } else {
        lane::counted(count)
    };
    let total = vec![
        cell::empty(),
        cell::empty(),
        cell::text(shown),
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
            .map(|row| cells(row, claims.picked.contains(&row.id), today))
            .unwrap_or_default()
    })
    .id(TABLE)
    .edge_to_edge()
    .selected(claims.row())
    .on_select(Message::RowSelected)
    .on_open(|_| Message::PagePressed)
    .on_key(|at, press| {
        let is_pick = press.is(Named::Space) && press.modifiers.is_empty();
        at.filter(|_| is_pick).map(Message::Picked)
    })
    .height(Fill)
    .empty(empty(claims));
    if count == 0 {
        table.into()
    } else {
        table.total(total).into()
    }
}

fn cells<'a>(row: &ClaimRow, is_picked: bool, today: NaiveDate) -> Vec<Cell<'a, Message>> {
    let days = today.signed_duration_since(row.service_on).num_days();
    vec![
        if is_picked {
            cell::icon(icon::CHECK).tone(|t| t.accent)
        } else {
            cell::empty()
        },
        cell::code(row.number.to_string()),
        cell::text(row.patient_name.to_string()),
        cell::date(row.service_on),
        cell::text(row.payer_name.clone()),
        cell::money(row.charged),
        cell::count(usize::try_from(days).unwrap_or(0)),
        cell::pill(lane::state(row.state)),
    ]
}

/// The visits that wait for their codes.
fn visits(claims: &Claims) -> Element<'_, Message> {
    let columns = [
        Column::fixed("Service", 112.0),
        Column::portion("Patient", 4),
        Column::portion("Provider", 3),
        Column::portion("Reason", 4),
        Column::fixed("State", 132.0),
    ];
    let count = claims.visits.len();
    let shown = match count {
        1 => String::from("1 visit"),
        more => format!("{more} visits"),
    };
    let table = data_table(columns, count, |at| {
        claims.visits.get(at).map(visit).unwrap_or_default()
    })
    .id(TABLE)
    .edge_to_edge()
    .selected(claims.row())
    .on_select(Message::RowSelected)
    .on_open(|_| Message::PagePressed)
    .height(Fill)
    .empty(empty(claims));
    if count == 0 {
        table.into()
    } else {
        table.total(vec![cell::text(shown)]).into()
    }
}

fn visit<'a>(row: &VisitRow) -> Vec<Cell<'a, Message>> {
    vec![
        cell::date(row.service_on),
        cell::text(row.patient_name.to_string()),
        cell::text(row.rendering.clone()),
        cell::text(row.reason.lines().next().unwrap_or_default().to_owned()),
        cell::pill(standing(row)),
    ]
}

fn empty(claims: &Claims) -> Element<'_, Message> {
    let (title, why) = if claims.at.is_narrowed() {
        (
            "No claim fits the filter",
            "Clear the filter to see every claim of this lane.",
        )
    } else if claims.at.lane == Lane::ToCode {
        ("Every visit is coded", lane::why_empty(claims.at.lane))
    } else {
        ("No claims here", lane::why_empty(claims.at.lane))
    };
    container(empty_state::empty_state(icon::CLAIMS, title, why, None))
        .padding(gap::XL)
        .into()
}
