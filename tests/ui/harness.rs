//! The whole window over a real book in memory, with a hand on its keys and pointer.
//!
//! Work of the records thread is done at once, in the test's own thread, and every task is run to its end before a
//! call comes back, so that a test is a plain list of what a biller does and sees:
//!
//! ```ignore
//! let mut window = Window::in_book(|office| {
//!     office.register_patient(&person("Whitlock", "Dana", "04/12/1968")).unwrap();
//! });
//! window.press("Alt 2");                       // the rail
//! window.types("whit");                        // into whatever has the focus
//! assert!(window.sees("Whitlock, Dana"));
//! window.click("Whitlock, Dana");
//! window.press("Enter");
//! assert_eq!(*window.place(), Place::Chart(…));
//! window.office(|office| assert_eq!(office.patient_count().unwrap(), 1));
//! window.picture("patients");                  // `KEEP=1` keeps it in target/kept/
//! ```
//!
//! People and papers come from [`crate::support`], where the clock stands too; `window.clock` moves it. Dialogs for files answer with what `window.files.give(…)`
//! was given, in turn. Only time does not go by itself: `window.tick()`.

use std::path::PathBuf;

use iced::keyboard::{self, Modifiers};
use iced::{Event, Point, Renderer, Size, Task, mouse, window};
use iced_test::core::clipboard;
use iced_test::core::event::Status;
use iced_test::core::renderer::{Headless, Style};
use iced_test::core::theme::Base;
use iced_test::core::widget::Id;
use iced_test::core::widget::operation::{Operation, Outcome, black_box};
use iced_test::futures::futures::StreamExt;
use iced_test::futures::futures::executor::block_on;
use iced_test::runtime::user_interface::Cache;
use iced_test::runtime::{Action, UserInterface, task};
use iced_test::selector::Selector;
use pegboard::office::{Clock, Office};
use pegboard::ui::app::{App, Begin, Message, Outside};
use pegboard::ui::files::Files;
use pegboard::ui::place::Place;
use pegboard::ui::theme;
use pegboard::ui::widget::key;
use pegboard::ui::worker::Worker;

use crate::kit::hand::{keep, pressed, whole};
use crate::support;

/// The window, its state, and a hand on it.
pub struct Window {
    pub app: App,
    #[allow(dead_code, reason = "tests that need another day move it")]
    pub clock: Clock,
    pub files: Files,
    worker: Worker,
    renderer: Renderer,
    cache: Cache,
    size: Size,
    cursor: mouse::Cursor,
    held: Modifiers,
    clipboard: Clipboard,
    /// Whether the program asked to end.
    pub is_over: bool,
}

impl Window {
    /// The window at the desk of a book in memory, after `prepare` put something into it.
    pub fn in_book(prepare: impl FnOnce(&mut Office)) -> Self {
        let mut office = support::office();
        let clock = office.clock().clone();
        prepare(&mut office);
        Self::open(Some(office), clock, None, &Begin::Inside)
    }

    /// The window at the desk of an empty book, with the shelf kept in that file.
    pub fn in_book_with_shelf(shelf: PathBuf) -> Self {
        let office = support::office();
        let clock = office.clock().clone();
        Self::open(Some(office), clock, Some(shelf), &Begin::Inside)
    }

    /// The window before any book is open, with the shelf kept in that file.
    pub fn at_the_door(shelf: Option<PathBuf>) -> Self {
        Self::open(None, support::clock(), shelf, &Begin::Door(None))
    }

    fn open(office: Option<Office>, clock: Clock, shelf: Option<PathBuf>, begin: &Begin) -> Self {
        let outside = Outside {
            worker: Worker::here(office),
            clock: clock.clone(),
            files: Files::given([]),
            shelf,
        };
        let (worker, files) = (outside.worker.clone(), outside.files.clone());
        let (app, first) = App::new(outside, begin);
        let mut window = Self {
            app,
            clock,
            files,
            worker,
            renderer: renderer(),
            cache: Cache::default(),
            size: Size::new(1280.0, 800.0),
            cursor: mouse::Cursor::Unavailable,
            held: Modifiers::empty(),
            clipboard: Clipboard::default(),
            is_over: false,
        };
        window.run(first);
        window.settle();
        window
    }

    /// Makes the window that large.
    pub fn resize(&mut self, width: f32, height: f32) {
        self.size = Size::new(width, height);
        self.settle();
    }

    /// Where the window is; at the desk only.
    pub fn place(&self) -> &Place {
        self.app.desk().expect("the window is at the door").place()
    }

    /// Whether a book is open.
    pub fn is_inside(&self) -> bool {
        self.app.desk().is_some()
    }

