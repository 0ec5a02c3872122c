//! The table of the trade, row by row.

use super::*;

fn one(status: ClaimStatus, paid: i64, why: &[(&str, i64)]) -> RemitClaim {
    answer(status, vec![said("20610", 160, paid, why)])
}

fn alone() -> ClaimAccount {
    account(&[("20610", 160)])
}

#[test]
fn the_line_of_the_picture_is_denied_with_three_ways_out() {
    let account = account(&[("99214", 185), ("20610", 160)]);
    let claim = answer(
        ClaimStatus::Primary,
        vec![
            said("99214", 185, 102, &[("CO-45", 43), ("PR-3", 40)]),
            said("20610", 160, 0, &[("CO-197", 160)]),
        ],
    );
    let plan = planned(&claim, &account);
    assert_eq!(plan.lane, Lane::Person);
    let exception = &plan.exceptions[0];
    assert_eq!(exception.key.to_string(), "line_denied:2");
    assert_eq!(exception.title, "Line 2 was denied: 20610, 160.00");
    assert_eq!(
        exception.cause,
        "CO-197, no authorization before the service. The payer says the patient may not be billed."
    );
    let choices: Vec<(&str, &str, bool)> = exception
        .choices
        .iter()
        .map(|one| (one.words.as_str(), one.effect.as_str(), one.is_allowed))
        .collect();
    assert_eq!(
        choices,
        [
            ("Work the denial", "Keeps 160.00 with Meridian", true),
            ("Write it off", "160.00 to “no authorization”", true),
            ("Bill the patient", "Not allowed: group code CO", false),
        ]
    );
    assert_eq!(plan.after.insurer_owes, d(160));
    assert_eq!(plan.after.patient_owes, d(40));
    assert_eq!(plan.after.contractual, d(43));
    assert_eq!(plan.after.paid, d(102));
    assert_eq!(plan.becomes, Some(State::PartlyPaid));
    let denied = key(Problem::LineDenied, 2);
    let given_up = Resolution::WriteOff(WriteOff::NoAuthorization);
    let plan = with(&claim, &account, &[(denied, given_up)]);
    assert_eq!(
        (plan.lane, plan.after.insurer_owes),
        (Lane::Ready, Money::ZERO)
    );
    assert_eq!(plan.becomes, Some(State::Paid));
    let plan = with(&claim, &account, &[(denied, Resolution::ToPatient)]);
    assert_eq!(plan.lane, Lane::Person, "what is not allowed is not taken");
}

#[test]
fn a_denied_claim_keeps_every_cent_with_the_payer() {
    for (status, why) in [
        (ClaimStatus::Denied, vec![("CO-45", 60), ("CO-31", 100)]),
        (ClaimStatus::Primary, vec![("CO-16", 160)]),
        (ClaimStatus::Secondary, vec![("CO-29", 160)]),
    ] {
        let plan = planned(&one(status, 0, &why), &alone());
        assert_eq!(plan.treatment, Treatment::Denial);
        assert_eq!(keys(&plan), ["claim_denied"]);
        assert_eq!(plan.after, plan.before);
        assert_eq!(plan.becomes, Some(State::Denied));
        assert_eq!(entry(&plan, &alone()), None);
        let worked = with(
            &one(status, 0, &why),
            &alone(),
            &[(key(Problem::ClaimDenied, 0), Resolution::Work)],
        );
        assert_eq!(
            (worked.lane, worked.becomes),
            (Lane::Ready, Some(State::Denied))
        );
    }
}

#[test]
fn nothing_paid_is_not_always_a_denial() {
    for (why, patient) in [
        (vec![("PR-1", 160)], 160),
        (vec![("CO-45", 60), ("PR-1", 100)], 100),
        (vec![("CO-45", 60), ("PR-2", 60), ("PR-3", 40)], 100),
    ] {
        let plan = planned(&one(ClaimStatus::Primary, 0, &why), &alone());
        assert_eq!((plan.lane, keys(&plan)), (Lane::Ready, vec![]));
        assert_eq!(plan.after.patient_owes, d(patient));
        assert_eq!(plan.becomes, Some(State::Paid));
    }
}

