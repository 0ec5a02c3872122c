//! What payers agreed to pay, what they are expected to allow, and what is done about the rest.

use pegboard::domain::contract::{PercentTerm, Target};
use pegboard::domain::expected::Expected;
use pegboard::domain::money::Money;
use pegboard::domain::underpaid::{Filter, Standing, at_stake, groups};
use pegboard::office::quietly;

use super::practice::{Bench, Person, Seen, day, m};
use crate::pages::layout::nothing_touches;
use crate::pages::reading;

const FILE: &str = "Allowed,CPT,Insurance,Effective,Plan\n\
    150.00,99214,Meridian Health,2026-01-01,\n\
    160.00,99214,MERID,1/1/2026,PPO Gold\n\
    9.00,36415,Nobody,2026-01-01,\n\
    12.00,36415,,2026-01-01,\n";

fn year() -> Filter {
    Filter {
        payer: None,
        code: None,
        standing: None,
        from: day(1, 1),
        until: day(12, 31),
    }
}

fn expected(bench: &Bench, seen: &Seen) -> Option<Expected> {
    let template = bench.office.eob_template(seen.claim.unwrap()).unwrap();
    template[0].expected.clone()
}

fn load(bench: &mut Bench, target: &Target, file: &str, why: &str) {
    let taken = bench
        .office
        .load_contracts(file.as_bytes(), target, why, &mut quietly);
    let _taken = taken.unwrap();
}

/// A visit of 185.00 that was answered: so much was given up by contract, the rest paid.
fn answered(bench: &mut Bench, who: Person, on: u32, check: &str, paid: &str) -> Seen {
    let seen = bench.visit(who, day(3, on), &["185.00"]);
    let given_up = m("185.00").minus(m(paid)).unwrap();
    let line = Bench::says(&seen, 0, "185", paid, &[&format!("CO-45 {given_up}")]);
    let _eob = bench.post(check, vec![line]);
    seen
}

#[test]
fn a_file_says_what_it_would_change_before_it_does() {
    let mut bench = Bench::open();
    let target = Target::default();
    let preview = bench.office.preview_contracts(FILE.as_bytes(), &target);
    let preview = preview.unwrap();
    assert_eq!((preview.counts(), preview.same), ((2, 0), 0));
    let refused: Vec<(u64, &str)> = preview
        .refused
        .iter()
        .map(|(line, why)| (*line, why.as_str()))
        .collect();
    assert_eq!(
        refused,
        [
            (4, "the book has no payer of this name or electronic id"),
            (5, "the payer is missing"),
        ]
    );
    assert!(bench.office.contracts().unwrap().is_empty());
    let refused = bench
        .office
        .load_contracts(FILE.as_bytes(), &target, " ", &mut quietly)
        .unwrap_err();
    assert!(refused.to_string().contains("needs a reason"), "{refused}");

    load(&mut bench, &target, FILE, "renewed for 2026");
    let again = bench.office.preview_contracts(FILE.as_bytes(), &target);
    let again = again.unwrap();
    assert_eq!((again.changes.len(), again.same), (0, 2));
    let raised = FILE.replace("150.00", "155.50");
    let change = bench.office.preview_contracts(raised.as_bytes(), &target);
    let change = change.unwrap().changes.remove(0);
    assert_eq!(
        (change.was.as_str(), change.became.as_str()),
        ("150.00", "155.50")
    );
    load(&mut bench, &target, &raised, "a slip in the first file");
    let log = bench
        .office
        .contract_changes(Some(bench.meridian), 10)
        .unwrap();
    assert_eq!(log.len(), 3, "what is there already is not logged again");
    assert_eq!(
        (log[0].was.as_str(), log[0].why.as_str()),
        ("150.00", "a slip in the first file")
    );
    assert_eq!(log[0].by, "Renata M.");
    let rows = bench.office.contracts().unwrap();
    let plans: Vec<(&str, u32)> = rows
        .iter()
        .map(|row| (row.plan.as_str(), row.amounts))
        .collect();
    assert_eq!(plans, [("", 1), ("PPO Gold", 1)]);
    bench.must_hold();
}

#[test]
fn a_percent_of_a_schedule_holds_for_what_has_no_amount() {
    let mut bench = Bench::open();
    let dana = bench.patient("Dana", Some(bench.meridian));
    let seen = bench.visit(dana, day(3, 10), &["185.00"]);
    let mut term = PercentTerm {
        payer: bench.meridian,
        plan: String::new(),
        effective_on: day(1, 1),
        percent: "110".parse().unwrap(),
        schedule: Some(String::from("Medicare 2026")),
    };
    let missing = bench
        .office
        .set_contract_percent(&term, "renewed")
        .unwrap_err();
    assert_eq!(
        missing.to_string(),
        "there is no schedule Medicare 2026; bring it in first"
    );
    let target = Target {
        schedule: term.schedule.clone(),
        ..Target::default()
    };
    load(
        &mut bench,
        &target,
        "code,amount\n99214,126.85\n",
        "published",
    );
    bench.office.set_contract_percent(&term, "renewed").unwrap();
    let by_percent = expected(&bench, &seen).unwrap();
    // 110 % of 126.85 is 139.535; the even cent is 139.54.
    assert_eq!(by_percent.amount, m("139.54"));
    assert_eq!(
        by_percent.words(),
        "contract of 01/01/2026, 110 % of Medicare 2026 (126.85), rounded half to even to the cent"
    );
    load(&mut bench, &Target::default(), FILE, "carved out");
    assert_eq!(expected(&bench, &seen).unwrap().amount, m("150.00"));
    term.effective_on = day(2, 1);
    bench
        .office
        .set_contract_percent(&term, "all anew")
        .unwrap();
    assert_eq!(expected(&bench, &seen).unwrap().amount, m("139.54"));
    let log = bench
        .office
        .contract_changes(Some(bench.meridian), 1)
        .unwrap();
    assert_eq!(log[0].was, "110 % of Medicare 2026");
}

