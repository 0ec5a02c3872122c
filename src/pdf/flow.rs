//! Pages that fill from the top: tables that go on overleaf, strips of figures, and what stands at head and foot. It must
//! not know what they say.

use super::font::{Face, Fonts};
use super::pen::Pen;
use super::sheet::{Ink, Panel, Sheet};
use super::style::{
    BODY, CAPTION, HAIR, HEADING, HEAVY, LEFT, OUTLINE, RIGHT, ROW, SMALL, TITLE, Type,
};
use crate::domain::letterhead::Letterhead;

/// Where a further page begins, and where every page ends.
const AGAIN: f32 = 28.0;
const BOTTOM: f32 = 262.0;
/// How far rows are apart.
const STEP: f32 = 5.1;
/// What a table needs above its first row.
const HEADS: f32 = 10.4;

/// Where on which page.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub(super) struct At {
    pub(super) page: usize,
    pub(super) y: f32,
}

impl At {
    /// The later of two.
    pub(super) fn or_later(self, other: Self) -> Self {
        if other > self { other } else { self }
    }

    /// So much further down.
    pub(super) fn down(self, by: f32) -> Self {
        Self {
            y: self.y + by,
            ..self
        }
    }
}

/// A column of a table.
#[derive(Clone, Copy)]
pub(super) struct Column<'a> {
    /// Its head.
    pub(super) head: &'a str,
    /// Where it begins, or ends when it holds figures.
    pub(super) x: f32,
    /// How wide it may be.
    pub(super) room: f32,
    /// Whether it holds figures.
    pub(super) is_figure: bool,
}

impl<'a> Column<'a> {
    pub(super) const fn words(head: &'a str, x: f32, room: f32) -> Self {
        Self {
            head,
            x,
            room,
            is_figure: false,
        }
    }

    pub(super) const fn figures(head: &'a str, x: f32, room: f32) -> Self {
        Self {
            head,
            x,
            room,
            is_figure: true,
        }
    }
}

/// A row: its cells, and whether it is a total.
pub(super) struct Row {
    pub(super) cells: Vec<String>,
    pub(super) is_total: bool,
}

impl Row {
    pub(super) fn plain(cells: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self {
            cells: cells.into_iter().map(Into::into).collect(),
            is_total: false,
        }
    }

    pub(super) fn total(cells: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self {
            is_total: true,
            ..Self::plain(cells)
        }
    }
}

/// A table of a heading, columns and rows.
pub(super) struct Table<'a> {
    /// Its heading, empty for none.
    pub(super) heading: &'a str,
    /// From where to where its rules go.
    pub(super) from: f32,
    pub(super) to: f32,
    pub(super) columns: &'a [Column<'a>],
    pub(super) rows: &'a [Row],
}

/// Pages being filled.
pub(super) struct Flow<'fonts> {
    fonts: &'fonts Fonts,
    pages: Vec<Pen<'fonts>>,
    /// What a further page says at its top: left and right.
    again: (String, String),
}

impl<'fonts> Flow<'fonts> {
    pub(super) fn new(fonts: &'fonts Fonts, again: (String, String)) -> Self {
        Self {
            fonts,
            pages: vec![Pen::new(fonts, Sheet::LETTER)],
            again,
        }
    }

