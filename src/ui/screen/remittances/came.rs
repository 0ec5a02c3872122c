//! Taking files of remittances in: one that is chosen or let fall on the window, or all that came into the folders of
//! receivers, with how far that is and a way to stop. It must not know how a file is read.

use std::path::Path;
use std::sync::Arc;

use iced::widget::{column, container};
use iced::{Element, Fill, Task};

use super::{Message, Remittances, TABLE};
use crate::office::{AnswerFile, OfficeError, Received};
use crate::ui::context::Context;
use crate::ui::place::{Action, Place};
use crate::ui::spacing::space as gap;
use crate::ui::theme::Tone;
use crate::ui::widget::progress::progress;
use crate::ui::widget::{button, focus, notice};
use crate::ui::worker::{Cancel, Step};

/// How far the work is.
pub struct Taking {
    done: u64,
    total: u64,
    cancel: Cancel,
}

/// Looks which files in the folders of receivers are remittances.
pub(super) fn look_around(context: &Context) -> Task<Message> {
    context.worker.ask(
        |office| Ok(office.waiting_answers()?.remittances),
        Message::WaitingRead,
    )
}

impl Remittances {
    /// What has to do with new files.
    pub(super) fn coming(&mut self, context: &Context, message: Message) -> Action<Message> {
        match message {
            Message::FileChosen(Some(path)) => self.take(context, move || Ok(vec![read(&path)?])),
            Message::WaitingRead(Ok(files)) => {
                self.waiting = files;
                Action::None
            }
            Message::WaitingPressed if !self.waiting.is_empty() => {
                let files = std::mem::take(&mut self.waiting);
                self.take(context, move || Ok(files))
            }
            Message::Taken(step) => self.taken(context, *step),
            Message::StopPressed => {
                if let Some(taking) = &self.taking {
                    taking.cancel.now();
                }
                Action::None
            }
            _ => Action::None,
        }
    }

    fn take(
        &mut self,
        context: &Context,
        read: impl FnOnce() -> Result<Vec<AnswerFile>, OfficeError> + Send + 'static,
    ) -> Action<Message> {
        if self.taking.is_some() {
            return Action::None;
        }
        let (task, cancel) = context.worker.ask_long(
            move |office, progress| {
                let mut received = Vec::new();
                for file in read()? {
                    received.push(office.take_remittances(&file.name, &file.bytes, progress)?);
                }
                Ok(received)
            },
            |step| Message::Taken(Box::new(step)),
        );
        self.taking = Some(Taking {
            done: 0,
            total: 0,
            cancel,
        });
        Action::Run(task)
    }

    fn taken(&mut self, context: &Context, step: Step<Vec<Received>>) -> Action<Message> {
        match step {
            Step::Going { done, total } => {
                if let Some(taking) = &mut self.taking {
                    (taking.done, taking.total) = (done, total);
                }
                Action::None
            }
            Step::Done(Ok(received)) => {
                self.taking = None;
                let parts = || received.iter().flat_map(|file| &file.parts);
                if let Some(first) = parts().next() {
                    self.chosen = Some(first.row.id);
                }
                let words = told(&received);
                // One remittance that waits is what one came for.
                let mut all = parts();
                if let (Some(only), None) = (all.next(), all.next()) {
                    return Action::SayAndGo(words, Place::Remittance(only.row.id, None));
                }
                let tasks = [self.list(context), look_around(context), focus::on(TABLE)];
                Action::Say(words, Task::batch(tasks))
            }
            Step::Done(Err(failure)) => {
                self.taking = None;
                Action::Warn(failure)
            }
        }
    }

    /// What came, and how far the work is.
    pub(super) fn came(&self) -> Option<Element<'_, Message>> {
        let shown: Element<'_, Message> = if let Some(taking) = &self.taking {
            let count = |count: u64| usize::try_from(count).unwrap_or(usize::MAX);
            let words = match taking.total {
                0 => String::from("Reading"),
                total => format!("Reading remittances, {} of {total}", taking.done),
            };
            progress(
                words,
                count(taking.done),
                count(taking.total),
                Some(Message::StopPressed),
            )
        } else {
            let words = match self.waiting.len() {
                0 => return None,
                1 => String::from("1 file of remittances came and is not taken in yet."),
                more => format!("{more} files of remittances came and are not taken in yet."),
            };
            let take = button::primary("Take in what came")
                .key("T")
                .on_press(Message::WaitingPressed);
            notice::notice(Tone::Sent, words, Some(take))
        };
        let shown = container(column![shown]).padding(gap::M).width(Fill);
        Some(shown.into())
    }
}

/// Reads the file that was chosen.
fn read(path: &Path) -> Result<AnswerFile, OfficeError> {
    let bytes = std::fs::read(path).map_err(|source| OfficeError::File {
        task: "read the file",
        source,
    })?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    Ok(AnswerFile {
        name: name.into_owned(),
        bytes: Arc::new(bytes),
    })
}

/// What was taken in, in a sentence.
fn told(received: &[Received]) -> String {
    let parts = || received.iter().flat_map(|file| &file.parts);
    let new = parts().filter(|part| !part.is_known).count();
    let known = parts().count().saturating_sub(new);
    let many = |count: usize| match count {
        1 => String::from("1 remittance"),
        more => format!("{more} remittances"),
    };
    match (new, known) {
        (0, 1) => parts().next().map_or_else(String::new, |part| {
            format!(
                "Remittance {} was taken in before: {}. Nothing to do.",
                part.row.trace,
                part.row.standing.words().to_lowercase()
            )
        }),
        (0, known) => format!("{} were taken in before. Nothing to do.", many(known)),
        (new, 0) => format!("Taken in: {}.", many(new)),
        (new, known) => format!("Taken in: {}; {known} were here already.", many(new)),
    }
}
