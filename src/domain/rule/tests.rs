//! Which claims a rule is about, what it sets, how it is tried and what a refusal proposes.

use proptest::prelude::*;

use super::proposal::{Refusal, propose};
use super::trial::{Ending, Past, PastLine, Trial, Verdict};
use super::*;
use crate::domain::claim::ClaimNumber;
use crate::domain::code::{Sex, Span, Units};
use crate::domain::id::{PayerId, ProviderId};
use crate::domain::money::Money;
use crate::domain::visit::{LineDetails, NewLine, Pointer};

fn codes<T: FromStr<Err: fmt::Debug>>(text: &str) -> Vec<T> {
    text.split_whitespace()
        .map(|one| one.parse().unwrap())
        .collect()
}

fn cents(cents: i64) -> Money {
    Money::from_cents(cents).unwrap()
}

fn line(code: &str, modifiers: &str, pointers: &str) -> PastLine {
    PastLine {
        what: NewLine {
            code: code.parse().unwrap(),
            modifiers: codes(modifiers),
            pointers: pointers.chars().filter_map(Pointer::from_letter).collect(),
            units: Units::ONE,
            charge: cents(10_000),
            description: "Service".to_owned(),
            drug: None,
            details: LineDetails::default(),
        },
        refused: Vec::new(),
    }
}

/// A visit with an injection, both paid.
fn past(id: i64) -> Past {
    Past {
        claim: ClaimId::new(id),
        number: ClaimNumber::of(ClaimId::new(id)),
        payer: PayerId::new(6),
        rendering: ProviderId::new(7),
        place: "11".parse().unwrap(),
        service_on: NaiveDate::from_ymd_opt(2026, 3, 2).unwrap(),
        charged: cents(20_000),
        born_on: NaiveDate::from_ymd_opt(1984, 7, 9).unwrap(),
        sex: Sex::Female,
        authorization: String::new(),
        diagnoses: codes("E11.9 M25.561"),
        lines: vec![line("99213", "", "A"), line("20610", "RT", "B")],
        ending: Ending::Decided,
    }
}

fn refused(mut past: Past, line: usize, carc: &str) -> Past {
    let amount = past.lines[line].what.charge;
    past.lines[line]
        .refused
        .push((carc.parse().unwrap(), amount));
    past
}

fn about(when: Condition) -> NewRule {
    NewRule {
        name: "Test".to_owned(),
        words: "Wrong.".to_owned(),
        when,
        ..NewRule::default()
    }
}

type Wish = fn(&mut Condition);

#[test]
fn each_wish_is_about_what_it_says() {
    let lines = |numbers: &[u32]| Some(Fit::Lines(numbers.to_vec()));
    let cases: [(Wish, Option<Fit>); 22] = [
        (|_| {}, Some(Fit::Claim)),
        (|w| w.payer = Some(PayerId::new(6)), Some(Fit::Claim)),
        (|w| w.payer = Some(PayerId::new(5)), None),
        (
            |w| w.codes = Span::list("99202-99215").unwrap(),
            lines(&[1]),
        ),
        (
            |w| w.codes = Span::list("99202-99215, 20610").unwrap(),
            lines(&[1, 2]),
        ),
        (|w| w.codes = Span::list("99214").unwrap(), None),
        (|w| w.has = codes("RT"), lines(&[2])),
        (|w| w.lacks = codes("RT"), lines(&[1])),
        (|w| w.diagnoses = codes("M25"), Some(Fit::Claim)),
        (|w| w.diagnoses = codes("M54 J20.9"), None),
        (
            |w| {
                w.codes = Span::list("99213").unwrap();
                w.diagnoses = codes("M25");
            },
            None,
        ),
        (
            |w| {
                w.codes = Span::list("20610").unwrap();
                w.diagnoses = codes("M25");
            },
            lines(&[2]),
        ),
        (|w| w.places = codes("11 22"), Some(Fit::Claim)),
        (|w| w.places = codes("22"), None),
        (|w| w.clinician = Some(ProviderId::new(8)), None),
        (|w| w.at_least = Some(cents(20_000)), Some(Fit::Claim)),
        (|w| w.at_least = Some(cents(20_001)), None),
        (|w| w.youngest = Some(41), Some(Fit::Claim)),
        (|w| w.youngest = Some(42), None),
        (|w| w.oldest = Some(40), None),
        (|w| w.sex = Some(Sex::Male), None),
        (|w| w.without_authorization = true, Some(Fit::Claim)),
    ];
    let claim = past(1);
    for (at, (wish, fit)) in cases.into_iter().enumerate() {
        let mut when = Condition::default();
        wish(&mut when);
        assert_eq!(when.fit(&claim.billed()), fit, "case {at}");
    }
    let named = Past {
        authorization: "A7731".to_owned(),
        ..claim
    };
    let when = Condition {
        without_authorization: true,
        ..Condition::default()
    };
    assert_eq!(when.fit(&named.billed()), None);
}

