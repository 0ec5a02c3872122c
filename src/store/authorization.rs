//! What payers allowed beforehand, and what was used of it. It must not know what happens when it is used up.

use chrono::NaiveDate;
use rusqlite::types::Type;
use rusqlite::{OptionalExtension, Row};

use super::Tx;
use super::both::{Readable, reads};
use super::error::{Doing, StoreError};
use crate::domain::authorization::{Authorization, Kind, Limit, NewAuthorization, Used};
use crate::domain::code::{Procedure, Span};
use crate::domain::id::{AuthorizationId, PatientId, PolicyId, VisitId};
use crate::domain::money::Money;
use crate::store::value::count;

/// A service of a visit that carries a number.
struct Charged {
    visit: VisitId,
    code: Procedure,
    thousandths: u64,
    charge: Money,
}

reads! {
    /// Reads what was allowed.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn authorization(&self, id: AuthorizationId) -> Result<Option<Authorization>, StoreError> {
        let found = self
            .sql()
            .prepare_cached("SELECT * FROM authorization WHERE id = ?1")
            .and_then(|mut select| select.query_row([id], authorization).optional())
            .doing("read an authorization")?;
        found
            .map(|one| Ok(Authorization { used: self.used_of(&one, None)?, ..one }))
            .transpose()
    }

    /// Lists what was allowed a patient, the newest first, with what was used of it. What the visit `but` uses is left
    /// out.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn authorizations(
        &self,
        patient: PatientId,
        but: Option<VisitId>,
    ) -> Result<Vec<Authorization>, StoreError> {
        let all: Vec<Authorization> = self
            .sql()
            .prepare_cached(
                "SELECT * FROM authorization WHERE patient_id = ?1 ORDER BY from_on DESC, id DESC",
            )
            .and_then(|mut select| select.query_map([patient], authorization)?.collect())
            .doing("list the authorizations of a patient")?;
        all.into_iter()
            .map(|one| Ok(Authorization { used: self.used_of(&one, but)?, ..one }))
            .collect()
    }

    /// Adds up what visits that carry its number charge for the services it covers: the number stands on the visit, or
    /// a rule filled it in on a claim of the visit that is not void.
    fn used_of(&self, one: &Authorization, but: Option<VisitId>) -> Result<Used, StoreError> {
        let charged: Vec<Charged> = self
            .sql()
            .prepare_cached(
                "SELECT v.id, c.code, c.units_thousandths, c.charge_cents FROM visit AS v \
                 JOIN charge_line AS c ON c.visit_id = v.id AND c.voided_at IS NULL \
                 WHERE v.patient_id = ?1 AND v.id IS NOT ?3 AND (v.authorization_number = ?2 COLLATE NOCASE \
                   OR EXISTS (SELECT 1 FROM claim AS k JOIN claim_setting AS s ON s.claim_id = k.id \
                     WHERE k.visit_id = v.id AND k.state <> 'void' AND k.policy_id = ?4 \
                     AND s.setting ->> 'field' = 'authorization' AND s.setting ->> 'value' = ?2)) \
                 AND EXISTS (SELECT 1 FROM claim AS p WHERE p.visit_id = v.id AND p.policy_id = ?4 \
                   AND p.state <> 'void') ORDER BY v.id",
            )
            .and_then(|mut select| {
                select
                    .query_map((one.what.patient, &one.what.number, but, one.what.policy), |row| {
                        Ok(Charged {
                            visit: row.get("id")?,
                            code: row.get("code")?,
                            thousandths: count(row, "units_thousandths")?,
                            charge: row.get("charge_cents")?,
                        })
                    })?
                    .collect()
            })
            .doing("add up what was used of an authorization")?;
        Ok(used(one, &charged))
    }
}

/// What services it covers come to; they stand by visit.
fn used(one: &Authorization, charged: &[Charged]) -> Used {
    let covered = charged.iter().filter(|service| one.covers(service.code));
    let mut last = None;
    covered.fold(Used::default(), |used, service| {
        let is_new = last.replace(service.visit) != Some(service.visit);
        Used {
            visits: used.visits.saturating_add(u32::from(is_new)),
            thousandths: used.thousandths.saturating_add(service.thousandths),
            charged: used.charged.plus(service.charge).unwrap_or(used.charged),
        }
    })
}

