//! What an agreement about a payment plan says, as data, proven before a page is drawn. It must not know pages or the
//! book.

use chrono::NaiveDate;

use super::{MissedRules, PlanNumber, Planned, Scope, Terms};
use crate::domain::letterhead::Letterhead;
use crate::domain::money::{Money, MoneyError};
use crate::domain::statement::AccountNumber;

/// A visit that an agreement covers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CoveredVisit {
    /// The day of service.
    pub on: NaiveDate,
    /// What was done, in the practice's words.
    pub services: String,
    /// What is owed for it.
    pub owed: Money,
}

/// Everything an agreement is made from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AgreementParts {
    /// With whom.
    pub practice: Letterhead,
    /// The plan.
    pub plan: PlanNumber,
    /// Which version of it.
    pub version: u32,
    /// The day of the agreement.
    pub agreed_on: NaiveDate,
    /// Who pays.
    pub guarantor: String,
    /// Where they live, on one line.
    pub address: String,
    /// Their account.
    pub account: AccountNumber,
    /// Whose visits are covered.
    pub patients: Vec<String>,
    /// The visits, the oldest first.
    pub covers: Vec<CoveredVisit>,
    /// Amounts and days.
    pub terms: Terms,
    /// Each payment.
    pub schedule: Vec<Planned>,
    /// What happens when payments are missed.
    pub rules: MissedRules,
    /// Why there is this version; empty for a first one.
    pub why: String,
    /// Who signs for the practice.
    pub signer: String,
}

/// An agreement whose figures hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agreement {
    parts: AgreementParts,
    covered: Money,
    later: Money,
}

/// Why no agreement can be made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AgreementError {
    /// The payments do not come to what is covered.
    #[error("the payments of {scheduled} are not the {covered} that is covered")]
    Off {
        /// What the visits come to.
        covered: Money,
        /// What the payments come to.
        scheduled: Money,
    },
    /// Nothing to agree about.
    #[error("an agreement needs visits and payments")]
    Empty,
    /// A sum beyond what a book can hold.
    #[error(transparent)]
    Money(#[from] MoneyError),
}

impl Agreement {
    /// Adds up and proves: the visits come to the payments, so that the last balance is nothing.
    ///
    /// # Errors
    /// [`AgreementError`].
    pub fn build(parts: AgreementParts) -> Result<Self, AgreementError> {
        let covered = Money::sum(parts.covers.iter().map(|visit| visit.owed))?;
        let scheduled = Money::sum(parts.schedule.iter().map(|one| one.amount))?;
        if parts.covers.is_empty() || parts.schedule.iter().all(|one| one.place == 0) {
            return Err(AgreementError::Empty);
        }
        if covered != scheduled {
            return Err(AgreementError::Off { covered, scheduled });
        }
        let later = parts.schedule.iter().filter(|one| one.place > 0);
        let later = Money::sum(later.map(|one| one.amount))?;
        Ok(Self {
            parts,
            covered,
            later,
        })
    }

    /// What it was built from.
    pub const fn parts(&self) -> &AgreementParts {
        &self.parts
    }

    /// What is covered.
    pub const fn covered(&self) -> Money {
        self.covered
    }

    /// What is paid on the day of the agreement.
    pub fn down(&self) -> Money {
        let first = self.parts.schedule.first().filter(|one| one.place == 0);
        first.map_or(Money::ZERO, |one| one.amount)
    }

    /// What is paid later: the amount financed.
    pub const fn later(&self) -> Money {
        self.later
    }

    /// The instalments as runs of equal amounts: how many, of how much.
    pub fn runs(&self) -> Vec<(u32, Money)> {
        let mut runs: Vec<(u32, Money)> = Vec::new();
        for one in self.parts.schedule.iter().filter(|one| one.place > 0) {
            match runs.last_mut() {
                Some((count, amount)) if *amount == one.amount => *count = count.saturating_add(1),
                _ => runs.push((1, one.amount)),
            }
        }
        runs
    }

    /// How many instalments there are.
    pub fn instalments(&self) -> u32 {
        self.parts.schedule.last().map_or(0, |one| one.place)
    }

    /// The last day.
    pub fn ends_on(&self) -> NaiveDate {
        let last = self.parts.schedule.last();
        last.map_or(self.parts.agreed_on, |one| one.on)
    }

    /// Each payment with what is left after it; nothing after the last.
    pub fn balances(&self) -> Vec<(Planned, Money)> {
        let mut left = self.covered;
        let rows = self.parts.schedule.iter().map(|one| {
            left = left.minus(one.amount).unwrap_or_default();
            (*one, left)
        });
        rows.collect()
    }

    /// Whether new visits join it.
    pub fn follows(&self) -> bool {
        self.parts.terms.scope == Scope::NewCharges
    }
}
