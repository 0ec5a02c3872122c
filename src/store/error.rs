//! What can go wrong with a book, in plain words. It must not carry a value of a row, a passphrase or a key.

use std::fmt;
use std::io;
use std::path::PathBuf;

use rusqlite::{Error, ErrorCode};

use super::lock::Holder;

/// Why the book could not be read or written.
///
/// No variant holds the text of a row: what SQLite says is passed on only where it can name nothing but our own
/// tables, columns and rules.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// A statement failed for a reason that no other variant names.
    #[error("could not {task}: {source}")]
    Sql {
        /// What was being done, as “list claims”.
        task: &'static str,
        /// What SQLite reported.
        source: SqlFault,
    },
    /// A constraint or trigger of the schema said no. The transaction is left as it was before the statement.
    #[error("could not {task}: the book does not allow it ({rule})")]
    Refused {
        /// What was being done.
        task: &'static str,
        /// The trigger's own words, or the constraint's name.
        rule: String,
    },
    /// The disk has no room left.
    #[error("could not {task}: the disk is full; nothing was changed")]
    Full {
        /// What was being done.
        task: &'static str,
    },
    /// The folder, the file or the disk may not be written to.
    #[error("could not {task}: the book cannot be written to where it is")]
    ReadOnly {
        /// What was being done.
        task: &'static str,
    },
    /// The disk or the file system failed.
    #[error("could not {task}: {reason}")]
    Disk {
        /// What was being done.
        task: &'static str,
        /// What the system said, in words.
        reason: String,
    },
    /// Another program holds the book's files.
    #[error("could not {task}: another program is using the book's files")]
    Busy {
        /// What was being done.
        task: &'static str,
    },
    /// The work was stopped on request. Nothing of it was kept.
    #[error("stopped: {task}")]
    Stopped {
        /// What was being done.
        task: &'static str,
    },
    /// The file is not whole: cut short, overwritten, or not decipherable.
    #[error("the book is damaged: {reason}; nothing was changed")]
    Damaged {
        /// Where and how, without any value.
        reason: String,
    },
    /// A row breaks a rule of the domain. It is shown, never mended silently.
    #[error("record {row} of {table} in the book breaks a rule: {reason}")]
    BadRow {
        /// The table.
        table: &'static str,
        /// The row's id.
        row: i64,
        /// Which rule. It must not quote the row.
        reason: String,
    },
    /// A newer Pegboard made the book.
    #[error(
        "a newer Pegboard made this book (its version is {found}, this program knows {known}); update the program"
    )]
    TooNew {
        /// The schema version of the book.
        found: i64,
        /// The newest this program knows.
        known: i64,
    },
    /// The folder is not a book.
    #[error("there is no book at {}", path.display())]
    NotABook {
        /// The folder that was named.
        path: PathBuf,
    },
    /// Something has that name already.
    #[error("{} exists already; a new book needs a new name", path.display())]
    AlreadyThere {
        /// The folder that was named.
        path: PathBuf,
    },
    /// A new book's folder must end in `.pegboard`.
    #[error("a book's folder is called NAME.pegboard, not {}", path.display())]
    Misnamed {
        /// The folder that was named.
        path: PathBuf,
    },
    /// The folder is copied to other computers while it is in use, which breaks databases.
    #[error(
        "this folder belongs to {by}, which copies files while they are in use and would damage the book; \
         keep the book in a folder of this computer, and put backups there instead"
    )]
    Synced {
        /// The service or file system.
        by: String,
    },
    /// Somebody has the book open.
    #[error("the book is open already{}", by.as_ref().map(|by| format!(", by {by}")).unwrap_or_default())]
    Locked {
        /// Who, where it can be told.
        by: Option<Holder>,
    },
    /// The passphrase does not fit.
    #[error("this passphrase does not open the book")]
    WrongPassphrase,
    /// The key file is damaged; its earlier copy was tried and the passphrase does not fit that one.
    #[error(
        "keys.json is damaged, and this passphrase does not open its earlier copy; \
         try the passphrase from before the last change, or the recovery key"
    )]
    WrongPassphraseForEarlierKeys,
    /// A book cannot be protected by nothing.
    #[error("a passphrase is missing")]
    NoPassphrase,
    /// A user needs a name of up to 200 characters.
    #[error("the name of a user is missing or too long")]
    BadName,
    /// The recovery key is well formed, but is not this book's, or no longer.
    #[error("this recovery key does not open the book; a newer one may have been printed")]
    WrongRecoveryKey,
    /// The book knows no such user.
    #[error("the book knows no such user")]
    NoSuchUser,
    /// The book has lost both copies of its key file.
    #[error(
        "keys.json is missing from the book's folder, and without it the book cannot be opened; \
         put it back from a backup"
    )]
    KeysMissing,
    /// The key file is damaged and so is its earlier copy, or somebody has changed it.
    #[error("keys.json is damaged: {reason}; put it back from a backup")]
    KeysDamaged {
        /// What is wrong with it.
        reason: &'static str,
    },
    /// A newer Pegboard wrote the key file.
    #[error(
        "a newer Pegboard wrote keys.json (its version is {found}, this program knows {known}); update the program"
    )]
    KeysTooNew {
        /// The version of the file.
        found: u64,
        /// The newest this program knows.
        known: u64,
    },
    /// The attachment is larger than a book takes.
    #[error("the file has {bytes} bytes; a book takes files of up to {limit}")]
    TooLarge {
        /// Its size.
        bytes: usize,
        /// The most that is taken.
        limit: usize,
    },
    /// The computer has too little memory to turn the passphrase into a key.
    #[error("there is too little free memory to open the book")]
    OutOfMemory,
    /// The operating system gave no random bytes.
    #[error("the computer gave no random numbers to make a key from")]
    NoRandomness,
    /// This build of the program cannot keep a book safe.
    #[error("this build of Pegboard cannot keep a book: {reason}")]
    Unfit {
        /// What it lacks.
        reason: &'static str,
    },
}

