use super::*;

fn day(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 5, day).unwrap()
}

fn moved(policy: Option<i64>, entry: i64, on: u32, effect: Effect, cents: i64) -> Moved {
    Moved {
        line: ChargeLineId::new(1),
        guarantor: GuarantorId::new(1),
        policy: policy.map(PolicyId::new),
        entry: EntryId::new(entry),
        reverses: None,
        on: day(on),
        effect,
        amount: Money::from_cents(cents).unwrap(),
    }
}

#[test]
fn each_side_has_a_clock_of_its_own() {
    let mut postings = vec![
        moved(Some(1), 1, 2, Effect::Charge, 10_000),
        moved(Some(1), 2, 9, Effect::InsurancePaid, -6_000),
        moved(Some(1), 2, 9, Effect::Transfer, -3_000),
        moved(None, 2, 9, Effect::Transfer, 3_000),
        moved(None, 3, 12, Effect::PatientPaid, -1_000),
    ];
    let found = owed(&mut postings).unwrap();
    let shown: Vec<_> = found
        .iter()
        .map(|one| {
            (
                one.policy.is_some(),
                one.amount.cents(),
                one.since,
                one.paid_on,
            )
        })
        .collect();
    assert_eq!(
        shown,
        [
            (false, 2_000, day(9), Some(day(12))),
            (true, 1_000, day(2), Some(day(9)))
        ]
    );
}

#[test]
fn what_was_settled_and_is_owed_again_is_new_and_a_payment_taken_back_does_not_count() {
    let back = Moved {
        reverses: Some(EntryId::new(2)),
        ..moved(None, 3, 20, Effect::PatientPaid, 4_000)
    };
    let mut postings = vec![
        back,
        moved(None, 2, 5, Effect::PatientPaid, -4_000),
        moved(None, 1, 2, Effect::Charge, 4_000),
    ];
    let found = owed(&mut postings).unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].since, found[0].paid_on), (day(20), None));
}

#[test]
fn what_nobody_was_asked_for_is_new_by_the_first_bill() {
    let item = Item {
        line: ChargeLineId::new(1),
        guarantor: GuarantorId::new(1),
        payer: None,
        amount: Money::from_cents(100).unwrap(),
        service_on: day(1),
        billed_on: None,
        since: day(3),
        paid_on: None,
    };
    let late = day(1).checked_add_days(chrono::Days::new(100)).unwrap();
    let buckets = Since::ALL.map(|since| item.bucket(since, late));
    let (young, old) = (AgeBucket::To30, AgeBucket::To120);
    assert_eq!(buckets, [old, young, old, old]);
}
