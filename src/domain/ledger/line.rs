//! What stands on a ledger card: the running sums of one service, and how old what is owed is.

use chrono::NaiveDate;
use serde::Serialize;

use crate::domain::money::{Money, MoneyError};

/// Running sums of one service, or of many added up. What was paid and written off is positive.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct LineBalance {
    /// Charges less reversals.
    pub charged: Money,
    /// Paid by payers.
    pub insurance_paid: Money,
    /// Written off by contract.
    pub contractual: Money,
    /// Other write-offs.
    pub adjusted: Money,
    /// Paid by guarantors.
    pub patient_paid: Money,
    /// Still with the insurer.
    pub insurance_owes: Money,
    /// Still with the guarantor.
    pub patient_owes: Money,
}

impl LineBalance {
    /// What is owed in all.
    ///
    /// # Errors
    /// [`MoneyError::OutOfRange`].
    pub fn balance(&self) -> Result<Money, MoneyError> {
        self.insurance_owes.plus(self.patient_owes)
    }

    /// Both kinds of write-off.
    ///
    /// # Errors
    /// [`MoneyError::OutOfRange`].
    pub fn written_off(&self) -> Result<Money, MoneyError> {
        self.contractual.plus(self.adjusted)
    }

    /// Adds two of them, column by column.
    ///
    /// # Errors
    /// [`MoneyError::OutOfRange`].
    pub fn plus(&self, other: &Self) -> Result<Self, MoneyError> {
        Ok(Self {
            charged: self.charged.plus(other.charged)?,
            insurance_paid: self.insurance_paid.plus(other.insurance_paid)?,
            contractual: self.contractual.plus(other.contractual)?,
            adjusted: self.adjusted.plus(other.adjusted)?,
            patient_paid: self.patient_paid.plus(other.patient_paid)?,
            insurance_owes: self.insurance_owes.plus(other.insurance_owes)?,
            patient_owes: self.patient_owes.plus(other.patient_owes)?,
        })
    }

    /// Whether charge − paid − written off is what is owed: true of every line of a sound book.
    pub fn proves(&self) -> bool {
        let taken = Money::sum([
            self.insurance_paid,
            self.contractual,
            self.adjusted,
            self.patient_paid,
        ]);
        match (
            taken.and_then(|taken| self.charged.minus(taken)),
            self.balance(),
        ) {
            (Ok(left), Ok(owed)) => left == owed,
            _ => false,
        }
    }
}

/// How many days something has been open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub enum AgeBucket {
    /// 0 to 30 days, and anything dated ahead.
    To30,
    /// 31 to 60 days.
    To60,
    /// 61 to 90 days.
    To90,
    /// 91 to 120 days.
    To120,
    /// More than 120 days.
    Over120,
}

impl AgeBucket {
    /// All of them, youngest first.
    pub const ALL: [Self; 5] = [
        Self::To30,
        Self::To60,
        Self::To90,
        Self::To120,
        Self::Over120,
    ];

    /// The bucket of something that began on `from`, seen on `as_of`.
    pub fn of(from: NaiveDate, as_of: NaiveDate) -> Self {
        match as_of.signed_duration_since(from).num_days() {
            i64::MIN..=30 => Self::To30,
            31..=60 => Self::To60,
            61..=90 => Self::To90,
            91..=120 => Self::To120,
            _ => Self::Over120,
        }
    }

    /// As on a chart's axis.
    pub const fn words(self) -> &'static str {
        match self {
            Self::To30 => "0–30",
            Self::To60 => "31–60",
            Self::To90 => "61–90",
            Self::To120 => "91–120",
            Self::Over120 => "Over 120",
        }
    }
}

/// What is owed, by age and by who owes it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Ageing {
    rows: [(Money, Money); 5],
}

impl Ageing {
    /// Adds what one service still owes.
    ///
    /// # Errors
    /// [`MoneyError::OutOfRange`].
    pub fn add(
        &mut self,
        bucket: AgeBucket,
        insurance: Money,
        patient: Money,
    ) -> Result<(), MoneyError> {
        for (at, row) in AgeBucket::ALL.into_iter().zip(&mut self.rows) {
            if at == bucket {
                *row = (row.0.plus(insurance)?, row.1.plus(patient)?);
            }
        }
        Ok(())
    }

    /// Each bucket with what insurers and what guarantors owe.
    pub fn rows(&self) -> impl Iterator<Item = (AgeBucket, Money, Money)> + '_ {
        AgeBucket::ALL
            .into_iter()
            .zip(self.rows)
            .map(|(bucket, (insurance, patient))| (bucket, insurance, patient))
    }

    /// What insurers owe in all.
    ///
    /// # Errors
    /// [`MoneyError::OutOfRange`].
    pub fn insurance(&self) -> Result<Money, MoneyError> {
        Money::sum(self.rows.iter().map(|r| r.0))
    }

    /// What guarantors owe in all.
    ///
    /// # Errors
    /// [`MoneyError::OutOfRange`].
    pub fn patient(&self) -> Result<Money, MoneyError> {
        Money::sum(self.rows.iter().map(|r| r.1))
    }
}
