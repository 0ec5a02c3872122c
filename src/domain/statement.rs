//! What a patient statement says, as data: grouped, added up and proven before any page is drawn. It must not know
//! pages, fonts, the ledger's tables or the clock.
//!
//! A statement asks a household for money, so it is never merely probable. [`Statement::build`] takes an
//! [`Account`] and gives back either a statement whose every figure was added up in two ways, or an error that names
//! the line and the difference.

mod account;
mod cause;
mod number;
mod proof;
#[cfg(test)]
mod tests;
mod visits;

use chrono::NaiveDate;

use super::money::{Money, MoneyError};

pub use account::{
    Account, Guarantor, Line, Note, Patient, Payment, Pending, Previous, Rate, Reason, ReasonKind,
};
pub use cause::{Cause, Part};
pub use number::{AccountNumber, ScanFault, ScanLine, StatementNumber, TooLong};
pub use proof::StatementError;
pub use visits::{PatientGroup, Standing, Visit};

/// A statement that holds: everything on it was proven when it was built.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    account: Account,
    groups: Vec<PatientGroup>,
    totals: Columns,
    parts: Vec<Part>,
    ageing: Ageing,
    bridge: Bridge,
    due: Money,
    credit_used: Money,
    credit_left: Money,
    pending: Money,
    scan: ScanLine,
}

/// The five money columns: charge − insurance paid − discount − patient paid = owed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Columns {
    /// Fees.
    pub charge: Money,
    /// Paid by insurance.
    pub insurance_paid: Money,
    /// Written off or otherwise adjusted.
    pub discount: Money,
    /// Paid by patients.
    pub patient_paid: Money,
    /// Left to pay.
    pub owed: Money,
}

/// How long the amount due has been asked for, counted from the first statement that asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ageing {
    /// Asked for the first time.
    pub fresh: Money,
    /// 1 to 30 days.
    pub to_30: Money,
    /// 31 to 60 days.
    pub to_60: Money,
    /// 61 to 90 days.
    pub to_90: Money,
    /// Over 90 days.
    pub over_90: Money,
    /// Taken off the above because of credit, zero or more.
    pub credit: Money,
}

/// From the previous statement's amount to this one's.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bridge {
    /// The previous statement's day and amount.
    pub previous: Option<(NaiveDate, Money)>,
    /// Credit the previous statement took off, added back.
    pub credit_then: Money,
    /// What the patient paid since toward what it asked for.
    pub paid: Money,
    /// The days of those payments, each once, in order.
    pub paid_on: Vec<NaiveDate>,
    /// Other changes since to what it asked for.
    pub changed: Money,
    /// What is owed on lines that no statement asked for before.
    pub fresh: Money,
    /// The days of the visits those lines belong to, one for each visit, in order.
    pub fresh_on: Vec<NaiveDate>,
    /// Credit this statement takes off.
    pub credit_now: Money,
    /// The amount due.
    pub due: Money,
}

impl Statement {
    /// Groups, adds up and proves.
    ///
    /// # Errors
    /// [`StatementError`] for the first proof that fails, with the line and the difference.
    pub fn build(account: Account) -> Result<Self, StatementError> {
        proof::account(&account)?;
        let totals = Columns::of(&account.lines)?;
        let parts = cause::parts(&account.lines)?;
        let pending = Money::sum(account.pending.iter().map(|visit| visit.open))?;
        let due = totals.owed.minus(account.unapplied)?.max(Money::ZERO);
        let credit_used = totals.owed.minus(due)?;
        let credit_left = account.unapplied.minus(credit_used)?;
        let ageing = Ageing::of(&account, due)?;
        let bridge = Bridge::of(&account, credit_used, due)?;
        let scan = ScanLine::new(account.number, account.statement, due)
            .ok_or(StatementError::TooLarge { amount: due })?;
        let statement = Self {
            groups: visits::groups(&account)?,
            account,
            totals,
            parts,
            ageing,
            bridge,
            due,
            credit_used,
            credit_left,
            pending,
            scan,
        };
        proof::statement(&statement)?;
        Ok(statement)
    }

    /// What it was built from.
    pub const fn account(&self) -> &Account {
        &self.account
    }

    /// The visits by patient, the guarantor's own first, each in order of the day of service.
    pub fn groups(&self) -> &[PatientGroup] {
        &self.groups
    }

    /// All lines added up.
    pub const fn totals(&self) -> Columns {
        self.totals
    }

    /// The causes of what is owed, none of them zero. They add up to the amount due and the credit in
    /// [`ageing`](Self::ageing).
    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// How long the amount due has been asked for.
    pub const fn ageing(&self) -> Ageing {
        self.ageing
    }

    /// From the previous statement's amount to this one's.
    pub const fn bridge(&self) -> &Bridge {
        &self.bridge
    }

    /// The amount due, zero or more.
    pub const fn amount_due(&self) -> Money {
        self.due
    }

    /// The difference between the lines' total and the amount due: credit taken off, or, below zero, an
    /// overpayment kept for later. The next statement wants it as [`Previous::credit_used`].
    pub const fn credit_used(&self) -> Money {
        self.credit_used
    }

