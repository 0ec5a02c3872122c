//! What an act would change, amount by amount, before it is done. It must not know the act.

use iced::widget::text::{IntoFragment, Wrapping};
use iced::widget::{Text, column, container, row, rule, space};
use iced::{Center, Element, Fill, Right};

use super::words;
use crate::domain::money::Money;
use crate::ui::icon;
use crate::ui::spacing::height;
use crate::ui::theme::{self, ink};

/// Widths of the amounts, and of the arrow between them.
const BEFORE: f32 = 76.0;
const ARROW: f32 = 28.0;
const AFTER: f32 = 76.0;

/// One amount: what it is, before, after.
#[derive(Clone, Debug)]
pub struct Change<'a> {
    pub words: std::borrow::Cow<'a, str>,
    pub before: Money,
    pub after: Money,
}

/// The changes below each other, and the total that proves them.
pub fn before_after<'a, Message: 'a>(
    title: impl IntoFragment<'a>,
    changes: impl IntoIterator<Item = Change<'a>>,
    total: Option<Change<'a>>,
) -> Element<'a, Message> {
    let label = |words: &'static str| {
        words::dense(words)
            .font(theme::SEMIBOLD)
            .style(ink(|t| t.muted))
    };
    let head = row![
        name(
            words::dense(title)
                .font(theme::SEMIBOLD)
                .style(ink(|t| t.muted))
        ),
        right(label("Before"), BEFORE),
        space().width(ARROW),
        right(label("After"), AFTER),
    ]
    .height(height::ROW - 1.0)
    .align_y(Center);
    let mut parts = column![head];
    for change in changes {
        parts = parts
            .push(rule::horizontal(1).style(theme::divider))
            .push(line(change));
    }
    if let Some(total) = total {
        parts = parts
            .push(rule::horizontal(1).style(theme::total_rule))
            .push(sum(total));
    }
    parts.into()
}

fn line<'a, Message: 'a>(change: Change<'a>) -> Element<'a, Message> {
    row![
        name(words::body(change.words)),
        right(
            words::body(words::show_money(change.before)).style(ink(|t| t.muted)),
            BEFORE
        ),
        container(icon::of(icon::GO, 14.0).style(ink(|t| t.muted))).center_x(ARROW),
        right(words::money(change.after).font(theme::SEMIBOLD), AFTER),
    ]
    .height(height::ROW - 1.0)
    .align_y(Center)
    .into()
}

fn sum<'a, Message: 'a>(change: Change<'a>) -> Element<'a, Message> {
    row![
        name(words::strong(change.words)),
        right(words::strong(change.before.to_string()), BEFORE),
        space().width(ARROW),
        right(words::strong(change.after.to_string()), AFTER),
    ]
    .height(height::ROW)
    .align_y(Center)
    .into()
}

fn name<'a, Message: 'a>(words: Text<'a>) -> Element<'a, Message> {
    container(words.wrapping(Wrapping::None))
        .width(Fill)
        .clip(true)
        .into()
}

fn right<'a, Message: 'a>(words: Text<'a>, width: f32) -> Element<'a, Message> {
    container(words.wrapping(Wrapping::None))
        .width(width)
        .align_x(Right)
        .into()
}
