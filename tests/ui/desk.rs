//! The desk: the rail, the keys that work everywhere, the palette, theme and zoom, the lock.

use pegboard::office::Shelf;
use pegboard::ui::place::Place;
use pegboard::ui::theme;

use super::harness::Window;
use crate::support::person;

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
    window.types("look dark");
    window.picture("palette-command");
    window.press("Enter");
    assert_eq!(window.app.theme(), theme::dark());
    assert!(!window.sees("Look dark"), "the palette is gone");
}

#[test]
fn zoom_goes_by_keys() {
    let mut window = desk();
    window.press("Ctrl +");
    window.press("Ctrl +");
    assert!((window.app.scale_factor() - 1.2).abs() < 0.001);
    window.press("Ctrl -");
    assert!((window.app.scale_factor() - 1.1).abs() < 0.001);
    window.press("Ctrl 0");
    assert!((window.app.scale_factor() - 1.0).abs() < 0.001);
}

#[test]
fn locking_closes_the_book_and_stands_before_its_door() {
    let mut window = desk();
    window.press("Ctrl L");
    assert!(!window.is_inside());
    assert!(window.sees("Passphrase"));
}

#[test]
fn the_palette_finds_people_by_any_part_of_their_name() {
    let mut window = Window::in_book(|office| {
        for (last, first, born) in [
            ("Quintero", "Marisol", "04/12/1968"),
            ("Quinlan", "Oswin", "09/30/1949"),
            ("Macquinley", "Bea", "01/17/2011"),
            ("Hale", "Dana", "03/03/1980"),
        ] {
            let _ = office.register_patient(&person(last, first, born)).unwrap();
        }
    });
    window.press("Ctrl K");
    window.types("quin");
    window.picture("palette");
    for rest in ["tero,", "lan,", "ley,"] {
        assert!(window.reads(rest), "the part that was typed stands apart");
    }
    assert!(
        window.sees("6 found"),
        "three people, and three things to do for the first"
    );
    window.press("Esc");
    assert_eq!(*window.place(), Place::Today);
}

#[test]
fn the_choice_of_theme_is_there_at_the_next_start() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("shelf.json");
    let mut window = Window::in_book_with_shelf(path.clone());
    window.press("Ctrl K");
    window.types("look dark");
    window.press("Enter");
    assert_eq!(Shelf::read(&path).appearance, "dark");
    let window = Window::at_the_door(Some(path));
    assert_eq!(window.app.theme(), theme::dark());
}
