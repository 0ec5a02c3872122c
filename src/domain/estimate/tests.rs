use proptest::prelude::*;

use super::*;

fn money(cents: i64) -> Money {
    Money::from_cents(cents).unwrap()
}

fn percent(text: &str) -> Option<Percent> {
    text.parse().ok()
}

fn service(code: &str, fee: i64, expected: Option<i64>) -> Service {
    Service {
        code: code.parse().unwrap(),
        modifiers: Vec::new(),
        units: Units::ONE,
        description: String::from("Office visit"),
        diagnosis: None,
        biller: None,
        fee: money(fee),
        expected: expected.map(|cents| (money(cents), String::from("contract of 01/01/2026"))),
        typed: Typed::default(),
    }
}

fn insured(benefits: Benefits) -> Cover {
    Cover::Insured {
        policy: PolicyId::new(1),
        benefits,
    }
}

/// 50.00 of the deductible left, 20 %, a copay of 25.00, at most 80.00 more this year.
fn usual() -> Benefits {
    Benefits {
        deductible_left: money(5_000),
        coinsurance: percent("20"),
        copay: money(2_500),
        pocket_left: Some(money(8_000)),
    }
}

#[test]
fn each_step_takes_its_part_and_the_next_service_finds_what_is_left() {
    let services = vec![
        service("99213", 13_000, Some(9_000)),
        service("11301", 21_000, Some(10_000)),
    ];
    let reckoned = reckon(services, &insured(usual())).unwrap();
    let first = reckoned.lines[0].steps;
    assert_eq!(
        (first.allowed, first.discount),
        (money(9_000), money(4_000))
    );
    assert_eq!(
        (first.deductible, first.coinsurance),
        (money(5_000), money(800))
    );
    assert_eq!((first.copay, first.pays), (money(2_500), money(8_000)));
    assert_eq!(
        (first.over_limit, first.plan_pays),
        (money(300), money(1_000))
    );
    let second = reckoned.lines[1].steps;
    assert_eq!(
        (second.deductible, second.copay),
        (Money::ZERO, Money::ZERO)
    );
    assert_eq!(
        (second.over_limit, second.pays),
        (money(2_000), Money::ZERO)
    );
    assert_eq!(reckoned.sums.pays, money(8_000));
}

#[test]
fn what_is_typed_stands_and_what_does_not_fit_is_refused() {
    let mut typed = service("99213", 13_000, Some(9_000));
    typed.typed.allowed = Some(money(10_000));
    typed.typed.deductible = Some(money(1_000));
    typed.typed.copay = Some(Money::ZERO);
    let reckoned = reckon(vec![typed.clone()], &insured(usual())).unwrap();
    assert_eq!(reckoned.sums.pays, money(1_000 + 1_800));
    assert_eq!(reckoned.lines[0].allowed_why(), "typed");
    typed.typed.allowed = Some(money(13_001));
    let refused = reckon(vec![typed], &insured(usual())).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "the allowed amount of 99213 is 130.01, and only 130.00 is left of it"
    );
    assert_eq!(
        reckon(vec![], &insured(usual())),
        Err(EstimateError::NoService)
    );
}

#[test]
fn without_insurance_it_is_the_price_less_the_practices_discount() {
    let mut lab = service("88305", 14_000, None);
    lab.biller = Some(Biller {
        name: String::from("Bluegate Pathology"),
        ..Biller::default()
    });
    let services = vec![
        service("99213", 13_000, None),
        service("11301", 21_000, None),
        service("A6402", 1_000, None),
        lab,
    ];
    let cover = Cover::SelfPay {
        discount: percent("20"),
    };
    let sums = reckon(services, &cover).unwrap().sums;
    assert_eq!(
        (sums.fee, sums.discount, sums.pays),
        (money(49_000), money(7_000), money(42_000))
    );
}

#[test]
fn the_page_is_grouped_by_who_bills_and_says_from_which_bill_on_it_can_be_disputed() {
    let mut lab = service("88305", 14_000, None);
    lab.biller = Some(Biller {
        name: String::from("Bluegate Pathology"),
        ..Biller::default()
    });
    let services = vec![lab, service("99213", 35_000, None)];
    let cover = Cover::SelfPay {
        discount: percent("20"),
    };
    let lines = reckon(services, &cover).unwrap().lines;
    let parts = GoodFaithParts {
        practice: crate::domain::letterhead::Letterhead::default(),
        npi: String::from("1234567893"),
        number: EstimateNumber(EstimateId::new(347)),
        given_on: "2026-11-20".parse().unwrap(),
        patient: String::from("Ines Marchetti"),
        born_on: "1988-04-22".parse().unwrap(),
        address: String::new(),
        what: String::from("removal of a skin growth"),
        planned_on: None,
        booked_on: None,
        provider: String::new(),
        lines,
        prepared_by: String::from("Renata M."),
    };
    let page = GoodFaith::build(parts.clone()).unwrap();
    assert!(matches!(page.parts()[0].whose, Whose::Ours { .. }));
    let from: Vec<_> = page.parts().iter().map(|part| part.disputed_from).collect();
    assert_eq!(from, [money(68_000), money(54_000)]);
    assert_eq!(page.sums().pays, money(42_000));
    let mut wrong = parts;
    wrong.lines[0].steps.pays = money(1);
    assert!(matches!(
        GoodFaith::build(wrong),
        Err(GoodFaithError::Off(_))
    ));
}

proptest! {
    #[test]
    fn whatever_is_typed_the_parts_are_the_fee(
        lines in prop::collection::vec(
            (0_i64..300_000, prop::option::of(0_i64..300_000), prop::option::of(0_i64..200_000),
             prop::option::of(0_i64..60_000), prop::option::of(0_i64..60_000)), 1..6),
        deductible in 0_i64..400_000,
        coinsurance in prop::option::of(1_u32..10_000),
        copay in 0_i64..10_000,
        limit in prop::option::of(0_i64..300_000),
    ) {
        let services = lines.into_iter().map(|(fee, expected, deductible, coinsurance, copay)| {
            let mut one = service("99213", fee, expected);
            one.typed = Typed {
                allowed: None,
                deductible: deductible.map(money),
                coinsurance: coinsurance.map(money),
                copay: copay.map(money),
                discount: None,
            };
            one
        });
        let benefits = Benefits {
            deductible_left: money(deductible),
            coinsurance: coinsurance.map(|n| Percent::from_hundredths(n).unwrap()),
            copay: money(copay),
            pocket_left: limit.map(money),
        };
        let Ok(reckoned) = reckon(services.collect(), &insured(benefits)) else { return Ok(()); };
        for line in &reckoned.lines {
            let steps = line.steps;
            let parts = [steps.pays, steps.plan_pays, steps.discount];
            prop_assert_eq!(Money::sum(parts).unwrap(), steps.fee);
            prop_assert!(parts.iter().all(|part| !part.is_negative()));
            let share = [steps.deductible, steps.coinsurance, steps.copay];
            prop_assert_eq!(Money::sum(share).unwrap(), steps.pays.plus(steps.over_limit).unwrap());
        }
        if let Some(limit) = limit {
            prop_assert!(reckoned.sums.pays <= money(limit));
        }
    }
}
