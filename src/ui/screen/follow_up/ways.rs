//! What is done with the chosen claim: the four ways out, notes, days, people, answers to its appeal. It must not know
//! the queue.

use chrono::Days;

use crate::domain::denial::{Outcome as Ended, WayOut, appeal_number};
use crate::domain::id::{AppealId, ChargeLineId, ClaimId};
use crate::domain::money::Money;
use crate::domain::typed::{coming_date, show_date};
use crate::office::{DenialPage, Office, OfficeError, WayOffer};
use crate::ui::context::Context;
use crate::ui::place::{Action, Ask, Place};
use crate::ui::widget::key::Press;
use crate::ui::widget::words::show_dollars;
use crate::ui::worker::Failure;

/// What happened.
#[derive(Clone, Debug)]
pub enum Message {
    /// A way out is wanted.
    Pressed(WayOut),
    /// Yes: another claim takes its place, under this number of the payer.
    CorrectAgreed(ClaimId, Option<String>),
    /// It was made, or not.
    Corrected(Result<ClaimId, Failure>),
    /// Yes: it is the patient's.
    PatientAgreed(ClaimId, Vec<ChargeLineId>),
    /// It is given up, for this reason.
    WriteOffSaid(ClaimId, Vec<ChargeLineId>, String),
    /// It is to be put aside.
    SnoozePressed,
    /// Until when.
    SnoozeSaid(ClaimId, String),
    /// Something is to be noted.
    NotePressed,
    /// What.
    NoteSaid(ClaimId, String),
    /// Whoever is signed in works it, or no more.
    TakePressed,
    /// Its appeal was answered.
    AnswerPressed(Ended),
    /// What the letter says.
    AnswerSaid(AppealId, Ended, String),
    /// Its newest appeal is to be printed again.
    PrintPressed,
    /// Its pages were read, or not.
    PrintRead(Result<Vec<u8>, Failure>),
    /// They are being shown, or not.
    Shown(Result<(), Failure>),
    /// Something was done, or not.
    Done(String, Result<(), Failure>),
    /// The screen was left for that place.
    Left(Place),
}

/// What the screen must do.
pub enum Outcome {
    /// This.
    Do(Action<Message>),
    /// Go there, and come back here.
    Leave(Place),
    /// Say this, and read the queue again.
    Changed(String),
}

