//! What is known of one guarantor's account on the day a statement is made, as the ledger tells it. Nothing here is
//! worked out; that is [`Statement::build`](super::Statement::build)'s task.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::domain::letterhead::{Address, Letterhead};
use crate::domain::money::Money;

use super::number::{AccountNumber, StatementNumber};

/// Everything one statement is made from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Who sends it.
    pub practice: Letterhead,
    /// Who pays.
    pub guarantor: Guarantor,
    /// The guarantor's account.
    pub number: AccountNumber,
    /// The statement's own number, never used twice.
    pub statement: StatementNumber,
    /// The day it is made.
    pub made_on: NaiveDate,
    /// The day payment is asked for.
    pub due_on: NaiveDate,
    /// The statement before this one, if there was one.
    pub previous: Option<Previous>,
    /// Service lines the guarantor answers for: those still open, those new to this statement, and those settled
    /// since the previous one.
    pub lines: Vec<Line>,
    /// Visits that wait for insurance. They are shown apart and never asked for.
    pub pending: Vec<Pending>,
    /// Every patient payment that was put toward one of `lines`, whenever it came.
    pub payments: Vec<Payment>,
    /// Patient money that is not yet put toward any line, zero or more.
    pub unapplied: Money,
    /// Owed for services on a payment plan that is kept, zero or more. They are not shown and not asked for.
    pub planned: Money,
    /// What the ledger says of the account as a whole: patient and insurance receivables less unapplied money.
    pub ledger: Money,
    /// What is said to somebody who was asked before; empty when nothing is.
    pub reminder: String,
    /// A word from the office.
    pub note: Option<Note>,
}

/// Who the statement is addressed to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Guarantor {
    /// Given name.
    pub given: String,
    /// Family name.
    pub family: String,
    /// Where the statement is mailed.
    pub address: Address,
}

/// Whose visit it was. Two patients of one guarantor may share a name, so the number decides.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Patient {
    /// The patient's number in the book.
    pub id: i64,
    /// Given name.
    pub given: String,
    /// Family name.
    pub family: String,
}

/// What the previous statement asked for and what came of that since.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Previous {
    /// The day it was made.
    pub made_on: NaiveDate,
    /// The amount due it printed.
    pub amount: Money,
    /// The credit it took off its lines before printing that amount: its [`credit_used`](super::Statement::credit_used).
    pub credit_used: Money,
    /// Everything but patient payments that changed what is owed on its lines since: write-offs and late insurance
    /// payments below zero, further shares above.
    pub changed: Money,
}

/// One service line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// On whose account it stands, as the book says of the service itself. Nobody else is asked for it.
    pub account: AccountNumber,
    /// Whose.
    pub patient: Patient,
    /// The visit's number in the book; tells two visits of one day apart.
    pub visit: i64,
    /// The day of service.
    pub visit_on: NaiveDate,
    /// Who was seen: `Priya Anand, MD`.
    pub provider: String,
    /// The day insurance answered for the visit.
    pub answered_on: Option<NaiveDate>,
    /// The service in plain words, from the practice's own fee schedule.
    pub description: String,
    /// The practice's fee.
    pub charge: Money,
    /// What insurance paid.
    pub insurance_paid: Money,
    /// Contractual write-offs and other adjustments.
    pub discount: Money,
    /// What the patient paid toward it, whenever that was.
    pub patient_paid: Money,
    /// What is left for the guarantor to pay; below zero when too much was paid.
    pub owed: Money,
    /// Why the guarantor's share is what it is. They add up to charge less insurance less discount. Payments settle
    /// them in this order.
    pub reasons: Vec<Reason>,
    /// The day of the first statement that asked for it; none when this is the first.
    pub first_billed_on: Option<NaiveDate>,
}

/// One part of a share and its cause.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// The cause.
    pub kind: ReasonKind,
    /// The part, zero or more.
    pub amount: Money,
}

/// Why a patient owes part of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReasonKind {
    /// The part before insurance helps (CARC 1).
    Deductible,
    /// A percentage of what the plan allows (CARC 2).
    Coinsurance(Option<Rate>),
    /// A set fee for the visit (CARC 3).
    Copay,
    /// The plan does not pay for this service.
    NotCovered,
    /// There is no insurance for the visit.
    SelfPay,
    /// Another cause, in a few words a patient understands.
    Other(String),
}

/// A percentage and what it is taken of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    /// `20` for 20 %.
    pub percent: Decimal,
    /// The amount it is taken of.
    pub of: Money,
}

/// A service that waits for insurance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pending {
    /// On whose account it stands, as the book says of the service itself. Nobody else is told of it.
    pub account: AccountNumber,
    /// Whose.
    pub patient: Patient,
    /// The day of service.
    pub visit_on: NaiveDate,
    /// The service in plain words.
    pub service: String,
    /// The day the claim went out; none when it has not gone yet.
    pub sent_on: Option<NaiveDate>,
    /// Who is asked to pay.
    pub payer: String,
    /// What the ledger still holds open for it.
    pub open: Money,
}

/// A patient payment, or the part of one, that was put toward one visit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Payment {
    /// The day it was taken.
    pub paid_on: NaiveDate,
    /// How, in a few words: `Card, copay`, `Check 1187`.
    pub how: String,
    /// The visit it was put toward.
    pub visit: i64,
    /// The part put toward it.
    pub amount: Money,
    /// Whether it answers the previous statement: it came after that was made and pays a line that was asked for
    /// there.
    pub is_since_previous: bool,
}

/// A word from the office.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Note {
    /// What is said.
    pub words: String,
    /// Who says it, and where they are reached.
    pub signed: String,
}

impl Guarantor {
    /// Given and family name.
    pub fn name(&self) -> String {
        full(&self.given, &self.family)
    }
}

impl Patient {
    /// Given and family name.
    pub fn name(&self) -> String {
        full(&self.given, &self.family)
    }
}

fn full(given: &str, family: &str) -> String {
    format!("{} {}", given.trim(), family.trim())
        .trim()
        .to_owned()
}
