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
        (payer, plan): (PayerId, &str),
        (code, modifier): (Procedure, Option<Modifier>),
        effective_on: NaiveDate,
        allowed: Money,
    ) -> Result<(), StoreError> {
        let modifier = modifier.as_ref().map_or("", Modifier::as_str);
        let _rows = self
            .0
            .prepare_cached(
                "INSERT INTO contract_fee (payer_id, plan, code, modifier, effective_on, allowed_cents) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (payer_id, plan, code, modifier, effective_on) \
                 DO UPDATE SET allowed_cents = excluded.allowed_cents",
            )
            .and_then(|mut insert| insert.execute((payer, plan, code, modifier, effective_on, allowed)))
            .doing("set a contracted fee")?;
        Ok(())
    }
}
