//! Lists put together from their own records.

use super::packed::{day, number, on};
use super::*;
use crate::domain::code::Procedure;

pub(crate) fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

/// A list of one release with these blocks.
pub(crate) fn list<T: List>(effective_on: NaiveDate, words: &[&str], blocks: &[Vec<u8>]) -> T {
    let mut list = T::default();
    let release = Release {
        effective_on,
        words: words.iter().map(|word| (*word).to_owned()).collect(),
    };
    for block in blocks {
        list.take(&release, block).unwrap();
    }
    list.settle();
    list
}

fn code(text: &str) -> Procedure {
    text.parse().unwrap()
}

fn pair(second: &str, from: NaiveDate, until: Option<NaiveDate>, together: Together) -> Pair {
    Pair {
        first: code("11111"),
        second: code(second),
        from,
        until,
        together,
        why: 1,
    }
}

#[test]
fn codes_and_days_are_numbers_of_their_own() {
    let codes = [
        "00100", "99999", "A0001", "V9999", "0001A", "0001U", "9999T",
    ];
    let mut numbers: Vec<u32> = codes.iter().map(|text| number(code(text))).collect();
    assert!(numbers.iter().all(|one| *one < 1_296_000));
    numbers.sort_unstable();
    numbers.dedup();
    assert_eq!(numbers.len(), codes.len());
    for at in [date(1900, 1, 1), date(1996, 1, 1), date(2026, 3, 2)] {
        assert_eq!(on(day(at)), Some(at));
    }
    assert_eq!(on(u16::MAX), None);
}

#[test]
fn a_pair_is_judged_by_what_held_on_the_day() {
    let mut block = Pair::begin(code("11111"));
    let (old, new) = (date(2020, 1, 1), date(2024, 4, 1));
    for one in [
        pair("33333", new, None, Together::Never),
        pair(
            "33333",
            old,
            Some(date(2024, 3, 31)),
            Together::WithModifier,
        ),
        pair("22222", old, Some(old), Together::Never),
    ] {
        one.add_to(&mut block);
    }
    let pairs: Pairs = list(new, &["none", "More extensive"], &[block.clone()]);
    let find = |first, second, on| pairs.find(code(first), code(second), on);
    let together = |on| find("11111", "33333", on).map(|found| found.together);
    assert_eq!(pairs.len(), 3);
    assert_eq!(together(date(2019, 12, 31)), None);
    assert_eq!(together(old), Some(Together::WithModifier));
    assert_eq!(together(date(2024, 3, 31)), Some(Together::WithModifier));
    assert_eq!(together(new), Some(Together::Never));
    assert_eq!(find("11111", "33333", new).unwrap().why, "More extensive");
    // Ended on the day it began: it never held.
    assert_eq!(find("11111", "22222", old), None);
    assert_eq!(find("33333", "11111", new), None);
    let release = Release {
        effective_on: new,
        words: Vec::new(),
    };
    let cut = &block[..block.len() - 1];
    assert_eq!(Pairs::default().take(&release, cut), None);
}

#[test]
fn limits_are_those_of_the_quarter() {
    let mut limits = Limits::default();
    for (from, units) in [(date(2026, 4, 1), 3), (date(2026, 1, 1), 2)] {
        let mut block = Vec::new();
        let counted = Counted::Line;
        Limit { units, counted }.add_to(code("97110"), &mut block);
        let release = Release {
            effective_on: from,
            words: Vec::new(),
        };
        limits.take(&release, &block).unwrap();
    }
    let units = |on| limits.find(code("97110"), on).map(|limit| limit.units);
    assert_eq!(units(date(2025, 12, 31)), None);
    assert_eq!(units(date(2026, 3, 31)), Some(2));
    assert_eq!(units(date(2026, 8, 1)), Some(3));
}

#[test]
fn an_add_on_knows_its_main_services() {
    let row = |main: Option<&str>, is_closed, add_on| AddOn {
        code: code(add_on),
        main: main.map(code),
        is_closed,
        from: date(2020, 1, 1),
        until: None,
    };
    let mut block = Vec::new();
    row(Some("11111"), true, "22222").add_to(&mut block);
    row(None, false, "33333").add_to(&mut block);
    let add_ons: AddOns = list(date(2026, 1, 1), &[], &[block]);
    let on = date(2026, 3, 2);
    assert_eq!(add_ons.find(code("22222"), on), Some(Mains::Named));
    assert_eq!(add_ons.find(code("33333"), on), Some(Mains::Open));
    assert_eq!(add_ons.find(code("11111"), on), None);
    assert!(add_ons.is_main(code("22222"), code("11111"), on));
    assert!(!add_ons.is_main(code("22222"), code("33333"), on));
    assert!(!add_ons.is_main(code("22222"), code("11111"), date(2019, 1, 1)));
}

#[test]
fn what_the_schedule_says_survives_its_record() {
    let service = Service {
        status: Status::NotCovered,
        global: Global::Ninety,
        parts: Parts::One,
        sides: Sides::Apart,
        is_without_assistant: true,
    };
    let mut block = Vec::new();
    service.add_to(code("27447"), &mut block);
    let services: Services = list(date(2026, 1, 1), &[], &[block]);
    assert_eq!(
        services.find(code("27447"), date(2026, 3, 2)),
        Some(service)
    );
    assert_eq!(
        services.global(code("99213"), date(2026, 3, 2)),
        Global::None
    );
}

#[test]
fn a_diagnosis_counts_by_the_list_of_its_year() {
    let mut block = Vec::new();
    for (text, is_billable) in [("E11.9", true), ("E11", false)] {
        let code = text.parse().unwrap();
        Listed { code, is_billable }.add_to(&mut block);
    }
    let diagnoses: Diagnoses = list(date(2025, 10, 1), &[], &[block]);
    let find = |text: &str, on| diagnoses.find(text.parse().unwrap(), on);
    let on = date(2026, 9, 30);
    assert_eq!(find("E11.9", on), Some(Standing::Billable));
    assert_eq!(find("E11", on), Some(Standing::Heading));
    assert_eq!(find("E11.1", on), Some(Standing::Absent));
    assert_eq!(find("E11.9", date(2026, 10, 1)), None);
    assert_eq!(find("E11.9", date(2025, 9, 30)), None);
}

#[test]
fn a_level_two_code_has_its_days() {
    let mut block = Vec::new();
    let span = Span {
        from: Some(date(2025, 7, 1)),
        until: None,
    };
    span.add_to(code("Q0001"), &mut block);
    let codes: LevelTwo = list(date(2026, 1, 1), &[], &[block]);
    assert_eq!(codes.find(code("Q0001")), Some(span));
    assert_eq!(codes.find(code("Q0002")), None);
}

#[test]
fn list_words_read_back() {
    for kind in Kind::ALL {
        assert_eq!(Kind::from_code(kind.code()), Some(kind));
    }
}
