//! What an act would change, amount by amount, before it is done. It must not know the act.

use iced::widget::text::IntoFragment;
use iced::widget::{column, container, row, rule, space};
use iced::{Center, Element, Fill, Right};

use super::words;
use crate::domain::money::Money;
use crate::ui::icon;
use crate::ui::spacing::height;
use crate::ui::theme::{self, ink};

/// Width of an amount, and of the arrow between the two.
const AMOUNT: f32 = 88.0;
const ARROW: f32 = 28.0;

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
    let head = row![
        words::dense(title)
            .font(theme::SEMIBOLD)
            .style(ink(|t| t.muted)),
        space::horizontal(),
        right(
            words::dense("Before")
                .font(theme::SEMIBOLD)
                .style(ink(|t| t.muted))
        ),
        space().width(ARROW),
        right(
            words::dense("After")
                .font(theme::SEMIBOLD)
                .style(ink(|t| t.muted))
        ),
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
        words::body(change.words),
        space::horizontal(),
        right(words::body(words::show_money(change.before)).style(ink(|t| t.muted))),
        container(icon::of(icon::GO, 14.0).style(ink(|t| t.muted))).center_x(ARROW),
        right(words::money(change.after).font(theme::SEMIBOLD)),
    ]
    .height(height::ROW - 1.0)
    .align_y(Center)
    .into()
}

fn sum<'a, Message: 'a>(change: Change<'a>) -> Element<'a, Message> {
    row![
        words::strong(change.words),
        space::horizontal(),
        right(words::strong(change.before.to_string())),
        space().width(ARROW),
        right(words::strong(change.after.to_string())),
    ]
    .height(height::ROW)
    .width(Fill)
    .align_y(Center)
    .into()
}

fn right<'a, Message: 'a>(words: iced::widget::Text<'a>) -> Element<'a, Message> {
    container(words).width(AMOUNT).align_x(Right).into()
}
