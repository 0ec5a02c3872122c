//! What stands where there is nothing yet: what it is, why it is empty, what to do. It must not know what is missing.

use iced::widget::text::IntoFragment;
use iced::widget::{column, container, space};
use iced::{Center, Element, Fill};

use super::{button, words};
use crate::ui::icon::{self, Glyph};
use crate::ui::spacing::space as gap;
use crate::ui::theme::ink;

/// The sign and the name of what is missing, why, and the one thing to do about it, with its key.
pub fn empty_state<'a, Message: Clone + 'a>(
    glyph: Glyph,
    words: impl IntoFragment<'a>,
    why: impl IntoFragment<'a>,
    action: Option<button::Button<'a, Message>>,
) -> Element<'a, Message> {
    let action = action.map(|action| {
        container(action).padding(iced::Padding {
            top: 6.0,
            ..iced::Padding::ZERO
        })
    });
    container(
        column![
            icon::of(glyph, 24.0).style(ink(|t| t.muted)),
            column![words::strong(words), words::muted(why)].align_x(Center),
            action,
        ]
        .spacing(gap::XS)
        .align_x(Center),
    )
    .padding([gap::M + 1.0, gap::L])
    .center_x(Fill)
    .into()
}

/// The same in a table without rows, and nothing before it is known that there are none.
pub fn in_table<'a, Message: Clone + 'a>(
    is_read: bool,
    glyph: Glyph,
    words: impl IntoFragment<'a>,
    why: impl IntoFragment<'a>,
) -> Element<'a, Message> {
    if !is_read {
        return space().into();
    }
    container(empty_state(glyph, words, why, None))
        .padding(gap::XL)
        .into()
}
