//! What trips the edits on coding and on what came before, with little made-up lists.

use std::sync::Arc;

use super::papers::{Papers, cents, day, line, provider};
use super::{Spoil, codes, ids, other_visit};
use crate::domain::code::{FilingIndicator, Procedure, Units};
use crate::domain::id::{ProviderId, VisitId};
use crate::domain::scrub::tests::clean;
use crate::domain::scrub::{LastAllowed, Past, Price, scrub};
use crate::domain::tables::tests::list;
use crate::domain::tables::{
    AddOn, Counted, Global, Limit, Listed, Pair, Parts, Service, Sides, Span, Status, Together,
};

fn code(text: &str) -> Procedure {
    text.parse().unwrap()
}

/// The second service of the claim.
fn second(p: &mut Papers) -> &mut crate::domain::visit::NewLine {
    &mut p.visit.lines[1].what
}

fn medicaid(p: &mut Papers) {
    p.payer.what.filing_indicator = FilingIndicator::Medicaid;
}

fn medicare(p: &mut Papers) {
    p.payer.what.filing_indicator = FilingIndicator::MedicarePartB;
    p.payer.what.member_pattern.clear();
    p.policy().member_id = "1EG4-TE5-MK73".parse().unwrap();
}

/// Makes the second service therapy of so many minutes, counted as so many units.
fn therapy(p: &mut Papers, minutes: u16, units: &str) {
    let line = second(p);
    line.code = code("97110");
    line.modifiers = codes("GP");
    line.units = units.parse().unwrap();
    line.details.minutes = Some(minutes);
    p.referring = Some(provider(8, 144_444_444, "Ferro"));
}

fn pair(p: &mut Papers, first: &str, second: &str, together: Together) {
    let pair = Pair {
        first: code(first),
        second: code(second),
        from: day(2020, 1, 1),
        until: None,
        together,
        why: 0,
    };
    let mut block = Pair::begin(pair.first);
    pair.add_to(&mut block);
    p.tables.pairs = Arc::new(list(day(2026, 1, 1), &["Made-up reason"], &[block]));
}

fn limit(p: &mut Papers, of: &str, units: u32, counted: Counted) {
    let mut block = Vec::new();
    Limit { units, counted }.add_to(code(of), &mut block);
    p.tables.limits = Arc::new(list(day(2026, 1, 1), &[], &[block]));
}

fn add_on(p: &mut Papers, add_on: &str, main: Option<&str>) {
    let mut block = Vec::new();
    let row = AddOn {
        code: code(add_on),
        main: main.map(code),
        is_closed: main.is_some(),
        from: day(2020, 1, 1),
        until: None,
    };
    row.add_to(&mut block);
    p.tables.add_ons = Arc::new(list(day(2026, 1, 1), &[], &[block]));
}

const PLAIN: Service = Service {
    status: Status::Payable,
    global: Global::None,
    parts: Parts::Two,
    sides: Sides::Apart,
    is_without_assistant: false,
};

fn service(p: &mut Papers, of: &str, service: Service) {
    let mut block = Vec::new();
    service.add_to(code(of), &mut block);
    p.tables.services = Arc::new(list(day(2020, 1, 1), &[], &[block]));
}

fn global(p: &mut Papers, of: &str, global: Global) {
    service(p, of, Service { global, ..PLAIN });
}

fn diagnoses(p: &mut Papers, all: &[(&str, bool)]) {
    let mut block = Vec::new();
    for (text, is_billable) in all {
        let (code, is_billable) = (text.parse().unwrap(), *is_billable);
        Listed { code, is_billable }.add_to(&mut block);
    }
    p.tables.diagnoses = Arc::new(list(day(2025, 10, 1), &[], &[block]));
}

fn counts(p: &mut Papers, of: &str, from: Option<(i32, u32, u32)>, until: Option<(i32, u32, u32)>) {
    let date = |(y, m, d)| day(y, m, d);
    let span = Span {
        from: from.map(date),
        until: until.map(date),
    };
    let mut block = Vec::new();
    span.add_to(code(of), &mut block);
    p.tables.level_two = Arc::new(list(day(2026, 1, 1), &[], &[block]));
}