#[test]
fn each_group_asks_for_what_it_is() {
    for (why, problem) in [
        ("CO-151", "line_reduced:1"),
        ("PR-96", "confirm_patient:1"),
        ("PR-204", "confirm_patient:1"),
        ("OA-100", "review:1"),
        ("OA-23", "review:1"),
        ("PI-45", "review:1"),
        ("CR-45", "review:1"),
    ] {
        let claim = one(ClaimStatus::Primary, 60, &[(why, 100)]);
        let plan = planned(&claim, &alone());
        assert_eq!(keys(&plan), [problem], "{why}");
        let patient = if why.starts_with("PR") { 100 } else { 0 };
        assert_eq!(plan.after.patient_owes, d(patient), "{why}");
        let bill = plan.exceptions[0]
            .choices
            .iter()
            .find(|one| one.does == Resolution::ToPatient)
            .unwrap();
        assert_eq!(
            bill.is_allowed,
            why.starts_with(['P', 'O']) && !why.starts_with("PI"),
            "{why}"
        );
    }
}

#[test]
fn each_pocket_has_its_own_account() {
    let payer = PayerId::new(4);
    for (why, account, off) in [
        ("CO-104", Account::Withhold(payer), None),
        ("CO-24", Account::Capitation(payer), None),
        ("PI-104", Account::Withhold(payer), None),
        (
            "CO-253",
            Account::WrittenOff(WriteOff::Sequestration),
            Some(WriteOff::Sequestration),
        ),
        (
            "CO-45",
            Account::WrittenOff(WriteOff::Contractual),
            Some(WriteOff::Contractual),
        ),
    ] {
        let claim = one(ClaimStatus::Primary, 150, &[(why, 10)]);
        let plan = planned(&claim, &alone());
        assert_eq!(
            (plan.lane, plan.after.insurer_owes),
            (Lane::Ready, Money::ZERO),
            "{why}"
        );
        let entries = [entry(&plan, &alone()).unwrap()];
        assert_eq!(moved(&entries, account), d(10), "{why}");
        assert_eq!(
            plan.written_off().unwrap().is_positive(),
            off.is_some(),
            "{why}"
        );
    }
    let claim = one(ClaimStatus::Primary, 162, &[("CO-225", -2)]);
    let plan = planned(&claim, &alone());
    assert_eq!((plan.lane, plan.after.paid), (Lane::Ready, d(160)));
    let entries = [entry(&plan, &alone()).unwrap()];
    assert_eq!(moved(&entries, Account::InterestIncome), d(-2));
    assert_eq!(moved(&entries, Account::UndepositedCash), d(162));
    assert_eq!(
        Pocket::from_code(Pocket::Interest.code()),
        Some(Pocket::Interest)
    );
}

#[test]
fn more_than_the_charge_keeps_its_sign() {
    let plan = planned(&one(ClaimStatus::Primary, 180, &[("CO-45", -20)]), &alone());
    assert_eq!((plan.lane, keys(&plan)), (Lane::Ready, vec![]));
    assert!(has(&plan, NoticeKind::FeeBelowContract));
    assert_eq!(plan.after.contractual, d(-20));
    assert_eq!(plan.after.insurer_owes, Money::ZERO);
}

#[test]
fn a_claim_that_does_not_balance_is_put_aside_with_line_and_difference() {
    let mut claim = one(ClaimStatus::Primary, 100, &[("CO-45", 50)]);
    let plan = planned(&claim, &alone());
    assert_eq!(
        (plan.lane, keys(&plan)),
        (Lane::Person, vec!["out_of_balance".to_owned()])
    );
    assert!(plan.exceptions[0].cause.starts_with("Line 1: "));
    assert!(plan.exceptions[0].cause.contains("10.00"));
    assert!(plan.is_parked);
    assert_eq!(plan.after, plan.before);
    let entries = [entry(&plan, &alone()).unwrap()];
    assert_eq!(
        moved(&entries, Account::UnappliedPayer(PayerId::new(4))),
        d(-100)
    );
    claim.lines[0].adjustments = adjustments(&[("CO-45", 60)]);
    claim.lines[0].adjustments[0].carc = Coded::Unknown("45X9".into());
    assert_eq!(keys(&planned(&claim, &alone())), ["unread"]);
    claim.status = Coded::Unknown("99".into());
    assert_eq!(keys(&planned(&claim, &alone())), ["unread"]);
}