    /// Looks into the book, or puts something into it behind the window's back.
    pub fn office<T: Send + 'static>(
        &self,
        look: impl FnOnce(&mut Office) -> T + Send + 'static,
    ) -> T {
        block_on(self.worker.run(|office| Ok(look(office)))).unwrap()
    }

    /// Lets a quarter of a minute go by, as far as the window knows.
    pub fn tick(&mut self) {
        self.say(Message::Ticked);
    }

    /// Tells the window something, as the system would.
    pub fn say(&mut self, message: Message) {
        let task = self.app.update(message);
        self.run(task);
        self.settle();
    }

    /// Sends one event and lets the window come to rest.
    pub fn send(&mut self, event: Event) {
        let taken = self.turn(std::slice::from_ref(&event)).0;
        if !taken
            && let Event::Keyboard(event) = event
            && let Some(press) = key::press(event)
        {
            let task = self.app.update(Message::Pressed(press));
            self.run(task);
        }
        self.settle();
    }

    /// Redraws until nothing more is said, as the real window does.
    fn settle(&mut self) {
        for _ in 0..8 {
            let now = iced::time::Instant::now();
            let redraw = Event::Window(window::Event::RedrawRequested(now));
            if self.turn(&[redraw]).1 == 0 {
                return;
            }
        }
        panic!("the view never comes to rest");
    }

    fn turn(&mut self, events: &[Event]) -> (bool, usize) {
        let mut messages = Vec::new();
        let mut ui = UserInterface::build(
            self.app.view(),
            self.size,
            std::mem::take(&mut self.cache),
            &mut self.renderer,
        );
        let (_, statuses) = ui.update(
            events,
            self.cursor,
            &mut self.renderer,
            &mut self.clipboard,
            &mut messages,
        );
        self.cache = ui.into_cache();
        let count = messages.len();
        for message in messages {
            let task = self.app.update(message);
            self.run(task);
        }
        (statuses.contains(&Status::Captured), count)
    }

    /// Runs a task to its end, with everything that follows from it.
    fn run(&mut self, task: Task<Message>) {
        let mut waiting: Vec<_> = task::into_stream(task).into_iter().collect();
        while let Some(mut stream) = waiting.pop() {
            while let Some(action) = block_on(stream.next()) {
                match action {
                    Action::Output(message) => {
                        let next = self.app.update(message);
                        waiting.extend(task::into_stream(next));
                    }
                    Action::Widget(operation) => self.operate(operation),
                    Action::Exit => self.is_over = true,
                    _ => {}
                }
            }
        }
    }

    fn operate(&mut self, mut operation: Box<dyn Operation>) {
        loop {
            self.ask(|ui, renderer| ui.operate(renderer, operation.as_mut()));
            match operation.finish() {
                Outcome::Chain(next) => operation = next,
                _ => break,
            }
        }
    }

    fn ask<T>(
        &mut self,
        ask: impl FnOnce(&mut UserInterface<'_, Message, iced::Theme, Renderer>, &mut Renderer) -> T,
    ) -> T {
        let mut ui = UserInterface::build(
            self.app.view(),
            self.size,
            std::mem::take(&mut self.cache),
            &mut self.renderer,
        );
        let answer = ask(&mut ui, &mut self.renderer);
        self.cache = ui.into_cache();
        answer
    }

    /// Presses a key by its name on the cap, such as `Tab`, `Shift Tab`, `Ctrl K` or `+`. What no control took, the
    /// window hears.
    pub fn press(&mut self, keys: &str) {
        let mut held = Modifiers::empty();
        let mut cap = keys;
        while let Some((word, rest)) = cap.split_once(' ') {
            held |= match word {
                "Ctrl" => Modifiers::COMMAND,
                "Shift" => Modifiers::SHIFT,
                "Alt" => Modifiers::ALT,
                other => panic!("no modifier {other}"),
            };
            cap = rest;
        }
        self.hold(held);
        self.send(pressed(cap, held));
        self.hold(Modifiers::empty());
    }

    fn hold(&mut self, held: Modifiers) {
        if held != self.held {
            self.held = held;
            self.send(Event::Keyboard(keyboard::Event::ModifiersChanged(held)));
        }
    }

    /// Types each character of `text` into whatever has the focus.
    pub fn types(&mut self, text: &str) {
        for c in text.chars() {
            self.send(pressed(&c.to_string(), Modifiers::empty()));
        }
    }

    /// Clicks in the middle of what shows exactly `text`.
    pub fn click(&mut self, text: &str) {
        let middle = self
            .find(text)
            .unwrap_or_else(|| panic!("nothing shows {text:?}"));
        self.click_at(middle);
    }

    /// Clicks there.
    pub fn click_at(&mut self, point: Point) {
        self.cursor = mouse::Cursor::Available(point);
        for event in [
            mouse::Event::CursorMoved { position: point },
            mouse::Event::ButtonPressed(mouse::Button::Left),
            mouse::Event::ButtonReleased(mouse::Button::Left),
        ] {
            self.send(Event::Mouse(event));
        }
    }

    /// The middle of the visible part of what shows exactly `text`, if anything does.
    pub fn find(&mut self, text: &str) -> Option<Point> {
        let mut search = Selector::find(text);
        self.ask(|ui, renderer| ui.operate(renderer, &mut black_box(&mut search)));
        match search.finish() {
            Outcome::Some(found) => Some(found?.visible_bounds()?.center()),
            _ => None,
        }
    }

    /// Whether something shows exactly `text`.
    pub fn sees(&mut self, text: &str) -> bool {
        self.find(text).is_some()
    }

    /// Whether the control with this id has the focus.
    pub fn is_focused(&mut self, id: impl Into<Id>) -> bool {
        let mut focus = Focus::default();
        self.ask(|ui, renderer| ui.operate(renderer, &mut black_box(&mut focus)));
        focus.0 == Some(id.into())
    }

    /// Every text that shows, in the order of the view.
    pub fn texts(&mut self) -> Vec<String> {
        let mut texts = Texts::default();
        self.ask(|ui, renderer| ui.operate(renderer, &mut black_box(&mut texts)));
        texts.0
    }

    /// Whether any text that shows has `part` in it.
    pub fn reads(&mut self, part: &str) -> bool {
        self.texts().iter().any(|text| text.contains(part))
    }

    /// The third group of the recovery key that shows.
    pub fn third_group(&mut self) -> String {
        let is_group = |text: &&String| {
            text.len() == 5
                && text
                    .chars()
                    .all(|c| c.is_ascii_digit() || c.is_ascii_uppercase())
        };
        let texts = self.texts();
        let groups: Vec<&String> = texts.iter().filter(is_group).collect();
        assert_eq!(groups.len(), 8, "no recovery key shows");
        groups[2].clone()
    }

    /// Pictures the window in light and dark. With `KEEP=1` the pictures are kept as `target/kept/{name}.png` and
    /// `target/kept/{name}-dark.png`, and so is the window grown to a large screen, as `{name}-1080.png` and
    /// `{name}-1080-dark.png`.
    pub fn picture(&mut self, name: &str) {
        self.shots(name);
        let size = self.size;
        if std::env::var_os("KEEP").is_some() && size != LARGE {
            self.resize(LARGE.width, LARGE.height);
            self.shots(&format!("{name}-1080"));
            self.resize(size.width, size.height);
        }
    }

    fn shots(&mut self, name: &str) {
        for (theme, ending) in [(theme::light(), ""), (theme::dark(), "-dark")] {
            let (size, cursor, base) = (self.size, self.cursor, theme.base());
            let now = iced::time::Instant::now();
            let pixels = self.ask(|ui, renderer| {
                let redraw = Event::Window(window::Event::RedrawRequested(now));
                let mut clipboard = clipboard::Null;
                let _ = ui.update(&[redraw], cursor, renderer, &mut clipboard, &mut Vec::new());
                let style = Style {
                    text_color: base.text_color,
                };
                ui.draw(renderer, &theme, &style, cursor);
                renderer.screenshot(whole(size), 1.0, base.background_color)
            });
            if std::env::var_os("KEEP").is_some() {
                keep(&format!("{name}{ending}"), whole(size), &pixels);
            }
        }
    }
}

