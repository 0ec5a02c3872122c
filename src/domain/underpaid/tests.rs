use super::*;
use crate::domain::code::PlaceOfService;
use crate::domain::expected::{Agreed, LEAST_SEEN, Learned, Terms};

fn m(cents: i64) -> Money {
    Money::from_cents(cents).unwrap()
}

fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 3, 10).unwrap()
}

fn answer(line: i64, payer: i64, allowed: i64, said: Option<Said>) -> Answer {
    Answer {
        line: ChargeLineId::new(line),
        payer: PayerId::new(payer),
        payer_name: format!("Payer {payer}"),
        plan: String::new(),
        claim: ClaimId::new(line),
        claim_number: ClaimNumber::of(ClaimId::new(line)),
        payer_claim_number: String::new(),
        patient: PatientId::new(1),
        patient_name: Name::default(),
        member: String::from("M1"),
        service_on: day(),
        place: "11".parse::<PlaceOfService>().unwrap(),
        code: "99213".parse().unwrap(),
        modifiers: vec!["25".parse().unwrap()],
        units: Units::ONE,
        charged: m(18_500),
        allowed: m(allowed),
        paid: m(allowed),
        eob: EobId::new(1),
        reference: String::from("88120"),
        paid_on: day(),
        said,
    }
}

fn contract(cents: i64) -> Expected {
    let agreed = Agreed {
        since: day(),
        plan: String::new(),
        terms: Terms::Amount {
            unit: m(cents),
            modifier: None,
        },
    };
    Expected::of(Some(agreed), None, Units::ONE, m(18_500))
        .unwrap()
        .unwrap()
}

fn learned(seen: u32) -> Expected {
    let learned = Learned {
        usual: m(9_840),
        units: Units::ONE,
        seen,
        answers: seen,
        low: m(9_840),
        high: m(9_840),
        year: 2026,
    };
    Expected::of(None, Some(learned), Units::ONE, m(18_500))
        .unwrap()
        .unwrap()
}

fn judged(answer: Answer, expected: &Expected) -> Option<Underpaid> {
    Underpaid::judge(answer, Some(expected), USUAL_TOLERANCE).unwrap()
}

fn said(standing: Standing) -> Said {
    Said {
        standing,
        expected: m(9_840),
        allowed: m(9_000),
        basis: String::from("contract of 01/01/2026"),
    }
}

#[test]
fn a_service_is_short_beyond_the_tolerance_only() {
    let expected = contract(9_840);
    let short = |allowed| short_by(m(allowed), &expected, USUAL_TOLERANCE).unwrap();
    assert_eq!(short(9_000), Some(m(840)));
    assert_eq!(short(9_739), Some(m(101)));
    assert_eq!(short(9_740), None);
    assert_eq!(short(12_000), None);
}

#[test]
fn nobody_is_held_to_what_was_seen_too_rarely() {
    let rarely = learned(LEAST_SEEN - 1);
    assert_eq!(judged(answer(1, 1, 9_000, None), &rarely), None);
    let often = learned(LEAST_SEEN);
    assert_eq!(
        judged(answer(1, 1, 9_000, None), &often).unwrap().missing,
        m(840)
    );
}

#[test]
fn a_disputed_service_that_is_paid_since_says_what_came() {
    let expected = contract(9_840);
    let open = judged(answer(1, 1, 9_000, None), &expected).unwrap();
    assert_eq!((open.standing, open.missing), (Standing::Open, m(840)));
    let disputed = judged(
        answer(1, 1, 9_000, Some(said(Standing::Disputed))),
        &expected,
    )
    .unwrap();
    assert_eq!(disputed.standing, Standing::Disputed);
    let paid = judged(
        answer(1, 1, 9_840, Some(said(Standing::Disputed))),
        &expected,
    )
    .unwrap();
    assert_eq!((paid.standing, paid.missing), (Standing::Paid, Money::ZERO));
    assert_eq!(paid.recovered, m(840));
    let accepted = judged(
        answer(1, 1, 9_000, Some(said(Standing::Accepted))),
        &expected,
    )
    .unwrap();
    assert!(!accepted.is_at_stake());
}

#[test]
fn the_payer_and_code_with_the_most_money_comes_first() {
    let expected = contract(9_840);
    let lines: Vec<Underpaid> = [
        answer(1, 1, 9_640, None),
        answer(2, 2, 9_000, None),
        answer(3, 2, 9_000, Some(said(Standing::Accepted))),
    ]
    .into_iter()
    .filter_map(|answer| judged(answer, &expected))
    .collect();
    let groups = groups(&lines).unwrap();
    let told: Vec<_> = groups
        .iter()
        .map(|group| (group.payer.get(), group.lines, group.at_stake.cents()))
        .collect();
    assert_eq!(told, [(2, 2, 840), (1, 1, 200)]);
    assert_eq!(at_stake(&lines).unwrap(), m(1_040));
}
