//! What came back to claims: files of answers, what each says and does, and what fits nothing that was sent. A file is
//! shown with what it would do before it is taken in. It must not know how a file is read.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::Local;
use iced::widget::{column, container, row, space};
use iced::{Center, Element, Fill, Task};

use crate::domain::answer::{FileRow, KeptPart, Part, Verdict};
use crate::domain::claim::ClaimNumber;
use crate::domain::id::{AnswerFileId, AnswerPartId};
use crate::office::{AnswerFile, AnswerPlan, OfficeError, Refusal, WaitingAnswers};
use crate::ui::context::Context;
use crate::ui::files;
use crate::ui::icon;
use crate::ui::place::{Action, Ask, Place};
use crate::ui::spacing::space as gap;
use crate::ui::theme::{self, Tone};
use crate::ui::widget::data_table::{Cell, Column, cell, data_table};
use crate::ui::widget::key::{Hint, Press, hint};
use crate::ui::widget::pill::{self, Pill};
use crate::ui::widget::progress::progress;
use crate::ui::widget::{button, empty_state, focus, notice, page, panel, words};
use crate::ui::worker::{Cancel, Failure, Step};

mod came;
mod plan;

/// How many files and parts are listed.
const MOST: usize = 1_000;
/// The tables.
const TABLE: &str = "answers";
const PARTS: &str = "answer parts";

/// What the screen remembers.
pub struct Answers {
    rows: Vec<FileRow>,
    chosen: Option<AnswerFileId>,
    parts: Vec<KeptPart>,
    part: usize,
    is_read: bool,
    waiting: WaitingAnswers,
    taking: Taking,
}

/// How far a file is.
#[derive(Default)]
enum Taking {
    /// None is looked at.
    #[default]
    Not,
    /// It is read, or taken in.
    Going {
        done: u64,
        total: u64,
        cancel: Cancel,
    },
    /// What it would do is shown.
    Planned(Box<Planned>),
}

/// Files with what they would do.
#[derive(Clone, Debug)]
pub struct Planned {
    files: Vec<AnswerFile>,
    plans: Vec<AnswerPlan>,
    part: usize,
}

/// What happened.
#[derive(Clone, Debug)]
pub enum Message {
    /// The files were read.
    Listed(Result<Vec<FileRow>, Failure>),
    /// The parts of one were.
    PartsRead(AnswerFileId, Result<Vec<KeptPart>, Failure>),
    /// A file was chosen.
    RowSelected(usize),
    /// Its parts are to be gone through.
    RowOpened(usize),
    /// A part of it was chosen.
    PartSelected(usize),
    /// A part of it is to be opened: its claim, or the question which claim it is about.
    PartOpened(usize),
    /// Which claim an answer is about was typed.
    ClaimTyped(AnswerPartId, String),
    /// Which batch an answer about a whole file is about was typed.
    BatchTyped(AnswerPartId, String),
    /// An answer was matched, to so many claims, or not.
    Matched(Result<usize, Failure>),
    /// It was looked what lies in the folders of receivers.
    WaitingRead(Result<WaitingAnswers, Failure>),
    /// What lies there is to be looked at.
    WaitingPressed,
    /// A new file is to be looked at.
    ChoosePressed,
    /// That file, or none.
    FileChosen(Option<PathBuf>),
    /// How far the look at it is.
    Looked(Box<Step<Planned>>),
    /// The file that was looked at is to be taken in.
    TakePressed,
    /// How far that is.
    Taken(Box<Step<Vec<AnswerPlan>>>),
    /// The work is to stop.
    StopPressed,
    /// The file is not to be taken in.
    DropPressed,
    /// A part of the plan was chosen.
    PlanSelected(usize),
    /// A part of the plan is to be opened.
    PlanOpened(usize),
}

impl Answers {
    /// Opens the files of answers.
    pub fn open(context: &Context) -> (Self, Task<Message>) {
        let answers = Self {
            rows: Vec::new(),
            chosen: None,
            parts: Vec::new(),
            part: 0,
            is_read: false,
            waiting: WaitingAnswers::default(),
            taking: Taking::Not,
        };
        let tasks = [list(context), came::look_around(context), focus::on(TABLE)];
        (answers, Task::batch(tasks))
    }

    fn row(&self) -> Option<usize> {
        self.rows.iter().position(|row| Some(row.id) == self.chosen)
    }

    fn file(&self) -> Option<&FileRow> {
        self.rows.get(self.row()?)
    }

