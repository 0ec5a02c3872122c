//! The keys of a book: who may open it, and with what. It must not know the database.
//!
//! ```text
//! passphrase ──Argon2id──► key ──► user's own X25519 secret ──► book key ──► SQLCipher
//! recovery key ──HKDF──► key ──────────────────────────────────► book key ──► proof of keys.json
//! ```
//! The book key is random and never leaves memory in the clear. A passphrase only unwraps a user's own secret, so
//! changing one rewraps that secret alone, and a user can be added knowing nobody's passphrase. Each wrap is bound
//! to the book, the user, the format's version and the way the passphrase is stretched, so none of them can be
//! exchanged. A change of passphrase does not change the book key: whoever kept an old key file and the old
//! passphrase could still open a copy of the book. `epoch` is there for the day the book key itself is replaced.

use serde::{Deserialize, Serialize};

use self::bound::Bound;
use self::header::{Header, UserSlot};
use self::hex::Hex;
use super::error::StoreError;
use super::recovery::RecoveryKey;
use super::secret::{Secret, random};

pub use self::file::Generation;
pub(in crate::store) use self::file::{keep_one_generation, load, save};
pub use self::stretch::Cost;

mod bound;
mod file;
mod header;
mod hex;
mod seal;
mod stretch;
#[cfg(test)]
mod tests;

/// Names a user of a book. Never given to anybody else, even when the user has left.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct UserId(u32);

impl UserId {
    /// The one who made the book.
    pub const OWNER: Self = Self(1);

    /// Its number, as rows of the book hold it.
    pub const fn number(self) -> u32 {
        self.0
    }
}

/// What a user may do. The office decides by it; anybody who can open the book has its key all the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Everything, users included.
    Owner,
    /// Everything but users.
    Manager,
    /// Patients, visits and claims.
    Biller,
    /// Payments.
    Poster,
    /// Looks, changes nothing.
    ReadOnly,
    /// Looks, at the audit trail too.
    Auditor,
}

/// One who may open the book, as a sign-in screen lists them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct User {
    /// Their id.
    pub id: UserId,
    /// Their name.
    pub name: String,
    /// What they may do.
    pub role: Role,
}

/// The random key that everything in the book is encrypted with. `Debug` shows a mask.
#[derive(Clone, Debug)]
pub(in crate::store) struct BookKey(Secret<32>);

impl BookKey {
    /// Draws the key of a new book.
    pub(in crate::store) fn random() -> Result<Self, StoreError> {
        Secret::random().map(Self)
    }

    /// The bytes, for SQLCipher.
    pub(in crate::store) const fn bytes(&self) -> &[u8; 32] {
        self.0.bytes()
    }

    fn header_key(&self) -> Result<Secret<32>, StoreError> {
        self.0.derive(b"", b"pegboard/proof of keys/1")
    }
}

/// The contents of a key file. Whole, but proven only once the book key is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::store) struct Keys {
    header: Header,
    mac: Hex<32>,
}

impl Keys {
    /// Makes the keys of a new book with one user, its owner.
    pub(in crate::store) fn create(
        owner: &str,
        passphrase: &str,
        cost: Cost,
    ) -> Result<(Self, BookKey, RecoveryKey), StoreError> {
        let key = BookKey::random()?;
        let recovery = RecoveryKey::random()?;
        let bound = Bound {
            book: Hex(random()?),
            epoch: 1,
        };
        let owner = (UserId::OWNER, owner, Role::Owner);
        let header = Header {
            book: bound.book,
            counter: 1,
            epoch: bound.epoch,
            users: vec![bound.user(owner, passphrase, cost, &key)?],
            recovery: bound.recovery(&recovery, &key)?,
        };
        Ok((Self::proven(header, &key)?, key, recovery))
    }

    /// Reads the bytes of a key file, and refuses what is not whole.
    pub(in crate::store) fn read(bytes: &[u8]) -> Result<Self, StoreError> {
        header::read(bytes).map(|(header, mac)| Self { header, mac })
    }

    /// Gives the bytes of a key file.
    pub(in crate::store) fn write(&self) -> Result<Vec<u8>, StoreError> {
        header::write(&self.header, self.mac)
    }

    /// Lists who may open the book.
    pub(in crate::store) fn users(&self) -> Vec<User> {
        let shown = |user: &UserSlot| User {
            id: user.id,
            name: user.name.clone(),
            role: user.role,
        };
        self.header.users.iter().map(shown).collect()
    }

    /// Who made the book.
    pub(in crate::store) fn owner(&self) -> Result<UserId, StoreError> {
        let mut users = self.header.users.iter();
        let owner = users.find(|user| user.role == Role::Owner);
        owner.map(|user| user.id).ok_or(StoreError::NoSuchUser)
    }

