//! Secret bytes that wipe themselves and never show themselves. It must not know what they open.

use std::fmt;

use hkdf::Hkdf;
use sha2::Sha256;
use zeroize::{Zeroize, ZeroizeOnDrop};

use super::error::StoreError;

/// Bytes that nobody but the code that uses them sees: wiped when dropped, masked when shown.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub(in crate::store) struct Secret<const N: usize>([u8; N]);

impl<const N: usize> Secret<N> {
    /// Takes bytes over.
    pub(in crate::store) const fn new(bytes: [u8; N]) -> Self {
        Self(bytes)
    }

    /// Draws bytes from the operating system.
    pub(in crate::store) fn random() -> Result<Self, StoreError> {
        let mut secret = Self([0; N]);
        getrandom::fill(&mut secret.0).map_err(|_| StoreError::NoRandomness)?;
        Ok(secret)
    }

    /// Lends the bytes.
    pub(in crate::store) const fn bytes(&self) -> &[u8; N] {
        &self.0
    }

    /// Derives a key for one purpose (HKDF-SHA256). Different purposes or salts give unrelated keys.
    pub(in crate::store) fn derive(
        &self,
        salt: &[u8],
        purpose: &[u8],
    ) -> Result<Secret<32>, StoreError> {
        let mut derived = Secret::<32>::new([0; 32]);
        Hkdf::<Sha256>::new(Some(salt), &self.0)
            .expand(purpose, &mut derived.0)
            .map_err(|_| StoreError::Unfit {
                reason: "a key cannot be derived",
            })?;
        Ok(derived)
    }
}

impl<const N: usize> fmt::Debug for Secret<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(••••)")
    }
}

/// Draws bytes that need not be kept secret: salts, nonces, names.
pub(in crate::store) fn random<const N: usize>() -> Result<[u8; N], StoreError> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|_| StoreError::NoRandomness)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_shows_a_mask() {
        let secret = Secret::new([7; 4]);
        assert_eq!(format!("{secret:?}"), "Secret(••••)");
    }

    #[test]
    fn purposes_and_salts_give_unrelated_keys() {
        let secret = Secret::new([7; 32]);
        let key = |salt: &[u8], purpose: &[u8]| *secret.derive(salt, purpose).unwrap().bytes();
        assert_eq!(key(b"a", b"b"), key(b"a", b"b"));
        assert_ne!(key(b"a", b"b"), key(b"a", b"c"));
        assert_ne!(key(b"a", b"b"), key(b"b", b"b"));
    }

    #[test]
    fn two_draws_differ() {
        assert_ne!(random::<16>().unwrap(), random::<16>().unwrap());
    }
}
