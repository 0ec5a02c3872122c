//! What payers agreed to pay for a service, and what they allowed last. It must not know what was charged for a claim.

use chrono::NaiveDate;
use rusqlite::OptionalExtension;

use super::Tx;
use super::both::{Readable, reads};
use super::error::{Doing, StoreError};
use super::value::count;
use crate::domain::code::{Modifier, Procedure, Units};
use crate::domain::id::PayerId;
use crate::domain::money::Money;
use crate::domain::scrub::LastAllowed;

reads! {
    /// Reads what a payer agreed to pay for one unit of a service on a day: by the first modifier that has an amount of
    /// its own, else the plain one.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn contract_fee(
        &self,
        payer: PayerId,
        code: Procedure,
        modifiers: &[Modifier],
        on: NaiveDate,
    ) -> Result<Option<Money>, StoreError> {
        const TASK: &str = "read a contracted fee";
        let mut select = self
            .sql()
            .prepare_cached(
                "SELECT allowed_cents FROM contract_fee \
                 WHERE payer_id = ?1 AND code = ?2 AND modifier = ?3 AND effective_on <= ?4 \
                 ORDER BY effective_on DESC LIMIT 1",
            )
            .doing(TASK)?;
        for modifier in modifiers.iter().map(Modifier::as_str).chain([""]) {
            let fee = select
                .query_row((payer, code, modifier, on), |row| row.get("allowed_cents"))
                .optional()
                .doing(TASK)?;
            if fee.is_some() {
                return Ok(fee);
            }
        }
        Ok(None)
    }

    /// Reads what a payer allowed last for a service with these modifiers.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn last_allowed(
        &self,
        payer: PayerId,
        code: Procedure,
        modifiers: &[Modifier],
    ) -> Result<Option<LastAllowed>, StoreError> {
        let modifiers: String = modifiers.iter().map(Modifier::as_str).collect();
        self.sql()
            .prepare_cached(
                "SELECT allowed_cents, charge_cents, units_thousandths FROM payer_allowed \
                 WHERE payer_id = ?1 AND code = ?2 AND modifiers = ?3",
            )
            .and_then(|mut select| {
                select
                    .query_row((payer, code, modifiers), |row| {
                        let units = Units::from_thousandths(count(row, "units_thousandths")?);
                        Ok(LastAllowed {
                            allowed: row.get("allowed_cents")?,
                            charge: row.get("charge_cents")?,
                            units: units.map_err(|_| rusqlite::Error::InvalidQuery)?,
                        })
                    })
                    .optional()
            })
            .doing("read what a payer allowed last")
    }
}

impl Tx<'_> {
    /// Sets what a payer pays for one unit of a service from a day on.
    ///
    /// # Errors
    /// [`StoreError`] when the book does not take it.
    pub fn set_contract_fee(
        &self,
        payer: PayerId,
        (code, modifier): (Procedure, Option<Modifier>),
        effective_on: NaiveDate,
        allowed: Money,
    ) -> Result<(), StoreError> {
        let modifier = modifier.as_ref().map_or("", Modifier::as_str);
        let _rows = self
            .0
            .prepare_cached(
                "INSERT INTO contract_fee (payer_id, code, modifier, effective_on, allowed_cents) \
                 VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (payer_id, code, modifier, effective_on) \
                 DO UPDATE SET allowed_cents = excluded.allowed_cents",
            )
            .and_then(|mut insert| insert.execute((payer, code, modifier, effective_on, allowed)))
            .doing("set a contracted fee")?;
        Ok(())
    }
}
