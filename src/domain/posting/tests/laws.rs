//! Laws that hold for any remittance: it comes to the cent that was sent, and what is taken back leaves no trace.

use proptest::prelude::*;

use super::*;

const REASONS: [&str; 14] = [
    "CO-45", "CO-97", "CO-253", "CO-104", "CO-24", "PR-1", "PR-2", "PR-3", "PR-96", "OA-23",
    "OA-100", "PI-45", "CO-18", "CO-225",
];

#[derive(Clone, Debug)]
struct Drawn {
    charged: i64,
    copay: i64,
    /// Parts of the charge that each reason takes, in per mille of what is left.
    parts: Vec<(usize, i64)>,
    /// What an earlier payer paid and wrote off, in per mille.
    earlier: (i64, i64),
}

fn drawn() -> impl Strategy<Value = Drawn> {
    (
        1_i64..200_000,
        prop_oneof![3 => Just(0_i64), 1 => 1_i64..3_000],
        prop::collection::vec((0..REASONS.len(), -300_i64..1_000), 0..4),
        (0_i64..600, 0_i64..400),
    )
        .prop_map(|(charged, copay, parts, earlier)| Drawn {
            charged,
            copay: copay.min(charged),
            parts,
            earlier,
        })
}

/// How a payer puts its answer.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Shape {
    Lines,
    Totals,
    ClaimReasons,
}

#[derive(Clone, Debug)]
struct Case {
    account: ClaimAccount,
    claim: RemitClaim,
}

fn case() -> impl Strategy<Value = Case> {
    let shape = prop_oneof![
        4 => Just(Shape::Lines),
        1 => Just(Shape::Totals),
        1 => Just(Shape::ClaimReasons),
    ];
    (
        prop::collection::vec(drawn(), 1..5),
        any::<bool>(),
        shape,
        prop::sample::select(vec![
            ClaimStatus::Primary,
            ClaimStatus::Secondary,
            ClaimStatus::PrimaryForwarded,
            ClaimStatus::Denied,
        ]),
        any::<bool>(),
    )
        .prop_map(|(lines, is_later, shape, status, is_medicaid)| {
            made(&lines, is_later, shape, status, is_medicaid)
        })
}

fn made(
    drawn: &[Drawn],
    is_later: bool,
    shape: Shape,
    status: ClaimStatus,
    is_medicaid: bool,
) -> Case {
    let mut account = account(&vec![("99213", 1); drawn.len()]);
    if is_later {
        account.rank = Responsibility::Secondary;
    }
    if is_medicaid {
        account.kind = FilingIndicator::Medicaid;
    }
    let mut lines = Vec::new();
    let mut of_claim = Vec::new();
    for (line, one) in account.lines.iter_mut().zip(drawn) {
        let charged = m(one.charged);
        line.sums = LineBalance {
            charged,
            patient_paid: m(one.copay),
            ..LineBalance::default()
        };
        line.already_patient = m(one.copay);
        let mut owed = one.charged - one.copay;
        if is_later {
            let paid = owed * one.earlier.0 / 1_000;
            let off = owed * one.earlier.1 / 1_000;
            line.sums.insurance_paid = m(paid);
            line.sums.contractual = m(off);
            owed -= paid + off;
        }
        line.owed = m(owed);
        line.sums.insurance_owes = m(owed);
        let mut left = one.charged;
        let mut why = Vec::new();
        for (reason, part) in &one.parts {
            let amount = left * part / 1_000;
            if amount != 0 {
                why.push(adjustment(REASONS[*reason], m(amount)));
                left -= amount;
            }
        }
        let mut said = said("99213", 0, 0, &[]);
        said.charged = charged;
        said.paid = m(left);
        said.adjustments = why;
        lines.push(said);
    }
    let mut claim = answer(status, lines);
    match shape {
        Shape::Lines => {}
        Shape::Totals => {
            let lines = std::mem::take(&mut claim.lines);
            claim.adjustments = lines
                .into_iter()
                .flat_map(|line| line.adjustments)
                .collect();
        }
        Shape::ClaimReasons => {
            for line in &mut claim.lines {
                line.paid = line.charged;
                of_claim.append(&mut line.adjustments);
            }
            claim.adjustments = of_claim;
        }
    }
    Case { account, claim }
}

/// Decides everything that waits in the way drawn, until nothing waits.
fn decided(case: &Case, pick: usize) -> PlannedClaim {
    let mut decisions = Decisions::default();
    for _ in 0..20 {
        let none: &[PostingRule] = &[];
        let plan = plan(
            &case.claim,
            &case.account,
            none,
            &decisions,
            Position::Alone,
        )
        .unwrap();
        let Some(waits) = plan.exceptions.iter().find(|one| one.waits()) else {
            return plan;
        };
        let allowed: Vec<_> = waits.choices.iter().filter(|one| one.is_allowed).collect();
        decisions.decide(waits.key, allowed[pick % allowed.len()].does);
    }
    panic!("it never stops asking");
}

