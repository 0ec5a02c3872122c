//! The patients' side of Follow-up in the window: calls, promises, disputes, final notices, the agency and small balances, by
//! keys.

use pegboard::domain::collections::{NewAgency, Rules, Step};
use pegboard::domain::contact::{About, FollowUp, NewNote, Way};
use pegboard::domain::id::{GuarantorId, PatientId};
use pegboard::domain::today::Queue;
use pegboard::office::Office;
use pegboard::ui::place::{ChartTab, Place};

use super::accounts::{self, cents, day};
use super::harness::Window;

/// Somebody without insurance who owes that much since January.
fn owing(office: &mut Office, known: &accounts::Known, first: &str, amount: i64) -> PatientId {
    let who = accounts::patient(office, "Marsh", first);
    let lines = [("99214", "Office visit, established", amount)];
    let _claim = accounts::visit(office, known, who, "2026-01-05", &lines);
    who
}

fn call(office: &mut Office, guarantor: GuarantorId, words: &str, on: &str) {
    let note = NewNote {
        about: About::account(guarantor),
        way: Way::CallIn,
        with: String::from("Ida"),
        words: String::from(words),
        follow_up: Some(FollowUp {
            on: day(on),
            person: None,
        }),
        promised: None,
    };
    let _note = office.add_note(&note).unwrap();
}

fn window() -> Window {
    let mut window = Window::in_book(|office| {
        let known = accounts::fill(office);
        let rules = Rules {
            minimum: cents(5_000),
            statements: 0,
            days: 0,
            notice_days: 30,
        };
        office.set_collection_rules(&rules).unwrap();
        for (first, amount) in [("Ida", 24_000), ("Bram", 9_000), ("Cleo", 310)] {
            let who = owing(office, &known, first, amount);
            let guarantor = accounts::guarantor(office, who);
            if first == "Ida" {
                call(office, guarantor, "Wants to pay in parts", "2026-03-17");
            }
            if first == "Bram" {
                call(
                    office,
                    guarantor,
                    "Insurance card is on its way",
                    "2026-03-30",
                );
            }
        }
    });
    window.click("Follow-up");
    window.press("A");
    assert!(matches!(window.place(), Place::Accounts(_)));
    window
}

fn step(window: &Window, guarantor: i64) -> Step {
    window.office(move |office| {
        let page = office.collection_page(GuarantorId::new(guarantor)).unwrap();
        page.row.step
    })
}

#[test]
fn a_call_is_followed_up_and_the_next_is_written_with_its_promise() {
    let mut window = window();
    assert!(window.reads("Wants to pay in parts"));
    assert!(window.sees("1 due"));
    window.picture("accounts-calls");
    window.press("F");
    window.types("Agreed on Friday");
    window.press("Enter");
    assert!(window.office(|office| office.follow_ups(true).unwrap().is_empty()));
    assert!(!window.reads("Wants to pay in parts"));

    window.press("N");
    window.types("Pays when the card has come");
    window.picture("accounts-note");
    window.press("Ctrl Enter");
    assert!(window.reads("Pays when the card has come"));
    let notes = window.office(|office| office.notes_of_account(GuarantorId::new(4)).unwrap().len());
    assert_eq!(notes, 2);
    let waiting = window.office(|office| {
        let board = office.board().unwrap();
        let found = board
            .queues
            .into_iter()
            .find(|row| row.queue == Queue::FollowUps);
        found.unwrap().count
    });
    assert_eq!(waiting, 0);
}

#[test]
fn a_promise_is_typed_with_its_amount_and_its_day() {
    let mut window = window();
    window.press("N");
    window.types("Pays by Friday");
    for _ in 0..5 {
        window.press("Tab");
    }
    window.types("50");
    window.press("Tab");
    window.types("3/20");
    window.press("Ctrl Enter");
    let promised = window.office(|office| {
        let states = office.promises(None).unwrap();
        states
            .first()
            .map(|one| (one.promise.amount, one.promise.by_on))
    });
    assert_eq!(promised, Some((cents(5_000), day("2026-03-20"))));
    window.press("]");
    assert!(window.reads("open"));
    window.picture("accounts-promises");
}

#[test]
fn an_account_goes_to_the_agency_and_comes_back_without_the_mouse() {
    let mut window = window();
    for _ in 0..3 {
        window.press("]");
    }
    assert!(window.reads("Final notice is due"));
    window.picture("accounts-notice");
    window.press("A");
    assert!(window.sees("Write 2 final notices?"));
    window.click("Write and print");
    assert!(matches!(step(&window, 3), Step::NoticeRuns(_)));

    window.office(|office| {
        let rules = Rules {
            notice_days: 0,
            ..office.collection_rules().unwrap()
        };
        office.set_collection_rules(&rules).unwrap();
        let _agency = office
            .save_agency(None, &NewAgency::named("Northway Recovery"))
            .unwrap();
    });
    window.click("Today");
    window.click("Follow-up");
    window.press("A");
    for _ in 0..4 {
        window.press("]");
    }
    assert!(window.reads("Ready for the agency"));
    window.picture("accounts-ready");
    window.press("E");
    assert!(window.sees("Give 2 accounts to Northway Recovery?"));
    window.click("Give");
    assert_eq!(step(&window, 3), Step::AtAgency);
    window.press("]");
    assert!(window.reads("Northway Recovery"));
    window.picture("accounts-agency");

    window.press("M");
    window.types("50");
    window.picture("accounts-money");
    window.press("Tab");
    window.press("Tab");
    window.types("4417");
    window.press("Ctrl Enter");
    let left = window.office(|office| {
        let page = office.collection_page(GuarantorId::new(4)).unwrap();
        page.row.account.at_agency
    });
    assert_eq!(left, cents(4_000));
    window.press("R");
    window.types("pays us now");
    window.press("Enter");
    assert!(!matches!(step(&window, 4), Step::AtAgency));
    window.press("Enter");
    let there = |place: &Place| matches!(place, Place::Chart(_, ChartTab::Ledger));
    assert!(there(window.place()), "{:?}", window.place());
}

#[test]
fn small_balances_are_written_off_after_a_look_and_taken_back_by_one_key() {
    let mut window = window();
    window.office(|office| {
        let rule = pegboard::domain::collections::SmallRule {
            most: cents(500),
            quiet_days: 0,
        };
        office.set_small_rule(&rule).unwrap();
    });
    window.click("Today");
    window.click("Follow-up");
    window.press("A");
    window.press("[");
    assert!(window.reads("would be written off"));
    window.picture("accounts-small");
    window.press("X");
    assert!(window.sees("Write 1 small balance off?"));
    assert!(window.reads("$3.10 in all"));
    window.click("Write off");
    let owed = |window: &Window| {
        window.office(|office| {
            let card = office.ledger_card(GuarantorId::new(5), None).unwrap();
            card.sums.patient_owes
        })
    };
    assert_eq!(owed(&window), cents(0));
    window.press("U");
    window.types("the wrong rule");
    window.press("Enter");
    assert_eq!(owed(&window), cents(310));
}

#[test]
fn a_dispute_holds_the_account_until_it_is_settled() {
    let mut window = window();
    window.press("D");
    window.types("Was never there");
    window.press("Enter");
    assert!(matches!(step(&window, 3), Step::Held(_)));
    window.press("]");
    window.press("]");
    assert!(window.reads("Was never there"));
    window.picture("accounts-disputes");
    window.press("S");
    window.types("Signed in at the desk");
    window.press("Enter");
    assert_eq!(step(&window, 3), Step::NoticeDue);
}
