//! Claims that a payer joins or splits, claims that it passes on, and the day that a payment counts for.

use chrono::Days;
use pegboard::domain::claim::{ClaimFilter, State};
use pegboard::domain::money::Money;
use pegboard::domain::policy::Rank;
use pegboard::domain::remittance::{PostOn, Standing};
use pegboard::office::{OnDesk, Rest, Waiting, quietly};

use super::practice::{Bench, Person, Seen, day, m};
use super::remittances::{Says, Sent, accounts, says, take};

struct Two {
    bench: Bench,
    dana: Person,
    first: Seen,
    second: Seen,
}

/// Dana with two visits on one day, of 203.00 and of 40.00.
fn two() -> Two {
    let mut bench = Bench::open();
    let meridian = bench.meridian;
    let dana = bench.patient("Dana", Some(meridian));
    let first = bench.visit(dana, day(3, 10), &["185", "18"]);
    let second = bench.visit(dana, day(3, 10), &["40"]);
    Two {
        bench,
        dana,
        first,
        second,
    }
}

/// Both visits answered as one claim under the number of the first.
fn joined(two: &Two) -> Says {
    let mut one = says(
        &two.bench,
        &two.first,
        "DANA",
        &[
            ("185", "120", &["CO*45*40", "PR*3*25"]),
            ("18", "10", &["CO*45*8"]),
        ],
    );
    one.lines.push((
        "99214",
        String::from("40"),
        String::from("30"),
        vec![String::from("CO*45*10")],
    ));
    one
}

/// The file with the number of each service behind its SVC.
fn with_numbers(sent: &Sent, numbers: &[String]) -> Vec<u8> {
    let mut numbers = numbers.iter();
    let mut segments = Vec::new();
    for segment in sent.segments() {
        let is_day = segment.starts_with("DTM*472");
        segments.push(segment);
        if is_day {
            segments.push(format!("REF*6R*{}", numbers.next().unwrap()));
        }
    }
    let count = segments.len() - 4;
    let at = segments.len() - 3;
    segments[at] = format!("SE*{count}*0001");
    let mut text = segments.join("~\n");
    text.push_str("~\n");
    text.into_bytes()
}

fn numbers(two: &Two) -> Vec<String> {
    let number = |seen: &Seen, line: u32| {
        let claim = two.bench.claim_row(seen.claim.unwrap()).number;
        format!("{}S1L{line}", claim.as_str())
    };
    vec![
        number(&two.first, 1),
        number(&two.first, 2),
        number(&two.second, 1),
    ]
}

#[test]
fn claims_that_a_payer_joined_are_found_by_their_services_and_posted_each() {
    let mut two = two();
    let before = accounts(&two.bench, &[two.dana]);
    let sent = Sent::new("88300", vec![joined(&two)]);
    let bytes = with_numbers(&sent, &numbers(&two));
    let received = two
        .bench
        .office
        .take_remittances("joined.835", &bytes, &mut quietly)
        .unwrap();
    let part = &received.parts[0];
    assert_eq!(part.row.standing, Standing::Read, "{:?}", part.page);
    let page = part.page.as_ref().unwrap();
    assert_eq!(page.claims[0].filed.matches.len(), 2);
    let id = part.row.id;
    let posted = two
        .bench
        .office
        .post_remittance(id, PostOn::Today, Rest::Waits, &mut quietly)
        .unwrap();
    assert_eq!((posted.amount, posted.parked), (m("160"), 0));
    let sums = two.bench.sums(two.dana, two.second.lines[0]);
    assert_eq!((sums.insurance_paid, sums.contractual), (m("30"), m("10")));
    assert_eq!(two.bench.state(&two.first), State::Paid);
    assert_eq!(two.bench.state(&two.second), State::Paid);
    two.bench.must_hold();
    two.bench
        .office
        .unpost_remittance(id, "tried", &mut quietly)
        .unwrap();
    assert_eq!(accounts(&two.bench, &[two.dana]), before);
    two.bench.must_hold();
}

