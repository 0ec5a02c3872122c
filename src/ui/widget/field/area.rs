//! A control of several lines. It must not know the label round it.

use iced::keyboard::Key;
use iced::keyboard::key::Named;
use iced::widget::text_editor;
use iced::{Background, Element};

use super::{Manner, line};
use crate::ui::spacing::Type;
use crate::ui::theme::tokens;
use crate::ui::widget::focus::watch;
use crate::ui::widget::layer;

pub(super) struct Area<'a, Message> {
    pub content: &'a text_editor::Content,
    pub on_action: Box<dyn Fn(text_editor::Action) -> Message + 'a>,
    pub height: f32,
}

impl<'a, Message: Clone + 'a> Area<'a, Message> {
    pub fn control(self, manner: &Manner<Message>) -> Element<'a, Message> {
        let is_wrong = manner.is_wrong;
        let mut editor = text_editor(self.content)
            .size(Type::BODY.size)
            .line_height(iced::Pixels(Type::BODY.line))
            .padding([6.0, 9.0])
            .height(self.height)
            .key_binding(binding)
            .style(move |theme, status| style(theme, status, is_wrong));
        if !manner.is_disabled {
            editor = editor.on_action(self.on_action);
        }
        if let Some(id) = manner.id.clone() {
            editor = editor.id(id);
        }
        let on_leave = manner.on_leave.clone();
        let control = watch(editor)
            .on_focus_maybe(manner.on_focus.clone())
            .on_leave(move || on_leave.clone().into_iter().collect());
        if manner.is_disabled {
            layer::still(control)
        } else {
            control.into()
        }
    }
}

/// What a key does in the text. With Ctrl, Enter is the form's, not a new line.
fn binding<Message>(press: text_editor::KeyPress) -> Option<text_editor::Binding<Message>> {
    let is_enter = press.key == Key::Named(Named::Enter);
    if is_enter && press.modifiers.command() {
        return None;
    }
    text_editor::Binding::from_key_press(press)
}

fn style(theme: &iced::Theme, status: text_editor::Status, is_wrong: bool) -> text_editor::Style {
    let tokens = tokens(theme);
    let is_disabled = status == text_editor::Status::Disabled;
    let is_focused = matches!(status, text_editor::Status::Focused { .. });
    text_editor::Style {
        background: Background::Color(if is_disabled {
            tokens.hover
        } else {
            tokens.paper
        }),
        border: line::border(theme, is_focused, is_wrong, is_disabled),
        placeholder: tokens.muted,
        value: if is_disabled {
            tokens.muted
        } else {
            tokens.text
        },
        selection: tokens.selected,
    }
}
