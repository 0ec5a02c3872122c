//! Insurance companies and programmes. It must not know policies or claims.

use rusqlite::{OptionalExtension, Row};

use super::Tx;
use super::both::{Readable, reads};
use super::error::{Doing, StoreError};
use super::person::{address, given, text};
use crate::domain::id::PayerId;
use crate::domain::person::Address;
use crate::domain::practice::{NewPayer, Payer, Windows};

reads! {
    /// Reads a payer.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn payer(&self, id: PayerId) -> Result<Option<Payer>, StoreError> {
        self.sql()
            .prepare_cached("SELECT * FROM payer WHERE id = ?1")
            .and_then(|mut select| select.query_row([id], payer).optional())
            .doing("read a payer")
    }

    /// Lists payers by name, those that lists no longer offer at the end.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn payers(&self) -> Result<Vec<Payer>, StoreError> {
        self.sql()
            .prepare_cached("SELECT * FROM payer ORDER BY is_active DESC, name COLLATE NOCASE, id")
            .and_then(|mut select| select.query_map([], payer)?.collect())
            .doing("list payers")
    }

    /// Whether there is a payer of that name, in any case, with that electronic id.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn has_payer(&self, what: &NewPayer) -> Result<bool, StoreError> {
        self.sql()
            .prepare_cached(
                "SELECT EXISTS (SELECT 1 FROM payer WHERE name = ?1 COLLATE NOCASE AND payer_id = ?2) AS found",
            )
            .and_then(|mut select| {
                select.query_row((&what.name, what.payer_id), |row| row.get("found"))
            })
            .doing("look for a payer")
    }
}

impl Tx<'_> {
    /// Writes a payer in.
    ///
    /// # Errors
    /// [`StoreError::Refused`] when its receiver is not there.
    pub fn add_payer(&self, what: &NewPayer) -> Result<PayerId, StoreError> {
        let [street, street2, city, state, zip] = parts(what.address.as_ref());
        self.0
            .prepare_cached(
                "INSERT INTO payer (name, payer_id, filing_indicator, timely_days, street, street2, city, state, zip, \
                 phone, receiver_id, member_pattern, answer_days, corrected_days, appeal_days) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
            )
            .and_then(|mut insert| {
                insert.insert(rusqlite::params![
                    what.name,
                    what.payer_id,
                    what.filing_indicator,
                    what.timely_days,
                    street,
                    street2,
                    city,
                    state,
                    zip,
                    text(what.phone.as_ref()),
                    what.receiver,
                    what.member_pattern,
                    what.answer_days,
                    what.windows.corrected_days,
                    what.windows.appeal_days,
                ])
            })
            .map(PayerId::new)
            .doing("write a payer in")
    }

    /// Writes a payer anew, and whether lists offer it. Gives whether there is such a payer.
    ///
    /// # Errors
    /// As [`Tx::add_payer`].
    pub fn change_payer(
        &self,
        id: PayerId,
        what: &NewPayer,
        is_active: bool,
    ) -> Result<bool, StoreError> {
        let [street, street2, city, state, zip] = parts(what.address.as_ref());
        self.0
            .prepare_cached(
                "UPDATE payer SET name = ?2, payer_id = ?3, filing_indicator = ?4, timely_days = ?5, street = ?6, \
                 street2 = ?7, city = ?8, state = ?9, zip = ?10, phone = ?11, receiver_id = ?12, member_pattern = ?13, \
                 answer_days = ?14, is_active = ?15, corrected_days = ?16, appeal_days = ?17 WHERE id = ?1",
            )
            .and_then(|mut update| {
                update.execute(rusqlite::params![
                    id,
                    what.name,
                    what.payer_id,
                    what.filing_indicator,
                    what.timely_days,
                    street,
                    street2,
                    city,
                    state,
                    zip,
                    text(what.phone.as_ref()),
                    what.receiver,
                    what.member_pattern,
                    what.answer_days,
                    is_active,
                    what.windows.corrected_days,
                    what.windows.appeal_days,
                ])
            })
            .map(|rows| rows > 0)
            .doing("change a payer")
    }
}

/// The columns of an address that may be missing.
fn parts(address: Option<&Address>) -> [&str; 5] {
    address.map_or([""; 5], |a| {
        [
            a.street.as_str(),
            a.street2.as_str(),
            a.city.as_str(),
            a.state.as_str(),
            a.zip.as_str(),
        ]
    })
}

/// Reads a payer from its own columns.
pub(in crate::store) fn payer(row: &Row<'_>) -> rusqlite::Result<Payer> {
    let has_address = !row.get_ref("street")?.as_str()?.is_empty();
    Ok(Payer {
        id: row.get("id")?,
        what: NewPayer {
            name: row.get("name")?,
            payer_id: row.get("payer_id")?,
            filing_indicator: row.get("filing_indicator")?,
            timely_days: row.get("timely_days")?,
            address: if has_address {
                Some(address(row)?)
            } else {
                None
            },
            phone: given(row, "phone")?,
            receiver: row.get("receiver_id")?,
            member_pattern: row.get("member_pattern")?,
            answer_days: row.get("answer_days")?,
            windows: Windows {
                corrected_days: row.get("corrected_days")?,
                appeal_days: row.get("appeal_days")?,
            },
        },
        is_active: row.get("is_active")?,
    })
}
