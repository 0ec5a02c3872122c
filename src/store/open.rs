//! Opens the database of a book: the key, the settings, the checks, and the steps to today's schema. It must not
//! know where the key comes from or what the tables mean.

use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use rusqlite::config::DbConfig;
use rusqlite::limits::Limit;
use rusqlite::{Connection, OpenFlags};
use zeroize::Zeroizing;

use super::error::{Doing, StoreError};
use super::folder::{Folder, disk};
use super::keys::BookKey;
use super::schema;

/// SQLite 3.51.3: the first without the fault that could corrupt a book when its log was reset.
const OLDEST_SQLITE: i32 = 3_051_003;
/// How long another process is waited for. Nobody else should hold the book, but a virus scanner may.
const PATIENCE: Duration = Duration::from_secs(5);
/// How long pages are looked through at each opening. `Store::integrity` looks at all of them.
const GLANCE: Duration = Duration::from_millis(50);
/// The longest value, and so the largest compressed attachment, in bytes.
const LONGEST_VALUE: i32 = 256 * 1024 * 1024;
/// How many statements stay prepared.
const STATEMENTS: usize = 256;

/// How every connection behaves. WAL with FULL keeps each commit through a power cut; on macOS that needs the two
/// `fullfsync`. `recursive_triggers` lets the triggers that refuse a deletion see `INSERT OR REPLACE` too. The page
/// cache may hold 256 MiB (a negative `cache_size` is KiB): a book that fits in it is decrypted once, which takes away
/// nearly all the cost of encryption, and a smaller one takes only what it has, also while it grows.
const SETTINGS: &str = "
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    PRAGMA fullfsync = ON;
    PRAGMA checkpoint_fullfsync = ON;
    PRAGMA journal_size_limit = 67108864;
    PRAGMA foreign_keys = ON;
    PRAGMA recursive_triggers = ON;
    PRAGMA cell_size_check = ON;
    PRAGMA trusted_schema = OFF;
    PRAGMA mmap_size = 0;
    PRAGMA temp_store = MEMORY;
    PRAGMA cache_size = -262144;
";

/// Makes the database of a new book, with today's schema, and closes it.
pub(in crate::store) fn make(
    folder: &Folder,
    key: &BookKey,
    steps: &[&str],
) -> Result<(), StoreError> {
    // SQLite takes over the permissions of a file that is there, and gives them to the log beside it.
    let _empty = disk::private()
        .write(true)
        .create_new(true)
        .open(folder.book())
        .doing("make the book")?;
    let mut connection = unlocked(&folder.book(), key)?;
    settle(&connection)?;
    schema::mark(&connection)?;
    schema::bring_up(&mut connection, steps)?;
    close(connection)
}

/// Opens the database of a book, and brings it up to today's schema after copying it aside.
pub(in crate::store) fn open(
    folder: &Folder,
    key: &BookKey,
    steps: &[&str],
) -> Result<Connection, StoreError> {
    let path = folder.book();
    let mut connection = approached(&path, key)?;
    let found = schema::found(&connection, steps)?;
    glance(&connection)?;
    if found < schema::version(steps) {
        // The file is copied while nothing has it open: closing any handle on it would drop SQLite's own locks.
        set(
            &connection,
            DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE,
            false,
        )?;
        close(connection)?;
        copy_aside(folder, found)?;
        connection = approached(&path, key)?;
    }
    set(
        &connection,
        DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE,
        false,
    )?;
    settle(&connection)?;
    schema::bring_up(&mut connection, steps)?;
    Ok(connection)
}

/// Opens a database that lives in memory only, with the same rules and today's schema.
pub(in crate::store) fn in_memory(steps: &[&str]) -> Result<Connection, StoreError> {
    let mut connection = Connection::open_in_memory().doing("make a book in memory")?;
    harden(&connection)?;
    connection
        .execute_batch(SETTINGS)
        .doing("set the book up")?;
    schema::mark(&connection)?;
    schema::bring_up(&mut connection, steps)?;
    Ok(connection)
}

/// Moves the log into the database and closes it.
pub(in crate::store) fn close(connection: Connection) -> Result<(), StoreError> {
    const TASK: &str = "close the book";
    connection
        .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))
        .doing(TASK)?;
    connection.close().map_err(|(_, error)| error).doing(TASK)
}

/// Opens a database to look at it: until it is found to be ours and whole, nothing is written, not even the log.
fn approached(path: &Path, key: &BookKey) -> Result<Connection, StoreError> {
    let size = match fs::metadata(path) {
        Ok(file) => file.len(),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            return Err(damaged("book.db is missing from its folder"));
        }
        Err(error) => return Err(error).doing("open the book"),
    };
    if size == 0 {
        // SQLite would take it for a new database.
        return Err(damaged("book.db is empty"));
    }
    let connection = unlocked(path, key)?;
    // Closing would move a log that a crash left behind into a book that is refused. Without one it only tidies up.
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    if fs::metadata(log).is_ok_and(|log| log.len() > 0) {
        set(
            &connection,
            DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE,
            true,
        )?;
    }
    Ok(connection)
}

