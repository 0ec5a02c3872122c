//! Toasts: what was done, and a way to take it back, above everything for a while. They must not know what was done.

use iced::widget::text::{Fragment, IntoFragment};
use iced::widget::{column, container, opaque, right, row, stack};
use iced::{Center, Element, Fill};

use super::lifted::lifted;
use super::{button, words};
use crate::ui::icon;
use crate::ui::spacing::{height, space as gap};
use crate::ui::theme::{self, Tone};

/// A toast; see [`done`] and [`failed`].
#[must_use]
pub struct Toast<'a, Message> {
    tone: Tone,
    words: Fragment<'a>,
    action: Option<button::Button<'a, Message>>,
}

/// Something was done.
pub fn done<'a, Message>(words: impl IntoFragment<'a>) -> Toast<'a, Message> {
    Toast {
        tone: Tone::Good,
        words: words.into_fragment(),
        action: None,
    }
}

/// Something could not be done: what happened, what is safe, what to do.
pub fn failed<'a, Message>(words: impl IntoFragment<'a>) -> Toast<'a, Message> {
    Toast {
        tone: Tone::Bad,
        ..done(words)
    }
}

impl<'a, Message> Toast<'a, Message> {
    /// Offers to take it back.
    pub fn undo(self, keys: impl IntoFragment<'a>, on_undo: Message) -> Self {
        self.action(button::quiet("Undo").key(keys).on_press(on_undo))
    }

    /// Offers anything else, such as to open what was made.
    pub fn action(mut self, button: button::Button<'a, Message>) -> Self {
        self.action = Some(button);
        self
    }
}

impl<'a, Message: Clone + 'a> From<Toast<'a, Message>> for Element<'a, Message> {
    fn from(toast: Toast<'a, Message>) -> Self {
        let glyph = if toast.tone == Tone::Bad {
            icon::ERROR
        } else {
            icon::PAID
        };
        let card = container(
            row![
                icon::of(glyph, 16.0).style(toast.tone.ink()),
                words::body(toast.words).width(Fill),
                toast.action.map(|action| Element::from(action.compact())),
            ]
            .spacing(gap::S)
            .align_y(Center),
        )
        .padding(iced::Padding {
            top: 6.0,
            bottom: 6.0,
            left: gap::M,
            right: gap::XS,
        })
        .width(Fill)
        .style(theme::card);
        lifted(card)
    }
}

/// Lays toasts over the foot of `base`, at the right, above the key bar; the newest stands lowest.
pub fn over<'a, Message: Clone + 'a>(
    base: impl Into<Element<'a, Message>>,
    toasts: impl IntoIterator<Item = Toast<'a, Message>>,
) -> Element<'a, Message> {
    let toasts: Vec<Element<'a, Message>> = toasts
        .into_iter()
        .map(|toast| opaque(Element::from(toast)))
        .collect();
    let layer = (!toasts.is_empty()).then(|| {
        let list = column(toasts).spacing(gap::S).width(360);
        right(
            container(list)
                .padding(gap::L)
                .height(Fill)
                .align_bottom(Fill),
        )
        .padding(iced::Padding {
            bottom: height::KEY_BAR,
            ..iced::Padding::ZERO
        })
    });
    stack![base.into()]
        .push(layer)
        .width(Fill)
        .height(Fill)
        .into()
}
