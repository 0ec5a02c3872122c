//! Chips: filters that are on, each of which can be taken off. They must not know what is filtered.

use iced::widget::text::{IntoFragment, Wrapping};
use iced::widget::{button, row};
use iced::{Background, Center, Element};

use super::focus::focusable;
use super::words;
use crate::ui::icon::{self, Glyph};
use crate::ui::spacing::{height, radius};
use crate::ui::theme::{self, tokens};

/// A filter that is on; pressing it takes it off.
pub fn chip<'a, Message: Clone + 'a>(
    words: impl IntoFragment<'a>,
    on_remove: Message,
) -> Element<'a, Message> {
    let face = row![
        words::dense(words).wrapping(Wrapping::None),
        icon::of(icon::REMOVE, 14.0),
    ];
    pressed(face, on_remove, true)
}

/// A filter that can be turned on and off, such as “Only what needs me”.
pub fn toggle<'a, Message: Clone + 'a>(
    glyph: Glyph,
    words: impl IntoFragment<'a>,
    is_on: bool,
    on_press: Message,
) -> Element<'a, Message> {
    let face = row![
        icon::of(glyph, 14.0),
        words::dense(words).wrapping(Wrapping::None),
    ];
    pressed(face, on_press, is_on)
}

fn pressed<'a, Message: Clone + 'a>(
    face: iced::widget::Row<'a, Message>,
    message: Message,
    is_on: bool,
) -> Element<'a, Message> {
    let face = face.spacing(6).height(iced::Fill).align_y(Center);
    focusable(
        button(face)
            .padding([0, 9])
            .height(height::CONTROL_COMPACT)
            .on_press(message.clone())
            .style(move |theme, status| {
                let tokens = tokens(theme);
                let lively = matches!(status, button::Status::Hovered | button::Status::Pressed);
                let (ground, border) = match (is_on, lively) {
                    (true, _) => (tokens.selected, tokens.accent),
                    (false, true) => (tokens.hover, tokens.input_border),
                    (false, false) => (tokens.paper, tokens.input_border),
                };
                button::Style {
                    background: Some(Background::Color(ground)),
                    text_color: tokens.text,
                    border: theme::line(border).rounded(radius::CONTROL),
                    ..button::Style::default()
                }
            }),
    )
    .on_press(message)
    .into()
}
