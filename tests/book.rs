//! The book as a folder on a disk: who can open it, what is left in it, and what happens when it is damaged.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use chrono::{DateTime, Utc};
use pegboard::store::{self, Cost, Generation, NewBook, RecoveryKey, Store, StoreError, UserId};
use tempfile::TempDir;

const PASSPHRASE: &str = "copper lantern drifts noon";
const NOW: DateTime<Utc> = DateTime::UNIX_EPOCH;

/// A book made once, with its recovery key. Every test works on a copy: making one takes a while on purpose.
static MADE: LazyLock<(TempDir, RecoveryKey)> = LazyLock::new(|| {
    let above = tempfile::tempdir().unwrap();
    let (mut store, recovery) = made(&above.path().join("Linden.pegboard")).unwrap();
    let _id = store
        .transact(|tx| tx.attach(b"a first file", NOW))
        .unwrap();
    store.close().unwrap();
    (above, recovery)
});

fn made(folder: &Path) -> Result<(Store, RecoveryKey), StoreError> {
    let new = NewBook {
        folder,
        owner: "Ana Ruiz",
        passphrase: PASSPHRASE,
        cost: Cost::FLOOR,
        now: NOW,
    };
    Store::create(new, |_| Ok(()))
}

struct Book {
    _above: TempDir,
    path: PathBuf,
}

impl Book {
    fn copy() -> Self {
        let above = tempfile::tempdir().unwrap();
        let path = above.path().join("Linden.pegboard");
        fs::create_dir(&path).unwrap();
        for entry in fs::read_dir(MADE.0.path().join("Linden.pegboard")).unwrap() {
            let from = entry.unwrap().path();
            let _bytes = fs::copy(&from, path.join(from.file_name().unwrap())).unwrap();
        }
        Self {
            _above: above,
            path,
        }
    }

    fn open(&self, passphrase: &str) -> Result<Store, StoreError> {
        Store::open(&self.path, UserId::OWNER, passphrase, NOW)
    }

    fn file(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }

    /// The error of opening it, and a proof that nothing in it was changed by that.
    fn refusal(&self, passphrase: &str) -> StoreError {
        let before = files(&self.path);
        let error = self.open(passphrase).unwrap_err();
        assert!(files(&self.path) == before, "the folder changed: {error}");
        error
    }
}

fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut files: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            (name, fs::read(path).unwrap())
        })
        .collect();
    files.sort();
    files
}

fn names(folder: &Path) -> Vec<String> {
    files(folder).into_iter().map(|(name, _)| name).collect()
}

fn flip(path: &Path, at: usize) {
    let mut bytes = fs::read(path).unwrap();
    bytes[at] ^= 1;
    fs::write(path, bytes).unwrap();
}

fn holds(haystack: &[u8], needle: &[u8]) -> bool {
    haystack.windows(needle.len()).any(|part| part == needle)
}

#[test]
fn a_closed_book_is_a_database_and_its_keys_and_opens_again() {
    let book = Book::copy();
    let resting = ["book.db", "book.lock", "keys.json", "keys.previous.json"];
    assert_eq!(names(&book.path), resting);
    let users = store::users(&book.path).unwrap();
    assert_eq!(users.len(), 1);
    assert_eq!(users[0].name, "Ana Ruiz");
    let store = book.open(PASSPHRASE).unwrap();
    assert_eq!(store.keys_used(), Generation::Current);
    assert_eq!(store.user(), UserId::OWNER);
    assert_eq!(store.folder(), Some(&*book.path.canonicalize().unwrap()));
    for check in store.integrity().unwrap() {
        assert!(check.holds, "{}: {}", check.name, check.detail);
    }
    store.close().unwrap();
    assert_eq!(names(&book.path), resting);
}

#[test]
fn a_wrong_passphrase_is_one_sentence_and_changes_no_byte() {
    let book = Book::copy();
    let error = book.refusal("copper lantern drifts moon");
    assert!(matches!(error, StoreError::WrongPassphrase));
    assert_eq!(error.to_string(), "this passphrase does not open the book");
}

