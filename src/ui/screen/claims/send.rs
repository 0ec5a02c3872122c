//! Sending what is ready: what will leave in numbers, into which folder, how far it is, which files were written. It
//! must not know the list of claims.

use std::collections::BTreeMap;
use std::path::PathBuf;

use iced::Task;
use iced::widget::{Column, column, container};
use iced::{Element, Fill};

use super::lane::counted;
use crate::domain::claim::{ClaimFilter, State};
use crate::domain::id::{ClaimId, ReceiverId};
use crate::domain::money::Money;
use crate::office::{Exported, Office, OfficeError, Which};
use crate::ui::context::Context;
use crate::ui::icon;
use crate::ui::spacing::space as gap;
use crate::ui::widget::finding::{findings, is_right, to_fix, to_look_at};
use crate::ui::widget::{button, dialog, progress, words};
use crate::ui::worker::{Cancel, Failure, Step};

/// How far sending is.
#[derive(Debug)]
pub enum Sending {
    /// The question, in numbers.
    Asking(Numbers),
    /// The folder is being chosen, for these claims; for all that are ready when none is named.
    Choosing(Vec<ClaimId>),
    /// So much is done.
    Working {
        done: u64,
        total: u64,
        cancel: Cancel,
    },
    /// The files, and what stayed.
    Over(Exported, PathBuf),
}

/// What would leave.
#[derive(Clone, Debug, Default)]
pub struct Numbers {
    claims: usize,
    total: Money,
    receivers: Vec<(String, usize)>,
    on_paper: usize,
    /// The claims that were named and are ready; none when all are meant.
    these: Vec<ClaimId>,
    /// How many of those named are not ready.
    unready: usize,
}

/// What happened.
#[derive(Clone, Debug)]
pub enum Message {
    /// What is ready is to be sent: of these claims, or of all when none is named.
    Asked(Vec<ClaimId>),
    /// It was counted.
    Counted(Result<Numbers, Failure>),
    /// Yes.
    Agreed,
    /// The folder was chosen, or not.
    FolderChosen(Option<PathBuf>),
    /// So much is done.
    Step(PathBuf, Step<Exported>),
    /// It is to stop.
    Stopped,
    /// The folder is to be shown.
    ShowPressed,
    /// It was, or not.
    Shown(Result<(), Failure>),
    /// The dialog is to go.
    Closed,
}

/// What the desk must do.
pub enum Outcome {
    /// Run this.
    Run(Task<Message>),
    /// Say that this failed.
    Warn(Failure),
    /// Read the claims again: sending is over.
    Over,
}

/// Takes in what happened.
pub fn update(sending: &mut Option<Sending>, context: &Context, message: Message) -> Outcome {
    match message {
        Message::Asked(these) if sending.is_none() => {
            let count = move |office: &mut Office| count(office, &these);
            return Outcome::Run(context.worker.ask(count, Message::Counted));
        }
        Message::Counted(Ok(numbers)) => *sending = Some(Sending::Asking(numbers)),
        Message::Counted(Err(failure)) | Message::Shown(Err(failure)) => {
            return Outcome::Warn(failure);
        }
        Message::Agreed => {
            let these = match sending.take() {
                Some(Sending::Asking(numbers)) => numbers.these,
                _ => Vec::new(),
            };
            *sending = Some(Sending::Choosing(these));
            return Outcome::Run(
                context
                    .files
                    .folder("Where the claim files go", Message::FolderChosen),
            );
        }
        Message::FolderChosen(None) | Message::Closed => {
            *sending = None;
            return Outcome::Over;
        }
        Message::FolderChosen(Some(folder)) => {
            return Outcome::Run(start(sending, context, folder));
        }
        Message::Step(
            _,
            Step::Going {
                done: now,
                total: of,
            },
        ) => {
            if let Some(Sending::Working { done, total, .. }) = sending {
                (*done, *total) = (now, of);
            }
        }
        Message::Step(folder, Step::Done(Ok(exported))) => {
            *sending = Some(Sending::Over(exported, folder));
        }
        Message::Step(_, Step::Done(Err(failure))) => {
            *sending = None;
            return Outcome::Warn(failure);
        }
        Message::Stopped => {
            if let Some(Sending::Working { cancel, .. }) = sending {
                cancel.now();
            }
        }
        Message::ShowPressed => {
            if let Some(Sending::Over(_, folder)) = sending {
                return Outcome::Run(context.files.show(folder.clone(), Message::Shown));
            }
        }
        Message::Asked(_) | Message::Shown(Ok(())) => {}
    }
    Outcome::Run(Task::none())
}

fn start(sending: &mut Option<Sending>, context: &Context, folder: PathBuf) -> Task<Message> {
    let into = folder.clone();
    let these = match sending.take() {
        Some(Sending::Choosing(these)) => these,
        _ => Vec::new(),
    };
    let (task, cancel) = context.worker.ask_long(
        move |office, progress| {
            let which = if these.is_empty() {
                Which::Ready
            } else {
                Which::These(&these)
            };
            office.export(&into, which, progress)
        },
        move |step| Message::Step(folder.clone(), step),
    );
    *sending = Some(Sending::Working {
        done: 0,
        total: 0,
        cancel,
    });
    task
}

