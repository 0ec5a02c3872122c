//! The folder of a book: which files are in it, where it may be, and how it is made. It must not know what the
//! files hold.
//!
//! ```text
//! NAME.pegboard/
//!   book.db                 the book, encrypted (book.db-wal and book.db-shm beside it while it is open)
//!   keys.json               who may open it
//!   keys.previous.json      the key file before the last change, until the new one has opened the book
//!   book.lock               held by the one program that has it open; book.holder.json says who
//!   book.version-N.db       the book as it was before a newer program changed its schema
//!   keys.damaged.json       a damaged key file that was replaced
//! ```

use std::fs;
use std::path::{Path, PathBuf};

use super::error::{Doing, StoreError};
use super::secret::random;

pub(in crate::store) mod disk;
mod synced;

/// How the folder of a book is called.
const EXTENSION: &str = "pegboard";

/// A folder that holds a book, or is about to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::store) struct Folder {
    path: PathBuf,
}

/// Whether a folder looks like a book. Opens nothing.
pub fn is_book(path: &Path) -> bool {
    let folder = Folder {
        path: path.to_owned(),
    };
    [folder.book(), folder.keys(), folder.previous_keys()]
        .iter()
        .any(|file| file.is_file())
}

impl Folder {
    /// Finds the folder of a book.
    ///
    /// # Errors
    /// [`StoreError::NotABook`], [`StoreError::Synced`].
    pub(in crate::store) fn find(path: &Path) -> Result<Self, StoreError> {
        let not_a_book = || StoreError::NotABook {
            path: path.to_owned(),
        };
        if !is_book(path) {
            return Err(not_a_book());
        }
        let path = path.canonicalize().map_err(|_| not_a_book())?;
        refuse_synced(&path)?;
        Ok(Self { path })
    }

    /// Makes the folder of a new book. `fill` gets a folder under another name beside it, which takes its real name
    /// only when everything in it is done, so that nobody ever sees half a book.
    ///
    /// # Errors
    /// [`StoreError::Misnamed`], [`StoreError::AlreadyThere`], [`StoreError::Synced`], or what `fill` gives.
    pub(in crate::store) fn create<T, E: From<StoreError>>(
        path: &Path,
        fill: impl FnOnce(&Self) -> Result<T, E>,
    ) -> Result<(Self, T), E> {
        let place = new_place(path)?;
        let mut name = place.file_name().unwrap_or_default().to_owned();
        name.push(format!(".making-{:08x}", u32::from_be_bytes(random()?)));
        let making = Self {
            path: place.with_file_name(name),
        };
        disk::make_private_folder(&making.path).doing("make the book's folder")?;
        let filled = fill(&making).and_then(|filled| {
            disk::settle(&making.path).doing("save the book's folder")?;
            fs::rename(&making.path, &place).doing("name the book's folder")?;
            Ok(filled)
        });
        if filled.is_err() {
            // Made a moment ago under a name of its own, and never seen by anybody.
            let _left = fs::remove_dir_all(&making.path);
        }
        let filled = filled?;
        let above = place.parent().unwrap_or(&place);
        disk::settle(above).doing("save the book's folder")?;
        Ok((Self { path: place }, filled))
    }

    /// Where it is, without links.
    pub(in crate::store) fn path(&self) -> &Path {
        &self.path
    }

    pub(in crate::store) fn book(&self) -> PathBuf {
        self.path.join("book.db")
    }

    pub(in crate::store) fn keys(&self) -> PathBuf {
        self.path.join("keys.json")
    }

    pub(in crate::store) fn previous_keys(&self) -> PathBuf {
        self.path.join("keys.previous.json")
    }

    pub(in crate::store) fn lock(&self) -> PathBuf {
        self.path.join("book.lock")
    }

    pub(in crate::store) fn holder(&self) -> PathBuf {
        self.path.join("book.holder.json")
    }

    /// A name that nothing in the folder has yet: `stem.ending`, `stem.2.ending`, and so on.
    pub(in crate::store) fn unused(&self, stem: &str, ending: &str) -> PathBuf {
        let plain = self.path.join(format!("{stem}.{ending}"));
        let numbered = (2_u32..).map(|n| self.path.join(format!("{stem}.{n}.{ending}")));
        std::iter::once(plain)
            .chain(numbered)
            .find(|path| !path.exists())
            .unwrap_or_default()
    }
}

/// Says whether a new book can be made at `path`, without making it.
///
/// # Errors
/// [`StoreError::Misnamed`], [`StoreError::AlreadyThere`], [`StoreError::Synced`], or what the disk says of the folder
/// above.
pub fn try_place(path: &Path) -> Result<(), StoreError> {
    new_place(path).map(drop)
}

