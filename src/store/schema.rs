//! The steps from an empty database to today's schema. It must not know what the tables mean.
//!
//! Until the first release `schema.sql` itself is the first step. From then on a step that was released is never
//! edited: a change is a new step, and a test holds that all of them together give exactly `schema.sql`.

use rusqlite::Connection;
use rusqlite_migration::{Error, M, Migrations};

use super::error::{Doing, StoreError, from_sql};

#[cfg(test)]
mod tests;

/// The steps, oldest first.
pub(in crate::store) const STEPS: &[&str] = &[include_str!("../../schema.sql")];

/// Marks a database as a book of ours: "PEGB".
pub(in crate::store) const APPLICATION_ID: i32 = 0x5045_4742;

const TASK: &str = "bring the book up to this program's version";

/// The schema version that `steps` lead to.
pub(in crate::store) fn version(steps: &[&str]) -> i64 {
    i64::try_from(steps.len()).unwrap_or(i64::MAX)
}

/// Marks an empty database as a book.
pub(in crate::store) fn mark(connection: &Connection) -> Result<(), StoreError> {
    connection
        .pragma_update(None, "application_id", APPLICATION_ID)
        .doing("mark the new book")
}

/// Checks that a database is a book, and gives its schema version.
///
/// # Errors
/// [`StoreError::TooNew`], [`StoreError::Damaged`].
pub(in crate::store) fn found(connection: &Connection, steps: &[&str]) -> Result<i64, StoreError> {
    let number = |name: &str| {
        connection
            .pragma_query_value(None, name, |row| row.get::<_, i64>(0))
            .doing("open the book")
    };
    // The first read of any page: a key that does not fit, or a file that is no database, shows here.
    let application_id = number("application_id")?;
    let (found, known) = (number("user_version")?, version(steps));
    if application_id != i64::from(APPLICATION_ID) || found < 1 {
        return Err(StoreError::Damaged {
            reason: "book.db is not marked as a book of Pegboard".to_owned(),
        });
    }
    if found > known {
        return Err(StoreError::TooNew { found, known });
    }
    Ok(found)
}

/// Runs the steps that a database has not seen, as one transaction.
pub(in crate::store) fn bring_up(
    connection: &mut Connection,
    steps: &[&str],
) -> Result<(), StoreError> {
    let steps: Vec<M<'_>> = steps.iter().map(|step| M::up(step)).collect();
    Migrations::new(steps)
        .to_latest(connection)
        .map_err(explained)
}

fn explained(error: Error) -> StoreError {
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "the crate's enum is open, and every other case is a fault of the steps"
    )]
    match error {
        Error::RusqliteError { err, .. } => from_sql(TASK, &err),
        _ => StoreError::Unfit {
            reason: "its steps to today's schema do not fit together",
        },
    }
}
