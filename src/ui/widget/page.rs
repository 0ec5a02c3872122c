//! The frame of a screen: its head, its toolbars, its sections. It must not know what the page is about.

use iced::widget::text::IntoFragment;
use iced::widget::{Scrollable, column, container, row, rule, scrollable, space};
use iced::{Center, Element, Fill, Task};

use super::{key, panel, words};
use crate::ui::spacing::{height, space as gap, width};
use crate::ui::theme;

/// The title of a page, a remark beside it, and what stands at the right.
pub fn head<'a, Message: 'a>(
    title: impl IntoFragment<'a>,
    remark: impl IntoFragment<'a>,
    right: impl Into<Element<'a, Message>>,
) -> Element<'a, Message> {
    row![
        words::title(title),
        words::muted(remark),
        space::horizontal(),
        right.into(),
    ]
    .spacing(gap::M)
    .align_y(Center)
    .into()
}

/// A list on paper, and beside it the panel of what is chosen in it.
pub fn beside<'a, Message: 'a>(
    list: impl Into<Element<'a, Message>>,
    chosen: impl Into<Element<'a, Message>>,
) -> Element<'a, Message> {
    row![
        container(list)
            .width(Fill)
            .height(Fill)
            .style(theme::ground(|t| t.paper)),
        panel::panel(width::PANEL_CLAIM, column![], chosen),
    ]
    .into()
}

/// The bar over a table: words at the left, actions at the right, a rule below.
pub fn toolbar<'a, Message: 'a>(
    left: impl IntoIterator<Item = Element<'a, Message>>,
    right: impl IntoIterator<Item = Element<'a, Message>>,
) -> Element<'a, Message> {
    bar(height::TOOLBAR, left, right)
}

/// A toolbar with fields to filter by, a little higher.
pub fn filter_bar<'a, Message: 'a>(
    left: impl IntoIterator<Item = Element<'a, Message>>,
    right: impl IntoIterator<Item = Element<'a, Message>>,
) -> Element<'a, Message> {
    bar(height::FILTER_BAR, left, right)
}

fn bar<'a, Message: 'a>(
    high: f32,
    left: impl IntoIterator<Item = Element<'a, Message>>,
    right: impl IntoIterator<Item = Element<'a, Message>>,
) -> Element<'a, Message> {
    column![
        container(
            row(left)
                .push(space::horizontal())
                .extend(right)
                .spacing(gap::S)
                .height(Fill)
                .align_y(Center),
        )
        .padding([0.0, gap::L])
        .width(Fill)
        .height(high)
        .style(theme::ground(|t| t.paper)),
        rule::horizontal(1).style(theme::divider),
    ]
    .into()
}

/// The head of a section within a page, with the key that goes there.
pub fn section<'a, Message: 'a>(
    words: impl IntoFragment<'a>,
    keys: Option<&'a str>,
    right: impl Into<Element<'a, Message>>,
) -> Element<'a, Message> {
    row![
        words::section(words),
        keys.map(key::key_hint),
        space::horizontal(),
        right.into(),
    ]
    .spacing(gap::M)
    .align_y(Center)
    .into()
}

/// Lets what is too high for its region scroll.
pub fn scroll<'a, Message: 'a>(content: impl Into<Element<'a, Message>>) -> Element<'a, Message> {
    scrolling(content).into()
}

/// Lets what is too high for its region scroll, also by [`turn`].
pub fn scroll_as<'a, Message: 'a>(
    id: &'static str,
    content: impl Into<Element<'a, Message>>,
) -> Element<'a, Message> {
    scrolling(content).id(id).into()
}

/// Scrolls a region so many pixels down; up when negative.
pub fn turn<T: Send + 'static>(id: &'static str, down: f32) -> Task<T> {
    iced::widget::operation::scroll_by(id, scrollable::AbsoluteOffset { x: 0.0, y: down })
}

fn scrolling<'a, Message: 'a>(content: impl Into<Element<'a, Message>>) -> Scrollable<'a, Message> {
    scrollable(content)
        .direction(scrollable::Direction::Vertical(
            scrollable::Scrollbar::new()
                .width(8)
                .scroller_width(6)
                .margin(2),
        ))
        .style(theme::scroll_bar)
        .width(Fill)
        .height(Fill)
}

/// The inset of a page, on canvas.
pub fn inset<'a, Message: 'a>(content: impl Into<Element<'a, Message>>) -> Element<'a, Message> {
    container(content)
        .padding(gap::L)
        .width(Fill)
        .height(Fill)
        .style(theme::ground(|t| t.canvas))
        .into()
}
