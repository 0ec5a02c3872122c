//! The list: tabs by where services stand, and the services by payer and code. It must not know what is done about one.

use iced::widget::{column, container, row, space};
use iced::{Center, Element, Fill};

use super::{Message, Screen, TABLE};
use crate::domain::id::PayerId;
use crate::domain::money::Money;
use crate::domain::typed::counted;
use crate::domain::underpaid::{Group, Standing, Underpaid, groups};
use crate::ui::icon;
use crate::ui::spacing::space as gap;
use crate::ui::widget::data_table::{Cell, Column, Kind, cell, data_table};
use crate::ui::widget::empty_state::empty_state;
use crate::ui::widget::pill::{self, Pill};
use crate::ui::widget::{chip, page, tabs, words};

/// A row of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Row {
    /// The words over a group, by its place.
    Group(usize),
    /// A service, by its place among those that were found.
    Service(usize),
}

/// Sorts services that stand there into groups, the most money first.
pub fn rows(
    found: &[Underpaid],
    standing: Standing,
    only: Option<PayerId>,
) -> (Vec<Group>, Vec<Row>) {
    let is_listed = |one: &&Underpaid| {
        one.standing == standing && only.is_none_or(|payer| payer == one.answer.payer)
    };
    let listed: Vec<Underpaid> = found.iter().filter(is_listed).cloned().collect();
    let groups = groups(&listed).unwrap_or_default();
    let mut rows = Vec::new();
    for (place, group) in groups.iter().enumerate() {
        rows.push(Row::Group(place));
        let of_group = found.iter().enumerate().filter(|(_, one)| {
            let answer = &one.answer;
            one.standing == standing && (answer.payer, answer.code) == (group.payer, group.code)
        });
        rows.extend(of_group.map(|(at, _)| Row::Service(at)));
    }
    (groups, rows)
}

impl Screen {
    pub(super) fn head(&self) -> Element<'_, Message> {
        let found = self.found.as_deref().unwrap_or_default();
        let at = Standing::ALL.iter().position(|one| *one == self.standing);
        let all = Standing::ALL.iter().map(|standing| {
            let count = found.iter().filter(|one| one.standing == *standing);
            tabs::tab(standing.words()).count(count.count())
        });
        let stake = Money::sum(
            found
                .iter()
                .filter(|one| one.is_at_stake())
                .map(|one| one.missing),
        );
        let came = Money::sum(found.iter().map(|one| one.recovered));
        let figures = row![
            words::title("Underpaid services"),
            space::horizontal(),
            words::label("At stake"),
            words::figure(words::show_dollars(stake.unwrap_or(Money::ZERO))),
            space::horizontal().width(gap::M),
            words::label("Came after all"),
            words::figure(words::show_dollars(came.unwrap_or(Money::ZERO))),
        ]
        .spacing(gap::S)
        .align_y(Center);
        container(
            column![
                figures,
                tabs::tabs(all, at.unwrap_or(0), Message::TabTurned)
            ]
            .spacing(gap::S),
        )
        .padding(iced::Padding {
            top: gap::M,
            left: gap::L,
            right: gap::L,
            bottom: 0.0,
        })
        .width(Fill)
        .into()
    }

    pub(super) fn toolbar(&self) -> Element<'_, Message> {
        let services = self
            .rows
            .iter()
            .filter(|row| matches!(row, Row::Service(_)))
            .count();
        let pass = format!(
            "differences up to {} are let pass",
            words::show_dollars(self.tolerance)
        );
        let span = chip::toggle(
            icon::CALENDAR,
            self.span.words(),
            false,
            Message::SpanTurned,
        );
        let payer = chip::toggle(
            icon::FILTER,
            "Only this payer",
            self.only.is_some(),
            Message::OnlyToggled,
        );
        page::toolbar(
            [
                words::strong(counted(services, "service")).into(),
                words::muted(pass).into(),
            ],
            [span, payer],
        )
    }

    pub(super) fn table(&self) -> Element<'_, Message> {
        let amount = |head| Column::fixed(head, 88.0).right();
        data_table(
            [
                Column::fixed("Service", 104.0),
                Column::fixed("Claim", 92.0),
                Column::fill("Patient"),
                Column::fixed("Code", 96.0),
                amount("Expected"),
                amount("Allowed"),
                amount("Missing"),
            ],
            self.rows.len(),
            |at| self.cells(at),
        )
        .kinds(|at| match self.rows.get(at) {
            Some(Row::Group(_)) => Kind::Group,
            Some(Row::Service(_)) | None => Kind::Line,
        })
        .id(TABLE)
        .edge_to_edge()
        .selected(self.selected)
        .on_select(Message::RowChosen)
        .on_open(Message::RowOpened)
        .height(Fill)
        .empty(self.empty())
        .into()
    }

    fn cells(&self, at: usize) -> Vec<Cell<'_, Message>> {
        match self.rows.get(at) {
            Some(Row::Group(place)) => self
                .groups
                .get(*place)
                .map(|group| vec![cell::text(over(group))])
                .unwrap_or_default(),
            Some(Row::Service(place)) => self
                .found
                .as_ref()
                .and_then(|found| found.get(*place))
                .map(service)
                .unwrap_or_default(),
            None => Vec::new(),
        }
    }

    fn empty(&self) -> Element<'_, Message> {
        if self.found.is_none() {
            return space().into();
        }
        let (words, why) = match self.standing {
            Standing::Open => (
                "Nothing is underpaid",
                "What payers allow is held against their contracts, or against what they allowed before.",
            ),
            Standing::Disputed => ("Nothing is in dispute", "What you dispute waits here."),
            Standing::Paid => (
                "Nothing was paid after all",
                "What comes after a dispute is counted here.",
            ),
            Standing::Accepted => (
                "Nothing was accepted",
                "What you leave as it is stands here.",
            ),
        };
        container(empty_state(icon::CHECK, words, why, None))
            .padding(gap::XL)
            .into()
    }
}

fn over(group: &Group) -> String {
    let count = usize::try_from(group.lines).unwrap_or(usize::MAX);
    let money = if group.at_stake.is_zero() {
        format!("{} came after all", words::show_dollars(group.recovered))
    } else {
        format!("{} at stake", words::show_dollars(group.at_stake))
    };
    format!(
        "{}, {}: {}, {money}",
        group.payer_name,
        group.code,
        counted(count, "service")
    )
}

fn service(one: &Underpaid) -> Vec<Cell<'_, Message>> {
    let answer = &one.answer;
    vec![
        cell::date(answer.service_on),
        cell::code(answer.claim_number.to_string()),
        cell::text(answer.patient_name.to_string()),
        cell::code(answer.service()),
        cell::money(one.expected),
        cell::money(answer.allowed),
        cell::money(one.missing)
            .strong()
            .tone(|tokens| tokens.attention.ink),
    ]
}

/// Where it stands, as a pill.
pub fn standing(of: Standing) -> Pill {
    match of {
        Standing::Open => pill::look().says("Open"),
        Standing::Disputed => pill::waiting().says("Disputed"),
        Standing::Paid => pill::paid().says("Paid after all"),
        Standing::Accepted => pill::voided().says("Accepted"),
    }
}