#[test]
fn claims_that_a_payer_joined_without_numbers_are_said_by_hand_and_taken_back_together() {
    let mut two = two();
    let sent = Sent::new("88301", vec![joined(&two)]);
    let part = take(&mut two.bench.office, &sent);
    assert_eq!(part.row.standing, Standing::Waiting);
    let claim = part.page.as_ref().unwrap().claims[0].filed.id;
    let both = [two.first.claim.unwrap(), two.second.claim.unwrap()];
    two.bench.office.match_remit_claims(claim, &both).unwrap();
    let page = two.bench.office.remittance(part.row.id).unwrap();
    assert_eq!(page.stops, None, "{:?}", page.claims[0].plan);
    let plan = page.claims[0].plan.as_ref().unwrap();
    assert_eq!(plan.before.charged, m("243"));
    let _posted = two
        .bench
        .office
        .post_remittance(part.row.id, PostOn::Today, Rest::Waits, &mut quietly)
        .unwrap();
    let after = accounts(&two.bench, &[two.dana]);
    assert_eq!(
        two.bench.owes(two.dana, two.second.lines[0]),
        ("0.00".into(), "0.00".into())
    );
    // The payer takes back what it paid for both as one.
    let mut back = joined(&two);
    back.status = "22";
    for line in &mut back.lines {
        line.1 = m(&line.1).negated().plain();
        line.2 = m(&line.2).negated().plain();
        for one in &mut line.3 {
            let (reason, amount) = one.rsplit_once('*').unwrap();
            *one = format!("{reason}*{}", m(amount).negated().plain());
        }
    }
    let mut sent = Sent::new("88302", vec![back]);
    sent.adjustments = vec![("WO", "ICN2", "-160")];
    let second = take(&mut two.bench.office, &sent);
    let claim = second.page.as_ref().unwrap().claims[0].filed.id;
    two.bench.office.match_remit_claims(claim, &both).unwrap();
    let page = two.bench.office.remittance(second.row.id).unwrap();
    assert_eq!(page.stops, None, "{:?}", page.claims[0].plan);
    let _posted = two
        .bench
        .office
        .post_remittance(second.row.id, PostOn::Today, Rest::Waits, &mut quietly)
        .unwrap();
    let sums = two.bench.sums(two.dana, two.second.lines[0]);
    assert_eq!(sums.insurance_paid, Money::ZERO);
    two.bench.must_hold();
    two.bench
        .office
        .unpost_remittance(second.row.id, "tried", &mut quietly)
        .unwrap();
    assert_eq!(accounts(&two.bench, &[two.dana]), after);
    two.bench.must_hold();
}

#[test]
fn claims_of_two_policies_are_not_answered_as_one() {
    let mut two = two();
    let meridian = two.bench.meridian;
    let owen = two.bench.patient("Owen", Some(meridian));
    let his = two.bench.visit(owen, day(3, 10), &["40"]);
    let sent = Sent::new("88303", vec![joined(&two)]);
    let part = take(&mut two.bench.office, &sent);
    let claim = part.page.as_ref().unwrap().claims[0].filed.id;
    let both = [two.first.claim.unwrap(), his.claim.unwrap()];
    let refused = two.bench.office.match_remit_claims(claim, &both);
    assert_eq!(
        refused.unwrap_err().to_string(),
        "only claims under one policy can be answered as one"
    );
}

#[test]
fn one_claim_that_a_payer_answers_in_two_is_one_answer() {
    let mut two = two();
    let whole = says(
        &two.bench,
        &two.first,
        "DANA",
        &[
            ("185", "120", &["CO*45*40", "PR*3*25"]),
            ("18", "10", &["CO*45*8"]),
        ],
    );
    let (mut one, mut other) = (whole.clone(), whole);
    one.lines.truncate(1);
    let _first = other.lines.remove(0);
    let part = take(&mut two.bench.office, &Sent::new("88304", vec![one, other]));
    let page = part.page.as_ref().unwrap();
    assert!(page.claims.iter().all(|one| one.filed.matches.len() == 1));
    let waiting: Vec<OnDesk> = page.claims.iter().map(|one| one.stands).collect();
    assert_eq!(page.stops, None, "{waiting:?}");
    let _posted = two
        .bench
        .office
        .post_remittance(part.row.id, PostOn::Today, Rest::Waits, &mut quietly)
        .unwrap();
    assert_eq!(two.bench.state(&two.first), State::Paid);
    two.bench.must_hold();
}

#[test]
fn what_was_passed_on_and_is_not_answered_is_offered_for_sending() {
    let mut two = two();
    let aster = two.bench.aster;
    let _second = two.bench.insure(two.dana.patient, aster, Rank::Secondary);
    let mut claim = says(
        &two.bench,
        &two.first,
        "DANA",
        &[
            ("185", "120", &["CO*45*40", "PR*3*25"]),
            ("18", "10", &["CO*45*8"]),
        ],
    );
    claim.status = "19";
    let part = take(&mut two.bench.office, &Sent::new("88305", vec![claim]));
    let posted = two
        .bench
        .office
        .post_remittance(part.row.id, PostOn::Today, Rest::Waits, &mut quietly)
        .unwrap();
    let number = &posted.onward.passed_on[0];
    assert!(two.bench.office.no_answer().unwrap().is_empty());
    let later = two.bench.office.today() + Days::new(60);
    two.bench.go_to(later);
    let silent = two.bench.office.no_answer().unwrap();
    assert_eq!(silent.len(), 1);
    assert!(silent[0].is_passed_on);
    assert_eq!((&silent[0].row.number, silent[0].days), (number, 60));
    let lanes = two.bench.office.desk_lanes().unwrap();
    assert_eq!((lanes.passed_on, lanes.unanswered), (1, 0));
    let filter = ClaimFilter {
        states: vec![State::Batched, State::Accepted],
        ..ClaimFilter::default()
    };
    let shown = two.bench.office.claims_waiting(&filter, Waiting::TooLong);
    assert_eq!(shown.unwrap().len(), 1);
    assert!(two.bench.office.to_ask_about().unwrap().is_empty());
    let _findings = two.bench.office.release(silent[0].row.id).unwrap();
    assert!(two.bench.office.no_answer().unwrap().is_empty());
    two.bench.must_hold();
}

