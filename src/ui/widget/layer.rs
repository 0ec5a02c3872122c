//! One thing above all others: the view below keeps still, with its focus, until the layer is gone. It must not know
//! what the layer is.

use iced::advanced::widget::operation::{Focusable, Operation, Scrollable, TextInput};
use iced::advanced::widget::{Id, Tree};
use iced::advanced::{Clipboard, Layout, Shell, Widget, mouse, overlay, renderer};
use iced::widget::{container, stack};
use iced::{Element, Event, Fill, Rectangle, Renderer, Theme, Vector};

use crate::ui::theme::ground;
use crate::ui::widget::around::through;

/// Lays `layer` over `base` on a scrim, or shows `base` alone. The base must fill the window.
pub fn over<'a, Message: 'a>(
    base: impl Into<Element<'a, Message>>,
    layer: Option<Element<'a, Message>>,
) -> Element<'a, Message> {
    let covered = Covered {
        content: base.into(),
        covered: layer.is_some(),
    };
    stack![Element::new(covered)]
        .push(layer.map(|layer| {
            container(layer)
                .width(Fill)
                .height(Fill)
                .style(ground(|t| t.scrim))
        }))
        .width(Fill)
        .height(Fill)
        .into()
}

/// Shows `content`, which can neither be pointed at nor have the focus.
pub(super) fn still<'a, Message: 'a>(
    content: impl Into<Element<'a, Message>>,
) -> Element<'a, Message> {
    Element::new(Covered {
        content: content.into(),
        covered: true,
    })
}

/// A view that hears neither keys nor pointer while it is covered.
struct Covered<'a, Message> {
    content: Element<'a, Message>,
    covered: bool,
}

/// Hides everything that can have the focus from an operation.
struct Unfocusable<'a>(&'a mut dyn Operation);

impl Operation for Unfocusable<'_> {
    fn traverse(&mut self, operate: &mut dyn FnMut(&mut dyn Operation)) {
        self.0
            .traverse(&mut |operation| operate(&mut Unfocusable(operation)));
    }

    fn container(&mut self, id: Option<&Id>, bounds: Rectangle) {
        self.0.container(id, bounds);
    }

    fn scrollable(
        &mut self,
        id: Option<&Id>,
        bounds: Rectangle,
        content: Rectangle,
        offset: Vector,
        state: &mut dyn Scrollable,
    ) {
        self.0.scrollable(id, bounds, content, offset, state);
    }

    fn focusable(&mut self, _: Option<&Id>, _: Rectangle, _: &mut dyn Focusable) {}

    fn text_input(&mut self, _: Option<&Id>, _: Rectangle, _: &mut dyn TextInput) {}

    fn text(&mut self, id: Option<&Id>, bounds: Rectangle, text: &str) {
        self.0.text(id, bounds, text);
    }

    fn custom(&mut self, id: Option<&Id>, bounds: Rectangle, state: &mut dyn std::any::Any) {
        self.0.custom(id, bounds, state);
    }
}

impl<Message> Widget<Message, Theme, Renderer> for Covered<'_, Message> {
    through! { content: identity, layout }

    fn operate(
        &mut self,
        tree: &mut Tree,
        layout: Layout<'_>,
        renderer: &Renderer,
        operation: &mut dyn Operation,
    ) {
        let content = self.content.as_widget_mut();
        if self.covered {
            content.operate(tree, layout, renderer, &mut Unfocusable(operation));
        } else {
            content.operate(tree, layout, renderer, operation);
        }
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
        let cursor = match (self.covered, event) {
            (false, _) => cursor,
            (true, Event::Window(_)) => mouse::Cursor::Unavailable,
            (true, _) => return,
        };
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
        let cursor = if self.covered {
            mouse::Cursor::Unavailable
        } else {
            cursor
        };
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
        if self.covered {
            return mouse::Interaction::Idle;
        }
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
        if self.covered {
            return None;
        }
        self.content
            .as_widget_mut()
            .overlay(tree, layout, renderer, viewport, translation)
    }
}
