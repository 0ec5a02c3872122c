//! Money from guarantors: how it was handed over, and which services it pays for.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::domain::code::Procedure;
use crate::domain::id::{
    ChargeLineId, GuarantorId, PatientId, PlanId, PolicyId, ReceiptId, VisitId,
};
use crate::domain::money::{Money, MoneyError};

/// How a guarantor pays.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "method")]
pub enum Tender {
    /// Cash; `given` is what was handed over, change being the rest.
    Cash {
        /// What counts.
        amount: Money,
        /// What was handed over.
        given: Money,
    },
    /// A check.
    Check {
        /// What counts.
        amount: Money,
        /// Its number.
        number: String,
    },
    /// A card run on the practice's terminal; no card number ever comes here, only its brand, last four and approval.
    Card {
        /// What counts.
        amount: Money,
        /// Brand, last four digits, approval.
        reference: String,
    },
}

impl Tender {
    /// What counts.
    pub const fn amount(&self) -> Money {
        match self {
            Self::Cash { amount, .. } | Self::Check { amount, .. } | Self::Card { amount, .. } => {
                *amount
            }
        }
    }

    /// The word the book keeps (`receipt_tender.method`).
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Cash { .. } => "cash",
            Self::Check { .. } => "check",
            Self::Card { .. } => "card",
        }
    }
}

/// A service that may be paid for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OpenItem {
    /// The service.
    pub line: ChargeLineId,
    /// Its visit.
    pub visit: VisitId,
    /// Whose.
    pub patient: PatientId,
    /// The patient's given name.
    pub patient_first: String,
    /// Day of service.
    pub service_on: NaiveDate,
    /// In the practice's words.
    pub description: String,
    /// What the guarantor owes for it.
    pub patient_owes: Money,
    /// What an insurer still owes for it, and under which policy.
    pub insurer: Option<(PolicyId, Money)>,
    /// The payment plan that covers it, while that is kept.
    pub plan: Option<PlanId>,
}

/// How much of a payment goes to one service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Placement {
    /// The service.
    pub line: ChargeLineId,
    /// How much.
    pub amount: Money,
}

/// A payment before the book gave a number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewReceipt {
    /// From whom.
    pub guarantor: GuarantorId,
    /// The day it counts for.
    pub accounting_on: NaiveDate,
    /// How it was handed over; at least one.
    pub tenders: Vec<Tender>,
    /// What it pays for; the rest stays as credit.
    pub placed: Vec<Placement>,
}

/// A payment in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ReceiptRow {
    /// Id; printed as `R-` and six digits.
    pub id: ReceiptId,
    /// From whom.
    pub guarantor: GuarantorId,
    /// Their name.
    pub name: crate::domain::person::Name,
    /// The day it counts for.
    pub accounting_on: NaiveDate,
    /// When it was taken.
    pub taken_at: DateTime<Utc>,
    /// How.
    pub tenders: Vec<Tender>,
    /// In all.
    pub amount: Money,
    /// Whether it was taken back.
    pub is_reversed: bool,
}

/// A service that a payment was placed on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Placed {
    /// The service.
    pub line: ChargeLineId,
    /// Its visit.
    pub visit: VisitId,
    /// Whose.
    pub patient: PatientId,
    /// The patient's given name.
    pub patient_first: String,
    /// Day of service.
    pub service_on: NaiveDate,
    /// CPT or HCPCS code; none for a charge to the account.
    pub code: Option<Procedure>,
    /// In the practice's words.
    pub description: String,
    /// How much.
    pub amount: Money,
}

/// A payment with what it was placed on when it was taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ReceiptDetail {
    /// As a list shows it.
    #[serde(flatten)]
    pub row: ReceiptRow,
    /// Who took it.
    pub taken_by: String,
    /// What it paid for, the oldest day first.
    pub placed: Vec<Placed>,
    /// What it paid ahead, for visits whose services were not entered yet.
    pub ahead: Vec<PaidAhead>,
    /// What was placed nowhere and waited as credit.
    pub credit: Money,
}

/// What a receipt paid ahead for a visit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PaidAhead {
    /// The visit.
    pub visit: VisitId,
    /// Whose.
    pub patient: PatientId,
    /// The patient's name.
    pub name: crate::domain::person::Name,
    /// Its day.
    pub service_on: NaiveDate,
    /// How much.
    pub amount: Money,
}

/// Gives a receipt's number as it is printed.
pub fn receipt_number(receipt: ReceiptId) -> String {
    format!("R-{:06}", receipt.get())
}

/// Whether digits in it, however they are grouped, are as many as a payment card's whole number has. Such a text is
/// never kept anywhere.
pub fn holds_card_number(text: &str) -> bool {
    const SHORTEST: usize = 13;
    let joined: String = text.chars().filter(|c| c.is_alphanumeric()).collect();
    joined
        .split(|c: char| !c.is_ascii_digit())
        .any(|digits| digits.len() >= SHORTEST)
}

/// What is known of a card that was charged: never more than this.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CardSlip {
    /// `Visa`; empty when it was not said.
    pub brand: String,
    /// Last four digits.
    pub ending: String,
    /// The terminal's approval or reference; empty when it was not said.
    pub approval: String,
}

