//! A month as six weeks of days to press. It must not know where it is drawn.

use chrono::{Datelike, Days, NaiveDate};
use iced::widget::{button, column, container, row};
use iced::{Background, Border, Center, Element, Fill, Theme};

use crate::ui::icon;
use crate::ui::spacing::{Type, radius, space};
use crate::ui::theme::{self, ink, tokens};
use crate::ui::widget::{button as press, words};

/// How wide and high a day is.
const DAY: f32 = 32.0;
/// How wide the sheet is.
pub(super) const WIDTH: f32 = 7.0 * DAY + 2.0 * space::M;
/// Six weeks show whatever the month, so that the sheet never jumps.
const WEEKS: usize = 6;

/// What is done on the sheet with the pointer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pick {
    /// A day is taken.
    Day(NaiveDate),
    /// The month before is wanted.
    Back,
    /// The month after is wanted.
    Forward,
}

/// The month of `at`, with `at` as the day that Enter would take.
pub(super) fn month(at: NaiveDate, today: NaiveDate) -> Element<'static, Pick> {
    let head = row![
        press::icon(icon::BACK, "Month before")
            .compact()
            .on_press(Pick::Back),
        container(words::strong(at.format("%B %Y").to_string())).center_x(Fill),
        press::icon(icon::GO, "Month after")
            .compact()
            .on_press(Pick::Forward),
    ]
    .align_y(Center);
    let names = row(["Su", "Mo", "Tu", "We", "Th", "Fr", "Sa"]
        .map(|name| container(words::label(name)).center_x(DAY).into()));
    let weeks = weeks(at).map(|week| row(week.into_iter().map(|day| cell(day, at, today))).into());
    let keys = words::note("Enter takes, Esc leaves, Page Up and Down turn the month");
    container(
        column![head, names, column(weeks), keys]
            .spacing(space::S)
            .width(7.0 * DAY),
    )
    .padding(space::M)
    .style(theme::card)
    .into()
}

/// The weeks that show for the month of a day, from Sunday on.
fn weeks(at: NaiveDate) -> impl Iterator<Item = Vec<NaiveDate>> {
    let first = at.with_day(1).unwrap_or(at);
    let before = u64::from(first.weekday().num_days_from_sunday());
    let start = first.checked_sub_days(Days::new(before)).unwrap_or(first);
    let mut days = start.iter_days();
    (0..WEEKS).map(move |_| days.by_ref().take(7).collect())
}

fn cell(day: NaiveDate, at: NaiveDate, today: NaiveDate) -> Element<'static, Pick> {
    let is_chosen = day == at;
    let is_today = day == today;
    let is_of_month = day.month() == at.month();
    let number = words::sized(day.day().to_string(), Type::DENSE);
    let number = if is_today || is_chosen {
        number.font(theme::SEMIBOLD)
    } else if is_of_month {
        number
    } else {
        number.style(ink(|t| t.muted))
    };
    button(container(number).center(Fill))
        .width(DAY)
        .height(DAY)
        .padding(0)
        .on_press(Pick::Day(day))
        .style(move |theme, status| style(theme, status, is_chosen, is_today))
        .into()
}

/// The chosen day is filled, today has a line round it: neither is told by colour alone.
fn style(theme: &Theme, status: button::Status, is_chosen: bool, is_today: bool) -> button::Style {
    let tokens = tokens(theme);
    let ground = match status {
        _ if is_chosen => Some(tokens.accent),
        button::Status::Hovered | button::Status::Pressed => Some(tokens.hover),
        button::Status::Active | button::Status::Disabled => None,
    };
    let border = if is_today {
        theme::line(tokens.accent)
    } else {
        Border::default()
    };
    button::Style {
        background: ground.map(Background::Color),
        text_color: if is_chosen {
            tokens.on_accent
        } else {
            tokens.text
        },
        border: border.rounded(radius::CONTROL),
        ..button::Style::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(year: i32, month: u32) -> Vec<NaiveDate> {
        let at = NaiveDate::from_ymd_opt(year, month, 17).unwrap();
        weeks(at).flatten().collect()
    }

    #[test]
    fn a_month_shows_in_whole_weeks_from_sunday() {
        for (year, month, first, last) in [
            (2026, 3, "2026-03-01", "2026-04-11"),
            (2026, 2, "2026-02-01", "2026-03-14"),
            (2026, 8, "2026-07-26", "2026-09-05"),
            (2024, 2, "2024-01-28", "2024-03-09"),
        ] {
            let days = shown(year, month);
            assert_eq!(days.len(), 42);
            assert_eq!(days[0].to_string(), first);
            assert_eq!(days[41].to_string(), last);
            assert!(days.windows(2).all(|two| two[0].succ_opt() == Some(two[1])));
        }
    }
}
