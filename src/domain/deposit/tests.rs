use super::*;

fn one(means: Means, cents: i64) -> Undeposited {
    Undeposited {
        item: Item::Eob(EobId::new(1)),
        means,
        on: NaiveDate::from_ymd_opt(2026, 11, 3).unwrap(),
        reference: String::from("88120"),
        from: String::from("Portage Mutual"),
        amount: Money::from_cents(cents).unwrap(),
        went_in: None,
    }
}

#[test]
fn money_goes_with_its_like() {
    use Means::{Card, Cash, Check, Eft};
    let other = Undeposited {
        reference: String::from("88121"),
        ..one(Eft, 500)
    };
    for (picked, wanted) in [
        (vec![one(Cash, 100), one(Check, 500)], Ok(Kind::Slip)),
        (vec![one(Card, 100), one(Card, -40)], Ok(Kind::Card)),
        (vec![one(Eft, 100), one(Eft, 400)], Ok(Kind::Eft)),
        (vec![one(Check, -500)], Ok(Kind::Returned)),
        (vec![one(Eft, -500), one(Eft, 500)], Ok(Kind::Exchange)),
        (vec![], Err(DepositError::Nothing)),
        (
            vec![one(Cash, 100), one(Card, 500)],
            Err(DepositError::Mixed),
        ),
        (vec![one(Eft, 100), other], Err(DepositError::ManyEfts)),
        (
            vec![one(Check, 100), one(Check, -60)],
            Err(DepositError::Returns),
        ),
        (
            vec![one(Card, 100), one(Card, -160)],
            Err(DepositError::Returns),
        ),
    ] {
        assert_eq!(kind_of(&picked), wanted, "{picked:?}");
    }
}

#[test]
fn a_deposit_comes_after_its_money_and_bears_no_fee_but_of_cards_and_efts() {
    let (early, late) = (
        NaiveDate::from_ymd_opt(2026, 11, 2).unwrap(),
        NaiveDate::from_ymd_opt(2026, 11, 3).unwrap(),
    );
    let fee = Money::from_cents(30).unwrap();
    let checks = [one(Means::Check, 500)];
    let cards = [one(Means::Card, 500)];
    assert_eq!(check(Kind::Slip, &checks, late, Money::ZERO), Ok(()));
    assert_eq!(check(Kind::Card, &cards, late, fee), Ok(()));
    assert_eq!(
        check(Kind::Slip, &checks, late, fee),
        Err(DepositError::Fee)
    );
    assert_eq!(
        check(Kind::Card, &cards, late, Money::from_cents(500).unwrap()),
        Err(DepositError::Fee)
    );
    assert!(matches!(
        check(Kind::Slip, &checks, early, Money::ZERO),
        Err(DepositError::BeforeReceived { .. })
    ));
}
