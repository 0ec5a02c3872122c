//! What is said in passing. Good news goes by itself; a failure stays until it is put away.

use std::time::{Duration, Instant};

use crate::ui::widget::button;
use crate::ui::widget::toast::{self, Toast};
use crate::ui::worker::Failure;

use super::Message;

/// How long good news stays.
const STAYS: Duration = Duration::from_secs(6);
/// How many fit without covering the page.
const MOST: usize = 4;

/// The toasts that show, oldest first.
#[derive(Default)]
pub struct Toasts {
    shown: Vec<Said>,
    next: u64,
}

struct Said {
    number: u64,
    words: String,
    kind: Kind,
}

enum Kind {
    /// Done, at this instant.
    Done(Instant),
    Failed,
}

impl Toasts {
    pub const fn is_empty(&self) -> bool {
        self.shown.is_empty()
    }

    /// Says that something was done.
    pub fn say(&mut self, words: String) {
        self.push(words, Kind::Done(Instant::now()));
    }

    /// Says that something failed.
    pub fn warn(&mut self, failure: &Failure) {
        self.push(failure.words(), Kind::Failed);
    }

    /// Says so if it failed.
    pub fn warn_if(&mut self, outcome: Result<(), Failure>) {
        if let Err(failure) = outcome {
            self.warn(&failure);
        }
    }

    fn push(&mut self, words: String, kind: Kind) {
        // The same failure again, as from a key held down, is one failure.
        self.shown.retain(|said| said.words != words);
        self.next = self.next.wrapping_add(1);
        let said = Said {
            number: self.next,
            words,
            kind,
        };
        self.shown.push(said);
        let surplus = self.shown.len().saturating_sub(MOST);
        drop(self.shown.drain(..surplus));
    }

    /// Puts one away.
    pub fn drop(&mut self, number: u64) {
        self.shown.retain(|said| said.number != number);
    }

    /// Lets good news go when its time is over.
    pub fn ticked(&mut self) {
        self.shown.retain(|said| match said.kind {
            Kind::Done(at) => at.elapsed() < STAYS,
            Kind::Failed => true,
        });
    }

    /// As parts of the window.
    pub fn view(&self) -> impl Iterator<Item = Toast<'_, Message>> {
        self.shown.iter().map(|said| match said.kind {
            Kind::Done(_) => toast::done(said.words.as_str()),
            Kind::Failed => toast::failed(said.words.as_str())
                .action(button::quiet("Dismiss").on_press(Message::ToastPressed(said.number))),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(toasts: &Toasts) -> Vec<&str> {
        toasts
            .shown
            .iter()
            .map(|said| said.words.as_str())
            .collect()
    }

    #[test]
    fn a_failure_stays_and_is_said_once() {
        let mut toasts = Toasts::default();
        toasts.warn(&Failure::NoBook);
        toasts.say(String::from("Saved"));
        toasts.warn(&Failure::NoBook);
        toasts.ticked();
        assert_eq!(words(&toasts), ["Saved", "No book is open."]);
        let number = toasts.shown[1].number;
        toasts.drop(number);
        assert_eq!(words(&toasts), ["Saved"]);
    }

    #[test]
    fn no_more_show_than_fit() {
        let mut toasts = Toasts::default();
        for number in 0..10 {
            toasts.say(number.to_string());
        }
        assert_eq!(words(&toasts), ["6", "7", "8", "9"]);
    }
}
