use super::*;
use crate::domain::remit::{Coded, Dated, Reference, RemitLine, RemitPerson, RemitProcedure};

fn m(cents: i64) -> Money {
    Money::from_cents(cents).unwrap()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn candidate(id: i64) -> Candidate {
    let claim = ClaimId::new(id);
    let number = ClaimNumber::of(claim);
    Candidate {
        claim,
        numbers: vec![number.as_str().to_owned()],
        number,
        numbers_of_others: Vec::new(),
        payer_numbers: vec![format!("ICN{id}")],
        patient: Name {
            last: "O'Hara-Quill".into(),
            first: "Benedikt".into(),
            ..Name::default()
        },
        member: "XKA10020301".parse().unwrap(),
        service_on: day("2026-03-10"),
        charged: m(20_300),
        payer: PayerId::new(1),
        responsibility: Responsibility::Primary,
        state: State::Batched,
        replaced_by: None,
        is_answered: false,
    }
}

fn remitted(number: &str) -> RemitClaim {
    RemitClaim {
        number: number.into(),
        status: Coded::Known(ClaimStatus::Primary),
        charged: m(20_300),
        patient: Some(RemitPerson {
            last: "OHARAQUILL".into(),
            first: "BEN".into(),
            id: "XKA10020302".into(),
            ..RemitPerson::default()
        }),
        lines: vec![line("99213", "", 18_500), line("36415", "", 1_800)],
        ..RemitClaim::default()
    }
}

fn line(code: &str, control: &str, cents: i64) -> RemitLine {
    RemitLine {
        procedure: RemitProcedure {
            code: code.into(),
            ..RemitProcedure::default()
        },
        charged: m(cents),
        dates: vec![Dated {
            qualifier: "472".into(),
            day: day("2026-03-10"),
        }],
        references: vec![Reference {
            qualifier: "6R".into(),
            value: control.into(),
            ..Reference::default()
        }],
        ..RemitLine::default()
    }
}

fn wanted(claim: &RemitClaim) -> Wanted<'_> {
    Wanted {
        claim,
        payer: Some(PayerId::new(1)),
        charged: claim.charged,
    }
}

fn sure(claim: &RemitClaim, candidates: &[Candidate]) -> Option<ClaimId> {
    match find(&wanted(claim), candidates, &[]) {
        Found::Sure(weighed) => Some(weighed.claim),
        Found::Offered(_) => None,
    }
}

#[test]
fn our_number_with_charge_and_day_is_sure() {
    let ours = candidate(7);
    let claim = remitted(ours.number.as_str());
    assert_eq!(sure(&claim, &[candidate(8), ours]), Some(ClaimId::new(7)));
}

#[test]
fn a_name_a_day_and_a_charge_alone_are_offered_and_never_sure() {
    let claim = remitted("");
    let Found::Offered(offered) = find(&wanted(&claim), &[candidate(7)], &[]) else {
        panic!("one key alone was taken for sure");
    };
    let keys = &offered[0].keys;
    assert_eq!(keys, &[Key::Name, Key::Member, Key::Day, Key::Charge]);
    assert!(offered[0].score >= 40, "{}", offered[0].score);
}

#[test]
fn two_independent_keys_are_sure_without_our_number() {
    let mut claim = remitted("");
    claim.payer_number = "icn7".into();
    assert_eq!(sure(&claim, &[candidate(7)]), Some(ClaimId::new(7)));
    let mut claim = remitted("");
    let control = candidate(7).number.line_control(1, 2);
    claim.lines[1] = line("36415", &control, 1_800);
    assert_eq!(sure(&claim, &[candidate(7)]), Some(ClaimId::new(7)));
}

#[test]
fn our_number_on_somebody_else_is_not_believed() {
    let ours = candidate(7);
    let mut claim = remitted(ours.number.as_str());
    claim.patient = Some(RemitPerson {
        last: "MARCHETTI".into(),
        first: "ADA".into(),
        id: "ZZ9".into(),
        ..RemitPerson::default()
    });
    let Found::Offered(offered) = find(&wanted(&claim), &[ours], &[]) else {
        panic!("another patient was taken for ours");
    };
    let what: Vec<_> = offered[0].differs.iter().map(Differs::what).collect();
    assert_eq!(what, ["patient", "member number"]);
}

