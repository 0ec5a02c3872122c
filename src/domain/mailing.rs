//! Who gets a statement, who does not, and why. It must not know what a statement says.

mod family;
mod number;
mod returns;
mod rules;
mod sums;
#[cfg(test)]
mod tests;

use chrono::{DateTime, Days, NaiveDate, Utc};
use serde::Serialize;

use crate::domain::id::{GuarantorId, PatientId, RunId, StatementId};
use crate::domain::money::{Money, MoneyError};
use crate::domain::person::Name;

pub use family::{Part, parts};
pub use number::{next_number, number_blocks};
pub use returns::{FEWEST, LAST, Return, Returns};
pub use rules::{
    Cycle, Family, Reminder, Rules, RulesError, WORDS_MOST, WhilePending, Worth, week_of_month,
};
pub use sums::{Kind, Sum, sums};

/// What is known of a guarantor's account when statements are due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Who.
    pub guarantor: GuarantorId,
    /// Their name.
    pub name: Name,
    /// Owed by the guarantor.
    pub patient_owes: Money,
    /// Owed by insurers.
    pub insurance_owes: Money,
    /// Paid and not yet placed.
    pub unapplied: Money,
    /// Of what the guarantor owes, what is on payment plans that are kept.
    pub planned: Money,
    /// Why statements are held; none when they are not.
    pub held: Option<String>,
    /// The day mail came back from their address; none when it arrives.
    pub returned_on: Option<NaiveDate>,
    /// The day of the last statement.
    pub last_sent_on: Option<NaiveDate>,
    /// Whether something became the guarantor's since the last statement.
    pub has_news: bool,
    /// How often what is owed was asked for: of its services, the one asked for most often counts.
    pub asked: u16,
    /// The day of the first statement that asked for any of what is owed.
    pub first_asked_on: Option<NaiveDate>,
}

/// Whether a guarantor gets a statement, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The first one.
    First,
    /// Another one.
    Again {
        /// The day of the last one.
        last_on: NaiveDate,
        /// Which request it is for what was asked for most often.
        times: u16,
    },
    /// Nothing is owed by anybody.
    NothingOwed,
    /// Insurers still owe; the guarantor does not.
    OnlyPending(Money),
    /// The account stands in the guarantor's favour.
    Credit(Money),
    /// What is owed is on a payment plan that is kept.
    OnPlan(Money),
    /// Less is owed than the practice asks for by mail.
    LessThanMinimum(Money),
    /// One was sent a short time ago, and nothing is new since.
    SentRecently(NaiveDate),
    /// One of a later day was sent.
    SentLater(NaiveDate),
    /// Somebody holds them.
    Held(String),
    /// Mail came back from the address.
    BadAddress(NaiveDate),
    /// Insurers still owe so much, and the practice waits for them.
    WaitsForInsurance(Money),
    /// It was asked for so often that asking again helps no more.
    AskedEnough(u16),
    /// It was asked for first so long ago that asking again helps no more.
    AskedLong(NaiveDate),
    /// Its turn is in another week of the month.
    OtherWeek(u8),
    /// It is likely to bring less than it costs.
    NotWorth {
        /// What it is likely to bring.
        expected: Money,
        /// What it costs.
        cost: Money,
    },
    /// Its figures disagree, so none is made; in words.
    DoesNotAddUp(String),
}

impl Verdict {
    /// Whether one is sent.
    pub const fn sends(&self) -> bool {
        matches!(self, Self::First | Self::Again { .. })
    }

