//! The table as a whole: head above, total below, focus and keys. It must not know how a row is built.

use std::rc::Rc;

use iced::advanced::widget::operation::Operation;
use iced::advanced::widget::{Id, Tree, tree};
use iced::advanced::{Clipboard, Layout, Shell, Widget, layout, mouse, overlay, renderer};
use iced::keyboard::Key;
use iced::keyboard::key::Named;
use iced::{Element, Event, Fill, Length, Point, Rectangle, Renderer, Size, Theme, Vector, touch};

use super::scroll::{Bring, Go, Where};
use super::thumb::Thumb;
use super::{OnKey, Plan, Set};
use crate::ui::spacing::{height, radius};
use crate::ui::widget::focus::{FocusState, KeyPress, Ring, draw_ring};

pub(super) struct Frame<'a, Message> {
    pub plan: Rc<Plan<'a, Message>>,
    pub head: Option<Element<'a, Message>>,
    pub body: Element<'a, Message>,
    pub total: Option<Element<'a, Message>>,
    pub id: Option<Id>,
    pub on_key: Option<OnKey<'a, Message>>,
    pub has_focus: bool,
    pub height: Length,
}

#[derive(Default)]
pub(super) struct State {
    focus: FocusState,
    selected: Option<usize>,
    /// Where keys have gone since the view was made.
    moved_to: Option<usize>,
    /// How many rows fit, for Page Up and Page Down.
    page: usize,
    /// How far the rows are scrolled.
    offset: f32,
    /// Where the pointer holds the thumb of the scroll bar.
    pub(super) grip: Option<f32>,
}

impl<'a, Message> Frame<'a, Message> {
    fn has_focus_order(&self) -> bool {
        self.has_focus
            && (self.plan.on_select.is_some()
                || self.plan.on_open.is_some()
                || self.on_key.is_some())
    }

    pub(super) fn border(&self) -> f32 {
        match self.plan.set {
            Set::Card => 1.0,
            Set::Edge => 0.0,
        }
    }

    fn parts(&self) -> impl Iterator<Item = &Element<'a, Message>> {
        std::iter::once(&self.body)
            .chain(&self.head)
            .chain(&self.total)
    }

    fn parts_mut(&mut self) -> impl Iterator<Item = &mut Element<'a, Message>> {
        std::iter::once(&mut self.body)
            .chain(&mut self.head)
            .chain(&mut self.total)
    }

    /// The row that is chosen once a key has moved from `now`.
    fn moved(&self, press: &KeyPress<'_>, now: Option<usize>, page: usize) -> Option<usize> {
        let last = self.plan.places.count().checked_sub(1)?;
        let now = now.filter(|at| *at <= last);
        let Key::Named(named) = press.key else {
            return None;
        };
        let (from, down) = match named {
            Named::ArrowDown => (now.map_or(0, |at| at.saturating_add(1)), true),
            Named::ArrowUp => (now.map_or(last, |at| at.saturating_sub(1)), false),
            Named::PageDown => (now.map_or(0, |at| at.saturating_add(page).min(last)), true),
            Named::PageUp => (now.map_or(0, |at| at.saturating_sub(page)), false),
            Named::Home => (0, true),
            Named::End => (last, false),
            _ => return None,
        };
        let found = if down {
            (from..=last).find(|at| self.plan.can_choose(*at))
        } else {
            (0..=from.min(last))
                .rev()
                .find(|at| self.plan.can_choose(*at))
        };
        found.or(now)
    }

    fn answer(&self, press: &KeyPress<'_>, state: &mut State) -> Option<Message> {
        let now = state.moved_to.or(self.plan.selected);
        if let Some(message) = self.on_key.as_ref().and_then(|on_key| on_key(now, press)) {
            return Some(message);
        }
        if press.modifiers.command() || press.modifiers.alt() || press.modifiers.shift() {
            return None;
        }
        if press.is(Named::Enter) {
            return Some((self.plan.on_open.as_ref()?)(now?));
        }
        let on_select = self.plan.on_select.as_ref()?;
        let at = self.moved(press, now, state.page)?;
        state.moved_to = Some(at);
        Some(on_select(at))
    }

    fn bring_selected(&mut self, tree: &mut Tree, layout: Layout<'_>, renderer: &Renderer) {
        let state = tree.state.downcast_mut::<State>();
        if state.selected == self.plan.selected {
            return;
        }
        state.selected = self.plan.selected;
        if let (Some(at), Some(body), Some(part)) = (
            self.plan.selected,
            tree.children.first_mut(),
            layout.children().next(),
        ) {
            let top = self.plan.places.top(at);
            let foot = top + self.plan.places.height(at);
            self.body
                .as_widget_mut()
                .operate(body, part, renderer, &mut Bring { top, foot });
        }
    }
}

