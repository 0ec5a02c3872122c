//! The lines of a file that an amount comes from, the telling one marked. It must not know the format.

use iced::widget::text::{IntoFragment, Wrapping};
use iced::widget::{column, container, row, space};
use iced::{Element, Fill};

use super::words;
use crate::ui::spacing::{radius, space as gap};
use crate::ui::theme::{self, tokens};

/// A quote: what file, where in it, its lines, and which of them tells.
pub fn source_quote<'a, Message: 'a>(
    what: impl IntoFragment<'a>,
    place: impl IntoFragment<'a>,
    lines: impl IntoIterator<Item = impl IntoFragment<'a>>,
    marked: Option<usize>,
) -> Element<'a, Message> {
    let head = row![words::note(what), space::horizontal(), words::note(place)];
    let lines = lines.into_iter().enumerate().map(|(at, line)| {
        container(words::dense(line).wrapping(Wrapping::Glyph))
            .padding([0.0, gap::XS])
            .style(move |theme| {
                let style = container::Style::default()
                    .border(iced::border::rounded(radius::CONTROL / 2.0));
                if marked == Some(at) {
                    style.background(tokens(theme).selected)
                } else {
                    style
                }
            })
            .into()
    });
    container(
        column![container(head).padding([0.0, gap::XS])]
            .push(column(lines))
            .spacing(gap::XS),
    )
    .padding([gap::M, gap::S])
    .width(Fill)
    .style(|theme| {
        let tokens = tokens(theme);
        container::Style::default()
            .background(tokens.paper)
            .border(theme::line(tokens.divider).rounded(radius::CONTROL))
    })
    .into()
}