    fn read_parts(&self, context: &Context) -> Task<Message> {
        self.chosen.map_or_else(Task::none, |file| {
            context.worker.ask(
                move |office| office.answer_parts(file, MOST),
                move |parts| Message::PartsRead(file, parts),
            )
        })
    }

    /// Takes in what happened.
    pub fn update(&mut self, context: &Context, message: Message) -> Action<Message> {
        match message {
            Message::Listed(Ok(rows)) => {
                self.rows = rows;
                self.is_read = true;
                if self.row().is_none() {
                    self.chosen = self.rows.first().map(|row| row.id);
                }
                Action::Run(self.read_parts(context))
            }
            Message::PartsRead(file, Ok(parts)) => {
                if self.chosen == Some(file) {
                    // What needs somebody stands first.
                    self.part = parts.iter().position(KeptPart::is_unmatched).unwrap_or(0);
                    self.parts = parts;
                }
                Action::None
            }
            Message::Listed(Err(failure))
            | Message::PartsRead(_, Err(failure))
            | Message::WaitingRead(Err(failure))
            | Message::Matched(Err(failure)) => Action::Warn(failure),
            Message::WaitingRead(Ok(waiting)) => {
                self.waiting = waiting;
                Action::None
            }
            Message::RowSelected(at) => {
                self.chosen = self.rows.get(at).map(|row| row.id);
                self.parts.clear();
                Action::Run(self.read_parts(context))
            }
            Message::RowOpened(_) => Action::Run(focus::on(PARTS)),
            Message::PartSelected(at) => {
                self.part = at;
                Action::None
            }
            Message::PartOpened(at) => self.open_part(at),
            Message::ClaimTyped(part, typed) => match_to(context, part, typed),
            Message::BatchTyped(part, typed) => match_to_batch(context, part, typed),
            Message::Matched(Ok(claims)) => {
                let words = match claims {
                    1 => String::from("Matched to 1 claim."),
                    more => format!("Matched to {more} claims."),
                };
                Action::Say(words, list(context))
            }
            message => self.taking(context, message),
        }
    }

    /// What has to do with a new file.
    fn taking(&mut self, context: &Context, message: Message) -> Action<Message> {
        match message {
            Message::ChoosePressed => Action::Run(context.files.file(
                "Which file came back?",
                files::ANSWERS,
                Message::FileChosen,
            )),
            Message::FileChosen(Some(path)) => self.look(context, move || one_file(&path)),
            Message::WaitingPressed if matches!(self.taking, Taking::Not) => {
                let files = self.waiting.ready();
                if files.is_empty() {
                    return Action::None;
                }
                self.look(context, move || Ok(files))
            }
            Message::Looked(step) => self.looked(*step),
            Message::TakePressed => self.take(context),
            Message::Taken(step) => self.taken(context, *step),
            Message::StopPressed => {
                if let Taking::Going { cancel, .. } = &self.taking {
                    cancel.now();
                }
                Action::None
            }
            Message::DropPressed => {
                self.taking = Taking::Not;
                Action::Run(focus::on(TABLE))
            }
            Message::PlanSelected(at) => {
                if let Taking::Planned(planned) = &mut self.taking {
                    planned.part = at;
                }
                Action::None
            }
            Message::PlanOpened(at) => self.planned_part(at).map_or(Action::None, |part| {
                part.effects.first().map_or(Action::None, |effect| {
                    Action::Go(Place::Claim(effect.claim))
                })
            }),
            _ => Action::None,
        }
    }

    fn planned_part(&self, at: usize) -> Option<&Part> {
        match &self.taking {
            Taking::Planned(planned) => planned.part(at),
            Taking::Not | Taking::Going { .. } => None,
        }
    }

    fn open_part(&self, at: usize) -> Action<Message> {
        let Some(part) = self.parts.get(at) else {
            return Action::None;
        };
        if let Some(claim) = part.claim {
            return Action::Go(Place::Claim(claim));
        }
        let id = part.id;
        if !part.is_of_a_claim {
            return if part.is_unmatched() {
                Action::Ask(which_batch(part))
            } else {
                Action::None
            };
        }
        Action::Ask(Ask::reason(
            "Which claim is this about?",
            format!("{}. {}.", sentence(&part.about), part.words),
            "Match it",
            "Claim number",
            move |typed| Message::ClaimTyped(id, typed),
        ))
    }

