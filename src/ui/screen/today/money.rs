//! The money on Today: what is owed by age, and what came in this month. It must not know whose it is.

use chrono::{Datelike, Months, NaiveDate};
use iced::widget::{column, container, row};
use iced::{Alignment, Element};

use super::Message;
use crate::domain::money::Money;
use crate::domain::today::Board;
use crate::ui::icon;
use crate::ui::spacing::space as gap;
use crate::ui::theme::{SEMIBOLD, Tone};
use crate::ui::widget::bars::{Bar, ageing_bars, bar, cash_bars, legend};
use crate::ui::widget::card;
use crate::ui::widget::words::{self, show_dollars};

/// How high the bars of the cash are.
const HIGH: f32 = 148.0;

/// What is owed, by age and by who owes it.
pub fn owed<'a>(board: &Board) -> Element<'a, Message> {
    let insurance = board.ageing.insurance().unwrap_or_default();
    let patient = board.ageing.patient().unwrap_or_default();
    let bars = board
        .ageing
        .rows()
        .map(|(bucket, insurance, patient)| bar(bucket.words(), insurance, patient))
        .collect();
    card::card(
        column![
            card::title("Money owed to us", "by days since service"),
            words::large_figure(show_dollars(insurance.plus(patient).unwrap_or_default())),
            legend(insurance, patient),
            container(ageing_bars(bars)).padding(iced::Padding {
                top: gap::XS,
                ..iced::Padding::ZERO
            }),
        ]
        .spacing(gap::S),
    )
    .into()
}

/// What came in this month, by day.
pub fn cash<'a>(board: &Board) -> Element<'a, Message> {
    let insurance = sum(board.cash.iter().map(|day| day.insurance));
    let patient = sum(board.cash.iter().map(|day| day.patient));
    let total = insurance.plus(patient).unwrap_or_default();
    let month = board.today.format("Cash in %B").to_string();
    let first = board.today.with_day(1).unwrap_or(board.today);
    let span = format!(
        "{} – {}",
        first.format("%m/%d"),
        board.today.format("%m/%d")
    );
    let body: Element<'a, Message> = if board.cash.is_empty() {
        words::muted("Nothing came in yet.").into()
    } else {
        column![cash_bars(days(board), HIGH), legend(insurance, patient)]
            .spacing(gap::M)
            .into()
    };
    card::card(
        column![
            card::title(month, span),
            words::large_figure(show_dollars(total)),
            trend(total, board.last_month_so_far, board.today),
            body,
        ]
        .spacing(gap::S),
    )
    .into()
}

fn sum(amounts: impl Iterator<Item = Money>) -> Money {
    Money::sum(amounts).unwrap_or_default()
}

/// A bar for each day with cash, and one for today.
fn days<'a>(board: &Board) -> Vec<Bar<'a>> {
    let label = |day: NaiveDate| day.day().to_string();
    let mut bars: Vec<Bar<'a>> = board
        .cash
        .iter()
        .map(|day| bar(label(day.on), day.insurance, day.patient))
        .collect();
    if board.cash.last().is_none_or(|day| day.on != board.today) {
        bars.push(bar(label(board.today), Money::ZERO, Money::ZERO));
    }
    bars
}

/// How the month stands beside the one before on the same day.
fn trend<'a>(now: Money, then: Money, today: NaiveDate) -> Element<'a, Message> {
    let before = today.checked_sub_months(Months::new(1)).unwrap_or(today);
    let month = before.format("%B").to_string();
    let difference = now.minus(then).unwrap_or_default();
    if then.is_zero() {
        return words::label(format!("Nothing had come in by this day in {month}")).into();
    }
    let (glyph, tone, word) = if difference.is_negative() {
        (icon::TREND_DOWN, Tone::Attention, "less")
    } else {
        (icon::TREND_UP, Tone::Good, "more")
    };
    row![
        icon::of(glyph, 16.0).style(tone.ink()),
        words::dense(format!("{} {word}", difference.abs()))
            .font(SEMIBOLD)
            .style(tone.ink()),
        words::label(format!("than by this day in {month} ({then})")),
    ]
    .spacing(gap::XS)
    .align_y(Alignment::Center)
    .into()
}
