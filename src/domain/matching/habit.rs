//! How payers spoil the numbers they repeat. A habit is only ever learned from a person.

use serde::{Deserialize, Serialize};

/// What a payer does to our numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Habit {
    /// It keeps only the first so many characters.
    Cuts {
        /// How many.
        to: usize,
    },
    /// It leaves letters out, and zeros before the first other digit.
    DropsZeros,
    /// It leaves everything out that is no digit.
    DropsLetters,
    /// It writes more behind the number.
    Appends,
}

/// The fewest characters of a number that say anything.
const FEWEST: usize = 4;

impl Habit {
    /// The habit that makes `theirs` out of `ours`; none when none does, or they are the same.
    pub fn between(ours: &str, theirs: &str) -> Option<Self> {
        let theirs = theirs.trim();
        if theirs.len() < FEWEST || ours.eq_ignore_ascii_case(theirs) {
            return None;
        }
        let habits = [
            Self::Cuts { to: theirs.len() },
            Self::DropsLetters,
            Self::DropsZeros,
            Self::Appends,
        ];
        habits
            .into_iter()
            .find(|habit| habit.explains(ours, theirs))
    }

    /// Whether the habit makes `theirs` out of `ours`.
    pub fn explains(self, ours: &str, theirs: &str) -> bool {
        let theirs = theirs.trim();
        if theirs.len() < FEWEST {
            return false;
        }
        match self {
            Self::Cuts { to } => {
                theirs.len() == to
                    && to < ours.len()
                    && ours
                        .get(..to)
                        .is_some_and(|kept| kept.eq_ignore_ascii_case(theirs))
            }
            Self::DropsZeros => digits(ours).trim_start_matches('0') == theirs,
            Self::DropsLetters => digits(ours) == theirs,
            Self::Appends => theirs
                .get(..ours.len())
                .is_some_and(|kept| kept.eq_ignore_ascii_case(ours)),
        }
    }

    /// In words, as it is asked of a person.
    pub fn words(self) -> String {
        match self {
            Self::Cuts { to } => format!("cuts our numbers to {to} characters"),
            Self::DropsZeros => String::from("drops letters and zeros in front of our numbers"),
            Self::DropsLetters => String::from("drops the letters of our numbers"),
            Self::Appends => String::from("writes more behind our numbers"),
        }
    }
}

fn digits(number: &str) -> String {
    number.chars().filter(char::is_ascii_digit).collect()
}
