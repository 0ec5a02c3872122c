//! What left and what stayed, once it is over. It must not know how it left.

use std::path::{Path, PathBuf};

use iced::widget::container;
use iced::{Element, Fill};

use super::{Message, What};
use crate::domain::money::Money;
use crate::domain::scrub::Finding;
use crate::office::{Exported, Inquired};
use crate::ui::icon;
use crate::ui::screen::claims::lane::counted;
use crate::ui::widget::finding::{findings, is_right, to_fix, to_look_at};
use crate::ui::widget::{button, dialog, words};

/// What left.
#[derive(Clone, Debug)]
pub struct Sent {
    what: What,
    files: Vec<File>,
    on_paper: usize,
    /// Claims that stayed, each with why.
    held: Vec<(String, String)>,
}

/// A file of it.
#[derive(Clone, Debug)]
struct File {
    receiver: String,
    claims: usize,
    total: Option<Money>,
    /// Where it is, or why it was not written.
    place: Result<PathBuf, String>,
}

impl Sent {
    pub(super) fn of_claims(exported: Exported) -> Self {
        let files = exported.files.into_iter().map(|file| File {
            receiver: file.receiver,
            claims: usize::try_from(file.claims).unwrap_or(0),
            total: Some(file.total),
            place: file.file,
        });
        let held = exported.held.into_iter().map(|(number, found)| {
            let why = found.into_iter().find(Finding::stops);
            let why = why.map(|finding| finding.words);
            (number.to_string(), why.unwrap_or_default())
        });
        Self {
            what: What::Claims,
            files: files.collect(),
            on_paper: exported.on_paper.len(),
            held: held.collect(),
        }
    }

    pub(super) fn of_questions(inquired: Inquired) -> Self {
        let files = inquired.files.into_iter().map(|file| File {
            receiver: file.receiver,
            claims: usize::try_from(file.claims).unwrap_or(0),
            total: None,
            place: file.file,
        });
        Self {
            what: What::Questions,
            files: files.collect(),
            on_paper: inquired.on_paper.len(),
            held: Vec::new(),
        }
    }

    /// The folders with files of it.
    pub(super) fn folders(&self) -> Vec<PathBuf> {
        let places = self
            .files
            .iter()
            .filter_map(|file| file.place.as_ref().ok());
        let mut folders: Vec<PathBuf> = places
            .filter_map(|place| place.parent().map(Path::to_owned))
            .collect();
        folders.dedup();
        folders
    }

    fn title(&self) -> String {
        let claims = self
            .files
            .iter()
            .fold(0_usize, |sum, file| sum.saturating_add(file.claims));
        match (self.what, claims) {
            (What::Claims, 0) => String::from("Nothing was sent"),
            (What::Claims, claims) => format!("{} sent", counted(claims)),
            (What::Questions, 0) => String::from("Nothing was asked"),
            (What::Questions, claims) => format!("{} asked about", counted(claims)),
        }
    }
}

/// The dialog that says so.
pub(super) fn over<'a, M: Clone + 'a>(
    sent: &'a Sent,
    say: fn(Message) -> M,
) -> dialog::Dialog<'a, M> {
    let mut list = Vec::new();
    for file in &sent.files {
        let mut what = format!("{}: {}", file.receiver, counted(file.claims));
        if let Some(total) = file.total {
            what = format!("{what}, {}", words::show_dollars(total));
        }
        let again = match sent.what {
            What::Claims => "The batch is in the book; write it again from Batches.",
            What::Questions => "Ask again from each claim.",
        };
        list.push(match &file.place {
            Ok(path) => is_right(what).note(path.display().to_string()),
            Err(why) => to_fix(what).note(format!("Not written: {why}. {again}")),
        });
    }
    if sent.on_paper > 0 {
        let paper = counted(sent.on_paper);
        list.push(to_look_at(match sent.what {
            What::Claims => format!("{paper} without a receiver stay ready"),
            What::Questions => format!("{paper} went on paper: somebody has to call"),
        }));
    }
    for (number, why) in &sent.held {
        list.push(to_look_at(format!("Claim {number} is held")).note(why.as_str()));
    }
    let folders = sent.folders();
    let told = match folders.as_slice() {
        [] => String::new(),
        [folder] => format!("In {}", folder.display()),
        _ => String::from("Each in the folder of its receiver"),
    };
    let content: Element<'_, M> = container(findings(list)).width(Fill).into();
    let shown = dialog::dialog(sent.title(), told, say(Message::Closed))
        .content(content)
        .answer(
            button::primary("Done")
                .key("Esc")
                .on_press(say(Message::Closed)),
        )
        .width(560.0);
    if folders.is_empty() {
        return shown;
    }
    shown.answer(
        button::quiet("Show the folder")
            .icon(icon::OPEN_FILE)
            .on_press(say(Message::ShowPressed)),
    )
}
