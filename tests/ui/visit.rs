//! Visit entry, worked by the keyboard: a visit is entered, coded, corrected and signed, and nothing typed is lost.

use chrono::NaiveDate;
use pegboard::domain::code::{FilingIndicator, MemberId, Sex};
use pegboard::domain::codebook::FeeRow;
use pegboard::domain::id::PatientId;
use pegboard::domain::money::Money;
use pegboard::domain::patient::{Contact, NewPatient, Payor};
use pegboard::domain::person::{Address, Name};
use pegboard::domain::policy::{NewPolicy, Rank};
use pegboard::domain::practice::{
    Duty, NewPayer, NewProvider, NewReceiver, Profile, Separators, Windows,
};
use pegboard::domain::visit::Visit;
use pegboard::office::Office;
use pegboard::ui::place::Place;

use super::harness::Window;
use crate::support::today;

pub fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

pub fn money(cents: i64) -> Money {
    Money::from_cents(cents).unwrap()
}

fn name(last: &str, first: &str) -> Name {
    Name {
        last: last.to_owned(),
        first: first.to_owned(),
        middle: String::new(),
        suffix: String::new(),
    }
}

fn address() -> Address {
    Address {
        street: "9 Alder Court".to_owned(),
        street2: String::new(),
        city: "Fairmont".to_owned(),
        state: "OH".parse().unwrap(),
        zip: "44101-0009".parse().unwrap(),
    }
}

/// A clinician, a payer with its receiver, fees, diagnoses.
pub fn set_up(office: &mut Office) {
    let receiver = office
        .add_receiver(&NewReceiver {
            name: "Northgate Clearing".to_owned(),
            receiver_id: "NGC001".to_owned(),
            receiver_qualifier: "ZZ".to_owned(),
            sender_id: "LINDEN".to_owned(),
            sender_qualifier: "ZZ".to_owned(),
            is_test: false,
            separators: Separators::default(),
            profile: Profile::default(),
        })
        .unwrap();
    let _payer = office
        .add_payer(&NewPayer {
            name: "Meridian Health".to_owned(),
            payer_id: "61482".parse().unwrap(),
            filing_indicator: FilingIndicator::Commercial,
            timely_days: 90,
            address: None,
            phone: None,
            receiver: Some(receiver),
            member_pattern: String::new(),
            answer_days: None,
            windows: Windows::default(),
        })
        .unwrap();
    for (last, first, npi, duty) in [
        ("Hale", "Simon", "1245319599", Duty::Both),
        ("Brandt", "Ida", "1679576722", Duty::Refers),
    ] {
        let _provider = office
            .add_provider(&NewProvider {
                name: name(last, first),
                credential: "MD".to_owned(),
                npi: npi.parse().unwrap(),
                taxonomy: "207Q00000X".parse().ok(),
                duty,
            })
            .unwrap();
    }
    for (code, description, cents) in [
        ("99213", "Office visit, established, low", 12_500),
        ("99214", "Office visit, established", 18_500),
        ("20610", "Joint injection, large", 16_000),
        ("83036", "Hemoglobin A1c", 4_200),
        ("83037", "Hemoglobin A1c, home device", 4_600),
    ] {
        office
            .set_fee(&FeeRow {
                code: code.parse().unwrap(),
                modifier: None,
                description: description.to_owned(),
                fee: money(cents),
                effective_on: day(2026, 1, 1),
            })
            .unwrap();
    }
    let diagnoses = "E1165   Type 2 diabetes mellitus with hyperglycemia\n\
                     I10     Essential (primary) hypertension\n\
                     M25561  Pain in right knee\n";
    let _taken = office
        .import_icd10(diagnoses.as_bytes(), &mut |_, _| pegboard::office::Go::On)
        .unwrap();
}

/// A patient, covered by the payer from a day on unless there is none.
pub fn patient(
    office: &mut Office,
    last: &str,
    first: &str,
    covered_from: Option<NaiveDate>,
) -> PatientId {
    let patient = office
        .register_patient(&NewPatient {
            contact: Contact {
                name: name(last, first),
                address: address(),
                phone: "(216) 555-0177".parse().ok(),
                email: None,
            },
            born_on: day(1968, 4, 12),
            sex: Sex::Female,
            payor: Payor::Patient,
            reason: String::new(),
            note: String::new(),
            died_on: None,
        })
        .unwrap();
    if let Some(effective_on) = covered_from {
        let payer = office.payers().unwrap().first().unwrap().id;
        let _policy = office
            .add_policy(&NewPolicy {
                patient,
                payer,
                rank: Rank::Primary,
                member_id: "MHP884201773".parse::<MemberId>().unwrap(),
                group_number: "77120".to_owned(),
                plan_name: "Meridian PPO".to_owned(),
                medicare_secondary: None,
                relation: pegboard::domain::code::Relation::Itself,
                subscriber: None,
                effective_on,
                ends_on: None,
                copay: money(2_500),
                assigns_benefits: true,
                accepts_assignment: true,
                signature_on_file: true,
            })
            .unwrap();
    }
    patient
}

