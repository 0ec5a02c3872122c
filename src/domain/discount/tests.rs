use super::*;

fn m(cents: i64) -> Money {
    Money::from_cents(cents).unwrap()
}

fn open(line: i64, owes: i64, already: i64) -> Discountable {
    Discountable {
        line: ChargeLineId::new(line),
        patient: PatientId::new(1),
        patient_first: String::from("Owen"),
        service_on: NaiveDate::from_ymd_opt(2026, 3, 10).unwrap(),
        description: String::from("Office visit"),
        owes: m(owes),
        already: m(already),
        is_insured: false,
        is_fee: false,
    }
}

fn offs(lines: Vec<Discountable>, percent: u32) -> Vec<i64> {
    let preview = preview(Discount::Hardship, lines, |_| Some(percent)).unwrap();
    assert_eq!(
        preview.off,
        Money::sum(preview.parts().iter().map(|part| part.amount)).unwrap()
    );
    preview.lines.iter().map(|line| line.off.cents()).collect()
}

#[test]
fn the_scale_slides_by_income_and_household() {
    let scale = Scale::usual();
    assert_eq!(scale.check(), Ok(()));
    assert_eq!(scale.guideline(4), Ok(m(3_215_000)));
    assert_eq!(scale.percent(4, m(3_215_000)), Ok(100));
    assert_eq!(scale.percent(4, m(3_215_001)), Ok(75));
    assert_eq!(scale.percent(1, m(3_130_000)), Ok(50));
    assert_eq!(scale.percent(1, m(4_000_000)), Err(ScaleError::Beyond(256)));
    assert_eq!(scale.percent(0, m(0)), Err(ScaleError::Household));
}

#[test]
fn a_scale_that_does_not_slide_is_refused() {
    let with = |bands: &[(u32, u32)]| {
        let band = |&(up_to, percent): &(u32, u32)| Band { up_to, percent };
        Scale {
            bands: bands.iter().map(band).collect(),
            ..Scale::usual()
        }
        .check()
    };
    assert_eq!(with(&[]), Err(ScaleError::NoBand));
    assert_eq!(with(&[(150, 50), (100, 25)]), Err(ScaleError::Order(100)));
    assert_eq!(with(&[(100, 50), (150, 75)]), Err(ScaleError::Rises(75)));
    assert_eq!(with(&[(100, 101)]), Err(ScaleError::Percent(101)));
    let nothing = Scale {
        first: Money::ZERO,
        ..Scale::usual()
    };
    assert_eq!(nothing.check(), Err(ScaleError::NoGuideline));
}

#[test]
fn a_discount_given_twice_takes_nothing_more_off() {
    assert_eq!(offs(vec![open(1, 10_000, 0)], 75), [7_500]);
    assert_eq!(offs(vec![open(1, 2_500, 7_500)], 75), [0_i64; 0]);
    // What was paid in the meantime is neither given back nor counted again.
    assert_eq!(offs(vec![open(1, 1_000, 7_500)], 75), [0_i64; 0]);
}

#[test]
fn new_balances_get_the_rest_of_it_and_credits_nothing() {
    assert_eq!(offs(vec![open(1, 6_500, 7_500)], 75), [3_000]);
    assert_eq!(offs(vec![open(1, -500, 0), open(2, 333, 0)], 50), [166]);
    assert_eq!(offs(vec![open(1, 333, 0)], 100), [333]);
}

#[test]
fn only_services_it_holds_for_are_discounted() {
    let mut later = open(2, 5_000, 0);
    later.service_on = NaiveDate::from_ymd_opt(2026, 9, 1).unwrap();
    let until = NaiveDate::from_ymd_opt(2026, 6, 30).unwrap();
    let preview = preview(Discount::SelfPay, vec![open(1, 4_000, 0), later], |one| {
        (one.service_on <= until).then_some(25)
    })
    .unwrap();
    assert_eq!((preview.off, preview.left), (m(1_000), m(3_000)));
}
