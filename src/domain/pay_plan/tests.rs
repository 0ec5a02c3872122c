use chrono::{DateTime, NaiveDate};
use proptest::prelude::*;

use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn money(cents: i64) -> Money {
    Money::from_cents(cents).unwrap()
}

fn terms(down: i64, instalments: Instalments) -> Terms {
    Terms {
        down: money(down),
        instalments,
        every: Every::Month,
        first_on: day("2026-12-15"),
        scope: Scope::Fixed,
    }
}

/// A plan over services of so many cents, agreed on the day of the picture.
fn version(owed: &[i64], terms: Terms) -> Version {
    Version {
        number: 1,
        agreed_on: day("2026-11-20"),
        terms,
        rules: MissedRules::USUAL,
        covers: (1_i64..)
            .zip(owed)
            .map(|(line, owed)| Covered {
                line: ChargeLineId::new(line),
                owed: money(*owed),
            })
            .collect(),
        why: String::new(),
        at: DateTime::UNIX_EPOCH,
        by: String::from("Renata M."),
    }
}

fn moved(on: &str, line: i64, paid: i64, more: i64) -> Movement {
    Movement {
        on: day(on),
        line: ChargeLineId::new(line),
        paid: money(paid),
        more: money(more),
    }
}

fn on(version: &Version, movements: &[Movement], today: &str) -> Progress {
    Progress::of(version, &[], movements, false, day(today)).unwrap()
}

/// The plan of the printed page: 412.75 + 556.30 + 290.95, 180.00 down, 120.00 a month.
fn brandvold() -> Version {
    let terms = terms(18_000, Instalments::Of(money(12_000)));
    version(&[41_275, 55_630, 29_095], terms)
}

fn balances(progress: &Progress) -> Vec<i64> {
    progress
        .instalments
        .iter()
        .map(|one| one.left.cents())
        .collect()
}

#[test]
fn the_schedule_starts_with_the_down_payment_and_ends_at_nothing() {
    let plan = brandvold();
    let schedule = plan.schedule().unwrap();
    assert_eq!(schedule.len(), 10);
    assert_eq!(schedule[0].on, day("2026-11-20"));
    assert_eq!(schedule[0].amount, money(18_000));
    assert_eq!(schedule[9].on, day("2027-08-15"));
    let progress = on(&plan, &[], "2026-11-20");
    let left = [
        108_000, 96_000, 84_000, 72_000, 60_000, 48_000, 36_000, 24_000, 12_000, 0,
    ];
    assert_eq!(balances(&progress), left);
    assert_eq!(progress.due, money(18_000));
    assert_eq!(progress.next, Some((day("2026-12-15"), money(12_000))));
}

#[test]
fn a_month_without_the_day_is_paid_on_its_last_one() {
    let mut terms = terms(0, Instalments::In(3));
    terms.first_on = day("2027-01-31");
    let days: Vec<_> = version(&[9_000], terms)
        .schedule()
        .unwrap()
        .into_iter()
        .map(|one| one.on.to_string())
        .collect();
    assert_eq!(days, ["2027-01-31", "2027-02-28", "2027-03-31"]);
}

#[test]
fn terms_that_do_not_fit_are_refused_with_the_reason() {
    let fit = |owed: i64, terms: Terms| version(&[owed], terms).schedule().map(|_| ());
    let of = |cents| Instalments::Of(money(cents));
    for (owed, terms, want) in [
        (0, terms(0, of(100)), PlanError::NothingOwed),
        (500, terms(-1, of(100)), PlanError::DownBelowZero),
        (500, terms(0, of(0)), PlanError::NoAmount),
        (500, terms(0, Instalments::In(0)), PlanError::Count),
        (500, terms(0, Instalments::In(121)), PlanError::Count),
        (100_000, terms(0, of(100)), PlanError::TooSmall(money(100))),
    ] {
        assert_eq!(fit(owed, terms), Err(want));
    }
    assert!(matches!(
        fit(500, terms(500, of(100))),
        Err(PlanError::DownIsAll { .. })
    ));
    assert!(matches!(
        fit(2, terms(0, Instalments::In(3))),
        Err(PlanError::TooMany { .. })
    ));
    let mut early = terms(0, of(100));
    early.first_on = day("2026-11-19");
    assert_eq!(
        fit(500, early),
        Err(PlanError::FirstTooEarly(day("2026-11-20")))
    );
}

