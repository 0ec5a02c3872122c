//! The steps of a wizard: those done, the one at hand, those to come. They must not know what a step asks.

use iced::widget::text::{Fragment, IntoFragment};
use iced::widget::{column, container, row, space};
use iced::{Background, Border, Center, Element, Fill, Top};

use super::words;
use crate::ui::icon;
use crate::ui::spacing::{radius, space as gap};
use crate::ui::theme::{self, ink, tokens};

/// One step: its name and a remark.
#[derive(Clone, Debug)]
#[must_use]
pub struct Step<'a> {
    words: Fragment<'a>,
    note: Fragment<'a>,
}

pub fn step<'a>(words: impl IntoFragment<'a>, note: impl IntoFragment<'a>) -> Step<'a> {
    Step {
        words: words.into_fragment(),
        note: note.into_fragment(),
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Stand {
    Done,
    Now,
    Ahead,
}

/// The steps below each other; `at` is the one at hand, counted from zero.
pub fn steps<'a, Message: 'a>(
    list: impl IntoIterator<Item = Step<'a>>,
    at: usize,
) -> Element<'a, Message> {
    let list: Vec<Step<'a>> = list.into_iter().collect();
    let count = list.len();
    let title = words::label(format!(
        "Step {} of {count}",
        at.saturating_add(1).min(count)
    ));
    let rows = list.into_iter().enumerate().map(|(place, step)| {
        let stand = match place.cmp(&at) {
            std::cmp::Ordering::Less => Stand::Done,
            std::cmp::Ordering::Equal => Stand::Now,
            std::cmp::Ordering::Greater => Stand::Ahead,
        };
        view(step, place.saturating_add(1), stand)
    });
    column![container(title).padding([gap::S, gap::S])]
        .extend(rows)
        .spacing(gap::S)
        .into()
}

fn view<'a, Message: 'a>(step: Step<'a>, number: usize, stand: Stand) -> Element<'a, Message> {
    let words = if stand == Stand::Now {
        words::strong(step.words)
    } else {
        words::body(step.words)
    };
    let bar = container(space()).width(3).height(36).style(move |theme| {
        let style = container::Style::default().border(iced::border::rounded(2));
        if stand == Stand::Now {
            style.background(tokens(theme).accent)
        } else {
            style
        }
    });
    let content = row![
        container(round(number, stand)).padding(iced::Padding {
            left: 5.0,
            ..iced::Padding::ZERO
        }),
        column![words, words::note(step.note)],
    ]
    .spacing(gap::M)
    .align_y(Top);
    container(row![bar, content].align_y(Center))
        .width(Fill)
        .height(52)
        .center_y(52)
        .style(move |theme| {
            let style = container::Style::default().border(iced::border::rounded(radius::CONTROL));
            if stand == Stand::Now {
                style.background(tokens(theme).selected)
            } else {
                style
            }
        })
        .into()
}

/// The number of a step in its round, 24 pixels; a check mark once it is done.
fn round<'a, Message: 'a>(number: usize, stand: Stand) -> Element<'a, Message> {
    let sign: Element<'a, Message> = if stand == Stand::Done {
        icon::of(icon::CHECK, 14.0)
            .style(ink(|t| t.paid.ink))
            .into()
    } else {
        words::dense(number.to_string()).into()
    };
    container(sign)
        .center(24)
        .style(move |theme| {
            let tokens = tokens(theme);
            let (ground, ink, border) = match stand {
                Stand::Done => (Some(tokens.paid.ground), tokens.paid.ink, Border::default()),
                Stand::Now => (Some(tokens.accent), tokens.on_accent, Border::default()),
                Stand::Ahead => (None, tokens.muted, theme::line(tokens.input_border)),
            };
            container::Style {
                background: ground.map(Background::Color),
                border: border.rounded(12),
                ..container::Style::default().color(ink)
            }
        })
        .into()
}