    /// Credit that is left for later, zero or more.
    pub const fn credit_left(&self) -> Money {
        self.credit_left
    }

    /// What waits for insurance and is not asked for.
    pub const fn pending_total(&self) -> Money {
        self.pending
    }

    /// The digits of the coupon.
    pub const fn scan_line(&self) -> ScanLine {
        self.scan
    }

    /// How many service lines it shows.
    pub fn line_count(&self) -> usize {
        self.account.lines.len()
    }
}

impl Line {
    /// The guarantor's share: charge less insurance less discount.
    ///
    /// # Errors
    /// [`MoneyError::OutOfRange`] when it does not fit.
    pub fn share(&self) -> Result<Money, MoneyError> {
        self.charge.minus(self.insurance_paid)?.minus(self.discount)
    }

    /// What is still owed for each reason; payments settle them in order.
    ///
    /// # Errors
    /// [`MoneyError::OutOfRange`] when a difference does not fit.
    pub fn open_reasons(&self) -> Result<Vec<Reason>, MoneyError> {
        let mut paid = self.patient_paid.max(Money::ZERO);
        let mut open = Vec::with_capacity(self.reasons.len());
        for reason in &self.reasons {
            let settled = paid.min(reason.amount);
            paid = paid.minus(settled)?;
            open.push(Reason {
                kind: reason.kind.clone(),
                amount: reason.amount.minus(settled)?,
            });
        }
        Ok(open)
    }
}

impl Columns {
    /// Adds up lines.
    ///
    /// # Errors
    /// [`MoneyError::OutOfRange`] when a sum does not fit.
    pub fn of<'line>(lines: impl IntoIterator<Item = &'line Line>) -> Result<Self, MoneyError> {
        lines.into_iter().try_fold(Self::default(), |sum, line| {
            sum.plus(Self {
                charge: line.charge,
                insurance_paid: line.insurance_paid,
                discount: line.discount,
                patient_paid: line.patient_paid,
                owed: line.owed,
            })
        })
    }

    /// Adds column by column.
    ///
    /// # Errors
    /// [`MoneyError::OutOfRange`] when a sum does not fit.
    pub fn plus(self, other: Self) -> Result<Self, MoneyError> {
        Ok(Self {
            charge: self.charge.plus(other.charge)?,
            insurance_paid: self.insurance_paid.plus(other.insurance_paid)?,
            discount: self.discount.plus(other.discount)?,
            patient_paid: self.patient_paid.plus(other.patient_paid)?,
            owed: self.owed.plus(other.owed)?,
        })
    }
}

impl Ageing {
    fn of(account: &Account, due: Money) -> Result<Self, MoneyError> {
        let mut ageing = Self::default();
        for line in account.lines.iter().filter(|line| line.owed.is_positive()) {
            let days = line.first_billed_on.map_or(0, |day| {
                account.made_on.signed_duration_since(day).num_days()
            });
            let bucket = match days {
                ..=0 => &mut ageing.fresh,
                1..=30 => &mut ageing.to_30,
                31..=60 => &mut ageing.to_60,
                61..=90 => &mut ageing.to_90,
                _ => &mut ageing.over_90,
            };
            *bucket = bucket.plus(line.owed)?;
        }
        ageing.credit = ageing.asked()?.minus(due)?;
        Ok(ageing)
    }

    /// The buckets added up, before credit.
    ///
    /// # Errors
    /// [`MoneyError::OutOfRange`] when the sum does not fit.
    pub fn asked(&self) -> Result<Money, MoneyError> {
        Money::sum([self.fresh, self.to_30, self.to_60, self.to_90, self.over_90])
    }
}

impl Bridge {
    fn of(account: &Account, credit_now: Money, due: Money) -> Result<Self, MoneyError> {
        let since = || account.payments.iter().filter(|p| p.is_since_previous);
        let fresh = || account.lines.iter().filter(|l| l.first_billed_on.is_none());
        let mut visits: Vec<_> = fresh().map(|line| (line.visit_on, line.visit)).collect();
        visits.sort_unstable();
        visits.dedup();
        let mut paid_on: Vec<_> = since().map(|payment| payment.paid_on).collect();
        paid_on.sort_unstable();
        paid_on.dedup();
        let previous = account.previous.as_ref();
        Ok(Self {
            previous: previous.map(|then| (then.made_on, then.amount)),
            credit_then: previous.map_or(Money::ZERO, |then| then.credit_used),
            paid: Money::sum(since().map(|payment| payment.amount))?,
            paid_on,
            changed: previous.map_or(Money::ZERO, |then| then.changed),
            fresh: Money::sum(fresh().map(|line| line.owed))?,
            fresh_on: visits.into_iter().map(|(day, _)| day).collect(),
            credit_now,
            due,
        })
    }

    /// Where the steps lead: the previous amount and all that follows it.
    ///
    /// # Errors
    /// [`MoneyError::OutOfRange`] when a sum does not fit.
    pub fn total(&self) -> Result<Money, MoneyError> {
        self.previous
            .map_or(Money::ZERO, |(_, amount)| amount)
            .plus(self.credit_then)?
            .minus(self.paid)?
            .plus(self.changed)?
            .plus(self.fresh)?
            .minus(self.credit_now)
    }
}
