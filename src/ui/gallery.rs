//! Every part of the kit with made-up content, light and dark side by side, to be looked at and compared. It must not
//! know any screen.

use chrono::NaiveDate;
use iced::widget::{column, container, row, themer};
use iced::{Element, Fill, Theme};

use super::spacing::space;
use super::theme;
use super::widget::data_table::{Column, Kind, cell, data_table};
use super::widget::{button, field, pill, words};
use crate::domain::money::Money;

/// What the parts of the gallery say. Nothing hears it.
#[derive(Clone, Debug)]
pub enum Message {
    Typed(String),
    Took(usize),
    Pressed,
}

/// The first sheet, as it stands in the picture of parts.
pub fn parts<'a>() -> Element<'a, Message> {
    beside(|| {
        vec![
            part(
                "button: primary, primary focused, plain, quiet, danger, disabled",
                buttons(),
            ),
            part(
                "pill: paid, patient owes, held, rejected, denied, sent, waiting, draft",
                pills(),
            ),
            part("field: resting, focused, error", fields()),
            part(
                "data table: header, row, hover, selected, attention, total",
                table(),
            ),
        ]
    })
}

/// Draws the same parts twice, in light and in dark.
fn beside<'a>(parts: impl Fn() -> Vec<Element<'a, Message>>) -> Element<'a, Message> {
    row![
        half("Light", theme::light(), parts()),
        half("Dark", theme::dark(), parts()),
    ]
    .into()
}

fn half<'a>(name: &'a str, theme: Theme, parts: Vec<Element<'a, Message>>) -> Element<'a, Message> {
    let parts = column(parts).spacing(space::M);
    let content = container(column![words::title(name), parts].spacing(space::S))
        .padding([10.0, 24.0])
        .width(Fill)
        .height(Fill)
        .style(|theme| theme::ground(|t| t.canvas)(theme).color(theme::tokens(theme).text));
    themer(Some(theme), content).into()
}

fn part<'a>(name: &'a str, content: impl Into<Element<'a, Message>>) -> Element<'a, Message> {
    column![words::note(name).font(theme::SEMIBOLD), content.into()]
        .spacing(space::XS)
        .into()
}

fn buttons<'a>() -> Element<'a, Message> {
    let press = || Message::Pressed;
    row![
        button::primary("Save").key("Ctrl S").on_press(press()),
        button::primary("Post").id("post").on_press(press()),
        button::plain("Park").key("K").on_press(press()),
        button::quiet("Why").key("W").on_press(press()),
        button::danger("Un-post")
            .icon(super::icon::UNDO)
            .on_press(press()),
        button::primary("Post"),
    ]
    .spacing(space::M)
    .into()
}

fn pills<'a>() -> Element<'a, Message> {
    row([
        pill::paid().into(),
        pill::owes().into(),
        pill::held().into(),
        pill::rejected().into(),
        pill::denied().into(),
        pill::sent().into(),
        pill::waiting().into(),
        pill::draft().into(),
    ])
    .spacing(6.0)
    .into()
}

fn fields<'a>() -> Element<'a, Message> {
    row![
        field::money("Copay", "25.00", Message::Typed).width(182),
        field::date("Date of service", "03/17/2026", today(), Message::Typed)
            .id("service")
            .width(182),
        field::text("Member ID", "CWM 4471O82", Message::Typed)
            .error(Some("Letter O in a number; 0?"))
            .width(182),
    ]
    .spacing(space::M)
    .into()
}

fn table<'a>() -> Element<'a, Message> {
    let columns = [
        Column::fixed("Date", 100.0),
        Column::fill("Description"),
        Column::fixed("Amount", 110.0).right(),
        Column::fixed("State", 100.0),
    ];
    data_table(columns, 4, |at| {
        let (day, what, cents, state) = match at {
            0 => (date(2026, 3, 10), "Office visit", 18_500, pill::sent()),
            1 => (
                date(2026, 3, 10),
                "Blood draw (pointer over it)",
                1_800,
                pill::sent(),
            ),
            2 => (
                date(2026, 1, 22),
                "Office visit",
                4_317,
                pill::owes().says("Owes"),
            ),
            _ => (
                date(2026, 1, 22),
                "Takeback",
                -6_670,
                pill::takeback().says("Look"),
            ),
        };
        vec![
            cell::date(day),
            cell::text(what),
            cell::money(money(cents)),
            cell::pill(state),
        ]
    })
    .kinds(|at| if at == 3 { Kind::Attention } else { Kind::Line })
    .selected(Some(2))
    .on_select(Message::Took)
    .total(vec![
        cell::text("4 lines"),
        cell::empty(),
        cell::dollars(money(17_947)),
        cell::empty(),
    ])
    .into()
}

fn today() -> NaiveDate {
    date(2026, 3, 17)
}

fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default()
}

fn money(cents: i64) -> Money {
    Money::from_cents(cents).unwrap_or_default()
}