impl Tx<'_> {
    /// Writes in what a payer allowed.
    ///
    /// # Errors
    /// [`StoreError::Refused`] when the policy has the number already.
    pub fn add_authorization(
        &self,
        what: &NewAuthorization,
    ) -> Result<AuthorizationId, StoreError> {
        let (limited_by, most) = limit_columns(what.limit);
        self.0
            .prepare_cached(
                "INSERT INTO authorization (patient_id, policy_id, number, kind, codes, limited_by, most, from_on, \
                 until_on, note) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
            )
            .and_then(|mut insert| {
                insert.insert((
                    what.patient,
                    what.policy,
                    &what.number,
                    what.kind.code(),
                    Span::listed(&what.codes),
                    limited_by,
                    most,
                    what.from,
                    what.until,
                    &what.note,
                ))
            })
            .map(AuthorizationId::new)
            .doing("write an authorization in")
    }

    /// Writes anew what a payer allowed; says whether it is there. Its patient stays.
    ///
    /// # Errors
    /// As [`Tx::add_authorization`].
    pub fn change_authorization(
        &self,
        id: AuthorizationId,
        what: &NewAuthorization,
    ) -> Result<bool, StoreError> {
        let (limited_by, most) = limit_columns(what.limit);
        self.0
            .prepare_cached(
                "UPDATE authorization SET policy_id = ?2, number = ?3, kind = ?4, codes = ?5, limited_by = ?6, \
                 most = ?7, from_on = ?8, until_on = ?9, note = ?10 WHERE id = ?1",
            )
            .and_then(|mut update| {
                update.execute((
                    id,
                    what.policy,
                    &what.number,
                    what.kind.code(),
                    Span::listed(&what.codes),
                    limited_by,
                    most,
                    what.from,
                    what.until,
                    &what.note,
                ))
            })
            .map(|rows| rows > 0)
            .doing("change an authorization")
    }

    /// Ends an authorization on a day, or takes that back; says whether it is there.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be written.
    pub fn end_authorization(
        &self,
        id: AuthorizationId,
        on: Option<NaiveDate>,
    ) -> Result<bool, StoreError> {
        self.0
            .prepare_cached("UPDATE authorization SET ended_on = ?2 WHERE id = ?1")
            .and_then(|mut update| update.execute((id, on)))
            .map(|rows| rows > 0)
            .doing("end an authorization")
    }

    /// Finds the authorization of a policy with that number.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn authorization_numbered(
        &self,
        policy: PolicyId,
        number: &str,
    ) -> Result<Option<AuthorizationId>, StoreError> {
        self.0
            .prepare_cached(
                "SELECT id FROM authorization WHERE policy_id = ?1 AND number = ?2 COLLATE NOCASE",
            )
            .and_then(|mut select| {
                select
                    .query_row((policy, number), |row| row.get("id"))
                    .optional()
            })
            .doing("look for an authorization by its number")
    }
}

/// What is counted, and how much of it is allowed.
fn limit_columns(limit: Option<Limit>) -> (&'static str, i64) {
    match limit {
        None => ("", 0),
        Some(Limit::Visits(most)) => ("visits", most.into()),
        Some(Limit::Units(most)) => ("units", most.into()),
        Some(Limit::Money(most)) => ("money", most.cents()),
    }
}

/// Reads a row, of which nothing is used yet.
fn authorization(row: &Row<'_>) -> rusqlite::Result<Authorization> {
    let wrong = |column: &str| {
        let at = row.as_ref().column_index(column).unwrap_or_default();
        rusqlite::Error::InvalidColumnType(at, column.to_owned(), Type::Text)
    };
    let (kind, codes, limited_by): (String, String, String) =
        (row.get("kind")?, row.get("codes")?, row.get("limited_by")?);
    let limit = match limited_by.as_str() {
        "" => None,
        "visits" => Some(Limit::Visits(count(row, "most")?)),
        "units" => Some(Limit::Units(count(row, "most")?)),
        "money" => Some(Limit::Money(row.get("most")?)),
        _ => return Err(wrong("limited_by")),
    };
    Ok(Authorization {
        id: row.get("id")?,
        what: NewAuthorization {
            patient: row.get("patient_id")?,
            policy: row.get("policy_id")?,
            number: row.get("number")?,
            kind: Kind::from_code(&kind).ok_or_else(|| wrong("kind"))?,
            codes: Span::list(&codes).map_err(|_| wrong("codes"))?,
            limit,
            from: row.get("from_on")?,
            until: row.get("until_on")?,
            note: row.get("note")?,
        },
        used: Used::default(),
        ended_on: row.get("ended_on")?,
    })
}
