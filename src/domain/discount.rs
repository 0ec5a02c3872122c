//! What a practice takes off for those who pay for themselves or are in need: the sliding scale, who was granted help by
//! it, and what comes off each service. It must not know the journal or the book.

use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::domain::id::{ChargeLineId, GuarantorId, HardshipId, PatientId, ScaleId};
use crate::domain::ledger::{Part, WriteOff};
use crate::domain::money::{Money, MoneyError};
use crate::domain::person::Name;

#[cfg(test)]
mod tests;

/// The most people a household is counted with.
pub const HOUSEHOLD_MOST: u32 = 30;

/// One step of a scale: up to so many percent of the guideline, so many percent come off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Band {
    /// The most income, in percent of the poverty guideline.
    pub up_to: u32,
    /// What is given up, in percent of what is owed.
    pub percent: u32,
}

/// A sliding scale: the poverty guideline by household, and what comes off by income.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scale {
    /// The guideline's income in a year for one person.
    pub first: Money,
    /// What each further person of the household adds.
    pub each_more: Money,
    /// Steps, the lowest income first. Above the last one nothing comes off.
    pub bands: Vec<Band>,
}

/// Why a scale or a grant cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ScaleError {
    /// The guideline is no income.
    #[error("the poverty guideline of one person must be above zero")]
    NoGuideline,
    /// Nothing would ever come off.
    #[error("a scale needs at least one step")]
    NoBand,
    /// A step that lies on or below the one before.
    #[error("each step must go further than the one before: {0}% does not")]
    Order(u32),
    /// More would come off for a higher income.
    #[error("more would come off at a higher income: {0}%")]
    Rises(u32),
    /// A percent beyond all.
    #[error("between 1% and 100% come off, not {0}%")]
    Percent(u32),
    /// A household nobody has.
    #[error("a household has 1 to {HOUSEHOLD_MOST} people")]
    Household,
    /// The income is above the last step.
    #[error("the income is {0}% of the guideline, beyond the last step of the scale")]
    Beyond(u32),
    /// An amount does not fit.
    #[error(transparent)]
    Money(#[from] MoneyError),
}

impl Scale {
    /// The scale a practice starts from: the poverty guideline of 2025 for the 48 states, and four even steps.
    ///
    /// Source: 90 FR 5917, HHS poverty guidelines: 15,650 for one person, 5,500 for each further one.
    pub fn usual() -> Self {
        let money = |cents| Money::from_cents(cents).unwrap_or(Money::ZERO);
        let band = |(up_to, percent)| Band { up_to, percent };
        Self {
            first: money(1_565_000),
            each_more: money(550_000),
            bands: [(100, 100), (150, 75), (200, 50), (250, 25)]
                .map(band)
                .to_vec(),
        }
    }

    /// Checks that it slides: further steps, less and less coming off.
    ///
    /// # Errors
    /// [`ScaleError`] with what is wrong.
    pub fn check(&self) -> Result<(), ScaleError> {
        if !self.first.is_positive() || self.each_more.is_negative() {
            return Err(ScaleError::NoGuideline);
        }
        if self.bands.is_empty() {
            return Err(ScaleError::NoBand);
        }
        let mut before: Option<Band> = None;
        for band in &self.bands {
            if !(1..=100).contains(&band.percent) {
                return Err(ScaleError::Percent(band.percent));
            }
            if before.is_some_and(|last| band.up_to <= last.up_to) || band.up_to == 0 {
                return Err(ScaleError::Order(band.up_to));
            }
            if before.is_some_and(|last| band.percent > last.percent) {
                return Err(ScaleError::Rises(band.percent));
            }
            before = Some(*band);
        }
        Ok(())
    }

    /// The guideline's income in a year for a household.
    ///
    /// # Errors
    /// [`ScaleError::Household`], [`ScaleError::Money`].
    pub fn guideline(&self, household: u32) -> Result<Money, ScaleError> {
        if !(1..=HOUSEHOLD_MOST).contains(&household) {
            return Err(ScaleError::Household);
        }
        Ok(self
            .first
            .plus(self.each_more.times(household.saturating_sub(1))?)?)
    }

    /// The most income in a year that a household may have for a step.
    ///
    /// # Errors
    /// As [`Scale::guideline`].
    pub fn limit(&self, band: Band, household: u32) -> Result<Money, ScaleError> {
        let guideline = self.guideline(household)?;
        Ok(guideline.percent(Decimal::from(band.up_to))?)
    }

    /// What comes off for a household with an income, in percent.
    ///
    /// # Errors
    /// [`ScaleError::Beyond`] when nothing does.
    pub fn percent(&self, household: u32, income: Money) -> Result<u32, ScaleError> {
        for band in &self.bands {
            if income <= self.limit(*band, household)? {
                return Ok(band.percent);
            }
        }
        let share = income
            .to_decimal()
            .checked_div(self.guideline(household)?.to_decimal())
            .and_then(|share| share.checked_mul(Decimal::from(100_u32)))
            .map(|share| share.ceil());
        let share = share.and_then(|share| u32::try_from(share).ok());
        Err(ScaleError::Beyond(share.unwrap_or(u32::MAX)))
    }
}

/// A version of the scale as the book keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct KeptScale {
    /// Which version.
    pub id: ScaleId,
    /// What it says.
    #[serde(flatten)]
    pub scale: Scale,
    /// Why it changed.
    pub why: String,
    /// When.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by: String,
}