impl<Message> Frame<'_, Message> {
    fn ask(
        &mut self,
        tree: &mut Tree,
        layout: Layout<'_>,
        renderer: &Renderer,
        operation: &mut dyn Operation,
    ) {
        if let (Some(body), Some(part)) = (tree.children.first_mut(), layout.children().next()) {
            self.body
                .as_widget_mut()
                .operate(body, part, renderer, operation);
        }
    }

    pub(super) fn thumb(&self, state: &State, layout: Layout<'_>) -> Option<Thumb> {
        let body = layout.children().next()?.bounds();
        Thumb::of(body, self.plan.places.total(), state.offset)
    }

    /// Lets the pointer take, drag and let go the thumb; gives whether the event was for it.
    fn drag(
        &mut self,
        tree: &mut Tree,
        event: &Event,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        renderer: &Renderer,
    ) -> bool {
        let state = tree.state.downcast_mut::<State>();
        let (Some(thumb), Event::Mouse(event)) = (self.thumb(state, layout), event) else {
            return false;
        };
        let Some(at) = cursor.land().position() else {
            return false;
        };
        match event {
            mouse::Event::ButtonPressed(mouse::Button::Left) if cursor.is_over(thumb.strip()) => {
                state.grip = Some(thumb.grip(at.y));
            }
            mouse::Event::CursorMoved { .. } if state.grip.is_some() => {}
            mouse::Event::ButtonReleased(mouse::Button::Left) => {
                return state.grip.take().is_some();
            }
            _ => return false,
        }
        let grip = state.grip.unwrap_or_default();
        self.ask(tree, layout, renderer, &mut Go(thumb.offset(at.y, grip)));
        true
    }
}