#[test]
fn a_rule_holds_for_its_days_only() {
    let day = |day| NaiveDate::from_ymd_opt(2026, 3, day);
    for (from, until, fits) in [
        (None, None, true),
        (day(2), day(2), true),
        (day(3), None, false),
        (None, day(1), false),
    ] {
        let rule = NewRule {
            from,
            until,
            ..about(Condition::default())
        };
        assert_eq!(rule.fit(&past(1).billed()).is_some(), fits);
    }
}

#[test]
fn a_condition_is_said_in_plain_words() {
    let when = Condition {
        payer: Some(PayerId::new(6)),
        codes: Span::list("99213, 99381-99397").unwrap(),
        lacks: codes("25"),
        diagnoses: codes("M25 M54"),
        at_least: Some(cents(100_000)),
        youngest: Some(65),
        ..Condition::default()
    };
    let named = Named {
        payer: "Meridian Health",
        clinician: "",
    };
    assert_eq!(
        when.words(named),
        "payer is Meridian Health and code is 99213, 99381-99397 and modifier 25 is missing and diagnosis begins M25 \
         or M54 and the claim comes to 1,000.00 or more and the patient is 65 or older"
    );
}

#[test]
fn a_trial_tells_true_catches_from_false_alarms() {
    let rule = about(Condition {
        codes: Span::list("20610").unwrap(),
        ..Condition::default()
    });
    let claims = [
        refused(past(1), 1, "197"),
        past(2),
        // The payer refused another service than the one the rule is about.
        refused(past(3), 0, "16"),
        Past {
            ending: Ending::Open,
            ..past(4)
        },
        Past {
            ending: Ending::Rejected,
            ..past(5)
        },
        Past {
            lines: vec![line("99213", "", "A")],
            ..past(6)
        },
    ];
    let trial = Trial::of(&rule, &claims);
    assert_eq!(
        trial.score,
        Score {
            looked_at: 6,
            caught: 5,
            right: 2,
            right_amount: cents(20_000),
            wrong: 2,
            open: 1,
        }
    );
    let listed: Vec<i64> = trial.claims.iter().map(|one| one.claim.get()).collect();
    assert_eq!(listed, [5, 4, 3, 2, 1]);
    assert_eq!(trial.claims[4].reasons, codes("197"));
    assert_eq!(trial.claims[2].verdict, Verdict::Wrong);
}

fn refusal() -> Refusal {
    Refusal {
        claim: ClaimId::new(1),
        payer: PayerId::new(6),
        payer_name: "Meridian Health".to_owned(),
        code: "99213".parse().unwrap(),
        modifiers: Vec::new(),
        diagnosis: "E11.9".parse().ok(),
        place: "11".parse().unwrap(),
        carc: "4".parse().ok(),
        said: String::new(),
    }
}

#[test]
fn the_narrowest_wish_that_tells_refused_from_paid_is_proposed() {
    let with_25 = |id| {
        let mut claim = past(id);
        claim.lines[0].what.modifiers = codes("25");
        claim
    };
    let mut claims = vec![refused(past(1), 0, "4"), refused(past(2), 0, "4")];
    claims.extend((3..9).map(with_25));
    let proposal = propose(&refusal(), &claims);
    assert_eq!(proposal.rule.when.lacks, codes("25"));
    assert_eq!(proposal.rule.then, Act::Hold);
    assert_eq!(
        (proposal.trial.score.right, proposal.trial.score.wrong),
        (2, 0)
    );
    assert!(
        proposal
            .why
            .starts_with("Only without modifier 25 would have caught 2 refused")
    );
    assert_eq!(proposal.rule.learned.unwrap().carc, "4".parse().ok());
    assert!(proposal.rule.words.contains("CARC 4: modifier is missing"));
}