    /// Reads files and says what they would do.
    fn look(
        &mut self,
        context: &Context,
        read: impl FnOnce() -> Result<Vec<AnswerFile>, OfficeError> + Send + 'static,
    ) -> Action<Message> {
        let (task, cancel) = context.worker.ask_long(
            move |office, progress| {
                let files = read()?;
                let plans = office.read_answer_files(&files, progress)?;
                Ok(Planned::of(files, plans))
            },
            |step| Message::Looked(Box::new(step)),
        );
        self.taking = Taking::Going {
            done: 0,
            total: 0,
            cancel,
        };
        Action::Run(task)
    }

    fn went(&mut self, now: u64, of: u64) -> Action<Message> {
        if let Taking::Going { done, total, .. } = &mut self.taking {
            (*done, *total) = (now, of);
        }
        Action::None
    }

    fn looked(&mut self, step: Step<Planned>) -> Action<Message> {
        match step {
            Step::Going { done, total } => self.went(done, total),
            Step::Done(Ok(planned)) => self.planned(planned),
            Step::Done(Err(failure)) => {
                self.taking = Taking::Not;
                Action::Warn(failure)
            }
        }
    }

    fn planned(&mut self, planned: Planned) -> Action<Message> {
        if let [plan] = planned.plans.as_slice()
            && let Some(earlier) = &plan.earlier
        {
            self.chosen = Some(earlier.id);
            let words = format!(
                "This file was taken in before, on {}, as {}.",
                when(earlier),
                earlier.name
            );
            self.taking = Taking::Not;
            return Action::Say(words, focus::on(TABLE));
        }
        self.taking = Taking::Planned(Box::new(planned));
        Action::Run(focus::on(plan::TABLE))
    }

    fn take(&mut self, context: &Context) -> Action<Message> {
        let Taking::Planned(planned) = &self.taking else {
            return Action::None;
        };
        let files = planned.files.clone();
        let (task, cancel) = context.worker.ask_long(
            move |office, progress| office.take_answer_files(&files, progress),
            |step| Message::Taken(Box::new(step)),
        );
        self.taking = Taking::Going {
            done: 0,
            total: 0,
            cancel,
        };
        Action::Run(task)
    }

    fn taken(&mut self, context: &Context, step: Step<Vec<AnswerPlan>>) -> Action<Message> {
        match step {
            Step::Going { done, total } => self.went(done, total),
            Step::Done(Ok(plans)) => {
                self.taking = Taking::Not;
                let newest = plans.last().and_then(|plan| plan.file);
                self.chosen = newest.or(self.chosen);
                let words = format!("Taken in: {}.", plan::does(&plans, true));
                let tasks = [list(context), came::look_around(context), focus::on(TABLE)];
                Action::Say(words, Task::batch(tasks))
            }
            Step::Done(Err(failure)) => {
                self.taking = Taking::Not;
                Action::Warn(failure)
            }
        }
    }

    /// A key nothing in the view had a use for.
    pub fn pressed(&mut self, context: &Context, press: &Press) -> Option<Action<Message>> {
        let is_planned = matches!(self.taking, Taking::Planned(_));
        let message = if press.is("O") {
            Message::ChoosePressed
        } else if press.is("T") && !is_planned {
            Message::WaitingPressed
        } else if press.is("Ctrl Enter") && is_planned {
            Message::TakePressed
        } else if press.is("Esc") && is_planned {
            Message::DropPressed
        } else if press.is("M") && !is_planned {
            Message::PartOpened(self.part)
        } else {
            return None;
        };
        Some(self.update(context, message))
    }

