//! A new passphrase: typed twice, measured as it is typed, refused when a thief would guess it. It must not know what it
//! opens.

use iced::widget::{column, row};
use iced::{Alignment, Center, Element, Fill, Task};

use super::secret::Secret;
use crate::domain::passphrase::{self, Strength as Judged};
use crate::ui::icon;
use crate::ui::spacing::space as gap;
use crate::ui::theme::Tone;
use crate::ui::widget::strength_meter::{Strength, strength_meter};
use crate::ui::widget::{field, focus, words};
use crate::ui::worker::sentence;

const FIRST: &str = "new passphrase";
const AGAIN: &str = "new passphrase again";

/// What was typed.
#[derive(Default)]
pub struct NewPassphrase {
    first: Secret,
    again: Secret,
    is_shown: bool,
    wrong: Option<String>,
    again_left: bool,
}

/// What happened.
#[derive(Clone, Debug)]
pub enum Message {
    /// It was typed.
    FirstEdited(Secret),
    /// And once more.
    AgainEdited(Secret),
    /// And left.
    AgainLeft,
    /// Enter was pressed in the first field.
    FirstDone,
    /// The eye was pressed.
    Revealed,
}

impl NewPassphrase {
    /// Takes in what happened.
    pub fn update(&mut self, message: Message) -> Task<Message> {
        match message {
            Message::FirstEdited(text) => {
                self.first = text;
                self.wrong = None;
            }
            Message::AgainEdited(text) => self.again = text,
            Message::AgainLeft => self.again_left = true,
            Message::FirstDone => return focus::on(AGAIN),
            Message::Revealed => self.is_shown = !self.is_shown,
        }
        Task::none()
    }

    /// Goes to the first field.
    pub fn start<M: Send + 'static>() -> Task<M> {
        focus::on(FIRST)
    }

    /// Says under the field why it was refused, and goes there.
    pub fn refuse<M: Send + 'static>(&mut self, words: String) -> Task<M> {
        self.wrong = Some(words);
        focus::on(FIRST)
    }

    /// The passphrase, when it may be used.
    ///
    /// # Errors
    /// The task that goes to what is wrong.
    pub fn settled<M: Send + 'static>(&mut self, familiar: &[&str]) -> Result<Secret, Task<M>> {
        if let Err(refused) = passphrase::check(self.first.as_str(), familiar) {
            return Err(self.refuse(sentence(&refused.to_string())));
        }
        if self.first != self.again {
            self.again_left = true;
            return Err(focus::on(AGAIN));
        }
        Ok(self.first.clone())
    }

    /// Draws both fields side by side, with the meter below.
    pub fn view<'a>(&'a self, familiar: &[&str], is_disabled: bool) -> Element<'a, Message> {
        let secret = |label, value: &'a Secret, say: fn(Secret) -> Message| {
            field::secret(label, value.as_str(), self.is_shown, move |text| {
                say(text.into())
            })
            .disabled(is_disabled)
        };
        let first = secret("Passphrase", &self.first, Message::FirstEdited)
            .id(FIRST)
            .on_reveal(Message::Revealed)
            .on_submit(Message::FirstDone)
            .error(self.wrong.as_deref());
        let fits = self.first == self.again && !self.again.is_empty();
        let differs = self.again_left && !fits;
        let again = secret("Once more", &self.again, Message::AgainEdited)
            .id(AGAIN)
            .on_leave(Message::AgainLeft)
            .error(differs.then_some("Not the same yet."));
        let matched = fits.then(|| {
            row![
                icon::of(icon::CHECK, 14.0).style(Tone::Good.ink()),
                words::label("They match")
            ]
            .spacing(gap::XS)
            .align_y(Center)
        });
        row![
            column![first, self.meter(familiar)]
                .spacing(gap::S)
                .width(Fill),
            column![again, matched].spacing(gap::L).width(Fill),
        ]
        .spacing(gap::L)
        .align_y(Alignment::Start)
        .into()
    }

    fn meter<'a>(&self, familiar: &[&str]) -> Element<'a, Message> {
        if self.first.is_empty() {
            return strength_meter(None, "Four words that do not belong together are good");
        }
        let meter = passphrase::measure(self.first.as_str(), familiar);
        let strength = match meter.strength {
            Judged::Weak => Strength::Weak,
            Judged::Fair => Strength::Fair,
            Judged::Strong => Strength::Strong,
            Judged::VeryStrong => Strength::VeryStrong,
        };
        strength_meter(Some(strength), meter.advice)
    }
}
