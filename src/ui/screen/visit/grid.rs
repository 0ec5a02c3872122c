//! The grids of visit entry: a head, rows of cells one types through, a total. Every cell is there, so that Tab reaches
//! it. They must not know what a row is.

use iced::widget::text::{Fragment, Wrapping};
use iced::widget::{Column, column, container, row, rule};
use iced::{Center, Element, Fill, Left, Length, Padding, Right};

use crate::ui::spacing::{height, radius, space as gap};
use crate::ui::theme::{self, ink, tokens};
use crate::ui::widget::{card, words};

/// How a column lies.
#[derive(Clone, Copy)]
pub struct Lane {
    pub head: &'static str,
    pub width: Length,
    pub is_right: bool,
}

/// A column of so many pixels.
pub const fn fixed(head: &'static str, width: f32) -> Lane {
    Lane {
        head,
        width: Length::Fixed(width),
        is_right: false,
    }
}

/// The column that takes what the others leave.
pub const fn fill(head: &'static str) -> Lane {
    Lane {
        head,
        width: Fill,
        is_right: false,
    }
}

/// A column of amounts or counts.
pub const fn right(head: &'static str, width: f32) -> Lane {
    Lane {
        is_right: true,
        ..fixed(head, width)
    }
}

/// What stands in a cell.
pub enum Cell<'a, Message> {
    /// Something to read, set in by the padding of a cell.
    Still(Element<'a, Message>),
    /// Something to type into, as large as the cell.
    Field(Element<'a, Message>),
}

/// The cells of a row, and what is wrong with it.
pub type Row<'a, Message> = (Vec<Cell<'a, Message>>, Option<Element<'a, Message>>);

/// Words in a cell.
pub fn text<'a, Message: 'a>(words: impl Into<Fragment<'a>>) -> Cell<'a, Message> {
    Cell::Still(words::body(words.into()).wrapping(Wrapping::None).into())
}

/// The grid: its head, its rows, and what stands below them.
pub fn grid<'a, Message: 'a>(
    lanes: &[Lane],
    has_head: bool,
    rows: Vec<Row<'a, Message>>,
    foot: Option<Vec<Cell<'a, Message>>>,
) -> Element<'a, Message> {
    let mut parts = column![];
    if has_head {
        parts = parts.push(head(lanes));
    }
    for (at, (cells, below)) in rows.into_iter().enumerate() {
        if at > 0 || has_head {
            parts = parts.push(rule::horizontal(1).style(theme::divider));
        }
        parts = parts
            .push(line(lanes, cells, height::ROW))
            .push(below.map(under));
    }
    if let Some(cells) = foot {
        parts = parts
            .push(rule::horizontal(1).style(theme::total_rule))
            .push(line(lanes, cells, height::TOTAL_ROW));
    }
    card::bare(container(parts).padding(1)).into()
}

fn head<'a, Message: 'a>(lanes: &[Lane]) -> Column<'a, Message> {
    let cells = lanes.iter().map(|lane| {
        let words = words::dense(lane.head)
            .font(theme::SEMIBOLD)
            .style(ink(|t| t.muted))
            .wrapping(Wrapping::None);
        Cell::Still(words.into())
    });
    let cells = cells.collect();
    column![
        container(line(lanes, cells, height::TABLE_HEAD)).style(|theme| {
            container::Style::default()
                .background(tokens(theme).canvas)
                .border(iced::border::rounded(iced::border::top(radius::CARD)))
        })
    ]
}

fn line<'a, Message: 'a>(
    lanes: &[Lane],
    cells: Vec<Cell<'a, Message>>,
    high: f32,
) -> Element<'a, Message> {
    let cells = cells.into_iter().zip(lanes).map(|(cell, lane)| {
        let (content, padding) = match cell {
            Cell::Still(content) => (content, Padding::from([0.0, 9.0])),
            Cell::Field(content) => (content, Padding::ZERO),
        };
        container(content)
            .padding(padding)
            .width(lane.width)
            .height(Fill)
            .align_x(if lane.is_right { Right } else { Left })
            .align_y(Center)
            .clip(padding != Padding::ZERO)
            .into()
    });
    row(cells).height(high).padding([0.0, 3.0]).into()
}

/// What is wrong with a row, below it.
fn under<'a, Message: 'a>(content: Element<'a, Message>) -> Element<'a, Message> {
    container(content)
        .padding(Padding {
            top: 0.0,
            right: gap::M,
            bottom: gap::XS,
            left: 48.0,
        })
        .width(Fill)
        .into()
}
