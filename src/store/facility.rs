//! Places of service other than the practice's own address. It must not know the visits there.

use rusqlite::{OptionalExtension, Row};

use super::Tx;
use super::both::{Readable, reads};
use super::error::{Doing, StoreError};
use super::person::{address, given, text};
use crate::domain::id::FacilityId;
use crate::domain::practice::{Facility, NewFacility};

reads! {
    /// Reads a place of service.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn facility(&self, id: FacilityId) -> Result<Option<Facility>, StoreError> {
        self.sql()
            .prepare_cached("SELECT * FROM facility WHERE id = ?1")
            .and_then(|mut select| select.query_row([id], facility).optional())
            .doing("read a place of service")
    }

    /// Lists places of service by name, those that lists no longer offer at the end.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn facilities(&self) -> Result<Vec<Facility>, StoreError> {
        self.sql()
            .prepare_cached("SELECT * FROM facility ORDER BY is_active DESC, name COLLATE NOCASE, id")
            .and_then(|mut select| select.query_map([], facility)?.collect())
            .doing("list places of service")
    }
}

impl Tx<'_> {
    /// Writes a place of service in.
    ///
    /// # Errors
    /// [`StoreError`] when the book does not take it.
    pub fn add_facility(&self, what: &NewFacility) -> Result<FacilityId, StoreError> {
        self.0
            .prepare_cached(
                "INSERT INTO facility (name, npi, place, street, street2, city, state, zip, clia) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
            )
            .and_then(|mut insert| {
                insert.insert(rusqlite::params![
                    what.name,
                    text(what.npi.as_ref()),
                    what.place,
                    what.address.street,
                    what.address.street2,
                    what.address.city,
                    what.address.state,
                    what.address.zip,
                    text(what.clia.as_ref()),
                ])
            })
            .map(FacilityId::new)
            .doing("write a place of service in")
    }

    /// Writes a place of service anew, and whether lists offer it. Gives whether there is such a place.
    ///
    /// # Errors
    /// [`StoreError`] when the book does not take it.
    pub fn change_facility(
        &self,
        id: FacilityId,
        what: &NewFacility,
        is_active: bool,
    ) -> Result<bool, StoreError> {
        self.0
            .prepare_cached(
                "UPDATE facility SET name = ?2, npi = ?3, place = ?4, street = ?5, street2 = ?6, city = ?7, state = ?8, \
                 zip = ?9, is_active = ?10, clia = ?11 WHERE id = ?1",
            )
            .and_then(|mut update| {
                update.execute(rusqlite::params![
                    id,
                    what.name,
                    text(what.npi.as_ref()),
                    what.place,
                    what.address.street,
                    what.address.street2,
                    what.address.city,
                    what.address.state,
                    what.address.zip,
                    is_active,
                    text(what.clia.as_ref()),
                ])
            })
            .map(|rows| rows > 0)
            .doing("change a place of service")
    }
}

fn facility(row: &Row<'_>) -> rusqlite::Result<Facility> {
    Ok(Facility {
        id: row.get("id")?,
        what: NewFacility {
            name: row.get("name")?,
            npi: given(row, "npi")?,
            clia: given(row, "clia")?,
            place: row.get("place")?,
            address: address(row)?,
        },
        is_active: row.get("is_active")?,
    })
}
