//! Figures: a label over a number that matters. They must not know what is counted.

use iced::widget::text::{Fragment, IntoFragment};
use iced::widget::{column, container, row, rule};
use iced::{Element, Right};

use super::words;
use crate::ui::icon::{self, Glyph};
use crate::ui::spacing::space as gap;
use crate::ui::theme::{self, Tone};

/// A label and a number; see [`figure`].
#[must_use]
pub struct Figure<'a> {
    label: Fragment<'a>,
    number: Fragment<'a>,
    tone: Option<Tone>,
    glyph: Option<Glyph>,
}

/// A figure in a row of figures; the number comes as `words::show_dollars` or a count gives it.
pub fn figure<'a>(label: impl IntoFragment<'a>, number: impl IntoFragment<'a>) -> Figure<'a> {
    Figure {
        label: label.into_fragment(),
        number: number.into_fragment(),
        tone: None,
        glyph: None,
    }
}

impl<'a> Figure<'a> {
    /// Colours the number: what needs someone, what is proven.
    pub fn tone(mut self, tone: Tone) -> Self {
        self.tone = Some(tone);
        self
    }

    /// A sign before the number, in its tone.
    pub fn icon(mut self, glyph: Glyph) -> Self {
        self.glyph = Some(glyph);
        self
    }

    fn view<Message: 'a>(self) -> Element<'a, Message> {
        let tone = self.tone;
        let number = words::figure(self.number);
        let number = match tone {
            Some(tone) => number.style(tone.ink()),
            None => number,
        };
        let glyph = self
            .glyph
            .map(|glyph| icon::of(glyph, 20.0).style(tone.unwrap_or_default().ink()));
        column![
            words::label(self.label),
            row![glyph, number].spacing(gap::S).align_y(iced::Center),
        ]
        .align_x(Right)
        .into()
    }
}

/// Figures side by side, parted by rules.
pub fn figures<'a, Message: 'a>(
    list: impl IntoIterator<Item = Figure<'a>>,
) -> Element<'a, Message> {
    let mut parts = row![].spacing(20);
    for (at, figure) in list.into_iter().enumerate() {
        if at > 0 {
            parts = parts.push(container(rule::vertical(1).style(theme::divider)).height(48));
        }
        parts = parts.push(figure.view());
    }
    parts.into()
}