/// Checks where a new book is to go, and gives that place without links.
fn new_place(path: &Path) -> Result<PathBuf, StoreError> {
    let misnamed = || StoreError::Misnamed {
        path: path.to_owned(),
    };
    let name = path.file_name().ok_or_else(misnamed)?;
    if path.extension().is_none_or(|ending| ending != EXTENSION) {
        return Err(misnamed());
    }
    let above = match path.parent() {
        Some(above) if above != Path::new("") => above,
        _ => Path::new("."),
    };
    let above = above.canonicalize().doing("find the folder for the book")?;
    refuse_synced(&above)?;
    let place = above.join(name);
    if place.symlink_metadata().is_ok() {
        return Err(StoreError::AlreadyThere { path: place });
    }
    Ok(place)
}

fn refuse_synced(path: &Path) -> Result<(), StoreError> {
    let mounts = fs::read_to_string("/proc/self/mounts").ok();
    match synced::owner(path, mounts.as_deref()) {
        Some(by) => Err(StoreError::Synced { by }),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fill(folder: &Folder) -> Result<(), StoreError> {
        fs::write(folder.book(), b"a book").doing("write")
    }

    fn names_in(path: &Path) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(path)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn a_folder_appears_only_when_it_is_filled() {
        let above = tempfile::tempdir().unwrap();
        let path = above.path().join("Linden.pegboard");
        let failed: Result<(Folder, ()), _> = Folder::create(&path, |folder| {
            fill(folder)?;
            assert!(!path.exists());
            Err(StoreError::NoPassphrase)
        });
        assert!(matches!(failed, Err(StoreError::NoPassphrase)));
        assert_eq!(names_in(above.path()), [""; 0]);
        let (folder, ()) = Folder::create(&path, fill).unwrap();
        assert_eq!(names_in(above.path()), ["Linden.pegboard"]);
        assert_eq!(Folder::find(&path).unwrap(), folder);
    }

    #[test]
    fn nothing_is_ever_overwritten() {
        let above = tempfile::tempdir().unwrap();
        let path = above.path().join("Linden.pegboard");
        fs::create_dir(&path).unwrap();
        let error = Folder::create(&path, fill).unwrap_err();
        assert!(matches!(error, StoreError::AlreadyThere { .. }));
        fs::remove_dir(&path).unwrap();
        fs::write(&path, b"a file").unwrap();
        let error = Folder::create(&path, fill).unwrap_err();
        assert!(matches!(error, StoreError::AlreadyThere { .. }));
    }

    #[test]
    fn the_name_and_the_place_are_checked() {
        let above = tempfile::tempdir().unwrap();
        for name in ["Linden", "Linden.peg", ".."] {
            let error = Folder::create(&above.path().join(name), fill).unwrap_err();
            assert!(matches!(error, StoreError::Misnamed { .. }), "{name}");
        }
        let cloud = above.path().join("Dropbox");
        fs::create_dir(&cloud).unwrap();
        let error = Folder::create(&cloud.join("Linden.pegboard"), fill).unwrap_err();
        assert!(matches!(error, StoreError::Synced { by } if by == "Dropbox"));
        let nowhere = above.path().join("nowhere/Linden.pegboard");
        let error = Folder::create(&nowhere, fill).unwrap_err();
        assert!(matches!(error, StoreError::Disk { .. }));
    }

    #[test]
    fn other_folders_are_no_books() {
        let folder = tempfile::tempdir().unwrap();
        for path in [folder.path(), &folder.path().join("nowhere")] {
            let error = Folder::find(path).unwrap_err();
            assert!(matches!(error, StoreError::NotABook { .. }));
        }
    }

    #[cfg(unix)]
    #[test]
    fn only_this_account_may_enter() {
        use std::os::unix::fs::PermissionsExt;
        let above = tempfile::tempdir().unwrap();
        let path = above.path().join("Linden.pegboard");
        let (folder, ()) = Folder::create(&path, |folder| {
            disk::replace(&folder.keys(), b"keys").doing("write")
        })
        .unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&path), mode(&folder.keys())), (0o700, 0o600));
    }

    #[test]
    fn a_copy_never_takes_a_name_in_use() {
        let above = tempfile::tempdir().unwrap();
        let path = above.path().join("Linden.pegboard");
        let (folder, ()) = Folder::create(&path, fill).unwrap();
        for wanted in [
            "book.version-1.db",
            "book.version-1.2.db",
            "book.version-1.3.db",
        ] {
            let name = folder.unused("book.version-1", "db");
            assert_eq!(name, folder.path().join(wanted));
            fs::write(name, b"").unwrap();
        }
    }
}
