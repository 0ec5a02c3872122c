//! What `keys.json` holds and how its bytes are read and written. It must not open anything with them.
//!
//! ```json
//! {"format": "pegboard keys", "version": 1,
//!  "header": {"book", "counter", "epoch",
//!             "users": [{"id", "name", "role", "public", "slot": {"stretch", "secret"}, "book_key"}],
//!             "recovery"},
//!  "mac": …, "checksum": …}
//! ```
//! `checksum` (SHA-256 over header and MAC) finds damage before anything is opened; `mac` (HMAC-SHA256 under a key
//! derived from the book key) finds tampering once the book key is known. Both cover the header as this module
//! writes it, so blanks and line ends in the file are free.

use hmac::{Hmac, KeyInit, Mac};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::hex::Hex;
use super::seal::{Sealed, Wrapped};
use super::stretch::Stretch;
use super::{Role, UserId};
use crate::store::error::StoreError;
use crate::store::secret::Secret;

const FORMAT: &str = "pegboard keys";
/// The version of the file that this program writes, and the newest it reads.
pub(super) const VERSION: u64 = 1;
/// A file with all the users a practice can have is far below this.
const LARGEST: usize = 256 * 1024;
const MOST_USERS: usize = 100;
/// The longest name of a user, in characters.
pub(super) const LONGEST_NAME: usize = 200;

/// Everything but the proofs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Header {
    /// A random name of the book, bound into everything that is wrapped.
    pub(super) book: Hex<16>,
    /// Grows by one each time the file is written.
    pub(super) counter: u64,
    /// Which book key this is. The first is 1.
    pub(super) epoch: u32,
    pub(super) users: Vec<UserSlot>,
    /// The book key under the recovery key.
    pub(super) recovery: Wrapped,
}

/// One who may open the book.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct UserSlot {
    pub(super) id: UserId,
    pub(super) name: String,
    pub(super) role: Role,
    /// The user's X25519 public key.
    pub(super) public: Hex<32>,
    pub(super) slot: PassphraseSlot,
    /// The book key, sealed to `public`.
    pub(super) book_key: Sealed,
}

/// A user's secret key under a passphrase.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PassphraseSlot {
    pub(super) stretch: Stretch,
    pub(super) secret: Wrapped,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    format: String,
    version: u64,
    header: Header,
    mac: Hex<32>,
    checksum: Hex<32>,
}

/// The part of every version.
#[derive(Deserialize)]
struct Preamble {
    format: String,
    version: u64,
}

/// Reads the bytes of a key file.
pub(super) fn read(bytes: &[u8]) -> Result<(Header, Hex<32>), StoreError> {
    let damaged = |reason| StoreError::KeysDamaged { reason };
    if bytes.len() > LARGEST {
        return Err(damaged("it is too long"));
    }
    let preamble: Preamble =
        serde_json::from_slice(bytes).map_err(|_| damaged("it is not a key file"))?;
    if preamble.format != FORMAT {
        return Err(damaged("it is not a key file"));
    }
    if preamble.version > VERSION {
        return Err(StoreError::KeysTooNew {
            found: preamble.version,
            known: VERSION,
        });
    }
    let document: Document =
        serde_json::from_slice(bytes).map_err(|_| damaged("a part of it is not as written"))?;
    if document.version != VERSION {
        return Err(damaged("its version is unknown"));
    }
    let header = canonical(&document.header)?;
    if checksum(&header, &document.mac) != document.checksum {
        return Err(damaged("its checksum does not fit"));
    }
    check(&document.header).map_err(damaged)?;
    Ok((document.header, document.mac))
}

/// Gives the bytes of a key file.
pub(super) fn write(header: &Header, mac: Hex<32>) -> Result<Vec<u8>, StoreError> {
    let document = Document {
        format: FORMAT.to_owned(),
        version: VERSION,
        header: header.clone(),
        mac,
        checksum: checksum(&canonical(header)?, &mac),
    };
    let mut bytes = serde_json::to_vec_pretty(&document).map_err(unwritable)?;
    bytes.push(b'\n');
    Ok(bytes)
}

/// Proves a header to whoever has the book key.
pub(super) fn authenticate(header: &Header, key: &Secret<32>) -> Result<Hex<32>, StoreError> {
    Ok(Hex(mac(header, key)?.finalize().into_bytes().into()))
}

/// Whether somebody with the book key wrote this header.
pub(super) fn is_authentic(
    header: &Header,
    proof: &Hex<32>,
    key: &Secret<32>,
) -> Result<bool, StoreError> {
    Ok(mac(header, key)?.verify_slice(&proof.0).is_ok())
}

fn mac(header: &Header, key: &Secret<32>) -> Result<Hmac<Sha256>, StoreError> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key.bytes()).map_err(|_| StoreError::Unfit {
        reason: "a key file cannot be proven",
    })?;
    mac.update(FORMAT.as_bytes());
    mac.update(&VERSION.to_be_bytes());
    mac.update(&canonical(header)?);
    Ok(mac)
}

fn checksum(canonical: &[u8], mac: &Hex<32>) -> Hex<32> {
    let mut sum = Sha256::new();
    sum.update(canonical);
    sum.update(mac.0);
    Hex(sum.finalize().into())
}

fn canonical(header: &Header) -> Result<Vec<u8>, StoreError> {
    serde_json::to_vec(header).map_err(unwritable)
}

fn unwritable(_: serde_json::Error) -> StoreError {
    StoreError::Unfit {
        reason: "a key file cannot be written",
    }
}

/// What holds of every header beyond its shape.
fn check(header: &Header) -> Result<(), &'static str> {
    if header.users.is_empty() {
        return Err("it names no user");
    }
    if header.users.len() > MOST_USERS {
        return Err("it names too many users");
    }
    let is_twice = |user: &UserSlot| header.users.iter().filter(|u| u.id == user.id).count() > 1;
    if header.users.iter().any(is_twice) {
        return Err("it names a user twice");
    }
    if !header
        .users
        .iter()
        .all(|user| user.slot.stretch.is_allowed())
    {
        return Err("it asks for an impossible way to make a key");
    }
    Ok(())
}
