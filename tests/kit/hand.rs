//! A hand that works a view without a window: it presses keys, types and clicks, and the state follows as in the real
//! program. `KEEP=1` keeps what it was asked to picture in `target/kept`.

use std::fmt::Debug;
use std::path::PathBuf;

use iced::keyboard::key::{Named, NativeCode, Physical};
use iced::keyboard::{self, Key, Location, Modifiers};
use iced::{Element, Event, Point, Renderer, Size, Theme, mouse, window};
use iced_test::core::renderer::{Headless, Style};
use iced_test::core::widget::Id;
use iced_test::core::widget::operation::{Operation, Outcome, black_box, focusable};
use iced_test::core::{clipboard, event, theme::Base};
use iced_test::futures::futures::executor::block_on;
use iced_test::runtime::UserInterface;
use iced_test::runtime::user_interface::Cache;
use iced_test::selector::Selector;
use pegboard::ui::theme;

/// The state of a screen, its two functions, and a hand on its keys and pointer.
pub struct Hand<State, Message> {
    pub state: State,
    view: fn(&State) -> Element<'_, Message>,
    update: fn(&mut State, Message),
    renderer: Renderer,
    cache: Cache,
    size: Size,
    cursor: mouse::Cursor,
    held: Modifiers,
    /// Every message so far, as written by `Debug`.
    pub said: Vec<String>,
}

impl<State, Message: Debug> Hand<State, Message> {
    pub fn new(
        state: State,
        view: fn(&State) -> Element<'_, Message>,
        update: fn(&mut State, Message),
    ) -> Self {
        Self::sized(state, view, update, Size::new(1280.0, 800.0))
    }

    pub fn sized(
        state: State,
        view: fn(&State) -> Element<'_, Message>,
        update: fn(&mut State, Message),
        size: Size,
    ) -> Self {
        let settings = theme::settings();
        let mut fonts = iced_test::renderer::graphics::text::font_system()
            .write()
            .unwrap();
        for font in settings.fonts {
            fonts.load_font(font);
        }
        drop(fonts);
        let renderer = block_on(<Renderer as Headless>::new(
            settings.default_font,
            settings.default_text_size,
            Some("tiny-skia"),
        ));
        let mut hand = Self {
            state,
            view,
            update,
            renderer: renderer.unwrap(),
            cache: Cache::default(),
            size,
            cursor: mouse::Cursor::Unavailable,
            held: Modifiers::empty(),
            said: Vec::new(),
        };
        hand.settle();
        hand
    }

    /// Sends one event and lets the window redraw; gives whether a control took it.
    pub fn send(&mut self, event: Event) -> bool {
        let (taken, _) = self.turn(&[event]);
        self.settle();
        taken
    }

    /// Sends events that arrive together, before the view is made anew.
    pub fn send_together(&mut self, events: &[Event]) {
        let _ = self.turn(events);
        self.settle();
    }

    /// Redraws until nothing more is said, as the real window does.
    fn settle(&mut self) {
        for _ in 0..4 {
            let now = iced::time::Instant::now();
            let (_, count) = self.turn(&[Event::Window(window::Event::RedrawRequested(now))]);
            if count == 0 {
                return;
            }
        }
        panic!("the view never comes to rest: {:?}", self.said);
    }

    fn turn(&mut self, events: &[Event]) -> (bool, usize) {
        let mut messages = Vec::new();
        let mut ui = UserInterface::build(
            (self.view)(&self.state),
            self.size,
            std::mem::take(&mut self.cache),
            &mut self.renderer,
        );
        let (_, statuses) = ui.update(
            events,
            self.cursor,
            &mut self.renderer,
            &mut clipboard::Null,
            &mut messages,
        );
        self.cache = ui.into_cache();
        let count = messages.len();
        for message in messages {
            self.said.push(format!("{message:?}"));
            (self.update)(&mut self.state, message);
        }
        (statuses.contains(&event::Status::Captured), count)
    }

