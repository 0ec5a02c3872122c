//! The ground, the rules and the scroll bar of a table. It must not know its rows.

use iced::advanced::{Layout, mouse, renderer};
use iced::{Border, Rectangle, Renderer, Theme};

use super::Set;
use super::frame::{Frame, State};
use super::rows::fill;
use crate::ui::spacing::{height, radius};
use crate::ui::theme::{self, tokens};

impl<Message> Frame<'_, Message> {
    pub(super) fn draw_ground(&self, renderer: &mut Renderer, theme: &Theme, layout: Layout<'_>) {
        let tokens = tokens(theme);
        let (border, corner) = match self.plan.set {
            Set::Card => (
                theme::line(tokens.divider).rounded(radius::CARD),
                radius::CARD - 1.0,
            ),
            Set::Edge => (Border::default(), 0.0),
        };
        let bounds = layout.bounds();
        quad(renderer, bounds, border, tokens.paper);
        if self.head.is_some() {
            let head = Rectangle {
                x: bounds.x + self.border(),
                y: bounds.y + self.border(),
                width: bounds.width - 2.0 * self.border(),
                height: height::TABLE_HEAD,
            };
            let corners = Border::default().rounded(iced::border::top(corner));
            quad(renderer, head, corners, tokens.canvas);
        }
    }

    pub(super) fn draw_rules(&self, renderer: &mut Renderer, theme: &Theme, layout: Layout<'_>) {
        let tokens = tokens(theme);
        let mut parts = layout.children().skip(1);
        if self.head.is_some()
            && let Some(head) = parts.next()
        {
            let head = head.bounds();
            let rule = Rectangle {
                y: head.y + head.height - 1.0,
                height: 1.0,
                ..head
            };
            fill(renderer, rule, tokens.divider);
        }
        if self.total.is_some()
            && let Some(total) = parts.next()
        {
            let rule = Rectangle {
                height: 1.0,
                ..total.bounds()
            };
            fill(renderer, rule, tokens.text);
        }
    }

    pub(super) fn draw_thumb(
        &self,
        renderer: &mut Renderer,
        theme: &Theme,
        state: &State,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
    ) {
        if let Some(thumb) = self.thumb(state, layout) {
            let tokens = tokens(theme);
            let is_lively = state.grip.is_some() || cursor.is_over(thumb.strip());
            let color = if is_lively {
                tokens.muted
            } else {
                tokens.input_border
            };
            quad(renderer, thumb.bounds(), iced::border::rounded(3.0), color);
        }
    }
}

fn quad(renderer: &mut Renderer, bounds: Rectangle, border: Border, color: iced::Color) {
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
