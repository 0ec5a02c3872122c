//! Where claim files go. It must not know the files.

use rusqlite::types::Type;
use rusqlite::{OptionalExtension, Row};

use super::Tx;
use super::both::{Readable, reads};
use super::error::{Doing, StoreError};
use crate::domain::code::Email;
use crate::domain::id::ReceiverId;
use crate::domain::practice::{NewReceiver, Profile, Receiver, Separators, SubmitterContact};

reads! {
    /// Reads a receiver.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn receiver(&self, id: ReceiverId) -> Result<Option<Receiver>, StoreError> {
        self.sql()
            .prepare_cached("SELECT * FROM receiver WHERE id = ?1")
            .and_then(|mut select| select.query_row([id], receiver).optional())
            .doing("read a receiver")
    }

    /// Lists receivers by name, those that lists no longer offer at the end.
    ///
    /// # Errors
    /// [`StoreError`] when the book cannot be read.
    pub fn receivers(&self) -> Result<Vec<Receiver>, StoreError> {
        self.sql()
            .prepare_cached("SELECT * FROM receiver ORDER BY is_active DESC, name COLLATE NOCASE, id")
            .and_then(|mut select| select.query_map([], receiver)?.collect())
            .doing("list receivers")
    }
}

impl Tx<'_> {
    /// Writes a receiver in.
    ///
    /// # Errors
    /// [`StoreError`] when the book does not take it.
    pub fn add_receiver(&self, what: &NewReceiver) -> Result<ReceiverId, StoreError> {
        self.0
            .prepare_cached(
                "INSERT INTO receiver (name, receiver_id, receiver_qualifier, sender_id, sender_qualifier, is_test, \
                 element_separator, component_separator, repetition_separator, segment_terminator, \
                 newline_after_segment, file_naming, most_claims, most_bytes, folder_out, folder_in, contact, \
                 contact_phone, contact_email, payer_ids) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, \
                 ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20)",
            )
            .and_then(|mut insert| {
                let marks = &what.separators;
                let profile = &what.profile;
                let (contact, phone, email) = contact_columns(profile);
                insert.insert(rusqlite::params![
                    what.name,
                    what.receiver_id,
                    what.receiver_qualifier,
                    what.sender_id,
                    what.sender_qualifier,
                    what.is_test,
                    marks.element.to_string(),
                    marks.component.to_string(),
                    marks.repetition.to_string(),
                    marks.segment.to_string(),
                    marks.newline,
                    profile.naming.as_str(),
                    profile.most_claims,
                    profile.most_bytes.map(whole),
                    profile.folder_out,
                    profile.folder_in,
                    contact,
                    phone,
                    email,
                    profile.payer_ids.to_string(),
                ])
            })
            .map(ReceiverId::new)
            .doing("write a receiver in")
    }

    /// Writes a receiver anew, and whether lists offer it. Gives whether there is such a receiver.
    ///
    /// # Errors
    /// [`StoreError`] when the book does not take it.
    pub fn change_receiver(
        &self,
        id: ReceiverId,
        what: &NewReceiver,
        is_active: bool,
    ) -> Result<bool, StoreError> {
        self.0
            .prepare_cached(
                "UPDATE receiver SET name = ?2, receiver_id = ?3, receiver_qualifier = ?4, sender_id = ?5, \
                 sender_qualifier = ?6, is_test = ?7, element_separator = ?8, component_separator = ?9, \
                 repetition_separator = ?10, segment_terminator = ?11, newline_after_segment = ?12, is_active = ?13, \
                 file_naming = ?14, most_claims = ?15, most_bytes = ?16, folder_out = ?17, folder_in = ?18, \
                 contact = ?19, contact_phone = ?20, contact_email = ?21, payer_ids = ?22 WHERE id = ?1",
            )
            .and_then(|mut update| {
                let marks = &what.separators;
                let profile = &what.profile;
                let (contact, phone, email) = contact_columns(profile);
                update.execute(rusqlite::params![
                    id,
                    what.name,
                    what.receiver_id,
                    what.receiver_qualifier,
                    what.sender_id,
                    what.sender_qualifier,
                    what.is_test,
                    marks.element.to_string(),
                    marks.component.to_string(),
                    marks.repetition.to_string(),
                    marks.segment.to_string(),
                    marks.newline,
                    is_active,
                    profile.naming.as_str(),
                    profile.most_claims,
                    profile.most_bytes.map(whole),
                    profile.folder_out,
                    profile.folder_in,
                    contact,
                    phone,
                    email,
                    profile.payer_ids.to_string(),
                ])
            })
            .map(|rows| rows > 0)
            .doing("change a receiver")
    }
}

