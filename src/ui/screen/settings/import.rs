//! Bringing lists in from files: fees, payers, diagnoses, services, what claims are held against. It must not know
//! how a file is read.

use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};

use iced::widget::{column, container, row};
use iced::{Center, Element, Task};

use crate::domain::codeset::release;
use crate::domain::tables::Kind;
use crate::domain::typed::show_date;
use crate::office::{CodeListRow, Imported, ListFile, LookedAt, Office, OfficeError, Progress};
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
    /// What payers agreed to pay.
    Contracts,
    /// NCCI's code pairs.
    Pairs,
    /// Medically unlikely units.
    Limits,
    /// NCCI's add-on codes.
    AddOns,
    /// The fee schedule's days of surgery, parts and sides.
    Schedule,
}

impl List {
    /// What claims are held against.
    pub const HELD_AGAINST: [Self; 4] = [Self::Pairs, Self::Limits, Self::AddOns, Self::Schedule];

    /// The list as the book knows it; none for the practice's own.
    const fn held_as(self) -> Option<Kind> {
        match self {
            Self::Pairs => Some(Kind::Pairs),
            Self::Limits => Some(Kind::Limits),
            Self::AddOns => Some(Kind::AddOns),
            Self::Schedule => Some(Kind::Services),
            Self::Diagnoses => Some(Kind::Diagnoses),
            Self::Services => Some(Kind::LevelTwo),
            Self::Fees | Self::Payers | Self::Contracts => None,
        }
    }

    /// Whether findings depend on it.
    const fn changes_findings(self) -> bool {
        self.held_as().is_some() || matches!(self, Self::Contracts)
    }

    const fn words(self) -> &'static str {
        match self {
            Self::Fees => "Fee schedule",
            Self::Payers => "Payers",
            Self::Diagnoses => "ICD-10-CM diagnoses",
            Self::Services => "HCPCS services",
            Self::Contracts => "Contracted fees",
            Self::Pairs => "NCCI code pairs",
            Self::Limits => "Medically unlikely units (MUE)",
            Self::AddOns => "NCCI add-on codes",
            Self::Schedule => "Medicare fee schedule (RVU)",
        }
    }

    /// What the file is.
    const fn about(self) -> &'static str {
        match self {
            Self::Fees => "CSV with code, modifier, description, fee and the first day",
            Self::Payers => "CSV with name, payer ID, kind and days to file",
            Self::Diagnoses => "The order file that CMS publishes each October",
            Self::Services => "The list that CMS publishes each quarter",
            Self::Contracts => "CSV with payer, code, modifier, effective and allowed",
            Self::Pairs => "Practitioner PTP text; choose f1, the other parts beside it come too",
            Self::Limits => "MUE CSV for practitioners",
            Self::AddOns => "AOC text",
            Self::Schedule => "PPRRVU CSV: days of surgery, parts, sides",
        }
    }

    const fn kind(self) -> files::Kind {
        match self {
            Self::Diagnoses | Self::Services | Self::Pairs => files::TEXT,
            Self::Fees
            | Self::Payers
            | Self::Contracts
            | Self::Limits
            | Self::AddOns
            | Self::Schedule => files::CSV,
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
            Self::Contracts => office.import_contract_fees(file, progress),
            Self::Services => office.import_hcpcs(file, progress),
            Self::Diagnoses => {
                let name = path.file_name().unwrap_or_default().to_string_lossy();
                let from = release::day_of(Kind::Diagnoses, &name);
                office.import_icd10_from(file, from, progress)
            }
            Self::Pairs => list(office, Kind::Pairs, path, progress),
            Self::Limits => list(office, Kind::Limits, path, progress),
            Self::AddOns => list(office, Kind::AddOns, path, progress),
            Self::Schedule => list(office, Kind::Services, path, progress),
        }
    }
}

/// Takes in a list that claims are held against, with the files beside it that belong to it.
fn list(
    office: &mut Office,
    kind: Kind,
    path: &Path,
    progress: Progress<'_>,
) -> Result<Imported, OfficeError> {
    let files = ListFile::open_all(kind, path)?;
    office.import_code_list(kind, files, None, progress)
}

/// What became of the last file.
#[derive(Default)]
pub struct Import {
    state: State,
    held: Vec<CodeListRow>,
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
    /// It is taken in, and the claims that wait are looked at with it.
    Looking {
        list: List,
        imported: Imported,
        done: u64,
        total: u64,
        cancel: Cancel,
    },
    Done(List, Imported, Option<LookedAt>),
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
    /// So many claims were looked at with it.
    Looked(Step<LookedAt>),
    /// It shall stop.
    CancelPressed,
    /// What became of it was read.
    ClosePressed,
    /// The lists that claims are held against were read.
    Held(Result<Vec<CodeListRow>, Failure>),
}