    /// Opens the book key with a user's passphrase.
    pub(in crate::store) fn unlock(
        &self,
        user: UserId,
        passphrase: &str,
    ) -> Result<BookKey, StoreError> {
        self.unlock_user(user, passphrase).map(|(_, key)| key)
    }

    /// Opens the book key with the recovery key.
    pub(in crate::store) fn unlock_with_recovery(
        &self,
        recovery: &RecoveryKey,
    ) -> Result<BookKey, StoreError> {
        let key = self
            .bound()
            .recover(&self.header.recovery, recovery)?
            .ok_or(StoreError::WrongRecoveryKey)?;
        self.prove(&key)?;
        Ok(key)
    }

    /// Gives the same keys with a new passphrase for one user, who shows the old one.
    pub(in crate::store) fn with_passphrase_changed(
        &self,
        user: UserId,
        old: &str,
        new: &str,
        cost: Cost,
    ) -> Result<Self, StoreError> {
        let (secret, key) = self.unlock_user(user, old)?;
        let mut header = self.header.clone();
        slot_of(&mut header, |slot| slot.id == user)?.slot =
            self.bound().passphrase_slot(user, &secret, new, cost)?;
        Self::next(header, &key)
    }

    /// Gives the same keys with a new passphrase for the owner and a new recovery key, after the old recovery key
    /// was used. The owner gets a new key pair, because nobody can open the old one.
    pub(in crate::store) fn recovered(
        &self,
        key: &BookKey,
        passphrase: &str,
        cost: Cost,
    ) -> Result<(Self, RecoveryKey), StoreError> {
        let mut header = self.header.clone();
        let slot = slot_of(&mut header, |slot| slot.role == Role::Owner)?;
        let owner = (slot.id, slot.name.as_str(), slot.role);
        *slot = self.bound().user(owner, passphrase, cost, key)?;
        self.renew_recovery(header, key)
    }

    /// Gives the same keys with a new recovery key. The old one opens nothing any more.
    pub(in crate::store) fn with_recovery_renewed(
        &self,
        key: &BookKey,
    ) -> Result<(Self, RecoveryKey), StoreError> {
        self.renew_recovery(self.header.clone(), key)
    }

    /// Refuses keys that nobody with the book key wrote.
    ///
    /// # Errors
    /// [`StoreError::KeysDamaged`].
    pub(in crate::store) fn prove(&self, key: &BookKey) -> Result<(), StoreError> {
        if header::is_authentic(&self.header, &self.mac, &key.header_key()?)? {
            Ok(())
        } else {
            Err(StoreError::KeysDamaged {
                reason: "somebody has changed it",
            })
        }
    }

    fn unlock_user(
        &self,
        user: UserId,
        passphrase: &str,
    ) -> Result<(Secret<32>, BookKey), StoreError> {
        let bound = self.bound();
        let slot = self.header.users.iter().find(|slot| slot.id == user);
        let slot = slot.ok_or(StoreError::NoSuchUser)?;
        let secret = bound
            .own_secret(slot, passphrase)?
            .ok_or(StoreError::WrongPassphrase)?;
        let key = bound
            .book_key(slot, &secret)
            .ok_or(StoreError::KeysDamaged {
                reason: "a user's copy of the book key does not open",
            })?;
        self.prove(&key)?;
        Ok((secret, key))
    }

    fn renew_recovery(
        &self,
        mut header: Header,
        key: &BookKey,
    ) -> Result<(Self, RecoveryKey), StoreError> {
        let recovery = RecoveryKey::random()?;
        header.recovery = self.bound().recovery(&recovery, key)?;
        Ok((Self::next(header, key)?, recovery))
    }

    const fn bound(&self) -> Bound {
        Bound {
            book: self.header.book,
            epoch: self.header.epoch,
        }
    }

    fn next(mut header: Header, key: &BookKey) -> Result<Self, StoreError> {
        header.counter = header.counter.saturating_add(1);
        Self::proven(header, key)
    }

    fn proven(header: Header, key: &BookKey) -> Result<Self, StoreError> {
        let mac = header::authenticate(&header, &key.header_key()?)?;
        Ok(Self { header, mac })
    }
}

fn slot_of(
    header: &mut Header,
    is_wanted: impl Fn(&UserSlot) -> bool,
) -> Result<&mut UserSlot, StoreError> {
    let slot = header.users.iter_mut().find(|slot| is_wanted(slot));
    slot.ok_or(StoreError::NoSuchUser)
}
