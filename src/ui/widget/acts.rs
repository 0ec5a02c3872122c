//! What can be done with one thing, by key: possible acts first, then those that are not, each with its reason. They
//! must not know what an act does.

use iced::widget::text::{Fragment, IntoFragment};
use iced::widget::{button, column, container, row};
use iced::{Background, Center, Element, Fill, Padding, Top};

use super::focus::{Ring, focusable};
use super::{key, words};
use crate::ui::spacing::{height, radius, space as gap};
use crate::ui::theme::{ink, tokens};

/// One act; see [`act`].
#[derive(Clone, Debug)]
#[must_use]
pub struct Act<'a, Message> {
    keys: Fragment<'a>,
    words: Fragment<'a>,
    press: Result<Message, Fragment<'a>>,
}

/// An act: its key, what it does, and what pressing it says.
pub fn act<'a, Message>(
    keys: impl IntoFragment<'a>,
    words: impl IntoFragment<'a>,
    on_press: Message,
) -> Act<'a, Message> {
    Act {
        keys: keys.into_fragment(),
        words: words.into_fragment(),
        press: Ok(on_press),
    }
}

impl<'a, Message> Act<'a, Message> {
    /// Says why it is not possible, if it is not.
    pub fn disabled_maybe(mut self, why: Option<impl IntoFragment<'a>>) -> Self {
        if let Some(why) = why {
            self.press = Err(why.into_fragment());
        }
        self
    }
}

/// Acts below each other: the possible ones, then the others with what stands in their way.
pub fn acts<'a, Message: Clone + 'a>(list: Vec<Act<'a, Message>>) -> Element<'a, Message> {
    let (can, cannot): (Vec<_>, Vec<_>) = list.into_iter().partition(|act| act.press.is_ok());
    let head = (!cannot.is_empty()).then(|| {
        container(words::label("Not now")).padding(Padding {
            top: gap::M,
            bottom: gap::XS,
            left: gap::S,
            right: gap::S,
        })
    });
    column(can.into_iter().map(view))
        .push(head)
        .extend(cannot.into_iter().map(view))
        .into()
}

fn view<'a, Message: Clone + 'a>(act: Act<'a, Message>) -> Element<'a, Message> {
    let cap = key::key_hint(act.keys);
    match act.press {
        Err(why) => row![
            column![
                words::dense(act.words).style(ink(|t| t.muted)),
                words::note(why),
            ]
            .width(Fill),
            container(cap).padding([2.0, 0.0]),
        ]
        .padding([3.0, gap::S])
        .align_y(Top)
        .into(),
        Ok(message) => {
            let face = row![words::body(act.words).width(Fill), cap]
                .height(Fill)
                .align_y(Center);
            let pressed = button(face)
                .padding([0.0, gap::S])
                .width(Fill)
                .height(height::CONTROL_COMPACT)
                .on_press(message.clone())
                .style(|theme, status| {
                    let tokens = tokens(theme);
                    let lively =
                        matches!(status, button::Status::Hovered | button::Status::Pressed);
                    button::Style {
                        background: lively.then_some(Background::Color(tokens.hover)),
                        text_color: tokens.text,
                        border: iced::Border::default().rounded(radius::CONTROL),
                        ..button::Style::default()
                    }
                });
            focusable(pressed)
                .on_press(message)
                .ring(Ring::Inside)
                .into()
        }
    }
}
