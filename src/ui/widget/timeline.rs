//! What happened to one thing, oldest first. It must not know what happened.

use iced::Element;
use iced::widget::column;
use iced::widget::text::{Fragment, IntoFragment};

use super::chain::{Knot, Look, chain};
use super::words;
use crate::ui::icon::Glyph;
use crate::ui::spacing::space as gap;
use crate::ui::theme::Tone;

/// One thing that happened; see [`event`].
#[derive(Clone, Debug)]
#[must_use]
pub struct Event<'a> {
    glyph: Glyph,
    tone: Tone,
    words: Fragment<'a>,
    note: Fragment<'a>,
    strong: bool,
}

/// An event: its sign and tone, what happened, and when and how.
pub fn event<'a>(
    glyph: Glyph,
    tone: Tone,
    words: impl IntoFragment<'a>,
    note: impl IntoFragment<'a>,
) -> Event<'a> {
    Event {
        glyph,
        tone,
        words: words.into_fragment(),
        note: note.into_fragment(),
        strong: false,
    }
}

impl Event<'_> {
    /// It is what matters now.
    pub fn strong(mut self) -> Self {
        self.strong = true;
        self
    }
}

pub fn timeline<'a, Message: 'a>(
    events: impl IntoIterator<Item = Event<'a>>,
) -> Element<'a, Message> {
    let knots = events
        .into_iter()
        .map(|event| {
            let words = if event.strong {
                words::strong(event.words)
            } else {
                words::body(event.words)
            };
            Knot {
                glyph: event.glyph,
                look: Look::Tinted(event.tone),
                content: column![words, words::note(event.note)].into(),
            }
        })
        .collect();
    chain(knots, 20.0, gap::S, false)
}