#[test]
fn where_nothing_tells_them_apart_the_plain_rule_warns() {
    let mut claims = vec![refused(past(1), 0, "4")];
    claims.extend((2..9).map(past));
    let proposal = propose(&refusal(), &claims);
    assert_eq!(proposal.candidates[0].words, "payer and code alone");
    assert_eq!(proposal.rule.then, Act::Warn);
    assert!(proposal.why.contains("It warns only"));
}

#[test]
fn a_rejection_is_learned_in_the_words_of_its_answer() {
    let refusal = Refusal {
        carc: None,
        said: "The taxonomy is missing".to_owned(),
        ..refusal()
    };
    let claims = [Past {
        ending: Ending::Rejected,
        ..past(1)
    }];
    let proposal = propose(&refusal, &claims);
    assert_eq!(
        proposal.rule.words,
        "Meridian Health refused 99213 before with a rejection: The taxonomy is missing."
    );
    assert_eq!(proposal.trial.score.right, 1);
}

#[test]
fn a_rules_number_reads_back() {
    let number = Number(RuleId::new(12));
    assert_eq!(number.to_string(), "R12");
    assert_eq!("r12".parse(), Ok(number));
    assert_eq!("S012".parse::<Number>(), Err(NotARule));
    assert_eq!("R-1".parse::<Number>(), Err(NotARule));
}

fn any_past() -> impl Strategy<Value = Past> {
    let code = prop::sample::select(vec!["99213", "99214", "20610", "36415"]);
    let modifier = prop::sample::select(vec!["", "25", "RT"]);
    let lines = prop::collection::vec((code, modifier, "[AB]", any::<bool>()), 1..5);
    (1..40_i64, lines, 0..3_u8, 6..8_i64).prop_map(|(id, lines, ending, payer)| Past {
        payer: PayerId::new(payer),
        lines: lines
            .into_iter()
            .map(|(code, modifier, pointer, is_refused)| {
                let mut line = line(code, modifier, &pointer);
                if is_refused {
                    line.refused.push(("16".parse().unwrap(), cents(100)));
                }
                line
            })
            .collect(),
        ending: [Ending::Rejected, Ending::Decided, Ending::Open][usize::from(ending)],
        ..past(id)
    })
}

fn any_condition() -> impl Strategy<Value = Condition> {
    let spans = prop::sample::select(vec!["", "99213", "99202-99215", "20610, 36415"]);
    let modifier = || prop::sample::select(vec!["", "25", "RT"]);
    let diagnosis = prop::sample::select(vec!["", "M25", "E11.9"]);
    (spans, modifier(), modifier(), diagnosis, any::<bool>()).prop_map(
        |(spans, has, lacks, diagnosis, has_payer)| Condition {
            payer: has_payer.then_some(PayerId::new(6)),
            codes: Span::list(spans).unwrap(),
            has: codes(has),
            lacks: codes(lacks),
            diagnoses: codes(diagnosis),
            ..Condition::default()
        },
    )
}

proptest! {
    #[test]
    fn a_trial_agrees_with_the_rule_run_over_each_claim(
        when in any_condition(),
        claims in prop::collection::vec(any_past(), 0..20),
    ) {
        let rule = about(when);
        let trial = Trial::of(&rule, &claims);
        let caught: Vec<Verdict> = claims
            .iter()
            .filter_map(|claim| rule.fit(&claim.billed()).map(|fit| claim.verdict(&fit)))
            .collect();
        let count = |is: fn(&Verdict) -> bool| {
            u32::try_from(caught.iter().filter(|verdict| is(verdict)).count()).unwrap()
        };
        prop_assert_eq!(usize::try_from(trial.score.looked_at), Ok(claims.len()));
        prop_assert_eq!(usize::try_from(trial.score.caught), Ok(caught.len()));
        prop_assert_eq!(trial.score.right, count(|v| matches!(v, Verdict::Right(_))));
        prop_assert_eq!(trial.score.wrong, count(|v| matches!(v, Verdict::Wrong)));
        prop_assert_eq!(trial.score.open, count(|v| matches!(v, Verdict::Open)));
        prop_assert_eq!(trial.claims.len(), caught.len());
    }

    #[test]
    fn a_condition_reads_back_from_json(when in any_condition()) {
        let text = serde_json::to_string(&when).unwrap();
        prop_assert_eq!(serde_json::from_str::<Condition>(&text).unwrap(), when);
    }
}
