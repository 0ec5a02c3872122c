//! What payers say, posted and taken back.

use pegboard::domain::claim::State;
use pegboard::domain::eob::Outcome;
use pegboard::domain::ledger::{Account, Effect, Owner, WriteOff};
use pegboard::domain::money::Money;
use pegboard::domain::why::Asked;
use pegboard::office::{MoneyRefusal, OfficeError, Refusal};

use super::practice::{Bench, Seen, day, m};

fn refusal<T: std::fmt::Debug>(outcome: Result<T, OfficeError>) -> MoneyRefusal {
    match outcome {
        Err(OfficeError::Refused(Refusal::Money(refusal))) => refusal,
        other => panic!("{other:?}"),
    }
}

/// 185.00 charged, a copay of 25.00 taken at the visit.
fn visited(bench: &mut Bench) -> (super::practice::Person, Seen) {
    let dana = bench.patient("Dana", Some(bench.meridian));
    let seen = bench.visit(dana, day(3, 10), &["185.00"]);
    let _receipt = bench
        .pay(dana, "25.00", &[(seen.lines[0], "25.00")])
        .unwrap();
    (dana, seen)
}

#[test]
fn an_eob_pays_writes_off_and_leaves_the_deductible() {
    let mut bench = Bench::open();
    let (dana, seen) = visited(&mut bench);
    assert_eq!(
        bench.owes(dana, seen.lines[0]),
        ("160.00".into(), "0.00".into())
    );
    let template = bench.office.eob_template(seen.claim.unwrap()).unwrap();
    assert_eq!(
        (template[0].insurance_owes, template[0].already_patient),
        (m("160"), m("25"))
    );
    let line = Bench::says(
        &seen,
        0,
        "185",
        "74.41",
        &["CO-45 42.42", "PR-1 43.17", "PR-3 25"],
    );
    let eob = bench.post("8821904", vec![line.clone()]);
    assert_eq!(
        bench.owes(dana, seen.lines[0]),
        ("0.00".into(), "43.17".into())
    );
    assert_eq!(bench.state(&seen), State::Paid);
    let posted = bench.office.eob(eob).unwrap();
    assert_eq!(posted.eob.lines, [line]);
    assert_eq!(bench.office.eobs(5).unwrap()[0].claims, 1);
    let next = bench.visit(dana, day(3, 12), &["185.00"]);
    let template = bench.office.eob_template(next.claim.unwrap()).unwrap();
    assert_eq!(
        template[0].expected_allowed,
        Some(m("142.58")),
        "the same service, the same payer"
    );
    bench.must_hold();
}

#[test]
fn what_was_learned_is_not_changed_by_an_eob_taken_back() {
    let mut bench = Bench::open();
    let dana = bench.patient("Dana", Some(bench.meridian));
    let post = |bench: &mut Bench, check: &str, on: u32, write_off: &str, paid: &str| {
        let seen = bench.visit(dana, day(3, on), &["185.00"]);
        let line = Bench::says(&seen, 0, "185", paid, &[&format!("CO-45 {write_off}")]);
        bench.post(check, vec![line])
    };
    let expected = |bench: &mut Bench| {
        let seen = bench.visit(dana, day(3, 12), &["185.00"]);
        let template = bench.office.eob_template(seen.claim.unwrap()).unwrap();
        let expected = template[0].expected.clone().unwrap();
        (expected.amount, expected.is_firm(), expected.words())
    };
    for (check, on) in [("1", 1), ("2", 2), ("3", 3)] {
        let _eob = post(&mut bench, check, on, "42.42", "142.58");
    }
    let before = expected(&mut bench);
    assert_eq!(before.0, m("142.58"));
    assert!(before.1);
    assert_eq!(before.2, "learned from 3 payments of 2026");
    let low = post(&mut bench, "4", 4, "85.00", "100.00");
    assert_eq!(
        expected(&mut bench).2,
        "learned from 3 of 4 payments of 2026, 100.00 to 142.58"
    );
    bench.office.unpost_eob(low, "wrong check").unwrap();
    assert_eq!(expected(&mut bench), before);
    bench.must_hold();
}

