//! The fourth step: where claim files go, and which payers there are. Both can wait.

use iced::widget::{column, container, rule};
use iced::{Element, Task};

use super::Told;
use crate::ui::app::Outside;
use crate::ui::screen::settings::import::{self, Import, List};
use crate::ui::screen::settings::payer;
use crate::ui::screen::settings::receiver::Receivers;
use crate::ui::screen::settings::register::{self, Register};
use crate::ui::spacing::space as gap;
use crate::ui::theme;
use crate::ui::widget::words;

/// What the step remembers.
pub struct Payers {
    receivers: Register<Receivers>,
    known: Register<payer::Payers>,
    list: Import,
}

/// What happened.
#[derive(Clone, Debug)]
pub enum Message {
    /// Among the receivers.
    Receivers(register::Message<Receivers>),
    /// Among the payers.
    Payers(register::Message<payer::Payers>),
    /// Where a list of payers is brought in.
    List(import::Message),
}

impl Payers {
    /// Opens the step in the book that was just made.
    pub fn open(outside: &Outside) -> (Self, Task<Message>) {
        let (receivers, read) = Register::open(&outside.worker, ());
        let (known, others) = Register::open(&outside.worker, ());
        let step = Self {
            receivers,
            known,
            list: Import::default(),
        };
        let tasks = [read.map(Message::Receivers), others.map(Message::Payers)];
        (step, Task::batch(tasks))
    }

    /// How many payers there are.
    pub fn count(&self) -> usize {
        self.known.count()
    }

    /// Takes in what happened.
    pub fn update(&mut self, outside: &Outside, message: Message) -> (Task<Message>, Told) {
        match message {
            Message::Receivers(message) => {
                let is_new = matches!(message, register::Message::Saved(_, Ok(())));
                let action = self.receivers.update(&outside.worker, message);
                let (task, told) = super::told(action, Message::Receivers);
                let again = if is_new {
                    read_again(outside)
                } else {
                    Task::none()
                };
                (Task::batch([task, again]), told)
            }
            Message::Payers(message) => {
                let action = self.known.update(&outside.worker, message);
                super::told(action, Message::Payers)
            }
            Message::List(message) => {
                let (task, is_new) = self.list.update(&outside.worker, &outside.files, message);
                let again = if is_new {
                    read_again(outside)
                } else {
                    Task::none()
                };
                (Task::batch([task.map(Message::List), again]), None)
            }
        }
    }

    /// What is to be saved before one goes on.
    pub fn unsaved(&self) -> Option<Message> {
        if self.receivers.is_changed() {
            Some(Message::Receivers(register::Message::SavePressed))
        } else if self.known.is_changed() {
            Some(Message::Payers(register::Message::SavePressed))
        } else {
            None
        }
    }

    /// Draws the step.
    pub fn view(&self) -> Element<'_, Message> {
        let parting =
            || container(rule::horizontal(1).style(theme::divider)).padding([gap::S, 0.0]);
        column![
            column![
                words::title("Payers"),
                words::muted("All of it can wait, and be changed in Settings. Without a receiver, claims go on paper."),
            ]
            .spacing(gap::XS),
            self.receivers.adder().map(Message::Receivers),
            parting(),
            self.known.adder().map(Message::Payers),
            parting(),
            self.list.view(&[List::Payers]).map(Message::List),
        ]
        .spacing(gap::M)
        .into()
    }
}

/// Payers offer the receivers there are.
fn read_again(outside: &Outside) -> Task<Message> {
    register::read(&outside.worker).map(Message::Payers)
}
