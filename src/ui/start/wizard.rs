//! The first run: the practice, the passphrase with its recovery key, then clinicians, fees and payers, which can
//! wait. It must not know how any of it is kept.

mod key;
mod payers;
mod practice;
mod team;

use iced::widget::{container, row, rule};
use iced::{Element, Fill, Task};

use super::{Book, Turn, frame, key_card};
use crate::ui::app::Outside;
use crate::ui::icon;
use crate::ui::screen::settings::register::{self, Kind};
use crate::ui::spacing::{radius, space as gap};
use crate::ui::theme;
use crate::ui::widget::key::Press;
use crate::ui::widget::steps::{self, Step};
use crate::ui::widget::{button, focus, page, words};
use crate::ui::worker::Failure;

use self::key::Key;
use self::payers::Payers;
use self::practice::Practice;
use self::team::Team;

/// What the wizard remembers.
pub struct Wizard {
    practice: Practice,
    key: Key,
    at: At,
    /// The book, once it is made.
    book: Option<Box<Book>>,
}

/// The step at hand.
enum At {
    Practice,
    Key,
    Team(Team),
    Payers(Team, Payers),
}

/// What happened.
#[derive(Clone, Debug)]
pub enum Message {
    /// In the first step.
    Practice(practice::Message),
    /// In the second.
    Key(key::Message),
    /// In the third.
    Team(team::Message),
    /// In the fourth.
    Payers(payers::Message),
    /// The way back.
    BackPressed,
    /// The way on.
    OnPressed,
    /// Another book is there already.
    OpenPressed,
    /// A sample practice is wanted.
    SamplePressed,
}

/// What failed in a step, if anything did.
type Told = Option<Failure>;

/// What a list of the last steps wants done.
fn told<K: Kind, M: Send + 'static>(
    action: register::Action<K>,
    wrap: fn(register::Message<K>) -> M,
) -> (Task<M>, Told) {
    match action {
        register::Action::Run(task) | register::Action::Say(_, task) => (task.map(wrap), None),
        register::Action::Warn(failure) => (Task::none(), Some(failure)),
    }
}

impl Wizard {
    /// An empty wizard.
    pub fn open() -> (Self, Task<Message>) {
        let (practice, first) = Practice::open();
        let wizard = Self {
            practice,
            key: Key::default(),
            at: At::Practice,
            book: None,
        };
        (wizard, first.map(Message::Practice))
    }

    /// Takes in what happened.
    pub fn update(&mut self, outside: &Outside, message: Message) -> (Task<Message>, Option<Turn>) {
        match (message, &mut self.at) {
            (Message::Practice(practice::Message::PlaceTried(Ok(()))), _) => {
                self.at = At::Key;
                (self.key.start().map(Message::Key), None)
            }
            (Message::Practice(message), _) => {
                let task = self.practice.update(outside, message);
                (task.map(Message::Practice), None)
            }
            (Message::Key(message), _) => {
                let (task, book) = self.key.update(outside, message);
                self.book = book.or(self.book.take());
                (task.map(Message::Key), None)
            }
            (Message::Team(message), At::Team(team) | At::Payers(team, _)) => {
                let (task, told) = team.update(outside, message);
                (task.map(Message::Team), told.map(Turn::Failed))
            }
            (Message::Payers(message), At::Payers(_, payers)) => {
                let (task, told) = payers.update(outside, message);
                (task.map(Message::Payers), told.map(Turn::Failed))
            }
            (Message::Team(_) | Message::Payers(_), _) => (Task::none(), None),
            (Message::BackPressed, _) => self.back(),
            (Message::OnPressed, _) => self.on(outside),
            (Message::OpenPressed, _) => (Task::none(), Some(Turn::ToDoor)),
            (Message::SamplePressed, _) => (Task::none(), Some(Turn::ToSample)),
        }
    }

    /// A key nothing in the view had a use for.
    pub fn pressed(&mut self, outside: &Outside, press: &Press) -> (Task<Message>, Option<Turn>) {
        let says = match &self.at {
            _ if press.is("Ctrl Enter") => Some(Message::OnPressed),
            _ if press.is("Esc") => Some(Message::BackPressed),
            At::Key if press.is("Ctrl P") => {
                let print = key_card::Message::PrintPressed;
                Some(Message::Key(key::Message::Card(print)))
            }
            At::Team(team) if press.is("Ctrl S") => team.unsaved().map(Message::Team),
            At::Payers(_, payers) if press.is("Ctrl S") => payers.unsaved().map(Message::Payers),
            _ => None,
        };
        says.map_or((Task::none(), None), |says| self.update(outside, says))
    }

