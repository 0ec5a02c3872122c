//! The Whitlock household of the printed-page pictures: two invented patients, three October visits and one still
//! open from August.

use super::*;
use crate::domain::letterhead::{Address, Letterhead};
use proptest::prelude::*;

fn day(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, month, day).unwrap()
}

fn money(text: &str) -> Money {
    text.parse().unwrap()
}

fn patient(id: i64, given: &str) -> Patient {
    Patient {
        id,
        given: given.into(),
        family: "Whitlock".into(),
    }
}

fn reason(kind: ReasonKind, amount: &str) -> Reason {
    Reason {
        kind,
        amount: money(amount),
    }
}

fn line(visit: i64, on: NaiveDate, words: &str, columns: [&str; 5], reasons: Vec<Reason>) -> Line {
    let [charge, insurance_paid, discount, patient_paid, owed] = columns.map(money);
    Line {
        account: AccountNumber::new(10_447).unwrap(),
        patient: patient(1, "Dana"),
        visit,
        visit_on: on,
        provider: "Priya Anand, MD".into(),
        answered_on: Some(day(10, 28)),
        description: words.into(),
        charge,
        insurance_paid,
        discount,
        patient_paid,
        owed,
        reasons,
        first_billed_on: None,
    }
}

/// One visit with a copay that was paid, one deductible from August that is half paid.
fn account() -> Account {
    let old = Line {
        patient: patient(2, "Owen"),
        first_billed_on: Some(day(10, 20)),
        ..line(
            3,
            day(8, 19),
            "Asthma check-up",
            ["160", "0", "75", "45", "40"],
            vec![reason(ReasonKind::Deductible, "85")],
        )
    };
    Account {
        practice: Letterhead::default(),
        guarantor: Guarantor {
            given: "Dana".into(),
            family: "Whitlock".into(),
            address: Address::default(),
        },
        number: AccountNumber::new(10_447).unwrap(),
        statement: StatementNumber::new(26_112_003).unwrap(),
        made_on: day(11, 20),
        due_on: day(12, 14),
        previous: Some(Previous {
            made_on: day(10, 20),
            amount: money("85"),
            credit_used: Money::ZERO,
            changed: Money::ZERO,
        }),
        lines: vec![
            old,
            line(
                1,
                day(10, 6),
                "Office visit",
                ["210", "98.40", "81.60", "30", "0"],
                vec![reason(ReasonKind::Copay, "30")],
            ),
            line(
                1,
                day(10, 6),
                "Cholesterol blood test",
                ["62", "0", "24", "0", "38"],
                vec![reason(ReasonKind::Deductible, "38")],
            ),
        ],
        pending: vec![],
        payments: vec![
            payment(day(10, 6), 1, "30", false),
            payment(day(11, 2), 3, "45", true),
        ],
        unapplied: Money::ZERO,
        planned: Money::ZERO,
        ledger: money("78"),
        reminder: String::new(),
        note: None,
    }
}

fn payment(paid_on: NaiveDate, visit: i64, amount: &str, is_since_previous: bool) -> Payment {
    Payment {
        paid_on,
        how: "Card".into(),
        visit,
        amount: money(amount),
        is_since_previous,
    }
}

#[test]
fn a_sound_account_becomes_a_statement() {
    let statement = Statement::build(account()).unwrap();
    assert_eq!(statement.amount_due(), money("78"));
    assert_eq!(statement.totals().charge, money("432"));
    assert_eq!(statement.totals().patient_paid, money("75"));
    assert_eq!(statement.credit_used(), Money::ZERO);
    assert_eq!(
        statement.parts(),
        [Part {
            cause: Cause::Deductible,
            amount: money("78")
        }]
    );
    assert_eq!(statement.bridge().fresh, money("38"));
    assert_eq!(statement.bridge().fresh_on, [day(10, 6)]);
}

#[test]
fn the_guarantors_own_visits_come_first() {
    let statement = Statement::build(account()).unwrap();
    let names: Vec<_> = statement
        .groups()
        .iter()
        .map(|group| group.patient.given.as_str())
        .collect();
    assert_eq!(names, ["Dana", "Owen"]);
    assert_eq!(
        statement.groups()[1].visits[0].standing,
        Standing::Billed(day(10, 20))
    );
}

#[test]
fn age_counts_from_the_first_statement_not_the_visit() {
    let ageing = Statement::build(account()).unwrap().ageing();
    assert_eq!(ageing.to_60, money("40"));
    assert_eq!(ageing.fresh, money("38"));
    assert_eq!(ageing.over_90, Money::ZERO);
}

