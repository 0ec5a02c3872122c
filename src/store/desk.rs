//! What the desk asks about: the visits of a day with what was taken for each, and whose credit waits. It must not know
//! what is due; that is the domain's.

use chrono::NaiveDate;
use rusqlite::{OptionalExtension, Row};

use super::both::{Readable, reads};
use super::error::{Doing, StoreError};
use super::value::bound;
use super::{Store, Tx};
use crate::domain::desk::CreditRow;
use crate::domain::id::{GuarantorId, PatientId, ReceiptId, VisitId};
use crate::domain::money::Money;
use crate::domain::payment::PaidAhead;
use crate::domain::person::Name;

/// A visit with what guarantors gave for its copay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeskVisit {
    /// The visit.
    pub visit: VisitId,
    /// Whose.
    pub patient: PatientId,
    /// The patient's given name.
    pub patient_first: String,
    /// Who pays for it.
    pub guarantor: GuarantorId,
    /// Their name.
    pub name: Name,
    /// Its day.
    pub service_on: NaiveDate,
    /// Whether its services are entered.
    pub is_coded: bool,
    /// Taken as a copay on its services, by receipts.
    pub taken: Money,
    /// Placed as a copay on its services, out of credit.
    pub placed: Money,
    /// Taken ahead of its services.
    pub ahead: Money,
}

/// The columns of visits as the desk asks about them.
const VISITS: &str = "SELECT v.id, v.patient_id, n.first_name AS patient_first, v.guarantor_id, g.last_name, g.first_name, \
     g.middle_name, g.suffix, v.service_on, v.is_coded, \
     COALESCE(SUM(p.amount_cents * (e.source = 'receipt')), 0) AS taken_cents, \
     COALESCE(SUM(p.amount_cents * (e.source = 'person')), 0) AS placed_cents, \
     (SELECT COALESCE(SUM(q.amount_cents), 0) FROM prepayment AS q JOIN receipt AS r ON r.id = q.receipt_id \
       WHERE q.visit_id = v.id AND NOT EXISTS (SELECT 1 FROM entry AS b WHERE b.reverses = r.entry_id)) AS ahead_cents \
     FROM visit AS v JOIN patient AS n ON n.id = v.patient_id JOIN guarantor AS g ON g.id = v.guarantor_id \
     LEFT JOIN charge_line AS c ON c.visit_id = v.id \
     LEFT JOIN posting AS p ON p.charge_line_id = c.id AND p.account = 20 AND p.effect = 'transfer' AND p.reason = 'PR-3' \
     LEFT JOIN entry AS e ON e.id = p.entry_id ";

reads! {
    /// Tells who pays for a visit, and whether its services are entered.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn visit_payer(&self, visit: VisitId) -> Result<Option<(GuarantorId, bool)>, StoreError> {
        self.sql()
            .prepare_cached("SELECT guarantor_id, is_coded FROM visit WHERE id = ?1")
            .and_then(|mut select| {
                select
                    .query_row([visit], |row| Ok((row.get("guarantor_id")?, row.get("is_coded")?)))
                    .optional()
            })
            .doing("read who pays for a visit")
    }
}

impl Tx<'_> {
    /// Notes that a part of a receipt was taken for a visit whose services are not entered yet.
    ///
    /// # Errors
    /// [`StoreError`] when the book does not take it.
    pub fn add_prepayment(
        &self,
        receipt: ReceiptId,
        visit: VisitId,
        amount: Money,
    ) -> Result<(), StoreError> {
        let _rows = self
            .0
            .prepare_cached(
                "INSERT INTO prepayment (receipt_id, visit_id, amount_cents) VALUES (?1, ?2, ?3)",
            )
            .and_then(|mut insert| insert.execute((receipt, visit, amount)))
            .doing("note what was paid ahead")?;
        Ok(())
    }
}

