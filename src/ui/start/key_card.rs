//! A recovery key that was just made: shown once, printed or saved, and proven to be kept by typing a group back. It
//! must not know which book it opens but by name.

use std::path::PathBuf;

use chrono::NaiveDate;
use iced::widget::{column, container, row, space};
use iced::{Center, Element, Fill, Task};
use zeroize::Zeroizing;

use crate::office::{RecoveryKey, recovery_sheet, save_file};
use crate::ui::files::{self, Files};
use crate::ui::icon;
use crate::ui::spacing::space as gap;
use crate::ui::theme;
use crate::ui::widget::{button, check_box, field, focus, words};
use crate::ui::worker::{Failure, Worker};

const KEPT: &str = "recovery key kept";
const THIRD: &str = "third group";
/// Which group is typed back, from 0.
const ASKED: usize = 2;

/// The key, and how far its proof is.
pub struct KeyCard {
    key: RecoveryKey,
    groups: Zeroizing<Vec<String>>,
    book: String,
    is_kept: bool,
    third: String,
    third_left: bool,
    said: Option<Result<&'static str, String>>,
}

/// What happened.
#[derive(Clone, Debug)]
pub enum Message {
    /// The key shall be shown as a page, to be printed.
    PrintPressed,
    /// It was, or not.
    Printed(Result<(), Failure>),
    /// The page shall be saved.
    SavePressed,
    /// Under that name.
    SaveChosen(Option<PathBuf>),
    /// It was, or not.
    Saved(Result<(), Failure>),
    /// The box was ticked, or not any more.
    KeptToggled(bool),
    /// The third group was typed.
    ThirdEdited(String),
    /// And left.
    ThirdLeft,
}

/// What the card is lent.
pub struct Hands<'a> {
    /// The records thread.
    pub worker: &'a Worker,
    /// Dialogs and viewers.
    pub files: &'a Files,
    /// The day on the sheet.
    pub today: NaiveDate,
}

impl KeyCard {
    /// A new key of the book called `book`.
    pub fn new(key: RecoveryKey, book: String) -> Self {
        Self {
            groups: key.groups(),
            key,
            book,
            is_kept: false,
            third: String::new(),
            third_left: false,
            said: None,
        }
    }

    /// Whether it was proven that the key is kept.
    pub fn is_proven(&self) -> bool {
        self.is_kept && self.is_right()
    }