/// A book with one covered patient.
pub fn book() -> Window {
    Window::in_book(|office| {
        set_up(office);
        let _marisol = patient(office, "Quintero", "Marisol", Some(day(2026, 1, 1)));
    })
}

/// The newest visit of the book.
pub fn only_visit(window: &Window) -> Visit {
    window.office(|office| {
        let row = office.recent_visits(9).unwrap().first().cloned().unwrap();
        office.visit(row.id).unwrap()
    })
}

/// Types a whole visit into the open form: two diagnoses and two services.
fn type_visit(window: &mut Window) {
    window.press("Alt D");
    window.types("E11.65");
    window.press("Enter");
    window.types("primary hyper");
    window.press("Enter");
    window.press("Alt L");
    window.types("99214");
    window.press("Enter");
    window.types("25");
    window.press("Tab");
    window.types("A B");
    window.press("Tab");
    window.press("Tab");
    window.press("Tab");
    window.types("83036");
    window.press("Enter");
    window.press("Tab");
    window.press("Tab");
    window.types("2");
}

#[test]
fn a_visit_is_entered_without_the_mouse_and_its_claim_is_made() {
    let mut window = book();
    window.press("Ctrl N");
    window.types("quin");
    window.picture("visit-choose");
    window.press("Enter");
    assert_eq!(*window.place(), Place::NewVisit(Some(PatientId::new(1))));
    window.picture("visit-new");
    type_visit(&mut window);
    window.picture("visit-typed");
    assert!(window.sees("$269.00"));
    window.press("Ctrl Enter");
    let visit = only_visit(&window);
    assert_eq!(visit.service_on, today());
    let lines: Vec<String> = visit
        .lines
        .iter()
        .map(|line| {
            let pointers: String = line
                .what
                .pointers
                .iter()
                .map(|pointer| pointer.letter())
                .collect();
            format!(
                "{} {} {} {}",
                line.what.code, pointers, line.what.units, line.what.charge
            )
        })
        .collect();
    assert_eq!(lines, ["99214 AB 1 185.00", "83036 A 2 84.00"]);
    let piles = window.office(|office| office.lanes().unwrap());
    assert_eq!(piles.iter().map(|lane| lane.count).sum::<u32>(), 1);
}

/// The patient's visit by the clinician who sees patients, with one service.
fn entered(window: &mut Window) {
    window.press("Ctrl N");
    window.types("quin");
    window.press("Enter");
    window.press("Alt D");
    window.types("I10");
    window.press("Enter");
    window.press("Alt L");
    window.types("99213");
    window.press("Enter");
    window.press("Alt S");
    window.press("Ctrl Enter");
}

fn codes(visit: &Visit) -> Vec<String> {
    visit
        .standing()
        .map(|line| line.what.code.to_string())
        .collect()
}

#[test]
fn what_is_found_is_shown_as_one_types() {
    let mut window = book();
    window.press("Ctrl N");
    window.press("Enter");
    window.press("Alt D");
    window.types("E11.65");
    window.press("Tab");
    assert!(window.sees("Type 2 diabetes mellitus with hyperglycemia"));
    window.press("Alt L");
    window.types("8303");
    window.picture("visit-look-up");
    window.press("Down");
    window.press("Enter");
    assert!(window.sees("$46.00"));
}

#[test]
fn lines_are_copied_and_removed_by_keys() {
    let mut window = book();
    window.press("Ctrl N");
    window.press("Enter");
    type_visit(&mut window);
    window.press("Alt L");
    for _ in 0..12 {
        window.press("Tab");
    }
    window.press("F6");
    assert!(window.sees("$353.00"));
    window.press("Alt L");
    window.press("Ctrl Del");
    assert!(window.sees("$168.00"));
}

#[test]
fn a_draft_is_kept_and_offered_again() {
    let mut window = book();
    window.press("Ctrl N");
    window.press("Enter");
    type_visit(&mut window);
    window.press("Esc");
    window.press("Ctrl N");
    window.press("Enter");
    assert!(window.sees("$269.00"));
    assert!(window.sees("Start anew"));
    window.click("Start anew");
    assert!(window.sees("$0.00"));
    window.press("Esc");
    window.press("Ctrl N");
    window.press("Enter");
    assert!(window.sees("$0.00"));
}

