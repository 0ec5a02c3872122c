//! Files that leave: claims that are ready, or questions to payers. What will leave in numbers, into which folder, how far
//! it is, which files were written. It must not know the list of claims.

mod numbers;
mod over;
mod paper;

use std::path::PathBuf;
use std::time::{Duration, Instant};

use iced::Task;
use iced::widget::Column;

use self::numbers::{Numbers, count};
use self::over::{Sent, over};
use super::lane::counted;
use crate::domain::id::ClaimId;
use crate::office::{Asked, Folders, Office, OfficeError, Paper, PrintedClaims, Progress, Which};
use crate::ui::context::Context;
use crate::ui::icon;
use crate::ui::spacing::space as gap;
use crate::ui::widget::{button, dialog, field, focus, progress, words};
use crate::ui::worker::{Cancel, Failure, Step};

/// The field for the folder.
const FOLDER: &str = "folder of files";
/// A dialog that is closed sooner never opened.
const AT_ONCE: Duration = Duration::from_millis(400);

/// What leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// Claims that are ready.
    Claims,
    /// Questions what became of claims.
    Questions,
}

/// How far sending is.
#[derive(Debug)]
pub enum Sending {
    /// The question, in numbers.
    Asking(Box<Asking>),
    /// So much is done.
    Working {
        doing: Doing,
        done: u64,
        total: u64,
        cancel: Cancel,
        /// The question, should it come to nothing.
        asking: Box<Asking>,
    },
    /// The files, and what stayed.
    Over(Sent),
    /// The printed claims, and what stayed.
    Printed(Box<paper::Printed>),
}

/// What is being done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doing {
    /// Files are made.
    Sending,
    /// Forms are.
    Printing,
}

/// The question whether it leaves, and where to.
#[derive(Debug)]
pub struct Asking {
    numbers: Numbers,
    /// How claims are printed that go on paper.
    paper: paper::Choice,
    /// The folder as typed.
    folder: String,
    /// Why the folder is none.
    trouble: Option<String>,
    /// Since when the system's dialog is open.
    opened: Option<Instant>,
}

/// What happened.
#[derive(Clone, Debug)]
pub enum Message {
    /// This is to leave: of these claims, or of all when none is named.
    Asked(What, Vec<ClaimId>),
    /// It was counted.
    Counted(Result<Numbers, Failure>),
    /// The folder was typed.
    FolderTyped(String),
    /// Yes.
    Agreed,
    /// Those on paper are to be printed.
    PrintPressed,
    /// On that form.
    FormChosen(Paper),
    /// Set to that printer, or as the form has it.
    PrinterChosen(Option<String>),
    /// So much of it is done.
    Printing(Step<Box<PrintedClaims>>),
    /// The folder was chosen, or not.
    FolderChosen(Option<PathBuf>),
    /// So much is done.
    Step(Step<Sent>),
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
        Message::Asked(what, these) if sending.is_none() => {
            let count = move |office: &mut Office| count(office, what, &these);
            return Outcome::Run(context.worker.ask(count, Message::Counted));
        }
        Message::Counted(Ok(numbers)) => {
            *sending = Some(Sending::Asking(Box::new(Asking {
                paper: paper::Choice::first(&numbers.printers),
                numbers,
                folder: String::new(),
                trouble: None,
                opened: None,
            })));
        }
        Message::Counted(Err(failure)) | Message::Shown(Err(failure)) => {
            return Outcome::Warn(failure);
        }
        Message::PrintPressed => return Outcome::Run(paper::print(sending, context)),
        Message::FormChosen(form) => {
            if let Some(Sending::Asking(asking)) = sending {
                asking.paper.put_form(form);
            }
        }
        Message::PrinterChosen(printer) => {
            if let Some(Sending::Asking(asking)) = sending {
                asking.paper.put_printer(printer);
            }
        }
        Message::Printing(step) => return printing(sending, context, step),
        Message::FolderTyped(typed) => {
            if let Some(Sending::Asking(asking)) = sending {
                (asking.folder, asking.trouble) = (typed, None);
            }
        }
        Message::Agreed => return Outcome::Run(agreed(sending, context)),
        Message::FolderChosen(chosen) => return Outcome::Run(chose(sending, context, chosen)),
        Message::Step(step) => return stepped(sending, step),
        Message::Closed => {
            *sending = None;
            return Outcome::Over;
        }
        Message::Stopped => {
            if let Some(Sending::Working { cancel, .. }) = sending {
                cancel.now();
            }
        }
        Message::ShowPressed => {
            if let Some(Sending::Printed(printed)) = sending {
                return Outcome::Run(printed.show(context));
            }
            if let Some(Sending::Over(sent)) = sending
                && let Some(folder) = sent.folders().first()
            {
                return Outcome::Run(context.files.show(folder.clone(), Message::Shown));
            }
        }
        Message::Asked(..) | Message::Shown(Ok(())) => {}
    }
    Outcome::Run(Task::none())
}

