//! Who pays the patients' part. It must not know what they owe.

use chrono::NaiveDate;
use rusqlite::{OptionalExtension, Row};

use super::Tx;
use super::both::{Readable, reads};
use super::error::{Doing, StoreError};
use super::person::{contact, text};
use crate::domain::id::{GuarantorId, PatientId};
use crate::domain::patient::{Contact, Guarantor};

reads! {
    /// Reads a guarantor.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn guarantor(&self, id: GuarantorId) -> Result<Option<Guarantor>, StoreError> {
        self.sql()
            .prepare_cached("SELECT * FROM guarantor WHERE id = ?1")
            .and_then(|mut select| select.query_row([id], guarantor).optional())
            .doing("read a guarantor")
    }

    /// Looks for the guarantor that a patient is.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn guarantor_who_is(&self, patient: PatientId) -> Result<Option<GuarantorId>, StoreError> {
        self.sql()
            .prepare_cached("SELECT id FROM guarantor WHERE patient_id = ?1")
            .and_then(|mut select| select.query_row([patient], |row| row.get("id")).optional())
            .doing("look for a guarantor")
    }
}

impl Tx<'_> {
    /// Writes a guarantor in, who is that patient or nobody who is one.
    ///
    /// # Errors
    /// [`StoreError::Refused`] when that patient is a guarantor already.
    pub fn add_guarantor(
        &self,
        contact: &Contact,
        patient: Option<PatientId>,
    ) -> Result<GuarantorId, StoreError> {
        self.0
            .prepare_cached(
                "INSERT INTO guarantor (patient_id, last_name, first_name, middle_name, suffix, street, street2, city, \
                 state, zip, phone, email) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
            )
            .and_then(|mut insert| {
                insert.insert(rusqlite::params![
                    patient,
                    contact.name.last,
                    contact.name.first,
                    contact.name.middle,
                    contact.name.suffix,
                    contact.address.street,
                    contact.address.street2,
                    contact.address.city,
                    contact.address.state,
                    contact.address.zip,
                    text(contact.phone.as_ref()),
                    text(contact.email.as_ref()),
                ])
            })
            .map(GuarantorId::new)
            .doing("write a guarantor in")
    }

    /// Says which patient a guarantor is.
    ///
    /// # Errors
    /// [`StoreError::Refused`] when that patient is a guarantor already.
    pub fn name_guarantor(&self, id: GuarantorId, patient: PatientId) -> Result<(), StoreError> {
        let _rows = self
            .0
            .prepare_cached("UPDATE guarantor SET patient_id = ?2 WHERE id = ?1")
            .and_then(|mut update| update.execute((id, patient)))
            .doing("say who a guarantor is")?;
        Ok(())
    }

    /// Writes anew who a guarantor is and where statements go; mail that came back says nothing of a new address. Gives
    /// whether there is such a guarantor.
    ///
    /// # Errors
    /// [`StoreError`] when the book does not take it.
    pub fn change_guarantor(&self, id: GuarantorId, contact: &Contact) -> Result<bool, StoreError> {
        self.0
            .prepare_cached(
                "UPDATE guarantor SET last_name = ?2, first_name = ?3, middle_name = ?4, suffix = ?5, \
                 mail_returned_on = CASE WHEN (street, street2, city, state, zip) = (?6, ?7, ?8, ?9, ?10) \
                   THEN mail_returned_on END, street = ?6, \
                 street2 = ?7, city = ?8, state = ?9, zip = ?10, phone = ?11, email = ?12 WHERE id = ?1",
            )
            .and_then(|mut update| {
                update.execute(rusqlite::params![
                    id,
                    contact.name.last,
                    contact.name.first,
                    contact.name.middle,
                    contact.name.suffix,
                    contact.address.street,
                    contact.address.street2,
                    contact.address.city,
                    contact.address.state,
                    contact.address.zip,
                    text(contact.phone.as_ref()),
                    text(contact.email.as_ref()),
                ])
            })
            .map(|rows| rows > 0)
            .doing("change a guarantor")
    }

    /// Holds a guarantor's statements back, and why; or lets them go again. Gives whether there is such a guarantor.
    ///
    /// # Errors
    /// [`StoreError`] when the book does not take it.
    pub fn hold_statements(&self, id: GuarantorId, why: Option<&str>) -> Result<bool, StoreError> {
        self.0
            .prepare_cached(
                "UPDATE guarantor SET hold_statements = ?2, hold_reason = ?3 WHERE id = ?1",
            )
            .and_then(|mut update| update.execute((id, why.is_some(), why.unwrap_or_default())))
            .map(|rows| rows > 0)
            .doing("hold statements")
    }

    /// Keeps the day mail came back from a guarantor's address, or that it arrives. Gives whether there is such a
    /// guarantor.
    ///
    /// # Errors
    /// [`StoreError`] when the book does not take it.
    pub fn mail_returned(
        &self,
        id: GuarantorId,
        on: Option<NaiveDate>,
    ) -> Result<bool, StoreError> {
        self.0
            .prepare_cached("UPDATE guarantor SET mail_returned_on = ?2 WHERE id = ?1")
            .and_then(|mut update| update.execute((id, on)))
            .map(|rows| rows > 0)
            .doing("keep that mail came back")
    }
}

fn guarantor(row: &Row<'_>) -> rusqlite::Result<Guarantor> {
    let is_held: bool = row.get("hold_statements")?;
    Ok(Guarantor {
        id: row.get("id")?,
        contact: contact(row)?,
        patient: row.get("patient_id")?,
        held: if is_held {
            Some(row.get("hold_reason")?)
        } else {
            None
        },
        returned_on: row.get("mail_returned_on")?,
    })
}