fn receiver(row: &Row<'_>) -> rusqlite::Result<Receiver> {
    Ok(Receiver {
        id: row.get("id")?,
        what: NewReceiver {
            name: row.get("name")?,
            receiver_id: row.get("receiver_id")?,
            receiver_qualifier: row.get("receiver_qualifier")?,
            sender_id: row.get("sender_id")?,
            sender_qualifier: row.get("sender_qualifier")?,
            is_test: row.get("is_test")?,
            separators: Separators {
                element: mark(row, "element_separator")?,
                component: mark(row, "component_separator")?,
                repetition: mark(row, "repetition_separator")?,
                segment: mark(row, "segment_terminator")?,
                newline: row.get("newline_after_segment")?,
            },
            profile: profile(row)?,
        },
        is_active: row.get("is_active")?,
    })
}

/// The three columns of a contact.
fn contact_columns(profile: &Profile) -> (&str, &str, &str) {
    let Some(contact) = &profile.contact else {
        return ("", "", "");
    };
    let email = contact.email.as_ref().map_or("", Email::as_str);
    (&contact.name, contact.phone.as_str(), email)
}

/// A count as SQLite keeps it.
fn whole(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

fn profile(row: &Row<'_>) -> rusqlite::Result<Profile> {
    let wrong = |column: &str| -> rusqlite::Result<rusqlite::Error> {
        let at = row.as_ref().column_index(column)?;
        let kind = rusqlite::Error::InvalidColumnType(at, column.to_owned(), Type::Text);
        Ok(kind)
    };
    let naming: String = row.get("file_naming")?;
    let Ok(naming) = naming.parse() else {
        return Err(wrong("file_naming")?);
    };
    let payer_ids: String = row.get("payer_ids")?;
    let Ok(payer_ids) = payer_ids.parse() else {
        return Err(wrong("payer_ids")?);
    };
    let most_bytes: Option<i64> = row.get("most_bytes")?;
    let name: String = row.get("contact")?;
    let contact = if name.is_empty() {
        None
    } else {
        let email: String = row.get("contact_email")?;
        Some(SubmitterContact {
            name,
            phone: row.get("contact_phone")?,
            email: match (email.as_str(), email.parse()) {
                ("", _) => None,
                (_, Ok(email)) => Some(email),
                (_, Err(_)) => return Err(wrong("contact_email")?),
            },
        })
    };
    Ok(Profile {
        naming,
        most_claims: row.get("most_claims")?,
        most_bytes: most_bytes.and_then(|most| u64::try_from(most).ok()),
        folder_out: row.get("folder_out")?,
        folder_in: row.get("folder_in")?,
        contact,
        payer_ids,
    })
}

/// Reads a column of one character.
fn mark(row: &Row<'_>, column: &str) -> rusqlite::Result<char> {
    let mut letters = row.get_ref(column)?.as_str()?.chars();
    match (letters.next(), letters.next()) {
        (Some(mark), None) => Ok(mark),
        _ => Err(rusqlite::Error::InvalidColumnType(
            row.as_ref().column_index(column)?,
            column.to_owned(),
            Type::Text,
        )),
    }
}
