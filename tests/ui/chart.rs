//! A patient's chart, tab by tab, by keys and clicks.

use pegboard::domain::card::LedgerCard;
use pegboard::domain::id::PatientId;
use pegboard::domain::money::Money;
use pegboard::office::Office;
use pegboard::ui::place::{ChartTab, Place};

use super::harness::Window;
use super::people::{self, money};

const TABS: [&str; 7] = [
    "Ledger",
    "Details",
    "Coverage",
    "Visits",
    "Claims",
    "Statements",
    "Notes",
];

/// The chart of the patient whom that finds.
fn chart(find: &str) -> Window {
    let mut window = Window::in_book(|office| {
        let staff = people::staff(office);
        let _ = people::quintero(office, &staff);
        let _ = people::voss(office, &staff);
        let _ = people::someone(office);
    });
    window.press("Alt 2");
    window.types(find);
    window.press("Enter");
    window
}

fn card(window: &Window, patient: i64) -> LedgerCard {
    window.office(move |office: &mut Office| {
        let chart = office.chart(PatientId::new(patient)).unwrap();
        office
            .ledger_card(chart.guarantor.id, Some(chart.patient.id))
            .unwrap()
    })
}

fn owed(window: &Window, patient: i64) -> (Money, Money) {
    let sums = card(window, patient).sums;
    (sums.insurance_owes, sums.patient_owes)
}

#[test]
fn the_head_says_who_it_is_how_covered_and_what_is_owed() {
    let mut window = chart("quintero");
    for words in [
        "Quintero, Marisol",
        "Chart 100001, account 0000001",
        "DOB 04/12/1968, age 57",
        "(555) 014-7732",
        "Active 03/17/2026",
        "Copay 25.00",
        "$220.00",
        "$263.17",
    ] {
        assert!(window.sees(words), "{words}");
    }
}

#[test]
fn tabs_turn_by_number_and_by_page() {
    let mut window = chart("quintero");
    window.picture("chart");
    for (at, tab) in ChartTab::ALL.into_iter().enumerate().skip(1) {
        window.press("Ctrl PgDn");
        assert_eq!(*window.place(), Place::Chart(PatientId::new(1), tab));
        window.picture(&format!("chart-{}", TABS[at].to_lowercase()));
    }
    window.press("Ctrl PgUp");
    window.press("5");
    assert_eq!(
        *window.place(),
        Place::Chart(PatientId::new(1), ChartTab::Claims)
    );
    window.press("Alt 1");
    assert_eq!(*window.place(), Place::Today, "the rail is a key away");
    window.press("Esc");
    window.click("Ledger");
    assert_eq!(
        *window.place(),
        Place::Chart(PatientId::new(1), ChartTab::Ledger)
    );
    window.resize(1920.0, 1080.0);
    window.picture("chart-large");
}

#[test]
fn the_ledger_opens_visit_by_visit_down_to_the_entries() {
    let mut window = chart("quintero");
    assert!(
        window.sees("Metabolic panel"),
        "the visit with an open balance is open"
    );
    assert!(window.sees("Why this balance") && window.sees("$43.17"));
    assert!(window.sees("less paid by Meridian Health PPO"));
    assert!(window.sees("PR-1, deductible. Meridian Health PPO allowed 142.58."));
    window.press("Right");
    assert!(window.sees("Paid, EOB 8821904"));
    window.picture("chart-entries");
    window.press("Left");
    window.press("Left");
    window.press("Left");
    assert!(!window.sees("80053"), "the visit is closed again");
    window.press("Up");
    window.press("Enter");
    assert!(window.sees("Blood draw"));
    window.press("W");
    assert!(!window.sees("less paid by Meridian Health PPO"));
    window.picture("chart-wide");
    window.press("O");
    assert!(!window.sees("11/04/2025"), "settled visits are left out");
    window.picture("chart-open-only");
}

#[test]
fn the_reason_follows_the_chosen_row() {
    let mut window = chart("quintero");
    window.press("Down");
    assert!(window.sees("80053 on 01/22/2026, from 3 amounts"));
    assert!(window.sees("Nothing is owed."));
    window.press("Up");
    window.press("Up");
    assert!(window.sees("Visit of 01/22/2026, 3 services"));
    window.picture("chart-visit-why");
    window.click("Hemoglobin A1c");
    assert!(window.sees("83036 on 01/22/2026, from 3 amounts"));
}

#[test]
fn an_amount_is_written_off_with_its_reason() {
    let mut window = chart("quintero");
    window.press("A");
    assert!(window.sees("Write off 43.17"));
    window.press("Ctrl Enter");
    assert!(window.sees("Say why; it is kept with the entry."));
    window.types("Small balance, agreed");
    window.picture("chart-write-off");
    window.press("Ctrl Enter");
    assert!(window.sees("Wrote off $43.17"));
    assert_eq!(owed(&window, 1), (money("220"), Money::ZERO));
    assert!(
        window.sees("$220.00") && !window.sees("$263.17"),
        "the head was read again"
    );
}

