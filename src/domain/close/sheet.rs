//! What a day sheet and a month's sheet say, as data that adds up. It must not know pages or where the figures come from.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Control, Drawer, Span};
use crate::domain::money::{Money, MoneyError};

/// Charges of one clinician.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChargeRow {
    /// The clinician, or why it stands apart.
    pub who: String,
    /// Visits charged; none where they are not counted.
    pub visits: Option<u32>,
    /// Services charged.
    pub lines: u32,
    /// Charged.
    pub amount: Money,
}

/// An amount by what it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AmountRow {
    /// What.
    pub what: String,
    /// How much.
    pub amount: Money,
}

/// Which part of the payments a row belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Paper {
    /// Cash and checks: the bank gets them from us.
    Paper,
    /// EFTs and cards: they arrive by themselves.
    Electronic,
}

/// Payments by whom and how.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaidRow {
    /// From whom and how.
    pub what: String,
    /// How many; none where they are not counted.
    pub count: Option<u32>,
    /// How much.
    pub amount: Money,
}

/// Money as it was taken in, for the lists of what goes to the bank and what arrives by itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TakenIn {
    /// From whom; `Cash` for notes and coin.
    pub from: String,
    /// Check or trace number, or how many sales.
    pub number: String,
    /// How much.
    pub amount: Money,
    /// The deposit it went in, where it has gone.
    pub deposit: Option<String>,
    /// How it reaches the bank.
    pub way: Paper,
}

/// What is owed after, by who owes it and by how old it is. Both come to the same.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Strip {
    /// Owed by insurers.
    pub insurance: Money,
    /// Owed by guarantors.
    pub patients: Money,
    /// Paid and not placed, zero or below.
    pub unapplied: Money,
    /// Owed back to payers and guarantors, zero or below.
    pub owed_back: Money,
    /// What is owed by days since service: to 30, 60, 90, 120 and over.
    pub ages: [Money; 5],
}

impl Strip {
    /// What is held for others: what was not placed and what is owed back.
    ///
    /// # Errors
    /// [`MoneyError::OutOfRange`].
    pub fn credit(&self) -> Result<Money, MoneyError> {
        self.unapplied.plus(self.owed_back)
    }

    /// By who owes it.
    ///
    /// # Errors
    /// [`MoneyError::OutOfRange`].
    pub fn by_owner(&self) -> Result<Money, MoneyError> {
        Money::sum([self.insurance, self.patients, self.credit()?])
    }

    /// By age.
    ///
    /// # Errors
    /// [`MoneyError::OutOfRange`].
    pub fn by_age(&self) -> Result<Money, MoneyError> {
        Money::sum(self.ages)?.plus(self.credit()?)
    }
}

/// The sheet of the days of one close.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DaySheet {
    /// Its days.
    pub span: Span,
    /// What it comes to.
    pub control: Control,
    /// How many entries, and the first and the last of them.
    pub entries: u64,
    /// Numbers of the first and the last entry; none without any.
    pub numbers: Option<(i64, i64)>,
    /// By clinician, what was taken back apart.
    pub charges: Vec<ChargeRow>,
    /// By kind.
    pub adjustments: Vec<AmountRow>,
    /// What was received, by whom and how.
    pub received: Vec<PaidRow>,
    /// What lessens or adds to it: taken back, refunds, what was not paid for services.
    pub less: Vec<PaidRow>,
    /// Each payment on its way to the bank.
    pub taken_in: Vec<TakenIn>,
    /// What is owed after.
    pub strip: Strip,
    /// What was left to do, by what.
    pub left_open: Vec<(String, u32)>,
    /// The drawer.
    pub drawer: Drawer,
}

impl DaySheet {
    /// What was received.
    ///
    /// # Errors
    /// [`MoneyError::OutOfRange`].
    pub fn received(&self) -> Result<Money, MoneyError> {
        Money::sum(self.received.iter().map(|row| row.amount))
    }

    /// What was taken in, one way or the other.
    ///
    /// # Errors
    /// [`MoneyError::OutOfRange`].
    pub fn taken_in(&self, way: Paper) -> Result<Money, MoneyError> {
        let rows = self.taken_in.iter().filter(|row| row.way == way);
        Money::sum(rows.map(|row| row.amount))
    }

    /// Says what on it does not add up; nothing when all of it does.
    ///
    /// # Errors
    /// [`MoneyError::OutOfRange`].
    pub fn faults(&self) -> Result<Vec<&'static str>, MoneyError> {
        let control = &self.control;
        let net = self
            .received()?
            .plus(Money::sum(self.less.iter().map(|row| row.amount))?)?;
        let gone = self
            .taken_in(Paper::Paper)?
            .plus(self.taken_in(Paper::Electronic)?)?;
        let charges = Money::sum(self.charges.iter().map(|row| row.amount))?;
        let adjustments = Money::sum(self.adjustments.iter().map(|row| row.amount))?;
        let checks = [
            (control.proves(), "the roll-forward"),
            (charges == control.charges, "charges by clinician"),
            (adjustments == control.adjustments, "adjustments by kind"),
            (net == control.payments, "payments by method"),
            (gone == self.received()?, "what goes to the bank"),
            (
                self.strip.by_owner()? == control.closing,
                "the receivable by owner",
            ),
            (
                self.strip.by_age()? == control.closing,
                "the receivable by age",
            ),
        ];
        let off = checks.into_iter().filter(|(holds, _)| !holds);
        Ok(off.map(|(_, what)| what).collect())
    }
}

/// What one clinician or payer moved in a month.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MonthRow {
    /// Who.
    pub who: String,
    /// What moved.
    pub control: Control,
    /// What went over to this one from others, less what went from this one to others.
    pub moved: Money,
}

/// The sheet of a month.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MonthSheet {
    /// `2026-10`
    pub month: String,
    /// What it comes to.
    pub control: Control,
    /// The last days of its closes, with the roll-forward of each.
    pub days: Vec<(NaiveDate, Control)>,
    /// By clinician.
    pub providers: Vec<MonthRow>,
    /// By who owes: each payer, and patients.
    pub payers: Vec<MonthRow>,
    /// What is owed after.
    pub strip: Strip,
}
