//! The desk in an open book: the rail, the top bar, the screen, the key bar, and what is laid over them. It must not
//! know what a screen shows.

mod frame;

use std::path::{Path, PathBuf};

use iced::Task;

use self::frame::rail_key;
use super::Outside;
use crate::domain::today::Board;
use crate::office::Role;
use crate::ui::context::Context;
use crate::ui::look::Look;
use crate::ui::palette::{self, Palette};
use crate::ui::place::{Action, Ask, Place};
use crate::ui::screen::{self, Screen};
use crate::ui::start::Book;
use crate::ui::widget::focus;
use crate::ui::widget::key::Press;
use crate::ui::worker::Failure;

/// How many places back are remembered.
const FAR: usize = 50;
/// The field for a reason.
const REASON: &str = "reason";

/// The state of the desk.
pub struct Desk {
    context: Context,
    role: Role,
    place: Place,
    back: Vec<Place>,
    screen: Screen,
    /// Counts the screens that were opened, so that an answer to one that was left is known.
    visit: u64,
    board: Option<Board>,
    over: Over,
}

/// What is laid over the screen.
enum Over {
    Nothing,
    Palette(Palette),
    Keys,
    Ask {
        ask: Ask<screen::Message>,
        reason: String,
        is_missing: bool,
    },
}

/// What happened.
#[derive(Clone, Debug)]
pub enum Message {
    /// On the screen with that number.
    Screen(u64, screen::Message),
    /// A place of the rail was chosen.
    PlacePressed(Place),
    /// The search box was pressed.
    SearchPressed,
    /// In the palette.
    Palette(palette::Message),
    /// What lies over the screen was put away.
    OverClosed,
    /// The reason asked for was typed.
    ReasonEdited(String),
    /// Yes.
    AskAnswered,
    /// What waits was counted.
    Counted(Result<(String, Option<Board>), Failure>),
    /// A choice was kept in the book, or not.
    LookKept(Result<(), Failure>),
}

/// What the window must do.
#[derive(Debug)]
pub enum Event {
    /// Say that this was done.
    Said(String),
    /// Say that this failed.
    Failed(Failure),
    /// Look, or lock, in another way.
    Preferred(Look),
    /// Lock the book.
    Locked,
}

/// What the desk wants done, and what it tells the window.
type Outcome = (Task<Message>, Option<Event>);

impl Desk {
    /// Sits down at the desk, at Today.
    pub fn open(outside: &Outside, book: Book, look: Look) -> (Self, Task<Message>) {
        let context = Context {
            worker: outside.worker.clone(),
            clock: outside.clock.clone(),
            files: outside.files.clone(),
            practice: book.practice,
            user: book.user.name,
            book: book.folder,
            look,
        };
        let (screen, first) = screen::today::Today::open(&context);
        let desk = Self {
            context,
            role: book.user.role,
            place: Place::Today,
            back: Vec::new(),
            screen: Screen::Today(screen),
            visit: 0,
            board: None,
            over: Over::Nothing,
        };
        let first = desk.of_screen(first.map(screen::Message::Today));
        let counts = desk.count();
        (desk, Task::batch([first, counts]))
    }

    /// The practice.
    pub fn practice(&self) -> &str {
        &self.context.practice
    }

    /// The folder of the book.
    pub fn folder(&self) -> &Path {
        &self.context.book
    }

    /// Where we are.
    pub const fn place(&self) -> &Place {
        &self.place
    }

    /// The screen that is open.
    pub const fn screen(&self) -> &Screen {
        &self.screen
    }

    /// Takes in what happened.
    pub fn update(&mut self, message: Message) -> Outcome {
        match message {
            Message::Screen(visit, _) if visit != self.visit => nothing(),
            Message::Screen(_, message) => {
                let action = self.screen.update(&self.context, message);
                self.act(action)
            }
            Message::PlacePressed(place) => self.go(place),
            Message::SearchPressed => self.search(),
            Message::Palette(message) => self.palette(message),
            Message::OverClosed => {
                self.over = Over::Nothing;
                nothing()
            }
            Message::ReasonEdited(text) => {
                if let Over::Ask { reason, .. } = &mut self.over {
                    *reason = text;
                }
                nothing()
            }
            Message::AskAnswered => self.answered(),
            Message::Counted(Ok((practice, board))) => {
                self.context.practice = practice;
                self.board = board;
                nothing()
            }
            Message::Counted(Err(failure)) | Message::LookKept(Err(failure)) => failed(failure),
            Message::LookKept(Ok(())) => nothing(),
        }
    }

    /// A key nothing in the view had a use for. What is laid over the screen keeps its keys to itself.
    pub fn pressed(&mut self, press: &Press) -> Outcome {
        if let Some(place) = rail_key(press) {
            self.go(place)
        } else if press.is("Ctrl K") {
            self.search()
        } else if press.is("Ctrl N") {
            self.go(self.place.new_visit())
        } else if press.is("Ctrl Shift N") {
            self.go(Place::NewPatient)
        } else if press.is("Ctrl L") {
            (Task::none(), Some(Event::Locked))
        } else if press.is("F1") || press.is("?") {
            self.over = Over::Keys;
            nothing()
        } else {
            match self.screen.pressed(&self.context, press) {
                Some(action) => self.act(action),
                None if press.is("Esc") => self.leave(),
                None => nothing(),
            }
        }
    }

    /// A file was let fall on the window: screens that take files take it.
    pub fn dropped(&mut self, path: PathBuf) -> Outcome {
        let path = Some(path);
        let message = match &self.screen {
            Screen::Eob(_) => screen::Message::Eob(screen::eob::Message::ScanChosen(path)),
            Screen::Answers(_) => {
                screen::Message::Answers(screen::answers::Message::FileChosen(path))
            }
            Screen::Remittances(_) => {
                screen::Message::Remittances(screen::remittances::Message::FileChosen(path))
            }
            _ => return nothing(),
        };
        let action = self.screen.update(&self.context, message);
        self.act(action)
    }

