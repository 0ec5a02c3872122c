//! A sign to press in a grid that is typed through: Tab and Enter pass it by, so that going on never removes anything. A
//! key of the screen does the same. It must not know what it does.

use iced::widget::{container, mouse_area, tooltip};
use iced::{Element, mouse};

use super::words;
use crate::ui::icon::{self, Glyph};
use crate::ui::spacing::height;
use crate::ui::theme::{self, ink};

/// The sign, with its name when the pointer rests on it.
pub fn by_mouse<'a, Message: Clone + 'a>(
    glyph: Glyph,
    name: &'static str,
    message: Message,
) -> Element<'a, Message> {
    let sign = container(icon::of(glyph, 14.0).style(ink(|t| t.muted)))
        .center_x(height::CONTROL_COMPACT)
        .center_y(height::CONTROL_COMPACT);
    let area = mouse_area(sign)
        .interaction(mouse::Interaction::Pointer)
        .on_press(message);
    let name = container(words::note(name))
        .padding([4.0, 8.0])
        .style(theme::card);
    tooltip(area, name, tooltip::Position::Bottom)
        .gap(4.0)
        .into()
}
