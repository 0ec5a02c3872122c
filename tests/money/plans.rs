//! Payment plans and estimates over a real book: agreed, paid, missed, changed, closed, printed; and never a cent lost.

use pegboard::domain::estimate::{Benefits, Cover, EstimateNumber, NewEstimate, NewService, Typed};
use pegboard::domain::id::ChargeLineId;
use pegboard::domain::ledger::{Owner, WriteOff};
use pegboard::domain::money::Money;
use pegboard::domain::pay_plan::{
    Ending, Every, Instalments, MissedRules, NewPlan, PlanNow, Reached, Scope, Standing, Terms,
    is_on_live_plan,
};
use pegboard::domain::payment::oldest_first;

use super::practice::{Bench, Person, cash, day, m};

fn terms(down: &str, each: &str) -> Terms {
    Terms {
        down: m(down),
        instalments: Instalments::Of(m(each)),
        every: Every::Month,
        first_on: day(4, 15),
        scope: Scope::Fixed,
    }
}

fn new(lines: &[ChargeLineId], terms: Terms, why: &str) -> NewPlan {
    NewPlan {
        lines: lines.to_vec(),
        terms,
        why: String::from(why),
    }
}

/// What is scheduled is what was paid and what is open, and the last balance is nothing.
fn adds_up(plan: &PlanNow) {
    let now = &plan.now;
    let scheduled = Money::sum(now.instalments.iter().map(|one| one.amount)).unwrap();
    assert_eq!(scheduled, now.paid.plus(now.open).unwrap());
    let last = now.instalments.last().map_or(Money::ZERO, |one| one.left);
    assert_eq!(last, Money::ZERO);
}

/// Pays in cash, the way a payment goes by itself.
fn pays(bench: &mut Bench, who: Person, amount: &str) -> pegboard::domain::id::ReceiptId {
    let open = bench.office.open_items(who.guarantor).unwrap();
    let mut receipt = bench.receipt(who, vec![cash(m(amount))], &[]);
    receipt.placed = oldest_first(&open, m(amount)).unwrap().0;
    bench.office.take_payment(&receipt).unwrap()
}

#[test]
fn a_plan_is_paid_first_missed_reminded_and_in_default_as_the_journal_has_it() {
    let mut bench = Bench::open();
    let otis = bench.patient("Otis", None);
    let older = bench.visit(otis, day(2, 2), &["60.00"]);
    let planned = bench.visit(otis, day(3, 12), &["200.00", "100.00"]);
    let id = bench
        .office
        .make_plan(otis.guarantor, &new(&planned.lines, terms("50", "50"), ""))
        .unwrap();
    let due = |bench: &Bench, month, on| {
        let plans = bench
            .office
            .plan_due(otis.guarantor, day(month, on))
            .unwrap();
        plans.into_iter().next()
    };
    assert_eq!(due(&bench, 3, 20).unwrap().now.due, m("50"));
    assert!(due(&bench, 3, 19).is_none(), "it was not agreed yet");

    let _down = pays(&mut bench, otis, "50");
    assert_eq!(
        bench.owes(otis, older.lines[0]).1,
        "60.00",
        "the plan is paid first"
    );
    bench.go_to(day(4, 20));
    let now = due(&bench, 4, 20).unwrap();
    assert_eq!((now.now.due, now.now.standing), (m("50"), Standing::OnTime));
    let part = pays(&mut bench, otis, "20");
    let now = due(&bench, 4, 26).unwrap();
    assert_eq!(
        (now.now.standing, now.now.overdue),
        (Standing::Remind, m("30"))
    );
    assert!(is_on_live_plan(
        std::slice::from_ref(&now),
        planned.lines[1]
    ));
    assert!(!is_on_live_plan(std::slice::from_ref(&now), older.lines[0]));
    let broken = due(&bench, 5, 26).unwrap();
    assert_eq!(broken.now.standing, Standing::Default);
    assert!(!is_on_live_plan(
        std::slice::from_ref(&broken),
        planned.lines[1]
    ));
    bench.go_to(day(5, 26));
    let open = bench.office.open_items(otis.guarantor).unwrap();
    assert!(
        open.iter().all(|item| item.plan.is_none()),
        "it protects nothing now"
    );

    let _rest = bench.pay(otis, "80", &[(planned.lines[0], "80")]).unwrap();
    assert_eq!(due(&bench, 5, 26).unwrap().now.standing, Standing::OnTime);
    bench.office.take_back_receipt(part, "bounced").unwrap();
    let now = due(&bench, 5, 26).unwrap();
    assert_eq!(now.now.standing, Standing::Remind);
    assert_eq!(now.now.instalments[2].reached, Reached::Missed);
    adds_up(&now);
    let left = now.now.open.to_string();
    let _all = bench
        .pay(
            otis,
            &left,
            &[(planned.lines[0], "70"), (planned.lines[1], "100")],
        )
        .unwrap();
    assert!(due(&bench, 5, 26).is_none(), "it is paid off");
    assert_eq!(
        bench.office.plan(id).unwrap().now.standing,
        Standing::PaidOff
    );
    bench.must_hold();
}

