//! The shelf: which books this computer knows, and what must be known before one is open. It lies outside every book
//! and holds nothing of a patient.

use std::fs;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::{OfficeError, save_file};

/// How many books are remembered.
const MOST: usize = 12;

/// What is kept between two runs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Shelf {
    /// The folders of the books, the one used last first.
    pub books: Vec<PathBuf>,
    /// `system`, `light` or `dark`; may be empty.
    pub appearance: String,
    /// What the window is drawn with.
    pub drawing: Drawing,
}

/// What the window is drawn with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Drawing {
    /// The graphics card.
    #[default]
    Card,
    /// The graphics card, and the first picture has not been seen yet. Found at the next start, it says that the card
    /// failed.
    Trying,
    /// The processor: the card was slow, or failed, or the user wants it so.
    Software,
}

impl Shelf {
    /// Where the shelf of this computer's user is kept.
    pub fn place() -> Option<PathBuf> {
        let home = directories::ProjectDirs::from("", "", "Pegboard")?;
        Some(home.config_dir().join("shelf.json"))
    }

    /// Reads a shelf; one that is not there or cannot be read is empty.
    pub fn read(path: &Path) -> Self {
        fs::read(path)
            .ok()
            .and_then(|bytes| serde_json::from_slice(&bytes).ok())
            .unwrap_or_default()
    }

    /// Keeps the shelf, whole or not at all.
    ///
    /// # Errors
    /// [`OfficeError::File`] when the disk says no; the shelf is as it was then.
    pub fn write(&self, path: &Path) -> Result<(), OfficeError> {
        let failed = |source| OfficeError::File {
            task: "remember which books there are",
            source,
        };
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(failed)?;
        }
        let text = serde_json::to_vec_pretty(self).map_err(|error| failed(error.into()))?;
        save_file(path, &text)
    }

    /// Notes that a book was used just now.
    pub fn put_first(&mut self, folder: &Path) {
        if folder.as_os_str().is_empty() {
            return;
        }
        self.books.retain(|known| known != folder);
        self.books.insert(0, folder.to_owned());
        self.books.truncate(MOST);
    }

    /// Forgets a book; its folder is left alone.
    pub fn forget(&mut self, folder: &Path) {
        self.books.retain(|known| known != folder);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shelf_is_read_as_it_was_written() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("deep").join("shelf.json");
        let mut shelf = Shelf::default();
        shelf.put_first(Path::new("/a.pegboard"));
        shelf.put_first(Path::new("/b.pegboard"));
        shelf.put_first(Path::new("/a.pegboard"));
        shelf.appearance = String::from("dark");
        shelf.write(&path).unwrap();
        assert_eq!(Shelf::read(&path), shelf);
        assert_eq!(
            shelf.books,
            [Path::new("/a.pegboard"), Path::new("/b.pegboard")]
        );
    }

    #[test]
    fn a_torn_shelf_is_empty_and_no_reason_to_stop() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("shelf.json");
        fs::write(&path, b"{\"books\":[").unwrap();
        assert_eq!(Shelf::read(&path), Shelf::default());
        assert_eq!(Shelf::read(&folder.path().join("none")), Shelf::default());
    }

    #[test]
    fn a_book_in_memory_is_not_remembered() {
        let mut shelf = Shelf::default();
        shelf.put_first(Path::new(""));
        assert!(shelf.books.is_empty());
    }
}
