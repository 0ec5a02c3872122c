//! Services that payers allowed less for than was expected: what is at stake, where each stands, and what goes to the
//! payer as evidence. It must not know how an expectation was come by; see [`super::expected`].

#[cfg(test)]
mod tests;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::domain::claim::ClaimNumber;
use crate::domain::code::{Modifier, Procedure, Units};
use crate::domain::expected::Expected;
use crate::domain::id::{ChargeLineId, ClaimId, EobId, PatientId, PayerId};
use crate::domain::letterhead::Letterhead;
use crate::domain::money::{Money, MoneyError};
use crate::domain::person::Name;

/// Where an underpaid service stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Nobody has done anything about it.
    Open,
    /// The payer was told.
    Disputed,
    /// The payer paid it after all.
    Paid,
    /// It is left as it is.
    Accepted,
}

impl Standing {
    /// All of them, in the order of the work.
    pub const ALL: [Self; 4] = [Self::Open, Self::Disputed, Self::Paid, Self::Accepted];

    /// The word the book keeps (`underpayment_event.state`).
    pub const fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Disputed => "disputed",
            Self::Paid => "paid",
            Self::Accepted => "accepted",
        }
    }

    /// Reads the book's word.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.code() == code)
    }

    /// In words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Open => "Open",
            Self::Disputed => "Disputed",
            Self::Paid => "Paid after all",
            Self::Accepted => "Accepted",
        }
    }

    /// Where a service stands: what was said of it last, but for one that is paid in full since. None when nothing was
    /// ever short of it.
    pub const fn of(said: Option<Self>, is_short: bool) -> Option<Self> {
        match (said, is_short) {
            (None, true) => Some(Self::Open),
            (None, false) => None,
            (Some(_), false) => Some(Self::Paid),
            (Some(said), true) => Some(said),
        }
    }
}

/// The difference that is let pass when the practice has not said another.
pub const USUAL_TOLERANCE: Money = match Money::from_cents(100) {
    Ok(dollar) => dollar,
    Err(_) => Money::ZERO,
};

/// How much was allowed too little: none within the tolerance, and none where the payer cannot be held to what is
/// expected.
///
/// # Errors
/// [`MoneyError::OutOfRange`].
pub fn short_by(
    allowed: Money,
    expected: &Expected,
    tolerance: Money,
) -> Result<Option<Money>, MoneyError> {
    let short = expected.amount.minus(allowed)?;
    Ok((expected.is_firm() && short > tolerance).then_some(short))
}

/// A service as its payer answered it last.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Answer {
    /// The service.
    pub line: ChargeLineId,
    /// Who was asked first.
    pub payer: PayerId,
    /// Their name.
    pub payer_name: String,
    /// The policy's plan, may be empty.
    pub plan: String,
    /// The claim that was answered.
    pub claim: ClaimId,
    /// Its number.
    pub claim_number: ClaimNumber,
    /// The payer's number of it, may be empty.
    pub payer_claim_number: String,
    /// Whose service.
    pub patient: PatientId,
    /// Their name.
    pub patient_name: Name,
    /// The member number.
    pub member: String,
    /// The day of service.
    pub service_on: NaiveDate,
    /// The place of service.
    pub place: crate::domain::code::PlaceOfService,
    /// What was done.
    pub code: Procedure,
    /// With which modifiers.
    pub modifiers: Vec<Modifier>,
    /// How much of it.
    pub units: Units,
    /// What was charged.
    pub charged: Money,
    /// What was allowed.
    pub allowed: Money,
    /// What was paid.
    pub paid: Money,
    /// By which EOB.
    pub eob: EobId,
    /// Its check or EFT number, may be empty.
    pub reference: String,
    /// The date on it.
    pub paid_on: NaiveDate,
    /// What was said of it last, and what was expected and allowed then.
    #[serde(skip)]
    pub said: Option<Said>,
}

impl Answer {
    /// The code with its modifiers: `99213 25`.
    pub fn service(&self) -> String {
        self.modifiers
            .iter()
            .fold(self.code.to_string(), |text, one| format!("{text} {one}"))
    }
}

/// What was said of an underpaid service last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// Where it was put.
    pub standing: Standing,
    /// What was expected then.
    pub expected: Money,
    /// What was allowed then.
    pub allowed: Money,
    /// Why it was expected, in words.
    pub basis: String,
}

/// A service that was allowed too little for, now or before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Underpaid {
    /// The answer.
    #[serde(flatten)]
    pub answer: Answer,
    /// What was expected.
    pub expected: Money,
    /// Why, in words.
    pub basis: String,
    /// What is missing; zero once it is paid.
    pub missing: Money,
    /// What came after it was said to be missing.
    pub recovered: Money,
    /// Where it stands.
    pub standing: Standing,
}

