//! Rounds on a line, one below the other: what a timeline and a chain of reasons are made of. It must not know what
//! its rounds mean.

use iced::widget::{column, container, row, rule, space};
use iced::{Background, Border, Center, Element, Fill, Theme};

use crate::ui::icon::{self, Glyph};
use crate::ui::spacing::space as gap;
use crate::ui::theme::{self, Tint, tokens};

/// One place on the line.
pub(super) struct Knot<'a, Message> {
    pub glyph: Glyph,
    pub look: Look,
    pub content: Element<'a, Message>,
}

/// How the round looks.
#[derive(Clone, Copy)]
pub(super) enum Look {
    /// Paper with a border.
    Outlined,
    Tinted(theme::Tone),
}

/// Draws the knots; `round` is the size of a round, `below` the space after each.
pub(super) fn chain<'a, Message: 'a>(
    knots: Vec<Knot<'a, Message>>,
    round: f32,
    below: f32,
    runs_on: bool,
) -> Element<'a, Message> {
    let last = knots.len().saturating_sub(1);
    column(knots.into_iter().enumerate().map(|(at, knot)| {
        let line: Element<'a, Message> = if at < last || runs_on {
            container(rule::vertical(1).style(theme::divider))
                .center_x(round)
                .height(Fill)
                .into()
        } else {
            space().into()
        };
        let content = container(knot.content)
            .padding(iced::Padding {
                bottom: below,
                ..iced::Padding::ZERO
            })
            .width(Fill);
        // The line is as high as the words beside it.
        iced::widget::stack![row![space().width(round + gap::M), content,]]
            .push_under(column![rounded(knot.glyph, knot.look, round), line].width(round))
            .width(Fill)
            .into()
    }))
    .into()
}

fn rounded<'a, Message: 'a>(glyph: Glyph, look: Look, size: f32) -> Element<'a, Message> {
    let style = move |theme: &Theme| {
        let tokens = tokens(theme);
        let (tint, border) = match look {
            Look::Outlined => (
                Tint {
                    ink: tokens.muted,
                    ground: tokens.paper,
                },
                theme::line(tokens.divider),
            ),
            Look::Tinted(theme::Tone::Quiet) => (
                Tint {
                    ink: tokens.muted,
                    ground: tokens.divider,
                },
                Border::default(),
            ),
            Look::Tinted(tone) => (tone.tint(tokens), Border::default()),
        };
        container::Style {
            background: Some(Background::Color(tint.ground)),
            border: border.rounded(size / 2.0),
            ..container::Style::default().color(tint.ink)
        }
    };
    container(icon::of(glyph, if size > 22.0 { 14.0 } else { 12.0 }))
        .align_x(Center)
        .align_y(Center)
        .width(size)
        .height(size)
        .style(style)
        .into()
}
