//! The practice itself: one row. It must not know its people.

use rusqlite::{OptionalExtension, Row, named_params};

use super::Tx;
use super::both::{Readable, reads};
use super::error::{Doing, StoreError};
use super::person::{address, given, text};
use crate::domain::code::{Ein, Ssn, TaxId};
use crate::domain::person::{Address, Name};
use crate::domain::practice::Practice;

reads! {
    /// Reads the practice; none before it was written in.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn practice(&self) -> Result<Option<Practice>, StoreError> {
        self.sql()
            .prepare_cached("SELECT * FROM practice")
            .and_then(|mut select| select.query_row([], practice).optional())
            .doing("read the practice")
    }
}

impl Tx<'_> {
    /// Writes the practice in, or writes it anew.
    ///
    /// # Errors
    /// [`StoreError`] when the book does not take it.
    pub fn save_practice(&self, practice: &Practice) -> Result<(), StoreError> {
        let owner = practice.owner.clone().unwrap_or_default();
        let pay_to = practice.pay_to.as_ref();
        let pay = |part: fn(&Address) -> &str| pay_to.map_or("", part);
        let _row = self
            .0
            .prepare_cached(
                "INSERT OR REPLACE INTO practice (id, name, owner_last, owner_first, owner_middle, owner_suffix, npi, \
                 taxonomy, tax_id, tax_id_is_ssn, clia, street, street2, city, state, zip, phone, contact, email, pay_street, \
                 pay_street2, pay_city, pay_state, pay_zip, pay_online, office_hours, statement_note, due_days) \
                 VALUES (1, :name, :owner_last, :owner_first, :owner_middle, :owner_suffix, :npi, \
                 :taxonomy, :tax_id, :tax_id_is_ssn, :clia, :street, :street2, :city, :state, :zip, :phone, :contact, :email, \
                 :pay_street, :pay_street2, :pay_city, :pay_state, :pay_zip, :pay_online, :office_hours, \
                 :statement_note, :due_days)",
            )
            .and_then(|mut insert| {
                insert.execute(named_params! {
                    ":name": practice.name,
                    ":owner_last": owner.last,
                    ":owner_first": owner.first,
                    ":owner_middle": owner.middle,
                    ":owner_suffix": owner.suffix,
                    ":npi": practice.npi,
                    ":taxonomy": text(practice.taxonomy.as_ref()),
                    ":tax_id": practice.tax_id.as_str(),
                    ":tax_id_is_ssn": matches!(practice.tax_id, TaxId::Ssn(_)),
                    ":clia": text(practice.clia.as_ref()),
                    ":street": practice.address.street,
                    ":street2": practice.address.street2,
                    ":city": practice.address.city,
                    ":state": practice.address.state,
                    ":zip": practice.address.zip,
                    ":phone": practice.phone,
                    ":contact": practice.contact,
                    ":email": text(practice.email.as_ref()),
                    ":pay_street": pay(|a| &a.street),
                    ":pay_street2": pay(|a| &a.street2),
                    ":pay_city": pay(|a| &a.city),
                    ":pay_state": pay(|a| a.state.as_str()),
                    ":pay_zip": pay(|a| a.zip.as_str()),
                    ":pay_online": practice.pay_online,
                    ":office_hours": practice.office_hours,
                    ":statement_note": practice.statement_note,
                    ":due_days": practice.due_days,
                })
            })
            .doing("write the practice")?;
        Ok(())
    }
}

fn practice(row: &Row<'_>) -> rusqlite::Result<Practice> {
    let owner = Name {
        last: row.get("owner_last")?,
        first: row.get("owner_first")?,
        middle: row.get("owner_middle")?,
        suffix: row.get("owner_suffix")?,
    };
    let tax_id = if row.get("tax_id_is_ssn")? {
        TaxId::Ssn(row.get::<_, Ssn>("tax_id")?)
    } else {
        TaxId::Ein(row.get::<_, Ein>("tax_id")?)
    };
    Ok(Practice {
        name: row.get("name")?,
        owner: Some(owner).filter(|owner| !owner.last.is_empty()),
        npi: row.get("npi")?,
        taxonomy: given(row, "taxonomy")?,
        tax_id,
        clia: given(row, "clia")?,
        address: address(row)?,
        pay_to: pay_to(row)?,
        phone: row.get("phone")?,
        contact: row.get("contact")?,
        email: given(row, "email")?,
        pay_online: row.get("pay_online")?,
        office_hours: row.get("office_hours")?,
        statement_note: row.get("statement_note")?,
        due_days: row.get("due_days")?,
    })
}

fn pay_to(row: &Row<'_>) -> rusqlite::Result<Option<Address>> {
    if row.get_ref("pay_street")?.as_str()?.is_empty() {
        return Ok(None);
    }
    Ok(Some(Address {
        street: row.get("pay_street")?,
        street2: row.get("pay_street2")?,
        city: row.get("pay_city")?,
        state: row.get("pay_state")?,
        zip: row.get("pay_zip")?,
    }))
}
