//! The third step: who sees patients, and what the practice charges. Both can wait.

use iced::widget::{column, container, rule};
use iced::{Element, Task};

use super::Told;
use crate::ui::app::Outside;
use crate::ui::screen::settings::import::{self, Import, List};
use crate::ui::screen::settings::provider::Providers;
use crate::ui::screen::settings::register::{self, Register};
use crate::ui::spacing::space as gap;
use crate::ui::theme;
use crate::ui::widget::words;

/// What the step remembers.
pub struct Team {
    providers: Register<Providers>,
    fees: Import,
}

/// What happened.
#[derive(Clone, Debug)]
pub enum Message {
    /// Among the clinicians.
    Providers(register::Message<Providers>),
    /// Where the fees are brought in.
    Fees(import::Message),
}

impl Team {
    /// Opens the step in the book that was just made, with the form of the first clinician.
    pub fn open(outside: &Outside) -> (Self, Task<Message>) {
        let (mut providers, read) = Register::open(&outside.worker, ());
        let first = providers.begin();
        let step = Self {
            providers,
            fees: Import::default(),
        };
        (step, Task::batch([read, first]).map(Message::Providers))
    }

    /// How many clinicians there are.
    pub fn count(&self) -> usize {
        self.providers.count()
    }

    /// Takes in what happened.
    pub fn update(&mut self, outside: &Outside, message: Message) -> (Task<Message>, Told) {
        match message {
            Message::Providers(message) => {
                let action = self.providers.update(&outside.worker, message);
                super::told(action, Message::Providers)
            }
            Message::Fees(message) => {
                let (task, _) = self.fees.update(&outside.worker, &outside.files, message);
                (task.map(Message::Fees), None)
            }
        }
    }

    /// What is to be saved before one goes on.
    pub fn unsaved(&self) -> Option<Message> {
        self.providers
            .is_changed()
            .then_some(Message::Providers(register::Message::SavePressed))
    }

    /// Draws the step.
    pub fn view(&self) -> Element<'_, Message> {
        column![
            column![
                words::title("Providers and fees"),
                words::muted("Both can wait, and be changed in Settings."),
            ]
            .spacing(gap::XS),
            self.providers.adder().map(Message::Providers),
            container(rule::horizontal(1).style(theme::divider)).padding([gap::S, 0.0]),
            self.fees.view(&[List::Fees]).map(Message::Fees),
        ]
        .spacing(gap::M)
        .into()
    }
}
