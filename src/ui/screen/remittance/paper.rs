//! The chosen claim of a remittance as the EOB that a person would have been sent, and under it the segments that it is
//! read from. It must not know what is decided about it.

use iced::widget::{Column, Row, column, container, row, rule, space};
use iced::{Center, Element, Fill, Right};

use super::{Message, Remittance, sheet};
use crate::domain::codeset;
use crate::domain::money::Money;
use crate::domain::remit::{Coded, RemitAdjustment, RemitLine, RemitPerson, Text};
use crate::domain::typed::show_date;
use crate::office::{DeskClaim, RemittancePage};
use crate::ui::icon;
use crate::ui::screen::payments::table::method;
use crate::ui::spacing::space as gap;
use crate::ui::theme::{self, ink};
use crate::ui::widget::{button, card, page as frame, panel, words};

/// Widths of the columns of services.
const WIDTHS: [f32; 6] = [88.0, 72.0, 84.0, 84.0, 128.0, 84.0];
const HEADS: [&str; 6] = ["Service", "Code", "Charged", "Allowed", "Reasons", "Paid"];

impl Remittance {
    pub(super) fn paper<'a>(&'a self, page: &'a RemittancePage) -> Element<'a, Message> {
        let place = format!("{} of {}", self.at.saturating_add(1), self.lines.len());
        let bar = frame::toolbar(
            [
                words::dense("As on paper").font(theme::SEMIBOLD).into(),
                words::label(place).into(),
            ],
            [button::quiet("Table")
                .icon(icon::FILTER)
                .compact()
                .key("V")
                .on_press(Message::PaperPressed)
                .into()],
        );
        let body: Element<'_, Message> = match self.claim() {
            Some(claim) => column![
                card::card(eob(page, claim)).max_width(720.0),
                self.source(page, claim),
            ]
            .spacing(gap::L)
            .max_width(720.0)
            .into(),
            None => beside(page),
        };
        let sheet = container(body).padding(gap::L).center_x(Fill);
        let ground = container(frame::scroll(sheet))
            .height(Fill)
            .style(theme::ground(|t| t.canvas));
        column![bar, self.going(), ground].into()
    }
}

/// Money beside claims, all of it.
fn beside(page: &RemittancePage) -> Element<'_, Message> {
    let lines = page.adjustments.iter().map(|one| {
        (
            format!("{} {}", one.filed.code, one.filed.reference),
            one.filed.amount.negated(),
        )
    });
    card::card(column![words::section("Beside claims"), panel::sums(lines)])
        .max_width(720.0)
        .into()
}

fn eob<'a>(page: &'a RemittancePage, claim: &'a DeskClaim) -> Element<'a, Message> {
    let header = &page.header;
    let row_of = &page.row;
    let address = header.payer.street.iter().map(ToString::to_string);
    let city = [&header.payer.city, &header.payer.state, &header.payer.zip];
    let city: Vec<&str> = city
        .into_iter()
        .map(Text::as_str)
        .filter(|part| !part.is_empty())
        .collect();
    let address = address
        .chain([city.join(" ")])
        .filter(|one| !one.is_empty());
    let payer = column![words::section(row_of.payer_name.as_str())]
        .extend(address.map(|one| words::label(one).into()));
    let check = column![
        words::strong("Explanation of benefits"),
        words::label(format!("Paid to {}", row_of.payee_name)),
        words::label(format!(
            "{} {}, {}",
            method(row_of.method),
            row_of.trace,
            show_date(row_of.paid_on)
        )),
    ]
    .align_x(Right);
    let top = row![payer, space::horizontal(), check];
    column![
        top,
        rule::horizontal(1).style(theme::total_rule),
        facts(claim),
        services(claim),
        reasons(claim),
    ]
    .spacing(gap::L)
    .into()
}

fn facts(claim: &DeskClaim) -> Element<'_, Message> {
    let read = &claim.read;
    let member = read.member_ids().next().unwrap_or("–").to_owned();
    let status = match &read.status {
        Coded::Known(status) => format!("{} {}", status.as_str(), status.words()),
        Coded::Unknown(text) => text.to_string(),
    };
    let left = panel::facts(
        96.0,
        [
            ("Patient", words::dense(sheet::patient(claim)).into()),
            ("Member", words::dense(member).into()),
            ("Claim", words::dense(claim.filed.number.as_str()).into()),
        ],
    );
    let treated = read.rendering.as_ref().map(person).unwrap_or_default();
    let right = panel::facts(
        112.0,
        [
            (
                "Payer’s number",
                words::dense(claim.filed.payer_number.as_str()).into(),
            ),
            ("Status", words::dense(status).into()),
            ("Treated by", words::dense(treated).into()),
        ],
    );
    row![container(left).width(Fill), container(right).width(Fill)]
        .spacing(gap::L)
        .into()
}

