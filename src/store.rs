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
use rusqlite::{Connection, TransactionBehavior};

use self::error::Doing;
use self::folder::Folder;
use self::keys::{BookKey, Keys};
use self::lock::Lock;

pub use self::check::Check;
pub use self::error::{SqlFault, StoreError};
pub use self::folder::is_book;
pub use self::keys::{Cost, Generation, Role, User, UserId};
pub use self::lock::Holder;
pub use self::recovery::{RecoveryKey, RecoveryKeyError};

pub mod attachment;
mod check;
mod error;
mod folder;
mod keys;
mod lock;
mod open;
mod recovery;
mod schema;
mod secret;
#[cfg(test)]
mod tests;

/// An open book. `&mut` of it is the proof of being the one writer.
pub struct Store {
    // The connection stands first, so that it is closed before the lock is given back.
    pub(in crate::store) connection: Connection,
    home: Option<Home>,
}

/// A transaction: what is written through it is kept as a whole, or not at all.
pub struct Tx<'store>(pub(in crate::store) rusqlite::Transaction<'store>);

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
    /// Makes a new book and opens it. The recovery key is given this once.
    ///
    /// # Errors
    /// [`StoreError::AlreadyThere`], [`StoreError::Misnamed`], [`StoreError::Synced`], [`StoreError::BadName`],
    /// [`StoreError::NoPassphrase`], or what the disk says. The folder appears only when everything in it is whole.
    pub fn create(new: NewBook<'_>) -> Result<(Self, RecoveryKey), StoreError> {
        let (folder, (keys, key, recovery)) = Folder::create(new.folder, |folder| {
            let (keys, key, recovery) = Keys::create(new.owner, new.passphrase, new.cost)?;
            keys::save(folder, &keys)?;
            keys::keep_one_generation(folder)?;
            open::make(folder, &key, schema::STEPS)?;
            Ok((keys, key, recovery))
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
        let begun = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate);
        let tx = Tx(begun.doing("begin a change")?);
        let done = work(&tx)?;
        tx.0.commit().doing("keep a change")?;
        Ok(done)
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
        let Self { connection, home } = self;
        let closed = open::close(connection);
        drop(home);
        closed
    }

    const fn at(connection: Connection, home: Home) -> Self {
        Self {
            connection,
            home: Some(home),
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