/// A large screen; the usual window is 1280 by 800.
const LARGE: Size = Size::new(1920.0, 1080.0);

fn renderer() -> Renderer {
    let settings = theme::settings();
    let mut fonts = iced_test::renderer::graphics::text::font_system()
        .write()
        .unwrap();
    for font in settings.fonts {
        fonts.load_font(font);
    }
    drop(fonts);
    block_on(<Renderer as Headless>::new(
        settings.default_font,
        settings.default_text_size,
        Some("tiny-skia"),
    ))
    .unwrap()
}

/// Finds the control that has the focus.
#[derive(Default)]
struct Focus(Option<Id>);

impl Operation for Focus {
    fn traverse(&mut self, operate: &mut dyn FnMut(&mut dyn Operation)) {
        operate(self);
    }

    fn focusable(
        &mut self,
        id: Option<&Id>,
        _: iced::Rectangle,
        state: &mut dyn iced_test::core::widget::operation::Focusable,
    ) {
        if state.is_focused() {
            self.0 = id.cloned();
        }
    }
}

/// Gathers the texts of a view.
#[derive(Default)]
struct Texts(Vec<String>);

impl Operation for Texts {
    fn traverse(&mut self, operate: &mut dyn FnMut(&mut dyn Operation)) {
        operate(self);
    }

    fn text(&mut self, _: Option<&iced_test::core::widget::Id>, _: iced::Rectangle, text: &str) {
        self.0.push(text.to_owned());
    }
}

/// What was copied.
#[derive(Default)]
struct Clipboard(Option<String>);

impl iced_test::core::Clipboard for Clipboard {
    fn read(&self, _: clipboard::Kind) -> Option<String> {
        self.0.clone()
    }

    fn write(&mut self, _: clipboard::Kind, text: String) {
        self.0 = Some(text);
    }
}
