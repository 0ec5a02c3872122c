//! What it is worth to work a denial: what is at stake, times how often the practice won such a thing, by the minutes
//! it takes; and the figures behind that. It must not know the queue.

use std::collections::BTreeMap;

use serde::Serialize;

use super::WayOut;
use crate::domain::code::Carc;
use crate::domain::id::PayerId;
use crate::domain::money::{Money, MoneyError};

/// A refusal that was answered once more, and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Try {
    /// Who refused.
    pub payer: PayerId,
    /// Why; none when the payer gave no reason.
    pub carc: Option<Carc>,
    /// Whether anything was paid then.
    pub is_won: bool,
}

/// Won and tried.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Tally {
    won: u32,
    tries: u32,
}

impl Tally {
    fn count(&mut self, is_won: bool) {
        self.tries = self.tries.saturating_add(1);
        self.won = self.won.saturating_add(u32::from(is_won));
    }

    /// The rate in thousandths, counted as though [`WEIGHT`] more tries had ended as `before` says.
    fn blended(self, before: u32) -> u32 {
        let won = self
            .won
            .saturating_mul(1_000)
            .saturating_add(before.saturating_mul(WEIGHT));
        let tries = self.tries.saturating_add(WEIGHT);
        won.checked_div(tries).unwrap_or(before)
    }
}

/// Before the practice tried anything, half is expected to be won, in thousandths: published studies of appeals say 40
/// to 63 of a hundred.
const PRIOR: u32 = 500;
/// What is expected beforehand counts as much as so many tries of one's own.
const WEIGHT: u32 = 4;

/// How the practice's refusals ended that were answered once more.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Record {
    by_payer: BTreeMap<(PayerId, Option<Carc>), Tally>,
    by_carc: BTreeMap<Option<Carc>, Tally>,
}

impl FromIterator<Try> for Record {
    fn from_iter<I: IntoIterator<Item = Try>>(tries: I) -> Self {
        let mut record = Self::default();
        for one in tries {
            let key = (one.payer, one.carc);
            record.by_payer.entry(key).or_default().count(one.is_won);
            record
                .by_carc
                .entry(one.carc)
                .or_default()
                .count(one.is_won);
        }
        record
    }
}

impl Record {
    /// How often a payer is won over on a reason: its own record, blended with all payers' record on that reason, and
    /// that with one half.
    pub fn odds(&self, payer: PayerId, carc: Option<Carc>) -> Odds {
        let any = self.by_carc.get(&carc).copied().unwrap_or_default();
        let own = self.by_payer.get(&(payer, carc)).copied();
        let own = own.unwrap_or_default();
        let permille = own.blended(any.blended(PRIOR)).min(1_000);
        Odds {
            permille: u16::try_from(permille).unwrap_or(1_000),
            won: own.won,
            tries: own.tries,
        }
    }
}

/// How likely it is that a refusal is won.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Odds {
    /// In thousandths.
    pub permille: u16,
    /// How often this payer was won over on this reason.
    pub won: u32,
    /// Of so many tries.
    pub tries: u32,
}

impl Odds {
    /// What it rests on, in words.
    pub fn basis(&self) -> String {
        match self.tries {
            0 => String::from("not tried here yet, half is assumed"),
            tries => format!("won {} of {tries} here, with half assumed before", self.won),
        }
    }
}

/// What it is worth to work a denial.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Worth {
    /// What is left with the payer.
    pub at_stake: Money,
    /// How likely it is won.
    pub odds: Odds,
    /// What can be expected of it.
    pub expected: Money,
    /// The minutes its usual way out takes.
    pub minutes: u16,
    /// What can be expected of a minute; the order of the queue.
    pub per_minute: Money,
}

impl Worth {
    /// Works it out. Once every last day is over nothing can be expected.
    ///
    /// # Errors
    /// [`MoneyError::OutOfRange`].
    pub fn of(at_stake: Money, odds: Odds, way: WayOut, is_over: bool) -> Result<Self, MoneyError> {
        let cents = i128::from(at_stake.cents())
            .saturating_mul(i128::from(odds.permille))
            .checked_div(1_000)
            .unwrap_or(0);
        let cents = if is_over { 0 } else { cents };
        let minutes = way.minutes();
        let each = cents.checked_div(i128::from(minutes)).unwrap_or(cents);
        let money = |cents: i128| {
            Money::from_cents(i64::try_from(cents).map_err(|_| MoneyError::OutOfRange)?)
        };
        Ok(Self {
            at_stake,
            odds,
            expected: money(cents)?,
            minutes,
            per_minute: money(each)?,
        })
    }
}

/// What came of the refusals of a payer for a reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Figure {
    /// Who refused.
    pub payer: PayerId,
    /// Their name.
    pub payer_name: String,
    /// Why.
    pub carc: Carc,
    /// How many services were refused for it first.
    pub lines: u32,
    /// For how much.
    pub refused: Money,
    /// How many of them were answered once more.
    pub tries: u32,
    /// On how many of these anything was paid then.
    pub won: u32,
    /// How much.
    pub dollars_won: Money,
}

impl Figure {
    /// Won of a hundred tries; none when nothing was tried.
    pub fn overturned(&self) -> Option<u32> {
        self.won.saturating_mul(100).checked_div(self.tries)
    }
}

/// The figures of denials.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Figures {
    /// From which day on.
    pub since: chrono::NaiveDate,
    /// How many services payers answered.
    pub answered: u32,
    /// By payer and reason, the dearest first.
    pub rows: Vec<Figure>,
}

impl Figures {
    /// How many services were refused at first.
    pub fn refused(&self) -> u32 {
        sum(self.rows.iter().map(|row| row.lines))
    }

    /// Refused of a thousand answered; none when nothing was answered.
    pub fn denial_permille(&self) -> Option<u32> {
        self.refused()
            .saturating_mul(1_000)
            .checked_div(self.answered)
    }

    /// How many were answered once more, and on how many of these anything was paid.
    pub fn tried(&self) -> (u32, u32) {
        (
            sum(self.rows.iter().map(|row| row.tries)),
            sum(self.rows.iter().map(|row| row.won)),
        )
    }

    /// What was paid then in all.
    ///
    /// # Errors
    /// [`MoneyError::OutOfRange`].
    pub fn dollars_won(&self) -> Result<Money, MoneyError> {
        Money::sum(self.rows.iter().map(|row| row.dollars_won))
    }
}

fn sum(counts: impl Iterator<Item = u32>) -> u32 {
    counts.fold(0, u32::saturating_add)
}
