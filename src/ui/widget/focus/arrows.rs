//! A group of choices with one place in Tab order, in which arrows go from one to the next: tabs, lanes, radio
//! choices, the rail. It must not know how they look.

use iced::Element;
use iced::keyboard::key::Named;

use super::{Focusable, focusable};

/// Which arrows move in the group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Axis {
    Across,
    Down,
}

/// Lets the arrows of `axis` choose the neighbour of the choice `at`. Each choice says its message; a choice without
/// one is passed by.
pub fn arrows<'a, Message: Clone + 'a>(
    content: impl Into<Element<'a, Message>>,
    axis: Axis,
    at: Option<usize>,
    choices: Vec<Option<Message>>,
) -> Focusable<'a, Message> {
    focusable(content).on_key(move |press| {
        if !press.modifiers.is_empty() {
            return None;
        }
        let (back, ahead) = match axis {
            Axis::Across => (Named::ArrowLeft, Named::ArrowRight),
            Axis::Down => (Named::ArrowUp, Named::ArrowDown),
        };
        if press.is(ahead) {
            let from = at.map_or(0, |at| at.saturating_add(1));
            choices.iter().skip(from).find_map(Clone::clone)
        } else if press.is(back) {
            let to = at.unwrap_or(choices.len());
            choices.iter().take(to).rev().find_map(Clone::clone)
        } else {
            None
        }
    })
}
