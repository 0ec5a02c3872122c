//! Tabs: the views of one thing. They must not know what is in them.

use iced::keyboard::Modifiers;
use iced::widget::text::{Fragment, IntoFragment, Wrapping};
use iced::widget::{button, column, container, row, space};
use iced::{Center, Element, Fill, Shrink};

use super::focus::{Axis, Ring, arrows};
use super::key::Press;
use super::words;
use crate::ui::spacing::space as gap;
use crate::ui::theme::{self, ink, tokens};

/// A tab; see [`tab`].
#[derive(Clone, Debug)]
#[must_use]
pub struct Tab<'a> {
    words: Fragment<'a>,
    count: Option<usize>,
}

/// A tab by its name.
pub fn tab<'a>(words: impl IntoFragment<'a>) -> Tab<'a> {
    Tab {
        words: words.into_fragment(),
        count: None,
    }
}

impl Tab<'_> {
    /// How many things are in it; zero shows nothing.
    pub fn count(mut self, count: usize) -> Self {
        self.count = (count > 0).then_some(count);
        self
    }
}

/// A row of tabs, 36 high, of which one is open. Left and Right go from tab to tab.
pub fn tabs<'a, Message: Clone + 'a>(
    list: impl IntoIterator<Item = Tab<'a>>,
    at: usize,
    on_select: impl Fn(usize) -> Message,
) -> Element<'a, Message> {
    let list: Vec<Tab<'a>> = list.into_iter().collect();
    let choices: Vec<Option<Message>> = (0..list.len())
        .map(|place| Some(on_select(place)))
        .collect();
    let faces = list
        .into_iter()
        .zip(choices.clone())
        .enumerate()
        .map(|(place, (tab, message))| face(tab, place == at, message));
    arrows(row(faces).spacing(gap::XL), Axis::Across, Some(at), choices)
        .ring(Ring::Outside)
        .into()
}

/// The tab that a press turns to, of `count` with one open: its number (0 the tenth), where letters are not typed, or Ctrl with
/// `PgUp` and `PgDn` from anywhere.
pub fn turned(press: &Press, open: usize, count: usize) -> Option<usize> {
    let to = if press.is("Ctrl PgDn") {
        open.checked_add(1)
    } else if press.is("Ctrl PgUp") {
        open.checked_sub(1)
    } else {
        let digit = press.digit(Modifiers::empty())?;
        // The 0 stands right of the 9: it is the tenth.
        usize::try_from(digit).ok()?.checked_sub(1).or(Some(9))
    };
    to.filter(|to| *to < count)
}

fn face<'a, Message: Clone + 'a>(
    tab: Tab<'a>,
    is_open: bool,
    message: Option<Message>,
) -> Element<'a, Message> {
    let words = words::body(tab.words).wrapping(Wrapping::None);
    let words = if is_open {
        words.font(theme::SEMIBOLD)
    } else {
        words
    };
    let count = tab
        .count
        .map(|count| words::dense(count.to_string()).style(ink(|t| t.muted)));
    let label = row![words, count]
        .spacing(gap::S)
        .height(34)
        .align_y(Center);
    let line = container(space())
        .width(Fill)
        .height(2)
        .style(move |theme| {
            let style = container::Style::default();
            if is_open {
                style.background(tokens(theme).accent)
            } else {
                style
            }
        });
    button(column![label, line].width(Shrink))
        .padding(0)
        .on_press_maybe(message)
        .style(move |theme, status| {
            let tokens = tokens(theme);
            let lively = matches!(status, button::Status::Hovered | button::Status::Pressed);
            button::Style {
                text_color: if is_open || lively {
                    tokens.text
                } else {
                    tokens.muted
                },
                ..button::Style::default()
            }
        })
        .into()
}
