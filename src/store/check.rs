//! Checks that a book's files are whole. It must not know what the tables mean: their own rules are checked where
//! they are kept.

use rusqlite::Connection;

use super::error::{Doing, StoreError};
use super::{Generation, Home, Store, keys};

/// One thing that was checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// What was checked, as “references”.
    pub name: &'static str,
    /// Whether it holds.
    pub holds: bool,
    /// What was found, in words that quote no record.
    pub detail: String,
}

impl Check {
    /// Gives a check that holds when nothing was `found`, with the first few findings as its detail.
    pub(in crate::store) fn of(name: &'static str, found: &[String], sound: &str) -> Self {
        const SHOWN: usize = 5;
        let mut shown: Vec<String> = found.iter().take(SHOWN).cloned().collect();
        if let Some(more) = found.len().checked_sub(SHOWN).filter(|more| *more > 0) {
            shown.push(format!("and {more} more"));
        }
        let detail = if found.is_empty() {
            sound.to_owned()
        } else {
            shown.join("; ")
        };
        Self {
            name,
            holds: found.is_empty(),
            detail,
        }
    }
}

impl Store {
    /// Looks at every page, index and reference of the book, and at its keys. Takes seconds on a large book, changes
    /// no record.
    ///
    /// # Errors
    /// [`StoreError`] where a check could not be made at all; damage is a check that does not hold.
    pub fn integrity(&self) -> Result<Vec<Check>, StoreError> {
        put_log_away(&self.connection)?;
        let pages = damage(complaints(
            &self.connection,
            "PRAGMA cipher_integrity_check",
        ))?;
        let (tables, references) = if pages.is_empty() {
            (
                damage(complaints(&self.connection, "PRAGMA integrity_check"))?,
                damage(broken_references(&self.connection))?,
            )
        } else {
            // SQLCipher gives nothing more once it has met a damaged page.
            let unseen = vec!["not looked at, because pages are damaged".to_owned()];
            (unseen.clone(), unseen)
        };
        let mut checks = vec![
            Check::of("encryption", &pages, "every page is as it was written"),
            Check::of("tables", &tables, "every table agrees with its indexes"),
            Check::of("references", &references, "every reference leads somewhere"),
        ];
        if let Some(home) = &self.home {
            checks.push(keys(home));
        }
        Ok(checks)
    }
}

fn keys(home: &Home) -> Check {
    let proven = keys::load(&home.folder).and_then(|(keys, generation)| {
        keys.prove(&home.key)?;
        Ok(generation)
    });
    let wrong = match proven {
        Ok(Generation::Current) => Vec::new(),
        Ok(Generation::Previous) => {
            vec!["keys.json is missing or damaged; its earlier copy is whole".to_owned()]
        }
        Err(error) => vec![error.to_string()],
    };
    Check::of(
        "keys",
        &wrong,
        "keys.json is whole and belongs to this book",
    )
}

/// Moves the log into the database. SQLCipher's check reads the file and not the log, and where a write into the file
/// was cut off the log holds the page that counts.
fn put_log_away(connection: &Connection) -> Result<(), StoreError> {
    let moved = connection
        .query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(()))
        .doing("move the log into the book");
    if matches!(
        moved,
        Err(StoreError::Damaged { .. } | StoreError::Sql { .. })
    ) {
        // The checks will name the damage.
        return Ok(());
    }
    moved
}

/// Damage that stops a check is what the check found.
fn damage(found: Result<Vec<String>, StoreError>) -> Result<Vec<String>, StoreError> {
    match found {
        Err(StoreError::Damaged { reason }) => Ok(vec![reason]),
        other => other,
    }
}

fn complaints(connection: &Connection, pragma: &str) -> Result<Vec<String>, StoreError> {
    const TASK: &str = "check the book";
    let mut statement = connection.prepare(pragma).doing(TASK)?;
    let rows = statement
        .query_map([], |row| row.get::<_, String>(0))
        .doing(TASK)?;
    let texts: Vec<String> = rows.collect::<Result<_, _>>().doing(TASK)?;
    // One row can hold many lines, under a heading that names the database.
    Ok(texts
        .iter()
        .flat_map(|text| text.lines())
        .filter(|line| *line != "ok" && !line.starts_with("***"))
        .map(str::to_owned)
        .collect())
}

fn broken_references(connection: &Connection) -> Result<Vec<String>, StoreError> {
    const TASK: &str = "check the book's references";
    let mut statement = connection.prepare("PRAGMA foreign_key_check").doing(TASK)?;
    let rows = statement
        .query_map([], |row| {
            let (table, to): (String, String) = (row.get("table")?, row.get("parent")?);
            let number: Option<i64> = row.get("rowid")?;
            Ok(format!(
                "record {} of {table} points at a record of {to} that is not there",
                number.unwrap_or_default()
            ))
        })
        .doing(TASK)?;
    rows.collect::<Result<_, _>>().doing(TASK)
}
