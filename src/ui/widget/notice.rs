//! A notice across a page that stays until it is dealt with: a sample practice, a backup that failed. It must not know
//! what it tells.

use iced::widget::text::IntoFragment;
use iced::widget::{container, row};
use iced::{Center, Element, Fill};

use super::{button, words};
use crate::ui::icon;
use crate::ui::spacing::{radius, space as gap};
use crate::ui::theme::{self, Tone, tokens};

/// A notice in its tone, with what can be done about it.
pub fn notice<'a, Message: Clone + 'a>(
    tone: Tone,
    words: impl IntoFragment<'a>,
    action: Option<button::Button<'a, Message>>,
) -> Element<'a, Message> {
    with_actions(tone, words, action)
}

/// A notice in its tone, with several things that can be done about it.
pub fn with_actions<'a, Message: Clone + 'a>(
    tone: Tone,
    words: impl IntoFragment<'a>,
    actions: impl IntoIterator<Item = button::Button<'a, Message>>,
) -> Element<'a, Message> {
    let glyph = match tone {
        Tone::Good => icon::PAID,
        Tone::Bad => icon::ERROR,
        Tone::Attention => icon::WARNING,
        Tone::Sent | Tone::Quiet => icon::INFO,
    };
    container(
        row![
            icon::of(glyph, 16.0).style(tone.ink()),
            words::body(words).width(Fill),
        ]
        .extend(
            actions
                .into_iter()
                .map(|action| Element::from(action.compact())),
        )
        .spacing(gap::S)
        .align_y(Center),
    )
    .padding([6.0, gap::M])
    .width(Fill)
    .style(move |theme| {
        let tint = tone.tint(tokens(theme));
        container::Style::default()
            .background(tint.ground)
            .color(tokens(theme).text)
            .border(theme::line(tint.ink.scale_alpha(0.35)).rounded(radius::CARD))
    })
    .into()
}