#[test]
fn a_change_is_a_new_version_with_a_reason_and_loses_no_cent() {
    let mut bench = Bench::open();
    let otis = bench.patient("Otis", None);
    let seen = bench.visit(otis, day(3, 12), &["100.01", "33.33"]);
    let more = bench.visit(otis, day(3, 15), &["40.00"]);
    let id = bench
        .office
        .make_plan(otis.guarantor, &new(&seen.lines, terms("0", "40"), ""))
        .unwrap();
    let _some = pays(&mut bench, otis, "47.77");
    let mut wider = seen.lines.clone();
    wider.extend(&more.lines);
    let by_number = Terms {
        instalments: Instalments::In(7),
        ..terms("0", "1")
    };
    let silent = bench
        .office
        .change_plan(id, &new(&wider, by_number.clone(), " "));
    assert_eq!(silent.unwrap_err().to_string(), "the reason is missing");
    let first = bench.office.plan_pdf(id, None).unwrap();
    let number = bench
        .office
        .change_plan(id, &new(&wider, by_number, "hours were cut"))
        .unwrap();
    assert_eq!(number, 2);
    let plan = bench.office.plan(id).unwrap();
    assert_eq!(plan.now.open, m("125.57"));
    assert_eq!(plan.now.instalments.len(), 7);
    adds_up(&plan);
    let versions = bench.office.plan_versions(id).unwrap();
    assert_eq!(versions[1].why, "hours were cut");
    assert_eq!(versions[0].balance(), Ok(m("133.34")));

    let second = bench.office.plan_pdf(id, None).unwrap();
    assert_ne!(first, second);
    assert_eq!(
        bench.office.plan_pdf(id, Some(1)).unwrap(),
        first,
        "as it was signed"
    );
    assert_eq!(bench.office.plan_pdf(id, None).unwrap(), second);
    assert!(bench.office.plan_pdf(id, Some(3)).is_err());

    bench
        .office
        .close_plan(id, Ending::Ended, "nothing came")
        .unwrap();
    assert!(
        bench
            .office
            .plan_due(otis.guarantor, day(3, 20))
            .unwrap()
            .is_empty()
    );
    let again = bench
        .office
        .close_plan(id, Ending::Cancelled, "again")
        .unwrap_err();
    assert_eq!(again.to_string(), "plan P-0001 was closed; make a new one");
    let _anew = bench
        .office
        .make_plan(otis.guarantor, &new(&more.lines, terms("0", "40"), ""))
        .unwrap();
    bench.must_hold();
}

#[test]
fn what_cannot_be_agreed_is_refused_in_words() {
    let mut bench = Bench::open();
    let otis = bench.patient("Otis", None);
    let dana = bench.patient("Dana", None);
    let his = bench.visit(otis, day(3, 12), &["100.00", "50.00"]);
    let hers = bench.visit(dana, day(3, 12), &["100.00"]);
    let _plan = bench
        .office
        .make_plan(otis.guarantor, &new(&his.lines[..1], terms("0", "40"), ""))
        .unwrap();
    let mut tried = Vec::new();
    for lines in [vec![], hers.lines.clone(), his.lines.clone()] {
        let refused = bench
            .office
            .make_plan(otis.guarantor, &new(&lines, terms("0", "40"), ""));
        tried.push(refused.unwrap_err().to_string());
    }
    let on_his = format!(
        "service {} is on plan P-0001; change or end that one",
        his.lines[0]
    );
    let elsewhere = format!("service {} is on another account", hers.lines[0]);
    assert_eq!(
        tried,
        ["a plan covers at least one service", &elsewhere, &on_his]
    );
    let all_down = new(&his.lines[1..], terms("50", "40"), "");
    let refused = bench
        .office
        .make_plan(otis.guarantor, &all_down)
        .unwrap_err();
    assert_eq!(
        refused.to_string(),
        "the down payment of 50.00 leaves nothing of 50.00 for instalments"
    );
    let rules = MissedRules {
        default_after: 0,
        ..MissedRules::USUAL
    };
    assert!(bench.office.set_missed_rules(rules).is_err());
    bench.must_hold();
}