    fn ask<T>(
        &mut self,
        ask: impl FnOnce(&mut UserInterface<'_, Message, Theme, Renderer>, &mut Renderer) -> T,
    ) -> T {
        let mut ui = UserInterface::build(
            (self.view)(&self.state),
            self.size,
            std::mem::take(&mut self.cache),
            &mut self.renderer,
        );
        let answer = ask(&mut ui, &mut self.renderer);
        self.cache = ui.into_cache();
        answer
    }

    /// Presses and releases a key by its name on the cap, such as `Tab`, `Shift Tab`, `Ctrl S` or `+`; gives whether a
    /// control took it.
    pub fn press(&mut self, keys: &str) -> bool {
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
        let taken = self.send(pressed(cap, held));
        self.hold(Modifiers::empty());
        taken
    }

    fn hold(&mut self, held: Modifiers) {
        if held != self.held {
            self.held = held;
            let _ = self.send(Event::Keyboard(keyboard::Event::ModifiersChanged(held)));
        }
    }

    /// Types each character of `text`.
    pub fn types(&mut self, text: &str) {
        for c in text.chars() {
            let _ = self.send(pressed(&c.to_string(), Modifiers::empty()));
        }
    }

    /// Clicks in the middle of what shows `text`.
    pub fn click(&mut self, text: &str) {
        let middle = self
            .place(text)
            .unwrap_or_else(|| panic!("nothing shows {text:?}"));
        self.click_at(middle);
    }

    pub fn click_at(&mut self, point: Point) {
        self.point(point);
        let _ = self.send(Event::Mouse(mouse::Event::ButtonPressed(
            mouse::Button::Left,
        )));
        let _ = self.send(Event::Mouse(mouse::Event::ButtonReleased(
            mouse::Button::Left,
        )));
    }

    pub fn point(&mut self, point: Point) {
        self.cursor = mouse::Cursor::Available(point);
        let _ = self.send(Event::Mouse(mouse::Event::CursorMoved { position: point }));
    }

    /// The middle of the visible part of what shows `text`, if anything does.
    pub fn place(&mut self, text: &str) -> Option<Point> {
        let mut search = Selector::find(text);
        self.ask(|ui, renderer| ui.operate(renderer, &mut black_box(&mut search)));
        match search.finish() {
            Outcome::Some(found) => Some(found?.visible_bounds()?.center()),
            _ => None,
        }
    }

    pub fn sees(&mut self, text: &str) -> bool {
        self.place(text).is_some()
    }

    /// Runs an operation, as a `Task` of the program would.
    pub fn operate(&mut self, mut operation: Box<dyn Operation>) {
        loop {
            self.ask(|ui, renderer| ui.operate(renderer, operation.as_mut()));
            match operation.finish() {
                Outcome::Chain(next) => operation = next,
                _ => break,
            }
        }
        self.settle();
    }

    /// Gives the focus to the control of this name, as a `Task` would.
    pub fn focus(&mut self, id: &'static str) {
        self.operate(Box::new(focusable::focus(Id::new(id))));
    }

    /// The name of the control that has the focus.
    pub fn focused(&mut self) -> Option<Id> {
        let mut search = focusable::find_focused();
        self.ask(|ui, renderer| ui.operate(renderer, &mut black_box(&mut search)));
        match search.finish() {
            Outcome::Some(id) => Some(id),
            _ => None,
        }
    }

    /// What was said since the last time this was asked.
    pub fn heard(&mut self) -> Vec<String> {
        std::mem::take(&mut self.said)
    }

    /// Pictures the view in `theme`; with `KEEP=1` the picture is kept as `target/kept/{name}.png`.
    pub fn picture(&mut self, name: &str, theme: &Theme) -> Vec<u8> {
        let (size, cursor) = (self.size, self.cursor);
        let base = theme.base();
        let now = iced::time::Instant::now();
        let pixels = self.ask(|ui, renderer| {
            let _ = ui.update(
                &[Event::Window(window::Event::RedrawRequested(now))],
                cursor,
                renderer,
                &mut clipboard::Null,
                &mut Vec::new(),
            );
            let style = Style {
                text_color: base.text_color,
            };
            ui.draw(renderer, theme, &style, cursor);
            renderer.screenshot(whole(size), 1.0, base.background_color)
        });
        if std::env::var_os("KEEP").is_some() {
            keep(name, whole(size), &pixels);
        }
        pixels
    }
}

#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a window is small"
)]
pub fn whole(size: Size) -> Size<u32> {
    Size::new(size.width as u32, size.height as u32)
}

pub fn pressed(cap: &str, modifiers: Modifiers) -> Event {
    let named = match cap {
        "Tab" => Some(Named::Tab),
        "Enter" => Some(Named::Enter),
        "Esc" => Some(Named::Escape),
        "Space" => Some(Named::Space),
        "Up" => Some(Named::ArrowUp),
        "Down" => Some(Named::ArrowDown),
        "Left" => Some(Named::ArrowLeft),
        "Right" => Some(Named::ArrowRight),
        "Home" => Some(Named::Home),
        "End" => Some(Named::End),
        "PgUp" => Some(Named::PageUp),
        "PgDn" => Some(Named::PageDown),
        "Backspace" => Some(Named::Backspace),
        "Del" => Some(Named::Delete),
        "F4" => Some(Named::F4),
        "F5" => Some(Named::F5),
        "F6" => Some(Named::F6),
        "F7" => Some(Named::F7),
        _ => None,
    };
    let key = match named {
        Some(named) => Key::Named(named),
        None => Key::Character(cap.to_lowercase().into()),
    };
    let text = match named {
        Some(Named::Space) => Some(" ".into()),
        Some(_) => None,
        None => Some(cap.into()),
    };
    Event::Keyboard(keyboard::Event::KeyPressed {
        modified_key: key.clone(),
        key,
        physical_key: Physical::Unidentified(NativeCode::Unidentified),
        location: Location::Standard,
        modifiers,
        text: text.filter(|_| !modifiers.command()),
        repeat: false,
    })
}

pub fn keep(name: &str, size: Size<u32>, pixels: &[u8]) {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("target/kept");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join(format!("{name}.png")), png(size, pixels)).unwrap();
}

/// Writes four bytes a pixel as a PNG file.
fn png(size: Size<u32>, pixels: &[u8]) -> Vec<u8> {
    use std::io::Write;
    let mut packed = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    for line in pixels.chunks(size.width as usize * 4) {
        packed.write_all(&[0]).unwrap();
        packed.write_all(line).unwrap();
    }
    let mut header = Vec::new();
    header.extend(size.width.to_be_bytes());
    header.extend(size.height.to_be_bytes());
    header.extend([8, 6, 0, 0, 0]);
    let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
    let parts: [(&[u8; 4], Vec<u8>); 3] = [
        (b"IHDR", header),
        (b"IDAT", packed.finish().unwrap()),
        (b"IEND", Vec::new()),
    ];
    for (kind, data) in parts {
        let mut sum = flate2::Crc::new();
        sum.update(kind);
        sum.update(&data);
        file.extend(u32::try_from(data.len()).unwrap().to_be_bytes());
        file.extend(kind);
        file.extend(data);
        file.extend(sum.sum().to_be_bytes());
    }
    file
}
