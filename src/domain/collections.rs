//! Accounts that statements did not bring in: who is to get a final notice, who is ready for a collections agency and
//! why not yet, what an agency is told, and what is too small to ask for. It must not know the ledger's tables, files or
//! the clock.

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use super::contact::HoldCause;
use super::id::{AgencyId, GuarantorId, NoticeId, PlacementId, ReceiptId, WriteOffRunId};
use super::money::{Money, MoneyError};
use super::person::Name;

mod list;
mod notice;
#[cfg(test)]
mod tests;

pub use self::list::{Column, Referral, csv};
pub use self::notice::{NOTICE, Notice, NoticeError, NoticeText};

/// The practice's rule for what is ready for an agency.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rules {
    /// Less than this never goes to an agency.
    pub minimum: Money,
    /// So many statements have to have asked for it.
    pub statements: u16,
    /// So many days have to have passed since the first of them.
    pub days: u16,
    /// So many days a final notice gives; none is written when it is zero.
    pub notice_days: u16,
}

impl Rules {
    /// Fifty dollars, three statements, ninety days, and thirty more after the final notice.
    pub fn usual() -> Self {
        Self {
            minimum: Money::from_cents(5_000).unwrap_or_default(),
            statements: 3,
            days: 90,
            notice_days: 30,
        }
    }
}

/// The practice's rule for what is too small to ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SmallRule {
    /// An account that owes this much or less.
    pub most: Money,
    /// And on which nothing was posted for so many days.
    pub quiet_days: u16,
}

impl SmallRule {
    /// Five dollars, and sixty quiet days.
    pub fn usual() -> Self {
        Self {
            most: Money::from_cents(500).unwrap_or_default(),
            quiet_days: 60,
        }
    }

    /// In words, as it is kept with what was written off by it.
    pub fn words(&self) -> String {
        format!(
            "accounts that owe {} or less, with nothing pending and nothing posted for {} days",
            self.most, self.quiet_days
        )
    }
}

/// What is known of a guarantor's account that was asked for in vain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Account {
    /// Whose.
    pub guarantor: GuarantorId,
    /// Their name.
    pub name: Name,
    /// Owed by the guarantor.
    pub patient_owes: Money,
    /// Owed by insurers.
    pub insurance_owes: Money,
    /// Paid and not yet placed.
    pub unapplied: Money,
    /// At the agency.
    pub at_agency: Money,
    /// How many statements asked for what is owed now.
    pub statements: u32,
    /// The day of the first of them.
    pub first_asked_on: Option<NaiveDate>,
    /// The day of the last.
    pub last_asked_on: Option<NaiveDate>,
    /// The day of the newest receipt.
    pub last_paid_on: Option<NaiveDate>,
    /// The newest day on which anything was posted on what is owed.
    pub last_posted_on: Option<NaiveDate>,
    /// Whether a service stands below zero, which is to be put right first.
    pub has_negative: bool,
    /// The newest final notice.
    pub notice: Option<SentNotice>,
    /// Where it was placed last.
    pub placed: Option<Placed>,
    /// Why the whole account is not to be asked for.
    pub held: Option<HoldCause>,
    /// What of it is disputed.
    pub disputed: Money,
    /// The day until which it was promised.
    pub promised_by: Option<NaiveDate>,
    /// Whether it is paid by a plan.
    pub has_plan: bool,
}

/// A final notice that was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct SentNotice {
    /// Id.
    pub id: NoticeId,
    /// Its day.
    pub made_on: NaiveDate,
    /// By which day it is to be paid.
    pub due_on: NaiveDate,
    /// How much it asks for.
    pub amount: Money,
}

/// An account given to an agency.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Placed {
    /// Id.
    pub id: PlacementId,
    /// To which.
    pub agency: AgencyId,
    /// Its name.
    pub agency_name: String,
    /// When.
    pub on: NaiveDate,
    /// How much.
    pub amount: Money,
}