#[test]
fn a_balance_explains_itself_to_the_cent() {
    let mut bench = Bench::open();
    let (_dana, seen) = visited(&mut bench);
    let line = Bench::says(
        &seen,
        0,
        "185",
        "74.41",
        &["CO-45 42.42", "PR-1 43.17", "PR-3 25"],
    );
    let _eob = bench.post("8821904", vec![line]);
    let why = bench.office.why(seen.lines[0]).unwrap();
    assert_eq!(
        why.because,
        "PR-1, deductible. Meridian Health allowed 142.58"
    );
    let told: Vec<String> = why
        .steps
        .iter()
        .map(|step| format!("{} {} | {}", step.words, step.amount, step.source))
        .collect();
    assert_eq!(
        told,
        [
            "Charge 185.00 | visit of 03/10/2026",
            "Patient's copay, PR-3 25.00 | receipt R-000001, cash",
            "Copay paid -25.00 | receipt R-000001, cash",
            "Paid by Meridian Health -74.41 | EOB 8821904 of Meridian Health, 03/20/2026",
            "Contract write-off, CO-45 -42.42 | EOB 8821904 of Meridian Health, 03/20/2026",
            "Patient's deductible, PR-1 43.17 | EOB 8821904 of Meridian Health, 03/20/2026",
        ]
    );
    let left = Money::sum(
        why.steps
            .iter()
            .filter(|step| step.effect != Effect::Transfer)
            .map(|step| step.amount),
    );
    assert_eq!(left.unwrap(), m("43.17"));
    assert_eq!(bench.office.steps(seen.lines[0]).unwrap(), why.steps);
}

#[test]
fn an_eob_that_does_not_prove_is_refused_with_the_differences() {
    let mut bench = Bench::open();
    let (dana, seen) = visited(&mut bench);
    let line = Bench::says(&seen, 0, "185", "74.41", &["CO-45 42.42", "PR-1 43.17"]);
    let mut eob = bench.eob("8821904", vec![line]);
    eob.amount = m("100");
    assert_eq!(
        refusal(bench.office.post_eob(&eob)).to_string(),
        format!(
            "check 100.00, entered 74.41, left 25.59; service {} is off by 25.00: \
             charge less adjustments is not what was paid",
            seen.lines[0]
        )
    );
    assert_eq!(
        bench.owes(dana, seen.lines[0]),
        ("160.00".into(), "0.00".into())
    );
    assert!(bench.office.eobs(5).unwrap().is_empty());
}

#[test]
fn a_denial_leaves_everything_with_the_payer() {
    let mut bench = Bench::open();
    let (dana, seen) = visited(&mut bench);
    let line = Bench::says(&seen, 0, "185", "0", &["CO-16 185"]);
    let entries = bench.office.book_figures().unwrap().entries;
    let eob = bench.post("", vec![line.clone()]);
    assert_eq!(
        bench.owes(dana, seen.lines[0]),
        ("160.00".into(), "0.00".into())
    );
    assert_eq!(bench.state(&seen), State::Denied);
    assert_eq!(
        bench.office.book_figures().unwrap().entries,
        entries,
        "no money moved"
    );
    bench.office.unpost_eob(eob, "wrong claim").unwrap();
    assert!(!matches!(bench.state(&seen), State::Denied));
    let back = bench.office.eob(eob).unwrap().taken_back.unwrap();
    assert_eq!(back.why, "wrong claim");
    assert_eq!(
        refusal(bench.office.unpost_eob(eob, "again")),
        MoneyRefusal::TakenBackAlready("this EOB")
    );
    bench.must_hold();
}

#[test]
fn one_paper_is_posted_once_until_it_is_taken_back() {
    let mut bench = Bench::open();
    let (dana, seen) = visited(&mut bench);
    let before = bench.sums(dana, seen.lines[0]);
    let line = Bench::says(
        &seen,
        0,
        "185",
        "74.41",
        &["CO-45 42.42", "PR-1 43.17", "PR-3 25"],
    );
    let eob = bench.post("8821904", vec![line.clone()]);
    let again = bench.eob(" 8821904 ", vec![line.clone()]);
    let said = refusal(bench.office.post_eob(&again)).to_string();
    assert_eq!(
        said,
        "EOB 8821904 of Meridian Health, 74.41 of 03/20/2026 was posted already"
    );
    bench.office.unpost_eob(eob, "another patient's").unwrap();
    assert_eq!(bench.sums(dana, seen.lines[0]), before);
    assert!(bench.office.eobs(5).unwrap()[0].is_reversed);
    let posted = bench.office.post_eob(&again).unwrap();
    assert_ne!(posted, eob);
    assert_eq!(
        bench.owes(dana, seen.lines[0]),
        ("0.00".into(), "43.17".into())
    );
    bench.must_hold();
}

