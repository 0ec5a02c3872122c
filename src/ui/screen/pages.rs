//! Printed pages to look at before they are kept, one at a time. It must not know what is printed on them.

use iced::widget::{container, row, space};
use iced::{Center, Element};

use crate::domain::page::Page;
use crate::ui::icon;
use crate::ui::spacing::space as gap;
use crate::ui::widget::empty_state::empty_state;
use crate::ui::widget::{button, paper, words};
use crate::ui::worker::Failure;

/// The pages of something that could be printed.
#[derive(Default)]
pub enum Pages {
    /// They are being made.
    #[default]
    Reading,
    /// They are there, and the one that shows.
    Made(Vec<Page>, usize),
    /// Why there are none.
    Refused(String),
}

impl Pages {
    /// Takes in what was made.
    pub fn of(made: Result<Vec<Page>, Failure>) -> Self {
        match made {
            Ok(pages) => Self::Made(pages, 0),
            Err(failure) => Self::Refused(failure.words()),
        }
    }

    /// Takes in what was made anew, and stays on the page that shows.
    pub fn renew(&mut self, made: Result<Vec<Page>, Failure>) {
        let at = match self {
            Self::Made(_, at) => *at,
            Self::Reading | Self::Refused(_) => 0,
        };
        *self = Self::of(made);
        self.turn(isize::try_from(at).unwrap_or(0));
    }

    /// Whether there is something to keep.
    pub const fn are_made(&self) -> bool {
        matches!(self, Self::Made(..))
    }

    /// Turns so many pages on, as far as there are any.
    pub fn turn(&mut self, by: isize) {
        if let Self::Made(pages, at) = self {
            let last = pages.len().saturating_sub(1);
            *at = at.saturating_add_signed(by).min(last);
        }
    }

    /// The buttons that turn the page; none while there is no page. `turn` is told how many pages on.
    pub fn turner<'a, Message: Clone + 'a>(
        &self,
        turn: fn(isize) -> Message,
    ) -> Option<Element<'a, Message>> {
        let Self::Made(pages, at) = self else {
            return None;
        };
        let (number, of) = (at.saturating_add(1), pages.len());
        let (can_back, can_go) = (*at > 0, number < of);
        let buttons = row![
            button::icon(icon::BACK, "Page before")
                .compact()
                .on_press_maybe(can_back.then(|| turn(-1))),
            words::label(format!("Page {number} of {of}")),
            button::icon(icon::GO, "Next page")
                .compact()
                .on_press_maybe(can_go.then(|| turn(1))),
        ]
        .spacing(gap::XS)
        .align_y(Center);
        Some(buttons.into())
    }

    /// The page that shows, or why there is none under `refused`.
    pub fn view<'a, Message: Clone + 'a>(&'a self, refused: &'a str) -> Element<'a, Message> {
        match self {
            Self::Reading => space().into(),
            Self::Made(pages, at) => pages.get(*at).map_or_else(|| space().into(), paper::paper),
            Self::Refused(why) => {
                container(empty_state(icon::WARNING, refused, why.as_str(), None))
                    .padding([gap::XXXL, gap::XL])
                    .into()
            }
        }
    }
}
