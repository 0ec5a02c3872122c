//! A wrapper round a text input that tells when the focus comes and goes and may take keys first. It must not know
//! what the text means.

use iced::advanced::widget::{Tree, tree};
use iced::advanced::{Clipboard, Layout, Shell, Widget, mouse};
use iced::keyboard::key::Named;
use iced::keyboard::{self, Key, Modifiers};
use iced::{Element, Event, Rectangle, Renderer, Theme, touch, window};

use super::operation::{Subject, has_focus};
use crate::ui::widget::around::around;

/// A key as it goes down.
#[derive(Clone, Copy, Debug)]
pub struct KeyPress<'a> {
    pub key: &'a Key,
    pub modifiers: Modifiers,
    /// The character it types, if any.
    pub typed: Option<char>,
    /// Whether it sits in the number block.
    pub numpad: bool,
}

impl<'a> KeyPress<'a> {
    /// The press in `event`, if it is one.
    pub fn of(event: &'a keyboard::Event) -> Option<Self> {
        match event {
            keyboard::Event::KeyPressed {
                key,
                modifiers,
                text,
                location,
                ..
            } => Some(Self {
                key,
                modifiers: *modifiers,
                typed: text
                    .as_ref()
                    .and_then(|text| text.chars().next())
                    .filter(|c| !c.is_control()),
                numpad: *location == keyboard::Location::Numpad,
            }),
            _ => None,
        }
    }

    pub fn is(&self, named: Named) -> bool {
        *self.key == Key::Named(named)
    }
}

/// Watches the text input in `content`. Besides what is asked of it, it lets Escape and Alt shortcuts pass the input
/// by, and selects the whole text when the focus comes by the keyboard.
pub fn watch<'a, Message>(content: impl Into<Element<'a, Message>>) -> Watch<'a, Message> {
    Watch {
        content: content.into(),
        on_focus: None,
        on_leave: None,
        on_key: None,
        on_enter: None,
    }
}

type OnKey<'a, Message> = Box<dyn Fn(&KeyPress<'_>) -> Option<Message> + 'a>;
type Say<'a, Message> = Box<dyn Fn() -> Vec<Message> + 'a>;

/// A watched text input; see [`watch`].
#[must_use]
pub struct Watch<'a, Message> {
    content: Element<'a, Message>,
    on_focus: Option<Message>,
    on_leave: Option<Say<'a, Message>>,
    on_key: Option<OnKey<'a, Message>>,
    on_enter: Option<Say<'a, Message>>,
}

impl<'a, Message> Watch<'a, Message> {
    pub fn on_focus_maybe(mut self, message: Option<Message>) -> Self {
        self.on_focus = message;
        self
    }

    /// What to say, in this order, when the focus goes elsewhere. It is asked at that moment, because the text may
    /// have changed since the view was made.
    pub fn on_leave(mut self, say: impl Fn() -> Vec<Message> + 'a) -> Self {
        self.on_leave = Some(Box::new(say));
        self
    }

    /// What to say when Enter goes down, before the input sees it.
    pub fn before_enter(mut self, say: impl Fn() -> Vec<Message> + 'a) -> Self {
        self.on_enter = Some(Box::new(say));
        self
    }

    /// Keys taken before the input sees them; those that give `None` go on to it.
    pub fn on_key(mut self, on_key: impl Fn(&KeyPress<'_>) -> Option<Message> + 'a) -> Self {
        self.on_key = Some(Box::new(on_key));
        self
    }
}

/// What a press means for the input.
enum Turn<Message> {
    /// It is the input's.
    Input,
    /// It passes the input by, to whoever listens outside.
    Past,
    /// It is ours.
    Taken(Message),
}

impl<'a, Message: Clone> Watch<'a, Message> {
    fn subject<'r>(
        &'r mut self,
        tree: &'r mut Tree,
        layout: Layout<'r>,
        renderer: &'r Renderer,
    ) -> Subject<'r, 'a, Message> {
        Subject {
            content: &mut self.content,
            tree,
            layout,
            renderer,
        }
    }

    fn has_focus(&mut self, tree: &mut Tree, layout: Layout<'_>, renderer: &Renderer) -> bool {
        has_focus(&mut self.content, tree, layout, renderer)
    }

    fn turn(&self, press: &KeyPress<'_>, shell: &mut Shell<'_, Message>) -> Turn<Message> {
        if press.is(Named::Enter)
            && let Some(say) = &self.on_enter
        {
            publish(say(), shell);
        }
        if let Some(message) = self.on_key.as_ref().and_then(|on_key| on_key(press)) {
            return Turn::Taken(message);
        }
        let is_shortcut = press.modifiers.alt() && !press.modifiers.control();
        // Ctrl Enter finishes the whole form, whatever Enter does in this field.
        let finishes = press.is(Named::Enter) && press.modifiers.command();
        // On a Mac, Option types letters of its own.
        if press.is(Named::Escape) || finishes || (is_shortcut && !cfg!(target_os = "macos")) {
            return Turn::Past;
        }
        Turn::Input
    }

    fn focus_moved(&self, is_focused: bool, shell: &mut Shell<'_, Message>) {
        if is_focused {
            if let Some(message) = &self.on_focus {
                shell.publish(message.clone());
            }
        } else if let Some(say) = &self.on_leave {
            publish(say(), shell);
        }
        shell.request_redraw();
    }
}

#[derive(Clone, Copy, Debug, Default)]
struct State {
    focused: bool,
}

fn publish<Message>(messages: Vec<Message>, shell: &mut Shell<'_, Message>) {
    for message in messages {
        shell.publish(message);
    }
}

fn pressed(event: &Event) -> Option<KeyPress<'_>> {
    match event {
        Event::Keyboard(event) => KeyPress::of(event),
        _ => None,
    }
}

/// Whether `event` is one after which the focus may have moved.
fn may_move_focus(event: &Event) -> bool {
    matches!(
        event,
        Event::Keyboard(keyboard::Event::KeyPressed { .. })
            | Event::Mouse(mouse::Event::ButtonPressed(_))
            | Event::Touch(touch::Event::FingerPressed { .. })
            | Event::Window(window::Event::RedrawRequested(_))
    )
}

impl<Message: Clone> Widget<Message, Theme, Renderer> for Watch<'_, Message> {
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
        let turn = match pressed(event) {
            Some(press) if self.has_focus(child, layout, renderer) => self.turn(&press, shell),
            _ => Turn::Input,
        };
        match turn {
            Turn::Taken(message) => {
                shell.publish(message);
                shell.capture_event();
                self.subject(child, layout, renderer).select_all();
            }
            Turn::Past => {}
            Turn::Input => self.content.as_widget_mut().update(
                child, event, layout, cursor, renderer, clipboard, shell, viewport,
            ),
        }
        if !may_move_focus(event) {
            return;
        }
        let is_focused = self.has_focus(child, layout, renderer);
        if is_focused != tree.state.downcast_ref::<State>().focused {
            if is_focused && !matches!(event, Event::Mouse(_) | Event::Touch(_)) {
                self.subject(child, layout, renderer).select_all();
            }
            tree.state.downcast_mut::<State>().focused = is_focused;
            self.focus_moved(is_focused, shell);
        }
    }
}

impl<'a, Message: Clone + 'a> From<Watch<'a, Message>> for Element<'a, Message> {
    fn from(watch: Watch<'a, Message>) -> Self {
        Self::new(watch)
    }
}
