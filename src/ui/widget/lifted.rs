//! The shadow under what floats: pop-ups, dialogs, toasts, the palette. It must not know what floats.
//!
//! It is laid from a few faint sheets, each a little larger than the one above. The renderers' own blurred shadow is
//! slow in software, and there it darkens with every partial redraw.

use iced::advanced::widget::{Operation, Tree, tree};
use iced::advanced::{Clipboard, Layout, Shell, Widget, layout, mouse, overlay, renderer};
use iced::{Border, Element, Event, Length, Rectangle, Renderer, Size, Theme, Vector};

use crate::ui::theme::tokens;

/// How far the shadow reaches, and how far down it lies.
const REACH: f32 = 24.0;
const DOWN: f32 = 8.0;
const SHEETS: u8 = 8;

/// Draws the shadow of something with these bounds and corners.
pub(super) fn draw_shadow(renderer: &mut Renderer, theme: &Theme, bounds: Rectangle, radius: f32) {
    let color = tokens(theme).shadow;
    let step = REACH / f32::from(SHEETS);
    for sheet in (0..SHEETS).rev() {
        let near = f32::from(sheet) * step;
        let beyond = near + step / 2.0;
        let share = strength(near) - strength(near + step);
        let lowered = Rectangle {
            y: bounds.y + DOWN,
            ..bounds
        };
        renderer::Renderer::fill_quad(
            renderer,
            renderer::Quad {
                bounds: lowered.expand(beyond),
                border: Border::default().rounded(radius + beyond),
                ..renderer::Quad::default()
            },
            color.scale_alpha(share),
        );
    }
}

/// The strength of the shadow so many pixels beyond the edge, of which half lies under it.
fn strength(beyond: f32) -> f32 {
    let x = ((beyond + REACH) / (2.0 * REACH)).clamp(0.0, 1.0);
    1.0 - x * x * (3.0 - 2.0 * x)
}

/// Lets `content` float: draws the shadow of a card under it.
pub(super) fn lifted<'a, Message: 'a>(
    content: impl Into<Element<'a, Message>>,
) -> Element<'a, Message> {
    Element::new(Lifted {
        content: content.into(),
    })
}

struct Lifted<'a, Message> {
    content: Element<'a, Message>,
}

impl<Message> Widget<Message, Theme, Renderer> for Lifted<'_, Message> {
    fn tag(&self) -> tree::Tag {
        self.content.as_widget().tag()
    }

    fn state(&self) -> tree::State {
        self.content.as_widget().state()
    }

    fn children(&self) -> Vec<Tree> {
        self.content.as_widget().children()
    }

    fn diff(&self, tree: &mut Tree) {
        self.content.as_widget().diff(tree);
    }

    fn size(&self) -> Size<Length> {
        self.content.as_widget().size()
    }

    fn layout(
        &mut self,
        tree: &mut Tree,
        renderer: &Renderer,
        limits: &layout::Limits,
    ) -> layout::Node {
        self.content.as_widget_mut().layout(tree, renderer, limits)
    }

    fn operate(
        &mut self,
        tree: &mut Tree,
        layout: Layout<'_>,
        renderer: &Renderer,
        operation: &mut dyn Operation,
    ) {
        self.content
            .as_widget_mut()
            .operate(tree, layout, renderer, operation);
    }

    fn update(
        &mut self,
        tree: &mut Tree,
        event: &Event,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        renderer: &Renderer,
        clipboard: &mut dyn Clipboard,
        shell: &mut Shell<'_, Message>,
        viewport: &Rectangle,
    ) {
        self.content.as_widget_mut().update(
            tree, event, layout, cursor, renderer, clipboard, shell, viewport,
        );
    }

    fn draw(
        &self,
        tree: &Tree,
        renderer: &mut Renderer,
        theme: &Theme,
        style: &renderer::Style,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        viewport: &Rectangle,
    ) {
        draw_shadow(
            renderer,
            theme,
            layout.bounds(),
            crate::ui::spacing::radius::CARD,
        );
        self.content
            .as_widget()
            .draw(tree, renderer, theme, style, layout, cursor, viewport);
    }

    fn mouse_interaction(
        &self,
        tree: &Tree,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        viewport: &Rectangle,
        renderer: &Renderer,
    ) -> mouse::Interaction {
        self.content
            .as_widget()
            .mouse_interaction(tree, layout, cursor, viewport, renderer)
    }

    fn overlay<'b>(
        &'b mut self,
        tree: &'b mut Tree,
        layout: Layout<'b>,
        renderer: &Renderer,
        viewport: &Rectangle,
        translation: Vector,
    ) -> Option<overlay::Element<'b, Message, Theme, Renderer>> {
        self.content
            .as_widget_mut()
            .overlay(tree, layout, renderer, viewport, translation)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shadow_fades_out() {
        assert!((strength(0.0) - 0.5).abs() < 0.001);
        assert!(strength(REACH / 2.0) < strength(REACH / 4.0));
        assert!(strength(REACH).abs() < 0.001);
    }
}
