//! The desk: the rail, the keys that work everywhere, the palette, theme and zoom, the lock.

use pegboard::ui::place::Place;

use super::harness::Window;

fn desk() -> Window {
    Window::in_book(|_| {})
}

#[test]
fn the_desk_opens_at_today() {
    let mut window = desk();
    assert_eq!(*window.place(), Place::Today);
    assert!(window.sees("Tuesday, March 17"));
    assert!(window.sees("Nadia Orsolek"));
    window.picture("today-empty");
}

#[test]
fn all_keys_are_shown_and_put_away_again() {
    let mut window = desk();
    window.press("?");
    assert!(window.sees("On this screen"));
    window.picture("keys");
    window.press("Esc");
    assert!(!window.sees("On this screen"));
}

#[test]
fn the_palette_finds_a_command_as_one_types() {
    let mut window = desk();
    window.press("Ctrl K");
    window.types("dark");
    window.picture("palette-command");
    window.press("Enter");
    assert_eq!(window.app.theme(), pegboard::ui::theme::dark());
    assert!(!window.sees("Look: dark"));
}

#[test]
fn zoom_goes_by_keys() {
    let mut window = desk();
    window.press("Ctrl +");
    window.press("Ctrl +");
    assert_eq!(window.app.scale_factor(), 1.2);
    window.press("Ctrl -");
    assert_eq!(window.app.scale_factor(), 1.1);
    window.press("Ctrl 0");
    assert_eq!(window.app.scale_factor(), 1.0);
}

#[test]
fn locking_closes_the_book_and_stands_before_its_door() {
    let mut window = desk();
    window.press("Ctrl L");
    assert!(!window.is_inside());
    assert!(window.sees("Passphrase"));
}
