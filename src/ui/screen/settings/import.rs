//! Bringing lists in from files: fees, payers, diagnoses, services. It must not know how a file is read.

use std::fs::File;
use std::io::BufReader;
use std::path::PathBuf;

use iced::widget::{column, container, row};
use iced::{Center, Element, Task};

use crate::office::{Imported, Office, OfficeError, Progress};
use crate::ui::files::{self, Files};
use crate::ui::icon;
use crate::ui::spacing::space as gap;
use crate::ui::theme::Tone;
use crate::ui::widget::{button, notice, page, panel, progress, words};
use crate::ui::worker::{Cancel, Failure, Step, Worker};

/// How many refused lines show.
const SHOWN: usize = 100;

/// What can be brought in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum List {
    /// A fee schedule.
    Fees,
    /// Payers.
    Payers,
    /// The yearly ICD-10-CM list.
    Diagnoses,
    /// The quarterly HCPCS list.
    Services,
}

impl List {
    const fn words(self) -> &'static str {
        match self {
            Self::Fees => "Fee schedule",
            Self::Payers => "Payers",
            Self::Diagnoses => "ICD-10-CM diagnoses",
            Self::Services => "HCPCS services",
        }
    }

    /// What the file is.
    const fn about(self) -> &'static str {
        match self {
            Self::Fees => "CSV with code, modifier, description, fee and the first day",
            Self::Payers => "CSV with name, payer ID, kind and days to file",
            Self::Diagnoses => "The order file that CMS publishes each October",
            Self::Services => "The list that CMS publishes each quarter",
        }
    }

    const fn kind(self) -> files::Kind {
        match self {
            Self::Fees | Self::Payers => files::CSV,
            Self::Diagnoses | Self::Services => files::TEXT,
        }
    }

    fn take(
        self,
        office: &mut Office,
        path: &PathBuf,
        progress: Progress<'_>,
    ) -> Result<Imported, OfficeError> {
        let file = File::open(path).map_err(|source| OfficeError::File {
            task: "read the list",
            source,
        })?;
        let file = BufReader::new(file);
        match self {
            Self::Fees => office.import_fees(file, progress),
            Self::Payers => office.import_payers(file, progress),
            Self::Diagnoses => office.import_icd10(file, progress),
            Self::Services => office.import_hcpcs(file, progress),
        }
    }
}

/// What became of the last file.
#[derive(Default)]
pub struct Import {
    state: State,
}

#[derive(Default)]
enum State {
    #[default]
    Nothing,
    Going {
        list: List,
        done: u64,
        total: u64,
        cancel: Cancel,
    },
    Done(List, Imported),
    Failed(String),
}

/// What happened.
#[derive(Clone, Debug)]
pub enum Message {
    /// A list shall be brought in.
    ListPressed(List),
    /// From that file, or none.
    FileChosen(List, Option<PathBuf>),
    /// It goes on, or it ended.
    Stepped(List, Step<Imported>),
    /// It shall stop.
    CancelPressed,
    /// What became of it was read.
    ClosePressed,
}

impl Import {
    /// Takes in what happened; gives whether something was taken in, so that lists must be read again.
    pub fn update(
        &mut self,
        worker: &Worker,
        files: &Files,
        message: Message,
    ) -> (Task<Message>, bool) {
        match message {
            Message::ListPressed(list) => {
                let title = format!("Bring in: {}", list.words());
                let chosen = move |path| Message::FileChosen(list, path);
                return (files.file(&title, list.kind(), chosen), false);
            }
            Message::FileChosen(_, None) => {}
            Message::FileChosen(list, Some(path)) => {
                let (task, cancel) = worker.ask_long(
                    move |office, progress| list.take(office, &path, progress),
                    move |step| Message::Stepped(list, step),
                );
                self.state = State::Going {
                    list,
                    done: 0,
                    total: 0,
                    cancel,
                };
                return (task, false);
            }
            Message::Stepped(_, Step::Going { done, total }) => self.went(done, total),
            Message::Stepped(list, Step::Done(Ok(imported))) => {
                self.state = State::Done(list, imported);
                return (Task::none(), true);
            }
            Message::Stepped(_, Step::Done(Err(failure))) => self.failed(&failure),
            Message::CancelPressed => {
                if let State::Going { cancel, .. } = &self.state {
                    cancel.now();
                }
            }
            Message::ClosePressed => self.state = State::Nothing,
        }
        (Task::none(), false)
    }

    fn went(&mut self, now: u64, of: u64) {
        if let State::Going { done, total, .. } = &mut self.state {
            (*done, *total) = (now, of);
        }
    }

    fn failed(&mut self, failure: &Failure) {
        self.state = match failure {
            Failure::Office(error) if matches!(**error, OfficeError::Stopped) => State::Nothing,
            other => State::Failed(other.words()),
        };
    }

    /// Draws the lists that can be brought in, and what became of the last.
    pub fn view<'a>(&'a self, lists: &[List]) -> Element<'a, Message> {
        let is_going = matches!(self.state, State::Going { .. });
        let rows = lists.iter().map(|list| {
            let press = (!is_going).then_some(Message::ListPressed(*list));
            row![
                column![words::body(list.words()), words::note(list.about())].width(iced::Fill),
                button::plain("Choose file")
                    .icon(icon::IMPORT)
                    .compact()
                    .on_press_maybe(press),
            ]
            .spacing(gap::S)
            .align_y(Center)
            .into()
        });
        column![panel::section(
            "Bring in a list",
            "nothing is sent anywhere"
        )]
        .extend(rows)
        .push(self.outcome())
        .spacing(gap::M)
        .into()
    }

    /// What became of the last file.
    pub fn outcome(&self) -> Option<Element<'_, Message>> {
        Some(match &self.state {
            State::Nothing => return None,
            State::Going {
                list, done, total, ..
            } => {
                let count = |count: &u64| usize::try_from(*count).unwrap_or(usize::MAX);
                progress::progress(
                    format!("{}: {done} of {total} lines", list.words()),
                    count(done),
                    count(total),
                    Some(Message::CancelPressed),
                )
            }
            State::Done(list, imported) => done(*list, imported),
            State::Failed(words) => notice::notice(
                Tone::Bad,
                words.as_str(),
                Some(button::quiet("Dismiss").on_press(Message::ClosePressed)),
            ),
        })
    }
}

/// What was taken, and which lines were not and why.
fn done(list: List, imported: &Imported) -> Element<'_, Message> {
    let tone = if imported.refused_count == 0 {
        Tone::Good
    } else {
        Tone::Attention
    };
    let taken = match imported.taken {
        1 => String::from("1 line taken in"),
        taken => format!("{taken} lines taken in"),
    };
    let words = match imported.refused_count {
        0 => format!("{}: {taken}", list.words()),
        refused => format!("{}: {taken}, {refused} not", list.words()),
    };
    let head = notice::notice(
        tone,
        words,
        Some(button::quiet("Dismiss").on_press(Message::ClosePressed)),
    );
    let lines = imported.refused.iter().take(SHOWN).map(|(line, why)| {
        row![
            words::label(format!("Line {line}")).width(80),
            words::dense(why.as_str()).width(iced::Fill),
        ]
        .spacing(gap::S)
        .into()
    });
    let refused = (!imported.refused.is_empty())
        .then(|| container(page::scroll(column(lines).spacing(gap::XS))).max_height(240));
    column![head, refused].spacing(gap::S).into()
}
