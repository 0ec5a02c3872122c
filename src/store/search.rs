//! Finds papers by the numbers on them: claims, payments, EOBs and batches. It must not know people; patients are
//! found where they are kept.

use rusqlite::{Connection, Row};

use super::both::{Readable, reads};
use super::error::{Doing, StoreError};
use super::person::name;
use super::value::{bound, count, end_of};
use crate::domain::find::{FoundBatch, FoundClaim, FoundEob, FoundReceipt, FoundRemittance};

#[cfg(test)]
mod tests;

reads! {
    /// Finds claims whose number starts as typed, newest first.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn find_claims(&self, number: &str, limit: usize) -> Result<Vec<FoundClaim>, StoreError> {
        const SQL: &str = "SELECT k.id, k.number, k.service_on, k.charged_cents, k.state, v.patient_id, \
             p.last_name, p.first_name, p.middle_name, p.suffix, y.name AS payer_name \
             FROM (SELECT * FROM claim WHERE number >= ?1 AND number < ?2 ORDER BY number LIMIT ?3) AS k \
             JOIN visit AS v ON v.id = k.visit_id JOIN patient AS p ON p.id = v.patient_id \
             JOIN payer AS y ON y.id = k.payer_id ORDER BY k.id DESC";
        let start = number.trim().to_uppercase();
        list(self.sql(), SQL, &start, limit, claim)
    }

    /// Finds payments of guarantors whose own number, or that of a check or card, starts as typed, newest first.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn find_receipts(
        &self,
        reference: &str,
        limit: usize,
    ) -> Result<Vec<FoundReceipt>, StoreError> {
        const SQL: &str = "SELECT r.id, r.guarantor_id, r.accounting_on, r.amount_cents, \
             g.last_name, g.first_name, g.middle_name, g.suffix, \
             (SELECT COALESCE(GROUP_CONCAT(reference, ', '), '') FROM receipt_tender \
              WHERE receipt_id = r.id AND reference <> '') AS reference_list \
             FROM (SELECT * FROM receipt WHERE id = ?4 OR id IN (SELECT receipt_id FROM receipt_tender \
               WHERE reference <> '' AND reference COLLATE NOCASE >= ?1 AND reference COLLATE NOCASE < ?2) \
               ORDER BY id DESC LIMIT ?3) AS r \
             JOIN guarantor AS g ON g.id = r.guarantor_id ORDER BY r.id DESC";
        let start = reference.trim();
        let digits = start.trim_start_matches(['R', 'r', '-']);
        let id: Option<i64> = digits.parse().ok();
        self.sql()
            .prepare_cached(SQL)
            .and_then(|mut select| {
                let params = (start, end_of(start), bound(limit), id);
                select.query_map(params, receipt)?.collect()
            })
            .doing("find payments")
    }

    /// Finds remittances whose check or EFT number starts as typed, newest first.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn find_remittances(
        &self,
        trace: &str,
        limit: usize,
    ) -> Result<Vec<FoundRemittance>, StoreError> {
        const SQL: &str = "SELECT r.id, COALESCE(y.name, r.payer_name) AS shown_payer, r.trace, r.method, r.paid_on, \
             r.amount_cents, r.state FROM remittance AS r LEFT JOIN payer AS y ON y.id = r.payer_id \
             WHERE r.trace COLLATE NOCASE >= ?1 AND r.trace COLLATE NOCASE < ?2 ORDER BY r.id DESC LIMIT ?3";
        list(self.sql(), SQL, trace.trim(), limit, remittance)
    }

    /// Finds paper EOBs whose check or EFT number starts as typed, newest first.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn find_eobs(&self, reference: &str, limit: usize) -> Result<Vec<FoundEob>, StoreError> {
        const SQL: &str = "SELECT e.id, e.payer_id, y.name AS payer_name, e.method, e.reference, e.paid_on, \
             e.amount_cents FROM eob AS e JOIN payer AS y ON y.id = e.payer_id \
             WHERE e.reference COLLATE NOCASE >= ?1 AND e.reference COLLATE NOCASE < ?2 AND e.remittance_id IS NULL \
             ORDER BY e.id DESC LIMIT ?3";
        list(self.sql(), SQL, reference.trim(), limit, eob)
    }

    /// Finds the files of claims that have a control number, or whose name starts as typed, newest first.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn find_batches(&self, name: &str, limit: usize) -> Result<Vec<FoundBatch>, StoreError> {
        const SQL: &str = "SELECT b.id, r.name AS receiver_name, b.interchange, b.file_name, b.claims, b.total_cents, \
             b.made_at FROM batch AS b JOIN receiver AS r ON r.id = b.receiver_id \
             WHERE b.interchange = ?4 OR (b.file_name COLLATE NOCASE >= ?1 AND b.file_name COLLATE NOCASE < ?2) \
             ORDER BY b.id DESC LIMIT ?3";
        let start = name.trim();
        let number: Option<i64> = start.parse().ok();
        self.sql()
            .prepare_cached(SQL)
            .and_then(|mut select| {
                let params = (start, end_of(start), bound(limit), number);
                select.query_map(params, batch)?.collect()
            })
            .doing("find files of claims")
    }
}

fn list<T>(
    connection: &Connection,
    sql: &str,
    start: &str,
    limit: usize,
    read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
) -> Result<Vec<T>, StoreError> {
    connection
        .prepare_cached(sql)
        .and_then(|mut select| {
            let params = (start, end_of(start), bound(limit));
            select.query_map(params, read)?.collect()
        })
        .doing("find papers by number")
}

fn claim(row: &Row<'_>) -> rusqlite::Result<FoundClaim> {
    Ok(FoundClaim {
        id: row.get("id")?,
        number: row.get("number")?,
        patient: row.get("patient_id")?,
        patient_name: name(row)?,
        payer_name: row.get("payer_name")?,
        service_on: row.get("service_on")?,
        charged: row.get("charged_cents")?,
        state: row.get("state")?,
    })
}

fn receipt(row: &Row<'_>) -> rusqlite::Result<FoundReceipt> {
    Ok(FoundReceipt {
        id: row.get("id")?,
        guarantor: row.get("guarantor_id")?,
        name: name(row)?,
        accounting_on: row.get("accounting_on")?,
        amount: row.get("amount_cents")?,
        references: row.get("reference_list")?,
    })
}

fn remittance(row: &Row<'_>) -> rusqlite::Result<FoundRemittance> {
    Ok(FoundRemittance {
        id: row.get("id")?,
        payer_name: row.get("shown_payer")?,
        trace: row.get("trace")?,
        method: row.get("method")?,
        paid_on: row.get("paid_on")?,
        amount: row.get("amount_cents")?,
        standing: row.get("state")?,
    })
}

fn eob(row: &Row<'_>) -> rusqlite::Result<FoundEob> {
    Ok(FoundEob {
        id: row.get("id")?,
        payer: row.get("payer_id")?,
        payer_name: row.get("payer_name")?,
        method: row.get("method")?,
        reference: row.get("reference")?,
        paid_on: row.get("paid_on")?,
        amount: row.get("amount_cents")?,
    })
}

fn batch(row: &Row<'_>) -> rusqlite::Result<FoundBatch> {
    Ok(FoundBatch {
        id: row.get("id")?,
        receiver_name: row.get("receiver_name")?,
        interchange: count(row, "interchange")?,
        file_name: row.get("file_name")?,
        claims: count(row, "claims")?,
        total: row.get("total_cents")?,
        made_at: row.get("made_at")?,
    })
}
