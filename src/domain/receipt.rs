//! What a receipt says, as data: what was received, how, what it was put toward and what is still owed, proven before
//! a page is drawn. It must not know pages, the ledger's tables or the clock.

use chrono::{NaiveDate, NaiveDateTime};

use super::letterhead::Letterhead;
use super::money::{Money, MoneyError};
use super::statement::{AccountNumber, Patient};

/// A receipt that holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    taking: Taking,
    received: Money,
    owed: Money,
    left: Money,
}

/// Everything one receipt is made from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taking {
    /// Who took the money.
    pub practice: Letterhead,
    /// The receipt's own number.
    pub number: u32,
    /// When it was taken.
    pub taken_at: NaiveDateTime,
    /// Who at the practice took it: `Renata M.`
    pub taken_by: String,
    /// The journal entry that holds it.
    pub entry: i64,
    /// Who paid: given name.
    pub given: String,
    /// Who paid: family name.
    pub family: String,
    /// The account it was taken for.
    pub account: AccountNumber,
    /// What was handed over, one for each means.
    pub tenders: Vec<Tender>,
    /// What was owed and what of it was paid now, in the order it was settled. Visits that got nothing are listed
    /// too, so that what is left can be seen.
    pub items: Vec<Item>,
    /// How the money was put toward the visits.
    pub order: Order,
    /// What was kept as credit, zero or more.
    pub unapplied: Money,
    /// When the rest is asked for.
    pub pay_by: Option<NaiveDate>,
    /// What waits for insurance and is not counted, by payer.
    pub pending: Vec<(String, Money)>,
}

/// One means of payment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tender {
    /// Which.
    pub how: How,
    /// What was received by it.
    pub amount: Money,
}

/// How money was handed over. Never more of a card than its last four digits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum How {
    /// Notes and coin.
    Cash {
        /// What was handed over; the rest was given back.
        given: Money,
    },
    /// A card through the practice's own terminal.
    Card {
        /// `Visa`.
        brand: String,
        /// Last four digits.
        ending: String,
        /// The terminal's approval.
        approval: String,
    },
    /// A check.
    Check {
        /// Its number.
        number: String,
    },
    /// Another way, in a few words.
    Other(String),
}

/// One visit, or today's copay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// The day of service.
    pub on: NaiveDate,
    /// Whose.
    pub patient: Patient,
    /// In plain words.
    pub what: String,
    /// Owed before this payment.
    pub owed: Money,
    /// Paid now.
    pub paid: Money,
}

/// How a payment was put toward visits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// Today's copay, then the oldest visit.
    CopayThenOldest,
    /// The oldest visit first.
    OldestFirst,
    /// As the payer asked.
    AsAsked,
}

/// Why no receipt can be made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReceiptError {
    /// Nothing was received.
    #[error("a receipt needs an amount above zero")]
    Nothing,
    /// An amount that must not be below zero is.
    #[error("{what} is below zero: {amount}")]
    BelowZero {
        /// Which.
        what: &'static str,
        /// How much.
        amount: Money,
    },
    /// More was put toward a visit than was owed for it.
    #[error("\"{what}\" of {on} was owed {owed} and is paid {paid}")]
    TooMuch {
        /// The item's words.
        what: String,
        /// Its day.
        on: NaiveDate,
        /// What was owed.
        owed: Money,
        /// What was put toward it.
        paid: Money,
    },
    /// Less cash was handed over than was received.
    #[error("{given} was handed over for {amount}")]
    TooLittle {
        /// Handed over.
        given: Money,
        /// Received.
        amount: Money,
    },
    /// What was received is not what was put toward visits and kept as credit.
    #[error("{received} was received and {used} is accounted for: off by {off}")]
    Off {
        /// Received.
        received: Money,
        /// Put toward visits and kept.
        used: Money,
        /// The first less the second.
        off: Money,
    },
    /// A sum beyond what a book can hold.
    #[error(transparent)]
    Money(#[from] MoneyError),
}

impl Receipt {
    /// Adds up and proves: received = paid now + kept as credit, and nothing is paid twice.
    ///
    /// # Errors
    /// [`ReceiptError`] for the first proof that fails.
    pub fn build(taking: Taking) -> Result<Self, ReceiptError> {
        for tender in &taking.tenders {
            tender.check()?;
        }
        for item in &taking.items {
            item.check()?;
        }
        not_below("the credit", taking.unapplied)?;
        let received = Money::sum(taking.tenders.iter().map(|tender| tender.amount))?;
        let paid = Money::sum(taking.items.iter().map(|item| item.paid))?;
        let used = paid.plus(taking.unapplied)?;
        if !received.is_positive() {
            return Err(ReceiptError::Nothing);
        }
        if received != used {
            return Err(ReceiptError::Off {
                received,
                used,
                off: received.minus(used)?,
            });
        }
        let owed = Money::sum(taking.items.iter().map(|item| item.owed))?;
        Ok(Self {
            taking,
            received,
            owed,
            left: owed.minus(paid)?,
        })
    }

