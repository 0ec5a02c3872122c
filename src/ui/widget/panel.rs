//! The panel at the right of a table: a head, facts, and what one can do. It must not know what it is about.

use iced::widget::text::IntoFragment;
use iced::widget::{column, container, row, rule, space};
use iced::{Center, Element, Fill, Top};

use super::{button, page, words};
use crate::ui::icon;
use crate::ui::spacing::{height, space as gap};
use crate::ui::theme;

/// A panel so many pixels wide: its head stands, its body scrolls.
pub fn panel<'a, Message: 'a>(
    width: f32,
    head: impl Into<Element<'a, Message>>,
    body: impl Into<Element<'a, Message>>,
) -> Element<'a, Message> {
    row![
        rule::vertical(1).style(theme::divider),
        container(column![
            head.into(),
            page::scroll(container(body).padding(gap::L).width(Fill)),
        ])
        .width(width - 1.0)
        .height(Fill)
        .style(theme::ground(|t| t.canvas)),
    ]
    .height(Fill)
    .into()
}

/// The head of a panel: what it shows, a remark, and something at the right.
pub fn head<'a, Message: 'a>(
    words: impl IntoFragment<'a>,
    remark: impl IntoFragment<'a>,
    right: impl Into<Element<'a, Message>>,
) -> Element<'a, Message> {
    bar(words, remark, right, gap::L)
}

fn bar<'a, Message: 'a>(
    words: impl IntoFragment<'a>,
    remark: impl IntoFragment<'a>,
    right: impl Into<Element<'a, Message>>,
    edge: f32,
) -> Element<'a, Message> {
    column![
        row![
            words::strong(words),
            words::label(remark),
            space::horizontal(),
            right.into(),
        ]
        .spacing(gap::S)
        .padding(iced::Padding {
            left: gap::L,
            right: edge,
            ..iced::Padding::ZERO
        })
        .height(height::PANEL_HEAD - 1.0)
        .align_y(Center),
        rule::horizontal(1).style(theme::divider),
    ]
    .into()
}

/// The head of a panel that can be closed.
pub fn closable<'a, Message: Clone + 'a>(
    words: impl IntoFragment<'a>,
    remark: impl IntoFragment<'a>,
    on_close: Message,
) -> Element<'a, Message> {
    // The sign, not the button round it, stands at the edge of the panel.
    let close = button::icon(icon::CLOSE, "Close")
        .compact()
        .on_press(on_close);
    bar(words, remark, close, gap::L - 6.0)
}

/// The words over a part of a panel, with a remark at the right.
pub fn section<'a, Message: 'a>(
    words: impl IntoFragment<'a>,
    remark: impl IntoFragment<'a>,
) -> Element<'a, Message> {
    row![
        words::dense(words).font(theme::SEMIBOLD),
        space::horizontal(),
        words::label(remark),
    ]
    .align_y(Center)
    .into()
}

/// Facts below each other: a muted label, and what is so.
pub fn facts<'a, Message: 'a, Label: IntoFragment<'a>>(
    label_width: f32,
    list: impl IntoIterator<Item = (Label, Element<'a, Message>)>,
) -> Element<'a, Message> {
    column(list.into_iter().map(|(label, fact)| {
        row![words::label(label).width(label_width), fact]
            .align_y(Top)
            .into()
    }))
    .spacing(2)
    .into()
}

/// Labels at the left and amounts at the right, below each other.
pub fn sums<'a, Message: 'a, Label: IntoFragment<'a>>(
    list: impl IntoIterator<Item = (Label, crate::domain::money::Money)>,
) -> Element<'a, Message> {
    column(list.into_iter().map(|(label, amount)| {
        row![
            words::label(label),
            space::horizontal(),
            words::money(amount)
        ]
        .height(height::ROW)
        .align_y(Center)
        .into()
    }))
    .into()
}