impl Store {
    /// Lists what a receipt paid ahead, by the day of the visit.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn paid_ahead_by(&self, receipt: ReceiptId) -> Result<Vec<PaidAhead>, StoreError> {
        self.connection
            .prepare_cached(
                "SELECT q.visit_id, q.amount_cents, v.patient_id, v.service_on, n.last_name, n.first_name, n.middle_name, \
                 n.suffix FROM prepayment AS q JOIN visit AS v ON v.id = q.visit_id JOIN patient AS n ON n.id = v.patient_id \
                 WHERE q.receipt_id = ?1 ORDER BY v.service_on, v.id",
            )
            .and_then(|mut select| {
                select
                    .query_map([receipt], |row| {
                        Ok(PaidAhead {
                            visit: row.get("visit_id")?,
                            patient: row.get("patient_id")?,
                            name: name(row)?,
                            service_on: row.get("service_on")?,
                            amount: row.get("amount_cents")?,
                        })
                    })?
                    .collect()
            })
            .doing("list what a receipt paid ahead")
    }

    /// Lists the visits of a day, by the name of who pays.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn desk_visits(&self, on: NaiveDate) -> Result<Vec<DeskVisit>, StoreError> {
        self.connection
            .prepare_cached(&format!(
                "{VISITS} WHERE v.service_on = ?1 GROUP BY v.id ORDER BY g.last_name, g.first_name, g.id, v.id"
            ))
            .and_then(|mut select| select.query_map([on], desk_visit)?.collect())
            .doing("list the visits of a day")
    }

    /// Lists a guarantor's visits of a day, and those something was paid ahead for.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn desk_visits_of(
        &self,
        guarantor: GuarantorId,
        on: NaiveDate,
    ) -> Result<Vec<DeskVisit>, StoreError> {
        self.connection
            .prepare_cached(&format!(
                "{VISITS} WHERE v.guarantor_id = ?1 AND (v.service_on = ?2 OR v.id IN \
                 (SELECT q.visit_id FROM receipt AS r JOIN prepayment AS q ON q.receipt_id = r.id WHERE r.guarantor_id = ?1)) \
                 GROUP BY v.id ORDER BY v.service_on, v.id"
            ))
            .and_then(|mut select| select.query_map((guarantor, on), desk_visit)?.collect())
            .doing("list the visits a guarantor is asked for")
    }

    /// Lists the accounts with credit that nobody placed, the largest first.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn credits(&self, limit: usize) -> Result<Vec<CreditRow>, StoreError> {
        self.connection
            .prepare_cached(
                "SELECT g.id, g.last_name, g.first_name, g.middle_name, g.suffix, b.unapplied_cents, b.patient_owes_cents, \
                 (SELECT MAX(e.accounting_on) FROM posting AS p JOIN entry AS e ON e.id = p.entry_id \
                  WHERE p.account = 70 AND p.guarantor_id = g.id AND p.amount_cents < 0) AS since \
                 FROM guarantor_balance AS b JOIN guarantor AS g ON g.id = b.guarantor_id \
                 WHERE b.unapplied_cents <> 0 ORDER BY b.unapplied_cents DESC, g.last_name, g.id LIMIT ?1",
            )
            .and_then(|mut select| select.query_map([bound(limit)], credit)?.collect())
            .doing("list credit to place")
    }
}

fn desk_visit(row: &Row<'_>) -> rusqlite::Result<DeskVisit> {
    Ok(DeskVisit {
        visit: row.get("id")?,
        patient: row.get("patient_id")?,
        patient_first: row.get("patient_first")?,
        guarantor: row.get("guarantor_id")?,
        name: name(row)?,
        service_on: row.get("service_on")?,
        is_coded: row.get("is_coded")?,
        taken: row.get("taken_cents")?,
        placed: row.get("placed_cents")?,
        ahead: row.get("ahead_cents")?,
    })
}

fn credit(row: &Row<'_>) -> rusqlite::Result<CreditRow> {
    Ok(CreditRow {
        guarantor: row.get("id")?,
        name: name(row)?,
        credit: row.get("unapplied_cents")?,
        owes: row.get("patient_owes_cents")?,
        since: row.get("since")?,
    })
}

fn name(row: &Row<'_>) -> rusqlite::Result<Name> {
    Ok(Name {
        last: row.get("last_name")?,
        first: row.get("first_name")?,
        middle: row.get("middle_name")?,
        suffix: row.get("suffix")?,
    })
}