/// Opens a file and gives SQLCipher the key. Nothing of the file is read yet.
fn unlocked(path: &Path, key: &BookKey) -> Result<Connection, StoreError> {
    const TASK: &str = "open the book";
    if rusqlite::version_number() < OLDEST_SQLITE {
        return Err(StoreError::Unfit {
            reason: "its SQLite is older than 3.51.3",
        });
    }
    // Without CREATE a missing book stays missing; without URI a folder's name is only a name.
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
        | OpenFlags::SQLITE_OPEN_NO_MUTEX
        | OpenFlags::SQLITE_OPEN_NOFOLLOW
        | OpenFlags::SQLITE_OPEN_EXRESCODE;
    let connection = Connection::open_with_flags(path, flags).doing(TASK)?;
    connection.busy_timeout(PATIENCE).doing(TASK)?;
    // SQLCipher would write to standard error when a page fails its check; that is ours to say.
    connection
        .execute_batch("PRAGMA cipher_log_level = NONE")
        .doing(TASK)?;
    // Any SQLite accepts a key, but only SQLCipher encrypts with it.
    let is_cipher = connection
        .query_row("PRAGMA cipher_version", [], |_| Ok(()))
        .is_ok();
    if !is_cipher {
        return Err(StoreError::Unfit {
            reason: "its SQLite does not encrypt",
        });
    }
    connection.execute_batch(&key_pragma(key)).doing(TASK)?;
    harden(&connection)?;
    Ok(connection)
}

/// `PRAGMA key = "x'…'"`: the raw key, so that SQLCipher derives nothing from it.
fn key_pragma(key: &BookKey) -> Zeroizing<String> {
    // Room for all of it at once, so that growing leaves no copy behind.
    let mut pragma = Zeroizing::new(String::with_capacity(96));
    pragma.push_str("PRAGMA key = \"x'");
    for byte in key.bytes() {
        // Writing into a string cannot fail.
        let _written = write!(pragma, "{byte:02x}");
    }
    pragma.push_str("'\"");
    pragma
}

/// What the schema and its contents may not do to the program.
fn harden(connection: &Connection) -> Result<(), StoreError> {
    set(connection, DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    set(connection, DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    set(connection, DbConfig::SQLITE_DBCONFIG_ENABLE_FKEY, true)?;
    set(connection, DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, true)?;
    set(connection, DbConfig::SQLITE_DBCONFIG_DQS_DML, false)?;
    set(connection, DbConfig::SQLITE_DBCONFIG_DQS_DDL, false)?;
    // One may be attached, because VACUUM needs it.
    for (limit, value) in [
        (Limit::SQLITE_LIMIT_LENGTH, LONGEST_VALUE),
        (Limit::SQLITE_LIMIT_ATTACHED, 1),
        (Limit::SQLITE_LIMIT_WORKER_THREADS, 0),
    ] {
        let _before = connection
            .set_limit(limit, value)
            .doing("set the book up")?;
    }
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    Ok(())
}

fn set(connection: &Connection, option: DbConfig, value: bool) -> Result<(), StoreError> {
    let _now = connection
        .set_db_config(option, value)
        .doing("set the book up")?;
    Ok(())
}

/// Applies the settings, and makes sure of the ones a file or a build can refuse.
fn settle(connection: &Connection) -> Result<(), StoreError> {
    const TASK: &str = "set the book up";
    connection.execute_batch(SETTINGS).doing(TASK)?;
    let journal: String = connection
        .pragma_query_value(None, "journal_mode", |row| row.get(0))
        .doing(TASK)?;
    if journal == "wal" {
        Ok(())
    } else {
        Err(StoreError::Disk {
            task: TASK,
            reason: "this disk cannot hold the book's log".to_owned(),
        })
    }
}

/// Looks through as many pages as a moment allows, so that plain damage shows before anybody works on it.
fn glance(connection: &Connection) -> Result<(), StoreError> {
    const TASK: &str = "look the book through";
    let begun = Instant::now();
    connection
        .progress_handler(1000, Some(move || begun.elapsed() > GLANCE))
        .doing(TASK)?;
    let seen = connection
        .query_row("PRAGMA quick_check(1)", [], |row| row.get::<_, String>(0))
        .doing(TASK);
    connection
        .progress_handler(0, None::<fn() -> bool>)
        .doing(TASK)?;
    match seen {
        Ok(verdict) if verdict == "ok" => Ok(()),
        Err(StoreError::Stopped { .. }) => Ok(()),
        Ok(_) => Err(damaged("its pages do not fit together")),
        Err(error) => Err(error),
    }
}

/// Copies the database as it is, still encrypted, before its schema changes. A copy has its name only when it is
/// whole.
fn copy_aside(folder: &Folder, version: i64) -> Result<(), StoreError> {
    const TASK: &str = "copy the book aside";
    let copy = folder.unused(&format!("book.version-{version}"), "db");
    let unfinished = copy.with_extension("db.new");
    let _bytes = fs::copy(folder.book(), &unfinished).doing(TASK)?;
    fs::OpenOptions::new()
        .write(true)
        .open(&unfinished)
        .and_then(|file| file.sync_all())
        .doing(TASK)?;
    fs::rename(unfinished, copy).doing(TASK)?;
    disk::settle(folder.path()).doing(TASK)
}

fn damaged(reason: &str) -> StoreError {
    StoreError::Damaged {
        reason: reason.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sqlite_inside_is_new_enough_and_encrypts() {
        assert!(rusqlite::version_number() >= OLDEST_SQLITE);
        let connection = Connection::open_in_memory().unwrap();
        let cipher: String = connection
            .query_row("PRAGMA cipher_version", [], |row| row.get(0))
            .unwrap();
        assert!(cipher.starts_with("4."), "{cipher}");
    }
}