    fn back(&mut self) -> (Task<Message>, Option<Turn>) {
        match std::mem::replace(&mut self.at, At::Practice) {
            At::Practice => (Task::none(), Some(Turn::ToDoor)),
            At::Key if !self.key.is_made() && !self.key.is_making() => (Task::none(), None),
            At::Payers(team, _) => {
                self.at = At::Team(team);
                (Task::none(), None)
            }
            stay => {
                self.at = stay;
                (Task::none(), None)
            }
        }
    }

    fn on(&mut self, outside: &Outside) -> (Task<Message>, Option<Turn>) {
        match &self.at {
            At::Practice => (self.settle(outside), None),
            At::Key => (self.on_from_key(outside), None),
            At::Team(team) => match team.unsaved() {
                Some(save) => self.update(outside, Message::Team(save)),
                None => (self.open_payers(outside), None),
            },
            At::Payers(_, payers) => match payers.unsaved() {
                Some(save) => self.update(outside, Message::Payers(save)),
                None => (Task::none(), self.book.take().map(Turn::Opened)),
            },
        }
    }

    fn settle(&mut self, outside: &Outside) -> Task<Message> {
        let task = match self.practice.finish() {
            Ok(settled) => {
                let tried = outside
                    .worker
                    .change(move |_| crate::office::try_place(&settled.folder));
                Task::perform(tried, practice::Message::PlaceTried)
            }
            Err(task) => task,
        };
        task.map(Message::Practice)
    }

    fn on_from_key(&mut self, outside: &Outside) -> Task<Message> {
        if self.key.is_making() {
            Task::none()
        } else if self.key.is_proven() {
            let (team, first) = Team::open(outside);
            self.at = At::Team(team);
            first.map(Message::Team)
        } else if self.key.is_made() {
            self.key.seek_what_is_missing().map(Message::Key)
        } else {
            let task = match self.practice.finish() {
                Ok(settled) => self.key.make(outside, settled, &self.practice.familiar()),
                Err(_) => Task::none(),
            };
            task.map(Message::Key)
        }
    }

    fn open_payers(&mut self, outside: &Outside) -> Task<Message> {
        let (payers, first) = Payers::open(outside);
        self.at = match std::mem::replace(&mut self.at, At::Practice) {
            At::Team(team) | At::Payers(team, _) => At::Payers(team, payers),
            other @ (At::Practice | At::Key) => other,
        };
        first.map(Message::Payers)
    }

    /// Draws it.
    pub fn view(&self) -> Element<'_, Message> {
        let content = match &self.at {
            At::Practice => self.practice.view().map(Message::Practice),
            At::Key => self.key.view(&self.practice.familiar()).map(Message::Key),
            At::Team(team) => team.view().map(Message::Team),
            At::Payers(_, payers) => payers.view().map(Message::Payers),
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

    const fn number(&self) -> usize {
        match self.at {
            At::Practice => 0,
            At::Key => 1,
            At::Team(_) => 2,
            At::Payers(..) => 3,
        }
    }

    fn steps(&self) -> [Step<'_>; 4] {
        let name = match (&self.at, self.practice.name()) {
            (At::Practice, _) | (_, "") => "Who bills",
            (_, name) => name,
        };
        let count = |count: usize, one: &str, many: &str| match count {
            0 => String::from("Can wait"),
            1 => format!("1 {one}"),
            count => format!("{count} {many}"),
        };
        let (team, payers) = match &self.at {
            At::Practice | At::Key => (0, 0),
            At::Team(team) => (team.count(), 0),
            At::Payers(team, payers) => (team.count(), payers.count()),
        };
        [
            steps::step("Practice", name),
            steps::step("Passphrase and key", "The book is always encrypted"),
            steps::step("Providers and fees", count(team, "clinician", "clinicians")),
            steps::step("Payers", count(payers, "payer", "payers")),
        ]
    }

    fn foot(&self) -> Element<'_, Message> {
        let may_go_back = match self.at {
            At::Practice | At::Team(_) => false,
            At::Key => !self.key.is_made() && !self.key.is_making(),
            At::Payers(..) => true,
        };
        let back = may_go_back.then(|| {
            button::quiet("Back")
                .icon(icon::BACK)
                .key("Esc")
                .on_press(Message::BackPressed)
                .into()
        });
        let words = match &self.at {
            At::Key if self.key.is_making() => "Making the book…",
            At::Key if !self.key.is_made() => "Make the book",
            At::Practice | At::Key | At::Team(_) => "Continue",
            At::Payers(..) => "Open the book",
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
            words::muted("or").into(),
            button::link("look around a sample practice")
                .on_press(Message::SamplePressed)
                .into(),
        ])
    }
}