#[test]
fn what_is_written_is_found_in_no_file() {
    // Bytes that do not compress are kept as they are, so that only encryption can hide them.
    let mut state = 7_u32;
    let canary: Vec<u8> = std::iter::repeat_with(|| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        state.to_be_bytes()[0]
    })
    .take(20_000)
    .collect();
    let mut deflated = Vec::new();
    let mut encoder =
        flate2::write::DeflateEncoder::new(&mut deflated, flate2::Compression::default());
    std::io::Write::write_all(&mut encoder, &canary).unwrap();
    let _buffer = encoder.finish().unwrap();
    assert!(holds(&deflated, &canary[100..132]));

    let book = Book::copy();
    let mut store = book.open(PASSPHRASE).unwrap();
    let id = store.transact(|tx| tx.attach(&canary, NOW)).unwrap();
    let while_open = files(&book.path);
    assert!(
        while_open
            .iter()
            .any(|(name, bytes)| name == "book.db-wal" && bytes.len() > 20_000)
    );
    assert_eq!(store.attachment(id).unwrap(), canary);
    store.close().unwrap();
    let recovery = MADE.1.groups();
    for (name, bytes) in while_open.into_iter().chain(files(&book.path)) {
        assert!(!holds(&bytes, &canary[100..132]), "{name}");
        assert!(!holds(&bytes, PASSPHRASE.as_bytes()), "{name}");
        for group in recovery.iter() {
            assert!(!holds(&bytes, group.as_bytes()), "{name}");
        }
    }
}

#[test]
fn a_second_opener_is_refused_and_told_who_the_first_is() {
    let book = Book::copy();
    let first = book.open(PASSPHRASE).unwrap();
    let error = book.open(PASSPHRASE).unwrap_err();
    let StoreError::Locked { by: Some(holder) } = &error else {
        panic!("{error}");
    };
    assert_eq!(holder.process, std::process::id());
    assert!(
        error
            .to_string()
            .starts_with("the book is open already, by ")
    );
    assert!(error.to_string().contains(&holder.account));
    drop(first);
    assert!(book.open(PASSPHRASE).is_ok());
}

#[test]
fn a_holder_left_by_a_crash_stops_nobody() {
    let book = Book::copy();
    let gone = br#"{"account":"ana","computer":null,"process":1,"since":"2026-01-01T00:00:00Z"}"#;
    fs::write(book.file("book.holder.json"), gone).unwrap();
    book.open(PASSPHRASE).unwrap().close().unwrap();
}

#[test]
fn a_missing_key_file_is_replaced_by_its_earlier_copy_and_said() {
    let book = Book::copy();
    fs::remove_file(book.file("keys.json")).unwrap();
    let store = book.open(PASSPHRASE).unwrap();
    assert_eq!(store.keys_used(), Generation::Previous);
    let keys = store.integrity().unwrap().pop().unwrap();
    assert!(!keys.holds);
    assert_eq!(
        keys.detail,
        "keys.json is missing or damaged; its earlier copy is whole"
    );
    drop(store);
    fs::remove_file(book.file("keys.previous.json")).unwrap();
    let error = book.refusal(PASSPHRASE);
    assert!(matches!(error, StoreError::KeysMissing), "{error}");
}

#[test]
fn a_damaged_key_file_is_passed_over_and_mended_by_the_next_change() {
    let book = Book::copy();
    flip(&book.file("keys.json"), 700);
    let damaged = fs::read(book.file("keys.json")).unwrap();
    let error = book.refusal("wrong");
    assert!(matches!(error, StoreError::WrongPassphraseForEarlierKeys));
    let mut store = book.open(PASSPHRASE).unwrap();
    assert_eq!(store.keys_used(), Generation::Previous);
    store
        .change_passphrase(PASSPHRASE, "willow copper noon", Cost::FLOOR)
        .unwrap();
    assert_eq!(store.keys_used(), Generation::Current);
    store.close().unwrap();
    assert_eq!(fs::read(book.file("keys.damaged.json")).unwrap(), damaged);
    assert!(book.open("willow copper noon").is_ok());
}

#[test]
fn when_both_key_files_are_damaged_the_book_says_so() {
    let book = Book::copy();
    for name in ["keys.json", "keys.previous.json"] {
        fs::write(book.file(name), b"{\"format\": \"pegboard k").unwrap();
    }
    let error = book.refusal(PASSPHRASE);
    assert!(matches!(error, StoreError::KeysDamaged { .. }), "{error}");
}

