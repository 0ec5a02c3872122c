//! Files on their way to a viewer or printer: in a folder that only this user may read, gone when the book is closed.
//! What a solid-state disk keeps of a removed file is out of reach.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use super::OfficeError;

/// What folders of this kind begin with.
const PREFIX: &str = "pegboard-print-";
/// A folder this old was left behind by a program that was stopped.
const LEFT_BEHIND: Duration = Duration::from_hours(12);

/// The folder, made when it is first needed. Clones share it; it is cleared when the last is dropped.
#[derive(Clone, Debug)]
pub struct Spool {
    inside: Arc<Inside>,
}

#[derive(Debug)]
struct Inside {
    under: PathBuf,
    folder: Mutex<Option<PathBuf>>,
}

impl Default for Spool {
    fn default() -> Self {
        Self::under(std::env::temp_dir())
    }
}

impl Spool {
    /// A spool whose folder will be made under that one.
    pub fn under(under: PathBuf) -> Self {
        Self {
            inside: Arc::new(Inside {
                under,
                folder: Mutex::new(None),
            }),
        }
    }

    /// Puts a file there under a plain name and says where it is. The name must not tell whose it is.
    ///
    /// # Errors
    /// [`OfficeError::File`] when the disk says no.
    pub fn put(&self, name: &str, bytes: &[u8]) -> Result<PathBuf, OfficeError> {
        self.inside
            .put(name, bytes)
            .map_err(|source| OfficeError::File {
                task: "hand the page to the viewer",
                source,
            })
    }

    /// Removes every file.
    pub fn clear(&self) {
        self.inside.clear();
    }
}

impl Inside {
    fn put(&self, name: &str, bytes: &[u8]) -> std::io::Result<PathBuf> {
        let mut folder = self.folder.lock().unwrap_or_else(PoisonError::into_inner);
        let place = if let Some(place) = &*folder {
            place.clone()
        } else {
            sweep(&self.under);
            folder.insert(make(&self.under)?).clone()
        };
        for number in 1_u32.. {
            let path = place.join(numbered(name, number));
            let opened = private().open(&path);
            match opened {
                Ok(mut file) => {
                    file.write_all(bytes)?;
                    return Ok(path);
                }
                Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
            }
        }
        Err(std::io::ErrorKind::AlreadyExists.into())
    }

    fn clear(&self) {
        let mut folder = self.folder.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(place) = folder.take() {
            // What a viewer still holds open is swept at the next start.
            let _ = fs::remove_dir_all(place);
        }
    }
}

impl Drop for Inside {
    fn drop(&mut self) {
        self.clear();
    }
}

/// `receipt.pdf`, `receipt 2.pdf` …
fn numbered(name: &str, number: u32) -> String {
    match (number, name.rsplit_once('.')) {
        (1, _) => name.to_owned(),
        (_, Some((stem, ending))) => format!("{stem} {number}.{ending}"),
        (_, None) => format!("{name} {number}"),
    }
}

/// Makes a folder nobody else may look into, under a name nobody can guess.
fn make(under: &Path) -> std::io::Result<PathBuf> {
    let mut random = [0_u8; 8];
    getrandom::fill(&mut random).map_err(std::io::Error::other)?;
    let folder = under.join(format!("{PREFIX}{:016x}", u64::from_be_bytes(random)));
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt;
        let _ = builder.mode(0o700);
    }
    builder.create(&folder)?;
    Ok(folder)
}

fn private() -> fs::OpenOptions {
    let mut options = fs::OpenOptions::new();
    let _ = options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        let _ = options.mode(0o600);
    }
    options
}

/// Removes what a stopped program left behind.
fn sweep(under: &Path) {
    let Ok(entries) = fs::read_dir(under) else {
        return;
    };
    for entry in entries.flatten() {
        let is_ours = entry.file_name().to_string_lossy().starts_with(PREFIX);
        let is_old = entry
            .metadata()
            .and_then(|about| about.modified())
            .is_ok_and(|at| at.elapsed().is_ok_and(|age| age > LEFT_BEHIND));
        if is_ours && is_old {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_there_until_the_spool_is_cleared() {
        let under = tempfile::tempdir().unwrap();
        let spool = Spool::under(under.path().to_owned());
        let first = spool.put("receipt.pdf", b"one").unwrap();
        let second = spool.put("receipt.pdf", b"two").unwrap();
        assert_eq!(fs::read(&first).unwrap(), b"one");
        assert!(second.ends_with("receipt 2.pdf"));
        spool.clear();
        assert!(!first.exists());
        let again = spool.put("receipt.pdf", b"three").unwrap();
        drop(spool);
        assert!(!again.exists());
        assert_eq!(fs::read_dir(under.path()).unwrap().count(), 0);
    }

    #[cfg(unix)]
    #[test]
    fn nobody_else_may_read_it() {
        use std::os::unix::fs::PermissionsExt;
        let under = tempfile::tempdir().unwrap();
        let spool = Spool::under(under.path().to_owned());
        let path = spool.put("key.pdf", b"secret").unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&path), 0o600);
        assert_eq!(mode(path.parent().unwrap()), 0o700);
    }
}
