//! What happened to a claim, in words: made, held, sent, answered. It must not know where it is shown.

use chrono::Local;
use iced::Element;

use super::lane;
use crate::domain::claim::{Event, Happening, State};
use crate::office::ClaimPage;
use crate::ui::icon::{self, Glyph};
use crate::ui::theme::Tone;
use crate::ui::widget::timeline::{event, timeline};

/// Everything that happened to a claim, the oldest first.
pub fn history<'a, Message: 'a>(page: &'a ClaimPage) -> Element<'a, Message> {
    let last = page.events.len().saturating_sub(1);
    let events = page.events.iter().enumerate().map(|(at, one)| {
        let (glyph, tone) = sign(one);
        let (words, note) = told(page, one);
        let knot = event(glyph, tone, words, note);
        if at == last { knot.strong() } else { knot }
    });
    timeline(events)
}

const fn sign(event: &Event) -> (Glyph, Tone) {
    match event.kind {
        Happening::Made => (icon::CLAIM, Tone::Quiet),
        Happening::Held | Happening::Stopped => (icon::HELD, Tone::Attention),
        Happening::Ready => (icon::CHECK, Tone::Good),
        Happening::Released => (icon::GO, Tone::Sent),
        Happening::Waived | Happening::Set => (icon::CHECK, Tone::Attention),
        Happening::Batched | Happening::Appealed => (icon::SENT, Tone::Sent),
        Happening::Answered | Happening::Settled => match event.state {
            State::Rejected => (icon::REMOVE, Tone::Bad),
            State::Denied => (icon::DENIED, Tone::Bad),
            State::PartlyPaid => (icon::OWES, Tone::Attention),
            State::InAppeal => (icon::WAITING, Tone::Sent),
            State::Held
            | State::Ready
            | State::Batched
            | State::Accepted
            | State::Paid
            | State::Closed
            | State::Void => (icon::CHECK, Tone::Good),
        },
        Happening::Reopened => (icon::UNDO, Tone::Attention),
        Happening::Voided => (icon::DENIED, Tone::Quiet),
        Happening::Replaced | Happening::Split | Happening::Numbered | Happening::BilledOn => {
            (icon::CLAIM, Tone::Quiet)
        }
    }
}

/// What happened, and when and by whom.
fn told(page: &ClaimPage, event: &Event) -> (String, String) {
    let when = event.at.with_timezone(&Local).format("%m/%d/%Y %-I:%M %p");
    let by = match source(&event.source) {
        Some(source) => format!("{when}, {}. {source}", event.by),
        None => format!("{when}, {}", event.by),
    };
    let state = event.state.words();
    let said = |what: &str| {
        // What an answer says names its verdict itself.
        let is_answer = event.source.starts_with("answer:");
        if event.words.is_empty() {
            what.to_owned()
        } else if is_answer || event.words.starts_with(what) {
            event.words.clone()
        } else {
            format!("{what}: {}", event.words)
        }
    };
    match event.kind {
        Happening::Batched => {
            let batch = page
                .batches
                .iter()
                .find(|batch| event.source == format!("batch:{}", batch.id));
            match batch {
                Some(batch) => (
                    format!(
                        "Sent in batch {}, {}",
                        batch.id,
                        lane::counted(usize::try_from(batch.claims).unwrap_or(0))
                    ),
                    format!(
                        "{by}. {}, control no. {:09}",
                        batch.file_name, batch.numbers.interchange
                    ),
                ),
                None if event.source.starts_with("paper:") => (event.words.clone(), by),
                None => (String::from("Sent"), by),
            }
        }
        Happening::Answered | Happening::Settled => (said(state), by),
        Happening::Held | Happening::Stopped => (said("Held"), by),
        Happening::Ready => (String::from("Ready to send"), by),
        Happening::Made
        | Happening::Released
        | Happening::Waived
        | Happening::Set
        | Happening::Reopened
        | Happening::Voided
        | Happening::Replaced
        | Happening::Split
        | Happening::Numbered
        | Happening::BilledOn
        | Happening::Appealed => (
            if event.words.is_empty() {
                state.to_owned()
            } else {
                event.words.clone()
            },
            by,
        ),
    }
}

/// What an event came from, in words; none where its own words tell it.
fn source(source: &str) -> Option<String> {
    let (what, number) = source.split_once(':')?;
    match what {
        "eob" => Some(format!("EOB {number}")),
        "answer" => Some(match number.split_once(':') {
            Some((file, segment)) => format!("File of answers {file}, segment {segment}"),
            None => format!("File of answers {number}"),
        }),
        _ => None,
    }
}
