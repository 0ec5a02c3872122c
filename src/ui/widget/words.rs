//! Text by its part in the page: titles, labels, what explains, figures. It must not know what the words are about.

use chrono::NaiveDate;
use iced::widget::text::{IntoFragment, Wrapping};
use iced::widget::{Text, text};

use crate::domain::money::Money;
use crate::domain::typed;
use crate::ui::spacing::Type;
use crate::ui::theme::{self, ink};

/// Text of one size with its line.
pub fn sized<'a>(words: impl IntoFragment<'a>, size: Type) -> Text<'a> {
    text(words)
        .size(size.size)
        .line_height(iced::Pixels(size.line))
}

/// What is read most: table cells, values, sentences.
pub fn body<'a>(words: impl IntoFragment<'a>) -> Text<'a> {
    sized(words, Type::BODY)
}

/// Body text that matters.
pub fn strong<'a>(words: impl IntoFragment<'a>) -> Text<'a> {
    body(words).font(theme::SEMIBOLD)
}

/// Body text that explains; never data.
pub fn muted<'a>(words: impl IntoFragment<'a>) -> Text<'a> {
    body(words).style(ink(|t| t.muted))
}

/// The title of the page.
pub fn title<'a>(words: impl IntoFragment<'a>) -> Text<'a> {
    sized(words, Type::TITLE).font(theme::SEMIBOLD)
}

/// The head of a section, a card or a dialog.
pub fn section<'a>(words: impl IntoFragment<'a>) -> Text<'a> {
    sized(words, Type::SECTION).font(theme::SEMIBOLD)
}

/// The label of a figure, or of a line in a list of facts.
pub fn label<'a>(words: impl IntoFragment<'a>) -> Text<'a> {
    sized(words, Type::DENSE).style(ink(|t| t.muted))
}

/// Thirteen pixels: what stands beside something more important.
pub fn dense<'a>(words: impl IntoFragment<'a>) -> Text<'a> {
    sized(words, Type::DENSE)
}

/// A small sentence that explains.
pub fn note<'a>(words: impl IntoFragment<'a>) -> Text<'a> {
    sized(words, Type::SMALL).style(ink(|t| t.muted))
}

/// A figure in a row of figures.
pub fn figure<'a>(words: impl IntoFragment<'a>) -> Text<'a> {
    sized(words, Type::TITLE).font(theme::SEMIBOLD)
}

/// The one figure of a card.
pub fn large_figure<'a>(words: impl IntoFragment<'a>) -> Text<'a> {
    sized(words, Type::FIGURE).font(theme::SEMIBOLD)
}

/// Money in a table: negative in red parentheses, zero a muted dash.
pub fn money<'a>(amount: Money) -> Text<'a> {
    let shown = body(show_money(amount)).wrapping(Wrapping::None);
    if amount.is_negative() {
        shown.style(ink(|t| t.denied.ink))
    } else if amount.is_zero() {
        shown.style(ink(|t| t.muted))
    } else {
        shown
    }
}

/// A day as `MM/DD/YYYY`.
pub fn date<'a>(day: NaiveDate) -> Text<'a> {
    body(typed::show_date(day)).wrapping(Wrapping::None)
}

/// Money as tables show it: `1,284.00`, `(12.00)`, `–`.
pub fn show_money(amount: Money) -> String {
    if amount.is_zero() {
        "–".to_owned()
    } else if amount.is_negative() {
        format!("({})", amount.abs())
    } else {
        amount.to_string()
    }
}

/// Money as heads and totals show it: `$1,284.00`, `($12.00)`, `$0.00`.
pub fn show_dollars(amount: Money) -> String {
    if amount.is_negative() {
        format!("(${})", amount.abs())
    } else {
        format!("${amount}")
    }
}

/// What the filter over a list of so many rows says.
pub fn filter_these(count: usize) -> String {
    match count {
        0 | 1 => String::from("Filter these"),
        _ => format!("Filter these {count}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_shows_its_sign_by_shape() {
        for (cents, in_table, in_head) in [
            (128_400, "1,284.00", "$1,284.00"),
            (-1_200, "(12.00)", "($12.00)"),
            (0, "–", "$0.00"),
        ] {
            let amount = Money::from_cents(cents).unwrap();
            assert_eq!(show_money(amount), in_table);
            assert_eq!(show_dollars(amount), in_head);
        }
    }
}
