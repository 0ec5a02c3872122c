//! Visits in the book: their notes, diagnoses and services. It must not know who is billed for them; the journal and
//! the claims stand in modules of their own.

use chrono::{DateTime, NaiveDate, Utc};
use rusqlite::types::Type;
use rusqlite::{Connection, OptionalExtension, Row};

use super::both::{Readable, reads};
use super::error::{Doing, StoreError};
use super::value::{instant, modifiers};
use super::{Store, Tx};
use crate::domain::code::{Icd10, Procedure, State, Units};
use crate::domain::id::{ChargeLineId, EntryId, GuarantorId, PatientId, UserId, VisitId};
use crate::domain::visit::{
    Accident, Cause, Details, Drug, Line, LineDetails, NewLine, NewVisit, Notes, Pointer, Visit,
    VisitRow,
};

mod details;
mod list;
#[cfg(test)]
mod tests;

pub use list::VisitsOf;

impl Tx<'_> {
    /// Writes a visit with its diagnoses; its services come by [`Tx::add_charge_lines`].
    ///
    /// # Errors
    /// [`StoreError::Refused`] when somebody or something it names is not there, or there are more than twelve
    /// diagnoses.
    pub fn add_visit(
        &self,
        visit: &NewVisit,
        guarantor: GuarantorId,
        at: DateTime<Utc>,
        by: UserId,
    ) -> Result<VisitId, StoreError> {
        let notes = &visit.notes;
        let (accident, accident_on, accident_state) = accident_columns(visit.accident);
        let id = self
            .0
            .prepare_cached(
                "INSERT INTO visit (patient_id, guarantor_id, service_on, rendering_id, referring_id, facility_id, \
                 place, reason, finding, treatment, plan, prognosis, signed_on, authorization_number, onset_on, \
                 accident, accident_on, accident_state, entered_at, entered_by, admitted_on) VALUES (?1, ?2, ?3, ?4, \
                 ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21)",
            )
            .and_then(|mut insert| {
                insert.insert(rusqlite::params![
                    visit.patient,
                    guarantor,
                    visit.service_on,
                    visit.rendering,
                    visit.referring,
                    visit.facility,
                    visit.place,
                    notes.reason,
                    notes.finding,
                    notes.treatment,
                    notes.plan,
                    notes.prognosis,
                    notes.signed_on,
                    visit.authorization,
                    visit.onset_on,
                    accident,
                    accident_on,
                    accident_state,
                    instant(at),
                    by,
                    visit.admitted_on,
                ])
            })
            .map(VisitId::new)
            .doing("write a visit")?;
        self.add_diagnoses(id, &visit.diagnoses)?;
        if !visit.details.is_empty() {
            self.put_details(id, &visit.details)?;
        }
        Ok(id)
    }

    /// Writes what a visit says anew: everything but its patient, its guarantor and its services.
    ///
    /// # Errors
    /// As [`Tx::add_visit`].
    pub fn change_visit(&self, id: VisitId, visit: &NewVisit) -> Result<(), StoreError> {
        let notes = &visit.notes;
        let (accident, accident_on, accident_state) = accident_columns(visit.accident);
        let _rows = self
            .0
            .prepare_cached(
                "UPDATE visit SET service_on = ?2, rendering_id = ?3, referring_id = ?4, facility_id = ?5, place = ?6, \
                 reason = ?7, finding = ?8, treatment = ?9, plan = ?10, prognosis = ?11, signed_on = ?12, \
                 authorization_number = ?13, onset_on = ?14, accident = ?15, accident_on = ?16, accident_state = ?17, \
                 admitted_on = ?18 WHERE id = ?1",
            )
            .and_then(|mut update| {
                update.execute(rusqlite::params![
                    id,
                    visit.service_on,
                    visit.rendering,
                    visit.referring,
                    visit.facility,
                    visit.place,
                    notes.reason,
                    notes.finding,
                    notes.treatment,
                    notes.plan,
                    notes.prognosis,
                    notes.signed_on,
                    visit.authorization,
                    visit.onset_on,
                    accident,
                    accident_on,
                    accident_state,
                    visit.admitted_on,
                ])
            })
            .doing("correct a visit")?;
        self.put_details(id, &visit.details)?;
        self.change_diagnoses(id, &visit.diagnoses)
    }

    /// Writes a visit's diagnoses anew.
    ///
    /// # Errors
    /// [`StoreError::Refused`] when there are more than twelve.
    pub fn change_diagnoses(&self, id: VisitId, diagnoses: &[Icd10]) -> Result<(), StoreError> {
        let _rows = self
            .0
            .prepare_cached("DELETE FROM visit_diagnosis WHERE visit_id = ?1")
            .and_then(|mut delete| delete.execute([id]))
            .doing("take out the diagnoses of a visit")?;
        self.add_diagnoses(id, diagnoses)
    }

    fn add_diagnoses(&self, id: VisitId, diagnoses: &[Icd10]) -> Result<(), StoreError> {
        const TASK: &str = "write the diagnoses of a visit";
        let mut insert = self
            .0
            .prepare_cached(
                "INSERT INTO visit_diagnosis (visit_id, place, code) VALUES (?1, ?2, ?3)",
            )
            .doing(TASK)?;
        for (place, code) in (1_i64..).zip(diagnoses) {
            let _rows = insert.execute((id, place, code)).doing(TASK)?;
        }
        Ok(())
    }

    /// Enters the day on which the documentation of a visit was signed.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be written.
    pub fn sign_visit(&self, id: VisitId, on: NaiveDate) -> Result<(), StoreError> {
        let _rows = self
            .0
            .prepare_cached("UPDATE visit SET signed_on = ?2 WHERE id = ?1")
            .and_then(|mut update| update.execute((id, on)))
            .doing("sign a visit")?;
        Ok(())
    }

    /// Writes services of a visit after those it has, each with its place on the guarantor's card, and gives their
    /// ids in order. What they cost is not owed by anybody until it is charged in the journal.
    ///
    /// # Errors
    /// [`StoreError::Refused`] when the visit is not there.
    pub fn add_charge_lines(
        &self,
        visit: VisitId,
        lines: &[NewLine],
    ) -> Result<Vec<ChargeLineId>, StoreError> {
        const TASK: &str = "write a charged service";
        let mut insert = self
            .0
            .prepare_cached(
                "INSERT INTO charge_line (visit_id, place, code, modifiers, pointers, units_thousandths, charge_cents, \
                 description, ndc, drug_thousandths, drug_unit) \
                 SELECT ?1, COALESCE(MAX(place), 0) + 1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10 FROM charge_line \
                 WHERE visit_id = ?1",
            )
            .doing(TASK)?;
        let mut open = self
            .0
            .prepare_cached(
                "INSERT INTO line_balance (guarantor_id, charge_line_id, patient_id, visit_id, service_on, code, \
                 modifiers, description) \
                 SELECT v.guarantor_id, c.id, v.patient_id, v.id, v.service_on, c.code, c.modifiers, c.description \
                 FROM charge_line AS c JOIN visit AS v ON v.id = c.visit_id WHERE c.id = ?1",
            )
            .doing(TASK)?;
        lines
            .iter()
            .map(|line| {
                let modifiers: String = line.modifiers.iter().map(AsRef::as_ref).collect();
                let pointers: String = line.pointers.iter().map(|p| p.letter()).collect();
                let id = insert
                    .insert((
                        visit,
                        line.code,
                        modifiers,
                        pointers,
                        line.units.thousandths(),
                        line.charge,
                        line.description.as_str(),
                        line.drug.map(|drug| drug.ndc),
                        line.drug.map(|drug| drug.quantity.thousandths()),
                        line.drug.map(|drug| drug.unit),
                    ))
                    .map(ChargeLineId::new)
                    .doing(TASK)?;
                let _rows = open.execute([id]).doing(TASK)?;
                self.add_line_details(id, &line.details)?;
                Ok(id)
            })
            .collect()
    }

    /// Marks a service as taken back. The journal takes its charge back.
    ///
    /// # Errors
    /// [`StoreError::Refused`] when it was taken back before.
    pub fn void_charge_line(
        &self,
        line: ChargeLineId,
        at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let _rows = self
            .0
            .prepare_cached("UPDATE charge_line SET voided_at = ?2 WHERE id = ?1")
            .and_then(|mut update| update.execute((line, instant(at))))
            .doing("take back a service")?;
        Ok(())
    }
}

