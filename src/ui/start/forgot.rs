//! A forgotten passphrase: the recovery key opens the book, a new passphrase is chosen, and a new recovery key follows.
//! It must not know what is inside.

use std::path::PathBuf;

use iced::widget::{column, container};
use iced::{Element, Task};

use super::key_card::{self, KeyCard};
use super::passphrase::{self, NewPassphrase};
use super::secret::Secret;
use super::{Book, Turn, enter, frame, name};
use crate::office::{Office, RecoveryKey};
use crate::ui::app::Outside;
use crate::ui::icon;
use crate::ui::spacing::space as gap;
use crate::ui::widget::key::Press;
use crate::ui::widget::{button, field, focus, words};
use crate::ui::worker::{Failure, sentence};

const KEY: &str = "recovery key";

/// What the page remembers.
pub struct Forgot {
    book: PathBuf,
    key: Secret,
    wrong: Option<String>,
    passphrase: NewPassphrase,
    is_opening: bool,
    opened: Option<(Box<Book>, KeyCard)>,
}

/// What happened.
#[derive(Clone, Debug)]
pub enum Message {
    /// The recovery key was typed.
    KeyEdited(Secret),
    /// And left.
    KeyLeft,
    /// In the fields of the passphrase.
    Passphrase(passphrase::Message),
    /// The way on.
    OnPressed,
    /// The way back.
    BackPressed,
    /// The book opened, or not.
    Opened(Result<(Box<Book>, RecoveryKey), Failure>),
    /// On the card of the new recovery key.
    Card(key_card::Message),
}

impl Forgot {
    /// Before that book.
    pub fn open(book: PathBuf) -> (Self, Task<Message>) {
        let page = Self {
            book,
            key: Secret::default(),
            wrong: None,
            passphrase: NewPassphrase::default(),
            is_opening: false,
            opened: None,
        };
        (page, focus::on(KEY))
    }

    /// Takes in what happened.
    pub fn update(&mut self, outside: &Outside, message: Message) -> (Task<Message>, Option<Turn>) {
        match message {
            Message::KeyEdited(key) => {
                self.key = key;
                self.wrong = None;
                (Task::none(), None)
            }
            Message::KeyLeft => {
                let _ = self.check_key();
                (Task::none(), None)
            }
            Message::Passphrase(message) => {
                let task = self.passphrase.update(message);
                (task.map(Message::Passphrase), None)
            }
            Message::OnPressed => self.on(outside),
            Message::BackPressed => self.back(),
            Message::Opened(Ok((book, key))) => {
                let card = KeyCard::new(key, name(&book.folder));
                self.opened = Some((book, card));
                (KeyCard::start(), None)
            }
            Message::Opened(Err(failure)) => {
                self.is_opening = false;
                self.wrong = Some(failure.words());
                (focus::on(KEY), None)
            }
            Message::Card(message) => {
                let card = self.opened.as_mut().map(|(_, card)| card);
                let task = card.map(|card| card.update(&outside.hands(), message));
                (task.unwrap_or_else(Task::none).map(Message::Card), None)
            }
        }
    }

    /// A key nothing in the view had a use for.
    pub fn pressed(&mut self, outside: &Outside, press: &Press) -> (Task<Message>, Option<Turn>) {
        if press.is("Ctrl Enter") {
            self.on(outside)
        } else if press.is("Esc") {
            self.back()
        } else if press.is("Ctrl P") && self.opened.is_some() {
            self.update(outside, Message::Card(key_card::Message::PrintPressed))
        } else {
            (Task::none(), None)
        }
    }

    fn check_key(&mut self) -> bool {
        self.wrong = RecoveryKey::parse(self.key.as_str())
            .err()
            .map(|error| sentence(&error.to_string()));
        self.wrong.is_none()
    }

    fn back(&self) -> (Task<Message>, Option<Turn>) {
        let may = self.opened.is_none() && !self.is_opening;
        (Task::none(), may.then_some(Turn::ToDoor))
    }

    fn on(&mut self, outside: &Outside) -> (Task<Message>, Option<Turn>) {
        match self.opened.take() {
            Some((book, card)) if card.is_proven() => (Task::none(), Some(Turn::Opened(book))),
            Some((book, mut card)) => {
                let task = card.seek_what_is_missing();
                self.opened = Some((book, card));
                (task, None)
            }
            None if self.is_opening => (Task::none(), None),
            None if !self.check_key() => (focus::on(KEY), None),
            None => (self.recover(outside), None),
        }
    }

    fn recover(&mut self, outside: &Outside) -> Task<Message> {
        let passphrase = match self.passphrase.settled(&[&name(&self.book)]) {
            Ok(passphrase) => passphrase,
            Err(task) => return task,
        };
        self.is_opening = true;
        let (folder, key, clock) = (self.book.clone(), self.key.clone(), outside.clock.clone());
        let opened = outside.worker.change(move |slot| {
            let (office, renewed) =
                Office::recover(&folder, key.as_str(), passphrase.as_str(), clock)?;
            Ok((enter(slot, office)?, renewed))
        });
        Task::perform(opened, Message::Opened)
    }

    /// Draws it.
    pub fn view(&self) -> Element<'_, Message> {
        let content = match &self.opened {
            Some((_, card)) => column![
                head(
                    "The book is open again".to_owned(),
                    "The old passphrase and the old recovery key open nothing any more."
                ),
                card.view().map(Message::Card),
            ],
            None => column![
                head(
                    format!("Open {} with its recovery key", name(&self.book)),
                    "Nothing is changed unless the key is right. A new key follows; the old one ends."
                ),
                field::text(
                    "Recovery key",
                    self.key.as_str(),
                    |text| Message::KeyEdited(text.into())
                )
                .id(KEY)
                .on_leave(Message::KeyLeft)
                .disabled(self.is_opening)
                .error(self.wrong.as_deref())
                .helper("Eight groups of five, as printed. Small letters and spaces do no harm."),
                self.passphrase
                    .view(&[], self.is_opening)
                    .map(Message::Passphrase),
            ],
        };
        let back = self.opened.is_none().then(|| {
            button::quiet("Back")
                .icon(icon::BACK)
                .key("Esc")
                .on_press(Message::BackPressed)
                .into()
        });
        let words = match (&self.opened, self.is_opening) {
            (Some(_), _) => "Go in",
            (None, true) => "Opening…",
            (None, false) => "Open the book",
        };
        let may = self.opened.is_some() || !self.is_opening;
        let on = button::primary(words)
            .key("Ctrl Enter")
            .on_press_maybe(may.then_some(Message::OnPressed));
        let body = container(focus::form(content.spacing(gap::M))).padding([gap::XXL, 40.0]);
        frame::frame(
            720.0,
            "",
            column![body, frame::foot(back, [on.into()])],
            iced::widget::space(),
        )
    }
}

fn head(title: String, note: &str) -> Element<'_, Message> {
    container(column![words::title(title), words::muted(note)].spacing(gap::XS))
        .padding(iced::Padding {
            bottom: gap::S,
            ..iced::Padding::ZERO
        })
        .into()
}