/// What the journal's lock says (`entry_in_open_period` and its like in the schema).
const CLOSED: &str = "the accounting day is in a closed period";

impl StoreError {
    /// Whether the book refused to write on a day that is closed.
    pub fn is_of_closed_day(&self) -> bool {
        matches!(self, Self::Refused { rule, .. } if rule == CLOSED)
    }
}

/// What SQLite reported, with everything left out that could be a row's value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SqlFault {
    /// SQLite's extended result code, where it gave one.
    pub code: Option<i32>,
    words: String,
}

impl fmt::Display for SqlFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.words)?;
        match self.code {
            Some(code) => write!(f, " (code {code})"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for SqlFault {}

/// Names the task that failed, so that the message needs no backtrace.
pub(in crate::store) trait Doing<T> {
    /// Turns a failure into a [`StoreError`] that names `task`, as “list claims”.
    fn doing(self, task: &'static str) -> Result<T, StoreError>;
}

impl<T> Doing<T> for rusqlite::Result<T> {
    fn doing(self, task: &'static str) -> Result<T, StoreError> {
        self.map_err(|error| from_sql(task, &error))
    }
}

impl<T> Doing<T> for io::Result<T> {
    fn doing(self, task: &'static str) -> Result<T, StoreError> {
        self.map_err(|error| from_io(task, &error))
    }
}

/// The most that is passed on of what a constraint or trigger says.
const RULE_LIMIT: usize = 300;

pub(in crate::store) fn from_sql(task: &'static str, error: &Error) -> StoreError {
    let code = error.sqlite_extended_error_code();
    // Every code has a line of its own or falls to the generic words: SQLite adds codes, so the list stays open.
    match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => StoreError::Full { task },
        Some(ErrorCode::ReadOnly) => StoreError::ReadOnly { task },
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => StoreError::Busy { task },
        Some(ErrorCode::OperationInterrupted) => StoreError::Stopped { task },
        Some(ErrorCode::DatabaseCorrupt) => damaged(task, "its pages do not fit together"),
        Some(ErrorCode::NotADatabase) => damaged(task, "it cannot be deciphered"),
        Some(ErrorCode::SystemIoFailure) => StoreError::Disk {
            task,
            reason: format!(
                "the disk reported a fault (code {})",
                code.unwrap_or_default()
            ),
        },
        Some(ErrorCode::CannotOpen) => StoreError::Disk {
            task,
            reason: "its file cannot be opened".to_owned(),
        },
        Some(ErrorCode::ConstraintViolation) => StoreError::Refused {
            task,
            rule: said(error).chars().take(RULE_LIMIT).collect(),
        },
        // SQLCipher reports a page that fails its check as this bare error, with no message of its own.
        Some(ErrorCode::Unknown) if code == Some(1) && is_bare(error) => {
            damaged(task, "a page of it fails its check")
        }
        _ => StoreError::Sql {
            task,
            source: SqlFault {
                code,
                words: words_of(error),
            },
        },
    }
}

fn damaged(task: &'static str, how: &str) -> StoreError {
    StoreError::Damaged {
        reason: format!("{how} (seen on the way to {task})"),
    }
}

fn said(error: &Error) -> &str {
    if let Error::SqliteFailure(_, Some(message)) = error {
        message
    } else {
        "a rule of its tables"
    }
}

fn is_bare(error: &Error) -> bool {
    matches!(error, Error::SqliteFailure(_, Some(message)) if message == "SQL logic error")
}

/// Words for a failure that is a fault of the program rather than of the book. What SQLite says at run time may
/// quote what the user typed (full-text search does), so it is replaced by the meaning of its code.
fn words_of(error: &Error) -> String {
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "rusqlite's enum is open, and what is not named here may quote a value"
    )]
    match error {
        // SQLCipher says so of every statement after it met a page that fails its check.
        Error::SqliteFailure(failure, _) if failure.code == ErrorCode::OutOfMemory => {
            "memory ran out, or a damaged page was met before; close the book and open it again"
                .to_owned()
        }
        Error::SqliteFailure(failure, _) => {
            rusqlite::ffi::code_to_str(failure.extended_code).to_owned()
        }
        Error::SqlInputError { msg, .. } => msg.clone(),
        Error::QueryReturnedNoRows => "a record that should be there is not".to_owned(),
        Error::QueryReturnedMoreThanOneRow => {
            "there are several records where one should be".to_owned()
        }
        Error::InvalidColumnType(_, column, found) => format!("column {column} holds {found}"),
        Error::InvalidColumnName(column) => format!("there is no column {column}"),
        Error::InvalidColumnIndex(column) | Error::FromSqlConversionFailure(column, ..) => {
            format!("column {column} cannot be read")
        }
        Error::IntegralValueOutOfRange(column, _) => {
            format!("the number in column {column} is out of range")
        }
        Error::InvalidParameterCount(given, wanted) => {
            format!("{given} values were given where {wanted} are needed")
        }
        Error::StatementChangedRows(rows) => format!("{rows} records changed where one should"),
        _ => "the statement could not be run".to_owned(),
    }
}

