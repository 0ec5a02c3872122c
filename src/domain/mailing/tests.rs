use super::*;

fn m(cents: i64) -> Money {
    Money::from_cents(cents).unwrap()
}

fn day(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, month, day).unwrap()
}

fn owing(patient: i64, insurance: i64, unapplied: i64) -> Standing {
    Standing {
        guarantor: GuarantorId::new(1),
        name: Name::default(),
        patient_owes: m(patient),
        insurance_owes: m(insurance),
        unapplied: m(unapplied),
        planned: Money::ZERO,
        held: None,
        returned_on: None,
        last_sent_on: None,
        has_news: false,
        asked: 0,
        first_asked_on: None,
    }
}

fn words(standing: &Standing) -> String {
    standing
        .verdict(&Rules::usual(), &Returns::default(), day(3, 20))
        .unwrap()
        .words()
}

#[test]
fn each_reason_to_send_or_not_is_said() {
    let sent = |on| Standing {
        last_sent_on: Some(on),
        ..owing(5_000, 0, 0)
    };
    for (standing, said) in [
        (owing(5_000, 0, 0), "first statement"),
        (
            Standing {
                planned: m(5_000),
                ..owing(5_000, 0, 0)
            },
            "pays 50.00 by a payment plan",
        ),
        (
            Standing {
                planned: m(4_900),
                ..owing(5_000, 0, 0)
            },
            "less than the minimum of 5.00",
        ),
        (owing(0, 0, 0), "nothing owed"),
        (owing(0, 900, 0), "only 9.00 pending with insurance"),
        (owing(5_000, 900, 6_000), "credit of 10.00"),
        (owing(5_000, 0, 5_000), "credit covers what is owed"),
        (owing(-300, 0, 0), "credit of 3.00"),
        (owing(499, 0, 0), "less than the minimum of 5.00"),
        (sent(day(2, 20)), "last statement was 02/20/2026"),
        (
            sent(day(2, 21)),
            "statement of 02/21/2026 is recent, and nothing is new",
        ),
        (
            sent(day(3, 21)),
            "a later statement, of 03/21/2026, was sent",
        ),
        (
            Standing {
                has_news: true,
                ..sent(day(3, 19))
            },
            "last statement was 03/19/2026",
        ),
        (
            Standing {
                held: Some(String::from("mail came back")),
                ..owing(5_000, 0, 0)
            },
            "held: mail came back",
        ),
    ] {
        assert_eq!(words(&standing), said);
    }
}

/// What is said of an account that was asked `asked` times since January 5th.
fn asked(asked: u16) -> Standing {
    Standing {
        last_sent_on: Some(day(2, 1)),
        asked,
        first_asked_on: Some(day(1, 5)),
        ..owing(5_000, 900, 0)
    }
}

#[test]
fn each_rule_of_the_practice_can_spare_an_account() {
    let usual = Rules::usual;
    let named = Standing {
        name: Name {
            last: String::from("\u{e9}clair"),
            ..Name::default()
        },
        ..owing(5_000, 0, 0)
    };
    let returned = Standing {
        returned_on: Some(day(3, 2)),
        ..owing(5_000, 0, 0)
    };
    let waits = Rules {
        pending: WhilePending::Wait,
        ..usual()
    };
    let long = Rules {
        oldest_days: Some(60),
        most: None,
        ..usual()
    };
    let letters = Rules {
        cycle: Cycle::Letters(['G', 'M', 'S']),
        ..usual()
    };
    let accounts = Rules {
        cycle: Cycle::Accounts,
        ..usual()
    };
    for (standing, rules, said) in [
        (returned, usual(), "mail came back on 03/02/2026"),
        (owing(5_000, 900, 0), waits, "waits for 9.00 from insurance"),
        (
            asked(3),
            usual(),
            "request 4, last statement was 02/01/2026",
        ),
        (
            asked(4),
            usual(),
            "asked for 4 times already: for collections",
        ),
        (
            asked(2),
            long,
            "asked for since 01/05/2026: for collections",
        ),
        // An accented letter comes after Z here, as it does in the list of codes.
        (named, letters, "goes out in week 4 of the month"),
        (
            owing(5_000, 0, 0),
            accounts,
            "goes out in week 2 of the month",
        ),
    ] {
        let verdict = standing
            .verdict(&rules, &Returns::default(), day(3, 20))
            .unwrap();
        assert_eq!(verdict.words(), said);
    }
}