/// The parts of an account that postings move.
fn sums(account: &ClaimAccount) -> Vec<(LineBalance, Money, Money, Money, Money)> {
    let lines = account.lines.iter();
    lines
        .map(|line| {
            (
                line.sums,
                line.owed,
                line.already_patient,
                line.paid,
                line.written_off,
            )
        })
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn a_plan_posts_what_was_paid_and_its_account_proves(case in case(), pick in 0_usize..4) {
        let plan = decided(&case, pick);
        prop_assert!(plan.lane == Lane::Ready);
        prop_assert!(plan.before.prove() && plan.after.prove());
        let entries: Vec<Entry> = entry(&plan, &case.account).into_iter().collect();
        let all = Money::sum(entries.iter().flat_map(Entry::postings).map(|one| one.amount));
        prop_assert_eq!(all, Ok(Money::ZERO));
        prop_assert_eq!(moved(&entries, Account::UndepositedCash), case.claim.paid);
        let after = case.account.after_plan(&plan).unwrap();
        if !case.claim.paid.is_negative() {
            for line in &after.lines {
                let had = case.account.line(line.line).unwrap();
                let negative = line.owed.is_negative() && line.owed < had.owed;
                prop_assert!(!negative, "owed {} after {}", line.owed, had.owed);
            }
        }
    }

    #[test]
    fn every_reason_that_was_said_is_kept_to_the_cent(case in case(), pick in 0_usize..4) {
        let plan = decided(&case, pick);
        if !plan.is_parked {
            let kept = plan.lines.iter().flat_map(|line| &line.said).map(|one| one.amount);
            let said = case.claim.all_adjustments().map(|(_, one)| one.amount);
            prop_assert_eq!(Money::sum(kept), Money::sum(said));
            let paid = Money::sum(plan.lines.iter().map(|line| line.paid));
            prop_assert_eq!(paid, Ok(case.claim.paid));
        }
    }

    #[test]
    fn what_is_posted_and_taken_back_by_us_leaves_the_account_as_it_was(
        case in case(),
        pick in 0_usize..4,
    ) {
        let plan = decided(&case, pick);
        let posted = case.account.after(&plan.answered()).unwrap();
        let mut back = plan.answered();
        for line in &mut back {
            for one in &mut line.moves {
                *one = one.negated();
            }
        }
        let again = posted.after(&back).unwrap();
        prop_assert_eq!(sums(&again), sums(&case.account));
        prop_assert_eq!(again.figures(), case.account.figures());
    }

    #[test]
    fn what_the_payer_takes_back_exactly_is_automatic_and_leaves_no_trace(
        case in case(),
        pick in 0_usize..4,
    ) {
        let plan = decided(&case, pick);
        if !plan.is_parked {
            let posted = after(&case.account, &plan, &case.claim);
            let reversal = back(&case.claim);
            let none = Decisions::default();
            let taken = super::plan(&reversal, &posted, &[], &none, Position::BeforeCorrection);
            let taken = taken.unwrap();
            prop_assert_eq!(taken.lane, Lane::Ready, "{:?}", taken.exceptions);
            prop_assert_eq!(taken.takes_back, Some(EOB));
            let again = posted.after_plan(&taken).unwrap();
            prop_assert_eq!(sums(&again), sums(&case.account));
            let both: Vec<Entry> = entry(&plan, &case.account)
                .into_iter()
                .chain(entry(&taken, &posted))
                .collect();
            prop_assert_eq!(moved(&both, Account::UndepositedCash), Money::ZERO);
            prop_assert_eq!(moved(&both, Account::Revenue), Money::ZERO);
            prop_assert_eq!(moved(&both, Account::OwedToPayer(PayerId::new(4))), Money::ZERO);
        }
    }

    #[test]
    fn one_cent_off_moves_nothing_but_the_payment(case in case(), cents in 1_i64..500) {
        let mut case = case;
        case.claim.paid = case.claim.paid.plus(m(cents)).unwrap();
        let plan = decided(&case, 0);
        prop_assert!(plan.is_parked);
        prop_assert_eq!(plan.after, plan.before);
        let entries: Vec<Entry> = entry(&plan, &case.account).into_iter().collect();
        prop_assert_eq!(moved(&entries, Account::UndepositedCash), case.claim.paid);
    }

    #[test]
    fn a_whole_remittance_comes_to_its_payment(
        cases in prop::collection::vec(case(), 1..5),
        beside in prop::collection::vec((0..ProviderReason::ALL.len(), -9_000_i64..9_000), 0..5),
    ) {
        let adjustments: Vec<ProviderAdjustment> = beside
            .iter()
            .map(|(reason, cents)| ProviderAdjustment {
                provider: "1999999984".into(),
                fiscal_period_end: None,
                code: Coded::Known(ProviderReason::ALL[*reason]),
                reference: "REF".into(),
                amount: m(*cents),
                place: Place::default(),
            })
            .collect();
        let paid = Money::sum(cases.iter().map(|case| case.claim.paid)).unwrap();
        let taken = Money::sum(adjustments.iter().map(|one| one.amount)).unwrap();
        let payment = paid.minus(taken).unwrap();
        let mut entries = Vec::new();
        for case in &cases {
            entries.extend(entry(&decided(case, 0), &case.account));
        }
        for one in plan_adjustments(&adjustments, day(), &[], &[]).unwrap() {
            entries.extend(one.entry(PayerId::new(4), EOB, day()).unwrap());
        }
        prop_assert_eq!(moved(&entries, Account::UndepositedCash), payment);
        let all = entries.iter().flat_map(Entry::postings).map(|one| one.amount);
        prop_assert_eq!(Money::sum(all), Ok(Money::ZERO));
    }
}
