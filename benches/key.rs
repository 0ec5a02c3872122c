//! Opens a book without the program's own code: the key out of `keys.json` by the written format, and a bare
//! connection with the settings the program has.

use std::path::Path;

use argon2::{Algorithm, Argon2, Params, Version};
use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305};
use hkdf::Hkdf;
use rusqlite::Connection;
use serde_json::Value;
use sha2::Sha256;
use x25519_dalek::{PublicKey, StaticSecret};

/// Opens `book.db` of a book whose owner's passphrase is given.
pub fn bare(book: &Path, passphrase: &str) -> Connection {
    let key = book_key(book, passphrase);
    let path = book.join("book.db");
    let connection = Connection::open(&path).unwrap();
    let key = key
        .iter()
        .fold(String::new(), |digits, byte| format!("{digits}{byte:02x}"));
    let kib = (std::fs::metadata(&path).unwrap().len() >> 10).clamp(64 << 10, 256 << 10);
    connection
        .execute_batch(&format!(
            "PRAGMA key = \"x'{key}'\"; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; \
             PRAGMA journal_size_limit = 67108864; PRAGMA foreign_keys = ON; PRAGMA recursive_triggers = ON; \
             PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0; PRAGMA temp_store = MEMORY; \
             PRAGMA cache_size = -{kib};"
        ))
        .unwrap();
    connection.set_prepared_statement_cache_capacity(256);
    connection
}

fn book_key(book: &Path, passphrase: &str) -> Vec<u8> {
    let text = std::fs::read(book.join("keys.json")).unwrap();
    let keys: Value = serde_json::from_slice(&text).unwrap();
    let header = &keys["header"];
    let user = &header["users"][0];
    let stretch = &user["slot"]["stretch"];
    let number = |name: &str| u32::try_from(stretch[name].as_u64().unwrap()).unwrap();
    let salt = bytes(&stretch["salt"]);
    let (memory, passes, lanes) = (number("memory_kib"), number("passes"), number("lanes"));
    let mut stretched = [0; 32];
    Argon2::new(
        Algorithm::Argon2id,
        Version::V0x13,
        Params::new(memory, passes, lanes, Some(32)).unwrap(),
    )
    .hash_password_into(passphrase.as_bytes(), &salt, &mut stretched)
    .unwrap();

    let id = u32::try_from(user["id"].as_u64().unwrap()).unwrap();
    let id = id.to_be_bytes();
    let epoch = u32::try_from(header["epoch"].as_u64().unwrap()).unwrap();
    let book = bytes(&header["book"]);
    let purpose = |what: &[u8], parts: &[&[u8]]| {
        let version = 1_u64.to_be_bytes();
        let own: [&[u8]; 4] = [b"pegboard", &version, what, &book];
        joined(&[own.as_slice(), parts].concat())
    };
    let how = joined(&[
        b"argon2id",
        &memory.to_be_bytes(),
        &passes.to_be_bytes(),
        &lanes.to_be_bytes(),
        &salt,
    ]);
    let under = derived(&stretched, b"", &purpose(b"passphrase key", &[&id]));
    let secret = &user["slot"]["secret"];
    let own = unwrapped(
        &under,
        &bytes(&secret["nonce"]),
        &bytes(&secret["sealed"]),
        &purpose(b"user's secret", &[&id, &how]),
    );

    let own = StaticSecret::from(<[u8; 32]>::try_from(own).unwrap());
    let sealed = &user["book_key"];
    let ephemeral: [u8; 32] = bytes(&sealed["ephemeral"]).try_into().unwrap();
    let shared = own.diffie_hellman(&PublicKey::from(ephemeral));
    let salt = joined(&[&ephemeral, PublicKey::from(&own).as_bytes()]);
    let once = derived(shared.as_bytes(), &salt, b"pegboard/sealed key/1");
    unwrapped(
        &once,
        &[0; 24],
        &bytes(&sealed["sealed"]),
        &purpose(b"user's book key", &[&id, &epoch.to_be_bytes()]),
    )
}

fn derived(from: &[u8], salt: &[u8], purpose: &[u8]) -> [u8; 32] {
    let mut key = [0; 32];
    Hkdf::<Sha256>::new(Some(salt), from)
        .expand(purpose, &mut key)
        .unwrap();
    key
}

fn unwrapped(under: &[u8; 32], nonce: &[u8], sealed: &[u8], context: &[u8]) -> Vec<u8> {
    let nonce: [u8; 24] = nonce.try_into().unwrap();
    let payload = Payload {
        msg: sealed,
        aad: context,
    };
    XChaCha20Poly1305::new(under.into())
        .decrypt(&nonce.into(), payload)
        .expect("keys.json opens with the passphrase")
}

/// Each part after its length, eight bytes with the highest first.
fn joined(parts: &[&[u8]]) -> Vec<u8> {
    let mut all = Vec::new();
    for part in parts {
        all.extend(u64::try_from(part.len()).unwrap().to_be_bytes());
        all.extend(*part);
    }
    all
}

fn bytes(hex: &Value) -> Vec<u8> {
    let digits = hex.as_str().unwrap();
    (0..digits.len() / 2)
        .map(|at| u8::from_str_radix(&digits[at * 2..at * 2 + 2], 16).unwrap())
        .collect()
}