/// Money for what was at an agency.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AgencyPaid {
    /// Under which receipt.
    pub receipt: ReceiptId,
    /// The day it counts for.
    pub on: NaiveDate,
    /// What the guarantor paid.
    pub gross: Money,
    /// What the agency kept of it; zero for money brought to us.
    pub fee: Money,
    /// Whether it was brought to us.
    pub is_direct: bool,
    /// Whether it was taken back.
    pub is_reversed: bool,
}

/// What is to be done with an account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// An agency has it.
    AtAgency,
    /// It is ready for an agency.
    Ready,
    /// A final notice is due.
    NoticeDue,
    /// A final notice gives until that day.
    NoticeRuns(NaiveDate),
    /// It is promised by that day.
    Promised(NaiveDate),
    /// A plan pays it.
    OnPlan,
    /// It is held, or disputed.
    Held(HoldCause),
    /// Everything that is owed is disputed.
    Disputed,
    /// Credit is to be placed first, or a service that stands below zero to be put right.
    CreditFirst,
    /// Too few statements asked for it: so many of so many.
    TooFewStatements(u32, u16),
    /// The first statement is too young: it is old enough on that day.
    TooYoung(NaiveDate),
    /// It is less than goes to an agency.
    TooLittle(Money),
}

impl Step {
    /// In words.
    pub fn words(&self) -> String {
        let day = |on: &NaiveDate| on.format("%m/%d/%Y").to_string();
        match self {
            Self::AtAgency => String::from("at the agency"),
            Self::Ready => String::from("ready for the agency"),
            Self::NoticeDue => String::from("final notice is due"),
            Self::NoticeRuns(on) => format!("final notice gives until {}", day(on)),
            Self::Promised(on) => format!("promised by {}", day(on)),
            Self::OnPlan => String::from("paid by a plan"),
            Self::Held(cause) => format!("held: {}", cause.words()),
            Self::Disputed => String::from("all of it is disputed"),
            Self::CreditFirst => String::from("credit is to be placed first"),
            Self::TooFewStatements(sent, wanted) => {
                format!("{sent} of {wanted} statements were sent")
            }
            Self::TooYoung(on) => format!("asked for long enough on {}", day(on)),
            Self::TooLittle(minimum) => format!("less than {minimum}"),
        }
    }
}

impl Account {
    /// What would go to an agency: what is owed less credit and less what is disputed, at least zero.
    ///
    /// # Errors
    /// [`MoneyError::OutOfRange`].
    pub fn due(&self) -> Result<Money, MoneyError> {
        let owed = self.patient_owes.minus(self.unapplied)?;
        Ok(owed.minus(self.disputed)?.max(Money::ZERO))
    }

    /// What is to be done with it on `today`.
    ///
    /// # Errors
    /// [`MoneyError::OutOfRange`].
    pub fn step(&self, rules: &Rules, today: NaiveDate) -> Result<Step, MoneyError> {
        if self.at_agency.is_positive() && !self.patient_owes.is_positive() {
            return Ok(Step::AtAgency);
        }
        if let Some(cause) = &self.held {
            return Ok(Step::Held(cause.clone()));
        }
        if self.has_plan {
            return Ok(Step::OnPlan);
        }
        if let Some(by) = self.promised_by {
            return Ok(Step::Promised(by));
        }
        let due = self.due()?;
        if due.is_zero() && self.disputed.is_positive() {
            return Ok(Step::Disputed);
        }
        if due < rules.minimum || due.is_zero() {
            return Ok(Step::TooLittle(rules.minimum));
        }
        if self.statements < u32::from(rules.statements) {
            return Ok(Step::TooFewStatements(self.statements, rules.statements));
        }
        if let Some(first) = self.first_asked_on
            && let Some(ripe) = later(first, rules.days)
            && today < ripe
        {
            return Ok(Step::TooYoung(ripe));
        }
        if self.unapplied.is_positive() || self.has_negative {
            return Ok(Step::CreditFirst);
        }
        Ok(self.after_notice(rules, today))
    }

    /// A notice speaks for what is owed now when it is no older than the first statement that asked for that.
    fn after_notice(&self, rules: &Rules, today: NaiveDate) -> Step {
        if rules.notice_days == 0 {
            return Step::Ready;
        }
        let speaks = |notice: &&SentNotice| {
            self.first_asked_on
                .is_none_or(|first| notice.made_on >= first)
        };
        match self.notice.as_ref().filter(speaks) {
            None => Step::NoticeDue,
            Some(notice) if today <= notice.due_on => Step::NoticeRuns(notice.due_on),
            Some(_) => Step::Ready,
        }
    }

