//! States as icon, word and tint, never by colour alone. It must not know what a claim or an account is.

use iced::widget::{container, row};
use iced::{Center, Element};

use super::words;
use crate::ui::icon::{self, Glyph};
use crate::ui::spacing::{Type, height, radius};
use crate::ui::theme::{self, Tint, Tokens, tokens};

/// A state to be shown; made by its name, such as [`paid`].
#[derive(Clone, Debug)]
#[must_use]
pub struct Pill {
    glyph: Glyph,
    words: String,
    tint: fn(&Tokens) -> Tint,
    on_paper: bool,
}

impl Pill {
    /// Other words under the same sign: `pill::active().says("Active 03/10/2026")`.
    pub fn says(mut self, words: impl Into<String>) -> Self {
        self.words = words.into();
        self
    }

    /// On an attention row: paper instead of the tint.
    pub fn on_paper(mut self) -> Self {
        self.on_paper = true;
        self
    }
}

macro_rules! pills {
    ($($(#[$doc:meta])* $name:ident($glyph:ident, $words:literal, $tint:ident);)*) => {
        $($(#[$doc])* pub fn $name() -> Pill {
            Pill { glyph: icon::$glyph, words: $words.to_owned(), tint: $tint, on_paper: false }
        })*
    };
}

pills! {
    paid(PAID, "Paid", good);
    matched(PAID, "Matched", good);
    active(PAID, "Active", good);
    /// Anything else that is as it should be.
    well(PAID, "Done", good);
    owes(OWES, "Patient owes", attention);
    held(HELD, "Held", attention);
    /// Anything else that someone should look at.
    look(OWES, "Look", attention);
    takeback(TAKEBACK, "Takeback", attention);
    no_match(OWES, "No match", attention);
    late(OVERDUE, "No answer", attention);
    rejected(REJECTED, "Rejected", bad);
    denied(DENIED, "Denied", bad);
    overdue(OVERDUE, "Overdue", bad);
    inactive(REJECTED, "Inactive", bad);
    sent(SENT, "Sent", on_its_way);
    ready(SENT, "Ready to send", on_its_way);
    waiting(WAITING, "Waiting", quiet);
    draft(DRAFT, "Draft", quiet);
    voided(DENIED, "Voided", quiet);
}

fn good(tokens: &Tokens) -> Tint {
    tokens.paid
}

fn attention(tokens: &Tokens) -> Tint {
    tokens.attention
}

fn bad(tokens: &Tokens) -> Tint {
    tokens.denied
}

fn on_its_way(tokens: &Tokens) -> Tint {
    tokens.sent
}

fn quiet(tokens: &Tokens) -> Tint {
    Tint {
        ink: tokens.muted,
        ground: tokens.hover,
    }
}

impl<'a, Message: 'a> From<Pill> for Element<'a, Message> {
    fn from(pill: Pill) -> Self {
        let content = row![
            icon::of(pill.glyph, 12.0),
            words::sized(pill.words, Type::SMALL)
                .font(theme::SEMIBOLD)
                .wrapping(iced::widget::text::Wrapping::None),
        ]
        .spacing(4.0)
        .align_y(Center);
        container(content)
            .padding([0.0, 6.0])
            .center_y(height::PILL)
            .style(move |theme| {
                let tokens = tokens(theme);
                let tint = (pill.tint)(tokens);
                let ground = if pill.on_paper {
                    tokens.paper
                } else {
                    tint.ground
                };
                container::Style::default()
                    .background(ground)
                    .color(tint.ink)
                    .border(iced::border::rounded(radius::CONTROL))
            })
            .into()
    }
}
