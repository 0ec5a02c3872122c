//! How the lanes of the claims desk look: their signs, their words, what they hold. They must not know the claims.

use crate::domain::claim::State;
use crate::domain::money::Money;
use crate::office::DeskLanes;
use crate::ui::icon::{self, Glyph};
use crate::ui::place::Lane;
use crate::ui::theme::Tone;
use crate::ui::widget::lane;
use crate::ui::widget::pill::{self, Pill};

use super::Message;

const fn words(lane: Lane) -> &'static str {
    match lane {
        Lane::NeedsYou => "Needs you",
        Lane::ToCode => "To code",
        Lane::Held => "Held",
        Lane::Rejected => "Rejected",
        Lane::Denied => "Denied",
        Lane::InAppeal => "In appeal",
        Lane::NoAnswer => "No answer",
        Lane::Ready => "Ready",
        Lane::Sent => "Sent",
        Lane::Done => "Done",
    }
}

const fn sign(lane: Lane) -> (Glyph, Tone) {
    match lane {
        Lane::NeedsYou => (icon::OWES, Tone::Quiet),
        Lane::ToCode => (icon::TO_CODE, Tone::Quiet),
        Lane::Held => (icon::HELD, Tone::Attention),
        Lane::Rejected => (icon::REJECTED, Tone::Bad),
        Lane::Denied => (icon::DENIED, Tone::Bad),
        Lane::InAppeal => (icon::APPEAL, Tone::Sent),
        Lane::NoAnswer => (icon::OVERDUE, Tone::Attention),
        Lane::Ready => (icon::SENT, Tone::Sent),
        Lane::Sent => (icon::WAITING, Tone::Quiet),
        Lane::Done => (icon::PAID, Tone::Good),
    }
}

/// Why a lane has nothing in it.
pub const fn why_empty(lane: Lane) -> &'static str {
    match lane {
        Lane::NeedsYou => "No claim is held, rejected or denied.",
        Lane::ToCode => "Visits kept without charges wait here.",
        Lane::Held => "Nothing stops a claim.",
        Lane::Rejected => "No receiver or payer sent a claim back.",
        Lane::Denied => "Every claim that was decided was paid.",
        Lane::InAppeal => "No payer is asked to decide anew.",
        Lane::NoAnswer => "Nothing that was sent or passed on waits too long for its answer.",
        Lane::Ready => "Claims come here when nothing stops them.",
        Lane::Sent => "Every claim that was sent has its answer.",
        Lane::Done => "No claim is paid or closed yet.",
    }
}

/// How many claims, or visits, are in a lane, and what they come to.
pub fn sums(lane: Lane, counts: &DeskLanes) -> (u32, Money) {
    let states = || {
        let mine = counts
            .states
            .iter()
            .filter(|one| lane.states().contains(&one.state));
        mine.fold((0_u32, Money::ZERO), |(count, sum), one| {
            (
                count.saturating_add(one.count),
                sum.plus(one.charged).unwrap_or(sum),
            )
        })
    };
    match lane {
        Lane::ToCode => (counts.to_code, Money::ZERO),
        Lane::NoAnswer => (
            counts.unanswered.saturating_add(counts.passed_on),
            counts
                .unanswered_charged
                .plus(counts.passed_on_charged)
                .unwrap_or(counts.unanswered_charged),
        ),
        Lane::Sent => {
            let (count, sum) = states();
            (
                count.saturating_sub(counts.unanswered),
                sum.minus(counts.unanswered_charged).unwrap_or(sum),
            )
        }
        Lane::NeedsYou
        | Lane::Held
        | Lane::Rejected
        | Lane::Denied
        | Lane::InAppeal
        | Lane::Ready
        | Lane::Done => states(),
    }
}

/// A lane as it is shown.
pub fn view<'a>(of: Lane, counts: &DeskLanes, is_active: bool) -> lane::Lane<'a, Message> {
    let (count, sum) = sums(of, counts);
    let (glyph, tone) = sign(of);
    let count = usize::try_from(count).unwrap_or(usize::MAX);
    let shown =
        lane::lane(glyph, words(of), count, sum, Message::LanePressed(of)).active(is_active);
    let shown = if of == Lane::ToCode {
        shown.counting(if count == 1 { "visit" } else { "visits" })
    } else {
        shown
    };
    if tone == Tone::Quiet {
        shown
    } else {
        shown.tone(tone)
    }
}

/// The sign of a state.
pub fn state(state: State) -> Pill {
    match state {
        State::Held => pill::held(),
        State::Ready => pill::ready().says("Ready"),
        State::Batched => pill::sent(),
        State::Accepted => pill::waiting().says("Accepted"),
        State::Rejected => pill::rejected(),
        State::Paid => pill::paid(),
        State::PartlyPaid => pill::look().says("Partly paid"),
        State::Denied => pill::denied(),
        State::InAppeal => pill::appealed(),
        State::Closed => pill::well().says("Closed"),
        State::Void => pill::voided().says("Void"),
    }
}

/// `1 claim`, `14 claims`.
pub fn counted(claims: usize) -> String {
    match claims {
        1 => String::from("1 claim"),
        more => format!("{more} claims"),
    }
}