    /// In words.
    pub fn words(&self) -> String {
        let day = |on: &NaiveDate| on.format("%m/%d/%Y").to_string();
        match self {
            Self::First => String::from("first statement"),
            Self::Again { last_on, times } if *times < 2 => {
                format!("last statement was {}", day(last_on))
            }
            Self::Again { last_on, times } => {
                format!("request {times}, last statement was {}", day(last_on))
            }
            Self::NothingOwed => String::from("nothing owed"),
            Self::OnlyPending(open) => {
                format!("only {open} pending with insurance")
            }
            Self::Credit(credit) if credit.is_zero() => String::from("credit covers what is owed"),
            Self::Credit(credit) => format!("credit of {credit}"),
            Self::OnPlan(planned) => format!("pays {planned} by a payment plan"),
            Self::LessThanMinimum(minimum) => format!("less than the minimum of {minimum}"),
            Self::SentRecently(on) => {
                format!("statement of {} is recent, and nothing is new", day(on))
            }
            Self::SentLater(on) => format!("a later statement, of {}, was sent", day(on)),
            Self::Held(reason) if reason.is_empty() => String::from("held"),
            Self::Held(reason) => format!("held: {reason}"),
            Self::BadAddress(on) => format!("mail came back on {}", day(on)),
            Self::WaitsForInsurance(open) => format!("waits for {open} from insurance"),
            Self::AskedEnough(times) => {
                format!("asked for {times} times already: for collections")
            }
            Self::AskedLong(on) => format!("asked for since {}: for collections", day(on)),
            Self::OtherWeek(week) => format!("goes out in week {week} of the month"),
            Self::NotWorth { expected, cost } => {
                format!("likely brings {expected} for {cost} of cost")
            }
            Self::DoesNotAddUp(how) => how.clone(),
        }
    }
}

impl Standing {
    /// What a statement would ask for.
    ///
    /// # Errors
    /// [`MoneyError::OutOfRange`].
    pub fn due(&self) -> Result<Money, MoneyError> {
        let asked = self.patient_owes.minus(self.planned)?;
        Ok(asked.minus(self.unapplied)?.max(Money::ZERO))
    }

    /// Which request for what is owed the next statement would be.
    pub const fn times(&self) -> u16 {
        self.asked.saturating_add(1)
    }

    /// Days from the first statement that asked for any of what is owed.
    pub fn asked_for_days(&self, as_of: NaiveDate) -> i64 {
        self.first_asked_on
            .map_or(0, |first| as_of.signed_duration_since(first).num_days())
    }

    /// Decides whether a statement is sent on `as_of`. Where several rules speak against one, the first of these
    /// counts: nothing is due, somebody holds it, mail does not arrive, it is too little, insurers are waited for, a
    /// later one was sent, it was asked for too often or too long, a recent one was sent, another week, not worth it.
    ///
    /// # Errors
    /// [`MoneyError::OutOfRange`].
    pub fn verdict(
        &self,
        rules: &Rules,
        returns: &Returns,
        as_of: NaiveDate,
    ) -> Result<Verdict, MoneyError> {
        let due = self.due()?;
        if due.is_zero() {
            return self.nothing_due();
        }
        if let Some(spared) = self.spared(rules, due) {
            return Ok(spared);
        }
        if let Some(last) = self.last_sent_on
            && let Some(not_yet) = self.asked_before(last, rules, as_of)
        {
            return Ok(not_yet);
        }
        let week = rules.cycle.week_of(&self.name, self.guarantor);
        if let Some(week) = week.filter(|week| *week != week_of_month(as_of)) {
            return Ok(Verdict::OtherWeek(week));
        }
        if rules.worth == Worth::LeaveOut
            && let Some(expected) = returns.expected(self.times(), due)?
            && expected < rules.cost
        {
            let cost = rules.cost;
            return Ok(Verdict::NotWorth { expected, cost });
        }
        Ok(self
            .last_sent_on
            .map_or(Verdict::First, |last_on| Verdict::Again {
                last_on,
                times: self.times(),
            }))
    }

    fn nothing_due(&self) -> Result<Verdict, MoneyError> {
        if self.planned.is_positive() && self.patient_owes > self.unapplied {
            return Ok(Verdict::OnPlan(self.planned));
        }
        let credit = self.unapplied.minus(self.patient_owes)?;
        Ok(if credit.is_positive() || !self.unapplied.is_zero() {
            Verdict::Credit(credit)
        } else if self.insurance_owes.is_zero() {
            Verdict::NothingOwed
        } else {
            Verdict::OnlyPending(self.insurance_owes)
        })
    }

