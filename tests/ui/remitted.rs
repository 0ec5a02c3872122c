//! What needs somebody in a remittance, decided by keys: many alike at once, takebacks, unknown payers, what stands
//! against the whole, the day it counts for, money that finds its claim, claims that were joined.

use std::path::Path;

use pegboard::domain::matching::Habit;
use pegboard::domain::remittance::Standing;
use pegboard::office::{OnDesk, RemittanceFilter, RemittancePage};

use super::accounts::fill;
use super::harness::Window;
use super::remittances::{Answer, desk, many_claims, paid_in_full, remittance, standing};

/// A window over a book of so many claims, and what a file of them says.
fn window_of(
    count: usize,
    said: impl Fn(Vec<Answer>) -> String + Send + 'static,
    path: &Path,
) -> Window {
    let to = path.to_owned();
    let window = Window::in_book(move |office| {
        let known = fill(office);
        let claims = many_claims(office, &known, count);
        let answers = claims
            .iter()
            .map(|(number, nth)| paid_in_full(number, *nth))
            .collect();
        std::fs::write(&to, said(answers)).unwrap();
    });
    window.files.give(path);
    window
}

fn newest(window: &Window) -> RemittancePage {
    window.office(|office| {
        let rows = office.remittances(&RemittanceFilter::default()).unwrap();
        let id = rows.iter().map(|row| row.id).max().unwrap();
        office.remittance(id).unwrap()
    })
}

fn open(window: &mut Window) {
    window.press("Alt 5");
    window.press("O");
}

#[test]
fn everything_that_waits_for_the_same_is_accepted_by_one_key() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("alike.835");
    let said = |mut answers: Vec<Answer>| {
        for at in [1, 4, 6] {
            answers[at].lines = vec![("99214", 18_500, 0, vec!["CO*197*185".to_owned()])];
        }
        remittance("8830301", &answers, 0)
    };
    let mut window = window_of(9, said, &file);
    open(&mut window);
    assert_eq!(newest(&window).figures.needs, 3);
    window.picture("remittance-alike");
    window.press("Shift A");
    let page = newest(&window);
    assert_eq!((page.figures.needs, page.stops), (0, None));
    window.press("Ctrl Enter");
    assert_eq!(standing(&window), Standing::Posted);
}

#[test]
fn a_payment_taken_back_otherwise_than_it_was_posted_shows_both_columns() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("paid.835");
    let second = folder.path().join("back.835");
    let to = second.clone();
    let said = move |mut answers: Vec<Answer>| {
        answers.truncate(2);
        let paid = remittance("8830302", &answers, 0);
        answers.truncate(1);
        answers[0].lines = vec![(
            "99214",
            -18_500,
            -11_000,
            vec!["CO*45*-50".to_owned(), "PR*3*-25".to_owned()],
        )];
        let back = remittance("8830303", &answers, 11_000);
        let back = back.replacen("*1*-185.00*-110.00*-25.00*", "*22*-185.00*-110.00**", 1);
        assert!(back.contains("*22*-185.00"), "{back}");
        std::fs::write(&to, back).unwrap();
        paid
    };
    let mut window = window_of(2, said, &file);
    open(&mut window);
    window.press("Ctrl Enter");
    assert_eq!(standing(&window), Standing::Posted);
    window.files.give(&second);
    open(&mut window);
    let page = newest(&window);
    assert_eq!(page.claims[0].stands, OnDesk::Takeback);
    assert!(window.reads("Takeback"));
    assert!(window.reads("117.58") && window.reads("110.00"));
    window.picture("remittance-takeback");
    window.press("A");
    assert_eq!(newest(&window).figures.needs, 0);
}

#[test]
fn the_payer_of_a_remittance_that_nobody_knows_is_said_by_name() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("stranger.835");
    let said = |mut answers: Vec<Answer>| {
        for answer in &mut answers {
            answer.number = String::from("ZZ1");
            answer.name = ("Nobody", "Known");
            answer.day = "20260115";
        }
        remittance("8830304", &answers, 0)
            .replace("Meridian Health*XV*60054", "Strange Trust*XV*99")
    };
    let mut window = window_of(1, said, &file);
    open(&mut window);
    assert!(window.reads("No payer of yours is Strange Trust"));
    window.picture("remittance-stranger");
    window.press("Y");
    window.types("meridian");
    window.press("Enter");
    let row = newest(&window).row;
    assert_eq!(row.payer_name, "Meridian Health");
}

#[test]
fn what_stands_against_a_remittance_is_let_pass_with_a_reason() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("drawn.835");
    let said =
        |answers: Vec<Answer>| remittance("8830305", &answers, 0).replace("*C*ACH*", "*D*ACH*");
    let mut window = window_of(2, said, &file);
    open(&mut window);
    assert!(window.reads("draw it from the payer’s account first") || window.reads("draw it from"));
    window.picture("remittance-drawn");
    window.press("Ctrl Enter");
    assert_eq!(standing(&window), Standing::Waiting);
    window.press("L");
    window.types("drawn this morning");
    window.press("Enter");
    assert!(newest(&window).row.is_passed);
    window.press("Ctrl Enter");
    assert_eq!(standing(&window), Standing::Posted);
}

