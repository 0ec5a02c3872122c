//! The second step: the passphrase, then the recovery key that the new book was given, and the proof that it was kept.

use iced::widget::{column, container, row, rule};
use iced::{Center, Element, Task};

use super::practice::Settled;
use crate::office::{Office, RecoveryKey};
use crate::ui::app::Outside;
use crate::ui::icon;
use crate::ui::spacing::space as gap;
use crate::ui::start::key_card::{self, KeyCard};
use crate::ui::start::passphrase::{self, NewPassphrase};
use crate::ui::start::{Book, enter, name};
use crate::ui::theme::{self, Tone};
use crate::ui::widget::words;
use crate::ui::worker::Failure;

/// What the step remembers.
#[derive(Default)]
pub struct Key {
    passphrase: NewPassphrase,
    is_making: bool,
    made: Option<KeyCard>,
}

/// What happened.
#[derive(Clone, Debug)]
pub enum Message {
    /// In the fields of the passphrase.
    Passphrase(passphrase::Message),
    /// The book was made, or not.
    Made(Result<(Box<Book>, RecoveryKey), Failure>),
    /// On the card of the recovery key.
    Card(key_card::Message),
}

impl Key {
    /// Whether the book is made, so that there is no way back.
    pub const fn is_made(&self) -> bool {
        self.made.is_some()
    }

    /// Whether it is being made.
    pub const fn is_making(&self) -> bool {
        self.is_making
    }

    /// Whether it was proven that the recovery key is kept.
    pub fn is_proven(&self) -> bool {
        self.made.as_ref().is_some_and(KeyCard::is_proven)
    }

    /// Where one begins.
    pub fn start(&self) -> Task<Message> {
        if self.is_made() {
            KeyCard::start()
        } else {
            NewPassphrase::start()
        }
    }

    /// Takes in what happened; gives the book when it was made.
    pub fn update(
        &mut self,
        outside: &Outside,
        message: Message,
    ) -> (Task<Message>, Option<Box<Book>>) {
        match message {
            Message::Passphrase(message) => {
                let task = self.passphrase.update(message);
                (task.map(Message::Passphrase), None)
            }
            Message::Made(Ok((book, key))) => {
                *self = Self {
                    made: Some(KeyCard::new(key, name(&book.folder))),
                    ..Self::default()
                };
                (KeyCard::start(), Some(book))
            }
            Message::Made(Err(failure)) => {
                self.is_making = false;
                (self.passphrase.refuse(failure.words()), None)
            }
            Message::Card(message) => {
                let task = self
                    .made
                    .as_mut()
                    .map(|card| card.update(&outside.hands(), message));
                (task.unwrap_or_else(Task::none).map(Message::Card), None)
            }
        }
    }

    /// Makes the book, or goes to what is wrong.
    pub fn make(
        &mut self,
        outside: &Outside,
        settled: Settled,
        familiar: &[&str],
    ) -> Task<Message> {
        let passphrase = match self.passphrase.settled(familiar) {
            Ok(passphrase) => passphrase,
            Err(task) => return task,
        };
        self.is_making = true;
        let clock = outside.clock.clone();
        let made = outside.worker.change(move |slot| {
            let Settled {
                practice,
                owner,
                folder,
            } = &settled;
            let (office, key) =
                Office::create(folder, owner, passphrase.as_str(), practice, clock)?;
            Ok((enter(slot, office)?, key))
        });
        Task::perform(made, Message::Made)
    }

    /// Goes to what is still missing before one can go on.
    pub fn seek_what_is_missing(&mut self) -> Task<Message> {
        self.made
            .as_mut()
            .map_or_else(Task::none, KeyCard::seek_what_is_missing)
    }

    /// Draws the step.
    pub fn view<'a>(&'a self, familiar: &[&str]) -> Element<'a, Message> {
        let parting =
            || container(rule::horizontal(1).style(theme::divider)).padding([gap::XL, 0.0]);
        let head = |title, note: Element<'a, Message>| {
            container(column![words::title(title), note].spacing(gap::XS)).padding(iced::Padding {
                bottom: gap::L,
                ..iced::Padding::ZERO
            })
        };
        if let Some(card) = &self.made {
            let good = row![
                icon::of(icon::PAID, 16.0).style(Tone::Good.ink()),
                words::muted("It is encrypted, and opens with your passphrase."),
            ]
            .spacing(gap::S)
            .align_y(Center);
            let card = card.view().map(Message::Card);
            return column![head("The book is made", good.into()), card].into();
        }
        let why = "It opens the book on this computer. No one can look it up or reset it, so a recovery key follows.";
        let later =
            "It is made together with the book. Have a printer ready, or paper and an envelope.";
        column![
            head("Choose a passphrase", words::muted(why).into()),
            self.passphrase
                .view(familiar, self.is_making)
                .map(Message::Passphrase),
            parting(),
            key_card::title(),
            container(words::muted(later)).padding([gap::S, 0.0]),
        ]
        .into()
    }
}