/// A service of another visit by the same clinician.
fn past(of: &str, on: chrono::NaiveDate) -> Past {
    Past {
        visit: VisitId::new(40),
        on,
        rendering: ProviderId::new(7),
        taxonomy: None,
        code: code(of),
        modifiers: Vec::new(),
    }
}

fn after_surgery(p: &mut Papers) {
    global(p, "27447", Global::Ninety);
    p.history.recent.push(past("27447", day(2026, 2, 2)));
}

fn price(p: &mut Papers, contract: Option<i64>, last: Option<(i64, i64)>) {
    p.history.prices.push(Price {
        contract: contract.map(cents),
        last: last.map(|(allowed, charge)| LastAllowed {
            allowed: cents(allowed),
            charge: cents(charge),
            units: Units::ONE,
        }),
    });
}

#[rustfmt::skip]
pub(super) const TRIPS: &[(&str, Spoil)] = &[
    ("C001", |p| pair(p, "99213", "36415", Together::Never)),
    ("C002", |p| pair(p, "99213", "36415", Together::WithModifier)),
    ("C003", |p| { medicaid(p); limit(p, "36415", 1, Counted::Line); second(p).units = "2".parse().unwrap(); }),
    ("C004", |p| { limit(p, "36415", 1, Counted::Line); second(p).units = "2".parse().unwrap(); }),
    ("C005", |p| { medicaid(p); limit(p, "36415", 1, Counted::DayByRule); second(p).units = "2".parse().unwrap(); }),
    ("C006", |p| { limit(p, "36415", 1, Counted::DayUsually); second(p).units = "2".parse().unwrap(); }),
    ("C007", |p| add_on(p, "36415", Some("11111"))),
    ("C010", |p| { second(p).code = code("20610"); global(p, "20610", Global::Day); }),
    ("C011", |p| { second(p).code = code("27447"); global(p, "27447", Global::Ninety); }),
    ("C012", after_surgery),
    ("C013", |p| {
        after_surgery(p);
        global(p, "27447", Global::Ninety);
        p.line().code = code("27447");
    }),
    ("C014", |p| { global(p, "27447", Global::Ninety); p.line().modifiers = codes("24"); }),
    ("C015", |p| { second(p).code = code("27447"); second(p).modifiers = codes("54 55"); }),
    ("C020", |p| { p.line().code = code("99203"); p.history.seen = Some(past("99213", day(2024, 5, 6))); }),
    ("C021", |p| diagnoses(p, &[("E11.9", false), ("I10", true)])),
    ("C022", |p| diagnoses(p, &[("E11.8", true), ("I10", true)])),
    ("C023", |p| p.visit.diagnoses = codes("I10 S93.401")),
    ("C024", |p| { second(p).code = code("Q0091"); counts(p, "Q0091", None, Some((2025, 12, 31))); }),
    ("C025", |p| { medicare(p); service(p, "36415", Service { status: Status::OtherCode, ..PLAIN }); }),
    ("C026", |p| { medicare(p); service(p, "36415", Service { status: Status::Bundled, ..PLAIN }); }),
    ("C027", |p| { medicare(p); service(p, "36415", Service { status: Status::NotCovered, ..PLAIN }); }),
    ("C030", |p| p.visit.diagnoses = codes("N40.0 I10")),
    ("C031", |p| p.visit.diagnoses = codes("P07.30 I10")),
    ("C032", |p| { p.visit.diagnoses = codes("E11.9 M25.561"); second(p).modifiers = codes("LT"); }),
    ("C033", |p| p.visit.diagnoses = codes("G63 I10")),
    ("C034", |p| p.visit.diagnoses = codes("E10.9 E11.9")),
    ("C035", |p| p.line().code = code("99392")),
    ("C040", |p| { service(p, "36415", Service { parts: Parts::One, ..PLAIN }); second(p).modifiers = codes("26"); }),
    ("C041", |p| { service(p, "36415", Service { sides: Sides::Without, ..PLAIN }); second(p).modifiers = codes("50"); }),
    ("C042", |p| { add_on(p, "36415", Some("99213")); second(p).modifiers = codes("51"); }),
    ("C043", |p| second(p).modifiers = codes("76 77")),
    ("C044", |p| second(p).modifiers = codes("76")),
    ("C045", |p| { p.visit.place = "10".parse().unwrap(); p.line().modifiers = codes("95 93"); }),
    ("C046", |p| p.visit.place = "10".parse().unwrap()),
    ("C047", |p| p.line().modifiers = codes("95")),
    ("C048", |p| { medicare(p); second(p).code = code("97110"); }),
    ("C049", |p| { second(p).code = code("97110"); second(p).modifiers = codes("GP GO"); }),
    ("C050", |p| { medicare(p); second(p).modifiers = codes("GA GZ"); }),
    ("C051", |p| second(p).modifiers = codes("JW JZ")),
    ("C052", |p| { medicare(p); second(p).code = code("J1100"); second(p).modifiers = codes("JW"); }),
    ("C053", |p| { medicare(p); second(p).code = code("J0897"); }),
    ("C054", |p| p.line().modifiers = codes("QW")),
    ("C055", |p| second(p).modifiers = codes("Q5 Q6")),
    ("C056", |p| second(p).modifiers = codes("80 82")),
    ("C057", |p| {
        medicare(p);
        service(p, "36415", Service { is_without_assistant: true, ..PLAIN });
        second(p).modifiers = codes("AS");
    }),
    ("C058", |p| { medicare(p); second(p).code = code("00100"); }),
    ("C059", |p| second(p).modifiers = codes("LT RT")),
    ("C060", |p| { medicare(p); therapy(p, 22, "2"); }),
    ("H001", |p| { p.line().code = code("99396"); p.history.checkups.push(past("99396", day(2025, 8, 1))); }),
    ("H002", |p| {
        medicare(p);
        p.line().code = code("G0439");
        p.history.checkups.push(past("G0438", day(2025, 4, 30)));
    }),
    ("H003", |p| p.history.recent.push(past("99212", p.visit.service_on))),
    ("H004", |p| price(p, Some(13_001), None)),
    ("H005", |p| price(p, None, Some((13_000, 13_000)))),
    ("H006", |p| {
        let mut other = other_visit();
        other.services = vec![line(30, "87880", 'A', 3_000)];
        other.is_open = true;
        p.others.push(other);
    }),
];

