//! What a guarantor agreed at the desk to pay later, and where each agreement stands: a promise is kept by the receipts
//! that came after it, a held check waits for its day. It must not know the ledger or who asks.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::domain::id::{GuarantorId, PayLaterId, ReceiptId};
use crate::domain::money::{Money, MoneyError};
use crate::domain::person::Name;

/// By what it will be paid.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Means {
    /// Their word.
    Promise,
    /// A check that was handed over, dated a day to come, and is held until then.
    HeldCheck {
        /// Its number.
        number: String,
    },
}

impl Means {
    /// The word the book keeps (`pay_later.kind`).
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Promise => "promise",
            Self::HeldCheck { .. } => "held_check",
        }
    }
}

/// An agreement before the book gave a number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewPayLater {
    /// Who will pay.
    pub guarantor: GuarantorId,
    /// By what.
    #[serde(flatten)]
    pub means: Means,
    /// How much.
    pub amount: Money,
    /// By which day; the day written on the check.
    pub due_on: NaiveDate,
    /// What else was said; empty for nothing.
    pub words: String,
}

/// How a person ended an agreement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Ending {
    /// The held check was taken in by this receipt.
    TakenIn(ReceiptId),
    /// It was called off for this reason.
    CalledOff(String),
}

/// An agreement as the book has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PayLater {
    /// Id.
    pub id: PayLaterId,
    /// What was agreed.
    #[serde(flatten)]
    pub what: NewPayLater,
    /// The guarantor's name.
    pub name: Name,
    /// The newest receipt of all when it was agreed; only what came after it can keep a promise.
    pub after_receipt: ReceiptId,
    /// When it was agreed.
    pub made_at: DateTime<Utc>,
    /// With whom at the practice.
    pub made_by: String,
    /// How a person ended it; none while nobody did.
    pub ending: Option<Ending>,
}

/// Money that came in since, and was not taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Received {
    /// By which receipt.
    pub receipt: ReceiptId,
    /// From whom.
    pub guarantor: GuarantorId,
    /// The day it counts for.
    pub on: NaiveDate,
    /// How much.
    pub amount: Money,
}

/// Where an agreement stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Its day has not passed; the check is held, the promise is open.
    Waiting,
    /// The held check may be taken in: its day has come.
    Due,
    /// The promise was kept, with the money of this day.
    Kept(NaiveDate),
    /// The day of the promise has passed and something is missing.
    Broken,
    /// The held check was taken in by this receipt.
    TakenIn(ReceiptId),
    /// It was called off.
    CalledOff,
}

impl Standing {
    /// Whether somebody has to do something about it, now or later.
    pub const fn is_open(&self) -> bool {
        match self {
            Self::Waiting | Self::Due | Self::Broken => true,
            Self::Kept(_) | Self::TakenIn(_) | Self::CalledOff => false,
        }
    }

    /// Whether somebody has to do something about it now.
    pub const fn is_pressing(&self) -> bool {
        match self {
            Self::Due | Self::Broken => true,
            Self::Waiting | Self::Kept(_) | Self::TakenIn(_) | Self::CalledOff => false,
        }
    }

    /// In a word or two.
    pub const fn words(&self) -> &'static str {
        match self {
            Self::Waiting => "Waiting",
            Self::Due => "Due",
            Self::Kept(_) => "Kept",
            Self::Broken => "Broken",
            Self::TakenIn(_) => "Taken in",
            Self::CalledOff => "Called off",
        }
    }
}

/// An agreement with where it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PayLaterRow {
    /// The agreement.
    #[serde(flatten)]
    pub later: PayLater,
    /// Where it stands.
    pub standing: Standing,
    /// What is still to come of it; nothing once it ended.
    pub left: Money,
}

/// Tells where agreements stand on `today`. Receipts keep promises in the order they came: each goes to the promise of
/// its guarantor with the earliest day that was given before it and is not yet filled.
///
/// # Errors
/// [`MoneyError::OutOfRange`].
pub fn stand(
    agreed: Vec<PayLater>,
    received: &[Received],
    today: NaiveDate,
) -> Result<Vec<PayLaterRow>, MoneyError> {
    let mut rows: Vec<PayLaterRow> = agreed
        .into_iter()
        .map(|later| PayLaterRow {
            standing: beginning(&later, today),
            left: later.what.amount,
            later,
        })
        .collect();
    let mut received: Vec<Received> = received.to_vec();
    received.sort_by_key(|one| one.receipt);
    for one in received {
        let mut left = one.amount;
        let mut able: Vec<&mut PayLaterRow> =
            rows.iter_mut().filter(|row| row.is_met_by(&one)).collect();
        able.sort_by_key(|row| (row.later.what.due_on, row.later.id));
        for row in able {
            let part = row.left.min(left);
            row.left = row.left.minus(part)?;
            left = left.minus(part)?;
            if row.left.is_zero() && part.is_positive() {
                row.standing = Standing::Kept(one.on);
            }
        }
    }
    for row in &mut rows {
        if !row.standing.is_open() {
            row.left = Money::ZERO;
        }
    }
    Ok(rows)
}

