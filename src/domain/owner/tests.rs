use super::*;

fn m(cents: i64) -> Money {
    Money::from_cents(cents).unwrap()
}

fn day(of: i64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 3, 1).unwrap() + chrono::Duration::days(of)
}

fn moved(entry: i64, kind: Kind, amount: i64) -> Movement {
    Movement {
        entry: EntryId::new(entry),
        kind,
        on: day(entry),
        words: format!("step {entry}"),
        amount: m(amount),
        reverses: None,
        payer: None,
        guarantor_paid: Money::ZERO,
    }
}

fn by_payer(entry: i64, amount: i64, guarantor_paid: i64) -> Movement {
    Movement {
        payer: Some((PayerId::new(9), String::from("Meridian Health"))),
        guarantor_paid: m(guarantor_paid),
        ..moved(entry, Kind::InsurancePayment, amount)
    }
}

fn whose(all: &[Movement]) -> (i64, i64) {
    let replay = replay_credit(all).unwrap();
    let left = replay.steps.last().unwrap().left;
    let (own, theirs) = (
        replay.guarantors().unwrap(),
        replay.of_payer(PayerId::new(9)).unwrap(),
    );
    assert_eq!(own.plus(theirs).unwrap(), left);
    (own.cents(), theirs.cents())
}

#[test]
fn what_a_guarantor_paid_ahead_is_theirs() {
    let all = [
        moved(1, Kind::PatientPayment, 5_000),
        moved(2, Kind::Allocation, -2_000),
    ];
    assert_eq!(whose(&all), (3_000, 0));
}

#[test]
fn a_payer_that_paid_beyond_what_was_owed_owns_it_but_for_what_the_patient_had_paid() {
    assert_eq!(whose(&[by_payer(1, 4_000, 0)]), (0, 4_000));
    assert_eq!(whose(&[by_payer(1, 4_000, 2_500)]), (2_500, 1_500));
}

#[test]
fn a_refund_goes_out_of_the_guarantors_money_and_what_goes_to_a_payer_out_of_its_own() {
    let in_order = [by_payer(1, 4_000, 0), moved(2, Kind::PatientPayment, 3_000)];
    let mut refunded = in_order.to_vec();
    refunded.push(moved(3, Kind::Refund, -3_000));
    assert_eq!(whose(&refunded), (0, 4_000));
    let mut returned = in_order.to_vec();
    returned.push(Movement {
        payer: Some((PayerId::new(9), String::new())),
        ..moved(3, Kind::Transfer, -4_000)
    });
    assert_eq!(whose(&returned), (3_000, 0));
}

#[test]
fn what_is_taken_back_goes_out_of_what_it_brought_in() {
    let all = [
        by_payer(1, 4_000, 0),
        moved(2, Kind::PatientPayment, 3_000),
        Movement {
            reverses: Some(EntryId::new(2)),
            ..moved(3, Kind::Reversal, -3_000)
        },
    ];
    assert_eq!(whose(&all), (0, 4_000));
}
