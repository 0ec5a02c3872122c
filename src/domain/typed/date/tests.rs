use super::*;

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

fn today() -> NaiveDate {
    day(2026, 3, 17)
}

#[test]
fn a_service_date_may_be_typed_in_many_ways() {
    for (typed, want) in [
        ("t", day(2026, 3, 17)),
        ("T", day(2026, 3, 17)),
        ("t-30", day(2026, 2, 15)),
        ("+3", day(2026, 3, 20)),
        ("-1", day(2026, 3, 16)),
        ("+2w", day(2026, 3, 31)),
        ("-1m", day(2026, 2, 17)),
        ("-1y", day(2025, 3, 17)),
        ("0115", day(2026, 1, 15)),
        ("1/15", day(2026, 1, 15)),
        ("1-15", day(2026, 1, 15)),
        ("011526", day(2026, 1, 15)),
        ("01152026", day(2026, 1, 15)),
        ("1/15/26", day(2026, 1, 15)),
        ("1/15/2026", day(2026, 1, 15)),
        ("1.15.26", day(2026, 1, 15)),
        (" 01 15 2026 ", day(2026, 1, 15)),
        ("2026-01-15", day(2026, 1, 15)),
        ("3", day(2026, 3, 3)),
    ] {
        assert_eq!(date(typed, today()), Ok(want), "{typed}");
    }
}

#[test]
fn a_missing_year_is_the_latest_that_is_not_after_today() {
    assert_eq!(date("1215", today()), Ok(day(2025, 12, 15)));
    assert_eq!(date("0317", today()), Ok(day(2026, 3, 17)));
    assert_eq!(date("0318", today()), Ok(day(2025, 3, 18)));
    assert_eq!(date("0229", today()), Ok(day(2024, 2, 29)));
    assert_eq!(date("20", today()), Ok(day(2026, 2, 20)));
    assert_eq!(date("31", today()), Ok(day(2026, 1, 31)));
}

#[test]
fn a_coming_date_takes_the_next_such_day() {
    assert_eq!(coming_date("0115", today()), Ok(day(2027, 1, 15)));
    assert_eq!(coming_date("0317", today()), Ok(day(2026, 3, 17)));
    assert_eq!(coming_date("5", today()), Ok(day(2026, 4, 5)));
    assert_eq!(coming_date("31", day(2026, 4, 1)), Ok(day(2026, 5, 31)));
    assert_eq!(coming_date("0229", today()), Ok(day(2028, 2, 29)));
}

#[test]
fn two_digit_years_differ_for_births_and_services() {
    assert_eq!(birth_date("041268", today()), Ok(day(1968, 4, 12)));
    assert_eq!(birth_date("010125", today()), Ok(day(2025, 1, 1)));
    assert_eq!(birth_date("031726", today()), Ok(day(2026, 3, 17)));
    assert_eq!(birth_date("031826", today()), Ok(day(1926, 3, 18)));
    assert_eq!(date("031826", today()), Ok(day(2026, 3, 18)));
    assert_eq!(date("010127", today()), Ok(day(2027, 1, 1)));
    assert_eq!(date("010128", today()), Ok(day(1928, 1, 1)));
}

#[test]
fn a_birth_date_needs_its_year_and_lies_in_the_past() {
    assert_eq!(birth_date("0412", today()), Err(DateError::NeedsYear));
    assert_eq!(birth_date("12", today()), Err(DateError::NeedsYear));
    assert_eq!(birth_date("04122027", today()), Err(DateError::NotBornYet));
    assert_eq!(birth_date("+1", today()), Err(DateError::NotBornYet));
}

#[test]
fn what_is_no_date_is_refused_with_the_reason() {
    for (typed, want) in [
        ("", DateError::Empty),
        ("  ", DateError::Empty),
        ("soon", DateError::NotADate),
        ("+", DateError::NotADate),
        ("tt", DateError::NotADate),
        ("115", DateError::Ambiguous),
        ("11526", DateError::Ambiguous),
        ("1/2/3/4", DateError::NotADate),
        ("1/15/226", DateError::NotADate),
        ("1315", DateError::NoSuchDay),
        ("02302026", DateError::NoSuchDay),
        ("0", DateError::NoSuchDay),
        ("32", DateError::NoSuchDay),
        ("01/15/1899", DateError::TooEarly),
        ("01/15/2206", DateError::TooLate),
        ("-9999y", DateError::TooEarly),
        ("٣/٣", DateError::NotADate),
    ] {
        assert_eq!(date(typed, today()), Err(want), "{typed}");
    }
}

#[test]
fn keys_move_a_day_as_in_gnucash() {
    let from = day(2026, 1, 31);
    for (key, want) in [
        (DateKey::Today, today()),
        (DateKey::Forward(Step::Day), day(2026, 2, 1)),
        (DateKey::Back(Step::Day), day(2026, 1, 30)),
        (DateKey::Forward(Step::Week), day(2026, 2, 7)),
        (DateKey::Back(Step::Week), day(2026, 1, 24)),
        (DateKey::Forward(Step::Month), day(2026, 2, 28)),
        (DateKey::Back(Step::Month), day(2025, 12, 31)),
        (DateKey::Forward(Step::Year), day(2027, 1, 31)),
        (DateKey::Back(Step::Year), day(2025, 1, 31)),
        (DateKey::MonthStart, day(2026, 1, 1)),
        (DateKey::MonthEnd, day(2026, 1, 31)),
        (DateKey::YearStart, day(2026, 1, 1)),
        (DateKey::YearEnd, day(2026, 12, 31)),
    ] {
        assert_eq!(nudge(from, key, today()), want, "{key:?}");
    }
    assert_eq!(
        nudge(day(2100, 12, 31), DateKey::Forward(Step::Day), today()),
        day(2100, 12, 31)
    );
}

#[test]
fn typed_characters_name_their_keys() {
    for (typed, want) in [
        ('t', Some(DateKey::Today)),
        ('T', Some(DateKey::Today)),
        ('=', Some(DateKey::Forward(Step::Day))),
        ('-', Some(DateKey::Back(Step::Day))),
        (']', Some(DateKey::Forward(Step::Month))),
        ('[', Some(DateKey::Back(Step::Month))),
        ('h', Some(DateKey::MonthEnd)),
        ('r', Some(DateKey::YearEnd)),
        ('5', None),
        ('/', None),
    ] {
        assert_eq!(DateKey::from_char(typed, Step::Day), want, "{typed}");
    }
}

#[test]
fn age_counts_whole_years() {
    assert_eq!(age(day(1968, 4, 12), today()), Some(57));
    assert_eq!(age(day(1968, 3, 17), today()), Some(58));
    assert_eq!(age(day(2027, 1, 1), today()), None);
}

proptest::proptest! {
    #[test]
    fn no_text_makes_it_panic(text in ".*") {
        let _ = date(&text, today());
        let _ = birth_date(&text, today());
        let _ = coming_date(&text, today());
    }

    #[test]
    fn what_it_shows_it_reads_back(off in 0i64..73_000) {
        let shown = day(1900, 1, 1) + chrono::Duration::days(off);
        proptest::prop_assert_eq!(date(&show_date(shown), today()), Ok(shown));
    }

    #[test]
    fn a_service_date_without_a_year_is_never_after_today(month in 1u32..=12, on in 1u32..=28) {
        let read = date(&format!("{month:02}{on:02}"), today()).unwrap();
        proptest::prop_assert!(read <= today() && read > today() - chrono::Duration::days(367));
    }
}
