//! A remittance on the biller's desk: where it stands, what was said of each of its claims, and whether it adds up. It
//! must not know how the file is read, nor what posting it does.

use std::collections::BTreeMap;
use std::str::FromStr;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::domain::claim::ClaimNumber;
use crate::domain::eob::Method;
use crate::domain::id::{ClaimId, EobId, PayerId, RemitClaimId, RemitFileId, RemittanceId};
use crate::domain::matching::Key;
use crate::domain::money::Money;
use crate::domain::posting::Decisions;

/// Where a remittance stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Read, and nothing in it needs a person.
    Read,
    /// Read, and something in it needs a person.
    Waiting,
    /// Posted.
    Posted,
    /// Posted and taken back: it can be posted again.
    TakenBack,
    /// Another of the same trace came in its place.
    Replaced,
}

impl Standing {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::Read,
        Self::Waiting,
        Self::Posted,
        Self::TakenBack,
        Self::Replaced,
    ];

    /// The word the book keeps (`remittance.state`).
    pub const fn code(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Waiting => "waiting",
            Self::Posted => "posted",
            Self::TakenBack => "taken_back",
            Self::Replaced => "replaced",
        }
    }

    /// Reads the book's word.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.code() == code)
    }

    /// In words, as a list shows it.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Read => "Ready",
            Self::Waiting => "Needs you",
            Self::Posted => "Posted",
            Self::TakenBack => "Taken back",
            Self::Replaced => "Replaced",
        }
    }

    /// Whether it can be posted as far as where it stands tells.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Read | Self::Waiting | Self::TakenBack)
    }
}

/// What the biller said of a claim of a remittance.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Said {
    /// Nothing yet.
    #[default]
    Open,
    /// It is to be posted as it is planned.
    Accepted,
    /// Its money is to be kept apart until its claim is known.
    Parked,
}

impl Said {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Open, Self::Accepted, Self::Parked];

    /// The word the book keeps (`remit_claim.standing`).
    pub const fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Accepted => "accepted",
            Self::Parked => "parked",
        }
    }

    /// Reads the book's word.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.code() == code)
    }
}

/// What happens to a remittance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Turn {
    /// It was taken in.
    Read,
    /// Somebody let pass what stood against it.
    Passed,
    /// It was posted.
    Posted,
    /// What was posted was taken back.
    TakenBack,
    /// Another came in its place.
    Replaced,
}

impl Turn {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::Read,
        Self::Passed,
        Self::Posted,
        Self::TakenBack,
        Self::Replaced,
    ];

    /// The word the book keeps (`remittance_event.kind`).
    pub const fn code(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Passed => "passed",
            Self::Posted => "posted",
            Self::TakenBack => "taken_back",
            Self::Replaced => "replaced",
        }
    }

    /// Reads the book's word.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.code() == code)
    }
}

/// Something that happened to a remittance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Event {
    /// When.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by: String,
    /// What.
    pub turn: Turn,
    /// Why, in words; empty when the turn says enough.
    pub words: String,
}

/// Which day a remittance counts for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PostOn {
    /// The day it is posted.
    #[default]
    Today,
    /// The day of the payment (BPR16).
    Payment,
    /// The day on which a line of the bank says that it was there.
    Deposit,
    /// Another.
    Day(NaiveDate),
}

/// Why text is no day that a remittance counts for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("say today, payment, deposit, or a day as 2026-03-16")]
pub struct NoPostOn;

impl FromStr for PostOn {
    type Err = NoPostOn;

    fn from_str(text: &str) -> Result<Self, NoPostOn> {
        match text.trim() {
            "today" => Ok(Self::Today),
            "payment" => Ok(Self::Payment),
            "deposit" => Ok(Self::Deposit),
            day => day.parse().map(Self::Day).map_err(|_| NoPostOn),
        }
    }
}

