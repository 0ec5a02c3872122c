//! The shadow under what floats: pop-ups, dialogs, toasts, the palette. It must not know what floats.
//!
//! It is laid from a few faint sheets, each a little larger than the one above. The renderers' own blurred shadow is
//! slow in software, and there it darkens with every partial redraw.

use iced::advanced::widget::Tree;
use iced::advanced::{Layout, Widget, mouse, renderer};
use iced::{Border, Element, Rectangle, Renderer, Theme};

use crate::ui::theme::tokens;
use crate::ui::widget::around::through;

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
    through! { content: identity, layout, operate, update, mouse_interaction, overlay }

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