fn from_io(task: &'static str, error: &io::Error) -> StoreError {
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "the kinds of the standard library are an open list"
    )]
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => StoreError::Full { task },
        io::ErrorKind::ReadOnlyFilesystem | io::ErrorKind::PermissionDenied => {
            StoreError::ReadOnly { task }
        }
        io::ErrorKind::OutOfMemory => StoreError::OutOfMemory,
        kind => StoreError::Disk {
            task,
            reason: kind.to_string(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rusqlite::Connection;

    fn error_of(sql: &str) -> StoreError {
        let connection = Connection::open_in_memory().unwrap();
        connection
            .execute_batch(
                "CREATE TABLE t (name TEXT UNIQUE CHECK (length(name) < 9), n INTEGER) STRICT;
                 CREATE VIRTUAL TABLE f USING fts5(name);
                 CREATE TRIGGER no BEFORE DELETE ON t BEGIN SELECT RAISE(ABORT, 'entries are never deleted'); END;
                 INSERT INTO t VALUES ('Zebedee', 1);",
            )
            .unwrap();
        connection.execute_batch(sql).doing("try").unwrap_err()
    }

    #[test]
    fn a_trigger_speaks_in_its_own_words() {
        assert_eq!(
            error_of("DELETE FROM t").to_string(),
            "could not try: the book does not allow it (entries are never deleted)"
        );
    }

    #[test]
    fn no_message_quotes_a_value() {
        for sql in [
            "INSERT INTO t VALUES ('Zebedee', 2)",
            "INSERT INTO t VALUES ('Zebedee Zebedee', 2)",
            "INSERT INTO t (n) VALUES ('Zebedee')",
            "SELECT * FROM f WHERE f MATCH 'Zebedee AND'",
            "SELECT * FROM f WHERE f MATCH 'Zebedee:x'",
            "SELECT json_extract('Zebedee', '$')",
        ] {
            let error = error_of(sql);
            assert!(!error.to_string().contains("Zebedee"), "{error}");
            assert!(!format!("{error:?}").contains("Zebedee"), "{error:?}");
        }
    }

    #[test]
    fn the_systems_codes_become_words() {
        let full = rusqlite::Error::SqliteFailure(rusqlite::ffi::Error::new(13), None);
        assert!(matches!(from_sql("save", &full), StoreError::Full { .. }));
        let fault = rusqlite::Error::SqliteFailure(rusqlite::ffi::Error::new(778), None);
        assert_eq!(
            from_sql("save", &fault).to_string(),
            "could not save: the disk reported a fault (code 778)"
        );
        let denied = io::Error::from(io::ErrorKind::PermissionDenied);
        assert!(matches!(
            from_io("save", &denied),
            StoreError::ReadOnly { .. }
        ));
    }
}