reads! {
    /// Reads a visit.
    ///
    /// # Errors
    /// [`StoreError::BadRow`] when it breaks a rule.
    pub fn find_visit(&self, id: VisitId) -> Result<Option<Visit>, StoreError> {
        find(self.sql(), id)
    }

    /// Lists the entries that charge a visit and stand, the oldest first.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn charges_of_visit(&self, id: VisitId) -> Result<Vec<EntryId>, StoreError> {
        self.sql()
            .prepare_cached(
                "SELECT e.id FROM entry AS e WHERE e.source = 'visit' AND e.source_id = ?1 AND e.kind = 'charge' \
                 AND NOT EXISTS (SELECT 1 FROM entry AS r WHERE r.reverses = e.id) ORDER BY e.id",
            )
            .and_then(|mut select| select.query_map([id], |row| row.get("id"))?.collect())
            .doing("list the charges of a visit")
    }
}

impl Store {
    /// Finds a patient's newest visit, by day of service.
    ///
    /// # Errors
    /// [`StoreError::BadRow`] when it breaks a rule.
    pub fn last_visit(&self, patient: PatientId) -> Result<Option<Visit>, StoreError> {
        let id = self
            .connection
            .prepare_cached(
                "SELECT id FROM visit WHERE patient_id = ?1 AND rendering_id IS NOT NULL \
                 ORDER BY service_on DESC, id DESC LIMIT 1",
            )
            .and_then(|mut select| select.query_row([patient], |row| row.get("id")).optional())
            .doing("look for a patient's last visit")?;
        id.map_or(Ok(None), |id| self.find_visit(id))
    }