    /// What it was built from.
    pub const fn taking(&self) -> &Taking {
        &self.taking
    }

    /// What was received.
    pub const fn received(&self) -> Money {
        self.received
    }

    /// What was owed before.
    pub const fn owed(&self) -> Money {
        self.owed
    }

    /// What is still owed.
    pub const fn left(&self) -> Money {
        self.left
    }

    /// What was put toward visits: received less what was kept as credit.
    ///
    /// # Errors
    /// [`MoneyError::OutOfRange`] when the difference does not fit.
    pub fn paid(&self) -> Result<Money, MoneyError> {
        self.owed.minus(self.left)
    }
}

impl Tender {
    fn check(&self) -> Result<(), ReceiptError> {
        not_below("a payment", self.amount)?;
        match &self.how {
            How::Cash { given } if *given < self.amount => Err(ReceiptError::TooLittle {
                given: *given,
                amount: self.amount,
            }),
            How::Cash { .. } | How::Card { .. } | How::Check { .. } | How::Other(_) => Ok(()),
        }
    }
}

impl Item {
    fn check(&self) -> Result<(), ReceiptError> {
        not_below("what is owed", self.owed)?;
        not_below("what is paid", self.paid)?;
        if self.paid > self.owed {
            return Err(ReceiptError::TooMuch {
                what: self.what.clone(),
                on: self.on,
                owed: self.owed,
                paid: self.paid,
            });
        }
        Ok(())
    }

    /// What is left of it.
    ///
    /// # Errors
    /// [`MoneyError::OutOfRange`] when the difference does not fit.
    pub fn left(&self) -> Result<Money, MoneyError> {
        self.owed.minus(self.paid)
    }
}

fn not_below(what: &'static str, amount: Money) -> Result<(), ReceiptError> {
    if amount.is_negative() {
        Err(ReceiptError::BelowZero { what, amount })
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn money(text: &str) -> Money {
        text.parse().unwrap()
    }

    fn item(owed: &str, paid: &str) -> Item {
        Item {
            on: NaiveDate::from_ymd_opt(2026, 12, 3).unwrap(),
            patient: Patient::default(),
            what: "Visit".into(),
            owed: money(owed),
            paid: money(paid),
        }
    }

    fn taking() -> Taking {
        Taking {
            practice: Letterhead::default(),
            number: 4812,
            taken_at: NaiveDate::from_ymd_opt(2026, 12, 3)
                .and_then(|day| day.and_hms_opt(10, 42, 0))
                .unwrap(),
            taken_by: "Renata M.".into(),
            entry: 119_548,
            given: "Dana".into(),
            family: "Whitlock".into(),
            account: AccountNumber::new(10_447).unwrap(),
            tenders: vec![Tender {
                how: How::Cash { given: money("40") },
                amount: money("30"),
            }],
            items: vec![item("30", "25"), item("10", "0")],
            order: Order::OldestFirst,
            unapplied: money("5"),
            pay_by: None,
            pending: vec![],
        }
    }

    #[test]
    fn what_is_received_is_put_somewhere() {
        let receipt = Receipt::build(taking()).unwrap();
        assert_eq!(receipt.received(), money("30"));
        assert_eq!(receipt.paid(), Ok(money("25")));
        assert_eq!(receipt.left(), money("15"));
    }

    #[test]
    fn what_does_not_add_up_is_refused() {
        type Break = fn(&mut Taking);
        let cases: [(Break, &str); 6] = [
            (|t| t.unapplied = money("6"), "off by -1.00"),
            (|t| t.items[0].paid = money("31"), "was owed 30.00"),
            (|t| t.tenders[0].amount = money("41"), "handed over"),
            (|t| t.unapplied = money("-1"), "below zero"),
            (|t| t.items[1].paid = money("-1"), "below zero"),
            (|t| t.tenders.clear(), "above zero"),
        ];
        for (spoil, words) in cases {
            let mut wrong = taking();
            spoil(&mut wrong);
            let refusal = Receipt::build(wrong).unwrap_err().to_string();
            assert!(refusal.contains(words), "{refusal} should say {words}");
        }
    }
}