    /// Goes to the first thing to do.
    pub fn start<M: Send + 'static>() -> Task<M> {
        focus::on(KEPT)
    }

    /// Goes to what is still missing.
    pub fn seek_what_is_missing<M: Send + 'static>(&mut self) -> Task<M> {
        if self.is_kept {
            self.third_left = true;
            focus::on(THIRD)
        } else {
            focus::on(KEPT)
        }
    }

    /// Takes in what happened.
    pub fn update(&mut self, hands: &Hands<'_>, message: Message) -> Task<Message> {
        match message {
            Message::PrintPressed => return self.print(hands),
            Message::SavePressed => {
                let title = "Save the recovery key";
                let name = "recovery-key.pdf";
                return hands
                    .files
                    .save(title, name, files::PDF, Message::SaveChosen);
            }
            Message::SaveChosen(None) => {}
            Message::SaveChosen(Some(path)) => return self.save(hands, path),
            Message::Printed(done) => self.say(done, "Opened, to be printed."),
            Message::Saved(done) => self.say(done, "Saved. Take it away from this computer."),
            Message::KeptToggled(is_kept) => self.is_kept = is_kept,
            Message::ThirdEdited(text) => self.third = text,
            Message::ThirdLeft => self.third_left = true,
        }
        Task::none()
    }

    fn say(&mut self, done: Result<(), Failure>, words: &'static str) {
        self.said = Some(done.map(|()| words).map_err(|failure| failure.words()));
    }

    fn print(&self, hands: &Hands<'_>) -> Task<Message> {
        match recovery_sheet(&self.book, &self.key, hands.today) {
            Ok(page) => {
                hands
                    .files
                    .view_pages(hands.worker, "recovery-key.pdf", page, Message::Printed)
            }
            Err(error) => Task::done(Message::Printed(Err(error.into()))),
        }
    }

    fn save(&self, hands: &Hands<'_>, path: PathBuf) -> Task<Message> {
        let (book, key, today) = (self.book.clone(), self.key.clone(), hands.today);
        let saved = hands.worker.change(move |_| {
            let page = recovery_sheet(&book, &key, today)?;
            save_file(&path, &page)
        });
        Task::perform(saved, Message::Saved)
    }

    /// Draws it: its head with the ways to keep it, the groups, the proof.
    pub fn view(&self) -> Element<'_, Message> {
        let print = button::plain("Print")
            .icon(icon::PRINT)
            .key("Ctrl P")
            .on_press(Message::PrintPressed);
        let save = button::plain("Save a copy")
            .icon(icon::USB)
            .on_press(Message::SavePressed);
        let head = row![title(), space::horizontal(), print, save]
            .spacing(gap::S)
            .align_y(Center);
        column![head, shown(&self.groups), self.said(), self.proof()]
            .spacing(gap::M)
            .into()
    }

    fn is_right(&self) -> bool {
        self.groups
            .get(ASKED)
            .is_some_and(|group| plain(&self.third) == plain(group))
    }

    /// What became of printing or saving.
    fn said(&self) -> Option<Element<'_, Message>> {
        Some(match self.said.as_ref()? {
            Ok(words) => words::label(*words).into(),
            Err(words) => field::error(words.as_str()),
        })
    }

    fn proof(&self) -> Element<'_, Message> {
        let kept = check_box::check_box(
            "Printed, and kept away from this computer",
            self.is_kept,
            Message::KeptToggled,
        )
        .id(KEPT);
        let third = field::text("", &self.third, Message::ThirdEdited)
            .id(THIRD)
            .on_leave(Message::ThirdLeft)
            .width(120);
        let verdict: Option<Element<'_, Message>> = if self.is_right() {
            let right = row![icon::of(icon::PAID, 14.0), words::dense("Right")]
                .spacing(gap::XS)
                .align_y(Center);
            let good = container(right)
                .style(|theme| container::Style::default().color(theme::tokens(theme).paid.ink));
            Some(good.into())
        } else if self.third_left && !self.third.is_empty() {
            Some(field::error("Not what the third group says."))
        } else {
            None
        };
        column![
            kept,
            words::note("To be sure, type the third group from the paper"),
            row![third, verdict].spacing(gap::S).align_y(Center),
        ]
        .spacing(gap::S)
        .into()
    }
}

/// What the key is, over the card or over the words that it comes later.
pub fn title<'a, M: 'a>() -> Element<'a, M> {
    column![
        words::section("Your recovery key"),
        words::muted("Opens the book if the passphrase is forgotten. Shown once."),
    ]
    .into()
}

/// The groups, four to a line, large enough to be copied by hand.
fn shown<'a>(groups: &[String]) -> Element<'a, Message> {
    let lines = groups.chunks(4).map(|four| {
        row(four.iter().map(|group| {
            container(words::figure(group.clone()))
                .center_x(Fill)
                .into()
        }))
        .into()
    });
    container(column(lines).spacing(gap::S))
        .padding([gap::L, gap::XL])
        .width(Fill)
        .style(|theme| container::Style {
            background: Some(theme::tokens(theme).canvas.into()),
            ..theme::card(theme)
        })
        .into()
}

/// What somebody copied from paper, as it was printed.
fn plain(text: &str) -> String {
    text.chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| match c.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_that_look_like_digits_are_read_as_digits() {
        assert_eq!(plain(" o1-lq "), "011Q");
    }
}
