//! Rules of the practice's own over a real book: tried on history, switched, learned from refusals; what was found over
//! time; and authorizations.

use pegboard::domain::authorization::{Kind, Limit, NewAuthorization};
use pegboard::domain::claim::{Happening, State};
use pegboard::domain::code::Span;
use pegboard::domain::eob::{EobLine, Method, NewEob, usual_outcome};
use pegboard::domain::id::{ClaimId, RuleId};
use pegboard::domain::money::Money;
use pegboard::domain::rule::trial::{Trial, Verdict};
use pegboard::domain::rule::{Act, Condition, Deed, NewRule};
use pegboard::domain::scrub::EditId;
use pegboard::domain::visit::NewVisit;
use pegboard::office::{Go, OfficeError, Refusal, RuleRefusal, quietly};

use super::practice::{Desk, cents, day, line};

fn rule(then: Act) -> NewRule {
    NewRule {
        name: "Visit without 25".to_owned(),
        words: "The visit lacks modifier 25.".to_owned(),
        fix: "Add it when the visit was more than the blood draw.".to_owned(),
        when: Condition {
            codes: Span::list("99202-99215").unwrap(),
            lacks: vec!["25".parse().unwrap()],
            ..Condition::default()
        },
        then,
        ..NewRule::default()
    }
}

fn rule_refusal<T: std::fmt::Debug>(outcome: Result<T, OfficeError>) -> RuleRefusal {
    match outcome {
        Err(OfficeError::Refused(Refusal::Rule(refusal))) => refusal,
        other => panic!("not refused: {other:?}"),
    }
}

/// Writes a rule in, tries it and switches it on.
fn on(desk: &mut Desk, what: &NewRule) -> RuleId {
    let id = desk.office.add_rule(what).unwrap();
    let _trial = desk.office.try_rule(id, 12, &mut quietly).unwrap();
    desk.office.switch_rule(id, true).unwrap();
    id
}

/// Posts a denial of the first service of a claim, or its payment.
fn decide(desk: &mut Desk, claim: ClaimId, carc: Option<&str>) {
    let templates = desk.office.eob_template(claim).unwrap();
    let payer = desk.office.claim(claim).unwrap().row.payer;
    let lines: Vec<EobLine> = templates
        .iter()
        .enumerate()
        .map(|(at, one)| {
            let refused = carc.filter(|_| at == 0);
            EobLine {
                claim,
                line: one.line,
                charged: one.charged,
                allowed: if refused.is_some() {
                    Money::ZERO
                } else {
                    one.charged
                },
                paid: if refused.is_some() {
                    Money::ZERO
                } else {
                    one.charged
                },
                adjustments: refused
                    .map(|carc| {
                        let (group, carc) = ("CO".parse().unwrap(), carc.parse().unwrap());
                        pegboard::domain::eob::Adjustment {
                            group,
                            carc,
                            amount: one.charged,
                            outcome: usual_outcome(group, &carc),
                        }
                    })
                    .into_iter()
                    .collect(),
            }
        })
        .collect();
    let amount = Money::sum(lines.iter().map(|line| line.paid)).unwrap();
    let today = desk.office.today();
    let eob = NewEob {
        payer,
        method: Method::Eft,
        reference: format!("EFT{claim}"),
        paid_on: today,
        accounting_on: today,
        amount,
        lines,
    };
    let _id = desk.office.post_eob(&eob).unwrap();
}

/// A visit of Dana's that many days after the usual one.
fn visit_on(desk: &Desk, text: &str) -> NewVisit {
    let on = day(text);
    let mut visit = desk.visit();
    visit.service_on = on;
    visit.notes.signed_on = Some(on);
    visit
}

/// Six claims that left: three refused for want of a modifier, three with it and paid.
fn history(desk: &mut Desk) -> Vec<ClaimId> {
    desk.on("2026-03-20");
    let mut claims = Vec::new();
    for (at, text) in [
        "2026-03-03",
        "2026-03-04",
        "2026-03-05",
        "2026-03-06",
        "2026-03-09",
        "2026-03-10",
    ]
    .into_iter()
    .enumerate()
    {
        let mut visit = visit_on(desk, text);
        if at >= 3 {
            visit.lines[0].modifiers = vec!["25".parse().unwrap()];
        }
        claims.push(desk.claim_of(&visit));
    }
    assert_eq!(desk.export().files.len(), 1);
    for (at, claim) in claims.iter().enumerate() {
        decide(desk, *claim, (at < 3).then_some("4"));
    }
    claims
}

