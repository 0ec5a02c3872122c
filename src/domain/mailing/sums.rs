//! Who gets a statement and who does not, added up by reason. It must not know how a reason came about.

use serde::Serialize;

use super::{StatementRow, Verdict};
use crate::domain::money::{Money, MoneyError};

/// The reasons that are counted as one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// What is asked for the first time.
    First,
    /// What is asked for the second time.
    Second,
    /// What is asked for the third time.
    Third,
    /// What is asked for more often.
    Later,
    /// The figures disagree.
    DoesNotAddUp,
    /// Somebody holds it.
    Held,
    /// Mail came back.
    BadAddress,
    /// Asked for often or long enough.
    ForCollections,
    /// Insurers are waited for.
    WaitsForInsurance,
    /// Another week of the month.
    OtherWeek,
    /// A recent statement, and nothing new.
    SentRecently,
    /// A later statement.
    SentLater,
    /// Less than it costs is likely to come.
    NotWorth,
    /// Less than the least amount.
    LessThanMinimum,
    /// On a payment plan.
    OnPlan,
    /// In the guarantor's favour, or covered by credit.
    Credit,
    /// Only insurers owe.
    OnlyPending,
    /// Nobody owes.
    NothingOwed,
}

impl Kind {
    /// In a few words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::First => "first request",
            Self::Second => "second request",
            Self::Third => "third request",
            Self::Later => "fourth request or later",
            Self::DoesNotAddUp => "does not add up",
            Self::Held => "held",
            Self::BadAddress => "mail came back",
            Self::ForCollections => "for collections",
            Self::WaitsForInsurance => "waits for insurance",
            Self::OtherWeek => "another week of the month",
            Self::SentRecently => "sent recently, nothing new",
            Self::SentLater => "a later one was sent",
            Self::NotWorth => "costs more than it brings",
            Self::LessThanMinimum => "less than the minimum",
            Self::OnPlan => "pays by a plan",
            Self::Credit => "credit",
            Self::OnlyPending => "only insurance owes",
            Self::NothingOwed => "nothing owed",
        }
    }

    /// Whether those get one.
    pub const fn sends(self) -> bool {
        matches!(self, Self::First | Self::Second | Self::Third | Self::Later)
    }
}

impl StatementRow {
    /// The amount its reason is about.
    const fn about(&self) -> Money {
        match &self.verdict {
            Verdict::OnlyPending(amount) | Verdict::Credit(amount) | Verdict::OnPlan(amount) => {
                *amount
            }
            Verdict::First
            | Verdict::Again { .. }
            | Verdict::NothingOwed
            | Verdict::LessThanMinimum(_)
            | Verdict::SentRecently(_)
            | Verdict::SentLater(_)
            | Verdict::Held(_)
            | Verdict::BadAddress(_)
            | Verdict::WaitsForInsurance(_)
            | Verdict::AskedEnough(_)
            | Verdict::AskedLong(_)
            | Verdict::OtherWeek(_)
            | Verdict::NotWorth { .. }
            | Verdict::DoesNotAddUp(_) => self.amount,
        }
    }

    /// With which others it is counted.
    pub const fn kind(&self) -> Kind {
        match &self.verdict {
            Verdict::First | Verdict::Again { .. } => match self.times {
                0 | 1 => Kind::First,
                2 => Kind::Second,
                3 => Kind::Third,
                4.. => Kind::Later,
            },
            Verdict::NothingOwed => Kind::NothingOwed,
            Verdict::OnlyPending(_) => Kind::OnlyPending,
            Verdict::Credit(_) => Kind::Credit,
            Verdict::OnPlan(_) => Kind::OnPlan,
            Verdict::LessThanMinimum(_) => Kind::LessThanMinimum,
            Verdict::SentRecently(_) => Kind::SentRecently,
            Verdict::SentLater(_) => Kind::SentLater,
            Verdict::Held(_) => Kind::Held,
            Verdict::BadAddress(_) => Kind::BadAddress,
            Verdict::WaitsForInsurance(_) => Kind::WaitsForInsurance,
            Verdict::AskedEnough(_) | Verdict::AskedLong(_) => Kind::ForCollections,
            Verdict::OtherWeek(_) => Kind::OtherWeek,
            Verdict::NotWorth { .. } => Kind::NotWorth,
            Verdict::DoesNotAddUp(_) => Kind::DoesNotAddUp,
        }
    }
}

/// How many there are of one kind, and what they owe.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Sum {
    /// Which kind.
    pub kind: Kind,
    /// How many guarantors.
    pub count: u32,
    /// What is asked for, or would be; where nothing is, what it is about: credit, or what waits for insurance.
    pub amount: Money,
}

/// Adds rows up by kind, those who get one first; kinds without anybody are left out.
///
/// # Errors
/// [`MoneyError::OutOfRange`].
pub fn sums(rows: &[StatementRow]) -> Result<Vec<Sum>, MoneyError> {
    let mut found: std::collections::BTreeMap<Kind, Sum> = std::collections::BTreeMap::new();
    for row in rows {
        let kind = row.kind();
        let sum = found.entry(kind).or_insert(Sum {
            kind,
            count: 0,
            amount: Money::ZERO,
        });
        sum.count = sum.count.saturating_add(1);
        sum.amount = sum.amount.plus(row.about())?;
    }
    Ok(found.into_values().collect())
}