    /// Lists visits, the newest day first.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn visits(
        &self,
        which: VisitsOf,
        limit: usize,
        offset: usize,
    ) -> Result<Vec<VisitRow>, StoreError> {
        list::visits(&self.connection, which, limit, offset)
    }
}

/// The three columns of an accident.
fn accident_columns(accident: Option<Accident>) -> (&'static str, Option<NaiveDate>, &'static str) {
    let Some(Accident { cause, on }) = accident else {
        return ("", None, "");
    };
    match cause {
        Cause::Auto(state) => ("auto", Some(on), state.as_str()),
        Cause::Employment => ("employment", Some(on), ""),
        Cause::Other => ("other", Some(on), ""),
    }
}

/// Puts an accident together from its columns; an error when they do not fit together.
fn accident(cause: &str, on: Option<NaiveDate>, state: &str) -> Result<Option<Accident>, ()> {
    let cause = match (cause, state) {
        ("", "") if on.is_none() => return Ok(None),
        ("auto", state) => Cause::Auto(state.parse::<State>().map_err(drop)?),
        ("employment", "") => Cause::Employment,
        ("other", "") => Cause::Other,
        _ => return Err(()),
    };
    Ok(Some(Accident {
        cause,
        on: on.ok_or(())?,
    }))
}

/// Reads a visit with its diagnoses and all its services.
pub(in crate::store) fn find(
    connection: &Connection,
    id: VisitId,
) -> Result<Option<Visit>, StoreError> {
    let head = connection
        .prepare_cached(
            "SELECT id, patient_id, guarantor_id, service_on, rendering_id, referring_id, facility_id, place, reason, \
             finding, treatment, plan, prognosis, signed_on, authorization_number, onset_on, accident, accident_on, \
             accident_state, admitted_on FROM visit WHERE id = ?1 AND rendering_id IS NOT NULL",
        )
        .and_then(|mut select| select.query_row([id], head).optional())
        .doing("read a visit")?;
    let Some((visit, accident)) = head else {
        return Ok(None);
    };
    let accident = accident.map_err(|()| StoreError::BadRow {
        table: "visit",
        row: id.get(),
        reason: "what it says of an accident does not fit together".to_owned(),
    })?;
    Ok(Some(Visit {
        accident,
        details: details::of_visit(connection, id)?,
        diagnoses: diagnoses(connection, id)?,
        lines: lines(connection, id)?,
        ..visit
    }))
}

