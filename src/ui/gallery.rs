//! Every part of the kit with made-up content, light and dark side by side, to be looked at and compared. It must not
//! know any screen.

mod forms;
mod parts;
mod reasons;
mod windows;

use chrono::NaiveDate;
use iced::widget::{column, container, row, themer};
use iced::{Element, Fill, Theme};

use super::spacing::space;
use super::theme;
use super::widget::{focus, words};
use crate::domain::money::Money;

pub use windows::{asked, charge, chart, claims, finder, today};

/// What the parts of the gallery say. Nothing hears it.
#[derive(Clone, Debug)]
pub enum Message {
    Typed(String),
    Took(usize),
    Edited(iced::widget::text_editor::Action),
    Pressed,
}

/// Buttons, pills, fields, a table, an empty state, a dialog, a toast and a job, as in the picture of parts.
pub fn parts<'a>() -> Element<'a, Message> {
    beside(parts::list)
}

/// Everything one types and chooses in.
pub fn forms(notes: &iced::widget::text_editor::Content) -> Element<'_, Message> {
    beside(|| forms::list(notes))
}

/// Everything that says why: findings, timelines, chains, quotes, changes, bars.
pub fn reasons<'a>() -> Element<'a, Message> {
    beside(reasons::list)
}

/// Draws the same parts twice, in light and in dark.
fn beside<'a>(parts: impl Fn() -> Vec<Element<'a, Message>>) -> Element<'a, Message> {
    focus::scope(row![
        half("Light", theme::light(), parts()),
        half("Dark", theme::dark(), parts()),
    ])
    .into()
}

fn half<'a>(name: &'a str, theme: Theme, parts: Vec<Element<'a, Message>>) -> Element<'a, Message> {
    let parts = column(parts).spacing(space::S);
    let content = container(column![words::title(name), parts].spacing(space::S))
        .padding([11.0, 24.0])
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

fn this_day() -> NaiveDate {
    date(2026, 3, 17)
}

fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default()
}

fn money(cents: i64) -> Money {
    Money::from_cents(cents).unwrap_or_default()
}
