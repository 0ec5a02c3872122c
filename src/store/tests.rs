use std::fs;
use std::path::PathBuf;

use rusqlite::config::DbConfig;
use tempfile::TempDir;

use super::*;

const STEPS: &[&str] = &["CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT;"];
const MORE_STEPS: &[&str] = &[
    STEPS[0],
    "ALTER TABLE note ADD COLUMN day TEXT NOT NULL DEFAULT '2026-01-01';",
];

/// A book without a key file: the key is in hand, so nothing waits for a passphrase.
struct Book {
    _above: TempDir,
    folder: Folder,
    key: BookKey,
}

impl Book {
    fn new(rows: u32) -> Self {
        let above = tempfile::tempdir().unwrap();
        let key = BookKey::random().unwrap();
        let path = above.path().join("Linden.pegboard");
        let (folder, ()) = Folder::create(&path, |folder| open::make(folder, &key, STEPS)).unwrap();
        let book = Self {
            _above: above,
            folder,
            key,
        };
        let mut store = book.store();
        store
            .transact(|tx| {
                (0..rows).try_for_each(|n| write(tx, &format!("{n} Zebedee Quill").repeat(20)))
            })
            .unwrap();
        store.close().unwrap();
        book
    }

    fn connect(&self, steps: &[&str]) -> Result<Connection, StoreError> {
        open::open(&self.folder, &self.key, steps)
    }

    fn store(&self) -> Store {
        Store {
            connection: self.connect(STEPS).unwrap(),
            home: None,
            gathers: false,
            lists: super::table::Cache::default(),
        }
    }

    fn bytes(&self) -> Vec<u8> {
        fs::read(self.folder.book()).unwrap()
    }

    fn overwrite(&self, bytes: &[u8]) {
        fs::write(self.folder.book(), bytes).unwrap();
    }
}

fn write(tx: &Tx<'_>, text: &str) -> Result<(), StoreError> {
    tx.0.execute("INSERT INTO note (text) VALUES (?1)", [text])
        .map(drop)
        .doing("write a note")
}

fn notes(store: &Store) -> i64 {
    store
        .connection
        .query_row("SELECT count(*) FROM note", [], |row| row.get(0))
        .unwrap()
}

/// Every file of a folder, with its bytes.
fn contents(folder: &Folder) -> Vec<(PathBuf, Vec<u8>)> {
    let mut files: Vec<_> = fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| (path.clone(), fs::read(path).unwrap()))
        .collect();
    files.sort();
    files
}

/// Every file of a folder, with its length and a sum of its bytes.
fn files(folder: &Folder) -> Vec<(String, usize, String)> {
    use sha2::Digest;
    contents(folder)
        .into_iter()
        .map(|(path, bytes)| {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            let sum = sha2::Sha256::digest(&bytes);
            (name, bytes.len(), format!("{:?}", &sum[..8]))
        })
        .collect()
}

fn holds(haystack: &[u8], needle: &[u8]) -> bool {
    haystack.windows(needle.len()).any(|part| part == needle)
}

#[test]
fn a_change_that_fails_leaves_nothing() {
    let book = Book::new(1);
    let mut store = book.store();
    let failed: Result<(), StoreError> = store.transact(|tx| {
        write(tx, "one")?;
        write(tx, "two")?;
        Err(StoreError::NoPassphrase)
    });
    assert!(matches!(failed, Err(StoreError::NoPassphrase)));
    assert_eq!(notes(&store), 1);
    store.transact(|tx| write(tx, "three")).unwrap();
    assert_eq!(notes(&store), 2);
}

#[test]
fn a_change_that_panics_leaves_nothing() {
    let book = Book::new(0);
    let mut store = book.store();
    let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        store.transact::<(), StoreError>(|tx| {
            write(tx, "one")?;
            panic!("on purpose")
        })
    }));
    assert!(panicked.is_err());
    assert_eq!(notes(&store), 0);
}

