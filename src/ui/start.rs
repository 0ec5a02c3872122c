//! Before a book is open: the door of a book, a forgotten passphrase, a new book. It must not know the desk.

mod door;
mod forgot;
mod frame;
pub mod key_card;
pub mod passphrase;
mod sample;
pub mod secret;
mod wizard;

use std::path::{Path, PathBuf};

use iced::{Element, Task};

use crate::office::{Office, OfficeError, Shelf, User};
use crate::ui::app::Outside;
use crate::ui::look::{IdleMinutes, Look, Zoom};
use crate::ui::widget::key::Press;
use crate::ui::worker::Failure;

use self::door::Door;
use self::forgot::Forgot;
use self::sample::Sample;
use self::wizard::Wizard;

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
    shelf: Shelf,
    page: Page,
}

enum Page {
    Door(Door),
    Forgot(Forgot),
    Wizard(Wizard),
    Sample(Sample),
}

/// What happened.
#[derive(Clone, Debug)]
pub enum Message {
    /// At the door.
    Door(door::Message),
    /// Where a forgotten passphrase is made anew.
    Forgot(forgot::Message),
    /// Where a book is made.
    Wizard(wizard::Message),
    /// Where a sample practice is made.
    Sample(sample::Message),
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
    /// Name that book no more.
    Forgotten(PathBuf),
}

type Outcome = (Task<Message>, Option<Event>);

/// What a page wants of its parent.
#[derive(Debug)]
enum Turn {
    /// The book is open.
    Opened(Box<Book>),
    /// To the door.
    ToDoor,
    /// To where the passphrase of that book is made anew.
    ToForgot(PathBuf),
    /// To where a book is made.
    ToWizard,
    /// To a sample practice.
    ToSample,
    /// Nowhere, but that book shall not be named any more.
    Forget(PathBuf),
    /// Nowhere: something failed.
    Failed(Failure),
}

impl Start {
    /// Opens at the door of `book`, or of the book used last; with no book at all, where one is made.
    pub fn open(shelf: &Shelf, book: Option<&Path>) -> (Self, Task<Message>) {
        let mut start = Self {
            shelf: shelf.clone(),
            page: Page::Door(Door::open(shelf, book).0),
        };
        let turn = if book.is_none() && shelf.books.is_empty() {
            start.wizard()
        } else {
            start.door(book)
        };
        (start, turn)
    }

    /// Goes in at once: the worker has a book open.
    pub fn inside(shelf: &Shelf, outside: &Outside) -> (Self, Task<Message>) {
        let (start, _) = Self::open(shelf, None);
        let entered = outside.worker.run(|office| Book::of(office));
        (start, Task::perform(entered, Message::Entered))
    }

    /// Takes in what happened. What comes from a page that was left is late and is dropped.
    pub fn update(&mut self, outside: &Outside, message: Message) -> Outcome {
        match (&mut self.page, message) {
            (Page::Door(page), Message::Door(message)) => {
                let (task, turn) = page.update(outside, message);
                self.turn(outside, task.map(Message::Door), turn)
            }
            (Page::Forgot(page), Message::Forgot(message)) => {
                let (task, turn) = page.update(outside, message);
                self.turn(outside, task.map(Message::Forgot), turn)
            }
            (Page::Wizard(page), Message::Wizard(message)) => {
                let (task, turn) = page.update(outside, message);
                self.turn(outside, task.map(Message::Wizard), turn)
            }
            (Page::Sample(page), Message::Sample(message)) => {
                let turn = page.update(message);
                self.turn(outside, Task::none(), turn)
            }
            (_, Message::Entered(Ok(book))) => (Task::none(), Some(Event::Opened(book))),
            (_, Message::Entered(Err(failure))) => (Task::none(), Some(Event::Failed(failure))),
            (_, _) => (Task::none(), None),
        }
    }

    /// A key nothing in the view had a use for.
    pub fn pressed(&mut self, outside: &Outside, press: &Press) -> Outcome {
        match &mut self.page {
            Page::Door(_) => (Task::none(), None),
            Page::Forgot(page) => {
                let (task, turn) = page.pressed(outside, press);
                self.turn(outside, task.map(Message::Forgot), turn)
            }
            Page::Wizard(page) => {
                let (task, turn) = page.pressed(outside, press);
                self.turn(outside, task.map(Message::Wizard), turn)
            }
            Page::Sample(page) => {
                let turn = page.pressed(press);
                self.turn(outside, Task::none(), turn)
            }
        }
    }

    fn turn(&mut self, outside: &Outside, task: Task<Message>, turn: Option<Turn>) -> Outcome {
        let next = match turn {
            None => Task::none(),
            Some(Turn::Opened(book)) => return (task, Some(Event::Opened(book))),
            Some(Turn::Failed(failure)) => return (task, Some(Event::Failed(failure))),
            Some(Turn::Forget(book)) => {
                self.shelf.forget(&book);
                return (task, Some(Event::Forgotten(book)));
            }
            Some(Turn::ToDoor) => self.door(None),
            Some(Turn::ToForgot(book)) => {
                let (page, first) = Forgot::open(book);
                self.page = Page::Forgot(page);
                first.map(Message::Forgot)
            }
            Some(Turn::ToWizard) => self.wizard(),
            Some(Turn::ToSample) => {
                let (page, first) = Sample::open(outside);
                self.page = Page::Sample(page);
                first.map(Message::Sample)
            }
        };
        (Task::batch([task, next]), None)
    }

    fn door(&mut self, book: Option<&Path>) -> Task<Message> {
        let (page, first) = Door::open(&self.shelf, book);
        self.page = Page::Door(page);
        first.map(Message::Door)
    }

    fn wizard(&mut self) -> Task<Message> {
        let (page, first) = Wizard::open();
        self.page = Page::Wizard(page);
        first.map(Message::Wizard)
    }

    /// Draws it.
    pub fn view(&self) -> Element<'_, Message> {
        match &self.page {
            Page::Door(page) => page.view().map(Message::Door),
            Page::Forgot(page) => page.view().map(Message::Forgot),
            Page::Wizard(page) => page.view().map(Message::Wizard),
            Page::Sample(page) => page.view().map(Message::Sample),
        }
    }
}

impl Book {
    /// What is known of the open book.
    fn of(office: &Office) -> Result<Box<Self>, OfficeError> {
        let (zoom, idle) = Look::of(office)?;
        Ok(Box::new(Self {
            folder: office.folder().to_owned(),
            practice: office.practice()?.name,
            user: office.user().clone(),
            zoom,
            idle,
        }))
    }
}

/// Puts an opened office in place and tells what is known of its book.
fn enter(slot: &mut Option<Office>, office: Office) -> Result<Box<Book>, OfficeError> {
    let book = Book::of(&office)?;
    *slot = Some(office);
    Ok(book)
}

/// What people call a book: its folder's name without the ending.
pub fn name(folder: &Path) -> String {
    folder
        .file_stem()
        .map(|stem| stem.to_string_lossy().into_owned())
        .unwrap_or_default()
}
