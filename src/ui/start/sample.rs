//! A sample practice to look around in: made up on the spot, with nobody real in it. It must not know who lives in it.

use std::path::PathBuf;

use iced::widget::{column, container};
use iced::{Element, Task};

use super::{Book, Turn, enter, frame};
use crate::demo::{self, Size};
use crate::office::{Clock, Go, Office};
use crate::ui::app::Outside;
use crate::ui::icon;
use crate::ui::spacing::space as gap;
use crate::ui::widget::key::Press;
use crate::ui::widget::{button, field, progress, words};
use crate::ui::worker::{Cancel, Failure, Step};

/// Every sample practice is the same.
const SEED: u64 = 1;

/// How far it is.
pub struct Sample {
    done: u64,
    total: u64,
    cancel: Cancel,
    failed: Option<String>,
}

/// What happened.
#[derive(Clone, Debug)]
pub enum Message {
    /// It goes on, or it is made.
    Stepped(Step<Box<Book>>),
    /// Not after all.
    BackPressed,
}

impl Sample {
    /// Makes the practice, or opens the one that was made before.
    pub fn open(outside: &Outside) -> (Self, Task<Message>) {
        let folder = folder(outside);
        let today = outside.clock.today();
        let (made, cancel) = outside.worker.change_long(
            move |slot, progress| {
                let book = demo::book_in(&folder);
                if !book.exists()
                    && let Err(error) = demo::make(&folder, Size::Tiny, SEED, today, progress)
                {
                    // Half a practice is no sample; it was made a moment ago and nobody worked in it.
                    let _ = std::fs::remove_dir_all(&folder);
                    return Err(error.into());
                }
                if progress(1, 1) == Go::Stop {
                    return Err(Failure::Words(String::from("Stopped.")));
                }
                let office = Office::open(&book, demo::PASSPHRASE, Clock::System)?;
                Ok(enter(slot, office)?)
            },
            Message::Stepped,
        );
        let page = Self {
            done: 0,
            total: 0,
            cancel,
            failed: None,
        };
        (page, made)
    }

    /// Takes in what happened.
    pub fn update(&mut self, message: Message) -> Option<Turn> {
        match message {
            Message::Stepped(Step::Going { done, total }) => {
                (self.done, self.total) = (done, total);
                None
            }
            Message::Stepped(Step::Done(Ok(book))) => Some(Turn::Opened(book)),
            Message::Stepped(Step::Done(Err(failure))) => {
                self.failed = Some(failure.words());
                None
            }
            Message::BackPressed => {
                self.cancel.now();
                Some(Turn::ToDoor)
            }
        }
    }

    /// A key nothing in the view had a use for.
    pub fn pressed(&mut self, press: &Press) -> Option<Turn> {
        press.is("Esc").then(|| self.update(Message::BackPressed))?
    }

    /// Draws it.
    pub fn view(&self) -> Element<'_, Message> {
        let count = |count: u64| usize::try_from(count).unwrap_or(usize::MAX);
        let body: Element<'_, Message> = match &self.failed {
            Some(words) => field::error(words.as_str()),
            None => progress::progress(
                "Living two years",
                count(self.done),
                count(self.total),
                None,
            ),
        };
        let back = button::quiet("Back")
            .icon(icon::BACK)
            .key("Esc")
            .on_press(Message::BackPressed);
        let card = column![
            words::title("A sample practice"),
            words::muted(
                "Twenty made-up patients and two years of their visits, claims and payments."
            ),
            body,
            back,
        ]
        .spacing(gap::M);
        frame::frame(
            560.0,
            "Sample",
            container(card).padding(gap::XL),
            iced::widget::space(),
        )
    }
}

/// Where the sample practice is kept: beside the shelf, never among the practice's own books.
fn folder(outside: &Outside) -> PathBuf {
    let beside = outside.shelf.as_deref().and_then(std::path::Path::parent);
    beside
        .map_or_else(std::env::temp_dir, std::path::Path::to_owned)
        .join("sample")
}
