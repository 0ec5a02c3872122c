//! The list of patients and the form that registers one, by keys and clicks.

use pegboard::domain::code::Relation;
use pegboard::domain::id::PatientId;
use pegboard::ui::place::{ChartTab, Place};

use super::harness::Window;
use super::people;

/// A list of 3 people we know and so many we do not.
fn list(count: usize) -> Window {
    let mut window = Window::in_book(|office| {
        let staff = people::staff(office);
        let _ = people::quintero(office, &staff);
        let _ = people::voss(office, &staff);
        people::crowd(office, count);
    });
    window.press("Alt 2");
    window
}

fn patients(window: &Window) -> usize {
    window.office(|office| office.patient_count().unwrap())
}

/// Fills in the form of a new patient by keys alone, up to the ZIP.
fn fill(window: &mut Window, last: &str, first: &str, born_on: &str) {
    window.types(last);
    for (tabs, text) in [
        (1, first),
        (3, born_on),
        (1, "f"),
        (1, "5550147732"),
        (2, "18 Elm Street"),
        (2, "Fairmont"),
        (1, "oh"),
        (1, "44101"),
    ] {
        for _ in 0..tabs {
            window.press("Tab");
        }
        window.types(text);
    }
}

#[test]
fn typing_finds_and_enter_opens_the_chart() {
    let mut window = list(300);
    assert!(window.sees("303 patients, by name"));
    window.picture("patients");
    window.types("quin");
    assert!(window.sees("Quintero, Marisol") && window.sees("1 of 303"));
    window.picture("patients-found");
    assert_eq!(*window.place(), Place::Patients(String::from("quin")));
    window.press("Enter");
    let chart = Place::Chart(PatientId::new(1), ChartTab::Ledger);
    assert_eq!(*window.place(), chart);
    window.press("Esc");
    assert!(window.sees("1 of 303"), "the search is there again");
}

#[test]
fn arrows_move_in_the_list_while_one_types() {
    let mut window = list(20);
    window.types("voss");
    window.press("Down");
    window.press("Enter");
    let owen = Place::Chart(PatientId::new(2), ChartTab::Ledger);
    assert_eq!(*window.place(), owen, "Linnea stands before Owen");
}

#[test]
fn any_part_of_name_birthday_phone_or_chart_number_finds() {
    let mut window = list(40);
    for typed in ["uinter", "4/12/1968", "0147732", "100001", "quintero mari"] {
        window.types(typed);
        assert!(window.sees("Quintero, Marisol"), "{typed}");
        window.press("Ctrl a");
        window.press("Backspace");
        assert!(window.sees("43 patients, by name"), "{typed}");
    }
}

#[test]
fn of_a_long_list_only_what_is_in_sight_is_read() {
    let mut window = list(1_000);
    assert!(window.sees("Abbott, Ada A"));
    window.click("Abbott, Ada A");
    window.press("End");
    window.tick();
    assert!(
        window.sees("Voss, Owen"),
        "the last page was read once it showed"
    );
    window.press("Enter");
    assert!(matches!(window.place(), Place::Chart(..)));
}

#[test]
fn an_empty_list_says_what_to_do() {
    let mut window = Window::in_book(|_| {});
    window.press("Alt 2");
    assert!(window.sees("No patients yet"));
    window.picture("patients-empty");
    window.types("no");
    assert!(window.sees("No last name starts with “no”"));
    window.types("body");
    assert!(window.sees("Nobody matches “nobody”"));
    window.click("Register a patient");
    assert_eq!(*window.place(), Place::NewPatient);
}

#[test]
fn a_patient_is_registered_by_keys_alone_and_coverage_comes_next() {
    let mut window = Window::in_book(|_| {});
    window.press("Ctrl Shift N");
    window.picture("patient-new");
    fill(&mut window, "Ferreira", "Joana", "2/28/74");
    window.press("Ctrl Enter");
    let chart = Place::Chart(PatientId::new(1), ChartTab::Coverage);
    assert_eq!(*window.place(), chart);
    assert!(window.sees("No coverage yet"));
    let (patient, guarantor) = window.office(|office| {
        let patient = office.patient(PatientId::new(1)).unwrap();
        let guarantor = office.guarantor(patient.guarantor).unwrap();
        (patient, guarantor)
    });
    assert_eq!(patient.contact.name.to_string(), "Ferreira, Joana");
    assert_eq!(patient.born_on, people::day(2, 28, 1974));
    assert_eq!(guarantor.patient, Some(patient.id));
    window.press("Esc");
    assert_eq!(
        *window.place(),
        Place::Today,
        "the form is not come back to"
    );
}