    /// What the keys do.
    pub fn keys(&self) -> Vec<Hint<'static>> {
        if matches!(self.taking, Taking::Planned(_)) {
            return vec![
                hint(&["Up", "Down"], "move"),
                hint(&["Enter"], "open the claim"),
                hint(&["Ctrl Enter"], "take in"),
                hint(&["Esc"], "not now"),
            ];
        }
        vec![
            hint(&["Up", "Down"], "move"),
            hint(&["Enter"], "go to its parts, open a claim"),
            hint(&["T"], "look at what came"),
            hint(&["O"], "take in a file"),
            hint(&["M"], "match to a claim or a batch"),
            hint(&["Esc"], "back"),
        ]
    }

    /// The right end of the top bar.
    pub fn actions<'a>(&'a self, _context: &'a Context) -> Vec<Element<'a, Message>> {
        match &self.taking {
            Taking::Planned(_) => vec![
                button::plain("Not now")
                    .key("Esc")
                    .on_press(Message::DropPressed)
                    .into(),
                button::primary("Take in")
                    .icon(icon::CHECK)
                    .key("Ctrl Enter")
                    .on_press(Message::TakePressed)
                    .into(),
            ],
            Taking::Not => vec![
                if self.waiting.ready().is_empty() {
                    button::primary("Take in a file")
                } else {
                    button::plain("Take in a file")
                }
                .icon(icon::IMPORT)
                .key("O")
                .on_press(Message::ChoosePressed)
                .into(),
            ],
            Taking::Going { .. } => Vec::new(),
        }
    }

    /// The work area.
    pub fn view<'a>(&'a self, _context: &'a Context) -> Element<'a, Message> {
        if let Taking::Planned(planned) = &self.taking {
            return planned.view();
        }
        let open: u32 = self.rows.iter().map(|row| row.unmatched).sum();
        let told = match open {
            0 => String::from("everything fits"),
            1 => String::from("1 answer fits nothing that was sent"),
            more => format!("{more} answers fit nothing that was sent"),
        };
        let going = match &self.taking {
            Taking::Going { done, total, .. } => {
                let count = |count: &u64| usize::try_from(*count).unwrap_or(usize::MAX);
                Some(progress(
                    format!("Reading answers, {done} of {total}"),
                    count(done),
                    count(total),
                    Some(Message::StopPressed),
                ))
            }
            Taking::Not | Taking::Planned(_) => None,
        };
        let head = page::toolbar(
            [
                words::dense("Answers").font(theme::SEMIBOLD).into(),
                words::label(if self.rows.is_empty() {
                    String::new()
                } else {
                    told
                })
                .into(),
            ],
            [],
        );
        let list = column![head]
            .push(self.came())
            .push(going)
            .push(self.table());
        page::beside(list, self.one())
    }

    fn table(&self) -> Element<'_, Message> {
        let columns = [
            Column::fixed("Taken in", 152.0),
            Column::fill("File"),
            Column::fixed("Kinds", 112.0),
            Column::fixed("Claims", 68.0).right(),
            Column::fixed("Rejected", 76.0).right(),
            Column::fixed("No match", 84.0).right(),
        ];
        let empty = empty_state::in_table(
            self.is_read,
            icon::IMPORT,
            "Nothing has come back yet",
            "Files from the clearinghouse and from payers (TA1, 999, 277CA, 277) are taken in here and kept as they came.",
        );
        data_table(columns, self.rows.len(), |at| {
            self.rows.get(at).map(cells).unwrap_or_default()
        })
        .id(TABLE)
        .edge_to_edge()
        .selected(self.row())
        .on_select(Message::RowSelected)
        .on_open(Message::RowOpened)
        .height(Fill)
        .empty(empty)
        .into()
    }

    fn one(&self) -> Element<'_, Message> {
        let Some(file) = self.file() else {
            return container(words::muted("Choose a file to see what it says.")).into();
        };
        let facts = [
            (
                "Taken in",
                words::dense(format!("{}, {}", when(file), file.taken_by)).into(),
            ),
            ("Kinds", words::dense(kinds(file)).into()),
            ("Size", words::dense(format!("{} bytes", file.bytes)).into()),
            ("SHA-256", words::note(grouped(&file.sha256)).into()),
        ];
        let columns = [Column::fill("Answers"), Column::fixed("", 116.0)];
        let table = data_table(columns, self.parts.len(), |at| {
            self.parts.get(at).map(part_cells).unwrap_or_default()
        })
        .id(PARTS)
        .selected(Some(self.part))
        .on_select(Message::PartSelected)
        .on_open(Message::PartOpened);
        column![
            row![
                words::section(file.name.as_str()),
                space::horizontal(),
                Element::from(standing(file)),
            ]
            .spacing(gap::S)
            .align_y(Center),
            panel::facts(72.0, facts),
            self.part(),
            table,
        ]
        .spacing(gap::S)
        .into()
    }

    /// The part that is chosen, in words.
    fn part(&self) -> Option<Element<'_, Message>> {
        let part = self.parts.get(self.part)?;
        let told = column![
            words::strong(sentence(&part.about)),
            words::body(part.words.as_str())
        ]
        .spacing(gap::XS);
        if !part.is_unmatched() {
            return Some(told.into());
        }
        let why = format!("Not matched: {}.", part.why);
        let act = button::quiet("Match").on_press(Message::PartOpened(self.part));
        Some(
            told.push(notice::notice(Tone::Attention, why, Some(act)))
                .into(),
        )
    }
}