    /// Draws on a page, which is begun when it is not there yet.
    pub(super) fn on(&mut self, page: usize, draw: impl FnOnce(&mut Pen<'fonts>)) {
        while self.pages.len() <= page {
            let mut next = Pen::new(self.fonts, Sheet::LETTER);
            let _ = next.fit(LEFT, 17.4, HEADING, 120.0, &self.again.0);
            next.text_to(RIGHT, 17.4, SMALL.muted(), &self.again.1);
            next.rule((LEFT, 21.0), (RIGHT, 21.0), HEAVY, Ink::Ink);
            self.pages.push(next);
        }
        if let Some(pen) = self.pages.get_mut(page) {
            draw(pen);
        }
    }

    /// Goes on overleaf when less than `room` is left.
    pub(super) fn with_room(at: At, room: f32) -> At {
        if at.y + room > BOTTOM {
            At {
                page: at.page.saturating_add(1),
                y: AGAIN,
            }
        } else {
            at
        }
    }

    /// Draws a table, overleaf where it does not fit, and gives where it ends.
    pub(super) fn table(&mut self, at: At, table: &Table<'_>) -> At {
        let mut at = Self::with_room(at, HEADS + STEP * 2.0);
        at = self.heads(at, table, false);
        for row in table.rows {
            if at.y + STEP > BOTTOM {
                at = Self::with_room(at, STEP * 2.0);
                at = self.heads(at, table, true);
            }
            self.on(at.page, |pen| draw_row(pen, at.y, table, row));
            at = at.down(STEP);
        }
        at
    }

    fn heads(&mut self, at: At, table: &Table<'_>, is_again: bool) -> At {
        let mut y = at.y;
        self.on(at.page, |pen| {
            if !table.heading.is_empty() {
                let words = if is_again {
                    format!("{}, continued", table.heading)
                } else {
                    table.heading.to_owned()
                };
                let _ = pen.fit(table.from, y, HEADING, table.to - table.from, &words);
                y += 4.8;
            }
            let style = CAPTION.semibold();
            for column in table.columns {
                if column.is_figure {
                    pen.figure_to(column.x, y, style, column.room, column.head);
                } else {
                    let _ = pen.fit(column.x, y, style, column.room, column.head);
                }
            }
            pen.rule((table.from, y + 1.8), (table.to, y + 1.8), HEAVY, Ink::Ink);
        });
        At { y: y + 5.6, ..at }
    }

    /// Draws figures in a box, side by side, and gives where it ends.
    pub(super) fn strip(
        &mut self,
        at: At,
        (from, to): (f32, f32),
        figures: &[(String, String)],
    ) -> At {
        const HIGH: f32 = 10.2;
        let at = Self::with_room(at, HIGH + 2.0);
        let count = figures.len().max(1);
        let wide = (to - from) / f32::from(u16::try_from(count).unwrap_or(1));
        self.on(at.page, |pen| {
            pen.frame((from, at.y), (to - from, HIGH), OUTLINE);
            let mut x = from;
            for (place, (label, figure)) in figures.iter().enumerate() {
                if place > 0 {
                    pen.rule((x, at.y), (x, at.y + HIGH), HAIR, Ink::Edge);
                }
                let _ = pen.fit(x + 2.0, at.y + 3.9, CAPTION, wide - 3.0, label);
                pen.figure_to(
                    x + wide - 2.0,
                    at.y + 8.2,
                    BODY.semibold(),
                    wide - 3.0,
                    figure,
                );
                x += wide;
            }
        });
        at.down(HIGH)
    }

    /// Draws the five figures of a roll-forward across the page, the last one white on ink.
    pub(super) fn totals(&mut self, at: At, figures: &[(&str, &str, String); 5]) -> At {
        const HIGH: f32 = 14.7;
        const WIDE: f32 = (RIGHT - LEFT) / 5.0;
        self.on(at.page, |pen| {
            let last = RIGHT - WIDE;
            pen.panel(Panel {
                x: last,
                y: at.y,
                width: WIDE,
                height: HIGH,
                radius: (0.0, 1.6),
                fill: Some(Ink::Ink),
                outline: None,
            });
            pen.frame((LEFT, at.y), (RIGHT - LEFT, HIGH), 0.5);
            let mut x = LEFT;
            for (place, (label, sign, figure)) in figures.iter().enumerate() {
                let is_last = place == 4;
                let ink = |style: Type| {
                    if is_last {
                        style.inked(Ink::White)
                    } else {
                        style
                    }
                };
                if place > 0 && !is_last {
                    pen.rule((x, at.y), (x, at.y + HIGH), HAIR, Ink::Edge);
                }
                let _ = pen.text(x + 3.4, at.y + 5.0, ink(SMALL), label);
                let strong = Type::new(Face::Bold, 14.5);
                let mut from = x + 3.4;
                if !sign.is_empty() {
                    from = pen.text(from, at.y + 11.0, ink(Type::new(Face::Regular, 14.5)), sign)
                        + 1.0;
                }
                let style = pen.fitted(strong, x + WIDE - 2.5 - from, figure);
                let _ = pen.text(from, at.y + 11.0, ink(style), figure);
                x += WIDE;
            }
        });
        at.down(HIGH)
    }

    /// Draws a note of at most so many lines, and gives where it ends.
    pub(super) fn note(&mut self, at: At, (from, to): (f32, f32), words: &str) -> At {
        let lines = Pen::new(self.fonts, Sheet::LETTER).wrapped(CAPTION, to - from, 6, words);
        let high = f32::from(u16::try_from(lines.len()).unwrap_or(1)) * 3.7;
        let at = Self::with_room(at, high);
        self.on(at.page, |pen| pen.lines(from, at.y, 3.7, CAPTION, &lines));
        at.down(high)
    }

    /// Writes each page's foot and gives the pages.
    pub(super) fn done(self, foot: &str) -> Vec<Sheet> {
        let count = self.pages.len();
        (1_usize..)
            .zip(self.pages)
            .map(|(number, mut pen)| {
                pen.rule((LEFT, 265.4), (RIGHT, 265.4), HAIR, Ink::Hair);
                let _ = pen.fit(LEFT, 269.4, CAPTION, 158.0, foot);
                pen.text_to(RIGHT, 269.4, CAPTION, &format!("Page {number} of {count}"));
                pen.sheet()
            })
            .collect()
    }
}

/// Draws the head of a first page: the practice at the left, what it is at the right.
pub(super) fn head(pen: &mut Pen<'_>, practice: &Letterhead, title: &str, below: &str) {
    pen.mark((LEFT, 12.7), 13.0, &practice.name);
    let room = 92.0;
    let _ = pen.fit(32.0, 16.7, HEADING.sized(13.0), room, &practice.name);
    let address = practice.address.lines().join(" · ");
    let _ = pen.fit(32.0, 20.7, SMALL.muted(), room, &address);
    let reach = match practice.pay_page() {
        Some(url) => format!("{} · {url}", practice.phone),
        None => practice.phone.clone(),
    };
    let _ = pen.fit(32.0, 24.7, SMALL.muted(), room, &reach);
    pen.figure_to(RIGHT, 17.4, TITLE, 72.0, title);
    pen.figure_to(RIGHT, 21.9, SMALL.muted(), 72.0, below);
    pen.rule((LEFT, 29.0), (RIGHT, 29.0), HEAVY, Ink::Ink);
}

fn draw_row(pen: &mut Pen<'_>, y: f32, table: &Table<'_>, row: &Row) {
    let style = if row.is_total { ROW.semibold() } else { ROW };
    for (column, words) in table.columns.iter().zip(&row.cells) {
        if column.is_figure {
            pen.figure_to(column.x, y, style, column.room, words);
        } else {
            let _ = pen.fit(column.x, y, style, column.room, words);
        }
    }
    if !row.is_total {
        pen.rule((table.from, y + 1.6), (table.to, y + 1.6), HAIR, Ink::Hair);
    }
}