/// Begins when it is known where to; else asks for a folder.
fn agreed(sending: &mut Option<Sending>, context: &Context) -> Task<Message> {
    let Some(Sending::Asking(asking)) = sending else {
        return Task::none();
    };
    if asking.numbers.claims == 0 {
        return Task::none();
    }
    if !asking.numbers.wants_folder() {
        return start(sending, context, None);
    }
    let typed = PathBuf::from(asking.folder.trim());
    if typed.is_absolute() {
        return start(sending, context, Some(typed));
    }
    if !asking.folder.trim().is_empty() {
        asking.trouble = Some(String::from("Type the whole path, from its root."));
        return focus::on(FOLDER);
    }
    if asking.opened.is_some() {
        return Task::none();
    }
    (asking.opened, asking.trouble) = (Some(Instant::now()), None);
    let title = match asking.numbers.what {
        What::Claims => "Where the claim files go",
        What::Questions => "Where the questions go",
    };
    context.files.folder(title, Message::FolderChosen)
}

/// A folder was chosen; when none was, the question stands again.
fn chose(
    sending: &mut Option<Sending>,
    context: &Context,
    chosen: Option<PathBuf>,
) -> Task<Message> {
    let Some(Sending::Asking(asking)) = sending else {
        return Task::none();
    };
    let opened = asking.opened.take();
    if chosen.is_some() {
        return start(sending, context, chosen);
    }
    if opened.is_some_and(|opened| opened.elapsed() < AT_ONCE) {
        asking.trouble = Some(String::from(
            "No dialog for folders opens on this computer. Type the folder here.",
        ));
    }
    focus::on(FOLDER)
}

fn start(
    sending: &mut Option<Sending>,
    context: &Context,
    folder: Option<PathBuf>,
) -> Task<Message> {
    let Some(Sending::Asking(asking)) = sending.take() else {
        return Task::none();
    };
    let (what, these) = (asking.numbers.what, asking.numbers.these.clone());
    let (task, cancel) = context.worker.ask_long(
        move |office, progress| {
            let folders = folder.as_deref().map_or(Folders::Own, Folders::OwnOr);
            leave(office, what, &these, folders, progress)
        },
        Message::Step,
    );
    *sending = Some(Sending::Working {
        doing: Doing::Sending,
        done: 0,
        total: 0,
        cancel,
        asking,
    });
    task
}

fn leave(
    office: &mut Office,
    what: What,
    these: &[ClaimId],
    folders: Folders<'_>,
    progress: Progress<'_>,
) -> Result<Sent, OfficeError> {
    match (what, these) {
        (What::Claims, []) => office
            .export_into(folders, Which::Ready, progress)
            .map(Sent::of_claims),
        (What::Claims, these) => office
            .export_into(folders, Which::These(these), progress)
            .map(Sent::of_claims),
        (What::Questions, []) => office
            .inquire_into(folders, Asked::NoAnswer, progress)
            .map(Sent::of_questions),
        (What::Questions, these) => office
            .inquire_into(folders, Asked::These(these), progress)
            .map(Sent::of_questions),
    }
}

fn going(sending: &mut Option<Sending>, done: u64, total: u64) {
    if let Some(Sending::Working {
        done: now,
        total: of,
        ..
    }) = sending
    {
        (*now, *of) = (done, total);
    }
}

