//! Before a book is open: the door of a book, a forgotten passphrase, a new book. It must not know the desk.

mod door;

use std::path::{Path, PathBuf};

use iced::{Element, Task};

use crate::office::{Office, OfficeError, Shelf, User};
use crate::ui::app::Outside;
use crate::ui::look::{IdleMinutes, Zoom};
use crate::ui::widget::key::Press;
use crate::ui::worker::Failure;

use self::door::Door;

/// What is known of a book as soon as it is open.
#[derive(Clone, Debug)]
pub struct Book {
    /// Where it is.
    pub folder: PathBuf,
    /// Whose it is.
    pub practice: String,
    /// Who is signed in.
    pub user: User,
    /// How large everything is.
    pub zoom: Zoom,
    /// When it locks by itself.
    pub idle: IdleMinutes,
}

/// Where we are.
pub struct Start {
    page: Page,
}

enum Page {
    Door(Door),
}

/// What happened.
#[derive(Clone, Debug)]
pub enum Message {
    /// At the door.
    Door(door::Message),
    /// The book that was open already is known, or not.
    Entered(Result<Box<Book>, Failure>),
}

/// What the window must do.
#[derive(Debug)]
pub enum Event {
    /// Say that this failed.
    Failed(Failure),
    /// A book is open: go in.
    Opened(Box<Book>),
}

type Outcome = (Task<Message>, Option<Event>);

impl Start {
    /// Opens at the door of `book`, or of the book used last.
    pub fn open(shelf: &Shelf, book: Option<&Path>) -> (Self, Task<Message>) {
        let (door, task) = Door::open(shelf, book);
        (
            Self {
                page: Page::Door(door),
            },
            task.map(Message::Door),
        )
    }

    /// Goes in at once: the worker has a book open.
    pub fn inside(shelf: &Shelf, outside: &Outside) -> (Self, Task<Message>) {
        let (start, _) = Self::open(shelf, None);
        let entered = outside.worker.run(|office| Ok(Box::new(Book::of(office))));
        (start, Task::perform(entered, Message::Entered))
    }

    /// Takes in what happened.
    pub fn update(&mut self, outside: &Outside, message: Message) -> Outcome {
        match (&mut self.page, message) {
            (Page::Door(door), Message::Door(message)) => {
                let (task, event) = door.update(outside, message);
                (task.map(Message::Door), event)
            }
            (_, Message::Entered(Ok(book))) => (Task::none(), Some(Event::Opened(book))),
            (_, Message::Entered(Err(failure))) => (Task::none(), Some(Event::Failed(failure))),
        }
    }

    /// A key nothing in the view had a use for.
    pub fn pressed(&mut self, _outside: &Outside, _press: &Press) -> Outcome {
        (Task::none(), None)
    }

    /// Draws it.
    pub fn view(&self) -> Element<'_, Message> {
        match &self.page {
            Page::Door(door) => door.view().map(Message::Door),
        }
    }
}

impl Book {
    /// What is known of the open book.
    fn of(office: &Office) -> Self {
        let folder = office.folder().to_owned();
        Self {
            practice: name(&folder),
            user: office.user().clone(),
            zoom: Zoom::default(),
            idle: IdleMinutes::default(),
            folder,
        }
    }
}

/// Puts an opened office in place and tells what is known of its book.
fn enter(slot: &mut Option<Office>, office: Office) -> Result<Box<Book>, OfficeError> {
    let book = Book::of(&office);
    *slot = Some(office);
    Ok(Box::new(book))
}

/// What people call a book: its folder's name without the ending.
fn name(folder: &Path) -> String {
    folder
        .file_stem()
        .map(|stem| stem.to_string_lossy().into_owned())
        .unwrap_or_default()
}
