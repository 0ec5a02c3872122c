//! How names, addresses and contacts stand in columns. It must not know whose they are.

use rusqlite::Row;
use rusqlite::types::FromSql;

use crate::domain::patient::Contact;
use crate::domain::person::{Address, Name};

/// Reads a value whose column is empty when there is none.
pub(in crate::store) fn given<T: FromSql>(
    row: &Row<'_>,
    column: &str,
) -> rusqlite::Result<Option<T>> {
    if row.get_ref(column)?.as_str()?.is_empty() {
        Ok(None)
    } else {
        row.get(column).map(Some)
    }
}

/// The text of a value that may be missing.
pub(in crate::store) fn text<T: AsRef<str>>(value: Option<&T>) -> &str {
    value.map_or("", AsRef::as_ref)
}

/// Reads a name from `last_name`, `first_name`, `middle_name` and `suffix`.
pub(in crate::store) fn name(row: &Row<'_>) -> rusqlite::Result<Name> {
    Ok(Name {
        last: row.get("last_name")?,
        first: row.get("first_name")?,
        middle: row.get("middle_name")?,
        suffix: row.get("suffix")?,
    })
}

/// Reads an address from `street`, `street2`, `city`, `state` and `zip`.
pub(in crate::store) fn address(row: &Row<'_>) -> rusqlite::Result<Address> {
    Ok(Address {
        street: row.get("street")?,
        street2: row.get("street2")?,
        city: row.get("city")?,
        state: row.get("state")?,
        zip: row.get("zip")?,
    })
}

/// Reads name, address, phone and e-mail.
pub(in crate::store) fn contact(row: &Row<'_>) -> rusqlite::Result<Contact> {
    Ok(Contact {
        name: name(row)?,
        address: address(row)?,
        phone: given(row, "phone")?,
        email: given(row, "email")?,
    })
}