#[test]
fn a_replacement_that_echoes_the_number_of_the_original_is_the_replacement() {
    let mut original = candidate(7);
    original.state = State::Closed;
    original.replaced_by = Some(ClaimId::new(9));
    let mut replacement = candidate(9);
    replacement
        .numbers
        .push(original.number.as_str().to_owned());
    let echo = remitted(original.number.as_str());
    assert_eq!(
        sure(&echo, &[original.clone(), replacement.clone()]),
        Some(ClaimId::new(9))
    );
    // What is taken back is what was posted: the original.
    let mut reversal = echo;
    reversal.status = Coded::Known(ClaimStatus::Reversal);
    reversal.charged = reversal.charged.negated();
    original.is_answered = true;
    assert_eq!(
        sure(&reversal, &[original, replacement]),
        Some(ClaimId::new(7))
    );
}

#[test]
fn a_payer_that_got_the_claim_from_another_repeats_that_ones_number() {
    let primary = candidate(7);
    let mut secondary = candidate(8);
    secondary.responsibility = Responsibility::Secondary;
    secondary.payer = PayerId::new(2);
    secondary.numbers_of_others = primary.numbers.clone();
    let mut claim = remitted(primary.number.as_str());
    claim.status = Coded::Known(ClaimStatus::Secondary);
    let wanted = Wanted {
        payer: Some(PayerId::new(2)),
        ..wanted(&claim)
    };
    let Found::Sure(found) = find(&wanted, &[primary, secondary], &[]) else {
        panic!("the claim to the second payer was not found");
    };
    assert_eq!(found.claim, ClaimId::new(8));
    assert!(found.keys.contains(&Key::NumberOfOther));
}

#[test]
fn a_claim_that_was_split_is_one_of_ours_by_what_its_parts_come_to() {
    let ours = candidate(7);
    let mut part = remitted(ours.number.as_str());
    part.charged = m(18_500);
    let whole = Wanted {
        charged: m(20_300),
        ..wanted(&part)
    };
    assert!(matches!(find(&whole, &[ours], &[]), Found::Sure(_)));
}

#[test]
fn a_spoiled_number_is_sure_only_where_the_habit_is_known() {
    let ours = candidate(7);
    let mut claim = remitted("20007");
    claim.patient = None;
    claim.lines.clear();
    let weighed = weigh(&wanted(&claim), &ours, &[]);
    assert!(!weighed.is_sure);
    assert_eq!(weighed.habit, None, "the check digit is missing too");
    let cut = ours.number.as_str().get(..5).unwrap();
    claim.number = cut.into();
    let weighed = weigh(&wanted(&claim), &ours, &[]);
    assert_eq!(weighed.habit, Some(Habit::Cuts { to: 5 }));
    let mut claim = remitted(cut);
    claim.payer_number = "other".into();
    let known = find(
        &wanted(&claim),
        std::slice::from_ref(&ours),
        &[Habit::Cuts { to: 5 }],
    );
    assert!(matches!(known, Found::Sure(_)));
    assert!(matches!(
        find(&wanted(&claim), &[ours], &[]),
        Found::Offered(_)
    ));
}

#[test]
fn habits_are_told_apart() {
    assert_eq!(
        Habit::between("C200071", "C2000"),
        Some(Habit::Cuts { to: 5 })
    );
    assert_eq!(
        Habit::between("C200071", "200071"),
        Some(Habit::DropsLetters)
    );
    assert_eq!(Habit::between("A000071", "71"), None);
    assert_eq!(Habit::between("A0020071", "20071"), Some(Habit::DropsZeros));
    assert_eq!(
        Habit::between("C200071", "C200071-01"),
        Some(Habit::Appends)
    );
    assert_eq!(Habit::between("C200071", "c200071"), None);
    assert_eq!(Habit::between("C200071", "X999999"), None);
}

#[test]
fn the_number_of_a_service_tells_its_claim() {
    assert_eq!(line_claim("C200014S1L3"), Some("C200014"));
    for none in ["", "C200014", "C200014S1", "C200014SxL3", "4711"] {
        assert_eq!(line_claim(none), None, "{none}");
    }
}