#[test]
fn a_payment_fills_the_earliest_instalments_and_the_rest_is_a_part() {
    let plan = brandvold();
    let paid = [
        moved("2026-11-20", 1, 18_000, 0),
        moved("2026-12-14", 1, 12_000, 0),
        moved("2027-01-15", 1, 5_000, 0),
    ];
    let progress = on(&plan, &paid, "2027-01-20");
    let states: Vec<_> = progress.instalments.iter().map(|one| one.reached).collect();
    assert_eq!(
        states[..4],
        [Reached::Paid, Reached::Paid, Reached::Due, Reached::Ahead]
    );
    assert_eq!(progress.instalments[1].paid_on, Some(day("2026-12-14")));
    assert_eq!(
        (progress.due, progress.overdue),
        (money(7_000), Money::ZERO)
    );
    assert_eq!(progress.standing, Standing::OnTime);
}

#[test]
fn missed_instalments_lead_to_a_reminder_then_default_and_back() {
    let plan = brandvold();
    let mut paid = vec![moved("2026-11-20", 1, 18_000, 0)];
    assert_eq!(on(&plan, &paid, "2026-12-25").standing, Standing::OnTime);
    let late = on(&plan, &paid, "2026-12-26");
    assert_eq!((late.standing, late.missed), (Standing::Remind, 1));
    assert!(late.standing.is_live());
    let broken = on(&plan, &paid, "2027-01-26");
    assert_eq!(
        (broken.standing, broken.overdue),
        (Standing::Default, money(24_000))
    );
    assert!(!broken.standing.is_live());
    paid.push(moved("2027-01-27", 1, 12_000, 0));
    assert_eq!(on(&plan, &paid, "2027-01-27").standing, Standing::Remind);
    // A past day is told as it was then.
    assert_eq!(on(&plan, &paid, "2027-01-26").standing, Standing::Default);
    // A check that bounced is not paid.
    paid.push(moved("2027-01-29", 1, -12_000, 0));
    assert_eq!(on(&plan, &paid, "2027-01-29").standing, Standing::Default);
}

#[test]
fn what_an_insurer_pays_is_taken_off_the_last_instalments() {
    let plan = brandvold();
    let progress = on(&plan, &[moved("2026-12-01", 2, 0, -30_000)], "2026-12-01");
    assert_eq!(progress.open, money(96_000));
    let left = [78_000, 66_000, 54_000, 42_000, 30_000, 18_000, 6_000, 0];
    assert_eq!(balances(&progress), left);
    assert_eq!(progress.instalments[0].amount, money(18_000));
}

#[test]
fn a_plan_that_follows_grows_at_its_end() {
    let plan = brandvold();
    let joined = [Covered {
        line: ChargeLineId::new(9),
        owed: Money::ZERO,
    }];
    let charged = [moved("2026-12-01", 9, 0, 15_000)];
    let progress = Progress::of(&plan, &joined, &charged, false, day("2026-12-01")).unwrap();
    let last: Vec<_> = progress.instalments.iter().rev().take(2).collect();
    assert_eq!(
        (last[1].amount, last[0].amount),
        (money(12_000), money(3_000))
    );
    assert_eq!((last[0].on, last[0].left), (day("2027-10-15"), Money::ZERO));
}

#[test]
fn a_copay_taken_at_the_visit_is_no_instalment() {
    let plan = brandvold();
    let joined = [Covered {
        line: ChargeLineId::new(9),
        owed: Money::ZERO,
    }];
    let copay = moved("2026-12-01", 9, 3_000, 3_000);
    let progress = Progress::of(&plan, &joined, &[copay], false, day("2026-12-01")).unwrap();
    assert_eq!(
        (progress.paid, progress.open),
        (Money::ZERO, money(126_000))
    );
}

#[test]
fn a_plans_number_is_read_however_it_is_typed() {
    let number = PlanNumber(PlanId::new(218));
    assert_eq!(number.to_string(), "P-0218");
    for typed in ["P-0218", "p218", "218", " P-218 "] {
        assert_eq!(typed.parse(), Ok(number), "{typed}");
    }
    assert_eq!("R-000218".parse::<PlanNumber>(), Err(NotAPlan));
}

