//! Today: what to do next, what waits, what is owed, what came in. It must not know how any of it is counted.

use iced::{Element, Task};

use crate::ui::context::Context;
use crate::ui::icon;
use crate::ui::place::{Action, Place};
use crate::ui::screen;
use crate::ui::widget::key::{Hint, Press, hint};
use crate::ui::widget::{button, card, empty_state, page};

/// What the screen remembers.
pub struct Today {}

/// What happened.
#[derive(Clone, Debug)]
pub enum Message {
    /// The button for a new visit.
    NewVisitPressed,
}

impl Today {
    /// Opens it.
    pub fn open(_context: &Context) -> (Self, Task<Message>) {
        (Self {}, Task::none())
    }

    /// Takes in what happened.
    pub fn update(&mut self, _context: &Context, message: Message) -> Action<Message> {
        match message {
            Message::NewVisitPressed => Action::Go(Place::NewVisit(None)),
        }
    }

    /// A key nothing in the view had a use for.
    pub fn pressed(&mut self, _context: &Context, _press: &Press) -> Option<Action<Message>> {
        None
    }

    /// What the keys do.
    pub fn keys(&self) -> Vec<Hint<'static>> {
        vec![
            hint(&["Ctrl K"], "find"),
            hint(&["Ctrl L"], "lock the book"),
        ]
    }

    /// The right end of the top bar.
    pub fn actions<'a>(&'a self, _context: &'a Context) -> Vec<Element<'a, Message>> {
        let can = screen::is_there(&Place::NewVisit(None));
        can.then(|| {
            button::plain("New visit")
                .icon(icon::ADD)
                .key("Ctrl N")
                .on_press(Message::NewVisitPressed)
                .into()
        })
        .into_iter()
        .collect()
    }

    /// The work area.
    pub fn view<'a>(&'a self, context: &'a Context) -> Element<'a, Message> {
        let day = context.today().format("%A, %B %-d").to_string();
        page::inset(
            iced::widget::column![
                page::head(day, "", iced::widget::space()),
                card::card(empty_state::empty_state(
                    icon::TODAY,
                    "Nothing waits",
                    "Visits, claims and payments that need somebody show up here.",
                    None,
                )),
            ]
            .spacing(crate::ui::spacing::space::L),
        )
    }
}
