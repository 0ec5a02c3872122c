//! How strong a passphrase is: four bars, a word, and what would make it stronger. It must not know how that is
//! judged.

use iced::widget::text::IntoFragment;
use iced::widget::{column, container, row, space};
use iced::{Center, Element, Fill};

use super::words;
use crate::ui::icon;
use crate::ui::spacing::space as gap;
use crate::ui::theme::{Tone, tokens};

/// How strong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Strength {
    Weak,
    Fair,
    Strong,
    VeryStrong,
}

impl Strength {
    const fn bars(self) -> usize {
        match self {
            Self::Weak => 1,
            Self::Fair => 2,
            Self::Strong => 3,
            Self::VeryStrong => 4,
        }
    }

    const fn tone(self) -> Tone {
        match self {
            Self::Weak => Tone::Bad,
            Self::Fair => Tone::Attention,
            Self::Strong | Self::VeryStrong => Tone::Good,
        }
    }

    const fn word(self) -> &'static str {
        match self {
            Self::Weak => "Weak",
            Self::Fair => "Fair",
            Self::Strong => "Strong",
            Self::VeryStrong => "Very strong",
        }
    }
}

/// The meter; `None` while nothing is typed.
pub fn strength_meter<'a, Message: 'a>(
    strength: Option<Strength>,
    hint: impl IntoFragment<'a>,
) -> Element<'a, Message> {
    let filled = strength.map_or(0, Strength::bars);
    let tone = strength.map_or(Tone::Quiet, Strength::tone);
    let bars = row((0..4).map(|at| bar(at < filled, tone))).spacing(gap::XS);
    let word = strength.map(|strength| {
        let glyph = match tone {
            Tone::Bad => icon::REJECTED,
            Tone::Attention => icon::OWES,
            _ => icon::PAID,
        };
        row![
            icon::of(glyph, 14.0).style(tone.ink()),
            words::dense(strength.word())
                .font(crate::ui::theme::SEMIBOLD)
                .style(tone.ink()),
        ]
        .spacing(gap::XS)
        .align_y(Center)
    });
    column![
        bars,
        row![word, words::label(hint)]
            .spacing(gap::S)
            .align_y(Center),
    ]
    .spacing(gap::XS)
    .into()
}

fn bar<'a, Message: 'a>(is_filled: bool, tone: Tone) -> Element<'a, Message> {
    container(space())
        .width(Fill)
        .height(4)
        .style(move |theme| {
            let tokens = tokens(theme);
            let color = if is_filled {
                tone.tint(tokens).ink
            } else {
                tokens.divider
            };
            container::Style::default()
                .background(color)
                .border(iced::border::rounded(2))
        })
        .into()
}