/// A remittance as it was read, before the book gave an id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewRemittance {
    /// In which file.
    pub file: RemitFileId,
    /// Its first segment in that file.
    pub segment: u64,
    /// Who of ours paid; none when nobody known here did.
    pub payer: Option<PayerId>,
    /// Check or EFT number.
    pub trace: String,
    /// Who gave that number.
    pub origin: String,
    /// The payer as the file names it.
    pub payer_name: String,
    /// Whom it pays, as the file names it.
    pub payee_name: String,
    /// That one's NPI or tax id.
    pub payee_id: String,
    /// How it was paid.
    pub method: Method,
    /// The payment (BPR02).
    pub amount: Money,
    /// The day of the payment.
    pub paid_on: NaiveDate,
    /// How many claims it answers.
    pub claims: u32,
    /// What was charged on them.
    pub charged: Money,
    /// What it pays on them.
    pub paid: Money,
    /// Its provider adjustments as written: positive lowers the payment.
    pub withheld: Money,
    /// Paid less withheld less the payment: zero when it balances.
    pub difference: Money,
    /// Of payer, trace, amount, day and claims.
    pub fingerprint: [u8; 32],
    /// Why nothing of it is posted by itself; empty when nothing stands against it.
    pub problem: String,
    /// The one in whose place it comes.
    pub replaces: Option<RemittanceId>,
    /// Where it stands.
    pub standing: Standing,
    /// How much of it waits for a person.
    pub needs: u32,
}

/// A remittance in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RemittanceRow {
    /// Id.
    pub id: RemittanceId,
    /// Its file.
    pub file: RemitFileId,
    /// How that is called.
    pub file_name: String,
    /// Its first segment in that file.
    pub segment: u64,
    /// Who of ours paid; none when nobody known here did.
    pub payer: Option<PayerId>,
    /// The payer: ours, or as the file names it.
    pub payer_name: String,
    /// Whom it pays, as the file names it.
    pub payee_name: String,
    /// Check or EFT number.
    pub trace: String,
    /// How it was paid.
    pub method: Method,
    /// The payment (BPR02).
    pub amount: Money,
    /// The day of the payment.
    pub paid_on: NaiveDate,
    /// How many claims it answers.
    pub claims: u32,
    /// What was charged on them.
    pub charged: Money,
    /// What it pays on them.
    pub paid: Money,
    /// Its provider adjustments as written: positive lowers the payment.
    pub withheld: Money,
    /// Paid less withheld less the payment: zero when it balances.
    pub difference: Money,
    /// Why nothing of it is posted by itself; empty when nothing stands against it.
    pub problem: String,
    /// Whether somebody let that pass.
    pub is_passed: bool,
    /// Where it stands.
    pub standing: Standing,
    /// How much of it waited for a person when it was looked at last.
    pub needs: u32,
    /// How many of its claims are parked.
    pub parked: u32,
    /// The day it counts for; none until it was chosen.
    pub accounting_on: Option<NaiveDate>,
    /// The one in whose place it came.
    pub replaces: Option<RemittanceId>,
    /// When it was read.
    pub read_at: DateTime<Utc>,
    /// By whom.
    pub read_by: String,
    /// When and by whom it was posted last; none when it never was.
    pub posted: Option<(DateTime<Utc>, String)>,
}

/// A claim of a remittance as the book keeps it beside the file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FiledClaim {
    /// Id.
    pub id: RemitClaimId,
    /// Of which remittance.
    pub remittance: RemittanceId,
    /// Order in it, from 1.
    pub place: u32,
    /// Its first segment in the file.
    pub segment: u64,
    /// Our number as the payer repeats it.
    pub number: String,
    /// The payer's number.
    pub payer_number: String,
    /// Charged.
    pub charged: Money,
    /// Paid.
    pub paid: Money,
    /// What the biller said of it.
    pub said: Said,
    /// What the biller decided.
    pub decisions: Decisions,
    /// Which of our claims it is; empty while that is not known.
    pub matches: Vec<Match>,
}

