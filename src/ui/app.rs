//! The window as a whole: at the door of a book, or at the desk in it; what is said in passing; theme, zoom and lock.
//! It must not know what a screen shows.

pub mod desk;
mod idle;
mod launch;
mod tick;
mod toasts;

use std::path::PathBuf;

use iced::theme::Mode;
use iced::{Element, Event, Subscription, Task, Theme, event, window};

use crate::office::{Clock, Shelf};
use crate::ui::files::Files;
use crate::ui::look::Look;
use crate::ui::start::key_card::Hands;
use crate::ui::start::{self, Start};
use crate::ui::theme::Appearance;
use crate::ui::widget::key::{self, Press};
use crate::ui::widget::{focus, toast};
use crate::ui::worker::{Failure, Worker};

pub use self::desk::Desk;
pub use self::launch::{prepare, run};
use self::toasts::Toasts;

/// What the window needs from outside; tests bring their own.
#[derive(Clone)]
pub struct Outside {
    /// The records thread.
    pub worker: Worker,
    /// The clock.
    pub clock: Clock,
    /// The dialogs for files.
    pub files: Files,
    /// Where the shelf of known books is kept, if anywhere.
    pub shelf: Option<PathBuf>,
}

impl Outside {
    /// What a recovery key is shown with.
    pub fn hands(&self) -> Hands<'_> {
        Hands {
            worker: &self.worker,
            files: &self.files,
            today: self.clock.today(),
        }
    }
}

/// Where the window begins.
#[derive(Clone, Debug)]
pub enum Begin {
    /// At the door of that book, or of the one used last.
    Door(Option<PathBuf>),
    /// In the book that the worker has open already.
    Inside,
}

/// The state of the window.
pub struct App {
    outside: Outside,
    shelf: Shelf,
    look: Look,
    desktop: Mode,
    stage: Stage,
    toasts: Toasts,
}

/// Where we are.
enum Stage {
    /// At the door: no book is open.
    Start(Start),
    /// In the book.
    Desk(Desk),
}

/// What happened.
#[derive(Clone, Debug)]
pub enum Message {
    /// The first frame can be drawn.
    WindowShown,
    /// The desktop is light or dark.
    DesktopChanged(Mode),
    /// Time went by.
    Ticked,
    /// A key nothing in the view had a use for.
    Pressed(Press),
    /// The close button of the window was pressed.
    CloseRequested(window::Id),
    /// The book is closed, and the window may go.
    Closed,
    /// A file was let fall on the window.
    Dropped(PathBuf),
    /// A toast was put away.
    ToastPressed(u64),
    /// The shelf was saved, or not.
    ShelfKept(Result<(), Failure>),
    /// The book was locked.
    Locked(Result<(), Failure>),
    /// At the door.
    Start(start::Message),
    /// At the desk.
    Desk(desk::Message),
}

impl App {
    /// At the door, or in the book.
    pub fn new(outside: Outside, begin: &Begin) -> (Self, Task<Message>) {
        let shelf = outside
            .shelf
            .as_deref()
            .map(Shelf::read)
            .unwrap_or_default();
        let look = Look {
            appearance: Appearance::from_word(&shelf.appearance).unwrap_or_default(),
            drawing: shelf.drawing,
            ..Look::default()
        };
        let (start, task) = match begin {
            Begin::Door(book) => Start::open(&shelf, book.as_deref()),
            Begin::Inside => Start::inside(&shelf, &outside),
        };
        let app = Self {
            outside,
            shelf,
            look,
            desktop: Mode::default(),
            stage: Stage::Start(start),
            toasts: Toasts::default(),
        };
        let desktop = iced::system::theme().map(Message::DesktopChanged);
        (app, Task::batch([desktop, task.map(Message::Start)]))
    }

    /// The title of the window: the practice, never a patient.
    pub fn title(&self) -> String {
        match &self.stage {
            Stage::Start(_) => String::from("Pegboard"),
            Stage::Desk(desk) => format!("{} – Pegboard", desk.practice()),
        }
    }

