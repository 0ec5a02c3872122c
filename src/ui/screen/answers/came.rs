//! Files that came by themselves, into the folders of receivers: how many can be taken in, and what is wrong with the
//! others. It must not know how a file is taken in.

use iced::widget::{column, container};
use iced::{Element, Fill, Task};

use super::{Answers, Message};
use crate::office::Office;
use crate::ui::context::Context;
use crate::ui::spacing::space as gap;
use crate::ui::theme::Tone;
use crate::ui::widget::{button, notice, words};

/// How many files that are left alone are named.
const PROBLEMS: usize = 5;

/// Looks what lies in the folders of receivers.
pub(super) fn look_around(context: &Context) -> Task<Message> {
    context
        .worker
        .ask(Office::waiting_answers, Message::WaitingRead)
}

impl Answers {
    /// What lies in the folders of receivers, and what is wrong there.
    pub(super) fn came(&self) -> Option<Element<'_, Message>> {
        let ready = self.waiting.files.iter().filter(|one| one.file.is_ok());
        let told = match ready.count() {
            0 => None,
            1 => Some(String::from("1 file came and is not taken in yet.")),
            more => Some(format!("{more} files came and are not taken in yet.")),
        };
        let told = told.map(|told| {
            let look = button::primary("Look at what came")
                .key("T")
                .on_press(Message::WaitingPressed);
            notice::notice(Tone::Sent, told, Some(look))
        });
        let problems = self.waiting.problems();
        let unread = self.waiting.unread.iter();
        let mut wrong: Vec<String> = unread
            .map(|(receiver, why)| format!("The folder of {receiver} cannot be read: {why}."))
            .collect();
        wrong.extend(
            problems
                .iter()
                .take(PROBLEMS)
                .map(|(name, why)| format!("{name} is left alone: {why}.")),
        );
        let more = problems.len().saturating_sub(PROBLEMS);
        if more > 0 {
            wrong.push(format!("{more} more are left alone."));
        }
        if self.waiting.left_out > 0 {
            let older = self.waiting.left_out;
            wrong.push(format!("{older} older files there were not looked at."));
        }
        if told.is_none() && wrong.is_empty() {
            return None;
        }
        let wrong = wrong.into_iter().map(|line| words::note(line).into());
        let shown = column![].push(told).extend(wrong).spacing(gap::XS);
        Some(container(shown).padding(gap::M).width(Fill).into())
    }
}
