//! What Today counts: piles of work, cash by day, and whether the running balances agree with the journal. It must not
//! know which pile is the most pressing.

use chrono::NaiveDate;
use rusqlite::{OptionalExtension, Row};

use super::Store;
use super::error::{Doing, StoreError};
use super::value::count;
use crate::domain::claim::State;
use crate::domain::money::{Money, MoneyError};
use crate::domain::today::CashDay;

/// A pile of work.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pile {
    /// How much is in it.
    pub count: u32,
    /// What it comes to.
    pub amount: Money,
    /// The oldest day in it.
    pub oldest: Option<NaiveDate>,
}

impl Pile {
    /// Puts two piles together.
    ///
    /// # Errors
    /// [`MoneyError::OutOfRange`].
    pub fn and(self, other: Self) -> Result<Self, MoneyError> {
        Ok(Self {
            count: self.count.saturating_add(other.count),
            amount: self.amount.plus(other.amount)?,
            oldest: self.oldest.into_iter().chain(other.oldest).min(),
        })
    }
}

impl Store {
    /// Counts the visits that nobody charged yet.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn visits_to_code_pile(&self) -> Result<Pile, StoreError> {
        self.connection
            .prepare_cached(
                "SELECT COUNT(*) AS count, 0 AS amount, MIN(service_on) AS oldest FROM visit WHERE is_coded = 0",
            )
            .and_then(|mut select| select.query_row([], pile))
            .doing("count the visits to code")
    }

    /// Counts the visits with a question that is not answered, with what was charged for them.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn asked_pile(&self) -> Result<Pile, StoreError> {
        self.connection
            .prepare_cached(
                "SELECT COUNT(*) AS count, MIN(v.service_on) AS oldest, COALESCE(SUM((SELECT SUM(c.charge_cents) \
                   FROM charge_line AS c WHERE c.visit_id = v.id AND c.voided_at IS NULL)), 0) AS amount \
                 FROM visit AS v WHERE v.id IN (SELECT visit_id FROM visit_question WHERE closed_at IS NULL)",
            )
            .and_then(|mut select| select.query_row([], pile))
            .doing("count the visits asked about")
    }

    /// Counts the claims in one state, with their charges.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn claim_pile(&self, state: State) -> Result<Pile, StoreError> {
        self.connection
            .prepare_cached(
                "SELECT COUNT(*) AS count, COALESCE(SUM(charged_cents), 0) AS amount, MIN(service_on) AS oldest \
                 FROM claim WHERE state = ?1",
            )
            .and_then(|mut select| select.query_row([state], pile))
            .doing("count claims")
    }

    /// Counts the remittances that are not posted, with their payments.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn remittances_pile(&self) -> Result<Pile, StoreError> {
        self.connection
            .prepare_cached(
                "SELECT COUNT(*) AS count, COALESCE(SUM(amount_cents), 0) AS amount, MIN(paid_on) AS oldest \
                 FROM remittance WHERE state IN ('read', 'waiting', 'taken_back')",
            )
            .and_then(|mut select| select.query_row([], pile))
            .doing("count the remittances that are not posted")
    }

    /// Counts the guarantors with credit that was not placed yet.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn credit_pile(&self) -> Result<Pile, StoreError> {
        self.connection
            .prepare_cached(
                "SELECT COUNT(*) AS count, COALESCE(SUM(unapplied_cents), 0) AS amount, NULL AS oldest \
                 FROM guarantor_balance WHERE unapplied_cents <> 0",
            )
            .and_then(|mut select| select.query_row([], pile))
            .doing("count credit to place")
    }

    /// Counts the checks that were held until a day that has come.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn held_checks_pile(&self, on: NaiveDate) -> Result<Pile, StoreError> {
        self.connection
            .prepare_cached(
                "SELECT COUNT(*) AS count, COALESCE(SUM(amount_cents), 0) AS amount, MIN(due_on) AS oldest \
                 FROM held_check AS l WHERE due_on <= ?1 \
                 AND NOT EXISTS (SELECT 1 FROM held_check_end AS e WHERE e.held_check_id = l.id)",
            )
            .and_then(|mut select| select.query_row([on], pile))
            .doing("count the held checks that are good now")
    }

    /// Lists the cash taken from one day to another, by day and by whom it came from.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn cash(&self, from: NaiveDate, to: NaiveDate) -> Result<Vec<CashDay>, StoreError> {
        self.connection
            .prepare_cached(
                "SELECT accounting_on, SUM(amount_cents * (source = 'eob')) AS insurance, \
                 SUM(amount_cents * (source = 'receipt')) AS patient FROM account_day \
                 WHERE accounting_on BETWEEN ?1 AND ?2 AND account = 60 AND source IN ('eob', 'receipt') \
                 GROUP BY accounting_on ORDER BY accounting_on",
            )
            .and_then(|mut select| {
                select
                    .query_map((from, to), |row| {
                        Ok(CashDay {
                            on: row.get("accounting_on")?,
                            insurance: row.get("insurance")?,
                            patient: row.get("patient")?,
                        })
                    })?
                    .collect()
            })
            .doing("add up the cash")
    }

    /// Counts the visits of the last day before `day` that had any, and those of them nobody charged yet.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn visits_before(&self, day: NaiveDate) -> Result<(u32, u32), StoreError> {
        self.connection
            .prepare_cached(
                "SELECT COUNT(*) AS visits, COALESCE(SUM(is_coded = 0), 0) AS to_code FROM visit \
                 WHERE rendering_id IS NOT NULL AND service_on = \
                   (SELECT MAX(service_on) FROM visit WHERE service_on < ?1 AND rendering_id IS NOT NULL)",
            )
            .and_then(|mut select| {
                select
                    .query_row([day], |row| {
                        Ok((count(row, "visits")?, count(row, "to_code")?))
                    })
                    .optional()
            })
            .map(Option::unwrap_or_default)
            .doing("count the visits of a day")
    }

    /// Whether the day sheets sum to zero and agree with the running balances: everything the board shows adds up.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn is_in_balance(&self) -> Result<bool, StoreError> {
        self.connection
            .prepare_cached(
                "SELECT d.total = 0 AND d.insurance = g.insurance AND d.patient = g.patient AND d.credit = g.credit \
                   AND d.insurance = (SELECT COALESCE(SUM(owes_cents), 0) FROM policy_balance) AS holds \
                 FROM (SELECT COALESCE(SUM(amount_cents), 0) AS total, \
                   COALESCE(SUM(amount_cents * (account = 10)), 0) AS insurance, \
                   COALESCE(SUM(amount_cents * (account = 20)), 0) AS patient, \
                   -COALESCE(SUM(amount_cents * (account = 70)), 0) AS credit FROM account_day) AS d, \
                  (SELECT COALESCE(SUM(insurance_owes_cents), 0) AS insurance, \
                   COALESCE(SUM(patient_owes_cents), 0) AS patient, \
                   COALESCE(SUM(unapplied_cents), 0) AS credit FROM guarantor_balance) AS g",
            )
            .and_then(|mut select| select.query_row([], |row| row.get("holds")))
            .doing("weigh the books")
    }
}

fn pile(row: &Row<'_>) -> rusqlite::Result<Pile> {
    Ok(Pile {
        count: count(row, "count")?,
        amount: row.get("amount")?,
        oldest: row.get("oldest")?,
    })
}
