//! The first run, from an empty computer to the desk, without a pointer.

use std::path::{Path, PathBuf};

use pegboard::ui::place::Place;

use super::harness::Window;
use crate::support::npi;

/// Types what each field asks for, and goes on by Enter.
fn fill(window: &mut Window, fields: &[&str]) {
    for text in fields {
        window.types(text);
        window.press("Enter");
    }
}

/// What the first step asks for, in its order.
const PRACTICE: &[&str] = &[
    "Linden Family Medicine",
    "Nadia Orsolek",
    "1234567893",
    "12-3456789",
    "2165550142",
    "412 Linden Avenue",
    "Suite 200",
    "Fairmont",
    "OH",
    "44101-2345",
];

#[test]
fn a_new_practice_makes_its_book_by_keyboard() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = Window::at_the_door(Some(folder.path().join("shelf.json")));
    assert!(window.sees("Your practice"));
    window.picture("wizard-practice");
    fill(&mut window, PRACTICE);
    let place = folder.path().join("Linden.pegboard");
    window.press("Ctrl a");
    window.types(place.to_str().unwrap());
    window.picture("wizard-practice-filled");
    window.press("Ctrl Enter");
    assert!(window.sees("Choose a passphrase"));

    fill(&mut window, &["copper lantern drifts noon"]);
    window.types("copper lantern drifts noon");
    window.picture("wizard-passphrase");
    assert!(window.sees("They match"));
    window.press("Ctrl Enter");
    assert!(place.join("book.db").exists());
    window.picture("wizard-key");

    // Going on without proof goes to what is missing instead.
    window.press("Ctrl Enter");
    assert!(!window.is_inside());
    window.press("Space");
    window.press("Tab");
    let third = window.third_group();
    window.types(&third.to_lowercase());
    assert!(window.sees("Right"));
    window.picture("wizard-proof");
    window.press("Ctrl Enter");

    assert!(window.sees("Providers and fees"));
    fill(
        &mut window,
        &["Hale", "Simon", "", "", "MD", &npi(167_940_112)],
    );
    window.types("family");
    window.press("Down");
    window.press("Enter");
    window.picture("wizard-team");
    window.press("Ctrl S");
    assert!(window.sees("Hale, Simon MD"));
    window.files.give(fee_list(folder.path()));
    window.click("Choose file");
    assert!(window.reads("2 lines taken in, 1 not"));
    window.picture("wizard-fees");
    window.press("Ctrl Enter");

    assert!(window.sees("Receivers of claim files"));
    window.click("Add a payer");
    fill(&mut window, &["Meridian Health", "MHP01", "180"]);
    window.types("comm");
    window.picture("wizard-payers");
    window.press("Ctrl Enter");
    assert!(
        window.sees("Meridian Health"),
        "what was typed is added before one goes on"
    );
    window.press("Ctrl Enter");

    assert_eq!(*window.place(), Place::Today);
    assert!(window.sees("A new book"));
    window.picture("today-new");
    let (providers, payers, fees) = window.office(|office| {
        let today = office.today();
        (
            office.providers().unwrap().len(),
            office.payers().unwrap().len(),
            office.fees(today).unwrap().len(),
        )
    });
    assert_eq!((providers, payers, fees), (1, 1, 2));
}

/// Three fees, one of which cannot be read.
fn fee_list(folder: &Path) -> PathBuf {
    let path = folder.join("fees.csv");
    let text = "code,description,fee\n99213,Office visit,125.00\n99214,Longer office visit,185.00\n9921,Nothing,1\n";
    std::fs::write(&path, text).unwrap();
    path
}

#[test]
fn what_is_wrong_stands_under_its_field_and_nothing_is_made() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = Window::at_the_door(Some(folder.path().join("shelf.json")));
    window.press("Ctrl Enter");
    assert!(window.reads("practice's name is missing"));
    assert!(window.sees("Who works with this book?"));
    fill(
        &mut window,
        &["Linden Family Medicine", "Nadia Orsolek", "145208871"],
    );
    assert!(window.reads("this one has 9"));
    window.picture("wizard-wrong");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn a_weak_passphrase_is_refused_in_words() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = Window::at_the_door(Some(folder.path().join("shelf.json")));
    fill(&mut window, PRACTICE);
    window.press("Ctrl a");
    let place = folder.path().join("Linden.pegboard");
    window.types(place.to_str().unwrap());
    window.press("Ctrl Enter");
    for (typed, words) in [
        ("short", "At least 8 characters."),
        ("password123", "first a thief would try"),
        ("linden family", "name of the practice"),
    ] {
        window.types(typed);
        window.press("Ctrl Enter");
        assert!(window.reads(words), "{typed}: {:?}", window.texts());
        window.press("Ctrl a");
    }
    assert!(!place.exists());
}