fn person(person: &RemitPerson) -> String {
    sheet::named(&person.to_string())
}

fn services(claim: &DeskClaim) -> Element<'_, Message> {
    let head = cells(HEADS.map(|words| {
        words::dense(words)
            .font(theme::SEMIBOLD)
            .style(ink(|t| t.muted))
            .into()
    }));
    let mut table = column![head, rule::horizontal(1).style(theme::divider)];
    for line in &claim.read.lines {
        table = table
            .push(service(line))
            .push(rule::horizontal(1).style(theme::divider));
    }
    let adjusted = Money::sum(claim.read.all_adjustments().map(|(_, one)| one.amount));
    let total: [Element<'_, Message>; 6] = [
        words::strong("Claim").into(),
        space().into(),
        words::strong(words::show_money(claim.read.charged)).into(),
        words::strong(words::show_money(claim.allowed)).into(),
        words::strong(words::show_money(adjusted.unwrap_or_default())).into(),
        words::strong(words::show_money(claim.read.paid)).into(),
    ];
    let of_claim = claim.read.adjustments.iter().map(|one| {
        row![
            words::label("Of the whole claim"),
            space::horizontal(),
            words::dense(short(one))
        ]
        .padding([0.0, gap::S])
        .into()
    });
    table
        .extend(of_claim)
        .push(rule::horizontal(1).style(theme::total_rule))
        .push(cells(total))
        .into()
}

fn service(line: &RemitLine) -> Element<'_, Message> {
    let day = line.served_on().map(|days| show_date(days.0));
    let mut code = line.procedure.code.to_string();
    for modifier in &line.procedure.modifiers {
        code.push('-');
        code.push_str(modifier);
    }
    let reasons = line
        .adjustments
        .iter()
        .map(|one| words::dense(short(one)).into());
    let reasons = Column::with_children(reasons).align_x(Right);
    cells([
        words::body(day.unwrap_or_default()).into(),
        words::strong(code).into(),
        words::money(line.charged).into(),
        words::money(line.allowed().unwrap_or_default()).into(),
        reasons.into(),
        words::money(line.paid).font(theme::SEMIBOLD).into(),
    ])
}

/// `CO-45 42.42`.
fn short(one: &RemitAdjustment) -> String {
    format!("{}-{} {}", one.group, one.carc, one.amount)
}

fn cells(list: [Element<'_, Message>; 6]) -> Element<'_, Message> {
    let cells = list.into_iter().zip(WIDTHS).enumerate();
    let cells = cells.map(|(at, (cell, width))| {
        let cell = container(cell).padding([4.0, gap::S]);
        if at < 2 {
            cell.width(width).into()
        } else {
            cell.width(Fill).align_x(Right).into()
        }
    });
    Row::with_children(cells).align_y(Center).into()
}

/// What the codes mean, each once.
fn reasons(claim: &DeskClaim) -> Element<'_, Message> {
    let mut told: Vec<(String, &'static str)> = Vec::new();
    let mut tell = |code: String, meaning: &'static str| {
        if told.iter().all(|(known, _)| *known != code) {
            told.push((code, meaning));
        }
    };
    for (_, one) in claim.read.all_adjustments() {
        let meaning = codeset::adjustment_reasons().get(one.carc.as_str());
        tell(
            one.carc.to_string(),
            meaning.map_or("", |entry| entry.description.as_str()),
        );
    }
    let of_lines = claim.read.lines.iter().flat_map(|line| &line.remarks);
    for one in claim.read.remarks.iter().chain(of_lines) {
        let meaning = codeset::remarks().get(one.as_str());
        tell(
            one.to_string(),
            meaning.map_or("", |entry| entry.description.as_str()),
        );
    }
    let lines = told.into_iter().map(|(code, meaning)| {
        row![
            container(words::dense(code).font(theme::SEMIBOLD)).width(56),
            words::label(meaning).width(Fill),
        ]
        .into()
    });
    Column::with_children(lines).spacing(gap::XS).into()
}