#[test]
fn an_eob_of_several_claims_is_one_check() {
    let mut bench = Bench::open();
    let (dana, first) = visited(&mut bench);
    let second = bench.visit(dana, day(3, 12), &["100.00", "18.00"]);
    let lines = vec![
        Bench::says(
            &first,
            0,
            "185",
            "74.41",
            &["CO-45 42.42", "PR-1 43.17", "PR-3 25"],
        ),
        Bench::says(&second, 0, "100", "60.00", &["CO-45 20", "PR-2 20"]),
        Bench::says(&second, 1, "18", "0", &["CO-97 18"]),
    ];
    let eob = bench.post("8821904", lines);
    assert_eq!(bench.state(&first), State::Paid);
    assert_eq!(bench.state(&second), State::PartlyPaid);
    assert_eq!(
        bench.owes(dana, second.lines[1]),
        ("18.00".into(), "0.00".into())
    );
    let row = &bench.office.eobs(1).unwrap()[0];
    assert_eq!((row.claims, row.amount), (2, m("134.41")));
    // The rest is given up; with nothing left at the payer the claim is closed, and open again when that is reversed.
    let insurer = Owner::Insurer(dana.policy.unwrap());
    let given_up = bench
        .office
        .write_off(
            second.lines[1],
            insurer,
            WriteOff::Contractual,
            m("18"),
            "bundled",
        )
        .unwrap();
    assert_eq!(bench.state(&second), State::Closed);
    let _back = bench.office.reverse(given_up, "appeal instead").unwrap();
    assert_eq!(bench.state(&second), State::PartlyPaid);
    bench.office.unpost_eob(eob, "wrong check").unwrap();
    assert_eq!(
        bench.owes(dana, second.lines[0]),
        ("100.00".into(), "0.00".into())
    );
    bench.must_hold();
}

#[test]
fn a_later_answer_is_taken_back_before_an_earlier_one() {
    let mut bench = Bench::open();
    let (dana, seen) = visited(&mut bench);
    let denied = Bench::says(&seen, 0, "185", "0", &["CO-16 185"]);
    let first = bench.post("", vec![denied]);
    let paid = Bench::says(&seen, 0, "185", "120", &["CO-45 40", "PR-3 25"]);
    let second = bench.post("8830217", vec![paid]);
    assert!(matches!(
        refusal(bench.office.unpost_eob(first, "x")),
        MoneyRefusal::AnsweredSince(_)
    ));
    bench.office.unpost_eob(second, "x").unwrap();
    assert_eq!(bench.state(&seen), State::Denied);
    bench.office.unpost_eob(first, "x").unwrap();
    assert_eq!(
        bench.owes(dana, seen.lines[0]),
        ("160.00".into(), "0.00".into())
    );
    bench.must_hold();
}

#[test]
fn what_an_account_cannot_bear_is_refused_and_leaves_nothing() {
    let mut bench = Bench::open();
    let (dana, seen) = visited(&mut bench);
    let other = bench.visit(dana, day(3, 12), &["50.00"]);
    let good = Bench::says(
        &seen,
        0,
        "185",
        "74.41",
        &["CO-45 42.42", "PR-1 43.17", "PR-3 25"],
    );
    let insurer = Owner::Insurer(dana.policy.unwrap());
    let _given_up = bench
        .office
        .write_off(other.lines[0], insurer, WriteOff::Courtesy, m("30"), "x")
        .unwrap();
    let figures = bench.office.book_figures().unwrap();
    let mut wrong = Vec::new();

    let mut eob = bench.eob("1", vec![Bench::says(&other, 0, "50", "50", &[])]);
    wrong.push((eob.clone(), "come to 30.00 more than the payer still owes"));
    eob = bench.eob("1", vec![Bench::says(&seen, 0, "180", "180", &[])]);
    wrong.push((eob.clone(), "is not what was charged"));
    eob = bench.eob("1", vec![good.clone(), good.clone()]);
    wrong.push((eob.clone(), "stands twice"));
    eob = bench.eob("", vec![good.clone()]);
    wrong.push((eob.clone(), "needs a check or EFT number"));
    eob = bench.eob("1", vec![]);
    wrong.push((eob.clone(), "at least one service"));
    eob = bench.eob("1", vec![good.clone()]);
    eob.payer = bench.aster;
    wrong.push((eob.clone(), "another payer"));
    eob = bench.eob("1", vec![good.clone()]);
    eob.accounting_on = day(3, 21);
    wrong.push((eob.clone(), "has not come yet"));
    let mut line = good.clone();
    line.claim = other.claim.unwrap();
    wrong.push((bench.eob("1", vec![line]), "is not on claim"));
    let mut line = good.clone();
    line.adjustments[0].outcome = Outcome::Patient;
    wrong.push((
        bench.eob("1", vec![line]),
        "may not be billed to the patient",
    ));
    let line = Bench::says(&seen, 0, "185", "-10", &["CO-45 195"]);
    wrong.push((bench.eob("1", vec![line]), "takes money back"));

    for (eob, words) in wrong {
        let refused = bench.office.post_eob(&eob);
        let said = refused.expect_err(words).to_string();
        assert!(said.contains(words), "{said}");
    }
    assert_eq!(bench.office.book_figures().unwrap(), figures);
    assert!(bench.office.eobs(5).unwrap().is_empty());
    bench.must_hold();
}