/// Where it stands as long as nothing came in.
fn beginning(later: &PayLater, today: NaiveDate) -> Standing {
    match (&later.ending, &later.what.means) {
        (Some(Ending::TakenIn(receipt)), _) => Standing::TakenIn(*receipt),
        (Some(Ending::CalledOff(_)), _) => Standing::CalledOff,
        (None, Means::HeldCheck { .. }) if later.what.due_on <= today => Standing::Due,
        (None, Means::Promise) if later.what.due_on < today => Standing::Broken,
        (None, Means::HeldCheck { .. } | Means::Promise) => Standing::Waiting,
    }
}

impl PayLaterRow {
    /// Whether money that came in goes toward it.
    fn is_met_by(&self, received: &Received) -> bool {
        self.later.what.means == Means::Promise
            && self.later.ending.is_none()
            && self.later.what.guarantor == received.guarantor
            && self.later.after_receipt < received.receipt
            && self.left.is_positive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 3, day).unwrap()
    }

    fn money(text: &str) -> Money {
        text.parse().unwrap()
    }

    fn agreed(id: i64, means: Means, amount: &str, due: u32, after: i64) -> PayLater {
        PayLater {
            id: PayLaterId::new(id),
            what: NewPayLater {
                guarantor: GuarantorId::new(1),
                means,
                amount: money(amount),
                due_on: day(due),
                words: String::new(),
            },
            name: Name::default(),
            after_receipt: ReceiptId::new(after),
            made_at: DateTime::UNIX_EPOCH,
            made_by: String::from("Renata M."),
            ending: None,
        }
    }

    fn received(receipt: i64, on: u32, amount: &str) -> Received {
        Received {
            receipt: ReceiptId::new(receipt),
            guarantor: GuarantorId::new(1),
            on: day(on),
            amount: money(amount),
        }
    }

    fn told(rows: &[PayLaterRow]) -> Vec<(Standing, Money)> {
        rows.iter()
            .map(|row| (row.standing.clone(), row.left))
            .collect()
    }

    #[test]
    fn the_money_that_comes_after_keeps_the_earliest_promise_first() {
        let promises = || {
            vec![
                agreed(1, Means::Promise, "50", 20, 3),
                agreed(2, Means::Promise, "40", 12, 3),
            ]
        };
        let before = received(3, 9, "500");
        let rows = stand(promises(), &[before], day(12)).unwrap();
        let waits = [
            (Standing::Waiting, money("50")),
            (Standing::Waiting, money("40")),
        ];
        assert_eq!(told(&rows), waits, "what was paid before keeps nothing");
        let came = [received(5, 13, "20"), received(4, 11, "30")];
        let rows = stand(promises(), &came, day(13)).unwrap();
        let kept = [
            (Standing::Waiting, money("40")),
            (Standing::Kept(day(13)), Money::ZERO),
        ];
        assert_eq!(told(&rows), kept);
        let rows = stand(promises(), &came[1..], day(21)).unwrap();
        let broken = [
            (Standing::Broken, money("50")),
            (Standing::Broken, money("10")),
        ];
        assert_eq!(told(&rows), broken);
    }

    #[test]
    fn a_held_check_waits_for_its_day_and_for_nothing_else() {
        let check = Means::HeldCheck {
            number: String::from("1044"),
        };
        let held = || vec![agreed(1, check.clone(), "50", 20, 0)];
        let came = [received(4, 11, "50")];
        let stands = |on: u32| stand(held(), &came, day(on)).unwrap()[0].standing.clone();
        assert_eq!(stands(19), Standing::Waiting);
        assert_eq!(stands(20), Standing::Due);
        assert_eq!(
            stands(25),
            Standing::Due,
            "a check does not break by waiting"
        );
        let mut ended = held();
        ended[0].ending = Some(Ending::TakenIn(ReceiptId::new(9)));
        let rows = stand(ended, &came, day(25)).unwrap();
        let taken = [(Standing::TakenIn(ReceiptId::new(9)), Money::ZERO)];
        assert_eq!(told(&rows), taken);
        assert!(!rows[0].standing.is_open());
    }

    #[test]
    fn what_was_called_off_is_not_kept_by_anything() {
        let mut promises = vec![
            agreed(1, Means::Promise, "50", 12, 0),
            agreed(2, Means::Promise, "50", 20, 0),
        ];
        promises[0].ending = Some(Ending::CalledOff(String::from("a slip")));
        let rows = stand(promises, &[received(1, 11, "50")], day(13)).unwrap();
        assert_eq!(rows[0].standing, Standing::CalledOff);
        assert_eq!(rows[1].standing, Standing::Kept(day(11)));
    }
}
