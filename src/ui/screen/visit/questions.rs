//! The questions about a visit: what is asked and what was answered, beside the form, so that whoever codes it answers
//! where the notes are. They must not know what waits for the answer.

use chrono::Local;
use iced::Element;
use iced::Fill;
use iced::widget::{Column, column, container, row};

use super::Visit;
use super::sheet::Sheet;
use crate::domain::question::Question;
use crate::domain::typed::show_date;
use crate::ui::context::Context;
use crate::ui::place::{Action, Ask};
use crate::ui::spacing::space as gap;
use crate::ui::widget::{button, card, field, panel, words};
use crate::ui::worker::Failure;

/// How a place names the questions where it would name a field.
pub const QUESTION: &str = "question";
/// The field of the answer.
pub const ANSWER: &str = "visit answer";

/// What happened.
#[derive(Clone, Debug)]
pub enum Message {
    /// Something is to be asked.
    AskPressed,
    /// What.
    Asked(String),
    /// The answer was typed.
    AnswerTyped(String),
    /// It is to be given.
    AnswerPressed,
    /// The open question is to be taken back.
    WithdrawPressed,
    /// One of these was done, or not; these are the questions now.
    Done(&'static str, Result<Vec<Question>, Failure>),
}

impl Sheet {
    /// The oldest question that is not answered.
    pub fn open_question(&self) -> Option<&Question> {
        self.records.questions.iter().find(|one| one.is_open())
    }
}

impl Visit {
    /// Takes in what happened to its questions.
    pub(super) fn question(
        &mut self,
        context: &Context,
        message: Message,
    ) -> Action<super::Message> {
        let Some(sheet) = self.sheet() else {
            return Action::None;
        };
        let Some(visit) = sheet.purpose.visit() else {
            return Action::None;
        };
        let open = sheet.open_question().map(|question| question.id);
        match (message, open) {
            (Message::AskPressed, _) => Action::Ask(ask()),
            (Message::AnswerTyped(text), _) => {
                sheet.answer = text;
                Action::None
            }
            (Message::Asked(words), _) => done(context, "The question is asked", move |office| {
                let _id = office.ask_about_visit(visit, &words)?;
                office.questions_of(visit)
            }),
            (Message::AnswerPressed, Some(id)) => {
                let words = sheet.answer.clone();
                done(context, "The question is answered", move |office| {
                    let _visit = office.answer_question(id, &words)?;
                    office.questions_of(visit)
                })
            }
            (Message::WithdrawPressed, Some(id)) => {
                done(context, "The question is withdrawn", move |office| {
                    let _visit = office.withdraw_question(id)?;
                    office.questions_of(visit)
                })
            }
            (Message::Done(what, Ok(questions)), _) => {
                sheet.records.questions = questions;
                sheet.answer.clear();
                Action::Say(what.to_owned(), self.judge(context))
            }
            (Message::Done(_, Err(failure)), _) => Action::Warn(failure),
            (Message::AnswerPressed | Message::WithdrawPressed, None) => Action::None,
        }
    }
}

fn ask() -> Ask<super::Message> {
    Ask::reason(
        "Ask about this visit?",
        "Whoever codes or signs it sees the question; its claims wait for the answer.",
        "Ask",
        "Question",
        |words| super::Message::Question(Message::Asked(words)),
    )
    .calm()
}

fn done(
    context: &Context,
    what: &'static str,
    work: impl FnOnce(&mut crate::office::Office) -> Result<Vec<Question>, crate::office::OfficeError>
    + Send
    + 'static,
) -> Action<super::Message> {
    Action::Run(context.worker.ask(work, move |outcome| {
        super::Message::Question(Message::Done(what, outcome))
    }))
}

/// What is asked, with the field for the answer, and what was answered; nothing where nobody asked.
pub fn view(sheet: &Sheet) -> Option<Element<'_, super::Message>> {
    if sheet.records.questions.is_empty() {
        return None;
    }
    let open = sheet.open_question().map(|question| question.id);
    let list = sheet.records.questions.iter().map(|question| {
        if Some(question.id) == open {
            answering(question, &sheet.answer)
        } else {
            told(question)
        }
    });
    let rows = Column::with_children(list).spacing(gap::S);
    Some(
        column![panel::section("Questions", ""), rows]
            .spacing(gap::S)
            .padding(iced::Padding {
                bottom: gap::L,
                ..iced::Padding::ZERO
            })
            .into(),
    )
}

/// The open question and the field for its answer.
fn answering<'a>(question: &'a Question, answer: &'a str) -> Element<'a, super::Message> {
    let say = super::Message::Question;
    let field = field::text("", answer, move |text| say(Message::AnswerTyped(text)))
        .id(ANSWER)
        .placeholder("Answer")
        .on_submit(say(Message::AnswerPressed));
    let can = (!answer.trim().is_empty()).then(|| say(Message::AnswerPressed));
    let acts = row![
        button::primary("Answer")
            .key("Enter")
            .compact()
            .on_press_maybe(can),
        button::quiet("Withdraw")
            .compact()
            .on_press(say(Message::WithdrawPressed)),
    ]
    .spacing(gap::S);
    card::bare(
        container(
            column![
                words::strong(question.words.as_str()),
                words::note(asked(question)),
                field,
                acts
            ]
            .spacing(gap::S),
        )
        .padding(gap::M)
        .width(Fill),
    )
    .into()
}

/// A question that ended, or one that waits for its turn.
fn told(question: &Question) -> Element<'_, super::Message> {
    let end = question.closed.as_ref().map(|closed| {
        let on = show_date(closed.at.with_timezone(&Local).date_naive());
        match &closed.answer {
            Some(answer) => words::dense(format!("{answer} ({}, {on})", closed.by)),
            None => words::label(format!("Withdrawn by {}, {on}", closed.by)),
        }
    });
    column![words::label(question.words.as_str())]
        .push(end)
        .push(question.is_open().then(|| words::note(asked(question))))
        .into()
}

fn asked(question: &Question) -> String {
    format!(
        "{}, {}",
        question.asked_by,
        show_date(question.asked_at.with_timezone(&Local).date_naive())
    )
}
