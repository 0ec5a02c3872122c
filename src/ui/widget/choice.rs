//! Choices of which one holds: a dot, words, what would follow, and a key. They must not know what is chosen.

use iced::advanced::widget::Id;
use iced::widget::text::{Fragment, IntoFragment};
use iced::widget::{button, column, container, row, space};
use iced::{Background, Border, Element, Fill, Top, border};

use super::focus::{Axis, Ring, arrows};
use super::{key, words};
use crate::ui::spacing::{radius, space as gap};
use crate::ui::theme::{self, ink, tokens};

/// One choice; see [`choice`].
#[must_use]
pub struct Choice<'a, Message> {
    words: Fragment<'a>,
    note: Option<Fragment<'a>>,
    keys: Option<Fragment<'a>>,
    is_chosen: bool,
    on_press: Option<Message>,
}

/// A choice; whether it holds, and what choosing it says.
pub fn choice<'a, Message>(
    words: impl IntoFragment<'a>,
    is_chosen: bool,
    on_press: Message,
) -> Choice<'a, Message> {
    Choice {
        words: words.into_fragment(),
        note: None,
        keys: None,
        is_chosen,
        on_press: Some(on_press),
    }
}

impl<'a, Message> Choice<'a, Message> {
    /// What would follow, below the words.
    pub fn note(mut self, note: impl IntoFragment<'a>) -> Self {
        self.note = Some(note.into_fragment());
        self
    }

    /// The key that chooses it. The screen hears it through [`key::shortcuts`].
    pub fn key(mut self, keys: impl IntoFragment<'a>) -> Self {
        self.keys = Some(keys.into_fragment());
        self
    }

    /// Cannot be chosen; the note says why.
    pub fn disabled(mut self, why: impl IntoFragment<'a>) -> Self {
        self.on_press = None;
        self.note(why)
    }
}

/// Choices below each other in a card. They have one place in Tab order; Up and Down choose.
pub fn choices<'a, Message: Clone + 'a>(list: Vec<Choice<'a, Message>>) -> Element<'a, Message> {
    card(None, list)
}

/// Choices that [`super::focus::on`] can go to by that name.
pub fn named<'a, Message: Clone + 'a>(
    id: impl Into<Id>,
    list: Vec<Choice<'a, Message>>,
) -> Element<'a, Message> {
    card(Some(id.into()), list)
}

fn card<'a, Message: Clone + 'a>(
    id: Option<Id>,
    list: Vec<Choice<'a, Message>>,
) -> Element<'a, Message> {
    let at = list.iter().position(|choice| choice.is_chosen);
    let messages = list.iter().map(|choice| choice.on_press.clone()).collect();
    let foot = list.len().saturating_sub(1);
    let rows = list.into_iter().enumerate().map(|(place, choice)| {
        let mut corners = border::Radius::default();
        if place == 0 {
            corners = corners.top(radius::CARD - 1.0);
        }
        if place == foot {
            corners = corners.bottom(radius::CARD - 1.0);
        }
        face(choice, corners)
    });
    let mut card = column![];
    for (place, row) in rows.enumerate() {
        if place > 0 {
            card = card.push(iced::widget::rule::horizontal(1).style(theme::divider));
        }
        card = card.push(row);
    }
    arrows(
        container(card).padding(1).width(Fill).style(theme::card),
        Axis::Down,
        at,
        messages,
    )
    .id_maybe(id)
    .ring(Ring::Outside)
    .radius(radius::CARD)
    .into()
}

fn face<'a, Message: Clone + 'a>(
    choice: Choice<'a, Message>,
    corners: border::Radius,
) -> Element<'a, Message> {
    let is_enabled = choice.on_press.is_some();
    let is_chosen = choice.is_chosen;
    let words = words::body(choice.words);
    let words = match (is_chosen, is_enabled) {
        (true, _) => words.font(theme::SEMIBOLD),
        (false, true) => words,
        (false, false) => words.style(ink(|t| t.muted)),
    };
    let note = choice.note.map(words::label);
    let content = row![
        container(dot(is_chosen)).padding([2, 0]),
        column![words, note].width(Fill),
        choice.keys.map(key::key_hint),
    ]
    .spacing(gap::S)
    .align_y(Top);
    button(content)
        .padding([gap::S, gap::M])
        .width(Fill)
        .on_press_maybe(choice.on_press)
        .style(move |theme, status| {
            let tokens = tokens(theme);
            let lively = matches!(status, button::Status::Hovered | button::Status::Pressed);
            let ground = if is_chosen {
                Some(tokens.selected)
            } else {
                lively.then_some(tokens.hover)
            };
            button::Style {
                background: ground.map(Background::Color),
                text_color: tokens.text,
                border: Border::default().rounded(corners),
                ..button::Style::default()
            }
        })
        .into()
}

/// The round of a radio choice, 16 pixels; the chosen one has a thick accent border round its middle.
fn dot<'a, Message: 'a>(is_chosen: bool) -> Element<'a, Message> {
    container(space())
        .width(16)
        .height(16)
        .style(move |theme| {
            let tokens = tokens(theme);
            let (color, width, middle) = if is_chosen {
                (tokens.accent, 5.0, tokens.on_accent)
            } else {
                (tokens.input_border, 1.0, tokens.paper)
            };
            container::Style::default()
                .background(middle)
                .border(Border::default().color(color).width(width).rounded(8))
        })
        .into()
}