#[test]
fn what_is_new_is_asked_for_however_often_the_rest_was() {
    let standing = Standing {
        has_news: true,
        ..asked(9)
    };
    let verdict = standing
        .verdict(&Rules::usual(), &Returns::default(), day(3, 20))
        .unwrap();
    assert!(verdict.sends(), "{}", verdict.words());
}

#[test]
fn every_account_has_one_week_and_every_day_is_in_one() {
    let cycle = Cycle::Letters(['G', 'M', 'S']);
    for (last, week) in [
        ("Abbot", 1),
        ("fenn", 1),
        ("Gale", 2),
        ("Rowe", 3),
        ("Zed", 4),
        ("", 1),
    ] {
        let name = Name {
            last: last.to_owned(),
            ..Name::default()
        };
        assert_eq!(
            cycle.week_of(&name, GuarantorId::new(1)),
            Some(week),
            "{last}"
        );
    }
    for (on, week) in [(1, 1), (7, 1), (8, 2), (14, 2), (15, 3), (22, 4), (31, 4)] {
        assert_eq!(week_of_month(day(3, on)), week, "{on}");
    }
    let weeks: Vec<_> = (1..=8)
        .map(|account| Cycle::Accounts.week_of(&Name::default(), GuarantorId::new(account)))
        .collect();
    for week in 1..=4 {
        assert_eq!(weeks.iter().filter(|of| **of == Some(week)).count(), 2);
    }
}

#[test]
fn the_last_reminder_that_is_reached_is_said() {
    let reminder = |from_times, from_days, words: &str| Reminder {
        from_times,
        from_days,
        words: words.to_owned(),
    };
    let rules = Rules {
        reminders: vec![
            reminder(4, 90, "last"),
            reminder(2, 0, "gentle"),
            reminder(3, 0, "firm"),
        ],
        ..Rules::usual()
    };
    for (times, days, said) in [
        (1, 200, None),
        (2, 28, Some("gentle")),
        (3, 56, Some("firm")),
        (4, 84, Some("firm")),
        (4, 90, Some("last")),
        (9, 300, Some("last")),
    ] {
        let found = rules.reminder(times, days);
        assert_eq!(found.map(|found| found.words.as_str()), said, "{times}");
    }
}

#[test]
fn what_another_one_may_bring_is_what_the_others_brought() {
    let row = |times, count, asked, paid| Return {
        times,
        count,
        asked: m(asked),
        paid: m(paid),
    };
    let returns = Returns::new(vec![
        row(1, 400, 4_000_000, 1_400_000),
        row(2, 19, 100_000, 90_000),
        row(4, 25, 300_000, 3_000),
    ]);
    assert_eq!(returns.expected(1, m(10_000)).unwrap(), Some(m(3_500)));
    assert_eq!(returns.expected(2, m(10_000)).unwrap(), None, "too few");
    assert_eq!(returns.expected(7, m(10_000)).unwrap(), Some(m(100)));
    let sparing = Rules {
        worth: Worth::LeaveOut,
        most: None,
        ..Rules::usual()
    };
    let verdict = |owed, rules: &Rules| {
        let standing = Standing {
            patient_owes: m(owed),
            ..asked(5)
        };
        standing.verdict(rules, &returns, day(3, 20)).unwrap()
    };
    let left_out = verdict(9_000, &sparing);
    assert_eq!(left_out.words(), "likely brings 0.90 for 1.00 of cost");
    assert!(verdict(10_000, &sparing).sends(), "it brings what it costs");
    let sending = Rules {
        worth: Worth::Send,
        ..sparing
    };
    assert!(verdict(9_000, &sending).sends());
}

#[test]
fn rules_that_were_kept_are_read_again() {
    let rules = Rules {
        cycle: Cycle::Letters(['G', 'M', 'S']),
        family: Family::Each,
        ..Rules::usual()
    };
    let kept = serde_json::to_string(&rules).unwrap();
    assert_eq!(serde_json::from_str::<Rules>(&kept).unwrap(), rules);
    let named = r#"{"minimum":"10.00","cycle":"accounts"}"#;
    let read: Rules = serde_json::from_str(named).unwrap();
    assert_eq!((read.minimum, read.cycle), (m(1_000), Cycle::Accounts));
    assert_eq!(read.every_days, 28, "what is not named is as usual");
}