/// What looks wrong and is not.
#[rustfmt::skip]
pub(super) const ALLOWED: &[(&str, Spoil)] = &[
    ("a pair with its modifier", |p| {
        pair(p, "99213", "36415", Together::WithModifier);
        p.line().modifiers = codes("25");
    }),
    ("a pair that says nothing any more", |p| pair(p, "99213", "36415", Together::NotApplicable)),
    ("a pair paid by a car insurance", |p| {
        pair(p, "99213", "36415", Together::Never);
        p.payer.what.filing_indicator = FilingIndicator::Automobile;
        p.visit.accident = Some(crate::domain::visit::Accident {
            cause: crate::domain::visit::Cause::Auto("OH".parse().unwrap()),
            on: day(2026, 3, 1),
        });
        "26-4471".clone_into(&mut p.visit.details.casualty_claim);
    }),
    ("a pair of two clinicians", |p| {
        pair(p, "87880", "36415", Together::Never);
        let mut other = other_visit();
        other.services = vec![line(30, "87880", 'A', 3_000)];
        other.rendering = ProviderId::new(70);
        p.others.push(other);
    }),
    ("as many units as are believed", |p| limit(p, "36415", 1, Counted::Line)),
    ("a drug from a vial of several doses", |p| { medicare(p); second(p).code = code("J3420"); }),
    ("as many units of therapy as its minutes make", |p| { medicare(p); therapy(p, 23, "2"); }),
    ("an add-on beside its main service", |p| add_on(p, "36415", Some("99213"))),
    ("an add-on beside what the payer says", |p| add_on(p, "36415", None)),
    ("a visit with 25 on the day of a procedure", |p| {
        second(p).code = code("20610");
        global(p, "20610", Global::Day);
        p.line().modifiers = codes("25");
    }),
    ("a visit after surgery for something else", |p| {
        after_surgery(p);
        p.line().modifiers = codes("24");
    }),
    ("a visit after the days of surgery", |p| {
        global(p, "20610", Global::Ten);
        p.history.recent.push(past("20610", day(2026, 2, 19)));
    }),
    ("a visit after another's surgery", |p| {
        after_surgery(p);
        p.history.recent[0].rendering = ProviderId::new(70);
    }),
    ("a visit after surgery whose care was handed over", |p| {
        after_surgery(p);
        p.history.recent[0].modifiers = codes("54");
    }),
    ("an established visit of a known patient", |p| p.history.seen = Some(past("99213", day(2024, 5, 6)))),
    ("a diagnosis of a year that is not there", |p| {
        diagnoses(p, &[]);
        let later = day(2026, 10, 2);
        (p.visit.service_on, p.claim.service_on, p.today) = (later, later, later);
        p.visit.notes.signed_on = Some(later);
        p.claim.file_by = day(2027, 3, 1);
    }),
    ("a burn by its extent", |p| p.visit.diagnoses = codes("I10 T31.10")),
    ("a code from its first day", |p| {
        second(p).code = code("Q0091");
        counts(p, "Q0091", Some((2026, 3, 2)), None);
    }),
    ("a side that fits one of its diagnoses", |p| {
        p.visit.diagnoses = codes("M25.562 M25.561");
        second(p).modifiers = codes("LT");
        second(p).pointers = p.visit.lines[0].what.pointers.clone();
    }),
    ("a check-up a year later", |p| {
        p.line().code = code("99396");
        p.history.checkups.push(past("99396", day(2025, 3, 2)));
    }),
    ("Medicare's check-up after eleven months", |p| {
        medicare(p);
        p.line().code = code("G0439");
        p.history.checkups.push(past("G0438", day(2025, 3, 31)));
    }),
    ("a charge as the contract", |p| price(p, Some(13_000), None)),
    ("a charge that was cut", |p| price(p, None, Some((9_000, 13_000)))),
    ("a charge that was raised since", |p| price(p, None, Some((12_000, 12_000)))),
    ("therapy under its plan", |p| { medicare(p); second(p).code = code("97110"); second(p).modifiers = codes("GP"); p.referring = Some(provider(8, 144_444_444, "Ferro")); }),
];