#[test]
fn what_was_passed_on_or_estimated_moves_nothing() {
    for (status, treatment) in [
        (ClaimStatus::Forwarded, Treatment::Forwarded),
        (ClaimStatus::Predetermination, Treatment::Estimate),
    ] {
        let mut claim = one(status, 0, &[("OA-101", 160)]);
        let plan = planned(&claim, &alone());
        assert_eq!((plan.lane, plan.treatment), (Lane::Information, treatment));
        assert_eq!((plan.becomes, plan.lines.len()), (None, 0));
        assert_eq!(plan.is_forwarded, status == ClaimStatus::Forwarded);
        claim.paid = d(5);
        assert_eq!(keys(&planned(&claim, &alone())), ["unexpected_money"]);
    }
    for status in [
        ClaimStatus::PrimaryForwarded,
        ClaimStatus::SecondaryForwarded,
        ClaimStatus::TertiaryForwarded,
    ] {
        let plan = planned(&one(status, 100, &[("CO-45", 60)]), &alone());
        assert!(plan.is_forwarded && has(&plan, NoticeKind::Forwarded));
        assert_eq!((plan.lane, plan.after.paid), (Lane::Ready, d(100)));
    }
    let mut claim = one(ClaimStatus::Primary, 100, &[("CO-45", 60)]);
    claim.remarks = vec![Coded::read("MA18")];
    assert!(planned(&claim, &alone()).is_forwarded);
}

#[test]
fn a_service_that_came_apart_is_one_again() {
    let account = account(&[("80050", 100), ("99213", 90)]);
    let claim = answer(
        ClaimStatus::Primary,
        vec![
            said("80053", 100, 30, &[("CO-45", 70)]),
            said("84443", 0, 20, &[("CO-45", -20)]),
            said("99213", 90, 90, &[]),
        ],
    );
    let plan = planned(&claim, &account);
    assert_eq!((plan.lane, keys(&plan)), (Lane::Ready, vec![]));
    assert!(has(&plan, NoticeKind::Unbundled));
    assert_eq!(plan.lines[0].remitted, [0, 1]);
    assert_eq!((plan.lines[0].paid, plan.after.contractual), (d(50), d(50)));
}

#[test]
fn a_service_that_was_never_billed_is_posted_by_total_when_somebody_says_so() {
    let account = account(&[("99213", 90), ("36415", 10)]);
    let claim = answer(
        ClaimStatus::Primary,
        vec![
            said("99213", 50, 50, &[]),
            said("J3490", 50, 20, &[("CO-45", 30)]),
        ],
    );
    let plan = planned(&claim, &account);
    assert!(keys(&plan).contains(&"not_on_claim".to_owned()));
    let total = Money::sum(plan.lines.iter().map(|line| line.paid)).unwrap();
    assert_eq!(total, d(70));
    assert_eq!(plan.after.contractual, d(30));
    assert_eq!(plan.after.insurer_owes, Money::ZERO);
}

#[test]
fn a_missing_line_stays_open_and_the_claim_with_it() {
    let account = account(&[("99213", 90), ("36415", 10)]);
    let mut claim = answer(ClaimStatus::Primary, vec![said("99213", 90, 90, &[])]);
    claim.remarks = vec![Coded::read("MA15")];
    let plan = planned(&claim, &account);
    assert_eq!(
        (plan.lane, plan.becomes),
        (Lane::Ready, Some(State::PartlyPaid))
    );
    assert_eq!(plan.notices[0].kind, NoticeKind::NotAnswered);
    assert!(plan.notices[0].words.contains("still to come"));
    assert_eq!(plan.after.insurer_owes, d(10));
}

#[test]
fn another_code_or_other_units_are_told() {
    let account = account(&[("99214", 185)]);
    let mut line = said("99212", 185, 60, &[("CO-45", 125)]);
    line.submitted = Some(RemitProcedure {
        code: "99214".into(),
        ..RemitProcedure::default()
    });
    line.units_paid = Some(1.into());
    line.units_submitted = Some(2.into());
    let plan = planned(&answer(ClaimStatus::Primary, vec![line]), &account);
    assert_eq!(plan.lane, Lane::Ready);
    let words: Vec<&str> = plan.notices.iter().map(|one| one.words.as_str()).collect();
    assert_eq!(
        words,
        ["Line 1: 99214 paid as 99212.", "Line 1: 1 of 2 units paid."]
    );
}

#[test]
fn equal_lines_are_told_apart_by_the_number_they_were_sent_with() {
    let account = account(&[("97110", 50), ("97110", 50)]);
    let sent = |place: u32| Reference {
        qualifier: "6R".into(),
        value: account.number.line_control(1, place).into(),
        ..Reference::default()
    };
    let mut first = said("97110", 50, 10, &[("CO-45", 40)]);
    first.references = vec![sent(2)];
    let mut second = said("97110", 50, 20, &[("CO-45", 30)]);
    second.references = vec![sent(1)];
    let plan = planned(&answer(ClaimStatus::Primary, vec![first, second]), &account);
    let paid: Vec<i64> = plan.lines.iter().map(|line| line.paid.cents()).collect();
    assert_eq!(paid, [2_000, 1_000]);
}

