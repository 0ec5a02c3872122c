//! Keeps a book to one opener at a time, and says who that is. It must not know keys or the database.
//!
//! The operating system holds the lock and drops it when the program ends, however it ends, so a lock is never
//! stale. Who holds it stands in a file of its own beside it, because on Windows nobody can read a locked file.

use std::env;
use std::fmt;
use std::fs::{self, File, TryLockError};
use std::path::PathBuf;
use std::process;

use chrono::{DateTime, Local, Utc};
use serde::{Deserialize, Serialize};

use super::error::{Doing, StoreError};
use super::folder::{Folder, disk};

/// Who has a book open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holder {
    /// The name of their account on the computer.
    pub account: String,
    /// The computer, where it says its name.
    pub computer: Option<String>,
    /// The number of the process.
    pub process: u32,
    /// Since when.
    pub since: DateTime<Utc>,
}

impl Holder {
    /// This process, now.
    pub(in crate::store) fn here(now: DateTime<Utc>) -> Self {
        let named = |names: &[&str]| names.iter().find_map(|name| env::var(name).ok());
        Self {
            account: named(&["USER", "USERNAME", "LOGNAME"])
                .unwrap_or_else(|| "somebody".to_owned()),
            computer: named(&["COMPUTERNAME", "HOSTNAME"]).or_else(|| {
                let name = fs::read_to_string("/proc/sys/kernel/hostname").ok()?;
                Some(name.trim().to_owned()).filter(|name| !name.is_empty())
            }),
            process: process::id(),
            since: now,
        }
    }
}

/// Reads as the end of a sentence: `ana@front-desk since 2026-03-02 09:14 (process 4711)`, in local time.
impl fmt::Display for Holder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.account)?;
        if let Some(computer) = &self.computer {
            write!(f, "@{computer}")?;
        }
        let since = self.since.with_timezone(&Local).format("%Y-%m-%d %H:%M");
        write!(f, " since {since} (process {})", self.process)
    }
}

/// The right to have a book open. Given back when dropped.
#[derive(Debug)]
pub(in crate::store) struct Lock {
    // Closing the file is what gives the lock back.
    _file: File,
    holder: PathBuf,
}

impl Lock {
    /// Takes the lock, or says who has it. Writes nothing into the book's folder unless its lock file is missing.
    pub(in crate::store) fn take(folder: &Folder) -> Result<Self, StoreError> {
        let (path, holder) = (folder.lock(), folder.holder());
        let file = disk::private()
            .write(true)
            .create(true)
            .truncate(false)
            .open(path)
            .doing("open the book's lock")?;
        match file.try_lock() {
            Ok(()) => Ok(Self {
                _file: file,
                holder,
            }),
            Err(TryLockError::WouldBlock) => Err(StoreError::Locked {
                by: fs::read(holder)
                    .ok()
                    .and_then(|bytes| serde_json::from_slice(&bytes).ok()),
            }),
            Err(TryLockError::Error(error)) => Err(error).doing("lock the book"),
        }
    }

    /// Writes down who holds it. A failure is no reason not to work: the lock holds all the same.
    pub(in crate::store) fn sign(&self, holder: &Holder) {
        if let Ok(bytes) = serde_json::to_vec(holder) {
            let _unsigned = disk::replace(&self.holder, &bytes);
        }
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // Gone already, or the folder is: either way nobody is misled, because the name is read only when the lock
        // is held.
        let _left = fs::remove_file(&self.holder);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_holder_reads_as_the_end_of_a_sentence() {
        let mut holder = Holder {
            account: "ana".to_owned(),
            computer: Some("front-desk".to_owned()),
            process: 4711,
            since: DateTime::UNIX_EPOCH,
        };
        let text = holder.to_string();
        assert!(text.starts_with("ana@front-desk since 19"), "{text}");
        assert!(text.ends_with(" (process 4711)"), "{text}");
        holder.computer = None;
        assert!(holder.to_string().starts_with("ana since "));
    }

    #[test]
    fn this_process_has_a_name_and_a_number() {
        let holder = Holder::here(DateTime::UNIX_EPOCH);
        assert!(!holder.account.is_empty());
        assert_eq!(holder.process, process::id());
    }
}
