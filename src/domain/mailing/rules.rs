//! The practice's rules for sending statements: how much, how often, when, to whom, with which words. They must not know
//! an account.

use std::fmt;

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::domain::id::GuarantorId;
use crate::domain::money::Money;
use crate::domain::person::Name;

/// The practice's rules for sending statements.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Rules {
    /// Less than this is not asked for by mail.
    pub minimum: Money,
    /// Days between two statements that ask for nothing new.
    pub every_days: u16,
    /// How often the same debt is asked for; none: without end.
    pub most: Option<u16>,
    /// For how many days after its first statement a debt is asked for; none: without end.
    pub oldest_days: Option<u16>,
    /// What happens while an insurer owes on the same account.
    pub pending: WhilePending,
    /// On which days of the month an account has its turn.
    pub cycle: Cycle,
    /// How the patients of one account are put on paper.
    pub family: Family,
    /// What statements say that ask again, gentlest first.
    pub reminders: Vec<Reminder>,
    /// What sending one costs: postage, paper, envelope, print.
    pub cost: Money,
    /// What becomes of statements that are likely to bring less than they cost.
    pub worth: Worth,
}

/// What happens while an insurer owes on the account.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WhilePending {
    /// What is the guarantor's already is asked for.
    #[default]
    Ask,
    /// Nothing is asked for until insurers answered everything.
    Wait,
}

/// On which days of the month an account has its turn. A month has four weeks here: from the 1st, 8th, 15th and 22nd.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cycle {
    /// Every day is everybody's.
    #[default]
    Everybody,
    /// By the first letter of the family name: these are the first letters of the second, third and fourth week.
    Letters([char; 3]),
    /// By the account number, a quarter of the accounts each week.
    Accounts,
}

/// How the patients of one account are put on paper.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Family {
    /// All on one statement.
    #[default]
    Together,
    /// A statement for each patient, to the same guarantor.
    Each,
}

/// What becomes of statements that are likely to bring less than they cost.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Worth {
    /// They are sent; the figure is only said.
    #[default]
    Send,
    /// They are left out.
    LeaveOut,
}

/// What a statement says that asks again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reminder {
    /// From which request on: 2 is the second statement that asks for the same.
    pub from_times: u16,
    /// And from how many days after the first one on; 0 counts no days.
    pub from_days: u16,
    /// In the practice's words.
    pub words: String,
}

impl WhilePending {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Ask, Self::Wait];
}

impl fmt::Display for WhilePending {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Ask => "Ask for what is the patient's already",
            Self::Wait => "Wait until insurers answered everything",
        })
    }
}

impl Family {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Together, Self::Each];
}

impl fmt::Display for Family {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Together => "All on one statement",
            Self::Each => "One statement for each patient",
        })
    }
}

impl Worth {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Send, Self::LeaveOut];
}

impl fmt::Display for Worth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Send => "Send it and say so",
            Self::LeaveOut => "Leave it out",
        })
    }
}

/// The longest reminder, in letters: three lines of the page hold it.
pub const WORDS_MOST: usize = 300;

/// Why rules cannot hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RulesError {
    /// An amount below zero.
    #[error("the least amount and the cost of a statement cannot be below zero")]
    BelowZero,
    /// Weeks in the wrong order.
    #[error("the weeks need three letters that follow each other, as G, M and S")]
    Letters,
    /// Nothing would ever be sent.
    #[error("a debt is asked for at least once")]
    Never,
    /// A reminder without words.
    #[error("a reminder needs words")]
    NoWords,
    /// A reminder that no page holds.
    #[error("a reminder has at most {WORDS_MOST} letters")]
    TooLong,
}

impl Default for Rules {
    fn default() -> Self {
        Self::usual()
    }
}

impl Rules {
    /// Five dollars, every four weeks, four times, and gentle words.
    pub fn usual() -> Self {
        let cents = |cents| Money::from_cents(cents).unwrap_or_default();
        let reminder = |from_times, words: &str| Reminder {
            from_times,
            from_days: 0,
            words: words.to_owned(),
        };
        Self {
            minimum: cents(500),
            every_days: 28,
            most: Some(4),
            oldest_days: None,
            pending: WhilePending::Ask,
            cycle: Cycle::Everybody,
            family: Family::Together,
            reminders: vec![
                reminder(
                    2,
                    "You may have overlooked our last statement. If something on it is unclear, please call us.",
                ),
                reminder(
                    3,
                    "This is our third request. If you cannot pay all of it at once, call us and we agree on parts.",
                ),
                reminder(
                    4,
                    "We have asked for this several times. Please pay, or call us, before the day above.",
                ),
            ],
            cost: cents(100),
            worth: Worth::Send,
        }
    }

    /// Says whether the rules can hold.
    ///
    /// # Errors
    /// [`RulesError`] for the first that cannot.
    pub fn check(&self) -> Result<(), RulesError> {
        if self.minimum.is_negative() || self.cost.is_negative() {
            return Err(RulesError::BelowZero);
        }
        if let Cycle::Letters(starts) = self.cycle
            && !(starts.is_sorted() && starts.iter().all(char::is_ascii_uppercase))
        {
            return Err(RulesError::Letters);
        }
        if self.most == Some(0) {
            return Err(RulesError::Never);
        }
        for reminder in &self.reminders {
            if reminder.words.trim().is_empty() {
                return Err(RulesError::NoWords);
            }
            if reminder.words.chars().count() > WORDS_MOST {
                return Err(RulesError::TooLong);
            }
        }
        Ok(())
    }

    /// For a statement that somebody asks for: any amount, at any time, as often as they like, in the same form and
    /// with the same words.
    #[must_use]
    pub fn on_request(&self) -> Self {
        Self {
            minimum: Money::ZERO,
            every_days: 0,
            most: None,
            oldest_days: None,
            pending: WhilePending::Ask,
            cycle: Cycle::Everybody,
            worth: Worth::Send,
            ..self.clone()
        }
    }

    /// The words for a request: of the reminders it has come to, the last. `days` are those since the first statement.
    pub fn reminder(&self, times: u16, days: i64) -> Option<&Reminder> {
        let reached = |reminder: &&Reminder| {
            times >= reminder.from_times.max(2) && days >= i64::from(reminder.from_days)
        };
        self.reminders
            .iter()
            .filter(reached)
            .max_by_key(|reminder| (reminder.from_times, reminder.from_days))
    }
}

impl Cycle {
    /// In which week of the month an account has its turn; none: in each.
    pub fn week_of(self, name: &Name, account: GuarantorId) -> Option<u8> {
        match self {
            Self::Everybody => None,
            Self::Letters(starts) => {
                let letter = letter(name);
                let passed = starts.iter().filter(|start| letter >= **start).count();
                u8::try_from(passed).ok()?.checked_add(1)
            }
            Self::Accounts => {
                let quarter = account.get().rem_euclid(4);
                u8::try_from(quarter).ok()?.checked_add(1)
            }
        }
    }
}

/// The letter an account is filed under: a name that begins with none is filed under A.
fn letter(name: &Name) -> char {
    name.last
        .chars()
        .chain(name.first.chars())
        .find(|letter| letter.is_alphabetic())
        .and_then(|letter| letter.to_uppercase().next())
        .unwrap_or('A')
}

/// The week of the month a day is in, 1 to 4; the fourth has the rest of the month.
pub fn week_of_month(day: NaiveDate) -> u8 {
    let week = day.day0().checked_div(7).unwrap_or(0).min(3);
    u8::try_from(week).unwrap_or(3).saturating_add(1)
}
