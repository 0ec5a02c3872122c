//! Payments taken back, corrected, carried over and recovered.

use super::*;

const PAYER: PayerId = PayerId::new(4);

fn beside(code: ProviderReason, reference: &str, amount: Money) -> ProviderAdjustment {
    ProviderAdjustment {
        provider: "1999999984".into(),
        fiscal_period_end: None,
        code: Coded::Known(code),
        reference: reference.into(),
        amount,
        place: Place {
            segment: 90,
            byte: 0,
        },
    }
}

/// The first answer of the worked example, 80 on 100, posted.
fn paid_80() -> (ClaimAccount, RemitClaim) {
    let before = account(&[("99213", 100)]);
    let claim = answer(
        ClaimStatus::Primary,
        vec![said("99213", 100, 80, &[("CO-45", 20)])],
    );
    let plan = planned(&claim, &before);
    (after(&before, &plan, &claim), claim)
}

fn paid_60() -> RemitClaim {
    let mut claim = answer(
        ClaimStatus::Primary,
        vec![said("99213", 100, 60, &[("CO-45", 40)])],
    );
    claim.payer_number = "ICN2".into();
    claim
}

#[test]
fn a_takeback_over_two_files_ends_with_nothing_owed_to_the_payer() {
    let (account, first) = paid_80();
    let reversal = back(&first);
    let plan_back = plan(
        &reversal,
        &account,
        &[],
        &Decisions::default(),
        Position::BeforeCorrection,
    )
    .unwrap();
    assert_eq!(
        (plan_back.lane, plan_back.takes_back),
        (Lane::Ready, Some(EOB))
    );
    assert!(has(&plan_back, NoticeKind::TakenBack));
    let between = after(&account, &plan_back, &reversal);
    assert_eq!(between.owed().unwrap(), d(100));
    let corrected = paid_60();
    let none = Decisions::default();
    let plan_new = plan(&corrected, &between, &[], &none, Position::AfterReversal).unwrap();
    assert_eq!(
        (plan_new.lane, plan_new.treatment),
        (Lane::Ready, Treatment::Correction)
    );
    assert_eq!(plan_new.after.contractual, d(40));
    assert_eq!(plan_new.after.paid, d(60));
    assert_eq!(plan_new.after.insurer_owes, Money::ZERO);

    let carried = beside(ProviderReason::OverpaymentRecovery, "ICN1", d(-20));
    let one = plan_adjustments(&[carried], day(), &[], &[]).unwrap();
    assert_eq!(one[0].lane, Lane::Ready);
    let first_file = [
        entry(&plan_back, &account).unwrap(),
        entry(&plan_new, &between).unwrap(),
        one[0].entry(PAYER, EOB, day()).unwrap().unwrap(),
    ];
    assert_eq!(moved(&first_file, Account::UndepositedCash), Money::ZERO);
    assert_eq!(moved(&first_file, Account::OwedToPayer(PAYER)), d(-20));

    let open = open_rows(&[Moved {
        on: day(),
        code: "WO".to_owned(),
        reference: "ICN1".to_owned(),
        amount: d(-20),
    }])
    .unwrap();
    assert_eq!((open.len(), open[0].owed), (1, d(20)));
    let taken = beside(ProviderReason::OverpaymentRecovery, "icn1", d(20));
    let two = plan_adjustments(&[taken], day(), &open, &[]).unwrap();
    assert_eq!(
        (two[0].lane, two[0].meets.as_ref()),
        (Lane::Ready, Some(&open[0]))
    );
    let second_file = two[0].entry(PAYER, EOB, day()).unwrap().unwrap();
    assert_eq!(
        moved(std::slice::from_ref(&second_file), Account::UndepositedCash),
        d(-20)
    );
    assert_eq!(moved(&[second_file], Account::OwedToPayer(PAYER)), d(20));
}

#[test]
fn a_reversal_that_differs_shows_both_columns() {
    let (account, first) = paid_80();
    let mut reversal = back(&first);
    reversal.paid = d(-75);
    reversal.lines[0].paid = d(-75);
    reversal.lines[0].adjustments = adjustments(&[("CO-45", -25)]);
    let plan = planned(&reversal, &account);
    assert_eq!(
        (plan.lane, keys(&plan)),
        (Lane::Person, vec!["reversal_differs".to_owned()])
    );
    let columns: Vec<(&str, i64, i64)> = plan.exceptions[0]
        .compared
        .iter()
        .map(|one| {
            (
                one.what.as_str(),
                one.posted.cents(),
                one.taken_back.cents(),
            )
        })
        .collect();
    assert_eq!(
        columns,
        [
            ("Line 1, CO-45", 2_000, 2_500),
            ("Line 1, paid", 8_000, 7_500)
        ]
    );
    let differs = key(Problem::ReversalDiffers, 0);
    let as_posted = with(&reversal, &account, &[(differs, Resolution::AsPosted)]);
    let entries = [entry(&as_posted, &account).unwrap()];
    assert_eq!(as_posted.after.insurer_owes, d(100));
    assert_eq!(moved(&entries, Account::UndepositedCash), d(-75));
    assert_eq!(moved(&entries, Account::OwedToPayer(PAYER)), d(-5));
    let as_said = with(&reversal, &account, &[(differs, Resolution::AsSaid)]);
    let entries = [entry(&as_said, &account).unwrap()];
    assert_eq!(moved(&entries, Account::UndepositedCash), d(-75));
    assert_eq!(as_said.after.contractual, d(-5));
    assert_eq!(as_said.after.paid, d(5));
}

