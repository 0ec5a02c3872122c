//! The rail at the left of the window: the practice, its places with what waits there, settings and user at the foot.
//! It must not know what a place is.

use iced::widget::text::{Fragment, IntoFragment, Wrapping};
use iced::widget::{button, column, container, row, rule, space};
use iced::{Background, Border, Center, Element, Fill, Right};

use super::focus::{Axis, Ring, arrows, focusable};
use super::mark::mark;
use super::words;
use crate::ui::icon::{self, Glyph};
use crate::ui::spacing::{Type, height, radius, space as gap, width};
use crate::ui::theme::{self, ink, tokens};

/// A place in the rail.
#[must_use]
pub struct Item<'a, Message> {
    glyph: Glyph,
    words: Fragment<'a>,
    count: Option<usize>,
    is_active: bool,
    on_press: Message,
}

/// A place: its icon, its name, what going there says.
pub fn item<'a, Message>(
    glyph: Glyph,
    words: impl IntoFragment<'a>,
    on_press: Message,
) -> Item<'a, Message> {
    Item {
        glyph,
        words: words.into_fragment(),
        count: None,
        is_active: false,
        on_press,
    }
}

impl<Message> Item<'_, Message> {
    /// How many things wait there; zero shows nothing.
    pub fn count(mut self, count: usize) -> Self {
        self.count = (count > 0).then_some(count);
        self
    }

    /// Whether this is where we are.
    pub fn active(mut self, is_active: bool) -> Self {
        self.is_active = is_active;
        self
    }
}

/// Who works, at the foot of the rail.
#[derive(Clone, Debug)]
pub struct User<'a, Message> {
    pub name: &'a str,
    pub role: &'a str,
    pub on_press: Message,
}

/// The rail. In it, Up and Down go from place to place.
pub fn rail<'a, Message: Clone + 'a>(
    practice: impl IntoFragment<'a>,
    places: Vec<Item<'a, Message>>,
    foot: Vec<Item<'a, Message>>,
    user: Option<User<'a, Message>>,
) -> Element<'a, Message> {
    let head = row![mark(24.0), words::strong(practice).wrapping(Wrapping::None)]
        .spacing(gap::S)
        .padding([0.0, gap::S])
        .height(height::TOP_BAR)
        .align_y(Center);
    let user = user.map(|user| {
        column![
            container(rule::horizontal(1).style(theme::divider)).padding(iced::Padding {
                top: 2.0,
                bottom: gap::S,
                ..iced::Padding::ZERO
            }),
            user_row(user),
        ]
    });
    let content = column![head, group(places), space::vertical(), group(foot), user,];
    row![
        container(content)
            .padding([0.0, gap::S])
            .width(width::RAIL - 1.0)
            .height(Fill)
            .clip(true)
            .style(theme::ground(|t| t.canvas)),
        rule::vertical(1).style(theme::divider),
    ]
    .height(Fill)
    .into()
}

fn group<'a, Message: Clone + 'a>(items: Vec<Item<'a, Message>>) -> Element<'a, Message> {
    let at = items.iter().position(|item| item.is_active);
    let choices = items
        .iter()
        .map(|item| Some(item.on_press.clone()))
        .collect();
    let rows = column(items.into_iter().map(place)).spacing(2);
    arrows(
        container(rows).padding([gap::S, 0.0]),
        Axis::Down,
        at,
        choices,
    )
    .ring(Ring::Inside)
    .into()
}

fn place<'a, Message: Clone + 'a>(item: Item<'a, Message>) -> Element<'a, Message> {
    let is_active = item.is_active;
    let words = if is_active {
        words::strong(item.words)
    } else {
        words::body(item.words)
    };
    let count = item.count.map(|count| {
        let count = words::dense(count.to_string());
        if is_active {
            count
        } else {
            count.style(ink(|t| t.muted))
        }
    });
    let glyph =
        icon::of(item.glyph, 16.0).style(ink(if is_active { |t| t.accent } else { |t| t.muted }));
    let face = row![
        bar(is_active),
        glyph,
        words.wrapping(Wrapping::None),
        space::horizontal(),
        count,
    ]
    .spacing(gap::S)
    .height(Fill)
    .align_y(Center);
    button(face)
        .padding(iced::Padding {
            right: gap::S,
            ..iced::Padding::ZERO
        })
        .width(Fill)
        .height(32)
        .on_press(item.on_press)
        .style(move |theme, status| {
            let tokens = tokens(theme);
            let lively = matches!(status, button::Status::Hovered | button::Status::Pressed);
            let ground = if is_active {
                Some(tokens.selected)
            } else {
                lively.then_some(tokens.divider.scale_alpha(0.45))
            };
            button::Style {
                background: ground.map(Background::Color),
                text_color: tokens.text,
                border: iced::border::rounded(radius::CONTROL),
                ..button::Style::default()
            }
        })
        .into()
}

/// The bar at the left edge of the active place, three pixels wide.
fn bar<'a, Message: 'a>(is_active: bool) -> Element<'a, Message> {
    let bar = container(space()).width(3).height(20).style(move |theme| {
        let style = container::Style::default().border(iced::border::rounded(2));
        if is_active {
            style.background(tokens(theme).accent)
        } else {
            style
        }
    });
    container(bar).width(4).into()
}

fn user_row<'a, Message: Clone + 'a>(user: User<'a, Message>) -> Element<'a, Message> {
    let face = row![
        avatar(user.name),
        column![
            words::body(user.name).wrapping(Wrapping::None),
            words::note(user.role),
        ],
    ]
    .spacing(gap::S)
    .padding([0.0, gap::S])
    .align_y(Center);
    let press = user.on_press;
    container(
        focusable(
            button(face)
                .padding(0)
                .width(Fill)
                .on_press(press.clone())
                .style(|theme, _| button::Style {
                    text_color: tokens(theme).text,
                    ..button::Style::default()
                }),
        )
        .on_press(press)
        .ring(Ring::Inside),
    )
    .padding(iced::Padding {
        bottom: 10.0,
        ..iced::Padding::ZERO
    })
    .align_x(Right)
    .into()
}

/// The letters of a name in a circle.
pub fn avatar<'a, Message: 'a>(name: &str) -> Element<'a, Message> {
    let letters: String = name
        .split_whitespace()
        .filter_map(|word| word.chars().next())
        .take(2)
        .collect();
    container(words::sized(letters, Type::TINY).font(theme::SEMIBOLD))
        .center(24)
        .style(|theme| {
            let tint = tokens(theme).sent;
            container::Style::default()
                .background(tint.ground)
                .color(tint.ink)
                .border(Border::default().rounded(12))
        })
        .into()
}