    /// Why it is not written off as too small; none when it is.
    pub fn why_not_small(&self, rule: &SmallRule, today: NaiveDate) -> Option<NotSmall> {
        if self.has_negative || self.unapplied.is_positive() {
            return Some(NotSmall::Credit);
        }
        if !self.insurance_owes.is_zero() {
            return Some(NotSmall::Pending);
        }
        if self.disputed.is_positive() {
            return Some(NotSmall::Disputed);
        }
        if self.has_plan {
            return Some(NotSmall::Plan);
        }
        if self.promised_by.is_some() {
            return Some(NotSmall::Promised);
        }
        let quiet = self
            .last_posted_on
            .and_then(|last| later(last, rule.quiet_days));
        quiet
            .filter(|quiet| today < *quiet)
            .map(NotSmall::PostedLately)
    }
}

/// Why a small balance is not written off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum NotSmall {
    /// Credit waits that could pay it.
    Credit,
    /// Insurers still owe.
    Pending,
    /// It is disputed.
    Disputed,
    /// A plan pays it.
    Plan,
    /// It is promised.
    Promised,
    /// Something was posted lately; it is quiet enough on that day.
    PostedLately(NaiveDate),
}

impl NotSmall {
    /// In words.
    pub fn words(self) -> String {
        String::from(match self {
            Self::Credit => "credit could pay it",
            Self::Pending => "insurance is pending",
            Self::Disputed => "disputed",
            Self::Plan => "paid by a plan",
            Self::Promised => "promised",
            Self::PostedLately(on) => {
                return format!(
                    "something was posted lately; quiet on {}",
                    on.format("%m/%d/%Y")
                );
            }
        })
    }
}

/// An account in the list of what is too small to ask for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SmallRow {
    /// Whose.
    pub guarantor: GuarantorId,
    /// Their name.
    pub name: Name,
    /// How much.
    pub amount: Money,
    /// Why it stays; none when it would be written off.
    pub why_not: Option<NotSmall>,
}

/// Small balances that were written off together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct WriteOffRun {
    /// Id.
    pub id: WriteOffRunId,
    /// The rule, in words.
    pub rule: String,
    /// The day.
    pub on: NaiveDate,
    /// By whom.
    pub by: String,
    /// How many accounts.
    pub accounts: u32,
    /// How much.
    pub amount: Money,
    /// Why it was taken back; none while it stands.
    pub undone: Option<String>,
}

/// A collections agency.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Agency {
    /// Id.
    pub id: AgencyId,
    /// What it says.
    #[serde(flatten)]
    pub details: NewAgency,
}

/// What is known of an agency.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NewAgency {
    /// Its name.
    pub name: String,
    /// Its telephone, as it is written; may be empty.
    pub phone: String,
    /// What it calls us; may be empty.
    pub our_number: String,
    /// What it keeps of what it brings: 30 % is 3000.
    pub fee_hundredths: u32,
    /// The columns of its list, in their order.
    pub columns: Vec<Column>,
    /// Whether lists offer it.
    pub is_active: bool,
}

impl NewAgency {
    /// One of that name that keeps thirty per cent and takes the usual columns.
    pub fn named(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            phone: String::new(),
            our_number: String::new(),
            fee_hundredths: 3_000,
            columns: Column::USUAL.to_vec(),
            is_active: true,
        }
    }

    /// What it keeps of an amount.
    ///
    /// # Errors
    /// [`MoneyError::OutOfRange`].
    pub fn fee_of(&self, gross: Money) -> Result<Money, MoneyError> {
        gross.percent(rust_decimal::Decimal::new(
            i64::from(self.fee_hundredths),
            2,
        ))
    }
}

/// So many days later; none past the end of the calendar.
fn later(day: NaiveDate, days: u16) -> Option<NaiveDate> {
    day.checked_add_days(Days::new(u64::from(days)))
}
