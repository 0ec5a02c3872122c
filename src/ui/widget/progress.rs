//! Progress of a job that takes longer than a blink, with a way to stop it. It must not know the job.

use iced::widget::text::IntoFragment;
use iced::widget::{column, container, progress_bar, row, space};
use iced::{Background, Center, Element, Fill};

use super::{button, words};
use crate::ui::spacing::space as gap;
use crate::ui::theme::{self, tokens};

/// A card that says what is being done, how much of it, and offers to cancel, which must be safe.
pub fn progress<'a, Message: Clone + 'a>(
    words: impl IntoFragment<'a>,
    done: usize,
    of: usize,
    on_cancel: Option<Message>,
) -> Element<'a, Message> {
    let cancel = on_cancel.map(|message| Element::from(button::link("Cancel").on_press(message)));
    container(
        column![
            row![words::dense(words), space::horizontal(), cancel].align_y(Center),
            bar(done, of),
        ]
        .spacing(gap::S),
    )
    .padding([gap::S + 1.0, gap::M + 1.0])
    .width(Fill)
    .style(theme::card)
    .into()
}

/// The bar alone, 4 pixels high.
#[allow(
    clippy::cast_precision_loss,
    reason = "a bar is some hundred pixels long"
)]
pub fn bar<'a, Message: 'a>(done: usize, of: usize) -> Element<'a, Message> {
    container(
        progress_bar(0.0..=(of.max(1) as f32), done.min(of) as f32)
            .girth(4)
            .style(|theme| {
                let tokens = tokens(theme);
                progress_bar::Style {
                    background: Background::Color(tokens.divider),
                    bar: Background::Color(tokens.accent),
                    border: iced::border::rounded(2),
                }
            }),
    )
    .width(Fill)
    .into()
}