/// Help to be granted to a guarantor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewHardship {
    /// To whom.
    pub guarantor: GuarantorId,
    /// People in the household.
    pub household: u32,
    /// Its income in a year.
    pub income: Money,
    /// First day of service it holds for.
    pub from: NaiveDate,
    /// Last one.
    pub to: NaiveDate,
    /// Why, and by what papers.
    pub why: String,
}

/// Help that was granted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Hardship {
    /// Which.
    pub id: HardshipId,
    /// What was granted.
    #[serde(flatten)]
    pub what: NewHardship,
    /// The guarantor's name.
    pub name: Name,
    /// By which version of the scale.
    pub scale: ScaleId,
    /// What comes off, in percent.
    pub percent: u32,
    /// When it was granted.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by: String,
    /// Why it ended before its last day; none when it did not.
    pub ended: Option<String>,
}

impl Hardship {
    /// Whether it holds for services of a day.
    pub fn holds_on(&self, day: NaiveDate) -> bool {
        self.ended.is_none() && (self.what.from..=self.what.to).contains(&day)
    }
}

/// Which discount.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Discount {
    /// For those who pay for themselves.
    SelfPay,
    /// For those in need.
    Hardship,
}

impl Discount {
    /// The account it goes to.
    pub const fn kind(self) -> WriteOff {
        match self {
            Self::SelfPay => WriteOff::SelfPay,
            Self::Hardship => WriteOff::Charity,
        }
    }

    /// In words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::SelfPay => "self-pay discount",
            Self::Hardship => "hardship discount",
        }
    }
}

/// A service that a discount may come off.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Discountable {
    /// The service.
    pub line: ChargeLineId,
    /// Whose.
    pub patient: PatientId,
    /// The patient's given name.
    pub patient_first: String,
    /// Its day.
    pub service_on: NaiveDate,
    /// What it is.
    pub description: String,
    /// What the guarantor owes for it.
    pub owes: Money,
    /// What the same discount took off before.
    pub already: Money,
    /// Whether an insurer was ever asked for it.
    pub is_insured: bool,
    /// Whether it is a charge to the account, as a fee.
    pub is_fee: bool,
}

/// What a discount takes off one service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DiscountedLine {
    /// The service.
    #[serde(flatten)]
    pub of: Discountable,
    /// How many percent.
    pub percent: u32,
    /// What comes off now.
    pub off: Money,
    /// What is left to pay.
    pub left: Money,
}

/// What a discount would do to an account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DiscountPreview {
    /// Which discount.
    pub discount: Discount,
    /// Services it takes something off, the oldest first.
    pub lines: Vec<DiscountedLine>,
    /// In all.
    pub off: Money,
    /// What is left to pay on these services.
    pub left: Money,
}

impl DiscountPreview {
    /// Its parts for the journal.
    pub fn parts(&self) -> Vec<Part> {
        let part = |line: &DiscountedLine| Part {
            line: line.of.line,
            amount: line.off,
        };
        self.lines.iter().map(part).collect()
    }
}

/// What comes off one service: the percent of what was to pay before any of it came off, less what did already, and never
/// more than is owed. So giving it twice takes nothing more off, and what was paid in the meantime stays paid.
fn off(one: &Discountable, percent: u32) -> Result<Money, MoneyError> {
    let whole = one.owes.plus(one.already)?;
    let due = whole.percent(Decimal::from(percent))?.minus(one.already)?;
    Ok(due.min(one.owes).max(Money::ZERO))
}

/// Works out what a discount takes off: `percent_of` says how much for each service, none where it does not hold.
///
/// # Errors
/// [`MoneyError::OutOfRange`].
pub fn preview(
    discount: Discount,
    open: Vec<Discountable>,
    percent_of: impl Fn(&Discountable) -> Option<u32>,
) -> Result<DiscountPreview, MoneyError> {
    let mut lines = Vec::new();
    for of in open.into_iter().filter(|one| one.owes.is_positive()) {
        let Some(percent) = percent_of(&of) else {
            continue;
        };
        let off = off(&of, percent)?;
        if off.is_positive() {
            let left = of.owes.minus(off)?;
            lines.push(DiscountedLine {
                of,
                percent,
                off,
                left,
            });
        }
    }
    Ok(DiscountPreview {
        discount,
        off: Money::sum(lines.iter().map(|line| line.off))?,
        left: Money::sum(lines.iter().map(|line| line.left))?,
        lines,
    })
}

/// What the practice decided about patients' money, beside the scale.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PatientTerms {
    /// What comes off for those who pay for themselves, in percent; 0 when nothing does.
    pub self_pay_percent: u32,
    /// What a returned check costs; zero when nothing.
    pub returned_check_fee: Money,
    /// After how many months money that nobody claims goes to the state.
    pub escheat_months: u32,
}

impl PatientTerms {
    /// What a practice starts from.
    pub fn usual() -> Self {
        Self {
            self_pay_percent: 20,
            returned_check_fee: Money::from_cents(3_000).unwrap_or(Money::ZERO),
            escheat_months: 36,
        }
    }

    /// Says what is wrong with them, in a sentence.
    ///
    /// # Errors
    /// The sentence.
    pub fn check(&self) -> Result<(), &'static str> {
        if self.self_pay_percent > 100 {
            Err("At most 100% can come off.")
        } else if self.returned_check_fee.is_negative() {
            Err("A fee is not below zero.")
        } else if !(1..=240).contains(&self.escheat_months) {
            Err("Give 1 to 240 months.")
        } else {
            Ok(())
        }
    }
}
