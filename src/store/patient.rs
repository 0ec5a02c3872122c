//! Patients: what the desk wrote in, and the words by which they are found. It must not know visits or money, but for
//! the balances a list shows.

use chrono::{DateTime, NaiveDate, Utc};
use rusqlite::{OptionalExtension, Row};

use super::Tx;
use super::both::{Readable, reads};
use super::error::{Doing, StoreError};
use super::person::{contact, given, name, text};
use super::value::instant;
use crate::domain::code::{MemberId, Relation};
use crate::domain::find;
use crate::domain::id::{GuarantorId, PatientId};
use crate::domain::patient::{Contact, NewPatient, Patient};

mod figures;
mod list;
#[cfg(test)]
mod tests;

reads! {
    /// Reads a patient.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn patient(&self, id: PatientId) -> Result<Option<Patient>, StoreError> {
        self.sql()
            .prepare_cached("SELECT * FROM patient WHERE id = ?1")
            .and_then(|mut select| select.query_row([id], patient).optional())
            .doing("read a patient")
    }

    /// Counts the patients.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn patient_count(&self) -> Result<usize, StoreError> {
        self.sql()
            .prepare_cached("SELECT COUNT(*) AS patients FROM patient")
            .and_then(|mut select| {
                select.query_row([], |row| super::value::count(row, "patients"))
            })
            .doing("count the patients")
    }
}

impl Tx<'_> {
    /// Writes a patient in, with the words by which they are found.
    ///
    /// # Errors
    /// [`StoreError::Refused`] when the guarantor is not there.
    pub fn add_patient(
        &self,
        patient: &NewPatient,
        guarantor: GuarantorId,
        relation: Relation,
        at: DateTime<Utc>,
    ) -> Result<PatientId, StoreError> {
        let Contact {
            name,
            address,
            phone,
            email,
        } = &patient.contact;
        let id = self
            .0
            .prepare_cached(
                "INSERT INTO patient (guarantor_id, guarantor_relation, last_name, first_name, middle_name, suffix, \
                 born_on, sex, street, street2, city, state, zip, phone, email, reason, note, died_on, registered_at) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19)",
            )
            .and_then(|mut insert| {
                insert.insert(rusqlite::params![
                    guarantor,
                    relation,
                    name.last,
                    name.first,
                    name.middle,
                    name.suffix,
                    patient.born_on,
                    patient.sex,
                    address.street,
                    address.street2,
                    address.city,
                    address.state,
                    address.zip,
                    text(phone.as_ref()),
                    text(email.as_ref()),
                    patient.reason,
                    patient.note,
                    patient.died_on,
                    instant(at),
                ])
            })
            .map(PatientId::new)
            .doing("write a patient in")?;
        self.keep_findable(id)?;
        Ok(id)
    }

    /// Writes a patient anew. Gives whether there is such a patient.
    ///
    /// # Errors
    /// As [`Tx::add_patient`].
    pub fn change_patient(
        &self,
        id: PatientId,
        patient: &NewPatient,
        guarantor: GuarantorId,
        relation: Relation,
    ) -> Result<bool, StoreError> {
        let rows = self
            .0
            .prepare_cached(
                "UPDATE patient SET guarantor_id = ?2, guarantor_relation = ?3, born_on = ?4, sex = ?5, reason = ?6, \
                 note = ?7, died_on = ?8 WHERE id = ?1",
            )
            .and_then(|mut update| {
                update.execute(rusqlite::params![
                    id,
                    guarantor,
                    relation,
                    patient.born_on,
                    patient.sex,
                    patient.reason,
                    patient.note,
                    patient.died_on,
                ])
            })
            .doing("change a patient")?;
        self.change_contact(id, &patient.contact)?;
        Ok(rows > 0)
    }

    /// Writes anew who a patient is and where to reach them.
    ///
    /// # Errors
    /// [`StoreError`] when the book does not take it.
    pub fn change_contact(&self, id: PatientId, contact: &Contact) -> Result<(), StoreError> {
        let Contact {
            name,
            address,
            phone,
            email,
        } = contact;
        let _rows = self
            .0
            .prepare_cached(
                "UPDATE patient SET last_name = ?2, first_name = ?3, middle_name = ?4, suffix = ?5, street = ?6, \
                 street2 = ?7, city = ?8, state = ?9, zip = ?10, phone = ?11, email = ?12 WHERE id = ?1",
            )
            .and_then(|mut update| {
                update.execute(rusqlite::params![
                    id,
                    name.last,
                    name.first,
                    name.middle,
                    name.suffix,
                    address.street,
                    address.street2,
                    address.city,
                    address.state,
                    address.zip,
                    text(phone.as_ref()),
                    text(email.as_ref()),
                ])
            })
            .doing("change where to reach a patient")?;
        self.keep_findable(id)
    }

    /// Writes anew the words by which a patient is found. Every change of name, birthday, phone or member id ends here.
    ///
    /// # Errors
    /// [`StoreError`] when the book does not take it.
    pub(in crate::store) fn keep_findable(&self, id: PatientId) -> Result<(), StoreError> {
        const TASK: &str = "keep a patient findable";
        let members: Vec<MemberId> = self
            .0
            .prepare_cached("SELECT member_id FROM policy WHERE patient_id = ?1 GROUP BY member_id ORDER BY MIN(id)")
            .and_then(|mut select| {
                select
                    .query_map([id], |row| row.get("member_id"))?
                    .collect()
            })
            .doing(TASK)?;
        let words = self
            .0
            .prepare_cached(
                "SELECT last_name, first_name, middle_name, suffix, born_on, phone FROM patient WHERE id = ?1",
            )
            .and_then(|mut select| {
                select
                    .query_row([id], |row| {
                        let (name, born_on) = (name(row)?, row.get::<_, NaiveDate>("born_on")?);
                        let phone = given(row, "phone")?;
                        Ok(find::patient_words(id, &name, born_on, phone, &members))
                    })
                    .optional()
            })
            .doing(TASK)?;
        let _rows = self
            .0
            .prepare_cached("DELETE FROM patient_search WHERE rowid = ?1")
            .and_then(|mut delete| delete.execute([id]))
            .doing(TASK)?;
        if let Some(words) = words {
            let _rows = self
                .0
                .prepare_cached("INSERT INTO patient_search (rowid, words) VALUES (?1, ?2)")
                .and_then(|mut insert| insert.execute((id, words)))
                .doing(TASK)?;
        }
        Ok(())
    }
}

fn patient(row: &Row<'_>) -> rusqlite::Result<Patient> {
    Ok(Patient {
        id: row.get("id")?,
        contact: contact(row)?,
        born_on: row.get("born_on")?,
        sex: row.get("sex")?,
        guarantor: row.get("guarantor_id")?,
        guarantor_relation: row.get("guarantor_relation")?,
        reason: row.get("reason")?,
        note: row.get("note")?,
        died_on: row.get("died_on")?,
    })
}
