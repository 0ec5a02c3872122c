//! Where a claim stands, by its statuses. It must not know what is done about it.

use super::{Action, Status};

/// Where a claim stands with whoever answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// Nothing that is known was said.
    Unknown,
    /// It came in or was passed on, and is not yet accepted (A0, A1).
    Received,
    /// It was taken into processing, which proves that it was sent in time (A2, A5).
    Accepted,
    /// It is being worked on (P).
    Pending,
    /// More is wanted before it is decided (R, P3, P4).
    Wanted,
    /// It was decided (F0, F3, F4).
    Decided,
    /// It was paid (F1).
    Paid,
    /// It was denied (F2).
    Denied,
    /// The question could not be answered (E).
    Unanswered,
    /// It was not found (A4, D0).
    NotFound,
    /// It was refused and will never be decided: it has to be mended and sent as new (A3, A6, A7, A8).
    Rejected,
}

impl Standing {
    /// Where a claim stands, all its statuses taken together: a refusal outweighs whatever else is said, and else the
    /// last status holds.
    pub fn of(statuses: &[Status]) -> Self {
        let each = || statuses.iter().map(Self::of_one);
        if each().any(|standing| standing == Self::Rejected) {
            return Self::Rejected;
        }
        each().next_back().unwrap_or(Self::Unknown)
    }

    /// In a word or two.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Received => "received",
            Self::Accepted => "accepted",
            Self::Pending => "pending",
            Self::Wanted => "information wanted",
            Self::Decided => "decided",
            Self::Paid => "paid",
            Self::Denied => "denied",
            Self::Unanswered => "not answered",
            Self::NotFound => "not found",
            Self::Rejected => "rejected",
        }
    }

    fn of_one(status: &Status) -> Self {
        let by_code = status
            .codes
            .iter()
            .map(|code| Self::of_category(&code.category))
            .max()
            .unwrap_or(Self::Unknown);
        if status.action == Some(Action::Reject) {
            Self::Rejected
        } else {
            by_code
        }
    }

    /// Where a claim stands by one category code.
    pub fn of_category(category: &str) -> Self {
        match category {
            "A0" | "A1" => Self::Received,
            "A2" | "A5" => Self::Accepted,
            "A3" | "A6" | "A7" | "A8" => Self::Rejected,
            "A4" | "D0" => Self::NotFound,
            "P3" | "P4" => Self::Wanted,
            "F1" => Self::Paid,
            "F2" => Self::Denied,
            other => match other.get(..1) {
                Some("P") => Self::Pending,
                Some("R") => Self::Wanted,
                Some("F") => Self::Decided,
                Some("E") => Self::Unanswered,
                _ => Self::Unknown,
            },
        }
    }
}