fn list(context: &Context) -> Task<Message> {
    context
        .worker
        .ask(|office| office.answer_files(MOST), Message::Listed)
}

/// Reads the file that was chosen.
fn one_file(path: &Path) -> Result<Vec<AnswerFile>, OfficeError> {
    let bytes = std::fs::read(path).map_err(|source| OfficeError::File {
        task: "read the file",
        source,
    })?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    Ok(vec![AnswerFile {
        name: name.into_owned(),
        bytes: Arc::new(bytes),
    }])
}

/// Says of an answer which claim it is about.
fn match_to(context: &Context, part: AnswerPartId, typed: String) -> Action<Message> {
    Action::Run(context.worker.ask(
        move |office| {
            let number: Option<ClaimNumber> = typed.parse().ok();
            let claim = match number {
                Some(number) => office.claim_numbered(&number)?,
                None => None,
            };
            let claim = claim.ok_or(Refusal::Missing("a claim with this number"))?;
            office.match_answer(part, claim).map(|()| 1)
        },
        Message::Matched,
    ))
}

/// Asks which batch an answer about a whole file is about.
fn which_batch(part: &KeptPart) -> Ask<Message> {
    let id = part.id;
    Ask::reason(
        "Which batch is this about?",
        format!(
            "{}. {}. What it says is done to every claim of the batch that it can be about.",
            sentence(&part.about),
            sentence(&part.words)
        ),
        "Match it",
        "Batch or control number",
        move |typed| Message::BatchTyped(id, typed),
    )
}

/// Says of an answer about a whole file which batch it is about.
fn match_to_batch(context: &Context, part: AnswerPartId, typed: String) -> Action<Message> {
    Action::Run(context.worker.ask(
        move |office| {
            let number: Option<i64> = typed.trim().parse().ok();
            let all = office.batches(MOST)?;
            let named = |number: i64| {
                let by_id = all.iter().find(|one| one.id.get() == number);
                by_id.or_else(|| {
                    let control = u32::try_from(number).ok();
                    all.iter()
                        .find(|one| Some(one.numbers.interchange) == control)
                })
            };
            let batch = number.and_then(named).map(|batch| batch.id);
            let batch = batch.ok_or(Refusal::Missing("a batch with this number"))?;
            office.match_answer_to_batch(part, batch)
        },
        Message::Matched,
    ))
}

/// The words with a capital first.
fn sentence(words: &str) -> String {
    crate::ui::worker::sentence(words)
        .trim_end_matches('.')
        .to_owned()
}

fn when(file: &FileRow) -> String {
    file.taken_at
        .with_timezone(&Local)
        .format("%m/%d/%Y %-I:%M %p")
        .to_string()
}

/// A long number in groups, so that it takes the lines it needs.
fn grouped(digits: &str) -> String {
    let mut grouped = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && place.is_multiple_of(8) {
            grouped.push(' ');
        }
        grouped.push(digit);
    }
    grouped
}

fn kinds(file: &FileRow) -> String {
    let kinds: Vec<&str> = file.kinds.iter().map(|kind| kind.code()).collect();
    kinds.join(", ")
}

fn standing(file: &FileRow) -> Pill {
    match (file.unmatched, file.rejected) {
        (0, 0) => pill::matched(),
        (0, _) => pill::rejected(),
        (_, _) => pill::no_match(),
    }
}

fn verdict(verdict: Verdict) -> Pill {
    match verdict {
        Verdict::Accepted => pill::well().says(verdict.words()),
        Verdict::Rejected => pill::rejected(),
        Verdict::Read | Verdict::Received => pill::sent().says(verdict.words()),
        Verdict::Told => pill::waiting().says(verdict.words()),
    }
}

fn many<'a>(count: u32) -> Cell<'a, Message> {
    cell::count(usize::try_from(count).unwrap_or(usize::MAX))
}

fn cells<'a>(file: &FileRow) -> Vec<Cell<'a, Message>> {
    vec![
        cell::text(when(file)),
        cell::text(file.name.clone()),
        cell::text(kinds(file)),
        many(file.claims),
        many(file.rejected),
        many(file.unmatched),
    ]
}

fn part_cells<'a>(part: &KeptPart) -> Vec<Cell<'a, Message>> {
    let sign = if part.is_unmatched() {
        pill::no_match()
    } else {
        verdict(part.verdict)
    };
    vec![cell::text(sentence(&part.about)), cell::pill(sign)]
}