/// A key with what it stands for.
type Key = (&'static str, fn() -> Message);

/// What a key stands for.
pub fn pressed(press: &Press) -> Option<Message> {
    let keys: [Key; 12] = [
        ("1", || Message::Pressed(WayOut::Correct)),
        ("2", || Message::Pressed(WayOut::Appeal)),
        ("3", || Message::Pressed(WayOut::Patient)),
        ("4", || Message::Pressed(WayOut::WriteOff)),
        ("Z", || Message::SnoozePressed),
        ("N", || Message::NotePressed),
        ("M", || Message::TakePressed),
        ("W", || Message::AnswerPressed(Ended::Won)),
        ("V", || Message::AnswerPressed(Ended::PartlyWon)),
        ("X", || Message::AnswerPressed(Ended::Lost)),
        ("T", || Message::AnswerPressed(Ended::Withdrawn)),
        ("P", || Message::PrintPressed),
    ];
    let found = keys.iter().find(|(cap, _)| press.is(cap));
    found.map(|(_, message)| message())
}

/// Takes in what happened to the chosen claim; the ways out are about the services that are picked, or about all of it.
pub fn update(
    context: &Context,
    page: Option<&DenialPage>,
    picked: &[ChargeLineId],
    message: Message,
) -> Outcome {
    match message {
        Message::Left(place) => return Outcome::Do(Action::Go(place)),
        Message::Done(words, Ok(())) => return Outcome::Changed(words),
        Message::Done(_, Err(failure))
        | Message::Corrected(Err(failure))
        | Message::PrintRead(Err(failure))
        | Message::Shown(Err(failure)) => return Outcome::Do(Action::Warn(failure)),
        Message::Corrected(Ok(made)) => {
            let words = String::from("The claim in its place waits: mend it and send it.");
            return Outcome::Do(Action::SayAndGo(words, Place::Claim(made)));
        }
        Message::Shown(Ok(())) => return Outcome::Do(Action::None),
        Message::PrintRead(Ok(pages)) => {
            let show =
                context
                    .files
                    .view_pages(&context.worker, "appeal.pdf", pages, Message::Shown);
            return Outcome::Do(Action::Run(show));
        }
        _ => {}
    }
    let Some(page) = page else {
        return Outcome::Do(Action::None);
    };
    match message {
        Message::Pressed(way) => way_out(page, picked, way),
        message => Outcome::Do(decided(context, page, message)),
    }
}

fn way_out(page: &DenialPage, picked: &[ChargeLineId], way: WayOut) -> Outcome {
    let Some(offer) = page.ways.iter().find(|offer| offer.way == way) else {
        return Outcome::Do(Action::None);
    };
    if let Some(why) = &offer.refusal {
        return Outcome::Do(Action::Warn(Failure::Words(why.clone())));
    }
    match way {
        WayOut::Correct => Outcome::Do(Action::Ask(correct(page))),
        WayOut::Appeal => Outcome::Leave(Place::Appeal(page.row.denial.claim)),
        WayOut::Patient => Outcome::Do(Action::Ask(patient(page, offer, picked))),
        WayOut::WriteOff => Outcome::Do(Action::Ask(write_off(page, offer, picked))),
    }
}

fn correct(page: &DenialPage) -> Ask<Message> {
    let denial = &page.row.denial;
    let claim = denial.claim;
    let title = format!("Put another claim in the place of {}?", denial.number);
    let words = format!(
        "Claim {} is closed. The new one says that it replaces it, bills the same until its visit is mended, and waits for you.",
        denial.number
    );
    if page.payer_number.is_empty() {
        return Ask::reason(
            title,
            words,
            "Correct and replace",
            "The payer’s number of the claim, from its answer",
            move |number| Message::CorrectAgreed(claim, Some(number)),
        )
        .calm();
    }
    let agreed = Message::CorrectAgreed(claim, None);
    Ask::yes(title, words, "Correct and replace", agreed).calm()
}

/// What a way out is about: of the picked services what is left, or what it offers for all.
fn about(page: &DenialPage, offer: &WayOffer, picked: &[ChargeLineId]) -> String {
    let lines = page.row.denial.lines.iter();
    let lines: Vec<_> = lines.filter(|line| picked.contains(&line.line)).collect();
    if lines.is_empty() {
        return show_dollars(offer.amount);
    }
    let services: Vec<String> = lines.iter().map(|line| line.service()).collect();
    let left = Money::sum(lines.iter().map(|line| line.left)).unwrap_or(offer.amount);
    format!("{} for {}", show_dollars(left), services.join(", "))
}

fn patient(page: &DenialPage, offer: &WayOffer, picked: &[ChargeLineId]) -> Ask<Message> {
    let denial = &page.row.denial;
    Ask::yes(
        format!("Bill {} to the patient?", about(page, offer, picked)),
        format!(
            "It leaves {} and stands on the next statement, with the payer’s reason beside it.",
            denial.payer_name
        ),
        "Bill the patient",
        Message::PatientAgreed(denial.claim, picked.to_vec()),
    )
}

fn write_off(page: &DenialPage, offer: &WayOffer, picked: &[ChargeLineId]) -> Ask<Message> {
    let denial = &page.row.denial;
    let (claim, kind) = (denial.claim, denial.advice().kind.write_off());
    let picked = picked.to_vec();
    Ask::reason(
        format!("Write {} off?", about(page, offer, &picked)),
        format!(
            "It is given up as “{}”. It can be taken back on the ledger.",
            kind.words()
        ),
        "Write off",
        "Why",
        move |why| Message::WriteOffSaid(claim, picked.clone(), why),
    )
}

fn decided(context: &Context, page: &DenialPage, message: Message) -> Action<Message> {
    let denial = &page.row.denial;
    let number = denial.number.clone();
    match message {
        Message::CorrectAgreed(claim, given) => Action::Run(context.worker.ask(
            move |office| office.correct_denial(claim, given.as_deref()),
            Message::Corrected,
        )),
        Message::PatientAgreed(claim, lines) => {
            let said = format!("Claim {number}: billed to the patient");
            done(context, said, move |office| {
                office.bill_denial_to_patient(claim, &lines, "").map(drop)
            })
        }
        Message::WriteOffSaid(claim, lines, why) => {
            let kind = denial.advice().kind.write_off();
            let said = format!("Claim {number}: written off");
            done(context, said, move |office| {
                office.write_off_denial(claim, &lines, kind, &why).map(drop)
            })
        }
        Message::SnoozePressed => snooze(context, page),
        Message::SnoozeSaid(claim, typed) => put_aside(context, claim, &typed, &number.to_string()),
        Message::NotePressed => {
            let claim = denial.claim;
            let words = "It stands in the history of the denial.";
            let title = format!("Note something about claim {number}");
            let ask = Ask::reason(title, words, "Note it", "What", move |said| {
                Message::NoteSaid(claim, said)
            });
            Action::Ask(ask.calm())
        }
        Message::NoteSaid(claim, words) => {
            let said = format!("Claim {number}: noted");
            done(context, said, move |office| {
                office.note_denial(claim, &words)
            })
        }
        Message::TakePressed => take(context, page),
        Message::AnswerPressed(ended) => ask_answer(page, ended),
        Message::AnswerSaid(appeal, ended, words) => {
            let said = format!("Appeal {}: {}", appeal_number(appeal), ended.words());
            let today = context.today();
            done(context, said, move |office| {
                office.answer_appeal(appeal, ended, today, &words)
            })
        }
        Message::PrintPressed => denial.appeals.last().map_or(Action::None, |appeal| {
            let id = appeal.id;
            Action::Run(
                context
                    .worker
                    .ask(move |office| office.appeal_file(id), Message::PrintRead),
            )
        }),
        _ => Action::None,
    }
}

/// Puts it aside, or takes it up again when it is.
fn snooze(context: &Context, page: &DenialPage) -> Action<Message> {
    let denial = &page.row.denial;
    let claim = denial.claim;
    if denial.is_snoozed(context.today()) {
        let said = format!("Claim {}: taken up again", denial.number);
        return done(context, said, move |office| {
            office.snooze_denial(claim, None, "")
        });
    }
    let two_weeks = context.today().checked_add_days(Days::new(14));
    let usual = two_weeks.map(show_date).unwrap_or_default();
    Action::Ask(
        Ask::reason(
            format!("Put claim {} aside?", denial.number),
            format!(
                "It comes back on that day, as {usual} or +14. A last day that comes nearer is told all the same."
            ),
            "Put aside",
            "Until",
            move |until| Message::SnoozeSaid(claim, until),
        )
        .calm(),
    )
}

fn put_aside(context: &Context, claim: ClaimId, typed: &str, number: &str) -> Action<Message> {
    match coming_date(typed, context.today()) {
        Ok(until) => {
            let said = format!("Claim {number}: put aside until {}", show_date(until));
            done(context, said, move |office| {
                office.snooze_denial(claim, Some(until), "")
            })
        }
        Err(error) => Action::Warn(Failure::Words(error.to_string())),
    }
}

/// Lets whoever is signed in work it, or nobody when they do already.
fn take(context: &Context, page: &DenialPage) -> Action<Message> {
    let denial = &page.row.denial;
    let claim = denial.claim;
    let is_mine = denial
        .assigned
        .as_ref()
        .is_some_and(|(_, name)| *name == context.user);
    let said = if is_mine {
        format!("Claim {}: given back", denial.number)
    } else {
        format!("Claim {}: yours", denial.number)
    };
    done(context, said, move |office| {
        let me = office.user().id;
        office.assign_denial(claim, (!is_mine).then_some(me))
    })
}

fn ask_answer(page: &DenialPage, ended: Ended) -> Action<Message> {
    let Some(appeal) = page.row.denial.open_appeal() else {
        return Action::None;
    };
    let id = appeal.id;
    let words = match ended {
        Ended::Won | Ended::PartlyWon => "Its money is awaited; the EOB is posted as always.",
        Ended::Lost => {
            "The claim is to be worked again, and the clock of the next level runs from today."
        }
        Ended::Withdrawn => "The claim is to be worked again.",
    };
    let ask = Ask::reason(
        format!(
            "Appeal {}: {}?",
            appeal_number(id),
            ended.words().to_lowercase()
        ),
        words,
        ended.words(),
        "What the letter says",
        move |said| Message::AnswerSaid(id, ended, said),
    );
    Action::Ask(ask.calm())
}

/// Does something, and says so.
fn done(
    context: &Context,
    said: String,
    work: impl FnOnce(&mut Office) -> Result<(), OfficeError> + Send + 'static,
) -> Action<Message> {
    Action::Run(
        context
            .worker
            .ask(work, move |outcome| Message::Done(said, outcome)),
    )
}
