//! The first run: the practice, the passphrase with its recovery key, then clinicians, fees and payers, which can
//! wait. It must not know how any of it is kept.

mod key;
mod practice;

use iced::widget::{container, row, rule};
use iced::{Element, Fill, Task};

use super::{Book, Turn, frame, key_card};
use crate::ui::app::Outside;
use crate::ui::spacing::{radius, space as gap};
use crate::ui::theme;
use crate::ui::widget::key::Press;
use crate::ui::widget::steps::{self, Step};
use crate::ui::widget::{button, focus, page, words};

use self::key::Key;
use self::practice::Practice;

/// What the wizard remembers.
pub struct Wizard {
    at: At,
    practice: Practice,
    key: Key,
    book: Option<Box<Book>>,
}

/// The step at hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum At {
    Practice,
    Key,
}

/// What happened.
#[derive(Clone, Debug)]
pub enum Message {
    /// In the first step.
    Practice(practice::Message),
    /// In the second.
    Key(key::Message),
    /// The way back.
    BackPressed,
    /// The way on.
    OnPressed,
    /// Another book is there already.
    OpenPressed,
}

impl Wizard {
    /// An empty wizard.
    pub fn open() -> (Self, Task<Message>) {
        let (practice, first) = Practice::open();
        let wizard = Self {
            at: At::Practice,
            practice,
            key: Key::default(),
            book: None,
        };
        (wizard, first.map(Message::Practice))
    }

    /// Takes in what happened.
    pub fn update(&mut self, outside: &Outside, message: Message) -> (Task<Message>, Option<Turn>) {
        match message {
            Message::Practice(practice::Message::PlaceTried(Ok(()))) => self.go(At::Key),
            Message::Practice(message) => {
                let task = self.practice.update(outside, message);
                (task.map(Message::Practice), None)
            }
            Message::Key(message) => {
                let (task, book) = self.key.update(outside, message);
                self.book = book.or(self.book.take());
                (task.map(Message::Key), None)
            }
            Message::BackPressed => self.back(),
            Message::OnPressed => self.on(outside),
            Message::OpenPressed => (Task::none(), Some(Turn::ToDoor)),
        }
    }

    /// A key nothing in the view had a use for.
    pub fn pressed(&mut self, outside: &Outside, press: &Press) -> (Task<Message>, Option<Turn>) {
        if press.is("Ctrl Enter") {
            self.on(outside)
        } else if press.is("Esc") {
            self.back()
        } else if press.is("Ctrl P") && self.at == At::Key {
            self.update(
                outside,
                Message::Key(key::Message::Card(key_card::Message::PrintPressed)),
            )
        } else {
            (Task::none(), None)
        }
    }

    fn go(&mut self, at: At) -> (Task<Message>, Option<Turn>) {
        self.at = at;
        let task = match at {
            At::Practice => Task::none(),
            At::Key => self.key.start().map(Message::Key),
        };
        (task, None)
    }

    fn back(&mut self) -> (Task<Message>, Option<Turn>) {
        match self.at {
            At::Key if !self.key.is_made() && !self.key.is_making() => self.go(At::Practice),
            At::Practice => (Task::none(), Some(Turn::ToDoor)),
            At::Key => (Task::none(), None),
        }
    }

    fn on(&mut self, outside: &Outside) -> (Task<Message>, Option<Turn>) {
        match self.at {
            At::Practice => {
                let task = match self.practice.finish() {
                    Ok(settled) => {
                        let tried = outside
                            .worker
                            .change(move |_| crate::office::try_place(&settled.folder));
                        Task::perform(tried, practice::Message::PlaceTried)
                    }
                    Err(task) => task,
                };
                (task.map(Message::Practice), None)
            }
            At::Key if self.key.is_making() => (Task::none(), None),
            At::Key if !self.key.is_made() => {
                let task = match self.practice.finish() {
                    Ok(settled) => self.key.make(outside, settled, &self.practice.familiar()),
                    Err(_) => Task::none(),
                };
                (task.map(Message::Key), None)
            }
            At::Key if self.key.is_proven() => (Task::none(), self.book.take().map(Turn::Opened)),
            At::Key => (self.key.seek_what_is_missing().map(Message::Key), None),
        }
    }

    /// Draws it.
    pub fn view(&self) -> Element<'_, Message> {
        let content = match self.at {
            At::Practice => self.practice.view().map(Message::Practice),
            At::Key => self.key.view(&self.practice.familiar()).map(Message::Key),
        };
        let body = container(page::scroll(
            container(focus::form(content)).padding([gap::XXL, 40.0]),
        ))
        .height(535);
        let steps = container(steps::steps(self.steps(), self.number()))
            .padding(gap::L)
            .width(240)
            .height(Fill)
            .style(|theme| {
                theme::ground(|t| t.canvas)(theme).border(iced::border::rounded(
                    iced::border::left(radius::CARD - 1.0),
                ))
            });
        let right = iced::widget::column![body, self.foot()].width(Fill);
        let card = row![steps, rule::vertical(1).style(theme::divider), right].height(598);
        frame::frame(960.0, "New book", container(card).padding(1), self.ways())
    }

    fn number(&self) -> usize {
        match self.at {
            At::Practice => 0,
            At::Key => 1,
        }
    }

    fn steps(&self) -> [Step<'_>; 2] {
        let name = match (self.at, self.practice.name()) {
            (At::Practice, _) | (_, "") => "Who bills",
            (_, name) => name,
        };
        [
            steps::step("Practice", name),
            steps::step("Passphrase and key", "The book is always encrypted"),
        ]
    }

    fn foot(&self) -> Element<'_, Message> {
        let back = (self.at == At::Key && !self.key.is_made()).then(|| {
            button::quiet("Back")
                .icon(crate::ui::icon::BACK)
                .key("Esc")
                .on_press(Message::BackPressed)
                .into()
        });
        let words = match self.at {
            At::Key if self.key.is_making() => "Making the book…",
            At::Key if !self.key.is_made() => "Make the book",
            At::Practice | At::Key => "Continue",
        };
        let on = button::primary(words)
            .key("Ctrl Enter")
            .on_press_maybe((!self.key.is_making()).then_some(Message::OnPressed));
        frame::foot(back, [on.into()])
    }

    /// The other ways, while no book is made yet.
    fn ways(&self) -> Element<'_, Message> {
        if self.key.is_made() || self.key.is_making() {
            return iced::widget::space().into();
        }
        frame::ways([
            words::muted("Have a book already?").into(),
            button::link("Open it")
                .on_press(Message::OpenPressed)
                .into(),
        ])
    }
}
