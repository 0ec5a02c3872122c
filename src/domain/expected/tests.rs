use super::*;

fn m(cents: i64) -> Money {
    Money::from_cents(cents).unwrap()
}

fn day(month: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, month, 1).unwrap()
}

fn seen(cents: i64, lines: u32, newest: i64) -> Seen {
    Seen {
        year: 2026,
        is_of_plan: true,
        units: Units::ONE,
        allowed: m(cents),
        lines,
        newest,
    }
}

fn agreed(since: NaiveDate, terms: Terms) -> Agreed {
    Agreed {
        since,
        plan: String::new(),
        terms,
    }
}

fn of_medicare(percent: &str, base: i64) -> Agreed {
    let terms = Terms::OfSchedule {
        percent: percent.parse().unwrap(),
        schedule: String::from("Medicare 2026"),
        base: m(base),
    };
    agreed(day(1), terms)
}

#[test]
fn a_percent_is_rounded_half_to_even_and_says_so() {
    // 110 % of 89.45 is 98.395: the even cent is 98.40; of 89.35 it is 98.285, and the even cent 98.28.
    for (base, cents) in [(8_945, 9_840), (8_935, 9_828)] {
        let agreed = of_medicare("110 %", base);
        assert_eq!(agreed.unit().unwrap(), Some(m(cents)));
        assert!(agreed.words().contains("rounded half to even"));
    }
    let exact = of_medicare("110", 9_000);
    assert_eq!(exact.unit().unwrap(), Some(m(9_900)));
    assert_eq!(
        exact.words(),
        "contract of 01/01/2026, 110 % of Medicare 2026 (90.00)"
    );
}

#[test]
fn a_percent_is_a_number_with_two_digits_at_most() {
    let read = |text: &str| text.parse::<Percent>();
    assert_eq!(read("112.5%").unwrap().to_string(), "112.5 %");
    assert_eq!(read("100").unwrap().hundredths(), 10_000);
    assert_eq!(read("1.234"), Err(PercentError::NotANumber));
    assert_eq!(read("most"), Err(PercentError::NotANumber));
    for text in ["0", "-5", "1000.01"] {
        assert_eq!(read(text), Err(PercentError::OutOfRange), "{text}");
    }
}

#[test]
fn the_term_that_began_last_holds_and_the_amount_on_the_same_day() {
    let amount = |month| {
        let unit = m(9_000);
        agreed(
            day(month),
            Terms::Amount {
                unit,
                modifier: None,
            },
        )
    };
    let percent = of_medicare("110", 9_000);
    let held =
        |amount, percent| Agreed::holding(amount, percent).map(|agreed| agreed.unit().unwrap());
    assert_eq!(
        held(Some(amount(1)), Some(percent.clone())),
        Some(Some(m(9_000)))
    );
    let mut later = percent.clone();
    later.since = day(6);
    assert_eq!(held(Some(amount(1)), Some(later)), Some(Some(m(9_900))));
    assert_eq!(held(None, Some(percent)), Some(Some(m(9_900))));
    assert_eq!(held(None, None), None);
}

#[test]
fn nothing_above_the_charge_is_expected() {
    let two = Units::from_count(2).unwrap();
    let expected = |charge| {
        Expected::of(Some(of_medicare("110", 9_000)), None, two, m(charge))
            .unwrap()
            .unwrap()
    };
    assert_eq!(expected(30_000).amount, m(19_800));
    assert_eq!(expected(15_000).amount, m(15_000));
    assert!(
        expected(15_000)
            .words()
            .ends_with("no more than the charge")
    );
}

#[test]
fn what_was_allowed_most_often_is_expected_again() {
    let all = [seen(9_840, 14, 20), seen(9_000, 1, 21), seen(8_000, 1, 5)];
    let learned = learn(&all, 2026, Units::ONE).unwrap().unwrap();
    assert!(learned.is_firm());
    assert_eq!(learned.usual, m(9_840));
    assert_eq!(
        learned.words(),
        "learned from 14 of 16 payments of 2026, 80.00 to 98.40"
    );
    assert_eq!(learn(&all, 2025, Units::ONE).unwrap(), None);
    let next = learn(&all, 2027, Units::ONE).unwrap().unwrap();
    assert_eq!((next.usual, next.year), (m(9_840), 2026));
}

#[test]
fn few_answers_are_told_and_hold_nobody() {
    let all = [
        seen(9_840, LEAST_SEEN - 1, 2),
        seen(9_000, LEAST_SEEN - 1, 3),
    ];
    let learned = learn(&all, 2026, Units::ONE).unwrap().unwrap();
    // As often as the other, and newer.
    assert_eq!(learned.usual, m(9_000));
    assert!(!learned.is_firm());
    assert!(learned.words().ends_with("too few to hold the payer to"));
    let other_plan = Seen {
        is_of_plan: false,
        ..seen(9_500, LEAST_SEEN, 1)
    };
    let wider = [all[0], all[1], other_plan];
    let learned = learn(&wider, 2026, Units::ONE).unwrap().unwrap();
    assert_eq!((learned.usual, learned.seen), (m(9_500), LEAST_SEEN));
}

#[test]
fn answers_for_as_many_units_go_before_those_that_must_be_scaled() {
    let three = Units::from_count(3).unwrap();
    let all = [
        seen(3_333, 9, 1),
        Seen {
            units: three,
            ..seen(10_000, LEAST_SEEN, 2)
        },
    ];
    assert_eq!(learn(&all, 2026, three).unwrap().unwrap().usual, m(10_000));
    let two = Units::from_count(2).unwrap();
    assert_eq!(learn(&all, 2026, two).unwrap().unwrap().usual, m(6_666));
}