#[test]
fn what_is_wrong_is_said_under_its_field() {
    let mut window = book();
    window.press("Ctrl N");
    window.press("Enter");
    window.types("04/01/2026");
    window.press("Alt L");
    window.types("99214");
    window.press("Enter");
    window.press("Ctrl Enter");
    assert!(window.sees("The day of service cannot be after today."));
    assert!(window.sees("Services need at least one diagnosis that explains them."));
    window.picture("visit-wrong");
    assert!(window.office(|office| office.recent_visits(9).unwrap().is_empty()));
}

#[test]
fn a_visit_without_charges_is_coded_later() {
    let mut window = book();
    window.press("Ctrl N");
    window.press("Enter");
    window.press("Ctrl Enter");
    window.click("Visits");
    window.picture("visits");
    assert!(window.sees("1 visit"));
    window.press("Enter");
    type_visit(&mut window);
    window.press("Ctrl Enter");
    assert_eq!(codes(&only_visit(&window)), ["99214", "83036"]);
    assert!(window.office(|office| office.visits_to_code().unwrap().is_empty()));
}

#[test]
fn a_correction_wants_a_reason() {
    let mut window = book();
    entered(&mut window);
    window.click("Visits");
    for _ in 0..3 {
        window.press("]");
    }
    window.press("Enter");
    window.press("Alt L");
    window.types("99214");
    window.press("Enter");
    window.press("Ctrl Enter");
    assert!(window.sees("Correct the charges of this visit?"));
    window.types("Wrong level");
    window.press("Enter");
    assert_eq!(codes(&only_visit(&window)), ["99214"]);
}

#[test]
fn what_was_sent_stays_and_says_why() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().to_owned();
    let mut window = book();
    entered(&mut window);
    window.office(move |office| {
        let sent = office.export(&path, pegboard::office::Which::Ready, &mut |_, _| {
            pegboard::office::Go::On
        });
        assert_eq!(sent.unwrap().files.len(), 1);
    });
    window.click("Visits");
    for _ in 0..3 {
        window.press("]");
    }
    window.press("Enter");
    assert!(window.sees("Claim C200014 is sent: what it billed stays as it is"));
    window.types("Seen for her blood pressure");
    window.picture("visit-bound");
    window.press("Ctrl Enter");
    assert_eq!(
        only_visit(&window).notes.reason,
        "Seen for her blood pressure"
    );
}

#[test]
fn the_last_visit_is_copied_but_for_its_day() {
    let mut window = book();
    entered(&mut window);
    window.press("Ctrl N");
    window.press("Enter");
    window.press("Alt V");
    assert!(window.sees("$125.00"));
    window.press("Ctrl Enter");
    assert_eq!(
        window.office(|office| office.recent_visits(9).unwrap().len()),
        2
    );
}

#[test]
fn a_drug_is_named_below_its_line() {
    let mut window = book();
    window.office(|office| {
        office
            .set_fee(&FeeRow {
                code: "J1100".parse().unwrap(),
                modifier: None,
                description: "Dexamethasone, 1 mg".to_owned(),
                fee: money(600),
                effective_on: day(2026, 1, 1),
            })
            .unwrap();
    });
    window.press("Ctrl N");
    window.types("quin");
    window.press("Enter");
    window.press("Alt D");
    window.types("I10");
    window.press("Enter");
    window.press("Alt L");
    assert!(!window.sees("NDC"));
    window.types("J1100");
    window.press("Enter");
    assert!(window.sees("NDC"));
    for _ in 0..4 {
        window.press("Tab");
    }
    assert!(window.is_focused("visit lines 1 ndc"));
    window.types("0641036721");
    window.press("Tab");
    window.types("2.5");
    window.picture("visit-drug");
    assert!(window.sees("Type the NDC with its dashes, so that the missing zero finds its place."));
    window.press("Shift Tab");
    window.press("Ctrl A");
    window.types("0641-0367-21");
    window.press("Tab");
    window.press("Tab");
    window.types("m");
    window.press("Ctrl Enter");
    let drug = only_visit(&window).lines[0].what.drug.unwrap();
    assert_eq!(drug.ndc.as_str(), "00641036721");
    assert_eq!(
        (drug.quantity.to_string(), drug.unit.as_str()),
        ("2.5".to_owned(), "ML")
    );
}
