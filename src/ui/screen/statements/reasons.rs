//! Why somebody gets a statement or gets none: each reason with its count and dollars, what such statements brought, and
//! whether one is worth its cost. It must not know a single account.

use iced::Element;
use iced::widget::{column, container, row, space};
use iced::{Center, Fill};

use super::{Filter, Message, Statements};
use crate::domain::mailing::{Kind, LAST, StatementRow, Sum, sums};
use crate::ui::context::Context;
use crate::ui::place::Action;
use crate::ui::spacing::space as gap;
use crate::ui::theme::{self, Tone};
use crate::ui::widget::data_table::{Column, cell, data_table};
use crate::ui::widget::{panel, words};

const REASONS: &str = "reasons for statements";

impl Statements {
    /// The reasons of everybody who was looked at.
    fn reasons(&self) -> Vec<Sum> {
        self.rows
            .as_deref()
            .and_then(|rows| sums(rows).ok())
            .unwrap_or_default()
    }

    /// Lists only those of a reason.
    pub(super) fn only_those(&mut self, context: &Context, at: usize) -> Action<Message> {
        let Some(kind) = self.reasons().get(at).map(|sum| sum.kind) else {
            return Action::None;
        };
        self.only = Some(kind);
        self.query.clear();
        let filter = if kind.sends() {
            Filter::Due
        } else {
            Filter::NotDue
        };
        self.turn_to(context, filter)
    }

    /// The reasons with their counts and dollars, and what statements brought so far.
    pub(super) fn reasons_view(&self) -> Element<'_, Message> {
        let sums = self.reasons();
        let count = sums.len();
        let table = data_table(
            [
                Column::fill("Reason"),
                Column::fixed("Accounts", 96.0).right(),
                Column::fixed("Amount", 128.0).right(),
                Column::fixed("", 88.0),
            ],
            count,
            move |at| {
                sums.get(at).map_or_else(Vec::new, |sum| {
                    let sent = if sum.kind.sends() { "gets one" } else { "" };
                    vec![
                        cell::text(super::sheet::capital(sum.kind.words())),
                        cell::count(usize::try_from(sum.count).unwrap_or(usize::MAX)),
                        cell::money(sum.amount).strong(),
                        cell::text(sent),
                    ]
                })
            },
        )
        .id(REASONS)
        .selected(Some(self.reason_selected))
        .on_select(Message::ReasonChosen)
        .on_open(Message::ReasonOpened);
        let body = column![table].push(self.brought()).spacing(gap::L);
        container(body).padding(gap::L).width(Fill).into()
    }

    /// What the statements of the last year brought, by request.
    fn brought(&self) -> Option<Element<'_, Message>> {
        let (_, returns) = self.past.as_ref()?;
        let rows = returns.rows();
        if rows.is_empty() {
            return None;
        }
        let table = data_table(
            [
                Column::fill("Request"),
                Column::fixed("Sent", 96.0).right(),
                Column::fixed("Asked for", 128.0).right(),
                Column::fixed("Brought", 88.0).right(),
            ],
            rows.len(),
            |at| {
                rows.get(at).map_or_else(Vec::new, |row| {
                    let later = if row.times == LAST { " and later" } else { "" };
                    let percent = row.percent().unwrap_or_default();
                    vec![
                        cell::text(format!("{}{later}", row.times)),
                        cell::count(usize::try_from(row.count).unwrap_or(usize::MAX)),
                        cell::money(row.asked),
                        cell::text(format!("{percent} %")),
                    ]
                })
            },
        )
        .without_focus();
        let head = panel::section("What statements brought in the last year", "");
        Some(column![head, table].spacing(gap::S).into())
    }

    /// What another statement is likely to bring a row, beside what it costs.
    pub(super) fn worth<'a>(&'a self, row: &StatementRow) -> Option<Element<'a, Message>> {
        let (rules, returns) = self.past.as_ref()?;
        if !row.sent && row.kind() != Kind::NotWorth {
            return None;
        }
        let cost = words::show_dollars(rules.cost);
        let expected = returns.expected(row.times, row.amount).ok()?;
        let (said, is_poor) = match (expected, returns.of(row.times)) {
            (Some(expected), Some(known)) => (
                format!(
                    "Request {}: such statements brought {} % in the last year, so likely {} for {cost} of cost",
                    row.times,
                    known.percent().unwrap_or_default(),
                    words::show_dollars(expected),
                ),
                expected < rules.cost,
            ),
            (_, _) => (
                format!(
                    "Request {}: too few such statements were sent to say what it brings for {cost} of cost",
                    row.times
                ),
                false,
            ),
        };
        let line = words::label(said);
        let line = if is_poor {
            line.style(Tone::Attention.ink())
        } else {
            line.style(theme::ink(|t| t.muted))
        };
        Some(
            row![line, space::horizontal()]
                .padding([gap::XS, gap::L])
                .align_y(Center)
                .into(),
        )
    }
}