impl CardSlip {
    /// Sorts what was keyed: brand in words, four digits, and whatever else is the approval. None without the four
    /// digits.
    pub fn read(reference: &str) -> Option<Self> {
        const SPOKEN: [&str; 6] = ["ending", "in", "approval", "auth", "card", "ref"];
        let words: Vec<&str> = reference
            .split([' ', ',', ';', '/'])
            .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()))
            .filter(|word| !word.is_empty())
            .collect();
        let is_ending = |word: &&str| word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit());
        let place = words.iter().position(is_ending)?;
        let told = |words: &[&str]| {
            let told = words
                .iter()
                .filter(|word| !SPOKEN.contains(&word.to_lowercase().as_str()));
            told.copied().collect::<Vec<_>>().join(" ")
        };
        let (before, after) = words.split_at_checked(place)?;
        let (ending, after) = after.split_first()?;
        Some(Self {
            brand: told(before),
            ending: (*ending).to_owned(),
            approval: told(after),
        })
    }
}

/// Places an amount on what is open: first on what a payment plan covers, then on the rest, each the oldest day first.
/// Gives the placements and what is left over.
///
/// # Errors
/// [`MoneyError::OutOfRange`].
pub fn oldest_first(
    open: &[OpenItem],
    amount: Money,
) -> Result<(Vec<Placement>, Money), MoneyError> {
    let mut by_age: Vec<&OpenItem> = open
        .iter()
        .filter(|item| item.patient_owes.is_positive())
        .collect();
    by_age.sort_by_key(|item| (item.plan.is_none(), item.service_on, item.line));
    let mut left = amount;
    let mut placed = Vec::new();
    for item in by_age {
        let part = item.patient_owes.min(left);
        if part.is_positive() {
            left = left.minus(part)?;
            placed.push(Placement {
                line: item.line,
                amount: part,
            });
        }
    }
    Ok((placed, left))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(line: i64, day: u32, owes: i64) -> OpenItem {
        OpenItem {
            line: ChargeLineId::new(line),
            visit: VisitId::new(line),
            patient: PatientId::new(1),
            patient_first: String::from("Owen"),
            service_on: NaiveDate::from_ymd_opt(2026, 1, day).unwrap(),
            description: String::from("Visit"),
            patient_owes: Money::from_cents(owes).unwrap(),
            insurer: None,
            plan: None,
        }
    }

    #[test]
    fn what_a_plan_covers_is_paid_before_what_is_older() {
        let mut open = [item(1, 9, 5_000), item(2, 3, 4_000)];
        open[0].plan = Some(PlanId::new(7));
        let (placed, left) = oldest_first(&open, Money::from_cents(6_000).unwrap()).unwrap();
        let got: Vec<_> = placed
            .iter()
            .map(|p| (p.line.get(), p.amount.cents()))
            .collect();
        assert_eq!((got, left), (vec![(1, 5_000), (2, 1_000)], Money::ZERO));
    }

    #[test]
    fn what_was_keyed_for_a_card_is_sorted() {
        let parts = |reference: &str| {
            CardSlip::read(reference).map(|slip| [slip.brand, slip.ending, slip.approval])
        };
        for (keyed, brand, ending, approval) in [
            ("Visa 4417 062915", "Visa", "4417", "062915"),
            (
                "visa ending in 4417, approval 062915",
                "visa",
                "4417",
                "062915",
            ),
            ("American Express 1005", "American Express", "1005", ""),
            ("Visa ··1881, 204518", "Visa", "1881", "204518"),
        ] {
            let want = [brand, ending, approval].map(String::from);
            assert_eq!(parts(keyed), Some(want), "{keyed}");
        }
        assert_eq!(parts("terminal"), None);
        assert_eq!(parts(""), None);
    }

    #[test]
    fn a_whole_card_number_is_known_however_it_is_grouped() {
        for text in [
            "4111111111111111",
            "4111 1111 1111 1111",
            "4111.1111/1111_1111",
            "Visa 4111-1111-1111-1",
            "378282246310005 amex",
        ] {
            assert!(holds_card_number(text), "{text}");
        }
        for text in ["Visa 4417 062915", "MC 1881 ok 204518012345", "1044", ""] {
            assert!(!holds_card_number(text), "{text}");
        }
    }

    #[test]
    fn the_oldest_day_is_paid_first_and_credits_are_left_alone() {
        let open = [item(1, 9, 5_000), item(2, 3, 4_000), item(3, 1, -700)];
        let (placed, left) = oldest_first(&open, Money::from_cents(6_000).unwrap()).unwrap();
        let got: Vec<_> = placed
            .iter()
            .map(|p| (p.line.get(), p.amount.cents()))
            .collect();
        assert_eq!((got, left), (vec![(2, 4_000), (1, 2_000)], Money::ZERO));
        let (_, left) = oldest_first(&open, Money::from_cents(10_000).unwrap()).unwrap();
        assert_eq!(left.cents(), 1_000);
    }
}