#[test]
fn a_pair_across_two_claims_names_the_other_claim() {
    for (first, second) in [("87880", "36415"), ("36415", "87880")] {
        let mut papers = clean();
        pair(&mut papers, first, second, Together::WithModifier);
        let mut other = other_visit();
        other.services = vec![line(30, "87880", 'A', 3_000)];
        let number = other.number.to_string();
        papers.others.push(other);
        let findings = scrub(&papers.case(), &[]);
        assert_eq!(ids(&papers), ["C002"]);
        assert!(findings[0].words.contains(&number), "{}", findings[0].words);
        assert!(findings[0].words.contains("Made-up reason"));
        assert_eq!(findings[0].about, "line 2, 36415");
    }
}

#[test]
fn a_pair_says_which_modifier_would_help() {
    let mut papers = clean();
    pair(&mut papers, "36415", "99213", Together::WithModifier);
    let visit = scrub(&papers.case(), &[]);
    assert!(visit[0].words.contains("25 on 99213"), "{}", visit[0].words);
    papers.line().code = code("20610");
    pair(&mut papers, "36415", "20610", Together::WithModifier);
    let other = scrub(&papers.case(), &[]);
    assert!(other[0].words.contains("59, XE"), "{}", other[0].words);
}

#[test]
fn units_of_a_day_are_added_up_over_its_claims() {
    let mut papers = clean();
    medicaid(&mut papers);
    limit(&mut papers, "36415", 1, Counted::DayUsually);
    let mut other = other_visit();
    let mut again = line(30, "36415", 'A', 1_500);
    again.what.modifiers = codes("59");
    other.services = vec![again];
    papers.others.push(other);
    assert_eq!(ids(&papers), ["C005"]);
}

#[test]
fn the_visit_before_surgery_needs_to_have_decided_on_it() {
    let mut papers = clean();
    global(&mut papers, "27447", Global::Ninety);
    let tomorrow = papers.visit.service_on.succ_opt().unwrap();
    papers.history.recent.push(past("27447", tomorrow));
    assert_eq!(ids(&papers), ["C011"]);
    papers.line().modifiers = codes("57");
    assert_eq!(ids(&papers), [""; 0]);
}
