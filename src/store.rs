//! The encrypted book: the one place that names rusqlite. Reads are methods of [`Store`], writes only of [`Tx`], so a
//! write outside a transaction does not compile. It must not know X12, PDF or widgets.
//!
//! A book is a folder (`folder`) with a database and a key file (`keys`), open in one program at a time (`lock`).
//! Each table has a module of its own with an `impl Store` for its reads and an `impl Tx` for its writes.
#![deny(
    missing_docs,
    clippy::float_arithmetic,
    clippy::as_conversions,
    clippy::wildcard_enum_match_arm
)]

use std::fmt;
use std::path::Path;

use chrono::{DateTime, Utc};
use rusqlite::Connection;

use self::error::Doing;
use self::folder::Folder;
use self::keys::{BookKey, Keys};
use self::lock::Lock;

pub use self::check::Check;
pub use self::error::{SqlFault, StoreError};
pub use self::folder::{is_book, try_place};
pub use self::keys::{Cost, Generation, Role, User, UserId};
pub use self::lock::Holder;
pub use self::recovery::{RecoveryKey, RecoveryKeyError};

pub mod account_charge;
mod aged;
pub mod answer;
pub mod attachment;
mod audit;
mod authorization;
pub mod balance;
pub mod bank;
pub mod batch;
pub mod board;
mod both;
mod check;
pub mod claim;
pub mod closing;
mod code;
pub mod collections;
pub mod contact;
mod contract;
pub mod denial;
pub mod deposit;
pub mod desk;
mod draft;
pub mod eob;
mod eob_scan;
mod error;
mod estimate;
mod expected;
mod facility;
mod fee;
pub mod figures;
mod folder;
mod guarantor;
pub mod hardship;
mod held_check;
pub mod history;
pub mod inquiry;
mod keys;
pub mod ledger;
mod lock;
mod open;
pub mod paper_batch;
pub mod past;
mod patient;
pub mod pay_plan;
mod payer;
mod person;
mod policy;
pub mod posting_rule;
mod practice;
mod provider;
mod question;
pub mod receipt;
mod receiver;
mod reconcile;
mod recovery;
pub mod refund;
pub mod remittance;
pub mod returned_check;
pub mod rule;
mod schema;
mod search;
mod secret;
mod setting;
pub mod statement;
pub mod table;
#[cfg(test)]
mod tests;
mod underpaid;
mod value;
pub mod verify;
pub mod visit;
mod why;

/// An open book. `&mut` of it is the proof of being the one writer.
pub struct Store {
    // The connection stands first, so that it is closed before the lock is given back.
    pub(in crate::store) connection: Connection,
    home: Option<Home>,
    // Whether verbs are gathered into one transaction, so that each is a savepoint of it.
    gathers: bool,
    // The public lists as they were read last.
    lists: table::Cache,
}

/// A transaction: what is written through it is kept as a whole, or not at all.
pub struct Tx<'store>(
    pub(in crate::store) &'store Connection,
    &'store table::Cache,
);

/// Which gathering of verbs this is: the one that began the transaction, or one inside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub enum Gathering {
    /// It began the transaction.
    Outer,
    /// It stands inside another.
    Inner,
}

/// Takes a change back when it is dropped: on every error, and on a panic.
struct Undo<'store> {
    connection: &'store Connection,
    sql: Option<&'static str>,
}

impl Undo<'_> {
    /// The change was kept.
    fn forget(mut self) {
        self.sql = None;
    }
}

impl Drop for Undo<'_> {
    fn drop(&mut self) {
        if let Some(sql) = self.sql
            && !self.connection.is_autocommit()
        {
            // SQLite has taken it back itself where this fails (disk full, a failed write), so there is nothing to add.
            let _taken_back = self.connection.execute_batch(sql);
        }
    }
}

