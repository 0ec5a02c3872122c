//! Lanes: the states of claims side by side, each with its count and its dollars. They must not know what a claim is.

use iced::widget::text::{Fragment, IntoFragment, Wrapping};
use iced::widget::{button, column, responsive, row, space};
use iced::{Background, Center, Element, Fill, Shrink};

use super::focus::{Axis, arrows};
use super::words;
use crate::domain::money::Money;
use crate::ui::icon::{self, Glyph};
use crate::ui::spacing::{height, radius, space as gap};
use crate::ui::theme::{self, Tone, ink, tokens};

/// How wide a lane is at the least to have its count and its dollars on one line.
const ROOMY: f32 = 132.0;

/// One lane; see [`lane`].
#[derive(Clone, Debug)]
#[must_use]
pub struct Lane<'a, Message> {
    glyph: Glyph,
    tone: Option<Tone>,
    words: Fragment<'a>,
    count: usize,
    amount: Money,
    counting: Option<Fragment<'a>>,
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
        counting: None,
        is_active: false,
        on_press,
    }
}

impl<'a, Message> Lane<'a, Message> {
    /// What is counted, in place of dollars: things that cost nothing yet.
    pub fn counting(mut self, what: impl IntoFragment<'a>) -> Self {
        self.counting = Some(what.into_fragment());
        self
    }

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

/// Lanes side by side, all as wide. Left and Right go from lane to lane. Where there is little room, the dollars stand
/// below the count.
pub fn lanes<'a, Message: Clone + 'a>(list: Vec<Lane<'a, Message>>) -> Element<'a, Message> {
    responsive(move |size| {
        let at = list.iter().position(|lane| lane.is_active);
        let choices = list
            .iter()
            .map(|lane| Some(lane.on_press.clone()))
            .collect();
        let is_roomy = is_roomy(size.width, list.len());
        let faces = list.iter().cloned().map(move |lane| view(lane, is_roomy));
        arrows(row(faces).spacing(gap::S), Axis::Across, at, choices)
            .radius(radius::CARD)
            .into()
    })
    .height(Shrink)
    .into()
}

#[allow(
    clippy::cast_precision_loss,
    reason = "a handful of lanes, counted in pixels"
)]
fn is_roomy(width: f32, lanes: usize) -> bool {
    width >= (ROOMY + gap::S) * lanes as f32
}

fn view<'a, Message: Clone + 'a>(lane: Lane<'a, Message>, is_roomy: bool) -> Element<'a, Message> {
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
    let amount = lane
        .counting
        .unwrap_or_else(|| words::show_money(lane.amount).into());
    let amount = if is_roomy {
        words::body(amount)
    } else {
        words::dense(amount)
    };
    let amount = amount.wrapping(Wrapping::None);
    let amount = if is_active {
        amount
    } else {
        amount.style(ink(|t| t.muted))
    };
    let head = row![glyph, words].spacing(gap::XS).align_y(Center);
    let count = words::figure(lane.count.to_string());
    let (face, high, edge) = if is_roomy {
        let sums = row![count, space::horizontal(), amount].align_y(Center);
        (column![head, sums], height::LANE, gap::M)
    } else {
        (column![head, count, amount], height::LANE_STACKED, 9.0)
    };
    button(face)
        .padding([7.0, edge])
        .width(Fill)
        .height(high)
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
