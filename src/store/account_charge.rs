//! What stands on a card beside its visits: charges to the account, as a fee, and services whose balance was moved here
//! from another account. It must not post anything; the journal does.

use chrono::{DateTime, NaiveDate, Utc};
use rusqlite::OptionalExtension;

use super::Tx;
use super::both::{Readable, reads};
use super::error::{Doing, StoreError};
use super::value::instant;
use crate::domain::id::{ChargeLineId, GuarantorId, PatientId, UserId};
use crate::domain::money::Money;

/// A charge to an account that no visit brought about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AccountCharge<'a> {
    /// Whose account.
    pub guarantor: GuarantorId,
    /// Under which of their patients the card shows it.
    pub patient: PatientId,
    /// Its day.
    pub on: NaiveDate,
    /// What it is, as the guarantor will read it.
    pub description: &'a str,
    /// How much.
    pub amount: Money,
}

impl Tx<'_> {
    /// Writes a charge to an account: a day of its own on the card, without clinician, place or code, so that no claim
    /// is ever made of it. The journal charges it.
    ///
    /// # Errors
    /// [`StoreError::Refused`] when the book does not take it.
    pub fn add_account_charge(
        &self,
        charge: &AccountCharge<'_>,
        at: DateTime<Utc>,
        by: UserId,
    ) -> Result<ChargeLineId, StoreError> {
        const TASK: &str = "charge an account";
        let visit = self
            .0
            .prepare_cached(
                "INSERT INTO visit (patient_id, guarantor_id, service_on, place, entered_at, entered_by) \
                 VALUES (?1, ?2, ?3, '', ?4, ?5)",
            )
            .and_then(|mut insert| {
                insert.insert((
                    charge.patient,
                    charge.guarantor,
                    charge.on,
                    instant(at),
                    by,
                ))
            })
            .doing(TASK)?;
        let line = self
            .0
            .prepare_cached(
                "INSERT INTO charge_line (visit_id, place, code, units_thousandths, charge_cents, description) \
                 VALUES (?1, 1, '', 1000, ?2, ?3)",
            )
            .and_then(|mut insert| insert.insert((visit, charge.amount, charge.description)))
            .map(ChargeLineId::new)
            .doing(TASK)?;
        self.open_on_card(line, charge.guarantor)?;
        Ok(line)
    }

    /// Makes room for a service on a guarantor's card, unless it stands there.
    ///
    /// # Errors
    /// [`StoreError`] when the book does not take it.
    pub fn open_on_card(
        &self,
        line: ChargeLineId,
        guarantor: GuarantorId,
    ) -> Result<(), StoreError> {
        let _rows = self
            .0
            .prepare_cached(
                "INSERT INTO line_balance (guarantor_id, charge_line_id, patient_id, visit_id, service_on, code, \
                 modifiers, description) \
                 SELECT ?2, c.id, v.patient_id, v.id, v.service_on, c.code, c.modifiers, c.description \
                 FROM charge_line AS c JOIN visit AS v ON v.id = c.visit_id WHERE c.id = ?1 ON CONFLICT DO NOTHING",
            )
            .and_then(|mut insert| insert.execute((line, guarantor)))
            .doing("open a service on a card")?;
        Ok(())
    }
}

reads! {
    /// Finds the patient under whom a charge to a guarantor's account is shown: the guarantor where they are one, else
    /// the patient of their newest visit, else one they pay for.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn patient_on_account(&self, guarantor: GuarantorId) -> Result<Option<PatientId>, StoreError> {
        self.sql()
            .prepare_cached(
                "SELECT COALESCE((SELECT patient_id FROM guarantor WHERE id = ?1), \
                 (SELECT patient_id FROM visit WHERE guarantor_id = ?1 ORDER BY id DESC LIMIT 1), \
                 (SELECT id FROM patient WHERE guarantor_id = ?1 ORDER BY id LIMIT 1)) AS patient_id",
            )
            .and_then(|mut select| select.query_row([guarantor], |row| row.get("patient_id")).optional())
            .map(Option::flatten)
            .doing("find whom an account is for")
    }

    /// Whether a charge line is a charge to the account and not a service of a visit.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn is_account_charge(&self, line: ChargeLineId) -> Result<bool, StoreError> {
        self.sql()
            .prepare_cached("SELECT EXISTS (SELECT 1 FROM charge_line WHERE id = ?1 AND code = '') AS is_one")
            .and_then(|mut select| select.query_row([line], |row| row.get("is_one")))
            .doing("look what a charge is")
    }
}
