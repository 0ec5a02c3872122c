//! Where one is on the claims desk: the lane, what it is narrowed by, the claim that is chosen, and whether claims that
//! want the same fix are being gone through. It must not know the claims.

use crate::domain::claim::{Order, State};
use crate::domain::id::{ClaimId, PayerId, ProviderId};

/// A lane of the claims desk.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lane {
    /// Whatever needs someone.
    #[default]
    NeedsYou,
    /// Visits without charges, of which no claim can be made yet.
    ToCode,
    /// Stopped by a finding or a person.
    Held,
    /// Never reached the payer's books.
    Rejected,
    /// Decided, and not paid or not in full.
    Denied,
    /// Refused, and the payer is asked to decide anew.
    InAppeal,
    /// Sent, and not answered in time.
    NoAnswer,
    /// Clean.
    Ready,
    /// Sent, and waiting for an answer.
    Sent,
    /// Nothing more to do.
    Done,
}

impl Lane {
    /// In the order they stand.
    pub const ALL: [Self; 10] = [
        Self::NeedsYou,
        Self::ToCode,
        Self::Held,
        Self::Rejected,
        Self::Denied,
        Self::NoAnswer,
        Self::Ready,
        Self::Sent,
        Self::InAppeal,
        Self::Done,
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
            Self::ToCode => &[],
            Self::Held => &[State::Held],
            Self::Rejected => &[State::Rejected],
            Self::Denied => &State::REFUSED,
            Self::InAppeal => &[State::InAppeal],
            Self::Ready => &[State::Ready],
            Self::NoAnswer | Self::Sent => &[State::Batched, State::Accepted],
            Self::Done => &[State::Paid, State::Closed, State::Void],
        }
    }

    /// The lane that shows these states: the narrowest that has them all.
    pub fn of(states: &[State]) -> Self {
        let holds = |lane: &&Self| states.iter().all(|state| lane.states().contains(state));
        let fitting = Self::ALL
            .iter()
            .filter(|lane| !states.is_empty() && **lane != Self::NoAnswer)
            .filter(holds);
        fitting
            .min_by_key(|lane| lane.states().len())
            .copied()
            .unwrap_or_default()
    }

    /// The lane so many to the right, going round.
    #[must_use]
    pub fn turned(self, by: usize) -> Self {
        let at = Self::ALL.iter().position(|lane| *lane == self);
        Self::ALL
            .iter()
            .cycle()
            .nth(at.unwrap_or(0).saturating_add(by))
            .copied()
            .unwrap_or_default()
    }
}

/// Claims that want the same fix, gone through one after the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Round {
    /// Id of the edit that stops them.
    pub edit: String,
    /// What it finds, in a few words.
    pub title: String,
    /// The claims.
    pub claims: Vec<ClaimId>,
    /// The place of the one that is being mended.
    pub at: usize,
    /// How many are mended.
    pub mended: usize,
}

/// What the desk shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DeskAt {
    /// The lane.
    pub lane: Lane,
    /// What was typed to narrow it.
    pub text: String,
    /// Only this payer's claims.
    pub payer: Option<PayerId>,
    /// Only this clinician's.
    pub provider: Option<ProviderId>,
    /// In which order.
    pub order: Order,
    /// The claim that is chosen.
    pub claim: Option<ClaimId>,
    /// Claims that are gone through.
    pub round: Option<Round>,
}

impl DeskAt {
    /// A lane with nothing narrowed.
    pub fn lane(lane: Lane) -> Self {
        Self {
            lane,
            ..Self::default()
        }
    }

    /// Whether the list is narrowed.
    pub fn is_narrowed(&self) -> bool {
        !self.text.trim().is_empty() || self.payer.is_some() || self.provider.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_has_a_lane_of_its_own_beside_the_first() {
        for state in State::ALL {
            let lanes = Lane::ALL
                .iter()
                .skip(1)
                .filter(|lane| **lane != Lane::NoAnswer && lane.states().contains(&state));
            assert_eq!(lanes.count(), 1, "{state:?}");
            assert!(Lane::of(&[state]).states().contains(&state));
        }
        assert_eq!(Lane::of(&[]), Lane::NeedsYou);
        assert_eq!(Lane::of(&[State::Held, State::Rejected]), Lane::NeedsYou);
        assert_eq!(Lane::of(&[State::Batched, State::Accepted]), Lane::Sent);
    }

    #[test]
    fn lanes_go_round() {
        for lane in Lane::ALL {
            assert_eq!(lane.turned(1).turned(Lane::ALL.len() - 1), lane);
        }
        assert_eq!(Lane::Done.turned(1), Lane::NeedsYou);
    }
}
