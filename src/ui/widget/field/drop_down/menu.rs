//! The open list, drawn above everything else. It must not know what its rows show.

use iced::advanced::widget::Tree;
use iced::advanced::{Clipboard, Layout, Overlay, Shell, layout, mouse, renderer};
use iced::{
    Border, Color, Element, Event, Padding, Point, Rectangle, Renderer, Size, Theme, touch,
};

use super::{Mode, OnTake, State};
use crate::ui::spacing::{height, radius, space};
use crate::ui::theme::{self, tokens};
use crate::ui::widget::lifted::draw_shadow;

/// At most so many rows show at once.
pub(super) const MOST_ROWS: usize = 10;
/// From the edge of the list to the text of its rows.
pub(in crate::ui::widget::field) const INSET: f32 = EDGE + space::S;

/// Border and padding of the list.
const EDGE: f32 = 1.0 + space::XS;
/// Room round the list for its shadow.
const SHADE: f32 = 40.0;
/// Space between the control and its list.
const GAP: f32 = 4.0;

pub(super) struct Menu<'b, 'a, Message> {
    pub rows: &'b mut [Element<'a, Message>],
    pub row_trees: &'b mut [Tree],
    pub foot: Option<(&'b mut Element<'a, Message>, &'b mut Tree)>,
    pub state: &'b mut State,
    pub mode: &'b Mode<'a>,
    pub on_take: OnTake<'a, Message>,
    pub control: Rectangle,
    pub width: f32,
    pub outset: f32,
}

impl<Message> Menu<'_, '_, Message> {
    fn shown(&self) -> std::ops::Range<usize> {
        let last = self.rows.len();
        let first = self.state.first.min(last.saturating_sub(MOST_ROWS));
        first..first.saturating_add(MOST_ROWS).min(last)
    }

    fn panel(layout: Layout<'_>) -> Rectangle {
        layout.bounds().shrink(SHADE)
    }

    /// The row under the pointer.
    fn row_at(&self, layout: Layout<'_>, cursor: mouse::Cursor) -> Option<usize> {
        let at = cursor.position()?;
        self.shown()
            .zip(layout.children())
            .find(|(_, row)| row.bounds().contains(at))
            .map(|(index, _)| index)
    }

    fn take(&mut self, at: usize, shell: &mut Shell<'_, Message>) {
        self.state.open = false;
        if let Some(message) = (self.on_take)(at) {
            shell.publish(message);
        }
    }

    fn press(&mut self, layout: Layout<'_>, cursor: mouse::Cursor, shell: &mut Shell<'_, Message>) {
        if let Some(at) = self.row_at(layout, cursor) {
            self.take(at, shell);
            shell.capture_event();
        } else if cursor.is_over(Self::panel(layout)) {
            shell.capture_event();
        } else if cursor.is_over(self.control) {
            // Pressing the control of an open list closes it.
            if matches!(self.mode, Mode::Choosing { .. }) {
                self.state.open = false;
                shell.capture_event();
            }
        } else {
            self.state.open = false;
        }
        shell.request_redraw();
    }

    fn scroll(&mut self, delta: mouse::ScrollDelta) {
        let up = match delta {
            mouse::ScrollDelta::Lines { y, .. } | mouse::ScrollDelta::Pixels { y, .. } => y > 0.0,
        };
        let most = self.rows.len().saturating_sub(MOST_ROWS);
        self.state.first = self
            .state
            .first
            .saturating_add_signed(if up { -1 } else { 1 })
            .min(most);
    }
}

impl<Message: Clone> Overlay<Message, Theme, Renderer> for Menu<'_, '_, Message> {
    fn layout(&mut self, renderer: &Renderer, bounds: Size) -> layout::Node {
        let width = self
            .width
            .max(self.control.width + 2.0 * self.outset)
            .min(bounds.width - 2.0 * space::S);
        let inner = width - 2.0 * EDGE;
        let shown = self.shown();
        let mut below = SHADE + EDGE;
        let mut nodes = Vec::new();
        let row_limits =
            layout::Limits::new(Size::new(inner, height::ROW), Size::new(inner, height::ROW));
        for (row, tree) in self
            .rows
            .iter_mut()
            .zip(self.row_trees.iter_mut())
            .skip(shown.start)
            .take(shown.len())
        {
            let node = row.as_widget_mut().layout(tree, renderer, &row_limits);
            nodes.push(node.move_to(Point::new(SHADE + EDGE, below)));
            below += height::ROW;
        }
        if let Some((foot, tree)) = &mut self.foot {
            let node = foot.as_widget_mut().layout(
                tree,
                renderer,
                &layout::Limits::new(Size::ZERO, Size::new(inner, bounds.height)),
            );
            let high = node.size().height;
            nodes.push(node.move_to(Point::new(SHADE + EDGE, below)));
            below += high;
        }
        let high = below + EDGE - SHADE;
        let room_below = bounds.height - (self.control.y + self.control.height);
        let y = if room_below >= high + GAP || room_below >= self.control.y {
            self.control.y + self.control.height + GAP
        } else {
            self.control.y - GAP - high
        };
        let x = (self.control.x - self.outset)
            .min(bounds.width - space::S - width)
            .max(space::S);
        layout::Node::with_children(Size::new(width + 2.0 * SHADE, high + 2.0 * SHADE), nodes)
            .move_to(Point::new(x - SHADE, y - SHADE))
    }