    /// What spares an account the mail, whatever was sent before.
    fn spared(&self, rules: &Rules, due: Money) -> Option<Verdict> {
        if let Some(reason) = &self.held {
            return Some(Verdict::Held(reason.clone()));
        }
        if let Some(on) = self.returned_on {
            return Some(Verdict::BadAddress(on));
        }
        if due < rules.minimum {
            return Some(Verdict::LessThanMinimum(rules.minimum));
        }
        let waits = rules.pending == WhilePending::Wait && !self.insurance_owes.is_zero();
        waits.then_some(Verdict::WaitsForInsurance(self.insurance_owes))
    }

    /// What the statements before speak against.
    fn asked_before(&self, last: NaiveDate, rules: &Rules, as_of: NaiveDate) -> Option<Verdict> {
        if last > as_of {
            return Some(Verdict::SentLater(last));
        }
        if self.has_news {
            return None;
        }
        if rules.most.is_some_and(|most| self.asked >= most) {
            return Some(Verdict::AskedEnough(self.asked));
        }
        let days = self.asked_for_days(as_of);
        if let Some(first) = self.first_asked_on
            && rules.oldest_days.is_some_and(|most| days > i64::from(most))
        {
            return Some(Verdict::AskedLong(first));
        }
        is_recent(last, rules, as_of).then_some(Verdict::SentRecently(last))
    }
}

/// Whether fewer days than the rule's passed.
fn is_recent(last: NaiveDate, rules: &Rules, as_of: NaiveDate) -> bool {
    last.checked_add_days(Days::new(u64::from(rules.every_days)))
        .is_some_and(|next| as_of < next)
}

/// A guarantor in the list of a statement run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StatementRow {
    /// Who.
    pub guarantor: GuarantorId,
    /// Their name.
    pub name: Name,
    /// What is asked for, or would be.
    pub amount: Money,
    /// Whether one is sent.
    pub sent: bool,
    /// Why, or why not, in words.
    pub why: String,
    /// The same, to sort and filter by.
    pub verdict: Verdict,
    /// Which request it is, or would be, for what was asked for most often.
    pub times: u16,
    /// Days since the first statement that asked for any of it.
    pub days: i64,
    /// What each paper asks for; none in a list that was made by the rules alone.
    pub papers: Vec<Paper>,
    /// The statements that were made; none in a list of what is due.
    pub statements: Vec<SentStatement>,
}

/// One paper of a guarantor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Paper {
    /// Whose services it shows; none: everybody's on the account.
    pub patient: Option<PatientId>,
    /// Amount due.
    pub amount: Money,
}

/// A statement that was sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SentStatement {
    /// Id.
    pub id: StatementId,
    /// In which run.
    pub run: RunId,
    /// As printed.
    pub number: String,
    /// Whose services it shows; none: everybody's on the account.
    pub patient: Option<PatientId>,
    /// Which request it was for what was asked for most often.
    pub times: u16,
    /// Statement date.
    pub made_on: NaiveDate,
    /// Pay by.
    pub due_on: NaiveDate,
    /// Amount due.
    pub amount: Money,
    /// Why its run was taken back; none when it counts.
    pub withdrawn: Option<String>,
}

/// A run of statements.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RunRow {
    /// Id.
    pub run: RunId,
    /// The day it looked at the ledger.
    pub as_of: NaiveDate,
    /// When it was made.
    pub made_at: DateTime<Utc>,
    /// By whom.
    pub by: String,
    /// By which version of the rules; none: the usual ones.
    pub rules: Option<u32>,
    /// How many statements it made.
    pub count: u32,
    /// What they ask for.
    pub amount: Money,
    /// What sending them cost.
    pub cost: Money,
    /// When and why it was taken back; none when it counts.
    pub withdrawn: Option<(DateTime<Utc>, String)>,
}

/// When a service was asked for by statements that count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Billed {
    /// The day of the first.
    pub first_on: NaiveDate,
    /// The day of the last.
    pub last_on: NaiveDate,
    /// How many.
    pub times: u16,
}