#[test]
fn a_payment_counts_for_the_day_of_the_payment_or_of_the_deposit() {
    let mut two = two();
    let sent = Sent::new("88306", vec![joined(&two)]);
    let part = take(&mut two.bench.office, &sent);
    let days = part.page.unwrap().days;
    let told: Vec<_> = days.iter().map(|one| (one.on, one.day)).collect();
    assert_eq!(
        told,
        [(PostOn::Today, day(3, 20)), (PostOn::Payment, day(3, 18)),]
    );
    let none = two.bench.office.post_remittance(
        part.row.id,
        PostOn::Deposit,
        Rest::IsParked,
        &mut quietly,
    );
    assert_eq!(
        none.unwrap_err().to_string(),
        "no line of the bank has the payment"
    );
    let posted = two
        .bench
        .office
        .post_remittance(part.row.id, PostOn::Payment, Rest::IsParked, &mut quietly)
        .unwrap();
    assert_eq!(posted.accounting_on, day(3, 18));
}

#[test]
fn what_a_payer_took_finds_its_claim_and_goes_by_its_number_from_then_on() {
    let mut two = two();
    let paid = says(
        &two.bench,
        &two.first,
        "DANA",
        &[("185", "120", &["CO*45*40", "PR*3*25"]), ("18", "18", &[])],
    );
    let part = take(&mut two.bench.office, &Sent::new("88310", vec![paid]));
    let _posted = two
        .bench
        .office
        .post_remittance(part.row.id, PostOn::Today, Rest::Waits, &mut quietly)
        .unwrap();
    // Weeks later, out of the payment for somebody else.
    let other = says(&two.bench, &two.second, "DANA", &[("40", "40", &[])]);
    let mut sent = Sent::new("88311", vec![other]);
    sent.adjustments = vec![("WO", "LETTER9", "30")];
    let part = take(&mut two.bench.office, &sent);
    let posted =
        two.bench
            .office
            .post_remittance(part.row.id, PostOn::Today, Rest::IsParked, &mut quietly);
    assert_eq!(posted.unwrap().amount, m("10"));
    let open = two.bench.office.recoveries().unwrap();
    assert_eq!((open.len(), open[0].amount), (1, m("30")));
    assert!(open[0].known.is_empty());
    let before = accounts(&two.bench, &[two.dana]);
    let (payer, claim) = (open[0].payer, two.first.claim.unwrap());
    let strange = two.bench.office.place_recovery(payer, "OTHER", claim);
    assert!(strange.is_err());
    let _eob = two
        .bench
        .office
        .place_recovery(payer, "LETTER9", claim)
        .unwrap();
    let sums = two.bench.sums(two.dana, two.first.lines[0]);
    assert_eq!(
        (sums.insurance_paid, sums.insurance_owes),
        (m("90"), m("30"))
    );
    assert_eq!(two.bench.state(&two.first), State::PartlyPaid);
    assert!(two.bench.office.recoveries().unwrap().is_empty());
    two.bench.must_hold();
    // The same letter is collected again: its claim is known.
    sent.trace = "88312";
    sent.claims.clear();
    sent.adjustments = vec![("WO", "LETTER9", "5"), ("L6", "", "-5")];
    let again = take(&mut two.bench.office, &sent);
    let posted =
        two.bench
            .office
            .post_remittance(again.row.id, PostOn::Today, Rest::IsParked, &mut quietly);
    let _posted = posted.unwrap();
    let open = two.bench.office.recoveries().unwrap();
    assert_eq!(open[0].known.len(), 1, "{open:?}");
    for id in [again.row.id, part.row.id] {
        two.bench
            .office
            .unpost_remittance(id, "tried", &mut quietly)
            .unwrap();
    }
    two.bench.must_hold();
    assert_ne!(accounts(&two.bench, &[two.dana]), before);
}