/// Asks which lists claims are held against.
pub fn held(worker: &Worker) -> Task<Message> {
    worker.ask(|office| office.code_lists(), Message::Held)
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
            // Without an answer the lists can still be brought in; only what is there is not told.
            Message::FileChosen(_, None) | Message::Held(Err(_)) => {}
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
            Message::Stepped(_, Step::Going { done, total })
            | Message::Looked(Step::Going { done, total }) => self.went(done, total),
            Message::Stepped(list, Step::Done(Ok(imported))) => {
                return (self.taken(worker, list, imported), true);
            }
            Message::Looked(Step::Done(looked)) => {
                if let State::Looking { list, imported, .. } = std::mem::take(&mut self.state) {
                    // Where it was stopped, claims are looked at when they are scrubbed next.
                    self.state = State::Done(list, imported, looked.ok());
                }
            }
            Message::Stepped(_, Step::Done(Err(failure))) => self.failed(&failure),
            Message::CancelPressed => {
                if let State::Going { cancel, .. } | State::Looking { cancel, .. } = &self.state {
                    cancel.now();
                }
            }
            Message::ClosePressed => self.state = State::Nothing,
            Message::Held(Ok(held)) => self.held = held,
        }
        (Task::none(), false)
    }

    /// What claims are held against has changed: those that wait are looked at again.
    fn taken(&mut self, worker: &Worker, list: List, imported: Imported) -> Task<Message> {
        if imported.taken == 0 || !list.changes_findings() {
            self.state = State::Done(list, imported, None);
            return Task::none();
        }
        let look = |office: &mut Office, progress: Progress<'_>| office.look_at_waiting(progress);
        let (task, cancel) = worker.ask_long(look, Message::Looked);
        self.state = State::Looking {
            list,
            imported,
            done: 0,
            total: 0,
            cancel,
        };
        task
    }

    fn went(&mut self, now: u64, of: u64) {
        if let State::Going { done, total, .. } | State::Looking { done, total, .. } =
            &mut self.state
        {
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
        let is_going = matches!(self.state, State::Going { .. } | State::Looking { .. });
        let rows = lists.iter().map(|list| {
            let press = (!is_going).then_some(Message::ListPressed(*list));
            row![
                column![
                    words::body(list.words()),
                    words::note(self.told(*list).unwrap_or_else(|| list.about().to_owned())),
                ]
                .width(iced::Fill),
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

    /// From when the newest release of a list holds, and how much is in it.
    fn told(&self, list: List) -> Option<String> {
        let kind = list.held_as()?;
        let of_kind = || self.held.iter().filter(|row| row.kind == kind);
        let newest = of_kind().map(|row| row.effective_on).max()?;
        let records = of_kind()
            .filter(|row| row.effective_on == newest)
            .fold(0_u32, |sum, row| sum.saturating_add(row.records));
        let lines = match records {
            1 => String::from("1 line"),
            many => format!("{many} lines"),
        };
        Some(format!("Holds from {}, {lines}", show_date(newest)))
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
            State::Looking { done, total, .. } => {
                let count = |count: &u64| usize::try_from(*count).unwrap_or(usize::MAX);
                progress::progress(
                    format!("Looking again at claims: {done} of {total}"),
                    count(done),
                    count(total),
                    Some(Message::CancelPressed),
                )
            }
            State::Done(list, imported, looked) => done(*list, imported, *looked),
            State::Failed(words) => notice::notice(
                Tone::Bad,
                words.as_str(),
                Some(button::quiet("Dismiss").on_press(Message::ClosePressed)),
            ),
        })
    }
}

/// What was taken, and which lines were not and why.
fn done(list: List, imported: &Imported, looked: Option<LookedAt>) -> Element<'_, Message> {
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
    let looked = looked
        .filter(|looked| looked.claims > 0)
        .map(|looked| words::note(looked_words(looked)));
    column![head, looked, refused].spacing(gap::S).into()
}

/// What looking again came to.
fn looked_words(looked: LookedAt) -> String {
    let claims = match looked.claims {
        1 => String::from("1 claim that waits was looked at again"),
        many => format!("{many} claims that wait were looked at again"),
    };
    match (looked.held, looked.ready) {
        (0, 0) => format!("{claims}; nothing changed."),
        (held, ready) => format!("{claims}: {held} held now, {ready} ready now."),
    }
}
