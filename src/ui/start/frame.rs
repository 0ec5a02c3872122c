//! What stands round every page before a book is open: the mark, a promise, a card, a line of other ways. It must not
//! know what a page asks.

use iced::widget::text::IntoFragment;
use iced::widget::{column, container, row, rule, scrollable, space};
use iced::{Center, Element, Fill, Shrink};

use crate::ui::icon;
use crate::ui::spacing::space as gap;
use crate::ui::theme::{self, ink};
use crate::ui::widget::mark::mark;
use crate::ui::widget::words;

/// A card `width` wide in the middle of the window, with the mark and a name above it and other ways below.
pub fn frame<'a, Message: 'a>(
    width: f32,
    name: impl IntoFragment<'a>,
    card: impl Into<Element<'a, Message>>,
    below: impl Into<Element<'a, Message>>,
) -> Element<'a, Message> {
    let head = row![
        mark(24.0),
        words::strong("Pegboard"),
        words::muted(name),
        space::horizontal(),
        icon::of(icon::OFFLINE, 14.0).style(ink(|t| t.muted)),
        words::muted("Nothing leaves this computer"),
    ]
    .spacing(gap::M)
    .height(32)
    .align_y(Center);
    let card = container(card).width(Fill).style(theme::card);
    let parts = column![
        head,
        card,
        container(below)
            .center_x(Fill)
            .height(52)
            .padding([gap::L, 0.0])
    ]
    .spacing(gap::L)
    .width(width);
    let bar = scrollable::Scrollbar::new()
        .width(8)
        .scroller_width(6)
        .margin(2);
    // As high as its content, so that it stands in the middle; scrolls where the window is lower than that.
    let scrolled = scrollable(container(parts).padding([40.0, gap::L]).center_x(Fill))
        .direction(scrollable::Direction::Vertical(bar))
        .style(theme::scroll_bar)
        .width(Fill)
        .height(Shrink);
    container(scrolled)
        .center_y(Fill)
        .width(Fill)
        .height(Fill)
        .style(theme::ground(|t| t.canvas))
        .into()
}

/// The foot of a card: what goes back at the left, what goes on at the right.
pub fn foot<'a, Message: 'a>(
    left: Option<Element<'a, Message>>,
    right: impl IntoIterator<Item = Element<'a, Message>>,
) -> Element<'a, Message> {
    let parts = row![left, space::horizontal()]
        .extend(right)
        .spacing(gap::M)
        .align_y(Center);
    column![
        rule::horizontal(1).style(theme::divider),
        container(parts)
            .padding(iced::Padding {
                left: 27.0,
                right: 40.0,
                ..iced::Padding::ZERO
            })
            .center_y(63),
    ]
    .into()
}

/// Other ways, in a line below a card: words and links.
pub fn ways<'a, Message: 'a>(
    parts: impl IntoIterator<Item = Element<'a, Message>>,
) -> Element<'a, Message> {
    row(parts).spacing(gap::S).align_y(Center).into()
}