/// The first claim's entry is written before the second claim is found wanting: none of it may stay.
#[test]
fn an_eob_that_fails_half_way_leaves_nothing() {
    let mut bench = Bench::open();
    let (dana, good) = visited(&mut bench);
    let bad = bench.visit(dana, day(3, 12), &["50.00"]);
    let insurer = Owner::Insurer(dana.policy.unwrap());
    let _given_up = bench
        .office
        .write_off(bad.lines[0], insurer, WriteOff::Courtesy, m("30"), "x")
        .unwrap();
    let before = (
        bench.office.book_figures().unwrap(),
        bench.sums(dana, good.lines[0]),
        bench.state(&good),
    );
    let eob = bench.eob(
        "1",
        vec![
            Bench::says(&good, 0, "185", "120", &["CO-45 40", "PR-3 25"]),
            Bench::says(&bad, 0, "50", "50", &[]),
        ],
    );
    assert!(bench.office.post_eob(&eob).is_err());
    let after = (
        bench.office.book_figures().unwrap(),
        bench.sums(dana, good.lines[0]),
        bench.state(&good),
    );
    assert_eq!(before, after);
    assert!(bench.office.eobs(1).unwrap().is_empty());
    bench.must_hold();
}

#[test]
fn what_was_written_off_of_a_share_is_not_pulled_from_under_it() {
    let mut bench = Bench::open();
    let (dana, seen) = visited(&mut bench);
    let line = Bench::says(
        &seen,
        0,
        "185",
        "74.41",
        &["CO-45 42.42", "PR-1 43.17", "PR-3 25"],
    );
    let eob = bench.post("8821904", vec![line]);
    let help = bench
        .office
        .write_off(
            seen.lines[0],
            Owner::Guarantor,
            WriteOff::Charity,
            m("43.17"),
            "hardship",
        )
        .unwrap();
    assert_eq!(
        refusal(bench.office.unpost_eob(eob, "x")),
        MoneyRefusal::ShareSpent(seen.lines[0])
    );
    assert_eq!(
        bench.owes(dana, seen.lines[0]),
        ("0.00".into(), "0.00".into())
    );
    let _back = bench.office.reverse(help, "x").unwrap();
    bench.office.unpost_eob(eob, "x").unwrap();
    bench.must_hold();
}

#[test]
fn transfers_move_who_owes_and_not_how_much() {
    let mut bench = Bench::open();
    let (dana, seen) = visited(&mut bench);
    let line = seen.lines[0];
    let insurer = Owner::Insurer(dana.policy.unwrap());
    let moved = bench
        .office
        .transfer(
            line,
            insurer,
            Owner::Guarantor,
            m("160"),
            "policy had ended",
        )
        .unwrap();
    assert_eq!(bench.owes(dana, line), ("0.00".into(), "160.00".into()));
    assert_eq!(
        bench.office.why(line).unwrap().because,
        "moved to the patient by the office"
    );
    for (from, to, amount, words) in [
        (insurer, Owner::Guarantor, "1", "more than the 0.00 owed"),
        (
            Owner::Guarantor,
            insurer,
            "160.01",
            "more than the 160.00 owed",
        ),
        (Owner::Guarantor, Owner::Guarantor, "1", "with them already"),
        (Owner::Guarantor, insurer, "0", "more than zero"),
    ] {
        let said = bench
            .office
            .transfer(line, from, to, m(amount), "x")
            .unwrap_err()
            .to_string();
        assert!(said.contains(words), "{said}");
    }
    assert!(
        bench.office.reverse(moved, " ").is_err(),
        "a reason is needed"
    );
    let _back = bench.office.reverse(moved, "policy was renewed").unwrap();
    assert_eq!(
        refusal(bench.office.reverse(moved, "again")),
        MoneyRefusal::TakenBackAlready("this entry")
    );
    bench.must_hold();
}

#[test]
fn what_a_month_pays_for_is_no_write_off_on_paper_either() {
    let mut bench = Bench::open();
    let meridian = bench.meridian;
    let dana = bench.patient("Dana", Some(meridian));
    let seen = bench.visit(dana, day(3, 10), &["185"]);
    let lines = vec![Bench::says(
        &seen,
        0,
        "185",
        "100",
        &["CO-45 40", "CO-24 30", "CO-104 15"],
    )];
    let _eob = bench.post("60001", lines);
    let sums = bench.sums(dana, seen.lines[0]);
    assert_eq!(sums.insurance_owes, Money::ZERO);
    let balance = |account: Account| {
        let asked = Asked::Account(account.code());
        bench.office.explain(&asked).unwrap().balance
    };
    assert_eq!(balance(Account::WrittenOff(WriteOff::Contractual)), m("40"));
    assert_eq!(balance(Account::Capitation(meridian)), m("30"));
    assert_eq!(balance(Account::Withhold(meridian)), m("15"));
    bench.must_hold();
}