    /// The theme to draw with.
    pub fn theme(&self) -> Theme {
        self.look.appearance.theme(self.desktop)
    }

    /// How large to draw.
    pub fn scale_factor(&self) -> f32 {
        self.look.zoom.factor()
    }

    /// The desk, when a book is open.
    pub const fn desk(&self) -> Option<&Desk> {
        match &self.stage {
            Stage::Start(_) => None,
            Stage::Desk(desk) => Some(desk),
        }
    }

    /// Takes in what happened.
    pub fn update(&mut self, message: Message) -> Task<Message> {
        match message {
            Message::WindowShown => self.shown(),
            Message::DesktopChanged(mode) => {
                self.desktop = mode;
                Task::none()
            }
            Message::Ticked => self.ticked(),
            Message::Pressed(press) => self.pressed(&press),
            Message::CloseRequested(_) => self.close(),
            Message::Closed => iced::exit(),
            Message::Dropped(path) => self.at_desk(|desk| desk.dropped(path)),
            Message::ToastPressed(toast) => {
                self.toasts.drop(toast);
                Task::none()
            }
            Message::ShelfKept(kept) | Message::Locked(kept) => {
                self.toasts.warn_if(kept);
                Task::none()
            }
            Message::Start(message) => self.start(message),
            Message::Desk(message) => self.at_desk(|desk| desk.update(message)),
        }
    }

