//! The lanes of the claims desk: which states each holds, its sign and its words. They must not know the claims.

use crate::domain::claim::{Lane as Counted, State};
use crate::domain::money::Money;
use crate::ui::icon::{self, Glyph};
use crate::ui::theme::Tone;
use crate::ui::widget::lane::{Lane, lane};
use crate::ui::widget::pill::{self, Pill};

use super::Message;

/// A lane.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Desk {
    /// Whatever needs someone.
    NeedsYou,
    /// Stopped by a finding or a person.
    Held,
    /// Never reached the payer's books.
    Rejected,
    /// Decided, and not paid or not in full.
    Denied,
    /// Clean.
    Ready,
    /// Out of our hands and unanswered.
    Waiting,
    /// Nothing more to do.
    Settled,
}

impl Desk {
    /// In the order they stand.
    pub const ALL: [Self; 7] = [
        Self::NeedsYou,
        Self::Held,
        Self::Rejected,
        Self::Denied,
        Self::Ready,
        Self::Waiting,
        Self::Settled,
    ];

    /// The states of its claims.
    pub const fn states(self) -> &'static [State] {
        match self {
            Self::NeedsYou => &[
                State::Held,
                State::Rejected,
                State::Denied,
                State::PartlyPaid,
            ],
            Self::Held => &[State::Held],
            Self::Rejected => &[State::Rejected],
            Self::Denied => &State::REFUSED,
            Self::Ready => &[State::Ready],
            Self::Waiting => &[State::Batched, State::Accepted],
            Self::Settled => &[State::Paid, State::Closed, State::Void],
        }
    }

    /// The lane that shows these states: the narrowest that has them all.
    pub fn of(states: &[State]) -> Self {
        let holds = |desk: &&Self| states.iter().all(|state| desk.states().contains(state));
        let fitting = Self::ALL
            .iter()
            .filter(|_| !states.is_empty())
            .filter(holds);
        fitting
            .min_by_key(|desk| desk.states().len())
            .copied()
            .unwrap_or(Self::NeedsYou)
    }

    const fn words(self) -> &'static str {
        match self {
            Self::NeedsYou => "Needs you",
            Self::Held => "Held",
            Self::Rejected => "Rejected",
            Self::Denied => "Denied",
            Self::Ready => "Ready to send",
            Self::Waiting => "Waiting",
            Self::Settled => "Settled",
        }
    }

    const fn sign(self) -> (Glyph, Tone) {
        match self {
            Self::NeedsYou => (icon::OWES, Tone::Quiet),
            Self::Held => (icon::HELD, Tone::Attention),
            Self::Rejected => (icon::REJECTED, Tone::Bad),
            Self::Denied => (icon::DENIED, Tone::Bad),
            Self::Ready => (icon::SENT, Tone::Sent),
            Self::Waiting => (icon::WAITING, Tone::Quiet),
            Self::Settled => (icon::PAID, Tone::Good),
        }
    }

    /// Why it has nothing in it.
    pub const fn why_empty(self) -> &'static str {
        match self {
            Self::NeedsYou => "No claim is held, rejected or denied.",
            Self::Held => "Nothing stops a claim.",
            Self::Rejected => "No receiver or payer sent a claim back.",
            Self::Denied => "Every claim that was decided was paid.",
            Self::Ready => "Claims come here when nothing stops them.",
            Self::Waiting => "Every claim that was sent has its answer.",
            Self::Settled => "No claim is paid or closed yet.",
        }
    }

    fn place(self) -> usize {
        Self::ALL.iter().position(|desk| *desk == self).unwrap_or(0)
    }

    /// The lane at its right; the last goes round to the first.
    pub fn next(self) -> Self {
        Self::ALL
            .get(self.place().saturating_add(1))
            .copied()
            .unwrap_or(Self::NeedsYou)
    }

    /// The lane at its left; the first goes round to the last.
    pub fn previous(self) -> Self {
        let before = self.place().checked_sub(1).and_then(|at| Self::ALL.get(at));
        before.copied().unwrap_or(Self::Settled)
    }

    /// How many claims are in it, and what they come to.
    pub fn sums(self, lanes: &[Counted]) -> (u32, Money) {
        let mine = lanes
            .iter()
            .filter(|lane| self.states().contains(&lane.state));
        mine.fold((0, Money::ZERO), |(count, sum), lane| {
            (
                count.saturating_add(lane.count),
                sum.plus(lane.charged).unwrap_or(sum),
            )
        })
    }

    /// The lane as it is shown.
    pub fn view<'a>(self, lanes: &[Counted], is_active: bool) -> Lane<'a, Message> {
        let (count, sum) = self.sums(lanes);
        let (glyph, tone) = self.sign();
        let count = usize::try_from(count).unwrap_or(usize::MAX);
        let shown =
            lane(glyph, self.words(), count, sum, Message::LanePressed(self)).active(is_active);
        if tone == Tone::Quiet {
            shown
        } else {
            shown.tone(tone)
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_has_a_lane_of_its_own_beside_the_first() {
        for state in State::ALL {
            let lanes = Desk::ALL
                .iter()
                .skip(1)
                .filter(|desk| desk.states().contains(&state));
            assert_eq!(lanes.count(), 1, "{state:?}");
            assert!(Desk::of(&[state]).states().contains(&state));
        }
        assert_eq!(Desk::of(&[]), Desk::NeedsYou);
        assert_eq!(Desk::of(&[State::Held, State::Rejected]), Desk::NeedsYou);
    }

    #[test]
    fn lanes_go_round() {
        for desk in Desk::ALL {
            assert_eq!(desk.next().previous(), desk);
        }
    }
}
