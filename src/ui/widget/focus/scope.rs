//! A region in which Tab goes round and Enter goes on: the window, a form, a dialog. It must not know what is in it.

use iced::advanced::widget::{Tree, tree};
use iced::advanced::{Clipboard, Layout, Shell, Widget, mouse};
use iced::keyboard::key::Named;
use iced::{Element, Event, Rectangle, Renderer, Theme, touch, window};

use super::KeyPress;
use super::operation::{End, Subject, Way};
use crate::ui::widget::around::around;

/// Lets Tab and Shift+Tab go round the controls of `content`. The whole window stands in one; a dialog in its own.
pub fn scope<'a, Message>(content: impl Into<Element<'a, Message>>) -> Scope<'a, Message> {
    Scope {
        content: content.into(),
        tab: Tab::GoesRound,
        enter_advances: false,
        sealed: false,
        start: false,
        on_escape: None,
    }
}

/// Lets Enter go to the next control of `content`, and Shift+Enter back, where the control itself has no use for it.
pub fn form<'a, Message>(content: impl Into<Element<'a, Message>>) -> Scope<'a, Message> {
    Scope {
        tab: Tab::Passes,
        enter_advances: true,
        ..scope(content)
    }
}

/// Whose Tab is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Tab {
    GoesRound,
    Passes,
}

/// A region of focus; see [`scope`] and [`form`].
#[must_use]
pub struct Scope<'a, Message> {
    content: Element<'a, Message>,
    tab: Tab,
    enter_advances: bool,
    sealed: bool,
    start: bool,
    on_escape: Option<Message>,
}

impl<Message> Scope<'_, Message> {
    /// Keeps every key inside, so that nothing behind hears it. For dialogs.
    pub fn sealed(mut self) -> Self {
        self.sealed = true;
        self
    }

    /// Lets Enter go to the next control as well.
    pub fn enter_advances(mut self) -> Self {
        self.enter_advances = true;
        self
    }

    /// Focuses the first control as soon as it shows.
    pub fn starts_at_first(mut self) -> Self {
        self.start = true;
        self
    }

    /// What Escape says, where no control inside has a use for it.
    pub fn on_escape(mut self, message: Message) -> Self {
        self.on_escape = Some(message);
        self
    }
}

/// What a key that nothing inside took does.
enum Move<Message> {
    None,
    Step(Way, End),
    Say(Message),
}

impl<Message: Clone> Scope<'_, Message> {
    fn movement(&self, press: &KeyPress<'_>) -> Move<Message> {
        if press.modifiers.command() || press.modifiers.alt() {
            return Move::None;
        }
        let way = if press.modifiers.shift() {
            Way::Previous
        } else {
            Way::Next
        };
        if self.tab == Tab::GoesRound && press.is(Named::Tab) {
            return Move::Step(way, End::Wraps);
        }
        if self.enter_advances && press.is(Named::Enter) {
            return Move::Step(way, End::Stays);
        }
        match &self.on_escape {
            Some(message) if press.is(Named::Escape) => Move::Say(message.clone()),
            _ => Move::None,
        }
    }
}

#[derive(Clone, Copy, Debug, Default)]
struct State {
    started: bool,
    focused: Option<usize>,
}

impl<Message: Clone> Widget<Message, Theme, Renderer> for Scope<'_, Message> {
    around! { content: children, diff, size, layout, operate, draw, mouse_interaction, overlay }

    fn tag(&self) -> tree::Tag {
        tree::Tag::of::<State>()
    }

    fn state(&self) -> tree::State {
        tree::State::new(State::default())
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
        let Some(child) = tree.children.first_mut() else {
            return;
        };
        let state = tree.state.downcast_mut::<State>();
        if self.start && !state.started {
            state.started = true;
            Subject {
                content: &mut self.content,
                tree: child,
                layout,
                renderer,
            }
            .start();
            shell.request_redraw();
        }
        self.content.as_widget_mut().update(
            child, event, layout, cursor, renderer, clipboard, shell, viewport,
        );

        let mut pressed = None;
        if let Event::Keyboard(event) = event {
            pressed = KeyPress::of(event);
            if !shell.is_event_captured()
                && let Some(press) = &pressed
            {
                match self.movement(press) {
                    Move::None => {}
                    Move::Say(message) => {
                        shell.publish(message);
                        shell.capture_event();
                    }
                    Move::Step(way, end) => {
                        let mut subject = Subject {
                            content: &mut self.content,
                            tree: child,
                            layout,
                            renderer,
                        };
                        if subject.step(way, end) {
                            shell.capture_event();
                            shell.request_redraw();
                        }
                    }
                }
            }
            if self.sealed {
                shell.capture_event();
            }
        }
        if pressed.is_some()
            || is_press(event)
            || matches!(event, Event::Window(window::Event::RedrawRequested(_)))
        {
            let mut subject = Subject {
                content: &mut self.content,
                tree: child,
                layout,
                renderer,
            };
            if is_press(event) {
                subject.keep_newcomer(state.focused);
            }
            state.focused = subject.focused();
        }
    }
}

fn is_press(event: &Event) -> bool {
    matches!(
        event,
        Event::Mouse(mouse::Event::ButtonPressed(_))
            | Event::Touch(touch::Event::FingerPressed { .. })
    )
}

impl<'a, Message: Clone + 'a> From<Scope<'a, Message>> for Element<'a, Message> {
    fn from(scope: Scope<'a, Message>) -> Self {
        Self::new(scope)
    }
}
