use proptest::prelude::*;

use super::*;

fn day(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 3, day).unwrap()
}

fn at(of: u32) -> DateTime<Utc> {
    day(of).and_hms_opt(12, 0, 0).unwrap().and_utc()
}

fn money(dollars: i64) -> Money {
    Money::from_cents(dollars * 100).unwrap()
}

fn promise(id: i64, made: u32, by: u32, dollars: i64) -> Promise {
    Promise {
        id: PromiseId::new(id),
        guarantor: GuarantorId::new(1),
        guarantor_name: Name::default(),
        note: None,
        amount: money(dollars),
        by_on: day(by),
        // Receipts are numbered by their day here.
        after: ReceiptId::new(i64::from(made) - 1),
        at: at(made),
        by: String::from("June Okafor"),
        withdrawn: None,
    }
}

fn paid(on: u32, dollars: i64) -> Paid {
    Paid {
        receipt: ReceiptId::new(i64::from(on)),
        at: at(on),
        on: day(on),
        amount: money(dollars),
    }
}

fn kept(promises: Vec<Promise>, receipts: &[Paid], today: u32) -> Vec<(Kept, i64)> {
    let states = stand(promises, receipts, day(today)).unwrap();
    let cents = |state: &PromiseState| state.paid.cents() / 100;
    states.iter().map(|one| (one.kept, cents(one))).collect()
}

#[test]
fn a_promise_is_open_until_its_day_has_passed_and_broken_after_it() {
    let one = || vec![promise(1, 2, 10, 50)];
    assert_eq!(kept(one(), &[], 10), [(Kept::Open, 0)]);
    assert_eq!(kept(one(), &[], 11), [(Kept::Broken, 0)]);
    assert_eq!(kept(one(), &[paid(10, 20)], 11), [(Kept::Part, 20)]);
    assert_eq!(
        kept(one(), &[paid(5, 20), paid(10, 40)], 10),
        [(Kept::Kept, 50)]
    );
}

#[test]
fn what_was_paid_before_a_promise_or_after_its_day_does_not_keep_it() {
    let receipts = [paid(1, 50), paid(11, 50)];
    assert_eq!(
        kept(vec![promise(1, 2, 10, 50)], &receipts, 12),
        [(Kept::Broken, 0)]
    );
}

#[test]
fn a_receipt_speaks_for_one_promise_only() {
    let two = vec![promise(2, 2, 20, 50), promise(1, 2, 10, 50)];
    let found = kept(two, &[paid(9, 70)], 21);
    assert_eq!(found, [(Kept::Kept, 50), (Kept::Part, 20)]);
}

#[test]
fn a_withdrawn_promise_takes_nothing() {
    let mut gone = promise(1, 2, 10, 50);
    gone.withdrawn = Some(String::from("pays by plan now"));
    let found = kept(vec![gone, promise(2, 2, 12, 50)], &[paid(9, 50)], 21);
    assert_eq!(found, [(Kept::Withdrawn, 0), (Kept::Kept, 50)]);
}

proptest! {
    #[test]
    fn promises_never_count_more_than_was_paid(
        promises in prop::collection::vec((1_u32..28, 1_u32..28, 1_i64..200), 0..8),
        receipts in prop::collection::vec((1_u32..28, 1_i64..200), 0..8),
        today in 1_u32..28,
    ) {
        let made: Vec<Promise> = promises
            .iter()
            .zip(1..)
            .map(|((made, by, dollars), id)| promise(id, *made, *by, *dollars))
            .collect();
        let taken: Vec<Paid> = receipts.iter().map(|(on, dollars)| paid(*on, *dollars)).collect();
        let states = stand(made, &taken, day(today)).unwrap();
        let toward = Money::sum(states.iter().map(|one| one.paid)).unwrap();
        prop_assert!(toward <= Money::sum(taken.iter().map(|one| one.amount)).unwrap());
        for one in &states {
            prop_assert!(one.paid <= one.promise.amount);
            prop_assert_eq!(one.kept == Kept::Kept, one.paid == one.promise.amount);
            prop_assert!(one.kept != Kept::Broken || one.promise.by_on < day(today));
        }
    }
}
