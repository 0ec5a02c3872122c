//! Cards: paper with a border on the ground of the page. They must not know what they hold.

use iced::widget::text::IntoFragment;
use iced::widget::{Container, container, row, space};
use iced::{Center, Element, Fill};

use super::words;
use crate::ui::spacing::space as gap;
use crate::ui::theme;

/// A card with the usual padding.
pub fn card<'a, Message: 'a>(content: impl Into<Element<'a, Message>>) -> Container<'a, Message> {
    bare(content).padding(gap::L + 1.0)
}

/// A card whose content runs to its border.
pub fn bare<'a, Message: 'a>(content: impl Into<Element<'a, Message>>) -> Container<'a, Message> {
    container(content).padding(1).width(Fill).style(theme::card)
}

/// The title of a card with a remark at the right.
pub fn title<'a, Message: 'a>(
    words: impl IntoFragment<'a>,
    remark: impl IntoFragment<'a>,
) -> Element<'a, Message> {
    row![
        words::section(words),
        space::horizontal(),
        words::label(remark)
    ]
    .align_y(Center)
    .into()
}
