//! Dialogs: one question above everything else. Keys and pointer stay in it; Escape closes it. It must not know what
//! is asked.

use iced::widget::text::{Fragment, IntoFragment};
use iced::widget::{center, column, container, row};
use iced::{Center, Element, Fill, Right, Shrink};

use super::lifted::lifted;
use super::{button, focus, layer, words};
use crate::ui::spacing::space as gap;
use crate::ui::theme;

/// A dialog; see [`dialog`].
#[must_use]
pub struct Dialog<'a, Message> {
    title: Fragment<'a>,
    words: Fragment<'a>,
    content: Option<Element<'a, Message>>,
    actions: Vec<Element<'a, Message>>,
    on_close: Message,
    width: f32,
}

/// A dialog: the question, what will happen in numbers, and what Escape says.
pub fn dialog<'a, Message>(
    title: impl IntoFragment<'a>,
    words: impl IntoFragment<'a>,
    on_close: Message,
) -> Dialog<'a, Message> {
    Dialog {
        title: title.into_fragment(),
        words: words.into_fragment(),
        content: None,
        actions: Vec::new(),
        on_close,
        width: 420.0,
    }
}

impl<'a, Message: Clone + 'a> Dialog<'a, Message> {
    /// Fields or a picture below the words.
    pub fn content(mut self, content: impl Into<Element<'a, Message>>) -> Self {
        self.content = Some(content.into());
        self
    }

    /// An answer; the first gets the focus when there are no fields, so it should be the one that changes nothing.
    pub fn answer(mut self, button: button::Button<'a, Message>) -> Self {
        self.actions.push(button.into());
        self
    }

    /// The answer that changes nothing, with its key.
    pub fn keep(self, words: impl IntoFragment<'a>) -> Self {
        let close = self.on_close.clone();
        self.answer(button::quiet(words).key("Esc").on_press(close))
    }

    pub fn width(mut self, width: f32) -> Self {
        self.width = width;
        self
    }

    /// The dialog as a card, without a scrim.
    pub fn card(self) -> Element<'a, Message> {
        let words = (!self.words.is_empty()).then(|| words::muted(self.words));
        let head = column![words::section(self.title), words].spacing(gap::XS);
        let actions = container(row(self.actions).spacing(gap::S).align_y(Center))
            .width(Fill)
            .align_x(Right);
        let card = container(column![head, self.content, actions].spacing(gap::L))
            .padding([gap::M + 1.0, gap::L + 1.0])
            .width(self.width)
            .height(Shrink)
            .style(theme::card);
        lifted(card)
    }
}

/// Lays the dialog, if there is one, over `base`, which keeps its focus until the dialog is gone.
pub fn over<'a, Message: Clone + 'a>(
    base: impl Into<Element<'a, Message>>,
    dialog: Option<Dialog<'a, Message>>,
) -> Element<'a, Message> {
    let layer = dialog.map(|dialog| {
        let on_close = dialog.on_close.clone();
        focus::scope(center(dialog.card()))
            .sealed()
            .starts_at_first()
            .on_escape(on_close)
            .into()
    });
    layer::over(base, layer)
}
