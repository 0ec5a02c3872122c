//! The door of a book: which book, its passphrase, and what else there is to do. It must not know what is inside.

use std::path::{Path, PathBuf};

use iced::widget::{column, container, row, rule, space};
use iced::{Center, Element, Task};

use super::secret::Secret;
use super::{Book, Turn, enter, frame, name};
use crate::office::{Office, Shelf};
use crate::ui::app::Outside;
use crate::ui::icon;
use crate::ui::spacing::space as gap;
use crate::ui::theme;
use crate::ui::where_to::{self, WhereTo};
use crate::ui::widget::{button, dialog, empty_state, field, focus, words};
use crate::ui::worker::Failure;

const PASSPHRASE: &str = "passphrase";

/// What the door remembers.
pub struct Door {
    books: Vec<PathBuf>,
    chosen: Option<PathBuf>,
    passphrase: Secret,
    shown: bool,
    wrong: Option<String>,
    opening: bool,
    /// The folder of another book that is asked for.
    folder: WhereTo<()>,
}

/// What happened.
#[derive(Clone, Debug)]
pub enum Message {
    /// A known book was chosen.
    BookPressed(PathBuf),
    /// A known book shall not be named any more.
    ForgetPressed(PathBuf),
    /// Another book was asked for.
    OtherPressed,
    /// About its folder.
    Folder(where_to::Message),
    /// The passphrase was typed.
    Edited(Secret),
    /// The eye was pressed.
    Revealed,
    /// The book shall open.
    Submitted,
    /// The passphrase is forgotten.
    ForgotPressed,
    /// A new book is wanted.
    NewPressed,
    /// A sample practice is wanted.
    SamplePressed,
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
            passphrase: Secret::default(),
            shown: false,
            wrong: None,
            opening: false,
            folder: WhereTo::default(),
        };
        (door, focus::on(PASSPHRASE))
    }

    /// Takes in what happened.
    pub fn update(&mut self, outside: &Outside, message: Message) -> (Task<Message>, Option<Turn>) {
        match message {
            Message::BookPressed(book) => self.choose(book),
            Message::ForgetPressed(book) => {
                self.books.retain(|known| *known != book);
                (Task::none(), Some(Turn::Forget(book)))
            }
            Message::OtherPressed => {
                let task = self.folder.ask(&outside.files, "Open a book", ());
                (task.map(Message::Folder), None)
            }
            Message::Folder(message) => match self.folder.update(message) {
                where_to::Outcome::Run(task) => (task.map(Message::Folder), None),
                where_to::Outcome::Go((), folder) => self.choose(folder),
            },
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
            Message::ForgotPressed => (Task::none(), self.chosen.clone().map(Turn::ToForgot)),
            Message::NewPressed => (Task::none(), Some(Turn::ToWizard)),
            Message::SamplePressed => (Task::none(), Some(Turn::ToSample)),
            Message::Opened(Ok(book)) => (Task::none(), Some(Turn::Opened(book))),
            Message::Opened(Err(failure)) => {
                self.opening = false;
                self.wrong = Some(failure.words());
                (focus::on(PASSPHRASE), None)
            }
        }
    }

    fn choose(&mut self, book: PathBuf) -> (Task<Message>, Option<Turn>) {
        if !self.books.contains(&book) {
            self.books.push(book.clone());
        }
        self.chosen = Some(book);
        self.passphrase = Secret::default();
        self.wrong = None;
        (focus::on(PASSPHRASE), None)
    }

    fn submit(&mut self, outside: &Outside) -> (Task<Message>, Option<Turn>) {
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
            .change(move |slot| enter(slot, Office::open(&folder, passphrase.as_str(), clock)?));
        (Task::perform(opened, Message::Opened), None)
    }

    /// Draws it.
    pub fn view(&self) -> Element<'_, Message> {
        let card = match &self.chosen {
            Some(book) => self.before(book),
            None => empty_state::empty_state(
                icon::OPEN_FILE,
                "No book is known on this computer",
                "A book is a folder whose name ends in .pegboard.",
                Some(
                    button::primary("Open a book")
                        .icon(icon::OPEN_FILE)
                        .on_press(Message::OtherPressed),
                ),
            ),
        };
        let page = frame::frame(440.0, "", container(card).padding(gap::XL), self.ways());
        dialog::over(page, self.folder.dialog(Message::Folder))
    }

    /// The book, its passphrase, and the other books that are known.
    fn before<'a>(&'a self, book: &'a Path) -> Element<'a, Message> {
        let place = book.parent().unwrap_or(book).to_string_lossy();
        let passphrase =
            field::secret("Passphrase", self.passphrase.as_str(), self.shown, |text| {
                Message::Edited(text.into())
            })
            .id(PASSPHRASE)
            .disabled(self.opening)
            .error(self.wrong.as_deref())
            .on_reveal(Message::Revealed)
            .on_submit(Message::Submitted);
        let words = if self.opening {
            "Opening…"
        } else {
            "Open the book"
        };
        let open = button::primary(words)
            .key("Enter")
            .on_press_maybe((!self.opening).then_some(Message::Submitted));
        let forgot = button::link("Forgotten?").on_press(Message::ForgotPressed);
        let others: Vec<Element<'a, Message>> = self
            .books
            .iter()
            .filter(|known| known.as_path() != book)
            .map(|known| other(known))
            .collect();
        let others = (!others.is_empty()).then(|| {
            column![
                rule::horizontal(1).style(theme::divider),
                words::note("Other books"),
                column(others),
            ]
            .spacing(gap::S)
        });
        column![
            column![
                words::title(name(book)),
                words::muted(format!("in {place}"))
            ],
            passphrase,
            row![open, space::horizontal(), forgot].align_y(Center),
            others,
        ]
        .spacing(gap::L)
        .into()
    }

    fn ways(&self) -> Element<'_, Message> {
        let ways = [
            (
                self.chosen.is_some(),
                "Open another book",
                Message::OtherPressed,
            ),
            (true, "Make a new book", Message::NewPressed),
            (true, "Look around a sample", Message::SamplePressed),
        ];
        let links = ways
            .into_iter()
            .filter(|(is_way, _, _)| *is_way)
            .map(|(_, words, message)| button::link(words).on_press(message).into());
        row(links).spacing(gap::L).into()
    }
}

/// A known book as a row that goes before its door.
fn other(book: &Path) -> Element<'_, Message> {
    let go = button::quiet(name(book))
        .icon(icon::MORE)
        .compact()
        .on_press(Message::BookPressed(book.to_owned()));
    let forget = button::icon(icon::REMOVE, "Forget it here; the book stays where it is")
        .compact()
        .on_press(Message::ForgetPressed(book.to_owned()));
    row![go, space::horizontal(), forget].align_y(Center).into()
}