#[test]
fn a_plan_follows_new_charges_and_shrinks_by_what_is_given_up() {
    let mut bench = Bench::open();
    let otis = bench.patient("Otis", None);
    let seen = bench.visit(otis, day(3, 12), &["100.00"]);
    let following = Terms {
        scope: Scope::NewCharges,
        ..terms("0", "40")
    };
    let id = bench
        .office
        .make_plan(otis.guarantor, &new(&seen.lines, following.clone(), ""))
        .unwrap();
    bench.go_to(day(4, 2));
    let later = bench.visit(otis, day(4, 2), &["55.00"]);
    let plan = bench.office.plan(id).unwrap();
    assert_eq!(plan.now.open, m("155"));
    assert!(plan.protects(later.lines[0]));
    adds_up(&plan);
    let amounts: Vec<String> = plan
        .now
        .instalments
        .iter()
        .map(|one| one.amount.to_string())
        .collect();
    assert_eq!(amounts, ["40.00", "40.00", "40.00", "35.00"]);
    let refused = bench
        .office
        .make_plan(otis.guarantor, &new(&later.lines, following, ""));
    assert_eq!(
        refused.unwrap_err().to_string(),
        "plan P-0001 takes new charges in already; only one plan of an account can"
    );
    let _given = bench
        .office
        .write_off(
            seen.lines[0],
            Owner::Guarantor,
            WriteOff::Charity,
            m("60"),
            "hardship",
        )
        .unwrap();
    let plan = bench.office.plan(id).unwrap();
    assert_eq!((plan.now.open, plan.now.instalments.len()), (m("95"), 3));
    adds_up(&plan);
    bench.must_hold();
}

fn planned(code: &str, fee: Option<&str>) -> NewService {
    NewService {
        code: code.parse().unwrap(),
        modifiers: vec![],
        units: pegboard::domain::code::Units::ONE,
        description: String::from("Office visit"),
        diagnosis: None,
        biller: None,
        fee: fee.map(m),
        typed: Typed::default(),
    }
}

#[test]
fn an_estimate_is_worked_out_by_policy_and_kept_as_it_was_given() {
    let mut bench = Bench::open();
    let dana = bench.patient("Dana", Some(bench.meridian));
    let asked = NewEstimate {
        patient: dana.patient,
        cover: Cover::Insured {
            policy: dana.policy.unwrap(),
            benefits: Benefits {
                deductible_left: m("30"),
                coinsurance: Some("20".parse().unwrap()),
                copay: m("25"),
                pocket_left: None,
            },
        },
        what: String::from("a check-up with bloods"),
        planned_on: Some(day(4, 2)),
        booked_on: None,
        services: vec![planned("99214", Some("185")), planned("36415", Some("15"))],
    };
    let reckoned = bench.office.reckon_estimate(&asked).unwrap();
    assert_eq!(
        reckoned.sums.pays,
        m("30").plus(m("31")).unwrap().plus(m("28")).unwrap()
    );
    let id = bench.office.give_estimate(&asked).unwrap();
    let kept = bench.office.estimate(id).unwrap();
    assert_eq!(kept.reckoned, reckoned);
    let refused = bench.office.estimate_pdf(id).unwrap_err().to_string();
    assert!(refused.starts_with(&format!(
        "estimate {} counts on insurance",
        EstimateNumber(id)
    )));
    let other = bench.patient("Otis", None);
    let mut strange = asked.clone();
    strange.patient = other.patient;
    assert!(
        bench.office.give_estimate(&strange).is_err(),
        "it is Dana's policy"
    );
    let mut priceless = asked;
    priceless.services[0].fee = None;
    priceless.services[0].code = "99499".parse().unwrap();
    let refused = bench.office.reckon_estimate(&priceless).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "there is no fee for 99499; type its price"
    );
    bench.must_hold();
}

#[test]
fn a_good_faith_estimate_is_printed_once_and_stays() {
    let mut bench = Bench::open();
    let otis = bench.patient("Otis", None);
    let asked = NewEstimate {
        patient: otis.patient,
        cover: Cover::SelfPay {
            discount: Some("20".parse().unwrap()),
        },
        what: String::from("a check-up"),
        planned_on: None,
        booked_on: None,
        services: vec![planned("99214", Some("185"))],
    };
    let id = bench.office.give_estimate(&asked).unwrap();
    let pdf = bench.office.estimate_pdf(id).unwrap();
    assert!(pdf.starts_with(b"%PDF-"));
    assert_eq!(bench.office.estimate_pdf(id).unwrap(), pdf);
    let all = bench.office.estimates(Some(otis.patient), 5).unwrap();
    assert_eq!((all.len(), all[0].reckoned.sums.pays), (1, m("148")));
    bench.must_hold();
}