#[test]
fn somebody_else_is_asked_and_the_entry_is_taken_back() {
    let mut window = chart("quintero");
    window.press("A");
    window.click("Ask somebody else for it");
    assert!(window.sees("Move 43.17"));
    for _ in 0..4 {
        window.press("Tab");
    }
    window.types("Deductible was met before");
    window.picture("chart-move");
    window.press("Ctrl Enter");
    assert!(window.sees("Moved $43.17 to Meridian Health PPO"));
    assert_eq!(owed(&window, 1), (money("263.17"), Money::ZERO));
    window.press("A");
    window.click("Take an entry back");
    window.click("Moved back to insurance");
    window.press("Ctrl Enter");
    assert!(window.sees("Take back “Moved back to insurance”?"));
    window.types("Wrong patient");
    window.picture("chart-take-back-ask");
    window.press("Enter");
    assert!(window.sees("Took the entry back"));
    assert_eq!(owed(&window, 1), (money("220"), money("43.17")));
}

#[test]
fn what_was_paid_ahead_is_placed_oldest_first() {
    let mut window = chart("owen voss");
    assert!(window.sees("$100.00 was paid ahead and pays for nothing yet"));
    window.press("C");
    assert!(window.sees("Place 100.00"));
    window.picture("chart-place-credit");
    window.press("Ctrl Enter");
    assert!(window.sees("Placed $100.00 of credit"));
    assert_eq!(owed(&window, 2), (Money::ZERO, money("40")));
    assert!(!window.sees("Place it"));
}

#[test]
fn a_family_is_one_account() {
    let mut window = chart("owen voss");
    assert!(window.sees("Irene Voss pays"));
    assert!(window.sees("$280.00"), "what the family owes");
    assert!(!window.sees("02/24/2026"));
    window.press("F");
    assert!(window.sees("02/24/2026") && window.sees("Linnea, Brandt"));
    window.picture("chart-family");
}

#[test]
fn details_are_changed_and_saved() {
    let mut window = chart("quintero");
    window.press("2");
    assert!(window.sees("Nothing was changed"));
    window.click("18 Elm Street");
    window.press("Ctrl a");
    window.types("9 Oak Court");
    window.press("Ctrl Enter");
    assert!(window.sees("Saved Quintero, Marisol"));
    let patient = window.office(|office| office.patient(PatientId::new(1)).unwrap());
    assert_eq!(patient.contact.address.street, "9 Oak Court");
    window.click("9 Oak Court");
    window.types("x");
    window.press("Esc");
    window.click("Throw away");
    assert!(window.sees("9 Oak Court"), "the chart is as it was saved");
}

#[test]
fn a_policy_is_added_by_keys_alone() {
    let mut window = chart("tamsin");
    window.press("3");
    window.press("N");
    window.picture("policy-new");
    window.types("corw");
    window.press("Enter");
    window.press("Tab");
    window.press("Tab");
    window.press("Tab");
    window.types("cwm 4471082");
    window.press("Tab");
    window.press("Tab");
    window.types("15");
    window.press("Tab");
    window.types("0101");
    window.press("Tab");
    window.press("Tab");
    window.press("Tab");
    window.press("Space");
    window.press("Ctrl Enter");
    assert!(window.sees("Added the policy of Corwin Mutual"));
    assert!(window.sees("Active today"));
    let policies = window.office(|office| office.policies(PatientId::new(4)).unwrap());
    let (policy, payer) = &policies[0];
    assert_eq!(payer, "Corwin Mutual");
    assert_eq!(policy.what.member_id.as_str(), "CWM 4471082");
    assert_eq!(policy.what.copay, money("15"));
    assert_eq!(policy.what.effective_on, people::day(1, 1, 2026));
    assert!(policy.what.signature_on_file);
}

#[test]
fn an_authorization_is_added_and_ended_by_keys() {
    let mut window = chart("quintero");
    window.press("3");
    window.press("A");
    window.types("A7731");
    for _ in 0..2 {
        window.press("Tab");
    }
    window.types("97110-97140");
    window.press("Tab");
    window.types("12");
    for _ in 0..3 {
        window.press("Tab");
    }
    window.types("3/1/2026");
    window.picture("chart-authorization");
    window.press("Ctrl Enter");
    assert!(window.sees("The authorization is saved"));
    assert!(window.sees("12 of 12 visits left"));
    window.picture("chart-authorizations");
    let all = window.office(|office| office.authorizations(PatientId::new(1)).unwrap());
    assert_eq!(all.len(), 1);
}

