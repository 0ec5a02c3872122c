//! Patients in lists: each list is one read with balances and today's payer, and finding takes a few, however many
//! patients there are.

use std::collections::HashMap;

use chrono::NaiveDate;
use rusqlite::{Connection, Params, Row};

use crate::domain::code::MemberId;
use crate::domain::find::{Query, alike, given_names_alike};
use crate::domain::id::{GuarantorId, PatientId};
use crate::domain::patient::PatientRow;
use crate::domain::person::Name;
use crate::store::both::{Readable, reads};
use crate::store::error::{Doing, StoreError};
use crate::store::person::{given, name};
use crate::store::value::{bound, end_of, like};

/// What every list selects of the patients `p` that `$which` tells; `?1` is today.
macro_rules! listed {
    ($which:literal, $order:literal) => {
        concat!(
            "SELECT p.id, p.guarantor_id, p.last_name, p.first_name, p.middle_name, p.suffix, p.born_on, p.phone, \
             COALESCE(b.insurance_owes_cents, 0) AS insurance_owes_cents, \
             COALESCE(b.patient_owes_cents, 0) AS patient_owes_cents, \
             COALESCE((SELECT y.name FROM policy AS c JOIN payer AS y ON y.id = c.payer_id \
               WHERE c.patient_id = p.id AND c.effective_on <= ?1 AND (c.ends_on IS NULL OR c.ends_on >= ?1) \
               ORDER BY c.rank LIMIT 1), '') AS payer \
             FROM patient AS p LEFT JOIN patient_balance AS b ON b.patient_id = p.id WHERE ",
            $which,
            " ORDER BY ",
            $order
        )
    };
}

/// The order of names, which the index of patients has too.
macro_rules! by_name {
    ($which:literal) => {
        listed!(
            $which,
            "p.last_name COLLATE NOCASE, p.first_name COLLATE NOCASE, p.id"
        )
    };
}

/// How many patients with a part of the query in them are looked at before the first of them by name are shown.
const LOOKED_AT: usize = 200;

reads! {
    /// Lists patients by name, from a place in that order on.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn patients_page(
        &self,
        offset: usize,
        limit: usize,
        today: NaiveDate,
    ) -> Result<Vec<PatientRow>, StoreError> {
        const SQL: &str = by_name!(
            "p.id IN (SELECT id FROM patient \
             ORDER BY last_name COLLATE NOCASE, first_name COLLATE NOCASE, id LIMIT ?2 OFFSET ?3)"
        );
        list(self.sql(), SQL, (today, bound(limit), bound(offset)))
    }

    /// Lists the patients for whom a guarantor pays, eldest first.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn family(
        &self,
        guarantor: GuarantorId,
        today: NaiveDate,
    ) -> Result<Vec<PatientRow>, StoreError> {
        const SQL: &str = listed!("p.guarantor_id = ?2", "p.born_on, p.id");
        list(self.sql(), SQL, (today, guarantor))
    }

    /// Finds patients: those whose names start as typed, then those who have every word typed in a name, their
    /// birthday, phone, chart number or a member id.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn find_patients(
        &self,
        query: &Query,
        limit: usize,
        today: NaiveDate,
    ) -> Result<Vec<PatientRow>, StoreError> {
        if query.is_empty() {
            return self.patients_page(0, limit, today);
        }
        let mut found: Vec<PatientId> = query.chart().into_iter().collect();
        found.extend(named(self.sql(), query, limit)?);
        let mut rows = in_order(self.sql(), &found, today)?;
        if rows.len() < limit {
            let ids = having(self.sql(), query)?;
            let more = rows_of(self.sql(), &ids, today)?;
            rows.extend(more.into_iter().filter(|row| !found.contains(&row.id)));
        }
        rows.truncate(limit);
        Ok(rows)
    }

    /// Lists patients who are likely the person of that name, birthday and member id: same birthday and names alike,
    /// or same member id and given names alike.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn likely_duplicates(
        &self,
        name: &Name,
        born_on: NaiveDate,
        member: Option<&MemberId>,
        today: NaiveDate,
    ) -> Result<Vec<PatientRow>, StoreError> {
        const SQL: &str = by_name!(
            "p.id IN (SELECT id FROM patient WHERE born_on = ?2 \
             UNION SELECT patient_id FROM policy WHERE member_id = ?3)"
        );
        let rows = list(self.sql(), SQL, (today, born_on, member.map(MemberId::as_str)))?;
        let is_likely = |row: &PatientRow| {
            if row.born_on == born_on {
                alike(&row.name, name)
            } else {
                given_names_alike(&row.name, name)
            }
        };
        Ok(rows.into_iter().filter(is_likely).collect())
    }
}

