//! Bars for those who would rather look than read: what is owed by age, and cash by day. They must not know whose
//! money it is.

use iced::widget::text::{Fragment, IntoFragment, Wrapping};
use iced::widget::{column, container, row, space, tooltip};
use iced::{Alignment, Bottom, Center, Color, Element, Fill, FillPortion, Length, Right};

use super::words;
use crate::domain::money::Money;
use crate::ui::spacing::{Type, space as gap};
use crate::ui::theme::{self, Tokens, ink, tokens};

/// What insurance and patients owe or paid, under one label.
#[derive(Clone, Debug)]
pub struct Bar<'a> {
    pub label: Fragment<'a>,
    pub insurance: Money,
    pub patient: Money,
}

/// A bar by its label.
pub fn bar<'a>(label: impl IntoFragment<'a>, insurance: Money, patient: Money) -> Bar<'a> {
    Bar {
        label: label.into_fragment(),
        insurance,
        patient,
    }
}

impl Bar<'_> {
    fn total(&self) -> i64 {
        shown(self.insurance).saturating_add(shown(self.patient))
    }

    fn sum(&self) -> Money {
        self.insurance.plus(self.patient).unwrap_or_default()
    }

    fn words(&self) -> String {
        format!("Insurance {}, patient {}", self.insurance, self.patient)
    }
}

/// A bar cannot be shorter than nothing: what is below zero is told by its number alone.
fn shown(amount: Money) -> i64 {
    amount.cents().max(0)
}

/// Lengths in thousandths of the longest bar: insurance, patient, rest. What is there at all can be seen.
fn portions(bar: &Bar<'_>, longest: i64) -> [u16; 3] {
    const WHOLE: i64 = 1_000;
    const LEAST: i64 = 8;
    let part = |amount: Money| {
        let cents = i128::from(shown(amount));
        let part = cents
            .saturating_mul(i128::from(WHOLE))
            .checked_div(i128::from(longest))
            .unwrap_or(0);
        let part = i64::try_from(part).unwrap_or(WHOLE);
        if cents > 0 { part.max(LEAST) } else { 0 }
    };
    let (insurance, patient) = (part(bar.insurance), part(bar.patient));
    let rest = WHOLE
        .saturating_sub(insurance)
        .saturating_sub(patient)
        .max(0);
    [insurance, patient, rest].map(|part| u16::try_from(part).unwrap_or(0))
}

fn longest(bars: &[Bar<'_>]) -> i64 {
    bars.iter().map(Bar::total).max().unwrap_or(0).max(1)
}

/// What is owed by age: a bar for each age, with its sum. The numbers are the table beside the picture.
pub fn ageing_bars<'a, Message: 'a>(bars: Vec<Bar<'a>>) -> Element<'a, Message> {
    let longest = longest(&bars);
    column(bars.into_iter().map(|bar| {
        let [insurance, patient, rest] = portions(&bar, longest);
        let sum = bar.sum();
        let note = bar.words();
        let pieces = row![
            piece(
                FillPortion(insurance),
                Length::Fixed(12.0),
                |t| t.accent,
                insurance
            ),
            piece(
                FillPortion(patient),
                Length::Fixed(12.0),
                |t| t.input_border,
                patient
            ),
        ]
        .push((rest > 0).then(|| space().width(FillPortion(rest))))
        .spacing(1)
        .width(Fill);
        row![
            words::label(bar.label).width(60),
            explained(pieces, note),
            container(words::money(sum)).width(88).align_x(Right),
        ]
        .height(28)
        .align_y(Center)
        .into()
    }))
    .into()
}

/// Cash by day: a bar for each day, the last of them today. `high` is the room of the highest bar.
pub fn cash_bars<'a, Message: 'a>(bars: Vec<Bar<'a>>, high: f32) -> Element<'a, Message> {
    let longest = longest(&bars);
    let last = bars.len().saturating_sub(1);
    row(bars.into_iter().enumerate().map(|(at, bar)| {
        let [insurance, patient, rest] = portions(&bar, longest);
        let note = bar.words();
        let pieces = column![]
            .push((rest > 0).then(|| space().height(FillPortion(rest))))
            .push(piece(
                Length::Fixed(12.0),
                FillPortion(patient),
                |t| t.input_border,
                patient,
            ))
            .push(piece(
                Length::Fixed(12.0),
                FillPortion(insurance),
                |t| t.accent,
                insurance,
            ))
            .spacing(1)
            .height(high);
        let day = words::sized(bar.label, Type::TINY).wrapping(Wrapping::None);
        let day = if at == last {
            day.font(theme::SEMIBOLD)
        } else {
            day.style(ink(|t| t.muted))
        };
        column![explained(pieces, note), day]
            .spacing(2)
            .width(Fill)
            .align_x(Alignment::Center)
            .into()
    }))
    .align_y(Bottom)
    .into()
}

/// What the two colours stand for, with their sums.
pub fn legend<'a, Message: 'a>(insurance: Money, patient: Money) -> Element<'a, Message> {
    let entry = |name: &str, amount: Money, role: fn(&Tokens) -> Color| {
        row![square(role), words::dense(format!("{name} {amount}"))]
            .spacing(6)
            .align_y(Center)
    };
    row![
        entry("Insurance", insurance, |t| t.accent),
        entry("Patient", patient, |t| t.input_border),
    ]
    .spacing(gap::L)
    .into()
}

fn square<'a, Message: 'a>(role: fn(&Tokens) -> Color) -> Element<'a, Message> {
    block(Length::Fixed(8.0), Length::Fixed(8.0), role)
}

fn piece<'a, Message: 'a>(
    width: Length,
    height: Length,
    role: fn(&Tokens) -> Color,
    part: u16,
) -> Option<Element<'a, Message>> {
    (part > 0).then(|| block(width, height, role))
}

fn block<'a, Message: 'a>(
    width: Length,
    height: Length,
    role: fn(&Tokens) -> Color,
) -> Element<'a, Message> {
    container(space())
        .width(width)
        .height(height)
        .style(move |theme| {
            container::Style::default()
                .background(role(tokens(theme)))
                .border(iced::border::rounded(2))
        })
        .into()
}

/// Tells the numbers of a bar when the pointer rests on it.
fn explained<'a, Message: 'a>(
    content: impl Into<Element<'a, Message>>,
    note: String,
) -> Element<'a, Message> {
    tooltip(
        content,
        container(words::note(note))
            .padding([4.0, gap::S])
            .style(theme::card),
        tooltip::Position::Top,
    )
    .gap(4)
    .into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cents(insurance: i64, patient: i64) -> Bar<'static> {
        let money = |cents| Money::from_cents(cents).unwrap();
        bar("", money(insurance), money(patient))
    }

    #[test]
    fn lengths_follow_the_amounts() {
        assert_eq!(portions(&cents(500, 250), 1_000), [500, 250, 250]);
        assert_eq!(portions(&cents(1_000, 0), 1_000), [1_000, 0, 0]);
        assert_eq!(portions(&cents(0, 0), 1), [0, 0, 1_000]);
    }

    #[test]
    fn a_small_amount_can_be_seen_and_a_negative_one_takes_no_room() {
        assert_eq!(portions(&cents(1, 0), 1_000_000), [8, 0, 992]);
        assert_eq!(portions(&cents(-500, 250), 1_000), [0, 250, 750]);
    }
}
