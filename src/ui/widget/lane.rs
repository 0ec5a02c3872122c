//! Lanes: the states of claims side by side, each with its count and its dollars. They must not know what a claim is.

use iced::widget::text::{Fragment, IntoFragment, Wrapping};
use iced::widget::{button, column, row, space};
use iced::{Background, Center, Element, Fill};

use super::focus::{Axis, arrows};
use super::words;
use crate::domain::money::Money;
use crate::ui::icon::{self, Glyph};
use crate::ui::spacing::{height, radius, space as gap};
use crate::ui::theme::{self, Tone, ink, tokens};

/// One lane; see [`lane`].
#[must_use]
pub struct Lane<'a, Message> {
    glyph: Glyph,
    tone: Option<Tone>,
    words: Fragment<'a>,
    count: usize,
    amount: Money,
    is_active: bool,
    on_press: Message,
}

/// A lane: its sign and name, how many are in it, what they are worth.
pub fn lane<'a, Message>(
    glyph: Glyph,
    words: impl IntoFragment<'a>,
    count: usize,
    amount: Money,
    on_press: Message,
) -> Lane<'a, Message> {
    Lane {
        glyph,
        tone: None,
        words: words.into_fragment(),
        count,
        amount,
        is_active: false,
        on_press,
    }
}

impl<Message> Lane<'_, Message> {
    /// The tone of its sign.
    pub fn tone(mut self, tone: Tone) -> Self {
        self.tone = Some(tone);
        self
    }

    /// Whether its claims are the ones listed.
    pub fn active(mut self, is_active: bool) -> Self {
        self.is_active = is_active;
        self
    }
}

/// Lanes side by side, all as wide. Left and Right go from lane to lane.
pub fn lanes<'a, Message: Clone + 'a>(list: Vec<Lane<'a, Message>>) -> Element<'a, Message> {
    let at = list.iter().position(|lane| lane.is_active);
    let choices = list
        .iter()
        .map(|lane| Some(lane.on_press.clone()))
        .collect();
    arrows(
        row(list.into_iter().map(view)).spacing(gap::S),
        Axis::Across,
        at,
        choices,
    )
    .radius(radius::CARD)
    .into()
}

fn view<'a, Message: Clone + 'a>(lane: Lane<'a, Message>) -> Element<'a, Message> {
    let is_active = lane.is_active;
    let glyph = icon::of(lane.glyph, 14.0);
    let glyph = match lane.tone {
        Some(tone) => glyph.style(tone.ink()),
        None => glyph,
    };
    let words = words::dense(lane.words).wrapping(Wrapping::None);
    let words = if is_active {
        words.font(theme::SEMIBOLD)
    } else {
        words
    };
    let amount = words::body(lane.amount.to_string()).wrapping(Wrapping::None);
    let amount = if is_active {
        amount
    } else {
        amount.style(ink(|t| t.muted))
    };
    let face = column![
        row![glyph, words].spacing(gap::XS).align_y(Center),
        row![
            words::figure(lane.count.to_string()),
            space::horizontal(),
            amount
        ]
        .align_y(Center),
    ];
    button(face)
        .padding([7.0, gap::M])
        .width(Fill)
        .height(height::LANE)
        .on_press(lane.on_press)
        .style(move |theme, status| {
            let tokens = tokens(theme);
            let lively = matches!(status, button::Status::Hovered | button::Status::Pressed);
            let (ground, border) = match (is_active, lively) {
                (true, _) => (tokens.selected, tokens.accent),
                (false, true) => (tokens.hover, tokens.input_border),
                (false, false) => (tokens.paper, tokens.divider),
            };
            button::Style {
                background: Some(Background::Color(ground)),
                text_color: tokens.text,
                border: theme::line(border).rounded(radius::CARD),
                ..button::Style::default()
            }
        })
        .into()
}