#[test]
fn reasons_of_the_whole_claim_lower_the_lines_in_their_order() {
    let account = account(&[("99213", 90), ("36415", 10)]);
    let mut claim = answer(
        ClaimStatus::Primary,
        vec![
            said("99213", 90, 60, &[("CO-45", 30)]),
            said("36415", 10, 10, &[]),
        ],
    );
    claim.adjustments = adjustments(&[("PR-1", 65)]);
    claim.paid = d(5);
    let plan = planned(&claim, &account);
    assert_eq!((plan.lane, keys(&plan)), (Lane::Ready, vec![]));
    let paid: Vec<i64> = plan.lines.iter().map(|line| line.paid.cents()).collect();
    assert_eq!(paid, [0, 500]);
    assert_eq!(plan.after.patient_owes, d(65));
    assert_eq!(plan.after.insurer_owes, Money::ZERO);
}

#[test]
fn a_copay_taken_at_the_visit_is_not_asked_for_again() {
    let mut account = alone();
    let line = &mut account.lines[0];
    line.owed = d(135);
    line.sums.insurance_owes = d(135);
    line.already_patient = d(25);
    line.sums.patient_paid = d(25);
    let claim = one(ClaimStatus::Primary, 100, &[("CO-45", 40), ("PR-3", 20)]);
    let plan = planned(&claim, &account);
    assert_eq!(plan.lane, Lane::Ready);
    assert!(has(&plan, NoticeKind::PatientCredit));
    assert_eq!(plan.after.patient_owes, d(-5));
    assert_eq!(plan.after.insurer_owes, Money::ZERO);
    let claim = one(ClaimStatus::Primary, 0, &[("CO-197", 160)]);
    let plan = planned(&claim, &account);
    assert_eq!(
        plan.after, plan.before,
        "a denial leaves the copay where it is"
    );
}

#[test]
fn the_same_payment_twice_is_put_aside() {
    let before = alone();
    let claim = one(ClaimStatus::Primary, 100, &[("CO-45", 60)]);
    let account = after(&before, &planned(&claim, &before), &claim);
    let again = planned(&claim, &account);
    assert_eq!(
        (again.lane, keys(&again)),
        (Lane::Person, vec!["answered_before:1".to_owned()])
    );
    assert!(again.is_parked);
    let more = one(ClaimStatus::Primary, 0, &[("CO-18", 160)]);
    let copy = planned(&more, &account);
    assert_eq!((copy.lane, copy.becomes), (Lane::Ready, Some(State::Paid)));
    assert_eq!(copy.after, copy.before);
}

#[test]
fn a_denial_that_is_paid_after_all_adds_to_the_first_answer() {
    let before = account(&[("99213", 90), ("20610", 160)]);
    let first = answer(
        ClaimStatus::Primary,
        vec![
            said("99213", 90, 50, &[("CO-45", 20), ("PR-2", 20)]),
            said("20610", 160, 0, &[("CO-197", 160)]),
        ],
    );
    let account = after(&before, &planned(&first, &before), &first);
    let second = answer(
        ClaimStatus::Primary,
        vec![
            said(
                "99213",
                90,
                0,
                &[("CO-45", 20), ("PR-2", 20), ("OA-B13", 50)],
            ),
            said("20610", 160, 100, &[("CO-45", 60)]),
        ],
    );
    let plan = planned(&second, &account);
    assert_eq!((plan.lane, keys(&plan)), (Lane::Ready, vec![]));
    assert!(has(&plan, NoticeKind::Adds));
    assert_eq!(plan.after.insurer_owes, Money::ZERO);
    assert_eq!(
        (plan.after.patient_owes, plan.after.contractual),
        (d(20), d(80))
    );
    assert_eq!(plan.becomes, Some(State::Paid));
}

#[test]
fn a_claim_that_was_taken_back_is_not_answered() {
    let mut account = alone();
    account.state = State::Void;
    let claim = one(ClaimStatus::Primary, 100, &[("CO-45", 60)]);
    assert_eq!(keys(&planned(&claim, &account)), ["not_answerable"]);
}

#[test]
fn interest_told_with_a_claim_is_no_payment_for_it() {
    let mut claim = one(ClaimStatus::Primary, 100, &[("CO-45", 60)]);
    claim.amounts = vec![Supplement {
        qualifier: "I".into(),
        amount: m(185),
    }];
    let plan = planned(&claim, &alone());
    assert!(has(&plan, NoticeKind::Interest));
    assert_eq!(plan.after.paid, d(100));
}

#[test]
fn every_problem_has_a_name_of_its_own() {
    let mut codes: Vec<&str> = Problem::ALL.iter().map(|one| one.code()).collect();
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), Problem::ALL.len());
}
