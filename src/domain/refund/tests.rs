use super::*;

fn day(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, month, day).unwrap()
}

fn refund(deeds: &[Deed]) -> Refund {
    let at = day(3, 1).and_hms_opt(9, 0, 0).unwrap().and_utc();
    let event = |(place, deed): (usize, &Deed)| RefundEvent {
        deed: *deed,
        on: day(3, 1 + u32::try_from(place).unwrap()),
        number: if *deed == Deed::Paid {
            format!("10{place}")
        } else {
            String::new()
        },
        words: String::new(),
        at,
        by: String::from("Ann"),
    };
    Refund {
        id: RefundId::new(7),
        guarantor: GuarantorId::new(1),
        name: Name::default(),
        amount: Money::from_cents(2_500).unwrap(),
        why: String::from("paid twice"),
        asked_at: at,
        asked_by: String::from("Ann"),
        events: deeds.iter().enumerate().map(event).collect(),
    }
}

#[test]
fn a_refund_is_paid_only_after_somebody_approved_it() {
    assert_eq!(Standing::Asked.after(Deed::Paid), None);
    assert_eq!(refund(&[Deed::Paid]).standing(), Standing::Asked);
    let paid = refund(&[Deed::Approved, Deed::Paid]);
    assert_eq!(paid.standing(), Standing::Paid);
    assert_eq!(paid.check().unwrap().number, "101");
    assert_eq!(paid.escheats_on(36), NaiveDate::from_ymd_opt(2029, 3, 2));
}

#[test]
fn a_voided_check_leaves_the_refund_to_be_paid_again() {
    let voided = refund(&[Deed::Approved, Deed::Paid, Deed::Voided]);
    assert_eq!(
        (voided.standing(), voided.check()),
        (Standing::Approved, None)
    );
    let again = refund(&[Deed::Approved, Deed::Paid, Deed::Voided, Deed::Paid]);
    assert_eq!(again.check().unwrap().number, "103");
}

#[test]
fn what_was_cashed_or_declined_stays_so() {
    for end in [Standing::Cashed, Standing::Declined] {
        assert!(Deed::ALL.into_iter().all(|deed| end.after(deed).is_none()));
    }
    let cashed = refund(&[Deed::Approved, Deed::Paid, Deed::Cashed]);
    assert_eq!(cashed.escheats_on(36), None);
    assert_eq!(refund_number(cashed.id), "RF-00007");
}
