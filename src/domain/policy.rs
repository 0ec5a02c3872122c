//! Coverage: who is insured by whom, from which day to which, and which policy answers for a day of service.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::domain::code::{MedicareSecondary, MemberId, Relation, Sex};
use crate::domain::id::{PatientId, PayerId, PolicyId};
use crate::domain::money::Money;
use crate::domain::person::{Address, Name};

/// In which order payers are billed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rank {
    /// First (SBR01 P).
    Primary,
    /// Second (S).
    Secondary,
    /// Third (T).
    Tertiary,
}

impl Rank {
    /// All of them in order.
    pub const ALL: [Self; 3] = [Self::Primary, Self::Secondary, Self::Tertiary];

    /// 1, 2 or 3, as the book keeps it.
    pub const fn number(self) -> i64 {
        match self {
            Self::Primary => 1,
            Self::Secondary => 2,
            Self::Tertiary => 3,
        }
    }

    /// Reads the book's number.
    pub fn from_number(number: i64) -> Option<Self> {
        Self::ALL.into_iter().find(|rank| rank.number() == number)
    }

    /// In words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Primary => "primary",
            Self::Secondary => "secondary",
            Self::Tertiary => "tertiary",
        }
    }
}

/// Whose policy it is, when not the patient's own: a person, or the employer of workers' compensation (2010BA).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subscriber {
    /// Name; an employer's as a family name alone.
    pub name: Name,
    /// Birthday; none of an employer.
    pub born_on: Option<NaiveDate>,
    /// Sex.
    pub sex: Sex,
    /// Address.
    pub address: Address,
}

impl Subscriber {
    /// Whether it is an employer who holds the policy, as for workers' compensation, and no person.
    pub fn is_employer(&self) -> bool {
        self.born_on.is_none() && self.name.first.trim().is_empty()
    }
}

/// Coverage before the book gave an id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewPolicy {
    /// Who is covered.
    pub patient: PatientId,
    /// By whom.
    pub payer: PayerId,
    /// In which order it is billed.
    pub rank: Rank,
    /// The subscriber's number.
    pub member_id: MemberId,
    /// Group number (SBR03), may be empty.
    pub group_number: String,
    /// Plan name (SBR04), may be empty.
    pub plan_name: String,
    /// Why Medicare is not asked first (SBR05); none when it is, or when Medicare does not pay.
    pub medicare_secondary: Option<MedicareSecondary>,
    /// What the patient is to the subscriber.
    pub relation: Relation,
    /// The subscriber, when not the patient.
    pub subscriber: Option<Subscriber>,
    /// First day covered.
    pub effective_on: NaiveDate,
    /// Last day covered; none while open.
    pub ends_on: Option<NaiveDate>,
    /// Copay for a visit.
    pub copay: Money,
    /// Whether the payer pays us (CLM08).
    pub assigns_benefits: bool,
    /// Whether we take its fee as full (CLM07).
    pub accepts_assignment: bool,
    /// Whether the patient signed the release of information (CLM09).
    pub signature_on_file: bool,
}

/// Coverage of one patient by one payer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Policy {
    /// Id.
    pub id: PolicyId,
    /// What it says.
    #[serde(flatten)]
    pub what: NewPolicy,
}

impl NewPolicy {
    /// Whether it covers that day.
    pub fn is_in_force(&self, on: NaiveDate) -> bool {
        self.effective_on <= on && self.ends_on.is_none_or(|end| on <= end)
    }

    /// Whether both cover some day at the same rank.
    pub fn overlaps(&self, other: &Self) -> bool {
        self.rank == other.rank
            && self.ends_on.is_none_or(|end| other.effective_on <= end)
            && other.ends_on.is_none_or(|end| self.effective_on <= end)
    }
}

/// Gives the policies that are in force on that day in the order in which their payers are asked.
pub fn in_force(policies: &[Policy], on: NaiveDate) -> Vec<&Policy> {
    let mut found: Vec<&Policy> = policies
        .iter()
        .filter(|policy| policy.what.is_in_force(on))
        .collect();
    found.sort_by_key(|policy| policy.what.rank);
    found
}

/// Gives the policy that is billed first for a service on that day.
pub fn first_in_force(policies: &[Policy], on: NaiveDate) -> Option<&Policy> {
    policies
        .iter()
        .filter(|policy| policy.what.is_in_force(on))
        .min_by_key(|policy| policy.what.rank)
}