#[test]
fn no_text_of_a_row_is_found_in_any_file() {
    let book = Book::new(50);
    let mut store = book.store();
    store
        .transact(|tx| (0..50).try_for_each(|_| write(tx, "Zebedee Quill")))
        .unwrap();
    let while_open = contents(&book.folder);
    assert!(
        while_open
            .iter()
            .any(|(path, bytes)| path.ends_with("book.db-wal") && !bytes.is_empty())
    );
    store.close().unwrap();
    for (path, bytes) in while_open.into_iter().chain(contents(&book.folder)) {
        for canary in [b"Zebedee".as_slice(), b"Quill", b"note", b"SQLite format 3"] {
            assert!(!holds(&bytes, canary), "{}", path.display());
        }
    }
}

#[test]
fn the_search_for_text_would_find_it_in_a_plain_database() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("plain.db");
    let plain = Connection::open(&path).unwrap();
    plain
        .execute_batch("CREATE TABLE note (text TEXT); INSERT INTO note VALUES ('Zebedee Quill');")
        .unwrap();
    assert!(holds(&fs::read(path).unwrap(), b"Zebedee"));
}

#[test]
fn the_settings_are_in_force() {
    let book = Book::new(0);
    let store = book.store();
    for (pragma, want) in [
        ("journal_mode", "Text(\"wal\")"),
        ("synchronous", "Integer(2)"),
        ("fullfsync", "Integer(1)"),
        ("checkpoint_fullfsync", "Integer(1)"),
        ("foreign_keys", "Integer(1)"),
        ("recursive_triggers", "Integer(1)"),
        ("cell_size_check", "Integer(1)"),
        ("trusted_schema", "Integer(0)"),
        ("mmap_size", "Integer(0)"),
        ("temp_store", "Integer(2)"),
        ("cache_size", "Integer(-262144)"),
        ("application_id", "Integer(1346717506)"),
        ("user_version", "Integer(1)"),
    ] {
        let found = store
            .connection
            .query_row(&format!("PRAGMA {pragma}"), [], |row| {
                let value: rusqlite::types::Value = row.get(0)?;
                Ok(format!("{value:?}"))
            })
            .unwrap_or_else(|_| "Integer(0)".to_owned());
        assert_eq!(found, want, "{pragma}");
    }
    let is_on = |option| store.connection.db_config(option).unwrap();
    assert!(is_on(DbConfig::SQLITE_DBCONFIG_DEFENSIVE));
    assert!(!is_on(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA));
    assert!(!is_on(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE));
}

#[test]
fn a_trigger_that_refuses_deletion_is_not_passed_by_replacing() {
    let book = Book::new(1);
    let store = book.store();
    store
        .connection
        .execute_batch(
            "CREATE TRIGGER kept BEFORE DELETE ON note BEGIN SELECT RAISE(ABORT, 'notes stay'); END",
        )
        .unwrap();
    let error = store
        .connection
        .execute("INSERT OR REPLACE INTO note VALUES (1, 'other')", [])
        .doing("replace a note")
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "could not replace a note: the book does not allow it (notes stay)"
    );
}

#[test]
fn an_older_book_is_copied_aside_and_brought_up() {
    let book = Book::new(3);
    let before = book.bytes();
    let connection = book.connect(MORE_STEPS).unwrap();
    let days: i64 = connection
        .query_row("SELECT count(day) FROM note", [], |row| row.get(0))
        .unwrap();
    assert_eq!(days, 3);
    open::close(connection).unwrap();
    let copy = book.folder.path().join("book.version-1.db");
    assert_eq!(fs::read(&copy).unwrap(), before);
    // The copy is a book that the older program opens.
    fs::rename(copy, book.folder.book()).unwrap();
    assert_eq!(notes(&book.store()), 3);
}

#[test]
fn a_step_that_fails_leaves_the_book_as_it_was() {
    let book = Book::new(3);
    let steps = [
        STEPS[0],
        "CREATE TABLE more (id INTEGER) STRICT; CREATE TABLE note (id INTEGER);",
    ];
    let error = book.connect(&steps).unwrap_err();
    assert!(matches!(error, StoreError::Sql { .. }), "{error}");
    let store = book.store();
    assert_eq!(notes(&store), 3);
    assert!(store.connection.prepare("SELECT * FROM more").is_err());
}

#[test]
fn a_newer_book_is_refused_untouched() {
    let book = Book::new(3);
    open::close(book.connect(MORE_STEPS).unwrap()).unwrap();
    let before = files(&book.folder);
    let error = book.connect(STEPS).unwrap_err();
    assert!(matches!(error, StoreError::TooNew { found: 2, known: 1 }));
    assert_eq!(files(&book.folder), before);
}