impl<Message: Clone> Widget<Message, Theme, Renderer> for Frame<'_, Message> {
    fn tag(&self) -> tree::Tag {
        tree::Tag::of::<State>()
    }

    fn state(&self) -> tree::State {
        tree::State::new(State::default())
    }

    fn children(&self) -> Vec<Tree> {
        self.parts()
            .map(|part| Tree::new(part.as_widget()))
            .collect()
    }

    fn diff(&self, tree: &mut Tree) {
        tree.state.downcast_mut::<State>().moved_to = None;
        let parts: Vec<_> = self.parts().collect();
        tree.diff_children_custom(
            &parts,
            |tree, part| tree.diff(part.as_widget()),
            |part| Tree::new(part.as_widget()),
        );
    }

    fn size(&self) -> Size<Length> {
        Size::new(Fill, self.height)
    }

    fn layout(
        &mut self,
        tree: &mut Tree,
        renderer: &Renderer,
        limits: &layout::Limits,
    ) -> layout::Node {
        let edge = self.border();
        let limits = limits.height(self.height);
        let most = limits.max();
        let width = most.width - 2.0 * edge;
        let head_high = if self.head.is_some() {
            height::TABLE_HEAD
        } else {
            0.0
        };
        let total_high = if self.total.is_some() {
            height::TOTAL_ROW
        } else {
            0.0
        };
        let room = (most.height - head_high - total_high - 2.0 * edge).max(0.0);
        let heights = [None, Some(head_high), Some(total_high)];
        let (has_head, mut body_high) = (self.head.is_some(), 0.0);
        let mut nodes = Vec::with_capacity(3);
        for (place, (part, tree)) in self.parts_mut().zip(&mut tree.children).enumerate() {
            // Without a head, the second part is the total.
            let place = if place == 1 && !has_head { 2 } else { place };
            let part_limits = match heights.get(place).copied().flatten() {
                None => layout::Limits::new(Size::new(width, 0.0), Size::new(width, room)),
                Some(high) => layout::Limits::new(Size::new(width, high), Size::new(width, high)),
            };
            let node = part.as_widget_mut().layout(tree, renderer, &part_limits);
            let y = match place {
                0 => {
                    body_high = node.size().height;
                    edge + head_high
                }
                1 => edge,
                _ => edge + head_high + body_high,
            };
            nodes.push(node.move_to(Point::new(edge, y)));
        }
        tree.state.downcast_mut::<State>().page = page(body_high);
        let content = Size::new(most.width, head_high + body_high + total_high + 2.0 * edge);
        layout::Node::with_children(limits.resolve(Fill, self.height, content), nodes)
    }

    fn operate(
        &mut self,
        tree: &mut Tree,
        layout: Layout<'_>,
        renderer: &Renderer,
        operation: &mut dyn Operation,
    ) {
        operation.container(None, layout.bounds());
        if self.has_focus_order() {
            let state = tree.state.downcast_mut::<State>();
            operation.focusable(self.id.as_ref(), layout.bounds(), &mut state.focus);
        }
        operation.traverse(&mut |operation| {
            for ((part, tree), layout) in self
                .parts_mut()
                .zip(&mut tree.children)
                .zip(layout.children())
            {
                part.as_widget_mut()
                    .operate(tree, layout, renderer, operation);
            }
        });
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
        self.bring_selected(tree, layout, renderer);
        if self.drag(tree, event, layout, cursor, renderer) {
            shell.capture_event();
            shell.request_redraw();
            return;
        }
        for ((part, tree), layout) in self
            .parts_mut()
            .zip(&mut tree.children)
            .zip(layout.children())
        {
            part.as_widget_mut().update(
                tree, event, layout, cursor, renderer, clipboard, shell, viewport,
            );
        }
        let mut place = Where(0.0);
        self.ask(tree, layout, renderer, &mut place);
        let state = tree.state.downcast_mut::<State>();
        state.offset = place.0;
        match event {
            Event::Mouse(mouse::Event::ButtonPressed(mouse::Button::Left))
            | Event::Touch(touch::Event::FingerPressed { .. }) => {
                let is_over = self.has_focus_order() && cursor.is_over(layout.bounds());
                let changed = state.focus.press(is_over);
                if changed {
                    shell.request_redraw();
                }
            }
            Event::Keyboard(event) if state.focus.focused && !shell.is_event_captured() => {
                if let Some(message) =
                    KeyPress::of(event).and_then(|press| self.answer(&press, state))
                {
                    shell.publish(message);
                    shell.capture_event();
                }
            }
            _ => {}
        }
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
        let bounds = layout.bounds();
        let Some(visible) = bounds.intersection(viewport) else {
            return;
        };
        self.draw_ground(renderer, theme, layout);
        for ((part, tree), layout) in self.parts().zip(&tree.children).zip(layout.children()) {
            part.as_widget()
                .draw(tree, renderer, theme, style, layout, cursor, &visible);
        }
        self.draw_rules(renderer, theme, layout);
        // The rows have a layer of their own; what lies over them needs the next.
        renderer::Renderer::with_layer(renderer, visible, |renderer| {
            let state = tree.state.downcast_ref::<State>();
            self.draw_thumb(renderer, theme, state, layout, cursor);
            if state.focus.focused && state.focus.ring {
                let radius = if self.plan.set == Set::Card {
                    radius::CARD
                } else {
                    0.0
                };
                draw_ring(renderer, theme, bounds, Ring::Inside, radius);
            }
        });
    }

    fn mouse_interaction(
        &self,
        tree: &Tree,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        viewport: &Rectangle,
        renderer: &Renderer,
    ) -> mouse::Interaction {
        let state = tree.state.downcast_ref::<State>();
        if self
            .thumb(state, layout)
            .is_some_and(|thumb| cursor.is_over(thumb.strip()))
        {
            return mouse::Interaction::Idle;
        }
        self.parts()
            .zip(&tree.children)
            .zip(layout.children())
            .map(|((part, tree), layout)| {
                part.as_widget()
                    .mouse_interaction(tree, layout, cursor, viewport, renderer)
            })
            .max()
            .unwrap_or_default()
    }

    fn overlay<'b>(
        &'b mut self,
        tree: &'b mut Tree,
        layout: Layout<'b>,
        renderer: &Renderer,
        viewport: &Rectangle,
        translation: Vector,
    ) -> Option<overlay::Element<'b, Message, Theme, Renderer>> {
        self.body.as_widget_mut().overlay(
            tree.children.first_mut()?,
            layout.children().next()?,
            renderer,
            viewport,
            translation,
        )
    }
}

/// How many whole rows fit into `high`, less one that stays in sight.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a height of some thousand pixels, divided"
)]
fn page(high: f32) -> usize {
    ((high / height::ROW) as usize).saturating_sub(1).max(1)
}
