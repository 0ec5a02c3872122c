//! The practice's own rules: which claims one is about, and what happens to these. It must not know where rules are
//! kept or what else is wrong with a claim.
//!
//! A [`Condition`] is a list of wishes, all of which a claim must fulfil. Wishes about codes and modifiers are about
//! one service: it is the same service that has the code, lacks the modifier and points to the diagnosis. What a rule
//! would have done is tried on claims as they left ([`trial`]), and a denial proposes a rule of its own ([`proposal`]).

mod billed;
mod condition;
pub mod proposal;
mod ready_made;
mod set;
#[cfg(test)]
mod tests;
pub mod trial;

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

pub use billed::Billed;
pub use condition::{Condition, Fit, Named};
pub use ready_made::ready_made;
pub use set::{Draft, Set, Setting, set};

use crate::domain::code::{Carc, Modifier, PlaceOfService};
use crate::domain::id::{ClaimId, RuleId};

/// What happens to the claims a rule is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "act", content = "value", rename_all = "snake_case")]
pub enum Act {
    /// It stays here until it is mended, or let pass for a reason.
    #[default]
    Hold,
    /// It may leave, with a warning.
    Warn,
    /// Its services get a modifier.
    AddModifier(Modifier),
    /// It says another place of service.
    SetPlace(PlaceOfService),
    /// It carries the number of the one leave that covers it.
    UseAuthorization,
}

impl Act {
    /// Whether it changes what the claim says.
    pub const fn sets(self) -> bool {
        match self {
            Self::Hold | Self::Warn => false,
            Self::AddModifier(_) | Self::SetPlace(_) | Self::UseAuthorization => true,
        }
    }

    /// What it does, in words that go on after “then”.
    pub fn words(self) -> String {
        match self {
            Self::Hold => "hold the claim".to_owned(),
            Self::Warn => "warn".to_owned(),
            Self::AddModifier(modifier) => format!("add modifier {modifier}"),
            Self::SetPlace(place) => {
                format!("say place of service {place} ({})", place.name())
            }
            Self::UseAuthorization => "fill in the authorization that covers it".to_owned(),
        }
    }
}

/// Where a learned rule comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Learned {
    /// The claim that was refused.
    pub claim: ClaimId,
    /// For which reason; none when it was rejected before it was decided.
    pub carc: Option<Carc>,
}

/// What a rule says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct NewRule {
    /// Its name, in a few words.
    pub name: String,
    /// What is wrong, in a sentence of the practice.
    pub words: String,
    /// What to do about it, in a sentence; may be empty.
    pub fix: String,
    /// Which claims it is about.
    pub when: Condition,
    /// What happens to them.
    pub then: Act,
    /// First day of service it holds for; none when it always held.
    pub from: Option<NaiveDate>,
    /// Last day of service it holds for; none while it holds.
    pub until: Option<NaiveDate>,
    /// The refusal it was learned from; none when somebody thought of it.
    pub learned: Option<Learned>,
}

impl NewRule {
    /// What it finds in a claim; none when the claim is not one of those it is about.
    pub fn fit(&self, billed: &Billed<'_>) -> Option<Fit> {
        let on = billed.service_on;
        let is_its_day =
            self.from.is_none_or(|first| first <= on) && self.until.is_none_or(|last| on <= last);
        is_its_day.then(|| self.when.fit(billed)).flatten()
    }
}

/// A rule in the book.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Rule {
    /// Id.
    pub id: RuleId,
    /// Which wording of it this is, from 1.
    pub version: u32,
    /// Whether claims are held against it.
    pub is_on: bool,
    /// What it says.
    #[serde(flatten)]
    pub what: NewRule,
}

/// A rule's number as findings and people write it: `R12`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Number(pub RuleId);

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "R{}", self.0)
    }
}

/// Why text is not a rule's number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a rule's number is R and digits, as R12")]
pub struct NotARule;

impl FromStr for Number {
    type Err = NotARule;

    fn from_str(text: &str) -> Result<Self, NotARule> {
        let text = text.trim();
        let digits = text.strip_prefix(['R', 'r']).ok_or(NotARule)?;
        let number: u32 = digits.parse().map_err(|_| NotARule)?;
        Ok(Self(RuleId::new(i64::from(number))))
    }
}

/// How a trial on the claims of some months ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Score {
    /// How many claims were looked at.
    pub looked_at: u32,
    /// How many of them the rule is about.
    pub caught: u32,
    /// Caught and refused by the payer.
    pub right: u32,
    /// What was refused on these.
    pub right_amount: crate::domain::money::Money,
    /// Caught, and paid all the same.
    pub wrong: u32,
    /// Caught, and not answered yet.
    pub open: u32,
}

/// What was done with a rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Deed {
    /// It was written, or written anew.
    Written(Box<NewRule>),
    /// It was tried on the claims of so many months.
    Tried(u32, Score),
    /// It was switched on.
    On,
    /// It was switched off.
    Off,
}

/// One thing that was done with a rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Event {
    /// When.
    pub at: DateTime<Utc>,
    /// Who.
    pub by: String,
    /// With which wording.
    pub version: u32,
    /// What.
    pub deed: Deed,
}
