//! States as icon, word and tint, never by colour alone. It must not know what a claim or an account is.

use iced::widget::{container, row};
use iced::{Center, Element};

use super::words;
use crate::ui::icon::{self, Glyph};
use crate::ui::spacing::{Type, height, radius};
use crate::ui::theme::{self, Tone, tokens};

/// A state to be shown; made by its name, such as [`paid`].
#[derive(Clone, Debug)]
#[must_use]
pub struct Pill {
    glyph: Glyph,
    words: String,
    tone: Tone,
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
    ($($(#[$doc:meta])* $name:ident($glyph:ident, $words:literal, $tone:ident);)*) => {
        $($(#[$doc])* pub fn $name() -> Pill {
            Pill { glyph: icon::$glyph, words: $words.to_owned(), tone: Tone::$tone, on_paper: false }
        })*
    };
}

pills! {
    paid(PAID, "Paid", Good);
    matched(PAID, "Matched", Good);
    active(PAID, "Active", Good);
    /// Anything else that is as it should be.
    well(PAID, "Done", Good);
    owes(OWES, "Patient owes", Attention);
    held(HELD, "Held", Attention);
    /// Anything else that someone should look at.
    look(OWES, "Look", Attention);
    takeback(TAKEBACK, "Takeback", Attention);
    no_match(OWES, "No match", Attention);
    late(OVERDUE, "No answer", Attention);
    rejected(REJECTED, "Rejected", Bad);
    denied(DENIED, "Denied", Bad);
    appealed(APPEAL, "In appeal", Sent);
    overdue(OVERDUE, "Overdue", Bad);
    inactive(REJECTED, "Inactive", Bad);
    sent(SENT, "Sent", Sent);
    ready(SENT, "Ready to send", Sent);
    waiting(WAITING, "Waiting", Quiet);
    draft(DRAFT, "Draft", Quiet);
    voided(DENIED, "Voided", Quiet);
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
                let tint = pill.tone.tint(tokens);
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
