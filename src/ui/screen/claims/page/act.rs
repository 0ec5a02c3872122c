//! Everything that can be done with a claim, each with its key, and why it cannot be done when it cannot. It must not
//! know how it is done.

use super::{Message, Page, decide, later};
use crate::domain::claim::State;
use crate::office::{Act as Offered, Answer, ClaimPage};
use crate::ui::place::{ChartTab, Place};
use crate::ui::screen::claims::send::What;
use crate::ui::widget::acts::{Act, act};

/// Why this claim cannot be sent now; none when it can.
pub fn why_not_send(page: &ClaimPage) -> Option<&'static str> {
    match page.row.state {
        State::Ready => None,
        State::Held => Some("it is held"),
        State::Rejected => Some("it was rejected: mend it, then send it again"),
        State::Batched | State::Accepted => Some("it was sent and waits for its answer"),
        State::Paid | State::PartlyPaid | State::Denied | State::InAppeal => {
            Some("its payer decided it")
        }
        State::Closed | State::Void => Some("there is nothing more to do"),
    }
}

/// Why nobody can be asked what became of it; none when somebody can.
fn why_not_ask(page: &ClaimPage) -> Option<&'static str> {
    match page.row.state {
        State::Batched | State::Accepted if page.row.receiver.is_some() => None,
        State::Batched | State::Accepted => Some("its payer has no receiver: somebody has to call"),
        State::Held | State::Ready => Some("it was not sent"),
        State::Rejected => Some("it was rejected"),
        State::Paid | State::PartlyPaid | State::Denied | State::InAppeal => {
            Some("its payer decided it")
        }
        State::Closed | State::Void => Some("there is nothing more to do"),
    }
}

/// Why a claim cannot be sent, or its payer asked; none when that can be done.
pub fn why_not(page: &ClaimPage, what: What) -> Option<&'static str> {
    match what {
        What::Claims => why_not_send(page),
        What::Questions => why_not_ask(page),
    }
}

/// Why no rule can be made of this claim; none when one can.
pub const fn why_no_rule(state: State) -> Option<&'static str> {
    match state {
        State::Rejected | State::Denied | State::PartlyPaid | State::InAppeal => None,
        State::Held
        | State::Ready
        | State::Batched
        | State::Accepted
        | State::Paid
        | State::Closed
        | State::Void => Some("nobody refused it"),
    }
}

/// The acts in the order of a claim's life.
pub fn all(page: &ClaimPage, can_fix: bool) -> Vec<Act<'_, Message>> {
    let offered = Offered::ALL.into_iter().filter_map(|one| {
        let keys = later::key_of(one)?;
        let message = Message::Later(later::Message::Pressed(one));
        Some(act(keys, one.words(), message).disabled_maybe(later::why_not(page, one)))
    });
    let mut all = deciding(page, can_fix);
    all.extend(offered);
    all.extend(looking(page));
    all
}

fn go<'a>(keys: &'static str, words: &'static str, place: Place) -> Act<'a, Message> {
    act(keys, words, Message::PlacePressed(place))
}

/// What is decided about it while it is here, or noted of it.
fn deciding(page: &ClaimPage, can_fix: bool) -> Vec<Act<'_, Message>> {
    let decided = |keys: &'static str, words: &'static str, message: decide::Message| {
        let why = decide::why_not(page, &message);
        act(keys, words, Message::Decided(message)).disabled_maybe(why)
    };
    let release = if page.row.state == State::Rejected {
        "Send again as a new claim"
    } else {
        "Release"
    };
    let nothing = (!can_fix).then_some("nothing is wrong with it");
    vec![
        act("F", "Fix the first finding", Message::FixPressed(0)).disabled_maybe(nothing),
        decided("W", "Let it pass", decide::Message::WaivePressed(0)),
        decided(
            "Q",
            "Ask whoever codes the visit",
            decide::Message::AskPressed,
        ),
        decided("H", "Hold", decide::Message::HoldPressed),
        decided("R", release, decide::Message::ReleasePressed),
        act("Ctrl Enter", "Send this claim", Message::SendPressed)
            .disabled_maybe(why_not_send(page)),
        act(
            "I",
            "Ask the payer what became of it",
            Message::InquirePressed,
        )
        .disabled_maybe(why_not_ask(page)),
        decided(
            "A",
            "Note that it was accepted",
            decide::Message::AnswerPressed(Answer::Accepted),
        ),
        decided(
            "X",
            "Note that it was rejected",
            decide::Message::AnswerPressed(Answer::Rejected),
        ),
    ]
}

/// Where a claim left last, in a file or on paper; none when it never did.
pub fn last_left(page: &ClaimPage) -> Option<Place> {
    let file = page.batches.last();
    let file = file.map(|batch| (batch.made_at, Place::Batches(Some(batch.id))));
    let paper = page.printed.last();
    let paper = paper.map(|run| (run.made_at, Place::PaperRun(run.id)));
    let last = file.into_iter().chain(paper).max_by_key(|(at, _)| *at);
    last.map(|(_, place)| place)
}

/// What is looked at, printed or made of it.
fn looking(page: &ClaimPage) -> Vec<Act<'_, Message>> {
    let eob = Page::eob(page);
    let newest = page.batches.last();
    let left = last_left(page);
    let never = left.is_none().then_some("it was never sent");
    let not_sent = newest.is_none().then_some(match left {
        Some(_) => "it went on paper",
        None => "it was never sent",
    });
    vec![
        go(
            "U",
            "Make a rule of the refusal",
            Place::ProposedRule(page.row.id),
        )
        .disabled_maybe(why_no_rule(page.row.state)),
        act("V", "See the segments as sent", Message::SegmentsPressed).disabled_maybe(not_sent),
        act("S", "Save the file that was sent", Message::SavePressed).disabled_maybe(not_sent),
        go("B", "Open its batch", left.unwrap_or(Place::Batches(None))).disabled_maybe(never),
        act(
            "Ctrl P",
            "Look at it on paper",
            Message::Later(later::Message::PaperPressed),
        ),
        act(
            "Y",
            "Print the proof of timely filing",
            Message::Later(later::Message::ProofPressed),
        )
        .disabled_maybe(never),
        go("O", "Open its EOB", eob.map_or(Place::Payments, Place::Eob))
            .disabled_maybe(eob.is_none().then_some("no EOB answered it")),
        go("E", "Open the visit", Place::Visit(page.row.visit, None)),
        go(
            "C",
            "Open the chart",
            Place::Chart(page.row.patient, ChartTab::Claims),
        ),
    ]
}
