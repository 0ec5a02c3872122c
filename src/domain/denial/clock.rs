//! Until when a payer takes a corrected claim, an appeal and the next appeal, and when a person is reminded. It must
//! not know today unless it is told.
//!
//! A payer's own days stand with the payer. Where there are none: Medicare takes a first appeal (redetermination) for
//! 120 days, the next (reconsideration) for 180 and the one after for 60, and reopens a claim for a year; TRICARE takes
//! appeals for 90 days; Medicaid plans for 60; other plans for 180 (the least that 29 CFR 2560.503-1 leaves to group
//! plans), the second for 60, and an external review for 120. Corrected claims: a year for Medicare, else 180 days.

use chrono::{Days, NaiveDate};
use serde::Serialize;

use super::{Appeal, Denial, Level, WayOut};
use crate::domain::code::FilingIndicator;
use crate::domain::practice::Windows;

/// Days in which a payer answers an appeal.
const ANSWERS_IN: u16 = 60;

/// How many days from its decision a payer takes an appeal of a level.
pub fn appeal_days(level: Level, payer: FilingIndicator, windows: Windows) -> u16 {
    let is_medicare = is_medicare(payer);
    match level {
        Level::First => windows.appeal_days.unwrap_or({
            if is_medicare {
                120
            } else if payer == FilingIndicator::Medicaid {
                60
            } else if payer == FilingIndicator::Champus {
                90
            } else {
                180
            }
        }),
        Level::Second if is_medicare => 180,
        Level::Second => 60,
        Level::External | Level::Further if is_medicare => 60,
        Level::External | Level::Further => 120,
    }
}

fn is_medicare(payer: FilingIndicator) -> bool {
    matches!(
        payer,
        FilingIndicator::MedicarePartA | FilingIndicator::MedicarePartB
    )
}

/// How many days from its decision a payer takes a claim in place of the one it decided.
pub fn corrected_days(payer: FilingIndicator, windows: Windows) -> u16 {
    let usual = if is_medicare(payer) { 365 } else { 180 };
    windows.corrected_days.unwrap_or(usual)
}

/// How many days a payer has to answer an appeal.
pub const fn answer_days() -> u16 {
    ANSWERS_IN
}

/// What is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DueWhat {
    /// The corrected claim.
    Correct,
    /// The appeal of this level.
    Appeal(Level),
    /// The payer's answer to an appeal.
    Answer,
}

impl DueWhat {
    /// In words, before a day: `Appeal by 06/01/2026`.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Correct => "Correct by",
            Self::Appeal(Level::First) => "Appeal by",
            Self::Appeal(_) => "Appeal again by",
            Self::Answer => "Answer due",
        }
    }
}

/// Something with its last day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Due {
    /// What.
    pub what: DueWhat,
    /// Its last day.
    pub on: NaiveDate,
}

impl Due {
    /// Days from today to its last day, below zero when that is over.
    pub fn days_left(&self, today: NaiveDate) -> i64 {
        self.on.signed_duration_since(today).num_days()
    }

    /// The reminder that is due.
    pub fn reminder(&self, today: NaiveDate) -> Option<Reminder> {
        Reminder::of(self.days_left(today))
    }
}

/// How pressing a last day is: a person is reminded fourteen days before, seven, and on the day before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Reminder {
    /// Its day is over.
    Over,
    /// Today or tomorrow.
    OneDay,
    /// Within seven days.
    SevenDays,
    /// Within fourteen days.
    FourteenDays,
}

impl Reminder {
    /// The reminder for so many days left; none while there is time.
    pub const fn of(days_left: i64) -> Option<Self> {
        match days_left {
            ..0 => Some(Self::Over),
            0..=1 => Some(Self::OneDay),
            2..=7 => Some(Self::SevenDays),
            8..=14 => Some(Self::FourteenDays),
            _ => None,
        }
    }
}

/// Until when what can be done about a denial.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Clock {
    /// The last day of a corrected claim.
    pub correct_by: NaiveDate,
    /// The next appeal and its last day; none while one is open.
    pub appeal_by: Option<(Level, NaiveDate)>,
    /// What a person looks at first.
    pub due: Due,
}

impl Clock {
    pub(super) fn of(denial: &Denial) -> Self {
        let decided = denial.decided_on();
        let (payer, windows) = (denial.indicator, denial.windows);
        let correct_by = after(decided, corrected_days(payer, windows));
        let appeal_by = denial.next_level().map(|level| {
            let answered = denial.appeals.last().and_then(answered_on);
            let from = answered.map_or(decided, |answered| answered.max(decided));
            (level, after(from, appeal_days(level, payer, windows)))
        });
        let is_corrected = denial.advice().way == WayOut::Correct && denial.appeals.is_empty();
        let due = match (denial.open_appeal(), appeal_by) {
            (Some(open), _) => Due {
                what: DueWhat::Answer,
                on: open.answer_by,
            },
            (None, Some((level, by))) if !is_corrected => Due {
                what: DueWhat::Appeal(level),
                on: by,
            },
            (None, _) => Due {
                what: DueWhat::Correct,
                on: correct_by,
            },
        };
        Self {
            correct_by,
            appeal_by,
            due,
        }
    }

    /// Whether every last day is over.
    pub fn is_over(&self, today: NaiveDate) -> bool {
        let appeal = self.appeal_by.is_none_or(|(_, by)| by < today);
        self.correct_by < today && appeal && self.due.on < today && self.due.what != DueWhat::Answer
    }
}

fn answered_on(appeal: &Appeal) -> Option<NaiveDate> {
    appeal.end.as_ref().map(|end| end.on)
}

fn after(from: NaiveDate, days: u16) -> NaiveDate {
    from.checked_add_days(Days::new(u64::from(days)))
        .unwrap_or(from)
}