#[test]
fn a_database_that_is_not_ours_is_refused() {
    let book = Book::new(0);
    let connection = book.connect(STEPS).unwrap();
    connection.pragma_update(None, "application_id", 7).unwrap();
    open::close(connection).unwrap();
    let before = files(&book.folder);
    let error = book.connect(STEPS).unwrap_err();
    assert!(matches!(error, StoreError::Damaged { .. }));
    assert_eq!(files(&book.folder), before);
}

#[test]
fn a_damaged_book_is_refused_in_words_and_untouched() {
    let book = Book::new(400);
    let whole = book.bytes();
    let mut flipped = whole.clone();
    flipped[5000] ^= 1;
    let plain = b"SQLite format 3\0".repeat(1000);
    for damaged in [
        b"".as_slice(),
        b"not a database",
        &plain,
        &whole[..10_000],
        &whole[..whole.len() - 4096],
        &whole[..whole.len() - 1],
        &whole[4096..],
        &flipped,
        &vec![0; whole.len()],
        &vec![0xa5; 40_000],
    ] {
        book.overwrite(damaged);
        let before = files(&book.folder);
        let error = book.connect(STEPS).unwrap_err();
        assert!(matches!(error, StoreError::Damaged { .. }), "{error}");
        assert!(error.to_string().starts_with("the book is damaged: "));
        assert_eq!(files(&book.folder), before);
    }
    fs::remove_file(book.folder.book()).unwrap();
    let error = book.connect(STEPS).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the book is damaged: book.db is missing from its folder; nothing was changed"
    );
    assert_eq!(files(&book.folder), []);
}

#[test]
fn another_books_key_does_not_open_it() {
    let book = Book::new(3);
    let before = files(&book.folder);
    let error = open::open(&book.folder, &BookKey::random().unwrap(), STEPS).unwrap_err();
    assert!(matches!(error, StoreError::Damaged { .. }));
    assert_eq!(files(&book.folder), before);
}

#[test]
fn every_flipped_byte_is_found_by_a_full_check() {
    let book = Book::new(400);
    let whole = book.bytes();
    let mut seen_at_opening = 0;
    for at in (0..whole.len()).step_by(whole.len() / 40) {
        let mut bytes = whole.clone();
        bytes[at] ^= 0x10;
        book.overwrite(&bytes);
        match book.connect(STEPS) {
            Err(error) => {
                assert!(matches!(error, StoreError::Damaged { .. }), "{error}");
                seen_at_opening += 1;
            }
            Ok(connection) => {
                let store = Store {
                    connection,
                    home: None,
                    gathers: false,
                    lists: super::table::Cache::default(),
                };
                let checks = store.integrity().unwrap();
                assert!(checks.iter().any(|check| !check.holds), "byte {at}");
            }
        }
    }
    assert!(seen_at_opening > 0);
}

#[test]
fn damage_met_at_work_is_called_damage_and_nothing_is_written_after_it() {
    let book = Book::new(2000);
    let whole = book.bytes();
    for at in [100, 4096 + 100, whole.len() / 2, whole.len() - 100] {
        book.overwrite(&whole);
        let mut store = book.store();
        let mut damaged = whole.clone();
        damaged[at] ^= 1;
        book.overwrite(&damaged);
        store
            .connection
            .execute_batch("PRAGMA shrink_memory")
            .unwrap();
        let read = store
            .connection
            .query_row("SELECT sum(length(text)) FROM note", [], |_| Ok(()))
            .doing("read the notes");
        let error = read.unwrap_err();
        assert!(matches!(error, StoreError::Damaged { .. }), "{error:?}");
        let error = store.transact(|tx| write(tx, "more")).unwrap_err();
        assert!(error.to_string().contains("a damaged page"), "{error}");
        let checks = store.integrity().unwrap();
        assert!(checks.iter().all(|check| !check.holds), "{checks:?}");
        drop(store);
        assert!(book.bytes() == damaged);
    }
}

