//! What people decide about a claim: hold it, let it go on, let a finding pass, note an answer, ask about its visit;
//! when each is possible, and why not when it is not. It must not know where the claim is shown.

use crate::domain::claim::State;
use crate::domain::id::{ClaimId, VisitId};
use crate::domain::scrub::{Finding, Waiving};
use crate::office::{Answer, ClaimPage, Office, OfficeError};
use crate::ui::context::Context;
use crate::ui::place::{Action, Ask};
use crate::ui::widget::key::Press;
use crate::ui::worker::Failure;

/// What happened.
#[derive(Clone, Debug)]
pub enum Message {
    /// A finding is to be let pass.
    WaivePressed(usize),
    /// Why.
    WaiveSaid(ClaimId, String, String),
    /// The claim is to be held.
    HoldPressed,
    /// Why.
    HoldSaid(ClaimId, String),
    /// The claim may go on.
    ReleasePressed,
    /// The receiver or payer took the claim in, or not.
    AnswerPressed(Answer),
    /// What they said.
    AnswerSaid(ClaimId, Answer, String),
    /// Whoever codes or signs the visit is to be asked.
    AskPressed,
    /// What.
    AskSaid(VisitId, String),
    /// One of these was done, or not.
    Done(&'static str, Result<(), Failure>),
}

/// What the screen must do.
pub enum Outcome {
    /// This.
    Do(Action<Message>),
    /// Say this, and read the claim again.
    Changed(String),
}

/// A key with the decision it stands for.
type Key = (&'static str, fn() -> Message);

/// The decision of a key.
pub fn pressed(press: &Press) -> Option<Message> {
    let keys: [Key; 6] = [
        ("W", || Message::WaivePressed(0)),
        ("H", || Message::HoldPressed),
        ("R", || Message::ReleasePressed),
        ("A", || Message::AnswerPressed(Answer::Accepted)),
        ("X", || Message::AnswerPressed(Answer::Rejected)),
        ("Q", || Message::AskPressed),
    ];
    keys.iter()
        .find(|(cap, _)| press.is(cap))
        .map(|(_, message)| message())
}

/// Why something cannot be decided about a claim where it stands; none when it can.
pub fn why_not(page: &ClaimPage, message: &Message) -> Option<String> {
    let state = page.row.state;
    let stands = || format!("it is {}", state.words().to_lowercase());
    let why = match message {
        Message::WaivePressed(at) => match page.findings.get(*at) {
            None => String::from("nothing is wrong with it"),
            Some(finding) => return why_not_pass(finding),
        },
        Message::HoldPressed => match state {
            State::Held if page.is_stopped => String::from("somebody holds it already"),
            State::Held | State::Ready => return None,
            _ => stands(),
        },
        Message::ReleasePressed => match state {
            State::Held if page.is_stopped => return None,
            State::Rejected => return None,
            State::Held => String::from("its findings hold it, nobody else"),
            State::Ready => String::from("nothing holds it"),
            _ => stands(),
        },
        Message::AnswerPressed(answer) => match (state, answer) {
            (State::Batched, _) | (State::Accepted, Answer::Rejected) => return None,
            (State::Held | State::Ready, _) => String::from("it was not sent"),
            _ => stands(),
        },
        Message::AskPressed if state == State::Void => stands(),
        _ => return None,
    };
    Some(why)
}

fn why_not_pass(finding: &Finding) -> Option<String> {
    if finding.waived.is_some() {
        Some(String::from("it was let pass already"))
    } else if finding.edit.waiving == Waiving::Never {
        Some(format!("{} is never let pass", finding.edit.id))
    } else {
        None
    }
}

/// Takes in what happened to the claim of a page.
pub fn update(context: &Context, page: &ClaimPage, message: Message) -> Outcome {
    if why_not(page, &message).is_some() {
        return Outcome::Do(Action::None);
    }
    let (id, number, visit) = (page.row.id, page.row.number.as_str(), page.row.visit);
    Outcome::Do(match message {
        Message::WaivePressed(at) => ask_to_waive(page, at),
        Message::HoldPressed => Action::Ask(
            Ask::reason(
                format!("Hold claim {number}?"),
                "It stays here until somebody releases it.",
                "Hold",
                "Why",
                move |why| Message::HoldSaid(id, why),
            )
            .calm(),
        ),
        Message::AnswerPressed(answer) => ask_for_answer(id, number, answer),
        Message::AskPressed => Action::Ask(
            Ask::reason(
                format!("Ask about the visit of claim {number}?"),
                "Whoever codes or signs the visit sees the question; the claim waits for the answer.",
                "Ask",
                "Question",
                move |words| Message::AskSaid(visit, words),
            )
            .calm(),
        ),
        Message::ReleasePressed => done(context, "released", move |office| {
            office.release(id).map(drop)
        }),
        Message::WaiveSaid(claim, edit, why) => done(context, "finding let pass", move |office| {
            office.waive(claim, &edit, &why)
        }),
        Message::HoldSaid(claim, why) => {
            done(context, "held", move |office| office.hold(claim, &why))
        }
        Message::AnswerSaid(claim, answer, said) => done(context, "answer noted", move |office| {
            office.answered_by_hand(claim, answer, &said)
        }),
        Message::AskSaid(visit, words) => done(context, "question asked", move |office| {
            office.ask_about_visit(visit, &words).map(drop)
        }),
        Message::Done(what, Ok(())) => return Outcome::Changed(format!("Claim {number}: {what}")),
        Message::Done(_, Err(failure)) => Action::Warn(failure),
    })
}

fn ask_to_waive(page: &ClaimPage, at: usize) -> Action<Message> {
    let Some(finding) = page.findings.get(at) else {
        return Action::None;
    };
    let (claim, edit) = (page.row.id, finding.edit.id.to_string());
    let ask = Ask::reason(
        format!("Let “{}” pass?", finding.edit.title),
        format!(
            "{} It counts no more on claim {}.",
            finding.words, page.row.number
        ),
        "Let it pass",
        "Why",
        move |why| Message::WaiveSaid(claim, edit, why),
    );
    Action::Ask(ask.calm())
}

/// Does something with a claim, and says so.
fn done(
    context: &Context,
    what: &'static str,
    work: impl FnOnce(&mut Office) -> Result<(), OfficeError> + Send + 'static,
) -> Action<Message> {
    Action::Run(
        context
            .worker
            .ask(work, move |outcome| Message::Done(what, outcome)),
    )
}

fn ask_for_answer(id: ClaimId, number: &str, answer: Answer) -> Action<Message> {
    let (title, what) = match answer {
        Answer::Accepted => (
            format!("Was claim {number} accepted?"),
            "It was taken in and waits for its answer. Say where that was read.",
        ),
        Answer::Rejected => (
            format!("Was claim {number} rejected?"),
            "It never reached the payer’s books: mend it and send it again as new.",
        ),
    };
    let act = match answer {
        Answer::Accepted => "Accepted",
        Answer::Rejected => "Rejected",
    };
    let ask = Ask::reason(title, what, act, "What they said", move |said| {
        Message::AnswerSaid(id, answer, said)
    });
    Action::Ask(ask.calm())
}