/// Any terms, sensible or not.
fn any_terms() -> impl Strategy<Value = Terms> {
    let instalments = prop_oneof![
        (1_i64..500_000).prop_map(|cents| Instalments::Of(money(cents))),
        (1_u32..=INSTALMENTS_MAX).prop_map(Instalments::In),
    ];
    let every = prop_oneof![Just(Every::Week), Just(Every::TwoWeeks), Just(Every::Month)];
    (0_i64..300_000, instalments, every, 0_u64..400).prop_map(
        |(down, instalments, every, ahead)| Terms {
            down: money(down),
            instalments,
            every,
            first_on: day("2026-11-20") + chrono::Days::new(ahead),
            scope: Scope::Fixed,
        },
    )
}

/// What may happen to three services: paid, owed more or less, on some day.
fn any_movements() -> impl Strategy<Value = Vec<Movement>> {
    let one = (
        0_u64..500,
        1_i64..=3,
        -60_000_i64..120_000,
        -90_000_i64..60_000,
        0_u8..3,
    );
    prop::collection::vec(one, 0..14).prop_map(|all| {
        all.into_iter()
            .map(|(ahead, line, paid, more, which)| Movement {
                on: day("2026-11-20") + chrono::Days::new(ahead),
                line: ChargeLineId::new(line),
                paid: money(if which == 0 { 0 } else { paid }),
                more: money(if which == 1 { 0 } else { more }),
            })
            .collect()
    })
}

proptest! {
    #[test]
    fn a_schedule_comes_to_the_balance_to_the_cent(
        balance in 1_i64..20_000_000,
        terms in any_terms(),
    ) {
        let plan = version(&[balance], terms.clone());
        let Ok(schedule) = plan.schedule() else { return Ok(()); };
        prop_assert_eq!(Money::sum(schedule.iter().map(|one| one.amount)).unwrap(), money(balance));
        prop_assert!(schedule.iter().all(|one| one.amount.is_positive()));
        prop_assert!(schedule.is_sorted_by(|one, next| one.on <= next.on && one.place < next.place));
        let progress = on(&plan, &[], "2026-11-20");
        prop_assert_eq!(progress.instalments.last().unwrap().left, Money::ZERO);
        if let Instalments::In(count) = terms.instalments {
            let count = usize::try_from(count).unwrap() + usize::from(terms.down.is_positive());
            prop_assert_eq!(schedule.len(), count);
        }
    }

    #[test]
    fn whatever_happens_the_schedule_is_what_was_paid_and_what_is_open(
        owed in prop::collection::vec(1_i64..200_000, 3),
        terms in any_terms(),
        movements in any_movements(),
        ahead in 0_u64..500,
    ) {
        let plan = version(&owed, terms);
        if plan.schedule().is_err() { return Ok(()); }
        let today = day("2026-11-20") + chrono::Days::new(ahead);
        let progress = Progress::of(&plan, &[], &movements, false, today).unwrap();
        let sum = |of: fn(&Instalment) -> Money| {
            Money::sum(progress.instalments.iter().map(of)).unwrap()
        };
        prop_assert_eq!(sum(|one| one.amount), progress.paid.plus(progress.open).unwrap());
        prop_assert_eq!(sum(|one| one.paid), progress.paid);
        prop_assert_eq!(Money::sum(progress.lines.values().copied()).unwrap(), progress.open);
        prop_assert!(progress.overdue <= progress.due && progress.due <= progress.open);
        if let Some(last) = progress.instalments.last() {
            prop_assert_eq!(last.left, Money::ZERO);
        }
    }

    #[test]
    fn agreeing_anew_loses_no_cent(
        owed in prop::collection::vec(1_i64..200_000, 3),
        changes in prop::collection::vec((any_terms(), prop::collection::vec((1_i64..=3, 1_i64..90_000), 0..4)), 1..5),
    ) {
        let mut left = owed.clone();
        let mut paid_in_all = 0;
        for (terms, payments) in changes {
            let plan = version(&left, terms);
            if plan.schedule().is_err() { continue; }
            let mut movements = Vec::new();
            for (line, amount) in payments {
                let open = &mut left[usize::try_from(line).unwrap() - 1];
                let amount = amount.min(*open);
                *open -= amount;
                paid_in_all += amount;
                movements.push(moved("2026-12-01", line, amount, 0));
            }
            let progress = on(&plan, &movements, "2026-12-01");
            prop_assert_eq!(progress.open.cents(), left.iter().sum::<i64>());
            let scheduled = Money::sum(progress.instalments.iter().map(|one| one.amount)).unwrap();
            prop_assert_eq!(scheduled, plan.balance().unwrap());
        }
        prop_assert_eq!(paid_in_all + left.iter().sum::<i64>(), owed.iter().sum::<i64>());
    }
}
