//! Check boxes: a sentence that is true or not. They must not know what follows from it.

use iced::advanced::widget::Id;
use iced::widget::text::{Fragment, IntoFragment};
use iced::widget::{button, container, row, space};
use iced::{Center, Element, Length, Shrink};

use super::focus::focusable;
use super::words;
use crate::ui::icon;
use crate::ui::spacing::{radius, space as gap};
use crate::ui::theme::{self, ink, tokens};

/// A check box; see [`check_box`].
#[must_use]
pub struct CheckBox<'a, Message> {
    words: Fragment<'a>,
    is_checked: bool,
    on_toggle: Option<Message>,
    id: Option<Id>,
    width: Length,
}

/// A check box; `on_toggle` says what it shall be: the opposite of what it is.
pub fn check_box<'a, Message>(
    words: impl IntoFragment<'a>,
    is_checked: bool,
    on_toggle: impl FnOnce(bool) -> Message,
) -> CheckBox<'a, Message> {
    CheckBox {
        words: words.into_fragment(),
        is_checked,
        on_toggle: Some(on_toggle(!is_checked)),
        id: None,
        width: Shrink,
    }
}

impl<Message> CheckBox<'_, Message> {
    pub fn id(mut self, id: impl Into<Id>) -> Self {
        self.id = Some(id.into());
        self
    }

    pub fn width(mut self, width: impl Into<Length>) -> Self {
        self.width = width.into();
        self
    }

    /// Shows its state but cannot be changed.
    pub fn disabled(mut self, is_disabled: bool) -> Self {
        if is_disabled {
            self.on_toggle = None;
        }
        self
    }
}

impl<'a, Message: Clone + 'a> From<CheckBox<'a, Message>> for Element<'a, Message> {
    fn from(this: CheckBox<'a, Message>) -> Self {
        let is_enabled = this.on_toggle.is_some();
        let words = words::body(this.words);
        let words = if is_enabled {
            words
        } else {
            words.style(ink(|t| t.muted))
        };
        let face = row![square(this.is_checked, is_enabled), words]
            .spacing(gap::S)
            .align_y(Center);
        focusable(
            button(face)
                .padding([2, 0])
                .width(this.width)
                .on_press_maybe(this.on_toggle.clone())
                .style(|theme, _| button::Style {
                    text_color: tokens(theme).text,
                    ..button::Style::default()
                }),
        )
        .id_maybe(this.id)
        .on_press_maybe(this.on_toggle)
        .into()
    }
}

fn square<'a, Message: 'a>(is_checked: bool, is_enabled: bool) -> Element<'a, Message> {
    let sign: Element<'a, Message> = if is_checked {
        icon::of(icon::CHECK, 12.0)
            .style(ink(|t| t.on_accent))
            .into()
    } else {
        space().into()
    };
    container(sign)
        .center(16)
        .style(move |theme| {
            let tokens = tokens(theme);
            let style = container::Style::default();
            match (is_checked, is_enabled) {
                (true, true) => style
                    .background(tokens.accent)
                    .border(iced::border::rounded(radius::CONTROL)),
                (true, false) => style
                    .background(tokens.muted)
                    .border(iced::border::rounded(radius::CONTROL)),
                (false, _) => style
                    .background(tokens.paper)
                    .border(theme::line(tokens.input_border).rounded(radius::CONTROL)),
            }
        })
        .into()
}
