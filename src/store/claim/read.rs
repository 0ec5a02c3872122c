//! Claims as the book holds them, read one way for looking and for writing. It must not change them.

use chrono::NaiveDate;
use rusqlite::types::Type;
use rusqlite::{Connection, OptionalExtension, Row};

use crate::domain::claim::{Claim, Filing, Happening, State};
use crate::domain::id::{ChargeLineId, ClaimId, PatientId, VisitId};
use crate::domain::scrub::{OtherClaim, Waiver};
use crate::store::error::{Doing, StoreError};
use crate::store::value::count;
use crate::store::visit;

pub(super) fn find(connection: &Connection, id: ClaimId) -> Result<Option<Claim>, StoreError> {
    const TASK: &str = "read a claim";
    let head = connection
        .prepare_cached(
            "SELECT id, number, visit_id, policy_id, payer_id, responsibility, frequency, \
             NULLIF(payer_claim_number, '') AS payer_claim_number, replaces, split, state, charged_cents, service_on, \
             counted_from_on, file_by_on FROM claim WHERE id = ?1",
        )
        .and_then(|mut select| select.query_row([id], head).optional())
        .doing(TASK)?;
    let Some(claim) = head else {
        return Ok(None);
    };
    let lines: Vec<ChargeLineId> = connection
        .prepare_cached("SELECT charge_line_id FROM claim_line WHERE claim_id = ?1 ORDER BY place")
        .and_then(|mut select| {
            select
                .query_map([id], |row| row.get("charge_line_id"))?
                .collect::<Result<Vec<_>, _>>()
        })
        .doing(TASK)?;
    Ok(Some(Claim { lines, ..claim }))
}

/// A claim still without its services.
fn head(row: &Row<'_>) -> rusqlite::Result<Claim> {
    let filing = Filing::of(row.get("frequency")?, row.get("payer_claim_number")?);
    let torn = || rusqlite::Error::InvalidColumnType(0, String::from("frequency"), Type::Text);
    Ok(Claim {
        id: row.get("id")?,
        number: row.get("number")?,
        visit: row.get("visit_id")?,
        policy: row.get("policy_id")?,
        payer: row.get("payer_id")?,
        responsibility: row.get("responsibility")?,
        filing: filing.ok_or_else(torn)?,
        replaces: row.get("replaces")?,
        split: count(row, "split")?,
        state: row.get("state")?,
        charged: row.get("charged_cents")?,
        service_on: row.get("service_on")?,
        counted_from: row.get("counted_from_on")?,
        file_by: row.get("file_by_on")?,
        lines: Vec::new(),
    })
}

pub(super) fn waivers(connection: &Connection, claim: ClaimId) -> Result<Vec<Waiver>, StoreError> {
    connection
        .prepare_cached(
            "SELECT w.edit, w.reason, u.name, w.at FROM claim_waiver AS w \
             JOIN person_at_work AS u ON u.id = w.by_id WHERE w.claim_id = ?1 ORDER BY w.edit",
        )
        .and_then(|mut select| {
            select
                .query_map([claim], |row| {
                    Ok(Waiver {
                        edit: row.get("edit")?,
                        reason: row.get("reason")?,
                        by: row.get("name")?,
                        at: row.get("at")?,
                    })
                })?
                .collect::<Result<Vec<_>, _>>()
        })
        .doing("read what was let pass on a claim")
}

pub(super) fn other_claims(
    connection: &Connection,
    patient: PatientId,
    on: NaiveDate,
    but: ClaimId,
) -> Result<Vec<OtherClaim>, StoreError> {
    const TASK: &str = "look for other claims of the same day";
    let mut others = connection
        .prepare_cached(
            "SELECT k.id, k.number, k.visit_id, k.policy_id, v.rendering_id, \
               k.state NOT IN ('paid', 'closed', 'void') AS is_open FROM visit AS v \
             JOIN claim AS k ON k.visit_id = v.id \
             WHERE v.patient_id = ?1 AND v.service_on = ?2 AND k.id <> ?3 AND k.state <> 'void' \
             AND k.frequency <> '8' AND NOT EXISTS \
               (SELECT 1 FROM claim AS n WHERE n.replaces = k.id AND n.state <> 'void') ORDER BY k.id",
        )
        .and_then(|mut select| {
            select
                .query_map((patient, on, but), |row| {
                    let other = OtherClaim {
                        number: row.get("number")?,
                        visit: row.get("visit_id")?,
                        policy: row.get("policy_id")?,
                        rendering: row.get("rendering_id")?,
                        is_open: row.get("is_open")?,
                        services: Vec::new(),
                    };
                    Ok((row.get("id")?, other))
                })?
                .collect::<Result<Vec<(ClaimId, OtherClaim)>, _>>()
        })
        .doing(TASK)?;
    for (id, other) in &mut others {
        other.services = connection
            .prepare_cached(
                "SELECT c.id, c.place, c.code, c.modifiers, c.pointers, c.units_thousandths, c.charge_cents, \
                 c.description, c.ndc, c.drug_thousandths, c.drug_unit, c.voided_at IS NOT NULL AS is_voided \
                 FROM claim_line AS l \
                 JOIN charge_line AS c ON c.id = l.charge_line_id WHERE l.claim_id = ?1 ORDER BY l.place",
            )
            .and_then(|mut select| {
                select
                    .query_map([*id], visit::line)?
                    .collect::<Result<Vec<_>, _>>()
            })
            .doing(TASK)?;
    }
    Ok(others.into_iter().map(|(_, other)| other).collect())
}

pub(super) fn claims_of_visit(
    connection: &Connection,
    visit: VisitId,
) -> Result<Vec<(ClaimId, State)>, StoreError> {
    connection
        .prepare_cached("SELECT id, state FROM claim WHERE visit_id = ?1 ORDER BY id")
        .and_then(|mut select| {
            select
                .query_map([visit], |row| Ok((row.get("id")?, row.get("state")?)))?
                .collect::<Result<Vec<_>, _>>()
        })
        .doing("list the claims of a visit")
}

pub(super) fn claims_in(connection: &Connection, state: State) -> Result<Vec<ClaimId>, StoreError> {
    connection
        .prepare_cached("SELECT id FROM claim WHERE state = ?1 ORDER BY service_on, id")
        .and_then(|mut select| {
            select
                .query_map([state], |row| row.get("id"))?
                .collect::<Result<Vec<_>, _>>()
        })
        .doing("list the claims that stand in one place")
}

pub(super) fn is_stopped_by_hand(
    connection: &Connection,
    claim: ClaimId,
) -> Result<bool, StoreError> {
    connection
        .prepare_cached(
            "SELECT kind FROM claim_event WHERE claim_id = ?1 AND kind IN ('stopped', 'released') \
             ORDER BY id DESC LIMIT 1",
        )
        .and_then(|mut select| {
            select
                .query_row([claim], |row| row.get::<_, Happening>("kind"))
                .optional()
        })
        .map(|last| last == Some(Happening::Stopped))
        .doing("see whether somebody stopped a claim")
}