#[test]
fn an_underpaid_service_is_listed_disputed_and_paid_after_all() {
    let mut bench = Bench::open();
    load(&mut bench, &Target::default(), FILE, "renewed");
    let dana = bench.patient("Dana", Some(bench.meridian));
    let short = answered(&mut bench, dana, 9, "1", "138.40");
    let right = answered(&mut bench, dana, 10, "2", "150.00");
    let _near = answered(&mut bench, dana, 11, "3", "149.00");
    let found = bench.office.underpaid(&year()).unwrap();
    assert_eq!(found.len(), 1, "a difference of a dollar is let pass");
    assert_eq!(
        (found[0].missing, found[0].standing),
        (m("11.60"), Standing::Open)
    );
    assert_eq!(found[0].basis, "contract of 01/01/2026");
    let group = groups(&found).unwrap().remove(0);
    assert_eq!((group.lines, group.at_stake), (1, m("11.60")));

    let service = (short.lines[0], bench.meridian);
    bench
        .office
        .mark_underpaid(&[service], Standing::Disputed, "letter of today")
        .unwrap();
    let disputed = bench.office.underpaid(&year()).unwrap();
    assert_eq!(disputed[0].standing, Standing::Disputed);
    let open = Filter {
        standing: Some(Standing::Open),
        ..year()
    };
    assert!(bench.office.underpaid(&open).unwrap().is_empty());

    let first = bench.office.eobs(9).unwrap();
    let first = first.iter().find(|row| row.reference == "1").unwrap().id;
    bench.office.unpost_eob(first, "paid again").unwrap();
    assert!(bench.office.underpaid(&year()).unwrap().is_empty());
    let line = Bench::says(&short, 0, "185", "150", &["CO-45 35"]);
    let _eob = bench.post("4", vec![line]);
    let paid = bench.office.underpaid(&year()).unwrap();
    assert_eq!(
        (paid[0].standing, paid[0].recovered),
        (Standing::Paid, m("11.60"))
    );
    assert_eq!(at_stake(&paid).unwrap(), Money::ZERO);
    let events = bench
        .office
        .underpayment_events(service.0, service.1)
        .unwrap();
    assert_eq!(
        (events.len(), events[0].words.as_str()),
        (1, "letter of today")
    );
    let not_short = (right.lines[0], bench.meridian);
    let refused = bench
        .office
        .mark_underpaid(&[not_short], Standing::Disputed, "")
        .unwrap_err();
    assert!(
        refused
            .to_string()
            .contains("was not allowed too little for")
    );
    bench.must_hold();
}

#[test]
fn without_a_contract_a_payer_is_held_to_what_it_allowed_most_often() {
    let mut bench = Bench::open();
    let dana = bench.patient("Dana", Some(bench.meridian));
    for (on, check) in [(1, "1"), (2, "2"), (3, "3")] {
        let _seen = answered(&mut bench, dana, on, check, "142.58");
        if on < 3 {
            let _low = answered(&mut bench, dana, on + 10, &format!("low {on}"), "120.00");
        }
        let found = bench.office.underpaid(&year()).unwrap().len();
        assert_eq!(found, if on < 3 { 0 } else { 2 }, "after {on} payments");
    }
    let found = bench.office.underpaid(&year()).unwrap();
    assert_eq!(
        found[0].basis,
        "learned from 3 of 5 payments of 2026, 120.00 to 142.58"
    );
    bench.office.set_underpaid_tolerance(m("25.00")).unwrap();
    assert!(bench.office.underpaid(&year()).unwrap().is_empty());
}

#[test]
fn the_evidence_names_every_service_and_its_sum() {
    let mut bench = Bench::open();
    load(&mut bench, &Target::default(), FILE, "renewed");
    let nothing = bench
        .office
        .underpaid_report(bench.meridian, &year())
        .unwrap_err();
    assert!(nothing.to_string().contains("there is nothing to print"));
    let dana = bench.patient("Dana", Some(bench.meridian));
    for on in 1..=15 {
        let _seen = answered(&mut bench, dana, on, &format!("77{on}"), "138.40");
    }
    let evidence = bench
        .office
        .underpaid_evidence(bench.meridian, &year())
        .unwrap();
    assert_eq!(evidence.lines.len(), 15);
    assert_eq!(evidence.missing, m("174.00"));
    assert_eq!(
        evidence.expected.minus(evidence.allowed).unwrap(),
        evidence.missing
    );
    let fonts = pegboard::pdf::font::Fonts::load().unwrap();
    let sheets = pegboard::pdf::underpaid::sheets(&evidence, &fonts);
    nothing_touches(&sheets);
    let texts: Vec<String> = sheets
        .iter()
        .flat_map(|sheet| sheet.texts().map(|text| text.words.clone()))
        .collect();
    for wanted in [
        "Total, 15 services",
        "174.00",
        "Underpaid services",
        "Page 2 of 2",
    ] {
        assert!(texts.iter().any(|text| text == wanted), "{wanted}");
    }
    let pdf = bench
        .office
        .underpaid_report(bench.meridian, &year())
        .unwrap();
    reading::check(&pdf);
    if std::env::var_os("KEEP").is_some() {
        std::fs::create_dir_all("target/kept").unwrap();
        std::fs::write("target/kept/underpaid.pdf", &pdf).unwrap();
    }
}
