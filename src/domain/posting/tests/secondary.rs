//! A later payer's answer: what the first wrote off is not written off again.

use super::*;

fn medicare_then_plan() -> ClaimAccount {
    later(account(&[("99214", 500)]), &[(300, 125)])
}

#[test]
fn the_primary_of_the_worked_example_leaves_75_with_the_patient() {
    let account = account(&[("99214", 500)]);
    let claim = answer(
        ClaimStatus::Primary,
        vec![said("99214", 500, 300, &[("CO-45", 125), ("PR-2", 75)])],
    );
    let plan = planned(&claim, &account);
    assert_eq!((plan.lane, keys(&plan)), (Lane::Ready, vec![]));
    assert_eq!(plan.after.patient_owes, d(75));
    assert_eq!(plan.after.contractual, d(125));
    assert_eq!(plan.after.paid, d(300));
    assert_eq!(plan.after.insurer_owes, Money::ZERO);
    assert_eq!(plan.becomes, Some(State::Paid));
}

#[test]
fn a_secondary_that_repeats_the_write_off_ends_at_zero_and_says_so() {
    let account = medicare_then_plan();
    let claim = answer(
        ClaimStatus::Secondary,
        vec![said("99214", 500, 65, &[("CO-45", 435)])],
    );
    let plan = planned(&claim, &account);
    assert_eq!((plan.lane, keys(&plan)), (Lane::Ready, vec![]));
    assert_eq!(plan.after.insurer_owes, Money::ZERO);
    assert_eq!(plan.after.contractual, d(135));
    assert_eq!(plan.after.paid, d(65));
    assert_eq!(plan.after.paid_by_others, d(300));
    let notice = &plan.notices[0];
    assert_eq!(notice.kind, NoticeKind::RepeatsWriteOff);
    assert_eq!(
        notice.words,
        "The payer repeats the primary’s write-off (425.00)."
    );
    let parts: Vec<(i64, bool)> = plan.lines[0]
        .said
        .iter()
        .map(|one| {
            let informs = one.outcome == crate::domain::eob::Outcome::Informs;
            (one.amount.cents(), informs)
        })
        .collect();
    assert_eq!(parts, [(1_000, false), (42_500, true)]);
}

#[test]
fn a_secondary_that_names_the_earlier_payer_ends_at_zero_too() {
    let account = medicare_then_plan();
    let claim = answer(
        ClaimStatus::Secondary,
        vec![said("99214", 500, 65, &[("OA-23", 425), ("CO-45", 10)])],
    );
    let plan = planned(&claim, &account);
    assert_eq!((plan.lane, plan.notices.len()), (Lane::Ready, 0));
    assert_eq!(plan.after.insurer_owes, Money::ZERO);
    assert_eq!(plan.after.contractual, d(135));
}

#[test]
fn the_earlier_payer_counts_once_when_it_is_said_of_claim_and_line() {
    let account = medicare_then_plan();
    let mut claim = answer(
        ClaimStatus::Secondary,
        vec![said("99214", 500, 65, &[("OA-23", 425), ("CO-45", 10)])],
    );
    claim.adjustments = adjustments(&[("OA-23", 425)]);
    let plan = planned(&claim, &account);
    assert_eq!((plan.lane, keys(&plan)), (Lane::Ready, vec![]));
    assert!(has(&plan, NoticeKind::EarlierPayerTwice));
    assert_eq!(plan.after.insurer_owes, Money::ZERO);
}

#[test]
fn medicaid_that_pays_last_leaves_the_patient_nothing() {
    let mut account = medicare_then_plan();
    account.kind = FilingIndicator::Medicaid;
    let claim = answer(
        ClaimStatus::Secondary,
        vec![said(
            "99214",
            500,
            20,
            &[("OA-23", 425), ("PR-3", 4), ("CO-45", 51)],
        )],
    );
    let plan = planned(&claim, &account);
    assert_eq!(plan.lane, Lane::Ready);
    assert_eq!(plan.after.patient_owes, Money::ZERO);
    assert_eq!(plan.after.insurer_owes, Money::ZERO);
    assert!(has(&plan, NoticeKind::MedicaidRest));
    let claim = answer(
        ClaimStatus::Secondary,
        vec![said("99214", 500, 0, &[("OA-23", 500)])],
    );
    let plan = planned(&claim, &account);
    assert_eq!(plan.after.insurer_owes, Money::ZERO);
    assert_eq!(plan.after.contractual, d(200));
}

#[test]
fn a_secondary_of_totals_lies_on_what_is_owed_of_each_service() {
    let account = later(
        account(&[("99214", 300), ("93000", 200)]),
        &[(180, 75), (120, 50)],
    );
    let mut claim = answer(ClaimStatus::Secondary, Vec::new());
    claim.charged = d(500);
    claim.paid = d(65);
    claim.adjustments = adjustments(&[("OA-23", 425), ("CO-45", 10)]);
    let plan = planned(&claim, &account);
    assert_eq!((plan.lane, keys(&plan)), (Lane::Ready, vec![]));
    assert!(has(&plan, NoticeKind::ByTotal));
    assert_eq!(plan.after.insurer_owes, Money::ZERO);
    let paid: Vec<i64> = plan.lines.iter().map(|line| line.paid.cents()).collect();
    assert_eq!(paid, [4_500, 2_000]);
}

#[test]
fn a_payment_beyond_what_is_owed_asks_whose_it_is() {
    let mut account = medicare_then_plan();
    let line = &mut account.lines[0];
    line.owed = d(40);
    line.sums.insurance_owes = d(40);
    line.sums.patient_paid = d(35);
    let claim = answer(
        ClaimStatus::Secondary,
        vec![said("99214", 500, 65, &[("OA-23", 425), ("CO-45", 10)])],
    );
    let plan = planned(&claim, &account);
    assert_eq!(
        (plan.lane, keys(&plan)),
        (Lane::Person, vec!["overpaid:1".to_owned()])
    );
    let over = key(Problem::Overpaid, 1);
    let to_patient = with(&claim, &account, &[(over, Resolution::Credit)]);
    assert_eq!(to_patient.lane, Lane::Ready);
    assert_eq!(to_patient.after.insurer_owes, Money::ZERO);
    let entries = [entry(&to_patient, &account).unwrap()];
    let credit = Account::UnappliedPatient(GuarantorId::new(2));
    assert_eq!(moved(&entries, credit), d(-25));
    let owed_back = with(&claim, &account, &[(over, Resolution::OweBack)]);
    let entries = [entry(&owed_back, &account).unwrap()];
    assert_eq!(
        moved(&entries, Account::OwedToPayer(PayerId::new(4))),
        d(-25)
    );
    assert_eq!(moved(&entries, Account::UndepositedCash), d(65));
    let aside = with(&claim, &account, &[(over, Resolution::Park)]);
    let entries = [entry(&aside, &account).unwrap()];
    assert_eq!(
        moved(&entries, Account::UnappliedPayer(PayerId::new(4))),
        d(-65)
    );
    assert_eq!(aside.after, aside.before);
}
