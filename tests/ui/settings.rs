//! Settings: lists with their forms, the practice, the look, and the proof of the book.

use pegboard::domain::tables::Kind;
use pegboard::office::{ListFile, quietly};
use pegboard::ui::place::{Place, Section};

use super::harness::Window;
use crate::support::{clinician, npi, payer};

fn at(section: &str, prepare: impl FnOnce(&mut pegboard::office::Office)) -> Window {
    let mut window = Window::in_book(prepare);
    window.press("Alt 9");
    window.press(section);
    window
}

#[test]
fn a_clinician_is_added_and_changed_by_keyboard() {
    let mut window = at("2", |_| {});
    assert_eq!(*window.place(), Place::Settings(Section::Providers));
    assert!(window.sees("No clinician yet"));
    window.press("N");
    for text in ["Hale", "Simon", "", "", "MD", &npi(167_940_112)] {
        window.types(text);
        window.press("Enter");
    }
    window.press("Ctrl S");
    assert!(window.sees("The clinician is saved"));
    assert!(window.sees("Hale, Simon MD"));
    window.press("Down");
    window.picture("settings-clinicians");
    window.click("Offered in lists");
    window.press("Ctrl S");
    assert!(window.sees("Not offered"));
    let is_active = window.office(|office| office.providers().unwrap()[0].is_active);
    assert!(!is_active);
}

#[test]
fn two_clinicians_cannot_have_one_number() {
    let mut window = at("2", |office| {
        let _ = office
            .add_provider(&clinician("Hale", 167_940_112))
            .unwrap();
    });
    window.press("N");
    for text in ["Orsolek", "Nadia", "", "", "NP", &npi(167_940_112)] {
        window.types(text);
        window.press("Enter");
    }
    window.press("Ctrl S");
    assert!(
        window.reads("Hale, Simon MD"),
        "who has it already is named"
    );
    assert_eq!(window.office(|office| office.providers().unwrap().len()), 1);
}

#[test]
fn what_was_typed_is_not_lost_without_asking() {
    let mut window = at("4", |office| {
        let _ = office
            .add_payer(&payer("Meridian Health", "MHP01"))
            .unwrap();
    });
    window.press("N");
    window.types("Corwin");
    window.press("Esc");
    assert!(window.sees("Lose what was typed?"));
    window.picture("settings-lose");
    window.press("Esc");
    assert!(window.sees("Name, as on claims"), "the form is still there");
    window.press("Esc");
    window.click("Close");
    assert!(!window.sees("Name, as on claims"));
    window.picture("settings-payers");
}

#[test]
fn each_section_shows() {
    let mut window = at("1", |office| {
        let _ = office
            .add_provider(&clinician("Hale", 167_940_112))
            .unwrap();
        let _ = office
            .add_payer(&payer("Meridian Health", "MHP01"))
            .unwrap();
    });
    for (key, name, seen) in [
        ("1", "practice", "Who bills"),
        ("3", "places", "No place yet"),
        ("5", "receivers", "No receiver yet"),
        ("6", "fees", "Bring in a list"),
        ("7", "appearance", "Lock by itself"),
        ("8", "book", "This book"),
    ] {
        window.press(key);
        assert!(window.sees(seen), "{name}");
        window.picture(&format!("settings-{name}"));
    }
}

#[test]
fn a_list_that_claims_are_held_against_says_from_when_it_holds() {
    let mut window = at("6", |office| {
        let text = "HCPCS/CPT Code,MUE Values,MUE Adjudication Indicator\n11111,2,1 Line Edit\n22222,1,1 Line Edit\n";
        let file = ListFile {
            name: "MCR_MUE_PractitionerServices_Eff_01-01-2026.csv".to_owned(),
            bytes: 0,
            input: text.as_bytes(),
        };
        let _taken = office
            .import_code_list(Kind::Limits, vec![file], None, &mut quietly)
            .unwrap();
    });
    assert!(window.sees("Holds from 01/01/2026, 2 lines"));
    assert!(
        window.sees("AOC text"),
        "what is not there says what to bring"
    );
    window.picture("settings-lists");
}

#[test]
fn the_practice_is_changed_and_the_rail_says_so() {
    let mut window = at("1", |_| {});
    window.press("Tab");
    while !window.is_focused("practice name") {
        window.press("Tab");
    }
    window.press("Ctrl a");
    window.types("Hale MD");
    window.press("Ctrl S");
    assert!(window.sees("The practice is saved"));
    assert!(window.sees("Hale MD"), "in the rail");
    let name = window.office(|office| office.practice().unwrap().name);
    assert_eq!(name, "Hale MD");
}

#[test]
fn the_book_proves_and_lists_its_checks() {
    let mut window = at("8", |_| {});
    window.press("V");
    assert!(window.sees("Everything holds."));
    window.picture("settings-verified");
}

#[test]
fn the_idle_lock_takes_only_what_it_may() {
    let mut window = at("7", |_| {});
    while !window.is_focused("idle minutes") {
        window.press("Tab");
    }
    window.press("Ctrl a");
    window.types("45");
    window.press("Tab");
    assert!(window.sees("From 1 to 30 minutes."));
    window.press("Shift Tab");
    window.types("5");
    window.press("Enter");
    let kept = window.office(|office| office.setting::<u8>("idle_minutes").unwrap());
    assert_eq!(kept, Some(5));
}
