//! Findings: what is wrong with a claim, in words, with the way to mend it. They must not know the checks.

use iced::widget::text::{Fragment, IntoFragment};
use iced::widget::{column, container, row, rule};
use iced::{Center, Element, Fill, Top};

use super::{button, card, words};
use crate::ui::icon::{self, Glyph};
use crate::ui::spacing::space as gap;
use crate::ui::theme::{self, Tone, ink};

/// A finding; see [`to_fix`] and [`to_look_at`].
#[must_use]
pub struct Finding<'a, Message> {
    glyph: Glyph,
    tone: Tone,
    words: Fragment<'a>,
    note: Option<Fragment<'a>>,
    actions: Vec<button::Button<'a, Message>>,
}

/// Something that keeps the claim from going out.
pub fn to_fix<'a, Message>(words: impl IntoFragment<'a>) -> Finding<'a, Message> {
    Finding::new(icon::REJECTED, Tone::Bad, words)
}

/// Something odd that does not keep it.
pub fn to_look_at<'a, Message>(words: impl IntoFragment<'a>) -> Finding<'a, Message> {
    Finding::new(icon::WARNING, Tone::Attention, words)
}

/// Something that was checked and is right.
pub fn is_right<'a, Message>(words: impl IntoFragment<'a>) -> Finding<'a, Message> {
    Finding::new(icon::PAID, Tone::Good, words)
}

impl<'a, Message> Finding<'a, Message> {
    fn new(glyph: Glyph, tone: Tone, words: impl IntoFragment<'a>) -> Self {
        Self {
            glyph,
            tone,
            words: words.into_fragment(),
            note: None,
            actions: Vec::new(),
        }
    }

    /// What was sent, what was meant, where one can see it.
    pub fn note(mut self, note: impl IntoFragment<'a>) -> Self {
        self.note = Some(note.into_fragment());
        self
    }

    /// A way to mend it; the first is the usual one.
    pub fn action(mut self, button: button::Button<'a, Message>) -> Self {
        self.actions.push(button);
        self
    }
}

impl<'a, Message: Clone + 'a> Finding<'a, Message> {
    fn view(self) -> Element<'a, Message> {
        let glyph = container(icon::of(self.glyph, 16.0).style(self.tone.ink())).padding([2, 0]);
        let actions = row(self
            .actions
            .into_iter()
            .map(|action| action.compact().into()))
        .spacing(gap::S)
        .align_y(Center);
        match self.note {
            None => row![glyph, words::body(self.words).width(Fill), actions]
                .spacing(gap::S)
                .padding([4.0, gap::M])
                .align_y(Center)
                .into(),
            Some(note) => row![
                glyph,
                column![
                    words::strong(self.words),
                    words::label(note),
                    container(actions).padding(iced::Padding {
                        top: gap::S,
                        ..iced::Padding::ZERO
                    }),
                ]
                .width(Fill),
            ]
            .spacing(gap::S)
            .padding([gap::M, gap::M])
            .align_y(Top)
            .into(),
        }
    }
}

/// Findings in a card, parted by rules.
pub fn findings<'a, Message: Clone + 'a>(
    list: impl IntoIterator<Item = Finding<'a, Message>>,
) -> Element<'a, Message> {
    let mut parts = column![];
    for (at, finding) in list.into_iter().enumerate() {
        if at > 0 {
            parts = parts.push(rule::horizontal(1).style(theme::divider));
        }
        parts = parts.push(finding.view());
    }
    card::bare(parts).into()
}

/// A check of what is being entered, on a line of its own.
pub fn check<'a, Message: 'a>(words: impl IntoFragment<'a>, tone: Tone) -> Element<'a, Message> {
    let glyph = match tone {
        Tone::Good => icon::PAID,
        Tone::Bad => icon::REJECTED,
        Tone::Attention => icon::OWES,
        Tone::Sent | Tone::Quiet => icon::INFO,
    };
    let words = words::dense(words);
    let words = match tone {
        Tone::Bad => words.font(theme::SEMIBOLD).style(tone.ink()),
        Tone::Quiet => words.style(ink(|t| t.muted)),
        _ => words,
    };
    row![
        container(icon::of(glyph, 16.0).style(tone.ink())).padding([2, 0]),
        words
    ]
    .spacing(gap::S)
    .align_y(Top)
    .into()
}