#[test]
fn policies_that_overlap_are_refused_in_words_until_one_has_its_last_day() {
    let mut window = chart("quintero");
    window.press("3");
    window.press("N");
    window.types("north");
    window.press("Enter");
    window.press("Tab");
    window.types("pri");
    window.press("Tab");
    window.press("Tab");
    window.types("NP 1");
    for _ in 0..3 {
        window.press("Tab");
    }
    window.types("3/1/2026");
    window.press("Tab");
    let overlap = "Another primary policy covers every day from 01/01/2024 on; give that one a last day first.";
    assert!(window.sees(overlap));
    window.picture("policy-overlap");
    window.press("Ctrl Enter");
    window.press("Esc");
    window.click("Throw away");
    window.press("E");
    window.types("2/28/2026");
    window.press("Ctrl Enter");
    assert!(window.sees("Saved the policy of Meridian Health PPO"));
    assert!(
        window.sees("Ended") && window.sees("No coverage today, so the bill goes to the patient")
    );
    window.picture("chart-coverage-ended");
}

#[test]
fn whose_policy_it_is_can_be_somebody_else() {
    let mut window = chart("tamsin");
    window.press("3");
    window.press("Enter");
    window.click("Self");
    window.types("spouse");
    window.press("Enter");
    assert!(window.sees("Same address as the patient"));
    window.click("Same address as the patient");
    window.resize(1280.0, 1000.0);
    window.picture("policy-subscriber");
    assert!(window.sees("18 Elm Street"));
}

#[test]
fn visits_are_opened_and_signed() {
    let mut window = chart("quintero");
    window.office(|office| {
        let hale = office.providers().unwrap()[1].id;
        let on = people::day(3, 16, 2026);
        let visit = people::unsigned(office, PatientId::new(1), hale, on);
        assert!(
            !office.visits(PatientId::new(1)).unwrap()[0].is_signed,
            "{visit}"
        );
    });
    window.press("4");
    assert!(window.sees("Not signed") && window.sees("To code"));
    window.picture("chart-visits-unsigned");
    window.press("S");
    assert!(window.sees("Signed the documentation"));
    assert!(!window.sees("Not signed"));
}

#[test]
fn papers_are_opened_saved_and_receipts_taken_back() {
    let mut window = chart("quintero");
    let folder = tempfile::tempdir().unwrap();
    window.press("6");
    window.press("Enter");
    let file = folder.path().join("receipt.pdf");
    window.files.give(file.clone());
    window.press("S");
    assert!(std::fs::read(&file).unwrap().starts_with(b"%PDF"));
    window.press("T");
    assert!(window.sees("Take receipt R-000006 back?"));
    window.press("Enter");
    assert!(window.sees("A reason is needed; it is kept with what is done."));
    window.types("Card was declined");
    window.press("Enter");
    assert!(window.sees("Took receipt R-000006 back"));
    assert!(window.sees("Taken back"));
}

#[test]
fn a_receipt_shows_what_it_was_placed_on() {
    let mut window = chart("quintero");
    window.press("6");
    assert!(window.sees("Placed on"));
    window.picture("chart-placed");
}

#[test]
fn a_statement_is_looked_at_and_made_for_whoever_asks() {
    let mut window = chart("quintero");
    let kept = |window: &Window| {
        window.office(|office| {
            let patient = office.patient(PatientId::new(1)).unwrap();
            office.statements(patient.guarantor).unwrap()
        })
    };
    window.press("6");
    window.press("M");
    assert!(window.sees("Statement as of 03/17/2026"));
    assert!(window.reads("Page 1 of "));
    window.picture("chart-statement-now");
    window.press("Esc");
    assert!(window.sees("Statements and receipts"));
    assert_eq!(kept(&window), []);
    window.click("Make a statement now");
    window.press("Ctrl Enter");
    let made = kept(&window);
    assert_eq!(made.len(), 1);
    let said = format!("Statement {} is made; it asks for", made[0].number);
    assert!(window.reads(&said));
    assert!(window.sees(&made[0].number));
    window.picture("chart-statement-made");
}

#[test]
fn no_statement_is_made_when_nothing_is_owed() {
    let mut window = chart("tamsin");
    window.press("6");
    window.press("M");
    assert!(window.sees("No statement can be made"));
    assert!(window.reads("nothing owed"));
    window.press("Ctrl Enter");
    assert!(window.sees("No statement can be made"));
    window.press("Esc");
    assert!(window.sees("Nothing printed yet"));
}

#[test]
fn statements_are_held_and_let_go() {
    let mut window = chart("quintero");
    window.press("6");
    window.press("H");
    window.types("Mail came back");
    window.press("Enter");
    assert!(window.sees("Statements are held: Mail came back"));
    window.picture("chart-held");
    window.press("H");
    window.click("Let them go out");
    assert!(!window.sees("Statements are held: Mail came back"));
    let held = window.office(|office| {
        let patient = office.patient(PatientId::new(1)).unwrap();
        office.guarantor(patient.guarantor).unwrap().held
    });
    assert_eq!(held, None);
}

#[test]
fn an_empty_chart_says_what_comes_next() {
    let mut window = chart("tamsin");
    assert!(window.sees("No visits yet"));
    window.picture("chart-empty");
    for (key, words) in [
        ("3", "No coverage yet"),
        ("4", "No visits yet"),
        ("5", "No claims yet"),
        ("6", "Nothing printed yet"),
    ] {
        window.press(key);
        assert!(window.sees(words), "{words}");
    }
}
