use chrono::NaiveDate;

use crate::domain::codebook::{DiagnosisHit, FeeRow};
use crate::domain::money::Money;
use crate::store::{Store, StoreError};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn fee(code: &str, modifier: &str, words: &str, cents: i64, from: &str) -> FeeRow {
    FeeRow {
        code: code.parse().unwrap(),
        modifier: modifier.parse().ok(),
        description: words.to_owned(),
        fee: Money::from_cents(cents).unwrap(),
        effective_on: day(from),
    }
}

fn book() -> Store {
    let mut store = Store::in_memory().unwrap();
    store
        .transact::<_, StoreError>(|tx| {
            for (code, description, is_billable) in [
                ("E11", "Type 2 diabetes", false),
                ("E11.65", "Type 2 diabetes with high blood sugar", true),
                ("E11.9", "Type 2 diabetes without complications", true),
                ("I10", "High blood pressure", true),
                ("R73.9", "High blood sugar, 100% by meter", true),
            ] {
                tx.keep_diagnosis(&DiagnosisHit {
                    code: code.parse().unwrap(),
                    description: description.to_owned(),
                    is_billable,
                })?;
            }
            tx.know_procedure("J1885".parse().unwrap(), "Ketorolac injection")?;
            tx.set_fee(&fee("83036", "", "Hemoglobin A1c", 4_200, "2025-01-01"))?;
            tx.set_fee(&fee("83036", "", "Hemoglobin A1c", 4_500, "2026-01-01"))?;
            tx.set_fee(&fee("83036", "QW", "Hemoglobin A1c", 4_000, "2026-01-01"))?;
            tx.set_fee(&fee(
                "20610",
                "",
                "Joint injection, large",
                16_000,
                "2025-01-01",
            ))?;
            // What the practice says of its own service stays.
            tx.know_procedure("20610".parse().unwrap(), "ARTHROCENTESIS")
        })
        .unwrap();
    store
}

#[test]
fn diagnoses_are_found_by_code_and_by_words() {
    let store = book();
    for (typed, want) in [
        ("e11.6", vec!["E11.65"]),
        ("E11", vec!["E11", "E11.65", "E11.9"]),
        ("high blood", vec!["I10", "R73.9", "E11.65"]),
        ("sugar e11", vec!["E11.65"]),
        ("diab", vec!["E11.65", "E11.9", "E11"]),
        ("100%", vec!["R73.9"]),
        ("_", vec![]),
        ("nothing", vec![]),
    ] {
        let hits = store.find_diagnoses(typed, 10).unwrap();
        let codes: Vec<String> = hits.iter().map(|hit| hit.code.to_string()).collect();
        assert_eq!(codes, want, "{typed}");
    }
    assert_eq!(store.find_diagnoses("", 2).unwrap().len(), 2);
    let known = store.diagnosis("I10".parse().unwrap()).unwrap().unwrap();
    assert_eq!(known.description, "High blood pressure");
}

#[test]
fn services_are_found_with_todays_fee_those_with_a_fee_first() {
    let store = book();
    let found = |typed: &str, on: &str| -> Vec<(String, Option<i64>)> {
        store
            .find_procedures(typed, day(on), 10)
            .unwrap()
            .into_iter()
            .map(|hit| (hit.code.to_string(), hit.fee.map(Money::cents)))
            .collect()
    };
    assert_eq!(
        found("830", "2026-03-17"),
        [(String::from("83036"), Some(4_500))]
    );
    assert_eq!(
        found("830", "2025-12-31"),
        [(String::from("83036"), Some(4_200))]
    );
    assert_eq!(
        found("inject", "2026-03-17"),
        [
            (String::from("20610"), Some(16_000)),
            (String::from("J1885"), None)
        ]
    );
    assert_eq!(
        found("83036", "2024-12-31"),
        [(String::from("83036"), None)]
    );
    let words = store.procedure_words("20610".parse().unwrap()).unwrap();
    assert_eq!(words.as_deref(), Some("Joint injection, large"));
}

#[test]
fn the_fee_of_a_day_is_the_latest_and_that_of_its_modifier() {
    let store = book();
    let fee = |modifiers: &[&str], on: &str| {
        let modifiers: Vec<_> = modifiers.iter().map(|m| m.parse().unwrap()).collect();
        store
            .fee("83036".parse().unwrap(), &modifiers, day(on))
            .unwrap()
            .map(Money::cents)
    };
    assert_eq!(fee(&[], "2026-01-01"), Some(4_500));
    assert_eq!(fee(&["59", "QW"], "2026-01-01"), Some(4_000));
    assert_eq!(fee(&["QW"], "2025-06-01"), Some(4_200));
    assert_eq!(fee(&[], "2024-06-01"), None);
    let listed = store.fees(day("2026-03-17")).unwrap();
    let lines: Vec<_> = listed
        .iter()
        .map(|row| (row.code.as_str(), row.fee.cents()))
        .collect();
    assert_eq!(
        lines,
        [("20610", 16_000), ("83036", 4_500), ("83036", 4_000)]
    );
}

/// Run it on a release build: `cargo test --release -- --ignored looking`.
#[test]
#[ignore = "takes a while; the goal is for a release build"]
#[expect(clippy::print_stderr, reason = "measures are there to be read")]
fn looking_up_among_75_000_diagnoses_takes_no_more_than_20_ms() {
    const WORDS: [&str; 9] = [
        "fracture",
        "of",
        "left",
        "right",
        "femur",
        "subsequent",
        "encounter",
        "diabetes",
        "displaced",
    ];
    let mut store = Store::in_memory().unwrap();
    store
        .transact::<_, StoreError>(|tx| {
            for n in 0..75_000_usize {
                let code = format!(
                    "{}{:02}{:03}",
                    char::from(b'A' + u8::try_from(n % 26).unwrap()),
                    n / 26 % 100,
                    n / 2_600
                );
                let words: Vec<&str> = (0..7)
                    .map(|k| WORDS[(n / 7_usize.pow(k % 4) + n) % 9])
                    .collect();
                tx.keep_diagnosis(&DiagnosisHit {
                    code: code.parse().unwrap(),
                    description: words.join(" "),
                    is_billable: true,
                })?;
            }
            Ok(())
        })
        .unwrap();
    let mut slow = Vec::new();
    for typed in [
        "e11",
        "fem",
        "left femur",
        "zzz",
        "displaced fracture of",
        "s",
        "",
    ] {
        let _warm = store.find_diagnoses(typed, 20).unwrap();
        let began = std::time::Instant::now();
        let hits = store.find_diagnoses(typed, 20).unwrap().len();
        let took = began.elapsed();
        eprintln!("{typed:>22}: {hits:>3} hits in {took:?}");
        if took.as_millis() > 20 {
            slow.push(typed);
        }
    }
    assert!(slow.is_empty(), "slower than 20 ms: {slow:?}");
}