    fn update(
        &mut self,
        event: &Event,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        _: &Renderer,
        _: &mut dyn Clipboard,
        shell: &mut Shell<'_, Message>,
    ) {
        match event {
            Event::Mouse(mouse::Event::ButtonPressed(mouse::Button::Left))
            | Event::Touch(touch::Event::FingerPressed { .. }) => self.press(layout, cursor, shell),
            Event::Mouse(mouse::Event::CursorMoved { .. }) => {
                if let Some(at) = self.row_at(layout, cursor)
                    && at != self.state.at
                {
                    self.state.at = at;
                    shell.request_redraw();
                }
            }
            Event::Mouse(mouse::Event::WheelScrolled { delta })
                if cursor.is_over(Self::panel(layout)) =>
            {
                self.scroll(*delta);
                shell.capture_event();
                shell.invalidate_layout();
                shell.request_redraw();
            }
            _ => {}
        }
    }

    fn draw(
        &self,
        renderer: &mut Renderer,
        theme: &Theme,
        _: &renderer::Style,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
    ) {
        let tokens = tokens(theme);
        let style = &renderer::Style {
            text_color: tokens.text,
        };
        let panel = Self::panel(layout);
        draw_shadow(renderer, theme, panel, radius::CARD);
        fill(
            renderer,
            panel,
            theme::line(tokens.input_border).rounded(radius::CARD),
            tokens.paper,
        );
        let shown = self.shown();
        let mut parts = layout.children();
        for (index, row) in self
            .rows
            .iter()
            .enumerate()
            .skip(shown.start)
            .take(shown.len())
        {
            let (Some(part), Some(tree)) = (parts.next(), self.row_trees.get(index)) else {
                return;
            };
            if index == self.state.at {
                highlight(renderer, theme, part.bounds());
            }
            row.as_widget()
                .draw(tree, renderer, theme, style, part, cursor, &part.bounds());
        }
        self.draw_thumb(renderer, theme, panel, &shown);
        if let (Some(part), Some((foot, tree))) = (parts.next(), &self.foot) {
            foot.as_widget()
                .draw(tree, renderer, theme, style, part, cursor, &part.bounds());
        }
    }

    fn mouse_interaction(
        &self,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        _: &Renderer,
    ) -> mouse::Interaction {
        if self.row_at(layout, cursor).is_some() {
            mouse::Interaction::Pointer
        } else if cursor.is_over(Self::panel(layout)) {
            mouse::Interaction::Idle
        } else {
            mouse::Interaction::None
        }
    }
}

impl<Message> Menu<'_, '_, Message> {
    /// A thin mark at the right says that there are more rows, and where.
    #[allow(
        clippy::cast_precision_loss,
        reason = "a list of rows is far shorter than a float is exact"
    )]
    fn draw_thumb(
        &self,
        renderer: &mut Renderer,
        theme: &Theme,
        panel: Rectangle,
        shown: &std::ops::Range<usize>,
    ) {
        let all = self.rows.len();
        if shown.len() >= all {
            return;
        }
        let track = shown.len() as f32 * height::ROW;
        let part = |count: usize| track * count as f32 / all as f32;
        let bounds = Rectangle {
            x: panel.x + panel.width - EDGE - 4.0,
            y: panel.y + EDGE + part(shown.start),
            width: 4.0,
            height: part(shown.len()),
        };
        fill(
            renderer,
            bounds,
            iced::border::rounded(2.0),
            tokens(theme).input_border,
        );
    }
}

fn highlight(renderer: &mut Renderer, theme: &Theme, bounds: Rectangle) {
    let tokens = tokens(theme);
    fill(
        renderer,
        bounds,
        iced::border::rounded(radius::CONTROL),
        tokens.selected,
    );
    let bar = Rectangle {
        width: 3.0,
        ..bounds
    };
    fill(
        renderer,
        bar,
        Border::default().rounded(iced::border::left(radius::CONTROL)),
        tokens.accent,
    );
}

fn fill(renderer: &mut Renderer, bounds: Rectangle, border: Border, color: Color) {
    renderer::Renderer::fill_quad(
        renderer,
        renderer::Quad {
            bounds,
            border,
            ..renderer::Quad::default()
        },
        color,
    );
}

/// Room inside a row of the list.
pub(in crate::ui::widget::field) const ROW_PADDING: Padding = Padding {
    top: 0.0,
    right: space::S,
    bottom: 0.0,
    left: space::S,
};