/// What a new book needs.
#[derive(Clone, Copy)]
pub struct NewBook<'a> {
    /// Its folder, `NAME.pegboard`, which is not there yet, in a folder that is.
    pub folder: &'a Path,
    /// The name of its first user, who may do everything.
    pub owner: &'a str,
    /// What opens it. Whether it is good enough is for the caller to check.
    pub passphrase: &'a str,
    /// What one guess at the passphrase costs.
    pub cost: Cost,
    /// Now.
    pub now: DateTime<Utc>,
}

/// Where an open book lives, and what keeps it open.
struct Home {
    folder: Folder,
    user: UserId,
    keys: Keys,
    key: BookKey,
    generation: Generation,
    _lock: Lock,
}

impl Store {
    /// Makes a new book and opens it. `begin` writes what no book is without. The recovery key is given this once.
    ///
    /// # Errors
    /// [`StoreError::AlreadyThere`], [`StoreError::Misnamed`], [`StoreError::Synced`], [`StoreError::BadName`],
    /// [`StoreError::NoPassphrase`], what `begin` gives, or what the disk says. The folder appears only when everything
    /// in it is whole.
    pub fn create<E: From<StoreError>>(
        new: NewBook<'_>,
        begin: impl FnOnce(&Tx<'_>) -> Result<(), E>,
    ) -> Result<(Self, RecoveryKey), E> {
        let (folder, (keys, key, recovery)) = Folder::create(new.folder, |folder| {
            let (keys, key, recovery) = Keys::create(new.owner, new.passphrase, new.cost)?;
            keys::save(folder, &keys)?;
            keys::keep_one_generation(folder)?;
            open::make(folder, &key, schema::STEPS)?;
            let mut store = Self {
                connection: open::open(folder, &key, schema::STEPS)?,
                home: None,
                gathers: false,
                lists: table::Cache::default(),
            };
            store.transact(begin)?;
            store.close()?;
            Ok::<_, E>((keys, key, recovery))
        })?;
        let lock = Lock::take(&folder)?;
        let connection = open::open(&folder, &key, schema::STEPS)?;
        lock.sign(&Holder::here(new.now));
        let home = Home {
            folder,
            user: UserId::OWNER,
            keys,
            key,
            generation: Generation::Current,
            _lock: lock,
        };
        Ok((Self::at(connection, home), recovery))
    }

    /// Opens a book with a user's passphrase. An older book is copied aside and brought up to today's schema.
    ///
    /// # Errors
    /// [`StoreError::NotABook`], [`StoreError::Synced`], [`StoreError::Locked`], [`StoreError::KeysMissing`],
    /// [`StoreError::KeysDamaged`], [`StoreError::KeysTooNew`], [`StoreError::NoSuchUser`],
    /// [`StoreError::WrongPassphrase`], [`StoreError::TooNew`], [`StoreError::Damaged`]. Nothing in the folder is
    /// changed then.
    pub fn open(
        folder: &Path,
        user: UserId,
        passphrase: &str,
        now: DateTime<Utc>,
    ) -> Result<Self, StoreError> {
        let folder = Folder::find(folder)?;
        let lock = Lock::take(&folder)?;
        let (keys, generation) = keys::load(&folder)?;
        let key = keys
            .unlock(user, passphrase)
            .map_err(|error| match (error, generation) {
                (StoreError::WrongPassphrase, Generation::Previous) => {
                    StoreError::WrongPassphraseForEarlierKeys
                }
                (error, _) => error,
            })?;
        let connection = open::open(&folder, &key, schema::STEPS)?;
        lock.sign(&Holder::here(now));
        if generation == Generation::Current {
            // The book is open: an earlier copy that could not be renewed today will be at the next opening.
            let _later = keys::keep_one_generation(&folder);
        }
        let home = Home {
            folder,
            user,
            keys,
            key,
            generation,
            _lock: lock,
        };
        Ok(Self::at(connection, home))
    }

    /// Opens a book with its recovery key, gives its owner a new passphrase, and gives a new recovery key: the old one
    /// has been out of its envelope.
    ///
    /// # Errors
    /// [`StoreError::WrongRecoveryKey`], and as [`Store::open`]. The keys are changed only once the book is open.
    pub fn recover(
        folder: &Path,
        recovery: &RecoveryKey,
        passphrase: &str,
        cost: Cost,
        now: DateTime<Utc>,
    ) -> Result<(Self, RecoveryKey), StoreError> {
        let folder = Folder::find(folder)?;
        let lock = Lock::take(&folder)?;
        let (keys, _) = keys::load(&folder)?;
        let key = keys.unlock_with_recovery(recovery)?;
        let (keys, recovery) = keys.recovered(&key, passphrase, cost)?;
        let connection = open::open(&folder, &key, schema::STEPS)?;
        keys::save(&folder, &keys)?;
        lock.sign(&Holder::here(now));
        let home = Home {
            folder,
            user: keys.owner()?,
            keys,
            key,
            generation: Generation::Current,
            _lock: lock,
        };
        Ok((Self::at(connection, home), recovery))
    }

    /// Makes a book that lives in memory only and is gone when dropped: for trial runs and tests. It has today's
    /// schema and every rule of a real one, but no keys.
    ///
    /// # Errors
    /// [`StoreError::OutOfMemory`].
    pub fn in_memory() -> Result<Self, StoreError> {
        Ok(Self {
            connection: open::in_memory(schema::STEPS)?,
            home: None,
            gathers: false,
            lists: table::Cache::default(),
        })
    }

    /// Runs `work` as one transaction: all of it is kept, or none.
    ///
    /// # Errors
    /// What `work` gives, or [`StoreError`] when the transaction cannot begin or be kept.
    pub fn transact<T, E: From<StoreError>>(
        &mut self,
        work: impl FnOnce(&Tx<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        // Immediate: the right to write is taken first, so that no work is done in vain.
        let (begin, keep, drop) = if self.gathers {
            (
                "SAVEPOINT verb",
                "RELEASE verb",
                "ROLLBACK TO verb; RELEASE verb",
            )
        } else {
            ("BEGIN IMMEDIATE", "COMMIT", "ROLLBACK")
        };
        self.connection
            .execute_batch(begin)
            .doing("begin a change")?;
        let undo = Undo {
            connection: &self.connection,
            sql: Some(drop),
        };
        let done = work(&Tx(&self.connection, &self.lists))?;
        self.connection.execute_batch(keep).doing("keep a change")?;
        undo.forget();
        Ok(done)
    }

    /// Looks at the book as a verb would, while nothing can be written.
    ///
    /// # Errors
    /// What `work` gives, or [`StoreError`] when the book cannot be read.
    pub fn look<T, E: From<StoreError>>(
        &self,
        work: impl FnOnce(&Tx<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        self.connection
            .execute_batch("PRAGMA query_only = ON")
            .doing("begin to look")?;
        let seen = work(&Tx(&self.connection, &self.lists));
        self.connection
            .execute_batch("PRAGMA query_only = OFF")
            .doing("stop looking")?;
        seen
    }

    /// Begins to gather verbs into one transaction, until [`Store::keep_together`] or [`Store::drop_together`]. Inside
    /// another gathering it does nothing of its own.
    ///
    /// # Errors
    /// [`StoreError`] when the transaction cannot begin.
    pub fn begin_together(&mut self) -> Result<Gathering, StoreError> {
        if self.gathers {
            return Ok(Gathering::Inner);
        }
        self.connection
            .execute_batch("BEGIN IMMEDIATE")
            .doing("begin a change")?;
        self.gathers = true;
        Ok(Gathering::Outer)
    }

    /// Keeps all that was gathered.
    ///
    /// # Errors
    /// [`StoreError`] when it cannot be kept; nothing of it is kept then.
    pub fn keep_together(&mut self, gathering: Gathering) -> Result<(), StoreError> {
        match gathering {
            Gathering::Inner => Ok(()),
            Gathering::Outer => {
                self.gathers = false;
                let undo = Undo {
                    connection: &self.connection,
                    sql: Some("ROLLBACK"),
                };
                self.connection
                    .execute_batch("COMMIT")
                    .doing("keep a change")?;
                undo.forget();
                Ok(())
            }
        }
    }

    /// Drops all that was gathered. Inside another gathering, the outer one must be dropped by its own caller.
    pub fn drop_together(&mut self, gathering: Gathering) {
        if gathering == Gathering::Outer {
            self.gathers = false;
            drop(Undo {
                connection: &self.connection,
                sql: Some("ROLLBACK"),
            });
        }
    }

    /// Changes the passphrase of whoever opened the book.
    ///
    /// # Errors
    /// [`StoreError::WrongPassphrase`] when `old` does not fit; nothing is changed then.
    pub fn change_passphrase(
        &mut self,
        old: &str,
        new: &str,
        cost: Cost,
    ) -> Result<(), StoreError> {
        let home = self.home.as_mut().ok_or(NO_KEYS)?;
        let keys = home
            .keys
            .with_passphrase_changed(home.user, old, new, cost)?;
        home.take(keys)
    }

    /// Makes a new recovery key. The old one opens nothing any more.
    ///
    /// # Errors
    /// [`StoreError`] when the keys cannot be saved.
    pub fn renew_recovery_key(&mut self) -> Result<RecoveryKey, StoreError> {
        let home = self.home.as_mut().ok_or(NO_KEYS)?;
        let (keys, recovery) = home.keys.with_recovery_renewed(&home.key)?;
        home.take(keys)?;
        Ok(recovery)
    }

    /// The folder of the book; nothing for one in memory.
    pub fn folder(&self) -> Option<&Path> {
        self.home.as_ref().map(|home| home.folder.path())
    }

    /// Who opened the book.
    pub fn user(&self) -> UserId {
        self.home.as_ref().map_or(UserId::OWNER, |home| home.user)
    }

    /// Which copy of the key file opened the book. After [`Generation::Previous`] somebody should be told that
    /// `keys.json` is missing or damaged; the next change of the keys mends it.
    pub fn keys_used(&self) -> Generation {
        self.home
            .as_ref()
            .map_or(Generation::Current, |home| home.generation)
    }

    /// Closes the book: everything goes into `book.db`, the keys are wiped, the lock is given back. Dropping a store
    /// does the same but cannot say what went wrong.
    ///
    /// # Errors
    /// [`StoreError`] when the disk fails. What was committed is safe in the log all the same.
    pub fn close(self) -> Result<(), StoreError> {
        let Self {
            connection, home, ..
        } = self;
        let closed = open::close(connection);
        drop(home);
        closed
    }

    fn at(connection: Connection, home: Home) -> Self {
        Self {
            connection,
            home: Some(home),
            gathers: false,
            lists: table::Cache::default(),
        }
    }
}

/// Lists who may open a book, for a sign-in screen. Needs no passphrase: the names are not proven yet.
///
/// # Errors
/// [`StoreError::NotABook`], [`StoreError::KeysMissing`], [`StoreError::KeysDamaged`], [`StoreError::KeysTooNew`].
pub fn users(folder: &Path) -> Result<Vec<User>, StoreError> {
    let (keys, _) = keys::load(&Folder::find(folder)?)?;
    Ok(keys.users())
}

/// A book in memory has no passphrase to change.
const NO_KEYS: StoreError = StoreError::Unfit {
    reason: "a book in memory has no keys",
};

impl Home {
    /// Saves changed keys, and uses them from now on.
    fn take(&mut self, keys: Keys) -> Result<(), StoreError> {
        keys::save(&self.folder, &keys)?;
        self.keys = keys;
        self.generation = Generation::Current;
        Ok(())
    }
}

/// Shows where the book is, and nothing of what is in it.
impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Store")
            .field("folder", &self.folder())
            .finish_non_exhaustive()
    }
}
