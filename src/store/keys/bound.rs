//! Wraps and seals keys bound to one book, user, version and key epoch. It must not know how a key file is written.

use super::header::{self, LONGEST_NAME, PassphraseSlot, UserSlot};
use super::hex::Hex;
use super::seal::{Sealed, Wrapped, context, public_key};
use super::stretch::{Cost, Stretch};
use super::{BookKey, Role, UserId};
use crate::store::error::StoreError;
use crate::store::recovery::RecoveryKey;
use crate::store::secret::Secret;

/// What everything encrypted in a key file is bound to.
pub(super) struct Bound {
    pub(super) book: Hex<16>,
    pub(super) epoch: u32,
}

impl Bound {
    /// Makes a user anew: a key pair of their own, under the passphrase, and the book key sealed to it.
    pub(super) fn user(
        &self,
        (id, name, role): (UserId, &str, Role),
        passphrase: &str,
        cost: Cost,
        key: &BookKey,
    ) -> Result<UserSlot, StoreError> {
        let name = name.trim();
        if name.is_empty() || name.chars().count() > LONGEST_NAME {
            return Err(StoreError::BadName);
        }
        let secret = Secret::random()?;
        let public = public_key(&secret);
        Ok(UserSlot {
            id,
            name: name.to_owned(),
            role,
            public,
            slot: self.passphrase_slot(id, &secret, passphrase, cost)?,
            book_key: Sealed::new(&key.0, &public, &self.book_key_context(id))?,
        })
    }

    /// Wraps a user's own secret under a passphrase.
    pub(super) fn passphrase_slot(
        &self,
        user: UserId,
        secret: &Secret<32>,
        passphrase: &str,
        cost: Cost,
    ) -> Result<PassphraseSlot, StoreError> {
        if passphrase.is_empty() {
            return Err(StoreError::NoPassphrase);
        }
        let stretch = Stretch::new(cost)?;
        let under = self.passphrase_key(user, &stretch, passphrase)?;
        let secret = Wrapped::new(secret, &under, &self.slot_context(user, &stretch))?;
        Ok(PassphraseSlot { stretch, secret })
    }

    /// Opens a user's own secret, or nothing when the passphrase does not fit.
    pub(super) fn own_secret(
        &self,
        user: &UserSlot,
        passphrase: &str,
    ) -> Result<Option<Secret<32>>, StoreError> {
        let PassphraseSlot { stretch, secret } = &user.slot;
        let under = self.passphrase_key(user.id, stretch, passphrase)?;
        Ok(secret.open(&under, &self.slot_context(user.id, stretch)))
    }

    /// Opens a user's copy of the book key.
    pub(super) fn book_key(&self, user: &UserSlot, secret: &Secret<32>) -> Option<BookKey> {
        user.book_key
            .open(secret, &self.book_key_context(user.id))
            .map(BookKey)
    }

    /// Wraps the book key under a recovery key.
    pub(super) fn recovery(
        &self,
        recovery: &RecoveryKey,
        key: &BookKey,
    ) -> Result<Wrapped, StoreError> {
        Wrapped::new(
            &key.0,
            &self.recovery_key(recovery)?,
            &self.recovery_context(),
        )
    }

    /// Opens the book key with a recovery key, or nothing when it is another book's.
    pub(super) fn recover(
        &self,
        wrapped: &Wrapped,
        recovery: &RecoveryKey,
    ) -> Result<Option<BookKey>, StoreError> {
        let under = self.recovery_key(recovery)?;
        Ok(wrapped.open(&under, &self.recovery_context()).map(BookKey))
    }

    /// The key that a passphrase stands for. The salt is empty: a secret of the computer would go there.
    fn passphrase_key(
        &self,
        user: UserId,
        stretch: &Stretch,
        passphrase: &str,
    ) -> Result<Secret<32>, StoreError> {
        let purpose = self.context(b"passphrase key", &[&user.0.to_be_bytes()]);
        stretch.run(passphrase)?.derive(b"", &purpose)
    }

    fn recovery_key(&self, recovery: &RecoveryKey) -> Result<Secret<32>, StoreError> {
        let purpose = self.context(b"recovery key", &[]);
        recovery.secret().derive(b"", &purpose)
    }

    fn slot_context(&self, user: UserId, stretch: &Stretch) -> Vec<u8> {
        let parts: [&[u8]; 2] = [&user.0.to_be_bytes(), &stretch.context()];
        self.context(b"user's secret", &parts)
    }

    fn book_key_context(&self, user: UserId) -> Vec<u8> {
        let parts: [&[u8]; 2] = [&user.0.to_be_bytes(), &self.epoch.to_be_bytes()];
        self.context(b"user's book key", &parts)
    }

    fn recovery_context(&self) -> Vec<u8> {
        self.context(b"recovery book key", &[&self.epoch.to_be_bytes()])
    }

    fn context(&self, what: &[u8], parts: &[&[u8]]) -> Vec<u8> {
        let version = header::VERSION.to_be_bytes();
        let own: [&[u8]; 4] = [b"pegboard", &version, what, &self.book.0];
        context(&[own.as_slice(), parts].concat())
    }
}