fn printing(
    sending: &mut Option<Sending>,
    context: &Context,
    step: Step<Box<PrintedClaims>>,
) -> Outcome {
    match step {
        Step::Going { done, total } => going(sending, done, total),
        Step::Done(Ok(printed)) => {
            let asked = match sending {
                Some(Sending::Working { asking, .. }) => asking.numbers.on_paper.as_slice(),
                Some(Sending::Asking(_) | Sending::Over(_) | Sending::Printed(_)) | None => &[],
            };
            let printed = paper::Printed::of(*printed, asked);
            let show = printed.show(context);
            *sending = Some(Sending::Printed(Box::new(printed)));
            return Outcome::Run(show);
        }
        Step::Done(Err(failure)) => {
            *sending = None;
            return Outcome::Warn(failure);
        }
    }
    Outcome::Run(Task::none())
}

fn stepped(sending: &mut Option<Sending>, step: Step<Sent>) -> Outcome {
    match step {
        Step::Going { done, total } => going(sending, done, total),
        Step::Done(Ok(sent)) => *sending = Some(Sending::Over(sent)),
        Step::Done(Err(failure)) => match sending.take() {
            // Whoever typed a folder sees it again with what is wrong.
            Some(Sending::Working { mut asking, .. }) if !asking.folder.is_empty() => {
                asking.trouble = Some(failure.words());
                *sending = Some(Sending::Asking(asking));
                return Outcome::Run(focus::on(FOLDER));
            }
            _ => return Outcome::Warn(failure),
        },
    }
    Outcome::Run(Task::none())
}

impl Sending {
    /// The dialog as it stands; `say` wraps what happens in it.
    pub fn dialog<'a, M: Clone + 'a>(&'a self, say: fn(Message) -> M) -> dialog::Dialog<'a, M> {
        match self {
            Self::Asking(asking) => asking.dialog(say),
            Self::Working {
                doing,
                done,
                total,
                asking,
                ..
            } => working((*doing, asking.numbers.what), *done, *total, say),
            Self::Over(sent) => over(sent, say),
            Self::Printed(printed) => printed.dialog(say),
        }
    }
}

impl Asking {
    fn dialog<'a, M: Clone + 'a>(&'a self, say: fn(Message) -> M) -> dialog::Dialog<'a, M> {
        let numbers = &self.numbers;
        let wants_folder = numbers.wants_folder();
        let rows = numbers.receivers.iter().map(|to| {
            let mut row = format!("{}: {}", to.name, counted(to.claims));
            if !to.folder.is_empty() {
                row = format!("{row}, into {}", to.folder);
            }
            words::body(row).into()
        });
        let notes = numbers
            .notes()
            .into_iter()
            .map(|note| words::muted(note).into());
        let folder = wants_folder.then(|| {
            field::text("Folder", &self.folder, move |typed| {
                say(Message::FolderTyped(typed))
            })
            .id(FOLDER)
            .placeholder("Chosen next, or typed here")
            .error(self.trouble.as_deref())
            .on_submit(say(Message::Agreed))
        });
        let chooses = wants_folder && self.folder.trim().is_empty();
        let act = match (numbers.what, chooses) {
            (What::Claims, true) => "Choose a folder and send",
            (What::Claims, false) => "Send",
            (What::Questions, true) => "Choose a folder and ask",
            (What::Questions, false) => "Ask",
        };
        let can = numbers.claims > 0 && !(chooses && self.opened.is_some());
        let asked = dialog::dialog(numbers.title(), numbers.words(), say(Message::Closed))
            .content(
                Column::with_children(rows)
                    .extend(notes)
                    .push(folder)
                    .push(paper::part(self, say))
                    .spacing(gap::S),
            )
            .keep("Not now")
            .width(480.0);
        if numbers.receivers.is_empty() && !numbers.on_paper.is_empty() && numbers.is_of_claims() {
            return asked.answer(paper::button(self, say));
        }
        asked.answer(
            button::primary(act)
                .icon(icon::SENT)
                .on_press_maybe(can.then(|| say(Message::Agreed))),
        )
    }
}

fn working<'a, M: Clone + 'a>(
    what: (Doing, What),
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
    let (title, words) = match what {
        (Doing::Printing, _) => ("Printing", "Stopping now prints nothing and sends nothing."),
        (Doing::Sending, What::Claims) => ("Sending", "Stopping now sends nothing."),
        (Doing::Sending, What::Questions) => ("Asking", "Stopping now asks nothing."),
    };
    dialog::dialog(title, words, say(Message::Stopped))
        .content(bar)
        .width(480.0)
}
