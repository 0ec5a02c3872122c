//! The practice's own rules about what becomes of a payer's reasons: which reasons one is about, and what is done with
//! them. It must not know where rules are kept or what the table of the trade would do.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::domain::claim::Responsibility;
use crate::domain::code::{AdjustmentGroup, Carc, Rarc};
use crate::domain::id::{PayerId, PostingRuleId};
use crate::domain::ledger::WriteOff;
use crate::domain::money::Money;
use crate::domain::rule::NotARule;

/// A payer's reason as rules look at it.
#[derive(Clone, Copy, Debug)]
pub struct Answered<'a> {
    /// Who pays.
    pub payer: PayerId,
    /// Asked first, second or third.
    pub rank: Responsibility,
    /// How the claim was processed (CLP02), as it is written.
    pub status: &'a str,
    /// Who bears it.
    pub group: AdjustmentGroup,
    /// The reason.
    pub carc: Carc,
    /// The remarks of the service and of the claim.
    pub remarks: &'a [Rarc],
    /// How much.
    pub amount: Money,
}

/// Which reasons a rule is about: all wishes hold, and one that is empty always does.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct When {
    /// Who pays.
    pub payer: Option<PayerId>,
    /// Asked first, second or third.
    pub rank: Option<Responsibility>,
    /// The claim was processed like one of these (CLP02).
    pub statuses: Vec<String>,
    /// Who bears it.
    pub group: Option<AdjustmentGroup>,
    /// The reason is one of these.
    pub carcs: Vec<Carc>,
    /// One of these remarks stands with it.
    pub rarcs: Vec<Rarc>,
    /// It is this much or more, whatever its sign.
    pub at_least: Option<Money>,
    /// It is this much or less, whatever its sign.
    pub at_most: Option<Money>,
}

impl When {
    /// Whether it wishes nothing, and so is about every reason.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Whether it is about this one.
    pub fn fits(&self, answered: &Answered<'_>) -> bool {
        let amount = answered.amount.abs();
        self.payer.is_none_or(|payer| payer == answered.payer)
            && self.rank.is_none_or(|rank| rank == answered.rank)
            && (self.statuses.is_empty() || self.statuses.iter().any(|one| one == answered.status))
            && self.group.is_none_or(|group| group == answered.group)
            && (self.carcs.is_empty() || self.carcs.contains(&answered.carc))
            && (self.rarcs.is_empty()
                || self.rarcs.iter().any(|one| answered.remarks.contains(one)))
            && self.at_least.is_none_or(|least| amount >= least)
            && self.at_most.is_none_or(|most| amount <= most)
    }

    /// Which reasons it is about, in words that go on after “When”; `payer` is the payer's name.
    pub fn words(&self, payer: &str) -> String {
        let mut parts: Vec<String> = Vec::new();
        if self.payer.is_some() {
            parts.push(format!("payer is {payer}"));
        }
        if let Some(rank) = self.rank {
            parts.push(format!("it pays as {}", rank.words()));
        }
        if !self.statuses.is_empty() {
            parts.push(format!("status is {}", self.statuses.join(" or ")));
        }
        if let Some(group) = self.group {
            parts.push(format!("group is {}", group.as_str()));
        }
        if !self.carcs.is_empty() {
            parts.push(format!("CARC is {}", either(&self.carcs)));
        }
        if !self.rarcs.is_empty() {
            parts.push(format!("remark is {}", either(&self.rarcs)));
        }
        if let Some(least) = self.at_least {
            parts.push(format!("it is {least} or more"));
        }
        if let Some(most) = self.at_most {
            parts.push(format!("it is {most} or less"));
        }
        if parts.is_empty() {
            "any reason".to_owned()
        } else {
            parts.join(" and ")
        }
    }

    /// How many wishes it has: of two rules about the same reason, the one with more wishes decides.
    pub fn wishes(&self) -> usize {
        [
            self.payer.is_some(),
            self.rank.is_some(),
            !self.statuses.is_empty(),
            self.group.is_some(),
            !self.carcs.is_empty(),
            !self.rarcs.is_empty(),
            self.at_least.is_some(),
            self.at_most.is_some(),
        ]
        .into_iter()
        .filter(|wish| *wish)
        .count()
    }
}

fn either<T: ToString>(all: &[T]) -> String {
    let all: Vec<String> = all.iter().map(T::to_string).collect();
    all.join(" or ")
}

/// What is done with the reasons a rule is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "act", content = "value", rename_all = "snake_case")]
pub enum PostingAct {
    /// It is posted as such a reason always is, without asking anybody.
    #[default]
    Post,
    /// The same, and somebody looks at the claim afterwards.
    PostAndTask,
    /// The service waits for a person.
    HoldLine,
    /// The claim waits for a person.
    HoldClaim,
    /// It becomes the patient's.
    ToPatient,
    /// It is given up.
    WriteOff(WriteOff),
    /// It only informs: nothing moves and nothing is worked.
    Ignore,
}

impl PostingAct {
    /// What it does, in words that go on after “then”.
    pub fn words(self) -> String {
        match self {
            Self::Post => "post it without asking".to_owned(),
            Self::PostAndTask => "post it, and look at the claim afterwards".to_owned(),
            Self::HoldLine => "hold the line".to_owned(),
            Self::HoldClaim => "hold the claim".to_owned(),
            Self::ToPatient => "bill the patient".to_owned(),
            Self::WriteOff(kind) => format!("write it off: {}", kind.words()),
            Self::Ignore => "ignore it".to_owned(),
        }
    }
}

/// What a posting rule says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewPostingRule {
    /// Its name, in a few words.
    pub name: String,
    /// Which reasons it is about.
    pub when: When,
    /// What is done with them.
    pub then: PostingAct,
}

/// A posting rule in the book.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PostingRule {
    /// Id; people write P and this.
    pub id: PostingRuleId,
    /// Which wording of it this is, from 1.
    pub version: u32,
    /// Whether answers are posted by it.
    pub is_on: bool,
    /// What it says.
    #[serde(flatten)]
    pub what: NewPostingRule,
}

/// Finds the rule that decides about a reason: of those that are on and about it, the one with the most wishes, and of
/// several such the oldest.
pub fn deciding<'r>(rules: &'r [PostingRule], answered: &Answered<'_>) -> Option<&'r PostingRule> {
    let about = rules
        .iter()
        .filter(|rule| rule.is_on && rule.what.when.fits(answered));
    about.min_by_key(|rule| (std::cmp::Reverse(rule.what.when.wishes()), rule.id))
}

/// A posting rule's number as people write it: `P12`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PostingNumber(pub PostingRuleId);

impl fmt::Display for PostingNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "P{}", self.0)
    }
}

impl FromStr for PostingNumber {
    type Err = NotARule;

    fn from_str(text: &str) -> Result<Self, NotARule> {
        let digits = text.trim().strip_prefix(['P', 'p']).ok_or(NotARule)?;
        let number: u32 = digits.parse().map_err(|_| NotARule)?;
        Ok(Self(PostingRuleId::new(i64::from(number))))
    }
}