impl Underpaid {
    /// Judges an answer; none where it is as expected and was never said to be otherwise.
    ///
    /// # Errors
    /// [`MoneyError::OutOfRange`].
    pub fn judge(
        answer: Answer,
        expected: Option<&Expected>,
        tolerance: Money,
    ) -> Result<Option<Self>, MoneyError> {
        let short = match expected {
            Some(expected) => short_by(answer.allowed, expected, tolerance)?,
            None => None,
        };
        let said = answer.said.clone();
        let Some(standing) = Standing::of(said.as_ref().map(|said| said.standing), short.is_some())
        else {
            return Ok(None);
        };
        let (expected, basis) = match (short, expected, &said) {
            (Some(_), Some(expected), _) => (expected.amount, expected.words()),
            (_, _, Some(said)) => (said.expected, said.basis.clone()),
            (_, _, None) => return Ok(None),
        };
        let before = said.map_or(answer.allowed, |said| said.allowed);
        Ok(Some(Self {
            recovered: answer.allowed.minus(before)?.max(Money::ZERO),
            expected,
            basis,
            missing: short.unwrap_or(Money::ZERO),
            standing,
            answer,
        }))
    }

    /// Whether money is still asked for.
    pub const fn is_at_stake(&self) -> bool {
        match self.standing {
            Standing::Open | Standing::Disputed => true,
            Standing::Paid | Standing::Accepted => false,
        }
    }
}

/// Which underpaid services are listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filter {
    /// Of this payer; none: of all.
    pub payer: Option<PayerId>,
    /// Of this code; none: of all.
    pub code: Option<Procedure>,
    /// That stand there; none: wherever they stand.
    pub standing: Option<Standing>,
    /// Answered from this day.
    pub from: NaiveDate,
    /// Answered until this day.
    pub until: NaiveDate,
}

/// The underpaid services of one payer and code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Group {
    /// The payer.
    pub payer: PayerId,
    /// Its name.
    pub payer_name: String,
    /// The code.
    pub code: Procedure,
    /// How many.
    pub lines: u32,
    /// What is missing and still asked for.
    pub at_stake: Money,
    /// What came after all.
    pub recovered: Money,
}

/// Adds underpaid services up by payer and code, the most money first.
///
/// # Errors
/// [`MoneyError::OutOfRange`].
pub fn groups(lines: &[Underpaid]) -> Result<Vec<Group>, MoneyError> {
    let mut groups: Vec<Group> = Vec::new();
    for line in lines {
        let answer = &line.answer;
        let is_same = |group: &&mut Group| group.payer == answer.payer && group.code == answer.code;
        let stake = if line.is_at_stake() {
            line.missing
        } else {
            Money::ZERO
        };
        match groups.iter_mut().find(is_same) {
            Some(group) => {
                group.lines = group.lines.saturating_add(1);
                group.at_stake = group.at_stake.plus(stake)?;
                group.recovered = group.recovered.plus(line.recovered)?;
            }
            None => groups.push(Group {
                payer: answer.payer,
                payer_name: answer.payer_name.clone(),
                code: answer.code,
                lines: 1,
                at_stake: stake,
                recovered: line.recovered,
            }),
        }
    }
    groups.sort_by(|a, b| {
        let key = |group: &Group| (group.payer_name.clone(), group.code);
        b.at_stake
            .cmp(&a.at_stake)
            .then_with(|| key(a).cmp(&key(b)))
    });
    Ok(groups)
}

/// Adds up what is still asked for.
///
/// # Errors
/// [`MoneyError::OutOfRange`].
pub fn at_stake(lines: &[Underpaid]) -> Result<Money, MoneyError> {
    Money::sum(
        lines
            .iter()
            .filter(|line| line.is_at_stake())
            .map(|line| line.missing),
    )
}

/// What was done about an underpaid service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Event {
    /// When.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by: String,
    /// Where it was put.
    pub standing: Standing,
    /// What was expected then.
    pub expected: Money,
    /// What was allowed then.
    pub allowed: Money,
    /// Why it was expected, in words.
    pub basis: String,
    /// What was said, may be empty.
    pub words: String,
}

/// What goes to a payer: every service, what it should have allowed and why, and the sum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// Who asks.
    pub practice: Letterhead,
    /// The practice's NPI.
    pub npi: String,
    /// The day it is printed.
    pub printed_on: NaiveDate,
    /// The payer.
    pub payer: String,
    /// Answered from this day.
    pub from: NaiveDate,
    /// Answered until this day.
    pub until: NaiveDate,
    /// The services, by code and day.
    pub lines: Vec<Underpaid>,
    /// What they should have allowed in all.
    pub expected: Money,
    /// What was allowed.
    pub allowed: Money,
    /// What is missing.
    pub missing: Money,
}

impl Evidence {
    /// Sums the services up. Only those that money is still asked for are evidence.
    ///
    /// # Errors
    /// [`MoneyError::OutOfRange`].
    pub fn of(
        (practice, npi): (Letterhead, String),
        (payer, printed_on): (String, NaiveDate),
        (from, until): (NaiveDate, NaiveDate),
        mut lines: Vec<Underpaid>,
    ) -> Result<Self, MoneyError> {
        lines.retain(Underpaid::is_at_stake);
        lines.sort_by_key(|line| (line.answer.code, line.answer.service_on, line.answer.line));
        Ok(Self {
            practice,
            npi,
            printed_on,
            payer,
            from,
            until,
            expected: Money::sum(lines.iter().map(|line| line.expected))?,
            allowed: Money::sum(lines.iter().map(|line| line.answer.allowed))?,
            missing: Money::sum(lines.iter().map(|line| line.missing))?,
            lines,
        })
    }
}
