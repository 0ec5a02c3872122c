//! The papers announced with a claim: what each is, how it reaches the payer, under which number; adding one, looking
//! at one, taking one back while the claim is here. It must not know the rest of the claim's page.
//!
//! The page that hangs it up gives it the claim and its papers, shows [`view`], and hands its messages to [`update`].

use std::path::PathBuf;

use iced::widget::{Column, column, row};
use iced::{Center, Element, Fill, Task};

use crate::domain::attachment::ClaimAttachment;
use crate::domain::claim::State;
use crate::domain::code::{ReportKind, Transmission};
use crate::domain::draft::AttachmentDraft;
use crate::domain::draft::attachment::Field;
use crate::domain::id::{ClaimAttachmentId, ClaimId};
use crate::ui::context::Context;
use crate::ui::files;
use crate::ui::form::{Edit, Form};
use crate::ui::icon;
use crate::ui::spacing::space as gap;
use crate::ui::widget::{button, field, panel, words};
use crate::ui::worker::Failure;

/// Under which name the form's fields are focused.
const FORM: &str = "claim paper";

/// What is remembered of a claim's papers.
#[derive(Default)]
pub struct ClaimPapers {
    /// The form of a paper that is being added.
    form: Option<Form<AttachmentDraft>>,
}

/// What happened.
#[derive(Clone, Debug)]
pub enum Message {
    /// A paper is to be added, or not after all.
    AddPressed,
    /// Something was typed into the form.
    Form(Edit<Field>),
    /// What it is was chosen.
    ReportChosen(ReportKind),
    /// How it reaches the payer was chosen.
    TransmissionChosen(Transmission),
    /// Its file is to be chosen.
    FilePressed(ClaimId),
    /// It was, or not.
    FileChosen(ClaimId, Option<PathBuf>),
    /// It is announced without a file.
    NoFilePressed(ClaimId),
    /// It was announced, or not.
    Announced(Result<(), Failure>),
    /// What the book keeps of a paper is to be looked at.
    ShowPressed(ClaimAttachmentId),
    /// It is being shown, or not.
    Shown(Result<(), Failure>),
    /// A paper is taken back.
    RemovePressed(ClaimAttachmentId),
    /// It was, or not.
    Removed(Result<(), Failure>),
}

/// What the page must do.
pub enum Outcome {
    /// Run this.
    Run(Task<Message>),
    /// Say that this failed.
    Warn(Failure),
    /// Read the claim again.
    Changed,
}

impl ClaimPapers {
    /// Takes in what happened.
    pub fn update(&mut self, context: &Context, message: Message) -> Outcome {
        match message {
            Message::AddPressed => {
                self.form = match self.form.take() {
                    Some(_) => None,
                    None => Some(Form::blank(FORM)),
                };
                let first = self.form.as_ref().map_or_else(Task::none, Form::start);
                return Outcome::Run(first);
            }
            Message::Form(edit) => self.edit(|form| form.take(edit)),
            Message::ReportChosen(report) => self.edit(|form| {
                form.choose(|draft| report.as_str().clone_into(&mut draft.report));
            }),
            Message::TransmissionChosen(by) => self.edit(|form| {
                form.choose(|draft| by.as_str().clone_into(&mut draft.transmission));
            }),
            Message::FilePressed(claim) => {
                return Outcome::Run(context.files.file(
                    "The paper that goes with the claim",
                    files::PAPERS,
                    move |path| Message::FileChosen(claim, path),
                ));
            }
            Message::FileChosen(_, None) | Message::Shown(Ok(())) => {}
            Message::FileChosen(claim, Some(path)) => {
                return self.announce(context, claim, Some(path));
            }
            Message::NoFilePressed(claim) => return self.announce(context, claim, None),
            Message::Announced(Ok(())) => {
                self.form = None;
                return Outcome::Changed;
            }
            Message::Removed(Ok(())) => return Outcome::Changed,
            Message::ShowPressed(paper) => return Outcome::Run(show(context, paper)),
            Message::RemovePressed(paper) => {
                return Outcome::Run(context.worker.ask(
                    move |office| office.withdraw_attachment(paper),
                    Message::Removed,
                ));
            }
            Message::Announced(Err(failure))
            | Message::Shown(Err(failure))
            | Message::Removed(Err(failure)) => return Outcome::Warn(failure),
        }
        Outcome::Run(Task::none())
    }

