//! The first run, from an empty computer to the desk, without a pointer.

use pegboard::ui::place::Place;

use super::harness::Window;

/// Types what each field asks for, and goes on by Enter.
fn fill(window: &mut Window, fields: &[&str]) {
    for text in fields {
        window.types(text);
        window.press("Enter");
    }
}

#[test]
fn a_new_practice_makes_its_book_by_keyboard() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = Window::at_the_door(Some(folder.path().join("shelf.json")));
    assert!(window.sees("Your practice"));
    window.picture("wizard-practice");
    fill(
        &mut window,
        &[
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
        ],
    );
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
    assert!(window.is_inside());
    assert_eq!(*window.place(), Place::Today);
}
