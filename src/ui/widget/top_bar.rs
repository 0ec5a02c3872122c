//! The bar at the top of the window: search at the left, actions at the right. It must not know what is searched.

use iced::widget::text::{IntoFragment, Wrapping};
use iced::widget::{button, column, container, row, rule, space};
use iced::{Background, Center, Element, Fill};

use super::focus::focusable;
use super::{key, words};
use crate::ui::icon;
use crate::ui::spacing::{height, radius, space as gap, width};
use crate::ui::theme::{self, ink, tokens};

/// The top bar. Search never moves; the actions of the screen stand at the right.
pub fn top_bar<'a, Message: 'a>(
    search: impl Into<Element<'a, Message>>,
    actions: impl IntoIterator<Item = Element<'a, Message>>,
) -> Element<'a, Message> {
    column![
        container(
            row![search.into(), space::horizontal()]
                .push(row(actions).spacing(gap::M).align_y(Center))
                .height(Fill)
                .align_y(Center),
        )
        .padding([0.0, gap::L])
        .width(Fill)
        .height(height::TOP_BAR - 1.0)
        .style(theme::ground(|t| t.paper)),
        rule::horizontal(1).style(theme::divider),
    ]
    .into()
}

/// Looks like a field and opens the palette, where one types.
pub fn search_box<'a, Message: Clone + 'a>(
    placeholder: impl IntoFragment<'a>,
    keys: impl IntoFragment<'a>,
    on_press: Message,
) -> Element<'a, Message> {
    let face = row![
        icon::of(icon::SEARCH, 16.0).style(ink(|t| t.muted)),
        words::muted(placeholder).wrapping(Wrapping::None),
        space::horizontal(),
        key::key_hint(keys),
    ]
    .spacing(gap::S)
    .height(Fill)
    .align_y(Center);
    focusable(
        button(face)
            .padding([0.0, 9.0])
            .width(width::SEARCH)
            .height(height::CONTROL)
            .on_press(on_press.clone())
            .style(|theme, status| {
                let tokens = tokens(theme);
                let lively = matches!(status, button::Status::Hovered | button::Status::Pressed);
                button::Style {
                    background: Some(Background::Color(if lively {
                        tokens.hover
                    } else {
                        tokens.paper
                    })),
                    text_color: tokens.text,
                    border: theme::line(tokens.input_border).rounded(radius::CONTROL),
                    ..button::Style::default()
                }
            }),
    )
    .on_press(on_press)
    .into()
}
