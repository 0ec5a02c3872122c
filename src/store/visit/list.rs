//! Visits in lists: one read a list, however long. It must not read whole visits.

use chrono::NaiveDate;
use rusqlite::{Connection, Params, Row};

use crate::domain::claim::State;
use crate::domain::id::{ClaimId, PatientId};
use crate::domain::person::Name;
use crate::domain::visit::VisitRow;
use crate::store::error::{Doing, StoreError};
use crate::store::value::count;

/// Which visits a list shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VisitsOf {
    /// Every visit.
    Everybody,
    /// Those of a patient.
    Patient(PatientId),
    /// Those of a day of service.
    Day(NaiveDate),
    /// Those without services, which wait for their charges.
    ToCode,
    /// Those with a question that is not answered.
    Asked,
}

/// What every list selects of the visits that it names `v`.
macro_rules! listed {
    ($which:literal) => {
        concat!(
            "SELECT v.id, v.patient_id, v.service_on, v.place, v.reason, v.signed_on IS NOT NULL AS is_signed, \
             v.finding <> '' AND v.treatment <> '' AS has_notes, \
             (SELECT q.words FROM visit_question AS q WHERE q.visit_id = v.id AND q.closed_at IS NULL \
               ORDER BY q.id LIMIT 1) AS question, \
             p.last_name, p.first_name, p.middle_name, p.suffix, \
             r.last_name || iif(r.first_name = '', '', ', ' || r.first_name) \
               || iif(r.credential = '', '', ' ' || r.credential) AS rendering, \
             (SELECT COUNT(*) FROM charge_line AS c WHERE c.visit_id = v.id AND c.voided_at IS NULL) AS lines, \
             (SELECT COALESCE(SUM(c.charge_cents), 0) FROM charge_line AS c \
               WHERE c.visit_id = v.id AND c.voided_at IS NULL) AS charged_cents, \
             (SELECT COALESCE(SUM(b.insurance_owes_cents), 0) FROM line_balance AS b \
               WHERE b.patient_id = v.patient_id AND b.visit_id = v.id) AS insurance_owes_cents, \
             (SELECT COALESCE(SUM(b.patient_owes_cents), 0) FROM line_balance AS b \
               WHERE b.patient_id = v.patient_id AND b.visit_id = v.id) AS patient_owes_cents, \
             k.id AS claim_id, k.state AS claim_state \
             FROM (SELECT * FROM visit AS v WHERE ",
            $which,
            " ORDER BY v.service_on DESC, v.id DESC LIMIT ?1 OFFSET ?2) AS v \
             JOIN patient AS p ON p.id = v.patient_id JOIN provider AS r ON r.id = v.rendering_id \
             LEFT JOIN claim AS k ON k.id = (SELECT MAX(id) FROM claim WHERE visit_id = v.id) \
             ORDER BY v.service_on DESC, v.id DESC"
        )
    };
}

pub(super) fn visits(
    connection: &Connection,
    which: VisitsOf,
    limit: usize,
    offset: usize,
) -> Result<Vec<VisitRow>, StoreError> {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let offset = i64::try_from(offset).unwrap_or(i64::MAX);
    match which {
        VisitsOf::Everybody => read(
            connection,
            listed!("v.rendering_id IS NOT NULL"),
            (limit, offset),
        ),
        VisitsOf::Patient(patient) => read(
            connection,
            listed!("v.patient_id = ?3 AND v.rendering_id IS NOT NULL"),
            (limit, offset, patient),
        ),
        VisitsOf::Day(day) => read(
            connection,
            listed!("v.service_on = ?3 AND v.rendering_id IS NOT NULL"),
            (limit, offset, day),
        ),
        VisitsOf::ToCode => read(connection, listed!("v.is_coded = 0"), (limit, offset)),
        VisitsOf::Asked => read(
            connection,
            listed!("v.id IN (SELECT visit_id FROM visit_question WHERE closed_at IS NULL)"),
            (limit, offset),
        ),
    }
}

fn read(
    connection: &Connection,
    sql: &str,
    params: impl Params,
) -> Result<Vec<VisitRow>, StoreError> {
    connection
        .prepare_cached(sql)
        .and_then(|mut select| {
            select
                .query_map(params, row)?
                .collect::<Result<Vec<_>, _>>()
        })
        .doing("list visits")
}

fn row(row: &Row<'_>) -> rusqlite::Result<VisitRow> {
    let claim: Option<ClaimId> = row.get("claim_id")?;
    let state: Option<State> = row.get("claim_state")?;
    Ok(VisitRow {
        id: row.get("id")?,
        patient: row.get("patient_id")?,
        patient_name: Name {
            last: row.get("last_name")?,
            first: row.get("first_name")?,
            middle: row.get("middle_name")?,
            suffix: row.get("suffix")?,
        },
        service_on: row.get("service_on")?,
        rendering: row.get("rendering")?,
        place: row.get("place")?,
        reason: row.get("reason")?,
        is_signed: row.get("is_signed")?,
        has_notes: row.get("has_notes")?,
        question: row.get("question")?,
        lines: count(row, "lines")?,
        charged: row.get("charged_cents")?,
        insurance_owes: row.get("insurance_owes_cents")?,
        patient_owes: row.get("patient_owes_cents")?,
        claim: claim.zip(state),
    })
}
