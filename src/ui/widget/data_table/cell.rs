//! What stands in a cell: words, money, days, codes, states. It must not know its column.

use chrono::NaiveDate;
use iced::widget::row;
use iced::widget::text::{Fragment, IntoFragment};
use iced::{Center, Color, Element};

use super::Kind;
use crate::domain::money::Money;
use crate::domain::typed;
use crate::ui::icon::{self, Glyph};
use crate::ui::spacing::{Type, space};
use crate::ui::theme::{Tokens, ink};
use crate::ui::widget::fitted::{Fitted, fitted};
use crate::ui::widget::pill::Pill;
use crate::ui::widget::words;

/// The content of one cell; made by its meaning, such as [`money`].
#[must_use]
pub struct Cell<'a, Message> {
    content: Content<'a, Message>,
    strong: bool,
    tone: Option<fn(&Tokens) -> Color>,
}

enum Content<'a, Message> {
    Empty,
    Words(Fragment<'a>),
    Money(Money),
    Dollars(Money),
    Pill(Pill),
    /// Words with a pill behind them.
    Both(Fragment<'a>, Pill),
    Icon(Glyph),
    Element(Element<'a, Message>),
    Editor(Element<'a, Message>),
}

/// How the row wants its cells written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Manner {
    Of(Kind),
    Total,
}

impl<Message> Cell<'_, Message> {
    /// Writes it in 600: what matters in the row.
    pub fn strong(mut self) -> Self {
        self.strong = true;
        self
    }

    /// Writes it in another colour by role; data is never muted.
    pub fn tone(mut self, tone: fn(&Tokens) -> Color) -> Self {
        self.tone = Some(tone);
        self
    }
}

const fn cell<Message>(content: Content<'_, Message>) -> Cell<'_, Message> {
    Cell {
        content,
        strong: false,
        tone: None,
    }
}

/// Nothing.
pub const fn empty<'a, Message>() -> Cell<'a, Message> {
    cell(Content::Empty)
}

pub fn text<'a, Message>(words: impl IntoFragment<'a>) -> Cell<'a, Message> {
    cell(Content::Words(words.into_fragment()))
}

/// A code or a number that names something.
pub fn code<'a, Message>(code: impl IntoFragment<'a>) -> Cell<'a, Message> {
    text(code)
}

/// A count; its column should be at the right.
pub fn count<'a, Message>(count: usize) -> Cell<'a, Message> {
    text(count.to_string())
}

/// An amount: `(12.00)` in red when negative, a muted dash when zero.
pub const fn money<'a, Message>(amount: Money) -> Cell<'a, Message> {
    cell(Content::Money(amount))
}

/// An amount, or nothing where the row has none.
pub fn money_maybe<'a, Message>(amount: Option<Money>) -> Cell<'a, Message> {
    amount.map_or_else(empty, money)
}

/// An amount with its `$`, for totals.
pub const fn dollars<'a, Message>(amount: Money) -> Cell<'a, Message> {
    cell(Content::Dollars(amount))
}

pub fn date<'a, Message>(day: NaiveDate) -> Cell<'a, Message> {
    text(typed::show_date(day))
}

/// A day, or nothing where the row has none.
pub fn date_maybe<'a, Message>(day: Option<NaiveDate>) -> Cell<'a, Message> {
    day.map_or_else(empty, date)
}

/// A state.
pub const fn pill<'a, Message>(pill: Pill) -> Cell<'a, Message> {
    cell(Content::Pill(pill))
}

/// Words and the state behind them, as a visit has.
pub fn text_and_pill<'a, Message>(words: impl IntoFragment<'a>, pill: Pill) -> Cell<'a, Message> {
    cell(Content::Both(words.into_fragment(), pill))
}

pub const fn icon<'a, Message>(glyph: Glyph) -> Cell<'a, Message> {
    cell(Content::Icon(glyph))
}

/// Whether the row is open: the sign at its left.
pub const fn fold<'a, Message>(is_open: bool) -> Cell<'a, Message> {
    icon(if is_open { icon::OPEN } else { icon::MORE })
}

/// A field to type in, as large as the cell.
pub fn editor<'a, Message>(field: impl Into<Element<'a, Message>>) -> Cell<'a, Message> {
    cell(Content::Editor(field.into()))
}

/// Anything else, such as a link or a key hint.
pub fn of<'a, Message>(element: impl Into<Element<'a, Message>>) -> Cell<'a, Message> {
    cell(Content::Element(element.into()))
}

impl<'a, Message: 'a> Cell<'a, Message> {
    pub(super) const fn is_editor(&self) -> bool {
        matches!(self.content, Content::Editor(_))
    }

    pub(super) fn view(self, manner: Manner) -> Element<'a, Message> {
        let strong = self.strong || matches!(manner, Manner::Total | Manner::Of(Kind::Group));
        let tone = self.tone;
        let write = |words: Fragment<'a>, own: Option<fn(&Tokens) -> Color>| -> Fitted<'a> {
            let text = fitted(words, size(manner));
            let text = if strong { text.strong() } else { text };
            match tone.or(own).or_else(|| role(manner)) {
                Some(role) => text.role(role),
                None => text,
            }
        };
        match self.content {
            Content::Empty => iced::widget::space().into(),
            Content::Words(words) => write(words, None).into(),
            Content::Money(amount) => {
                write(words::show_money(amount).into(), money_tone(amount)).into()
            }
            Content::Dollars(amount) => write(
                words::show_dollars(amount).into(),
                amount.is_negative().then_some(denied),
            )
            .into(),
            Content::Pill(pill) => seated(pill, manner).into(),
            Content::Both(words, pill) => {
                let words: Element<'a, Message> = write(words, None).into();
                row![words, Element::from(seated(pill, manner))]
                    .spacing(space::S)
                    .align_y(Center)
                    .into()
            }
            Content::Icon(glyph) => {
                let role = tone.unwrap_or(muted);
                icon::of(glyph, 16.0).style(ink(role)).into()
            }
            Content::Element(element) | Content::Editor(element) => element,
        }
    }
}

fn size(manner: Manner) -> Type {
    match manner {
        Manner::Of(Kind::Entry) => Type::DENSE,
        Manner::Of(Kind::Group) => Type::SMALL,
        _ => Type::BODY,
    }
}

fn role(manner: Manner) -> Option<fn(&Tokens) -> Color> {
    matches!(manner, Manner::Of(Kind::Entry | Kind::Group)).then_some(muted)
}

fn money_tone(amount: Money) -> Option<fn(&Tokens) -> Color> {
    if amount.is_negative() {
        Some(denied)
    } else {
        amount.is_zero().then_some(muted)
    }
}

fn seated(pill: Pill, manner: Manner) -> Pill {
    if manner == Manner::Of(Kind::Attention) {
        pill.on_paper()
    } else {
        pill
    }
}

fn denied(tokens: &Tokens) -> Color {
    tokens.denied.ink
}

fn muted(tokens: &Tokens) -> Color {
    tokens.muted
}
