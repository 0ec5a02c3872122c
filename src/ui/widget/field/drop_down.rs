//! A list that drops down over what is below its control: arrows move, Enter takes, Escape closes. It must not know
//! what its rows show.

mod keys;
mod menu;

use std::rc::Rc;

use iced::advanced::widget::{Tree, tree};
use iced::advanced::{Clipboard, Layout, Shell, Widget, mouse, overlay};
use iced::keyboard;
use iced::{Element, Event, Rectangle, Renderer, Theme, Vector, touch, window};

use self::keys::{Sought, edits};
use crate::ui::widget::around::around;
use crate::ui::widget::focus::{KeyPress, has_focus};

pub(super) use menu::{INSET, ROW_PADDING};

/// How a list is opened and moved in.
pub(super) enum Mode<'a> {
    /// Typing into the control opens it; the rows follow the text, and `is_fresh` says whether they have caught up.
    Typing { is_fresh: IsFresh<'a> },
    /// Pressing the control opens it; typing goes to the first label that begins so.
    Choosing {
        labels: Vec<String>,
        chosen: Option<usize>,
    },
}

/// Whether the rows were found for the text as it is now.
pub(super) type IsFresh<'a> = Box<dyn Fn() -> bool + 'a>;

/// Says which row was taken; `None` when there is no such row any more.
pub(super) type OnTake<'a, Message> = Rc<dyn Fn(usize) -> Option<Message> + 'a>;

pub(super) struct DropDown<'a, Message> {
    pub control: Element<'a, Message>,
    pub rows: Vec<Element<'a, Message>>,
    /// Stands below the rows, or alone when there are none.
    pub foot: Option<Element<'a, Message>>,
    pub mode: Mode<'a>,
    pub on_take: OnTake<'a, Message>,
    /// The list is as wide as its control, or this wide if that is more.
    pub width: f32,
    /// How far left of the control the list begins.
    pub outset: f32,
}

/// Where the list stands.
#[derive(Clone, Debug, Default)]
struct State {
    open: bool,
    /// The row that Enter would take.
    at: usize,
    /// The first row that shows.
    first: usize,
    sought: Sought,
}

impl State {
    fn open_at(&mut self, at: usize) {
        self.open = true;
        self.go(at);
    }

    fn go(&mut self, at: usize) {
        self.at = at;
        self.first = self
            .first
            .clamp(at.saturating_add(1).saturating_sub(menu::MOST_ROWS), at);
    }
}

impl<Message: Clone> DropDown<'_, Message> {
    fn is_open(&self, state: &State) -> bool {
        state.open && (!self.rows.is_empty() || self.foot.is_some())
    }

    fn press_control(&self, state: &mut State) {
        if let Mode::Choosing { chosen, .. } = &self.mode {
            if state.open {
                state.open = false;
            } else {
                state.open_at(chosen.unwrap_or(0));
            }
        }
    }
}

impl<Message: Clone> Widget<Message, Theme, Renderer> for DropDown<'_, Message> {
    around! { control: size, layout, operate, draw }

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
        let parts: Vec<_> = self.parts().collect();
        tree.diff_children_custom(
            &parts,
            |tree, part| tree.diff(part.as_widget()),
            |part| Tree::new(part.as_widget()),
        );
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
        let Tree {
            state, children, ..
        } = tree;
        let state = state.downcast_mut::<State>();
        let Some(child) = children.first_mut() else {
            return;
        };
        let press = match event {
            Event::Keyboard(event) => KeyPress::of(event),
            _ => None,
        };
        // Keys are heard here and not in the list above, so that they keep their order with what is typed.
        if let Some(press) = &press
            && has_focus(&mut self.control, child, layout, renderer)
            && self.key(press, state, shell)
        {
            shell.capture_event();
            shell.request_redraw();
            return;
        }
        self.control.as_widget_mut().update(
            child, event, layout, cursor, renderer, clipboard, shell, viewport,
        );

        match event {
            Event::Mouse(mouse::Event::ButtonPressed(mouse::Button::Left))
            | Event::Touch(touch::Event::FingerPressed { .. })
                if cursor.is_over(layout.bounds()) =>
            {
                self.press_control(state);
                shell.request_redraw();
            }
            Event::Keyboard(keyboard::Event::KeyPressed { .. })
                if matches!(self.mode, Mode::Typing { .. })
                    && shell.is_event_captured()
                    && press.as_ref().is_some_and(edits)
                    && has_focus(&mut self.control, child, layout, renderer) =>
            {
                state.first = 0;
                state.open_at(0);
                shell.request_redraw();
            }
            _ => {}
        }
        let may_leave = press.is_some()
            || matches!(
                event,
                Event::Mouse(mouse::Event::ButtonPressed(_))
                    | Event::Window(window::Event::RedrawRequested(_))
            );
        if state.open && may_leave && !has_focus(&mut self.control, child, layout, renderer) {
            state.open = false;
            shell.request_redraw();
        }
    }

    fn mouse_interaction(
        &self,
        tree: &Tree,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        viewport: &Rectangle,
        renderer: &Renderer,
    ) -> mouse::Interaction {
        let inner = tree
            .children
            .first()
            .map_or_else(mouse::Interaction::default, |child| {
                self.control
                    .as_widget()
                    .mouse_interaction(child, layout, cursor, viewport, renderer)
            });
        let chooses = matches!(self.mode, Mode::Choosing { .. });
        if chooses && inner == mouse::Interaction::None && cursor.is_over(layout.bounds()) {
            mouse::Interaction::Pointer
        } else {
            inner
        }
    }

    fn overlay<'b>(
        &'b mut self,
        tree: &'b mut Tree,
        layout: Layout<'b>,
        _: &Renderer,
        _: &Rectangle,
        translation: Vector,
    ) -> Option<overlay::Element<'b, Message, Theme, Renderer>> {
        let Tree {
            state, children, ..
        } = tree;
        let state = state.downcast_mut::<State>();
        if !self.is_open(state) {
            return None;
        }
        let (_, trees) = children.split_first_mut()?;
        let (row_trees, foot_trees) = trees.split_at_mut_checked(self.rows.len())?;
        let control = layout.bounds();
        Some(overlay::Element::new(Box::new(menu::Menu {
            rows: &mut self.rows,
            row_trees,
            foot: self.foot.as_mut().zip(foot_trees.first_mut()),
            state,
            mode: &self.mode,
            on_take: Rc::clone(&self.on_take),
            control: Rectangle {
                x: control.x + translation.x,
                y: control.y + translation.y,
                ..control
            },
            width: self.width,
            outset: self.outset,
        })))
    }
}

impl<'a, Message> DropDown<'a, Message> {
    fn parts(&self) -> impl Iterator<Item = &Element<'a, Message>> {
        std::iter::once(&self.control)
            .chain(&self.rows)
            .chain(&self.foot)
    }
}

impl<'a, Message: Clone + 'a> From<DropDown<'a, Message>> for Element<'a, Message> {
    fn from(drop_down: DropDown<'a, Message>) -> Self {
        Self::new(drop_down)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_row_that_enter_would_take_always_shows() {
        let mut state = State::default();
        state.open_at(0);
        assert_eq!(state.first, 0);
        state.go(menu::MOST_ROWS);
        assert_eq!(state.first, 1);
        state.go(0);
        assert_eq!(state.first, 0);
    }
}
