//! The door of a book: which book, its passphrase, and what else there is to do. It must not know what is inside.

use std::path::{Path, PathBuf};

use iced::widget::{column, container, row, rule};
use iced::{Center, Element, Fill, Task};

use super::{Book, Event, enter, name};
use crate::office::{Office, Shelf};
use crate::ui::app::Outside;
use crate::ui::icon;
use crate::ui::spacing::space as gap;
use crate::ui::theme;
use crate::ui::widget::mark::mark;
use crate::ui::widget::{button, field, focus, words};
use crate::ui::worker::Failure;

const PASSPHRASE: &str = "passphrase";

/// What the door remembers.
pub struct Door {
    books: Vec<PathBuf>,
    chosen: Option<PathBuf>,
    passphrase: String,
    shown: bool,
    wrong: Option<String>,
    opening: bool,
}

/// What happened.
#[derive(Clone, Debug)]
pub enum Message {
    /// A known book was chosen.
    BookPressed(PathBuf),
    /// Another book was asked for.
    OtherPressed,
    /// A folder was chosen, or not.
    FolderChosen(Option<PathBuf>),
    /// The passphrase was typed.
    Edited(String),
    /// The eye was pressed.
    Revealed,
    /// The book shall open.
    Submitted,
    /// It did, or not.
    Opened(Result<Box<Book>, Failure>),
}

impl Door {
    /// Stands before `book`, or the book used last.
    pub fn open(shelf: &Shelf, book: Option<&Path>) -> (Self, Task<Message>) {
        let mut books = shelf.books.clone();
        if let Some(book) = book
            && !books.iter().any(|known| known == book)
        {
            books.insert(0, book.to_owned());
        }
        let chosen = book.map(Path::to_owned).or_else(|| books.first().cloned());
        let door = Self {
            books,
            chosen,
            passphrase: String::new(),
            shown: false,
            wrong: None,
            opening: false,
        };
        (door, focus::on(PASSPHRASE))
    }

    /// Takes in what happened.
    pub fn update(
        &mut self,
        outside: &Outside,
        message: Message,
    ) -> (Task<Message>, Option<Event>) {
        match message {
            Message::BookPressed(book) => self.choose(book),
            Message::OtherPressed => {
                let task = outside.files.folder("Open a book", Message::FolderChosen);
                (task, None)
            }
            Message::FolderChosen(None) => (Task::none(), None),
            Message::FolderChosen(Some(folder)) => self.choose(folder),
            Message::Edited(text) => {
                self.passphrase = text;
                self.wrong = None;
                (Task::none(), None)
            }
            Message::Revealed => {
                self.shown = !self.shown;
                (Task::none(), None)
            }
            Message::Submitted => self.submit(outside),
            Message::Opened(Ok(book)) => (Task::none(), Some(Event::Opened(book))),
            Message::Opened(Err(failure)) => {
                self.opening = false;
                self.wrong = Some(failure.words());
                (focus::on(PASSPHRASE), None)
            }
        }
    }

    fn choose(&mut self, book: PathBuf) -> (Task<Message>, Option<Event>) {
        if !self.books.contains(&book) {
            self.books.push(book.clone());
        }
        self.chosen = Some(book);
        self.passphrase.clear();
        self.wrong = None;
        (focus::on(PASSPHRASE), None)
    }

    fn submit(&mut self, outside: &Outside) -> (Task<Message>, Option<Event>) {
        let Some(folder) = self.chosen.clone() else {
            return (Task::none(), None);
        };
        if self.opening {
            return (Task::none(), None);
        }
        self.opening = true;
        self.wrong = None;
        let passphrase = std::mem::take(&mut self.passphrase);
        let clock = outside.clock.clone();
        let opened = outside
            .worker
            .change(move |slot| enter(slot, Office::open(&folder, &passphrase, clock)?));
        (Task::perform(opened, Message::Opened), None)
    }

    /// Draws it.
    pub fn view(&self) -> Element<'_, Message> {
        let head = row![mark(24.0), words::strong("Pegboard")]
            .spacing(gap::M)
            .align_y(Center);
        let offline = row![
            icon::of(icon::OFFLINE, 14.0),
            words::muted("Nothing leaves this computer")
        ]
        .spacing(gap::S)
        .align_y(Center);
        let title = self.chosen.as_deref().map(name).unwrap_or_default();
        let passphrase = field::secret("Passphrase", &self.passphrase, self.shown, Message::Edited)
            .id(PASSPHRASE)
            .error(self.wrong.as_deref())
            .on_reveal(Message::Revealed)
            .on_submit(Message::Submitted);
        let open = button::primary(if self.opening {
            "Opening…"
        } else {
            "Open the book"
        })
        .key("Enter")
        .on_press_maybe((!self.opening && self.chosen.is_some()).then_some(Message::Submitted));
        let others = self
            .books
            .iter()
            .filter(|book| Some(*book) != self.chosen.as_ref())
            .map(|book| {
                button::quiet(name(book))
                    .on_press(Message::BookPressed(book.clone()))
                    .into()
            });
        let card = container(
            column![
                words::title(title),
                passphrase,
                open,
                rule::horizontal(1).style(theme::divider)
            ]
            .extend(others)
            .push(
                button::quiet("Open another book")
                    .icon(icon::OPEN_FILE)
                    .on_press(Message::OtherPressed),
            )
            .spacing(gap::M),
        )
        .padding(gap::XL)
        .width(440)
        .style(theme::card);
        let top = row![head, iced::widget::space::horizontal(), offline]
            .width(440)
            .align_y(Center);
        container(column![top, card].spacing(gap::L))
            .center(Fill)
            .style(theme::ground(|t| t.canvas))
            .into()
    }
}
