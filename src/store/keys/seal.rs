//! Wraps one 32-byte key in another, and seals a key to somebody's public key. It must not know whose keys they
//! are: that is bound in by the caller as `context`.
//!
//! A wrap is XChaCha20-Poly1305 under a random nonce. A seal is an anonymous box of our own: a fresh X25519 key
//! pair, its shared secret through HKDF-SHA256 salted with both public keys, and the same cipher under a nonce of
//! zeros, which is sound because that key is used once.

use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305};
use serde::{Deserialize, Serialize};
use x25519_dalek::{PublicKey, StaticSecret};
use zeroize::Zeroizing;

use super::hex::Hex;
use crate::store::error::StoreError;
use crate::store::secret::{Secret, random};

const SEAL: &[u8] = b"pegboard/sealed key/1";

/// A key encrypted under another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Wrapped {
    nonce: Hex<24>,
    sealed: Hex<48>,
}

/// A key encrypted to a public key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Sealed {
    ephemeral: Hex<32>,
    sealed: Hex<48>,
}

impl Wrapped {
    pub(super) fn new(
        key: &Secret<32>,
        under: &Secret<32>,
        context: &[u8],
    ) -> Result<Self, StoreError> {
        let nonce = Hex(random()?);
        let sealed = encrypt(key, under, nonce.0, context)?;
        Ok(Self { nonce, sealed })
    }

    /// Gives the key, or nothing when `under` or `context` is not what it was wrapped with.
    pub(super) fn open(&self, under: &Secret<32>, context: &[u8]) -> Option<Secret<32>> {
        decrypt(&self.sealed, under, self.nonce.0, context)
    }
}

impl Sealed {
    pub(super) fn new(key: &Secret<32>, to: &Hex<32>, context: &[u8]) -> Result<Self, StoreError> {
        let fresh = Secret::<32>::random()?;
        let ephemeral = public_key(&fresh);
        let once = shared_key(&fresh, to, &ephemeral, to)?.ok_or(StoreError::NoRandomness)?;
        let sealed = encrypt(key, &once, [0; 24], context)?;
        Ok(Self { ephemeral, sealed })
    }

    /// Gives the key, or nothing when it was sealed to somebody else or with another context.
    pub(super) fn open(&self, secret: &Secret<32>, context: &[u8]) -> Option<Secret<32>> {
        let own = public_key(secret);
        let once = shared_key(secret, &self.ephemeral, &self.ephemeral, &own).ok()??;
        decrypt(&self.sealed, &once, [0; 24], context)
    }
}

/// The public half of an X25519 secret.
pub(super) fn public_key(secret: &Secret<32>) -> Hex<32> {
    Hex(PublicKey::from(&StaticSecret::from(*secret.bytes())).to_bytes())
}

/// Joins parts so that no two lists of parts give the same bytes: each is preceded by its length.
pub(super) fn context(parts: &[&[u8]]) -> Vec<u8> {
    let mut joined = Vec::new();
    for part in parts {
        let length = u64::try_from(part.len()).unwrap_or(u64::MAX);
        joined.extend_from_slice(&length.to_be_bytes());
        joined.extend_from_slice(part);
    }
    joined
}

/// Nothing when `theirs` is one of the few public keys that give every secret the same shared one.
fn shared_key(
    own: &Secret<32>,
    theirs: &Hex<32>,
    ephemeral: &Hex<32>,
    recipient: &Hex<32>,
) -> Result<Option<Secret<32>>, StoreError> {
    let shared = StaticSecret::from(*own.bytes()).diffie_hellman(&PublicKey::from(theirs.0));
    if !shared.was_contributory() {
        return Ok(None);
    }
    let salt = context(&[&ephemeral.0, &recipient.0]);
    Secret::new(shared.to_bytes()).derive(&salt, SEAL).map(Some)
}

fn encrypt(
    key: &Secret<32>,
    under: &Secret<32>,
    nonce: [u8; 24],
    context: &[u8],
) -> Result<Hex<48>, StoreError> {
    let payload = Payload {
        msg: key.bytes(),
        aad: context,
    };
    XChaCha20Poly1305::new(under.bytes().into())
        .encrypt(&nonce.into(), payload)
        .ok()
        .and_then(|sealed| sealed.try_into().ok())
        .map(Hex)
        .ok_or(StoreError::Unfit {
            reason: "a key cannot be encrypted",
        })
}

fn decrypt(
    sealed: &Hex<48>,
    under: &Secret<32>,
    nonce: [u8; 24],
    context: &[u8],
) -> Option<Secret<32>> {
    let payload = Payload {
        msg: &sealed.0,
        aad: context,
    };
    let key = XChaCha20Poly1305::new(under.bytes().into())
        .decrypt(&nonce.into(), payload)
        .ok()
        .map(Zeroizing::new)?;
    key.as_slice().try_into().ok().map(Secret::new)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secret(byte: u8) -> Secret<32> {
        Secret::new([byte; 32])
    }

    #[test]
    fn a_wrapped_key_opens_only_under_its_key_and_context() {
        let wrapped = Wrapped::new(&secret(1), &secret(2), b"here").unwrap();
        assert_eq!(wrapped.open(&secret(2), b"here").unwrap().bytes(), &[1; 32]);
        assert!(wrapped.open(&secret(3), b"here").is_none());
        assert!(wrapped.open(&secret(2), b"there").is_none());
    }

    #[test]
    fn a_sealed_key_opens_only_for_its_owner_and_context() {
        let to = public_key(&secret(2));
        let sealed = Sealed::new(&secret(1), &to, b"here").unwrap();
        assert_eq!(sealed.open(&secret(2), b"here").unwrap().bytes(), &[1; 32]);
        assert!(sealed.open(&secret(3), b"here").is_none());
        assert!(sealed.open(&secret(2), b"there").is_none());
    }

    #[test]
    fn a_worthless_public_key_is_refused() {
        assert!(Sealed::new(&secret(1), &Hex([0; 32]), b"").is_err());
    }

    #[test]
    fn parts_cannot_be_shifted_between_neighbours() {
        assert_ne!(context(&[b"ab", b"c"]), context(&[b"a", b"bc"]));
        assert_ne!(context(&[b"a"]), context(&[b"a", b""]));
    }
}
