//! Claims that wait here, held or ready, by what they draw on. It must not know what a change of it does to them.

use chrono::{Days, NaiveDate};
use rusqlite::{Connection, Params};

use crate::domain::id::{ClaimId, FacilityId, PatientId, PayerId, ProviderId, ReceiverId};
use crate::store::Tx;
use crate::store::error::{Doing, StoreError};

/// What claims draw on besides their visit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// The practice: every claim draws on it.
    Practice,
    /// A patient and their policies.
    Patient(PatientId),
    /// A payer.
    Payer(PayerId),
    /// Where a payer's claims go.
    Receiver(ReceiverId),
    /// A clinician, who saw the patient or sent them.
    Provider(ProviderId),
    /// A place of service.
    Facility(FacilityId),
}

impl Tx<'_> {
    /// Lists the claims that wait here and draw on something, the oldest first.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn waiting_on(&self, source: Source) -> Result<Vec<ClaimId>, StoreError> {
        match source {
            Source::Practice => list(
                self.0,
                "SELECT id FROM claim WHERE state IN ('held', 'ready') ORDER BY id",
                [],
            ),
            // One patient has few visits: from them to their claims, not from all that wait.
            Source::Patient(patient) => list(
                self.0,
                "SELECT k.id FROM visit AS v CROSS JOIN claim AS k ON k.visit_id = v.id \
                 WHERE v.patient_id = ?1 AND k.state IN ('held', 'ready') ORDER BY k.id",
                [patient],
            ),
            Source::Payer(payer) => list(
                self.0,
                "SELECT id FROM claim WHERE state IN ('held', 'ready') AND payer_id = ?1 ORDER BY id",
                [payer],
            ),
            Source::Receiver(receiver) => list(
                self.0,
                "SELECT k.id FROM claim AS k JOIN payer AS p ON p.id = k.payer_id \
                 WHERE k.state IN ('held', 'ready') AND p.receiver_id = ?1 ORDER BY k.id",
                [receiver],
            ),
            Source::Provider(provider) => list(
                self.0,
                "SELECT k.id FROM claim AS k JOIN visit AS v ON v.id = k.visit_id \
                 WHERE k.state IN ('held', 'ready') AND (v.rendering_id = ?1 OR v.referring_id = ?1) ORDER BY k.id",
                [provider],
            ),
            Source::Facility(facility) => list(
                self.0,
                "SELECT k.id FROM claim AS k JOIN visit AS v ON v.id = k.visit_id \
                 WHERE k.state IN ('held', 'ready') AND v.facility_id = ?1 ORDER BY k.id",
                [facility],
            ),
        }
    }

    /// Gives the claims of a payer that wait here its days to file, counted from the day each is counted from.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be written.
    pub fn set_days_to_file(&self, payer: PayerId, days: u16) -> Result<(), StoreError> {
        const TASK: &str = "change the last day to file";
        let waiting: Vec<(ClaimId, NaiveDate)> = self
            .0
            .prepare_cached(
                "SELECT id, counted_from_on FROM claim WHERE state IN ('held', 'ready') AND payer_id = ?1",
            )
            .and_then(|mut select| {
                select
                    .query_map([payer], |row| Ok((row.get("id")?, row.get("counted_from_on")?)))?
                    .collect()
            })
            .doing(TASK)?;
        let mut update = self
            .0
            .prepare_cached("UPDATE claim SET file_by_on = ?2 WHERE id = ?1")
            .doing(TASK)?;
        for (claim, on) in waiting {
            let file_by = on.checked_add_days(Days::new(days.into())).unwrap_or(on);
            let _rows = update.execute((claim, file_by)).doing(TASK)?;
        }
        Ok(())
    }
}

fn list(
    connection: &Connection,
    sql: &str,
    params: impl Params,
) -> Result<Vec<ClaimId>, StoreError> {
    connection
        .prepare_cached(sql)
        .and_then(|mut select| select.query_map(params, |row| row.get("id"))?.collect())
        .doing("list the claims that wait")
}