#[test]
fn a_rule_is_tried_before_it_is_switched_on_and_anew_after_a_change() {
    let mut desk = Desk::open();
    let visit = desk.visit();
    let claim = desk.claim_of(&visit);
    let id = desk.office.add_rule(&rule(Act::Hold)).unwrap();
    assert_eq!(desk.state(claim), State::Ready);
    assert_eq!(
        rule_refusal(desk.office.switch_rule(id, true)),
        RuleRefusal::NotTried(id)
    );
    let trial = desk.office.try_rule(id, 12, &mut quietly).unwrap();
    assert_eq!(trial.score.caught, 0, "nothing left yet");
    desk.office.switch_rule(id, true).unwrap();
    assert_eq!(desk.state(claim), State::Held);
    assert_eq!(desk.findings(claim), ["R1"]);

    desk.office.waive(claim, "R1", "only a blood draw").unwrap();
    assert_eq!(desk.state(claim), State::Ready);
    desk.office.waive_no_more(claim, "R1").unwrap();
    assert_eq!(desk.state(claim), State::Held);

    let mut other = rule(Act::Warn);
    other.when.youngest = Some(18);
    desk.office.change_rule(id, &other).unwrap();
    assert!(!desk.office.rule(id).unwrap().rule.is_on);
    assert_eq!(desk.state(claim), State::Ready);
    assert_eq!(
        rule_refusal(desk.office.switch_rule(id, true)),
        RuleRefusal::NotTried(id)
    );
    let _trial = desk.office.try_rule(id, 6, &mut quietly).unwrap();
    desk.office.switch_rule(id, true).unwrap();
    assert_eq!(desk.findings(claim), ["R1"]);
    assert_eq!(desk.state(claim), State::Ready, "it only warns");

    let history = desk.office.rule_history(id).unwrap();
    let deeds: Vec<_> = history
        .iter()
        .map(|event| match &event.deed {
            Deed::Written(what) => ("written", event.version, what.then == Act::Warn),
            Deed::Tried(months, _) => ("tried", event.version, *months == 6),
            Deed::On => ("on", event.version, true),
            Deed::Off => ("off", event.version, true),
        })
        .collect();
    assert_eq!(
        deeds,
        [
            ("written", 1, false),
            ("tried", 1, false),
            ("on", 1, true),
            ("written", 2, true),
            ("tried", 2, true),
            ("on", 2, true)
        ]
    );
}

#[test]
fn a_rule_without_a_condition_is_refused() {
    let mut desk = Desk::open();
    let every = NewRule {
        when: Condition::default(),
        ..rule(Act::Hold)
    };
    assert_eq!(
        rule_refusal(desk.office.add_rule(&every)),
        RuleRefusal::NoCondition
    );
}

#[test]
fn a_trial_looks_at_claims_as_they_were_sent() {
    let mut desk = Desk::open();
    let claims = history(&mut desk);
    let id = desk.office.add_rule(&rule(Act::Hold)).unwrap();
    let trial = desk.office.try_rule(id, 12, &mut quietly).unwrap();
    let score = trial.score;
    assert_eq!((score.looked_at, score.caught), (6, 3));
    assert_eq!((score.right, score.wrong, score.open), (3, 0, 0));
    assert_eq!(score.right_amount, cents(39_000));
    assert!(
        trial
            .claims
            .iter()
            .all(|one| matches!(one.verdict, Verdict::Right(_)) && claims.contains(&one.claim))
    );
    let past = desk.office.past_claims(12).unwrap();
    assert_eq!(trial, Trial::of(&rule(Act::Hold), &past));
    assert_eq!(
        desk.office.rule(id).unwrap().tried,
        Some((12, score)),
        "and it is written down"
    );
}

#[test]
fn a_trial_that_is_stopped_keeps_nothing() {
    let mut desk = Desk::open();
    let _claims = history(&mut desk);
    let id = desk.office.add_rule(&rule(Act::Hold)).unwrap();
    let stopped = desk.office.try_rule(id, 12, &mut |_, _| Go::Stop);
    assert!(matches!(stopped, Err(OfficeError::Stopped)));
    assert_eq!(desk.office.rule(id).unwrap().tried, None);
    assert_eq!(
        rule_refusal(desk.office.try_rule(id, 0, &mut quietly)),
        RuleRefusal::Months
    );
}