#[test]
fn what_was_never_posted_is_not_taken_back_unseen() {
    let account = account(&[("99213", 100)]);
    let first = answer(
        ClaimStatus::Primary,
        vec![said("99213", 100, 80, &[("CO-45", 20)])],
    );
    let plan = planned(&back(&first), &account);
    assert_eq!(keys(&plan), ["nothing_to_reverse"]);
    assert!(plan.is_parked);
    let entries = [entry(&plan, &account).unwrap()];
    assert_eq!(moved(&entries, Account::UnappliedPayer(PAYER)), d(80));
}

#[test]
fn a_reversal_of_a_share_that_was_billed_on_asks_and_a_correction_does_not() {
    let start = account(&[("99214", 500)]);
    let first = answer(
        ClaimStatus::Primary,
        vec![said("99214", 500, 300, &[("CO-45", 125), ("PR-2", 75)])],
    );
    let mut account = after(&start, &planned(&first, &start), &first);
    let line = &mut account.lines[0];
    line.already_patient = Money::ZERO;
    line.sums.patient_owes = Money::ZERO;
    line.sums.insurance_owes = d(75);
    let reversal = back(&first);
    let alone = planned(&reversal, &account);
    assert_eq!(keys(&alone), ["share_moved_on:1"]);
    assert_eq!(alone.after.patient_owes, Money::ZERO);
    assert_eq!(alone.after.insurer_owes, d(500));
    let none = Decisions::default();
    let first_of_two = plan(&reversal, &account, &[], &none, Position::BeforeCorrection).unwrap();
    assert_eq!(first_of_two.lane, Lane::Ready);
    let between = after(&account, &first_of_two, &reversal);
    let corrected = answer(
        ClaimStatus::Primary,
        vec![said("99214", 500, 295, &[("CO-45", 125), ("PR-2", 80)])],
    );
    let second = plan(&corrected, &between, &[], &none, Position::AfterReversal).unwrap();
    assert_eq!(second.lane, Lane::Ready);
    assert_eq!(second.after.patient_owes, d(5));
    assert_eq!(second.after.insurer_owes, d(75));
}

#[test]
fn every_provider_adjustment_has_an_account() {
    for reason in ProviderReason::ALL {
        let code = reason.as_str();
        let named = account_of(code);
        let is_settlement = ["LS", "PL", "RA", "RE"].contains(&code);
        assert_eq!(named == PayerAccount::Unapplied, is_settlement, "{code}");
    }
    assert_eq!(account_of("L6"), PayerAccount::Interest);
    assert_eq!(account_of("??"), PayerAccount::Unapplied);
    let interest = beside(ProviderReason::InterestOwed, "", m(-185));
    let one = plan_adjustments(&[interest], day(), &[], &[]).unwrap();
    let entries = [one[0].entry(PAYER, EOB, day()).unwrap().unwrap()];
    assert_eq!(moved(&entries, Account::UndepositedCash), m(185));
    assert_eq!(moved(&entries, Account::InterestIncome), m(-185));
}

#[test]
fn a_recovery_that_nothing_explains_waits_and_then_stays_open() {
    let taken = beside(ProviderReason::OverpaymentRecovery, "FCN77", d(30));
    let one = plan_adjustments(std::slice::from_ref(&taken), day(), &[], &[]).unwrap();
    assert_eq!(one[0].lane, Lane::Person);
    let mut kept = Decisions::default();
    kept.decide(key(Problem::RecoveryUnexplained, 0), Resolution::AsSaid);
    let one = plan_adjustments(&[taken], day(), &[], &[kept]).unwrap();
    assert_eq!(one[0].lane, Lane::Ready);
    let (account, _) = paid_80();
    let (lines, left) = recovered(&account, d(30)).unwrap();
    assert_eq!((lines.len(), left), (1, Money::ZERO));
    assert_eq!(account.after(&lines).unwrap().owed().unwrap(), d(30));
    assert_eq!(recovered(&account, d(90)).unwrap().1, d(10));
}

#[test]
fn a_balance_carried_over_meets_the_same_sum_whatever_it_is_called() {
    let moved = |code: &str, reference: &str, amount| Moved {
        on: day(),
        code: code.to_owned(),
        reference: reference.to_owned(),
        amount,
    };
    let all = [
        moved("FB", "0001", d(-44)),
        moved("FB", "0002", d(44)),
        moved("WO", "A-1", d(-10)),
        moved("72", "A1", d(10)),
        moved("WO", "B", d(-10)),
        moved("WO", "B", d(4)),
    ];
    let open = open_rows(&all).unwrap();
    assert_eq!(open.len(), 1);
    assert_eq!((open[0].reference.as_str(), open[0].owed), ("B", d(6)));
    let old = NaiveDate::from_ymd_opt(2026, 9, 1).unwrap();
    assert_eq!(open[0].age(old), crate::domain::ledger::AgeBucket::Over120);
}

#[test]
fn a_refund_the_practice_sent_stands_against_the_recovery() {
    let open = open_rows(&[]).unwrap();
    let both = [
        beside(ProviderReason::OverpaymentRecovery, "ICN9", d(50)),
        beside(ProviderReason::RefundReceived, "ICN9", d(-50)),
    ];
    let planned = plan_adjustments(&both, day(), &open, &[]).unwrap();
    assert!(planned.iter().all(|one| one.lane == Lane::Ready));
    assert!(planned[0].meets.is_some());
}
