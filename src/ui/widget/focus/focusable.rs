//! A wrapper that gives any part the focus: Tab reaches it, Enter and Space press it, a ring shows it. It must not
//! know what it wraps.

use iced::advanced::widget::operation::{self, Operation};
use iced::advanced::widget::{Id, Tree, tree};
use iced::advanced::{Clipboard, Layout, Shell, Widget, mouse, renderer};
use iced::keyboard::key::Named;
use iced::keyboard::{self, Key};
use iced::{Border, Color, Element, Event, Rectangle, Renderer, Theme, touch};

use super::KeyPress;
use crate::ui::spacing::radius;
use crate::ui::theme;
use crate::ui::widget::around::around;

/// Where the ring is drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ring {
    /// Two pixels wide, two pixels off.
    #[default]
    Outside,
    /// Two pixels wide, within the edge: for rows that touch each other.
    Inside,
    /// None: the part shows its focus itself.
    Hidden,
}

/// Makes `content` focusable. Without [`Focusable::on_press`] or [`Focusable::on_key`] it is disabled, and Tab
/// passes it by.
pub fn focusable<'a, Message>(content: impl Into<Element<'a, Message>>) -> Focusable<'a, Message> {
    Focusable {
        content: content.into(),
        id: None,
        on_press: None,
        on_key: None,
        on_focus: None,
        on_leave: None,
        ring: Ring::Outside,
        radius: radius::CONTROL,
    }
}

type OnKey<'a, Message> = Box<dyn Fn(&KeyPress<'_>) -> Option<Message> + 'a>;

/// A part that can have the focus; see [`focusable`].
#[must_use]
pub struct Focusable<'a, Message> {
    content: Element<'a, Message>,
    id: Option<Id>,
    on_press: Option<Message>,
    on_key: Option<OnKey<'a, Message>>,
    on_focus: Option<Message>,
    on_leave: Option<Message>,
    ring: Ring,
    radius: f32,
}

impl<'a, Message> Focusable<'a, Message> {
    /// Names it, so that [`super::on`] can focus it.
    pub fn id(mut self, id: impl Into<Id>) -> Self {
        self.id = Some(id.into());
        self
    }

    pub fn id_maybe(mut self, id: Option<Id>) -> Self {
        self.id = id;
        self
    }

    /// What Enter and Space say. A click is the content's own affair.
    pub fn on_press(mut self, message: Message) -> Self {
        self.on_press = Some(message);
        self
    }

    pub fn on_press_maybe(mut self, message: Option<Message>) -> Self {
        self.on_press = message;
        self
    }

    /// What other keys say while it has the focus; keys that give `None` go on to the screen.
    pub fn on_key(mut self, on_key: impl Fn(&KeyPress<'_>) -> Option<Message> + 'a) -> Self {
        self.on_key = Some(Box::new(on_key));
        self
    }

    /// What to say when it gets the focus.
    pub fn on_focus_maybe(mut self, message: Option<Message>) -> Self {
        self.on_focus = message;
        self
    }

    /// What to say when the focus goes elsewhere.
    pub fn on_leave_maybe(mut self, message: Option<Message>) -> Self {
        self.on_leave = message;
        self
    }

    pub fn ring(mut self, ring: Ring) -> Self {
        self.ring = ring;
        self
    }

    /// The corner of the content, which the ring follows.
    pub fn radius(mut self, radius: f32) -> Self {
        self.radius = radius;
        self
    }

    fn is_enabled(&self) -> bool {
        self.on_press.is_some() || self.on_key.is_some()
    }

    fn answer(&self, event: &keyboard::Event) -> Option<Message>
    where
        Message: Clone,
    {
        let keyboard::Event::KeyPressed { repeat, .. } = event else {
            return None;
        };
        let press = KeyPress::of(event)?;
        if !repeat
            && !press.modifiers.command()
            && !press.modifiers.alt()
            && matches!(press.key, Key::Named(Named::Enter | Named::Space))
            && let Some(message) = &self.on_press
        {
            return Some(message.clone());
        }
        self.on_key.as_ref().and_then(|on_key| on_key(&press))
    }
}

/// Whether the part has the focus, and whether it came by the keyboard and so shows its ring.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::ui::widget) struct State {
    pub focused: bool,
    pub ring: bool,
    /// Whether it had the focus when it was last asked.
    known: bool,
}

