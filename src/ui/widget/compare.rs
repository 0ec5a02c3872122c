//! The same things as two sides have them, below each other, with what differs marked. It must not know whose sides they
//! are.

use iced::widget::text::{Fragment, IntoFragment, Wrapping};
use iced::widget::{column, container, row, rule, space};
use iced::{Center, Element, Fill, Right};

use super::words;
use crate::ui::icon;
use crate::ui::spacing::{Type, height};
use crate::ui::theme::{self, Tone, ink};

/// Widths of the two sides, and of the sign between them.
const SIDE: f32 = 104.0;
const SIGN: f32 = 20.0;

/// One thing: what it is, on the one side, on the other.
#[derive(Clone, Debug)]
pub struct Pair<'a> {
    name: Fragment<'a>,
    one: Fragment<'a>,
    other: Fragment<'a>,
    differs: bool,
}

/// A thing of which both sides say something.
pub fn pair<'a>(
    name: impl IntoFragment<'a>,
    one: impl IntoFragment<'a>,
    other: impl IntoFragment<'a>,
    differs: bool,
) -> Pair<'a> {
    Pair {
        name: name.into_fragment(),
        one: one.into_fragment(),
        other: other.into_fragment(),
        differs,
    }
}

/// The pairs below each other, under the names of the sides.
pub fn compare<'a, Message: 'a>(
    title: impl IntoFragment<'a>,
    sides: (impl IntoFragment<'a>, impl IntoFragment<'a>),
    pairs: impl IntoIterator<Item = Pair<'a>>,
) -> Element<'a, Message> {
    let label = |fragment: Fragment<'a>| {
        words::dense(fragment)
            .font(theme::SEMIBOLD)
            .style(ink(|t| t.muted))
            .wrapping(Wrapping::None)
    };
    let head = row![
        container(label(title.into_fragment()))
            .width(Fill)
            .clip(true),
        side(label(sides.0.into_fragment())),
        space().width(SIGN),
        side(label(sides.1.into_fragment())),
    ]
    .height(height::ROW - 1.0)
    .align_y(Center);
    let mut parts = column![head];
    for pair in pairs {
        parts = parts
            .push(rule::horizontal(1).style(theme::divider))
            .push(line(pair));
    }
    parts.into()
}

fn line<'a, Message: 'a>(pair: Pair<'a>) -> Element<'a, Message> {
    let sign: Element<'a, Message> = if pair.differs {
        icon::of(icon::OWES, 12.0)
            .style(Tone::Attention.ink())
            .into()
    } else {
        space().into()
    };
    let said = |fragment, differs| {
        let shown = words::sized(fragment, Type::DENSE).wrapping(Wrapping::None);
        if differs {
            shown.font(theme::SEMIBOLD).style(Tone::Attention.ink())
        } else {
            shown
        }
    };
    row![
        container(words::dense(pair.name).wrapping(Wrapping::None))
            .width(Fill)
            .clip(true),
        side(said(pair.one, pair.differs)),
        container(sign).center_x(SIGN),
        side(said(pair.other, pair.differs)),
    ]
    .height(height::ROW - 1.0)
    .align_y(Center)
    .into()
}

fn side<'a, Message: 'a>(words: iced::widget::Text<'a>) -> Element<'a, Message> {
    container(words)
        .width(SIDE)
        .align_x(Right)
        .clip(true)
        .into()
}