/// Counts what is ready, by receiver: of these claims, or of all.
fn count(office: &Office, these: &[ClaimId]) -> Result<Numbers, OfficeError> {
    let filter = ClaimFilter {
        states: vec![State::Ready],
        limit: usize::MAX,
        ..ClaimFilter::default()
    };
    let names = office.receivers()?;
    let mut numbers = Numbers::default();
    let mut by_receiver: BTreeMap<ReceiverId, usize> = BTreeMap::new();
    for row in office.claims(&filter)? {
        if !these.is_empty() {
            if !these.contains(&row.id) {
                continue;
            }
            numbers.these.push(row.id);
        }
        let Some(receiver) = row.receiver else {
            numbers.on_paper = numbers.on_paper.saturating_add(1);
            continue;
        };
        numbers.claims = numbers.claims.saturating_add(1);
        numbers.total = numbers.total.plus(row.charged)?;
        let claims = by_receiver.entry(receiver).or_default();
        *claims = claims.saturating_add(1);
    }
    numbers.unready = these.len().saturating_sub(numbers.these.len());
    numbers.receivers = by_receiver
        .into_iter()
        .map(|(id, claims)| {
            let name = names
                .iter()
                .find(|one| one.id == id)
                .map(|one| one.what.name.clone());
            (name.unwrap_or_default(), claims)
        })
        .collect();
    Ok(numbers)
}

impl Sending {
    /// The dialog as it stands; `say` wraps what happens in it.
    pub fn dialog<'a, M: Clone + 'a>(&'a self, say: fn(Message) -> M) -> dialog::Dialog<'a, M> {
        match self {
            Self::Asking(numbers) => asking(numbers, say),
            Self::Choosing(_) => dialog::dialog(
                "Choose a folder",
                "The claim files are written there.",
                say(Message::Closed),
            ),
            Self::Working { done, total, .. } => working(*done, *total, say),
            Self::Over(exported, folder) => over(exported, &folder.display().to_string(), say),
        }
    }
}

fn asking<'a, M: Clone + 'a>(numbers: &'a Numbers, say: fn(Message) -> M) -> dialog::Dialog<'a, M> {
    let files = match numbers.receivers.len() {
        1 => String::from("one file"),
        more => format!("{more} files"),
    };
    let title = format!("Send {}?", counted(numbers.claims));
    let words = format!(
        "{} for {} leave in {files}. Once sent, their charges cannot be changed.",
        counted(numbers.claims),
        words::show_dollars(numbers.total),
    );
    let rows = numbers
        .receivers
        .iter()
        .map(|(name, claims)| words::body(format!("{name}: {}", counted(*claims))).into());
    let paper = (numbers.on_paper > 0).then(|| {
        words::muted(format!(
            "{} cannot be sent: the payer has no receiver. They stay ready.",
            counted(numbers.on_paper)
        ))
    });
    let unready = (numbers.unready > 0).then(|| {
        words::muted(format!(
            "{} of those picked stay here: they are not ready.",
            numbers.unready
        ))
    });
    let can = numbers.claims > 0;
    dialog::dialog(title, words, say(Message::Closed))
        .content(
            Column::with_children(rows)
                .push(paper)
                .push(unready)
                .spacing(gap::XS),
        )
        .keep("Not now")
        .answer(
            button::primary("Choose a folder and send")
                .icon(icon::SENT)
                .on_press_maybe(can.then(|| say(Message::Agreed))),
        )
        .width(480.0)
}

fn working<'a, M: Clone + 'a>(
    done: u64,
    total: u64,
    say: fn(Message) -> M,
) -> dialog::Dialog<'a, M> {
    let count = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
    let bar = progress::progress(
        format!("{done} of {total} claims"),
        count(done),
        count(total),
        Some(say(Message::Stopped)),
    );
    dialog::dialog(
        "Sending",
        "Stopping now sends nothing.",
        say(Message::Stopped),
    )
    .content(bar)
    .width(480.0)
}

fn over<'a, M: Clone + 'a>(
    exported: &'a Exported,
    folder: &str,
    say: fn(Message) -> M,
) -> dialog::Dialog<'a, M> {
    let sent = exported.files.iter().fold(0_usize, |sum, file| {
        sum.saturating_add(usize::try_from(file.claims).unwrap_or(0))
    });
    let title = if sent == 0 {
        String::from("Nothing was sent")
    } else {
        format!("{} sent", counted(sent))
    };
    let mut list = Vec::new();
    for file in &exported.files {
        let claims = usize::try_from(file.claims).unwrap_or(0);
        let what = format!(
            "{}: {}, {}",
            file.receiver,
            counted(claims),
            words::show_dollars(file.total)
        );
        list.push(match &file.file {
            Ok(path) => is_right(what).note(path.display().to_string()),
            Err(why) => to_fix(what).note(format!(
                "Not written: {why}. The batch is in the book; write it again from Batches."
            )),
        });
    }
    if !exported.on_paper.is_empty() {
        list.push(to_look_at(format!(
            "{} without a receiver stay ready",
            counted(exported.on_paper.len())
        )));
    }
    for (number, found) in &exported.held {
        let why = found
            .iter()
            .find(|finding| finding.stops())
            .map_or("", |finding| finding.words.as_str());
        list.push(to_look_at(format!("Claim {number} is held")).note(why));
    }
    let content: Element<'_, M> = column![container(findings(list)).width(Fill)].into();
    dialog::dialog(title, format!("In {folder}"), say(Message::Closed))
        .content(content)
        .answer(
            button::primary("Done")
                .key("Esc")
                .on_press(say(Message::Closed)),
        )
        .answer(
            button::quiet("Show the folder")
                .icon(icon::OPEN_FILE)
                .on_press(say(Message::ShowPressed)),
        )
        .width(560.0)
}