/// A visit still without its diagnoses and services, and its accident for the caller to judge.
fn head(row: &Row<'_>) -> rusqlite::Result<(Visit, Result<Option<Accident>, ()>)> {
    let visit = Visit {
        id: row.get("id")?,
        patient: row.get("patient_id")?,
        guarantor: row.get("guarantor_id")?,
        service_on: row.get("service_on")?,
        rendering: row.get("rendering_id")?,
        referring: row.get("referring_id")?,
        facility: row.get("facility_id")?,
        place: row.get("place")?,
        notes: Notes {
            reason: row.get("reason")?,
            finding: row.get("finding")?,
            treatment: row.get("treatment")?,
            plan: row.get("plan")?,
            prognosis: row.get("prognosis")?,
            signed_on: row.get("signed_on")?,
        },
        authorization: row.get("authorization_number")?,
        onset_on: row.get("onset_on")?,
        admitted_on: row.get("admitted_on")?,
        accident: None,
        details: Details::default(),
        diagnoses: Vec::new(),
        lines: Vec::new(),
    };
    let (cause, state): (String, String) = (row.get("accident")?, row.get("accident_state")?);
    Ok((visit, accident(&cause, row.get("accident_on")?, &state)))
}

fn diagnoses(connection: &Connection, visit: VisitId) -> Result<Vec<Icd10>, StoreError> {
    connection
        .prepare_cached("SELECT code FROM visit_diagnosis WHERE visit_id = ?1 ORDER BY place")
        .and_then(|mut select| {
            select
                .query_map([visit], |row| row.get("code"))?
                .collect::<Result<Vec<_>, _>>()
        })
        .doing("read the diagnoses of a visit")
}

fn lines(connection: &Connection, visit: VisitId) -> Result<Vec<Line>, StoreError> {
    let mut lines = connection
        .prepare_cached(
            "SELECT id, place, code, modifiers, pointers, units_thousandths, charge_cents, description, ndc, \
             drug_thousandths, drug_unit, voided_at IS NOT NULL AS is_voided FROM charge_line WHERE visit_id = ?1 ORDER BY place",
        )
        .and_then(|mut select| {
            select
                .query_map([visit], line)?
                .collect::<Result<Vec<_>, _>>()
        })
        .doing("read the services of a visit")?;
    let mut said = details::of_lines(connection, visit)?;
    for line in &mut lines {
        line.what.details = said.remove(&line.id).unwrap_or_default();
    }
    Ok(lines)
}

/// Reads a service from the columns of `charge_line`, without what a claim says more of it.
pub(in crate::store) fn line(row: &Row<'_>) -> rusqlite::Result<Line> {
    let column = |name| row.as_ref().column_index(name);
    let code: Procedure = row.get("code")?;
    Ok(Line {
        id: row.get("id")?,
        place: row.get("place")?,
        what: NewLine {
            code,
            modifiers: modifiers(row, column("modifiers")?)?,
            pointers: pointers(row, column("pointers")?)?,
            units: units(row, column("units_thousandths")?)?,
            charge: row.get("charge_cents")?,
            description: row.get("description")?,
            drug: drug(row, column("drug_thousandths")?)?,
            details: LineDetails::default(),
        },
        is_voided: row.get("is_voided")?,
    })
}

/// The drug of a service; none where none is named.
fn drug(row: &Row<'_>, quantity: usize) -> rusqlite::Result<Option<Drug>> {
    let Some(ndc) = row.get("ndc")? else {
        return Ok(None);
    };
    Ok(Some(Drug {
        ndc,
        quantity: units(row, quantity)?,
        unit: row.get("drug_unit")?,
    }))
}

fn pointers(row: &Row<'_>, at: usize) -> rusqlite::Result<Vec<Pointer>> {
    let wrong = || rusqlite::Error::InvalidColumnType(at, "pointers".to_owned(), Type::Text);
    row.get_ref(at)?
        .as_str()?
        .chars()
        .map(|letter| Pointer::from_letter(letter).ok_or_else(wrong))
        .collect()
}

fn units(row: &Row<'_>, at: usize) -> rusqlite::Result<Units> {
    let thousandths: i64 = row.get(at)?;
    u32::try_from(thousandths)
        .ok()
        .and_then(|thousandths| Units::from_thousandths(thousandths).ok())
        .ok_or(rusqlite::Error::IntegralValueOutOfRange(at, thousandths))
}
