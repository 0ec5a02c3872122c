//! Styles of plain containers, text and scroll bars, drawn from the tokens. It must not know any part by name.

use iced::border::{self, Border};
use iced::widget::{container, rule, scrollable, text};
use iced::{Background, Color, Shadow, Theme};

use super::{Tint, Tokens, tokens};
use crate::ui::spacing::radius;

/// Colours text by role: `text("…").style(ink(|t| t.muted))`.
pub fn ink(role: fn(&Tokens) -> Color) -> impl Fn(&Theme) -> text::Style {
    move |theme| text::Style {
        color: Some(role(tokens(theme))),
    }
}

/// How something stands: the tint of its state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// Nothing to say about it.
    #[default]
    Quiet,
    /// As it should be: paid, matched, verified.
    Good,
    /// Someone should look: held, owed, late.
    Attention,
    /// Wrong or refused: rejected, denied, overdue.
    Bad,
    /// On its way: sent, ready.
    Sent,
}

impl Tone {
    pub fn tint(self, tokens: &Tokens) -> Tint {
        match self {
            Self::Quiet => Tint {
                ink: tokens.muted,
                ground: tokens.hover,
            },
            Self::Good => tokens.paid,
            Self::Attention => tokens.attention,
            Self::Bad => tokens.denied,
            Self::Sent => tokens.sent,
        }
    }

    /// Colours text in the ink of the tone.
    pub fn ink(self) -> impl Fn(&Theme) -> text::Style {
        move |theme| text::Style {
            color: Some(self.tint(tokens(theme)).ink),
        }
    }
}

/// Fills a container by role, and nothing else.
pub fn ground(role: fn(&Tokens) -> Color) -> impl Fn(&Theme) -> container::Style {
    move |theme| container::Style::default().background(role(tokens(theme)))
}

/// Paper with a border and the corners of a card.
pub fn card(theme: &Theme) -> container::Style {
    let tokens = tokens(theme);
    container::Style::default()
        .background(tokens.paper)
        .border(line(tokens.divider).rounded(radius::CARD))
}

/// A line of one pixel round something.
pub fn line(color: Color) -> Border {
    Border::default().color(color).width(1.0)
}

/// A divider.
pub fn divider(theme: &Theme) -> rule::Style {
    rule_of(tokens(theme).divider)
}

/// The rule above a total.
pub fn total_rule(theme: &Theme) -> rule::Style {
    rule_of(tokens(theme).text)
}

fn rule_of(color: Color) -> rule::Style {
    rule::Style {
        color,
        radius: 0.0.into(),
        fill_mode: rule::FillMode::Full,
        snap: true,
    }
}

/// A slim scroll bar that keeps out of the way.
pub fn scroll_bar(theme: &Theme, status: scrollable::Status) -> scrollable::Style {
    let tokens = tokens(theme);
    let strong = matches!(
        status,
        scrollable::Status::Dragged { .. }
            | scrollable::Status::Hovered {
                is_vertical_scrollbar_hovered: true,
                ..
            }
            | scrollable::Status::Hovered {
                is_horizontal_scrollbar_hovered: true,
                ..
            }
    );
    let rail = scrollable::Rail {
        background: None,
        border: Border::default(),
        scroller: scrollable::Scroller {
            background: Background::Color(if strong {
                tokens.muted
            } else {
                tokens.input_border
            }),
            border: border::rounded(3.0),
        },
    };
    scrollable::Style {
        container: container::Style::default(),
        vertical_rail: rail,
        horizontal_rail: rail,
        gap: None,
        auto_scroll: scrollable::AutoScroll {
            background: Background::Color(tokens.paper),
            border: line(tokens.divider).rounded(radius::CARD),
            shadow: Shadow::default(),
            icon: tokens.muted,
        },
    }
}