/// Which of our claims a claim of a remittance is, and how that is known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Match {
    /// Our claim.
    pub claim: ClaimId,
    /// Its number.
    pub number: ClaimNumber,
    /// How sure it is, from 0 to 100.
    pub score: u8,
    /// Why.
    pub keys: Vec<Key>,
    /// Whether a person said so.
    pub is_by_hand: bool,
}

/// A provider adjustment as the book keeps it beside the file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FiledAdjustment {
    /// Order in the remittance, from 1.
    pub place: u32,
    /// Its segment in the file.
    pub segment: u64,
    /// Why (PLB03-1).
    pub code: String,
    /// About what (PLB03-2).
    pub reference: String,
    /// As written: positive lowers the payment.
    pub amount: Money,
    /// What the biller decided.
    pub decisions: Decisions,
}

/// Money of a payer that waits for its claim.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ParkedRow {
    /// The remittance it came with.
    pub remittance: RemittanceId,
    /// The claim of that it was paid for; none for what a remittance was off by.
    pub claim: Option<RemitClaimId>,
    /// The payer.
    pub payer_name: String,
    /// Check or EFT number.
    pub trace: String,
    /// The day of the payment.
    pub paid_on: NaiveDate,
    /// Our number as the payer repeats it; empty for a difference.
    pub number: String,
    /// How much is parked; below zero when the payer took it.
    pub amount: Money,
    /// The EOB that parked it.
    pub eob: EobId,
}

/// A figure of two remittances of one trace that differs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Change {
    /// Which claim, by the number that the payer repeats; empty for the payment itself.
    pub number: String,
    /// Paid before; none when it was not there.
    pub before: Option<Money>,
    /// Paid now; none when it is not there any more.
    pub after: Option<Money>,
}

/// Compares two remittances of one trace by what each pays on each claim.
pub fn changes(before: &[(String, Money)], after: &[(String, Money)]) -> Vec<Change> {
    let mut found: BTreeMap<&str, (Vec<Money>, Vec<Money>)> = BTreeMap::new();
    for (number, paid) in before {
        found.entry(number).or_default().0.push(*paid);
    }
    for (number, paid) in after {
        found.entry(number).or_default().1.push(*paid);
    }
    let sum = |amounts: Vec<Money>| {
        let any = !amounts.is_empty();
        Money::sum(amounts).ok().filter(|_| any)
    };
    let sums = found
        .into_iter()
        .map(|(number, (before, after))| (number, sum(before), sum(after)));
    sums.filter(|(_, before, after)| before != after)
        .map(|(number, before, after)| Change {
            number: number.to_owned(),
            before,
            after,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn m(cents: i64) -> Money {
        Money::from_cents(cents).unwrap()
    }

    #[test]
    fn the_book_words_read_back() {
        for one in Standing::ALL {
            assert_eq!(Standing::from_code(one.code()), Some(one));
        }
        for one in Said::ALL {
            assert_eq!(Said::from_code(one.code()), Some(one));
        }
        for one in Turn::ALL {
            assert_eq!(Turn::from_code(one.code()), Some(one));
        }
    }

    #[test]
    fn two_remittances_of_one_trace_differ_where_they_pay_otherwise() {
        let paid = |number: &str, cents| (String::from(number), m(cents));
        let before = [
            paid("A", 100),
            paid("B", 200),
            paid("C", -50),
            paid("C", 50),
        ];
        let after = [paid("A", 100), paid("B", 250), paid("D", 10)];
        let found = changes(&before, &after);
        let told: Vec<_> = found
            .iter()
            .map(|one| (one.number.as_str(), one.before, one.after))
            .collect();
        assert_eq!(
            told,
            [
                ("B", Some(m(200)), Some(m(250))),
                ("C", Some(m(0)), None),
                ("D", None, Some(m(10))),
            ]
        );
        assert_eq!(changes(&before, &before), []);
    }
}
