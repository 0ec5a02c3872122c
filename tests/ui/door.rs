//! The door: the right passphrase opens, a wrong one says so and changes nothing.

use std::path::{Path, PathBuf};

use iced::Point;
use pegboard::office::{Office, RecoveryKey, Shelf};
use pegboard::ui::icon;

use super::harness::Window;
use crate::support::{Book, OWNER, PASSPHRASE, clock, practice};

/// A shelf that knows that book.
fn shelf(folder: &Path, book: &Path) -> PathBuf {
    let mut shelf = Shelf::default();
    shelf.put_first(book);
    let path = folder.join("shelf.json");
    shelf.write(&path).unwrap();
    path
}

#[test]
fn the_right_passphrase_opens_and_a_wrong_one_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let book = Book::new();
    let before = book.files();
    let mut window = Window::at_the_door(Some(shelf(folder.path(), &book.path)));
    window.types("copper lantern");
    window.press("Enter");
    assert!(window.sees("This passphrase does not open the book."));
    assert!(!window.is_inside());
    assert_eq!(before, book.files(), "a wrong passphrase changes nothing");
    window.picture("door");
    window.types(PASSPHRASE);
    window.press("Enter");
    assert!(window.is_inside());
    assert!(window.sees("Larkspur Family Med."));
}

#[test]
fn another_book_is_chosen_or_forgotten() {
    let folder = tempfile::tempdir().unwrap();
    let (one, other) = (Book::new(), Book::new());
    let gone = folder.path().join("Gone.pegboard");
    let mut known = Shelf::default();
    for book in [&gone, &other.path, &one.path] {
        known.put_first(book);
    }
    let path = folder.path().join("shelf.json");
    known.write(&path).unwrap();
    let mut window = Window::at_the_door(Some(path.clone()));
    window.picture("door-others");
    window.click("Gone");
    window.types(PASSPHRASE);
    window.press("Enter");
    assert!(window.reads("There is no book at"));
    window.click("Larkspur");
    window.press("Tab");
    let before = Shelf::read(&path).books.len();
    let (row, bin) = (
        window.find("Gone"),
        window.find(&icon::REMOVE.unicode().to_string()),
    );
    window.click_at(Point::new(bin.unwrap().x, row.unwrap().y));
    assert_eq!(Shelf::read(&path).books.len(), before - 1);
    assert!(!window.sees("Gone"));
    assert!(other.path.exists());
}

#[test]
fn a_forgotten_passphrase_is_made_anew_with_the_recovery_key() {
    let folder = tempfile::tempdir().unwrap();
    let book = folder.path().join("Larkspur.pegboard");
    let (office, key) =
        Office::create_open_to_all(&book, OWNER, PASSPHRASE, &practice(), clock()).unwrap();
    office.close().unwrap();
    let key: RecoveryKey = key;
    let mut window = Window::at_the_door(Some(shelf(folder.path(), &book)));
    window.click("Forgotten?");
    window.types("MEPYB");
    window.press("Enter");
    assert!(window.reads("8 groups of 5"));
    window.press("Shift Tab");
    window.types(&key.groups().join(" ").to_lowercase());
    window.press("Enter");
    window.types("quiet harbor velvet seven");
    window.press("Enter");
    window.types("quiet harbor velvet seven");
    window.picture("forgot");
    window.press("Ctrl Enter");
    assert!(window.sees("The book is open again"));
    window.picture("forgot-key");
    window.press("Space");
    window.press("Tab");
    let third = window.third_group();
    window.types(&third);
    window.press("Ctrl Enter");
    assert!(window.is_inside());

    window.press("Ctrl L");
    window.types(PASSPHRASE);
    window.press("Enter");
    assert!(
        !window.is_inside(),
        "the old passphrase opens nothing any more"
    );
    window.types("quiet harbor velvet seven");
    window.press("Enter");
    assert!(window.is_inside());
}