impl operation::Focusable for State {
    fn is_focused(&self) -> bool {
        self.focused
    }

    fn focus(&mut self) {
        self.focused = true;
        self.ring = true;
    }

    fn unfocus(&mut self) {
        self.focused = false;
        self.ring = false;
    }
}

impl State {
    /// Takes or loses the focus as a press of the pointer says; gives whether that changed anything.
    pub fn press(&mut self, is_over: bool) -> bool {
        let changed = self.focused != is_over || self.ring;
        self.focused = is_over;
        self.ring = false;
        changed
    }

    /// Whether the focus came (`Some(true)`) or went (`Some(false)`) since this was last asked.
    fn moved(&mut self) -> Option<bool> {
        let moved = (self.focused != self.known).then_some(self.focused);
        self.known = self.focused;
        moved
    }
}

impl<Message: Clone> Widget<Message, Theme, Renderer> for Focusable<'_, Message> {
    around! { content: children, size, layout, mouse_interaction, overlay }

    fn tag(&self) -> tree::Tag {
        tree::Tag::of::<State>()
    }

    fn state(&self) -> tree::State {
        tree::State::new(State::default())
    }

    fn diff(&self, tree: &mut Tree) {
        if !self.is_enabled() {
            *tree.state.downcast_mut::<State>() = State::default();
        }
        tree.diff_children(std::slice::from_ref(&self.content));
    }

    fn operate(
        &mut self,
        tree: &mut Tree,
        layout: Layout<'_>,
        renderer: &Renderer,
        operation: &mut dyn Operation,
    ) {
        if self.is_enabled() {
            let state = tree.state.downcast_mut::<State>();
            operation.focusable(self.id.as_ref(), layout.bounds(), state);
        }
        if let Some(child) = tree.children.first_mut() {
            self.content
                .as_widget_mut()
                .operate(child, layout, renderer, operation);
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
        if let Some(child) = tree.children.first_mut() {
            self.content.as_widget_mut().update(
                child, event, layout, cursor, renderer, clipboard, shell, viewport,
            );
        }
        let state = tree.state.downcast_mut::<State>();
        match event {
            Event::Mouse(mouse::Event::ButtonPressed(mouse::Button::Left))
            | Event::Touch(touch::Event::FingerPressed { .. }) => {
                let changed = state.press(self.is_enabled() && cursor.is_over(layout.bounds()));
                if changed {
                    shell.request_redraw();
                }
            }
            Event::Keyboard(event) if state.focused && !shell.is_event_captured() => {
                if let Some(message) = self.answer(event) {
                    shell.publish(message);
                    shell.capture_event();
                }
            }
            _ => {}
        }
        let message = match state.moved() {
            Some(true) => &self.on_focus,
            Some(false) => &self.on_leave,
            None => &None,
        };
        if let Some(message) = message {
            shell.publish(message.clone());
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
        if let Some(child) = tree.children.first() {
            self.content
                .as_widget()
                .draw(child, renderer, theme, style, layout, cursor, viewport);
        }
        let state = tree.state.downcast_ref::<State>();
        if state.focused && state.ring {
            draw_ring(renderer, theme, layout.bounds(), self.ring, self.radius);
        }
    }
}

impl<'a, Message: Clone + 'a> From<Focusable<'a, Message>> for Element<'a, Message> {
    fn from(focusable: Focusable<'a, Message>) -> Self {
        Self::new(focusable)
    }
}

/// Draws the ring of the focus round `bounds`.
pub(in crate::ui::widget) fn draw_ring(
    renderer: &mut Renderer,
    theme: &Theme,
    bounds: Rectangle,
    ring: Ring,
    radius: f32,
) {
    const WIDTH: f32 = 2.0;
    let off = match ring {
        Ring::Hidden => return,
        Ring::Inside => 0.0,
        Ring::Outside => 2.0 * WIDTH,
    };
    renderer::Renderer::fill_quad(
        renderer,
        renderer::Quad {
            bounds: bounds.expand(off),
            border: Border::default()
                .color(theme::tokens(theme).accent)
                .width(WIDTH)
                .rounded(if off > 0.0 {
                    radius + off - 1.0
                } else {
                    radius
                }),
            ..renderer::Quad::default()
        },
        Color::TRANSPARENT,
    );
}