#[test]
fn a_refusal_proposes_the_rule_that_tells_it_from_what_was_paid() {
    let mut desk = Desk::open();
    let claims = history(&mut desk);
    let proposal = desk.office.propose_rule(claims[0], &mut quietly).unwrap();
    assert_eq!(proposal.rule.when.payer, Some(desk.known.meridian));
    assert_eq!(proposal.rule.when.lacks, vec!["25".parse().unwrap()]);
    assert_eq!(
        (proposal.trial.score.right, proposal.trial.score.wrong),
        (3, 0)
    );
    let learned = proposal.rule.learned.unwrap();
    assert_eq!(learned.claim, claims[0]);
    assert_eq!(learned.carc, "4".parse().ok());
    assert!(matches!(
        rule_refusal(desk.office.propose_rule(claims[5], &mut quietly)),
        RuleRefusal::NotRefused(_)
    ));

    // Kept as proposed, it stops the next such claim, which was warned of before already.
    let next = visit_on(&desk, "2026-03-12");
    let claim = desk.claim_of(&next);
    assert_eq!(desk.findings(claim), ["L001", "H005"]);
    let _id = on(&mut desk, &proposal.rule);
    assert_eq!(desk.findings(claim), ["R1", "L001", "H005"]);
    assert_eq!(desk.state(claim), State::Held);
}

#[test]
fn a_rejected_claim_proposes_a_rule_too() {
    let mut desk = Desk::open();
    let visit = desk.visit();
    let claim = desk.claim_of(&visit);
    let _files = desk.export();
    desk.office
        .answered_by_hand(
            claim,
            pegboard::office::Answer::Rejected,
            "The taxonomy is missing",
        )
        .unwrap();
    let proposal = desk.office.propose_rule(claim, &mut quietly).unwrap();
    assert!(proposal.rule.words.ends_with("The taxonomy is missing."));
    assert_eq!(proposal.trial.score.right, 1);
}

#[test]
fn an_eob_taken_back_refused_nothing() {
    let mut desk = Desk::open();
    let claims = history(&mut desk);
    let eob = desk.office.eobs(10).unwrap();
    for one in &eob {
        desk.office.unpost_eob(one.id, "a slip").unwrap();
    }
    assert!(desk.office.propose_rule(claims[0], &mut quietly).is_err());
    let next = visit_on(&desk, "2026-03-12");
    let claim = desk.claim_of(&next);
    assert_eq!(desk.findings(claim), [""; 0]);
}

