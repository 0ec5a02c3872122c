//! Clinicians. It must not know their visits.

use rusqlite::types::Type;
use rusqlite::{OptionalExtension, Row};

use super::Tx;
use super::both::{Readable, reads};
use super::error::{Doing, StoreError};
use super::person::{given, name, text};
use crate::domain::code::Npi;
use crate::domain::id::ProviderId;
use crate::domain::practice::{Duty, NewProvider, Provider};

reads! {
    /// Reads a clinician.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn provider(&self, id: ProviderId) -> Result<Option<Provider>, StoreError> {
        self.sql()
            .prepare_cached("SELECT * FROM provider WHERE id = ?1")
            .and_then(|mut select| select.query_row([id], provider).optional())
            .doing("read a clinician")
    }

    /// Looks for the clinician who has an NPI.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn provider_with(&self, npi: Npi) -> Result<Option<Provider>, StoreError> {
        self.sql()
            .prepare_cached("SELECT * FROM provider WHERE npi = ?1")
            .and_then(|mut select| select.query_row([npi], provider).optional())
            .doing("look for a clinician")
    }

    /// Lists clinicians by name, those that lists no longer offer at the end.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn providers(&self) -> Result<Vec<Provider>, StoreError> {
        self.sql()
            .prepare_cached(
                "SELECT * FROM provider \
                 ORDER BY is_active DESC, last_name COLLATE NOCASE, first_name COLLATE NOCASE, id",
            )
            .and_then(|mut select| select.query_map([], provider)?.collect())
            .doing("list clinicians")
    }
}

impl Tx<'_> {
    /// Writes a clinician in.
    ///
    /// # Errors
    /// [`StoreError::Refused`] when another has the same NPI.
    pub fn add_provider(&self, who: &NewProvider) -> Result<ProviderId, StoreError> {
        self.0
            .prepare_cached(
                "INSERT INTO provider (last_name, first_name, middle_name, suffix, credential, npi, taxonomy, renders, \
                 refers) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
            )
            .and_then(|mut insert| {
                insert.insert(rusqlite::params![
                    who.name.last,
                    who.name.first,
                    who.name.middle,
                    who.name.suffix,
                    who.credential,
                    who.npi,
                    text(who.taxonomy.as_ref()),
                    who.duty.renders(),
                    who.duty.refers(),
                ])
            })
            .map(ProviderId::new)
            .doing("write a clinician in")
    }

    /// Writes anew who a clinician is, and whether lists offer them. Gives whether there is such a clinician.
    ///
    /// # Errors
    /// As [`Tx::add_provider`].
    pub fn change_provider(
        &self,
        id: ProviderId,
        who: &NewProvider,
        is_active: bool,
    ) -> Result<bool, StoreError> {
        self.0
            .prepare_cached(
                "UPDATE provider SET last_name = ?2, first_name = ?3, middle_name = ?4, suffix = ?5, credential = ?6, \
                 npi = ?7, taxonomy = ?8, renders = ?9, refers = ?10, is_active = ?11 WHERE id = ?1",
            )
            .and_then(|mut update| {
                update.execute(rusqlite::params![
                    id,
                    who.name.last,
                    who.name.first,
                    who.name.middle,
                    who.name.suffix,
                    who.credential,
                    who.npi,
                    text(who.taxonomy.as_ref()),
                    who.duty.renders(),
                    who.duty.refers(),
                    is_active,
                ])
            })
            .map(|rows| rows > 0)
            .doing("change a clinician")
    }
}

fn provider(row: &Row<'_>) -> rusqlite::Result<Provider> {
    let duty = Duty::from_answers(row.get("renders")?, row.get("refers")?);
    let idle = || rusqlite::Error::InvalidColumnType(0, String::from("renders"), Type::Integer);
    Ok(Provider {
        id: row.get("id")?,
        who: NewProvider {
            name: name(row)?,
            credential: row.get("credential")?,
            npi: row.get("npi")?,
            taxonomy: given(row, "taxonomy")?,
            duty: duty.ok_or_else(idle)?,
        },
        is_active: row.get("is_active")?,
    })
}