/// The patients whose family name starts with the first word, and whose given name with the second, in either order.
fn named(
    connection: &Connection,
    query: &Query,
    limit: usize,
) -> Result<Vec<PatientId>, StoreError> {
    let mut found = match query.words() {
        [last] => starting(connection, last, "", limit)?,
        [one, other] => {
            let mut found = starting(connection, one, other, limit)?;
            found.extend(starting(connection, other, one, limit)?);
            found
        }
        _ => Vec::new(),
    };
    found.truncate(limit);
    Ok(found)
}

fn starting(
    connection: &Connection,
    last: &str,
    first: &str,
    limit: usize,
) -> Result<Vec<PatientId>, StoreError> {
    connection
        .prepare_cached(
            "SELECT id FROM patient WHERE last_name COLLATE NOCASE >= ?1 AND last_name COLLATE NOCASE < ?2 \
             AND first_name COLLATE NOCASE >= ?3 AND first_name COLLATE NOCASE < ?4 \
             ORDER BY last_name COLLATE NOCASE, first_name COLLATE NOCASE, id LIMIT ?5",
        )
        .and_then(|mut select| {
            let params = (
                last,
                end_of(last),
                first,
                end_of(first),
                bound(limit),
            );
            select.query_map(params, |row| row.get("id"))?.collect()
        })
        .doing("find patients by name")
}

/// The patients who have every word, the long ones anywhere and the short ones at the start of a name.
fn having(connection: &Connection, query: &Query) -> Result<Vec<PatientId>, StoreError> {
    let parts: Vec<String> = query
        .parts()
        .map(|part| format!("\"{}\"", part.replace('"', "\"\"")))
        .collect();
    if parts.is_empty() {
        return Ok(Vec::new());
    }
    let mut starts = query.starts().map(|start| format!("% {}%", like(start)));
    let mut start = || starts.next().unwrap_or_else(|| String::from("%"));
    connection
        .prepare_cached(
            "SELECT s.rowid AS id FROM patient_search AS s JOIN patient AS p ON p.id = s.rowid \
             WHERE s.words MATCH ?1 \
             AND (' ' || p.last_name || ' ' || p.first_name || ' ' || p.middle_name) LIKE ?2 ESCAPE '\\' \
             AND (' ' || p.last_name || ' ' || p.first_name || ' ' || p.middle_name) LIKE ?3 ESCAPE '\\' \
             LIMIT ?4",
        )
        .and_then(|mut select| {
            let params = (parts.join(" "), start(), start(), bound(LOOKED_AT));
            select.query_map(params, |row| row.get("id"))?.collect()
        })
        .doing("find patients by a part of their words")
}

/// The patients with those ids, by name.
fn rows_of(
    connection: &Connection,
    ids: &[PatientId],
    today: NaiveDate,
) -> Result<Vec<PatientRow>, StoreError> {
    const SQL: &str = by_name!("p.id IN (SELECT value FROM json_each(?2))");
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
    list(connection, SQL, (today, format!("[{}]", ids.join(","))))
}

/// The patients with those ids, in that order, each once.
fn in_order(
    connection: &Connection,
    ids: &[PatientId],
    today: NaiveDate,
) -> Result<Vec<PatientRow>, StoreError> {
    let mut rows: HashMap<PatientId, PatientRow> = rows_of(connection, ids, today)?
        .into_iter()
        .map(|row| (row.id, row))
        .collect();
    Ok(ids.iter().filter_map(|id| rows.remove(id)).collect())
}

fn list(
    connection: &Connection,
    sql: &str,
    params: impl Params,
) -> Result<Vec<PatientRow>, StoreError> {
    connection
        .prepare_cached(sql)
        .and_then(|mut select| select.query_map(params, row)?.collect())
        .doing("list patients")
}

fn row(row: &Row<'_>) -> rusqlite::Result<PatientRow> {
    Ok(PatientRow {
        id: row.get("id")?,
        guarantor: row.get("guarantor_id")?,
        name: name(row)?,
        born_on: row.get("born_on")?,
        phone: given(row, "phone")?,
        payer: row.get("payer")?,
        insurance_owes: row.get("insurance_owes_cents")?,
        patient_owes: row.get("patient_owes_cents")?,
    })
}