#[test]
fn a_line_that_does_not_add_up_is_named_with_the_difference() {
    let mut wrong = account();
    wrong.lines[0].owed = money("40.01");
    let refusal = Statement::build(wrong).unwrap_err();
    assert_eq!(
        refusal.to_string(),
        "\"Asthma check-up\" of 2026-08-19 is off by 0.01: charge less insurance, discount and payments is not what is owed"
    );
}

#[test]
fn every_proof_refuses_the_account_that_breaks_it() {
    type Break = fn(&mut Account);
    let cases: [(Break, &str); 10] = [
        (|a| a.lines[0].reasons[0].amount = money("84"), "reasons"),
        (|a| a.lines[0].discount = money("200"), "below zero"),
        (|a| a.payments[0].amount = money("29"), "payments listed"),
        (|a| a.payments[0].visit = 9, "not on the statement"),
        (|a| a.payments[1].is_since_previous = false, "off by 45.00"),
        (|a| a.previous = None, "lead to"),
        (|a| a.ledger = money("78.50"), "off by 0.50"),
        (|a| a.due_on = day(11, 1), "before it is made"),
        (|a| a.unapplied = money("-1"), "unapplied money"),
        (
            |a| a.lines[0].first_billed_on = Some(day(12, 1)),
            "after this statement",
        ),
    ];
    for (spoil, words) in cases {
        let mut wrong = account();
        spoil(&mut wrong);
        let refusal = Statement::build(wrong).unwrap_err().to_string();
        assert!(refusal.contains(words), "{refusal} should say {words}");
        assert!(!refusal.contains("Whitlock"), "{refusal}");
    }
}

#[test]
fn credit_is_taken_off_and_the_rest_is_kept() {
    let mut some = account();
    some.unapplied = money("20");
    some.ledger = money("58");
    let statement = Statement::build(some).unwrap();
    assert_eq!(statement.amount_due(), money("58"));
    assert_eq!(statement.credit_used(), money("20"));
    assert_eq!(statement.credit_left(), Money::ZERO);
    assert_eq!(statement.ageing().credit, money("20"));

    let mut more = account();
    more.unapplied = money("100");
    more.ledger = money("-22");
    let statement = Statement::build(more).unwrap();
    assert_eq!(statement.amount_due(), Money::ZERO);
    assert_eq!(statement.credit_used(), money("78"));
    assert_eq!(statement.credit_left(), money("22"));
}

#[test]
fn a_line_paid_too_much_is_credit() {
    let mut over = account();
    over.lines[0].patient_paid = money("90");
    over.lines[0].owed = money("-5");
    over.payments[1].amount = money("90");
    over.ledger = money("33");
    let statement = Statement::build(over).unwrap();
    assert_eq!(statement.amount_due(), money("33"));
    assert_eq!(statement.ageing().credit, money("5"));
    assert_eq!(statement.credit_used(), Money::ZERO);
}

#[test]
fn the_next_statement_starts_where_this_one_ended() {
    let mut then = account();
    then.unapplied = money("20");
    then.ledger = money("58");
    let first = Statement::build(then.clone()).unwrap();

    let mut now = then;
    now.previous = Some(Previous {
        made_on: first.account().made_on,
        amount: first.amount_due(),
        credit_used: first.credit_used(),
        changed: Money::ZERO,
    });
    now.made_on = day(12, 20);
    now.due_on = day(12, 31);
    for line in &mut now.lines {
        let _ = line.first_billed_on.get_or_insert(day(11, 20));
    }
    for payment in &mut now.payments {
        payment.is_since_previous = false;
    }
    let second = Statement::build(now).unwrap();
    assert_eq!(second.amount_due(), money("58"));
    assert_eq!(second.bridge().credit_then, money("20"));
}

#[test]
fn one_rate_is_kept_and_two_are_not() {
    let rate = |percent: i64| {
        ReasonKind::Coinsurance(Some(Rate {
            percent: rust_decimal::Decimal::from(percent),
            of: money("100"),
        }))
    };
    let with = |second: i64| {
        let mut two = account();
        two.lines[0].reasons = vec![reason(rate(20), "85")];
        two.lines[2].reasons = vec![reason(rate(second), "38")];
        Statement::build(two).unwrap().parts().to_vec()
    };
    assert_eq!(
        with(20)[0].cause,
        Cause::Coinsurance(Some(rust_decimal::Decimal::from(20)))
    );
    assert_eq!(with(30)[0].cause, Cause::Coinsurance(None));
}

