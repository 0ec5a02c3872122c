//! Queues of work: rows with a sign, a name, a remark, a count, an amount and a key, and what to do next. They must
//! not know what waits in them.

use iced::widget::text::{Fragment, IntoFragment};
use iced::widget::{button as plain_button, column, container, row, rule, space};
use iced::{Background, Center, Element, Fill, Right};

use super::data_table::{Cell, Column, Kind, cell};
use super::focus::{Ring, focusable};
use super::{button, card, key, words};
use crate::domain::money::Money;
use crate::ui::icon::{self, Glyph};
use crate::ui::spacing::{height, space as gap};
use crate::ui::theme::{self, Tone, ink, tokens};

/// A row of the table of queues: one queue, or the words above some.
#[derive(Clone, Debug)]
pub enum Row<'a> {
    Group(Fragment<'a>),
    Queue(Queue<'a>),
}

/// A queue; see [`queue`].
#[derive(Clone, Debug)]
#[must_use]
pub struct Queue<'a> {
    glyph: Glyph,
    tone: Option<Tone>,
    name: Fragment<'a>,
    remark: Fragment<'a>,
    count: usize,
    amount: Money,
    keys: Fragment<'a>,
}

/// Words above some queues.
pub fn group<'a>(words: impl IntoFragment<'a>) -> Row<'a> {
    Row::Group(words.into_fragment())
}

/// A queue: its sign and name, a remark, how many wait, what they are worth, and the key that opens it.
pub fn queue<'a>(
    glyph: Glyph,
    name: impl IntoFragment<'a>,
    remark: impl IntoFragment<'a>,
    count: usize,
    amount: Money,
    keys: impl IntoFragment<'a>,
) -> Queue<'a> {
    Queue {
        glyph,
        tone: None,
        name: name.into_fragment(),
        remark: remark.into_fragment(),
        count,
        amount,
        keys: keys.into_fragment(),
    }
}

impl Queue<'_> {
    /// The tone of its sign.
    pub fn tone(mut self, tone: Tone) -> Self {
        self.tone = Some(tone);
        self
    }
}

impl<'a> From<Queue<'a>> for Row<'a> {
    fn from(queue: Queue<'a>) -> Self {
        Self::Queue(queue)
    }
}

/// The columns of a table of queues.
pub fn columns<'a>() -> [Column<'a>; 6] {
    [
        Column::fixed("", 36.0),
        Column::fixed("Queue", 160.0),
        Column::fill(""),
        Column::fixed("Count", 64.0).right(),
        Column::fixed("Amount ($)", 96.0).right(),
        Column::fixed("Key", 44.0).right(),
    ]
}

impl<'a> Row<'a> {
    /// The kind of row for `DataTable::kinds`.
    pub const fn kind(&self) -> Kind {
        match self {
            Self::Group(_) => Kind::Group,
            Self::Queue(_) => Kind::Tall,
        }
    }

    /// The cells of the row.
    pub fn cells<Message: 'a>(self) -> Vec<Cell<'a, Message>> {
        match self {
            Self::Group(words) => vec![cell::text(words)],
            Self::Queue(queue) => {
                let tone = queue.tone.unwrap_or_default();
                vec![
                    cell::of(icon::of(queue.glyph, 16.0).style(tone.ink())),
                    cell::text(queue.name).strong(),
                    cell::of(words::label(queue.remark)),
                    cell::count(queue.count),
                    cell::money(queue.amount),
                    cell::of(key::key_hint(queue.keys)),
                ]
            }
        }
    }
}

/// What to do next: the first thing in large with its button, others below as rows.
pub fn do_next<'a, Message: Clone + 'a>(
    title: impl IntoFragment<'a>,
    why: impl IntoFragment<'a>,
    action: button::Button<'a, Message>,
    others: impl IntoIterator<Item = Element<'a, Message>>,
) -> Element<'a, Message> {
    let first = row![
        column![
            words::label("Do next"),
            words::section(title),
            words::muted(why)
        ],
        space::horizontal(),
        Element::from(action),
    ]
    .spacing(gap::L)
    .padding(gap::L)
    .align_y(Center);
    let mut parts = column![first];
    for other in others {
        parts = parts
            .push(rule::horizontal(1).style(theme::divider))
            .push(other);
    }
    card::bare(parts).into()
}

/// One more thing to do: its number, words, what it is worth, and a way there.
pub fn next_row<'a, Message: Clone + 'a>(
    number: usize,
    words: impl IntoFragment<'a>,
    amount: Option<Money>,
    on_press: Message,
) -> Element<'a, Message> {
    let face = row![
        words::muted(number.to_string()),
        words::body(words),
        space::horizontal(),
        amount.map(|amount| container(words::money(amount)).width(100).align_x(Right)),
        container(icon::of(icon::MORE, 16.0).style(ink(|t| t.muted)))
            .width(26)
            .align_x(Right),
    ]
    .spacing(10)
    .height(Fill)
    .align_y(Center);
    focusable(
        plain_button(face)
            .padding([0.0, gap::L])
            .width(Fill)
            .height(height::QUEUE_ROW - 1.0)
            .on_press(on_press.clone())
            .style(row_style),
    )
    .on_press(on_press)
    .ring(Ring::Inside)
    .into()
}

/// A row that is pressed as a whole.
pub(super) fn row_style(theme: &iced::Theme, status: plain_button::Status) -> plain_button::Style {
    let tokens = tokens(theme);
    let lively = matches!(
        status,
        plain_button::Status::Hovered | plain_button::Status::Pressed
    );
    plain_button::Style {
        background: lively.then_some(Background::Color(tokens.hover)),
        text_color: tokens.text,
        ..plain_button::Style::default()
    }
}

/// Several things that want the same fix: words, and the button that does them together.
pub fn suggestion<'a, Message: Clone + 'a>(
    strong: impl IntoFragment<'a>,
    words: impl IntoFragment<'a>,
    action: button::Button<'a, Message>,
) -> Element<'a, Message> {
    let face = row![
        icon::of(icon::FIX, 20.0).style(Tone::Attention.ink()),
        row![words::strong(strong), words::body(words)].spacing(gap::XS),
        space::horizontal(),
        Element::from(action.compact()),
    ]
    .spacing(gap::M)
    .align_y(Center);
    card::bare(face)
        .padding([gap::M + 1.0, gap::L + 1.0])
        .into()
}
