//! Reads and replaces the two copies of a key file in a book's folder. It must not know what is in them.
//!
//! `keys.previous.json` is what `keys.json` was before its last change, for the day the new one turns out to be
//! damaged. Once the new one has opened the book, the second copy becomes equal to it: a passphrase or recovery key
//! that was replaced should not lie about for longer than that.

use std::fs;
use std::io;

use super::Keys;
use crate::store::error::{Doing, StoreError};
use crate::store::folder::{Folder, disk};

/// Which copy of the key file was used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Generation {
    /// `keys.json`.
    Current,
    /// `keys.previous.json`, because `keys.json` is missing or damaged. Somebody should be told.
    Previous,
}

/// Reads the key file, or its earlier copy where it is missing or damaged.
///
/// # Errors
/// [`StoreError::KeysMissing`], [`StoreError::KeysDamaged`], [`StoreError::KeysTooNew`].
pub(in crate::store) fn load(folder: &Folder) -> Result<(Keys, Generation), StoreError> {
    let current = read(&folder.keys());
    if !is_lost(&current) {
        return current.map(|keys| (keys, Generation::Current));
    }
    let previous = read(&folder.previous_keys());
    match (current, previous) {
        (_, Ok(keys)) => Ok((keys, Generation::Previous)),
        (Err(damage @ StoreError::KeysDamaged { .. }), _) => Err(damage),
        (_, Err(error)) => Err(error),
    }
}

/// Puts a new key file in place of the old one, which becomes the earlier copy. A damaged one is kept aside.
pub(in crate::store) fn save(folder: &Folder, keys: &Keys) -> Result<(), StoreError> {
    const TASK: &str = "save the keys";
    let bytes = keys.write()?;
    match fs::read(folder.keys()) {
        Ok(old) if Keys::read(&old).is_ok() => {
            disk::replace(&folder.previous_keys(), &old).doing(TASK)?;
        }
        Ok(_damaged) => {
            fs::rename(folder.keys(), folder.unused("keys.damaged", "json")).doing(TASK)?;
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(error).doing(TASK),
    }
    disk::replace(&folder.keys(), &bytes).doing(TASK)?;
    if fs::read(folder.keys()).doing(TASK)? == bytes {
        Ok(())
    } else {
        Err(StoreError::Disk {
            task: TASK,
            reason: "the disk gave back something else than was written".to_owned(),
        })
    }
}

/// Makes the earlier copy equal to the key file, which has just opened the book.
pub(in crate::store) fn keep_one_generation(folder: &Folder) -> Result<(), StoreError> {
    const TASK: &str = "copy the keys";
    let current = fs::read(folder.keys()).doing(TASK)?;
    if fs::read(folder.previous_keys()).is_ok_and(|previous| previous == current) {
        return Ok(());
    }
    disk::replace(&folder.previous_keys(), &current).doing(TASK)
}

fn read(path: &std::path::Path) -> Result<Keys, StoreError> {
    match fs::read(path) {
        Ok(bytes) => Keys::read(&bytes),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Err(StoreError::KeysMissing),
        Err(error) => Err(error).doing("read keys.json"),
    }
}

/// Whether the earlier copy should be looked at. Not when a newer program wrote the file or it cannot be read now:
/// then nothing is wrong with it.
const fn is_lost(read: &Result<Keys, StoreError>) -> bool {
    matches!(
        read,
        Err(StoreError::KeysMissing | StoreError::KeysDamaged { .. })
    )
}