proptest! {
    #[test]
    fn whatever_is_built_adds_up(
        shares in proptest::collection::vec((0_i64..90_000, 0_i64..90_000, 0_i64..120), 0..40),
        unapplied in 0_i64..200_000,
        pending in 0_i64..100_000,
    ) {
        let cents = |n: i64| Money::from_cents(n).unwrap();
        let made_on = day(11, 20);
        let mut all = account();
        all.lines.clear();
        all.payments.clear();
        let mut owed = 0;
        let mut old = 0;
        for (n, (share, paid, age)) in shares.iter().enumerate() {
            let visit = i64::try_from(n).unwrap();
            let first = made_on.checked_sub_days(chrono::Days::new(u64::try_from(*age).unwrap())).unwrap();
            let mut one = line(visit, day(1, 5), "Visit", ["0"; 5], vec![reason(ReasonKind::Copay, "0")]);
            one.charge = cents(share + 500);
            one.discount = cents(500);
            one.patient_paid = cents(*paid);
            one.owed = cents(share - paid);
            one.reasons[0].amount = cents(*share);
            one.first_billed_on = (*age > 30).then_some(first);
            owed += share - paid;
            old += if *age > 30 { share - paid } else { 0 };
            all.lines.push(one);
            all.payments.push(Payment { amount: cents(*paid), ..payment(day(1, 5), visit, "0", false) });
        }
        let visit = Pending {
            account: AccountNumber::new(10_447).unwrap(),
            patient: patient(1, "Dana"), visit_on: day(11, 12), service: "Check-up".into(),
            sent_on: None, payer: "Northfield Mutual".into(), open: cents(pending),
        };
        all.pending = vec![visit];
        all.unapplied = cents(unapplied);
        all.ledger = cents(owed + pending - unapplied);
        all.previous = Some(Previous {
            made_on: day(10, 20), amount: cents(old.max(0)), credit_used: cents(old - old.max(0)),
            changed: Money::ZERO,
        });
        let statement = Statement::build(all).unwrap();
        prop_assert!(!statement.amount_due().is_negative());
        prop_assert!(!statement.credit_left().is_negative());
        prop_assert_eq!(statement.amount_due(), cents((owed - unapplied).max(0)));
        let ageing = statement.ageing();
        prop_assert_eq!(ageing.asked().unwrap().minus(ageing.credit).unwrap(), statement.amount_due());
    }
}

/// The account somebody else answers for.
fn another() -> AccountNumber {
    AccountNumber::new(10_448).unwrap()
}

#[test]
fn a_service_of_another_account_is_on_nobody_elses_statement() {
    let stranger = |statement: Result<Statement, StatementError>| {
        matches!(
            statement,
            Err(StatementError::Stranger { theirs, account, .. })
                if theirs == another() && account != another()
        )
    };
    for place in 0..account().lines.len() {
        let mut smuggled = account();
        smuggled.lines[place].account = another();
        assert!(stranger(Statement::build(smuggled)), "line {place}");
    }
    // One that comes on top, with sums that are right for it.
    let mut smuggled = account();
    smuggled.lines.push(Line {
        account: another(),
        ..line(
            9,
            day(10, 9),
            "Check-up",
            ["50", "0", "0", "0", "50"],
            vec![reason(ReasonKind::SelfPay, "50")],
        )
    });
    smuggled.ledger = money("128");
    assert!(stranger(Statement::build(smuggled)));
    let mut smuggled = account();
    smuggled.pending = vec![Pending {
        account: another(),
        patient: patient(1, "Dana"),
        visit_on: day(11, 12),
        service: "Check-up".into(),
        sent_on: None,
        payer: "Northfield Mutual".into(),
        open: money("12"),
    }];
    smuggled.ledger = money("90");
    assert!(stranger(Statement::build(smuggled)));
    // A payment can only be shown for a visit that is shown.
    let mut smuggled = account();
    smuggled.payments.push(payment(day(11, 3), 99, "5", false));
    let refused = Statement::build(smuggled);
    assert!(matches!(refused, Err(StatementError::StrayPayment { .. })));
}

#[test]
fn what_is_on_a_plan_is_the_accounts_and_is_not_asked_for() {
    let mut planned = account();
    planned.planned = money("120");
    let refused = Statement::build(planned.clone());
    assert!(matches!(refused, Err(StatementError::Ledger { off, .. }) if off == money("-120")));
    planned.ledger = money("198");
    let statement = Statement::build(planned.clone()).unwrap();
    assert_eq!(statement.amount_due(), money("78"));
    planned.planned = money("-1");
    planned.ledger = money("77");
    let refused = Statement::build(planned);
    assert!(matches!(refused, Err(StatementError::Planned { .. })));
}
