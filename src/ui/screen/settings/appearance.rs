//! How the window looks, and when it locks.

use iced::widget::{column, container, row};
use iced::{Center, Element, Fill};

use crate::office::Drawing;
use crate::ui::look::{IdleMinutes, Look, Zoom};
use crate::ui::spacing::space as gap;
use crate::ui::theme::Appearance as Theme;
use crate::ui::widget::choice::{choice, choices};
use crate::ui::widget::{button, card, field, page, words};

/// How wide the cards are.
const WIDTH: f32 = 560.0;

/// What the section remembers.
pub struct Appearance {
    idle: String,
    wrong: Option<&'static str>,
}

/// What happened.
#[derive(Clone, Debug)]
pub enum Message {
    /// Another look was chosen.
    Chosen(Look),
    /// The minutes were typed.
    IdleEdited(String),
    /// And left.
    IdleLeft,
}

impl Appearance {
    /// Opens it on the look of now.
    pub fn open(look: Look) -> Self {
        Self {
            idle: look.idle.get().to_string(),
            wrong: None,
        }
    }

    /// Takes in what happened; gives the look to have from now on.
    pub fn update(&mut self, look: Look, message: Message) -> Option<Look> {
        match message {
            Message::Chosen(look) => Some(look),
            Message::IdleEdited(text) => {
                self.idle = text;
                self.wrong = None;
                None
            }
            Message::IdleLeft => match IdleMinutes::typed(&self.idle) {
                Ok(idle) => (idle != look.idle).then_some(Look { idle, ..look }),
                Err(words) => {
                    self.wrong = Some(words);
                    None
                }
            },
        }
    }

    /// Draws the choices.
    pub fn view(&self, look: Look) -> Element<'_, Message> {
        let parts = column![theme(look), zoom(look), self.lock(), drawing(look)]
            .spacing(gap::L)
            .max_width(WIDTH);
        page::scroll(container(parts).padding(gap::L).width(Fill))
    }

    fn lock(&self) -> Element<'_, Message> {
        let minutes = field::text("Minutes", &self.idle, Message::IdleEdited)
            .id("idle minutes")
            .right()
            .width(96)
            .error(self.wrong)
            .on_submit(Message::IdleLeft)
            .on_leave(Message::IdleLeft);
        card::card(
            column![
                words::section("Lock by itself"),
                words::muted(
                    "The book is closed when neither key nor pointer was touched for so long: 1 to 30 minutes, 2 or 3 at a front desk. Ctrl L locks at once."
                ),
                minutes,
            ]
            .spacing(gap::S),
        )
        .into()
    }
}

fn theme<'a>(look: Look) -> Element<'a, Message> {
    let list = Theme::ALL.map(|appearance| {
        let (words, note) = match appearance {
            Theme::System => (
                "As the desktop",
                "Light by day and dark by night, if the desktop is",
            ),
            Theme::Light => ("Light", "Dark letters on white"),
            Theme::Dark => ("Dark", "Light letters on dark gray"),
        };
        let chosen = Message::Chosen(Look { appearance, ..look });
        choice(words, appearance == look.appearance, chosen).note(note)
    });
    column![words::section("Colors"), choices(list.into())]
        .spacing(gap::S)
        .into()
}

fn zoom<'a>(look: Look) -> Element<'a, Message> {
    let to = |zoom: Zoom| (zoom != look.zoom).then_some(Message::Chosen(Look { zoom, ..look }));
    let buttons = row![
        button::plain("Smaller")
            .key("Ctrl −")
            .on_press_maybe(to(look.zoom.smaller())),
        container(words::strong(look.zoom.to_string())).center_x(72),
        button::plain("Larger")
            .key("Ctrl +")
            .on_press_maybe(to(look.zoom.larger())),
        button::quiet("As it was")
            .key("Ctrl 0")
            .on_press_maybe(to(Zoom::default())),
    ]
    .spacing(gap::S)
    .align_y(Center);
    card::card(column![words::section("Size"), buttons].spacing(gap::S)).into()
}

fn drawing<'a>(look: Look) -> Element<'a, Message> {
    let is_software = look.drawing == Drawing::Software;
    let to = |drawing| Message::Chosen(Look { drawing, ..look });
    let list = vec![
        choice("By the graphics card", !is_software, to(Drawing::Card))
            .note("If it starts slowly or fails, Pegboard draws by itself from the next start on"),
        choice("By Pegboard itself", is_software, to(Drawing::Software))
            .note("Works everywhere, and is a little slower on very large screens"),
    ];
    column![
        words::section("Drawing"),
        choices(list),
        words::note("Takes effect at the next start."),
    ]
    .spacing(gap::S)
    .into()
}