#[test]
fn a_remittance_counts_for_the_day_of_its_payment_when_that_is_wished() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("day.835");
    let said = |answers: Vec<Answer>| remittance("8830306", &answers, 0);
    let mut window = window_of(2, said, &file);
    open(&mut window);
    assert!(window.reads("Counts for"));
    window.press("D");
    assert!(window.reads("the payment’s day"));
    window.picture("remittance-day");
    window.press("Ctrl Enter");
    let row = newest(&window).row;
    assert_eq!(row.standing, Standing::Posted);
    assert_eq!(row.accounting_on, Some(row.paid_on));
}

#[test]
fn parked_money_finds_its_claim_afterwards() {
    let mut desk = desk(15, 0);
    let window = &mut desk.window;
    open(window);
    for key in ["A", "K", "A", "Ctrl Enter"] {
        window.press(key);
    }
    assert_eq!(standing(window), Standing::Posted);
    let parked = window.office(|office| office.parked_money().unwrap());
    assert_eq!(parked.len(), 1);
    let claims = newest(window).claims;
    let at = claims.iter().position(|one| one.stands == OnDesk::Parked);
    let answered: Vec<String> = claims
        .iter()
        .flat_map(|one| &one.filed.matches)
        .map(|one| one.number.to_string())
        .collect();
    let left = window.office(|office| {
        let rows = office
            .claims(&pegboard::domain::claim::ClaimFilter::default())
            .unwrap();
        rows.into_iter()
            .map(|row| row.number.to_string())
            .collect::<Vec<_>>()
    });
    let left = left
        .into_iter()
        .find(|one| !answered.contains(one))
        .unwrap();
    for _ in 0..claims.len() {
        window.press("Up");
    }
    for _ in 0..at.unwrap() {
        window.press("Down");
    }
    window.press("M");
    window.types(&left);
    window.picture("remittance-parked");
    window.press("Enter");
    let parked = window.office(|office| office.parked_money().unwrap());
    assert_eq!(parked.len(), 0);
}

#[test]
fn two_claims_that_a_payer_joined_are_said_by_keys() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("joined.835");
    let said = |mut answers: Vec<Answer>| {
        let ninth = answers.remove(8);
        answers.truncate(1);
        answers[0].lines.extend(ninth.lines);
        answers[0].number = String::from("ZZ2");
        remittance("8830307", &answers, 0)
    };
    let mut window = window_of(9, said, &file);
    let numbers = window.office(|office| {
        let filter = pegboard::domain::claim::ClaimFilter {
            text: String::from("Arden"),
            ..pegboard::domain::claim::ClaimFilter::default()
        };
        let rows = office.claims(&filter).unwrap();
        rows.into_iter()
            .map(|row| row.number.to_string())
            .collect::<Vec<_>>()
    });
    assert_eq!(numbers.len(), 2);
    open(&mut window);
    window.press("M");
    window.types(&numbers[0]);
    window.press("Ctrl J");
    for _ in 0..numbers[0].len() {
        window.press("Backspace");
    }
    window.types(&numbers[1]);
    window.picture("remittance-joined");
    window.press("Enter");
    let page = newest(&window);
    assert_eq!(page.claims[0].filed.matches.len(), 2);
    assert_eq!(page.stops, None, "{:?}", page.claims[0].plan);
}

#[test]
fn how_a_payer_spoils_numbers_is_learned_and_finds_the_others() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("spoiled.835");
    let said = |mut answers: Vec<Answer>| {
        for answer in &mut answers {
            answer.number.retain(|one| one.is_ascii_digit());
        }
        remittance("8830308", &answers, 0)
    };
    let mut window = window_of(3, said, &file);
    open(&mut window);
    assert_eq!(newest(&window).figures.needs, 3);
    let learn = format!("Learn that this payer {}", Habit::DropsLetters.words());
    assert!(window.sees(&learn), "{:?}", window.texts());
    window.picture("remittance-habit");
    window.click(&learn);
    window.press("A");
    let page = newest(&window);
    assert_eq!((page.figures.needs, page.stops), (0, None));
}

#[test]
fn money_that_a_payer_took_finds_its_claim_by_a_key() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("first.835");
    let second = folder.path().join("second.835");
    let to = second.clone();
    let said = move |mut answers: Vec<Answer>| {
        let other = answers.remove(1);
        let taken =
            remittance("8830310", &[other], -2_000).replace("*L6*20.00", "*WO:LETTER9*20.00");
        assert!(taken.contains("WO:LETTER9"), "{taken}");
        std::fs::write(&to, taken).unwrap();
        remittance("8830309", &answers, 0)
    };
    let mut window = window_of(2, said, &file);
    open(&mut window);
    window.press("Ctrl Enter");
    let first = newest(&window).claims[0].filed.matches[0]
        .number
        .to_string();
    window.files.give(&second);
    open(&mut window);
    window.press("A");
    window.press("Ctrl Enter");
    assert_eq!(newest(&window).row.standing, Standing::Posted);
    window.press("Down");
    window.picture("remittance-recovery");
    window.press("M");
    window.types(&first);
    window.press("Enter");
    let left = window.office(|office| office.recoveries().unwrap());
    assert!(left.is_empty(), "{left:?}");
}
