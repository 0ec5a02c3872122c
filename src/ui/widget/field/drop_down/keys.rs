//! The keys of a list, open and closed. It must not know how the list is drawn.

use iced::advanced::Shell;
use iced::keyboard::key::Named;

use super::menu::MOST_ROWS;
use super::{DropDown, Mode, State};
use crate::ui::widget::focus::KeyPress;

/// Letters typed one after another to find a label.
#[derive(Clone, Debug, Default)]
pub(super) struct Sought {
    letters: String,
    since: Option<iced::time::Instant>,
}

impl Sought {
    /// The first label that begins with what was typed within the last second.
    fn find(&mut self, letter: char, labels: &[String]) -> Option<usize> {
        let now = iced::time::Instant::now();
        let is_late = self
            .since
            .is_none_or(|since| now.duration_since(since).as_millis() > 1_000);
        if is_late {
            self.letters.clear();
        }
        self.since = Some(now);
        self.letters.extend(letter.to_lowercase());
        labels
            .iter()
            .position(|label| label.to_lowercase().starts_with(&self.letters))
    }
}

/// Whether a key that the control took changed its text.
pub(super) fn edits(press: &KeyPress<'_>) -> bool {
    press.typed.is_some() || press.is(Named::Backspace) || press.is(Named::Delete)
}

impl<Message: Clone> DropDown<'_, Message> {
    /// Hears a key before the control does; gives whether it was taken.
    pub(super) fn key(
        &self,
        press: &KeyPress<'_>,
        state: &mut State,
        shell: &mut Shell<'_, Message>,
    ) -> bool {
        if press.modifiers.command() || press.modifiers.alt() {
            false
        } else if self.is_open(state) {
            self.open_key(press, state, shell)
        } else {
            self.closed_key(press, state, shell)
        }
    }

    fn closed_key(
        &self,
        press: &KeyPress<'_>,
        state: &mut State,
        shell: &mut Shell<'_, Message>,
    ) -> bool {
        match &self.mode {
            Mode::Typing { .. } if press.is(Named::ArrowDown) => {
                state.open_at(0);
                self.is_open(state)
            }
            Mode::Typing { .. } => false,
            Mode::Choosing { chosen, .. }
                if [Named::ArrowDown, Named::ArrowUp, Named::Space, Named::Enter]
                    .into_iter()
                    .any(|named| press.is(named)) =>
            {
                state.open_at(chosen.unwrap_or(0));
                true
            }
            Mode::Choosing { labels, .. } => {
                let Some(letter) = press.typed else {
                    return false;
                };
                if let Some(at) = state.sought.find(letter, labels) {
                    self.say(at, shell);
                }
                true
            }
        }
    }

    fn open_key(
        &self,
        press: &KeyPress<'_>,
        state: &mut State,
        shell: &mut Shell<'_, Message>,
    ) -> bool {
        if press.is(Named::Escape) {
            state.open = false;
            return true;
        }
        if press.is(Named::Tab) {
            // Tab leaves; a list of choices is taken along, a look-up is not.
            if matches!(self.mode, Mode::Choosing { .. }) {
                self.say(state.at, shell);
            }
            state.open = false;
            return false;
        }
        if self.rows.is_empty() {
            return false;
        }
        if let Some(by) = step(press) {
            let last = self.rows.len().saturating_sub(1);
            state.go(state.at.min(last).saturating_add_signed(by).min(last));
            return true;
        }
        match &self.mode {
            Mode::Typing { is_fresh } => {
                if !press.is(Named::Enter) {
                    return false;
                }
                state.open = false;
                // What stands first may not be what was typed last.
                let takes = is_fresh();
                if takes {
                    self.say(state.at, shell);
                }
                takes
            }
            Mode::Choosing { .. } if press.is(Named::Enter) || press.is(Named::Space) => {
                state.open = false;
                self.say(state.at, shell);
                true
            }
            Mode::Choosing { labels, .. } => {
                let found = press
                    .typed
                    .and_then(|letter| state.sought.find(letter, labels));
                if let Some(at) = found {
                    state.go(at);
                }
                press.typed.is_some()
            }
        }
    }

    fn say(&self, at: usize, shell: &mut Shell<'_, Message>) {
        if let Some(message) = (self.on_take)(at) {
            shell.publish(message);
        }
    }
}

/// By how many rows a key moves.
fn step(press: &KeyPress<'_>) -> Option<isize> {
    let page = isize::try_from(MOST_ROWS).unwrap_or(1);
    [
        (Named::ArrowDown, 1),
        (Named::ArrowUp, -1),
        (Named::PageDown, page),
        (Named::PageUp, page.saturating_neg()),
    ]
    .into_iter()
    .find_map(|(named, by)| press.is(named).then_some(by))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_add_up_to_a_word() {
        let labels = ["Corwin", "Meridian", "Medicaid"].map(str::to_owned);
        let mut sought = Sought::default();
        assert_eq!(sought.find('m', &labels), Some(1));
        assert_eq!(sought.find('e', &labels), Some(1));
        assert_eq!(sought.find('D', &labels), Some(2));
        assert_eq!(sought.find('x', &labels), None);
    }
}
