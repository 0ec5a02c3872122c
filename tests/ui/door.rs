//! The door: the right passphrase opens, a wrong one says so and changes nothing.

use std::path::{Path, PathBuf};

use pegboard::office::{Clock, Office, Shelf};

use super::harness::{Window, noon, practice};

/// A book on the disk, and a shelf that knows it.
fn book(folder: &Path) -> (PathBuf, PathBuf) {
    let book = folder.join("Linden.pegboard");
    let (office, _) = Office::create_open_to_all(
        &book,
        "Nadia Orsolek",
        "copper lantern drifts noon",
        &practice(),
        Clock::stopped(noon()),
    )
    .unwrap();
    office.close().unwrap();
    let mut shelf = Shelf::default();
    shelf.put_first(&book);
    let path = folder.join("shelf.json");
    shelf.write(&path).unwrap();
    (book, path)
}

#[test]
fn the_right_passphrase_opens_and_a_wrong_one_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let (_, shelf) = book(folder.path());
    let mut window = Window::at_the_door(Some(shelf));
    window.types("copper lantern");
    window.press("Enter");
    assert!(window.sees("This passphrase does not open the book."));
    assert!(!window.is_inside());
    window.picture("door");
    window.types("copper lantern drifts noon");
    window.press("Enter");
    assert!(window.is_inside());
}