#[test]
fn what_is_wrong_stands_under_its_field_and_nothing_is_saved() {
    let mut window = Window::in_book(|_| {});
    window.press("Alt 2");
    window.press("Ctrl Shift N");
    let too_long = "The last name has at most 60 characters; this has 300.";
    window.types(&"x".repeat(300));
    assert!(!window.sees(too_long), "not before it is left");
    window.press("Tab");
    assert!(window.sees(too_long));
    window.press("Shift Tab");
    window.types("Ann😀");
    assert!(window.sees("The last name cannot have the character '😀'."));
    window.press("Backspace");
    for _ in 0..3 {
        window.press("Backspace");
    }
    window.press("Ctrl Enter");
    for words in [
        "The last name is missing.",
        "The first name is missing.",
        "The birthday is missing.",
        "The street is missing.",
    ] {
        assert!(window.sees(words), "{words}");
    }
    window.picture("patient-wrong");
    window.types("Quist");
    for _ in 0..4 {
        window.press("Tab");
    }
    window.types("2/30/1990");
    window.press("Tab");
    assert!(
        !window.sees("The last name is missing."),
        "the first wrong field had the focus"
    );
    assert!(window.sees("There is no such day."));
    window.press("Shift Tab");
    window.types("1/1/2030");
    window.press("Tab");
    assert!(window.sees("A birth date cannot be after today."));
    assert_eq!(patients(&window), 0);
}

#[test]
fn somebody_alike_is_shown_before_saving() {
    let mut window = list(0);
    window.press("Ctrl Shift N");
    fill(&mut window, "Quintaro", "Marisol", "04121968");
    window.press("Tab");
    assert!(window.sees("1 patient here is alike"));
    window.press("Ctrl Enter");
    assert!(window.sees("Register Quintaro, Marisol all the same?"));
    window.picture("patient-alike-ask");
    window.press("Esc");
    assert_eq!(patients(&window), 3, "nobody was registered");
    window.press("Ctrl Enter");
    window.click("Register as somebody new");
    assert_eq!(patients(&window), 4);
    assert!(matches!(
        window.place(),
        Place::Chart(_, ChartTab::Coverage)
    ));
}

#[test]
fn a_child_goes_on_the_account_of_somebody_the_book_knows() {
    let mut window = list(0);
    window.press("Ctrl Shift N");
    fill(&mut window, "Voss", "Astrid", "06/01/2021");
    window.press("Tab");
    assert!(window.sees("The patient is 4; for a minor, a parent usually pays"));
    window.press("Down");
    window.press("Tab");
    window.types("owen");
    window.picture("patient-known-payor");
    window.press("Enter");
    assert!(window.sees("Irene Voss, account 0000002, 7 Birch Lane, Fairmont, OH 44101"));
    window.press("Tab");
    window.types("child");
    window.press("Ctrl Enter");
    let (astrid, owen) = window.office(|office| {
        let found = office.find_patients("astrid", 1).unwrap();
        let astrid = office.patient(found[0].id).unwrap();
        (astrid, office.patient(PatientId::new(2)).unwrap())
    });
    assert_eq!(astrid.guarantor, owen.guarantor);
    assert_eq!(astrid.guarantor_relation, Relation::Child);
}

#[test]
fn somebody_new_can_pay() {
    let mut window = Window::in_book(|_| {});
    window.press("Alt 2");
    window.press("Ctrl Shift N");
    fill(&mut window, "Sorrel", "Imogen", "06/01/2015");
    window.press("Tab");
    window.press("Down");
    window.press("Down");
    window.click("Same address as the patient");
    window.click("Choose");
    window.types("child");
    window.press("Enter");
    window.press("Tab");
    window.press("Tab");
    window.types("Sorrel");
    window.press("Tab");
    window.types("Basil");
    window.picture("patient-other-payor");
    window.press("Ctrl Enter");
    let guarantor = window.office(|office| {
        let patient = office.patient(PatientId::new(1)).unwrap();
        office.guarantor(patient.guarantor).unwrap()
    });
    assert_eq!(guarantor.contact.name.natural(), "Basil Sorrel");
    assert_eq!(guarantor.contact.address.street, "18 Elm Street");
    assert_eq!(guarantor.patient, None);
}

#[test]
fn leaving_asks_once_something_was_typed() {
    let mut window = Window::in_book(|_| {});
    window.press("Alt 2");
    window.press("Ctrl Shift N");
    window.press("Esc");
    assert_eq!(
        *window.place(),
        Place::Patients(String::new()),
        "nothing was typed"
    );
    window.press("Ctrl Shift N");
    window.types("Quist");
    window.press("Esc");
    assert!(window.sees("Throw away what was typed?"));
    window.press("Esc");
    assert_eq!(*window.place(), Place::NewPatient, "it stays");
    window.press("Esc");
    window.click("Throw away");
    assert_eq!(*window.place(), Place::Patients(String::new()));
    assert_eq!(patients(&window), 0);
}

#[test]
fn what_was_typed_is_kept_and_taken_up_again() {
    let mut window = Window::in_book(|_| {});
    window.press("Alt 2");
    window.press("Ctrl Shift N");
    window.types("Quist");
    std::thread::sleep(std::time::Duration::from_millis(1_300));
    window.tick();
    window.press("Alt 1");
    window.press("Alt 2");
    window.press("Ctrl Shift N");
    assert!(window.sees("Quist"), "the draft is there again");
    assert!(window.sees("Start anew"));
    window.picture("patient-draft");
    window.click("Start anew");
    assert!(!window.sees("Quist"));
    let kept = window.office(|office| office.draft("patient/new").unwrap());
    assert_eq!(kept, None);
}