    fn edit(&mut self, change: impl FnOnce(&mut Form<AttachmentDraft>)) {
        if let Some(form) = &mut self.form {
            change(form);
        }
    }

    fn announce(&mut self, context: &Context, claim: ClaimId, file: Option<PathBuf>) -> Outcome {
        let Some(form) = &mut self.form else {
            return Outcome::Run(Task::none());
        };
        let new = match form.finish() {
            Ok(new) => new,
            Err(go) => return Outcome::Run(go),
        };
        Outcome::Run(context.worker.ask(
            move |office| {
                match file {
                    Some(path) => office
                        .announce_attachment_file(claim, &new, &path)
                        .map(drop),
                    None => office.announce_attachment(claim, &new, None).map(drop),
                }
            },
            Message::Announced,
        ))
    }

    /// The papers of a claim in a state.
    pub fn view<'a>(
        &'a self,
        claim: ClaimId,
        state: State,
        papers: &'a [ClaimAttachment],
    ) -> Element<'a, Message> {
        let is_here = matches!(state, State::Held | State::Ready | State::Rejected);
        let rows = papers.iter().map(|paper| shown(paper, is_here));
        let remark = match papers.len() {
            0 => "none announced",
            _ if is_here => "",
            _ => "as they were sent",
        };
        let add = is_here.then(|| match &self.form {
            Some(form) => adding(form, claim),
            None => row![
                button::quiet("Announce a paper")
                    .icon(icon::ADD)
                    .compact()
                    .on_press(Message::AddPressed)
            ]
            .into(),
        });
        Column::new()
            .push(panel::section("Papers", remark))
            .extend(rows)
            .push(add)
            .spacing(gap::S)
            .into()
    }
}

fn show(context: &Context, paper: ClaimAttachmentId) -> Task<Message> {
    let files = context.files.clone();
    files.view_kept(
        &context.worker,
        move |office| office.attachment_file(paper),
        Message::Shown,
    )
}

fn shown(paper: &ClaimAttachment, is_here: bool) -> Element<'_, Message> {
    let kept = match paper.bytes {
        Some(bytes) => format!("{}, {}", paper.name, size(bytes)),
        None if paper.transmission == Transmission::OnRequest => String::from("On request"),
        None => String::from("No copy in the book"),
    };
    let look = paper
        .bytes
        .map(|_| button::icon(icon::SHOW, "Look at it").on_press(Message::ShowPressed(paper.id)));
    let remove = is_here.then(|| {
        button::icon(icon::REMOVE, "Take it back").on_press(Message::RemovePressed(paper.id))
    });
    row![
        column![
            words::dense(format!(
                "{}, {}",
                paper.report.words(),
                paper.transmission.words().to_lowercase()
            )),
            words::note(format!("{}  {kept}", paper.control_number)),
        ]
        .width(Fill),
        look.map(Element::from),
        remove.map(Element::from),
    ]
    .spacing(gap::XS)
    .align_y(Center)
    .into()
}

/// As people say it.
fn size(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} bytes"),
        1_000..1_000_000 => format!("{} KB", bytes.div_euclid(1_000)),
        _ => format!("{} MB", bytes.div_euclid(1_000_000)),
    }
}

fn adding(form: &Form<AttachmentDraft>, claim: ClaimId) -> Element<'_, Message> {
    let draft = form.draft();
    let report = draft.report.parse::<ReportKind>().ok();
    let report = field::select(
        "What it is",
        ReportKind::ALL.iter().copied(),
        report.as_ref(),
        Message::ReportChosen,
    );
    let by = draft.transmission.parse::<Transmission>().ok();
    let by = field::select(
        "How it goes",
        Transmission::ALL.iter().copied(),
        by.as_ref(),
        Message::TransmissionChosen,
    );
    column![
        form.dress(report, Field::Report, Message::Form).width(Fill),
        row![
            form.dress(by, Field::Transmission, Message::Form)
                .width(Fill),
            form.text("Number", Field::ControlNumber, Message::Form)
                .placeholder("The book's own")
                .width(Fill),
        ]
        .spacing(gap::S),
        row![
            button::primary("Choose its file")
                .icon(icon::OPEN_FILE)
                .compact()
                .on_press(Message::FilePressed(claim)),
            button::plain("Without a file")
                .compact()
                .on_press(Message::NoFilePressed(claim)),
            button::quiet("Not now")
                .compact()
                .on_press(Message::AddPressed),
        ]
        .spacing(gap::S),
    ]
    .spacing(gap::S)
    .into()
}