#[test]
fn a_newer_key_file_is_refused() {
    let book = Book::copy();
    let text = fs::read_to_string(book.file("keys.json")).unwrap();
    let newer = text.replace("\"version\": 1", "\"version\": 9");
    fs::write(book.file("keys.json"), newer).unwrap();
    let error = book.refusal(PASSPHRASE);
    assert!(matches!(
        error,
        StoreError::KeysTooNew { found: 9, known: 1 }
    ));
}

#[test]
fn a_replaced_passphrase_lingers_only_until_the_new_one_has_opened_the_book() {
    let book = Book::copy();
    let mut store = book.open(PASSPHRASE).unwrap();
    let refused = store.change_passphrase("wrong", "willow copper noon", Cost::FLOOR);
    assert!(matches!(refused, Err(StoreError::WrongPassphrase)));
    let old = fs::read(book.file("keys.json")).unwrap();
    store
        .change_passphrase(PASSPHRASE, "willow copper noon", Cost::FLOOR)
        .unwrap();
    store.close().unwrap();
    assert!(fs::read(book.file("keys.previous.json")).unwrap() == old);
    assert!(matches!(
        book.refusal(PASSPHRASE),
        StoreError::WrongPassphrase
    ));
    book.open("willow copper noon").unwrap().close().unwrap();
    let new = fs::read(book.file("keys.json")).unwrap();
    assert!(fs::read(book.file("keys.previous.json")).unwrap() == new);
}

#[test]
fn the_recovery_key_opens_the_book_once_and_is_replaced() {
    let book = Book::copy();
    let paper = MADE.1.groups().join(" ").to_lowercase();
    let typed = RecoveryKey::parse(&paper).unwrap();
    let (mut store, second) =
        Store::recover(&book.path, &typed, "willow copper noon", Cost::FLOOR, NOW).unwrap();
    let third = store.renew_recovery_key().unwrap();
    store.close().unwrap();
    book.open("willow copper noon").unwrap().close().unwrap();
    assert!(matches!(
        book.refusal(PASSPHRASE),
        StoreError::WrongPassphrase
    ));
    for used in [&typed, &second] {
        let before = files(&book.path);
        let again = Store::recover(&book.path, used, "another", Cost::FLOOR, NOW);
        assert!(matches!(again, Err(StoreError::WrongRecoveryKey)));
        assert!(files(&book.path) == before);
    }
    let (store, _fourth) =
        Store::recover(&book.path, &third, PASSPHRASE, Cost::FLOOR, NOW).unwrap();
    drop(store);
    assert!(book.open(PASSPHRASE).is_ok());
}

#[test]
fn a_damaged_database_is_refused_in_words_and_left_alone() {
    let book = Book::copy();
    let whole = fs::read(book.file("book.db")).unwrap();
    for damaged in [b"".as_slice(), &[0xa5; 9000], &whole[..whole.len() / 2]] {
        fs::write(book.file("book.db"), damaged).unwrap();
        let error = book.refusal(PASSPHRASE);
        assert!(matches!(error, StoreError::Damaged { .. }), "{error}");
        assert!(error.to_string().starts_with("the book is damaged: "));
    }
}

#[test]
fn a_new_book_takes_no_name_that_is_taken() {
    let book = Book::copy();
    let before = files(&book.path);
    let again = made(&book.path);
    assert!(matches!(again, Err(StoreError::AlreadyThere { .. })));
    assert!(files(&book.path) == before);
}

#[test]
fn what_is_no_book_is_said_to_be_none() {
    let folder = tempfile::tempdir().unwrap();
    assert!(!store::is_book(folder.path()));
    let error = Store::open(folder.path(), UserId::OWNER, PASSPHRASE, NOW).unwrap_err();
    assert!(matches!(error, StoreError::NotABook { .. }));
    assert_eq!(names(folder.path()), [""; 0]);
}

#[cfg(unix)]
#[test]
fn no_other_account_can_read_a_file_of_it() {
    use std::os::unix::fs::PermissionsExt;
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let path = MADE.0.path().join("Linden.pegboard");
    assert_eq!(mode(&path), 0o700);
    for name in names(&path) {
        assert_eq!(mode(&path.join(&name)), 0o600, "{name}");
    }
}