    /// Time went by; a new day may have begun.
    pub fn ticked(&mut self) -> Outcome {
        let is_yesterday = self
            .board
            .as_ref()
            .is_some_and(|board| board.today != self.context.today());
        match self.place {
            Place::Today if is_yesterday => self.show(Place::Today),
            _ => nothing(),
        }
    }

    /// Looks another way from now on, and keeps in the book what belongs there.
    pub fn prefer(&mut self, before: Look, look: Look) -> Task<Message> {
        self.context.look = look;
        if (before.zoom, before.idle) == (look.zoom, look.idle) {
            return Task::none();
        }
        self.context
            .worker
            .ask(move |office| look.keep(office), Message::LookKept)
    }

    fn act(&mut self, action: Action<screen::Message>) -> Outcome {
        match action {
            Action::None => nothing(),
            Action::Run(task) => (self.of_screen(task), None),
            Action::Go(place) => self.go(place),
            Action::Leave => self.leave(),
            Action::Moved(place, task) => {
                self.place = place;
                (self.of_screen(task), None)
            }
            Action::Say(words, task) => {
                let task = Task::batch([self.of_screen(task), self.count()]);
                (task, Some(Event::Said(words)))
            }
            // The form is done with: the way back does not lead to it again.
            Action::SayAndGo(words, place) => self.said(words, |desk| desk.show(place)),
            Action::SayAndLeave(words) => self.said(words, Self::leave),
            Action::Warn(failure) => failed(failure),
            Action::Ask(ask) => self.ask(ask),
            Action::Prefer(look) => (Task::none(), Some(Event::Preferred(look))),
            Action::Lock => (Task::none(), Some(Event::Locked)),
        }
    }

    /// Says that something was done, which may have changed what waits, and goes on.
    fn said(&mut self, words: String, on: impl FnOnce(&mut Self) -> Outcome) -> Outcome {
        let (task, _) = on(self);
        (Task::batch([task, self.count()]), Some(Event::Said(words)))
    }

    /// Goes to a place, and remembers this one for the way back.
    fn go(&mut self, place: Place) -> Outcome {
        if place != self.place {
            self.back.push(self.place.clone());
            let surplus = self.back.len().saturating_sub(FAR);
            drop(self.back.drain(..surplus));
        }
        self.show(place)
    }

    /// Goes back to where this place was opened from.
    fn leave(&mut self) -> Outcome {
        match self.back.pop() {
            Some(place) => self.show(place),
            None if self.place == Place::Today => nothing(),
            None => self.show(Place::Today),
        }
    }

    fn show(&mut self, place: Place) -> Outcome {
        let (screen, task) = screen::open(&self.context, &place);
        self.screen = screen;
        self.place = place;
        self.over = Over::Nothing;
        self.visit = self.visit.wrapping_add(1);
        (self.of_screen(task), None)
    }

    fn search(&mut self) -> Outcome {
        let (palette, task) = Palette::open(&self.context, &self.place);
        self.over = Over::Palette(palette);
        (task.map(Message::Palette), None)
    }

    fn palette(&mut self, message: palette::Message) -> Outcome {
        let Over::Palette(palette) = &mut self.over else {
            return nothing();
        };
        match palette.update(&self.context, message) {
            palette::Action::None => nothing(),
            palette::Action::Run(task) => (task.map(Message::Palette), None),
            palette::Action::Leave => {
                self.over = Over::Nothing;
                nothing()
            }
            palette::Action::Go(place) => {
                self.over = Over::Nothing;
                self.go(place)
            }
            palette::Action::Lock => (Task::none(), Some(Event::Locked)),
            palette::Action::Keys => {
                self.over = Over::Keys;
                nothing()
            }
            palette::Action::Prefer(look) => {
                self.over = Over::Nothing;
                (Task::none(), Some(Event::Preferred(look)))
            }
            palette::Action::Warn(failure) => failed(failure),
        }
    }

    fn ask(&mut self, ask: Ask<screen::Message>) -> Outcome {
        let first = if ask.reason.is_some() {
            focus::on(REASON)
        } else {
            Task::none()
        };
        self.over = Over::Ask {
            ask,
            reason: String::new(),
            is_missing: false,
        };
        (first, None)
    }

    fn answered(&mut self) -> Outcome {
        match std::mem::replace(&mut self.over, Over::Nothing) {
            Over::Ask { ask, reason, .. } if ask.reason.is_some() && reason.trim().is_empty() => {
                self.over = Over::Ask {
                    ask,
                    reason,
                    is_missing: true,
                };
                (focus::on(REASON), None)
            }
            Over::Ask { ask, reason, .. } => {
                let message = ask.done(reason.trim().to_owned());
                let action = self.screen.update(&self.context, message);
                self.act(action)
            }
            other => {
                self.over = other;
                nothing()
            }
        }
    }

    fn of_screen(&self, task: Task<screen::Message>) -> Task<Message> {
        let visit = self.visit;
        task.map(move |message| Message::Screen(visit, message))
    }

    /// Counts what waits, for the rail.
    fn count(&self) -> Task<Message> {
        self.context.worker.ask(
            |office| Ok((office.practice()?.name, Some(office.board()?))),
            Message::Counted,
        )
    }
}

fn nothing() -> Outcome {
    (Task::none(), None)
}

fn failed(failure: Failure) -> Outcome {
    (Task::none(), Some(Event::Failed(failure)))
}
