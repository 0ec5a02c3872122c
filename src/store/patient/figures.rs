//! What a patient's services come to, and how much there is of each thing on their chart. It must not list any of it.

use rusqlite::Row;

use crate::domain::id::{GuarantorId, PatientId};
use crate::domain::ledger::LineBalance;
use crate::domain::patient::ChartCounts;
use crate::store::balance::{sums, sums_at};
use crate::store::both::{Readable, reads};
use crate::store::error::{Doing, StoreError};
use crate::store::value::count;

reads! {
    /// Adds up the services of a patient.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn patient_sums(&self, patient: PatientId) -> Result<LineBalance, StoreError> {
        self.sql()
            .prepare_cached(
                "SELECT COALESCE(SUM(charged_cents), 0) AS charged_cents, \
                 COALESCE(SUM(insurance_paid_cents), 0) AS insurance_paid_cents, \
                 COALESCE(SUM(contractual_cents), 0) AS contractual_cents, \
                 COALESCE(SUM(adjusted_cents), 0) AS adjusted_cents, \
                 COALESCE(SUM(patient_paid_cents), 0) AS patient_paid_cents, \
                 COALESCE(SUM(insurance_owes_cents), 0) AS insurance_owes_cents, \
                 COALESCE(SUM(patient_owes_cents), 0) AS patient_owes_cents \
                 FROM line_balance WHERE patient_id = ?1",
            )
            .and_then(|mut select| {
                let at = sums_at(&select)?;
                select.query_row([patient], |row| sums(row, at))
            })
            .doing("add up a patient's services")
    }

    /// Counts what is on a patient's chart.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn chart_counts(
        &self,
        patient: PatientId,
        guarantor: GuarantorId,
    ) -> Result<ChartCounts, StoreError> {
        self.sql()
            .prepare_cached(
                "SELECT (SELECT COUNT(*) FROM visit WHERE patient_id = ?1 AND rendering_id IS NOT NULL) AS visits, \
                 (SELECT COUNT(*) FROM visit AS v JOIN claim AS k ON k.visit_id = v.id WHERE v.patient_id = ?1) AS claims, \
                 (SELECT COUNT(*) FROM statement WHERE guarantor_id = ?2) AS statements, \
                 (SELECT COUNT(*) FROM patient WHERE guarantor_id = ?2) AS family",
            )
            .and_then(|mut select| select.query_row((patient, guarantor), counts))
            .doing("count what is on a chart")
    }
}

fn counts(row: &Row<'_>) -> rusqlite::Result<ChartCounts> {
    Ok(ChartCounts {
        visits: count(row, "visits")?,
        claims: count(row, "claims")?,
        statements: count(row, "statements")?,
        family: count(row, "family")?,
    })
}