    /// Draws the window.
    pub fn view(&self) -> Element<'_, Message> {
        let stage = match &self.stage {
            Stage::Start(start) => start.view().map(Message::Start),
            Stage::Desk(desk) => desk.view().map(Message::Desk),
        };
        focus::scope(toast::over(stage, self.toasts.view())).into()
    }

    /// Keys, the desktop's theme, the close button, and time.
    pub fn subscription(&self) -> Subscription<Message> {
        Subscription::batch([
            key::shortcuts().map(Message::Pressed),
            iced::system::theme_changes().map(Message::DesktopChanged),
            window::close_requests().map(Message::CloseRequested),
            event::listen_with(fallen),
            idle::watch(),
            tick::every(if self.toasts.is_empty() { 15 } else { 1 }).map(|()| Message::Ticked),
        ])
    }

    fn shown(&mut self) -> Task<Message> {
        let drawing = launch::verdict(self.shelf.drawing);
        if drawing == self.shelf.drawing {
            return Task::none();
        }
        self.shelf.drawing = drawing;
        self.look.drawing = drawing;
        self.keep_shelf()
    }

    fn ticked(&mut self) -> Task<Message> {
        self.toasts.ticked();
        let is_idle = idle::since() >= self.look.idle.span();
        match &self.stage {
            Stage::Desk(_) if is_idle => self.lock(),
            Stage::Desk(_) => self.at_desk(Desk::ticked),
            Stage::Start(_) => Task::none(),
        }
    }

    fn pressed(&mut self, press: &Press) -> Task<Message> {
        let zoom = self.look.zoom;
        if press.is("Ctrl +") || press.is("Ctrl =") {
            self.prefer(Look {
                zoom: zoom.larger(),
                ..self.look
            })
        } else if press.is("Ctrl -") {
            self.prefer(Look {
                zoom: zoom.smaller(),
                ..self.look
            })
        } else if press.is("Ctrl 0") {
            self.prefer(Look {
                zoom: crate::ui::look::Zoom::default(),
                ..self.look
            })
        } else {
            match &mut self.stage {
                Stage::Start(start) => {
                    let (task, event) = start.pressed(&self.outside, press);
                    self.opened(task, event)
                }
                Stage::Desk(_) => self.at_desk(|desk| desk.pressed(press)),
            }
        }
    }

    fn start(&mut self, message: start::Message) -> Task<Message> {
        let Stage::Start(start) = &mut self.stage else {
            return Task::none();
        };
        let (task, event) = start.update(&self.outside, message);
        self.opened(task, event)
    }

    fn opened(&mut self, task: Task<start::Message>, event: Option<start::Event>) -> Task<Message> {
        let task = task.map(Message::Start);
        match event {
            None => task,
            Some(start::Event::Failed(failure)) => {
                self.toasts.warn(&failure);
                task
            }
            Some(start::Event::Forgotten(book)) => {
                self.shelf.forget(&book);
                Task::batch([task, self.keep_shelf()])
            }
            Some(start::Event::Opened(book)) => {
                self.shelf.put_first(&book.folder);
                self.look = Look {
                    zoom: book.zoom,
                    idle: book.idle,
                    ..self.look
                };
                let (desk, first) = Desk::open(&self.outside, *book, self.look);
                self.stage = Stage::Desk(desk);
                idle::touch();
                Task::batch([task, first.map(Message::Desk), self.keep_shelf()])
            }
        }
    }

    /// Lets the desk do something, and does what it asks for.
    fn at_desk(
        &mut self,
        work: impl FnOnce(&mut Desk) -> (Task<desk::Message>, Option<desk::Event>),
    ) -> Task<Message> {
        let Stage::Desk(desk) = &mut self.stage else {
            return Task::none();
        };
        let (task, event) = work(desk);
        let task = task.map(Message::Desk);
        match event {
            None => task,
            Some(desk::Event::Said(words)) => {
                self.toasts.say(words);
                task
            }
            Some(desk::Event::Failed(failure)) => {
                self.toasts.warn(&failure);
                task
            }
            Some(desk::Event::Preferred(look)) => Task::batch([task, self.prefer(look)]),
            Some(desk::Event::Locked) => Task::batch([task, self.lock()]),
        }
    }

    fn prefer(&mut self, look: Look) -> Task<Message> {
        let before = std::mem::replace(&mut self.look, look);
        let kept = match &mut self.stage {
            Stage::Desk(desk) => desk.prefer(before, look).map(Message::Desk),
            Stage::Start(_) => Task::none(),
        };
        if (before.appearance, before.drawing) == (look.appearance, look.drawing) {
            return kept;
        }
        self.shelf.drawing = look.drawing;
        look.appearance
            .word()
            .clone_into(&mut self.shelf.appearance);
        Task::batch([kept, self.keep_shelf()])
    }

    /// Closes the book and goes back to its door. What was being typed stays in the book as a draft.
    fn lock(&mut self) -> Task<Message> {
        let Stage::Desk(desk) = &self.stage else {
            return Task::none();
        };
        let folder = desk.folder().to_owned();
        let (start, first) = Start::open(&self.shelf, Some(&folder));
        self.stage = Stage::Start(start);
        Task::batch([self.put_away(Message::Locked), first.map(Message::Start)])
    }

    fn close(&self) -> Task<Message> {
        self.put_away(|_| Message::Closed)
    }

    /// Closes the book and removes the pages that were shown.
    fn put_away(
        &self,
        then: impl FnOnce(Result<(), Failure>) -> Message + Send + 'static,
    ) -> Task<Message> {
        let files = self.outside.files.clone();
        let closed = self.outside.worker.change(move |office| {
            files.clear();
            close(office)
        });
        Task::perform(closed, then)
    }

    fn keep_shelf(&self) -> Task<Message> {
        let Some(path) = self.outside.shelf.clone() else {
            return Task::none();
        };
        let kept = self.shelf.clone();
        let done = self.outside.worker.change(move |_| kept.write(&path));
        Task::perform(done, Message::ShelfKept)
    }
}

/// The file that was let fall on the window.
fn fallen(event: Event, _: event::Status, _: window::Id) -> Option<Message> {
    match event {
        Event::Window(window::Event::FileDropped(path)) => Some(Message::Dropped(path)),
        _ => None,
    }
}

/// Takes the office away and closes its book.
fn close(office: &mut Option<crate::office::Office>) -> Result<(), crate::office::OfficeError> {
    office.take().map_or(Ok(()), crate::office::Office::close)
}