#[test]
fn a_log_left_by_a_crash_stays_with_a_book_that_is_refused() {
    let book = Book::new(3);
    let connection = book.connect(MORE_STEPS).unwrap();
    connection
        .execute_batch("INSERT INTO note (text, day) VALUES ('four', '2026-01-02')")
        .unwrap();
    let crashed = contents(&book.folder);
    open::close(connection).unwrap();
    for (path, bytes) in crashed {
        fs::write(path, bytes).unwrap();
    }
    // The shared-memory file is SQLite's own note of where it is in the log, and worth nothing.
    let kept = || {
        let mut files = files(&book.folder);
        files.retain(|(name, ..)| name != "book.db-shm");
        files
    };
    let before = kept();
    assert_eq!(before.len(), 3);
    let error = book.connect(STEPS).unwrap_err();
    assert!(matches!(error, StoreError::TooNew { .. }), "{error}");
    assert_eq!(kept(), before);
    let connection = book.connect(MORE_STEPS).unwrap();
    let rows: i64 = connection
        .query_row("SELECT count(*) FROM note", [], |row| row.get(0))
        .unwrap();
    assert_eq!(rows, 4);
}

#[test]
fn a_whole_book_passes_every_check() {
    let book = Book::new(50);
    for check in book.store().integrity().unwrap() {
        assert!(check.holds, "{}: {}", check.name, check.detail);
    }
}

#[test]
fn a_reference_that_leads_nowhere_is_named() {
    let book = Book::new(1);
    let store = book.store();
    store
        .connection
        .execute_batch(
            "CREATE TABLE mark (id INTEGER PRIMARY KEY, note INTEGER REFERENCES note) STRICT;
             PRAGMA foreign_keys = OFF;
             INSERT INTO mark VALUES (1, 99);",
        )
        .unwrap();
    let checks = store.integrity().unwrap();
    let broken: Vec<_> = checks.iter().filter(|check| !check.holds).collect();
    assert_eq!(broken.len(), 1);
    assert_eq!(
        broken[0].detail,
        "record 1 of mark points at a record of note that is not there"
    );
}

#[test]
fn a_full_disk_is_said_in_words_and_the_book_goes_on() {
    let book = Book::new(10);
    let mut store = book.store();
    let pages: i64 = store
        .connection
        .query_row("PRAGMA page_count", [], |row| row.get(0))
        .unwrap();
    let _now: i64 = store
        .connection
        .query_row(
            &format!("PRAGMA max_page_count = {}", pages + 1),
            [],
            |row| row.get(0),
        )
        .unwrap();
    let error = store
        .transact(|tx| (0..100).try_for_each(|_| write(tx, &"x".repeat(500))))
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "could not write a note: the disk is full; nothing was changed"
    );
    assert_eq!(notes(&store), 10);
}

#[test]
fn what_was_committed_outlives_a_crash() {
    let book = Book::new(1);
    let mut store = book.store();
    store.transact(|tx| write(tx, "two")).unwrap();
    // The files as a power cut would leave them: the log is not yet in the database.
    let crashed = contents(&book.folder);
    store.close().unwrap();
    for (path, bytes) in crashed {
        fs::write(path, bytes).unwrap();
    }
    assert_eq!(notes(&book.store()), 2);
}

#[test]
fn a_page_torn_while_the_log_still_has_it_is_no_damage() {
    let book = Book::new(1);
    let mut store = book.store();
    store.transact(|tx| write(tx, "two")).unwrap();
    // The power goes while the log is moved into the database: the page of the notes is half written.
    let crashed = contents(&book.folder);
    store.close().unwrap();
    for (path, bytes) in crashed {
        fs::write(path, bytes).unwrap();
    }
    let mut torn = book.bytes();
    torn[4096..6144].fill(0x5a);
    book.overwrite(&torn);
    let store = book.store();
    assert_eq!(notes(&store), 2);
    for check in store.integrity().unwrap() {
        assert!(check.holds, "{}: {}", check.name, check.detail);
    }
    assert!(book.bytes() != torn);
}

#[test]
fn a_book_in_memory_keeps_the_same_rules() {
    let mut store = Store::in_memory().unwrap();
    assert_eq!(store.folder(), None);
    assert!(store.integrity().unwrap().iter().all(|check| check.holds));
    assert!(store.renew_recovery_key().is_err());
    store.close().unwrap();
}