#[test]
fn a_rule_sets_a_field_of_the_claim_and_leaves_the_visit_alone() {
    let mut desk = Desk::open();
    let visit = desk.visit();
    let claim = desk.claim_of(&visit);
    let id = on(&mut desk, &rule(Act::AddModifier("25".parse().unwrap())));
    let page = desk.office.claim(claim).unwrap();
    assert_eq!(page.row.state, State::Ready);
    assert_eq!(page.lines[0].what.modifiers, vec!["25".parse().unwrap()]);
    let entered = desk.office.visit(page.row.visit).unwrap();
    assert_eq!(entered.lines[0].what.modifiers, vec![]);
    let set: Vec<_> = page
        .events
        .iter()
        .filter(|event| event.kind == Happening::Set)
        .map(|event| event.words.as_str())
        .collect();
    assert_eq!(set, ["R1 added modifier 25 to line 1"]);

    // Off again, it is taken back from what waits; what left keeps it.
    desk.office.switch_rule(id, false).unwrap();
    assert_eq!(
        desk.office.claim(claim).unwrap().lines[0].what.modifiers,
        vec![]
    );
    desk.office.switch_rule(id, true).unwrap();
    let exported = desk.export();
    let batch = exported.files[0].batch;
    assert!(
        desk.office
            .sent_claim(batch, claim)
            .unwrap()
            .contains(r#""modifiers":["25"]"#)
    );
    desk.office.switch_rule(id, false).unwrap();
    assert_eq!(
        desk.office.claim(claim).unwrap().lines[0].what.modifiers,
        vec!["25".parse().unwrap()]
    );
}

#[test]
fn what_was_found_is_remembered_each_time_it_differs() {
    let mut desk = Desk::open();
    let mut visit = desk.visit();
    visit.notes.signed_on = None;
    let claim = desk.claim_of(&visit);
    let _again = desk.office.scrub(Some(claim), &mut quietly).unwrap();
    desk.office.waive(claim, "S051", "signed on paper").unwrap();
    let page = desk.office.claim(claim).unwrap();
    desk.office
        .sign_visit(page.row.visit, day("2026-03-04"))
        .unwrap();
    let _files = desk.export();
    let runs = desk.office.scrub_history(claim).unwrap();
    let told: Vec<(&str, Vec<(&str, bool)>)> = runs
        .iter()
        .map(|run| {
            let found = run.findings.iter();
            let found = found
                .map(|one| (one.edit.as_str(), one.is_waived))
                .collect();
            (run.why.as_str(), found)
        })
        .collect();
    assert_eq!(
        told,
        [
            ("enter a visit", vec![("S051", false)]),
            ("let a finding pass", vec![("S051", true)]),
            ("sign a visit", vec![]),
        ]
    );
    assert_eq!(runs[2].went(Some(&runs[1])).count(), 1);
    assert_eq!(runs[1].came(Some(&runs[0])).count(), 1);
    assert!(runs[0].findings[0].place.contains("signed_on"));
}

fn leave(desk: &Desk, limit: Option<Limit>) -> NewAuthorization {
    NewAuthorization {
        patient: desk.known.dana,
        policy: desk.known.danas,
        number: "A7731".to_owned(),
        kind: Kind::Prior,
        codes: Vec::new(),
        limit,
        from: day("2026-03-01"),
        until: Some(day("2026-05-31")),
        note: String::new(),
    }
}

#[test]
fn an_authorization_is_used_by_visits_that_name_it_and_given_back_when_voided() {
    let mut desk = Desk::open();
    desk.on("2026-03-20");
    let limit = leave(&desk, Some(Limit::Visits(2)));
    let id = desk.office.add_authorization(&limit).unwrap();
    let mut claims = Vec::new();
    for text in ["2026-03-03", "2026-03-04", "2026-03-05"] {
        let mut visit = visit_on(&desk, text);
        visit.authorization = "A7731".to_owned();
        claims.push(desk.claim_of(&visit));
    }
    assert_eq!(desk.office.authorization(id).unwrap().used.visits, 3);
    assert_eq!(desk.findings(claims[2]), ["S121"]);
    assert_eq!(desk.state(claims[2]), State::Held);
    assert_eq!(desk.state(claims[1]), State::Ready);

    let first = desk.office.claim(claims[0]).unwrap().row.visit;
    let mut empty = visit_on(&desk, "2026-03-03");
    empty.authorization = "A7731".to_owned();
    empty.lines.clear();
    desk.office
        .correct_visit(first, &empty, "never came")
        .unwrap();
    let one = desk.office.authorization(id).unwrap();
    assert_eq!(one.used.visits, 2);
    assert_eq!(one.left_words(), "0 of 2 visits left");
    assert_eq!(desk.findings(claims[2]), ["S122"]);
}

/// What is found on a claim's papers; that it is the second of its day is found too.
fn on_its_papers(desk: &Desk, claim: ClaimId) -> Vec<EditId> {
    let mut found = desk.findings(claim);
    found.retain(|id| id.to_string().starts_with('S'));
    found
}

#[test]
fn an_authorization_that_ended_or_covers_something_else_is_told() {
    let mut desk = Desk::open();
    let id = desk.office.add_authorization(&leave(&desk, None)).unwrap();
    let mut visit = desk.visit();
    let plain = desk.claim_of(&visit);
    assert_eq!(desk.findings(plain), ["S125"], "it is at hand");
    visit.authorization = "A7731".to_owned();
    visit.lines = vec![line("99214", "A", 18_000)];
    let claim = desk.claim_of(&visit);
    assert_eq!(on_its_papers(&desk, claim), [""; 0]);
    let narrow = NewAuthorization {
        codes: Span::list("97110").unwrap(),
        ..leave(&desk, None)
    };
    desk.office.change_authorization(id, &narrow).unwrap();
    assert_eq!(on_its_papers(&desk, claim), ["S123"]);
    desk.office
        .change_authorization(id, &leave(&desk, None))
        .unwrap();
    desk.office
        .end_authorization(id, Some(day("2026-03-01")))
        .unwrap();
    assert_eq!(on_its_papers(&desk, claim), ["S120"]);
    assert_eq!(desk.state(claim), State::Held);
    assert!(matches!(
        desk.office.add_authorization(&leave(&desk, None)),
        Err(OfficeError::Refused(Refusal::NumberTaken))
    ));
}

#[test]
fn a_rule_fills_in_the_one_authorization_that_covers_the_visit() {
    let mut desk = Desk::open();
    let id = desk.office.add_authorization(&leave(&desk, None)).unwrap();
    let visit = desk.visit();
    let claim = desk.claim_of(&visit);
    let fill = NewRule {
        when: Condition {
            codes: Span::list("99213").unwrap(),
            without_authorization: true,
            ..Condition::default()
        },
        ..rule(Act::UseAuthorization)
    };
    let _rule = on(&mut desk, &fill);
    let page = desk.office.claim(claim).unwrap();
    assert_eq!(page.visit.authorization, "A7731");
    assert_eq!(desk.findings(claim), [""; 0]);
    assert_eq!(desk.office.authorization(id).unwrap().used.visits, 1);
    desk.office
        .end_authorization(id, Some(day("2026-03-01")))
        .unwrap();
    assert_eq!(desk.findings(claim), ["R1"], "there is none any more");
    assert_eq!(desk.state(claim), State::Held);
}
