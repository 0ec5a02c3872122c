//! Why an amount is what it is: each amount it is made of, with where it comes from, down to what is left. It must not
//! know how it was reckoned.

use iced::widget::text::{Fragment, IntoFragment};
use iced::widget::{column, container, row, rule, space};
use iced::{Element, Fill};

use super::chain::{Knot, Look, chain};
use super::{button, words};
use crate::domain::money::Money;
use crate::ui::icon::Glyph;
use crate::ui::spacing::space as gap;
use crate::ui::theme;

/// One amount of the chain; see [`link`].
#[must_use]
pub struct Link<'a, Message> {
    glyph: Glyph,
    words: Fragment<'a>,
    note: Fragment<'a>,
    amount: Money,
    on_press: Option<Message>,
}

/// A link: its sign, what it is (“less copay”), where it comes from, and the plain amount.
pub fn link<'a, Message>(
    glyph: Glyph,
    words: impl IntoFragment<'a>,
    note: impl IntoFragment<'a>,
    amount: Money,
) -> Link<'a, Message> {
    Link {
        glyph,
        words: words.into_fragment(),
        note: note.into_fragment(),
        amount,
        on_press: None,
    }
}

impl<Message> Link<'_, Message> {
    /// Opens what the amount comes from.
    pub fn on_press(mut self, message: Message) -> Self {
        self.on_press = Some(message);
        self
    }
}

/// The chain and what is left at its end, with why.
pub fn why_chain<'a, Message: Clone + 'a>(
    links: impl IntoIterator<Item = Link<'a, Message>>,
    left: impl IntoFragment<'a>,
    why: impl IntoFragment<'a>,
    amount: Money,
) -> Element<'a, Message> {
    let knots = links
        .into_iter()
        .map(|link| {
            let words: Element<'a, Message> = match link.on_press {
                Some(message) => button::link(link.words).on_press(message).into(),
                None => words::body(link.words).into(),
            };
            Knot {
                glyph: link.glyph,
                look: Look::Outlined,
                content: column![
                    row![
                        words,
                        space::horizontal(),
                        words::body(link.amount.to_string())
                    ],
                    words::note(link.note),
                ]
                .into(),
            }
        })
        .collect();
    let end = container(column![
        row![
            words::strong(left),
            space::horizontal(),
            words::strong(amount.to_string()),
        ],
        words::note(why),
    ])
    .padding(iced::Padding {
        top: gap::S,
        left: 24.0 + gap::M,
        ..iced::Padding::ZERO
    })
    .width(Fill);
    column![
        chain(knots, 24.0, gap::L, true),
        rule::horizontal(1).style(theme::total_rule),
        end,
    ]
    .into()
}
